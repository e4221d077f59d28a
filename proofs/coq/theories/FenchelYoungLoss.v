(** The Fenchel-Young loss of a perturbed maximum with smooth noise: convex, nonnegative, zero exactly where the mean of a
    best point is the target, with the difference of the two as its gradient. *)

From Coq Require Import Reals Lra Lia Arith Classical FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality Matrices LipschitzJacobian Gradients.
From TightMax Require Import MeanValue IndependentCopies MinimumPoints ChainRule PerturbedMaximum.
From TightMax Require Import VolumeIntegral SmoothNoise Hulls PerturbedSlopes PerturbedInterior PerturbedArgmax.
Open Scope R_scope.

(** The conjugate of F at p is the finite number c: the supremum of <t, p> - F(t). *)
Definition conjugate_is (d : nat) (F : vec -> R) (p : vec) (c : R) : Prop :=
  is_lub (fun r => exists t, r = dot d t p - F t) c.

(** The infimum of L is the finite number m. *)
Definition infimum_is (L : vec -> R) (m : R) : Prop :=
  (forall t, m <= L t) /\ forall e, 0 < e -> exists t, L t < m + e.

(** A vertex is in the relative interior only if it is the only point. *)
Lemma vertex_not_interior d N y c q : in_relative_interior d N y c -> is_vertex d N y c -> in_hull d N y q ->
  forall i, (i < d)%nat -> q i = c i.
Proof.
  intros [(a & [Pa Sa] & Ea) (r & Pr & H)] [Hc Ext] (b & [Pb Sb] & Eb). pose proof (norm2_nonneg d (sub c q)) as Pn.
  set (s := r / (2 * (norm2 d (sub c q) + 1))). assert (Ps : 0 < s) by (apply Rdiv_lt_0_compat; lra).
  assert (Es : s * (norm2 d (sub c q) + 1) = r / 2) by (unfold s; field; lra).
  set (c' := add c (scale s (sub c q))).
  assert (Hc' : in_hull d N y c').
  { apply H.
    - exists (fun k => (1 + s) * a k + - s * b k). split; [rewrite sum_plus, !sum_scale, Sa, Sb; ring|].
      intros i Hi. rewrite average_plus, !average_scale, <- (Ea i Hi), <- (Eb i Hi). unfold c', add, scale, sub. ring.
    - replace (sub c' c) with (scale s (sub c q))
        by (apply functional_extensionality; intros i; unfold c', sub, add; ring).
      rewrite norm2_scale by lra. nra. }
  set (u := s / (1 + s)). assert (Eu : u * (1 + s) = s) by (unfold u; field; lra).
  assert (Hu : 0 < u < 1).
  { split; [apply Rdiv_lt_0_compat; lra|]. apply (Rmult_lt_reg_r (1 + s)); lra. }
  intros i Hi. assert (E : c i = c' i).
  { apply (Ext c' q u Hc'); [now exists b|exact Hu| |exact Hi]. intros k Hk. unfold mix, c', add, scale, sub.
    replace ((1 - u) * (c k + s * (c k - q k)) + u * q k) with (c k + (s - u * (1 + s)) * (c k - q k)) by ring.
    rewrite Eu. ring. }
  unfold c', add, scale, sub in E. assert (Z : s * (c i - q i) = 0) by lra. apply Rmult_integral in Z. lra.
Qed.

Section Loss.
Variables (d : nat) (F : vec -> R) (g : vec -> vec) (p : vec) (c : R).
Hypothesis Cv : convex d F.
Hypothesis D : has_gradient d F g.
Hypothesis Conj : conjugate_is d F p c.
Let L (t : vec) : R := F t + c - dot d t p.

Lemma loss_nonneg t : 0 <= L t.
Proof. unfold L. pose proof (proj1 Conj _ (ex_intro _ t eq_refl)). lra. Qed.

Lemma loss_convex : convex d L.
Proof. intros x y s Hs. unfold L. rewrite dot_mix_l. specialize (Cv x y s Hs). lra. Qed.

Lemma loss_infimum : infimum_is L 0.
Proof.
  split; [exact loss_nonneg|]. intros e He. apply NNPP. intros No.
  enough (c <= c - e) by lra. apply Conj. intros r (t & ->). apply Rnot_lt_le. intros B. apply No. exists t. unfold L. lra.
Qed.

Lemma loss_gradient : has_gradient d L (fun t => sub (g t) p).
Proof.
  intros x eta He. destruct (less_linear_gradient d F g p D x eta He) as (delta & Pd & H). exists delta.
  split; [exact Pd|]. intros z Hz. eapply Rle_trans; [|exact (H z Hz)]. right. f_equal. unfold L, less_linear. ring.
Qed.

Lemma loss_zero t : L t = 0 <-> forall i, (i < d)%nat -> g t i = p i.
Proof.
  split.
  - intros Z. apply (gradient_at_minimum d F g p t D). intros s. unfold less_linear. pose proof (loss_nonneg s) as A.
    unfold L in A, Z. lra.
  - intros E. apply Rle_antisym; [|apply loss_nonneg]. unfold L. enough (c <= dot d t p - F t) by lra. apply Conj.
    intros r (s & ->). pose proof (tangent_below d F g t s Cv D) as T.
    rewrite (dot_ext d (g t) p _ (sub s t)) in T by (exact E || reflexivity).
    rewrite dot_comm, dot_sub_l in T. lra.
Qed.
End Loss.

(** Where all is within a finite distance of the supporting function of the hull the conjugate is finite. *)
Lemma conjugate_finite d F p b : (forall t, dot d t p - F t <= b) -> exists c, conjugate_is d F p c.
Proof.
  intros B. destruct (completeness (fun r => exists t, r = dot d t p - F t)) as (c & H); [| |now exists c].
  - exists b. intros r (t & ->). apply B.
  - now exists (dot d zero p - F zero), zero.
Qed.

(** The conjugate is least at the gradient at 0. *)
Lemma conjugate_least d F g : convex d F -> has_gradient d F g -> conjugate_is d F (g zero) (- F zero) /\
  forall p c, conjugate_is d F p c -> - F zero <= c /\ (c = - F zero -> forall i, (i < d)%nat -> p i = g zero i).
Proof.
  intros Cv D. assert (Z : forall u, dot d zero u = 0).
  { intros u. unfold dot. rewrite (sum_ext d _ (fun _ => 0)); [apply sum_zero|]. intros; unfold zero; ring. }
  split; [split|].
  - intros r (t & ->). pose proof (tangent_below d F g zero t Cv D) as T. rewrite dot_comm, dot_sub_l, Z in T. lra.
  - intros b B. rewrite <- (Rplus_0_l (- F zero)), <- (Z (g zero)). apply B. now exists zero.
  - intros p c H. pose proof (loss_nonneg d F p c H zero) as A. cbv zeta beta in A. rewrite Z in A. split; [lra|]. intros E i Hi.
    symmetry. apply (proj1 (loss_zero d F g p c Cv D H zero)); [|exact Hi]. rewrite Z. lra.
Qed.

(** A scaled function has the scaled conjugate. *)
Lemma conjugate_scale d F G eps p c : 0 < eps -> (forall t, G t = eps * F (scale (/ eps) t)) -> conjugate_is d F p c ->
  conjugate_is d G p (eps * c).
Proof.
  intros He HG [Up Low]. assert (Ie : 0 < / eps) by now apply Rinv_0_lt_compat.
  assert (E : forall t, dot d t p - G t = eps * (dot d (scale (/ eps) t) p - F (scale (/ eps) t))).
  { intros t. rewrite HG, Matrices.dot_scale_l. field. lra. }
  split.
  - intros r (t & ->). rewrite E. apply Rmult_le_compat_l; [lra|]. apply Up. now exists (scale (/ eps) t).
  - intros b B. enough (c <= / eps * b).
    { apply (Rmult_le_compat_l eps) in H; [|lra]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in H by lra. exact H. }
    apply Low. intros r (t & ->). specialize (B _ (ex_intro _ (scale eps t) eq_refl)). rewrite E in B.
    replace (scale (/ eps) (scale eps t)) with t in B
      by (apply functional_extensionality; intros i; unfold scale; field; lra).
    apply (Rmult_le_compat_l (/ eps)) in B; [|lra]. rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l in B by lra. exact B.
Qed.

(** An average of copies in place of the mean point keeps the mean of a linear function of it. *)
Lemma unbiased_gradient {W U} (P : mean_value W) (Q : mean_value U) d (y : nat -> vec) best copies n A p k m : (1 <= n)%nat ->
  independent_copies P Q best copies -> (forall i, (i < d)%nat -> mean_point P y best i = m i) ->
  let estimate := fun v => image d A (sub (average n (centre n) (fun l => y (copies l v))) p) k in
  integrable Q estimate /\ mean Q estimate = image d A (sub m p) k.
Proof.
  intros Hn Ind E estimate. set (avg := fun v i => average n (centre n) (fun l => y (copies l v)) i).
  assert (Ia : forall i, integrable Q (fun v => avg v i)).
  { intros i. apply (integrable_ext Q (fun v => sum n (fun l => / INR n * y (copies l v) i))); [reflexivity|].
    apply (integrable_sum Q n (fun l v => / INR n * y (copies l v) i)). intros l _. apply integrable_scale.
    apply (proj1 Ind l (fun j => y j i)). }
  assert (Ma : forall i, mean Q (fun v => avg v i) = mean_point P y best i).
  { intros i. destruct (average_of_copies P Q best copies n (fun j => y j i) Hn Ind) as [A1 _].
    rewrite <- (mean_ext Q (fun v => / INR n * sum n (fun l => y (copies l v) i))); [exact A1|]. intros v.
    unfold avg, average, centre. now rewrite sum_scale. }
  assert (S : forall v, sum d (fun i => A k i * avg v i + - (A k i * p i) * 1) = estimate v).
  { intros v. apply sum_ext. intros i _. unfold sub, avg. ring. }
  destruct (integrable_sum Q d (fun i v => A k i * avg v i + - (A k i * p i) * 1)) as [I M].
  { intros i _. apply integrable_linear; [apply Ia|apply integrable_const]. }
  split; [exact (integrable_ext Q _ _ S I)|]. rewrite <- (mean_ext Q _ _ S), M. apply sum_ext. intros i Hi.
  rewrite mean_of_linear, mean_const, Ma, (E i Hi) by (apply Ia || apply integrable_const). unfold sub. ring.
Qed.

(** The Fenchel-Young loss of a perturbed maximum with smooth noise: convex, nonnegative, zero exactly where the mean
    of a best point is the target, with the difference of the two as its gradient. *)

From Coq Require Import Reals Lra Lia Arith Classical FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality Matrices LipschitzJacobian Gradients.
From TightMax Require Import MeanValue IndependentCopies MinimumPoints ChainRule PerturbedMaximum.
From TightMax Require SemicontinuousMaximum.
From TightMax Require Import VolumeIntegral SmoothNoise PerturbedDerivatives Hulls RelativeInterior PerturbedSlopes.
From TightMax Require Import PerturbedInterior.
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
  enough (c <= c - e) by lra. apply Conj. intros r (t & ->). apply Rnot_lt_le. intros B. apply No. exists t.
  unfold L. lra.
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
  - intros p c H. pose proof (loss_nonneg d F p c H zero) as A. cbv zeta beta in A. rewrite Z in A. split; [lra|].
    intros E i Hi.
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
Lemma unbiased_gradient {W U} (P : mean_value W) (Q : mean_value U) d (y : nat -> vec) best copies n A p k m :
  (1 <= n)%nat ->
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

(** In perturbed_argmax let Omega(p) = c be finite, the supremum of <t, p> - F_1(t). The conjugate of F_eps is eps
    Omega. The loss L(t) = F_eps(t) + eps c - <t, p> is convex and nonnegative, has the infimum 0 and the gradient g(t)
    - p, where g = y_eps is the mean of any measurable choice of a best point, and is 0 exactly where g(t) = p; if p is
    a vertex of C and not the only point of C, that is nowhere. y_1(0) is the only minimum point of Omega. With the
    conjugate of F_eps in place of Omega the infimum is (eps - 1) eps c, which is 0 for all p in C only if eps = 1 or
    Omega vanishes on C, where it is finite. For t = h(w) with the Jacobian J at w the gradient in w is J' (g(t) - p),
    and an average of samples of the best point in place of g(t) is an unbiased estimate of it. *)
Theorem fenchel_young_loss (W : Type) (P : mean_value W) d (V : volume d) N (y : nat -> vec) (Z : W -> vec) nu score :
  (1 <= N)%nat -> smooth_noise d V P Z nu score ->
  let F := noisy_value P d N y Z in
  let choice := best_choice P d N y Z in
  let Omega_is := conjugate_is d (F 1) in
  (forall eps theta, exists best, choice eps theta best) /\
  exists g : R -> vec -> vec,
    (forall eps theta best, 0 < eps -> choice eps theta best -> forall i, (i < d)%nat ->
      mean_point P y best i = g eps theta i) /\
    (forall eps p c, 0 < eps -> (Omega_is p c <-> conjugate_is d (F eps) p (eps * c))) /\
    (forall eps p c, 0 < eps -> Omega_is p c ->
      let L := fun t => F eps t + eps * c - dot d t p in
      convex d L /\ (forall t, 0 <= L t) /\ infimum_is L 0 /\ has_gradient d L (fun t => sub (g eps t) p) /\
      (forall t, L t = 0 <-> forall i, (i < d)%nat -> g eps t i = p i) /\
      (is_vertex d N y p -> (exists q i, in_hull d N y q /\ (i < d)%nat /\ q i <> p i) -> forall t, L t <> 0) /\
      (forall c', conjugate_is d (F eps) p c' ->
        infimum_is (fun t => F eps t + eps * c' - dot d t p) ((eps - 1) * eps * c)) /\
      forall m (h : vec -> vec) w J, jacobian_at d m h w J ->
        gradient_at m (fun w => L (h w)) w (image d (transpose J) (sub (g eps (h w)) p)) /\
        forall best, choice eps (h w) best -> forall U (Q : mean_value U) copies n, (1 <= n)%nat ->
          independent_copies P Q best copies -> forall k,
          let estimate := fun v =>
            image d (transpose J) (sub (average n (centre n) (fun l => y (copies l v))) p) k in
          integrable Q estimate /\ mean Q estimate = image d (transpose J) (sub (g eps (h w)) p) k) /\
    (exists c0, Omega_is (g 1 zero) c0 /\
      forall p c, Omega_is p c -> c0 <= c /\ (c = c0 -> forall i, (i < d)%nat -> p i = g 1 zero i)) /\
    (forall p, in_hull d N y p -> exists c, Omega_is p c) /\
    forall eps, 0 < eps -> (forall p c, in_hull d N y p -> Omega_is p c -> (eps - 1) * eps * c = 0) ->
      eps = 1 \/ forall p c, in_hull d N y p -> Omega_is p c -> c = 0.
Proof.
  intros HN HS F choice Omega_is. pose proof (noise_entries P V Z nu score HS) as HZ.
  pose proof (noise_norm P V Z nu score HS) as Hn.
  assert (First : forall eps theta, choice eps theta (fun w => first_point d N y (noisy eps theta (Z w))))
    by (intros eps theta; exact (first_point_of_noise P V N y Z nu score eps HN HS theta)).
  assert (Cv : forall eps, convex d (F eps)) by (intros eps; exact (noisy_value_convex P d N y Z HN HZ eps)).
  set (g := fun eps => point_mean (d := d) V N y nu eps).
  assert (D : forall eps, 0 < eps -> has_gradient d (F eps) (g eps))
    by (intros eps He; exact (point_mean_gradient P V N y Z nu score eps HN He HS)).
  assert (Mp : forall eps theta best, 0 < eps -> choice eps theta best -> forall i, (i < d)%nat ->
    mean_point P y best i = g eps theta i)
    by (intros eps theta best He C i; now apply (choice_mean P V N y Z nu score eps HN He HS theta best)).
  assert (Scale : forall eps p c, 0 < eps -> (Omega_is p c <-> conjugate_is d (F eps) p (eps * c))).
  { intros eps p c He. assert (Ie : 0 < / eps) by now apply Rinv_0_lt_compat. split; intros H.
    - apply (conjugate_scale d (F 1) (F eps) eps p c He); [|exact H]. intros t. now apply noisy_value_scale.
    - replace c with (/ eps * (eps * c)) by (field; lra).
      apply (conjugate_scale d (F eps) (F 1) (/ eps)); [exact Ie| |exact H].
      intros t. rewrite (noisy_value_scale P d N y Z HN HZ eps _ He : F eps _ = _), Rinv_inv. fold F.
      replace (scale (/ eps) (scale eps t)) with t
        by (apply functional_extensionality; intros i; unfold scale; field; lra). field. lra. }
  split; [intros eps theta; eexists; apply First|]. exists g.
  split; [exact Mp|]. split; [exact Scale|]. split; [|split; [|split]].
  - intros eps p c He Om L. pose proof (proj1 (Scale eps p c He) Om) as Ce. pose proof (D eps He) as De.
    pose proof (loss_zero d (F eps) (g eps) p (eps * c) (Cv eps) De Ce) as Zero. cbv zeta beta in Zero.
    pose proof (loss_gradient d (F eps) (g eps) p (eps * c) De) as Gr.
    split; [exact (loss_convex d (F eps) p (eps * c) (Cv eps))|].
    split; [exact (loss_nonneg d (F eps) p (eps * c) Ce)|].
    split; [exact (loss_infimum d (F eps) p (eps * c) Ce)|].
    split; [exact Gr|]. split; [exact Zero|]. split; [|split].
    + intros Hv (q & i & Hq & Hi & Ne) t E. apply Ne.
      apply (vertex_not_interior d N y p q); [|exact Hv|exact Hq|exact Hi].
      apply (mean_point_interior P V N y Z nu score eps HN He HS t _ (First eps t)). intros k Hk.
      rewrite (Mp eps t _ He (First eps t) k Hk). symmetry. now apply (proj1 (Zero t) E).
    + intros c' Hc'. assert (Ec : c' = eps * c) by (apply (is_lub_u _ _ _ Hc' Ce)). subst c'.
      destruct (loss_infimum d (F eps) p (eps * c) Ce) as [A B]. split.
      * intros t. specialize (A t). nra.
      * intros e Pe. destruct (B e Pe) as (t & Ht). exists t. nra.
    + intros m h w J Jac. split.
      * apply (chain_rule m d L (sub (g eps (h w)) p) h w J); [|exact Jac]. exact (has_gradient_at d L _ (h w) Gr).
      * intros best C U Q copies n Hc Ind k.
        exact (unbiased_gradient P Q d y best copies n (transpose J) p k (g eps (h w)) Hc Ind (Mp eps (h w) best He C)).
  - exists (- F 1 zero). destruct (conjugate_least d (F 1) (g 1) (Cv 1) (D 1 Rlt_0_1)) as [A B]. split; [exact A|].
    intros p c Hp. now apply B.
  - intros p Hp. apply (conjugate_finite d (F 1) p (1 * largest N (fun j => norm2 d (y j)) *
      mean P (fun w => norm2 d (Z w)))).
    intros t. pose proof (proj1 (value_over_hull d N y HN t) p Hp) as A.
    pose proof (noisy_value_gap P d N y Z HN HZ Hn 1 t Rlt_0_1) as B.
    apply SemicontinuousMaximum.Rabs_le_inv in B. rewrite dot_comm. unfold F. lra.
  - intros eps He H. destruct (Req_dec eps 1) as [E|Ne]; [now left|right]. intros p c Hp Om. specialize (H p c Hp Om).
    apply Rmult_integral in H. destruct H as [H|H]; [|exact H]. apply Rmult_integral in H. lra.
Qed.

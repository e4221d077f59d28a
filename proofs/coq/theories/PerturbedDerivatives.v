(** Noise with a smooth density: the mean of the first best point is Lipschitz and differentiable, and the gradient of the
    perturbed maximum. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality MeanValue PerturbedMaximum.
From TightMax Require Converse.
From TightMax Require Import VolumeIntegral Translation SmoothNoise.
Open Scope R_scope.

(** The vector of R^d with the first d entries of x. *)
Definition within (d : nat) (x : vec) : vec := fun i => if Nat.ltb i d then x i else 0.

Lemma within_entry d x i : (i < d)%nat -> within d x i = x i.
Proof. intros H. unfold within. destruct (Nat.ltb_spec i d); [reflexivity|lia]. Qed.

Lemma within_space d x : in_space d (within d x).
Proof. intros i H. unfold within. destruct (Nat.ltb_spec i d); [lia|reflexivity]. Qed.

(** The first best index depends on the n values. *)
Lemma first_best_ext n u v : (forall j, (j < n)%nat -> u j = v j) -> first_best n u = first_best n v.
Proof.
  destruct n as [|n]; [reflexivity|]. induction n as [|n IH]; intros H; [cbn; now destruct (Rlt_dec _ _), (Rlt_dec _ _)|].
  assert (E : first_best (S n) u = first_best (S n) v) by (apply IH; intros; apply H; lia).
  destruct (first_best_largest (S n) v ltac:(lia)) as (B & _).
  change (first_best (S (S n)) u) with (let b := first_best (S n) u in if Rlt_dec (u b) (u (S n)) then S n else b).
  change (first_best (S (S n)) v) with (let b := first_best (S n) v in if Rlt_dec (v b) (v (S n)) then S n else b).
  rewrite E. cbv zeta. now rewrite !H by lia.
Qed.

Lemma minus_one : Rabs (-1) = 1.
Proof. rewrite Rabs_left; lra. Qed.

(** What has a gradient is continuous. *)
Lemma gradient_continuous d f g : has_gradient d f g -> continuous_field d f.
Proof.
  intros H x eta He. destruct (H x 1 ltac:(lra)) as (d1 & P1 & L). set (n1 := norm1 d (g x)).
  assert (Pn : 0 <= n1) by apply norm1_nonneg. assert (Pe : 0 < eta / (n1 + 2)) by (apply Rdiv_lt_0_compat; lra).
  exists (Rmin d1 (eta / (n1 + 2))). split; [now apply Rmin_pos|]. intros z Hz.
  specialize (L z (Rlt_le_trans _ _ _ Hz (Rmin_l _ _))). pose proof (Rlt_le_trans _ _ _ Hz (Rmin_r _ _)) as S.
  set (n := norm_inf d (sub z x)) in *. assert (Pz : 0 <= n) by apply norm_inf_nonneg.
  pose proof (dot_le d (g x) (sub z x)) as U. fold n n1 in U.
  pose proof (dot_le d (g x) (scale (-1) (sub z x))) as U'. rewrite dot_scale_r in U'.
  replace (norm_inf d (scale (-1) (sub z x))) with n in U'
    by (unfold scale; rewrite norm_inf_scale, minus_one; fold n; ring). fold n1 in U'.
  apply Converse.abs_le_between in L. apply (Rmult_lt_compat_r (n1 + 2)) in S; [|lra].
  replace (eta / (n1 + 2) * (n1 + 2)) with eta in S by (field; lra). apply Rabs_def1; nra.
Qed.

(** The index of the first best point, and the shift of the noise that leads to other scores. *)
Definition first_point (d N : nat) (y : nat -> vec) (x : vec) : nat := first_best N (fun j => dot d (y j) x).
Definition shift_to (d : nat) (eps : R) (theta theta' : vec) : vec := within d (scale (/ eps) (sub theta' theta)).

Lemma first_point_ext d N y x z : (forall i, (i < d)%nat -> x i = z i) -> first_point d N y x = first_point d N y z.
Proof. intros H. apply first_best_ext. intros j _. now apply dot_ext. Qed.

Lemma first_point_best d N y x : (1 <= N)%nat -> is_best d N y x (first_point d N y x).
Proof.
  intros HN. destruct (first_best_largest N (fun j => dot d (y j) x) HN) as (B & L & _). split; [exact B|].
  symmetry. exact L.
Qed.

Section Derivatives.
Context {d : nat} (V : volume d).
Variables (N : nat) (y : nat -> vec) (nu : vec -> R) (score : vec -> vec) (eps : R).
Hypothesis HN : (1 <= N)%nat.
Hypothesis He : 0 < eps.
Hypothesis Grad : has_gradient d nu score.
Hypothesis Cont : forall i, (i < d)%nat -> continuous_field d (fun z => score z i).
Hypothesis Sp : summable V (fun z => exp (- nu z)).
Hypothesis Mp : integral V (fun z => exp (- nu z)) = 1.
Hypothesis Sz : forall i, (i < d)%nat -> summable V (fun z => z i * exp (- nu z)).
Hypothesis Sq : forall i, (i < d)%nat -> summable V (fun z => score z i * exp (- nu z)).

(** The mean of the first best point under the noise, and the Jacobian. *)
Definition first_mean (theta : vec) : vec :=
  fun i => integral V (fun z => y (first_point d N y (noisy eps theta z)) i * exp (- nu z)).
Definition jacobian (theta : vec) (i j : nat) : R :=
  / eps * integral V (fun z => y (first_point d N y (noisy eps theta z)) i * (score z j * exp (- nu z))).

Let p (z : vec) : R := exp (- nu z).
Let law : mean_value vec := density_law V p (fun z => exp_pos (- nu z)) Sp Mp.
Let F_ := noisy_value law d N y (fun z => z) eps.

Lemma first_point_choice theta : best_choice law d N y (fun z => z) eps theta
  (fun z => first_point d N y (noisy eps theta z)).
Proof.
  split; [|intros z; now apply first_point_best].
  apply (first_best_measurable law N (fun j z => dot d (y j) (noisy eps theta z)) HN). intros j _.
  apply (noisy_score law d (fun z => z) Sz).
Qed.

(** What is read off the first best point is a bounded factor. *)
Lemma point_factor theta (g : nat -> R) b : (forall j, (j < N)%nat -> Rabs (g j) <= b) ->
  factor V b (fun z => g (first_point d N y (noisy eps theta z))).
Proof.
  intros B. split; [intros z; apply B; now apply first_point_best|]. intros f F.
  apply (summable_ext V (fun z => sum N (fun j =>
    g j * ((if Nat.eqb (first_point d N y (noisy eps theta z)) j then 1 else 0) * f z)))).
  - intros z. pose proof (proj1 (first_point_best d N y (noisy eps theta z) HN)) as L.
    set (k := first_point d N y (noisy eps theta z)) in *.
    rewrite (sum_ext N _ (fun j => vertex k j * (g j * f z))); [now apply sum_vertex|]. intros j _. unfold vertex.
    rewrite Nat.eqb_sym. destruct (Nat.eqb j k); ring.
  - apply (summable_sum V N (fun j z => g j * ((if Nat.eqb (first_point d N y (noisy eps theta z)) j then 1 else 0) * f z))).
    intros j _. apply summable_scale. apply (summable_event V _ p).
    + intros z. destruct (Nat.eqb _ _); [now right|now left].
    + intros z. apply exp_pos.
    + exact (proj1 (first_point_choice theta) j).
    + exact F.
Qed.

(** Other scores are a shift of the noise. *)
Lemma point_shift theta theta' z :
  first_point d N y (noisy eps theta' z) = first_point d N y (noisy eps theta (add z (shift_to d eps theta theta'))).
Proof.
  apply first_point_ext. intros i Hi. unfold noisy, add, shift_to, scale at 2. rewrite within_entry by exact Hi.
  unfold scale, sub. field. lra.
Qed.

Lemma shift_norm theta theta' : norm_inf d (shift_to d eps theta theta') = / eps * norm_inf d (sub theta' theta).
Proof.
  unfold shift_to. rewrite (norm_inf_ext d _ (fun i => / eps * sub theta' theta i)).
  - rewrite norm_inf_scale, Rabs_right; [reflexivity|]. left. now apply Rinv_0_lt_compat.
  - intros i Hi. now rewrite within_entry.
Qed.

Lemma slope_of_shift theta theta' z :
  density_slope d nu score (shift_to d eps theta theta') z =
    / eps * density_slope d nu score (sub theta' theta) z.
Proof.
  unfold density_slope. rewrite (dot_ext d (score z) (score z) (shift_to d eps theta theta') (scale (/ eps) (sub theta' theta))).
  - rewrite dot_scale_r. ring.
  - reflexivity.
  - intros i Hi. unfold shift_to. now rewrite within_entry.
Qed.

(** A bound on what is read off the points. *)
Let bound (g : nat -> R) : R := sum N (fun j => Rabs (g j)).

Lemma bound_above g j : (j < N)%nat -> Rabs (g j) <= bound g.
Proof. apply (sum_term_le N (fun j => Rabs (g j))). intros; apply Rabs_pos. Qed.

Lemma bound_nonneg g : 0 <= bound g.
Proof. apply sum_nonneg. intros; apply Rabs_pos. Qed.

(** The mean pairing with u: it changes by the mean of the slope at most. *)
Lemma mean_pairing theta u : dot d (first_mean theta) u =
  integral V (fun z => dot d (y (first_point d N y (noisy eps theta z))) u * p z).
Proof.
  destruct (summable_sum V d (fun i z => u i * (y (first_point d N y (noisy eps theta z)) i * p z))) as [_ E].
  { intros i _. apply summable_scale, (point_factor theta (fun j => y j i) (bound (fun j => y j i))); [|exact Sp].
    intros; now apply (bound_above (fun j => y j i)). }
  rewrite (integral_ext V _ (fun z => sum d (fun i => u i * (y (first_point d N y (noisy eps theta z)) i * p z)))).
  - rewrite E. apply sum_ext. intros i _. rewrite integral_scale; [unfold first_mean, p; ring|].
    apply (point_factor theta (fun j => y j i) (bound (fun j => y j i))); [|exact Sp].
    intros; now apply (bound_above (fun j => y j i)).
  - intros z. unfold dot. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros; ring.
Qed.

Lemma mean_difference_bound theta theta' u b : 0 <= b -> (forall j, (j < N)%nat -> Rabs (dot d (y j) u) <= b) ->
  Rabs (dot d (sub (first_mean theta') (first_mean theta)) u) <=
    b * (/ eps * integral V (fun z => Rabs (density_slope d nu score (sub theta' theta) z))).
Proof.
  intros Hb B. rewrite dot_sub_l, !mean_pairing.
  rewrite (integral_ext V _ (fun z =>
    dot d (y (first_point d N y (noisy eps theta (add z (shift_to d eps theta theta'))))) u * p z))
    by (intros z; now rewrite point_shift with (theta := theta)).
  pose proof (shift_bound V nu score Grad Cont Sp Sq b (fun z => dot d (y (first_point d N y (noisy eps theta z))) u)
    (shift_to d eps theta theta') (within_space d _) (point_factor theta (fun j => dot d (y j) u) b B) Hb) as A.
  eapply Rle_trans; [exact A|]. right. f_equal.
  rewrite (integral_ext V _ (fun z => / eps * Rabs (density_slope d nu score (sub theta' theta) z))).
  - apply integral_scale, summable_abs, slope_summable. exact Sq.
  - intros z. rewrite slope_of_shift, Rabs_mult, (Rabs_right (/ eps)); [reflexivity|]. left.
    now apply Rinv_0_lt_compat.
Qed.

(** ** The Jacobian *)

Lemma first_mean_gradient i : has_gradient d (fun theta => first_mean theta i) (fun theta => jacobian theta i).
Proof.
  intros theta eta Heta. set (b := bound (fun j => y j i)). pose proof (bound_nonneg (fun j => y j i)) as Pb. fold b in Pb.
  pose proof (point_factor theta (fun j => y j i) b (fun j Hj => bound_above (fun j => y j i) j Hj)) as HG.
  assert (Pe : 0 < eta * eps / (b + 1)) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  destruct (slopes_moved V nu score Grad Cont Sq _ Pe) as (delta & Hd & H).
  exists (eps * delta). split; [now apply Rmult_lt_0_compat|]. intros theta' Ht.
  set (v := shift_to d eps theta theta'). set (D := norm_inf d (sub theta' theta)) in *.
  assert (PD : 0 <= D) by apply norm_inf_nonneg.
  assert (Nv : norm_inf d v = / eps * D) by apply shift_norm.
  assert (Ie : 0 < / eps) by now apply Rinv_0_lt_compat.
  assert (Sv : norm_inf d v < delta).
  { rewrite Nv. apply (Rmult_lt_compat_l (/ eps)) in Ht; [|exact Ie]. rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l in Ht; lra. }
  pose proof (shift_of_mean V nu score Grad Cont Sp Sq b (fun z => y (first_point d N y (noisy eps theta z)) i)
    (density_slope d nu score v) v (eta * eps / (b + 1) * norm_inf d v) (within_space d _) HG Pb
    (slope_summable V nu score Sq v)) as A.
  replace (dot d (jacobian theta i) (sub theta' theta))
    with (integral V (fun z => y (first_point d N y (noisy eps theta z)) i * density_slope d nu score v z)).
  - unfold first_mean. rewrite (integral_ext V (fun z => y (first_point d N y (noisy eps theta' z)) i * exp (- nu z))
      (fun z => y (first_point d N y (noisy eps theta (add z v))) i * exp (- nu z)))
      by (intros z; now rewrite point_shift with (theta := theta)).
    eapply Rle_trans; [apply A|].
    + intros s Hs. apply H; [now apply in_space_scale, within_space|]. unfold scale. rewrite norm_inf_scale.
      apply Rle_lt_trans with (1 * norm_inf d v); [|lra]. apply Rmult_le_compat_r; [apply norm_inf_nonneg|].
      apply Rabs_le. lra.
    + rewrite Nv. replace (b * (eta * eps / (b + 1) * (/ eps * D))) with (b / (b + 1) * (eta * D)) by (field; lra).
      rewrite <- (Rmult_1_l (eta * D)) at 2. apply Rmult_le_compat_r; [nra|].
      apply Rmult_le_reg_r with (b + 1); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
  - destruct (summable_sum V d (fun j z =>
      / eps * sub theta' theta j * (y (first_point d N y (noisy eps theta z)) i * (score z j * exp (- nu z))))) as [_ E].
    { intros j Hj. apply summable_scale, HG. now apply Sq. }
    rewrite (integral_ext V _ (fun z => sum d (fun j =>
      / eps * sub theta' theta j * (y (first_point d N y (noisy eps theta z)) i * (score z j * exp (- nu z)))))).
    + rewrite E. apply sum_ext. intros j Hj. rewrite integral_scale by (apply HG; now apply Sq). unfold jacobian. ring.
    + intros z. unfold v. rewrite slope_of_shift. unfold density_slope, dot.
      rewrite (Rmult_comm (sum d _) (exp (- nu z))), <- sum_scale, <- sum_scale, <- sum_scale.
      apply sum_ext. intros; ring.
Qed.

Lemma jacobian_continuous i j : (j < d)%nat -> continuous_field d (fun theta => jacobian theta i j).
Proof.
  intros Hj theta eta Heta. set (b := bound (fun j => y j i)).
  pose proof (bound_nonneg (fun j => y j i)) as Pb. fold b in Pb.
  pose proof (point_factor theta (fun j => y j i) b (fun j Hj => bound_above (fun j => y j i) j Hj)) as HG.
  assert (Ie : 0 < / eps) by now apply Rinv_0_lt_compat.
  set (q := fun z => score z j * exp (- nu z)). assert (Fq : summable V q) by now apply Sq.
  assert (Pe : 0 < eta * eps / (b + 1)) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  destruct (moved_continuous V q Fq (fun k Hk z => entry_continuous nu score Grad Cont z (vertex k) j Hj) _ Pe)
    as (delta & Hd & H).
  exists (eps * delta). split; [now apply Rmult_lt_0_compat|]. intros theta' Ht.
  set (v := shift_to d eps theta theta'). pose proof (within_space d (scale (/ eps) (sub theta' theta))) as Hv.
  fold (shift_to d eps theta theta') in Hv. fold v in Hv. pose proof (in_space_scale d (-1) v Hv) as Hw.
  assert (Mv : moved V q (scale (-1) v) <= eta * eps / (b + 1)).
  { apply H; [exact Hw|]. intros k Hk. unfold scale. rewrite Rabs_mult, minus_one, Rmult_1_l.
    eapply Rle_lt_trans; [apply (norm_inf_entry d v k Hk)|]. unfold v. rewrite shift_norm.
    apply (Rmult_lt_compat_l (/ eps)) in Ht; [|exact Ie]. rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l in Ht; lra. }
  unfold jacobian. rewrite (integral_ext V (fun z => y (first_point d N y (noisy eps theta' z)) i * (score z j * exp (- nu z)))
    (fun z => y (first_point d N y (noisy eps theta (add z v))) i * q z))
    by (intros z; now rewrite point_shift with (theta := theta)).
  destruct (factor_shift V b (fun z => y (first_point d N y (noisy eps theta z)) i) q v Hv HG Fq) as [_ ->].
  pose proof (proj1 (integral_shift _ V q _ Hw Fq)) as Fw. pose proof (proj2 HG) as SG.
  change (fun z => y (first_point d N y (noisy eps theta z)) i * (score z j * exp (- nu z)))
    with (fun z => y (first_point d N y (noisy eps theta z)) i * q z).
  rewrite <- Rmult_minus_distr_l, <- integral_minus by (apply SG; assumption).
  rewrite (integral_ext V _ (fun z => y (first_point d N y (noisy eps theta z)) i * (q (add z (scale (-1) v)) - q z)))
    by (intros; ring).
  rewrite Rabs_mult, Rabs_right by lra.
  pose proof (factor_integral V b _ (fun z => q (add z (scale (-1) v)) - q z) HG (summable_minus V _ _ Fw Fq)) as A.
  fold (moved V q (scale (-1) v)) in A.
  apply Rle_lt_trans with (/ eps * (b * (eta * eps / (b + 1)))).
  - apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact A|]. now apply Rmult_le_compat_l.
  - replace (/ eps * (b * (eta * eps / (b + 1)))) with (eta * (b / (b + 1))) by (field; lra).
    rewrite <- (Rmult_1_r eta) at 2. apply Rmult_lt_compat_l; [exact Heta|].
    apply Rmult_lt_reg_r with (b + 1); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

(** ** The gradient *)

Lemma noisy_value_gradient : has_gradient d F_ first_mean.
Proof.
  intros theta eta Heta. pose proof (pos_INR d) as Pd.
  assert (Part : forall n, (n <= d)%nat -> exists delta, 0 < delta /\ forall theta', norm_inf d (sub theta' theta) < delta ->
    forall i, (i < n)%nat -> Rabs (first_mean theta' i - first_mean theta i) < eta / (INR d + 1)).
  { induction n as [|n IH]; intros Hn; [exists 1; split; [lra|]; intros; lia|]. destruct (IH ltac:(lia)) as (d1 & P1 & H1).
    destruct (gradient_continuous d _ _ (first_mean_gradient n) theta (eta / (INR d + 1))) as (d2 & P2 & H2);
      [apply Rdiv_lt_0_compat; lra|].
    exists (Rmin d1 d2). split; [now apply Rmin_pos|]. intros theta' B i Hi. destruct (Nat.eq_dec i n) as [->|Ne].
    - apply H2. eapply Rlt_le_trans; [exact B|apply Rmin_r].
    - apply H1; [|lia]. eapply Rlt_le_trans; [exact B|apply Rmin_l]. }
  destruct (Part d (Nat.le_refl d)) as (delta & Hd & H). exists delta. split; [exact Hd|]. intros theta' B.
  specialize (H theta' B).
  pose proof (mean_point_subgradient law d N y (fun z => z) HN Sz eps theta _ theta' (first_point_choice theta)) as A.
  pose proof (mean_point_subgradient law d N y (fun z => z) HN Sz eps theta' _ theta (first_point_choice theta')) as A'.
  change (mean_point law y (fun z => first_point d N y (noisy eps theta z))) with (first_mean theta) in A.
  change (mean_point law y (fun z => first_point d N y (noisy eps theta' z))) with (first_mean theta') in A'.
  fold F_ in A, A'.
  assert (E : dot d (first_mean theta') (sub theta theta') = - dot d (first_mean theta') (sub theta' theta)).
  { replace (sub theta theta') with (scale (-1) (sub theta' theta))
      by (apply functional_extensionality; intros i; unfold scale, sub; ring). rewrite dot_scale_r. ring. }
  rewrite E in A'. set (D := norm_inf d (sub theta' theta)) in *. assert (PD : 0 <= D) by apply norm_inf_nonneg.
  assert (K : dot d (first_mean theta') (sub theta' theta) - dot d (first_mean theta) (sub theta' theta) <= eta * D).
  { rewrite <- dot_sub_l. eapply Rle_trans; [apply dot_le|]. fold D. apply Rmult_le_compat_r; [exact PD|].
    apply Rle_trans with (sum d (fun _ => eta / (INR d + 1))).
    - apply sum_le. intros i Hi. left. now apply H.
    - rewrite sum_const. replace (INR d * (eta / (INR d + 1))) with (eta * (INR d / (INR d + 1))) by (field; lra).
      rewrite <- (Rmult_1_r eta) at 2. apply Rmult_le_compat_l; [lra|]. apply Rmult_le_reg_r with (INR d + 1); [lra|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  apply Rabs_le. split; [nra|]. lra.
Qed.
End Derivatives.

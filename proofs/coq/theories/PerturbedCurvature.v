(** Noise with a smooth density: the second derivative of the perturbed maximum is positive in each direction in which the
    points differ, and every point that is best for some scores has a positive probability. *)

From Coq Require Import Reals Lra Lia Arith Cantor FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Gradients MeanValue PerturbedMaximum.
From TightMax Require Import VolumeIntegral Translation SmoothNoise PerturbedDerivatives.
Open Scope R_scope.

(** Limits of sequences that are squeezed. *)
Lemma squeezed_by_harmonic (u : nat -> R) l K : (forall n, l - K * / INR (S n) <= u n <= l) -> Un_cv u l.
Proof.
  intros H eta He. destruct (archimed_cor1 (eta / (Rabs K + 1))) as (N & HN & PN).
  { apply Rdiv_lt_0_compat; [exact He|]. pose proof (Rabs_pos K). lra. }
  exists N. intros n Hn. specialize (H n). assert (Pn : 0 < INR N) by now apply lt_0_INR.
  assert (I : / INR (S n) <= / INR N) by (apply Rinv_le_contravar; [exact Pn|apply le_INR; lia]).
  assert (P : 0 < / INR (S n)) by (apply Rinv_0_lt_compat, lt_0_INR; lia).
  pose proof (Rle_abs K) as A. pose proof (Rabs_pos K) as A'.
  assert (B : (Rabs K + 1) * / INR (S n) < eta).
  { apply Rle_lt_trans with ((Rabs K + 1) * / INR N); [apply Rmult_le_compat_l; lra|].
    apply (Rmult_lt_compat_l (Rabs K + 1)) in HN; [|lra].
    replace ((Rabs K + 1) * (eta / (Rabs K + 1))) with eta in HN by (field; lra). exact HN. }
  assert (C : K * / INR (S n) <= (Rabs K + 1) * / INR (S n)) by (apply Rmult_le_compat_r; lra).
  unfold R_dist. apply Rabs_def1; lra.
Qed.

Section Curvature.
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

Let p (z : vec) : R := exp (- nu z).

(** ** One direction *)

Variables (theta v : vec).
Let w : vec := within d v.

(** The pairing of v with the best point at theta + t eps v, under noise. *)
Definition pairing (t : R) (z : vec) : R :=
  dot d (y (first_point d N y (noisy eps (add theta (scale (eps * t) v)) z))) v.

Lemma along_space t : in_space d (scale t w).
Proof. apply in_space_scale, within_space. Qed.

Lemma pairing_shift s t z : pairing s (add z (scale t w)) = pairing (s + t) z.
Proof.
  unfold pairing. do 2 f_equal. apply first_point_ext. intros i Hi. unfold noisy, add, scale, w.
  rewrite within_entry by exact Hi. ring.
Qed.

Lemma best_above x j : (j < N)%nat -> dot d (y j) x <= dot d (y (first_point d N y x)) x.
Proof.
  intros Hj. destruct (first_point_best d N y x HN) as [_ ->]. now apply (value_above d N y).
Qed.

Lemma dot_line a z t : dot d a (noisy eps (add theta (scale (eps * t) v)) z) =
  dot d a (noisy eps theta z) + eps * t * dot d a v.
Proof. unfold noisy. rewrite !dot_add_r, !dot_scale_r. ring. Qed.

(** It rises along the line. *)
Lemma pairing_rises s t z : s <= t -> pairing s z <= pairing t z.
Proof.
  intros [H| ->]; [|lra]. unfold pairing.
  set (a := first_point d N y (noisy eps (add theta (scale (eps * s) v)) z)).
  set (b := first_point d N y (noisy eps (add theta (scale (eps * t) v)) z)).
  assert (Ha : (a < N)%nat) by now apply first_point_best.
  assert (Hb : (b < N)%nat) by now apply first_point_best.
  pose proof (best_above (noisy eps (add theta (scale (eps * s) v)) z) b Hb) as A. fold a in A.
  pose proof (best_above (noisy eps (add theta (scale (eps * t) v)) z) a Ha) as B. fold b in B.
  rewrite !dot_line in A, B.
  assert (C : 0 <= eps * (t - s) * (dot d (y b) v - dot d (y a) v)) by lra.
  assert (Pe : 0 < eps * (t - s)) by (apply Rmult_lt_0_compat; lra). nra.
Qed.

Let top : R := sum N (fun j => Rabs (dot d (y j) v)).

Lemma top_nonneg : 0 <= top.
Proof. apply sum_nonneg. intros; apply Rabs_pos. Qed.

Lemma pairing_factor t : factor V top (pairing t).
Proof.
  apply (point_factor V N y nu eps HN Sp Mp Sz (add theta (scale (eps * t) v)) (fun j => dot d (y j) v)).
  intros j Hj. apply (sum_term_le N (fun j => Rabs (dot d (y j) v))); [intros; apply Rabs_pos|exact Hj].
Qed.

(** Far out it is near the greatest and the least value. *)
Lemma pairing_far k z : (k < N)%nat -> exists K, forall t, 0 < t ->
  dot d (y k) v - K * / t <= pairing t z /\ pairing (- t) z <= dot d (y k) v + K * / t.
Proof.
  intros Hk. set (x := noisy eps theta z). set (B := best_value d N y x).
  exists (/ eps * (B - dot d (y k) x)). intros t Ht. assert (It : 0 < / t) by now apply Rinv_0_lt_compat.
  assert (Ie : 0 < / eps) by now apply Rinv_0_lt_compat.
  assert (Pet : 0 < eps * t) by now apply Rmult_lt_0_compat.
  assert (S : forall q, eps * t * q <= B - dot d (y k) x -> q <= / eps * (B - dot d (y k) x) * / t).
  { intros q Hq. apply Rmult_le_reg_l with (eps * t); [exact Pet|]. eapply Rle_trans; [exact Hq|]. right. field. lra. }
  unfold pairing. split.
  - set (a := first_point d N y (noisy eps (add theta (scale (eps * t) v)) z)).
    assert (Ha : (a < N)%nat) by now apply first_point_best.
    pose proof (best_above (noisy eps (add theta (scale (eps * t) v)) z) k Hk) as A. fold a in A.
    rewrite !dot_line in A. fold x in A. pose proof (value_above d N y a x Ha) as A'. fold B in A'.
    enough (dot d (y k) v - dot d (y a) v <= / eps * (B - dot d (y k) x) * / t) by lra. apply S. lra.
  - set (a := first_point d N y (noisy eps (add theta (scale (eps * - t) v)) z)).
    assert (Ha : (a < N)%nat) by now apply first_point_best.
    pose proof (best_above (noisy eps (add theta (scale (eps * - t) v)) z) k Hk) as A. fold a in A.
    rewrite !dot_line in A. fold x in A. pose proof (value_above d N y a x Ha) as A'. fold B in A'.
    enough (dot d (y a) v - dot d (y k) v <= / eps * (B - dot d (y k) x) * / t) by lra. apply S. lra.
Qed.

(** The mean of the pairing. *)
Lemma pairing_mean t : integral V (fun z => pairing t z * p z) =
  dot d (first_mean V N y nu eps (add theta (scale (eps * t) v))) v.
Proof. symmetry. apply (mean_pairing V N y nu eps HN Sp Mp Sz). Qed.

(** If v does not have the same pairing with all points then the mean rises somewhere along the line. *)
Lemma mean_rises j k : (j < N)%nat -> (k < N)%nat -> dot d (y j) v < dot d (y k) v ->
  exists n, 0 < integral V (fun z => (pairing (INR (S n)) z - pairing (- INR (S n)) z) * p z).
Proof.
  intros Hj Hk L. apply Classical_Prop.NNPP. intros No.
  set (X := fun n z => (pairing (INR (S n)) z - pairing (- INR (S n)) z) * p z).
  assert (SX : forall n, summable V (X n)).
  { intros n. apply (summable_ext V (fun z => pairing (INR (S n)) z * p z - pairing (- INR (S n)) z * p z));
      [intros; unfold X; ring|]. apply summable_minus; now apply pairing_factor. }
  set (m := dot d (y k) v - dot d (y j) v).
  assert (PX : forall n z, 0 <= X n z).
  { intros n z. apply Rmult_le_pos; [|left; apply exp_pos]. pose proof (pos_INR (S n)) as P.
    pose proof (pairing_rises (- INR (S n)) (INR (S n)) z ltac:(lra)). lra. }
  set (Y := fun n z => Rmin (X n z) (m * p z)).
  destruct (integral_fatou V Y (fun z => m * p z) 0) as [_ B].
  - intros n. apply summable_min; [apply SX|now apply summable_scale].
  - intros n z. apply Rmin_glb; [apply PX|]. apply Rmult_le_pos; [unfold m; lra|left; apply exp_pos].
  - intros z. destruct (pairing_far k z Hk) as (K1 & H1). destruct (pairing_far j z Hj) as (K2 & H2).
    apply (squeezed_by_harmonic _ _ ((Rabs K1 + Rabs K2) * p z)). intros n. split; [|apply Rmin_r].
    assert (Pn : 0 < INR (S n)) by (apply lt_0_INR; lia). assert (In : 0 < / INR (S n)) by now apply Rinv_0_lt_compat.
    destruct (H1 (INR (S n)) Pn) as [A _]. destruct (H2 (INR (S n)) Pn) as [_ A']. pose proof (exp_pos (- nu z)) as Pp.
    fold (p z) in Pp. pose proof (Rle_abs K1) as C1. pose proof (Rle_abs K2) as C2.
    pose proof (Rabs_pos K1) as C1'. pose proof (Rabs_pos K2) as C2'.
    apply (Rmult_le_compat_r (/ INR (S n))) in C1, C2; try lra.
    assert (C : m - (Rabs K1 + Rabs K2) * / INR (S n) <= pairing (INR (S n)) z - pairing (- INR (S n)) z)
      by (unfold m; lra).
    assert (C0 : 0 <= (Rabs K1 + Rabs K2) * / INR (S n)) by (apply Rmult_le_pos; lra).
    apply Rmin_glb.
    + unfold X. replace (m * p z - (Rabs K1 + Rabs K2) * p z * / INR (S n))
        with ((m - (Rabs K1 + Rabs K2) * / INR (S n)) * p z) by ring. apply Rmult_le_compat_r; lra.
    + replace (m * p z - (Rabs K1 + Rabs K2) * p z * / INR (S n))
        with ((m - (Rabs K1 + Rabs K2) * / INR (S n)) * p z) by ring. apply Rmult_le_compat_r; lra.
  - intros n. exists n. split; [lia|]. apply Rle_trans with (integral V (X n)).
    + apply (integral_monotone _ V); [apply summable_min; [apply SX|now apply summable_scale]|apply SX|].
      intros z. apply Rmin_l.
    + apply Rnot_lt_le. intros P. apply No. now exists n.
  - rewrite integral_scale in B by exact Sp. unfold p in B. rewrite Mp in B. unfold m in B. lra.
Qed.

(** ** The least density on a segment *)

Variable T : R.
Hypothesis HT : 0 < T.

Let part (n : nat) : R := Rmin 1 (rational n).
Let on_segment (n : nat) (z : vec) : R := p (add z (scale (part n * T) w)).

Lemma on_segment_nonneg n z : 0 <= on_segment n z.
Proof. left. apply exp_pos. Qed.

Definition lowest : vec -> R := least on_segment on_segment_nonneg 0.

Lemma lowest_summable : summable V lowest.
Proof. apply summable_least. intros n. apply (integral_shift _ V p); [apply along_space|exact Sp]. Qed.

Lemma lowest_positive z : 0 < lowest z.
Proof.
  pose proof (density_continuous nu score Grad z w) as C.
  destruct (continuity_ab_min (fun t => p (add z (scale t w))) 0 T ltac:(lra) (fun c _ => C c)) as (m & Hm & Rm).
  apply Rlt_le_trans with (p (add z (scale m w))); [apply exp_pos|]. apply least_above. intros n _.
  unfold on_segment. apply Hm. assert (0 <= rational n).
  { unfold rational. destruct (Cantor.of_nat n) as [a b]. apply Rle_mult_inv_pos; [apply pos_INR|]. apply lt_0_INR. lia. }
  unfold part. pose proof (Rmin_l 1 (rational n)) as A. pose proof (Rmin_glb 1 (rational n) 0 ltac:(lra) ltac:(lra)) as B.
  split; [apply Rmult_le_pos; lra|]. rewrite <- (Rmult_1_l T) at 2. apply Rmult_le_compat_r; lra.
Qed.

Lemma lowest_below z k n : (k <= n)%nat -> lowest z <= p (add z (scale (INR k / INR (S n) * T) w)).
Proof.
  intros H. pose proof (least_below on_segment on_segment_nonneg 0 (Cantor.to_nat (k, n)) z ltac:(lia)) as L.
  unfold on_segment at 2, part, rational in L. rewrite Cantor.cancel_of_to in L.
  assert (Pn : 0 < INR (S n)) by (apply lt_0_INR; lia). rewrite Rmin_right in L; [exact L|].
  apply Rmult_le_reg_r with (INR (S n)); [exact Pn|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
  rewrite Rmult_1_r, Rmult_1_l. apply le_INR. lia.
Qed.

(** The rise along the segment, with the least density, is at most n + 1 times the mean rise along 1/(n + 1) of it. *)
Lemma rise_by_parts n : integral V (fun z => (pairing T z - pairing 0 z) * lowest z) <=
  INR (S n) * integral V (fun z => (pairing (T / INR (S n)) z - pairing 0 z) * p z).
Proof.
  assert (Pn : 0 < INR (S n)) by (apply lt_0_INR; lia). set (m := INR (S n)) in *. set (h := T / m).
  assert (Ph : 0 < h) by now apply Rdiv_lt_0_compat.
  assert (Sd : forall s t f, summable V f -> summable V (fun z => (pairing t z - pairing s z) * f z)).
  { intros s t f F. apply (summable_ext V (fun z => pairing t z * f z - pairing s z * f z)); [intros; ring|].
    apply summable_minus; now apply pairing_factor. }
  set (X := fun z => (pairing h z - pairing 0 z) * p z). assert (SX : summable V X) by now apply Sd.
  assert (Tel : forall k z, sum k (fun k => pairing (INR (S k) * h) z - pairing (INR k * h) z) =
    pairing (INR k * h) z - pairing 0 z).
  { intros k z. induction k as [|k IH]; cbn [sum]; [simpl; rewrite Rmult_0_l; ring|]. rewrite IH. ring. }
  destruct (summable_sum V (S n) (fun k z => X (add z (scale (INR k * h) w)))) as [Ss Es].
  { intros k _. now apply integral_shift; [apply along_space|]. }
  apply Rle_trans with (integral V (fun z => sum (S n) (fun k => X (add z (scale (INR k * h) w))))).
  - apply (integral_monotone _ V); [apply Sd, lowest_summable|exact Ss|]. intros z.
    replace T with (INR (S n) * h) by (unfold h; fold m; field; lra). rewrite <- Tel, Rmult_comm, <- sum_scale.
    apply sum_le. intros k Hk. unfold X. rewrite !pairing_shift, Rplus_0_l.
    replace (h + INR k * h) with (INR (S k) * h) by (rewrite S_INR; ring).
    rewrite Rmult_comm. apply Rmult_le_compat_l.
    + pose proof (pairing_rises (INR k * h) (INR (S k) * h) z) as R. rewrite S_INR in *. nra.
    + replace (INR k * h) with (INR k / INR (S n) * T) by (unfold h; fold m; field; lra). apply lowest_below. lia.
  - rewrite Es, (sum_ext _ _ (fun _ => integral V X)).
    + rewrite sum_const. fold m. right. reflexivity.
    + intros k _. now apply (integral_shift _ V X); [apply along_space|].
Qed.
End Curvature.

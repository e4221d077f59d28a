(** Multiples of the squared Euclidean norm as strongly convex functions on the simplex: the least factor in
    every dimension, and that their range exceeds ln d, the gap of LogSumExp, from d = 4 on. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Duality Euclid SmallDimensions TwoLevel Constants.
Open Scope R_scope.

(** ** A large enough factor *)

(** 1 at the entries >= 0, and the number of these. *)
Definition positive (v : vec) : vec := fun i => if Rle_dec 0 (v i) then 1 else 0.

Lemma count_positive d v : exists k, (k <= d)%nat /\ sum d (positive v) = INR k.
Proof.
  induction d as [|d [k [Hk E]]]; [exists 0%nat; split; [lia|reflexivity]|].
  cbn [sum]. rewrite E. unfold positive at 1. destruct (Rle_dec 0 (v d)).
  - exists (S k). split; [lia|]. rewrite S_INR. ring.
  - exists k. split; [lia|ring].
Qed.

(** Cauchy's inequality for the entries in a set: the square of their sum against their number. *)
Lemma square_of_part d (J y : vec) : (forall i, J i = 0 \/ J i = 1) ->
  sum d (fun i => J i * y i) ^ 2 <= sum d J * sum d (fun i => J i * y i ^ 2).
Proof.
  intros HJ. set (w := fun i => J i * y i).
  assert (E1 : dot d J w = sum d w).
  { apply sum_ext. intros i _. unfold w. destruct (HJ i) as [-> | ->]; ring. }
  assert (E2 : dot d J J = sum d J).
  { apply sum_ext. intros i _. destruct (HJ i) as [-> | ->]; ring. }
  assert (E3 : dot d w w = sum d (fun i => J i * y i ^ 2)).
  { apply sum_ext. intros i _. unfold w. destruct (HJ i) as [-> | ->]; ring. }
  assert (C : Rabs (dot d J w) <= norm2 d J * norm2 d w).
  { apply Rabs_le. split; [|apply dot_le_norm2].
    pose proof (dot_le_norm2 d J (scale (-1) w)) as H.
    assert (Es : dot d J (scale (-1) w) = - dot d J w).
    { unfold dot. replace (- sum d (fun i => J i * w i)) with (-1 * sum d (fun i => J i * w i)) by ring.
      rewrite <- sum_scale. apply sum_ext. intros i _. unfold scale. ring. }
    assert (En : norm2 d (scale (-1) w) = norm2 d w).
    { unfold norm2. f_equal. apply sum_ext. intros i _. unfold scale. ring. }
    rewrite Es, En in H. lra. }
  apply (fun H => pow_incr _ _ 2 (conj (Rabs_pos _) H)) in C.
  rewrite pow2_abs, Rpow_mult_distr, !norm2_square in C. rewrite E1, E2, E3 in C. exact C.
Qed.

(** With k entries >= 0, of sum s, and the others of sum -s, the l1 norm is 2s. *)
Lemma norm1_square_zero_sum d v : sum d v = 0 ->
  exists k, (k <= d)%nat /\ norm1 d v ^ 2 * INR d <= 4 * (INR k * (INR d - INR k)) * dot d v v.
Proof.
  intros Hv. destruct (count_positive d v) as [k [Hk Ek]]. exists k. split; [exact Hk|].
  set (J := positive v) in *. set (J' := fun i => 1 - J i).
  assert (HJ : forall i, J i = 0 \/ J i = 1).
  { intros i. unfold J, positive. destruct (Rle_dec 0 (v i)); auto. }
  assert (HJ' : forall i, J' i = 0 \/ J' i = 1).
  { intros i. unfold J'. destruct (HJ i) as [-> | ->]; [right|left]; ring. }
  pose proof (square_of_part d J v HJ) as A. pose proof (square_of_part d J' v HJ') as B.
  rewrite Ek in A. assert (Ek' : sum d J' = INR d - INR k).
  { unfold J'. rewrite sum_minus, sum_const, Ek. ring. }
  rewrite Ek' in B. set (s := sum d (fun i => J i * v i)) in *.
  assert (Es : sum d (fun i => J' i * v i) = - s).
  { unfold s, J'. rewrite (sum_ext d _ (fun i => v i - J i * v i)) by (intros; ring).
    rewrite sum_minus, Hv. ring. }
  rewrite Es in B.
  assert (En : norm1 d v = 2 * s).
  { unfold norm1. rewrite (sum_ext d _ (fun i => 2 * (J i * v i) - v i)).
    - rewrite sum_minus, sum_scale, Hv. unfold s. ring.
    - intros i _. unfold J, positive. destruct (Rle_dec 0 (v i)).
      + rewrite Rabs_pos_eq by lra. ring.
      + rewrite Rabs_left by lra. ring. }
  assert (Ed : dot d v v = sum d (fun i => J i * v i ^ 2) + sum d (fun i => J' i * v i ^ 2)).
  { unfold dot. rewrite <- sum_plus. apply sum_ext. intros i _. unfold J'. ring. }
  rewrite En, Ed. pose proof (pos_INR k) as K0. pose proof (le_INR _ _ Hk) as K1.
  apply (Rmult_le_compat_l (INR d - INR k)) in A; [|lra]. apply (Rmult_le_compat_l (INR k)) in B; [|lra].
  lra.
Qed.

Lemma strongly_convex_square d c :
  strongly_convex d (quadratic d c) <-> strongly_convex d (fun x => c * dot d x x).
Proof.
  unfold quadratic. split; intros H a b s Ha Hb Hs; specialize (H a b s Ha Hb Hs); cbv beta in *; lra.
Qed.

Lemma square_sufficient d c : (1 <= d)%nat ->
  (forall k, (k <= d)%nat -> 2 * (INR k * (INR d - INR k)) <= c * INR d) ->
  strongly_convex d (fun x => c * dot d x x).
Proof.
  intros Hd H. assert (D : 0 < INR d) by (apply lt_0_INR; lia).
  apply strongly_convex_square, quadratic_strongly_convex. intros v Hv.
  destruct (norm1_square_zero_sum d v Hv) as [k [Hk B]]. specialize (H k Hk).
  apply (Rmult_le_compat_r (dot d v v)) in H; [|apply dot_self_nonneg].
  apply (Rmult_le_reg_r (INR d)); [exact D|]. lra.
Qed.

(** ** No smaller factor *)

Lemma square_necessary d k c : (1 <= k)%nat -> (k < d)%nat -> strongly_convex d (fun x => c * dot d x x) ->
  2 * (INR k * (INR d - INR k)) <= c * INR d.
Proof.
  intros Hk Hd H. assert (K : 0 < INR k) by (apply lt_0_INR; lia). pose proof (lt_INR _ _ Hd) as D.
  set (a := fun i => if Nat.ltb i k then / INR k else 0).
  set (b := fun i => if Nat.ltb i k then 0 else / (INR d - INR k)).
  assert (P : 0 < / INR k) by (now apply Rinv_0_lt_compat).
  assert (Q : 0 < / (INR d - INR k)) by (apply Rinv_0_lt_compat; lra).
  assert (Sa : simplex d a).
  { split; [intros i _; unfold a; destruct (Nat.ltb i k); lra|].
    unfold a. rewrite sum_two_values by lia. field. lra. }
  assert (Sb : simplex d b).
  { split; [intros i _; unfold b; destruct (Nat.ltb i k); lra|].
    unfold b. rewrite sum_two_values by lia. field. lra. }
  specialize (H a b (1 / 2) Sa Sb ltac:(lra)). cbv beta in H. rewrite dot_mix_square in H.
  assert (E1 : norm1 d (sub a b) = 2).
  { unfold norm1. rewrite (sum_ext d _ (fun i => if Nat.ltb i k then / INR k else / (INR d - INR k))).
    - rewrite sum_two_values by lia. field. lra.
    - intros i _. unfold sub, a, b. destruct (Nat.ltb i k).
      + rewrite Rabs_pos_eq; lra.
      + rewrite Rabs_left; lra. }
  assert (E2 : dot d (sub a b) (sub a b) = INR d / (INR k * (INR d - INR k))).
  { unfold dot.
    rewrite (sum_ext d _ (fun i => if Nat.ltb i k then (/ INR k) ^ 2 else (/ (INR d - INR k)) ^ 2)).
    - rewrite sum_two_values by lia. field. lra.
    - intros i _. unfold sub, a, b. destruct (Nat.ltb i k); ring. }
  rewrite E1, E2 in H.
  assert (F : 2 <= c * (INR d / (INR k * (INR d - INR k)))) by lra.
  assert (G : 0 < INR k * (INR d - INR k)) by (apply Rmult_lt_0_compat; lra).
  apply (Rmult_le_compat_r (INR k * (INR d - INR k))) in F; [|lra].
  replace (c * (INR d / (INR k * (INR d - INR k))) * (INR k * (INR d - INR k))) with (c * INR d) in F
    by (field; lra). exact F.
Qed.

(** ** The least factor *)

Lemma factor_even d c : (2 <= d)%nat -> Nat.Even d ->
  strongly_convex d (fun x => c * dot d x x) <-> INR d / 2 <= c.
Proof.
  intros Hd [m E]. assert (D : INR d = 2 * INR m) by (rewrite E, mult_INR; simpl; ring).
  assert (M : 0 < INR m) by (apply lt_0_INR; lia). split.
  - intros H. pose proof (square_necessary d m c ltac:(lia) ltac:(lia) H) as N. rewrite D in *.
    apply (Rmult_le_reg_r (INR m)); [exact M|]. lra.
  - intros H. apply square_sufficient; [lia|]. intros k _. pose proof (pow2_ge_0 (INR d - 2 * INR k)).
    apply (Rmult_le_compat_r (INR d)) in H; lra.
Qed.

Lemma factor_odd d c : (2 <= d)%nat -> Nat.Odd d ->
  strongly_convex d (fun x => c * dot d x x) <-> (INR d ^ 2 - 1) / (2 * INR d) <= c.
Proof.
  intros Hd [m E]. assert (D : INR d = 2 * INR m + 1) by (rewrite E, plus_INR, mult_INR; simpl; ring).
  assert (M : 0 < INR m) by (apply lt_0_INR; lia).
  assert (T : (INR d ^ 2 - 1) / (2 * INR d) <= c <-> INR d ^ 2 - 1 <= 2 * (c * INR d)).
  { split; intros H.
    - apply (Rmult_le_compat_r (2 * INR d)) in H; [|lra].
      replace ((INR d ^ 2 - 1) / (2 * INR d) * (2 * INR d)) with (INR d ^ 2 - 1) in H by (field; lra). lra.
    - apply (Rmult_le_reg_r (2 * INR d)); [lra|].
      replace ((INR d ^ 2 - 1) / (2 * INR d) * (2 * INR d)) with (INR d ^ 2 - 1) by (field; lra). lra. }
  rewrite T. split.
  - intros H. pose proof (square_necessary d m c ltac:(lia) ltac:(lia) H) as N. rewrite D in *. lra.
  - intros H. apply square_sufficient; [lia|]. intros k _.
    assert (S : 1 <= (INR d - 2 * INR k) ^ 2).
    { destruct (le_lt_dec k m) as [L|L]; [apply le_INR in L|apply (le_INR (S m)) in L; rewrite S_INR in L].
      - assert (U : 1 <= INR d - 2 * INR k) by lra.
        pose proof (Rmult_le_compat 1 _ 1 _ ltac:(lra) ltac:(lra) U U). lra.
      - assert (U : 1 <= 2 * INR k - INR d) by lra.
        pose proof (Rmult_le_compat 1 _ 1 _ ltac:(lra) ltac:(lra) U U). lra. }
    lra.
Qed.

(** ** The range *)

Lemma square_range d c : (1 <= d)%nat -> strongly_convex d (fun x => c * dot d x x) ->
  is_lub (fun r => exists x y, simplex d x /\ simplex d y /\ r = c * dot d x x - c * dot d y y)
    (c * (1 - / INR d)).
Proof.
  intros Hd H. apply strongly_convex_square in H.
  pose proof (quadratic_symmetric d c) as S. pose proof (quadratic_vertex d c 0 ltac:(lia)) as V.
  pose proof (quadratic_centre d c Hd) as C. split.
  - intros r (x & y & Hx & Hy & ->).
    pose proof (symmetric_max_at_vertex d _ x S H Hx) as A.
    pose proof (symmetric_min_at_centre d _ y Hd S H Hy) as B.
    rewrite V in A. rewrite C in B. unfold quadratic in A, B. lra.
  - intros b Hb. apply Hb. exists (vertex 0), (centre d).
    split; [apply simplex_vertex; lia|]. split; [now apply simplex_centre|].
    unfold quadratic in V, C. lra.
Qed.

Lemma factor_at_least d c : (2 <= d)%nat -> strongly_convex d (fun x => c * dot d x x) ->
  (INR d ^ 2 - 1) / (2 * INR d) <= c.
Proof.
  intros Hd H. assert (D : 0 < INR d) by (apply lt_0_INR; lia). destruct (Nat.Even_or_Odd d) as [E|O].
  - apply (factor_even d c Hd E) in H. apply Rle_trans with (INR d / 2); [|exact H].
    replace ((INR d ^ 2 - 1) / (2 * INR d)) with (INR d / 2 - / (2 * INR d)) by (field; lra).
    assert (0 < / (2 * INR d)) by (apply Rinv_0_lt_compat; lra). lra.
  - now apply (factor_odd d c Hd O).
Qed.

(** For d >= 2: c ||x||_2^2 is 1-strongly convex in l1 on the simplex if and only if c >= d/2 (even d)
    or c >= (d^2 - 1)/(2d) (odd d). Its range c(1 - 1/d) is then at least 1/2, 8/9, 3/2, 48/25 for d = 2, 3,
    4, 5, and more than ln d for every d >= 4. *)
Theorem quadratics_stop d c : (2 <= d)%nat ->
  (Nat.Even d -> (strongly_convex d (fun x => c * dot d x x) <-> INR d / 2 <= c)) /\
  (Nat.Odd d -> (strongly_convex d (fun x => c * dot d x x) <-> (INR d ^ 2 - 1) / (2 * INR d) <= c)) /\
  (strongly_convex d (fun x => c * dot d x x) ->
    is_lub (fun r => exists x y, simplex d x /\ simplex d y /\ r = c * dot d x x - c * dot d y y)
      (c * (1 - / INR d)) /\
    (d = 2%nat -> 1 / 2 <= c * (1 - / INR d)) /\ (d = 3%nat -> 8 / 9 <= c * (1 - / INR d)) /\
    (d = 4%nat -> 3 / 2 <= c * (1 - / INR d)) /\ (d = 5%nat -> 48 / 25 <= c * (1 - / INR d)) /\
    ((4 <= d)%nat -> ln (INR d) < c * (1 - / INR d))).
Proof.
  intros Hd. split; [now apply factor_even|]. split; [now apply factor_odd|]. intros H.
  split; [apply square_range; [lia|exact H]|]. pose proof (factor_at_least d c Hd H) as F.
  assert (E : Nat.Even d -> INR d / 2 <= c) by (intros E; now apply (factor_even d c Hd E)).
  split; [|split; [|split; [|split]]].
  - intros ->. specialize (E (ex_intro _ 1%nat eq_refl)). simpl in *. lra.
  - intros ->. simpl in *. lra.
  - intros ->. specialize (E (ex_intro _ 2%nat eq_refl)). simpl in *. lra.
  - intros ->. simpl in *. lra.
  - intros H4. apply (le_INR 4) in H4. replace (INR 4) with 4 in H4 by (simpl; ring).
    eapply Rlt_le_trans; [exact (quadratics_worse_from_four (INR d) H4)|].
    replace ((INR d ^ 2 - 1) * (INR d - 1) / (2 * INR d ^ 2))
      with ((INR d ^ 2 - 1) / (2 * INR d) * (1 - / INR d)) by (field; lra).
    apply Rmult_le_compat_r; [|exact F].
    assert (/ INR d <= / 4) by (apply Rinv_le_contravar; lra). lra.
Qed.

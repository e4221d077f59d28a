(** The optimal chains: every optimal predecessor k of n is at most n/2, and optimal predecessors grow with
    n. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Chain.
Open Scope R_scope.

(** Of all 1 <= k < n this k is a best one. *)
Definition optimal (n k : nat) : Prop := (1 <= k < n)%nat /\ chain n = chain k + jump n k.

Lemma not_optimal n k j : (1 <= j < n)%nat -> chain k + jump n k < chain j + jump n j -> ~ optimal n k.
Proof. intros Hj H [_ E]. destruct chain_recursion as [_ [G _]]. pose proof (G n j Hj). lra. Qed.

(** ** Short predecessors *)

(** One jump that gains more than two. *)
Lemma direct_jump x y : x < 1 -> y < 1 -> 2 < (1 + x) * (1 + y) ->
  (1 - x) ^ 2 + (1 - y) ^ 2 < (1 - x * y) ^ 2.
Proof.
  intros Hx Hy H.
  assert (0 < ((1 + x) * (1 + y) - 2) * ((1 - x) * (1 - y)))
    by (apply Rmult_lt_0_compat; [lra|apply Rmult_lt_0_compat; lra]).
  lra.
Qed.

(** With k at n/2 in the place of a larger one, two jumps gain more. *)
Lemma half_is_better x y s :
  0 < x -> y < 1 -> 1 / 2 < y -> (1 + x) * (1 + y) <= 2 -> 1 / 3 <= s -> s <= 1 / 2 ->
  (1 - y) ^ 2 + (1 - x) ^ 2 < (1 - s) ^ 2 + (1 - x * y / s) ^ 2.
Proof.
  intros Hx Hy Hy2 H Hs3 Hs2.
  assert (X : x < 1 / 3).
  { apply (Rmult_lt_reg_r (1 + y)); [lra|]. lra. }
  assert (P : 0 < s * (2 - y - s) * (1 + y) - (y + s) * (1 - y)).
  { replace (s * (2 - y - s) * (1 + y) - (y + s) * (1 - y))
      with (4 / 27 + (3 * s - 1) * ((y - 1 / 4) ^ 2 + 61 / 432) + 2 * ((1 - 2 * s) * (y - 1 / 3) ^ 2)
        + (1 + y) * ((3 * s - 1) * (1 - 2 * s)) / 6) by field.
    pose proof (Rmult_le_pos (3 * s - 1) ((y - 1 / 4) ^ 2 + 61 / 432) ltac:(lra)
      ltac:(pose proof (pow2_ge_0 (y - 1 / 4)); lra)).
    pose proof (Rmult_le_pos (1 - 2 * s) ((y - 1 / 3) ^ 2) ltac:(lra) (pow2_ge_0 _)).
    pose proof (Rmult_le_pos (1 + y) ((3 * s - 1) * (1 - 2 * s)) ltac:(lra)
      ltac:(apply Rmult_le_pos; lra)). lra. }
  assert (Q : 0 < s * (2 - y - s) - (y + s) * x).
  { apply (Rmult_lt_reg_l (1 + y)); [lra|]. rewrite Rmult_0_r.
    pose proof (Rmult_le_pos (y + s) (2 - (1 + x) * (1 + y)) ltac:(lra) ltac:(lra)). lra. }
  assert (D : 0 < (y - s) * ((s - x) * ((s * (2 - y - s) - (y + s) * x) * / s ^ 2))).
  { apply Rmult_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|].
    apply Rmult_lt_0_compat; [exact Q|]. apply Rinv_0_lt_compat, pow_lt. lra. }
  replace ((y - s) * ((s - x) * ((s * (2 - y - s) - (y + s) * x) * / s ^ 2)))
    with (((1 - s) ^ 2 + (1 - x * y / s) ^ 2) - ((1 - y) ^ 2 + (1 - x) ^ 2)) in D by (field; lra).
  lra.
Qed.

(** Every optimal k is at most n/2. *)
Theorem optimal_at_most_half n k : (2 <= n)%nat -> optimal n k -> (2 * k <= n)%nat.
Proof.
  intros Hn O. destruct (le_lt_dec (2 * k) n) as [|N]; [assumption|exfalso]. revert O.
  destruct chain_recursion as [_ [G At]].
  intros O. pose proof O as [Hk _]. destruct (At k ltac:(lia)) as [j [Hj Ej]].
  set (k0 := (n / 2)%nat).
  assert (H0 : (2 * k0 <= n <= 2 * k0 + 1)%nat).
  { pose proof (Nat.div_mod n 2 ltac:(lia)) as E. pose proof (Nat.mod_upper_bound n 2 ltac:(lia)).
    fold k0 in E. lia. }
  assert (J : 1 <= INR j) by (apply (le_INR 1); lia). assert (JK : INR j < INR k) by (apply lt_INR; lia).
  assert (KN : INR k < INR n) by (apply lt_INR; lia).
  assert (NK : INR n < 2 * INR k) by (change 2 with (INR 2); rewrite <- mult_INR; apply lt_INR; lia).
  assert (K0 : 1 <= INR k0) by (apply (le_INR 1); lia).
  assert (A : 2 * INR k0 <= INR n) by (change 2 with (INR 2); rewrite <- mult_INR; apply le_INR; lia).
  assert (B : INR n <= 2 * INR k0 + 1)
    by (change 2 with (INR 2); change 1 with (INR 1); rewrite <- mult_INR, <- plus_INR; apply le_INR; lia).
  set (x := INR j / INR k). set (y := INR k / INR n). set (s := INR k0 / INR n).
  assert (Ex : x * INR k = INR j) by (unfold x; field; lra).
  assert (Ey : y * INR n = INR k) by (unfold y; field; lra).
  assert (Es : s * INR n = INR k0) by (unfold s; field; lra).
  assert (X0 : 0 < x) by (apply Rdiv_lt_0_compat; lra).
  assert (X1 : x < 1) by (apply (Rmult_lt_reg_r (INR k)); lra).
  assert (Y1 : y < 1) by (apply (Rmult_lt_reg_r (INR n)); lra).
  assert (Y2 : 1 / 2 < y) by (apply (Rmult_lt_reg_r (INR n)); lra).
  assert (S2 : s <= 1 / 2) by (apply (Rmult_le_reg_r (INR n)); lra).
  assert (S3 : 1 / 3 <= s) by (apply (Rmult_le_reg_r (INR n)); lra).
  assert (Jn : jump n j = 2 * (1 - x * y) ^ 2)
    by (unfold jump, x, y; replace (INR j / INR k * (INR k / INR n)) with (INR j / INR n) by (field; lra);
        reflexivity).
  change (jump n k) with (2 * (1 - y) ^ 2) in *. change (jump k j) with (2 * (1 - x) ^ 2) in *.
  revert O. destruct (Rlt_le_dec 2 ((1 + x) * (1 + y))) as [L|L].
  - (* straight to j *)
    apply (not_optimal n k j ltac:(lia)). pose proof (direct_jump x y X1 Y1 L).
    change (jump n k) with (2 * (1 - y) ^ 2). rewrite Jn, Ej.
    change (jump k j) with (2 * (1 - x) ^ 2). lra.
  - (* over k0 *)
    pose proof (half_is_better x y s X0 Y1 Y2 L S3 S2) as Better.
    assert (JK0 : (j < k0)%nat).
    { apply INR_lt. rewrite <- Es, <- Ex, <- Ey, <- Rmult_assoc. apply Rmult_lt_compat_r; [lra|].
      apply Rlt_le_trans with (1 / 3); [|exact S3].
      assert (x < 1 / 3) by (apply (Rmult_lt_reg_r (1 + y)); lra).
      pose proof (Rmult_lt_compat_l x y 1 X0 Y1). lra. }
    apply (not_optimal n k k0 ltac:(lia)). pose proof (G k0 j ltac:(lia)) as Gk.
    change (jump n k) with (2 * (1 - y) ^ 2). change (jump n k0) with (2 * (1 - s) ^ 2). rewrite Ej.
    change (jump k j) with (2 * (1 - x) ^ 2).
    assert (E0 : jump k0 j = 2 * (1 - x * y / s) ^ 2).
    { unfold jump. replace (x * y / s) with (INR j / INR k0) by (unfold x, y, s; field; lra). reflexivity. }
    lra.
Qed.

(** ** Growing predecessors *)

(** What q gains over k < q is more at D than at d. *)
Lemma supermodular k q d D : 0 < k -> k < q -> k + q <= d -> d < D ->
  2 * (1 - q / d) ^ 2 - 2 * (1 - k / d) ^ 2 < 2 * (1 - q / D) ^ 2 - 2 * (1 - k / D) ^ 2.
Proof.
  intros Hk Hq Hd HD.
  assert (P : 0 < 2 * ((q - k) * ((D - d) * (((d - k - q) * (d + D) + d * (D - d)) * / (d * D) ^ 2)))).
  { apply Rmult_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|].
    apply Rmult_lt_0_compat.
    - pose proof (Rmult_le_pos (d - k - q) (d + D) ltac:(lra) ltac:(lra)).
      pose proof (Rmult_lt_0_compat d (D - d) ltac:(lra) ltac:(lra)). lra.
    - apply Rinv_0_lt_compat, pow_lt, Rmult_lt_0_compat; lra. }
  replace (2 * ((q - k) * ((D - d) * (((d - k - q) * (d + D) + d * (D - d)) * / (d * D) ^ 2))))
    with ((2 * (1 - q / D) ^ 2 - 2 * (1 - k / D) ^ 2) - (2 * (1 - q / d) ^ 2 - 2 * (1 - k / d) ^ 2)) in P
    by (field; lra).
  lra.
Qed.

(** Optimal k grow with n. *)
Theorem optimal_grows n k n' k' :
  (2 <= n)%nat -> (n < n')%nat -> optimal n k -> optimal n' k' -> (k <= k')%nat.
Proof.
  intros Hn H O O'. destruct (le_lt_dec k k') as [|L]; [assumption|exfalso]. revert O'.
  pose proof (optimal_at_most_half n k Hn O) as Half. destruct O as [Hk E]. intros O'.
  pose proof O' as [Hk' _]. destruct chain_recursion as [_ [G _]]. pose proof (G n k' ltac:(lia)) as Gk.
  revert O'. apply (not_optimal n' k' k ltac:(lia)).
  assert (A : 0 < INR k') by (apply lt_0_INR; lia). assert (B : INR k' < INR k) by now apply lt_INR.
  assert (C : INR k' + INR k <= INR n) by (rewrite <- plus_INR; apply le_INR; lia).
  assert (D : INR n < INR n') by now apply lt_INR.
  pose proof (supermodular _ _ _ _ A B C D). unfold jump in *. lra.
Qed.

(** The mean size of a random number with the spread S is at least 1/(4S); where it is that, the number does not exceed
    1/(2S). *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors MeanValue NoiseDifference.
Open Scope R_scope.

(** The positive part of n steps minus u, by the steps that u does not reach. *)
Lemma positive_part_steps step u n : 0 < step -> 0 <= u ->
  Rmax 0 (INR n * step - u) <= step * sum n (fun i => within (- (INR (S i) * step)) (INR (S i) * step) u).
Proof.
  intros Hs Hu. assert (W : forall i, within (- (INR (S i) * step)) (INR (S i) * step) u =
    if Rle_dec u (INR (S i) * step) then 1 else 0).
  { intros i. unfold within. pose proof (Rmult_le_pos (INR (S i)) step (pos_INR _) ltac:(lra)) as Q.
    destruct (Rle_dec (- (INR (S i) * step)) u); [reflexivity|lra]. }
  induction n as [|n IH]; [simpl; rewrite Rmax_left; lra|]. cbn [sum].
  rewrite Rmult_plus_distr_l, W, S_INR in *. set (s := step * sum n _) in *. pose proof (pos_INR n) as Pn.
  assert (S0 : 0 <= s).
  { eapply Rle_trans; [apply Rmax_l|exact IH]. }
  destruct (Rle_dec u ((INR n + 1) * step)) as [H|H]; unfold Rmax in *;
    destruct (Rle_dec 0 (INR n * step - u)), (Rle_dec 0 ((INR n + 1) * step - u)); lra.
Qed.

(** What is not negative has a mean that is not negative. *)
Lemma mean_nonneg {W} (P : mean_value W) X : integrable P X -> (forall w, 0 <= X w) -> 0 <= mean P X.
Proof. intros I H. rewrite <- (mean_const P 0) at 1. now apply (mean_monotone _ P); [apply integrable_const| |]. Qed.

Section Bound.
Context {W : Type} (P : mean_value W).
Variable U : W -> R.
Hypothesis HU : integrable P U.
Variable S : R.
Hypothesis HS : spread_at_most P U S.
Hypothesis PS : 0 < S.

Lemma abs_integrable : integrable P (fun w => Rabs (U w)).
Proof.
  apply (integrable_ext P (fun w => Rabs (0 + U w))); [intros w; now rewrite Rplus_0_l|now apply size_integrable].
Qed.

Lemma part_integrable c : integrable P (fun w => Rmax 0 (c - Rabs (U w))).
Proof.
  apply mean_max; [apply integrable_const|]. apply integrable_minus; [apply integrable_const|apply abs_integrable].
Qed.

(** The sum of the first n odd steps. *)
Lemma sum_of_steps n : sum n (fun i => INR (Datatypes.S i)) = INR n * (INR n + 1) / 2.
Proof. induction n as [|n IH]; [simpl; lra|]. cbn [sum]. rewrite IH, S_INR. field. Qed.

(** The mean of the positive part of c - |U| is at most S c^2. *)
Lemma part_mean c : 0 < c -> mean P (fun w => Rmax 0 (c - Rabs (U w))) <= S * c ^ 2.
Proof.
  intros Hc. apply (bound_by_limit _ _ (S * c ^ 2)).
  { apply Rmult_le_pos; [lra|apply pow2_ge_0]. }
  intros eta He. destruct (archimed (/ eta)) as [Up _]. set (n := Z.to_nat (up (/ eta))).
  assert (Hn : / eta < INR n).
  { unfold n. rewrite INR_IZR_INZ, Z2Nat.id; [lra|]. apply le_IZR. pose proof (Rinv_0_lt_compat _ He). lra. }
  pose proof (Rinv_0_lt_compat _ He) as Pe. assert (Pn : 0 < INR n) by lra. set (step := c / INR n).
  assert (Hs : 0 < step) by (now apply Rdiv_lt_0_compat).
  set (X := fun i w => within (- (INR (Datatypes.S i) * step)) (INR (Datatypes.S i) * step) (U w)).
  assert (B : forall i, - (INR (Datatypes.S i) * step) <= INR (Datatypes.S i) * step).
  { intros i. pose proof (Rmult_le_pos (INR (Datatypes.S i)) step (pos_INR _) ltac:(lra)). lra. }
  destruct (integrable_sum P n X) as [I E]; [intros i _; now apply within_integrable|].
  apply Rle_trans with (mean P (fun w => step * sum n (fun i => X i w))).
  - apply (mean_monotone _ P); [apply part_integrable|now apply integrable_scale|]. intros w.
    pose proof (positive_part_steps step (Rabs (U w)) n Hs (Rabs_pos _)) as L.
    replace (INR n * step) with c in L by (unfold step; field; lra). eapply Rle_trans; [exact L|]. right. f_equal.
    apply sum_ext. intros i _. unfold X, within. specialize (B i). set (q := INR (Datatypes.S i) * step) in *.
    unfold Rabs. destruct (Rcase_abs (U w)), (Rle_dec (- q) (- U w)), (Rle_dec (- q) (U w)); try lra;
      try destruct (Rle_dec (- U w) q); try destruct (Rle_dec (U w) q); lra.
  - rewrite mean_scale, E by exact I.
    apply Rle_trans with (step * sum n (fun i => 2 * S * step * INR (Datatypes.S i))).
    + apply Rmult_le_compat_l; [lra|]. apply sum_le. intros i _. eapply Rle_trans; [apply HS, B|]. right. ring.
    + rewrite sum_scale, sum_of_steps.
      replace (step * (2 * S * step * (INR n * (INR n + 1) / 2))) with (S * c ^ 2 + S * c ^ 2 * / INR n)
        by (unfold step; field; lra).
      apply Rplus_le_compat_l. apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra|apply pow2_ge_0]|].
      rewrite <- (Rinv_inv eta). apply Rinv_le_contravar; [exact Pe|lra].
Qed.

(** So the mean size of U is at least 1/(4S); where it is 1/(4S), U does not exceed 1/(2S). *)
Lemma mean_size_bound : / (4 * S) <= mean P (fun w => Rabs (U w)) /\
  (mean P (fun w => Rabs (U w)) = / (4 * S) -> forall eta, 0 < eta ->
    mean P (fun w => within (- (/ (2 * S) + eta)) (/ (2 * S) + eta) (U w)) = 1).
Proof.
  set (c := / (2 * S)). assert (Hc : 0 < c) by (apply Rinv_0_lt_compat; lra).
  set (D := mean P (fun w => Rabs (U w))). set (above := fun w => Rmax 0 (Rabs (U w) - c)).
  assert (Ia : integrable P above).
  { apply mean_max; [apply integrable_const|]. apply integrable_minus; [apply abs_integrable|apply integrable_const]. }
  (* |U| = c - (c - |U|)+ + (|U| - c)+ *)
  assert (E : D = c - mean P (fun w => Rmax 0 (c - Rabs (U w))) + mean P above).
  { unfold D. rewrite (mean_ext P _ (fun w => (c * 1 + -1 * Rmax 0 (c - Rabs (U w))) + above w)).
    - rewrite mean_plus; [|apply integrable_linear; [apply integrable_const|apply part_integrable]|exact Ia].
      rewrite mean_of_linear by (apply integrable_const || apply part_integrable). rewrite mean_const. ring.
    - intros w. unfold above, Rmax. destruct (Rle_dec 0 (c - Rabs (U w))), (Rle_dec 0 (Rabs (U w) - c)); lra. }
  pose proof (part_mean c Hc) as B. assert (C : c - S * c ^ 2 = / (4 * S)) by (unfold c; field; lra).
  assert (A0 : 0 <= mean P above).
  { apply mean_nonneg; [exact Ia|]. intros w. apply Rmax_l. }
  split; [lra|]. intros Eq eta He. assert (Z : mean P above = 0) by lra.
  assert (Order : - (c + eta) <= c + eta) by lra.
  pose proof (within_integrable P U HU _ _ Order) as Iw. apply Rle_antisym.
  - rewrite <- (mean_const P 1). apply (mean_monotone _ P); [exact Iw|apply integrable_const|]. intros w. unfold within.
    destruct (Rle_dec _ _); [destruct (Rle_dec _ _)|]; lra.
  - assert (M : mean P (fun w => 1 * 1 + - / eta * above w) <= mean P (fun w => within (- (c + eta)) (c + eta) (U w))).
    { apply (mean_monotone _ P); [apply integrable_linear; [apply integrable_const|exact Ia]|exact Iw|]. intros w.
      pose proof (Rinv_0_lt_compat _ He) as Pe. unfold within, above.
      assert (Out : c + eta < Rabs (U w) -> 1 * 1 + - / eta * Rmax 0 (Rabs (U w) - c) <= 0).
      { intros H. rewrite Rmax_right by lra. apply (Rmult_le_reg_l eta); [exact He|].
        replace (eta * (1 * 1 + - / eta * (Rabs (U w) - c))) with (eta - (Rabs (U w) - c)) by (field; lra). lra. }
      assert (In : 1 * 1 + - / eta * Rmax 0 (Rabs (U w) - c) <= 1).
      { pose proof (Rmax_l 0 (Rabs (U w) - c)) as Q. pose proof (Rmult_le_pos _ _ (Rlt_le _ _ Pe) Q). lra. }
      destruct (Rle_dec (- (c + eta)) (U w)); [destruct (Rle_dec (U w) (c + eta))|]; [exact In| |]; apply Out;
        unfold Rabs; destruct (Rcase_abs (U w)); lra. }
    rewrite mean_of_linear, mean_const, Z in M by (apply integrable_const || exact Ia). lra.
Qed.
End Bound.

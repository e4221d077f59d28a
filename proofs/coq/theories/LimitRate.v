(** The rate of exact-limit, M^(-1/5) (13/3 + (ln M)/6) with M = 6 + 2 ln d, is below 6 M^(-1/10), and it tends to 0. *)

From Coq Require Import Reals Lra Lia ZArith.
Open Scope R_scope.

Definition rate (d : nat) : R :=
  Rpower (6 + 2 * ln (INR d)) (- (1 / 5)) * (13 / 3 + 1 / 6 * ln (6 + 2 * ln (INR d))).

Lemma ln_INR_nonneg d : (1 <= d)%nat -> 0 <= ln (INR d).
Proof.
  intros Hd. rewrite <- ln_1. assert (1 <= INR d) as [L|E] by (apply (le_INR 1); exact Hd).
  - left. apply ln_increasing; lra.
  - rewrite <- E. lra.
Qed.

Lemma ln_le_power M : 1 <= M -> ln M <= 10 * Rpower M (1 / 10).
Proof.
  intros HM. replace (ln M) with (10 * ln (Rpower M (1 / 10))) by (unfold Rpower; rewrite ln_exp; field).
  apply Rmult_le_compat_l; [lra|]. set (y := Rpower M (1 / 10)).
  assert (0 < y) by apply exp_pos. pose proof (exp_ineq1_le (ln y)) as E. rewrite exp_ln in E by assumption. lra.
Qed.

Lemma rate_simple d : (1 <= d)%nat -> rate d <= 6 * Rpower (6 + 2 * ln (INR d)) (- (1 / 10)).
Proof.
  intros Hd. pose proof (ln_INR_nonneg d Hd). unfold rate. set (M := 6 + 2 * ln (INR d)).
  assert (6 <= M) as HM by (unfold M; lra).
  pose proof (ln_le_power M ltac:(lra)) as L. set (y := Rpower M (1 / 10)) in *.
  assert (1 <= y) as Hy.
  { assert (0 < ln M) by (rewrite <- ln_1; apply ln_increasing; lra).
    unfold y, Rpower. rewrite <- exp_0 at 1. left. apply exp_increasing. lra. }
  replace (Rpower M (- (1 / 5))) with (Rpower M (- (1 / 10)) * Rpower M (- (1 / 10)))
    by (rewrite <- Rpower_plus; f_equal; field).
  set (z := Rpower M (- (1 / 10))). assert (0 < z) as Hz by apply exp_pos.
  assert (z * y = 1) as Hzy.
  { unfold z, y. rewrite <- Rpower_plus. replace (- (1 / 10) + 1 / 10) with 0 by ring. apply Rpower_O. lra. }
  apply Rle_trans with (z * (z * (13 / 3 + 1 / 6 * (10 * y)))).
  - rewrite Rmult_assoc. repeat apply Rmult_le_compat_l; lra.
  - replace (z * (z * (13 / 3 + 1 / 6 * (10 * y)))) with (z * (13 / 3 * z + 5 / 3 * (z * y))) by field.
    rewrite Hzy. assert (z <= 1) as Z1.
    { apply Rle_trans with (z * y); [|lra]. rewrite <- (Rmult_1_r z) at 1. apply Rmult_le_compat_l; lra. }
    rewrite (Rmult_comm 6). apply Rmult_le_compat_l; lra.
Qed.

(** The rate tends to 0. *)
Theorem rate_vanishes : forall eps, 0 < eps -> exists n, forall d, (n <= d)%nat -> rate d < eps.
Proof.
  intros eps He. set (K := Rpower (6 / eps) 10). set (B := exp K).
  assert (exists n, B < INR n) as [n Hn].
  { destruct (archimed B) as [Up _]. exists (Z.to_nat (up B)). rewrite INR_IZR_INZ, Z2Nat.id; [exact Up|].
    apply le_IZR. pose proof (exp_pos K). unfold B in *. lra. }
  exists (S n). intros d Hd.
  assert (B < INR d) as L by (eapply Rlt_le_trans; [exact Hn|]; apply le_INR; lia).
  assert (0 < B) by apply exp_pos.
  assert (K < ln (INR d)) as LK by (rewrite <- (ln_exp K); apply ln_increasing; assumption).
  assert (0 < K) by apply exp_pos.
  eapply Rle_lt_trans; [apply rate_simple; lia|]. set (M := 6 + 2 * ln (INR d)).
  assert (K < M) as KM by (unfold M; lra).
  assert (Rpower M (- (1 / 10)) < eps / 6); [|lra].
  apply Rmult_lt_reg_l with (6 / eps); [apply Rdiv_lt_0_compat; lra|].
  replace (6 / eps * (eps / 6)) with 1 by (field; lra).
  assert (6 / eps < Rpower M (1 / 10)) as P.
  { replace (6 / eps) with (Rpower K (1 / 10)).
    - unfold Rpower. apply exp_increasing. apply Rmult_lt_compat_l; [lra|]. apply ln_increasing; assumption.
    - unfold K. rewrite Rpower_mult. replace (10 * (1 / 10)) with 1 by field. apply Rpower_1.
      apply Rdiv_lt_0_compat; lra. }
  rewrite Rpower_Ropp. assert (0 < Rpower M (1 / 10)) by apply exp_pos.
  apply Rmult_lt_reg_r with (Rpower M (1 / 10)); [assumption|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

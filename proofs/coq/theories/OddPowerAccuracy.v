(** How accurate the root (x^N + y^N)^(1/N) of two positive numbers is, and against LogSumExp of two numbers. *)

From Coq Require Import Reals Lra Lia Rpower.
From TightMax Require Import Entropy LogSumExp Gradients SoftplusGap SmoothMaxOfTwo.
Open Scope R_scope.

(** The root, and how far its logarithm is above that of x >= y. *)
Definition power_root (N x y : R) : R := Rpower (Rpower x N + Rpower y N) (/ N).
Definition log_excess (N x y : R) : R := / N * ln (1 + Rpower (y / x) N).

Section Root.
Variables (N x y : R).
Hypotheses (HN : 0 < N) (Hy : 0 < y) (Hxy : y <= x).

(** (y/x)^N is at most 1. *)
Lemma ratio_power : 0 < Rpower (y / x) N <= 1.
Proof.
  split; [apply exp_pos|]. unfold Rpower. rewrite <- exp_0. apply exp_le. unfold Rdiv.
  rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; lra). pose proof (ln_le_mono y x Hy Hxy). nra.
Qed.

(** The logarithm of the root, which is (11) of the logarithms. *)
Lemma ln_power_root : ln (power_root N x y) - ln x = log_excess N x y.
Proof.
  pose proof (exp_pos (N * ln x)) as Px. pose proof (exp_pos (N * ln y)) as Py. pose proof ratio_power as [Pr _].
  unfold power_root, log_excess. unfold Rpower at 1. rewrite ln_exp.
  assert (E : Rpower x N + Rpower y N = Rpower x N * (1 + Rpower (y / x) N)).
  { rewrite Rmult_plus_distr_l, Rmult_1_r, Rpower_mult_distr by (try apply Rdiv_lt_0_compat; lra).
    do 2 f_equal. field. lra. }
  rewrite E, ln_mult by (apply exp_pos || lra). unfold Rpower at 1. rewrite ln_exp. field. lra.
Qed.

(** The logarithm of the root is (11) with N for k. *)
Lemma ln_power_root_11 : ln (power_root N x y) = smooth_11 N (ln x) (ln y).
Proof. unfold power_root, smooth_11. unfold Rpower at 1. rewrite ln_exp. reflexivity. Qed.

(** It is positive and at most ln 2/N. *)
Lemma log_excess_bounds : 0 < log_excess N x y <= / N * ln 2.
Proof.
  pose proof ratio_power as Pr. assert (I : 0 < / N) by now apply Rinv_0_lt_compat. unfold log_excess. split.
  - apply Rmult_lt_0_compat; [exact I|]. apply ln_1_plus_pos. lra.
  - apply Rmult_le_compat_l; [lra|]. apply ln_le_mono; lra.
Qed.

(** The error of the root. *)
Lemma power_root_error : power_root N x y - x = x * (exp (log_excess N x y) - 1).
Proof.
  pose proof ln_power_root as L. assert (P : power_root N x y = exp (ln (power_root N x y))) by
    (symmetry; apply exp_ln, exp_pos).
  rewrite P. replace (ln (power_root N x y)) with (ln x + log_excess N x y) by lra.
  rewrite exp_plus, exp_ln by lra. ring.
Qed.

(** The logarithm of x/y between differences over y and over x. *)
Lemma ln_ratio : (x - y) / x <= ln x - ln y <= (x - y) / y.
Proof.
  pose proof (ln_below_tangent (y / x) ltac:(apply Rdiv_lt_0_compat; lra)) as A.
  pose proof (ln_below_tangent (x / y) ltac:(apply Rdiv_lt_0_compat; lra)) as B.
  unfold Rdiv in A, B. rewrite ln_mult, ln_Rinv in A, B by (try apply Rinv_0_lt_compat; lra).
  replace ((x - y) / x) with (1 - y * / x) by (field; lra).
  replace ((x - y) / y) with (x * / y - 1) by (field; lra). lra.
Qed.

(** The power of the ratio as an exponential. *)
Lemma ratio_power_exp : Rpower (y / x) N = exp (- (N * (ln x - ln y))).
Proof.
  unfold Rpower, Rdiv. rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; lra). f_equal. ring.
Qed.

Variable k : R.
Hypothesis Hk : 0 < k.

(** The error of (11). *)
Lemma smooth_11_error : smooth_11 k x y - x = / k * ln (1 + exp (- (k * (x - y)))).
Proof.
  pose proof (eleven_error k x y Hk) as E. rewrite Rmax_left, Rabs_pos_eq in E by lra. rewrite E.
  do 4 f_equal. ring.
Qed.

(** Where y >= N/k the root is no nearer to the maximum than (11). *)
Lemma root_no_nearer : N / k <= y -> smooth_11 k x y - x <= power_root N x y - x.
Proof.
  intros H. rewrite smooth_11_error, power_root_error. pose proof log_excess_bounds as B.
  assert (Nk : N <= k * y).
  { apply (Rmult_le_compat_l k) in H; [|lra]. replace (k * (N / k)) with N in H by (field; lra). exact H. }
  assert (L : N * (ln x - ln y) <= k * (x - y)).
  { apply Rle_trans with (N * ((x - y) / y)); [apply Rmult_le_compat_l; [lra|apply ln_ratio]|].
    apply Rle_trans with (k * y * ((x - y) / y)); [|right; field; lra].
    apply Rmult_le_compat_r; [|exact Nk]. apply Rle_mult_inv_pos; lra. }
  set (l := ln (1 + exp (- (k * (x - y))))). pose proof (exp_pos (- (k * (x - y)))) as Pe.
  assert (Pl : 0 < l) by now apply ln_1_plus_pos.
  assert (E : / N * l <= log_excess N x y).
  { apply Rmult_le_compat_l; [left; now apply Rinv_0_lt_compat|]. apply ln_le_mono; [lra|].
    rewrite ratio_power_exp. apply Rplus_le_compat_l, exp_le. lra. }
  pose proof (exp_ineq1_le (log_excess N x y)) as X.
  apply Rle_trans with (x * (/ N * l)); [|apply Rmult_le_compat_l; lra].
  rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [lra|].
  apply (Rmult_le_reg_r (k * N)); [nra|]. replace (/ k * (k * N)) with N by (field; lra).
  replace (x * / N * (k * N)) with (k * x) by (field; lra). nra.
Qed.

(** Where 2^(1/N) x <= N/k it is at least as near. *)
Lemma root_as_near : Rpower 2 (/ N) * x <= N / k -> power_root N x y - x <= smooth_11 k x y - x.
Proof.
  intros H. rewrite smooth_11_error, power_root_error. pose proof log_excess_bounds as B.
  set (e := log_excess N x y) in *.
  assert (Le : exp e <= Rpower 2 (/ N)) by (unfold Rpower; apply exp_le; lra).
  assert (L1 : 1 < exp e) by (rewrite <- exp_0; apply exp_increasing; lra).
  assert (Kx : k * (exp e * x) <= N).
  { apply Rle_trans with (k * (Rpower 2 (/ N) * x)).
    - apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_r; lra.
    - apply (Rmult_le_compat_l k) in H; [|lra]. replace (k * (N / k)) with N in H by (field; lra). exact H. }
  assert (Kx' : k * x <= N) by nra.
  assert (L : k * (x - y) <= N * (ln x - ln y)).
  { apply Rle_trans with (N * ((x - y) / x)); [|apply Rmult_le_compat_l; [lra|apply ln_ratio]].
    apply Rle_trans with (k * x * ((x - y) / x)); [right; field; lra|].
    apply Rmult_le_compat_r; [|exact Kx']. apply Rle_mult_inv_pos; lra. }
  (* e^e - 1 <= e e^e *)
  pose proof (exp_ineq1_le (- e)) as X. rewrite exp_Ropp in X.
  assert (Y : exp e - 1 <= e * exp e).
  { apply (Rmult_le_compat_r (exp e)) in X; [|lra]. rewrite Rinv_l in X by lra. lra. }
  apply Rle_trans with (x * (e * exp e)); [apply Rmult_le_compat_l; lra|].
  apply Rle_trans with (/ k * (N * e)).
  - apply (Rmult_le_reg_l k); [exact Hk|]. rewrite <- (Rmult_assoc k (/ k)), Rinv_r, Rmult_1_l by lra. nra.
  - apply Rmult_le_compat_l; [left; now apply Rinv_0_lt_compat|]. unfold e, log_excess.
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. apply ln_le_mono; [pose proof ratio_power; lra|].
    rewrite ratio_power_exp. apply Rplus_le_compat_l, exp_le. lra.
Qed.
End Root.

(** At equal numbers the root is 2^(1/N) x. *)
Lemma log_excess_tie N x : 0 < x -> log_excess N x x = / N * ln 2.
Proof.
  intros Hx. unfold log_excess. unfold Rdiv. rewrite Rinv_r by lra. unfold Rpower.
  rewrite ln_1, Rmult_0_r, exp_0. reflexivity.
Qed.

(** For x >= y > 0 and N >= 1 the root r = (x^N + y^N)^(1/N) is (11) in logarithms: ln r - ln x = l with
    l = ln(1 + (y/x)^N)/N in (0, ln 2/N], so r errs by x(e^l - 1); at x = y by (2^(1/N) - 1)x >= ln 2/N x, which is
    unbounded. Against (11) with k: where y >= N/k the root is no nearer to the maximum than (11), where 2^(1/N) x <=
    N/k it is at least as near. Rescaling the unit turns one case into the other. *)
Theorem odd_power_accuracy N : 1 <= N ->
  (forall x y, 0 < y <= x -> let r := power_root N x y in let l := / N * ln (1 + Rpower (y / x) N) in
    ln r = smooth_11 N (ln x) (ln y) /\ ln r - ln x = l /\ 0 < l <= / N * ln 2 /\ r - x = x * (exp l - 1)) /\
  (forall x, 0 < x -> power_root N x x - x = (Rpower 2 (/ N) - 1) * x /\
    ln 2 / N * x <= (Rpower 2 (/ N) - 1) * x) /\
  (forall b, exists x, 0 < x /\ b < power_root N x x - x) /\
  forall x y k, 0 < y <= x -> 0 < k ->
    let root_error x y := power_root N x y - x in let error_11 x y := smooth_11 k x y - x in
    (N / k <= y -> error_11 x y <= root_error x y) /\
    (Rpower 2 (/ N) * x <= N / k -> root_error x y <= error_11 x y) /\
    (exists c, 0 < c /\ N / k <= c * y) /\ exists c, 0 < c /\ Rpower 2 (/ N) * (c * x) <= N / k.
Proof.
  intros H1. assert (HN : 0 < N) by lra. assert (I : 0 < / N) by now apply Rinv_0_lt_compat.
  assert (L2 : 0 < ln 2) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (Tie : forall x, 0 < x -> power_root N x x - x = (Rpower 2 (/ N) - 1) * x).
  { intros x Hx. rewrite power_root_error, log_excess_tie by lra. unfold Rpower. ring. }
  assert (Low : forall x, 0 < x -> ln 2 / N * x <= (Rpower 2 (/ N) - 1) * x).
  { intros x Hx. apply Rmult_le_compat_r; [lra|]. unfold Rpower. pose proof (exp_ineq1_le (/ N * ln 2)) as E.
    unfold Rdiv. lra. }
  split; [|split; [|split]].
  - intros x y Hxy r l. split; [apply ln_power_root_11|]. split; [now apply ln_power_root|].
    split; [now apply log_excess_bounds|now apply power_root_error].
  - intros x Hx. split; [now apply Tie|now apply Low].
  - intros b. set (c := ln 2 / N). assert (Pc : 0 < c) by now apply Rdiv_lt_0_compat. exists ((Rabs b + 1) / c).
    pose proof (Rabs_pos b) as Pb. pose proof (Rle_abs b) as Lb. assert (P : 0 < (Rabs b + 1) / c)
      by (apply Rdiv_lt_0_compat; lra). split; [exact P|]. rewrite Tie by exact P.
    eapply Rlt_le_trans; [|now apply Low]. fold c.
    replace (c * ((Rabs b + 1) / c)) with (Rabs b + 1) by (field; lra). lra.
  - intros x y k Hxy Hk root_error error_11. assert (Nk : 0 < N / k) by now apply Rdiv_lt_0_compat.
    split; [now apply root_no_nearer|]. split; [now apply root_as_near|]. split.
    + exists (N / k / y). split; [apply Rdiv_lt_0_compat; lra|]. right. field. lra.
    + assert (P : 0 < Rpower 2 (/ N)) by apply exp_pos. exists (N / k / (Rpower 2 (/ N) * x)).
      split; [apply Rdiv_lt_0_compat; [exact Nk|nra]|]. right. field. lra.
Qed.

(** Smooth maxima of two numbers from smooth absolute values: how far each is above the maximum. *)

From Coq Require Import Reals Lra Lia.
From TightMax Require Import Entropy LogSumExp Gradients SoftplusGap MaxFromAbsolute SmoothAbsoluteValue.
Open Scope R_scope.

(** (8): the formula with the sum and the difference, with (7) for the absolute value; (9): the same as one logarithm;
    (10): without the terms of the negative numbers; (11): (10) with k/2 for k. *)
Definition smooth_8 (k x y : R) : R := by_sum_and_difference (absolute_7 k) x y.
Definition smooth_9 (k x y : R) : R :=
  / (2 * k) * ln (exp (2 * k * x) + exp (- (2 * k) * x) + exp (2 * k * y) + exp (- (2 * k) * y)).
Definition smooth_10 (k x y : R) : R := / (2 * k) * ln (exp (2 * k * x) + exp (2 * k * y)).
Definition smooth_11 (k x y : R) : R := / k * ln (exp (k * x) + exp (k * y)).

(** The two sums under the logarithms of (8) multiply to the one under that of (9). *)
Lemma eight_is_nine k x y : 0 < k -> smooth_8 k x y = smooth_9 k x y.
Proof.
  intros Hk. unfold smooth_8, by_sum_and_difference, absolute_7, smooth_9.
  assert (E : exp (2 * k * x) + exp (- (2 * k) * x) + exp (2 * k * y) + exp (- (2 * k) * y) =
    (exp (k * (x + y)) + exp (- k * (x + y))) * (exp (k * (x - y)) + exp (- k * (x - y)))).
  { replace (2 * k * x) with (k * (x + y) + k * (x - y)) by ring.
    replace (- (2 * k) * x) with (- k * (x + y) + - k * (x - y)) by ring.
    replace (2 * k * y) with (k * (x + y) + - k * (x - y)) by ring.
    replace (- (2 * k) * y) with (- k * (x + y) + k * (x - y)) by ring. rewrite !exp_plus. ring. }
  pose proof (exp_pos (k * (x + y))) as P1. pose proof (exp_pos (- k * (x + y))) as P2.
  pose proof (exp_pos (k * (x - y))) as P3. pose proof (exp_pos (- k * (x - y))) as P4.
  rewrite E, ln_mult by lra. field. lra.
Qed.

(** The sum in (9) is the sum in (10) times 1 + e^-2k(x+y). *)
Lemma nine_is_ten k x y : 0 < k -> smooth_9 k x y - smooth_10 k x y = / (2 * k) * ln (1 + exp (- (2 * k) * (x + y))).
Proof.
  intros Hk. unfold smooth_9, smooth_10.
  assert (E : exp (2 * k * x) + exp (- (2 * k) * x) + exp (2 * k * y) + exp (- (2 * k) * y) =
    (exp (2 * k * x) + exp (2 * k * y)) * (1 + exp (- (2 * k) * (x + y)))).
  { replace (- (2 * k) * y) with (2 * k * x + - (2 * k) * (x + y)) by ring.
    replace (- (2 * k) * x) with (2 * k * y + - (2 * k) * (x + y)) by ring. rewrite 2 exp_plus. ring. }
  pose proof (exp_pos (2 * k * x)) as P1. pose proof (exp_pos (2 * k * y)) as P2.
  pose proof (exp_pos (- (2 * k) * (x + y))) as P3. rewrite E, ln_mult by lra. ring.
Qed.

(** (11) is the maximum and what the softplus has too much at the difference. *)
Lemma eleven_error k x y : 0 < k -> smooth_11 k x y - Rmax x y = / k * ln (1 + exp (- k * Rabs (x - y))).
Proof.
  intros Hk. rewrite Rabs_minus_sym, <- softplus_excess by exact Hk. unfold smooth_11, softplus.
  assert (E : exp (k * x) + exp (k * y) = exp (k * x) * (1 + exp (k * (y - x)))).
  { replace (k * y) with (k * x + k * (y - x)) by ring. rewrite exp_plus. ring. }
  pose proof (exp_pos (k * x)) as P1. pose proof (exp_pos (k * (y - x))) as P2.
  rewrite E, ln_mult, ln_exp by lra. unfold Rmax. destruct (Rle_dec x y), (Rle_dec 0 (y - x)); try lra; field; lra.
Qed.

(** For k > 0 and all real x, y: (8) and (9) are equal and exceed max(|x|, |y|) by
    1/(2k) (ln(1 + e^-2k|x+y|) + ln(1 + e^-2k|x-y|)) in (0, ln 2/k], with the upper end at the origin only. (9) exceeds
    (10) by exactly 1/(2k) ln(1 + e^-2k(x+y)), at most ln 2/(2k) where x + y >= 0, with equality exactly where x + y =
    0, and more than -(x+y) elsewhere. (10) is (11) with 2k for k; (11) exceeds max(x, y) by 1/k ln(1 + e^-k|x-y|) in
    (0, ln 2/k], with the upper end exactly where x = y. *)
Theorem smooth_max_of_two k x y : 0 < k ->
  (smooth_8 k x y = smooth_9 k x y /\
   let e := smooth_9 k x y - Rmax (Rabs x) (Rabs y) in
   e = / (2 * k) * (ln (1 + exp (- (2 * k) * Rabs (x + y))) + ln (1 + exp (- (2 * k) * Rabs (x - y)))) /\
   0 < e <= / k * ln 2 /\ (e = / k * ln 2 <-> x = 0 /\ y = 0)) /\
  (let e := smooth_9 k x y - smooth_10 k x y in
   e = / (2 * k) * ln (1 + exp (- (2 * k) * (x + y))) /\
   (0 <= x + y -> e <= / (2 * k) * ln 2 /\ (e = / (2 * k) * ln 2 <-> x + y = 0)) /\ (x + y < 0 -> - (x + y) < e)) /\
  smooth_10 k x y = smooth_11 (2 * k) x y /\
  let e := smooth_11 k x y - Rmax x y in
  e = / k * ln (1 + exp (- k * Rabs (x - y))) /\ 0 < e <= / k * ln 2 /\ (e = / k * ln 2 <-> x = y).
Proof.
  intros Hk. assert (Zero : forall z, Rabs z = 0 <-> z = 0).
  { intros z. split; [|intros ->; apply Rabs_R0]. intros E. destruct (Req_dec z 0) as [X|X]; [exact X|].
    now apply Rabs_no_R0 in X. }
  assert (Decay : forall k z, 0 < k -> let r := / k * ln (1 + exp (- k * Rabs z)) in
    0 < r <= / k * ln 2 /\ (r = / k * ln 2 <-> z = 0)).
  { clear - Zero. intros k z Hk r. destruct (log_of_decay k (Rabs z) Hk (Rabs_pos z)) as (P & Q & _).
    rewrite Zero in Q. now split. }
  assert (Hk2 : 0 < 2 * k) by lra. split; [|split; [|split]].
  - split; [now apply eight_is_nine|]. intros e.
    assert (F : forall z, absolute_7 k z - Rabs z = / k * ln (1 + exp (- (2 * k) * Rabs z))).
    { intros z. rewrite absolute_7_is_6 by exact Hk. destruct (absolute_6_forms (2 * k) z Hk2) as [_ ->].
      field. lra. }
    pose proof (F (x + y)) as Fs. pose proof (F (x - y)) as Fd.
    destruct (Decay (2 * k) (x + y) Hk2) as [Ps Qs]. destruct (Decay (2 * k) (x - y) Hk2) as [Pd Qd].
    unfold e. rewrite <- eight_is_nine, <- larger_absolute by exact Hk. unfold smooth_8, by_sum_and_difference.
    rewrite Rinv_mult in *. set (ls := ln (1 + exp (- (2 * k) * Rabs (x + y)))) in *.
    set (ld := ln (1 + exp (- (2 * k) * Rabs (x - y)))) in *. split; [lra|]. split; [lra|]. split.
    + intros E. assert (Es : x + y = 0) by (apply Qs; lra). assert (Ed : x - y = 0) by (apply Qd; lra). lra.
    + intros [-> ->]. apply Rplus_eq_reg_l with 0. assert (A : 0 + 0 = 0) by ring. apply Qs in A.
      assert (B : 0 - 0 = 0) by ring. apply Qd in B. lra.
  - intros e. assert (E : e = / (2 * k) * ln (1 + exp (- (2 * k) * (x + y)))) by now apply nine_is_ten.
    split; [exact E|]. destruct (Decay (2 * k) (x + y) Hk2) as [P Q]. split.
    + intros N. rewrite Rabs_pos_eq in P, Q by exact N. rewrite E. now split.
    + intros N. pose proof (softplus_excess (2 * k) (- (x + y)) Hk2) as S. unfold softplus in S.
      rewrite Rabs_Ropp in S. rewrite Rmax_right in S by lra.
      replace (2 * k * - (x + y)) with (- (2 * k) * (x + y)) in S by ring. lra.
  - reflexivity.
  - intros e. assert (E : e = / k * ln (1 + exp (- k * Rabs (x - y)))) by now apply eleven_error.
    split; [exact E|]. destruct (Decay k (x - y) Hk) as [P Q]. rewrite E. split; [exact P|]. rewrite Q. split; lra.
Qed.

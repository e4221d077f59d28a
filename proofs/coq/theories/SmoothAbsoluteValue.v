(** The logistic function for the unit step, and two smooth absolute values with their errors. *)

From Coq Require Import Reals Lra Lia.
From TightMax Require Import Entropy LogSumExp Limits SoftplusGap MaxFromAbsolute.
Open Scope R_scope.

(** The logistic function, (6), which is its primitive up to scale, and (7). *)
Definition logistic (k x : R) : R := / (1 + exp (- k * x)).
Definition absolute_6 (k x : R) : R := 2 / k * ln (1 + exp (k * x)) - x.
Definition absolute_7 (k x : R) : R := / k * ln (exp (k * x) + exp (- k * x)).

(** The distance of the logistic function from the step. *)
Lemma logistic_error k x : x <> 0 -> Rabs (logistic k x - unit_step x) = / (1 + exp (k * Rabs x)).
Proof.
  intros N. unfold logistic, unit_step. pose proof (exp_pos (k * x)) as P.
  assert (E : exp (- k * x) = / exp (k * x)) by (rewrite <- exp_Ropp; f_equal; ring).
  assert (Q : 0 < / (1 + exp (k * x))) by (apply Rinv_0_lt_compat; lra). destruct (Rlt_dec 0 x) as [Px|Nx].
  - rewrite (Rabs_pos_eq x), E by lra.
    replace (/ (1 + / exp (k * x)) - 1) with (- / (1 + exp (k * x))) by (field; lra).
    rewrite Rabs_Ropp. apply Rabs_pos_eq. lra.
  - rewrite (Rabs_left x) by lra. replace (k * - x) with (- k * x) by ring. rewrite Rminus_0_r.
    apply Rabs_pos_eq. left. apply Rinv_0_lt_compat. pose proof (exp_pos (- k * x)) as R. lra.
Qed.

(** It falls like 1/(2 + k|x|). *)
Lemma logistic_rate k x : 0 < k -> / (1 + exp (k * Rabs x)) <= / (2 + k * Rabs x).
Proof.
  intros Hk. pose proof (Rabs_pos x) as P. pose proof (exp_ineq1_le (k * Rabs x)) as E.
  apply Rinv_le_contravar; nra.
Qed.

(** The two forms of (6), and its excess by the excess of the softplus. *)
Lemma absolute_6_forms k x : 0 < k ->
  absolute_6 k x = / k * ln (2 + exp (k * x) + exp (- k * x)) /\
  absolute_6 k x - Rabs x = 2 * (/ k * ln (1 + exp (- k * Rabs x))).
Proof.
  intros Hk. pose proof (exp_pos (k * x)) as P. split.
  - replace (2 + exp (k * x) + exp (- k * x)) with ((1 + exp (k * x)) * (1 + exp (k * x)) * exp (- (k * x))).
    + rewrite 2 ln_mult, ln_exp by (apply exp_pos || nra). unfold absolute_6. field. lra.
    + replace (- k * x) with (- (k * x)) by ring. rewrite exp_Ropp. field. lra.
  - rewrite <- softplus_excess by exact Hk. unfold absolute_6, softplus, Rmax, Rabs, Rdiv.
    destruct (Rle_dec 0 x), (Rcase_abs x); lra.
Qed.

(** (7) with k is (6) with 2k. *)
Lemma absolute_7_is_6 k x : 0 < k -> absolute_7 k x = absolute_6 (2 * k) x.
Proof.
  intros Hk. pose proof (exp_pos (k * x)) as P. pose proof (exp_pos (- k * x)) as Q.
  assert (E : exp (k * x) + exp (- k * x) = exp (- (k * x)) * (1 + exp (2 * k * x))).
  { rewrite Rmult_plus_distr_l, <- exp_plus, Rmult_1_r. replace (- (k * x) + 2 * k * x) with (k * x) by ring.
    replace (- k * x) with (- (k * x)) by ring. ring. }
  unfold absolute_7, absolute_6. pose proof (exp_pos (2 * k * x)) as P2.
  rewrite E, ln_mult, ln_exp by (apply exp_pos || lra). field. lra.
Qed.

(** The slope of (6). *)
Lemma absolute_6_slope k x : 0 < k -> derivable_pt_lim (absolute_6 k) x (2 * logistic k x - 1).
Proof.
  intros Hk. pose proof (exp_pos (k * x)) as P.
  assert (E : derivable_pt_lim (fun z => exp (k * z)) x (k * exp (k * x))).
  { replace (k * exp (k * x)) with (exp (k * x) * (k * 1)) by ring.
    apply (derivable_pt_lim_comp (fun z => k * z) exp); [|apply derivable_pt_lim_exp].
    apply (derivable_pt_lim_scal id k x 1), derivable_pt_lim_id. }
  assert (L : derivable_pt_lim (fun z => ln (1 + exp (k * z))) x (/ (1 + exp (k * x)) * (k * exp (k * x)))).
  { apply (derivable_pt_lim_comp (fun z => 1 + exp (k * z)) ln); [|apply derivable_pt_lim_ln; lra].
    replace (k * exp (k * x)) with (0 + k * exp (k * x)) by ring.
    apply (derivable_pt_lim_plus (fct_cte 1)); [apply derivable_pt_lim_const|exact E]. }
  replace (2 * logistic k x - 1) with (2 / k * (/ (1 + exp (k * x)) * (k * exp (k * x))) - 1).
  - apply (derivable_pt_lim_minus (fun z => 2 / k * ln (1 + exp (k * z))) id).
    + apply (derivable_pt_lim_scal (fun z => ln (1 + exp (k * z)))), L.
    + apply derivable_pt_lim_id.
  - unfold logistic. replace (- k * x) with (- (k * x)) by ring. rewrite exp_Ropp. field. lra.
Qed.

(** The values of ln(1 + e^-kv)/k at k and 2k: the second is at most half the first. *)
Lemma decay_at_twice k v : 0 < k -> 0 <= v -> / k * ln (1 + exp (- (2 * k) * v)) <= / k * ln (1 + exp (- k * v)).
Proof.
  intros Hk Hv. assert (I : 0 < / k) by now apply Rinv_0_lt_compat. pose proof (exp_pos (- (2 * k) * v)) as P.
  apply Rmult_le_compat_l; [lra|]. apply ln_le_mono; [lra|]. apply Rplus_le_compat_l, exp_le. nra.
Qed.

(** For k > 0: 1/(1 + e^-kx) is off the unit step by exactly 1/(1 + e^k|x|) <= 1/(2 + k|x|) for x <> 0, and is 1/2 at 0,
    so it converges at every x <> 0 and not uniformly. Its primitive (6),
    2/k ln(1 + e^kx) - x = 1/k ln(2 + e^kx + e^-kx)
    with the slope 2/(1 + e^-kx) - 1, exceeds |x| by 2/k ln(1 + e^-k|x|) in (0, 2 ln 2/k]; (7), 1/k ln(e^kx + e^-kx), by
    1/k ln(1 + e^-2k|x|) in (0, ln 2/k]; the upper ends are attained exactly at x = 0. (7) with k is (6) with 2k, and at
    every x and k the error of (6) is at least twice that of (7). *)
Theorem smooth_absolute_value :
  (forall k x, 0 < k -> x <> 0 ->
    Rabs (logistic k x - unit_step x) = / (1 + exp (k * Rabs x)) /\
    Rabs (logistic k x - unit_step x) <= / (2 + k * Rabs x)) /\
  (forall k, logistic k 0 = 1 / 2) /\
  (forall x, x <> 0 -> tends_at_infinity (fun k => logistic k x) (unit_step x)) /\
  (exists eta, 0 < eta /\ forall k, 0 < k -> exists x, x <> 0 /\ eta <= Rabs (logistic k x - unit_step x)) /\
  forall k x, 0 < k ->
    let e6 := absolute_6 k x - Rabs x in let e7 := absolute_7 k x - Rabs x in
    absolute_6 k x = / k * ln (2 + exp (k * x) + exp (- k * x)) /\
    derivable_pt_lim (absolute_6 k) x (2 * logistic k x - 1) /\
    e6 = 2 / k * ln (1 + exp (- k * Rabs x)) /\ 0 < e6 <= 2 * ln 2 / k /\ (e6 = 2 * ln 2 / k <-> x = 0) /\
    e7 = / k * ln (1 + exp (- 2 * k * Rabs x)) /\ 0 < e7 <= ln 2 / k /\ (e7 = ln 2 / k <-> x = 0) /\
    absolute_7 k x = absolute_6 (2 * k) x /\ 2 * e7 <= e6.
Proof.
  split; [|split; [|split; [|split]]].
  - intros k x Hk N. rewrite logistic_error by exact N. split; [reflexivity|now apply logistic_rate].
  - intros k. unfold logistic. rewrite Rmult_0_r, exp_0. field.
  - intros x N. apply (tends_within _ _ 1 (Rabs x)); [lra|now apply Rabs_pos_lt|]. intros k Hk.
    rewrite logistic_error by exact N. pose proof (Rmult_lt_0_compat _ _ Hk (Rabs_pos_lt x N)) as P.
    eapply Rle_trans; [now apply logistic_rate|]. unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; lra.
  - exists (/ (1 + exp 1)). pose proof (exp_pos 1) as E. split; [apply Rinv_0_lt_compat; lra|]. intros k Hk.
    assert (I : 0 < / k) by now apply Rinv_0_lt_compat. exists (/ k). split; [lra|].
    rewrite logistic_error, Rabs_pos_eq, Rinv_r by lra. lra.
  - intros k x Hk e6 e7. assert (I : 0 < / k) by now apply Rinv_0_lt_compat.
    destruct (absolute_6_forms k x Hk) as [F6 E6]. fold e6 in E6. pose proof (absolute_7_is_6 k x Hk) as F7.
    destruct (absolute_6_forms (2 * k) x ltac:(lra)) as [_ E7]. rewrite <- F7 in E7. fold e7 in E7.
    destruct (log_of_decay k (Rabs x) Hk (Rabs_pos x)) as (P6 & Q6 & _).
    destruct (log_of_decay (2 * k) (Rabs x) ltac:(lra) (Rabs_pos x)) as (P7 & Q7 & _).
    pose proof (decay_at_twice k (Rabs x) Hk (Rabs_pos x)) as Half. rewrite Rinv_mult in *.
    assert (Z : Rabs x = 0 <-> x = 0).
    { split; [|intros ->; apply Rabs_R0]. intros E. destruct (Req_dec x 0) as [X|X]; [exact X|].
      now apply Rabs_no_R0 in X. }
    rewrite Z in Q6, Q7. unfold Rdiv. replace (- 2 * k) with (- (2 * k)) by ring.
    set (l6 := ln (1 + exp (- k * Rabs x))) in *. set (l7 := ln (1 + exp (- (2 * k) * Rabs x))) in *.
    split; [exact F6|]. split; [now apply absolute_6_slope|]. split; [lra|]. split; [lra|].
    split; [rewrite <- Q6; split; lra|]. split; [lra|]. split; [lra|]. split; [rewrite <- Q7; split; lra|].
    split; [exact F7|lra].
Qed.

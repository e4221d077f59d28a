(** The softplus ln(1 + e^ku)/k exceeds max(0, u) by at most ln 2/k. *)

From Coq Require Import Reals Lra.
From TightMax Require Import Entropy LogSumExp Limits.
Open Scope R_scope.

Definition softplus (k u : R) : R := / k * ln (1 + exp (k * u)).

(** A logarithm lies below its tangent at 1. *)
Lemma ln_below_tangent w : 0 < w -> ln w <= w - 1.
Proof. intros Hw. pose proof (exp_ineq1_le (ln w)) as E. rewrite exp_ln in E by exact Hw. lra. Qed.

(** ln(1 + v) is positive for positive v. *)
Lemma ln_1_plus_pos v : 0 < v -> 0 < ln (1 + v).
Proof. intros Hv. rewrite <- ln_1. apply ln_increasing; lra. Qed.

(** e^-v is at most 1/(1 + v). *)
Lemma exp_opp_le v : 0 <= v -> exp (- v) <= / (1 + v).
Proof. intros Hv. rewrite exp_Ropp. apply Rinv_le_contravar; [lra|]. apply exp_ineq1_le. Qed.

(** The excess of the softplus, by an exponential that cannot overflow. *)
Lemma softplus_excess k u : 0 < k -> softplus k u - Rmax 0 u = / k * ln (1 + exp (- k * Rabs u)).
Proof.
  intros Hk. unfold softplus. pose proof (exp_pos (k * u)) as Pu. pose proof (exp_pos (- k * Rabs u)) as Pa.
  destruct (Rle_dec 0 u) as [P|N].
  - rewrite Rmax_right, Rabs_pos_eq in * by lra.
    replace (1 + exp (k * u)) with (exp (k * u) * (1 + exp (- k * u))).
    + rewrite ln_mult, ln_exp by lra. field. lra.
    + rewrite Rmult_plus_distr_l, <- exp_plus. replace (k * u + - k * u) with 0 by ring. rewrite exp_0. ring.
  - rewrite Rmax_left, Rabs_left in * by lra. replace (- k * - u) with (k * u) by ring. ring.
Qed.

(** For v >= 0 the number ln(1 + e^-kv)/k is in (0, ln 2/k], it is ln 2/k for v = 0 only, and falls like
    1/(k(1 + kv)). *)
Lemma log_of_decay k v : 0 < k -> 0 <= v ->
  let r := / k * ln (1 + exp (- k * v)) in
  0 < r <= / k * ln 2 /\ (r = / k * ln 2 <-> v = 0) /\ r <= 1 / (k * (1 + k * v)).
Proof.
  intros Hk Hv r. assert (Pk : 0 < / k) by now apply Rinv_0_lt_compat.
  assert (Pv : 0 <= k * v) by (apply Rmult_le_pos; lra).
  pose proof (exp_pos (- k * v)) as Pe. pose proof (exp_opp_le (k * v) Pv) as Le.
  replace (- (k * v)) with (- k * v) in Le by ring. unfold r. set (s := exp (- k * v)) in *.
  assert (L1 : s <= 1) by (unfold s; rewrite <- exp_0; apply exp_le; lra).
  split; [split|split; [split|]].
  - apply Rmult_lt_0_compat; [exact Pk|now apply ln_1_plus_pos].
  - apply Rmult_le_compat_l; [lra|]. apply ln_le_mono; lra.
  - intros E. apply Rmult_eq_reg_l, ln_inv in E; try lra.
    apply Rle_antisym; [|exact Hv]. apply Rnot_lt_le. intros G.
    assert (S : s < 1) by (unfold s; rewrite <- exp_0; apply exp_increasing; nra). lra.
  - intros ->. unfold s. now rewrite Rmult_0_r, exp_0.
  - pose proof (ln_below_tangent (1 + s) ltac:(lra)) as T.
    unfold Rdiv. rewrite Rmult_1_l, Rinv_mult. apply Rmult_le_compat_l; lra.
Qed.

(** For k > 0 and all u: 0 < ln(1 + e^ku)/k - max(0, u) = ln(1 + e^-k|u|)/k <= ln 2/k, with equality on the right
    exactly at u = 0. The excess is also at most 1/(k(1 + k|u|)); so it tends to 0 like 1/k uniformly (its supremum
    over all u is ln 2/k), and faster at every u <> 0. *)
Theorem softplus_gap :
  let excess k u := softplus k u - Rmax 0 u in
  (forall k u, 0 < k ->
    0 < excess k u /\ excess k u = / k * ln (1 + exp (- k * Rabs u)) /\ excess k u <= / k * ln 2 /\
    (excess k u = / k * ln 2 <-> u = 0) /\ excess k u <= 1 / (k * (1 + k * Rabs u))) /\
  (forall k, 0 < k -> is_lub (fun r => exists u, r = excess k u) (/ k * ln 2)) /\
  forall u, u <> 0 -> tends_at_infinity (fun k => k * excess k u) 0.
Proof.
  intros excess.
  assert (A : forall k u, 0 < k ->
    0 < excess k u /\ excess k u = / k * ln (1 + exp (- k * Rabs u)) /\ excess k u <= / k * ln 2 /\
    (excess k u = / k * ln 2 <-> u = 0) /\ excess k u <= 1 / (k * (1 + k * Rabs u))).
  { intros k u Hk. unfold excess. rewrite softplus_excess by exact Hk.
    destruct (log_of_decay k (Rabs u) Hk (Rabs_pos u)) as ([P L] & E & Q).
    repeat split; try assumption; try apply P.
    - intros H. apply E in H. destruct (Req_dec u 0) as [Z|N]; [exact Z|]. now apply Rabs_no_R0 in N.
    - intros ->. apply E, Rabs_R0. }
  split; [exact A|split].
  - intros k Hk. split.
    + intros r [u ->]. now apply A.
    + intros b Hb. apply Hb. exists 0. symmetry. now apply A.
  - intros u Hu. pose proof (Rabs_pos_lt u Hu) as Pu.
    apply (tends_within _ 0 1 (Rabs u)); [lra|exact Pu|]. intros k Hk.
    destruct (A k u Hk) as (P & _ & _ & _ & Q). rewrite Rminus_0_r, Rabs_pos_eq by nra.
    apply (Rmult_le_compat_l k) in Q; [|lra].
    replace (k * (1 / (k * (1 + k * Rabs u)))) with (1 / (1 + k * Rabs u)) in Q by (field; nra). exact Q.
Qed.

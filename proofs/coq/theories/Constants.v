(** The constants: decimals of logarithms, the number kappa = 4(m - 1)/m^2, which is the maximum of
    2(1 - r)^2/(-ln r), and the window of the best gap. *)

From Coq Require Import Reals Lra.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
From TightMax Require Export RootM.
Open Scope R_scope.

(** ** Logarithms *)

Theorem ln_2_bounds : 0.693147180559945 <= ln 2 <= 0.693147180559946.
Proof. interval with (i_prec 64). Qed.

Theorem ln_3_bounds : 1.098612288668109 <= ln 3 <= 1.098612288668110.
Proof. interval with (i_prec 64). Qed.

Theorem ln_4_bounds : 1.386294361119890 <= ln 4 <= 1.386294361119891.
Proof. interval with (i_prec 64). Qed.

(** ** The constant kappa *)

Definition kappa : R := 4 * (m - 1) / m ^ 2.

(** kappa = 0.81452875517814... *)
Theorem kappa_bounds : 0.814528755178146 < kappa < 0.814528755178150.
Proof. pose proof m_enclosed. unfold kappa. split; interval with (i_prec 90). Qed.

(** The printed constant 0.8145 is below kappa. *)
Corollary kappa_above_printed : 0.8145 < kappa.
Proof. pose proof kappa_bounds. lra. Qed.

(** What kappa * (-ln r) leaves over 2(1-r)^2, and its derivative, with the zeros 1/m and 1 - 1/m. *)
Definition spare (r : R) : R := kappa * - ln r - 2 * (1 - r) ^ 2.

Definition spare' (r : R) : R := - 4 * (r - / m) * (r - (1 - / m)) * / r.

Lemma spare_derivative r : 0 < r -> derivable_pt_lim spare r (spare' r).
Proof.
  intros H. pose proof m_bounds as Hm.
  replace (spare' r) with (kappa * - / r - 2 * (INR 2 * (1 - r) ^ Nat.pred 2 * (0 - 1)))
    by (unfold spare', kappa; simpl; field; lra).
  change spare with (fun r => kappa * - ln r - 2 * (1 - r) ^ 2).
  apply (derivable_pt_lim_minus (fun r => kappa * - ln r) (fun r => 2 * (1 - r) ^ 2)).
  - apply (derivable_pt_lim_scal (fun r => - ln r)). apply derivable_pt_lim_opp.
    now apply derivable_pt_lim_ln.
  - apply (derivable_pt_lim_scal (fun r => (1 - r) ^ 2)).
    apply (derivable_pt_lim_comp (fun r => 1 - r) (fun y => y ^ 2)).
    + apply (derivable_pt_lim_minus (fun _ => 1) (fun r => r));
        [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
    + apply derivable_pt_lim_pow.
Qed.

Lemma inv_m_bounds : 0.28 < / m < 0.29.
Proof.
  pose proof m_bounds. split; apply (Rmult_lt_reg_r m); try lra; rewrite Rinv_l by lra; lra.
Qed.

Lemma spare_at_inv_m : spare (/ m) = 0.
Proof.
  pose proof m_bounds. unfold spare, kappa. rewrite ln_Rinv, ln_m by lra. field. lra.
Qed.

Lemma spare_at_1 : spare 1 = 0.
Proof. unfold spare. rewrite ln_1. ring. Qed.

(** The sign of the derivative: negative, positive, negative. *)
Lemma spare'_sign r : 0 < r ->
  (r < / m -> spare' r < 0) /\ (/ m < r < 1 - / m -> 0 < spare' r) /\ (1 - / m < r -> spare' r < 0).
Proof.
  intros H. pose proof inv_m_bounds as Hi. pose proof (Rinv_0_lt_compat r H) as Hr. unfold spare'.
  repeat split; intros Hs.
  - pose proof (Rmult_lt_0_compat (/ m - r) (1 - / m - r) ltac:(lra) ltac:(lra)) as P.
    pose proof (Rmult_lt_0_compat _ _ P Hr). lra.
  - pose proof (Rmult_lt_0_compat (r - / m) (1 - / m - r) ltac:(lra) ltac:(lra)) as P.
    pose proof (Rmult_lt_0_compat _ _ P Hr). lra.
  - pose proof (Rmult_lt_0_compat (r - / m) (r - (1 - / m)) ltac:(lra) ltac:(lra)) as P.
    pose proof (Rmult_lt_0_compat _ _ P Hr). lra.
Qed.

Lemma spare_positive r : 0 < r < 1 -> r <> / m -> 0 < spare r.
Proof.
  intros H N. pose proof inv_m_bounds as Hi.
  assert (D : forall c, 0 < c -> derivable_pt_lim spare c (spare' c)) by (intros; now apply spare_derivative).
  destruct (Rtotal_order r (/ m)) as [L|[L|L]]; [|contradiction|].
  - rewrite <- spare_at_inv_m. apply (decreases spare spare'); [| |exact L].
    + intros c Hc. apply D. lra.
    + intros c Hc. apply (proj1 (spare'_sign c ltac:(lra))). lra.
  - destruct (Rle_lt_dec r (1 - / m)) as [G|G].
    + rewrite <- spare_at_inv_m. apply (increases spare spare'); [| |exact L].
      * intros c Hc. apply D. lra.
      * intros c Hc. apply (proj1 (proj2 (spare'_sign c ltac:(lra)))). lra.
    + rewrite <- spare_at_1. apply (decreases spare spare'); [| |lra].
      * intros c Hc. apply D. lra.
      * intros c Hc. apply (proj2 (proj2 (spare'_sign c ltac:(lra)))). lra.
Qed.

(** For 0 < r < 1 other than 1/m: 2(1-r)^2 < kappa * (-ln r). *)
Theorem kappa_strict r : 0 < r < 1 -> r <> / m -> 2 * (1 - r) ^ 2 < kappa * - ln r.
Proof. intros H N. pose proof (spare_positive r H N) as P. unfold spare in P. lra. Qed.

(** At r = 1/m there is equality. *)
Theorem kappa_attained : 2 * (1 - / m) ^ 2 = kappa * - ln (/ m).
Proof. pose proof spare_at_inv_m as E. unfold spare in E. lra. Qed.

(** For every 0 < r <= 1: 2(1-r)^2 <= kappa * (-ln r). *)
Theorem kappa_bound r : 0 < r <= 1 -> 2 * (1 - r) ^ 2 <= kappa * - ln r.
Proof.
  intros [H [H1| ->]].
  - destruct (Req_dec r (/ m)) as [->|N]; [right; apply kappa_attained|].
    left. apply kappa_strict; [lra|exact N].
  - rewrite ln_1. lra.
Qed.

(** kappa is the maximum of 2(1-r)^2/(-ln r) over 0 < r < 1, attained only at r = 1/m. *)
Theorem kappa_maximum :
  (forall r, 0 < r < 1 -> 2 * (1 - r) ^ 2 / - ln r <= kappa) /\
  (forall r, 0 < r < 1 -> (2 * (1 - r) ^ 2 / - ln r = kappa <-> r = / m)).
Proof.
  assert (P : forall r, 0 < r < 1 -> 0 < - ln r).
  { intros r H. pose proof (ln_increasing r 1 ltac:(lra) ltac:(lra)) as L. rewrite ln_1 in L. lra. }
  split.
  - intros r H. specialize (P r H). apply (Rmult_le_reg_r (- ln r)); [exact P|].
    replace (2 * (1 - r) ^ 2 / - ln r * - ln r) with (2 * (1 - r) ^ 2) by (field; lra).
    apply kappa_bound. lra.
  - intros r H. specialize (P r H). split.
    + intros E. destruct (Req_dec r (/ m)) as [|N]; [assumption|exfalso].
      pose proof (kappa_strict r H N) as S. rewrite <- E in S.
      replace (2 * (1 - r) ^ 2 / - ln r * - ln r) with (2 * (1 - r) ^ 2) in S by (field; lra). lra.
    + intros ->. rewrite kappa_attained. field. lra.
Qed.

(** ** Where a jump gains more than 0.8145 of its logarithm *)

Lemma printed_constant_jump r : 20 / 71 <= r <= 2 / 7 -> 0.8145 * - ln r <= 2 * (1 - r) ^ 2.
Proof.
  intros H. enough (0 <= 2 * (1 - r) ^ 2 + 0.8145 * ln r) by lra.
  interval with (i_bisect r, i_taylor r, i_prec 64).
Qed.

(** The 116th and the 117th number of the chain 1, 4, 14, 49, ..., each the integer nearest to m times the
    last. *)
Definition number_116 : Z := 636492333964047148054916059915382605108707664675005733860644822.
Definition number_117 : Z := 2235909998851525919974614446143823424233614883129195728292823663.

Lemma before_117 : 117.785698 < 0.8145 * ln (IZR number_116).
Proof. unfold number_116. interval with (i_prec 64). Qed.

Lemma at_117 : 0.8145 * ln (IZR number_117) < 118.809097.
Proof. unfold number_117. interval with (i_prec 64). Qed.

(** ** How far a chain of jumps falls behind *)

(** m/(m - 1) makes up for rounding d/m down: if p > d/m - 1 then p + m/(m-1) > (d + m/(m-1))/m. *)
Definition shift_m : R := m / (m - 1).

Lemma shift_m_bounds : 1.39 < shift_m < 1.4.
Proof. pose proof m_bounds. unfold shift_m. split; interval with (i_prec 64). Qed.

Lemma chain_start_2 : kappa * ln ((2 + shift_m) / (1 + shift_m)) < / 2.
Proof. pose proof kappa_bounds. pose proof shift_m_bounds. interval with (i_prec 64). Qed.

Lemma chain_start_3 : kappa * ln ((3 + shift_m) / (1 + shift_m)) < 8 / 9.
Proof. pose proof kappa_bounds. pose proof shift_m_bounds. interval with (i_prec 64). Qed.

Lemma chain_distance : kappa * ln (1 + shift_m) < 0.7124.
Proof. pose proof kappa_bounds. pose proof m_bounds. unfold shift_m. interval with (i_prec 64). Qed.

(** ** The window of the best gap *)

(** ln 2 - 1/2, which the universal smoothing saves. *)
Theorem saved_bounds : 0.19314 < ln 2 - / 2 < 0.19315.
Proof. pose proof ln_2_bounds. lra. Qed.

(** ln 3 - 23/27, the most that LogSumExp can lose. *)
Theorem lost_bounds : 0.24676 < ln 3 - 23 / 27 < 0.24677.
Proof. pose proof ln_3_bounds. lra. Qed.

(** The window between the two is ln(3/2) - 19/54 wide, which is less than 0.0537. *)
Theorem window_width :
  ln 3 - 23 / 27 - (ln 2 - / 2) = ln (3 / 2) - 19 / 54 /\ ln (3 / 2) - 19 / 54 < 0.0537.
Proof.
  pose proof ln_2_bounds. pose proof ln_3_bounds.
  assert (E : ln (3 / 2) = ln 3 - ln 2) by (unfold Rdiv; rewrite ln_mult, ln_Rinv; lra).
  split; lra.
Qed.

(** At d = 60 the upper end of the window exceeds 0.2467. *)
Theorem lost_at_sixty : 0.2467 < ln 3 - 23 / 27 - / (6 * 60 ^ 2).
Proof. pose proof ln_3_bounds. lra. Qed.

(** ** Four entries *)

Lemma ln_4_is_twice : ln 4 = 2 * ln 2.
Proof. replace 4 with (2 * 2) by ring. rewrite ln_mult; lra. Qed.

(** The gap of the universal smoothing at d = 4 is ln 4 - (ln 2 - 1/2) = ln 2 + 1/2 = 1.193147..., more
    than 1.187 and less than the gap of LogSumExp, ln 4 = 1.3862..., and than 1.3863. *)
Theorem four_entries :
  ln 4 - (ln 2 - / 2) = ln 2 + / 2 /\ 1.193147 < ln 2 + / 2 < 1.193148 /\ 1.187 < ln 2 + / 2 < ln 4 /\
  1.3862 < ln 4 < 1.3863.
Proof. pose proof ln_2_bounds. pose proof ln_4_is_twice. repeat split; lra. Qed.

(** kappa ln d is above the least gap 1/2 at d = 2 and above the least gap 8/9 at d = 3. *)
Theorem kappa_fails_below_four : / 2 < kappa * ln 2 /\ 8 / 9 < kappa * ln 3.
Proof.
  pose proof kappa_bounds. pose proof ln_2_bounds. pose proof ln_3_bounds. split.
  - apply Rlt_le_trans with (0.8145 * 0.6931); [lra|]. apply Rmult_le_compat; lra.
  - apply Rlt_le_trans with (0.8145 * 1.0986); [lra|]. apply Rmult_le_compat; lra.
Qed.

(** The number ln d - (ln 3 - 23/27) + 1/(6 d^2) is more than kappa ln d for every real d >= 4. *)
Theorem kappa_from_four x : 4 <= x -> kappa * ln x < ln x - (ln 3 - 23 / 27) + / (6 * x ^ 2).
Proof.
  intros Hx. pose proof kappa_bounds. pose proof lost_bounds. pose proof ln_4_bounds.
  assert (L : ln 4 <= ln x) by (destruct Hx as [Hx| <-]; [left; apply ln_increasing; lra|lra]).
  assert (P : 0 < / (6 * x ^ 2)).
  { apply Rinv_0_lt_compat, Rmult_lt_0_compat; [lra|]. apply pow_lt. lra. }
  assert (M : 0.185 * 1.386 <= (1 - kappa) * ln x) by (apply Rmult_le_compat; lra). lra.
Qed.

(** The least range of a multiple of the squared Euclidean norm, (d^2 - 1)(d - 1)/(2 d^2) or more, exceeds
    the gap ln d of LogSumExp for every real d >= 4. *)
Theorem quadratics_worse_from_four x : 4 <= x -> ln x < (x ^ 2 - 1) * (x - 1) / (2 * x ^ 2).
Proof.
  intros Hx. pose proof ln_4_bounds as H4.
  assert (L : ln x = ln 4 + ln (x / 4)) by (rewrite <- ln_mult by lra; f_equal; field).
  assert (T : ln (x / 4) <= x / 4 - 1).
  { pose proof (exp_ineq1_le (x / 4 - 1)) as E.
    destruct (Rle_lt_dec (ln (x / 4)) (x / 4 - 1)) as [|G]; [assumption|exfalso].
    apply exp_increasing in G. rewrite exp_ln in G by lra. lra. }
  assert (S : x / 4 + 0.4 <= (x ^ 2 - 1) * (x - 1) / (2 * x ^ 2)).
  { apply (Rmult_le_reg_r (2 * x ^ 2)); [apply Rmult_lt_0_compat; [lra|apply pow_lt; lra]|].
    replace ((x ^ 2 - 1) * (x - 1) / (2 * x ^ 2) * (2 * x ^ 2)) with ((x ^ 2 - 1) * (x - 1)) by (field; lra).
    pose proof (Rmult_le_pos (x - 4) x ltac:(lra) ltac:(lra)) as P.
    pose proof (Rmult_le_pos _ x P ltac:(lra)). pose proof (Rle_0_sqr (x - 4)) as Q. unfold Rsqr in Q. lra. }
  lra.
Qed.

(** ln d - eps*_d tends to ln 2 - 1/2: the universal smoothing is asymptotically exact. For every d >= 2 its gap
    ln d - (ln 2 - 1/2) exceeds the least one by at most M^(-1/5) (13/3 + (ln M)/6), M = 6 + 2 ln d. *)

From Coq Require Import Reals Lra Lia Arith.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
From TightMax Require Import Vectors Smoothing Duality UniversalRegulariser LimitLoss LimitRate.
From TightMax Require Import LimitFunction LimitMeans LimitBudget LimitWhole LimitPointwise.
From TightMax Require Martingale UniversalUpper.
Open Scope R_scope.

Lemma reserve_at_centre d eta : (1 <= d)%nat -> 0 < eta -> reserve d eta (centre d) <= 6 * eta.
Proof.
  intros Hd He. assert (0 < INR d) as D by (apply lt_0_INR; lia). unfold reserve, centre, entry_reserve.
  rewrite sum_const. pose proof (Rinv_0_lt_compat _ D).
  apply Rmult_le_reg_r with (eta + / INR d); [lra|].
  replace (INR d * (6 * eta ^ 2 * / INR d / (eta + / INR d)) * (eta + / INR d)) with (6 * eta ^ 2) by (field; split; [lra|];
    pose proof (Rmult_lt_0_compat _ _ He D); lra).
  assert (0 < eta * / INR d) by (apply Rmult_lt_0_compat; assumption). lra.
Qed.

Lemma sum_other d i c : (i < d)%nat -> sum d (fun j => if Nat.eqb i j then 0 else c) = (INR d - 1) * c.
Proof.
  intros Hi. rewrite (sum_ext d _ (fun j => c - vertex i j * c)).
  - rewrite sum_minus, sum_const, (sum_vertex d i (fun _ => c) Hi). ring.
  - intros j _. unfold vertex. rewrite Nat.eqb_sym. destruct (Nat.eqb j i); ring.
Qed.

(** M of the rate. *)
Definition size (d : nat) : R := 6 + 2 * ln (INR d).

Lemma size_least d : (1 <= d)%nat -> 6 <= size d.
Proof. intros Hd. pose proof (ln_INR_nonneg d Hd). unfold size. lra. Qed.

Lemma total_at_centre d : (1 <= d)%nat -> total d (centre d) <= 1 / 2 * Rpower (size d) (- (1 / 2)).
Proof.
  intros Hd. assert (1 <= INR d) as D by (apply (le_INR 1); exact Hd). pose proof (size_least d Hd) as M6.
  assert (0 < / INR d <= 1) as I.
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  assert (both (/ INR d) (/ INR d) = / INR d ^ 2 * Rpower (size d) (- (1 / 2))) as B.
  { unfold both. destruct (Rlt_dec 0 (/ INR d)); [|lra]. rewrite pair_diagonal by exact I. unfold height.
    rewrite ln_Rinv by lra. replace (1 + 2 * (5 / 2 - - ln (INR d))) with (size d) by (unfold size; field).
    rewrite Rpower_Ropp. replace (1 / 2) with (/ 2) by field. rewrite Rpower_sqrt by lra.
    rewrite pow_inv. reflexivity. }
  unfold total, psum. rewrite (sum_ext d _ (fun _ => (INR d - 1) * both (/ INR d) (/ INR d))).
  - rewrite sum_const, B. set (r := Rpower (size d) (- (1 / 2))). assert (0 < r) by apply exp_pos.
    replace (INR d * ((INR d - 1) * (/ INR d ^ 2 * r)) / 2) with (1 / 2 * r - r * / INR d / 2) by (field; lra).
    assert (0 < r * / INR d) by (apply Rmult_lt_0_compat; lra). lra.
  - intros i Hi. rewrite <- (sum_other d i _ Hi). apply sum_ext. intros j _. unfold g, centre. reflexivity.
Qed.

Lemma half_power : Rpower (1 / 2) (2 / 5) <= 0.758.
Proof. unfold Rpower. interval with (i_prec 64). Qed.

Lemma pairs_at_centre d : (1 <= d)%nat -> pw (total d (centre d)) <= 0.758 * Rpower (size d) (- (1 / 5)).
Proof.
  intros Hd. pose proof (size_least d Hd).
  eapply Rle_trans; [apply pw_increasing, (total_at_centre d Hd)|].
  assert (0 < Rpower (size d) (- (1 / 2))) as P by apply exp_pos.
  unfold pw. destruct (Rlt_dec _ _); [|lra].
  rewrite <- Rpower_mult_distr by lra. rewrite Rpower_mult. replace (- (1 / 2) * (2 / 5)) with (- (1 / 5)) by field.
  apply Rmult_le_compat_r; [left; apply exp_pos|exact half_power].
Qed.

Lemma at_centre : 6 / 5 + 0.758 * (5 / 2 + ln 5) <= 13 / 3.
Proof. interval with (i_prec 64). Qed.

(** A symmetric function on the simplex that is 1-strongly convex in the l1 norm rises from the centre to the vertices by
    at least ln d - (ln 2 - 1/2) less the rate. *)
Theorem exact_limit_h d h : (2 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  ln (INR d) - (ln 2 - 1 / 2) - rate d <= h (vertex 0) - h (centre d).
Proof.
  intros Hd Hs Hc. pose proof (size_least d ltac:(lia)) as M6. set (w := Rpower (size d) (- (1 / 5))).
  assert (0 < w) as W0 by apply exp_pos.
  assert (0 < ln (size d)) as L0 by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (w <= 1) as W1.
  { unfold w, Rpower. apply Rle_trans with (exp 0); [left; apply exp_increasing; lra|rewrite exp_0; lra]. }
  assert (ln w = - (1 / 5) * ln (size d)) as Lw by (unfold w, Rpower; apply ln_exp).
  pose proof (limit_pointwise d h (w / 5) (centre d) ltac:(lia) Hs Hc ltac:(lra) (simplex_centre d ltac:(lia))) as P.
  unfold whole in P. pose proof (reserve_at_centre d (w / 5) ltac:(lia) ltac:(lra)) as R.
  pose proof (pairs_at_centre d ltac:(lia)) as Q. fold w in Q.
  assert (upper_potential d (centre d) = ln (INR d) - (ln 2 - 1 / 2)) as U
    by (unfold upper_potential; rewrite universal_centre by exact Hd; ring).
  rewrite U in P.
  replace (5 / 2 - ln (w / 5)) with (5 / 2 + ln 5 + 1 / 5 * ln (size d)) in P
    by (unfold Rdiv; rewrite ln_mult, ln_Rinv, Lw by (try apply Rinv_0_lt_compat; lra); field).
  assert (0 < ln 5) as L5 by (rewrite <- ln_1; apply ln_increasing; lra).
  pose proof (Rmult_le_compat_l (5 / 2 + ln 5 + 1 / 5 * ln (size d)) _ _ ltac:(lra) Q) as K.
  assert (rate d = w * (13 / 3 + 1 / 6 * ln (size d))) as Er by reflexivity. rewrite Er.
  pose proof (Rmult_le_compat_l w _ _ (Rlt_le _ _ W0) at_centre) as A.
  assert (0 < w * ln (size d)) by (apply Rmult_lt_0_compat; assumption). lra.
Qed.

(** Every eps-smoothing of the maximum of d >= 2 numbers has eps >= ln d - (ln 2 - 1/2) - rate. *)
Theorem exact_limit_lower d eps f : (2 <= d)%nat -> smoothing d eps f -> ln (INR d) - (ln 2 - 1 / 2) - rate d <= eps.
Proof.
  intros Hd Hf. destruct (strongly_convex_of_smoothing d eps f ltac:(lia) Hf) as (h & Hs & Hc & Hr).
  pose proof (exact_limit_h d h Hd Hs Hc).
  pose proof (Hr _ (simplex_vertex d 0 ltac:(lia))). pose proof (Hr _ (simplex_centre d ltac:(lia))). lra.
Qed.

(** The least gap exists, and it is within the rate of ln d - (ln 2 - 1/2), from below. *)
Lemma exact_limit_rate d : (2 <= d)%nat -> exists eps, optimum d eps /\
  0 <= ln (INR d) - (ln 2 - 1 / 2) - eps <=
  Rpower (6 + 2 * ln (INR d)) (- (1 / 5)) * (13 / 3 + 1 / 6 * ln (6 + 2 * ln (INR d))).
Proof.
  intros Hd. pose proof (Martingale.value_is_optimum d ltac:(lia)) as Best.
  set (eps := Martingale.value d (centre d)) in *. exists eps. split; [exact Best|].
  destruct Best as [[f Hf] Least]. destruct (UniversalUpper.universal_upper d Hd) as [u Hu].
  pose proof (Least _ u Hu). pose proof (exact_limit_lower d eps f Hd Hf) as L. unfold rate in L. lra.
Qed.

(** The whole: for every d >= 2 there is a least gap eps*_d, and with M = 6 + 2 ln d
    0 <= ln d - (ln 2 - 1/2) - eps*_d <= M^(-1/5) (13/3 + (ln M)/6); so ln d - eps*_d tends to ln 2 - 1/2. *)
Theorem exact_limit :
  (forall d, (2 <= d)%nat -> exists eps, optimum d eps /\
    0 <= ln (INR d) - (ln 2 - 1 / 2) - eps <=
    Rpower (6 + 2 * ln (INR d)) (- (1 / 5)) * (13 / 3 + 1 / 6 * ln (6 + 2 * ln (INR d)))) /\
  (forall delta, 0 < delta -> exists n, forall d eps, (n <= d)%nat -> optimum d eps ->
    Rabs (ln (INR d) - eps - (ln 2 - 1 / 2)) < delta).
Proof.
  split; [exact exact_limit_rate|]. intros delta Hdelta. destruct (rate_vanishes delta Hdelta) as [n Hn].
  exists (n + 2)%nat. intros d eps Hd [[f Hf] Least]. specialize (Hn d ltac:(lia)).
  destruct (UniversalUpper.universal_upper d ltac:(lia)) as [u Hu]. pose proof (Least _ u Hu).
  pose proof (exact_limit_lower d eps f ltac:(lia) Hf). apply Rabs_def1; lra.
Qed.

(** What it says about the universal smoothing, about LogSumExp, and about the ratio. *)
Theorem limit_consequences d eps : (2 <= d)%nat -> optimum d eps ->
  0 <= ln (INR d) - (ln 2 - 1 / 2) - eps <= rate d /\
  ln 2 - 1 / 2 <= ln (INR d) - eps <= ln 2 - 1 / 2 + rate d /\
  0 <= 1 - (ln 2 - 1 / 2) / ln (INR d) - eps / ln (INR d) <= rate d / ln (INR d).
Proof.
  intros Hd [[f Hf] Least]. destruct (UniversalUpper.universal_upper d Hd) as [u Hu]. pose proof (Least _ u Hu).
  pose proof (exact_limit_lower d eps f Hd Hf). split; [lra|]. split; [lra|].
  assert (0 < ln (INR d)) as L.
  { rewrite <- ln_1. apply ln_increasing; [lra|]. apply Rlt_le_trans with 2; [lra|].
    change 2 with (INR 2). now apply le_INR. }
  replace (1 - (ln 2 - 1 / 2) / ln (INR d) - eps / ln (INR d))
    with ((ln (INR d) - (ln 2 - 1 / 2) - eps) * / ln (INR d)) by (field; lra).
  pose proof (Rinv_0_lt_compat _ L). split; [apply Rmult_le_pos; lra|]. apply Rmult_le_compat_r; lra.
Qed.

(** No more than ln 2 - 1/2 can be saved in every dimension. *)
Theorem no_more_saved C : (forall d, (2 <= d)%nat -> exists f, smoothing d (ln (INR d) - C) f) -> C <= ln 2 - 1 / 2.
Proof.
  intros H. apply Rnot_lt_le. intros L. destruct (rate_vanishes (C - (ln 2 - 1 / 2)) ltac:(lra)) as [n Hn].
  specialize (Hn (n + 2)%nat ltac:(lia)). destruct (H (n + 2)%nat ltac:(lia)) as [f Hf].
  pose proof (exact_limit_lower (n + 2) _ f ltac:(lia) Hf). lra.
Qed.

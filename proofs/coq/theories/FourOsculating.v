(** Where the osculating cubic polynomials of FourThird.v touch and what signs their coefficients have: the distance
    reach falls from infinity to reach T1, and there the polynomial has no other terms than the cubic one. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Entropy FourCurves FourCurvesEnds FourSteps FourThird SemicontinuousMaximum.
Open Scope R_scope.

Lemma falls (f f' : R -> R) a b : 0 < a < b -> b <= T1 -> (forall x, 0 < x < 1 / 2 -> is_derive f x (f' x)) ->
  (forall x, a < x < b -> f' x < 0) -> f b < f a.
Proof.
  intros H L D N. pose proof T1_range as [R1 _]. destruct (mean_value f f' a b ltac:(lra)) as [c [Hc M]].
  - intros c Hc. apply continuity_pt_filterlim, (ex_derive_continuous f). exists (f' c). apply D. lra.
  - intros c Hc. apply is_derive_Reals, D. lra.
  - specialize (N c Hc). nra.
Qed.

Lemma grows (f f' : R -> R) a b : 0 < a < b -> b <= T1 -> (forall x, 0 < x < 1 / 2 -> is_derive f x (f' x)) ->
  (forall x, a < x < b -> 0 < f' x) -> f a < f b.
Proof.
  intros H L D N. enough (- f b < - f a) by lra.
  apply (falls (fun x => - f x) (fun x => - f' x) a b H L).
  - intros x Hx. apply (is_derive_opp f x (f' x)). now apply D.
  - intros x Hx. specialize (N x Hx). lra.
Qed.

(** ** At T1 *)

Lemma reach_T1 : reach T1 = apart T1.
Proof. unfold reach. rewrite slope_T1. lra. Qed.

Lemma apart_T1_pos : 0 < apart T1.
Proof. apply apart_pos, T1_inside. Qed.

Lemma third_T1 : third T1 = / (6 * apart T1).
Proof. pose proof apart_T1_pos. unfold third. rewrite tau_T1. field. lra. Qed.

Lemma first_T1 : first T1 = apart T1 / 12.
Proof. unfold first. rewrite reach_T1, tau_T1. rewrite apart_T1. lra. Qed.

Lemma A2_T1 : A2 T1 = 0.
Proof. pose proof apart_T1_pos. unfold A2. rewrite third_T1, reach_T1, tau_T1. field. lra. Qed.

Lemma A1_T1 : A1 T1 = 0.
Proof. pose proof apart_T1_pos. unfold A1. rewrite first_T1, third_T1, reach_T1, tau_T1. field. lra. Qed.

Lemma A0_T1 : A0 T1 = 0.
Proof.
  pose proof apart_T1_pos. unfold A0, zeroth. rewrite first_T1, third_T1, reach_T1, tau_T1.
  replace (eta T1) with (3 / 4 - 7 / 8 * apart T1) by (rewrite apart_T1; lra).
  replace value0 with (9 / 8 + 24 * apart T1 / 64 - 13 * (24 * apart T1) ^ 2 / 55296)
    by (unfold value0, K; rewrite apart_T1; lra). field. lra.
Qed.

(** ** reach falls from infinity *)

Lemma fall_sign T : 0 < T < 1 / 2 -> - (2 * apart T / tau T) * tau' T < 0.
Proof.
  intros H. pose proof (apart_pos T ltac:(lra)). destruct (tau_range T ltac:(lra)) as [Ht _].
  pose proof (tau'_pos T ltac:(lra)). assert (0 < 2 * apart T / tau T) by (apply Rdiv_lt_0_compat; lra). nra.
Qed.

Lemma reach_falls s t : 0 < s < t -> t <= T1 -> reach t < reach s.
Proof.
  intros H L. pose proof T1_range as [R1 _]. apply (falls _ _ s t H L reach_derive). intros x Hx. apply fall_sign. lra.
Qed.

Lemma reach_least T : 0 < T <= T1 -> apart T1 <= reach T.
Proof.
  intros H. rewrite <- reach_T1. destruct (Req_dec T T1) as [->|N]; [lra|]. left. apply reach_falls; lra.
Qed.

Lemma reach_pos T : 0 < T <= T1 -> 0 < reach T.
Proof. intros H. pose proof (reach_least T H). pose proof apart_T1_pos. lra. Qed.

Lemma slope_large T : 0 < T < T1 -> - ln (3 * tau T) <= slope T.
Proof.
  intros H. pose proof T1_range as [R1 _]. destruct (tau_range T ltac:(lra)) as [Ht _].
  set (f := fun x => slope x + ln (3 * tau x)). set (f' := fun x => tau' x / tau x * (1 - 4 * eta x / (2 - tau x))).
  assert (f T1 < f T) as L.
  { apply (falls f f' T T1); [lra|lra| |].
    - intros x Hx. destruct (tau_range x ltac:(lra)) as [Hx' _]. pose proof (tau_derive x) as D1.
      pose proof (slope_derive x ltac:(lra)) as D2. unfold f. auto_derive.
      + repeat split; try (now eexists; eassumption). lra.
      + change (Derive (fun x => tau x) x) with (Derive tau x).
        change (Derive (fun x => slope x) x) with (Derive slope x).
        rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2). unfold f'. field. lra.
    - intros x Hx. destruct (tau_range x ltac:(lra)) as [Hx' _]. pose proof (tau'_pos x ltac:(lra)).
      pose proof (eta_above x ltac:(lra)). unfold f'.
      assert (0 < tau' x / tau x) by (apply Rdiv_lt_0_compat; lra).
      assert (1 < 4 * eta x / (2 - tau x)); [|nra].
      apply Rmult_lt_reg_r with (2 - tau x); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  unfold f in L. rewrite slope_T1, tau_T1 in L. replace (3 * (1 / 3)) with 1 in L by lra. rewrite ln_1 in L. lra.
Qed.

Lemma reach_unbounded X : exists T, 0 < T < T1 /\ X < reach T.
Proof.
  pose proof T1_range as [R1 _]. pose proof (exp_pos (- (4 * Rabs X + 4))) as P.
  set (T := Rmin (T1 / 2) (exp (- (4 * Rabs X + 4)) / 6)).
  assert (0 < T) as HT by (apply Rmin_pos; lra).
  pose proof (Rmin_l (T1 / 2) (exp (- (4 * Rabs X + 4)) / 6)) as L1.
  pose proof (Rmin_r (T1 / 2) (exp (- (4 * Rabs X + 4)) / 6)) as L2. fold T in L1, L2.
  exists T. split; [lra|]. pose proof (slope_large T ltac:(lra)) as S. pose proof (tau_small T ltac:(lra)) as [S1 S2].
  pose proof (apart_pos T ltac:(lra)) as A. destruct (tau_range T ltac:(lra)) as [Ht _].
  assert (ln (3 * tau T) <= - (4 * Rabs X + 4)) as L.
  { rewrite <- (ln_exp (- (4 * Rabs X + 4))). apply ln_le; [lra|]. nra. }
  unfold reach. pose proof (Rle_abs X). lra.
Qed.

Lemma reach_continuous T : 0 < T < 1 / 2 -> continuity_pt reach T.
Proof.
  intros H. apply continuity_pt_filterlim, (ex_derive_continuous reach). eexists. now apply reach_derive.
Qed.

(** Every distance from reach T1 on is reached, by a T on the right side. *)
Lemma reach_hits T y : 0 < T <= T1 -> apart T1 <= y <= reach T -> exists s, T <= s <= T1 /\ reach s = y.
Proof.
  intros H Hy. pose proof T1_range as [R1 _]. destruct (Req_dec T T1) as [->|N].
  { exists T1. rewrite reach_T1 in *. split; lra. }
  destruct (Req_dec y (reach T)) as [->|N1]; [exists T; split; lra|].
  destruct (Req_dec y (apart T1)) as [->|N2]; [exists T1; rewrite reach_T1; split; lra|].
  destruct (Ranalysis5.IVT_interv (fun x => y - reach x) T T1) as [s [Hs E]].
  - intros x Hx. apply continuity_pt_minus; [apply continuity_pt_const; intros u v; reflexivity|].
    apply reach_continuous. lra.
  - lra.
  - lra.
  - rewrite reach_T1. lra.
  - exists s. split; lra.
Qed.

Lemma reach_reaches y : apart T1 <= y -> exists s, 0 < s <= T1 /\ reach s = y.
Proof.
  intros Hy. destruct (reach_unbounded y) as [T [HT L]]. destruct (reach_hits T y ltac:(lra) ltac:(lra)) as [s [Hs E]].
  exists s. split; lra.
Qed.

Lemma reach_order s t : 0 < s <= T1 -> 0 < t <= T1 -> reach s <= reach t -> t <= s.
Proof.
  intros Hs Ht L. apply Rnot_lt_le. intros N. pose proof (reach_falls s t ltac:(lra) ltac:(lra)). lra.
Qed.

(** ** The signs of the coefficients *)

Lemma A2_sign T : 0 < T <= T1 -> 0 <= A2 T.
Proof.
  intros H. pose proof T1_range as [R1 _]. destruct (Req_dec T T1) as [->|N]; [rewrite A2_T1; lra|].
  rewrite <- A2_T1. left. apply (falls _ _ T T1 ltac:(lra) ltac:(lra) A2_derive). intros x Hx.
  pose proof (third'_pos x ltac:(lra)). pose proof (reach_pos x ltac:(lra)). nra.
Qed.

(** How the polynomial changes if the last two entries are exchanged. *)
Lemma kink T a : 0 < T < T1 -> reach T <= a -> 0 < 2 * A1 T + a * A2 T.
Proof.
  intros H Ha. pose proof T1_range as [R1 _]. pose proof (A2_sign T ltac:(lra)) as S.
  apply Rlt_le_trans with (2 * A1 T + reach T * A2 T); [|nra].
  replace 0 with (2 * A1 T1 + reach T * A2 T1) by (rewrite A1_T1, A2_T1; ring).
  apply (falls (fun x => 2 * A1 x + reach T * A2 x)
    (fun x => third' x * reach x * (reach x - reach T)) T T1); [lra|lra| |].
  - intros x Hx. pose proof (A1_derive x Hx) as D1. pose proof (A2_derive x Hx) as D2. auto_derive.
    + repeat split; now eexists; eassumption.
    + change (Derive (fun x => A1 x) x) with (Derive A1 x). change (Derive (fun x => A2 x) x) with (Derive A2 x).
      rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2). field.
  - intros x Hx. pose proof (third'_pos x ltac:(lra)) as P. pose proof (reach_pos x ltac:(lra)) as Q.
    pose proof (reach_falls T x ltac:(lra) ltac:(lra)) as F. pose proof (Rmult_lt_0_compat _ _ P Q). nra.
Qed.

Lemma third_pos T : 0 < T <= T1 -> 0 < third T.
Proof.
  intros H. pose proof T1_range as [R1 _]. pose proof (tau_third T H). pose proof (apart_pos T ltac:(lra)).
  unfold third. apply Rdiv_lt_0_compat; lra.
Qed.

Lemma third_reach T : 0 < T <= T1 -> 0 < third T * reach T <= 1 / 2 - tau T.
Proof.
  intros H. pose proof (A2_sign T H) as A. unfold A2 in A. pose proof (third_pos T H). pose proof (reach_pos T H).
  split; [nra|lra].
Qed.

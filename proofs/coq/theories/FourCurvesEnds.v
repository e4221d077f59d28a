(** The two curves of FourCurves.v where they end: at tau = 1/3 they pass into straight ones, and towards tau = 0 the
    potential on the second tends to 8/9, which is its value at the centre of three entries. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Entropy FourCurves.
Open Scope R_scope.

(** ** tau = 1/3 *)

Lemma T1_range : 0 < T1 < 1 / 2 /\ T1 ^ 2 = 1 / 5.
Proof.
  assert (0 < sqrt 5) by (apply sqrt_lt_R0; lra). assert (sqrt 5 ^ 2 = 5) as E by (apply pow2_sqrt; lra).
  assert (0 < T1) by (apply Rinv_0_lt_compat; lra).
  assert (T1 ^ 2 = 1 / 5) as Q by (unfold T1; rewrite pow_inv, E; lra). split; [split; [lra|nra]|exact Q].
Qed.

Lemma T1_inside : 0 < T1 < 1.
Proof. pose proof T1_range. lra. Qed.

Lemma tau_T1 : tau T1 = 1 / 3.
Proof. unfold tau. destruct T1_range as [_ ->]. field. Qed.

(** The constant b of the closed form. *)
Definition arc : R := atan (/ sqrt 5) / sqrt 5.

Lemma eta_T1 : eta T1 = 48 - 252 * arc.
Proof.
  destruct T1_range as [P Q]. unfold eta. replace (T1 ^ 5) with (T1 * (T1 ^ 2) ^ 2) by ring. rewrite Q.
  unfold arc, Rdiv. fold T1. replace (atan T1 * T1) with (atan T1 / T1 * T1 ^ 2) by (field; lra). rewrite Q. field. lra.
Qed.

Lemma slope_T1 : slope T1 = 0.
Proof. unfold slope. ring. Qed.

Lemma ratio_T1 : ratio T1 = (24 - 4 * eta T1) / 7.
Proof. unfold ratio. rewrite tau_T1. field. Qed.

Lemma apart_T1 : apart T1 = 6 / 7 * (1 - 4 / 3 * eta T1).
Proof. unfold apart. rewrite tau_T1. field. Qed.

(** ** tau = 0 *)

Lemma tau_small T : 0 < T < 1 -> T ^ 2 <= tau T <= 2 * T ^ 2.
Proof.
  intros H. assert (0 < T ^ 2 < 1) by nra. unfold tau. split.
  - apply Rmult_le_reg_r with (1 + T ^ 2); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
  - apply Rmult_le_reg_r with (1 + T ^ 2); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
Qed.

(** The slope grows like a logarithm at most: slope + 2 ln tau increases. *)
Lemma slope_small T : 0 < T < T1 -> tau T * slope T <= 8 * T.
Proof.
  intros H. pose proof T1_range as [R1 Q1].
  set (f := fun x => slope x + 2 * ln (tau x)).
  set (f' := fun x => tau' x / tau x * (2 - 4 * eta x / (2 - tau x))).
  assert (forall x, 0 < x < 1 -> is_derive f x (f' x)) as D.
  { intros x Hx. destruct (tau_range x Hx) as [Ht _]. pose proof (tau_derive x) as D1.
    pose proof (slope_derive x Hx) as D2. unfold f. auto_derive.
    - repeat split; try (now eexists; eassumption). lra.
    - change (Derive (fun x => tau x) x) with (Derive tau x).
      change (Derive (fun x => slope x) x) with (Derive slope x).
      rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2). unfold f'. field. lra. }
  destruct (mean_value f f' T T1 ltac:(lra)) as [c [Hc M]].
  - intros c Hc. apply continuity_pt_filterlim, (ex_derive_continuous f). exists (f' c). apply D. lra.
  - intros c Hc. apply is_derive_Reals, D. lra.
  - assert (0 < c < 1) as C by lra. destruct (tau_range c C) as [Ht _]. pose proof (eta_below c C) as E.
    assert (0 < tau' c) as P by (unfold tau'; apply Rdiv_lt_0_compat; [lra|apply pow_lt; apply square_pos]).
    assert (tau c < 2 / 5) as Hc2.
    { pose proof (tau_small c C). assert (c ^ 2 < 1 / 5) by nra.
      unfold tau. apply Rmult_lt_reg_r with (1 + c ^ 2); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    assert (0 <= f' c) as F.
    { unfold f'. apply Rmult_le_pos; [left; apply Rdiv_lt_0_compat; lra|].
      assert (4 * eta c / (2 - tau c) <= 2); [|lra].
      apply Rmult_le_reg_r with (2 - tau c); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
    assert (f T <= f T1) as L by nra. unfold f in L. rewrite slope_T1, tau_T1 in L.
    pose proof (tau_small T ltac:(lra)) as [S1 S2]. assert (0 < T ^ 2) by nra.
    assert (ln (1 / 3) < 0) as N by (rewrite <- ln_1; apply ln_increasing; lra).
    assert (ln (T ^ 2) <= ln (tau T)) as G by (apply ln_le; lra).
    replace (T ^ 2) with (T * T) in G by ring. rewrite ln_mult in G by lra.
    pose proof (ln_le_minus_1 (/ T) (Rinv_0_lt_compat T ltac:(lra))) as I. rewrite ln_Rinv in I by lra.
    assert (slope T <= 4 * / T) as S by lra.
    apply Rle_trans with (tau T * (4 * / T)); [apply Rmult_le_compat_l; lra|].
    apply Rle_trans with (2 * T ^ 2 * (4 * / T)).
    + apply Rmult_le_compat_r; [|lra]. pose proof (Rinv_0_lt_compat T ltac:(lra)). lra.
    + right. field. lra.
Qed.

Lemma value2_small T : 0 < T < T1 -> value2 T <= 8 / 9 + 50 * T.
Proof.
  intros H. pose proof T1_range as [R1 Q1]. pose proof (tau_small T ltac:(lra)) as S.
  destruct (tau_range T ltac:(lra)) as [Ht _]. pose proof (eta_below T ltac:(lra)) as E1.
  pose proof (eta_above T ltac:(lra)) as E2. pose proof (apart_pos T ltac:(lra)) as A1.
  pose proof (apart_below T ltac:(lra)) as A2. pose proof (slope_small T H) as L.
  assert (tau T <= 2 / 5) as T5 by nra. set (t := tau T) in *. set (e := eta T) in *.
  assert (0 < e < 1) as E by nra.
  replace (value2 T) with (8 / 9 - 2 * t * (18 * e ^ 2 * t ^ 2 - 117 * e ^ 2 * t + 162 * e ^ 2 + 72 * e * t - 180 * e +
    16 * t + 24) / (9 * (3 - 2 * t) ^ 2) + t * slope T * (e - apart T))
    by (unfold value2, value1, ratio, apart; fold t; fold e; field; lra).
  set (p := 18 * e ^ 2 * t ^ 2 - 117 * e ^ 2 * t + 162 * e ^ 2 + 72 * e * t - 180 * e + 16 * t + 24).
  assert (-297 <= p) as P by (unfold p; nra).
  assert (- (2 * t * p / (9 * (3 - 2 * t) ^ 2)) <= 17 * t) as F.
  { apply Rmult_le_reg_r with (9 * (3 - 2 * t) ^ 2); [nra|].
    replace (- (2 * t * p / (9 * (3 - 2 * t) ^ 2)) * (9 * (3 - 2 * t) ^ 2)) with (- (2 * t * p)) by (field; lra).
    assert (4 <= (3 - 2 * t) ^ 2) by nra. assert (17 * t * 36 <= 17 * t * (9 * (3 - 2 * t) ^ 2)) by nra. nra. }
  assert (t * slope T * (e - apart T) <= 8 * T) as G.
  { destruct (Rle_dec 0 (t * slope T)); [|nra]. nra. }
  assert (t <= 2 * T) by nra. lra.
Qed.

Lemma least_small T : 0 < T < T1 -> 0 < least T <= 2 * T.
Proof.
  intros H. pose proof T1_range as [R1 Q1]. pose proof (tau_small T ltac:(lra)) as S.
  destruct (tau_range T ltac:(lra)) as [Ht _]. pose proof (eta_below T ltac:(lra)) as E1.
  pose proof (eta_above T ltac:(lra)) as E2. pose proof (apart_pos T ltac:(lra)) as A1.
  pose proof (apart_below T ltac:(lra)) as A2. unfold least. assert (eta T < 1) by nra. split; [nra|].
  apply Rle_trans with (tau T); nra.
Qed.

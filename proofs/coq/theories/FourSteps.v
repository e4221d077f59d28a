(** The curves of the lower half of the optimum at d = 4, and one step of small probability: two straight curves from
    the centre, with one and with three entries in the lead, that pass into the two curves of FourCurves.v. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Converse Duality SemicontinuousMaximum.
From TightMax Require Import Entropy FourCurves FourCurvesEnds FourEntries.
Open Scope R_scope.

(** ** The straight curves *)

Definition K : R := 192 / 7 * (3 / 4 - eta T1).
Definition junction : R := K / 48.
Definition value0 : R := 9 / 8 + K / 64 - 13 * K ^ 2 / 55296.

(** One entry in the lead by 4 out s, and three in the lead by 4 (- inn s) at the same s. *)
Definition out (s : R) : R := s / 2 + 4 * s ^ 2 / K.
Definition inn (s : R) : R := 4 * s ^ 2 / K - s / 2.
Definition value_out (s : R) : R := value0 - 6 * s ^ 2 - 64 * s ^ 3 / K.
Definition value_inn (s : R) : R := value0 - 6 * s ^ 2 + 64 * s ^ 3 / K.

(** The second curve, as a point of the axis of its last entry. *)
Definition far (T : R) : R := (least T - 1 / 4) / 3.

Lemma K_range : 0 < K < 48 / 7.
Proof.
  pose proof T1_inside as H. pose proof (eta_below T1 H) as E. rewrite tau_T1 in E.
  pose proof (eta_above T1 H). unfold K. lra.
Qed.

Lemma value0_closed : value0 = 4320 * arc - 11232 * arc ^ 2 - 414.
Proof. unfold value0, K. rewrite eta_T1. field. Qed.

Lemma out_junction : out junction = 7 * K / 576 /\ 1 / 4 + 3 * out junction = 1 - eta T1.
Proof. pose proof K_range. unfold out, junction. split; [field; lra|]. unfold K. field. unfold K in *. lra. Qed.

Lemma inn_junction : inn junction = - (5 * K / 576) /\ inn junction = far T1.
Proof.
  pose proof K_range. assert (inn junction = - (5 * K / 576)) as E by (unfold inn, junction; field; lra).
  split; [exact E|]. rewrite E. unfold far, least. rewrite apart_T1, tau_T1. unfold K. field.
Qed.

Lemma value_out_junction : value_out junction = value1 T1.
Proof.
  pose proof K_range. unfold value_out, value1. rewrite ratio_T1, slope_T1.
  replace (eta T1) with (3 / 4 - 7 * K / 192) by (unfold K; field). unfold value0, junction. field. lra.
Qed.

Lemma value_inn_junction : value_inn junction = value2 T1.
Proof.
  pose proof K_range. unfold value_inn, value2, value1. rewrite apart_T1, ratio_T1, slope_T1, tau_T1.
  replace (eta T1) with (3 / 4 - 7 * K / 192) by (unfold K; field). unfold value0, junction. field. lra.
Qed.

Lemma straight_range s : 0 < s <= junction -> 0 < out s < 1 / 12 /\ - (1 / 12) < inn s < 0.
Proof.
  pose proof K_range as HK. unfold junction. intros Hs. set (r := s / K).
  assert (0 < r <= 1 / 48) as Hr.
  { unfold r. split; [apply Rdiv_lt_0_compat; lra|]. apply Rmult_le_reg_r with K; [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (out s = s * (1 / 2 + 4 * r)) as -> by (unfold out, r; field; lra).
  assert (inn s = - (s * (1 / 2 - 4 * r))) as -> by (unfold inn, r; field; lra).
  assert (s <= 1 / 7) by lra. nra.
Qed.

Lemma straight_distance s : 0 < s <= junction -> distance (out s) (inn s) = 4 * s /\ distance (inn s) (out s) = 4 * s.
Proof.
  pose proof K_range as HK. unfold junction. intros Hs. set (r := s / K).
  assert (0 < r <= 1 / 48) as Hr.
  { unfold r. split; [apply Rdiv_lt_0_compat; lra|]. apply Rmult_le_reg_r with K; [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  unfold distance.
  assert (3 * inn s + out s = - (s * (1 - 16 * r))) as -> by (unfold inn, out, r; field; lra).
  assert (3 * out s + inn s = s * (1 + 16 * r)) as -> by (unfold inn, out, r; field; lra).
  assert (out s - inn s = s) as -> by (unfold inn, out; field; lra).
  assert (inn s - out s = - s) as -> by (unfold inn, out; field; lra).
  assert (0 < s * (1 - 16 * r)) by (apply Rmult_lt_0_compat; lra).
  assert (0 < s * (1 + 16 * r)) by (apply Rmult_lt_0_compat; lra).
  rewrite !Rabs_Ropp, !(Rabs_pos_eq (s * _)), (Rabs_pos_eq s) by lra. split; ring.
Qed.

(** The first curve lies in the simplex, and so does the second; what is between them. *)
Lemma curve_range T : 0 < T <= T1 ->
  0 < eta T < 1 /\ 0 < tau T <= 1 / 3 /\ 0 < apart T < eta T /\ 0 < least T < tau T * eta T /\
  1 / 4 - far T = 1 - eta T - apart T * (1 - tau T) /\ - (1 / 12) < far T < 1 / 4.
Proof.
  intros H. pose proof T1_range as [R1 Q1]. assert (0 < T < 1) as I by lra.
  pose proof (eta_below T I) as E1. pose proof (eta_above T I) as E2. destruct (tau_range T I) as [Ht _].
  pose proof (apart_pos T I) as A1. pose proof (apart_below T ltac:(lra)) as A2.
  assert (tau T <= 1 / 3) as T3.
  { assert (T ^ 2 <= 1 / 5) by nra. pose proof (square_pos T). unfold tau.
    apply Rmult_le_reg_r with (1 + T ^ 2); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (eta T < 1) by nra. assert (0 < least T < tau T * eta T) as L by (unfold least; nra).
  repeat split; try lra; unfold far; [unfold least, apart; field; lra|lra|nra].
Qed.

Lemma curve_distance T : 0 < T <= T1 ->
  Rabs (tau T * eta T - (1 / 4 + 3 * far T)) + Rabs (1 - eta T - (1 / 4 - far T)) +
  2 * Rabs ((1 - (1 - eta T) - tau T * eta T) / 2 - (1 / 4 - far T)) = 2 * apart T.
Proof.
  intros H. destruct (curve_range T H) as (E & Ht & A & L & F & _).
  assert (apart T * (3 - 2 * tau T) = 2 - 3 * eta T + tau T * eta T) as G by (unfold apart; field; lra).
  rewrite F. replace (1 / 4 + 3 * far T) with (least T) by (unfold far; field). unfold least.
  replace (tau T * eta T - tau T * (eta T - apart T)) with (tau T * apart T) by ring.
  replace (1 - eta T - (1 - eta T - apart T * (1 - tau T))) with (apart T * (1 - tau T)) by ring.
  replace ((1 - (1 - eta T) - tau T * eta T) / 2 - (1 - eta T - apart T * (1 - tau T))) with (- (apart T / 2)) by lra.
  rewrite Rabs_Ropp, (Rabs_pos_eq (tau T * apart T)), (Rabs_pos_eq (apart T * (1 - tau T))), (Rabs_pos_eq (apart T / 2))
    by nra.
  field.
Qed.

(** ** A step of small probability *)

Lemma positive_after (f : R -> R) (c : R) : is_derive f 0 c -> f 0 = 0 -> 0 < c ->
  exists r, 0 < r /\ forall u, 0 < u < r -> 0 < f u.
Proof.
  intros D Z P. apply is_derive_Reals in D. destruct (D (c / 2) ltac:(lra)) as [[r Hr] L]. simpl in L.
  exists r. split; [exact Hr|]. intros u Hu. specialize (L u ltac:(lra)). rewrite Rabs_pos_eq in L by lra.
  specialize (L ltac:(lra)). apply Rabs_def2 in L. rewrite Rplus_0_l, Z, Rminus_0_r in L.
  assert (0 < f u / u) as Q by lra. replace (f u) with (f u / u * u) by (field; lra). apply Rmult_lt_0_compat; lra.
Qed.

(** Along a curve with coordinate b from b 0, and with the probability w to a point with coordinate t at distance D,
    so that the mean stays. If the potential V loses along the curve what the jump gains, any k < 1 times it loses less. *)
Lemma small_step (b V : R -> R) (b1 v1 t k C D : R) :
  is_derive b 0 b1 -> is_derive V 0 v1 -> b 0 <> t -> 0 < b1 / (b 0 - t) -> 0 < k < 1 -> D <> 0 ->
  v1 = b1 / (b 0 - t) * (V 0 - C - / 2 * D ^ 2) ->
  exists r, 0 < r /\ forall u, 0 < u < r -> exists w, 0 <= w <= 1 /\ b 0 = (1 - w) * b u + w * t /\
    k * V 0 < k * ((1 - w) * V u + w * C) + / 2 * (w * D ^ 2).
Proof.
  intros Db Dv N P Hk HD E. set (w := fun u => (b u - b 0) / (b u - t)). set (q := b1 / (b 0 - t)) in *.
  assert (ex_derive b 0) as Eb by (now exists b1). assert (ex_derive V 0) as Ev by (now exists v1).
  assert (is_derive w 0 q) as Dw.
  { unfold w. auto_derive; [repeat split; try assumption; lra|].
    change (Derive (fun x => b x) 0) with (Derive b 0). rewrite (is_derive_unique _ _ _ Db). unfold q. field. lra. }
  assert (w 0 = 0) as W0 by (unfold w; unfold Rminus; rewrite Rplus_opp_r; unfold Rdiv; ring).
  assert (ex_derive w 0) as Ew by (now exists q).
  destruct (positive_after w q Dw W0 P) as [r1 [R1 L1]].
  destruct (continuity_at w 0 1) as [r2 [R2 L2]]; [|lra|].
  { apply continuity_pt_filterlim. now apply (ex_derive_continuous w). }
  destruct (continuity_at b 0 (Rabs (b 0 - t) / 2)) as [r3 [R3 L3]].
  { apply continuity_pt_filterlim. now apply (ex_derive_continuous b). }
  { pose proof (Rabs_pos_lt (b 0 - t) ltac:(lra)). lra. }
  destruct (positive_after (fun u => k * ((1 - w u) * V u + w u * C) + / 2 * (w u * D ^ 2) - k * V 0)
    (q * / 2 * (1 - k) * D ^ 2)) as [r4 [R4 L4]].
  - auto_derive; [repeat split; assumption|].
    change (Derive (fun x => w x) 0) with (Derive w 0). change (Derive (fun x => V x) 0) with (Derive V 0).
    rewrite (is_derive_unique _ _ _ Dw), (is_derive_unique _ _ _ Dv), W0, E. field.
  - rewrite W0. ring.
  - assert (0 < D ^ 2) by (apply pow2_gt_0; exact HD). apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; lra.
  - exists (Rmin (Rmin r1 r2) (Rmin r3 r4)). split; [repeat apply Rmin_pos; assumption|]. intros u Hu.
    pose proof (Rmin_l (Rmin r1 r2) (Rmin r3 r4)). pose proof (Rmin_r (Rmin r1 r2) (Rmin r3 r4)).
    pose proof (Rmin_l r1 r2). pose proof (Rmin_r r1 r2). pose proof (Rmin_l r3 r4). pose proof (Rmin_r r3 r4).
    exists (w u). specialize (L1 u ltac:(lra)). specialize (L4 u ltac:(lra)).
    assert (Rabs (u - 0) = u) as Au by (rewrite Rminus_0_r; apply Rabs_pos_eq; lra).
    specialize (L2 u ltac:(lra)). specialize (L3 u ltac:(lra)). rewrite W0, Rminus_0_r in L2.
    apply Rabs_le_inv in L2. split; [lra|split; [|lra]]. unfold w. field.
    intros Z. replace (b u - b 0) with (- (b 0 - t)) in L3 by lra. rewrite Rabs_Ropp in L3.
    pose proof (Rabs_pos_lt (b 0 - t) ltac:(lra)). lra.
Qed.

(** The lower half of the optimum at d = 4: on four curves a symmetric strongly convex function plus the potential has
    no maximum but at a vertex. At every other point there is a step, along the curve and to other curves, that by
    Jensen's inequality gains more than the potential loses. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Duality SemicontinuousMaximum.
From TightMax Require Import FourCurves FourCurvesEnds FourEntries FourSteps.
Open Scope R_scope.

Section Network.

Variable h : vec -> R.
Hypothesis Hs : symmetric 4 h.
Hypothesis Hc : strongly_convex 4 h.

(** The share k < 1 of the potential is paid; the curves are cut off at s0 and T0. *)
Variables k s0 T0 : R.
Hypothesis Hk : 0 < k < 1.
Hypothesis Hs0 : 0 < s0 < junction.
Hypothesis HT0 : 0 < T0 < T1.
Hypothesis cut_off : k * value2 T0 + 32 / 3 * far T0 <= 0.

Section Bounded.

Variable M : R.
Hypothesis above : top h < M.
Hypothesis on_out : forall s, s0 <= s <= junction -> along h (out s) + k * value_out s <= M.
Hypothesis on_inn : forall s, s0 <= s <= junction -> along h (inn s) + k * value_inn s <= M.
Hypothesis on_first : forall T, T0 <= T <= T1 -> beside h (1 - eta T) (tau T * eta T) + k * value1 T <= M.
Hypothesis on_second : forall T, T0 <= T <= T1 -> along h (far T) + k * value2 T <= M.

Lemma not_at_junction : along h (out junction) + k * value_out junction < M.
Proof.
  pose proof K_range as HK. destruct (straight_range junction) as [Ro Ri]; [unfold junction; lra|].
  destruct (straight_distance junction) as [D _]; [unfold junction; lra|].
  destruct out_junction as [Eo _]. destruct inn_junction as [Ei _].
  set (w := (1 / 4 - out junction) / (1 / 4 + inn junction / 3)).
  assert (0 < w < 1) as W.
  { unfold w. rewrite Eo, Ei. split; [apply Rdiv_lt_0_compat; lra|].
    apply Rmult_lt_reg_r with (1 / 4 + - (5 * K / 576) / 3); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l; lra. }
  pose proof (step_to_vertex h Hs Hc (out junction) (inn junction) w ltac:(lra) ltac:(lra) ltac:(lra)) as J.
  rewrite D in J. specialize (J ltac:(unfold w; field; rewrite Ei; lra)).
  pose proof (on_inn junction ltac:(lra)) as I.
  assert (value_out junction = w * value_inn junction + / 2 * ((1 - w) * (3 / 2 - 6 * out junction) ^ 2 +
    w * (4 * junction) ^ 2)) as E.
  { unfold w. rewrite Eo, Ei. unfold value_out, value_inn, value0, junction. field. lra. }
  assert (0 < w * (4 * junction) ^ 2) as G1.
  { apply Rmult_lt_0_compat; [lra|]. apply pow_lt. lra. }
  assert (0 <= (1 - w) * (3 / 2 - 6 * out junction) ^ 2) as G2 by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
  set (G := / 2 * ((1 - w) * (3 / 2 - 6 * out junction) ^ 2 + w * (4 * junction) ^ 2)) in *.
  assert (0 < G) as HG by (unfold G; lra).
  pose proof (Rmult_lt_0_compat (1 - k) G ltac:(lra) HG).
  pose proof (Rmult_le_compat_l w _ _ ltac:(lra) I). pose proof (Rmult_le_compat_l (1 - w) _ _ ltac:(lra) (Rlt_le _ _ above)).
  rewrite E. lra.
Qed.

Lemma not_on_out s : s0 <= s <= junction -> along h (out s) + k * value_out s < M.
Proof.
  intros H. pose proof K_range as HK. destruct (Req_dec s junction) as [->|N]; [exact not_at_junction|].
  apply Rnot_le_lt. intros L.
  destruct (straight_range s ltac:(lra)) as [Ro Ri]. destruct (straight_distance s ltac:(lra)) as [D _].
  assert (0 < s) as P by lra.
  assert (out (s + 0) - - inn s / 3 = s / 3 * (1 + 16 * s / K)) as E0 by (unfold out, inn; field; lra).
  assert (0 < 1 + 16 * s / K) as P1.
  { enough (0 < 16 * s / K) by lra. apply Rdiv_lt_0_compat; lra. }
  assert (0 < s / 3 * (1 + 16 * s / K)) as P2 by (apply Rmult_lt_0_compat; lra).
  assert ((1 / 2 + 8 * s / K) / (out (s + 0) - - inn s / 3) = 3 / (2 * s)) as W.
  { rewrite E0. field. repeat split; try lra. }
  destruct (small_step (fun u => out (s + u)) (fun u => value_out (s + u)) (1 / 2 + 8 * s / K)
    (- 12 * s - 192 * s ^ 2 / K) (- inn s / 3) k (value_inn s) (4 * s)) as [r [Hr S]].
  - unfold out. auto_derive; [exact I|]. field. lra.
  - unfold value_out. auto_derive; [exact I|]. field. lra.
  - lra.
  - rewrite W. apply Rdiv_lt_0_compat; lra.
  - exact Hk.
  - lra.
  - rewrite W. unfold value_out, value_inn. rewrite Rplus_0_r. field. lra.
  - set (u := Rmin (r / 2) ((junction - s) / 2)).
    assert (0 < u) as U by (apply Rmin_pos; lra).
    pose proof (Rmin_l (r / 2) ((junction - s) / 2)) as U1. pose proof (Rmin_r (r / 2) ((junction - s) / 2)) as U2.
    fold u in U1, U2. destruct (S u ltac:(lra)) as [w [Hw [Em G]]]. cbv beta in Em, G. rewrite Rplus_0_r in Em, G.
    destruct (straight_range (s + u) ltac:(lra)) as [Ro' _].
    pose proof (step_on_axis h Hs Hc (out s) (out (s + u)) (inn s) w Hw ltac:(lra) ltac:(lra) ltac:(lra)) as J.
    rewrite D in J. pose proof (on_out (s + u) ltac:(lra)) as B1. pose proof (on_inn s H) as B2.
    pose proof (Rmult_le_compat_l w _ _ ltac:(lra) B2). pose proof (Rmult_le_compat_l (1 - w) _ _ ltac:(lra) B1). lra.
Qed.

Lemma not_on_second T : T0 <= T <= T1 -> along h (far T) + k * value2 T < M.
Proof.
  intros H. pose proof T1_range as [R1 _]. destruct (curve_range T ltac:(lra)) as (E & Ht & A & L & F & Rf).
  destruct (Req_dec T T0) as [->|N].
  - pose proof (along_near_end h Hs Hc (far T0)) as B. apply Rle_lt_trans with (top h); [|exact above].
    assert (far T0 <= 0) as Z; [|specialize (B ltac:(lra)); lra].
    unfold far. assert (tau T0 * eta T0 <= 1 / 3 * (3 / 4)) as Q; [|lra].
    pose proof (eta_below T0 ltac:(lra)) as E1. apply Rmult_le_compat; try lra. nra.
  - apply Rnot_le_lt. intros Lm. set (t := tau T * eta T).
    assert (least (T - 0) - t = - (apart T * tau T)) as E0 by (rewrite Rminus_0_r; unfold t, least; ring).
    assert (0 < apart T * tau T) as P by (apply Rmult_lt_0_compat; lra).
    pose proof (least'_pos T ltac:(lra)) as Pl.
    destruct (small_step (fun u => least (T - u)) (fun u => value2 (T - u)) (- least' T) (- value2' T) t k (value1 T)
      (2 * apart T)) as [r [Hr S]].
    + pose proof (least_derive T ltac:(lra)) as D. auto_derive.
      * replace (T + - 0) with T by ring. now exists (least' T).
      * replace (T + - 0) with T by ring. change (Derive (fun x => least x) T) with (Derive least T).
        rewrite (is_derive_unique _ _ _ D). ring.
    + pose proof (value2_derive T ltac:(lra)) as D. auto_derive.
      * replace (T + - 0) with T by ring. now exists (value2' T).
      * replace (T + - 0) with T by ring. change (Derive (fun x => value2 x) T) with (Derive value2 T).
        rewrite (is_derive_unique _ _ _ D). ring.
    + lra.
    + rewrite E0. replace (- least' T / - (apart T * tau T)) with (least' T / (apart T * tau T)) by (field; lra).
      apply Rdiv_lt_0_compat; lra.
    + exact Hk.
    + lra.
    + rewrite E0, Rminus_0_r. unfold value2'. field. lra.
    + set (u := Rmin (r / 2) ((T - T0) / 2)).
      assert (0 < u) as U by (apply Rmin_pos; lra).
      pose proof (Rmin_l (r / 2) ((T - T0) / 2)) as U1. pose proof (Rmin_r (r / 2) ((T - T0) / 2)) as U2.
      fold u in U1, U2. destruct (S u ltac:(lra)) as [w [Hw [Em G]]]. cbv beta in Em, G. rewrite Rminus_0_r in Em, G.
      destruct (curve_range (T - u) ltac:(lra)) as (_ & _ & _ & _ & _ & Rf').
      pose proof (curve_distance T ltac:(lra)) as D.
      pose proof (step_from_axis h Hs Hc (far T) (far (T - u)) (1 - eta T) t w Hw ltac:(lra) ltac:(lra)) as J.
      pose proof (Rmult_le_pos (1 - tau T) (eta T) ltac:(lra) ltac:(lra)).
      unfold t in J. specialize (J ltac:(apply Rmult_le_pos; lra) ltac:(lra)). cbv zeta in J. rewrite D in J.
      specialize (J ltac:(unfold far; unfold t in Em; lra)).
      pose proof (on_second (T - u) ltac:(lra)) as B1. pose proof (on_first T H) as B2.
      pose proof (Rmult_le_compat_l w _ _ ltac:(lra) B2). pose proof (Rmult_le_compat_l (1 - w) _ _ ltac:(lra) B1). lra.
Qed.

Lemma not_on_inn s : s0 <= s <= junction -> along h (inn s) + k * value_inn s < M.
Proof.
  intros H. pose proof K_range as HK. destruct (Req_dec s junction) as [->|N].
  { rewrite (proj2 inn_junction), value_inn_junction. apply not_on_second. lra. }
  apply Rnot_le_lt. intros L.
  destruct (straight_range s ltac:(lra)) as [Ro Ri]. destruct (straight_distance s ltac:(lra)) as [_ D].
  assert (0 < s) as P by lra.
  assert (inn (s + 0) - - out s / 3 = - (s / 3 * (1 - 16 * s / K))) as E0 by (unfold out, inn; field; lra).
  assert (0 < 1 - 16 * s / K) as P1.
  { enough (16 * s / K <= 1 / 3) by lra. apply Rmult_le_reg_r with K; [lra|].
    unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. unfold junction in H. lra. }
  assert (0 < s / 3 * (1 - 16 * s / K)) as P2 by (apply Rmult_lt_0_compat; lra).
  assert ((8 * s / K - 1 / 2) / (inn (s + 0) - - out s / 3) = 3 / (2 * s)) as W.
  { rewrite E0. field. repeat split; try lra. intros Z. apply (Rlt_not_eq _ _ P1). symmetry.
    replace (1 - 16 * s / K) with ((K - 16 * s) / K) by (field; lra). replace (K - 16 * s) with 0 by lra. unfold Rdiv. ring. }
  destruct (small_step (fun u => inn (s + u)) (fun u => value_inn (s + u)) (8 * s / K - 1 / 2)
    (- 12 * s + 192 * s ^ 2 / K) (- out s / 3) k (value_out s) (4 * s)) as [r [Hr S]].
  - unfold inn. auto_derive; [exact I|]. field. lra.
  - unfold value_inn. auto_derive; [exact I|]. field. lra.
  - lra.
  - rewrite W. apply Rdiv_lt_0_compat; lra.
  - exact Hk.
  - lra.
  - rewrite W. unfold value_out, value_inn. rewrite Rplus_0_r. field. lra.
  - set (u := Rmin (r / 2) ((junction - s) / 2)).
    assert (0 < u) as U by (apply Rmin_pos; lra).
    pose proof (Rmin_l (r / 2) ((junction - s) / 2)) as U1. pose proof (Rmin_r (r / 2) ((junction - s) / 2)) as U2.
    fold u in U1, U2. destruct (S u ltac:(lra)) as [w [Hw [Em G]]]. cbv beta in Em, G. rewrite Rplus_0_r in Em, G.
    destruct (straight_range (s + u) ltac:(lra)) as [_ Ri'].
    pose proof (step_on_axis h Hs Hc (inn s) (inn (s + u)) (out s) w Hw ltac:(lra) ltac:(lra) ltac:(lra)) as J.
    rewrite D in J. pose proof (on_inn (s + u) ltac:(lra)) as B1. pose proof (on_out s H) as B2.
    pose proof (Rmult_le_compat_l w _ _ ltac:(lra) B2). pose proof (Rmult_le_compat_l (1 - w) _ _ ltac:(lra) B1). lra.
Qed.

(** On the first curve the step goes three ways: on along it, to the vertex with probability w1, and to the second
    curve with probability w2. *)
Lemma not_on_first T : T0 <= T <= T1 -> beside h (1 - eta T) (tau T * eta T) + k * value1 T < M.
Proof.
  intros H. pose proof T1_range as [R1 _]. pose proof K_range as HK.
  destruct (Req_dec T T1) as [->|N].
  { destruct out_junction as [_ E]. rewrite tau_T1, <- value_out_junction.
    replace (1 / 3 * eta T1) with (1 / 4 - out junction) by lra. rewrite <- E, (beside_is_along h Hs).
    exact not_at_junction. }
  apply Rnot_le_lt. intros L.
  destruct (curve_range T ltac:(lra)) as (E & Ht & A & Lt & F & Rf). pose proof (curve_distance T ltac:(lra)) as D.
  set (e := eta T) in *. set (t := tau T) in *. set (l := apart T) in *.
  assert (1 - (1 / 4 - far T) = e + l * (1 - t)) as Ea by lra.
  assert (1 / 4 + 3 * far T = t * (e - l)) as Ez by (unfold far, least; fold e; fold t; fold l; field).
  set (w2 := fun u => e * (tau (T + u) - t) / (tau (T + u) * (e + l * (1 - t)) - t * (e - l))).
  set (w0 := fun u => (e - w2 u * (e + l * (1 - t))) / eta (T + u)).
  set (w1 := fun u => 1 - w0 u - w2 u).
  set (gain := fun u => w1 u * (2 * e) ^ 2 + w2 u * (2 * l) ^ 2).
  set (c2 := e * tau' T / (t * l * (2 - t))). set (c1 := (eta' T + c2 * (l * (1 - t))) / e).
  assert (0 < T < 1) as I by lra.
  pose proof (tau_derive T) as Dt. pose proof (eta_derive T I) as De. pose proof (value1_derive T I) as Dv.
  assert (0 < tau' T) as Pt by (unfold tau'; apply Rdiv_lt_0_compat; [lra|apply pow_lt; apply square_pos]).
  assert (0 < t * l) as Ptl by (apply Rmult_lt_0_compat; lra).
  assert (0 < t * l * (2 - t)) as Ptl2 by (apply Rmult_lt_0_compat; lra).
  assert (0 < c2) as P2 by (unfold c2; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  assert (0 < c1) as P1.
  { unfold c1. apply Rdiv_lt_0_compat; [|lra]. pose proof (eta'_sign T I) as S. fold e in S. fold t in S.
    replace (c2 * (l * (1 - t))) with ((1 - t) * (e / (t * (2 - t)) * tau' T)); [exact S|].
    unfold c2. field. lra. }
  assert (t * (e + l * (1 - t)) - t * (e - l) = t * l * (2 - t)) as Eden by ring.
  assert (w2 0 = 0) as Z2 by (unfold w2; rewrite Rplus_0_r; fold t; unfold Rminus; rewrite Rplus_opp_r; unfold Rdiv; ring).
  assert (w0 0 = 1) as Z0 by (unfold w0; rewrite Z2, Rplus_0_r; fold e; field; lra).
  assert (is_derive w2 0 c2) as D2.
  { unfold w2. auto_derive.
    - rewrite Rplus_0_r. fold t. repeat split; [now exists (tau' T)|now exists (tau' T)|lra].
    - rewrite Rplus_0_r. change (Derive (fun x => tau x) T) with (Derive tau T).
      rewrite (is_derive_unique _ _ _ Dt). fold t. unfold c2. field. repeat split; lra. }
  assert (is_derive w0 0 (- c1 - c2)) as D0.
  { unfold w0. auto_derive.
    - rewrite Rplus_0_r. fold e. repeat split; [now exists c2|now exists (eta' T)|lra].
    - rewrite Rplus_0_r. change (Derive (fun x => eta x) T) with (Derive eta T).
      change (Derive (fun x => w2 x) 0) with (Derive w2 0).
      rewrite (is_derive_unique _ _ _ De), (is_derive_unique _ _ _ D2), Z2. fold e. unfold c1. field. lra. }
  assert (is_derive w1 0 c1) as D1.
  { unfold w1. auto_derive; [repeat split; [now exists (- c1 - c2)|now exists c2]|].
    change (Derive (fun x => w0 x) 0) with (Derive w0 0). change (Derive (fun x => w2 x) 0) with (Derive w2 0).
    rewrite (is_derive_unique _ _ _ D0), (is_derive_unique _ _ _ D2). ring. }
  destruct (positive_after w2 c2 D2 Z2 P2) as [r2 [R2 L2]].
  destruct (positive_after w1 c1 D1 ltac:(unfold w1; lra) P1) as [r1' [R1' L1]].
  destruct (continuity_at w0 0 (1 / 2)) as [r0 [R0 L0]]; [|lra|].
  { apply continuity_pt_filterlim, (ex_derive_continuous w0). now exists (- c1 - c2). }
  assert (value1' T - c1 * value1 T + 2 * c1 * e ^ 2 + c2 * (value2 T - value1 T + 2 * l ^ 2) = 0) as Node.
  { unfold c1, c2, value1', value2, value1, ratio, eta'. fold e. fold t. fold l.
    assert (l = (2 - 3 * e + t * e) / (3 - 2 * t)) as El by (unfold l, apart; fold e; fold t; reflexivity).
    clearbody l. subst l. assert (2 - 3 * e + t * e <> 0) as Nl.
    { intros Z. rewrite Z in A. unfold Rdiv in A. lra. }
    field. repeat split; lra. }
  destruct (positive_after (fun u => k * (w0 u * value1 (T + u) + w2 u * value2 T) + / 2 * gain u - k * value1 T)
    ((1 - k) * / 2 * (c1 * (2 * e) ^ 2 + c2 * (2 * l) ^ 2))) as [r3 [R3 L3]].
  - unfold gain. auto_derive.
    + rewrite Rplus_0_r. repeat split; [now exists (- c1 - c2)|now exists (value1' T)|now exists c2|now exists c1|now exists c2].
    + rewrite Rplus_0_r. change (Derive (fun x => w0 x) 0) with (Derive w0 0).
      change (Derive (fun x => w1 x) 0) with (Derive w1 0). change (Derive (fun x => w2 x) 0) with (Derive w2 0).
      change (Derive (fun x => value1 x) T) with (Derive value1 T).
      rewrite (is_derive_unique _ _ _ D0), (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2),
        (is_derive_unique _ _ _ Dv), Z0.
      replace (value1' T) with (c1 * value1 T - 2 * c1 * e ^ 2 - c2 * (value2 T - value1 T + 2 * l ^ 2)) by lra. field.
  - unfold gain, w1. rewrite Z0, Z2, Rplus_0_r. ring.
  - assert (0 < (2 * e) ^ 2) by (apply pow_lt; lra). assert (0 < (2 * l) ^ 2) by (apply pow_lt; lra).
    pose proof (Rmult_lt_0_compat c1 _ P1 H0). pose proof (Rmult_lt_0_compat c2 _ P2 H1).
    apply Rmult_lt_0_compat; lra.
  - set (u := Rmin (Rmin (r0 / 2) (r1' / 2)) (Rmin (Rmin (r2 / 2) (r3 / 2)) ((T1 - T) / 2))).
    assert (0 < u) as U by (unfold u; repeat apply Rmin_pos; lra).
    assert (u <= r0 / 2 /\ u <= r1' / 2 /\ u <= r2 / 2 /\ u <= r3 / 2 /\ u <= (T1 - T) / 2) as (U0 & U1 & U2 & U3 & U4).
    { pose proof (Rmin_l (Rmin (r0 / 2) (r1' / 2)) (Rmin (Rmin (r2 / 2) (r3 / 2)) ((T1 - T) / 2))).
      pose proof (Rmin_r (Rmin (r0 / 2) (r1' / 2)) (Rmin (Rmin (r2 / 2) (r3 / 2)) ((T1 - T) / 2))).
      pose proof (Rmin_l (r0 / 2) (r1' / 2)). pose proof (Rmin_r (r0 / 2) (r1' / 2)).
      pose proof (Rmin_l (Rmin (r2 / 2) (r3 / 2)) ((T1 - T) / 2)).
      pose proof (Rmin_r (Rmin (r2 / 2) (r3 / 2)) ((T1 - T) / 2)).
      pose proof (Rmin_l (r2 / 2) (r3 / 2)). pose proof (Rmin_r (r2 / 2) (r3 / 2)). unfold u. repeat split; lra. }
    specialize (L1 u ltac:(lra)). specialize (L2 u ltac:(lra)). specialize (L3 u ltac:(lra)).
    assert (Rabs (u - 0) = u) as Au by (rewrite Rminus_0_r; apply Rabs_pos_eq; lra).
    specialize (L0 u ltac:(lra)). rewrite Z0 in L0. apply Rabs_le_inv in L0.
    destruct (curve_range (T + u) ltac:(lra)) as (E' & Ht' & _).
    pose proof (step_from_pair h Hs Hc (1 - e) (t * e) (1 - eta (T + u)) (tau (T + u) * eta (T + u)) (far T)
      (w0 u) (w1 u) (w2 u) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(unfold w1; ring)) as J.
    cbv zeta in J. rewrite D in J. replace (2 * (1 - (1 - e))) with (2 * e) in J by ring. fold (gain u) in J.
    assert (w0 u * eta (T + u) = e - w2 u * (e + l * (1 - t))) as W0 by (unfold w0; field; lra).
    assert (w2 u * (tau (T + u) * (e + l * (1 - t)) - t * (e - l)) = e * (tau (T + u) - t)) as W2.
    { unfold w2. field. intros Z. unfold w2 in L2. rewrite Z in L2. unfold Rdiv in L2. rewrite Rinv_0 in L2. lra. }
    assert (beside h (1 - e) (t * e) <= w0 u * beside h (1 - eta (T + u)) (tau (T + u) * eta (T + u)) + w1 u * top h +
      w2 u * along h (far T) - / 2 * gain u) as J'.
    { assert (0 <= t * e <= 1 / 3 * e) as Q1 by (split; [apply Rmult_le_pos|apply Rmult_le_compat_r]; lra).
      assert (0 <= tau (T + u) * eta (T + u) <= 1 / 3 * eta (T + u)) as Q2
        by (split; [apply Rmult_le_pos|apply Rmult_le_compat_r]; lra).
      apply J; [lra..| |].
      - unfold w1. replace (1 / 4 - far T) with (1 - (e + l * (1 - t))) by lra.
        replace (w0 u * (1 - eta (T + u))) with (w0 u - w0 u * eta (T + u)) by ring. rewrite W0. ring.
      - rewrite Ez. replace (w0 u * (tau (T + u) * eta (T + u))) with (tau (T + u) * (w0 u * eta (T + u))) by ring.
        rewrite W0. lra. }
    pose proof (on_first (T + u) ltac:(lra)) as B0. pose proof (on_second T H) as B2.
    pose proof (Rmult_le_compat_l (w0 u) _ _ ltac:(lra) B0). pose proof (Rmult_le_compat_l (w2 u) _ _ ltac:(lra) B2).
    pose proof (Rmult_le_compat_l (w1 u) _ _ ltac:(lra) (Rlt_le _ _ above)).
    assert (w1 u = 1 - w0 u - w2 u) as Ew by reflexivity. rewrite Ew in *. lra.
Qed.

End Bounded.

(** ** The maximum over the four curves *)

Lemma continuous_of f f' T : is_derive f T f' -> continuity_pt f T.
Proof. intros D. apply continuity_pt_filterlim, (ex_derive_continuous f). now exists f'. Qed.

Lemma continuity_axis (b : R -> R) t i : continuity_pt b t -> continuity_pt (fun t => axis 0 (b t) i) t.
Proof.
  intros C. unfold axis. destruct (Nat.eqb i 0).
  - apply continuity_pt_plus; [apply continuity_pt_const; intros x y; reflexivity|].
    now apply (continuity_pt_scal b).
  - apply continuity_pt_minus; [apply continuity_pt_const; intros x y; reflexivity|exact C].
Qed.

Theorem network s : s0 <= s <= junction -> along h (out s) + k * value_out s <= top h.
Proof.
  intros H. pose proof T1_range as [R1 _]. pose proof K_range as HK.
  assert (forall s, continuity_pt out s) as Co.
  { intros x. apply (continuous_of out (1 / 2 + 8 * x / K)). unfold out. auto_derive; [exact I|]. field. lra. }
  assert (forall s, continuity_pt inn s) as Ci.
  { intros x. apply (continuous_of inn (8 * x / K - 1 / 2)). unfold inn. auto_derive; [exact I|]. field. lra. }
  assert (forall s, continuity_pt (fun s => k * value_out s) s) as Cvo.
  { intros x. apply (continuous_of _ (k * (- 12 * x - 192 * x ^ 2 / K))). unfold value_out.
    auto_derive; [exact I|]. field. lra. }
  assert (forall s, continuity_pt (fun s => k * value_inn s) s) as Cvi.
  { intros x. apply (continuous_of _ (k * (- 12 * x + 192 * x ^ 2 / K))). unfold value_inn.
    auto_derive; [exact I|]. field. lra. }
  assert (forall T, T0 <= T <= T1 -> continuity_pt eta T) as Ce.
  { intros T HT. apply (continuous_of _ (eta' T)), eta_derive. lra. }
  assert (forall T, T0 <= T <= T1 -> continuity_pt (fun T => tau T * eta T) T) as Cz.
  { intros T HT. apply (continuity_pt_mult tau eta); [apply (continuous_of _ (tau' T)), tau_derive|now apply Ce]. }
  destruct (maximum_along h Hs Hc (fun s => axis 0 (out s)) (fun s => k * value_out s) s0 junction ltac:(lra))
    as [so [Ho Mo]]; [| |intros; apply Cvo|].
  { intros x Hx. apply axis_simplex; [lia|]. destruct (straight_range x ltac:(lra)). lra. }
  { intros x i _ _. apply continuity_axis, Co. }
  destruct (maximum_along h Hs Hc (fun s => axis 0 (inn s)) (fun s => k * value_inn s) s0 junction ltac:(lra))
    as [si [Hi Mi]]; [| |intros; apply Cvi|].
  { intros x Hx. apply axis_simplex; [lia|]. destruct (straight_range x ltac:(lra)). lra. }
  { intros x i _ _. apply continuity_axis, Ci. }
  destruct (maximum_along h Hs Hc (fun T => pair_at 0 (1 - eta T) (tau T * eta T)) (fun T => k * value1 T) T0 T1
    ltac:(lra)) as [Tf [Hf Mf]].
  { intros T HT. destruct (curve_range T ltac:(lra)) as (E & Ht & _).
    assert (0 <= tau T * eta T <= 1 / 3 * eta T) by (split; [apply Rmult_le_pos|apply Rmult_le_compat_r]; lra).
    apply pair_simplex; [lia|lra..]. }
  { intros T i HT _. pose proof (Ce T HT) as C1. pose proof (Cz T HT) as C2.
    assert (continuity_pt (fun T => 1 - eta T) T) as C3.
    { apply continuity_pt_minus; [apply continuity_pt_const; intros x y; reflexivity|exact C1]. }
    unfold pair_at. destruct (Nat.eqb i 3); [exact C2|]. destruct (Nat.eqb i 0); [exact C3|].
    apply (continuity_pt_mult (fun T => 1 - (1 - eta T) - tau T * eta T) (fun _ => / 2));
      [|apply continuity_pt_const; intros x y; reflexivity].
    apply continuity_pt_minus; [|exact C2].
    apply continuity_pt_minus; [apply continuity_pt_const; intros x y; reflexivity|exact C3]. }
  { intros T HT. apply (continuity_pt_scal value1), (continuous_of _ (value1' T)), value1_derive. lra. }
  destruct (maximum_along h Hs Hc (fun T => axis 0 (far T)) (fun T => k * value2 T) T0 T1 ltac:(lra))
    as [Ts [Hsec Ms]].
  { intros T HT. apply axis_simplex; [lia|]. destruct (curve_range T ltac:(lra)) as (_ & _ & _ & _ & _ & Rf). lra. }
  { intros T i HT _. apply continuity_axis. unfold far.
    apply (continuity_pt_mult (fun T => least T - 1 / 4) (fun _ => / 3));
      [|apply continuity_pt_const; intros x y; reflexivity].
    apply continuity_pt_minus; [|apply continuity_pt_const; intros x y; reflexivity].
    apply (continuous_of _ (least' T)), least_derive. lra. }
  { intros T HT. apply (continuity_pt_scal value2), (continuous_of _ (value2' T)), value2_derive. lra. }
  apply Rnot_lt_le. intros L. cbv beta in *.
  set (mo := h (axis 0 (out so)) + k * value_out so) in *. set (mi := h (axis 0 (inn si)) + k * value_inn si) in *.
  set (mf := h (pair_at 0 (1 - eta Tf) (tau Tf * eta Tf)) + k * value1 Tf) in *.
  set (ms := h (axis 0 (far Ts)) + k * value2 Ts) in *.
  pose proof (Mo s H) as Lo. set (M := Rmax (Rmax mo mi) (Rmax mf ms)).
  assert (mo <= M /\ mi <= M /\ mf <= M /\ ms <= M) as (B1 & B2 & B3 & B4).
  { pose proof (Rmax_l (Rmax mo mi) (Rmax mf ms)). pose proof (Rmax_r (Rmax mo mi) (Rmax mf ms)).
    pose proof (Rmax_l mo mi). pose proof (Rmax_r mo mi). pose proof (Rmax_l mf ms). pose proof (Rmax_r mf ms).
    unfold M. lra. }
  assert (top h < M) as above by (unfold along in L; lra).
  assert (forall s, s0 <= s <= junction -> along h (out s) + k * value_out s <= M) as G1
    by (intros x Hx; specialize (Mo x Hx); unfold along; lra).
  assert (forall s, s0 <= s <= junction -> along h (inn s) + k * value_inn s <= M) as G2
    by (intros x Hx; specialize (Mi x Hx); unfold along; lra).
  assert (forall T, T0 <= T <= T1 -> beside h (1 - eta T) (tau T * eta T) + k * value1 T <= M) as G3
    by (intros x Hx; specialize (Mf x Hx); unfold beside; lra).
  assert (forall T, T0 <= T <= T1 -> along h (far T) + k * value2 T <= M) as G4
    by (intros x Hx; specialize (Ms x Hx); unfold along; lra).
  pose proof (not_on_out M above G1 G2 so Ho) as N1. pose proof (not_on_inn M above G1 G2 G3 G4 si Hi) as N2.
  pose proof (not_on_first M above G2 G3 G4 Tf Hf) as N3. pose proof (not_on_second M above G3 G4 Ts Hsec) as N4.
  unfold along, beside in N1, N2, N3, N4. fold mo in N1. fold mi in N2. fold mf in N3. fold ms in N4.
  assert (M < M); [|lra]. unfold M at 1. repeat apply Rmax_lub_lt; assumption.
Qed.

End Network.

(** ** From the curves to the centre *)

(** Near tau = 0 the curves may be cut off, whatever share k < 1 of the potential is paid. *)
Lemma cut_off_exists k : 0 < k < 1 -> exists T0, 0 < T0 < T1 /\ k * value2 T0 + 32 / 3 * far T0 <= 0.
Proof.
  intros Hk. pose proof T1_range as [R1 _]. set (T0 := Rmin (T1 / 2) ((1 - k) / 100)).
  assert (0 < T0) as P by (apply Rmin_pos; lra).
  pose proof (Rmin_l (T1 / 2) ((1 - k) / 100)) as L1. pose proof (Rmin_r (T1 / 2) ((1 - k) / 100)) as L2.
  fold T0 in L1, L2. exists T0. split; [lra|].
  pose proof (value2_small T0 ltac:(lra)) as V. pose proof (least_small T0 ltac:(lra)) as Z. unfold far.
  pose proof (Rmult_le_compat_l k _ _ ltac:(lra) V). nra.
Qed.

Theorem four_rise h : symmetric 4 h -> strongly_convex 4 h ->
  4320 * arc - 11232 * arc ^ 2 - 414 <= h (vertex 0) - h (centre 4).
Proof.
  intros Hs Hc. rewrite <- value0_closed. pose proof K_range as HK.
  assert (forall k s, 0 < k < 1 -> 0 < s < junction -> h (centre 4) + k * value_out s <= top h) as B.
  { intros k s Hk H. destruct (cut_off_exists k Hk) as [T0 [HT C]].
    pose proof (network h Hs Hc k s T0 Hk H HT C s ltac:(lra)) as N.
    pose proof (symmetric_min_at_centre 4 h (axis 0 (out s)) ltac:(lia) Hs Hc) as Z.
    destruct (straight_range s ltac:(lra)) as [Ro _].
    specialize (Z (axis_simplex 0 (out s) ltac:(lia) ltac:(lra))). unfold along in N. lra. }
  assert (forall s, 0 < s < junction -> h (centre 4) + value_out s <= top h) as B1.
  { intros s H. apply (limit_at_zero _ _ (value_out s)). intros t Ht. specialize (B (1 - t) s ltac:(lra) H). lra. }
  assert (0 < junction) as J by (unfold junction; lra).
  enough (h (centre 4) + value0 <= top h) by (unfold top in *; lra).
  apply (limit_at_zero _ _ (6 * junction ^ 2 + 64 * junction ^ 3 / K)). intros t Ht.
  specialize (B1 (t * junction) ltac:(split; [apply Rmult_lt_0_compat; lra|nra])). unfold value_out in B1.
  assert (0 < junction ^ 2) as J2 by (apply pow_lt; lra).
  assert (0 < junction ^ 3 / K) as J3 by (apply Rdiv_lt_0_compat; [apply pow_lt|]; lra).
  replace (64 * (t * junction) ^ 3 / K) with (t ^ 3 * (64 * (junction ^ 3 / K))) in B1 by (field; lra).
  replace (6 * (t * junction) ^ 2) with (t ^ 2 * (6 * junction ^ 2)) in B1 by ring.
  assert (t ^ 2 <= t) as T2 by nra. assert (t ^ 3 <= t) as T3 by (replace (t ^ 3) with (t * t ^ 2) by ring; nra).
  pose proof (Rmult_le_compat_r (6 * junction ^ 2) _ _ ltac:(lra) T2).
  pose proof (Rmult_le_compat_r (64 * (junction ^ 3 / K)) _ _ ltac:(lra) T3).
  replace (64 * junction ^ 3 / K) with (64 * (junction ^ 3 / K)) by (field; lra). lra.
Qed.

(** No smoothing of the maximum of four numbers has a smaller gap. *)
Theorem four_lower eps f : smoothing 4 eps f -> 4320 * arc - 11232 * arc ^ 2 - 414 <= eps.
Proof. apply gap_at_least; [lia|exact four_rise]. Qed.

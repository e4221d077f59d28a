(** The curve of FourCurves.v carries the function of one variable behind the upper half at d = 4: its third derivative
    third, as a function of the distance reach, falls; and the cubic polynomials that osculate it. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Entropy FourCurves FourCurvesEnds FourSteps.
Open Scope R_scope.

(** ** eta between two parabolas in tau *)

Definition parabola (q t : R) : R := 8 / 15 + 4 / 21 * t + q * t ^ 2.

Definition against (q T : R) : R :=
  ((3 + T ^ 2) * T - 2 * T ^ 5 * parabola q (2 * T ^ 2 / (1 + T ^ 2)) / (1 + T ^ 2)) / ((3 - T ^ 2) * (1 + T ^ 2)).

Lemma eta_against q T : 0 < T < 1 ->
  eta T - parabola q (tau T) = (3 - T ^ 2) * (1 + T ^ 2) ^ 2 / (2 * T ^ 5) * (against q T - atan T).
Proof.
  intros H. assert (0 < T ^ 2 < 1) as Q by nra. assert (0 < T ^ 5) by (apply pow_lt; lra).
  unfold eta, tau, against. field. repeat split; nra.
Qed.

Lemma against_0 q : against q 0 - atan 0 = 0.
Proof. rewrite atan_0. unfold against. field. Qed.

Lemma eta_low T : 0 < T < 1 -> parabola (/ 20) (tau T) < eta T.
Proof.
  intros H. enough (0 < eta T - parabola (/ 20) (tau T)) by lra. rewrite eta_against by exact H.
  assert (0 < T ^ 2 < 1) as Q by nra. assert (0 < T ^ 5) by (apply pow_lt; lra).
  apply Rmult_lt_0_compat.
  - apply Rdiv_lt_0_compat; [|lra]. apply Rmult_lt_0_compat; [lra|apply pow_lt; lra].
  - apply (positive_from_0 (fun x => against (/ 20) x - atan x)
      (fun x => 2 * x ^ 8 * (1 + 3 * x ^ 2) * (99 - 13 * x ^ 2) / (35 * (3 - x ^ 2) ^ 2 * (1 + x ^ 2) ^ 5)));
      [lra| | |apply against_0].
    + intros x Hx. assert (0 <= x ^ 2 < 1) as Qx by nra. unfold against, parabola.
      auto_derive; [simpl in *; repeat split; try lra; nra|]. field. nra.
    + intros x Hx. assert (0 < x ^ 2 < 1) as Qx by nra.
      apply Rdiv_lt_0_compat; repeat apply Rmult_lt_0_compat; try lra; apply pow_lt; lra.
Qed.

Lemma eta_high T : 0 < T <= T1 -> eta T < parabola (/ 10) (tau T).
Proof.
  intros H. pose proof T1_range as [R1 S1]. assert (0 < T < 1) as I by lra.
  enough (0 < - (eta T - parabola (/ 10) (tau T))) by lra. rewrite eta_against by exact I.
  assert (0 < T ^ 2 < 1) as Q by nra. assert (0 < T ^ 5) by (apply pow_lt; lra).
  rewrite Ropp_mult_distr_r. apply Rmult_lt_0_compat.
  - apply Rdiv_lt_0_compat; [|lra]. apply Rmult_lt_0_compat; [lra|apply pow_lt; lra].
  - apply (positive_from_0 (fun x => - (against (/ 10) x - atan x))
      (fun x => 4 * x ^ 8 * (45 - 156 * x ^ 2 + 23 * (x ^ 2) ^ 2) / (35 * (3 - x ^ 2) ^ 2 * (1 + x ^ 2) ^ 5)));
      [lra| | |rewrite against_0; ring].
    + intros x Hx. assert (0 <= x ^ 2 < 1) as Qx by nra. unfold against, parabola.
      auto_derive; [simpl in *; repeat split; try lra; nra|]. field. nra.
    + intros x Hx. assert (0 < x ^ 2 < 1 / 5) as Qx by nra.
      apply Rdiv_lt_0_compat; repeat apply Rmult_lt_0_compat; try lra; try (apply pow_lt; lra). nra.
Qed.

(** ** The distance and the third derivative *)

(** From now on T is in (0, T1], where tau is at most 1/3. *)
Definition reach (T : R) : R := apart T + slope T / 4.
Definition third (T : R) : R := tau T / (2 * apart T).
Definition third' (T : R) : R :=
  (12 - 6 * tau T - 21 * eta T + 17 * tau T * eta T - 3 * tau T ^ 2 * eta T) /
  ((2 - tau T) * (2 - 3 * eta T + tau T * eta T)) / (2 * apart T) * tau' T.

Definition first (T : R) : R := (1 - 2 * (1 - tau T) * eta T - 2 * apart T + reach T) / 2.
Definition zeroth (T : R) : R :=
  (value0 + reach T ^ 2 + 2 * reach T * first T - (2 * reach T + (2 * apart T - reach T) + 2 * eta T ^ 2 -
    (2 * apart T - reach T) ^ 2 / 2 - 2 * (2 * apart T - reach T) * first T)) / 6.

(** The coefficients of the cubic polynomial that osculates at reach T. *)
Definition A2 (T : R) : R := 1 / 2 - tau T - third T * reach T.
Definition A1 (T : R) : R := first T - (1 / 2 - tau T) * reach T + third T * reach T ^ 2 / 2.
Definition A0 (T : R) : R :=
  zeroth T - first T * reach T + (1 / 2 - tau T) * reach T ^ 2 / 2 - third T * reach T ^ 3 / 6.

Lemma tau'_pos T : 0 < T -> 0 < tau' T.
Proof. intros H. unfold tau'. apply Rdiv_lt_0_compat; [lra|apply pow_lt; apply square_pos]. Qed.

Lemma tau_third T : 0 < T <= T1 -> 0 < tau T <= 1 / 3.
Proof. intros H. apply curve_range. exact H. Qed.

(** The numerator of the logarithmic slope. *)
Lemma third'_pos T : 0 < T <= T1 -> 0 < third' T.
Proof.
  intros H. pose proof T1_range as [R1 _]. pose proof (tau_third T H) as Ht. pose proof (eta_high T H) as E.
  pose proof (eta_low T ltac:(lra)) as E'. pose proof (apart_pos T ltac:(lra)) as A.
  pose proof (eta_below T ltac:(lra)). unfold third', parabola in *. set (t := tau T) in *. set (e := eta T) in *.
  apply Rmult_lt_0_compat; [|apply tau'_pos; lra]. apply Rdiv_lt_0_compat; [|lra].
  apply Rdiv_lt_0_compat; [|apply Rmult_lt_0_compat; lra]. nra.
Qed.

Lemma reach_derive T : 0 < T < 1 / 2 -> is_derive reach T (- (2 * apart T / tau T) * tau' T).
Proof.
  intros H. destruct (tau_range T ltac:(lra)) as [Ht _]. pose proof (tau_derive T) as D1.
  pose proof (eta_derive T ltac:(lra)) as D2. pose proof (slope_derive T ltac:(lra)) as D3.
  unfold reach, apart. auto_derive.
  - repeat split; try (now eexists; eassumption); lra.
  - change (Derive (fun x => tau x) T) with (Derive tau T). change (Derive (fun x => eta x) T) with (Derive eta T).
    change (Derive (fun x => slope x) T) with (Derive slope T).
    rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2), (is_derive_unique _ _ _ D3).
    unfold eta'. field. lra.
Qed.

Lemma apart_numerator T : 0 < T < 1 -> 0 < 2 - 3 * eta T + tau T * eta T.
Proof. intros H. pose proof (eta_below T H). lra. Qed.

Lemma third_derive T : 0 < T < 1 / 2 -> is_derive third T (third' T).
Proof.
  intros H. destruct (tau_range T ltac:(lra)) as [Ht _]. pose proof (tau_derive T) as D1.
  pose proof (eta_derive T ltac:(lra)) as D2. pose proof (apart_numerator T ltac:(lra)) as P.
  unfold third, apart. auto_derive.
  - repeat split; try (now eexists; eassumption); try lra.
    apply Rgt_not_eq. apply Rmult_lt_0_compat; [lra|]. apply Rdiv_lt_0_compat; simpl; lra.
  - change (Derive (fun x => tau x) T) with (Derive tau T). change (Derive (fun x => eta x) T) with (Derive eta T).
    rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2).
    unfold third', eta', apart. field. lra.
Qed.

(** ** The derivatives of the coefficients *)

Lemma first_derive T : 0 < T < 1 / 2 -> is_derive first T ((1 / 2 - tau T) * (- (2 * apart T / tau T) * tau' T)).
Proof.
  intros H. destruct (tau_range T ltac:(lra)) as [Ht _]. pose proof (tau_derive T) as D1.
  pose proof (eta_derive T ltac:(lra)) as D2. pose proof (reach_derive T H) as D3.
  unfold first, apart. auto_derive.
  - repeat split; try (now eexists; eassumption); lra.
  - change (Derive (fun x => tau x) T) with (Derive tau T). change (Derive (fun x => eta x) T) with (Derive eta T).
    change (Derive (fun x => reach x) T) with (Derive reach T).
    rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2), (is_derive_unique _ _ _ D3).
    unfold eta', apart. field. lra.
Qed.

Lemma zeroth_derive T : 0 < T < 1 / 2 -> is_derive zeroth T (first T * (- (2 * apart T / tau T) * tau' T)).
Proof.
  intros H. destruct (tau_range T ltac:(lra)) as [Ht _]. pose proof (tau_derive T) as D1.
  pose proof (eta_derive T ltac:(lra)) as D2. pose proof (reach_derive T H) as D3. pose proof (first_derive T H) as D4.
  unfold zeroth, apart. auto_derive.
  - repeat split; try (now eexists; eassumption); lra.
  - change (Derive (fun x => tau x) T) with (Derive tau T). change (Derive (fun x => eta x) T) with (Derive eta T).
    change (Derive (fun x => reach x) T) with (Derive reach T). change (Derive (fun x => first x) T) with (Derive first T).
    rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2), (is_derive_unique _ _ _ D3), (is_derive_unique _ _ _ D4).
    unfold first, eta', apart. field. lra.
Qed.

Ltac coefficient T H :=
  pose proof (apart_pos T ltac:(lra)); destruct (tau_range T ltac:(lra)) as [Ht _]; pose proof (tau_derive T) as D1;
  pose proof (third_derive T H) as D2; pose proof (reach_derive T H) as D3; pose proof (first_derive T H) as D4;
  pose proof (zeroth_derive T H) as D5;
  auto_derive; [repeat split; try (now eexists; eassumption)|];
  change (Derive (fun x => tau x) T) with (Derive tau T); change (Derive (fun x => third x) T) with (Derive third T);
  change (Derive (fun x => reach x) T) with (Derive reach T); change (Derive (fun x => first x) T) with (Derive first T);
  change (Derive (fun x => zeroth x) T) with (Derive zeroth T);
  rewrite ?(is_derive_unique _ _ _ D1), ?(is_derive_unique _ _ _ D2), ?(is_derive_unique _ _ _ D3),
    ?(is_derive_unique _ _ _ D4), ?(is_derive_unique _ _ _ D5);
  unfold third; field; lra.

Lemma A2_derive T : 0 < T < 1 / 2 -> is_derive A2 T (- third' T * reach T).
Proof. intros H. unfold A2. coefficient T H. Qed.

Lemma A1_derive T : 0 < T < 1 / 2 -> is_derive A1 T (third' T * reach T ^ 2 / 2).
Proof. intros H. unfold A1. coefficient T H. Qed.

Lemma A0_derive T : 0 < T < 1 / 2 -> is_derive A0 T (- third' T * reach T ^ 3 / 6).
Proof. intros H. unfold A0. coefficient T H. Qed.

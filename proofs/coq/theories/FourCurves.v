(** Two curves of points of the simplex of four entries, along which a potential is known in closed form: it is the
    potential of the optimum at d = 4. A point of the first curve has the entries 1 - eta, eta (1 - tau) / 2 twice and
    eta tau; one of the second has three equal entries and the last entry tau (eta - apart). Everything is written in
    T, with tau = 2 T^2 / (1 + T^2): then only the arc tangent and one logarithm occur besides rational functions. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Entropy.
Open Scope R_scope.

Definition tau (T : R) : R := 2 * T ^ 2 / (1 + T ^ 2).

(** What the largest entry of the first curve lacks to 1. *)
Definition eta (T : R) : R := (1 + T ^ 2) / (2 * T ^ 5) * (T * (3 + T ^ 2) - (3 - T ^ 2) * (1 + T ^ 2) * atan T).

(** Half the l1 distance of the two curves at the same T. *)
Definition apart (T : R) : R := (2 - 3 * eta T + tau T * eta T) / (3 - 2 * tau T).

(** The last entry of the second curve. *)
Definition least (T : R) : R := tau T * (eta T - apart T).

(** A primitive of 4 eta / (tau (2 - tau)) in tau. *)
Definition primitive (T : R) : R :=
  (16 * T ^ 4 * ln (T ^ 2 / (1 + T ^ 2)) - 44 * T ^ 2 - 18) / (15 * T ^ 4) +
  2 * (15 * T ^ 6 + 15 * T ^ 4 + 25 * T ^ 2 + 9) * atan T / (15 * T ^ 5).

(** Where tau is 1/3 the curves pass into the straight ones. *)
Definition T1 : R := / sqrt 5.

Definition slope (T : R) : R := primitive T1 - primitive T.
Definition ratio (T : R) : R := 4 * (2 - tau T * eta T) / (3 - 2 * tau T).

(** The potential on the first curve and on the second. *)
Definition value1 (T : R) : R := eta T * (ratio T + tau T * slope T) - 2 * eta T ^ 2.
Definition value2 (T : R) : R :=
  value1 T - apart T * ((1 - tau T) * (4 * eta T - ratio T) + tau T * slope T) - 2 * apart T ^ 2.

(** ** Derivatives *)

Definition tau' (T : R) : R := 4 * T / (1 + T ^ 2) ^ 2.
Definition eta' (T : R) : R :=
  (4 - eta T * (3 + (3 - 2 * tau T) ^ 2 / (2 - tau T))) / (tau T * (3 - 2 * tau T)) * tau' T.

Lemma square_pos T : 0 < 1 + T ^ 2.
Proof. pose proof (pow2_ge_0 T). lra. Qed.

Lemma tau_derive T : is_derive tau T (tau' T).
Proof.
  unfold tau, tau'. pose proof (square_pos T). auto_derive; [nra|]. field. nra.
Qed.

Lemma eta_derive T : 0 < T < 1 -> is_derive eta T (eta' T).
Proof.
  intros H. unfold eta, eta', eta, tau, tau'. pose proof (square_pos T).
  assert (0 < T ^ 2 < 1) by nra.
  auto_derive; [repeat split; try nra; apply Rmult_integral_contrapositive; split; [lra|]; repeat apply Rmult_integral_contrapositive_currified; lra|].
  field. repeat split; nra.
Qed.

Lemma slope_derive T : 0 < T < 1 -> is_derive slope T (- (4 * eta T / (tau T * (2 - tau T)) * tau' T)).
Proof.
  intros H. unfold slope. assert (0 < T ^ 2 < 1) as Q by nra.
  assert (is_derive primitive T (4 * eta T / (tau T * (2 - tau T)) * tau' T)) as D.
  - unfold primitive, eta, tau, tau'. assert (T * (T * (T * (T * 1))) <> 0) by (apply (pow_nonzero T 4); lra).
    assert (T * (T * (T * (T * (T * 1)))) <> 0) by (apply (pow_nonzero T 5); lra).
    auto_derive.
    + repeat split; try lra. apply Rdiv_lt_0_compat; simpl in Q; lra.
    + field. repeat split; nra.
  - replace (- (4 * eta T / (tau T * (2 - tau T)) * tau' T))
      with (minus zero (4 * eta T / (tau T * (2 - tau T)) * tau' T))
      by (unfold minus, plus, opp, zero; simpl; ring).
    apply (is_derive_minus (fun _ => primitive T1) primitive); [apply (is_derive_const (primitive T1))|exact D].
Qed.

(** ** Where the curves are: eta is between 1/2 and 2 / (3 - tau) *)

(** A function that vanishes at 0 and has a positive derivative beyond is positive. *)
Lemma positive_from_0 (f f' : R -> R) T : 0 < T -> (forall x, 0 <= x <= T -> is_derive f x (f' x)) ->
  (forall x, 0 < x < T -> 0 < f' x) -> f 0 = 0 -> 0 < f T.
Proof.
  intros H D P E. destruct (mean_value f f' 0 T H) as [c [Hc M]].
  - intros c Hc. apply continuity_pt_filterlim, (ex_derive_continuous f). exists (f' c). now apply D.
  - intros c Hc. apply is_derive_Reals, D. lra.
  - pose proof (Rmult_lt_0_compat _ _ (P c Hc) H). lra.
Qed.

Lemma atan_from_below T : 0 < T -> 3 * T / (3 + T ^ 2) < atan T.
Proof.
  intros H. enough (0 < atan T - 3 * T / (3 + T ^ 2)) by lra.
  apply (positive_from_0 (fun x => atan x - 3 * x / (3 + x ^ 2))
    (fun x => 4 * x ^ 4 / ((1 + x ^ 2) * (3 + x ^ 2) ^ 2))); [exact H|..].
  - intros x _. pose proof (pow2_ge_0 x). auto_derive; [simpl in *; lra|]. field. split; nra.
  - intros x Hx. pose proof (pow_lt x 2 ltac:(lra)). pose proof (pow_lt x 4 ltac:(lra)).
    apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt. lra.
  - rewrite atan_0. field.
Qed.

Lemma atan_from_above T : 0 < T < 1 ->
  atan T < (T * (3 + T ^ 2) - T ^ 5 / (1 + T ^ 2)) / ((3 - T ^ 2) * (1 + T ^ 2)).
Proof.
  intros H. set (g := fun x => (x * (3 + x ^ 2) - x ^ 5 / (1 + x ^ 2)) / ((3 - x ^ 2) * (1 + x ^ 2))).
  enough (0 < g T - atan T) by (unfold g in *; lra).
  apply (positive_from_0 (fun x => g x - atan x)
    (fun x => x ^ 4 * (1 + 16 * x ^ 2 - x ^ 4) / ((3 - x ^ 2) ^ 2 * (1 + x ^ 2) ^ 3))); [lra|..].
  - intros x Hx. assert (0 <= x ^ 2 < 1) by nra. unfold g. auto_derive.
    + repeat split; try (simpl in *; lra). simpl in *. apply Rmult_integral_contrapositive_currified; lra.
    + field. split; lra.
  - intros x Hx. assert (0 < x ^ 2 < 1) by nra. pose proof (pow_lt x 4 ltac:(lra)).
    assert (x ^ 4 = x ^ 2 * x ^ 2) as E by ring. assert (x ^ 4 < x ^ 2) by (rewrite E; nra).
    apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra|].
    apply Rmult_lt_0_compat; apply pow_lt; lra.
  - unfold g. rewrite atan_0. field.
Qed.

Lemma tau_range T : 0 < T < 1 -> 0 < tau T < 1 /\ 3 - 2 * tau T = (3 - T ^ 2) / (1 + T ^ 2).
Proof.
  intros H. assert (0 < T ^ 2 < 1) by nra. unfold tau. split; [|field; lra]. split.
  - apply Rdiv_lt_0_compat; lra.
  - apply Rmult_lt_reg_r with (1 + T ^ 2); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Lemma eta_below T : 0 < T < 1 -> eta T * (3 - tau T) < 2.
Proof.
  intros H. assert (0 < T ^ 2 < 1) as Q by nra. pose proof (atan_from_below T ltac:(lra)) as A.
  assert (0 < T ^ 5) as P by (apply pow_lt; lra).
  set (d := atan T - 3 * T / (3 + T ^ 2)) in *. assert (0 < d) as D by (unfold d; lra).
  replace (eta T * (3 - tau T)) with (2 - (3 + T ^ 2) * (3 - T ^ 2) * (1 + T ^ 2) * d / (2 * T ^ 5)).
  - enough (0 < (3 + T ^ 2) * (3 - T ^ 2) * (1 + T ^ 2) * d / (2 * T ^ 5)) by lra.
    apply Rdiv_lt_0_compat; [|lra]. repeat apply Rmult_lt_0_compat; lra.
  - unfold d, eta, tau. field. repeat split; nra.
Qed.

Lemma eta_above T : 0 < T < 1 -> 1 / 2 < eta T.
Proof.
  intros H. assert (0 < T ^ 2 < 1) as Q by nra. pose proof (atan_from_above T H) as A.
  assert (0 < T ^ 5) as P by (apply pow_lt; lra).
  set (g := (T * (3 + T ^ 2) - T ^ 5 / (1 + T ^ 2)) / ((3 - T ^ 2) * (1 + T ^ 2))) in *.
  replace (eta T) with (1 / 2 + (1 + T ^ 2) ^ 2 * (3 - T ^ 2) * (g - atan T) / (2 * T ^ 5)).
  - enough (0 < (1 + T ^ 2) ^ 2 * (3 - T ^ 2) * (g - atan T) / (2 * T ^ 5)) by lra.
    apply Rdiv_lt_0_compat; [|lra]. repeat apply Rmult_lt_0_compat; lra.
  - unfold g, eta. field. repeat split; nra.
Qed.

Lemma apart_pos T : 0 < T < 1 -> 0 < apart T.
Proof.
  intros H. pose proof (eta_below T H). destruct (tau_range T H) as [Ht _]. unfold apart.
  apply Rdiv_lt_0_compat; lra.
Qed.

(** eta - apart = (3 eta (2 - tau) - 2) / (3 - 2 tau) *)
Lemma apart_below T : 0 < T < 1 / 2 -> apart T < eta T.
Proof.
  intros H. pose proof (eta_above T ltac:(lra)) as E. destruct (tau_range T ltac:(lra)) as [Ht _].
  assert (tau T < 2 / 5) as L.
  { unfold tau. assert (T ^ 2 < 1 / 4) by nra. pose proof (square_pos T).
    apply Rmult_lt_reg_r with (1 + T ^ 2); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  unfold apart.
  apply Rmult_lt_reg_r with (3 - 2 * tau T); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
Qed.

(** ** The derivatives of the second curve and of the potential *)

Lemma eta'_sign T : 0 < T < 1 -> 0 < eta' T + (1 - tau T) * (eta T / (tau T * (2 - tau T)) * tau' T).
Proof.
  intros H. pose proof (eta_below T H). destruct (tau_range T H) as [Ht _].
  assert (0 < tau' T) by (unfold tau'; apply Rdiv_lt_0_compat; [lra|apply pow_lt; apply square_pos]).
  replace (eta' T + (1 - tau T) * (eta T / (tau T * (2 - tau T)) * tau' T))
    with (2 * (2 - eta T * (3 - tau T)) / (tau T * (3 - 2 * tau T)) * tau' T) by (unfold eta'; field; lra).
  apply Rmult_lt_0_compat; [|lra]. apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; lra.
Qed.

Definition least' (T : R) : R := 3 * (2 - eta T * (3 - tau T)) / (3 - 2 * tau T) * tau' T.

Lemma least'_pos T : 0 < T < 1 -> 0 < least' T.
Proof.
  intros H. pose proof (eta_below T H). destruct (tau_range T H) as [Ht _]. unfold least'.
  assert (0 < tau' T) by (unfold tau'; apply Rdiv_lt_0_compat; [lra|apply pow_lt; apply square_pos]).
  apply Rmult_lt_0_compat; [|lra]. apply Rdiv_lt_0_compat; lra.
Qed.

Lemma least_derive T : 0 < T < 1 -> is_derive least T (least' T).
Proof.
  intros H. destruct (tau_range T H) as [Ht _]. pose proof (tau_derive T) as D1. pose proof (eta_derive T H) as D2.
  unfold least, apart. auto_derive.
  - repeat split; try (now eexists; eassumption). lra.
  - change (Derive (fun x => tau x) T) with (Derive tau T). change (Derive (fun x => eta x) T) with (Derive eta T).
    rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2). unfold eta', least'. field. lra.
Qed.

Definition value1' (T : R) : R :=
  eta' T * (ratio T + tau T * slope T) + eta T * slope T * tau' T - 4 * eta T * eta' T.

Lemma value1_derive T : 0 < T < 1 -> is_derive value1 T (value1' T).
Proof.
  intros H. destruct (tau_range T H) as [Ht _]. pose proof (tau_derive T) as D1. pose proof (eta_derive T H) as D2.
  pose proof (slope_derive T H) as D3. unfold value1, ratio. auto_derive.
  - repeat split; try (now eexists; eassumption). lra.
  - change (Derive (fun x => tau x) T) with (Derive tau T). change (Derive (fun x => eta x) T) with (Derive eta T).
    change (Derive (fun x => slope x) T) with (Derive slope T).
    rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2), (is_derive_unique _ _ _ D3).
    unfold value1', ratio, eta'. field. lra.
Qed.

(** The step from the second curve to the first, and on along the second: what the potential loses along the curve
    is what the jump gains. *)
Definition value2' (T : R) : R :=
  - (least' T / (apart T * tau T)) * (value2 T - value1 T - / 2 * (2 * apart T) ^ 2).

Lemma value2_derive T : 0 < T < 1 -> is_derive value2 T (value2' T).
Proof.
  intros H. destruct (tau_range T H) as [Ht _]. pose proof (tau_derive T) as D1. pose proof (eta_derive T H) as D2.
  pose proof (slope_derive T H) as D3. pose proof (apart_pos T H) as Hl. unfold value2, value1, ratio, apart. auto_derive.
  - repeat split; try (now eexists; eassumption); lra.
  - change (Derive (fun x => tau x) T) with (Derive tau T). change (Derive (fun x => eta x) T) with (Derive eta T).
    change (Derive (fun x => slope x) T) with (Derive slope T).
    rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2), (is_derive_unique _ _ _ D3).
    unfold value2', value2, value1, least', ratio, eta'. unfold apart in *.
    field. repeat split; try lra. pose proof (eta_below T H). lra.
Qed.

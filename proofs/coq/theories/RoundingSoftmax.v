(** The softmax is computed to within a few roundings: each weight relative to itself, and all of them in the l1
    norm. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp SemicontinuousMaximum Certificate.
From TightMax Require Import RoundedSums RoundingSum RoundingLse.
Open Scope R_scope.

(** How a weight p may come out of an exponential E and a sum Z: as E/Z or as E (1/Z), every operation with a relative
    error of at most u, the last one off by at most w more where it underflows. *)
Inductive weight_computed (u w E Z p : R) : Prop :=
| by_quotient : Rabs (p - E / Z) <= u * (E / Z) + w -> weight_computed u w E Z p
| by_reciprocal Q : rounded u (1 / Z) Q -> Rabs (p - E * Q) <= u * (E * Q) + w -> weight_computed u w E Z p.

(** Either way two factors between 1 - u and 1 + u, and what underflows. *)
Lemma weight_between u w E Z p : 0 <= u <= 1 -> 0 <= E -> 0 < Z -> weight_computed u w E Z p ->
  (1 - u) ^ 2 * (E / Z) - w <= p <= (1 + u) ^ 2 * (E / Z) + w.
Proof.
  intros Hu HE HZ [H|Q HQ H].
  - set (y := E / Z) in *. assert (P : 0 <= y) by (apply Rle_mult_inv_pos; lra). apply Rabs_le_inv in H.
    assert (P1 : 0 <= u * y) by (apply Rmult_le_pos; lra).
    assert (P2 : 0 <= u * (u * y) <= 1 * (u * y)) by (split; [apply Rmult_le_pos|apply Rmult_le_compat_r]; lra).
    replace ((1 - u) ^ 2 * y) with (y - 2 * (u * y) + u * (u * y)) by ring.
    replace ((1 + u) ^ 2 * y) with (y + 2 * (u * y) + u * (u * y)) by ring. lra.
  - assert (I : 0 < 1 / Z) by (apply Rdiv_lt_0_compat; lra).
    pose proof (rounded_between u (1 / Z) Q ltac:(lra) HQ) as B. apply Rabs_le_inv in H.
    replace (E / Z) with (E * (1 / Z)) by (field; lra).
    assert (L : E * ((1 - u) * (1 / Z)) <= E * Q) by (apply Rmult_le_compat_l; lra).
    assert (U : E * Q <= E * ((1 + u) * (1 / Z))) by (apply Rmult_le_compat_l; lra).
    pose proof (Rmult_le_compat_l (1 - u) _ _ ltac:(lra) L) as L'.
    pose proof (Rmult_le_compat_l (1 + u) _ _ ltac:(lra) U) as U'. simpl. lra.
Qed.

(** e^b - 1 is at most 1.05/1.02 b for b <= 0.0102, and 1 - e^-b at most b. *)
Lemma exp_near_1 b : 0 <= b <= 102 / 10000 -> 1 - b <= exp (- b) /\ exp b <= 1 + 105 / 102 * b.
Proof.
  intros Hb. pose proof (exp_ineq1_le (- b)) as L. split; [lra|].
  apply (Rmult_le_reg_r (exp (- b))); [apply exp_pos|]. rewrite <- exp_plus, Rplus_opp_r, exp_0.
  apply Rle_trans with ((1 + 105 / 102 * b) * (1 - b)); [nra|apply Rmult_le_compat_l; lra].
Qed.

(** a e^-a is at most 1/2: e^a >= e a >= 2a. *)
Lemma level_times_weight a : 0 <= a -> 2 * (a * exp (- a)) <= 1.
Proof.
  intros Ha. pose proof (exp_ineq1_le (a - 1)) as A. pose proof (exp_ineq1_le 1) as B. pose proof (exp_pos (- a)) as P.
  assert (E : exp a = exp 1 * exp (a - 1)) by (rewrite <- exp_plus; f_equal; ring).
  assert (G : 2 * a <= exp a) by (rewrite E; nra).
  apply (Rmult_le_compat_r (exp (- a))) in G; [|lra]. rewrite <- exp_plus, Rplus_opp_r, exp_0 in G. lra.
Qed.

(** The logarithm of the factors that occur. *)
Lemma ln_of_quotient y r v Z : 0 < y -> 0 < r -> 0 < Z ->
  0 < y ^ 2 * (r * exp v / Z) /\ ln (y ^ 2 * (r * exp v / Z)) = 2 * ln y + (ln r + v - ln Z).
Proof.
  intros Hy Hr HZ. pose proof (exp_pos v) as Pv. assert (I : 0 < / Z) by now apply Rinv_0_lt_compat.
  assert (P1 : 0 < r * exp v) by now apply Rmult_lt_0_compat. assert (P2 : 0 < y ^ 2) by now apply pow_lt.
  assert (P3 : 0 < r * exp v / Z) by now apply Rdiv_lt_0_compat. split; [now apply Rmult_lt_0_compat|].
  rewrite ln_mult, ln_of_power by assumption. unfold Rdiv. rewrite 2 ln_mult, ln_Rinv, ln_exp by assumption.
  simpl INR. ring.
Qed.

Section Weight.
Variables (n k : nat) (z E th : nat -> R) (Z u c w : R).
Hypotheses (Hn : (1 <= n)%nat) (Hu : 0 < u < 1) (Hc : 1 <= c) (Hw : 0 <= w).
Hypothesis Hz : forall i, (i < n)%nat -> z i <= 0.
Hypothesis HE : exponentials n u c w z E th.

Let L := lse n z.
Let N := ln (INR n).
Let q := 2 * c + INR k + 4.
(** The computed sum is close to the sum, and hardly below 1. *)
Hypotheses (HL : 0 <= L <= N) (PZ : 98 / 100 <= Z).
Hypothesis HZ : Rabs (ln Z - L) <= 102 / 100 * (u * (2 * (N - L) + c + INR k + 2)).

Variables (i : nat) (p : R).
Hypothesis Hi : (i < n)%nat.
Hypothesis Hp : weight_computed u w (E i) Z p.

Let a := Rabs (z i).
Let b := 102 / 100 * (u * (2 * a + 2 * (N - L) + q)).
Hypothesis Small : u * (2 * a + 2 * N + q) <= 1 / 100.

(** What the premise says of u and b. *)
Lemma weight_parts : u <= 1 / 600 /\ c * u <= 1 / 100 /\ 0 <= b <= 102 / 10000 /\ 0 <= u * a.
Proof.
  pose proof (Rabs_pos (z i)) as A. fold a in A. pose proof (pos_INR k) as K.
  assert (P1 : 0 <= u * a) by (apply Rmult_le_pos; lra). assert (P2 : 0 <= u * N) by (apply Rmult_le_pos; lra).
  assert (P3 : 0 <= u * L) by (apply Rmult_le_pos; lra). assert (P4 : 0 <= u * (N - L)) by (apply Rmult_le_pos; lra).
  assert (P5 : 0 <= u * INR k) by (apply Rmult_le_pos; lra).
  assert (P6 : u * 1 <= u * c) by (apply Rmult_le_compat_l; lra).
  unfold b, q in *. repeat split; lra.
Qed.

Let X := exp ((1 + th i) * z i).
Let wi := exp (z i - L).

(** The factors of the quotient of p and the weight, but for what underflows, are between e^-b and e^b. *)
Lemma factors_above : (1 + u) ^ 2 * ((1 + c * u) * X / Z) <= exp b * wi.
Proof.
  destruct weight_parts as (U1 & U2 & _ & U3). pose proof (exp_pos ((1 + th i) * z i)) as PX. fold X in PX.
  destruct (HE i Hi) as (Th & _). apply Rabs_le_inv in Th. apply Rabs_le_inv in HZ.
  assert (Az : a = - z i) by (unfold a; rewrite Rabs_left1; [reflexivity|now apply Hz]).
  assert (Pcu : 0 <= c * u) by (apply Rmult_le_pos; lra).
  destruct (ln_of_quotient (1 + u) (1 + c * u) ((1 + th i) * z i) Z ltac:(lra) ltac:(lra) ltac:(lra)) as [P E'].
  fold X in P, E'. rewrite <- (exp_ln ((1 + u) ^ 2 * ((1 + c * u) * X / Z))) by exact P. rewrite E'. clear E' P.
  unfold wi. rewrite <- exp_plus. apply exp_le. pose proof (ln_factor_above u ltac:(lra)) as F1.
  pose proof (ln_factor_above (c * u) ltac:(lra)) as F2.
  assert (T : th i * z i <= (2 * u + u ^ 2) * a) by (rewrite Az; pose proof (Hz i Hi); nra).
  assert (G : (2 * u + u ^ 2) * a <= 204 / 100 * (u * a)) by (simpl; nra).
  unfold b, q. lra.
Qed.

Lemma factors_below : exp (- b) * wi <= (1 - u) ^ 2 * ((1 - c * u) * X / Z).
Proof.
  destruct weight_parts as (U1 & U2 & _ & U3). pose proof (exp_pos ((1 + th i) * z i)) as PX. fold X in PX.
  destruct (HE i Hi) as (Th & _). apply Rabs_le_inv in Th. apply Rabs_le_inv in HZ.
  assert (Az : a = - z i) by (unfold a; rewrite Rabs_left1; [reflexivity|now apply Hz]).
  assert (Pcu : 0 <= c * u) by (apply Rmult_le_pos; lra).
  destruct (ln_of_quotient (1 - u) (1 - c * u) ((1 + th i) * z i) Z ltac:(lra) ltac:(lra) ltac:(lra)) as [P E'].
  fold X in P, E'. rewrite <- (exp_ln ((1 - u) ^ 2 * ((1 - c * u) * X / Z))) by exact P. rewrite E'. clear E' P.
  unfold wi. rewrite <- exp_plus. apply exp_le. pose proof (ln_factor_below u ltac:(lra)) as F1.
  pose proof (ln_factor_below (c * u) ltac:(lra)) as F2.
  assert (T : - ((2 * u + u ^ 2) * a) <= th i * z i) by (rewrite Az; pose proof (Hz i Hi); nra).
  assert (G : (2 * u + u ^ 2) * a <= 204 / 100 * (u * a)) by (simpl; nra).
  unfold b, q. lra.
Qed.

(** The error of the weight. *)
Lemma weight_error : Rabs (p - wi) <= 105 / 100 * (u * (2 * a + 2 * (N - L) + q)) * wi + 3 * w.
Proof.
  destruct weight_parts as (U1 & U2 & U3 & _). destruct (HE i Hi) as (_ & E0 & Ei). fold X in Ei.
  apply Rabs_le_inv in Ei.
  pose proof (exp_pos ((1 + th i) * z i)) as PX. fold X in PX. pose proof (exp_pos (z i - L)) as Pw. fold wi in Pw.
  pose proof (weight_between u w (E i) Z p ltac:(lra) E0 ltac:(lra) Hp) as B.
  destruct (exp_near_1 b U3) as [Low Up]. pose proof factors_above as FA. pose proof factors_below as FB.
  assert (I : 0 < / Z <= 100 / 98).
  { split; [apply Rinv_0_lt_compat; lra|]. replace (100 / 98) with (/ (98 / 100)) by field.
    apply Rinv_le_contravar; lra. }
  assert (Sq : 0 <= (1 - u) ^ 2 <= 1 /\ 0 <= (1 + u) ^ 2 <= 101 / 100).
  { assert (U : 0 <= u * u <= 1 / 600 * u) by (split; [|apply Rmult_le_compat_r]; try apply Rmult_le_pos; lra).
    replace ((1 - u) ^ 2) with (1 - 2 * u + u * u) by ring.
    replace ((1 + u) ^ 2) with (1 + 2 * u + u * u) by ring. lra. }
  (* without underflow, and what it adds *)
  assert (Eu : (1 + u) ^ 2 * (E i / Z) <= (1 + u) ^ 2 * ((1 + c * u) * X / Z) + (1 + u) ^ 2 * (w * / Z)).
  { rewrite <- Rmult_plus_distr_l. apply Rmult_le_compat_l; [lra|]. unfold Rdiv. rewrite <- Rmult_plus_distr_r.
    apply Rmult_le_compat_r; lra. }
  assert (El : (1 - u) ^ 2 * ((1 - c * u) * X / Z) - (1 - u) ^ 2 * (w * / Z) <= (1 - u) ^ 2 * (E i / Z)).
  { rewrite <- Rmult_minus_distr_l. apply Rmult_le_compat_l; [lra|]. unfold Rdiv. rewrite <- Rmult_minus_distr_r.
    apply Rmult_le_compat_r; lra. }
  assert (W : 0 <= w * / Z <= w * (100 / 98)) by (split; [apply Rmult_le_pos|apply Rmult_le_compat_l]; lra).
  assert (Wu : (1 + u) ^ 2 * (w * / Z) <= 101 / 100 * (w * (100 / 98))) by (apply Rmult_le_compat; lra).
  assert (Wl : (1 - u) ^ 2 * (w * / Z) <= 1 * (w * (100 / 98))) by (apply Rmult_le_compat; lra).
  assert (Bu : exp b * wi <= (1 + 105 / 102 * b) * wi) by (apply Rmult_le_compat_r; lra).
  assert (Bl : (1 - b) * wi <= exp (- b) * wi) by (apply Rmult_le_compat_r; lra).
  assert (Eb : 105 / 102 * b = 105 / 100 * (u * (2 * a + 2 * (N - L) + q))) by (unfold b; field).
  rewrite <- Eb. assert (Pb : 0 <= b * wi) by (apply Rmult_le_pos; lra). apply Rabs_le. split; lra.
Qed.
End Weight.

(** The sum Z, computed as 1 + R, is close to the sum of the exponentials, and hardly below 1. *)
Lemma sum_with_one n k (z E th : nat -> R) (top : nat -> Prop) Rc Z u c w j :
  (1 <= n)%nat -> (1 <= k)%nat -> 0 < u < 1 -> 1 <= c -> 0 <= w -> 2 * INR n * w <= u ->
  (forall i, (i < n)%nat -> z i <= 0) -> exponentials n u c w z E th ->
  (forall i, (i < n)%nat -> top i -> E i = 1) -> (j < n)%nat -> top j -> z j = 0 ->
  others_computed u n k E top Rc -> rounded u (1 + Rc) Z ->
  u * (2 * ln (INR n) + c + INR k + 2) <= 1 / 100 ->
  0 <= lse n z <= ln (INR n) /\ 98 / 100 <= Z /\
  Rabs (ln Z - lse n z) <= 102 / 100 * (u * (2 * (ln (INR n) - lse n z) + c + INR k + 2)).
Proof.
  intros Hn Hk Hu Hc Hw Hnw Hz HE One Hj Tj Zj HR HZ Small. set (L := lse n z). set (N := ln (INR n)) in *.
  assert (S1 : 1 <= sum n (fun i => exp (z i))).
  { rewrite <- exp_0, <- Zj. apply (sum_term_le n (fun i => exp (z i)) j); [intros; left; apply exp_pos|exact Hj]. }
  assert (HL : 0 <= L <= N).
  { split; [|unfold N; rewrite <- (lse_zero n); now apply lse_le]. unfold L, lse. rewrite <- ln_1.
    apply ln_le_mono; lra. }
  pose proof (pos_INR k) as K0. assert (P1 : 0 <= u * N) by (apply Rmult_le_pos; lra).
  assert (P2 : 0 <= u * L) by (apply Rmult_le_pos; lra). assert (P3 : 0 <= u * INR k) by (apply Rmult_le_pos; lra).
  assert (P4 : u * 1 <= u * c) by (apply Rmult_le_compat_l; lra).
  pose proof (others_between u n k E top Rc j ltac:(lra) ltac:(lra) (fun i Hi => proj1 (proj2 (HE i Hi))) One Hj Tj HR)
    as B.
  assert (E1 : 1 <= sum n E).
  { rewrite <- (One j Hj Tj). apply (sum_term_le n E j); [|exact Hj]. intros i Hi. now apply HE. }
  pose proof (power_below_1 u k ltac:(lra)) as Q. pose proof (powers_around_1 u k ltac:(lra)) as [Q0 Q1].
  assert (R1 : 99 / 100 <= 1 + Rc).
  { assert (X : (1 - u) ^ k * 1 <= (1 - u) ^ k * sum n E) by (apply Rmult_le_compat_l; lra). lra. }
  pose proof (rounded_between u (1 + Rc) Z ltac:(lra) HZ) as BZ.
  assert (X : u * (1 + Rc) <= 1 / 100 * (1 + Rc)) by (apply Rmult_le_compat_r; lra).
  split; [exact HL|]. split; [lra|].
  replace (2 * (N - L) + c + INR k + 2) with (2 * (N - L) + c + INR (S k) + 1) by (rewrite S_INR; ring).
  apply (log_error n (S k) z E th Z u c w); try assumption; try lia.
  - fold L N. rewrite S_INR. lra.
  - assert (U : u * 1 <= u * sum n (fun i => exp (z i))) by (apply Rmult_le_compat_l; lra). lra.
  - simpl. rewrite 2 Rmult_assoc.
    pose proof (Rmult_le_compat_l (1 - u) _ _ ltac:(lra) (proj1 B)) as Y1.
    pose proof (Rmult_le_compat_l (1 + u) _ _ ltac:(lra) (proj2 B)) as Y2. lra.
Qed.

(** Under the softmax the mean of |z_i| is the entropy less ln S, so that the mean of 2|z_i| + 2(ln n - ln S) is at most
    4 ln n. *)
Lemma mean_level n (z : nat -> R) : (1 <= n)%nat -> (forall i, (i < n)%nat -> z i <= 0) ->
  0 <= lse n z -> sum n (fun i => 2 * Rabs (z i) * softmax n z i) + 2 * (ln (INR n) - lse n z) <= 4 * ln (INR n).
Proof.
  intros Hn Hz HL. pose proof (gibbs_softmax n z Hn) as G. pose proof (simplex_softmax n z Hn) as Sp.
  destruct (entropy_range n (softmax n z) Hn Sp) as [H _].
  rewrite (sum_ext n _ (fun i => -2 * (softmax n z i * z i))).
  - rewrite sum_scale. fold (dot n (softmax n z) z). lra.
  - intros i Hi. rewrite Rabs_left1 by now apply Hz. ring.
Qed.

(** As in rounding-lse let z_i = (x_i - m)/t and S = sum e^{z_i}, and let p_i be computed for w_i = e^{z_i}/S as
    exp(z_i)/(1 + R), or as exp(z_i) (1/(1 + R)). If u(2|z_i| + 2 ln n + 2c + k + 4) <= 1/100, then
    |p_i - w_i| <= 1.05 u(2|z_i| + 2 ln n + 2c + k + 4) w_i + 3w, hence |p_i - w_i| <= 1.05 u(2 ln n + 2c + k + 5) + 3w.
    If so for all i, then |p - w|_1 <= 1.05 u(4 ln n + 2c + k + 4) + 3nw. *)
Theorem rounding_softmax n k (x y zc E p : nat -> R) t Rc Z u c w :
  (1 <= n)%nat -> (1 <= k)%nat -> 0 < u < 1 -> 1 <= c -> 0 <= w -> 2 * INR n * w <= u -> 0 < t ->
  let m := largest n x in
  (forall i, (i < n)%nat -> rounded u (x i - m) (y i)) ->
  (forall i, (i < n)%nat -> rounded u (y i / t) (zc i)) ->
  (forall i, (i < n)%nat -> 0 <= E i /\ Rabs (E i - exp (zc i)) <= c * u * exp (zc i) + w) ->
  (forall i, (i < n)%nat -> zc i = 0 -> E i = 1) ->
  others_computed u n k E (fun j => x j = m) Rc -> rounded u (1 + Rc) Z ->
  (forall i, (i < n)%nat -> weight_computed u w (E i) Z (p i)) ->
  let z i := (x i - m) / t in let weight i := softmax n z i in
  let q := 2 * c + INR k + 4 in
  (forall i, (i < n)%nat -> u * (2 * Rabs (z i) + 2 * ln (INR n) + q) <= 1 / 100 ->
    Rabs (p i - weight i) <= 105 / 100 * (u * (2 * Rabs (z i) + 2 * ln (INR n) + q)) * weight i + 3 * w /\
    Rabs (p i - weight i) <= 105 / 100 * (u * (2 * ln (INR n) + q + 1)) + 3 * w) /\
  ((forall i, (i < n)%nat -> u * (2 * Rabs (z i) + 2 * ln (INR n) + q) <= 1 / 100) ->
    norm1 n (sub p weight) <= 105 / 100 * (u * (4 * ln (INR n) + q)) + 3 * INR n * w).
Proof.
  intros Hn Hk Hu Hc Hw Hnw Ht m Hy Hzc HE One HR HZ Hp z weight q.
  assert (It : 0 < / t) by now apply Rinv_0_lt_compat.
  assert (Hz : forall i, (i < n)%nat -> z i <= 0).
  { intros i Hi. pose proof (largest_entry n x i Hi) as X. fold m in X. unfold z, Rdiv. nra. }
  destruct (largest_attained n x Hn) as (j & Hj & Ej). fold m in Ej.
  destruct (exponents_rounded n u x y zc m t ltac:(lra) ltac:(lra) Hy Hzc) as [th Th].
  assert (HX : exponentials n u c w z E th).
  { intros i Hi. destruct (Th i Hi) as [B Ez]. fold (z i) in Ez. rewrite <- Ez. split; [exact B|now apply HE]. }
  assert (Zero : forall i, x i = m -> z i = 0) by (intros i Ei; unfold z; rewrite Ei; field; lra).
  assert (Top : forall i, (i < n)%nat -> x i = m -> E i = 1).
  { intros i Hi Ei. apply One; [exact Hi|]. rewrite (proj2 (Th i Hi)). fold (z i). rewrite Zero by exact Ei. ring. }
  set (N := ln (INR n)) in *. set (L := lse n z).
  assert (Weight : forall i, weight i = exp (z i - L)).
  { intros i. unfold weight, softmax, L, lse, Rminus. rewrite exp_plus, exp_Ropp, exp_ln by now apply sum_exp_pos.
    reflexivity. }
  (* what holds as soon as one premise does *)
  assert (Sum : forall i, (i < n)%nat -> u * (2 * Rabs (z i) + 2 * N + q) <= 1 / 100 ->
    0 <= L <= N /\ 98 / 100 <= Z /\ Rabs (ln Z - L) <= 102 / 100 * (u * (2 * (N - L) + c + INR k + 2))).
  { intros i Hi S. apply (sum_with_one n k z E th (fun r => x r = m) Rc Z u c w j); try assumption; auto.
    pose proof (Rabs_pos (z i)) as A. assert (A1 : 0 <= u * Rabs (z i)) by (apply Rmult_le_pos; lra).
    assert (A2 : u * 1 <= u * c) by (apply Rmult_le_compat_l; lra). unfold q in S. fold N. lra. }
  assert (Error : forall i, (i < n)%nat -> u * (2 * Rabs (z i) + 2 * N + q) <= 1 / 100 ->
    Rabs (p i - weight i) <= 105 / 100 * (u * (2 * Rabs (z i) + 2 * (N - L) + q)) * weight i + 3 * w).
  { intros i Hi S. destruct (Sum i Hi S) as (HL & PZ & LZ). rewrite Weight.
    exact (weight_error n k z E th Z u c w Hu Hc Hw Hz HX HL PZ LZ i (p i) Hi (Hp i Hi) S). }
  pose proof (simplex_softmax n z Hn) as Sp. split.
  - intros i Hi S. destruct (Sum i Hi S) as (HL & _ & _). pose proof (Error i Hi S) as Er.
    pose proof (Rabs_pos (z i)) as A. pose proof (proj1 Sp i Hi) as W0. fold (weight i) in W0.
    pose proof (simplex_le_1 n _ i Sp Hi) as W1. change (weight i <= 1) in W1.
    assert (B1 : Rabs (p i - weight i) <= 105 / 100 * (u * (2 * Rabs (z i) + 2 * N + q)) * weight i + 3 * w).
    { eapply Rle_trans; [exact Er|]. apply Rplus_le_compat_r, Rmult_le_compat_r; [exact W0|].
      apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
    split; [exact B1|]. eapply Rle_trans; [exact B1|]. apply Rplus_le_compat_r.
    rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|]. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
    assert (AW : 2 * (Rabs (z i) * weight i) <= 1).
    { eapply Rle_trans; [|exact (level_times_weight (Rabs (z i)) A)]. apply Rmult_le_compat_l; [lra|].
      apply Rmult_le_compat_l; [exact A|]. rewrite Weight, Rabs_left1, Ropp_involutive by now apply Hz.
      apply exp_le. lra. }
    assert (Q0 : 0 <= 2 * N + q) by (unfold q; pose proof (pos_INR k); lra).
    assert (QW : (2 * N + q) * weight i <= (2 * N + q) * 1) by (apply Rmult_le_compat_l; lra). lra.
  - intros S. destruct (Sum j Hj (S j Hj)) as (HL & _ & _). pose proof (mean_level n z Hn Hz (proj1 HL)) as M.
    fold N L in M.
    apply Rle_trans with (sum n (fun i => 105 / 100 * (u * (2 * Rabs (z i) * weight i + (2 * (N - L) + q) * weight i))
      + 3 * w)).
    + apply sum_le. intros i Hi. eapply Rle_trans; [exact (Error i Hi (S i Hi))|]. right. ring.
    + rewrite sum_plus, sum_const, 2 sum_scale, sum_plus, sum_scale. fold (weight) in M.
      change (sum n weight) with (sum n (softmax n z)). rewrite (proj2 Sp).
      assert (X : sum n (fun i => 2 * Rabs (z i) * weight i) + (2 * (N - L) + q) * 1 <= 4 * N + q) by
        (change (sum n (fun i => 2 * Rabs (z i) * weight i))
          with (sum n (fun i => 2 * Rabs (z i) * softmax n z i)); lra).
      apply (Rmult_le_compat_l u) in X; [|lra]. lra.
Qed.

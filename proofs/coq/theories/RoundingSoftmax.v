(** The softmax is computed to within a few roundings: each weight, and all of them in the l1 norm. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp SemicontinuousMaximum Certificate.
From TightMax Require Import RoundedSums RoundingSum RoundingLse RoundedScores.
Open Scope R_scope.

(** How the quotient E/T may come out as p: by a division, or as E times the reciprocal of T. *)
Definition quotient_computed (u w E T p : R) : Prop :=
  rounded_below u w (E / T) p \/ exists r, rounded u (/ T) r /\ rounded_below u w (E * r) p.

(** Both are a product with a reciprocal that has a relative error. *)
Lemma quotient_as_product u w E T p : 0 <= u -> quotient_computed u w E T p ->
  exists r, rounded u (/ T) r /\ rounded_below u w (E * r) p.
Proof.
  intros Hu [H|H]; [|exact H]. exists (/ T). split; [|exact H]. exists 0. rewrite Rabs_R0. split; [exact Hu|ring].
Qed.

(** A rounded product that is not negative is between two multiples, but for w. *)
Lemma rounded_below_between u w a b : 0 <= a -> rounded_below u w a b -> (1 - u) * a - w <= b <= (1 + u) * a + w.
Proof. intros Ha H. unfold rounded_below in H. rewrite (Rabs_pos_eq a Ha) in H. apply Rabs_le_inv in H. lra. Qed.

Section OneWeight.
Variables (u c w z g l T E p L B : R).
Hypotheses (Hu : 0 < u <= 1 / 100) (Hc : 1 <= c) (Hw : 0 <= w) (HT : 0 < T) (HE : 0 <= E).
Hypothesis Hg : Rabs (E - exp g) <= c * u * exp g + w.
Hypothesis Hp : quotient_computed u w E T p.
Hypotheses (Hcu : c * u <= 1 / 100) (HB : 0 <= B) (HuB : u * B <= 1 / 100).

(** The exponential has the exponent g, close to z, and T a logarithm l, close to L. *)
Hypotheses (Hl : l = ln T).
Hypothesis Errors : Rabs (g - z) + Rabs (l - L) + 102 / 100 * (c * u) + 2 * (102 / 100 * u) <= 102 / 100 * (u * B).
Hypothesis T_large : (1 + u) ^ 2 <= 2 * T.

(** What underflow of the exponential and of the quotient add: at most 3 w. *)
Lemma underflow_small r : rounded u (/ T) r -> 0 <= r /\ (1 + u) * r * w + w <= 3 * w.
Proof.
  intros Hr. pose proof (Rinv_0_lt_compat T HT) as It. pose proof (rounded_between u (/ T) r ltac:(lra) Hr) as R.
  split; [nra|]. assert (Q : (1 + u) * r <= 2).
  { apply Rle_trans with ((1 + u) ^ 2 * / T).
    - replace ((1 + u) ^ 2 * / T) with ((1 + u) * ((1 + u) * / T)) by ring. apply Rmult_le_compat_l; lra.
    - apply (Rmult_le_reg_r T); [exact HT|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  nra.
Qed.

(** The computed weight is e^z/e^L up to factors e^b and e^-b, b = 1.02 u B, and 3 w. *)
Lemma weight_between :
  exp (z - L) * exp (- (102 / 100 * (u * B))) - 3 * w <= p <= exp (z - L) * exp (102 / 100 * (u * B)) + 3 * w.
Proof.
  destruct (quotient_as_product u w E T p ltac:(lra) Hp) as (r & Hr & Hpr).
  destruct (underflow_small r Hr) as [Pr Under]. pose proof (Rinv_0_lt_compat T HT) as It.
  pose proof (rounded_between u (/ T) r ltac:(lra) Hr) as R.
  pose proof (rounded_below_between u w _ p (Rmult_le_pos _ _ HE Pr) Hpr) as P.
  pose proof (exp_pos g) as Pg. apply Rabs_le_inv in Hg.
  assert (ET : / T = exp (- l)) by (rewrite Hl, exp_Ropp, exp_ln; [reflexivity|exact HT]).
  pose proof (Rle_abs (g - z)) as G1. pose proof (Rle_abs (- (g - z))) as G2. rewrite Rabs_Ropp in G2.
  pose proof (Rle_abs (l - L)) as L1. pose proof (Rle_abs (- (l - L))) as L2. rewrite Rabs_Ropp in L2.
  assert (Pcu : 0 <= c * u) by (apply Rmult_le_pos; lra).
  pose proof (ln_factor_above u ltac:(lra)) as U1. pose proof (ln_factor_below u ltac:(lra)) as U2.
  pose proof (ln_factor_above (c * u) Pcu) as C1. pose proof (ln_factor_below (c * u) ltac:(lra)) as C2.
  set (b := 102 / 100 * (u * B)) in *. split.
  - (* from below *)
    assert (F : exp (z - L) * exp (- b) <= (1 - u) * ((1 - c * u) * exp g * ((1 - u) * / T))).
    { rewrite ET, <- (exp_ln (1 - u)), <- (exp_ln (1 - c * u)) by lra. rewrite <- 5 exp_plus. apply exp_le. lra. }
    assert (X : (1 - c * u) * exp g * ((1 - u) * / T) <= (E + w) * r).
    { apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|apply Rmult_le_pos; lra]. }
    apply (Rmult_le_compat_l (1 - u)) in X; [|lra].
    assert (Y : (1 - u) * (w * r) <= (1 + u) * r * w) by 
      (pose proof (Rmult_le_pos u _ ltac:(lra) (Rmult_le_pos w r Hw Pr)); lra). lra.
  - (* from above *)
    assert (F : (1 + u) * ((1 + c * u) * exp g * ((1 + u) * / T)) <= exp (z - L) * exp b).
    { rewrite ET, <- (exp_ln (1 + u)), <- (exp_ln (1 + c * u)) by lra.
      rewrite <- 5 exp_plus. apply exp_le. lra. }
    assert (X : (E - w) * r <= (1 + c * u) * exp g * ((1 + u) * / T)).
    { apply Rle_trans with ((1 + c * u) * exp g * r); [apply Rmult_le_compat_r; lra|].
      apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]. }
    apply (Rmult_le_compat_l (1 + u)) in X; lra.
Qed.

(** So it is off by at most 1.05 u B times the weight, and 3 w. *)
Lemma weight_error : Rabs (p - exp (z - L)) <= 105 / 100 * (u * B * exp (z - L)) + 3 * w.
Proof.
  pose proof weight_between as H. assert (P0 : 0 <= u * B) by (apply Rmult_le_pos; lra).
  destruct (exp_small (102 / 100 * (u * B)) ltac:(lra)) as [A C]. pose proof (exp_pos (z - L)) as P.
  pose proof (Rmult_le_compat_l _ _ _ (Rlt_le _ _ P) A) as A'.
  pose proof (Rmult_le_compat_l _ _ _ (Rlt_le _ _ P) C) as C'.
  pose proof (Rmult_le_pos _ _ P0 (Rlt_le _ _ P)) as Q. apply Rabs_le. lra.
Qed.
End OneWeight.

(** A small weight may have a large exponent, but twice their product is at most 1. *)
Lemma exponent_times_weight z L : z <= 0 -> 0 <= L -> 0 <= exp (z - L) <= 1 /\ 2 * Rabs z * exp (z - L) <= 1.
Proof.
  intros Hz HL. pose proof (exp_pos (z - L)) as P. pose proof (exp_le (z - L) z ltac:(lra)) as Q.
  assert (O : exp z <= 1) by (rewrite <- exp_0; apply exp_le; lra). split; [lra|].
  rewrite (Rabs_left1 z Hz). apply Rle_trans with (2 * - z * exp z); [apply Rmult_le_compat_l; lra|].
  assert (S : exp z = exp (z / 2) * exp (z / 2)) by (rewrite <- exp_plus; f_equal; field).
  assert (I : exp (- (z / 2)) * exp (z / 2) = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
  pose proof (exp_ineq1_le (- (z / 2))) as B. pose proof (exp_pos (z / 2)) as R.
  assert (C : (1 - z / 2) * exp (z / 2) <= 1) by (rewrite <- I; apply Rmult_le_compat_r; lra).
  rewrite S. set (e := exp (z / 2)) in *. set (a := - z) in *.
  assert (D : 0 <= (1 + a / 2) * e <= 1) by (unfold a; split; [apply Rmult_le_pos; lra|lra]).
  assert (F : ((1 + a / 2) * e) * ((1 + a / 2) * e) <= 1 * 1) by (apply Rmult_le_compat; lra).
  pose proof (Rle_0_sqr ((1 - a / 2) * e)) as G. unfold Rsqr in G. lra.
Qed.

(** The mean of the |z_i| under the softmax is its entropy less L. *)
Lemma mean_exponent n z : (1 <= n)%nat -> (forall i, (i < n)%nat -> z i <= 0) ->
  sum n (fun i => Rabs (z i) * softmax n z i) <= ln (INR n) - lse n z.
Proof.
  intros Hn Hz. pose proof (gibbs_softmax n z Hn) as G. pose proof (simplex_softmax n z Hn) as S.
  pose proof (entropy_range n _ Hn S) as R. unfold dot in G.
  rewrite (sum_ext n _ (fun i => -1 * (softmax n z i * z i))); [rewrite sum_scale; lra|].
  intros i Hi. rewrite (Rabs_left1 _ (Hz i Hi)). ring.
Qed.

(** With the scores z_i = (x_i - m)/t, their exponentials E_i and the sum R of the others computed as in rounding-lse,
    T the rounded 1 + R, and p_i computed as E_i/T or E_i (1/T): if u(2|z_i| + 2 ln n + 2c + k + 4) <= 1/100 then
    |p_i - w_i| <= 1.05 u(2|z_i| + 2 ln n + 2c + k + 4) w_i + 3 w and |p_i - w_i| <= 1.05 u(2 ln n + 2c + k + 5) + 3 w,
    where w_i = e^{z_i}/S. If so for all i, then |p - w|_1 <= 1.05 u(4 ln n + 2c + k + 4) + 3 n w. *)
Theorem rounding_softmax n k (x E p : vec) t Rc T u c w :
  (1 <= n)%nat -> (1 <= k)%nat -> 0 < u < 1 -> 1 <= c -> 0 <= w -> 2 * INR n * w <= u -> 0 < t ->
  exponentials_computed n u c w t x E -> others_computed u n k E (fun j => x j = largest n x) Rc ->
  rounded u (1 + Rc) T -> (forall i, (i < n)%nat -> quotient_computed u w (E i) T (p i)) ->
  let z := reduced n t x in
  let weight := softmax n z in
  let q := 2 * c + INR k + 4 in
  let close := fun i => u * (2 * Rabs (z i) + 2 * ln (INR n) + q) <= 1 / 100 in
  (forall i, (i < n)%nat -> close i ->
    Rabs (p i - weight i) <= 105 / 100 * (u * (2 * Rabs (z i) + 2 * ln (INR n) + q) * weight i) + 3 * w /\
    Rabs (p i - weight i) <= 105 / 100 * (u * (2 * ln (INR n) + q + 1)) + 3 * w) /\
  ((forall i, (i < n)%nat -> close i) ->
    norm1 n (sub p weight) <= 105 / 100 * (u * (4 * ln (INR n) + q)) + 3 * INR n * w).
Proof.
  intros Hn Hk Hu Hc Hw Hnw Ht HE HR HT Hp z weight q close.
  set (L := lse n z). set (N := ln (INR n)) in *.
  pose proof (log_sum_range n t x Hn Ht) as HL. fold z L N in HL.
  assert (Hz : forall i, (i < n)%nat -> z i <= 0) by exact (reduced_nonpos n t x Ht).
  assert (Hweight : forall i, weight i = exp (z i - L)).
  { intros i. unfold weight, softmax, L, lse, Rminus. rewrite exp_plus, exp_Ropp, exp_ln; [reflexivity|].
    now apply sum_exp_pos. }
  assert (K : 1 <= INR k) by (apply (le_INR 1); exact Hk).
  assert (First : forall i, (i < n)%nat -> close i ->
    Rabs (p i - weight i) <= 105 / 100 * (u * (2 * Rabs (z i) + 2 * (N - L) + q) * weight i) + 3 * w).
  { intros i Hi Hclose. unfold close in Hclose. set (a := Rabs (z i)) in *.
    pose proof (Rabs_pos (z i)) as Pa. fold a in Pa.
    assert (U1 : 0 <= u * a) by (apply Rmult_le_pos; lra). assert (U2 : 0 <= u * (N - L)) by (apply Rmult_le_pos; lra).
    assert (U3 : 0 <= u * L) by (apply Rmult_le_pos; lra). assert (U4 : u <= c * u) by nra.
    assert (U5 : u <= u * INR k) by nra.
    assert (U : 2 * (u * a) + 2 * (u * (N - L)) + 2 * (u * L) + 2 * (c * u) + u * INR k + 4 * u <= 1 / 100)
      by (unfold q in Hclose; lra).
    pose proof (one_and_others n u c w t x E Hn Hu Ht HE k Rc ltac:(lra) HR) as B.
    pose proof (rounded_once_more u k _ _ T ltac:(lra) (computed_sum_nonneg n u c w t x E HE) B HT) as B'.
    pose proof (log_of_sum n u c w t x E Hn Hu Hc Ht Hnw HE (S k) T ltac:(lia)) as Q. rewrite S_INR in Q.
    fold z L N in Q. specialize (Q ltac:(lra) B').
    destruct (exponentials_of_scores n u c w t x E Hu Ht HE) as [th Th]. 
    destruct (Th i Hi) as (Bt & PE & Ee). fold z in Ee.
    assert (PT : 0 < T).
    { apply Rlt_le_trans with ((1 - u) ^ S k * sum n E); [|exact (proj1 B')].
      apply Rmult_lt_0_compat; [apply pow_lt; lra|].
      destruct (largest_attained n x Hn) as (j & Hj & Ej). destruct HE as (y & v & H).
      apply Rlt_le_trans with (E j); [|apply sum_term_le; [intros r Hr; now apply H|exact Hj]].
      rewrite (exponential_at_top n u c w t x E Ht (ex_intro _ y (ex_intro _ v H)) j Hj (eq_sym Ej)). lra. }
    assert (TL : 98 / 100 <= T).
    { apply Rabs_le_inv in Q. rewrite <- (exp_ln T PT). pose proof (exp_ineq1_le (ln T)) as X. lra. }
    rewrite Hweight.
    apply (weight_error u c w (z i) ((1 + th i) * z i) (ln T) T (E i) (p i) L);
      try assumption; try lra; try reflexivity.
    - now apply Hp.
    - unfold q. lra.
    - replace ((1 + th i) * z i - z i) with (th i * z i) by ring. rewrite Rabs_mult. fold a.
      pose proof (Rmult_le_compat_r a _ _ Pa Bt) as X.
      assert (Y : u * (u * a) <= 1 / 100 * (u * a)) by (apply Rmult_le_compat_r; lra). unfold q. simpl in X. lra.
    - assert (Y : u * u <= 1 / 100 * u) by (apply Rmult_le_compat_r; lra). simpl. lra. }
  split.
  - intros i Hi Hclose. pose proof (First i Hi Hclose) as F.
    destruct (exponent_times_weight (z i) L (Hz i Hi) ltac:(lra)) as [W1 W2]. rewrite <- Hweight in W1, W2.
    set (a := Rabs (z i)) in *. pose proof (Rabs_pos (z i)) as Pa. fold a in Pa. set (v := weight i) in *.
    assert (G1 : (2 * a + 2 * (N - L) + q) * v <= (2 * a + 2 * N + q) * v) by (apply Rmult_le_compat_r; lra).
    assert (G2 : (2 * N + q) * v <= (2 * N + q) * 1) by (apply Rmult_le_compat_l; unfold q; lra).
    apply (Rmult_le_compat_l u) in G1; [|lra]. apply (Rmult_le_compat_l u) in G2; [|lra].
    apply (Rmult_le_compat_l u) in W2; [|lra]. split; lra.
  - intros Hclose. unfold norm1, sub.
    apply Rle_trans with (sum n (fun i =>
      105 / 100 * u * (2 * (Rabs (z i) * weight i) + (2 * (N - L) + q) * weight i) + 3 * w)).
    + apply sum_le. intros i Hi. pose proof (First i Hi (Hclose i Hi)) as F. lra.
    + rewrite sum_plus, sum_const, sum_scale, sum_plus, 2 sum_scale.
      pose proof (mean_exponent n z Hn Hz) as M. fold weight L N in M.
      destruct (simplex_softmax n z Hn) as [_ S1]. fold weight in S1. rewrite S1.
      pose proof (Rmult_le_compat_l u _ _ ltac:(lra) M) as M'.
      assert (U3 : 0 <= u * L) by (apply Rmult_le_pos; lra). lra.
Qed.

(** A computed sum of exponentials has an accurate logarithm. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp SemicontinuousMaximum Certificate RoundedSums.
Open Scope R_scope.

(** Exponentials E_i of exponents (1 + th_i) z_i with |th_i| <= 2u + u^2, each with a relative error of at most c u and
    an absolute one of at most w where it underflows. *)
Definition exponentials (n : nat) (u c w : R) (z E th : nat -> R) : Prop :=
  forall i, (i < n)%nat -> Rabs (th i) <= 2 * u + u ^ 2 /\ 0 <= E i /\
    Rabs (E i - exp ((1 + th i) * z i)) <= c * u * exp ((1 + th i) * z i) + w.

Section LogError.
Variables (n k : nat) (z E th : nat -> R) (C u c w : R).
Hypotheses (Hn : (1 <= n)%nat) (Hk : (1 <= k)%nat) (Hu : 0 < u < 1) (Hc : 1 <= c) (Hw : 0 <= w).
Hypothesis Hz : forall i, (i < n)%nat -> z i <= 0.
Hypothesis HE : exponentials n u c w z E th.

Let L := lse n z.
Let total := sum n (fun i => exp (z i)).
Let D := ln (INR n) - L.
Let a := 2 * D + c + INR k + 1.
Hypotheses (Ha : u * a <= 1 / 100) (Hnw : 2 * INR n * w <= u * total).

(** The range of the logarithm: 0 <= ln n - ln S. *)
Lemma range_nonneg : 0 <= D.
Proof. pose proof (lse_le n z zero Hn Hz) as A. rewrite lse_zero in A. unfold D, L. lra. Qed.

(** What the bound on u a says of its parts. *)
Lemma parts : 0 <= u * D /\ u <= u * c /\ u <= u * INR k /\ 2 * (u * D) + u * c + u * INR k + u <= 1 / 100.
Proof.
  pose proof range_nonneg as P. assert (K : 1 <= INR k) by (apply (le_INR 1); exact Hk).
  split; [apply Rmult_le_pos; lra|]. split; [nra|]. split; [nra|]. unfold a in Ha. lra.
Qed.

Let v := (2 * u + u ^ 2) * D.

(** What the factors in the exponents can change is hardly more than 2 u (ln n - ln S). *)
Lemma exponent_error : 0 <= v <= 2005 / 1000 * (u * D).
Proof.
  pose proof range_nonneg as P. destruct parts as (A & B & K & T).
  replace v with ((2 + u) * (u * D)) by (unfold v; ring). nra.
Qed.

(** The sum of the computed exponentials is S up to factors 1 -+ (c + 1)u and e^-v, e^v. *)
Lemma sum_of_exponentials :
  (1 - (c + 1) * u) * (total * exp (- v)) <= sum n E <= (1 + (c + 1) * u) * (total * exp v).
Proof.
  pose proof range_nonneg as PD. destruct parts as (A & B & K & T). pose proof exponent_error as Pv.
  assert (Hg : 0 <= 2 * u + u ^ 2 <= 1) by (simpl; nra).
  set (Z := sum n (fun i => exp ((1 + th i) * z i))).
  pose proof (sum_exp_pos n (fun i => (1 + th i) * z i) Hn) as PZ. fold Z in PZ.
  pose proof (sum_exp_pos n z Hn) as PS. fold total in PS.
  pose proof (lse_factors n z th _ Hn Hg Hz (fun i Hi => proj1 (HE i Hi))) as F.
  fold L D v in F. unfold lse in F. fold Z in F. apply Rabs_le_inv in F.
  assert (ES : total = exp L) by (symmetry; now apply exp_ln).
  assert (Zu : Z <= total * exp v) by (rewrite ES, <- exp_plus, <- (exp_ln Z) by exact PZ; apply exp_le; lra).
  assert (Zl : total * exp (- v) <= Z) by (rewrite ES, <- exp_plus, <- (exp_ln Z) by exact PZ; apply exp_le; lra).
  assert (HT : Rabs (sum n E - Z) <= c * u * Z + INR n * w).
  { unfold Z. rewrite <- sum_minus, <- sum_scale, <- (sum_const n w), <- sum_plus.
    eapply Rle_trans; [apply sum_abs|]. apply sum_le. intros i Hi. now apply HE. }
  apply Rabs_le_inv in HT. pose proof (exp_ineq1_le v) as Ev. pose proof (exp_ineq1_le (- v)) as Ev'.
  assert (Sv : total * 1 <= total * exp v) by (apply Rmult_le_compat_l; lra).
  assert (Sv' : total * (1 / 2) <= total * exp (- v)) by (apply Rmult_le_compat_l; lra).
  pose proof (Rmult_le_compat_l u _ _ ltac:(lra) Sv) as uSv.
  pose proof (Rmult_le_compat_l u _ _ ltac:(lra) Sv') as uSv'.
  assert (uS : 0 <= u * total) by (apply Rmult_le_pos; lra). split.
  - pose proof (Rmult_le_compat_l (1 - c * u) _ _ ltac:(lra) Zl) as X. lra.
  - pose proof (Rmult_le_compat_l (1 + c * u) _ _ ltac:(lra) Zu) as X. lra.
Qed.

(** C may be as far from the sum of the E_i as k additions a term can make it. *)
Lemma log_error : (1 - u) ^ k * sum n E <= C <= (1 + u) ^ k * sum n E -> Rabs (ln C - ln total) <= 102 / 100 * (u * a).
Proof.
  intros [Cl Cu]. destruct parts as (A & B & K & T). pose proof exponent_error as Pv.
  destruct sum_of_exponentials as [Tl Tu]. set (q := (c + 1) * u) in *.
  assert (Hq : 0 <= q <= 1 / 100) by (unfold q; lra).
  pose proof (sum_exp_pos n z Hn) as PS. fold total in PS.
  pose proof (Rmult_lt_0_compat _ _ PS (exp_pos v)) as Su. pose proof (Rmult_lt_0_compat _ _ PS (exp_pos (- v))) as Sl.
  pose proof (pow_lt (1 - u) k ltac:(lra)) as Pl. pose proof (pow_lt (1 + u) k ltac:(lra)) as Pu.
  assert (Cu' : C <= (1 + u) ^ k * ((1 + q) * (total * exp v))).
  { eapply Rle_trans; [exact Cu|]. apply Rmult_le_compat_l; lra. }
  assert (Cl' : (1 - u) ^ k * ((1 - q) * (total * exp (- v))) <= C).
  { eapply Rle_trans; [|exact Cl]. apply Rmult_le_compat_l; lra. }
  assert (PC : 0 < (1 - u) ^ k * ((1 - q) * (total * exp (- v)))).
  { apply Rmult_lt_0_compat; [exact Pl|]. apply Rmult_lt_0_compat; lra. }
  assert (Lu : ln C <= INR k * ln (1 + u) + (ln (1 + q) + (ln total + v))).
  { rewrite <- ln_of_factors by (assumption || lra). apply ln_le_mono; [lra|exact Cu']. }
  assert (Ll : INR k * ln (1 - u) + (ln (1 - q) + (ln total + - v)) <= ln C).
  { rewrite <- ln_of_factors by (assumption || lra). apply ln_le_mono; [exact PC|exact Cl']. }
  assert (K0 : 0 <= INR k) by apply pos_INR.
  pose proof (Rmult_le_compat_l _ _ _ K0 (ln_factor_above u ltac:(lra))) as L1.
  pose proof (Rmult_le_compat_l _ _ _ K0 (ln_factor_below u ltac:(lra))) as L2.
  pose proof (ln_factor_above q ltac:(lra)) as L3. pose proof (ln_factor_below q ltac:(lra)) as L4.
  replace (u * a) with (2 * (u * D) + u * c + u * INR k + u) by (unfold a; ring). unfold q in *.
  apply Rabs_le. split; lra.
Qed.
End LogError.

(** Let S be the sum of e^{z_i} with z_i <= 0. Computed are E_i >= 0 with |E_i - e^{(1+th_i)z_i}| <= c u
    e^{(1+th_i)z_i} + w and |th_i| <= 2u + u^2, and from these C, by additions of relative error at most u in any
    order, in which no term takes part in more than k. With a = 2(ln n - ln S) + c + k + 1: if u a <= 1/100 and 2 n
    w <= u S, then |ln C - ln S| <= 1.02 u a. Such are the E_i if z_i = (a_i - b)/t comes from a subtraction and a
    division of relative error at most u and the exponential has relative error at most c u, but for w where it
    underflows. *)
Theorem rounding_sum :
  (forall n k (z E th : nat -> R) t C u c w,
    (1 <= n)%nat -> (1 <= k)%nat -> 0 < u < 1 -> 1 <= c -> 0 <= w -> (forall i, (i < n)%nat -> z i <= 0) ->
    exponentials n u c w z E th ->
    Permutation (terms t) (seq 0 n) -> (additions t <= k)%nat -> computed u E t C ->
    let S := sum n (fun i => exp (z i)) in
    let a := 2 * (ln (INR n) - ln S) + c + INR k + 1 in
    u * a <= 1 / 100 -> 2 * INR n * w <= u * S -> Rabs (ln C - ln S) <= 102 / 100 * (u * a)) /\
  (forall n (a y x E : nat -> R) b t u c w, 0 <= u -> t <> 0 ->
    (forall i, (i < n)%nat -> rounded u (a i - b) (y i)) -> (forall i, (i < n)%nat -> rounded u (y i / t) (x i)) ->
    (forall i, (i < n)%nat -> 0 <= E i /\ Rabs (E i - exp (x i)) <= c * u * exp (x i) + w) ->
    exists th, exponentials n u c w (fun i => (a i - b) / t) E th).
Proof.
  split.
  - intros n k z E th t C u c w Hn Hk Hu Hc Hw Hz HE Pt Dt Ct S a Ha Hnw.
    apply (log_error n k z E th C u c w); try assumption.
    destruct (computed_between u E t C ltac:(lra)
      (fun i Hi => proj1 (proj2 (HE i (below_of_permutation _ n i Pt Hi)))) Ct k Dt) as (_ & B).
    now rewrite (totalR_permutation E _ _ Pt), totalR_seq in B.
  - intros n a y x E b t u c w Hu Ht Hy Hx HE. destruct (exponents_rounded n u a y x b t Hu Ht Hy Hx) as [th Th].
    exists th. intros i Hi. destruct (Th i Hi) as [B <-]. split; [exact B|now apply HE].
Qed.

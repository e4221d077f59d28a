(** What the formulas for the universal smoothing make of a computed sum of the others: the errors of the excess and of
    the weight of the largest entry, and what they come to with the product with t and the addition of the maximum. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp SemicontinuousMaximum Certificate.
From TightMax Require Constants.
From TightMax Require Import UniversalUpper RoundedSums RoundingSum RoundingLse RoundedScores.
From TightMax Require Import UniversalExcess.
Open Scope R_scope.

(** How the excess and the weight of the largest entry may come out of the computed sum Sc of the others: by the formula
    for Sc >= 1, as 0 and 1 up to e^-2 (1 + beta), and by the formula between. *)
Inductive universal_computed (u c beta Sc : R) : R -> R -> Prop :=
| value_near h l psi wc : 1 <= Sc -> rounded u (1 / 2 + 1 / 2 * Sc) h -> rounded (c * u) (ln h) l ->
    rounded u (1 / 2 + l) psi -> rounded u (1 / 2 / h) wc -> universal_computed u c beta Sc psi wc
| value_far : Sc <= exp (-2) * (1 + beta) -> universal_computed u c beta Sc 0 1
| value_between a l psi wc : exp (-2) * (1 + beta) < Sc < 1 -> rounded (c * u) (ln Sc) a ->
    rounded u (1 / 2 + 1 / 4 * a) l -> rounded u (2 * l ^ 2) psi -> rounded u (1 - l) wc ->
    universal_computed u c beta Sc psi wc.

(** A number with a relative error is off by that share of its size. *)
Lemma rounded_error u a b m : rounded u a b -> Rabs a <= m -> 0 <= u -> Rabs (b - a) <= u * m.
Proof.
  intros (e & He & ->) Hm Hu. replace (a * (1 + e) - a) with (e * a) by ring. rewrite Rabs_mult.
  apply Rmult_le_compat; try apply Rabs_pos; assumption.
Qed.

Section Branches.
Variables (u c beta Sc psi wc : R).
Hypotheses (Hu : 0 < u <= 1 / 200) (Hc : 1 <= c) (Hcu : c * u <= 1 / 100) (Hbeta : 0 <= beta) (HSc : -1 < Sc).
Hypothesis H : universal_computed u c beta Sc psi wc.

(** The sum that is halved is off by a factor whose logarithm is at most 1.02 u. *)
Lemma halved h : 1 <= Sc -> rounded u (1 / 2 + 1 / 2 * Sc) h ->
  0 < h /\ Rabs (ln h - ln ((1 + Sc) / 2)) <= 102 / 100 * u /\ 995 / 1000 <= h /\
  Rabs (1 / 2 / h - / (1 + Sc)) <= 51 / 100 * u.
Proof.
  intros H1 (e & He & ->). apply Rabs_le_inv in He.
  assert (P : 1 <= (1 + Sc) / 2) by lra. replace (1 / 2 + 1 / 2 * Sc) with ((1 + Sc) / 2) by field.
  set (m := (1 + Sc) / 2) in *. split; [nra|]. split; [|split; [nra|]].
  - rewrite ln_mult by lra. replace (ln m + ln (1 + e) - ln m) with (ln (1 + e)) by ring.
    pose proof (ln_factor_above u ltac:(lra)) as A. pose proof (ln_factor_below u ltac:(lra)) as B.
    pose proof (ln_le_mono (1 + e) (1 + u) ltac:(lra) ltac:(lra)) as C.
    pose proof (ln_le_mono (1 - u) (1 + e) ltac:(lra) ltac:(lra)) as D. apply Rabs_le. lra.
  - replace (/ (1 + Sc)) with (1 / 2 / m) by (unfold m; field; lra).
    replace (1 / 2 / (m * (1 + e)) - 1 / 2 / m) with (- e / (2 * m * (1 + e))) by (field; lra).
    unfold Rdiv. rewrite Rabs_mult, Rabs_Ropp.
    assert (I : 0 < 2 * m * (1 + e)) by nra. rewrite (Rabs_pos_eq (/ _)) by (left; now apply Rinv_0_lt_compat).
    apply (Rmult_le_reg_r (2 * m * (1 + e))); [exact I|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    apply Rle_trans with u; [apply Rabs_le; lra|]. assert (J : 199 / 100 <= 2 * m * (1 + e)) by nra. nra.
Qed.

(** The error of the formula for Sc >= 1, with g = ln(1 + Sc). *)
Lemma near_error h l p : 1 <= Sc -> rounded u (1 / 2 + 1 / 2 * Sc) h -> rounded (c * u) (ln h) l ->
  rounded u (1 / 2 + l) p ->
  Rabs (p - excess Sc) <= 102 / 100 * u + ((1 + u) * (c * u) + u) * (ln (1 + Sc) + 102 / 100 * u).
Proof.
  intros H1 Hh Hl Hp. destruct (halved h H1 Hh) as (Ph & Eh & Lh & _). rewrite excess_high by exact H1.
  rewrite ln_half_sum in * by lra. set (g := ln (1 + Sc)) in *. pose proof Constants.ln_2_bounds as L2.
  assert (G : ln 2 <= g) by (apply ln_le_mono; lra). apply Rabs_le_inv in Eh.
  set (B := g + 102 / 100 * u) in *.
  assert (SB : Rabs (ln h) <= B) by (apply Rabs_le; unfold B; lra).
  pose proof (rounded_error (c * u) (ln h) l B Hl SB ltac:(nra)) as E1.
  assert (SP : Rabs (1 / 2 + l) <= B + c * u * B).
  { replace (1 / 2 + l) with (1 / 2 + ln h + (l - ln h)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    apply Rplus_le_compat; [apply Rabs_le; unfold B; lra|exact E1]. }
  pose proof (rounded_error u _ p _ Hp SP ltac:(lra)) as E2.
  apply Rabs_le_inv in E1, E2. apply Rabs_le. unfold B in *. lra.
Qed.

(** The error of l between the seams, and of the parabola. *)
Lemma middle_error a l p : exp (-2) <= Sc <= 1 -> rounded (c * u) (ln Sc) a -> rounded u (1 / 2 + 1 / 4 * a) l ->
  rounded u (2 * l ^ 2) p -> Rabs (l - (1 / 2 + ln Sc / 4)) <= 51 / 100 * ((c + 1) * u) /\
  Rabs (p - excess Sc) <= 104 / 100 * ((c + 2) * u).
Proof.
  intros HS Ha Hl Hp. pose proof (ln_middle Sc HS) as L. rewrite excess_middle by exact HS.
  set (s := 1 / 2 + ln Sc / 4). replace ((2 + ln Sc) ^ 2 / 8) with (2 * s ^ 2) by (unfold s; field).
  assert (Ps : 0 <= s <= 1 / 2) by (unfold s; lra). assert (Pcu : u <= c * u) by nra.
  pose proof (rounded_error (c * u) (ln Sc) a 2 Ha ltac:(apply Rabs_le; lra) ltac:(lra)) as E1.
  apply Rabs_le_inv in E1. set (r := 51 / 100 * ((c + 1) * u)).
  assert (E2 : Rabs (l - s) <= r).
  { assert (Q : Rabs (1 / 2 + 1 / 4 * a) <= 1 / 2 + 1 / 2 * (c * u)) by (apply Rabs_le; unfold s in Ps; lra).
    pose proof (rounded_error u _ l _ Hl Q ltac:(lra)) as E. apply Rabs_le_inv in E.
    assert (X : u * (c * u) <= 1 / 200 * (c * u)) by (apply Rmult_le_compat_r; lra).
    apply Rabs_le. unfold r, s. lra. }
  split; [exact E2|]. apply Rabs_le_inv in E2.
  assert (Pr : 0 <= r <= 1 / 100) by (unfold r; lra).
  assert (E3 : - (202 / 100 * r) <= 2 * l ^ 2 - 2 * s ^ 2 <= 202 / 100 * r).
  { replace (2 * l ^ 2 - 2 * s ^ 2) with (2 * (l - s) * (l - s + 2 * s)) by ring. set (d := l - s) in *.
    assert (X : 0 <= (r - d) * (d + r)) by (apply Rmult_le_pos; lra).
    assert (Y : 0 <= r * (1 / 100 - r)) by (apply Rmult_le_pos; lra).
    assert (Z : 0 <= s * (r - d)) by (apply Rmult_le_pos; lra).
    assert (W : 0 <= s * (r + d)) by (apply Rmult_le_pos; lra).
    assert (V : 0 <= r * (1 / 2 - s)) by (apply Rmult_le_pos; lra).
    pose proof (Rle_0_sqr d) as D. unfold Rsqr in D. split; lra. }
  assert (S2 : 0 <= 2 * s ^ 2 <= 1 / 2) by (simpl; nra).
  assert (SP : Rabs (2 * l ^ 2) <= 1 / 2 + 202 / 100 * r) by (apply Rabs_le; lra).
  pose proof (rounded_error u _ p _ Hp SP ltac:(lra)) as E4. apply Rabs_le_inv in E4.
  assert (X : u * r <= 1 / 200 * r) by (apply Rmult_le_compat_r; lra).
  apply Rabs_le. unfold r in *. lra.
Qed.

(** What is left out up to e^-2 (1 + beta). *)
Lemma far_error : Sc <= exp (-2) * (1 + beta) ->
  Rabs (0 - excess Sc) <= beta ^ 2 / 8 /\ Rabs (1 - top_weight Sc) <= beta / 4.
Proof.
  intros HS. pose proof seam as Z. pose proof (Rle_0_sqr beta) as Sq. unfold Rsqr in Sq.
  destruct (Rle_dec Sc (exp (-2))) as [Hs|Hs].
  { rewrite excess_low, top_weight_low by exact Hs. rewrite !Rminus_eq_0, Rabs_R0. simpl. lra. }
  assert (B : 2 + ln Sc <= beta).
  { apply Rle_trans with (ln (1 + beta)); [|now apply ln_factor_above].
    replace (ln (1 + beta)) with (2 + ln (exp (-2) * (1 + beta))) by (rewrite ln_mult, ln_exp by lra; ring).
    apply Rplus_le_compat_l, ln_le_mono; lra. }
  destruct (Rle_dec Sc 1) as [H1|H1].
  - pose proof (ln_middle Sc ltac:(lra)) as L. rewrite excess_middle, top_weight_middle by lra.
    split; apply Rabs_le; [|lra]. set (b := 2 + ln Sc) in *.
    assert (Pb : 0 <= b) by (unfold b; lra). assert (X : b ^ 2 <= beta ^ 2) by (apply pow_incr; lra).
    pose proof (pow2_ge_0 b) as Y. lra.
  - assert (Big : exp (-2) * (1 + beta) <= 14 / 100 * (1 + beta)) by (apply Rmult_le_compat_r; lra).
    rewrite excess_high, top_weight_high by lra.
    assert (I : 0 < / (1 + Sc) <= 1).
    { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
    split; apply Rabs_le; [|lra].
    pose proof (ln_le_mono ((1 + Sc) / 2) Sc ltac:(lra) ltac:(lra)) as X.
    pose proof (ln_le_mono 1 ((1 + Sc) / 2) ltac:(lra) ltac:(lra)) as Y. rewrite ln_1 in Y.
    pose proof (Rle_0_sqr (beta - 4)) as W. unfold Rsqr in W. simpl.
    pose proof (Rmult_le_pos (beta - 6) (beta - 2) ltac:(lra) ltac:(lra)). lra.
Qed.

(** The excess that was computed, in all three cases. *)
Lemma computed_excess_error : exists e, Rabs (psi - excess Sc) <= e /\
  (e <= 102 / 100 * u + ((1 + u) * (c * u) + u) * (ln (1 + Sc) + 102 / 100 * u) /\ 1 <= Sc \/
   e <= 104 / 100 * ((c + 2) * u) \/ e <= beta ^ 2 / 8).
Proof.
  destruct H as [h l p v H1 Hh Hl Hp Hv|HS|a l p v HS Ha Hl Hp Hv].
  - exists (Rabs (p - excess Sc)). split; [lra|]. left. split; [now apply (near_error h l)|exact H1].
  - exists (Rabs (0 - excess Sc)). split; [lra|]. right. right. now apply far_error.
  - exists (Rabs (p - excess Sc)). split; [lra|]. right. left. apply (middle_error a l p); try assumption.
    pose proof seam as Z. nra.
Qed.

(** The weight that was computed. *)
Lemma computed_weight_error :
  Rabs (wc - top_weight Sc) <= 52 / 100 * ((c + 1) * u) + 102 / 100 * u \/ Rabs (wc - top_weight Sc) <= beta / 4.
Proof.
  assert (Pcu : u <= c * u) by nra. pose proof seam as Z.
  destruct H as [h l p v H1 Hh Hl Hp Hv|HS|a l p v HS Ha Hl Hp Hv].
  - left. destruct (halved h H1 Hh) as (Ph & _ & Lh & Eh). rewrite top_weight_high by exact H1.
    assert (I : 0 < / (1 + Sc) <= / 2) by (split; [apply Rinv_0_lt_compat; lra|apply Rinv_le_contravar; lra]).
    apply Rabs_le_inv in Eh.
    pose proof (rounded_error u _ v 1 Hv ltac:(apply Rabs_le; lra) ltac:(lra)) as E. apply Rabs_le_inv in E.
    apply Rabs_le. lra.
  - right. now apply far_error.
  - left. assert (HS' : exp (-2) <= Sc <= 1) by nra.
    destruct (middle_error a l p HS' Ha Hl Hp) as [E _].
    pose proof (ln_middle Sc HS') as L. rewrite top_weight_middle by exact HS'.
    apply Rabs_le_inv in E. assert (X : 51 / 100 * ((c + 1) * u) <= 1 / 50) by lra.
    pose proof (rounded_error u _ v (102 / 100) Hv ltac:(apply Rabs_le; lra) ltac:(lra)) as E'.
    apply Rabs_le_inv in E'. apply Rabs_le. lra.
Qed.
End Branches.

Section Errors.
Variables (u c K N L : R).
Hypotheses (Hu : 0 < u) (Hc : 1 <= c) (HK : 1 <= K) (HL : 0 <= L <= N) (Hs : u * (2 * N + c + K + 7) <= 1 / 100).

Let G := 102 / 100 * (u * (2 * (N - L) + c + K + 1)).

(** The products that occur, and what the premise says of them. *)
Lemma products : 0 <= u * (N - L) <= c * u * (N - L) /\ 0 <= u * L <= c * u * L /\ u <= c * u /\ u <= u * K /\
  u * (c * u * L) <= 1 / 200 * (c * u * L) /\ u * (c * u) <= 1 / 200 * (c * u) /\ u <= 1 / 200 /\
  2 * (u * (N - L)) + 2 * (u * L) + c * u + u * K + 7 * u <= 1 / 100.
Proof.
  assert (A : 0 <= u * (N - L)) by (apply Rmult_le_pos; lra). assert (B : 0 <= u * L) by (apply Rmult_le_pos; lra).
  assert (C : u <= c * u) by nra. assert (D : u <= u * K) by nra.
  assert (S : 2 * (u * (N - L)) + 2 * (u * L) + c * u + u * K + 7 * u <= 1 / 100) by lra.
  assert (P : 0 <= c * u * L) by nra.
  split; [split; [exact A|]; apply Rmult_le_compat_r; lra|]. split; [split; [exact B|]; apply Rmult_le_compat_r; lra|].
  split; [exact C|]. split; [exact D|]. split; [apply Rmult_le_compat_r; lra|].
  split; [apply Rmult_le_compat_r; lra|]. lra.
Qed.

(** The excess: its error with that of the sum. *)
Lemma excess_total e beta g : Rabs (g - L) <= G ->
  e <= 102 / 100 * u + ((1 + u) * (c * u) + u) * (g + 102 / 100 * u) \/ e <= 104 / 100 * ((c + 2) * u) \/
    e <= beta ^ 2 / 8 ->
  G + e <= 11 / 10 * (u * ((c + 1) * N + 2 * c + K + 3)) + beta ^ 2 / 8.
Proof.
  intros Hg He. destruct products as ((A & A') & (B & B') & C & D & F & F' & F'' & S). apply Rabs_le_inv in Hg.
  pose proof (pow2_ge_0 beta) as Q. unfold G in *. destruct He as [He|[He|He]]; try lra.
  assert (X : ((1 + u) * (c * u) + u) * (g + 102 / 100 * u) <= ((1 + u) * (c * u) + u) * (L + 102 / 10000)).
  { apply Rmult_le_compat_l; [|lra]. apply Rplus_le_le_0_compat; [apply Rmult_le_pos; lra|lra]. }
  lra.
Qed.

(** The value: the product with t and the addition of m. *)
Lemma value_total t m P fc w psi v beta : 0 < t -> w <= t * u / 100 -> 0 <= v <= L ->
  Rabs (psi - v) <= 11 / 10 * (u * ((c + 1) * N + 2 * c + K + 3)) + beta ^ 2 / 8 ->
  rounded_below u w (t * psi) P -> rounded u (m + P) fc ->
  Rabs (fc - (m + t * v)) <= u * Rabs (m + t * v) +
    112 / 100 * (t * u * ((c + 2) * N + 2 * c + K + 4)) + 1 / 7 * (t * beta ^ 2).
Proof.
  intros Ht Hw Hv He HP (e & Be & ->). destruct products as ((A & A') & (B & B') & C & D & F & F' & F'' & S).
  set (Z := 11 / 10 * (u * ((c + 1) * N + 2 * c + K + 3)) + beta ^ 2 / 8) in *. pose proof (pow2_ge_0 beta) as Q.
  assert (PZ : 0 <= Z) by (pose proof (Rabs_pos (psi - v)); lra).
  assert (S1 : Rabs psi <= v + Z).
  { replace psi with (v + (psi - v)) by ring. eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_pos_eq v); lra. }
  set (r := P - t * v). assert (Br : Rabs r <= t * (Z + (u * (v + Z) + u / 100))).
  { unfold rounded_below in HP. rewrite Rabs_mult, (Rabs_pos_eq t) in HP by lra.
    replace r with (P - t * psi + t * (psi - v)) by (unfold r; ring). eapply Rle_trans; [apply Rabs_triang|].
    rewrite Rabs_mult, (Rabs_pos_eq t) by lra.
    assert (T1 : t * Rabs (psi - v) <= t * Z) by (apply Rmult_le_compat_l; lra).
    assert (T2 : u * (t * Rabs psi) <= u * (t * (v + Z))) by (repeat apply Rmult_le_compat_l; lra). lra. }
  replace ((m + P) * (1 + e) - (m + t * v)) with ((m + t * v) * e + (1 + e) * r) by (unfold r; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite 2 Rabs_mult, Rplus_assoc. apply Rplus_le_compat.
  - rewrite Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|exact Be].
  - apply Rabs_le_inv in Be. apply Rle_trans with ((1 + u) * (t * (Z + (u * (v + Z) + u / 100)))).
    { apply Rmult_le_compat; try apply Rabs_pos; [apply Rabs_le; lra|exact Br]. }
    replace (112 / 100 * (t * u * ((c + 2) * N + 2 * c + K + 4)) + 1 / 7 * (t * beta ^ 2))
      with (t * (112 / 100 * (u * ((c + 2) * N + 2 * c + K + 4)) + 1 / 7 * beta ^ 2)) by ring.
    rewrite <- Rmult_assoc, (Rmult_comm (1 + u) t), Rmult_assoc. apply Rmult_le_compat_l; [lra|].
    assert (Y0 : u * v <= u * L) by (apply Rmult_le_compat_l; lra).
    assert (Y1 : u * (u * v) <= 1 / 200 * (u * L)).
    { apply Rmult_le_compat; try lra. apply Rmult_le_pos; lra. }
    assert (Y2 : u * Z <= 1 / 200 * Z) by (apply Rmult_le_compat_r; lra).
    assert (Y3 : u * (u * Z) <= 1 / 200 * (1 / 200 * Z)).
    { apply Rmult_le_compat; try lra. apply Rmult_le_pos; lra. }
    assert (Y4 : u * u <= 1 / 200 * u) by (apply Rmult_le_compat_r; lra). unfold Z in *. lra.
Qed.

(** The weight. *)
Lemma weight_total e beta : 0 <= beta -> e <= 52 / 100 * ((c + 1) * u) + 102 / 100 * u \/ e <= beta / 4 ->
  21 / 10 * G + e <= 22 / 10 * (u * (2 * N + 2 * c + K + 2)) + beta / 4.
Proof.
  intros Hb He. destruct products as ((A & A') & (B & B') & C & D & F & F' & F'' & S). unfold G. destruct He; lra.
Qed.
End Errors.

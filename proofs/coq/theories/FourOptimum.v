(** The optimum at d = 4 as it is stated: with an arc cosine, with an arc tangent, and in decimals. *)

From Coq Require Import Reals Lra Lia.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
From TightMax Require Import Vectors Smoothing FourCurves FourCurvesEnds FourUpper UniversalUpper.
Open Scope R_scope.

Lemma acos_two_thirds : acos (2 / 3) = 2 * atan (/ sqrt 5).
Proof.
  pose proof T1_range as [R1 Q1]. unfold T1 in R1, Q1. set (T := / sqrt 5) in *.
  assert (0 < atan T) as P by (rewrite <- atan_0; apply atan_increasing; lra).
  pose proof (atan_bound T) as [_ B].
  replace (2 / 3) with (cos (2 * atan T)); [apply acos_cos; lra|].
  rewrite cos_2a_cos, cos_atan. unfold Rsqr. rewrite Rmult_assoc.
  assert (1 / sqrt (1 + T * T) * (1 / sqrt (1 + T * T)) = 5 / 6) as ->; [|lra].
  replace (T * T) with (1 / 5) by (rewrite <- Q1; ring).
  assert (sqrt (1 + 1 / 5) * sqrt (1 + 1 / 5) = 1 + 1 / 5) as S by (apply sqrt_sqrt; lra).
  assert (sqrt (1 + 1 / 5) <> 0) as N by (apply Rgt_not_eq, sqrt_lt_R0; lra).
  replace (1 / sqrt (1 + 1 / 5) * (1 / sqrt (1 + 1 / 5))) with (/ (sqrt (1 + 1 / 5) * sqrt (1 + 1 / 5))) by (field; exact N).
  rewrite S. lra.
Qed.

(** eps*_4 = (198 - 24a - 26a^2) / 147 with a = 48 - 126/sqrt 5 arccos(2/3). This number is 4320 beta - 11232 beta^2 -
    414 with beta = arctan(1/sqrt 5)/sqrt 5, and lies between 1.18278429455150 and 1.18278429455151. *)
Theorem d4_optimum :
  let a := 48 - 126 / sqrt 5 * acos (2 / 3) in
  let beta := atan (1 / sqrt 5) / sqrt 5 in
  optimum 4 ((198 - 24 * a - 26 * a ^ 2) / 147) /\
  (198 - 24 * a - 26 * a ^ 2) / 147 = 4320 * beta - 11232 * beta ^ 2 - 414 /\
  1.18278429455150 < 4320 * beta - 11232 * beta ^ 2 - 414 < 1.18278429455151.
Proof.
  cbv zeta. rewrite acos_two_thirds. replace (1 / sqrt 5) with (/ sqrt 5) by (unfold Rdiv; ring).
  assert (0 < sqrt 5) as S by (apply sqrt_lt_R0; lra).
  replace (48 - 126 / sqrt 5 * (2 * atan (/ sqrt 5))) with (48 - 252 * arc) by (unfold arc; field; lra).
  change (atan (/ sqrt 5) / sqrt 5) with arc.
  assert ((198 - 24 * (48 - 252 * arc) - 26 * (48 - 252 * arc) ^ 2) / 147 = 4320 * arc - 11232 * arc ^ 2 - 414) as E by field.
  rewrite E. split; [exact four_optimum|]. split; [reflexivity|]. unfold arc. split; interval with (i_prec 100).
Qed.

(** eps*_4 <= 1187/1000 < ln 2 + 1/2. The last number is ln 4 - (ln 2 - 1/2), the gap of the universal smoothing of four
    entries, which therefore is not the least. *)
Theorem upper_d4 :
  (exists eps, optimum 4 eps /\ eps <= 1187 / 1000) /\ 1187 / 1000 < ln 2 + 1 / 2 /\
  ln 2 + 1 / 2 = ln 4 - (ln 2 - 1 / 2) /\
  (exists f, smoothing 4 (ln 4 - (ln 2 - 1 / 2)) f) /\ ~ optimum 4 (ln 4 - (ln 2 - 1 / 2)).
Proof.
  assert (B : exists eps, optimum 4 eps /\ eps <= 1187 / 1000).
  { destruct d4_optimum as (_ & _ & B). eexists. split; [exact four_optimum|]. unfold arc.
    replace (/ sqrt 5) with (1 / sqrt 5) by (unfold Rdiv; ring). lra. }
  assert (L : 1187 / 1000 < ln 2 + 1 / 2) by interval with (i_prec 64).
  assert (E : ln 2 + 1 / 2 = ln 4 - (ln 2 - 1 / 2)) by (replace 4 with (2 * 2) by ring; rewrite ln_mult by lra; lra).
  split; [exact B|]. split; [exact L|]. split; [exact E|]. split.
  - pose proof (universal_upper 4 ltac:(lia)) as U. replace (INR 4) with 4 in U by (simpl; ring). exact U.
  - destruct B as (eps & [[f F] _] & Le). intros [_ O]. specialize (O eps f F). lra.
Qed.

(** The optimum at d = 4 as it is stated: with an arc cosine, with an arc tangent, and in decimals. *)

From Coq Require Import Reals Lra Lia.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
From TightMax Require Import Vectors Smoothing FourCurves FourCurvesEnds FourUpper.
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

(** What the certificates at d = 4 say of both ends, of the optimum itself. *)
Theorem d4_best : exists eps, optimum 4 eps /\ 1.181836 <= eps <= 1.187.
Proof.
  destruct d4_optimum as (_ & _ & B). eexists. split; [exact four_optimum|]. unfold arc.
  replace (/ sqrt 5) with (1 / sqrt 5) by (unfold Rdiv; ring). lra.
Qed.

(** The upper end is less than the gap of the universal smoothing. *)
Theorem upper_d4 : exists eps, optimum 4 eps /\ eps <= 1187 / 1000 < ln 2 + 1 / 2.
Proof.
  destruct d4_best as [eps [O B]]. exists eps. split; [exact O|]. split; [lra|interval with (i_prec 64)].
Qed.

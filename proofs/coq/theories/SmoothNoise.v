(** Random vectors with a positive, continuously differentiable density. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Euclid MeanValue VolumeIntegral.
Open Scope R_scope.

(** Continuity on R^d. *)
Definition continuous_field (d : nat) (f : vec -> R) : Prop := forall x eta, 0 < eta -> exists delta, 0 < delta /\
  forall z, norm_inf d (sub z x) < delta -> Rabs (f z - f x) < eta.

(** Z has the density e^{-nu}, and nu the continuous gradient score; |Z| and |score(Z)| have finite means. *)
Definition smooth_noise {W : Type} (d : nat) (V : volume d) (P : mean_value W) (Z : W -> vec) (nu : vec -> R)
  (score : vec -> vec) : Prop :=
  (forall X, summable V (fun z => X z * exp (- nu z)) ->
    integrable P (fun w => X (Z w)) /\ mean P (fun w => X (Z w)) = integral V (fun z => X z * exp (- nu z))) /\
  has_gradient d nu score /\ (forall i, (i < d)%nat -> continuous_field d (fun z => score z i)) /\
  summable V (fun z => exp (- nu z)) /\
  (forall i, (i < d)%nat ->
    summable V (fun z => z i * exp (- nu z)) /\ summable V (fun z => score z i * exp (- nu z))) /\
  summable V (fun z => norm2 d z * exp (- nu z)) /\ summable V (fun z => norm2 d (score z) * exp (- nu z)).

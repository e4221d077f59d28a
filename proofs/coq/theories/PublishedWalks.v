(** The lower bounds by walks in dimensions 4 to 10, as they are published. *)

From Coq Require Import Reals Lra QArith Qreals.
From TightMax Require Import Vectors Smoothing.
From TightMax.Generated Require walk_d4 walk_d5 walk_d6 walk_d7 walk_d8 walk_d9 walk_d10.
Open Scope R_scope.

(** A bound, rounded down. *)
Lemma rounded_down d q B : (forall eps f, smoothing d eps f -> Q2R q <= eps) -> B <= Q2R q ->
  forall eps f, smoothing d eps f -> B <= eps.
Proof. intros H Hq eps f Hf. eapply Rle_trans; [exact Hq|]. exact (H eps f Hf). Qed.

(** eps*_4 >= 1.182208, eps*_5 >= 1.408484, eps*_6 >= 1.591929, eps*_7 >= 1.745400, eps*_8 >= 1.876651,
    eps*_9 >= 1.988418, eps*_10 >= 2.088089. *)
Theorem walk_certificates eps f :
  (smoothing 4 eps f -> 1.182208 <= eps) /\ (smoothing 5 eps f -> 1.408484 <= eps) /\
  (smoothing 6 eps f -> 1.591929 <= eps) /\ (smoothing 7 eps f -> 1.745400 <= eps) /\
  (smoothing 8 eps f -> 1.876651 <= eps) /\ (smoothing 9 eps f -> 1.988418 <= eps) /\
  (smoothing 10 eps f -> 2.088089 <= eps).
Proof.
  repeat split; revert eps f; eapply rounded_down;
    [exact walk_d4.bound|unfold Q2R; cbn; lra|exact walk_d5.bound|unfold Q2R; cbn; lra
    |exact walk_d6.bound|unfold Q2R; cbn; lra|exact walk_d7.bound|unfold Q2R; cbn; lra
    |exact walk_d8.bound|unfold Q2R; cbn; lra|exact walk_d9.bound|unfold Q2R; cbn; lra
    |exact walk_d10.bound|unfold Q2R; cbn; lra].
Qed.

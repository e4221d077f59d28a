(** The lower bounds by walks in dimensions 4 and 5, as they are published. *)

From Coq Require Import Reals Lra QArith Qreals.
From TightMax Require Import Vectors Smoothing.
From TightMax.Generated Require walk_d4 walk_d5.
Open Scope R_scope.

(** A bound, rounded down. *)
Lemma rounded_down d q B : (forall eps f, smoothing d eps f -> Q2R q <= eps) -> B <= Q2R q ->
  forall eps f, smoothing d eps f -> B <= eps.
Proof. intros H Hq eps f Hf. eapply Rle_trans; [exact Hq|]. exact (H eps f Hf). Qed.

(** The tables for more dimensions are too large for Coq to read; proofs/verify_walk.py checks them all. *)
Theorem walk_certificates eps f :
  (smoothing 4 eps f -> 1.182208 <= eps) /\ (smoothing 5 eps f -> 1.408484 <= eps).
Proof.
  split; revert eps f; eapply rounded_down;
    [exact walk_d4.bound|unfold Q2R; cbn; lra|exact walk_d5.bound|unfold Q2R; cbn; lra].
Qed.

(** What a certificate of a lower bound says of eps*_d. *)

From Coq Require Import Reals Lra Lia QArith Qreals.
From TightMax Require Import Vectors Smoothing Conjugate.
Open Scope R_scope.

Lemma certified d q B : (1 <= d)%nat ->
  (forall h, symmetric d h -> strongly_convex d h -> Q2R q <= h (vertex 0) - h (centre d)) -> B <= Q2R q ->
  forall eps f, smoothing d eps f -> B <= eps.
Proof. intros Hd H Hq eps f Hf. eapply Rle_trans; [exact Hq|]. now apply (gap_at_least d _ Hd H eps f). Qed.

(** By the theorem of a certificate's file, and arithmetic: a step may say less than its certificate. *)
Ltac by_certificate bound := eapply certified; [lia | exact bound | unfold Q2R; cbn; lra].

Lemma walked d q B : (forall eps f, smoothing d eps f -> Q2R q <= eps) -> B <= Q2R q ->
  forall eps f, smoothing d eps f -> B <= eps.
Proof. intros H Hq eps f Hf. eapply Rle_trans; [exact Hq|]. exact (H eps f Hf). Qed.

(** The same for the certificate of a walk. *)
Ltac by_walk bound := eapply walked; [exact bound | unfold Q2R; cbn; lra].

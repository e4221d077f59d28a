(** Functions with a nonnegative derivative do not fall. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** Between two points. *)
Lemma rises_between (h d : R -> R) a b : a <= b -> (forall s, a <= s <= b -> is_derive h s (d s)) ->
  (forall s, a <= s <= b -> 0 <= d s) -> h a <= h b.
Proof.
  intros [H| <-] D P; [|lra].
  destruct (MVT_cor2 h d a b H) as (s & E & Hs); [intros s Hs; apply is_derive_Reals; now apply D|].
  specialize (P s ltac:(lra)). nra.
Qed.

(** Everywhere. *)
Lemma never_falls (h d : R -> R) : (forall s, is_derive h s (d s)) -> (forall s, 0 <= d s) ->
  forall a b, a <= b -> h a <= h b.
Proof. intros D P a b H. now apply (rises_between h d). Qed.

(** The derivative of a difference. *)
Lemma derive_minus (h k : R -> R) (s dh dk : R) : is_derive h s dh -> is_derive k s dk ->
  is_derive (fun s => h s - k s) s (dh - dk).
Proof. intros H K. exact (is_derive_minus h k s dh dk H K). Qed.

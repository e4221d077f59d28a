(** In dimension 2, h(e_1) - h(u) >= 1/2 for symmetric, strongly convex h: 1 weighted move. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition weighted_moves : certificate :=
  Certificate 2 2 [
    Move [1; 1] [
      (1, [[2; 0]; [0; 2]])]].

Lemma accepted : check 2 weighted_moves (1 # 2) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 2 h -> strongly_convex 2 h ->
  (Q2R (1 # 2)
   <= h (vertex 0) - h (centre 2))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

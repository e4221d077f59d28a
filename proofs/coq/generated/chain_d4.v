(** In dimension 4, h(e_1) - h(u) >= 9/8 for symmetric, strongly convex h: 1 weighted move. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition weighted_moves : certificate :=
  Certificate 4 4 [
    Move [1; 1; 1; 1] [
      (1, [[4; 0; 0; 0]; [0; 4; 0; 0]; [0; 0; 4; 0]; [0; 0; 0; 4]])]].

Lemma accepted : check 4 weighted_moves (9 # 8) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 4 h -> strongly_convex 4 h ->
  (Q2R (9 # 8)
   <= h (vertex 0) - h (centre 4))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

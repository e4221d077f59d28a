(** In dimension 5, h(e_1) - h(u) >= 32/25 for symmetric, strongly convex h: 1 weighted move. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition weighted_moves : certificate :=
  Certificate 5 5 [
    Move [1; 1; 1; 1; 1] [
      (1, [[5; 0; 0; 0; 0]; [0; 5; 0; 0; 0]; [0; 0; 5; 0; 0]; [0; 0; 0; 5; 0]; [0; 0; 0; 0; 5]])]].

Lemma accepted : check 5 weighted_moves (32 # 25) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 5 h -> strongly_convex 5 h ->
  (Q2R (32 # 25)
   <= h (vertex 0) - h (centre 5))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

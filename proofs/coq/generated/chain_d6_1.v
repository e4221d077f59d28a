(** In dimension 6, h(e_1) - h(u) >= 25/18 for symmetric, strongly convex h: 1 weighted move. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition weighted_moves : certificate :=
  Certificate 6 6 [
    Move [1; 1; 1; 1; 1; 1] [
      (1, [[6; 0; 0; 0; 0; 0]; [0; 6; 0; 0; 0; 0]; [0; 0; 6; 0; 0; 0]; [0; 0; 0; 6; 0; 0];
        [0; 0; 0; 0; 6; 0]; [0; 0; 0; 0; 0; 6]])]].

Lemma accepted : check 6 weighted_moves (25 # 18) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 6 h -> strongly_convex 6 h ->
  (Q2R (25 # 18)
   <= h (vertex 0) - h (centre 6))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

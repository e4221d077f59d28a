(** In dimension 3, h(e_1) - h(u) >= 8/9 for symmetric, strongly convex h: 1 weighted move. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition weighted_moves : certificate :=
  Certificate 3 3 [
    Move [1; 1; 1] [
      (1, [[3; 0; 0]; [0; 3; 0]; [0; 0; 3]])]].

Lemma accepted : check 3 weighted_moves (8 # 9) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 3 h -> strongly_convex 3 h ->
  (Q2R (8 # 9)
   <= h (vertex 0) - h (centre 3))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

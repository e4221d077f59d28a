(** In dimension 9, h(e_1) - h(u) >= 16/9 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [3; 3; 3; 0; 0; 0; 0; 0; 0].

Definition weighted_moves : certificate :=
  Certificate 9 9 [
    Move [1; 1; 1; 1; 1; 1; 1; 1; 1] [
      (1, [p1; [0; 3; 3; 3; 0; 0; 0; 0; 0]; [0; 0; 3; 3; 3; 0; 0; 0; 0]; [0; 0; 0; 3; 3; 3; 0; 0; 0];
        [0; 0; 0; 0; 3; 3; 3; 0; 0]; [0; 0; 0; 0; 0; 3; 3; 3; 0]; [0; 0; 0; 0; 0; 0; 3; 3; 3];
        [3; 0; 0; 0; 0; 0; 0; 3; 3]; [3; 3; 0; 0; 0; 0; 0; 0; 3]])];
    Move p1 [
      (3, [[9; 0; 0; 0; 0; 0; 0; 0; 0]; [0; 9; 0; 0; 0; 0; 0; 0; 0]; [0; 0; 9; 0; 0; 0; 0; 0; 0]])]].

Lemma accepted : check 9 weighted_moves (16 # 9) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 9 h -> strongly_convex 9 h ->
  (Q2R (16 # 9)
   <= h (vertex 0) - h (centre 9))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

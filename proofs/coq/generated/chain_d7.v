(** In dimension 7, h(e_1) - h(u) >= 680/441 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [7; 7; 7; 0; 0; 0; 0].

Definition weighted_moves : certificate :=
  Certificate 21 21 [
    Move [3; 3; 3; 3; 3; 3; 3] [
      (3, [p1; [0; 7; 7; 7; 0; 0; 0]; [0; 0; 7; 7; 7; 0; 0]; [0; 0; 0; 7; 7; 7; 0]; [0; 0; 0; 0; 7; 7; 7];
        [7; 0; 0; 0; 0; 7; 7]; [7; 7; 0; 0; 0; 0; 7]])];
    Move p1 [
      (7, [[21; 0; 0; 0; 0; 0; 0]; [0; 21; 0; 0; 0; 0; 0]; [0; 0; 21; 0; 0; 0; 0]])]].

Lemma accepted : check 7 weighted_moves (680 # 441) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 7 h -> strongly_convex 7 h ->
  (Q2R (680 # 441)
   <= h (vertex 0) - h (centre 7))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

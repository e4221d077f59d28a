(** In dimension 8, h(e_1) - h(u) >= 481/288 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [8; 8; 8; 0; 0; 0; 0; 0].

Definition weighted_moves : certificate :=
  Certificate 24 24 [
    Move [3; 3; 3; 3; 3; 3; 3; 3] [
      (3, [p1; [0; 8; 8; 8; 0; 0; 0; 0]; [0; 0; 8; 8; 8; 0; 0; 0]; [0; 0; 0; 8; 8; 8; 0; 0];
        [0; 0; 0; 0; 8; 8; 8; 0]; [0; 0; 0; 0; 0; 8; 8; 8]; [8; 0; 0; 0; 0; 0; 8; 8];
        [8; 8; 0; 0; 0; 0; 0; 8]])];
    Move p1 [
      (8, [[24; 0; 0; 0; 0; 0; 0; 0]; [0; 24; 0; 0; 0; 0; 0; 0]; [0; 0; 24; 0; 0; 0; 0; 0]])]].

Lemma accepted : check 8 weighted_moves (481 # 288) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 8 h -> strongly_convex 8 h ->
  (Q2R (481 # 288)
   <= h (vertex 0) - h (centre 8))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

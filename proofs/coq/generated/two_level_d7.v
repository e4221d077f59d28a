(** In dimension 7, h(e_1) - h(u) >= 248/147 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [15; 15; 15; 15; 15; 15; 15].
Definition p2 := [35; 35; 7; 7; 7; 7; 7].

Definition weighted_moves : certificate :=
  Certificate 105 56 [
    Move p1 [
      (15, [p2; [7; 35; 35; 7; 7; 7; 7]; [7; 7; 35; 35; 7; 7; 7]; [7; 7; 7; 35; 35; 7; 7];
        [7; 7; 7; 7; 35; 35; 7]; [7; 7; 7; 7; 7; 35; 35]; [35; 7; 7; 7; 7; 7; 35]])];
    Move p2 [
      (49, [p1]);
      (28, [[105; 0; 0; 0; 0; 0; 0]; [0; 105; 0; 0; 0; 0; 0]])]].

Lemma accepted : check 7 weighted_moves (248 # 147) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 7 h -> strongly_convex 7 h ->
  (Q2R (248 # 147)
   <= h (vertex 0) - h (centre 7))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

(** In dimension 5, h(e_1) - h(u) >= 104/75 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [9; 9; 9; 9; 9].
Definition p2 := [15; 15; 5; 5; 5].

Definition weighted_moves : certificate :=
  Certificate 45 20 [
    Move p1 [
      (9, [p2; [5; 15; 15; 5; 5]; [5; 5; 15; 15; 5]; [5; 5; 5; 15; 15]; [15; 5; 5; 5; 15]])];
    Move p2 [
      (25, [p1]);
      (10, [[45; 0; 0; 0; 0]; [0; 45; 0; 0; 0]])]].

Lemma accepted : check 5 weighted_moves (104 # 75) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 5 h -> strongly_convex 5 h ->
  (Q2R (104 # 75)
   <= h (vertex 0) - h (centre 5))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

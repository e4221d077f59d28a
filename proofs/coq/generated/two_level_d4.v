(** In dimension 4, h(e_1) - h(u) >= 7/6 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [3; 3; 3; 3].
Definition p2 := [4; 4; 2; 2].

Definition weighted_moves : certificate :=
  Certificate 12 4 [
    Move p1 [
      (3, [p2; [2; 4; 4; 2]; [2; 2; 4; 4]; [4; 2; 2; 4]])];
    Move p2 [
      (8, [p1]);
      (2, [[12; 0; 0; 0]; [0; 12; 0; 0]])]].

Lemma accepted : check 4 weighted_moves (7 # 6) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 4 h -> strongly_convex 4 h ->
  (Q2R (7 # 6)
   <= h (vertex 0) - h (centre 4))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

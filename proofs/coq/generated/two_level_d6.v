(** In dimension 6, h(e_1) - h(u) >= 14/9 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [2; 2; 2; 2; 2; 2].
Definition p2 := [4; 4; 1; 1; 1; 1].

Definition weighted_moves : certificate :=
  Certificate 12 6 [
    Move p1 [
      (2, [p2; [1; 4; 4; 1; 1; 1]; [1; 1; 4; 4; 1; 1]; [1; 1; 1; 4; 4; 1]; [1; 1; 1; 1; 4; 4];
        [4; 1; 1; 1; 1; 4]])];
    Move p2 [
      (6, [p1]);
      (3, [[12; 0; 0; 0; 0; 0]; [0; 12; 0; 0; 0; 0]])]].

Lemma accepted : check 6 weighted_moves (14 # 9) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 6 h -> strongly_convex 6 h ->
  (Q2R (14 # 9)
   <= h (vertex 0) - h (centre 6))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

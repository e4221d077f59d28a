(** In dimension 8, h(e_1) - h(u) >= 43/24 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [9; 9; 9; 9; 9; 9; 9; 9].
Definition p2 := [24; 24; 4; 4; 4; 4; 4; 4].

Definition weighted_moves : certificate :=
  Certificate 72 40 [
    Move p1 [
      (9, [p2; [4; 24; 24; 4; 4; 4; 4; 4]; [4; 4; 24; 24; 4; 4; 4; 4]; [4; 4; 4; 24; 24; 4; 4; 4];
        [4; 4; 4; 4; 24; 24; 4; 4]; [4; 4; 4; 4; 4; 24; 24; 4]; [4; 4; 4; 4; 4; 4; 24; 24];
        [24; 4; 4; 4; 4; 4; 4; 24]])];
    Move p2 [
      (32, [p1]);
      (20, [[72; 0; 0; 0; 0; 0; 0; 0]; [0; 72; 0; 0; 0; 0; 0; 0]])]].

Lemma accepted : check 8 weighted_moves (43 # 24) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 8 h -> strongly_convex 8 h ->
  (Q2R (43 # 24)
   <= h (vertex 0) - h (centre 8))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

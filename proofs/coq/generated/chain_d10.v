(** In dimension 10, h(e_1) - h(u) >= 841/450 for symmetric, strongly convex h: 2 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [10; 10; 10; 0; 0; 0; 0; 0; 0; 0].

Definition weighted_moves : certificate :=
  Certificate 30 30 [
    Move [3; 3; 3; 3; 3; 3; 3; 3; 3; 3] [
      (3, [p1; [0; 10; 10; 10; 0; 0; 0; 0; 0; 0]; [0; 0; 10; 10; 10; 0; 0; 0; 0; 0];
        [0; 0; 0; 10; 10; 10; 0; 0; 0; 0]; [0; 0; 0; 0; 10; 10; 10; 0; 0; 0];
        [0; 0; 0; 0; 0; 10; 10; 10; 0; 0]; [0; 0; 0; 0; 0; 0; 10; 10; 10; 0];
        [0; 0; 0; 0; 0; 0; 0; 10; 10; 10]; [10; 0; 0; 0; 0; 0; 0; 0; 10; 10];
        [10; 10; 0; 0; 0; 0; 0; 0; 0; 10]])];
    Move p1 [
      (10, [[30; 0; 0; 0; 0; 0; 0; 0; 0; 0]; [0; 30; 0; 0; 0; 0; 0; 0; 0; 0];
        [0; 0; 30; 0; 0; 0; 0; 0; 0; 0]])]].

Lemma accepted : check 10 weighted_moves (841 # 450) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 10 h -> strongly_convex 10 h ->
  (Q2R (841 # 450)
   <= h (vertex 0) - h (centre 10))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

(** In dimension 4, h(e_1) - h(u) >= 1.168886... for symmetric, strongly convex h: 18 weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition p1 := [12; 2; 1; 1].
Definition p2 := [16; 0; 0; 0].
Definition p3 := [8; 4; 2; 2].
Definition p4 := [10; 2; 2; 2].
Definition p5 := [7; 3; 3; 3].
Definition p6 := [6; 4; 3; 3].
Definition p7 := [5; 5; 3; 3].
Definition p8 := [4; 6; 3; 3].
Definition p9 := [4; 6; 5; 1].
Definition p10 := [5; 4; 4; 3].
Definition p11 := [5; 5; 5; 1].
Definition p12 := [0; 16; 0; 0].
Definition p13 := [6; 5; 3; 2].

Definition weighted_moves : certificate :=
  Certificate 16 3968350736 [
    Move p1 [
      (46804800, [p2; p3])];
    Move p4 [
      (70207200, [p2]);
      (140414400, [p5])];
    Move [9; 3; 2; 2] [
      (206981712, [p2; p6; p7])];
    Move p3 [
      (93609600, [p1; p8])];
    Move [8; 3; 3; 2] [
      (6552672, [p2]);
      (936096, [p9; [4; 5; 6; 1]]);
      (14977536, [p10])];
    Move [7; 4; 4; 1] [
      (140414400, [p2]);
      (70207200, [[4; 8; 2; 2]; [4; 2; 8; 2]]);
      (421243200, [p11])];
    Move [7; 4; 3; 2] [
      (1074682336, [p2]);
      (1240018080, [p9]);
      (1736025312, [[5; 6; 2; 3]]);
      (826678720, [[4; 2; 6; 4]])];
    Move p5 [
      (58506000, [p2; [4; 5; 5; 2]; [4; 2; 5; 5]; [4; 5; 2; 5]])];
    Move [6; 6; 3; 1] [
      (128833740, [p2; p12]);
      (257667480, [[4; 4; 6; 2]])];
    Move [6; 5; 4; 1] [
      (349281639, [p2]);
      (271663497, [p12]);
      (88706448, [[3; 9; 2; 2]]);
      (532238688, [[3; 2; 9; 2]])];
    Move p13 [
      (401184000, [p2]);
      (702072000, [[4; 7; 4; 1]; [4; 7; 2; 3]]);
      (401184000, [[3; 3; 6; 4]])];
    Move [6; 4; 4; 2] [
      (429445800, [p2]);
      (515334960, [[3; 6; 6; 1]]);
      (687113280, [p8; [4; 3; 6; 3]])];
    Move p6 [
      (385831600, [p2]);
      (231498960, [[3; 2; 6; 5]; [3; 2; 5; 6]]);
      (617330560, [[4; 6; 4; 2]; [4; 6; 2; 4]])];
    Move p11 [
      (70207200, [p2; p12; [0; 0; 16; 0]; p4; [2; 10; 2; 2]; [2; 2; 10; 2]])];
    Move [5; 5; 4; 2] [
      (29253000, [p2; p12]);
      (11701200, [[8; 3; 2; 3]; [3; 8; 2; 3]]);
      (93609600, [[3; 3; 7; 3]])];
    Move p7 [
      (2087666224, [[7; 3; 4; 2]; [3; 7; 2; 4]])];
    Move p10 [
      (1248128, [p13; [6; 3; 5; 2]]);
      (2496256, [[3; 6; 5; 2]; [3; 5; 6; 2]]);
      (7488768, [[6; 3; 3; 4]])];
    Move [4; 4; 4; 4] [
      (1984175368, [[5; 3; 5; 3]; [3; 5; 3; 5]])]].

Lemma accepted : check 4 weighted_moves (593734735469 # 507948894208) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric 4 h -> strongly_convex 4 h ->
  (Q2R (593734735469 # 507948894208)
   <= h (vertex 0) - h (centre 4))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.

(** The maximum of two numbers from absolute values: what the formula (|x+y| + |x-y|)/2 gives and where it is the
    maximum, and what an approximation of the absolute value makes of it. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Gradients.
Open Scope R_scope.

(** The formula with a in the place of the absolute value, and the one that holds on the whole plane. *)
Definition by_sum_and_difference (a : R -> R) (x y : R) : R := (a (x + y) + a (x - y)) / 2.
Definition by_difference (a : R -> R) (x y : R) : R := (x + y + a (x - y)) / 2.

(** The unit step: 1 for positive numbers, 0 for negative ones. *)
Definition unit_step (x : R) : R := if Rlt_dec 0 x then 1 else 0.

(** The first formula gives the larger absolute value. *)
Lemma larger_absolute x y : by_sum_and_difference Rabs x y = Rmax (Rabs x) (Rabs y).
Proof.
  unfold by_sum_and_difference, Rmax. destruct (Rle_dec (Rabs x) (Rabs y)) as [L|L]; revert L; unfold Rabs;
    destruct (Rcase_abs x), (Rcase_abs y), (Rcase_abs (x + y)), (Rcase_abs (x - y)); intros L; lra.
Qed.

(** It exceeds the maximum by what x + y is negative. *)
Lemma excess_of_larger x y : by_sum_and_difference Rabs x y - Rmax x y = Rmax 0 (- (x + y)).
Proof.
  rewrite max_by_difference. unfold by_sum_and_difference, Rmax. destruct (Rle_dec 0 (- (x + y))).
  - rewrite (Rabs_left1 (x + y)) by lra. field.
  - rewrite (Rabs_pos_eq (x + y)) by lra. field.
Qed.

(** The absolute value has the slope 1 on the right of 0 and -1 on the left. *)
Lemma absolute_slope x : x <> 0 -> derivable_pt_lim Rabs x (2 * unit_step x - 1).
Proof.
  intros N. unfold unit_step. destruct (Rlt_dec 0 x) as [P|P].
  - replace (2 * 1 - 1) with 1 by ring. now apply Rabs_derive_1.
  - replace (2 * 0 - 1) with (- 1) by ring. apply Rabs_derive_2. lra.
Qed.

(** (|x+y| + |x-y|)/2 = max(|x|, |y|) for all real x, y; it exceeds max(x, y) by max(0, -(x+y)), so it equals max(x, y)
    exactly where x + y >= 0. On the whole plane max(x, y) = (x + y + |x-y|)/2. If 0 <= a(z) - |z| <= eta for all z, the
    first formula with a for the absolute value errs by at most eta where x + y >= 0, the second by at most eta/2
    everywhere. |x| has the slope 2 theta(x) - 1 for x <> 0 and none at 0; max(x, y) has no gradient exactly where
    x = y. *)
Theorem max_from_absolute :
  (forall x y, by_sum_and_difference Rabs x y = Rmax (Rabs x) (Rabs y) /\
    by_sum_and_difference Rabs x y - Rmax x y = Rmax 0 (- (x + y)) /\
    (by_sum_and_difference Rabs x y = Rmax x y <-> 0 <= x + y) /\ by_difference Rabs x y = Rmax x y) /\
  (forall a eta, (forall z, 0 <= a z - Rabs z <= eta) -> forall x y,
    (0 <= x + y -> Rabs (by_sum_and_difference a x y - Rmax x y) <= eta) /\
    Rabs (by_difference a x y - Rmax x y) <= eta / 2) /\
  (forall x, x <> 0 -> derivable_pt_lim Rabs x (2 * unit_step x - 1)) /\
  ~ (exists l, derivable_pt_lim Rabs 0 l) /\
  forall x y, ~ (exists g, gradient_at 2 (fun z => Rmax (z 0%nat) (z 1%nat)) (two x y) g) <-> x = y.
Proof.
  split; [|split; [|split; [|split]]].
  - intros x y. pose proof (excess_of_larger x y) as E. split; [apply larger_absolute|]. split; [exact E|].
    split; [|symmetry; apply max_by_difference].
    unfold Rmax in E at 2. destruct (Rle_dec 0 (- (x + y))); split; intros H; lra.
  - intros a eta A x y. pose proof (A (x + y)) as As. pose proof (A (x - y)) as Ad. split.
    + intros P. rewrite max_by_difference. unfold by_sum_and_difference. rewrite (Rabs_pos_eq (x + y)) in As by exact P.
      apply Rabs_le. lra.
    + rewrite max_by_difference. unfold by_difference. apply Rabs_le. lra.
  - exact absolute_slope.
  - apply (no_slope_of_absolute Rabs 1 0); [lra|]. intros z. ring.
  - intros x y. pose proof (max_of_two_gradient (two x y)) as G. change (largest 2) with
      (fun z : vec => Rmax (z 0%nat) (z 1%nat)) in G. rewrite G. unfold two. simpl. split; [|now intros ->].
    intros H. destruct (Req_dec x y) as [E|N]; [exact E|contradiction].
Qed.

(** The second derivative of the potential of the sharper lower bound, what it saves at an entry, and the
    polynomials that compare these savings with the imbalance t of a split. *)

From Coq Require Import Reals Lra.
Open Scope R_scope.

(** ** The second derivative *)

(** The function g on [0, 1/2]. *)
Definition weight (x : R) : R :=
  if Rle_dec x (1 / 5) then x ^ 2 else
  if Rle_dec x (22 / 75) then 1 / 25 else
  if Rle_dec x (1 / 3) then (48 * x - 13) / 27 else
  if Rle_dec x (2 / 5) then (10 * x - 1 - 18 * x ^ 2) / 3 else (1 - 2 * x) ^ 2.

(** (1 - g)/x up to 1/2, and 4 - 1/(1 - x) from there on. *)
Definition bend (x : R) : R := if Rle_dec x (1 / 2) then (1 - weight x) / x else 4 - / (1 - x).

Lemma bend_weight x : 0 <= x <= 1 / 2 -> bend x * x ^ 2 = x - x * weight x.
Proof.
  intros Hx. unfold bend. destruct (Rle_dec x (1 / 2)); [|lra].
  destruct (Req_dec x 0) as [->|]; [ring|]. field. lra.
Qed.

(** Between 1/5 and 2/5 it is at least 1/25. *)
Lemma weight_middle x : 1 / 5 <= x <= 2 / 5 -> 1 / 25 <= weight x.
Proof.
  intros Hx. unfold weight. destruct (Rle_dec x (1 / 5)); [replace x with (1 / 5) by lra; lra|].
  destruct (Rle_dec x (22 / 75)); [lra|]. destruct (Rle_dec x (1 / 3)); [lra|].
  destruct (Rle_dec x (2 / 5)); [|lra].
  pose proof (Rmult_le_pos (2 / 5 - x) (x - 1 / 3) ltac:(lra) ltac:(lra)). lra.
Qed.

(** At least b^2 where b <= min(x, 1/5, 1 - 2x). *)
Lemma weight_floor x b : 0 <= b -> b <= x -> b <= 1 / 5 -> b <= 1 - 2 * x -> b ^ 2 <= weight x.
Proof.
  intros H0 Hx H5 Hr. destruct (Rlt_le_dec x (1 / 5)) as [L|L]; [|destruct (Rle_lt_dec x (2 / 5)) as [M|M]].
  - unfold weight. destruct (Rle_dec x (1 / 5)); [|lra]. apply pow_incr. lra.
  - apply Rle_trans with ((1 / 5) ^ 2); [apply pow_incr; lra|]. pose proof (weight_middle x ltac:(lra)). lra.
  - unfold weight. destruct (Rle_dec x (1 / 5)); [lra|]. destruct (Rle_dec x (22 / 75)); [lra|].
    destruct (Rle_dec x (1 / 3)); [lra|]. destruct (Rle_dec x (2 / 5)); [lra|]. apply pow_incr. lra.
Qed.

Lemma weight_nonneg x : 0 <= x <= 1 / 2 -> 0 <= weight x.
Proof. intros Hx. replace 0 with (0 ^ 2) by ring. apply weight_floor; lra. Qed.

(** What an entry saves, x g(x), in the two pieces around 1/3. *)
Definition rising (x : R) : R := x * (48 * x - 13) / 27.
Definition falling (x : R) : R := x * (10 * x - 1 - 18 * x ^ 2) / 3.

Lemma saves_rising x : 1 / 5 <= x <= 1 / 3 -> rising x <= x * weight x.
Proof.
  intros Hx. replace (rising x) with (x * ((48 * x - 13) / 27)) by (unfold rising; field).
  apply Rmult_le_compat_l; [lra|]. destruct (Rle_lt_dec x (22 / 75)) as [L|L].
  - pose proof (weight_middle x ltac:(lra)). lra.
  - unfold weight. destruct (Rle_dec x (1 / 5)); [lra|]. destruct (Rle_dec x (22 / 75)); [lra|].
    destruct (Rle_dec x (1 / 3)); lra.
Qed.

Lemma saves_falling x : 1 / 3 <= x <= 2 / 5 -> x * weight x = falling x.
Proof.
  intros Hx. unfold weight, falling. destruct (Rle_dec x (1 / 5)); [lra|].
  destruct (Rle_dec x (22 / 75)); [lra|].
  destruct (Rle_dec x (1 / 3)); [replace x with (1 / 3) by lra; field|].
  destruct (Rle_dec x (2 / 5)); [field|lra].
Qed.

Lemma rising_rises x y : 1 / 5 <= x -> x <= y -> 13 / 48 <= x + y -> rising x <= rising y.
Proof.
  intros Hx Hy H. pose proof (Rmult_le_pos (y - x) (48 * (x + y) - 13) ltac:(lra) ltac:(lra)).
  unfold rising. lra.
Qed.

Lemma falling_falls x y : 1 / 3 <= x -> x <= y -> falling y <= falling x.
Proof.
  intros Hx Hy. set (u := x - 1 / 3). set (v := y - x).
  assert (0 <= u /\ 0 <= v) as [Hu Hv] by (unfold u, v; lra).
  assert (0 <= v * (54 * (u * u) + 54 * (u * v) + 16 * u + 18 * (v * v) + 8 * v + 1 / 3)) as K.
  { apply Rmult_le_pos; [exact Hv|].
    pose proof (Rmult_le_pos u u Hu Hu). pose proof (Rmult_le_pos u v Hu Hv).
    pose proof (Rmult_le_pos v v Hv Hv). lra. }
  unfold falling, u, v in *. lra.
Qed.

(** ** Polynomials in the imbalance t *)

(** What has to be paid is t^2 (1-t)(1+t), and savings of A in the larger and B in the smaller part pay
    (1-t)^2 A + (1+t)^2 B. *)
Definition pays (t A B : R) : Prop := t ^ 2 * (1 - t) * (1 + t) <= (1 - t) ^ 2 * A + (1 + t) ^ 2 * B.

Lemma pays_small t : 0 <= t <= 1 / 7 -> pays t ((1 + t) / 50) (t ^ 2 * ((1 + t) / 4)).
Proof.
  intros Ht. unfold pays.
  enough (0 <= (1 + t) * ((1 - t) ^ 2 * (1 / 50 - 3 / 4 * t ^ 2) + t ^ 4)) as K by lra.
  assert (t ^ 2 <= (1 / 7) ^ 2) by (apply pow_incr; lra).
  apply Rmult_le_pos; [lra|]. apply Rplus_le_le_0_compat; [|apply pow_le; lra].
  apply Rmult_le_pos; [apply pow2_ge_0|lra].
Qed.

Lemma pays_middle t : 0 <= t <= 9 / 50 -> pays t ((1 + t) / 50) ((1 + t) / 100).
Proof.
  intros Ht. unfold pays.
  enough (0 <= (1 + t) * (0.000804 + (9 / 50 - t) * (0.1622 + t * (0.79 - t)))) as K by lra.
  apply Rmult_le_pos; [lra|]. pose proof (Rmult_le_pos t (0.79 - t) ltac:(lra) ltac:(lra)).
  pose proof (Rmult_le_pos (9 / 50 - t) (0.1622 + t * (0.79 - t)) ltac:(lra) ltac:(lra)). lra.
Qed.

(** With equality at t = 1/5, as for five equal entries. *)
Lemma pays_two_heavy t : 0 <= t <= 1 / 5 -> pays t ((1 + t) / 50) (2 / 125).
Proof.
  intros Ht. unfold pays. enough (0 <= (1 + t) * ((1 / 5 - t) * (0.18 + t * (0.78 - t)))) as K by lra.
  pose proof (Rmult_le_pos t (0.78 - t) ltac:(lra) ltac:(lra)).
  apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra.
Qed.

(** With equality at t = 1/3, as for three equal entries; so below. *)
Lemma pays_rising t : 9 / 50 <= t <= 1 / 3 -> pays t (2 * rising ((1 + t) / 4)) (rising ((1 + t) / 4)).
Proof.
  intros Ht. unfold pays, rising.
  enough (0 <= (1 + t) * ((1 - 3 * t) * (29 * t - 3 - 48 * t ^ 2))) as K by lra.
  pose proof (Rmult_le_pos (t - 9 / 50) (1 / 3 - t) ltac:(lra) ltac:(lra)).
  apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra.
Qed.

Lemma pays_rising_falling t : 1 / 5 <= t <= 1 / 3 ->
  pays t (2 * rising ((1 + t) / 4)) (falling ((1 - t) / 2)).
Proof.
  intros Ht. unfold pays, rising, falling.
  enough (0 <= (1 + t) * (1 - t) * ((1 - 3 * t) * (27 * t ^ 2 + 56 * t - 11))) as K by lra.
  pose proof (pow2_ge_0 t). apply Rmult_le_pos; [|apply Rmult_le_pos; lra]. apply Rmult_le_pos; lra.
Qed.

Lemma pays_flat_falling t : 1 / 5 <= t <= 22 / 75 ->
  pays t (t / 25 + falling ((1 - t) / 2)) (falling ((1 - t) / 2)).
Proof.
  intros Ht. unfold pays, falling.
  enough (0 <= (1 - t) * ((5 * t - 1) * (25 - 81 * t + t ^ 2 - 45 * t ^ 3))) as K by lra.
  assert (t ^ 3 <= (22 / 75) ^ 3) by (apply pow_incr; lra). pose proof (pow2_ge_0 (t - 22 / 75)).
  apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra.
Qed.

Lemma pays_steep_falling t : 22 / 75 <= t <= 1 / 3 ->
  pays t (rising t + falling ((1 - t) / 2)) (falling ((1 - t) / 2)).
Proof.
  intros Ht. unfold pays, rising, falling.
  enough (0 <= (1 - t) * ((1 - 3 * t) * (27 * t ^ 3 + 35 * t ^ 2 + 19 * t - 9))) as K by lra.
  assert ((22 / 75) ^ 3 <= t ^ 3) by (apply pow_incr; lra).
  assert ((22 / 75) ^ 2 <= t ^ 2) by (apply pow_incr; lra).
  apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra.
Qed.

(** Back from t to the totals p = (1 + t)/2 and q = (1 - t)/2. *)
Lemma paid p q A B A0 B0 : p + q = 1 -> A0 <= A -> B0 <= B -> pays (p - q) A0 B0 ->
  (p - q) ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
Proof.
  intros E HA HB H. unfold pays in H. replace q with (1 - p) in * by lra.
  pose proof (Rmult_le_compat_r ((1 - p) ^ 2) _ _ (pow2_ge_0 (1 - p)) HA).
  pose proof (Rmult_le_compat_r (p ^ 2) _ _ (pow2_ge_0 p) HB). lra.
Qed.

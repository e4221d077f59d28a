(** The polynomial inequalities behind the upper half at d = 4: between two parabolas, what the osculating cubic
    polynomials of FourThird.v exceed the largest entry by is not negative. *)

From Coq Require Import Reals Lra Psatz.
Open Scope R_scope.

Section Strip.

Variables t e l : R.
Hypothesis Ht : 0 < t <= 1 / 3.
Hypothesis low : 8 / 15 + 4 / 21 * t + / 20 * t ^ 2 <= e.
Hypothesis high : e <= 8 / 15 + 4 / 21 * t + / 10 * t ^ 2.
Hypothesis length : l * (3 - 2 * t) = 2 * (2 - 3 * e + t * e).

Lemma e_range : 8 / 15 <= e <= 61 / 100.
Proof. assert (0 <= t ^ 2 <= t / 3) by nra. lra. Qed.

(** (3 - 2t) l is linear in e. *)
Lemma l_line : 4 / 15 + 15 / 100 * t <= l <= 4 / 15 + 22 / 100 * t.
Proof.
  assert (0 <= t ^ 2 <= t / 3) as Q by nra. assert (0 <= t ^ 3 <= t / 9) as C.
  { replace (t ^ 3) with (t * t ^ 2) by ring. pose proof (Rmult_le_compat_l t (t ^ 2) (1 / 9) ltac:(lra) ltac:(lra)).
    pose proof (Rmult_le_pos t (t ^ 2) ltac:(lra) ltac:(lra)). lra. }
  assert ((8 / 15 + 4 / 21 * t + / 20 * t ^ 2) * (6 - 2 * t) <= e * (6 - 2 * t)) as L by (apply Rmult_le_compat_r; lra).
  assert (e * (6 - 2 * t) <= (8 / 15 + 4 / 21 * t + / 10 * t ^ 2) * (6 - 2 * t)) as H by (apply Rmult_le_compat_r; lra).
  split; apply Rmult_le_reg_r with (3 - 2 * t); try lra; rewrite length; nra.
Qed.

Lemma l_range : 1 / 4 <= l <= 17 / 50.
Proof. pose proof l_line. lra. Qed.

(** The coefficients of the squares of the sum and the difference. *)
Definition square_sum : R := e * t * (1 - t) - l * t ^ 2 - 5 / 2 * l * t + 3 * l - 2 * t.
Definition square_difference : R := 2 * e * (1 - t) + l * (15 - 8 * t) - 4.

Lemma difference_large : l * (7 - 9 * t) + 9 / 8 * l * t <= 3 * square_difference /\ 0 <= square_difference.
Proof. pose proof l_range. pose proof l_line. pose proof e_range. unfold square_difference. split; nra. Qed.

Lemma sum_large : l * (1 + t) * (1 - 3 * t) + 5 / 12 * l * (1 - 3 * t) ^ 2 + 7 / 16 * l * t ^ 2 <= square_sum.
Proof. pose proof l_range. pose proof l_line. pose proof e_range. unfold square_sum. nra. Qed.

(** The excess of a polynomial, up to a square, divided by l; p and d are the sum and the difference of two distances. *)
Definition excess (p d : R) : R :=
  p ^ 2 * (square_sum + 3 / 2 * l * t * (1 + t) * d - l * t ^ 2 * (p ^ 2 + 6 * d ^ 2) / 16) +
  t / 2 * d ^ 2 * (3 * square_difference - l * (7 - 9 * t) * d - 9 / 8 * l * t * d ^ 2).

Lemma excess_nonneg p d : 0 <= p -> p + d <= 2 -> 0 <= 1 + (p - 3 * d) / 2 -> t * ((p - 3 * d) / 2 + 3) <= 1 ->
  0 <= excess p d.
Proof.
  intros Hp H1 H2 H3. pose proof l_range as [L1 L2]. pose proof difference_large as [D1 D2]. pose proof sum_large as S.
  assert (0 <= (1 - 3 * t) ^ 2) by apply pow2_ge_0. assert (0 <= t ^ 2) as T2 by apply pow2_ge_0.
  assert (0 <= l * (1 + t) * (1 - 3 * t)) by (repeat apply Rmult_le_pos; lra).
  assert (0 <= l * (1 - 3 * t) ^ 2) by (apply Rmult_le_pos; lra).
  assert (0 <= l * t ^ 2) as LT by (apply Rmult_le_pos; lra).
  unfold excess. apply Rplus_le_le_0_compat; apply Rmult_le_pos; try apply pow2_ge_0.
  - destruct (Rle_dec 0 d) as [P|P].
    + assert (p ^ 2 <= (2 - d) ^ 2) as Q by (apply pow_incr; lra).
      pose proof (Rmult_le_pos (1 - d) (7 * d + 3) ltac:(lra) ltac:(lra)). assert (p ^ 2 + 6 * d ^ 2 <= 7) as B by lra.
      assert (0 <= l * t * (1 + t) * d) by (repeat apply Rmult_le_pos; lra).
      pose proof (Rmult_le_compat_l (l * t ^ 2) _ _ LT B). lra.
    + set (h := - d). assert (0 < h) as Hh by (unfold h; lra). replace d with (- h) in * by (unfold h; ring).
      assert (0 <= t * p) as A by (apply Rmult_le_pos; lra). assert (0 <= t * h) as B by (apply Rmult_le_pos; lra).
      assert (t * p + 3 * (t * h) <= 2 * (1 - 3 * t)) as C by lra.
      assert ((t * p) ^ 2 + 6 * (t * h) ^ 2 <= 4 * (1 - 3 * t) ^ 2) as E.
      { assert ((t * p + 3 * (t * h)) ^ 2 <= (2 * (1 - 3 * t)) ^ 2) by (apply pow_incr; lra).
        pose proof (Rmult_le_pos _ _ A B). pose proof (pow2_ge_0 (t * h)). lra. }
      pose proof (Rmult_le_compat_l l _ _ ltac:(lra) E).
      pose proof (Rmult_le_compat_l (l * (1 + t)) (3 * (t * h)) (2 * (1 - 3 * t)) ltac:(apply Rmult_le_pos; lra) ltac:(lra)).
      nra.
  - apply Rmult_le_pos; [lra|apply pow2_ge_0].
  - destruct (Rle_dec 0 d) as [P|P].
    + assert (d <= 1) as B by lra. pose proof (Rmult_le_pos (1 - d) (1 + d) ltac:(lra) ltac:(lra)). assert (d ^ 2 <= 1) as B2 by lra.
      pose proof (Rmult_le_compat_l (l * (7 - 9 * t)) _ _ ltac:(apply Rmult_le_pos; lra) B).
      pose proof (Rmult_le_compat_l (l * t) _ _ ltac:(apply Rmult_le_pos; lra) B2). lra.
    + set (h := - d). assert (0 < h) as Hh by (unfold h; lra). replace d with (- h) in * by (unfold h; ring).
      assert (0 <= t * p) as A by (apply Rmult_le_pos; lra). assert (3 * (t * h) <= 2) as C by lra.
      assert (0 <= l * h * ((7 - 9 * t) - 9 / 8 * (t * h))) by (repeat apply Rmult_le_pos; lra). nra.
Qed.

(** The slope there is at most 3. *)
Lemma slope_small p d : 0 <= p -> 0 <= d \/ t = 1 / 3 ->
  2 * e * (1 - t) - 1 + l * (3 - 2 * t - (1 - 3 * t) * d - t * (p ^ 2 + 3 * d ^ 2) / 4) <= 3.
Proof.
  intros Hp Hd. pose proof l_range as [L1 L2]. pose proof e_range as E.
  assert (0 <= l * (t * (p ^ 2 + 3 * d ^ 2))).
  { apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [lra|]. pose proof (pow2_ge_0 p). pose proof (pow2_ge_0 d). lra. }
  assert (0 <= l * ((1 - 3 * t) * d)).
  { destruct Hd as [P| ->]; [|lra]. apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra. }
  assert (e * (1 - t) <= e) by nra. assert (l * (3 - 2 * t) <= 3 * l) by nra. lra.
Qed.

(** The same excess where two entries lead; z and u are distances. *)
Definition excess_of_two (z u : R) : R :=
  - l ^ 2 * t ^ 2 * z ^ 4 - 2 * l ^ 2 * t * (2 * t - 1) * z ^ 3 - 6 * l ^ 2 * t * z ^ 2 * u -
  l * (4 * e * t ^ 2 - 4 * e * t + 4 * l * t ^ 2 - 8 * l * t - 3 * l + 8 * t) * z ^ 2 - 6 * l ^ 2 * (2 * t - 1) * z * u -
  4 * l * (2 * e * t ^ 2 - 11 * e * t + 9 * e + 2 * l * t + 3 * l + 4 * t - 6) * z + 3 * l ^ 2 * u ^ 2 +
  4 * l * (- 3 * e * t + 3 * e + 3 * l - 2) * u +
  4 * (- e ^ 2 * t ^ 2 + 2 * e ^ 2 * t + 3 * e ^ 2 - 6 * e * l * t + 6 * e * l - 4 * e * t + 4 * e + 3 * l ^ 2 - 4).

Lemma excess_of_two_nonneg z u : 0 <= z -> 0 <= u -> t * z <= 1 / 2 - t -> 0 <= excess_of_two z u.
Proof.
  intros Hz Hu Hb. pose proof l_range as [L1 L2]. pose proof l_line as [M1 M2]. pose proof e_range as E.
  set (m := 2 - 3 * e + t * e). assert (l = 2 * m / (3 - 2 * t)) as El by (unfold m; field_simplify_eq; lra).
  set (Y0 := 6 + 24 * t - 8 * t ^ 2 - e * (9 + 45 * t - 32 * t ^ 2 + 4 * t ^ 3)).
  set (Y1 := 6 - 32 * t + 8 * t ^ 2 - e * (9 - 57 * t + 32 * t ^ 2 - 4 * t ^ 3)).
  set (Y2 := 6 + 4 * t - e * (9 + 15 * t - 10 * t ^ 2)).
  set (Y3 := 6 + 4 * t - e * (9 + 9 * t - 6 * t ^ 2)).
  set (c1 := 4 * Y1 / (3 - 2 * t)). set (c2 := 2 * Y2 / (3 - 2 * t)). set (c0 := l * Y0 / (2 * (3 - 2 * t))).
  set (c3 := Y3 / (3 - 2 * t)).
  assert (0 <= t ^ 2 <= t / 3) as Q2 by nra.
  assert (0 <= t ^ 3 <= t ^ 2 / 3) as Q3 by (replace (t ^ 3) with (t * t ^ 2) by ring; nra).
  assert (0 <= t ^ 4 <= t ^ 3 / 3) as Q4 by (replace (t ^ 4) with (t * t ^ 3) by ring; nra).
  assert (0 <= t ^ 5 <= t ^ 4 / 3) as Q5 by (replace (t ^ 5) with (t * t ^ 4) by ring; nra).
  assert (0 <= t ^ 6 <= t ^ 5 / 3) as Q6 by (replace (t ^ 6) with (t * t ^ 5) by ring; nra).
  set (w := e - (8 / 15 + 4 / 21 * t + / 20 * t ^ 2)). assert (0 <= w <= t ^ 2 / 20) as W by (unfold w; lra).
  assert (e = 8 / 15 + 4 / 21 * t + / 20 * t ^ 2 + w) as Ew by (unfold w; ring).
  assert (0 <= Y0) as P0.
  { assert (w * (9 + 45 * t - 32 * t ^ 2 + 4 * t ^ 3) <= w * 25) as X by (apply Rmult_le_compat_l; lra).
    unfold Y0. rewrite Ew. clearbody w. lra. }
  assert (0 <= Y1) as P1.
  { assert (w * (9 - 57 * t + 32 * t ^ 2 - 4 * t ^ 3) <= w * 9) as X by (apply Rmult_le_compat_l; lra).
    unfold Y1. rewrite Ew. clearbody w. lra. }
  assert (0 <= 2 * t * Y1 + (1 / 2 - t) * Y2) as P2.
  { assert (w * (9 + 33 * t - 268 * t ^ 2 + 148 * t ^ 3 - 16 * t ^ 4) <= w * (21 / 2)) as X
      by (apply Rmult_le_compat_l; [lra|]; pose proof (pow2_ge_0 (t - 33 / 436)); lra).
    unfold Y1, Y2. rewrite Ew. clearbody w. lra. }
  assert (0 <= Y3) as P3.
  { assert (w * (9 + 9 * t - 6 * t ^ 2) <= w * 12) as X by (apply Rmult_le_compat_l; lra).
    unfold Y3. rewrite Ew. clearbody w. lra. }
  assert (0 < / (3 - 2 * t)) as I by (apply Rinv_0_lt_compat; lra).
  assert (0 <= c3) as N3 by (apply Rmult_le_pos; lra).
  assert (0 <= c0) as N0 by (unfold c0, Rdiv; rewrite Rinv_mult; repeat apply Rmult_le_pos; lra).
  assert (0 <= c1 + c2 * z) as N1.
  { apply Rmult_le_reg_l with (t * (3 - 2 * t) / 2); [apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra|].
    replace (t * (3 - 2 * t) / 2 * (c1 + c2 * z)) with (2 * t * Y1 + (t * z) * Y2) by (unfold c1, c2; field; lra).
    rewrite Rmult_0_r. destruct (Rle_dec 0 Y2) as [Q|Q].
    - pose proof (Rmult_le_pos _ _ (Rmult_le_pos t z ltac:(lra) Hz) Q). pose proof (Rmult_le_pos t Y1 ltac:(lra) P1). lra.
    - pose proof (Rmult_le_compat_l (- Y2) _ _ ltac:(lra) Hb). lra. }
  assert (0 <= l * z * (c1 + c2 * z)) as G1 by (repeat apply Rmult_le_pos; lra).
  assert (0 <= l ^ 2 * z ^ 3 * t * (2 * (1 - 2 * t) - t * z)) as G2.
  { repeat apply Rmult_le_pos; try lra; apply pow_le; lra. }
  assert (0 <= 6 * l ^ 2 * z * u * ((1 - 2 * t) - t * z)) as G3.
  { repeat apply Rmult_le_pos; try lra; apply pow_le; lra. }
  assert (0 <= l * c3 * u) as G4 by (repeat apply Rmult_le_pos; lra).
  assert (0 <= l ^ 2 * u ^ 2) as G5 by (apply Rmult_le_pos; apply pow2_ge_0).
  replace (excess_of_two z u) with (l * z * (c1 + c2 * z) + l ^ 2 * z ^ 3 * t * (2 * (1 - 2 * t) - t * z) +
    6 * l ^ 2 * z * u * ((1 - 2 * t) - t * z) + 4 * (l * c3 * u) + 3 * (l ^ 2 * u ^ 2) + 4 * c0); [lra|].
  unfold excess_of_two, c0, c1, c2, c3, Y0, Y1, Y2, Y3. rewrite El. unfold m. field. lra.
Qed.

End Strip.

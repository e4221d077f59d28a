(** A table on a lattice bounds the least gap from above. *)

From Coq Require Import Reals Lra Lia ZArith List FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing GoodFunctions TableNoise TableMoments TableRefined TableConjugate.
Import ListNotations.
Open Scope R_scope.

(** The points h k, for a vector k of integers, *)
Definition multiple (h : R) (k : nat -> Z) : vec := fun i => h * IZR (k i).

(** all of one parity, *)
Definition one_parity (d : nat) (k : nat -> Z) : Prop :=
  forall i j, (i < d)%nat -> (j < d)%nat -> exists m, (k i - k j = 2 * m)%Z.

(** make a lattice; its points with one number added to all entries. *)
Definition on_lattice (d : nat) (h : R) (x : vec) : Prop :=
  exists k r, one_parity d k /\ forall i, (i < d)%nat -> x i = multiple h k i + r.

(** The squared distance from the mean. *)
Definition from_mean (d : nat) (x : vec) : R := sum d (fun i => (x i - sum d x / INR d) ^ 2).

Section Table.

Variables (n : nat) (h A : R) (c : vec -> R).
Let d := S n.
Hypothesis dimension : (2 <= n)%nat.
Hypothesis step : 0 < h.
Hypothesis first : on_first d c.
Hypothesis shift : forall x r, on_lattice d h x -> c (fun i => x i + r) = c x + r.
Hypothesis above : forall x, on_lattice d h x -> largest d x <= c x.
Hypothesis bends : forall x s, on_lattice d h x -> signs s -> c (add x (scale h s)) + c (sub x (scale h s)) <= 2 * c x + h ^ 2.
Hypothesis even : forall k, one_parity d k -> (forall i j, (i < d)%nat -> (j < d)%nat -> IZR (k i) - IZR (k j) <= 2 ^ n) ->
  1 / 2 * (c (multiple h k) + c (multiple h (fun i => - k i)%Z)) <= c zero + A * from_mean d (fun i => IZR (k i)).

(** The point of the lattice with the coordinates y and a last entry 0. *)
Definition doubled (y : point) : nat -> Z := fun i => if Nat.ltb i n then (-2 * y i)%Z else 0%Z.
Definition value (y : point) : R := c (multiple h (doubled y)).

Lemma doubled_parity y : one_parity d (doubled y).
Proof.
  intros i j _ _. unfold doubled. destruct (Nat.ltb i n), (Nat.ltb j n).
  - exists (y j - y i)%Z. ring.
  - exists (- y i)%Z. ring.
  - exists (y j)%Z. ring.
  - exists 0%Z. ring.
Qed.

Lemma doubled_on y : on_lattice d h (multiple h (doubled y)).
Proof. exists (doubled y), 0. split; [apply doubled_parity|]. intros. ring. Qed.

Lemma value_first y w : (forall i, (i < n)%nat -> y i = w i) -> value y = value w.
Proof.
  intros E. unfold value. apply first. intros i _. unfold multiple, doubled. destruct (Nat.ltb_spec i n); [now rewrite E|reflexivity].
Qed.

Lemma value_entry y i : (i < n)%nat -> -2 * h * IZR (y i) <= value y.
Proof.
  intros Hi. eapply Rle_trans; [|apply above, doubled_on]. eapply Rle_trans; [|apply (largest_entry d _ i); unfold d; lia].
  unfold multiple, doubled. destruct (Nat.ltb_spec i n); [|lia]. rewrite mult_IZR. lra.
Qed.

Lemma value_nonnegative y : 0 <= value y.
Proof.
  eapply Rle_trans; [|apply above, doubled_on]. eapply Rle_trans; [|apply (largest_entry d _ n); unfold d; lia].
  unfold multiple, doubled. destruct (Nat.ltb_spec n n); [lia|]. lra.
Qed.

Lemma value_bends y e : In e (cube n) -> value (move y 1 e) + value (move y (-1) e) - 2 * value y <= h ^ 2.
Proof.
  intros He. set (x := multiple h (doubled y)). set (s := fun i => if Nat.ltb i n then 1 - 2 * IZR (e i) else 1).
  assert (Hs : signs s).
  { intros i. unfold s. destruct (Nat.ltb_spec i n); [|now left].
    destruct (cube_entry n e i He) as [[_ [-> | ->]]|[K _]]; [left; lra|right; lra|lia]. }
  pose proof (bends x s (doubled_on y) Hs) as B.
  assert (On : forall w, on_lattice d h (multiple h (doubled w))) by apply doubled_on.
  assert (U : c (add x (scale h s)) = value (move y 1 e) + h).
  { unfold value. rewrite <- shift by apply On. apply first. intros i _. unfold add, x, multiple, doubled, scale, s, move.
    destruct (Nat.ltb_spec i n); [rewrite !mult_IZR, plus_IZR, mult_IZR|]; simpl; ring. }
  assert (V : c (sub x (scale h s)) = value (move y (-1) e) + - h).
  { unfold value. rewrite <- shift by apply On. apply first. intros i _. unfold sub, x, multiple, doubled, scale, s, move.
    destruct (Nat.ltb_spec i n); [rewrite !mult_IZR, plus_IZR, mult_IZR|]; simpl; ring. }
  unfold value at 3. fold x. lra.
Qed.

Lemma from_mean_variance y : from_mean d (fun i => IZR (doubled y i)) = variance n y.
Proof.
  assert (Expand : forall m z, 0 < INR m -> from_mean m z = sum m (fun i => z i ^ 2) - sum m z ^ 2 / INR m).
  { intros m z Hm. unfold from_mean. set (u := sum m z / INR m).
    rewrite (sum_ext m _ (fun i => z i ^ 2 + (-2 * u * z i + u ^ 2))) by (intros; ring).
    rewrite 2 sum_plus, sum_scale, sum_const. unfold u. field. lra. }
  unfold d. rewrite Expand by apply S_pos. unfold variance. cbn [sum].
  assert (L : IZR (doubled y n) = 0) by (unfold doubled; destruct (Nat.ltb_spec n n); [lia|reflexivity]). rewrite L.
  rewrite (sum_ext n (fun i => IZR (doubled y i) ^ 2) (fun i => 4 * IZR (y i) ^ 2)).
  2: { intros i Hi. unfold doubled. destruct (Nat.ltb_spec i n); [|lia]. rewrite mult_IZR. ring. }
  rewrite (sum_ext n (fun i => IZR (doubled y i)) (fun i => -2 * IZR (y i))).
  2: { intros i Hi. unfold doubled. destruct (Nat.ltb_spec i n); [|lia]. now rewrite mult_IZR. }
  rewrite 2 sum_scale. pose proof (S_pos n). field. lra.
Qed.

Lemma value_origin : value origin = c zero.
Proof.
  unfold value. apply first. intros i _. unfold multiple, doubled, origin, zero. destruct (Nat.ltb i n); simpl; ring.
Qed.

Lemma value_even y : (forall i, (i < n)%nat -> 2 * Rabs (IZR (y i)) <= 2 ^ n) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> 2 * Rabs (IZR (y i) - IZR (y j)) <= 2 ^ n) ->
  value y + value (opp y) <= 2 * (value origin + A * variance n y).
Proof.
  intros H1 H2. rewrite value_origin, <- from_mean_variance. pose proof (even (doubled y) (doubled_parity y)) as E.
  assert (O : c (multiple h (fun i => (- doubled y i)%Z)) = value (opp y)).
  { unfold value. apply first. intros i _. unfold multiple, doubled, opp. do 2 f_equal. destruct (Nat.ltb i n); ring. }
  rewrite O in E. unfold value at 1. enough (forall i j, (i < d)%nat -> (j < d)%nat ->
    IZR (doubled y i) - IZR (doubled y j) <= 2 ^ n) as G by (specialize (E G); lra).
  intros i j Hi Hj. unfold doubled. destruct (Nat.ltb_spec i n) as [Li|Li], (Nat.ltb_spec j n) as [Lj|Lj]; rewrite ?mult_IZR.
  - specialize (H2 i j Li Lj). pose proof (Rle_abs (- (IZR (y i) - IZR (y j)))) as B. rewrite Rabs_Ropp in B. lra.
  - specialize (H1 i Li). pose proof (Rle_abs (- IZR (y i))) as B. rewrite Rabs_Ropp in B. lra.
  - specialize (H1 j Lj). pose proof (Rle_abs (IZR (y j))) as B. lra.
  - pose proof (pow_lt 2 n ltac:(lra)). lra.
Qed.

(** The refined tables, and what their conjugates tend to. *)
Lemma table_smoothing : exists f, smoothing d (c zero + 2 ^ n * INR n / 6 * A) f.
Proof.
  set (Q := A * (INR n * 2 ^ n / 6)). pose proof (pow_lt h 2 step) as Hh. pose proof (Rabs_pos Q) as Qp.
  pose proof (Rle_abs Q) as Q1. pose proof (Rle_abs (- Q)) as Q2. rewrite Rabs_Ropp in Q2.
  assert (Inv : forall M, (1 <= M)%nat -> 1 <= INR M /\ 0 < / INR M ^ 2 <= 1).
  { intros M HM. pose proof (le_INR 1 M HM) as L. change (INR 1) with 1 in L. assert (1 <= INR M ^ 2) by nra.
    split; [exact L|split]; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  assert (Fine : forall M, (1 <= M)%nat -> 0 < h / INR M /\ (forall z, 0 <= refined n M value z) /\
    (forall z i, (i < n)%nat -> -2 * (h / INR M) * IZR (z i) <= refined n M value z) /\
    (forall z e, In e (cube n) -> refined n M value (move z 1 e) + refined n M value (move z (-1) e)
      - 2 * refined n M value z <= (h / INR M) ^ 2)).
  { intros M HM. destruct (Inv M HM) as [L _]. split; [apply Rdiv_lt_0_compat; lra|]. split; [|split].
    - intros z. pose proof (refined_above n M value dimension HM 0 0 z ltac:(lia)) as R.
      replace (0 * IZR (z 0%nat) / INR M) with 0 in R by (field; lra). apply R. intros y. pose proof (value_nonnegative y). lra.
    - intros z i Hi. pose proof (refined_above n M value dimension HM (-2 * h) i z Hi (fun y => value_entry y i Hi)) as R.
      replace (-2 * (h / INR M) * IZR (z i)) with (-2 * h * IZR (z i) / INR M) by (field; lra). exact R.
    - intros z e He. replace ((h / INR M) ^ 2) with (h ^ 2 / INR M ^ 2) by (field; lra).
      apply refined_bends; [exact dimension|exact HM|apply value_bends|exact He]. }
  replace (c zero + 2 ^ n * INR n / 6 * A) with (c zero + Q) by (unfold Q; field).
  apply (limit_smoothing d (fun M => dual n (h / INR M) (refined n M value)) (fun M => c zero + Q * (1 - / INR M ^ 2))
    (fun M => (h / INR M) ^ 2) _ (c zero + Rabs Q)); [unfold d; lia| | | | |].
  - intros M. apply dual_first.
  - intros M p HM Hp. destruct (Fine M HM) as (F1 & F2 & F3 & F4).
    pose proof (dual_range n (h / INR M) (refined n M value) F2 F3 p Hp) as R.
    pose proof (refined_origin n M A value dimension HM value_first value_even) as O. rewrite value_origin in O.
    fold Q in O. lra.
  - intros M a b s HM Sa Sb Hs. destruct (Fine M HM) as (F1 & F2 & F3 & F4).
    now apply dual_nearly_convex.
  - intros M HM. destruct (Inv M HM) as [_ I]. assert (Q * (1 - / INR M ^ 2) <= Rabs Q * 1); [|lra].
    apply Rle_trans with (Rabs Q * (1 - / INR M ^ 2)); [apply Rmult_le_compat_r|apply Rmult_le_compat_l]; lra.
  - intros b Hb. set (m := Z.to_nat (up ((Rabs Q + h ^ 2) / b))). exists (S m). intros M HM.
    destruct (Inv M ltac:(lia)) as [L I]. destruct (archimed ((Rabs Q + h ^ 2) / b)) as [U _].
    assert (0 < (Rabs Q + h ^ 2) / b) by (apply Rdiv_lt_0_compat; lra).
    assert (K : (Rabs Q + h ^ 2) / b < INR M).
    { apply Rlt_le_trans with (INR m); [|apply le_INR; lia]. unfold m. rewrite INR_IZR_INZ, Z2Nat.id; [lra|]. apply le_IZR. lra. }
    assert (S : (Rabs Q + h ^ 2) * / INR M ^ 2 <= b).
    { assert (N : 0 < INR M ^ 2) by nra. apply (Rmult_le_reg_r (INR M ^ 2)); [exact N|].
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. apply (Rmult_lt_compat_r b) in K; [|exact Hb].
      replace ((Rabs Q + h ^ 2) / b * b) with (Rabs Q + h ^ 2) in K by (field; lra).
      assert (INR M * b <= b * INR M ^ 2) by nra. lra. }
    assert (P1 : 0 <= Rabs Q * / INR M ^ 2) by (apply Rmult_le_pos; lra).
    assert (P2 : 0 <= h ^ 2 * / INR M ^ 2) by (apply Rmult_le_pos; lra).
    assert (P3 : - Q * / INR M ^ 2 <= Rabs Q * / INR M ^ 2) by (apply Rmult_le_compat_r; lra).
    replace ((h / INR M) ^ 2) with (h ^ 2 * / INR M ^ 2) by (field; lra). split; lra.
Qed.

End Table.

(** Let d >= 3 and h > 0; the lattice consists of the points h k, k a vector of d integers of one parity. Let c be a
    function on the points x + r (1, ..., 1), x in the lattice and r real, with c(x + r (1, ..., 1)) = c(x) + r, c(x) >= max
    x, and c(x + h s) + c(x - h s) <= 2 c(x) + h^2 for every vector s of signs. Let (c(h k) + c(-h k))/2 <= c(0) + A |k -
    mean of k|_2^2 for all k of the lattice whose entries differ by at most 2^(d-1). Then there is a smoothing with the gap
    c(0) + 2^(d-1) (d-1)/6 A: eps*_d is at most this. *)
Theorem lattices d h A c : (3 <= d)%nat -> 0 < h -> on_first d c ->
  (forall x r, on_lattice d h x -> c (fun i => x i + r) = c x + r) ->
  (forall x, on_lattice d h x -> largest d x <= c x) ->
  (forall x s, on_lattice d h x -> signs s -> c (add x (scale h s)) + c (sub x (scale h s)) <= 2 * c x + h ^ 2) ->
  (forall k, one_parity d k -> (forall i j, (i < d)%nat -> (j < d)%nat -> IZR (k i) - IZR (k j) <= 2 ^ (d - 1)) ->
    1 / 2 * (c (multiple h k) + c (multiple h (fun i => - k i)%Z)) <= c zero + A * from_mean d (fun i => IZR (k i))) ->
  (exists f, smoothing d (c zero + 2 ^ (d - 1) * (INR d - 1) / 6 * A) f) /\
  forall eps, optimum d eps -> eps <= c zero + 2 ^ (d - 1) * (INR d - 1) / 6 * A.
Proof.
  intros Hd Hh First Shift Above Bends Even. destruct d as [|n]; [lia|].
  replace (S n - 1)%nat with n in * by lia. replace (INR (S n) - 1) with (INR n) by (rewrite S_INR; ring).
  pose proof (table_smoothing n h A c ltac:(lia) Hh First Shift Above Bends Even) as T. split; [exact T|].
  intros eps [_ O]. destruct T as [f Hf]. exact (O _ f Hf).
Qed.

(** From means to signs: weights in [-1, 1] can be moved, at the same balance, until all but one are signs, so that a
    form that is concave along every move of two weights does not grow. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors.
Open Scope R_scope.

Definition sign (t : R) : Prop := t = 1 \/ t = - 1.

Lemma sign_dec t : sign t \/ ~ sign t.
Proof. unfold sign. destruct (Req_dec t 1); [auto|]. destruct (Req_dec t (- 1)); [auto|]. right. tauto. Qed.

(** Weight i goes up by e/x_i, weight j down by e/x_j. *)
Definition move (x : vec) (i j : nat) (e : R) (theta : vec) : vec :=
  fun l => theta l + e * (vertex i l / x i - vertex j l / x j).

Lemma vertex_here i : vertex i i = 1.
Proof. unfold vertex. now rewrite Nat.eqb_refl. Qed.

Lemma vertex_else i l : l <> i -> vertex i l = 0.
Proof. intros N. unfold vertex. now destruct (Nat.eqb_spec l i). Qed.

Lemma move_up x i j e theta : i <> j -> move x i j e theta i = theta i + e / x i.
Proof. intros N. unfold move. rewrite vertex_here, (vertex_else j i N). unfold Rdiv. ring. Qed.

Lemma move_down x i j e theta : i <> j -> move x i j e theta j = theta j - e / x j.
Proof. intros N. unfold move. rewrite vertex_here, (vertex_else i j) by auto. unfold Rdiv. ring. Qed.

Lemma move_else x i j e theta l : l <> i -> l <> j -> move x i j e theta l = theta l.
Proof. intros N M. unfold move. rewrite 2 vertex_else by assumption. unfold Rdiv. ring. Qed.

Lemma move_balance d x i j e theta : (i < d)%nat -> (j < d)%nat -> x i <> 0 -> x j <> 0 ->
  dot d (move x i j e theta) x = dot d theta x.
Proof.
  intros Hi Hj Xi Xj. unfold dot.
  rewrite (sum_ext d _ (fun l => theta l * x l + (e / x i * (vertex i l * x l) - e / x j * (vertex j l * x l))))
    by (intros; unfold move, Rdiv; ring).
  rewrite sum_plus, sum_minus, 2 sum_scale, 2 sum_vertex by assumption. field. auto.
Qed.

(** q along a move is a quadratic that is concave. *)
Definition concave_moves (d : nat) (x : vec) (q : vec -> R) : Prop :=
  forall theta i j, (i < d)%nat -> (j < d)%nat -> i <> j -> 0 < x i -> 0 < x j ->
    exists q1 q2, 0 <= q2 /\ forall e, q (move x i j e theta) = q theta + q1 * e - q2 * e ^ 2.

(** At one of two ends q is no larger. *)
Lemma better_end q0 q1 q2 a b : 0 <= q2 -> 0 < a -> 0 < b ->
  q0 + q1 * a - q2 * a ^ 2 <= q0 \/ q0 + q1 * (- b) - q2 * (- b) ^ 2 <= q0.
Proof.
  intros H Ha Hb. pose proof (pow2_ge_0 a) as A2. pose proof (pow2_ge_0 b) as B2.
  pose proof (Rmult_le_pos _ _ H A2). pose proof (Rmult_le_pos _ _ H B2).
  replace ((- b) ^ 2) with (b ^ 2) by ring. destruct (Rle_lt_dec q1 0) as [L|L].
  - left. assert (q1 * a <= 0 * a) by (apply Rmult_le_compat_r; lra). lra.
  - right. assert (0 * b <= q1 * b) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Lemma div_le e y c : 0 < y -> e <= y * c -> e / y <= c.
Proof.
  intros Hy H. apply Rmult_le_reg_r with y; [exact Hy|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma le_div e y c : 0 < y -> y * c <= e -> c <= e / y.
Proof.
  intros Hy H. apply Rmult_le_reg_r with y; [exact Hy|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma inside t : -1 <= t <= 1 -> ~ sign t -> -1 < t < 1.
Proof.
  intros [[A|A] [B|B]] N; try lra; exfalso; apply N; unfold sign; auto.
Qed.

(** One move makes one of two weights a sign. *)
Lemma one_move d x q theta i j : concave_moves d x q -> (i < d)%nat -> (j < d)%nat -> i <> j -> 0 < x i -> 0 < x j ->
  -1 < theta i < 1 -> -1 < theta j < 1 ->
  exists theta', q theta' <= q theta /\ dot d theta' x = dot d theta x /\
    (forall l, l <> i -> l <> j -> theta' l = theta l) /\
    -1 <= theta' i <= 1 /\ -1 <= theta' j <= 1 /\ (sign (theta' i) \/ sign (theta' j)).
Proof.
  intros Hq Hi Hj N Xi Xj Ti Tj.
  destruct (Hq theta i j Hi Hj N Xi Xj) as (q1 & q2 & Q2 & E).
  assert (forall e, - (x i * (1 + theta i)) <= e <= x i * (1 - theta i) ->
    - (x j * (1 - theta j)) <= e <= x j * (1 + theta j) ->
    q (move x i j e theta) <= q theta -> sign (theta i + e / x i) \/ sign (theta j - e / x j) ->
    exists theta', q theta' <= q theta /\ dot d theta' x = dot d theta x /\
    (forall l, l <> i -> l <> j -> theta' l = theta l) /\
    -1 <= theta' i <= 1 /\ -1 <= theta' j <= 1 /\ (sign (theta' i) \/ sign (theta' j))) as Take.
  { intros e [A1 A2] [B1 B2] L S. exists (move x i j e theta). split; [exact L|].
    split; [apply move_balance; auto; lra|]. split; [intros; now apply move_else|].
    rewrite move_up, move_down by exact N.
    assert (e / x i <= 1 - theta i) by (now apply div_le).
    assert (- (1 + theta i) <= e / x i) by (apply le_div; [exact Xi|lra]).
    assert (e / x j <= 1 + theta j) by (now apply div_le).
    assert (- (1 - theta j) <= e / x j) by (apply le_div; [exact Xj|lra]).
    repeat split; try lra. exact S. }
  assert (0 < x i * (1 - theta i)) by (apply Rmult_lt_0_compat; lra).
  assert (0 < x i * (1 + theta i)) by (apply Rmult_lt_0_compat; lra).
  assert (0 < x j * (1 - theta j)) by (apply Rmult_lt_0_compat; lra).
  assert (0 < x j * (1 + theta j)) by (apply Rmult_lt_0_compat; lra).
  set (a := Rmin (x i * (1 - theta i)) (x j * (1 + theta j))).
  set (b := Rmin (x i * (1 + theta i)) (x j * (1 - theta j))).
  assert (0 < a) as Ha by now apply Rmin_pos. assert (0 < b) as Hb by now apply Rmin_pos.
  assert (a <= x i * (1 - theta i)) by apply Rmin_l. assert (a <= x j * (1 + theta j)) by apply Rmin_r.
  assert (b <= x i * (1 + theta i)) by apply Rmin_l. assert (b <= x j * (1 - theta j)) by apply Rmin_r.
  destruct (better_end (q theta) q1 q2 a b Q2 Ha Hb) as [L|L]; rewrite <- E in L.
  - apply (Take a); [lra|lra|exact L|].
    unfold a, Rmin. destruct (Rle_dec _ _); unfold sign; [left; left; field; lra|right; right; field; lra].
  - apply (Take (- b)); [lra|lra|exact L|].
    unfold b, Rmin. destruct (Rle_dec _ _); unfold sign; [left; right; field; lra|right; left; field; lra].
Qed.

(** All but one become signs; those that are signs stay as they are. *)
Theorem signs_but_one d x q theta0 : concave_moves d x q ->
  (forall i, (i < d)%nat -> -1 <= theta0 i <= 1) -> (forall i, (i < d)%nat -> ~ sign (theta0 i) -> 0 < x i) ->
  exists theta k, q theta <= q theta0 /\ dot d theta x = dot d theta0 x /\
    (forall i, (i < d)%nat -> -1 <= theta i <= 1) /\
    (forall i, (i < d)%nat -> sign (theta0 i) -> theta i = theta0 i) /\
    (forall i, (i < d)%nat -> i <> k -> sign (theta i)).
Proof.
  intros Hq B0 X0.
  enough (forall n, (n <= d)%nat -> exists theta k, q theta <= q theta0 /\ dot d theta x = dot d theta0 x /\
    (forall i, (i < d)%nat -> -1 <= theta i <= 1) /\
    (forall i, (i < d)%nat -> sign (theta0 i) -> theta i = theta0 i) /\
    (forall i, (i < n)%nat -> i <> k -> sign (theta i))) as All by (apply All; lia).
  induction n as [|n IH]; intros Hn.
  - exists theta0, O. split; [lra|]. split; [reflexivity|]. split; [exact B0|]. split; [auto|]. intros; lia.
  - destruct (IH ltac:(lia)) as (theta & k & Lq & Bal & Box & Stay & Sg). clear IH.
    destruct (sign_dec (theta n)) as [S|S].
    { exists theta, k. repeat (split; [assumption|]). intros i Hi Ni.
      destruct (Nat.eq_dec i n) as [->|]; [exact S|apply Sg; [lia|exact Ni]]. }
    destruct (le_lt_dec n k) as [K|K].
    { exists theta, n. repeat (split; [assumption|]). intros i Hi Ni. apply Sg; lia. }
    destruct (sign_dec (theta k)) as [Sk|Sk].
    { exists theta, n. repeat (split; [assumption|]). intros i Hi Ni.
      destruct (Nat.eq_dec i k) as [->|]; [exact Sk|apply Sg; lia]. }
    assert (forall i, (i < d)%nat -> ~ sign (theta i) -> ~ sign (theta0 i)) as Frac
      by (intros i Hi F C; apply F; rewrite (Stay i Hi C); exact C).
    destruct (one_move d x q theta k n Hq ltac:(lia) ltac:(lia) ltac:(lia)) as (theta' & L' & B' & E' & I1 & I2 & S').
    { apply X0; [lia|apply Frac; [lia|exact Sk]]. }
    { apply X0; [lia|apply Frac; [lia|exact S]]. }
    { apply inside; [apply Box; lia|exact Sk]. }
    { apply inside; [apply Box; lia|exact S]. }
    assert (exists k', (k' = k \/ k' = n) /\ forall i, i = k \/ i = n -> i <> k' -> sign (theta' i)) as (k' & Hk' & Sk').
    { destruct S' as [S'|S']; [exists n|exists k]; split; auto; intros i [-> | ->] Ni; tauto. }
    exists theta', k'. split; [lra|]. split; [now rewrite B'|]. split; [|split].
    + intros i Hi. destruct (Nat.eq_dec i k) as [->|]; [exact I1|]. destruct (Nat.eq_dec i n) as [->|]; [exact I2|].
      rewrite E' by assumption. now apply Box.
    + intros i Hi C. rewrite E'; [now apply Stay| |]; intros ->; [apply Frac in Sk|apply Frac in S]; auto; lia.
    + intros i Hi Ni. destruct (Nat.eq_dec i k) as [->|Nk]; [apply Sk'; auto|].
      destruct (Nat.eq_dec i n) as [->|Nn]; [apply Sk'; auto|]. rewrite E' by assumption. apply Sg; [lia|exact Nk].
Qed.

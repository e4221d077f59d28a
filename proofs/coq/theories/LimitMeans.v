(** Sums over pairs: with the means 1 for a largest entry of at most 1/2 and -m for all others, and along the ray from a
    vertex through a point with a larger entry, the potential of pairs bends down. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors LimitPair LimitFunction.
Open Scope R_scope.

(** ** Sums over ordered pairs of different indices *)

Definition psum (d : nat) (f : nat -> nat -> R) : R :=
  sum d (fun i => sum d (fun j => if Nat.eqb i j then 0 else f i j)).

Lemma psum_le d f g : (forall i j, (i < d)%nat -> (j < d)%nat -> i <> j -> f i j <= g i j) -> psum d f <= psum d g.
Proof.
  intros H. apply sum_le. intros i Hi. apply sum_le. intros j Hj. destruct (Nat.eqb_spec i j); [lra|auto].
Qed.

Lemma psum_ext d f g : (forall i j, (i < d)%nat -> (j < d)%nat -> i <> j -> f i j = g i j) -> psum d f = psum d g.
Proof.
  intros H. apply sum_ext. intros i Hi. apply sum_ext. intros j Hj. destruct (Nat.eqb_spec i j); auto.
Qed.

Lemma psum_plus d f g : psum d (fun i j => f i j + g i j) = psum d f + psum d g.
Proof.
  unfold psum. rewrite <- sum_plus. apply sum_ext. intros i _. rewrite <- sum_plus. apply sum_ext. intros j _.
  destruct (Nat.eqb i j); ring.
Qed.

Lemma psum_scale d c f : psum d (fun i j => c * f i j) = c * psum d f.
Proof.
  unfold psum. rewrite <- sum_scale. apply sum_ext. intros i _. rewrite <- sum_scale. apply sum_ext. intros j _.
  destruct (Nat.eqb i j); ring.
Qed.

Lemma psum_nonneg d f : (forall i j, (i < d)%nat -> (j < d)%nat -> i <> j -> 0 <= f i j) -> 0 <= psum d f.
Proof.
  intros H. apply sum_nonneg. intros i Hi. apply sum_nonneg. intros j Hj. destruct (Nat.eqb_spec i j); [lra|auto].
Qed.

Lemma psum_term d f i j : (forall i j, (i < d)%nat -> (j < d)%nat -> i <> j -> 0 <= f i j) ->
  (i < d)%nat -> (j < d)%nat -> i <> j -> f i j <= psum d f.
Proof.
  intros H Hi Hj N. set (row := fun i => sum d (fun j => if Nat.eqb i j then 0 else f i j)).
  apply Rle_trans with (row i).
  - replace (f i j) with (if Nat.eqb i j then 0 else f i j) by (destruct (Nat.eqb_spec i j); [contradiction|reflexivity]).
    apply (sum_term_le d (fun j => if Nat.eqb i j then 0 else f i j)); [|exact Hj].
    intros l Hl. destruct (Nat.eqb_spec i l); [lra|auto].
  - apply (sum_term_le d row); [|exact Hi]. intros l Hl. apply sum_nonneg. intros n Hn.
    destruct (Nat.eqb_spec l n); [lra|auto].
Qed.

(** ** The potential of pairs *)

Definition both (a b : R) : R := if Rlt_dec 0 a then if Rlt_dec 0 b then pair a b else 0 else 0.

Lemma pair_pos a b : 0 < pair a b.
Proof.
  unfold pair, level. apply Rdiv_lt_0_compat; [apply exp_pos|]. apply sqrt_lt_R0.
  assert (0 <= radius a b) by apply sqrt_pos. lra.
Qed.

Lemma both_nonneg a b : 0 <= both a b.
Proof. unfold both. destruct (Rlt_dec 0 a), (Rlt_dec 0 b); try lra. left. apply pair_pos. Qed.

Lemma height_least a : 0 < a <= 1 -> 5 / 2 <= height a.
Proof.
  intros [A B]. unfold height. assert (ln a <= 0); [|lra]. destruct B as [B|B].
  - rewrite <- ln_1. left. now apply ln_increasing.
  - rewrite B, ln_1. lra.
Qed.

Lemma height_falls a b : 0 < a -> a <= b -> height b <= height a.
Proof.
  intros A [B|B]; unfold height; [|rewrite B; lra]. pose proof (ln_increasing a b A B). lra.
Qed.

Lemma radius_sym a b : radius a b = radius b a.
Proof. unfold radius. f_equal. ring. Qed.

Lemma radius_square a b : radius a b ^ 2 = 2 * height a ^ 2 + 2 * height b ^ 2.
Proof.
  unfold radius. rewrite pow2_sqrt; [reflexivity|]. pose proof (pow2_ge_0 (height a)). pose proof (pow2_ge_0 (height b)).
  lra.
Qed.

Lemma radius_pos a b : 0 < a <= 1 -> 0 < radius a b.
Proof.
  intros Ha. apply sqrt_lt_R0. pose proof (height_least a Ha). pose proof (pow_lt (height a) 2 ltac:(lra)).
  pose proof (pow2_ge_0 (height b)). lra.
Qed.

Lemma pair_sym a b : pair a b = pair b a.
Proof. unfold pair, level. rewrite (radius_sym b a). replace (height b + height a) with (height a + height b) by ring. reflexivity. Qed.

Lemma twist_sym Y1 Y2 r : twist Y1 Y2 r = twist Y2 Y1 r.
Proof. unfold twist. ring. Qed.

Section Point.

Variables (d : nat) (x : vec).
Hypothesis Hx : simplex d x.

Definition g (i j : nat) : R := both (x i) (x j).
Definition rad (i j : nat) : R := radius (x i) (x j).
Definition al (i j : nat) : R := pull (height (x i)) (rad i j).
Definition be (i j : nat) : R := pull (height (x j)) (rad i j).
Definition Ai (i j : nat) : R := bend (height (x i)) (rad i j).
Definition Aj (i j : nat) : R := bend (height (x j)) (rad i j).
Definition Ga (i j : nat) : R := twist (height (x i)) (height (x j)) (rad i j).
Definition nu (i j : nat) : R := drop (rad i j).

(** Lambda; the first derivative of it along theta_i x_i; of the second one the diagonal and the mixed part; what the
    pairs give back. *)
Definition total : R := psum d g / 2.
Definition along (theta : vec) : R := psum d (fun i j => g i j * (al i j * theta i + be i j * theta j)) / 2.
Definition squares (theta : vec) : R := psum d (fun i j => g i j * (Ai i j * theta i ^ 2 + Aj i j * theta j ^ 2)) / 2.
Definition mixed (theta : vec) : R := psum d (fun i j => g i j * (2 * Ga i j * (theta i * theta j))) / 2.
Definition drops : R := psum d (fun i j => g i j * nu i j) / 2.

(** What is compared: the mixed part with the square of the first derivative. *)
Definition q (theta : vec) : R := mixed theta - 3 / 5 * along theta ^ 2 / total.

Lemma entry_pos i j : g i j <> 0 -> 0 < x i /\ 0 < x j.
Proof. unfold g, both. destruct (Rlt_dec 0 (x i)), (Rlt_dec 0 (x j)); try lra; auto. Qed.

(** A statement about a pair may suppose that both entries are positive. *)
Lemma times_g i j a b : (0 < x i -> 0 < x j -> a <= b) -> g i j * a <= g i j * b.
Proof.
  intros H. destruct (Req_dec (g i j) 0) as [E|E]; [rewrite E; lra|].
  destruct (entry_pos i j E). apply Rmult_le_compat_l; [apply both_nonneg|auto].
Qed.

Lemma parabola m X : 0 < total -> - (3 / 5 * X ^ 2 / total) <= 2 * m * X + 2 * m ^ 2 * (5 / 6) * total.
Proof.
  intros T. assert (0 <= 3 / 5 * (X + 5 / 3 * m * total) ^ 2 / total) as P.
  { unfold Rdiv. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat].
    pose proof (pow2_ge_0 (X + 5 * / 3 * m * total)). lra. }
  replace (3 / 5 * (X + 5 / 3 * m * total) ^ 2 / total)
    with (3 / 5 * X ^ 2 / total + (2 * m * X + 2 * m ^ 2 * (5 / 6) * total)) in P by (field; lra). lra.
Qed.

(** The forms as one sum over pairs, below the tangent. *)
Lemma below_tangent m theta : 0 < total ->
  squares theta + q theta <= psum d (fun i j => g i j * (Ai i j * theta i ^ 2 + Aj i j * theta j ^ 2
    + 2 * Ga i j * (theta i * theta j) + 2 * m * (al i j * theta i + be i j * theta j) + 2 * m ^ 2 * (5 / 6))) / 2.
Proof.
  intros T. unfold q. pose proof (parabola m (along theta) T) as P.
  rewrite (psum_ext d _ (fun i j => g i j * (Ai i j * theta i ^ 2 + Aj i j * theta j ^ 2)
    + (g i j * (2 * Ga i j * (theta i * theta j)) + (2 * m * (g i j * (al i j * theta i + be i j * theta j))
    + 2 * m ^ 2 * (5 / 6) * g i j)))) by (intros; ring).
  rewrite 3 psum_plus, 2 psum_scale. fold (squares theta). unfold squares, mixed, along, total in *. lra.
Qed.

Lemma entry_range i : (i < d)%nat -> 0 < x i -> 0 < x i <= 1.
Proof. intros Hi P. split; [exact P|now apply (simplex_le_1 d)]. Qed.

Variable k : nat.
Hypothesis Hk : (k < d)%nat.
Hypothesis Largest : forall i, (i < d)%nat -> x i <= x k.

(** The facts about a pair of positive entries. *)
Lemma pair_facts i j : (i < d)%nat -> (j < d)%nat -> 0 < x i -> 0 < x j ->
  Ai i j + Aj i j = - nu i j /\ Ga i j <= al i j + be i j - 5 / 6 /\ 0 < nu i j /\ 0 < Ga i j /\
  2 * Ga i j <= 3 /\ Ai i j <= 3 /\ Aj i j <= 3 /\
  (i = k -> al i j <= Ga i j /\ 1 <= be i j /\ Aj i j <= 2 * (be i j - 5 / 6)) /\
  (j = k -> be i j <= Ga i j /\ 1 <= al i j /\ Ai i j <= 2 * (al i j - 5 / 6)).
Proof.
  intros Hi Hj Pi Pj. pose proof (entry_range i Hi Pi) as Ri. pose proof (entry_range j Hj Pj) as Rj.
  pose proof (height_least _ Ri) as Yi. pose proof (height_least _ Rj) as Yj.
  pose proof (radius_pos (x i) (x j) Ri) as R0. pose proof (radius_square (x i) (x j)) as Rs.
  assert (radius (x i) (x j) ^ 2 = 2 * height (x j) ^ 2 + 2 * height (x i) ^ 2) as Rs' by lra.
  unfold Ai, Aj, Ga, al, be, nu, rad.
  split; [now apply bends_sum|]. split; [now apply twist_most|]. split; [now apply drop_pos|].
  split; [now apply twist_pos|]. split; [now apply twist_size|].
  split; [now apply (bend_size _ (height (x j)))|]. split; [now apply (bend_size _ (height (x i)))|]. split; intros ->.
  - pose proof (height_falls (x j) (x k) Pj (Largest j Hj)).
    split; [now apply twist_least|]. split; [now apply (pull_of_smaller (height (x k)))|].
    now apply (bend_of_smaller (height (x k))).
  - pose proof (height_falls (x i) (x k) Pi (Largest i Hi)). rewrite twist_sym.
    split; [now apply twist_least|]. split; [now apply (pull_of_smaller (height (x k)))|].
    now apply (bend_of_smaller (height (x k))).
Qed.

Definition mean (m : R) : vec := fun i => if Nat.eqb i k then 1 else - m.

(** At the means the pairs give back at least their drops. *)
Theorem means_bend_down m : 0 < total -> 0 <= m -> squares (fun _ => 1) + q (mean m) <= - drops.
Proof.
  intros T Hm.
  assert (squares (fun _ => 1) + q (mean m) <= psum d (fun i j => g i j * (Ai i j + Aj i j
    + 2 * Ga i j * (mean m i * mean m j) + 2 * m * (al i j * mean m i + be i j * mean m j) + 2 * m ^ 2 * (5 / 6))) / 2) as B.
  { unfold q. pose proof (parabola m (along (mean m)) T) as P.
    rewrite (psum_ext d (fun i j => g i j * (Ai i j + Aj i j + 2 * Ga i j * (mean m i * mean m j)
        + 2 * m * (al i j * mean m i + be i j * mean m j) + 2 * m ^ 2 * (5 / 6)))
      (fun i j => g i j * (Ai i j * 1 ^ 2 + Aj i j * 1 ^ 2)
      + (g i j * (2 * Ga i j * (mean m i * mean m j)) + (2 * m * (g i j * (al i j * mean m i + be i j * mean m j))
      + 2 * m ^ 2 * (5 / 6) * g i j)))) by (intros; ring).
    rewrite 3 psum_plus, 2 psum_scale. unfold squares, mixed, along, total in *. lra. }
  eapply Rle_trans; [exact B|]. clear B. unfold drops.
  replace (- (psum d (fun i j => g i j * nu i j) / 2)) with (psum d (fun i j => g i j * (- nu i j)) / 2).
  2:{ rewrite (psum_ext d (fun i j => g i j * (- nu i j)) (fun i j => (- 1) * (g i j * nu i j))) by (intros; ring).
      rewrite psum_scale. field. }
  apply Rmult_le_compat_r; [lra|]. apply psum_le. intros i j Hi Hj N. apply times_g. intros Pi Pj.
  destruct (pair_facts i j Hi Hj Pi Pj) as (K1 & K4 & _ & _ & _ & _ & _ & Li & Lj). unfold mean.
  destruct (Nat.eqb_spec i k) as [Ei|Ei], (Nat.eqb_spec j k) as [Ej|Ej]; [congruence| | |].
  - destruct (Li Ei) as (K3 & K2 & _).
    pose proof (pair_with_largest _ _ _ _ _ _ m (Req_le _ _ K1) K3 K2 Hm). lra.
  - destruct (Lj Ej) as (K3 & K2 & _).
    pose proof (pair_with_largest (Aj i j) (Ai i j) _ _ _ _ m ltac:(rewrite Rplus_comm; exact (Req_le _ _ K1)) K3 K2 Hm). lra.
  - pose proof (pair_of_others _ _ _ _ _ _ m (Req_le _ _ K1) K4). lra.
Qed.

Definition ray (lam mu : R) : vec := fun i => if Nat.eqb i k then lam else - mu.

(** One entry against all others: nothing bends up. *)
Theorem ray_bends_down lam mu : 0 < total -> 0 <= lam <= mu -> squares (ray lam mu) + q (ray lam mu) <= 0.
Proof.
  intros T Hl. eapply Rle_trans; [apply (below_tangent mu (ray lam mu) T)|].
  replace 0 with (0 / 2) by field. apply Rmult_le_compat_r; [lra|].
  apply Rle_trans with (psum d (fun i j => g i j * 0)).
  2:{ rewrite (psum_ext d _ (fun i j => 0 * g i j)) by (intros; ring). rewrite psum_scale. lra. }
  apply psum_le. intros i j Hi Hj N. apply times_g. intros Pi Pj.
  destruct (pair_facts i j Hi Hj Pi Pj) as (K1 & K4 & Nu & _ & _ & _ & _ & Li & Lj). unfold ray.
  destruct (Nat.eqb_spec i k) as [Ei|Ei], (Nat.eqb_spec j k) as [Ej|Ej]; [congruence| | |].
  - destruct (Li Ei) as (K3 & K2 & K5). pose proof (ray_with_largest (Ai i j) (Aj i j) (Ga i j) (al i j) (be i j) lam mu
      ltac:(lra) K3 K2 K5 Hl). lra.
  - destruct (Lj Ej) as (K3 & K2 & K5). pose proof (ray_with_largest (Aj i j) (Ai i j) (Ga i j) (be i j) (al i j) lam mu
      ltac:(lra) K3 K2 K5 Hl). lra.
  - pose proof (ray_others (Ai i j) (Aj i j) (Ga i j) (al i j) (be i j) mu ltac:(lra) K4). lra.
Qed.

End Point.

(** The k-point Jensen inequality of a strongly convex function on the simplex: the mean of the values exceeds
    the value at the mean by at least half the mean of the squared distances. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing.
Open Scope R_scope.

Lemma norm1_sub_sym d a b : norm1 d (sub a b) = norm1 d (sub b a).
Proof. apply sum_ext. intros i _. unfold sub. apply Rabs_minus_sym. Qed.

(** A sum of numbers >= 0 that vanishes has only zeros. *)
Lemma sum_zero_term d x i : (forall j, (j < d)%nat -> 0 <= x j) -> sum d x = 0 -> (i < d)%nat -> x i = 0.
Proof. intros H S Hi. pose proof (sum_term_le d x i H Hi). pose proof (H i Hi). lra. Qed.

(** A mean of points of the simplex is in the simplex. *)
Lemma simplex_mean d k (p : nat -> R) (y : nat -> vec) x :
  (forall j, (j < k)%nat -> 0 <= p j) -> sum k p = 1 -> (forall j, (j < k)%nat -> simplex d (y j)) ->
  (forall i, (i < d)%nat -> x i = sum k (fun j => p j * y j i)) -> simplex d x.
Proof.
  intros Hp S Hy E. split.
  - intros i Hi. rewrite E by exact Hi. apply sum_nonneg. intros j Hj.
    apply Rmult_le_pos; [now apply Hp|]. now apply (Hy j Hj).
  - rewrite (sum_ext d x (fun i => sum k (fun j => p j * y j i))) by exact E.
    rewrite sum_swap, <- S. apply sum_ext. intros j Hj. rewrite sum_scale.
    destruct (Hy j Hj) as [_ ->]. ring.
Qed.

(** Without the quadratic term. One outcome is split off at a time. *)
Lemma jensen_plain d h : on_first d h -> strongly_convex d h ->
  forall k (p : nat -> R) (y : nat -> vec) x,
  (forall j, (j < k)%nat -> 0 <= p j) -> sum k p = 1 -> (forall j, (j < k)%nat -> simplex d (y j)) ->
  (forall i, (i < d)%nat -> x i = sum k (fun j => p j * y j i)) ->
  h x <= sum k (fun j => p j * h (y j)).
Proof.
  intros Hf Hh. induction k as [|k IH]; intros p y x Hp S Hy E; [simpl in S; lra|].
  simpl in S. assert (P : forall j, (j < k)%nat -> 0 <= p j) by (intros; apply Hp; lia).
  pose proof (Hp k ltac:(lia)) as Pk. pose proof (sum_nonneg k p P) as W.
  destruct (Req_dec (sum k p) 0) as [Z|Z].
  - (* all the mass is on the last outcome *)
    assert (V : forall c : nat -> R, sum k (fun j => p j * c j) = 0).
    { intros c. rewrite (sum_ext k _ (fun _ => 0)); [apply sum_zero|].
      intros j Hj. rewrite (sum_zero_term k p j P Z Hj). ring. }
    simpl. rewrite V. replace (p k) with 1 by lra.
    rewrite (Hf x (y k)); [lra|]. intros i Hi. rewrite E by exact Hi. simpl.
    rewrite V. replace (p k) with 1 by lra. ring.
  - pose (x' := fun i => sum k (fun j => p j / sum k p * y j i)).
    assert (P' : forall j, (j < k)%nat -> 0 <= p j / sum k p).
    { intros j Hj. apply Rmult_le_pos; [now apply P|]. left. apply Rinv_0_lt_compat. lra. }
    assert (S' : sum k (fun j => p j / sum k p) = 1).
    { rewrite (sum_ext k _ (fun j => / sum k p * p j)) by (intros; unfold Rdiv; ring).
      rewrite sum_scale. now apply Rinv_l. }
    assert (Hx' : simplex d x').
    { apply (simplex_mean d k (fun j => p j / sum k p) y); auto. }
    assert (J : h x' <= sum k (fun j => p j / sum k p * h (y j))) by (apply IH; auto).
    assert (J2 : sum k p * h x' <= sum k (fun j => p j * h (y j))).
    { replace (sum k (fun j => p j * h (y j))) with (sum k p * sum k (fun j => p j / sum k p * h (y j))).
      - now apply Rmult_le_compat_l.
      - rewrite <- sum_scale. apply sum_ext. intros. field. exact Z. }
    assert (M : h x = h (mix (p k) x' (y k))).
    { apply Hf. intros i Hi. rewrite E by exact Hi. unfold mix, x'. simpl.
      replace (1 - p k) with (sum k p) by lra. rewrite <- sum_scale. f_equal.
      apply sum_ext. intros. field. exact Z. }
    pose proof (Hh x' (y k) (p k) Hx' (Hy k ltac:(lia)) ltac:(lra)) as C.
    replace (1 - p k) with (sum k p) in C by lra.
    assert (0 <= p k * sum k p / 2 * norm1 d (sub x' (y k)) ^ 2).
    { apply Rmult_le_pos; [|apply pow2_ge_0]. pose proof (Rmult_le_pos _ _ Pk W). lra. }
    rewrite M. simpl sum. lra.
Qed.

(** If a <= b + t c for all t in (0, 1), then a <= b. *)
Lemma limit_at_zero a b c : (forall t, 0 < t < 1 -> a <= b + t * c) -> a <= b.
Proof.
  intros H. destruct (Rle_dec a b) as [|N]; [assumption|exfalso]. apply Rnot_le_lt in N.
  pose (g := a - b). pose (t := g / (g + Rabs c + 1)).
  assert (G : 0 < g) by (unfold g; lra). pose proof (Rabs_pos c) as A.
  assert (T : t * (g + Rabs c + 1) = g) by (unfold t; field; lra).
  assert (T0 : 0 < t) by (apply Rdiv_lt_0_compat; lra).
  assert (T1 : t < 1).
  { apply Rmult_lt_reg_r with (g + Rabs c + 1); [lra|]. rewrite T. lra. }
  pose proof (H t (conj T0 T1)) as B. pose proof (Rle_abs c) as C.
  pose proof (Rmult_le_compat_l t _ _ (Rlt_le _ _ T0) C) as D.
  pose proof (Rmult_lt_0_compat _ _ T0 G). unfold g in *. lra.
Qed.

(** The k-point Jensen inequality: if x is the mean of points y_j of the simplex with probabilities p_j, then
    h(x) <= sum p_j h(y_j) - 1/2 sum p_j ||y_j - x||_1^2. The y_j are shrunk towards x by a factor t, the
    two-point inequality is applied to each of them, and t tends to 0. *)
Theorem jensen d h k (p : nat -> R) (y : nat -> vec) (x : vec) :
  on_first d h -> strongly_convex d h ->
  (forall j, (j < k)%nat -> 0 <= p j) -> sum k p = 1 -> (forall j, (j < k)%nat -> simplex d (y j)) ->
  (forall i, (i < d)%nat -> x i = sum k (fun j => p j * y j i)) ->
  h x <= sum k (fun j => p j * h (y j)) - / 2 * sum k (fun j => p j * norm1 d (sub (y j) x) ^ 2).
Proof.
  intros Hf Hh Hp S Hy E.
  pose proof (simplex_mean d k p y x Hp S Hy E) as Hx.
  set (A := sum k (fun j => p j * h (y j))).
  set (N := sum k (fun j => p j * norm1 d (sub (y j) x) ^ 2)).
  apply limit_at_zero with (N / 2). intros t Ht.
  assert (B : h x <= sum k (fun j => p j * h (mix t x (y j)))).
  { apply jensen_plain with d; auto.
    - intros j Hj. apply simplex_mix; [exact Hx|now apply Hy|lra].
    - intros i Hi. unfold mix.
      rewrite (sum_ext k _ (fun j => (1 - t) * x i * p j + t * (p j * y j i))) by (intros; ring).
      rewrite sum_plus, 2 sum_scale, S, <- E by exact Hi. ring. }
  assert (C : sum k (fun j => p j * h (mix t x (y j)))
    <= sum k (fun j => (1 - t) * h x * p j
       + (t * (p j * h (y j)) + - (t * (1 - t) / 2) * (p j * norm1 d (sub (y j) x) ^ 2)))).
  { apply sum_le. intros j Hj. pose proof (Hh x (y j) t Hx (Hy j Hj) ltac:(lra)) as C.
    rewrite norm1_sub_sym in C.
    pose proof (Rmult_le_compat_l _ _ _ (Hp j Hj) C) as C'. lra. }
  rewrite !sum_plus, !sum_scale, S in C. fold A N in C.
  apply Rmult_le_reg_l with t; [lra|]. lra.
Qed.

(** What a point of the simplex gives in the maximum that defines the conjugate of the regulariser: bounds
    where no entry exceeds 1/2 and where one does, and the points that attain the latter. *)

From Coq Require Import Reals Lra Lia.
From TightMax Require Import Vectors Entropy LogSumExp UniversalSummand UniversalRegulariser.
Open Scope R_scope.

(** LogSumExp of all entries but entry k, and of all but the largest. *)
Definition lse_others (d k : nat) (y : vec) : R := ln (others d k (fun i => exp (y i))).

Definition rest (d : nat) (y : vec) : R := ln (sum d (fun i => exp (y i)) - exp (largest d y)).

Lemma others_ext d k x y : (forall i, (i < d)%nat -> i <> k -> x i = y i) -> others d k x = others d k y.
Proof. intros H. apply sum_ext. intros i Hi. destruct (Nat.eqb_spec i k); [reflexivity|now apply H]. Qed.

Lemma others_minus d k x y : others d k (fun i => x i - y i) = others d k x - others d k y.
Proof.
  rewrite <- (Rmult_1_l (others d k x)), <- (Rmult_1_l (others d k y)), <- others_linear.
  apply others_ext. intros. ring.
Qed.

Lemma others_scale d k c x : others d k (fun i => c * x i) = c * others d k x.
Proof.
  replace (c * others d k x) with (c * others d k x - 0 * others d k x) by ring.
  rewrite <- others_linear. apply others_ext. intros. ring.
Qed.

(** What a point with the share s at entry k and the rest of it spread by softmax gives. *)
Definition peak_value (d k : nat) (y : vec) (s : R) : R :=
  s * y k + (1 - s) * lse_others d k y + 2 * s * (1 - s).

Section Closed.

Variables (d : nat) (y : vec).
Hypothesis Hd : (2 <= d)%nat.

Let c := ln 2 - 1 / 2.

Lemma others_exp_pos k : 0 < others d k (fun i => exp (y i)).
Proof. now apply sum_exp_others_pos. Qed.

Lemma exp_lse_others k : exp (lse_others d k y) = others d k (fun i => exp (y i)).
Proof. apply exp_ln, others_exp_pos. Qed.

Lemma exp_split k : (k < d)%nat -> sum d (fun i => exp (y i)) = exp (y k) + exp (lse_others d k y).
Proof. intros Hk. rewrite exp_lse_others. exact (sum_split d (fun i => exp (y i)) k Hk). Qed.

(** Gibbs on the entries other than k. *)
Lemma gibbs_others k a : simplex d a -> (k < d)%nat ->
  others d k (fun i => a i * y i - a i * ln (a i)) <= (1 - a k) * lse_others d k y - (1 - a k) * ln (1 - a k).
Proof.
  intros Ha Hk. pose proof (simplex_le_1 d a k Ha Hk) as H1. pose proof (others_exp_pos k) as Hs.
  pose proof (others_simplex d k a Ha Hk) as Ho. unfold lse_others.
  set (p := 1 - a k) in *. set (s := others d k (fun i => exp (y i))) in *.
  destruct (Req_dec p 0) as [E|E].
  - rewrite (others_ext d k _ (fun i => 0 * a i)), others_scale, E; [lra|]. intros i Hi Hik.
    pose proof (other_entry_le d k a i Ha Hk Hi Hik). replace (a i) with 0 by (unfold p in E; lra). ring.
  - assert (Hp : 0 < p) by (unfold p in *; lra).
    apply Rle_trans with (others d k (fun i => (ln s - ln p - 1) * a i - (- (p / s)) * exp (y i))).
    + apply others_le. intros i Hi _. pose proof (gibbs_term (a i) (y i) p s (proj1 Ha i Hi) Hp Hs). lra.
    + rewrite others_linear, Ho. fold s. apply Req_le. field. lra.
Qed.

Lemma dot_split k a : (k < d)%nat -> dot d a y = a k * y k + others d k (fun i => a i * y i).
Proof. intros Hk. exact (sum_split d (fun i => a i * y i) k Hk). Qed.

Lemma peaked_bound k a : simplex d a -> (k < d)%nat -> 1 / 2 <= a k ->
  dot d a y - universal d a <= peak_value d k y (a k).
Proof.
  intros Ha Hk H. rewrite (dot_split k a Hk), (universal_peaked d k a Ha Hk H).
  pose proof (gibbs_others k a Ha Hk) as Hg. rewrite others_minus in Hg. unfold peak_value. lra.
Qed.

Lemma flat_bound a : simplex d a -> (forall i, (i < d)%nat -> a i <= 1 / 2) ->
  dot d a y - universal d a <= lse d y - c.
Proof.
  intros Ha H. rewrite universal_flat by exact H. pose proof (gibbs d a y ltac:(lia) Ha). unfold c. lra.
Qed.

Lemma flat_bound_leader k a : simplex d a -> (k < d)%nat -> (forall i, (i < d)%nat -> a i <= 1 / 2) ->
  lse_others d k y <= y k -> dot d a y - universal d a <= peak_value d k y (1 / 2).
Proof.
  intros Ha Hk H Hl. rewrite universal_flat by exact H. rewrite (dot_split k a Hk).
  unfold entropy. rewrite (sum_split d _ k Hk). fold (others d k (fun i => a i * ln (a i))).
  pose proof (gibbs_others k a Ha Hk) as Hg. rewrite others_minus in Hg.
  pose proof (proj1 Ha k Hk) as H0. specialize (H k Hk).
  pose proof (xlnx_tangent (a k) (1 / 2) H0 ltac:(lra)) as T1.
  pose proof (xlnx_tangent (1 - a k) (1 / 2) ltac:(lra) ltac:(lra)) as T2. rewrite ln_half in T1, T2.
  assert (Hm : 0 <= (1 / 2 - a k) * (y k - lse_others d k y)) by (apply Rmult_le_pos; lra).
  unfold peak_value. lra.
Qed.

(** Values at the share 1/2: below LogSumExp less the constant, and larger for a larger entry. *)
Lemma half_value k : peak_value d k y (1 / 2) = (y k + lse_others d k y) / 2 + 1 / 2.
Proof. unfold peak_value. field. Qed.

Lemma half_value_le_lse k : (k < d)%nat -> peak_value d k y (1 / 2) <= lse d y - c.
Proof.
  intros Hk. rewrite half_value. unfold lse. rewrite (exp_split k Hk).
  set (p := y k). set (q := lse_others d k y). pose proof (exp_pos p) as Hp. pose proof (exp_pos q) as Hq.
  assert (H : p + q <= 2 * (ln (exp p + exp q) - ln 2)); [|unfold c; lra].
  replace (p + q) with (ln (exp p * exp q)) by (now rewrite ln_mult, 2 ln_exp).
  assert (E : forall z, 0 < z -> ln (z * z) = 2 * ln z) by (intros; rewrite ln_mult by assumption; ring).
  replace (ln (exp p + exp q) - ln 2) with (ln ((exp p + exp q) * (1 / 2))).
  - rewrite <- E by (apply Rmult_lt_0_compat; lra). apply ln_le_mono; [now apply Rmult_lt_0_compat|].
    pose proof (pow2_ge_0 (exp p - exp q)). lra.
  - rewrite ln_mult, ln_half by lra. ring.
Qed.

Lemma exp_le_others j k : (k < d)%nat -> k <> j -> exp (y k) <= exp (lse_others d j y).
Proof.
  intros Hk Hn. rewrite exp_lse_others.
  replace (exp (y k)) with (if Nat.eqb k j then 0 else exp (y k))
    by (destruct (Nat.eqb_spec k j); [lia|reflexivity]).
  apply (sum_term_le d (fun i => if Nat.eqb i j then 0 else exp (y i))); [|exact Hk].
  intros i _. destruct (Nat.eqb i j); [lra|left; apply exp_pos].
Qed.

Lemma half_value_mono j k : (j < d)%nat -> (k < d)%nat -> y j <= y k ->
  peak_value d j y (1 / 2) <= peak_value d k y (1 / 2).
Proof.
  intros Hj Hk H. destruct (Nat.eq_dec k j) as [->|Hn]; [lra|]. rewrite 2 half_value.
  pose proof (exp_le_others j k Hk Hn) as Ho.
  pose proof (exp_split j Hj) as Ej. rewrite (exp_split k Hk) in Ej.
  apply exp_le in H. pose proof (exp_pos (y j)). pose proof (exp_pos (lse_others d j y)).
  set (p := lse_others d j y) in *. set (q := lse_others d k y) in *.
  enough (y j + p <= y k + q) by lra.
  rewrite <- (ln_exp (y j + p)), <- (ln_exp (y k + q)), 2 exp_plus.
  apply ln_le_mono; [now apply Rmult_lt_0_compat|].
  assert (0 <= (exp (y k) - exp (y j)) * (exp p - exp (y k))) by (apply Rmult_le_pos; lra).
  replace (exp q) with (exp (y j) + exp p - exp (y k)) by lra. lra.
Qed.

Lemma peak_value_behind k s : y k <= lse_others d k y -> 1 / 2 <= s ->
  peak_value d k y s <= peak_value d k y (1 / 2).
Proof.
  intros H Hs. assert (0 <= (s - 1 / 2) * (lse_others d k y - y k)) by (apply Rmult_le_pos; lra).
  pose proof (pow2_ge_0 (s - 1 / 2)). unfold peak_value. lra.
Qed.

(** An entry other than a largest one is behind. *)
Lemma behind j k : (k < d)%nat -> k <> j -> y j <= y k -> y j <= lse_others d j y.
Proof.
  intros Hk Hn H. eapply Rle_trans; [exact H|]. rewrite <- (ln_exp (y k)). apply ln_le_mono; [apply exp_pos|].
  rewrite <- exp_lse_others. now apply exp_le_others.
Qed.

(** The point with the share w at entry k. *)
Definition peaked (k : nat) (w : R) : vec := fun i =>
  if Nat.eqb i k then w else (1 - w) * exp (y i - lse_others d k y).

Lemma others_peaked k w x : others d k (fun i => peaked k w i * x i) =
  (1 - w) * exp (- lse_others d k y) * others d k (fun i => exp (y i) * x i).
Proof.
  rewrite <- others_scale. apply others_ext. intros i _ Hi. unfold peaked, Rminus at 2.
  destruct (Nat.eqb_spec i k); [lia|]. rewrite exp_plus. ring.
Qed.

Lemma exp_opposite z : exp (- z) * exp z = 1.
Proof. rewrite <- exp_plus, Rplus_opp_l. apply exp_0. Qed.

Lemma simplex_peaked k w : (k < d)%nat -> 0 <= w <= 1 -> simplex d (peaked k w).
Proof.
  intros Hk Hw. split.
  - intros i _. unfold peaked. destruct (Nat.eqb i k); [lra|]. apply Rmult_le_pos; [lra|left; apply exp_pos].
  - rewrite (sum_split d _ k Hk). fold (others d k (peaked k w)).
    rewrite (others_ext d k (peaked k w) (fun i => peaked k w i * 1)) by (intros; ring).
    rewrite others_peaked.
    rewrite (others_ext d k _ (fun i => exp (y i))) by (intros; ring). rewrite <- exp_lse_others.
    rewrite Rmult_assoc, exp_opposite. unfold peaked. rewrite Nat.eqb_refl. ring.
Qed.

Lemma peaked_value k w : (k < d)%nat -> 1 / 2 <= w <= 1 ->
  dot d (peaked k w) y - universal d (peaked k w) = peak_value d k y w.
Proof.
  intros Hk Hw. pose proof (simplex_peaked k w Hk ltac:(lra)) as Hp.
  assert (Ew : peaked k w k = w) by (unfold peaked; now rewrite Nat.eqb_refl).
  rewrite (dot_split k _ Hk), (universal_peaked d k _ Hp Hk) by lra. rewrite Ew.
  enough (E : others d k (fun i => peaked k w i * y i - peaked k w i * ln (peaked k w i)) =
    (1 - w) * (lse_others d k y - ln (1 - w))).
  { rewrite others_minus in E. unfold peak_value. lra. }
  rewrite <- (Rmult_comm (lse_others d k y - ln (1 - w))).
  replace (1 - w) with (others d k (peaked k w)) at 2
    by (rewrite (others_simplex d k _ Hp Hk), Ew; reflexivity).
  rewrite <- others_scale. apply others_ext. intros i _ Hi. unfold peaked.
  destruct (Nat.eqb_spec i k); [lia|]. destruct (Req_dec w 1) as [->|Hw1]; [ring|].
  rewrite ln_mult, ln_exp by (lra || apply exp_pos). ring.
Qed.

End Closed.

Lemma rest_leader d y k : (k < d)%nat -> largest d y = y k -> rest d y = lse_others d k y.
Proof.
  intros Hk E. unfold rest, lse_others. rewrite E, (sum_split d _ k Hk). f_equal. unfold others. ring.
Qed.

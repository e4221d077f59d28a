(** A smooth maximum of two scores that depends on their difference alone, up to their average: its gap, and how smooth
    it is. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Converse Scaling Gradients LseSmooth LipschitzSlopes.
Open Scope R_scope.

(** f exceeds the maximum by 0 to G, and somewhere by G. *)
Definition gap_is (d : nat) (f : vec -> R) (G : R) : Prop :=
  (forall x, largest d x <= f x <= largest d x + G) /\ exists x, f x = largest d x + G.

(** L is the least number for which f is L-smooth. *)
Definition smoothness_is (d : nat) (f : vec -> R) (L : R) : Prop :=
  smooth_by d L f /\ forall L', smooth_by d L' f -> L <= L'.

(** c is the product of the two. *)
Definition product_is (d : nat) (f : vec -> R) (c : R) : Prop :=
  exists G L, gap_is d f G /\ smoothness_is d f L /\ G * L = c.

Section Two.
Variables (K k : R -> R) (S eps : R) (f : vec -> R).
Hypothesis He : 0 < eps.
Hypothesis DK : forall x, derivable_pt_lim K x (k x).
Hypothesis Between : forall x, Rabs x <= K x <= Rabs x + K 0.
Hypothesis Hk : least_lipschitz everywhere k (2 * S).
Hypothesis Hf : forall x, f x = (x 0%nat + x 1%nat) / 2 + eps / 2 * K ((x 0%nat - x 1%nat) / eps).

Let difference (x : vec) : R := (x 0%nat - x 1%nat) / eps.
Let slope (x : vec) : vec := two (1 / 2 + k (difference x) / 2) (1 / 2 - k (difference x) / 2).

(** Differences of scores change by at most twice the largest change of a score. *)
Lemma difference_change x y : Rabs (difference x - difference y) <= 2 / eps * norm_inf 2 (sub x y).
Proof.
  pose proof (norm_inf_entry 2 (sub x y) 0 ltac:(lia)) as A. pose proof (norm_inf_entry 2 (sub x y) 1 ltac:(lia)) as B.
  unfold sub in A, B. fold (sub x y) in A, B.
  unfold difference. replace ((x 0%nat - x 1%nat) / eps - (y 0%nat - y 1%nat) / eps)
    with (/ eps * ((x 0%nat - y 0%nat) - (x 1%nat - y 1%nat))) by (field; lra).
  rewrite Rabs_mult, (Rabs_pos_eq (/ eps)) by (left; now apply Rinv_0_lt_compat).
  unfold Rdiv. rewrite (Rmult_comm 2), Rmult_assoc. apply Rmult_le_compat_l; [left; now apply Rinv_0_lt_compat|].
  apply abs_le_between in A, B. apply Rabs_le. lra.
Qed.

(** The gradient. *)
Lemma two_gradient : has_gradient 2 f slope.
Proof.
  intros x eta Heta. destruct (DK (difference x) eta Heta) as [delta Hd]. exists (delta * eps / 2).
  assert (P : 0 < delta * eps) by (apply Rmult_lt_0_compat; [apply cond_pos|exact He]). split; [lra|].
  intros y Hy. set (h := difference y - difference x). pose proof (difference_change y x) as C. fold h in C.
  set (N := norm_inf 2 (sub y x)) in *.
  assert (E : f y - f x - dot 2 (slope x) (sub y x) =
    eps / 2 * (K (difference x + h) - K (difference x) - k (difference x) * h)).
  { rewrite (Hf x), (Hf y). fold (difference x) (difference y). replace (difference x + h) with (difference y)
      by (unfold h; ring). unfold h, dot, slope, two, sub. cbn [sum Nat.eqb]. unfold difference. field. lra. }
  rewrite E, Rabs_mult, (Rabs_pos_eq (eps / 2)) by lra.
  assert (B : Rabs (K (difference x + h) - K (difference x) - k (difference x) * h) <= eta * Rabs h).
  { destruct (Req_dec h 0) as [->|Nh].
    - rewrite Rplus_0_r, Rmult_0_r, Rminus_0_r, Rminus_eq_0, Rabs_R0. lra.
    - left. pose proof (Rabs_pos_lt h Nh) as Ph.
      assert (Sm : Rabs h < delta).
      { apply (Rmult_lt_compat_l (2 / eps)) in Hy; [|apply Rdiv_lt_0_compat; lra].
        replace (2 / eps * (delta * eps / 2)) with (delta : R) in Hy by (field; lra). lra. }
      specialize (Hd h Nh Sm). apply (Rmult_lt_compat_r (Rabs h)) in Hd; [|exact Ph]. rewrite <- Rabs_mult in Hd.
      replace (((K (difference x + h) - K (difference x)) / h - k (difference x)) * h)
        with (K (difference x + h) - K (difference x) - k (difference x) * h) in Hd by (field; exact Nh). exact Hd. }
  apply Rle_trans with (eps / 2 * (eta * (2 / eps * N))).
  - apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact B|]. apply Rmult_le_compat_l; lra.
  - right. field. lra.
Qed.

(** The distance of two gradients. *)
Lemma slope_distance x y : norm1 2 (sub (slope x) (slope y)) = Rabs (k (difference x) - k (difference y)).
Proof.
  unfold norm1, slope, two, sub. cbn [sum Nat.eqb]. set (a := k (difference x)). set (b := k (difference y)).
  replace (1 / 2 + a / 2 - (1 / 2 + b / 2)) with (/ 2 * (a - b)) by field.
  replace (1 / 2 - a / 2 - (1 / 2 - b / 2)) with (- (/ 2 * (a - b))) by field.
  rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq (/ 2)) by lra. lra.
Qed.

Theorem two_scores : gap_is 2 f (eps * K 0 / 2) /\ smoothness_is 2 f (4 * S / eps).
Proof.
  split; [split|split].
  - intros x. destruct (Between (difference x)) as [B1 B2].
    assert (A : Rabs (difference x) = Rabs (x 0%nat - x 1%nat) / eps)
      by (unfold difference, Rdiv; rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq eps); [reflexivity|lra]).
    assert (M : largest 2 x = (x 0%nat + x 1%nat) / 2 + eps / 2 * Rabs (difference x)).
    { rewrite A. cbn [largest]. rewrite max_by_difference. field. lra. }
    rewrite M, (Hf x). fold (difference x).
    assert (L1 : eps / 2 * Rabs (difference x) <= eps / 2 * K (difference x)) by (apply Rmult_le_compat_l; lra).
    assert (L2 : eps / 2 * K (difference x) <= eps / 2 * (Rabs (difference x) + K 0))
      by (apply Rmult_le_compat_l; lra). lra.
  - exists zero. rewrite (Hf zero). cbn [largest]. unfold zero. rewrite Rmax_left by lra.
    replace ((0 - 0) / eps) with 0 by (field; lra). field.
  - exists slope. split; [exact two_gradient|]. intros x y. rewrite slope_distance.
    destruct Hk as [Lk _]. specialize (Lk (difference x) (difference y) I I).
    pose proof (difference_change x y) as C. assert (P : 0 <= 2 * S).
    { pose proof (proj1 Hk 1 0 I I) as Q. rewrite (Rabs_pos_eq (1 - 0)) in Q by lra.
      pose proof (Rabs_pos (k 1 - k 0)) as A. lra. }
    eapply Rle_trans; [exact Lk|]. apply Rle_trans with (2 * S * (2 / eps * norm_inf 2 (sub x y))).
    + now apply Rmult_le_compat_l.
    + right. field. lra.
  - intros L' (g & Hg & Lg). destruct Hk as [_ Least]. enough (2 * S <= L' * eps / 2).
    { apply (Rmult_le_reg_r eps); [exact He|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    apply Least. intros a b _ _. set (at_ := fun c => two (eps * c / 2) (- (eps * c / 2))).
    assert (D : forall c, difference (at_ c) = c).
    { intros c. unfold difference, at_, two. cbn [Nat.eqb]. field. lra. }
    specialize (Lg (at_ a) (at_ b)).
    rewrite (norm1_ext 2 _ (sub (slope (at_ a)) (slope (at_ b)))), slope_distance, 2 D in Lg
      by (intros i Hi; unfold sub; now rewrite !(gradient_unique 2 f g slope _ i Hg two_gradient Hi)).
    eapply Rle_trans; [exact Lg|]. right.
    replace (norm_inf 2 (sub (at_ a) (at_ b))) with (eps / 2 * Rabs (a - b)); [field|].
    unfold at_, sub, two. cbn [norm_inf Nat.eqb].
    replace (eps * a / 2 - eps * b / 2) with (eps / 2 * (a - b)) by field.
    replace (- (eps * a / 2) - - (eps * b / 2)) with (- (eps / 2 * (a - b))) by field.
    rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq (eps / 2)) by lra.
    assert (Q : 0 <= eps / 2 * Rabs (a - b)) by (apply Rmult_le_pos; [lra|apply Rabs_pos]).
    rewrite (Rmax_right 0) by exact Q. now rewrite Rmax_left by lra.
Qed.

(** Their product. *)
Corollary two_scores_product : product_is 2 f (2 * S * K 0).
Proof.
  destruct two_scores as [G L]. exists (eps * K 0 / 2), (4 * S / eps). split; [exact G|]. split; [exact L|]. field. lra.
Qed.
End Two.

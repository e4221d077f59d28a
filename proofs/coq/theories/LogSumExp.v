(** LogSumExp lies above the maximum by at most ln d, at ties exactly; it is the conjugate of the negative
    entropy and so a smoothing of the maximum with gap ln d, with the softmax as its gradient. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Converse Entropy.
Open Scope R_scope.

Definition lse (d : nat) (x : vec) : R := ln (sum d (fun i => exp (x i))).

Definition softmax (d : nat) (x : vec) : vec := fun i => exp (x i) / sum d (fun i => exp (x i)).

(** ** The gap *)

Lemma sum_exp_pos d x : (1 <= d)%nat -> 0 < sum d (fun i => exp (x i)).
Proof.
  intros Hd. apply Rlt_le_trans with (exp (x O)); [apply exp_pos|].
  apply (sum_term_le d (fun i => exp (x i))); [intros; left; apply exp_pos|lia].
Qed.

Lemma exp_le x y : x <= y -> exp x <= exp y.
Proof. intros [H| ->]; [left; now apply exp_increasing|lra]. Qed.

Lemma largest_scale d c x : 0 <= c -> largest d (scale c x) = c * largest d x.
Proof.
  intros Hc. destruct d as [|d]; [simpl; ring|]. induction d as [|d IH]; [reflexivity|].
  rewrite 2 largest_SS, IH. unfold scale. now rewrite RmaxRmult.
Qed.

(** Two entries at least: the others are not nothing. *)
Lemma sum_exp_others_pos d k x :
  (2 <= d)%nat -> 0 < sum d (fun i => if Nat.eqb i k then 0 else exp (x i)).
Proof.
  intros Hd. set (j := if Nat.eqb k 0 then 1%nat else 0%nat).
  assert (Hj : (j < d)%nat /\ Nat.eqb j k = false).
  { unfold j. destruct (Nat.eqb_spec k 0); split; try lia; apply Nat.eqb_neq; lia. }
  pose proof (sum_term_le d (fun i => if Nat.eqb i k then 0 else exp (x i)) j) as H. cbv beta in H.
  rewrite (proj2 Hj) in H. eapply Rlt_le_trans; [apply (exp_pos (x j))|].
  apply H; [|apply Hj]. intros i _. destruct (Nat.eqb i k); [lra|left; apply exp_pos].
Qed.

Lemma lse_above_largest d x : (2 <= d)%nat -> largest d x < lse d x.
Proof.
  intros Hd. destruct (largest_attained d x ltac:(lia)) as [i [Hi ->]].
  rewrite <- (ln_exp (x i)). apply ln_increasing; [apply exp_pos|].
  rewrite (sum_split d _ i Hi). pose proof (sum_exp_others_pos d i x Hd). lra.
Qed.

Lemma lse_upper d x : (1 <= d)%nat -> lse d x <= largest d x + ln (INR d).
Proof.
  intros Hd. assert (Hp : 0 < INR d) by (apply lt_0_INR; lia).
  rewrite Rplus_comm, <- (ln_exp (largest d x)), <- ln_mult by (assumption || apply exp_pos).
  rewrite <- sum_const. apply ln_le_mono; [now apply sum_exp_pos|].
  apply sum_le. intros i Hi. now apply exp_le, largest_entry.
Qed.

(** The upper bound is attained exactly when all entries are equal. *)
Lemma lse_tie d x : (1 <= d)%nat ->
  lse d x = largest d x + ln (INR d) <-> (forall i, (i < d)%nat -> x i = largest d x).
Proof.
  intros Hd. assert (Hp : 0 < INR d) by (apply lt_0_INR; lia). set (m := largest d x).
  assert (E : m + ln (INR d) = ln (sum d (fun _ => exp m))).
  { rewrite sum_const, ln_mult, ln_exp by (assumption || apply exp_pos). ring. }
  unfold lse. rewrite E. split.
  - intros H i Hi. apply ln_inv in H; [|now apply sum_exp_pos|now apply (sum_exp_pos d (fun _ => m))].
    assert (Hle : forall j, (j < d)%nat -> 0 <= exp m - exp (x j)).
    { intros j Hj. pose proof (exp_le (x j) m (largest_entry d x j Hj)). lra. }
    pose proof (sum_term_le d (fun j => exp m - exp (x j)) i Hle Hi) as Hi'.
    rewrite sum_minus, H in Hi'. specialize (Hle i Hi). cbv beta in Hi'. apply exp_inv. lra.
  - intros H. f_equal. apply sum_ext. intros i Hi. now rewrite H.
Qed.

(** t LSE(x/t) exceeds the maximum by more than 0 and at most t ln d, and by t ln d if and only if all d
    entries are equal. *)
Theorem lse_gap d t x : (2 <= d)%nat -> 0 < t ->
  0 < t * lse d (scale (/ t) x) - largest d x <= t * ln (INR d) /\
  (t * lse d (scale (/ t) x) - largest d x = t * ln (INR d) <->
   forall i j, (i < d)%nat -> (j < d)%nat -> x i = x j).
Proof.
  intros Hd Ht. set (y := scale (/ t) x). assert (Hi : 0 < / t) by now apply Rinv_0_lt_compat.
  assert (E : largest d x = t * largest d y).
  { unfold y. rewrite largest_scale by lra. field. lra. }
  rewrite E, <- Rmult_minus_distr_l.
  pose proof (lse_above_largest d y Hd). pose proof (lse_upper d y ltac:(lia)).
  split; [split; [apply Rmult_lt_0_compat; lra|apply Rmult_le_compat_l; lra]|].
  assert (Et : t * (lse d y - largest d y) = t * ln (INR d) <-> lse d y = largest d y + ln (INR d)).
  { split; intros H1; [apply Rmult_eq_reg_l in H1; lra|rewrite H1; ring]. }
  rewrite Et, lse_tie by lia. split.
  - intros H1 i j Hin Hj. apply (Rmult_eq_reg_l (/ t)); [|lra].
    change (y i = y j). now rewrite (H1 i Hin), (H1 j Hj).
  - intros H1 i Hin. destruct (largest_attained d y ltac:(lia)) as [k [Hk ->]].
    unfold y, scale. now rewrite (H1 i k Hin Hk).
Qed.

(** ** The conjugate of the negative entropy *)

Lemma simplex_softmax d x : (1 <= d)%nat -> simplex d (softmax d x).
Proof.
  intros Hd. pose proof (sum_exp_pos d x Hd) as Hs. split.
  - intros i Hi. left. apply Rdiv_lt_0_compat; [apply exp_pos|exact Hs].
  - unfold softmax, Rdiv. rewrite (sum_ext d _ (fun i => / sum d (fun i => exp (x i)) * exp (x i)))
      by (intros; apply Rmult_comm).
    rewrite sum_scale. field. lra.
Qed.

(** The tangent inequality at the share p e^y / s of a mass p. *)
Lemma gibbs_term a y p s : 0 <= a -> 0 < p -> 0 < s ->
  a * y - a * ln a <= (ln s - ln p - 1) * a + p / s * exp y.
Proof.
  intros Ha Hp Hs. assert (Hq : 0 < p / s) by now apply Rdiv_lt_0_compat.
  pose proof (xlnx_tangent a (p / s * exp y) Ha (Rmult_lt_0_compat _ _ Hq (exp_pos y))) as H.
  rewrite ln_mult, ln_exp in H by (assumption || apply exp_pos). unfold Rdiv in H at 1.
  rewrite ln_mult, ln_Rinv in H by (try apply Rinv_0_lt_compat; assumption). lra.
Qed.

(** Gibbs: over the simplex <a, x> - sum a_i ln a_i is at most LSE(x), and this at the softmax. *)
Lemma gibbs d a x : (1 <= d)%nat -> simplex d a -> dot d a x - entropy d a <= lse d x.
Proof.
  intros Hd Ha. pose proof (sum_exp_pos d x Hd) as Hs. unfold dot, entropy. rewrite <- sum_minus.
  set (s := sum d (fun i => exp (x i))) in *.
  apply Rle_trans with (sum d (fun i => (ln s - ln 1 - 1) * a i + 1 / s * exp (x i))).
  - apply sum_le. intros i Hi. apply gibbs_term; [now apply Ha|lra|exact Hs].
  - rewrite sum_plus, 2 sum_scale. destruct Ha as [_ ->]. fold s. unfold lse. fold s. rewrite ln_1.
    apply Req_le. field. lra.
Qed.

Lemma gibbs_softmax d x : (1 <= d)%nat -> dot d (softmax d x) x - entropy d (softmax d x) = lse d x.
Proof.
  intros Hd. pose proof (sum_exp_pos d x Hd) as Hs. unfold dot, entropy. rewrite <- sum_minus.
  rewrite (sum_ext d _ (fun i => lse d x * softmax d x i)).
  - rewrite sum_scale, (proj2 (simplex_softmax d x Hd)). ring.
  - intros i Hi. unfold softmax at 3, Rdiv.
    rewrite ln_mult, ln_exp, ln_Rinv by (try apply Rinv_0_lt_compat; assumption || apply exp_pos).
    unfold lse. ring.
Qed.

Lemma entropy_bounded_below d : (1 <= d)%nat -> bounded_below d (entropy d).
Proof. intros Hd. exists (- ln (INR d)). intros a Ha. now apply (entropy_range d a). Qed.

Theorem conj_entropy d x : (1 <= d)%nat -> conj d (entropy d) x = lse d x.
Proof.
  intros Hd. pose proof (entropy_bounded_below d Hd) as Hb. apply Rle_antisym.
  - apply conj_least; [exact Hd|exact Hb|]. intros a Ha. now apply gibbs.
  - rewrite <- gibbs_softmax by exact Hd. apply conj_above; [exact Hd|exact Hb|now apply simplex_softmax].
Qed.

(** LogSumExp is a smoothing of the maximum with gap ln d. *)
Theorem lse_smoothing d : (1 <= d)%nat -> smoothing d (ln (INR d)) (lse d).
Proof.
  intros Hd. replace (lse d) with (conj d (entropy d)).
  - apply smoothing_of_strongly_convex; [exact Hd|apply on_first_entropy|apply entropy_strongly_convex|].
    intros x. now apply entropy_range.
  - apply functional_extensionality. intros x. now apply conj_entropy.
Qed.

(** ** The gradient *)

(** A point at which the supremum is attained is the gradient of the conjugate. *)
Lemma conj_gradient_attained d h x a : (1 <= d)%nat -> bounded_below d h -> strongly_convex d h ->
  simplex d a -> conj d h x = dot d a x - h a ->
  forall i, (i < d)%nat -> conj_gradient d h x i = a i.
Proof.
  intros Hd Hb Hs Ha E i Hi. pose proof (conj_growth d h Hd Hb Hs x a Ha) as H.
  assert (H0 : norm1 d (sub a (conj_gradient d h x)) = 0).
  { apply Rsqr_0_uniq. rewrite Rsqr_pow2.
    pose proof (pow2_ge_0 (norm1 d (sub a (conj_gradient d h x)))). lra. }
  pose proof (entry_le_norm1 d (sub a (conj_gradient d h x)) i Hi) as Hn. rewrite H0 in Hn.
  apply abs_le_between in Hn. unfold sub in Hn. lra.
Qed.

Lemma has_gradient_ext d f g g' :
  has_gradient d f g -> (forall x i, (i < d)%nat -> g x i = g' x i) -> has_gradient d f g'.
Proof.
  intros H E x eta He. destruct (H x eta He) as [delta [Hd Hy]]. exists delta. split; [exact Hd|].
  intros y Hxy. specialize (Hy y Hxy).
  replace (dot d (g' x) (sub y x)) with (dot d (g x) (sub y x)); [exact Hy|].
  apply sum_ext. intros i Hi. now rewrite E.
Qed.

(** Where the supremum of the conjugate is f(x), attained at g(x), g is the gradient of f, and f is 1-smooth. *)
Lemma gradient_of_conjugate d h f g : (1 <= d)%nat -> bounded_below d h -> strongly_convex d h ->
  (forall x, conj d h x = f x) -> (forall x, simplex d (g x)) -> (forall x, dot d (g x) x - h (g x) = f x) ->
  has_gradient d f g /\ forall x y, norm1 d (sub (g x) (g y)) <= norm_inf d (sub x y).
Proof.
  intros Hd Hb Hs Ef Sg Eg.
  assert (E : forall x i, (i < d)%nat -> conj_gradient d h x i = g x i).
  { intros x. apply conj_gradient_attained; try assumption; [apply Sg|]. now rewrite Ef, Eg. }
  split.
  - replace f with (conj d h) by (apply functional_extensionality; exact Ef).
    apply (has_gradient_ext d _ (conj_gradient d h)); [now apply conj_has_gradient|exact E].
  - intros x y. pose proof (conj_gradient_lipschitz d h Hd Hb Hs x y) as H.
    rewrite (norm1_ext d _ (sub (g x) (g y))) in H; [exact H|].
    intros i Hi. unfold sub. now rewrite 2 E.
Qed.

(** The gradient of LogSumExp is the softmax, which is thus 1-Lipschitz from the infinity norm to the l1
    norm. *)
Theorem lse_gradient d : (1 <= d)%nat ->
  has_gradient d (lse d) (softmax d) /\
  forall x y, norm1 d (sub (softmax d x) (softmax d y)) <= norm_inf d (sub x y).
Proof.
  intros Hd.
  apply (gradient_of_conjugate d (entropy d));
    [exact Hd|now apply entropy_bounded_below|apply entropy_strongly_convex|..]; intros x.
  - now apply conj_entropy.
  - now apply simplex_softmax.
  - now apply gibbs_softmax.
Qed.

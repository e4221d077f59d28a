(** The scores of a vector at a temperature, less the largest, and their exponentials as they are computed: what
    rounding-softmax and rounding-universal take over from rounding-lse. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp SemicontinuousMaximum Certificate.
From TightMax Require Import RoundedSums RoundingSum RoundingLse.
Open Scope R_scope.

(** z_i = (x_i - m)/t with m = max x. *)
Definition reduced (n : nat) (t : R) (x : vec) : vec := fun i => (x i - largest n x) / t.

(** E_i is computed for e^{z_i}: a subtraction and a division of relative error at most u each, and an exponential of
    relative error at most c u, off by at most w more where it underflows, with exp 0 = 1. *)
Definition exponentials_computed (n : nat) (u c w t : R) (x E : vec) : Prop :=
  exists y v : vec, forall i, (i < n)%nat ->
    rounded u (x i - largest n x) (y i) /\ rounded u (y i / t) (v i) /\
    0 <= E i /\ Rabs (E i - exp (v i)) <= c * u * exp (v i) + w /\ (v i = 0 -> E i = 1).

(** A product or quotient a comes out as b: a relative error of at most u, and w where it underflows. *)
Definition rounded_below (u w a b : R) : Prop := Rabs (b - a) <= u * Rabs a + w.

(** One more rounding is one more factor. *)
Lemma rounded_once_more u k s C C' : 0 <= u <= 1 -> 0 <= s -> (1 - u) ^ k * s <= C <= (1 + u) ^ k * s ->
  rounded u C C' -> (1 - u) ^ S k * s <= C' <= (1 + u) ^ S k * s.
Proof.
  intros Hu Hs [A B] HC. destruct (powers_around_1 u k Hu) as [[P _] _].
  assert (PC : 0 <= C) by (apply Rle_trans with ((1 - u) ^ k * s); [now apply Rmult_le_pos|exact A]).
  pose proof (rounded_between u C C' PC HC) as Q. simpl. rewrite 2 Rmult_assoc.
  pose proof (Rmult_le_compat_l (1 - u) _ _ ltac:(lra) A) as X.
  pose proof (Rmult_le_compat_l (1 + u) _ _ ltac:(lra) B) as Y. lra.
Qed.

(** e^b is at most 1 + (1.05/1.02) b for small b, and e^{-b} at least 1 - b. *)
Lemma exp_small b : 0 <= b <= 102 / 10000 -> exp b <= 1 + 105 / 102 * b /\ 1 - b <= exp (- b).
Proof.
  intros Hb. pose proof (exp_ineq1_le (- b)) as A. split; [|lra].
  assert (E : exp b * exp (- b) = 1) by (rewrite <- exp_plus; replace (b + - b) with 0 by ring; apply exp_0).
  pose proof (exp_pos b) as P.
  assert (B : exp b * (1 - b) <= 1) by (rewrite <- E; apply Rmult_le_compat_l; lra).
  assert (C : 1 <= (1 + 105 / 102 * b) * (1 - b)) by nra.
  apply (Rmult_le_reg_r (1 - b)); [lra|]. lra.
Qed.

Section Scores.
Variables (n : nat) (u c w t : R) (x E : vec).
Hypotheses (Hn : (1 <= n)%nat) (Hu : 0 < u < 1) (Hc : 1 <= c) (Hw : 0 <= w) (Ht : 0 < t) (Hnw : 2 * INR n * w <= u).

Let z := reduced n t x.
Let L := lse n z.
Let N := ln (INR n).

(** The scores are at most 0, and 0 where x_i is largest. *)
Lemma reduced_nonpos i : (i < n)%nat -> z i <= 0.
Proof.
  intros Hi. pose proof (largest_entry n x i Hi) as X. assert (It : 0 < / t) by now apply Rinv_0_lt_compat.
  unfold z, reduced, Rdiv. nra.
Qed.

Lemma reduced_top i : x i = largest n x -> z i = 0.
Proof. intros E0. unfold z, reduced. rewrite E0. field. lra. Qed.

(** The sum S of their exponentials is at least 1, and its logarithm L between 0 and ln n. *)
Lemma sum_at_least_1 : 1 <= sum n (fun i => exp (z i)).
Proof.
  destruct (largest_attained n x Hn) as (j & Hj & Ej). rewrite <- exp_0, <- (reduced_top j) by now symmetry.
  apply (sum_term_le n (fun i => exp (z i)) j); [intros; left; apply exp_pos|exact Hj].
Qed.

Lemma log_sum_range : 0 <= L <= N.
Proof.
  split; [|unfold N; rewrite <- (lse_zero n); apply lse_le; [exact Hn|exact reduced_nonpos]].
  unfold L, lse. rewrite <- ln_1. apply ln_le_mono; [lra|exact sum_at_least_1].
Qed.

(** LogSumExp of x/t is m/t and LogSumExp of the scores. *)
Lemma lse_reduced : lse n (scale (/ t) x) = largest n x / t + L.
Proof.
  unfold L, lse. rewrite (sum_ext n _ (fun i => exp (largest n x / t) * exp (z i))).
  - rewrite sum_scale, ln_mult, ln_exp by (apply exp_pos || now apply sum_exp_pos). reflexivity.
  - intros i _. rewrite <- exp_plus. f_equal. unfold z, reduced, scale. field. lra.
Qed.

Hypothesis HE : exponentials_computed n u c w t x E.

(** The computed exponentials are what rounding-sum is about, and 1 where x_i is largest. *)
Lemma exponentials_of_scores : exists th, exponentials n u c w z E th.
Proof.
  destruct HE as (y & v & H).
  destruct (exponents_rounded n u x y v (largest n x) t) as [th Th]; try lra; try (intros i Hi; now apply H).
  exists th. intros i Hi. destruct (Th i Hi) as [B Ev]. unfold z, reduced. rewrite <- Ev.
  split; [exact B|]. split; now apply H.
Qed.

Lemma exponential_at_top i : (i < n)%nat -> x i = largest n x -> E i = 1.
Proof.
  intros Hi Ei. destruct HE as (y & v & H). destruct (H i Hi) as ((e & _ & Ey) & (e' & _ & Ev) & _ & _ & One).
  apply One. rewrite Ev, Ey, Ei. field. lra.
Qed.

(** What k additions a term make of the sum of the computed exponentials has a logarithm close to L. *)
Lemma log_of_sum k C : (1 <= k)%nat -> u * (2 * N + c + INR k + 1) <= 1 / 100 ->
  (1 - u) ^ k * sum n E <= C <= (1 + u) ^ k * sum n E ->
  Rabs (ln C - L) <= 102 / 100 * (u * (2 * (N - L) + c + INR k + 1)).
Proof.
  intros Hk Hs HC. destruct exponentials_of_scores as [th HX]. pose proof log_sum_range as R.
  assert (U : 0 <= u * L) by (apply Rmult_le_pos; lra). pose proof sum_at_least_1 as S1.
  apply (log_error n k z E th C u c w); try assumption.
  - exact reduced_nonpos.
  - fold L N. lra.
  - nra.
Qed.

(** 1 and the sum of the others, computed in any of the ways, are such. *)
Lemma one_and_others k Rc : INR k * u <= 1 / 2 -> others_computed u n k E (fun j => x j = largest n x) Rc ->
  (1 - u) ^ k * sum n E <= 1 + Rc <= (1 + u) ^ k * sum n E.
Proof.
  intros Hk HR. destruct (largest_attained n x Hn) as (j & Hj & Ej). destruct HE as (y & v & H).
  apply (others_between u n k E (fun i => x i = largest n x) Rc j); try assumption; try lra.
  - intros i Hi. now apply H.
  - exact exponential_at_top.
Qed.

(** The sum of the computed exponentials is not negative. *)
Lemma computed_sum_nonneg : 0 <= sum n E.
Proof. destruct HE as (y & v & H). apply sum_nonneg. intros i Hi. now apply H. Qed.
End Scores.

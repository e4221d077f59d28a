(** Independent copies of a random choice: the mean and the variance of what is averaged over them. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors MeanValue.
Open Scope R_scope.

(** Choices c_0, c_1, ... with the law of a given one, independent in pairs. *)
Definition independent_copies {W V} (P : mean_value W) (Q : mean_value V) (best : W -> nat) (c : nat -> V -> nat) :
  Prop :=
  (forall k (g : nat -> R), integrable Q (fun v => g (c k v)) /\
    mean Q (fun v => g (c k v)) = mean P (fun w => g (best w))) /\
  forall k l (g h : nat -> R), k <> l -> integrable Q (fun v => g (c k v) * h (c l v)) /\
    mean Q (fun v => g (c k v) * h (c l v)) = mean Q (fun v => g (c k v)) * mean Q (fun v => h (c l v)).

(** Averages of n pairwise uncorrelated copies of mean 0 and variance V have the variance V/n. *)
Lemma variance_of_sum {V} (Q : mean_value V) n (X : nat -> V -> R) v :
  (forall k, integrable Q (X k) /\ mean Q (X k) = 0) ->
  (forall k, integrable Q (fun w => X k w ^ 2) /\ mean Q (fun w => X k w ^ 2) = v) ->
  (forall k l, k <> l -> integrable Q (fun w => X k w * X l w) /\ mean Q (fun w => X k w * X l w) = 0) ->
  integrable Q (fun w => sum n (fun k => X k w) ^ 2) /\ mean Q (fun w => sum n (fun k => X k w) ^ 2) = INR n * v.
Proof.
  intros H1 H2 H3. induction n as [|n [I E]].
  - split; [apply (integrable_ext Q (fun _ => 0)); [intros; simpl; ring|apply integrable_const]|].
    rewrite (mean_ext Q _ (fun _ => 0)), mean_const; [simpl; ring|intros; simpl; ring].
  - destruct (integrable_sum Q n (fun k w => X k w * X n w)) as [I' E'].
    { intros k Hk. apply H3. lia. }
    rewrite (sum_ext n _ (fun _ => 0)), sum_zero in E' by (intros k Hk; apply H3; lia).
    destruct (H2 n) as [In En].
    assert (S : forall w, sum n (fun k => X k w) ^ 2 + (2 * sum n (fun k => X k w * X n w) + X n w ^ 2) =
      sum (S n) (fun k => X k w) ^ 2).
    { intros w. rewrite (sum_ext n (fun k => X k w * X n w) (fun k => X n w * X k w)) by (intros; ring).
      rewrite sum_scale. simpl. ring. }
    assert (J : integrable Q (fun w => 2 * sum n (fun k => X k w * X n w) + X n w ^ 2))
      by (apply integrable_plus; [now apply integrable_scale|exact In]).
    split; [apply (integrable_ext Q _ _ S); now apply integrable_plus|].
    rewrite <- (mean_ext Q _ _ S), mean_plus, mean_plus, mean_scale, E, E', En, S_INR
      by (assumption || now apply integrable_scale). ring.
Qed.

(** The average of n independent copies has the mean of one and 1/n of its variance. *)
Lemma average_of_copies {W V} (P : mean_value W) (Q : mean_value V) best c n (g : nat -> R) : (1 <= n)%nat ->
  independent_copies P Q best c ->
  let m := mean P (fun w => g (best w)) in
  let a := fun v => / INR n * sum n (fun k => g (c k v)) in
  mean Q a = m /\ mean Q (fun v => (a v - m) ^ 2) = / INR n * mean P (fun w => (g (best w) - m) ^ 2).
Proof.
  intros Hn [Law Ind] m a. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia).
  destruct (integrable_sum Q n (fun k v => g (c k v))) as [I E]; [intros k _; apply Law|].
  split.
  - unfold a. rewrite mean_scale, E by exact I. rewrite (sum_ext n _ (fun _ => m)) by (intros k _; apply Law).
    rewrite sum_const. field. lra.
  - set (h := fun j => g j - m).
    destruct (variance_of_sum Q n (fun k v => h (c k v)) (mean P (fun w => h (best w) ^ 2))) as [I2 E2].
    + assert (Z : forall k, mean Q (fun v => h (c k v)) = 0).
      { intros k. unfold h. rewrite (mean_ext Q _ (fun v => 1 * g (c k v) + -1 * m)) by (intros; ring).
        rewrite mean_of_linear by (apply Law || apply integrable_const). rewrite mean_const, (proj2 (Law k g)).
        fold m. ring. }
      intros k. split; [apply Law|apply Z].
    + intros k. apply (Law k (fun j => h j ^ 2)).
    + intros k l N. destruct (Ind k l h h N) as [J Eq]. split; [exact J|]. rewrite Eq.
      assert (Z : mean Q (fun v => h (c k v)) = 0).
      { unfold h. rewrite (mean_ext Q _ (fun v => 1 * g (c k v) + -1 * m)) by (intros; ring).
        rewrite mean_of_linear by (apply Law || apply integrable_const). rewrite mean_const, (proj2 (Law k g)).
        fold m. ring. }
      rewrite Z. ring.
    + rewrite (mean_ext Q _ (fun v => (/ INR n) ^ 2 * sum n (fun k => h (c k v)) ^ 2)).
      * rewrite mean_scale, E2 by exact I2. unfold h. field. lra.
      * intros v. unfold h, a. rewrite sum_minus, sum_const. field. lra.
Qed.

(** Independent Gumbel variables, averaged one after the other: the mean of the largest score, and the probability that
    a given score is the largest. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors LogSumExp MeanValue GumbelVariable GumbelMaximum.
Open Scope R_scope.

(** The vector with z at the index n. *)
Definition with_entry (n : nat) (z : R) (x : vec) : vec := fun i => if Nat.eqb i n then z else x i.

(** l is the mean of G(Z_0, ..., Z_(n-1)): an iterated integral, over the last entry first. *)
Fixpoint gumbel_means (n : nat) (G : vec -> R) (l : R) : Prop :=
  match n with
  | O => G zero = l
  | S k => exists H : vec -> R, (forall x, gumbel_mean (fun z => G (with_entry k z x)) (H x)) /\ gumbel_means k H l
  end.

(** Means are linear. *)
Lemma gumbel_means_affine n a b : forall G l, gumbel_means n G l -> gumbel_means n (fun x => a * G x + b) (a * l + b).
Proof.
  induction n as [|n IH]; intros G l; cbn [gumbel_means]; [intros ->; reflexivity|].
  intros (H & A & B). exists (fun x => a * H x + b). split; [|now apply IH]. intros x. now apply gumbel_mean_affine.
Qed.

(** Only the first n entries matter, if only those matter to G. *)
Lemma gumbel_means_ext n : forall G G' l, (forall x, G x = G' x) -> gumbel_means n G l -> gumbel_means n G' l.
Proof. intros G G' l E. replace G' with G by (now apply functional_extensionality). auto. Qed.

(** The largest of the first k scores t + z, for k >= 1, with one more entry. *)
Lemma largest_with_entry k z x t : (1 <= k)%nat ->
  largest (S k) (add t (with_entry k z x)) = Rmax (largest k (add t x)) (t k + z).
Proof.
  intros Hk. destruct k as [|k]; [lia|]. rewrite largest_SS. unfold add at 2, with_entry at 2. rewrite Nat.eqb_refl.
  f_equal. apply largest_ext. intros i Hi. unfold add, with_entry. destruct (Nat.eqb_spec i (S k)); [lia|reflexivity].
Qed.

Section Scores.
Variables (d : nat) (t : vec).
Hypothesis Hd : (1 <= d)%nat.

(** The weight of the variables from k on. *)
Let total := sum d (fun j => exp (t j)).
Definition weight (k : nat) : R := total - sum k (fun j => exp (t j)).

Lemma weight_step k : weight (S k) + exp (t k) = weight k.
Proof. unfold weight. simpl. ring. Qed.

Lemma weight_nonneg k : (k <= d)%nat -> 0 <= weight k.
Proof.
  intros Hk. replace k with (d - (d - k))%nat by lia. generalize (d - k)%nat. intros n. induction n as [|n IH].
  - rewrite Nat.sub_0_r. unfold weight, total. lra.
  - destruct (le_lt_dec d n) as [H|H]; [now replace (d - S n)%nat with (d - n)%nat by lia|].
    rewrite <- weight_step. replace (S (d - S n)) with (d - n)%nat by lia.
    pose proof (exp_pos (t (d - S n)%nat)) as P. lra.
Qed.

Lemma weight_last : weight d = 0.
Proof. unfold weight, total. ring. Qed.

Lemma weight_first : weight 0 = total.
Proof. unfold weight. simpl. ring. Qed.

(** ** The largest score *)

Theorem largest_score M gamma : mean_maximum M gamma ->
  gumbel_means d (fun z => largest d (add t z)) (lse d t + gamma).
Proof.
  intros HM. assert (A : forall k, (k <= d)%nat -> gumbel_means k
    (fun x => if Nat.eqb k 0 then lse d t + gamma else largest_mean M (weight k) (largest k (add t x)))
    (lse d t + gamma)).
  { induction k as [|k IH]; intros Hk; [reflexivity|]. specialize (IH ltac:(lia)).
    exists (fun x => if Nat.eqb k 0 then lse d t + gamma else largest_mean M (weight k) (largest k (add t x))).
    split; [|exact IH]. intros x. cbn [Nat.eqb]. pose proof (weight_nonneg (S k) Hk) as W. destruct k as [|k].
    - apply (gumbel_mean_ext (fun z => largest_mean M (weight 1) (t 0%nat + z))).
      + intros z. simpl. unfold add, with_entry. now rewrite Nat.eqb_refl.
      + unfold lse. fold total. cbn [Nat.eqb].
        rewrite <- weight_first, <- (weight_step 0), Rplus_comm.
        now apply largest_mean_last.
    - apply (gumbel_mean_ext
        (fun z => largest_mean M (weight (S (S k))) (Rmax (largest (S k) (add t x)) (t (S k) + z)))).
      + intros z. now rewrite largest_with_entry by lia.
      + cbn [Nat.eqb]. rewrite <- (weight_step (S k)). now apply (largest_mean_step M gamma). }
  apply (gumbel_means_ext d _ _ _) with (2 := A d (le_n d)). intros x. destruct (Nat.eqb_spec d 0); [lia|].
  rewrite weight_last. unfold largest_mean. destruct (Rlt_dec 0 0); [exfalso; lra|reflexivity].
Qed.

(** ** Which score is the largest *)

Section Winner.
Variables (i : nat) (strict : nat -> bool).
Hypothesis Hi : (i < d)%nat.

(** 1 where the score i is at least each of the first k others, or above those for which this is asked. *)
Definition ahead (s r : R) (above : bool) : R :=
  if above then (if Rlt_dec r s then 1 else 0) else (if Rle_dec r s then 1 else 0).

Fixpoint leads (k : nat) (s : vec) : R :=
  match k with
  | O => 1
  | S j => leads j s * (if Nat.eqb j i then 1 else ahead (s i) (s j) (strict j))
  end.

(** It depends on the score i and those before k. *)
Lemma leads_ext k s s' : s i = s' i -> (forall j, (j < k)%nat -> s j = s' j) -> leads k s = leads k s'.
Proof.
  intros Ei. induction k as [|k IH]; intros H; cbn [leads]; [reflexivity|].
  rewrite IH, Ei, (H k) by (lia || (intros; apply H; lia)). reflexivity.
Qed.

(** Up to i: 0 if a score before is above, 1 if all are below. *)
Lemma leads_by_largest k s : (1 <= k <= i)%nat ->
  (largest k s < s i -> leads k s = 1) /\ (s i < largest k s -> leads k s = 0).
Proof.
  destruct k as [|k]; [lia|]. induction k as [|k IH]; intros Hk.
  - cbn [leads largest]. destruct (Nat.eqb_spec 0 i); [lia|]. unfold ahead.
    split; intros H; destruct (strict 0%nat); destruct (Rlt_dec _ _) || destruct (Rle_dec _ _); try lra.
  - destruct (IH ltac:(lia)) as [A B]. rewrite largest_SS.
    change (leads (S (S k)) s)
      with (leads (S k) s * (if Nat.eqb (S k) i then 1 else ahead (s i) (s (S k)) (strict (S k)))).
    destruct (Nat.eqb_spec (S k) i); [lia|]. pose proof (Rmax_l (largest (S k) s) (s (S k))) as M1.
    pose proof (Rmax_r (largest (S k) s) (s (S k))) as M2. split; intros H.
    + rewrite A by lra. unfold ahead. destruct (strict (S k)); destruct (Rlt_dec _ _) || destruct (Rle_dec _ _); lra.
    + unfold Rmax in H. destruct (Rle_dec (largest (S k) s) (s (S k))) as [C|C].
      * unfold ahead. destruct (strict (S k)); [destruct (Rlt_dec _ _)|destruct (Rle_dec _ _)]; lra.
      * rewrite B by lra. ring.
Qed.

(** What is left after the variables from k on have been averaged. *)
Definition chance (k : nat) (x : vec) : R :=
  if Nat.ltb i k then leads k (add t x) * below (weight k) (add t x i)
  else exp (t i) / weight k * (if Nat.eqb k 0 then 1 else 1 - below (weight k) (largest k (add t x))).

(** A variable after i: below the score i, or not. *)
Lemma chance_after k x : (i < k)%nat -> (k < d)%nat ->
  gumbel_mean (fun z => chance (S k) (with_entry k z x)) (chance k x).
Proof.
  intros Hik Hk. pose proof (weight_nonneg (S k) Hk) as W. set (s := add t x i).
  set (c := leads k (add t x) * below (weight (S k)) s).
  assert (Ez : forall z, add t (with_entry k z x) i = s).
  { intros z. unfold add, with_entry. destruct (Nat.eqb_spec i k); [lia|reflexivity]. }
  assert (El : forall z, leads k (add t (with_entry k z x)) = leads k (add t x)).
  { intros z. apply leads_ext; [apply Ez|]. intros j Hj. unfold add, with_entry.
    destruct (Nat.eqb_spec j k); [lia|reflexivity]. }
  assert (E : forall z, chance (S k) (with_entry k z x) = c * ahead s (t k + z) (strict k)).
  { intros z. unfold chance. rewrite (proj2 (Nat.ltb_lt i (S k))) by lia. cbn [leads].
    destruct (Nat.eqb_spec k i); [lia|]. rewrite El, Ez. unfold c.
    replace (add t (with_entry k z x) k) with (t k + z) by (unfold add, with_entry; now rewrite Nat.eqb_refl). ring. }
  apply (gumbel_mean_ext (fun z => c * ahead s (t k + z) (strict k))); [intros z; now rewrite E|].
  replace (chance k x) with (c * law (s - t k) + 0).
  - apply (glued _ (fun z => c * density z) (fun _ => 0) (s - t k)).
    + intros z Hz. unfold ahead. destruct (strict k); [destruct (Rlt_dec _ _)|destruct (Rle_dec _ _)]; try ring; lra.
    + intros z Hz. unfold ahead. destruct (strict k); [destruct (Rlt_dec _ _)|destruct (Rle_dec _ _)]; try ring; lra.
    + apply law_left.
    + enough (Z : is_RInt_gen (fun _ : R => 0) (at_point (s - t k)) plus_infinity (0 - 0))
        by (replace (0 - 0) with 0 in Z by ring; exact Z).
      apply (integral (fun _ => 0) (fun _ => 0)).
      * intros z. auto_derive; trivial.
      * intros z. apply continuous_const.
      * apply (filterlim_const 0).
      * apply (filterlim_const 0).
  - unfold chance. rewrite (proj2 (Nat.ltb_lt i k)) by lia. fold s. unfold c. rewrite <- (weight_step k).
    rewrite <- below_plus, below_one. ring.
Qed.

(** The variable i itself: above the largest before. *)
Lemma chance_at x : gumbel_mean (fun z => chance (S i) (with_entry i z x)) (chance i x).
Proof.
  pose proof (weight_nonneg (S i) Hi) as W.
  assert (Ei : forall z, add t (with_entry i z x) i = t i + z)
    by (intros z; unfold add, with_entry; now rewrite Nat.eqb_refl).
  set (s := fun z => add t (with_entry i z x)).
  assert (E : forall z, chance (S i) (with_entry i z x) = leads i (s z) * below (weight (S i)) (t i + z)).
  { intros z. unfold chance. rewrite (proj2 (Nat.ltb_lt i (S i))) by lia. cbn [leads]. rewrite Nat.eqb_refl, Ei.
    unfold s. ring. }
  apply (gumbel_mean_ext (fun z => leads i (s z) * below (weight (S i)) (t i + z))); [intros z; now rewrite E|].
  assert (Q : exp (t i) / weight i = share (weight (S i)) (t i)) by (unfold share; now rewrite weight_step).
  unfold chance. rewrite Nat.ltb_irrefl, Q, <- (weight_step i). destruct (Nat.eqb_spec i 0) as [Z|N].
  - apply (gumbel_mean_ext (fun z => below (weight (S i)) (t i + z))); [|rewrite Rmult_1_r; now apply one_more_whole].
    intros z. replace (leads i (s z)) with 1; [ring|]. now rewrite Z.
  - set (m := largest i (add t x)).
    assert (Em : forall z, largest i (s z) = m).
    { intros z. apply largest_ext. intros j Hj. unfold s, add, with_entry.
      destruct (Nat.eqb_spec j i); [lia|reflexivity]. }
    replace (share (weight (S i)) (t i) * (1 - below (weight (S i) + exp (t i)) m))
      with (0 * law (m - t i) + share (weight (S i)) (t i) * (1 - below (weight (S i) + exp (t i)) m)) by ring.
    apply (glued _ (fun z => 0 * density z) (fun z => below (weight (S i)) (t i + z) * density z) (m - t i)).
    + intros z Hz. destruct (leads_by_largest i (s z) ltac:(lia)) as [_ B]. rewrite Em in B. unfold s in B at 1.
      rewrite Ei in B. rewrite B by lra. ring.
    + intros z Hz. destruct (leads_by_largest i (s z) ltac:(lia)) as [B _]. rewrite Em in B. unfold s in B at 1.
      rewrite Ei in B. rewrite B by lra. ring.
    + apply law_left.
    + now apply one_more_after.
Qed.

(** A variable before i: the largest before, and those after, are below. *)
Lemma chance_before k x : (k < i)%nat -> gumbel_mean (fun z => chance (S k) (with_entry k z x)) (chance k x).
Proof.
  intros Hk. pose proof (weight_nonneg (S (S k)) ltac:(lia)) as W0. pose proof (weight_step (S k)) as W1.
  pose proof (exp_pos (t (S k))) as P. assert (W : 0 < weight (S k)) by lra. clear W0 W1 P.
  pose proof (exp_pos (t k)) as P. set (C := weight (S k)) in *. set (q := exp (t i) / C).
  assert (Q : q * (1 - share C (t k)) = exp (t i) / weight k).
  { rewrite <- (weight_step k). fold C. unfold q, share. field. lra. }
  assert (L : forall y, chance (S k) y = q * (1 - below C (largest (S k) (add t y)))).
  { intros y. unfold chance. destruct (Nat.ltb_spec i (S k)); [lia|]. reflexivity. }
  assert (R : chance k x = q * (1 - share C (t k)) *
    (if Nat.eqb k 0 then 1 else 1 - below (C + exp (t k)) (largest k (add t x)))).
  { unfold chance. destruct (Nat.ltb_spec i k); [lia|]. rewrite Q, <- (weight_step k). reflexivity. }
  rewrite R. destruct (Nat.eqb_spec k 0) as [->|N].
  - replace (q * (1 - share C (t 0%nat)) * 1) with (- q * share C (t 0%nat) + q) by ring.
    apply (gumbel_mean_ext (fun z => - q * below C (t 0%nat + z) + q)).
    + intros z. rewrite L. simpl. unfold add, with_entry. rewrite Nat.eqb_refl. ring.
    + apply gumbel_mean_affine. apply one_more_whole. lra.
  - set (m := largest k (add t x)).
    replace (q * (1 - share C (t k)) * (1 - below (C + exp (t k)) m))
      with (- q * (below C m * law (m - t k) + share C (t k) * (1 - below (C + exp (t k)) m)) + q)
      by (rewrite <- below_one, below_plus; ring).
    apply (gumbel_mean_ext (fun z => - q * below C (Rmax m (t k + z)) + q)).
    + intros z. rewrite L, largest_with_entry by lia. fold m. ring.
    + apply gumbel_mean_affine.
      apply (glued _ (fun z => below C m * density z) (fun z => below C (t k + z) * density z) (m - t k)).
      * intros z Hz. rewrite Rmax_left by lra. reflexivity.
      * intros z Hz. rewrite Rmax_right by lra. reflexivity.
      * apply law_left.
      * apply one_more_after. lra.
Qed.

Theorem winner : gumbel_means d (fun z => leads d (add t z)) (softmax d t i).
Proof.
  assert (A : forall k, (k <= d)%nat -> gumbel_means k (chance k) (softmax d t i)).
  { induction k as [|k IH]; intros Hk.
    - cbn. unfold chance. cbn. unfold softmax. rewrite weight_first. unfold total. ring.
    - exists (chance k). split; [|apply IH; lia]. intros x. destruct (lt_eq_lt_dec k i) as [[H| ->]|H].
      + now apply chance_before.
      + apply chance_at.
      + now apply chance_after. }
  apply (gumbel_means_ext d (chance d)); [|now apply A]. intros x. unfold chance.
  rewrite (proj2 (Nat.ltb_lt i d) Hi), weight_last. unfold below.
  replace (- 0 * exp (- add t x i)) with 0 by ring. rewrite exp_0. ring.
Qed.
End Winner.
End Scores.

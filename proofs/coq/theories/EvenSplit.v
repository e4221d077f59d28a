(** The split of the entries into two parts with sums as equal as possible: no set of entries has a sum
    strictly between those of the two parts. *)

From Coq Require Import Reals Lra Lia Bool Classical.
From TightMax Require Import Vectors.
Open Scope R_scope.

(** ** Sums over a set of indices *)

Definition part (d : nat) (f : vec) (J : nat -> bool) : R := sum d (fun i => if J i then f i else 0).
Definition other (J : nat -> bool) : nat -> bool := fun i => negb (J i).

Lemma part_other d (f : vec) J : part d f J + part d f (other J) = sum d f.
Proof.
  unfold part. rewrite <- sum_plus. apply sum_ext. intros i _. unfold other.
  destruct (J i); simpl; ring.
Qed.

Lemma sum_by_parts d (f : vec) (J : nat -> bool) a b :
  sum d (fun i => if J i then a * f i else b * f i) = a * part d f J + b * part d f (other J).
Proof.
  unfold part. rewrite <- 2 sum_scale, <- sum_plus. apply sum_ext. intros i _.
  unfold other. destruct (J i); simpl; ring.
Qed.

Lemma part_le d f g J : (forall i, (i < d)%nat -> J i = true -> f i <= g i) -> part d f J <= part d g J.
Proof. intros H. apply sum_le. intros i Hi. destruct (J i) eqn:E; [now apply H|lra]. Qed.

Lemma part_scale d c f J : part d (fun i => c * f i) J = c * part d f J.
Proof. unfold part. rewrite <- sum_scale. apply sum_ext. intros i _. destruct (J i); ring. Qed.

Lemma part_nonneg d f J : (forall i, (i < d)%nat -> 0 <= f i) -> 0 <= part d f J.
Proof. intros H. apply sum_nonneg. intros i Hi. destruct (J i); [now apply H|lra]. Qed.

Lemma part_ext d f J T : (forall i, (i < d)%nat -> J i = T i) -> part d f J = part d f T.
Proof. intros H. apply sum_ext. intros i Hi. now rewrite H. Qed.

Lemma part_single d f k : (k < d)%nat -> part d f (fun i => Nat.eqb i k) = f k.
Proof.
  intros Hk. unfold part. rewrite (sum_split _ _ k Hk), Nat.eqb_refl.
  rewrite (sum_ext d _ (fun _ => 0)); [rewrite sum_zero; ring|].
  intros i _. now destruct (Nat.eqb i k).
Qed.

(** One index taken out of the set. *)
Definition without (J : nat -> bool) (k : nat) : nat -> bool := fun i => J i && negb (Nat.eqb i k).

Lemma part_without d f J k : (k < d)%nat -> J k = true -> part d f (without J k) = part d f J - f k.
Proof.
  intros Hk E. unfold part at 2. rewrite (sum_split _ _ k Hk), E.
  unfold part, without. ring_simplify. apply sum_ext. intros i _.
  destruct (J i), (Nat.eqb i k); reflexivity.
Qed.

(** The union of two disjoint sets. *)
Lemma part_union d f J T : (forall i, J i = true -> T i = true -> False) ->
  part d f (fun i => J i || T i) = part d f J + part d f T.
Proof.
  intros H. unfold part. rewrite <- sum_plus. apply sum_ext. intros i _.
  specialize (H i). destruct (J i), (T i); simpl; try ring. exfalso; now apply H.
Qed.

(** ** Sums of nonnegative entries *)

Lemma positive_member d f J : 0 < part d f J -> exists i, (i < d)%nat /\ J i = true /\ 0 < f i.
Proof.
  intros H. apply NNPP. intros N. apply (Rlt_not_le _ _ H). eapply Rle_trans; [|apply Req_le, (sum_zero d)].
  apply sum_le. intros i Hi. cbv beta. destruct (J i) eqn:E; [|lra].
  apply Rnot_lt_le. intros H0. apply N. now exists i.
Qed.

Lemma part_member d f J i :
  (forall j, (j < d)%nat -> 0 <= f j) -> (i < d)%nat -> J i = true -> f i <= part d f J.
Proof.
  intros Hf Hi E. unfold part. eapply Rle_trans; [|apply (sum_term_le d _ i); [|exact Hi]].
  - cbv beta. rewrite E. lra.
  - intros j Hj. cbv beta. destruct (J j); [now apply Hf|lra].
Qed.

Lemma part_two_members d f J i j : (forall l, (l < d)%nat -> 0 <= f l) -> (i < d)%nat -> (j < d)%nat ->
  J i = true -> J j = true -> j <> i -> f i + f j <= part d f J.
Proof.
  intros Hf Hi Hj Ei Ej N. pose proof (part_without d f J i Hi Ei) as W.
  assert (without J i j = true) as E.
  { unfold without. rewrite Ej. destruct (Nat.eqb_spec j i); [contradiction|reflexivity]. }
  pose proof (part_member d f _ j Hf Hj E). lra.
Qed.

(** ** Minima over finite sets *)

Lemma least_entry d (Q : nat -> Prop) (x : vec) :
  (exists i, (i < d)%nat /\ Q i) ->
  exists i, (i < d)%nat /\ Q i /\ forall j, (j < d)%nat -> Q j -> x i <= x j.
Proof.
  induction d as [|d IH]; intros [i [Hi Hq]]; [lia|].
  destruct (classic (exists j, (j < d)%nat /\ Q j)) as [E|E].
  - destruct (IH E) as [j [Hj [Qj Lj]]].
    destruct (classic (Q d /\ x d < x j)) as [[Qd Ld]|N].
    + exists d. split; [lia|]. split; [exact Qd|]. intros l Hl Ql.
      destruct (Nat.eq_dec l d) as [->|]; [lra|]. pose proof (Lj l ltac:(lia) Ql). lra.
    + exists j. split; [lia|]. split; [exact Qj|]. intros l Hl Ql.
      destruct (Nat.eq_dec l d) as [->|]; [|apply Lj; [lia|exact Ql]].
      apply Rnot_lt_le. intros L. now apply N.
  - exists d. assert (forall j, (j < d)%nat -> ~ Q j) as N by (intros j Hj Qj; apply E; now exists j).
    assert (i = d) by (destruct (Nat.eq_dec i d); [assumption|exfalso; apply (N i); [lia|exact Hq]]). subst i.
    split; [lia|]. split; [exact Hq|]. intros l Hl Ql.
    destruct (Nat.eq_dec l d) as [->|]; [lra|]. exfalso. apply (N l); [lia|exact Ql].
Qed.

Definition set_at (J : nat -> bool) (k : nat) (b : bool) : nat -> bool :=
  fun i => if Nat.eqb i k then b else J i.

(** Among the sets that agree with J from n on and have the property Q one has the least value,
    if there is any. *)
Lemma least_set n (Q : (nat -> bool) -> Prop) (value : (nat -> bool) -> R) :
  forall J, (exists T, Q T /\ forall i, (n <= i)%nat -> T i = J i) ->
  exists T, Q T /\ (forall i, (n <= i)%nat -> T i = J i) /\
    forall U, Q U -> (forall i, (n <= i)%nat -> U i = J i) ->
      (forall A B, (forall i, A i = B i) -> value A = value B) -> value T <= value U.
Proof.
  induction n as [|n IH]; intros J [T [HQ HT]].
  - exists T. split; [exact HQ|]. split; [exact HT|]. intros U _ HU Hv.
    rewrite (Hv T U); [lra|]. intros i. now rewrite HT, HU by lia.
  - assert (forall b U, (forall i, (S n <= i)%nat -> U i = J i) -> U n = b ->
             forall i, (n <= i)%nat -> U i = set_at J n b i) as Split.
    { intros b U HU E i Hi. unfold set_at. destruct (Nat.eqb_spec i n) as [->|]; [exact E|]. apply HU. lia. }
    assert (forall b U, (forall i, (n <= i)%nat -> U i = set_at J n b i) ->
             forall i, (S n <= i)%nat -> U i = J i) as Join.
    { intros b U HU i Hi. rewrite HU by lia. unfold set_at. destruct (Nat.eqb_spec i n); [lia|reflexivity]. }
    set (some := fun b => exists T, Q T /\ forall i, (n <= i)%nat -> T i = set_at J n b i).
    assert (some (T n)) as HTn by (exists T; split; [exact HQ|now apply Split]).
    assert (forall b, ~ some (negb b) -> some b -> exists T, Q T /\ (forall i, (S n <= i)%nat -> T i = J i) /\
      forall U, Q U -> (forall i, (S n <= i)%nat -> U i = J i) ->
      (forall A B, (forall i, A i = B i) -> value A = value B) -> value T <= value U) as One.
    { intros b N Y. destruct (IH _ Y) as [T' [Q' [A' L']]]. exists T'. split; [exact Q'|].
      split; [now apply (Join b)|]. intros U QU HU. destruct (bool_dec (U n) b) as [E|E].
      - apply L'; [exact QU|now apply Split].
      - exfalso. apply N. exists U. split; [exact QU|]. apply Split; [exact HU|].
        revert E; destruct (U n), b; simpl; congruence. }
    destruct (classic (some true)) as [Y1|N1]; destruct (classic (some false)) as [Y0|N0].
    + destruct (IH _ Y1) as [T1 [Q1 [A1 L1]]], (IH _ Y0) as [T0 [Q0 [A0 L0]]].
      destruct (Rle_lt_dec (value T1) (value T0)) as [C|C].
      * exists T1. split; [exact Q1|]. split; [now apply (Join true)|]. intros U QU HU Hv.
        destruct (U n) eqn:E; [apply L1; auto|].
        pose proof (L0 U QU (Split _ _ HU E) Hv). lra.
      * exists T0. split; [exact Q0|]. split; [now apply (Join false)|]. intros U QU HU Hv.
        destruct (U n) eqn:E; [|apply L0; auto].
        pose proof (L1 U QU (Split _ _ HU E) Hv). lra.
    + now apply (One true).
    + now apply (One false).
    + exfalso. destruct (T n); auto.
Qed.

(** ** The split of least imbalance *)

(** No set of entries has a sum strictly between the two sums of the split. *)
Definition even_split (d : nat) (x : vec) (P : nat -> bool) : Prop :=
  part d x (other P) <= part d x P /\
  forall T, part d x T <= part d x (other P) \/ part d x P <= part d x T.

Lemma even_split_exists d x : sum d x = 1 -> exists P, even_split d x P.
Proof.
  intros H1.
  destruct (least_set d (fun T => 1 / 2 <= part d x T) (part d x) (fun _ => true)) as [P [HP [_ LP]]].
  { exists (fun _ => true). split; [|reflexivity]. change (1 / 2 <= sum d x). lra. }
  assert (forall T, 1 / 2 <= part d x T -> part d x P <= part d x T) as L.
  { intros T HT. set (U := fun i => if (i <? d)%nat then T i else true).
    assert (part d x U = part d x T) as E.
    { apply part_ext. intros i Hi. unfold U. destruct (Nat.ltb_spec i d); [reflexivity|lia]. }
    rewrite <- E. apply LP.
    - now rewrite E.
    - intros i Hi. unfold U. destruct (Nat.ltb_spec i d); [lia|reflexivity].
    - intros A B HAB. now apply part_ext. }
  cbv beta in HP. pose proof (part_other d x P) as EP. exists P. split; [lra|]. intros T.
  pose proof (part_other d x T) as ET.
  destruct (Rle_lt_dec (1 / 2) (part d x T)) as [C|C]; [right; now apply L|left].
  pose proof (L (other T) ltac:(lra)). lra.
Qed.

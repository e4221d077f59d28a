(** How many comparisons find the largest of d scores, and sort 2^k scores by merging. *)

From Coq Require Import Reals Lra Lia Arith List Permutation Sorted.
From TightMax Require Import Vectors.
Import ListNotations.
Open Scope R_scope.

(** A method that learns about scores by comparisons only: it says an index, or asks whether x_i <= x_j and goes on
    as the answer is. *)
Inductive method := Say (i : nat) | Ask (i j : nat) (yes no : method).

(** What it says of the scores x. *)
Fixpoint said (m : method) (x : vec) : nat :=
  match m with
  | Say i => i
  | Ask i j yes no => if Rle_dec (x i) (x j) then said yes x else said no x
  end.

(** The losers of its comparisons. *)
Fixpoint losers (m : method) (x : vec) : list nat :=
  match m with
  | Say _ => []
  | Ask i j yes no => if Rle_dec (x i) (x j) then i :: losers yes x else j :: losers no x
  end.

(** How many comparisons it makes. *)
Fixpoint comparisons (m : method) (x : vec) : nat :=
  match m with
  | Say _ => 0
  | Ask i j yes no => S (if Rle_dec (x i) (x j) then comparisons yes x else comparisons no x)
  end.

(** It says where a largest of d scores is, whatever the scores. *)
Definition finds_largest (d : nat) (m : method) : Prop :=
  forall x, (said m x < d)%nat /\ x (said m x) = largest d x.

(** Every comparison has one loser. *)
Lemma losers_length m x : length (losers m x) = comparisons m x.
Proof. induction m as [i|i j yes IHy no IHn]; simpl; [reflexivity|]. destruct (Rle_dec _ _); simpl; congruence. Qed.

(** The score r raised to b. *)
Definition raised (r : nat) (b : R) (x : vec) : vec := fun i => if Nat.eqb i r then b else x i.

(** A score that has lost nothing may as well be higher: the method does not notice. *)
Lemma raised_unnoticed m x r b : x r <= b -> ~ In r (losers m x) -> said m (raised r b x) = said m x.
Proof.
  intros Hb. induction m as [i|i j yes IHy no IHn]; intros H; [reflexivity|]. simpl in *. unfold raised at 1 2.
  destruct (Rle_dec (x i) (x j)) as [L|L].
  - destruct (Nat.eqb_spec i r) as [->|N]; [exfalso; apply H; now left|].
    destruct (Rle_dec _ _) as [_|L']; [apply IHy; intros I; apply H; now right|].
    exfalso. apply L'. destruct (Nat.eqb_spec i r), (Nat.eqb_spec j r) as [J|_]; [easy|easy|rewrite J in L|]; lra.
  - destruct (Nat.eqb_spec j r) as [->|N]; [exfalso; apply H; now left|].
    destruct (Rle_dec _ _) as [L'|_]; [|apply IHn; intros I; apply H; now right].
    exfalso. destruct (Nat.eqb_spec j r), (Nat.eqb_spec i r) as [I|_]; [easy|easy|rewrite I in L|]; lra.
Qed.

(** So every score but the one that is said must lose, whatever the scores. *)
Lemma all_others_lose d m x r : finds_largest d m -> (r < d)%nat -> r <> said m x -> In r (losers m x).
Proof.
  intros F Hr N. destruct (in_dec Nat.eq_dec r (losers m x)) as [I|I]; [exact I|exfalso].
  pose proof (largest_entry d x r Hr) as B. set (b := largest d x + 1).
  destruct (F (raised r b x)) as [_ E]. rewrite raised_unnoticed in E by (assumption || unfold b; lra).
  pose proof (largest_entry d (raised r b x) r Hr) as C. rewrite <- E in C. unfold raised in C.
  rewrite Nat.eqb_refl in C. destruct (Nat.eqb_spec (said m x) r) as [S|_]; [now apply N|].
  pose proof (largest_entry d x (said m x) (proj1 (F x))) as D. unfold b in C. lra.
Qed.

(** Fewer than d - 1 comparisons find the largest of d scores never. *)
Lemma comparisons_needed d m x : finds_largest d m -> (d - 1 <= comparisons m x)%nat.
Proof.
  intros F. rewrite <- losers_length.
  assert (A : (length (seq 0 d) <= length (said m x :: losers m x))%nat).
  { apply NoDup_incl_length; [apply seq_NoDup|]. intros r Hr. apply in_seq in Hr.
    destruct (Nat.eq_dec r (said m x)) as [->|N]; [now left|right]. now apply (all_others_lose d); [|lia|]. }
  rewrite seq_length in A. simpl in A. lia.
Qed.

(** The largest so far, b, is compared with each of the k scores from i on. *)
Fixpoint one_by_one (k i b : nat) : method :=
  match k with
  | O => Say b
  | S k' => Ask b i (one_by_one k' (S i) i) (one_by_one k' (S i) b)
  end.

(** It says the largest of all. *)
Lemma one_by_one_finds k : forall i b x, (1 <= i)%nat -> (b < i)%nat -> x b = largest i x ->
  (said (one_by_one k i b) x < i + k)%nat /\ x (said (one_by_one k i b) x) = largest (i + k) x /\
  comparisons (one_by_one k i b) x = k.
Proof.
  induction k as [|k IH]; intros i b x Hi Hb E; [rewrite Nat.add_0_r; auto|]. simpl.
  rewrite <- Nat.add_succ_comm. destruct i as [|i]; [lia|].
  destruct (Rle_dec (x b) (x (S i))) as [L|L].
  - destruct (IH (S (S i)) (S i) x) as (A & B & C); [lia|lia| |].
    + rewrite largest_SS, <- E. symmetry. now apply Rmax_right.
    + split; [exact A|]. split; [exact B|]. now rewrite C.
  - destruct (IH (S (S i)) b x) as (A & B & C); [lia|lia| |].
    + rewrite largest_SS, <- E. symmetry. apply Rmax_left. lra.
    + split; [exact A|]. split; [exact B|]. now rewrite C.
Qed.

(** d - 1 comparisons find the largest of d scores. *)
Lemma comparisons_enough d : (1 <= d)%nat -> exists m, finds_largest d m /\ forall x, comparisons m x = (d - 1)%nat.
Proof.
  intros Hd. exists (one_by_one (d - 1) 1 0).
  assert (A : forall x, (said (one_by_one (d - 1) 1 0) x < d)%nat /\
    x (said (one_by_one (d - 1) 1 0) x) = largest d x /\ comparisons (one_by_one (d - 1) 1 0) x = (d - 1)%nat).
  { intros x. pose proof (one_by_one_finds (d - 1) 1 0 x ltac:(lia) ltac:(lia) eq_refl) as H.
    now replace (1 + (d - 1))%nat with d in H by lia. }
  split; intros x; [split; apply A|apply A].
Qed.

(** ** Sorting by merging *)

(** Two sorted lists merged, by comparing their heads, and how many comparisons that takes. *)
Fixpoint merge (a : list R) : list R -> list R * nat :=
  fix merge_a (b : list R) : list R * nat :=
    match a, b with
    | [], _ => (b, O)
    | _, [] => (a, O)
    | x :: a', y :: b' =>
        if Rle_dec x y then (x :: fst (merge a' b), S (snd (merge a' b)))
        else (y :: fst (merge_a b'), S (snd (merge_a b')))
    end.

(** 2^k scores sorted: the two halves are sorted, then merged; and how many comparisons that takes. *)
Fixpoint merge_sort (k : nat) (l : list R) : list R * nat :=
  match k with
  | O => (l, O)
  | S k' =>
      let a := merge_sort k' (firstn (2 ^ k') l) in
      let b := merge_sort k' (skipn (2 ^ k') l) in
      let c := merge (fst a) (fst b) in
      (fst c, snd a + snd b + snd c)%nat
  end.

(** Merging sorts what is in the two lists, with fewer comparisons than there are scores. *)
Lemma merge_merges a : forall b, StronglySorted Rle a -> StronglySorted Rle b ->
  Permutation (fst (merge a b)) (a ++ b) /\ StronglySorted Rle (fst (merge a b)) /\
  (snd (merge a b) <= length a + length b)%nat.
Proof.
  induction a as [|x a IHa]; intros b Sa Sb.
  - destruct b; simpl; repeat split; auto; lia.
  - induction b as [|y b IHb]; [simpl; rewrite app_nil_r; repeat split; auto; lia|].
    apply StronglySorted_inv in Sa as Ta. apply StronglySorted_inv in Sb as Tb.
    destruct Ta as [Sa' Fa], Tb as [Sb' Fb].
    change (merge (x :: a) (y :: b)) with
      (if Rle_dec x y then (x :: fst (merge a (y :: b)), S (snd (merge a (y :: b))))
       else (y :: fst (merge (x :: a) b), S (snd (merge (x :: a) b)))).
    destruct (Rle_dec x y) as [L|L]; cbn [fst snd].
    + destruct (IHa (y :: b) Sa' Sb) as (P & Q & C). split; [simpl; now constructor|]. split.
      * constructor; [exact Q|]. apply (Permutation_Forall (Permutation_sym P)), Forall_app. split; [exact Fa|].
        constructor; [exact L|]. apply (Forall_impl _ (P := Rle y)); [intros z Hz; lra|exact Fb].
      * simpl in C |- *. lia.
    + destruct (IHb Sb') as (P & Q & C). split; [|split].
      * transitivity (y :: (x :: a) ++ b); [now constructor|]. apply Permutation_middle.
      * constructor; [exact Q|]. apply (Permutation_Forall (Permutation_sym P)), Forall_app. split; [|exact Fb].
        constructor; [lra|]. apply (Forall_impl _ (P := Rle x)); [intros z Hz; lra|exact Fa].
      * simpl in C |- *. lia.
Qed.

(** Merging sorts d = 2^k scores with at most d k comparisons. *)
Lemma merge_sort_sorts k : forall l, length l = (2 ^ k)%nat ->
  Permutation (fst (merge_sort k l)) l /\ StronglySorted Rle (fst (merge_sort k l)) /\
  (snd (merge_sort k l) <= length l * k)%nat.
Proof.
  induction k as [|k IH]; intros l Hl.
  - destruct l as [|x [|y l]]; try discriminate. simpl. split; [auto|]. split; [repeat constructor|lia].
  - simpl in Hl. cbn [merge_sort fst snd]. set (h := (2 ^ k)%nat) in *.
    assert (La : length (firstn h l) = h) by (rewrite firstn_length; lia).
    assert (Lb : length (skipn h l) = h) by (rewrite skipn_length; lia).
    destruct (IH _ La) as (Pa & Sa & Ca), (IH _ Lb) as (Pb & Sb & Cb).
    destruct (merge_merges _ _ Sa Sb) as (P & Q & C). split; [|split; [exact Q|]].
    + rewrite P, Pa, Pb, firstn_skipn. reflexivity.
    + rewrite (Permutation_length Pa), (Permutation_length Pb), La, Lb in C. rewrite La in Ca. rewrite Lb in Cb. nia.
Qed.

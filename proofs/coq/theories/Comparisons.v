(** How many comparisons it takes to find the largest of d scores, and to sort 2^k of them by merging. *)

From Coq Require Import Reals Lra Lia Arith List Permutation Sorted.
From TightMax Require Import Vectors.
Import ListNotations.
Open Scope R_scope.

(** ** The largest *)

(** A method that compares scores: it answers with an index, or asks whether the score i is below the score j. *)
Inductive method := Answer (i : nat) | Compare (i j : nat) (yes no : method).

(** Its answer for the scores x, and the index that has lost each comparison on the way. *)
Fixpoint answer (m : method) (x : vec) : nat :=
  match m with
  | Answer i => i
  | Compare i j yes no => if Rlt_dec (x i) (x j) then answer yes x else answer no x
  end.

Fixpoint losers (m : method) (x : vec) : list nat :=
  match m with
  | Answer _ => []
  | Compare i j yes no => if Rlt_dec (x i) (x j) then i :: losers yes x else j :: losers no x
  end.

Definition comparisons (m : method) (x : vec) : nat := length (losers m x).

(** It finds a largest of d scores, whatever they are. *)
Definition finds_largest (d : nat) (m : method) : Prop :=
  forall x, (answer m x < d)%nat /\ x (answer m x) = largest d x.

(** Compare the best so far with the next: the scores from k - n to k - 1, with the best b of those before. *)
Fixpoint scan (n k b : nat) : method :=
  match n with
  | O => Answer b
  | S m => Compare b (k - n) (scan m k (k - n)) (scan m k b)
  end.

Lemma scan_largest n : forall k b x, (n < k)%nat -> (b < k - n)%nat -> x b = largest (k - n) x ->
  (answer (scan n k b) x < k)%nat /\ x (answer (scan n k b) x) = largest k x /\ comparisons (scan n k b) x = n.
Proof.
  unfold comparisons. induction n as [|n IH]; intros k b x Hn Hb E.
  - rewrite Nat.sub_0_r in *. now split.
  - cbn [scan answer losers]. set (j := (k - S n)%nat) in *. assert (Ej : (k - n)%nat = S j) by (unfold j; lia).
    assert (L : largest (S j) x = Rmax (largest j x) (x j)) by (destruct j as [|p]; [lia|apply largest_SS]).
    rewrite <- E in L. destruct (Rlt_dec (x b) (x j)) as [H|H].
    + destruct (IH k j x ltac:(lia)) as (A & B & C); [lia|rewrite Ej, L, Rmax_right by lra; reflexivity|].
      cbn [length]. now rewrite C.
    + destruct (IH k b x ltac:(lia)) as (A & B & C); [lia|rewrite Ej, L, Rmax_left by lra; reflexivity|].
      cbn [length]. now rewrite C.
Qed.

Lemma scan_finds d : (1 <= d)%nat ->
  finds_largest d (scan (d - 1) d 0) /\ forall x, comparisons (scan (d - 1) d 0) x = (d - 1)%nat.
Proof.
  intros Hd. assert (A : forall x, (answer (scan (d - 1) d 0) x < d)%nat /\
    x (answer (scan (d - 1) d 0) x) = largest d x /\ comparisons (scan (d - 1) d 0) x = (d - 1)%nat).
  { intros x. apply scan_largest; [lia|lia|]. now replace (d - (d - 1))%nat with 1%nat by lia. }
  split; intros x; destruct (A x) as (B & C & D); [now split|exact D].
Qed.

(** A score that has lost no comparison may be raised: the method goes the same way. *)
Definition raised (k : nat) (r : R) (x : vec) : vec := fun i => if Nat.eqb i k then x i + r else x i.

Lemma raise_keeps_the_way m k r x : 0 <= r -> ~ In k (losers m x) -> answer m (raised k r x) = answer m x.
Proof.
  intros Hr. induction m as [i|i j yes IHy no IHn]; intros H; [reflexivity|]. cbn [answer losers] in *.
  destruct (Rlt_dec (x i) (x j)) as [L|L].
  - assert (N : k <> i) by (intros ->; apply H; now left).
    destruct (Rlt_dec (raised k r x i) (raised k r x j)) as [_|L'].
    + apply IHy. intros I. apply H. now right.
    + exfalso. apply L'. unfold raised. destruct (Nat.eqb_spec i k); [congruence|]. destruct (Nat.eqb j k); lra.
  - assert (N : k <> j) by (intros ->; apply H; now left).
    destruct (Rlt_dec (raised k r x i) (raised k r x j)) as [L'|_].
    + exfalso. apply L. unfold raised in L'. destruct (Nat.eqb_spec j k); [congruence|].
      destruct (Nat.eqb i k); lra.
    + apply IHn. intros I. apply H. now right.
Qed.

(** Fewer than d - 1 comparisons leave an entry that has not lost and is not the answer. *)
Lemma unbeaten d l a : (S (length l) < d)%nat -> exists k, (k < d)%nat /\ ~ In k l /\ k <> a.
Proof.
  intros H.
  destruct (Forall_Exists_dec (fun k => In k (a :: l)) (fun k => in_dec Nat.eq_dec k (a :: l)) (seq 0 d)) as [F|E].
  - exfalso. assert (I : incl (seq 0 d) (a :: l)) by (intros k Hk; rewrite Forall_forall in F; now apply F).
    pose proof (NoDup_incl_length (seq_NoDup d 0) I) as L. rewrite seq_length in L. simpl in L. lia.
  - apply Exists_exists in E. destruct E as (k & Hk & N). apply in_seq in Hk. exists k.
    split; [lia|]. split; [intros I; apply N; now right|intros ->; apply N; now left].
Qed.

(** No method does with fewer, for any scores. *)
Theorem comparisons_needed d m : finds_largest d m -> forall x, (d - 1 <= comparisons m x)%nat.
Proof.
  intros F x. destruct (le_lt_dec (d - 1) (comparisons m x)) as [L|L]; [exact L|exfalso]. unfold comparisons in L.
  destruct (unbeaten d (losers m x) (answer m x) ltac:(lia)) as (k & Hk & N & D).
  destruct (F x) as [A _]. pose proof (largest_entry d x k Hk) as U. pose proof (largest_entry d x (answer m x) A) as V.
  set (r := largest d x - x k + 1). destruct (F (raised k r x)) as [_ B].
  rewrite raise_keeps_the_way in B by (exact N || (unfold r; lra)).
  pose proof (largest_entry d (raised k r x) k Hk) as G. rewrite <- B in G. unfold raised in G.
  rewrite Nat.eqb_refl in G. destruct (Nat.eqb_spec (answer m x) k); [congruence|]. unfold r in G. lra.
Qed.

(** ** Sorting by merging *)

(** Two sorted lists are merged; with how many comparisons that takes. *)
Fixpoint merge (fuel : nat) (a b : list R) : list R * nat :=
  match fuel, a, b with
  | O, _, _ => (a ++ b, O)
  | _, [], _ => (b, O)
  | _, _, [] => (a, O)
  | S n, x :: a', y :: b' =>
      if Rle_dec x y then let (l, c) := merge n a' b in (x :: l, S c) else let (l, c) := merge n a b' in (y :: l, S c)
  end.

Definition merged (a b : list R) : list R * nat := merge (length a + length b) a b.

(** The first 2^k of a list, sorted by halves. *)
Fixpoint merge_sort (k : nat) (l : list R) : list R * nat :=
  match k with
  | O => (l, O)
  | S n =>
      let (a, c) := merge_sort n (firstn (2 ^ n) l) in
      let (b, e) := merge_sort n (skipn (2 ^ n) l) in
      let (s, f) := merged a b in (s, (c + e + f)%nat)
  end.

Lemma merge_spec n : forall a b, (length a + length b <= n)%nat -> Sorted Rle a -> Sorted Rle b ->
  let (s, c) := merge n a b in Permutation (a ++ b) s /\ Sorted Rle s /\ (c <= length a + length b)%nat /\
    (forall r, HdRel Rle r a -> HdRel Rle r b -> HdRel Rle r s).
Proof.
  induction n as [|n IH]; intros a b Hn Sa Sb.
  - destruct a; [|simpl in Hn; lia]. simpl. split; [apply Permutation_refl|]. split; [exact Sb|]. split; [lia|auto].
  - destruct a as [|x a]; [simpl; split; [apply Permutation_refl|]; split; [exact Sb|]; split; [lia|auto]|].
    destruct b as [|y b].
    { simpl. rewrite app_nil_r. split; [apply Permutation_refl|]. split; [exact Sa|]. split; [lia|auto]. }
    cbn [merge]. simpl in Hn. destruct (Rle_dec x y) as [H|H].
    + inversion Sa as [|? ? Sa' Ha]; subst. specialize (IH a (y :: b) ltac:(simpl; lia) Sa' Sb).
      destruct (merge n a (y :: b)) as [s c]. destruct IH as (P & S & C & R). split; [now constructor|].
      split; [constructor; [exact S|apply R; [exact Ha|now constructor]]|]. split; [simpl in *; lia|].
      intros r Hr _. inversion Hr; subst. now constructor.
    + inversion Sb as [|? ? Sb' Hb]; subst. specialize (IH (x :: a) b ltac:(simpl; lia) Sa Sb').
      destruct (merge n (x :: a) b) as [s c]. destruct IH as (P & S & C & R). split.
      * apply Permutation_trans with (y :: (x :: a) ++ b); [apply Permutation_sym, Permutation_middle|now constructor].
      * split; [constructor; [exact S|apply R; [constructor; lra|exact Hb]]|]. split; [simpl in *; lia|].
        intros r _ Hr. inversion Hr; subst. now constructor.
Qed.

(** It sorts 2^k scores with at most 2^k k comparisons. *)
Theorem merge_sort_spec k : forall l, length l = (2 ^ k)%nat ->
  let (s, c) := merge_sort k l in Permutation l s /\ Sorted Rle s /\ (c <= 2 ^ k * k)%nat.
Proof.
  induction k as [|k IH]; intros l Hl.
  - destruct l as [|x [|y l]]; simpl in Hl; try lia. simpl. split; [apply Permutation_refl|]. split; [|lia].
    constructor; constructor.
  - cbn [merge_sort]. rewrite Nat.pow_succ_r' in *.
    pose proof (IH (firstn (2 ^ k) l) ltac:(rewrite firstn_length; lia)) as A.
    pose proof (IH (skipn (2 ^ k) l) ltac:(rewrite skipn_length; lia)) as B.
    destruct (merge_sort k (firstn (2 ^ k) l)) as [a c]. destruct (merge_sort k (skipn (2 ^ k) l)) as [b e].
    destruct A as (Pa & Sa & Ca). destruct B as (Pb & Sb & Cb).
    pose proof (Permutation_length Pa) as La. pose proof (Permutation_length Pb) as Lb.
    rewrite firstn_length in La. rewrite skipn_length in Lb.
    pose proof (merge_spec (length a + length b) a b (le_n _) Sa Sb) as M. unfold merged.
    destruct (merge (length a + length b) a b) as [s f]. destruct M as (P & S & C & _). split.
    + apply Permutation_trans with (a ++ b); [|exact P]. rewrite <- (firstn_skipn (2 ^ k) l) at 1.
      now apply Permutation_app.
    + split; [exact S|]. rewrite <- La, <- Lb in C. nia.
Qed.

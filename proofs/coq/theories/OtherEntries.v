(** A vector without one of its entries, and with one put in: sums, norms and maxima of both. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors.
Open Scope R_scope.

(** The entries of x but that at t, and w with the entry a put in at t. *)
Definition other_entries (t : nat) (x : vec) : vec := fun i => x (if Nat.ltb i t then i else S i).
Definition put_in (t : nat) (a : R) (w : vec) : vec :=
  fun i => if Nat.eqb i t then a else w (if Nat.ltb i t then i else pred i).

(** What was put in is there. *)
Lemma put_in_at t a w : put_in t a w t = a.
Proof. unfold put_in. now rewrite Nat.eqb_refl. Qed.

(** The others are as before. *)
Lemma others_put_in t a w : other_entries t (put_in t a w) = w.
Proof.
  apply functional_extensionality. intros i. unfold other_entries, put_in. destruct (Nat.ltb_spec i t) as [L|L].
  - destruct (Nat.eqb_spec i t); [lia|]. now rewrite (proj2 (Nat.ltb_lt i t) L).
  - destruct (Nat.eqb_spec (S i) t); [lia|]. destruct (Nat.ltb_spec (S i) t); [lia|reflexivity].
Qed.

(** An entry other than that at t is among the others. *)
Lemma other_entry n t i x : (i < S n)%nat -> (t < S n)%nat -> i <> t ->
  exists j, (j < n)%nat /\ other_entries t x j = x i.
Proof.
  intros Hi Ht N. unfold other_entries. destruct (lt_dec i t) as [L|L].
  - exists i. split; [lia|]. now rewrite (proj2 (Nat.ltb_lt i t) L).
  - exists (pred i). split; [lia|]. destruct (Nat.ltb_spec (pred i) t); [lia|]. f_equal. lia.
Qed.

(** The others stand at indices below n + 1. *)
Lemma others_index n t i : (i < n)%nat -> ((if Nat.ltb i t then i else S i) < S n)%nat.
Proof. intros Hi. destruct (Nat.ltb i t); lia. Qed.

(** A sum is one entry and the sum of the others. *)
Lemma sum_others n t x : (t < S n)%nat -> sum (S n) x = x t + sum n (other_entries t x).
Proof.
  induction n as [|n IH]; intros Ht.
  - replace t with 0%nat by lia. simpl. ring.
  - destruct (Nat.eq_dec t (S n)) as [->|N].
    + cbn [sum]. rewrite (sum_ext n (other_entries (S n) x) x).
      * unfold other_entries at 1. rewrite (proj2 (Nat.ltb_lt n (S n))) by lia. ring.
      * intros i Hi. unfold other_entries. now rewrite (proj2 (Nat.ltb_lt i (S n))) by lia.
    + change (sum (S (S n)) x) with (sum (S n) x + x (S n)). rewrite IH by lia. cbn [sum].
      unfold other_entries at 3. destruct (Nat.ltb_spec n t); [lia|]. ring.
Qed.

(** An inner product is one product and that of the others. *)
Lemma dot_others n t x y : (t < S n)%nat -> dot (S n) x y = x t * y t + dot n (other_entries t x) (other_entries t y).
Proof. intros Ht. unfold dot. now rewrite (sum_others n t) by exact Ht. Qed.

(** An l1 norm is that of one entry and that of the others. *)
Lemma norm1_others n t x : (t < S n)%nat -> norm1 (S n) x = Rabs (x t) + norm1 n (other_entries t x).
Proof. intros Ht. unfold norm1. now rewrite (sum_others n t) by exact Ht. Qed.

(** The largest entry is one entry or the largest of the others. *)
Lemma largest_others n t x : (1 <= n)%nat -> (t < S n)%nat ->
  largest (S n) x = Rmax (x t) (largest n (other_entries t x)).
Proof.
  intros Hn Ht. apply Rle_antisym.
  - destruct (largest_attained (S n) x ltac:(lia)) as (i & Hi & ->).
    destruct (Nat.eq_dec i t) as [->|N]; [apply Rmax_l|].
    destruct (other_entry n t i x Hi Ht N) as (j & Hj & <-). eapply Rle_trans; [|apply Rmax_r]. now apply largest_entry.
  - apply Rmax_lub; [now apply largest_entry|]. destruct (largest_attained n (other_entries t x) Hn) as (i & Hi & ->).
    apply (largest_entry (S n) x). now apply others_index.
Qed.

(** The infinity norm of the others is no larger. *)
Lemma norm_inf_others n t x : norm_inf n (other_entries t x) <= norm_inf (S n) x.
Proof.
  apply norm_inf_le; [apply norm_inf_nonneg|]. intros i Hi.
  apply (norm_inf_entry (S n) x). now apply others_index.
Qed.

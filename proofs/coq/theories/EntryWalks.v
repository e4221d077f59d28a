(** A walk of d independent signs a step, as d walks of one entry each, one after the other. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing RandomWalk GumbelWinner.
Open Scope R_scope.

(** The mean of f at the end of a walk of n steps a or -a from s. *)
Fixpoint walk (a : R) (n : nat) (f : R -> R) (s : R) : R :=
  match n with
  | O => f s
  | S k => (walk a k f (s + a) + walk a k f (s - a)) / 2
  end.

(** It is linear and keeps order and bounds. *)
Lemma walk_half a n f g : forall s, walk a n (fun r => (f r + g r) / 2) s = (walk a n f s + walk a n g s) / 2.
Proof. induction n as [|n IH]; intros s; cbn [walk]; [reflexivity|]. rewrite 2 IH. field. Qed.

Lemma walk_ext a n f g : (forall r, f r = g r) -> forall s, walk a n f s = walk a n g s.
Proof. intros E. replace g with f by (now apply functional_extensionality). reflexivity. Qed.

Lemma walk_near a n f g b : (forall r, Rabs (f r - g r) <= b) -> forall s, Rabs (walk a n f s - walk a n g s) <= b.
Proof.
  intros H. induction n as [|n IH]; intros s; cbn [walk]; [apply H|].
  pose proof (IH (s + a)) as A. pose proof (IH (s - a)) as B.
  apply Rabs_le. unfold Rabs in A, B. destruct (Rcase_abs _) in A; destruct (Rcase_abs _) in B; lra.
Qed.

(** The first step may be taken last. *)
Lemma walk_last a n f : forall s, walk a n (fun r => (f (r + a) + f (r - a)) / 2) s = walk a (S n) f s.
Proof.
  induction n as [|n IH]; intros s; [reflexivity|].
  change (walk a (S (S n)) f s) with ((walk a (S n) f (s + a) + walk a (S n) f (s - a)) / 2).
  rewrite <- 2 IH. reflexivity.
Qed.

(** Two walks may be averaged in either order. *)
Lemma walk_swap a n m (f : R -> R -> R) t : forall s,
  walk a n (fun r => walk a m (f r) t) s = walk a m (fun q => walk a n (fun r => f r q) s) t.
Proof.
  induction n as [|n IH]; intros s; cbn [walk]; [reflexivity|]. rewrite 2 IH, <- walk_half. reflexivity.
Qed.

(** ** Entries *)

Lemma with_entry_swap i j z w x : i <> j -> with_entry i z (with_entry j w x) = with_entry j w (with_entry i z x).
Proof.
  intros N. apply functional_extensionality. intros k. unfold with_entry.
  destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j); congruence.
Qed.

Lemma with_entry_twice i z w x : with_entry i z (with_entry i w x) = with_entry i z x.
Proof. apply functional_extensionality. intros k. unfold with_entry. now destruct (Nat.eqb k i). Qed.

Lemma with_entry_same i x : with_entry i (x i) x = x.
Proof. apply functional_extensionality. intros k. unfold with_entry. destruct (Nat.eqb_spec k i); congruence. Qed.

Section Steps.
Variable a : R.

(** The mean of F after one step of the entry i, and after one step of each of the first d. *)
Definition entry_step (i : nat) (F : vec -> R) (x : vec) : R :=
  (F (with_entry i (x i + a) x) + F (with_entry i (x i - a) x)) / 2.

Fixpoint all_step (d : nat) (F : vec -> R) : vec -> R :=
  match d with
  | O => F
  | S k => all_step k (entry_step k F)
  end.

(** The vector of the signs of k, times a, with d entries. *)
Definition first_signs (d k : nat) : vec := fun i => if lt_dec i d then a * sign k i else 0.

Lemma sum_over_signs d : forall F x, sum (2 ^ d) (fun k => F (add x (first_signs d k))) = 2 ^ d * all_step d F x.
Proof.
  induction d as [|d IH]; intros F x.
  - change (2 ^ 0)%nat with 1%nat. cbn [sum all_step]. rewrite Rplus_0_l, Rmult_1_l. f_equal.
    apply functional_extensionality. intros i. unfold add, first_signs. destruct (lt_dec i 0); [lia|ring].
  - replace (2 ^ S d)%nat with (2 ^ d + 2 ^ d)%nat by (simpl; lia). rewrite sum_join, <- sum_plus. cbn [all_step].
    replace (2 ^ S d) with (2 * 2 ^ d) by reflexivity. rewrite Rmult_assoc, <- IH, <- sum_scale.
    apply sum_ext. intros k Hk. unfold entry_step. rewrite Rplus_comm.
    assert (P : add x (first_signs (S d) (2 ^ d + k)) =
      with_entry d (add x (first_signs d k) d + a) (add x (first_signs d k))).
    { apply functional_extensionality. intros i. unfold with_entry, add, first_signs, sign.
      destruct (Nat.eqb_spec i d) as [->|N].
      - destruct (lt_dec d (S d)); [|lia]. destruct (lt_dec d d); [lia|].
        rewrite testbit_shifted, Nat.eqb_refl by lia. ring.
      - destruct (lt_dec i (S d)), (lt_dec i d); try lia; [|ring]. rewrite testbit_shifted by lia.
        destruct (Nat.eqb_spec i d); [lia|reflexivity]. }
    assert (M : add x (first_signs (S d) k) =
      with_entry d (add x (first_signs d k) d - a) (add x (first_signs d k))).
    { apply functional_extensionality. intros i. unfold with_entry, add, first_signs, sign.
      destruct (Nat.eqb_spec i d) as [->|N].
      - destruct (lt_dec d (S d)); [|lia]. destruct (lt_dec d d); [lia|]. rewrite testbit_low by exact Hk. ring.
      - destruct (lt_dec i (S d)), (lt_dec i d); try lia; reflexivity. }
    rewrite P, M. field.
Qed.

(** A step of d signs. *)
Lemma mean_of_signs d F x : on_first d F -> mean (signs d a) (fun z => F (add x z)) = all_step d F x.
Proof.
  intros Hf. unfold mean, signs. cbn [outcomes chance jump].
  rewrite (sum_ext (2 ^ d) _ (fun k => / 2 ^ d * F (add x (first_signs d k)))).
  - rewrite sum_scale, sum_over_signs. field. apply pow_nonzero. lra.
  - intros k _. f_equal. apply Hf. intros i Hi. unfold add, scale, first_signs. destruct (lt_dec i d); [ring|lia].
Qed.

Lemma entry_step_on_first d i F : on_first d F -> on_first d (entry_step i F).
Proof.
  intros H x y E. unfold entry_step. destruct (lt_dec i d) as [L|L].
  - f_equal. rewrite (E i L). f_equal; apply H; intros j Hj; unfold with_entry; destruct (Nat.eqb j i); auto.
  - f_equal. f_equal; apply H; intros j Hj; unfold with_entry; destruct (Nat.eqb_spec j i); [lia|auto|lia|auto].
Qed.

Lemma all_step_on_first d k : forall F, on_first d F -> on_first d (all_step k F).
Proof. induction k as [|k IH]; intros F H; cbn [all_step]; [exact H|]. now apply IH, entry_step_on_first. Qed.

(** Steps of different entries, and of the same, may be taken in either order. *)
Lemma entry_step_swap i j F : entry_step i (entry_step j F) = entry_step j (entry_step i F).
Proof.
  apply functional_extensionality. intros x. destruct (Nat.eq_dec i j) as [->|N]; [reflexivity|]. unfold entry_step.
  assert (Q : forall k l z, k <> l -> with_entry k z x l = x l).
  { intros k l z H. unfold with_entry. destruct (Nat.eqb_spec l k); congruence. }
  rewrite (Q i j), (Q i j), (Q j i), (Q j i) by congruence.
  rewrite !(with_entry_swap i j) by exact N. field.
Qed.

Lemma all_step_swap k i : forall F, all_step k (entry_step i F) = entry_step i (all_step k F).
Proof.
  induction k as [|k IH]; intros F; cbn [all_step]; [reflexivity|]. now rewrite entry_step_swap, IH.
Qed.

(** Many steps. *)
Fixpoint repeat (n : nat) (step : (vec -> R) -> vec -> R) (F : vec -> R) : vec -> R :=
  match n with
  | O => F
  | S k => repeat k step (step F)
  end.

Lemma repeat_swap n S T : (forall F, S (T F) = T (S F)) -> forall F, repeat n S (T F) = T (repeat n S F).
Proof. intros H. induction n as [|n IH]; intros F; cbn [repeat]; [reflexivity|]. now rewrite H, IH. Qed.

Lemma repeat_all_step n k : forall F,
  repeat n (all_step (S k)) F = repeat n (all_step k) (repeat n (entry_step k) F).
Proof.
  induction n as [|n IH]; intros F; [reflexivity|]. cbn [repeat]. rewrite IH. f_equal.
  cbn [all_step]. rewrite <- (repeat_swap n (entry_step k) (all_step k)); [reflexivity|].
  intros G. symmetry. apply all_step_swap.
Qed.

(** n steps of one entry are a walk of it. *)
Lemma repeat_entry_step n i : forall F x, repeat n (entry_step i) F x = walk a n (fun s => F (with_entry i s x)) (x i).
Proof.
  induction n as [|n IH]; intros F x; [cbn [repeat walk]; now rewrite with_entry_same|].
  cbn [repeat]. rewrite IH, <- walk_last. apply walk_ext. intros s. unfold entry_step.
  rewrite 2 with_entry_twice. unfold with_entry at 2 4. now rewrite Nat.eqb_refl.
Qed.

(** The entries walk one after the other, each from 0. *)
Definition entry_walk (n i : nat) (F : vec -> R) (x : vec) : R := walk a n (fun s => F (with_entry i s x)) 0.

Fixpoint entry_walks (n d : nat) (F : vec -> R) : vec -> R :=
  match d with
  | O => F
  | S k => entry_walks n k (entry_walk n k F)
  end.

(** Only the points with the other entries of x count. *)
Lemma repeat_all_step_ext n k : forall F F' x, (forall y, (forall i, (k <= i)%nat -> y i = x i) -> F y = F' y) ->
  repeat n (all_step k) F x = repeat n (all_step k) F' x.
Proof.
  induction k as [|k IH]; intros F F' x E.
  - induction n as [|n IHn]; [now apply E|]. cbn [repeat all_step]. exact IHn.
  - rewrite 2 repeat_all_step. apply IH. intros y Hy. rewrite 2 repeat_entry_step. apply walk_ext. intros s. apply E.
    intros i Hi. unfold with_entry. destruct (Nat.eqb_spec i k); [lia|]. apply Hy. lia.
Qed.

Lemma repeat_all_step_walks n d : forall F, repeat n (all_step d) F zero = entry_walks n d F zero.
Proof.
  induction d as [|d IH]; intros F.
  - cbn [entry_walks]. induction n as [|n IHn]; [reflexivity|]. exact IHn.
  - rewrite repeat_all_step. cbn [entry_walks]. rewrite <- IH. apply repeat_all_step_ext. intros y Hy.
    rewrite repeat_entry_step. unfold entry_walk. now rewrite (Hy d (le_n d)).
Qed.

(** The whole walk. *)
Theorem walk_by_entries d n : forall F, on_first d F ->
  expectation (fun _ => signs d a) n F = entry_walks n d F zero.
Proof.
  intros F Hf. rewrite <- repeat_all_step_walks. revert F Hf. induction n as [|n IH]; intros F Hf; [reflexivity|].
  cbn [expectation repeat]. rewrite <- IH by now apply all_step_on_first. apply expectation_ext. intros x.
  now apply mean_of_signs.
Qed.

(** ** Bounds and order *)

(** Functions that are close have close means. *)
Lemma entry_walk_near n i F G b : (forall x, Rabs (F x - G x) <= b) ->
  forall x, Rabs (entry_walk n i F x - entry_walk n i G x) <= b.
Proof. intros H x. apply walk_near. intros r. apply H. Qed.

Lemma entry_walks_near n d b : forall F G, (forall x, Rabs (F x - G x) <= b) ->
  forall x, Rabs (entry_walks n d F x - entry_walks n d G x) <= b.
Proof.
  induction d as [|d IH]; intros F G H; cbn [entry_walks]; [exact H|]. apply IH. now apply entry_walk_near.
Qed.

(** The order of the entries does not matter. *)
Lemma entry_walk_swap n i j F : i <> j -> entry_walk n i (entry_walk n j F) = entry_walk n j (entry_walk n i F).
Proof.
  intros N. apply functional_extensionality. intros x. unfold entry_walk. rewrite walk_swap. apply walk_ext. intros q.
  apply walk_ext. intros r. now rewrite with_entry_swap by congruence.
Qed.

Lemma entry_walks_swap n k j : (k <= j)%nat -> forall F,
  entry_walks n k (entry_walk n j F) = entry_walk n j (entry_walks n k F).
Proof.
  induction k as [|k IH]; intros Hk F; cbn [entry_walks]; [reflexivity|].
  rewrite entry_walk_swap, IH by lia. reflexivity.
Qed.
End Steps.

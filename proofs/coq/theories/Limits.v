(** Limits as a number k tends to infinity, whatever the family is indexed by: reals, or naturals with k = INR. *)

From Coq Require Import Reals Lra Lia.
Open Scope R_scope.

(** For all indices with k large enough. *)
Definition for_large {T : Type} (k : T -> R) (P : T -> Prop) : Prop := exists bound, forall i, bound < k i -> P i.

(** There are such indices, however large k must be. *)
Definition unbounded {T : Type} (k : T -> R) : Prop := forall bound, exists i, bound < k i.

(** f tends to l as k tends to infinity. *)
Definition tends {T : Type} (k : T -> R) (f : T -> R) (l : R) : Prop :=
  forall eta, 0 < eta -> for_large k (fun i => Rabs (f i - l) < eta).

(** f tends to l as the real number k tends to infinity. *)
Definition tends_at_infinity (f : R -> R) (l : R) : Prop := tends (fun k => k) f l.

(** What holds for all large k holds for some k. *)
Lemma for_large_some {T : Type} (k : T -> R) P : unbounded k -> for_large k P -> exists i, P i.
Proof. intros U [bound H]. destruct (U bound) as [i Hi]. exists i. now apply H. Qed.

(** Two properties that hold for all large k hold together for all large k. *)
Lemma for_large_and {T : Type} (k : T -> R) P Q :
  for_large k P -> for_large k Q -> for_large k (fun i => P i /\ Q i).
Proof.
  intros [a A] [b B]. exists (Rmax a b). intros i Hi. pose proof (Rmax_l a b). pose proof (Rmax_r a b).
  split; [apply A|apply B]; lra.
Qed.

(** What follows at every index follows for all large k. *)
Lemma for_large_mono {T : Type} (k : T -> R) (P Q : T -> Prop) :
  (forall i, P i -> Q i) -> for_large k P -> for_large k Q.
Proof. intros I [bound H]. exists bound. intros i Hi. apply I. now apply H. Qed.

(** What holds at every index holds for all large k. *)
Lemma for_large_always {T : Type} (k : T -> R) (P : T -> Prop) : (forall i, P i) -> for_large k P.
Proof. intros H. exists 0. intros i _. apply H. Qed.

(** The reals are unbounded. *)
Lemma unbounded_reals : unbounded (fun k : R => k).
Proof. intros bound. exists (bound + 1). lra. Qed.

(** Some natural number is above a given real. *)
Lemma above_some_natural r : exists n, r < INR n.
Proof.
  exists (Z.to_nat (up (Rabs r))). destruct (archimed (Rabs r)) as [A _]. pose proof (Rle_abs r) as B.
  rewrite INR_IZR_INZ, Z2Nat.id; [lra|]. apply le_IZR. pose proof (Rabs_pos r). lra.
Qed.

(** So are the naturals. *)
Lemma unbounded_naturals : unbounded INR.
Proof. intros bound. apply above_some_natural. Qed.

(** A limit is unique. *)
Lemma tends_unique {T : Type} (k : T -> R) f l l' : unbounded k -> tends k f l -> tends k f l' -> l = l'.
Proof.
  intros U A B. destruct (Req_dec l l') as [E|N]; [exact E|exfalso].
  assert (P : 0 < Rabs (l - l')) by (apply Rabs_pos_lt; lra). set (e := Rabs (l - l')) in *.
  destruct (for_large_some k _ U (for_large_and k _ _ (A (e / 2) ltac:(lra)) (B (e / 2) ltac:(lra)))) as (i & Ai & Bi).
  pose proof (Rabs_triang (f i - l') (l - f i)) as Tr. rewrite (Rabs_minus_sym l) in Tr.
  replace (f i - l' + (l - f i)) with (l - l') in Tr by ring. fold e in Tr. lra.
Qed.

(** What lies within c/(1 + k g) of l for positive k tends to l. *)
Lemma tends_within_of {T : Type} (k : T -> R) f l c g : 0 <= c -> 0 < g ->
  (forall i, 0 < k i -> Rabs (f i - l) <= c / (1 + k i * g)) -> tends k f l.
Proof.
  intros Hc Hg H eta He. exists (c / (eta * g)). intros i Hi.
  assert (P : 0 <= c / (eta * g)) by (apply Rle_mult_inv_pos; nra).
  eapply Rle_lt_trans; [apply H; lra|].
  assert (Q : 0 < k i * g) by (apply Rmult_lt_0_compat; lra).
  apply (Rmult_lt_reg_r (1 + k i * g)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  apply (Rmult_lt_compat_r (eta * g)) in Hi; [|nra]. unfold Rdiv in Hi.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Hi by nra. nra.
Qed.

(** The same for functions of a real k. *)
Lemma tends_within f l c g : 0 <= c -> 0 < g -> (forall k, 0 < k -> Rabs (f k - l) <= c / (1 + k * g)) ->
  tends_at_infinity f l.
Proof. apply tends_within_of. Qed.

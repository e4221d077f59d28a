(** The permutations p with the greatest <theta, p> are those in the order of the scores: the vectors of ranks. *)

From Coq Require Import Reals Lra Lia Arith List Permutation FinFun.
From TightMax Require Import Vectors Smoothing Certificate RoundedSums.
Import ListNotations.
Open Scope R_scope.

(** p is a permutation of 1, ..., d. *)
Definition is_permutation (d : nat) (p : nat -> nat) : Prop :=
  (forall i, (i < d)%nat -> (1 <= p i <= d)%nat) /\
  forall i j, (i < d)%nat -> (j < d)%nat -> p i = p j -> i = j.

(** <theta, p>. *)
Definition ranked_value (d : nat) (theta : vec) (p : nat -> nat) : R := dot d theta (fun i => INR (p i)).

(** No permutation has a greater value. *)
Definition best_permutation (d : nat) (theta : vec) (p : nat -> nat) : Prop :=
  is_permutation d p /\ forall q, is_permutation d q -> ranked_value d theta q <= ranked_value d theta p.

(** A greater score has a greater entry. *)
Definition in_order (d : nat) (theta : vec) (p : nat -> nat) : Prop :=
  forall i j, (i < d)%nat -> (j < d)%nat -> theta i < theta j -> (p i < p j)%nat.

(** Score j comes before score i: it is less, or the same and its index is less. *)
Definition before (theta : vec) (i j : nat) : bool :=
  if Rlt_dec (theta j) (theta i) then true else
  if Rlt_dec (theta i) (theta j) then false else Nat.ltb j i.

(** The rank of score i, from the least score up: 1 for the first. *)
Definition rank (d : nat) (theta : vec) (i : nat) : nat := S (length (filter (before theta i) (seq 0 d))).

(** Its values at different places differ. *)
Lemma values_differ d p l : is_permutation d p -> NoDup l -> (forall i, In i l -> (i < d)%nat) -> NoDup (map p l).
Proof.
  intros [_ I]. induction 1 as [|i l Hi Hl IH]; intros H; [constructor|]. simpl. constructor.
  - intros J. apply in_map_iff in J. destruct J as (j & E & Hj). apply Hi.
    rewrite <- (I j i); [exact Hj|apply H; now right|apply H; now left|exact E].
  - apply IH. intros j Hj. apply H. now right.
Qed.

(** A permutation takes each of 1, ..., d once. *)
Lemma values_of_permutation d p : is_permutation d p -> Permutation (map p (seq 0 d)) (seq 1 d).
Proof.
  intros P. apply NoDup_Permutation_bis.
  - apply (values_differ d); [exact P|apply seq_NoDup|]. intros i Hi. apply in_seq in Hi. lia.
  - rewrite map_length, 2 seq_length. lia.
  - intros v Hv. apply in_map_iff in Hv. destruct Hv as (i & <- & Hi). apply in_seq in Hi.
    pose proof (proj1 P i ltac:(lia)) as J. apply in_seq. lia.
Qed.

(** So a sum over its values does not depend on the permutation. *)
Lemma sum_over_permutation d p (f : nat -> R) : is_permutation d p ->
  sum d (fun i => f (p i)) = totalR f (seq 1 d).
Proof.
  intros P. rewrite <- (totalR_seq (fun i => f (p i))), <- (totalR_map f p). apply totalR_permutation.
  now apply values_of_permutation.
Qed.

(** 1 where the entry is at least k, and else 0. *)
Definition at_least (k v : nat) : R := if Nat.leb k v then 1 else 0.

(** A number up to d is the sum of these over k = 1, ..., d. *)
Lemma number_by_levels d v : (v <= d)%nat -> INR v = sum d (fun k => at_least (S k) v).
Proof.
  revert v. induction d as [|d IH]; intros v Hv; [now replace v with 0%nat by lia|]. cbn [sum].
  destruct (Nat.eq_dec v (S d)) as [->|N].
  - rewrite (sum_ext d _ (fun k => at_least (S k) d)).
    + rewrite <- IH by lia. unfold at_least. rewrite Nat.leb_refl, S_INR. reflexivity.
    + intros k Hk. unfold at_least. destruct (Nat.leb_spec (S k) (S d)), (Nat.leb_spec (S k) d); lia || reflexivity.
  - rewrite <- IH by lia. unfold at_least. destruct (Nat.leb_spec (S d) v); [lia|ring].
Qed.

(** The value, level by level. *)
Lemma value_by_levels d theta p : is_permutation d p ->
  ranked_value d theta p = sum d (fun k => sum d (fun i => theta i * at_least (S k) (p i))).
Proof.
  intros [B _]. rewrite sum_swap. apply sum_ext. intros i Hi. rewrite (number_by_levels d) by (now apply B).
  symmetry. apply sum_scale.
Qed.

(** Some entry is k + 1. *)
Lemma value_taken_at d p k : is_permutation d p -> (k < d)%nat -> exists i, (i < d)%nat /\ p i = S k.
Proof.
  intros P Hk. assert (J : In (S k) (map p (seq 0 d))).
  { apply (Permutation_in _ (Permutation_sym (values_of_permutation d p P))), in_seq. lia. }
  apply in_map_iff in J. destruct J as (i & E & Hi). apply in_seq in Hi. exists i. split; [lia|exact E].
Qed.

(** A permutation in the order of the scores is best: at each level it has the greatest scores. *)
Lemma in_order_is_best d theta p : is_permutation d p -> in_order d theta p -> best_permutation d theta p.
Proof.
  intros P O. split; [exact P|]. intros q Q. rewrite 2 value_by_levels by assumption. apply sum_le. intros k Hk.
  destruct (value_taken_at d p k P Hk) as (m & Hm & Em).
  assert (E : sum d (fun i => at_least (S k) (p i)) = sum d (fun i => at_least (S k) (q i))).
  { rewrite (sum_over_permutation d p (at_least (S k)) P). symmetry. now apply sum_over_permutation. }
  assert (D : 0 <= sum d (fun i => (theta i - theta m) * (at_least (S k) (p i) - at_least (S k) (q i)))).
  { apply sum_nonneg. intros i Hi. unfold at_least. destruct (Nat.leb_spec (S k) (p i)) as [A|A].
    - assert (theta m <= theta i).
      { apply Rnot_lt_le. intros L. specialize (O i m Hi Hm L). lia. }
      destruct (Nat.leb _ _); nra.
    - assert (theta i <= theta m).
      { apply Rnot_lt_le. intros L. specialize (O m i Hm Hi L). lia. }
      destruct (Nat.leb _ _); nra. }
  rewrite (sum_ext d _ (fun i => (theta i * at_least (S k) (p i) - theta i * at_least (S k) (q i)) -
    theta m * (at_least (S k) (p i) - at_least (S k) (q i)))) in D by (intros; ring).
  rewrite 2 sum_minus, sum_scale, sum_minus, E in D. lra.
Qed.

(** The entries i and j exchanged. *)
Definition exchanged (i j : nat) (p : nat -> nat) (k : nat) : nat :=
  if Nat.eqb k i then p j else if Nat.eqb k j then p i else p k.

(** That makes a permutation again. *)
Lemma exchanged_permutation d i j p : (i < d)%nat -> (j < d)%nat -> is_permutation d p ->
  is_permutation d (exchanged i j p).
Proof.
  intros Hi Hj [B I]. split.
  - intros k Hk. unfold exchanged. destruct (Nat.eqb k i), (Nat.eqb k j); auto.
  - intros k l Hk Hl. unfold exchanged.
    destruct (Nat.eqb_spec k i), (Nat.eqb_spec l i), (Nat.eqb_spec k j), (Nat.eqb_spec l j); intros E;
      apply I in E; congruence || assumption || lia.
Qed.

(** What exchanging two entries does to the value: it rises if they were in the wrong order. *)
Lemma exchanged_value d theta i j p : (i < d)%nat -> (j < d)%nat -> i <> j ->
  ranked_value d theta (exchanged i j p) = ranked_value d theta p + (theta j - theta i) * (INR (p i) - INR (p j)).
Proof.
  intros Hi Hj N. unfold ranked_value, dot.
  set (a := theta i * (INR (p j) - INR (p i))). set (b := theta j * (INR (p i) - INR (p j))).
  rewrite (sum_ext d _ (fun k => theta k * INR (p k) + (vertex i k * a + vertex j k * b))).
  - rewrite 2 sum_plus, (sum_vertex d i (fun _ => a) Hi), (sum_vertex d j (fun _ => b) Hj). unfold a, b. ring.
  - intros k _. unfold exchanged, vertex.
    unfold a, b.
    destruct (Nat.eqb_spec k i) as [E|_], (Nat.eqb_spec k j) as [F|_]; [congruence|rewrite E|rewrite F|]; ring.
Qed.

(** So a best permutation is in the order of the scores. *)
Lemma best_is_in_order d theta p : best_permutation d theta p -> in_order d theta p.
Proof.
  intros [P M] i j Hi Hj L. destruct (Nat.lt_ge_cases (p i) (p j)) as [A|A]; [exact A|exfalso].
  assert (N : i <> j) by (intros ->; lra).
  assert (A' : (p j < p i)%nat).
  { destruct (Nat.eq_dec (p i) (p j)) as [E|]; [|lia]. now apply (proj2 P) in E. }
  specialize (M _ (exchanged_permutation d i j p Hi Hj P)). rewrite exchanged_value in M by assumption.
  apply lt_INR in A'. nra.
Qed.

(** Coming before is an order. *)
Lemma before_true theta i j : before theta i j = true <-> theta j < theta i \/ (theta j = theta i /\ (j < i)%nat).
Proof.
  unfold before. destruct (Rlt_dec (theta j) (theta i)), (Rlt_dec (theta i) (theta j)); try rewrite Nat.ltb_lt;
    split; intros H; try easy; try lra; auto.
  - right. split; [lra|exact H].
  - destruct H as [H|[_ H]]; [lra|exact H].
Qed.

(** What comes before has a less rank. *)
Lemma rank_increases d theta i j : (i < d)%nat -> (j < d)%nat -> before theta j i = true ->
  (rank d theta i < rank d theta j)%nat.
Proof.
  intros Hi Hj B. unfold rank. apply -> Nat.succ_lt_mono.
  change (length (i :: filter (before theta i) (seq 0 d)) <= length (filter (before theta j) (seq 0 d)))%nat.
  apply before_true in B. apply NoDup_incl_length.
  - constructor; [|apply NoDup_filter, seq_NoDup]. rewrite filter_In, before_true. intros [_ [H|[_ H]]]; lra || lia.
  - intros k [<-|K]; rewrite filter_In, before_true; [rewrite in_seq; split; [lia|exact B]|].
    rewrite filter_In, before_true in K. split; [apply K|]. destruct K as [_ K].
    destruct K as [K|[K K']], B as [B|[B B']]; [left; lra|left; lra|left; lra|right; split; [lra|lia]].
Qed.

(** The ranks are a permutation in the order of the scores. *)
Lemma ranks_are_best d theta : best_permutation d theta (rank d theta).
Proof.
  apply in_order_is_best.
  - split.
    + intros i Hi. split; [unfold rank; lia|]. unfold rank.
      change (length (i :: filter (before theta i) (seq 0 d)) <= d)%nat. rewrite <- (seq_length d 0) at 2.
      apply NoDup_incl_length.
      * constructor; [|apply NoDup_filter, seq_NoDup]. rewrite filter_In, before_true. intros [_ [H|[_ H]]]; lra || lia.
      * intros k [<-|K]; [apply in_seq; lia|]. now apply filter_In in K.
    + intros i j Hi Hj E. destruct (Nat.eq_dec i j) as [|N]; [assumption|exfalso].
      assert (B : before theta j i = true \/ before theta i j = true).
      { rewrite 2 before_true. destruct (Rtotal_order (theta i) (theta j)) as [L|[L|L]]; [auto| |auto].
        destruct (Nat.lt_total i j) as [A|[A|A]]; [left; right|easy|right; right]; auto. }
      destruct B as [B|B]; apply (rank_increases d) in B; lia || assumption.
  - intros i j Hi Hj L. apply rank_increases; [assumption|assumption|]. apply before_true. now left.
Qed.

(** Where the scores differ, a best permutation is the vector of ranks: nowhere less than it, and of the same sum. *)
Lemma best_is_ranks d theta p : (forall i j, (i < d)%nat -> (j < d)%nat -> theta i = theta j -> i = j) ->
  best_permutation d theta p -> forall i, (i < d)%nat -> p i = rank d theta i.
Proof.
  intros D M. pose proof (best_is_in_order d theta p M) as O. destruct M as [P _].
  assert (A : forall i, (i < d)%nat -> (rank d theta i <= p i)%nat).
  { intros i Hi. unfold rank. pose proof (proj1 P i Hi) as B.
    enough (C : (length (map p (filter (before theta i) (seq 0 d))) <= length (seq 1 (p i - 1)))%nat).
    { rewrite map_length, seq_length in C. lia. }
    apply NoDup_incl_length.
    - apply (values_differ d); [exact P|apply NoDup_filter, seq_NoDup|]. intros k Hk. apply filter_In in Hk.
      destruct Hk as [Hk _]. apply in_seq in Hk. lia.
    - intros v Hv. apply in_map_iff in Hv. destruct Hv as (k & <- & Hk). apply filter_In in Hk.
      rewrite before_true, in_seq in Hk. destruct Hk as [Hk K].
      assert (L : theta k < theta i).
      { destruct K as [K|[K K']]; [exact K|]. apply D in K; lia. }
      pose proof (O k i ltac:(lia) Hi L) as L'. pose proof (proj1 P k ltac:(lia)) as Q. apply in_seq. lia. }
  assert (S : sum d (fun i => INR (p i) - INR (rank d theta i)) = 0).
  { rewrite sum_minus, (sum_over_permutation d p INR P).
    rewrite (sum_over_permutation d (rank d theta) INR (proj1 (ranks_are_best d theta))). ring. }
  intros i Hi. pose proof (A i Hi) as Ai.
  assert (T : INR (p i) - INR (rank d theta i) <= 0).
  { rewrite <- S. apply (sum_term_le d (fun i => INR (p i) - INR (rank d theta i))); [|exact Hi].
    intros k Hk. pose proof (le_INR _ _ (A k Hk)) as K. lra. }
  assert (B : (p i <= rank d theta i)%nat) by (apply INR_le; lra). lia.
Qed.

(** Where the scores differ, a rank is 1 and how many scores are less. *)
Lemma rank_counts d theta i : (forall i j, (i < d)%nat -> (j < d)%nat -> theta i = theta j -> i = j) -> (i < d)%nat ->
  INR (rank d theta i) = 1 + sum d (fun j => if Rlt_dec (theta j) (theta i) then 1 else 0).
Proof.
  intros D Hi. unfold rank. rewrite S_INR, Rplus_comm. f_equal. rewrite <- totalR_seq.
  assert (C : forall l, (forall j, In j l -> (j < d)%nat) -> INR (length (filter (before theta i) l)) =
    totalR (fun j => if Rlt_dec (theta j) (theta i) then 1 else 0) l).
  { induction l as [|j l IH]; intros H; [reflexivity|]. rewrite totalR_cons, <- IH by (intros; apply H; now right).
    cbn [filter]. unfold before at 1. specialize (H j (or_introl eq_refl)).
    destruct (Rlt_dec (theta j) (theta i)); [cbn [length]; rewrite S_INR; ring|].
    destruct (Rlt_dec (theta i) (theta j)); [ring|]. destruct (Nat.ltb_spec j i) as [L|_]; [|ring].
    assert (j = i) by (apply D; [exact H|exact Hi|lra]). lia. }
  apply C. intros j Hj. apply in_seq in Hj. lia.
Qed.

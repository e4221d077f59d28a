(** The permutations with the greatest inner product with given scores are the vectors of ranks. *)

From Coq Require Import Reals Lra Lia Arith FinFun List.
From TightMax Require Import Vectors Smoothing Conjugate.
Open Scope R_scope.

(** 1 if something holds, and 0 if not. *)
Definition one_if {A B : Prop} (b : {A} + {B}) : R := if b then 1 else 0.

(** The permutation s of 0, ..., d-1 as a vector with the entries 1, ..., d. *)
Definition places (s : nat -> nat) : vec := fun i => INR (S (s i)).

(** The order of the places is that of the scores. *)
Definition ranks (d : nat) (theta : vec) (s : nat -> nat) : Prop :=
  forall i j, (i < d)%nat -> (j < d)%nat -> theta i < theta j -> (s i < s j)%nat.

(** How many indices are below m. *)
Lemma count_below d m : (m <= d)%nat -> sum d (fun j => one_if (lt_dec j m)) = INR m.
Proof.
  induction d as [|d IH]; intros H; [replace m with O by lia; reflexivity|]. cbn [sum].
  destruct (Nat.eq_dec m (S d)) as [->|N].
  - rewrite (sum_ext d _ (fun _ => 1)), sum_const, S_INR.
    + unfold one_if. destruct (lt_dec d (S d)); [ring|lia].
    + intros j Hj. unfold one_if. destruct (lt_dec j (S d)); [reflexivity|lia].
  - rewrite IH by lia. unfold one_if. destruct (lt_dec d m); [lia|ring].
Qed.

(** Sums that are equal with terms in order have equal terms. *)
Lemma equal_terms n x z : (forall i, (i < n)%nat -> x i <= z i) -> sum n z <= sum n x ->
  forall i, (i < n)%nat -> x i = z i.
Proof.
  intros H E i Hi. apply Rle_antisym; [now apply H|].
  pose proof (sum_term_le n (fun i => z i - x i) i (fun j Hj => ltac:(specialize (H j Hj); lra)) Hi) as A.
  cbv beta in A. rewrite sum_minus in A. lra.
Qed.

Section Scores.
Variables (d : nat) (theta : vec).

(** What a pair of indices adds to twice the inner product, and at most adds. *)
Definition pair_value (s : nat -> nat) (i j : nat) : R :=
  theta i * one_if (lt_dec (s j) (s i)) + theta j * one_if (lt_dec (s i) (s j)).
Definition pair_bound (i j : nat) : R := if Nat.eqb i j then 0 else Rmax (theta i) (theta j).

Lemma inner_product_by_pairs s : permutes d s ->
  2 * dot d theta (places s) = 2 * sum d theta + sum d (fun i => sum d (fun j => pair_value s i j)).
Proof.
  intros Hs. assert (C : forall i, (i < d)%nat -> sum d (fun j => one_if (lt_dec (s j) (s i))) = INR (s i)).
  { intros i Hi. rewrite (sum_permute d s (fun m => one_if (lt_dec m (s i))) Hs). apply count_below.
    pose proof (proj1 Hs i Hi) as L. lia. }
  set (half := sum d (fun i => sum d (fun j => theta i * one_if (lt_dec (s j) (s i))))).
  assert (H1 : dot d theta (places s) = sum d theta + half).
  { unfold half, dot. rewrite <- sum_plus. apply sum_ext. intros i Hi. rewrite sum_scale, C by exact Hi.
    unfold places. rewrite S_INR. ring. }
  assert (H2 : sum d (fun i => sum d (fun j => pair_value s i j)) = half + half).
  { rewrite (sum_ext d _ (fun i => sum d (fun j => theta i * one_if (lt_dec (s j) (s i))) +
      sum d (fun j => theta j * one_if (lt_dec (s i) (s j))))) by (intros i _; now rewrite <- sum_plus).
    rewrite sum_plus. f_equal. unfold half. apply sum_swap. }
  rewrite H1, H2. ring.
Qed.

Lemma pair_at_most s i j : permutes d s -> (i < d)%nat -> (j < d)%nat -> pair_value s i j <= pair_bound i j.
Proof.
  intros [_ Inj] Hi Hj. unfold pair_value, pair_bound, one_if. pose proof (Rmax_l (theta i) (theta j)) as A.
  pose proof (Rmax_r (theta i) (theta j)) as B. destruct (Nat.eqb_spec i j) as [->|N].
  - destruct (lt_dec (s j) (s j)); [lia|]. lra.
  - assert (M : s i <> s j) by (intros E; apply N; now apply Inj).
    destruct (lt_dec (s j) (s i)), (lt_dec (s i) (s j)); try lia; lra.
Qed.

Lemma pair_of_ranks s i j : permutes d s -> ranks d theta s -> (i < d)%nat -> (j < d)%nat ->
  pair_value s i j = pair_bound i j.
Proof.
  intros Hs R Hi Hj. apply Rle_antisym; [now apply pair_at_most|]. destruct Hs as [_ Inj].
  unfold pair_value, pair_bound, one_if. destruct (Nat.eqb_spec i j) as [->|N].
  - destruct (lt_dec (s j) (s j)); [lia|]. lra.
  - assert (M : s i <> s j) by (intros E; apply N; now apply Inj).
    pose proof (R i j Hi Hj) as R1. pose proof (R j i Hj Hi) as R2. unfold Rmax.
    destruct (Rle_dec (theta i) (theta j)) as [L|L]; destruct (lt_dec (s j) (s i)), (lt_dec (s i) (s j));
      try lia; try lra.
    + destruct L as [L|L]; [specialize (R1 L); lia|lra].
    + specialize (R2 ltac:(lra)). lia.
Qed.

(** The places by the ranks: the scores before i, and of equal ones those with a smaller index. *)
Definition before (j i : nat) : bool :=
  if Rlt_dec (theta j) (theta i) then true else if Req_EM_T (theta j) (theta i) then Nat.ltb j i else false.
Definition rank (i : nat) : nat := length (filter (fun j => before j i) (seq 0 d)).

Lemma before_irreflexive i : before i i = false.
Proof. unfold before. destruct (Rlt_dec _ _); [lra|]. destruct (Req_EM_T _ _); [apply Nat.ltb_irrefl|reflexivity]. Qed.

Lemma before_transitive i j k : before i j = true -> before j k = true -> before i k = true.
Proof.
  unfold before. destruct (Rlt_dec (theta i) (theta j)), (Rlt_dec (theta j) (theta k)), (Rlt_dec (theta i) (theta k));
    try reflexivity; try lra; destruct (Req_EM_T (theta i) (theta j)), (Req_EM_T (theta j) (theta k)),
    (Req_EM_T (theta i) (theta k)); try discriminate; try lra.
  rewrite !Nat.ltb_lt. lia.
Qed.

Lemma before_total i j : i <> j -> before i j = true \/ before j i = true.
Proof.
  intros N. unfold before. destruct (Rtotal_order (theta i) (theta j)) as [L|[E|L]].
  - left. destruct (Rlt_dec _ _); [reflexivity|lra].
  - destruct (Rlt_dec (theta i) (theta j)); [lra|]. destruct (Rlt_dec (theta j) (theta i)); [lra|].
    destruct (Req_EM_T (theta i) (theta j)); [|lra]. destruct (Req_EM_T (theta j) (theta i)); [|lra].
    rewrite 2 Nat.ltb_lt. lia.
  - right. destruct (Rlt_dec _ _); [reflexivity|lra].
Qed.

(** What is before has a smaller rank. *)
Lemma rank_rises i j : (i < d)%nat -> before i j = true -> (rank i < rank j)%nat.
Proof.
  intros Hi B. unfold rank. apply (NoDup_incl_length (l := i :: filter (fun k => before k i) (seq 0 d))).
  - constructor; [|apply NoDup_filter, seq_NoDup]. intros I. apply filter_In in I. destruct I as [_ I].
    rewrite before_irreflexive in I. discriminate.
  - intros k [<-|I]; apply filter_In; [split; [apply in_seq; lia|exact B]|]. apply filter_In in I. destruct I as [I I'].
    split; [exact I|]. now apply (before_transitive k i j).
Qed.

Lemma rank_permutes : permutes d rank /\ ranks d theta rank.
Proof.
  split; [split|].
  - intros i Hi. unfold rank. rewrite <- (seq_length d 0) at 2.
    apply (NoDup_incl_length (l := i :: filter (fun k => before k i) (seq 0 d)) (l' := seq 0 d)).
    + constructor; [|apply NoDup_filter, seq_NoDup]. intros I. apply filter_In in I. destruct I as [_ I].
      rewrite before_irreflexive in I. discriminate.
    + intros k [<-|I]; [apply in_seq; lia|]. now apply filter_In in I.
  - intros i j Hi Hj E. destruct (Nat.eq_dec i j) as [->|N]; [reflexivity|exfalso].
    destruct (before_total i j N) as [B|B]; apply rank_rises in B; try assumption; lia.
  - intros i j Hi _ L. apply (rank_rises i j Hi). unfold before. destruct (Rlt_dec _ _); [reflexivity|contradiction].
Qed.

(** The greatest inner product is attained by the ranks, and by nothing else: if the scores differ, by one
    permutation. *)
Theorem ranking :
  (permutes d rank /\ ranks d theta rank) /\
  (forall s, permutes d s -> ((forall r, permutes d r -> dot d theta (places r) <= dot d theta (places s)) <->
    ranks d theta s)) /\
  ((forall i j, (i < d)%nat -> (j < d)%nat -> i <> j -> theta i <> theta j) ->
    forall s, permutes d s -> ranks d theta s -> forall i, (i < d)%nat ->
      places s i = 1 + sum d (fun j => one_if (Rlt_dec (theta j) (theta i)))).
Proof.
  split; [exact rank_permutes|]. split.
  - intros s Hs. split.
    + intros G i j Hi Hj L. destruct rank_permutes as [Pr Rr]. specialize (G rank Pr).
      pose proof (inner_product_by_pairs s Hs) as A. pose proof (inner_product_by_pairs rank Pr) as B.
      rewrite (sum_ext d (fun i => sum d (fun j => pair_value rank i j))
        (fun i => sum d (fun j => pair_bound i j))) in B
        by (intros a Ha; apply sum_ext; intros b Hb; now apply pair_of_ranks).
      assert (Rows : forall a, (a < d)%nat -> sum d (fun b => pair_value s a b) <= sum d (fun b => pair_bound a b)).
      { intros a Ha. apply sum_le. intros b Hb. now apply pair_at_most. }
      pose proof (equal_terms d _ _ Rows ltac:(lra) i Hi) as Row. cbv beta in Row.
      pose proof (equal_terms d (fun b => pair_value s i b) (fun b => pair_bound i b)
        (fun b Hb => pair_at_most s i b Hs Hi Hb) ltac:(lra) j Hj) as Pair. cbv beta in Pair.
      unfold pair_value, pair_bound, one_if in Pair. destruct (Nat.eqb_spec i j) as [->|N]; [lra|].
      rewrite Rmax_right in Pair by lra. destruct (lt_dec (s i) (s j)) as [S|S]; [exact S|].
      exfalso. destruct Hs as [_ Inj]. assert (M : s i <> s j) by (intros E; apply N; now apply Inj).
      destruct (lt_dec (s j) (s i)); [lra|lia].
    + intros Rs r Hr. pose proof (inner_product_by_pairs s Hs) as A. pose proof (inner_product_by_pairs r Hr) as B.
      assert (L : sum d (fun i => sum d (fun j => pair_value r i j)) <=
        sum d (fun i => sum d (fun j => pair_value s i j))).
      { apply sum_le. intros i Hi. apply sum_le. intros j Hj. rewrite (pair_of_ranks s i j Hs Rs Hi Hj).
        now apply pair_at_most. }
      lra.
  - intros D s Hs Rs i Hi. unfold places. rewrite S_INR, Rplus_comm. f_equal.
    rewrite <- (count_below d (s i)) by (pose proof (proj1 Hs i Hi); lia).
    rewrite <- (sum_permute d s (fun m => one_if (lt_dec m (s i))) Hs). apply sum_ext. intros j Hj. unfold one_if.
    destruct (Nat.eq_dec j i) as [->|N]; [destruct (lt_dec _ _), (Rlt_dec _ _); try lia; lra|].
    pose proof (D j i Hj Hi N) as T. pose proof (Rs i j Hi Hj) as R1. pose proof (Rs j i Hj Hi) as R2.
    destruct (lt_dec (s j) (s i)), (Rlt_dec (theta j) (theta i)); try reflexivity; exfalso; [|specialize (R2 r); lia].
    specialize (R1 ltac:(lra)). lia.
Qed.
End Scores.

(** Maxima, rankings and shortest paths as linear problems, and what they cost. *)

From Coq Require Import Reals Lra Lia Arith List Permutation Sorted.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors PerturbedMaximum.
From TightMax Require Import ComparingScores Rankings LeastPaths Dijkstra NormalTail.
Open Scope R_scope.

(** A linear function has the same maximum over the points y_0, ..., y_(N-1) and over their convex hull. *)
Lemma maximum_over_hull d N y theta : (1 <= N)%nat -> exists m,
  ((forall j, (j < N)%nat -> dot d (y j) theta <= m) /\ exists j, (j < N)%nat /\ dot d (y j) theta = m) /\
  (forall p, in_hull d N y p -> dot d p theta <= m) /\ exists p, in_hull d N y p /\ dot d p theta = m.
Proof.
  intros HN. exists (best_value d N y theta). split; [|now apply value_over_hull]. split.
  - intros j Hj. now apply value_above.
  - destruct (value_attained d N y HN theta) as (j & Hj & E). exists j. split; [exact Hj|now symmetry].
Qed.

(** Over N >= 1 points and over their convex hull a linear function has the same maximum. d - 1 comparisons find the
    largest of d scores, and no method that learns of the scores by comparisons finds it with fewer, whatever the
    scores. A permutation p of 1, ..., d has the greatest <theta, p> just when it is in the order of the scores; the
    vector of ranks has it, and if the scores differ nothing else has, and the rank of a score is 1 and how many are
    less. Merging sorts d = 2^k scores with at most d k comparisons. In a graph with its vertices in order, one look at
    each edge finds the least cost of a path from 0 to each vertex. On a graph with a negative cost Dijkstra's method
    says 1 where a path has the cost 0. A standard normal number is below -1, so that with it the cost 1 is negative,
    with a probability above 0.15. On a cycle of negative cost the costs of walks have no lower bound. *)
Theorem linear_oracles :
  (forall d N y theta, (1 <= N)%nat -> exists m,
    ((forall j, (j < N)%nat -> dot d (y j) theta <= m) /\ exists j, (j < N)%nat /\ dot d (y j) theta = m) /\
    (forall p, in_hull d N y p -> dot d p theta <= m) /\ exists p, in_hull d N y p /\ dot d p theta = m) /\
  (forall d, (1 <= d)%nat ->
    (exists m, finds_largest d m /\ forall x, comparisons m x = (d - 1)%nat) /\
    forall m x, finds_largest d m -> (d - 1 <= comparisons m x)%nat) /\
  (forall d theta, best_permutation d theta (rank d theta) /\
    (forall p, is_permutation d p -> (best_permutation d theta p <-> in_order d theta p)) /\
    ((forall i j, (i < d)%nat -> (j < d)%nat -> theta i = theta j -> i = j) ->
      (forall p, best_permutation d theta p -> forall i, (i < d)%nat -> p i = rank d theta i) /\
      forall i, (i < d)%nat ->
        INR (rank d theta i) = 1 + sum d (fun j => if Rlt_dec (theta j) (theta i) then 1 else 0))) /\
  (forall k l, length l = (2 ^ k)%nat -> Permutation (fst (merge_sort k l)) l /\
    StronglySorted Rle (fst (merge_sort k l)) /\ (snd (merge_sort k l) <= length l * k)%nat) /\
  (forall n E, vertices_in_order n E -> Permutation (by_ends n E) E /\
    forall v, least_cost E v (look_at_each (by_ends n E) known_first v)) /\
  (dijkstra 4 one_negative_cost 3%nat = Some 1 /\ walk one_negative_cost 0 3 0) /\
  (exists p, normal_below (-1) p /\ 15 / 100 < p) /\
  forall E v c, walk E v v c -> c < 0 -> forall K, exists b, walk E v v b /\ b < K.
Proof.
  split; [exact maximum_over_hull|]. split.
  { intros d Hd. split; [now apply comparisons_enough|]. intros m x F. now apply (comparisons_needed d). }
  split.
  { intros d theta. split; [apply ranks_are_best|]. split.
    - intros p P. split; [apply best_is_in_order|now apply in_order_is_best].
    - intros D. split; [intros p; now apply best_is_ranks|]. intros i Hi. now apply rank_counts. }
  split; [exact merge_sort_sorts|]. split; [exact each_edge_once|]. split; [exact dijkstra_fails|].
  split; [exact normal_below_value|exact no_lower_bound].
Qed.

(** Duality: the least gap of a smoothing of the maximum is the least range of a function on the simplex that
    is 1-strongly convex in the l1 norm. It may be symmetric: the range is the rise from centre to vertex. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Converse.
Open Scope R_scope.

(** ** Shifting a function by a constant *)

Lemma strongly_convex_shift d h c : strongly_convex d h -> strongly_convex d (fun x => h x - c).
Proof. intros H a b s Ha Hb Hs. pose proof (H a b s Ha Hb Hs). lra. Qed.

Lemma on_first_shift d h c : on_first d h -> on_first d (fun x => h x - c).
Proof. intros H x y E. now rewrite (H x y E). Qed.

(** ** Where a symmetric strongly convex function is largest and smallest *)

Definition swap (j i : nat) : nat := if Nat.eqb i j then O else if Nat.eqb i 0 then j else i.

Lemma swap_permutes d j : (j < d)%nat -> permutes d (swap j).
Proof.
  intros Hj. unfold swap. split.
  - intros i Hi. destruct (Nat.eqb_spec i j), (Nat.eqb_spec i 0); lia.
  - intros i k Hi Hk.
    destruct (Nat.eqb_spec i j), (Nat.eqb_spec i 0), (Nat.eqb_spec k j), (Nat.eqb_spec k 0); lia.
Qed.

Lemma symmetric_vertex d h j : symmetric d h -> (j < d)%nat -> h (vertex j) = h (vertex 0).
Proof.
  intros H Hj. apply (H (vertex 0) (vertex j) (swap j) (swap_permutes d j Hj)). intros i Hi.
  unfold vertex, swap. destruct (Nat.eqb_spec i j) as [E|E]; [reflexivity|].
  destruct (Nat.eqb_spec i 0) as [->|Z].
  - destruct (Nat.eqb_spec j 0); [lia|reflexivity].
  - destruct (Nat.eqb_spec i 0); [lia|reflexivity].
Qed.

(** A point of the simplex is a mean of the vertices. *)
Lemma mean_of_vertices d x i : (i < d)%nat -> x i = sum d (fun j => x j * vertex j i).
Proof.
  intros Hi. rewrite <- (sum_vertex d i x Hi). apply sum_ext. intros j _. unfold vertex.
  rewrite Nat.eqb_sym. ring.
Qed.

(** The largest value of a symmetric strongly convex function on the simplex is the one at the vertices. *)
Theorem symmetric_max_at_vertex d h x :
  symmetric d h -> strongly_convex d h -> simplex d x -> h x <= h (vertex 0).
Proof.
  intros Hs Hc Hx. pose proof (symmetric_on_first d h Hs) as Hf.
  pose proof (jensen_plain d h Hf Hc d x vertex x (proj1 Hx) (proj2 Hx)
    (fun j Hj => simplex_vertex d j Hj) (mean_of_vertices d x)) as H.
  rewrite (sum_ext d _ (fun j => h (vertex 0) * x j)) in H.
  - rewrite sum_scale, (proj2 Hx) in H. lra.
  - intros j Hj. rewrite (symmetric_vertex d h j Hs Hj). ring.
Qed.

(** The cyclic shift by k. *)
Definition shift (d k i : nat) : nat := if Nat.ltb (i + k) d then (i + k)%nat else (i + k - d)%nat.

Lemma shift_permutes d k : (k < d)%nat -> permutes d (shift d k).
Proof.
  intros Hk. unfold shift. split.
  - intros i Hi. destruct (Nat.ltb_spec (i + k) d); lia.
  - intros i j Hi Hj. destruct (Nat.ltb_spec (i + k) d), (Nat.ltb_spec (j + k) d); lia.
Qed.

(** The mean of the cyclic shifts of a point of the simplex is the centre. *)
Lemma mean_of_shifts d x i : simplex d x -> (i < d)%nat ->
  centre d i = sum d (fun k => / INR d * x (shift d k i)).
Proof.
  intros Hx Hi. rewrite sum_scale. unfold centre.
  rewrite (sum_ext d _ (fun k => x (shift d i k))).
  - rewrite (sum_permute d (shift d i) x (shift_permutes d i Hi)), (proj2 Hx). ring.
  - intros k _. unfold shift. now rewrite Nat.add_comm.
Qed.

(** The least value of a symmetric strongly convex function on the simplex is the one at the centre. *)
Theorem symmetric_min_at_centre d h x : (1 <= d)%nat ->
  symmetric d h -> strongly_convex d h -> simplex d x -> h (centre d) <= h x.
Proof.
  intros Hd Hs Hc Hx. pose proof (symmetric_on_first d h Hs) as Hf.
  assert (Hn : 0 < INR d) by (apply lt_0_INR; lia).
  assert (H : h (centre d) <= sum d (fun k => / INR d * h (fun i => x (shift d k i)))).
  { apply (jensen_plain d h Hf Hc).
    - intros _ _. left. now apply Rinv_0_lt_compat.
    - rewrite sum_const. field. lra.
    - intros k Hk. apply simplex_permute; [now apply shift_permutes|exact Hx].
    - intros i Hi. now apply mean_of_shifts. }
  rewrite (sum_ext d _ (fun _ => / INR d * h x)) in H.
  - rewrite sum_const, <- Rmult_assoc, Rinv_r, Rmult_1_l in H by lra. exact H.
  - intros k Hk. f_equal. now apply (Hs x _ (shift d k)); [apply shift_permutes|].
Qed.

(** ** The duality *)

Lemma smoothing_at_zero d e f : smoothing d e f -> f zero <= e.
Proof. intros (_ & _ & H). destruct (H zero) as [_ H0]. rewrite largest_zero in H0. lra. Qed.

(** From a smoothing to a symmetric strongly convex function with values in [-e, 0]. *)
Lemma strongly_convex_of_smoothing d e f : (1 <= d)%nat -> smoothing d e f ->
  exists h, symmetric d h /\ strongly_convex d h /\ forall x, simplex d x -> - e <= h x <= 0.
Proof.
  intros Hd H. apply (conjugate_of_smoothing d e f Hd); [apply H|apply H|exact (smoothing_at_zero d e f H)].
Qed.

(** Duality: there is an e-smoothing of the maximum of d numbers if and only if there is a function that is
    1-strongly convex in the l1 norm on the simplex and has its values there in [-e, 0]. *)
Theorem duality d e : (1 <= d)%nat ->
  (exists f, smoothing d e f) <->
  (exists h, on_first d h /\ strongly_convex d h /\ forall x, simplex d x -> - e <= h x <= 0).
Proof.
  intros Hd. split.
  - intros [f Hf]. destruct (strongly_convex_of_smoothing d e f Hd Hf) as (h & Hs & Hc & Hr).
    exists h. split; [now apply symmetric_on_first|now split].
  - intros (h & Hf & Hc & Hr). now apply (smoothing_exists d e h).
Qed.

(** The same with the range: there is an e-smoothing if and only if some strongly convex function on the
    simplex varies there by at most e. *)
Theorem duality_range d e : (1 <= d)%nat ->
  (exists f, smoothing d e f) <->
  (exists h, on_first d h /\ strongly_convex d h /\
    forall x y, simplex d x -> simplex d y -> h x - h y <= e).
Proof.
  intros Hd. rewrite (duality d e Hd). split; intros (h & Hf & Hc & Hr).
  - exists h. split; [exact Hf|split; [exact Hc|]]. intros x y Hx Hy.
    pose proof (Hr x Hx). pose proof (Hr y Hy). lra.
  - set (E := fun r => exists x, simplex d x /\ r = h x). pose proof (simplex_vertex d 0 Hd) as Hv.
    destruct (supremum_lub E) as [Hup Hleast].
    + exists (h (vertex 0) + e). intros r (x & Hx & ->). pose proof (Hr x _ Hx Hv). lra.
    + now exists (h (vertex 0)), (vertex 0).
    + exists (fun x => h x - supremum E). split; [now apply on_first_shift|].
      split; [now apply strongly_convex_shift|]. intros x Hx. split.
      * cut (supremum E <= h x + e); [lra|]. apply Hleast. intros r (y & Hy & ->).
        pose proof (Hr y x Hy Hx). lra.
      * cut (h x <= supremum E); [lra|]. apply Hup. now exists x.
Qed.

(** The same with symmetric functions, whose range is the rise from the centre to a vertex. *)
Theorem duality_symmetric d e : (1 <= d)%nat ->
  (exists f, smoothing d e f) <->
  (exists h, symmetric d h /\ strongly_convex d h /\ h (vertex 0) - h (centre d) <= e).
Proof.
  intros Hd. split.
  - intros [f Hf]. destruct (strongly_convex_of_smoothing d e f Hd Hf) as (h & Hs & Hc & Hr).
    exists h. split; [exact Hs|split; [exact Hc|]].
    pose proof (Hr _ (simplex_vertex d 0 Hd)). pose proof (Hr _ (simplex_centre d Hd)). lra.
  - intros (h & Hs & Hc & Hr). apply (duality_range d e Hd). exists h.
    split; [now apply symmetric_on_first|split; [exact Hc|]]. intros x y Hx Hy.
    pose proof (symmetric_max_at_vertex d h x Hs Hc Hx).
    pose proof (symmetric_min_at_centre d h y Hd Hs Hc Hy). lra.
Qed.

(** The optimum as the least rise from the centre to a vertex of a symmetric strongly convex function. *)
Theorem optimum_is_least_rise d e : (1 <= d)%nat ->
  optimum d e <->
  (exists h, symmetric d h /\ strongly_convex d h /\ h (vertex 0) - h (centre d) = e) /\
  (forall h, symmetric d h -> strongly_convex d h -> e <= h (vertex 0) - h (centre d)).
Proof.
  intros Hd. split.
  - intros [Hex Hleast].
    assert (H : forall h, symmetric d h -> strongly_convex d h -> e <= h (vertex 0) - h (centre d)).
    { intros h Hs Hc.
      destruct (proj2 (duality_symmetric d (h (vertex 0) - h (centre d)) Hd)) as [f Hf];
        [exists h; repeat split; try assumption; lra|].
      exact (Hleast _ f Hf). }
    split; [|exact H]. apply (duality_symmetric d e Hd) in Hex. destruct Hex as (h & Hs & Hc & Hr).
    exists h. split; [exact Hs|split; [exact Hc|]]. pose proof (H h Hs Hc). lra.
  - intros [(h & Hs & Hc & Hr) Hleast]. split.
    + apply (duality_symmetric d e Hd). exists h. repeat split; try assumption; lra.
    + intros e' f Hf.
      destruct (proj1 (duality_symmetric d e' Hd) (ex_intro _ f Hf)) as (h' & Hs' & Hc' & Hr').
      pose proof (Hleast h' Hs' Hc'). lra.
Qed.

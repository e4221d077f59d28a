(** A symmetric strongly convex function on the simplex of four entries, at points with three equal entries and at
    points with two: what Jensen's inequality says about one step from such a point. *)

From Coq Require Import Reals Lra Lia Psatz.
From TightMax Require Import Vectors Smoothing Jensen Converse Duality SemicontinuousMaximum.
Open Scope R_scope.

(** Entry j is 1/4 + 3b, the three others are 1/4 - b. *)
Definition axis (j : nat) (b : R) : vec := fun i => if Nat.eqb i j then 1 / 4 + 3 * b else 1 / 4 - b.

(** Entry j is x, the last is z, the two others share the rest. *)
Definition pair_at (j : nat) (x z : R) : vec :=
  fun i => if Nat.eqb i 3 then z else if Nat.eqb i j then x else (1 - x - z) / 2.

Lemma axis_simplex j b : (j < 4)%nat -> - (1 / 12) <= b <= 1 / 4 -> simplex 4 (axis j b).
Proof.
  intros Hj Hb. split.
  - intros i _. unfold axis. destruct (Nat.eqb i j); lra.
  - destruct j as [|[|[|[|j]]]]; [..|lia]; unfold axis; simpl; field.
Qed.

Lemma pair_simplex j x z : (j < 3)%nat -> 0 <= x -> 0 <= z -> x + z <= 1 -> simplex 4 (pair_at j x z).
Proof.
  intros Hj Hx Hz S. split.
  - intros i _. unfold pair_at. destruct (Nat.eqb i 3); [lra|]. destruct (Nat.eqb i j); lra.
  - destruct j as [|[|[|j]]]; [..|lia]; unfold pair_at; simpl; field.
Qed.

Ltac four := match goal with
  | |- forall i, (i < 4)%nat -> _ => intros i Hi; destruct i as [|[|[|[|i]]]]; [..|lia]; clear Hi
  end.

Section Function.

Variable h : vec -> R.
Hypothesis Hs : symmetric 4 h.
Hypothesis Hc : strongly_convex 4 h.

Let Hf : on_first 4 h := symmetric_on_first 4 h Hs.

(** Two entries change places. *)
Lemma h_swap j x y : (j < 4)%nat -> (forall i, (i < 4)%nat -> y i = x (swap j i)) -> h y = h x.
Proof. intros Hj E. exact (Hs x y (swap j) (swap_permutes 4 j Hj) E). Qed.

Lemma h_axis j b : (j < 4)%nat -> h (axis j b) = h (axis 0 b).
Proof.
  intros Hj. apply (h_swap j); [exact Hj|].
  destruct j as [|[|[|[|j]]]]; [..|lia]; four; unfold axis, swap; reflexivity.
Qed.

Lemma h_pair j x z : (j < 3)%nat -> h (pair_at j x z) = h (pair_at 0 x z).
Proof.
  intros Hj. apply (h_swap j); [lia|].
  destruct j as [|[|[|j]]]; [..|lia]; four; unfold pair_at, swap; reflexivity.
Qed.

Definition along (b : R) : R := h (axis 0 b).
Definition beside (x z : R) : R := h (pair_at 0 x z).
Definition top : R := h (vertex 0).

Definition distance (b c : R) : R := Rabs (3 * c + b) + Rabs (3 * b + c) + 2 * Rabs (b - c).

(** On along the axis with the probability 1 - w, with w to one of three points with another entry in the lead. *)
Lemma step_on_axis b b' c w : 0 <= w <= 1 -> - (1 / 12) <= b' <= 1 / 4 -> - (1 / 12) <= c <= 1 / 4 ->
  b = (1 - w) * b' - w * c / 3 ->
  along b <= (1 - w) * along b' + w * along c - / 2 * (w * distance b c ^ 2).
Proof.
  intros Hw Hb Hc' E.
  pose (p := fun j : nat => match j with O => 1 - w | _ => w / 3 end).
  pose (y := fun j : nat => match j with O => axis 0 b' | _ => axis j c end).
  assert (J : h (axis 0 b) <= sum 4 (fun j => p j * h (y j)) -
    / 2 * sum 4 (fun j => p j * norm1 4 (sub (y j) (axis 0 b)) ^ 2)).
  { apply jensen; [exact Hf|exact Hc|..].
    - four; unfold p; lra.
    - unfold p. simpl. field.
    - intros j Hj. destruct j as [|j]; apply axis_simplex; try lra; lia.
    - four; unfold p, y, axis; simpl; rewrite E; field. }
  unfold p, y in J. cbn [sum] in J. rewrite (h_axis 1), (h_axis 2), (h_axis 3) in J by lia.
  assert (D : forall j, (1 <= j < 4)%nat -> norm1 4 (sub (axis j c) (axis 0 b)) = distance b c).
  { intros j Hj. unfold norm1, sub, axis, distance. rewrite (Rabs_minus_sym b c).
    destruct j as [|[|[|[|j]]]]; try lia; simpl;
      replace (1 / 4 - c - (1 / 4 + 3 * b)) with (- (3 * b + c)) by ring;
      replace (1 / 4 + 3 * c - (1 / 4 - b)) with (3 * c + b) by ring;
      replace (1 / 4 - c - (1 / 4 - b)) with (- (c - b)) by ring; rewrite !Rabs_Ropp; ring. }
  rewrite !D in J by lia. fold (along b') (along c) (along b) in J.
  pose proof (pow2_ge_0 (norm1 4 (sub (axis 0 b') (axis 0 b)))) as Q.
  pose proof (Rmult_le_pos (1 - w) _ ltac:(lra) Q). unfold along in *. lra.
Qed.

(** To the vertex, or to one of three points with another entry in the lead. *)
Lemma step_to_vertex b c w : 0 <= w <= 1 -> - (1 / 12) <= b <= 1 / 4 -> - (1 / 12) <= c <= 1 / 4 ->
  b = (1 - w) / 4 - w * c / 3 ->
  along b <= (1 - w) * top + w * along c - / 2 * ((1 - w) * (3 / 2 - 6 * b) ^ 2 + w * distance b c ^ 2).
Proof.
  intros Hw Hb Hc' E.
  pose (p := fun j : nat => match j with O => 1 - w | _ => w / 3 end).
  pose (y := fun j : nat => match j with O => vertex 0 | _ => axis j c end).
  assert (J : h (axis 0 b) <= sum 4 (fun j => p j * h (y j)) -
    / 2 * sum 4 (fun j => p j * norm1 4 (sub (y j) (axis 0 b)) ^ 2)).
  { apply jensen; [exact Hf|exact Hc|..].
    - four; unfold p; lra.
    - unfold p. simpl. field.
    - intros j Hj. destruct j as [|j]; [apply simplex_vertex; lia|apply axis_simplex; try lra; lia].
    - four; unfold p, y, axis, vertex; simpl; rewrite E; field. }
  unfold p, y in J. cbn [sum] in J. rewrite (h_axis 1), (h_axis 2), (h_axis 3) in J by lia.
  assert (D : forall j, (1 <= j < 4)%nat -> norm1 4 (sub (axis j c) (axis 0 b)) = distance b c).
  { intros j Hj. unfold norm1, sub, axis, distance. rewrite (Rabs_minus_sym b c).
    destruct j as [|[|[|[|j]]]]; try lia; simpl;
      replace (1 / 4 - c - (1 / 4 + 3 * b)) with (- (3 * b + c)) by ring;
      replace (1 / 4 + 3 * c - (1 / 4 - b)) with (3 * c + b) by ring;
      replace (1 / 4 - c - (1 / 4 - b)) with (- (c - b)) by ring; rewrite !Rabs_Ropp; ring. }
  assert (D0 : norm1 4 (sub (vertex 0) (axis 0 b)) = 3 / 2 - 6 * b).
  { unfold norm1, sub, axis, vertex. simpl.
    rewrite (Rabs_pos_eq (1 - _)) by lra. rewrite !Rabs_left1 by lra. field. }
  rewrite !D, D0 in J by lia. unfold along, top in *. lra.
Qed.

(** On along the axis of the last entry with the probability 1 - w, with w to one of three points that share it. *)
Lemma step_from_axis b b' x z w : 0 <= w <= 1 -> - (1 / 12) <= b' <= 1 / 4 -> 0 <= x -> 0 <= z -> x + z <= 1 ->
  1 / 4 + 3 * b = (1 - w) * (1 / 4 + 3 * b') + w * z ->
  let D := Rabs (z - (1 / 4 + 3 * b)) + Rabs (x - (1 / 4 - b)) + 2 * Rabs ((1 - x - z) / 2 - (1 / 4 - b)) in
  along b <= (1 - w) * along b' + w * beside x z - / 2 * (w * D ^ 2).
Proof.
  intros Hw Hb Hx Hz Hxz E D.
  pose (p := fun j : nat => match j with 3%nat => 1 - w | _ => w / 3 end).
  pose (y := fun j : nat => match j with 3%nat => axis 3 b' | _ => pair_at j x z end).
  assert (J : h (axis 3 b) <= sum 4 (fun j => p j * h (y j)) -
    / 2 * sum 4 (fun j => p j * norm1 4 (sub (y j) (axis 3 b)) ^ 2)).
  { apply jensen; [exact Hf|exact Hc|..].
    - four; unfold p; lra.
    - unfold p. simpl. field.
    - intros j Hj. destruct j as [|[|[|[|j]]]]; [..|lia]; [apply pair_simplex; lia || lra..|apply axis_simplex; lra || lia].
    - four; unfold p, y, axis, pair_at; simpl; lra. }
  unfold p, y in J. cbn [sum] in J. rewrite (h_axis 3 b), (h_axis 3 b'), (h_pair 1), (h_pair 2) in J by lia.
  assert (ND : forall j, (j < 3)%nat -> norm1 4 (sub (pair_at j x z) (axis 3 b)) = D).
  { intros j Hj. unfold norm1, sub, axis, pair_at, D. destruct j as [|[|[|j]]]; [..|lia]; simpl; ring. }
  rewrite !ND in J by lia.
  pose proof (pow2_ge_0 (norm1 4 (sub (axis 3 b') (axis 3 b)))) as Q.
  pose proof (Rmult_le_pos (1 - w) _ ltac:(lra) Q). unfold along, beside in *. lra.
Qed.

(** From a point with two leading entries on to another, to the vertex, or to the axis of the last entry. *)
Lemma step_from_pair x z x' z' b w0 w1 w2 : 0 <= w0 -> 0 <= w1 -> 0 <= w2 -> w0 + w1 + w2 = 1 ->
  0 <= x' -> 0 <= z' -> x' + z' <= 1 -> - (1 / 12) <= b <= 1 / 4 -> 0 <= z -> x <= 1 -> x + z <= 1 ->
  x = w0 * x' + w1 + w2 * (1 / 4 - b) -> z = w0 * z' + w2 * (1 / 4 + 3 * b) ->
  let D := Rabs (z - (1 / 4 + 3 * b)) + Rabs (x - (1 / 4 - b)) + 2 * Rabs ((1 - x - z) / 2 - (1 / 4 - b)) in
  beside x z <= w0 * beside x' z' + w1 * top + w2 * along b - / 2 * (w1 * (2 * (1 - x)) ^ 2 + w2 * D ^ 2).
Proof.
  intros H0 H1 H2 S Hx' Hz' Hxz' Hb Hz Hx Hxz Ex Ez D.
  pose (p := fun j : nat => match j with O => w0 | 1%nat => w1 | _ => w2 end).
  pose (y := fun j : nat => match j with O => pair_at 0 x' z' | 1%nat => vertex 0 | _ => axis 3 b end).
  assert (J : h (pair_at 0 x z) <= sum 3 (fun j => p j * h (y j)) -
    / 2 * sum 3 (fun j => p j * norm1 4 (sub (y j) (pair_at 0 x z)) ^ 2)).
  { apply jensen; [exact Hf|exact Hc|..].
    - intros j Hj. destruct j as [|[|j]]; assumption.
    - unfold p. simpl. lra.
    - intros j Hj. destruct j as [|[|j]]; [apply pair_simplex; lia || lra|apply simplex_vertex; lia|
        apply axis_simplex; lra || lia].
    - four; unfold p, y, axis, pair_at, vertex; simpl; lra. }
  unfold p, y in J. cbn [sum] in J. rewrite (h_axis 3) in J by lia.
  assert (D1 : norm1 4 (sub (vertex 0) (pair_at 0 x z)) = 2 * (1 - x)).
  { unfold norm1, sub, pair_at, vertex. simpl.
    rewrite (Rabs_pos_eq (1 - x)) by lra. rewrite !Rabs_left1 by lra. field. }
  assert (D2 : norm1 4 (sub (axis 3 b) (pair_at 0 x z)) = D).
  { unfold norm1, sub, axis, pair_at, D. simpl. rewrite (Rabs_minus_sym z), (Rabs_minus_sym x).
    rewrite (Rabs_minus_sym _ (1 / 4 - b)). ring. }
  rewrite D1, D2 in J.
  pose proof (pow2_ge_0 (norm1 4 (sub (pair_at 0 x' z') (pair_at 0 x z)))) as Q.
  pose proof (Rmult_le_pos w0 _ H0 Q). unfold along, beside, top in *. lra.
Qed.

(** Where the two kinds of points meet. *)
Lemma beside_is_along b : beside (1 / 4 + 3 * b) (1 / 4 - b) = along b.
Proof.
  unfold beside, along. apply Hf. four; unfold pair_at, axis; simpl; field.
Qed.

(** At the centre of three entries, and between it and the centre. *)
Lemma along_near_end b : - (1 / 12) <= b <= 0 -> along b <= top + 32 / 3 * b.
Proof.
  intros Hb. pose (w := - 12 * b). assert (0 <= w <= 1) as Hw by (unfold w; lra).
  assert (E : along (- (1 / 12)) <= top - 8 / 9).
  { unfold along, top.
    pose proof (jensen 4 h 3 (fun _ => / 3) (fun j => vertex (S j)) (axis 0 (- (1 / 12))) Hf Hc) as J. simpl in J.
    rewrite (symmetric_vertex 4 h 1 Hs), (symmetric_vertex 4 h 2 Hs), (symmetric_vertex 4 h 3 Hs) in J by lia.
    assert (N : forall j, (1 <= j < 4)%nat -> norm1 4 (sub (vertex j) (axis 0 (- (1 / 12)))) = 4 / 3).
    { intros j Hj. unfold norm1, sub, vertex, axis.
      destruct j as [|[|[|[|j]]]]; try lia; simpl; repeat (unfold Rabs; destruct (Rcase_abs _)); lra. }
    rewrite !N in J by lia. enough (h (axis 0 (- (1 / 12))) <= 0 + / 3 * h (vertex 0) + / 3 * h (vertex 0) +
      / 3 * h (vertex 0) - / 2 * (0 + / 3 * (4 / 3 * (4 / 3 * 1)) + / 3 * (4 / 3 * (4 / 3 * 1)) +
      / 3 * (4 / 3 * (4 / 3 * 1)))) by lra.
    apply J.
    - intros. lra.
    - field.
    - intros j Hj. apply (simplex_vertex 4). lia.
    - four; unfold axis, vertex; simpl; field. }
  assert (Z : along 0 <= top).
  { unfold along, top. apply (symmetric_max_at_vertex 4); [exact Hs|exact Hc|apply axis_simplex; [lia|lra]]. }
  pose proof (Hc (axis 0 0) (axis 0 (- (1 / 12))) w (axis_simplex 0 0 ltac:(lia) ltac:(lra))
    (axis_simplex 0 (- (1 / 12)) ltac:(lia) ltac:(lra)) Hw) as C.
  rewrite (Hf (mix w _ _) (axis 0 b)) in C by (four; unfold mix, axis, w; simpl; field).
  pose proof (pow2_ge_0 (norm1 4 (sub (axis 0 0) (axis 0 (- (1 / 12)))))) as Q.
  pose proof (Rmult_le_pos (w * (1 - w) / 2) _ ltac:(nra) Q). fold (along b) (along 0) (along (- (1 / 12))) in C.
  assert ((1 - w) * along 0 <= (1 - w) * top) by (apply Rmult_le_compat_l; lra).
  assert (w * along (- (1 / 12)) <= w * (top - 8 / 9)) by (apply Rmult_le_compat_l; lra).
  unfold w in *. lra.
Qed.

(** ** Maxima along curves *)

Lemma maximum_along (curve : R -> vec) (U : R -> R) a b : a <= b ->
  (forall t, a <= t <= b -> simplex 4 (curve t)) ->
  (forall t i, a <= t <= b -> (i < 4)%nat -> continuity_pt (fun t => curve t i) t) ->
  (forall t, a <= t <= b -> continuity_pt U t) ->
  exists t, a <= t <= b /\ forall s, a <= s <= b -> h (curve s) + U s <= h (curve t) + U t.
Proof.
  intros Hab Sc Cc Cu. pose (place := fun v : vec => a + (b - a) * v O).
  assert (P : forall v, simplex 2 v -> a <= place v <= b).
  { intros v Sv. pose proof (proj1 Sv O ltac:(lia)). pose proof (simplex_le_1 2 v O Sv ltac:(lia)). unfold place. nra. }
  destruct (maximum_attained 2 (fun v => h (curve (place v)) + U (place v)) ltac:(lia)) as [v [Sv Mv]].
  - intros v Sv eta He. pose proof (P v Sv) as Pv.
    destruct (strongly_convex_usc 4 h top Hf Hc (fun z Sz => symmetric_max_at_vertex 4 h z Hs Hc Sz)
      (curve (place v)) (Sc _ Pv) (eta / 2) ltac:(lra)) as [r [Hr L]].
    assert (N : exists q, 0 < q /\ forall s, Rabs (s - place v) <= q ->
      near 4 r (curve (place v)) (curve s) /\ Rabs (U s - U (place v)) <= eta / 2).
    { destruct (continuity_at (fun t => curve t O) (place v) r (Cc _ O Pv ltac:(lia)) Hr) as [q0 [Q0 C0]].
      destruct (continuity_at (fun t => curve t 1%nat) (place v) r (Cc _ 1%nat Pv ltac:(lia)) Hr) as [q1 [Q1 C1]].
      destruct (continuity_at (fun t => curve t 2%nat) (place v) r (Cc _ 2%nat Pv ltac:(lia)) Hr) as [q2 [Q2 C2]].
      destruct (continuity_at (fun t => curve t 3%nat) (place v) r (Cc _ 3%nat Pv ltac:(lia)) Hr) as [q3 [Q3 C3]].
      destruct (continuity_at U (place v) (eta / 2) (Cu _ Pv) ltac:(lra)) as [q4 [Q4 C4]].
      exists (Rmin (Rmin q0 q1) (Rmin (Rmin q2 q3) q4)).
      split; [repeat apply Rmin_pos; assumption|]. intros s Hs'.
      pose proof (Rmin_l (Rmin q0 q1) (Rmin (Rmin q2 q3) q4)). pose proof (Rmin_r (Rmin q0 q1) (Rmin (Rmin q2 q3) q4)).
      pose proof (Rmin_l q0 q1). pose proof (Rmin_r q0 q1). pose proof (Rmin_l (Rmin q2 q3) q4).
      pose proof (Rmin_r (Rmin q2 q3) q4). pose proof (Rmin_l q2 q3). pose proof (Rmin_r q2 q3).
      split; [|apply C4; lra]. unfold near. four; [apply C0|apply C1|apply C2|apply C3]; lra. }
    destruct N as [q [Hq N]]. exists (q / (b - a + 1)). split; [apply Rdiv_lt_0_compat; lra|].
    intros y Sy Ny. specialize (Ny O ltac:(lia)).
    assert (Rabs (place y - place v) <= q) as K.
    { unfold place. replace (a + (b - a) * y O - (a + (b - a) * v O)) with ((b - a) * (y O - v O)) by ring.
      rewrite Rabs_mult, (Rabs_pos_eq (b - a)) by lra.
      apply Rle_trans with ((b - a) * (q / (b - a + 1))); [apply Rmult_le_compat_l; lra|].
      apply Rmult_le_reg_r with (b - a + 1); [lra|]. unfold Rdiv.
      rewrite !Rmult_assoc, Rinv_l by lra. nra. }
    destruct (N _ K) as [N1 N2]. specialize (L _ (Sc _ (P y Sy)) N1). apply Rabs_le_inv in N2. lra.
  - exists (place v). split; [now apply P|]. intros s Hs'.
    destruct (Req_dec a b) as [E|E].
    + replace s with (place v); [lra|]. pose proof (P v Sv). lra.
    + pose (y := fun i : nat => match i with O => (s - a) / (b - a) | _ => 1 - (s - a) / (b - a) end).
      assert (0 <= (s - a) / (b - a) <= 1) as R.
      { split; [apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]|].
        apply Rmult_le_reg_r with (b - a); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
      assert (simplex 2 y) as Sy.
      { split; [intros i _; destruct i as [|i]; unfold y; lra|unfold y; simpl; field; lra]. }
      specialize (Mv y Sy). replace (place y) with s in Mv by (unfold place, y; field; lra). exact Mv.
Qed.

End Function.

(** The maximum principle for any potential F on the simplex that is upper semicontinuous: where every point
    either has h + F <= h(e_1) already or a direction along which F bends down no more than the squared l1 norm,
    h + F <= h(e_1) everywhere, for every symmetric strongly convex h. *)

From Coq Require Import Reals Lra Lia Classical.
From TightMax Require Import Vectors Smoothing Duality Entropy Jensen SemicontinuousMaximum.
Open Scope R_scope.

(** In the face of z there is a direction v, not 0 and of sum 0, along which the second difference of F is at
    least - s^2 |v|_1^2, up to terms that are smaller than s^2. *)
Definition bends_little (d : nat) (F : vec -> R) (z : vec) : Prop :=
  exists v, (forall i, (i < d)%nat -> z i = 0 -> v i = 0) /\ sum d v = 0 /\ 0 < norm1 d v /\
    forall eta, 0 < eta -> exists r, 0 < r /\ forall s, 0 < s <= r ->
      - (s ^ 2 * (norm1 d v ^ 2 + eta)) <=
      F (fun i => z i + s * v i) + F (fun i => z i - s * v i) - 2 * F z.

Lemma step_in_simplex d z v : simplex d z -> (forall i, (i < d)%nat -> z i = 0 -> v i = 0) -> sum d v = 0 ->
  exists m, 0 < m /\ forall s, Rabs s <= m -> simplex d (fun i => z i + s * v i).
Proof.
  intros [Z0 Z1] Face V0. destruct (positive_entries_bound z d) as [m [Hm Lm]].
  pose proof (norm1_nonneg d v) as N0.
  exists (m / (norm1 d v + 1)). split; [apply Rdiv_lt_0_compat; lra|]. intros s Hs. split.
  - intros i Hi. destruct (Z0 i Hi) as [P|P]; [|rewrite (Face i Hi (eq_sym P)); lra].
    assert (Rabs (v i) <= norm1 d v) as Lv
      by (apply (sum_term_le d (fun i => Rabs (v i)) i); [intros; apply Rabs_pos|exact Hi]).
    assert (Rabs (s * v i) <= m) as L.
    { rewrite Rabs_mult. apply Rle_trans with (m / (norm1 d v + 1) * (norm1 d v + 1)); [|right; field; lra].
      apply Rmult_le_compat; try apply Rabs_pos; lra. }
    pose proof (Lm i Hi P). apply Rabs_le_inv in L. lra.
  - rewrite sum_plus, sum_scale, Z1, V0. ring.
Qed.

(** At a point where F bends little, h + k F with k < 1 is not largest. *)
Lemma no_maximum_there d h F z t : on_first d h -> strongly_convex d h -> simplex d z -> 0 < t < 1 ->
  bends_little d F z -> exists y, simplex d y /\ h z + (1 - t) * F z < h y + (1 - t) * F y.
Proof.
  intros Hf Hc Sz Ht (v & Face & V0 & V1 & Bend).
  set (N := norm1 d v ^ 2) in *. assert (0 < N) as HN by (apply pow_lt; exact V1).
  destruct (step_in_simplex d z v Sz Face V0) as [m [Hm Step]].
  assert (0 < t * N) as HtN by (apply Rmult_lt_0_compat; lra).
  destruct (Bend (t * N) HtN) as [r [Hr L]].
  set (s := Rmin r m). assert (0 < s) as Hs by now apply Rmin_pos.
  assert (s <= r) as Lr by apply Rmin_l. assert (s <= m) as Lm by apply Rmin_r.
  specialize (L s ltac:(lra)).
  pose proof (Step s ltac:(rewrite Rabs_pos_eq; lra)) as Sa.
  assert (simplex d (fun i => z i - s * v i)) as Sb.
  { destruct (Step (- s) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; lra)) as [B0 B1]. split.
    - intros i Hi. specialize (B0 i Hi). cbv beta in B0. lra.
    - rewrite <- B1. apply sum_ext. intros. ring. }
  set (a := fun i => z i + s * v i) in *. set (b := fun i => z i - s * v i) in *.
  pose proof (Hc a b (1 / 2) Sa Sb ltac:(lra)) as B.
  rewrite <- (Hf z) in B by (intros i _; unfold mix, a, b; field).
  rewrite (norm1_ext d (sub a b) (fun i => (2 * s) * v i)) in B by (intros; unfold sub, a, b; ring).
  rewrite norm1_scale, (Rabs_pos_eq (2 * s)) in B by lra.
  replace ((2 * s * norm1 d v) ^ 2) with (4 * (s ^ 2 * N)) in B by (unfold N; ring).
  assert (0 < s ^ 2 * N) as Hs2 by (apply Rmult_lt_0_compat; [apply pow_lt; exact Hs|exact HN]).
  replace (s ^ 2 * (N + t * N)) with (s ^ 2 * N * (1 + t)) in L by ring.
  assert ((1 - t) * (2 * F z - F a - F b) <= (1 - t) * (s ^ 2 * N * (1 + t))) as K
    by (apply Rmult_le_compat_l; lra).
  replace ((1 - t) * (s ^ 2 * N * (1 + t))) with (s ^ 2 * N - s ^ 2 * N * t ^ 2) in K by ring.
  assert (0 < s ^ 2 * N * t ^ 2) by (apply Rmult_lt_0_compat; [exact Hs2|apply pow_lt; lra]).
  destruct (Rlt_le_dec (h z + (1 - t) * F z) (h a + (1 - t) * F a)) as [G|G]; [now exists a|].
  exists b. split; [exact Sb|]. lra.
Qed.

Theorem potential_principle d h F x : (1 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  upper_semicontinuous d F ->
  (forall z, simplex d z -> h z + F z <= h (vertex 0) \/ bends_little d F z) ->
  simplex d x -> h x + F x <= h (vertex 0).
Proof.
  intros Hd Hs Hc Up Dir Sx. pose proof (symmetric_on_first d h Hs) as Hf.
  pose proof (fun z Sz => symmetric_max_at_vertex d h z Hs Hc Sz) as Top.
  apply (limit_at_zero _ _ (F x)). intros t Ht.
  enough (h x + (1 - t) * F x <= h (vertex 0)) by lra.
  destruct (maximum_attained d (fun z => h z + (1 - t) * F z) Hd) as [z [Sz Mz]].
  { intros z Sz eta He.
    destruct (strongly_convex_usc d h _ Hf Hc Top z Sz (eta / 2) ltac:(lra)) as [r1 [H1 L1]].
    destruct (Up z Sz (eta / 2) ltac:(lra)) as [r2 [H2 L2]].
    exists (Rmin r1 r2). split; [now apply Rmin_pos|]. intros y Sy N.
    specialize (L1 y Sy (fun i Hi => Rle_trans _ _ _ (N i Hi) (Rmin_l _ _))).
    specialize (L2 y Sy (fun i Hi => Rle_trans _ _ _ (N i Hi) (Rmin_r _ _))).
    pose proof (Rmult_le_compat_l (1 - t) (F y - F z) (eta / 2) ltac:(lra) ltac:(lra)).
    pose proof (Rmult_le_compat_r (eta / 2) (1 - t) 1 ltac:(lra) ltac:(lra)). lra. }
  eapply Rle_trans; [apply (Mz x Sx)|]. cbv beta in *.
  destruct (Dir z Sz) as [L|B].
  - pose proof (Top z Sz) as T. replace (h z + (1 - t) * F z) with (t * h z + (1 - t) * (h z + F z)) by ring.
    pose proof (Rmult_le_compat_l t _ _ ltac:(lra) T). pose proof (Rmult_le_compat_l (1 - t) _ _ ltac:(lra) L). lra.
  - exfalso. destruct (no_maximum_there d h F z t Hf Hc Sz Ht B) as [y [Sy L]]. pose proof (Mz y Sy). lra.
Qed.

(** The maximum principle: if at every point of the simplex that is no vertex the sum of phi has a second
    derivative of at most 1 along some direction of l1 norm 1, then a strongly convex h minus this sum is
    largest at a vertex. *)

From Coq Require Import Reals Lra Lia Classical.
From TightMax Require Import Vectors Smoothing Jensen Duality Entropy.
From TightMax Require Export SemicontinuousMaximum.
Open Scope R_scope.

(** ** Second differences *)

Lemma second_difference phi phi' c x eta :
  (forall y, 0 < y < 1 -> derivable_pt_lim phi y (phi' y)) ->
  0 < x < 1 -> derivable_pt_lim phi' x c -> 0 < eta ->
  exists r, 0 < r /\ forall t, Rabs t <= r -> phi (x + t) + phi (x - t) - 2 * phi x <= t ^ 2 * (c + eta).
Proof.
  intros D1 Hx D2 He. destruct (D2 eta He) as [delta D]. destruct delta as [delta Hd]. simpl in D.
  set (r := Rmin (delta / 2) (Rmin (x / 2) ((1 - x) / 2))).
  assert (0 < r) as Hr by (apply Rmin_pos; [lra|apply Rmin_pos; lra]).
  assert (r <= delta / 2) as R1 by apply Rmin_l.
  assert (r <= x / 2) as R2 by (eapply Rle_trans; [apply Rmin_r|apply Rmin_l]).
  assert (r <= (1 - x) / 2) as R3 by (eapply Rle_trans; [apply Rmin_r|apply Rmin_r]).
  assert (forall t, 0 < t <= r -> phi (x + t) + phi (x - t) - 2 * phi x <= t ^ 2 * (c + eta)) as Pos.
  { intros t Ht.
    set (psi := fun s => phi (x + s) + phi (x - s) - (c + eta) * s ^ 2).
    set (psi' := fun s => phi' (x + s) - phi' (x - s) - 2 * (c + eta) * s).
    assert (forall s, 0 <= s <= t -> derivable_pt_lim psi s (psi' s)) as Dp.
    { intros s Hs. unfold psi, psi'.
      replace (phi' (x + s) - phi' (x - s) - 2 * (c + eta) * s)
        with (phi' (x + s) * (0 + 1) + phi' (x - s) * (0 - 1) - (c + eta) * (INR 2 * s ^ 1)) by (simpl; ring).
      apply derivable_pt_lim_minus; [apply derivable_pt_lim_plus|].
      - apply (derivable_pt_lim_comp (fun s => x + s) phi).
        + apply derivable_pt_lim_plus; [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
        + apply D1. lra.
      - apply (derivable_pt_lim_comp (fun s => x - s) phi).
        + apply derivable_pt_lim_minus; [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
        + apply D1. lra.
      - apply derivable_pt_lim_scal. apply (derivable_pt_lim_pow s 2). }
    destruct (mean_value psi psi' 0 t) as [s [Hs E]]; [lra| | |].
    - intros s Hs. apply derivable_continuous_pt. exists (psi' s). now apply Dp.
    - intros s Hs. apply Dp. lra.
    - assert (psi' s <= 0) as N.
      { pose proof (D s ltac:(lra) ltac:(rewrite Rabs_pos_eq; lra)) as A.
        pose proof (D (- s) ltac:(lra) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; lra)) as B.
        apply Rabs_def2 in A. apply Rabs_def2 in B.
        assert (phi' (x + s) - phi' x <= (c + eta) * s) as A'.
        { replace (phi' (x + s) - phi' x) with ((phi' (x + s) - phi' x) / s * s) by (field; lra).
          apply Rmult_le_compat_r; lra. }
        assert (phi' x - phi' (x - s) <= (c + eta) * s) as B'.
        { replace (phi' x - phi' (x - s)) with ((phi' (x + - s) - phi' x) / - s * s)
            by (unfold Rminus; field; lra).
          apply Rmult_le_compat_r; lra. }
        unfold psi'. lra. }
      unfold psi in E. rewrite Rplus_0_r, Rminus_0_r in E.
      assert (psi' s * (t - 0) <= 0) by (pose proof (Rmult_le_compat_r t _ _ ltac:(lra) N); lra). lra. }
  exists r. split; [exact Hr|]. intros t Ht. apply Rabs_le_inv in Ht.
  destruct (Rtotal_order t 0) as [L|[->|L]].
  - specialize (Pos (- t) ltac:(lra)).
    replace (x + - t) with (x - t) in Pos by ring. replace (x - - t) with (x + t) in Pos by ring.
    replace ((- t) ^ 2) with (t ^ 2) in Pos by ring. lra.
  - rewrite Rplus_0_r, Rminus_0_r. lra.
  - apply Pos. lra.
Qed.

Lemma second_difference_line phi phi' c x v eta :
  (forall y, 0 < y < 1 -> derivable_pt_lim phi y (phi' y)) ->
  (v <> 0 -> 0 < x < 1 /\ derivable_pt_lim phi' x c) -> 0 < eta ->
  exists r, 0 < r /\ forall s, Rabs s <= r ->
    phi (x + s * v) + phi (x - s * v) - 2 * phi x <= s ^ 2 * (c * v ^ 2 + eta).
Proof.
  intros D1 H He. destruct (Req_dec v 0) as [->|Hv].
  - exists 1. split; [lra|]. intros s _. rewrite Rmult_0_r, Rplus_0_r, Rminus_0_r.
    pose proof (Rmult_le_pos _ _ (pow2_ge_0 s) (Rlt_le _ _ He)). lra.
  - destruct (H Hv) as [Hx D2]. pose proof (pow2_ge_0 v) as Hv2. pose proof (Rabs_pos v) as Hva.
    destruct (second_difference phi phi' c x (eta / (v ^ 2 + 1)) D1 Hx D2) as [r [Hr L]].
    { apply Rdiv_lt_0_compat; lra. }
    exists (r / (Rabs v + 1)). split; [apply Rdiv_lt_0_compat; lra|]. intros s Hs.
    eapply Rle_trans; [apply L|].
    + rewrite Rabs_mult. apply Rle_trans with (Rabs s * (Rabs v + 1)).
      * apply Rmult_le_compat_l; [apply Rabs_pos|lra].
      * replace r with (r / (Rabs v + 1) * (Rabs v + 1)) by (field; lra).
        apply Rmult_le_compat_r; lra.
    + replace ((s * v) ^ 2 * (c + eta / (v ^ 2 + 1))) with (s ^ 2 * (c * v ^ 2 + v ^ 2 * (eta / (v ^ 2 + 1))))
        by ring.
      apply Rmult_le_compat_l; [apply pow2_ge_0|]. apply Rplus_le_compat_l.
      replace (v ^ 2 * (eta / (v ^ 2 + 1))) with (eta - eta / (v ^ 2 + 1)) by (field; lra).
      assert (0 < eta / (v ^ 2 + 1)) by (apply Rdiv_lt_0_compat; lra). lra.
Qed.

Lemma second_difference_sum phi phi' (c x v : vec) eta d :
  (forall y, 0 < y < 1 -> derivable_pt_lim phi y (phi' y)) ->
  (forall i, (i < d)%nat -> v i <> 0 -> 0 < x i < 1 /\ derivable_pt_lim phi' (x i) (c i)) -> 0 < eta ->
  exists r, 0 < r /\ forall s, Rabs s <= r ->
    sum d (fun i => phi (x i + s * v i)) + sum d (fun i => phi (x i - s * v i))
      - 2 * sum d (fun i => phi (x i)) <= s ^ 2 * (sum d (fun i => c i * v i ^ 2) + INR d * eta).
Proof.
  intros D1. induction d as [|d IH]; intros H He.
  - exists 1. split; [lra|]. intros s _. simpl. lra.
  - destruct IH as [r1 [H1 L1]]; [intros; apply H; auto; lia|exact He|].
    destruct (second_difference_line phi phi' (c d) (x d) (v d) eta D1 (H d ltac:(lia)) He) as [r2 [H2 L2]].
    exists (Rmin r1 r2). split; [now apply Rmin_pos|]. intros s Hs. rewrite S_INR. cbn [sum].
    specialize (L1 s (Rle_trans _ _ _ Hs (Rmin_l _ _))). specialize (L2 s (Rle_trans _ _ _ Hs (Rmin_r _ _))).
    lra.
Qed.

(** ** The principle *)

(** A step of length at most m inside the face stays in the simplex. *)
Lemma simplex_step d x v m s : simplex d x ->
  (forall i, (i < d)%nat -> 0 < x i -> m <= x i) -> (forall i, (i < d)%nat -> x i = 0 -> v i = 0) ->
  sum d v = 0 -> norm1 d v = 1 -> Rabs s <= m -> simplex d (fun i => x i + s * v i).
Proof.
  intros [X0 X1] Lm Hv V0 V1 Hs. split.
  - intros i Hi. destruct (X0 i Hi) as [P|P].
    + assert (Rabs (v i) <= 1) as Lv.
      { rewrite <- V1. apply (sum_term_le d (fun i => Rabs (v i)) i); [intros; apply Rabs_pos|exact Hi]. }
      assert (Rabs (s * v i) <= x i) as L; [|apply Rabs_le_inv in L; lra].
      rewrite Rabs_mult. specialize (Lm i Hi P).
      pose proof (Rmult_le_compat_l _ _ _ (Rabs_pos s) Lv). lra.
    + rewrite (Hv i Hi (eq_sym P)). lra.
  - rewrite sum_plus, sum_scale, X1, V0. ring.
Qed.

(** Let phi be continuous on [0,1] and twice differentiable inside, with phi(0) = phi(1) = 0. Let every
    point of the simplex that is no vertex have a direction of l1 norm 1, in its face, along which the
    second derivative of the sum of phi is at most 1. Then h - sum phi is largest at the vertices, for
    every symmetric strongly convex h. *)
Theorem maximum_principle d h (phi phi' phi'' : R -> R) x :
  (1 <= d)%nat -> symmetric d h -> strongly_convex d h -> phi 0 = 0 -> phi 1 = 0 ->
  (forall y, 0 <= y <= 1 -> continuity_pt phi y) ->
  (forall y, 0 < y < 1 -> derivable_pt_lim phi y (phi' y)) ->
  (forall y, 0 < y < 1 -> derivable_pt_lim phi' y (phi'' y)) ->
  (forall z, simplex d z -> (forall i, (i < d)%nat -> z i < 1) ->
    exists v, (forall i, (i < d)%nat -> z i = 0 -> v i = 0) /\ sum d v = 0 /\ norm1 d v = 1 /\
      sum d (fun i => phi'' (z i) * v i ^ 2) <= 1) ->
  simplex d x -> h x - sum d (fun i => phi (x i)) <= h (vertex 0).
Proof.
  intros Hd Hs Hc P0 P1 C0 D1 D2 Dir Sx. pose proof (symmetric_on_first d h Hs) as Hf.
  pose proof (fun z Sz => symmetric_max_at_vertex d h z Hs Hc Sz) as Top.
  assert (0 < INR d) as Hn by (apply lt_0_INR; lia).
  set (S := fun z : vec => sum d (fun i => phi (z i))). change (h x - S x <= h (vertex 0)).
  apply (limit_at_zero _ _ (- S x)). intros t Ht. set (k := 1 - t).
  enough (h x - k * S x <= h (vertex 0)) by (unfold k in *; lra).
  destruct (maximum_attained d (fun z => h z - k * S z) Hd) as [z [Sz Mz]].
  { intros z Sz eta He.
    destruct (strongly_convex_usc d h _ Hf Hc Top z Sz (eta / 2) ltac:(lra)) as [r1 [H1 L1]].
    destruct (sum_lower_semicontinuous phi z (eta / 2 / INR d) d) as [r2 [H2 L2]].
    { apply Rdiv_lt_0_compat; lra. }
    { intros i Hi. apply C0. split; [now apply Sz|now apply (simplex_le_1 d)]. }
    exists (Rmin r1 r2). split; [now apply Rmin_pos|]. intros y Sy N.
    specialize (L1 y Sy (fun i Hi => Rle_trans _ _ _ (N i Hi) (Rmin_l _ _))).
    specialize (L2 y (fun i Hi => Rle_trans _ _ _ (N i Hi) (Rmin_r _ _))). fold (S y) (S z) in L2.
    replace (INR d * (eta / 2 / INR d)) with (eta / 2) in L2 by (field; lra).
    pose proof (Rmult_le_compat_l k (S z - S y) (eta / 2) ltac:(unfold k; lra) ltac:(lra)).
    pose proof (Rmult_le_compat_r (eta / 2) k 1 ltac:(lra) ltac:(unfold k; lra)). lra. }
  eapply Rle_trans; [apply (Mz x Sx)|]. cbv beta in *.
  destruct (classic (exists j, (j < d)%nat /\ 1 <= z j)) as [[j [Hj Ej]]|N].
  - assert (forall i, (i < d)%nat -> z i = vertex j i) as Ez.
    { intros i Hi. unfold vertex. pose proof (simplex_le_1 d z j Sz Hj).
      destruct (Nat.eqb_spec i j) as [->|Ni]; [lra|].
      pose proof (sum_split d z j Hj) as E. rewrite (proj2 Sz) in E.
      assert ((if Nat.eqb i j then 0 else z i) = 0) as Q.
      { apply (sum_zero_term d (fun i => if Nat.eqb i j then 0 else z i)); [|lra|exact Hi].
        intros l Hl. destruct (Nat.eqb l j); [lra|now apply Sz]. }
      destruct (Nat.eqb_spec i j); [contradiction|exact Q]. }
    rewrite (Hf z (vertex j) Ez), (symmetric_vertex d h j Hs Hj).
    assert (S z = 0) as E; [|rewrite E; lra].
    unfold S. rewrite (sum_ext d _ (fun _ => 0)); [apply sum_zero|].
    intros i Hi. rewrite (Ez i Hi). unfold vertex. destruct (Nat.eqb i j); assumption.
  - exfalso.
    assert (forall i, (i < d)%nat -> z i < 1) as Z1.
    { intros i Hi. apply Rnot_le_lt. intros L. apply N. now exists i. }
    destruct (Dir z Sz Z1) as [v [Face [V0 [V1 Curv]]]].
    destruct (positive_entries_bound z d) as [m [Hm Lm]].
    destruct (second_difference_sum phi phi' (fun i => phi'' (z i)) z v (t / INR d) d D1) as [r [Hr L]].
    { intros i Hi Hv. assert (0 < z i < 1) as I; [|split; [exact I|now apply D2]].
      split; [|now apply Z1]. destruct (proj1 Sz i Hi) as [P|P]; [exact P|].
      exfalso. apply Hv, Face; auto. }
    { apply Rdiv_lt_0_compat; lra. }
    set (s := Rmin r m). assert (0 < s) as Hs0 by now apply Rmin_pos.
    specialize (L s ltac:(rewrite Rabs_pos_eq by lra; apply Rmin_l)).
    replace (INR d * (t / INR d)) with t in L by (field; lra).
    assert (Rabs s <= m) as Lsm by (rewrite Rabs_pos_eq by lra; apply Rmin_r).
    pose proof (simplex_step d z v m s Sz Lm Face V0 V1 Lsm) as Sa.
    assert (simplex d (fun i => z i - s * v i)) as Sb.
    { pose proof (simplex_step d z v m (- s) Sz Lm Face V0 V1 ltac:(now rewrite Rabs_Ropp)) as [B0 B1]. split.
      - intros i Hi. specialize (B0 i Hi). cbv beta in B0. lra.
      - rewrite <- B1. apply sum_ext. intros. ring. }
    set (a := fun i => z i + s * v i) in *. set (b := fun i => z i - s * v i) in *.
    change (S a + S b - 2 * S z <= s ^ 2 * (sum d (fun i => phi'' (z i) * v i ^ 2) + t)) in L.
    pose proof (Hc a b (1 / 2) Sa Sb ltac:(lra)) as B.
    rewrite <- (Hf z) in B by (intros i _; unfold mix, a, b; field).
    rewrite (norm1_ext d (sub a b) (fun i => (2 * s) * v i)) in B by (intros; unfold sub, a, b; ring).
    rewrite norm1_scale, V1, Rabs_pos_eq, Rmult_1_r in B by lra.
    pose proof (Mz a Sa) as Ma. pose proof (Mz b Sb) as Mb.
    assert (0 < s ^ 2) as Hs2 by (apply pow_lt; exact Hs0).
    pose proof (Rmult_le_compat_l (s ^ 2) _ (1 + t) ltac:(lra) (Rplus_le_compat_r t _ _ Curv)) as L'.
    assert (k * (S a + S b - 2 * S z) <= k * (s ^ 2 * (1 + t))) as L3
      by (apply Rmult_le_compat_l; unfold k; lra).
    assert (0 < s ^ 2 * t ^ 2) as G by (apply Rmult_lt_0_compat; [exact Hs2|apply pow_lt; lra]).
    replace (k * (s ^ 2 * (1 + t))) with (s ^ 2 - s ^ 2 * t ^ 2) in L3 by (unfold k; ring). lra.
Qed.

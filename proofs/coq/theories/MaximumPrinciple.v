(** The maximum principle: if at every point of the simplex that is no vertex the sum of phi has a second
    derivative of at most 1 along some direction of l1 norm 1, then a strongly convex h minus this sum is
    largest at a vertex. *)

From Coq Require Import Reals Lra Lia Arith Classical.
From TightMax Require Import Vectors Smoothing Jensen Duality Entropy.
Open Scope R_scope.

Lemma Rabs_le_inv a b : Rabs a <= b -> - b <= a <= b.
Proof. intros H. pose proof (Rle_abs a). pose proof (Rle_abs (- a)). rewrite Rabs_Ropp in *. lra. Qed.

(** ** Cluster points in the cube *)

(** F says which sets are large. *)
Definition monotone (F : (vec -> Prop) -> Prop) : Prop :=
  forall A B : vec -> Prop, (forall x, A x -> B x) -> F A -> F B.
Definition prime (F : (vec -> Prop) -> Prop) : Prop :=
  forall A B : vec -> Prop, F (fun x => A x \/ B x) -> F A \/ F B.

(** The largest t such that the part of C with entry n beyond t is large. *)
Lemma cluster_entry n (F : (vec -> Prop) -> Prop) (C : vec -> Prop) :
  monotone F -> prime F -> F (fun x => C x /\ 0 <= x n <= 1) ->
  exists t, forall r, 0 < r -> F (fun x => C x /\ Rabs (x n - t) <= r).
Proof.
  intros mono pr H. set (E := fun t => 0 <= t <= 1 /\ F (fun x => C x /\ t <= x n <= 1)).
  destruct (completeness E) as [t [ub lub]].
  - exists 1. intros t [Ht _]. lra.
  - exists 0. split; [lra|]. exact H.
  - exists t. intros r Hr.
    assert (exists t', E t' /\ t - r < t') as [t' [[Ht' Ft'] Lt']].
    { apply NNPP. intros N. assert (is_upper_bound E (t - r)) as U; [|specialize (lub _ U); lra].
      intros t' Ht'. apply Rnot_lt_le. intros L. apply N. now exists t'. }
    pose proof (ub t' (conj Ht' Ft')) as Ut'.
    assert (F (fun x => (C x /\ Rabs (x n - t) <= r) \/ (C x /\ t + r < x n <= 1))) as K.
    { apply (mono (fun x => C x /\ t' <= x n <= 1)); [|exact Ft']. intros x [Cx Hx].
      destruct (Rle_lt_dec (x n) (t + r)); [left|right]; split; auto; [|lra].
      apply Rabs_le. lra. }
    destruct (pr _ _ K) as [G|G]; [exact G|].
    destruct (Rle_lt_dec (t + r) 1) as [L|L].
    + assert (E (t + r)) as Et; [|specialize (ub _ Et); lra].
      split; [lra|]. revert G. apply mono. intros x [Cx Hx]. split; [exact Cx|lra].
    + revert G. apply mono. intros x [_ Hx]. lra.
Qed.

(** If a cube is large then every neighbourhood of one of its points is. *)
Lemma cluster_point n : forall F : (vec -> Prop) -> Prop,
  monotone F -> prime F -> F (fun x => forall i, (i < n)%nat -> 0 <= x i <= 1) ->
  exists c : vec, forall r, 0 < r -> F (fun x => forall i, (i < n)%nat -> Rabs (x i - c i) <= r).
Proof.
  induction n as [|n IH]; intros F mono pr H.
  - exists zero. intros r _. revert H. apply mono. intros x _ i Hi. lia.
  - destruct (cluster_entry n F (fun x => forall i, (i < n)%nat -> 0 <= x i <= 1) mono pr) as [t Ht].
    { revert H. apply mono. intros x Hx. split; intros; apply Hx; lia. }
    destruct (IH (fun B => forall r, 0 < r -> F (fun x => B x /\ Rabs (x n - t) <= r))) as [c Hc].
    + intros A B AB HA r Hr. specialize (HA r Hr). revert HA. apply mono. intros x [Ax Hx]. auto.
    + intros A B HAB. apply NNPP. intros N. apply not_or_and in N. destruct N as [NA NB].
      apply not_all_ex_not in NA. destruct NA as [r1 NA]. apply imply_to_and in NA. destruct NA as [H1 NA].
      apply not_all_ex_not in NB. destruct NB as [r2 NB]. apply imply_to_and in NB. destruct NB as [H2 NB].
      destruct (pr (fun x => A x /\ Rabs (x n - t) <= r1) (fun x => B x /\ Rabs (x n - t) <= r2)) as [K|K];
        [|now apply NA|now apply NB].
      specialize (HAB (Rmin r1 r2) (Rmin_pos _ _ H1 H2)). revert HAB. apply mono. intros x [[Ax|Bx] Hx].
      * left. split; [exact Ax|]. eapply Rle_trans; [exact Hx|apply Rmin_l].
      * right. split; [exact Bx|]. eapply Rle_trans; [exact Hx|apply Rmin_r].
    + exact Ht.
    + exists (fun i => if Nat.eqb i n then t else c i). intros r Hr. specialize (Hc r Hr r Hr). revert Hc.
      apply mono. intros x [Hx Hn] i Hi. destruct (Nat.eqb_spec i n) as [->|]; [exact Hn|]. apply Hx. lia.
Qed.

(** ** The maximum of an upper semicontinuous function on the simplex *)

Definition near (d : nat) (r : R) (x y : vec) : Prop := forall i, (i < d)%nat -> Rabs (y i - x i) <= r.

Definition upper_semicontinuous (d : nat) (g : vec -> R) : Prop :=
  forall x, simplex d x -> forall eta, 0 < eta ->
    exists r, 0 < r /\ forall y, simplex d y -> near d r x y -> g y <= g x + eta.

Lemma simplex_closed d c :
  (forall r, 0 < r -> exists x, simplex d x /\ near d r c x) -> simplex d c.
Proof.
  intros H. split.
  - intros i Hi. apply Rnot_lt_le. intros L. destruct (H (- c i / 2) ltac:(lra)) as [x [[Hx _] N]].
    specialize (Hx i Hi). specialize (N i Hi). apply Rabs_le_inv in N. lra.
  - destruct (Req_dec (sum d c) 1) as [E|E]; [exact E|exfalso].
    set (e := Rabs (sum d c - 1)). assert (0 < e) as He by (apply Rabs_pos_lt; lra).
    pose proof (pos_INR d) as Hd.
    assert (0 < e / (INR d + 1)) as Hr by (apply Rdiv_lt_0_compat; lra).
    destruct (H _ Hr) as [x [[_ Sx] N]].
    assert (e <= INR d * (e / (INR d + 1))) as K.
    { unfold e at 1. replace (sum d c - 1) with (sum d (fun i => c i - x i)) by (rewrite sum_minus; lra).
      eapply Rle_trans; [apply sum_abs|].
      rewrite <- sum_const. apply sum_le. intros i Hi. rewrite Rabs_minus_sym. now apply N. }
    replace (INR d * (e / (INR d + 1))) with (e - e / (INR d + 1)) in K by (field; lra). lra.
Qed.

Lemma maximum_attained d g : (1 <= d)%nat -> upper_semicontinuous d g ->
  exists z, simplex d z /\ forall x, simplex d x -> g x <= g z.
Proof.
  intros Hd usc.
  destruct (cluster_point d (fun B => forall x0, simplex d x0 -> exists x, B x /\ simplex d x /\ g x0 <= g x))
    as [c Hc].
  - intros A B AB H x0 Hx0. destruct (H x0 Hx0) as [x [Ax Hx]]. exists x. auto.
  - intros A B H. apply NNPP. intros N. apply not_or_and in N. destruct N as [NA NB].
    apply not_all_ex_not in NA. destruct NA as [a NA]. apply imply_to_and in NA. destruct NA as [Ha NA].
    apply not_all_ex_not in NB. destruct NB as [b NB]. apply imply_to_and in NB. destruct NB as [Hb NB].
    destruct (Rle_lt_dec (g a) (g b)) as [L|L].
    + destruct (H b Hb) as [x [[Ax|Bx] [Hx Lx]]]; [apply NA|apply NB]; exists x; repeat split; auto; try lra;
        apply Hx.
    + destruct (H a Ha) as [x [[Ax|Bx] [Hx Lx]]]; [apply NA|apply NB]; exists x; repeat split; auto; try lra;
        apply Hx.
  - intros x0 Hx0. exists x0. split; [|split; [exact Hx0|lra]]. intros i Hi.
    split; [now apply Hx0|now apply (simplex_le_1 d)].
  - assert (simplex d c) as Sc.
    { apply simplex_closed. intros r Hr. destruct (Hc r Hr _ (simplex_centre d Hd)) as [x [Nx [Sx _]]].
      now exists x. }
    exists c. split; [exact Sc|]. intros x Hx. apply Rnot_lt_le. intros L.
    destruct (usc c Sc ((g x - g c) / 2) ltac:(lra)) as [r [Hr U]].
    destruct (Hc r Hr x Hx) as [y [Ny [Sy Ly]]]. specialize (U y Sy Ny). lra.
Qed.

(** ** Upper semicontinuity *)

(** The positive entries have a positive lower bound. *)
Lemma positive_entries_bound (x : vec) d : exists m, 0 < m /\ forall i, (i < d)%nat -> 0 < x i -> m <= x i.
Proof.
  induction d as [|d [m [Hm IH]]]; [exists 1; split; [lra|intros i Hi; lia]|].
  destruct (Rlt_dec 0 (x d)) as [P|P].
  - exists (Rmin m (x d)). split; [now apply Rmin_pos|]. intros i Hi H.
    destruct (Nat.eq_dec i d) as [->|]; [apply Rmin_r|].
    eapply Rle_trans; [apply Rmin_l|apply IH; [lia|exact H]].
  - exists m. split; [exact Hm|]. intros i Hi H.
    destruct (Nat.eq_dec i d) as [->|]; [contradiction|apply IH; [lia|exact H]].
Qed.

(** A strongly convex function with an upper bound: y near x is (1-t) x + t z with z in the simplex. *)
Lemma strongly_convex_usc d h top : on_first d h -> strongly_convex d h ->
  (forall z, simplex d z -> h z <= top) -> upper_semicontinuous d h.
Proof.
  intros Hf Hc Ht x Sx eta He. destruct (positive_entries_bound x d) as [m [Hm Lm]].
  set (K := Rabs (top - h x)). pose proof (Rabs_pos (top - h x)) as HK. fold K in HK.
  set (t := eta / (eta + K + 1)).
  assert (0 < t < 1) as T.
  { unfold t. split; [apply Rdiv_lt_0_compat; lra|].
    apply Rmult_lt_reg_r with (eta + K + 1); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (t * K <= eta) as TK.
  { replace eta with (t * (eta + K + 1)) by (unfold t; field; lra). apply Rmult_le_compat_l; lra. }
  exists (m * t). split; [apply Rmult_lt_0_compat; lra|]. intros y Sy N.
  set (z := fun i => x i + / t * (y i - x i)).
  assert (simplex d z) as Sz.
  { split.
    - intros i Hi. unfold z. pose proof (proj1 Sx i Hi) as [P|P].
      + specialize (N i Hi). apply Rabs_le_inv in N. specialize (Lm i Hi P).
        apply Rmult_le_reg_l with t; [lra|].
        replace (t * (x i + / t * (y i - x i))) with (t * x i + (y i - x i)) by (field; lra).
        pose proof (Rmult_le_compat_l t _ _ ltac:(lra) Lm). lra.
      + rewrite <- P.
        pose proof (Rmult_le_pos _ _ (Rlt_le _ _ (Rinv_0_lt_compat t ltac:(lra))) (proj1 Sy i Hi)).
        lra.
    - unfold z. rewrite sum_plus, sum_scale, sum_minus, (proj2 Sx), (proj2 Sy). ring. }
  pose proof (Hc x z t Sx Sz ltac:(lra)) as B.
  rewrite <- (Hf y) in B by (intros i _; unfold mix, z; field; lra).
  pose proof (Rmult_le_pos (t * (1 - t) / 2) _ ltac:(nra) (pow2_ge_0 (norm1 d (sub x z)))) as Q.
  pose proof (Ht z Sz) as Lz. pose proof (Rle_abs (top - h x)) as La. fold K in La.
  pose proof (Rmult_le_compat_l t (h z - h x) K ltac:(lra) ltac:(lra)). lra.
Qed.

Lemma continuity_at f x eta : continuity_pt f x -> 0 < eta ->
  exists r, 0 < r /\ forall y, Rabs (y - x) <= r -> Rabs (f y - f x) <= eta.
Proof.
  intros H He. destruct (H eta He) as [a [Ha Hy]]. exists (a / 2). split; [lra|]. intros y L.
  destruct (Req_dec x y) as [->|N].
  - unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. lra.
  - left. apply (Hy y). split; [split; [exact I|exact N]|]. simpl. unfold R_dist. lra.
Qed.

Lemma sum_lower_semicontinuous phi (x : vec) eta d : 0 < eta ->
  (forall i, (i < d)%nat -> continuity_pt phi (x i)) ->
  exists r, 0 < r /\ forall y, near d r x y ->
    sum d (fun i => phi (x i)) <= sum d (fun i => phi (y i)) + INR d * eta.
Proof.
  intros He. induction d as [|d IH]; intros H.
  - exists 1. split; [lra|]. intros y _. simpl. lra.
  - destruct IH as [r1 [H1 L1]]; [intros; apply H; lia|].
    destruct (continuity_at phi (x d) eta (H d ltac:(lia)) He) as [r2 [H2 L2]].
    exists (Rmin r1 r2). split; [now apply Rmin_pos|]. intros y N. rewrite S_INR. cbn [sum].
    assert (near d r1 x y) as N1.
    { intros i Hi. eapply Rle_trans; [apply (N i); lia|apply Rmin_l]. }
    assert (Rabs (y d - x d) <= r2) as N2 by (eapply Rle_trans; [apply (N d); lia|apply Rmin_r]).
    specialize (L1 y N1). specialize (L2 _ N2). apply Rabs_le_inv in L2. lra.
Qed.

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

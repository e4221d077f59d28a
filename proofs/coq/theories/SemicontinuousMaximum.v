(** An upper semicontinuous function on the simplex has a maximum there; a strongly convex function with an
    upper bound is upper semicontinuous. *)

From Coq Require Import Reals Lra Lia Classical.
From TightMax Require Import Vectors Smoothing.
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

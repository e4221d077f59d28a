(** Closed forms of the best smoothings of the maximum of two and of three numbers, at every temperature: the
    Huber function, and a piecewise quadratic function whose gradient is a projection onto the simplex. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Converse Scaling SmallDimensions.
From TightMax Require Export QuadraticConjugates.
Open Scope R_scope.

(** ** Two numbers *)

(** The Huber function at temperature t. *)
Definition huber (t : R) (x : vec) : R :=
  largest 2 x + t / 2 * Rmax 0 (1 - Rabs (x 0%nat - x 1%nat) / (2 * t)) ^ 2.

(** The point (p, 1 - p). *)
Definition pair (p : R) : vec := fun i => if Nat.eqb i 0 then p else 1 - p.

Lemma simplex_pair p : 0 <= p <= 1 -> simplex 2 (pair p).
Proof.
  intros Hp. split; [|cbn; ring]. intros i _. unfold pair. destruct (Nat.eqb i 0); lra.
Qed.

(** The Huber function is the conjugate of t (||x||_2^2 - 1). *)
Lemma huber_conj t x : 0 < t -> conj 2 (quadratic 2 t) x = huber t x.
Proof.
  intros Ht. unfold huber. set (s := x 0%nat - x 1%nat).
  destruct (Rle_or_lt (Rabs s) (2 * t)) as [Hs|Hs].
  - assert (B : 0 <= 1 - Rabs s / (2 * t)).
    { cut (Rabs s / (2 * t) <= 1); [lra|]. apply (Rmult_le_reg_l (2 * t)); [lra|].
      replace (2 * t * (Rabs s / (2 * t))) with (Rabs s) by (field; lra). lra. }
    rewrite (Rmax_right 0) by exact B. apply abs_le_between in Hs.
    set (p := / 2 + s / (4 * t)).
    assert (Ep : 4 * t * p = 2 * t + s) by (unfold p; field; lra).
    assert (Hp : 0 <= p <= 1).
    { split; apply (Rmult_le_reg_l (4 * t)); lra. }
    rewrite (quadratic_maximiser 2 t x (pair p) ((x 0%nat + x 1%nat) / 2 - t)).
    + unfold quadratic, dot, pair, p. cbn [sum largest Nat.eqb]. destruct (abs_cases s) as [[H ->]|[H ->]].
      * rewrite Rmax_left by (unfold s in H; lra). unfold s. field. lra.
      * rewrite Rmax_right by (unfold s in H; lra). unfold s. field. lra.
    + lia.
    + lra.
    + now apply simplex_pair.
    + intros i Hi. unfold pair. unfold s in Ep. destruct i as [|[|i]]; cbn; [lra|lra|lia].
    + intros i Hi. unfold pair. unfold s in Ep. apply Rmult_eq_0_compat. right.
      destruct i as [|[|i]]; cbn; [lra|lra|lia].
  - assert (B : 1 - Rabs s / (2 * t) <= 0).
    { cut (1 <= Rabs s / (2 * t)); [lra|]. apply (Rmult_le_reg_l (2 * t)); [lra|].
      replace (2 * t * (Rabs s / (2 * t))) with (Rabs s) by (field; lra). lra. }
    rewrite (Rmax_left 0) by exact B.
    rewrite (proj2 (quadratic_exact 2 t x ltac:(lia) Ht)); [ring|].
    destruct (abs_cases s) as [[H E]|[H E]]; rewrite E in Hs; unfold s in Hs.
    + exists 0%nat. split; [lia|]. intros j Hj Hne. replace j with 1%nat by lia. lra.
    + exists 1%nat. split; [lia|]. intros j Hj Hne. replace j with 0%nat by lia. lra.
Qed.

(** The least gap of a 1/t-smooth estimate of the maximum of two numbers is t/2. The Huber function at
    temperature t attains it, and it equals the maximum exactly where the numbers are at least 2t apart. *)
Theorem d2_huber t : 0 < t ->
  optimum_by 2 (1 / t) (t / 2) /\ estimate 2 (1 / t) 0 (t / 2) (huber t) /\
  forall x, huber t x = largest 2 x <-> 2 * t <= Rabs (x 0%nat - x 1%nat).
Proof.
  intros Ht. split; [|split].
  - replace (t / 2) with (1 / 2 / (1 / t)) by (field; lra).
    apply optimum_scales; [apply Rdiv_lt_0_compat; lra|exact d2_optimum].
  - replace (huber t) with (conj 2 (quadratic 2 (t * 1))).
    + replace (t / 2) with (t * (1 * (1 - / INR 2))) by (simpl; field).
      apply quadratic_at_temperature; [lia|lra|exact Ht|exact quadratic_2_strongly_convex].
    + apply functional_extensionality. intros x. rewrite Rmult_1_r. now apply huber_conj.
  - intros x. rewrite <- huber_conj by exact Ht. rewrite quadratic_exact by (lia || exact Ht). split.
    + intros (k & Hk & H). destruct k as [|[|k]]; [| |lia].
      * specialize (H 1%nat ltac:(lia) ltac:(lia)). rewrite Rabs_pos_eq; lra.
      * specialize (H 0%nat ltac:(lia) ltac:(lia)). rewrite Rabs_left1; lra.
    + intros H. destruct (abs_cases (x 0%nat - x 1%nat)) as [[H0 E]|[H0 E]]; rewrite E in H.
      * exists 0%nat. split; [lia|]. intros j Hj Hne. replace j with 1%nat by lia. lra.
      * exists 1%nat. split; [lia|]. intros j Hj Hne. replace j with 0%nat by lia. lra.
Qed.

(** At temperature 1 the Huber function is a smoothing with the gap 1/2. *)
Corollary huber_smoothing : smoothing 2 (1 / 2) (huber 1).
Proof.
  apply smoothing_estimate. destruct (d2_huber 1 Rlt_0_1) as (_ & H & _).
  replace (1 / 1) with 1 in H by field. exact H.
Qed.

(** ** Three numbers *)

(** The maximum over the simplex of <q, y> - (4t/3) (||q||_2^2 - 1). *)
Definition piecewise_quadratic (t : R) : vec -> R := conj 3 (quadratic 3 (4 / 3 * t)).

(** The least gap of a 1/t-smooth estimate of the maximum of three numbers is 8t/9, and this function attains
    it. Its gradient is the projection of 3y/(8t) onto the simplex, where the maximum is attained. It equals
    the maximum of the three numbers exactly where the largest leads by 8t/3 or more. *)
Theorem d3_piecewise_quadratic t : 0 < t ->
  optimum_by 3 (1 / t) (8 / 9 * t) /\ estimate 3 (1 / t) 0 (8 / 9 * t) (piecewise_quadratic t) /\
  (exists g, has_gradient 3 (piecewise_quadratic t) g /\
    forall y, projection 3 (scale (3 / (8 * t)) y) (g y)) /\
  (forall y p, projection 3 (scale (3 / (8 * t)) y) p ->
    piecewise_quadratic t y = dot 3 p y - 4 / 3 * t * (dot 3 p p - 1)) /\
  forall y, piecewise_quadratic t y = largest 3 y <->
    exists k, (k < 3)%nat /\ forall j, (j < 3)%nat -> j <> k -> y j + 8 / 3 * t <= y k.
Proof.
  intros Ht. unfold piecewise_quadratic.
  assert (K : 3 / (8 * t) = / (2 * (4 / 3 * t))) by (field; lra).
  destruct (quadratic_at_temperature 3 (4 / 3) t ltac:(lia) ltac:(lra) Ht quadratic_3_strongly_convex)
    as [Hsm Hgr].
  rewrite (Rmult_comm t (4 / 3)) in Hsm, Hgr. split; [|split; [|split; [|split]]].
  - replace (8 / 9 * t) with (8 / 9 / (1 / t)) by (field; lra).
    apply optimum_scales; [apply Rdiv_lt_0_compat; lra|exact d3_optimum].
  - replace (8 / 9 * t) with (t * (4 / 3 * (1 - / INR 3))) by (simpl; field). exact Hsm.
  - rewrite K. exact Hgr.
  - intros y p Hp. rewrite K in Hp. apply projection_maximises in Hp; [|lra]. destruct Hp as [Hp Hmax].
    apply conj_attained; [lia|apply quadratic_below; lra|exact Hp|exact Hmax].
  - intros y. rewrite quadratic_exact by (lia || lra). replace (2 * (4 / 3 * t)) with (8 / 3 * t) by field.
    reflexivity.
Qed.

(** The value does not depend on the order of the entries, *)
Lemma piecewise_quadratic_symmetric t : 0 < t -> symmetric 3 (piecewise_quadratic t).
Proof.
  intros Ht. apply conj_symmetric; [lia|apply quadratic_below; lra|apply quadratic_symmetric].
Qed.

(** and these are the three pieces for decreasing entries with the mean m. *)
Theorem d3_closed_form t y : 0 < t -> y 1%nat <= y 0%nat -> y 2%nat <= y 1%nat ->
  let m := (y 0%nat + y 1%nat + y 2%nat) / 3 in
  (m - y 2%nat <= 8 / 9 * t ->
    piecewise_quadratic t y
    = m + ((y 0%nat - m) ^ 2 + (y 1%nat - m) ^ 2 + (y 2%nat - m) ^ 2) * 3 / (16 * t) + 8 / 9 * t) /\
  (8 / 9 * t <= m - y 2%nat -> y 0%nat - y 1%nat <= 8 / 3 * t ->
    piecewise_quadratic t y
    = (y 0%nat + y 1%nat) / 2 + (y 0%nat - y 1%nat) ^ 2 * 3 / (32 * t) + 2 / 3 * t) /\
  (8 / 3 * t <= y 0%nat - y 1%nat -> piecewise_quadratic t y = y 0%nat).
Proof.
  intros Ht H01 H12 m. unfold piecewise_quadratic. split; [|split].
  - intros Hm. set (w := 3 / (8 * t)). assert (W : 8 * t * w = 3) by (unfold w; field; lra).
    set (p := fun i => / 3 + w * (y i - m)).
    assert (P : forall i, 8 * t * p i = 8 / 3 * t + 3 * (y i - m)).
    { intros i. unfold p. transitivity (8 / 3 * t + 8 * t * w * (y i - m)); [field|now rewrite W]. }
    assert (P0 : forall i, (i < 3)%nat -> 0 <= p i).
    { intros i Hi. apply (Rmult_le_reg_l (8 * t)); [lra|]. rewrite P.
      destruct i as [|[|[|i]]]; [lra|lra|lra|lia]. }
    rewrite (quadratic_maximiser 3 (4 / 3 * t) y p (m - 8 / 9 * t)).
    + unfold quadratic, dot, p, w. cbn [sum]. unfold m. field. lra.
    + lia.
    + lra.
    + split; [exact P0|]. unfold p. cbn [sum]. unfold m. ring_simplify. field.
    + intros i Hi. pose proof (P i). lra.
    + intros i Hi. apply Rmult_eq_0_compat. right. pose proof (P i). lra.
  - intros Hm Hl. set (a := / 2 + (y 0%nat - y 1%nat) * 3 / (16 * t)).
    assert (A : 16 * t * a = 8 * t + 3 * (y 0%nat - y 1%nat)) by (unfold a; field; lra).
    set (p := fun i : nat => match i with 0%nat => a | 1%nat => 1 - a | _ => 0 end).
    assert (Ha : 0 <= a <= 1) by (split; apply (Rmult_le_reg_l (16 * t)); lra).
    rewrite (quadratic_maximiser 3 (4 / 3 * t) y p ((y 0%nat + y 1%nat) / 2 - 4 / 3 * t)).
    + unfold quadratic, dot, p, a. cbn [sum]. field. lra.
    + lia.
    + lra.
    + split; [|unfold p; cbn [sum]; ring]. intros i _. unfold p. destruct i as [|[|i]]; lra.
    + intros i Hi. unfold p, m in *. destruct i as [|[|[|i]]]; [lra|lra|lra|lia].
    + intros i Hi. apply Rmult_eq_0_compat. unfold p. destruct i as [|[|i]]; [right; lra|right; lra|now left].
  - intros Hl. transitivity (largest 3 y).
    + apply quadratic_exact; [lia|lra|]. exists 0%nat. split; [lia|]. intros j Hj Hne.
      destruct j as [|[|[|j]]]; [lia|lra|lra|lia].
    + cbn [largest]. rewrite (Rmax_left (y 0%nat)), Rmax_left by lra. reflexivity.
Qed.

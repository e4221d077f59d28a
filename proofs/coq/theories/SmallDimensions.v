(** The optima in two and three dimensions, 1/2 and 8/9: a quadratic function on the simplex attains the bound
    that one jump from the centre to a random vertex gives. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Duality.
Open Scope R_scope.

(** ** The lower bound of one jump *)

Lemma vertex_to_centre d j : (j < d)%nat -> norm1 d (sub (vertex j) (centre d)) = 2 * (1 - / INR d).
Proof.
  intros Hj. assert (Hn : 1 <= INR d) by (apply (le_INR 1); lia).
  assert (Hi : 0 < / INR d <= 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  unfold norm1. rewrite (sum_ext d _ (fun i => / INR d + vertex j i * (1 - 2 * / INR d))).
  - rewrite sum_plus, sum_const, (sum_vertex d j (fun _ => 1 - 2 * / INR d) Hj). field. lra.
  - intros i _. unfold sub, centre, vertex.
    destruct (Nat.eqb i j); [rewrite Rabs_pos_eq|rewrite Rabs_left]; lra.
Qed.

(** A symmetric strongly convex function rises by at least 2 (1 - 1/d)^2 from the centre to a vertex. *)
Theorem rise_of_one_jump d h : (1 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  2 * (1 - / INR d) ^ 2 <= h (vertex 0) - h (centre d).
Proof.
  intros Hd Hs Hc. assert (Hn : 0 < INR d) by (apply lt_0_INR; lia).
  assert (H : h (centre d) <= sum d (fun j => / INR d * h (vertex j))
    - / 2 * sum d (fun j => / INR d * norm1 d (sub (vertex j) (centre d)) ^ 2)).
  { apply jensen; [now apply symmetric_on_first|exact Hc|..].
    - intros _ _. left. now apply Rinv_0_lt_compat.
    - rewrite sum_const. field. lra.
    - apply simplex_vertex.
    - intros i Hi. apply (mean_of_vertices d (centre d) i Hi). }
  rewrite (sum_ext d (fun j => / INR d * h (vertex j)) (fun _ => / INR d * h (vertex 0))) in H
    by (intros j Hj; now rewrite (symmetric_vertex d h j Hs Hj)).
  rewrite (sum_ext d (fun j => / INR d * norm1 d (sub (vertex j) (centre d)) ^ 2)
    (fun _ => / INR d * (2 * (1 - / INR d)) ^ 2)) in H
    by (intros j Hj; now rewrite vertex_to_centre).
  assert (K : forall r, INR d * (/ INR d * r) = r) by (intros r; field; lra).
  rewrite 2 sum_const, 2 K in H. lra.
Qed.

(** Every smoothing of the maximum of d numbers has a gap of at least 2 (1 - 1/d)^2. *)
Corollary gap_of_one_jump d e f : (1 <= d)%nat -> smoothing d e f -> 2 * (1 - / INR d) ^ 2 <= e.
Proof.
  intros Hd. apply gap_at_least; [exact Hd|]. intros h. now apply rise_of_one_jump.
Qed.

(** ** Quadratic functions *)

Definition quadratic (d : nat) (c : R) (x : vec) : R := c * (dot d x x - 1).

Lemma quadratic_symmetric d c : symmetric d (quadratic d c).
Proof.
  intros x y p Hp E. unfold quadratic, dot. do 2 f_equal.
  rewrite <- (sum_permute d p (fun i => x i * x i) Hp). apply sum_ext. intros i Hi. now rewrite E.
Qed.

Lemma quadratic_vertex d c j : (j < d)%nat -> quadratic d c (vertex j) = 0.
Proof.
  intros Hj. unfold quadratic, dot. rewrite (sum_vertex d j (vertex j) Hj). unfold vertex.
  rewrite Nat.eqb_refl. ring.
Qed.

Lemma quadratic_centre d c : (1 <= d)%nat -> quadratic d c (centre d) = - c * (1 - / INR d).
Proof.
  intros Hd. unfold quadratic, dot, centre. rewrite sum_const. field. apply not_0_INR. lia.
Qed.

Lemma dot_mix_square d s a b :
  dot d (mix s a b) (mix s a b)
  = (1 - s) * dot d a a + s * dot d b b - s * (1 - s) * dot d (sub a b) (sub a b).
Proof.
  unfold dot, mix, sub. rewrite <- 3 sum_scale, <- sum_plus, <- sum_minus. apply sum_ext. intros. ring.
Qed.

(** c ||x||_2^2 is strongly convex if 2c ||v||_2^2 is at least ||v||_1^2 for all v with sum 0. *)
Lemma quadratic_strongly_convex d c :
  (forall v, sum d v = 0 -> norm1 d v ^ 2 <= 2 * c * dot d v v) -> strongly_convex d (quadratic d c).
Proof.
  intros H a b s [_ Sa] [_ Sb] Hs. unfold quadratic. rewrite dot_mix_square.
  assert (Hv : sum d (sub a b) = 0) by (unfold sub; rewrite sum_minus; lra).
  specialize (H _ Hv). assert (0 <= s * (1 - s)) by (apply Rmult_le_pos; lra).
  pose proof (Rmult_le_compat_l _ _ _ H0 H). lra.
Qed.

Lemma quadratic_attains d c e : (1 <= d)%nat -> c * (1 - / INR d) = e -> e = 2 * (1 - / INR d) ^ 2 ->
  strongly_convex d (quadratic d c) -> optimum d e.
Proof.
  intros Hd Hc He Hs. apply (optimum_is_least_rise d e Hd). split.
  - exists (quadratic d c). split; [apply quadratic_symmetric|split; [exact Hs|]].
    rewrite quadratic_vertex, quadratic_centre by lia. lra.
  - intros h Hh Hhc. rewrite He. now apply rise_of_one_jump.
Qed.

(** ** Two and three dimensions *)

Lemma abs_cases r : (0 <= r /\ Rabs r = r) \/ (r <= 0 /\ Rabs r = - r).
Proof. destruct (Rle_dec 0 r); [left|right]; split; try lra; [apply Rabs_pos_eq|apply Rabs_left1]; lra. Qed.

Lemma quadratic_2_strongly_convex : strongly_convex 2 (quadratic 2 1).
Proof.
  apply quadratic_strongly_convex. intros v Hv. unfold norm1, dot. cbn [sum] in *.
  replace (v 1%nat) with (- v O) by lra. rewrite Rabs_Ropp. pose proof (pow2_abs (v O)). lra.
Qed.

(** With v = (a, b, -a-b) the slack is 4/3 of a square in each pattern of signs. *)
Lemma quadratic_3_strongly_convex : strongly_convex 3 (quadratic 3 (4 / 3)).
Proof.
  apply quadratic_strongly_convex. intros v Hv. unfold norm1, dot. cbn [sum] in *.
  set (a := v O) in *. set (b := v 1%nat) in *. replace (v 2%nat) with (- (a + b)) by lra.
  rewrite Rabs_Ropp.
  pose proof (pow2_ge_0 (a - b)). pose proof (pow2_ge_0 (2 * a + b)). pose proof (pow2_ge_0 (a + 2 * b)).
  pose proof (pow2_ge_0 a). pose proof (pow2_ge_0 b). pose proof (pow2_ge_0 (a + b)).
  destruct (abs_cases a) as [[Ha ->]|[Ha ->]], (abs_cases b) as [[Hb ->]|[Hb ->]],
    (abs_cases (a + b)) as [[Hab ->]|[Hab ->]]; lra.
Qed.

(** The least gap of a smoothing of the maximum of two numbers is 1/2. *)
Theorem d2_optimum : optimum 2 (1 / 2).
Proof. apply (quadratic_attains 2 1); [lia|simpl; field|simpl; field|exact quadratic_2_strongly_convex]. Qed.

(** The least gap of a smoothing of the maximum of three numbers is 8/9. *)
Theorem d3_optimum : optimum 3 (8 / 9).
Proof.
  apply (quadratic_attains 3 (4 / 3)); [lia|simpl; field|simpl; field|exact quadratic_3_strongly_convex].
Qed.

(** A convex function whose second differences are at most ||z||^2 is differentiable and 1-smooth, for the
    infinity norm and for the Euclidean norm. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Converse Conjugate Euclid.
Open Scope R_scope.

(** ** From midpoints to every point of a segment *)

(** A function that is at most the mean at two points at equal distances, bounded above, and at most 0 at both
    ends of [0,1], is at most 0. *)
Lemma nonpositive_from_midpoints (D : R -> R) C :
  D 0 <= 0 -> D 1 <= 0 -> (forall t, 0 <= t <= 1 -> D t <= C) ->
  (forall t u, 0 <= t - u -> t + u <= 1 -> 0 <= u -> 2 * D t <= D (t + u) + D (t - u)) ->
  forall t, 0 <= t <= 1 -> D t <= 0.
Proof.
  intros D0 D1 HC M.
  destruct (completeness (fun r => exists t, 0 <= t <= 1 /\ r = D t)) as [S [Up Least]].
  - exists C. intros r [t [Ht ->]]. now apply HC.
  - exists (D 0), 0. split; [lra|reflexivity].
  - assert (HS : forall t, 0 <= t <= 1 -> D t <= S) by (intros t Ht; apply Up; now exists t).
    assert (H : S <= S / 2).
    { apply Least. intros r [t [Ht ->]]. destruct (Rle_dec t (1 / 2)) as [L|L].
      - pose proof (M t t ltac:(lra) ltac:(lra) ltac:(lra)) as P. replace (t - t) with 0 in P by ring.
        pose proof (HS (t + t) ltac:(lra)). lra.
      - pose proof (M t (1 - t) ltac:(lra) ltac:(lra) ltac:(lra)) as P.
        replace (t + (1 - t)) with 1 in P by ring. pose proof (HS (t - (1 - t)) ltac:(lra)). lra. }
    intros t Ht. pose proof (HS t Ht). lra.
Qed.

(** If second differences along a segment are at most u^2 N, then at the share s the chord is at most
    s(1-s)N/2 above the function. *)
Lemma chord_from_midpoints (phi : R -> R) N B s : 0 <= N ->
  (forall t, 0 <= t <= 1 -> B <= phi t) ->
  (forall t u, 0 <= t - u -> t + u <= 1 -> 0 <= u -> phi (t + u) + phi (t - u) <= 2 * phi t + u ^ 2 * N) ->
  0 <= s <= 1 -> (1 - s) * phi 0 + s * phi 1 <= phi s + s * (1 - s) / 2 * N.
Proof.
  intros HN HB M Hs.
  enough ((1 - s) * phi 0 + s * phi 1 - s * (1 - s) / 2 * N - phi s <= 0) by lra.
  apply (nonpositive_from_midpoints (fun t => (1 - t) * phi 0 + t * phi 1 - t * (1 - t) / 2 * N - phi t)
    (Rmax (phi 0) (phi 1) - B)); [lra|lra| | |exact Hs].
  - intros t Ht. specialize (HB t Ht).
    pose proof (Rmult_le_compat_l (1 - t) _ _ ltac:(lra) (Rmax_l (phi 0) (phi 1))).
    pose proof (Rmult_le_compat_l t _ _ ltac:(lra) (Rmax_r (phi 0) (phi 1))).
    pose proof (Rmult_le_pos _ _ (Rmult_le_pos t (1 - t) ltac:(lra) ltac:(lra)) HN). lra.
  - intros t u H0 H1 Hu. pose proof (M t u H0 H1 Hu). lra.
Qed.

Section Smooth.

Variables (d : nat) (f : vec -> R) (N Nd : vec -> R) (K : R).

(** A norm, as far as it matters, and its dual norm. *)
Hypothesis N_nonneg : forall z, 0 <= N z.
Hypothesis Nd_nonneg : forall z, 0 <= Nd z.
Hypothesis N_scale : forall c z, N (scale c z) ^ 2 = c ^ 2 * N z ^ 2.
Hypothesis N_bound : forall z, N z ^ 2 <= K * norm_inf d z ^ 2.
Hypothesis K_nonneg : 0 <= K.
Hypothesis duality : forall p z, dot d p z <= Nd p * N z.
Hypothesis dual_attained : forall p, exists z, N z <= Nd p /\ dot d p z = Nd p ^ 2.

Hypothesis f_first : on_first d f.
Hypothesis f_convex : convex d f.
Hypothesis f_second : forall x z, f (add x z) + f (sub x z) - 2 * f x <= N z ^ 2.

(** ** Directional derivatives *)

(** c is the slope of f at x in the direction z. *)
Definition is_slope (x z : vec) (c : R) : Prop :=
  exists M, forall u, 0 < u -> c * u <= f (add x (scale u z)) - f x <= c * u + M * u ^ 2.

Lemma slope_le x z c c' M : (forall u, 0 < u -> c * u <= f (add x (scale u z)) - f x) ->
  (forall u, 0 < u -> f (add x (scale u z)) - f x <= c' * u + M * u ^ 2) -> c <= c'.
Proof.
  intros H H'. apply (limit_at_zero c c' M). intros t Ht.
  specialize (H t ltac:(lra)). specialize (H' t ltac:(lra)).
  apply (Rmult_le_reg_r t); [lra|]. lra.
Qed.

Lemma slope_unique x z c c' : is_slope x z c -> is_slope x z c' -> c = c'.
Proof.
  intros [M H] [M' H']. apply Rle_antisym.
  - apply (slope_le x z c c' M'); intros u Hu; [apply H|apply H']; exact Hu.
  - apply (slope_le x z c' c M); intros u Hu; [apply H'|apply H]; exact Hu.
Qed.

Lemma slope_ext x z z' c : (forall i, (i < d)%nat -> z i = z' i) -> is_slope x z c -> is_slope x z' c.
Proof.
  intros E [M H]. exists M. intros u Hu. rewrite (f_first _ (add x (scale u z))); [now apply H|].
  intros i Hi. unfold add, scale. now rewrite E.
Qed.

(** The point x lies between x + uz and x - wz. *)
Lemma opposite_quotients x z u w : 0 < u -> 0 < w ->
  0 <= w * (f (add x (scale u z)) - f x) + u * (f (add x (scale (- w) z)) - f x).
Proof.
  intros Hu Hw.
  assert (S : 0 <= u / (u + w) <= 1).
  { split; [left; apply Rdiv_lt_0_compat; lra|]. apply (Rmult_le_reg_r (u + w)); [lra|].
    replace (u / (u + w) * (u + w)) with u by (field; lra). lra. }
  pose proof (f_convex (add x (scale u z)) (add x (scale (- w) z)) _ S) as C.
  rewrite (f_first _ x) in C by (intros i _; unfold mix, add, scale; field; lra).
  apply (Rmult_le_compat_r (u + w)) in C; [|lra].
  replace (((1 - u / (u + w)) * f (add x (scale u z)) + u / (u + w) * f (add x (scale (- w) z))) * (u + w))
    with (w * f (add x (scale u z)) + u * f (add x (scale (- w) z))) in C by (field; lra). lra.
Qed.

(** The quotients in the direction z have an infimum, and by the bound on second differences it is near. *)
Lemma slope_exists x z :
  exists c, forall u, 0 < u -> c * u <= f (add x (scale u z)) - f x <= c * u + N z ^ 2 * u ^ 2.
Proof.
  destruct (completeness (fun r => forall u, 0 < u -> r * u <= f (add x (scale u z)) - f x))
    as [c [Up Least]].
  - exists (f (add x (scale 1 z)) - f x). intros r H. specialize (H 1 ltac:(lra)). lra.
  - exists (- (f (add x (scale (- (1)) z)) - f x)). intros u Hu.
    pose proof (opposite_quotients x z u 1 Hu ltac:(lra)). lra.
  - exists c. intros u Hu. split.
    + apply (Rmult_le_reg_r (/ u)); [now apply Rinv_0_lt_compat|].
      replace (c * u * / u) with c by (field; lra). apply Least. intros r H. specialize (H u Hu).
      apply (Rmult_le_reg_r u); [lra|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
    + assert (L : - (f (add x (scale (- u) z)) - f x) / u <= c).
      { apply Up. intros w Hw. pose proof (opposite_quotients x z w u Hw Hu).
        apply (Rmult_le_reg_r u); [lra|].
        replace (- (f (add x (scale (- u) z)) - f x) / u * w * u)
          with (- (f (add x (scale (- u) z)) - f x) * w) by (field; lra). lra. }
      apply (Rmult_le_compat_r u) in L; [|lra].
      replace (- (f (add x (scale (- u) z)) - f x) / u * u)
        with (- (f (add x (scale (- u) z)) - f x)) in L by (field; lra).
      pose proof (f_second x (scale u z)) as F. rewrite N_scale in F.
      rewrite (f_first (sub x (scale u z)) (add x (scale (- u) z))) in F
        by (intros i _; unfold sub, add, scale; ring).
      lra.
Qed.

(** The slope is linear in the direction. *)
Lemma slope_scale_pos x z a c : 0 < c -> is_slope x z a -> is_slope x (scale c z) (c * a).
Proof.
  intros Hc [M H]. exists (M * c ^ 2). intros u Hu.
  specialize (H (u * c) (Rmult_lt_0_compat _ _ Hu Hc)).
  rewrite (f_first (add x (scale u (scale c z))) (add x (scale (u * c) z)))
    by (intros i _; unfold add, scale; ring).
  replace (c * a * u) with (a * (u * c)) by ring.
  replace (M * c ^ 2 * u ^ 2) with (M * (u * c) ^ 2) by ring. exact H.
Qed.

Lemma slope_opposite x z a : is_slope x z a -> is_slope x (scale (- 1) z) (- a).
Proof.
  intros [M H]. destruct (slope_exists x (scale (- 1) z)) as [c Hc].
  replace (- a) with c; [now exists (N (scale (- 1) z) ^ 2)|].
  assert (E : forall u, f (add x (scale u (scale (- 1) z))) = f (add x (scale (- u) z))).
  { intros u. apply f_first. intros i _. unfold add, scale. ring. }
  apply Rle_antisym.
  - enough (c + a <= 0) by lra. apply (limit_at_zero _ _ (N z ^ 2)). intros u Hu.
    destruct (H u ltac:(lra)) as [A _]. destruct (Hc u ltac:(lra)) as [B _]. rewrite E in B.
    pose proof (f_second x (scale u z)) as F. rewrite N_scale in F.
    rewrite (f_first (sub x (scale u z)) (add x (scale (- u) z))) in F
      by (intros i _; unfold sub, add, scale; ring).
    apply (Rmult_le_reg_r u); [lra|]. lra.
  - enough (0 <= c + a) by lra. apply (limit_at_zero _ _ (M + N (scale (- 1) z) ^ 2)). intros u Hu.
    destruct (H u ltac:(lra)) as [_ A]. destruct (Hc u ltac:(lra)) as [_ B]. rewrite E in B.
    pose proof (opposite_quotients x z u u ltac:(lra) ltac:(lra)) as O.
    apply (Rmult_le_reg_r u); [lra|].
    assert (0 <= f (add x (scale u z)) - f x + (f (add x (scale (- u) z)) - f x)); [|lra].
    apply (Rmult_le_reg_l u); [lra|]. lra.
Qed.

Lemma slope_zero x z : (forall i, (i < d)%nat -> z i = 0) -> is_slope x z 0.
Proof.
  intros E. exists 0. intros u Hu. rewrite (f_first _ x); [lra|].
  intros i Hi. unfold add, scale. rewrite E by exact Hi. ring.
Qed.

Lemma slope_scale x z a c : is_slope x z a -> is_slope x (scale c z) (c * a).
Proof.
  intros H. destruct (Rtotal_order c 0) as [L|[->|L]].
  - replace (c * a) with (- c * - a) by ring.
    apply (slope_ext x (scale (- c) (scale (- 1) z))); [intros i _; unfold scale; ring|].
    apply slope_scale_pos; [lra|now apply slope_opposite].
  - rewrite Rmult_0_l. apply slope_zero. intros i _. unfold scale. ring.
  - now apply slope_scale_pos.
Qed.

(** x + u(z + w) is the middle of x + 2uz and x + 2uw. *)
Lemma slope_subadditive x z w a b c :
  is_slope x z a -> is_slope x w b -> is_slope x (add z w) c -> c <= a + b.
Proof.
  intros [M H] [M' H'] [M'' H'']. apply (limit_at_zero _ _ (2 * (M + M'))). intros u Hu.
  destruct (H (2 * u) ltac:(lra)) as [_ A]. destruct (H' (2 * u) ltac:(lra)) as [_ B].
  destruct (H'' u ltac:(lra)) as [C _].
  pose proof (f_convex (add x (scale (2 * u) z)) (add x (scale (2 * u) w)) (1 / 2) ltac:(lra)) as F.
  rewrite (f_first _ (add x (scale u (add z w)))) in F by (intros i _; unfold mix, add, scale; field).
  apply (Rmult_le_reg_r u); lra.
Qed.

Lemma slope_add x z w a b : is_slope x z a -> is_slope x w b -> is_slope x (add z w) (a + b).
Proof.
  intros H H'. destruct (slope_exists x (add z w)) as [c Hc].
  assert (C : is_slope x (add z w) c) by (now exists (N (add z w) ^ 2)).
  replace (a + b) with c; [exact C|]. apply Rle_antisym; [now apply (slope_subadditive x z w)|].
  enough (- c <= - a + - b) by lra.
  apply (slope_subadditive x (scale (- 1) z) (scale (- 1) w)); [now apply slope_opposite..|].
  apply (slope_ext x (scale (- 1) (add z w))); [intros i _; unfold add, scale; ring|].
  now apply slope_opposite.
Qed.

(** ** The gradient *)

Definition slope (x z : vec) : R :=
  supremum (fun r => forall u, 0 < u -> r * u <= f (add x (scale u z)) - f x).

Lemma slope_spec x z : is_slope x z (slope x z).
Proof.
  destruct (slope_exists x z) as [c Hc]. replace (slope x z) with c; [now exists (N z ^ 2)|].
  assert (L : is_lub (fun r => forall u, 0 < u -> r * u <= f (add x (scale u z)) - f x) (slope x z)).
  { apply supremum_lub.
    - exists (f (add x (scale 1 z)) - f x). intros r H. specialize (H 1 ltac:(lra)). lra.
    - exists c. intros u Hu. now apply Hc. }
  destruct L as [Up Least]. apply Rle_antisym.
  - apply Up. intros u Hu. now apply Hc.
  - apply Least. intros r H. apply (slope_le x z r c (N z ^ 2)); [exact H|]. intros u Hu. now apply Hc.
Qed.

Definition gradient (x : vec) : vec := fun i => slope x (vertex i).

Lemma slope_is_dot x z : is_slope x z (dot d (gradient x) z).
Proof.
  assert (P : forall k, (k <= d)%nat ->
    is_slope x (fun i => if Nat.ltb i k then z i else 0) (sum k (fun i => gradient x i * z i))).
  { induction k as [|k IH]; intros Hk; [apply slope_zero; reflexivity|]. cbn [sum].
    apply (slope_ext x (add (fun i => if Nat.ltb i k then z i else 0) (scale (z k) (vertex k)))).
    - intros i _. unfold add, scale, vertex.
      destruct (Nat.ltb_spec i k), (Nat.ltb_spec i (S k)), (Nat.eqb_spec i k); try lia; try ring. subst. ring.
    - apply slope_add; [apply IH; lia|]. rewrite Rmult_comm. apply slope_scale, slope_spec. }
  apply (slope_ext x (fun i => if Nat.ltb i d then z i else 0)); [|now apply P].
  intros i Hi. destruct (Nat.ltb_spec i d); [reflexivity|lia].
Qed.

Lemma remainder x z u : 0 < u ->
  dot d (gradient x) z * u <= f (add x (scale u z)) - f x <= dot d (gradient x) z * u + N z ^ 2 * u ^ 2.
Proof.
  intros Hu. destruct (slope_exists x z) as [c Hc].
  rewrite (slope_unique x z (dot d (gradient x) z) c); [now apply Hc|apply slope_is_dot|].
  now exists (N z ^ 2).
Qed.

Lemma remainder_1 x z :
  dot d (gradient x) z <= f (add x z) - f x <= dot d (gradient x) z + N z ^ 2.
Proof.
  pose proof (remainder x z 1 ltac:(lra)) as H.
  rewrite (f_first (add x (scale 1 z)) (add x z)) in H by (intros i _; unfold add, scale; ring). lra.
Qed.

Lemma gradient_of_f : has_gradient d f gradient.
Proof.
  intros x eta Heta. exists (eta / (K + 1)). split; [apply Rdiv_lt_0_compat; lra|]. intros y Hy.
  pose proof (remainder_1 x (sub y x)) as R.
  rewrite (f_first (add x (sub y x)) y) in R by (intros i _; unfold add, sub; ring).
  pose proof (N_bound (sub y x)) as B. pose proof (norm_inf_nonneg d (sub y x)) as P.
  rewrite Rabs_pos_eq by lra.
  assert (K * norm_inf d (sub y x) ^ 2 <= eta * norm_inf d (sub y x)); [|lra].
  replace (K * norm_inf d (sub y x) ^ 2) with (K * norm_inf d (sub y x) * norm_inf d (sub y x)) by ring.
  apply Rmult_le_compat_r; [exact P|].
  apply Rle_trans with ((K + 1) * (eta / (K + 1))); [|right; field; lra].
  apply Rmult_le_compat; lra.
Qed.

(** The constant 1/2, from the inequality at every point of the segment. *)
Lemma descent_of_f x z : f (add x z) <= f x + dot d (gradient x) z + / 2 * N z ^ 2.
Proof.
  enough (f (add x z) - f x - dot d (gradient x) z - / 2 * N z ^ 2 <= 0) by lra.
  apply (limit_at_zero _ _ (/ 2 * N z ^ 2)). intros s Hs.
  pose proof (chord_from_midpoints (fun t => f (add x (scale t z))) (N z ^ 2)
    (f x - Rabs (dot d (gradient x) z)) s (pow2_ge_0 _)) as C. cbv beta in C.
  rewrite (f_first (add x (scale 0 z)) x) in C by (intros i _; unfold add, scale; ring).
  rewrite (f_first (add x (scale 1 z)) (add x z)) in C by (intros i _; unfold add, scale; ring).
  pose proof (remainder x z s ltac:(lra)) as R.
  assert (H : (1 - s) * f x + s * f (add x z) <= f (add x (scale s z)) + s * (1 - s) / 2 * N z ^ 2).
  { apply C; [| |lra].
    - intros t Ht. destruct (Rle_lt_or_eq_dec 0 t ltac:(lra)) as [Lt|<-].
      + pose proof (remainder x z t Lt) as [Q _].
        pose proof (Rle_abs (- dot d (gradient x) z)) as A. rewrite Rabs_Ropp in A.
        pose proof (Rmult_le_compat_l t _ _ ltac:(lra) A).
        pose proof (Rmult_le_compat_r (Rabs (dot d (gradient x) z)) t 1 (Rabs_pos _) ltac:(lra)). lra.
      + rewrite (f_first (add x (scale 0 z)) x) by (intros i _; unfold add, scale; ring).
        pose proof (Rabs_pos (dot d (gradient x) z)). lra.
    - intros t u _ _ _. pose proof (f_second (add x (scale t z)) (scale u z)) as F. rewrite N_scale in F.
      rewrite (f_first (add (add x (scale t z)) (scale u z)) (add x (scale (t + u) z))) in F
        by (intros i _; unfold add, scale; ring).
      rewrite (f_first (sub (add x (scale t z)) (scale u z)) (add x (scale (t - u) z))) in F
        by (intros i _; unfold add, sub, scale; ring). lra. }
  apply (Rmult_le_reg_r s); lra.
Qed.

(** Half of co-coercivity: the value at y + z, from the gradients at both points. *)
Lemma growth x y z :
  f x + dot d (gradient x) (sub y x) + dot d (sub (gradient x) (gradient y)) z - / 2 * N z ^ 2 <= f y.
Proof.
  pose proof (descent_of_f y z) as A. destruct (remainder_1 x (add (sub y x) z)) as [B _].
  rewrite (f_first (add x (add (sub y x) z)) (add y z)) in B by (intros i _; unfold add, sub; ring).
  rewrite dot_add_r in B. rewrite dot_sub_l. lra.
Qed.

Lemma gradient_lipschitz x y : Nd (sub (gradient x) (gradient y)) <= N (sub x y).
Proof.
  set (D := Nd (sub (gradient x) (gradient y))).
  destruct (dual_attained (sub (gradient x) (gradient y))) as [z [Nz Ez]]. fold D in Nz, Ez.
  pose proof (pow_incr (N z) D 2 (Logic.conj (N_nonneg z) Nz)) as P.
  pose proof (growth x y z) as A. pose proof (growth y x (scale (- 1) z)) as B.
  rewrite N_scale, dot_scale_r, !dot_sub_l in B. rewrite Ez in A. rewrite dot_sub_l in Ez.
  pose proof (duality (sub (gradient x) (gradient y)) (sub x y)) as H. fold D in H.
  rewrite dot_sub_l in H. rewrite !dot_sub_right in *.
  assert (S : D ^ 2 <= D * N (sub x y)) by lra.
  destruct (Rle_lt_or_eq_dec 0 D (Nd_nonneg _)) as [L|E]; [|rewrite <- E; apply N_nonneg].
  apply (Rmult_le_reg_l D); [exact L|]. lra.
Qed.

Lemma smooth_from_second_differences : exists g, has_gradient d f g /\
  (forall x z, f (add x z) <= f x + dot d (g x) z + / 2 * N z ^ 2) /\
  (forall x y, Nd (sub (g x) (g y)) <= N (sub x y)).
Proof.
  exists gradient. split; [exact gradient_of_f|]. split; [exact descent_of_f|exact gradient_lipschitz].
Qed.

End Smooth.

(** ** The infinity norm and the Euclidean norm *)

Lemma norm1_zero_sub d x : norm1 d (sub x x) = 0.
Proof.
  unfold norm1. rewrite (sum_ext d _ (fun _ => 0)); [apply sum_zero|].
  intros i _. unfold sub. rewrite Rminus_diag_eq by reflexivity. apply Rabs_R0.
Qed.

Lemma dot_le_norm_inf d z : dot d z z <= INR d * norm_inf d z ^ 2.
Proof.
  unfold dot. rewrite <- sum_const. apply sum_le. intros i Hi.
  pose proof (norm_inf_entry d z i Hi) as H. rewrite <- (Rabs_pos_eq (z i * z i)), Rabs_mult by nra.
  pose proof (Rabs_pos (z i)). nra.
Qed.

(** Let f be convex on R^d with f(x+z) + f(x-z) - 2f(x) <= ||z||^2 for all x, z, in the infinity norm or in
    the Euclidean norm. Then f is differentiable, f(x+z) <= f(x) + <grad f(x), z> + ||z||^2/2, and
    ||grad f(x) - grad f(y)||_* <= ||x - y||, in the dual norm. *)
Theorem second_differences d f : on_first d f -> convex d f ->
  ((forall x z, f (add x z) + f (sub x z) - 2 * f x <= norm_inf d z ^ 2) ->
   exists g, has_gradient d f g /\
     (forall x z, f (add x z) <= f x + dot d (g x) z + / 2 * norm_inf d z ^ 2) /\
     (forall x y, norm1 d (sub (g x) (g y)) <= norm_inf d (sub x y))) /\
  ((forall x z, f (add x z) + f (sub x z) - 2 * f x <= norm2 d z ^ 2) ->
   exists g, has_gradient d f g /\
     (forall x z, f (add x z) <= f x + dot d (g x) z + / 2 * norm2 d z ^ 2) /\
     (forall x y, norm2 d (sub (g x) (g y)) <= norm2 d (sub x y))).
Proof.
  intros Hf Hc. split; intros H2.
  - apply (smooth_from_second_differences d f (norm_inf d) (norm1 d) 1).
    + apply norm_inf_nonneg.
    + apply norm1_nonneg.
    + intros c z. unfold scale. rewrite norm_inf_scale, Rpow_mult_distr, <- (pow2_abs c). reflexivity.
    + intros z. lra.
    + lra.
    + apply dot_le.
    + apply dual_vector.
    + exact Hf.
    + exact Hc.
    + exact H2.
  - apply (smooth_from_second_differences d f (norm2 d) (norm2 d) (INR d)).
    + apply norm2_nonneg.
    + apply norm2_nonneg.
    + intros c z. rewrite !norm2_square, dot_scale_r, dot_comm, dot_scale_r. ring.
    + intros z. rewrite norm2_square. apply dot_le_norm_inf.
    + apply pos_INR.
    + apply dot_le_norm2.
    + intros p. exists p. split; [lra|]. now rewrite norm2_square.
    + exact Hf.
    + exact Hc.
    + exact H2.
Qed.

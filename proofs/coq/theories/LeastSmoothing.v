(** Among all over-estimates of the maximum with small second differences, convex or not, one is pointwise
    least; it is convex and smooth, and its gap is the least. So convexity costs nothing. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Conjugate Converse Duality Martingale SecondDifferences.
Open Scope R_scope.

(** The class: f >= max on R^d with f(x+z) + f(x-z) <= 2f(x) + ||z||^2 in the infinity norm. *)
Definition over_estimate (d : nat) (f : vec -> R) : Prop :=
  on_first d f /\ (forall x, largest d x <= f x) /\
  forall x z, f (add x z) + f (sub x z) <= 2 * f x + norm_inf d z ^ 2.

Definition is_infimum (E : R -> Prop) (g : R) : Prop :=
  (forall r, E r -> g <= r) /\ forall b, (forall r, E r -> b <= r) -> b <= g.

(** A 1-smooth function, convex or not, is in the class if it is above the maximum. *)
Lemma smooth_over_estimate d f : smooth d f -> (forall x, largest d x <= f x) -> over_estimate d f.
Proof.
  intros [g [G L]] Ha. split; [exact (has_gradient_on_first d f g G)|]. split; [exact Ha|]. intros x z.
  pose proof (descent d f g G L x z) as A. pose proof (descent d f g G L x (scale (- (1)) z)) as B.
  rewrite dot_scale_r in B. unfold scale in B at 2. rewrite norm_inf_scale, Rabs_Ropp, Rabs_R1 in B.
  rewrite (has_gradient_on_first d f g G (sub x z) (add x (scale (- (1)) z)))
    by (intros i _; unfold sub, add, scale; ring). lra.
Qed.

(** The inequality at midpoints implies it at every point of a segment. *)
Lemma over_estimate_chord d f : (1 <= d)%nat -> over_estimate d f -> forall y w s, 0 <= s <= 1 ->
  (1 - s) * f (add y (scale (- s) w)) + s * f (add y (scale (1 - s) w))
  <= f y + s * (1 - s) / 2 * norm_inf d w ^ 2.
Proof.
  intros Hd (F & Ha & H) y w s Hs. set (p := fun t => add y (scale (t - s) w)).
  pose proof (chord_from_midpoints (fun t => f (p t)) (norm_inf d w ^ 2)
    (y 0%nat - Rabs (w 0%nat)) s (pow2_ge_0 _)) as C. cbv beta in C.
  rewrite (F (p 0) (add y (scale (- s) w))) in C by (intros i _; unfold p, add, scale; ring).
  rewrite (F (p 1) (add y (scale (1 - s) w))) in C by (intros i _; unfold p, add, scale; ring).
  rewrite (F (p s) y) in C by (intros i _; unfold p, add, scale; ring).
  apply C; [| |exact Hs].
  - intros t Ht. eapply Rle_trans; [|apply Ha]. eapply Rle_trans; [|apply (largest_entry d (p t) 0 Hd)].
    unfold p, add, scale.
    assert (A : Rabs ((t - s) * w 0%nat) <= Rabs (w 0%nat)).
    { rewrite Rabs_mult. rewrite <- (Rmult_1_l (Rabs (w 0%nat))) at 2.
      apply Rmult_le_compat_r; [apply Rabs_pos|]. apply Rabs_le. lra. }
    pose proof (Rle_abs (- ((t - s) * w 0%nat))) as B. rewrite Rabs_Ropp in B. lra.
  - intros t u _ _ Hu. pose proof (H (p t) (scale u w)) as M.
    unfold scale in M at 3. rewrite norm_inf_scale, Rabs_pos_eq in M by exact Hu.
    rewrite (F (add (p t) (scale u w)) (p (t + u))) in M by (intros i _; unfold p, add, scale; ring).
    rewrite (F (sub (p t) (scale u w)) (p (t - u))) in M by (intros i _; unfold p, add, sub, scale; ring).
    lra.
Qed.

(** Hence its conjugate is strongly convex. *)
Lemma over_estimate_conjugate d f : (1 <= d)%nat -> over_estimate d f -> strongly_convex d (conjugate d f).
Proof. intros Hd Hf. apply conjugate_of_chord; [apply Hf|now apply over_estimate_chord]. Qed.

(** The smoothing from the best gains of martingales is below every function of the class. *)
Lemma least_below d f x : (1 <= d)%nat -> over_estimate d f -> conj d (fun p => - value d p) x <= f x.
Proof. intros Hd Hf. apply gains_below; [exact Hd|apply Hf|now apply over_estimate_conjugate]. Qed.

(** Let F be the class of all f >= max on R^d with f(x+z) + f(x-z) <= 2f(x) + ||z||^2 in the infinity norm for
    all x and z, convex or not. It contains every 1-smooth f >= max. Its pointwise infimum g is in F, convex,
    differentiable and 1-smooth; g <= max + g(0), and eps*_d = g(0): the least gap is attained, by g, and no
    function of F has a smaller one. *)
Theorem least_smoothing d : (1 <= d)%nat ->
  (forall f, smooth d f -> (forall x, largest d x <= f x) -> over_estimate d f) /\
  exists g, (forall x, is_infimum (fun r => exists f, over_estimate d f /\ r = f x) (g x)) /\
    over_estimate d g /\ convex d g /\ smooth d g /\
    (forall x, largest d x <= g x <= largest d x + g zero) /\
    optimum d (g zero) /\ smoothing d (g zero) g /\
    forall e f, over_estimate d f -> (forall x, f x <= largest d x + e) -> g zero <= e.
Proof.
  intros Hd. split; [apply smooth_over_estimate|].
  set (g := conj d (fun p => - value d p)). exists g.
  destruct (Martingale.least_smoothing d Hd) as [(C & S & G) _]. fold g in C, S, G.
  assert (O : over_estimate d g) by (apply smooth_over_estimate; [exact S|intros; apply G]).
  assert (E : g zero = value d (centre d)).
  { apply Rle_antisym; [specialize (G zero); rewrite largest_zero in G; lra|].
    assert (B : bounded_below d (fun p => - value d p)).
    { exists (- value d (centre d)). intros p Hp. now apply value_range. }
    pose proof (conj_above d _ Hd B zero (centre d) (simplex_centre d Hd)) as H. fold g in H.
    replace (dot d (centre d) zero) with 0 in H; [lra|].
    rewrite <- (sum_zero d). apply sum_ext. intros i _. unfold zero. ring. }
  rewrite <- E in G. split; [|split; [exact O|split; [exact C|split; [exact S|split; [exact G|split]]]]].
  - intros x. split.
    + intros r [f [Hf ->]]. now apply least_below.
    + intros b Hb. apply Hb. now exists g.
  - rewrite E. now apply value_is_optimum.
  - split; [split; [exact C|split; [exact S|exact G]]|].
    intros e f Hf U. pose proof (least_below d f zero Hd Hf) as L. fold g in L.
    specialize (U zero). rewrite largest_zero in U. lra.
Qed.

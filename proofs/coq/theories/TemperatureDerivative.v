(** A smoothing grows with its temperature, by no more than its gap: the derivative of t f(x/t) in t is the value over
    the origin of the tangent at y = x/t. *)

From Coq Require Import Reals Lra FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Converse Euclid MinimumPoints.
From TightMax Require LogSumExp.
Open Scope R_scope.

(** The tangent at y stays below f further out on the ray through y, where f is not far above the maximum, which
    grows linearly there. *)
Lemma slope_along_ray d eps f g y : convex d f -> has_gradient d f g ->
  (forall x, largest d x <= f x <= largest d x + eps) -> dot d y (g y) <= largest d y.
Proof.
  intros C D B. apply Rnot_lt_le. intros L. set (k := dot d y (g y) - largest d y).
  assert (K : 0 < k) by (unfold k; lra). pose proof (B y) as By. set (s := (eps + 1) / k).
  assert (Hs : 0 < s) by (apply Rdiv_lt_0_compat; lra).
  assert (S : s * dot d y (g y) - s * largest d y = eps + 1) by (unfold s, k; field; unfold k in K; lra).
  pose proof (tangent_below d f g y (scale (1 + s) y) C D) as T. pose proof (B (scale (1 + s) y)) as Bs.
  rewrite LogSumExp.largest_scale in Bs by lra.
  rewrite (dot_ext d _ (g y) _ (scale s y)), dot_scale_r in T by (reflexivity || (intros; unfold sub, scale; ring)).
  rewrite (dot_comm d (g y) y) in T. lra.
Qed.

(** Let f be convex and differentiable with max <= f <= max + eps, t > 0 and y = x/t. Then the derivative in t of
    t f(x/t) is f(y) - <y, grad f(y)>, which is at most eps and at least f(y) - max y >= 0. *)
Theorem temperature_derivative d eps f g x t : convex d f -> has_gradient d f g ->
  (forall x, largest d x <= f x <= largest d x + eps) -> 0 < t ->
  let y := scale (/ t) x in
  derivable_pt_lim (fun t => t * f (scale (/ t) x)) t (f y - dot d y (g y)) /\
  f y - dot d y (g y) <= eps /\ f y - largest d y <= f y - dot d y (g y) /\ 0 <= f y - largest d y.
Proof.
  intros C D B Ht y. pose proof (slope_along_ray d eps f g y C D B) as S. pose proof (B y) as By.
  split; [|split; [|lra]].
  - assert (Z : forall s, add zero (scale s x) = scale s x)
      by (intros; apply functional_extensionality; intros; unfold add, zero, scale; ring).
    pose proof (derivative_along d f g zero x (/ t) D) as P. rewrite Z in P. fold y in P.
    assert (I : derivable_pt_lim (fun t => / t) t (- (1 / (t * t)))).
    { apply (derivable_pt_lim_ext (fun t => 1 / t)); [intros; unfold Rdiv; ring|].
      replace (- (1 / (t * t))) with ((0 * t - 1 * 1) / Rsqr t) by (unfold Rsqr; field; lra).
      apply (derivable_pt_lim_div (fun _ => 1) (fun t => t));
        [apply derivable_pt_lim_const|apply derivable_pt_lim_id|lra]. }
    pose proof (derivable_pt_lim_comp (fun t => / t) (fun s => f (add zero (scale s x))) t _ _ I P) as Q.
    unfold comp in Q.
    replace (f y - dot d y (g y)) with (1 * f (add zero (scale (/ t) x)) + t * (dot d (g y) x * - (1 / (t * t)))).
    + apply (derivable_pt_lim_ext (fun t => t * f (add zero (scale (/ t) x)))); [intros u; now rewrite Z|].
      apply (derivable_pt_lim_mult (fun t => t) (fun t => f (add zero (scale (/ t) x))));
        [apply derivable_pt_lim_id|exact Q].
    + rewrite Z. fold y. rewrite (dot_comm d y (g y)).
      replace (dot d (g y) y) with (/ t * dot d (g y) x) by (symmetry; apply dot_scale_r). field. lra.
  - pose proof (tangent_below d f g y zero C D) as T. pose proof (B zero) as B0. rewrite largest_zero in B0.
    rewrite (dot_ext d _ (g y) _ (scale (- (1)) y)), dot_scale_r, (dot_comm d (g y) y) in T
      by (reflexivity || (intros; unfold sub, zero, scale; ring)). lra.
Qed.

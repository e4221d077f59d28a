(** Noise with a positive smooth density makes the maximiser differentiable: its mean is the gradient of a function with
    continuous second derivatives, which is strictly convex exactly if the hull of the points has interior points. *)

From Coq Require Import Reals Lra Lia Arith Classical FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid Matrices MeanValue MinimumPoints PerturbedMaximum.
From TightMax Require Import VolumeIntegral SmoothNoise PerturbedDerivatives PerturbedPositive SecondDerivatives.
From TightMax Require Import PerturbedSlopes Hulls RelativeInterior PerturbedInterior.
Open Scope R_scope.

(** In a direction in which all points agree the maximum is linear. *)
Lemma value_flat d N y v j x : (1 <= N)%nat -> flat_direction d N y v -> (j < N)%nat ->
  best_value d N y (add x v) = best_value d N y x + dot d (y j) v.
Proof.
  intros HN Fl Hj. destruct (value_attained d N y HN (add x v)) as (k & Hk & Ek).
  destruct (value_attained d N y HN x) as (l & Hl & El).
  pose proof (value_above d N y k x Hk) as A. pose proof (value_above d N y l (add x v) Hl) as B.
  rewrite dot_add_r in Ek, B. rewrite (Fl k j Hk Hj) in Ek. rewrite (Fl l j Hl Hj) in B. lra.
Qed.

Section Argmax.
Context {W : Type} (P : mean_value W) {d : nat} (V : volume d).
Variables (N : nat) (y : nat -> vec) (Z : W -> vec) (nu : vec -> R) (score : vec -> vec) (eps : R).
Hypothesis HN : (1 <= N)%nat.
Hypothesis He : 0 < eps.
Hypothesis HS : smooth_noise d V P Z nu score.

Let F_ := noisy_value P d N y Z eps.
Let g := point_mean (d := d) V N y nu eps.
Let J := point_jacobian (d := d) V N y nu score eps.

Let grad : has_gradient d F_ g := point_mean_gradient P V N y Z nu score eps HN He HS.
Let hess i (_ : (i < d)%nat) : has_gradient d (fun t => g t i) (fun t => J t i) :=
  point_jacobian_gradient P V N y Z nu score eps HN He HS i.

Lemma noisy_value_flat theta v j : flat_direction d N y v -> (j < N)%nat ->
  F_ (add theta v) = F_ theta + dot d (y j) v.
Proof.
  intros Fl Hj. unfold F_, noisy_value.
  rewrite <- (mean_const P (dot d (y j) v)), <- mean_plus by
    (apply integrable_const || apply (noisy_value_integrable P d N y Z HN (noise_entries P V Z nu score HS))).
  apply mean_ext. intros w. rewrite <- (value_flat d N y v j _ HN Fl Hj). f_equal. apply functional_extensionality.
  intros i. unfold noisy, add. ring.
Qed.

(** The second derivative in a direction. *)
Lemma form_curvature theta v : form d (J theta) v = curvature V N y nu score eps theta v.
Proof. unfold form, curvature. apply dot_comm. Qed.

Lemma form_positive theta v j k : (j < N)%nat -> (k < N)%nat -> dot d (y j) v <> dot d (y k) v ->
  0 < form d (J theta) v.
Proof.
  intros Hj Hk Ne. rewrite form_curvature.
  pose proof (curvature_positive V N y nu score eps HN He (noise_gradient P V Z nu score HS)
    (noise_continuous P V Z nu score HS) (noise_density P V Z nu score HS) (noise_mass P V Z nu score HS)
    (noise_mean P V Z nu score HS) (noise_scores P V Z nu score HS) theta v) as A.
  destruct (Rtotal_order (dot d (y j) v) (dot d (y k) v)) as [L|[E|L]]; [exact (A j k Hj Hk L)|contradiction|].
  exact (A k j Hk Hj L).
Qed.

Lemma mean_in_hull theta : in_hull d N y (g theta).
Proof.
  destruct (mean_point_in_hull P d N y Z eps theta _ (first_point_of_noise P V N y Z nu score eps HN HS theta))
    as (a & Sa & E). exists a. split; [exact Sa|]. intros i Hi. rewrite <- E by exact Hi. symmetry.
  apply (choice_mean P V N y Z nu score eps HN He HS theta); [|exact Hi].
  exact (first_point_of_noise P V N y Z nu score eps HN HS theta).
Qed.

Lemma form_flat theta v : flat_direction d N y v -> form d (J theta) v = 0.
Proof.
  intros Fl. pose proof (slope_derivative d g J hess theta v 0) as D.
  replace (add theta (scale 0 v)) with theta in D
    by (apply functional_extensionality; intros i; unfold add, scale; ring).
  apply (uniqueness_limite (fun t => dot d (g (add theta (scale t v))) v) 0); [exact D|].
  replace (fun t => dot d (g (add theta (scale t v))) v) with (fun _ : R => dot d (y 0%nat) v).
  - apply derivable_pt_lim_const.
  - apply functional_extensionality. intros t. symmetry. apply (flat_on_hull d N y v 0 _ Fl); [lia|apply mean_in_hull].
Qed.

(** Positive definite and strictly convex exactly if the hull has interior points. *)
Lemma not_flat v : has_interior d N y -> (exists i, (i < d)%nat /\ v i <> 0) ->
  exists j k, (j < N)%nat /\ (k < N)%nat /\ dot d (y j) v <> dot d (y k) v.
Proof.
  intros Int (i & Hi & Ne). apply NNPP. intros No. apply Ne. apply (proj1 (interior_iff d N y HN) Int); [|exact Hi].
  intros j k Hj Hk. apply NNPP. intros D. apply No. now exists j, k.
Qed.

Lemma flat_exists : ~ has_interior d N y -> exists v, flat_direction d N y v /\ exists i, (i < d)%nat /\ v i <> 0.
Proof.
  intros No. apply NNPP. intros Nv. apply No. apply (interior_iff d N y HN). intros v Fl i Hi. apply NNPP. intros Ne.
  apply Nv. exists v. split; [exact Fl|]. now exists i.
Qed.

Lemma definite_iff theta : positive_definite d (J theta) <-> has_interior d N y.
Proof.
  split.
  - intros PD. apply NNPP. intros No. destruct (flat_exists No) as (v & Fl & Nz). specialize (PD v Nz).
    rewrite form_flat in PD by exact Fl. lra.
  - intros Int v Nz. destruct (not_flat v Int Nz) as (j & k & Hj & Hk & Ne). exact (form_positive theta v j k Hj Hk Ne).
Qed.

Lemma strictly_convex_iff : strictly_convex d F_ <-> has_interior d N y.
Proof.
  split.
  - intros SC. apply NNPP. intros No. destruct (flat_exists No) as (v & Fl & i & Hi & Nz).
    specialize (SC zero v (/ 2) (ex_intro _ i (conj Hi (fun E => Nz (eq_sym E)))) ltac:(lra)).
    assert (Fh : flat_direction d N y (scale (/ 2) v)) by (intros j k Hj Hk; now rewrite !dot_scale_r, (Fl j k Hj Hk)).
    pose proof (noisy_value_flat zero v 0 Fl ltac:(lia)) as E1.
    pose proof (noisy_value_flat zero (scale (/ 2) v) 0 Fh ltac:(lia)) as E2. rewrite dot_scale_r in E2.
    replace (add zero v) with v in E1 by (apply functional_extensionality; intros k; unfold add, zero; ring).
    replace (add zero (scale (/ 2) v)) with (mix (/ 2) zero v) in E2
      by (apply functional_extensionality; intros k; unfold add, zero, scale, mix; ring). lra.
  - intros Int. apply (strictly_convex_of_definite d F_ g J grad hess). intros x. now apply definite_iff.
Qed.
End Argmax.

(** Let Y = {y_0, ..., y_(N-1)} be in R^d with the convex hull C, and let Z have the positive density e^(-nu), where nu
    has the continuous gradient score, with finite means of |Z| and |score(Z)|. M is the supremum of E|<score(Z), u>|
    over unit vectors u. The mean point y_eps = g of any measurable choice of a best point at theta + eps Z is the
    gradient of F_eps, and g has the continuous Jacobian J = E[y*(theta + eps Z) score(Z)']/eps; g is RM/eps-Lipschitz,
    with M <= (E|score(Z)|^2)^(1/2) if that is finite. If all points have the same pairing with v then F_eps is linear
    in this direction, otherwise <Jv, v> > 0. J is positive definite and F_eps strictly convex exactly if C has
    interior points. Every vertex of C has a positive probability, and g(theta) is in the relative interior of C. *)
Theorem perturbed_argmax (W : Type) (P : mean_value W) d (V : volume d) N (y : nat -> vec) (Z : W -> vec) nu score eps :
  (1 <= N)%nat -> smooth_noise d V P Z nu score -> 0 < eps ->
  let R0 := largest N (fun j => norm2 d (y j)) in
  let F_ := noisy_value P d N y Z eps in
  let choice := best_choice P d N y Z eps in
  ((1 <= d)%nat -> exists M, is_lub (mean_slope P d Z score) M) /\
  (forall M, is_lub (mean_slope P d Z score) M -> integrable P (fun w => norm2 d (score (Z w)) ^ 2) ->
    M <= sqrt (mean P (fun w => norm2 d (score (Z w)) ^ 2))) /\
  (forall theta, exists best, choice theta best) /\
  exists (g : vec -> vec) (J : vec -> mat),
    (forall theta best, choice theta best -> forall i, (i < d)%nat -> mean_point P y best i = g theta i) /\
    (forall M s t, is_lub (mean_slope P d Z score) M ->
      norm2 d (sub (g s) (g t)) <= R0 * M / eps * norm2 d (sub s t)) /\
    has_gradient d F_ g /\
    (forall i, (i < d)%nat -> has_gradient d (fun theta => g theta i) (fun theta => J theta i)) /\
    (forall i j, (i < d)%nat -> (j < d)%nat -> continuous_field d (fun theta => J theta i j)) /\
    (forall theta best, choice theta best -> forall i j, (i < d)%nat -> (j < d)%nat ->
      integrable P (fun w => y (best w) i * score (Z w) j) /\
      J theta i j = / eps * mean P (fun w => y (best w) i * score (Z w) j)) /\
    (forall theta v, (exists j k, (j < N)%nat /\ (k < N)%nat /\ dot d (y j) v <> dot d (y k) v) ->
      0 < dot d (image d (J theta) v) v) /\
    (forall theta v, (forall j k, (j < N)%nat -> (k < N)%nat -> dot d (y j) v = dot d (y k) v) ->
      forall j, (j < N)%nat -> F_ (add theta v) = F_ theta + dot d (y j) v) /\
    (forall theta, positive_definite d (J theta) <-> has_interior d N y) /\
    (strictly_convex d F_ <-> has_interior d N y) /\
    (forall theta best q, choice theta best -> is_vertex d N y q ->
      0 < mean P (fun w => if agree d (y (best w)) q then 1 else 0)) /\
    forall theta, in_relative_interior d N y (g theta).
Proof.
  intros HN HS He R0 F_ choice. split; [exact (slopes_supremum P V Z nu score HS)|].
  split; [intros M; exact (slopes_root_mean_square P V Z nu score HS M)|].
  split; [intros theta; eexists; exact (first_point_of_noise P V N y Z nu score eps HN HS theta)|].
  exists (point_mean V N y nu eps), (point_jacobian V N y nu score eps).
  split; [intros theta best C i; now apply (choice_mean P V N y Z nu score eps HN He HS theta best)|].
  split; [intros M s t; now apply (point_mean_lipschitz P V N y Z nu score eps HN He HS)|].
  split; [exact (point_mean_gradient P V N y Z nu score eps HN He HS)|].
  split; [intros i _; exact (point_jacobian_gradient P V N y Z nu score eps HN He HS i)|].
  split; [intros i j _; exact (point_jacobian_continuous P V N y Z nu score eps HN He HS i j)|].
  split; [intros theta best C i j; now apply (choice_jacobian P V N y Z nu score eps HN He HS theta best)|].
  split.
  { intros theta v (j & k & Hj & Hk & Ne). rewrite dot_comm.
    exact (form_positive P V N y Z nu score eps HN He HS theta v j k Hj Hk Ne). }
  split; [intros theta v Fl j; exact (noisy_value_flat P V N y Z nu score eps HN HS theta v j Fl)|].
  split; [exact (definite_iff P V N y Z nu score eps HN He HS)|].
  split; [exact (strictly_convex_iff P V N y Z nu score eps HN He HS)|].
  split; [intros theta best q C; exact (vertex_chosen P V N y Z nu score eps HN He HS theta best C q)|].
  intros theta. pose proof (first_point_of_noise P V N y Z nu score eps HN HS theta) as C.
  apply (mean_point_interior P V N y Z nu score eps HN He HS theta _ C). intros i Hi. symmetry.
  now apply (choice_mean P V N y Z nu score eps HN He HS theta).
Qed.

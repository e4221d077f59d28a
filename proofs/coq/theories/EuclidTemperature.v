(** The best Euclidean smoothing at every temperature: the maximum over the simplex of <q, y> - (t/2)(|q|^2
    - 1), whose gradient is the projection of y/t. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Converse Scaling SmallDimensions ClosedForms Euclid.
Open Scope R_scope.

(** f is convex, its gradient is L-Lipschitz in the Euclidean norm, and f is above the maximum by a to b. *)
Definition estimate2 (d : nat) (L a b : R) (f : vec -> R) : Prop :=
  convex d f /\
  (exists g, has_gradient d f g /\ forall x y, norm2 d (sub (g x) (g y)) <= L * norm2 d (sub x y)) /\
  forall x, largest d x + a <= f x <= largest d x + b.

(** eps is the least b - a, attained with a = 0. *)
Definition optimum2_by (d : nat) (L eps : R) : Prop :=
  (exists f, estimate2 d L 0 eps f) /\ forall a b f, estimate2 d L a b f -> eps <= b - a.

Lemma smoothing_estimate2 d eps f : smoothing2 d eps f <-> estimate2 d 1 0 eps f.
Proof.
  split; intros [C [[g [H L]] B]]; (split; [exact C|split; [exists g; split; [exact H|]|]]).
  1, 3: intros x y; specialize (L x y); lra.
  1, 2: intros x; specialize (B x); lra.
Qed.

Lemma norm2_sub_scale d c x y : 0 <= c -> norm2 d (sub (scale c x) (scale c y)) = c * norm2 d (sub x y).
Proof. intros Hc. rewrite <- norm2_scale by exact Hc. apply norm2_ext. intros. unfold sub, scale. ring. Qed.

Lemma rescale_estimate2 d t L a b f : 0 < t -> estimate2 d L a b f ->
  estimate2 d (L / t) (t * a) (t * b) (rescale t f).
Proof.
  intros Ht [C [[g [H Lg]] B]]. assert (Hi : 0 < / t) by now apply Rinv_0_lt_compat.
  split; [|split].
  - intros x y s Hs. unfold rescale.
    rewrite (has_gradient_on_first d f g H _ (mix s (scale (/ t) x) (scale (/ t) y)))
      by (intros; unfold scale, mix; ring).
    pose proof (C (scale (/ t) x) (scale (/ t) y) s Hs) as K. apply (Rmult_le_compat_l t) in K; lra.
  - exists (fun x => g (scale (/ t) x)). split; [now apply rescale_gradient|]. intros x y.
    eapply Rle_trans; [apply Lg|]. rewrite norm2_sub_scale by lra. right. field. lra.
  - intros x. specialize (B (scale (/ t) x)). rewrite LogSumExp.largest_scale in B by lra. destruct B as [B1 B2].
    apply (Rmult_le_compat_l t) in B1; [|lra]. apply (Rmult_le_compat_l t) in B2; [|lra].
    rewrite Rmult_plus_distr_l, <- Rmult_assoc, Rinv_r, Rmult_1_l in B1, B2 by lra.
    unfold rescale. lra.
Qed.

Lemma shift_estimate2 d L a b c f :
  estimate2 d L a b f -> estimate2 d L (a + c) (b + c) (fun x => f x + c).
Proof.
  intros [C [[g [H Lg]] B]]. split; [|split].
  - intros x y s Hs. pose proof (C x y s Hs). lra.
  - exists g. split; [|exact Lg]. intros x eta He. destruct (H x eta He) as [delta [Hd K]].
    exists delta. split; [exact Hd|]. intros y Hy. specialize (K y Hy).
    now replace (f y + c - (f x + c)) with (f y - f x) by ring.
  - intros x. specialize (B x). lra.
Qed.

(** For the smoothness L the least gap is 1/L of the least for L = 1. *)
Lemma optimum2_scales d eps L : 0 < L -> optimum2 d eps -> optimum2_by d L (eps / L).
Proof.
  intros HL [[f0 H0] O]. split.
  - exists (rescale (/ L) f0).
    apply smoothing_estimate2, (rescale_estimate2 d (/ L)) in H0; [|now apply Rinv_0_lt_compat].
    replace (1 / / L) with L in H0 by (field; lra). rewrite Rmult_0_r in H0.
    unfold Rdiv. rewrite Rmult_comm. exact H0.
  - intros a b f E. apply (Rmult_le_reg_l L); [exact HL|].
    replace (L * (eps / L)) with eps by (field; lra).
    apply (O _ (rescale L (fun x => f x + - a))). apply smoothing_estimate2.
    apply (shift_estimate2 d L a b (- a)) in E. apply (rescale_estimate2 d L) in E; [|exact HL].
    replace (L / L) with 1 in E by (field; lra). replace (L * (a + - a)) with 0 in E by ring. exact E.
Qed.

(** The supremum over the simplex of <q, y> - (t/2)(|q|^2 - 1). *)
Definition euclidean_smoothing (d : nat) (t : R) : vec -> R := conj d (quadratic d (t / 2)).

(** It is a maximum, and attained at the gradient, which is the projection of y/t. *)
Theorem euclidean_temperature d t : (1 <= d)%nat -> 0 < t ->
  optimum2_by d (1 / t) (t * ((1 - / INR d) / 2)) /\
  estimate2 d (1 / t) 0 (t * ((1 - / INR d) / 2)) (euclidean_smoothing d t) /\
  exists g, has_gradient d (euclidean_smoothing d t) g /\ forall y,
    projection d (scale (/ t) y) (g y) /\
    euclidean_smoothing d t y = dot d (g y) y - t / 2 * (norm2 d (g y) ^ 2 - 1) /\
    forall q, simplex d q -> dot d q y - t / 2 * (norm2 d q ^ 2 - 1) <= euclidean_smoothing d t y.
Proof.
  intros Hd Ht. set (p := fun y => sparsemax d Hd (scale (/ t) y)).
  assert (best : forall y q, simplex d q ->
    dot d q y - quadratic d (t / 2) q <= dot d (p y) y - quadratic d (t / 2) (p y)).
  { intros y q Hq. pose proof (euclidean_max_ge d Hd (scale (/ t) y) q Hq) as E.
    unfold euclidean_max in E. fold (p y) in E. apply (Rmult_le_compat_l t) in E; [|lra].
    rewrite 2 dot_scale_r, !Rmult_minus_distr_l, <- 2 Rmult_assoc, Rinv_r, 2 Rmult_1_l in E by lra.
    unfold quadratic. lra. }
  assert (P : forall y, simplex d (p y)) by (intros; apply sparsemax_simplex).
  assert (value : forall y, euclidean_smoothing d t y = dot d (p y) y - quadratic d (t / 2) (p y)).
  { intros y. apply conj_attained; [exact Hd|apply quadratic_below; lra|apply P|apply best]. }
  assert (E : euclidean_smoothing d t = rescale t (euclidean_max d Hd)).
  { apply functional_extensionality. intros y. rewrite value. unfold rescale, euclidean_max. fold (p y).
    rewrite dot_scale_r. unfold quadratic. field. lra. }
  split; [|split].
  - replace (t * ((1 - / INR d) / 2)) with ((1 - / INR d) / 2 / (1 / t))
      by (field; split; [apply not_0_INR; lia|lra]).
    apply optimum2_scales; [apply Rdiv_lt_0_compat; lra|now apply euclidean_optimum].
  - rewrite E. rewrite <- (Rmult_0_r t). apply rescale_estimate2; [exact Ht|].
    apply smoothing_estimate2, euclidean_max_smoothing.
  - exists p. split; [|intros y; split; [|split]].
    + rewrite E. apply rescale_gradient; [exact Ht|]. apply euclidean_max_gradient.
    + replace (/ t) with (/ (2 * (t / 2))) by (f_equal; field).
      apply projection_maximises; [lra|]. split; [apply P|apply best].
    + rewrite norm2_square. apply value.
    + intros q Hq. rewrite norm2_square, value. now apply best.
Qed.

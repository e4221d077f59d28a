(** Gap times smoothness is what counts: t f(x/t) has t times the gap and 1/t of the smoothness of f, so the
    least gap of L-smooth estimates of the maximum, from above or two-sided, is 1/L of the least for L = 1. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Conjugate.
From TightMax Require LogSumExp.
Open Scope R_scope.

(** The gradient is L-Lipschitz from the infinity norm to the l1 norm. *)
Definition smooth_by (d : nat) (L : R) (f : vec -> R) : Prop :=
  exists g, has_gradient d f g /\
    forall x y, norm1 d (sub (g x) (g y)) <= L * norm_inf d (sub x y).

(** f is convex, L-smooth and above the maximum by a to b; eps is the least b - a, attained with a = 0. *)
Definition estimate (d : nat) (L a b : R) (f : vec -> R) : Prop :=
  convex d f /\ smooth_by d L f /\ forall x, largest d x + a <= f x <= largest d x + b.

Definition optimum_by (d : nat) (L eps : R) : Prop :=
  (exists f, estimate d L 0 eps f) /\ forall a b f, estimate d L a b f -> eps <= b - a.

(** The same function at the temperature t. *)
Definition rescale (t : R) (f : vec -> R) : vec -> R := fun x => t * f (scale (/ t) x).

Lemma smoothing_estimate d eps f : smoothing d eps f <-> estimate d 1 0 eps f.
Proof.
  split; intros [C [[g [H L]] B]]; (split; [exact C|split; [exists g; split; [exact H|]|]]).
  1, 3: intros x y; specialize (L x y); lra.
  1, 2: intros x; specialize (B x); lra.
Qed.

Lemma norm_inf_sub_scale d c x y : 0 <= c ->
  norm_inf d (sub (scale c x) (scale c y)) = c * norm_inf d (sub x y).
Proof.
  intros Hc. rewrite (norm_inf_ext d _ (fun i => c * sub x y i)) by (intros; unfold sub, scale; ring).
  now rewrite norm_inf_scale, Rabs_pos_eq.
Qed.

Lemma rescale_gradient d t f g : 0 < t -> has_gradient d f g ->
  has_gradient d (rescale t f) (fun x => g (scale (/ t) x)).
Proof.
  intros Ht H x eta He. assert (Hi : 0 < / t) by now apply Rinv_0_lt_compat.
  destruct (H (scale (/ t) x) eta He) as [delta [Hd B]].
  exists (t * delta). split; [now apply Rmult_lt_0_compat|]. intros y Hy.
  specialize (B (scale (/ t) y)). rewrite norm_inf_sub_scale in B by lra.
  assert (Hy' : / t * norm_inf d (sub y x) < delta).
  { apply (Rmult_lt_compat_l (/ t)) in Hy; [|exact Hi].
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l in Hy by lra. exact Hy. }
  specialize (B Hy'). apply (Rmult_le_compat_l t) in B; [|lra].
  replace (t * (eta * (/ t * norm_inf d (sub y x)))) with (eta * norm_inf d (sub y x)) in B by (field; lra).
  assert (A : forall r, t * Rabs r = Rabs (t * r)).
  { intros r. rewrite Rabs_mult, (Rabs_pos_eq t) by lra. reflexivity. }
  rewrite A in B. eapply Rle_trans; [|exact B]. right. f_equal.
  unfold rescale. set (G := g (scale (/ t) x)).
  rewrite (dot_ext d G G (sub (scale (/ t) y) (scale (/ t) x)) (scale (/ t) (sub y x)))
    by (intros; unfold sub, scale; ring).
  rewrite dot_scale_r. field. lra.
Qed.

(** t f(x/t) has t times the gap and 1/t of the smoothness. *)
Theorem rescale_estimate d t L a b f : 0 < t -> estimate d L a b f ->
  estimate d (L / t) (t * a) (t * b) (rescale t f).
Proof.
  intros Ht [C [[g [H Lg]] B]]. assert (Hi : 0 < / t) by now apply Rinv_0_lt_compat.
  split; [|split].
  - intros x y s Hs. unfold rescale.
    rewrite (has_gradient_on_first d f g H _ (mix s (scale (/ t) x) (scale (/ t) y)))
      by (intros; unfold scale, mix; ring).
    pose proof (C (scale (/ t) x) (scale (/ t) y) s Hs) as K.
    apply (Rmult_le_compat_l t) in K; [lra|lra].
  - exists (fun x => g (scale (/ t) x)). split; [now apply rescale_gradient|]. intros x y.
    eapply Rle_trans; [apply Lg|]. rewrite norm_inf_sub_scale by lra. right. field. lra.
  - intros x. specialize (B (scale (/ t) x)). rewrite LogSumExp.largest_scale in B by lra. destruct B as [B1 B2].
    apply (Rmult_le_compat_l t) in B1; [|lra]. apply (Rmult_le_compat_l t) in B2; [|lra].
    rewrite Rmult_plus_distr_l, <- Rmult_assoc, Rinv_r, Rmult_1_l in B1, B2 by lra.
    unfold rescale. lra.
Qed.

(** Adding a constant moves the gap. *)
Lemma shift_estimate d L a b c f : estimate d L a b f -> estimate d L (a + c) (b + c) (fun x => f x + c).
Proof.
  intros [C [[g [H Lg]] B]]. split; [|split].
  - intros x y s Hs. pose proof (C x y s Hs). lra.
  - exists g. split; [|exact Lg]. intros x eta He. destruct (H x eta He) as [delta [Hd K]].
    exists delta. split; [exact Hd|]. intros y Hy. specialize (K y Hy).
    now replace (f y + c - (f x + c)) with (f y - f x) by ring.
  - intros x. specialize (B x). lra.
Qed.

(** Every L-smooth convex f with a <= f - max <= b has L (b - a) at least eps*_d. *)
Theorem smoothness_times_gap d eps L a b f :
  optimum d eps -> 0 < L -> estimate d L a b f -> eps <= L * (b - a).
Proof.
  intros [_ O] HL E. apply (O _ (rescale L (fun x => f x + - a))). apply smoothing_estimate.
  apply (shift_estimate d L a b (- a)) in E. apply (rescale_estimate d L) in E; [|exact HL].
  replace (L / L) with 1 in E by (field; lra). replace (L * (a + - a)) with 0 in E by ring. exact E.
Qed.

(** For the smoothness L the least gap is eps*_d / L. *)
Theorem optimum_scales d eps L : 0 < L -> optimum d eps -> optimum_by d L (eps / L).
Proof.
  intros HL O. split.
  - destruct O as [[f Hf] _]. exists (rescale (/ L) f).
    apply smoothing_estimate, (rescale_estimate d (/ L)) in Hf; [|now apply Rinv_0_lt_compat].
    replace (1 / / L) with L in Hf by (field; lra). rewrite Rmult_0_r in Hf.
    unfold Rdiv. rewrite Rmult_comm. exact Hf.
  - intros a b f E. pose proof (smoothness_times_gap d eps L a b f O HL E) as K.
    apply (Rmult_le_reg_l L); [exact HL|]. replace (L * (eps / L)) with eps by (field; lra). exact K.
Qed.

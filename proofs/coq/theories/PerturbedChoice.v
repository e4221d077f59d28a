(** Where the perturbed maximum is differentiable it does not matter how ties are broken: all measurable choices of a
    best point agree in the mean, also with an integrable factor. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality MeanValue PerturbedMaximum.
From TightMax Require Import VolumeIntegral.
Open Scope R_scope.

Section Factors.
Context {W : Type} (P : mean_value W).

Lemma integrable_abs X : integrable P X -> integrable P (fun w => Rabs (X w)).
Proof.
  intros I. apply (integrable_ext P (fun w => Rmax (X w) (-1 * X w))).
  - intros w. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - apply mean_max; [exact I|now apply integrable_scale].
Qed.

Lemma mean_abs X : integrable P X -> Rabs (mean P X) <= mean P (fun w => Rabs (X w)).
Proof.
  intros I. pose proof (integrable_abs X I) as A.
  assert (L : mean P X <= mean P (fun w => Rabs (X w))).
  { apply (mean_monotone _ P); [exact I|exact A|]. intros w. apply Rle_abs. }
  assert (L' : mean P (fun w => -1 * X w) <= mean P (fun w => Rabs (X w))).
  { apply (mean_monotone _ P); [now apply integrable_scale|exact A|]. intros w.
    pose proof (Rle_abs (- X w)) as B. rewrite Rabs_Ropp in B. lra. }
  rewrite mean_scale in L' by exact I. apply Rabs_le. lra.
Qed.

(** An event as a factor. *)
Lemma integrable_event A X : (forall w, A w = 0 \/ A w = 1) -> integrable P A -> integrable P X ->
  integrable P (fun w => A w * X w).
Proof.
  intros HA IA. assert (Pos : forall X, integrable P X -> (forall w, 0 <= X w) -> integrable P (fun w => A w * X w)).
  { clear X. intros X IX PX.
    assert (Ik : forall k, integrable P (fun w => Rmin (X w) (INR k * A w)))
      by (intros; apply integrable_min; [exact IX|now apply integrable_scale]).
    apply (mean_limit _ P (fun k w => Rmin (X w) (INR k * A w)) _ (mean P X) Ik).
    - intros k w. apply Rle_min_compat_l. rewrite S_INR. destruct (HA w) as [-> | ->]; lra.
    - intros k. apply (mean_monotone _ P); [apply Ik|exact IX|]. intros w. apply Rmin_l.
    - intros w. destruct (HA w) as [E|E].
      + apply (eventually_cv _ _ 0). intros k _. rewrite E, Rmin_right; [ring|]. specialize (PX w). lra.
      + destruct (multiple_above 1 (X w) Rlt_0_1) as (n & Hn). apply (eventually_cv _ _ n). intros k Hk.
        rewrite E, Rmult_1_l, Rmin_left; [reflexivity|]. now apply Hn. }
  intros IX. apply (integrable_ext P (fun w => A w * Rmax (X w) 0 - A w * Rmax (-1 * X w) 0)).
  - intros w. replace (X w) with (Rmax (X w) 0 - Rmax (-1 * X w) 0) at 3; [ring|].
    unfold Rmax. destruct (Rle_dec _ _), (Rle_dec _ _); lra.
  - apply integrable_minus; apply Pos; try (intros w; apply Rmax_r); apply mean_max; try apply integrable_const;
      [exact IX|now apply integrable_scale].
Qed.

(** What is read off a choice as a factor. *)
Lemma integrable_choice N best (g : nat -> R) X : (forall w, (best w < N)%nat) -> measurable_choice P best ->
  integrable P X -> integrable P (fun w => g (best w) * X w).
Proof.
  intros B M IX. apply (integrable_ext P (fun w => sum N (fun j => g j * ((if Nat.eqb (best w) j then 1 else 0) *
    X w)))).
  - intros w. rewrite (sum_ext N _ (fun j => vertex (best w) j * (g j * X w))); [now apply sum_vertex|]. intros j _.
    unfold vertex. rewrite Nat.eqb_sym. destruct (Nat.eqb j (best w)); ring.
  - apply (integrable_sum P N (fun j w => g j * ((if Nat.eqb (best w) j then 1 else 0) * X w))). intros j _.
    apply integrable_scale, integrable_event; [|apply M|exact IX]. intros w.
    destruct (Nat.eqb _ _); [now right|now left].
Qed.

(** What is read off two choices. *)
Lemma integrable_two_choices N b1 b2 (g : nat -> nat -> R) : (forall w, (b1 w < N)%nat) -> (forall w, (b2 w < N)%nat) ->
  measurable_choice P b1 -> measurable_choice P b2 -> integrable P (fun w => g (b1 w) (b2 w)).
Proof.
  intros B1 B2 M1 M2. apply (integrable_ext P (fun w => sum N (fun k => g (b1 w) k *
    (if Nat.eqb (b2 w) k then 1 else 0)))).
  - intros w. rewrite (sum_ext N _ (fun k => vertex (b2 w) k * g (b1 w) k)); [now apply (sum_vertex N _ (g (b1 w)))|].
    intros k _. unfold vertex. rewrite Nat.eqb_sym. destruct (Nat.eqb k (b2 w)); ring.
  - apply (integrable_sum P N (fun k w => g (b1 w) k * (if Nat.eqb (b2 w) k then 1 else 0))). intros k _.
    exact (integrable_choice N b1 (fun j => g j k) _ B1 M1 (M2 k)).
Qed.

(** What vanishes in the mean does so with a factor. *)
Lemma mean_null D X : (forall w, 0 <= D w) -> (forall w, 0 <= X w) -> integrable P D ->
  integrable P (fun w => D w * X w) ->
  mean P D <= 0 -> mean P (fun w => D w * X w) <= 0.
Proof.
  intros PD PX ID IX Z. set (h := fun (k : nat) w => Rmin (D w * X w) (INR k * D w)).
  assert (Ik : forall k, integrable P (h k)) by (intros; apply integrable_min; [exact IX|now apply integrable_scale]).
  destruct (mean_limit _ P h (fun w => D w * X w) (mean P (fun w => D w * X w)) Ik) as [_ C].
  - intros k w. apply Rle_min_compat_l. rewrite S_INR. specialize (PD w). lra.
  - intros k. apply (mean_monotone _ P); [apply Ik|exact IX|]. intros w. apply Rmin_l.
  - intros w. destruct (multiple_above 1 (X w) Rlt_0_1) as (n & Hn). apply (eventually_cv _ _ n). intros k Hk.
    unfold h. apply Rmin_left. specialize (Hn k Hk). specialize (PD w). nra.
  - apply (@Rle_cv_lim (fun k => mean P (h k)) (fun _ => 0)); [|exact C|now apply (eventually_cv _ 0 0)].
    intros k. eapply Rle_trans with (mean P (fun w => INR k * D w)).
    + apply (mean_monotone _ P); [apply Ik|now apply integrable_scale|]. intros w. apply Rmin_r.
    + rewrite mean_scale by exact ID. pose proof (pos_INR k). nra.
Qed.
End Factors.

(** ** Two choices of a best point *)

(** The scores may be moved by t u in both directions. *)
Lemma two_best_points {W} (P : mean_value W) d N y (Z : W -> vec) eps theta b1 b2 u t w :
  best_choice P d N y Z eps theta b1 -> best_choice P d N y Z eps theta b2 ->
    t * (dot d (y (b1 w)) u - dot d (y (b2 w)) u) <=
  best_value d N y (noisy eps (add theta (scale t u)) (Z w)) +
  best_value d N y (noisy eps (add theta (scale (- t) u)) (Z w)) - 2 * best_value d N y (noisy eps theta (Z w)).
Proof.
  intros C1 C2. destruct (proj2 C1 w) as [H1 E1]. destruct (proj2 C2 w) as [H2 E2].
  pose proof (value_above d N y (b1 w) (noisy eps (add theta (scale t u)) (Z w)) H1) as A1.
  pose proof (value_above d N y (b2 w) (noisy eps (add theta (scale (- t) u)) (Z w)) H2) as A2.
  unfold noisy in *. rewrite !dot_add_r, !dot_scale_r in *. lra.
Qed.

Lemma choices_agree {W} (P : mean_value W) d N y Z eps theta g b1 b2 i : (1 <= N)%nat ->
  (forall i, (i < d)%nat -> integrable P (fun w => Z w i)) -> has_gradient d (noisy_value P d N y Z eps) g ->
  best_choice P d N y Z eps theta b1 -> best_choice P d N y Z eps theta b2 -> (i < d)%nat ->
  integrable P (fun w => Rabs (y (b1 w) i - y (b2 w) i)) /\ mean P (fun w => Rabs (y (b1 w) i - y (b2 w) i)) <= 0.
Proof.
  intros HN HZ Grad C1 C2 Hi.
  assert (ID : integrable P (fun w => Rabs (y (b1 w) i - y (b2 w) i))).
  { apply (integrable_two_choices P N b1 b2 (fun j k => Rabs (y j i - y k i)));
      [apply C1|apply C2|apply C1|apply C2]. }
  split; [exact ID|]. apply Rnot_lt_le. intros Pm. set (m := mean P (fun w => Rabs (y (b1 w) i - y (b2 w) i))) in *.
  destruct (Grad theta (m / 4) ltac:(lra)) as (delta & Pd & H). set (t := delta / 2).
  assert (Pt : 0 < t) by (unfold t; lra). set (u := vertex i).
  assert (Nu : norm_inf d u <= 1).
  { apply norm_inf_le; [lra|]. intros k _. unfold u, vertex. destruct (Nat.eqb k i); apply Rabs_le; lra. }
  set (F_ := noisy_value P d N y Z eps) in *.
  assert (Near : forall s, Rabs s = t -> Rabs (F_ (add theta (scale s u)) - F_ theta - s * dot d (g theta) u) <=
    m / 4 * t).
  { intros s Hs. assert (E : sub (add theta (scale s u)) theta = scale s u)
      by (apply functional_extensionality; intros k; unfold sub, add; ring).
    specialize (H (add theta (scale s u))). rewrite E in H. unfold scale in H at 1 4. rewrite norm_inf_scale, Hs in H.
    rewrite dot_scale_r in H. assert (t * norm_inf d u <= t) by (pose proof (norm_inf_nonneg d u); nra).
    eapply Rle_trans; [apply H; unfold t in *; lra|]. apply Rmult_le_compat_l; lra. }
  pose proof (Near t ltac:(apply Rabs_right; lra)) as N1.
  pose proof (Near (- t) ltac:(rewrite Rabs_Ropp; apply Rabs_right; lra)) as N2.
  pose proof (Rle_abs (F_ (add theta (scale t u)) - F_ theta - t * dot d (g theta) u)) as M1.
  pose proof (Rle_abs (F_ (add theta (scale (- t) u)) - F_ theta - - t * dot d (g theta) u)) as M2.
  pose proof (noisy_value_integrable P d N y Z HN HZ eps) as IV.
  assert (L : t * m <= F_ (add theta (scale t u)) + F_ (add theta (scale (- t) u)) - 2 * F_ theta).
  { set (V := fun s w => best_value d N y (noisy eps s (Z w))).
    replace (F_ (add theta (scale t u)) + F_ (add theta (scale (- t) u)) - 2 * F_ theta)
      with (mean P (fun w => V (add theta (scale t u)) w + V (add theta (scale (- t) u)) w + -2 * V theta w)).
    - unfold m. rewrite <- mean_scale by exact ID.
      apply (mean_monotone _ P); [now apply integrable_scale| |].
      + apply integrable_plus; [apply integrable_plus; apply IV|]. apply integrable_scale, IV.
      + intros w. pose proof (two_best_points P d N y Z eps theta b1 b2 u t w C1 C2) as A.
        pose proof (two_best_points P d N y Z eps theta b2 b1 u t w C2 C1) as B.
        fold (V (add theta (scale t u)) w) in A, B.
        fold (V (add theta (scale (- t) u)) w) (V theta w) in A, B.
        assert (E : forall x, dot d x u = x i) by (intros x; rewrite dot_comm; now apply (sum_vertex d i x)).
        rewrite !E in A, B. unfold Rabs. destruct (Rcase_abs _); lra.
    - rewrite mean_plus, mean_plus, mean_scale; [unfold F_, noisy_value, V; ring|apply IV|apply IV|apply IV| |].
      + apply integrable_plus; apply IV.
      + apply integrable_scale, IV. }
  nra.
Qed.

(** With an integrable factor. *)
Lemma choices_agree_with {W} (P : mean_value W) d N y Z eps theta g b1 b2 i X : (1 <= N)%nat ->
  (forall i, (i < d)%nat -> integrable P (fun w => Z w i)) -> has_gradient d (noisy_value P d N y Z eps) g ->
  best_choice P d N y Z eps theta b1 -> best_choice P d N y Z eps theta b2 -> (i < d)%nat -> integrable P X ->
  integrable P (fun w => y (b1 w) i * X w) /\ mean P (fun w => y (b1 w) i * X w) = mean P (fun w => y (b2 w) i * X w).
Proof.
  intros HN HZ Grad C1 C2 Hi IX.
  destruct (choices_agree P d N y Z eps theta g b1 b2 i HN HZ Grad C1 C2 Hi) as [ID Z0].
  assert (I1 : integrable P (fun w => y (b1 w) i * X w))
    by (apply (integrable_choice P N b1 (fun j => y j i)); [apply C1|apply C1|exact IX]).
  assert (I2 : integrable P (fun w => y (b2 w) i * X w))
    by (apply (integrable_choice P N b2 (fun j => y j i)); [apply C2|apply C2|exact IX]).
  split; [exact I1|]. assert (I3 : integrable P (fun w => (y (b1 w) i - y (b2 w) i) * X w)).
  { apply (integrable_ext P (fun w => y (b1 w) i * X w - y (b2 w) i * X w)); [intros; ring|].
    now apply integrable_minus. }
  assert (E : mean P (fun w => (y (b1 w) i - y (b2 w) i) * X w) =
    mean P (fun w => y (b1 w) i * X w) - mean P (fun w => y (b2 w) i * X w)).
  { rewrite (mean_ext P _ (fun w => 1 * (y (b1 w) i * X w) + -1 * (y (b2 w) i * X w))) by (intros; ring).
    rewrite mean_of_linear by assumption. ring. }
  assert (S : forall w, Rabs ((y (b1 w) i - y (b2 w) i) * X w) = Rabs (y (b1 w) i - y (b2 w) i) * Rabs (X w))
    by (intros; apply Rabs_mult).
  pose proof (mean_abs P _ I3) as A. rewrite E, (mean_ext P _ _ S) in A.
  assert (B : mean P (fun w => Rabs (y (b1 w) i - y (b2 w) i) * Rabs (X w)) <= 0).
  { apply mean_null; [intros; apply Rabs_pos|intros; apply Rabs_pos|exact ID| |exact Z0].
    exact (integrable_ext P _ _ S (integrable_abs P _ I3)). }
  pose proof (Rle_abs (mean P (fun w => y (b1 w) i * X w) - mean P (fun w => y (b2 w) i * X w))) as L1.
  pose proof (Rle_abs (- (mean P (fun w => y (b1 w) i * X w) - mean P (fun w => y (b2 w) i * X w)))) as L2.
  rewrite Rabs_Ropp in L2. lra.
Qed.

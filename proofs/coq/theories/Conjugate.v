(** The symmetrised convex conjugate of a smoothing is strongly convex on the simplex and as flat as the
    smoothing is tight: lower bounds for strongly convex functions are lower bounds for smoothings. *)

From Coq Require Import Reals Lra Lia Arith FinFun.
From TightMax Require Import Vectors Smoothing.
Open Scope R_scope.

(** ** Permutations of the first d entries *)

Lemma permutes_identity d : permutes d (fun i => i).
Proof. split; auto. Qed.

Lemma permutes_compose d p q : permutes d p -> permutes d q -> permutes d (fun i => p (q i)).
Proof.
  intros [Hp Ip] [Hq Iq]. split; [intros i Hi; auto|].
  intros i j Hi Hj E. apply Iq; auto.
Qed.

Lemma permutes_inverse d p : permutes d p ->
  exists q, permutes d q /\ forall i, (i < d)%nat -> p (q i) = i /\ q (p i) = i.
Proof.
  intros [Hp Ip].
  assert (S : bSurjective d p).
  { apply bInjective_bSurjective; [exact Hp|]. intros i j Hi Hj. now apply Ip. }
  destruct (bSurjective_bBijective Hp S) as [q [Hq E]].
  exists q. split; [split|].
  - exact Hq.
  - intros i j Hi Hj Eq. destruct (E i Hi) as [_ <-]. destruct (E j Hj) as [_ <-]. now rewrite Eq.
  - intros i Hi. destruct (E i Hi). now split.
Qed.

Lemma sum_permute d p (x : vec) : permutes d p -> sum d (fun i => x (p i)) = sum d x.
Proof.
  intros Hp. destruct (permutes_inverse d p Hp) as [q [Hq E]].
  rewrite (sum_ext d _ (fun i => sum d (fun j => vertex (p i) j * x j)))
    by (intros i Hi; symmetry; apply sum_vertex; now apply Hp).
  rewrite sum_swap. apply sum_ext. intros j Hj.
  rewrite (sum_ext d _ (fun i => vertex (q j) i * x j)); [apply (sum_vertex d (q j) (fun _ => x j)), Hq, Hj|].
  intros i Hi. f_equal. unfold vertex.
  destruct (E i Hi) as [_ F], (E j Hj) as [G _].
  destruct (Nat.eqb_spec j (p i)) as [N|N], (Nat.eqb_spec i (q j)) as [M|M]; try reflexivity; exfalso.
  - apply M. now rewrite N.
  - apply N. now rewrite M.
Qed.

Lemma simplex_permute d p x : permutes d p -> simplex d x -> simplex d (fun i => x (p i)).
Proof.
  intros Hp [H0 H1]. split; [intros i Hi; apply H0; now apply Hp|].
  now rewrite sum_permute.
Qed.

(** ** Inner products *)

Lemma dot_ext d x x' y y' : (forall i, (i < d)%nat -> x i = x' i) -> (forall i, (i < d)%nat -> y i = y' i) ->
  dot d x y = dot d x' y'.
Proof. intros E F. apply sum_ext. intros i Hi. now rewrite E, F. Qed.

Lemma dot_add_r d x y z : dot d x (add y z) = dot d x y + dot d x z.
Proof. unfold dot, add. rewrite <- sum_plus. apply sum_ext. intros. ring. Qed.

Lemma dot_scale_r d x c y : dot d x (scale c y) = c * dot d x y.
Proof. unfold dot, scale. rewrite <- sum_scale. apply sum_ext. intros. ring. Qed.

Lemma dot_sub_l d x y z : dot d (sub x y) z = dot d x z - dot d y z.
Proof. unfold dot, sub. rewrite <- sum_minus. apply sum_ext. intros. ring. Qed.

Lemma dot_mix_l d s a b y : dot d (mix s a b) y = (1 - s) * dot d a y + s * dot d b y.
Proof. unfold dot, mix. rewrite <- 2 sum_scale, <- sum_plus. apply sum_ext. intros. ring. Qed.

(** ** The quadratic upper bound of a smooth function *)

(** A function with a gradient sees only the first d entries. *)
Lemma has_gradient_on_first d f g : has_gradient d f g -> on_first d f.
Proof.
  intros H x y E. destruct (H y 1 Rlt_0_1) as [delta [Hd B]].
  assert (Z : forall i, (i < d)%nat -> sub x y i = zero i)
    by (intros i Hi; unfold sub, zero; rewrite E by auto; ring).
  assert (N : norm_inf d (sub x y) = 0).
  { rewrite (norm_inf_ext d _ _ Z). apply Rle_antisym; [|apply norm_inf_nonneg].
    apply norm_inf_le; [lra|]. intros i _. unfold zero. rewrite Rabs_R0. lra. }
  specialize (B x). rewrite N in B. specialize (B Hd).
  replace (dot d (g y) (sub x y)) with 0 in B.
  - pose proof (Rle_abs (f x - f y - 0)). pose proof (Rle_abs (- (f x - f y - 0))) as C.
    rewrite Rabs_Ropp in C. lra.
  - unfold dot. rewrite <- (sum_zero d). apply sum_ext. intros i Hi. rewrite Z by auto. unfold zero. ring.
Qed.

(** Along a line the derivative is the inner product with the gradient. *)
Lemma derivative_along d f g y z t : has_gradient d f g ->
  derivable_pt_lim (fun t => f (add y (scale t z))) t (dot d (g (add y (scale t z))) z).
Proof.
  intros H eps He. set (c := add y (scale t z)). set (N := norm_inf d z).
  assert (HN : 0 <= N) by apply norm_inf_nonneg.
  assert (Hq : 0 < eps / (2 * (N + 1))) by (apply Rdiv_lt_0_compat; lra).
  destruct (H c _ Hq) as [delta [Hd B]].
  assert (Hr : 0 < delta / (N + 1)) by (apply Rdiv_lt_0_compat; lra).
  exists (mkposreal _ Hr). simpl. intros h Hh Hs.
  assert (Ha : 0 < Rabs h) by now apply Rabs_pos_lt.
  assert (E : forall i, (i < d)%nat -> sub (add y (scale (t + h) z)) c i = scale h z i)
    by (intros i _; unfold c, sub, add, scale; ring).
  specialize (B (add y (scale (t + h) z))).
  rewrite (norm_inf_ext d _ _ E), (dot_ext d _ (g c) _ _ (fun i _ => eq_refl) E), dot_scale_r in B.
  unfold scale in B at 1 3. rewrite norm_inf_scale in B. fold N in B.
  assert (F : Rabs h * (N + 1) < delta).
  { apply (Rmult_lt_compat_r (N + 1)) in Hs; [|lra].
    replace (delta / (N + 1) * (N + 1)) with delta in Hs by (field; lra). exact Hs. }
  specialize (B ltac:(lra)).
  apply (Rmult_lt_reg_r (Rabs h)); [exact Ha|]. rewrite <- Rabs_mult.
  replace (((f (add y (scale (t + h) z)) - f c) / h - dot d (g c) z) * h)
    with (f (add y (scale (t + h) z)) - f c - h * dot d (g c) z) by (field; auto).
  eapply Rle_lt_trans; [exact B|]. rewrite (Rmult_comm (Rabs h) N), <- Rmult_assoc.
  apply Rmult_lt_compat_r; [exact Ha|].
  replace eps with (eps / (2 * (N + 1)) * (2 * (N + 1))) at 2 by (field; lra).
  apply Rmult_lt_compat_l; lra.
Qed.

(** If the slope along a segment grows at most at the rate c, the end is at most c/2 above the tangent. *)
Lemma tangent_bound d f g y z c : has_gradient d f g ->
  (forall t, 0 < t < 1 -> dot d (g (add y (scale t z))) z - dot d (g y) z <= t * c) ->
  f (add y z) <= f y + dot d (g y) z + c / 2.
Proof.
  intros H L.
  set (phi := fun t => f (add y (scale t z)) - (t * dot d (g y) z + t * t * (c / 2))).
  set (phi' := fun t => dot d (g (add y (scale t z))) z - (dot d (g y) z + t * c)).
  destruct (MVT_cor2 phi phi' 0 1 Rlt_0_1) as [t [E Ht]].
  { intros t _. apply derivable_pt_lim_minus; [now apply derivative_along|].
    replace (dot d (g y) z + t * c)
      with ((1 * dot d (g y) z + t * 0) + ((1 * t + t * 1) * (c / 2) + (t * t) * 0)) by field.
    apply (derivable_pt_lim_plus (fun t => t * dot d (g y) z) (fun t => t * t * (c / 2))).
    - apply (derivable_pt_lim_mult (fun t => t) (fun _ => dot d (g y) z));
        [apply derivable_pt_lim_id|apply derivable_pt_lim_const].
    - apply (derivable_pt_lim_mult (fun t => t * t) (fun _ => c / 2)); [|apply derivable_pt_lim_const].
      apply (derivable_pt_lim_mult (fun t => t) (fun t => t)); apply derivable_pt_lim_id. }
  assert (K : phi' t <= 0) by (unfold phi'; specialize (L t Ht); lra).
  pose proof (has_gradient_on_first d f g H) as F. unfold phi in E.
  rewrite (F (add y (scale 1 z)) (add y z)), (F (add y (scale 0 z)) y) in E
    by (intros; unfold add, scale; ring).
  lra.
Qed.

(** A 1-smooth function stays below its tangent plus half the squared distance. *)
Lemma descent d f g :
  has_gradient d f g -> (forall x y, norm1 d (sub (g x) (g y)) <= norm_inf d (sub x y)) ->
  forall y z, f (add y z) <= f y + dot d (g y) z + norm_inf d z ^ 2 / 2.
Proof.
  intros H L y z. apply tangent_bound; [exact H|]. intros t Ht.
  rewrite <- dot_sub_l. eapply Rle_trans; [apply dot_le|].
  replace (t * norm_inf d z ^ 2) with (t * norm_inf d z * norm_inf d z) by ring.
  apply Rmult_le_compat_r; [apply norm_inf_nonneg|]. eapply Rle_trans; [apply L|].
  rewrite (norm_inf_ext d _ (fun i => t * z i)) by (intros; unfold sub, add, scale; ring).
  rewrite norm_inf_scale, Rabs_pos_eq by lra. apply Rle_refl.
Qed.

(** In the middle of two points f is not much below its mean at the two. *)
Lemma smooth_midpoint d f : smooth d f -> forall y w s, 0 <= s <= 1 ->
  (1 - s) * f (add y (scale (- s) w)) + s * f (add y (scale (1 - s) w))
  <= f y + s * (1 - s) / 2 * norm_inf d w ^ 2.
Proof.
  intros [g [H L]] y w s Hs.
  pose proof (descent d f g H L y (scale (- s) w)) as A.
  pose proof (descent d f g H L y (scale (1 - s) w)) as B.
  rewrite dot_scale_r in A, B. unfold scale in A at 2, B at 2. rewrite norm_inf_scale in A, B.
  rewrite Rabs_Ropp, Rabs_pos_eq in A by lra. rewrite Rabs_pos_eq in B by lra.
  apply (Rmult_le_compat_l (1 - s)) in A; [|lra]. apply (Rmult_le_compat_l s) in B; [|lra]. lra.
Qed.

(** The vector at which the duality of the norms is attained. *)
Lemma dual_vector d c : exists w, norm_inf d w <= norm1 d c /\ dot d c w = norm1 d c ^ 2.
Proof.
  exists (fun i => norm1 d c * (if Rle_dec 0 (c i) then 1 else -1)). split.
  - apply norm_inf_le; [apply norm1_nonneg|]. intros i _.
    rewrite Rabs_mult, (Rabs_pos_eq (norm1 d c)) by apply norm1_nonneg.
    rewrite <- (Rmult_1_r (norm1 d c)) at 2. apply Rmult_le_compat_l; [apply norm1_nonneg|].
    destruct (Rle_dec 0 (c i)); [rewrite Rabs_R1|rewrite Rabs_left]; lra.
  - unfold dot. set (N := norm1 d c). replace (N ^ 2) with (N * norm1 d c) by (unfold N; ring).
    unfold norm1. rewrite <- sum_scale. apply sum_ext. intros i _.
    destruct (Rle_dec 0 (c i)); [rewrite Rabs_pos_eq by lra|rewrite Rabs_left by lra]; ring.
Qed.

(** ** The symmetrised conjugate *)

(** The values whose supremum it is; the cap at 0 is not felt on the simplex and makes it finite outside. *)
Definition conjugate_value (d : nat) (f : vec -> R) (x : vec) (v : R) : Prop :=
  exists p y, permutes d p /\ v = Rmin 0 (dot d (fun i => x (p i)) y - f y).

Lemma conjugate_bound d f x : bound (conjugate_value d f x).
Proof. exists 0. intros v [p [y [_ ->]]]. apply Rmin_l. Qed.

Lemma conjugate_inhabited d f x : exists v, conjugate_value d f x v.
Proof. eexists. exists (fun i => i), zero. split; [apply permutes_identity|reflexivity]. Qed.

Definition conjugate (d : nat) (f : vec -> R) (x : vec) : R :=
  proj1_sig (completeness _ (conjugate_bound d f x) (conjugate_inhabited d f x)).

Lemma conjugate_lub d f x : is_lub (conjugate_value d f x) (conjugate d f x).
Proof. unfold conjugate. now destruct (completeness _ _ _). Qed.

Lemma conjugate_symmetric d f : symmetric d (conjugate d f).
Proof.
  intros x y q Hq E. destruct (permutes_inverse d q Hq) as [r [Hr I]].
  destruct (conjugate_lub d f x) as [Ux Lx], (conjugate_lub d f y) as [Uy Ly].
  apply Rle_antisym; [apply Ly|apply Lx]; intros v [p [z [Hp ->]]]; [apply Ux|apply Uy].
  - exists (fun i => q (p i)), z. split; [now apply permutes_compose|].
    do 2 f_equal. apply dot_ext; [|auto]. intros i Hi. apply E. now apply Hp.
  - exists (fun i => r (p i)), z. split; [now apply permutes_compose|].
    do 2 f_equal. apply dot_ext; [|auto]. intros i Hi.
    rewrite E by (apply Hr; now apply Hp). f_equal. symmetry. apply I. now apply Hp.
Qed.

(** For f above the maximum, the conjugate on the simplex is the supremum of <x', y> - f(y). *)
Lemma conjugate_ge d f x p y : (forall x, largest d x <= f x) -> simplex d x -> permutes d p ->
  dot d (fun i => x (p i)) y - f y <= conjugate d f x.
Proof.
  intros Hf Hx Hp. apply conjugate_lub. exists p, y. split; [exact Hp|].
  rewrite Rmin_right; [reflexivity|].
  pose proof (dot_le_largest d _ y (simplex_permute d p x Hp Hx)). specialize (Hf y). lra.
Qed.

Lemma conjugate_le d f x b :
  (forall p y, permutes d p -> dot d (fun i => x (p i)) y - f y <= b) -> conjugate d f x <= b.
Proof.
  intros H. apply conjugate_lub. intros v [p [y [Hp ->]]].
  eapply Rle_trans; [apply Rmin_r|now apply H].
Qed.

(** All that is used of the smoothness is that f is not much below its mean at two points between them. *)
Lemma conjugate_of_chord d f : (forall x, largest d x <= f x) ->
  (forall y w s, 0 <= s <= 1 ->
    (1 - s) * f (add y (scale (- s) w)) + s * f (add y (scale (1 - s) w))
    <= f y + s * (1 - s) / 2 * norm_inf d w ^ 2) ->
  strongly_convex d (conjugate d f).
Proof.
  intros Ha chord a b s Sa Sb Hs. apply conjugate_le. intros p y Hp.
  set (a' := fun i => a (p i)). set (b' := fun i => b (p i)).
  assert (En : norm1 d (sub b' a') = norm1 d (sub a b)).
  { unfold norm1. rewrite <- (sum_permute d p (fun i => Rabs (sub a b i)) Hp).
    apply sum_ext. intros i _. unfold sub, a', b'. apply Rabs_minus_sym. }
  destruct (dual_vector d (sub b' a')) as [w [Wn Wd]]. rewrite En in Wn, Wd.
  set (N := norm1 d (sub a b)) in *. rewrite dot_sub_l in Wd.
  pose proof (conjugate_ge d f a p (add y (scale (- s) w)) Ha Sa Hp) as A.
  pose proof (conjugate_ge d f b p (add y (scale (1 - s) w)) Ha Sb Hp) as B.
  fold a' in A. fold b' in B. rewrite dot_add_r, dot_scale_r in A, B.
  pose proof (chord y w s Hs) as M.
  change (fun i => mix s a b (p i)) with (mix s a' b'). rewrite dot_mix_l.
  assert (K : s * (1 - s) / 2 * norm_inf d w ^ 2 <= s * (1 - s) / 2 * N ^ 2).
  { apply Rmult_le_compat_l; [assert (0 <= s * (1 - s)) by (apply Rmult_le_pos; lra); lra|].
    apply pow_incr. split; [apply norm_inf_nonneg|exact Wn]. }
  apply (Rmult_le_compat_l (1 - s)) in A; [|lra]. apply (Rmult_le_compat_l s) in B; [|lra].
  assert (W : s * (1 - s) * dot d b' w = s * (1 - s) * dot d a' w + s * (1 - s) * N ^ 2)
    by (rewrite <- Wd; ring).
  lra.
Qed.

Lemma conjugate_strongly_convex d f :
  smooth d f -> (forall x, largest d x <= f x) -> strongly_convex d (conjugate d f).
Proof. intros Hf Ha. apply conjugate_of_chord; [exact Ha|now apply smooth_midpoint]. Qed.

(** Every 1-smooth f above the maximum with f(0) <= e, convex and symmetric or not, yields a symmetric
    strongly convex function with values in [-e, 0] on the simplex. *)
Theorem conjugate_of_smoothing d e f :
  (1 <= d)%nat -> smooth d f -> (forall x, largest d x <= f x) -> f zero <= e ->
  exists h, symmetric d h /\ strongly_convex d h /\ (forall x, simplex d x -> - e <= h x <= 0).
Proof.
  intros _ Hf Ha H0. exists (conjugate d f).
  split; [apply conjugate_symmetric|split; [now apply conjugate_strongly_convex|]].
  intros x Hx. split.
  - pose proof (conjugate_ge d f x _ zero Ha Hx (permutes_identity d)) as H.
    enough (dot d (fun i => x i) zero = 0) by (cbv beta in H; lra).
    rewrite <- (sum_zero d). apply sum_ext. intros. unfold zero. ring.
  - apply conjugate_le. intros p y Hp.
    pose proof (dot_le_largest d _ y (simplex_permute d p x Hp Hx)). specialize (Ha y). lra.
Qed.

Lemma largest_zero d : largest d zero = 0.
Proof.
  destruct d as [|d]; [reflexivity|].
  destruct (largest_attained (S d) zero) as [i [_ ->]]; [lia|reflexivity].
Qed.

(** A number that no symmetric strongly convex function can undercut by its rise from the centre to a vertex
    is at most the gap of every smoothing. *)
Corollary gap_at_least d B :
  (1 <= d)%nat ->
  (forall h, symmetric d h -> strongly_convex d h -> B <= h (vertex 0) - h (centre d)) ->
  forall eps f, smoothing d eps f -> B <= eps.
Proof.
  intros Hd H eps f [_ [Hf Hb]].
  destruct (conjugate_of_smoothing d eps f Hd Hf) as [h [Hs [Hc Hr]]].
  - intros x. apply Hb.
  - rewrite <- (Rplus_0_l eps), <- (largest_zero d). apply Hb.
  - specialize (H h Hs Hc).
    pose proof (Hr _ (simplex_vertex d 0 Hd)). pose proof (Hr _ (simplex_centre d Hd)). lra.
Qed.

(** The gradient at a single point, slopes along lines, and the maximum of two numbers: it has a gradient where they
    differ, and none where they agree. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Converse.
Open Scope R_scope.

(** g is the gradient of f at x (Frechet). *)
Definition gradient_at (d : nat) (f : vec -> R) (x g : vec) : Prop :=
  forall eta, 0 < eta -> exists delta, 0 < delta /\
    forall y, norm_inf d (sub y x) < delta -> Rabs (f y - f x - dot d g (sub y x)) <= eta * norm_inf d (sub y x).

(** The vector of two numbers. *)
Definition two (x y : R) : vec := fun i => if Nat.eqb i 0 then x else y.

(** A gradient everywhere is a gradient at every point. *)
Lemma has_gradient_at d f g x : has_gradient d f g -> gradient_at d f x (g x).
Proof. intros H. exact (H x). Qed.

(** Near x an affine function has its slope for the gradient. *)
Lemma gradient_of_affine d f x g delta : 0 < delta ->
  (forall y, norm_inf d (sub y x) < delta -> f y = f x + dot d g (sub y x)) -> gradient_at d f x g.
Proof.
  intros Hd H eta He. exists delta. split; [exact Hd|]. intros y Hy. rewrite (H y Hy).
  replace (_ - _ - _) with 0 by ring. rewrite Rabs_R0. apply Rmult_le_pos; [lra|apply norm_inf_nonneg].
Qed.

(** The slope along a line is the inner product with the gradient. *)
Lemma gradient_slope d f x g v : gradient_at d f x g ->
  derivable_pt_lim (fun t => f (add x (scale t v))) 0 (dot d g v).
Proof.
  intros H eta He. pose proof (norm_inf_nonneg d v) as Pv. set (b := norm_inf d v + 1).
  destruct (H (eta / (2 * b))) as (delta & Hd & L); [apply Rdiv_lt_0_compat; unfold b; lra|].
  assert (P : 0 < delta / b) by (apply Rdiv_lt_0_compat; unfold b; lra).
  exists (mkposreal _ P). intros t Nt Ht. cbn in Ht. rewrite Rplus_0_l.
  assert (Ex : sub (add x (scale t v)) x = fun i => t * v i).
  { apply functional_extensionality. intros i. unfold sub, add, scale. ring. }
  assert (N : norm_inf d (sub (add x (scale t v)) x) = Rabs t * norm_inf d v) by (rewrite Ex; apply norm_inf_scale).
  pose proof (Rabs_pos_lt t Nt) as Pt.
  assert (Small : Rabs t * b < delta).
  { apply (Rmult_lt_compat_r b) in Ht; [|unfold b; lra]. replace (delta / b * b) with delta in Ht; [exact Ht|].
    field. unfold b. lra. }
  specialize (L (add x (scale t v))). rewrite N in L. specialize (L ltac:(unfold b in Small; nra)).
  rewrite Ex in L. replace (dot d g (fun i => t * v i)) with (t * dot d g v) in L
    by (unfold dot; rewrite <- sum_scale; apply sum_ext; intros; ring).
  assert (X0 : add x (scale 0 v) = x) by (apply functional_extensionality; intros i; unfold add, scale; ring).
  rewrite X0. set (s := f (add x (scale t v)) - f x) in *.
  replace (s / t - dot d g v) with ((s - t * dot d g v) / t) by (field; exact Nt).
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv. apply (Rmult_lt_reg_r (Rabs t)); [exact Pt|].
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. eapply Rle_lt_trans; [exact L|].
  replace (eta * Rabs t) with (eta / (2 * b) * (2 * b * Rabs t)) by (field; unfold b; lra).
  apply Rmult_lt_compat_l; [apply Rdiv_lt_0_compat; unfold b; lra|]. unfold b. nra.
Qed.

(** An entry of the gradient is the slope along a unit vector. *)
Lemma gradient_entry d f x g i : gradient_at d f x g -> (i < d)%nat ->
  derivable_pt_lim (fun t => f (add x (scale t (vertex i)))) 0 (g i).
Proof.
  intros H Hi. pose proof (gradient_slope d f x g (vertex i) H) as D. unfold dot in D.
  rewrite (sum_ext d _ (fun j => vertex i j * g j)), sum_vertex in D by (exact Hi || (intros; ring)). exact D.
Qed.

(** ** The absolute value and the maximum of two numbers *)

(** A function with t |z| + c for values has no slope at 0, for t <> 0. *)
Lemma no_slope_of_absolute f t c : t <> 0 -> (forall z, f z = t * Rabs z + c) -> ~ exists l, derivable_pt_lim f 0 l.
Proof.
  intros Nt E [l H]. destruct (H (Rabs t) (Rabs_pos_lt t Nt)) as [delta D]. set (h := delta / 2).
  assert (Ph : 0 < h) by (unfold h; destruct delta as [e He]; simpl; lra).
  assert (Lh : h < delta) by (unfold h; destruct delta as [e He]; simpl; lra).
  pose proof (D h ltac:(lra) ltac:(rewrite Rabs_pos_eq; lra)) as A.
  pose proof (D (- h) ltac:(lra) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; lra)) as B.
  rewrite !E, !Rplus_0_l, Rabs_R0 in A, B. rewrite Rabs_Ropp in B. rewrite (Rabs_pos_eq h) in A, B by lra.
  replace ((t * h + c - (t * 0 + c)) / h) with t in A by (field; lra).
  replace ((t * h + c - (t * 0 + c)) / - h) with (- t) in B by (field; lra).
  pose proof (Rabs_triang (t - l) (- (- t - l))) as T. rewrite Rabs_Ropp in T.
  replace (t - l + - (- t - l)) with (2 * t) in T by ring. rewrite Rabs_mult, (Rabs_pos_eq 2) in T by lra. lra.
Qed.

(** The maximum of two numbers by the absolute value of their difference. *)
Lemma max_by_difference x y : Rmax x y = (x + y + Rabs (x - y)) / 2.
Proof.
  unfold Rmax. destruct (Rle_dec x y); [rewrite Rabs_left1 by lra|rewrite Rabs_pos_eq by lra]; field.
Qed.

(** The change of an entry as an inner product. *)
Lemma dot_vertex_sub d k x y : (k < d)%nat -> dot d (vertex k) (sub y x) = y k - x k.
Proof. intros Hk. exact (sum_vertex d k (sub y x) Hk). Qed.

(** The maximum of two numbers has a gradient exactly where they differ: the unit vector of the larger one. *)
Lemma max_of_two_gradient x : (exists g, gradient_at 2 (largest 2) x g) <-> x 0%nat <> x 1%nat.
Proof.
  split.
  - intros [g H] E. apply (no_slope_of_absolute (fun t => largest 2 (add x (scale t (two 1 (- 1))))) 1 (x 0%nat));
      [lra| |exists (dot 2 g (two 1 (- 1))); now apply gradient_slope].
    intros z. simpl. unfold add, scale, two. simpl. rewrite max_by_difference, <- E.
    replace (x 0%nat + z * 1 - (x 0%nat + z * - 1)) with (2 * z) by ring.
    rewrite Rabs_mult, (Rabs_pos_eq 2) by lra. field.
  - intros N. set (k := if Rle_dec (x 0%nat) (x 1%nat) then 1%nat else 0%nat). exists (vertex k).
    pose proof (Rabs_pos_lt (x 0%nat - x 1%nat) ltac:(lra)) as P.
    apply (gradient_of_affine _ _ _ _ (Rabs (x 0%nat - x 1%nat) / 2)); [lra|]. intros y Hy.
    assert (B : forall i, (i < 2)%nat -> Rabs (y i - x i) < Rabs (x 0%nat - x 1%nat) / 2).
    { intros i Hi. eapply Rle_lt_trans; [exact (norm_inf_entry 2 (sub y x) i Hi)|exact Hy]. }
    pose proof (Rabs_def2 _ _ (B 0%nat ltac:(lia))) as B0. pose proof (Rabs_def2 _ _ (B 1%nat ltac:(lia))) as B1.
    rewrite dot_vertex_sub by (unfold k; destruct (Rle_dec _ _); lia). simpl.
    unfold k, Rmax in *. destruct (Rle_dec (x 0%nat) (x 1%nat)).
    + rewrite Rabs_left1 in * by lra. destruct (Rle_dec (y 0%nat) (y 1%nat)); lra.
    + rewrite Rabs_pos_eq in * by lra. destruct (Rle_dec (y 0%nat) (y 1%nat)); lra.
Qed.

(** Functions with a differentiable gradient: the matrix of second derivatives is symmetric, and the function is
    strictly convex where it is positive definite. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality Matrices LipschitzJacobian Gradients.
From TightMax Require Import MinimumPoints SemicontinuousMaximum.
From TightMax Require PerturbedPositive.
Open Scope R_scope.

Section Second.
Variables (d : nat) (F : vec -> R) (g : vec -> vec) (J : vec -> mat).
Hypothesis D1 : has_gradient d F g.
Hypothesis D2 : forall i, (i < d)%nat -> has_gradient d (fun x => g x i) (fun x => J x i).

(** The slope of the slope. *)
Lemma slope_derivative x v t :
  derivable_pt_lim (fun t => dot d (g (add x (scale t v))) v) t (form d (J (add x (scale t v))) v).
Proof.
  unfold form, dot at 1 2.
  apply (PerturbedPositive.sum_of_derivatives d (fun i t => g (add x (scale t v)) i * v i)). intros i Hi.
  set (z := add x (scale t v)). replace (v i * image d (J z) v i) with (dot d (J z i) v * v i + g z i * 0)
    by (unfold image, dot; ring).
  apply (derivable_pt_lim_mult (fun t => g (add x (scale t v)) i) (fun _ => v i)); [|apply derivable_pt_lim_const].
  exact (derivative_along d (fun x => g x i) (fun x => J x i) x v t (D2 i Hi)).
Qed.

Lemma strictly_convex_of_definite : (forall x, positive_definite d (J x)) -> strictly_convex d F.
Proof.
  intros PD x y s (i & Hi & Ne) Hs. set (v := sub y x). set (h := fun t => F (add x (scale t v))).
  set (h1 := fun t => dot d (g (add x (scale t v))) v).
  assert (H1 : forall t, derivable_pt_lim h t (h1 t)) by (intros t; now apply derivative_along).
  destruct (MVT_cor2 h h1 0 s ltac:(lra) (fun c _ => H1 c)) as (a & Ea & Ha).
  destruct (MVT_cor2 h h1 s 1 ltac:(lra) (fun c _ => H1 c)) as (b & Eb & Hb).
  destruct (MVT_cor2 h1 (fun t => form d (J (add x (scale t v))) v) a b ltac:(lra) (fun c _ => slope_derivative x v c))
    as (c & Ec & _).
  assert (Pf : 0 < form d (J (add x (scale c v))) v).
  { apply PD. exists i. split; [exact Hi|]. unfold v, sub. lra. }
  assert (L : h1 a < h1 b) by nra.
  assert (E0 : h 0 = F x).
  { unfold h. f_equal. apply functional_extensionality. intros k. unfold add, scale. ring. }
  assert (E1 : h 1 = F y).
  { unfold h, v. f_equal. apply functional_extensionality. intros k. unfold add, scale, sub. ring. }
  assert (Es : h s = F (mix s x y)).
  { unfold h, v. f_equal. apply functional_extensionality. intros k. unfold add, scale, sub, mix. ring. }
  rewrite <- E0, <- E1, <- Es. assert (Q : 0 < s * (1 - s) * (h1 b - h1 a)) by (repeat apply Rmult_lt_0_compat; lra).
  nra.
Qed.

(** The second difference over t e_a and t e_b. *)
Let second_difference (a b : nat) (x : vec) (t : R) : R :=
  F (add (add x (scale t (vertex b))) (scale t (vertex a))) - F (add x (scale t (vertex a))) -
  (F (add x (scale t (vertex b))) - F x).

Lemma second_difference_near a b x eta : (a < d)%nat -> (b < d)%nat -> 0 < eta -> exists delta, 0 < delta /\
  forall t, 0 < t < delta -> Rabs (second_difference a b x t - t ^ 2 * J x a b) <= 3 * eta * t ^ 2.
Proof.
  intros Ha Hb He. destruct (D2 a Ha x eta He) as (delta & Pd & H). exists (delta / 2). split; [lra|]. intros t Ht.
  set (ea := vertex a). set (eb := vertex b). set (x1 := add x (scale t eb)).
  set (h := fun s => F (add x1 (scale s ea)) - F (add x (scale s ea))).
  set (h1 := fun s => dot d (g (add x1 (scale s ea))) ea - dot d (g (add x (scale s ea))) ea).
  destruct (MVT_cor2 h h1 0 t ltac:(lra)) as (c & Ec & Hc).
  { intros c _. apply (derivable_pt_lim_minus (fun s => F (add x1 (scale s ea))) (fun s => F (add x (scale s ea))));
      now apply derivative_along. }
  assert (Z : forall z, add z (scale 0 ea) = z)
    by (intros z; apply functional_extensionality; intros k; unfold add, scale; ring).
  assert (Ed : second_difference a b x t = h1 c * t).
  { rewrite Rminus_0_r in Ec. rewrite <- Ec. unfold h. rewrite !Z. unfold second_difference. fold ea eb x1. ring. }
  assert (En : forall z, dot d z ea = z a) by (intros z; unfold ea; rewrite dot_comm; now apply dot_vertex).
  assert (Nv : forall k i, Rabs (vertex k i) <= 1)
    by (intros k i; unfold vertex; destruct (Nat.eqb i k); apply Rabs_le; lra).
  assert (Near : forall r, 0 <= r <= t ->
    Rabs (g (add (add x (scale r eb)) (scale c ea)) a - g x a - (r * J x a b + c * J x a a)) <= eta * (r + c)).
  { intros r Hr. set (z := add (add x (scale r eb)) (scale c ea)).
    assert (Nz : norm_inf d (sub z x) <= r + c).
    { apply norm_inf_le; [lra|]. intros i _. unfold z, sub, add, scale, ea, eb.
      replace (x i + r * vertex b i + c * vertex a i - x i) with (r * vertex b i + c * vertex a i) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. rewrite 2 Rabs_mult, (Rabs_right r), (Rabs_right c) by lra.
      pose proof (Nv b i). pose proof (Nv a i). nra. }
    specialize (H z ltac:(lra)).
    replace (dot d (J x a) (sub z x)) with (r * J x a b + c * J x a a) in H.
    - eapply Rle_trans; [exact H|]. apply Rmult_le_compat_l; lra.
    - replace (sub z x) with (add (scale r eb) (scale c ea))
        by (apply functional_extensionality; intros i; unfold z, sub, add; ring).
      rewrite dot_add_r, !dot_scale_r. unfold ea, eb.
      now rewrite !(dot_comm d (J x a)), !dot_vertex by assumption. }
  pose proof (Near t ltac:(lra)) as A1. fold x1 in A1. pose proof (Near 0 ltac:(lra)) as A0.
  replace (add x (scale 0 eb)) with x in A0 by (apply functional_extensionality; intros k; unfold add, scale; ring).
  apply Rabs_le_inv in A0, A1. rewrite Ed. unfold h1. rewrite !En.
  set (u := g (add x1 (scale c ea)) a) in *. set (w := g (add x (scale c ea)) a) in *.
  assert (B : Rabs (u - w - t * J x a b) <= 3 * eta * t) by (apply Rabs_le; nra).
  replace ((u - w) * t - t ^ 2 * J x a b) with ((u - w - t * J x a b) * t) by ring.
  rewrite Rabs_mult, (Rabs_right t) by lra. replace (3 * eta * t ^ 2) with (3 * eta * t * t) by ring.
  apply Rmult_le_compat_r; lra.
Qed.

Lemma second_derivatives_symmetric x : symmetric_matrix d (J x).
Proof.
  intros a b Ha Hb. assert (Le : forall e, 0 < e -> Rabs (J x a b - J x b a) <= e).
  { intros e He. destruct (second_difference_near a b x (e / 6) Ha Hb ltac:(lra)) as (d1 & P1 & H1).
    destruct (second_difference_near b a x (e / 6) Hb Ha ltac:(lra)) as (d2 & P2 & H2).
    set (t := Rmin d1 d2 / 2). pose proof (Rmin_pos _ _ P1 P2) as P. pose proof (Rmin_l d1 d2) as L1.
    pose proof (Rmin_r d1 d2) as L2. specialize (H1 t ltac:(unfold t; lra)). specialize (H2 t ltac:(unfold t; lra)).
    assert (Es : second_difference b a x t = second_difference a b x t).
    { unfold second_difference. replace (add (add x (scale t (vertex a))) (scale t (vertex b)))
        with (add (add x (scale t (vertex b))) (scale t (vertex a)))
        by (apply functional_extensionality; intros k; unfold add; ring). ring. }
    rewrite Es in H2. apply Rabs_le_inv in H1, H2. assert (Pt : 0 < t ^ 2) by (apply pow_lt; unfold t; lra).
    apply Rabs_le. split; apply (Rmult_le_reg_l (t ^ 2)); (exact Pt || lra). }
  destruct (Req_dec (J x a b) (J x b a)) as [E|Ne]; [exact E|]. exfalso.
  pose proof (Rabs_pos_lt (J x a b - J x b a) ltac:(lra)) as Pn.
  specialize (Le (Rabs (J x a b - J x b a) / 2) ltac:(lra)).
  lra.
Qed.
End Second.

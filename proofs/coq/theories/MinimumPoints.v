(** The minimum point of a strictly convex function less a linear one: there is exactly one if the slope of this is near
    the gradient at a point where that has a positive definite Jacobian H, and it moves with the slope like H^-1. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality Classical.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality SemicontinuousMaximum Matrices.
From TightMax Require Import SpectralTheorem LipschitzJacobian.
Open Scope R_scope.

Definition strictly_convex (d : nat) (F : vec -> R) : Prop := forall x y s,
  (exists i, (i < d)%nat /\ x i <> y i) -> 0 < s < 1 -> F (mix s x y) < (1 - s) * F x + s * F y.
Definition minimum_point (L : vec -> R) (x : vec) : Prop := forall y, L x <= L y.
Definition positive_definite (d : nat) (H : mat) : Prop :=
  forall v, (exists i, (i < d)%nat /\ v i <> 0) -> 0 < form d H v.

(** B is the inverse of A. *)
Definition inverse_matrix (d : nat) (A B : mat) : Prop := forall x i, (i < d)%nat -> image d A (image d B x) i = x i.

(** F less the linear function with the slope y. *)
Definition less_linear (d : nat) (F : vec -> R) (y : vec) (x : vec) : R := F x - dot d x y.

(** ** Convex functions and their gradients *)

(** Strict convexity is convexity, for a function of the first d entries. *)
Lemma strictly_convex_convex d F : on_first d F -> strictly_convex d F -> convex d F.
Proof.
  intros On SC x y s Hs. destruct (classic (exists i, (i < d)%nat /\ x i <> y i)) as [N|N].
  - destruct (Req_dec s 0) as [->|N0]; [|destruct (Req_dec s 1) as [->|N1]].
    + rewrite (On (mix 0 x y) x); [lra|]. intros i _. unfold mix. ring.
    + rewrite (On (mix 1 x y) y); [lra|]. intros i _. unfold mix. ring.
    + left. apply SC; [exact N|lra].
  - assert (E : forall i, (i < d)%nat -> x i = y i).
    { intros i Hi. apply NNPP. intros D. apply N. now exists i. }
    rewrite (On (mix s x y) x), (On y x); [lra| |]; intros i Hi; [symmetry; now apply E|].
    unfold mix. rewrite <- (E i Hi). ring.
Qed.

(** So it has at most one minimum point. *)
Lemma one_minimum_point d F x y : strictly_convex d F -> minimum_point F x -> minimum_point F y ->
  forall i, (i < d)%nat -> x i = y i.
Proof.
  intros SC Mx My i Hi. apply NNPP. intros N. specialize (SC x y (/ 2) (ex_intro _ i (conj Hi N)) ltac:(lra)).
  specialize (Mx (mix (/ 2) x y)). specialize (My (mix (/ 2) x y)). lra.
Qed.

(** A slope is at most the increments. *)
Lemma slope_below f l c : derivable_pt_lim f 0 l -> (forall s, 0 < s <= 1 -> f s - f 0 <= s * c) -> l <= c.
Proof.
  intros D B. apply Rnot_lt_le. intros N. destruct (D (l - c) ltac:(lra)) as [delta Hd].
  pose proof (cond_pos delta) as P. set (s := Rmin 1 (delta / 2)).
  assert (S : 0 < s <= 1) by (split; [apply Rmin_pos; lra|apply Rmin_l]).
  assert (S2 : s <= delta / 2) by apply Rmin_r. specialize (Hd s ltac:(lra) ltac:(rewrite Rabs_pos_eq; lra)).
  rewrite Rplus_0_l in Hd. apply Rabs_def2 in Hd. specialize (B s S).
  apply (Rmult_le_compat_r (/ s)) in B; [|left; apply Rinv_0_lt_compat; lra].
  replace (s * c * / s) with c in B by (field; lra). unfold Rdiv in Hd. lra.
Qed.

(** A convex function is above its tangents. *)
Lemma tangent_below d F g x y : convex d F -> has_gradient d F g -> F x + dot d (g x) (sub y x) <= F y.
Proof.
  intros C D. pose proof (derivative_along d F g x (sub y x) 0 D) as L.
  assert (E : add x (scale 0 (sub y x)) = x) by (apply functional_extensionality; intros; unfold add, scale; ring).
  rewrite E in L. enough (dot d (g x) (sub y x) <= F y - F x) by lra.
  apply (slope_below _ _ _ L). intros s Hs. rewrite E. specialize (C x y s ltac:(lra)).
  replace (mix s x y) with (add x (scale s (sub y x))) in C; [lra|].
  apply functional_extensionality. intros. unfold mix, add, scale, sub. ring.
Qed.

(** At a minimum point of F less a linear function its slope is the gradient. *)
Lemma gradient_at_minimum d F g y z : has_gradient d F g -> minimum_point (less_linear d F y) z ->
  forall i, (i < d)%nat -> g z i = y i.
Proof.
  intros D M. set (w := sub (g z) y).
  pose proof (derivative_along d F g z (scale (-1) w) 0 D) as L.
  assert (E : add z (scale 0 (scale (-1) w)) = z) by (apply functional_extensionality; intros; unfold add, scale; ring).
  rewrite E in L. apply derivable_pt_lim_opp in L. unfold opp_fct in L.
  assert (S : - dot d (g z) (scale (-1) w) <= dot d w y).
  { apply (slope_below _ _ _ L). intros s Hs. rewrite E. specialize (M (add z (scale s (scale (-1) w)))).
    unfold less_linear in M. rewrite dot_add_l, 2 dot_scale_l in M. lra. }
  rewrite dot_scale_r in S. assert (Z : dot d w w <= 0).
  { unfold w at 2. rewrite dot_sub_right, (dot_comm d w (g z)). lra. }
  pose proof (dot_self_nonneg d w) as P. intros i Hi.
  pose proof (dot_self_zero d w ltac:(lra) i Hi) as W. unfold w, sub in W. lra.
Qed.

(** Less a linear function the gradient is less by its slope. *)
Lemma less_linear_gradient d F g y : has_gradient d F g -> has_gradient d (less_linear d F y) (fun x => sub (g x) y).
Proof.
  intros D x eta He. destruct (D x eta He) as (delta & Pd & B). exists delta. split; [exact Pd|]. intros z Hz.
  eapply Rle_trans; [|exact (B z Hz)]. right. f_equal. unfold less_linear.
  rewrite dot_sub_l, (dot_sub_right d y), (dot_comm d y z), (dot_comm d y x). ring.
Qed.

(** Convexity. *)
Lemma less_linear_convex d F y : convex d F -> convex d (less_linear d F y).
Proof. intros C x z s Hs. unfold less_linear. rewrite dot_mix_l. specialize (C x z s Hs). lra. Qed.

(** Strict convexity. *)
Lemma less_linear_strictly_convex d F y : strictly_convex d F -> strictly_convex d (less_linear d F y).
Proof. intros C x z s N Hs. unfold less_linear. rewrite dot_mix_l. specialize (C x z s N Hs). lra. Qed.

(** ** A minimum in a cube *)

(** A function with a gradient is continuous. *)
Lemma gradient_continuous d L G x eta : has_gradient d L G -> 0 < eta -> exists r, 0 < r /\
  forall y, near d r x y -> Rabs (L y - L x) <= eta.
Proof.
  intros D He. destruct (D x 1 Rlt_0_1) as (delta & Pd & B). pose proof (norm1_nonneg d (G x)) as N.
  exists (Rmin (delta / 2) (eta / (norm1 d (G x) + 1))).
  assert (Pq : 0 < eta / (norm1 d (G x) + 1)) by (apply Rdiv_lt_0_compat; lra).
  split; [apply Rmin_pos; lra|]. intros y Hy. set (r := Rmin _ _) in Hy.
  assert (R1 : r <= delta / 2) by apply Rmin_l. assert (R2 : r <= eta / (norm1 d (G x) + 1)) by apply Rmin_r.
  assert (R0 : 0 < r) by (apply Rmin_pos; lra).
  assert (S : norm_inf d (sub y x) <= r) by (apply norm_inf_le; [lra|]; intros i Hi; now apply Hy).
  specialize (B y ltac:(lra)). rewrite Rmult_1_l in B. pose proof (norm_inf_nonneg d (sub y x)) as P.
  assert (A : Rabs (dot d (G x) (sub y x)) <= norm1 d (G x) * norm_inf d (sub y x)).
  { apply Rabs_le. split; [|apply dot_le]. pose proof (dot_le d (G x) (scale (-1) (sub y x))) as Q.
    rewrite dot_scale_r in Q. unfold scale in Q. rewrite norm_inf_scale, Rabs_left in Q by lra. lra. }
  replace (L y - L x) with ((L y - L x - dot d (G x) (sub y x)) + dot d (G x) (sub y x)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. apply Rle_trans with ((norm1 d (G x) + 1) * r); [nra|].
  apply (Rmult_le_compat_l (norm1 d (G x) + 1)) in R2; [|lra].
  replace ((norm1 d (G x) + 1) * (eta / (norm1 d (G x) + 1))) with eta in R2 by (field; lra). exact R2.
Qed.

(** So it has a minimum in a closed cube. *)
Lemma cube_minimum d L G q t0 : has_gradient d L G -> 0 < q ->
  exists z, near d q t0 z /\ forall x, near d q t0 x -> L z <= L x.
Proof.
  intros D Hq. set (K := near d q t0). set (unit := fun x : vec => fun i => (x i - t0 i) / (2 * q) + / 2).
  destruct (cluster_point d (fun B => forall x0, K x0 -> exists x, B (unit x) /\ K x /\ L x <= L x0)) as [c Hc].
  - intros A B AB H x0 K0. destruct (H x0 K0) as (x & Ax & R). exists x. auto.
  - intros A B H. apply NNPP. intros N. apply not_or_and in N. destruct N as [NA NB].
    apply not_all_ex_not in NA. destruct NA as [a NA]. apply imply_to_and in NA. destruct NA as [Ka NA].
    apply not_all_ex_not in NB. destruct NB as [b NB]. apply imply_to_and in NB. destruct NB as [Kb NB].
    destruct (Rle_lt_dec (L a) (L b)) as [Lab|Lab].
    + destruct (H a Ka) as (x & [Ax|Bx] & Kx & Lx); [apply NA|apply NB]; exists x;
        repeat split; try apply Kx; auto; lra.
    + destruct (H b Kb) as (x & [Ax|Bx] & Kx & Lx); [apply NA|apply NB]; exists x;
        repeat split; try apply Kx; auto; lra.
  - intros x0 K0. exists x0. split; [|split; [exact K0|lra]]. intros i Hi. unfold unit.
    pose proof (Rabs_le_inv _ _ (K0 i Hi)) as B. assert (Pi : 0 < / (2 * q)) by (apply Rinv_0_lt_compat; lra).
    assert (E : (x0 i - t0 i) / (2 * q) + / 2 = (x0 i - t0 i + q) * / (2 * q)) by (field; lra). rewrite E. split.
    + apply Rmult_le_pos; lra.
    + apply (Rmult_le_reg_r (2 * q)); [lra|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - set (z := fun i => t0 i + 2 * q * (c i - / 2)).
    assert (C : forall r, 0 < r -> forall x0, K x0 -> exists x, near d r z x /\ K x /\ L x <= L x0).
    { intros r Hr x0 K0. destruct (Hc (r / (2 * q)) ltac:(apply Rdiv_lt_0_compat; lra) x0 K0) as (x & N & R).
      exists x. split; [|exact R]. intros i Hi. specialize (N i Hi). unfold unit in N. unfold z.
      replace (x i - (t0 i + 2 * q * (c i - / 2))) with (2 * q * ((x i - t0 i) / (2 * q) + / 2 - c i)) by (field; lra).
      rewrite Rabs_mult, (Rabs_pos_eq (2 * q)) by lra.
      replace r with (2 * q * (r / (2 * q))) by (field; lra). apply Rmult_le_compat_l; lra. }
    assert (K0 : K t0) by (intros i _; rewrite Rminus_eq_0, Rabs_R0; lra). exists z. split.
    + intros i Hi. apply (close_le _ _ 1); [lra|]. intros r Hr. destruct (C r (proj1 Hr) t0 K0) as (x & N & Kx & _).
      specialize (N i Hi). specialize (Kx i Hi). pose proof (Rabs_triang (x i - t0 i) (- (x i - z i))) as T.
      rewrite Rabs_Ropp in T. replace (x i - t0 i + - (x i - z i)) with (z i - t0 i) in T by ring. lra.
    + intros x Kx. apply (close_le _ _ 1); [lra|]. intros eta He.
      destruct (gradient_continuous d L G z eta D (proj1 He)) as (r & Hr & Near).
      destruct (C r Hr x Kx) as (y & N & _ & Ly). pose proof (Rabs_le_inv _ _ (Near y N)). lra.
Qed.

(** If it is convex and the minimum is inside, it is one over the whole space. *)
Lemma inner_minimum d L q t0 z : convex d L -> (forall x, near d q t0 x -> L z <= L x) -> 0 < q ->
  (forall i, (i < d)%nat -> Rabs (z i - t0 i) < q) -> minimum_point L z.
Proof.
  intros C M Hq In x. assert (B : exists m, 0 <= m < q /\ forall i, (i < d)%nat -> Rabs (z i - t0 i) <= m).
  { clear M C. induction d as [|d IH]; [exists 0; split; [lra|intros i Hi; lia]|].
    destruct IH as (m & Hm & B); [intros i Hi; apply In; lia|]. exists (Rmax m (Rabs (z d - t0 d))).
    specialize (In d ltac:(lia)). pose proof (Rmax_l m (Rabs (z d - t0 d))) as L1.
    pose proof (Rmax_r m (Rabs (z d - t0 d))) as L2. split; [split; [lra|now apply Rmax_lub_lt]|].
    intros i Hi. destruct (Nat.eq_dec i d) as [->|N]; [exact L2|]. specialize (B i ltac:(lia)). lra. }
  destruct B as (m & Hm & B). set (b := norm_inf d (sub x z)).
  pose proof (norm_inf_nonneg d (sub x z)) as Pb. fold b in Pb.
  set (s := (q - m) / (q - m + b)). assert (Ps : 0 < s) by (apply Rdiv_lt_0_compat; lra).
  assert (Es : s * (q - m + b) = q - m) by (unfold s; field; lra). assert (S1 : s <= 1) by nra.
  specialize (C z x s ltac:(lra)). enough (L z <= L (mix s z x)) by nra. apply M. intros i Hi. unfold mix.
  pose proof (norm_inf_entry d (sub x z) i Hi) as N. fold b in N. unfold sub in N. specialize (B i Hi).
  pose proof (Rabs_triang (z i - t0 i) (s * (x i - z i))) as T. rewrite Rabs_mult, (Rabs_pos_eq s) in T by lra.
  replace (z i - t0 i + s * (x i - z i)) with ((1 - s) * z i + s * x i - t0 i) in T by ring. nra.
Qed.

(** ** A positive definite Jacobian *)

(** Its form is at least a positive multiple of the square. *)
Lemma definite_bound d H : positive_definite d H -> exists h, 0 < h /\ forall v, h * dot d v v <= form d H v.
Proof.
  intros PD. destruct d as [|d]; [exists 1; split; [lra|]; intros v; unfold form, dot; simpl; lra|].
  set (N := fun i j => -1 * H i j).
  assert (EN : forall v, form (S d) N v = - form (S d) H v).
  { intros v. unfold form. rewrite (dot_ext (S d) v v _ (scale (-1) (image (S d) H v))).
    - rewrite dot_scale_r. ring.
    - reflexivity.
    - intros i _. unfold image, scale, N. rewrite <- sum_scale. apply sum_ext. intros. ring. }
  destruct (form_maximum (S d) 0 N (fun _ => zero)) as (z & [Uz _] & Top).
  { exists (vertex 0). split; [|intros j Hj; lia]. rewrite dot_vertex by lia. reflexivity. }
  exists (form (S d) H z). split.
  - apply PD. apply NNPP. intros No. assert (Z : dot (S d) z z = 0); [|lra].
    rewrite <- (sum_zero (S d)). apply sum_ext. intros i Hi. enough (z i = 0) as -> by ring. apply NNPP. intros Ne.
    apply No. now exists i.
  - intros v. pose proof (form_bounded_by_units (S d) 0 N (fun _ => zero) (form (S d) N z) Top v) as B.
    rewrite 2 EN in B. specialize (B ltac:(intros j Hj; lia)). lra.
Qed.

(** So it stretches vectors. *)
Lemma definite_stretch d H h v : 0 < h -> (forall v, h * dot d v v <= form d H v) ->
  h * norm2 d v <= norm2 d (image d H v).
Proof.
  intros Hh B. specialize (B v). pose proof (norm2_nonneg d v) as P.
  destruct (Req_dec (norm2 d v) 0) as [E|N]; [rewrite E, Rmult_0_r; apply norm2_nonneg|].
  apply (Rmult_le_reg_r (norm2 d v)); [lra|]. unfold form in B. pose proof (dot_le_norm2 d v (image d H v)) as C.
  rewrite <- norm2_square in B. simpl in B. lra.
Qed.

(** It has an inverse, which is symmetric with it. *)
Lemma definite_inverse d H : symmetric_matrix d H -> positive_definite d H -> exists B, inverse_matrix d H B.
Proof.
  intros Sym PD. destruct (spectral d H Sym) as (v & l & O & Eig & _).
  assert (Pl : forall k, (k < d)%nat -> 0 < l k).
  { intros k Hk. assert (E : form d H (v k) = l k).
    { unfold form. rewrite (dot_ext d (v k) (v k) _ (scale (l k) (v k))) by (reflexivity || (intros; now apply Eig)).
      rewrite dot_scale_r, O, Nat.eqb_refl by assumption. ring. }
    rewrite <- E. apply PD. apply NNPP. intros N. specialize (O k k Hk Hk). rewrite Nat.eqb_refl in O.
    assert (Z : dot d (v k) (v k) = 0); [|lra]. rewrite <- (sum_zero d). apply sum_ext. intros i Hi.
    enough (v k i = 0) as -> by ring. apply NNPP. intros Ne. apply N. now exists i. }
  exists (fun i j => sum d (fun k => / l k * (v k i * v k j))). intros x i Hi.
  rewrite (basis d d v O x eq_refl i Hi).
  assert (E : forall j, image d (fun i j => sum d (fun k => / l k * (v k i * v k j))) x j =
    combination d (fun k => / l k * dot d x (v k)) v j).
  { intros j. unfold image, combination, dot.
    rewrite (sum_ext d _ (fun r => sum d (fun k => / l k * v k j * (x r * v k r)))).
    - rewrite sum_swap. apply sum_ext. intros k _. rewrite sum_scale. ring.
    - intros r _. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros. ring. }
  rewrite (image_ext d H _ (combination d (fun k => / l k * dot d x (v k)) v)) by (intros; apply E).
  rewrite image_combination. apply sum_ext. intros k Hk. rewrite (Eig k i Hk Hi). unfold coefficients.
  specialize (Pl k Hk). field. lra.
Qed.

Lemma inverse_symmetric d H B x y : symmetric_matrix d H -> inverse_matrix d H B ->
  dot d x (image d B y) = dot d (image d B x) y.
Proof.
  intros Sym Inv. transitivity (dot d (image d B x) (image d H (image d B y))).
  - rewrite (dot_image_symmetric d H _ _ Sym), dot_comm. apply dot_ext; [reflexivity|]. intros i Hi. symmetry.
    now apply Inv.
  - apply dot_ext; [reflexivity|]. intros i Hi. now apply Inv.
Qed.

(** Near the gradient at t0 every slope has a minimum point z, and H(z - t0) is the change of the slope, up to
    e |z - t0|. *)
Lemma minimum_near d F g t0 H h e : has_gradient d F g -> strictly_convex d F -> jacobian_at d d g t0 H ->
  (forall v, h * dot d v v <= form d H v) -> 0 < e < h ->
  exists rho, 0 < rho /\ forall y, norm2 d (sub y (g t0)) < rho ->
    exists z, minimum_point (less_linear d F y) z /\
      (h - e) * norm2 d (sub z t0) <= norm2 d (sub y (g t0)) /\
      norm2 d (sub (image d H (sub z t0)) (sub y (g t0))) <= e * norm2 d (sub z t0).
Proof.
  intros D SC J PD He. destruct (J e (proj1 He)) as (delta & Pd & Near). pose proof (pos_INR d) as Pn.
  set (q := delta / (INR d + 1)). assert (Hq : 0 < q) by (apply Rdiv_lt_0_compat; lra).
  assert (Eq : INR d * q < delta).
  { replace delta with (q * (INR d + 1)) by (unfold q; field; lra). lra. }
  exists ((h - e) * (q / 2)). split; [apply Rmult_lt_0_compat; lra|]. intros y Hy.
  set (L := less_linear d F y). set (c := norm2 d (sub y (g t0))) in *.
  pose proof (strictly_convex_convex d F (has_gradient_on_first d F g D) SC) as C.
  pose proof (less_linear_gradient d F g y D) as DL. pose proof (less_linear_convex d F y C) as CL. fold L in DL, CL.
  destruct (cube_minimum d L _ q t0 DL Hq) as (z & Kz & Mz).
  assert (Ball : forall x, near d q t0 x -> norm2 d (sub x t0) < delta).
  { intros x Kx. eapply Rle_lt_trans; [apply norm2_le_norm1|]. eapply Rle_lt_trans; [|exact Eq].
    rewrite <- sum_const. apply sum_le. intros i Hi. now apply Kx. }
  assert (In : forall i, (i < d)%nat -> Rabs (z i - t0 i) < q).
  { intros i Hi. apply Rnot_le_lt. intros Out. set (p := mix (/ 2) t0 z). set (u := sub p t0).
    assert (Eu : forall k, u k = / 2 * (z k - t0 k)) by (intros k; unfold u, p, mix, sub; field).
    assert (Kp : near d q t0 p).
    { intros k Hk. change (Rabs (u k) <= q). rewrite Eu, Rabs_mult, Rabs_pos_eq by lra. specialize (Kz k Hk). lra. }
    assert (Big : q / 2 <= norm2 d u).
    { eapply Rle_trans; [|apply (entry_le_norm2 d u i Hi)]. rewrite Eu, Rabs_mult, Rabs_pos_eq by lra. lra. }
    pose proof (tangent_below d L _ p z CL DL) as T. specialize (Mz p Kp).
    rewrite (dot_ext d _ (sub (g p) y) _ u) in T
      by (reflexivity || (intros k _; rewrite Eu; unfold p, mix, sub; field)).
    specialize (Near p (Ball p Kp)). fold u in Near.
    pose proof (dot_abs_le d (sub (sub (g p) (g t0)) (image d H u)) u) as A1.
    pose proof (dot_abs_le d (sub y (g t0)) u) as A2. fold c in A2. specialize (PD u). unfold form in PD.
    rewrite <- norm2_square, dot_comm in PD.
    assert (Split : dot d (sub (g p) y) u = dot d (sub (sub (g p) (g t0)) (image d H u)) u + dot d (image d H u) u -
      dot d (sub y (g t0)) u) by (rewrite !dot_sub_l; ring).
    apply Rabs_le_inv in A1, A2. pose proof (norm2_nonneg d u) as Nu. set (s := norm2 d u) in *.
    assert (Pos : 0 < s * ((h - e) * s - c)) by (apply Rmult_lt_0_compat; nra). nra. }
  pose proof (inner_minimum d L q t0 z CL Mz Hq In) as M. exists z. split; [exact M|].
  pose proof (gradient_at_minimum d F g y z D M) as Eg. specialize (Near z (Ball z Kz)).
  set (v := sub z t0) in *.
  assert (Err : norm2 d (sub (image d H v) (sub y (g t0))) <= e * norm2 d v).
  { eapply Rle_trans; [|exact Near]. right. rewrite (norm2_ext d _ (scale (-1) (sub (sub (g z) (g t0)) (image d H v)))).
    - rewrite norm2_multiple, Rabs_left by lra. ring.
    - intros i Hi. unfold sub, scale. rewrite (Eg i Hi). ring. }
  split; [|exact Err]. pose proof (definite_stretch d H h v ltac:(lra) PD) as S.
  pose proof (norm2_triangle d (sub (image d H v) (sub y (g t0))) (sub y (g t0))) as T.
  rewrite (norm2_ext d (add _ _) (image d H v)) in T by (intros; unfold add, sub; ring). fold c in T. lra.
Qed.

(** Sign directions suffice: a function above the maximum whose second differences along sign vectors are small
    bounds the least gap by its value at 0; and it is enough that they are small locally, where minima are attained. *)

From Coq Require Import Reals Lra Lia Arith Classical.
From TightMax Require Import Vectors Smoothing Conjugate Converse SemicontinuousMaximum.
Open Scope R_scope.

(** ** Sign directions *)

Definition signs (s : vec) : Prop := forall i, s i = 1 \/ s i = -1.

Lemma dual_signs d c : exists s, signs s /\ dot d c s = norm1 d c.
Proof.
  exists (fun i => if Rle_dec 0 (c i) then 1 else -1). split.
  - intros i. destruct (Rle_dec 0 (c i)); [now left|now right].
  - apply sum_ext. intros i _. destruct (Rle_dec 0 (c i)); [rewrite Rabs_pos_eq by lra|rewrite Rabs_left by lra]; ring.
Qed.

(** Chords in sign directions make the conjugate strongly convex: the l1 norm is attained at a sign vector. *)
Lemma conjugate_of_sign_chord d f : (forall x, largest d x <= f x) ->
  (forall y s r u, signs s -> 0 <= r -> 0 <= u <= 1 ->
    (1 - u) * f (add y (scale (- u * r) s)) + u * f (add y (scale ((1 - u) * r) s)) <= f y + u * (1 - u) / 2 * r ^ 2) ->
  strongly_convex d (conjugate d f).
Proof.
  intros Ha chord a b u Sa Sb Hu. apply conjugate_le. intros p y Hp.
  set (a' := fun i => a (p i)). set (b' := fun i => b (p i)).
  assert (En : norm1 d (sub b' a') = norm1 d (sub a b)).
  { unfold norm1. rewrite <- (sum_permute d p (fun i => Rabs (sub a b i)) Hp).
    apply sum_ext. intros i _. unfold sub, a', b'. apply Rabs_minus_sym. }
  destruct (dual_signs d (sub b' a')) as [s [Ss Wd]]. rewrite En, dot_sub_l in Wd.
  set (N := norm1 d (sub a b)) in *. assert (0 <= N) as HN by apply norm1_nonneg.
  pose proof (conjugate_ge d f a p (add y (scale (- u * N) s)) Ha Sa Hp) as A.
  pose proof (conjugate_ge d f b p (add y (scale ((1 - u) * N) s)) Ha Sb Hp) as B.
  fold a' in A. fold b' in B. rewrite dot_add_r, dot_scale_r in A, B.
  pose proof (chord y s N u Ss HN Hu) as M.
  change (fun i => mix u a b (p i)) with (mix u a' b'). rewrite dot_mix_l.
  apply (Rmult_le_compat_l (1 - u)) in A; [|lra]. apply (Rmult_le_compat_l u) in B; [|lra].
  assert (W : u * (1 - u) * N * dot d b' s = u * (1 - u) * N * dot d a' s + u * (1 - u) * N ^ 2)
    by (rewrite <- Wd; ring).
  lra.
Qed.

(** So below f there is a smoothing with the gap f(0), whether f is convex, continuous and symmetric or not. *)
Theorem smoothing_of_sign_chords d f : (1 <= d)%nat -> (forall x, largest d x <= f x) ->
  (forall y s r u, signs s -> 0 <= r -> 0 <= u <= 1 ->
    (1 - u) * f (add y (scale (- u * r) s)) + u * f (add y (scale ((1 - u) * r) s)) <= f y + u * (1 - u) / 2 * r ^ 2) ->
  exists g, smoothing d (f zero) g /\ forall x, g x <= f x.
Proof.
  intros Hd Ha chord. exists (conj d (conjugate d f)).
  assert (R : forall x, simplex d x -> - f zero <= conjugate d f x <= 0).
  { intros x Hx. split.
    - pose proof (conjugate_ge d f x _ zero Ha Hx (permutes_identity d)) as H.
      enough (dot d (fun i => x i) zero = 0) by (cbv beta in H; lra).
      rewrite <- (sum_zero d). apply sum_ext. intros. unfold zero. ring.
    - apply conjugate_le. intros p y Hp.
      pose proof (dot_le_largest d _ y (simplex_permute d p x Hp Hx)). specialize (Ha y). lra. }
  split.
  - apply smoothing_of_strongly_convex;
      [exact Hd|apply symmetric_on_first, conjugate_symmetric|now apply conjugate_of_sign_chord|exact R].
  - intros x. apply conj_least; [exact Hd|exists (- f zero); intros a Sa; now apply R|].
    intros a Sa. pose proof (conjugate_ge d f a _ x Ha Sa (permutes_identity d)) as H. cbv beta in H.
    change (fun i => a i) with a in H. lra.
Qed.

(** ** From local second differences to chords *)

(** Up to every c > 0, second differences at t are at most N u^2 for small u. *)
Definition bends_at_most (phi : R -> R) (N t : R) : Prop :=
  forall c, 0 < c -> exists r, 0 < r /\ forall u, 0 < u < r -> phi (t + u) + phi (t - u) <= 2 * phi t + (N + c) * u ^ 2.

(** If phi plus any quadratic polynomial has a minimum on [0, 1], at a point where the second differences of phi are
    small, then phi is hardly below its chords. *)
Lemma chord_from_local (phi : R -> R) N :
  (forall A B, exists t, 0 <= t <= 1 /\ (forall u, 0 <= u <= 1 ->
    phi t + A * t + B * t ^ 2 <= phi u + A * u + B * u ^ 2) /\ (0 < t < 1 -> bends_at_most phi N t)) ->
  forall s, 0 <= s <= 1 -> (1 - s) * phi 0 + s * phi 1 <= phi s + s * (1 - s) / 2 * N.
Proof.
  intros H s Hs. apply Rnot_lt_le. intros L.
  set (D := (1 - s) * phi 0 + s * phi 1 - phi s - s * (1 - s) / 2 * N). assert (0 < D) as HD by (unfold D; lra).
  destruct (H (phi 0 - phi 1 + (N + D) / 2) (- ((N + D) / 2))) as [t [Ht [M B]]].
  pose proof (M s Hs) as Ms. pose proof (M 0 ltac:(lra)) as M0. pose proof (M 1 ltac:(lra)) as M1.
  assert (s * (1 - s) <= 1) as S1 by nra.
  assert (phi t + (phi 0 - phi 1 + (N + D) / 2) * t + - ((N + D) / 2) * t ^ 2 < phi 0) as Neg.
  { eapply Rle_lt_trans; [exact Ms|]. assert (s * (1 - s) / 2 * D <= / 2 * D) by (apply Rmult_le_compat_r; lra).
    unfold D in *. lra. }
  destruct (Req_dec t 0) as [->|N0]; [lra|]. destruct (Req_dec t 1) as [->|N1]; [lra|].
  destruct (B ltac:(lra) (D / 2) ltac:(lra)) as [r [Hr C]].
  set (u := Rmin (r / 2) (Rmin t (1 - t) / 2)).
  assert (0 < Rmin t (1 - t)) as P by (apply Rmin_pos; lra).
  assert (0 < u) as U by (apply Rmin_pos; lra).
  pose proof (Rmin_l (r / 2) (Rmin t (1 - t) / 2)) as U1. pose proof (Rmin_r (r / 2) (Rmin t (1 - t) / 2)) as U2.
  fold u in U1, U2. pose proof (Rmin_l t (1 - t)). pose proof (Rmin_r t (1 - t)).
  specialize (C u ltac:(lra)). pose proof (M (t + u) ltac:(lra)) as Mp. pose proof (M (t - u) ltac:(lra)) as Mm.
  assert (0 < u ^ 2) by (apply pow_lt; lra). nra.
Qed.

(** ** Minima *)

Lemma minimum_on_interval f a b : a <= b -> (forall t, a <= t <= b -> continuity_pt f t) ->
  exists t, a <= t <= b /\ forall u, a <= u <= b -> f t <= f u.
Proof. intros H C. destruct (continuity_ab_min f a b H C) as [t [M Ht]]. now exists t. Qed.

(** If it vanishes at the ends and is negative in the middle then it is least inside. *)
Lemma minimum_inside f k : 0 < k -> (forall u, - k <= u <= k -> continuity_pt f u) -> f (- k) = 0 -> f k = 0 -> f 0 < 0 ->
  exists u, - k < u < k /\ forall w, - k <= w <= k -> f u <= f w.
Proof.
  intros H C E1 E2 N. destruct (minimum_on_interval f (- k) k ltac:(lra) C) as [u [Hu M]]. exists u. split; [|exact M].
  pose proof (M 0 ltac:(lra)) as L. destruct (Req_dec u (- k)) as [->|]; [lra|]. destruct (Req_dec u k) as [->|]; lra.
Qed.

(** A function on a closed part of the cube that is lower semicontinuous there has a minimum. *)
Lemma minimum_on_closed n (D : vec -> Prop) (g : vec -> R) :
  (exists x, D x) -> (forall x, D x -> forall i, (i < n)%nat -> 0 <= x i <= 1) ->
  (forall c, (forall r, 0 < r -> exists x, D x /\ near n r c x) -> D c) ->
  (forall c, D c -> forall eta, 0 < eta -> exists r, 0 < r /\ forall x, D x -> near n r c x -> g c <= g x + eta) ->
  exists c, D c /\ forall x, D x -> g c <= g x.
Proof.
  intros [z Hz] cube closed lsc.
  destruct (cluster_point n (fun B => forall x0, D x0 -> exists x, B x /\ D x /\ g x <= g x0)) as [c Hc].
  - intros A B AB H x0 Hx0. destruct (H x0 Hx0) as [x [Ax Hx]]. exists x. auto.
  - intros A B H. apply NNPP. intros N. apply not_or_and in N. destruct N as [NA NB].
    apply not_all_ex_not in NA. destruct NA as [a NA]. apply imply_to_and in NA. destruct NA as [Ha NA].
    apply not_all_ex_not in NB. destruct NB as [b NB]. apply imply_to_and in NB. destruct NB as [Hb NB].
    destruct (Rle_lt_dec (g a) (g b)) as [L|L].
    + destruct (H a Ha) as [x [[Ax|Bx] [Hx Lx]]]; [apply NA|apply NB]; exists x; repeat split; auto; lra.
    + destruct (H b Hb) as [x [[Ax|Bx] [Hx Lx]]]; [apply NA|apply NB]; exists x; repeat split; auto; lra.
  - intros x0 Hx0. exists x0. split; [intros i Hi; now apply cube|split; [exact Hx0|lra]].
  - assert (D c) as Dc.
    { apply closed. intros r Hr. destruct (Hc r Hr z Hz) as [x [Nx [Dx _]]]. now exists x. }
    exists c. split; [exact Dc|]. intros x Hx. apply Rnot_lt_le. intros L.
    destruct (lsc c Dc ((g c - g x) / 2) ltac:(lra)) as [r [Hr U]].
    destruct (Hc r Hr x Hx) as [y [Ny [Dy Ly]]]. specialize (U y Dy Ny). lra.
Qed.

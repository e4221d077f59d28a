(** Odd generators give the maximum of two numbers at most where their sum is not negative; and growth faster than
    linear is neither necessary nor sufficient for a family of generators to give the maximum. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors LogSumExp Limits Gradients SoftplusGap Generators.
Open Scope R_scope.

Definition odd_increasing (g : R -> R) : Prop := increasing_strictly g /\ forall x, g (- x) = - g x.

(** The sum that defines the value at two numbers. *)
Lemma joined_two g x y r : joined g 2 (two x y) r <-> g r = g x + g y.
Proof. unfold joined, two. simpl. split; intros ->; ring. Qed.

(** An odd function vanishes at 0. *)
Lemma odd_at_zero g : odd_increasing g -> g 0 = 0.
Proof. intros [_ O]. pose proof (O 0) as E. rewrite Ropp_0 in E. lra. Qed.

(** Where one number is positive and the sum negative, the value is negative. *)
Lemma odd_below_zero g x y r : odd_increasing g -> g r = g x + g y -> x + y < 0 -> r < 0.
Proof.
  intros O H L. apply (increasing_lt g _ _ (proj1 O)). rewrite (odd_at_zero g O), H.
  assert (S : g x < g (- y)) by (apply (proj1 O); lra). rewrite (proj2 O) in S. lra.
Qed.

(** Where both numbers are at most 0, it is at most the smaller one. *)
Lemma odd_below_min g x y r : odd_increasing g -> g r = g x + g y -> x <= 0 -> y <= 0 -> r <= Rmin x y.
Proof.
  intros O H Hx Hy. pose proof (proj1 O) as I. pose proof (odd_at_zero g O) as Z.
  apply (increasing_le g _ _ I) in Hx, Hy. apply Rmin_glb; apply (increasing_le g _ _ I); lra.
Qed.

(** An odd increasing g_k, however fast it grows, gives 0 at every (x, -x), at most min(x, y) where x, y <= 0, and less
    than 0 where x > 0 > x + y: for no k the maximum where x + y < 0 and x <> y. (If it is continuous and unbounded, it
    has a value everywhere.) Where it tends to the maximum at (-x, -y) it tends to the minimum at (x, y). *)
Theorem odd_generators :
  (forall g, odd_increasing g -> continuity g -> (forall b, exists x, b < g x) ->
    forall x y, exists r, joined g 2 (two x y) r) /\
  (forall g, odd_increasing g -> forall x y r, joined g 2 (two x y) r ->
    (y = - x -> r = 0) /\ (x <= 0 -> y <= 0 -> r <= Rmin x y) /\ (0 < x -> x + y < 0 -> r < 0) /\
    (x + y < 0 -> x <> y -> r <> Rmax x y)) /\
  forall (T : Type) (k : T -> R) (g : T -> R -> R) x y (r s : T -> R), (forall i, odd_increasing (g i)) ->
    (forall i, joined (g i) 2 (two x y) (r i)) -> (forall i, joined (g i) 2 (two (- x) (- y)) (s i)) ->
    tends k s (Rmax (- x) (- y)) -> tends k r (Rmin x y).
Proof.
  split; [|split].
  - intros g O C B x y. destruct (B (Rabs (g x + g y))) as [b Hb].
    pose proof (Rle_abs (g x + g y)) as P. pose proof (Rle_abs (- (g x + g y))) as N. rewrite Rabs_Ropp in N.
    destruct (value_taken g (- b) b (g x + g y) C (proj1 O)) as [r Hr]; [rewrite (proj2 O); lra|].
    exists r. now apply joined_two.
  - intros g O x y r H. apply joined_two in H. split; [|split; [|split]].
    + intros ->. apply (increasing_injective g _ _ (proj1 O)). rewrite H, (odd_at_zero g O), (proj2 O). ring.
    + now apply (odd_below_min g).
    + intros _. now apply (odd_below_zero g x y).
    + intros L N E. pose proof (odd_below_zero g x y r O H L) as Neg. pose proof (Rmax_l x y) as Lx.
      pose proof (Rmax_r x y) as Ly. pose proof (odd_below_min g x y r O H ltac:(lra) ltac:(lra)) as Le.
      rewrite E in Le. unfold Rmax, Rmin in Le. destruct (Rle_dec x y); lra.
  - intros T k g x y r s O Hr Hs L eta He. generalize (L eta He). apply for_large_mono. intros i A.
    assert (E : r i = - s i).
    { apply (increasing_injective (g i) _ _ (proj1 (O i))). pose proof (Hr i) as Ri. pose proof (Hs i) as Si.
      rewrite joined_two, !(proj2 (O i)) in *. lra. }
    rewrite E. replace (- s i - Rmin x y) with (- (s i - Rmax (- x) (- y))); [now rewrite Rabs_Ropp|].
    unfold Rmax, Rmin. destruct (Rle_dec (- x) (- y)), (Rle_dec x y); lra.
Qed.

(** ** Growth *)

Definition superlinear (g : R -> R) : Prop := forall c, exists x0, forall x, x0 < x -> c * x < g x.

(** The exponential is a generator. *)
Lemma exp_generator : generator exp.
Proof.
  split; [exact (derivable_continuous _ derivable_exp)|exact exp_increasing|exact exp_pos|]. intros b. exists (Rabs b).
  pose proof (exp_ineq1_le (Rabs b)) as E. pose proof (Rle_abs b) as B. lra.
Qed.

(** It grows faster than linearly: e^x >= (1 + x/2)^2. *)
Lemma exp_superlinear : superlinear exp.
Proof.
  intros c. exists (4 * Rabs c + 1). intros x Hx. pose proof (Rabs_pos c) as P. pose proof (Rle_abs c) as L.
  pose proof (exp_ineq1_le (x / 2)) as E. replace (exp x) with (exp (x / 2) * exp (x / 2)) by
    (rewrite <- exp_plus; f_equal; field). nra.
Qed.

(** e^kx up to x = k, and from there on its tangent. *)
Definition tangent_after (k x : R) : R := exp (k * Rmin x k) * (1 + k * (Rmax x k - k)).

(** Up to x = k it is the exponential. *)
Lemma tangent_before k x : x <= k -> tangent_after k x = exp (k * x).
Proof. intros H. unfold tangent_after. rewrite Rmin_left, Rmax_right by exact H. ring. Qed.

(** From x = k on it is linear. *)
Lemma tangent_linear k x : k <= x -> tangent_after k x = exp (k * k) * (1 + k * (x - k)).
Proof. intros H. unfold tangent_after. now rewrite Rmin_right, Rmax_left by exact H. Qed.

(** It is a generator. *)
Lemma tangent_generator k : 0 < k -> generator (tangent_after k).
Proof.
  intros Hk. pose proof (exp_pos (k * k)) as P. split.
  - replace (tangent_after k) with
      (fun x => exp (k * ((x + k - Rabs (x - k)) / 2)) * (1 + k * ((x + k + Rabs (x - k)) / 2 - k))).
    + intros x. reg.
    + apply functional_extensionality. intros x. destruct (Rle_lt_dec x k) as [L|L].
      * rewrite tangent_before, Rabs_left1 by lra. replace ((x + k - - (x - k)) / 2) with x by field. field.
      * rewrite tangent_linear, Rabs_pos_eq by lra. replace ((x + k - (x - k)) / 2) with k by field.
        replace ((x + k + (x - k)) / 2) with x by field. reflexivity.
  - intros x y H. destruct (Rle_lt_dec y k) as [Ly|Ly]; [|destruct (Rle_lt_dec x k) as [Lx|Lx]].
    + rewrite 2 tangent_before by lra. apply exp_increasing, Rmult_lt_compat_l; lra.
    + rewrite tangent_before, tangent_linear by lra.
      apply Rle_lt_trans with (exp (k * k) * 1); [|apply Rmult_lt_compat_l; nra].
      rewrite Rmult_1_r. apply exp_le. nra.
    + rewrite 2 tangent_linear by lra. apply Rmult_lt_compat_l; nra.
  - intros x. destruct (Rle_lt_dec x k) as [L|L].
    + rewrite tangent_before by exact L. apply exp_pos.
    + rewrite tangent_linear by lra. apply Rmult_lt_0_compat; nra.
  - intros b. pose proof (Rabs_pos b) as A. pose proof (Rle_abs b) as B. set (e := exp (k * k)) in *.
    assert (Q : 0 < e * k) by now apply Rmult_lt_0_compat. exists (k + (Rabs b + 1) / (e * k)).
    assert (S : 0 < (Rabs b + 1) / (e * k)) by (apply Rdiv_lt_0_compat; lra).
    rewrite tangent_linear by lra. fold e.
    replace (e * (1 + k * (k + (Rabs b + 1) / (e * k) - k))) with (e + (Rabs b + 1)) by (field; lra). lra.
Qed.

(** It grows no faster than linearly. *)
Lemma tangent_not_superlinear k : 0 < k -> ~ superlinear (tangent_after k).
Proof.
  intros Hk S. set (e := exp (k * k)). destruct (S (e * (1 + k))) as [x0 H].
  set (x := Rmax x0 (Rmax k 1) + 1). pose proof (Rmax_l x0 (Rmax k 1)) as A. pose proof (Rmax_r x0 (Rmax k 1)) as B.
  pose proof (Rmax_l k 1) as C. pose proof (Rmax_r k 1) as D. specialize (H x ltac:(unfold x; lra)).
  rewrite tangent_linear in H by (unfold x; lra). fold e in H. rewrite Rmult_assoc in H.
  apply Rmult_lt_reg_l in H; [|apply exp_pos]. unfold x in H. nra.
Qed.

(** As soon as k >= c its ratios are those of e^kx, which are at most 1/(1 + k(c - b)). *)
Lemma tangent_ratio k b c : 0 < k -> b < c -> c <= k ->
  0 < tangent_after k b / tangent_after k c <= / (1 + k * (c - b)).
Proof.
  intros Hk L Hc. rewrite 2 tangent_before by lra. split; [apply Rdiv_lt_0_compat; apply exp_pos|].
  unfold Rdiv. rewrite <- exp_Ropp, <- exp_plus. replace (k * b + - (k * c)) with (- (k * (c - b))) by ring.
  apply exp_opp_le. nra.
Qed.

(** Growth faster than linear is not sufficient: e^x for every k grows so, and never gives the maximum. Nor is it
    necessary: e^kx, continued from k on by its tangent, does not grow so for any k, and gives the maximum. *)
Theorem growth_is_not_it :
  (exists g : nat -> R -> R, (forall k, generator (g k) /\ superlinear (g k)) /\
    forall M n, joins g M -> (2 <= n)%nat -> ~ tends_to_maximum INR n M) /\
  (exists g : nat -> R -> R, (forall k, generator (g k) /\ ~ superlinear (g k)) /\
    forall M n, joins g M -> (2 <= n)%nat -> tends_to_maximum INR n M).
Proof.
  split.
  - exists (fun _ => exp). split; [intros _; split; [exact exp_generator|exact exp_superlinear]|]. intros M n J Hn H.
    destruct (generators nat INR (fun _ => exp) unbounded_naturals (fun _ => exp_generator)) as [_ F].
    destruct (F M J) as (_ & _ & N). exact (N (fun _ _ => eq_refl) n zero Hn (H zero)).
  - set (g := fun n => tangent_after (INR (S n))).
    assert (P : forall n, 0 < INR (S n)) by (intros n; apply lt_0_INR; lia). exists g. split.
    + intros n. split; [now apply tangent_generator|now apply tangent_not_superlinear].
    + intros M d J Hd. destruct (generators nat INR g unbounded_naturals (fun n => tangent_generator _ (P n))) as [_ F].
      apply (proj2 (proj1 (proj1 (proj2 (F M J)) d Hd))). intros b c L eta He.
      exists (Rmax c (/ (eta * (c - b)))). intros n Hn.
      pose proof (Rmax_l c (/ (eta * (c - b)))) as A. pose proof (Rmax_r c (/ (eta * (c - b)))) as B.
      pose proof (P n) as Pn. unfold g. rewrite S_INR in *. assert (Q : 0 < eta * (c - b)) by nra.
      destruct (tangent_ratio (INR n + 1) b c Pn L ltac:(lra)) as [T0 T1].
      rewrite Rminus_0_r, Rabs_pos_eq by lra. eapply Rle_lt_trans; [exact T1|].
      assert (X : / (eta * (c - b)) * (eta * (c - b)) < (INR n + 1) * (eta * (c - b))) by
        (apply Rmult_lt_compat_r; lra).
      rewrite Rinv_l in X by lra. rewrite <- (Rinv_inv eta). apply Rinv_lt_contravar; [|].
      * apply Rmult_lt_0_compat; [now apply Rinv_0_lt_compat|nra].
      * apply (Rmult_lt_reg_l eta); [exact He|]. rewrite Rinv_r by lra. nra.
Qed.

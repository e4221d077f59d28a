(** The perturbed maximum E max <y, theta + eps Z> over a finite set of y: how far it is from the maximum, its
    subgradients, and the averages that estimate them. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality Expectation.
Open Scope R_scope.

Section Set_of_points.
(** The finite set Y = {y_0, ..., y_(N-1)} in R^d. *)
Variables (d N : nat) (y : nat -> vec).

(** The maximum of <y, theta> over Y, and the convex hull of Y. *)
Definition best_value (theta : vec) : R := largest N (fun j => dot d (y j) theta).
Definition hull (x : vec) : Prop :=
  exists a, simplex N a /\ forall i, (i < d)%nat -> x i = sum N (fun j => a j * y j i).
End Set_of_points.

Section Maximum.
Variables (d N : nat) (y : nat -> vec).
Hypothesis HN : (1 <= N)%nat.
Let F := best_value d N y.

(** The maximum is above every value. *)
Lemma value_le j theta : (j < N)%nat -> dot d (y j) theta <= F theta.
Proof. intros Hj. exact (largest_entry N (fun j => dot d (y j) theta) j Hj). Qed.

(** It is one of them. *)
Lemma value_attained theta : exists j, (j < N)%nat /\ F theta = dot d (y j) theta.
Proof. exact (largest_attained N (fun j => dot d (y j) theta) HN). Qed.

(** It depends on the first d entries. *)
Lemma value_ext u v : (forall i, (i < d)%nat -> u i = v i) -> F u = F v.
Proof. intros E. apply largest_ext. intros j _. now apply dot_ext. Qed.

(** The product with a point of the hull is a mean of products. *)
Lemma dot_hull a x theta : (forall i, (i < d)%nat -> x i = sum N (fun j => a j * y j i)) ->
  dot d x theta = sum N (fun j => a j * dot d (y j) theta).
Proof.
  intros E. unfold dot. rewrite (sum_ext d _ (fun i => sum N (fun j => a j * (y j i * theta i)))).
  - rewrite sum_swap. apply sum_ext. intros j _. now rewrite sum_scale.
  - intros i Hi. rewrite E by exact Hi. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros. ring.
Qed.

(** So the maximum over the hull is the same. *)
Lemma value_on_hull theta : (forall x, hull d N y x -> dot d x theta <= F theta) /\
  exists x, hull d N y x /\ dot d x theta = F theta.
Proof.
  split.
  - intros x (a & Ha & E). rewrite (dot_hull a x theta E). exact (dot_le_largest N a (fun j => dot d (y j) theta) Ha).
  - destruct (value_attained theta) as (j & Hj & Ej). exists (y j). split; [|now symmetry].
    exists (vertex j). split; [now apply simplex_vertex|]. intros i _. symmetry.
    now apply (sum_vertex N j (fun r => y r i)).
Qed.

(** It is positively homogeneous and subadditive. *)
Lemma value_scale a theta : 0 <= a -> F (scale a theta) = a * F theta.
Proof.
  intros Ha. destruct (value_attained (scale a theta)) as (i & Hi & Ei), (value_attained theta) as (j & Hj & Ej).
  pose proof (value_le j (scale a theta) Hj) as A. pose proof (value_le i theta Hi) as B.
  rewrite dot_scale_r in *. pose proof (Rmult_le_compat_l a _ _ Ha B) as C. rewrite Ej in *. lra.
Qed.

Lemma value_add theta z : F (add theta z) <= F theta + F z.
Proof.
  destruct (value_attained (add theta z)) as (j & Hj & ->). rewrite dot_add_r.
  pose proof (value_le j theta Hj) as A. pose proof (value_le j z Hj) as B. lra.
Qed.

(** With |y| <= R it is R-Lipschitz. *)
Lemma value_lipschitz R0 u v : (forall j, (j < N)%nat -> norm2 d (y j) <= R0) -> F u - F v <= R0 * norm2 d (sub u v).
Proof.
  intros HR. pose proof (value_add v (sub u v)) as S.
  rewrite (value_ext (add v (sub u v)) u) in S by (intros i _; unfold add, sub; ring).
  destruct (value_attained (sub u v)) as (j & Hj & Ej). pose proof (dot_le_norm2 d (y j) (sub u v)) as D.
  pose proof (Rmult_le_compat_r _ _ _ (norm2_nonneg d (sub u v)) (HR j Hj)) as M. lra.
Qed.
End Maximum.

Section Perturbed.
Context {Omega : Type} (P : random_law Omega).
Variables (d N : nat) (y : nat -> vec) (Z : Omega -> vec).
Hypothesis HN : (1 <= N)%nat.
(** The entries of the noise have means. *)
Hypothesis HZ : forall i, (i < d)%nat -> integrable P (fun w => Z w i).
Let F := best_value d N y.

(** theta + eps Z, and the perturbed maximum. *)
Definition shifted (eps : R) (theta : vec) (w : Omega) : vec := add theta (scale eps (Z w)).
Definition perturbed (eps : R) (theta : vec) : R := expected P (fun w => best_value d N y (shifted eps theta w)).

(** The mean of <v, theta + eps Z>. *)
Lemma mean_of_dot v eps theta : has_mean P (fun w => dot d v (shifted eps theta w))
  (dot d v theta + eps * sum d (fun i => v i * expected P (fun w => Z w i))).
Proof.
  assert (E : dot d v theta + eps * sum d (fun i => v i * expected P (fun w => Z w i)) =
    sum d (fun i => v i * theta i + v i * eps * expected P (fun w => Z w i))).
  { unfold dot. rewrite <- sum_scale, <- sum_plus. apply sum_ext. intros. ring. }
  rewrite E. apply (has_mean_ext P (fun w => sum d (fun i => v i * theta i + v i * eps * Z w i))).
  - intros w. apply sum_ext. intros i _. unfold shifted, add, scale. ring.
  - apply (has_mean_sum P d (fun i w => v i * theta i + v i * eps * Z w i)). intros i Hi.
    apply has_mean_plus; [apply has_mean_const|]. apply (has_mean_scale P (v i * eps) (fun w => Z w i)).
    split; [now apply HZ|reflexivity].
Qed.

(** The perturbed maximum is a mean: it is finite. *)
Lemma perturbed_mean eps theta : has_mean P (fun w => F (shifted eps theta w)) (perturbed eps theta).
Proof.
  split; [|reflexivity]. apply (integrable_largest P N (fun j w => dot d (y j) (shifted eps theta w)) HN).
  intros j _. exact (proj1 (mean_of_dot (y j) eps theta)).
Qed.

(** It is convex. *)
Lemma perturbed_convex eps : convex d (perturbed eps).
Proof.
  intros s t r Hr. eapply (has_mean_le P); [apply perturbed_mean|
    apply (has_mean_combination P (1 - r) r); apply perturbed_mean|].
  intros w. cbv beta. destruct (value_attained d N y HN (shifted eps (mix r s t) w)) as (j & Hj & Ej). fold F in Ej.
  rewrite Ej. pose proof (value_le d N y j (shifted eps s w) Hj) as A.
  pose proof (value_le d N y j (shifted eps t w) Hj) as B. fold F in A, B.
  replace (dot d (y j) (shifted eps (mix r s t) w))
    with ((1 - r) * dot d (y j) (shifted eps s w) + r * dot d (y j) (shifted eps t w)).
  - apply Rplus_le_compat; apply Rmult_le_compat_l; lra.
  - unfold dot. rewrite <- 2 sum_scale, <- sum_plus. apply sum_ext. intros. unfold shifted, add, scale, mix. ring.
Qed.

(** eps F_1(theta/eps). *)
Lemma perturbed_scale eps theta : 0 < eps -> perturbed eps theta = eps * perturbed 1 (scale (/ eps) theta).
Proof.
  intros He. apply (proj2 (A := integrable P (fun w => F (shifted eps theta w)))).
  apply (has_mean_ext P (fun w => eps * F (shifted 1 (scale (/ eps) theta) w))).
  - intros w. unfold F. rewrite <- value_scale by (exact HN || lra). apply value_ext. intros i _.
    unfold shifted, add, scale. field. lra.
  - apply has_mean_scale, perturbed_mean.
Qed.

Section Bound.
Variable R0 : R.
Hypothesis HR : forall j, (j < N)%nat -> norm2 d (y j) <= R0.

(** It is as Lipschitz as the maximum. *)
Lemma perturbed_lipschitz eps s t : Rabs (perturbed eps s - perturbed eps t) <= R0 * norm2 d (sub s t).
Proof.
  assert (H : forall s t, perturbed eps s <= perturbed eps t + R0 * norm2 d (sub s t)).
  { clear s t. intros s t. eapply (has_mean_le P); [apply perturbed_mean|
      apply (has_mean_plus P (fun w => F (shifted eps t w)) (fun _ => R0 * norm2 d (sub s t)));
        [apply perturbed_mean|apply has_mean_const]|].
    intros w. cbv beta. pose proof (value_lipschitz d N y HN R0 (shifted eps s w) (shifted eps t w) HR) as D.
    rewrite (norm2_ext d _ (sub s t)) in D by (intros i _; unfold sub, shifted, add, scale; ring). fold F in D. lra. }
  pose proof (H s t) as A. pose proof (H t s) as B. rewrite norm2_sub_sym in B. apply Rabs_le. lra.
Qed.

(** It differs from the maximum by at most eps R E|Z|. *)
Lemma perturbed_near eps t : 0 < eps -> integrable P (fun w => norm2 d (Z w)) ->
  Rabs (perturbed eps t - F t) <= eps * R0 * expected P (fun w => norm2 d (Z w)).
Proof.
  intros He IZ. set (m := expected P (fun w => norm2 d (Z w))).
  assert (HM : has_mean P (fun w => norm2 d (Z w)) m) by (split; [exact IZ|reflexivity]).
  assert (Sh : forall w, norm2 d (sub (shifted eps t w) t) = eps * norm2 d (Z w)).
  { intros w. rewrite <- norm2_scale by lra. apply norm2_ext. intros i _. unfold sub, shifted, add, scale. ring. }
  assert (U : perturbed eps t <= F t + eps * R0 * m).
  { eapply (has_mean_le P); [apply perturbed_mean|
      apply (has_mean_plus P (fun _ => F t) (fun w => eps * R0 * norm2 d (Z w)));
        [apply has_mean_const|apply (has_mean_scale P _ _ _ HM)]|].
    intros w. cbv beta. pose proof (value_lipschitz d N y HN R0 (shifted eps t w) t HR) as D. rewrite Sh in D.
    fold F in D. lra. }
  assert (L : F t + - (eps * R0) * m <= perturbed eps t).
  { eapply (has_mean_le P); [apply (has_mean_plus P (fun _ => F t) (fun w => - (eps * R0) * norm2 d (Z w)));
        [apply has_mean_const|apply (has_mean_scale P _ _ _ HM)]|apply perturbed_mean|].
    intros w. cbv beta. pose proof (value_lipschitz d N y HN R0 t (shifted eps t w) HR) as D.
    rewrite norm2_sub_sym, Sh in D. fold F in D. lra. }
  apply Rabs_le. lra.
Qed.
End Bound.

(** With centred noise it is above the maximum by at most its value at 0. *)
Lemma perturbed_centred eps t : 0 < eps -> (forall i, (i < d)%nat -> expected P (fun w => Z w i) = 0) ->
  0 <= perturbed eps t - F t <= eps * perturbed 1 zero.
Proof.
  intros He C. split.
  - destruct (value_attained d N y HN t) as (j & Hj & Ej). fold F in Ej.
    pose proof (mean_of_dot (y j) eps t) as M. rewrite (sum_ext d _ (fun _ => 0)), sum_zero in M
      by (intros i Hi; rewrite C by exact Hi; ring).
    pose proof (has_mean_le P _ _ _ _ M (perturbed_mean eps t)
      (fun w => value_le d N y j (shifted eps t w) Hj)) as L. lra.
  - enough (perturbed eps t <= F t + eps * perturbed 1 zero) by lra.
    eapply (has_mean_le P); [apply perturbed_mean|
      apply (has_mean_plus P (fun _ => F t) (fun w => eps * F (shifted 1 zero w)));
        [apply has_mean_const|apply has_mean_scale, perturbed_mean]|].
    intros w. cbv beta. unfold F. rewrite <- (value_scale d N y HN eps (shifted 1 zero w)) by lra.
    rewrite (value_ext d N y (scale eps (shifted 1 zero w)) (scale eps (Z w)))
      by (intros i _; unfold shifted, add, scale, zero; ring). apply (value_add d N y HN t (scale eps (Z w))).
Qed.

(** At 0 the difference is as large as that. *)
Lemma perturbed_at_zero eps : 0 < eps -> perturbed eps zero - F zero = eps * perturbed 1 zero.
Proof.
  intros He. assert (Z0 : scale (/ eps) zero = zero)
    by (apply functional_extensionality; intros i; unfold scale, zero; ring).
  rewrite (perturbed_scale eps zero He), Z0. destruct (value_attained d N y HN zero) as (j & _ & Ej). fold F in Ej.
  rewrite Ej. unfold dot. rewrite (sum_ext d _ (fun _ => 0)), sum_zero; [ring|]. intros. unfold zero. ring.
Qed.

(** ** The mean of the maximiser *)

Section Maximiser.
Variables (eps : R) (t : vec) (best : Omega -> nat).
(** Any choice of a maximiser that is a random variable. *)
Hypothesis Hb : forall w, (best w < N)%nat /\ F (shifted eps t w) = dot d (y (best w)) (shifted eps t w).
Hypothesis Ib : forall j, (j < N)%nat -> integrable P (fun w => if Nat.eqb (best w) j then 1 else 0).

Let chance (j : nat) : R := expected P (fun w => if Nat.eqb (best w) j then 1 else 0).

(** The mean of a function of the maximiser. *)
Lemma mean_of_best (g : nat -> R) : has_mean P (fun w => g (best w)) (sum N (fun j => chance j * g j)).
Proof.
  apply (has_mean_ext P (fun w => sum N (fun j => g j * (if Nat.eqb (best w) j then 1 else 0)))).
  - intros w. rewrite (sum_ext N _ (fun j => vertex (best w) j * g j)).
    + now rewrite sum_vertex by apply Hb.
    + intros j _. unfold vertex. rewrite Nat.eqb_sym. destruct (Nat.eqb j (best w)); ring.
  - rewrite (sum_ext N (fun j => chance j * g j) (fun j => g j * chance j)) by (intros; ring).
    apply (has_mean_sum P N (fun j w => g j * (if Nat.eqb (best w) j then 1 else 0))). intros j Hj.
    apply has_mean_scale. split; [now apply Ib|reflexivity].
Qed.

(** Its mean is in the hull. *)
Lemma mean_best_in_hull : hull d N y (fun i => expected P (fun w => y (best w) i)).
Proof.
  exists chance. split; [split|].
  - intros j Hj. apply (has_mean_le P (fun _ => 0) (fun w => if Nat.eqb (best w) j then 1 else 0)).
    + apply has_mean_const.
    + split; [now apply Ib|reflexivity].
    + intros w. destruct (Nat.eqb (best w) j); lra.
  - pose proof (mean_of_best (fun _ => 1)) as M. pose proof (has_mean_const P 1) as O.
    rewrite (sum_ext N chance (fun j => chance j * 1)) by (intros; ring). now rewrite <- (proj2 M), (proj2 O).
  - intros i _. exact (proj2 (mean_of_best (fun j => y j i))).
Qed.

(** It is a subgradient. *)
Lemma mean_best_subgradient s :
  perturbed eps t + dot d (fun i => expected P (fun w => y (best w) i)) (sub s t) <= perturbed eps s.
Proof.
  assert (M : has_mean P (fun w => dot d (y (best w)) (sub s t))
    (dot d (fun i => expected P (fun w => y (best w) i)) (sub s t))).
  { apply (has_mean_ext P (fun w => sum d (fun i => sub s t i * y (best w) i)));
      [intros w; apply sum_ext; intros; ring|].
    unfold dot. rewrite (sum_ext d _ (fun i => sub s t i * expected P (fun w => y (best w) i))) by (intros; ring).
    apply (has_mean_sum P d (fun i w => sub s t i * y (best w) i)). intros i _. apply has_mean_scale.
    split; [exact (proj1 (mean_of_best (fun j => y j i)))|reflexivity]. }
  eapply (has_mean_le P); [apply has_mean_plus; [apply perturbed_mean|exact M]|apply perturbed_mean|].
  intros w. cbv beta. destruct (Hb w) as [Lt Eb]. rewrite Eb.
  pose proof (value_le d N y (best w) (shifted eps s w) Lt) as A. fold F in A. eapply Rle_trans; [|exact A]. right.
  unfold dot. rewrite <- sum_plus. apply sum_ext. intros. unfold shifted, add, scale, sub. ring.
Qed.
End Maximiser.
End Perturbed.

(** Let Y be a finite set in R^d with convex hull C, |y| <= R on Y, F(theta) = max <y, theta> over Y, and Z a
    random vector with finite E|Z|. F is also the maximum over C, F(a theta) = a F(theta) for a >= 0, and F(theta +
    z) <= F(theta) + F(z). For eps > 0 the function F_eps(theta) = E F(theta + eps Z) is finite, convex and
    R-Lipschitz, F_eps(theta) = eps F_1(theta/eps) and |F_eps - F| <= eps R E|Z|; if E Z = 0 then 0 <= F_eps - F <=
    eps F_1(0), with equality on the right at theta = 0. y_eps(theta) = E y*(theta + eps Z), with any choice of a
    maximiser y* that is a random variable, is in C and is a subgradient of F_eps at theta. The average of n
    independent copies of y*(theta + eps Z) (of its mean and mean squares, entry by entry, and uncorrelated) has the
    mean y_eps(theta) and 1/n of the variance of one copy. *)
Theorem perturbed_maximum (Omega : Type) (P : random_law Omega) d N (y : nat -> vec) (Z : Omega -> vec) R0 :
  (1 <= N)%nat -> (forall j, (j < N)%nat -> norm2 d (y j) <= R0) ->
  (forall i, (i < d)%nat -> integrable P (fun w => Z w i)) -> integrable P (fun w => norm2 d (Z w)) ->
  let F := best_value d N y in let F_eps eps theta := perturbed P d N y Z eps theta in
  (forall theta, (forall x, hull d N y x -> dot d x theta <= F theta) /\
    exists x, hull d N y x /\ dot d x theta = F theta) /\
  (forall a theta, 0 <= a -> F (scale a theta) = a * F theta) /\
  (forall theta z, F (add theta z) <= F theta + F z) /\
  forall eps, 0 < eps ->
    (forall theta, has_mean P (fun w => F (add theta (scale eps (Z w)))) (F_eps eps theta)) /\
    convex d (F_eps eps) /\
    (forall s t, Rabs (F_eps eps s - F_eps eps t) <= R0 * norm2 d (sub s t)) /\
    (forall theta, F_eps eps theta = eps * F_eps 1 (scale (/ eps) theta)) /\
    (forall theta, Rabs (F_eps eps theta - F theta) <= eps * R0 * expected P (fun w => norm2 d (Z w))) /\
    ((forall i, (i < d)%nat -> expected P (fun w => Z w i) = 0) ->
      (forall theta, 0 <= F_eps eps theta - F theta <= eps * F_eps 1 zero) /\
      F_eps eps zero - F zero = eps * F_eps 1 zero) /\
    forall theta (best : Omega -> nat),
      (forall w, let x := add theta (scale eps (Z w)) in (best w < N)%nat /\ F x = dot d (y (best w)) x) ->
      (forall j, (j < N)%nat -> integrable P (fun w => if Nat.eqb (best w) j then 1 else 0)) ->
      let y_eps i := expected P (fun w => y (best w) i) in
      hull d N y y_eps /\ (forall s, F_eps eps theta + dot d y_eps (sub s theta) <= F_eps eps s) /\
      forall (Omega' : Type) (P' : random_law Omega') n (X : nat -> Omega' -> R) i, (1 <= n)%nat ->
        (forall a, (a < n)%nat -> has_mean P' (X a) (y_eps i)) ->
        (forall a, (a < n)%nat -> has_mean P' (fun w => X a w ^ 2) (expected P (fun w => y (best w) i ^ 2))) ->
        (forall a b, (a < n)%nat -> (b < n)%nat -> a <> b ->
          has_mean P' (fun w => X a w * X b w) (y_eps i * y_eps i)) ->
        let average w := / INR n * sum n (fun a => X a w) in
        has_mean P' average (y_eps i) /\
        has_mean P' (fun w => (average w - y_eps i) ^ 2) (/ INR n * expected P (fun w => (y (best w) i - y_eps i) ^ 2)).
Proof.
  intros HN HR HZ IZ F F_eps. split; [intros theta; now apply value_on_hull|].
  split; [intros a theta; now apply value_scale|]. split; [intros theta z; now apply value_add|].
  intros eps He. split; [intros theta; now apply perturbed_mean|]. split; [now apply perturbed_convex|].
  split; [intros s t; now apply perturbed_lipschitz|]. split; [intros theta; now apply perturbed_scale|].
  split; [intros theta; now apply perturbed_near|].
  split; [intros C; split; [intros theta; now apply perturbed_centred|now apply perturbed_at_zero]|].
  intros theta best Hb Ib y_eps. split; [now apply (mean_best_in_hull P d N y Z eps theta best)|].
  split; [intros s; now apply mean_best_subgradient|].
  intros Omega' P' n X i Hn H1 H2 H12 average.
  pose proof (average_of_copies P' n X (y_eps i) _ Hn H1 H2 H12) as [A V]. split; [exact A|].
  pose proof (fun g => mean_of_best P d N y Z eps theta best Hb Ib g) as M.
  assert (E : expected P (fun w => (y (best w) i - y_eps i) ^ 2) =
    expected P (fun w => y (best w) i ^ 2) - y_eps i ^ 2).
  { assert (Q : has_mean P (fun w => (y (best w) i - y_eps i) ^ 2)
      (expected P (fun w => y (best w) i ^ 2) + (- (2 * y_eps i)) * y_eps i + y_eps i ^ 2)).
    { apply (has_mean_ext P (fun w => (y (best w) i ^ 2 + (- (2 * y_eps i)) * y (best w) i) + y_eps i ^ 2));
        [intros; ring|]. apply has_mean_plus; [|apply has_mean_const]. apply has_mean_plus.
      - split; [exact (proj1 (M (fun j => y j i ^ 2)))|reflexivity].
      - apply has_mean_scale. split; [exact (proj1 (M (fun j => y j i)))|reflexivity]. }
    rewrite (proj2 Q). ring. }
  rewrite E. exact V.
Qed.

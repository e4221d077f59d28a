(** The maximum of linear functions over a finite set under noise: a convex Lipschitz approximation, with the mean of
    the maximiser as a subgradient, for any law of the noise. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require LogSumExp.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality MeanValue IndependentCopies.
Open Scope R_scope.

(** Y = {y_0, ..., y_(N-1)}: the greatest <y, theta>, and which points attain it. *)
Definition best_value (d N : nat) (y : nat -> vec) (theta : vec) : R := largest N (fun j => dot d (y j) theta).
Definition is_best (d N : nat) (y : nat -> vec) (theta : vec) (j : nat) : Prop :=
  (j < N)%nat /\ dot d (y j) theta = best_value d N y theta.

(** The scores under the noise z, and F_eps, the mean of the greatest value. *)
Definition noisy (eps : R) (theta z : vec) : vec := add theta (scale eps z).
Definition noisy_value {W} (P : mean_value W) (d N : nat) (y : nat -> vec) (Z : W -> vec) (eps : R) (theta : vec) : R :=
  mean P (fun w => best_value d N y (noisy eps theta (Z w))).

(** A random choice of a best point under the noise, and its mean y_eps. *)
Definition best_choice {W} (P : mean_value W) (d N : nat) (y : nat -> vec) (Z : W -> vec) (eps : R) (theta : vec)
  (best : W -> nat) : Prop := measurable_choice P best /\ forall w, is_best d N y (noisy eps theta (Z w)) (best w).
Definition mean_point {W} (P : mean_value W) (y : nat -> vec) (best : W -> nat) : vec :=
  fun i => mean P (fun w => y (best w) i).

(** The average of the points with the weights a, and the convex hull. *)
Definition average (N : nat) (a : vec) (y : nat -> vec) : vec := fun i => sum N (fun j => a j * y j i).
Definition in_hull (d N : nat) (y : nat -> vec) (p : vec) : Prop :=
  exists a, simplex N a /\ forall i, (i < d)%nat -> p i = average N a y i.

(** ** The maximum itself *)

Section Value.
Variables (d N : nat) (y : nat -> vec).
Hypothesis HN : (1 <= N)%nat.
Let F := best_value d N y.

(** Each point is below it, and one attains it. *)
Lemma value_above j theta : (j < N)%nat -> dot d (y j) theta <= F theta.
Proof. intros Hj. exact (largest_entry N (fun j => dot d (y j) theta) j Hj). Qed.

Lemma value_attained theta : exists j, (j < N)%nat /\ F theta = dot d (y j) theta.
Proof. exact (largest_attained N (fun j => dot d (y j) theta) HN). Qed.

(** It depends on the first d entries. *)
Lemma value_ext u v : (forall i, (i < d)%nat -> u i = v i) -> F u = F v.
Proof. intros H. apply largest_ext. intros j _. now apply dot_ext. Qed.

(** It is sublinear. *)
Lemma value_scale a theta : 0 <= a -> F (scale a theta) = a * F theta.
Proof.
  intros Ha. unfold F, best_value. rewrite <- LogSumExp.largest_scale by exact Ha. apply largest_ext. intros j _.
  unfold scale at 2. apply dot_scale_r.
Qed.

Lemma value_subadditive theta z : F (add theta z) <= F theta + F z.
Proof.
  destruct (value_attained (add theta z)) as (j & Hj & ->). rewrite dot_add_r.
  pose proof (value_above j theta Hj) as A. pose proof (value_above j z Hj) as B. lra.
Qed.

(** It is the maximum over the hull, too. *)
Lemma dot_average a theta : dot d (average N a y) theta = sum N (fun j => a j * dot d (y j) theta).
Proof.
  unfold dot, average. rewrite (sum_ext d _ (fun i => sum N (fun j => a j * (y j i * theta i)))).
  - rewrite sum_swap. apply sum_ext. intros j _. now rewrite sum_scale.
  - intros i _. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros. ring.
Qed.

Lemma value_over_hull theta : (forall p, in_hull d N y p -> dot d p theta <= F theta) /\
  exists p, in_hull d N y p /\ dot d p theta = F theta.
Proof.
  split.
  - intros p (a & Ha & E). rewrite (dot_ext d p (average N a y) theta theta E) by reflexivity.
    rewrite dot_average. apply (dot_le_largest N a (fun j => dot d (y j) theta) Ha).
  - destruct (value_attained theta) as (j & Hj & E). exists (y j). split; [|now symmetry].
    exists (vertex j). split; [now apply simplex_vertex|]. intros i _. symmetry.
    apply (sum_vertex N j (fun j => y j i) Hj).
Qed.

(** It is R-Lipschitz. *)
Let R0 := largest N (fun j => norm2 d (y j)).

Lemma value_norm z : F z <= R0 * norm2 d z.
Proof.
  destruct (value_attained z) as (j & Hj & ->). eapply Rle_trans; [apply dot_le_norm2|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|]. exact (largest_entry N (fun j => norm2 d (y j)) j Hj).
Qed.

Lemma value_difference u v : F u - F v <= R0 * norm2 d (sub u v).
Proof.
  pose proof (value_subadditive v (sub u v)) as S. pose proof (value_norm (sub u v)) as B.
  rewrite (value_ext (add v (sub u v)) u) in S by (intros; unfold add, sub; ring). lra.
Qed.
End Value.

(** ** Its mean *)

Section Mean.
Context {W : Type} (P : mean_value W).
Variables (d N : nat) (y : nat -> vec) (Z : W -> vec).
Hypothesis HN : (1 <= N)%nat.
Hypothesis HZ : forall i, (i < d)%nat -> integrable P (fun w => Z w i).
Hypothesis Hnorm : integrable P (fun w => norm2 d (Z w)).

Let F := best_value d N y.
Let F_ := noisy_value P d N y Z.
Let R0 := largest N (fun j => norm2 d (y j)).

(** The scores under noise have means. *)
Lemma noisy_score v eps theta : integrable P (fun w => dot d v (noisy eps theta (Z w))) /\
  mean P (fun w => dot d v (noisy eps theta (Z w))) =
    dot d v theta + eps * sum d (fun i => v i * mean P (fun w => Z w i)).
Proof.
  destruct (integrable_sum P d (fun i w => v i * theta i * 1 + v i * eps * Z w i)) as [I E].
  { intros i Hi. apply integrable_linear; [apply integrable_const|now apply HZ]. }
  assert (S : forall w, sum d (fun i => v i * theta i * 1 + v i * eps * Z w i) = dot d v (noisy eps theta (Z w))).
  { intros w. apply sum_ext. intros i _. unfold noisy, add, scale. ring. }
  split; [exact (integrable_ext P _ _ S I)|]. rewrite <- (mean_ext P _ _ S), E. unfold dot.
  rewrite <- sum_scale, <- sum_plus. apply sum_ext. intros i Hi.
  rewrite mean_of_linear by (apply integrable_const || now apply HZ). rewrite mean_const. ring.
Qed.

Lemma noisy_value_integrable eps theta : integrable P (fun w => F (noisy eps theta (Z w))).
Proof.
  apply (integrable_largest P N (fun j w => dot d (y j) (noisy eps theta (Z w))) HN). intros j _. apply noisy_score.
Qed.

(** Scaling: F_eps(theta) = eps F_1(theta/eps). *)
Lemma noisy_value_scale eps theta : 0 < eps -> F_ eps theta = eps * F_ 1 (scale (/ eps) theta).
Proof.
  intros He. unfold F_, noisy_value. rewrite <- mean_scale by apply noisy_value_integrable. apply mean_ext. intros w.
  rewrite <- value_scale by lra. apply value_ext. intros i _. unfold noisy, add, scale. field. lra.
Qed.

(** Convexity. *)
Lemma noisy_value_convex eps : convex d (F_ eps).
Proof.
  intros s t r Hr. unfold F_, noisy_value. rewrite <- mean_of_linear by apply noisy_value_integrable.
  apply (mean_monotone _ P); [apply noisy_value_integrable|apply integrable_linear; apply noisy_value_integrable|].
  intros w. destruct (value_attained d N y HN (noisy eps (mix r s t) (Z w))) as (j & Hj & ->).
  pose proof (value_above d N y j (noisy eps s (Z w)) Hj) as A.
  pose proof (value_above d N y j (noisy eps t (Z w)) Hj) as B.
  replace (dot d (y j) (noisy eps (mix r s t) (Z w)))
    with ((1 - r) * dot d (y j) (noisy eps s (Z w)) + r * dot d (y j) (noisy eps t (Z w))).
  - apply Rplus_le_compat; apply Rmult_le_compat_l; lra.
  - unfold dot. rewrite <- 2 sum_scale, <- sum_plus. apply sum_ext. intros i _. unfold noisy, add, scale, mix. ring.
Qed.

(** A bound on the difference of two maxima under the noise is one on the difference of their means. *)
Lemma mean_difference (X Y B : W -> R) : integrable P X -> integrable P Y -> integrable P B ->
  (forall w, X w - Y w <= B w) -> mean P X <= mean P Y + mean P B.
Proof.
  intros IX IY IB H. rewrite <- mean_plus by assumption.
  apply (mean_monotone _ P); [exact IX|now apply integrable_plus|]. intros w. specialize (H w). lra.
Qed.

(** R-Lipschitz. *)
Lemma noisy_value_lipschitz eps s t : Rabs (F_ eps s - F_ eps t) <= R0 * norm2 d (sub s t).
Proof.
  assert (H : forall s t, F_ eps s <= F_ eps t + R0 * norm2 d (sub s t)).
  { intros u v. rewrite <- (mean_const P (R0 * norm2 d (sub u v))).
    apply mean_difference; try apply noisy_value_integrable; [apply integrable_const|]. intros w.
    rewrite <- (norm2_ext d (sub (noisy eps u (Z w)) (noisy eps v (Z w))) (sub u v))
      by (intros i _; unfold sub, noisy, add, scale; ring). now apply value_difference. }
  pose proof (H s t) as A. pose proof (H t s) as B. rewrite (norm2_sub_sym d t s) in B. apply Rabs_le. lra.
Qed.

(** The gap, in general and with centred noise. *)
Lemma noisy_value_gap eps t : 0 < eps -> Rabs (F_ eps t - F t) <= eps * R0 * mean P (fun w => norm2 d (Z w)).
Proof.
  intros He. rewrite <- mean_scale by exact Hnorm.
  assert (S : forall w, norm2 d (sub (noisy eps t (Z w)) t) = eps * norm2 d (Z w)).
  { intros w. rewrite <- norm2_scale by lra. apply norm2_ext. intros i _. unfold sub, noisy, add, scale. ring. }
  pose proof (mean_difference (fun w => F (noisy eps t (Z w))) (fun _ => F t) (fun w => eps * R0 * norm2 d (Z w))) as A.
  pose proof (mean_difference (fun _ => F t) (fun w => F (noisy eps t (Z w))) (fun w => eps * R0 * norm2 d (Z w))) as B.
  rewrite mean_const in A, B. unfold F_, noisy_value. fold F.
  specialize (A (noisy_value_integrable eps t) (integrable_const P _) (integrable_scale P _ _ Hnorm)).
  specialize (B (integrable_const P _) (noisy_value_integrable eps t) (integrable_scale P _ _ Hnorm)).
  apply Rabs_le. split.
  - enough (F t <= mean P (fun w => F (noisy eps t (Z w))) + mean P (fun w => eps * R0 * norm2 d (Z w))) by lra.
    apply B. intros w. pose proof (value_difference d N y HN t (noisy eps t (Z w))) as D.
    rewrite norm2_sub_sym, S in D. fold F R0 in D. lra.
  - enough (mean P (fun w => F (noisy eps t (Z w))) <= F t + mean P (fun w => eps * R0 * norm2 d (Z w))) by lra.
    apply A. intros w. pose proof (value_difference d N y HN (noisy eps t (Z w)) t) as D.
    rewrite S in D. fold F R0 in D. lra.
Qed.

Lemma noisy_value_centred eps t : 0 < eps -> (forall i, (i < d)%nat -> mean P (fun w => Z w i) = 0) ->
  0 <= F_ eps t - F t <= eps * F_ 1 zero /\ F_ eps zero - F zero = eps * F_ 1 zero.
Proof.
  intros He C. split; [split|].
  - destruct (value_attained d N y HN t) as (j & Hj & Ej). destruct (noisy_score (y j) eps t) as [I E].
    rewrite (sum_ext d _ (fun _ => 0)) in E by (intros i Hi; rewrite C by exact Hi; ring). rewrite sum_zero in E.
    enough (dot d (y j) t <= F_ eps t) by (unfold F; rewrite Ej; lra).
    rewrite <- (Rplus_0_r (dot d (y j) t)), <- (Rmult_0_r eps), <- E.
    apply (mean_monotone _ P); [exact I|apply noisy_value_integrable|]. intros w. now apply value_above.
  - enough (F_ eps t <= F t + eps * F_ 1 zero) by lra.
    unfold F_ at 2. unfold noisy_value. rewrite <- mean_scale by apply noisy_value_integrable.
    rewrite <- (mean_const P (F t)).
    apply mean_difference; [apply noisy_value_integrable|apply integrable_const| |].
    + apply integrable_scale, noisy_value_integrable.
    + intros w. pose proof (value_subadditive d N y HN t (scale eps (Z w))) as S. rewrite value_scale in S by lra.
      rewrite (value_ext d N y (noisy 1 zero (Z w)) (Z w)) by (intros i _; unfold noisy, add, scale, zero; ring).
      fold (noisy eps t (Z w)) F in S. fold F. lra.
  - assert (F0 : F zero = 0).
    { pose proof (value_scale d N y 0 zero ltac:(lra)) as S. rewrite (value_ext d N y _ zero) in S
        by (intros i _; unfold scale, zero; ring). fold F in S. lra. }
    rewrite F0, (noisy_value_scale eps zero He), Rminus_0_r. f_equal. unfold F_, noisy_value. apply mean_ext. intros w.
    apply value_ext. intros i _. unfold noisy, add, scale, zero. ring.
Qed.

(** The mean of a best point is in the hull, and a subgradient. *)
Lemma mean_point_in_hull eps theta best : best_choice P d N y Z eps theta best ->
  in_hull d N y (mean_point P y best).
Proof.
  intros [M B]. destruct (mean_of_choice P N best (fun w => proj1 (B w)) M) as [A S].
  exists (probability P best). split; [exact S|]. intros i _. apply (A (fun j => y j i)).
Qed.

Lemma mean_point_subgradient eps theta best s : best_choice P d N y Z eps theta best ->
  F_ eps theta + dot d (mean_point P y best) (sub s theta) <= F_ eps s.
Proof.
  intros [M B]. destruct (mean_of_choice P N best (fun w => proj1 (B w)) M) as [A _].
  destruct (integrable_sum P d (fun i w => (s i - theta i) * y (best w) i)) as [I E].
  { intros i Hi. apply integrable_scale. apply (A (fun j => y j i)). }
  replace (dot d (mean_point P y best) (sub s theta))
    with (mean P (fun w => sum d (fun i => (s i - theta i) * y (best w) i))).
  - unfold F_, noisy_value. rewrite <- mean_plus by (exact I || apply noisy_value_integrable).
    apply (mean_monotone _ P);
      [apply integrable_plus; exact I || apply noisy_value_integrable|apply noisy_value_integrable|].
    intros w. destruct (B w) as [L <-]. pose proof (value_above d N y (best w) (noisy eps s (Z w)) L) as V.
    replace (dot d (y (best w)) (noisy eps s (Z w)))
      with (dot d (y (best w)) (noisy eps theta (Z w)) + sum d (fun i => (s i - theta i) * y (best w) i)) in V;
      [exact V|].
    unfold dot. rewrite <- sum_plus. apply sum_ext. intros i _. unfold noisy, add, scale. ring.
  - rewrite E. apply sum_ext. intros i Hi. rewrite mean_scale by apply (A (fun j => y j i)).
    unfold sub, mean_point. ring.
Qed.
End Mean.

(** Let Y = {y_0, ..., y_(N-1)} be in R^d with the convex hull C, R = max |y_j|, F(theta) = max <y_j, theta>, and let Z
    have a mean and |Z| one. F is the maximum over C, too, and sublinear. For eps > 0 the function
    F_eps(theta) = E F(theta + eps Z) is finite, convex and R-Lipschitz, F_eps(theta) = eps F_1(theta/eps) and
    |F_eps - F| <= eps R E|Z|; if E Z = 0 then 0 <= F_eps - F <= eps F_1(0), with equality on the right at 0. The mean
    of any measurable choice of a best point, such as the first, is in C and a subgradient of F_eps at theta. The
    average of n independent copies of it has the same mean and, in each coordinate, 1/n of the variance. *)
Theorem perturbed_maximum (W : Type) (P : mean_value W) d N (y : nat -> vec) (Z : W -> vec) : (1 <= N)%nat ->
  (forall i, (i < d)%nat -> integrable P (fun w => Z w i)) -> integrable P (fun w => norm2 d (Z w)) ->
  let F := best_value d N y in
  let R0 := largest N (fun j => norm2 d (y j)) in
  let F_ := noisy_value P d N y Z in
  (forall theta, (forall p, in_hull d N y p -> dot d p theta <= F theta) /\
    exists p, in_hull d N y p /\ dot d p theta = F theta) /\
  (forall a theta, 0 <= a -> F (scale a theta) = a * F theta) /\
  (forall theta z, F (add theta z) <= F theta + F z) /\
  forall eps, 0 < eps ->
    (forall theta, integrable P (fun w => F (noisy eps theta (Z w)))) /\ convex d (F_ eps) /\
    (forall s t, Rabs (F_ eps s - F_ eps t) <= R0 * norm2 d (sub s t)) /\
    (forall theta, F_ eps theta = eps * F_ 1 (scale (/ eps) theta)) /\
    (forall theta, Rabs (F_ eps theta - F theta) <= eps * R0 * mean P (fun w => norm2 d (Z w))) /\
    ((forall i, (i < d)%nat -> mean P (fun w => Z w i) = 0) ->
      (forall theta, 0 <= F_ eps theta - F theta <= eps * F_ 1 zero) /\ F_ eps zero - F zero = eps * F_ 1 zero) /\
    (forall theta best, best_choice P d N y Z eps theta best ->
      in_hull d N y (mean_point P y best) /\
      (forall s, F_ eps theta + dot d (mean_point P y best) (sub s theta) <= F_ eps s) /\
      forall V (Q : mean_value V) copies n, (1 <= n)%nat -> independent_copies P Q best copies ->
        forall i, let a := fun v => average n (centre n) (fun k => y (copies k v)) i in
          mean Q a = mean_point P y best i /\ mean Q (fun v => (a v - mean_point P y best i) ^ 2) =
            / INR n * mean P (fun w => (y (best w) i - mean_point P y best i) ^ 2)) /\
    forall theta,
      best_choice P d N y Z eps theta (fun w => first_best N (fun j => dot d (y j) (noisy eps theta (Z w)))).
Proof.
  intros HN HZ Hnorm F R0 F_. split; [intros theta; now apply value_over_hull|].
  split; [intros a theta; apply value_scale|]. split; [intros theta z; now apply value_subadditive|].
  intros eps He. split; [intros theta; now apply noisy_value_integrable|]. split; [now apply noisy_value_convex|].
  split; [intros s t; now apply noisy_value_lipschitz|]. split; [intros theta; now apply noisy_value_scale|].
  split; [intros theta; now apply noisy_value_gap|]. split.
  { intros C. split; [intros theta|]; now apply noisy_value_centred. }
  split.
  - intros theta best B. split; [exact (mean_point_in_hull P d N y Z eps theta best B)|].
    split; [intros s; now apply mean_point_subgradient|]. intros V Q copies n Hn Ind i a.
    destruct (average_of_copies P Q best copies n (fun j => y j i) Hn Ind) as [A1 A2].
    assert (Ea : forall v, / INR n * sum n (fun k => y (copies k v) i) = a v)
      by (intros v; unfold a, average, centre; now rewrite sum_scale).
    split; [rewrite <- (mean_ext Q _ _ Ea); exact A1|].
    rewrite <- (mean_ext Q (fun v => (/ INR n * sum n (fun k => y (copies k v) i) - mean_point P y best i) ^ 2));
      [exact A2|intros v; now rewrite Ea].
  - intros theta. split.
    + apply (first_best_measurable P N (fun j w => dot d (y j) (noisy eps theta (Z w))) HN). intros j _.
      now apply noisy_score.
    + intros w. destruct (first_best_largest N (fun j => dot d (y j) (noisy eps theta (Z w))) HN) as (B & L & _).
      split; [exact B|]. now symmetry.
Qed.

(** The estimator that minimises the average Fenchel-Young loss of a perturbed maximum with smooth noise is
    asymptotically normal, if the hull of the points has interior points. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality Matrices LipschitzJacobian MeanValue.
From TightMax Require Import NormalSmoothing MinimumPoints SampleMeans AsymptoticNormality DistributionFunctions.
From TightMax Require Import SecondDerivatives ChainRule PerturbedMaximum VolumeIntegral SmoothNoise.
From TightMax Require Import PerturbedDerivatives.
From TightMax Require Import Hulls PerturbedSlopes PerturbedArgmax FenchelYoungLoss.
Open Scope R_scope.

(** A map whose entries have gradients has the matrix of them as its Jacobian. *)
Lemma jacobian_of_entries d g J x : (forall i, (i < d)%nat -> has_gradient d (fun t => g t i) (fun t => J t i)) ->
  jacobian_at d d g x (J x).
Proof.
  intros D eta He. pose proof (pos_INR d) as Pd. set (a := eta / (INR d + 1)).
  assert (Pa : 0 < a) by (apply Rdiv_lt_0_compat; lra).
  assert (Part : forall n, (n <= d)%nat -> exists delta, 0 < delta /\ forall z, norm_inf d (sub z x) < delta ->
    forall i, (i < n)%nat -> Rabs (g z i - g x i - dot d (J x i) (sub z x)) <= a * norm_inf d (sub z x)).
  { induction n as [|n IH]; intros Hn; [exists 1; split; [lra|]; intros; lia|].
    destruct (IH ltac:(lia)) as (d1 & P1 & H1). destruct (D n ltac:(lia) x a Pa) as (d2 & P2 & H2).
    exists (Rmin d1 d2). split; [now apply Rmin_pos|]. intros z Hz i Hi. destruct (Nat.eq_dec i n) as [->|Ne].
    - apply H2. eapply Rlt_le_trans; [exact Hz|apply Rmin_r].
    - apply H1; [|lia]. eapply Rlt_le_trans; [exact Hz|apply Rmin_l]. }
  destruct (Part d (Nat.le_refl d)) as (delta & Hd & H). exists delta. split; [exact Hd|]. intros z Hz.
  pose proof (norm_inf_le_norm2 d (sub z x)) as L. specialize (H z (Rle_lt_trans _ _ _ L Hz)).
  pose proof (norm_inf_nonneg d (sub z x)) as Pn. eapply Rle_trans; [apply norm2_le_norm_inf|].
  apply Rle_trans with (INR d * (a * norm_inf d (sub z x))).
  - apply Rmult_le_compat_l; [exact Pd|]. apply norm_inf_le; [apply Rmult_le_pos; lra|]. exact H.
  - replace (INR d * (a * norm_inf d (sub z x))) with (INR d * a * norm_inf d (sub z x)) by ring.
    assert (E : (INR d + 1) * a = eta) by (unfold a; field; lra). assert (0 <= INR d * a) by (apply Rmult_le_pos; lra).
    apply Rle_trans with (eta * norm_inf d (sub z x)); [apply Rmult_le_compat_r; lra|]. apply Rmult_le_compat_l; lra.
Qed.

(** Linear events of a random point have probabilities. *)
Lemma event_integrable {U} (Q : mean_value U) d T u t0 a x : measurable_point Q d T ->
  integrable Q (fun v => at_most x (a * dot d u (sub (T v) t0))).
Proof.
  intros M. set (psi := fun r => Rmax (-1) (Rmin 1 (a * r - x))).
  assert (C : continuity psi).
  { apply (lipschitz_continuous (Rabs a)). intros r s.
    assert (E : Rabs (a * r - x - (a * s - x)) = Rabs a * Rabs (r - s)).
    { rewrite <- Rabs_mult. f_equal. ring. }
    rewrite <- E. unfold psi, Rmin. destruct (Rle_dec 1 (a * r - x)), (Rle_dec 1 (a * s - x)); unfold Rmax;
      repeat destruct (Rle_dec (-1) _); unfold Rabs; repeat destruct (Rcase_abs _); lra. }
  assert (I : integrable Q (fun v => psi (dot d u (sub (T v) t0)))).
  { apply (M (fun t => psi (dot d u (sub t t0))) 1); [now apply continuous_of_point|]. intros t. unfold psi.
    apply Rabs_le. split; [apply Rmax_l|]. apply Rmax_lub; [lra|apply Rmin_l]. }
  apply (integrable_ext Q (fun v => 1 - if Rlt_dec 0 (psi (dot d u (sub (T v) t0))) then 1 else 0)).
  - intros v. unfold at_most. set (r := dot d u (sub (T v) t0)). unfold psi, Rmin.
    destruct (Rle_dec (a * r) x), (Rle_dec 1 (a * r - x)); unfold Rmax; destruct (Rle_dec (-1) _), (Rlt_dec 0 _); lra.
  - apply integrable_minus; [apply integrable_const|now apply integrable_positive].
Qed.

(** In perturbed_argmax let C have interior points, and Y_0, Y_1, ... be independent points of C of the same law with
    the mean g(theta_0), g = y_eps, and the covariance matrix Sigma. H, the Jacobian of g at theta_0, has an inverse.
    The average of the losses F_eps(t) + eps Omega(Y_k) - <t, Y_k> over n points is that of F_eps(t) - <t, Y_k> and a
    constant. With a probability that tends to 1 it has exactly one minimum point; a measurable estimator that is a
    minimum point whenever there is one tends to theta_0 in probability; and for every u the distribution functions of
    n^(1/2) <u, estimator - theta_0> tend to that of the normal law with mean 0 and variance c = <u, H^-1 Sigma H^-1
    u>, where this is continuous: everywhere if c > 0, and outside 0 if c = 0. *)
Theorem perturbed_estimator (W : Type) (P : mean_value W) d (V : volume d) N (y : nat -> vec) (Z : W -> vec)
  nu score eps :
  (1 <= N)%nat -> smooth_noise d V P Z nu score -> 0 < eps -> has_interior d N y ->
  let F := noisy_value P d N y Z in
  let choice := best_choice P d N y Z eps in
  (forall theta, exists best, choice theta best) /\
  exists (g : vec -> vec) (J : vec -> mat),
    (forall theta best, choice theta best -> forall i, (i < d)%nat -> mean_point P y best i = g theta i) /\
    has_gradient d (F eps) g /\
    (forall i, (i < d)%nat -> has_gradient d (fun theta => g theta i) (fun theta => J theta i)) /\
    forall t0, let H := J t0 in
      (exists B, inverse_matrix d H B) /\
      forall (U : Type) (Q : mean_value U) Y, independent_points Q d Y -> (forall k v, in_hull d N y (Y k v)) ->
        (forall i, (i < d)%nat -> mean Q (fun v => Y 0%nat v i) = g t0 i) ->
        let loss := fun n v => average_loss d n (F eps) (fun k => Y k v) in
        (forall n v c, (1 <= n)%nat -> (forall k, (k < n)%nat -> conjugate_is d (F 1) (Y k v) (c k)) ->
          forall t, / INR n * sum n (fun k => F eps t + eps * c k - dot d t (Y k v)) =
            loss n v t + eps * (/ INR n * sum n c)) /\
        likely Q (fun n v => exists t, minimum_point (loss n v) t /\
          forall s, minimum_point (loss n v) s -> forall i, (i < d)%nat -> s i = t i) /\
        forall est, (forall n, measurable_point Q d (est n)) ->
          (forall n v, (exists t, minimum_point (loss n v) t) -> minimum_point (loss n v) (est n v)) ->
          (forall r, 0 < r -> likely Q (fun n v => norm2 d (sub (est n v) t0) < r)) /\
          forall B u, inverse_matrix d H B ->
            let c := dot d u (image d B (image d (covariance Q (Y 0%nat) (g t0)) (image d B u))) in
            0 <= c /\ forall x, 0 < c \/ x <> 0 ->
              Un_cv (fun n => mean Q (fun v => at_most x (sqrt (INR n) * dot d u (sub (est n v) t0))))
                (normal_distribution c x).
Proof.
  intros HN HS He Int F choice.
  split; [intros theta; eexists; exact (first_point_of_noise P V N y Z nu score eps HN HS theta)|].
  set (g := point_mean V N y nu eps). set (J := point_jacobian V N y nu score eps). exists g, J.
  assert (D1 : has_gradient d (F eps) g) by exact (point_mean_gradient P V N y Z nu score eps HN He HS).
  assert (D2 : forall i, (i < d)%nat -> has_gradient d (fun theta => g theta i) (fun theta => J theta i))
    by (intros i _; exact (point_jacobian_gradient P V N y Z nu score eps HN He HS i)).
  split; [intros theta best C i; now apply (choice_mean P V N y Z nu score eps HN He HS theta best)|].
  split; [exact D1|]. split; [exact D2|]. intros t0 H.
  destruct (asymptotic_normality d (F eps) g t0 H D1) as [Inv Rest].
  - now apply (strictly_convex_iff P V N y Z nu score eps HN He HS).
  - exact (jacobian_of_entries d g J t0 D2).
  - exact (second_derivatives_symmetric d (F eps) g J D1 D2 t0).
  - now apply (definite_iff P V N y Z nu score eps HN He HS).
  - split; [exact Inv|]. intros U Q Y HY _ Hmu loss. destruct (Rest U Q Y HY Hmu) as [One Normal]. split; [|split].
    + intros n v c Hn _ t. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). unfold loss, average_loss.
      rewrite (sum_ext n (fun k => F eps t + eps * c k - dot d t (Y k v))
        (fun k => F eps t - dot d t (Y k v) + eps * c k)) by (intros; ring).
      rewrite sum_plus, sum_scale, sum_minus, sum_const. field. lra.
    + exact One.
    + intros est Mest Hest. destruct (Normal est Mest Hest) as [Cons Law]. split; [exact Cons|]. intros B u HB c.
      assert (Hc : 0 <= c).
      { destruct (soft_step_test 1 0 Rlt_0_1) as (K & p1 & p2 & T & Bd). exact (proj1 (Law B u K _ p1 p2 HB T Bd)). }
      split; [exact Hc|]. intros x Hx.
      apply (distribution_limit Q (fun n v => sqrt (INR n) * dot d u (sub (est n v) t0)) c x Hc Hx).
      * intros n. apply event_integrable, Mest.
      * intros K phi phi1 phi2 T Bd. split; [|exact (proj2 (Law B u K phi phi1 phi2 HB T Bd))].
        intros n. destruct (test_lipschitz _ _ _ _ T) as (_ & Lip & _).
        apply (Mest n (fun t => phi (sqrt (INR n) * dot d u (sub t t0))) K); [|intros t; apply Bd].
        apply (continuous_of_point d (fun r => phi (sqrt (INR n) * r)) u t0).
        apply (lipschitz_continuous (K * Rabs (sqrt (INR n)))). intros r s.
        pose proof (lipschitz_affine K phi 0 (sqrt (INR n)) Lip r s) as L. cbv beta in L. now rewrite !Rplus_0_l in L.
Qed.

(** Noise with a smooth density: the mean of every measurable choice of a best point is the gradient of the perturbed
    maximum, its Jacobian is a mean over the noise, and it is Lipschitz. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality LipschitzJacobian MeanValue.
From TightMax Require Import PerturbedMaximum VolumeIntegral Translation SmoothNoise PerturbedDerivatives.
From TightMax Require Import PerturbedChoice.
Open Scope R_scope.

(** The means of |<score(Z), u>| over the unit vectors u. *)
Definition mean_slope {W} (P : mean_value W) (d : nat) (Z : W -> vec) (score : vec -> vec) (m : R) : Prop :=
  exists u, norm2 d u = 1 /\ m = mean P (fun w => Rabs (dot d (score (Z w)) u)).

Section Slopes.
Context {W : Type} (P : mean_value W) {d : nat} (V : volume d).
Variables (N : nat) (y : nat -> vec) (Z : W -> vec) (nu : vec -> R) (score : vec -> vec) (eps : R).
Hypothesis HN : (1 <= N)%nat.
Hypothesis He : 0 < eps.
Hypothesis HS : smooth_noise d V P Z nu score.

Let p (z : vec) : R := exp (- nu z).

(** What is known of the noise. *)
Lemma noise_law X : summable V (fun z => X z * exp (- nu z)) ->
  integrable P (fun w => X (Z w)) /\ mean P (fun w => X (Z w)) = integral V (fun z => X z * exp (- nu z)).
Proof. apply HS. Qed.

Lemma noise_gradient : has_gradient d nu score.
Proof. apply HS. Qed.

Lemma noise_continuous i : (i < d)%nat -> continuous_field d (fun z => score z i).
Proof. apply HS. Qed.

Lemma noise_density : summable V (fun z => exp (- nu z)).
Proof. apply HS. Qed.

Lemma noise_mean i : (i < d)%nat -> summable V (fun z => z i * exp (- nu z)).
Proof. intros Hi. now apply HS. Qed.

Lemma noise_scores i : (i < d)%nat -> summable V (fun z => score z i * exp (- nu z)).
Proof. intros Hi. now apply HS. Qed.

Lemma noise_mass : integral V (fun z => exp (- nu z)) = 1.
Proof.
  destruct (noise_law (fun _ => 1)) as [_ E].
  - apply (summable_ext V (fun z => exp (- nu z))); [intros; ring|exact noise_density].
  - rewrite mean_const in E. rewrite E. apply integral_ext. intros; ring.
Qed.

Lemma noise_entries i : (i < d)%nat -> integrable P (fun w => Z w i).
Proof. intros Hi. apply (noise_law (fun z => z i)). now apply noise_mean. Qed.

Lemma noise_norm : integrable P (fun w => norm2 d (Z w)).
Proof. apply (noise_law (fun z => norm2 d z)), HS. Qed.

(** The perturbed maximum, as an integral with the density. *)
Definition point_mean : vec -> vec := first_mean V N y nu eps.
Definition point_jacobian : vec -> nat -> nat -> R := jacobian V N y nu score eps.

Let law : mean_value vec := density_law V p (fun z => exp_pos (- nu z)) noise_density noise_mass.

Lemma value_by_density : noisy_value P d N y Z eps = noisy_value law d N y (fun z => z) eps.
Proof.
  apply functional_extensionality. intros theta. unfold noisy_value.
  apply (noise_law (fun z => best_value d N y (noisy eps theta z))).
  exact (noisy_value_integrable law d N y (fun z => z) HN noise_mean eps theta).
Qed.

Lemma point_mean_gradient : has_gradient d (noisy_value P d N y Z eps) point_mean.
Proof.
  rewrite value_by_density.
  exact (noisy_value_gradient V N y nu score eps HN He noise_gradient noise_continuous noise_density noise_mass
    noise_mean noise_scores).
Qed.

Lemma point_jacobian_gradient i : has_gradient d (fun theta => point_mean theta i)
  (fun theta => point_jacobian theta i).
Proof.
  exact (first_mean_gradient V N y nu score eps HN He noise_gradient noise_continuous noise_density noise_mass
    noise_mean noise_scores i).
Qed.

Lemma point_jacobian_continuous i j : (j < d)%nat -> continuous_field d (fun theta => point_jacobian theta i j).
Proof.
  exact (jacobian_continuous V N y nu score eps HN He noise_gradient noise_continuous noise_density noise_mass
    noise_mean noise_scores i j).
Qed.

(** ** Every choice *)

Lemma first_point_of_noise theta : best_choice P d N y Z eps theta (fun w => first_point d N y (noisy eps theta (Z w))).
Proof.
  split; [|intros w; now apply first_point_best].
  apply (first_best_measurable P N (fun j w => dot d (y j) (noisy eps theta (Z w))) HN). intros j _.
  apply (noisy_score P d Z noise_entries).
Qed.

Lemma point_with_factor theta best i (X : vec -> R) : best_choice P d N y Z eps theta best -> (i < d)%nat ->
  summable V (fun z => X z * exp (- nu z)) -> integrable P (fun w => y (best w) i * X (Z w)) /\
  mean P (fun w => y (best w) i * X (Z w)) =
    integral V (fun z => y (first_point d N y (noisy eps theta z)) i * (X z * exp (- nu z))).
Proof.
  intros C Hi S.
  destruct (choices_agree_with P d N y Z eps theta point_mean best _ i (fun w => X (Z w)) HN noise_entries
    point_mean_gradient C (first_point_of_noise theta) Hi (proj1 (noise_law X S))) as [I ->].
  split; [exact I|]. set (G := fun z => y (first_point d N y (noisy eps theta z)) i).
  assert (E : forall z, G z * (X z * exp (- nu z)) = G z * X z * exp (- nu z)) by (intros; ring).
  rewrite (integral_ext V (fun z => y (first_point d N y (noisy eps theta z)) i * (X z * exp (- nu z))) _ E).
  apply (noise_law (fun z => G z * X z)). apply (summable_ext V _ _ E).
  apply (point_factor V N y nu eps HN noise_density noise_mass noise_mean theta (fun j => y j i)
    (sum N (fun j => Rabs (y j i)))); [|exact S].
  intros j Hj. apply (sum_term_le N (fun j => Rabs (y j i))); [intros; apply Rabs_pos|exact Hj].
Qed.

Lemma choice_mean theta best i : best_choice P d N y Z eps theta best -> (i < d)%nat ->
  mean_point P y best i = point_mean theta i.
Proof.
  intros C Hi. destruct (point_with_factor theta best i (fun _ => 1) C Hi) as [_ E].
  - apply (summable_ext V (fun z => exp (- nu z))); [intros; ring|exact noise_density].
  - unfold mean_point, point_mean, first_mean. rewrite (mean_ext P _ (fun w => y (best w) i * 1)), E by (intros; ring).
    apply integral_ext. intros; ring.
Qed.

Lemma choice_jacobian theta best i j : best_choice P d N y Z eps theta best -> (i < d)%nat -> (j < d)%nat ->
  integrable P (fun w => y (best w) i * score (Z w) j) /\
  point_jacobian theta i j = / eps * mean P (fun w => y (best w) i * score (Z w) j).
Proof.
  intros C Hi Hj. destruct (point_with_factor theta best i (fun z => score z j) C Hi (noise_scores j Hj)) as [I E].
  split; [exact I|]. now rewrite E.
Qed.

(** ** The mean slopes *)

Lemma slope_by_density u : integrable P (fun w => Rabs (dot d (score (Z w)) u)) /\
  mean P (fun w => Rabs (dot d (score (Z w)) u)) = integral V (fun z => Rabs (density_slope d nu score u z)).
Proof.
  assert (E : forall z, Rabs (density_slope d nu score u z) = Rabs (dot d (score z) u) * exp (- nu z)).
  { intros z. unfold density_slope. rewrite Rabs_mult, (Rabs_right (exp _)); [reflexivity|]. left. apply exp_pos. }
  rewrite (integral_ext V _ _ E). apply (noise_law (fun z => Rabs (dot d (score z) u))). apply (summable_ext V _ _ E).
  apply summable_abs, (slope_summable V nu score noise_scores).
Qed.

Lemma slope_scale c u : mean P (fun w => Rabs (dot d (score (Z w)) (scale c u))) =
  Rabs c * mean P (fun w => Rabs (dot d (score (Z w)) u)).
Proof.
  rewrite <- mean_scale by apply slope_by_density. apply mean_ext. intros w. now rewrite dot_scale_r, Rabs_mult.
Qed.

(** They have a supremum. *)
Lemma slopes_bounded m : mean_slope P d Z score m -> 0 <= m <= mean P (fun w => norm2 d (score (Z w))).
Proof.
  intros (u & Hu & ->). pose proof (proj1 (slope_by_density u)) as I. split.
  - rewrite <- (mean_const P 0). apply (mean_monotone _ P); [apply integrable_const|exact I|]. intros; apply Rabs_pos.
  - apply (mean_monotone _ P); [exact I| |].
    + apply (noise_law (fun z => norm2 d (score z))), HS.
    + intros w. pose proof (dot_abs_le d (score (Z w)) u) as A. now rewrite Hu, Rmult_1_r in A.
Qed.

Lemma slopes_supremum : (1 <= d)%nat -> exists M, is_lub (mean_slope P d Z score) M.
Proof.
  intros Hd. destruct (completeness (mean_slope P d Z score)) as (M & HM); [| |now exists M].
  - exists (mean P (fun w => norm2 d (score (Z w)))). intros m Hm. now apply slopes_bounded.
  - exists (mean P (fun w => Rabs (dot d (score (Z w)) (vertex 0)))), (vertex 0). split; [|reflexivity].
    unfold norm2. rewrite Matrices.dot_vertex by exact Hd. unfold vertex. cbn. apply sqrt_1.
Qed.

Lemma supremum_nonneg M : is_lub (mean_slope P d Z score) M -> 0 <= M.
Proof.
  intros [Up Low]. apply Rnot_lt_le. intros L. assert (M <= M - 1); [|lra]. apply Low. intros m Hm.
  pose proof (slopes_bounded m Hm). specialize (Up m Hm). lra.
Qed.

(** It is at most the root of the mean square. *)
Lemma slopes_root_mean_square M : is_lub (mean_slope P d Z score) M ->
  integrable P (fun w => norm2 d (score (Z w)) ^ 2) ->
  M <= sqrt (mean P (fun w => norm2 d (score (Z w)) ^ 2)).
Proof.
  intros [_ Low] I. apply Low. intros m Hm. pose proof (slopes_bounded m Hm) as [Pm _].
  destruct Hm as (u & Hu & Em). pose proof (proj1 (slope_by_density u)) as Iu.
  rewrite <- (sqrt_pow2 m) by exact Pm. apply sqrt_le_1_alt.
  replace (m ^ 2) with (mean P (fun w => 2 * m * Rabs (dot d (score (Z w)) u) + - m ^ 2 * 1)).
  - apply (mean_monotone _ P); [apply integrable_linear; [exact Iu|apply integrable_const]|exact I|]. intros w.
    pose proof (dot_abs_le d (score (Z w)) u) as A. rewrite Hu, Rmult_1_r in A.
    set (a := Rabs (dot d (score (Z w)) u)) in *. assert (Pa : 0 <= a) by apply Rabs_pos.
    assert (a ^ 2 <= norm2 d (score (Z w)) ^ 2) by (apply pow_incr; lra). pose proof (pow2_ge_0 (a - m)). nra.
  - rewrite mean_of_linear, mean_const, <- Em by (exact Iu || apply integrable_const). ring.
Qed.

(** ** Lipschitz *)

Lemma point_mean_lipschitz M s t : is_lub (mean_slope P d Z score) M ->
  norm2 d (sub (point_mean s) (point_mean t)) <= largest N (fun j => norm2 d (y j)) * M / eps * norm2 d (sub s t).
Proof.
  intros HM. pose proof (supremum_nonneg M HM) as PM. set (R0 := largest N (fun j => norm2 d (y j))).
  assert (PR : 0 <= R0).
  { eapply Rle_trans; [apply (norm2_nonneg d (y 0%nat))|].
    apply (largest_entry N (fun j => norm2 d (y j)) 0%nat). lia. }
  set (e := norm2 d (sub s t)). assert (Pe : 0 <= e) by apply norm2_nonneg.
  set (D := sub (point_mean s) (point_mean t)). set (n := norm2 d D). assert (Pn : 0 <= n) by apply norm2_nonneg.
  assert (Ie : 0 < / eps) by now apply Rinv_0_lt_compat.
  assert (S : integral V (fun z => Rabs (density_slope d nu score (sub s t) z)) <= M * e).
  { rewrite <- (proj2 (slope_by_density (sub s t))). destruct (Req_dec e 0) as [E|Ne].
    - rewrite E, Rmult_0_r, (mean_ext P _ (fun _ => 0)); [rewrite mean_const; lra|]. intros w.
      rewrite dot_comm, (dot_zero_norm d (sub s t)) by exact E. apply Rabs_R0.
    - assert (U : norm2 d (scale (/ e) (sub s t)) = 1).
      { rewrite norm2_scale; [fold e; field; exact Ne|]. left. apply Rinv_0_lt_compat. lra. }
      assert (Pi : 0 < / e) by (apply Rinv_0_lt_compat; lra).
      pose proof (proj1 HM _ (ex_intro _ _ (conj U eq_refl))) as B. rewrite slope_scale, Rabs_right in B by lra.
      apply (Rmult_le_compat_r e) in B; [|exact Pe].
      replace (/ e * mean P (fun w => Rabs (dot d (score (Z w)) (sub s t))) * e)
        with (mean P (fun w => Rabs (dot d (score (Z w)) (sub s t)))) in B by (field; exact Ne). exact B. }
  pose proof (mean_difference_bound V N y nu score eps HN He noise_gradient noise_continuous noise_density noise_mass
    noise_mean noise_scores t s D (R0 * n)) as A.
  change (first_mean V N y nu eps) with point_mean in A. fold D in A.
  assert (A' : Rabs (dot d D D) <= R0 * n * (/ eps * (M * e))).
  { eapply Rle_trans; [apply A|].
    - now apply Rmult_le_pos.
    - intros j Hj. eapply Rle_trans; [apply dot_abs_le|]. apply Rmult_le_compat_r; [exact Pn|].
      exact (largest_entry N (fun j => norm2 d (y j)) j Hj).
    - apply Rmult_le_compat_l; [now apply Rmult_le_pos|]. apply Rmult_le_compat_l; lra. }
  rewrite Rabs_right, <- norm2_square in A' by (apply Rle_ge, dot_self_nonneg). fold n in A'. fold n.
  replace (R0 * M / eps * e) with (R0 * (/ eps * (M * e))) by (unfold Rdiv; ring).
  assert (Q : 0 <= R0 * (/ eps * (M * e))) by (repeat apply Rmult_le_pos; lra).
  destruct Pn as [Pn|E]; [|lra]. apply (Rmult_le_reg_l n); [exact Pn|].
  replace (n * n) with (n ^ 2) by ring. lra.
Qed.
End Slopes.

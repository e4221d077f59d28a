(** Two scores under Gumbel noise, and under uniform noise in one of them alone; the score function of Gumbel noise. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Entropy LogSumExp Gradients LipschitzSlopes MeanValue PerturbedMaximum.
From TightMax Require Import GumbelVariable GumbelMaximum GumbelWinner GumbelSoftmax IteratedMeans TwoScores UniformNoise.
Open Scope R_scope.

(** ** Gumbel noise *)

(** It is a density, of which 1 - e^-z is the derivative of minus the logarithm. *)
Lemma gumbel_density : is_density density.
Proof. split; [intros z; left; apply exp_pos|exact (gumbel_mean_const 1)]. Qed.

Lemma gumbel_score z : is_derive (fun z => - ln (density z)) z (1 - exp (- z)).
Proof.
  apply (is_derive_ext (fun z => - (- z - exp (- z)))); [intros s; unfold density; now rewrite ln_exp|].
  auto_derive; [trivial|ring].
Qed.

(** Powers of t = e^-z times e^-t are small on the left. *)
Lemma law_powers z : z <= 0 -> let t := exp (- z) in
  law z <= exp (z / 2) /\ t * law z <= 4 * exp (z / 2) /\ t ^ 2 * law z <= 27 * exp (z / 2).
Proof.
  intros Hz t. pose proof (exp_pos z) as Pz. assert (Pt : 0 < t) by apply exp_pos.
  assert (Inv : exp z = / t) by (unfold t; rewrite exp_Ropp, Rinv_inv; reflexivity).
  assert (Half : / t <= exp (z / 2)) by (rewrite <- Inv; apply exp_le; lra).
  assert (L : law z = / exp t) by (unfold law; now rewrite exp_Ropp).
  assert (E1 : t <= exp t) by (pose proof (exp_ineq1_le t); lra).
  assert (E2 : (t / 2) ^ 2 <= exp t).
  { replace t with (t / 2 + t / 2) at 2 by field. rewrite exp_plus. simpl. rewrite Rmult_1_r.
    pose proof (exp_ineq1_le (t / 2)) as X. apply Rmult_le_compat; lra. }
  assert (E3 : (t / 3) ^ 3 <= exp t).
  { replace t with (t / 3 + (t / 3 + t / 3)) at 2 by field. rewrite 2 exp_plus. simpl. rewrite Rmult_1_r.
    pose proof (exp_ineq1_le (t / 3)) as X. apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|].
    apply Rmult_le_compat; lra. }
  pose proof (exp_pos t) as Pe.
  assert (S : forall a b, a * t <= b * exp t -> a * law z <= b * / t).
  { intros a b H. rewrite L. apply (Rmult_le_reg_r (exp t)); [exact Pe|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    apply (Rmult_le_reg_r t); [exact Pt|]. replace (b * / t * exp t * t) with (b * exp t) by (field; lra). exact H. }
  pose proof (S 1 1 ltac:(lra)) as S1. pose proof (S t 4 ltac:(simpl in E2; lra)) as S2.
  pose proof (S (t ^ 2) 27 ltac:(simpl in *; lra)) as S3. split; [lra|]. split; lra.
Qed.

Lemma gumbel_square : mean_under density (fun z => (1 - exp (- z)) ^ 2) 1.
Proof.
  enough (H : mean_under density (fun z => (1 - exp (- z)) ^ 2) (1 - 0)) by (now rewrite Rminus_0_r in H).
  apply (integral (fun z => (exp (- z) ^ 2 + 1) * law z) (fun z => (1 - exp (- z)) ^ 2 * density z)).
  - intros z. replace ((1 - exp (- z)) ^ 2 * density z)
      with (-2 * exp (- z) ^ 2 * law z + (exp (- z) ^ 2 + 1) * density z).
    + apply (is_derive_mult (fun z => exp (- z) ^ 2 + 1) law z); [|apply law_derive|intros; apply Rmult_comm].
      auto_derive; [trivial|ring].
    + unfold law, density. replace (- z - exp (- z)) with (- z + - exp (- z)) by ring. rewrite exp_plus. ring.
  - intros z. apply (continuous_mult (fun z => (1 - exp (- z)) ^ 2) density); [|apply density_continuous].
    apply (ex_derive_continuous (fun z => (1 - exp (- z)) ^ 2)). auto_derive. trivial.
  - apply (limit_left _ _ 28). intros z Hz. rewrite Rminus_0_r. destruct (law_powers z Hz) as (L0 & _ & L2).
    pose proof (law_pos z) as P. rewrite Rabs_pos_eq.
    + lra.
    + apply Rmult_le_pos; [|lra]. pose proof (pow2_ge_0 (exp (- z))) as Q. lra.
  - apply (limit_right _ _ 2). intros z Hz. destruct (tails z Hz) as [T _]. pose proof (law_near_1 z) as N.
    pose proof (law_le_1 z) as L. pose proof (law_pos z) as P. pose proof (exp_pos (- z)) as Pz.
    assert (S : exp (- z) <= 1) by (rewrite <- exp_0; apply exp_le; lra).
    assert (Q : 0 <= exp (- z) ^ 2 * law z <= exp (- z)).
    { simpl. rewrite Rmult_1_r. split; [apply Rmult_le_pos; [apply Rmult_le_pos; lra|lra]|].
      rewrite Rmult_assoc. apply Rle_trans with (exp (- z) * 1); [|lra]. apply Rmult_le_compat_l; [lra|].
      apply Rle_trans with (1 * 1); [apply Rmult_le_compat; lra|lra]. }
    apply Rabs_le. lra.
Qed.

Lemma gumbel_size : mean_under density (fun z => Rabs (1 - exp (- z))) (2 / exp 1).
Proof.
  assert (D : forall c z : R, is_derive (fun z => c * (exp (- z) * law z)) z (- c * ((1 - exp (- z)) * density z))).
  { intros c z. replace (- c * ((1 - exp (- z)) * density z)) with (c * (- exp (- z) * law z + exp (- z) * density z)).
    - apply (is_derive_scal (fun z => exp (- z) * law z)).
      apply (is_derive_mult (fun z => exp (- z)) law z); [|apply law_derive|intros; apply Rmult_comm].
      auto_derive; [trivial|ring].
    - unfold law, density. replace (- z - exp (- z)) with (- z + - exp (- z)) by ring. rewrite exp_plus. ring. }
  assert (C : forall c z : R, continuous (fun z => - c * ((1 - exp (- z)) * density z)) z).
  { intros c z. apply (continuous_mult (fun _ => - c) (fun z => (1 - exp (- z)) * density z)); [apply continuous_const|].
    apply (continuous_mult (fun z => 1 - exp (- z)) density); [|apply density_continuous].
    apply (ex_derive_continuous (fun z => 1 - exp (- z))). auto_derive. trivial. }
  assert (At : forall c : R, c * (exp (- 0) * law 0) = c / exp 1).
  { intros c. unfold law. rewrite Ropp_0, exp_0, exp_Ropp. unfold Rdiv. ring. }
  unfold mean_under. replace (2 / exp 1) with ((1 / exp 1 - 0) + (0 - -1 / exp 1))
    by (pose proof (exp_pos 1); field; lra).
  apply (glued _ (fun z => - 1 * ((1 - exp (- z)) * density z)) (fun z => - -1 * ((1 - exp (- z)) * density z)) 0).
  - intros z Hz. assert (E : 1 <= exp (- z)) by (rewrite <- exp_0; apply exp_le; lra). rewrite Rabs_left1 by lra. ring.
  - intros z Hz. assert (E : exp (- z) <= 1) by (rewrite <- exp_0; apply exp_le; lra). rewrite Rabs_pos_eq by lra. ring.
  - apply (integral _ _ _ _ (D 1) (C 1)).
    + apply (limit_left _ _ 4). intros z Hz. rewrite Rminus_0_r, Rmult_1_l. destruct (law_powers z Hz) as (_ & L & _).
      rewrite Rabs_pos_eq; [lra|]. apply Rmult_le_pos; left; [apply exp_pos|apply law_pos].
    + rewrite <- (At 1). apply (limit_at (fun z => 1 * (exp (- z) * law z))).
  - apply (integral _ _ _ _ (D (-1)) (C (-1))).
    + rewrite <- (At (-1)). apply (limit_at (fun z => -1 * (exp (- z) * law z))).
    + apply (limit_right _ _ 1). intros z Hz. rewrite Rminus_0_r. destruct (tails z Hz) as [T _].
      pose proof (law_le_1 z) as L. pose proof (law_pos z) as P. pose proof (exp_pos (- z)) as Pz.
      assert (Q : 0 <= exp (- z) * law z <= exp (- z) * 1)
        by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat_l; lra]).
      apply Rabs_le. lra.
Qed.

(** LogSumExp of two scores as a function of their difference. *)
Definition lse_difference (x : R) : R := x + 2 * ln (1 + exp (- x)).
Definition lse_difference' (x : R) : R := 1 - 2 * (exp (- x) / (1 + exp (- x))).

Lemma lse_product eps : 0 < eps -> product_is 2 (fun theta => eps * lse 2 (scale (/ eps) theta)) (ln 2).
Proof.
  intros He. replace (ln 2) with (2 * (1 / 4) * lse_difference 0)
    by (unfold lse_difference; rewrite Ropp_0, exp_0; replace (1 + 1) with 2 by ring; field).
  assert (P : forall x, 0 < exp (- x)) by (intros; apply exp_pos).
  apply (two_scores_product lse_difference lse_difference' (1 / 4) eps); [exact He| | | |].
  - intros x. specialize (P x). apply is_derive_Reals. unfold lse_difference, lse_difference'.
    auto_derive; [lra|]. field. lra.
  - intros x. specialize (P x). unfold lse_difference. rewrite Ropp_0, exp_0, Rplus_0_l. replace (1 + 1) with 2 by ring.
    destruct (Rle_dec 0 x) as [H|H].
    + rewrite Rabs_pos_eq by exact H. assert (S : exp (- x) <= 1) by (rewrite <- exp_0; apply exp_le; lra).
      assert (L : 0 <= ln (1 + exp (- x))) by (rewrite <- ln_1; apply ln_le_mono; lra).
      assert (U : ln (1 + exp (- x)) <= ln 2) by (apply ln_le_mono; lra). lra.
    + rewrite Rabs_left by lra. assert (S : 1 <= exp (- x)) by (rewrite <- exp_0; apply exp_le; lra).
      assert (L : - x <= ln (1 + exp (- x))) by (rewrite <- (ln_exp (- x)) at 1; apply ln_le_mono; lra).
      assert (U : ln (1 + exp (- x)) <= ln 2 + - x).
      { rewrite <- (ln_exp (- x)) at 2. rewrite <- ln_mult by lra. apply ln_le_mono; lra. }
      lra.
  - replace (2 * (1 / 4)) with (1 / 2) by field.
    apply (least_on_line lse_difference' (fun x => 2 * (exp (- x) / (1 + exp (- x)) ^ 2))).
    + intros x. specialize (P x). apply is_derive_Reals. unfold lse_difference'. auto_derive; [lra|]. field. lra.
    + intros x. specialize (P x). set (t := exp (- x)) in *. assert (Q : 0 < (1 + t) ^ 2) by (apply pow_lt; lra).
      assert (R : t / (1 + t) ^ 2 <= 1 / 4).
      { apply (Rmult_le_reg_r ((1 + t) ^ 2)); [exact Q|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra.
        pose proof (pow2_ge_0 (1 - t)) as S. lra. }
      assert (R0 : 0 <= t / (1 + t) ^ 2) by (apply Rle_mult_inv_pos; lra). rewrite Rabs_pos_eq; lra.
    + intros b Hb. exists 0. rewrite Ropp_0, exp_0. replace (2 * (1 / (1 + 1) ^ 2)) with (1 / 2) by field.
      rewrite Rabs_pos_eq; lra.
  - intros theta. set (x := (theta 0%nat - theta 1%nat) / eps). unfold lse, lse_difference, scale. cbn [sum].
    rewrite Rplus_0_l. replace (exp (/ eps * theta 0%nat) + exp (/ eps * theta 1%nat))
      with (exp (/ eps * theta 0%nat) * (1 + exp (- x))).
    + rewrite ln_mult, ln_exp by (apply exp_pos || (specialize (P x); lra)). unfold x. field. lra.
    + rewrite Rmult_plus_distr_l, <- exp_plus. rewrite Rmult_1_r. do 2 f_equal. unfold x. field. lra.
Qed.

Lemma gumbel_product : noise_product density (ln 2).
Proof.
  split; [exact gumbel_density|]. destruct gumbel_softmax as (gamma & Hg & _ & _ & A & _). exists gamma.
  split; [exact Hg|]. intros eps He. exists (fun theta => eps * lse 2 (scale (/ eps) theta)).
  split; [|now apply lse_product]. intros theta. destruct (A 2%nat eps theta ltac:(lia) He) as (_ & _ & C). exact C.
Qed.

(** ** Uniform noise in one of the two scores *)

Lemma single_uniform eps : 0 < eps -> exists f : vec -> R,
  (forall theta, mean_under uniform (fun u => largest 2 (noisy eps theta (two u 0))) (f theta)) /\
  product_is 2 f (1 / 2).
Proof.
  intros He.
  exists (fun x => (x 0%nat + x 1%nat) / 2 + eps / 2 * one_uniform ((x 0%nat - x 1%nat) / eps)). split.
  - intros theta. set (x := (theta 0%nat - theta 1%nat) / eps). set (a := (theta 0%nat + theta 1%nat) / 2).
    pose proof (mean_under_linear uniform _ _ (eps / 2) (eps / 2) _ _ uniform_centred (proj1 (one_uniform_mean x))) as T.
    pose proof (mean_under_linear uniform _ _ 1 1 _ _ (mean_under_const uniform uniform_density a) T) as U.
    replace (1 * a + 1 * (eps / 2 * 0 + eps / 2 * one_uniform x)) with (a + eps / 2 * one_uniform x) in U by ring.
    revert U. apply mean_under_ext. intros u.
    rewrite <- (largest_ext 2 (noisy eps theta (fun i => two u 0 i - 0)))
      by (intros i _; unfold noisy, add, scale; ring).
    rewrite greater_of_two by exact He. unfold two. cbn [Nat.eqb]. rewrite Rminus_0_r. fold x a. field.
  - replace (1 / 2) with (2 * (1 / 2) * one_uniform 0)
      by (unfold one_uniform, square; rewrite 2 Rplus_0_l, Rabs_R1, (Rabs_left (-1)) by lra; field).
    apply (two_scores_product one_uniform (fun x => / 4 * (2 * Rabs (x + 1)) + - / 4 * (2 * Rabs (x + -1))) (1 / 2) eps);
      [exact He| | | |reflexivity].
    + intros x. apply combined; apply (shifted square (fun x => 2 * Rabs x)); apply square_derive.
    + intros x. unfold one_uniform, square. rewrite !Rplus_0_l, Rabs_R1, (Rabs_left (-1)) by lra. unfold Rabs.
      destruct (Rcase_abs (x + 1)), (Rcase_abs (x + -1)), (Rcase_abs x); nra.
    + split.
      * intros x y _ _. unfold Rabs. destruct (Rcase_abs (x + 1)), (Rcase_abs (x + -1)), (Rcase_abs (y + 1)),
          (Rcase_abs (y + -1)), (Rcase_abs (x - y)), (Rcase_abs _); lra.
      * intros K' L. specialize (L 1 0 I I). cbn beta in L. rewrite !Rplus_0_l, Rabs_R1, (Rabs_left (-1)) in L by lra.
        replace (1 + -1) with 0 in L by ring. rewrite Rabs_R0, (Rabs_pos_eq (1 + 1)), (Rabs_pos_eq (1 - 0)) in L by lra.
        rewrite Rabs_pos_eq in L; lra.
Qed.

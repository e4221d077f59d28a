(** The mean of the largest of two and of three independent standard normals; and all that is known of the lower bound
    that it gives. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Smoothing RandomWalk GumbelVariable GumbelWinner IteratedMeans NormalTail.
From TightMax Require Import GaussianIntegral NormalSmoothing NormalIntegral NormalDensity GaussianLower
  GaussianMaximum.
Open Scope R_scope.

(** ** Two *)

(** The mean of the density at Z. *)
Lemma density_mean : mean_under normal_density normal_density (/ (2 * sqrt PI)).
Proof.
  pose proof PI_RGT_0 as P. pose proof root_above_1 as Q. assert (RP : 0 < sqrt PI) by now apply sqrt_lt_R0.
  assert (R2 : 1 <= sqrt 2) by (rewrite <- sqrt_1 at 1; apply sqrt_le_1_alt; lra).
  set (c := / (2 * sqrt PI)). assert (Pc : 0 < c) by (apply Rinv_0_lt_compat; lra).
  replace c with (c * 1 - c * 0) by ring.
  apply (integral (fun z => c * normal_cdf (sqrt 2 * z)) (fun z => normal_density z * normal_density z)).
  - intros z. replace (normal_density z * normal_density z) with (c * (sqrt 2 * normal_density (sqrt 2 * z))).
    + apply (is_derive_scal (fun z => normal_cdf (sqrt 2 * z)) z c).
      apply (is_derive_comp normal_cdf (fun z => sqrt 2 * z)); [apply cdf_derive|]. auto_derive; [trivial|ring].
    + unfold normal_density, c. replace (- (sqrt 2 * z) ^ 2 / 2) with (- z ^ 2 / 2 + - z ^ 2 / 2).
      * rewrite exp_plus, sqrt_mult by lra. set (e := exp (- z ^ 2 / 2)). set (s := sqrt 2) in *.
        set (p := sqrt PI) in *.
        assert (S2 : s * s = 2) by (apply sqrt_sqrt; lra). assert (Hs : s <> 0) by lra. assert (Hp : p <> 0) by lra.
        replace (/ (2 * p) * (s * (e * e / (s * p)))) with (e * e / (2 * (p * p))) by (field; split; assumption).
        replace (e / (s * p) * (e / (s * p))) with (e * e / ((s * s) * (p * p))) by (field; split; assumption).
        now rewrite S2.
      * rewrite Rpow_mult_distr, pow2_sqrt by lra. field.
  - intros z. apply (continuous_mult normal_density normal_density); apply NormalTail.density_continuous.
  - apply (limit_left _ _ (c * 3)). intros z Hz. rewrite <- Rmult_minus_distr_l, Rabs_mult.
    rewrite (Rabs_pos_eq c), Rmult_assoc by lra. apply Rmult_le_compat_l; [lra|].
    eapply Rle_trans; [apply cdf_left; nra|]. apply Rmult_le_compat_l; [lra|]. apply LogSumExp.exp_le. nra.
  - apply (limit_right _ _ (c * 3)). intros z Hz. rewrite <- Rmult_minus_distr_l, Rabs_mult.
    rewrite (Rabs_pos_eq c), Rmult_assoc by lra. apply Rmult_le_compat_l; [lra|].
    eapply Rle_trans; [apply cdf_right; nra|]. apply Rmult_le_compat_l; [lra|]. apply LogSumExp.exp_le. nra.
Qed.

(** So that of the larger of two is twice it. *)
Lemma larger_mean_mean : mean_under normal_density larger_mean (/ sqrt PI).
Proof.
  assert (C : continuity normal_density) by (intros z; apply continuity_pt_filterlim, NormalTail.density_continuous).
  assert (D : forall z, derivable_pt_lim normal_cdf z (normal_density z))
    by (intros z; apply is_derive_Reals, cdf_derive).
  pose proof (normal_stein normal_cdf normal_density D C (growth_lipschitz 1 normal_cdf
    (lipschitz_of_derivative normal_cdf normal_density 1 D density_below_1))) as S.
  pose proof (mean_under_linear normal_density _ _ 2 (-1) _ _ density_mean S) as T.
  replace (2 * / (2 * sqrt PI) + -1 * 0) with (/ sqrt PI) in T
    by (field; apply Rgt_not_eq, sqrt_lt_R0, PI_RGT_0).
  apply (mean_under_ext normal_density _ _ _) with (2 := T). intros z. unfold larger_mean. ring.
Qed.

(** The larger of two entries among more. *)
Lemma means_of_pair n i j : (i < j < n)%nat ->
  means_under normal_density n (fun x => Rmax (x i) (x j)) (/ sqrt PI).
Proof.
  intros H. induction n as [|n IH]; [lia|]. destruct (Nat.eq_dec j n) as [->|N].
  - exists (fun x => larger_mean (x i)). split.
    + intros x. apply (mean_under_ext normal_density (fun z => Rmax (x i) z)); [|apply larger_mean_is].
      intros z. unfold with_entry. rewrite Nat.eqb_refl. now destruct (Nat.eqb_spec i n); [lia|].
    + apply means_of_entry; [exact normal_is_density|lia|exact larger_mean_mean].
  - exists (fun x => Rmax (x i) (x j)). split; [|apply IH; lia]. intros x.
    apply (mean_under_ext normal_density (fun _ => Rmax (x i) (x j))); [|apply mean_under_const, normal_is_density].
    intros z. unfold with_entry. now destruct (Nat.eqb_spec i n), (Nat.eqb_spec j n); try lia.
Qed.

Lemma normal_maximum_2 : normal_maximum 2 (/ sqrt PI).
Proof. exact (means_of_pair 2 0 1 ltac:(lia)). Qed.

(** ** Three *)

(** -Z has the law of Z. *)
Lemma mean_reflected f l : mean_under normal_density f l -> mean_under normal_density (fun z => f (- z)) l.
Proof.
  intros H P HP. destruct (H P HP) as [Q S HQ HS HI].
  apply (Filter_prod _ _ _ (fun x => S (- x)) (fun y => Q (- y))).
  - destruct HS as [M HM]. exists (- M). intros x Hx. apply HM. lra.
  - destruct HQ as [M HM]. exists (- M). intros x Hx. apply HM. lra.
  - intros x y HSx HQy. destruct (HI (- y) (- x) HQy HSx) as (v & Iv & Pv). exists v. split; [|exact Pv].
    simpl in Iv |- *.
    apply is_RInt_swap in Iv. pose proof (is_RInt_comp_opp _ _ _ _ Iv) as J. apply is_RInt_opp in J.
    rewrite opp_opp in J. apply (is_RInt_ext (fun z => opp (opp (f (- z) * normal_density (- z))))); [|exact J].
    intros z _. rewrite opp_opp, density_even. reflexivity.
Qed.

Lemma means_reflected n : forall F l, means_under normal_density n F l ->
  means_under normal_density n (fun x => F (fun i => - x i)) l.
Proof.
  induction n as [|n IH]; intros F l; cbn [means_under].
  - intros <-. f_equal. apply functional_extensionality. intros i. unfold zero. ring.
  - intros (H & A & B). exists (fun x => H (fun i => - x i)). split; [|now apply IH]. intros x.
    apply (mean_under_ext normal_density (fun z => F (with_entry n (- z) (fun i => - x i)))).
    + intros z. f_equal. apply functional_extensionality. intros i. unfold with_entry. now destruct (Nat.eqb i n).
    + apply (mean_reflected (fun z => F (with_entry n z (fun i => - x i)))), A.
Qed.

(** The largest less the least of three numbers is half of the sum of their distances. *)
Lemma three_numbers x : 1 * largest 3 x + 1 * largest 3 (fun i => - x i) =
  1 * (1 * Rmax (x 0%nat) (x 1%nat) + 1 * Rmax (x 0%nat) (x 2%nat)) +
  1 * (1 * Rmax (x 1%nat) (x 2%nat) + -1 * sum 3 (fun i => x i)).
Proof.
  cbn [largest sum]. unfold Rmax. repeat destruct (Rle_dec _ _); lra.
Qed.

Lemma normal_maximum_3 g : normal_maximum 3 g -> g = 3 / 2 * / sqrt PI.
Proof.
  intros H. pose proof (means_reflected 3 _ _ H) as R0.
  pose proof (means_under_linear normal_density 3 1 1 _ _ _ _ H R0) as L.
  pose proof (means_under_linear normal_density 3 1 1 _ _ _ _ (means_of_pair 3 0 1 ltac:(lia))
    (means_of_pair 3 0 2 ltac:(lia))) as M.
  pose proof (means_under_linear normal_density 3 1 (-1) _ _ _ _ (means_of_pair 3 1 2 ltac:(lia))
    (means_of_sum normal_density normal_is_density 3 3 (fun z => z) 0 (le_n 3) normal_centred)) as N.
  pose proof (means_under_linear normal_density 3 1 1 _ _ _ _ M N) as T. cbv beta in L, T.
  assert (A : 1 * g + 1 * g <= 1 * (1 * / sqrt PI + 1 * / sqrt PI) + 1 * (1 * / sqrt PI + -1 * (INR 3 * 0))).
  { apply (means_under_le normal_density normal_is_density 3 _ _ _ _ L T). intros x. right. apply three_numbers. }
  assert (B : 1 * (1 * / sqrt PI + 1 * / sqrt PI) + 1 * (1 * / sqrt PI + -1 * (INR 3 * 0)) <= 1 * g + 1 * g).
  { apply (means_under_le normal_density normal_is_density 3 _ _ _ _ T L). intros x. right. symmetry.
    apply three_numbers. }
  lra.
Qed.

(** Let d >= 2. The largest of d independent standard normals has one mean g_d, an iterated integral, to which the means
    of the largest of d walks of n steps 1 and -1 tend, divided by the root of n. So eps*_d >= g_d^2/2. g_2^2/2 is
    1/(2 pi) and g_3^2/2 is 9/(8 pi); and g_d >= (r - 1)(1 - 6/(6 + d e^(-r^2/2))) for every r >= 1. *)
Theorem gaussian_lower d : (2 <= d)%nat -> exists g, (forall l, normal_maximum d l <-> l = g) /\
  Un_cv (fun n => / sqrt (INR n) * walk_mean d n) g /\
  (forall e, optimum d e -> g ^ 2 / 2 <= e) /\
  (d = 2%nat -> g ^ 2 / 2 = 1 / (2 * PI)) /\ (d = 3%nat -> g ^ 2 / 2 = 9 / (8 * PI)) /\
  forall r, 1 <= r -> (r - 1) * (1 - 6 / (6 + INR d * exp (- (r ^ 2 / 2)))) <= g.
Proof.
  intros Hd. pose proof (normal_maximum_exists d ltac:(lia)) as E. exists (normal_maximum_value d).
  pose proof PI_RGT_0 as P. assert (RP : 0 < sqrt PI) by now apply sqrt_lt_R0.
  assert (S : sqrt PI * sqrt PI = PI) by (apply sqrt_sqrt; lra). set (p := sqrt PI) in *.
  split; [|split; [|split; [|split; [|split]]]].
  - intros l. split; [now apply normal_maximum_unique; lia|]. now intros ->.
  - now apply walk_limit.
  - intros e. now apply normal_bound.
  - intros ->. rewrite <- (normal_maximum_unique 2 (/ p) ltac:(lia) normal_maximum_2), <- S. field. lra.
  - intros ->. rewrite (normal_maximum_3 _ E). fold p. rewrite <- S. field. lra.
  - intros r. now apply normal_maximum_growth.
Qed.

(** The minimum point of the average of F(theta) - <theta, Y_k> over independent points Y_k is asymptotically normal. *)

From Coq Require Import Reals Lra Lia Arith ZArith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality Matrices LipschitzJacobian MeanValue.
From TightMax Require Import SemicontinuousMaximum NormalSmoothing NormalIntegral MinimumPoints SampleMeans.
Open Scope R_scope.

(** The average of the losses F(t) - <t, y_k> over the first n points. *)
Definition average_loss (d n : nat) (F : vec -> R) (y : nat -> vec) (t : vec) : R :=
  / INR n * sum n (fun k => F t - dot d t (y k)).

(** The probability of A_n tends to 1: where A_n is not, there is a nonnegative X >= 1 of small mean. *)
Definition likely {V} (Q : mean_value V) (A : nat -> V -> Prop) : Prop :=
  forall eta, 0 < eta -> exists N, forall n, (N <= n)%nat ->
    exists X, integrable Q X /\ mean Q X <= eta /\ forall v, 0 <= X v /\ (A n v \/ 1 <= X v).

(** A random point whose bounded continuous functions have means. *)
Definition measurable_point {V} (Q : mean_value V) (d : nat) (T : V -> vec) : Prop :=
  forall g b, continuous_at_points d g -> (forall x, Rabs (g x) <= b) -> integrable Q (fun v => g (T v)).

(** ** Large n *)

Lemma large a : exists N, (1 <= N)%nat /\ forall n, (N <= n)%nat -> a <= INR n.
Proof.
  destruct (archimed a) as [Up _]. exists (S (Z.to_nat (up a))). split; [lia|]. intros n Hn. apply le_INR in Hn.
  rewrite S_INR, INR_IZR_INZ in Hn.
  assert (L : (up a <= Z.of_nat (Z.to_nat (up a)))%Z) by lia. apply IZR_le in L. lra.
Qed.

(** b/n and b/sqrt n are small. *)
Lemma small_over b eta : 0 <= b -> 0 < eta -> exists N, (1 <= N)%nat /\ forall n, (N <= n)%nat ->
  b / INR n <= eta /\ b / sqrt (INR n) <= eta.
Proof.
  intros Hb He. destruct (large (b / eta + (b / eta) ^ 2)) as (N & N1 & HN). exists N. split; [exact N1|]. intros n Hn.
  specialize (HN n Hn). assert (P : 0 < INR n) by (apply lt_0_INR; lia). pose proof (sqrt_lt_R0 _ P) as Pr.
  assert (Q : 0 <= b / eta) by (apply Rmult_le_pos; [exact Hb|left; now apply Rinv_0_lt_compat]).
  pose proof (pow2_ge_0 (b / eta)) as Sq. assert (E : eta * (b / eta) = b) by (field; lra). split.
  - apply (Rmult_le_reg_r (INR n)); [exact P|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    rewrite <- E at 1. apply Rmult_le_compat_l; lra.
  - apply (Rmult_le_reg_r (sqrt (INR n))); [exact Pr|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    rewrite <- E at 1. apply Rmult_le_compat_l; [lra|]. rewrite <- (sqrt_pow2 (b / eta)) by exact Q.
    apply sqrt_le_1_alt. lra.
Qed.

Section Estimator.
Variables (d : nat) (F : vec -> R) (g : vec -> vec) (t0 : vec) (H : mat).
Hypothesis D : has_gradient d F g.
Hypothesis SC : strictly_convex d F.
Hypothesis J : jacobian_at d d g t0 H.
Hypothesis Sym : symmetric_matrix d H.
Hypothesis PD : positive_definite d H.
Context {V : Type} (Q : mean_value V) (Y : nat -> V -> vec).
Hypothesis HY : independent_points Q d Y.
Hypothesis Hmu : forall i, (i < d)%nat -> mean Q (fun v => Y 0%nat v i) = g t0 i.

(** The deviation of the average of n points, its square, and the trace of the covariance matrix. *)
Let dev (n : nat) (v : V) : vec := sub (sample_mean n (fun k => Y k v)) (g t0).
Let square (n : nat) (v : V) : R := dot d (dev n v) (dev n v).
Let trace : R := sum d (fun i => covariance Q (Y 0%nat) (g t0) i i).

Lemma square_mean n : (1 <= n)%nat -> integrable Q (square n) /\ mean Q (square n) = / INR n * trace.
Proof. intros Hn. exact (distance_square Q d Y (g t0) HY Hmu n Hn). Qed.

Lemma trace_nonneg : 0 <= trace.
Proof.
  destruct (square_mean 1 (le_n 1)) as [I E]. simpl INR in E. rewrite Rinv_1, Rmult_1_l in E. rewrite <- E.
  rewrite <- (mean_const Q 0). apply (mean_monotone _ Q); [apply integrable_const|exact I|]. intros v.
  apply dot_self_nonneg.
Qed.

(** The average is likely to be near the mean (Chebyshev). *)
Lemma near_mean rho : 0 < rho -> likely Q (fun n v => norm2 d (dev n v) < rho).
Proof.
  intros Hr eta He. assert (Pr : 0 < rho ^ 2) by now apply pow_lt.
  destruct (small_over (trace / rho ^ 2) eta) as (N & N1 & HN); [|exact He|].
  { apply Rmult_le_pos; [exact trace_nonneg|left; now apply Rinv_0_lt_compat]. }
  exists N. intros n Hn. destruct (square_mean n ltac:(lia)) as [I E]. destruct (HN n Hn) as [B _].
  assert (P : 0 < INR n) by (apply lt_0_INR; lia).
  exists (fun v => / rho ^ 2 * square n v). split; [now apply integrable_scale|]. split.
  - rewrite mean_scale, E by exact I. eapply Rle_trans; [|exact B]. right. field. split; lra.
  - intros v. pose proof (dot_self_nonneg d (dev n v)) as S. pose proof (Rinv_0_lt_compat _ Pr) as Pi.
    split; [now apply Rmult_le_pos; [lra|]|]. destruct (Rlt_dec (norm2 d (dev n v)) rho) as [L|L]; [now left|right].
    apply (Rmult_le_reg_l (rho ^ 2)); [exact Pr|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l, Rmult_1_r by lra.
    unfold square. rewrite <- norm2_square. apply pow_incr. lra.
Qed.

Lemma likely_mono (A B : nat -> V -> Prop) : (forall n v, (1 <= n)%nat -> A n v -> B n v) -> likely Q A -> likely Q B.
Proof.
  intros AB LA eta He. destruct (LA eta He) as [N HN]. exists (S N). intros n Hn.
  destruct (HN n ltac:(lia)) as (X & I & M & C). exists X. split; [exact I|]. split; [exact M|]. intros v.
  destruct (C v) as [P [A1|A2]]; split; auto. left. apply AB; [lia|exact A1].
Qed.

(** The average loss is F less a linear function. *)
Lemma average_loss_linear n y : (1 <= n)%nat -> average_loss d n F y = less_linear d F (sample_mean n y).
Proof.
  intros Hn. apply functional_extensionality. intros t. assert (P : 0 < INR n) by (apply lt_0_INR; lia).
  unfold average_loss, less_linear. rewrite sum_minus, sum_const.
  replace (dot d t (sample_mean n y)) with (/ INR n * sum n (fun k => dot d t (y k))); [field; lra|].
  unfold dot. rewrite sum_swap, <- sum_scale. apply sum_ext. intros i _. unfold sample_mean.
  rewrite sum_scale. ring.
Qed.

Let loss (n : nat) (v : V) : vec -> R := average_loss d n F (fun k => Y k v).

(** It has at most one minimum point. *)
Lemma loss_unique n v s t : (1 <= n)%nat -> minimum_point (loss n v) s -> minimum_point (loss n v) t ->
  forall i, (i < d)%nat -> s i = t i.
Proof.
  intros Hn. unfold loss. rewrite average_loss_linear by exact Hn. apply one_minimum_point.
  now apply less_linear_strictly_convex.
Qed.

(** Near the mean it has one, and what is known of that holds for every minimum point. *)
Lemma loss_minimum h e : (forall v, h * dot d v v <= form d H v) -> 0 < e < h -> exists rho, 0 < rho /\
  forall n v, (1 <= n)%nat -> norm2 d (dev n v) < rho -> (exists t, minimum_point (loss n v) t) /\
    forall t, minimum_point (loss n v) t -> (h - e) * norm2 d (sub t t0) <= norm2 d (dev n v) /\
      norm2 d (sub (image d H (sub t t0)) (dev n v)) <= e * norm2 d (sub t t0).
Proof.
  intros Hh He. destruct (minimum_near d F g t0 H h e D SC J Hh He) as (rho & Pr & M). exists rho. split; [exact Pr|].
  intros n v Hn L. destruct (M _ L) as (z & Mz & B1 & B2). assert (Mz' : minimum_point (loss n v) z).
  { unfold loss. now rewrite average_loss_linear. }
  split; [now exists z|]. intros t Mt. pose proof (loss_unique n v z t Hn Mz' Mt) as E.
  assert (Es : forall i, (i < d)%nat -> sub z t0 i = sub t t0 i) by (intros i Hi; unfold sub; now rewrite E).
  rewrite (norm2_ext d (sub z t0) (sub t t0) Es) in B1, B2. split; [exact B1|].
  eapply Rle_trans; [|exact B2]. right. apply norm2_ext. intros i Hi. unfold sub at 1 3. f_equal.
  apply image_ext. intros j Hj. now rewrite Es.
Qed.

(** Exactly one is likely. *)
Lemma likely_one : likely Q (fun n v => exists t, minimum_point (loss n v) t /\
  forall s, minimum_point (loss n v) s -> forall i, (i < d)%nat -> s i = t i).
Proof.
  destruct (definite_bound d H PD) as (h & Ph & Hh). destruct (loss_minimum h (h / 2) Hh ltac:(lra)) as (rho & Pr & M).
  apply (likely_mono _ _) with (2 := near_mean rho Pr). intros n v Hn L. destruct (M n v Hn L) as [[t Mt] _].
  exists t. split; [exact Mt|]. intros s Ms. now apply (loss_unique n v).
Qed.

Variable est : nat -> V -> vec.
Hypothesis Hest : forall n v, (exists t, minimum_point (loss n v) t) -> minimum_point (loss n v) (est n v).

(** The estimator is consistent. *)
Lemma consistent r : 0 < r -> likely Q (fun n v => norm2 d (sub (est n v) t0) < r).
Proof.
  intros Hr. destruct (definite_bound d H PD) as (h & Ph & Hh).
  destruct (loss_minimum h (h / 2) Hh ltac:(lra)) as (rho & Pr & M).
  assert (Pm : 0 < Rmin rho (h / 2 * r)) by (apply Rmin_pos; [exact Pr|apply Rmult_lt_0_compat; lra]).
  apply (likely_mono _ _) with (2 := near_mean _ Pm). intros n v Hn L. pose proof (Rmin_l rho (h / 2 * r)) as L1.
  pose proof (Rmin_r rho (h / 2 * r)) as L2. destruct (M n v Hn ltac:(lra)) as [Ex B].
  destruct (B _ (Hest n v Ex)) as [B1 _].
  apply (Rmult_lt_reg_l (h / 2)); [lra|]. lra.
Qed.

Variable Hi : mat.
Hypothesis Inv : inverse_matrix d H Hi.

(** Near the mean the error is H^-1 times the deviation, up to a small multiple of this. *)
Lemma linear_error h e u : (forall v, h * dot d v v <= form d H v) -> 0 < e < h -> exists rho, 0 < rho /\
  forall n v, (1 <= n)%nat -> norm2 d (dev n v) < rho ->
    h * ((h - e) * Rabs (dot d u (sub (est n v) t0) - dot d (image d Hi u) (dev n v))) <=
      norm2 d u * (e * norm2 d (dev n v)).
Proof.
  intros Hh He. destruct (loss_minimum h e Hh He) as (rho & Pr & M). exists rho. split; [exact Pr|].
  intros n v Hn L. destruct (M n v Hn L) as [Ex B]. destruct (B _ (Hest n v Ex)) as [B1 B2].
  set (x := sub (est n v) t0) in *. set (y := dev n v) in *. set (w := sub x (image d Hi y)).
  rewrite <- (inverse_symmetric d H Hi u y Sym Inv), <- dot_sub_right. fold w.
  pose proof (definite_stretch d H h w ltac:(lra) Hh) as S.
  rewrite (norm2_ext d (image d H w) (sub (image d H x) y)) in S.
  - pose proof (dot_abs_le d u w) as A. pose proof (norm2_nonneg d u) as Pu. pose proof (norm2_nonneg d w) as Pw.
    pose proof (norm2_nonneg d x) as Px. pose proof (norm2_nonneg d y) as Py.
    apply Rle_trans with (h * ((h - e) * (norm2 d u * norm2 d w))).
    + apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra.
    + replace (h * ((h - e) * (norm2 d u * norm2 d w))) with (norm2 d u * ((h - e) * (h * norm2 d w))) by ring.
      apply Rmult_le_compat_l; [exact Pu|]. apply Rle_trans with ((h - e) * (e * norm2 d x)).
      * apply Rmult_le_compat_l; lra.
      * replace ((h - e) * (e * norm2 d x)) with (e * ((h - e) * norm2 d x)) by ring. apply Rmult_le_compat_l; lra.
  - intros i Hi'. unfold w. rewrite image_sub. unfold sub. now rewrite Inv.
Qed.

(** So the means of smooth functions of the component along u have the same limits for both. *)
Variables (u : vec) (K : R) (phi phi1 phi2 : R -> R).
Hypothesis T : test_function K phi phi1 phi2.
Hypothesis Bd : forall x, Rabs (phi x) <= K.
Let error (n : nat) (v : V) : R := sqrt (INR n) * dot d u (sub (est n v) t0).
Let linear (n : nat) (v : V) : R := sqrt (INR n) * dot d (image d Hi u) (dev n v).

Lemma same_limit eta : 0 < eta -> exists b, 0 <= b /\ forall n, (1 <= n)%nat ->
  integrable Q (fun v => phi (error n v)) -> integrable Q (fun v => phi (linear n v)) ->
  Rabs (mean Q (fun v => phi (error n v)) - mean Q (fun v => phi (linear n v))) <= eta + b / INR n.
Proof.
  intros He. destruct (definite_bound d H PD) as (h & Ph & Hh). destruct (test_lipschitz _ _ _ _ T) as (PK & Lip & _).
  pose proof (norm2_nonneg d u) as Pu. pose proof trace_nonneg as Pt. set (A := K * norm2 d u * (1 + trace)).
  assert (PA : 0 <= A) by (repeat apply Rmult_le_pos; lra).
  assert (Ph2 : 0 < h ^ 2) by now apply pow_lt.
  set (e := Rmin (h / 2) (eta * h ^ 2 / (A + 1))).
  assert (P2 : 0 < eta * h ^ 2 / (A + 1)) by (apply Rdiv_lt_0_compat; [now apply Rmult_lt_0_compat|lra]).
  assert (E1 : e <= h / 2) by apply Rmin_l. assert (E0 : 0 < e) by (apply Rmin_pos; lra).
  assert (E2 : A * (e / h ^ 2) <= eta).
  { assert (E2 : e <= eta * h ^ 2 / (A + 1)) by apply Rmin_r. apply (Rmult_le_reg_r (h ^ 2)); [exact Ph2|].
    replace (A * (e / h ^ 2) * h ^ 2) with (A * e) by (field; lra). apply Rle_trans with ((A + 1) * e); [nra|].
    apply (Rmult_le_compat_l (A + 1)) in E2; [|lra].
    replace ((A + 1) * (eta * h ^ 2 / (A + 1))) with (eta * h ^ 2) in E2 by (field; lra). exact E2. }
  destruct (linear_error h e u Hh ltac:(lra)) as (rho & Pr & M). assert (Pr2 : 0 < rho ^ 2) by now apply pow_lt.
  exists (2 * K * trace / rho ^ 2). split.
  { apply Rmult_le_pos; [nra|left; now apply Rinv_0_lt_compat]. }
  intros n Hn I1 I2. destruct (square_mean n Hn) as [Is Es]. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia).
  set (a := K * norm2 d u * (e / h ^ 2)). assert (Pa : 0 <= a).
  { apply Rmult_le_pos; [nra|]. apply Rmult_le_pos; [lra|left; now apply Rinv_0_lt_compat]. }
  set (Z := fun v => a * 1 + (a * INR n + 2 * K / rho ^ 2) * square n v).
  assert (Ed : mean Q (fun v => phi (error n v)) - mean Q (fun v => phi (linear n v)) =
    mean Q (fun v => 1 * phi (error n v) + -1 * phi (linear n v))) by (rewrite mean_of_linear by assumption; ring).
  rewrite Ed. apply Rle_trans with (mean Q Z).
  - apply LindebergReplacement.mean_abs; [now apply integrable_linear| |].
    { apply integrable_linear; [apply integrable_const|exact Is]. }
    intros v. unfold Z.
    replace (1 * phi (error n v) + -1 * phi (linear n v)) with (phi (error n v) - phi (linear n v)) by ring.
    pose proof (dot_self_nonneg d (dev n v)) as Sq. fold (square n v) in Sq.
    pose proof (Rinv_0_lt_compat _ Pr2) as Pi. destruct (Rlt_dec (norm2 d (dev n v)) rho) as [L|L].
    + specialize (M n v Hn L). pose proof (norm2_nonneg d (dev n v)) as Pd. pose proof (sqrt_pos (INR n)) as Ps.
      assert (Sn : sqrt (INR n) * sqrt (INR n) = INR n) by (apply sqrt_sqrt; lra).
      set (s := sqrt (INR n)) in *. set (y := norm2 d (dev n v)) in *.
      set (b := Rabs (dot d u (sub (est n v) t0) - dot d (image d Hi u) (dev n v))) in *.
      assert (Sy : square n v = y * y) by (unfold square, y; rewrite <- norm2_square; simpl; ring).
      assert (Pb : 0 <= b) by apply Rabs_pos.
      assert (B : h ^ 2 * b <= 2 * (norm2 d u * (e * y))).
      { assert (h * (h / 2 * b) <= h * ((h - e) * b)) as Half.
        { apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_r; lra. }
        replace (h ^ 2 * b) with (2 * (h * (h / 2 * b))) by field. lra. }
      assert (B' : b <= norm2 d u * (e / h ^ 2) * (2 * y)).
      { apply (Rmult_le_reg_l (h ^ 2)); [exact Ph2|].
        replace (h ^ 2 * (norm2 d u * (e / h ^ 2) * (2 * y))) with (2 * (norm2 d u * (e * y))) by (field; lra).
        exact B. }
      apply Rle_trans with (K * (s * b)).
      * eapply Rle_trans; [apply Lip|]. right. unfold error, linear. fold s. rewrite <- Rmult_minus_distr_l, Rabs_mult.
        rewrite (Rabs_pos_eq s Ps). reflexivity.
      * apply Rle_trans with (K * (s * (norm2 d u * (e / h ^ 2) * (2 * y)))).
        { apply Rmult_le_compat_l; [exact PK|]. now apply Rmult_le_compat_l. }
        replace (K * (s * (norm2 d u * (e / h ^ 2) * (2 * y)))) with (a * (2 * (s * y))) by (unfold a; ring).
        apply Rle_trans with (a * (1 + INR n * square n v)).
        { apply Rmult_le_compat_l; [exact Pa|]. rewrite Sy, <- Sn. pose proof (Rle_0_sqr (s * y - 1)) as R1.
          unfold Rsqr in R1. lra. }
        assert (0 <= 2 * K / rho ^ 2 * square n v) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|exact Sq]). lra.
    + assert (R1 : rho ^ 2 <= square n v) by (unfold square; rewrite <- norm2_square; apply pow_incr; lra).
      assert (R2 : 2 * K <= 2 * K / rho ^ 2 * square n v).
      { replace (2 * K) with (2 * K / rho ^ 2 * rho ^ 2) at 1 by (field; lra). apply Rmult_le_compat_l; [|exact R1].
        apply Rmult_le_pos; lra. }
      assert (R3 : 0 <= a * INR n * square n v) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|exact Sq]).
      eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. pose proof (Bd (error n v)).
      pose proof (Bd (linear n v)).
      replace (a * 1 + (a * INR n + 2 * K / rho ^ 2) * square n v)
        with (a + a * INR n * square n v + 2 * K / rho ^ 2 * square n v) by ring.
      unfold Rminus in *. lra.
  - unfold Z. rewrite mean_of_linear, mean_const, Es by (apply integrable_const || exact Is).
    replace (a * 1 + (a * INR n + 2 * K / rho ^ 2) * (/ INR n * trace))
      with (A * (e / h ^ 2) + 2 * K * trace / rho ^ 2 / INR n) by (unfold a, A; field; repeat split; lra). lra.
Qed.
End Estimator.

(** Let F be strictly convex with gradient g, and H the Jacobian of g at theta_0, symmetric and positive definite, so
    that it has an inverse. Let Y_0, Y_1, ... be independent points of the same law with the mean g(theta_0) and the
    covariance matrix Sigma. With a probability that tends to 1 the average of F(theta) - <theta, Y_k> over n points has
    exactly one minimum point; a measurable estimator that is a minimum point whenever there is one tends to theta_0 in
    probability; and n^(1/2) <u, estimator - theta_0> is asymptotically normal with variance <u, H^-1 Sigma H^-1 u>, for
    test functions that are bounded with two bounded derivatives, the second Lipschitz. *)
Theorem asymptotic_normality d F g t0 H : has_gradient d F g -> strictly_convex d F -> jacobian_at d d g t0 H ->
  symmetric_matrix d H -> positive_definite d H ->
  (exists B, inverse_matrix d H B) /\
  forall (V : Type) (Q : mean_value V) Y, independent_points Q d Y ->
    (forall i, (i < d)%nat -> mean Q (fun v => Y 0%nat v i) = g t0 i) ->
    let loss := fun n v => average_loss d n F (fun k => Y k v) in
    likely Q (fun n v => exists t, minimum_point (loss n v) t /\
      forall s, minimum_point (loss n v) s -> forall i, (i < d)%nat -> s i = t i) /\
    forall est, (forall n, measurable_point Q d (est n)) ->
      (forall n v, (exists t, minimum_point (loss n v) t) -> minimum_point (loss n v) (est n v)) ->
      (forall r, 0 < r -> likely Q (fun n v => norm2 d (sub (est n v) t0) < r)) /\
      forall B u K phi phi1 phi2, inverse_matrix d H B ->
        test_function K phi phi1 phi2 -> (forall x, Rabs (phi x) <= K) ->
        let c := dot d u (image d B (image d (covariance Q (Y 0%nat) (g t0)) (image d B u))) in
        0 <= c /\ exists l, normal_mean (fun z => phi (sqrt c * z)) l /\
          Un_cv (fun n => mean Q (fun v => phi (sqrt (INR n) * dot d u (sub (est n v) t0)))) l.
Proof.
  intros D SC J Sym PD. split; [now apply definite_inverse|]. intros V Q Y HY Hmu loss.
  split; [now apply (likely_one d F g t0 H)|]. intros est Mest Hest.
  split; [intros r Hr; now apply (consistent d F g t0 H D SC J PD Q Y HY Hmu est Hest)|].
  intros B u K phi phi1 phi2 Inv T Bd c. destruct (test_lipschitz _ _ _ _ T) as (PK & Lip & _).
  destruct (average_normal Q d Y (g t0) HY Hmu (image d B u) K phi phi1 phi2 T) as (Hc & b1 & Pb1 & Clt).
  assert (Ec : form d (covariance Q (Y 0%nat) (g t0)) (image d B u) = c).
  { unfold c, form. symmetry. now apply (inverse_symmetric d H). }
  rewrite Ec in Hc, Clt. split; [exact Hc|].
  exists (normal_integral (fun z => phi (sqrt c * z))). split.
  { apply normal_integral_mean. apply (growth_lipschitz (K * Rabs (sqrt c))).
    intros x y. pose proof (lipschitz_affine K phi 0 (sqrt c) Lip x y) as L. cbv beta in L. now rewrite !Rplus_0_l in L. }
  intros eta He.
  destruct (same_limit d F g t0 H D SC J Sym PD Q Y HY Hmu est Hest B Inv u K phi phi1 phi2 T Bd (eta / 4) ltac:(lra))
    as (b2 & Pb2 & Same).
  destruct (small_over (b1 + b2) (eta / 4) ltac:(lra) ltac:(lra)) as (N & N1 & HN). exists N. intros n Hn.
  specialize (HN n Hn). destruct HN as [S1 S2]. assert (Hn1 : (1 <= n)%nat) by lia.
  assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). pose proof (sqrt_lt_R0 _ Pn) as Pr.
  destruct (Clt n Hn1) as [I2 C]. assert (I1 : integrable Q (fun v => phi (sqrt (INR n) * dot d u (sub (est n v) t0)))).
  { apply (Mest n (fun t => phi (sqrt (INR n) * dot d u (sub t t0))) K); [|intros x; apply Bd].
    apply (continuous_of_point d (fun r => phi (sqrt (INR n) * r)) u t0).
    apply (lipschitz_continuous (K * Rabs (sqrt (INR n)))). intros x y.
    pose proof (lipschitz_affine K phi 0 (sqrt (INR n)) Lip x y) as L. cbv beta in L. now rewrite !Rplus_0_l in L. }
  specialize (Same n Hn1 I1 I2). unfold R_dist.
  set (m1 := mean Q (fun v => phi (sqrt (INR n) * dot d u (sub (est n v) t0)))) in *.
  assert (B1 : b1 / sqrt (INR n) <= eta / 4).
  { eapply Rle_trans; [|exact S2]. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|lra]. }
  assert (B2 : b2 / INR n <= eta / 4).
  { eapply Rle_trans; [|exact S1]. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|lra]. }
  apply SemicontinuousMaximum.Rabs_le_inv in Same, C. apply Rabs_def1; lra.
Qed.

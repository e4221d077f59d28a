(** The mean of the largest of d independent standard normals: for two and three of them, and its growth with d. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Rising Vectors LogSumExp GumbelVariable GumbelWinner.
From TightMax Require Import IteratedMeans NormalTail GaussianIntegral NormalSmoothing NormalIntegral NormalDensity
  GaussianLower.
Open Scope R_scope.

(** ** The distribution function *)

Definition normal_cdf (x : R) : R := / 2 + / sqrt (2 * PI) * area x.

(** The density has the derivative -z e^(-z^2/2)/sqrt(2 pi), and is small at both ends. *)
Lemma density_derive (z : R) : is_derive normal_density z (- z * normal_density z).
Proof.
  pose proof root_above_1 as Q. unfold normal_density. auto_derive; [trivial|].
  replace (- (z * (z * 1)) * / 2) with (- z ^ 2 / 2) by (simpl; unfold Rdiv; ring). field. lra.
Qed.

Lemma density_right z : 0 <= z -> Rabs (normal_density z) <= exp (/ 2) * exp (- (z / 2)).
Proof.
  intros Hz. destruct (density_bounds (- z)) as [P B]. rewrite density_even in P, B. rewrite Rabs_pos_eq by lra.
  eapply Rle_trans; [exact B|]. rewrite <- exp_plus. apply exp_le. lra.
Qed.

Lemma density_below_1 z : Rabs (normal_density z) <= 1.
Proof.
  destruct (density_bounds z) as [P _]. rewrite Rabs_pos_eq by lra. unfold normal_density. pose proof root_above_1 as Q.
  apply (Rmult_le_reg_r (sqrt (2 * PI))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  apply Rle_trans with 1; [|lra]. rewrite <- exp_0. apply exp_le. pose proof (pow2_ge_0 z). lra.
Qed.

Lemma root_half : / sqrt (2 * PI) * sqrt (PI / 2) = / 2.
Proof.
  pose proof PI_RGT_0 as P. replace (2 * PI) with (4 * (PI / 2)) by field. rewrite sqrt_mult by lra.
  replace 4 with (2 ^ 2) by ring. rewrite sqrt_pow2 by lra. assert (0 < sqrt (PI / 2)) by (apply sqrt_lt_R0; lra).
  field. lra.
Qed.

Lemma area_odd z : area (- z) = - area z.
Proof.
  enough (E : 0 + area 0 = area z + area (- z)).
  { assert (Z : area 0 = 0) by exact (RInt_point 0 bell). lra. }
  assert (D : forall s, is_derive (fun s => area s + area (- s)) s 0).
  { intros s. replace 0 with (plus (bell s) (scal (-1) (bell (- s)))).
    - apply (is_derive_plus area (fun s => area (- s))); [apply area_derive|].
      apply (is_derive_comp area (fun s => - s)); [apply area_derive|]. auto_derive; [trivial|ring].
    - unfold plus, scal; simpl. unfold mult; simpl. unfold bell. replace ((- s) ^ 2) with (s ^ 2) by ring. ring. }
  assert (C : forall a b, area a + area (- a) = area b + area (- b)).
  { intros a b. destruct (MVT_gen (fun s => area s + area (- s)) a b (fun _ => 0)) as (c & _ & E).
    - intros s _. apply D.
    - intros s _. apply continuity_pt_filterlim, (ex_derive_continuous (fun s => area s + area (- s))).
      exists 0. apply D.
    - lra. }
  rewrite <- (C 0 z), Ropp_0. assert (Z : area 0 = 0) by exact (RInt_point 0 bell). rewrite Z. ring.
Qed.

Lemma cdf_derive (x : R) : is_derive normal_cdf x (normal_density x).
Proof.
  replace (normal_density x) with (plus 0 (scal (/ sqrt (2 * PI)) (bell x))).
  - apply (is_derive_plus (fun _ => / 2) (fun x => / sqrt (2 * PI) * area x)); [apply (is_derive_const (/ 2))|].
    apply (is_derive_scal area x (/ sqrt (2 * PI))), area_derive.
  - unfold plus, scal; simpl. unfold mult; simpl. unfold normal_density, bell. unfold Rdiv at 2. ring.
Qed.

Lemma cdf_odd z : normal_cdf (- z) = 1 - normal_cdf z.
Proof. unfold normal_cdf. rewrite area_odd. field. pose proof root_above_1. lra. Qed.

(** It tends to 1 on the right and to 0 on the left. *)
Lemma cdf_right z : 0 <= z -> Rabs (normal_cdf z - 1) <= 3 * exp (- (z / 2)).
Proof.
  intros Hz. pose proof (area_limit z Hz) as L. pose proof root_above_1 as Q. pose proof root_half as E.
  assert (I : 0 < / sqrt (2 * PI) <= 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  unfold normal_cdf. replace (/ 2 + / sqrt (2 * PI) * area z - 1)
    with (/ sqrt (2 * PI) * (area z - sqrt (PI / 2))) by (rewrite Rmult_minus_distr_l, E; lra).
  rewrite Rabs_mult, (Rabs_pos_eq (/ sqrt (2 * PI))) by lra. rewrite <- (Rmult_1_l (3 * exp (- (z / 2)))).
  apply Rmult_le_compat; [lra|apply Rabs_pos|lra|exact L].
Qed.

Lemma cdf_left z : z <= 0 -> Rabs (normal_cdf z - 0) <= 3 * exp (z / 2).
Proof.
  intros Hz. pose proof (cdf_right (- z) ltac:(lra)) as R0. rewrite cdf_odd in R0.
  replace (1 - normal_cdf z - 1) with (- (normal_cdf z - 0)) in R0 by ring. rewrite Rabs_Ropp in R0.
  replace (- (- z / 2)) with (z / 2) in R0 by field. exact R0.
Qed.

Lemma cdf_rises a b : a <= b -> normal_cdf a <= normal_cdf b.
Proof.
  apply (never_falls normal_cdf normal_density cdf_derive). intros s. left. apply density_bounds.
Qed.

Lemma cdf_range x : 0 <= normal_cdf x <= 1.
Proof.
  assert (U : forall x, normal_cdf x <= 1).
  { intros y. apply Rnot_lt_le. intros N. set (e := normal_cdf y - 1).
    set (z := Rmax y (2 * (Rabs 3 + 1) / e + 1)).
    assert (Pe : 0 < e) by (unfold e; lra). assert (Big : 2 * (Rabs 3 + 1) / e < z).
    { eapply Rlt_le_trans; [|apply Rmax_r]. lra. }
    assert (Pz : 0 <= z).
    { left. eapply Rlt_trans; [|exact Big]. pose proof (Rabs_pos 3). apply Rdiv_lt_0_compat; lra. }
    pose proof (exp_half_small 3 e z Pe Big) as S. pose proof (cdf_right z Pz) as R0.
    pose proof (cdf_rises y z (Rmax_l _ _)) as M. apply Rle_trans with (r1 := normal_cdf z - 1) in R0; [|apply Rle_abs].
    unfold e in S. lra. }
  split; [|apply U]. pose proof (U (- x)) as V. rewrite cdf_odd in V. lra.
Qed.

(** ** The larger of x and Z *)

Definition larger_mean (x : R) : R := x * normal_cdf x + normal_density x.

Lemma larger_mean_is x : mean_under normal_density (fun z => Rmax x z) (larger_mean x).
Proof.
  unfold larger_mean. apply (glued _ (fun z => x * normal_density z) (fun z => z * normal_density z) x).
  - intros z Hz. now rewrite Rmax_left by lra.
  - intros z Hz. now rewrite Rmax_right by lra.
  - replace (x * normal_cdf x) with (x * normal_cdf x - x * 0) by ring.
    apply (integral (fun z => x * normal_cdf z) (fun z => x * normal_density z)).
    + intros z. apply (is_derive_scal normal_cdf z x), cdf_derive.
    + intros z. apply (continuous_mult (fun _ => x) normal_density); [apply continuous_const|].
      apply NormalTail.density_continuous.
    + apply (limit_left _ _ (Rabs x * 3)). intros z Hz. rewrite <- Rmult_minus_distr_l, Rabs_mult, Rmult_assoc.
      apply Rmult_le_compat_l; [apply Rabs_pos|now apply cdf_left].
    + apply (limit_at (fun z => x * normal_cdf z)).
  - replace (normal_density x) with (- 0 - - normal_density x) by ring.
    apply (integral (fun z => - normal_density z) (fun z => z * normal_density z)).
    + intros z. replace (z * normal_density z) with (opp (- z * normal_density z)) by (unfold opp; simpl; ring).
      apply (is_derive_opp normal_density), density_derive.
    + intros z. apply (continuous_mult (fun z => z) normal_density); [apply continuous_id|].
      apply NormalTail.density_continuous.
    + apply (limit_at (fun z => - normal_density z)).
    + apply (limit_right _ _ (exp (/ 2))). intros z Hz. replace (- normal_density z - - 0) with (- normal_density z)
        by ring. rewrite Rabs_Ropp. now apply density_right.
Qed.

Lemma larger_mean_derive (x : R) : is_derive larger_mean x (normal_cdf x).
Proof.
  replace (normal_cdf x)
    with (plus (plus (mult 1 (normal_cdf x)) (mult x (normal_density x))) (- x * normal_density x)).
  - apply (is_derive_plus (fun x => x * normal_cdf x) normal_density); [|apply density_derive].
    apply (is_derive_mult (fun x => x) normal_cdf x 1 (normal_density x));
      [auto_derive; [trivial|ring]|apply cdf_derive|intros; apply Rmult_comm].
  - unfold plus, mult; simpl. ring.
Qed.

(** The mean is convex in x and at least b at b, so above a line through (b, b). *)
Lemma larger_mean_above b x : normal_cdf b * x + (1 - normal_cdf b) * b <= larger_mean x.
Proof.
  assert (At : b <= larger_mean b).
  { apply (mean_under_le normal_density normal_is_density (fun _ => b) (fun z => Rmax b z)).
    - apply mean_under_const, normal_is_density.
    - apply larger_mean_is.
    - intros z. apply Rmax_l. }
  assert (D : forall s, is_derive (fun s => larger_mean s - normal_cdf b * s) s (normal_cdf s - normal_cdf b)).
  { intros s. apply derive_minus; [apply larger_mean_derive|]. auto_derive; [trivial|ring]. }
  enough (larger_mean b - normal_cdf b * b <= larger_mean x - normal_cdf b * x) by lra.
  destruct (Rle_dec b x) as [L|L].
  - apply (rises_between (fun s => larger_mean s - normal_cdf b * s) (fun s => normal_cdf s - normal_cdf b) b x L).
    + intros s _. apply D.
    + intros s Hs. pose proof (cdf_rises b s ltac:(lra)). lra.
  - enough (- (larger_mean x - normal_cdf b * x) <= - (larger_mean b - normal_cdf b * b)) by lra.
    apply (rises_between (fun s => - (larger_mean s - normal_cdf b * s))
      (fun s => - (normal_cdf s - normal_cdf b)) x b).
    + lra.
    + intros s _. apply (is_derive_opp (fun s => larger_mean s - normal_cdf b * s)), D.
    + intros s Hs. pose proof (cdf_rises s b ltac:(lra)). lra.
Qed.

(** ** Growth *)

(** Each further entry reaches b with the probability 1 - p. *)
Lemma mean_above b k : forall al be F l, 0 <= al -> (forall x, al * largest (S k) x + be <= F x) ->
  means_under normal_density (S k) F l -> al * (b * (1 - normal_cdf b ^ k)) + be <= l.
Proof.
  pose proof (cdf_range b) as [P0 _]. set (p := normal_cdf b) in *.
  induction k as [|k IH]; intros al be F l Pa H (K & A & B).
  - cbn [means_under] in B. subst l. cbn [pow]. replace (al * (b * (1 - 1)) + be) with (al * 0 + be) by ring.
    specialize (A zero).
    pose proof (mean_under_linear normal_density _ _ al 1 _ _ normal_centred
      (mean_under_const normal_density normal_is_density be)) as L.
    replace (al * 0 + 1 * be) with (al * 0 + be) in L by ring.
    apply (mean_under_le normal_density normal_is_density _ _ _ _ L A). intros z. specialize (H (with_entry 0 z zero)).
    cbn [largest] in H. unfold with_entry at 1 in H. rewrite Nat.eqb_refl in H. lra.
  - assert (Q : forall x, al * p * largest (S k) x + (al * (1 - p) * b + be) <= K x).
    { intros x. specialize (A x).
      pose proof (mean_under_linear normal_density _ _ al 1 _ _ (larger_mean_is (largest (S k) x))
        (mean_under_const normal_density normal_is_density be)) as L.
      apply Rle_trans with (al * larger_mean (largest (S k) x) + 1 * be).
      - pose proof (larger_mean_above b (largest (S k) x)) as Up. fold p in Up.
        apply (Rmult_le_compat_l al) in Up; lra.
      - apply (mean_under_le normal_density normal_is_density _ _ _ _ L A). intros z.
        specialize (H (with_entry (S k) z x)). rewrite largest_SS in H. unfold with_entry at 2 in H.
        rewrite Nat.eqb_refl in H. rewrite (largest_ext (S k) (with_entry (S k) z x) x) in H; [lra|].
        intros i Hi. unfold with_entry. destruct (Nat.eqb_spec i (S k)); [lia|reflexivity]. }
    pose proof (IH (al * p) (al * (1 - p) * b + be) K l ltac:(apply Rmult_le_pos; lra) Q B) as R0.
    cbn [pow]. lra.
Qed.

(** (1 - q)^n (1 + n q) <= 1. *)
Lemma bernoulli q n : 0 <= q <= 1 -> (1 - q) ^ n * (1 + INR n * q) <= 1.
Proof.
  intros Hq. induction n as [|n IH]; [simpl; lra|]. rewrite S_INR. cbn [pow].
  pose proof (pow_le (1 - q) n ltac:(lra)) as P. pose proof (pos_INR n) as Pn.
  assert (E : (1 - q) * (1 + (INR n + 1) * q) <= 1 + INR n * q) by nra.
  apply (Rmult_le_compat_l ((1 - q) ^ n)) in E; [|exact P]. lra.
Qed.

(** 1 - p is at least a third of e^(-r^2/2). *)
Lemma tail_above r : 1 <= r -> exp (- (r ^ 2 / 2)) / 3 <= 1 - normal_cdf (r - 1).
Proof.
  intros Hr. pose proof (cdf_range r) as [_ U].
  enough (exp (- (r ^ 2 / 2)) / 3 <= normal_cdf r - normal_cdf (r - 1)) by lra.
  destruct (MVT_gen normal_cdf (r - 1) r normal_density) as (c & Hc & E).
  - intros s _. apply cdf_derive.
  - intros s _. apply continuity_pt_filterlim, (ex_derive_continuous normal_cdf). eexists. apply cdf_derive.
  - rewrite Rmin_left, Rmax_right in Hc by lra. rewrite E. replace (r - (r - 1)) with 1 by ring. rewrite Rmult_1_r.
    unfold normal_density. pose proof root_above_1 as Q. assert (Q3 : sqrt (2 * PI) <= 3).
    { rewrite <- (sqrt_pow2 3) by lra. apply sqrt_le_1_alt. pose proof PI_4. lra. }
    apply Rmult_le_compat; [left; apply exp_pos|lra| |apply Rinv_le_contravar; lra].
    apply exp_le. assert (c ^ 2 <= r ^ 2) by (apply pow_incr; lra). lra.
Qed.

Theorem normal_maximum_growth d g r : (2 <= d)%nat -> normal_maximum d g -> 1 <= r ->
  (r - 1) * (1 - 6 / (6 + INR d * exp (- (r ^ 2 / 2)))) <= g.
Proof.
  intros Hd H Hr. destruct d as [|k]; [lia|]. set (b := r - 1). pose proof (cdf_range b) as C.
  assert (B : 1 * (b * (1 - normal_cdf b ^ k)) + 0 <= g).
  { apply (mean_above b k 1 0 (largest (S k)) g); [lra|intros x; lra|exact H]. }
  pose proof (tail_above r Hr) as T. fold b in T. set (q := 1 - normal_cdf b) in *.
  replace (normal_cdf b) with (1 - q) in B by (unfold q; ring).
  pose proof (bernoulli q k ltac:(unfold q; lra)) as Y. set (w := exp (- (r ^ 2 / 2))) in *.
  assert (Pw : 0 < w) by apply exp_pos. assert (Pk : 1 <= INR k) by (apply (le_INR 1); lia).
  pose proof (pow_le (1 - q) k ltac:(unfold q; lra)) as P. rewrite S_INR. set (y := (1 - q) ^ k) in *.
  assert (Z : y <= 6 / (6 + (INR k + 1) * w)).
  { assert (V : 0 < 6 + (INR k + 1) * w) by nra. apply (Rmult_le_reg_r (6 + (INR k + 1) * w)); [exact V|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    assert (N : (INR k + 1) * w / 6 <= INR k * q) by nra.
    assert (y * (1 + (INR k + 1) * w / 6) <= 1).
    { eapply Rle_trans; [|exact Y]. apply Rmult_le_compat_l; lra. } lra. }
  eapply Rle_trans; [|exact B]. rewrite Rmult_1_l, Rplus_0_r. apply Rmult_le_compat_l; [unfold b; lra|lra].
Qed.

(** Independent standard normals: the mean of |<u, Z>| for every u, and the product of gap and smoothness of two scores
    under normal noise. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import LogSumExp Vectors Euclid LipschitzSlopes NormalTail GumbelVariable GumbelWinner.
From TightMax Require Import GaussianIntegral NormalSmoothing NormalIntegral NormalDensity IteratedMeans.
From TightMax Require Import NormalSums TwoScores UniformNoise.
Open Scope R_scope.

(** ** One variable *)

(** z is the derivative of minus the logarithm of the density. *)
Lemma normal_score z : is_derive (fun z => - ln (normal_density z)) z z.
Proof.
  pose proof (proj1 (density_small z)) as P. replace z with (- (/ normal_density z * - (z * normal_density z))) at 2
    by (field; lra).
  apply (is_derive_opp (fun z => ln (normal_density z))). rewrite Rmult_comm.
  apply (is_derive_comp ln normal_density); [|apply density_derive]. auto_derive; [lra|]. field. lra.
Qed.

(** Antiderivatives: of the density half the signed mass, of z times the density minus the density. *)
Lemma normal_parts s b (z : R) : is_derive (fun z => s / 2 * signed_mass z - b * normal_density z) z
  ((s + b * z) * normal_density z).
Proof.
  replace ((s + b * z) * normal_density z) with (s / 2 * (2 * normal_density z) - b * - (z * normal_density z)) by
    field.
  apply (is_derive_minus (fun z => s / 2 * signed_mass z) (fun z => b * normal_density z));
    [apply (is_derive_scal signed_mass), mass_derive|apply (is_derive_scal normal_density), density_derive].
Qed.

Lemma normal_parts_continuous s b z : continuous (fun z => (s + b * z) * normal_density z) z.
Proof.
  apply (continuous_mult (fun z => s + b * z) normal_density); [|apply NormalTail.density_continuous].
  apply (ex_derive_continuous (fun z => s + b * z)). auto_derive. trivial.
Qed.

Lemma normal_parts_limits s b :
  filterlim (fun z => s / 2 * signed_mass z - b * normal_density z) minus_infinity (locally (- (s / 2))) /\
  filterlim (fun z => s / 2 * signed_mass z - b * normal_density z) plus_infinity (locally (s / 2)).
Proof.
  destruct mass_limits as [M1 M2]. destruct density_limits as [D1 D2].
  assert (A : forall F l, Filter F -> filterlim signed_mass F (locally l) -> filterlim normal_density F (locally 0) ->
    filterlim (fun z => s / 2 * signed_mass z - b * normal_density z) F (locally (s / 2 * l))).
  { intros F l FF M D. replace (s / 2 * l) with (s / 2 * l + - b * 0) by ring.
    apply (filterlim_ext (fun z => s / 2 * signed_mass z + - b * normal_density z)); [intros; ring|].
    apply (filterlim_comp_2 (F := F) (G := locally (s / 2 * l)) (H := locally (- b * 0))
      (fun z => s / 2 * signed_mass z)
      (fun z => - b * normal_density z) Rplus); [now apply limit_scale|now apply limit_scale|].
    apply (filterlim_plus (V := R_NormedModule) (s / 2 * l) (- b * 0)). }
  split.
  - replace (- (s / 2)) with (s / 2 * -1) by ring. apply A; [typeclasses eauto|exact M2|exact D2].
  - pose proof (A plus_infinity 1 ltac:(typeclasses eauto) M1 D1) as L. now rewrite Rmult_1_r in L.
Qed.

Lemma normal_square : mean_under normal_density (fun z => z ^ 2) 1.
Proof.
  assert (S : normal_mean (fun z => 1 - z * z) 0).
  { apply (normal_stein (fun z => z) (fun _ => 1)).
    - intros z. apply derivable_pt_lim_id.
    - apply continuity_const. intros x y. reflexivity.
    - apply (growth_lipschitz 1). intros x y. lra. }
  pose proof (mean_under_linear normal_density _ _ (-1) 1 _ _ S (mean_under_const _ normal_is_density 1)) as L.
  replace (-1 * 0 + 1 * 1) with 1 in L by ring. revert L. apply mean_under_ext. intros z. ring.
Qed.

(** The mean of |s + b Z|. *)
Lemma size_of_one b s : mean_under normal_density (fun z => Rabs (s + b * z)) (mean_size (Rabs b) s).
Proof.
  assert (Pos : forall b, 0 < b -> mean_under normal_density (fun z => Rabs (s + b * z)) (mean_size b s)).
  { clear b. intros b Hb. set (z0 := - (s / b)). unfold mean_under, mean_size. destruct (Rlt_dec 0 b) as [_|N];
      [|contradiction].
    assert (At : signed_mass z0 = - signed_mass (s / b) /\ normal_density z0 = normal_density (s / b))
      by (unfold z0; split; [apply mass_odd|apply density_even]).
    replace (s * signed_mass (s / b) + 2 * b * normal_density (s / b))
      with ((((- s) / 2 * signed_mass z0 - (- b) * normal_density z0) - - ((- s) / 2)) +
            (s / 2 - (s / 2 * signed_mass z0 - b * normal_density z0)))
      by (destruct At as [-> ->]; field).
    assert (Eq : forall z, s + b * z = b * (z - z0)) by (intros z; unfold z0; field; lra).
    apply (glued _ (fun z => (- s + - b * z) * normal_density z) (fun z => (s + b * z) * normal_density z) z0).
    - intros z Hz. rewrite Rabs_left1; [ring|]. rewrite Eq. nra.
    - intros z Hz. rewrite Rabs_pos_eq; [reflexivity|]. rewrite Eq. apply Rmult_le_pos; lra.
    - apply (integral _ _ _ _ (normal_parts (- s) (- b)) (normal_parts_continuous (- s) (- b)));
        [apply normal_parts_limits|apply (limit_at (fun z => - s / 2 * signed_mass z - - b * normal_density z))].
    - apply (integral _ _ _ _ (normal_parts s b) (normal_parts_continuous s b));
        [apply (limit_at (fun z => s / 2 * signed_mass z - b * normal_density z))|apply normal_parts_limits]. }
  destruct (Rtotal_order b 0) as [L|[->|G]].
  - pose proof (normal_mean_opp _ _ (Pos (- b) ltac:(lra))) as O. rewrite Rabs_left by exact L. revert O.
    unfold normal_mean, mean_under. apply line_ext. intros z. do 2 f_equal. ring.
  - rewrite Rabs_R0. unfold mean_size. destruct (Rlt_dec 0 0) as [N|_]; [lra|].
    apply (mean_under_ext normal_density (fun _ => Rabs s)); [intros z; f_equal; ring|].
    apply mean_under_const, normal_is_density.
  - rewrite Rabs_pos_eq by lra. now apply Pos.
Qed.

(** ** Several variables *)

(** The size of one more variable adds up by squares. *)
Lemma size_of_sum b c s : 0 <= c ->
  mean_under normal_density (fun z => mean_size c (s + b * z)) (mean_size (sqrt (c ^ 2 + b ^ 2)) s).
Proof.
  intros [H| <-]; [exact (size_mean b c H s)|]. replace (0 ^ 2 + b ^ 2) with (b ^ 2) by ring.
  replace (sqrt (b ^ 2)) with (Rabs b) by (rewrite <- sqrt_Rsqr_abs; f_equal; unfold Rsqr; ring).
  apply (mean_under_ext normal_density (fun z => Rabs (s + b * z))); [|apply size_of_one].
  intros z. unfold mean_size. destruct (Rlt_dec 0 0) as [N|_]; [lra|reflexivity].
Qed.

(** Entries before n do not see the entry n. *)
Lemma dot_with_entry n u z x : dot (S n) u (with_entry n z x) = dot n u x + u n * z.
Proof.
  unfold dot. cbn [sum]. f_equal.
  - apply sum_ext. intros i Hi. unfold with_entry. destruct (Nat.eqb_spec i n); [lia|reflexivity].
  - unfold with_entry. now rewrite Nat.eqb_refl.
Qed.

Lemma size_of_several n u s : forall c, 0 <= c ->
  means_under normal_density n (fun z => mean_size c (s + dot n u z)) (mean_size (sqrt (c ^ 2 + dot n u u)) s).
Proof.
  induction n as [|n IH]; intros c Hc.
  - cbn [means_under]. unfold dot. cbn [sum]. rewrite 2 Rplus_0_r, sqrt_pow2 by exact Hc. reflexivity.
  - pose proof (pow2_ge_0 c) as P1. pose proof (pow2_ge_0 (u n)) as P2.
    exists (fun x => mean_size (sqrt (c ^ 2 + u n ^ 2)) (s + dot n u x)). split.
    + intros x. apply (mean_under_ext normal_density (fun z => mean_size c (s + dot n u x + u n * z)));
        [|now apply size_of_sum]. intros z. f_equal. rewrite dot_with_entry. ring.
    + pose proof (IH (sqrt (c ^ 2 + u n ^ 2)) (sqrt_pos _)) as H. rewrite pow2_sqrt in H by lra.
      unfold dot at 2 in H. unfold dot at 2. cbn [sum].
      replace (c ^ 2 + (sum n (fun i => u i * u i) + u n * u n)) with (c ^ 2 + u n ^ 2 + sum n (fun i => u i * u i))
        by ring. exact H.
Qed.

(** The mean of |s + <u, Z>|. *)
Theorem size_of_normals n u s :
  means_under normal_density n (fun z => Rabs (s + dot n u z)) (mean_size (norm2 n u) s).
Proof.
  pose proof (size_of_several n u s 0 (Rle_refl 0)) as H. replace (0 ^ 2 + dot n u u) with (dot n u u) in H by ring.
  revert H. apply means_under_ext. intros z. unfold mean_size. destruct (Rlt_dec 0 0) as [N|_]; [lra|reflexivity].
Qed.

Lemma mean_size_0 c : 0 < c -> mean_size c 0 = c * sqrt (2 / PI).
Proof.
  intros Hc. unfold mean_size. destruct (Rlt_dec 0 c) as [_|N]; [|contradiction].
  replace (0 / c) with 0 by (field; lra).
  unfold normal_density. replace (- 0 ^ 2 / 2) with 0 by field. rewrite exp_0. pose proof PI_RGT_0 as P.
  rewrite sqrt_mult, sqrt_div_alt by lra. assert (S2 : 0 < sqrt 2) by (apply sqrt_lt_R0; lra).
  assert (SP : 0 < sqrt PI) by (now apply sqrt_lt_R0). assert (E : sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra).
  replace (2 * c * (1 / (sqrt 2 * sqrt PI))) with (c * (2 / (sqrt 2 * sqrt PI))) by (field; lra).
  rewrite Rmult_0_l, Rplus_0_l. f_equal. rewrite <- E at 1. field. lra.
Qed.

(** Two scores. *)
Lemma normal_product : noise_product normal_density (2 / PI).
Proof.
  pose proof PI_RGT_0 as P. assert (R2 : 0 < sqrt 2) by (apply sqrt_lt_R0; lra).
  assert (E2 : sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra).
  assert (I2 : / sqrt 2 * 2 = sqrt 2).
  { apply (Rmult_eq_reg_l (sqrt 2)); [|lra]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. now symmetry. }
  assert (RP : 0 < sqrt PI) by (now apply sqrt_lt_R0). assert (EP : sqrt PI * sqrt PI = PI) by (apply sqrt_sqrt; lra).
  assert (D0 : normal_density 0 = / (sqrt 2 * sqrt PI)).
  { unfold normal_density. replace (- 0 ^ 2 / 2) with 0 by field. rewrite exp_0, sqrt_mult by lra. unfold Rdiv. ring. }
  set (u := fun i : nat => if Nat.eqb i 0 then 1 else -1).
  assert (Nu : norm2 2 u = sqrt 2) by (unfold norm2, dot, u; cbn [sum Nat.eqb]; f_equal; ring).
  replace (2 / PI) with (2 * (/ (2 * sqrt PI)) * mean_size (sqrt 2) 0).
  - apply (product_of_difference normal_density (mean_size (sqrt 2)) (fun x => signed_mass (x / sqrt 2))
      (/ (2 * sqrt PI)) 0); [exact normal_is_density|exact normal_centred| | |].
    + intros x. pose proof (size_of_normals 2 u x) as H. rewrite Nu in H. revert H. apply means_under_ext.
      intros z. do 2 f_equal. unfold dot, u. cbn [sum Nat.eqb]. ring.
    + intros x. apply is_derive_Reals.
      apply (is_derive_ext (fun x => x * signed_mass (x / sqrt 2) + 2 * sqrt 2 * normal_density (x / sqrt 2))).
      { intros t. unfold mean_size. destruct (Rlt_dec 0 (sqrt 2)); [reflexivity|contradiction]. }
      replace (signed_mass (x / sqrt 2)) with
        ((1 * signed_mass (x / sqrt 2) + x * (/ sqrt 2 * (2 * normal_density (x / sqrt 2)))) +
          2 * sqrt 2 * (/ sqrt 2 * - (x / sqrt 2 * normal_density (x / sqrt 2)))) at 1 by (field; lra).
      assert (Dl : is_derive (fun x => x / sqrt 2) x (/ sqrt 2)) by (auto_derive; [trivial|field; lra]).
      apply (is_derive_plus (fun x => x * signed_mass (x / sqrt 2))
        (fun x => 2 * sqrt 2 * normal_density (x / sqrt 2))).
      * apply (is_derive_mult (fun x => x) (fun x => signed_mass (x / sqrt 2)));
          [auto_derive; [trivial|ring]| |intros; apply Rmult_comm].
        apply (is_derive_comp signed_mass (fun x => x / sqrt 2)); [apply mass_derive|exact Dl].
      * apply (is_derive_scal (fun x => normal_density (x / sqrt 2))).
        apply (is_derive_comp normal_density (fun x => x / sqrt 2)); [apply density_derive|exact Dl].
    + replace (2 * / (2 * sqrt PI)) with (/ sqrt PI) by (field; lra).
      apply (least_on_line _ (fun x => / sqrt 2 * (2 * normal_density (x / sqrt 2)))).
      * intros x. apply is_derive_Reals. apply (is_derive_comp signed_mass (fun x => x / sqrt 2)); [apply mass_derive|].
        auto_derive; [trivial|field; lra].
      * intros x. pose proof (proj1 (density_small (x / sqrt 2))) as Q.
        rewrite Rabs_pos_eq by (apply Rmult_le_pos; [left; now apply Rinv_0_lt_compat|lra]).
        assert (M : normal_density (x / sqrt 2) <= normal_density 0).
        { unfold normal_density, Rdiv. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, sqrt_lt_R0; lra|].
          apply exp_le. pose proof (pow2_ge_0 (x * / sqrt 2)). simpl in *. lra. }
        rewrite D0 in M. apply (Rmult_le_compat_l (/ sqrt 2 * 2)) in M;
          [|apply Rmult_le_pos; [left; now apply Rinv_0_lt_compat|lra]].
        rewrite I2 in M. replace (sqrt 2 * / (sqrt 2 * sqrt PI)) with (/ sqrt PI) in M by (field; lra).
        rewrite <- Rmult_assoc, I2. exact M.
      * intros b Hb. exists 0. replace (0 / sqrt 2) with 0 by (field; lra). rewrite D0.
        rewrite <- Rmult_assoc, I2. replace (sqrt 2 * / (sqrt 2 * sqrt PI)) with (/ sqrt PI) by (field; lra).
        rewrite Rabs_pos_eq; [exact Hb|]. left. now apply Rinv_0_lt_compat.
  - rewrite mean_size_0, sqrt_div_alt by lra. unfold Rdiv. rewrite <- (Rmult_assoc (sqrt 2)), E2.
    transitivity (2 / (sqrt PI * sqrt PI)); [field; lra|now rewrite EP].
Qed.

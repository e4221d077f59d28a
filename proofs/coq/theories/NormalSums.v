(** Sums of independent normals: the mean of |s + <u, Z>| depends on u through |u| alone. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import LogSumExp Vectors Euclid NormalTail GumbelVariable GumbelWinner GaussianIntegral.
From TightMax Require Import NormalSmoothing NormalIntegral NormalDensity IteratedMeans.
Open Scope R_scope.

(** P(|Z| <= x) with the sign of x. *)
Definition signed_mass (x : R) : R := 2 * RInt normal_density 0 x.

(** The mean of |s + c Z|. *)
Definition mean_size (c s : R) : R :=
  if Rlt_dec 0 c then s * signed_mass (s / c) + 2 * c * normal_density (s / c) else Rabs s.

(** ** The density and its integral *)

Lemma density_derive (z : R) : is_derive normal_density z (- (z * normal_density z)).
Proof.
  unfold normal_density. pose proof root_above_1 as Q. auto_derive; [lra|].
  replace (- (z * (z * 1)) * / 2) with (- z ^ 2 / 2) by (simpl; unfold Rdiv; ring). field. lra.
Qed.

(** It is below 1, and so is its slope. *)
Lemma density_small z : 0 < normal_density z <= 1 /\ Rabs (z * normal_density z) <= 1.
Proof.
  destruct (density_bounds z) as [P _]. pose proof root_above_1 as Q.
  assert (I : 0 < / sqrt (2 * PI) < 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_lt_contravar; lra. }
  assert (E : normal_density z <= exp (- z ^ 2 / 2)).
  { unfold normal_density, Rdiv. rewrite <- (Rmult_1_r (exp _)) at 2.
    apply Rmult_le_compat_l; [left; apply exp_pos|lra]. }
  assert (S : (1 + z ^ 2 / 2) * exp (- z ^ 2 / 2) <= 1).
  { replace (- z ^ 2 / 2) with (- (z ^ 2 / 2)) by field. rewrite exp_Ropp. pose proof (exp_pos (z ^ 2 / 2)) as Pe.
    apply (Rmult_le_reg_r (exp (z ^ 2 / 2))); [exact Pe|]. rewrite Rmult_assoc, Rinv_l by lra.
    pose proof (exp_ineq1_le (z ^ 2 / 2)). lra. }
  pose proof (pow2_ge_0 z) as Z. pose proof (exp_pos (- z ^ 2 / 2)) as Pe. set (e := exp (- z ^ 2 / 2)) in *.
  split; [nra|]. rewrite Rabs_mult, (Rabs_pos_eq (normal_density z)) by lra.
  assert (A : Rabs z <= 1 + z ^ 2 / 2).
  { pose proof (pow2_ge_0 (Rabs z - 1)) as X. rewrite <- (pow2_abs z). pose proof (Rabs_pos z). lra. }
  apply Rle_trans with ((1 + z ^ 2 / 2) * e); [|exact S].
  apply Rmult_le_compat; [apply Rabs_pos|lra|exact A|exact E].
Qed.

Lemma mass_derive (x : R) : is_derive signed_mass x (2 * normal_density x).
Proof.
  apply (is_derive_scal (fun x => RInt normal_density 0 x) x 2).
  apply (is_derive_RInt normal_density (fun x => RInt normal_density 0 x) 0 x); [|apply NormalTail.density_continuous].
  apply filter_forall. intros y. apply (RInt_correct normal_density), density_integrable.
Qed.

Lemma mass_lim x : derivable_pt_lim signed_mass x (2 * normal_density x).
Proof. apply is_derive_Reals, mass_derive. Qed.

Lemma mass_odd x : signed_mass (- x) = - signed_mass x.
Proof.
  enough (H : forall x, signed_mass (- x) + signed_mass x = signed_mass (- 0) + signed_mass 0).
  { specialize (H x). assert (Z : signed_mass 0 = 0).
    { unfold signed_mass. rewrite RInt_point. apply Rmult_0_r. }
    rewrite Ropp_0, Z in H. lra. }
  intros y. assert (D : forall x : R, is_derive (fun x => signed_mass (- x) + signed_mass x) x 0).
  { intros t. replace 0 with (-1 * (2 * normal_density (- t)) + 2 * normal_density t) by (rewrite density_even; ring).
    apply (is_derive_plus (fun x => signed_mass (- x)) signed_mass); [|apply mass_derive].
    apply (is_derive_comp signed_mass (fun x => - x)); [apply mass_derive|]. auto_derive; [trivial|ring]. }
  destruct (Rtotal_order y 0) as [L|[->|G]]; [|reflexivity|].
  - apply (eq_is_derive (fun x => signed_mass (- x) + signed_mass x)); [intros t _; apply D|exact L].
  - symmetry. apply (eq_is_derive (fun x => signed_mass (- x) + signed_mass x)); [intros t _; apply D|lra].
Qed.

Lemma mass_right z : 0 <= z -> Rabs (signed_mass z - 1) <= 6 * exp (- (z / 2)).
Proof.
  intros Hz. pose proof (area_limit z Hz) as L. pose proof root_above_1 as Q. pose proof PI_RGT_0 as P.
  set (q := / sqrt (2 * PI)). assert (Pq : 0 < q < 1).
  { unfold q. split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_lt_contravar; lra. }
  assert (Half : q * sqrt (PI / 2) = / 2).
  { unfold q. replace (2 * PI) with (4 * (PI / 2)) by field. rewrite sqrt_mult by lra.
    replace 4 with (2 ^ 2) by ring. rewrite sqrt_pow2 by lra. assert (0 < sqrt (PI / 2)) by (apply sqrt_lt_R0; lra).
    field. lra. }
  assert (E : signed_mass z = 2 * (q * area z)).
  { unfold signed_mass, area. f_equal. transitivity (RInt (fun t => q * bell t) 0 z).
    - apply RInt_ext. intros t _. unfold normal_density, bell, q. apply Rmult_comm.
    - exact (RInt_scal (V := R_CompleteNormedModule) bell 0 z q (bell_integrable _ _)). }
  replace (signed_mass z - 1) with (2 * q * (area z - sqrt (PI / 2))) by (rewrite E; lra).
  rewrite Rabs_mult, (Rabs_pos_eq (2 * q)) by lra. pose proof (exp_pos (- (z / 2))) as Pe.
  apply Rle_trans with (2 * q * (3 * exp (- (z / 2)))); [apply Rmult_le_compat_l; lra|nra].
Qed.

Lemma mass_limits : filterlim signed_mass plus_infinity (locally 1) /\
  filterlim signed_mass minus_infinity (locally (-1)).
Proof.
  split; [apply (limit_right _ _ 6); exact mass_right|]. apply (limit_left _ _ 6). intros z Hz.
  pose proof (mass_right (- z) ltac:(lra)) as L. rewrite mass_odd in L.
  replace (- (- z / 2)) with (z / 2) in L by field. rewrite <- Rabs_Ropp.
  replace (- (signed_mass z - -1)) with (- signed_mass z - 1) by ring. exact L.
Qed.

Lemma density_limits : filterlim normal_density plus_infinity (locally 0) /\
  filterlim normal_density minus_infinity (locally 0).
Proof.
  assert (B : forall z, 0 <= z -> Rabs (normal_density z - 0) <= exp (/ 2) * exp (- (z / 2))).
  { intros z Hz. destruct (density_bounds (- z)) as [P L]. rewrite density_even in P, L.
    rewrite Rminus_0_r, Rabs_pos_eq by lra.
    eapply Rle_trans; [exact L|]. rewrite <- exp_plus. apply exp_le. lra. }
  split; [exact (limit_right _ _ _ B)|]. apply (limit_left _ _ (exp (/ 2))). intros z Hz.
  specialize (B (- z) ltac:(lra)). rewrite density_even in B. replace (- (- z / 2)) with (z / 2) in B by field. exact B.
Qed.

(** An increasing line leads to infinity at both ends. *)
Lemma line_limits k m : 0 < k ->
  filterlim (fun z => k * z + m) plus_infinity plus_infinity /\
  filterlim (fun z => k * z + m) minus_infinity minus_infinity.
Proof.
  intros Hk. split; intros P [M HM]; exists ((M - m) / k); intros z Hz; apply HM;
    apply (Rmult_lt_compat_l k) in Hz; try exact Hk; replace (k * ((M - m) / k)) with (M - m) in Hz by (field; lra);
      lra.
Qed.

(** ** Means of functions of s + b Z *)

(** A multiple of a limit. *)
Lemma limit_scale q (A : R -> R) (F : (R -> Prop) -> Prop) (l : R) : filterlim A F (locally l) ->
  filterlim (fun z => q * A z) F (locally (q * l)).
Proof. intros H. exact (filterlim_comp _ _ _ A (scal q) F (locally l) _ H (filterlim_scal_r q l)). Qed.

(** The law is symmetric. *)
Lemma normal_mean_opp f l : normal_mean f l -> normal_mean (fun z => f (- z)) l.
Proof.
  intros H P HP. destruct (H P HP) as [A B [a Ha] [b Hb] HAB].
  apply (Filter_prod _ _ _ (fun x => x < - b) (fun y => - a < y)); [now exists (- b)|now exists (- a)|].
  intros x y Hx Hy. cbn. destruct (HAB (- y) (- x)) as (v & I & Pv); [apply Ha; lra|apply Hb; lra|].
  exists v. split; [|exact Pv]. cbn in I. apply is_RInt_swap in I. apply is_RInt_comp_opp in I.
  apply is_RInt_opp in I. rewrite opp_opp in I. revert I. apply is_RInt_ext. intros z _.
  rewrite density_even. apply opp_opp.
Qed.

Section Sum.
Variables (b c : R).
Hypothesis Hc : 0 < c.
Let C := sqrt (c ^ 2 + b ^ 2).

Lemma root_square : 0 < C /\ C * C = c ^ 2 + b ^ 2.
Proof.
  pose proof (pow2_ge_0 b) as B. assert (P : 0 < c ^ 2) by (apply pow_lt; lra). split.
  - apply sqrt_lt_R0. lra.
  - apply sqrt_sqrt. lra.
Qed.

(** The density of c Z_0 + b Z_1 at -s, up to the factor c: a square is completed. *)
Lemma density_mean s : normal_mean (fun z => normal_density ((s + b * z) / c)) (c / C * normal_density (s / C)).
Proof.
  destruct root_square as [PC EC]. set (q := c / C * normal_density (s / C) / 2). set (m := b * s / (c * C)).
  replace (c / C * normal_density (s / C)) with (q * 1 - q * -1) by (unfold q; field; lra).
  assert (Pk : 0 < C / c) by (apply Rdiv_lt_0_compat; lra). destruct (line_limits (C / c) m Pk) as [L1 L2].
  destruct mass_limits as [M1 M2].
  apply (integral (fun z => q * signed_mass (C / c * z + m)) (fun z => normal_density ((s + b * z) / c) *
    normal_density z)).
  - intros z. replace (normal_density ((s + b * z) / c) * normal_density z)
      with (q * (C / c * (2 * normal_density (C / c * z + m)))).
    + apply (is_derive_scal (fun z => signed_mass (C / c * z + m)) z q).
      apply (is_derive_comp signed_mass (fun z => C / c * z + m)); [apply mass_derive|]. auto_derive; [trivial|ring].
    + replace (q * (C / c * (2 * normal_density (C / c * z + m))))
        with (normal_density (s / C) * normal_density (C / c * z + m)) by (unfold q; field; lra).
      unfold normal_density. pose proof root_above_1 as Q. set (w := sqrt (2 * PI)) in *.
      assert (X : exp (- (s / C) ^ 2 / 2) * exp (- (C / c * z + m) ^ 2 / 2) =
        exp (- ((s + b * z) / c) ^ 2 / 2) * exp (- z ^ 2 / 2)).
      { rewrite <- 2 exp_plus. f_equal.
        enough (Y : (s / C) ^ 2 + (C / c * z + m) ^ 2 = ((s + b * z) / c) ^ 2 + z ^ 2) by lra.
        unfold m. replace ((s / C) ^ 2) with (s ^ 2 / (C * C)) by (field; lra).
        replace ((C / c * z + b * s / (c * C)) ^ 2)
          with ((C * C) * z ^ 2 / c ^ 2 + 2 * b * s * z / c ^ 2 + b ^ 2 * s ^ 2 / (c ^ 2 * (C * C))) by (field; lra).
        assert (N : 0 < C * C) by (apply Rmult_lt_0_compat; lra). rewrite EC in *. field. split; nra. }
      unfold Rdiv in *.
      replace (exp (- (s * / C) ^ 2 * / 2) * / w * (exp (- (C * / c * z + m) ^ 2 * / 2) * / w))
        with (exp (- (s * / C) ^ 2 * / 2) * exp (- (C * / c * z + m) ^ 2 * / 2) * / w * / w) by ring.
      rewrite X. ring.
  - intros z. apply (continuous_mult (fun z => normal_density ((s + b * z) / c)) normal_density);
      [|apply NormalTail.density_continuous].
    apply (continuous_comp (fun z => (s + b * z) / c) normal_density); [|apply NormalTail.density_continuous].
    apply (ex_derive_continuous (fun z => (s + b * z) / c)). auto_derive. lra.
  - apply (limit_scale q (fun z => signed_mass (C / c * z + m)) _ (-1)).
    exact (filterlim_comp _ _ _ (fun z => C / c * z + m) signed_mass _ _ _ L2 M2).
  - apply (limit_scale q (fun z => signed_mass (C / c * z + m)) _ 1).
    exact (filterlim_comp _ _ _ (fun z => C / c * z + m) signed_mass _ _ _ L1 M1).
Qed.

(** The two functions of s + b Z are Lipschitz. *)
Let mass_at (s z : R) : R := signed_mass ((s + b * z) / c).
Let density_at (s z : R) : R := normal_density ((s + b * z) / c).

Lemma at_lipschitz (f f' : R -> R) B s : (forall x, derivable_pt_lim f x (f' x)) -> (forall x, Rabs (f' x) <= B) ->
  lipschitz_by (B * Rabs (b / c)) (fun z => f ((s + b * z) / c)).
Proof.
  intros D H. pose proof (lipschitz_affine B f (s / c) (b / c) (lipschitz_of_derivative f f' B D H)) as L.
  intros x y. specialize (L x y). cbn beta in L. replace ((s + b * x) / c) with (s / c + b / c * x) by (field; lra).
  replace ((s + b * y) / c) with (s / c + b / c * y) by (field; lra). exact L.
Qed.

Lemma mass_at_growth s : quadratic_growth (mass_at s).
Proof.
  apply (growth_lipschitz (2 * Rabs (b / c))). apply (at_lipschitz signed_mass _ 2 s mass_lim). intros x.
  destruct (density_small x) as [[P L] _]. rewrite Rabs_pos_eq; lra.
Qed.

Lemma density_lim x : derivable_pt_lim normal_density x (- (x * normal_density x)).
Proof. apply is_derive_Reals, density_derive. Qed.

Lemma density_slope_small x : Rabs (- (x * normal_density x)) <= 1.
Proof. rewrite Rabs_Ropp. apply density_small. Qed.

Lemma density_at_growth s : quadratic_growth (density_at s).
Proof.
  apply (growth_lipschitz (1 * Rabs (b / c))). exact (at_lipschitz normal_density _ 1 s density_lim
    density_slope_small).
Qed.

(** The mean of the signed mass changes with s like that mass itself, and vanishes at 0. *)
Let G := normal_integral.
Let HG := normal_integral_functional.

Lemma mass_mean_lim s : derivable_pt_lim (fun s => G (mass_at s)) s (2 / C * normal_density (s / C)).
Proof.
  destruct root_square as [PC _]. intros eta He. assert (P : 0 < eta * c ^ 2 / 4)
    by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; [lra|apply pow_lt; lra]|lra]).
  exists (mkposreal _ P). intros h Nh Hh. change (Rabs h < eta * c ^ 2 / 4) in Hh. pose proof (Rabs_pos_lt h Nh) as Ph.
  assert (E : 2 / C * normal_density (s / C) = 2 / c * G (density_at s)).
  { unfold G, density_at. rewrite (normal_integral_is _ _ (density_mean s)). field. lra. }
  destruct (functional_difference G HG 1 (mass_at (s + h)) (mass_at s) (mass_at_growth _) (mass_at_growth _)) as [D1
    E1].
  destruct (functional_difference G HG (2 * (h / c)) _ (density_at s) D1 (density_at_growth s)) as [D2 E2].
  rewrite E1 in E2. pose proof (functional_abs G HG _ (fun _ => Rabs (h / c) * (2 * Rabs (h / c))) D2 (growth_const _))
    as A.
  rewrite E2, (functional_const G HG) in A.
  assert (B : Rabs (G (mass_at (s + h)) - 1 * G (mass_at s) - 2 * (h / c) * G (density_at s)) <=
    Rabs (h / c) * (2 * Rabs (h / c))).
  { apply A. intros z. unfold mass_at, density_at. set (x := (s + b * z) / c).
    replace ((s + h + b * z) / c) with (x + h / c) by (unfold x; field; lra).
    replace (signed_mass (x + h / c) - 1 * signed_mass x - 2 * (h / c) * normal_density x)
      with (signed_mass (x + h / c) - signed_mass x - h / c * (2 * normal_density x)) by ring.
    apply (increment signed_mass (fun t => 2 * normal_density t)); [exact mass_lim|]. intros t Ht.
    pose proof (lipschitz_of_derivative normal_density _ 1 density_lim density_slope_small t x) as L.
    rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq 2) by lra. lra. }
  rewrite E. set (d := G (mass_at (s + h)) - G (mass_at s)).
  replace (G (mass_at (s + h)) - 1 * G (mass_at s) - 2 * (h / c) * G (density_at s))
    with ((d / h - 2 / c * G (density_at s)) * h) in B by (unfold d; field; lra).
  rewrite Rabs_mult in B. unfold Rdiv in B at 3 4. rewrite Rabs_mult, (Rabs_pos_eq (/ c)) in B
    by (left; now apply Rinv_0_lt_compat).
  apply (Rmult_lt_reg_r (Rabs h)); [exact Ph|]. eapply Rle_lt_trans; [exact B|].
  replace (Rabs h * / c * (2 * (Rabs h * / c))) with (2 / c ^ 2 * Rabs h * Rabs h) by (field; lra).
  apply Rmult_lt_compat_r; [exact Ph|]. apply (Rmult_lt_compat_l (2 / c ^ 2)) in Hh;
    [|apply Rdiv_lt_0_compat; [lra|apply pow_lt; lra]].
  replace (2 / c ^ 2 * (eta * c ^ 2 / 4)) with (eta / 2) in Hh by (field; lra). lra.
Qed.

Lemma mass_mean_0 : G (mass_at 0) = 0.
Proof.
  pose proof (normal_integral_mean _ (mass_at_growth 0)) as M. fold G in M.
  assert (O : forall v, v = - 1 * v + 0 * v -> v = 0) by (intros; lra). apply O.
  pose proof (normal_mean_linear (- 1) 0 _ _ _ _ M M) as L. apply normal_mean_opp in L.
  rewrite <- (normal_integral_is _ _ L).
  unfold G. f_equal. apply functional_extensionality. intros z. unfold mass_at.
  replace ((0 + b * - z) / c) with (- ((0 + b * z) / c)) by (field; lra). rewrite mass_odd. ring.
Qed.

Lemma mass_mean s : G (mass_at s) = signed_mass (s / C).
Proof.
  destruct root_square as [PC _].
  assert (D : forall x : R, is_derive (fun s => G (mass_at s) - signed_mass (s / C)) x 0).
  { intros x. replace 0 with (2 / C * normal_density (x / C) - / C * (2 * normal_density (x / C))) by (field; lra).
    apply (is_derive_minus (fun s => G (mass_at s)) (fun s => signed_mass (s / C))).
    - apply is_derive_Reals, mass_mean_lim.
    - apply (is_derive_comp signed_mass (fun s => s / C)); [apply mass_derive|]. auto_derive; [lra|field; lra]. }
  assert (Z : G (mass_at 0) - signed_mass (0 / C) = 0).
  { rewrite mass_mean_0. replace (0 / C) with 0 by (field; lra). pose proof (mass_odd 0) as O. rewrite Ropp_0 in O. lra.
    }
  enough (G (mass_at s) - signed_mass (s / C) = G (mass_at 0) - signed_mass (0 / C)) by lra.
  destruct (Rtotal_order s 0) as [L|[->|L]]; [|reflexivity|].
  - apply (eq_is_derive (fun s => G (mass_at s) - signed_mass (s / C))); [intros t _; apply D|exact L].
  - symmetry. apply (eq_is_derive (fun s => G (mass_at s) - signed_mass (s / C))); [intros t _; apply D|lra].
Qed.

(** The mean of |s + b Z_1 + c Z_0| over Z_1: by E Z g(Z) = E g'(Z). *)
Lemma size_mean s : normal_mean (fun z => mean_size c (s + b * z)) (mean_size C s).
Proof.
  destruct root_square as [PC EC].
  assert (Dg : forall z, derivable_pt_lim (mass_at s) z (2 * b / c * density_at s z)).
  { intros z. apply is_derive_Reals. unfold mass_at, density_at.
    replace (2 * b / c * normal_density ((s + b * z) / c)) with (b / c * (2 * normal_density ((s + b * z) / c)))
      by (field; lra).
    apply (is_derive_comp signed_mass (fun z => (s + b * z) / c)); [apply mass_derive|]. auto_derive; [lra|field; lra].
    }
  pose proof (normal_integral_mean _ (mass_at_growth s)) as M1. fold G in M1. rewrite mass_mean in M1.
  pose proof (density_mean s) as M2. fold (density_at s) in M2.
  assert (St : normal_mean (fun z => 2 * b / c * density_at s z - z * mass_at s z) 0).
  { apply (normal_stein (mass_at s) (fun z => 2 * b / c * density_at s z)); [exact Dg| |apply mass_at_growth].
    apply (continuity_scal (density_at s)). apply density_at_growth. }
  pose proof (normal_mean_linear (- b) (2 * b * b / c + 2 * c) _ _ _ _ St M2) as L1.
  pose proof (normal_mean_linear s 1 _ _ _ _ M1 L1) as L2. unfold mean_size at 2.
  destruct (Rlt_dec 0 C) as [_|N]; [|contradiction].
  replace (s * signed_mass (s / C) + 1 * (- b * 0 + (2 * b * b / c + 2 * c) * (c / C * normal_density (s / C))))
    with (s * signed_mass (s / C) + 2 * C * normal_density (s / C)) in L2.
  - revert L2. unfold normal_mean. apply line_ext. intros z. unfold mean_size, mass_at, density_at.
    destruct (Rlt_dec 0 c) as [_|N]; [|contradiction]. field. lra.
  - assert (X : (2 * b * b / c + 2 * c) * (c / C) = 2 * C).
    { replace ((2 * b * b / c + 2 * c) * (c / C)) with (2 * (c ^ 2 + b ^ 2) / C) by (field; lra).
      rewrite <- EC. field. lra. }
    rewrite <- X. ring.
Qed.
End Sum.

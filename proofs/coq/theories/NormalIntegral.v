(** Means under the standard normal law as improper integrals: of continuous functions of at most quadratic growth, with
    E Z g(Z) = E g'(Z). *)

From Coq Require Import Reals Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import LogSumExp NormalTail GumbelVariable GaussianIntegral NormalSmoothing.
Open Scope R_scope.

(** l is the mean of f(Z) for a standard normal Z. *)
Definition normal_mean (f : R -> R) (l : R) : Prop :=
  is_RInt_gen (fun z => f z * normal_density z) (Rbar_locally m_infty) (Rbar_locally p_infty) l.

(** ** Integrands below a multiple of 1/(2 + e^z + e^-z) *)

Definition logistic (z : R) : R := / (1 + exp (- z)).
Definition hump (z : R) : R := / (2 + exp z + exp (- z)).

(** It is positive, small at both ends, and has the logistic function as an antiderivative. *)
Lemma hump_small z : 0 < hump z /\ hump z <= exp (- z) /\ hump z <= exp z.
Proof.
  pose proof (exp_pos z) as P. pose proof (exp_pos (- z)) as N.
  assert (E : exp (- z) * exp z = 1) by (rewrite <- exp_plus, <- exp_0; f_equal; ring). unfold hump.
  split; [apply Rinv_0_lt_compat; lra|].
  split; apply (Rmult_le_reg_r (2 + exp z + exp (- z))); try rewrite Rinv_l by lra; nra.
Qed.

Lemma logistic_derive (z : R) : is_derive logistic z (hump z).
Proof.
  unfold logistic, hump. pose proof (exp_pos z) as P. pose proof (exp_pos (- z)) as N.
  auto_derive; [lra|]. rewrite exp_Ropp in *. field. repeat split; nra.
Qed.

Lemma logistic_right : filterlim logistic plus_infinity (locally 1).
Proof.
  apply (limit_right _ _ 1). intros z Hz. unfold logistic. pose proof (exp_pos (- z)) as N.
  replace (/ (1 + exp (- z)) - 1) with (- (exp (- z) * / (1 + exp (- z)))) by (field; lra).
  rewrite Rabs_Ropp, Rabs_pos_eq by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
  pose proof (exp_le (- z) (- (z / 2)) ltac:(lra)) as E.
  assert (I : / (1 + exp (- z)) <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra). nra.
Qed.

Lemma logistic_left : filterlim logistic minus_infinity (locally 0).
Proof.
  apply (limit_left _ _ 1). intros z Hz. unfold logistic. pose proof (exp_pos (- z)) as N. rewrite Rminus_0_r.
  rewrite Rabs_pos_eq by (left; apply Rinv_0_lt_compat; lra). pose proof (exp_le z (z / 2) ltac:(lra)) as E.
  apply Rle_trans with (exp z); [|lra]. rewrite exp_Ropp in *. pose proof (exp_pos z) as P.
  apply (Rmult_le_reg_r (1 + / exp z)); [lra|]. rewrite Rinv_l, Rmult_plus_distr_l, Rinv_r by lra. lra.
Qed.

(** A continuous integrand below a multiple of it has an integral. *)
Section Dominated.
Variables (h : R -> R) (b : R).
Hypothesis C : forall z, continuous h z.
Hypothesis B : forall z, Rabs (h z) <= b * hump z.

Let H (x : R) : R := RInt h 0 x.

Lemma part_integrable u v : ex_RInt h u v.
Proof. apply (ex_RInt_continuous h). intros z _. apply C. Qed.

Lemma part_increment u v : u <= v -> Rabs (H v - H u) <= b * (logistic v - logistic u).
Proof.
  intros L. replace (H v - H u) with (RInt h u v).
  - apply (norm_RInt_le (V := R_NormedModule) h (fun z => b * hump z) u v); [exact L|intros z _; apply B| |].
    + apply (RInt_correct h), part_integrable.
    + replace (b * (logistic v - logistic u)) with (b * logistic v - b * logistic u) by ring.
      apply (is_RInt_derive (fun z => b * logistic z) (fun z => b * hump z)).
      * intros z _. apply (is_derive_scal logistic z b), logistic_derive.
      * intros z _. apply (ex_derive_continuous (fun z => b * hump z)). unfold hump. auto_derive.
        pose proof (exp_pos z). pose proof (exp_pos (- z)). lra.
  - pose proof (RInt_Chasles h 0 u v (part_integrable _ _) (part_integrable _ _)) as Ch.
    change (RInt h 0 u + RInt h u v = RInt h 0 v) in Ch. unfold H. lra.
Qed.

Lemma part_converges (F : (R -> Prop) -> Prop) l : ProperFilter F -> filterlim logistic F (locally l) ->
  exists y, filterlim H F (locally y).
Proof.
  intros PF L. apply (proj1 (filterlim_locally_cauchy (U := R_CompleteSpace) (F := F) H)). intros eps.
  assert (B0 : 0 <= b).
  { pose proof (B 0) as B0. pose proof (Rabs_pos (h 0)). destruct (hump_small 0) as [P _]. nra. }
  assert (Pq : 0 < eps / (2 * (b + 1))) by (apply Rdiv_lt_0_compat; [apply cond_pos|lra]).
  exists (fun z => Rabs (logistic z - l) < eps / (2 * (b + 1))).
  split; [exact (proj1 (filterlim_locally logistic l) L (mkposreal _ Pq))|].
  assert (Two : forall u v, u <= v -> Rabs (logistic u - l) < eps / (2 * (b + 1)) ->
    Rabs (logistic v - l) < eps / (2 * (b + 1)) -> Rabs (H v - H u) < eps).
  { intros u v Huv Hu Hv. eapply Rle_lt_trans; [now apply part_increment|]. apply Rabs_def2 in Hu, Hv.
    assert (D : logistic v - logistic u < eps / (b + 1)).
    { replace (eps / (b + 1)) with (eps / (2 * (b + 1)) + eps / (2 * (b + 1))) by (field; lra). lra. }
    apply (Rmult_lt_compat_r (b + 1)) in D; [|lra].
    replace (eps / (b + 1) * (b + 1)) with (pos eps) in D by (field; lra).
    pose proof (part_increment u v Huv) as I. pose proof (Rabs_pos (H v - H u)) as P.
    destruct (Rlt_dec (logistic v - logistic u) 0) as [N|N]; [pose proof (cond_pos eps); nra|nra]. }
  intros u v Hu Hv. change (Rabs (H v - H u) < eps). destruct (Rle_dec u v) as [L1|L1]; [now apply Two|].
  rewrite Rabs_minus_sym. apply Two; [lra|exact Hv|exact Hu].
Qed.

Lemma dominated : exists l, is_RInt_gen h minus_infinity plus_infinity l.
Proof.
  destruct (part_converges minus_infinity 0 _ logistic_left) as (y0 & L0).
  destruct (part_converges plus_infinity 1 _ logistic_right) as (y1 & L1).
  exists (y1 - y0). apply (integral H h); [|exact C|exact L0|exact L1]. intros z.
  apply (is_derive_RInt h H 0 z); [|apply C]. apply filter_forall. intros y. apply (RInt_correct h), part_integrable.
Qed.
End Dominated.

(** (1 + z^2) times the density is below such a multiple. *)
Lemma density_below_hump z : (1 + z ^ 2) * normal_density z <= 32 * hump z.
Proof.
  pose proof root_above_1 as Q. destruct (hump_small z) as [Ph _]. unfold normal_density.
  assert (I : 0 < / sqrt (2 * PI) <= 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  apply Rle_trans with ((1 + z ^ 2) * exp (- z ^ 2 / 2)).
  - pose proof (exp_pos (- z ^ 2 / 2)) as E. pose proof (pow2_ge_0 z) as Z. unfold Rdiv. rewrite <- Rmult_assoc.
    rewrite <- (Rmult_1_r ((1 + z ^ 2) * exp (- z ^ 2 * / 2))) at 2.
    apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra|left; apply exp_pos]|lra].
  - assert (A : 1 + z ^ 2 <= 4 * exp (z ^ 2 / 4)).
    { pose proof (exp_ineq1_le (z ^ 2 / 4)) as E. pose proof (pow2_ge_0 z) as Z. lra. }
    assert (E4 : exp (z ^ 2 / 4) * exp (- z ^ 2 / 2) = exp (- (z ^ 2 / 4))) by (rewrite <- exp_plus; f_equal; field).
    assert (Sum : (2 + exp z + exp (- z)) * exp (- (z ^ 2 / 4)) <= 8).
    { assert (E1 : exp z * exp (- (z ^ 2 / 4)) <= 3).
      { rewrite <- exp_plus. apply Rle_trans with (exp 1); [|apply exp_le_3]. apply exp_le.
        pose proof (pow2_ge_0 (z - 2)) as S. simpl in *. lra. }
      assert (E2 : exp (- z) * exp (- (z ^ 2 / 4)) <= 3).
      { rewrite <- exp_plus. apply Rle_trans with (exp 1); [|apply exp_le_3]. apply exp_le.
        pose proof (pow2_ge_0 (z + 2)) as S. simpl in *. lra. }
      assert (E3 : exp (- (z ^ 2 / 4)) <= 1).
      { rewrite <- exp_0. apply exp_le. pose proof (pow2_ge_0 z). lra. }
      lra. }
    apply Rle_trans with (4 * exp (z ^ 2 / 4) * exp (- z ^ 2 / 2)).
    { apply Rmult_le_compat_r; [left; apply exp_pos|exact A]. }
    rewrite Rmult_assoc, E4. replace 32 with (4 * 8) by ring. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
    apply (Rmult_le_compat_r (hump z)) in Sum; [|lra]. eapply Rle_trans; [|exact Sum]. right. unfold hump.
    pose proof (exp_pos z). pose proof (exp_pos (- z)). field. lra.
Qed.

Lemma growth_below_hump f : quadratic_growth f ->
  (forall z, continuous (fun z => f z * normal_density z) z) /\
  exists b, 0 <= b /\ forall z, Rabs (f z * normal_density z) <= b * hump z.
Proof.
  intros [Cf [b B]]. assert (B0 : 0 <= b).
  { specialize (B 0). pose proof (Rabs_pos (f 0)). simpl in B. lra. }
  split.
  - intros z. apply (continuous_mult f normal_density); [apply continuity_pt_filterlim, Cf|].
    apply NormalTail.density_continuous.
  - exists (b * 32). split; [lra|]. intros z. pose proof (density_below_hump z) as D.
    destruct (density_bounds z) as [P _].
    rewrite Rabs_mult, (Rabs_pos_eq (normal_density z)) by lra.
    apply Rle_trans with (b * (1 + z ^ 2) * normal_density z); [apply Rmult_le_compat_r; [lra|apply B]|].
    rewrite 2 Rmult_assoc. now apply Rmult_le_compat_l.
Qed.

(** ** The mean *)

Lemma normal_mean_exists f : quadratic_growth f -> exists l, normal_mean f l.
Proof.
  intros Hf. destruct (growth_below_hump f Hf) as (C & b & _ & B).
  exact (dominated (fun z => f z * normal_density z) b C B).
Qed.

Lemma normal_mean_unique f l m : normal_mean f l -> normal_mean f m -> l = m.
Proof.
  intros L M. rewrite <- (is_RInt_gen_unique _ _ L). exact (is_RInt_gen_unique _ _ M).
Qed.

(** As a functional it is the one of the replacement. *)
Definition normal_integral (f : R -> R) : R :=
  RInt_gen (fun z => f z * normal_density z) (Rbar_locally m_infty) (Rbar_locally p_infty).

Lemma normal_integral_mean f : quadratic_growth f -> normal_mean f (normal_integral f).
Proof.
  intros Hf. destruct (normal_mean_exists f Hf) as (l & L). unfold normal_integral, normal_mean in *.
  now rewrite (is_RInt_gen_unique _ _ L).
Qed.

Lemma normal_integral_is f l : normal_mean f l -> normal_integral f = l.
Proof. intros L. exact (is_RInt_gen_unique _ _ L). Qed.

Lemma normal_mean_linear a b f g l m : normal_mean f l -> normal_mean g m ->
  normal_mean (fun z => a * f z + b * g z) (a * l + b * m).
Proof.
  intros L M. unfold normal_mean.
  pose proof (is_RInt_gen_plus _ _ _ _ (is_RInt_gen_scal _ a _ L) (is_RInt_gen_scal _ b _ M)) as S.
  replace (fun z => (a * f z + b * g z) * normal_density z)
    with (fun z => plus (scal a (f z * normal_density z)) (scal b (g z * normal_density z))); [exact S|].
  apply functional_extensionality. intros z. unfold plus, scal; simpl. unfold mult; simpl. ring.
Qed.

Lemma normal_mean_nonneg f l : (forall z, 0 <= f z) -> normal_mean f l -> 0 <= l.
Proof.
  intros P L. apply Rle_trans with (Rabs l); [apply Rabs_pos|].
  apply (RInt_gen_norm (Fa := Rbar_locally m_infty) (Fb := Rbar_locally p_infty) (fun z => f z * normal_density z)
    (fun z => f z * normal_density z) l l); [| |exact L|exact L].
  - apply (Filter_prod _ _ _ (fun x => x < 0) (fun y => 0 < y)); [now exists 0|now exists 0|].
    intros x y Hx Hy. simpl. lra.
  - apply filter_forall. intros ab z _. right. apply Rabs_pos_eq. destruct (density_bounds z) as [D _].
    apply Rmult_le_pos; [apply P|lra].
Qed.

(** g times the density vanishes at both ends, and its derivative is (g'(z) - z g(z)) times the density. *)
Lemma normal_stein g g' : (forall z, derivable_pt_lim g z (g' z)) -> continuity g' -> quadratic_growth g ->
  normal_mean (fun z => g' z - z * g z) 0.
Proof.
  intros D C Hg. destruct (growth_below_hump g Hg) as (_ & b & B0 & B). unfold normal_mean.
  replace 0 with (0 - 0) by ring.
  apply (integral (fun z => g z * normal_density z) (fun z => (g' z - z * g z) * normal_density z)).
  - intros z. pose proof root_above_1 as Q.
    assert (Dd : is_derive normal_density z (- z * normal_density z)).
    { unfold normal_density. auto_derive; [trivial|]. replace (- (z * (z * 1)) * / 2) with (- z ^ 2 / 2)
        by (simpl; unfold Rdiv; ring). field. lra. }
    pose proof (proj2 (is_derive_Reals g z (g' z)) (D z)) as Dg.
    pose proof (is_derive_mult g normal_density z _ _ Dg Dd Rmult_comm) as M.
    replace ((g' z - z * g z) * normal_density z)
      with (plus (mult (g' z) (normal_density z)) (mult (g z) (- z * normal_density z))); [exact M|].
    unfold plus, mult; simpl. ring.
  - intros z. apply (continuous_mult (fun z => g' z - z * g z) normal_density); [|apply NormalTail.density_continuous].
    apply continuity_pt_filterlim. apply (continuity_pt_minus g' (fun z => z * g z)); [apply C|].
    apply (continuity_pt_mult (fun z => z) g); [apply derivable_continuous_pt, derivable_pt_id|apply Hg].
  - apply (limit_left _ _ b). intros z Hz. rewrite Rminus_0_r. eapply Rle_trans; [apply B|].
    apply Rmult_le_compat_l; [exact B0|]. destruct (hump_small z) as (_ & _ & S).
    pose proof (exp_le z (z / 2) ltac:(lra)). lra.
  - apply (limit_right _ _ b). intros z Hz. rewrite Rminus_0_r. eapply Rle_trans; [apply B|].
    apply Rmult_le_compat_l; [exact B0|]. destruct (hump_small z) as (_ & S & _).
    pose proof (exp_le (- z) (- (z / 2)) ltac:(lra)). lra.
Qed.

Theorem normal_integral_functional : normal_functional normal_integral.
Proof.
  split; [|split; [|split]].
  - apply normal_integral_is. unfold normal_mean.
    replace (fun z => 1 * normal_density z) with normal_density; [exact normal_mass|].
    apply functional_extensionality. intros. ring.
  - intros a b f g Hf Hg. apply normal_integral_is, normal_mean_linear; now apply normal_integral_mean.
  - intros f g Hf Hg L. enough (0 <= 1 * normal_integral g + -1 * normal_integral f) by lra.
    apply (normal_mean_nonneg (fun z => 1 * g z + -1 * f z)); [intros z; specialize (L z); lra|].
    apply normal_mean_linear; now apply normal_integral_mean.
  - intros g g' b D C B. pose proof (lipschitz_of_derivative g g' b D B) as Lg.
    pose proof (normal_stein g g' D C (growth_lipschitz b g Lg)) as S. pose proof (growth_times b g Lg) as Hz.
    pose proof (normal_mean_linear 1 1 _ _ _ _ S (normal_integral_mean _ Hz)) as M. symmetry.
    apply normal_integral_is. replace (1 * 0 + 1 * normal_integral (fun z => z * g z))
      with (normal_integral (fun z => z * g z)) in M by ring.
    replace g' with (fun z => 1 * (g' z - z * g z) + 1 * (z * g z)); [exact M|].
    apply functional_extensionality. intros. ring.
Qed.

(** The mean gamma of a Gumbel variable: it is minus the integral of e^-t ln t over (0, oo), and between 0.54 and
    0.61. *)

From Coq Require Import Reals Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures Rising Vectors Entropy LogSumExp GumbelVariable GumbelMaximum.
Open Scope R_scope.

(** As t falls to 0, and as it grows, -ln t runs to either infinity. *)
Lemma minus_ln_at_0 : filterlim (fun t => - ln t) (at_right 0) plus_infinity.
Proof.
  intros Q [b H]. exists (mkposreal _ (exp_pos (- b))). intros t Bt Pt. apply H.
  change (Rabs (t - 0) < exp (- b)) in Bt. rewrite Rminus_0_r, Rabs_pos_eq in Bt by lra.
  apply ln_increasing in Bt; [|exact Pt]. rewrite ln_exp in Bt. lra.
Qed.

Lemma minus_ln_at_infinity : filterlim (fun t => - ln t) plus_infinity minus_infinity.
Proof.
  intros Q [b H]. exists (exp (- b)). intros t Bt. apply H.
  apply ln_increasing in Bt; [|apply exp_pos]. rewrite ln_exp in Bt. lra.
Qed.

(** A number that is at most every K e^-x is not positive. *)
Lemma nonpos_by_limit a K : (forall x, 0 <= x -> a <= K * exp (- x)) -> a <= 0.
Proof.
  intros H. destruct (Rle_dec a 0) as [L|N]; [exact L|exfalso]. pose proof (H 0 (Rle_refl 0)) as K0.
  rewrite Ropp_0, exp_0 in K0. assert (X : 0 <= K / a) by (apply Rle_mult_inv_pos; lra).
  specialize (H (K / a) X). pose proof (exp_ineq1_le (K / a)) as E. pose proof (exp_pos (K / a)) as P.
  rewrite exp_Ropp in H. apply (Rmult_le_compat_r (exp (K / a))) in H; [|lra].
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r in H by lra.
  assert (Y : a * (1 + K / a) <= a * exp (K / a)) by (apply Rmult_le_compat_l; lra).
  replace (a * (1 + K / a)) with (a + K) in Y by (field; lra). lra.
Qed.

(** Taylor sums of e^-t, from below and from above. *)
Lemma exp_between t : 0 <= t ->
  1 - t + t ^ 2 / 2 - t ^ 3 / 6 <= exp (- t) <= 1 - t + t ^ 2 / 2 - t ^ 3 / 6 + t ^ 4 / 24.
Proof.
  assert (A : forall t, 0 <= t -> exp (- t) <= 1 - t + t ^ 2 / 2).
  { intros s Hs. enough (1 - 0 + 0 ^ 2 / 2 - exp (- 0) <= 1 - s + s ^ 2 / 2 - exp (- s)) as X
      by (rewrite Ropp_0, exp_0 in X; lra).
    apply (rises_between (fun s => 1 - s + s ^ 2 / 2 - exp (- s)) (fun s => exp (- s) - 1 + s)); [exact Hs| |].
    - intros r _. auto_derive; [trivial|field].
    - intros r _. pose proof (exp_ineq1_le (- r)) as E. lra. }
  assert (B : forall t, 0 <= t -> 1 - t + t ^ 2 / 2 - t ^ 3 / 6 <= exp (- t)).
  { intros s Hs.
    enough (exp (- 0) - (1 - 0 + 0 ^ 2 / 2 - 0 ^ 3 / 6) <= exp (- s) - (1 - s + s ^ 2 / 2 - s ^ 3 / 6)) as X
      by (rewrite Ropp_0, exp_0 in X; lra).
    apply (rises_between (fun s => exp (- s) - (1 - s + s ^ 2 / 2 - s ^ 3 / 6))
      (fun s => 1 - s + s ^ 2 / 2 - exp (- s)));
      [exact Hs| |].
    - intros r _. auto_derive; [trivial|field].
    - intros r Hr. pose proof (A r ltac:(lra)) as E. lra. }
  intros Ht. split; [now apply B|].
  enough (1 - 0 + 0 ^ 2 / 2 - 0 ^ 3 / 6 + 0 ^ 4 / 24 - exp (- 0) <=
    1 - t + t ^ 2 / 2 - t ^ 3 / 6 + t ^ 4 / 24 - exp (- t)) as X by (rewrite Ropp_0, exp_0 in X; lra).
  apply (rises_between (fun s => 1 - s + s ^ 2 / 2 - s ^ 3 / 6 + s ^ 4 / 24 - exp (- s))
    (fun s => exp (- s) - (1 - s + s ^ 2 / 2 - s ^ 3 / 6))); [exact Ht| |].
  - intros r _. auto_derive; [trivial|field].
  - intros r Hr. pose proof (B r ltac:(lra)) as E. lra.
Qed.

(** Two bounds of logarithms. *)
Lemma ln_bounds y : 0 <= y -> y / (1 + y) <= ln (1 + y) <= y /\ 1 / 2 * ln (1 + 2 * y) <= y * (1 + y) / (1 + 2 * y).
Proof.
  intros Hy. split; [split|].
  - enough (ln (1 + 0) - 0 / (1 + 0) <= ln (1 + y) - y / (1 + y)) as X.
    { replace (1 + 0) with 1 in X by ring. rewrite ln_1 in X. lra. }
    apply (rises_between (fun s => ln (1 + s) - s / (1 + s)) (fun s => s / (1 + s) ^ 2)); [exact Hy| |].
    + intros r Hr. auto_derive; [lra|]. field. lra.
    + intros r Hr. apply Rle_mult_inv_pos; [lra|]. apply pow_lt. lra.
  - rewrite <- (ln_exp y) at 2. apply ln_le_mono; [lra|]. apply exp_ineq1_le.
  - enough (0 * (1 + 0) / (1 + 2 * 0) - 1 / 2 * ln (1 + 2 * 0) <=
      y * (1 + y) / (1 + 2 * y) - 1 / 2 * ln (1 + 2 * y)) as X.
    { replace (1 + 2 * 0) with 1 in X by ring. rewrite ln_1 in X. lra. }
    apply (rises_between (fun s => s * (1 + s) / (1 + 2 * s) - 1 / 2 * ln (1 + 2 * s))
      (fun s => 2 * s ^ 2 / (1 + 2 * s) ^ 2));
      [exact Hy| |].
    + intros r Hr. auto_derive; [lra|]. field. lra.
    + intros r Hr. apply Rle_mult_inv_pos; [pose proof (pow2_ge_0 r); lra|]. apply pow_lt. lra.
Qed.

Section Constant.
Variables (M : R -> R) (gamma : R).
Hypothesis HM : mean_maximum M gamma.

(** The integral over (0, oo), with t = e^-z. *)
Lemma gamma_integral : is_RInt_gen (fun t => exp (- t) * ln t) (at_right 0) plus_infinity (- gamma).
Proof.
  set (B := fun t => primitive M 0 0 (- ln t)).
  assert (D : forall t, 0 < t -> is_derive B t (exp (- t) * ln t)).
  { intros t Ht. replace (exp (- t) * ln t) with (- / t * (largest_mean M 0 (0 + - ln t) * density (- ln t))).
    - apply (is_derive_comp (primitive M 0 0) (fun t => - ln t)).
      + apply (primitive_derive M gamma HM 0 0 (Rle_refl 0)).
      + auto_derive; [exact Ht|]. field. lra.
    - unfold largest_mean, density. destruct (Rlt_dec 0 0) as [L|_]; [exfalso; lra|].
      replace (- - ln t - exp (- - ln t)) with (ln t + - t) by (rewrite Ropp_involutive, exp_ln; [ring|exact Ht]).
      rewrite exp_plus, exp_ln by exact Ht. field. lra. }
  assert (C : forall t, 0 < t -> continuous (fun t => exp (- t) * ln t) t).
  { intros t Ht. apply (ex_derive_continuous (fun t => exp (- t) * ln t)). auto_derive. exact Ht. }
  assert (E : forall t, 0 < t -> Derive B t = exp (- t) * ln t) by (intros t Ht; now apply is_derive_unique, D).
  assert (Pos : filter_prod (at_right 0) plus_infinity (fun ab => 0 < fst ab /\ 0 < snd ab)).
  { apply (Filter_prod _ _ _ (fun a => 0 < a) (fun b => 0 < b)); [|now exists 0|intros a b Ha Hb; now split].
    exists (mkposreal 1 Rlt_0_1). intros t _ Ht. exact Ht. }
  assert (Inside : forall (ab : R * R) t, 0 < fst ab /\ 0 < snd ab -> Rmin (fst ab) (snd ab) <= t -> 0 < t).
  { intros ab t [P Q] H. unfold Rmin in H. destruct (Rle_dec _ _); lra. }
  apply (is_RInt_gen_ext (Derive B)).
  { apply (filter_imp _ _) with (2 := Pos). intros ab Hab t Ht. apply E, (Inside ab t Hab). lra. }
  replace (- gamma) with (- gamma - 0) by ring. apply is_RInt_gen_Derive.
  - apply (filter_imp _ _) with (2 := Pos). intros ab Hab t Ht. exists (exp (- t) * ln t).
    apply D, (Inside ab t Hab). lra.
  - apply (filter_imp _ _) with (2 := Pos). intros ab Hab t Ht.
    assert (Pt : 0 < t) by (apply (Inside ab t Hab); lra).
    eapply continuous_ext_loc; [|now apply C].
    exists (mkposreal t Pt). intros s Hs. change (Rabs (s - t) < t) in Hs. symmetry. apply E.
    apply Rabs_def2 in Hs. lra.
  - apply (filterlim_comp _ _ _ (fun t => - ln t) (primitive M 0 0) _ plus_infinity); [apply minus_ln_at_0|].
    apply (primitive_right M gamma HM 0 0 (Rle_refl 0)).
  - apply (filterlim_comp _ _ _ (fun t => - ln t) (primitive M 0 0) _ minus_infinity); [apply minus_ln_at_infinity|].
    pose proof (primitive_left M gamma HM 0 0 (Rle_refl 0)) as L.
    rewrite Rplus_0_l, exp_0, ln_1, Rplus_0_r in L. exact L.
Qed.

(** M(x) - x is between two polynomials in e^-x on the right. *)
Lemma right_half : 1 - 1 / 4 + 1 / 18 - 1 / 96 <= M 0 <= 1 - 1 / 4 + 1 / 18.
Proof.
  destruct HM as (D & B & _).
  set (low := fun x => exp (- x) - exp (- x) ^ 2 / 4 + exp (- x) ^ 3 / 18 - exp (- x) ^ 4 / 96).
  set (up := fun x => exp (- x) - exp (- x) ^ 2 / 4 + exp (- x) ^ 3 / 18).
  assert (Dm : forall x, is_derive (fun x => M x - x) x (law x - 1)).
  { intros x. apply derive_minus; [apply D|apply derive_id]. }
  assert (Law : forall x, 1 - exp (- x) + exp (- x) ^ 2 / 2 - exp (- x) ^ 3 / 6 <= law x <=
    1 - exp (- x) + exp (- x) ^ 2 / 2 - exp (- x) ^ 3 / 6 + exp (- x) ^ 4 / 24).
  { intros x. apply (exp_between (exp (- x))). left. apply exp_pos. }
  assert (Small : forall x, 0 <= x -> 0 <= exp (- x) ^ 2 <= exp (- x) /\ 0 <= exp (- x) ^ 3 <= exp (- x) /\
    0 <= exp (- x) ^ 4).
  { intros x Hx. pose proof (exp_pos (- x)) as P. assert (Q : exp (- x) <= 1) by (rewrite <- exp_0; apply exp_le; lra).
    set (e := exp (- x)) in *. assert (E2 : 0 <= e * e <= e) by (split; nra).
    simpl. rewrite !Rmult_1_r. split; [exact E2|]. split; [split; nra|].
    assert (0 <= e * (e * e)) by nra. nra. }
  assert (Low : forall x, 0 <= x -> (M x - x) - low x <= M 0 - 0 - low 0).
  { intros x Hx. enough (low 0 - (M 0 - 0) <= low x - (M x - x)) by lra.
    apply (rises_between (fun x => low x - (M x - x))
      (fun x => - exp (- x) + exp (- x) ^ 2 / 2 - exp (- x) ^ 3 / 6 + exp (- x) ^ 4 / 24 - (law x - 1))); [exact Hx| |].
    - intros r _. apply derive_minus; [|apply Dm]. unfold low. auto_derive; [trivial|field].
    - intros r _. pose proof (Law r) as L. lra. }
  assert (Up : forall x, 0 <= x -> M 0 - 0 - up 0 <= (M x - x) - up x).
  { intros x Hx. apply (rises_between (fun x => (M x - x) - up x)
      (fun x => (law x - 1) - (- exp (- x) + exp (- x) ^ 2 / 2 - exp (- x) ^ 3 / 6))); [exact Hx| |].
    - intros r _. apply derive_minus; [apply Dm|]. unfold up. auto_derive; [trivial|field].
    - intros r _. pose proof (Law r) as L. lra. }
  assert (A1 : low 0 - M 0 <= 0).
  { apply (nonpos_by_limit _ 2). intros x Hx. pose proof (Low x Hx) as L. destruct (Small x Hx) as (S2 & S3 & S4).
    pose proof (B x) as X. unfold low in *. lra. }
  assert (A2 : M 0 - up 0 <= 0).
  { apply (nonpos_by_limit _ 2). intros x Hx. pose proof (Up x Hx) as L. destruct (Small x Hx) as (S2 & S3 & S4).
    pose proof (B x) as X. unfold up in *. lra. }
  unfold low, up in *. rewrite Ropp_0, exp_0 in A1, A2. lra.
Qed.

(** M(x) - gamma is between two multiples of law(x) on the left. *)
Lemma left_half : 1 / 2 * exp (-1) * ln 3 <= M 0 - gamma <= exp (-1) * ln 2.
Proof.
  destruct HM as (D & _ & B).
  assert (Dm : forall x, is_derive (fun x => M x - gamma) x (law x)).
  { intros x. replace (law x) with (law x - 0) by ring. apply derive_minus; [apply D|auto_derive; trivial]. }
  assert (Dlaw : forall x, density x = law x * exp (- x)).
  { intros x. unfold density, law. rewrite <- exp_plus. f_equal. ring. }
  set (up := fun x => law x * ln (1 + exp x)). set (low := fun x => law x * (1 / 2 * ln (1 + 2 * exp x))).
  assert (Dup : forall x, is_derive up x (law x * (exp (- x) * ln (1 + exp x) + exp x / (1 + exp x)))).
  { intros x. pose proof (exp_pos x) as P.
    replace (law x * (exp (- x) * ln (1 + exp x) + exp x / (1 + exp x)))
      with (density x * ln (1 + exp x) + law x * (exp x / (1 + exp x))) by (rewrite Dlaw; ring).
    apply (is_derive_mult law (fun x => ln (1 + exp x)) x); [apply law_derive| |intros; apply Rmult_comm].
    auto_derive; [lra|]. field. lra. }
  assert (Dlow : forall x, is_derive low x
    (law x * (exp (- x) * (1 / 2 * ln (1 + 2 * exp x)) + exp x / (1 + 2 * exp x)))).
  { intros x. pose proof (exp_pos x) as P.
    replace (law x * (exp (- x) * (1 / 2 * ln (1 + 2 * exp x)) + exp x / (1 + 2 * exp x)))
      with (density x * (1 / 2 * ln (1 + 2 * exp x)) + law x * (exp x / (1 + 2 * exp x))) by (rewrite Dlaw; ring).
    apply (is_derive_mult law (fun x => 1 / 2 * ln (1 + 2 * exp x)) x); [apply law_derive| |intros; apply Rmult_comm].
    auto_derive; [lra|]. field. lra. }
  assert (Inv : forall x, exp (- x) * exp x = 1) by (intros x; rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
  assert (Up : forall x, x <= 0 -> up x - (M x - gamma) <= up 0 - (M 0 - gamma)).
  { intros b Hb. apply (never_falls (fun x => up x - (M x - gamma))
      (fun x => law x * (exp (- x) * ln (1 + exp x) + exp x / (1 + exp x)) - law x)); [| |exact Hb].
    - intros x. apply derive_minus; [apply Dup|apply Dm].
    - intros x. pose proof (exp_pos x) as P. pose proof (exp_pos (- x)) as P'. pose proof (law_pos x) as L.
      destruct (ln_bounds (exp x) ltac:(lra)) as [[X _] _].
      assert (Y : 1 / (1 + exp x) <= exp (- x) * ln (1 + exp x)).
      { apply Rle_trans with (exp (- x) * (exp x / (1 + exp x))); [|apply Rmult_le_compat_l; lra].
        right. unfold Rdiv. rewrite <- Rmult_assoc, Inv. reflexivity. }
      assert (Z : 1 / (1 + exp x) + exp x / (1 + exp x) = 1) by (field; lra).
      assert (V : law x * 1 <= law x * (exp (- x) * ln (1 + exp x) + exp x / (1 + exp x)))
        by (apply Rmult_le_compat_l; lra). lra. }
  assert (Low : forall x, x <= 0 -> (M x - gamma) - low x <= (M 0 - gamma) - low 0).
  { intros b Hb. apply (never_falls (fun x => (M x - gamma) - low x)
      (fun x => law x - law x * (exp (- x) * (1 / 2 * ln (1 + 2 * exp x)) + exp x / (1 + 2 * exp x))));
      [| |exact Hb].
    - intros x. apply derive_minus; [apply Dm|apply Dlow].
    - intros x. pose proof (exp_pos x) as P. pose proof (exp_pos (- x)) as P'. pose proof (law_pos x) as L.
      destruct (ln_bounds (exp x) ltac:(lra)) as [_ X].
      assert (Y : exp (- x) * (1 / 2 * ln (1 + 2 * exp x)) <= (1 + exp x) / (1 + 2 * exp x)).
      { apply Rle_trans with (exp (- x) * (exp x * (1 + exp x) / (1 + 2 * exp x))); [apply Rmult_le_compat_l; lra|].
        right. unfold Rdiv. rewrite <- 2 Rmult_assoc, Inv. ring. }
      assert (Z : (1 + exp x) / (1 + 2 * exp x) + exp x / (1 + 2 * exp x) = 1) by (field; lra).
      assert (V : law x * (exp (- x) * (1 / 2 * ln (1 + 2 * exp x)) + exp x / (1 + 2 * exp x)) <= law x * 1)
        by (apply Rmult_le_compat_l; lra). lra. }
  assert (A1 : M 0 - gamma - up 0 <= 0).
  { apply (nonpos_by_limit _ 1). intros x Hx. pose proof (Up (- x) ltac:(lra)) as U. pose proof (B (- x)) as X.
    assert (P : 0 <= up (- x)).
    { apply Rmult_le_pos; [left; apply law_pos|]. pose proof (exp_pos (- x)) as P.
      rewrite <- ln_1. apply ln_le_mono; lra. }
    lra. }
  assert (A2 : low 0 - (M 0 - gamma) <= 0).
  { apply (nonpos_by_limit _ 1). intros x Hx. pose proof (Low (- x) ltac:(lra)) as U. pose proof (B (- x)) as X.
    assert (P : low (- x) <= exp (- x)).
    { pose proof (exp_pos (- x)) as P. pose proof (law_le_1 (- x)) as L1. pose proof (law_pos (- x)) as L0.
      destruct (ln_bounds (2 * exp (- x)) ltac:(lra)) as [[_ Y] _].
      assert (Y0 : 0 <= ln (1 + 2 * exp (- x))) by (rewrite <- ln_1; apply ln_le_mono; lra).
      unfold low. apply Rle_trans with (1 * (1 / 2 * ln (1 + 2 * exp (- x)))); [apply Rmult_le_compat_r; lra|lra]. }
    lra. }
  unfold up, low in *. replace (law 0) with (exp (-1)) in *
    by (unfold law; rewrite Ropp_0, exp_0; reflexivity).
  rewrite exp_0 in A1, A2. replace (1 + 1) with 2 in A1 by ring. replace (1 + 2 * 1) with 3 in A2 by ring. lra.
Qed.

(** gamma is between 0.54 and 0.61. *)
Theorem gamma_bounds : 54 / 100 < gamma < 61 / 100.
Proof.
  pose proof right_half as [R1 R2]. pose proof left_half as [L1 L2].
  assert (N1 : exp (-1) * ln 2 < 2551 / 10000) by interval with (i_prec 64).
  assert (N2 : 2020 / 10000 < 1 / 2 * exp (-1) * ln 3) by interval with (i_prec 64). lra.
Qed.
End Constant.

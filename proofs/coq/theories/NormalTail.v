(** The probability that a standard normal number is below -1 exceeds 0.15. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures LogSumExp.
Open Scope R_scope.

(** The density of the standard normal distribution. *)
Definition normal_density (z : R) : R := exp (- z ^ 2 / 2) / sqrt (2 * PI).

(** The probability p that a standard normal number is below b. *)
Definition normal_below (b p : R) : Prop := is_RInt_gen normal_density (Rbar_locally m_infty) (at_point b) p.

(** sqrt(2 pi) > 1. *)
Lemma root_above_1 : 1 < sqrt (2 * PI).
Proof. interval with (i_prec 64). Qed.

(** The density is positive and at most e^(z + 1/2). *)
Lemma density_bounds z : 0 < normal_density z <= exp (z + / 2).
Proof.
  unfold normal_density. pose proof root_above_1 as Q. pose proof (exp_pos (- z ^ 2 / 2)) as E.
  assert (I : 0 < / sqrt (2 * PI) < 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_lt_contravar; lra. }
  assert (L : exp (- z ^ 2 / 2) <= exp (z + / 2)).
  { apply exp_le. pose proof (pow2_ge_0 (z + 1)) as S. simpl in *. lra. }
  set (e := exp (- z ^ 2 / 2)) in *. set (i := / sqrt (2 * PI)) in *.
  change (0 < e * i <= exp (z + / 2)). clearbody e i. split; [apply Rmult_lt_0_compat; lra|].
  assert (M : e * i <= e * 1) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** The density is continuous. *)
Lemma density_continuous z : continuous normal_density z.
Proof.
  apply (ex_derive_continuous normal_density). unfold normal_density. auto_derive. pose proof root_above_1. lra.
Qed.

(** So it has integrals. *)
Lemma density_integrable a b : ex_RInt normal_density a b.
Proof. apply (ex_RInt_continuous normal_density). intros z _. apply density_continuous. Qed.

(** The integral up to -1 grows as the lower end falls. *)
Lemma tail_grows a b : a <= b -> RInt normal_density b (-1) <= RInt normal_density a (-1).
Proof.
  intros H. rewrite <- (RInt_Chasles normal_density a b (-1)) by apply density_integrable.
  assert (P : 0 <= RInt normal_density a b).
  { apply RInt_ge_0; [exact H|apply density_integrable|]. intros z _. left. apply density_bounds. }
  unfold plus. simpl. lra.
Qed.

(** It is at most 1. *)
Lemma tail_below_1 a : a <= -1 -> RInt normal_density a (-1) <= 1.
Proof.
  intros H. assert (D : is_RInt (fun z => exp (z + / 2)) a (-1) (exp (-1 + / 2) - exp (a + / 2))).
  { apply (is_RInt_derive (fun z => exp (z + / 2)) (fun z => exp (z + / 2))).
    - intros z _. auto_derive; [trivial|ring].
    - intros z _. apply (ex_derive_continuous (fun z => exp (z + / 2))). auto_derive. trivial. }
  apply Rle_trans with (exp (-1 + / 2) - exp (a + / 2)).
  - apply (is_RInt_le normal_density (fun z => exp (z + / 2)) a (-1)); [exact H| |exact D|].
    + apply (RInt_correct normal_density), density_integrable.
    + intros z _. apply density_bounds.
  - pose proof (exp_pos (a + / 2)) as P. assert (E : exp (-1 + / 2) <= exp 0) by (apply exp_le; lra).
    rewrite exp_0 in E. lra.
Qed.

(** So the probability exists. *)
Lemma normal_below_exists : exists p, normal_below (-1) p /\ forall a, a <= -1 -> RInt normal_density a (-1) <= p.
Proof.
  set (values := fun v => exists a, a <= -1 /\ v = RInt normal_density a (-1)).
  destruct (completeness values) as [p [U L]].
  - exists 1. intros v (a & Ha & ->). now apply tail_below_1.
  - exists (RInt normal_density (-1) (-1)), (-1). split; [lra|reflexivity].
  - exists p. split; [|intros a Ha; apply U; now exists a].
    intros P [eps HP].
    assert (N : ~ forall v, values v -> v <= p - eps).
    { intros H. specialize (L (p - eps) H). pose proof (cond_pos eps) as C. lra. }
    assert (A : exists a, a <= -1 /\ p - eps < RInt normal_density a (-1)).
    { apply Classical_Prop.NNPP. intros X.
      apply N. intros v (a & Ha & ->). apply Rnot_lt_le. intros Y. apply X. now exists a. }
    destruct A as (a & Ha & Hp).
    apply (Filter_prod _ _ _ (fun x => x < a) (fun y => y = -1)).
    + exists a. trivial.
    + reflexivity.
    + intros x y Hx ->. exists (RInt normal_density x (-1)). split.
      * apply (RInt_correct normal_density), density_integrable.
      * apply HP. pose proof (tail_grows x a ltac:(lra)) as G.
        assert (V : RInt normal_density x (-1) <= p) by (apply U; exists x; split; [lra|reflexivity]).
        unfold ball. simpl. unfold AbsRing_ball, abs, minus, plus, opp. simpl. apply Rabs_def1; lra.
Qed.

(** A convergent of the continued fraction of Mills' ratio: its numerator and denominator. *)
Definition mills_above (z : R) : R := z ^ 5 + 14 * z ^ 3 + 33 * z.
Definition mills_below (z : R) : R := z ^ 6 + 15 * z ^ 4 + 45 * z ^ 2 + 15.

(** A function whose derivative is less than the density. *)
Definition below_tail (z : R) : R := - (normal_density z * (mills_above z / mills_below z)).

(** The denominator is positive. *)
Lemma mills_positive z : 0 < mills_below z.
Proof.
  unfold mills_below. pose proof (pow2_ge_0 z) as A. pose proof (pow2_ge_0 (z ^ 2)) as B.
  pose proof (pow2_ge_0 (z ^ 3)) as C. rewrite <- pow_mult in B, C. simpl Nat.mul in B, C. lra.
Qed.

(** Its derivative. *)
Lemma below_tail_derivative z :
  is_derive below_tail z (normal_density z * (1 - 720 / mills_below z ^ 2)).
Proof.
  pose proof (mills_positive z) as P. unfold below_tail, normal_density, mills_above, mills_below in *.
  pose proof root_above_1 as Q. auto_derive; [repeat split; lra|].
  replace (- (z * (z * 1)) * / 2) with (- z ^ 2 / 2) by (simpl; unfold Rdiv; ring).
  set (e := exp (- z ^ 2 / 2)). set (s := sqrt (2 * PI)) in *. clearbody e s. field. split; lra.
Qed.

(** It is continuous. *)
Lemma below_tail_continuous z : continuous (fun z => normal_density z * (1 - 720 / mills_below z ^ 2)) z.
Proof.
  apply (ex_derive_continuous (fun z => normal_density z * (1 - 720 / mills_below z ^ 2))).
  pose proof (mills_positive z) as P. unfold normal_density, mills_below in *. pose proof root_above_1 as Q.
  auto_derive. repeat split; try lra. apply Rgt_not_eq. nra.
Qed.

(** The probability exceeds 0.15. *)
Lemma normal_below_value : exists p, normal_below (-1) p /\ 15 / 100 < p.
Proof.
  destruct normal_below_exists as (p & Hp & U). exists p. split; [exact Hp|].
  apply Rlt_le_trans with (RInt normal_density (-4) (-1)); [|apply U; lra].
  apply Rlt_le_trans with (below_tail (-1) - below_tail (-4)).
  - unfold below_tail, normal_density, mills_above, mills_below. interval with (i_prec 64).
  - apply (is_RInt_le (fun z => normal_density z * (1 - 720 / mills_below z ^ 2)) normal_density (-4) (-1)); [lra| | |].
    + apply (is_RInt_derive below_tail); intros z _; [apply below_tail_derivative|apply below_tail_continuous].
    + apply (RInt_correct normal_density), density_integrable.
    + intros z _. pose proof (density_bounds z) as [D _]. pose proof (mills_positive z) as P.
      assert (Q : 0 < 720 / mills_below z ^ 2) by (apply Rdiv_lt_0_compat; [lra|now apply pow_lt]). nra.
Qed.

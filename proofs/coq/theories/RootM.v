(** The root m > 1 of ln m = (m - 1)/2: its decimals, that it is the only one, and that it is a value of the
    lower branch of Lambert's function. *)

From Coq Require Import Reals Ranalysis5 Lra.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
Open Scope R_scope.

(** ** Monotony from the sign of a derivative *)

Lemma increases f f' a b :
  (forall c, a <= c <= b -> derivable_pt_lim f c (f' c)) -> (forall c, a < c < b -> 0 < f' c) ->
  a < b -> f a < f b.
Proof.
  intros D P H. destruct (MVT_cor2 f f' a b H D) as [c [E Hc]].
  pose proof (Rmult_lt_0_compat (f' c) (b - a) (P c Hc) ltac:(lra)). lra.
Qed.

Lemma decreases f f' a b :
  (forall c, a <= c <= b -> derivable_pt_lim f c (f' c)) -> (forall c, a < c < b -> f' c < 0) ->
  a < b -> f b < f a.
Proof.
  intros D P H. destruct (MVT_cor2 f f' a b H D) as [c [E Hc]].
  pose proof (P c Hc). pose proof (Rmult_lt_0_compat (- f' c) (b - a) ltac:(lra) ltac:(lra)). lra.
Qed.

(** ** The root m *)

(** The function whose zeros are the points with ln x = (x - 1)/2. *)
Definition balance (x : R) : R := x - 1 - 2 * ln x.

Lemma balance_derivative x : 0 < x -> derivable_pt_lim balance x (1 - 2 / x).
Proof.
  intros H. replace (1 - 2 / x) with (1 - 0 - 2 * / x) by (field; lra).
  change balance with (fun y => y - 1 - 2 * ln y).
  apply (derivable_pt_lim_minus (fun y => y - 1) (fun y => 2 * ln y)).
  - apply (derivable_pt_lim_minus (fun y => y) (fun _ => 1));
      [apply derivable_pt_lim_id|apply derivable_pt_lim_const].
  - apply (derivable_pt_lim_scal ln 2). now apply derivable_pt_lim_ln.
Qed.

Lemma balance_continuous x : 0 < x -> continuity_pt balance x.
Proof.
  intros H. apply derivable_continuous_pt. exists (1 - 2 / x). now apply balance_derivative.
Qed.

Lemma root_between :
  {z | 3.512862417252339353 <= z <= 3.512862417252339355 /\ balance z = 0}.
Proof.
  apply IVT_interv.
  - intros a Ha. apply balance_continuous. lra.
  - lra.
  - unfold balance. interval with (i_prec 90).
  - unfold balance. interval with (i_prec 90).
Qed.

Definition m : R := proj1_sig root_between.

Lemma m_enclosed : 3.512862417252339353 <= m <= 3.512862417252339355.
Proof. exact (proj1 (proj2_sig root_between)). Qed.

Lemma balance_m : balance m = 0.
Proof. exact (proj2 (proj2_sig root_between)). Qed.

(* Only these two facts are used of m. *)
Opaque m.

(** m = 3.51286241725233... *)
Theorem m_bounds : 3.51286241725233 < m < 3.51286241725234.
Proof. pose proof m_enclosed. lra. Qed.

(** ln m = (m - 1)/2. *)
Theorem ln_m : ln m = (m - 1) / 2.
Proof.
  pose proof balance_m as E. unfold balance in E. lra.
Qed.

(** Beyond 2 the function increases. *)
Lemma balance_increases a b : 2 < a -> a < b -> balance a < balance b.
Proof.
  intros Ha Hab. apply (increases balance (fun y => 1 - 2 / y)); [| |exact Hab].
  - intros c Hc. apply balance_derivative. lra.
  - intros c Hc. apply Rlt_Rminus. apply (Rmult_lt_reg_r c); [lra|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(** The sign of the function tells on which side of m a number above 2 lies. *)
Lemma below_m a : 2 < a -> balance a < 0 -> a < m.
Proof.
  intros Ha H. pose proof balance_m. destruct (Rtotal_order a m) as [L|[L|L]]; [exact L|subst; lra|].
  pose proof m_bounds. pose proof (balance_increases m a ltac:(lra) L). lra.
Qed.

Lemma above_m a : 2 < a -> 0 < balance a -> m < a.
Proof.
  intros Ha H. pose proof balance_m. destruct (Rtotal_order a m) as [L|[L|L]]; [|subst; lra|exact L].
  pose proof (balance_increases a m Ha L). lra.
Qed.

(** m is the only number above 1 with ln m = (m - 1)/2. *)
Theorem m_unique x : 1 < x -> ln x = (x - 1) / 2 -> x = m.
Proof.
  intros Hx E. pose proof m_bounds as Hm.
  assert (Bx : balance x = 0) by (unfold balance; lra).
  assert (B1 : balance 1 = 0) by (unfold balance; rewrite ln_1; lra).
  pose proof balance_m as Bm. destruct (Rle_lt_dec x 2) as [H2|H2].
  - exfalso. enough (balance x < balance 1) by lra.
    apply (decreases balance (fun y => 1 - 2 / y)); [| |lra].
    + intros c Hc. apply balance_derivative. lra.
    + intros c Hc. apply Rlt_minus. apply (Rmult_lt_reg_r c); [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra. lra.
  - destruct (Rtotal_order x m) as [L|[L|L]]; [|exact L|].
    + pose proof (balance_increases x m H2 L). lra.
    + pose proof (balance_increases m x ltac:(lra) L). lra.
Qed.

(** There is exactly one root above 1. *)
Theorem m_exists_unique : exists! x, 1 < x /\ ln x = (x - 1) / 2.
Proof.
  exists m. split; [pose proof m_bounds; split; [lra|exact ln_m]|].
  intros x [Hx E]. symmetry. now apply m_unique.
Qed.

(** w = -m/2 is below -1 and w e^w = -1/(2 sqrt e): it is the value at -1/(2 sqrt e) of the lower
    branch of Lambert's function. *)
Theorem m_lambert : - m / 2 < - 1 /\ (- m / 2) * exp (- m / 2) = - 1 / (2 * sqrt (exp 1)).
Proof.
  pose proof m_bounds as Hm. split; [lra|].
  assert (E : exp ((m - 1) / 2) = m) by (rewrite <- ln_m; apply exp_ln; lra).
  assert (S : sqrt (exp 1) = exp (/ 2)).
  { replace (exp 1) with (exp (/ 2) * exp (/ 2)) by (rewrite <- exp_plus; f_equal; lra).
    apply sqrt_square. left. apply exp_pos. }
  pose proof (exp_pos (/ 2)) as P.
  assert (Q : m * exp (- m / 2) * exp (/ 2) = 1).
  { rewrite <- E at 1. rewrite <- 2 exp_plus.
    replace ((m - 1) / 2 + - m / 2 + / 2) with 0 by field. apply exp_0. }
  rewrite S. apply (Rmult_eq_reg_r (2 * exp (/ 2))); [|lra].
  replace (- 1 / (2 * exp (/ 2)) * (2 * exp (/ 2))) with (- 1) by (field; lra). lra.
Qed.

(** It is the only such number from -1 down. *)
Theorem m_lambert_unique w : w <= - 1 -> w * exp w = - 1 / (2 * sqrt (exp 1)) -> w = - m / 2.
Proof.
  intros Hw E. enough (- 2 * w = m) by lra. apply m_unique; [lra|].
  assert (S : sqrt (exp 1) = exp (/ 2)).
  { replace (exp 1) with (exp (/ 2) * exp (/ 2)) by (rewrite <- exp_plus; f_equal; lra).
    apply sqrt_square. left. apply exp_pos. }
  rewrite S in E. pose proof (exp_pos (/ 2)) as P.
  assert (Q : - 2 * w = exp (- w - / 2)).
  { apply (Rmult_eq_reg_r (exp w * exp (/ 2))); [|apply Rgt_not_eq, Rmult_lt_0_compat; apply exp_pos].
    replace (exp (- w - / 2) * (exp w * exp (/ 2))) with 1
      by (rewrite <- 2 exp_plus; replace (- w - / 2 + (w + / 2)) with 0 by ring; now rewrite exp_0).
    replace (- 2 * w * (exp w * exp (/ 2))) with (- 2 * exp (/ 2) * (w * exp w)) by ring.
    rewrite E. field. lra. }
  rewrite Q, ln_exp. lra.
Qed.

(** ** Seventy-five decimals *)

Definition m_digits : Z := 3512862417252339353965475233218432653832833663402647422251789454096600957082.

Theorem m_seventy_five : IZR m_digits / 10 ^ 75 < m < (IZR m_digits + 1) / 10 ^ 75.
Proof.
  unfold m_digits. split.
  - apply below_m; [|unfold balance]; interval with (i_prec 264).
  - apply above_m; [|unfold balance]; interval with (i_prec 264).
Qed.

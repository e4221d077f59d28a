(** LogSumExp for the maximum of several functions: infimum and supremum stay within t ln n; the minimum may move. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp Gradients SoftplusGap SmoothMaxOfTwo SmoothedMinimum.
Open Scope R_scope.

(** a is the infimum, or the supremum, of the values of f. *)
Definition infimum_of {X : Type} (f : X -> R) (a : R) : Prop :=
  (forall x, a <= f x) /\ forall b, (forall x, b <= f x) -> b <= a.
Definition supremum_of {X : Type} (f : X -> R) (a : R) : Prop :=
  (forall x, f x <= a) /\ forall b, (forall x, f x <= b) -> a <= b.

(** The maximum of n functions, and LogSumExp at temperature t in its place. *)
Definition max_of {X : Type} (n : nat) (f : nat -> X -> R) (x : X) : R := largest n (fun i => f i x).
Definition smooth_max_of {X : Type} (n : nat) (t : R) (f : nat -> X -> R) (x : X) : R :=
  t * lse n (scale (/ t) (fun i => f i x)).

(** The second is above the first by at most t ln n. *)
Lemma smooth_max_between {X : Type} n t (f : nat -> X -> R) x : (1 <= n)%nat -> 0 < t ->
  max_of n f x <= smooth_max_of n t f x <= max_of n f x + t * ln (INR n).
Proof.
  intros Hn Ht. pose proof (lse_between n (/ t) (fun i => f i x) Hn (Rinv_0_lt_compat t Ht)) as B.
  rewrite Rinv_inv in B. exact B.
Qed.

(** The functions x and -2x. *)
Definition slopes_1_and_2 (i : nat) (x : R) : R := two x (-2 * x) i.

(** Their maximum is least at 0 only. *)
Lemma max_least_at_0 x : max_of 2 slopes_1_and_2 0 = 0 /\ 0 <= max_of 2 slopes_1_and_2 x /\
  (max_of 2 slopes_1_and_2 x = 0 -> x = 0).
Proof.
  unfold max_of, slopes_1_and_2, two. simpl. split; [rewrite Rmax_left; lra|].
  unfold Rmax. destruct (Rle_dec x (-2 * x)); split; lra.
Qed.

(** With s = e^(x/t) 2^(-1/3) the smooth maximum is t (ln(2s + 1/s^2) - 2/3 ln 2), and 2s + 1/s^2 >= 3, with equality
    for s = 1. *)
Lemma smooth_max_by_share t x : 0 < t -> exists s, s = exp (x / t - ln 2 / 3) /\
  smooth_max_of 2 t slopes_1_and_2 x = t * (ln (2 * s + / (s * s)) - 2 / 3 * ln 2).
Proof.
  intros Ht. set (c := ln 2 / 3). exists (exp (x / t - c)). split; [reflexivity|]. set (s := exp (x / t - c)).
  assert (Ps : 0 < s) by apply exp_pos. assert (I : 0 < / (s * s)) by (apply Rinv_0_lt_compat; nra).
  unfold smooth_max_of, lse, slopes_1_and_2, two, scale. simpl. f_equal.
  assert (E1 : exp (/ t * x) = exp (- (2 * c)) * (2 * s)).
  { unfold s. rewrite <- (exp_ln 2) at 2 by lra. rewrite <- 2 exp_plus. f_equal. unfold c. field. lra. }
  assert (E2 : exp (/ t * (-2 * x)) = exp (- (2 * c)) * / (s * s)).
  { unfold s. rewrite <- exp_plus, <- exp_Ropp, <- exp_plus. f_equal. field. lra. }
  rewrite Rplus_0_l, E1, E2, <- Rmult_plus_distr_l, ln_mult, ln_exp by (apply exp_pos || lra). unfold c. field.
Qed.

(** 2s + 1/s^2 - 3 = (s - 1)^2 (2s + 1)/s^2. *)
Lemma share_at_least_3 s : 0 < s -> 3 <= 2 * s + / (s * s) /\ (2 * s + / (s * s) = 3 -> s = 1).
Proof.
  intros Hs. assert (P : 0 < s * s) by nra. assert (I : 0 < / (s * s)) by now apply Rinv_0_lt_compat.
  assert (E : (2 * s + / (s * s) - 3) = (s - 1) * (s - 1) * (2 * s + 1) * / (s * s)) by (field; lra).
  assert (Q : 0 <= (s - 1) * (s - 1)) by apply Rle_0_sqr. split.
  - assert (N : 0 <= (s - 1) * (s - 1) * (2 * s + 1) * / (s * s)).
    { apply Rmult_le_pos; [apply Rmult_le_pos; lra|lra]. } lra.
  - intros H. assert (Z : (s - 1) * (s - 1) * (2 * s + 1) * / (s * s) = 0) by lra.
    apply Rmult_integral in Z. destruct Z as [Z|Z]; [|lra]. apply Rmult_integral in Z. destruct Z as [Z|Z]; [|lra].
    apply Rmult_integral in Z. lra.
Qed.

(** So the smooth maximum is least at t/3 ln 2 only. *)
Lemma smooth_max_least t : 0 < t -> let G := smooth_max_of 2 t slopes_1_and_2 in
  G (t / 3 * ln 2) = t * (ln 3 - 2 / 3 * ln 2) /\
  forall x, t * (ln 3 - 2 / 3 * ln 2) <= G x /\ (G x = t * (ln 3 - 2 / 3 * ln 2) -> x = t / 3 * ln 2).
Proof.
  intros Ht G. split.
  - unfold G. destruct (smooth_max_by_share t (t / 3 * ln 2) Ht) as (s & Es & ->).
    replace (t / 3 * ln 2 / t - ln 2 / 3) with 0 in Es by (field; lra). rewrite exp_0 in Es. rewrite Es.
    do 3 f_equal. field.
  - intros x. unfold G. destruct (smooth_max_by_share t x Ht) as (s & Es & ->).
    assert (Ps : 0 < s) by (rewrite Es; apply exp_pos). destruct (share_at_least_3 s Ps) as [L U]. split.
    + apply Rmult_le_compat_l; [lra|]. apply Rplus_le_compat_r, ln_le_mono; lra.
    + intros E. apply Rmult_eq_reg_l in E; [|lra]. assert (E3 : ln (2 * s + / (s * s)) = ln 3) by lra.
      apply ln_inv in E3; [|lra|lra]. specialize (U E3). rewrite U in Es. rewrite <- exp_0 in Es. apply exp_inv in Es.
      replace x with (t * (x / t)) by (field; lra). replace (x / t) with (ln 2 / 3) by lra. field.
Qed.

(** The gap for two entries. *)
Lemma gap_of_two x y : lse 2 (two x y) - Rmax x y = ln (1 + exp (- Rabs (x - y))).
Proof.
  pose proof (eleven_error 1 x y Rlt_0_1) as E. unfold smooth_11 in E. rewrite Rinv_1, !Rmult_1_l in E.
  replace (- (1) * Rabs (x - y)) with (- Rabs (x - y)) in E by ring. rewrite <- E. unfold lse, two. simpl.
  do 2 f_equal. ring.
Qed.

(** Let f_1, ..., f_n be real functions on a set, t > 0, F = max_i f_i and G = t LSE(f/t). Then
    inf F <= inf G <= inf F + t ln n, the same for suprema (one is finite if and only if the other is), and where G is
    least F is at most inf F + t ln n. For n = 2 the minimum point can be another: for f = (x, -2x) it moves from 0 to
    t/3 ln 2, and the least value from 0 to t(ln 3 - 2/3 ln 2). The maximum of two numbers is differentiable where they
    differ and not where they are equal. The gap for two entries is ln(1 + e^-d) with d = |x_1 - x_2|, from ln(1 + e^-2)
    to ln 2 on the square [-1, 1]^2. *)
Theorem max_surrogate :
  (forall (X : Type) n (f : nat -> X -> R) t, (1 <= n)%nat -> 0 < t ->
    let F := max_of n f in let G := smooth_max_of n t f in
    (forall a b, infimum_of F a -> infimum_of G b -> a <= b <= a + t * ln (INR n)) /\
    (forall a b, supremum_of F a -> supremum_of G b -> a <= b <= a + t * ln (INR n)) /\
    ((exists a, forall x, a <= F x) <-> (exists b, forall x, b <= G x)) /\
    ((exists a, forall x, F x <= a) <-> (exists b, forall x, G x <= b)) /\
    forall x a, least_at G x -> infimum_of F a -> F x <= a + t * ln (INR n)) /\
  (forall t, 0 < t ->
    let F := max_of 2 slopes_1_and_2 in let G := smooth_max_of 2 t slopes_1_and_2 in
    let v := t * (ln 3 - 2 / 3 * ln 2) in
    (F 0 = 0 /\ forall x, 0 <= F x /\ (F x = 0 -> x = 0)) /\
    (G (t / 3 * ln 2) = v /\ forall x, v <= G x /\ (G x = v -> x = t / 3 * ln 2))) /\
  (forall x, (exists g, gradient_at 2 (largest 2) x g) <-> x 0%nat <> x 1%nat) /\
  (forall x y, lse 2 (two x y) - largest 2 (two x y) = ln (1 + exp (- Rabs (x - y)))) /\
  (forall x y, -1 <= x <= 1 -> -1 <= y <= 1 ->
    ln (1 + exp (- (2))) <= lse 2 (two x y) - largest 2 (two x y) <= ln 2) /\
  lse 2 (two 1 (-1)) - largest 2 (two 1 (-1)) = ln (1 + exp (- (2))) /\
  lse 2 (two 1 1) - largest 2 (two 1 1) = ln 2.
Proof.
  assert (L2 : forall x y, largest 2 (two x y) = Rmax x y) by reflexivity.
  split; [|split; [|split; [|split; [|split; [|split]]]]].
  - intros X n f t Hn Ht F G.
    assert (B : forall x, F x <= G x <= F x + t * ln (INR n)) by (intros x; now apply smooth_max_between).
    set (r := t * ln (INR n)) in *. split; [|split; [|split; [|split]]].
    + intros a b [Fa La] [Gb Lb]. split.
      * apply Lb. intros x. specialize (Fa x). specialize (B x). lra.
      * enough (b - r <= a) by lra. apply La. intros x. specialize (Gb x). specialize (B x). lra.
    + intros a b [Fa La] [Gb Lb]. split.
      * apply La. intros x. specialize (Gb x). specialize (B x). lra.
      * apply Lb. intros x. specialize (Fa x). specialize (B x). lra.
    + split; intros [a H]; [exists a|exists (a - r)]; intros x; specialize (H x); specialize (B x); lra.
    + split; intros [a H]; [exists (a + r)|exists a]; intros x; specialize (H x); specialize (B x); lra.
    + intros x a HG [Fa La]. enough (F x - r <= a) by lra. apply La. intros y. specialize (HG y).
      pose proof (B x) as Bx. pose proof (B y) as By. lra.
  - intros t Ht F G v. split; [|now apply smooth_max_least].
    split; [now destruct (max_least_at_0 0)|]. intros x. now destruct (max_least_at_0 x).
  - exact max_of_two_gradient.
  - intros x y. rewrite L2. apply gap_of_two.
  - intros x y Hx Hy. rewrite L2, gap_of_two. pose proof (Rabs_pos (x - y)) as P.
    assert (Q : Rabs (x - y) <= 2) by (apply Rabs_le; lra). pose proof (exp_pos (- Rabs (x - y))) as E.
    pose proof (exp_pos (- (2))) as E2. split; apply ln_le_mono; try lra.
    + apply Rplus_le_compat_l, exp_le. lra.
    + pose proof (exp_le (- Rabs (x - y)) 0 ltac:(lra)) as U. rewrite exp_0 in U. lra.
  - rewrite L2, gap_of_two. do 4 f_equal. rewrite Rabs_pos_eq; lra.
  - rewrite L2, gap_of_two, Rminus_diag_eq, Rabs_R0, Ropp_0, exp_0 by reflexivity. reflexivity.
Qed.

(** The Boltzmann operator <x, softmax(kx)>: below the maximum by less than ln d/k; for two numbers neither convex nor
    increasing. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Entropy LogSumExp Limits Gradients SmoothAbsoluteValue.
Open Scope R_scope.

Definition boltzmann (k : R) (d : nat) (x : vec) : R := dot d x (softmax d (scale k x)).

(** f grows with every entry. *)
Definition increasing_in_entries (d : nat) (f : vec -> R) : Prop :=
  forall x y, (forall i, (i < d)%nat -> x i <= y i) -> f x <= f y.

(** It is a mean of the entries. *)
Lemma boltzmann_below k d x : (1 <= d)%nat -> boltzmann k d x <= largest d x.
Proof.
  intros Hd. unfold boltzmann. replace (dot d x _) with (dot d (softmax d (scale k x)) x)
    by (apply sum_ext; intros; ring). now apply dot_le_largest, simplex_softmax.
Qed.

(** By Gibbs' equality k B = LSE(kx) + sum p ln p, and LSE(kx) > k max x. *)
Lemma boltzmann_near k d x : (2 <= d)%nat -> 0 < k -> largest d x - boltzmann k d x < / k * ln (INR d).
Proof.
  intros Hd Hk. pose proof (gibbs_softmax d (scale k x) ltac:(lia)) as G. set (p := softmax d (scale k x)) in *.
  destruct (entropy_range d p ltac:(lia) (simplex_softmax d (scale k x) ltac:(lia))) as [H _].
  pose proof (lse_above_largest d (scale k x) Hd) as L. rewrite largest_scale in L by lra.
  rewrite dot_scale_r in G. unfold boltzmann. fold p.
  assert (E : dot d x p = dot d p x) by (apply sum_ext; intros; ring). rewrite E.
  apply (Rmult_lt_reg_l k); [exact Hk|]. rewrite <- Rmult_assoc, Rinv_r by lra. lra.
Qed.

(** For the numbers 0, y it is y times the logistic function. *)
Lemma boltzmann_pair k y : boltzmann k 2 (two 0 y) = y * logistic k y.
Proof.
  unfold boltzmann, dot, softmax, logistic, scale, two. simpl. rewrite Rmult_0_r, exp_0.
  pose proof (exp_pos (k * y)) as P. replace (- k * y) with (- (k * y)) by ring. rewrite exp_Ropp. field. lra.
Qed.

(** e^4 > 31. *)
Lemma exp_4_large : 31 < exp 4.
Proof.
  pose proof (exp_ineq1_le (/ 4)) as A. assert (E : exp 4 = exp (/ 4) ^ 16).
  { rewrite <- Rpower_pow by apply exp_pos. unfold Rpower. rewrite ln_exp. f_equal. simpl. field. }
  rewrite E. pose proof (pow_incr (5 / 4) (exp (/ 4)) 16 ltac:(lra)) as P. lra.
Qed.

(** It falls at y = -4/k: the slope has the sign of 1 + e^4 - 4 e^4. *)
Lemma boltzmann_falls k : 0 < k -> exists l, l < 0 /\ derivable_pt_lim (fun y => boltzmann k 2 (two 0 y)) (- 4 / k) l.
Proof.
  intros Hk. set (f := fun z => 1 + exp (- k * z)).
  assert (E : derivable_pt_lim f (- 4 / k) (0 + exp (- k * (- 4 / k)) * (- k * 1))).
  { apply (derivable_pt_lim_plus (fct_cte 1)); [apply derivable_pt_lim_const|].
    apply (derivable_pt_lim_comp (fun z => - k * z) exp); [|apply derivable_pt_lim_exp].
    apply (derivable_pt_lim_scal id (- k) (- 4 / k) 1), derivable_pt_lim_id. }
  pose proof exp_4_large as Large. unfold f in E. replace (- k * (- 4 / k)) with 4 in E by (field; lra). fold f in E.
  assert (F : f (- 4 / k) = 1 + exp 4) by (unfold f; do 2 f_equal; field; lra).
  pose proof (derivable_pt_lim_div id f _ 1 _ (derivable_pt_lim_id _) E ltac:(rewrite F; lra)) as D. rewrite F in D.
  eexists. split; [|apply (derivable_pt_lim_ext (id / f)%F); [|exact D]].
  - assert (P : 0 < / (1 + exp 4)²) by (apply Rinv_0_lt_compat, Rlt_0_sqr; lra). unfold Rdiv at 1.
    replace ((0 + exp 4 * (- k * 1)) * id (- 4 / k)) with (4 * exp 4) by (unfold id; field; lra). nra.
  - intros z. rewrite boltzmann_pair. reflexivity.
Qed.

(** At -4/k it is above the mean of the values at -1/k and -7/k. *)
Lemma boltzmann_above_chord k : 0 < k ->
  let b y := boltzmann k 2 (two 0 y) in (b (- 1 / k) + b (- 7 / k)) / 2 < b (- 4 / k).
Proof.
  intros Hk b. assert (B : forall c, b (c / k) = / k * (c / (1 + exp (- c)))).
  { intros c. unfold b. rewrite boltzmann_pair. unfold logistic.
    replace (- k * (c / k)) with (- c) by (field; lra). pose proof (exp_pos (- c)) as P. field. lra. }
  rewrite !B. assert (I : 0 < / k) by now apply Rinv_0_lt_compat.
  replace (- -1) with 1 by ring. replace (- -7) with 7 by ring. replace (- -4) with 4 by ring.
  enough (H : - 1 / (1 + exp 1) + - 7 / (1 + exp 7) < 2 * (- 4 / (1 + exp 4))).
  { apply (Rmult_lt_compat_l (/ k)) in H; [|exact I]. lra. }
  pose proof exp_4_large as E4. pose proof exp_le_3 as E1. pose proof (exp_pos 1) as P1. pose proof (exp_pos 7) as P7.
  assert (A1 : / 4 <= / (1 + exp 1)) by (apply Rinv_le_contravar; lra).
  assert (A7 : 0 < / (1 + exp 7)) by (apply Rinv_0_lt_compat; lra).
  assert (A4 : / (1 + exp 4) < / 32) by (apply Rinv_lt_contravar; nra). unfold Rdiv. lra.
Qed.

(** A negative slope along an entry contradicts growth in it. *)
Lemma boltzmann_not_increasing k : 0 < k -> ~ increasing_in_entries 2 (boltzmann k 2).
Proof.
  intros Hk Inc. destruct (boltzmann_falls k Hk) as (l & Neg & D). destruct (D (- l) ltac:(lra)) as [delta H].
  set (h := delta / 2). assert (Ph : 0 < h < delta) by (unfold h; destruct delta as [e He]; simpl; lra).
  specialize (H h ltac:(lra) ltac:(rewrite Rabs_pos_eq; lra)). apply Rabs_def2 in H. destruct H as [H _].
  assert (L : boltzmann k 2 (two 0 (- 4 / k)) <= boltzmann k 2 (two 0 (- 4 / k + h))).
  { apply Inc. intros i _. unfold two. destruct (Nat.eqb i 0); lra. }
  assert (Q : 0 <= (boltzmann k 2 (two 0 (- 4 / k + h)) - boltzmann k 2 (two 0 (- 4 / k))) / h)
    by (apply Rle_mult_inv_pos; lra). lra.
Qed.

(** B_k(x) = <x, softmax(kx)> is a scalar, k > 0, and 0 <= max x - B_k(x) < ln d/k for d >= 2: it converges to the
    maximum within the bound of LogSumExp, from below. For d = 2 and no k is it convex or increasing: B_k(0, y) falls at
    y = -4/k, and its value at -4/k is above the mean of those at -1/k and -7/k. *)
Theorem boltzmann_operator :
  (forall d k x, (2 <= d)%nat -> 0 < k -> 0 <= largest d x - boltzmann k d x < / k * ln (INR d)) /\
  (forall d x, (2 <= d)%nat -> tends_at_infinity (fun k => boltzmann k d x) (largest d x)) /\
  forall k, 0 < k -> let b y := boltzmann k 2 (two 0 y) in
    ~ convex 2 (boltzmann k 2) /\ ~ increasing_in_entries 2 (boltzmann k 2) /\
    (exists l, l < 0 /\ derivable_pt_lim b (- 4 / k) l) /\ (b (- 1 / k) + b (- 7 / k)) / 2 < b (- 4 / k).
Proof.
  assert (Gap : forall d k x, (2 <= d)%nat -> 0 < k -> 0 <= largest d x - boltzmann k d x < / k * ln (INR d)).
  { intros d k x Hd Hk. pose proof (boltzmann_below k d x ltac:(lia)) as B.
    pose proof (boltzmann_near k d x Hd Hk) as N. lra. }
  split; [exact Gap|split].
  - intros d x Hd eta He. exists (Rmax 0 (ln (INR d) / eta)). intros k Hk.
    pose proof (Rmax_l 0 (ln (INR d) / eta)) as M0. pose proof (Rmax_r 0 (ln (INR d) / eta)) as M1.
    destruct (Gap d k x Hd ltac:(lra)) as [B N]. rewrite Rabs_left1 by lra.
    enough (/ k * ln (INR d) < eta) by lra. apply (Rmult_lt_reg_l k); [lra|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
    assert (X : ln (INR d) / eta * eta < k * eta) by (apply Rmult_lt_compat_r; lra).
    replace (ln (INR d) / eta * eta) with (ln (INR d)) in X by (field; lra). exact X.
  - intros k Hk b. split; [|split; [now apply boltzmann_not_increasing|]].
    + intros C. pose proof (boltzmann_above_chord k Hk) as H. cbv zeta in H.
      specialize (C (two 0 (- 1 / k)) (two 0 (- 7 / k)) (1 / 2) ltac:(lra)).
      replace (mix (1 / 2) (two 0 (- 1 / k)) (two 0 (- 7 / k))) with (two 0 (- 4 / k)) in C; [lra|].
      apply functional_extensionality. intros i. unfold mix, two. destruct (Nat.eqb i 0); field. lra.
    + split; [now apply boltzmann_falls|now apply boltzmann_above_chord].
Qed.

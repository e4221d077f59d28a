(** The derivative of the softmax is diag(p) - pp', whose quadratic form is a variance; and the gradient of
    t LSE(x/t) is 1/t-Lipschitz, but with no smaller constant. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing LogSumExp.
Open Scope R_scope.

(** ** The second derivative *)

Lemma sum_derivative d (f : nat -> R -> R) (f' : nat -> R) w :
  (forall i, (i < d)%nat -> derivable_pt_lim (f i) w (f' i)) ->
  derivable_pt_lim (fun u => sum d (fun i => f i u)) w (sum d f').
Proof.
  induction d as [|d IH]; intros H; [apply derivable_pt_lim_const|].
  apply (derivable_pt_lim_plus (fun u => sum d (fun i => f i u)) (f d)); [apply IH; intros|]; apply H; lia.
Qed.

(** The point w of the line through x in the direction v. *)
Definition line (x v : vec) (w : R) : vec := fun i => x i + w * v i.

Lemma exp_line_derivative x v w i :
  derivable_pt_lim (fun u => exp (line x v u i)) w (v i * exp (line x v w i)).
Proof.
  rewrite Rmult_comm.
  apply (derivable_pt_lim_comp (fun u => line x v u i) exp); [|apply derivable_pt_lim_exp].
  replace (v i) with (0 + (1 * v i + w * 0)) by ring.
  apply (derivable_pt_lim_plus (fun _ => x i) (fun u => u * v i)); [apply derivable_pt_lim_const|].
  apply (derivable_pt_lim_mult (fun u => u) (fun _ => v i));
    [apply derivable_pt_lim_id|apply derivable_pt_lim_const].
Qed.

(** Along a line with the direction v the i-th entry of the softmax p changes at the rate p_i (v_i - <p, v>):
    the derivative of the softmax is the matrix diag(p) - p p'. *)
Theorem softmax_derivative d x v w i : (i < d)%nat ->
  derivable_pt_lim (fun u => softmax d (line x v u) i) w
    (softmax d (line x v w) i * (v i - dot d (softmax d (line x v w)) v)).
Proof.
  intros Hi. pose proof (sum_exp_pos d (line x v w) ltac:(lia)) as P.
  set (S := fun u => sum d (fun i => exp (line x v u i))).
  assert (Sw : 0 < S w) by exact P.
  assert (S' : derivable_pt_lim S w (sum d (fun j => v j * exp (line x v w j)))).
  { apply (sum_derivative d (fun j u => exp (line x v u j))). intros j _. apply exp_line_derivative. }
  pose proof (derivable_pt_lim_div (fun u => exp (line x v u i)) S w _ _
    (exp_line_derivative x v w i) S' ltac:(lra)) as D.
  replace (softmax d (line x v w) i * (v i - dot d (softmax d (line x v w)) v))
    with ((v i * exp (line x v w i) * S w - sum d (fun j => v j * exp (line x v w j)) * exp (line x v w i))
      / Rsqr (S w)); [exact D|].
  replace (dot d (softmax d (line x v w)) v) with (/ S w * sum d (fun j => v j * exp (line x v w j))).
  - unfold softmax. fold (S w). unfold Rsqr. field. lra.
  - rewrite <- sum_scale. unfold dot, softmax. fold (S w). apply sum_ext. intros j _. field. lra.
Qed.

(** The quadratic form v'(diag(p) - pp')v of that matrix. *)
Definition variance (d : nat) (p v : vec) : R := sum d (fun i => p i * v i ^ 2) - dot d p v ^ 2.

Lemma variance_form d p v :
  sum d (fun i => v i * (p i * (v i - dot d p v))) = variance d p v.
Proof.
  unfold variance. rewrite (sum_ext d _ (fun i => p i * v i ^ 2 - dot d p v * (p i * v i))) by (intros; ring).
  rewrite sum_minus, sum_scale. unfold dot. ring.
Qed.

(** Under weights in the simplex and for entries between a and b it lies between 0 and ((b - a)/2)^2. *)
Theorem variance_bounds d p v a b : simplex d p -> (forall i, (i < d)%nat -> a <= v i <= b) ->
  0 <= variance d p v <= ((b - a) / 2) ^ 2.
Proof.
  intros [Hp Sp] Hv. split.
  - replace (variance d p v) with (sum d (fun i => p i * (v i - dot d p v) ^ 2)).
    + apply sum_nonneg. intros i Hi. apply Rmult_le_pos; [now apply Hp|apply pow2_ge_0].
    + rewrite (sum_ext d _ (fun i => p i * v i ^ 2 + (- (2 * dot d p v) * (p i * v i) + dot d p v ^ 2 * p i)))
        by (intros; ring).
      rewrite !sum_plus, !sum_scale, Sp. unfold variance, dot. ring.
  - assert (H : 0 <= sum d (fun i => p i * ((v i - a) * (b - v i)))).
    { apply sum_nonneg. intros i Hi. pose proof (Hv i Hi).
      apply Rmult_le_pos; [now apply Hp|]. apply Rmult_le_pos; lra. }
    rewrite (sum_ext d _ (fun i => - 1 * (p i * v i ^ 2) + ((a + b) * (p i * v i) + - (a * b) * p i))) in H
      by (intros; ring).
    rewrite !sum_plus, !sum_scale, Sp in H. unfold variance. fold (dot d p v) in H.
    pose proof (pow2_ge_0 (dot d p v - (a + b) / 2)). lra.
Qed.

(** ** The constant 1 is sharp *)

Lemma sum_but_first d c : (1 <= d)%nat ->
  sum d (fun i => if Nat.eqb i 0 then 0 else c) = (INR d - 1) * c.
Proof.
  intros Hd. pose proof (sum_split d (fun _ => c) 0 Hd) as E. rewrite sum_const in E. lra.
Qed.

(** Two points of the simplex are at least twice as far apart as any of their entries. *)
Lemma twice_an_entry d p q k : simplex d p -> simplex d q -> (k < d)%nat ->
  2 * (p k - q k) <= norm1 d (sub p q).
Proof.
  intros [_ Sp] [_ Sq] Hk. unfold norm1. rewrite (sum_split d _ k Hk).
  assert (E : p k - q k = - sum d (fun i => if Nat.eqb i k then 0 else p i - q i)).
  { pose proof (sum_minus d p q) as M. rewrite Sp, Sq, (sum_split d _ k Hk) in M. lra. }
  assert (H : p k - q k <= sum d (fun i => if Nat.eqb i k then 0 else Rabs (sub p q i))).
  { rewrite E. eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_Ropp. eapply Rle_trans; [apply sum_abs|].
    apply sum_le. intros i _. unfold sub. destruct (Nat.eqb i k); [rewrite Rabs_R0|]; lra. }
  pose proof (Rle_abs (sub p q k)) as A. unfold sub in A at 1. lra.
Qed.

(** The first entry weighs as much as all the others, and is raised by w, the others lowered by w. *)
Definition tipped (d : nat) (w : R) : vec := fun i => if Nat.eqb i 0 then ln (INR d - 1) + w else - w.

Lemma softmax_tipped d w : (2 <= d)%nat -> softmax d (tipped d w) 0%nat = / (1 + exp (- (2 * w))).
Proof.
  intros Hd. assert (D : 0 < INR d - 1).
  { pose proof (lt_INR 1 d ltac:(lia)) as L. simpl in L. lra. }
  unfold softmax. rewrite (sum_split d _ 0 ltac:(lia)).
  rewrite (sum_ext d _ (fun i => if Nat.eqb i 0 then 0 else exp (- w))).
  - rewrite sum_but_first by lia. unfold tipped at 1 2. cbn [Nat.eqb]. rewrite exp_plus, exp_ln by exact D.
    replace (- (2 * w)) with (- w + - w) by ring. rewrite exp_plus.
    pose proof (exp_pos w).
    assert (E : exp w * exp (- w) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
    pose proof (exp_pos (- w)) as Q. pose proof (Rmult_lt_0_compat _ _ Q Q).
    apply (Rmult_eq_reg_r ((INR d - 1) * exp w + (INR d - 1) * exp (- w)));
      [|apply Rgt_not_eq; apply Rplus_lt_0_compat; now apply Rmult_lt_0_compat].
    apply (Rmult_eq_reg_l (1 + exp (- w) * exp (- w))); [|lra].
    transitivity ((INR d - 1) * exp w * (1 + exp (- w) * exp (- w))).
    + field. apply Rgt_not_eq. apply Rplus_lt_0_compat; now apply Rmult_lt_0_compat.
    + transitivity ((INR d - 1) * exp w + (INR d - 1) * exp (- w)); [|field; lra].
      transitivity ((INR d - 1) * exp w + (INR d - 1) * ((exp w * exp (- w)) * exp (- w))); [ring|].
      rewrite E. ring.
  - intros i _. unfold tipped. destruct (Nat.eqb i 0); reflexivity.
Qed.

(** A step w changes the softmax there by at least w/(1 + w). *)
Lemma tipped_step d w : (2 <= d)%nat -> 0 < w ->
  w / (1 + w) <= norm1 d (sub (softmax d (tipped d w)) (softmax d (tipped d 0))).
Proof.
  intros Hd Hw.
  eapply Rle_trans; [|apply (twice_an_entry d _ _ 0); [apply simplex_softmax|apply simplex_softmax|]; lia].
  rewrite 2 softmax_tipped by exact Hd. rewrite Rmult_0_r, Ropp_0, exp_0, exp_Ropp.
  pose proof (exp_ineq1 (2 * w) ltac:(lra)) as E. pose proof (exp_pos (2 * w)) as P.
  replace (2 * (/ (1 + / exp (2 * w)) - / (1 + 1))) with (1 - 2 * / (exp (2 * w) + 1)) by (field; lra).
  replace (w / (1 + w)) with (1 - 2 * / (1 + 2 * w + 1)) by (field; lra).
  pose proof (Rinv_le_contravar (1 + 2 * w + 1) (exp (2 * w) + 1) ltac:(lra) ltac:(lra)). lra.
Qed.

(** At temperature t the gradient of LogSumExp is 1/t-Lipschitz from the infinity norm to the l1 norm, *)
Theorem lse_lipschitz d t x y : (1 <= d)%nat -> 0 < t ->
  norm1 d (sub (softmax d (scale (/ t) x)) (softmax d (scale (/ t) y))) <= / t * norm_inf d (sub x y).
Proof.
  intros Hd Ht. pose proof (Rinv_0_lt_compat t Ht).
  eapply Rle_trans; [apply (proj2 (lse_gradient d Hd))|]. right.
  rewrite <- (Rabs_pos_eq (/ t)) at 3 by lra. rewrite <- norm_inf_scale. apply norm_inf_ext.
  intros i _. unfold sub, scale. ring.
Qed.

(** and no constant below 1/t will do, in any dimension d >= 2. *)
Theorem lse_sharp d t L : (2 <= d)%nat -> 0 < t ->
  (forall x y, norm1 d (sub (softmax d (scale (/ t) x)) (softmax d (scale (/ t) y)))
    <= L * norm_inf d (sub x y)) ->
  / t <= L.
Proof.
  intros Hd Ht H. pose proof (Rinv_0_lt_compat t Ht) as It.
  destruct (Rle_lt_dec 1 (L * t)) as [G|G].
  - apply (Rmult_le_reg_r t); [exact Ht|]. rewrite Rinv_l by lra. exact G.
  - exfalso. set (w := 1 - L * t). assert (Hw : 0 < w) by (unfold w; lra).
    specialize (H (scale t (tipped d w)) (scale t (tipped d 0))).
    assert (E : forall x, softmax d (scale (/ t) (scale t x)) = softmax d x).
    { intros x. unfold softmax. assert (e : forall i, exp (scale (/ t) (scale t x) i) = exp (x i)).
      { intros i. f_equal. unfold scale. field. lra. }
      apply functional_extensionality. intros i. rewrite e. f_equal.
      apply sum_ext. intros j _. apply e. }
    rewrite 2 E in H.
    assert (N : norm_inf d (sub (scale t (tipped d w)) (scale t (tipped d 0))) <= t * w).
    { apply norm_inf_le; [apply Rmult_le_pos; lra|]. intros i _. unfold sub, scale, tipped.
      destruct (Nat.eqb i 0).
      - right. rewrite <- (Rabs_pos_eq (t * w)) by (apply Rmult_le_pos; lra). f_equal. ring.
      - right. rewrite <- (Rabs_pos_eq (t * w)) by (apply Rmult_le_pos; lra).
        rewrite <- Rabs_Ropp. f_equal. ring. }
    pose proof (tipped_step d w Hd Hw) as T.
    destruct (Rle_lt_dec L 0) as [Z|Z].
    + pose proof (Rmult_le_pos (- L) _ ltac:(lra)
        (norm_inf_nonneg d (sub (scale t (tipped d w)) (scale t (tipped d 0))))).
      assert (0 < w / (1 + w)) by (apply Rdiv_lt_0_compat; lra). lra.
    + pose proof (Rmult_le_compat_l L _ _ ltac:(lra) N) as M.
      assert (B : w / (1 + w) <= (1 - w) * w).
      { replace ((1 - w) * w) with (L * (t * w)) by (unfold w; ring). lra. }
      apply (Rmult_le_compat_r (1 + w)) in B; [|lra].
      replace (w / (1 + w) * (1 + w)) with w in B by (field; lra).
      pose proof (Rmult_lt_0_compat w w Hw Hw) as W. pose proof (Rmult_lt_0_compat w (w * w) Hw W). lra.
Qed.

(** The constant is attained by the derivative: at (ln(d-1), 0, ..., 0) the softmax has the variance 1 in the
    direction (1, -1, ..., -1). *)
Theorem variance_attained d : (2 <= d)%nat ->
  variance d (softmax d (tipped d 0)) (fun i => if Nat.eqb i 0 then 1 else - 1) = 1.
Proof.
  intros Hd. pose proof (simplex_softmax d (tipped d 0) ltac:(lia)) as [_ S].
  pose proof (softmax_tipped d 0 Hd) as F. rewrite Rmult_0_r, Ropp_0, exp_0 in F.
  set (p := softmax d (tipped d 0)) in *. unfold variance, dot.
  rewrite (sum_ext d (fun i => p i * _ ^ 2) p) by (intros i _; destruct (Nat.eqb i 0); ring).
  rewrite S, (sum_split d _ 0 ltac:(lia)). cbn [Nat.eqb].
  rewrite (sum_ext d _ (fun i => - 1 * (if Nat.eqb i 0 then 0 else p i)))
    by (intros i _; destruct (Nat.eqb i 0); ring).
  rewrite sum_scale. rewrite (sum_split d p 0 ltac:(lia)) in S. rewrite F in *. nra.
Qed.

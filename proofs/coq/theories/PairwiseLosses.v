(** Triplet losses and the loss of neighbourhood components: which hinges they smooth, and with what gap. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Entropy LogSumExp SoftplusGap.
Open Scope R_scope.

(** The smallest of the first n entries. *)
Definition smallest (n : nat) (x : vec) : R := - largest n (fun i => - x i).

(** The triplet loss of a positive and a negative distance, and the hinge with a margin of a target score against
    another. *)
Definition triplet_loss (margin Dp Dn : R) : R := Rmax 0 (margin + Dp - Dn).
Definition margin_hinge (margin target other : R) : R := Rmax 0 (margin + other - target).

(** The sum of e^(-k D_i), and the loss of neighbourhood components for p positive distances A and q negative ones B. *)
Definition closeness (k : R) (n : nat) (D : vec) : R := sum n (fun i => exp (- k * D i)).
Definition components_loss (k : R) (p q : nat) (A B : vec) : R :=
  - / k * ln (closeness k p A / (closeness k p A + closeness k q B)).

(** The sum over all pairs of the smoothed triplet losses. *)
Definition pairs_loss (k : R) (p q : nat) (A B : vec) : R :=
  sum p (fun i => sum q (fun j => softplus k (A i - B j))).

(** The logarithm of 1 and a sum is at most the sum of the logarithms; less for two terms or more. *)
Lemma ln_of_sum_le n (c : vec) : (forall i, (i < n)%nat -> 0 < c i) ->
  0 <= sum n c /\ ln (1 + sum n c) <= sum n (fun i => ln (1 + c i)) /\
  ((2 <= n)%nat -> ln (1 + sum n c) < sum n (fun i => ln (1 + c i))).
Proof.
  induction n as [|n IH]; intros P; [simpl; rewrite Rplus_0_r, ln_1; repeat split; try lra; lia|].
  destruct (IH (fun i Hi => P i (Nat.lt_lt_succ_r _ _ Hi))) as (S0 & L & _).
  pose proof (P n (Nat.lt_succ_diag_r n)) as Pn.
  simpl. assert (M : ln (1 + sum n c) + ln (1 + c n) = ln ((1 + sum n c) * (1 + c n))) by (rewrite ln_mult; lra).
  assert (E : (1 + sum n c) * (1 + c n) = 1 + (sum n c + c n) + sum n c * c n) by ring.
  assert (Q : 0 <= sum n c * c n) by (apply Rmult_le_pos; lra). split; [lra|]. split.
  - eapply Rle_trans; [|apply Rplus_le_compat_r, L]. rewrite M. apply ln_le_mono; lra.
  - intros Hn. eapply Rlt_le_trans; [|apply Rplus_le_compat_r, L]. rewrite M. apply ln_increasing; [lra|].
    pose proof (P 0%nat ltac:(lia)) as P0.
    pose proof (sum_term_le n c 0 (fun i Hi => Rlt_le _ _ (P i ltac:(lia))) ltac:(lia)) as T.
    assert (0 < sum n c * c n) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Section Losses.
Variables (k : R) (p q : nat) (A B : vec).
Hypotheses (Hk : 0 < k) (Hp : (1 <= p)%nat) (Hq : (1 <= q)%nat).

Let P := closeness k p A.
Let Q := closeness k q B.

(** A sum of exponentials is positive. *)
Lemma closeness_pos n D : (1 <= n)%nat -> 0 < closeness k n D.
Proof. intros Hn. exact (sum_exp_pos n (fun i => - k * D i) Hn). Qed.

(** The loss of neighbourhood components is ln(1 + Q/P)/k. *)
Lemma components_loss_ratio : components_loss k p q A B = / k * ln (1 + Q / P).
Proof.
  pose proof (closeness_pos p A Hp) as PP. pose proof (closeness_pos q B Hq) as PQ. fold P in PP. fold Q in PQ.
  unfold components_loss. fold P Q. replace (1 + Q / P) with (/ (P / (P + Q))) by (field; lra).
  rewrite ln_Rinv by (apply Rdiv_lt_0_compat; lra). ring.
Qed.

(** The pairs of one positive. *)
Lemma pairs_of_one i : (i < p)%nat ->
  / k * ln (1 + Q / P) <= sum q (fun j => softplus k (A i - B j)) /\
  ((2 <= q)%nat -> / k * ln (1 + Q / P) < sum q (fun j => softplus k (A i - B j))).
Proof.
  intros Hi. assert (I : 0 < / k) by now apply Rinv_0_lt_compat. set (a := exp (- k * A i)).
  set (c := fun j => / a * exp (- k * B j)). assert (Pa : 0 < a) by apply exp_pos.
  assert (Ia : 0 < / a) by now apply Rinv_0_lt_compat. pose proof (closeness_pos q B Hq) as PQ. fold Q in PQ.
  assert (E : sum q (fun j => softplus k (A i - B j)) = / k * sum q (fun j => ln (1 + c j))).
  { rewrite <- sum_scale. apply sum_ext. intros j _. unfold softplus, c, a. rewrite <- exp_Ropp, <- exp_plus.
    do 4 f_equal. ring. }
  assert (S : sum q c = / a * Q) by (unfold c; now rewrite sum_scale).
  destruct (ln_of_sum_le q c) as (_ & L & St).
  { intros j _. apply Rmult_lt_0_compat; [exact Ia|apply exp_pos]. }
  assert (aP : a <= P) by (apply (sum_term_le p (fun i => exp (- k * A i)) i); [intros; left; apply exp_pos|exact Hi]).
  assert (PQ' : 0 <= Q / P) by (apply Rle_mult_inv_pos; lra).
  assert (F : ln (1 + Q / P) <= ln (1 + sum q c)).
  { apply ln_le_mono; [lra|]. rewrite S. apply Rplus_le_compat_l. unfold Rdiv. rewrite (Rmult_comm Q).
    apply Rmult_le_compat_r; [lra|]. apply Rinv_le_contravar; lra. }
  rewrite E. split; [apply Rmult_le_compat_l; lra|]. intros H2. specialize (St H2). apply Rmult_lt_compat_l; lra.
Qed.

(** With two positives or two negatives the sum over all pairs is larger. *)
Lemma components_below_pairs : components_loss k p q A B <= pairs_loss k p q A B /\
  (components_loss k p q A B = pairs_loss k p q A B <-> p = 1%nat /\ q = 1%nat).
Proof.
  set (row := fun i => sum q (fun j => softplus k (A i - B j))). change (pairs_loss k p q A B) with (sum p row).
  assert (Row : forall i, (i < p)%nat -> 0 < row i).
  { intros i Hi. destruct (pairs_of_one i Hi) as [L _]. eapply Rlt_le_trans; [|exact L].
    apply Rmult_lt_0_compat; [now apply Rinv_0_lt_compat|].
    apply ln_1_plus_pos, Rdiv_lt_0_compat; now apply closeness_pos. }
  destruct (pairs_of_one 0%nat ltac:(lia)) as [L0 S0]. fold (row 0%nat) in L0, S0. rewrite components_loss_ratio.
  pose proof (sum_term_le p row 0 (fun i Hi => Rlt_le _ _ (Row i Hi)) ltac:(lia)) as T. split; [lra|]. split.
  - intros E. split.
    + destruct (Nat.eq_dec p 1) as [H|N]; [exact H|exfalso]. rewrite (sum_split p row 0) in E by lia.
      pose proof (sum_term_le p (fun i => if Nat.eqb i 0 then 0 else row i) 1) as T1. cbv beta in T1. simpl in T1.
      pose proof (Row 1%nat ltac:(lia)) as R1. specialize (T1 ltac:(intros i Hi; destruct (Nat.eqb i 0);
        [lra|left; now apply Row]) ltac:(lia)). lra.
    + destruct (Nat.eq_dec q 1) as [H|N]; [exact H|exfalso]. specialize (S0 ltac:(lia)). lra.
  - intros [Ep Eq]. unfold row, P, Q, closeness. rewrite Ep, Eq. simpl. rewrite !Rplus_0_l. unfold softplus, Rdiv.
    rewrite <- exp_Ropp, <- exp_plus. do 4 f_equal. ring.
Qed.

(** The closest of n and how many there are bound the closeness. *)
Lemma closeness_between n D : (1 <= n)%nat ->
  exp (- k * smallest n D) <= closeness k n D <= INR n * exp (- k * smallest n D).
Proof.
  intros Hn. unfold smallest, closeness. split.
  - destruct (largest_attained n (fun i => - D i) Hn) as (i & Hi & ->). rewrite Ropp_involutive.
    apply (sum_term_le n (fun i => exp (- k * D i)) i); [intros; left; apply exp_pos|exact Hi].
  - rewrite <- sum_const. apply sum_le. intros i Hi. apply exp_le.
    pose proof (largest_entry n (fun i => - D i) i Hi) as L. cbv beta in L. nra.
Qed.

(** It smooths the hinge of the closest positive and the closest negative. *)
Lemma components_near_hinge :
  let h := Rmax 0 (smallest p A - smallest q B) in
  - / k * ln (INR p) < components_loss k p q A B - h <= / k * ln (1 + INR q).
Proof.
  intros h. assert (I : 0 < / k) by now apply Rinv_0_lt_compat. rewrite components_loss_ratio.
  destruct (closeness_between p A Hp) as [P1 P2]. destruct (closeness_between q B Hq) as [Q1 Q2]. fold P in P1, P2.
  fold Q in Q1, Q2. set (a := exp (- k * smallest p A)) in *. set (b := exp (- k * smallest q B)) in *.
  assert (Pa : 0 < a) by apply exp_pos. assert (Pb : 0 < b) by apply exp_pos.
  pose proof (le_INR _ _ Hp) as Np. pose proof (le_INR _ _ Hq) as Nq. simpl in Np, Nq.
  assert (W : exp (k * (smallest p A - smallest q B)) = b / a).
  { unfold a, b, Rdiv. rewrite <- exp_Ropp, <- exp_plus. f_equal. ring. }
  assert (PW : 0 < b / a) by now apply Rdiv_lt_0_compat.
  assert (Up : Q / P <= INR q * (b / a)).
  { replace (INR q * (b / a)) with (INR q * b * / a) by (field; lra). unfold Rdiv.
    apply Rmult_le_compat; [lra|left; apply Rinv_0_lt_compat; lra|exact Q2|apply Rinv_le_contravar; lra]. }
  assert (Low : / INR p * (b / a) <= Q / P).
  { replace (/ INR p * (b / a)) with (b * / (INR p * a)) by (field; lra). unfold Rdiv.
    apply Rmult_le_compat; [lra|left; apply Rinv_0_lt_compat; nra|exact Q1|apply Rinv_le_contravar; lra]. }
  assert (Eh : k * h = ln (Rmax 1 (b / a))).
  { unfold h. rewrite <- RmaxRmult, Rmult_0_r by lra. set (v := k * (smallest p A - smallest q B)) in *.
    rewrite <- W, <- exp_0. unfold Rmax. destruct (Rle_dec 0 v) as [L|L], (Rle_dec (exp 0) (exp v)) as [M|M].
    - now rewrite ln_exp.
    - exfalso. apply M. now apply exp_le.
    - exfalso. apply Rnot_le_lt, exp_increasing in L. lra.
    - now rewrite ln_exp. }
  set (m := Rmax 1 (b / a)) in *. pose proof (Rmax_l 1 (b / a)) as M1. pose proof (Rmax_r 1 (b / a)) as M2.
  fold m in M1, M2. assert (Ip : 0 < / INR p <= 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  replace h with (/ k * (k * h)) by (field; lra). rewrite Eh. split.
  - assert (L : ln (/ INR p * m) < ln (1 + Q / P)).
    { apply ln_increasing; [nra|]. unfold m, Rmax. destruct (Rle_dec 1 (b / a)); nra. }
    rewrite ln_mult, ln_Rinv in L by lra. apply (Rmult_lt_compat_l (/ k)) in L; [|exact I]. lra.
  - assert (L : ln (1 + Q / P) <= ln ((1 + INR q) * m)) by (apply ln_le_mono; nra).
    rewrite ln_mult in L by lra. apply (Rmult_le_compat_l (/ k)) in L; [|lra]. lra.
Qed.
End Losses.

(** The triplet loss max(0, alpha + D_p - D_n) is the hinge with margin alpha of two scores -D_p and -D_n; its smoothing
    ln(1 + e^(k(alpha + D_p - D_n)))/k exceeds it by more than 0 and at most ln 2/k. For p positives and q negatives the
    loss of neighbourhood components, -ln(P/(P + Q))/k with P = sum e^(-k D_i) over the positives and Q over the
    negatives, is at most the sum over all pairs of ln(1 + e^(k(D_i - D_j)))/k, with equality exactly for p = q = 1. It
    smooths one hinge, h = max(0, min_i D_i - min_j D_j) of the nearest ones: its difference to h is above -ln p/k and
    at most ln(1 + q)/k. *)
Theorem pairwise_losses k : 0 < k ->
  (forall margin Dp Dn, triplet_loss margin Dp Dn = margin_hinge margin (- Dp) (- Dn) /\
    0 < softplus k (margin + Dp - Dn) - triplet_loss margin Dp Dn <= / k * ln 2) /\
  forall p q A B, (1 <= p)%nat -> (1 <= q)%nat ->
    components_loss k p q A B <= pairs_loss k p q A B /\
    (components_loss k p q A B = pairs_loss k p q A B <-> p = 1%nat /\ q = 1%nat) /\
    let h := Rmax 0 (smallest p A - smallest q B) in
    - / k * ln (INR p) < components_loss k p q A B - h <= / k * ln (1 + INR q).
Proof.
  intros Hk. split.
  - intros margin Dp Dn. split; [unfold triplet_loss, margin_hinge; f_equal; ring|].
    destruct softplus_gap as [G _]. destruct (G k (margin + Dp - Dn) Hk) as (P & _ & U & _). split; [exact P|exact U].
  - intros p q A B Hp Hq. destruct (components_below_pairs k p q A B Hk Hp Hq) as [L E]. split; [exact L|].
    split; [exact E|]. now apply components_near_hinge.
Qed.

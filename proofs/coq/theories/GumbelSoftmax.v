(** Gumbel noise gives LogSumExp and the softmax exactly. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors LogSumExp MeanValue PerturbedMaximum.
From TightMax Require Import GumbelVariable GumbelMaximum GumbelWinner GumbelConstant.
Open Scope R_scope.

(** A constant added to all entries is added to the largest. *)
Lemma largest_plus d x c : (1 <= d)%nat -> largest d (fun i => x i + c) = largest d x + c.
Proof.
  destruct d as [|d]; [lia|]. intros _. induction d as [|d IH]; [reflexivity|].
  rewrite 2 largest_SS, IH, Rplus_max_distr_r. reflexivity.
Qed.

(** The noisy scores are eps times the scores theta/eps + z. *)
Lemma noisy_scaled eps theta z j : 0 < eps -> noisy eps theta z j = eps * add (scale (/ eps) theta) z j.
Proof. intros He. unfold noisy, add, scale. field. lra. Qed.

(** Their order is the same. *)
Lemma noisy_order eps theta z i j : 0 < eps -> let s := add (scale (/ eps) theta) z in
  (noisy eps theta z j <= noisy eps theta z i <-> s j <= s i) /\
  (noisy eps theta z j < noisy eps theta z i <-> s j < s i).
Proof.
  intros He s. rewrite 2 noisy_scaled by exact He. fold s. split; split; intros H.
  - apply (Rmult_le_reg_l eps); assumption.
  - apply Rmult_le_compat_l; lra.
  - apply (Rmult_lt_reg_l eps); assumption.
  - apply Rmult_lt_compat_l; assumption.
Qed.

(** The product of comparisons is 1 if all hold, and 0 if one does not. *)
Lemma leads_all i (strict : nat -> bool) k (s : vec) :
  (forall j, (j < k)%nat -> j <> i -> if strict j then s j < s i else s j <= s i) -> leads i strict k s = 1.
Proof.
  induction k as [|k IH]; intros H; cbn [leads]; [reflexivity|]. rewrite IH by (intros; apply H; lia).
  destruct (Nat.eqb_spec k i) as [E|N]; [ring|]. specialize (H k ltac:(lia) N). unfold ahead.
  destruct (strict k); [destruct (Rlt_dec _ _)|destruct (Rle_dec _ _)]; lra.
Qed.

Lemma leads_none i (strict : nat -> bool) k (s : vec) j : (j < k)%nat -> j <> i ->
  ~ (if strict j then s j < s i else s j <= s i) ->
  leads i strict k s = 0.
Proof.
  intros Hj N H. induction k as [|k IH]; [lia|]. cbn [leads]. destruct (Nat.eq_dec j k) as [->|M].
  - destruct (Nat.eqb_spec k i) as [E|_]; [contradiction|]. unfold ahead.
    destruct (strict k); [destruct (Rlt_dec _ _)|destruct (Rle_dec _ _)]; try contradiction; ring.
  - rewrite IH by lia. ring.
Qed.

(** The first of the largest entries is i if those before are less and no other is greater. *)
Lemma first_best_leads d i s : (i < d)%nat -> vertex (first_best d s) i = leads i (fun j => Nat.ltb j i) d s.
Proof.
  intros Hi. destruct (first_best_largest d s ltac:(lia)) as (B & L & F). set (b := first_best d s) in *.
  unfold vertex. destruct (Nat.eqb_spec i b) as [E|N].
  - symmetry. apply leads_all. intros j Hj _. rewrite E. destruct (Nat.ltb_spec j b); [now apply F|].
    rewrite <- L. now apply largest_entry.
  - symmetry. apply (leads_none i _ d s b B); [congruence|]. pose proof (largest_entry d s i Hi) as M. rewrite L in M.
    destruct (Nat.ltb_spec b i) as [H|H]; [lra|]. specialize (F i ltac:(lia)). lra.
Qed.

(** Let Z have d independent entries of density e^{-z - e^{-z}}: their mean is gamma = - int_0^oo e^-t ln t dt, and
    0.54 < gamma < 0.61. For all theta and eps > 0 the entry i of theta + eps Z is the largest with probability
    softmax_i(theta/eps), which is also the mean of the vertex at the first largest entry; the mean of the largest entry
    is eps LSE(theta/eps) + eps gamma, and eps LSE(theta/eps) for the noise Z - gamma. For Y = {0, 1} and one variable
    the value 1 is best with probability 1 - exp(-e^{theta/eps}), 1 - 1/e at theta = 0: not the Gibbs weight 1/2. *)
Theorem gumbel_softmax : exists gamma,
  gumbel_mean (fun z => z) gamma /\
  is_RInt_gen (fun t => exp (- t) * ln t) (at_right 0) (Rbar_locally p_infty) (- gamma) /\
  54 / 100 < gamma < 61 / 100 /\
  (forall d eps theta, (1 <= d)%nat -> 0 < eps ->
    (forall i, (i < d)%nat ->
      (forall A : vec -> R,
        (forall z, (forall j, (j < d)%nat -> noisy eps theta z j <= noisy eps theta z i) -> A z = 1) ->
        (forall z, ~ (forall j, (j < d)%nat -> noisy eps theta z j <= noisy eps theta z i) -> A z = 0) ->
        gumbel_means d A (softmax d (scale (/ eps) theta) i)) /\
      gumbel_means d (fun z => vertex (first_best d (noisy eps theta z)) i) (softmax d (scale (/ eps) theta) i)) /\
    gumbel_means d (fun z => largest d (noisy eps theta z)) (eps * lse d (scale (/ eps) theta) + eps * gamma) /\
    gumbel_means d (fun z => largest d (noisy eps theta (fun i => z i - gamma))) (eps * lse d (scale (/ eps) theta))) /\
  (forall eps theta (A : R -> R), 0 < eps ->
    (forall z, 0 < theta + eps * z -> A z = 1) -> (forall z, theta + eps * z < 0 -> A z = 0) ->
    gumbel_mean A (1 - exp (- exp (theta / eps)))) /\
  (forall eps, 0 < eps -> 1 - exp (- exp (0 / eps)) = 1 - / exp 1) /\ 1 - / exp 1 <> 1 / 2.
Proof.
  destruct mean_maximum_exists as (M & gamma & HM). exists gamma. split; [exact (gamma_is_mean M gamma HM)|].
  split; [exact (gamma_integral M gamma HM)|]. split; [exact (gamma_bounds M gamma HM)|]. split; [|split; [|split]].
  - intros d eps theta Hd He. set (t := scale (/ eps) theta).
    assert (Largest : forall z, largest d (noisy eps theta z) = eps * largest d (add t z)).
    { intros z. rewrite <- largest_scale by lra. apply largest_ext. intros j _. now apply noisy_scaled. }
    pose proof (largest_score d t Hd M gamma HM) as L. split; [|split].
    + intros i Hi. split.
      * intros A A1 A0. apply (gumbel_means_ext d (fun z => leads i (fun _ => false) d (add t z))); [|now apply winner].
        intros z. destruct (Rle_dec (largest d (add t z)) (add t z i)) as [H|H].
        -- rewrite A1; [apply leads_all; intros j Hj _|intros j Hj; apply noisy_order; [exact He|fold t]];
             (eapply Rle_trans; [|exact H]); now apply largest_entry.
        -- destruct (largest_attained d (add t z) Hd) as (j & Hj & Ej).
           rewrite A0; [apply (leads_none i _ d _ j Hj)|].
           ++ intros ->. apply H. lra.
           ++ rewrite <- Ej. exact H.
           ++ intros F. apply H. rewrite Ej. apply (noisy_order eps theta z i j He). now apply F.
      * apply (gumbel_means_ext d (fun z => leads i (fun j => Nat.ltb j i) d (add t z))); [|now apply winner].
        intros z. rewrite first_best_leads by exact Hi. set (strict := fun j => Nat.ltb j i).
        assert (O : forall j, (if strict j then add t z j < add t z i else add t z j <= add t z i) <->
          (if strict j then noisy eps theta z j < noisy eps theta z i else noisy eps theta z j <= noisy eps theta z i)).
        { intros j. destruct (noisy_order eps theta z i j He) as [O1 O2]. fold t in O1, O2.
          destruct (strict j); [now rewrite O2|now rewrite O1]. }
        assert (D : forall k, leads i strict k (add t z) = leads i strict k (noisy eps theta z)).
        { induction k as [|k IH]; cbn [leads]; [reflexivity|]. rewrite IH. destruct (Nat.eqb k i); [reflexivity|].
          f_equal. specialize (O k). unfold ahead.
          destruct (strict k); [destruct (Rlt_dec _ _), (Rlt_dec _ _)|destruct (Rle_dec _ _), (Rle_dec _ _)]; tauto. }
        apply D.
    + apply (gumbel_means_ext d (fun z => eps * largest d (add t z) + 0)); [intros z; rewrite Largest; ring|].
      replace (eps * lse d t + eps * gamma) with (eps * (lse d t + gamma) + 0) by ring. now apply gumbel_means_affine.
    + apply (gumbel_means_ext d (fun z => eps * largest d (add t z) + - eps * gamma)).
      * intros z. rewrite <- Largest. rewrite <- largest_plus by exact Hd.
        apply largest_ext. intros j _. unfold noisy, add, scale. ring.
      * replace (eps * lse d t) with (eps * (lse d t + gamma) + - eps * gamma) by ring. now apply gumbel_means_affine.
  - intros eps theta A He A1 A0. set (z0 := - (theta / eps)).
    assert (S : forall z, theta + eps * z = eps * (z - z0)) by (intros z; unfold z0; field; lra).
    replace (1 - exp (- exp (theta / eps))) with (0 * law z0 + (1 - law z0))
      by (unfold law, z0; rewrite Ropp_involutive; ring).
    apply (glued _ (fun z => 0 * density z) (fun z => 1 * density z) z0).
    + intros z Hz. rewrite A0; [reflexivity|]. rewrite S. nra.
    + intros z Hz. rewrite A1; [reflexivity|]. rewrite S. apply Rmult_lt_0_compat; lra.
    + apply law_left.
    + replace (1 - law z0) with (1 - 1 * law z0) by ring.
      apply (integral (fun z => 1 * law z) (fun z => 1 * density z)).
      * intros z. apply (is_derive_scal law z 1). apply law_derive.
      * intros z. apply (continuous_mult (fun _ => 1) density); [apply continuous_const|apply density_continuous].
      * apply (limit_at (fun z => 1 * law z)).
      * apply (limit_right _ _ 1). intros z Hz. replace (1 * law z - 1) with (- (1 - law z)) by ring.
        pose proof (law_le_1 z) as L1. pose proof (law_near_1 z) as L2. destruct (tails z Hz) as [T _].
        rewrite Rabs_Ropp, Rabs_pos_eq; lra.
  - intros eps He. replace (0 / eps) with 0 by (field; lra). now rewrite exp_0, exp_Ropp.
  - pose proof (exp_ineq1 1 ltac:(lra)) as E. intros H. assert (X : / exp 1 = 1 / 2) by lra.
    assert (Y : / exp 1 < / 2) by (apply Rinv_lt_contravar; lra). lra.
Qed.

(** A smoothing of the maximum on R^d with gap ln d - (ln 2 - 1/2), for every d >= 2: the conjugate of a
    separable function that is strongly convex on the simplex although its summands are not all convex. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Converse Entropy LogSumExp.
From TightMax Require Export UniversalSummand UniversalRegulariser LeadingEntry.
Open Scope R_scope.

(** For every d >= 2 the maximum has a smoothing with gap ln d - (ln 2 - 1/2), less than ln d by 0.193... *)
Theorem universal_upper d : (2 <= d)%nat -> exists f, smoothing d (ln (INR d) - (ln 2 - 1 / 2)) f.
Proof.
  intros Hd. apply (smoothing_exists d _ (universal d)); [lia|apply on_first_universal| |].
  - apply universal_strongly_convex.
  - intros x. now apply universal_range.
Qed.

(** ** The smoothing in closed form *)

(** With t the lead of the largest entry over LogSumExp of the others: LogSumExp less a constant for t <= 0, a
    parabola for 0 <= t <= 2, exactly the maximum for t >= 2. *)
Definition universal_smoothing (d : nat) (y : vec) : R :=
  let t := largest d y - rest d y in
  if Rle_dec t 0 then lse d y - (ln 2 - 1 / 2)
  else if Rle_dec t 2 then largest d y + (2 - t) ^ 2 / 8
  else largest d y.

(** The weight of a largest entry with a positive lead t, and all weights: the others share the remainder by
    softmax. *)
Definition leader_weight (t : R) : R := if Rle_dec t 2 then 1 / 2 + t / 4 else 1.

Definition universal_weights (d : nat) (y : vec) : vec := fun i =>
  let t := largest d y - rest d y in
  if Rle_dec t 0 then softmax d y i
  else if Req_EM_T (y i) (largest d y) then leader_weight t
  else (1 - leader_weight t) * exp (y i - rest d y).

(** The weights are a point of the simplex, no point does better, and they give the closed form. *)
Lemma universal_optimum d y : (2 <= d)%nat ->
  simplex d (universal_weights d y) /\
  (forall a, simplex d a -> dot d a y - universal d a <= universal_smoothing d y) /\
  dot d (universal_weights d y) y - universal d (universal_weights d y) = universal_smoothing d y.
Proof.
  intros Hd. destruct (largest_attained d y ltac:(lia)) as [k [Hk Ek]].
  assert (Hmax : forall i, (i < d)%nat -> y i <= y k)
    by (intros i Hi; rewrite <- Ek; now apply largest_entry).
  enough (exists w, simplex d w /\ (forall i, (i < d)%nat -> universal_weights d y i = w i) /\
    (forall a, simplex d a -> dot d a y - universal d a <= universal_smoothing d y) /\
    dot d w y - universal d w = universal_smoothing d y) as [w [Hw [E [Hup Hat]]]].
  { split; [|split; [exact Hup|]].
    - split; [intros i Hi; rewrite E by exact Hi; now apply Hw|].
      rewrite (sum_ext d _ w E). apply Hw.
    - rewrite <- Hat. f_equal; [|now apply on_first_universal].
      apply sum_ext. intros i Hi. now rewrite E. }
  unfold universal_weights, universal_smoothing. rewrite (rest_leader d y k Hk Ek), Ek.
  set (r := lse_others d k y). set (t := y k - r).
  destruct (Rle_dec t 0) as [Ht|Ht].
  - (* no entry leads *)
    exists (softmax d y). split; [apply simplex_softmax; lia|]. split; [reflexivity|]. split.
    + intros a Ha. destruct (entry_above_half d a) as [[j [Hj H]]|H]; [|now apply flat_bound].
      eapply Rle_trans; [apply (peaked_bound d y Hd j); [exact Ha|exact Hj|lra]|].
      eapply Rle_trans; [apply peak_value_behind; [|lra]|now apply half_value_le_lse].
      destruct (Nat.eq_dec k j) as [<-|Hn]; [unfold t in Ht; fold r; lra|].
      apply (behind d y Hd j k Hk Hn). now apply Hmax.
    + rewrite universal_flat.
      * pose proof (gibbs_softmax d y ltac:(lia)). lra.
      * intros i Hi. pose proof (exp_split d y Hd k Hk) as Es. fold r in Es. unfold softmax. rewrite Es.
        pose proof (exp_le _ _ (Hmax i Hi)). pose proof (exp_pos (y k)). pose proof (exp_pos r).
        assert (exp (y k) <= exp r) by (apply exp_le; unfold t in Ht; lra).
        apply (Rmult_le_reg_r (exp (y k) + exp r)); [lra|]. unfold Rdiv at 1.
        rewrite Rmult_assoc, Rinv_l by lra. lra.
  - (* entry k leads *)
    set (w := leader_weight t).
    assert (Hw : 1 / 2 <= w <= 1) by (unfold w, leader_weight; destruct (Rle_dec t 2); lra).
    set (F := if Rle_dec t 2 then y k + (2 - t) ^ 2 / 8 else y k).
    assert (HF : forall s, 1 / 2 <= s <= 1 -> peak_value d k y s <= F).
    { intros s Hs. unfold peak_value, F. fold r. replace r with (y k - t) by (unfold t; ring).
      destruct (Rle_dec t 2) as [H2|H2].
      - pose proof (pow2_ge_0 (s - (1 / 2 + t / 4))). lra.
      - assert (0 <= (1 - s) * (t - 2 * s)) by (apply Rmult_le_pos; lra). lra. }
    exists (peaked d y k w). split; [apply simplex_peaked; [exact Hd|exact Hk|lra]|]. split; [|split].
    + intros i Hi. unfold peaked. fold r. destruct (Nat.eqb_spec i k) as [->|Hn].
      * destruct (Req_EM_T (y k) (y k)); [reflexivity|contradiction].
      * destruct (Req_EM_T (y i) (y k)) as [E|E]; [|reflexivity].
        pose proof (behind d y Hd k i Hi Hn) as Hb. fold r in Hb. unfold t in Ht. lra.
    + intros a Ha. destruct (entry_above_half d a) as [[j [Hj H]]|H].
      * eapply Rle_trans; [apply (peaked_bound d y Hd j); [exact Ha|exact Hj|lra]|].
        pose proof (simplex_le_1 d a j Ha Hj). destruct (Nat.eq_dec k j) as [<-|Hn]; [apply HF; lra|].
        eapply Rle_trans; [apply peak_value_behind; [|lra]|].
        -- apply (behind d y Hd j k Hk Hn). now apply Hmax.
        -- eapply Rle_trans; [apply (half_value_mono d y Hd j k); try assumption; now apply Hmax|].
           apply HF. lra.
      * eapply Rle_trans; [apply (flat_bound_leader d y Hd k); try assumption|apply HF; lra].
        fold r. unfold t in Ht. lra.
    + rewrite peaked_value by assumption. unfold peak_value. fold r. fold F.
      replace r with (y k - t) by (unfold t; ring). unfold w, leader_weight, F.
      destruct (Rle_dec t 2); field.
Qed.

Lemma universal_bounded_below d : (2 <= d)%nat -> bounded_below d (universal d).
Proof. intros Hd. exists (- (ln (INR d) - (ln 2 - 1 / 2))). intros a Ha. now apply (universal_range d a). Qed.

(** The conjugate of the strongly convex function is the closed form. *)
Theorem universal_closed_form d y : (2 <= d)%nat -> conj d (universal d) y = universal_smoothing d y.
Proof.
  intros Hd. pose proof (universal_bounded_below d Hd) as Hb.
  destruct (universal_optimum d y Hd) as [Hw [Hup Hat]]. apply Rle_antisym.
  - apply conj_least; [lia|exact Hb|exact Hup].
  - rewrite <- Hat. apply conj_above; [lia|exact Hb|exact Hw].
Qed.

(** The closed form is a smoothing of the maximum with gap ln d - (ln 2 - 1/2), for every d >= 2. *)
Theorem universal_smoothing_gap d :
  (2 <= d)%nat -> smoothing d (ln (INR d) - (ln 2 - 1 / 2)) (universal_smoothing d).
Proof.
  intros Hd. replace (universal_smoothing d) with (conj d (universal d)).
  - apply smoothing_of_strongly_convex; [lia|apply on_first_universal|apply universal_strongly_convex|].
    intros x. now apply universal_range.
  - apply functional_extensionality. intros y. now apply universal_closed_form.
Qed.

(** Its gradient is the vector of weights, which is 1-Lipschitz from the infinity norm to the l1 norm. *)
Theorem universal_gradient d : (2 <= d)%nat ->
  has_gradient d (universal_smoothing d) (universal_weights d) /\
  forall x y, norm1 d (sub (universal_weights d x) (universal_weights d y)) <= norm_inf d (sub x y).
Proof.
  intros Hd. apply (gradient_of_conjugate d (universal d));
    [lia|now apply universal_bounded_below|apply universal_strongly_convex|..]; intros x.
  - now apply universal_closed_form.
  - now destruct (universal_optimum d x Hd).
  - destruct (universal_optimum d x Hd) as [_ [_ Hat]]. exact Hat.
Qed.

(** It is exactly the maximum where the largest entry leads LogSumExp of the others by 2 or more, and only
    there. *)
Theorem universal_exact d y :
  (2 <= d)%nat -> (universal_smoothing d y = largest d y <-> 2 <= largest d y - rest d y).
Proof.
  intros Hd. destruct (largest_attained d y ltac:(lia)) as [k [Hk Ek]]. unfold universal_smoothing.
  pose proof (half_value_le_lse d y Hd k Hk) as H. rewrite half_value in H.
  rewrite (rest_leader d y k Hk Ek), Ek. set (t := y k - lse_others d k y).
  assert (Et : lse_others d k y = y k - t) by (unfold t; ring). rewrite Et in H.
  destruct (Rle_dec t 0); [split; intros; lra|]. destruct (Rle_dec t 2) as [H2|H2]; [|split; intros; lra].
  split; intros H1; [|replace t with 2 by lra; field].
  destruct (Req_dec t 2) as [->|Hn]; [lra|].
  assert (0 < (2 - t) * (2 - t)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

(** The gap is attained where all d entries are equal, and only there. *)
Theorem universal_gap_tie d y : (2 <= d)%nat ->
  universal_smoothing d y = largest d y + (ln (INR d) - (ln 2 - 1 / 2)) <->
  (forall i, (i < d)%nat -> y i = largest d y).
Proof.
  intros Hd. assert (H2 : ln 2 <= ln (INR d)).
  { apply ln_le_mono; [lra|]. change 2 with (INR 2). now apply le_INR. }
  rewrite <- lse_tie by lia. unfold universal_smoothing. set (t := largest d y - rest d y).
  destruct (Rle_dec t 0) as [Ht|Ht]; [split; intros; lra|]. split; intros H.
  - exfalso. destruct (Rle_dec t 2); [|lra].
    assert (0 < t * (4 - t)) by (apply Rmult_lt_0_compat; lra). lra.
  - exfalso. apply Ht. destruct (largest_attained d y ltac:(lia)) as [k [Hk Ek]].
    pose proof (proj1 (lse_tie d y ltac:(lia)) H) as Heq. unfold t. rewrite (rest_leader d y k Hk Ek), Ek.
    set (j := if Nat.eqb k 0 then 1%nat else 0%nat).
    assert (Hj : (j < d)%nat /\ j <> k) by (unfold j; destruct (Nat.eqb_spec k 0); lia).
    pose proof (behind d y Hd k j (proj1 Hj) (proj2 Hj)) as Hb.
    rewrite (Heq j (proj1 Hj)), Ek in Hb. specialize (Hb (Rle_refl _)). lra.
Qed.

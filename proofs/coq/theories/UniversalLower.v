(** Every smoothing of the maximum of d numbers has a gap of at least ln d - (ln 3 - 23/27) + 1/(6 d^2):
    LogSumExp, whose gap is ln d, is optimal up to an additive constant. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Conjugate Duality Entropy LeastImbalance GoodDirection.
From TightMax Require Import MaximumPrinciple.
Open Scope R_scope.

(** ** Functions in two pieces *)

Definition glue (c : R) (A B : R -> R) : R -> R := fun x => if Rle_dec x c then A x else B x.

Lemma glue_left c A B x : x <= c -> glue c A B x = A x.
Proof. intros H. unfold glue. destruct (Rle_dec x c); [reflexivity|lra]. Qed.

Lemma glue_right c A B x : A c = B c -> c <= x -> glue c A B x = B x.
Proof. intros E H. unfold glue. destruct (Rle_dec x c); [|reflexivity]. replace x with c by lra. exact E. Qed.

(** A function that agrees with A up to x and with B from x on. *)
Lemma derivable_two_sides f A B x l s : 0 < s ->
  (forall y, x - s < y <= x -> f y = A y) -> (forall y, x <= y < x + s -> f y = B y) ->
  derivable_pt_lim A x l -> derivable_pt_lim B x l -> derivable_pt_lim f x l.
Proof.
  intros Hs EA EB DA DB eps He. destruct (DA eps He) as [[r1 H1] L1], (DB eps He) as [[r2 H2] L2]. simpl in *.
  assert (0 < Rmin s (Rmin r1 r2)) as Hr by (apply Rmin_pos; [exact Hs|now apply Rmin_pos]).
  exists (mkposreal _ Hr). simpl. intros t Nt Lt.
  assert (Rabs t < s) as Ls by (eapply Rlt_le_trans; [exact Lt|apply Rmin_l]).
  assert (Rabs t < Rmin r1 r2) as Lr by (eapply Rlt_le_trans; [exact Lt|apply Rmin_r]).
  pose proof (Rmin_l r1 r2). pose proof (Rmin_r r1 r2). apply Rabs_def2 in Ls.
  destruct (Rlt_le_dec t 0).
  - rewrite (EA (x + t)), (EA x) by lra. apply L1; [exact Nt|lra].
  - rewrite (EB (x + t)), (EB x) by lra. apply L2; [exact Nt|lra].
Qed.

Lemma glue_derivable c A B a b x : A c = B c -> a c = b c ->
  (x <= c -> derivable_pt_lim A x (a x)) -> (c <= x -> derivable_pt_lim B x (b x)) ->
  derivable_pt_lim (glue c A B) x (glue c a b x).
Proof.
  intros E e DA DB. destruct (Rtotal_order x c) as [L|[->|L]].
  - rewrite glue_left by lra.
    apply (derivable_two_sides _ A A x (a x) (c - x)); [lra| | |apply DA; lra|apply DA; lra];
      intros; apply glue_left; lra.
  - rewrite glue_left by lra.
    apply (derivable_two_sides _ A B c (a c) 1); [lra| | |apply DA; lra|rewrite e; apply DB; lra];
      intros; [apply glue_left|apply glue_right]; auto; lra.
  - rewrite glue_right by (auto; lra).
    apply (derivable_two_sides _ B B x (b x) (x - c)); [lra| | |apply DB; lra|apply DB; lra];
      intros; apply glue_right; auto; lra.
Qed.

(** A function is continuous where it agrees nearby with a continuous one. *)
Lemma continuity_near f A x s : 0 < s -> (forall y, Rabs (y - x) < s -> f y = A y) ->
  continuity_pt A x -> continuity_pt f x.
Proof.
  intros Hs E CA eps He. destruct (CA eps He) as [r [Hr L]]. exists (Rmin s r).
  split; [now apply Rmin_pos|]. intros y [Dy Ly]. simpl in *. unfold R_dist in *.
  assert (Rabs (y - x) < s) as Ls by (eapply Rlt_le_trans; [exact Ly|apply Rmin_l]).
  rewrite (E y Ls), (E x) by (unfold Rminus; rewrite Rplus_opp_r, Rabs_R0; exact Hs).
  apply L. split; [exact Dy|]. eapply Rlt_le_trans; [exact Ly|apply Rmin_r].
Qed.

(** ** The potential *)

Definition cubic (a b c e x : R) : R := a * x ^ 3 + b * x ^ 2 + c * x + e.

Lemma derivable_cubic a b c e x : derivable_pt_lim (cubic a b c e) x (cubic 0 (3 * a) (2 * b) c x).
Proof.
  replace (cubic 0 (3 * a) (2 * b) c x) with (a * (INR 3 * x ^ 2) + b * (INR 2 * x ^ 1) + c * 1 + 0)
    by (unfold cubic; simpl; ring).
  apply derivable_pt_lim_plus; [|apply derivable_pt_lim_const].
  apply derivable_pt_lim_plus; [|apply derivable_pt_lim_scal, derivable_pt_lim_id].
  apply derivable_pt_lim_plus; apply derivable_pt_lim_scal;
    [exact (derivable_pt_lim_pow x 3)|exact (derivable_pt_lim_pow x 2)].
Qed.

(** The constant of the bound. *)
Definition loss : R := ln 3 - 23 / 27.

(** phi on [0,1/3], [1/3,1/2] and [1/2,1], with phi(0) = phi(1) = 0, and its first derivative; the second one
    is [curvature]. *)
Definition phi_low (x : R) : R := x * ln x + cubic (- / 6) 0 loss 0 x.
Definition phi_mid : R -> R := cubic (- 2 / 3) 2 (- 55 / 54) (- 4 / 27).
Definition phi_high (x : R) : R := cubic 0 2 (ln 2 - 68 / 27) (14 / 27 - ln 2) x - (1 - x) * ln (1 - x).
Definition phi : R -> R := glue (1 / 2) (glue (1 / 3) phi_low phi_mid) phi_high.

Definition slope_low (x : R) : R := ln x + cubic 0 (- / 2) 0 (1 + loss) x.
Definition slope_mid : R -> R := cubic 0 (- 2) 4 (- 55 / 54).
Definition slope_high (x : R) : R := cubic 0 0 4 (ln 2 - 41 / 27) x + ln (1 - x).
Definition slope : R -> R := glue (1 / 2) (glue (1 / 3) slope_low slope_mid) slope_high.

Lemma ln_third : ln (1 / 3) = - ln 3.
Proof. unfold Rdiv. rewrite Rmult_1_l. apply ln_Rinv. lra. Qed.

Lemma ln_half : ln (1 / 2) = - ln 2.
Proof. unfold Rdiv. rewrite Rmult_1_l. apply ln_Rinv. lra. Qed.

Lemma derivable_reflected f x l :
  derivable_pt_lim f (1 - x) l -> derivable_pt_lim (fun y => f (1 - y)) x (- l).
Proof.
  intros H. replace (- l) with (l * (0 - 1)) by ring.
  apply (derivable_pt_lim_comp (fun y => 1 - y) f); [|exact H].
  apply derivable_pt_lim_minus; [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
Qed.

Lemma derivable_phi x : 0 < x < 1 -> derivable_pt_lim phi x (slope x).
Proof.
  intros Hx. apply glue_derivable.
  - rewrite glue_right by (try lra; unfold phi_low, phi_mid, cubic, loss; rewrite ln_third; field).
    unfold phi_mid, phi_high, cubic. replace (1 - 1 / 2) with (1 / 2) by field. rewrite ln_half. field.
  - rewrite glue_right by (try lra; unfold slope_low, slope_mid, cubic, loss; rewrite ln_third; field).
    unfold slope_mid, slope_high, cubic. replace (1 - 1 / 2) with (1 / 2) by field. rewrite ln_half. field.
  - intros _. apply glue_derivable.
    + unfold phi_low, phi_mid, cubic, loss. rewrite ln_third. field.
    + unfold slope_low, slope_mid, cubic, loss. rewrite ln_third. field.
    + intros _. replace (slope_low x) with (ln x + 1 + cubic 0 (3 * - / 6) (2 * 0) loss x)
        by (unfold slope_low, cubic; field).
      apply derivable_pt_lim_plus; [apply derivable_pt_lim_xlnx; lra|apply derivable_cubic].
    + intros _. replace (slope_mid x) with (cubic 0 (3 * (- 2 / 3)) (2 * 2) (- 55 / 54) x)
        by (unfold slope_mid, cubic; field).
      apply derivable_cubic.
  - intros _. replace (slope_high x)
      with (cubic 0 (3 * 0) (2 * 2) (ln 2 - 68 / 27) x - - (ln (1 - x) + 1))
      by (unfold slope_high, cubic; field).
    apply derivable_pt_lim_minus; [apply derivable_cubic|].
    apply (derivable_reflected (fun y => y * ln y)). apply derivable_pt_lim_xlnx. lra.
Qed.

Lemma derivable_slope x : 0 < x < 1 -> derivable_pt_lim slope x (curvature x).
Proof.
  intros Hx.
  change (curvature x) with (glue (1 / 2) (glue (1 / 3) (fun x => / x - x) (fun x => 4 - 4 * x))
    (fun x => 4 - / (1 - x)) x).
  apply glue_derivable.
  - rewrite glue_right by (try lra; unfold slope_low, slope_mid, cubic, loss; rewrite ln_third; field).
    unfold slope_mid, slope_high, cubic. replace (1 - 1 / 2) with (1 / 2) by field. rewrite ln_half. field.
  - rewrite glue_right by lra. field.
  - intros _. apply glue_derivable.
    + unfold slope_low, slope_mid, cubic, loss. rewrite ln_third. field.
    + field.
    + intros _. replace (/ x - x) with (/ x + cubic 0 (3 * 0) (2 * - / 2) 0 x) by (unfold cubic; field; lra).
      apply derivable_pt_lim_plus; [apply derivable_pt_lim_ln; lra|apply derivable_cubic].
    + intros _. replace (4 - 4 * x) with (cubic 0 (3 * 0) (2 * - 2) 4 x) by (unfold cubic; field).
      apply derivable_cubic.
  - intros _. replace (4 - / (1 - x)) with (cubic 0 (3 * 0) (2 * 0) 4 x + - / (1 - x))
      by (unfold cubic; ring).
    apply derivable_pt_lim_plus; [apply derivable_cubic|].
    apply (derivable_reflected ln). apply derivable_pt_lim_ln. lra.
Qed.

Lemma continuity_cubic a b c e x : continuity_pt (cubic a b c e) x.
Proof. apply derivable_continuous_pt. exists (cubic 0 (3 * a) (2 * b) c x). apply derivable_cubic. Qed.

Lemma continuity_phi x : 0 <= x <= 1 -> continuity_pt phi x.
Proof.
  intros Hx. assert (0 < x < 1 \/ x = 1 \/ x = 0) as [H|[->| ->]] by lra.
  - apply derivable_continuous_pt. exists (slope x). now apply derivable_phi.
  - apply (continuity_near _ phi_high 1 (1 / 2)); [lra| |].
    + intros y Ly. apply Rabs_def2 in Ly. unfold phi, glue at 1.
      destruct (Rle_dec y (1 / 2)); [lra|reflexivity].
    + apply continuity_pt_minus; [apply continuity_cubic|].
      apply (continuity_pt_comp (fun y => 1 - y) (fun y => y * ln y)).
      * apply derivable_continuous_pt. exists (0 - 1).
        apply derivable_pt_lim_minus; [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
      * apply continuity_pt_xlnx. lra.
  - apply (continuity_near _ phi_low 0 (1 / 3)); [lra| |].
    + intros y Ly. apply Rabs_def2 in Ly. unfold phi. rewrite 2 glue_left by lra. reflexivity.
    + apply continuity_pt_plus; [apply continuity_pt_xlnx; lra|apply continuity_cubic].
Qed.

Lemma phi_at_0 : phi 0 = 0.
Proof. unfold phi. rewrite 2 glue_left by lra. unfold phi_low, cubic. ring. Qed.

Lemma phi_at_1 : phi 1 = 0.
Proof.
  unfold phi, glue at 1. destruct (Rle_dec 1 (1 / 2)); [lra|]. unfold phi_high, cubic.
  replace (1 - 1) with 0 by ring. field.
Qed.

Lemma phi_sum_at_centre d : (3 <= d)%nat ->
  sum d (fun i => phi (centre d i)) = - (ln (INR d) - loss + 1 / (6 * INR d ^ 2)).
Proof.
  intros Hd. assert (3 <= INR d) as Hn by (replace 3 with (INR 3) by (simpl; ring); now apply le_INR).
  unfold centre. rewrite sum_const.
  assert (/ INR d <= 1 / 3) as L by (unfold Rdiv; rewrite Rmult_1_l; apply Rinv_le_contravar; lra).
  unfold phi. rewrite 2 glue_left by lra. unfold phi_low, cubic. rewrite ln_Rinv by lra. field. lra.
Qed.

(** ** Two entries *)

Lemma ln_step k : 1 < k -> / k <= ln k - ln (k - 1).
Proof.
  intros Hk. pose proof (ln_le_minus_1 ((k - 1) / k) ltac:(apply Rdiv_lt_0_compat; lra)) as H.
  unfold Rdiv in H. rewrite ln_mult, ln_Rinv in H by (try apply Rinv_0_lt_compat; lra).
  replace ((k - 1) * / k - 1) with (- / k) in H by (field; lra). lra.
Qed.

Lemma two_entries : ln 2 - loss + 1 / 24 <= 1 / 2.
Proof.
  assert (ln 24 = ln 8 + ln 3) as E24 by (rewrite <- ln_mult by lra; f_equal; ring).
  assert (ln 16 = ln 8 + ln 2) as E16 by (rewrite <- ln_mult by lra; f_equal; ring).
  pose proof (ln_step 17 ltac:(lra)) as S17. pose proof (ln_step 18 ltac:(lra)) as S18.
  pose proof (ln_step 19 ltac:(lra)) as S19. pose proof (ln_step 20 ltac:(lra)) as S20.
  pose proof (ln_step 21 ltac:(lra)) as S21. pose proof (ln_step 22 ltac:(lra)) as S22.
  pose proof (ln_step 23 ltac:(lra)) as S23. pose proof (ln_step 24 ltac:(lra)) as S24.
  replace (17 - 1) with 16 in S17 by ring. replace (18 - 1) with 17 in S18 by ring.
  replace (19 - 1) with 18 in S19 by ring. replace (20 - 1) with 19 in S20 by ring.
  replace (21 - 1) with 20 in S21 by ring. replace (22 - 1) with 21 in S22 by ring.
  replace (23 - 1) with 22 in S23 by ring. replace (24 - 1) with 23 in S24 by ring.
  unfold loss. lra.
Qed.

Lemma rise_of_two h : symmetric 2 h -> strongly_convex 2 h -> 1 / 2 <= h (vertex 0) - h (centre 2).
Proof.
  intros Hs Hc.
  pose proof (Hc (vertex 0) (vertex 1) (1 / 2) (simplex_vertex 2 0 ltac:(lia)) (simplex_vertex 2 1 ltac:(lia))
    ltac:(lra)) as B.
  rewrite (symmetric_vertex 2 h 1 Hs ltac:(lia)) in B.
  rewrite <- (symmetric_on_first 2 h Hs (centre 2)) in B.
  - replace (norm1 2 (sub (vertex 0) (vertex 1))) with 2 in B; [lra|].
    unfold norm1, sub, vertex. simpl. rewrite Rminus_0_r, (Rabs_left (0 - 1)), Rabs_R1 by lra. ring.
  - intros i Hi. unfold centre, mix, vertex. destruct i as [|[|i]]; simpl; [field|field|lia].
Qed.

(** ** The bound *)

(** Along some direction in the face of a point that is no vertex the second derivative is at most 1. *)
Lemma direction_exists d x :
  simplex d x -> (forall i, (i < d)%nat -> x i < 1) -> exists v, good_direction curvature d x v.
Proof.
  apply good_direction_exists with (fun x => margin x ^ 2).
  - exact curvature_margin.
  - intros y _. apply pow2_ge_0.
  - intros s H. unfold curvature. destruct (Rle_dec s (1 / 2)); [lra|reflexivity].
  - exact imbalance_paid.
Qed.

(** A symmetric function on the simplex that is 1-strongly convex in the l1 norm rises from the centre to the
    vertices by at least ln d - (ln 3 - 23/27) + 1/(6 d^2), for every d >= 2. *)
Theorem universal_lower_h d h : (2 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  ln (INR d) - (ln 3 - 23 / 27) + 1 / (6 * INR d ^ 2) <= h (vertex 0) - h (centre d).
Proof.
  intros Hd Hs Hc. fold loss. destruct (Nat.eq_dec d 2) as [->|N].
  - pose proof (rise_of_two h Hs Hc). pose proof two_entries.
    replace (INR 2) with 2 by (simpl; ring). replace (6 * 2 ^ 2) with 24 by ring. lra.
  - pose proof (maximum_principle d h phi slope curvature (centre d) ltac:(lia) Hs Hc phi_at_0 phi_at_1
      continuity_phi derivable_phi derivable_slope (direction_exists d)
      (simplex_centre d ltac:(lia))) as M.
    rewrite phi_sum_at_centre in M by lia. lra.
Qed.

(** Every eps-smoothing of the maximum of d >= 2 numbers has eps >= ln d - (ln 3 - 23/27) + 1/(6 d^2). *)
Theorem universal_lower d eps f : (2 <= d)%nat -> smoothing d eps f ->
  ln (INR d) - (ln 3 - 23 / 27) + 1 / (6 * INR d ^ 2) <= eps.
Proof.
  intros Hd Hf. destruct (strongly_convex_of_smoothing d eps f ltac:(lia) Hf) as (h & Hs & Hc & Hr).
  pose proof (universal_lower_h d h Hd Hs Hc).
  pose proof (Hr _ (simplex_vertex d 0 ltac:(lia))). pose proof (Hr _ (simplex_centre d ltac:(lia))). lra.
Qed.

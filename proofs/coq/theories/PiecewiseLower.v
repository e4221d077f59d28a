(** Every smoothing of the maximum of d >= 9 numbers has a gap of at least ln d - 0.234 + 1/(6 d^2): LogSumExp, whose
    gap is ln d, is less than 0.234 above the best. *)

From Coq Require Import Reals Lra Lia ZArith List Bool.
From TightMax Require Import Vectors Smoothing Duality Entropy MaximumPrinciple GoodDirection UniversalLower.
From TightMax Require Import PiecewiseWeight PiecewiseImbalance PiecewisePotential.
From TightMax Require Martingale UniversalUpper.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
Import ListNotations.
Open Scope R_scope.

(** ** The potential *)

(** The coefficient of x that makes the potential vanish at 1; so much less than ln d is the bound. *)
Definition Gamma : R := - value_at_1 first pieces.

Definition phi : R -> R := join first 0 Gamma pieces.
Definition slope : R -> R := join_slopes first Gamma pieces.

(** Gamma = 0.23391... *)
Lemma Gamma_bound : Gamma < 0.234.
Proof.
  unfold Gamma, value_at_1, pieces, lines, knots, first, line, near_half, beyond, start, rise, place, value, cubic.
  cbv [at_value at_slope fst snd unit parts]. replace ((1 - 1) * ln (1 - 1)) with 0 by ring. interval with (i_prec 64).
Qed.

Lemma smooth_pieces : smooth first pieces.
Proof.
  apply smooth_lines; [reflexivity|reflexivity|reflexivity|]. unfold first, cubic, place, value. simpl.
  rewrite unit_value, parts_value. field.
Qed.

Lemma derivable_all_pieces : derivable_pieces first pieces.
Proof. apply derivable_lines. exact derivable_first. Qed.

Lemma derivable_phi x : 0 < x < 1 -> derivable_pt_lim phi x (slope x).
Proof. intros Hx. apply join_derivable; [exact Hx|exact smooth_pieces|exact derivable_all_pieces]. Qed.

Lemma bends_are_bend x : 0 < x < 1 -> join_bends first pieces x = bend x.
Proof.
  intros Hx. pose proof (bends_of_lines x Hx (tl (tl knots)) (945, 2025)%Z (1120, 2025)%Z eq_refl) as E.
  change ((945, 2025)%Z :: (1120, 2025)%Z :: tl (tl knots)) with knots in E.
  change ((1120, 2025)%Z :: tl (tl knots)) with (tl knots) in E.
  unfold pieces. change (lines knots)
    with ((place (945, 2025)%Z, line (945, 2025)%Z (1120, 2025)%Z) :: lines (tl knots)).
  cbn [join_bends]. unfold glue. unfold bend, weight.
  destruct (Rle_dec x (place (945, 2025)%Z)) as [L|L].
  - unfold place in L. rewrite unit_value in L. simpl in L.
    destruct (Rle_dec x (1 / 2)); [|lra]. destruct (Rle_dec x (9 / 80)); [|lra]. unfold first, cubic. simpl. field. lra.
  - unfold place in L. rewrite unit_value in L. simpl in L. rewrite E.
    + destruct (Rle_dec x (1 / 2)); [|reflexivity]. destruct (Rle_dec x (9 / 80)); [lra|reflexivity].
    + unfold place. rewrite unit_value. simpl. lra.
Qed.

Lemma derivable_slope x : 0 < x < 1 -> derivable_pt_lim slope x (bend x).
Proof.
  intros Hx. rewrite <- bends_are_bend by exact Hx.
  apply join_slopes_derivable; [exact Hx|exact smooth_pieces|exact derivable_all_pieces].
Qed.

Lemma phi_low x : x <= 9 / 80 -> phi x = x * ln x - x ^ 3 / 6 + Gamma * x.
Proof.
  intros Hx. unfold phi, pieces. change (lines knots)
    with ((place (945, 2025)%Z, line (945, 2025)%Z (1120, 2025)%Z) :: lines (tl knots)).
  cbn [join]. rewrite glue_left.
  - unfold first, cubic. simpl. field.
  - unfold place. rewrite unit_value. simpl. lra.
Qed.

Lemma phi_high : exists s r, (forall x, 1 / 2 < x -> phi x = at_value beyond x + s + r * x) /\
  s + r + at_value beyond 1 = 0.
Proof.
  destruct (join_beyond (1 / 2) pieces first 0 Gamma) as (s & r & E & V).
  - unfold pieces, lines, knots. repeat constructor; unfold place; rewrite ?unit_value; simpl; lra.
  - exists s, r. split; [exact E|]. change (last (map snd pieces) first) with beyond in V.
    rewrite V. unfold Gamma. ring.
Qed.

Lemma phi_at_0 : phi 0 = 0.
Proof. rewrite phi_low by lra. field. Qed.

Lemma phi_at_1 : phi 1 = 0.
Proof. destruct phi_high as (s & r & E & V). rewrite E by lra. lra. Qed.

Lemma continuity_phi x : 0 <= x <= 1 -> continuity_pt phi x.
Proof.
  intros Hx. assert (0 < x < 1 \/ x = 1 \/ x = 0) as [H|[->| ->]] by lra.
  - apply derivable_continuous_pt. exists (slope x). now apply derivable_phi.
  - destruct phi_high as (s & r & E & _).
    apply (continuity_near _ (fun y => cubic 0 2 r s y - (1 - y) * ln (1 - y)) 1 (1 / 2)); [lra| |].
    + intros y Ly. apply Rabs_def2 in Ly. rewrite E by lra. unfold beyond, cubic. simpl. ring.
    + apply continuity_pt_minus; [apply continuity_cubic|].
      apply (continuity_pt_comp (fun y => 1 - y) (fun y => y * ln y)).
      * apply derivable_continuous_pt. exists (0 - 1).
        apply derivable_pt_lim_minus; [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
      * apply continuity_pt_xlnx. lra.
  - apply (continuity_near _ (fun y => y * ln y + cubic (- 1 / 6) 0 Gamma 0 y) 0 (1 / 10)); [lra| |].
    + intros y Ly. apply Rabs_def2 in Ly. rewrite phi_low by lra. unfold cubic. field.
    + apply continuity_pt_plus; [|apply continuity_cubic]. apply continuity_pt_xlnx. lra.
Qed.

Lemma phi_sum_at_centre d : (9 <= d)%nat ->
  sum d (fun i => phi (centre d i)) = - (ln (INR d) - Gamma + 1 / (6 * INR d ^ 2)).
Proof.
  intros Hd. assert (9 <= INR d) as Hn by (replace 9 with (INR 9) by (simpl; ring); now apply le_INR).
  unfold centre. rewrite sum_const.
  assert (/ INR d <= 1 / 9) as L by (unfold Rdiv; rewrite Rmult_1_l; apply Rinv_le_contravar; lra).
  rewrite phi_low by lra. rewrite ln_Rinv by lra. field. lra.
Qed.

(** ** The bound *)

Lemma bend_weight x : 0 <= x <= 1 / 2 -> bend x * x ^ 2 = x - x * weight x.
Proof.
  intros Hx. unfold bend. destruct (Rle_dec x (1 / 2)); [|lra].
  destruct (Req_dec x 0) as [->|]; [ring|]. field. lra.
Qed.

(** Along some direction in the face of a point that is no vertex the second derivative is at most 1. *)
Lemma direction_exists d x : simplex d x -> (forall i, (i < d)%nat -> x i < 1) -> exists v, good_direction bend d x v.
Proof.
  apply good_direction_exists with weight.
  - exact bend_weight.
  - exact weight_nonneg.
  - intros s H. unfold bend. destruct (Rle_dec s (1 / 2)); [lra|reflexivity].
  - exact piecewise_imbalance_paid.
Qed.

(** A symmetric function on the simplex that is 1-strongly convex in the l1 norm rises from the centre to the vertices
    by at least ln d - 0.234 + 1/(6 d^2), for every d >= 9. *)
Theorem piecewise_lower_h d h : (9 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  ln (INR d) - 0.234 + 1 / (6 * INR d ^ 2) <= h (vertex 0) - h (centre d).
Proof.
  intros Hd Hs Hc.
  pose proof (maximum_principle d h phi slope bend (centre d) ltac:(lia) Hs Hc phi_at_0 phi_at_1
    continuity_phi derivable_phi derivable_slope (direction_exists d)
    (simplex_centre d ltac:(lia))) as M.
  rewrite phi_sum_at_centre in M by lia. pose proof Gamma_bound. lra.
Qed.

(** Every eps-smoothing of the maximum of d >= 9 numbers has eps >= ln d - 0.234 + 1/(6 d^2). *)
Theorem piecewise_lower_smoothing d eps f : (9 <= d)%nat -> smoothing d eps f ->
  ln (INR d) - 0.234 + 1 / (6 * INR d ^ 2) <= eps.
Proof.
  intros Hd Hf. destruct (strongly_convex_of_smoothing d eps f ltac:(lia) Hf) as (h & Hs & Hc & Hr).
  pose proof (piecewise_lower_h d h Hd Hs Hc).
  pose proof (Hr _ (simplex_vertex d 0 ltac:(lia))). pose proof (Hr _ (simplex_centre d ltac:(lia))). lra.
Qed.

(** The whole: for every d >= 9 each eps-smoothing has eps >= ln d - 0.234 + 1/(6 d^2); there is a least gap eps*_d, for
    which this holds, and ln 2 - 1/2 <= ln d - eps*_d < 0.234; this window is narrower than 0.041. *)
Theorem piecewise_lower :
  (forall d eps f, (9 <= d)%nat -> smoothing d eps f -> ln (INR d) - 0.234 + 1 / (6 * INR d ^ 2) <= eps) /\
  (forall d, (9 <= d)%nat -> exists eps, optimum d eps /\ ln (INR d) - 0.234 + 1 / (6 * INR d ^ 2) <= eps /\
    ln 2 - 1 / 2 <= ln (INR d) - eps < 0.234) /\
  0.234 - (ln 2 - 1 / 2) < 0.041.
Proof.
  split; [exact piecewise_lower_smoothing|]. split.
  - intros d Hd. pose proof (Martingale.value_is_optimum d ltac:(lia)) as Best.
    set (eps := Martingale.value d (centre d)) in *. exists eps. split; [exact Best|].
    destruct Best as [[f Hf] Least]. destruct (UniversalUpper.universal_upper d ltac:(lia)) as [g Hg].
    pose proof (Least _ g Hg). pose proof (piecewise_lower_smoothing d eps f Hd Hf) as L.
    assert (9 <= INR d) as Hn by (replace 9 with (INR 9) by (simpl; ring); now apply le_INR).
    assert (0 < 1 / (6 * INR d ^ 2)).
    { apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt. lra. }
    split; [exact L|]. lra.
  - interval with (i_prec 64).
Qed.

(** Every smoothing of the maximum of d numbers has a gap of at least ln d - Gamma + 1/(6 d^2), where
    Gamma = 0.23986...: LogSumExp, whose gap is ln d, is less than 0.23987 above the best. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Duality Entropy MaximumPrinciple.
From TightMax Require Import SmallDimensions TwoLevel UniversalLower GoodDirection SharperSavings SharperImbalance.
From TightMax Require Martingale UniversalUpper.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
Open Scope R_scope.

(** ** The constant *)

(** The coefficients of x that make the pieces of the potential meet. *)
Definition line_falling : R := 4 / 3 * ln (5 / 2).
Definition line_rising : R := line_falling + 4 / 27 * ln 3.
Definition line_flat : R := line_rising + 352 / 675 * ln (22 / 75).

Definition Gamma : R :=
  352 / 675 * ln (22 / 75) + 4 / 3 * ln (5 / 2) + 4 / 27 * ln 3 + 1 / 25 * ln 5 - 3203 / 5625.

(** Gamma = 0.23986... *)
Lemma Gamma_bounds : 0.23986 < Gamma < 0.23987.
Proof. unfold Gamma. split; interval with (i_prec 64). Qed.

(** It is less than the constant of the universal lower bound. *)
Lemma Gamma_sharper : Gamma < ln 3 - 23 / 27.
Proof. unfold Gamma. interval with (i_prec 64). Qed.

(** ** The potential *)

(** On each piece up to 1/2 the potential is k x ln x plus a cubic polynomial. *)
Definition piece (k a b c e x : R) : R := k * (x * ln x) + cubic a b c e x.
Definition piece_slope (k a b c x : R) : R := k * (ln x + 1) + cubic 0 (3 * a) (2 * b) c x.
Definition piece_bend (k a b x : R) : R := k * / x + cubic 0 0 (6 * a) (2 * b) x.

Lemma derivable_piece k a b c e x : 0 < x -> derivable_pt_lim (piece k a b c e) x (piece_slope k a b c x).
Proof.
  intros Hx. apply derivable_pt_lim_plus; [|apply derivable_cubic].
  apply derivable_pt_lim_scal. now apply derivable_pt_lim_xlnx.
Qed.

Lemma derivable_piece_slope k a b c x :
  0 < x -> derivable_pt_lim (piece_slope k a b c) x (piece_bend k a b x).
Proof.
  intros Hx.
  replace (piece_bend k a b x) with (k * (/ x + 0) + cubic 0 (3 * 0) (2 * (3 * a)) (2 * b) x)
    by (unfold piece_bend, cubic; ring).
  apply derivable_pt_lim_plus; [|apply derivable_cubic]. apply derivable_pt_lim_scal.
  apply derivable_pt_lim_plus; [now apply derivable_pt_lim_ln|apply derivable_pt_lim_const].
Qed.

(** phi on [0,1/5], [1/5,22/75], [22/75,1/3], [1/3,2/5], [2/5,1/2] and [1/2,1], with phi(0) = phi(1) = 0. *)
Definition first : R -> R := piece 1 (- 1 / 6) 0 Gamma 0.
Definition flat : R -> R := piece (24 / 25) 0 0 (line_flat - 6181 / 11250) (- 2 / 375).
Definition rise : R -> R := piece (40 / 27) 0 (- 8 / 9) (line_rising - 6181 / 11250) (3602 / 50625).
Definition fall : R -> R := piece (4 / 3) 1 (- 5 / 3) (line_falling - 2431 / 11250) (53 / 5625).
Definition last : R -> R := piece 0 (- 2 / 3) 2 (- 11431 / 11250) (- 847 / 5625).
Definition tail : R := 2903 / 5625 - ln 2.
Definition right (x : R) : R := cubic 0 2 (- tail - 2) tail x - (1 - x) * ln (1 - x).

Definition six (A B C D E F : R -> R) : R -> R :=
  glue (1 / 5) A (glue (22 / 75) B (glue (1 / 3) C (glue (2 / 5) D (glue (1 / 2) E F)))).

Definition phi : R -> R := six first flat rise fall last right.

(** Its first derivative, and the second one, which is [bend]. *)
Definition slope : R -> R := six
  (piece_slope 1 (- 1 / 6) 0 Gamma)
  (piece_slope (24 / 25) 0 0 (line_flat - 6181 / 11250))
  (piece_slope (40 / 27) 0 (- 8 / 9) (line_rising - 6181 / 11250))
  (piece_slope (4 / 3) 1 (- 5 / 3) (line_falling - 2431 / 11250))
  (piece_slope 0 (- 2 / 3) 2 (- 11431 / 11250))
  (fun x => cubic 0 0 4 (- tail - 1) x + ln (1 - x)).

Definition six_bends : R -> R := six
  (piece_bend 1 (- 1 / 6) 0) (piece_bend (24 / 25) 0 0) (piece_bend (40 / 27) 0 (- 8 / 9))
  (piece_bend (4 / 3) 1 (- 5 / 3)) (piece_bend 0 (- 2 / 3) 2) (fun x => 4 - / (1 - x)).

(** Six functions that meet, with derivatives that meet. *)
Lemma six_derivable A B C D E F a b c d e f x :
  A (1 / 5) = B (1 / 5) -> B (22 / 75) = C (22 / 75) -> C (1 / 3) = D (1 / 3) -> D (2 / 5) = E (2 / 5) ->
  E (1 / 2) = F (1 / 2) ->
  a (1 / 5) = b (1 / 5) -> b (22 / 75) = c (22 / 75) -> c (1 / 3) = d (1 / 3) -> d (2 / 5) = e (2 / 5) ->
  e (1 / 2) = f (1 / 2) ->
  derivable_pt_lim A x (a x) -> derivable_pt_lim B x (b x) -> derivable_pt_lim C x (c x) ->
  derivable_pt_lim D x (d x) -> derivable_pt_lim E x (e x) -> derivable_pt_lim F x (f x) ->
  derivable_pt_lim (six A B C D E F) x (six a b c d e f x).
Proof.
  intros. unfold six.
  repeat (apply glue_derivable; [rewrite ?(glue_left (22 / 75)), ?(glue_left (1 / 3)), ?(glue_left (2 / 5)),
    ?(glue_left (1 / 2)) by lra; assumption..|intros _; assumption|intros _]).
  assumption.
Qed.

Lemma ln_fifth : ln (1 / 5) = - ln 5.
Proof. unfold Rdiv. rewrite Rmult_1_l. apply ln_Rinv. lra. Qed.

Lemma ln_two_fifths : ln (2 / 5) = - ln (5 / 2).
Proof. rewrite <- ln_Rinv by lra. f_equal. field. Qed.

(** The values and the slopes at the seams. *)
Ltac meet :=
  unfold first, flat, rise, fall, last, right, tail, piece, piece_slope, piece_bend, cubic, Gamma, line_flat,
    line_rising, line_falling;
  replace (1 - 1 / 2) with (1 / 2) by field;
  rewrite ?ln_fifth, ?ln_third, ?ln_two_fifths, ?ln_half; field.

Lemma derivable_phi x : 0 < x < 1 -> derivable_pt_lim phi x (slope x).
Proof.
  intros Hx. unfold phi, slope. apply six_derivable; try (apply derivable_piece; lra); try meet.
  replace (cubic 0 0 4 (- tail - 1) x + ln (1 - x))
    with (cubic 0 (3 * 0) (2 * 2) (- tail - 2) x - - (ln (1 - x) + 1)) by (unfold cubic; ring).
  apply derivable_pt_lim_minus; [apply derivable_cubic|].
  apply (derivable_reflected (fun y => y * ln y)). apply derivable_pt_lim_xlnx. lra.
Qed.

Lemma six_bends_is_bend x : 0 < x < 1 -> six_bends x = bend x.
Proof.
  intros Hx. unfold six_bends, six, glue, bend, weight, piece_bend, cubic.
  repeat (destruct (Rle_dec _ _); try lra); field; lra.
Qed.

Lemma derivable_slope x : 0 < x < 1 -> derivable_pt_lim slope x (bend x).
Proof.
  intros Hx. rewrite <- six_bends_is_bend by exact Hx. unfold slope, six_bends.
  apply six_derivable; try (apply derivable_piece_slope; lra); try meet.
  replace (4 - / (1 - x)) with (cubic 0 (3 * 0) (2 * 0) 4 x + - / (1 - x)) by (unfold cubic; ring).
  apply derivable_pt_lim_plus; [apply derivable_cubic|].
  apply (derivable_reflected ln). apply derivable_pt_lim_ln. lra.
Qed.

Lemma continuity_phi x : 0 <= x <= 1 -> continuity_pt phi x.
Proof.
  intros Hx. assert (0 < x < 1 \/ x = 1 \/ x = 0) as [H|[->| ->]] by lra.
  - apply derivable_continuous_pt. exists (slope x). now apply derivable_phi.
  - apply (continuity_near _ right 1 (1 / 2)); [lra| |].
    + intros y Ly. apply Rabs_def2 in Ly. unfold phi, six, glue.
      repeat (destruct (Rle_dec _ _); try lra); reflexivity.
    + apply continuity_pt_minus; [apply continuity_cubic|].
      apply (continuity_pt_comp (fun y => 1 - y) (fun y => y * ln y)).
      * apply derivable_continuous_pt. exists (0 - 1).
        apply derivable_pt_lim_minus; [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
      * apply continuity_pt_xlnx. lra.
  - apply (continuity_near _ first 0 (1 / 5)); [lra| |].
    + intros y Ly. apply Rabs_def2 in Ly. unfold phi, six. rewrite glue_left by lra. reflexivity.
    + apply continuity_pt_plus; [|apply continuity_cubic].
      apply continuity_pt_scal. apply continuity_pt_xlnx. lra.
Qed.

Lemma phi_at_0 : phi 0 = 0.
Proof. unfold phi, six. rewrite glue_left by lra. unfold first, piece, cubic. ring. Qed.

Lemma phi_at_1 : phi 1 = 0.
Proof.
  unfold phi, six, glue. repeat (destruct (Rle_dec _ _); try lra).
  unfold right, cubic. replace (1 - 1) with 0 by ring. field.
Qed.

Lemma phi_sum_at_centre d : (5 <= d)%nat ->
  sum d (fun i => phi (centre d i)) = - (ln (INR d) - Gamma + 1 / (6 * INR d ^ 2)).
Proof.
  intros Hd. assert (5 <= INR d) as Hn by (replace 5 with (INR 5) by (simpl; ring); now apply le_INR).
  unfold centre. rewrite sum_const.
  assert (/ INR d <= 1 / 5) as L by (unfold Rdiv; rewrite Rmult_1_l; apply Rinv_le_contravar; lra).
  unfold phi, six. rewrite glue_left by lra. unfold first, piece, cubic. rewrite ln_Rinv by lra. field. lra.
Qed.

(** ** The bound *)

(** Along some direction in the face of a point that is no vertex the second derivative is at most 1. *)
Lemma direction_exists d x : simplex d x -> (forall i, (i < d)%nat -> x i < 1) -> exists v, good_direction bend d x v.
Proof.
  apply good_direction_exists with weight.
  - exact bend_weight.
  - exact weight_nonneg.
  - intros s H. unfold bend. destruct (Rle_dec s (1 / 2)); [lra|reflexivity].
  - exact sharper_imbalance_paid.
Qed.

(** From five entries on the value of the potential at the centre is the bound. *)
Lemma sharper_lower_from_five d h : (5 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  ln (INR d) - Gamma + 1 / (6 * INR d ^ 2) <= h (vertex 0) - h (centre d).
Proof.
  intros Hd Hs Hc.
  pose proof (maximum_principle d h phi slope bend (centre d) ltac:(lia) Hs Hc phi_at_0 phi_at_1
    continuity_phi derivable_phi derivable_slope (direction_exists d)
    (simplex_centre d ltac:(lia))) as M.
  rewrite phi_sum_at_centre in M by lia. lra.
Qed.

(** For fewer entries the bound is below 1/2, 8/9 and 7/6, which are known. *)
Lemma two_entries_sharper : ln 2 - Gamma + 1 / (6 * 2 ^ 2) <= 1 / 2.
Proof. unfold Gamma. interval with (i_prec 64). Qed.

Lemma three_entries_sharper : ln 3 - Gamma + 1 / (6 * 3 ^ 2) <= 8 / 9.
Proof. unfold Gamma. interval with (i_prec 64). Qed.

Lemma four_entries_sharper : ln 4 - Gamma + 1 / (6 * 4 ^ 2) <= 7 / 6.
Proof. unfold Gamma. interval with (i_prec 64). Qed.

(** A symmetric function on the simplex that is 1-strongly convex in the l1 norm rises from the centre to the
    vertices by at least ln d - Gamma + 1/(6 d^2), for every d >= 2. *)
Theorem sharper_lower_h d h : (2 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  ln (INR d) - Gamma + 1 / (6 * INR d ^ 2) <= h (vertex 0) - h (centre d).
Proof.
  intros Hd Hs Hc. destruct (Nat.eq_dec d 2) as [->|N2].
  { pose proof (rise_of_two h Hs Hc). pose proof two_entries_sharper.
    replace (INR 2) with 2 by (simpl; ring). lra. }
  destruct (Nat.eq_dec d 3) as [->|N3].
  { pose proof (rise_of_one_jump 3 h ltac:(lia) Hs Hc) as H. pose proof three_entries_sharper.
    replace (INR 3) with 3 in * by (simpl; ring). lra. }
  destruct (Nat.eq_dec d 4) as [->|N4]; [|apply sharper_lower_from_five; auto; lia].
  pose proof (two_level 4 2 h ltac:(lia) ltac:(lia) Hs Hc) as H. pose proof four_entries_sharper.
  unfold two_level_bound in H. replace (INR 4) with 4 in * by (simpl; ring).
  replace (INR 2) with 2 in * by (simpl; ring). lra.
Qed.

(** Every eps-smoothing of the maximum of d >= 2 numbers has eps >= ln d - Gamma + 1/(6 d^2). *)
Theorem sharper_lower_smoothing d eps f : (2 <= d)%nat -> smoothing d eps f ->
  ln (INR d) - Gamma + 1 / (6 * INR d ^ 2) <= eps.
Proof.
  intros Hd Hf. destruct (strongly_convex_of_smoothing d eps f ltac:(lia) Hf) as (h & Hs & Hc & Hr).
  pose proof (sharper_lower_h d h Hd Hs Hc).
  pose proof (Hr _ (simplex_vertex d 0 ltac:(lia))). pose proof (Hr _ (simplex_centre d ltac:(lia))). lra.
Qed.

(** The whole: for every d >= 2 each eps-smoothing has eps >= ln d - Gamma + 1/(6 d^2); Gamma = 0.23986... is
    less than ln 3 - 23/27; there is a least gap eps*_d, and ln 2 - 1/2 <= ln d - eps*_d <= Gamma - 1/(6 d^2);
    this window is narrower than 0.0468. *)
Theorem sharper_lower :
  Gamma = 352 / 675 * ln (22 / 75) + 4 / 3 * ln (5 / 2) + 4 / 27 * ln 3 + 1 / 25 * ln 5 - 3203 / 5625 /\
  0.23986 < Gamma < 0.23987 /\ Gamma < ln 3 - 23 / 27 /\
  (forall d eps f, (2 <= d)%nat -> smoothing d eps f -> ln (INR d) - Gamma + 1 / (6 * INR d ^ 2) <= eps) /\
  (forall d, (2 <= d)%nat -> exists eps, optimum d eps /\
    ln 2 - 1 / 2 <= ln (INR d) - eps <= Gamma - 1 / (6 * INR d ^ 2)) /\
  Gamma - (ln 2 - 1 / 2) < 0.0468.
Proof.
  split; [reflexivity|]. split; [exact Gamma_bounds|]. split; [exact Gamma_sharper|].
  split; [exact sharper_lower_smoothing|]. split.
  - intros d Hd. pose proof (Martingale.value_is_optimum d ltac:(lia)) as Best.
    set (eps := Martingale.value d (centre d)) in *. exists eps. split; [exact Best|].
    destruct Best as [[f Hf] Least]. destruct (UniversalUpper.universal_upper d Hd) as [g Hg].
    pose proof (Least _ g Hg). pose proof (sharper_lower_smoothing d eps f Hd Hf). lra.
  - unfold Gamma. interval with (i_prec 64).
Qed.

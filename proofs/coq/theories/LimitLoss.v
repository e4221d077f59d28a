(** The potential of universal-lower is nowhere more than ln(3/2) - 19/54 below that of the universal smoothing, and
    nowhere more than 1 - sum x_i^2. So at every point h + U - (1 - sum x_i^2) <= h(e_1), and every smoothing has
    a gap of at least ln d - (ln 2 - 1/2) - 1 + 1/d. *)

From Coq Require Import Reals Lra Lia.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
From TightMax Require Import Vectors Smoothing Duality Entropy UniversalSummand UniversalRegulariser LimitPotential.
From TightMax Require UniversalLower SharperLower.
Open Scope R_scope.

Definition most_lost : R := ln (3 / 2) - 19 / 54.

Lemma most_lost_bounds : 0.0536 < most_lost < 0.0537.
Proof. unfold most_lost. split; interval with (i_prec 64). Qed.

(** The potential of the universal smoothing, 0 at the vertices. *)
Definition upper_potential (d : nat) (x : vec) : R := - universal d x.

(** The three potentials vanish at the vertices. *)
Lemma potentials_at_vertices d k : (k < d)%nat ->
  lower_potential d (vertex k) = 0 /\ sharper_potential d (vertex k) = 0 /\ upper_potential d (vertex k) = 0.
Proof.
  intros Hk. unfold lower_potential, sharper_potential, upper_potential. rewrite (universal_vertex d k Hk).
  rewrite 2 (sum_ext d (fun i => _ (vertex k i)) (fun _ => 0)), sum_zero; [lra| |];
    intros i _; unfold vertex; destruct (Nat.eqb i k);
    auto using UniversalLower.phi_at_0, UniversalLower.phi_at_1, SharperLower.phi_at_0, SharperLower.phi_at_1.
Qed.

(** What an entry loses. *)
Definition entry_loss (x : R) : R := UniversalLower.phi x - phi x - (ln 2 - 1 / 2) * x.

Lemma loss_constants : UniversalLower.loss = most_lost + (ln 2 - 1 / 2).
Proof.
  unfold UniversalLower.loss, most_lost. replace (3 / 2) with (3 * / 2) by field.
  rewrite ln_mult, ln_Rinv by lra. field.
Qed.

Lemma entry_loss_low x : x <= 1 / 3 -> entry_loss x = most_lost * x - x ^ 3 / 6.
Proof.
  intros H. unfold entry_loss, UniversalLower.phi. rewrite UniversalLower.glue_left, UniversalLower.glue_left by lra.
  rewrite phi_low by lra. unfold UniversalLower.phi_low, UniversalLower.cubic. rewrite loss_constants. field.
Qed.

Lemma entry_loss_mid x : 1 / 3 < x <= 1 / 2 -> entry_loss x <= most_lost * x.
Proof.
  intros H. unfold entry_loss, UniversalLower.phi. rewrite UniversalLower.glue_left by lra.
  unfold UniversalLower.glue. destruct (Rle_dec x (1 / 3)); [lra|]. rewrite phi_low by lra.
  unfold UniversalLower.phi_mid, UniversalLower.cubic, most_lost.
  enough (- 2 / 3 * x ^ 3 + 2 * x ^ 2 + - 55 / 54 * x + - 4 / 27 - x * ln x - (ln 2 - 1 / 2) * x
    - (ln (3 / 2) - 19 / 54) * x <= 0) by lra.
  interval with (i_prec 64, i_bisect x, i_taylor x).
Qed.

Lemma entry_loss_high x : 1 / 2 < x -> entry_loss x = (1 - x) / 54.
Proof.
  intros H. unfold entry_loss, UniversalLower.phi, UniversalLower.glue. destruct (Rle_dec x (1 / 2)); [lra|].
  rewrite phi_high by lra. unfold UniversalLower.phi_high, UniversalLower.cubic. field.
Qed.

Lemma entry_loss_le x : 0 <= x <= 1 -> entry_loss x <= most_lost * x.
Proof.
  intros H. pose proof most_lost_bounds. destruct (Rle_lt_dec x (1 / 3)) as [L|L].
  - rewrite entry_loss_low by exact L. pose proof (pow_le x 3 ltac:(lra)). lra.
  - destruct (Rle_lt_dec x (1 / 2)) as [M|M]; [now apply entry_loss_mid|]. rewrite entry_loss_high by exact M.
    assert (0.0536 * (1 / 2) <= most_lost * x) by (apply Rmult_le_compat; lra). lra.
Qed.

Lemma entry_loss_quadratic x : 0 <= x <= 1 -> entry_loss x <= x * (1 - x).
Proof.
  intros H. destruct (Rle_lt_dec x (1 / 2)) as [M|M].
  - eapply Rle_trans; [apply (entry_loss_le x H)|]. rewrite Rmult_comm. pose proof most_lost_bounds.
    apply Rmult_le_compat_l; lra.
  - rewrite entry_loss_high by exact M. assert (1 / 2 * (1 - x) <= x * (1 - x)) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Lemma loss_is_sum d x : simplex d x ->
  upper_potential d x - lower_potential d x = sum d (fun i => entry_loss (x i)).
Proof.
  intros [_ S]. unfold upper_potential, universal, lower_potential, entry_loss.
  rewrite 2 sum_minus, sum_scale, S. ring.
Qed.

Theorem below_upper_potential d x : simplex d x -> upper_potential d x - most_lost <= lower_potential d x.
Proof.
  intros Sx. pose proof (loss_is_sum d x Sx) as E.
  assert (sum d (fun i => entry_loss (x i)) <= sum d (fun i => most_lost * x i)) as L.
  { apply sum_le. intros i Hi. apply entry_loss_le. split; [now apply Sx|now apply (simplex_le_1 d)]. }
  rewrite sum_scale, (proj2 Sx) in L. lra.
Qed.

Theorem quadratic_loss d h x : (1 <= d)%nat -> symmetric d h -> strongly_convex d h -> simplex d x ->
  h x + (upper_potential d x - (1 - sum d (fun i => x i ^ 2))) <= h (vertex 0).
Proof.
  intros Hd Hs Hc Sx. pose proof (universal_lower_pointwise d h x Hd Hs Hc Sx). pose proof (loss_is_sum d x Sx) as E.
  assert (sum d (fun i => entry_loss (x i)) <= sum d (fun i => x i - x i ^ 2)) as L.
  { apply sum_le. intros i Hi. replace (x i - x i ^ 2) with (x i * (1 - x i)) by ring.
    apply entry_loss_quadratic. split; [now apply Sx|now apply (simplex_le_1 d)]. }
  rewrite sum_minus, (proj2 Sx) in L. lra.
Qed.

(** Every eps-smoothing of the maximum of d >= 2 numbers has eps >= ln d - (ln 2 - 1/2) - 1 + 1/d. *)
Theorem quadratic_loss_smoothing d eps f : (2 <= d)%nat -> smoothing d eps f ->
  ln (INR d) - (ln 2 - 1 / 2) - 1 + 1 / INR d <= eps.
Proof.
  intros Hd Hf. destruct (strongly_convex_of_smoothing d eps f ltac:(lia) Hf) as (h & Hs & Hc & Hr).
  pose proof (quadratic_loss d h (centre d) ltac:(lia) Hs Hc (simplex_centre d ltac:(lia))) as Q.
  unfold upper_potential in Q. rewrite universal_centre in Q by exact Hd.
  assert (0 < INR d) by (apply lt_0_INR; lia).
  replace (sum d (fun i => centre d i ^ 2)) with (1 / INR d) in Q
    by (unfold centre; rewrite sum_const; field; lra).
  pose proof (Hr _ (simplex_vertex d 0 ltac:(lia))). pose proof (Hr _ (simplex_centre d ltac:(lia))). lra.
Qed.

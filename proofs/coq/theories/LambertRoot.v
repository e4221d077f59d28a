(** The solution w > 0 of w e^w = (1/3) e^(1/3 - z), which is Lambert's W of the right side: there is one for each z,
    it falls as z grows, from 1/3 at z = 0, and its slope is -w/(1 + w). *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Converse.
Open Scope R_scope.

Definition solves (z w : R) : Prop := 0 < w /\ w * exp w = 1 / 3 * exp (1 / 3 - z).

Lemma times_exp_increasing a b : 0 <= a -> a < b -> a * exp a < b * exp b.
Proof.
  intros Ha H. pose proof (exp_increasing a b H) as E. pose proof (exp_pos a).
  apply Rle_lt_trans with (a * exp b); [apply Rmult_le_compat_l; lra|]. apply Rmult_lt_compat_r; [apply exp_pos|lra].
Qed.

Lemma solution_unique z w v : solves z w -> solves z v -> w = v.
Proof.
  intros [Pw Ew] [Pv Ev]. destruct (Rtotal_order w v) as [L|[E|L]]; [|exact E|];
    apply times_exp_increasing in L; lra.
Qed.

Lemma solution_exists z : exists w, solves z w.
Proof.
  set (y := 1 / 3 * exp (1 / 3 - z)). assert (Y : 0 < y) by (pose proof (exp_pos (1 / 3 - z)); unfold y; lra).
  destruct (IVT_cor (fun w => w * exp w - y) 0 y) as (w & Hw & E); [reg|lra| |].
  - rewrite Rmult_0_l. pose proof (exp_ineq1_le y). assert (0 <= y * exp y - y) by nra. nra.
  - exists w. split; [|fold y; lra]. destruct (Req_dec w 0) as [->|N]; [rewrite Rmult_0_l in E; lra|lra].
Qed.

(** The solution, as the largest number that is not too large. *)
Definition root (z : R) : R := supremum (fun w => 0 <= w /\ w * exp w <= 1 / 3 * exp (1 / 3 - z)).

Lemma root_solves z : solves z (root z).
Proof.
  destruct (solution_exists z) as [w Hw]. replace (root z) with w; [exact Hw|]. destruct Hw as [P E].
  assert (U : forall v, 0 <= v /\ v * exp v <= 1 / 3 * exp (1 / 3 - z) -> v <= w).
  { intros v [Hv L]. apply Rnot_lt_le. intros H. apply times_exp_increasing in H; lra. }
  destruct (supremum_lub (fun w => 0 <= w /\ w * exp w <= 1 / 3 * exp (1 / 3 - z))) as [A B].
  - exists w. exact U.
  - exists w. lra.
  - apply Rle_antisym; [apply A; lra|apply B; exact U].
Qed.

Lemma root_pos z : 0 < root z.
Proof. apply root_solves. Qed.

Lemma root_0 : root 0 = 1 / 3.
Proof. apply (solution_unique 0); [apply root_solves|]. split; [lra|]. now rewrite Rminus_0_r. Qed.

Lemma root_logarithm z : ln (root z) + root z = 1 / 3 - z - ln 3.
Proof.
  destruct (root_solves z) as [P E]. apply (f_equal ln) in E.
  rewrite ln_mult, ln_exp, ln_mult, ln_exp in E by (exact P || apply exp_pos || lra).
  replace (1 / 3) with (/ 3) in E at 1 by field. rewrite ln_Rinv in E by lra. lra.
Qed.

(** It lies above its tangents, *)
Lemma root_tangent z u : root z - root z / (1 + root z) * (u - z) <= root u.
Proof.
  pose proof (root_pos z) as P. pose proof (root_pos u) as Q.
  pose proof (root_logarithm z) as Z. pose proof (root_logarithm u) as U.
  pose proof (exp_ineq1_le (ln (root u) - ln (root z))) as L.
  replace (exp (ln (root u) - ln (root z))) with (root u / root z) in L.
  - apply (Rmult_le_compat_l (root z)) in L; [|lra]. replace (root z * (root u / root z)) with (root u) in L by (field; lra).
    apply (Rmult_le_reg_r (1 + root z)); [lra|].
    replace ((root z - root z / (1 + root z) * (u - z)) * (1 + root z)) with (root z * (1 + root z) - root z * (u - z))
      by (field; lra).
    replace (ln (root u) - ln (root z)) with (z - u + root z - root u) in L by lra. lra.
  - unfold Rminus. rewrite exp_plus, exp_Ropp, 2 exp_ln by assumption. reflexivity.
Qed.

(** falls, *)
Lemma root_falls z u : z <= u -> root u <= root z.
Proof.
  intros H. pose proof (root_tangent u z) as T. pose proof (root_pos u) as P.
  assert (0 < root u / (1 + root u)) by (apply Rdiv_lt_0_compat; lra). nra.
Qed.

Lemma root_third z : 0 <= z -> root z <= 1 / 3.
Proof. intros H. rewrite <- root_0. now apply root_falls. Qed.

(** and has the slope of its tangents, from which it departs by at most the square of the distance. *)
Lemma root_derive z : is_derive root z (- (root z / (1 + root z))).
Proof.
  apply is_derive_Reals. intros e He. exists (mkposreal e He). intros h Nh Hh. simpl in Hh.
  pose proof (root_tangent z (z + h)) as A. pose proof (root_tangent (z + h) z) as B.
  pose proof (root_pos z) as P. pose proof (root_pos (z + h)) as Q.
  set (w := root z) in *. set (v := root (z + h)) in *.
  replace (z + h - z) with h in A by ring. replace (z - (z + h)) with (- h) in B by ring.
  assert (Fw : 0 < w / (1 + w) < 1).
  { split; [apply Rdiv_lt_0_compat; lra|]. apply (Rmult_lt_reg_r (1 + w)); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (Fv : 0 < v / (1 + v) < 1).
  { split; [apply Rdiv_lt_0_compat; lra|]. apply (Rmult_lt_reg_r (1 + v)); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (D : v / (1 + v) - w / (1 + w) = (v - w) * (/ (1 + v) * / (1 + w))) by (field; lra).
  assert (K : 0 < / (1 + v) * / (1 + w) < 1).
  { split; [apply Rmult_lt_0_compat; apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_mult. rewrite <- Rinv_1.
    apply Rinv_lt_contravar; nra. }
  set (p := w / (1 + w)) in *. set (q := v / (1 + v)) in *. set (k := / (1 + v) * / (1 + w)) in *.
  assert (S : Rabs (v - w + p * h) <= Rabs h ^ 2).
  { rewrite pow2_abs. assert (U : v - w + p * h <= (w - v) * k * h).
    { replace ((w - v) * k) with (p - q) by lra. lra. }
    assert (L : (w - v) * k * h <= h * h).
    { destruct (Rdichotomy h 0 Nh) as [N|N].
      - assert (0 <= v - w <= - h) by nra. assert ((v - w) * k <= - h) by nra. nra.
      - assert (0 <= w - v <= h) by nra. assert ((w - v) * k <= h) by nra. nra. }
    rewrite Rabs_pos_eq by lra. lra. }
  replace ((v - w) / h - - p) with ((v - w + p * h) / h) by (field; exact Nh).
  pose proof (Rabs_pos_lt h Nh). unfold Rdiv. rewrite Rabs_mult, Rabs_inv.
  apply (Rmult_lt_reg_r (Rabs h)); [lra|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. nra.
Qed.

(** The direction at every point that is no vertex: with an entry above 1/2 along the ray from its vertex, and otherwise
    along the signs. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors LimitPair LimitFunction LimitMeans LimitSigns LimitCorrection LimitBudget.
From TightMax Require Import LimitDirection.
From TightMax Require UniversalSummand UniversalRegulariser.
Open Scope R_scope.

Lemma sum_except d x k F a b : simplex d x -> (k < d)%nat -> (forall i, (i < d)%nat -> i <> k -> F i = a * x i) ->
  F k = b -> sum d F = a * (1 - x k) + b.
Proof.
  intros Hx Hk H1 H2. rewrite (sum_ext d F (fun i => a * x i + vertex k i * (b - a * x k))).
  - rewrite sum_plus, sum_scale, (sum_vertex d k (fun _ => b - a * x k) Hk), (proj2 Hx). ring.
  - intros i Hi. unfold vertex. destruct (Nat.eqb_spec i k) as [->|N]; [rewrite H2; ring|].
    rewrite H1 by assumption. ring.
Qed.

Lemma reserve_nonneg d x eta u : simplex d x -> 0 < eta -> 0 <= reserve_bend d x eta u.
Proof.
  intros Hx He. apply sum_nonneg. intros i Hi. pose proof (proj1 Hx i Hi). unfold Rdiv. apply Rmult_le_pos.
  - apply Rmult_le_pos; [|apply pow2_ge_0]. apply Rmult_le_pos; [lra|apply pow_le; lra].
  - left. apply Rinv_0_lt_compat, pow_lt. lra.
Qed.

(** What is wanted of a direction phi_i x_i. *)
Definition good (d : nat) (x : vec) (kappa z eta : R) (phi : vec) : Prop :=
  sum d (moved x phi) = 0 /\ 0 < norm1 d (moved x phi) /\
  whole_bend d x kappa z eta phi <= norm1 d (moved x phi) ^ 2.

Lemma good_ray d x k kappa z eta : simplex d x -> (k < d)%nat -> 1 / 2 < x k < 1 -> 0 < z -> total d x = z ^ 5 ->
  0 < eta -> 0 < kappa -> exists phi, good d x kappa z eta phi.
Proof.
  intros Hx Hk H Hz Total He Hkappa. set (lam := / (2 * x k)). set (mu := / (2 * (1 - x k))).
  assert (forall i, (i < d)%nat -> x i <= x k) as Largest.
  { intros i Hi. destruct (Nat.eq_dec i k) as [->|N]; [lra|].
    pose proof (UniversalRegulariser.other_entry_le d k x i Hx Hk Hi N). lra. }
  assert (0 <= lam <= mu) as Hl.
  { unfold lam, mu. split; [left; apply Rinv_0_lt_compat; lra|apply Rinv_le_contravar; lra]. }
  assert (norm1 d (moved x (ray k lam mu)) = 1) as N1.
  { unfold norm1. rewrite (sum_except d x k _ mu (1 / 2) Hx Hk).
    - unfold mu. field. lra.
    - intros i Hi N. unfold moved, ray. destruct (Nat.eqb_spec i k); [contradiction|]. pose proof (proj1 Hx i Hi).
      rewrite Rabs_mult, Rabs_Ropp, 2 Rabs_pos_eq by lra. ring.
    - unfold moved, ray, lam. rewrite Nat.eqb_refl. replace (/ (2 * x k) * x k) with (1 / 2) by (field; lra).
      apply Rabs_pos_eq. lra. }
  exists (ray k lam mu). split; [|split; [lra|]].
  - rewrite (sum_except d x k _ (- mu) (1 / 2) Hx Hk).
    + unfold mu. field. lra.
    + intros i Hi N. unfold moved, ray. destruct (Nat.eqb_spec i k); [contradiction|ring].
    + unfold moved, ray, lam. rewrite Nat.eqb_refl. field. lra.
  - rewrite N1. unfold whole_bend.
    pose proof (ray_bends_down d x Hx k Largest lam mu ltac:(rewrite Total; apply pow_lt; exact Hz) Hl) as B.
    pose proof (reserve_nonneg d x eta (moved x (ray k lam mu)) Hx He) as P.
    assert (0 < factor kappa z) as C by (unfold factor; apply Rdiv_lt_0_compat; [lra|apply pow_lt; exact Hz]).
    pose proof (Rmult_le_compat_l _ _ _ (Rlt_le _ _ C) B) as CB.
    rewrite (sum_except d x k _ (mu ^ 2) ((4 - / (1 - x k)) / 4) Hx Hk).
    + replace (mu ^ 2 * (1 - x k) + (4 - / (1 - x k)) / 4) with 1 by (unfold mu; field; lra). lra.
    + intros i Hi N. pose proof (UniversalRegulariser.other_entry_le d k x i Hx Hk Hi N).
      rewrite UniversalSummand.phi''_low by lra. unfold moved, ray. destruct (Nat.eqb_spec i k); [contradiction|].
      destruct (Req_dec (x i) 0) as [->|N0]; [ring|]. field. exact N0.
    + rewrite UniversalSummand.phi''_high by lra. unfold moved, ray, lam. rewrite Nat.eqb_refl. field. lra.
Qed.

(** At every point that is no vertex there is a good direction, where the potential of pairs is small. *)
Theorem good_exists d x kappa z eta : (1 <= d)%nat -> simplex d x -> (forall i, (i < d)%nat -> x i < 1) -> 0 < z ->
  total d x = z ^ 5 -> 0 < eta <= 1 / 5 -> 5 / 2 - ln eta <= kappa -> kappa * z ^ 2 <= 0.0537 ->
  exists phi, good d x kappa z eta phi.
Proof.
  intros Hd Hx X1 Hz Total Heta Hkappa Psi. destruct (largest_attained d x Hd) as (k & Hk & Ek).
  assert (forall i, (i < d)%nat -> x i <= x k) as Largest by (intros; rewrite <- Ek; now apply largest_entry).
  pose proof (kappa_pos kappa eta Heta Hkappa) as K0.
  destruct (Rle_lt_dec (x k) (1 / 2)) as [Small|Big].
  2:{ apply (good_ray d x k); auto; lra. }
  destruct (signs_exist d x k Hx Hk Largest ltac:(rewrite Total; apply pow_lt; exact Hz) Small)
    as (theta & l0 & Form & Bal & Box & First & Sg).
  assert (exists l, (l < d)%nat /\ forall i, (i < d)%nat -> i <> l -> sign (theta i)) as (l & Hl & Signs).
  { destruct (lt_dec l0 d) as [L|L]; [exists l0; auto|]. exists k. split; [exact Hk|]. intros i Hi _. apply Sg; lia. }
  destruct (better_sign d x k Hx Hk Largest Small kappa z eta Hz Total Heta Hkappa Psi theta l Hl Bal (Box l Hl) First
    Signs Form) as (s & Hs & B).
  exists (phi x theta l s). split; [|split; [|exact B]].
  - apply (sum_zero_moved d x k); auto.
  - apply (not_nothing d x k); auto.
Qed.

(** At every point of the simplex that is no vertex there is a direction of l1 norm 1, inside the face of the
    point, along which the second derivative of the potential is at most 1: split the entries evenly. This is
    shown for every potential under which the imbalance of the split costs no more than the entries give back. *)

From Coq Require Import Reals Lra Classical.
From TightMax Require Import Vectors LeastImbalance.
Open Scope R_scope.

Section Potential.

(** The second derivative [bend] of the potential is [weight] less than 1/x up to 1/2, both times x. *)
Variables bend weight : R -> R.
Hypothesis bend_weight : forall x, 0 <= x <= 1 / 2 -> bend x * x ^ 2 = x - x * weight x.
Hypothesis weight_nonneg : forall x, 0 <= x <= 1 / 2 -> 0 <= weight x.
Hypothesis bend_beyond : forall x, 1 / 2 < x < 1 -> bend x = 4 - / (1 - x).
Hypothesis imbalance_paid : forall d x P,
  simplex d x -> (forall i, (i < d)%nat -> x i <= 1 / 2) -> even_split d x P ->
  (part d x P - part d x (other P)) ^ 2 * (part d x P * part d x (other P)) <=
  part d (fun i => x i * weight (x i)) P * part d x (other P) ^ 2 +
  part d (fun i => x i * weight (x i)) (other P) * part d x P ^ 2.

(** v lies in the face of x, has sum 0 and l1 norm 1, and the second derivative along it is at most 1. *)
Definition good_direction (d : nat) (x v : vec) : Prop :=
  (forall i, (i < d)%nat -> x i = 0 -> v i = 0) /\ sum d v = 0 /\ norm1 d v = 1 /\
  sum d (fun i => bend (x i) * v i ^ 2) <= 1.

Lemma direction_of_even_split d x P :
  simplex d x -> (forall i, (i < d)%nat -> x i <= 1 / 2) -> even_split d x P ->
  exists v, good_direction d x v.
Proof.
  intros Hx small even.
  set (p := part d x P). set (q := part d x (other P)).
  assert (p + q = 1) as E1 by apply (split_total d x P Hx).
  assert (q <= p) as L1 by apply (split_order d x P even).
  assert (0 < q) as Hq.
  { destruct (Rlt_le_dec 0 q) as [C|C]; [exact C|]. exfalso.
    assert (sum d x <= sum d (fun _ => 0)) as K.
    { apply sum_le. intros i Hi. pose proof (entry_le_q d x P Hx small even i Hi). fold q in H. lra. }
    rewrite sum_zero in K. destruct Hx. lra. }
  exists (fun i => if P i then / (2 * p) * x i else - / (2 * q) * x i). split; [|split; [|split]].
  - intros i _ ->. destruct (P i); ring.
  - rewrite sum_by_parts. fold p q. field. lra.
  - unfold norm1. rewrite (sum_ext d _ (fun i => if P i then / (2 * p) * x i else / (2 * q) * x i)).
    + rewrite sum_by_parts. fold p q. field. lra.
    + intros i Hi. pose proof (proj1 Hx i Hi).
      assert (0 < / (2 * p)) by (apply Rinv_0_lt_compat; lra).
      assert (0 < / (2 * q)) by (apply Rinv_0_lt_compat; lra).
      destruct (P i); rewrite Rabs_mult, ?Rabs_Ropp, (Rabs_pos_eq (x i)) by lra;
        rewrite Rabs_pos_eq by lra; reflexivity.
  - set (saved := fun i => x i * weight (x i)).
    rewrite (sum_ext d _ (fun i => if P i then / (4 * p ^ 2) * (x i - saved i)
                                  else / (4 * q ^ 2) * (x i - saved i))).
    2:{ intros i Hi. unfold saved. rewrite <- bend_weight.
        - destruct (P i); field; lra.
        - split; [now apply Hx|now apply small]. }
    rewrite sum_by_parts.
    assert (forall J, part d (fun i => x i - saved i) J = part d x J - part d saved J) as Em.
    { intros J. unfold part. rewrite <- sum_minus. apply sum_ext. intros i _. destruct (J i); ring. }
    rewrite 2 Em. fold p q.
    pose proof (imbalance_paid d x P Hx small even) as Paid. fold p q saved in Paid.
    set (A := part d saved P) in *. set (B := part d saved (other P)) in *.
    assert (0 < p ^ 2 * q ^ 2) as Hpq by (apply Rmult_lt_0_compat; apply pow_lt; lra).
    apply Rmult_le_reg_r with (4 * (p ^ 2 * q ^ 2)); [lra|].
    replace ((/ (4 * p ^ 2) * (p - A) + / (4 * q ^ 2) * (q - B)) * (4 * (p ^ 2 * q ^ 2)))
      with (p * q * (p + q) - (A * q ^ 2 + B * p ^ 2)) by (field; lra).
    replace ((p - q) ^ 2 * (p * q)) with (p * q * (p + q) ^ 2 - 4 * (p ^ 2 * q ^ 2)) in Paid by ring.
    rewrite E1 in *. lra.
Qed.

(** One entry beyond 1/2 moves against all others in proportion. *)
Lemma direction_of_large_entry d x k :
  simplex d x -> (k < d)%nat -> 1 / 2 < x k < 1 -> exists v, good_direction d x v.
Proof.
  intros Hx Hk H. set (s := x k) in *.
  set (v := fun i => if Nat.eqb i k then 1 / 2 else - / (2 * (1 - s)) * x i).
  assert (forall i, (i < d)%nat -> 0 <= x i) as X0 by apply Hx.
  assert (0 < / (2 * (1 - s))) as Hr by (apply Rinv_0_lt_compat; lra).
  pose proof (sum_split d x k Hk) as Es. rewrite (proj2 Hx) in Es. fold s in Es.
  set (y := fun i => if Nat.eqb i k then 0 else x i) in *.
  exists v. split; [|split; [|split]].
  - intros i Hi E. unfold v. destruct (Nat.eqb_spec i k) as [->|]; [unfold s in H; lra|]. rewrite E. ring.
  - rewrite (sum_split _ _ k Hk). unfold v at 1. rewrite Nat.eqb_refl.
    rewrite (sum_ext d _ (fun i => - / (2 * (1 - s)) * y i)).
    + rewrite sum_scale. replace (sum d y) with (1 - s) by lra. field. lra.
    + intros i _. unfold v, y. destruct (Nat.eqb i k); ring.
  - unfold norm1. rewrite (sum_split _ _ k Hk). unfold v at 1. rewrite Nat.eqb_refl.
    rewrite (sum_ext d _ (fun i => / (2 * (1 - s)) * y i)).
    + rewrite sum_scale. replace (sum d y) with (1 - s) by lra. rewrite Rabs_pos_eq by lra. field. lra.
    + intros i Hi. unfold v, y. destruct (Nat.eqb i k); [ring|].
      rewrite Rabs_mult, Rabs_Ropp, 2 Rabs_pos_eq; auto. lra.
  - rewrite (sum_split _ _ k Hk). unfold v at 1. rewrite Nat.eqb_refl. fold s.
    apply Rle_trans with (bend s * (1 / 2) ^ 2 + sum d (fun i => / (2 * (1 - s)) ^ 2 * y i)).
    + apply Rplus_le_compat_l. apply sum_le. intros i Hi. unfold v, y.
      destruct (Nat.eqb_spec i k) as [|Ni]; [lra|].
      assert (x i <= 1 - s) as Li.
      { replace (1 - s) with (sum d y) by lra.
        replace (x i) with (y i) by (unfold y; destruct (Nat.eqb_spec i k); [contradiction|reflexivity]).
        apply sum_term_le; [|exact Hi]. intros l Hl. unfold y. destruct (Nat.eqb l k); [lra|auto]. }
      replace (bend (x i) * (- / (2 * (1 - s)) * x i) ^ 2)
        with (/ (2 * (1 - s)) ^ 2 * (bend (x i) * x i ^ 2)) by (field; lra).
      apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat, pow_lt; lra|].
      pose proof (X0 i Hi). rewrite bend_weight by lra.
      pose proof (Rmult_le_pos _ _ (X0 i Hi) (weight_nonneg (x i) ltac:(lra))). lra.
    + rewrite sum_scale. replace (sum d y) with (1 - s) by lra. rewrite bend_beyond by exact H.
      replace ((4 - / (1 - s)) * (1 / 2) ^ 2 + / (2 * (1 - s)) ^ 2 * (1 - s)) with 1 by (field; lra). lra.
Qed.

(** Every point of the simplex that is no vertex has a good direction. *)
Theorem good_direction_exists d x :
  simplex d x -> (forall i, (i < d)%nat -> x i < 1) -> exists v, good_direction d x v.
Proof.
  intros Hx H1. destruct (classic (exists k, (k < d)%nat /\ 1 / 2 < x k)) as [[k [Hk L]]|N].
  - apply (direction_of_large_entry d x k); auto.
  - destruct (even_split_exists d x (proj2 Hx)) as [P HP].
    apply (direction_of_even_split d x P); auto.
    intros i Hi. apply Rnot_lt_le. intros L. apply N. now exists i.
Qed.

End Potential.

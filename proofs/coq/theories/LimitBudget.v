(** The budget: where the potential of pairs is at most 0.0537, some direction bends the whole potential no more than the
    square of its l1 norm. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors LimitPair LimitFunction LimitMeans LimitSigns LimitCorrection.
Open Scope R_scope.

(** ** The pair of the largest entry and another one *)

Lemma pair_monotone a b : 0 < b -> b <= a -> a <= 1 -> pair b b <= pair a b.
Proof.
  intros Hb Hab Ha. unfold pair, level. pose proof (height_falls b a Hb Hab) as H.
  pose proof (height_least a ltac:(lra)) as L.
  assert (radius a b <= radius b b) as Lr.
  { unfold radius. apply sqrt_le_1_alt. assert (height a ^ 2 <= height b ^ 2) by (apply pow_incr; lra). lra. }
  assert (0 <= radius a b) as R0 by apply sqrt_pos. unfold Rdiv at 1 3. apply Rmult_le_compat.
  - left. apply exp_pos.
  - left. apply Rinv_0_lt_compat, sqrt_lt_R0. lra.
  - destruct (Req_dec (5 - (height b + height b + radius b b) / 2) (5 - (height a + height b + radius a b) / 2)) as [->|N];
      [lra|]. left. apply exp_increasing. lra.
  - apply Rinv_le_contravar; [apply sqrt_lt_R0; lra|]. apply sqrt_le_1_alt. lra.
Qed.

Lemma radius_diagonal b : 0 < b <= 1 -> radius b b = 2 * height b.
Proof.
  intros Hb. pose proof (height_least b Hb). unfold radius.
  replace (2 * height b ^ 2 + 2 * height b ^ 2) with ((2 * height b) * (2 * height b)) by ring. apply sqrt_square. lra.
Qed.

Lemma pair_diagonal b : 0 < b <= 1 -> pair b b = b ^ 2 / sqrt (1 + 2 * height b).
Proof.
  intros Hb. unfold pair, level. rewrite radius_diagonal by exact Hb. f_equal.
  replace (5 - (height b + height b + 2 * height b) / 2) with (ln b + ln b) by (unfold height; field).
  rewrite exp_plus, exp_ln by lra. ring.
Qed.

Lemma psum_two d f i j : (forall i j, (i < d)%nat -> (j < d)%nat -> i <> j -> 0 <= f i j) ->
  (i < d)%nat -> (j < d)%nat -> i <> j -> f i j + f j i <= psum d f.
Proof.
  intros H Hi Hj N. set (row := fun i => sum d (fun j => if Nat.eqb i j then 0 else f i j)).
  assert (forall l, (l < d)%nat -> 0 <= row l) as Row.
  { intros l Hl. apply sum_nonneg. intros n Hn. destruct (Nat.eqb_spec l n); [lra|auto]. }
  assert (forall a b, (a < d)%nat -> (b < d)%nat -> a <> b -> f a b <= row a) as One.
  { intros a b Ha Hb Nab. replace (f a b) with (if Nat.eqb a b then 0 else f a b)
      by (destruct (Nat.eqb_spec a b); [contradiction|reflexivity]).
    apply (sum_term_le d (fun j => if Nat.eqb a j then 0 else f a j)); [|exact Hb].
    intros n Hn. destruct (Nat.eqb_spec a n); [lra|auto]. }
  change (f i j + f j i <= sum d row). rewrite (sum_split d row i Hi).
  apply Rplus_le_compat; [now apply One|]. eapply Rle_trans; [apply (One j i Hj Hi); auto|].
  replace (row j) with (if Nat.eqb j i then 0 else row j) by (destruct (Nat.eqb_spec j i); [congruence|reflexivity]).
  apply (sum_term_le d (fun n => if Nat.eqb n i then 0 else row n)); [|exact Hj].
  intros n Hn. destruct (Nat.eqb n i); [lra|auto].
Qed.

(** The number that a large entry needs: all in one variable Y. *)
Lemma large_number kappa z Y : 0 < z -> 5 / 2 <= Y -> Y <= kappa -> kappa * z ^ 2 <= 0.0537 ->
  2.25776 * (20 * z ^ 3 * Y ^ 2 * sqrt (1 + 2 * Y)) <= kappa.
Proof.
  intros Hz HY Hk L. assert (0 < kappa) as K0 by lra.
  set (w := sqrt (1 + 2 * Y)). assert (0 < w) as W0 by (apply sqrt_lt_R0; lra).
  assert (w ^ 2 = 1 + 2 * Y) as W2 by (unfold w; apply pow2_sqrt; lra).
  apply Rsqr_incr_0_var; [|lra]. unfold Rsqr.
  replace (2.25776 * (20 * z ^ 3 * Y ^ 2 * w) * (2.25776 * (20 * z ^ 3 * Y ^ 2 * w)))
    with ((2.25776 * 20) ^ 2 * (z ^ 2) ^ 3 * Y ^ 4 * w ^ 2) by ring.
  rewrite W2. apply Rmult_le_reg_l with (kappa ^ 3); [apply pow_lt; lra|].
  replace (kappa ^ 3 * ((2.25776 * 20) ^ 2 * (z ^ 2) ^ 3 * Y ^ 4 * (1 + 2 * Y)))
    with ((2.25776 * 20) ^ 2 * (kappa * z ^ 2) ^ 3 * (Y ^ 4 * (1 + 2 * Y))) by ring.
  assert (0 <= kappa * z ^ 2) as P by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
  assert ((kappa * z ^ 2) ^ 3 <= 0.0537 ^ 3) as P3 by (apply pow_incr; lra).
  assert (Y ^ 4 * (1 + 2 * Y) <= 12 / 5 * kappa ^ 5) as P4.
  { apply Rle_trans with (12 / 5 * Y ^ 5).
    - replace (12 / 5 * Y ^ 5) with (Y ^ 4 * (12 / 5 * Y)) by ring. apply Rmult_le_compat_l; [apply pow_le; lra|lra].
    - apply Rmult_le_compat_l; [lra|]. apply pow_incr. lra. }
  replace (kappa ^ 3 * (kappa * kappa)) with (kappa ^ 5) by ring.
  apply Rle_trans with ((2.25776 * 20) ^ 2 * 0.0537 ^ 3 * (12 / 5 * kappa ^ 5)).
  - apply Rmult_le_compat; [|apply Rmult_le_pos; [apply pow_le|]; lra| |exact P4].
    + apply Rmult_le_pos; [apply pow_le; lra|apply pow_le; exact P].
    + apply Rmult_le_compat_l; [apply pow_le; lra|exact P3].
  - pose proof (pow_lt kappa 5 K0). lra.
Qed.

Section Budget.

Variables (d : nat) (x : vec) (k : nat).
Hypothesis Hx : simplex d x.
Hypothesis Hk : (k < d)%nat.
Hypothesis Largest : forall i, (i < d)%nat -> x i <= x k.
Hypothesis Small : x k <= 1 / 2.

Variables kappa z eta : R.
Hypothesis Hz : 0 < z.
Hypothesis Total : total d x = z ^ 5.
Hypothesis Heta : 0 < eta <= 1 / 5.
Hypothesis Hkappa : 5 / 2 - ln eta <= kappa.
Hypothesis Psi : kappa * z ^ 2 <= 0.0537.

Definition factor : R := 2 / 5 * kappa / z ^ 3.
Definition reserve_bend (u : vec) : R := sum d (fun i => 12 * eta ^ 3 * u i ^ 2 / (eta + x i) ^ 3).

Lemma kappa_pos : 0 < kappa.
Proof. pose proof (height_least eta ltac:(lra)) as H. unfold height in H. lra. Qed.

Lemma drops_nonneg : 0 <= drops d x.
Proof.
  unfold drops. apply Rmult_le_pos; [|lra]. apply psum_nonneg. intros i j Hi Hj _.
  replace 0 with (g x i j * 0) by ring. apply times_g. intros Pi Pj.
  destruct (pair_facts d x Hx k Largest i j Hi Hj Pi Pj) as (_ & _ & N & _). lra.
Qed.

(** The pair of the largest entry and an entry above eta gives back enough. *)
Lemma large_entry l : (l < d)%nat -> l <> k -> eta < x l -> 2.25776 * x l ^ 2 <= factor * drops d x.
Proof.
  intros Hl N L. set (y := x l) in *.
  assert (0 < y <= 1) as Hy by (split; [lra|now apply (simplex_le_1 d)]).
  assert (0 < x k <= 1) as Hxk by (split; [pose proof (Largest l Hl); fold y in H; lra|now apply (simplex_le_1 d)]).
  assert (y <= x k) as Lk by now apply Largest.
  pose proof (height_least y Hy) as Y0. set (Y := height y) in *.
  assert (Y <= kappa) as LY by (pose proof (height_falls eta y ltac:(lra) ltac:(lra)); unfold height in *; fold Y in H; lra).
  set (w := sqrt (1 + 2 * Y)). assert (0 < w) as W0 by (apply sqrt_lt_R0; lra).
  assert (forall i j, i = k /\ j = l \/ i = l /\ j = k -> y ^ 2 / w * (1 / (8 * Y ^ 2)) <= g x i j * nu x i j) as Term.
  { intros i j C.
    assert (g x i j = pair (x k) y /\ nu x i j = drop (radius (x k) y)) as [Eg En].
    { unfold g, both, nu, rad. destruct C as [[-> ->]|[-> ->]]; fold y.
      - destruct (Rlt_dec 0 (x k)); [|lra]. destruct (Rlt_dec 0 y); [auto|lra].
      - destruct (Rlt_dec 0 y); [|lra]. destruct (Rlt_dec 0 (x k)); [|lra]. rewrite pair_sym, (radius_sym y). auto. }
    rewrite Eg, En. apply Rmult_le_compat.
    - apply Rlt_le, Rdiv_lt_0_compat; [apply pow_lt; lra|exact W0].
    - apply Rlt_le, Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|apply pow_lt; lra].
    - unfold w, Y. rewrite <- pair_diagonal by exact Hy. apply pair_monotone; lra.
    - pose proof (radius_square (x k) y) as Rs. pose proof (radius_pos (x k) y Hxk) as R0.
      pose proof (height_least _ Hxk) as Yk. pose proof (height_falls y (x k) ltac:(lra) Lk) as Hh. fold Y in Rs, Hh.
      eapply Rle_trans; [|apply (drop_least (height (x k)) Y); [exact Yk|exact Y0|exact R0|exact Rs]].
      assert (height (x k) ^ 2 <= Y ^ 2) by (apply pow_incr; lra).
      unfold Rdiv. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; [|lra].
      apply Rmult_lt_0_compat; [lra|apply pow_lt; exact R0]. }
  assert (y ^ 2 / w * (1 / (8 * Y ^ 2)) <= drops d x) as D.
  { unfold drops. pose proof (psum_two d (fun i j => g x i j * nu x i j) k l) as P.
    pose proof (Term k l ltac:(auto)). pose proof (Term l k ltac:(auto)). cbv beta in P.
    enough (g x k l * nu x k l + g x l k * nu x l k <= psum d (fun i j => g x i j * nu x i j)) by lra.
    apply P; auto. intros i j Hi Hj _. replace 0 with (g x i j * 0) by ring. apply times_g. intros Pi Pj.
    destruct (pair_facts d x Hx k Largest i j Hi Hj Pi Pj) as (_ & _ & Nn & _). lra. }
  pose proof kappa_pos as K0. assert (0 < z ^ 3) as Z3 by (apply pow_lt; exact Hz).
  assert (0 < factor) as F0 by (unfold factor; apply Rdiv_lt_0_compat; lra).
  eapply Rle_trans; [|apply Rmult_le_compat_l; [lra|exact D]].
  pose proof (large_number kappa z Y Hz Y0 LY Psi) as Nn. fold w in Nn.
  assert (0 < Y ^ 2) by (apply pow_lt; lra).
  replace (factor * (y ^ 2 / w * (1 / (8 * Y ^ 2)))) with (kappa * (y ^ 2 / (20 * z ^ 3 * Y ^ 2 * w)))
    by (unfold factor; field; repeat split; lra).
  assert (0 < 20 * z ^ 3 * Y ^ 2 * w) as Q by (repeat apply Rmult_lt_0_compat; lra).
  replace (2.25776 * y ^ 2) with (2.25776 * (20 * z ^ 3 * Y ^ 2 * w) * (y ^ 2 / (20 * z ^ 3 * Y ^ 2 * w))) by (field; lra).
  apply Rmult_le_compat_r; [|exact Nn]. apply Rlt_le, Rdiv_lt_0_compat; [apply pow_lt; lra|exact Q].
Qed.

(** The reserve pays for an entry up to eta. *)
Lemma small_entry y : 0 <= y <= eta -> 3 / 2 * y ^ 2 <= 12 * eta ^ 3 * y ^ 2 / (eta + y) ^ 3.
Proof.
  intros Hy. assert (0 < (eta + y) ^ 3) as P by (apply pow_lt; lra).
  assert (3 / 2 * (eta + y) ^ 3 <= 12 * eta ^ 3) as L.
  { replace (12 * eta ^ 3) with (3 / 2 * (2 * eta) ^ 3) by field. apply Rmult_le_compat_l; [lra|]. apply pow_incr. lra. }
  apply Rmult_le_reg_r with ((eta + y) ^ 3); [exact P|].
  replace (12 * eta ^ 3 * y ^ 2 / (eta + y) ^ 3 * (eta + y) ^ 3) with (12 * eta ^ 3 * y ^ 2) by (field; lra).
  replace (3 / 2 * y ^ 2 * (eta + y) ^ 3) with (3 / 2 * (eta + y) ^ 3 * y ^ 2) by ring.
  apply Rmult_le_compat_r; [apply pow2_ge_0|exact L].
Qed.

End Budget.

(** What the entries of an even split give back against its imbalance, for every function g that is at least
    min(x, corner, 1 - 2x)^2 on [0, 1/2]: they pay for it where the least entry of the larger part or what the
    largest entry of all leaves is small. *)

From Coq Require Import Reals Lra Lia Bool Classical.
From TightMax Require Import Vectors LeastImbalance.
Open Scope R_scope.

Section Split.

Variables (weight : R -> R) (corner : R).
Hypothesis corner_nonneg : 0 <= corner.
Hypothesis weight_floor : forall s b, 0 <= b -> b <= s -> b <= corner -> b <= 1 - 2 * s -> b ^ 2 <= weight s.

Variables (d : nat) (x : vec) (P : nat -> bool).
Hypothesis Hx : simplex d x.
Hypothesis small : forall i, (i < d)%nat -> x i <= 1 / 2.
Hypothesis even : even_split d x P.

Let p := part d x P.
Let q := part d x (other P).
Let total : p + q = 1 := split_total d x P Hx.
Let order : q <= p := split_order d x P even.
Let entry0 : forall i, (i < d)%nat -> 0 <= x i := entry_nonneg d x Hx.

(** ** Exchanges *)

(** Sets S of the larger and T of the smaller part are exchanged: T is not between x(S) - (p - q) and x(S). *)
Lemma exchange_gap (S T : nat -> bool) :
  (forall i, S i = true -> P i = true) -> (forall i, T i = true -> P i = false) ->
  part d x T <= part d x S - (p - q) \/ part d x S <= part d x T.
Proof.
  intros HS HT. pose proof (proj2 even) as G. specialize (G (fun i => (P i && negb (S i)) || T i)).
  rewrite part_union in G.
  - assert (part d x (fun i => P i && negb (S i)) = p - part d x S) as E.
    { unfold p, part. rewrite <- sum_minus. apply sum_ext. intros i _.
      destruct (P i) eqn:EP, (S i) eqn:ES; simpl; try ring. rewrite (HS i ES) in EP. discriminate. }
    rewrite E in G. fold p q in G. lra.
  - intros i H1 H2. apply HT in H2. rewrite H2 in H1. discriminate.
Qed.

(** Entries of the smaller part, each below p - q, that join T one by one leave it below: together they are at most
    x(S) - (p - q) - x(T). *)
Lemma exchange_by_steps (S T U : nat -> bool) :
  (forall i, S i = true -> P i = true) -> (forall i, T i = true -> P i = false) ->
  (forall i, U i = true -> P i = false) -> (forall i, T i = true -> U i = true -> False) ->
  (forall i, (i < d)%nat -> U i = true -> x i < p - q) -> part d x T <= part d x S - (p - q) ->
  part d x T + part d x U <= part d x S - (p - q).
Proof.
  intros HS HT HU HD Hs H0. set (V := fun k j => U j && (j <? k)%nat).
  assert (forall k j, V k j = true -> U j = true) as VU by (intros k j E; apply andb_prop in E; apply E).
  assert (forall k, (k <= d)%nat -> part d x T + part d x (V k) <= part d x S - (p - q)) as L.
  { induction k as [|k IH]; intros Hk.
    - assert (part d x (V 0%nat) = 0) as E0; [|lra]. unfold part.
      rewrite (sum_ext d _ (fun _ => 0)); [apply sum_zero|]. intros j _. unfold V. now rewrite andb_false_r.
    - specialize (IH ltac:(lia)). destruct (U k) eqn:Ek.
      + assert (part d x (V (Datatypes.S k)) = part d x (V k) + x k) as E.
        { rewrite (part_ext d x _ (fun j => V k j || Nat.eqb j k)).
          - rewrite part_union, part_single by lia || (intros j; unfold V;
              destruct (Nat.ltb_spec j k), (Nat.eqb_spec j k); rewrite ?andb_false_r; try discriminate; lia).
            reflexivity.
          - intros j _. unfold V. destruct (Nat.eqb_spec j k) as [->|].
            + rewrite Ek. replace (k <? Datatypes.S k)%nat with true by (symmetry; apply Nat.ltb_lt; lia).
              now rewrite orb_true_r.
            + rewrite orb_false_r. f_equal.
              destruct (Nat.ltb_spec j (Datatypes.S k)), (Nat.ltb_spec j k); lia || reflexivity. }
        pose proof (Hs k ltac:(lia) Ek) as Hk'.
        assert (part d x (fun i => T i || V (Datatypes.S k) i) = part d x T + part d x (V (Datatypes.S k))) as Eu
          by (apply part_union; intros i H1 H2; apply (HD i H1 (VU _ _ H2))).
        destruct (exchange_gap S (fun i => T i || V (Datatypes.S k) i) HS) as [G|G]; [|lra|lra].
        intros i E1. apply orb_prop in E1. destruct E1 as [E1|E1]; [now apply HT|apply HU, (VU _ _ E1)].
      + rewrite (part_ext d x (V (Datatypes.S k)) (V k)); [exact IH|]. intros j _. unfold V.
        destruct (Nat.eq_dec j k) as [->|]; [now rewrite Ek|]. f_equal.
        destruct (Nat.ltb_spec j (Datatypes.S k)), (Nat.ltb_spec j k); lia || reflexivity. }
  specialize (L d (le_n d)). rewrite (part_ext d x (V d) U) in L; [exact L|].
  intros j Hj. unfold V. destruct (Nat.ltb_spec j d); [now rewrite andb_true_r|lia].
Qed.

(** Entries of the smaller part below c add up to at most x_i - (p - q) if each of them is below p - q. *)
Lemma below_by_steps i c : (i < d)%nat -> P i = true -> p - q <= x i ->
  (forall k, (k < d)%nat -> below x P c k = true -> x k < p - q) ->
  part d x (below x P c) <= x i - (p - q).
Proof.
  intros Hi E H1 H2. pose proof (part_single d x i Hi) as Es.
  assert (part d x (fun _ => false) = 0) as E0 by (unfold part; apply sum_zero).
  pose proof (exchange_by_steps (fun j => Nat.eqb j i) (fun _ => false) (below x P c)) as K.
  rewrite Es, E0 in K. rewrite Rplus_0_l in K. apply K; try discriminate; try lra; auto.
  - intros j Ej. apply Nat.eqb_eq in Ej. now subst j.
  - intros j Ej. unfold below in Ej. destruct (P j); [discriminate|reflexivity].
Qed.

(** ** Cases *)

Let saved : vec := fun i => x i * weight (x i).

Lemma saved_nonneg i : (i < d)%nat -> 0 <= saved i.
Proof.
  intros Hi. pose proof (entry0 i Hi). pose proof (small i Hi). apply Rmult_le_pos; [assumption|].
  replace 0 with (0 ^ 2) by ring. apply weight_floor; lra.
Qed.

(** If all positive entries of a set have a g of at least b, the set saves b times its sum. *)
Lemma saved_part b J : (forall i, (i < d)%nat -> J i = true -> 0 < x i -> b <= weight (x i)) ->
  b * part d x J <= part d saved J.
Proof.
  intros H. rewrite <- part_scale. apply part_le. intros i Hi E. unfold saved. rewrite Rmult_comm.
  destruct (entry0 i Hi) as [H0|<-]; [|lra]. apply Rmult_le_compat_l; [lra|now apply H].
Qed.

(** The entries of the smaller part from c on. *)
Definition from (c : R) : nat -> bool := fun i => other P i && (if Rlt_dec (x i) c then false else true).

Lemma from_below c : part d x (from c) + part d x (below x P c) = q.
Proof.
  unfold part, q, part. rewrite <- sum_plus. apply sum_ext. intros i _. unfold from, below, other.
  destruct (P i), (Rlt_dec (x i) c); simpl; ring.
Qed.

Lemma from_spec c i : from c i = true -> other P i = true /\ c <= x i.
Proof.
  unfold from. intros E. apply andb_prop in E. destruct E as [EP E]. split; [exact EP|].
  destruct (Rlt_dec (x i) c); [discriminate|lra].
Qed.

Lemma saved_from c b : (forall i, (i < d)%nat -> c <= x i -> b <= weight (x i)) ->
  b * part d x (from c) <= part d saved (other P).
Proof.
  intros H. apply Rle_trans with (part d saved (from c)).
  - apply saved_part. intros i Hi E _. apply H; [exact Hi|now apply from_spec].
  - unfold part. apply sum_le. intros i Hi. pose proof (saved_nonneg i Hi). unfold from.
    destruct (other P i), (Rlt_dec (x i) c); simpl; lra.
Qed.

Section Least.

(** The least positive entry a of the larger part; that part has another one. *)
Variable ia : nat.
Hypothesis Hia : (ia < d)%nat.
Hypothesis Pa : P ia = true.
Let a := x ia.
Hypothesis Ha0 : 0 < a.
Hypothesis least : forall i, (i < d)%nat -> P i = true -> 0 < x i -> a <= x i.
Hypothesis half : 2 * a <= p.
Let t := p - q.
Let Hta : t <= a := entry_ge_delta d x P even ia Hia Pa Ha0.
Let A := part d saved P.
Let B := part d saved (other P).

Lemma from_a_total : a < 2 * t -> p - a <= part d x (from a).
Proof.
  intros H. pose proof (from_below a) as E. pose proof (below_total d x P even ia Hia Pa Hta H) as L.
  fold a in L. change (part d x (below x P a) <= a - (p - q)) in L. lra.
Qed.

(** Case A: g is at least a^2 on all entries from a on. *)
Lemma least_entry_pays : (forall i, (i < d)%nat -> a <= x i -> a ^ 2 <= weight (x i)) ->
  t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
Proof.
  intros Ma.
  assert (0 <= B) as HB by (apply part_nonneg, saved_nonneg).
  assert (a ^ 2 * p <= A) as SA by (apply saved_part; intros i Hi E H0; apply Ma; auto).
  destruct (Rle_lt_dec (2 * t) a) as [D|D].
  - assert (4 * t ^ 2 <= a ^ 2).
    { replace (4 * t ^ 2) with ((2 * t) ^ 2) by ring. apply pow_incr. unfold t in *. lra. }
    assert (4 * t ^ 2 * p <= A) as SA' by (eapply Rle_trans; [|exact SA]; apply Rmult_le_compat_r; lra).
    pose proof (Rmult_le_compat_r (q ^ 2) _ _ (pow2_ge_0 q) SA').
    pose proof (Rmult_le_pos _ _ HB (pow2_ge_0 p)).
    assert (0 <= q) by (apply part_nonneg, entry0).
    assert (0 <= t ^ 2 * (p * q) * (4 * q - 1)); [|lra].
    apply Rmult_le_pos; [apply Rmult_le_pos; [apply pow2_ge_0|apply Rmult_le_pos; lra]|unfold t in *; lra].
  - assert (a ^ 2 * (p - a) <= B) as SB.
    { eapply Rle_trans; [|apply (saved_from a); exact Ma].
      apply Rmult_le_compat_l; [apply pow2_ge_0|now apply from_a_total]. }
    assert (t ^ 2 * (q ^ 2 + p ^ 2 - p * t) <= a ^ 2 * (q ^ 2 + p ^ 2 - p * a)) as K.
    { apply cubic_grows; try (unfold t in *; lra).
      pose proof (Rmult_le_compat_l p (2 * a) p ltac:(lra) ltac:(lra)). pose proof (pow2_ge_0 q).
      pose proof (pow2_ge_0 p). lra. }
    pose proof (Rmult_le_compat_r (q ^ 2) _ _ (pow2_ge_0 q) SA).
    pose proof (Rmult_le_compat_r (p ^ 2) _ _ (pow2_ge_0 p) SB).
    pose proof (Rmult_le_compat_l p _ _ ltac:(lra) K) as K'. unfold t in *.
    replace (q ^ 2 + p ^ 2 - p * (p - q)) with (q * (p + q)) in K' by ring. rewrite total in K'. lra.
Qed.

(** Case B: the largest entry x_j leaves b = 1 - 2 x_j < a, and b is at most the corner. *)
Lemma largest_entry_pays j : (j < d)%nat -> (forall i, (i < d)%nat -> x i <= x j) -> 1 - 2 * x j < a ->
  1 - 2 * x j <= corner -> t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
Proof.
  intros Hj Lj C H5. pose proof (entry_le_q d x P Hx small even j Hj) as Hjq. fold q in Hjq.
  set (b := 1 - 2 * x j) in *. assert (t <= b) as Hb by (unfold b, t; lra).
  assert (P j = false) as Nj.
  { destruct (P j) eqn:Ej; [exfalso|reflexivity]. destruct (Nat.eq_dec j ia) as [->|N].
    - fold a in b. unfold b, t in *. lra.
    - pose proof (part_two_members d x P ia j entry0 Hia Hj Pa Ej N) as K. fold a p in K.
      unfold b, t in *. lra. }
  assert (b ^ 2 * p <= A) as SA.
  { apply saved_part. intros i Hi E H0. pose proof (least i Hi E H0). pose proof (Lj i Hi).
    apply weight_floor; unfold b, t in *; lra. }
  assert (b ^ 2 * ((1 - b) / 2) <= B) as SB.
  { apply Rle_trans with (saved j).
    - unfold saved. replace ((1 - b) / 2) with (x j) by (unfold b; lra). rewrite Rmult_comm.
      apply Rmult_le_compat_l; [now apply entry0|]. apply weight_floor; unfold b, t in *; lra.
    - apply (part_member d saved (other P) j saved_nonneg Hj). unfold other. now rewrite Nj. }
  assert (t ^ 2 * (q ^ 2 + p / 2 - p / 2 * t) <= b ^ 2 * (q ^ 2 + p / 2 - p / 2 * b)) as K.
  { apply cubic_grows; try (unfold t in *; lra).
    assert (3 * b <= 1) as B3 by (unfold t in *; lra).
    pose proof (Rmult_le_compat_l (p / 2) (3 / 2 * b) 1 ltac:(lra) ltac:(lra)).
    pose proof (pow2_ge_0 q). lra. }
  pose proof (Rmult_le_compat_r (q ^ 2) _ _ (pow2_ge_0 q) SA).
  pose proof (Rmult_le_compat_r (p ^ 2) _ _ (pow2_ge_0 p) SB).
  pose proof (Rmult_le_compat_l p _ _ ltac:(lra) K) as K'. unfold t in *.
  replace p with (1 - q) in * by lra. lra.
Qed.

End Least.

(** The inequality that the direction needs, if it holds where the least entry a of the larger part and all 1 - 2x_i are
    more than the corner. *)
Lemma imbalance_paid_beyond :
  (forall ia, (ia < d)%nat -> P ia = true -> 0 < x ia ->
    (forall i, (i < d)%nat -> P i = true -> 0 < x i -> x ia <= x i) -> 2 * x ia <= p -> corner < x ia ->
    (forall i, (i < d)%nat -> x i <= (1 - corner) / 2) ->
    (p - q) ^ 2 * (p * q) <= part d saved P * q ^ 2 + part d saved (other P) * p ^ 2) ->
  (p - q) ^ 2 * (p * q) <= part d saved P * q ^ 2 + part d saved (other P) * p ^ 2.
Proof.
  intros beyond.
  assert (0 <= part d saved P) as HA by (apply part_nonneg, saved_nonneg).
  assert (0 <= part d saved (other P)) as HB by (apply part_nonneg, saved_nonneg).
  destruct (Rle_lt_or_eq_dec q p order) as [L1|L1].
  2:{ replace (p - q) with 0 by lra. pose proof (Rmult_le_pos _ _ HA (pow2_ge_0 q)).
      pose proof (Rmult_le_pos _ _ HB (pow2_ge_0 p)). lra. }
  destruct (positive_member d x P) as [i0 [Hi0 [E0 H0]]]; [fold p; lra|].
  destruct (least_entry d (fun i => P i = true /\ 0 < x i) x) as [ia [Hia [[Pa a0] La]]]; [now exists i0|].
  assert (forall i, (i < d)%nat -> P i = true -> 0 < x i -> x ia <= x i) as least by auto.
  (* beside the least entry of P there is another *)
  assert (2 * x ia <= p) as half.
  { pose proof (part_without d x P ia Hia Pa) as W. fold p in W.
    pose proof (entry_le_q d x P Hx small even ia Hia) as Lq. fold q in Lq.
    destruct (positive_member d x (without P ia)) as [j [Hj [Ej Hj0]]]; [lra|].
    unfold without in Ej. apply andb_prop in Ej. destruct Ej as [Pj Nj]. specialize (least j Hj Pj Hj0).
    assert (j <> ia) as N by (destruct (Nat.eqb_spec j ia); [discriminate|assumption]).
    pose proof (part_two_members d x P ia j entry0 Hia Hj Pa Pj N) as K. fold p in K. lra. }
  destruct (least_entry d (fun _ => True) (fun i => - x i)) as [j [Hj [_ Lj]]]; [now exists ia|].
  assert (forall i, (i < d)%nat -> x i <= x j) as top by (intros i Hi; specialize (Lj i Hi I); lra).
  destruct (Rle_lt_dec (x ia) corner) as [C|C]; destruct (Rle_lt_dec (x ia) (1 - 2 * x j)) as [D|D].
  1:{ apply (least_entry_pays ia); auto. intros i Hi H. apply weight_floor; try lra.
      specialize (top i Hi). lra. }
  1:{ apply (largest_entry_pays ia) with j; auto; lra. }
  1:{ apply (beyond ia); auto. intros i Hi. specialize (top i Hi). lra. }
  destruct (Rle_lt_dec (1 - 2 * x j) corner) as [F|F].
  - apply (largest_entry_pays ia) with j; auto; lra.
  - apply (beyond ia); auto. intros i Hi. specialize (top i Hi). lra.
Qed.

End Split.

(** Under the potential of the sharper lower bound the least imbalance costs no more than the entries give
    back. *)

From Coq Require Import Reals Lra Lia Bool Classical.
From TightMax Require Import Vectors LeastImbalance SharperSavings.
Open Scope R_scope.

Section Split.

Variables (d : nat) (x : vec) (P : nat -> bool).
Hypothesis Hx : simplex d x.
Hypothesis small : forall i, (i < d)%nat -> x i <= 1 / 2.
Hypothesis even : even_split d x P.

Let p := part d x P.
Let q := part d x (other P).
Let total : p + q = 1 := split_total d x P Hx.
Let order : q <= p := split_order d x P even.
Let entry0 : forall i, (i < d)%nat -> 0 <= x i := entry_nonneg d x Hx.

(** Entries of the smaller part below c add up to at most x_i - (p - q) if each of them is below p - q. *)
Lemma below_by_steps i c : (i < d)%nat -> P i = true -> p - q <= x i ->
  (forall k, (k < d)%nat -> below x P c k = true -> x k < p - q) ->
  part d x (below x P c) <= x i - (p - q).
Proof.
  intros Hi E H1 H2.
  set (T := fun k j => below x P c j && (j <? k)%nat).
  assert (forall k, (k <= d)%nat -> part d x (T k) <= x i - (p - q)) as L.
  { induction k as [|k IH]; intros Hk.
    - unfold part. rewrite (sum_ext d _ (fun _ => 0)); [rewrite sum_zero; lra|].
      intros j _. unfold T. now rewrite andb_false_r.
    - specialize (IH ltac:(lia)).
      assert (forall j, T (S k) j = true -> P j = false) as N.
      { intros j. unfold T, below. destruct (P j); [discriminate|reflexivity]. }
      destruct (below x P c k) eqn:Ek.
      + specialize (H2 k ltac:(lia) Ek).
        assert (part d x (T (S k)) < x i) as Lk; [|
          destruct (gap d x P even i (T (S k)) Hi E N) as [G|G]; fold p q in G; lra].
        rewrite (part_ext d x _ (fun j => T k j || Nat.eqb j k)).
        * rewrite part_union, part_single by lia || (intros j; unfold T;
            destruct (Nat.ltb_spec j k), (Nat.eqb_spec j k); rewrite ?andb_false_r; try discriminate; lia).
          lra.
        * intros j _. unfold T. destruct (Nat.eqb_spec j k) as [->|].
          -- rewrite Ek. replace (k <? S k)%nat with true by (symmetry; apply Nat.ltb_lt; lia).
             now rewrite orb_true_r.
          -- rewrite orb_false_r. f_equal.
             destruct (Nat.ltb_spec j (S k)), (Nat.ltb_spec j k); lia || reflexivity.
      + rewrite (part_ext d x _ (T k)); [exact IH|]. intros j _. unfold T.
        destruct (Nat.eq_dec j k) as [->|]; [now rewrite Ek|]. f_equal.
        destruct (Nat.ltb_spec j (S k)), (Nat.ltb_spec j k); lia || reflexivity. }
  specialize (L d (le_n d)). rewrite (part_ext d x _ (below x P c)) in L; [exact L|].
  intros j Hj. unfold T. destruct (Nat.ltb_spec j d); [now rewrite andb_true_r|lia].
Qed.

Let saved : vec := fun i => x i * weight (x i).

Lemma saved_nonneg i : (i < d)%nat -> 0 <= saved i.
Proof.
  intros Hi. apply Rmult_le_pos; [now apply entry0|]. apply weight_nonneg. split; [now apply entry0|auto].
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

(** Case B: the largest entry x_j leaves b = 1 - 2 x_j < a, and b <= 1/5. *)
Lemma largest_entry_pays j : (j < d)%nat -> (forall i, (i < d)%nat -> x i <= x j) -> 1 - 2 * x j < a ->
  1 - 2 * x j <= 1 / 5 -> t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
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
    pose proof (Rmult_le_compat_l (p / 2) (3 / 2 * b) 1 ltac:(lra) ltac:(lra)).
    pose proof (pow2_ge_0 q). lra. }
  pose proof (Rmult_le_compat_r (q ^ 2) _ _ (pow2_ge_0 q) SA).
  pose proof (Rmult_le_compat_r (p ^ 2) _ _ (pow2_ge_0 p) SB).
  pose proof (Rmult_le_compat_l p _ _ ltac:(lra) K) as K'. unfold t in *.
  replace p with (1 - q) in * by lra. lra.
Qed.

(** Case C: a is more than 1/5, and all entries are at most 2/5. *)
Section Heavy.

Hypothesis a_heavy : 1 / 5 < a.
Hypothesis all_light : forall i, (i < d)%nat -> x i <= 2 / 5.

Lemma heavy_saves i : (i < d)%nat -> a <= x i -> 1 / 25 <= weight (x i).
Proof. intros Hi H. apply weight_middle. split; [lra|auto]. Qed.

Lemma larger_part_saves : (1 + t) / 50 <= A.
Proof.
  replace ((1 + t) / 50) with (1 / 25 * p) by (unfold t; lra). apply saved_part. intros i Hi E H0.
  apply heavy_saves; auto.
Qed.

Lemma imbalance_third : 0 <= t <= 1 / 3.
Proof. unfold t in *. lra. Qed.

(** The larger part has just one more entry. *)
Lemma larger_part_is_pair : exists ib, (ib < d)%nat /\ x ib = p - a /\ a <= x ib /\ saved ia + saved ib <= A.
Proof.
  pose proof (part_without d x P ia Hia Pa) as W. fold p a in W.
  destruct (positive_member d x (without P ia) ltac:(lra)) as [ib [Hib [Eb Hb0]]].
  pose proof (part_without d x (without P ia) ib Hib Eb) as W2.
  unfold without in Eb. apply andb_prop in Eb. destruct Eb as [Pb Nb].
  assert (a <= x ib) as Lb by auto.
  assert (part d x (without (without P ia) ib) <= 0) as Z.
  { apply Rnot_lt_le. intros H. destruct (positive_member d x _ H) as [ic [Hic [Ec Hc0]]].
    pose proof (part_member d x _ ic entry0 Hic Ec) as K. unfold without in Ec. apply andb_prop in Ec.
    destruct Ec as [Ec _]. apply andb_prop in Ec. destruct Ec as [Pc _]. pose proof (least ic Hic Pc Hc0).
    unfold t in *. lra. }
  assert (0 <= part d x (without (without P ia) ib)) as Z' by (apply part_nonneg, entry0).
  exists ib. split; [exact Hib|]. split; [lra|]. split; [exact Lb|].
  apply part_two_members; auto using saved_nonneg. destruct (Nat.eqb_spec ib ia); [discriminate|assumption].
Qed.

(** C1: the entries of the smaller part below t are at most a - t in all. *)
Lemma heavy_case_far : 2 * t <= a -> t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
Proof.
  intros D. pose proof imbalance_third. assert (t <= 1 / 7) by (unfold t in *; lra).
  apply (paid p q A B ((1 + t) / 50) (t ^ 2 * ((1 + t) / 4)) total larger_part_saves);
    [|apply pays_small; lra].
  eapply Rle_trans; [|apply (saved_from t)].
  - apply Rmult_le_compat_l; [apply pow2_ge_0|]. pose proof (from_below t) as E.
    assert (part d x (below x P t) <= a - t) as L; [|unfold t in *; lra].
    apply below_by_steps; auto. intros k _ Ek. unfold below in Ek. apply andb_prop in Ek.
    destruct Ek as [_ Ek]. fold t. destruct (Rlt_dec (x k) t); [assumption|discriminate].
  - intros i Hi H1. apply weight_floor; try lra. pose proof (all_light i Hi). lra.
Qed.

(** C2, C3: the entries of the smaller part from a on are enough if t is small or if they are two. *)
Lemma heavy_case_small : a < 2 * t -> t <= 9 / 50 -> t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
Proof.
  intros D H. pose proof imbalance_third.
  apply (paid p q A B ((1 + t) / 50) ((1 + t) / 100) total larger_part_saves); [|apply pays_middle; lra].
  eapply Rle_trans; [|apply (saved_from a (1 / 25) heavy_saves)].
  pose proof (from_a_total D). unfold t in *. lra.
Qed.

Lemma heavy_case_two i j : (i < d)%nat -> (j < d)%nat -> from a i = true -> from a j = true -> j <> i ->
  t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
Proof.
  intros Hi Hj Ei Ej N. pose proof imbalance_third.
  pose proof (part_two_members d x _ i j entry0 Hi Hj Ei Ej N) as K.
  assert (part d x (from a) <= q) as L.
  { pose proof (from_below a) as E. pose proof (part_nonneg d x (below x P a) entry0). lra. }
  apply from_spec in Ei. apply from_spec in Ej. assert (t <= 1 / 5) by (unfold t in *; lra).
  apply (paid p q A B ((1 + t) / 50) (2 / 125) total larger_part_saves); [|apply pays_two_heavy; lra].
  eapply Rle_trans; [|apply (saved_from a (1 / 25) heavy_saves)]. lra.
Qed.

(** C4, C5: only one entry of the smaller part is at least a. *)
Lemma heavy_case_one iq : (iq < d)%nat -> other P iq = true -> 9 / 50 < t -> p - a <= x iq ->
  t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
Proof.
  intros Hiq Eq Ht Hz. destruct larger_part_is_pair as [ib [Hib [Eb [Lb SA]]]].
  pose proof imbalance_third as T3.
  pose proof (part_member d saved (other P) iq saved_nonneg Hiq Eq) as SB. fold B in SB.
  pose proof (part_member d x (other P) iq entry0 Hiq Eq) as Lq. fold q in Lq.
  unfold saved in SA, SB. fold a in SA. set (z := x iq) in *. set (b := x ib) in *.
  pose proof (all_light iq Hiq) as Hz5. pose proof (all_light ib Hib) as Hb5. fold z in Hz5. fold b in Hb5.
  assert (p = (1 + t) / 2) as Ep by (unfold t; lra). assert (q = (1 - t) / 2) as Eq' by (unfold t; lra).
  set (s := (1 + t) / 4). assert (a <= 1 / 3) as Ha3 by lra. assert (a <= s <= b) as Hs by (unfold s; lra).
  pose proof (saves_rising a ltac:(lra)) as Sa.
  (* the sum over both entries of the larger part is least where they are equal *)
  assert (b <= 1 / 3 -> 2 * rising s <= A) as SA2.
  { intros Hb3. pose proof (saves_rising b ltac:(lra)) as Sb. pose proof (Rle_0_sqr (b - a)) as Q.
    unfold Rsqr in Q.
    assert (2 * rising s <= rising a + rising b); [|lra]. replace s with ((a + b) / 2) by (unfold s; lra).
    unfold rising. lra. }
  destruct (Rle_lt_dec z (1 / 3)) as [Z|Z].
  - apply (paid p q A B (2 * rising s) (rising s) total); [apply SA2; lra| |apply pays_rising; lra].
    pose proof (saves_rising z ltac:(lra)). pose proof (rising_rises s z ltac:(unfold s; lra) ltac:(lra)).
    unfold s in *. lra.
  - rewrite (saves_falling z) in SB by lra. destruct (Rle_lt_dec t (1 / 5)) as [T5|T5].
    + apply (paid p q A B ((1 + t) / 50) (2 / 125) total larger_part_saves); [|apply pays_two_heavy; lra].
      pose proof (falling_falls z (2 / 5) ltac:(lra) ltac:(lra)) as F. unfold falling at 1 in F. lra.
    + assert (falling q <= B) as SBq by (pose proof (falling_falls z q ltac:(lra) ltac:(lra)); lra).
      rewrite Eq' in SBq. destruct (Rle_lt_dec b (1 / 3)) as [B3|B3].
      * apply (paid p q A B (2 * rising s) (falling ((1 - t) / 2)) total); auto.
        apply pays_rising_falling. lra.
      * rewrite (saves_falling b) in SA by lra.
        pose proof (falling_falls b q ltac:(lra) ltac:(unfold t in *; lra)) as F. rewrite Eq' in F.
        destruct (Rle_lt_dec t (22 / 75)) as [T|T].
        -- apply (paid p q A B (t / 25 + falling ((1 - t) / 2)) (falling ((1 - t) / 2)) total); auto.
           ++ pose proof (weight_middle a ltac:(lra)) as W.
              pose proof (Rmult_le_compat_l a _ _ ltac:(lra) W). unfold t in *. lra.
           ++ apply pays_flat_falling. lra.
        -- apply (paid p q A B (rising t + falling ((1 - t) / 2)) (falling ((1 - t) / 2)) total); auto.
           ++ pose proof (rising_rises t a ltac:(lra) Hta ltac:(lra)). lra.
           ++ apply pays_steep_falling. lra.
Qed.

Lemma heavy_case : t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2.
Proof.
  destruct (Rle_lt_dec (2 * t) a) as [D|D]; [now apply heavy_case_far|].
  destruct (Rle_lt_dec t (9 / 50)) as [T|T]; [now apply heavy_case_small|].
  pose proof (from_a_total D) as F.
  destruct (positive_member d x (from a) ltac:(unfold t in *; lra)) as [iq [Hiq [Eq _]]].
  destruct (classic (exists j, (j < d)%nat /\ from a j = true /\ j <> iq)) as [[j [Hj [Ej N]]]|N].
  - now apply (heavy_case_two iq j).
  - apply (heavy_case_one iq); auto; [now apply (from_spec a)|].
    replace (x iq) with (part d x (from a)); [exact F|].
    rewrite <- (part_single d x iq Hiq). apply part_ext. intros i Hi.
    destruct (Nat.eqb_spec i iq) as [->|Ni]; [exact Eq|]. destruct (from a i) eqn:E; [exfalso|reflexivity].
    apply N. now exists i.
Qed.

End Heavy.

End Least.

(** The inequality that the direction needs, in every case. *)
Lemma sharper_imbalance_paid :
  (p - q) ^ 2 * (p * q) <= part d saved P * q ^ 2 + part d saved (other P) * p ^ 2.
Proof.
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
  destruct (Rle_lt_dec (x ia) (1 / 5)) as [C|C]; destruct (Rle_lt_dec (x ia) (1 - 2 * x j)) as [D|D].
  1:{ apply (least_entry_pays ia); auto. intros i Hi H. apply weight_floor; try lra.
      specialize (top i Hi). lra. }
  1:{ apply (largest_entry_pays ia) with j; auto; lra. }
  1:{ apply (heavy_case ia); auto. intros i Hi. specialize (top i Hi). lra. }
  destruct (Rle_lt_dec (1 - 2 * x j) (1 / 5)) as [F|F].
  - apply (largest_entry_pays ia) with j; auto; lra.
  - apply (heavy_case ia); auto. intros i Hi. specialize (top i Hi). lra.
Qed.

End Split.

(** Under the potential of the sharper lower bound the least imbalance costs no more than the entries give
    back. *)

From Coq Require Import Reals Lra Lia Bool Classical.
From TightMax Require Import Vectors LeastImbalance SplitSavings SharperSavings.
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

Let saved : vec := fun i => x i * weight (x i).
Let fifth : 0 <= 1 / 5 := ltac:(lra).
Let saved_nonneg : forall i, (i < d)%nat -> 0 <= saved i :=
  saved_nonneg weight (1 / 5) fifth weight_floor d x Hx small.
Let saved_part : forall b J, (forall i, (i < d)%nat -> J i = true -> 0 < x i -> b <= weight (x i)) ->
  b * part d x J <= part d saved J := saved_part weight d x Hx.
Let from := from x P.
Let from_below : forall c, part d x (from c) + part d x (below x P c) = q := from_below d x P.
Let from_spec : forall c i, from c i = true -> other P i = true /\ c <= x i := from_spec x P.
Let saved_from : forall c b, (forall i, (i < d)%nat -> c <= x i -> b <= weight (x i)) ->
  b * part d x (from c) <= part d saved (other P) :=
  saved_from weight (1 / 5) fifth weight_floor d x P Hx small.
Let below_by_steps : forall i c, (i < d)%nat -> P i = true -> p - q <= x i ->
  (forall k, (k < d)%nat -> below x P c k = true -> x k < p - q) -> part d x (below x P c) <= x i - (p - q) :=
  below_by_steps d x P even.

Section Heavy.

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
Let from_a_total : a < 2 * t -> p - a <= part d x (from a) := from_a_total d x P even ia Hia Pa Ha0.
Let A := part d saved P.
Let B := part d saved (other P).

(** Case C: a is more than 1/5, and all entries are at most 2/5. *)
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

(** The inequality that the direction needs, in every case. *)
Lemma sharper_imbalance_paid :
  (p - q) ^ 2 * (p * q) <= part d saved P * q ^ 2 + part d saved (other P) * p ^ 2.
Proof.
  apply (imbalance_paid_beyond weight (1 / 5) fifth weight_floor d x P Hx small even).
  intros ia Hia Pa Ha0 least half heavy light. apply (heavy_case ia); auto.
  intros i Hi. specialize (light i Hi). lra.
Qed.

End Split.

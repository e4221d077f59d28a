(** At every point of the simplex that is no vertex there is a direction of l1 norm 1, inside the face of the
    point, along which the second derivative of the potential is at most 1: split the entries evenly. *)

From Coq Require Import Reals Lra Lia Arith Bool Classical.
From TightMax Require Import Vectors.
Open Scope R_scope.

(** ** Sums over a set of indices *)

Definition part (d : nat) (f : vec) (J : nat -> bool) : R := sum d (fun i => if J i then f i else 0).
Definition other (J : nat -> bool) : nat -> bool := fun i => negb (J i).

Lemma part_other d (f : vec) J : part d f J + part d f (other J) = sum d f.
Proof.
  unfold part. rewrite <- sum_plus. apply sum_ext. intros i _. unfold other.
  destruct (J i); simpl; ring.
Qed.

Lemma sum_by_parts d (f : vec) (J : nat -> bool) a b :
  sum d (fun i => if J i then a * f i else b * f i) = a * part d f J + b * part d f (other J).
Proof.
  unfold part. rewrite <- 2 sum_scale, <- sum_plus. apply sum_ext. intros i _.
  unfold other. destruct (J i); simpl; ring.
Qed.

Lemma part_le d f g J : (forall i, (i < d)%nat -> J i = true -> f i <= g i) -> part d f J <= part d g J.
Proof. intros H. apply sum_le. intros i Hi. destruct (J i) eqn:E; [now apply H|lra]. Qed.

Lemma part_scale d c f J : part d (fun i => c * f i) J = c * part d f J.
Proof. unfold part. rewrite <- sum_scale. apply sum_ext. intros i _. destruct (J i); ring. Qed.

Lemma part_nonneg d f J : (forall i, (i < d)%nat -> 0 <= f i) -> 0 <= part d f J.
Proof. intros H. apply sum_nonneg. intros i Hi. destruct (J i); [now apply H|lra]. Qed.

Lemma part_ext d f J T : (forall i, (i < d)%nat -> J i = T i) -> part d f J = part d f T.
Proof. intros H. apply sum_ext. intros i Hi. now rewrite H. Qed.

Lemma part_single d f k : (k < d)%nat -> part d f (fun i => Nat.eqb i k) = f k.
Proof.
  intros Hk. unfold part. rewrite (sum_split _ _ k Hk), Nat.eqb_refl.
  rewrite (sum_ext d _ (fun _ => 0)); [rewrite sum_zero; ring|].
  intros i _. now destruct (Nat.eqb i k).
Qed.

(** One index taken out of the set. *)
Definition without (J : nat -> bool) (k : nat) : nat -> bool := fun i => J i && negb (Nat.eqb i k).

Lemma part_without d f J k : (k < d)%nat -> J k = true -> part d f (without J k) = part d f J - f k.
Proof.
  intros Hk E. unfold part at 2. rewrite (sum_split _ _ k Hk), E.
  unfold part, without. ring_simplify. apply sum_ext. intros i _.
  destruct (J i), (Nat.eqb i k); reflexivity.
Qed.

(** The union of two disjoint sets. *)
Lemma part_union d f J T : (forall i, J i = true -> T i = true -> False) ->
  part d f (fun i => J i || T i) = part d f J + part d f T.
Proof.
  intros H. unfold part. rewrite <- sum_plus. apply sum_ext. intros i _.
  specialize (H i). destruct (J i), (T i); simpl; try ring. exfalso; now apply H.
Qed.

(** ** Minima over finite sets *)

Lemma least_entry d (Q : nat -> Prop) (x : vec) :
  (exists i, (i < d)%nat /\ Q i) ->
  exists i, (i < d)%nat /\ Q i /\ forall j, (j < d)%nat -> Q j -> x i <= x j.
Proof.
  induction d as [|d IH]; intros [i [Hi Hq]]; [lia|].
  destruct (classic (exists j, (j < d)%nat /\ Q j)) as [E|E].
  - destruct (IH E) as [j [Hj [Qj Lj]]].
    destruct (classic (Q d /\ x d < x j)) as [[Qd Ld]|N].
    + exists d. split; [lia|]. split; [exact Qd|]. intros l Hl Ql.
      destruct (Nat.eq_dec l d) as [->|]; [lra|]. pose proof (Lj l ltac:(lia) Ql). lra.
    + exists j. split; [lia|]. split; [exact Qj|]. intros l Hl Ql.
      destruct (Nat.eq_dec l d) as [->|]; [|apply Lj; [lia|exact Ql]].
      apply Rnot_lt_le. intros L. now apply N.
  - exists d. assert (forall j, (j < d)%nat -> ~ Q j) as N by (intros j Hj Qj; apply E; now exists j).
    assert (i = d) by (destruct (Nat.eq_dec i d); [assumption|exfalso; apply (N i); [lia|exact Hq]]). subst i.
    split; [lia|]. split; [exact Hq|]. intros l Hl Ql.
    destruct (Nat.eq_dec l d) as [->|]; [lra|]. exfalso. apply (N l); [lia|exact Ql].
Qed.

Definition set_at (J : nat -> bool) (k : nat) (b : bool) : nat -> bool :=
  fun i => if Nat.eqb i k then b else J i.

(** Among the sets that agree with J from n on and have the property Q one has the least value,
    if there is any. *)
Lemma least_set n (Q : (nat -> bool) -> Prop) (value : (nat -> bool) -> R) :
  forall J, (exists T, Q T /\ forall i, (n <= i)%nat -> T i = J i) ->
  exists T, Q T /\ (forall i, (n <= i)%nat -> T i = J i) /\
    forall U, Q U -> (forall i, (n <= i)%nat -> U i = J i) ->
      (forall A B, (forall i, A i = B i) -> value A = value B) -> value T <= value U.
Proof.
  induction n as [|n IH]; intros J [T [HQ HT]].
  - exists T. split; [exact HQ|]. split; [exact HT|]. intros U _ HU Hv.
    rewrite (Hv T U); [lra|]. intros i. now rewrite HT, HU by lia.
  - assert (forall b U, (forall i, (S n <= i)%nat -> U i = J i) -> U n = b ->
             forall i, (n <= i)%nat -> U i = set_at J n b i) as Split.
    { intros b U HU E i Hi. unfold set_at. destruct (Nat.eqb_spec i n) as [->|]; [exact E|]. apply HU. lia. }
    assert (forall b U, (forall i, (n <= i)%nat -> U i = set_at J n b i) ->
             forall i, (S n <= i)%nat -> U i = J i) as Join.
    { intros b U HU i Hi. rewrite HU by lia. unfold set_at. destruct (Nat.eqb_spec i n); [lia|reflexivity]. }
    set (some := fun b => exists T, Q T /\ forall i, (n <= i)%nat -> T i = set_at J n b i).
    assert (some (T n)) as HTn by (exists T; split; [exact HQ|now apply Split]).
    assert (forall b, ~ some (negb b) -> some b -> exists T, Q T /\ (forall i, (S n <= i)%nat -> T i = J i) /\
      forall U, Q U -> (forall i, (S n <= i)%nat -> U i = J i) ->
      (forall A B, (forall i, A i = B i) -> value A = value B) -> value T <= value U) as One.
    { intros b N Y. destruct (IH _ Y) as [T' [Q' [A' L']]]. exists T'. split; [exact Q'|].
      split; [now apply (Join b)|]. intros U QU HU. destruct (bool_dec (U n) b) as [E|E].
      - apply L'; [exact QU|now apply Split].
      - exfalso. apply N. exists U. split; [exact QU|]. apply Split; [exact HU|].
        revert E; destruct (U n), b; simpl; congruence. }
    destruct (classic (some true)) as [Y1|N1]; destruct (classic (some false)) as [Y0|N0].
    + destruct (IH _ Y1) as [T1 [Q1 [A1 L1]]], (IH _ Y0) as [T0 [Q0 [A0 L0]]].
      destruct (Rle_lt_dec (value T1) (value T0)) as [C|C].
      * exists T1. split; [exact Q1|]. split; [now apply (Join true)|]. intros U QU HU Hv.
        destruct (U n) eqn:E; [apply L1; auto|].
        pose proof (L0 U QU (Split _ _ HU E) Hv). lra.
      * exists T0. split; [exact Q0|]. split; [now apply (Join false)|]. intros U QU HU Hv.
        destruct (U n) eqn:E; [|apply L0; auto].
        pose proof (L1 U QU (Split _ _ HU E) Hv). lra.
    + now apply (One true).
    + now apply (One false).
    + exfalso. destruct (T n); auto.
Qed.

(** ** The split of least imbalance *)

(** No set of entries has a sum strictly between the two sums of the split. *)
Definition even_split (d : nat) (x : vec) (P : nat -> bool) : Prop :=
  part d x (other P) <= part d x P /\
  forall T, part d x T <= part d x (other P) \/ part d x P <= part d x T.

Lemma even_split_exists d x : sum d x = 1 -> exists P, even_split d x P.
Proof.
  intros H1.
  destruct (least_set d (fun T => 1 / 2 <= part d x T) (part d x) (fun _ => true)) as [P [HP [_ LP]]].
  { exists (fun _ => true). split; [|reflexivity]. change (1 / 2 <= sum d x). lra. }
  assert (forall T, 1 / 2 <= part d x T -> part d x P <= part d x T) as L.
  { intros T HT. set (U := fun i => if (i <? d)%nat then T i else true).
    assert (part d x U = part d x T) as E.
    { apply part_ext. intros i Hi. unfold U. destruct (Nat.ltb_spec i d); [reflexivity|lia]. }
    rewrite <- E. apply LP.
    - now rewrite E.
    - intros i Hi. unfold U. destruct (Nat.ltb_spec i d); [lia|reflexivity].
    - intros A B HAB. now apply part_ext. }
  cbv beta in HP. pose proof (part_other d x P) as EP. exists P. split; [lra|]. intros T.
  pose proof (part_other d x T) as ET.
  destruct (Rle_lt_dec (1 / 2) (part d x T)) as [C|C]; [right; now apply L|left].
  pose proof (L (other T) ltac:(lra)). lra.
Qed.

(** ** The second derivative of the potential *)

Definition curvature (x : R) : R :=
  if Rle_dec x (1 / 2) then (if Rle_dec x (1 / 3) then / x - x else 4 - 4 * x) else 4 - / (1 - x).

Definition margin (x : R) : R := Rmin x (1 - 2 * x).

Lemma curvature_margin x : 0 <= x <= 1 / 2 -> curvature x * x ^ 2 = x - x * margin x ^ 2.
Proof.
  intros Hx. unfold curvature, margin. destruct (Rle_dec x (1 / 2)); [|lra].
  destruct (Rle_dec x (1 / 3)).
  - rewrite Rmin_left by lra. destruct (Req_dec x 0) as [->|]; [ring|]. field. lra.
  - rewrite Rmin_right by lra. ring.
Qed.

Lemma margin_sq_ge x b : 0 <= b -> b <= x -> b <= 1 - 2 * x -> b ^ 2 <= margin x ^ 2.
Proof. intros. apply pow_incr. split; [assumption|]. now apply Rmin_glb. Qed.

(** ** The least imbalance costs no more than the margins give back *)

(** a^2 (c - r a) grows from delta to a. *)
Lemma cubic_grows a delta c r :
  0 <= delta -> delta <= a -> 0 <= r -> 3 / 2 * (r * a) <= c ->
  delta ^ 2 * (c - r * delta) <= a ^ 2 * (c - r * a).
Proof.
  intros H0 H1 Hr H.
  assert (0 <= (a - delta) * (a + delta) * (c - 3 / 2 * (r * a)))
    by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  assert (0 <= r * ((a - delta) * (a - delta) * (a + 2 * delta))).
  { apply Rmult_le_pos; [exact Hr|]. apply Rmult_le_pos; [apply Rmult_le_pos|]; lra. }
  nra.
Qed.

Section Split.

Variables (d : nat) (x : vec) (P : nat -> bool).
Hypothesis Hx : simplex d x.
Hypothesis small : forall i, (i < d)%nat -> x i <= 1 / 2.
Hypothesis even : even_split d x P.

Let p := part d x P.
Let q := part d x (other P).

Lemma split_total : p + q = 1.
Proof. unfold p, q. rewrite part_other. apply Hx. Qed.

Lemma split_order : q <= p.
Proof. apply even. Qed.

Lemma entry_nonneg i : (i < d)%nat -> 0 <= x i.
Proof. apply Hx. Qed.

Lemma entry_le_q i : (i < d)%nat -> x i <= q.
Proof.
  intros Hi. destruct even as [_ G]. specialize (G (fun j => Nat.eqb j i)).
  rewrite part_single in G by exact Hi. fold p q in G. pose proof split_total. pose proof (small i Hi).
  pose proof split_order. lra.
Qed.

Lemma entry_ge_delta i : (i < d)%nat -> P i = true -> 0 < x i -> p - q <= x i.
Proof.
  intros Hi E H0. destruct even as [_ G]. specialize (G (without P i)).
  rewrite part_without in G by assumption. fold p q in G. lra.
Qed.

Lemma gap i T : (i < d)%nat -> P i = true -> (forall j, T j = true -> P j = false) ->
  part d x T <= x i - (p - q) \/ x i <= part d x T.
Proof.
  intros Hi E HT. destruct even as [_ G]. specialize (G (fun j => without P i j || T j)).
  rewrite part_union, part_without in G; try assumption.
  - fold p q in G. lra.
  - intros j HP Hj. unfold without in HP. rewrite (HT j Hj) in HP. discriminate.
Qed.

(** Entries of the smaller part below a, when a < 2 delta, add up to at most a - delta. *)
Definition below (a : R) : nat -> bool := fun j => negb (P j) && (if Rlt_dec (x j) a then true else false).

Lemma below_total i : (i < d)%nat -> P i = true -> p - q <= x i -> x i < 2 * (p - q) ->
  part d x (below (x i)) <= x i - (p - q).
Proof.
  intros Hi E H1 H2.
  set (T := fun k j => below (x i) j && (j <? k)%nat).
  assert (forall k, (k <= d)%nat -> part d x (T k) <= x i - (p - q)) as L.
  { induction k as [|k IH]; intros Hk.
    - unfold part. rewrite (sum_ext d _ (fun _ => 0)); [rewrite sum_zero; lra|].
      intros j _. unfold T. now rewrite andb_false_r.
    - specialize (IH ltac:(lia)).
      assert (forall j, T (S k) j = true -> P j = false) as N.
      { intros j. unfold T, below. destruct (P j); [discriminate|reflexivity]. }
      destruct (below (x i) k) eqn:Ek.
      + assert (part d x (T (S k)) = part d x (T k) + x k) as Es.
        { rewrite (part_ext d x _ (fun j => T k j || Nat.eqb j k)).
          - rewrite part_union, part_single by lia || (intros j; unfold T;
              destruct (Nat.ltb_spec j k), (Nat.eqb_spec j k); rewrite ?andb_false_r; try discriminate; lia).
            reflexivity.
          - intros j _. unfold T. destruct (Nat.eqb_spec j k) as [->|].
            + rewrite Ek. replace (k <? S k)%nat with true by (symmetry; apply Nat.ltb_lt; lia).
              now rewrite orb_true_r.
            + rewrite orb_false_r. f_equal.
              destruct (Nat.ltb_spec j (S k)), (Nat.ltb_spec j k); lia || reflexivity. }
        assert (x k <= x i - (p - q)) as Lk.
        { unfold below in Ek. apply andb_prop in Ek. destruct Ek as [Pk Xk].
          destruct (Rlt_dec (x k) (x i)); [|discriminate].
          destruct (gap i (fun j => Nat.eqb j k) Hi E) as [G|G].
          - intros j Hj. apply Nat.eqb_eq in Hj. subst j. now destruct (P k).
          - now rewrite part_single in G by lia.
          - rewrite part_single in G by lia. lra. }
        destruct (gap i (T (S k)) Hi E N) as [G|G]; lra.
      + rewrite (part_ext d x _ (T k)); [exact IH|]. intros j _. unfold T.
        destruct (Nat.eq_dec j k) as [->|]; [now rewrite Ek|]. f_equal.
        destruct (Nat.ltb_spec j (S k)), (Nat.ltb_spec j k); lia || reflexivity. }
  specialize (L d (le_n d)). rewrite (part_ext d x _ (below (x i))) in L; [exact L|].
  intros j Hj. unfold T. destruct (Nat.ltb_spec j d); [now rewrite andb_true_r|lia].
Qed.

Let saved : vec := fun i => x i * margin (x i) ^ 2.

Lemma saved_nonneg i : (i < d)%nat -> 0 <= saved i.
Proof. intros Hi. apply Rmult_le_pos; [now apply entry_nonneg|apply pow2_ge_0]. Qed.

(** If all positive entries of a part have margin at least b, it saves b^2 times its sum. *)
Lemma saved_part b J : (forall i, (i < d)%nat -> J i = true -> 0 < x i -> b ^ 2 <= margin (x i) ^ 2) ->
  b ^ 2 * part d x J <= part d saved J.
Proof.
  intros H. rewrite <- part_scale. apply part_le. intros i Hi E. unfold saved. rewrite Rmult_comm.
  destruct (entry_nonneg i Hi) as [H0|<-]; [|lra]. apply Rmult_le_compat_l; [lra|now apply H].
Qed.

Lemma imbalance_paid : (p - q) ^ 2 * (p * q) <= part d saved P * q ^ 2 + part d saved (other P) * p ^ 2.
Proof.
  pose proof split_total as E1. pose proof split_order as L1.
  assert (0 <= part d saved P) as HA by (apply part_nonneg, saved_nonneg).
  assert (0 <= part d saved (other P)) as HB by (apply part_nonneg, saved_nonneg).
  set (A := part d saved P) in *. set (B := part d saved (other P)) in *.
  destruct L1 as [L1|L1].
  2:{ replace (p - q) with 0 by lra. pose proof (Rmult_le_pos _ _ HA (pow2_ge_0 q)).
      pose proof (Rmult_le_pos _ _ HB (pow2_ge_0 p)). lra. }
  (* a, the least positive entry of P *)
  assert (exists i, (i < d)%nat /\ P i = true /\ 0 < x i) as Ex.
  { apply NNPP. intros N. assert (p <= 0); [|lra]. eapply Rle_trans; [|apply Req_le, (sum_zero d)].
    apply sum_le. intros i Hi. cbv beta. destruct (P i) eqn:E; [|lra].
    apply Rnot_lt_le. intros H0. apply N. now exists i. }
  destruct (least_entry d (fun i => P i = true /\ 0 < x i) x Ex) as [ia [Hia [[Pa a0] La]]].
  assert (forall i, (i < d)%nat -> P i = true -> 0 < x i -> x ia <= x i) as La' by auto. clear La Ex.
  (* another entry of P remains beside any one *)
  assert (forall i, (i < d)%nat -> P i = true -> x i + x ia <= p) as Two.
  { intros i Hi E. apply Rnot_lt_le. intros H.
    assert (part d x (without P i) <= 0) as W.
    { eapply Rle_trans; [|apply Req_le, (sum_zero d)]. apply sum_le. intros j Hj.
      cbv beta. destruct (without P i j) eqn:Ej; [|lra].
      apply Rnot_lt_le. intros Hj0. unfold without in Ej. apply andb_prop in Ej. destruct Ej as [Pj Nj].
      pose proof (La' j Hj Pj Hj0) as Lj.
      assert (x j <= part d x (without P i)) as K.
      { unfold part. eapply Rle_trans; [|apply (sum_term_le d _ j); [|exact Hj]].
        - cbv beta. unfold without. rewrite Pj, Nj. simpl. lra.
        - intros l Hl. cbv beta. destruct (without P i l); [now apply entry_nonneg|lra]. }
      rewrite part_without in K by assumption. fold p in K. lra. }
    rewrite part_without in W by assumption. fold p in W. pose proof (entry_le_q i Hi). lra. }
  pose proof (Two ia Hia Pa) as Ha2. pose proof (entry_ge_delta ia Hia Pa a0) as Had.
  set (a := x ia) in *.
  (* the largest entry X *)
  destruct (least_entry d (fun _ => True) (fun i => 1 - 2 * x i)) as [j [Hj [_ Lj]]]; [now exists ia|].
  assert (forall i, (i < d)%nat -> 1 - 2 * x j <= 1 - 2 * x i) as Lj' by auto. clear Lj.
  pose proof (entry_le_q j Hj) as Hjq.
  destruct (Rle_lt_dec a (1 - 2 * x j)) as [C|C].
  - assert (forall i, (i < d)%nat -> a <= x i -> a ^ 2 <= margin (x i) ^ 2) as Ma.
    { intros i Hi H. apply margin_sq_ge; [lra|exact H|]. pose proof (Lj' i Hi). lra. }
    assert (a ^ 2 * p <= A) as SA by (apply saved_part; intros i Hi E H0; apply Ma; auto).
    destruct (Rle_lt_dec (2 * (p - q)) a) as [D|D].
    + assert (4 * (p - q) ^ 2 <= a ^ 2) by nra.
      assert (4 * (p - q) ^ 2 * p <= A) as SA'
        by (eapply Rle_trans; [|exact SA]; apply Rmult_le_compat_r; lra).
      pose proof (Rmult_le_compat_r (q ^ 2) _ _ (pow2_ge_0 q) SA').
      pose proof (Rmult_le_pos _ _ HB (pow2_ge_0 p)).
      assert (0 <= (p - q) ^ 2 * (p * q) * (4 * q - 1)); [|lra].
      apply Rmult_le_pos; [apply Rmult_le_pos; [apply pow2_ge_0|apply Rmult_le_pos; lra]|lra].
    + pose proof (below_total ia Hia Pa Had D) as Lb. fold a in Lb.
      assert (a ^ 2 * (p - a) <= B) as SB.
      { set (T := fun i => other P i && (if Rlt_dec (x i) a then false else true)).
        assert (part d x T + part d x (below a) = q) as ET.
        { unfold part, q. rewrite <- sum_plus. apply sum_ext. intros i _. unfold T, below, other.
          destruct (P i), (Rlt_dec (x i) a); simpl; ring. }
        assert (a ^ 2 * part d x T <= part d saved T) as ST.
        { apply saved_part. intros i Hi E _. apply Ma; [exact Hi|]. unfold T in E. apply andb_prop in E.
          destruct E as [_ E]. destruct (Rlt_dec (x i) a); [discriminate|lra]. }
        assert (part d saved T <= B) as TB.
        { unfold B, part. apply sum_le. intros i Hi. unfold T. pose proof (saved_nonneg i Hi).
          destruct (other P i), (Rlt_dec (x i) a); simpl; lra. }
        pose proof (Rmult_le_compat_l (a ^ 2) (p - a) (part d x T) (pow2_ge_0 a) ltac:(lra)). lra. }
      assert ((p - q) ^ 2 * (q ^ 2 + p ^ 2 - p * (p - q)) <= a ^ 2 * (q ^ 2 + p ^ 2 - p * a)) as K.
      { apply cubic_grows; try lra. pose proof (Rmult_le_compat_l p (2 * a) p ltac:(lra) ltac:(lra)).
        pose proof (pow2_ge_0 q). nra. }
      pose proof (Rmult_le_compat_r (q ^ 2) _ _ (pow2_ge_0 q) SA).
      pose proof (Rmult_le_compat_r (p ^ 2) _ _ (pow2_ge_0 p) SB).
      pose proof (Rmult_le_compat_l p _ _ ltac:(lra) K) as K'.
      replace (q ^ 2 + p ^ 2 - p * (p - q)) with (q * (p + q)) in K' by ring. rewrite E1 in K'.
      lra.
  - (* X = x j is in the smaller part *)
    assert (P j = false) as Nj.
    { destruct (P j) eqn:Ej; [|reflexivity]. pose proof (Two j Hj Ej). lra. }
    set (b := 1 - 2 * x j) in *.
    assert (p - q <= b) as Hb by (unfold b; lra).
    assert (b ^ 2 * p <= A) as SA.
    { apply saved_part. intros i Hi E H0. apply margin_sq_ge; [lra| |now apply Lj'].
      pose proof (La' i Hi E H0). fold a in H. lra. }
    assert (b ^ 2 * ((1 - b) / 2) <= B) as SB.
    { apply Rle_trans with (saved j).
      - unfold saved. replace ((1 - b) / 2) with (x j) by (unfold b; lra). rewrite Rmult_comm.
        apply Rmult_le_compat_l; [now apply entry_nonneg|].
        apply margin_sq_ge; unfold b in *; lra.
      - unfold B, part. eapply Rle_trans; [|apply (sum_term_le d _ j); [|exact Hj]].
        + cbv beta. unfold other. rewrite Nj. simpl. lra.
        + intros l Hl. cbv beta. pose proof (saved_nonneg l Hl). destruct (other P l); lra. }
    assert ((p - q) ^ 2 * (q ^ 2 + p / 2 - p / 2 * (p - q)) <= b ^ 2 * (q ^ 2 + p / 2 - p / 2 * b)) as K.
    { apply cubic_grows; try lra. pose proof (Rmult_le_compat_l (p / 2) (3 / 2 * b) 1 ltac:(lra) ltac:(lra)).
      pose proof (pow2_ge_0 q). lra. }
    pose proof (Rmult_le_compat_r (q ^ 2) _ _ (pow2_ge_0 q) SA).
    pose proof (Rmult_le_compat_r (p ^ 2) _ _ (pow2_ge_0 p) SB).
    pose proof (Rmult_le_compat_l p _ _ ltac:(lra) K) as K'.
    replace (q ^ 2 + p / 2 - p / 2 * (p - q)) with q in K' by nra.
    lra.
Qed.

End Split.

(** ** The direction *)

(** v lies in the face of x, has sum 0 and l1 norm 1, and the second derivative along it is at most 1. *)
Definition good_direction (d : nat) (x v : vec) : Prop :=
  (forall i, (i < d)%nat -> x i = 0 -> v i = 0) /\ sum d v = 0 /\ norm1 d v = 1 /\
  sum d (fun i => curvature (x i) * v i ^ 2) <= 1.

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
  - set (saved := fun i => x i * margin (x i) ^ 2).
    rewrite (sum_ext d _ (fun i => if P i then / (4 * p ^ 2) * (x i - saved i)
                                  else / (4 * q ^ 2) * (x i - saved i))).
    2:{ intros i Hi. unfold saved. rewrite <- curvature_margin.
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
    apply Rle_trans with (curvature s * (1 / 2) ^ 2 + sum d (fun i => / (2 * (1 - s)) ^ 2 * y i)).
    + apply Rplus_le_compat_l. apply sum_le. intros i Hi. unfold v, y.
      destruct (Nat.eqb_spec i k) as [|Ni]; [lra|].
      assert (x i <= 1 - s) as Li.
      { replace (1 - s) with (sum d y) by lra.
        replace (x i) with (y i) by (unfold y; destruct (Nat.eqb_spec i k); [contradiction|reflexivity]).
        apply sum_term_le; [|exact Hi]. intros l Hl. unfold y. destruct (Nat.eqb l k); [lra|auto]. }
      replace (curvature (x i) * (- / (2 * (1 - s)) * x i) ^ 2)
        with (/ (2 * (1 - s)) ^ 2 * (curvature (x i) * x i ^ 2)) by (field; lra).
      apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat, pow_lt; lra|].
      pose proof (X0 i Hi). rewrite curvature_margin by lra.
      pose proof (Rmult_le_pos _ _ (X0 i Hi) (pow2_ge_0 (margin (x i)))). lra.
    + rewrite sum_scale. replace (sum d y) with (1 - s) by lra. unfold curvature.
      destruct (Rle_dec s (1 / 2)); [lra|].
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

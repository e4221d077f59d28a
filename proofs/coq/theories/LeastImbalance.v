(** The second derivative of the potential of the universal lower bound, and an even split of the entries: its
    imbalance costs no more than this second derivative leaves below 1/x. *)

From Coq Require Import Reals Lra Lia Bool Classical.
From TightMax Require Import Vectors.
From TightMax Require Export EvenSplit.
Open Scope R_scope.

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

(** The chain bound L_d is below kappa ln d for every d >= 2 and above kappa ln d - 0.7124, so that kappa is
    the limit of its ratio to ln d; the least gap exceeds kappa ln d for every d >= 4. *)

From Coq Require Import Reals Lra Lia Arith ZArith List.
From TightMax Require Import Vectors Smoothing SmallDimensions Chain UniversalLower Constants.
Open Scope R_scope.

Lemma INR_pos n : (1 <= n)%nat -> 0 < INR n.
Proof. intros H. apply lt_0_INR. lia. Qed.

Lemma INR_ge n k : (k <= n)%nat -> INR k <= INR n.
Proof. apply le_INR. Qed.

(** The share k/n, and the logarithm that the jump covers. *)
Lemma share_bounds n k : (1 <= k < n)%nat -> 0 < INR k / INR n < 1.
Proof.
  intros H. pose proof (INR_pos k ltac:(lia)) as Pk. pose proof (INR_pos n ltac:(lia)) as Pn.
  pose proof (lt_INR k n ltac:(lia)) as L. split.
  - now apply Rdiv_lt_0_compat.
  - apply (Rmult_lt_reg_r (INR n)); [exact Pn|].
    replace (INR k / INR n * INR n) with (INR k) by (field; lra). lra.
Qed.

Lemma ln_share n k : (1 <= k)%nat -> (1 <= n)%nat -> - ln (INR k / INR n) = ln (INR n) - ln (INR k).
Proof.
  intros Hk Hn. pose proof (INR_pos k Hk). pose proof (INR_pos n Hn).
  unfold Rdiv. rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; assumption). ring.
Qed.

(** A jump gains at most kappa times the logarithm that it covers. *)
Lemma jump_le n k : (1 <= k < n)%nat -> jump n k <= kappa * (ln (INR n) - ln (INR k)).
Proof.
  intros H. pose proof (share_bounds n k H) as B. rewrite <- ln_share by lia. apply kappa_bound. lra.
Qed.

(** m is not an integer. *)
Lemma m_not_natural n : INR n <> m.
Proof.
  pose proof m_bounds as Hm. intros E. destruct (le_lt_dec n 3) as [H|H].
  - apply INR_ge in H. simpl in H. lra.
  - pose proof (INR_ge n 4 H) as H'. simpl in H'. lra.
Qed.

(** The last jump, to one coordinate, gains less than that. *)
Lemma last_jump_lt n : (2 <= n)%nat -> jump n 1 < kappa * ln (INR n).
Proof.
  intros H. pose proof (share_bounds n 1 ltac:(lia)) as B.
  pose proof (ln_share n 1 ltac:(lia) ltac:(lia)) as E.
  change (INR 1) with 1 in *. rewrite ln_1, Rminus_0_r in E. rewrite <- E. unfold jump.
  change (INR 1) with 1.
  apply kappa_strict; [exact B|]. intros Eq. apply (m_not_natural n).
  rewrite <- (Rinv_inv m), <- Eq.
  pose proof (INR_pos n ltac:(lia)). field. lra.
Qed.

(** The chain bound is at most kappa ln d for every d >= 1. *)
Theorem chain_le_kappa d : (1 <= d)%nat -> chain d <= kappa * ln (INR d).
Proof.
  destruct chain_recursion as [L1 [_ Latt]]. induction d as [d IH] using lt_wf_ind. intros Hd.
  destruct (Nat.eq_dec d 1) as [->|N]; [rewrite L1; change (INR 1) with 1; rewrite ln_1; lra|].
  destruct (Latt d ltac:(lia)) as [k [Hk ->]].
  pose proof (IH k ltac:(lia) ltac:(lia)). pose proof (jump_le d k Hk). lra.
Qed.

(** For d >= 2 it is less: every chain ends with a jump from an integer n to 1, and n is not m. *)
Theorem chain_below_kappa d : (2 <= d)%nat -> chain d < kappa * ln (INR d).
Proof.
  destruct chain_recursion as [L1 [_ Latt]]. induction d as [d IH] using lt_wf_ind. intros Hd.
  destruct (Latt d Hd) as [k [Hk ->]]. destruct (Nat.eq_dec k 1) as [->|N].
  - pose proof (last_jump_lt d Hd). lra.
  - pose proof (IH k ltac:(lia) ltac:(lia)). pose proof (jump_le d k Hk). lra.
Qed.

(** ** From below *)

Lemma nat_floor x : 0 <= x -> exists p, INR p <= x < INR p + 1.
Proof.
  intros H. destruct (base_Int_part x) as [A B]. exists (Z.to_nat (Int_part x)).
  assert (0 <= Int_part x)%Z.
  { apply Z.lt_succ_r, lt_IZR. unfold Z.succ. rewrite plus_IZR. lra. }
  rewrite INR_IZR_INZ, Z2Nat.id by assumption. lra.
Qed.

Lemma shift_identity : shift_m - shift_m / m = 1.
Proof. pose proof m_bounds. unfold shift_m. field. split; lra. Qed.

(** L_d >= kappa ln((d + c)/(1 + c)) with c = m/(m-1), by jumps from d to d/m rounded down. *)
Lemma chain_ge_shifted d : (1 <= d)%nat ->
  kappa * (ln (INR d + shift_m) - ln (1 + shift_m)) <= chain d.
Proof.
  destruct chain_recursion as [L1 [Lge Latt]]. pose proof m_bounds as Hm. pose proof shift_m_bounds as Hc.
  pose proof kappa_bounds as Hk.
  induction d as [d IH] using lt_wf_ind. intros Hd.
  assert (quotient : forall a, 0 < a ->
    ln ((a + shift_m) / (1 + shift_m)) = ln (a + shift_m) - ln (1 + shift_m)).
  { intros a Ha. unfold Rdiv. rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; lra). ring. }
  destruct (le_lt_dec d 3) as [Hs|Hb].
  - assert (d = 1 \/ d = 2 \/ d = 3)%nat as [->|[->| ->]] by lia.
    + change (INR 1) with 1. lra.
    + pose proof (Lge 2%nat 1%nat ltac:(lia)) as G. unfold jump in G. pose proof chain_start_2 as C.
      rewrite (quotient 2) in C by lra. change (INR 2) with 2 in *. change (INR 1) with 1 in *. lra.
    + pose proof (Lge 3%nat 1%nat ltac:(lia)) as G. unfold jump in G. pose proof chain_start_3 as C.
      rewrite (quotient 3) in C by lra. assert (E : INR 3 = 3) by (simpl; ring).
      rewrite E in *. change (INR 1) with 1 in G. lra.
  - pose proof (INR_ge d 4 Hb) as H4. replace (INR 4) with 4 in H4 by (simpl; ring).
    pose proof (Rinv_0_lt_compat m ltac:(lra)) as Im.
    destruct (nat_floor (INR d / m)) as [p [P1 P2]].
    { apply Rlt_le, Rdiv_lt_0_compat; lra. }
    assert (D : INR d / m * m = INR d) by (field; lra).
    assert (Pp : (1 <= p)%nat).
    { destruct p as [|p]; [exfalso|lia]. simpl in P2.
      pose proof (Rmult_lt_compat_r m _ _ ltac:(lra) P2) as Q. lra. }
    assert (Pd : (p < d)%nat).
    { apply INR_lt. apply Rle_lt_trans with (1 := P1). apply (Rmult_lt_reg_r m); [lra|]. rewrite D.
      pose proof (Rmult_lt_compat_l (INR d) 1 m ltac:(lra) ltac:(lra)). lra. }
    pose proof (IH p Pd Pp) as Hp. pose proof (Lge d p ltac:(lia)) as G. pose proof (INR_pos p Pp) as Qp.
    (* the jump gains at least kappa ln m *)
    assert (A : kappa * ln m <= jump d p).
    { pose proof kappa_attained as E. rewrite ln_Rinv, Ropp_involutive in E by lra. rewrite <- E. unfold jump.
      apply Rmult_le_compat_l; [lra|]. apply pow_incr.
      assert (INR p / INR d <= / m).
      { apply (Rmult_le_reg_r (INR d)); [lra|]. replace (INR p / INR d * INR d) with (INR p) by (field; lra).
        replace (/ m * INR d) with (INR d / m) by (field; lra). exact P1. }
      pose proof inv_m_bounds. lra. }
    (* and the shift makes up for the rounding *)
    assert (B : ln (INR d + shift_m) - ln m <= ln (INR p + shift_m)).
    { replace (ln (INR d + shift_m) - ln m) with (ln ((INR d + shift_m) / m))
        by (unfold Rdiv; rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; lra); ring).
      left. apply ln_increasing; [apply Rdiv_lt_0_compat; lra|].
      pose proof shift_identity as I. unfold Rdiv in *. lra. }
    pose proof (Rmult_le_compat_l kappa _ _ ltac:(lra) B). lra.
Qed.

(** For every d >= 1 the chain bound is more than kappa ln d - 0.7124. *)
Theorem chain_above d : (1 <= d)%nat -> kappa * ln (INR d) - 0.7124 < chain d.
Proof.
  intros Hd. pose proof (chain_ge_shifted d Hd) as G. pose proof chain_distance as C.
  pose proof shift_m_bounds. pose proof kappa_bounds. pose proof (INR_pos d Hd).
  pose proof (ln_increasing (INR d) (INR d + shift_m) ltac:(lra) ltac:(lra)) as I.
  pose proof (Rmult_lt_compat_l kappa _ _ ltac:(lra) I). lra.
Qed.

(** The ratio of the chain bound to ln d tends to kappa. *)
Theorem chain_ratio_limit : Un_cv (fun d => chain d / ln (INR d)) kappa.
Proof.
  intros eps He. pose proof (exp_pos (0.7124 / eps)) as E0.
  destruct (nat_floor (exp (0.7124 / eps)) ltac:(lra)) as [N [_ HN]].
  exists (S (S N)). intros d Hd. apply INR_ge in Hd. rewrite 2 S_INR in Hd. pose proof (pos_INR N) as PN.
  assert (D2 : (2 <= d)%nat) by (apply INR_le; simpl; lra).
  pose proof (chain_below_kappa d D2) as U. pose proof (chain_above d ltac:(lia)) as A.
  pose proof (ln_increasing 1 (INR d) ltac:(lra) ltac:(lra)) as P. rewrite ln_1 in P.
  pose proof (ln_increasing _ (INR d) E0 ltac:(lra)) as I. rewrite ln_exp in I.
  apply (Rmult_lt_compat_r eps) in I; [|exact He].
  replace (0.7124 / eps * eps) with 0.7124 in I by (field; lra).
  unfold R_dist. apply Rabs_def1.
  - apply (Rmult_lt_reg_r (ln (INR d))); [exact P|]. rewrite Rmult_minus_distr_r.
    replace (chain d / ln (INR d) * ln (INR d)) with (chain d) by (field; lra). lra.
  - apply (Rmult_lt_reg_r (ln (INR d))); [exact P|]. rewrite Rmult_minus_distr_r.
    replace (chain d / ln (INR d) * ln (INR d)) with (chain d) by (field; lra). lra.
Qed.

(** ** Where the printed constant 0.8145 is reached *)

(** The integer nearest to m n, from 75 decimals of m, and the chain 1, 4, 14, 49, 172, 604, ... *)
Definition next (n : Z) : Z := ((2 * m_digits * n + 10 ^ 75) / (2 * 10 ^ 75))%Z.

Fixpoint number (j : nat) : Z := match j with O => 1%Z | S i => next (number i) end.

(** What the chain gains up to its number j (from 0), and two integers around 10^9 times that. *)
Fixpoint gained (j : nat) : R :=
  match j with
  | O => 0
  | S i => gained i + 2 * (1 - IZR (number i) / IZR (number j)) ^ 2
  end.

Definition gain_down (a b : Z) : Z := (2 * 10 ^ 9 * (b - a) ^ 2 / b ^ 2)%Z.

Fixpoint gained_down (j : nat) : Z :=
  match j with O => 0%Z | S i => (gained_down i + gain_down (number i) (number j))%Z end.

(** Of each two numbers a, b in succession: 1 <= a < b; b is so near to m a that it is the nearest integer;
    and b/a is between 7/2 and 71/20, but for the first jump. *)
Definition good_step (j : nat) (a b : Z) : bool :=
  ((1 <=? a)%Z && (a <? b)%Z && (2 * Z.abs (m_digits * a - 10 ^ 75 * b) + 2 * a <? 10 ^ 75)%Z
   && ((j =? 0)%nat || (7 * a <=? 2 * b)%Z && (20 * b <=? 71 * a)%Z))%bool.

Fixpoint good_steps (k j : nat) (a : Z) : bool :=
  match k with O => true | S i => let b := next a in (good_step j a b && good_steps i (S j) b)%bool end.

Lemma good_steps_spec k : forall j, good_steps k j (number j) = true ->
  forall i, (i < k)%nat -> good_step (i + j) (number (i + j)) (number (S (i + j))) = true.
Proof.
  induction k as [|k IH]; intros j H i Hi; [lia|]. cbn [good_steps] in H. apply Bool.andb_true_iff in H.
  destruct H as [H1 H2]. change (next (number j)) with (number (S j)) in *.
  destruct i as [|i]; [exact H1|]. rewrite Nat.add_succ_comm. apply IH; [exact H2|lia].
Qed.

Lemma step_is_good j : (j < 116)%nat ->
  (1 <= number j)%Z /\ (number j < number (S j))%Z /\
  (2 * Z.abs (m_digits * number j - 10 ^ 75 * number (S j)) + 2 * number j < 10 ^ 75)%Z /\
  (j = 0%nat \/ (7 * number j <= 2 * number (S j))%Z /\ (20 * number (S j) <= 71 * number j)%Z).
Proof.
  intros Hj. assert (G : good_steps 116 0 1 = true) by (vm_compute; reflexivity).
  pose proof (good_steps_spec 116 0 G j Hj) as H. rewrite Nat.add_0_r in H. unfold good_step in H.
  rewrite !Bool.andb_true_iff, Bool.orb_true_iff, Bool.andb_true_iff in H.
  destruct H as [[[H1 H2] H3] H4].
  apply Z.leb_le in H1. apply Z.ltb_lt in H2. apply Z.ltb_lt in H3. repeat split; try assumption.
  destruct H4 as [H4|[H4 H5]]; [left; now apply Nat.eqb_eq|right].
  split; now apply Z.leb_le.
Qed.

Lemma ten_75 : IZR (10 ^ 75) = 10 ^ 75.
Proof. symmetry. exact (pow_IZR 10 75). Qed.

Lemma ten_9 : IZR (10 ^ 9) = 10 ^ 9.
Proof. symmetry. exact (pow_IZR 10 9). Qed.

Lemma square_IZR z : IZR (z ^ 2) = IZR z ^ 2.
Proof. symmetry. exact (pow_IZR z 2). Qed.

(** Each of the first 117 numbers is the integer nearest to m times the last. *)
Theorem number_nearest j : (j < 116)%nat -> Rabs (m * IZR (number j) - IZR (number (S j))) < / 2.
Proof.
  intros Hj. destruct (step_is_good j Hj) as (H1 & _ & H & _). pose proof m_seventy_five as M.
  set (a := number j) in *. set (b := number (S j)) in *.
  apply IZR_lt in H. apply IZR_le in H1. rewrite plus_IZR, 2 mult_IZR, abs_IZR, minus_IZR, 2 mult_IZR in H.
  rewrite ten_75 in H. set (D := 10 ^ 75) in *. assert (P : 0 < D) by (apply pow_lt; lra).
  assert (M1 : IZR m_digits < m * D).
  { apply (Rmult_lt_reg_r (/ D)); [now apply Rinv_0_lt_compat|]. rewrite Rmult_assoc, Rinv_r by lra. lra. }
  assert (M2 : m * D < IZR m_digits + 1).
  { apply (Rmult_lt_reg_r (/ D)); [now apply Rinv_0_lt_compat|]. rewrite Rmult_assoc, Rinv_r by lra. lra. }
  apply (Rmult_lt_compat_r (IZR a)) in M1; [|lra]. apply (Rmult_lt_compat_r (IZR a)) in M2; [|lra].
  apply (Rmult_lt_reg_r D); [exact P|]. rewrite <- (Rabs_pos_eq D) at 1 by lra. rewrite <- Rabs_mult.
  revert H. unfold Rabs. destruct (Rcase_abs _), (Rcase_abs _); lra.
Qed.

Lemma gained_bounds j : (j <= 116)%nat ->
  IZR (gained_down j) <= 10 ^ 9 * gained j <= IZR (gained_down j) + INR j.
Proof.
  induction j as [|j IH]; intros Hj; [simpl; lra|]. specialize (IH ltac:(lia)).
  destruct (step_is_good j ltac:(lia)) as (H1 & H2 & _). rewrite S_INR. cbn [gained gained_down].
  set (a := number j) in *. set (b := number (S j)) in *. rewrite plus_IZR.
  assert (B : 0 < IZR b) by (apply IZR_lt; lia). assert (B2 : (0 < b ^ 2)%Z) by (apply Z.pow_pos_nonneg; lia).
  assert (Q : 0 < IZR b ^ 2) by (apply pow_lt; exact B).
  pose proof (Z.mul_div_le (2 * 10 ^ 9 * (b - a) ^ 2) (b ^ 2) B2) as D1.
  pose proof (Z.mul_succ_div_gt (2 * 10 ^ 9 * (b - a) ^ 2) (b ^ 2) B2) as D2. fold (gain_down a b) in *.
  assert (E : IZR (2 * 10 ^ 9 * (b - a) ^ 2) = 10 ^ 9 * (2 * (1 - IZR a / IZR b) ^ 2) * IZR b ^ 2).
  { rewrite 2 mult_IZR, ten_9, square_IZR, minus_IZR. field. lra. }
  apply IZR_le in D1. apply IZR_lt in D2. rewrite E, mult_IZR, square_IZR in D1, D2.
  unfold Z.succ in D2. rewrite plus_IZR in D2.
  rewrite (Rmult_comm (IZR b ^ 2)) in D1, D2.
  apply Rmult_le_reg_r in D1; [|exact Q]. apply Rmult_lt_reg_r in D2; [|exact Q]. lra.
Qed.

Lemma number_next i : number (S i) = next (number i).
Proof. reflexivity. Qed.

Lemma gained_next i : gained_down (S i) = (gained_down i + gain_down (number i) (number (S i)))%Z.
Proof. reflexivity. Qed.

(** All of them in one pass. *)
Fixpoint walk (k : nat) (a g : Z) : Z * Z :=
  match k with O => (a, g) | S i => let b := next a in walk i b (g + gain_down a b)%Z end.

Lemma walk_spec k : forall j, walk k (number j) (gained_down j) = (number (k + j), gained_down (k + j)).
Proof.
  induction k as [|k IH]; intros j; [reflexivity|]. rewrite Nat.add_succ_comm, <- IH. reflexivity.
Qed.

Lemma numbers_and_gains :
  number 115 = number_116 /\ number 116 = number_117 /\
  gained_down 115 = 117785697881%Z /\ gained_down 116 = 118809097229%Z.
Proof.
  pose proof (walk_spec 115 0) as W. rewrite Nat.add_0_r in W.
  assert (C : walk 115 1 0 = (number_116, 117785697881%Z)) by (vm_compute; reflexivity).
  assert (C1 : next number_116 = number_117) by (vm_compute; reflexivity).
  assert (C2 : (117785697881 + gain_down number_116 number_117 = 118809097229)%Z)
    by (vm_compute; reflexivity).
  change (number 0) with 1%Z in W. change (gained_down 0) with 0%Z in W. rewrite C in W.
  apply pair_equal_spec in W. destruct W as [A B].
  pose proof (number_next 115) as N. rewrite <- A, C1 in N.
  pose proof (gained_next 115) as G. rewrite N, <- A, <- B, C2 in G.
  exact (conj (eq_sym A) (conj N (conj (eq_sym B) G))).
Qed.

(** From the second number on a jump gains more than 0.8145 times the logarithm that it covers. *)
Lemma step_catches_up j : (1 <= j < 116)%nat ->
  gained j - 0.8145 * ln (IZR (number j)) <= gained (S j) - 0.8145 * ln (IZR (number (S j))).
Proof.
  intros Hj. destruct (step_is_good j ltac:(lia)) as (H1 & H2 & _ & [H|[H3 H4]]); [lia|].
  change (gained (S j)) with (gained j + 2 * (1 - IZR (number j) / IZR (number (S j))) ^ 2).
  set (a := number j) in *. set (b := number (S j)) in *.
  assert (A : 0 < IZR a) by (apply IZR_lt; lia). assert (B : 0 < IZR b) by (apply IZR_lt; lia).
  apply IZR_le in H3. apply IZR_le in H4. rewrite 2 mult_IZR in H3, H4.
  assert (R : IZR a / IZR b * IZR b = IZR a) by (field; lra).
  pose proof (printed_constant_jump (IZR a / IZR b)) as P. unfold Rdiv in P at 5.
  rewrite ln_mult, ln_Rinv in P by (try apply Rinv_0_lt_compat; assumption).
  enough (20 / 71 <= IZR a / IZR b <= 2 / 7) by (specialize (P H); lra).
  split; apply (Rmult_le_reg_r (IZR b)); try exact B; rewrite R; lra.
Qed.

Lemma steps_catch_up i j : (1 <= i)%nat -> (i + j <= 116)%nat ->
  gained i - 0.8145 * ln (IZR (number i)) <= gained (i + j) - 0.8145 * ln (IZR (number (i + j))).
Proof.
  intros Hi. induction j as [|j IH]; intros Hj; [rewrite Nat.add_0_r; lra|].
  pose proof (IH ltac:(lia)). rewrite Nat.add_succ_r. pose proof (step_catches_up (i + j) ltac:(lia)). lra.
Qed.

(** What the chain gains is part of the chain bound. *)
Lemma gained_le_chain j : (j <= 116)%nat -> gained j <= chain (Z.to_nat (number j)).
Proof.
  destruct chain_recursion as [L1 [Lge _]]. induction j as [|j IH]; intros Hj.
  { change (Z.to_nat (number 0)) with 1%nat. rewrite L1. cbn [gained]. lra. }
  destruct (step_is_good j ltac:(lia)) as (H1 & H2 & _).
  pose proof (IH ltac:(lia)) as G. pose proof (Lge (Z.to_nat (number (S j))) (Z.to_nat (number j))) as J.
  unfold jump in J. rewrite 2 INR_IZR_INZ, 2 Z2Nat.id in J by lia. cbn [gained].
  specialize (J ltac:(lia)). lra.
Qed.

(** The chain 1, 4, 14, 49, ... proves the printed bound 0.8145 ln d at none of its numbers from 4, the
    second, up to the 116th, but at the 117th, which is 2.2359... * 10^63. *)
Theorem printed_constant_reached :
  (forall j, (1 <= j <= 115)%nat -> gained j < 0.8145 * ln (IZR (number j))) /\
  0.8145 * ln (IZR (number 116)) < gained 116 /\
  2.2359 * 10 ^ 63 < IZR (number 116) < 2.236 * 10 ^ 63.
Proof.
  destruct numbers_and_gains as (N1 & N2 & G1 & G2). split; [|split].
  - intros j Hj. pose proof (steps_catch_up j (115 - j) ltac:(lia) ltac:(lia)) as C.
    replace (j + (115 - j))%nat with 115%nat in C by lia.
    pose proof (gained_bounds 115 ltac:(lia)) as [_ U]. rewrite G1 in U. rewrite N1 in C.
    pose proof before_117 as B. rewrite INR_IZR_INZ in U. simpl Z.of_nat in U. lra.
  - pose proof (gained_bounds 116 ltac:(lia)) as [D _]. rewrite G2 in D. rewrite N2.
    pose proof at_117 as B. lra.
  - rewrite N2. unfold number_117. lra.
Qed.

(** So the chain bound exceeds 0.8145 ln d at that d. *)
Corollary chain_above_printed : let d := Z.to_nat (number 116) in 0.8145 * ln (INR d) < chain d.
Proof.
  intros d. pose proof (gained_le_chain 116 ltac:(lia)) as G. fold d in G.
  destruct printed_constant_reached as (_ & P & _).
  replace (INR d) with (IZR (number 116)); [lra|]. unfold d. rewrite INR_IZR_INZ, Z2Nat.id; [reflexivity|].
  destruct (step_is_good 115 ltac:(lia)) as (H1 & H2 & _). lia.
Qed.

(** ** What this says of the least gap *)

(** For d >= 4 every eps-smoothing has eps > kappa ln d; for d = 2 and 3 the least gaps are less than that. *)
Theorem kappa_exactly_from_four :
  (forall d eps f, (4 <= d)%nat -> smoothing d eps f -> kappa * ln (INR d) < eps) /\
  (optimum 2 (1 / 2) /\ 1 / 2 < kappa * ln 2) /\ (optimum 3 (8 / 9) /\ 8 / 9 < kappa * ln 3).
Proof.
  pose proof kappa_fails_below_four. split; [|split; split; [exact d2_optimum|lra|exact d3_optimum|lra]].
  intros d eps f Hd Hf. pose proof (universal_lower d eps f ltac:(lia) Hf) as U.
  pose proof (INR_ge d 4 Hd) as H4. replace (INR 4) with 4 in H4 by (simpl; ring).
  pose proof (kappa_from_four (INR d) H4) as K.
  replace (/ (6 * INR d ^ 2)) with (1 / (6 * INR d ^ 2)) in K by (unfold Rdiv; ring). lra.
Qed.

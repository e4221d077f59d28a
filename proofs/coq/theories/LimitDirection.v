(** At every point of the simplex that is no vertex, where the potential of pairs is at most 0.0537, the whole potential
    bends along some direction no more than the square of its l1 norm. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors LimitPair LimitFunction LimitMeans LimitSigns LimitCorrection LimitBudget.
From TightMax Require UniversalSummand UniversalRegulariser.
Open Scope R_scope.

(** The second derivative along phi_i x_i: of U with the sign changed, of the reserve, of the pairs. *)
Definition moved (x phi : vec) : vec := fun i => phi i * x i.

Definition whole_bend (d : nat) (x : vec) (kappa z eta : R) (phi : vec) : R :=
  sum d (fun i => UniversalSummand.phi'' (x i) * moved x phi i ^ 2) - reserve_bend d x eta (moved x phi)
  + factor kappa z * (squares d x phi + q d x phi).

Section Balanced.

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
Variables (theta : vec) (l : nat).
Hypothesis Hl : (l < d)%nat.
Hypothesis Bal : dot d theta x = 0.
Hypothesis Box : -1 <= theta l <= 1.
Hypothesis First : theta k = 1.
Hypothesis Signs : forall i, (i < d)%nat -> i <> l -> sign (theta i).
Hypothesis Form : squares d x (fun _ => 1) + q d x theta <= - drops d x.

Let t : R := theta l.
Let y : R := x l.
Let f (s : R) : vec := phi x theta l s.
Let o (s : R) : R := off x theta l s.

Lemma y_range : 0 <= y <= 1 / 2.
Proof. exact (last_small d x k Hx Largest Small l Hl). Qed.

(** Sums that differ from a linear one at l alone. *)
Lemma sum_but_one (F : vec) a b c : (forall i, (i < d)%nat -> i <> l -> F i = a * x i + b * (theta i * x i)) ->
  F l = a * y + b * (t * y) + c -> sum d F = a + c.
Proof.
  intros H1 H2. rewrite (sum_ext d F (fun i => (a * x i + b * (theta i * x i)) + vertex l i * c)).
  - rewrite 2 sum_plus, 2 sum_scale, (sum_vertex d l (fun _ => c) Hl), (proj2 Hx). unfold dot in Bal. rewrite Bal. ring.
  - intros i Hi. unfold vertex. destruct (Nat.eqb_spec i l) as [->|N]; [rewrite H2; unfold t, y; ring|].
    rewrite H1 by assumption. ring.
Qed.

Lemma off_times s : o s * (1 - y) = (s - t) * y.
Proof. pose proof y_range. unfold o, off. fold t y. field. lra. Qed.

Lemma sum_zero_moved s : sum d (moved x (f s)) = 0.
Proof.
  rewrite (sum_but_one (moved x (f s)) (- o s) 1 (s * y - t * y + o s * y)).
  - pose proof (off_times s). lra.
  - intros i Hi N. unfold moved, f, phi. fold (o s). destruct (Nat.eqb_spec i l); [contradiction|ring].
  - unfold moved, f, phi. rewrite Nat.eqb_refl. fold y. ring.
Qed.

Lemma sum_squares s : sign s -> sum d (fun i => f s i ^ 2 * x i) = 1 + 2 * o s * t * y + (1 - y) * o s ^ 2.
Proof.
  intros Hs. rewrite (sum_but_one _ (1 + o s ^ 2) (- 2 * o s) (y - (1 + o s ^ 2) * y + 2 * o s * (t * y))); [ring| |].
  - intros i Hi N. unfold f, phi. fold (o s). destruct (Nat.eqb_spec i l); [contradiction|].
    replace ((theta i - o s) ^ 2) with (theta i ^ 2 - 2 * o s * theta i + o s ^ 2) by ring.
    rewrite (sign_square _ (Signs i Hi N)). ring.
  - unfold f, phi. rewrite Nat.eqb_refl, (sign_square s Hs). fold y. ring.
Qed.

Lemma sign_abs s a : sign s -> s * a <= Rabs a.
Proof.
  intros [-> | ->]; [rewrite Rmult_1_l; apply Rle_abs|]. rewrite <- Rabs_Ropp.
  replace (-1 * a) with (- a) by ring. apply Rle_abs.
Qed.

Lemma norm_least s : sign s -> 1 + o s * t * y <= norm1 d (moved x (f s)).
Proof.
  intros Hs. set (F := fun i => (if Nat.eqb i l then s else theta i) * moved x (f s) i).
  assert (sum d F = 1 + o s * t * y) as <-.
  { rewrite (sum_but_one F 1 (- o s) (o s * t * y)); [reflexivity| |].
    - intros i Hi N. unfold F, moved, f, phi. fold (o s). destruct (Nat.eqb_spec i l); [contradiction|].
      replace (theta i * ((theta i - o s) * x i)) with ((theta i ^ 2 - o s * theta i) * x i) by ring.
      rewrite (sign_square _ (Signs i Hi N)). ring.
    - unfold F, moved, f, phi. rewrite Nat.eqb_refl. fold y. replace (s * (s * y)) with (s ^ 2 * y) by ring.
      rewrite (sign_square s Hs). ring. }
  apply sum_le. intros i Hi. unfold F. destruct (Nat.eqb_spec i l) as [->|N]; apply sign_abs; auto.
Qed.

Lemma least_nonneg s : sign s -> 0 <= 1 + o s * t * y.
Proof.
  intros Hs. pose proof y_range as Y. pose proof (off_times s) as O.
  apply Rmult_le_reg_r with (1 - y); [lra|].
  replace ((1 + o s * t * y) * (1 - y)) with (1 - y + (o s * (1 - y)) * t * y) by ring. rewrite O.
  assert (-2 <= (s - t) * t) as B.
  { unfold t in *. pose proof Box. assert (0 <= (1 - theta l) * (1 + theta l)) by (apply Rmult_le_pos; lra).
    destruct Hs as [-> | ->]; lra. }
  assert (-2 * (y * y) <= (s - t) * t * (y * y)) by (apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|exact B]).
  assert (y * y <= 1 / 2 * y) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Lemma norm_cost s : sign s -> sum d (fun i => f s i ^ 2 * x i) - norm1 d (moved x (f s)) ^ 2 <= (1 - y) * o s ^ 2.
Proof.
  intros Hs. rewrite sum_squares by exact Hs. pose proof (norm_least s Hs) as L. pose proof (least_nonneg s Hs) as P.
  assert ((1 + o s * t * y) ^ 2 <= norm1 d (moved x (f s)) ^ 2) by (apply pow_incr; lra).
  pose proof (pow2_ge_0 (o s * t * y)). lra.
Qed.

Lemma not_nothing s : sign s -> 0 < norm1 d (moved x (f s)).
Proof.
  intros Hs. pose proof y_range as [[P|P] _].
  - apply Rlt_le_trans with (Rabs (moved x (f s) l)).
    + unfold moved, f, phi. rewrite Nat.eqb_refl. fold y. rewrite Rabs_mult, (Rabs_pos_eq y) by lra.
      destruct Hs as [-> | ->]; [rewrite Rabs_R1|replace (Rabs (- 1)) with 1 by (rewrite Rabs_left; lra)]; lra.
    + apply (sum_term_le d (fun i => Rabs (moved x (f s) i))); [intros; apply Rabs_pos|exact Hl].
  - pose proof (norm_least s Hs). rewrite <- P in *. lra.
Qed.

Lemma reserve_least s : sign s ->
  12 * eta ^ 3 * y ^ 2 / (eta + y) ^ 3 <= reserve_bend d x eta (moved x (f s)).
Proof.
  intros Hs. unfold reserve_bend.
  replace (12 * eta ^ 3 * y ^ 2 / (eta + y) ^ 3)
    with ((fun i => 12 * eta ^ 3 * moved x (f s) i ^ 2 / (eta + x i) ^ 3) l).
  - apply (sum_term_le d (fun i => 12 * eta ^ 3 * moved x (f s) i ^ 2 / (eta + x i) ^ 3)); [|exact Hl].
    intros i Hi. unfold Rdiv. apply Rmult_le_pos.
    + apply Rmult_le_pos; [|apply pow2_ge_0]. apply Rmult_le_pos; [lra|apply pow_le; lra].
    + left. apply Rinv_0_lt_compat, pow_lt. pose proof (proj1 Hx i Hi). lra.
  - cbv beta. unfold moved, f, phi. rewrite Nat.eqb_refl. fold y. rewrite Rpow_mult_distr, (sign_square s Hs).
    unfold Rdiv. ring.
Qed.

Lemma bend_of_entropy s :
  sum d (fun i => UniversalSummand.phi'' (x i) * moved x (f s) i ^ 2) = sum d (fun i => f s i ^ 2 * x i).
Proof.
  apply sum_ext. intros i Hi. rewrite UniversalSummand.phi''_low by (eapply Rle_trans; [now apply Largest|exact Small]).
  unfold moved. destruct (Req_dec (x i) 0) as [->|N]; [ring|]. field. exact N.
Qed.

Theorem better_sign : exists s, sign s /\ whole_bend d x kappa z eta (f s) <= norm1 d (moved x (f s)) ^ 2.
Proof.
  set (X := fun s => whole_bend d x kappa z eta (f s) - norm1 d (moved x (f s)) ^ 2).
  pose proof (mean_of_forms d x k Hx Largest ltac:(rewrite Total; apply pow_lt; exact Hz) Small theta l Hl Box Signs) as M.
  fold (f 1) (f (- 1)) in M.
  pose proof (weights theta l Box) as (Wp & Wm & W). pose proof y_range as Y.
  pose proof (off_square d x k Hx Largest Small theta l Hl) as O2. fold (o 1) (o (- 1)) in O2.
  set (p := wp theta l) in *. set (m := wm theta l) in *. set (E0 := E x theta l) in *.
  pose proof (kappa_pos kappa eta Heta Hkappa) as K0. assert (0 < z ^ 3) as Z3 by (apply pow_lt; exact Hz).
  assert (0 < factor kappa z) as C0 by (unfold factor; apply Rdiv_lt_0_compat; lra).
  set (c := factor kappa z) in *. set (Rv := 12 * eta ^ 3 * y ^ 2 / (eta + y) ^ 3).
  assert (forall s, sign s -> X s <= (1 - y) * o s ^ 2 + c * (squares d x (f s) + q d x (f s)) - Rv) as B.
  { intros s Hs. unfold X, whole_bend. fold c. rewrite bend_of_entropy. pose proof (norm_cost s Hs).
    pose proof (reserve_least s Hs) as Q. fold Rv in Q. lra. }
  set (D := drops d x) in *. pose proof (drops_nonneg d x k Hx Largest) as D0. fold D in D0.
  set (e := spent x theta l).
  assert (0 <= e <= y ^ 2) as He.
  { unfold e, spent. fold t y. pose proof (t_square theta l Box) as T2. fold t in T2. pose proof (pow2_ge_0 t).
    pose proof (pow2_ge_0 y). split; [apply Rmult_le_pos; lra|].
    apply Rle_trans with (y ^ 2 * 1); [apply Rmult_le_compat_l|]; lra. }
  assert (E0 = e / (1 - y) ^ 2) as EE by reflexivity.
  assert (c * total d x = 2 / 5 * (kappa * z ^ 2)) as Ct by (rewrite Total; unfold c, factor; field; lra).
  assert (0 <= E0) as E00 by (rewrite EE; apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, pow_lt; lra]).
  assert (p * X 1 + m * X (- 1) <= e / (1 - y) + 0.06444 * (e / (1 - y) ^ 2) - c * D - Rv) as Mean.
  { apply Rle_trans with (p * ((1 - y) * o 1 ^ 2 + c * (squares d x (f 1) + q d x (f 1)) - Rv)
      + m * ((1 - y) * o (- 1) ^ 2 + c * (squares d x (f (- 1)) + q d x (f (- 1))) - Rv)).
    - apply Rplus_le_compat; apply Rmult_le_compat_l; auto; apply B; unfold sign; auto.
    - replace (p * ((1 - y) * o 1 ^ 2 + c * (squares d x (f 1) + q d x (f 1)) - Rv)
        + m * ((1 - y) * o (- 1) ^ 2 + c * (squares d x (f (- 1)) + q d x (f (- 1))) - Rv))
        with ((1 - y) * (p * o 1 ^ 2 + m * o (- 1) ^ 2)
          + c * (p * (squares d x (f 1) + q d x (f 1)) + m * (squares d x (f (- 1)) + q d x (f (- 1)))) - (p + m) * Rv) by ring.
      rewrite O2, W.
      assert (p * (squares d x (f 1) + q d x (f 1)) + m * (squares d x (f (- 1)) + q d x (f (- 1)))
        <= - D + 3 * E0 * total d x) as MF by lra.
      pose proof (Rmult_le_compat_l c _ _ (Rlt_le _ _ C0) MF) as CM.
      assert (c * (3 * E0 * total d x) <= 0.06444 * E0).
      { replace (c * (3 * E0 * total d x)) with (3 * (c * total d x) * E0) by ring. rewrite Ct.
        apply Rmult_le_compat_r; lra. }
      replace ((1 - y) * E0) with (e / (1 - y)) by (rewrite EE; field; lra). rewrite EE in *. lra. }
  assert (e / (1 - y) + 0.06444 * (e / (1 - y) ^ 2) - c * D - Rv <= 0) as Enough.
  { assert (0 <= c * D) as CD by (apply Rmult_le_pos; lra).
    assert (0 <= Rv) as R0.
    { unfold Rv, Rdiv. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat, pow_lt; lra].
      apply Rmult_le_pos; [|apply pow2_ge_0]. apply Rmult_le_pos; [lra|apply pow_le; lra]. }
    set (v := / (1 - y)). assert (0 < v) as V0 by (apply Rinv_0_lt_compat; lra).
    replace (e / (1 - y) ^ 2) with (e * v ^ 2) by (unfold v; field; lra). change (e / (1 - y)) with (e * v).
    assert (forall b, v <= b -> e * v + 0.06444 * (e * v ^ 2) <= (b + 0.06444 * b ^ 2) * y ^ 2) as Up.
    { intros b Hb. assert (v ^ 2 <= b ^ 2) by (apply pow_incr; lra).
      replace (e * v + 0.06444 * (e * v ^ 2)) with ((v + 0.06444 * v ^ 2) * e) by ring.
      apply Rmult_le_compat; try lra. pose proof (pow2_ge_0 v). lra. }
    destruct (Rle_lt_dec y eta) as [L|L].
    - assert (v <= 5 / 4) as Hv.
      { replace (5 / 4) with (/ (4 / 5)) by field. apply Rinv_le_contravar; lra. }
      specialize (Up _ Hv). pose proof (small_entry eta Heta y ltac:(lra)) as S. fold Rv in S.
      pose proof (pow2_ge_0 y). lra.
    - assert (v <= 2) as Hv by (replace 2 with (/ (1 / 2)) by field; apply Rinv_le_contravar; lra).
      specialize (Up _ Hv). destruct (Nat.eq_dec l k) as [El|N].
      + assert (e = 0) as Ez by (unfold e, spent; fold t y; unfold t; rewrite El, First; ring). rewrite Ez. lra.
      + pose proof (large_entry d x k Hx Hk Largest Small kappa z eta Hz Heta Hkappa Psi l Hl N L) as LE.
        fold c D y in LE. lra. }
  destruct (Rle_lt_dec (X 1) 0) as [A|A]; [exists 1; split; [now left|]; unfold X in A; lra|].
  destruct (Rle_lt_dec (X (- 1)) 0) as [A'|A']; [exists (- 1); split; [now right|]; unfold X in A'; lra|].
  exfalso. assert (0 < p * X 1 + m * X (- 1)); [|lra].
  destruct Wp as [Wp|Wp].
  - pose proof (Rmult_lt_0_compat _ _ Wp A). pose proof (Rmult_le_pos _ _ Wm (Rlt_le _ _ A')). lra.
  - rewrite <- Wp in W. replace m with 1 by lra. rewrite <- Wp. lra.
Qed.

End Balanced.

(** The pair function of the asymptotic constant: with Y = 5/2 - ln x for both entries and r^2 = 2 Y_1^2 + 2 Y_2^2, the
    inequalities (K1) to (K5) between its logarithmic derivatives. *)

From Coq Require Import Reals Lra Psatz.
Open Scope R_scope.

Definition stretch (r : R) : R := (r + 2) / (r + 1).
Definition pull (Y r : R) : R := 1 / 2 + Y / r * stretch r.
Definition turn (r : R) : R := (r ^ 2 + 4 * r + 2) / (r * (r + 1) ^ 2).
Definition bend (Y r : R) : R :=
  (Y / r) ^ 2 * (stretch r ^ 2 + 2 / (r + 1) ^ 2 + 2 * stretch r / r) - 1 / 4 - stretch r / r.
Definition twist (Y1 Y2 r : R) : R := pull Y1 r * pull Y2 r + 2 * (Y1 / r) * (Y2 / r) * turn r.
Definition drop (r : R) : R := (r + 4) / (2 * r * (r + 1) ^ 2).

Section Pair.

Variables Y1 Y2 r : R.
Hypotheses (H1 : 5 / 2 <= Y1) (H2 : 5 / 2 <= Y2) (H0 : 0 < r) (Hr : r ^ 2 = 2 * Y1 ^ 2 + 2 * Y2 ^ 2).

Lemma radius_least : 5 <= r.
Proof. nra. Qed.

Lemma stretch_between : 1 <= stretch r <= 7 / 6.
Proof.
  pose proof radius_least. unfold stretch. split.
  - apply Rmult_le_reg_r with (r + 1); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - apply Rmult_le_reg_r with (r + 1); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma shares : (Y1 / r) ^ 2 + (Y2 / r) ^ 2 = 1 / 2.
Proof.
  apply Rmult_eq_reg_r with (r ^ 2); [|apply pow_nonzero; lra].
  replace (((Y1 / r) ^ 2 + (Y2 / r) ^ 2) * r ^ 2) with (Y1 ^ 2 + Y2 ^ 2) by (field; lra). lra.
Qed.

Lemma share_pos1 : 0 < Y1 / r.
Proof. apply Rdiv_lt_0_compat; lra. Qed.

Lemma share_pos2 : 0 < Y2 / r.
Proof. apply Rdiv_lt_0_compat; lra. Qed.

Lemma turn_pos : 0 < turn r.
Proof. apply Rdiv_lt_0_compat; [nra|]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt. lra. Qed.

Lemma drop_pos : 0 < drop r.
Proof.
  apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt. lra.
Qed.

(** (K1) *)
Lemma bends_sum : bend Y1 r + bend Y2 r = - drop r.
Proof.
  unfold bend. pose proof shares as S. set (a := (Y1 / r) ^ 2) in *. set (b := (Y2 / r) ^ 2) in *.
  replace b with (1 / 2 - a) by lra. unfold stretch, drop. field. lra.
Qed.

Lemma drop_least : 1 / (2 * r ^ 2) <= drop r.
Proof.
  pose proof radius_least. apply Rmult_le_reg_r with (2 * r ^ 2 * (r + 1) ^ 2).
  - apply Rmult_lt_0_compat; [|apply pow_lt; lra]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt. lra.
  - unfold drop. replace (1 / (2 * r ^ 2) * (2 * r ^ 2 * (r + 1) ^ 2)) with ((r + 1) ^ 2) by (field; lra).
    replace ((r + 4) / (2 * r * (r + 1) ^ 2) * (2 * r ^ 2 * (r + 1) ^ 2)) with (r * (r + 4)) by (field; lra). nra.
Qed.

Lemma pull_pos : 0 < pull Y1 r.
Proof.
  unfold pull. pose proof share_pos1. pose proof stretch_between.
  assert (0 < Y1 / r * stretch r) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Lemma twist_pos : 0 < twist Y1 Y2 r.
Proof.
  unfold twist, pull. pose proof share_pos1. pose proof share_pos2. pose proof stretch_between. pose proof turn_pos.
  assert (0 < Y1 / r * stretch r) by (apply Rmult_lt_0_compat; lra).
  assert (0 < Y2 / r * stretch r) by (apply Rmult_lt_0_compat; lra).
  assert (0 < (1 / 2 + Y1 / r * stretch r) * (1 / 2 + Y2 / r * stretch r)) by (apply Rmult_lt_0_compat; lra).
  assert (0 < 2 * (Y1 / r) * (Y2 / r) * turn r); [|lra].
  apply Rmult_lt_0_compat; [|lra]. apply Rmult_lt_0_compat; lra.
Qed.

(** e_1 + e_2 <= 1 *)
Lemma shares_most : Y1 / r + Y2 / r <= 1.
Proof.
  pose proof shares as Q. pose proof share_pos1. pose proof share_pos2. set (e1 := Y1 / r) in *. set (e2 := Y2 / r) in *.
  apply Rnot_lt_le. intros L. pose proof (pow2_ge_0 (e1 - e2)).
  assert (1 * 1 < (e1 + e2) * (e1 + e2)) by (apply Rmult_gt_0_lt_compat; lra). lra.
Qed.

Lemma pulls_most : pull Y1 r + pull Y2 r <= 13 / 6.
Proof.
  unfold pull. pose proof shares_most. pose proof stretch_between. pose proof share_pos1. pose proof share_pos2.
  assert ((Y1 / r + Y2 / r) * stretch r <= 1 * (7 / 6)) by (apply Rmult_le_compat; lra). lra.
Qed.

(** (K4) *)
Lemma twist_most : twist Y1 Y2 r <= pull Y1 r + pull Y2 r - 5 / 6.
Proof.
  pose proof radius_least as L. pose proof shares as Q. pose proof shares_most as S1. pose proof stretch_between as W.
  pose proof share_pos1. pose proof share_pos2. pose proof turn_pos as T.
  assert ((stretch r - 1) ^ 2 / 4 + turn r / 2 <= 1 / 6) as D.
  { replace ((stretch r - 1) ^ 2 / 4 + turn r / 2) with ((2 * r + 1) * (r + 4) / (4 * r * (r + 1) ^ 2))
      by (unfold stretch, turn; field; lra).
    assert (0 < r * (r + 1) ^ 2) by (apply Rmult_lt_0_compat; [lra|apply pow_lt; lra]).
    apply Rmult_le_reg_r with (4 * r * (r + 1) ^ 2); [lra|].
    replace ((2 * r + 1) * (r + 4) / (4 * r * (r + 1) ^ 2) * (4 * r * (r + 1) ^ 2)) with ((2 * r + 1) * (r + 4))
      by (field; lra).
    assert (0 <= 4 * (r - 5) ^ 3 + 56 * (r - 5) ^ 2 + 210 * (r - 5) + 126); [|lra].
    pose proof (pow_le (r - 5) 3 ltac:(lra)). pose proof (pow_le (r - 5) 2 ltac:(lra)). lra. }
  unfold twist, pull. set (e1 := Y1 / r) in *. set (e2 := Y2 / r) in *. set (w := stretch r) in *.
  set (t := turn r) in *. set (S := e1 + e2) in *.
  replace ((1 / 2 + e1 * w) * (1 / 2 + e2 * w) + 2 * e1 * e2 * t)
    with (1 / 4 + S * w / 2 + e1 * e2 * (w ^ 2 + 2 * t)) by (unfold S; field).
  replace (e1 * e2) with ((S ^ 2 - 1 / 2) / 2) by (unfold S; rewrite <- Q; field).
  replace (1 / 2 + e1 * w + (1 / 2 + e2 * w) - 5 / 6) with (1 / 6 + S * w) by (unfold S; lra).
  assert (0 < S) by (unfold S; lra).
  assert (0 <= (1 - S) * (w * (w - 1) / 2 + w * (S * w) / 2 + (1 + S) * t)) as P.
  { apply Rmult_le_pos; [lra|].
    assert (0 <= w * (w - 1)) by (apply Rmult_le_pos; lra).
    assert (0 <= S * w) by (apply Rmult_le_pos; lra). assert (0 <= w * (S * w)) by (apply Rmult_le_pos; lra).
    assert (0 <= (1 + S) * t) by (apply Rmult_le_pos; lra). lra. }
  lra.
Qed.

Lemma twist_size : 2 * twist Y1 Y2 r <= 3.
Proof. pose proof twist_most. pose proof pulls_most. lra. Qed.

Lemma bend_size : bend Y1 r <= 3.
Proof.
  pose proof bends_sum. pose proof drop_pos. pose proof radius_least. pose proof stretch_between.
  assert (- 1 / 4 - 7 / 6 <= bend Y2 r); [|lra]. unfold bend.
  assert (0 <= (Y2 / r) ^ 2 * (stretch r ^ 2 + 2 / (r + 1) ^ 2 + 2 * stretch r / r)).
  { apply Rmult_le_pos; [apply pow2_ge_0|].
    assert (0 < 2 / (r + 1) ^ 2) by (apply Rdiv_lt_0_compat; [lra|apply pow_lt; lra]).
    assert (0 < 2 * stretch r / r) by (apply Rdiv_lt_0_compat; lra). pose proof (pow2_ge_0 (stretch r)). lra. }
  assert (stretch r / r <= 7 / 6); [|lra].
  apply Rmult_le_reg_r with r; [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Hypothesis H12 : Y1 <= Y2.

Lemma share_half : 1 / 2 <= Y2 / r.
Proof.
  apply Rmult_le_reg_r with r; [lra|]. replace (Y2 / r * r) with Y2 by (field; lra). nra.
Qed.

(** (K2) *)
Lemma pull_of_smaller : 1 <= pull Y2 r.
Proof.
  unfold pull. pose proof share_half. pose proof stretch_between.
  assert (1 / 2 * 1 <= Y2 / r * stretch r) by (apply Rmult_le_compat; lra). lra.
Qed.

(** (K3) *)
Lemma twist_least : pull Y1 r <= twist Y1 Y2 r.
Proof.
  unfold twist. pose proof pull_of_smaller. pose proof pull_pos. pose proof share_pos1. pose proof share_pos2.
  pose proof turn_pos.
  assert (0 < 2 * (Y1 / r) * (Y2 / r) * turn r)
    by (apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra|lra]).
  assert (pull Y1 r * 1 <= pull Y1 r * pull Y2 r) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** (K5) *)
Lemma bend_of_smaller : bend Y2 r <= 2 * (pull Y2 r - 5 / 6).
Proof.
  pose proof radius_least. pose proof stretch_between as W. pose proof pull_of_smaller as P. pose proof shares as Q.
  pose proof share_pos1. pose proof share_pos2.
  assert (bend Y2 r = pull Y2 r * (pull Y2 r - 1) + 2 * (Y2 / r) ^ 2 / (r + 1) ^ 2
    - stretch r / r * (1 - 2 * (Y2 / r) ^ 2)) as E by (unfold bend, pull; field; lra).
  rewrite E. clear E.
  assert (pull Y2 r <= 4 / 3) as M.
  { unfold pull. assert (Y2 / r <= 5 / 7) by (pose proof (pow2_ge_0 (Y1 / r)); nra).
    assert (Y2 / r * stretch r <= 5 / 7 * (7 / 6)) by (apply Rmult_le_compat; lra). lra. }
  set (b := pull Y2 r) in *. set (e := (Y2 / r) ^ 2) in *. assert (0 <= 1 - 2 * e) by
    (pose proof (pow2_ge_0 (Y1 / r)); lra).
  assert (0 <= stretch r / r * (1 - 2 * e)).
  { apply Rmult_le_pos; [|lra]. apply Rlt_le, Rdiv_lt_0_compat; lra. }
  assert (2 * e / (r + 1) ^ 2 <= 1 / 3).
  { apply Rmult_le_reg_r with ((r + 1) ^ 2); [apply pow_lt; lra|].
    replace (2 * e / (r + 1) ^ 2 * (r + 1) ^ 2) with (2 * e) by (field; lra). nra. }
  assert (0 <= (b - 1) * (2 - b)) by (apply Rmult_le_pos; lra). nra.
Qed.

End Pair.

(** ** The inequalities of one pair, with the tangent of the parabola *)

(** A pair that the largest entry is not in. *)
Lemma pair_of_others A B G a b n m : A + B <= - n -> G <= a + b - 5 / 6 ->
  A + B + 2 * m ^ 2 * G - 2 * m ^ 2 * (a + b) + 2 * m ^ 2 * (5 / 6) <= - n.
Proof. intros HA HG. pose proof (Rmult_le_compat_l (m ^ 2) _ _ (pow2_ge_0 m) HG). lra. Qed.

(** A pair that it is in. *)
Lemma pair_with_largest A B G a b n m : A + B <= - n -> a <= G -> 1 <= b -> 0 <= m ->
  A + B - 2 * m * G + 2 * m * (a - m * b) + 2 * m ^ 2 * (5 / 6) <= - n.
Proof.
  intros HA HG Hb Hm. pose proof (Rmult_le_compat_l m _ _ Hm HG).
  pose proof (Rmult_le_compat_l (m ^ 2) _ _ (pow2_ge_0 m) Hb). pose proof (pow2_ge_0 m). lra.
Qed.

(** One entry beyond 1/2: a pair that it is not in. *)
Lemma ray_others A B G a b m : A + B <= 0 -> G <= a + b - 5 / 6 ->
  m ^ 2 * (A + B + 2 * G) - 2 * m ^ 2 * (a + b) + 2 * m ^ 2 * (5 / 6) <= 0.
Proof.
  intros HA HG. pose proof (Rmult_le_compat_l (m ^ 2) _ _ (pow2_ge_0 m) HG).
  pose proof (Rmult_le_compat_l (m ^ 2) _ _ (pow2_ge_0 m) HA). lra.
Qed.

(** A pair that it is in. *)
Lemma ray_with_largest A B G a b l m : A + B <= 0 -> a <= G -> 1 <= b -> B <= 2 * (b - 5 / 6) -> 0 <= l <= m ->
  l ^ 2 * A + m ^ 2 * B - 2 * l * m * G + 2 * m * (l * a - m * b) + 2 * m ^ 2 * (5 / 6) <= 0.
Proof.
  intros HA HG Hb HB Hl. assert (0 <= l * m) as Hlm by (apply Rmult_le_pos; lra).
  pose proof (Rmult_le_compat_l (l * m) _ _ Hlm HG). pose proof (pow2_ge_0 m). pose proof (pow2_ge_0 l).
  destruct (Rle_lt_dec 0 A) as [P|P].
  - assert (l ^ 2 * A <= m ^ 2 * A) by (apply Rmult_le_compat_r; [exact P|apply pow_incr; lra]).
    pose proof (Rmult_le_compat_l (m ^ 2) _ _ (pow2_ge_0 m) HA).
    pose proof (Rmult_le_compat_l (m ^ 2) _ _ (pow2_ge_0 m) Hb). lra.
  - assert (l ^ 2 * A <= l ^ 2 * 0) by (apply Rmult_le_compat_l; lra).
    pose proof (Rmult_le_compat_l (m ^ 2) _ _ (pow2_ge_0 m) HB). lra.
Qed.

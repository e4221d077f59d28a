(** The members of the family whose least one is the function of the upper half at d = 4: cubic polynomials in the
    coordinates a, b, c of four sorted entries, each above the largest entry where it is admitted.

    The function is that of the page of d4-optimum, with reach T for its rho: the least over both parameters, T and t, of
    cubic(x - t (1,1,1)) continued along (1,1,1), the direction in which the largest entry moves alone, with the second
    derivative that a smoothing may have. Neither parameter is tied to x but by the bounds (b - c)/2 <= reach T <= b (or
    T = T1) and 0 <= t <= (b + c)/2. So every member bends little enough by itself, without its neighbours, and at the
    ends of T the derivative along the family vanishes to second order. *)

From Coq Require Import Reals Lra Psatz.
From TightMax Require Import FourCurves FourCurvesEnds FourSteps FourThird FourOsculating FourStrip.
Open Scope R_scope.

(** The entries are the mean plus a (1,1,-1,-1) + b (1,-1,1,-1) + c (1,-1,-1,1); sorted means a >= b >= |c|. *)
Definition cubic (T a b c : R) : R :=
  value0 + (a ^ 2 + b ^ 2 + c ^ 2) / 2 - 6 * A0 T - 2 * A1 T * (a + b - c) + A2 T * (a * c + b * c - a * b) +
  third T * (a * b * c).

Definition member (T t a b c : R) : R :=
  cubic T a b c + t ^ 2 * (tau T - third T * (a + b + c - reach T)) + 2 * third T * t ^ 3.

Section Above.

Variable T : R.
Hypothesis HT : 0 < T <= T1.

Let e := eta T.
Let t := tau T.
Let l := 2 * apart T.
Let r := reach T.

Lemma range_t : 0 < t <= 1 / 3.
Proof. exact (tau_third T HT). Qed.

Lemma range_low : 8 / 15 + 4 / 21 * t + / 20 * t ^ 2 <= e.
Proof. pose proof T1_range. left. apply (eta_low T). lra. Qed.

Lemma range_high : e <= 8 / 15 + 4 / 21 * t + / 10 * t ^ 2.
Proof. left. apply (eta_high T HT). Qed.

Lemma range_length : l * (3 - 2 * t) = 2 * (2 - 3 * e + t * e).
Proof. pose proof range_t. unfold l, apart, e, t in *. field. lra. Qed.

Lemma l_pos : 0 < l.
Proof. pose proof T1_range. pose proof (apart_pos T ltac:(lra)). unfold l. lra. Qed.

Lemma third_l : third T * l = t.
Proof. pose proof l_pos. unfold third, l, t in *. field. lra. Qed.

(** The excess over the largest entry, by completing squares. *)
Lemma cubic_excess a b c :
  let x := (a + b + c - r - l) / 3 in
  let p := (a - b) / l in
  let d := (a + b - 2 * x - 2 * r) / l in
  8 * (cubic T a b c - (a + b + c)) = l * excess t e l p d +
    (2 * e * (1 - t) - 1 + l * (3 - 2 * t - (1 - 3 * t) * d - t * (p ^ 2 + 3 * d ^ 2) / 4) - 3 + 4 * x) ^ 2 +
    8 * third T * x ^ 3.
Proof.
  pose proof l_pos as P. pose proof range_t as Rt. pose proof range_length as L. cbv zeta.
  unfold cubic, A0, A1, A2, zeroth, first, third, excess, square_sum, square_difference. unfold t, l, e, r in *.
  assert (eta T = (4 - 2 * apart T * (3 - 2 * tau T)) / (6 - 2 * tau T)) as E by (field_simplify_eq; lra).
  rewrite E. field. lra.
Qed.

(** The same where two entries lead, with s half of what remains between them. *)
Lemma cubic_excess_two a b c :
  let s := (b + c) / 2 in
  let z := (r - (b - c) / 2) / l in
  let u := (a + b + c - r - l - 3 * s) / l in
  8 * (cubic T a b c - third T * (s ^ 2 * (a + b + c - r - l) - 2 * s ^ 3) - (a + b + c)) =
    excess_of_two t e l z u +
    (- 2 * e * t + 2 * e - l * t * z ^ 2 - 2 * l * t * z + l * u + l * z + 2 * l - 1 - 3 + 4 * s) ^ 2.
Proof.
  pose proof l_pos as P. pose proof range_t as Rt. pose proof range_length as L. cbv zeta.
  unfold cubic, A0, A1, A2, zeroth, first, third, excess_of_two. unfold t, l, e, r in *.
  assert (eta T = (4 - 2 * apart T * (3 - 2 * tau T)) / (6 - 2 * tau T)) as E by (field_simplify_eq; lra).
  rewrite E. field. lra.
Qed.

Lemma member_form x a b c :
  member T x a b c = cubic T a b c - third T * (x ^ 2 * (a + b + c - r - l) - 2 * x ^ 3).
Proof. unfold member. pose proof third_l as E. unfold t, r in *. rewrite <- E. ring. Qed.

(** Every admitted member is above the largest entry. *)
Lemma member_above x a b c : r <= Rmax (apart T1) b -> (b - c) / 2 <= r -> - b <= c <= b -> b <= a ->
  0 <= x <= (b + c) / 2 -> a + b + c <= member T x a b c.
Proof.
  intros Hr Hl Hc Hb Hx. pose proof l_pos as P. pose proof range_t as Rt. pose proof third_l as E.
  pose proof (third_pos T HT) as Pn. destruct (third_reach T HT) as [_ Nr]. pose proof (reach_pos T HT) as Pr. fold r in Nr, Pr.
  set (n := third T) in *. set (s := (b + c) / 2) in *. set (X := a + b + c - r - l).
  pose proof range_low as Lo. pose proof range_high as Hi. pose proof range_length as Le.
  rewrite member_form. fold X. fold n.
  destruct (Rle_dec X (3 * s)) as [C|C].
  - pose proof (cubic_excess a b c) as I. cbv zeta in I. fold X in I. fold n in I.
    set (y := X / 3) in *. set (p := (a - b) / l) in *. set (d := (a + b - 2 * y - 2 * r) / l) in *.
    assert (p * l = a - b) as Ep by (unfold p; field; lra).
    assert (d * l = a + b - 2 * y - 2 * r) as Ed by (unfold d; field; lra).
    assert (3 * y = a + b + c - r - l) as Ey by (unfold y, X; field).
    assert (0 <= p) as Hp by (apply Rmult_le_reg_r with l; lra).
    assert (p + d <= 2) as H1 by (apply Rmult_le_reg_r with l; [lra|]; rewrite Rmult_plus_distr_r; unfold s, y in *; lra).
    assert (1 + (p - 3 * d) / 2 = (2 * r - (b - c)) / l) as E2.
    { apply Rmult_eq_reg_r with l; [|lra]. unfold Rdiv at 2. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    assert (0 <= 1 + (p - 3 * d) / 2) as H2 by (rewrite E2; apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
    assert (t * ((p - 3 * d) / 2 + 3) <= 1) as H3.
    { replace ((p - 3 * d) / 2 + 3) with ((2 * r - (b - c)) / l + 2) by lra. rewrite <- E.
      replace (n * l * ((2 * r - (b - c)) / l + 2)) with (n * (2 * r - (b - c)) + 2 * (n * l)) by (field; lra).
      assert (n * (2 * r - (b - c)) <= n * (2 * r)) by (apply Rmult_le_compat_l; lra). unfold t in *. lra. }
    pose proof (excess_nonneg t e l Rt Lo Hi Le p d Hp H1 H2 H3) as Z. pose proof (Rmult_le_pos _ _ (Rlt_le _ _ P) Z) as Z'.
    set (q := 2 * e * (1 - t) - 1 + l * (3 - 2 * t - (1 - 3 * t) * d - t * (p ^ 2 + 3 * d ^ 2) / 4)) in *.
    destruct (Rle_dec 0 X) as [S|S].
    + assert (0 <= n * ((x - y) ^ 2 * (2 * x + y))) as G.
      { apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [apply pow2_ge_0|]. unfold y. lra. }
      replace (n * (x ^ 2 * X - 2 * x ^ 3)) with (n * y ^ 3 - n * ((x - y) ^ 2 * (2 * x + y))) by (unfold y; field).
      pose proof (pow2_ge_0 (q - 3 + 4 * y)). lra.
    + assert (0 <= n * (x ^ 2 * (2 * x - X))) as G.
      { apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [apply pow2_ge_0|lra]. }
      assert (q <= 3) as Q.
      { apply (slope_small t e l Rt Lo Hi Le p d Hp). destruct (Rle_dec r b) as [B|B].
        - left. apply Rmult_le_reg_r with l; [lra|]. rewrite Ed. unfold y. lra.
        - right. unfold Rmax in Hr. destruct (Rle_dec (apart T1) b); [lra|].
          pose proof T1_range. destruct (Req_dec T T1) as [->|N]; [exact tau_T1|].
          pose proof (reach_falls T T1 ltac:(lra) ltac:(lra)) as F. rewrite reach_T1 in F. unfold r in *. lra. }
      assert (- (1 / 2) <= n * y) as Y.
      { assert (- (n * r + n * l) <= n * (3 * y)).
        { replace (- (n * r + n * l)) with (n * (- r - l)) by ring. apply Rmult_le_compat_l; lra. }
        unfold t in *. lra. }
      assert (0 <= (q - 3) ^ 2 + 8 * ((3 - q) * (- y)) + 8 * (y ^ 2 * (2 + n * y))) as K.
      { pose proof (pow2_ge_0 (q - 3)). pose proof (Rmult_le_pos (3 - q) (- y) ltac:(lra) ltac:(unfold y; lra)).
        pose proof (Rmult_le_pos _ (2 + n * y) (pow2_ge_0 y) ltac:(lra)). lra. }
      replace (n * (x ^ 2 * X - 2 * x ^ 3)) with (- (n * (x ^ 2 * (2 * x - X)))) by ring.
      assert ((q - 3 + 4 * y) ^ 2 + 8 * n * y ^ 3 = (q - 3) ^ 2 + 8 * ((3 - q) * (- y)) + 8 * (y ^ 2 * (2 + n * y))) as K2
        by ring. lra.
  - pose proof (cubic_excess_two a b c) as I. cbv zeta in I. fold X in I. fold s in I. fold n in I.
    set (z := (r - (b - c) / 2) / l) in *. set (u := (X - 3 * s) / l) in *.
    assert (0 < / l) as Il by (apply Rinv_0_lt_compat; lra).
    assert (0 <= z) as Hz by (apply Rmult_le_pos; lra). assert (0 <= u) as Hu by (apply Rmult_le_pos; lra).
    assert (t * z <= 1 / 2 - t) as B.
    { rewrite <- E at 1. replace (n * l * z) with (n * (r - (b - c) / 2)) by (unfold z; field; lra).
      assert (n * (r - (b - c) / 2) <= n * r) by (apply Rmult_le_compat_l; lra). unfold t in *. lra. }
    pose proof (excess_of_two_nonneg t e l Rt Lo Hi Le z u Hz Hu B) as Z.
    assert (n * (x ^ 2 * X - 2 * x ^ 3) <= n * (s ^ 2 * X - 2 * s ^ 3)) as G.
    { apply Rmult_le_compat_l; [lra|]. assert (0 <= (s - x) * ((s + x) * (X - 3 * s) + (s - x) * (s + 2 * x))) as G1.
      { apply Rmult_le_pos; [lra|]. apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra. }
      lra. }
    match type of I with _ = _ + ?w ^ 2 => pose proof (pow2_ge_0 w) end. lra.
Qed.

End Above.

(** The least smoothing of three entries, as a function of the sorted entries: along each entry alone it is a quarter of
    a parabola less a concave function, also across ties. So its curvature along sign vectors is at most 1. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Smoothing NoCrossing GoodFunctions LambertRoot.
Open Scope R_scope.

(** The lead of the first entry from which on the value is the maximum, when the second leads the third by z. *)
Definition boundary (z : R) : R := 2 + 2 * root z.

(** The value at x >= y >= z, and at any three entries. *)
Definition sorted_value (x y z : R) : R := x + 1 / 8 * Rmax (boundary (y - z) - (x - y)) 0 ^ 2.

Definition greatest (a b c : R) : R := Rmax a (Rmax b c).
Definition least (a b c : R) : R := Rmin a (Rmin b c).
Definition middle (a b c : R) : R := a + b + c - greatest a b c - least a b c.
Definition three (a b c : R) : R := sorted_value (greatest a b c) (middle a b c) (least a b c).

Lemma three_swap a b c : three a b c = three b a c.
Proof.
  assert (greatest a b c = greatest b a c) as G by (unfold greatest; rewrite !Rmax_assoc, (Rmax_comm a b); reflexivity).
  assert (least a b c = least b a c) as L by (unfold least; rewrite !Rmin_assoc, (Rmin_comm a b); reflexivity).
  unfold three, middle. rewrite G, L. f_equal. ring.
Qed.

Lemma three_swap_last a b c : three a b c = three a c b.
Proof.
  unfold three, middle, greatest, least. rewrite (Rmax_comm b c), (Rmin_comm b c). f_equal. ring.
Qed.

Lemma three_sorted x y z : y <= x -> z <= y -> three x y z = sorted_value x y z.
Proof.
  intros H1 H2. assert (greatest x y z = x) as G by (unfold greatest; rewrite (Rmax_left y z), Rmax_left by lra; reflexivity).
  assert (least x y z = z) as L by (unfold least; rewrite (Rmin_right y z), Rmin_right by lra; reflexivity).
  unfold three, middle. rewrite G, L. f_equal. ring.
Qed.

Lemma three_shift a b c r : three (a + r) (b + r) (c + r) = three a b c + r.
Proof.
  assert (greatest (a + r) (b + r) (c + r) = greatest a b c + r) as G.
  { unfold greatest, Rmax. repeat destruct (Rle_dec _ _); lra. }
  assert (least (a + r) (b + r) (c + r) = least a b c + r) as L.
  { unfold least, Rmin. repeat destruct (Rle_dec _ _); lra. }
  unfold three, middle, sorted_value. rewrite G, L.
  replace (a + r + (b + r) + (c + r) - (greatest a b c + r) - (least a b c + r))
    with (a + b + c - greatest a b c - least a b c + r) by ring.
  set (m := a + b + c - greatest a b c - least a b c).
  replace (m + r - (least a b c + r)) with (m - least a b c) by ring.
  replace (greatest a b c + r - (m + r)) with (greatest a b c - m) by ring. ring.
Qed.

(** ** Functions below their tangents *)

(** At any two points of P, theta is below its line through one of them, with the slope m there. *)
Definition below_lines (P : R -> Prop) (theta m : R -> R) : Prop :=
  forall t u, P t -> P u -> theta u <= theta t + m t * (u - t).

(** Two such functions that meet with one slope. *)
Lemma below_lines_joined (P Q : R -> Prop) c theta m : (forall t, P t -> t <= c) -> (forall t, Q t -> c <= t) ->
  P c -> Q c -> below_lines P theta m -> below_lines Q theta m -> below_lines (fun t => P t \/ Q t) theta m.
Proof.
  intros HP HQ Pc Qc A B t u [Pt|Qt] [Pu|Qu]; [now apply A| | |now apply B].
  - pose proof (A t c Pt Pc). pose proof (A c t Pc Pt). pose proof (B c u Qc Qu).
    pose proof (HP t Pt) as Ht. pose proof (HQ u Qu) as Hu.
    destruct (Req_dec t c) as [->|N]; [lra|]. assert (m c <= m t) by (apply (Rmult_le_reg_r (c - t)); lra). nra.
  - pose proof (B t c Qt Qc). pose proof (B c t Qc Qt). pose proof (A c u Pc Pu).
    pose proof (HQ t Qt) as Ht. pose proof (HP u Pu) as Hu.
    destruct (Req_dec t c) as [->|N]; [lra|]. assert (m t <= m c) by (apply (Rmult_le_reg_r (t - c)); lra). nra.
Qed.

Lemma below_lines_ext (P : R -> Prop) theta theta' m m' : (forall t, P t -> theta t = theta' t) ->
  (forall t, P t -> m t = m' t) -> below_lines P theta m -> below_lines P theta' m'.
Proof. intros E F H t u Pt Pu. rewrite <- (E t Pt), <- (E u Pu), <- (F t Pt). now apply H. Qed.

(** A falling slope is enough. *)
Lemma below_lines_of_slope (P : R -> Prop) theta m : (forall a b t, P a -> P b -> a <= t <= b -> P t) ->
  (forall t, P t -> derivable_pt_lim theta t (m t)) -> (forall t u, P t -> P u -> t <= u -> m u <= m t) ->
  below_lines P theta m.
Proof.
  intros I D F t u Pt Pu. destruct (Rtotal_order t u) as [L|[<-|L]].
  - destruct (MVT_cor2 theta m t u L) as (c & E & Hc); [intros c Hc; apply D, (I t u); assumption|].
    assert (m c <= m t) by (apply F; [exact Pt|apply (I t u); lra || assumption|lra]). nra.
  - right. ring.
  - destruct (MVT_cor2 theta m u t L) as (c & E & Hc); [intros c Hc; apply D, (I u t); assumption|].
    assert (m t <= m c) by (apply F; [apply (I u t); lra || assumption|exact Pt|lra]). nra.
Qed.

Lemma square_of_positive_derive u : is_derive (fun u => Rmax u 0 ^ 2) u (2 * Rmax u 0).
Proof.
  apply is_derive_Reals. intros e He. exists (mkposreal e He). intros h Nh Hh. simpl in Hh.
  replace ((Rmax (u + h) 0 ^ 2 - Rmax u 0 ^ 2) / h - 2 * Rmax u 0)
    with ((Rmax (u + h) 0 ^ 2 - Rmax u 0 ^ 2 - 2 * Rmax u 0 * h) / h) by (field; exact Nh).
  assert (S : Rabs (Rmax (u + h) 0 ^ 2 - Rmax u 0 ^ 2 - 2 * Rmax u 0 * h) <= Rabs h ^ 2).
  { rewrite pow2_abs. apply Rabs_le. unfold Rmax. destruct (Rle_dec (u + h) 0), (Rle_dec u 0); split; nra. }
  pose proof (Rabs_pos_lt h Nh). unfold Rdiv. rewrite Rabs_mult, Rabs_inv.
  apply (Rmult_lt_reg_r (Rabs h)); [lra|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. nra.
Qed.

(** The square of the positive part of a rising function q is below the parabolas t^2 through it where q'^2 + q q'' <= 1. *)
Lemma below_lines_of_square (P : R -> Prop) k q q1 q2 : (forall a b t, P a -> P b -> a <= t <= b -> P t) ->
  (forall t, P t -> is_derive q t (q1 t)) -> (forall t, P t -> is_derive q1 t (q2 t)) -> (forall t, P t -> 0 <= q1 t) ->
  (forall t, P t -> q1 t ^ 2 + q t * q2 t <= 1) ->
  below_lines P (fun t => k + 1 / 8 * Rmax (q t) 0 ^ 2 - 1 / 8 * t ^ 2) (fun t => 1 / 4 * (Rmax (q t) 0 * q1 t) - 1 / 4 * t).
Proof.
  intros I D1 D2 N C. apply below_lines_of_slope; [exact I| |].
  - intros t Pt. apply is_derive_Reals. set (f := fun t => Rmax (q t) 0 ^ 2).
    assert (S : is_derive f t (q1 t * (2 * Rmax (q t) 0)))
      by exact (is_derive_comp _ q t _ _ (square_of_positive_derive (q t)) (D1 t Pt)).
    assert (X : ex_derive f t) by (now exists (q1 t * (2 * Rmax (q t) 0))).
    change (is_derive (fun t => k + 1 / 8 * f t - 1 / 8 * t ^ 2) t (1 / 4 * (Rmax (q t) 0 * q1 t) - 1 / 4 * t)).
    auto_derive; [exact X|]. change (Derive (fun t => f t) t) with (Derive f t).
    rewrite (is_derive_unique _ _ _ S). field.
  - intros t u Pt Pu H.
    assert (M : forall t, P t -> Rmax (q t) 0 * q1 t - t = Rmax (q t * q1 t) 0 - t).
    { intros r Pr. rewrite (Rmult_comm (Rmax _ _)), <- RmaxRmult by (now apply N).
      now rewrite Rmult_0_r, (Rmult_comm (q1 r)). }
    enough (Rmax (q u) 0 * q1 u - u <= Rmax (q t) 0 * q1 t - t) by lra. rewrite 2 M by assumption.
    assert (F : q u * q1 u - u <= q t * q1 t - t).
    { apply (does_not_rise (fun t => q t * q1 t - t) (fun t => q1 t ^ 2 + q t * q2 t - 1) t u H).
      - intros r Hr. assert (Pr : P r) by (apply (I t u); assumption). apply is_derive_Reals.
        pose proof (D1 r Pr) as E1. pose proof (D2 r Pr) as E2.
        assert (X1 : ex_derive q r) by (now exists (q1 r)). assert (X2 : ex_derive q1 r) by (now exists (q2 r)).
        auto_derive; [repeat split; assumption|].
        change (Derive (fun t => q t) r) with (Derive q r). change (Derive (fun t => q1 t) r) with (Derive q1 r).
        rewrite (is_derive_unique _ _ _ E1), (is_derive_unique _ _ _ E2). ring.
      - intros r Hr. pose proof (C r ltac:(apply (I t u); lra || assumption)). lra. }
    unfold Rmax. destruct (Rle_dec (q u * q1 u) 0), (Rle_dec (q t * q1 t) 0); lra.
Qed.

(** ** Along one entry *)

(** The slope of the value in the entry t beside b >= c, less t/4. *)
Definition slope_below (b c t : R) : R :=
  1 / 4 * (Rmax (boundary (c - t) - (b - c)) 0 * (2 * root (c - t) / (1 + root (c - t)))) - 1 / 4 * t.
Definition slope_between (b c t : R) : R :=
  1 / 4 * (Rmax (boundary (t - c) - (b - t)) 0 * ((1 - root (t - c)) / (1 + root (t - c)))) - 1 / 4 * t.
Definition slope_above (b c t : R) : R := 1 - 1 / 4 * Rmax (boundary (b - c) - (t - b)) 0 - 1 / 4 * t.

Lemma root_differentiable z : ex_derive root z.
Proof. exists (- (root z / (1 + root z))). apply root_derive. Qed.

Ltac slope z := auto_derive;
  repeat match goal with |- context [root ?y] => progress change y with z end;
  [pose proof (root_differentiable z); repeat split; assumption || lra|
   repeat match goal with |- context [Derive (fun x => root x) ?y] => change (Derive (fun x => root x) y) with (Derive root z) end;
   rewrite (is_derive_unique _ _ _ (root_derive z)); field; lra].

Lemma lowest_moves b c : c <= b ->
  below_lines (fun t => t <= c) (fun t => sorted_value b c t - 1 / 8 * t ^ 2) (slope_below b c).
Proof.
  intros H. apply (below_lines_of_square _ b (fun t => boundary (c - t) - (b - c))
    (fun t => 2 * root (c - t) / (1 + root (c - t))) (fun t => 2 * root (c - t) / (1 + root (c - t)) ^ 3)).
  - intros; lra.
  - intros t Ht. pose proof (root_pos (c - t)). unfold boundary. slope (c - t).
  - intros t Ht. pose proof (root_pos (c - t)). slope (c - t).
  - intros t Ht. pose proof (root_pos (c - t)). apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra].
  - intros t Ht. pose proof (root_pos (c - t)) as P. pose proof (root_third (c - t) ltac:(lra)) as T.
    set (w := root (c - t)) in *.
    apply Rle_trans with ((2 * w / (1 + w)) ^ 2 + (2 + 2 * w) * (2 * w / (1 + w) ^ 3)).
    + apply Rplus_le_compat_l, Rmult_le_compat_r; [|unfold boundary; fold w; lra].
      apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat, pow_lt. lra.
    + replace ((2 * w / (1 + w)) ^ 2 + (2 + 2 * w) * (2 * w / (1 + w) ^ 3)) with (4 * w / (1 + w)) by (field; lra).
      apply (Rmult_le_reg_r (1 + w)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Lemma second_moves b c : c <= b ->
  below_lines (fun t => c <= t <= b) (fun t => sorted_value b t c - 1 / 8 * t ^ 2) (slope_between b c).
Proof.
  intros H. apply (below_lines_of_square _ b (fun t => boundary (t - c) - (b - t))
    (fun t => (1 - root (t - c)) / (1 + root (t - c))) (fun t => 2 * root (t - c) / (1 + root (t - c)) ^ 3)).
  - intros; lra.
  - intros t Ht. pose proof (root_pos (t - c)). unfold boundary. slope (t - c).
  - intros t Ht. pose proof (root_pos (t - c)). slope (t - c).
  - intros t Ht. pose proof (root_pos (t - c)). pose proof (root_third (t - c) ltac:(lra)).
    apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra].
  - intros t Ht. pose proof (root_pos (t - c)) as P. set (w := root (t - c)) in *.
    apply Rle_trans with (((1 - w) / (1 + w)) ^ 2 + (2 + 2 * w) * (2 * w / (1 + w) ^ 3)).
    + apply Rplus_le_compat_l, Rmult_le_compat_r; [|unfold boundary; fold w; lra].
      apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat, pow_lt. lra.
    + right. field. lra.
Qed.

Lemma first_moves b c :
  below_lines (fun t => b <= t) (fun t => sorted_value t b c - 1 / 8 * t ^ 2) (slope_above b c).
Proof.
  intros t u _ _. unfold sorted_value, slope_above. set (r := boundary (b - c)).
  pose proof (pow2_ge_0 (u - t)). pose proof (pow2_ge_0 (u - (r + b))).
  unfold Rmax. destruct (Rle_dec (r - (u - b)) 0), (Rle_dec (r - (t - b)) 0); try lra.
  pose proof (Rmult_le_pos (t - (r + b)) (t + (r + b) - 2 * u) ltac:(lra) ltac:(lra)). lra.
Qed.

(** The value along one entry, the other two being b >= c, is below parabolas of curvature 1/4 through its points. *)
Lemma along_entry b c : c <= b -> exists m, below_lines (fun _ => True) (fun t => three t b c - 1 / 8 * t ^ 2) m.
Proof.
  intros H. set (theta := fun t => three t b c - 1 / 8 * t ^ 2).
  set (m := fun t => if Rle_dec t c then slope_below b c t else if Rle_dec t b then slope_between b c t else slope_above b c t).
  assert (Low : below_lines (fun t => t <= c) theta m).
  { refine (below_lines_ext _ _ _ _ _ _ _ (lowest_moves b c H)).
    - intros t Ht. unfold theta. now rewrite three_swap, three_swap_last, three_sorted by lra.
    - intros t Ht. unfold m. now destruct (Rle_dec t c). }
  assert (Mid : below_lines (fun t => c <= t <= b) theta m).
  { refine (below_lines_ext _ _ _ _ _ _ _ (second_moves b c H)).
    - intros t Ht. unfold theta. now rewrite three_swap, three_sorted by lra.
    - intros t Ht. unfold m. destruct (Rle_dec t c) as [C|C]; [|now destruct (Rle_dec t b)].
      replace t with c by lra. unfold slope_between, slope_below.
      replace (c - c) with 0 by ring. rewrite root_0. field. }
  assert (High : below_lines (fun t => b <= t) theta m).
  { refine (below_lines_ext _ _ _ _ _ _ _ (first_moves b c)).
    - intros t Ht. unfold theta. now rewrite three_sorted by lra.
    - intros t Ht. unfold m. destruct (Rle_dec t b) as [C|C]; [|now destruct (Rle_dec t c); [lra|]].
      replace t with b in * by lra. pose proof (root_pos (b - c)) as P.
      assert (E : slope_above b c b = slope_between b c b).
      { unfold slope_above, slope_between, boundary. replace (b - b) with 0 by ring. rewrite Rminus_0_r.
        rewrite Rmax_left by lra. field. lra. }
      destruct (Rle_dec b c) as [K|K]; [|exact E]. replace c with b in * by lra. rewrite E.
      unfold slope_between, slope_below. replace (b - b) with 0 by ring. rewrite root_0. field. }
  exists m. intros t u _ _.
  assert (J : below_lines (fun t => c <= t <= b \/ b <= t) theta m)
    by (apply (below_lines_joined _ _ b); assumption || (cbv beta; intros; lra)).
  assert (K : below_lines (fun t => t <= c \/ c <= t <= b \/ b <= t) theta m)
    by (apply (below_lines_joined _ _ c); assumption || (cbv beta; intros; lra)).
  apply K; lra.
Qed.

(** The function g of the piecewise lower bound on [0, 1/2]: x^2 up to 9/80, linear from knot to knot, (1 - 2x)^2
    from 9/20 on; and the cells in which the search finds its entries. *)

From Coq Require Import Reals Lra Lia ZArith List Bool.
From TightMax Require Import PiecewiseSearch PiecewiseSound PiecewiseBoxes.
Import ListNotations.
Open Scope R_scope.

(** Lengths of the search are in 1/8400, values of g at the knots in 1/160000; the search knows g times 2^24. *)
Definition unit : Z := 8400.
Definition parts : Z := 160000.
Definition scale : Z := 16777216.

(** The knots 9/80, 2/15, 1/7, 3/20, 9/50, 1/5, 11/50, 6/25, 27/100, 3/10, 1/3, 2/5, 21/50, 9/20, and g there. *)
Definition knots : list (Z * Z) := [
  (945, 2025); (1120, 2025); (1200, 3328); (1260, 2025); (1512, 2025); (1680, 6496); (1848, 3392); (2016, 2025);
  (2268, 2025); (2520, 7616); (2800, 18048); (3360, 9280); (3528, 15744); (3780, 1600)]%Z.

Definition place (a : Z * Z) : R := IZR (fst a) / IZR unit.
Definition value (a : Z * Z) : R := IZR (snd a) / IZR parts.

(** The line through two knots. *)
Definition chord (a b : Z * Z) (x : R) : R :=
  (value a * (place b - x) + value b * (x - place a)) / (place b - place a).

Fixpoint between (l : list (Z * Z)) (x : R) : R :=
  match l with
  | a :: ((b :: _) as rest) => if Rle_dec x (place b) then chord a b x else between rest x
  | _ => (1 - 2 * x) ^ 2
  end.

Definition weight (x : R) : R := if Rle_dec x (9 / 80) then x ^ 2 else between knots x.

Lemma unit_value : IZR unit = 8400. Proof. reflexivity. Qed.
Lemma parts_value : IZR parts = 160000. Proof. reflexivity. Qed.

Lemma place_units a x : IZR unit * x <= IZR (fst a) <-> x <= place a.
Proof. unfold place. rewrite unit_value. split; intros; lra. Qed.

(** What holds at both knots of a line holds between them. *)
Lemma chord_ge a b x low_at : (fst a < fst b)%Z -> place a <= x <= place b ->
  (place b - place a) * low_at <= (place b - x) * value a + (x - place a) * value b -> low_at <= chord a b x.
Proof.
  intros L Hx H. apply IZR_lt in L.
  assert (0 < place b - place a) as D by (unfold place; rewrite unit_value; lra).
  unfold chord. apply Rmult_le_reg_r with (place b - place a); [exact D|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma chord_left a b : (fst a < fst b)%Z -> chord a b (place a) = value a.
Proof.
  intros L. apply IZR_lt in L. unfold chord. field. unfold place. rewrite unit_value. lra.
Qed.

Lemma chord_right a b : (fst a < fst b)%Z -> chord a b (place b) = value b.
Proof.
  intros L. apply IZR_lt in L. unfold chord. field. unfold place. rewrite unit_value. lra.
Qed.

(** ** The least that g can be *)

(** Two knots are in order, and either both values are at least that at the first knot or both are at least
    (1 - 2x)^2. *)
Definition above (a b : Z * Z) : bool :=
  ((fst a <? fst b) &&
   ((2025 <=? snd a) && (2025 <=? snd b) ||
    (parts * ((unit - 2 * fst a) * (unit - 2 * fst a)) <=? unit * unit * snd a) &&
    (parts * ((unit - 2 * fst b) * (unit - 2 * fst b)) <=? unit * unit * snd b)))%Z.

Fixpoint all_above (l : list (Z * Z)) : bool :=
  match l with a :: ((b :: _) as rest) => above a b && all_above rest | _ => true end.

Lemma above_order a b : above a b = true -> (fst a < fst b)%Z.
Proof. intros H. apply andb_prop in H. now apply Z.ltb_lt. Qed.

Lemma value_line a : (parts * ((unit - 2 * fst a) * (unit - 2 * fst a)) <= unit * unit * snd a)%Z ->
  (1 - 2 * place a) ^ 2 <= value a.
Proof.
  intros H. apply IZR_le in H. rewrite !mult_IZR, !minus_IZR, !mult_IZR in H. rewrite unit_value, parts_value in H.
  unfold place, value. rewrite unit_value, parts_value. lra.
Qed.

Lemma chord_floor a b x c : above a b = true -> 0 <= c -> c <= 9 / 80 -> c <= 1 - 2 * x ->
  place a <= x <= place b -> c ^ 2 <= chord a b x.
Proof.
  intros H H0 H1 H2 Hx. pose proof (above_order a b H) as L. apply chord_ge; auto.
  unfold above in H. apply andb_prop in H. destruct H as [_ H]. apply orb_prop in H. destruct H as [H|H];
    apply andb_prop in H; destruct H as [Ha Hb]; apply Z.leb_le in Ha, Hb.
  - assert (c ^ 2 <= (9 / 80) ^ 2) as C by (apply pow_incr; lra).
    apply IZR_le in Ha, Hb. assert (c ^ 2 <= value a /\ c ^ 2 <= value b) as [Va Vb]
      by (unfold value; rewrite parts_value; lra).
    pose proof (Rmult_le_compat_l (place b - x) _ _ ltac:(lra) Va).
    pose proof (Rmult_le_compat_l (x - place a) _ _ ltac:(lra) Vb). lra.
  - apply value_line in Ha, Hb. assert (c ^ 2 <= (1 - 2 * x) ^ 2) as C by (apply pow_incr; lra).
    pose proof (Rmult_le_compat_l (place b - x) _ _ ltac:(lra) Ha).
    pose proof (Rmult_le_compat_l (x - place a) _ _ ltac:(lra) Hb).
    assert (0 <= (place b - x) * (x - place a) * (place b - place a))
      by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
    pose proof (Rmult_le_compat_l (place b - place a) _ _ ltac:(lra) C). lra.
Qed.

Lemma between_floor c x : 0 <= c -> c <= 9 / 80 -> c <= 1 - 2 * x -> forall l a,
  all_above (a :: l) = true -> place a <= x -> c ^ 2 <= between (a :: l) x.
Proof.
  intros H0 H1 H2. induction l as [|b l IH]; intros a H Hx.
  - simpl. apply (pow_incr c _ 2). lra.
  - cbn [all_above] in H. apply andb_prop in H. destruct H as [Hab H].
    change (between (a :: b :: l) x) with (if Rle_dec x (place b) then chord a b x else between (b :: l) x).
    destruct (Rle_dec x (place b)) as [L|L]; [apply chord_floor; auto|]. apply IH; [exact H|lra].
Qed.

(** At least c^2 where c <= min(x, 9/80, 1 - 2x). *)
Lemma weight_floor x c : 0 <= c -> c <= x -> c <= 9 / 80 -> c <= 1 - 2 * x -> c ^ 2 <= weight x.
Proof.
  intros H0 Hx H9 Hr. unfold weight. destruct (Rle_dec x (9 / 80)) as [L|L]; [apply pow_incr; lra|].
  apply between_floor; auto. unfold place. rewrite unit_value. simpl. lra.
Qed.

Lemma weight_nonneg x : 0 <= x <= 1 / 2 -> 0 <= weight x.
Proof. intros Hx. replace 0 with (0 ^ 2) by ring. apply weight_floor; lra. Qed.

(** ** The cells *)

(** What an entry E gives back for each of its units of length. *)
Definition w (e : R) : R := IZR scale * weight (e / IZR unit).

(** Between two knots: a line with whole coefficients that is below g at both. *)
Definition chord_cell (a b : Z * Z) : cell :=
  let m := ((snd b - snd a) * scale / (parts * (fst b - fst a)))%Z in
  Cell (fst a) (fst b) (Z.min (snd a * scale / parts - m * fst a) (snd b * scale / parts - m * fst b)) m.

Fixpoint chord_cells (l : list (Z * Z)) : list cell :=
  match l with a :: ((b :: _) as rest) => chord_cell a b :: chord_cells rest | _ => [] end.

(** No entry of the search is above 3728/8400. *)
Definition cells : list cell := map (clip 0 3728) (chord_cells knots).

(** Below 9/80, from the least imbalance on: the tangent of x^2 in the middle. *)
Definition tangent_cell (t : Z) : cell :=
  Cell t 945 (- ((t + 945) * (t + 945) * scale / (4 * unit * unit) + 1)) ((t + 945) * scale / (unit * unit)).

Lemma floor_at v k m : (parts * (v * scale / parts - m * k + m * k) <= v * scale)%Z.
Proof. replace (v * scale / parts - m * k + m * k)%Z with (v * scale / parts)%Z by ring. now apply Z.mul_div_le. Qed.

Lemma chord_cell_below a b e : (fst a < fst b)%Z -> IZR (fst a) <= e <= IZR (fst b) ->
  IZR (constant (chord_cell a b)) + IZR (slope (chord_cell a b)) * e <= IZR scale * chord a b (e / IZR unit).
Proof.
  intros L He. set (m := slope (chord_cell a b)). set (c := constant (chord_cell a b)).
  assert (parts * (c + m * fst a) <= snd a * scale)%Z as Ha.
  { eapply Z.le_trans; [|apply (floor_at (snd a) (fst a) m)]. apply Z.mul_le_mono_nonneg_l; [easy|].
    apply Z.add_le_mono_r. apply Z.le_min_l. }
  assert (parts * (c + m * fst b) <= snd b * scale)%Z as Hb.
  { eapply Z.le_trans; [|apply (floor_at (snd b) (fst b) m)]. apply Z.mul_le_mono_nonneg_l; [easy|].
    apply Z.add_le_mono_r. apply Z.le_min_r. }
  clearbody m c. apply IZR_le in Ha, Hb. apply IZR_lt in L as L'.
  rewrite !mult_IZR, plus_IZR, mult_IZR, parts_value in Ha, Hb.
  assert (0 < IZR scale) as S by (apply IZR_lt; reflexivity).
  assert (IZR c + IZR m * IZR (fst a) <= IZR scale * value a) as Va by (unfold value; rewrite parts_value; lra).
  assert (IZR c + IZR m * IZR (fst b) <= IZR scale * value b) as Vb by (unfold value; rewrite parts_value; lra).
  set (x := e / IZR unit). assert (e = IZR unit * x) as E by (unfold x; field; rewrite unit_value; lra).
  assert (place a <= x <= place b) as Hx by (unfold place, x; rewrite unit_value; lra).
  enough ((IZR c + IZR m * e) / IZR scale <= chord a b x) as K.
  { apply (Rmult_le_compat_l (IZR scale)) in K; [|lra]. unfold Rdiv in K.
    rewrite <- Rmult_assoc, Rinv_r_simpl_m in K by lra. exact K. }
  apply chord_ge; auto. apply Rmult_le_reg_l with (IZR scale); [exact S|].
  replace (IZR scale * ((place b - place a) * ((IZR c + IZR m * e) / IZR scale)))
    with ((place b - place a) * (IZR c + IZR m * e)) by (field; lra).
  pose proof (Rmult_le_compat_l (place b - x) _ _ ltac:(lra) Va).
  pose proof (Rmult_le_compat_l (x - place a) _ _ ltac:(lra) Vb).
  replace (IZR (fst a)) with (IZR unit * place a) in * by (unfold place; field; rewrite unit_value; lra).
  replace (IZR (fst b)) with (IZR unit * place b) in * by (unfold place; field; rewrite unit_value; lra).
  rewrite E. lra.
Qed.

Lemma between_cell e : forall l a b, all_above (a :: b :: l) = true -> IZR (fst a) <= e ->
  e <= IZR (fst (last (b :: l) (0, 0)%Z)) ->
  exists c, In c (chord_cells (a :: b :: l)) /\ IZR (low c) <= e <= IZR (high c) /\
    IZR (constant c) + IZR (slope c) * e <= IZR scale * between (a :: b :: l) (e / IZR unit).
Proof.
  induction l as [|k l IH]; intros a b H Ha Hb.
  - exists (chord_cell a b). split; [now left|]. split; [split; assumption|].
    change (between [a; b] (e / IZR unit))
      with (if Rle_dec (e / IZR unit) (place b) then chord a b (e / IZR unit) else between [b] (e / IZR unit)).
    apply andb_prop in H. destruct H as [H _]. apply above_order in H.
    destruct (Rle_dec (e / IZR unit) (place b)) as [L|L]; [now apply chord_cell_below|].
    exfalso. apply L. unfold place. rewrite unit_value. simpl in Hb. lra.
  - change (between (a :: b :: k :: l) (e / IZR unit)) with
      (if Rle_dec (e / IZR unit) (place b) then chord a b (e / IZR unit) else between (b :: k :: l) (e / IZR unit)).
    cbn [all_above] in H. apply andb_prop in H. destruct H as [Hab H]. apply above_order in Hab.
    destruct (Rle_dec (e / IZR unit) (place b)) as [L|L].
    + exists (chord_cell a b). split; [now left|].
      assert (e <= IZR (fst b)) by (unfold place in L; rewrite unit_value in L; lra).
      split; [simpl; lra|]. apply chord_cell_below; [exact Hab|lra].
    + destruct (IH b k) as (c & I & B); auto.
      * unfold place in L. rewrite unit_value in L. lra.
      * exists c. split; [now right|exact B].
Qed.

(** Every entry from 9/80 on is in a cell. *)
Lemma cell_of e : 945 <= e <= 3728 -> exists c, In c cells /\ fits w e c.
Proof.
  intros He. destruct (Rle_lt_dec e 945) as [L|L].
  - exists (clip 0 3728 (chord_cell (945, 2025) (1120, 2025))%Z). split; [left; reflexivity|].
    apply fits_clip; [|lra]. split; [simpl; lra|]. unfold w, weight.
    destruct (Rle_dec (e / IZR unit) (9 / 80)) as [M|M]; [|exfalso; apply M; rewrite unit_value; lra].
    replace e with 945 by lra. rewrite unit_value.
    eapply Rle_trans; [apply (chord_cell_below (945, 2025)%Z (1120, 2025)%Z 945); simpl; [lia|lra]|].
    apply Rmult_le_compat_l; [apply IZR_le; easy|]. rewrite unit_value.
    replace (945 / 8400) with (place (945, 2025)%Z) by reflexivity. rewrite chord_left by reflexivity.
    unfold value, place. rewrite unit_value, parts_value. simpl. lra.
  - destruct (between_cell e (tl (tl knots)) (945, 2025)%Z (1120, 2025)%Z eq_refl) as (c & I & B & W).
    + simpl. lra.
    + simpl. lra.
    + exists (clip 0 3728 c). split; [now apply in_map|]. apply fits_clip; [|simpl in *; lra]. split; [exact B|].
      unfold w, weight. destruct (Rle_dec (e / IZR unit) (9 / 80)) as [M|M]; [|exact W].
      exfalso. rewrite unit_value in M. lra.
Qed.

Lemma tangent_fits t e : IZR t <= e -> 0 <= e -> e <= 945 -> fits w e (tangent_cell t).
Proof.
  intros Ht H0 He. split; [simpl; lra|]. unfold w, weight.
  destruct (Rle_dec (e / IZR unit) (9 / 80)) as [M|M]; [|exfalso; apply M; rewrite unit_value; lra].
  unfold tangent_cell, constant, slope.
  set (s := (t + 945)%Z). set (m := (s * scale / (unit * unit))%Z). set (k := (s * s * scale / (4 * unit * unit))%Z).
  assert (unit * unit * m <= s * scale)%Z as Hm by (apply Z.mul_div_le; reflexivity).
  assert (s * s * scale < 4 * unit * unit * (k + 1))%Z as Hk.
  { unfold k. rewrite Z.add_1_r. now apply Z.mul_succ_div_gt. }
  clearbody s m k. apply IZR_le in Hm. apply IZR_lt in Hk.
  change (4 * unit * unit)%Z with 282240000%Z in Hk.
  rewrite !mult_IZR in Hm, Hk. rewrite plus_IZR in Hk. rewrite opp_IZR, plus_IZR. rewrite unit_value in *.
  set (c := IZR scale) in *. set (r := IZR s) in *.
  assert (0 < c) by (apply IZR_lt; reflexivity).
  pose proof (Rmult_le_compat_l e _ _ H0 Hm). pose proof (Rmult_le_pos c ((2 * e - r) ^ 2) ltac:(lra) (pow2_ge_0 _)).
  lra.
Qed.

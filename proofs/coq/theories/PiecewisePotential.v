(** Potentials made of pieces that meet with their slopes, and the potential of the piecewise lower bound. *)

From Coq Require Import Reals Lra Lia ZArith List Bool.
From TightMax Require Import Vectors Entropy UniversalLower PiecewiseWeight.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures.
Import ListNotations.
Open Scope R_scope.

(** ** Functions that are joined *)

(** A function with its first and its second derivative. *)
Record piece : Type := Piece { at_value : R -> R; at_slope : R -> R; at_bend : R -> R }.

(** A up to the first seam, the next piece up to the next seam, and so on; each piece but the first gets the line
    s + r x that makes it meet the one before with its slope. *)
Fixpoint join (A : piece) (s r : R) (l : list (R * piece)) : R -> R :=
  match l with
  | [] => fun x => at_value A x + s + r * x
  | (c, B) :: rest =>
    let r' := r + at_slope A c - at_slope B c in
    glue c (fun x => at_value A x + s + r * x) (join B (s + at_value A c - at_value B c + (r - r') * c) r' rest)
  end.

Fixpoint join_slopes (A : piece) (r : R) (l : list (R * piece)) : R -> R :=
  match l with
  | [] => fun x => at_slope A x + r
  | (c, B) :: rest => glue c (fun x => at_slope A x + r) (join_slopes B (r + at_slope A c - at_slope B c) rest)
  end.

Fixpoint join_bends (A : piece) (l : list (R * piece)) : R -> R :=
  match l with [] => at_bend A | (c, B) :: rest => glue c (at_bend A) (join_bends B rest) end.

(** The seams rise, and the second derivatives agree there. *)
Fixpoint smooth (A : piece) (l : list (R * piece)) : Prop :=
  match l with
  | [] => True
  | (c, B) :: rest =>
    at_bend A c = at_bend B c /\ match rest with [] => True | (c', _) :: _ => c <= c' end /\ smooth B rest
  end.

(** A piece has its derivatives inside (0, 1). *)
Definition derivable_piece (A : piece) : Prop := forall x, 0 < x < 1 ->
  derivable_pt_lim (at_value A) x (at_slope A x) /\ derivable_pt_lim (at_slope A) x (at_bend A x).

Fixpoint derivable_pieces (A : piece) (l : list (R * piece)) : Prop :=
  derivable_piece A /\ match l with [] => True | (_, B) :: rest => derivable_pieces B rest end.

Lemma join_derivable x : 0 < x < 1 -> forall l A s r, smooth A l -> derivable_pieces A l ->
  derivable_pt_lim (join A s r l) x (join_slopes A r l x).
Proof.
  intros Hx. induction l as [|[c B] l IH]; intros A s r Hs Hd; simpl.
  - destruct Hd as [Hd _]. replace (at_slope A x + r) with (at_slope A x + 0 + r * 1) by ring.
    apply (derivable_pt_lim_plus (fun x => at_value A x + s) (fun x => r * x)).
    + apply derivable_pt_lim_plus; [now apply Hd|apply derivable_pt_lim_const].
    + apply (derivable_pt_lim_scal id). apply derivable_pt_lim_id.
  - simpl in Hs, Hd. destruct Hs as (_ & Hc & Hs), Hd as (HA & Hd). apply glue_derivable.
    + destruct l as [|[c' B'] l]; simpl; [ring|]. rewrite glue_left by exact Hc. ring.
    + destruct l as [|[c' B'] l]; simpl; [ring|]. rewrite glue_left by exact Hc. ring.
    + intros _. replace (at_slope A x + r) with (at_slope A x + 0 + r * 1) by ring.
      apply (derivable_pt_lim_plus (fun x => at_value A x + s) (fun x => r * x)).
      * apply derivable_pt_lim_plus; [now apply HA|apply derivable_pt_lim_const].
      * apply (derivable_pt_lim_scal id). apply derivable_pt_lim_id.
    + intros _. now apply IH.
Qed.

Lemma join_slopes_derivable x : 0 < x < 1 -> forall l A r, smooth A l -> derivable_pieces A l ->
  derivable_pt_lim (join_slopes A r l) x (join_bends A l x).
Proof.
  intros Hx. induction l as [|[c B] l IH]; intros A r Hs Hd; simpl.
  - destruct Hd as [Hd _]. replace (at_bend A x) with (at_bend A x + 0) by ring.
    apply derivable_pt_lim_plus; [now apply Hd|apply derivable_pt_lim_const].
  - simpl in Hs, Hd. destruct Hs as (E & Hc & Hs), Hd as (HA & Hd). apply glue_derivable.
    + destruct l as [|[c' B'] l]; simpl; [ring|]. rewrite glue_left by exact Hc. ring.
    + destruct l as [|[c' B'] l]; simpl; [exact E|]. rewrite glue_left by exact Hc. exact E.
    + intros _. replace (at_bend A x) with (at_bend A x + 0) by ring.
      apply derivable_pt_lim_plus; [now apply HA|apply derivable_pt_lim_const].
    + intros _. now apply IH.
Qed.

(** The value at 1, where the last piece is: what the pieces lack at each seam, carried on along the tangent. *)
Fixpoint value_at_1 (A : piece) (l : list (R * piece)) : R :=
  match l with
  | [] => at_value A 1
  | (c, B) :: rest =>
    (at_value A c - at_value B c) + (at_slope A c - at_slope B c) * (1 - c) + value_at_1 B rest
  end.

Lemma join_beyond m : forall l A s r, Forall (fun b => fst b <= m) l ->
  exists s' r', (forall x, m < x -> join A s r l x = at_value (last (map snd l) A) x + s' + r' * x) /\
    s' + r' = s + r + value_at_1 A l - at_value (last (map snd l) A) 1.
Proof.
  induction l as [|[c B] l IH]; intros A s r H.
  - exists s, r. simpl. split; [reflexivity|ring].
  - inversion H as [|? ? Hc Hl]; subst. simpl in Hc.
    destruct (IH B (s + at_value A c - at_value B c + (r - (r + at_slope A c - at_slope B c)) * c)
      (r + at_slope A c - at_slope B c) Hl) as (s' & r' & E & V).
    assert (last (map snd ((c, B) :: l)) A = last (map snd l) B) as L.
    { destruct l as [|[c' B'] l]; [reflexivity|]. clear. simpl. generalize B'.
      induction l as [|[c2 B2] l IH]; [reflexivity|].
      intros B3. simpl. apply IH. }
    exists s', r'. rewrite L. split.
    + intros x Hx. simpl. unfold glue. destruct (Rle_dec x c) as [C|C]; [lra|]. now apply E.
    + rewrite V. simpl. ring.
Qed.

(** ** The pieces *)

(** Where g is x^2, between two knots, where g is (1 - 2x)^2, and beyond 1/2. *)
Definition first : piece := Piece (fun x => x * ln x + cubic (- 1 / 6) 0 0 0 x)
  (fun x => ln x + 1 + cubic 0 (- 1 / 2) 0 0 x) (fun x => / x + cubic 0 0 (- 1) 0 x).

Definition rise (a b : Z * Z) : R := (value b - value a) / (place b - place a).
Definition start (a b : Z * Z) : R := value a - rise a b * place a.

Definition line (a b : Z * Z) : piece :=
  let (k, m) := (start a b, rise a b) in
  Piece (fun x => (1 - k) * (x * ln x) + cubic 0 (- m / 2) 0 0 x) (fun x => (1 - k) * (ln x + 1) + cubic 0 0 (- m) 0 x)
    (fun x => (1 - k) * / x + cubic 0 0 0 (- m) x).

Definition near_half : piece :=
  Piece (cubic (- 2 / 3) 2 0 0) (cubic 0 (- 2) 4 0) (cubic 0 0 (- 4) 4).

Definition beyond : piece := Piece (fun x => cubic 0 2 0 0 x - (1 - x) * ln (1 - x))
  (fun x => cubic 0 0 4 1 x + ln (1 - x)) (fun x => 4 - / (1 - x)).

Fixpoint lines (l : list (Z * Z)) : list (R * piece) :=
  match l with
  | a :: ((b :: _) as rest) => (place a, line a b) :: lines rest
  | [a] => [(place a, near_half); (1 / 2, beyond)]
  | [] => []
  end.

Definition pieces : list (R * piece) := lines knots.

Lemma derivable_first : derivable_piece first.
Proof.
  intros x Hx. simpl. split.
  - replace (ln x + 1 + cubic 0 (- 1 / 2) 0 0 x) with (ln x + 1 + cubic 0 (3 * (- 1 / 6)) (2 * 0) 0 x)
      by (unfold cubic; field).
    apply derivable_pt_lim_plus; [apply derivable_pt_lim_xlnx; lra|apply derivable_cubic].
  - replace (/ x + cubic 0 0 (- 1) 0 x) with (/ x + 0 + cubic 0 (3 * 0) (2 * (- 1 / 2)) 0 x)
      by (unfold cubic; field; lra).
    apply derivable_pt_lim_plus; [|apply derivable_cubic].
    apply derivable_pt_lim_plus; [now apply derivable_pt_lim_ln|apply derivable_pt_lim_const].
Qed.

Lemma derivable_line a b : derivable_piece (line a b).
Proof.
  intros x Hx. unfold line. set (k := start a b). set (m := rise a b). simpl. split.
  - replace (cubic 0 0 (- m) 0 x) with (cubic 0 (3 * 0) (2 * (- m / 2)) 0 x) by (unfold cubic; field).
    apply derivable_pt_lim_plus; [|apply derivable_cubic].
    apply derivable_pt_lim_scal. apply derivable_pt_lim_xlnx. lra.
  - replace ((1 - k) * / x + cubic 0 0 0 (- m) x)
      with ((1 - k) * (/ x + 0) + cubic 0 (3 * 0) (2 * 0) (- m) x) by (unfold cubic; ring).
    apply derivable_pt_lim_plus; [|apply derivable_cubic]. apply derivable_pt_lim_scal.
    apply derivable_pt_lim_plus; [now apply derivable_pt_lim_ln|apply derivable_pt_lim_const].
Qed.

Lemma derivable_near_half : derivable_piece near_half.
Proof.
  intros x Hx. simpl. split.
  - replace (cubic 0 (- 2) 4 0 x) with (cubic 0 (3 * (- 2 / 3)) (2 * 2) 0 x) by (unfold cubic; field).
    apply derivable_cubic.
  - replace (cubic 0 0 (- 4) 4 x) with (cubic 0 (3 * 0) (2 * (- 2)) 4 x) by (unfold cubic; field).
    apply derivable_cubic.
Qed.

Lemma derivable_beyond : derivable_piece beyond.
Proof.
  intros x Hx. simpl. split.
  - replace (cubic 0 0 4 1 x + ln (1 - x)) with (cubic 0 (3 * 0) (2 * 2) 0 x - - (ln (1 - x) + 1))
      by (unfold cubic; ring).
    apply derivable_pt_lim_minus; [apply derivable_cubic|].
    apply (derivable_reflected (fun y => y * ln y)). apply derivable_pt_lim_xlnx. lra.
  - replace (4 - / (1 - x)) with (cubic 0 (3 * 0) (2 * 0) 4 x + - / (1 - x)) by (unfold cubic; ring).
    apply derivable_pt_lim_plus; [apply derivable_cubic|].
    apply (derivable_reflected ln). apply derivable_pt_lim_ln. lra.
Qed.

Lemma derivable_lines : forall l a A, derivable_piece A -> derivable_pieces A (lines (a :: l)).
Proof.
  induction l as [|b l IH]; intros a A H.
  - split; [exact H|]. split; [apply derivable_near_half|]. split; [apply derivable_beyond|exact I].
  - split; [exact H|]. apply IH. apply derivable_line.
Qed.

(** ** The second derivative *)

(** (1 - g)/x up to 1/2, and 4 - 1/(1 - x) from there on. *)
Definition bend (x : R) : R := if Rle_dec x (1 / 2) then (1 - weight x) / x else 4 - / (1 - x).

Lemma chord_line a b x : (fst a < fst b)%Z -> 0 < x -> at_bend (line a b) x = (1 - chord a b x) / x.
Proof.
  intros L Hx. apply IZR_lt in L.
  assert (0 < place b - place a) as D by (unfold place; rewrite unit_value; lra).
  unfold line, chord, start, rise, cubic. simpl. field. lra.
Qed.

Lemma place_positive a : (0 < fst a)%Z -> 0 < place a.
Proof. intros H. apply IZR_lt in H. unfold place. rewrite unit_value. lra. Qed.

Lemma place_rises a b : (fst a < fst b)%Z -> place a < place b.
Proof. intros H. apply IZR_lt in H. unfold place. rewrite unit_value. lra. Qed.

(** The pieces from a knot on: they meet in the second derivative, and it is that of g. *)
Lemma smooth_lines : forall l a A, all_above (a :: l) = true -> (0 < fst a)%Z ->
  last (a :: l) (0, 0)%Z = (3780, 1600)%Z -> at_bend A (place a) = (1 - value a) / place a -> smooth A (lines (a :: l)).
Proof.
  induction l as [|b l IH]; intros a A H H0 E HA.
  - simpl in E. subst a. simpl. rewrite HA. unfold place, value, cubic. rewrite unit_value, parts_value. simpl.
    repeat split; try lra; field.
  - cbn [all_above] in H. apply andb_prop in H. destruct H as [Hab H]. apply above_order in Hab.
    pose proof (place_positive a H0) as Pa. pose proof (place_rises a b Hab) as Pb.
    change (lines (a :: b :: l)) with ((place a, line a b) :: lines (b :: l)). split; [|split].
    + rewrite HA, chord_line, chord_left by assumption. reflexivity.
    + destruct l; simpl; lra.
    + apply IH; auto; [lia|]. rewrite chord_line, chord_right by (assumption || lra). reflexivity.
Qed.

Lemma bends_of_lines x : 0 < x < 1 -> forall l a b, all_above (a :: b :: l) = true ->
  place (last (b :: l) (0, 0)%Z) < 1 / 2 ->
  join_bends (line a b) (lines (b :: l)) x =
  if Rle_dec x (1 / 2) then (1 - between (a :: b :: l) x) / x else 4 - / (1 - x).
Proof.
  intros Hx. induction l as [|k l IH]; intros a b H Hb; cbn [all_above] in H; apply andb_prop in H;
    destruct H as [Hab H]; apply above_order in Hab.
  - simpl in Hb. change (join_bends (line a b) (lines [b]) x)
      with (glue (place b) (at_bend (line a b)) (glue (1 / 2) (cubic 0 0 (- 4) 4) (fun x => 4 - / (1 - x))) x).
    change (between [a; b] x) with (if Rle_dec x (place b) then chord a b x else (1 - 2 * x) ^ 2).
    unfold glue. destruct (Rle_dec x (place b)), (Rle_dec x (1 / 2)); try lra; [apply chord_line; lra || exact Hab|].
    unfold cubic. field. lra.
  - change (join_bends (line a b) (lines (b :: k :: l)) x)
      with (glue (place b) (at_bend (line a b)) (join_bends (line b k) (lines (k :: l))) x).
    change (between (a :: b :: k :: l) x) with (if Rle_dec x (place b) then chord a b x else between (b :: k :: l) x).
    specialize (IH b k H Hb). unfold glue at 1. destruct (Rle_dec x (place b)) as [C|C]; [|exact IH].
    assert (place b < 1 / 2) as Lb.
    { cut (forall m c, all_above (c :: m) = true -> place c <= place (last (c :: m) (0, 0)%Z)).
      - intros K. pose proof (K (k :: l) b H) as L.
        change (last (b :: k :: l) (0, 0)%Z) with (last (k :: l) (0, 0)%Z) in *. lra.
      - clear. induction m as [|e m IH]; intros c H; [simpl; lra|]. cbn [all_above] in H. apply andb_prop in H.
        destruct H as [H1 H2]. apply above_order, place_rises in H1. specialize (IH e H2).
        change (last (c :: e :: m) (0, 0)%Z) with (last (e :: m) (0, 0)%Z). lra. }
    destruct (Rle_dec x (1 / 2)); [apply chord_line; lra || exact Hab|lra].
Qed.

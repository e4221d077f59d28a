(** Each member of the family of FourMembers.v bends little enough along sign vectors, and sorting the entries makes it
    smaller: three pieces of it, cubic polynomials, are compared with the family near a point. *)

From Coq Require Import Reals Lra Lia Psatz.
From TightMax Require Import FourCurves FourCurvesEnds FourSteps FourThird FourOsculating FourStrip FourMembers.
Open Scope R_scope.

(** How far the largest entry is beyond where the ray begins. *)
Definition beyond (T a b c : R) : R := a + b + c - reach T - 2 * apart T.

(** The best t on each of the three pieces: 0, a third of what is beyond, and all that is there. *)
Definition best (k : nat) (T a b c : R) : R :=
  match k with O => 0 | 1%nat => beyond T a b c / 3 | _ => (b + c) / 2 end.

Definition piece (k : nat) (T a b c : R) : R :=
  cubic T a b c - third T *
    match k with
    | O => 0
    | 1%nat => beyond T a b c ^ 3 / 27
    | _ => ((b + c) / 2) ^ 2 * beyond T a b c - 2 * ((b + c) / 2) ^ 3
    end.

Lemma member_best k T a b c : 0 < T <= T1 -> member T (best k T a b c) a b c = piece k T a b c.
Proof.
  intros H. rewrite (member_form T H). unfold piece, best, beyond. destruct k as [|[|k]]; field.
Qed.

Definition sorted3 (a b c : R) : Prop := - b <= c <= b /\ b <= a.

(** Where the pieces are. *)
Definition on_piece (k : nat) (T a b c : R) : Prop :=
  match k with
  | O => beyond T a b c <= 0
  | 1%nat => 0 < beyond T a b c < 3 * ((b + c) / 2)
  | _ => 0 < beyond T a b c /\ 3 * ((b + c) / 2) <= beyond T a b c
  end.

Lemma some_piece T a b c : exists k, on_piece k T a b c.
Proof.
  destruct (Rle_dec (beyond T a b c) 0) as [H|H]; [now exists 0%nat|].
  destruct (Rlt_dec (beyond T a b c) (3 * ((b + c) / 2))) as [L|L]; [exists 1%nat|exists 2%nat]; simpl; lra.
Qed.

Lemma piece_least k T x a b c : 0 < T <= T1 -> on_piece k T a b c -> 0 <= x <= (b + c) / 2 ->
  piece k T a b c <= member T x a b c.
Proof.
  intros H O Hx. rewrite (member_form T H). pose proof (third_pos T H) as P. unfold piece.
  change (a + b + c - reach T - 2 * apart T) with (beyond T a b c). unfold on_piece in O.
  set (X := beyond T a b c) in *. set (s := (b + c) / 2) in *.
  enough (x ^ 2 * X - 2 * x ^ 3 <=
    match k with O => 0 | 1%nat => X ^ 3 / 27 | _ => s ^ 2 * X - 2 * s ^ 3 end) as G.
  { pose proof (Rmult_le_compat_l (third T) _ _ ltac:(lra) G). lra. }
  destruct k as [|[|k]].
  - assert (0 <= x ^ 2 * (2 * x - X)) by (apply Rmult_le_pos; [apply pow2_ge_0|lra]). lra.
  - assert (0 <= (x - X / 3) ^ 2 * (2 * x + X / 3)) by (apply Rmult_le_pos; [apply pow2_ge_0|lra]). lra.
  - assert (0 <= (s - x) * ((s + x) * (X - 3 * s) + (s - x) * (s + 2 * x))).
    { apply Rmult_le_pos; [lra|]. apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra. }
    lra.
Qed.

(** ** Second differences *)

(** A sign vector of four entries in the coordinates a, b, c. *)
Definition direction (p q w : R) : Prop :=
  exists d1 d2 d3 d4, (d1 = 1 \/ d1 = -1) /\ (d2 = 1 \/ d2 = -1) /\ (d3 = 1 \/ d3 = -1) /\ (d4 = 1 \/ d4 = -1) /\
    p = (d1 + d2 - d3 - d4) / 4 /\ q = (d1 - d2 + d3 - d4) / 4 /\ w = (d1 - d2 - d3 + d4) / 4.

Lemma piece_second k T a b c v p q w :
  piece k T (a + v * p) (b + v * q) (c + v * w) + piece k T (a - v * p) (b - v * q) (c - v * w) - 2 * piece k T a b c =
  v ^ 2 * (p ^ 2 + q ^ 2 + w ^ 2 + 2 * A2 T * (p * w + q * w - p * q) + 2 * third T * (a * q * w + b * p * w + c * p * q) -
    third T * match k with
      | O => 0
      | 1%nat => 2 / 9 * beyond T a b c * (p + q + w) ^ 2
      | _ => beyond T a b c * (q + w) ^ 2 / 2 + (b + c) * (q + w) * (p + q + w) - 3 / 2 * (b + c) * (q + w) ^ 2
      end).
Proof. unfold piece, cubic, beyond. destruct k as [|[|k]]; field. Qed.

(** The last entry does not bend too much, whatever the piece. *)
Lemma last_entry T a b c : 0 < T <= T1 -> reach T <= Rmax (apart T1) b -> sorted3 a b c ->
  third T * (3 * reach T - a - b + c) <= 1.
Proof.
  intros H Hr [Hc Hb]. pose proof (third_pos T H) as P. destruct (third_reach T H) as [_ N].
  pose proof (tau_third T H) as Ht. pose proof (reach_pos T H) as Pr. destruct (Rle_dec (reach T) b) as [B|B].
  - apply Rle_trans with (third T * (2 * reach T)); [apply Rmult_le_compat_l; lra|lra].
  - assert (T = T1) as ->.
    { unfold Rmax in Hr. destruct (Rle_dec (apart T1) b); [lra|].
      destruct (Req_dec T T1) as [E|E]; [exact E|]. pose proof (reach_falls T T1 ltac:(lra) ltac:(lra)) as F.
      rewrite reach_T1 in F. lra. }
    apply Rle_trans with (third T1 * (3 * reach T1)); [apply Rmult_le_compat_l; lra|].
    rewrite reach_T1, third_T1 in *. pose proof apart_T1_pos.
    replace (/ (6 * apart T1) * (3 * apart T1)) with (1 / 2) by (field; lra).
    lra.
Qed.

Lemma piece_bends k T a b c v p q w : 0 < T <= T1 -> reach T <= Rmax (apart T1) b -> (b - c) / 2 <= reach T ->
  sorted3 a b c -> on_piece k T a b c -> direction p q w ->
  piece k T (a + v * p) (b + v * q) (c + v * w) + piece k T (a - v * p) (b - v * q) (c - v * w) <=
    2 * piece k T a b c + v ^ 2.
Proof.
  intros H Hr Hl S O D. pose proof (last_entry T a b c H Hr S) as G. pose proof (piece_second k T a b c v p q w) as E.
  pose proof (tau_third T H) as Ht. pose proof (third_l T H) as L. pose proof (l_pos T H) as Pl.
  pose proof (third_pos T H) as Pn. destruct S as [Sc Sb].
  match type of E with _ = v ^ 2 * ?d => enough (d <= 1) as B end.
  { pose proof (Rmult_le_compat_l (v ^ 2) _ _ (pow2_ge_0 v) B). lra. }
  unfold A2. unfold on_piece in O. set (X := beyond T a b c) in *. set (n := third T) in *.
  assert (a + b + c = X + reach T + 2 * apart T) as EX by (unfold X, beyond; ring).
  assert (n * (a + b + c) = n * X + n * reach T + tau T) as NX by (rewrite EX, <- L; ring).
  assert (n * b <= n * a) as N1 by (apply Rmult_le_compat_l; lra).
  assert (n * (- c) <= n * reach T) as N2 by (apply Rmult_le_compat_l; lra).
  assert (0 <= n * (b + c)) as N3 by (apply Rmult_le_pos; lra).
  destruct D as (d1 & d2 & d3 & d4 & H1 & H2 & H3 & H4 & -> & -> & ->).
  destruct k as [|[|k]].
  - pose proof (Rmult_le_pos n (- X) ltac:(lra) ltac:(lra)).
    destruct H1 as [-> | ->], H2 as [-> | ->], H3 as [-> | ->], H4 as [-> | ->]; lra.
  - assert (0 <= n * X) by (apply Rmult_le_pos; lra). assert (n * X <= n * (3 * ((b + c) / 2))) by (apply Rmult_le_compat_l; lra).
    destruct H1 as [-> | ->], H2 as [-> | ->], H3 as [-> | ->], H4 as [-> | ->]; lra.
  - assert (0 <= n * X) by (apply Rmult_le_pos; lra). assert (n * (3 * ((b + c) / 2)) <= n * X) by (apply Rmult_le_compat_l; lra).
    destruct H1 as [-> | ->], H2 as [-> | ->], H3 as [-> | ->], H4 as [-> | ->]; lra.
Qed.

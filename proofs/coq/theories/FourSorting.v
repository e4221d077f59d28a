(** Near a sorted point the entries may be sorted at no cost: exchanging two entries out of order makes the pieces of
    FourFamily.v no larger. *)

From Coq Require Import Reals Lra Lia Psatz List Permutation.
From TightMax Require Import SemicontinuousMaximum FourCurves FourCurvesEnds FourSteps FourThird FourOsculating.
From TightMax Require Import FourStrip FourMembers FourFamily FourAdjust.
Import ListNotations.
Open Scope R_scope.

Definition sorted4 (x y z w : R) : Prop := y <= x /\ z <= y /\ w <= z.

(** What holds for four numbers in some order, and goes on to hold if neighbours out of order are exchanged, holds for
    them in order. *)
Lemma sorting (Q : R -> R -> R -> R -> Prop) :
  (forall x y z w, Q x y z w -> x < y -> Q y x z w) -> (forall x y z w, Q x y z w -> y < z -> Q x z y w) ->
  (forall x y z w, Q x y z w -> z < w -> Q x y w z) ->
  forall x y z w, Q x y z w -> exists x' y' z' w', Q x' y' z' w' /\ sorted4 x' y' z' w'.
Proof.
  intros S1 S2 S3.
  assert (forall x y z w, Q x y z w -> exists x' y', Q x' y' z w /\ y' <= x') as A.
  { intros x y z w H. destruct (Rle_dec y x) as [L|L]; [now exists x, y|].
    exists y, x. split; [apply S1; [exact H|lra]|lra]. }
  assert (forall x y z w, Q x y z w -> exists x' y' z', Q x' y' z' w /\ y' <= x' /\ z' <= y') as B.
  { intros x y z w H. destruct (A x y z w H) as (x1 & y1 & H1 & L1).
    destruct (Rle_dec z y1) as [L|L]; [exists x1, y1, z; repeat split; assumption|].
    pose proof (S2 _ _ _ _ H1 ltac:(lra)) as H2. destruct (Rle_dec z x1) as [L'|L'].
    - exists x1, z, y1. repeat split; [exact H2|exact L'|lra].
    - exists z, x1, y1. repeat split; [apply S1; [exact H2|lra]|lra|exact L1]. }
  intros x y z w H. destruct (B x y z w H) as (x1 & y1 & z1 & H1 & L1 & L2).
  destruct (Rle_dec w z1) as [L|L]; [exists x1, y1, z1, w; repeat split; assumption|].
  pose proof (S3 _ _ _ _ H1 ltac:(lra)) as H2. destruct (Rle_dec w y1) as [L'|L'].
  { exists x1, y1, w, z1. repeat split; [exact H2|exact L1|exact L'|lra]. }
  pose proof (S2 _ _ _ _ H2 ltac:(lra)) as H3. destruct (Rle_dec w x1) as [L''|L''].
  { exists x1, w, y1, z1. repeat split; [exact H3|exact L''|lra|exact L2]. }
  exists w, x1, y1, z1. repeat split; [apply S1; [exact H3|lra]|lra|exact L1|exact L2].
Qed.

(** ** Coordinates *)

Definition ca (x y z w : R) : R := (x + y - z - w) / 4.
Definition cb (x y z w : R) : R := (x - y + z - w) / 4.
Definition cc (x y z w : R) : R := (x - y - z + w) / 4.
Definition mean (x y z w : R) : R := (x + y + z + w) / 4.

Definition piece4 (k : nat) (T x y z w : R) : R := mean x y z w + piece k T (ca x y z w) (cb x y z w) (cc x y z w).

Lemma sorted4_3 x y z w : sorted4 x y z w -> sorted3 (ca x y z w) (cb x y z w) (cc x y z w).
Proof. unfold sorted4, sorted3, ca, cb, cc. lra. Qed.

Lemma largest_coordinates x y z w : mean x y z w + (ca x y z w + cb x y z w + cc x y z w) = x.
Proof. unfold mean, ca, cb, cc. field. Qed.

Definition close (v : R) (x y z w x' y' z' w' : R) : Prop :=
  Rabs (x' - x) <= v /\ Rabs (y' - y) <= v /\ Rabs (z' - z) <= v /\ Rabs (w' - w) <= v.

Lemma close_coordinates v x y z w x' y' z' w' : close v x y z w x' y' z' w' ->
  Rabs (ca x' y' z' w' - ca x y z w) <= v /\ Rabs (cb x' y' z' w' - cb x y z w) <= v /\
  Rabs (cc x' y' z' w' - cc x y z w) <= v.
Proof.
  intros (H1 & H2 & H3 & H4). apply Rabs_le_inv in H1, H2, H3, H4. unfold ca, cb, cc.
  repeat split; apply Rabs_le; lra.
Qed.

(** ** Exchanges *)

Lemma exchange_1 k T x y z w : k <> 1%nat -> piece4 k T y x z w = piece4 k T x y z w.
Proof.
  intros N. unfold piece4, piece, cubic, beyond, mean, ca, cb, cc. destruct k as [|[|k]]; [field|lia|field].
Qed.

Lemma exchange_2 k T x y z w : (k < 2)%nat -> piece4 k T x z y w = piece4 k T x y z w.
Proof.
  intros N. unfold piece4, piece, cubic, beyond, mean, ca, cb, cc. destruct k as [|[|k]]; [field|field|lia].
Qed.

Lemma exchange_3 k T x y z w :
  piece4 k T x y z w - piece4 k T x y w z = (w - z) * (2 * A1 T + ca x y z w * A2 T).
Proof.
  unfold piece4, piece, cubic, beyond, mean, ca, cb, cc. destruct k as [|[|k]]; field.
Qed.

(** Numbers are equal or have a gap. *)
Lemma gap p q : exists r, 0 < r /\ forall v, v < r -> q <= p -> p - q <= 2 * v -> p = q.
Proof.
  destruct (Rle_dec p q) as [L|L].
  - exists 1. split; [lra|]. intros; lra.
  - exists ((p - q) / 2). split; [lra|]. intros; lra.
Qed.

Lemma kink_near T a b : 0 < T <= T1 -> reach T <= Rmax (apart T1) b -> b <= a ->
  exists r, 0 < r /\ forall a', a - r < a' -> 0 <= 2 * A1 T + a' * A2 T.
Proof.
  intros H Hr Hb. destruct (Req_dec T T1) as [->|N].
  - exists 1. split; [lra|]. intros. rewrite A1_T1, A2_T1. lra.
  - pose proof (reach_falls T T1 ltac:(lra) ltac:(lra)) as F. rewrite reach_T1 in F.
    assert (reach T <= a) as Ha by (unfold Rmax in Hr; destruct (Rle_dec (apart T1) b); lra).
    pose proof (kink T a ltac:(lra) Ha) as K. pose proof (A2_sign T H) as S.
    exists ((2 * A1 T + a * A2 T) / (A2 T + 1)). split; [apply Rdiv_lt_0_compat; lra|]. intros a' L.
    set (q := (2 * A1 T + a * A2 T) / (A2 T + 1)) in *.
    assert (q * (A2 T + 1) = 2 * A1 T + a * A2 T) as Q by (unfold q; field; lra).
    assert (0 < q) as Pq by (apply Rdiv_lt_0_compat; lra).
    pose proof (Rmult_le_compat_r (A2 T) (a - q) a' S ltac:(lra)). lra.
Qed.

(** Where entries are equal that two pieces treat in different ways, these pieces are not. *)
Lemma no_tie_1 T a b c : on_piece 1 T a b c -> 0 < b + c.
Proof. simpl. lra. Qed.

Lemma no_tie_2 k T a b c : (2 <= k)%nat -> 0 < T <= T1 -> on_piece k T a b c -> (b - c) / 2 <= reach T -> b < a.
Proof.
  intros Hk H O L. pose proof T1_range. pose proof (apart_pos T ltac:(lra)).
  destruct k as [|[|k]]; [lia|lia|]. unfold on_piece, beyond in O. lra.
Qed.

Lemma sort_near k T x y z w : admitted T (cb x y z w) (cc x y z w) -> sorted4 x y z w ->
  on_piece k T (ca x y z w) (cb x y z w) (cc x y z w) ->
  exists r, 0 < r /\ forall v x' y' z' w', 0 <= v < r -> close v x y z w x' y' z' w' ->
    exists x1 y1 z1 w1, sorted4 x1 y1 z1 w1 /\ Permutation [x'; y'; z'; w'] [x1; y1; z1; w1] /\
      close v x y z w x1 y1 z1 w1 /\ piece4 k T x1 y1 z1 w1 <= piece4 k T x' y' z' w'.
Proof.
  intros (HT & Hu & Hl) So O. pose proof (sorted4_3 _ _ _ _ So) as [Sc Sb].
  destruct (gap x y) as [r1 [R1 G1]]. destruct (gap y z) as [r2 [R2 G2]]. destruct (gap z w) as [r3 [R3 G3]].
  destruct (kink_near T (ca x y z w) (cb x y z w) HT Hu Sb) as [r4 [R4 G4]].
  exists (Rmin (Rmin r1 r2) (Rmin r3 r4)). split; [repeat apply Rmin_pos; assumption|]. intros v x' y' z' w' Hv C.
  pose proof (Rmin_l (Rmin r1 r2) (Rmin r3 r4)). pose proof (Rmin_r (Rmin r1 r2) (Rmin r3 r4)).
  pose proof (Rmin_l r1 r2). pose proof (Rmin_r r1 r2). pose proof (Rmin_l r3 r4). pose proof (Rmin_r r3 r4).
  destruct So as (So1 & So2 & So3).
  destruct (sorting (fun x1 y1 z1 w1 => Permutation [x'; y'; z'; w'] [x1; y1; z1; w1] /\
    close v x y z w x1 y1 z1 w1 /\ piece4 k T x1 y1 z1 w1 <= piece4 k T x' y' z' w'))
    with (x := x') (y := y') (z := z') (w := w')
    as (x1 & y1 & z1 & w1 & (P & C1 & L) & So'); [..|exists x1, y1, z1, w1; exact (conj So' (conj P (conj C1 L)))].
  - intros x1 y1 z1 w1 (P & (C1 & C2 & C3 & C4) & L) Lt. apply Rabs_le_inv in C1, C2.
    assert (x = y) as E by (apply (G1 v); lra).
    split; [eapply perm_trans; [exact P|apply perm_swap]|split].
    + split; [apply Rabs_le; lra|split; [apply Rabs_le; lra|split; assumption]].
    + rewrite exchange_1; [exact L|]. intros ->. pose proof (no_tie_1 _ _ _ _ O) as N. unfold cb, cc in N. lra.
  - intros x1 y1 z1 w1 (P & (C1 & C2 & C3 & C4) & L) Lt. apply Rabs_le_inv in C2, C3.
    assert (y = z) as E by (apply (G2 v); lra).
    split; [eapply perm_trans; [exact P|apply perm_skip, perm_swap]|split].
    + split; [assumption|split; [apply Rabs_le; lra|split; [apply Rabs_le; lra|assumption]]].
    + rewrite exchange_2; [exact L|]. destruct (Nat.lt_ge_cases k 2) as [K|K]; [exact K|].
      pose proof (no_tie_2 k T _ _ _ K HT O Hl) as N. unfold ca, cb in N. lra.
  - intros x1 y1 z1 w1 (P & C' & L) Lt. pose proof C' as (C1 & C2 & C3 & C4).
    destruct (close_coordinates _ _ _ _ _ _ _ _ _ C') as [A _]. apply Rabs_le_inv in A, C3, C4.
    assert (z = w) as E by (apply (G3 v); lra).
    split; [eapply perm_trans; [exact P|do 2 apply perm_skip; apply perm_swap]|split].
    + split; [assumption|split; [assumption|split; apply Rabs_le; lra]].
    + pose proof (exchange_3 k T x1 y1 z1 w1) as X. pose proof (G4 (ca x1 y1 z1 w1) ltac:(lra)) as Y.
      pose proof (Rmult_le_pos (w1 - z1) _ ltac:(lra) Y). lra.
  - split; [apply Permutation_refl|split; [exact C|lra]].
Qed.

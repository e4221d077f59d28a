(** The function of the upper half at d = 4, the least admitted member at the sorted entries: it is above the maximum,
    and where the least member is attained it bends little enough along sign vectors. *)

From Coq Require Import Reals Lra Lia Psatz List Permutation.
From TightMax Require Import Vectors Converse SemicontinuousMaximum GoodFunctions.
From TightMax Require Import FourCurves FourCurvesEnds FourSteps FourThird FourOsculating FourStrip FourMembers FourFamily.
From TightMax Require Import FourAdjust FourSorting.
Import ListNotations.
Open Scope R_scope.

(** ** The sorted entries *)

Definition n1 (x : vec) : R := Rmax (Rmax (x 0%nat) (x 1%nat)) (Rmax (x 2%nat) (x 3%nat)).
Definition n4 (x : vec) : R := Rmin (Rmin (x 0%nat) (x 1%nat)) (Rmin (x 2%nat) (x 3%nat)).
Definition m1 (x : vec) : R := Rmin (Rmax (x 0%nat) (x 1%nat)) (Rmax (x 2%nat) (x 3%nat)).
Definition m2 (x : vec) : R := Rmax (Rmin (x 0%nat) (x 1%nat)) (Rmin (x 2%nat) (x 3%nat)).
Definition n2 (x : vec) : R := Rmax (m1 x) (m2 x).
Definition n3 (x : vec) : R := Rmin (m1 x) (m2 x).

Definition xa (x : vec) : R := ca (n1 x) (n2 x) (n3 x) (n4 x).
Definition xb (x : vec) : R := cb (n1 x) (n2 x) (n3 x) (n4 x).
Definition xc (x : vec) : R := cc (n1 x) (n2 x) (n3 x) (n4 x).
Definition xmean (x : vec) : R := mean (n1 x) (n2 x) (n3 x) (n4 x).

Lemma order_swap p q : Permutation [p; q] [Rmax p q; Rmin p q].
Proof.
  unfold Rmax, Rmin. destruct (Rle_dec p q); [apply perm_swap|apply Permutation_refl].
Qed.

Lemma sorted_permutation x : Permutation [x 0%nat; x 1%nat; x 2%nat; x 3%nat] [n1 x; n2 x; n3 x; n4 x].
Proof.
  set (p1 := Rmax (x 0%nat) (x 1%nat)). set (p2 := Rmin (x 0%nat) (x 1%nat)).
  set (p3 := Rmax (x 2%nat) (x 3%nat)). set (p4 := Rmin (x 2%nat) (x 3%nat)).
  apply perm_trans with [p1; p2; p3; p4].
  { apply (Permutation_app (order_swap (x 0%nat) (x 1%nat)) (order_swap (x 2%nat) (x 3%nat))). }
  apply perm_trans with [p1; p3; p2; p4]; [apply perm_skip, perm_swap|].
  apply perm_trans with [n1 x; m1 x; m2 x; n4 x].
  { apply (Permutation_app (order_swap p1 p3) (order_swap p2 p4)). }
  apply perm_skip. apply (Permutation_app (order_swap (m1 x) (m2 x)) (Permutation_refl [n4 x])).
Qed.

Lemma sorted_entries x : sorted4 (n1 x) (n2 x) (n3 x) (n4 x).
Proof.
  unfold sorted4, n2, n3, n1, n4, m1, m2.
  set (p1 := Rmax (x 0%nat) (x 1%nat)). set (p2 := Rmin (x 0%nat) (x 1%nat)).
  set (p3 := Rmax (x 2%nat) (x 3%nat)). set (p4 := Rmin (x 2%nat) (x 3%nat)).
  assert (p2 <= p1) by (eapply Rle_trans; [apply Rmin_l|apply Rmax_l]).
  assert (p4 <= p3) by (eapply Rle_trans; [apply Rmin_l|apply Rmax_l]).
  unfold Rmax, Rmin. repeat split; repeat match goal with |- context [Rle_dec ?p ?q] => destruct (Rle_dec p q) end; lra.
Qed.

Lemma first_unique (x x' : R) l l' : Permutation (x :: l) (x' :: l') -> (forall y, In y l -> y <= x) ->
  (forall y, In y l' -> y <= x') -> x = x'.
Proof.
  intros P A B. apply Rle_antisym.
  - assert (In x (x' :: l')) as I by (apply (Permutation_in _ P); now left). destruct I as [->|I]; [lra|now apply B].
  - assert (In x' (x :: l)) as I by (apply (Permutation_in _ (Permutation_sym P)); now left).
    destruct I as [->|I]; [lra|now apply A].
Qed.

Lemma sorted_unique x y z w x' y' z' w' : Permutation [x; y; z; w] [x'; y'; z'; w'] -> sorted4 x y z w ->
  sorted4 x' y' z' w' -> x = x' /\ y = y' /\ z = z' /\ w = w'.
Proof.
  intros P (A1 & A2 & A3) (B1 & B2 & B3).
  assert (x = x') as -> by (apply (first_unique _ _ _ _ P); simpl; intuition (subst; lra)).
  apply Permutation_cons_inv in P.
  assert (y = y') as -> by (apply (first_unique _ _ _ _ P); simpl; intuition (subst; lra)).
  apply Permutation_cons_inv in P.
  assert (z = z') as -> by (apply (first_unique _ _ _ _ P); simpl; intuition (subst; lra)).
  apply Permutation_cons_inv in P. apply Permutation_length_1 in P. auto.
Qed.

Lemma sorted_of_permutation (v : vec) x y z w :
  Permutation [v 0%nat; v 1%nat; v 2%nat; v 3%nat] [x; y; z; w] -> sorted4 x y z w ->
  n1 v = x /\ n2 v = y /\ n3 v = z /\ n4 v = w.
Proof.
  intros P S. apply sorted_unique; [|apply sorted_entries|exact S].
  eapply perm_trans; [apply Permutation_sym, sorted_permutation|exact P].
Qed.

(** ** The function *)

Definition member_at (x : vec) (T t : R) : Prop := admitted T (xb x) (xc x) /\ 0 <= t <= (xb x + xc x) / 2.
Definition member_value (x : vec) (T t : R) : R := xmean x + member T t (xa x) (xb x) (xc x).

Definition four (x : vec) : R := - supremum (fun r => exists T t, member_at x T t /\ r = - member_value x T t).

Lemma sorted_coordinates x : sorted3 (xa x) (xb x) (xc x).
Proof. apply sorted4_3, sorted_entries. Qed.

Lemma above_first x T t : member_at x T t -> n1 x <= member_value x T t.
Proof.
  intros [(H & Hu & Hl) Ht]. destruct (sorted_coordinates x) as [Sc Sb].
  pose proof (member_above T H t (xa x) (xb x) (xc x) Hu Hl Sc Sb Ht) as A.
  pose proof (largest_coordinates (n1 x) (n2 x) (n3 x) (n4 x)) as E. unfold member_value, xmean, xa, xb, xc in *. lra.
Qed.

Lemma member_exists x : exists T, member_at x T 0.
Proof.
  destruct (sorted_coordinates x) as [Sc Sb].
  destruct (reach_reaches (Rmax (apart T1) (xb x)) (Rmax_l _ _)) as [T [H E]]. exists T.
  split; [split; [exact H|split; rewrite E; [lra|]]|lra]. eapply Rle_trans; [|apply Rmax_r]. lra.
Qed.

Lemma four_lub x : is_lub (fun r => exists T t, member_at x T t /\ r = - member_value x T t) (- four x).
Proof.
  unfold four. rewrite Ropp_involutive. apply supremum_lub.
  - exists (- n1 x). intros r (T & t & H & ->). pose proof (above_first x T t H). lra.
  - destruct (member_exists x) as [T H]. now exists (- member_value x T 0), T, 0.
Qed.

Lemma four_below x T t : member_at x T t -> four x <= member_value x T t.
Proof.
  intros H. destruct (four_lub x) as [U _].
  pose proof (U _ (ex_intro _ T (ex_intro _ t (Logic.conj H eq_refl)))). lra.
Qed.

Lemma four_greatest x B : (forall T t, member_at x T t -> B <= member_value x T t) -> B <= four x.
Proof.
  intros H. destruct (four_lub x) as [_ L]. enough (- four x <= - B) by lra. apply L.
  intros r (T & t & M & ->). specialize (H T t M). lra.
Qed.

Lemma four_ext x y : (forall i, (i < 4)%nat -> x i = y i) -> four x = four y.
Proof.
  intros H. assert (n1 x = n1 y /\ n2 x = n2 y /\ n3 x = n3 y /\ n4 x = n4 y) as (E1 & E2 & E3 & E4).
  { unfold n1, n2, n3, n4, m1, m2. rewrite !H by lia. auto. }
  unfold four, member_at, member_value, xa, xb, xc, xmean. now rewrite E1, E2, E3, E4.
Qed.

Lemma four_above x : largest 4 x <= four x.
Proof.
  apply Rle_trans with (n1 x); [|apply four_greatest; intros T t; apply above_first].
  simpl. unfold n1. repeat apply Rmax_lub.
  - eapply Rle_trans; [apply Rmax_l|apply Rmax_l].
  - eapply Rle_trans; [apply Rmax_r|apply Rmax_l].
  - eapply Rle_trans; [apply Rmax_l|apply Rmax_r].
  - eapply Rle_trans; [apply Rmax_r|apply Rmax_r].
Qed.

Lemma four_zero : four zero <= value0.
Proof.
  assert (n1 zero = 0 /\ n2 zero = 0 /\ n3 zero = 0 /\ n4 zero = 0) as (E1 & E2 & E3 & E4).
  { unfold n1, n2, n3, n4, m1, m2, zero, Rmax, Rmin. repeat destruct (Rle_dec _ _); lra. }
  assert (xa zero = 0 /\ xb zero = 0 /\ xc zero = 0 /\ xmean zero = 0) as (Ea & Eb & Ec & Em).
  { unfold xa, xb, xc, xmean, ca, cb, cc, mean. rewrite E1, E2, E3, E4. repeat split; field. }
  pose proof T1_range. pose proof apart_T1_pos.
  apply Rle_trans with (member_value zero T1 0).
  - apply four_below. unfold member_at, admitted. rewrite Eb, Ec, reach_T1.
    split; [split; [lra|split; [apply Rmax_l|lra]]|lra].
  - unfold member_value, member, cubic. rewrite Ea, Eb, Ec, Em, A0_T1. right. field.
Qed.

(** ** Near a point *)

Lemma four_near k T x y z w : admitted T (cb x y z w) (cc x y z w) -> sorted4 x y z w ->
  on_piece k T (ca x y z w) (cb x y z w) (cc x y z w) ->
  exists r C, 0 < r /\ 0 <= C /\ forall v x' y' z' w' p, 0 <= v < r -> close v x y z w x' y' z' w' ->
    Permutation [p 0%nat; p 1%nat; p 2%nat; p 3%nat] [x'; y'; z'; w'] -> four p <= piece4 k T x' y' z' w' + C * v ^ 3.
Proof.
  intros A So O. pose proof A as (HT & Hu & Hl). destruct (sort_near k T x y z w A So O) as [r1 [R1 N1]].
  pose proof T1_range as [RT _]. pose proof (apart_pos T ltac:(lra)) as Pa.
  set (a := ca x y z w) in *. set (b := cb x y z w) in *. set (c := cc x y z w) in *.
  assert (exists r2, 0 < r2 /\ forall v a' b' c', 0 <= v < r2 -> Rabs (a' - a) <= v -> Rabs (b' - b) <= v ->
    Rabs (c' - c) <= v -> sorted3 a' b' c' -> 0 <= best k T a' b' c' <= (b' + c') / 2 /\
      (best k T a' b' c' = 0 \/ reach T + 2 * best k T a' b' c' <= a' + b' + c')) as [r2 [R2 N2]].
  { unfold on_piece, beyond in O. unfold best, beyond. destruct k as [|[|k]].
    - exists 1. split; [lra|]. intros v a' b' c' Hv Da Db Dc [Sc Sb]. split; [lra|now left].
    - set (X := a + b + c - reach T - 2 * apart T) in *.
      exists (Rmin X (3 * ((b + c) / 2) - X) / 8).
      split; [assert (0 < Rmin X (3 * ((b + c) / 2) - X)) by (apply Rmin_pos; lra); lra|].
      intros v a' b' c' Hv Da Db Dc _. apply Rabs_le_inv in Da, Db, Dc.
      pose proof (Rmin_l X (3 * ((b + c) / 2) - X)). pose proof (Rmin_r X (3 * ((b + c) / 2) - X)). unfold X in *.
      split; [lra|right; lra].
    - exists (apart T / 3). split; [lra|]. intros v a' b' c' Hv Da Db Dc [Sc Sb]. apply Rabs_le_inv in Da, Db, Dc.
      split; [lra|right; lra]. }
  set (K := 1 + Rabs (reach T) + Rabs a + Rabs c).
  pose proof (Rabs_pos (reach T)). pose proof (Rabs_pos a). pose proof (Rabs_pos c).
  pose proof (Rle_abs (reach T)). pose proof (Rle_abs a). pose proof (Rle_abs c).
  exists (Rmin 1 (Rmin r1 r2)), (48 * K). split; [repeat apply Rmin_pos; lra|]. split; [unfold K; lra|].
  intros v x' y' z' w' p Hv C P.
  pose proof (Rmin_l 1 (Rmin r1 r2)). pose proof (Rmin_r 1 (Rmin r1 r2)). pose proof (Rmin_l r1 r2). pose proof (Rmin_r r1 r2).
  destruct (N1 v x' y' z' w' ltac:(lra) C) as (x1 & y1 & z1 & w1 & S1 & P1 & C1 & L1).
  destruct (close_coordinates _ _ _ _ _ _ _ _ _ C1) as (Da & Db & Dc). fold a in Da. fold b in Db. fold c in Dc.
  pose proof (sorted4_3 _ _ _ _ S1) as S3.
  destruct (N2 v _ _ _ ltac:(lra) Da Db Dc S3) as [B1 B2].
  destruct (adjust T a b c K v (best k T (ca x1 y1 z1 w1) (cb x1 y1 z1 w1) (cc x1 y1 z1 w1)) (ca x1 y1 z1 w1) (cb x1 y1 z1 w1)
    (cc x1 y1 z1 w1)) as [S [A' M]]; try assumption; try (unfold K; lra).
  - apply (sorted4_3 _ _ _ _ So).
  - destruct (sorted_of_permutation p x1 y1 z1 w1 (perm_trans P P1) S1) as (E1 & E2 & E3 & E4).
    rewrite (member_best k T _ _ _ HT) in M.
    apply Rle_trans with (member_value p S (best k T (ca x1 y1 z1 w1) (cb x1 y1 z1 w1) (cc x1 y1 z1 w1))).
    + apply four_below. unfold member_at, xb, xc. rewrite E1, E2, E3, E4. split; assumption.
    + unfold member_value, xmean, xa, xb, xc. rewrite E1, E2, E3, E4. unfold piece4 in L1 |- *. lra.
Qed.

(** Sorting a point and carrying a sign vector along. *)
Lemma sorted_direction (x s : vec) : signs s -> exists y1 y2 y3 y4 d1 d2 d3 d4,
  sorted4 y1 y2 y3 y4 /\ (d1 = 1 \/ d1 = -1) /\ (d2 = 1 \/ d2 = -1) /\ (d3 = 1 \/ d3 = -1) /\ (d4 = 1 \/ d4 = -1) /\
  forall u, Permutation [x 0%nat + u * s 0%nat; x 1%nat + u * s 1%nat; x 2%nat + u * s 2%nat; x 3%nat + u * s 3%nat]
    [y1 + u * d1; y2 + u * d2; y3 + u * d3; y4 + u * d4].
Proof.
  intros Hs.
  destruct (sorting (fun y1 y2 y3 y4 => exists d1 d2 d3 d4,
    (d1 = 1 \/ d1 = -1) /\ (d2 = 1 \/ d2 = -1) /\ (d3 = 1 \/ d3 = -1) /\ (d4 = 1 \/ d4 = -1) /\
    forall u, Permutation [x 0%nat + u * s 0%nat; x 1%nat + u * s 1%nat; x 2%nat + u * s 2%nat; x 3%nat + u * s 3%nat]
      [y1 + u * d1; y2 + u * d2; y3 + u * d3; y4 + u * d4])) with (x := x 0%nat) (y := x 1%nat) (z := x 2%nat) (w := x 3%nat)
    as (y1 & y2 & y3 & y4 & (d1 & d2 & d3 & d4 & H1 & H2 & H3 & H4 & P) & S).
  - intros a b c d (d1 & d2 & d3 & d4 & H1 & H2 & H3 & H4 & P) _. exists d2, d1, d3, d4.
    do 4 (split; [assumption|]). intros u. eapply perm_trans; [apply P|apply perm_swap].
  - intros a b c d (d1 & d2 & d3 & d4 & H1 & H2 & H3 & H4 & P) _. exists d1, d3, d2, d4.
    do 4 (split; [assumption|]). intros u. eapply perm_trans; [apply P|apply perm_skip, perm_swap].
  - intros a b c d (d1 & d2 & d3 & d4 & H1 & H2 & H3 & H4 & P) _. exists d1, d2, d4, d3.
    do 4 (split; [assumption|]). intros u. eapply perm_trans; [apply P|do 2 apply perm_skip; apply perm_swap].
  - exists (s 0%nat), (s 1%nat), (s 2%nat), (s 3%nat). do 4 (split; [apply Hs|]). intros u. apply Permutation_refl.
  - exists y1, y2, y3, y4, d1, d2, d3, d4. do 5 (split; [assumption|]). exact P.
Qed.

(** Where the least member is attained, second differences along sign vectors are hardly more than the square. *)
Lemma four_bends x s T t : signs s -> member_at x T t -> member_value x T t <= four x ->
  forall e, 0 < e -> exists r, 0 < r /\ forall u, 0 < u < r ->
    four (add x (scale u s)) + four (add x (scale (- u) s)) <= 2 * four x + (1 + e) * u ^ 2.
Proof.
  intros Hs [A Ht] L e He. pose proof A as (HT & Hu & Hl).
  destruct (sorted_direction x s Hs) as (y1 & y2 & y3 & y4 & d1 & d2 & d3 & d4 & So & H1 & H2 & H3 & H4 & P).
  pose proof (P 0) as P0. rewrite !Rmult_0_l, !Rplus_0_r in P0.
  destruct (sorted_of_permutation x y1 y2 y3 y4 P0 So) as (E1 & E2 & E3 & E4).
  unfold xb, xc in A, Ht, Hu, Hl. unfold member_value, xmean, xa, xb, xc in L. rewrite E1, E2, E3, E4 in *.
  destruct (some_piece T (ca y1 y2 y3 y4) (cb y1 y2 y3 y4) (cc y1 y2 y3 y4)) as [k O].
  pose proof (piece_least k T t _ _ _ HT O Ht) as Lp.
  destruct (four_near k T y1 y2 y3 y4 A So O) as (r & C & R & HC & N).
  assert (0 < e / (2 * C + 1)) as Re by (apply Rdiv_lt_0_compat; lra).
  exists (Rmin r (e / (2 * C + 1))). split; [now apply Rmin_pos|]. intros u Hu'.
  pose proof (Rmin_l r (e / (2 * C + 1))) as M1. pose proof (Rmin_r r (e / (2 * C + 1))) as M2.
  assert (forall w, Rabs w <= u -> close u y1 y2 y3 y4 (y1 + w * d1) (y2 + w * d2) (y3 + w * d3) (y4 + w * d4)) as Cl.
  { intros w Hw. apply Rabs_le_inv in Hw. unfold close.
    repeat split; apply Rabs_le;
      [destruct H1 as [-> | ->]|destruct H2 as [-> | ->]|destruct H3 as [-> | ->]|destruct H4 as [-> | ->]]; lra. }
  pose proof (N u _ _ _ _ (add x (scale u s)) ltac:(lra) (Cl u ltac:(apply Rabs_le; lra)) (P u)) as F1.
  pose proof (N u _ _ _ _ (add x (scale (- u) s)) ltac:(lra) (Cl (- u) ltac:(apply Rabs_le; lra)) (P (- u))) as F2.
  pose proof (piece_bends k T (ca y1 y2 y3 y4) (cb y1 y2 y3 y4) (cc y1 y2 y3 y4) u (ca d1 d2 d3 d4) (cb d1 d2 d3 d4)
    (cc d1 d2 d3 d4) HT Hu Hl (sorted4_3 _ _ _ _ So) O) as B.
  assert (direction (ca d1 d2 d3 d4) (cb d1 d2 d3 d4) (cc d1 d2 d3 d4)) as D
    by (exists d1, d2, d3, d4; repeat split; assumption).
  specialize (B D).
  assert (forall w, piece4 k T (y1 + w * d1) (y2 + w * d2) (y3 + w * d3) (y4 + w * d4) =
    mean y1 y2 y3 y4 + w * mean d1 d2 d3 d4 +
    piece k T (ca y1 y2 y3 y4 + w * ca d1 d2 d3 d4) (cb y1 y2 y3 y4 + w * cb d1 d2 d3 d4)
      (cc y1 y2 y3 y4 + w * cc d1 d2 d3 d4)) as Ex.
  { intros w. unfold piece4.
    replace (ca (y1 + w * d1) (y2 + w * d2) (y3 + w * d3) (y4 + w * d4))
      with (ca y1 y2 y3 y4 + w * ca d1 d2 d3 d4) by (unfold ca; field).
    replace (cb (y1 + w * d1) (y2 + w * d2) (y3 + w * d3) (y4 + w * d4))
      with (cb y1 y2 y3 y4 + w * cb d1 d2 d3 d4) by (unfold cb; field).
    replace (cc (y1 + w * d1) (y2 + w * d2) (y3 + w * d3) (y4 + w * d4))
      with (cc y1 y2 y3 y4 + w * cc d1 d2 d3 d4) by (unfold cc; field).
    unfold mean; field. }
  rewrite Ex in F1, F2.
  replace (ca y1 y2 y3 y4 + - u * ca d1 d2 d3 d4) with (ca y1 y2 y3 y4 - u * ca d1 d2 d3 d4) in F2 by ring.
  replace (cb y1 y2 y3 y4 + - u * cb d1 d2 d3 d4) with (cb y1 y2 y3 y4 - u * cb d1 d2 d3 d4) in F2 by ring.
  replace (cc y1 y2 y3 y4 + - u * cc d1 d2 d3 d4) with (cc y1 y2 y3 y4 - u * cc d1 d2 d3 d4) in F2 by ring.
  assert (2 * C * u <= e) as U.
  { assert ((2 * C + 1) * u <= (2 * C + 1) * (e / (2 * C + 1))) as Q by (apply Rmult_le_compat_l; lra).
    replace ((2 * C + 1) * (e / (2 * C + 1))) with e in Q by (field; lra). lra. }
  pose proof (Rmult_le_compat_r (u ^ 2) _ _ (pow2_ge_0 u) U) as U2. lra.
Qed.

(** Weighted moves: a checker of rational certificates of lower bounds, and the proof that what it accepts is
    true. All its arithmetic is on integers, over the common denominators of the points and of the masses. *)

From Coq Require Import Reals Lra Lia Arith ZArith QArith Qreals List Permutation Orders Mergesort.
From TightMax Require Import Vectors Smoothing Jensen.
Import ListNotations.
Open Scope Z_scope.

(** A move takes mass from a point to others that average to it: z to each of the points listed with z. *)
Record move := Move { start : list Z; targets : list (Z * list (list Z)) }.

Definition outcomes (m : move) : list (Z * list Z) :=
  flat_map (fun t => map (fun y => (fst t, y)) (snd t)) (targets m).

(** The point with the entries z_i / parts is given by the integers z_i. Masses are in any one unit; flow is
    the mass that leaves the centre for good and arrives at the vertices. *)
Record certificate := Certificate { parts : Z; flow : Z; moves : list move }.

(** ** The checker *)

Definition entry (z : list Z) (i : nat) : Z := nth i z 0.

Fixpoint sumZ (d : nat) (x : nat -> Z) : Z :=
  match d with
  | O => 0
  | S k => sumZ k x + x k
  end.

Definition total {A : Type} (f : A -> Z) (l : list A) : Z := fold_right (fun a t => f a + t) 0 l.

Fixpoint same (x y : list Z) : bool :=
  match x, y with
  | [], [] => true
  | a :: x', b :: y' => if a =? b then same x' y' else false
  | _, _ => false
  end.

Fixpoint distinct (l : list (list Z)) : bool :=
  match l with
  | [] => true
  | x :: l' => negb (existsb (same x) l') && distinct l'
  end.

(** d entries >= 0 with the sum 1 *)
Definition in_simplex (d : nat) (n : Z) (z : list Z) : bool :=
  (length z =? d)%nat && forallb (Z.leb 0) z && (sumZ d (entry z) =? n).

Definition leaving (m : move) : Z := total fst (outcomes m).

Definition averages (d : nat) (m : move) : bool :=
  forallb (fun i => total (fun o => fst o * entry (snd o) i) (outcomes m) =? leaving m * entry (start m) i)
    (seq 0 d).

(** That start and outcomes are distinct is not needed for the proof. But mass that stays where it is, or that
    is shifted between two equal outcomes, could be of any size. *)
Definition good_move (d : nat) (n : Z) (m : move) : bool :=
  forallb (in_simplex d n) (start m :: map snd (outcomes m)) &&
  distinct (start m :: map snd (outcomes m)) &&
  forallb (fun o => 0 <? fst o) (outcomes m) && (0 <? leaving m) && averages d m.

Definition distance (d : nat) (x y : list Z) : Z := sumZ d (fun i => Z.abs (entry y i - entry x i)).

(** Twice the gain of a move, in units of the mass over parts squared *)
Definition gain (d : nat) (m : move) : Z :=
  total (fun o => fst o * Z.square (distance d (start m) (snd o))) (outcomes m).

Module Increasing <: TotalLeBool.
  Definition t := Z.
  Definition leb := Z.leb.
  Lemma leb_total x y : leb x y = true \/ leb y x = true.
  Proof. unfold leb. destruct (Z.leb_spec x y), (Z.leb_spec y x); auto; lia. Qed.
End Increasing.
Module Sorting_entries := Sort Increasing.

(** Sorted entries name a point up to permutation: a place. *)
Definition place (z : list Z) : list Z := Sorting_entries.sort z.

Fixpoint before (x y : list Z) : bool :=
  match x, y with
  | [], _ => true
  | _, [] => false
  | a :: x', b :: y' => match a ?= b with Lt => true | Gt => false | Eq => before x' y' end
  end.

Module By_place <: TotalLeBool.
  Definition t := (list Z * Z)%type.
  Definition leb (a b : t) := before (fst a) (fst b).
  Lemma leb_total a b : leb a b = true \/ leb b a = true.
  Proof.
    unfold leb. generalize (fst b). generalize (fst a). clear a b.
    intros x. induction x as [|a x IH]; intros [|b y]; simpl; auto.
    rewrite (Z.compare_antisym a b). destruct (a ?= b); simpl; auto.
  Qed.
End By_place.
Module Sorting_places := Sort By_place.

(** What leaves each place, less what arrives there *)
Definition entries_of_move (m : move) : list (list Z * Z) :=
  (place (start m), leaving m) :: map (fun o => (place (snd o), - fst o)) (outcomes m).

Definition centre_point (d : nat) (n : Z) : list Z := repeat (n / Z.of_nat d) d.
Definition vertex_point (d : nat) (n : Z) : list Z := n :: repeat 0 (d - 1).

Definition book (d : nat) (c : certificate) : list (list Z * Z) :=
  (place (centre_point d (parts c)), - flow c) :: (place (vertex_point d (parts c)), flow c)
  :: flat_map entries_of_move (moves c).

(** The masses of equal places, which are adjacent, add up to 0. *)
Fixpoint cancels (x : list Z) (net : Z) (l : list (list Z * Z)) : bool :=
  match l with
  | [] => net =? 0
  | (y, m) :: l' => if same x y then cancels x (net + m) l' else (net =? 0) && cancels y m l'
  end.

(** The bound has to be the total gain over the flow; a smaller one would be true as well, but in this way no
    number of a certificate can be changed unnoticed. *)
Definition check (d : nat) (c : certificate) (bound : Q) : bool :=
  (2 <=? d)%nat && (0 <? parts c) && (0 <? flow c) && (parts c mod Z.of_nat d =? 0) &&
  forallb (good_move d (parts c)) (moves c) &&
  cancels [] 0 (Sorting_places.sort (book d c)) &&
  (2 * flow c * Z.square (parts c) * Qnum bound =? QDen bound * total (gain d) (moves c)).

(** ** From integers to reals *)

Open Scope R_scope.

Definition point (n : Z) (z : list Z) : vec := fun i => IZR (entry z i) / IZR n.

Definition totalR {A : Type} (f : A -> R) (l : list A) : R := fold_right (fun a t => f a + t) 0 l.

Lemma totalR_cons {A} (f : A -> R) a l : totalR f (a :: l) = f a + totalR f l.
Proof. reflexivity. Qed.

Lemma IZR_sumZ d x : IZR (sumZ d x) = sum d (fun i => IZR (x i)).
Proof. induction d as [|d IH]; simpl; [reflexivity|]. now rewrite plus_IZR, IH. Qed.

Lemma IZR_total {A} (f : A -> Z) l : IZR (total f l) = totalR (fun a => IZR (f a)) l.
Proof. induction l as [|a l IH]; simpl; [reflexivity|]. now rewrite plus_IZR, IH. Qed.

Lemma totalR_ext {A} (f g : A -> R) l : (forall a, In a l -> f a = g a) -> totalR f l = totalR g l.
Proof.
  induction l as [|a l IH]; intros H; simpl; [reflexivity|].
  rewrite IH by (intros; apply H; now right). rewrite H by now left. reflexivity.
Qed.

Lemma totalR_le {A} (f g : A -> R) l : (forall a, In a l -> f a <= g a) -> totalR f l <= totalR g l.
Proof.
  induction l as [|a l IH]; intros H; simpl; [lra|].
  pose proof (IH (fun b Hb => H b (or_intror Hb))). pose proof (H a (or_introl eq_refl)). lra.
Qed.

Lemma totalR_scale {A} c (f : A -> R) l : totalR (fun a => c * f a) l = c * totalR f l.
Proof. induction l as [|a l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma totalR_app {A} (f : A -> R) l l' : totalR f (l ++ l') = totalR f l + totalR f l'.
Proof. induction l as [|a l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma totalR_map {A B} (f : B -> R) (g : A -> B) l : totalR f (map g l) = totalR (fun a => f (g a)) l.
Proof. induction l as [|a l IH]; simpl; [reflexivity|]. now rewrite IH. Qed.

Lemma totalR_flat_map {A B} (f : B -> R) (g : A -> list B) l :
  totalR f (flat_map g l) = totalR (fun a => totalR f (g a)) l.
Proof. induction l as [|a l IH]; simpl; [reflexivity|]. now rewrite totalR_app, IH. Qed.

Lemma totalR_permutation {A} (f : A -> R) l l' : Permutation l l' -> totalR f l = totalR f l'.
Proof. induction 1; simpl; lra. Qed.

Lemma sum_front k x : sum (S k) x = x O + sum k (fun j => x (S j)).
Proof.
  induction k as [|k IH]; [simpl; ring|].
  change (sum (S (S k)) x) with (sum (S k) x + x (S k)). rewrite IH. simpl. ring.
Qed.

Lemma totalR_sum {A} (f : A -> R) l a : totalR f l = sum (length l) (fun j => f (nth j l a)).
Proof.
  induction l as [|b l IH]; [reflexivity|].
  cbn [length]. rewrite sum_front. cbn [totalR fold_right nth]. now rewrite <- IH.
Qed.

(** ** What each part of the checker is good for *)

Lemma same_eq x y : same x y = true -> x = y.
Proof.
  revert y. induction x as [|a x IH]; intros [|b y]; simpl; try easy.
  destruct (Z.eqb_spec a b) as [->|]; [|easy]. intros H. f_equal. auto.
Qed.

Lemma in_simplex_sound d n z : (0 < n)%Z -> in_simplex d n z = true -> length z = d /\ simplex d (point n z).
Proof.
  intros Hn. unfold in_simplex. rewrite !Bool.andb_true_iff, Nat.eqb_eq, forallb_forall, Z.eqb_eq.
  intros [[L P] S]. split; [exact L|]. apply IZR_lt in Hn. split.
  - intros i Hi. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat].
    apply IZR_le. apply Z.leb_le, P, nth_In. lia.
  - unfold point. rewrite (sum_ext d _ (fun i => / IZR n * IZR (entry z i))) by (intros; unfold Rdiv; ring).
    rewrite sum_scale, <- IZR_sumZ, S. apply Rinv_l. lra.
Qed.

Lemma distance_sound d n x y : (0 < n)%Z ->
  norm1 d (sub (point n y) (point n x)) = IZR (distance d x y) / IZR n.
Proof.
  intros Hn. apply IZR_lt in Hn. unfold distance, Rdiv. rewrite IZR_sumZ, Rmult_comm, <- sum_scale.
  apply sum_ext. intros i _. unfold sub, point. rewrite abs_IZR, minus_IZR.
  replace (IZR (entry y i) / IZR n - IZR (entry x i) / IZR n)
    with (/ IZR n * (IZR (entry y i) - IZR (entry x i))) by (field; lra).
  rewrite Rabs_mult, (Rabs_pos_eq (/ IZR n)); [reflexivity|]. left. now apply Rinv_0_lt_compat.
Qed.

Section Sound.
Variables (d : nat) (n : Z) (h : vec -> R).
Hypotheses (Hn : (0 < n)%Z) (Hs : symmetric d h) (Hh : strongly_convex d h).

Let value (z : list Z) : R := h (point n z).

(** h has the same value at a point and at its place. *)
Lemma value_place z : length z = d -> value (place z) = value z.
Proof.
  intros L. pose proof (Sorting_entries.Permuted_sort z) as P. fold (place z) in P.
  apply (proj1 (Permutation_nth z (place z) 0%Z)) in P. cbv zeta in P. rewrite L in P.
  destruct P as [_ [p [B [I E]]]]. apply (Hs _ _ p).
  - split; [exact B|]. intros i j Hi Hj. now apply I.
  - intros i Hi. unfold point, entry. now rewrite E.
Qed.

(** What cancels in the book cancels for the values of h. *)
Lemma cancels_sound l : forall x net, cancels x net l = true ->
  IZR net * value x + totalR (fun e => IZR (snd e) * value (fst e)) l = 0.
Proof.
  induction l as [|[y m] l IH]; intros x net; cbn [cancels].
  - intros E. apply Z.eqb_eq in E. subst. simpl. ring.
  - rewrite totalR_cons. cbn [fst snd]. destruct (same x y) eqn:E; intros H.
    + apply same_eq in E. subst y. specialize (IH _ _ H). rewrite plus_IZR in IH. lra.
    + apply andb_prop in H as [Z H]. apply Z.eqb_eq in Z. subst net.
      specialize (IH _ _ H). lra.
Qed.

(** One move is one application of Jensen's inequality. *)
Lemma move_sound m : good_move d n m = true ->
  totalR (fun e => IZR (snd e) * value (fst e)) (entries_of_move m) <= - (IZR (gain d m) / (2 * IZR n ^ 2)).
Proof.
  unfold good_move. rewrite !Bool.andb_true_iff. intros [[[[I _] M] W] A].
  cbn [forallb] in I. apply andb_prop in I as [I0 I]. rewrite forallb_forall in I, M.
  apply Z.ltb_lt in W. pose proof (IZR_lt _ _ W) as W'. pose proof (IZR_lt _ _ Hn) as Hn'.
  destruct (in_simplex_sound _ _ _ Hn I0) as [L0 _].
  assert (I' : forall o, In o (outcomes m) -> length (snd o) = d /\ simplex d (point n (snd o))).
  { intros o Ho. apply in_simplex_sound; [exact Hn|]. apply I. now apply in_map. }
  set (w := IZR (leaving m)) in *.
  assert (J : w * value (start m) <= totalR (fun o => IZR (fst o) * value (snd o)) (outcomes m)
    - IZR (gain d m) / (2 * IZR n ^ 2)).
  { pose (o0 := (0%Z, @nil Z)). set (k := length (outcomes m)).
    pose (o := fun j => nth j (outcomes m) o0).
    assert (Ho : forall j, (j < k)%nat -> In (o j) (outcomes m)) by (intros; now apply nth_In).
    pose (p := fun j => / w * IZR (fst (o j))). pose (y := fun j => point n (snd (o j))).
    assert (J : h (point n (start m)) <= sum k (fun j => p j * h (y j))
      - / 2 * sum k (fun j => p j * norm1 d (sub (y j) (point n (start m))) ^ 2)).
    { apply jensen.
      - now apply symmetric_on_first.
      - exact Hh.
      - intros j Hj. apply Rmult_le_pos; [left; now apply Rinv_0_lt_compat|].
        apply IZR_le, Z.lt_le_incl, Z.ltb_lt, M, Ho, Hj.
      - unfold p. rewrite sum_scale. unfold o, k.
        rewrite <- (totalR_sum (fun o => IZR (fst o))), <- IZR_total. apply Rinv_l. fold (leaving m) w. lra.
      - intros j Hj. now apply I', Ho.
      - intros i Hi. unfold averages in A. rewrite forallb_forall in A.
        assert (Ai := A i ltac:(apply in_seq; lia)). apply Z.eqb_eq, (f_equal IZR) in Ai.
        rewrite IZR_total, mult_IZR, (totalR_sum _ _ o0) in Ai. fold w k in Ai.
        rewrite (sum_ext k _ (fun j => / w * / IZR n * IZR (fst (o j) * entry (snd (o j)) i))).
        + rewrite sum_scale. unfold o. rewrite Ai. unfold point. field. lra.
        + intros j _. unfold p, y, point. rewrite mult_IZR. field. lra. }
    rewrite (sum_ext k (fun j => p j * h (y j)) (fun j => / w * (IZR (fst (o j)) * value (snd (o j))))) in J
      by (intros; unfold value, p, y; ring).
    rewrite (sum_ext k (fun j => p j * norm1 _ _ ^ 2)
      (fun j => / w * / IZR n ^ 2 * IZR (fst (o j) * Z.square (distance d (start m) (snd (o j)))))) in J.
    2:{ intros j _. unfold p, y. rewrite distance_sound by exact Hn.
        rewrite Z.square_spec, !mult_IZR. field. lra. }
    rewrite 2 sum_scale in J. unfold gain. rewrite IZR_total, 2 (totalR_sum _ _ o0). fold k.
    fold (value (start m)) in J. unfold o in J.
    match goal with |- _ <= ?a - ?b / _ => set (S1 := a) in *; set (S2 := b) in * end.
    apply Rmult_le_reg_l with (/ w); [now apply Rinv_0_lt_compat|].
    replace (/ w * (w * value (start m))) with (value (start m)) by (field; lra).
    replace (/ w * (S1 - S2 / (2 * IZR n ^ 2))) with (/ w * S1 - / 2 * (/ w * / IZR n ^ 2 * S2))
      by (field; lra).
    exact J. }
  unfold entries_of_move. rewrite totalR_cons. cbn [fst snd]. fold w.
  rewrite totalR_map, value_place by exact L0.
  rewrite (totalR_ext _ (fun o => -1 * (IZR (fst o) * value (snd o)))).
  - rewrite totalR_scale. lra.
  - intros o Ho. cbn [fst snd]. rewrite value_place by now apply I'. rewrite opp_IZR. ring.
Qed.

End Sound.

Lemma value_centre d n h : (0 < n)%Z -> (1 <= d)%nat -> (n mod Z.of_nat d = 0)%Z -> on_first d h ->
  h (point n (centre_point d n)) = h (centre d).
Proof.
  intros Hn Hd Hm Hf. apply Hf. intros i Hi. unfold point, entry, centre_point, centre.
  rewrite (nth_indep _ 0%Z (n / Z.of_nat d)%Z) by now rewrite repeat_length.
  rewrite nth_repeat. apply Z_div_exact_full_2 in Hm; [|lia].
  apply (f_equal IZR) in Hm. rewrite mult_IZR, <- INR_IZR_INZ in Hm. apply IZR_lt in Hn.
  assert (0 < INR d) by (apply lt_0_INR; lia). rewrite Hm.
  assert (IZR (n / Z.of_nat d) <> 0) by (intros E; rewrite E in Hm; lra). field. split; lra.
Qed.

Lemma value_vertex d n h : (0 < n)%Z -> on_first d h -> h (point n (vertex_point d n)) = h (vertex 0).
Proof.
  intros Hn Hf. apply IZR_lt in Hn. apply Hf. intros i _. unfold point, entry, vertex_point, vertex.
  destruct i as [|i]; cbn [nth Nat.eqb]; [field; lra|].
  assert (E : nth i (repeat 0%Z (d - 1)) 0%Z = 0%Z) by apply nth_repeat.
  rewrite E. field. lra.
Qed.

(** What the checker accepts is true: for every symmetric h that is 1-strongly convex on the simplex, the
    value at a vertex exceeds the value at the centre by at least the bound. *)
Theorem check_sound d c bound : check d c bound = true ->
  forall h, symmetric d h -> strongly_convex d h -> Q2R bound <= h (vertex 0) - h (centre d).
Proof.
  unfold check. rewrite !Bool.andb_true_iff, Nat.leb_le, !Z.ltb_lt, 2 Z.eqb_eq, forallb_forall.
  intros [[[[[[Hd Hn] F] D] G] B] E] h Hs Hh.
  pose proof (symmetric_on_first d h Hs) as Hf.
  apply (cancels_sound (parts c) h) in B.
  rewrite <- (totalR_permutation _ _ _ (Sorting_places.Permuted_sort (book d c))) in B.
  unfold book in B. rewrite 2 totalR_cons in B. cbn [fst snd] in B.
  rewrite !(value_place d _ _ Hs) in B
    by (unfold centre_point, vertex_point; cbn [length]; rewrite repeat_length; lia).
  rewrite value_centre, value_vertex, totalR_flat_map, opp_IZR in B by (auto; lia).
  pose proof (totalR_le _ _ (moves c) (fun m Hm => move_sound d _ h Hn Hs Hh m (G m Hm))) as M.
  rewrite (totalR_ext (fun m => - _) (fun m => - / (2 * IZR (parts c) ^ 2) * IZR (gain d m))) in M
    by (intros; unfold Rdiv; ring).
  rewrite totalR_scale, <- IZR_total in M.
  apply (f_equal IZR) in E. rewrite Z.square_spec, !mult_IZR in E.
  apply IZR_lt in Hn, F. unfold Q2R.
  assert (0 < IZR (QDen bound)) by (apply IZR_lt; lia).
  set (N := IZR (parts c)) in *. set (T := IZR (total _ _)) in *. set (q := IZR (QDen bound)) in *.
  assert (ET : T = 2 * IZR (flow c) * N ^ 2 * IZR (Qnum bound) / q) by (field_simplify_eq; lra).
  rewrite ET in M.
  apply Rmult_le_reg_l with (IZR (flow c)); [exact F|].
  replace (- / (2 * N ^ 2) * (2 * IZR (flow c) * N ^ 2 * IZR (Qnum bound) / q))
    with (- (IZR (flow c) * (IZR (Qnum bound) * / q))) in M by (field; lra).
  lra.
Qed.

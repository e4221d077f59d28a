(** Least costs of paths: in a graph without cycles with each edge looked at once; what Dijkstra's method does where a
    cost is negative; and a cycle of negative cost. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Import Limits.
Import ListNotations.
Open Scope R_scope.

(** An edge: from where, to where, at what cost. *)
Record edge := Edge { starts : nat; ends : nat; cost : R }.

(** There is a walk from u to v of the cost c. *)
Inductive walk (E : list edge) (u : nat) : nat -> R -> Prop :=
| stay : walk E u u 0
| go_on e c : walk E u (starts e) c -> In e E -> walk E u (ends e) (c + cost e).

(** The best costs known: of vertices not yet reached, none. *)
Definition known := nat -> option R.

(** m is the least cost of a walk from 0 to v, none if there is no walk. *)
Definition least_cost (E : list edge) (v : nat) (m : option R) : Prop :=
  match m with
  | Some a => walk E 0 v a /\ forall c, walk E 0 v c -> a <= c
  | None => forall c, ~ walk E 0 v c
  end.

(** The lesser of two costs. *)
Definition lesser (a b : option R) : option R :=
  match a, b with
  | Some x, Some y => Some (Rmin x y)
  | Some x, None => Some x
  | None, _ => b
  end.

(** What is known after a look at one edge, and after a look at each edge of a list. *)
Definition look (V : known) (e : edge) : known := fun v =>
  if Nat.eqb v (ends e) then lesser (V v) (option_map (fun a => a + cost e) (V (starts e))) else V v.

Definition look_at_each (E : list edge) (V : known) : known := fold_left look E V.

(** At the start: 0 costs nothing. *)
Definition known_first : known := fun v => if Nat.eqb v 0 then Some 0 else None.

(** The edges of a graph with n vertices in the order of the vertices where they end. *)
Definition by_ends (n : nat) (E : list edge) : list edge :=
  flat_map (fun v => filter (fun e => Nat.eqb (ends e) v) E) (seq 0 n).

(** The vertices are in order: edges lead from earlier to later ones. *)
Definition vertices_in_order (n : nat) (E : list edge) : Prop :=
  forall e, In e E -> (starts e < ends e < n)%nat.

(** A walk in fewer edges is a walk. *)
Lemma walk_more E E' u v c : incl E E' -> walk E u v c -> walk E' u v c.
Proof. intros I W. induction W as [|e c W IH H]; [constructor|]. constructor; auto. Qed.

(** Where no edge of E starts at the end of e, e can only be the last edge. *)
Lemma walk_last E e u v c : (forall f, In f (E ++ [e]) -> starts f <> ends e) -> walk (E ++ [e]) u v c ->
  (walk E u v c) \/ (v = ends e /\ exists a, walk E u (starts e) a /\ c = a + cost e).
Proof.
  intros N W. induction W as [|f c W IH H]; [left; constructor|].
  destruct IH as [A|[A _]]; [|now apply N in H]. apply in_app_or in H. destruct H as [H|[<-|[]]].
  - left. now constructor.
  - right. split; [reflexivity|]. now exists c.
Qed.

(** The first vertex is where every walk begins. *)
Lemma nothing_known_yet v : least_cost [] v (known_first v).
Proof.
  unfold known_first. destruct (Nat.eqb_spec v 0) as [->|N]; simpl.
  - split; [constructor|]. intros c W. inversion W as [|e a W' []]. lra.
  - intros c W. inversion W as [|e a W' []]. now apply N.
Qed.

(** One more edge. *)
Lemma look_keeps_least E e V : (forall f, In f (E ++ [e]) -> starts f <> ends e) ->
  (forall v, least_cost E v (V v)) -> forall v, least_cost (E ++ [e]) v (look V e v).
Proof.
  intros N L v. pose proof (L v) as Lv. pose proof (L (starts e)) as Ls.
  assert (More : forall x c, walk E 0 x c -> walk (E ++ [e]) 0 x c).
  { intros x c. apply walk_more. intros f Hf. apply in_or_app. now left. }
  assert (Last : forall a, walk E 0 (starts e) a -> walk (E ++ [e]) 0 (ends e) (a + cost e)).
  { intros a W. constructor; [now apply More|]. apply in_or_app. right. now left. }
  unfold look. destruct (Nat.eqb_spec v (ends e)) as [->|D].
  - destruct (V (ends e)) as [x|], (V (starts e)) as [y|]; simpl in *.
    + destruct Lv as [Wx Mx], Ls as [Wy My]. split.
      * unfold Rmin. destruct (Rle_dec _ _); auto.
      * intros c W. apply (walk_last _ _ _ _ _ N) in W. destruct W as [W|(_ & a & W & ->)].
        -- pose proof (Rmin_l x (y + cost e)) as M. specialize (Mx c W). lra.
        -- pose proof (Rmin_r x (y + cost e)) as M. specialize (My a W). lra.
    + destruct Lv as [Wx Mx]. split; [auto|]. intros c W. apply (walk_last _ _ _ _ _ N) in W.
      destruct W as [W|(_ & a & W & _)]; [auto|now apply Ls in W].
    + destruct Ls as [Wy My]. split; [auto|]. intros c W. apply (walk_last _ _ _ _ _ N) in W.
      destruct W as [W|(_ & a & W & ->)]; [now apply Lv in W|]. specialize (My a W). lra.
    + intros c W. apply (walk_last _ _ _ _ _ N) in W.
      destruct W as [W|(_ & a & W & _)]; [now apply Lv in W|now apply Ls in W].
  - destruct (V v) as [x|]; simpl in *.
    + split; [now apply More|]. intros c W. apply (walk_last _ _ _ _ _ N) in W. destruct W as [W|[H _]]; [|easy].
      now apply Lv.
    + intros c W. apply (walk_last _ _ _ _ _ N) in W. destruct W as [W|[H _]]; [|easy]. now apply (Lv c).
Qed.

(** The ends of the edges do not go back along the list. *)
Definition ends_in_order (E : list edge) : Prop :=
  forall A e B, E = A ++ e :: B -> forall f, In f A -> (ends f <= ends e)%nat.

(** One look at each edge, in the order of the ends, finds all least costs. *)
Lemma looks_find_least E : (forall e, In e E -> (starts e < ends e)%nat) -> ends_in_order E ->
  forall v, least_cost E v (look_at_each E known_first v).
Proof.
  induction E as [|e E IH] using rev_ind; intros S O; [apply nothing_known_yet|].
  unfold look_at_each. rewrite fold_left_app. apply look_keeps_least.
  - intros f Hf. pose proof (S f Hf) as Sf. apply in_app_or in Hf. destruct Hf as [Hf|[<-|[]]]; [|lia].
    pose proof (O E e [] eq_refl f Hf) as L. lia.
  - apply IH.
    + intros f Hf. apply S, in_or_app. now left.
    + intros A f B EQ g Hg. apply (O A f (B ++ [e])); [|exact Hg]. now rewrite EQ, <- app_assoc.
Qed.

(** The edges that end in a range of vertices, in order. *)
Lemma by_ends_in_order n m E : ends_in_order (flat_map (fun v => filter (fun e => Nat.eqb (ends e) v) E) (seq m n)).
Proof.
  revert m. induction n as [|n IH]; intros m A e B EQ f Hf; [now destruct A|]. cbn [seq flat_map] in EQ.
  set (F := filter (fun e => Nat.eqb (ends e) m) E) in *.
  set (G := flat_map (fun v => filter (fun e => Nat.eqb (ends e) v) E) (seq (S m) n)) in *.
  assert (EF : forall g, In g F -> ends g = m).
  { intros g Hg. apply filter_In in Hg. now apply Nat.eqb_eq. }
  assert (EG : forall g, In g G -> (m < ends g)%nat).
  { intros g Hg. apply in_flat_map in Hg. destruct Hg as (v & Hv & Hg). apply in_seq in Hv. apply filter_In in Hg.
    destruct Hg as [_ Hg]. apply Nat.eqb_eq in Hg. lia. }
  apply app_eq_app in EQ. destruct EQ as (l & [[E1 E2]|[E1 E2]]).
  - assert (Hfm : ends f = m) by (apply EF; rewrite E1; apply in_or_app; now left).
    destruct l as [|g l]; simpl in E2.
    + rewrite Hfm. apply Nat.lt_le_incl, EG. rewrite <- E2. now left.
    + injection E2 as <- E2. rewrite Hfm. apply Nat.eq_le_incl. symmetry. apply EF. rewrite E1. apply in_or_app.
      right. now left.
  - rewrite E1 in Hf. apply in_app_or in Hf. destruct Hf as [Hf|Hf].
    + rewrite (EF f Hf). apply Nat.lt_le_incl, EG. rewrite E2. apply in_or_app. right. now left.
    + apply (IH (S m) l e B); [exact E2|exact Hf].
Qed.

(** They are the edges of the graph, each once. *)
Lemma by_ends_permutation n E : (forall e, In e E -> (ends e < n)%nat) -> Permutation (by_ends n E) E.
Proof.
  unfold by_ends. revert E. induction n as [|n IH]; intros E H.
  - destruct E as [|e E]; [constructor|]. specialize (H e (or_introl eq_refl)). lia.
  - rewrite seq_S, flat_map_app. simpl. rewrite app_nil_r.
    assert (A : forall P : edge -> bool, Permutation (filter (fun e => negb (P e)) E ++ filter P E) E).
    { intros P. clear. induction E as [|e E IH]; [constructor|]. simpl. destruct (P e); simpl.
      - rewrite <- Permutation_middle. now constructor.
      - now constructor. }
    transitivity (filter (fun e => negb (Nat.eqb (ends e) n)) E ++ filter (fun e => Nat.eqb (ends e) n) E);
      [|apply A]. apply Permutation_app_tail.
    set (E' := filter (fun e => negb (Nat.eqb (ends e) n)) E).
    rewrite <- (IH E') at 1.
    + rewrite !flat_map_concat_map. apply Permutation_refl'. f_equal. apply map_ext_in. intros v Hv. apply in_seq in Hv.
      unfold E'. clear -Hv. induction E as [|e E IH]; [reflexivity|]. simpl.
      destruct (Nat.eqb_spec (ends e) n) as [F|F]; simpl.
      * rewrite <- IH. destruct (Nat.eqb_spec (ends e) v); [lia|reflexivity].
      * now rewrite <- IH.
    + intros e He. unfold E' in He. apply filter_In in He. destruct He as [He F]. specialize (H e He).
      destruct (Nat.eqb_spec (ends e) n) as [G|G]; [discriminate|lia].
Qed.

(** The recursion along the vertices finds all least costs and looks at each edge once. *)
Lemma each_edge_once n E : vertices_in_order n E ->
  Permutation (by_ends n E) E /\ forall v, least_cost E v (look_at_each (by_ends n E) known_first v).
Proof.
  intros H. assert (P : Permutation (by_ends n E) E) by (apply by_ends_permutation; intros e He; now apply H).
  split; [exact P|]. intros v.
  pose proof (looks_find_least (by_ends n E)) as L. specialize (L ltac:(intros e He; apply H;
    now apply (Permutation_in _ P)) (by_ends_in_order n 0 E) v).
  assert (W : forall c, walk E 0 v c <-> walk (by_ends n E) 0 v c).
  { intros c. split; apply walk_more; intros e; apply Permutation_in; [now symmetry|exact P]. }
  destruct (look_at_each (by_ends n E) known_first v) as [a|]; simpl in *.
  - split; [now apply W|]. intros c Wc. now apply L, W.
  - intros c Wc. now apply (L c), W.
Qed.

(** ** A cycle of negative cost *)

(** Walks can follow one another. *)
Lemma walk_walk E u v w a b : walk E u v a -> walk E v w b -> walk E u w (a + b).
Proof.
  intros A B. induction B as [|e b B IH H]; [now rewrite Rplus_0_r|]. rewrite <- Rplus_assoc. now constructor.
Qed.

(** The rounds of a cycle of negative cost: no lower bound. *)
Lemma no_lower_bound E v c : walk E v v c -> c < 0 -> forall K, exists b, walk E v v b /\ b < K.
Proof.
  intros W N K. assert (R : forall q, walk E v v (INR q * c)).
  { induction q as [|q IH]; [simpl; rewrite Rmult_0_l; constructor|]. rewrite S_INR.
    replace ((INR q + 1) * c) with (INR q * c + c) by ring. now apply (walk_walk E v v v). }
  destruct (above_some_natural (K / c)) as [q Hq]. exists (INR q * c). split; [apply R|].
  apply Rmult_lt_gt_compat_neg_l with (r := c) in Hq; [|exact N].
  replace (c * (K / c)) with K in Hq by (field; lra). lra.
Qed.

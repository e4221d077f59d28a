(** Dijkstra's method, and a graph with one negative cost where it fails. *)

From Coq Require Import Reals Lra Lia Arith List.
From TightMax Require Import Limits LeastPaths.
Import ListNotations.
Open Scope R_scope.

(** The vertex of the least known value among those that are left; none if none of them is reached. *)
Fixpoint nearest (V : known) (left : list nat) : option nat :=
  match left with
  | [] => None
  | v :: others =>
      match nearest V others, V v with
      | None, None => None
      | None, Some _ => Some v
      | Some w, None => Some w
      | Some w, Some a =>
          match V w with
          | Some b => if Rle_dec a b then Some v else Some w
          | None => Some v
          end
      end
  end.

(** Dijkstra's method: the nearest vertex that is left is settled, and the edges from it to those still left are looked
    at; so it goes on until no vertex that is left is reached. The vertices that are settled keep their values. *)
Fixpoint dijkstra_rounds (rounds : nat) (E : list edge) (left : list nat) (V : known) : known :=
  match rounds with
  | O => V
  | S k =>
      match nearest V left with
      | None => V
      | Some v =>
          let still := remove Nat.eq_dec v left in
          let from_v := filter (fun e => (Nat.eqb (starts e) v && existsb (Nat.eqb (ends e)) still)%bool) E in
          dijkstra_rounds k E still (look_at_each from_v V)
      end
  end.

(** On a graph of n vertices, from 0. *)
Definition dijkstra (n : nat) (E : list edge) : known := dijkstra_rounds n E (seq 0 n) known_first.

(** The cost 2 from 0 to 1, 1 from 0 to 2, -2 from 1 to 2 and 0 from 2 to 3. *)
Definition one_negative_cost : list edge := [Edge 0 1 2; Edge 0 2 1; Edge 1 2 (-2); Edge 2 3 0].

(** It settles vertex 2 at 1, and says 1 for vertex 3; but a walk has the cost 0. *)
Lemma dijkstra_fails : dijkstra 4 one_negative_cost 3%nat = Some 1 /\ walk one_negative_cost 0 3 0.
Proof.
  split.
  - unfold dijkstra, one_negative_cost. cbn. repeat (destruct (Rle_dec _ _) as [?|?]; try (exfalso; lra); cbn).
    f_equal. ring.
  - set (E := one_negative_cost). assert (W : walk E 0 3 (0 + 2 + -2 + 0)).
    { apply (go_on E 0 (Edge 2 3 0)); [|simpl; auto]. apply (go_on E 0 (Edge 1 2 (-2))); [|simpl; auto].
      apply (go_on E 0 (Edge 0 1 2)); [|simpl; auto]. constructor. }
    now replace (0 + 2 + -2 + 0) with 0 in W by ring.
Qed.

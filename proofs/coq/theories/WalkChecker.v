(** Walks on a lattice: a checker of the tables that prove lower bounds. All its arithmetic is on integers. *)

From Coq Require Import Arith ZArith QArith List FMapPositive.
Import ListNotations.
Open Scope Z_scope.

(** A state: the integers k with a sign each (+ is true); the lengths of the two moves in steps; the value, in units.
    With h = 1/steps the point is 2hk, and what the table says there is w = 2h k_1 + worth/unit. *)
Record state := State { entries : list (Z * bool); up : Z; down : Z; worth : Z }.
Record certificate := Certificate { steps : Z; unit : Z; states : list state }.

Definition place (s : state) : list Z := map fst (entries s).

Fixpoint insert (a : Z) (l : list Z) : list Z :=
  match l with
  | [] => [a]
  | b :: l' => if b <=? a then a :: l else b :: insert a l'
  end.

(** In falling order. *)
Definition falling (l : list Z) : list Z := fold_right insert [] l.

Fixpoint same (x y : list Z) : bool :=
  match x, y with
  | [], [] => true
  | a :: x', b :: y' => if a =? b then same x' y' else false
  | _, _ => false
  end.

(** The states by place: a number for each list, which need not tell all lists apart. *)
Definition key (l : list Z) : positive := Z.to_pos (fold_left (fun t k => 64 * t + k) l 1).
Definition table := PositiveMap.t state.
Definition by_place (l : list state) : table :=
  fold_left (fun m s => PositiveMap.add (key (place s)) s m) l (PositiveMap.empty state).

Definition state_at (m : table) (l : list Z) : option state :=
  match PositiveMap.find (key l) m with
  | Some s => if same (place s) l then Some s else None
  | None => None
  end.

(** The first n entries of l, less the last of them. *)
Definition cut (n : nat) (l : list Z) : list Z := map (fun k => k - nth (n - 1) l 0) (firstn n l).

(** The value at l, or where the last entries of l are left out, and 0 if there is no state. *)
Fixpoint worth_at (m : table) (l : list Z) (n : nat) : Z :=
  match n with
  | O => 0
  | S n' => match state_at m (cut n l) with Some s => worth s | None => worth_at m l n' end
  end.

(** Where a move leads: entries with the sign t move up, by a steps of two. *)
Definition moved (t : bool) (a : Z) (s : state) : list Z :=
  map (fun e => if Bool.eqb (snd e) t then fst e + a else fst e) (entries s).

(** w < (b w(x + a h s) + a w(x - b h s))/(a + b) - a b h^2/2, times 2 (a + b) steps^2 unit. What has the factor unit
    is collected, so that only few products are of large numbers. *)
Definition good_state (d : nat) (c : certificate) (m : table) (s : state) : bool :=
  let (a, b) := (up s, down s) in
  let y := falling (moved true a s) in
  let z := falling (moved false b s) in
  let k := hd 0 (place s) in
  (2 <=? length (place s))%nat && (length (place s) <=? d)%nat && (0 <? a) && (0 <? b) &&
  (0 <?
    (2 * steps c * (b * (2 * (hd 0 y - k) - a) + a * (2 * (hd 0 z - k) - b)) - a * b * (a + b)) * unit c +
    2 * steps c * steps c * (b * worth_at m y (length y) + a * worth_at m z (length z) - (a + b) * worth s)).

(** The bound is the value at the origin of R^d; a smaller one would be true as well, but in this way no other number
    can stand there. *)
Definition check (d : nat) (c : certificate) (bound : Q) : bool :=
  let m := by_place (states c) in
  (0 <? steps c) && (0 <? unit c) && forallb (good_state d c m) (states c) &&
  match state_at m (repeat 0 d) with
  | Some s => unit c * Qnum bound =? QDen bound * worth s
  | None => false
  end.

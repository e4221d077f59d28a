(** Walks as texts: numerals whose digits are the symbols of the states, and the states that they say.

    Coq takes far longer to read a number than a digit. So a table comes as numerals to the base 16, whose letters stand
    for signs, and computation makes the states of them. Nothing has to be shown of that: the checker answers for the
    states that come out, whatever they were read from. *)

From Coq Require Import Number Hexadecimal ZArith List.
From TightMax Require Import WalkChecker.
Import ListNotations.
Open Scope Z_scope.

(** What the states are written with. *)
Inductive symbol := S0 | S1 | S2 | S3 | S4 | S5 | S6 | S7 | S8 | S9 | Plus | Minus | Slash | Equals | Space.

(** A row of symbols. Coq reads a constructor with many arguments faster than many constructors with few. *)
Inductive row :=
  | Done
  | One (s : symbol) (rest : row)
  | Many (a b c d e f g h i j k l m n o p : symbol) (rest : row).

Fixpoint packed (l : list symbol) : row :=
  match l with
  | [] => Done
  | a :: b :: c :: d :: e :: f :: g :: h :: i :: j :: k :: l :: m :: n :: o :: p :: rest =>
      Many a b c d e f g h i j k l m n o p (packed rest)
  | s :: rest => One s (packed rest)
  end.

Fixpoint unpacked (r : row) : list symbol :=
  match r with
  | Done => []
  | One s rest => s :: unpacked rest
  | Many a b c d e f g h i j k l m n o p rest =>
      a :: b :: c :: d :: e :: f :: g :: h :: i :: j :: k :: l :: m :: n :: o :: p :: unpacked rest
  end.

(** ** Numerals to the base 16 *)

(** The last digit, f, stands for nothing. *)
Fixpoint symbols (u : Hexadecimal.uint) : list symbol :=
  match u with
  | Nil | Df _ => []
  | D0 u => S0 :: symbols u | D1 u => S1 :: symbols u | D2 u => S2 :: symbols u | D3 u => S3 :: symbols u
  | D4 u => S4 :: symbols u | D5 u => S5 :: symbols u | D6 u => S6 :: symbols u | D7 u => S7 :: symbols u
  | D8 u => S8 :: symbols u | D9 u => S9 :: symbols u | Da u => Plus :: symbols u | Db u => Minus :: symbols u
  | Dc u => Slash :: symbols u | Dd u => Equals :: symbols u | De u => Space :: symbols u
  end.

Definition digit (s : symbol) : Hexadecimal.uint -> Hexadecimal.uint :=
  match s with
  | S0 => D0 | S1 => D1 | S2 => D2 | S3 => D3 | S4 => D4 | S5 => D5 | S6 => D6 | S7 => D7 | S8 => D8 | S9 => D9
  | Plus => Da | Minus => Db | Slash => Dc | Equals => Dd | Space => De
  end.

Definition row_of (u : Number.uint) : option row :=
  match u with UIntHexadecimal u => Some (packed (symbols u)) | UIntDecimal _ => None end.

Definition numeral_of (r : row) : Number.uint := UIntHexadecimal (fold_right digit Nil (unpacked r)).

Declare Scope walk_scope.
Delimit Scope walk_scope with walk.
Bind Scope walk_scope with row.
Number Notation row row_of numeral_of : walk_scope.

(** ** States *)

Definition digit_value (s : symbol) : Z :=
  match s with
  | S1 => 1 | S2 => 2 | S3 => 3 | S4 => 4 | S5 => 5 | S6 => 6 | S7 => 7 | S8 => 8 | S9 => 9 | _ => 0
  end.

(** The states in l, after a part of one: e are its entries, the last one first, a and b its two distances, and n is the
    number that was read last; more is true if nothing came after it. *)
Fixpoint read (l : list symbol) (e : list (Z * bool)) (a b n : Z) (more : bool) : list state :=
  match l with
  | [] => [State (rev e) a b n]
  | Plus :: l => read l ((n, true) :: e) a b n false
  | Minus :: l => read l ((n, false) :: e) a b n false
  | Slash :: l => read l e n b n false
  | Equals :: l => read l e a (if more then n else b) n false
  | Space :: l => State (rev e) a b n :: read l [] 1 1 0 false
  | s :: l => read l e a b (if more then 10 * n + digit_value s else digit_value s) true
  end.

(** The states that are written in rows: in each, spaces between them. *)
Definition states_in (rows : list row) : list state := flat_map (fun r => read (unpacked r) [] 1 1 0 false) rows.

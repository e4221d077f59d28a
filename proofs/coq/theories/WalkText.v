(** Walks as texts: numerals whose digits are the symbols of the states, and the states that they say.

    Coq takes far longer to read a number than a digit. So a table comes as numerals to the base 16, whose letters stand
    for signs, and computation makes the states of them. Nothing has to be shown of that: the checker answers for the
    states that come out, whatever they were read from. *)

From Coq Require Import Number Hexadecimal ZArith NArith List.
From Coq.Strings Require Import Byte.
From TightMax Require Import WalkChecker.
Import ListNotations.
Open Scope Z_scope.

(** What the states are written with. *)
Inductive symbol := S0 | S1 | S2 | S3 | S4 | S5 | S6 | S7 | S8 | S9 | Plus | Minus | Slash | Equals | Space.

(** Two symbols are one byte: Coq reads that faster. The two tables are made by computation. *)
Definition code (s : symbol) : N :=
  match s with
  | S0 => 0 | S1 => 1 | S2 => 2 | S3 => 3 | S4 => 4 | S5 => 5 | S6 => 6 | S7 => 7 | S8 => 8 | S9 => 9
  | Plus => 10 | Minus => 11 | Slash => 12 | Equals => 13 | Space => 14
  end%N.

(** The first symbol of a numeral to the base 16; f is a space, like e. *)
Definition first (u : Hexadecimal.uint) : symbol :=
  match u with
  | D0 _ => S0 | D1 _ => S1 | D2 _ => S2 | D3 _ => S3 | D4 _ => S4 | D5 _ => S5 | D6 _ => S6 | D7 _ => S7
  | D8 _ => S8 | D9 _ => S9 | Da _ => Plus | Db _ => Minus | Dc _ => Slash | Dd _ => Equals | _ => Space
  end.

Fixpoint pairs (u : Hexadecimal.uint) : list byte.
Proof.
  pose (s := code (first u)). destruct u as [|u|u|u|u|u|u|u|u|u|u|u|u|u|u|u|u]; [exact []|..].
  all: pose (t := code (first u)); destruct u as [|u|u|u|u|u|u|u|u|u|u|u|u|u|u|u|u].
  all: match eval compute in (Byte.of_N (16 * s + t)) with
    | Some ?b => first [exact (b :: pairs u) | exact [b]]
    end.
Defined.
Definition pairs_of := Eval compute in pairs.

Definition both (b : byte) : symbol * symbol.
Proof.
  pose (l := [S0; S1; S2; S3; S4; S5; S6; S7; S8; S9; Plus; Minus; Slash; Equals]).
  pose (two := (nth (N.to_nat (Byte.to_N b / 16)) l Space, nth (N.to_nat (Byte.to_N b mod 16)) l Space)).
  destruct b; let t := eval compute in two in exact t.
Defined.
Definition both_of := Eval compute in both.

(** A row of symbols, with a space more if they are odd in number. One constructor with many arguments is read faster
    than many constructors with few. *)
Inductive row :=
  | Done
  | One (a : byte) (rest : row)
  | Many (a b c d e f g h i j k l m n o : byte) (rest : row).

Fixpoint packed (l : list byte) : row :=
  match l with
  | [] => Done
  | a :: b :: c :: d :: e :: f :: g :: h :: i :: j :: k :: l :: m :: n :: o :: rest =>
      Many a b c d e f g h i j k l m n o (packed rest)
  | a :: rest => One a (packed rest)
  end.

Fixpoint bytes (r : row) : list byte :=
  match r with
  | Done => []
  | One a rest => a :: bytes rest
  | Many a b c d e f g h i j k l m n o rest =>
      a :: b :: c :: d :: e :: f :: g :: h :: i :: j :: k :: l :: m :: n :: o :: bytes rest
  end.

Definition unpacked (r : row) : list symbol := flat_map (fun b => let (s, t) := both_of b in [s; t]) (bytes r).

(** ** Numerals to the base 16 *)

Definition digit (s : symbol) : Hexadecimal.uint -> Hexadecimal.uint :=
  match s with
  | S0 => D0 | S1 => D1 | S2 => D2 | S3 => D3 | S4 => D4 | S5 => D5 | S6 => D6 | S7 => D7 | S8 => D8 | S9 => D9
  | Plus => Da | Minus => Db | Slash => Dc | Equals => Dd | Space => De
  end.

Definition row_of (u : Number.uint) : option row :=
  match u with UIntHexadecimal u => Some (packed (pairs_of u)) | UIntDecimal _ => None end.

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

(** A state of its parts: e are its entries, the last one first, a and b its two distances, and n is its value. *)
Definition finished (e : list (Z * bool)) (a b n : Z) : list state :=
  match e with [] => [] | _ => [State (rev e) a b n] end.

(** The states in l, after a part of one; n is the number that was read last, and more is true if nothing came after
    it. *)
Fixpoint read (l : list symbol) (e : list (Z * bool)) (a b n : Z) (more : bool) : list state :=
  match l with
  | [] => finished e a b n
  | Plus :: l => read l ((n, true) :: e) a b n false
  | Minus :: l => read l ((n, false) :: e) a b n false
  | Slash :: l => read l e n b n false
  | Equals :: l => read l e a (if more then n else b) n false
  | Space :: l => finished e a b n ++ read l [] 1 1 0 false
  | s :: l => read l e a b (if more then 10 * n + digit_value s else digit_value s) true
  end.

(** The states that are written in rows, each state in one row. *)
Definition states_in (rows : list row) : list state := flat_map (fun r => read (unpacked r) [] 1 1 0 false) rows.

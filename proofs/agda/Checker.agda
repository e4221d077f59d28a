{-# OPTIONS --safe #-}

-- A second checker of the certificates of lower bounds; ../certificates/lower/FORMAT.md says what an accepted one
-- proves.  It reads the text of the file, and Agda computes its answer when it checks the type of `refl`.  There are
-- only natural numbers here: no number of an accepted file is negative, so a minus sign is refused where it is read.
module Checker where

open import Agda.Builtin.Bool
open import Agda.Builtin.Char
open import Agda.Builtin.Equality public
open import Agda.Builtin.List
open import Agda.Builtin.Maybe
open import Agda.Builtin.Nat
open import Agda.Builtin.String public

infix 0 if_then_else_
infixr 3 _and_
infixl 7 _÷_
infix 8 _/_

-- Booleans, lists and division, since Agda's own files define the types alone.
if_then_else_ : {A : Set} → Bool → A → A → A
if true then x else _ = x
if false then _ else y = y

_and_ : Bool → Bool → Bool
a and b = if a then b else false

not : Bool → Bool
not a = if a then false else true

all : {A : Set} → (A → Bool) → List A → Bool
all _ [] = true
all p (x ∷ xs) = p x and all p xs

map : {A B : Set} → (A → B) → List A → List B
map _ [] = []
map f (x ∷ xs) = f x ∷ map f xs

total : {A : Set} → (A → Nat) → List A → Nat
total _ [] = 0
total f (x ∷ xs) = f x + total f xs

repeat : Nat → Nat → List Nat
repeat zero _ = []
repeat (suc n) x = x ∷ repeat n x

_÷_ : Nat → Nat → Nat
_ ÷ zero = 0
n ÷ suc m = div-helper 0 m n m  -- rounded down

-- A certificate as it is read, with rationals, and as it is checked, with integers over common denominators.
record Rational : Set where
  constructor _/_
  field numerator denominator : Nat

record Outcome (A : Set) : Set where
  constructor outcome
  field mass : A
        point : List A
open Outcome

record Move (A : Set) : Set where
  constructor move
  field start : List A
        outcomes : List (Outcome A)
open Move

record Certificate : Set where
  constructor certificate
  field bound : Rational
        dimension : Nat
        flow : Rational
        moves : List (Move Rational)

-- The words of the text: marks, rationals "p" and "p/q", other strings, integers.  What is none of them becomes a mark
-- that no rule below knows.  A backslash is an ordinary letter: no string of the format has one.
data Word : Set where
  mark : Char → Word
  rational : Rational → Word
  string : String → Word
  integer : Nat → Word

digit : Char → Bool
digit c = (47 < primCharToNat c) and (primCharToNat c < 58)

append : Nat → Char → Nat
append n c = 10 * n + (primCharToNat c - 48)

reverse : {A : Set} → List A → List A → List A
reverse done [] = done
reverse done (x ∷ xs) = reverse (x ∷ done) xs

words quoted : List Char → List Word
letters : List Char → List Char → List Word
above whole : Nat → List Char → List Word
below : Nat → Nat → List Char → List Word

words [] = []
words (' ' ∷ cs) = words cs
words ('\n' ∷ cs) = words cs
words ('"' ∷ cs) = quoted cs
words (c ∷ cs) = if digit c then whole (append 0 c) cs else mark c ∷ words cs

quoted [] = mark '?' ∷ []
quoted ('"' ∷ cs) = string "" ∷ words cs
quoted (c ∷ cs) = if digit c then above (append 0 c) cs else letters (c ∷ []) cs

letters _ [] = mark '?' ∷ []
letters read ('"' ∷ cs) = string (primStringFromList (reverse [] read)) ∷ words cs
letters read (c ∷ cs) = letters (c ∷ read) cs

above _ [] = mark '?' ∷ []
above p ('"' ∷ cs) = rational (p / 1) ∷ words cs
above p ('/' ∷ cs) = below p 0 cs
above p (c ∷ cs) = if digit c then above (append p c) cs else mark '?' ∷ []

below _ _ [] = mark '?' ∷ []
below p q ('"' ∷ cs) = rational (p / q) ∷ words cs
below p q (c ∷ cs) = if digit c then below p (append q c) cs else mark '?' ∷ []

whole n [] = integer n ∷ []
whole n (c ∷ cs) = if digit c then whole (append n c) cs else integer n ∷ words (c ∷ cs)

-- The grammar: exactly the keys of the format, in alphabetical order but for "from" and "to".  Lists come out reversed.
-- Moves and outcomes have no order; that of the coordinates changes in all points alike, which changes no mean, no
-- distance and no place.
read-moves : List (Move Rational) → List Word → Maybe (List (Move Rational))
read-start : List (Move Rational) → List Rational → List Word → Maybe (List (Move Rational))
read-outcomes : List (Move Rational) → List Rational → List (Outcome Rational) → List Word
  → Maybe (List (Move Rational))
read-point : List (Move Rational) → List Rational → List (Outcome Rational) → Rational → List Rational → List Word
  → Maybe (List (Move Rational))

read-moves ms (mark '{' ∷ string "from" ∷ mark ':' ∷ mark '[' ∷ ws) = read-start ms [] ws
read-moves _ _ = nothing

read-start ms x (rational r ∷ mark ',' ∷ ws) = read-start ms (r ∷ x) ws
read-start ms x (rational r ∷ mark ']' ∷ mark ',' ∷ string "to" ∷ mark ':' ∷ mark '[' ∷ ws) =
  read-outcomes ms (r ∷ x) [] ws
read-start _ _ _ = nothing

read-outcomes ms x os (mark '{' ∷ string "mass" ∷ mark ':' ∷ rational m ∷ mark ','
  ∷ string "point" ∷ mark ':' ∷ mark '[' ∷ ws) = read-point ms x os m [] ws
read-outcomes _ _ _ _ = nothing

read-point ms x os m y (rational r ∷ mark ',' ∷ ws) = read-point ms x os m (r ∷ y) ws
read-point ms x os m y (rational r ∷ mark ']' ∷ mark '}' ∷ mark ',' ∷ ws) =
  read-outcomes ms x (outcome m (r ∷ y) ∷ os) ws
read-point ms x os m y (rational r ∷ mark ']' ∷ mark '}' ∷ mark ']' ∷ mark '}' ∷ mark ',' ∷ ws) =
  read-moves (move x (outcome m (r ∷ y) ∷ os) ∷ ms) ws
read-point ms x os m y (rational r ∷ mark ']' ∷ mark '}' ∷ mark ']' ∷ mark '}' ∷ mark ']' ∷ mark '}' ∷ []) =
  just (move x (outcome m (r ∷ y) ∷ os) ∷ ms)
read-point _ _ _ _ _ _ = nothing

complete : (List (Move Rational) → Certificate) → Maybe (List (Move Rational)) → Maybe Certificate
complete _ nothing = nothing
complete c (just ms) = just (c ms)

parse : List Word → Maybe Certificate
parse (mark '{' ∷ string "bound" ∷ mark ':' ∷ rational b ∷ mark ',' ∷ string "dimension" ∷ mark ':' ∷ integer d
  ∷ mark ',' ∷ string "flow" ∷ mark ':' ∷ rational f ∷ mark ',' ∷ string "format" ∷ mark ':'
  ∷ string "tightmax-moves-1" ∷ mark ',' ∷ string "moves" ∷ mark ':' ∷ mark '[' ∷ ws) =
  complete (certificate b d f) (read-moves [] ws)
parse _ = nothing

-- Integers: n is a common denominator if each denominator divides it, and then p/q is p (n ÷ q) over n.
divides : Nat → Rational → Bool
divides n (_ / q) = (0 < n) and (q * (n ÷ q) == n)

over : Nat → Rational → Nat
over n (p / q) = p * (n ÷ q)

fits : Nat → Nat → Move Rational → Bool
fits parts unit m = all (divides parts) (start m)
  and all (λ o → divides unit (mass o) and all (divides parts) (point o)) (outcomes m)

whole-move : Nat → Nat → Move Rational → Move Nat
whole-move parts unit m =
  move (map (over parts) (start m)) (map (λ o → outcome (over unit (mass o)) (map (over parts) (point o))) (outcomes m))

-- Points are compared entry by entry: whether they are the same, and which of two different ones comes first.
equal : List Nat → List Nat → Bool
equal [] [] = true
equal (a ∷ x) (b ∷ y) = (a == b) and equal x y
equal _ _ = false

data Order : Set where
  before same after : Order

compare : List Nat → List Nat → Order
compare [] [] = same
compare [] (_ ∷ _) = before
compare (_ ∷ _) [] = after
compare (a ∷ x) (b ∷ y) = if a < b then before else if b < a then after else compare x y

distinct : List (List Nat) → Bool
distinct [] = true
distinct (x ∷ xs) = all (λ y → not (equal x y)) xs and distinct xs

-- One move: its mean, entry by entry and times its mass, and twice its gain.
leaving : Move Nat → Nat
leaving m = total mass (outcomes m)

_plus_ : List Nat → List Nat → List Nat
(a ∷ x) plus (b ∷ y) = (a + b) ∷ (x plus y)
_ plus _ = []

sum-of-outcomes : Nat → List (Outcome Nat) → List Nat
sum-of-outcomes d [] = repeat d 0
sum-of-outcomes d (o ∷ os) = map (mass o *_) (point o) plus sum-of-outcomes d os

averages : Nat → Move Nat → Bool
averages d m = equal (sum-of-outcomes d (outcomes m)) (map (leaving m *_) (start m))

distance : List Nat → List Nat → Nat
distance (a ∷ x) (b ∷ y) = (a - b) + (b - a) + distance x y  -- a difference of natural numbers is 0 or more
distance _ _ = 0

square : Nat → Nat
square n = n * n

gain : Move Nat → Nat
gain m = total (λ o → mass o * square (distance (start m) (point o))) (outcomes m)

points : Move Nat → List (List Nat)
points m = start m ∷ map point (outcomes m)

-- A place is a point up to permutation, named by its sorted entries.  A search tree holds what leaves each place and
-- what arrives there.
insert : Nat → List Nat → List Nat
insert a [] = a ∷ []
insert a (b ∷ x) = if b < a then b ∷ insert a x else a ∷ b ∷ x

place : List Nat → List Nat
place [] = []
place (a ∷ x) = insert a (place x)

data Book : Set where
  empty : Book
  node : Book → List Nat → Nat → Nat → Book → Book

enter : List Nat → Nat → Nat → Book → Book
enter x l a empty = node empty x l a empty
enter x l a (node s y k b t) with compare x y
... | before = node (enter x l a s) y k b t
... | same = node s y (l + k) (a + b) t
... | after = node s y k b (enter x l a t)

enter-outcomes : List (Outcome Nat) → Book → Book
enter-outcomes [] t = t
enter-outcomes (o ∷ os) t = enter-outcomes os (enter (place (point o)) 0 (mass o) t)

enter-moves : List (Move Nat) → Book → Book
enter-moves [] t = t
enter-moves (m ∷ ms) t = enter-moves ms (enter-outcomes (outcomes m) (enter (place (start m)) (leaving m) 0 t))

balanced : Book → Bool
balanced empty = true
balanced (node s _ l a t) = (l == a) and balanced s and balanced t

-- What must hold, each with a code for its failure, from FORMAT.md where it has one; the first failure
-- is the answer.
data Verdict : Set where
  accepted : Verdict
  rejected : String → Verdict

infix 6 _or_

record Condition : Set where
  constructor _or_
  field holds : Bool
        code : String

judged : List Condition → Verdict
judged [] = accepted
judged (true or _ ∷ cs) = judged cs
judged (false or code ∷ _) = rejected code

-- Masses are in units, entries of points in parts: 1 is the entry `parts`.  The flow enters at the centre and leaves at
-- the vertex, from outside, so that every place must balance.
check-moves : Nat → Nat → Nat → Rational → List (Move Nat) → Verdict
check-moves d parts flow (p / q) ms = judged (
    all (λ m → all (λ x → total (λ _ → 1) x == d) (points m)) ms or "length"
  ∷ all (λ m → all (λ x → total (λ a → a) x == parts) (points m)) ms or "sum"
  ∷ all (λ m → all (λ o → 0 < mass o) (outcomes m)) ms or "mass"
  ∷ all (λ m → distinct (points m)) ms or "stationary or duplicate-outcome"
  ∷ all (averages d) ms or "mean"
  ∷ balanced (enter-moves ms (enter centre 0 flow (enter vertex flow 0 empty))) or "flow"
  ∷ (2 * flow * square parts * p == q * total gain ms) or "bound"
  ∷ [])
  where
  centre = repeat d (parts ÷ d)
  vertex = place (parts ∷ repeat (d - 1) 0)

check-certificate : Nat → Rational → Nat → Nat → Maybe Certificate → Verdict
check-certificate _ _ _ _ nothing = rejected "form"
check-certificate d (p / q) parts unit (just (certificate (b / c) e flow ms)) with judged (
    (d == e and p == b and q == c) or "claim"
  ∷ (1 < d and d < 10001) or "dimension"
  ∷ (divides parts (1 / d) and divides unit flow and all (fits parts unit) ms) or "denominator"
  ∷ (0 < p and 0 < q and 0 < over unit flow) or "trivial"
  ∷ [])
... | accepted = check-moves d parts (over unit flow) (p / q) (map (whole-move parts unit) ms)
... | fault = fault

-- Does the text prove eps*_d >= bound?  The common denominators of points and masses, parts and unit, are proposed.
check : (d : Nat) (bound : Rational) (parts unit : Nat) → String → Verdict
check d bound parts unit text = check-certificate d bound parts unit (parse (words (primStringToList text)))

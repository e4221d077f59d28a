(** A search through boxes, in whole numbers: are the entries of every split of least imbalance enough to pay for
    the imbalance?  What the answer "yes" means is shown in PiecewiseSound.v.

    Lengths are in 1/unit, and what an entry E gives back is scale times g(E/unit).  The split has a larger part and
    a smaller one, and the smaller one consists of entries from the imbalance t on and of others, the dust. *)

From Coq Require Import ZArith List Bool.
Import ListNotations.
Open Scope Z_scope.

(** An entry between two numbers, where it gives back at least constant + slope E. *)
Record cell : Set := Cell { low : Z; high : Z; constant : Z; slope : Z }.

(** The imbalance between two numbers, one cell for each entry of either part that is not dust, and the most that all
    the dust can be. *)
Record box : Set := Box { t_low : Z; t_high : Z; larger : list cell; smaller : list cell; dust : Z }.

Definition sum_of (f : cell -> Z) (cells : list cell) : Z := fold_right (fun c s => f c + s) 0 cells.

Section Search.

Variables unit scale : Z.

(** ** What a box gives back *)

(** The least of E (constant + slope E - price) on a cell: a chord or a tangent takes the place of the square. *)
Definition lowest (price : Z) (c : cell) : Z :=
  let (l, h) := (low c, high c) in
  let middle := Z.div2 (l + h) in
  let (a, b) := if 0 <? slope c then (middle, middle) else (l, h) in
  let k := constant c - price + slope c * (a + b) in
  k * (if 0 <=? k then l else h) - slope c * (a * b).

(** The slope of E (constant + slope E) in the middle of a cell, if it is positive. *)
Definition price_of (c : cell) : Z := Z.max 0 (constant c + slope c * (low c + high c)).

(** What entries in the cells give back at least if twice their total is at least [twice]: each price is a lower
    bound. *)
Definition given (cells : list cell) (twice : Z) : Z :=
  fold_right (fun price best => Z.max best (Z.div2 (price * twice) + sum_of (lowest price) cells)) 0
    (0 :: map price_of cells).

(** Whether that is enough; [whole] says that the smaller part has no other entries but dust. *)
Definition enough (whole : bool) (b : box) : bool :=
  let (l, h) := (t_low b, t_high b) in
  let a := given (larger b) (unit + l) in
  let c := given (smaller b) (if whole then Z.max 0 (unit - h - 2 * dust b) else 0) in
  let (plus, minus) := (unit + h, unit - l) in
  let square := minus * minus in
  (0 <=? l) && (h <? unit) &&
  (scale * (h * h) * (plus * square) <=? (a * square + c * (plus * plus)) * (unit * (unit - h))).

(** ** What the sums and the exchanges leave of a box *)

Definition clip (l h : Z) (c : cell) : cell := Cell (Z.max l (low c)) (Z.min h (high c)) (constant c) (slope c).

Definition empty (c : cell) : bool := high c <? low c.

(** The exchange of one entry E of the larger part and one entry F of the smaller one: E <= F or F + t <= E. *)
Definition against_smaller (t : Z) (f e : cell) : cell :=
  if high e - t <? low f then clip (low e) (high f) e
  else if high f <? low e then clip (low f + t) (high e) e else e.

Definition against_larger (t : Z) (e f : cell) : cell :=
  if high e - t <? low f then clip (low e) (high f) f
  else if high f <? low e then clip (low f) (high e - t) f else f.

Definition narrow (whole : bool) (b : box) : option box :=
  let (ps, ns) := (larger b, smaller b) in
  let (p_low, p_high) := (sum_of low ps, sum_of high ps) in
  let (n_low, n_high) := (sum_of low ns, sum_of high ns) in
  let l := Z.max (t_low b) (2 * p_low - unit) in
  let least := fold_right (fun c => Z.min (high c)) unit ps in
  let h := Z.min (Z.min (t_high b) (2 * p_high - unit)) (Z.min (unit - 2 * n_low) least) in
  let most := Z.min (dust b) (least - l) in
  let top := Z.div2 (unit - l + 1) in
  let p_rest := Z.div2 (unit + l) - p_high in
  let p_left := Z.div2 (unit + h + 1) - p_low in
  let n_rest := (if whole then Z.div2 (unit - h) - most else 0) - n_high in
  let n_left := top - n_low in
  if (h <? l) || (most <? 0) || (0 <? n_rest) || (n_left <? 0) then None else
  let ps := map (fun c => clip (Z.max l (high c + p_rest)) (Z.min top (low c + p_left)) c) ps in
  let ns := map (fun c => clip (Z.max l (high c + n_rest)) (low c + n_left) c) ns in
  if existsb empty ps || existsb empty ns then None else
  let ps := map (fun e => fold_right (against_smaller l) e ns) ps in
  let ns := map (fun f => fold_right (against_larger l) f ps) ns in
  if existsb empty ps || existsb empty ns then None else Some (Box l h ps ns most).

(** The least and the largest total of every choice of entries. *)
Fixpoint totals (cells : list cell) : list (Z * Z) :=
  match cells with
  | [] => [(0, 0)]
  | c :: rest => let sums := totals rest in sums ++ map (fun s => (low c + fst s, high c + snd s)) sums
  end.

(** All exchanges of several entries: where one takes more from the larger part than it brings, it takes more by the
    imbalance and the dust at least. *)
Definition exchange (b : box) : option box :=
  let ns := totals (smaller b) in
  let most := fold_right (fun p most => fold_right (fun n most =>
    if snd n <? fst p then Z.min most (snd p - fst n - t_low b) else most) most ns)
    (dust b) (totals (larger b)) in
  if (most <? 0) || (2 * sum_of high (smaller b) <? unit - t_high b - 2 * most) then None
  else Some (Box (t_low b) (t_high b) (larger b) (smaller b) most).

(** ** Boxes are halved *)

Definition width (c : cell) : Z := high c - low c.

Definition upper_half (c : cell) : cell := clip (Z.div2 (low c + high c)) (high c) c.
Definition lower_half (c : cell) : cell := clip (low c) (Z.div2 (low c + high c)) c.

(** The lists with the halves of the widest cell, of width w. *)
Fixpoint cut (w : Z) (half : cell -> cell) (cells : list cell) : list cell :=
  match cells with
  | [] => []
  | c :: rest => if w <=? width c then half c :: rest else c :: cut w half rest
  end.

Definition widest (cells : list cell) : Z := fold_right (fun c => Z.max (width c)) (- 1) cells.

Definition halves (b : box) : box * box :=
  let (l, h) := (t_low b, t_high b) in
  let wt := h - l in
  let wp := widest (larger b) in
  let wn := widest (smaller b) in
  if (wp <=? wt) && (wn <=? wt) then
    let middle := Z.div2 (l + h) in
    (Box l middle (larger b) (smaller b) (dust b), Box middle h (larger b) (smaller b) (dust b))
  else if wn <=? wp then
    (Box l h (cut wp lower_half (larger b)) (smaller b) (dust b),
     Box l h (cut wp upper_half (larger b)) (smaller b) (dust b))
  else
    (Box l h (larger b) (cut wn lower_half (smaller b)) (dust b),
     Box l h (larger b) (cut wn upper_half (smaller b)) (dust b)).

(** Whether every arrangement in a box gives enough. *)
Fixpoint settled (fuel : nat) (b : box) : bool :=
  match narrow true b with
  | None => true
  | Some b =>
    match exchange b with
    | None => true
    | Some b =>
      if enough true b then true else
      match fuel with
      | O => false
      | S fuel => let (one, two) := halves b in if settled fuel one then settled fuel two else false
      end
    end
  end.

(** ** All choices of cells *)

Definition put_larger (c : cell) (b : box) : box :=
  Box (t_low b) (t_high b) (c :: larger b) (smaller b) (dust b).

Definition put_smaller (c : cell) (b : box) : box :=
  Box (t_low b) (t_high b) (larger b) (c :: smaller b) (dust b).

(** The entries of the smaller part from the imbalance on, the largest first: the next one is in the first of the
    cells, or there is none in it. *)
Fixpoint all_smaller (fuel : nat) (depth : nat) (cells : list cell) (b : box) : bool :=
  match cells, fuel with
  | [], _ => settled depth b
  | _, O => false
  | c :: rest, S fuel =>
    if all_smaller fuel depth rest b then
      match narrow false (put_smaller c b) with
      | None => true
      | Some b => if enough false b then true else all_smaller fuel depth cells b
      end
    else false
  end.

(** The entries of the larger part, the smallest first. *)
Fixpoint all_larger (fuel : nat) (depth : nat) (cells after : list cell) (b : box) : bool :=
  if unit + t_high b <? 2 * sum_of low (larger b) then true else
  match cells, fuel with
  | [], _ =>
    match narrow false b with
    | None => true
    | Some b => if enough false b then true else all_smaller fuel depth after b
    end
  | _, O => false
  | c :: rest, S fuel =>
    if all_larger fuel depth rest after b then all_larger fuel depth cells after (put_larger c b) else false
  end.

End Search.

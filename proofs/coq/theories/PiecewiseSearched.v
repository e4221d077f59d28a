(** The search of the piecewise lower bound says yes, for all imbalances from 3/40 to 1/3. *)

From Coq Require Import ZArith List Bool.
From TightMax Require Import PiecewiseSearch PiecewiseWeight.
Import ListNotations.
Open Scope Z_scope.

(** The imbalances are searched in intervals between these numbers of 1/8400, each longer than the one before. *)
Definition steps : list Z := [630; 705; 790; 885; 991; 1110; 1243; 1392; 1559; 1746; 1956; 2191; 2454; 2748; 2800].

(** The cells of the smaller part, from the largest entries down to the imbalance. *)
Definition descending (t : Z) : list cell := rev cells ++ if t <? 945 then [tangent_cell t] else [].

(* A notation and no definition, so that nothing has to tell the two apart by evaluating the search. *)
Notation searched l h := (all_larger unit scale 100 40 cells (descending l) (Box l h [] [] unit)).

Fixpoint all_searched (l : list Z) : bool :=
  match l with t :: ((h :: _) as rest) => searched t h && all_searched rest | _ => true end.

(** With vm_cast_no_check the kernel alone computes the search, at Qed. *)
Lemma search_succeeds : all_searched steps = true.
Proof. vm_cast_no_check (eq_refl true). Qed.

(** It can say no: with a little less than 1/9 at 1/3 three entries 1/3 are not enough. *)
Definition too_low : list cell := map (clip 0 3728) (chord_cells [
  (945, 2025); (1120, 2025); (1200, 3328); (1260, 2025); (1512, 2025); (1680, 6496); (1848, 3392); (2016, 2025);
  (2268, 2025); (2520, 7616); (2800, 17777); (3360, 9280); (3528, 15744); (3780, 1600)]).

Lemma search_refuses : all_larger unit scale 100 40 too_low (rev too_low) (Box 2748 2800 [] [] unit) = false.
Proof. vm_compute. reflexivity. Qed.

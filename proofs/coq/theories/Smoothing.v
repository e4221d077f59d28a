(** What a smoothing of the maximum is, and what the conjugate statement is about. *)

From Coq Require Import Reals.
From TightMax Require Import Vectors.
Open Scope R_scope.

(** g is the gradient of f on R^d (Frechet). Two points with the same first d entries have the same value. *)
Definition has_gradient (d : nat) (f : vec -> R) (g : vec -> vec) : Prop :=
  forall x eta, 0 < eta -> exists delta, 0 < delta /\
    forall y, norm_inf d (sub y x) < delta ->
      Rabs (f y - f x - dot d (g x) (sub y x)) <= eta * norm_inf d (sub y x).

(** The gradient is 1-Lipschitz from the infinity norm to the l1 norm. *)
Definition smooth (d : nat) (f : vec -> R) : Prop :=
  exists g, has_gradient d f g /\
    forall x y, norm1 d (sub (g x) (g y)) <= norm_inf d (sub x y).

Definition convex (d : nat) (f : vec -> R) : Prop :=
  forall x y s, 0 <= s <= 1 -> f (mix s x y) <= (1 - s) * f x + s * f y.

(** An eps-smoothing of the maximum on R^d. *)
Definition smoothing (d : nat) (eps : R) (f : vec -> R) : Prop :=
  convex d f /\ smooth d f /\ forall x, largest d x <= f x <= largest d x + eps.

(** eps is the least for which there is one: it is eps*_d. *)
Definition optimum (d : nat) (eps : R) : Prop :=
  (exists f, smoothing d eps f) /\ forall eps' f, smoothing d eps' f -> eps <= eps'.

(** 1-strongly convex on the simplex in the l1 norm. *)
Definition strongly_convex (d : nat) (h : vec -> R) : Prop :=
  forall a b s, simplex d a -> simplex d b -> 0 <= s <= 1 ->
    h (mix s a b) <= (1 - s) * h a + s * h b - s * (1 - s) / 2 * norm1 d (sub a b) ^ 2.

(** Only the first d entries matter. *)
Definition on_first (d : nat) (h : vec -> R) : Prop :=
  forall x y, (forall i, (i < d)%nat -> x i = y i) -> h x = h y.

Definition permutes (d : nat) (p : nat -> nat) : Prop :=
  (forall i, (i < d)%nat -> (p i < d)%nat) /\
  (forall i j, (i < d)%nat -> (j < d)%nat -> p i = p j -> i = j).

(** The order of the entries does not matter. *)
Definition symmetric (d : nat) (h : vec -> R) : Prop :=
  forall x y p, permutes d p -> (forall i, (i < d)%nat -> y i = x (p i)) -> h y = h x.

Lemma symmetric_on_first d h : symmetric d h -> on_first d h.
Proof. intros H x y E. apply (H y x (fun i => i)); [split; auto|exact E]. Qed.

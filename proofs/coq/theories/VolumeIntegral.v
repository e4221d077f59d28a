(** Integration over R^d without measure theory: a linear, monotone and translation-invariant integral of the functions of
    a vector lattice that contains the limits of monotone sequences. Lebesgue's integral is one. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors.
Open Scope R_scope.

(** Which functions on R^d (of which the entries from d on are 0) have a finite integral, and what it is. Nothing says
    what the unit cube has: every multiple of Lebesgue's integral is one as well. *)
Record volume (d : nat) := Volume {
  summable : (vec -> R) -> Prop;
  integral : (vec -> R) -> R;
  summable_zero : summable (fun _ => 0);
  integral_linear : forall a b f g, summable f -> summable g ->
    summable (fun z => a * f z + b * g z) /\ integral (fun z => a * f z + b * g z) = a * integral f + b * integral g;
  integral_max : forall f g, summable f -> summable g -> summable (fun z => Rmax (f z) (g z));
  integral_monotone : forall f g, summable f -> summable g -> (forall z, f z <= g z) -> integral f <= integral g;
  integral_limit : forall (f : nat -> vec -> R) g b, (forall k, summable (f k)) ->
    (forall k z, f k z <= f (S k) z) -> (forall k, integral (f k) <= b) -> (forall z, Un_cv (fun k => f k z) (g z)) ->
    summable g /\ Un_cv (fun k => integral (f k)) (integral g);
  integral_shift : forall f v, (forall i, (d <= i)%nat -> v i = 0) -> summable f ->
    summable (fun z => f (add z v)) /\ integral (fun z => f (add z v)) = integral f
}.
Arguments summable {d}.
Arguments integral {d}.

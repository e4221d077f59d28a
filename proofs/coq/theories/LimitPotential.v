(** The potentials of the two lower bounds for every d hold at every point of the simplex, not at the centre alone:
    h + V <= h(e_1) for every symmetric strongly convex h. *)

From Coq Require Import Reals.
From TightMax Require Import Vectors Smoothing MaximumPrinciple.
From TightMax Require UniversalLower SharperLower.
Open Scope R_scope.

(** The potential of universal-lower. *)
Definition lower_potential (d : nat) (x : vec) : R := - sum d (fun i => UniversalLower.phi (x i)).

(** The potential of sharper-lower. *)
Definition sharper_potential (d : nat) (x : vec) : R := - sum d (fun i => SharperLower.phi (x i)).

Theorem universal_lower_pointwise d h x : (1 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  simplex d x -> h x + lower_potential d x <= h (vertex 0).
Proof.
  intros Hd Hs Hc Hx.
  exact (maximum_principle d h UniversalLower.phi UniversalLower.slope LeastImbalance.curvature x Hd Hs Hc
    UniversalLower.phi_at_0 UniversalLower.phi_at_1 UniversalLower.continuity_phi UniversalLower.derivable_phi
    UniversalLower.derivable_slope (UniversalLower.direction_exists d) Hx).
Qed.

Theorem sharper_lower_pointwise d h x : (1 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  simplex d x -> h x + sharper_potential d x <= h (vertex 0).
Proof.
  intros Hd Hs Hc Hx.
  exact (maximum_principle d h SharperLower.phi SharperLower.slope SharperSavings.bend x Hd Hs Hc
    SharperLower.phi_at_0 SharperLower.phi_at_1 SharperLower.continuity_phi SharperLower.derivable_phi
    SharperLower.derivable_slope (SharperLower.direction_exists d) Hx).
Qed.

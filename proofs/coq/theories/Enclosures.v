(** The tactic that encloses real numbers, over pairs of integers: nothing here rests on the floating point of
    a processor. Import it after Interval's own Tactic, which does rest on that, to replace it. *)

From Interval Require Import Specific_ops Specific_stdz Tactic.

Module IntegerFloats := SpecificFloat StdZRadix2.
Module Export IntegerEnclosures := IntervalTactic IntegerFloats.

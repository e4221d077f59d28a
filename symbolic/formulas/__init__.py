"""The formulas that several proofs and attacks need: each stands once, and its doctest derives it."""

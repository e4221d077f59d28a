"""Steps that several proofs of this chapter share; none of these files proves anything alone."""

"""The Coq proofs: what is refused in the sources, what a record is worth, and that the check can fail."""

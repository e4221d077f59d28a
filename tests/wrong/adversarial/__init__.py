"""Proofs written to be accepted although they prove nothing, by what they count on; none of them is."""

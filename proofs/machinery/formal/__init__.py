"""The Coq proofs: what is published, how it is built and compared, and what counts as grade FORMAL."""

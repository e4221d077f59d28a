"""Steps of proofs as lemmas of Coq: what they say, how they are proved, and which of them the kernel has accepted."""

"""The documents: the paper, its supplement, single theorems."""

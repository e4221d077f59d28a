"""The pictures of the paper and of the gallery, each drawn from the formulas and the certificates of the theorems."""

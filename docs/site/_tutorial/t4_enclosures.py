r"""
Certified enclosures
====================

Floating point rounds. `lse_enclosure` returns two numbers with the exact value between them, rounding included, and
`spectral_norm` does the same for the largest singular value of a matrix.
"""

import numpy as np

import tightmax

low, high = tightmax.lse_enclosure([1000.0, 999.0, -1e300], temperature=0.1)
print(f"[{low:.17g}, {high:.17g}]")
assert low <= high

# %%
# The ends stay close together, also where the entries are large and the temperature is small.

rng = np.random.default_rng(1)
x = rng.normal(size=(5, 1000)) * [[1e-8], [1.0], [1e3], [1e8], [1e150]]
for low, high in zip(*tightmax.lse_enclosure(x, temperature=1e-3), strict=True):
    print(f"[{low:.17g}, {high:.17g}]  width {high - low:.2g}")

# %%
# The largest singular value of a matrix, between two certified ends; NumPy's own value has no such guarantee.

matrix = rng.normal(size=(80, 50))
norm = tightmax.spectral_norm(matrix)
print(f"[{norm.lower:.17g}, {norm.upper:.17g}]")
print("NumPy:", np.linalg.norm(matrix, 2))
assert norm.lower <= np.linalg.norm(matrix, 2) * (1 + 1e-12) and norm.upper >= np.linalg.norm(matrix, 2) * (1 - 1e-12)

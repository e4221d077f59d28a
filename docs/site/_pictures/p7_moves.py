r"""
Certificates on the simplex
===========================

A lower bound is a way to take a mass from the centre of the simplex to its vertices by moves that keep the mean. Every
move is worth half the squared length of its jumps in the 1-norm, and the sum bounds the gap from below. Left, three
entries: one move, and 8/9 cannot be improved. Middle, four entries, the simplex seen along the line through the middles
of two opposite edges: going out (blue) and from there halfway back (orange) and to two vertices is worth more than the
direct jump, 7/6 against 9/8. Right, many moves; permuted points are one place.
"""

import matplotlib.pyplot as plt

from proofs.machinery.pictures import moves

moves.fill(plt.figure(figsize=(8.2, 2.9), layout="constrained"))
plt.show()

# %%
# The theorems: :doc:`weighted-moves </theorems/weighted-moves>`, :doc:`two-level </theorems/two-level>` and
# :doc:`lower-certificates </theorems/lower-certificates>`.

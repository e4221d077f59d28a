r"""
Why LogSumExp can be beaten: the bend of its entropy
====================================================

A smoothing is the conjugate of a function :math:`h(q) = \sum_i \phi(q_i)` on the simplex that is strongly convex in the
1-norm; the gap is the range of h. For LogSumExp :math:`\phi'' = 1/x`. Large entries need less: the universal smoothing
has :math:`\phi'' = 4 - 1/(1-x)` from 1/2 on, and its h the smaller range.
"""

import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0.05, 0.75, 500)
lse = 1 / x
universal = np.where(x <= 0.5, 1 / x, 4 - 1 / (1 - np.minimum(x, 0.99)))
figure, axes = plt.subplots(figsize=(6.5, 3.8), layout="constrained")
axes.plot(x, lse, "--", label="LogSumExp")
axes.plot(x, universal, label="universal")
axes.fill_between(x, universal, lse, alpha=0.15)
axes.set(xlabel="x", ylabel="φ″(x)", title="How much each entry of q bends h", ylim=(-1, 8))
axes.legend()
plt.show()

r"""
Why LogSumExp can be beaten: the bend of its entropy
====================================================

A smoothing is the conjugate of a function :math:`h(q) = \sum_i \phi(q_i)` on the simplex that is strongly convex in the
1-norm; the gap is the range of h. For LogSumExp :math:`\phi'' = 1/x`. Large entries need less: the universal smoothing
has :math:`\phi'' = 4 - 1/(1-x)` from 1/2 on, and its h the smaller range. The lower bounds have functions of their own,
which bend less than they would have to; and for two, three and four entries there are better ones than a sum that
serves all dimensions.
"""

import matplotlib.pyplot as plt

from proofs.machinery.pictures import bends

bends.fill(plt.figure(figsize=(8.4, 3.8), layout="constrained"))
plt.show()

# %%
# The curves are those of the theorems :doc:`universal-upper </theorems/universal-upper>`,
# :doc:`universal-lower </theorems/universal-lower>`, :doc:`sharper-lower </theorems/sharper-lower>` and
# :doc:`piecewise-lower </theorems/piecewise-lower>`, and of the certificate of :doc:`upper-d4 </theorems/upper-d4>`.

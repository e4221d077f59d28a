r"""
The jumps of the chain
======================

The bound of the paper: from d equal entries jump to k, which is worth :math:`2(1 - k/d)^2`, and so on to 1. At d = 6
three chains tie. Right: no jump is worth more than :math:`\kappa\ln(d/k)`, and only one as long as the line says is
worth as much; whole numbers come near it, and never get there.
"""

import matplotlib.pyplot as plt

from proofs.machinery.pictures import jumps

jumps.fill(plt.figure(figsize=(8.2, 3.9), layout="constrained"))
plt.show()

# %%
# The theorems: :doc:`chain </theorems/chain>`, :doc:`kappa </theorems/kappa>` and
# :doc:`chain-below-kappa </theorems/chain-below-kappa>`.

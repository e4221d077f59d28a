r"""
Four entries: what the optimum is made of
=========================================

The best smoothing of four entries where the second and the third are equal. Left: where which second differences are as
large as they may be; right: by how much it exceeds the maximum as the first entry moves away.
"""

import matplotlib.pyplot as plt

from proofs.machinery.bounds import four_entries

four_entries.fill(plt.figure(figsize=(9.6, 4.4), layout="constrained"))
plt.show()

# %%
# The theorem: :doc:`d4-optimum </theorems/d4-optimum>`.

r"""
The window
==========

What the best smoothing saves against LogSumExp lies in the grey band: at least what the best known smoothing saves, at
most what the best lower bound leaves. :doc:`What is known </known>` has the same with every theorem by its name.
"""

import matplotlib.pyplot as plt

from proofs.machinery.bounds import figure

figure.fill(plt.figure(figsize=(9, 4.6), layout="constrained"))
plt.show()

r"""
Where the gap is, two entries
=============================

The gap :math:`f - \max` on the square. That of LogSumExp is positive everywhere; that of the best smoothing is 0 where
one entry leads by 2.
"""

import matplotlib.pyplot as plt
import numpy as np

import tightmax

side = np.linspace(-2.5, 2.5, 201)
x = np.stack(np.meshgrid(side, side), axis=-1)
figure, panels = plt.subplots(1, 2, figsize=(7.5, 3.6), layout="constrained", sharey=True)
for axes, kind in zip(panels, ("lse", "best"), strict=True):
    gap = tightmax.smooth_max(x, temperature=1.0, kind=kind) - x.max(axis=-1)
    shades = axes.contourf(side, side, gap, levels=np.linspace(0, 0.7, 15))
    axes.set(title=f'"{kind}", largest gap {gap.max():.4f}', xlabel="x₁", aspect="equal")
panels[0].set_ylabel("x₂")
figure.colorbar(shades, ax=panels, label="gap")
plt.show()

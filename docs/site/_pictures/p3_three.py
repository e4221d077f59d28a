r"""
Where the gap is, three entries
===============================

Adding a number to all entries moves maximum and smoothing alike, so three entries are a picture in the plane: here
:math:`x_1 - x_3` and :math:`x_2 - x_3`. All three functions are equally smooth. The least gap that any can have is 8/9.
"""

import matplotlib.pyplot as plt
import numpy as np

import tightmax

side = np.linspace(-3.5, 3.5, 201)
a, b = np.meshgrid(side, side)
x = np.stack([a, b, np.zeros_like(a)], axis=-1)
figure, panels = plt.subplots(1, 3, figsize=(9, 3.4), layout="constrained", sharey=True)
for axes, kind in zip(panels, ("lse", "universal", "best"), strict=True):
    gap = tightmax.smooth_max(x, temperature=1.0, kind=kind) - x.max(axis=-1)
    shades = axes.contourf(side, side, gap, levels=np.linspace(0, 1.1, 12))
    axes.contour(side, side, gap, levels=[1e-9], colors="white", linewidths=0.8)
    axes.set(title=f'"{kind}", largest {gap.max():.4f}', xlabel="x₁ − x₃", aspect="equal")
panels[0].set_ylabel("x₂ − x₃")
figure.colorbar(shades, ax=panels, label="gap")
plt.show()

# %%
# Outside the white line the smoothing is the maximum itself; LogSumExp has no such line.

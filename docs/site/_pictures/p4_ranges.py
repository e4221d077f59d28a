r"""
The three ranges of the universal smoothing
===========================================

Let :math:`\tau` be by how much the largest entry exceeds the LogSumExp of the others, in units of the temperature. Up
to :math:`\tau = 0` the universal smoothing is LogSumExp less :math:`\ln 2 - \frac12`; from :math:`\tau = 2` on it is
the maximum; between the two it is a parabola in the mass of the other entries.
"""

import matplotlib.pyplot as plt
import numpy as np

import tightmax

d = 8
tau = np.linspace(-2, 4, 601)
x = np.zeros((len(tau), d))
x[:, 0] = tau + np.log(d - 1)
above = {kind: tightmax.smooth_max(x, temperature=1.0, kind=kind) - x[:, 0] for kind in ("lse", "universal")}
figure, axes = plt.subplots(figsize=(6.5, 3.8), layout="constrained")
for kind, style in (("lse", "--"), ("universal", "-")):
    axes.plot(tau, above[kind], style, label=kind)
for seam in (0, 2):
    axes.axvline(seam, color="grey", linewidth=0.8)
axes.set(xlabel="τ", ylabel="value − first entry", title=f"{d} entries, the first one leading", ylim=(-0.05, 2.2))
axes.legend()
plt.show()
assert np.all(above["universal"][tau > 2.001] == 0)
assert np.allclose(above["lse"][tau <= 0] - above["universal"][tau <= 0], np.log(2) - 0.5)

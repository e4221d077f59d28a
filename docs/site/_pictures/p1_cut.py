r"""
The maximum and its smoothings, two entries
===========================================

Along the line :math:`(s, -s)` the maximum is :math:`|s|`. The best smoothing of two entries exceeds it by at most 1/2,
LogSumExp by :math:`\ln 2`; both are equally smooth. The best one is the maximum itself from :math:`|s| = 1` on.
"""

import matplotlib.pyplot as plt
import numpy as np

import tightmax

s = np.linspace(-2, 2, 401)
x = np.column_stack([s, -s])
figure, axes = plt.subplots(figsize=(6.5, 4), layout="constrained")
axes.plot(s, np.abs(s), "k", linewidth=1, label="maximum")
for kind, style in (("lse", "--"), ("universal", "-."), ("best", "-")):
    axes.plot(s, tightmax.smooth_max(x, temperature=1.0, kind=kind), style, label=kind)
axes.set(xlabel="s", ylabel="value at (s, −s)", title="Two entries, temperature 1")
axes.legend()
plt.show()

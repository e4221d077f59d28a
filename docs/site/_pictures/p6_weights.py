r"""
The weights
===========

The gradient of a smooth maximum: how much each entry counts. One of five entries rises from far below to far above the
others, which are equal. Softmax never gives anything the weight 0; the universal smoothing does.
"""

import matplotlib.pyplot as plt
import numpy as np

import tightmax

rise = np.linspace(-4, 6, 501)
x = np.zeros((len(rise), 5))
x[:, 0] = rise
figure, axes = plt.subplots(figsize=(6.5, 3.8), layout="constrained")
for kind, style in (("lse", "--"), ("universal", "-"), ("quadratic", ":")):
    axes.plot(rise, tightmax.smooth_argmax(x, temperature=1.0, kind=kind)[:, 0], style, label=kind)
axes.set(xlabel="first entry", ylabel="its weight", title="Five entries, four of them 0, temperature 1")
axes.legend()
plt.show()

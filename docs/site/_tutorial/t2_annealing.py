r"""
Annealing the temperature
=========================

To minimise a maximum of many convex functions, minimise a smooth maximum of them by gradient descent, and lower the
temperature as you go. At temperature :math:`t` the smoothing is at most :math:`t\,\varepsilon` from the maximum, but
its gradient changes :math:`1/t` times as fast: small temperatures need small steps.

Here: the smallest disc around a cloud of points, that is, the point whose largest distance to them is least.
"""

import matplotlib.pyplot as plt
import numpy as np

import tightmax

rng = np.random.default_rng(7)
cloud = rng.normal(size=(60, 2)) * [2.0, 1.0]


def descent(temperatures):
    """Return the largest distance after every step, one step at each temperature."""
    centre, radii = np.array([3.0, 3.0]), []
    for t in temperatures:
        away = centre - cloud
        distance = np.linalg.norm(away, axis=1)
        weights = tightmax.smooth_argmax(distance, temperature=t, kind="universal")
        centre = centre - 0.5 * t * (weights @ (away / distance[:, None]))
        radii.append(float(distance.max()))
    return centre, radii


STEPS = 600
schedules = {
    "t = 0.5 throughout": np.full(STEPS, 0.5),
    "t = 0.01 throughout": np.full(STEPS, 0.01),
    "from 1 down to 0.01": np.geomspace(1.0, 0.01, STEPS),
}
figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
for name, temperatures in schedules.items():
    centre, radii = descent(temperatures)
    print(f"{name:<20} radius {radii[-1]:.4f}")
    axes.plot(radii, label=name)
axes.set(xlabel="step", ylabel="radius of the disc", title="The smallest disc around 60 points", yscale="log")
axes.legend()
plt.show()

# %%
# A high temperature stops early, above the least radius; a low one crawls; the schedule does both in turn.

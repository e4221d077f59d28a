r"""
An error instead of a temperature
=================================

Often the accuracy is what one knows: the smooth maximum shall be at most 0.01 from the maximum. With `error=` the
temperature is chosen so that this is the worst case, for the number of entries at hand.
"""

import numpy as np

import tightmax

x = np.array([0.30, 0.29, 0.10, -1.00, 0.25])
for kind in ("lse", "universal"):
    value = float(tightmax.smooth_max(x, error=0.01, kind=kind))
    print(f"{kind:<10} {value:.6f}, above the maximum by {value - x.max():.6f}")
    assert 0 <= value - x.max() <= 0.01

# %%
# A smaller worst gap means a higher temperature for the same error, and so a smoother function: the gradient of
# "universal" changes less than that of "lse".

temperature = {kind: 0.01 / tightmax.worst_gap(len(x), temperature=1.0, kind=kind) for kind in ("lse", "universal")}
print({kind: round(float(t), 6) for kind, t in temperature.items()})
assert temperature["universal"] > temperature["lse"]

# %%
# **Sides.** The smoothing lies above the maximum. `side="under"` takes the worst gap off, so that it lies below, and
# `side="centred"` half of it, so that the largest error in size is half as large.

for side in ("over", "under", "centred"):
    value = float(tightmax.smooth_max(x, temperature=0.1, side=side))
    print(f"{side:<8} {value - x.max():+.6f}")

# %%
# **Bad input** is refused in one line that says what is accepted.

try:
    tightmax.smooth_max(x, temperature=-1)
except ValueError as problem:
    print(problem)

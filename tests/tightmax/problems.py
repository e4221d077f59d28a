"""Inputs for the differential tests, found by hypothesis: from ties to far leads, with infinities, nan and masks.

Temperatures range over ten orders of magnitude. `tests/tightmax/conftest.py` says how many inputs there are.
"""

import math
import os

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

RUN = settings(settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite")), max_examples=60)
FEW = settings(RUN, max_examples=5)
"""For what compiles each new shape."""

KINDS = ("lse", "universal", "quadratic", "best")
SIDES = ("over", "under", "centred")
INF, NAN = math.inf, math.nan


@st.composite
def problems(draw, special=True, kinds=KINDS, lengths=(1, 2, 3, 4, 7, 17)):
    """Rows, a mask or None, a temperature, a kind and a side."""
    n = draw(st.sampled_from(lengths))
    levels = st.one_of(
        st.sampled_from((0.0, -1.0, -2.0, 1.0, -8 / 3, 30.0, -700.0)), st.floats(-3, 3), st.floats(-50, 50),
    )
    if special:
        levels = st.one_of(levels, levels, levels, st.sampled_from((-INF, INF, NAN, 1e300, -1e300, 5e-324)))
    t = 10.0 ** draw(st.integers(-5, 5)) * draw(st.sampled_from((1.0, 0.37)))
    x = t * np.array(draw(st.lists(st.lists(levels, min_size=n, max_size=n), min_size=1, max_size=4)))
    mask = None
    if special and draw(st.booleans()):
        mask = np.array(draw(st.lists(st.booleans(), min_size=x.size, max_size=x.size))).reshape(x.shape)
    return x, mask, t, draw(st.sampled_from(kinds)), draw(st.sampled_from(SIDES))

"""The mean of the largest of d independent standard normals, by quadrature."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from numeric_checks.arithmetic.evaluate import EPS, Measured

ERROR = 1e-10
"""Far above the error of the quadrature up to d = 10^9; the tests compare it with closed forms."""

_LOW, _HIGH, _POINTS = -9.0, 12.0, 8001


@lru_cache(maxsize=1)
def _grid() -> tuple[np.ndarray, np.ndarray]:
    points = np.linspace(_LOW, _HIGH, _POINTS)
    return points, np.array([math.erfc(at / math.sqrt(2)) / 2 for at in points])


def normal_maximum(entries: int) -> float:
    """Return the mean: _HIGH less the integral of the distribution function up to there (trapezoids).

    >>> round(normal_maximum(2) ** 2 * math.pi, 9), round(normal_maximum(3) ** 2 * math.pi, 9)
    (1.0, 2.25)
    """
    points, above = _grid()
    with np.errstate(divide="ignore"):
        distribution = np.exp(entries * np.log1p(-above))
    return float(_HIGH - np.trapezoid(distribution, points))


def normal_maxima(entries: list[int]) -> Measured:
    """Return the means for several d, with their error."""
    means = np.array([normal_maximum(d) for d in entries])
    return Measured(means, np.full_like(means, 2 * ERROR / EPS))

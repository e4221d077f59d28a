"""Steps on NumPy in the memory there is: one pass over a column costs as much as another, so few are taken.

Choosing between numbers by a condition costs as much as ten other steps where the condition is as good as random;
choosing by bits does not.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tightmax.arrays import Array

SMALLEST_POWER = 100
"""Powers of two up to this one, and down to its inverse, have an inverse in every type."""


def divide(z: Array, by: float) -> None:
    """Divide z by a positive number; by a power of two as a product, which is exact as well and faster."""
    fraction, power = math.frexp(by)
    if fraction == 0.5 and abs(power) <= SMALLEST_POWER:
        if by != 1.0:
            z *= 1.0 / by
    else:
        z /= by


def bits(z: Array) -> Array:
    """Return the same memory as integers."""
    return z.view(np.dtype(f"i{z.itemsize}"))


def where_negative(z: Array) -> Array:
    """Turn numbers into all bits, where they are negative, and none elsewhere; -0.0 counts as negative."""
    sign: Any = bits(z)
    np.right_shift(sign, sign.dtype.type(8 * z.itemsize - 1), out=sign)
    return sign

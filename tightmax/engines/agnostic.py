"""From a smoothing at temperature 1 to one at temperature t: `f(x) = max + t psi(z)` with `z = (x - max)/t`.

A smooth maximum moves by c when all entries do, so that nothing is lost by looking at z <= 0 alone; and no exponential
overflows. What is here serves every library; NumPy, PyTorch and Dask have faster or lazier ways of their own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.arrays import Array, Namespace
from tightmax.in_place import side_by_side
from tightmax.kinds import Smoothing

HUGE = 2.0**-12
"""At a temperature above this share of the largest number all is scaled by it first, which changes no digit that
matters there: differences of entries stay finite, and so does the temperature times the excess.
"""

NEAR = 0.25
"""Values nearer to 0, in temperatures, may be small against the error of the logarithm of a sum that is near 1."""


def top_of(xp: Namespace, x: Array, mask: Array | None) -> Array:
    """Return the maximum of each row of what the mask leaves; -inf where it leaves nothing."""
    return xp.max(x if mask is None else xp.where(mask, x, -xp.inf), axis=-1, keepdims=True)


def is_huge(xp: Namespace, x: Array, t: Any) -> Any:
    """Say whether differences of entries may overflow that are not large in temperatures."""
    return t > float(xp.finfo(x.dtype).max) * HUGE


def scale_of(xp: Namespace, x: Array, t: Any) -> Any:
    """Return what x and t are multiplied by first: 1, or HUGE where differences of entries may overflow."""
    large = is_huge(xp, x, t)
    return (HUGE if large else 1.0) if isinstance(t, float) else xp.where(large, HUGE * xp.ones_like(t), 1.0)


def is_normal(xp: Namespace, x: Array, t: Any) -> Any:
    """Say whether the type of x holds the temperature as a normal number: a smaller one it may round to 0."""
    return t >= float(xp.finfo(x.dtype).smallest_normal)


def is_apart(
    xp: Namespace, top: Array, others: Array, t: Any, smoothing: Smoothing, lowered: float
) -> Array:
    """Say which rows need their sum of all but the largest added anew: as the whole sum less 1 it is not accurate.

    Of a softmax that is what decides only where the value is near 0.
    """
    assert smoothing.apart is not None
    rows = smoothing.apart(xp, others)
    if not smoothing.softmax:
        return rows
    excess = xp.log1p(others)
    return rows & (abs(top + t * (excess - lowered if lowered else excess)) < t * NEAR)


def levels(xp: Namespace, x: Array, top: Array, t: float, mask: Array | None) -> Array:
    """Return the entries below the maximum in temperatures, (x - top)/t; 0 where they equal an infinite maximum.

    At a temperature that the type may round to 0 they are also set to 0 where they equal a finite one.
    """
    below = x != top
    if is_normal(xp, x, t):
        below = below | xp.isfinite(top)
    z = xp.where(below, (x - top) / t, 0.0)
    return z if mask is None else xp.where(mask, z, -xp.inf)


def excess_and_weights(
    xp: Namespace, x: Array, t: float, mask: Array | None, smoothing: Smoothing
) -> tuple[Array, Array, Array]:
    """Return the maximum of each row, the excess over it in temperatures, and the weights."""
    top = top_of(xp, x, mask)
    excess, weights = smoothing.excess_and_weights(xp, levels(xp, x, top, t, mask))
    return top, excess, weights if mask is None else xp.where(mask, weights, 0.0)


def hessian_vector(
    xp: Namespace, x: Array, v: Array, t: float, mask: Array | None, smoothing: Smoothing, weights: Array
) -> Array:
    """Return the product of the Hessian and v for each row, from the weights at x."""
    if xp is np:
        x, v, weights, mask = map(side_by_side, (x, v, weights, mask))
    if mask is not None:
        v = xp.where(mask, v, 0.0)
    z = levels(xp, x, top_of(xp, x, mask), t, mask)
    return smoothing.hessian_vector(xp, z, weights, v) / t

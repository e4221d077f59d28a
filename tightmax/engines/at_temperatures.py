"""One temperature for each row, as an array: entries are brought to temperature 1 first, with derivatives in t.

With y = x/t, `t f(x/t)` has the derivative `f(y) - <y, grad f(y)>` in t, and its weights change by minus the Hessian of
f at y times y over t.   [temperature-derivative]   The maximum counts as a constant here: a smooth maximum moves by c
when all entries do, so that the derivatives in x are those of the levels z = (x - max)/t alone, and the one in t is
`e(z) - <z, w>`, e being the excess over the maximum and w the weights. Whatever traces derivatives finds them so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tightmax.arrays import Array, Namespace, constant
from tightmax.engines.agnostic import is_normal, scale_of, top_of

FAR = 2.0**15
"""Entries further below count as this far, without a derivative: no kind gives them weight."""

class Scaled(NamedTuple):
    """The temperatures, and the power of two that they and the entries are multiplied by."""

    t: Array
    scale: Array


Compute = Callable[[Array], tuple[Array, Array | None]]
"""What gives the value and the weights of rows at temperature 1."""


def value_and_weights(
    xp: Namespace, x: Array, t: Array, mask: Array | None, lowered: float, compute: Compute
) -> tuple[Array, Array | None]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights; t has the shape (..., 1)."""
    top, z, (t, scale) = levels(xp, x, t, mask)
    excess, weights = compute(z)
    return (top * scale + t * (excess - lowered)) / scale, weights


def hessian_vector(
    xp: Namespace, x: Array, t: Array, mask: Array | None, compute: Callable[[Array], Array]
) -> Array:
    """Return the product of the Hessian and a vector for each row, of which `compute` gives that at temperature 1."""
    return compute(levels(xp, x, t, mask)[1]) / t


def levels(xp: Namespace, x: Array, t: Array, mask: Array | None) -> tuple[Array, Array, Scaled]:
    """Return the maximum of each row, and the entries below it in temperatures; 0 where they equal an infinite one."""
    scale = scale_of(xp, x, t)
    top = constant(xp, top_of(xp, x, mask))
    same = (x == top) & ~(xp.isfinite(top) & is_normal(xp, x, t))
    below = x * scale - top * scale
    t = t * scale
    far = below < -FAR * t
    z = xp.where(far, -FAR, xp.where(far | same, 0.0, below) / t)
    return top, z if mask is None else xp.where(mask, z, -xp.inf), Scaled(t, scale)

"""Steps of a smoothing that reuse the memory of a NumPy array; other libraries make a new array."""

from __future__ import annotations

import numpy as np

from tightmax.arrays import Array, Namespace


def exponential(xp: Namespace, z: Array) -> Array:
    """The exponentials of z."""
    return np.exp(z, out=z) if isinstance(z, np.ndarray) else xp.exp(z)


def divided(xp: Namespace, e: Array, by: Array) -> Array:
    """The quotient of e and a number per row."""
    return np.divide(e, by, out=e) if isinstance(e, np.ndarray) else e / by


def shared(xp: Namespace, e: Array, factor: Array, top: Array) -> Array:
    """The product of e and a factor per row, but `top` where e is 1."""
    if not isinstance(e, np.ndarray):
        return xp.where(e == 1.0, top, e * factor)
    if np.array_equal(factor, top):
        return np.multiply(e, factor, out=e)
    at_top = e == 1.0
    np.multiply(e, factor, out=e)
    np.copyto(e, top, where=at_top)
    return e

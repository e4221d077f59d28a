"""LogSumExp with factors and signs: `t ln |sum_i b_i exp(x_i/t)|`, as `scipy.special.logsumexp` has it at t = 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.arguments import Request
from tightmax.arrays import Array, astype, check_library, namespace_of, promote
from tightmax.engines import at_temperatures

CLOSE = 0.5
"""Where the sum is at least this, beside the factor 1, its logarithm is taken of its distance to 1."""


def logarithm_and_sign(asked: Request, b: Any) -> tuple[Array, Array]:
    """Return the logarithm of the modulus of each row's sum, times the temperature, and the sign, of shape (..., 1).

    b, which broadcasts to x, may have any sign; entries with the factor 0 do not count. Without entries that count:
    -inf and the sign 0. TypeError for b of another library or that is not real, ValueError for one that does not fit.
    """
    xp, x, fold = asked.xp, asked.x, asked.fold
    mask, factors = asked.mask, xp.ones_like(x)
    if b is not None:
        check_library(xp, "b", b)
        found, b = namespace_of(b, "b")
        b = promote(xp, b if found is xp else xp.asarray(b), "b")[0]
        try:
            b = xp.broadcast_to(astype(xp, b, x.dtype), fold.shape)
        except (ValueError, RuntimeError, TypeError):
            raise ValueError(f"b of shape {tuple(b.shape)} does not fit x of shape {fold.shape}") from None
        factors = fold.fold(b)
        counts = factors != 0
        mask = counts if mask is None else mask & counts
    if fold.length == 0:
        nothing = xp.sum(x, axis=-1, keepdims=True)
        return nothing - xp.inf, nothing
    t: Any = asked.temperature
    if isinstance(t, float):
        t = xp.zeros_like(x[..., :1]) + t
    top, z, (t, scale) = at_temperatures.levels(xp, x, t, mask)
    e = xp.exp(z)
    if mask is not None:
        e, factors = xp.where(mask, e, 0.0), xp.where(mask, factors, 0.0)
    largest = xp.where(z == 0, 1.0, xp.zeros_like(z))
    # The sum less 1 is accurate where the largest entries have the factors that add up to 1, however small the others.
    at_top = xp.sum(largest * factors, axis=-1, keepdims=True)
    others = xp.sum((1.0 - largest) * (e * factors), axis=-1, keepdims=True)
    total, beside = at_top + others, (at_top - 1.0) + others
    near = total > CLOSE
    logarithm = xp.where(
        near, xp.log1p(xp.where(near, beside, 0.0)), xp.log(xp.abs(xp.where(near, xp.ones_like(total), total)))
    )
    empty = top == -xp.inf
    value = xp.where(empty, top, (top * scale + t * logarithm) / scale)
    return value, xp.where(empty, 0.0 * xp.ones_like(total), xp.sign(total))


def signed(xp: Any, value: Array, sign: Array) -> Array:
    """Return the logarithm of the sum itself: nan where it is negative."""
    return xp.where(sign < 0, np.nan, value)

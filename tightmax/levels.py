"""From a smoothing at temperature 1 to one at temperature t: ``f(x) = max + t psi(z)`` with ``z = (x - max)/t``.

A smooth maximum moves by c when all entries do, so that nothing is lost by looking at z <= 0 alone; and no exponential
overflows. NumPy arrays are worked through in blocks of rows that stay in the cache.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.arrays import Array, Namespace, on_numpy
from tightmax.kinds import Smoothing

BLOCK = 2**16
"""Entries of a block."""

SHORT = 16
"""Rows up to this length are laid out column by column, which makes sums along them fast."""


def top_of(xp: Namespace, x: Array, mask: Array | None) -> Array:
    """The maximum of each row of what the mask leaves; -inf where it leaves nothing."""
    left = x if mask is None else xp.where(mask, x, -xp.inf)
    if xp is np and left.flags.c_contiguous:  # where NumPy finds the place faster than the value
        return np.take_along_axis(left, np.argmax(left, axis=-1, keepdims=True), axis=-1)
    return xp.max(left, axis=-1, keepdims=True)


def levels(xp: Namespace, x: Array, top: Array, t: float, mask: Array | None) -> Array:
    """The entries below the maximum in temperatures, (x - top)/t; 0 where they equal an infinite maximum.

    At a temperature that the type may round to 0 they are also set to 0 where they equal a finite one.
    """
    below = x != top
    if t >= float(xp.finfo(x.dtype).smallest_normal):
        below = below | xp.isfinite(top)
    z = xp.where(below, (x - top) / t, 0.0)
    return z if mask is None else xp.where(mask, z, -xp.inf)


def excess_and_weights(
    xp: Namespace, x: Array, t: float, mask: Array | None, smoothing: Smoothing
) -> tuple[Array, Array, Array]:
    """The maximum of each row, the excess over it in temperatures, and the weights."""
    if xp is np:
        return _by_blocks(x, t, mask, smoothing)
    view, mask_view = on_numpy(x), None if mask is None else on_numpy(mask)
    if view is not None and (mask is None or mask_view is not None):
        top, excess, weights = (xp.from_numpy(array) for array in _by_blocks(view, t, mask_view, smoothing))
        return top, excess, weights
    top = top_of(xp, x, mask)
    excess, weights = smoothing.excess_and_weights(xp, levels(xp, x, top, t, mask))
    return top, excess, weights if mask is None else xp.where(mask, weights, 0.0)


def _by_blocks(x: Any, t: float, mask: Any, smoothing: Smoothing) -> tuple[Any, Any, Any]:
    """The same for a NumPy array, block by block."""
    n = x.shape[-1]
    rows = x.reshape(-1, n)
    masks = None if mask is None else mask.reshape(-1, n)
    top, excess, weights = np.empty_like(rows[:, :1]), np.empty_like(rows[:, :1]), np.empty(rows.shape, rows.dtype)
    step = max(1, BLOCK // n)
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        chosen = None if masks is None else masks[part]
        block = np.asfortranarray(rows[part]) if 1 < n <= SHORT else rows[part]
        top[part] = top_of(np, block, chosen)
        out = np.empty_like(block) if 1 < n <= SHORT else weights[part]
        excess[part], shares = smoothing.excess_and_weights(np, _levels_into(out, block, top[part], t, chosen))
        if chosen is not None:
            shares = np.where(chosen, shares, 0.0)
        if shares is not out or out.base is not weights:
            weights[part] = shares
    shape = (*x.shape[:-1], 1)
    return top.reshape(shape), excess.reshape(shape), weights.reshape(x.shape)


def _levels_into(out: Any, x: Any, top: Any, t: float, mask: Any) -> Any:
    """`levels`, in the memory of out where nothing is infinite."""
    plain = mask is None and t >= float(np.finfo(x.dtype).smallest_normal) and bool(np.isfinite(top).all())
    if not plain:
        out[...] = levels(np, x, top, t, mask)
        return out
    np.subtract(x, top, out=out)
    return out if t == 1.0 else np.divide(out, t, out=out)

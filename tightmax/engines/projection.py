"""Long rows of the projection to the simplex on NumPy, without a sort.

Entries at least a temperature below the maximum have no weight. Where few are left, the threshold is found from these:
the mean excess of those that are above it rises to it, and the entries that it passes drop out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.kinds import Smoothing

BLOCK = 2**16
"""Entries of a block of rows."""

ABREAST = 16
"""So many rows at least are copied at once where their entries are not side by side: they share lines of the cache."""

DENSE = 0.25
"""Where a larger part of a block is near the maximum, sorting it costs less."""

STEPS = 32
"""How often the threshold may rise before the rows are sorted instead. To drop out one by one, entries must be apart by
ever more, by factorials: doubles leave room for about 18.
"""


def value_and_weights(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weights: Any
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and which rows are left out; write the weights.

    The weights are None if they are not asked for. Rows are left out where the maximum is not finite, and in blocks
    where too many entries are near it.
    """
    count, n = rows.shape
    value, left_out = np.empty(count, rows.dtype), np.zeros(count, bool)
    step = max(1 if rows.strides[-1] == rows.itemsize else ABREAST, BLOCK // n)
    if weights is not None:
        weights[...] = 0.0
    for start in range(0, count, step):
        part = slice(start, start + step)
        x = np.ascontiguousarray(rows[part])
        if masks is not None:
            x = np.where(masks[part], x, -np.inf)
        top = x.max(axis=-1)
        finite = np.isfinite(top)
        near = x >= (top - t * (1.0 + 4.0 * np.finfo(x.dtype).eps))[:, None]
        if not finite.all():
            near[~finite] = np.arange(n) == 0  # something
        flat = np.flatnonzero(near)
        if len(flat) > max(DENSE * x.size, 8 * len(x)):
            left_out[part] = True
            continue
        ended, excess, p = _near(x, top, t, flat)
        left_out[part] = ~(finite & ended)
        value[part] = top + t * (excess - lowered if lowered else excess)
        if weights is not None:
            if weights.flags.c_contiguous:
                weights[part].reshape(-1)[flat] = p
            else:
                weights[part][flat // n, flat % n] = p
    return value, left_out


def _near(x: Any, top: Any, t: float, flat: Any) -> tuple[Any, Any, Any]:
    """Return whether the threshold of each row was found, its excess, and the weights of the entries near the top."""
    row = flat // x.shape[-1]
    first = np.searchsorted(row, np.arange(len(x)))
    z = (x.reshape(-1)[flat] - top[row]) / t
    tau = np.full(len(x), -1.0, x.dtype)
    rising = np.ones(len(x), bool)
    for _ in range(STEPS):
        inside = z > tau[row]
        total = np.add.reduceat(np.where(inside, z, 0.0), first)
        mean = (total - 1.0) / np.add.reduceat(inside.astype(x.dtype), first)
        rising = mean > tau
        if not rising.any():
            break
        np.copyto(tau, mean, where=rising)
    p = z - tau[row]
    np.maximum(p, 0.0, out=p)
    squares = p * p
    at_top = np.flatnonzero(z == 0.0)  # one of each row is left out: its part is (1 + tau)^2 instead of tau^2
    squares[at_top[np.flatnonzero(np.diff(row[at_top], prepend=-1))]] = 0.0
    return ~rising, ((1.0 + tau) ** 2 + np.add.reduceat(squares, first)) / 2, p

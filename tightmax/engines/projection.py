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


WIDE = 64
"""So many rows must lie side by side, as along axis 0 of an array, to be computed as columns."""

COLUMNS = 2**12
"""Columns of a block."""

FEW = 64
"""Columns with more entries near the maximum are computed as rows: these are added in a tree."""


def value_and_weights(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weights: Any, *, valued: bool = True
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and which rows are left out; write the weights.

    The weights are None if they are not asked for; the values may be anything if these are not. Rows are left out where
    the maximum is not finite, and in blocks where too many entries are near it.
    """
    if weights is not None:
        weights[...] = 0.0
    if rows.strides[0] != rows.itemsize or len(rows) < WIDE:
        return _of_rows(rows, t, masks, smoothing, lowered, weights)
    value, left_out = np.empty(len(rows), rows.dtype), np.empty(len(rows), bool)
    for start in range(0, len(rows), COLUMNS):
        part = slice(start, start + COLUMNS)
        x = rows[part].T if masks is None else np.where(masks[part].T, rows[part].T, -np.inf)
        left_out[part] = _of_columns(x, t, lowered, value[part], None if weights is None else weights[part].T, valued)
    if left_out.any():
        which = np.flatnonzero(left_out)
        made = None if weights is None else np.empty((len(which), rows.shape[1]), rows.dtype)
        masked = None if masks is None else masks[which]
        value[which], left_out[which] = value_and_weights(rows[which], t, masked, smoothing, lowered, made)
        if made is not None:
            weights[which] = made
    return value, left_out


def _of_columns(x: Any, t: float, lowered: float, value: Any, weights: Any, valued: bool) -> Any:
    """Write the values of columns, and their weights where these are not 0; return which are left out."""
    count = x.shape[1]
    top = np.maximum.reduce(x, axis=0)
    least = top - t * (1.0 + 4.0 * np.finfo(x.dtype).eps)
    left_out = ~np.isfinite(top)
    if left_out.any():
        least[left_out] = np.nan  # nothing is as large
    row, column = np.divmod(np.flatnonzero(x >= least), count)
    if len(column) > FEW * count // 4:
        return np.ones(count, bool)
    number = np.bincount(column, minlength=count)
    z = x[row, column]
    z -= top[column]
    z /= t
    z, mine, place = z.astype(float), column, np.arange(len(z))
    tau = np.full(count, -1.0)
    while True:
        tau = (np.bincount(mine, z, count) - 1.0) / np.bincount(mine, minlength=count)
        inside = z > tau[mine]
        if inside.all():
            break
        z, mine, place = z[inside], mine[inside], place[inside]
    p = z - tau[mine]
    if weights is not None:
        weights[row[place], mine] = p
    if valued:
        at_top = z == 0.0  # one of each column is left out: its part is (1 + tau)^2 instead of tau^2
        ties = np.bincount(mine[at_top], minlength=count) - 1.0
        p[at_top] = 0.0
        excess = ((1.0 + tau) ** 2 + (np.bincount(mine, p * p, count) + ties * tau**2)) / 2.0
        np.add(top, t * (excess - lowered), out=value, casting="same_kind")
    left_out |= number > FEW
    return left_out


def _of_rows(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weights: Any
) -> tuple[Any, Any]:
    """Return the same for rows, whatever their order."""
    count, n = rows.shape
    value, left_out = np.empty(count, rows.dtype), np.zeros(count, bool)
    step = max(1 if rows.strides[-1] == rows.itemsize else ABREAST, BLOCK // n)
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

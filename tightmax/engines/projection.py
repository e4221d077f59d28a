"""Long rows of the projection to the simplex on NumPy, without a sort.

Entries at least a temperature below the maximum have no weight. Where few are left, the threshold is found from these:
the mean excess of those that are above it rises to it, and the entries that it passes drop out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.kinds import Smoothing

BLOCK = 2**17
"""Entries of a block of rows."""

ABREAST = 16
"""So many rows at least are copied at once where their entries are not side by side: they share lines of the cache."""

DENSE = 0.25
"""Where a larger part of a block is near the maximum, sorting it costs less."""

STEPS = 32
"""How often the threshold may rise before the rows are sorted instead. To drop out one by one, entries must be apart by
ever more, by factorials: doubles leave room for about 18.
"""

MARGIN = 2.0**-48
"""More than the rounding of a threshold. Where that is rounded down below many entries, without which it would
rise, these are left out once; the mean of any entries, less 1 over their number, is not above the threshold.
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
    if rows.strides[0] != rows.itemsize or len(rows) < WIDE:
        return _of_rows(rows, t, masks, lowered, weights, valued)
    value, left_out = np.empty(len(rows), rows.dtype), np.empty(len(rows), bool)
    for start in range(0, len(rows), COLUMNS):
        part = slice(start, start + COLUMNS)
        x = rows[part].T if masks is None else np.where(masks[part].T, rows[part].T, -np.inf)
        made = None if weights is None else weights[part].T
        left_out[part] = _of_columns(x, t, lowered, value[part], made, valued)
    some = max(ABREAST, BLOCK // rows.shape[1])
    places = np.flatnonzero(left_out)
    for start in range(0, len(places), some):
        which = places[start : start + some]
        made = None if weights is None else np.empty((len(which), rows.shape[1]), rows.dtype)
        masked = None if masks is None else masks[which]
        value[which], left_out[which] = _of_rows(rows[which], t, masked, lowered, made, valued)
        if made is not None:
            weights[which] = made
    return value, left_out


def _of_columns(x: Any, t: float, lowered: float, value: Any, weights: Any, valued: bool) -> Any:
    """Write the values of columns, and their weights where these are not 0; return which are left out."""
    count = x.shape[1]
    top = np.maximum.reduce(x, axis=0)
    endless = ~np.isfinite(top)
    flat = np.flatnonzero(x >= near_from(top, t, endless))
    if len(flat) > FEW * count:
        return np.ones(count, bool)
    row = flat // count
    column = flat - row * count
    entries = x.reshape(-1).take(flat) if x.flags.c_contiguous else x[row, column]
    excess, kept, p = _few((entries - top.take(column)) / t, column, np.full(count, -1.0), valued)
    if weights is not None:
        weights[...] = 0.0
        weights[row.take(kept), column.take(kept)] = p
    if valued:
        value[...] = top + t * (excess - lowered)
    return endless | (np.bincount(column, minlength=count) > FEW)


def _of_rows(rows: Any, t: float, masks: Any, lowered: float, weights: Any, valued: bool) -> tuple[Any, Any]:
    """Return the same as `value_and_weights` for rows, whatever their order."""
    count, n = rows.shape
    value, left_out = np.empty(count, rows.dtype), np.zeros(count, bool)
    at_least = 1 if rows.strides[-1] == rows.itemsize else min(ABREAST, max(1, 4 * BLOCK // n))
    step = max(at_least, BLOCK // n)
    for start in range(0, count, step):
        part = slice(start, start + step)
        x = np.ascontiguousarray(rows[part])
        if masks is not None:
            x = np.where(masks[part], x, -np.inf)
        top = x.max(axis=-1)
        endless = ~np.isfinite(top)
        flat, least = np.flatnonzero(x >= near_from(top, t, endless)[:, None]), np.full(len(x), -1.0)
        if len(flat) > max(DENSE * x.size, 8 * len(x)):
            z = ((x - top[:, None]) / t).astype(float, copy=False)
            inside, tau, settled = _above(z)
            if settled:
                excess, p = _dense(z, inside, tau)
                value[part], left_out[part] = top + t * (excess - lowered), endless
                if weights is not None:
                    weights[part] = p
                continue
            flat, least = np.flatnonzero(inside), tau
            if len(flat) > DENSE * x.size:
                left_out[part] = True
                continue
        row = flat // n
        z = ((x.reshape(-1).take(flat) - top.take(row)) / t).astype(float, copy=False)
        if len(flat) <= FEW * len(x) and np.bincount(row, minlength=1).max() <= FEW:
            excess, kept, p = _few(z, row, least, valued)
            flat, row = flat.take(kept), row.take(kept)
            left_out[part] = endless
        else:
            some = np.flatnonzero(~endless)  # the others have no entries here
            excess, ended = np.zeros(len(x)), np.zeros(len(x), bool)
            ended[some], excess[some], p = _near(z, np.searchsorted(some, row), least[some])
            left_out[part] = ~ended
        value[part] = top + t * (excess - lowered)
        if weights is not None:
            weights[part] = 0.0
            if weights.flags.c_contiguous:
                weights[part].reshape(-1)[flat] = p
            else:
                weights[part][row, flat - row * n] = p
    return value, left_out


def near_from(top: Any, t: float, endless: Any) -> Any:
    """Return from which number on entries are near the maximum; none is where that is not finite."""
    least = top - t * (1.0 + 4.0 * np.finfo(top.dtype).eps)
    if endless.any():
        least[endless] = np.nan
    return least


def _above(z: Any) -> tuple[Any, Any, bool]:
    """Return which levels are above a number that is not above the threshold of their row, that number, and whether it
    is the threshold in every row; else these may be few.
    """
    n = z.shape[-1]
    np.maximum(z, -1.0, out=z)
    tau = (np.add.reduce(z, axis=-1) - 1.0) / n
    inside, masked = np.empty(z.shape, bool), np.empty_like(z)
    before: Any = n
    for _ in range(STEPS):
        np.greater(z, tau[:, None], out=inside)
        number = np.einsum("ij->i", inside.view(np.uint8), dtype=np.int64)
        if number.sum() <= DENSE * z.size:
            break
        settled = bool((number == before).all())
        over = inside if not settled else z > tau[:, None] + MARGIN
        many = number if not settled else np.count_nonzero(over, axis=-1)
        mean = (np.add.reduce(np.multiply(z, over, out=masked), axis=-1) - 1.0) / many
        if settled and not (mean > tau).any():
            return inside, tau, True
        np.fmax(tau, mean, out=tau)
        before = number
    return inside, tau, False


def _dense(z: Any, inside: Any, tau: Any) -> tuple[Any, Any]:
    """Return the excess of each row and its weights, where the entries inside are those above the threshold.

    That is near tau; a step of Newton's method ends at it.
    """
    largest = np.arange(len(z)), np.argmax(z, axis=-1)  # its part is (1 + tau)^2 instead of tau^2
    z -= tau[:, None]
    change = (np.add.reduce(np.maximum(z, 0.0), axis=-1) - 1.0) / np.count_nonzero(inside, axis=-1)
    change = np.fmax(change, 0.0)  # rounded up to many entries, tau has lost them all
    z -= change[:, None]
    p = np.maximum(z, 0.0, out=z)
    tau = tau + change
    p[largest] = 0.0
    excess = ((1.0 + tau) ** 2 + np.add.reduce(p * p, axis=-1)) / 2.0
    p[largest] = -tau
    return excess, p


def _few(z: Any, owner: Any, least: Any, valued: bool) -> tuple[Any, Any, Any]:
    """Return the excess of each row, the places of the entries that have weight, and their weights.

    The entries near the maximum come with the number of the row that each belongs to, in any order, and with a number
    for each row that is not above its threshold. They are added one by one, in double precision.
    """
    tau, count = least, len(least)
    z, place = z.astype(float, copy=False), np.arange(len(z))
    while True:
        tau = np.fmax(tau, (np.bincount(owner, z, count) - 1.0) / np.bincount(owner, minlength=count))
        inside = np.flatnonzero(z > tau.take(owner))
        if len(inside) == len(z):
            break
        z, owner, place = z.take(inside), owner.take(inside), place.take(inside)
    p = z - tau.take(owner)
    if not valued:
        return 0.0, place, p
    at_top = np.flatnonzero(z == 0.0)  # one of each row is left out: its part is (1 + tau)^2 instead of tau^2
    squares = p * p
    squares[at_top] = 0.0
    ties = np.bincount(owner[at_top], minlength=count) - 1
    return ((1.0 + tau) ** 2 + (np.bincount(owner, squares, count) + ties * (tau * tau))) / 2.0, place, p


def _near(z: Any, row: Any, least: Any) -> tuple[Any, Any, Any]:
    """Return whether the threshold of each row was found, its excess, and the weights of the entries near the top.

    Every row has some, and they come one row after the other: they are added in a tree. The threshold is not below what
    is given.
    """
    tau = least.copy()
    first = np.searchsorted(row, np.arange(len(tau)))

    def mean_above(level: Any) -> Any:
        inside = z > level[row]
        total = np.add.reduceat(np.where(inside, z, 0.0), first)
        return (total - 1.0) / np.add.reduceat(inside.astype(z.dtype), first)

    rising = np.ones(len(tau), bool)
    for _ in range(STEPS):
        mean = mean_above(tau)
        rising = mean > tau
        if not rising.any():
            mean = mean_above(tau + MARGIN)
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

"""The smoothings on NumPy arrays, in blocks of rows that stay in the cache, without temporaries of the size of x."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np

from tightmax.engines import agnostic, columns, compiled, projection
from tightmax.in_place import workspace
from tightmax.kinds import Smoothing

BLOCK = 2**20
"""Bytes of a block."""

LONG = 2**16
"""Rows of so many entries are computed one after the other."""

SCALAR = 32
"""Up to so many numbers are computed one by one: arrays of that size cost more than what is computed."""

NARROW = 192
"""What belongs to each row is copied to all of its entries first, if these are so few at most: a loop over whole blocks
makes up for it. They are also added in order, eight or more side by side: in no more steps than by halves.
"""

LONG_SUM = 12 * NARROW
"""Rows from this length on are added in parts of NARROW."""

BUFFER = 64
"""What NumPy's buffer may hold while longer rows are computed: one that holds whole rows is filled with copies of a
number that belongs to the row, which costs more than the computation.
"""


def value_and_weights(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool = True, valued: bool = True,
    into: Any = None,
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for.

    The values may be anything if these are not asked for. The weights are made in the memory of `into`, of the shape
    and type of x and apart from it, if it is given and its rows can be numbered through.
    """
    if x.ndim > 2 and x.shape[-2] * x.shape[-1] >= _block(x) // 4 and not _flat(x):
        value, weights = np.empty((*x.shape[:-1], 1), x.dtype), _memory(x, into) if weighted else None
        for place in range(len(x)):  # rows of one slice lie in order, if those of several do not
            chosen = None if mask is None else mask[place]
            own = None if weights is None else weights[place]
            value[place], made = value_and_weights(
                x[place], t, chosen, smoothing, lowered, weighted=weighted, valued=valued, into=own
            )
            if own is not None and not np.may_share_memory(own, made):
                own[...] = made
        return value, weights
    n = x.shape[-1]
    rows, masks = x.reshape(-1, n), None if mask is None else mask.reshape(-1, n)
    own = into.reshape(-1, n) if into is not None and _flat(into) else None
    value, weights = _of_rows(rows, t, masks, smoothing, lowered, weighted, valued, own)
    return value.reshape(*x.shape[:-1], 1), None if weights is None else weights.reshape(x.shape)


def _block(x: Any) -> int:
    """Return how many entries like these a block has."""
    return BLOCK // int(x.itemsize)


def _memory(x: Any, into: Any) -> Any:
    """Return where the weights of x are made."""
    return np.empty_like(x) if into is None else into


def _flat(x: Any) -> bool:
    """Say whether the rows of x can be numbered through without a copy."""
    return np.may_share_memory(x, x.reshape(-1, x.shape[-1]))


def _of_rows(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weighted: bool, valued: bool, into: Any
) -> tuple[Any, Any]:
    """Return the same for rows, by the fastest way that there is; what that leaves out, by the one for all."""
    way = _way(rows, t, masks, smoothing)
    weights = _memory(rows, into) if weighted else None
    if way is None:
        value = np.empty(len(rows), rows.dtype)
        _anyhow(np.arange(len(rows)), rows, t, masks, smoothing, lowered, value, weights)
        return value, weights
    if way in (columns.value_and_weights, projection.value_and_weights) and not valued:
        way = partial(way, valued=False)
    value, left_out = way(rows, t, masks, smoothing, lowered, weights)
    if left_out.any():
        _anyhow(np.flatnonzero(left_out), rows, t, masks, smoothing, lowered, value, weights)
    return value, weights


def _way(rows: Any, t: float, masks: Any, smoothing: Smoothing) -> Any:
    """Return the function for rows like these."""
    if rows.itemsize not in (4, 8) or not agnostic.is_normal(np, rows, t):
        return None
    if compiled.possible(rows, smoothing, masks):
        return compiled.value_and_weights
    if rows.size <= SCALAR and rows.itemsize == 8 and smoothing.row is not None:
        return _one_by_one
    if columns.possible(rows, smoothing):
        return columns.value_and_weights
    if smoothing.near:
        return projection.value_and_weights
    return None if smoothing.shares is None else _exponentials


def _anyhow(
    places: Any, rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, value: Any, weights: Any
) -> None:
    """Write value and weights of these rows, by the formulas for every library."""
    step = max(1, _block(rows) // rows.shape[-1])
    for start in range(0, len(places), step):
        some = places[start : start + step]
        chosen = None if masks is None else masks[some]
        own = np.ascontiguousarray(rows[some])  # entries in another order are added one after the other
        top, excess, made = agnostic.excess_and_weights(np, own, t, chosen, smoothing)
        value[some] = (top + t * (excess - lowered if lowered else excess))[:, 0]
        if weights is not None:
            weights[some] = made


def _one_by_one(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weights: Any
) -> tuple[Any, Any]:
    """Return value and which rows hold what is not finite, or masked, of a few numbers."""
    assert smoothing.row is not None
    value, left_out = [], []
    for place, entries in enumerate(rows.tolist()):
        left_out.append(masks is not None or not all(map(math.isfinite, entries)))
        if left_out[-1]:
            value.append(0.0)
            continue
        top = max(entries)
        excess, shares = smoothing.row([(entry - top) / t for entry in entries], weights is not None)
        value.append(top + t * (excess - lowered))
        if weights is not None:
            weights[place] = shares
    return np.array(value, rows.dtype), np.array(left_out)


def _exponentials(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weights: Any
) -> tuple[Any, Any]:
    """Return value and which rows have no finite maximum, of long rows of a kind that is made of exponentials."""
    n = rows.shape[-1]
    value = np.empty(len(rows), rows.dtype)
    if n >= LONG:
        left_out = np.zeros(len(rows), bool)
        with workspace(1, _block(rows), rows.dtype) as space:
            for place, row in enumerate(rows):
                mask, made = (None if given is None else given[place] for given in (masks, weights))
                value[place], left_out[place] = _of_one(row, t, mask, smoothing.shares, lowered, made, space[0])
        return value, left_out
    top = np.empty_like(value)
    step = max(1, min(_block(rows) // n, len(rows)))
    before = np.getbufsize()
    try:
        np.setbufsize(BUFFER)
        with workspace(2, step * n, rows.dtype) as (scratch, spare):
            for start in range(0, len(rows), step):
                part = slice(start, start + step)
                x, mask = rows[part], None if masks is None else masks[part]
                direct = weights is not None and weights.flags.c_contiguous
                e = weights[part] if direct else scratch[: x.size].reshape(x.shape)
                place, top[part] = _e(e, x, t, mask, spare)
                value[part] = _excess(e, place, smoothing.shares, spare, weights is not None)
                if weights is not None and not direct:
                    weights[part] = e
    finally:
        np.setbufsize(before)
    return value, columns.end(top, value, t, lowered, value)


def _of_one(
    row: Any, t: float, mask: Any, shares: Any, lowered: float, weights: Any, space: Any
) -> tuple[Any, bool]:
    """Return the same of one long row, a part at a time: what is computed from a part is still in the cache then."""

    def read(part: slice, into: Any) -> Any:
        return _in_order(row[part], None if mask is None else mask[part], into)

    direct = weights is not None and weights.strides[0] == weights.itemsize
    top, place = -np.inf, 0
    parts = [slice(start, min(start + len(space), len(row))) for start in range(0, len(row), len(space))]
    for part in parts:
        x = read(part, space[: part.stop - part.start])
        here = int(np.argmax(x))  # faster than the maximum
        if x[here] > top:
            top, place = x[here], part.start + here
        elif math.isnan(x[here]):
            return x[here], True
    if not math.isfinite(top):
        return top, True
    sums = []
    for part in parts:
        e = weights[part] if direct else space[: part.stop - part.start]
        columns.levels(read(part, e), top, t, e)
        np.exp(e, out=e)
        if part.start <= place < part.stop:
            e[place - part.start] = 0.0
        sums.append(_sums(e[None])[0])
        if weights is not None and not direct:
            weights[part] = e
    excess, factor, first = shares(np, np.add.reduce(sums, keepdims=True), len(row))
    if weights is not None:
        for part in reversed(parts):
            weights[part] *= factor
        weights[place] = first[0]
    return top + t * (excess[0] - lowered if lowered else excess[0]), False


def _sums(e: Any) -> Any:
    """Return the sum of each row, whichever way is fastest: not many numbers in order."""
    count, n = e.shape
    if n <= NARROW:
        return np.einsum("ij->i", e)
    if n < LONG_SUM:
        return np.add.reduceat(e.reshape(-1), np.arange(0, e.size, n))
    full = n // NARROW * NARROW
    parts = np.einsum("ijk->ij", e[:, :full].reshape(count, -1, NARROW))
    return np.add.reduce(parts, axis=-1) + np.add.reduce(e[:, full:], axis=-1)


def _e(e: Any, x: Any, t: float, mask: Any, spare: Any) -> tuple[Any, Any]:
    """Write the exponentials of the levels into e; return where in e, numbered through, the maxima are, and these."""
    source = _in_order(x, mask, e)
    place = np.argmax(source, axis=-1)  # faster than the maximum
    place += np.arange(0, e.size, e.shape[-1])
    top = source.reshape(-1)[place]
    columns.levels(source, _across(top, e, spare), t, e)
    np.exp(e, out=e)
    return place, top


def _in_order(x: Any, mask: Any, into: Any) -> Any:
    """Return entries that lie side by side, for they are read more than once, and -inf where they are masked."""
    if mask is None and x.flags.c_contiguous:
        return x
    np.copyto(into, x)
    if mask is not None:
        np.copyto(into, -np.inf, where=~mask)
    return into


def _across(numbers: Any, e: Any, spare: Any) -> Any:
    """Return one number of each row as what the rows of e are computed with; for narrow ones it is copied first."""
    if e.shape[-1] > NARROW:
        return numbers[:, None]
    copied = spare[: e.size].reshape(e.shape)
    np.copyto(copied, numbers[:, None])
    return copied


def _excess(e: Any, place: Any, shares: Any, spare: Any, weighted: bool) -> Any:
    """Return the excess, from the sum of the exponentials a largest one, 1, left out: it is accurate however small.

    The weights take the place of e if they are asked for.
    """
    flat, n = e.reshape(-1), e.shape[-1]
    flat[place] = 0.0
    excess, factor, top = shares(np, _sums(e), n)
    if weighted:
        np.multiply(e, _across(factor, e, spare), out=e)
        flat[place] = top
    return excess

"""Rows on NumPy column by column: all first entries of a block of rows side by side, then all second ones.

Sums and maxima of rows are then operations on whole columns. That is the faster way for short rows, and for rows of any
length that lie like that already, along axis 0 of an array: they are not copied to another order. Rows whose maximum is
not finite are left out, and so is every temperature that the type may round to 0.
"""

from __future__ import annotations

from itertools import cycle
from typing import Any

import numpy as np

from tightmax.engines import agnostic
from tightmax.in_place import divide, workspace
from tightmax.kinds import Smoothing

SHORT = 16
"""Rows up to this length go this way, whatever their order."""

WIDE = 64
"""So many longer rows must lie side by side."""

BLOCK = 2**20
"""Bytes of a block: few enough for the cache, so many that what a call of NumPy costs is small beside them. One of long
columns is as wide as can be, for narrow ones cost more than the cache saves.
"""

MOST = 2**15
"""Columns of a block, at most."""

FEW = 2**12
"""So many are copied at once."""

SPARE = 2**21
"""Bytes of the memory for columns that have a closed form, at most."""

WIDEST = 2**17
"""Bytes of a row of a block of other short columns, at most: the memory for it is to stay in the cache."""

BESIDE = 6
"""Rows of memory that short columns need beside twice their entries."""

GROUP = 16
"""So many numbers are added one after the other, and then the sums of the groups, so that few roundings meet."""


def possible(rows: Any, smoothing: Smoothing) -> bool:
    """Say whether these rows are computed here."""
    if rows.shape[-1] <= SHORT:
        return _is_closed(smoothing, rows.shape[-1]) or smoothing.columns is not None
    side_by_side = rows.strides[0] == rows.itemsize and len(rows) >= WIDE
    return side_by_side and smoothing.shares is not None


def value_and_weights(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weights: Any, *, valued: bool = True
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and which rows are left out; write the weights.

    The weights are None if they are not asked for. The values may be anything if these are not.
    """
    count, n = rows.shape
    value, left_out = np.empty(count, rows.dtype), np.zeros(count, bool)
    block = BLOCK // rows.itemsize
    if n > SHORT:
        one, step, memory = _long, MOST if masks is None else FEW, 1
        length = max(block, GROUP * min(step, count)) if weights is None else 0
    elif _is_closed(smoothing, n):
        memory = smoothing.spare + 1
        one, step = _closed, min(MOST, SPARE // memory // rows.itemsize)
        length = step
    else:
        length = min(block // n, WIDEST // rows.itemsize)
        one, step, memory = _short, length, 2 * n + BESIDE
    with workspace(memory, min(length, count * n + GROUP * count), rows.dtype) as space:
        for start in range(0, count, step):
            part = slice(start, start + step)
            chosen = None if masks is None else masks[part].T
            made = None if weights is None else weights[part].T
            into = value[part] if valued or made is None else None
            left_out[part] = one(rows[part].T, t, chosen, smoothing, lowered, into, made, space)
    return value, left_out


def _is_closed(smoothing: Smoothing, n: int) -> bool:
    return smoothing.closed is not None and n == smoothing.few


def _closed(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, value: Any, weights: Any, space: Any
) -> Any:
    """Write the value and the weights of columns that have a closed form; return which have no finite maximum."""
    assert smoothing.closed is not None
    n, space = len(x), space[:, : x.shape[1]]
    source = _in_order(x, mask, space[1 : n + 1])
    excess = smoothing.closed(source, t, top := space[0], weights, space[1:], value is not None)
    return end(top, excess, t, lowered, value)


def _short(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, value: Any, weights: Any, space: Any
) -> Any:
    """Write the value and the weights of columns; return which of them have no finite maximum."""
    assert smoothing.columns is not None
    n, space = len(x), space[:, : x.shape[1]]
    top, z, spare = space[0], space[1 : n + 1], space[n + 1 :]
    direct = weights is not None and weights.strides[1] == x.itemsize
    if direct:
        z = weights
    source = _in_order(x, mask, z)
    if weights is None and smoothing.shares is not None:
        top, z = _without_the_largest(source, top, z[1:], spare[-1])
        levels(z, top, t, z)
    else:
        np.maximum.reduce(source, axis=0, out=top)
        levels(source, top, t, z)
    excess = smoothing.columns(z, spare, None if weights is None else z, value is not None)
    if weights is not None and not direct:
        for entry, row in zip(weights, z, strict=True):
            np.copyto(entry, row)
    return end(top, excess, t, lowered, value)


def _without_the_largest(x: Any, top: Any, others: Any, spare: Any) -> tuple[Any, Any]:
    """Return the maximum of each column, and its other entries, one row fewer, in `others`, which may be x[1:].

    Of the maximum so far and the next entry one stays and one is left behind, as `lse.others_of_columns` has it too.
    """
    largest, places = x[0], cycle((top, spare))
    for entry, left in zip(x[1:], others, strict=True):
        new = np.maximum(largest, entry, out=next(places))
        np.minimum(largest, entry, out=left)
        largest = new
    return largest, others


def _in_order(x: Any, mask: Any, z: Any) -> Any:
    """Return columns whose entries lie side by side, and -inf where they are masked: x itself, or z."""
    if mask is None and x.strides[1] == x.itemsize:
        return x
    for entry, row in zip(x, z, strict=True):
        np.copyto(row, entry)
    if mask is not None:
        np.copyto(z, -np.inf, where=~mask)
    return z


def end(top: Any, excess: Any, t: float, lowered: float, value: Any) -> Any:
    """Write the value from the maximum and the excess over it, if asked for; return where the maximum is not finite."""
    if value is not None:
        if lowered:
            excess -= lowered
        if t != 1.0:
            excess *= t
        np.add(top, excess, out=value)
    return ~np.isfinite(top)


def _long(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, value: Any, weights: Any, space: Any
) -> Any:
    """Write the same for long columns of a kind that is made of exponentials.

    A few entries of all columns at a time are computed in the cache, and added there.
    """
    assert smoothing.shares is not None and smoothing.apart is not None
    source = x if mask is None else np.where(mask, x, -np.inf)
    top = np.maximum.reduce(source, axis=0)
    n, count = x.shape
    step = max(1, BLOCK // x.itemsize // count // GROUP) * GROUP
    sums = np.empty((-(-n // GROUP), count), x.dtype)
    for start in range(0, n, step):
        part = source[start : start + step]
        e = space[0, : part.size].reshape(part.shape) if weights is None else weights[start : start + step]
        levels(part, top, t, e)
        np.exp(e, out=e)
        _groups(e, sums[start // GROUP :])
    others = rough = _sums(sums) - 1.0
    if value is not None or not smoothing.softmax:  # a softmax is as accurate without
        which = np.flatnonzero(smoothing.apart(np, others))
        which = which[agnostic.is_apart(np, top[which], others[which], t, smoothing, lowered)]
        if len(which):
            others = rough.copy()
        for at in range(0, len(which), FEW):
            own = which[at : at + FEW]
            parts, group, some = _around_the_largest(source, sums, own, step)
            levels(some, top.take(own), t, some)
            np.exp(some, out=some)
            some -= np.floor(some)  # one of these is 1, and is left out
            parts[group, np.arange(len(own))] = _sums(some)
            others[own] = _sums(parts)
    excess, factor, first = smoothing.shares(np, others, n)
    if smoothing.softmax and others is not rough:  # the same weights as without the value
        factor = first = smoothing.shares(np, rough, n)[1]
    if weights is not None:
        for start in reversed(range(0, n, step)):
            own = weights[start : start + step]
            largest = None if factor is first else own == 1.0
            own *= factor
            if largest is not None:
                np.copyto(own, first, where=largest)
    return end(top, excess, t, lowered, value)


def _around_the_largest(x: Any, sums: Any, which: Any, step: int) -> tuple[Any, Any, Any]:
    """Return, of each of these columns, its sums, the group that holds the largest entry, and what stands there.

    The others of such a column weigh less than its one largest entry, 1, so that one group alone has such a sum.
    """
    parts = sums.take(which, axis=1)
    group = np.argmax(parts >= 1.0, axis=0)
    rows, n = _grouped(len(x), step)[:, group], len(x)
    some = x[np.minimum(rows, n - 1), which]
    some[rows == n] = -np.inf
    return parts, group, some


def _grouped(n: int, step: int) -> Any:
    """Return the numbers of the rows in each group, one group a column, and n where it has no more, for `_groups` of
    so many rows at a time.
    """
    found = np.full((GROUP, -(-n // GROUP)), n)
    for start in range(0, n, step):
        rows, first = np.arange(start, min(start + step, n)), start // GROUP
        full = len(rows) // GROUP
        found[:, first : first + full] = rows[: full * GROUP].reshape(GROUP, full)
        rest = rows[full * GROUP :]
        found[: len(rest), first + full : first + full + 1] = rest[:, None]
    return found


def levels(x: Any, top: Any, t: float, z: Any) -> None:
    """Write the levels (x - top)/t into z, which may be x."""
    np.subtract(x, top, out=z)
    divide(z, t)


def _groups(e: Any, sums: Any) -> None:
    """Write the sums of the groups of rows of e, one for each, into the first rows of sums.

    The rows of a group lie as far from one another as can be: all first ones are added to all second ones in one loop.
    """
    full, count = len(e) // GROUP, e.shape[1]
    np.add.reduce(e[: full * GROUP].reshape(GROUP, full, count), axis=0, out=sums[:full])
    if len(e) > full * GROUP:
        np.add.reduce(e[full * GROUP :], axis=0, out=sums[full])


def _sums(e: Any) -> Any:
    """Return the sum of each column."""
    while len(e) > GROUP:
        sums = np.empty((-(-len(e) // GROUP), e.shape[1]), e.dtype)
        _groups(e, sums)
        e = sums
    return np.add.reduce(e, axis=0)

"""The smoothings on NumPy arrays, in blocks of rows that stay in the cache, without temporaries of the size of x."""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.engines import columns, projection
from tightmax.kinds import QUADRATIC, Smoothing

BLOCK = 2**16
"""Entries of a block."""

BUFFER = 64
"""What NumPy's buffer may hold while longer rows are computed: one that holds whole rows is filled with copies of a
number that belongs to the row, which costs more than the computation.
"""


def value_and_weights(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool = True
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for."""
    if x.ndim > 2 and x.shape[-2] * x.shape[-1] >= BLOCK // 4 and not _flat(x):
        value, weights = np.empty((*x.shape[:-1], 1), x.dtype), np.empty_like(x) if weighted else None
        for place in range(len(x)):  # rows of one slice lie in order, if those of several do not
            chosen = None if mask is None else mask[place]
            value[place], made = value_and_weights(x[place], t, chosen, smoothing, lowered, weighted=weighted)
            if weights is not None:
                weights[place] = made
        return value, weights
    rows, masks = x.reshape(-1, x.shape[-1]), None if mask is None else mask.reshape(-1, x.shape[-1])
    if x.itemsize not in (4, 8) or t < float(np.finfo(x.dtype).smallest_normal):
        value, weights = _by_rows(rows, t, masks, smoothing, lowered, weighted)
    else:
        value, weights = _of_rows(rows, t, masks, smoothing, lowered, weighted)
    return value.reshape(*x.shape[:-1], 1), None if weights is None else weights.reshape(x.shape)


def _flat(x: Any) -> bool:
    """Say whether the rows of x can be numbered through without a copy."""
    return np.may_share_memory(x, x.reshape(-1, x.shape[-1]))


def _of_rows(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weighted: bool
) -> tuple[Any, Any]:
    """Return the same by the fastest way for rows of this length."""
    weights = np.empty_like(rows) if weighted else None
    value: Any = None
    left_out: Any = None
    if columns.possible(rows, smoothing):
        value, left_out = columns.value_and_weights(rows, t, masks, smoothing, lowered, weights)
    elif smoothing is QUADRATIC:
        value, left_out = projection.value_and_weights(rows, t, masks, smoothing, lowered, weights)
    if value is None or left_out.all():
        return _by_rows(rows, t, masks, smoothing, lowered, weighted)
    if left_out.any():
        chosen = None if masks is None else masks[left_out]
        value[left_out], made = _by_rows(rows[left_out], t, chosen, smoothing, lowered, weighted)
        if weights is not None:
            weights[left_out] = made
    return value, weights


def _by_rows(rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weighted: bool) -> tuple[Any, Any]:
    """Return the same for all rows and temperatures, one row after the other."""
    top, excess, weights = _excess_and_weights(rows, t, masks, smoothing, weighted)
    return (top + t * (excess - lowered if lowered else excess))[:, 0], weights


def _excess_and_weights(rows: Any, t: float, masks: Any, smoothing: Smoothing, weighted: bool) -> tuple[Any, Any, Any]:
    """Return the maximum of each row, the excess over it in temperatures, and the weights, or None if not asked for."""
    n = rows.shape[-1]
    top, excess = np.empty((len(rows), 1), rows.dtype), np.empty((len(rows), 1), rows.dtype)
    weights: Any = np.empty(rows.shape, rows.dtype) if weighted else None
    step = max(1, min(BLOCK // n, len(rows)))
    scratch = None if weighted else np.empty((step, n), rows.dtype)
    before = np.getbufsize()
    try:
        if n > BUFFER:
            np.setbufsize(BUFFER)
        for start in range(0, len(rows), step):
            part = slice(start, start + step)
            chosen = None if masks is None else masks[part]
            z = weights[part] if scratch is None else scratch[: len(rows[part])]
            place, top[part] = _levels(z, rows[part], t, chosen, exponential=smoothing.shares is not None)
            excess[part] = _smooth(z, place, smoothing, weighted)
            if weights is not None and chosen is not None:
                np.copyto(z, 0.0, where=~chosen)
    finally:
        if n > BUFFER:
            np.setbufsize(before)
    return top, excess, weights


def _levels(z: Any, x: Any, t: float, mask: Any, *, exponential: bool) -> tuple[Any, Any]:
    """Write `tightmax.engines.agnostic.levels` of x into z, or its exponential; return the index of the maxima, and
    these.
    """
    source = x
    if mask is not None:
        np.copyto(z, x)
        np.copyto(z, -np.inf, where=~mask)
        source = z
    place = np.arange(len(z))[:, None], np.argmax(source, axis=-1, keepdims=True)  # faster than the maximum
    top = source[place]
    finite = np.isfinite(top)
    at_top = None
    if t < float(np.finfo(z.dtype).smallest_normal):
        at_top = source == top
    elif not finite.all():
        at_top = (source == top) & ~finite
    for start in range(0, z.shape[-1], BLOCK):
        part = z[:, start : start + BLOCK]
        np.subtract(source[:, start : start + BLOCK], top, out=part)
        if t != 1.0:
            np.divide(part, t, out=part)
        if exponential:
            np.exp(part, out=part)
    if at_top is not None:
        np.copyto(z, 1.0 if exponential else 0.0, where=at_top)
        if mask is not None:
            np.copyto(z, 0.0 if exponential else -np.inf, where=~mask)
    return place, top


def _smooth(z: Any, place: Any, smoothing: Smoothing, weighted: bool) -> Any:
    """Return the excess of each row, with the weights in the place of z if they are asked for."""
    if smoothing.shares is not None:
        return _exponential(z, place, smoothing.shares, weighted)
    excess, weights = smoothing.excess_and_weights(np, z)
    if weighted:
        z[...] = weights
    return excess


def _exponential(e: Any, place: Any, shares: Any, weighted: bool) -> Any:
    """Return the excess, from the sum of the exponentials a largest one, 1, left out: it is accurate however small."""
    one = e[place]
    e[place] = 0.0
    n = e.shape[-1]
    others = np.add.reduceat(e.reshape(-1), np.arange(0, e.size, n))[:, None]  # a sum of each row, and faster than that
    excess, factor, top = shares(np, others + (one - 1.0), n)
    if weighted:
        np.multiply(e, factor, out=e)
        e[place] = top
    return excess

"""The smoothings on NumPy arrays, in blocks of rows that stay in the cache, without temporaries of the size of x."""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.kinds import Smoothing

BLOCK = 2**16
"""Entries of a block."""

SHORT = 16
"""Rows up to this length are laid out column by column, which makes sums along them fast."""

BUFFER = 64
"""What NumPy's buffer may hold while longer rows are computed: one that holds whole rows is filled with copies of a
number that belongs to the row, which costs more than the computation.
"""


APART = 0.25
"""Where the others of a short row sum to less, they are added without the largest entry: whatever the kind, for it
costs nothing, and below 1 there is one such entry, or none where all are masked.
"""


def excess_and_weights(
    x: Any, t: float, mask: Any, smoothing: Smoothing, *, weighted: bool = True
) -> tuple[Any, Any, Any]:
    """Return the maximum of each row, the excess over it in temperatures, and the weights, or None if not asked for."""
    n = x.shape[-1]
    rows = x.reshape(-1, n)
    masks = None if mask is None else mask.reshape(-1, n)
    top, excess = np.empty_like(rows[:, :1]), np.empty_like(rows[:, :1])
    weights: Any = np.empty(rows.shape, rows.dtype) if weighted else None
    step = max(1, min(BLOCK // n, len(rows)))
    direct = weights is not None and n > SHORT  # the weights are made where they stay
    scratch = None if direct else np.empty((step, n), rows.dtype, order="F" if n <= SHORT else "C")
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
            if weights is not None:
                if chosen is not None:
                    np.copyto(z, 0.0, where=~chosen)
                if scratch is not None:
                    weights[part] = z
    finally:
        if n > BUFFER:
            np.setbufsize(before)
    shape = (*x.shape[:-1], 1)
    return top.reshape(shape), excess.reshape(shape), None if weights is None else weights.reshape(x.shape)


def _levels(z: Any, x: Any, t: float, mask: Any, *, exponential: bool) -> tuple[Any, Any]:
    """Write `tightmax.engines.agnostic.levels` of x into z, or its exponential; return the index of the maxima of long
    rows, and the maxima.
    """
    source, short = x, z.shape[-1] <= SHORT
    if mask is not None or short:
        np.copyto(z, x)
        source = z
    if mask is not None:
        np.copyto(z, -np.inf, where=~mask)
    place = None
    if not short:  # there it is faster than the maximum
        place = np.arange(len(z))[:, None], np.argmax(source, axis=-1, keepdims=True)
    top = np.max(source, axis=-1, keepdims=True) if place is None else source[place]
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
        return (_short if place is None else _long)(z, place, smoothing.shares, weighted)
    excess, weights = smoothing.excess_and_weights(np, z)
    if weighted:
        z[...] = weights
    return excess


def _long(e: Any, place: Any, shares: Any, weighted: bool) -> Any:
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


def _short(e: Any, _: Any, shares: Any, weighted: bool) -> Any:
    """Return the same for short rows: floor finds the entries that are 1."""
    others = np.sum(e, axis=-1, keepdims=True) - 1.0
    ones = np.floor(e)
    small = others < APART
    if small.any():
        np.copyto(others, np.sum(e - ones, axis=-1, keepdims=True), where=small)
    excess, factor, top = shares(np, others, e.shape[-1])
    if weighted:
        np.multiply(e, factor, out=e)
        if factor is not top:
            e += np.multiply(ones, top - factor, out=ones)
    return excess

"""A few rows on NumPy whose calls cost more than what they compute, for the engines of other libraries.

So there are few calls, on arrays of one dimension, where NumPy has no axes to arrange.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from tightmax.engines import agnostic
from tightmax.kinds import Smoothing

MOST = 2**16
"""Up to so many entries."""

ROWS = 2**11
"""Up to so many rows, each of which costs a call within a call."""

SHORT = 5, 2**9
"""Of rows up to the first length only so many: more are faster column by column."""

class How(NamedTuple):
    """What is computed of rows of one length n, by a kind that is made of exponentials."""

    smoothing: Smoothing
    t: float
    lowered: float
    n: int


Found = tuple[Any, Any, Any]
"""Values, and what the weights are: e over the total of its row unless that is None; e has one dimension, or two with
a row in each column.
"""


TURNED = 2**8, 24
"""From so many rows on, those up to this length are turned to columns: that costs less."""


def possible(rows: int, n: int) -> bool:
    """Say whether so many rows of this length are computed here."""
    short, fewer = SHORT
    return rows * n <= MOST and rows <= (fewer if n <= short else ROWS)


@lru_cache(maxsize=256)
def _starts(size: int, n: int) -> Any:
    """Return where the rows start."""
    return np.arange(0, size, n)


@np.errstate(all="ignore")
def values_and_weights(x: Any, how: How) -> Found | None:
    """Return what is found for the rows of an array; None where an entry that is not finite decides."""
    smoothing, t, lowered, n = how
    flat = x.ravel()
    if not smoothing.softmax:
        return _apart(flat, how)
    if n <= TURNED[1] and flat.size >= TURNED[0] * n:
        e = flat.reshape(-1, n).T.copy()
        top = np.maximum.reduce(e, axis=0)
        e -= top
        if t != 1.0:
            e /= t
        np.exp(e, e)
        total = np.add.reduce(e, axis=0)
    else:
        starts = _starts(flat.size, n)
        top = np.maximum.reduceat(flat, starts)
        e = flat - top.repeat(n)
        if t != 1.0:
            e /= t
        np.exp(e, e)
        total = np.add.reduceat(e, starts)
    value = np.log(total)
    if lowered:
        value -= lowered
    if t != 1.0:
        value *= t
    value += top
    near = agnostic.NEAR * t
    if np.minimum.reduce(value) > near or np.minimum.reduce(np.abs(value)) > near:  # no nan: all maxima are finite
        return value, e, total
    return _apart(flat, how)


def _apart(flat: Any, how: How) -> Found | None:
    """Return the same of any such kind, from the sum without a largest entry: it is accurate however small."""
    smoothing, t, lowered, n = how
    starts = _starts(flat.size, n)
    place = flat.reshape(-1, n).argmax(-1)
    place += starts
    top = flat[place]
    e = flat - top.repeat(n)
    if t != 1.0:
        e /= t
    np.exp(e, e)
    e[place] = 0.0
    assert smoothing.shares is not None
    excess, factor, first = smoothing.shares(np, np.add.reduceat(e, starts), n)
    value = top + t * (excess - lowered if lowered else excess)
    if not math.isfinite(value.dot(value)):
        return None
    e *= factor.repeat(n)
    e[place] = first
    return value, e, None


@np.errstate(all="ignore")
def weights(found: Found, n: int, slopes: Any = None) -> Any:
    """Return the weights, times the slope of the row if there are slopes, in one dimension. They may be made in e."""
    _, e, total = found
    if slopes is None:
        e = e if total is None else np.divide(e, total if e.ndim == 2 else total.repeat(n), e)
    else:
        of_rows = slopes if total is None else slopes / total
        e = e * of_rows if e.ndim == 2 else e * of_rows.repeat(n)
    return e.T.ravel()

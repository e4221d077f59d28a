"""Short rows on NumPy, column by column: all first entries of a block of rows side by side, then all second ones.

Sums and maxima of rows are then operations on whole columns, and rows that lie like that already, along axis 0 of an
array, are not copied to another order. What is here needs finite maxima; the rows that have none are computed by the
formulas of `tightmax.engines.agnostic`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.engines import agnostic
from tightmax.kinds import Smoothing

SHORT = 16
"""Rows up to this length go this way."""

BLOCK = 2**16
"""Entries of a block: few enough for the cache, so many that what a call of NumPy costs is small beside them."""


def halved(t: float, dtype: Any) -> bool:
    """Say whether differences that overflow are few temperatures: then half of them are over half of the temperature."""
    return t > float(np.finfo(dtype).max) / 2**16


def value_and_weights(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weights: Any
) -> Any:
    """Return the smooth maximum of each row, less `t * lowered`, and write the weights, unless they are None."""
    count, n = rows.shape
    value = np.empty(count, rows.dtype)
    step = max(1, min(BLOCK // n, count))
    z, spare = np.empty((n, step), rows.dtype), np.empty((n, step), rows.dtype)
    columns = None if weights is None else weights.T
    for start in range(0, count, step):
        part = slice(start, start + step)
        source = rows[part].T
        chosen = None if masks is None else masks[part].T
        here = z[:, : source.shape[1]]
        top, excess = value[part], spare[0, : source.shape[1]]
        if chosen is None:
            for row, entry in zip(here, source, strict=True):
                np.copyto(row, entry)
        else:
            np.copyto(here, np.where(chosen, source, -np.inf))
        np.maximum.reduce(here, axis=0, out=top)
        finite = np.isfinite(top)
        plain = bool(finite.all()) and t >= float(np.finfo(rows.dtype).smallest_normal)
        _levels(here, top, t)
        excess = smoothing.columns(here, spare[:, : source.shape[1]], columns is not None)
        if lowered:
            excess -= lowered
        if t != 1.0:
            excess *= t
        top += excess
        if columns is not None:
            for entry, row in zip(columns[:, part], here, strict=True):
                np.copyto(entry, row)
        if not plain:
            special = np.flatnonzero(~finite) if t >= float(np.finfo(rows.dtype).smallest_normal) else np.arange(len(top))
            _anew(special + start, rows, t, masks, smoothing, lowered, value, weights)
    return value


def _levels(z: Any, top: Any, t: float) -> None:
    """Put the levels (x - top)/t in the place of x."""
    if halved(t, z.dtype):
        z *= 0.5
        z -= 0.5 * top
        z /= 0.5 * t
        return
    z -= top
    if t != 1.0:
        z /= t


def _anew(
    places: Any, rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, value: Any, weights: Any
) -> None:
    """Compute some rows by the formulas of all libraries."""
    x, mask = rows[places], None if masks is None else masks[places]
    top, excess, found = agnostic.excess_and_weights(np, x, t, mask, smoothing)
    value[places] = (top + t * (excess - lowered if lowered else excess))[:, 0]
    if weights is not None:
        weights[places] = found

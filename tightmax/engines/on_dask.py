"""The smoothings on Dask arrays: lazily, NumPy's way for each chunk where no chunk ends inside a row.

Where one does, three numbers a row and chunk are enough for a kind that is made of exponentials: the maximum, the sum
of the exponentials below it and how many entries attain it. No chunk grows. The projection to the simplex needs of each
chunk what is near the maximum there. For other kinds, and where each row has a temperature of its own, the chunks of a
row are joined.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.engines import agnostic, at_temperatures, columns, on_numpy, projection
from tightmax.kinds import Smoothing


def value_and_weights(
    x: Any, t: float | Any, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for.

    Both are made of the same chunks, each of which is computed once if both are computed together. t is a number, or an
    array of the shape (..., 1).
    """
    if len(x.chunks[-1]) > 1 and isinstance(t, float):
        if smoothing.shares is not None:
            return _from_parts(x, t, mask, smoothing, lowered, weighted)
        if smoothing.near:
            return _from_the_near(x, t, mask, smoothing, lowered, weighted)

    def value(x: Any, mask: Any, t: Any) -> Any:
        return _of_chunk(x, t, mask, smoothing, lowered, weighted=False)[0]

    def both(x: Any, mask: Any, t: Any) -> Any:
        value, weights = _of_chunk(x, t, mask, smoothing, lowered, weighted=True)
        return np.concatenate([weights, value], axis=-1)

    arrays = _whole_rows(x, mask, t)
    if not weighted:
        return _mapped(value, arrays, length=1), None
    n = x.shape[-1]
    found = _mapped(both, arrays, length=n + 1)
    return found[..., n:], found[..., :n]


def _from_parts(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, weighted: bool
) -> tuple[Any, Any]:
    """Return the same for rows of several chunks."""
    shares, n, last = smoothing.shares, x.shape[-1], x.ndim - 1
    assert shares is not None

    def part(x: Any, mask: Any = None) -> Any:
        with np.errstate(all="ignore"):
            top, at_top, e = _exponentials(x, None, t, mask)
            e[at_top] = 0.0
            ties = np.sum(at_top, axis=-1, keepdims=True, dtype=x.dtype)
            return np.stack([top, np.sum(e, axis=-1, keepdims=True), ties], axis=-1)

    def combined(parts: Any) -> Any:
        with np.errstate(all="ignore"):
            tops, sums, ties = (parts[..., i] for i in range(3))
            top = np.max(tops, axis=-1, keepdims=True)
            here = tops == top
            below = np.where(here, sums, (sums + ties) * np.exp(_levels(tops, top, t)))
            among = np.sum(np.where(here, ties, 0.0), axis=-1, keepdims=True)
            others = np.sum(below, axis=-1, keepdims=True) + np.maximum(among - 1.0, 0.0)
            excess, factor, first = shares(np, others, n)
            return np.concatenate([top + t * (excess - lowered), top, factor, first], axis=-1)

    def weights(x: Any, row: Any, mask: Any = None) -> Any:
        with np.errstate(all="ignore"):
            _, at_top, e = _exponentials(x, row[..., 1:2], t, mask)
            e *= row[..., 2:3]
            np.copyto(e, row[..., 3:], where=at_top)
            return e if mask is None else np.where(mask, e, 0.0)

    arrays = [x] if mask is None else [x, mask.rechunk(x.chunks)]
    empty = np.empty((0,) * x.ndim, x.dtype)
    chunks = (*x.chunks[:-1], (1,) * len(x.chunks[-1]), (3,))
    parts = x.map_blocks(part, *arrays[1:], dtype=x.dtype, chunks=chunks, new_axis=x.ndim, meta=empty[..., None])
    parts = parts.rechunk({last: -1})
    rows = parts.map_blocks(combined, dtype=x.dtype, chunks=(*x.chunks[:-1], (4,)), drop_axis=x.ndim, meta=empty)
    if not weighted:
        return rows[..., :1], None
    made = x.map_blocks(weights, rows, *arrays[1:], dtype=x.dtype, chunks=x.chunks, meta=empty)
    return rows[..., :1], made


def _from_the_near(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, weighted: bool
) -> tuple[Any, Any]:
    """Return the same for rows of several chunks by the projection: only what is near the maximum has a weight.

    That of the largest entry and its level, 0, give the threshold, and with it all other weights.
    """
    import dask.array as da

    def near(x: Any, axis: Any = None, keepdims: bool = True) -> Any:
        with np.errstate(all="ignore"):
            return _near(x, t)

    def found(x: Any, axis: Any = None, keepdims: bool = True) -> Any:
        x = near(x)
        with np.errstate(all="ignore"):
            value, weights = on_numpy.value_and_weights(x, t, None, smoothing, lowered)
            top, most = (np.max(one, axis=-1, keepdims=True) for one in (x, weights))
            return np.concatenate([value, top, most], axis=-1)

    def weights(x: Any, row: Any, mask: Any = None, count: Any = x.shape[-1]) -> Any:
        top, most = row[..., 1:2], row[..., 2:]
        with np.errstate(all="ignore"):
            made = np.maximum(agnostic.levels(np, x, top, t, None) + most, 0.0)
            made = np.where(top == -np.inf, 1.0 / count, made).astype(x.dtype)
        return made if mask is None else np.where(mask, made, x.dtype.type(0.0))

    masks = [] if mask is None else [mask.rechunk(x.chunks)]
    empty = np.empty((0,) * x.ndim, x.dtype)
    seen = x if mask is None else x.map_blocks(_masked, *masks, dtype=x.dtype, meta=empty)
    rows = da.reduction(
        seen, near, found, axis=x.ndim - 1, keepdims=True, dtype=x.dtype, combine=near, output_size=3, meta=empty
    )
    if not weighted:
        return rows[..., :1], None
    counted = [one.sum(axis=-1, keepdims=True) for one in masks]
    made = x.map_blocks(weights, rows, *masks, *counted, dtype=x.dtype, chunks=x.chunks, meta=empty)
    return rows[..., :1], made


def _masked(x: Any, mask: Any) -> Any:
    return np.where(mask, x, -np.inf)


def _near(x: Any, t: float) -> Any:
    """Return of each row what is near its maximum, in as few columns as there can be, filled with -inf.

    Where the maximum is infinite, that is what attains it; of a row with a nan, that alone.
    """
    rows = x.reshape(-1, x.shape[-1])
    top = np.max(rows, axis=-1)
    kept = rows >= projection.near_from(top, t, ~np.isfinite(top))[:, None]
    kept |= (rows == np.inf) & (top == np.inf)[:, None]
    counts = np.count_nonzero(kept, axis=-1)
    row, column = np.nonzero(kept)
    found = np.full((len(rows), max(1, int(counts.max(initial=0)))), -np.inf, x.dtype)
    found[row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)] = rows[row, column]
    found[:, 0] = np.where(counts > 0, found[:, 0], top)
    return found.reshape(*x.shape[:-1], -1)


def _exponentials(x: Any, top: Any, t: float, mask: Any) -> tuple[Any, Any, Any]:
    """Return the maximum, if none is given that of the chunk, which entries attain it, and e^((x - maximum)/t)."""
    if top is None:
        top = agnostic.top_of(np, x, mask)
    at_top = x == top if mask is None else (x == top) & mask
    e = _levels(x, top, t)
    np.exp(e, out=e)
    if mask is not None:
        np.copyto(e, 0.0, where=~mask)
    return top, at_top, e


def _levels(x: Any, top: Any, t: float) -> Any:
    z = np.empty_like(x)
    columns.levels(x, top, t, z)
    return z


def _of_chunk(
    x: Any, t: float | Any, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool
) -> tuple[Any, Any]:
    """Return the same for the NumPy array of a chunk."""
    with np.errstate(all="ignore"):
        if isinstance(t, float):
            return on_numpy.value_and_weights(x, t, mask, smoothing, lowered, weighted=weighted)
        return at_temperatures.value_and_weights(
            np, x, t, mask, lowered,
            lambda z: on_numpy.value_and_weights(z, 1.0, mask, smoothing, 0.0, weighted=weighted),
        )


def hessian_vector(x: Any, v: Any, t: float | Any, mask: Any, smoothing: Smoothing) -> Any:
    """Return the product of the Hessian and v for each row."""

    def at_one(x: Any, v: Any, mask: Any, t: float) -> Any:
        weights = on_numpy.value_and_weights(x, t, mask, smoothing, 0.0)[1]
        return agnostic.hessian_vector(np, x, v, t, mask, smoothing, weights)

    def product(x: Any, mask: Any, t: Any, v: Any) -> Any:
        with np.errstate(all="ignore"):
            if isinstance(t, float):
                return at_one(x, v, mask, t)
            return at_temperatures.hessian_vector(np, x, t, mask, lambda z: at_one(z, v, mask, 1.0))

    return _mapped(product, _whole_rows(x, mask, t, v))


def of_whole_rows(
    function: Any, x: Any, mask: Any, t: float | Any, *others: Any, length: int | None = None
) -> Any:
    """Return what a function of rows, a mask, temperatures and others makes of each chunk: rows of the length, or as x.

    The others have the shape of x.
    """

    def quietly(*arrays: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*arrays)

    return _mapped(quietly, _whole_rows(x, mask, t, *others), length)


def _whole_rows(x: Any, mask: Any, t: Any, *others: Any) -> list[Any]:
    """Return the arguments in the chunks of x, with the last axis in one; no mask and a number stay what they are."""
    x = x.rechunk({x.ndim - 1: -1})
    if mask is not None:
        mask = mask.rechunk(x.chunks)
    if not isinstance(t, float):
        t = t.rechunk((*x.chunks[:-1], (1,)))
    return [x, mask, t, *(other.rechunk(x.chunks) for other in others)]


def _mapped(function: Any, arrays: list[Any], length: int | None = None) -> Any:
    """Apply the function to each chunk, whose last axis has the given length afterwards, or stays."""
    x = arrays[0]
    chunks = x.chunks if length is None else (*x.chunks[:-1], (length,))
    return x.map_blocks(function, *arrays[1:], dtype=x.dtype, chunks=chunks, meta=np.empty((0,) * x.ndim, x.dtype))

"""The smoothings on Dask arrays: lazily, NumPy's way for each chunk, once no chunk ends inside a row."""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.engines import agnostic, at_temperatures, on_numpy
from tightmax.kinds import Smoothing


def value_and_weights(
    x: Any, t: float | Any, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for.

    t is a number, or an array of the shape (..., 1).
    """

    def value(x: Any, mask: Any, t: Any) -> Any:
        return _of_chunk(x, t, mask, smoothing, lowered, weighted=False)[0]

    def weights(x: Any, mask: Any, t: Any) -> Any:
        return _of_chunk(x, t, mask, smoothing, 0.0, weighted=True)[1]

    arrays = _whole_rows(x, mask, t)
    return _mapped(value, arrays, length=1), _mapped(weights, arrays) if weighted else None


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

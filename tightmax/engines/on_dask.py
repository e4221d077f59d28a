"""The smoothings on Dask arrays: lazily, NumPy's way for each chunk, once no chunk ends inside a row."""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.engines import agnostic, on_numpy
from tightmax.kinds import Smoothing


def value_and_weights(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for."""

    def value(x: Any, mask: Any = None) -> Any:
        with np.errstate(all="ignore"):
            return on_numpy.value_and_weights(x, t, mask, smoothing, lowered, weighted=False)[0]

    def weights(x: Any, mask: Any = None) -> Any:
        with np.errstate(all="ignore"):
            return on_numpy.value_and_weights(x, t, mask, smoothing, 0.0)[1]

    arrays = _whole_rows(x, mask)
    return _mapped(value, arrays, length=1), _mapped(weights, arrays) if weighted else None


def hessian_vector(x: Any, v: Any, t: float, mask: Any, smoothing: Smoothing) -> Any:
    """Return the product of the Hessian and v for each row."""

    def product(x: Any, v: Any, mask: Any = None) -> Any:
        with np.errstate(all="ignore"):
            weights = on_numpy.value_and_weights(x, t, mask, smoothing, 0.0)[1]
            return agnostic.hessian_vector(np, x, v, t, mask, smoothing, weights)

    return _mapped(product, _whole_rows(x, v, mask))


def _whole_rows(x: Any, *others: Any) -> list[Any]:
    """Return the arrays that are given, in the chunks of x, with the last axis in one."""
    x = x.rechunk({x.ndim - 1: -1})
    return [x, *(other.rechunk(x.chunks) for other in others if other is not None)]


def _mapped(function: Any, arrays: list[Any], length: int | None = None) -> Any:
    """Apply the function to each chunk, whose last axis has the given length afterwards, or stays."""
    x = arrays[0]
    chunks = x.chunks if length is None else (*x.chunks[:-1], (length,))
    return x.map_blocks(function, *arrays[1:], dtype=x.dtype, chunks=chunks, meta=np.empty((0,) * x.ndim, x.dtype))

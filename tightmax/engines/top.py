"""Which engine computes the smoothed sum of the k largest entries, and its gradient: blocks of rows for NumPy, and so
for PyTorch's tensors in main memory; chunks for Dask; all rows at once for every other library.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.arrays import Array, Namespace, is_dask, plain_device
from tightmax.engines import top_rows
from tightmax.engines.agnostic import is_normal


def value(xp: Namespace, x: Array, t: Any, mask: Array | None, k: int, lowered: float) -> Array:
    """Return the value of each row less `t * lowered`, shape (..., 1); t is a number or of that shape."""
    if is_dask(x):
        return _of_chunks(
            lambda x, mask, t: top_rows.in_blocks(x, t, mask, k, lowered, weighted=False)[0], x, mask, t, length=1
        )
    if xp is np:
        return top_rows.in_blocks(x, t, mask, k, lowered, weighted=False)[0]
    if _is_simple(xp, x, t):
        from tightmax.engines import top_on_torch

        return top_on_torch.value(x, t, mask, k, lowered)
    return top_rows.less(top_rows.of_rows(xp, x, t, mask, k), t, lowered)


def weights(xp: Namespace, x: Array, t: Any, mask: Array | None, k: int) -> Array:
    """Return the gradient of the value."""
    if is_dask(x):
        return _of_chunks(lambda x, mask, t: top_rows.in_blocks(x, t, mask, k, 0.0)[1], x, mask, t)
    if xp is np:
        return top_rows.in_blocks(x, t, mask, k, 0.0)[1]
    if _is_simple(xp, x, t):
        from tightmax.engines import top_on_torch

        return top_on_torch.weights(x, t, mask, k)
    return top_rows.of_rows(xp, x, t, mask, k).weights


def _of_chunks(function: Any, x: Array, mask: Array | None, t: Any, *, length: int | None = None) -> Array:
    """Return what the function gives for chunks of whole rows."""
    from tightmax.engines import on_dask

    return on_dask.of_whole_rows(function, x, mask, t, length=length)


def _is_simple(xp: Namespace, x: Array, t: Any) -> bool:
    """Say whether x is a tensor that NumPy can compute with, and t a number that its type holds."""
    return isinstance(t, float) and plain_device(x) == "cpu" and is_normal(xp, x, t)

"""Which engine computes for an array: that of Dask, PyTorch or NumPy for theirs, else the one for every library.

PyTorch's tensors on a card have one of their own where Triton is installed; TIGHTMAX_TRITON=0 in the environment turns
it off.

The engines know one another no further than that the faster ones may call the general one.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any

import numpy as np

from tightmax.arrays import Array, Namespace, is_dask, plain_device
from tightmax.engines import agnostic, at_temperatures, compiled, on_numpy
from tightmax.engines.agnostic import HUGE
from tightmax.kinds import Smoothing


@cache
def kernels() -> Any:
    """Return the engine for tensors on a card, None where Triton is not installed or turned off."""
    asked = os.environ.get("TIGHTMAX_TRITON", "1")
    if asked not in ("0", "1"):
        raise ValueError(f"TIGHTMAX_TRITON must be 0 or 1, not {asked!r}")
    if asked == "0":
        return None
    try:
        from tightmax.engines import on_cuda
    except ImportError:
        return None
    return on_cuda


def value_and_weights(
    xp: Namespace, x: Array, t: float | Array, mask: Array | None, smoothing: Smoothing, lowered: float, *,
    weighted: bool, into: Any = None,
) -> tuple[Array, Array | None]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or perhaps None if not asked for.

    On NumPy they are made in the memory of `into`, if that is given and the way that is taken can do it.
    """
    if not isinstance(t, float) and not is_dask(x):
        return at_temperatures.value_and_weights(
            xp, x, t, mask, lowered,
            lambda z: value_and_weights(xp, z, 1.0, mask, smoothing, 0.0, weighted=weighted),
        )
    if isinstance(t, float) and agnostic.is_huge(xp, x, t) and x.shape[-1] != 1:
        value, weights = value_and_weights(xp, x * HUGE, t * HUGE, mask, smoothing, lowered, weighted=weighted)
        return value / HUGE, weights
    if xp is np:
        return on_numpy.value_and_weights(x, t, mask, smoothing, lowered, weighted=weighted, into=into)
    if is_dask(x):
        from tightmax.engines import on_dask

        return on_dask.value_and_weights(x, t, mask, smoothing, lowered, weighted=weighted)
    device = plain_device(x)
    if device == "cpu":
        from tightmax.engines import on_torch

        return on_torch.value_and_weights(xp, x, t, mask, smoothing, lowered, weighted=weighted)
    if device == "cuda" and (on_cuda := kernels()) is not None and on_cuda.possible(x, t, smoothing):
        value, found = on_cuda.value_and_weights(xp, x, t, mask, smoothing, lowered, weighted=weighted)
        return value, found
    if xp is sys.modules.get("jax.numpy"):
        from tightmax.engines import on_jax

        return on_jax.value_and_weights(x, t, mask, smoothing, lowered, weighted=weighted)
    top, excess, weights = agnostic.excess_and_weights(xp, x, t, mask, smoothing)
    return top + t * (excess - lowered if lowered else excess), weights


def at_once(
    x: object, axis: object, temperature: object, kind: object, side: object, *, weights: bool = False
) -> Array | None:
    """Return the smooth maximum, or the weights, of a few numbers in a tensor, where to check the arguments as usual
    costs more than to compute; None where that is not so, or if anything about the arguments is unusual.
    """
    if type(axis) is not int or axis != -1 or plain_device(x) != "cpu" or compiled.chosen() is not None:
        return None
    compute = _short_on_torch().smooth_argmax if weights else _short_on_torch().smooth_max
    return compute(x, temperature, kind, side)


@cache
def _short_on_torch() -> Any:
    """PyTorch is imported by then: x is one of its tensors."""
    from tightmax.engines import short_on_torch

    return short_on_torch


def weights(
    xp: Namespace, x: Array, t: float | Array, mask: Array | None, smoothing: Smoothing, into: Any = None
) -> Array:
    """Return the weights alone, on NumPy perhaps in the memory of `into`."""
    if smoothing.softmax and mask is None and isinstance(t, float) and plain_device(x) == "cpu" and not x.requires_grad:
        from tightmax.engines import on_torch

        found = None
        if compiled.chosen() is None and agnostic.is_normal(xp, x, t) and not agnostic.is_huge(xp, x, t):
            found = on_torch.softmax(x, t)
        if found is not None:
            return found
    if xp is np and isinstance(t, float) and not agnostic.is_huge(np, x, t):
        return on_numpy.value_and_weights(x, t, mask, smoothing, 0.0, valued=False, into=into)[1]
    return value_and_weights(xp, x, t, mask, smoothing, 0.0, weighted=True)[1]


def hessian_vector(
    xp: Namespace, x: Array, v: Array, t: float | Array, mask: Array | None, smoothing: Smoothing
) -> Array:
    """Return the product of the Hessian and v for each row."""
    if not isinstance(t, float) and not is_dask(x):
        return at_temperatures.hessian_vector(
            xp, x, t, mask, lambda z: hessian_vector(xp, z, v, 1.0, mask, smoothing)
        )
    if isinstance(t, float) and agnostic.is_huge(xp, x, t):
        return hessian_vector(xp, x * HUGE, v, t * HUGE, mask, smoothing) * HUGE
    if is_dask(x):
        from tightmax.engines import on_dask

        return on_dask.hessian_vector(x, v, t, mask, smoothing)
    found = weights(xp, x, t, mask, smoothing)
    return agnostic.hessian_vector(xp, x, v, t, mask, smoothing, found)

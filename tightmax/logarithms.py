"""The logarithm of the weights, which is accurate where the weights themselves are 0 or 1 in floating point.

The formulas are such that derivatives traced through them are right, and no entry of weight 0 spoils those of others.
"""

from __future__ import annotations

from typing import Any, Unpack, overload

import numpy as np

from tightmax.api import finish
from tightmax.arguments import Request, by_any_name, request
from tightmax.array_types import ArrayT, FloatArray, Numbers, Options, Temperature, TensorT, TorchLike
from tightmax.arrays import Array, Namespace, is_dask, quiet
from tightmax.axes import Axis
from tightmax.engines.agnostic import is_normal, scale_of, top_of
from tightmax.in_place import side_by_side
from tightmax.kinds import Smoothing
from tightmax.outputs import Out, one, written


@overload
def log_weights(x: Numbers, /, *, out: FloatArray | None = None, **options: Unpack[Options]) -> FloatArray: ...
@overload
def log_weights(x: TorchLike[TensorT], /, **options: Unpack[Options]) -> TensorT: ...
@overload
def log_weights(x: ArrayT, /, **options: Unpack[Options]) -> ArrayT: ...
@by_any_name(1)
def log_weights(
    x: Array, /, *, axis: Axis = -1, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, kind: str = "best", side: str = "over",
    out: Out = None,
) -> Any:
    """Return the natural logarithms of the weights of `smooth_argmax`; -inf where a weight is 0.

    For "lse" this is the log-softmax of x/t: `x_i/t - LSE(x/t)`.

    *Accuracy.* Of the weights as real numbers, not of what is left of them in floating point: for "lse" and
    "universal" an entry 1000 temperatures below the maximum has the logarithm -1000, where its weight is 0 in double
    precision, and the logarithm of a weight near 1 is that of 1 less the others, however small these are. For the
    other kinds, whose weights are 0 from some lead on, a small one is as accurate as the weight itself. Near the lead
    at which a weight vanishes its logarithm is as sensitive to x as that is steep.

    *Arrays*, *edges* and *errors* as in `smooth_argmax`. PyTorch and JAX differentiate it; an entry of weight 0 is
    constant, and leaves the derivatives of the others right.

    >>> log_weights([0.0, -1000.0], temperature=1.0, kind="lse").tolist()
    [0.0, -1000.0]
    >>> log_weights([9.0, 1.0, 0.0, 0.0], temperature=1.0).tolist()
    [0.0, -inf, -inf, -inf]
    """
    asked = request(x, axis, where, temperature, error, kind, side)
    into = one(asked.xp, out, asked.fold.shape, asked.dtype)
    if asked.fold.length == 0:
        return written(finish(asked, asked.fold.unfold(asked.x)), into)
    with quiet(asked.xp):
        found = _logarithms(asked)
    return written(finish(asked, asked.fold.unfold(found)), into)


def _logarithms(asked: Request) -> Array:
    """Return the logarithms of the weights of each row, -inf where a weight is 0."""
    x, mask, t = asked.x, asked.mask, asked.temperature
    if is_dask(x):
        from tightmax.engines import on_dask

        return on_dask.of_whole_rows(
            lambda x, mask, t: of_rows(np, x, t, mask, asked.smoothing), x, mask, t
        )
    return of_rows(asked.xp, x, t, mask, asked.smoothing)


def of_rows(xp: Namespace, x: Array, t: Any, mask: Array | None, smoothing: Smoothing) -> Array:
    """Return the same; t is a number or an array of the shape (..., 1)."""
    if xp is np:
        x, mask = side_by_side(x), side_by_side(mask)
    z = levels(xp, x, t, mask)
    if smoothing.log_weights is not None:
        found = smoothing.log_weights(xp, z)
    else:
        found = of_weights(xp, smoothing.excess_and_weights(xp, z)[1])
    return found if mask is None else xp.where(mask, found, -xp.inf)


def levels(xp: Namespace, x: Array, t: Any, mask: Array | None) -> Array:
    """Return the entries below the maximum in temperatures, however far; 0 where they equal an infinite one.

    -inf where they are that, or masked: there nothing depends on the entry or on the temperature.
    """
    scale = scale_of(xp, x, t)
    top = top_of(xp, x, mask)
    same = (x == top) & ~(xp.isfinite(top) & is_normal(xp, x, t))
    below = x * scale - top * scale
    gone = ((x == -xp.inf) | (top == xp.inf)) & ~same & ~xp.isnan(top)
    gone = gone if mask is None else gone | ~mask
    z = xp.where(same | gone, 0.0, below) / (t * scale)
    return xp.where(gone, -xp.inf, xp.where(same, 0.0, z))


def of_weights(xp: Namespace, weights: Array) -> Array:
    """Return the logarithms, for a weight above 1/2 from the sum of the others."""
    large = weights > 0.5
    others = xp.sum(xp.where(large, 0.0, weights), axis=-1, keepdims=True)
    none = weights <= 0
    small = xp.log(xp.where(none | large, xp.ones_like(weights), weights))
    return xp.where(large, xp.log1p(0.0 - xp.where(large, others, 0.0)), xp.where(none, -xp.inf, small))

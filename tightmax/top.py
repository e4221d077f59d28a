"""The sum of the k largest entries, smoothed: `max_q <q, x> - t/2 (||q||^2 - k)` over the q in [0, 1] that sum to k.

[top-sum]  With a threshold T between the k-th largest entry and t below it the weights are the (x_i - T)/t, but no
less than 0 and no more than 1. They add up to more than k where T is too low: it is found between these two ends. The
value is the sum of the k largest and t/2 times a sum of squares: of 1 less the weight for these, of the weight for the
others.
"""

from __future__ import annotations

import math
import operator
import sys
from typing import Any, NamedTuple, Unpack, overload

import numpy as np

from tightmax.api import finish
from tightmax.arguments import Request, by_any_name, positive, request
from tightmax.array_types import ArrayT, FloatArray, Numbers, Temperature, TensorT, TopOptions, TorchLike, Values
from tightmax.arrays import Array, Namespace, constant, is_dask, is_of, quiet
from tightmax.axes import Axis
from tightmax.engines.agnostic import is_normal, scale_of
from tightmax.kinds import subtracted
from tightmax.outputs import Out, one, written

FAR = 2.0
"""Entries further above or below the k-th largest, in temperatures, have the weight 1 or 0: they count as this far."""


@overload
def smooth_top(
    x: Numbers, /, *, keepdims: bool = False, out: FloatArray | None = None, **options: Unpack[TopOptions]
) -> Values: ...
@overload
def smooth_top(x: TorchLike[TensorT], /, *, keepdims: bool = False, **options: Unpack[TopOptions]) -> TensorT: ...
@overload
def smooth_top(x: ArrayT, /, *, keepdims: bool = False, **options: Unpack[TopOptions]) -> ArrayT: ...
@by_any_name(1)
def smooth_top(
    x: Array, /, *, k: int, axis: Axis = -1, keepdims: bool = False, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, side: str = "over", out: Out = None,
) -> Any:
    """Return a smoothing f of the sum of the k largest entries along an axis: convex and differentiable.    [top-sum]

    *Statement.* Let S be that sum, n the length of the axis, t the temperature and g = t/2 k (1 - k/n). Then
    `0 <= f - S <= g`, on the right with equality where all entries are equal, and the gradient, `smooth_argtop`,
    changes from x to y by at most `||x - y||_2 / t` in the Euclidean norm. No function above S with such a gradient
    has a smaller worst gap. For k = 1 it is `smooth_max` of kind "quadratic", for k = n the sum itself. It equals S
    where the k-th largest entry exceeds the next by t.

    *Parameters.* k: an integer from 1 to n. The others as in `smooth_max`; error: the temperature is chosen so that
    the largest difference to S is this. side: "over" for f; "under" for `f - g`; "centred" for `f - g/2`.

    *Arrays* as in `smooth_max`; PyTorch and JAX differentiate it, twice as well. *Edges.* Where fewer than k entries
    count, or are larger than -inf, the value is -inf. An entry +inf gives +inf, both together nan, a nan gives nan.

    *Errors* as in `smooth_max`; TypeError for a k that is no integer, ValueError for one that is not from 1 to n.

    >>> x = [5.0, 1.0, 4.0, 4.5]
    >>> float(smooth_top(x, k=2, temperature=0.25)), float(smooth_top(x, k=2, temperature=1.0))
    (9.5, 9.5625)
    >>> float(smooth_top([0.0, 0.0, 0.0, 0.0], k=2, temperature=1.0))  # the worst gap, 1/2
    0.5
    """
    asked, number, lowered = _request(x, k, axis, where, temperature, error, side)
    into = one(asked.xp, out, asked.fold.left(keepdims), asked.dtype)
    with quiet(asked.xp):
        value = _mapped(asked, number, lowered, weighted=False)
    return written(finish(asked, asked.fold.reduced(value, keepdims)), into)


@overload
def smooth_argtop(x: Numbers, /, *, out: FloatArray | None = None, **options: Unpack[TopOptions]) -> FloatArray: ...
@overload
def smooth_argtop(x: TorchLike[TensorT], /, **options: Unpack[TopOptions]) -> TensorT: ...
@overload
def smooth_argtop(x: ArrayT, /, **options: Unpack[TopOptions]) -> ArrayT: ...
@by_any_name(1)
def smooth_argtop(
    x: Array, /, *, k: int, axis: Axis = -1, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, side: str = "over", out: Out = None,
) -> Any:
    """Return the gradient of `smooth_top`: weights from 0 to 1 that sum to k along the axis.    [top-sum]

    *Statement.* They are the (x_i - T)/t, held between 0 and 1, of the one T for which they sum to k; from x to y they
    change by at most `||x - y||_2 / t`. Where the k-th largest entry exceeds the next by t they are 1 and 0.

    *Arrays* and *errors* as in `smooth_top`. *Edges.* Masked entries have the weight 0; where fewer than k count these
    have the weight 1. Equal infinite entries share what is left for them. A nan makes the weights of its row nan.

    >>> smooth_argtop([5.0, 1.0, 4.0, 4.5], k=2, temperature=1.0).tolist()
    [1.0, 0.0, 0.25, 0.75]
    """
    asked, number, _ = _request(x, k, axis, where, temperature, error, side)
    into = one(asked.xp, out, asked.fold.shape, asked.dtype)
    with quiet(asked.xp):
        weights = _mapped(asked, number, 0.0, weighted=True)
    return written(finish(asked, asked.fold.unfold(weights)), into)


def _request(
    x: object, k: int, axis: Axis, where: object, temperature: object, error: object, side: str
) -> tuple[Request, int, float]:
    """Check everything; return the request at its temperature, k, and what the side subtracts in temperatures."""
    part = subtracted(side)
    asked = request(x, axis, where, temperature, error, "quadratic", "over")
    n = asked.fold.length
    try:
        number = operator.index(k)
    except TypeError:
        raise TypeError(f"k must be an integer, not {k!r}") from None
    if isinstance(k, bool) or not 1 <= number <= n:
        raise ValueError(f"k must be an integer from 1 to the {n} entries of the axis, not {k!r}")
    gap = number * (1.0 - number / n) / 2
    if error is not None:
        unit = gap * max(part, 1 - part)
        found = positive("error", error) / unit if unit else positive("error", error)
        if not math.isfinite(found) or found == 0 or found > float(asked.xp.finfo(asked.x.dtype).max):
            raise ValueError(f"error={error!r} needs the temperature {found!r}, which is out of range")
        asked = Request(
            asked.xp, asked.x, asked.mask, asked.fold, asked.dtype, asked.smoothing, found, asked.lowered
        )
    return asked, number, gap * part


def _mapped(asked: Request, k: int, lowered: float, *, weighted: bool) -> Array:
    """Return the value, shape (..., 1), or the weights, of the rows; of Dask's arrays chunk by chunk."""

    def rows(xp: Namespace, x: Array, t: Any, mask: Array | None) -> Array:
        found = _of_rows(xp, x, t, mask, k)
        return found.weights if weighted else found.total + t * (found.excess - lowered)

    if is_dask(asked.x):
        from tightmax.engines import on_dask

        length = None if weighted else 1
        return on_dask.of_whole_rows(
            lambda x, mask, t: rows(np, x, t, mask), asked.x, asked.mask, asked.temperature, length=length
        )
    return rows(asked.xp, asked.x, asked.temperature, asked.mask)


class _Found(NamedTuple):
    """Of each row: the sum of the k largest, the excess over it in temperatures, and the weights."""

    total: Array
    excess: Array
    weights: Array


def _of_rows(xp: Namespace, x: Array, t: Any, mask: Array | None, k: int) -> _Found:
    """Return what is known of each row; t is a number or an array of the shape (..., 1)."""
    counted = x if mask is None else xp.where(mask, x, -xp.inf)
    n = x.shape[-1]
    pivot = constant(xp, xp.sort(constant(xp, counted), axis=-1)[..., n - k : n - k + 1])
    above, same = counted > pivot, counted == pivot
    same = same if mask is None else same & mask
    z = _levels(xp, counted, pivot, same, t)
    z = z if mask is None else xp.where(mask, z, -FAR)
    tau = _threshold(xp, z, k)
    weights = _held(xp, z - tau)
    ones = xp.ones_like(x)
    ties = xp.sum(xp.where(same, ones, 0.0), axis=-1, keepdims=True)
    left = k - xp.sum(xp.where(above, ones, 0.0), axis=-1, keepdims=True)
    share = xp.where(above, ones, xp.where(same, left / xp.where(ties > 0, ties, 1.0), 0.0))  # of the sum S
    total = xp.sum(xp.where(share > 0, share * xp.where(share > 0, counted, 0.0), 0.0), axis=-1, keepdims=True)
    squares = share * (1.0 - weights) ** 2 + (1.0 - share) * weights**2
    excess = xp.sum(squares, axis=-1, keepdims=True) / 2
    few = pivot == -xp.inf
    total = xp.where(few, xp.sum(xp.where(counted == xp.inf, counted, 0.0), axis=-1, keepdims=True) + pivot, total)
    none = xp.any(xp.isnan(counted), axis=-1, keepdims=True)
    weights = xp.where(none, xp.nan, weights)
    weights = weights if mask is None else xp.where(mask, weights, 0.0)
    return _Found(xp.where(none, xp.nan, total), xp.where(few, 0.0, excess), weights)


def _levels(xp: Namespace, x: Array, pivot: Array, same: Array, t: Any) -> Array:
    """Return the entries from the k-th largest on in temperatures, at most FAR away."""
    scale = scale_of(xp, x, t)
    apart = x * scale - pivot * scale
    level = same & ~(xp.isfinite(pivot) & is_normal(xp, x, t))
    t = t * scale
    high, low = (apart >= FAR * t) & ~same, (apart <= -FAR * t) & ~same
    z = xp.where(high | low | level, 0.0, apart) / t
    return xp.where(high, FAR, xp.where(low, -FAR, xp.where(level, 0.0, z)))


def _held(xp: Namespace, u: Array) -> Array:
    """Return u, no less than 0 and no more than 1."""
    return xp.where(u <= 0.0, 0.0, xp.where(u >= 1.0, 1.0, u))


def _threshold(xp: Namespace, z: Array, k: int) -> Array:
    """Return the tau in [-1, 0] at which the z - tau, held between 0 and 1, sum to k.

    It is found without derivatives, and once more from the entries strictly between, which gives it those.
    """
    fixed = constant(xp, z)
    tau = _newton(fixed, k) if xp is np else _halved(xp, fixed, k)
    inside = (fixed > tau) & (fixed < tau + 1.0)
    full = xp.sum(xp.where(fixed >= tau + 1.0, xp.ones_like(fixed), 0.0), axis=-1, keepdims=True)
    count = xp.sum(xp.where(inside, xp.ones_like(fixed), 0.0), axis=-1, keepdims=True)
    again = (xp.sum(xp.where(inside, z, 0.0), axis=-1, keepdims=True) + full - k) / xp.where(count > 0, count, 1.0)
    return xp.where((count > 0) & (again >= -1.0) & (again <= 0.0), again, tau)


def _halved(xp: Namespace, z: Array, k: int) -> Array:
    """Return it by halving what contains it until that is as short as the last digit: a loop that can be traced."""

    def step(_: int, ends: tuple[Array, Array]) -> tuple[Array, Array]:
        low, high = ends
        tau = (low + high) / 2
        more = xp.sum(_held(xp, z - tau), axis=-1, keepdims=True) > k
        return xp.where(more, tau, low), xp.where(more, high, tau)

    ends = -xp.ones_like(z[..., :1]), xp.zeros_like(z[..., :1])
    steps = 2 + round(-math.log2(float(xp.finfo(z.dtype).eps)))
    if is_of(xp, "jax"):  # compiled once, not once a step
        ends = sys.modules["jax"].lax.fori_loop(0, steps, step, ends)
    else:
        for number in range(steps):
            ends = step(number, ends)
    return (ends[0] + ends[1]) / 2


def _newton(z: Any, k: int) -> Any:
    """Return it on NumPy: Newton's method, with a halving in every third step, until no row gains by another."""
    eps = float(np.finfo(z.dtype).eps)
    low, high = -np.ones_like(z[..., :1]), np.zeros_like(z[..., :1])
    tau = low / 2
    for step in range(3 * round(2 - math.log2(eps))):
        u = z - tau
        more = np.sum(np.clip(u, 0.0, 1.0), axis=-1, keepdims=True) - k
        there = np.abs(more) <= 2 * eps * k
        low, high = np.where(more > 0, tau, low), np.where(more > 0, high, tau)
        if np.all(there | (high - low <= eps)):
            break
        following = (low + high) / 2
        if step % 3 < 2:
            inside = np.sum((u > 0) & (u < 1), axis=-1, keepdims=True)
            guess = tau + more / np.maximum(inside, 1)
            following = np.where((guess > low) & (guess < high) & (inside > 0), guess, following)
        tau = np.where(there, tau, following)
    return tau

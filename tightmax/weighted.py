"""LogSumExp under its usual name, with factors and signs: `t ln |sum_i b_i exp(x_i/t)|`, SciPy's at t = 1."""

from __future__ import annotations

from typing import Any, Literal, Unpack, overload

import numpy as np

from tightmax.api import finish, smooth_max
from tightmax.arguments import Request, by_any_name, request
from tightmax.array_types import ArrayT, FloatArray, Numbers, Pair, Temperature, TensorT, TorchLike, Values, Where
from tightmax.arrays import Array, astype, check_library, namespace_of, promote, quiet
from tightmax.axes import Axis
from tightmax.engines import at_temperatures
from tightmax.outputs import Out, one, pair, written

CLOSE = 0.5
"""Where the sum is at least this, beside the factor 1, its logarithm is taken of its distance to 1."""


@overload
def logsumexp(
    x: Any, /, *, return_sign: Literal[True], keepdims: bool = False, out: Pair = None, **options: Unpack[Where]
) -> tuple[Any, Any]: ...
@overload
def logsumexp(
    x: Numbers, /, *, keepdims: bool = False, out: FloatArray | None = None, **options: Unpack[Where]
) -> Values: ...
@overload
def logsumexp(x: TorchLike[TensorT], /, *, keepdims: bool = False, **options: Unpack[Where]) -> TensorT: ...
@overload
def logsumexp(x: ArrayT, /, *, keepdims: bool = False, **options: Unpack[Where]) -> ArrayT: ...
@by_any_name(1)
def logsumexp(
    x: Array, /, *, axis: Axis = -1, b: Array | None = None, keepdims: bool = False, return_sign: bool = False,
    where: Array | None = None, temperature: Temperature = 1.0, out: Out = None,
) -> Any:
    """Return `t ln sum_i b_i exp(x_i / t)` along an axis, t being the temperature.           [lse-gap, lse-smooth]

    *Statement.* Without b, `0 <= f - max <= t ln n`, the right side attained where all n entries are equal; f is
    convex and 1/t-smooth in the infinity norm: `||grad f(x) - grad f(y)||_1 <= ||x - y||_inf / t`.

    *Shapes.* x has shape (..., n); the result has that shape without `axis`. Parameters, types, edges and errors as
    in `smooth_max`, of which this is the kind "lse" under its usual name.

    *Factors.* The arguments of `scipy.special.logsumexp` mean the same here; only the axis is -1 where SciPy takes all.
    b broadcasts to x: factors of any sign, and an entry with the factor 0 does not count. A negative sum gives nan, or
    with `return_sign=True`, which returns a pair, the logarithm of its modulus and the sign -1, 0 or 1.

    *Scale.* The maximum is subtracted first, so that no exponential overflows, and the excess over it is
    computed by log1p, so that it is accurate however small.

    >>> float(logsumexp([1000.0, 1000.0]))
    1000.6931471805599
    >>> float(logsumexp([0.0, 0.0], temperature=10.0))  # the gap is t ln 2
    6.931471805599453
    >>> logsumexp([[3, 4], [0, 0]], axis=0, temperature=1e-3, keepdims=True).tolist()
    [[3.0, 4.0]]
    >>> float(logsumexp([0.0, 0.0, 7.0], where=[True, True, False]))
    0.6931471805599453
    >>> value, sign = logsumexp([2.0, 1.0], b=[1.0, -5.0], return_sign=True)  # e^2 - 5e
    >>> round(float(value), 12), float(sign)
    (1.824928743174, -1.0)
    >>> logsumexp([0.0], temperature=-1.0)
    Traceback (most recent call last):
    ValueError: temperature must be positive and finite, not -1.0
    """
    if b is None and not return_sign:
        how: Any = {"where": where, "temperature": temperature, "kind": "lse", "out": out}
        return smooth_max(x, axis=axis, keepdims=keepdims, **how)
    asked = request(x, axis, where, temperature, None, "lse", "over")
    shape = asked.fold.left(keepdims)
    into = (pair(asked.xp, out, (shape, shape), asked.dtype) if return_sign
            else (one(asked.xp, out, shape, asked.dtype), None))
    with quiet(asked.xp):
        value, sign = logarithm_and_sign(asked, b)
        value = value if return_sign else signed(asked.xp, value, sign)
    value = written(finish(asked, asked.fold.reduced(value, keepdims)), into[0])
    return (value, written(finish(asked, asked.fold.reduced(sign, keepdims)), into[1])) if return_sign else value


def logarithm_and_sign(asked: Request, b: Any) -> tuple[Array, Array]:
    """Return the logarithm of the modulus of each row's sum, times the temperature, and the sign, of shape (..., 1).

    b, which broadcasts to x, may have any sign; entries with the factor 0 do not count. Without entries that count:
    -inf and the sign 0. TypeError for b of another library or that is not real, ValueError for one that does not fit.
    """
    xp, x, fold = asked.xp, asked.x, asked.fold
    mask, factors = asked.mask, xp.ones_like(x)
    if b is not None:
        check_library(xp, "b", b)
        found, b = namespace_of(b, "b")
        b = promote(xp, b if found is xp else xp.asarray(b), "b")[0]
        try:
            b = xp.broadcast_to(astype(xp, b, x.dtype), fold.shape)
        except (ValueError, RuntimeError, TypeError):
            raise ValueError(f"b of shape {tuple(b.shape)} does not fit x of shape {fold.shape}") from None
        factors = fold.fold(b)
        counts = factors != 0
        mask = counts if mask is None else mask & counts
    if fold.length == 0:
        nothing = xp.sum(x, axis=-1, keepdims=True)
        return nothing - xp.inf, nothing
    t: Any = asked.temperature
    if isinstance(t, float):
        t = xp.zeros_like(x[..., :1]) + t
    top, z, (t, scale) = at_temperatures.levels(xp, x, t, mask)
    e = xp.exp(z)
    if mask is not None:
        e, factors = xp.where(mask, e, 0.0), xp.where(mask, factors, 0.0)
    largest = xp.where(z == 0, 1.0, xp.zeros_like(z))
    # The sum less 1 is accurate where the largest entries have the factors that add up to 1, however small the others.
    at_top = xp.sum(largest * factors, axis=-1, keepdims=True)
    others = xp.sum((1.0 - largest) * (e * factors), axis=-1, keepdims=True)
    total, beside = at_top + others, (at_top - 1.0) + others
    near = total > CLOSE
    logarithm = xp.where(
        near, xp.log1p(xp.where(near, beside, 0.0)), xp.log(xp.abs(xp.where(near, xp.ones_like(total), total)))
    )
    empty = top == -xp.inf
    value = xp.where(empty, top, (top * scale + t * logarithm) / scale)
    return value, xp.where(empty, 0.0 * xp.ones_like(total), xp.sign(total))


def signed(xp: Any, value: Array, sign: Array) -> Array:
    """Return the logarithm of the sum itself: nan where it is negative."""
    return xp.where(sign < 0, np.nan, value)

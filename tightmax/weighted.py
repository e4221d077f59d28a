"""LogSumExp under its usual name, with factors and signs: `t ln |sum_i b_i exp(x_i/t)|`, SciPy's at t = 1."""

from __future__ import annotations

from typing import Any, Literal, Unpack, overload

import numpy as np

from tightmax.api import finish, smooth_max
from tightmax.arguments import Request, by_any_name, request
from tightmax.array_types import ArrayT, FloatArray, Numbers, Pair, Temperature, TensorT, TorchLike, Values, Where
from tightmax.arrays import Array, Namespace, astype, check_library, is_dask, namespace_of, promote, quiet
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

    *Factors.* b: factors of any sign, broadcast together with x. A negative sum gives nan, or with
    `return_sign=True`, which returns a pair, the logarithm of its modulus and the sign -1, 0 or 1.

    *SciPy.* All arguments of `scipy.special.logsumexp` are there and mean the same, by name. What differs: axis is -1
    where SciPy takes all, and a number has no axis: axis=None, and none to keep. The type of the result is that of x,
    whatever that of b. Complex numbers are refused. An entry with the factor 0 does not count, even nan or inf, which
    SciPy multiplies by 0. A sum of nothing, or of zeros, has the sign 0.

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
    asked = request(x if b is None else _beside(x, b), axis, where, temperature, None, "lse", "over")
    shape = asked.fold.left(keepdims)
    into = (pair(asked.xp, out, (shape, shape), asked.dtype) if return_sign
            else (one(asked.xp, out, shape, asked.dtype), None))
    with quiet(asked.xp):
        value, sign = logarithm_and_sign(asked, b)
        value = value if return_sign else signed(asked.xp, value, sign)
    value = written(finish(asked, asked.fold.reduced(value, keepdims)), into[0])
    return (value, written(finish(asked, asked.fold.reduced(sign, keepdims)), into[1])) if return_sign else value


def _beside(x: Any, b: Any) -> Array:
    """Return x in the shape that it has together with b; ValueError if there is none."""
    xp, array = namespace_of(x)
    shape = tuple(namespace_of(b, "b")[1].shape)
    try:
        both = np.broadcast_shapes(tuple(array.shape), shape)
    except ValueError:
        raise ValueError(f"b of shape {shape} does not fit x of shape {tuple(array.shape)}") from None
    return array if both == tuple(array.shape) else xp.broadcast_to(array, both)


def logarithm_and_sign(asked: Request, b: Any) -> tuple[Array, Array]:
    """Return the logarithm of the modulus of each row's sum, times the temperature, and the sign, of shape (..., 1).

    b, which broadcasts to x, may have any sign; entries with the factor 0 do not count. Without entries that count:
    -inf and the sign 0. TypeError for b of another library or that is not real.
    """
    xp, x, fold = asked.xp, asked.x, asked.fold
    mask, factors = asked.mask, xp.ones_like(x)
    if b is not None:
        check_library(xp, "b", b)
        found, b = namespace_of(b, "b")
        b = promote(xp, b if found is xp else xp.asarray(b), "b")[0]
        factors = fold.fold(xp.broadcast_to(astype(xp, b, x.dtype), fold.shape))
        counts = factors != 0
        mask = counts if mask is None else mask & counts
    if fold.length == 0:
        nothing = xp.sum(x, axis=-1, keepdims=True)
        return nothing - xp.inf, nothing
    if not is_dask(x):
        return _of_rows(xp, x, asked.temperature, mask, factors)
    from tightmax.engines import on_dask

    def both(x: Any, mask: Any, t: Any, factors: Any) -> Any:
        return np.concatenate(_of_rows(np, x, t, mask, factors), axis=-1)

    made = on_dask.of_whole_rows(both, x, mask, asked.temperature, factors, length=2)
    return made[..., :1], made[..., 1:]


def _of_rows(xp: Namespace, x: Array, t: Any, mask: Array | None, factors: Array) -> tuple[Array, Array]:
    """Return the same for rows with their factors; t is a number or an array of the shape (..., 1)."""
    if isinstance(t, float):
        t = xp.zeros_like(x[..., :1]) + t
    top, z, (t, scale) = at_temperatures.levels(xp, x, t, mask)
    e = xp.exp(z)
    if mask is not None:
        e, factors = xp.where(mask, e, 0.0), xp.where(mask, factors, 0.0)
    # The sum less 1 is accurate where the largest entries have the factors that add up to 1, however small the others.
    at_top = xp.sum(xp.where(z == 0, factors, 0.0), axis=-1, keepdims=True)
    terms = xp.where(xp.isinf(factors) & (x > -xp.inf), factors, e * factors)  # an exponential is not 0, if it looks so
    others = xp.sum(xp.where(z == 0, 0.0, terms), axis=-1, keepdims=True)
    total, beside = at_top + others, (at_top - 1.0) + others
    near = total > CLOSE
    logarithm = xp.where(
        near, xp.log1p(xp.where(near, beside, 0.0)), xp.log(xp.abs(xp.where(near, xp.ones_like(total), total)))
    )
    endless = (x == xp.inf) | (xp.isinf(factors) & (x > -xp.inf))
    up, down = (xp.any(endless & side, axis=-1, keepdims=True) for side in (factors > 0, factors < 0))
    total = xp.where(up & down, xp.nan, total)  # one infinite number less another
    empty = top == -xp.inf  # a sum of zeros, unless a factor is none that 0 may be multiplied by
    zero = 0.0 * total
    value = xp.where(empty, top + zero, (top * scale + t * logarithm) / scale)
    value = xp.where(up & down, xp.nan, value)
    return value, xp.where(empty, zero, xp.sign(total))


def signed(xp: Any, value: Array, sign: Array) -> Array:
    """Return the logarithm of the sum itself: nan where it is negative."""
    return xp.where(sign < 0, np.nan, value)

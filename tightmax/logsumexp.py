"""LogSumExp, the smooth maximum in common use, and its gradient, the softmax.    [S0-05, S0-12; plan 1]

For x of n >= 1 finite entries and a temperature t > 0 let ``f_t(x) = t ln sum_i exp(x_i / t)``. Then

* ``max(x) <= f_t(x) <= max(x) + t ln n``, on the right with equality just when all entries are equal (S0-05);
* f_t is convex and its gradient, the softmax of x/t, is 1/t-Lipschitz from the infinity norm to the 1-norm:
  ``||grad f_t(x) - grad f_t(y)||_1 <= ||x - y||_inf / t`` (S0-12).
"""

from __future__ import annotations

import math
import numbers
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.array_utils import normalize_axis_index
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]


class _Parts(NamedTuple):
    """The maximum, exp((x - maximum)/t) with the first maximal entry left out, and where that entry is."""

    top: Floats
    rest: Floats
    first: NDArray[np.intp]


def _temperature(value: object) -> float:
    """The temperature as a float; TypeError or ValueError that names what was given."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"temperature must be a real number, not {value!r}")
    number = float(value)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"temperature must be positive and finite, not {value!r}")
    return number


def _entries(x: ArrayLike) -> tuple[Floats, np.dtype[Any]]:
    """The entries in at least double precision, and the type of the result."""
    array = np.asarray(x)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"x must hold real numbers, not {array.dtype}")
    result = array.dtype if array.dtype.kind == "f" else np.dtype(np.float64)
    return array.astype(np.result_type(result, np.float64)), result


def _parts(x: Floats, axis: int, temperature: float) -> _Parts:
    """Subtract the maximum, so that every exponent is <= 0; it is 0 for entries equal to it, +-inf too."""
    first = np.expand_dims(np.argmax(x, axis=axis), axis)
    top = np.take_along_axis(x, first, axis)
    shifted = np.where(x == top, 0.0, x - top) / temperature
    rest = np.exp(shifted)
    np.put_along_axis(rest, first, np.where(np.isnan(top), np.nan, 0.0), axis)
    return _Parts(top, rest, first)


def logsumexp(x: ArrayLike, *, axis: int = -1, temperature: float = 1.0) -> Any:
    """Return ``t ln sum_i exp(x_i / t)`` along an axis, t being the temperature.               [S0-05, S0-12]

    *Statement.* ``0 <= f - max <= t ln n``, the right side attained where all n entries are equal; f is
    convex and 1/t-smooth in the infinity norm: ``||grad f(x) - grad f(y)||_1 <= ||x - y||_inf / t``.

    *Shapes.* x has shape (..., n); the result has that shape without ``axis``. Floating types are kept
    (half and single precision are computed in double precision); integers give double precision.

    *Scale.* The maximum is subtracted first, so that no exponential overflows, and the excess over it is
    computed by log1p, so that it is accurate however small.

    *Edges.* An empty axis gives -inf, the maximum of nothing; so do entries that are all -inf. An entry +inf
    gives +inf. A nan gives nan.

    *Errors.* ValueError for a temperature that is not positive and finite; TypeError for one that is not a
    real number, and for x of a complex or other type that is not real; AxisError (a ValueError) for an axis
    that x does not have.

    >>> float(logsumexp([1000.0, 1000.0]))
    1000.6931471805599
    >>> float(logsumexp([0.0, 0.0], temperature=10.0))  # the gap is t ln 2
    6.931471805599453
    >>> logsumexp([[3, 4], [0, 0]], axis=0, temperature=1e-3).tolist()
    [3.0, 4.0]
    >>> logsumexp([0.0], temperature=-1.0)
    Traceback (most recent call last):
    ValueError: temperature must be positive and finite, not -1.0
    """
    return value_and_weights(x, axis=axis, temperature=temperature)[0]


def value_and_weights(x: ArrayLike, *, axis: int = -1, temperature: float = 1.0) -> tuple[Any, Floats]:
    """Return `logsumexp` and its gradient, the softmax of ``x / t``.                          [S0-05, S0-12]

    *Statement.* The weights are nonnegative, sum to 1 along the axis and change by at most
    ``||x - y||_inf / t`` in the 1-norm; that constant is the best possible for every n >= 2.

    *Shapes.* x has shape (..., n); the value has that shape without ``axis``, the weights have that of x.
    Types, scale and errors as in `logsumexp`.

    *Edges.* An empty axis gives -inf and empty weights. Where the maximum is infinite, the entries that
    attain it share the weight equally; so entries that are all -inf have equal weights. A nan makes the
    value and all its weights nan.

    >>> value, weights = value_and_weights([2.0, 2.0, -5e300], temperature=0.25)
    >>> weights.tolist()
    [0.5, 0.5, 0.0]
    >>> value_and_weights([-np.inf, -np.inf])
    (np.float64(-inf), array([0.5, 0.5]))
    """
    t = _temperature(temperature)
    array, result = _entries(x)
    axis = normalize_axis_index(axis, array.ndim)
    if array.shape[axis] == 0:
        shape = array.shape[:axis] + array.shape[axis + 1 :]
        return np.full(shape, -np.inf, dtype=result)[()], array.astype(result)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        top, rest, first = _parts(array, axis, t)
        total = rest.sum(axis=axis, keepdims=True)
        value = np.where(np.isinf(top), top, top + t * np.log1p(total))
        np.put_along_axis(rest, first, np.where(np.isnan(top), np.nan, 1.0), axis)
        weights = rest / (1.0 + total)
        return np.squeeze(value, axis=axis).astype(result)[()], weights.astype(result)

"""LogSumExp, the smooth maximum in common use, under its usual name: kind "lse" of `tightmax.api`."""

from __future__ import annotations

from typing import Any

from tightmax import api
from tightmax.arrays import Array, Axis


def logsumexp(x: Array, *, axis: Axis = -1, temperature: float = 1.0) -> Any:
    """Return ``t ln sum_i exp(x_i / t)`` along an axis, t being the temperature.           [lse-gap, lse-smooth]

    *Statement.* ``0 <= f - max <= t ln n``, the right side attained where all n entries are equal; f is
    convex and 1/t-smooth in the infinity norm: ``||grad f(x) - grad f(y)||_1 <= ||x - y||_inf / t``.

    *Shapes.* x has shape (..., n); the result has that shape without ``axis``. Types, edges and errors as in
    `tightmax.smooth_max`.

    *Scale.* The maximum is subtracted first, so that no exponential overflows, and the excess over it is
    computed by log1p, so that it is accurate however small.

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
    return api.smooth_max(x, axis=axis, temperature=temperature, kind="lse")


def value_and_weights(x: Array, *, axis: Axis = -1, temperature: float = 1.0) -> tuple[Any, Any]:
    """Return `logsumexp` and its gradient, the softmax of ``x / t``.                       [lse-gap, lse-smooth]

    *Statement.* The weights are nonnegative, sum to 1 along the axis and change by at most
    ``||x - y||_inf / t`` in the 1-norm; that constant is the best possible for every n >= 2. Shapes, types,
    edges and errors as in `tightmax.value_and_weights`.

    >>> value, weights = value_and_weights([2.0, 2.0, -5e300], temperature=0.25)
    >>> weights.tolist()
    [0.5, 0.5, 0.0]
    """
    return api.value_and_weights(x, axis=axis, temperature=temperature, kind="lse")

"""A smoothing better than LogSumExp in every dimension, at the cost of one LogSumExp.    [universal-upper]

Of the entries take a largest one, y_1; let r be the LogSumExp of the others and tau = y_1 - r, at temperature 1:

    tau <= 0        LSE(y) - (ln 2 - 1/2)      weight of y_1: 1/(1 + e^-tau)
    0 <= tau <= 2   y_1 + (2 - tau)^2 / 8                     1/2 + tau/4
    tau >= 2        y_1, the maximum itself                   1

The others share the rest of the weight by softmax. The functions take z = (x - max)/t <= 0, whose largest entry
is 0, with shape (..., n): see `tightmax.levels`. With S, the sum of e^z over the others, tau is -ln S.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from tightmax.arrays import Array, Namespace
from tightmax.inplace import exponential, shared

SAVED = math.log(2) - 0.5
"""By how much the worst gap is below that of LogSumExp."""


class _Range(NamedTuple):
    """For every row: S, S where it is in the middle range and 1 elsewhere, and whether tau > 0, and tau < 2 too."""

    sum: Array
    middle_sum: Array
    ahead: Array
    middle: Array


def gap(n: int) -> float:
    """The worst gap at temperature 1: ln n - (ln 2 - 1/2), where all n >= 2 entries are equal."""
    return math.log(n) - SAVED if n > 1 else 0.0


def _range(xp: Namespace, e: Array) -> _Range:
    """In which range each row is. The end of the middle one is met within the rounding of the sum, so that tau >= 2
    gives exactly the maximum.
    """
    n = e.shape[-1]
    end = math.exp(-2) * (1 + (16 + 8 * math.log2(n)) * float(xp.finfo(e.dtype).eps))
    others = xp.sum(e, axis=-1, keepdims=True) - 1.0
    ahead = others < 1.0
    middle = ahead & (others > end)
    return _Range(others, xp.where(middle, others, 1.0), ahead, middle)


def excess_and_weights(xp: Namespace, z: Array) -> tuple[Array, Array]:
    """The excess over the maximum 0 and the weights. Overwrites a NumPy z."""
    e = exponential(xp, z)
    row = _range(xp, e)
    total = xp.where(row.ahead, 2.0, 1.0 + row.sum)
    left = xp.where(row.middle, 0.5 + xp.log(row.middle_sum) / 4, 0.0)  # 1 - w = (2 - tau)/4
    excess = xp.where(row.ahead, 2.0 * left * left, xp.log(total) - SAVED)
    top = xp.where(row.ahead, 1.0 - left, 1.0 / total)
    factor = xp.where(row.ahead, left / row.middle_sum, top)
    return excess, shared(xp, e, factor, top)


def hessian_vector(xp: Namespace, z: Array, weights: Array, v: Array) -> Array:
    """The product of the Hessian and v: a covariance for tau <= 0, and 0 for tau >= 2. Overwrites a NumPy z.

    Between, with the mean m of v under the softmax of the others and left = 1 - w of weight for them, the weight w
    changes by (v_1 - m)/4, at the cost of the others, and these change by their own covariance.
    """
    at_top = z == 0
    row = _range(xp, exponential(xp, z))
    near = weights * (v - xp.sum(weights * v, axis=-1, keepdims=True))
    others = xp.where(at_top, 0.0, weights)
    left = xp.where(row.middle, xp.sum(others, axis=-1, keepdims=True), 1.0)
    mean = xp.sum(others * v, axis=-1, keepdims=True) / left
    change = xp.sum(xp.where(at_top, v, 0.0), axis=-1, keepdims=True) / 4 - mean / 4
    middle = xp.where(at_top, change, others * (v - mean - change / left))
    return xp.where(row.ahead, xp.where(row.middle, middle, 0.0), near)

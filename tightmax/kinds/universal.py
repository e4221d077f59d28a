"""A smoothing better than LogSumExp in every dimension, at the cost of one LogSumExp.    [universal-upper]

Of the entries take a largest one, y_1; let r be the LogSumExp of the others and tau = y_1 - r, at temperature 1:

    tau <= 0        LSE(y) - (ln 2 - 1/2)      weight of y_1: 1/(1 + e^-tau)
    0 <= tau <= 2   y_1 + (2 - tau)^2 / 8                     1/2 + tau/4
    tau >= 2        y_1, the maximum itself                   1

The others share the rest of the weight by softmax. The functions take z = (x - max)/t <= 0, whose largest entry
is 0, with shape (..., n): see `tightmax.engines.agnostic`. With S, the sum of e^z over the others, tau is -ln S.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from tightmax.arrays import Array, Namespace, is_symbol
from tightmax.kinds import quadratic
from tightmax.kinds.lse import added, others_of_columns, sum_but_one, sum_of_others

SAVED = math.log(2) - 0.5
"""By how much the worst gap is below that of LogSumExp."""


def gap(n: int) -> float:
    """Return the worst gap at temperature 1: ln n - (ln 2 - 1/2), where all n >= 2 entries are equal."""
    if n > 2**53:  # n / 2 may be beyond float64, and the whole number below it has the same logarithm
        return 0.5 + math.log(n // 2)
    return 0.5 + math.log(n / 2) if n > 1 else 0.0  # rounded as the function is there


END = math.exp(-2)
"""The S at which the middle range ends: tau = 2."""

NEAR_THE_END = 2**11
"""More than the rounding of a sum, in units of the type's eps."""


def slack(n: Any, eps: float, log2: Callable[[Any], Any] = math.log2) -> Any:
    """By what share the end is met later, for the rounding of the sum of n exponentials: tau >= 2 gives the maximum.

    It is the beta of rounding-universal, whose step `apart` asks for 1.1 u (2 ln n + c + k + 7), u = eps/2, where the
    exponential is off by c u and a sum is k additions deep: 16 and 8 leave room for both in every library.
    """
    return (16 + 8 * log2(n)) * eps


def end(n: Any, eps: float, log2: Callable[[Any], Any] = math.log2) -> Any:
    """The sum of all exponentials but the largest from which on down the smoothing is the maximum."""
    return END * (1 + slack(n, eps, log2))


def apart(xp: Namespace, others: Array) -> Array:
    """Say where the others must be summed without the largest entry: where their sum decides whether the range ends."""
    return abs(others - END) < NEAR_THE_END * float(xp.finfo(others.dtype).eps)


def shares(xp: Namespace, others: Array, n: int | Array, *, traced: bool = False) -> tuple[Array, Array, Array]:
    """From S: the excess over the maximum 0, the weight of the others over their exponential, and that of y_1.

    With c = S held between e^-2 and 1 and m = max(1, (1 + S)/2), the three ranges have the same formulas. Where
    derivatives are traced, ties (S = 1) must belong to one range, which a comparison does and clipping does not.
    """
    last = end(n, float(xp.finfo(others.dtype).eps), math.log2 if isinstance(n, int) else xp.log2)
    if xp is np:
        return _shares(others, last)
    if traced:
        ahead = others < 1.0
        c = xp.where(ahead & (others > last), others, xp.where(ahead, last, xp.ones_like(others)))
        m = xp.where(ahead, 1.0, 0.5 + 0.5 * others)
        log_c, log_m = xp.log(c), xp.log(m)
    else:
        c, m = others.clip(last, 1.0), (0.5 + 0.5 * others).clip(1.0)
        log = xp.log(c * m)  # one of them is 1: one logarithm will do
        log_c, log_m = log.clip(None, 0.0), log.clip(0.0)
    left = (0.5 + log_c / 4) * xp.ceil(c - last)  # 1 - w = (2 - tau)/4, 1/2 for tau <= 0, 0 at the end
    return 2.0 * left * left + log_m, left / (c * m), (1.0 - left) / m


def _shares(others: Array, end: float) -> tuple[Array, Array, Array]:
    """Return the same on NumPy, step by step in few arrays. c or m is 1: one logarithm of their product will do."""
    c = np.minimum(np.maximum(others, end), 1.0)
    m = 0.5 * others
    m += 0.5
    m = np.maximum(m, 1.0)
    both = c * m
    log = np.log(both)
    left = np.minimum(log, 0.0)
    left *= 0.25
    left += 0.5
    c -= end
    left *= np.ceil(c)
    excess = left * left
    excess *= 2.0
    excess += np.maximum(log, 0.0)
    return excess, left / both, (1.0 - left) / m


def columns(z: Array, spare: Array, weights: Array | None, valued: bool) -> Array | None:
    """Return the excess of each column of z, shape (n, rows), if asked for, and write the weights unless that is None.

    z and `spare`, of at least n + BESIDE rows, are used up; the weights may be written to z. If these are None, z is
    without the largest entry of each column, n - 1 rows.
    """
    n = len(z) if weights is not None else len(z) + 1
    e = np.exp(z, out=z)
    others = others_of_columns(e, spare) if weights is not None else added(e, spare[0])
    excess, factor, top = shares_of_columns(others, n, spare[1:], weights is not None, valued)
    if weights is not None:
        largest = np.floor(e, out=spare[BESIDE : BESIDE + n])
        np.minimum(largest, top, out=largest)
        e *= factor  # at the largest this is at most its weight
        np.maximum(e, largest, out=weights)
    return excess


BESIDE = 5
"""Rows that `columns` needs beside n."""


def shares_of_columns(
    others: Array, n: int, spare: Array, weighted: bool, valued: bool
) -> tuple[Array | None, Array, Array]:
    """Return what `shares` does, step by step in the memory there is: `others` and 4 more rows are used up.

    Where S <= 1, m is 1, and where S >= 1, c is: their product is a number between the two that tells both.
    """
    last = end(n, float(np.finfo(others.dtype).eps))
    log, left, first, m = spare[:4]
    half = np.multiply(others, 0.5, out=log)
    half += 0.5
    both = np.maximum(others, last, out=others)
    np.minimum(both, half, out=both)
    c = np.minimum(both, 1.0, out=first)
    if valued:
        np.log(both, out=log)
        np.minimum(log, 0.0, out=left)
    else:
        np.log(c, out=left)
    left *= 0.25
    left += 0.5
    c -= last
    left *= np.ceil(c, out=c)
    if weighted:
        np.subtract(1.0, left, out=first)
        first /= np.maximum(both, 1.0, out=m)
        np.divide(left, both, out=both)
    if not valued:
        return None, both, first
    left *= left
    left *= 2.0
    left += np.maximum(log, 0.0, out=log)
    return left, both, first


def closed(x: Array, t: float, top: Array, weights: Array | None, spare: Array, valued: bool) -> Array | None:
    """Write the maximum of each column of x, shape (2, rows), and the weights unless that is None; return the excess
    if it is asked for.

    The other entry is the LogSumExp of the others: it is the projection to the simplex at temperature 2 t.
    """
    excess = quadratic.closed(x, 2.0 * t, top, weights, spare, valued)
    if excess is not None:
        excess *= 2.0
    return excess


def row(z: list[float], weighted: bool) -> tuple[float, list[float]]:
    """Return the excess and the weights of one row of numbers; no weights if they are not asked for."""
    e = [math.exp(level) for level in z]
    others = sum_but_one(e)
    if others >= 1.0:
        m = 0.5 + 0.5 * others
        factor = 0.5 / m
        return 0.5 + math.log(m), [factor * one for one in e] if weighted else []
    if others <= end(len(z), sys.float_info.epsilon):
        return 0.0, [math.floor(one) for one in e] if weighted else []
    left = 0.5 + 0.25 * math.log(others)
    factor = left / others
    return 2.0 * left * left, [1.0 - left if one == 1.0 else factor * one for one in e] if weighted else []


def excess_and_weights(xp: Namespace, z: Array) -> tuple[Array, Array]:
    """Return the excess over the maximum 0 and the weights."""
    e = xp.exp(z)
    n: Any = z.shape[-1]
    if is_symbol(n):  # of which no logarithm can be exported: the entries are counted
        n = xp.sum(xp.ones_like(z), axis=-1, keepdims=True)
    excess, factor, top = shares(xp, sum_of_others(xp, z, e), n, traced=True)
    return excess, xp.where(e == 1.0, top, e * factor)


def log_weights(xp: Namespace, z: Array) -> Array:
    """Return the logarithms of the weights, from S rather than from the weights."""
    others = sum_of_others(xp, z, xp.exp(z))
    n: Any = z.shape[-1]
    if is_symbol(n):
        n = xp.sum(xp.ones_like(z), axis=-1, keepdims=True)
    ahead = others < 1.0
    last = end(n, float(xp.finfo(others.dtype).eps), math.log2 if isinstance(n, int) else xp.log2)
    middle = ahead & (others > last)
    log = xp.log(xp.where(middle, others, xp.ones_like(others)))  # -tau
    left = 0.5 + 0.25 * log  # of weight for the others
    first = xp.log1p(0.0 - xp.where(middle, left, 0.0))
    rest = xp.where(middle, z + xp.log(left) - log, -xp.inf)
    return xp.where(ahead, xp.where(z == 0, first, rest), z - xp.log1p(others))


def hessian_vector(xp: Namespace, z: Array, weights: Array, v: Array) -> Array:
    """Return the product of the Hessian and v: a covariance for tau <= 0, and 0 for tau >= 2.

    Between, with the mean m of v under the softmax of the others and left = 1 - w of weight for them, the weight w
    changes by (v_1 - m)/4, at the cost of the others, and these change by their own covariance.
    """
    at_top = z == 0
    ahead = sum_of_others(xp, z, xp.exp(z)) < 1.0
    near = weights * (v - xp.sum(weights * v, axis=-1, keepdims=True))
    others = xp.where(at_top, 0.0, weights)
    left = xp.sum(others, axis=-1, keepdims=True)  # 0 beyond the middle range: the weights say where it ends
    middle = ahead & (left > 0)
    left = xp.where(middle, left, 1.0)
    mean = xp.sum(others * v, axis=-1, keepdims=True) / left
    change = xp.sum(xp.where(at_top, v, 0.0), axis=-1, keepdims=True) / 4 - mean / 4
    product = xp.where(at_top, change, others * (v - mean - change / left))
    return xp.where(ahead, xp.where(middle, product, 0.0), near)

"""LogSumExp, the smooth maximum in common use; its gradient is the softmax.    [lse-gap, lse-smooth]

The functions here take z = (x - max)/t <= 0, whose largest entry is 0, with shape (..., n): see
`tightmax.engines.agnostic`.
"""

from __future__ import annotations

import math

import numpy as np

from tightmax.arrays import Array, Namespace
from tightmax.in_place import bits, divide, where_negative


def gap(n: int) -> float:
    """Return the worst gap at temperature 1: ln n, where all n entries are equal."""
    return math.log(n)


SMALL = 0.25
"""A sum of the others below this has lost digits where it is the whole sum less the largest entry, 1."""


def apart(xp: Namespace, others: Array) -> Array:
    """Say where the others must be summed without the largest entry, so that their sum is accurate however small."""
    return others < SMALL


def shares(xp: Namespace, others: Array, n: int) -> tuple[Array, Array, Array]:
    """From the sum of e^z over all entries but one largest: the excess, and what e^z is multiplied by, twice."""
    share = 1.0 / (1.0 + others)
    return xp.log1p(others), share, share


def columns(z: Array, spare: Array, weights: Array | None, valued: bool) -> Array | None:
    """Return the excess of each column of z, shape (n, rows), if asked for, and write the weights unless that is None.

    z and `spare`, of at least 4 rows, are used up; the weights may be written to z. If these are None, z is without the
    largest entry of each column, n - 1 rows.
    """
    e = np.exp(z, out=z)
    others = others_of_columns(e, spare) if weights is not None else added(e, spare[0])
    excess = np.log1p(others, out=spare[1]) if valued else None
    if weights is not None:
        others += 1.0
        np.multiply(e, np.divide(1.0, others, out=others), out=weights)
    return excess


def others_of_columns(e: Array, spare: Array) -> Array:
    """Return the sum of each column of exponentials, a largest one, 1, left out, in the first row of `spare`.

    The smaller of two is no largest entry, so that this one is left out without being looked for.
    """
    others, most, less = spare[:3]
    if len(e) == 1:
        others.fill(0.0)
        return others
    np.minimum(e[0], e[1], out=others)
    if len(e) > 2:
        np.maximum(e[0], e[1], out=most)
    for entry in e[2:-1]:
        others += np.minimum(most, entry, out=less)
        np.maximum(most, entry, out=most)
    if len(e) > 2:
        others += np.minimum(most, e[-1], out=less)
    return others


def added(e: Array, total: Array) -> Array:
    """Return the sum of each column in `total`, in the order of `others_of_columns`; 0 of none.

    That of `np.add.reduce` is another where there is one column.
    """
    if not len(e):
        total.fill(0.0)
        return total
    np.copyto(total, e[0])
    for entry in e[1:]:
        total += entry
    return total


def sum_of_others(xp: Namespace, z: Array, e: Array) -> Array:
    """Return the sum of e = e^z over all entries but one largest; 0 where all are masked.

    The entries equal to the maximum are summed apart, and one of them is left out of the sum: so it is accurate
    however small.
    """
    at_top = z == 0
    ties = xp.sum(xp.where(at_top, e, 0.0), axis=-1, keepdims=True)
    return xp.sum(xp.where(at_top, 0.0, e), axis=-1, keepdims=True) + xp.where(ties > 0, ties - 1.0, ties)


def excess_and_weights(xp: Namespace, z: Array) -> tuple[Array, Array]:
    """LSE(z), which is the excess over the maximum 0, and the softmax of z."""
    e = xp.exp(z)
    rest = sum_of_others(xp, z, e)
    return xp.log1p(rest), e / (1.0 + rest)


def log_weights(xp: Namespace, z: Array) -> Array:
    """Return the logarithm of the softmax of z: no term of it has the other sign, so that no digit is lost."""
    return z - xp.log1p(sum_of_others(xp, z, xp.exp(z)))


def closed(x: Array, t: float, top: Array, weights: Array | None, spare: Array, valued: bool) -> Array | None:
    """Write the maximum of each column of x, shape (2, rows), and the weights unless that is None; return the excess
    if it is asked for.

    One exponential, that of the lower entry, is enough. `spare`, shape (5, rows), is used up; the first two columns
    there may be x.
    """
    less, e, share, excess, both = spare
    np.maximum(x[0], x[1], out=top)
    np.subtract(x[0], x[1], out=less)
    np.negative(np.abs(less, out=e), out=e)
    divide(e, t)
    np.exp(e, out=e)
    if valued:
        np.log1p(e, out=excess)
    if weights is not None:
        np.add(e, 1.0, out=share)
        np.divide(1.0, share, out=share)
        e *= share
        swapped = where_negative(less)  # both are exchanged where the first entry is the lower one
        upper, lower = bits(share), bits(e)
        swapped &= np.bitwise_xor(upper, lower, out=bits(both))
        np.bitwise_xor(upper, swapped, out=bits(weights[0]))
        np.bitwise_xor(lower, swapped, out=bits(weights[1]))
    return excess if valued else None


def row(z: list[float], weighted: bool) -> tuple[float, list[float]]:
    """Return the excess and the weights of one row of numbers; no weights if they are not asked for."""
    e = [math.exp(level) for level in z]
    others = sum_but_one(e)
    total = 1.0 + others
    share = 1.0 / total
    # the logarithm of a whole number is nearer than log1p of the one before; what the sum has lost is added
    excess = math.log1p(others) if others < 1.0 else math.log(total) + (others - (total - 1.0)) * share
    return excess, [share * one for one in e] if weighted else []


def sum_but_one(e: list[float]) -> float:
    """Return the sum of the exponentials, a largest one, 1, left out."""
    first, others = True, 0.0
    for one in e:
        if first and one == 1.0:
            first = False
        else:
            others += one
    return others


def hessian_vector(xp: Namespace, z: Array, weights: Array, v: Array) -> Array:
    """Return the covariance of v and each entry under the weights.

    v is counted from its mean at the maximum, so that the product there is accurate however little the others weigh.
    """
    at_top = z == 0
    ties = xp.sum(xp.where(at_top, xp.ones_like(v), 0.0), axis=-1, keepdims=True)
    v = v - xp.sum(xp.where(at_top, v, 0.0), axis=-1, keepdims=True) / xp.where(ties > 0, ties, 1.0)
    return weights * (v - xp.sum(weights * v, axis=-1, keepdims=True))

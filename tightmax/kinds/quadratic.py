"""The projection to the simplex (sparsemax): the optimum in the Euclidean norm.    [euclidean-optimum]

At temperature 1 it is `max_q <q, y> - (||q||_2^2 - 1)/2` over the simplex; the maximiser is the gradient. In the
infinity norm the same function is the least smoothing of 2 entries at temperature 2, see `tightmax.kinds.table`; for 3
entries at 8/3 it has the least gap, as has `tightmax.kinds.three`, which is smaller.

The functions take z = (x - max)/t <= 0, whose largest entry is 0, with shape (..., n): see `tightmax.engines.agnostic`.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from tightmax.arrays import Array, Namespace, running_sum
from tightmax.in_place import divide


def gap(n: int) -> float:
    """Return the worst gap at temperature 1: (1 - 1/n)/2, where all n entries are equal."""
    if n > 2**60:  # 1/n is lost, and n may be beyond float64
        return 0.5
    tau = -1.0 / n
    return ((1.0 + tau) ** 2 + (n - 1) * (tau * tau)) / 2  # rounded as the function is there


CORRECTIONS = 2
"""How often the threshold is found anew from the entries above it."""


def _threshold(xp: Namespace, ordered: Array) -> Array:
    """Return the number tau with `sum_i (z_i - tau)_+ = 1`, for entries in falling order.

    Running sums lose digits in long rows and may misjudge which entries are above it. The corrections are steps of
    Newton's method on the convex left side, so that each but the first comes nearer from below: none goes back.
    """
    sums = running_sum(xp, ordered)
    places = running_sum(xp, xp.ones_like(ordered))
    tau = _mean_excess(xp, ordered, 1.0 + places * ordered > sums)
    for _ in range(CORRECTIONS):
        mean = _mean_excess(xp, ordered, ordered > tau)
        tau = xp.where(mean < tau, tau, mean)  # rounded up to many equal entries, it loses all of them
    return tau


def _mean_excess(xp: Namespace, z: Array, inside: Array) -> Array:
    """Return the threshold if these were the entries above it: their sum, less 1, over their number."""
    count = xp.sum(xp.where(inside, 1.0, 0.0 * z), axis=-1, keepdims=True)
    return (xp.sum(xp.where(inside, z, 0.0), axis=-1, keepdims=True) - 1.0) / xp.where(count > 0, count, 1.0)


def excess_and_weights(xp: Namespace, z: Array) -> tuple[Array, Array]:
    """Return the excess over the maximum 0 and the weights (z - tau)_+.

    Entries at -1 or below have no weight. The excess is a sum of squares: half of (1 + tau)^2, as the largest entry
    has the weight -tau, and of the squares of the other weights. The last term is 0, but has a gradient.
    """
    z = xp.where(z < -1.0, -1.0, z)
    ordered = -xp.sort(-z, axis=-1)
    tau = _threshold(xp, ordered)
    weights = xp.where(z <= tau, 0.0, z - tau)
    first, others = ordered[..., :1], ordered[..., 1:]
    squares = xp.where(others <= tau, 0.0, others - tau) ** 2
    excess = ((1.0 + tau) ** 2 + xp.sum(squares, axis=-1, keepdims=True)) / 2 + first * (first / 2 - tau)
    return excess, weights


def columns(z: Array, spare: Array, weights: Array | None, valued: bool) -> Array | None:
    """Return the excess of each column of z, shape (n, rows), if asked for, and write the weights unless that is None.

    The threshold is the largest of (the sum of the k largest - 1)/k over all k: those that are above it, and no
    others, raise that mean. So few entries are sorted by comparisons of whole columns, and no count is needed. The
    largest is 0, so that no comparison need find it. z and `spare`, of at least n + BESIDE rows, are used up; the
    weights may be written to z.
    """
    n = len(z)
    tau, total, mean = spare[:3]
    if n == 1:
        tau.fill(0.0)
        if weights is not None:
            weights.fill(1.0)
        return tau
    np.maximum(z, -1.0, out=z)
    second, *others = _ordered_but_the_first(z, list(spare[3:]))
    np.subtract(second, 1.0, out=total)
    np.multiply(total, 0.5, out=tau)
    np.maximum(tau, -1.0, out=tau)
    for k, entry in enumerate(others, start=3):
        total += entry
        if k & (k - 1):
            np.divide(total, float(k), out=mean)
        else:  # the product is the same number, and faster
            np.multiply(total, 1.0 / k, out=mean)
        np.maximum(tau, mean, out=tau)
    if weights is not None:
        z -= tau
        np.maximum(z, 0.0, out=weights)
    if not valued:
        return None
    excess = np.add(tau, 1.0, out=total)
    excess *= excess
    for entry in (second, *others):
        entry -= tau
        np.maximum(entry, 0.0, out=entry)
        entry *= entry
        excess += entry
    excess *= 0.5
    return excess


BESIDE = 4
"""Rows that `columns` needs beside n."""


def _ordered_but_the_first(z: Array, spare: list[Array]) -> list[Array]:
    """Return the columns of z in falling order, without the largest entry of each, in n + 1 spare rows."""
    ordered, ours = list(z), [False] * len(z)
    pairs = _comparisons(len(z))
    last = max(place for place, (i, _) in enumerate(pairs) if i == 0)
    for place, (i, j) in enumerate(pairs):
        low = ordered[j] if ours[j] else spare.pop()
        if place == last:  # from here on nothing asks for the largest
            np.minimum(ordered[i], ordered[j], out=low)
        else:
            high = spare.pop()
            np.maximum(ordered[i], ordered[j], out=high)
            np.minimum(ordered[i], ordered[j], out=low)
            if ours[i]:
                spare.append(ordered[i])
            ordered[i], ours[i] = high, True
        ordered[j], ours[j] = low, True
    return ordered[1:]


def closed(x: Array, t: float, top: Array, weights: Array | None, spare: Array, valued: bool) -> Array | None:
    """Write the maximum of each column of x, shape (2, rows), and the weights unless that is None; return the excess
    if it is asked for.

    The lower entry, if it is near, has half the weight less half of the difference. `spare`, shape (2, rows), is used
    up; it may be x.
    """
    half, excess = spare
    np.maximum(x[0], x[1], out=top)
    np.subtract(x[0], x[1], out=half)
    divide(half, 2.0 * t)
    if valued:
        np.abs(half, out=excess)
        np.subtract(0.5, excess, out=excess)
        np.maximum(excess, 0.0, out=excess)
        excess *= excess
    if weights is not None:
        half += 0.5
        np.maximum(half, 0.0, out=half)
        first = np.minimum(half, 1.0, out=weights[0])
        np.subtract(1.0, first, out=weights[1])
    return excess if valued else None


def row(z: list[float], weighted: bool) -> tuple[float, list[float]]:
    """Return the excess and the weights of one row of numbers; no weights if they are not asked for."""
    ordered = sorted(z, reverse=True)
    total, tau = -1.0, -1.0
    for k, level in enumerate(ordered[1:], start=2):
        if level <= tau:
            break
        total += level
        tau = total / k
    squares = math.fsum((level - tau) ** 2 for level in ordered[1:] if level > tau)
    return 0.5 * ((1.0 + tau) ** 2 + squares), [level - tau if level > tau else 0.0 for level in z] if weighted else []


@cache
def _comparisons(n: int) -> tuple[tuple[int, int], ...]:
    """Return which two entries to exchange, one pair after the other, if the first is the lower: Batcher's sort.

    >>> _comparisons(3)
    ((0, 1), (0, 2), (1, 2))
    """
    found = []
    p = 1
    while p < n:
        k = p
        while k >= 1:
            for j in range(k % p, n - k, 2 * k):
                for i in range(j, min(j + k, n - k)):
                    if i // (2 * p) == (i + k) // (2 * p):
                        found.append((i, i + k))
            k //= 2
        p *= 2
    return tuple(found)


def hessian_vector(xp: Namespace, z: Array, weights: Array, v: Array) -> Array:
    """Return the part of v on the entries with weight, less its mean there."""
    inside = xp.where(weights == 0, 0.0, 1.0 + 0.0 * weights)  # a weight that is no number leaves none
    mean = xp.sum(inside * v, axis=-1, keepdims=True) / xp.sum(inside, axis=-1, keepdims=True)
    return xp.where(weights == 0, 0.0 * weights, v - mean)

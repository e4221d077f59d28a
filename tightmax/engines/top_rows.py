"""The sum of the k largest entries of rows, smoothed, and its gradient, in the operations of every library.

[top-sum]  With a threshold T between the k-th largest entry and t below it the weights are the (x_i - T)/t, but no
less than 0 and no more than 1. They add up to more than k where T is too low: it is found between these two ends. The
value is the sum of the k largest and t/2 times a sum of squares: of 1 less the weight for these, of the weight for the
others.
"""

from __future__ import annotations

import math
import sys
from typing import Any, NamedTuple

import numpy as np

from tightmax.arrays import Array, Namespace, astype, constant, is_of
from tightmax.engines.agnostic import is_normal, scale_of

FAR = 2.0
"""Entries further above or below the k-th largest, in temperatures, have the weight 1 or 0: they count as this far."""

BLOCK = 2**15
"""Entries of a block of rows on NumPy: what is made of them stays in the cache."""

NEWTON = 6
"""So many steps of Newton's method are taken before some are replaced by halvings: few rows need more."""


def in_blocks(x: Any, t: Any, mask: Any, k: int, lowered: float, *, weighted: bool = True) -> tuple[Any, Any]:
    """Return value and weights on NumPy, or None for the weights if they are not asked for."""
    n = x.shape[-1]
    rows, step = x.reshape(-1, n), max(1, BLOCK // n)
    masks = None if mask is None else mask.reshape(-1, n)
    heats = t if isinstance(t, float) else t.reshape(-1, 1)
    value, weights = np.empty((len(rows), 1), x.dtype), np.empty(rows.shape, x.dtype) if weighted else None
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        heat = heats if isinstance(heats, float) else heats[part]
        own = np.ascontiguousarray(rows[part])  # entries in another order are added one after the other
        found = of_rows(np, own, heat, None if masks is None else masks[part], k)
        value[part] = less(found, heat, lowered)
        if weights is not None:
            weights[part] = found.weights
    return value.reshape(*x.shape[:-1], 1), None if weights is None else weights.reshape(x.shape)


class Found(NamedTuple):
    """Of each row: the sum of the k largest, the excess over it in temperatures, and the weights."""

    total: Array
    excess: Array
    weights: Array


def less(found: Found, t: Any, lowered: float) -> Array:
    """Return the value of each row less `t * lowered`."""
    return found.total + t * (found.excess - lowered)


def of_rows(xp: Namespace, x: Array, t: Any, mask: Array | None, k: int) -> Found:
    """Return what is known of each row; t is a number or an array of the shape (..., 1)."""
    counted = x if mask is None else xp.where(mask, x, -xp.inf)
    pivot = _kth_largest(xp, constant(xp, counted), k)
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
    total = total + xp.where(few, -xp.inf, xp.zeros_like(total))
    sick = xp.where(xp.any(xp.isnan(counted), axis=-1, keepdims=True), xp.nan, xp.zeros_like(total))
    if xp is np:
        total, weights = total + sick, weights + sick
    else:  # so that every derivative is nan, too
        followed = xp.where(xp.isinf(counted), 0.0, counted) * sick
        total, weights = total + xp.sum(followed, axis=-1, keepdims=True), weights + followed + constant(xp, sick)
    weights = weights if mask is None else xp.where(mask, weights, 0.0)
    return Found(total, xp.where(few, 0.0, excess), weights)


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


def _kth_largest(xp: Namespace, x: Array, k: int) -> Array:
    """Return the k-th largest entry of each row, shape (..., 1)."""
    n = x.shape[-1]
    if xp is np:
        return np.partition(x, n - k, axis=-1)[..., n - k : n - k + 1]
    if is_of(xp, "jax"):
        return _selected(xp, x, k)
    return xp.sort(x, axis=-1)[..., n - k : n - k + 1]


def _selected(xp: Namespace, x: Array, k: int) -> Array:
    """Return it on JAX, whose sort takes far longer: the numbers of the type in their order are halved until k entries
    are left above, or a single number that has others equal to it.
    """
    jax = sys.modules["jax"]
    bits = jax.lax.bitcast_convert_type(x, xp.int64 if x.dtype.itemsize == 8 else xp.int32)
    keys = xp.where(bits < 0, bits ^ xp.iinfo(bits.dtype).max, bits)  # in the order of the numbers
    low = xp.min(keys, axis=-1, keepdims=True)

    def halved(ends: tuple[Array, Array]) -> tuple[Array, Array]:
        low, high = ends  # at least k entries are at or above the one, fewer above the other
        middle = (low >> 1) + (high >> 1) + ((low | high) & 1)  # between them, the higher of two
        count = xp.sum(keys >= middle, axis=-1, keepdims=True)
        return xp.where(count >= k, middle, low), xp.where(count > k, high, xp.where(count < k, middle - 1, middle))

    low, _ = jax.lax.while_loop(
        lambda ends: xp.any(ends[0] < ends[1]), halved, (low, xp.max(keys, axis=-1, keepdims=True))
    )
    return xp.min(xp.where(keys >= low, x, xp.inf), axis=-1, keepdims=True)


def _threshold(xp: Namespace, z: Array, k: int) -> Array:
    """Return the tau in [-1, 0] at which the z - tau, held between 0 and 1, sum to k.

    It is found without derivatives, and once more from the entries strictly between, which gives it those.
    """
    fixed = constant(xp, z)
    tau = _by_breakpoints(xp, fixed, k) if is_of(xp, "torch") else _by_newton(xp, fixed, k)
    inside = (fixed > tau) & (fixed < tau + 1.0)
    full = xp.sum(xp.where(fixed >= tau + 1.0, xp.ones_like(fixed), 0.0), axis=-1, keepdims=True)
    count = xp.sum(xp.where(inside, xp.ones_like(fixed), 0.0), axis=-1, keepdims=True)
    again = (xp.sum(xp.where(inside, z, 0.0), axis=-1, keepdims=True) + full - k) / xp.where(count > 0, count, 1.0)
    return xp.where((count > 0) & (again >= -1.0) & (again <= 0.0), again, tau)


class _Search(NamedTuple):
    """Where the tau of each row is looked for: the next one to try, and two ends; and whether it is found."""

    tau: Array
    low: Array
    high: Array
    found: Array


def _begun(xp: Namespace, z: Array) -> _Search:
    zero = xp.zeros_like(z[..., :1])
    return _Search(zero - 0.5, zero - 1.0, zero, zero > 0)


def _nearer(xp: Namespace, z: Array, k: int, at: _Search, halve: Any) -> _Search:
    """Return a step of Newton's method, or half of what is left where that leads out of it, or if it is asked for.

    The sum is linear between two neighbours of the z and z - 1: a step from the right piece is the last. A nan ends
    the search of its row.
    """
    eps = float(xp.finfo(z.dtype).eps)
    u = z - at.tau
    more = xp.sum(xp.clip(u, 0.0, 1.0), axis=-1, keepdims=True) - k
    there = ~(xp.abs(more) > 2 * eps * k)
    low, high = xp.where(more > 0, at.tau, at.low), xp.where(more > 0, at.high, at.tau)
    inside = xp.sum(astype(xp, (u > 0) & (u < 1), z.dtype), axis=-1, keepdims=True)
    guess = at.tau + more / xp.where(inside > 0, inside, 1.0)
    within = (guess >= low) & (guess <= high) & (inside > 0)
    following = (low + high) / 2
    if halve is not True:
        following = xp.where(within if halve is False else within & ~halve, guess, following)
    return _Search(xp.where(there, at.tau, following), low, high, there | (high - low <= eps))


def _by_newton(xp: Namespace, z: Array, k: int) -> Array:
    """Return it by Newton's method, with a halving in every third step after the first, until no row gains by more."""
    most = NEWTON + 3 * round(2 - math.log2(float(xp.finfo(z.dtype).eps)))

    def following(step: Any, at: _Search) -> _Search:
        return _nearer(xp, z, k, at, (step >= NEWTON) & (step % 3 == 2))

    at = _begun(xp, z)
    if is_of(xp, "jax"):
        found = sys.modules["jax"].lax.while_loop(
            lambda state: (state[0] < most) & ~xp.all(state[1].found),
            lambda state: (state[0] + 1, following(*state)),
            (0, at),
        )[1]
        return found.tau
    for step in range(most):
        at = following(step, at)
        if xp.all(at.found):
            break
    return at.tau


def _by_breakpoints(xp: Namespace, z: Array, k: int) -> Array:
    """Return it on PyTorch without a loop, so that it can be traced, up to rounding: it lies between those two of the z
    and z - 1 between which the sum passes k.
    """
    ordered = xp.sort(xp.clip(z, -1.0, 1.0), axis=-1)
    near = xp.where(abs(ordered) < 1.0, ordered, 0.0)  # beyond, nothing is added, so nothing is lost to large sums
    sums = xp.nn.functional.pad(xp.cumsum(near, dim=-1), (1, 0))
    places = xp.clip(xp.concat([ordered, ordered - 1.0], axis=-1), -1.0, 0.0)
    below = xp.searchsorted(ordered, places, right=True)
    short = xp.searchsorted(ordered, places + 1.0)  # of the weight 1
    between = xp.gather(sums, -1, short) - xp.gather(sums, -1, below)
    more = between - (short - below) * places + (z.shape[-1] - short - k)
    low = xp.max(xp.where(more >= 0, places, -1.0), axis=-1, keepdims=True)
    high = xp.min(xp.where(more <= 0, places, 0.0), axis=-1, keepdims=True)
    return (low + high) / 2

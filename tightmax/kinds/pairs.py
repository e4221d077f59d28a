"""A smoothing of four entries with a smaller gap than the universal one, by functions of pair sums.    [upper-d4]

At temperature 1 it is the largest <p, y> - h(p) + h(e_1) over the p in the simplex of four entries, where

    h(p) = phi(p_1) + phi(p_2) + phi(p_3) + phi(p_4) + psi(p_1 + p_2) + psi(p_1 + p_3) + psi(p_1 + p_4)

with the splines of `tightmax.kinds.pair_tables`. The p that attains it are the weights. They have no closed form: they
are found by Newton's method on the entries that have weight, from the weights of the universal smoothing. The
functions take z = (x - max)/t <= 0, whose largest entry is 0, with shape (..., 4): see `tightmax.engines.agnostic`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tightmax.arrays import Array, Namespace, astype, is_of
from tightmax.kinds import universal
from tightmax.kinds.order import back, columns, joined, places, sorted_by

FAR = 2.0**15
"""Entries further below count as this far: long before that they have no weight."""

STEPS = 12
"""Steps of Newton's method, at most, and all of them where they are traced: 11 were the most that one of 800,000 random
rows of all sizes needed.
"""


def gap(n: int) -> float:
    """Return the worst gap at temperature 1: 1.18687..., where all four entries are equal."""
    from tightmax.kinds import pair_tables

    return pair_tables.GAP


MIRROR = np.array([2.0, 2.0, 2.0, 2.0, 0.5, 0.5, 0.5])
"""From where on a place counts as 1 less it: psi(1 - s) is psi(s), and phi has no such symmetry."""


class _At(NamedTuple):
    """What is known at p_2, p_3 and p_4: with p_1, phi at the four and psi at p_1 + p_2, p_1 + p_3 and p_1 + p_4, with
    their first two derivatives, each of shape (..., 7).
    """

    value: Array
    slope: Array
    second: Array


def _there(xp: Namespace, numbers: Array, x: Array, dtype: Any) -> Array:
    """Return numbers as an array of the library of x, on its device."""
    if xp is np:
        return numbers.astype(dtype)
    if is_of(xp, "torch"):  # the next line has a cache, which torch.compile warns of
        return xp.asarray(numbers, dtype=dtype, device=x.device)
    from array_api_compat import device

    return xp.asarray(numbers, dtype=dtype, device=device(x))


def _at(xp: Namespace, p: list[Array]) -> _At:
    """Evaluate the splines. A number that is none is sought in the first cell, and remains none."""
    from tightmax.kinds.pair_tables import BOTH, CELLS, FIRST_CELL

    second, third, fourth = p
    x = joined(xp, [1.0 - (second + third + fourth), *p, 1.0 - (third + fourth), 1.0 - (second + fourth),
                    1.0 - (second + third)])
    late = x > _there(xp, MIRROR, x, x.dtype)
    x = xp.where(late, 1.0 - x, x)
    inside = xp.where((x >= 0.0) & (x <= 1.0), x, 0.0 * xp.ones_like(x))
    cell = astype(xp, xp.floor(inside * float(CELLS)), xp.int32) + _there(xp, FIRST_CELL, x, xp.int32)
    piece = xp.take(_there(xp, BOTH.pieces, x, xp.int32), xp.reshape(cell, (-1,)), axis=0)
    start, value, slope, bend, twist = (
        xp.reshape(xp.take(_there(xp, row, x, x.dtype), piece, axis=0), x.shape) for row in BOTH.rows
    )
    d = x - start
    slope = slope + d * (bend + d * (twist / 2.0))
    return _At(
        value + d * (slope - d * (bend / 2.0 + d * (twist / 3.0))), xp.where(late, -slope, slope), bend + d * twist
    )


def _slopes(at: _At) -> list[Array]:
    """Return how h changes as p_2, p_3 or p_4 grows at the cost of p_1: two of the three pair sums fall."""
    one, *others = columns(at.slope)
    single, pair = others[:3], others[3:]
    common = one + pair[0] + pair[1] + pair[2]
    return [own + other - common for own, other in zip(single, pair, strict=True)]


def _solved(xp: Namespace, at: _At, free: list[Array], right: list[Array]) -> list[Array]:
    """Return the d with H d = right on the free entries and d = 0 on the others, by Cramer's rule."""
    one, *others = columns(at.second)
    single, b = others[:3], others[3:]
    common = one + b[0] + b[1] + b[2]
    e, f, g = (xp.where(on, own + common - pair, 1.0) for on, own, pair in zip(free, single, b, strict=True))
    u, v, w = (xp.where(free[i] & free[j], one + b[3 - i - j], 0.0) for i, j in ((0, 1), (0, 2), (1, 2)))
    x, y, z = (xp.where(on, entry, 0.0) for on, entry in zip(free, right, strict=True))
    first, second, third = f * g - w * w, v * w - u * g, u * w - v * f
    fourth, fifth, sixth = e * g - v * v, u * v - e * w, e * f - u * u
    whole = e * first + u * second + v * third
    return [
        (first * x + second * y + third * z) / whole, (second * x + fourth * y + fifth * z) / whole,
        (third * x + fifth * y + sixth * z) / whole,
    ]


def _step(xp: Namespace, z: list[Array], p: list[Array]) -> list[Array]:
    """Return p after a step of Newton's method on the entries that have weight, or are pulled up from 0.

    Of four weights in falling order the first is at least 1/4, the next at most 1/2, and so on: there it is cut off.
    """
    at = _at(xp, p)
    right = [entry - z[0] - slope for entry, slope in zip(z[1:], _slopes(at), strict=True)]
    free = [~((entry <= 0.0) & (pull <= 0.0)) for entry, pull in zip(p, right, strict=True)]  # and what is no number
    moved = []
    for entry, step, most in zip(p, _solved(xp, at, free, right), (1 / 2, 1 / 3, 1 / 4), strict=True):
        new = entry + step
        new = xp.where(new < 0.0, 0.0 * new, new)
        moved.append(xp.where(new > most, most + 0.0 * new, new))
    total = moved[0] + moved[1] + moved[2]
    over = total > 0.75
    shrink = xp.where(over, 0.75 / xp.where(over, total, xp.ones_like(total)), xp.ones_like(total))
    return [entry * shrink for entry in moved]


def _maximiser(xp: Namespace, z: list[Array], p: list[Array]) -> list[Array]:
    """Return p_2, p_3 and p_4 where the maximum is attained, for entries in falling order; p is where to begin.

    On NumPy each row ends when it moves by no more than rounding.
    """
    if xp is not np:
        for _ in range(STEPS):
            p = _step(xp, z, p)
        return p
    shape = p[0].shape
    z, p = ([entry.reshape(-1, 1) for entry in entries] for entries in (z, p))
    live = np.arange(len(p[0]))
    for _ in range(STEPS):
        old = [entry[live] for entry in p]
        new = _step(np, [entry[live] for entry in z], old)
        most = 8 * float(np.finfo(p[0].dtype).eps)
        moving = np.zeros(len(live), bool)
        for whole, before, after in zip(p, old, new, strict=True):
            whole[live] = after
            moving |= np.abs(after - before)[:, 0] > most
        live = live[moving]
        if not live.size:
            break
    return [entry.reshape(shape) for entry in p]


def excess_and_weights(xp: Namespace, z: Array) -> tuple[Array, Array]:
    """Return the excess over the maximum 0 and the weights."""
    z = xp.where(z < -FAR, -FAR, z)
    place = places(xp, z)
    ordered = sorted_by(xp, place, z)
    begin = sorted_by(xp, place, universal.excess_and_weights(xp, z)[1])
    p = _maximiser(xp, ordered, begin[1:])
    left = p[0] + p[1] + p[2]
    nothing = 0.0 * left
    falls = _at(xp, [nothing] * 3).value - _at(xp, p).value  # from e_1
    gained = xp.sum(falls, axis=-1, keepdims=True)
    for entry, low in zip(p, ordered[1:], strict=True):
        gained = gained + entry * (low - ordered[0])
    gained = xp.where(gained < 0.0, nothing, gained)
    return ordered[0] + gained, back(xp, place, [1.0 - left, *p])


def hessian_vector(xp: Namespace, z: Array, weights: Array, v: Array) -> Array:
    """Return how the weights change along v: the inverse of the Hessian of h on the entries that have weight."""
    place = places(xp, xp.where(z < -FAR, -FAR, z))
    p = sorted_by(xp, place, weights)[1:]
    first, *others = sorted_by(xp, place, v)
    step = _solved(xp, _at(xp, p), [entry > 0.0 for entry in p], [entry - first for entry in others])
    return back(xp, place, [-(step[0] + step[1] + step[2]), *step])

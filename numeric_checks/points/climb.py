"""Ascents towards the worst case: from a point of attack to one where a relation has less slack."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from numeric_checks.arithmetic.terms import Floats
from numeric_checks.points.families import LARGE, Random

Function = Callable[[Floats], tuple[Floats, Floats]]
"""Value and weights of points (rows, d)."""


def largest(z: Floats) -> Floats:
    """Return the infinity norms of the rows."""
    return np.asarray(np.maximum(z.max(axis=-1), -z.min(axis=-1)))


def absolute_sum(z: Floats) -> Floats:
    """Return the 1-norms of the rows."""
    return np.asarray(np.abs(z).sum(axis=-1))


def euclidean(z: Floats) -> Floats:
    """Return the Euclidean norms of the rows, which may be very large or small."""
    size = np.where(largest(z) > 0, largest(z), 1.0)
    scaled = z / size[..., None]
    return np.asarray(size * np.sqrt(np.einsum("...i,...i->...", scaled, scaled)))


class Norms(NamedTuple):
    """How far points are apart, and weights."""

    points: Callable[[Floats], Floats]
    weights: Callable[[Floats], Floats]


INFINITY = Norms(largest, absolute_sum)
EUCLIDEAN = Norms(euclidean, euclidean)


def steps_for(dim: int) -> int:
    """Return how many moves an ascent makes: fewer in large dimensions, where each is dear."""
    return 12 if dim < LARGE else 3


def climb_gap(f: Function, x: Floats) -> Floats:
    """Ascend to a large f - max: raise what is below the maximum, at most up to it, by more and more."""
    top = x.max(axis=1, keepdims=True)
    spread = top - x.min(axis=1, keepdims=True)
    best, steps = f(x)[0], min(6, steps_for(x.shape[1]))
    for turn in range(steps):
        raised = np.minimum(x + spread * 2.0 ** (turn + 1 - steps), top)
        found = f(raised)[0]
        x, best = np.where((found >= best)[:, None], raised, x), np.maximum(found, best)
    return x


def climb_variance(f: Function, x: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Ascend to a large variance of a sign vector v under the softmax of x/t.

    For signs the variance is 1 - (sum p v)^2.  First the flip that brings the sum nearest to 0, again and
    again; then x is shifted where v = 1, so that both signs get half of the mass, which is the maximum.
    """
    x, v = x.copy(), np.where(v < 0, -1.0, 1.0)
    row = np.arange(len(x))
    _, weights = f(x)
    for _ in range(min(steps_for(x.shape[1]), x.shape[1])):
        mean = (weights * v).sum(axis=1, keepdims=True)
        after = np.abs(mean - 2 * weights * v)
        best = after.argmin(axis=1)
        flip = after[row, best] < np.abs(mean[:, 0])
        v[row[flip], best[flip]] *= -1
    one_sided = np.abs(v.sum(axis=1)) == x.shape[1]
    v[one_sided, 0] *= -1
    upper = f(np.where(v > 0, x, -np.inf))[0]
    lower = f(np.where(v < 0, x, -np.inf))[0]
    return np.where(v > 0, x + (lower - upper)[:, None], x), v


def one_against_all(x: Floats) -> Floats:
    """Up at a largest entry and down at all others."""
    v = np.full(x.shape, -1.0)
    np.put_along_axis(v, x.argmax(axis=1)[:, None], 1.0, axis=1)
    return v


def two_leaders(x: Floats) -> Floats:
    """Up at a largest entry, down at a largest of the others, and 0 elsewhere."""
    v, rest, first = np.zeros(x.shape), x.copy(), x.argmax(axis=1)[:, None]
    np.put_along_axis(rest, first, -np.inf, axis=1)
    np.put_along_axis(v, first, 1.0, axis=1)
    np.put_along_axis(v, rest.argmax(axis=1)[:, None], -1.0, axis=1)
    return v


Move = tuple[Floats, Floats]
"""A direction and how far along it, for every row."""


def _moves(rng: Random, v: Floats, step: Floats) -> list[Move]:
    """Return what is tried next: two flips of an entry of v, alone, and a smaller step; in large dimensions only
    that.
    """
    rows, dim = v.shape
    if dim >= LARGE:
        return [(v, step / 100)]
    moves = [(v, step / 4)]
    for _ in range(2):
        flipped = v.copy()
        flipped[np.arange(rows), rng.integers(0, dim, rows)] *= -1
        moves.append((flipped, step))
    return moves


def climb_pairs(
    rng: Random, f: Function, x: Floats, v: Floats, temperature: float, norms: Norms = INFINITY
) -> tuple[Floats, Floats]:
    """Ascend to a pair x, y = x + s v whose gradients differ much.

    First the better of v and of the direction that moves the largest entry against others; then flip an entry of
    v, or take a smaller step s, again and again.
    """
    rows, dim = x.shape
    weights = f(x)[1]
    step = temperature * 10.0 ** rng.uniform(-4, 1, (rows, 1))
    best = np.full(rows, -1.0)
    moves = [(v, step), (one_against_all(x) if norms is INFINITY else two_leaders(x), step)]
    for _ in range(5 if dim < LARGE else 2):
        y = np.stack([x + far * towards for towards, far in moves])
        change = norms.weights(weights - f(y.reshape(-1, dim))[1].reshape(y.shape)) * temperature
        apart = norms.points(x - y)
        ratio = np.divide(change, apart, out=np.zeros_like(apart), where=apart > 0)
        for (towards, far), found in zip(moves, ratio, strict=True):
            better = (found > best)[:, None]
            v, step, best = np.where(better, towards, v), np.where(better, far, step), np.maximum(found, best)
        moves = _moves(rng, v, step)
    return x, x + step * v

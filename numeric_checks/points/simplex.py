"""Points of the simplex, directions of sum 0 in it, and sums of one function of every entry.

A point is what its floats are after division by their sum, so every entry is off by `spread` roundings of its own
size.  A point with a large entry is given by eta = 1 - x_1, an input, and by how the other entries share it: nothing
cancels near a vertex.  An entry 0 is the number TINY, whose part in any sum is far below all rounding.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from numeric_checks.arithmetic.evaluate import Measured, measure
from numeric_checks.arithmetic.terms import Floats, summation_magnitude
from numeric_checks.points.families import FEW, LARGE, Random
from symbolic.formulas import universal as upper
from symbolic.notation import i, total, x

Bools = NDArray[np.bool_]

TINY = 1e-140
"""Stands for an entry 0, so that its logarithm and the square of its inverse are numbers."""

Draw = Callable[[Random, int, int], Floats]


def spread(dim: int) -> float:
    """Return how many roundings an entry is off that was divided by the sum of all."""
    return summation_magnitude(dim) + 3


def measured(data: Floats, dim: int) -> Measured:
    """Entries of a point or of a direction of that dimension."""
    return Measured(data, spread(dim) * np.abs(data))


def normalised(raw: Floats) -> Floats:
    """Return the rows divided by their sums."""
    return np.asarray(raw / raw.sum(axis=-1, keepdims=True))


def _equal(rng: Random, rows: int, dim: int) -> Floats:
    return np.ones((rows, dim))


def _exponential(rng: Random, rows: int, dim: int) -> Floats:
    """Uniform on the simplex."""
    return rng.exponential(size=(rows, dim)) + TINY


def _power_law(rng: Random, rows: int, dim: int) -> Floats:
    return np.arange(1.0, dim + 1) ** -rng.uniform(0, 3, (rows, 1))


def _magnitudes(rng: Random, rows: int, dim: int) -> Floats:
    """From 1e-12 to 1."""
    return np.asarray(np.exp(rng.uniform(-12 * np.log(10), 0, (rows, dim))))


def _face(rng: Random, rows: int, dim: int) -> Floats:
    """Most entries are 0, two or more are equal."""
    size = rng.integers(min(2, dim), min(dim, 9) + 1, (rows, 1))
    return np.where(np.arange(dim) < size, 1.0, TINY)


def _two_levels(rng: Random, rows: int, dim: int) -> Floats:
    """Return one level on some entries, another on the others."""
    size = rng.integers(1, dim, (rows, 1)) if dim > 1 else np.ones((rows, 1))
    return np.where(np.arange(dim) < size, 1.0, 10.0 ** rng.uniform(-6, 0, (rows, 1)))


SHAPES: dict[str, Draw] = {
    "equal": _equal, "exponential": _exponential, "power law": _power_law, "any magnitude": _magnitudes,
    "face": _face, "two levels": _two_levels,
}


def shapes(rng: Random, dim: int, count: int = FEW) -> list[str]:
    """Return the families for a block: all, or in large dimensions `count` drawn by lot."""
    return list(SHAPES) if dim < LARGE else rng.choice(list(SHAPES), count, replace=False).tolist()


def balanced(rng: Random, shape: str, rows: int, dim: int) -> Floats:
    """Return points whose entries are all at most 1/2: where one is larger, it gets one half."""
    points = normalised(SHAPES[shape](rng, rows, dim))
    row, top = np.arange(rows), points.argmax(axis=1)
    heavy = points[row, top] > 0.5
    if heavy.any():
        others = points.copy()
        others[row, top] = 0.0
        others = 0.5 * normalised(others)
        others[row, top] = 0.5
        points = np.where(heavy[:, None], others, points)
    return points


def etas(rng: Random, rows: int) -> Floats:
    """1 - x_1 for x_1 > 1/2: near the vertex, near the seams 1/2 and 3/4, and anywhere."""
    small = 10.0 ** rng.uniform(-12, -1, rows)
    kinds = [small, 0.5 - small, 0.25 + small * rng.choice([-1, 1], rows), rng.uniform(0, 0.5, rows)]
    return np.asarray(np.clip(np.choose(rng.integers(0, 4, rows), kinds), 1e-12, 0.5))


def shares(rng: Random, shape: str, rows: int, dim: int) -> Floats:
    """Return how dim entries share 1."""
    return normalised(SHAPES[shape](rng, rows, dim))


def dominated(eta: Floats, share: Floats) -> Floats:
    """Return the point with the entry 1 - eta, which is the last, and eta shared by the others."""
    return np.concatenate([eta[:, None] * share, 1 - eta[:, None]], axis=1)


def halves(weight: Floats, plus: Bools) -> Floats:
    """Return the direction of sum 0 and l1 norm 1 with these signs and, on each side, these weights."""
    up, down = np.where(plus, weight, 0.0), np.where(plus, 0.0, weight)
    return np.asarray(up / (2 * up.sum(axis=-1, keepdims=True)) - down / (2 * down.sum(axis=-1, keepdims=True)))


def both_signs(plus: Bools) -> Bools:
    """Return the same signs, where all are equal with the first one changed."""
    plus = plus.copy()
    same = plus.all(axis=-1) | ~plus.any(axis=-1)
    plus[same, 0] = ~plus[same, 0]
    return plus


def universal(points: Floats, extra: float = 0) -> Measured:
    """Return h of universal-upper at any points of the simplex, whose entries are off by `extra` roundings more."""
    row, top = np.arange(len(points)), points.argmax(axis=-1)
    large = points[row, top] > 0.5
    others = points.copy()
    others[row, top] = np.where(large, TINY, points[row, top])
    others = np.maximum(others, TINY)
    dim = points.shape[-1]
    off = spread(dim) + extra
    below = measure(ENTROPY, {"x": Measured(others, off * others), "d": dim})
    if not large.any():
        return below
    eta = np.where(large, others.sum(axis=-1), 0.25)
    above = measure(LARGE_ENTRY, {"eta": Measured(eta, (off + summation_magnitude(dim)) * eta)})
    return Measured(
        below.data + np.where(large, above.data, 0.0),
        below.magnitude + np.where(large, above.magnitude + np.abs(above.data), 0.0),
    )


ENTROPY = total(upper.SMALL.subs(upper.x, x[i]))
"""The sum of phi over entries up to 1/2."""

LARGE_ENTRY = upper.LARGE.subs(upper.x, 1 - upper.eta)
"""phi of the entry 1 - eta, from 1/2 on."""

SMALL_BEND = upper.SMALL.diff(upper.x, 2)
LARGE_BEND = sp.expand(upper.LARGE.diff(upper.x, 2)).subs(upper.x, 1 - upper.eta)

"""Where the sweeps look: adversarial and random points, in arrays of bounded size.

Every function draws from the generator it is given and from nothing else, so that a block of a sweep has the
same points whenever it is run (with one NumPy on one kind of processor bit by bit).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from numeric_checks.arithmetic.terms import Floats

Random = np.random.Generator

MAX_ELEMENTS = 2**14
"""Entries of an array of points, where one row alone does not need more."""

MAX_ROWS = 64
"""Rows of an array of points."""

LARGE = 10**5
"""From this dimension on a block has points of a few families only, drawn by lot, so that it stays short."""

FEW = 4
"""How many families those are at most; in the largest dimensions it is one."""


def rows_for(dim: int) -> int:
    """Return how many rows an array of points in that dimension has."""
    return max(1, min(MAX_ROWS, MAX_ELEMENTS // dim))


def few_for(dim: int) -> int:
    """Return how many families a block in a large dimension has."""
    return max(1, min(FEW, FEW * 10**6 // dim))


def _normal(rng: Random, rows: int, dim: int) -> Floats:
    return rng.standard_normal((rows, dim))


def _equal(rng: Random, rows: int, dim: int) -> Floats:
    return np.broadcast_to(rng.standard_normal((rows, 1)), (rows, dim)).copy()


def _ties(rng: Random, rows: int, dim: int) -> Floats:
    """Entries from a few values only."""
    return rng.integers(0, 3, (rows, dim)).astype(np.float64)


def _near_ties(rng: Random, rows: int, dim: int) -> Floats:
    return 1.0 + 10.0 ** rng.uniform(-16, -1, (rows, 1)) * rng.standard_normal((rows, dim))


def _dominant(rng: Random, rows: int, dim: int) -> Floats:
    """One entry stands out, by a little or by far."""
    x = rng.standard_normal((rows, dim))
    x[np.arange(rows), rng.integers(0, dim, rows)] += 10.0 ** rng.uniform(-1, 3, rows)
    return x


def _two_groups(rng: Random, rows: int, dim: int) -> Floats:
    """Return two levels, at such a distance that each group has half of the softmax: the worst for smoothness."""
    size = rng.integers(1, dim, (rows, 1))
    low = rng.permuted(np.broadcast_to(np.arange(dim), (rows, dim)), axis=1) < size
    return np.where(low, np.log((dim - size) / size), 0.0)


def _mixed_magnitudes(rng: Random, rows: int, dim: int) -> Floats:
    sign = rng.choice([-1.0, 1.0], (rows, dim))
    return np.asarray(sign * 10.0 ** rng.uniform(-9, 9, (rows, dim)))


def _shifted(rng: Random, rows: int, dim: int) -> Floats:
    """Return a common shift that swallows most digits of the differences."""
    return rng.standard_normal((rows, dim)) + 10.0 ** rng.uniform(0, 9, (rows, 1))


FAMILIES: dict[str, Callable[[Random, int, int], Floats]] = {
    "normal": _normal, "equal": _equal, "ties": _ties, "near ties": _near_ties, "dominant": _dominant,
    "two groups": _two_groups, "mixed magnitudes": _mixed_magnitudes, "shifted": _shifted,
}


def vectors(rng: Random, dim: int, temperature: float) -> Iterator[tuple[str, Floats]]:
    """Yield points (rows, dim) of every family, first on the scale of the temperature, then on any scale.

    In large dimensions of a few families, on one of the scales each.
    """
    rows = rows_for(dim)
    families, first = list(FAMILIES), 0
    if dim >= LARGE:
        families, first = rng.choice(families, few_for(dim), replace=False).tolist(), int(rng.integers(2))
    for number, family in enumerate(families, first):
        draw = FAMILIES[family]
        if dim < LARGE or number % 2 == 0:
            yield family, temperature * draw(rng, rows, dim)
        if dim < LARGE or number % 2 == 1:
            scale = 10.0 ** rng.uniform(-12, 12, (rows, 1))
            yield f"{family}, any scale", scale * draw(rng, rows, dim)


def directions(rng: Random, rows: int, dim: int) -> Floats:
    """Return directions with entries in [-1, 1]: signs in the first half of the rows, any numbers in the others."""
    v = rng.choice([-1.0, 1.0], (rows, dim))
    half = rows // 2
    v[half:] = rng.uniform(-1, 1, (rows - half, dim))
    return v

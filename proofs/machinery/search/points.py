"""Points of the simplex up to permutation, and the arrangements of one point around another.

A *place* is a point up to permutation: numerators in falling order over a denominator that all places of a
family share. Around a place x whose equal coordinates form blocks, the permutations of a place y differ only
in how many coordinates of each block of x get each value of y, which a *table* records: T[b, l] coordinates of
block b get the l-th value of y. A row of the linear program is a triple (x, y, T).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import lcm

import numpy as np
import numpy.typing as npt

Place = tuple[int, ...]
Table = tuple[tuple[int, ...], ...]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Family:
    """Places with a common denominator, among them the centre and the vertex, largest first.

    >>> Family.of(4, [(2, 2, 0, 0), (4, 0, 0, 0)]).places
    ((4, 0, 0, 0), (2, 2, 0, 0), (1, 1, 1, 1))
    """

    denominator: int
    places: tuple[Place, ...]

    @classmethod
    def of(cls, denominator: int, places: Iterable[Place]) -> Family:
        """Return the places given, sorted and without repetition, with centre and vertex added."""
        found = {tuple(sorted(place, reverse=True)) for place in places}
        if not found:
            raise ValueError("a family needs at least one place, got none")
        d = len(min(found))
        for place in found:
            if len(place) != d or min(place) < 0 or sum(place) != denominator:
                raise ValueError(f"{place} is not a place of dimension {d} with denominator {denominator}")
        if denominator % d:
            raise ValueError(f"the denominator has to be a multiple of the dimension {d}, got {denominator}")
        found |= {(denominator // d,) * d, (denominator,) + (0,) * (d - 1)}
        return cls(denominator, tuple(sorted(found, reverse=True)))

    @property
    def dimension(self) -> int:
        """The number of coordinates."""
        return len(self.places[0])

    def over(self, denominator: int) -> Family:
        """Return the same places with a multiple of the denominator."""
        if denominator % self.denominator:
            raise ValueError(f"{denominator} is not a multiple of the denominator {self.denominator}")
        scale = denominator // self.denominator
        return Family(denominator, tuple(tuple(a * scale for a in place) for place in self.places))

    def __or__(self, other: Family) -> Family:
        common = lcm(self.denominator, other.denominator)
        return Family.of(common, self.over(common).places + other.over(common).places)


def partitions(total: int, parts: int, largest: int | None = None) -> Iterator[Place]:
    """Yield all ways to write `total` as a sum of `parts` numbers >= 0 in falling order."""
    if parts == 0:
        if total == 0:
            yield ()
        return
    for first in range(min(total, total if largest is None else largest), -1, -1):
        if first * parts < total:
            return
        for rest in partitions(total - first, parts - 1, first):
            yield (first, *rest)


def grid(dimension: int, denominator: int, levels: int | None = None) -> Family:
    """Return all places with this denominator and at most `levels` different coordinates, and the centre.

    >>> len(grid(4, 8).places), len(grid(4, 8, levels=2).places)
    (15, 5)
    """
    places = [p for p in partitions(denominator, dimension) if levels is None or len(set(p)) <= levels]
    common = lcm(denominator, dimension)
    return Family.of(common, [tuple(a * (common // denominator) for a in place) for place in places])


def two_level(dimension: int) -> Family:
    """Return the places with 1/(k+1) on k coordinates and the rest uniform, for 1 <= k <= dimension - 2.

    >>> two_level(4).places
    ((12, 0, 0, 0), (6, 2, 2, 2), (4, 4, 2, 2), (3, 3, 3, 3))
    """
    d = dimension
    common = lcm(d, *((k + 1) * (d - k) for k in range(1, d - 1)))
    places = [
        (common // (k + 1),) * k + (common // ((k + 1) * (d - k)),) * (d - k) for k in range(1, d - 1)
    ]
    return Family.of(common, [*places, (common,) + (0,) * (d - 1)])


@cache
def blocks(place: Place) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the different coordinates of a place and how often each occurs.

    >>> blocks((3, 1, 1, 0))
    ((3, 1, 0), (1, 2, 1))
    """
    runs = [(value, len(list(run))) for value, run in groupby(place)]
    return tuple(value for value, _ in runs), tuple(size for _, size in runs)


def _fillings(total: int, room: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(room) == 1:
        if total <= room[0]:
            yield (total,)
        return
    for first in range(min(total, room[0]) + 1):
        for rest in _fillings(total - first, room[1:]):
            yield (first, *rest)


@cache
def tables(rows: tuple[int, ...], columns: tuple[int, ...], zero: bool, zeros: bool) -> tuple[Table, ...]:
    """Yield all tables with these margins, the block sizes of two places.

    `zero` says that the last block of the start is 0, `zeros` that the last value of the end is: where a
    start is 0 every outcome has to be 0.

    >>> len(tables((2, 2), (1, 3), False, False)), len(tables((2, 2), (1, 3), True, True))
    (2, 1)
    """

    def extend(done: Table, room: tuple[int, ...]) -> Iterator[Table]:
        if len(done) == len(rows):
            yield done
            return
        for row in _fillings(rows[len(done)], room):
            if zero and len(done) == len(rows) - 1 and (not zeros or any(row[:-1])):
                continue
            yield from extend((*done, row), tuple(a - b for a, b in zip(room, row, strict=True)))

    return tuple(extend((), columns))


@cache
def table_matrix(rows: tuple[int, ...], columns: tuple[int, ...], zero: bool, zeros: bool) -> Floats:
    """Return the tables as the columns of a matrix, for pricing by matrix products."""
    found = tables(rows, columns, zero, zeros)
    flat = [[entry for row in table for entry in row] for table in found]
    return np.array(flat, dtype=np.float64).reshape(len(found), len(rows) * len(columns)).T.copy()


def arrangements(x: Place, y: Place) -> tuple[Table, ...]:
    """Return the tables of y around x."""
    (vx, sx), (vy, sy) = blocks(x), blocks(y)
    return tables(sx, sy, vx[-1] == 0, vy[-1] == 0)


def nearby(place: Place, direction: Floats, step: float, denominator: int) -> Place | None:
    """Return the place moved along a direction of its blocks and rounded, or None if there is no room.

    The denominator has to be a multiple of lcm(1, ..., d): the largest positive block takes up the rounding.

    >>> nearby((24, 12, 12, 0), np.array([1.0, -0.5, 0.0]), 0.25, 48)
    (36, 6, 6, 0)
    >>> nearby((24, 12, 12, 0), np.array([1.0, -0.5, 0.0]), 0.75, 48) is None
    True
    """
    values, sizes = blocks(place)
    unit = lcm(*range(1, len(place) + 1))
    moved = [v + step * float(a) * denominator for v, a in zip(values, direction, strict=True)]
    rounded = [max(0, round(v / unit)) * unit for v in moved]
    positive = [b for b, v in enumerate(values) if v > 0]
    last = max(positive, key=lambda b: sizes[b])
    left = denominator - sum(v * s for b, (v, s) in enumerate(zip(rounded, sizes, strict=True)) if b != last)
    if left < 0:
        return None
    if left % sizes[last]:
        raise ValueError(f"the denominator has to be a multiple of {unit}, got {denominator}")
    if abs(left / sizes[last] - moved[last]) > denominator * abs(step):
        return None
    rounded[last] = left // sizes[last]
    return tuple(sorted((v for v, s in zip(rounded, sizes, strict=True) for _ in range(s)), reverse=True))

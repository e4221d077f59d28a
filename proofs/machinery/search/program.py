"""Search for lower bounds: a linear program proposes weighted moves.

For symmetric, 1-strongly convex h with subgradient g_x at x, every pair of points satisfies

    h(y) >= h(x) + <g_x, y - x> + 1/2 ||y - x||_1^2.

On finitely many places the least h(e_1) - h(u) under these inequalities is a lower bound on eps*_d, and the dual
weights of the rows that start in x, each averaged over the permutations that leave x fixed, form a move from x.
Rows are added as they are violated. A program with only some of the rows still has a dual solution that is a list of
moves, with a smaller bound: the search may stop at any time. All of this is floating point and proposes;
`lp_rational` makes exact moves of it, and `proofs/verify.py` accepts or rejects them.

A solution also tells in which direction each place would raise the bound; `lp_refine` moves the places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from proofs.machinery.search.points import Family, Floats, Place, Table, arrangements, blocks, table_matrix

Row = tuple[Place, Place, Table]
Progress = Callable[[str], None]
Group = tuple[npt.NDArray[np.int64], Floats]

CHUNK = 4_000_000
"""Pricing forms arrays of about this many numbers at a time."""

NOISE = 1e-12
"""Dual weights up to this are taken for 0."""


def silent(_line: str) -> None:
    """Report nothing."""


class Unsolved(RuntimeError):
    """The linear program has no optimum, or the solver found none."""


@dataclass(frozen=True)
class Solution:
    """Weights of rows, and for each place how it would have to move; a proposal, nothing is proved."""

    family: Family
    value: float
    weights: tuple[tuple[Row, float], ...]
    mass: dict[Place, float]
    direction: dict[Place, Floats]


class Program:
    """The linear program over a family of places, with the rows found so far."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.places = family.places
        self.index = {place: i for i, place in enumerate(self.places)}
        d, n = family.dimension, family.denominator
        self.centre, self.vertex = self.index[(n // d,) * d], self.index[(n,) + (0,) * (d - 1)]
        # Displacements add up to 0 and vanish where x is 0: one block's slope, and that of the zeros, is free.
        self.slopes = np.array([max(0, len(v) - 1 - (v[-1] == 0)) for v, _ in map(blocks, self.places)])
        self.offset = len(self.places) + np.concatenate([[0], np.cumsum(self.slopes)[:-1]])
        self.groups = self._group()
        self.rows: list[Row] = []
        self._seen: set[Row] = set()
        self._highs = self._start(int(len(self.places) + self.slopes.sum()))
        self.values: Floats = np.zeros(0)
        self.duals: Floats = np.zeros(0)

    def _group(self) -> dict[tuple[tuple[int, ...], bool], Group]:
        """Return the places with equal block sizes, with their values."""
        members: dict[tuple[tuple[int, ...], bool], list[int]] = {}
        for i, place in enumerate(self.places):
            values, sizes = blocks(place)
            members.setdefault((sizes, values[-1] == 0), []).append(i)
        scale = self.family.denominator
        return {
            key: (np.array(found), np.array([blocks(self.places[i])[0] for i in found]) / scale)
            for key, found in members.items()
        }

    def _start(self, columns: int) -> highspy.Highs:
        solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("random_seed", 0)):
            solver.setOptionValue(option, value)
        low = np.full(columns, -highspy.kHighsInf)
        high, cost = -low, np.zeros(columns)
        low[self.vertex] = high[self.vertex] = 0
        cost[self.centre] = -1
        none = np.array([], dtype=np.int32)
        solver.addCols(columns, cost, low, high, 0, none, none, np.array([]))
        return solver

    def coefficients(self, row: Row) -> tuple[dict[int, float], float]:
        """Return the left side of a row, by columns, and its right side: half the squared distance."""
        x, y, table = row
        scale = self.family.denominator
        (vx, sx), (vy, _) = blocks(x), blocks(y)
        distance = sum(
            t * abs(b - a) for a, counts in zip(vx, table, strict=True) for b, t in zip(vy, counts, strict=True)
        )
        i, j = self.index[x], self.index[y]
        left = {j: 1.0, i: -1.0} if i != j else {}
        for b in range(self.slopes[i]):
            shift = sum(t * v for t, v in zip(table[b], vy, strict=True)) - sx[b] * vx[b]
            if shift:
                left[int(self.offset[i]) + b] = -shift / scale
        return left, (distance / scale) ** 2 / 2

    def add(self, rows: Iterable[Row]) -> int:
        """Add those rows that are new; their number."""
        starts: list[int] = []
        columns: list[int] = []
        entries: list[float] = []
        bounds: list[float] = []
        for row in rows:
            if row in self._seen:
                continue
            left, right = self.coefficients(row)
            if not left:
                raise Unsolved(f"the row {row} says 0 >= {right}")
            self._seen.add(row)
            self.rows.append(row)
            starts.append(len(columns))
            columns += left.keys()
            entries += left.values()
            bounds.append(right)
        if bounds:
            indices = np.array(columns, dtype=np.int32)
            above = np.full(len(bounds), highspy.kHighsInf)
            self._highs.addRows(
                len(bounds), np.array(bounds), above, len(columns),
                np.array(starts, dtype=np.int32), indices, np.array(entries),
            )
        return len(bounds)

    def first_rows(self) -> list[Row]:
        """From every place to the vertices: with these the program has an optimum."""
        end = self.places[self.vertex]
        return [(x, end, table) for x in self.places if x != end for table in arrangements(x, end)]

    def optimise(self) -> float:
        """Solve with the rows added so far; the bound."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(f"the linear program ended with {self._highs.modelStatusToString(status)}")
        solution = self._highs.getSolution()
        self.values, self.duals = np.array(solution.col_value), np.array(solution.row_dual)
        return float(-self.values[self.centre])

    def violated(self, tolerance: float, batch: int) -> tuple[float, list[Row]]:
        """Return the largest violation, and for each place the `batch` most violated rows, one for each end."""
        worst, found = 0.0, []
        for (sizes, zero), (starts, x) in self.groups.items():
            slopes = np.zeros(x.shape)
            for b in range(int(self.slopes[starts[0]])):
                slopes[:, b] = self.values[self.offset[starts] + b]
            if sizes[0] == 1 and zero and len(sizes) == 2:  # the vertex: nothing moves there
                continue
            hits: list[list[tuple[float, int, int]]] = [[] for _ in starts]
            for (others, zeros), group in self.groups.items():
                matrix = table_matrix(sizes, others, zero, zeros)
                if matrix.size:
                    worst = max(worst, self._price(starts, x, slopes, np.array(sizes), group, matrix, tolerance, hits))
            for i, hit in zip(starts, hits, strict=True):
                hit.sort(key=lambda entry: (-entry[0], entry[1]))
                ends = [(self.places[j], table) for _, j, table in hit[:batch]]
                found += [(self.places[i], y, arrangements(self.places[i], y)[table]) for y, table in ends]
        return worst, found

    def _price(
        self, starts: npt.NDArray[np.int64], x: Floats, slopes: Floats, sizes: npt.NDArray[np.int64], group: Group,
        matrix: Floats, tolerance: float, hits: list[list[tuple[float, int, int]]],
    ) -> float:
        """Violations of the rows from a group of places to another: all tables at once, by matrix products."""
        ends, y = group
        pairs, worst = matrix.shape[0], 0.0
        size = max(1, CHUNK // (len(ends) * max(matrix.shape)))
        for first in range(0, len(starts), size):
            part = slice(first, first + size)
            gaps = np.abs(x[part, None, :, None] - y[None, :, None, :]).reshape(-1, pairs) @ matrix
            gaps *= gaps / 2
            gaps += (slopes[part, None, :, None] * y[None, :, None, :]).reshape(-1, pairs) @ matrix
            rows = gaps.reshape(-1, len(ends), matrix.shape[1])
            best = rows.argmax(axis=2)
            level = self.values[starts[part]] - (slopes[part] * x[part] * sizes).sum(axis=1)
            excess = np.take_along_axis(rows, best[:, :, None], 2)[:, :, 0]
            excess += level[:, None] - self.values[ends][None, :]
            worst = max(worst, float(excess.max()))
            for i, j in zip(*np.nonzero(excess > tolerance), strict=True):
                hits[first + i].append((float(excess[i, j]), int(ends[j]), int(best[i, j])))
        return worst

    def solution(self, value: float) -> Solution:
        """Return the weights of the rows, and the derivative of the Lagrange function in the coordinates of every
        place.
        """
        scale = self.family.denominator
        change = {place: np.zeros(len(blocks(place)[0])) for place in self.places}
        mass = dict.fromkeys(self.places, 0.0)
        weights = []
        for row, dual in zip(self.rows, self.duals, strict=True):
            if dual <= NOISE:
                continue
            weights.append((row, float(dual)))
            x, y, table = row
            i = self.index[x]
            slope = np.zeros(len(table))
            slope[: self.slopes[i]] = self.values[self.offset[i] : self.offset[i] + self.slopes[i]]
            counts, shift = np.array(table), np.array(blocks(y)[0])[None, :] - np.array(blocks(x)[0])[:, None]
            distance = (counts * abs(shift)).sum() / scale
            pull = dual * counts * (slope[:, None] + distance * np.sign(shift))
            change[y] += pull.sum(axis=0)
            change[x] -= pull.sum(axis=1)
            mass[x] += dual
            mass[y] += dual
        return Solution(self.family, value, tuple(weights), mass, change)


def solve(
    family: Family, tolerance: float = 1e-9, batch: int = 8, known: Iterable[Row] = (), progress: Progress = silent
) -> Solution:
    """Solve the program over a family, adding violated rows until none is violated by more than `tolerance`."""
    program = Program(family)
    program.add([row for row in known if row[0] in program.index and row[1] in program.index])
    program.add(program.first_rows())
    while True:
        value = program.optimise()
        worst, rows = program.violated(tolerance, batch)
        if not program.add(rows):
            progress(f"{len(family.places)} places, {len(program.rows)} rows: {value:.7f}")
            return program.solution(value)
        progress(f"{len(family.places)} places, {len(program.rows)} rows: {value:.7f}, violation {worst:.1e}")

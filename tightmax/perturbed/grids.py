"""Paths on a grid of cells, from the top left to the bottom right; y is 1 at the cells of the path, ends included.

theta has the shape (..., height * width), one weight a cell, row by row, and <theta, y> is maximised: for terrain costs
c of shape (..., height, width), theta is `-c.reshape(*c.shape[:-2], -1)`.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from tightmax.perturbed.noise import Floats
from tightmax.perturbed.oracles import WORKING_ENTRIES, rows_of
from tightmax.perturbed.paths import DagPath, Ints

RIGHT_AND_DOWN = ((0, 1), (1, 0))
DIAGONAL = (1, 1)
MOVES = {
    4: ((0, 1), (1, 0), (0, -1), (-1, 0)),
    8: ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1)),
}


class GridDag:
    """Paths that go right, down or, if `diagonal`, right and down at once, for weights of any sign.   [S2-39]

    Dynamic programming, linear in the number of cells for each theta, over all of them at once: the grid that noise of
    any size may perturb.

    >>> costs = np.array([[1.0, 9.0, 9.0], [1.0, 9.0, 9.0], [9.0, -2.0, 1.0]])
    >>> GridDag((3, 3))(-costs.reshape(-1)).reshape(3, 3).tolist()
    [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]
    """

    def __init__(self, shape: tuple[int, int], *, diagonal: bool = True) -> None:
        self.shape = _grid_shape(shape)
        tails, heads = _edges(self.shape, (*RIGHT_AND_DOWN, DIAGONAL) if diagonal else RIGHT_AND_DOWN)
        self.cells = self.shape[0] * self.shape[1]
        self.path = DagPath(zip(tails.tolist(), heads.tolist(), strict=True), source=0, target=self.cells - 1)
        self.entered = np.append(self.path.heads, 0)

    def __call__(self, theta: object) -> Floats:
        """Return the cells of the path that maximises <theta, y>."""
        rows, shape = rows_of(theta, self.cells, f"{self.shape[0]} x {self.shape[1]} cells")
        y = np.zeros(rows.shape)
        y[:, 0] = 1.0
        step = max(1, WORKING_ENTRIES // self.path.tails.size)
        for i in range(0, len(rows), step):
            walked = self.path.trace(rows[i : i + step][:, self.path.heads])
            np.put_along_axis(y[i : i + step], self.entered[walked], 1.0, axis=1)
        return y.reshape(shape)


class GridPath:
    """Paths that go to any of the 4 or 8 neighbours of a cell, for costs >= 0, that is theta <= 0.   [S2-39]

    Dijkstra's algorithm, by SciPy (`scipy.sparse.csgraph`), on all thetas at once. It needs costs >= 0, and with a
    negative cost a path could go round for ever; so a theta > 0, which unbounded noise brings about unless epsilon is
    small beside the costs, is a ValueError. It is not clipped, which would bias every estimate: take `GridDag`.
    ValueError as well where no path has a finite cost. ImportError without SciPy.

    >>> costs = np.array([[1.0, 9.0, 1.0, 1.0], [1.0, 9.0, 1.0, 9.0], [1.0, 1.0, 1.0, 9.0], [9.0, 9.0, 9.0, 1.0]])
    >>> GridPath((4, 4), neighbours=8)(-costs.reshape(-1)).reshape(4, 4).astype(int).tolist()
    [[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]]
    """

    def __init__(self, shape: tuple[int, int], *, neighbours: int = 8) -> None:
        self.shape = _grid_shape(shape)
        if neighbours not in MOVES:
            raise ValueError(f"neighbours must be 4 or 8, not {neighbours!r}")
        _csgraph()
        tails, self.heads = _edges(self.shape, MOVES[neighbours])
        self.cells = self.shape[0] * self.shape[1]
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(tails, minlength=self.cells))])

    def __call__(self, theta: object) -> Floats:
        """Return the cells of the path that maximises <theta, y>."""
        rows, shape = rows_of(theta, self.cells, f"{self.shape[0]} x {self.shape[1]} cells")
        if not (rows <= 0).all():
            worst = rows[~(rows <= 0)][0]
            raise ValueError(
                f"GridPath needs theta <= 0, costs >= 0, for Dijkstra's algorithm, not {worst}: "
                "take a smaller epsilon, or GridDag, which accepts any sign"
            )
        y = np.zeros(rows.shape)
        step = max(1, WORKING_ENTRIES // self.heads.size)
        for i in range(0, len(rows), step):
            self._mark(rows[i : i + step], y[i : i + step])
        return y.reshape(shape)

    def _mark(self, rows: Floats, y: Floats) -> None:
        """Set y to 1 along the paths: one search over a graph with a grid for each row, from all the first cells."""
        csr_array, dijkstra = _csgraph()
        samples, edges = len(rows), self.heads.size
        first, starts = self.cells * np.arange(samples), edges * np.arange(samples)[:, None] + self.starts[:-1]
        graph = csr_array(
            (
                -rows[:, self.heads].ravel(),
                (first[:, None] + self.heads).ravel().astype(np.int32),  # SciPy before 1.15 takes no others
                np.append(starts.ravel(), edges * samples).astype(np.int32),
            ),
            shape=(self.cells * samples,) * 2,
        )
        _, before, _ = dijkstra(graph, indices=first, return_predecessors=True, min_only=True)
        cell, marks = first + self.cells - 1, y.reshape(-1)
        if (before[cell] < 0).any():
            raise ValueError("GridPath found no path of finite cost: theta is -inf in its way, or its costs overflow")
        while cell.size:
            marks[cell] = 1.0
            cell = before[cell]
            cell = cell[cell >= 0]


def _csgraph() -> tuple[Any, Any]:
    """SciPy's sparse arrays and search; ImportError that says what to install."""
    try:
        from scipy.sparse import csr_array  # type: ignore[import-not-found,import-untyped,unused-ignore]
        from scipy.sparse.csgraph import dijkstra  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        raise ImportError("GridPath needs SciPy: pip install scipy, or take GridDag, which needs NumPy alone") from None
    return csr_array, dijkstra


def _grid_shape(shape: object) -> tuple[int, int]:
    try:
        height, width = (operator.index(side) for side in shape)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise ValueError(f"shape must be a pair of integers (height, width), not {shape!r}") from None
    if height < 1 or width < 1 or height * width < 2:
        raise ValueError(f"shape must have positive sides and at least two cells, not {shape!r}")
    return height, width


def _edges(shape: tuple[int, int], moves: tuple[tuple[int, int], ...]) -> tuple[Ints, Ints]:
    """The tails and heads of all moves within the grid, sorted by the tail, then the head."""
    row, column = (axis.ravel() for axis in np.indices(shape))
    tails, heads = [], []
    for down, right in moves:
        below, beside = row + down, column + right
        inside = (below >= 0) & (below < shape[0]) & (beside >= 0) & (beside < shape[1])
        tails.append((row * shape[1] + column)[inside])
        heads.append((below * shape[1] + beside)[inside])
    tail, head = np.concatenate(tails), np.concatenate(heads)
    order = np.lexsort((head, tail))
    return tail[order], head[order]

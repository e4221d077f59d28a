"""Paths as oracles: the best path of a directed acyclic graph or of a grid, where <theta, y> adds up what it meets.

All of them maximise <theta, y>, as every oracle does: for the shortest path, theta is minus the costs.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from tightmax.perturbed.noise import Floats
from tightmax.perturbed.oracles import rows_of

Ints = npt.NDArray[np.intp]


class DagPath:
    """The paths from source to target in a directed acyclic graph; y is 1 at the edges of the path and 0 elsewhere.

    theta, of the shape (..., number of edges), has a weight of any sign for each edge, in the order given; the path of
    the largest sum is found, so the shortest path for the costs c is that for `theta = -c`. Dynamic programming in
    topological order, O(V + E) for each theta, over all of them at once.   [S2-39]

    ValueError for a graph with a cycle, which on the way with negative costs has no shortest path, for an edge that is
    no pair of nodes 0, 1, ..., and if no path leads from source to target.

    >>> path = DagPath([(0, 1), (0, 2), (1, 3), (2, 3)], source=0, target=3)
    >>> costs = np.array([[1.0, 5.0, 1.0, 1.0], [1.0, -5.0, 1.0, 1.0]])
    >>> path(-costs).tolist()
    [[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0]]
    """

    def __init__(self, edges: Iterable[tuple[int, int]], source: int, target: int) -> None:
        self.tails, self.heads = _ends(edges)
        self.source, self.target = _node("source", source), _node("target", target)
        self.nodes = int(max(self.tails.max(), self.heads.max(), self.source, self.target)) + 1
        order = _topological(self.tails, self.heads, self.nodes)
        useful = self._useful(order)
        self.levels = self._levels(order, useful)
        self.depth = len({level for level, _ in self.levels})
        self.groups = [self.levels[key] for key in sorted(self.levels)]

    def _useful(self, order: list[int]) -> npt.NDArray[np.bool_]:
        """Return the edges that lie on a path from source to target; ValueError if there is none."""
        position = np.empty(self.nodes, dtype=np.intp)
        position[order] = np.arange(self.nodes)
        reached = np.zeros(self.nodes, dtype=np.bool_)
        reached[self.source] = True
        leading = np.zeros(self.nodes, dtype=np.bool_)
        leading[self.target] = True
        for e in np.argsort(position[self.tails], kind="stable"):
            reached[self.heads[e]] |= reached[self.tails[e]]
        for e in np.argsort(-position[self.heads], kind="stable"):
            leading[self.tails[e]] |= leading[self.heads[e]]
        useful: npt.NDArray[np.bool_] = reached[self.tails] & leading[self.heads]
        if self.source == self.target or not useful.any():
            raise ValueError(f"no path with an edge leads from source {self.source} to target {self.target}")
        return useful

    def _levels(self, order: list[int], useful: npt.NDArray[np.bool_]) -> dict[tuple[int, int], tuple[Ints, Ints]]:
        """By level and number of incoming edges: the nodes, and their edges as a table of that many columns."""
        incoming: dict[int, list[int]] = {}
        for e in np.flatnonzero(useful).tolist():
            incoming.setdefault(int(self.heads[e]), []).append(e)
        level = {self.source: 0}
        sorted_out: dict[tuple[int, int], tuple[list[int], list[list[int]]]] = {}
        for node in order:
            if node in incoming:
                level[node] = 1 + max(level[int(self.tails[e])] for e in incoming[node])
                nodes, table = sorted_out.setdefault((level[node], len(incoming[node])), ([], []))
                nodes.append(node)
                table.append(incoming[node])
        return {key: (np.array(nodes), np.array(table)) for key, (nodes, table) in sorted_out.items()}

    def trace(self, rows: Floats) -> Ints:
        """Return the edges of the best path of each row, last edge first, in an array of shape (rows, longest path).

        The number of edges stands where the path is over.
        """
        edges, samples = self.tails.size, len(rows)
        weights = np.ascontiguousarray(rows.T)
        score = np.zeros((self.nodes, samples))
        last = np.full((self.nodes, samples), edges)
        for nodes, table in self.groups:
            candidates = score[self.tails[table]] + weights[table]
            best = candidates.argmax(axis=1)
            score[nodes] = np.take_along_axis(candidates, best[:, None], axis=1)[:, 0]
            last[nodes] = np.take_along_axis(table, best, axis=1)
        back = np.append(self.tails, self.source)
        walked = np.empty((samples, self.depth), dtype=np.intp)
        node, each = np.full(samples, self.target), np.arange(samples)
        for step in range(self.depth):
            walked[:, step] = last[node, each]
            node = back[walked[:, step]]
        return walked

    def __call__(self, theta: object) -> Floats:
        """Return the edges of the path that maximises <theta, y>."""
        edges = self.tails.size
        rows, shape = rows_of(theta, edges, f"{edges} edges")
        y = np.zeros((len(rows), edges + 1))
        np.put_along_axis(y, self.trace(rows), 1.0, axis=1)
        return y[:, :edges].reshape(shape)


def _node(name: str, node: object) -> int:
    try:
        number = operator.index(node)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be a node 0, 1, ..., not {node!r}") from None
    if number < 0:
        raise ValueError(f"{name} must be a node 0, 1, ..., not {node!r}")
    return number


def _ends(edges: Iterable[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Return the tails and heads of the edges."""
    pairs = []
    for edge in edges:
        try:
            tail, head = edge
        except (TypeError, ValueError):
            raise ValueError(f"an edge must be a pair of nodes (tail, head), not {edge!r}") from None
        pairs.append((_node("tail", tail), _node("head", head)))
    if not pairs:
        raise ValueError("edges must hold at least one pair of nodes (tail, head), not none")
    table = np.array(pairs, dtype=np.intp)
    return table[:, 0].copy(), table[:, 1].copy()


def _topological(tails: Ints, heads: Ints, nodes: int) -> list[int]:
    """Return the nodes in an order in which every edge leads forward; ValueError that names a node on a cycle."""
    waiting = np.bincount(heads, minlength=nodes)
    leaving: list[list[int]] = [[] for _ in range(nodes)]
    for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
        leaving[tail].append(head)
    order = [node for node in range(nodes) if waiting[node] == 0]
    for node in order:
        for head in leaving[node]:
            waiting[head] -= 1
            if waiting[head] == 0:
                order.append(head)
    if len(order) < nodes:
        raise ValueError(f"the graph must be acyclic, and a cycle passes through node {_on_cycle(tails, heads, order)}")
    return order


def _on_cycle(tails: Ints, heads: Ints, order: list[int]) -> int:
    """Return a node on a cycle: going back from a node that was not ordered ends in one."""
    done = set(order)
    before: dict[int, int] = {h: t for t, h in zip(tails.tolist(), heads.tolist(), strict=True) if t not in done}
    seen: set[int] = set()
    node = next(iter(before))
    while node not in seen:
        seen.add(node)
        node = before[node]
    return node

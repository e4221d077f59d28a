"""Controlled walks on a lattice, whose values are lower bounds of every smoothing; the best one by policy iteration.

A state is a point of integers in falling order, of one parity, up to a common shift: it is given by the gaps between
neighbouring entries, halved.  At a state x the walk stops and is paid the largest entry, times the step h; or it pays
h^2/2, picks signs s and goes to x + s or to x - s, with probability 1/2 each.  (Why its value bounds smoothings from
below: proofs/certificates/walk/FORMAT.md.)  It is computed in floats: what comes out is a proposal.

The states are finitely many.  At any other point the walk forgets the last entry, again and again, until it is at a
state of fewer entries: the largest entry of what remains is no larger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FLAT = 1e-13
"""Moves whose values differ by less are equally good."""


@dataclass(frozen=True)
class Family:
    """Which states there are: h is 1/`steps`, at most `levels` entries differ, and at most `large` gaps exceed 2h.

    The first gap is at most `lead`, the sum of all at most `span`.  Those moves are tried that halve the weights of
    LogSumExp as well as any up to `slack`, and that of the leader against all others.
    """

    dimension: int
    steps: int
    large: int
    levels: int
    span: float = 5.0
    lead: float = 3.3
    slack: float = 0.2

    @property
    def widest(self) -> int:
        """The largest sum of the halved gaps."""
        return int(self.span * self.steps / 2)

    def gaps(self, length: int) -> Ints:
        """Return the halved gaps of all states with so many entries, a row a state.

        >>> Family(3, 2, large=1, levels=3, span=2.0, lead=2.0).gaps(3).tolist()
        [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [2, 0]]
        """
        places, widest = length - 1, self.widest
        rows = []
        for count in range(min(self.large, places) + 1):
            for chosen in combinations(range(places), count):
                ranges = [np.arange(2, widest + 1) if i in chosen else np.arange(2) for i in range(places)]
                grid = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, places)
                rows.append(grid[grid.sum(axis=1) <= widest])
        found = np.concatenate(rows)
        found = found[found[:, 0] <= self.lead * self.steps / 2]
        found = found[(found > 0).sum(axis=1) < self.levels]
        return np.asarray(found[np.argsort(self.keys(found))])

    def keys(self, gaps: Ints) -> Ints:
        """Return a number for each row, another for another row of the same length; -1 where a gap is too large."""
        key = np.zeros(len(gaps), dtype=np.int64)
        for column in gaps.T:
            key = key * (self.widest + 1) + column
        return np.where((gaps <= self.widest).all(axis=1), key, -1)


def sign_vectors(length: int) -> Iterator[Ints]:
    """Yield the sign vectors that begin with +, but the one without -.

    >>> [s.tolist() for s in sign_vectors(3)]
    [[1, 1, -1], [1, -1, 1], [1, -1, -1]]
    """
    for rest in product((1, -1), repeat=length - 1):
        if -1 in rest:
            yield np.array((1, *rest))


@dataclass(frozen=True)
class Moves:
    """The moves that are tried, sorted by state: their signs, by number, where they lead, and what they pay.

    An end is the number of a state, or -1 where the walk stops for want of one.
    """

    state: Ints
    signs: Ints
    up: Ints
    down: Ints
    pay: Floats


class Walk:
    """The states of every length up to the dimension, numbered, with the best value and move of each.

    `value` is how far a value lies above the largest entry; `policy`, by length, the number of a move, or -1 to stop.
    """

    def __init__(self, family: Family) -> None:
        self.family = family
        self.gaps: dict[int, Ints] = {}
        self.keys: dict[int, Ints] = {}
        self.first: dict[int, int] = {}
        self.value: Floats = np.zeros(0)
        self.moves: dict[int, Moves] = {}
        self.policy: dict[int, Ints] = {}
        for length in range(2, family.dimension + 1):
            self.gaps[length] = family.gaps(length)
            self.keys[length] = family.keys(self.gaps[length])
            self.first[length] = len(self.value)
            self.value = np.append(self.value, np.zeros(len(self.gaps[length])))
            self.moves[length] = self._moves(length)
            self._solve(length)

    def positions(self, length: int) -> Ints:
        """Return the entries of the states of one length, the last one 0."""
        halved = np.zeros((len(self.gaps[length]), length), dtype=np.int64)
        halved[:, :-1] = np.cumsum(self.gaps[length][:, ::-1], axis=1)[:, ::-1]
        return 2 * halved

    def locate(self, points: Ints) -> Ints:
        """Return the numbers of the states that stand for points in falling order, -1 where there is none."""
        found = np.full(len(points), -1, dtype=np.int64)
        for length in range(points.shape[1], 1, -1):
            left = np.flatnonzero(found < 0)
            gaps = (points[left, : length - 1] - points[left, 1:length]) // 2
            key, known = self.family.keys(gaps), self.keys[length]
            at = np.minimum(np.searchsorted(known, key), len(known) - 1)
            hit = known[at] == key
            found[left[hit]] = self.first[length] + at[hit]
        return found

    def _moves(self, length: int) -> Moves:
        points, h = self.positions(length), 1 / self.family.steps
        tied = points[:, :-1] == points[:, 1:]
        vectors = list(sign_vectors(length))
        weights = np.exp(h * (points - points[:, :1]))
        weights /= weights.sum(axis=1, keepdims=True)
        off = [np.abs(weights @ s) for s in vectors]
        best = np.min(off, axis=0)
        parts = []
        for number, (s, imbalance) in enumerate(zip(vectors, off, strict=True)):
            # Of equal entries those that go up come first: another order is the same move.
            twice = (tied & (s[:-1] < s[1:])).any(axis=1)
            keep = (imbalance <= best + self.family.slack) | (s[1:] < 0).all()
            state = np.flatnonzero(keep & ~twice)
            ends, tops = [], np.zeros(len(state))
            for way in (s, -s):
                moved = -np.sort(-(points[state] + way), axis=1)
                ends.append(self.locate(moved))
                tops += moved[:, 0] - points[state, 0]
            parts.append((state, np.full(len(state), number), *ends, h * tops / 2 - h * h / 2))
        state, signs, up, down, pay = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(state, kind="stable")
        return Moves(state[order], signs[order], up[order], down[order], pay[order])

    def _solve(self, length: int, sweeps: int = 300, tolerance: float = 1e-10) -> None:
        """Improve the policy and follow it for a while, in turn, from below, until the values stay."""
        moves, first = self.moves[length], self.first[length]
        count = len(self.value) - first
        value = np.append(self.value, 0.0)  # the last is that of the end -1
        starts = np.searchsorted(moves.state, np.arange(count))
        policy = np.full(count, -1, dtype=np.int64)
        while True:
            before = value[first:-1].copy()
            worth = moves.pay + (value[moves.up] + value[moves.down]) / 2
            best = np.maximum.reduceat(worth, starts)
            good = np.flatnonzero(worth >= best[moves.state] - FLAT)[::-1]
            chosen = np.full(count, -1, dtype=np.int64)
            chosen[moves.state[good]] = good
            kept = np.flatnonzero(policy >= 0)  # a policy is left only for a better one
            kept = kept[worth[policy[kept]] >= best[kept] - FLAT]
            chosen[kept] = policy[kept]
            chosen[best <= FLAT] = -1
            policy = chosen
            going = np.flatnonzero(policy >= 0)
            move = policy[going]
            up, down, pay = moves.up[move], moves.down[move], moves.pay[move]
            for _ in range(sweeps):
                value[first + going] = np.maximum(pay + (value[up] + value[down]) / 2, 0)
            if np.abs(value[first:-1] - before).max() < tolerance:
                break
        self.value, self.policy[length] = value[:-1], policy

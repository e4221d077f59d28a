"""One move of a martingale: h(x) <= sum p_j h(y_j) - 1/2 sum p_j ||y_j - x||_1^2, for h of universal-upper.

The climbs look where nothing is lost: outcomes on a line to a vertex (equality), outcomes along the worst direction
at x, and all permutations of a point, whose mean is the centre.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, exact
from numeric_checks.arithmetic.terms import Floats, summation_magnitude
from numeric_checks.attacks.sweep import Bug, Setting, Sweep, Trial
from numeric_checks.points import simplex
from numeric_checks.points.families import LARGE, Random, rows_for
from numeric_checks.points.partition import split
from proofs.beyond.universal_upper import universal_upper
from proofs.paper.weighted_moves import weighted_moves
from symbolic.notation import i, k, p, total
from symbolic.relations import ge, le

A, N = sp.IndexedBase("A", real=True), sp.IndexedBase("N", real=True)
B, C, D, M = sp.symbols("B C D M", real=True)
WRONG = sp.Rational(101, 100)  # the wrong constant of the planted bugs
_TURNS = 6
"""How often an ascent tries another step."""


def distance(one: Floats, other: Floats, extra: float = 0) -> Measured:
    """Return the l1 distance of points that are off by as many roundings as simplex.spread says, or `extra` more."""
    off, dim = simplex.spread(one.shape[-1]) + extra, one.shape[-1]
    size = np.abs(one - other).sum(axis=-1)
    return Measured(size, off * (one.sum(axis=-1) + other.sum(axis=-1)) + (summation_magnitude(dim) + 1) * size)


def _move(family: str, weights: Floats, outcomes: list[Floats]) -> Trial:
    """Return a trial from the weights (rows, k) and the k outcomes, each (rows, d)."""
    count = len(outcomes)
    mean = sum((weights[:, j : j + 1] * y for j, y in enumerate(outcomes)), np.zeros_like(outcomes[0]))
    values = [simplex.universal(y) for y in outcomes]
    lengths = [distance(y, mean, count + 2) for y in outcomes]

    def stacked(parts: list[Measured]) -> Measured:
        return Measured(np.stack([a.data for a in parts], -1), np.stack([a.magnitude for a in parts], -1))

    found: dict[str, Any] = {"A": stacked(values), "N": stacked(lengths), "M": simplex.universal(mean, count + 2)}
    return Trial(("move",), family, {**found, "p": Measured(weights, 4 * weights), "k": exact(count), "x": mean})


def lines(rng: Random, shape: str, rows: int, dim: int) -> Iterator[Trial]:
    """Outcomes on the line from a point with an entry 1/2 to a vertex: h is quadratic there."""
    share = simplex.shares(rng, shape, rows, dim - 1)
    count = int(rng.integers(2, 5)) if dim < LARGE else 2
    ends = [simplex.etas(rng, rows) for _ in range(count)]
    weights = simplex.normalised(rng.exponential(size=(rows, count)))
    yield _move(f"{shape}, on a line", weights, [simplex.dominated(eta, share) for eta in ends])


def anywhere(rng: Random, shape: str, rows: int, dim: int) -> Iterator[Trial]:
    """Yield any outcomes of one family, each a point with a large entry or without, in any order of the entries."""
    outcomes = []
    for _ in range(int(rng.integers(2, 5))):
        y = simplex.balanced(rng, shape, rows, dim)
        if rng.uniform() < 0.5:
            y = simplex.dominated(simplex.etas(rng, rows), simplex.shares(rng, shape, rows, dim - 1))
        outcomes.append(rng.permuted(y, axis=1))
    yield _move(f"{shape}, any outcomes", simplex.normalised(rng.exponential(size=(rows, len(outcomes)))), outcomes)


def along(rng: Random, shape: str, rows: int, dim: int) -> Iterator[Trial]:
    """Outcomes along the worst direction at a point, in equal steps forward and back or three unequal ones."""
    point = simplex.balanced(rng, shape, rows, dim)
    towards = simplex.halves(point, simplex.both_signs(split(point) > 0))
    step = np.min(point / np.abs(towards), axis=1) * 10.0 ** rng.uniform(-2, 0, rows)
    for _ in range(_TURNS if dim < LARGE else 0):  # ascend: the step that loses least, in units of what it gains
        losses = []
        for size in (step, step / 2):
            move = size[:, None] * towards
            rise = simplex.universal(point + move).data + simplex.universal(point - move).data
            losses.append((rise - 2 * simplex.universal(point).data) / size**2)
        step = np.where((losses[1] < losses[0]) & (step > 1e-3), step / 2, step)
    move = step[:, None] * towards
    yield _second(f"{shape}, climbed", point, move)
    if dim < LARGE:
        any_step = np.minimum(point / np.abs(towards), 1).min(axis=1)[:, None] * towards * rng.uniform(size=(rows, 1))
        yield _second(f"{shape}, long step", point, any_step)
        weights = np.broadcast_to([0.25, 0.25, 0.5], (rows, 3)).copy()
        yield _move(f"{shape}, three climbed", weights, [point + move, point + move / 2, point - 0.75 * move])


def _second(family: str, point: Floats, move: Floats) -> Trial:
    """Return the second difference of h at a point."""
    off = simplex.spread(point.shape[-1]) + 1
    size = np.abs(move).sum(axis=-1)
    length = Measured(size, off * size)
    values: dict[str, Any] = {"M": simplex.universal(point), "D": length, "x": point}
    values |= {"B": simplex.universal(point + move, 2), "C": simplex.universal(point - move, 2)}
    return Trial(("second difference",), family, values)


def permutations(rng: Random, shape: str, rows: int, dim: int) -> Iterator[Trial]:
    """From the centre to all permutations of a point: as if there were one outcome."""
    centre = np.full((rows, dim), 1.0 / dim)
    y = simplex.balanced(rng, shape, rows, dim)
    size = np.maximum(1, np.rint(dim * rng.uniform(0.1, 0.9, rows)))[:, None]
    jump = np.where(np.arange(dim) < size, 1.0 / size, simplex.TINY)
    near = centre + 10.0 ** rng.uniform(-3, 0, (rows, 1)) * np.where(np.arange(dim) < dim // 2, 1, -1) / (
        2 * (dim // 2)
    )
    near[:, 2 * (dim // 2) :] = 1.0 / dim
    for label, outcome in (("permutations", y), ("permutations, subset", jump), ("permutations, climbed", near)):
        outcome = np.maximum(outcome, simplex.TINY)
        values = {"A": simplex.universal(outcome), "N": distance(outcome, centre), "M": simplex.universal(centre)}
        shown: dict[str, Any] = {name: Measured(a.data[:, None], a.magnitude[:, None]) for name, a in values.items()}
        yield Trial(
            ("move",), f"{shape}, {label}",
            {**shown, "M": values["M"], "p": exact(np.ones((rows, 1))), "k": exact(1), "x": outcome},
        )


def trials(at: Setting) -> Iterator[Trial]:
    """Moves and second differences of every family."""
    rng, dim, rows = at.rng, at.dim, rows_for(at.dim)
    for shape in simplex.shapes(rng, dim, 2):
        yield from lines(rng, shape, rows, dim)
        yield from along(rng, shape, rows, dim)
        if dim < LARGE:
            yield from anywhere(rng, shape, rows, dim)
            yield from permutations(rng, shape, rows, dim)


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    gain = N[i] ** 2 / 2
    relations = {"move": le(M, total(p[i] * (A[i] - gain), i, k)), "second difference": ge(B + C - 2 * M, D**2)}
    bugs = {
        "wrong move constant": Bug({"move": le(M, total(p[i] * (A[i] - WRONG * gain), i, k))}),
        "wrong second difference constant": Bug({"second difference": ge(B + C - 2 * M, WRONG * D**2)}),
        "forgotten weights": Bug({"move": le(M, total(p[i] * A[i], i, k) - total(gain, i, k) / k * WRONG)}),
    }
    dims = (2, 3, 4, 5, 16, 65, 1000)
    return Sweep("moves", (weighted_moves.id, universal_upper.id), relations, trials, bugs, (None,), dims)

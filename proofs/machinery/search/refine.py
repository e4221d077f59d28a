"""Moving the places of a linear program to where the bound is larger.

The derivative of the Lagrange function says in which direction each place would raise the bound. Copies of the places
shifted that way join the family, the places that the moves use most stay, and the program chooses anew. The steps
shrink from round to round, and the best round counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np

from proofs.machinery.search.points import Family, Floats, Place, blocks, nearby
from proofs.machinery.search.program import NOISE, Progress, Solution, silent, solve


@dataclass(frozen=True)
class Plan:
    """How far `refine` goes; every number is fixed, so that a search gives the same moves again.

    In each of `rounds` rounds the `keep` places with most mass stay (those with at least `lightest`), and of
    the `move` places that gain most two shifted copies join, one by `step` in the largest coordinate and one by
    0.4 of it; `step` then shrinks by the factor `shrink`. Rows are added until none is violated by more than
    `tolerance`, at most `batch` a place at a time. Coordinates are rounded to about 1/`unit`.
    """

    rounds: int = 20
    step: float = 0.03
    shrink: float = 0.9
    keep: int = 150
    move: int = 60
    tolerance: float = 2e-4
    batch: int = 4
    unit: int = 400
    lightest: float = 1e-4


def _directions(solution: Solution, plan: Plan) -> list[tuple[Place, Floats]]:
    """Return the places that gain most by a step of the same size, with the best direction, largest entry 1."""
    d, n = solution.family.dimension, solution.family.denominator
    fixed = {(n // d,) * d, (n,) + (0,) * (d - 1)}
    ranked = []
    for place, change in solution.direction.items():
        if solution.mass[place] < plan.lightest or place in fixed:
            continue
        values, sizes = blocks(place)
        free = np.array(sizes) * (np.array(values) > 0)
        slope = np.where(free > 0, change / np.array(sizes), 0)
        slope = np.where(free > 0, slope - (slope * free).sum() / free.sum(), 0)
        if (largest := float(abs(slope).max())) > NOISE:
            ranked.append((-float((change * slope).sum()) / largest, place, slope / largest))
    ranked.sort(key=lambda entry: entry[:2])
    return [(place, slope) for _, place, slope in ranked[: plan.move]]


def refine(solution: Solution, plan: Plan, progress: Progress = silent) -> Solution:
    """Move the places where the bound rises, round by round; the best solution met."""
    family = solution.family
    scale = lcm(family.denominator, *range(1, family.dimension + 1))
    scale *= -(-plan.unit * lcm(*range(1, family.dimension + 1)) // scale)
    best = solution = _over(solution, scale)
    for number in range(plan.rounds):
        step = plan.step * plan.shrink**number
        order = sorted(solution.mass, key=lambda place: (-solution.mass[place], place))
        kept = [place for place in order[: plan.keep] if solution.mass[place] >= plan.lightest]
        moved = [
            nearby(place, slope, step * part, scale)
            for place, slope in _directions(solution, plan) for part in (1.0, 0.4)
        ]
        family = Family.of(scale, kept + [place for place in moved if place is not None])
        solution = solve(family, plan.tolerance, plan.batch, [row for row, _ in solution.weights])
        progress(f"round {number + 1} of {plan.rounds}: {len(family.places)} places, {solution.value:.7f}")
        best = max(best, solution, key=lambda found: found.value)
    return best


def _over(solution: Solution, denominator: int) -> Solution:
    """Return the same solution with a multiple of the denominator."""
    scale = denominator // solution.family.denominator

    def wide(place: Place) -> Place:
        return tuple(a * scale for a in place)

    return Solution(
        solution.family.over(denominator),
        solution.value,
        tuple(((wide(x), wide(y), table), weight) for (x, y, table), weight in solution.weights),
        {wide(place): mass for place, mass in solution.mass.items()},
        {wide(place): change for place, change in solution.direction.items()},
    )

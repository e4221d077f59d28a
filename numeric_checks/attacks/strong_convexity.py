"""v'H(x)v >= ||v||_1^2 on the simplex, and the same between two points, for h of universal-upper and for quadratics.

For given signs the worst direction is known, v_i proportional to 1/phi''(x_i) on either side; the climbs choose the
signs (the least imbalance), the share theta of a large entry, and steps along such directions.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, exact
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks.sweep import Bug, Setting, Sweep, Trial
from numeric_checks.points import simplex
from numeric_checks.points.families import LARGE, Random, rows_for
from numeric_checks.points.partition import split
from numeric_checks.points.simplex import Bools, measured
from proofs.beyond.universal_upper import universal_upper
from proofs.paper.quadratics_stop import least, quadratics_stop
from symbolic.formulas.universal import eta
from symbolic.formulas.universal import x as entry
from symbolic.notation import d, i, k, n, total, v, x
from symbolic.relations import Relation, ge, le

y = sp.IndexedBase("y", real=True)
s, w, A, B, M = sp.symbols("s w A B M", real=True)
NORM = total(sp.Abs(v[i])) ** 2
SHARE = sp.Rational(99, 100)  # the wrong constant of the planted bugs


def _scaled(rng: Random, direction: Floats, dim: int) -> Measured:
    """Return the directions in any length."""
    return measured(10.0 ** rng.uniform(-3, 3, (len(direction), 1)) * direction, dim)


def _any_signs(rng: Random, rows: int, dim: int) -> Bools:
    return simplex.both_signs(rng.uniform(size=(rows, dim)) < rng.uniform(0.05, 0.95, (rows, 1)))


def balanced_trials(rng: Random, shape: str, rows: int, dim: int) -> Iterator[Trial]:
    """No entry above 1/2: any direction, the worst for any signs, and the worst for the best signs."""
    points = simplex.balanced(rng, shape, rows, dim)
    fixed: dict[str, Any] = {"x": measured(points, dim), "d": exact(dim)}
    ways: dict[str, tuple[Floats, Bools]] = {}
    if dim < LARGE:
        ways["any v"] = points * rng.exponential(size=points.shape) + simplex.TINY, _any_signs(rng, rows, dim)
        ways["any signs"] = points, _any_signs(rng, rows, dim)
    ways["climbed"] = points, simplex.both_signs(split(points) > 0)
    for label, (weight, plus) in ways.items():
        direction = simplex.halves(weight, plus)
        towards = measured(direction, dim) if label == "climbed" else _scaled(rng, direction, dim)
        yield Trial(("balanced",), f"{shape}, {label}", {**fixed, "v": towards})


def theta_rows(rng: Random, share: Floats) -> tuple[Floats, Floats]:
    """Return directions (v_1, the others) at points with a large entry: the worst for a random set of other signs.

    With m the share of the set, the others are proportional to x if 1 - 2 theta = m/(1 - m).
    """
    rows, others = share.shape
    plus = rng.uniform(size=share.shape) < 10.0 ** rng.uniform(-2, -0.3, (rows, 1))
    plus[::3] = False  # theta = 1/2: equality
    plus[1::3] = np.arange(others) == share[1::3].argmin(axis=1)[:, None]
    mass = np.where(plus, share, 0.0).sum(axis=1)
    plus[mass >= 0.5] = False
    mass = np.where(plus, share, 0.0).sum(axis=1)
    away = mass / (1 - mass)  # 1 - 2 theta
    up = np.where(plus, share, 0.0) * np.divide(away / 2, mass, out=np.zeros(rows), where=mass > 0)[:, None]
    down = np.where(plus, 0.0, share) / (2 * (1 - mass[:, None]))
    return (1 - away) / 2, up - down


def dominated_trials(rng: Random, shape: str, rows: int, dim: int) -> Iterator[Trial]:
    """Yield one entry above 1/2: directions with any share of it, and the worst ones."""
    share = simplex.shares(rng, shape, rows, dim - 1)
    rest = simplex.etas(rng, rows)
    fixed: dict[str, Any] = {
        "x": measured(rest[:, None] * share, dim), "eta": exact(rest), "n": exact(dim - 1),
    }
    first, others = theta_rows(rng, share)
    pairs = [("climbed", first, others)]
    if dim > 2 and dim < LARGE:
        away = rng.uniform(size=rows)
        loose = simplex.halves(share * rng.exponential(size=share.shape) + simplex.TINY, _any_signs(rng, rows, dim - 1))
        pairs.append(("any v", (1 - away) / 2, np.where(loose > 0, away[:, None] * loose, loose)))
    for label, one, more in pairs:
        scale = np.ones(rows) if label == "climbed" else 10.0 ** rng.uniform(-3, 3, rows)
        values = {"w": measured(scale * one, dim), "v": measured(scale[:, None] * more, dim)}
        yield Trial(("one large",), f"{shape}, {label}", {**fixed, **values})


def _pairs(rng: Random, shape: str, rows: int, dim: int) -> Iterator[tuple[str, Floats, Floats]]:
    """Yield pairs of points: any two, on the line to a vertex, and a short step each way in the worst direction."""
    if dim < LARGE:
        one = simplex.balanced(rng, shape, rows, dim)
        other = simplex.dominated(simplex.etas(rng, rows), simplex.shares(rng, "exponential", rows, dim - 1))
        yield "across", one, rng.permuted(other, axis=1)
        yield "two large", other, other[:, ::-1]
        yield "two balanced", one, rng.permuted(one, axis=1)
    share = simplex.shares(rng, shape, rows, dim - 1)
    ends = np.sort([simplex.etas(rng, rows), simplex.etas(rng, rows)], axis=0)
    yield "climbed, on a line", simplex.dominated(ends[0], share), simplex.dominated(ends[1], share)
    middle = simplex.balanced(rng, shape, rows, dim)
    move = simplex.halves(middle, simplex.both_signs(split(middle) > 0))
    move *= 10.0 ** rng.uniform(-3, 0, (rows, 1)) * np.min(middle / np.abs(move), axis=1, keepdims=True)
    yield "climbed, worst direction", middle - move, middle + move


def pair_trials(rng: Random, shape: str, rows: int, dim: int) -> Iterator[Trial]:
    """Yield the two-point inequality of h, and of the negative entropy."""
    for label, one, other in _pairs(rng, shape, rows, dim):
        one, other = np.maximum(one, simplex.TINY), np.maximum(other, simplex.TINY)
        part = np.where(rng.uniform(size=len(one)) < 0.5, 0.5, rng.uniform(0.001, 0.999, len(one)))
        at = (1 - part[:, None]) * one + part[:, None] * other
        values: dict[str, Any] = {"x": measured(one, dim), "y": measured(other, dim), "s": exact(part), "d": exact(dim)}
        values |= {"A": simplex.universal(one), "B": simplex.universal(other), "M": simplex.universal(at, 3)}
        yield Trial(("two points",), f"{shape}, {label}", values)


def quadratic_trials(rng: Random, rows: int, dim: int) -> Iterator[Trial]:
    """Yield the least factor of a quadratic, at any direction and at the even split."""
    even = np.broadcast_to(np.arange(dim) < dim // 2, (rows, dim))
    values: dict[str, Any] = {"d": exact(dim), "k": exact(dim // 2)}
    for label, weight, plus in (
        ("any v", rng.exponential(size=(rows, dim)) + simplex.TINY, _any_signs(rng, rows, dim)),
        ("climbed", np.ones((rows, dim)), even),
    ):
        values["v"] = measured(simplex.halves(weight, plus), dim)
        yield Trial(("quadratic",), f"quadratic, {label}", values.copy())


def trials(at: Setting) -> Iterator[Trial]:
    """Yield points with and without a large entry, pairs, and quadratics."""
    rng, dim, rows = at.rng, at.dim, rows_for(at.dim)
    for shape in simplex.shapes(rng, dim, 2):
        yield from balanced_trials(rng, shape, rows, dim)
        yield from dominated_trials(rng, shape, rows, dim)
        yield from pair_trials(rng, shape, rows, dim)
    yield from quadratic_trials(rng, rows, dim)


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    small = simplex.SMALL_BEND.subs(entry, x[i]) * v[i] ** 2
    relations = {
        "balanced": ge(total(small), NORM),
        "one large": ge(
            eta * (simplex.LARGE_BEND * w**2 + total(small, i, n)), eta * (sp.Abs(w) + total(sp.Abs(v[i]), i, n)) ** 2
        ),
        "two points": le(M, (1 - s) * A + s * B - s * (1 - s) * total(sp.Abs(x[i] - y[i])) ** 2 / 2),
        "quadratic": ge(2 * least(d, k) * total(v[i] ** 2), NORM),
    }
    two = relations["two points"]
    bugs = {
        f"wrong {name} constant": Bug({name: Relation(SHARE * relations[name].lhs, ">=", relations[name].rhs)})
        for name in ("balanced", "one large", "quadratic")
    }
    more = s * (1 - s) * total(sp.Abs(x[i] - y[i])) ** 2 * (1 - SHARE) / 2
    bugs["wrong two points constant"] = Bug({"two points": Relation(two.lhs, two.sign, two.rhs - more)})
    large = relations["one large"]
    bugs["smaller bend of a large entry"] = Bug({"one large": Relation(large.lhs - eta * w**2 / 10, ">=", large.rhs)})
    bugs["odd factor"] = Bug({"quadratic": ge(2 * (least(d, k) - 1 / (2 * d)) * total(v[i] ** 2), NORM)})
    theorems = (universal_upper.id, quadratics_stop.id)
    dims = (2, 3, 4, 5, 16, 65, 1000)
    return Sweep("strong-convexity", theorems, relations, trials, bugs, (None,), dims)

"""The asymptotic constant: the inequalities of one pair, and the direction that the proof builds at a point.

The points are those that the proof has to get round: lumps and dust, equal entries, entries log-uniform down to
e^-300.  At each one the means are rounded to signs as in the proof, the last one is corrected, and the forms that the
proof compares are computed from the derivatives of the pair function.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, exact
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks.sweep import Bug, Setting, Sweep, Trial
from numeric_checks.points import simplex
from numeric_checks.points.families import Random, rows_for
from proofs.beyond.exact_limit import BAR, CUT, RESERVE, exact_limit
from proofs.beyond.limit_consequences import limit_consequences
from symbolic.formulas import pair
from symbolic.relations import Relation, ge, le

MOST = 64
"""Entries of a point at most: the pairs are a matrix."""

LEAST = -300.0
"""Logarithm of the smallest entry."""

ROUNDINGS = 4000.0
"""By how many roundings a sum over pairs is off, of its absolute values: those of the exponents, above all."""

x1, x2 = sp.symbols("x_1 x_2", positive=True)
Q, X, N, E, Q0, J = sp.symbols("Q X N E Q_0 J", real=True)
POWER = float(pair.POWER)


@dataclass(frozen=True)
class Pairs:
    """Of one point: g and its derivatives as matrices, divided by Lambda, with zeros for an entry with itself."""

    g: Floats
    pull: Floats
    bend: Floats
    twist: Floats
    drop: Floats
    scale: float
    """Lambda."""

    @classmethod
    def of(cls, point: Floats) -> Pairs:
        """Return them for the positive entries of a point."""
        y = float(pair.SHIFT) - np.log(point)
        radius = np.sqrt(2 * y[:, None] ** 2 + 2 * y[None, :] ** 2)
        g = np.exp(5 - (y[:, None] + y[None, :] + radius) / 2) / np.sqrt(1 + radius)
        np.fill_diagonal(g, 0.0)
        scale = g.sum() / 2
        share, w = y[:, None] / radius, (radius + 2) / (radius + 1)
        pull = 0.5 + share * w
        bend = share**2 * (w**2 + 2 / (radius + 1) ** 2 + 2 * w / radius) - 0.25 - w / radius
        turn = (radius**2 + 4 * radius + 2) / (radius * (radius + 1) ** 2)
        twist = pull * pull.T + 2 * share * share.T * turn
        return cls(g / scale, pull, bend, twist, (radius + 4) / (2 * radius * (radius + 1) ** 2), float(scale))

    @property
    def drops(self) -> float:
        """The sum of nu g over the pairs, over Lambda."""
        return float((self.drop * self.g).sum() / 2)

    def slope(self, theta: Floats) -> float:
        """X/Lambda along theta_i x_i."""
        return float(theta @ (self.pull * self.g).sum(axis=1))

    def mixed(self, theta: Floats) -> float:
        """The part of v' D^2 Lambda v that is of different entries, over Lambda."""
        return float(theta @ (self.twist * self.g) @ theta)

    def diagonal(self, squares: Floats) -> float:
        """The part of the squares of theta."""
        return float(squares @ (self.bend * self.g).sum(axis=1))

    def form(self, theta: Floats) -> float:
        """Return q of the proof, over Lambda."""
        return self.mixed(theta) - (1 - POWER) * self.slope(theta) ** 2


def means(point: Floats) -> Floats:
    """Return 1 for the first entry, which is a largest one of at most 1/2, and -m for the others."""
    return np.concatenate([[1.0], np.full(len(point) - 1, -point[0] / (1 - point[0]))])


def rounded(found: Pairs, point: Floats, theta: Floats) -> Floats:
    """Return the signs, all but one, to which the moves of the proof lead: each to the end where q is no larger."""
    theta = theta.copy()
    inside = [i for i in range(1, len(point)) if abs(theta[i]) < 1]
    while len(inside) > 1:
        one, other = inside[-1], inside[-2]
        ends = []
        for way in (1.0, -1.0):
            room = {one: point[one] * (1 - way * theta[one]), other: point[other] * (1 + way * theta[other])}
            stop = min(room, key=lambda entry: room[entry])
            new = theta.copy()
            new[one] += way * room[stop] / point[one]
            new[other] -= way * room[stop] / point[other]
            new[stop] = way if stop == one else -way
            ends.append((found.form(new), stop, new))
        _, stop, theta = min(ends, key=lambda end: end[0])
        inside.remove(stop)
    return theta


def corrected(point: Floats, theta: Floats) -> tuple[int, list[tuple[float, Floats]]]:
    """Return the last entry, and u_i/x_i for both of its signs with their weights."""
    last = int(np.argmin(np.abs(theta[1:]))) + 1
    ends = []
    for sign in (1.0, -1.0):
        off = (sign - theta[last]) * point[last]
        new = theta - off / (1 - point[last])
        new[last] = sign
        ends.append(((1 + sign * theta[last]) / 2, new))
    return last, ends


def lumps(rng: Random, rows: int, dim: int) -> Floats:
    """A few large entries, and dust of one size or of any."""
    few = rng.integers(1, max(2, dim // 2), (rows, 1))
    size = np.exp(rng.uniform(LEAST / 3, 0, (rows, 1)))
    dust = size * np.exp(rng.uniform(-3, 0, (rows, dim)) * rng.integers(0, 2, (rows, 1)))
    return np.where(np.arange(dim) < few, rng.uniform(0.5, 1, (rows, dim)), dust)


def log_uniform(rng: Random, rows: int, dim: int) -> Floats:
    """Entries down to e^-300."""
    return np.asarray(np.exp(rng.uniform(LEAST, 0, (rows, dim))))


def points(rng: Random, rows: int, dim: int) -> Iterator[tuple[str, Floats]]:
    """Yield points with a largest entry first."""
    for name, raw in (
        ("lumps and dust", lumps(rng, rows, dim)), ("log-uniform", log_uniform(rng, rows, dim)),
        ("equal", np.ones((rows, dim))), ("exponential", rng.exponential(size=(rows, dim)) + simplex.TINY),
    ):
        yield name, -np.sort(-simplex.normalised(raw), axis=1)


def _measured(data: list[float], size: float = 30.0) -> Measured:
    array = np.asarray(data)
    return Measured(array, np.full(array.shape, ROUNDINGS * size))


def balanced_trials(family: str, chosen: Floats) -> Iterator[Trial]:
    """Yield the forms at points without an entry above 1/2, at the means, at the signs and after the correction."""
    columns: dict[str, list[float]] = {name: [] for name in ("Q", "X", "N", "Q_0", "J", "E")}
    after: dict[str, list[float]] = {name: [] for name in ("Q", "N", "E")}
    for point in chosen:
        found, theta = Pairs.of(point), means(point)
        signs = rounded(found, point, theta)
        last, ends = corrected(point, signs)
        ones = np.ones(len(point))
        columns["Q"].append(found.diagonal(ones) + found.mixed(theta))
        columns["X"].append(found.slope(theta))
        columns["N"].append(found.drops)
        columns["Q_0"].append(found.form(theta))
        columns["J"].append(found.form(signs))
        columns["E"].append(0.0)
        spread = point[last] ** 2 * (1 - signs[last] ** 2) / (1 - point[last]) ** 2
        after["Q"].append(sum(weight * (found.diagonal(u**2) + found.form(u)) for weight, u in ends))
        after["N"].append(found.drops)
        after["E"].append(spread)
    if len(chosen):
        yield Trial(("means", "signs"), family, {name: _measured(data) for name, data in columns.items()})
        yield Trial(("correction",), family, {name: _measured(data) for name, data in after.items()})


def ray_trials(rng: Random, family: str, chosen: Floats) -> Iterator[Trial]:
    """Yield the form at points with one entry of more than 1/2."""
    bent, slopes = [], []
    for point in chosen:
        eta = float(10.0 ** rng.uniform(-9, 0) / 2)
        point = np.concatenate([[1 - eta], eta * point[1:] / point[1:].sum()])
        found = Pairs.of(point)
        theta = np.concatenate([[1 / (2 * point[0])], np.full(len(point) - 1, -1 / (2 * eta))]) * eta
        bent.append(found.diagonal(theta**2) + found.mixed(theta))
        slopes.append(found.slope(theta))
    yield Trial(("ray",), f"{family}, one large", {"Q": _measured(bent), "X": _measured(slopes)})


def budget_trials(rng: Random, family: str, chosen: Floats) -> Iterator[Trial]:
    """Yield the budget of small entries: the mean over both signs of the excess over the squared norm.

    Psi is at most L_0 at points of astronomically many entries only. What the reserve pays for does not depend on
    kappa, so that any kappa serves that makes Psi at most BAR; the entries but the largest are at most eta.
    """
    excess = []
    for point in chosen[chosen[:, 1] <= float(CUT)]:
        found = Pairs.of(point)
        eta = float(rng.uniform(point[1], float(CUT)))
        value = float(BAR) * float(rng.uniform())
        mean = 0.0
        for weight, u in corrected(point, rounded(found, point, means(point)))[1]:
            paid = 2 * float(RESERVE) * eta**3 * ((u * point) ** 2 / (eta + point) ** 3).sum()
            bent = POWER * value * (found.diagonal(u**2) + found.form(u))
            norm = np.abs(u * point).sum()
            mean += weight * ((u**2 * point).sum() - norm**2 + bent - paid)
        excess.append(float(mean))
    if excess:
        yield Trial(("budget",), family, {"Q": _measured(excess), "E": exact(np.ones(len(excess)))})


def pair_trials(rng: Random, rows: int) -> Iterator[Trial]:
    """Yield two entries, the larger one first: of any size, equal, and near 1."""
    logs = rng.uniform(LEAST, 0, (rows, 2))
    for name, data in (
        ("any size", logs), ("equal", np.repeat(logs[:, :1], 2, axis=1)),
        ("near 1", rng.uniform(-0.1, 0, (rows, 2))), ("large", np.log(rng.uniform(0.5, 1, (rows, 2)))),
        ("1 and dust", np.stack([0 * logs[:, 0], logs[:, 1]], 1)),
    ):
        entries = np.exp(-np.sort(-data, axis=1))
        yield Trial(tuple(PAIR), name, {"x_1": entries[:, 0], "x_2": entries[:, 1]})


def trials(at: Setting) -> Iterator[Trial]:
    """Pairs, and points of every family."""
    rng, dim, rows = at.rng, at.dim, min(16, rows_for(at.dim))
    yield from pair_trials(rng, rows)
    for family, found in points(rng, rows, dim):
        below = found[found[:, 0] <= 0.5]
        yield from balanced_trials(family, below)
        more = dict(points(rng, rows, min(MOST, dim + 8)))[family]
        yield from budget_trials(rng, family, more[more[:, 0] <= 0.5])
        yield from ray_trials(rng, family, found)


def pair_relations(shift: sp.Expr, power: sp.Expr, margin: sp.Expr) -> dict[str, Relation]:
    """Return (K1) to (K5) at two entries, the larger one first."""
    one, two = shift - sp.log(x1), shift - sp.log(x2)
    radius = sp.sqrt(2 * one**2 + 2 * two**2)
    alpha, beta, gamma = pair.pull(one, radius), pair.pull(two, radius), pair.twist(one, two, radius)
    return {
        "K1": le(pair.bend(one, radius) + pair.bend(two, radius), -pair.drop(radius)), "K2": ge(beta, 1),
        "K3": ge(gamma, alpha), "K4": le(gamma, alpha + beta - margin),
        "K4 for the power": le(gamma, alpha + beta - 1 / (2 * (1 - power))),
        "K5": le(pair.bend(two, radius), 2 * (beta - margin)),
    }


PAIR = pair_relations(pair.SHIFT, pair.POWER, pair.TAU)


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = {
        **PAIR, "means": le(Q - (1 - pair.POWER) * X**2, -N), "signs": le(J, Q0), "correction": le(Q, -N + 3 * E),
        "ray": le(Q - (1 - pair.POWER) * X**2, 0), "budget": le(Q, 0),
    }
    half = pair_relations(pair.SHIFT, sp.Rational(1, 2), pair.TAU)
    tau = pair_relations(pair.SHIFT, pair.POWER, sp.Rational(9, 10))
    two = pair_relations(sp.Integer(2), pair.POWER, pair.TAU)
    one, other = pair.SHIFT - sp.log(x1), pair.SHIFT - sp.log(x2)
    radius = sp.sqrt(2 * one**2 + 2 * other**2)
    bends = pair.bend(one, radius) + pair.bend(other, radius)
    bugs = {
        "power 1/2": Bug({"K4 for the power": half["K4 for the power"]}), "margin 9/10": Bug({"K4": tau["K4"]}),
        "shift 2": Bug({"K4": two["K4"]}), "twice the drop": Bug({"K1": le(bends, -2 * pair.drop(radius))}),
        "a gain of one half": Bug({"means": le(Q - (1 - pair.POWER) * X**2, -sp.Rational(1, 2))}),
        "signs that cost": Bug({"signs": ge(J, Q0)}),
        "ray without the square": Bug({"ray": le(Q, 0)}),
        "a gain of one": Bug({"correction": le(Q, -1)}),
        "budget with a reserve": Bug({"budget": le(Q, -E / 4)}),
    }
    theorems = (exact_limit.id, limit_consequences.id)
    return Sweep("exact-limit", theorems, relations, trials, bugs, (None,), (2, 3, 4, 5, 9, 16, 39), MOST)

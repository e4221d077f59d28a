"""The claim (*) of the universal lower bounds: at every point of the simplex some direction is cheap for the potential.

Up to partition.EXACT entries, and for a few large entries with a tail that is too light to balance them, the split of
least imbalance is known, and every step about it is attacked; the climbs move the entries towards equality.  For
other points the split is a good one that need not be the best: there only (*) is attacked, and where it failed
no direction would be found, which would not mean that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import EPS, Measured, exact, measure
from numeric_checks.arithmetic.terms import Floats, summation_magnitude
from numeric_checks.attacks.sweep import Bug, Setting, Sweep, Trial
from numeric_checks.points import simplex
from numeric_checks.points.climb import steps_for
from numeric_checks.points.families import LARGE, Random, rows_for
from numeric_checks.points.partition import EXACT, Signs, imbalance, split, two_level_signs
from numeric_checks.points.simplex import measured
from proofs.beyond.piecewise_lower import piecewise_lower
from proofs.beyond.pointwise_lower import pointwise_lower
from proofs.beyond.quadratic_loss import quadratic_loss
from proofs.beyond.sharper_lower import sharper_lower
from proofs.beyond.universal_lower import universal_lower
from symbolic.formulas import piecewise_potential as knotted
from symbolic.formulas import potentials as plain
from symbolic.formulas import sharper_potential as sharp
from symbolic.notation import Maximum, i, n, total, v, x
from symbolic.relations import Relation, ge, le

a = sp.Symbol("a", real=True)
g = sp.IndexedBase("g", real=True)
delta, eta = plain.delta, plain.eta
LARGER = sp.Rational(11, 10)  # the wrong constant of the planted bugs
POTENTIALS: dict[str, Mapping[sp.Rational, sp.Expr]] = {
    "": {
        end: 1 - plain.x * bend
        for end, (_, bend) in zip((sp.Rational(1, 3), sp.Rational(1, 2)), plain.bends().values(), strict=False)
    },
    "sharper ": dict(zip(sharp.SEAMS, sharp.WEIGHT.values(), strict=True)),
    "piecewise ": dict(zip(knotted.SEAMS, knotted.WEIGHT.values(), strict=True)),
}
"""g of phi'' = (1 - g)/x by the end of each piece, for universal-lower, sharper-lower and piecewise-lower."""
NAMED = ("sharper ", "piecewise ")
"""Of these potentials the relations have the name; those of the first one have none."""
EXACT_RELATIONS = (
    "no entry large", "least entry", "needed", "sharper needed", "piecewise needed", "cheap", "sharper cheap",
    "piecewise cheap",
)


def weight(name: str, points: Measured) -> Measured:
    """g at entries up to 1/2."""
    data, magnitude, low = np.zeros_like(points.data), np.zeros_like(points.data), -1.0
    for end, piece in POTENTIALS[name].items():
        here = (points.data > low) & (points.data <= float(end))
        if here.any():
            found = measure(piece, {"x": Measured(points.data[here], points.magnitude[here])})
            data[here], magnitude[here] = found.data, found.magnitude
        low = float(end)
    return Measured(data, magnitude)


def _sum(part: Measured, where: Floats) -> Measured:
    size = np.abs(part.data * where).sum(axis=-1)
    rounding = summation_magnitude(part.data.shape[-1]) * size
    return Measured((part.data * where).sum(axis=-1), (part.magnitude * where).sum(axis=-1) + rounding)


def _imbalance(points: Floats, signs: Signs) -> tuple[Measured, Signs]:
    """Return the imbalance, and the signs with + on the heavier side."""
    dim = points.shape[-1]
    tilt = (signs * points).sum(axis=-1)
    off = np.full(len(points), 4 * summation_magnitude(dim) + 2 * simplex.spread(dim))
    return Measured(np.abs(tilt), off), np.where(tilt[:, None] < 0, -signs, signs)


def _ratio(points: Floats, signs: Signs, name: str) -> Floats:
    """delta^2/(1 - delta^2) over R: 1 at equality."""
    load = points * weight(name, measured(points, points.shape[-1])).data
    gap = imbalance(points, signs)
    heavy = signs * (signs * points).sum(axis=-1, keepdims=True) > 0
    on_p, on_n = np.where(heavy, load, 0.0).sum(axis=-1), np.where(heavy, 0.0, load).sum(axis=-1)
    have = on_p / (1 + gap) ** 2 + on_n / (1 - gap) ** 2
    return np.asarray(gap**2 / (1 - gap**2) / np.maximum(have, simplex.TINY))


def climb(rng: Random, points: Floats) -> Floats:
    """Move the entries, up to EXACT of them, to where the split has less to spare: the potentials take turns by
    row."""
    rows, dim = points.shape
    row = np.arange(rows)

    def worth(at: Floats) -> Floats:
        signs = split(at)
        return np.choose(row % len(POTENTIALS), [_ratio(at, signs, name) for name in POTENTIALS])

    best = worth(points)
    for turn in range(3 * steps_for(dim)):
        new = points.copy()
        one, other = rng.integers(0, dim, rows), rng.integers(0, dim, rows)
        size = 10.0 ** rng.uniform(-4, 0, rows) * points[row, one]
        if turn % 3 == 2:
            size = (points[row, one] - points[row, other]) / 2
        new[row, one] -= size
        new[row, other] += size
        new = simplex.normalised(np.maximum(new, simplex.TINY))
        found = worth(new)
        better = (found > best) & (new.max(axis=1) <= 0.5)
        points, best = np.where(better[:, None], new, points), np.where(better, found, best)
    return points


def starts(rng: Random, rows: int, dim: int) -> Iterator[tuple[str, Floats]]:
    """Yield points of up to EXACT entries, at most 1/2 each: random ones, and those near equality."""
    for shape in ("exponential", "any magnitude", "two levels"):
        yield shape, simplex.balanced(rng, shape, rows, dim)
    if dim < 3:
        return
    size = 1 + 2 * rng.integers(1, (dim - 1) // 2 + 1, (rows, 1))
    yield "odd equal", simplex.normalised(np.where(np.arange(dim) < size, 1.0, simplex.TINY))
    pair = rng.uniform(0.25, 0.5, (rows, 1))
    three = np.where(np.arange(dim) < 2, pair, np.where(np.arange(dim) == 2, 1 - 2 * pair, simplex.TINY))
    yield "(x, x, 1-2x)", np.maximum(three, simplex.TINY)
    levels = np.array([float(seam) for seam in (*sharp.SEAMS[:4], sp.Rational(1, 7), sp.Rational(1, 9))])
    seams = simplex.normalised(np.maximum(_filled(levels[rng.integers(0, 6, (rows, dim))]), simplex.TINY))
    yield "seams", seams[seams.max(axis=1) <= 0.5]


def _filled(levels: Floats) -> Floats:
    """Return the first entries of each row up to a sum of 1."""
    before = np.cumsum(levels, axis=1) - levels
    return np.where((before < 1 - 1e-9) | (np.arange(levels.shape[1]) < 3), levels, 0.0)


def with_tail(rng: Random, few: Floats, dim: int) -> tuple[Floats, Signs]:
    """Return points with a tail that is too light to balance the few large entries, and the best split of them."""
    signs = split(few)
    gap = imbalance(few, signs)
    heavy = (signs * few).sum(axis=1)[:, None] > 0
    mass = gap / (1 + gap) * 10.0 ** rng.uniform(-9, 0, len(few))
    tail = simplex.shares(rng, str(rng.choice(["equal", "exponential"])), len(few), dim - few.shape[1])
    points = np.concatenate([few * (1 - mass[:, None]), np.maximum(mass[:, None] * tail, simplex.TINY)], axis=1)
    return points, np.concatenate([signs, np.where(heavy, -1.0, 1.0) * np.ones_like(tail)], axis=1)


def two_levels(rng: Random, rows: int, dim: int) -> tuple[Floats, Signs]:
    """Return points of two levels, at most 1/2, and their best split."""
    points, signs = np.empty((rows, dim)), np.empty((rows, dim))
    for row in range(rows):
        few, level = int(rng.integers(2, dim)), float(10.0 ** rng.uniform(-6, 0))
        if rng.uniform() < 0.5:
            few, level = 1 + 2 * int(rng.integers(1, max(2, dim // 2))), float(10.0 ** rng.uniform(-3, 0))
        few = min(few, dim - 1)
        _, signs[row] = two_level_signs(dim - few, few, level)
        points[row] = np.where(np.arange(dim) < few, 1.0, level)
    return simplex.normalised(points), signs


def known(family: str, points: Floats, signs: Signs, relations: tuple[str, ...] = EXACT_RELATIONS) -> Iterator[Trial]:
    """Yield points with signs: everything that is said about the split of least imbalance, or part of it."""
    dim = points.shape[-1]
    entries = measured(points, dim)
    gap, signs = _imbalance(points, signs)
    seen = points > 16 * EPS  # sums of floats do not see which side smaller entries are on
    on_p = (signs > 0).astype(np.float64)
    masses = [_sum(entries, on_p), _sum(entries, 1 - on_p)]
    half = np.where(signs > 0, masses[0].data[:, None], -masses[1].data[:, None])
    least = np.where(seen & (signs > 0), points, 1.0).min(axis=1)
    values: dict[str, Any] = {
        "x": entries, "delta": gap, "v": Measured(points / (2 * half), 3 * simplex.spread(dim) * np.abs(points / half)),
        "a": Measured(least, simplex.spread(dim) * np.ones(len(points))),
        "d": exact(dim),
    }
    for name in POTENTIALS if dim < LARGE else NAMED:
        mine = tuple(r for r in relations if next((known for known in NAMED if r.startswith(known)), "") == name)
        curb = weight(name, entries)
        load = Measured(points * curb.data, points * curb.magnitude + (simplex.spread(dim) + 1) * points * curb.data)
        sums = {"S_P": _sum(load, on_p), "S_N": _sum(load, 1 - on_p)}
        yield Trial(mine, family, {**values, **sums, "g": curb})


def large_trials(rng: Random, shape: str, rows: int, dim: int) -> Iterator[Trial]:
    """Yield one entry above 1/2."""
    rest = simplex.etas(rng, rows)
    points = measured(rest[:, None] * simplex.shares(rng, shape, rows, dim - 1), dim)
    for name in POTENTIALS if dim < LARGE else NAMED:
        values = {"x": points, "g": weight(name, points), "eta": exact(rest), "n": exact(dim - 1)}
        yield Trial(("one large",), f"{shape}, {name}one large", values)


def trials(at: Setting) -> Iterator[Trial]:
    """Exact splits, climbed and as drawn; in larger dimensions with a tail, and good splits of any points."""
    rng, dim, rows = at.rng, at.dim, rows_for(at.dim)
    few = dim if dim <= EXACT else int(rng.choice([3, 5, 6, 7, 9, 11]))
    families = list(starts(rng, min(rows, 32), few))
    if dim >= LARGE:
        families = [families[int(rng.integers(len(families)))]]
    for family, points in families:
        for label, chosen in ((family, points), (f"{family}, climbed", climb(rng, points))):
            if dim <= EXACT:
                yield from known(label, chosen, split(chosen))
            elif label != family or dim < LARGE:
                yield from known(f"{label}, with a tail", *with_tail(rng, chosen, dim))
    for shape in simplex.shapes(rng, dim, 1):
        yield from large_trials(rng, shape, rows, dim)
        if dim > EXACT and shape == "two levels":
            yield from known(shape, *two_levels(rng, rows, dim))
        elif dim > EXACT:
            points = simplex.balanced(rng, shape, rows, dim)
            yield from known(shape, points, split(points), ("cheap", "sharper cheap"))


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    enough = ge(plain.weight(plain.SP, plain.SN), plain.NEEDED)
    cheap = le(total((1 - g[i]) * v[i] ** 2 / x[i]), 1)
    spent = (4 - 1 / eta) / 4 * eta + total((1 - g[i]) * x[i], i, n) / (4 * eta)
    relations = {
        "no entry large": le(delta, 1 - plain.STEEP * Maximum(x)), "least entry": le(delta, a),
        **{f"{name}needed": enough for name in POTENTIALS}, **{f"{name}cheap": cheap for name in POTENTIALS},
        "one large": le(spent, eta),
    }
    bugs = {f"wrong {name} constant": Bug({name: _tightened(relations[name])}) for name in relations}
    bugs["smaller potential"] = Bug({"cheap": le(total((1 - g[i] / LARGER) * v[i] ** 2 / x[i]), 1)})
    theorems = (universal_lower.id, sharper_lower.id, piecewise_lower.id, pointwise_lower.id, quadratic_loss.id)
    return Sweep("split", theorems, relations, trials, bugs, (None,), (2, 3, 4, 5, 7, 9, 16, 65, 1000))


def _tightened(relation: Relation) -> Relation:
    """Return the relation with its smaller side a little larger."""
    if relation.sign == "<=":
        return Relation(LARGER * relation.lhs, "<=", relation.rhs)
    return Relation(relation.lhs, ">=", LARGER * relation.rhs)

"""The smoothing of upper-d4: v'H(x)v >= ||v||_1^2 at four entries, and the range of its h.

In dimension 2 and 3 the points are on the faces.  At a point the worst direction for each of the seven splits of the
signs is a solution of a linear system; the climb moves the point, also to where planes of knots meet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, exact
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks.sweep import Bug, Setting, Sweep, Trial
from numeric_checks.points import simplex
from numeric_checks.points.families import Random, rows_for
from proofs.beyond import upper_d4 as proof
from proofs.machinery.output.places import UPPER_CERTIFICATE
from symbolic.relations import Relation, ge, le

COEFFICIENTS = (proof.a1, proof.a2, proof.a3, proof.a4, proof.b2, proof.b3, proof.b4)
SPLITS = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1], [2, 0, 0], [0, 2, 0], [0, 0, 2]]) * 2.0
"""l with ||v||_1 = |l.z|/2 for the seven splits, times 2: z'Mz >= (l.z)^2."""

TURNS = 60
"""How many moves the climb makes."""

R, S = sp.symbols("R S", real=True)
LESS = sp.Rational(999, 1000)  # the wrong constant of the planted bugs


@cache
def knots(name: str) -> tuple[Floats, Floats]:
    """Return the knots and the values of one of the two functions."""
    found = json.loads(UPPER_CERTIFICATE.read_text())[name]
    places, values = zip(*((float(Fraction(at)), float(Fraction(value))) for at, value in found), strict=True)
    return np.array(places), np.array(values)


def stated() -> float:
    """Return the bound that the certificate states."""
    return float(Fraction(json.loads(UPPER_CERTIFICATE.read_text())["bound"]))


def _function(name: str, at: Floats) -> Measured:
    """Return the piecewise linear function at arguments that are off by a few roundings."""
    places, values = knots(name)
    steep = np.abs(np.diff(values) / np.diff(places))
    cell = np.clip(np.searchsorted(places, at) - 1, 0, len(steep) - 1)
    slope = np.max([steep[np.clip(cell + shift, 0, len(steep) - 1)] for shift in (-1, 0, 1)], axis=0)
    data = np.interp(at, places, values)
    return Measured(data, 8 * np.abs(data) + 16 * slope * np.abs(at))


def functions(points: Floats) -> dict[str, Measured]:
    """Return a at the entries and b at the pair sums, by the names of the proof."""
    found = {f"a_{j + 1}": _function("single", points[:, j]) for j in range(4)}
    for j in (1, 2, 3):
        others = [m for m in (1, 2, 3) if m != j]
        pair = np.minimum(points[:, 0] + points[:, j], points[:, others].sum(axis=1))
        found[f"b_{j + 1}"] = _function("pair", np.minimum(pair, 0.5))
    return found


_Z = (proof.z2, proof.z3, proof.z4)
_matrix = sp.lambdify(COEFFICIENTS, [[sp.diff(proof.MATRIX, p, q) / 2 for q in _Z] for p in _Z])


def worst(points: Floats) -> tuple[Floats, Floats]:
    """For every point and split: rho = l'M^-1 l, at most 1 if the statement is true, and v of l1 norm 1."""
    coefficients = functions(points)
    matrix = np.moveaxis(np.array(_matrix(*(coefficients[str(c)].data for c in COEFFICIENTS))), 2, 0)
    z = np.linalg.solve(matrix, np.broadcast_to(SPLITS.T, (len(points), 3, 7)))
    rho = np.einsum("sk,rks->rs", SPLITS, z)
    z2, z3, z4 = z[:, 0], z[:, 1], z[:, 2]
    v = np.stack([z2 + z3 + z4, z2 - z3 - z4, z3 - z2 - z4, z4 - z2 - z3], axis=-1) / 2
    return rho, v / np.abs(v).sum(axis=-1, keepdims=True)


def corners(rng: Random, rows: int) -> Floats:
    """Return points where three planes of knots meet, in any order of the entries."""
    single, pair = knots("single")[0], knots("pair")[0]
    pair = np.concatenate([pair, 1 - pair])
    p, q, r = rng.choice(single, (3, 50 * rows))
    c, e, f = rng.choice(pair, (3, 50 * rows))
    half = (c + e + f) / 2
    kinds = [[p, q, r], [p, q, c - p], [p, c - p, e - p], [half - f, half - e, half - c]]
    three = np.concatenate([np.stack(kind, axis=1) for kind in kinds])
    points = np.column_stack([three, 1 - three.sum(axis=1)])
    points = points[points.min(axis=1) >= 0]
    return rng.permuted(rng.permutation(points)[:rows], axis=1)


def starts(rng: Random, dim: int, rows: int) -> Iterator[tuple[str, Floats]]:
    """Yield points of the simplex or, in dimension 2 and 3, of a face."""
    wide = np.zeros((rows, 4))
    for shape in ("exponential", "any magnitude", "equal", "two levels"):
        wide[:, :dim] = simplex.shares(rng, shape, rows, dim)
        yield shape, wide.copy()
    if dim == 4:
        yield "corners", corners(rng, rows)


def climb(rng: Random, points: Floats) -> Floats:
    """Move entries where rho grows; zeros stay zeros."""
    row, dim = np.arange(len(points)), int((points > 0).any(axis=0).sum())
    best = worst(points)[0].max(axis=1)
    for _ in range(TURNS if dim > 1 else 0):
        new = points.copy()
        one, other = rng.integers(0, 4, len(points)), rng.integers(0, 4, len(points))
        size = np.minimum(10.0 ** rng.uniform(-5, 0, len(points)), new[row, one])
        size *= new[row, other] > 0
        new[row, one] -= size
        new[row, other] += size
        found = worst(new)[0].max(axis=1)
        better = found > best
        points, best = np.where(better[:, None], new, points), np.where(better, found, best)
    return points


def _direction(points: Floats, v: Floats, family: str) -> Trial:
    values = {f"v_{j + 1}": exact(v[:, j]) for j in range(3)}
    return Trial(("convexity",), family, {**values, **functions(points), "x": points})


def trials(at: Setting) -> Iterator[Trial]:
    """Yield any directions and the worst ones, at points as drawn and climbed; and the range."""
    rng, dim, rows = at.rng, at.dim, rows_for(at.dim)
    for family, drawn in starts(rng, dim, rows):
        v = simplex.halves(rng.exponential(size=drawn.shape), simplex.both_signs(rng.uniform(size=drawn.shape) < 0.5))
        yield _direction(drawn, v, f"{family}, any v")
        for label, points in ((family, drawn), (f"{family}, climbed", climb(rng, drawn))):
            every = worst(points)[1]
            for split in range(len(SPLITS)):
                yield _direction(points, every[:, split], f"{label}, split {split}")
    yield Trial(("range", "stated", "stated from below"), "range", {"R": whole_range(), "S": np.array([stated()])})


def _twice(places: Floats, values: Floats, at: float) -> float:
    """Return the function with value and slope 0 at the first knot and this second derivative, at a knot."""
    height, slope = 0.0, 0.0
    for (p, q), (f, g) in zip(
        np.stack([places[:-1], places[1:]], 1), np.stack([values[:-1], values[1:]], 1), strict=True
    ):
        if abs(p - places[0]) >= at:
            break
        step = abs(q - p)
        height, slope = height + slope * step + step**2 * (2 * f + g) / 6, slope + step * (f + g) / 2
    return float(height)


def whole_range() -> Measured:
    """h(e_1) - h(u), by integrating both functions twice."""
    places, values = knots("single")
    entries = _twice(places, values, 1.0) - 4 * _twice(places, values, 0.25)
    places, values = knots("pair")
    pairs = 3 * _twice(places[::-1], values[::-1], 0.5)
    off = 20 * (sum(abs(v) for v in values) + sum(abs(v) for v in knots("single")[1]))
    return Measured(np.array([entries + pairs]), np.array([off]))


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    entries = (proof.v1, proof.v2, proof.v3, proof.v1 + proof.v2 + proof.v3)
    form, norm = proof.SINGLE + proof.PAIR, sum(sp.Abs(entry) for entry in entries)
    relations = {
        "convexity": ge(form, norm**2), "range": le(R, proof.BOUND), "stated": le(R, S), "stated from below": ge(R, S),
    }
    swap = dict(zip((proof.b2, proof.b3, proof.b4), (proof.b3, proof.b4, proof.b2), strict=True))
    bugs = {
        "wrong constant": Bug({"convexity": Relation(LESS * form, ">=", norm**2)}),
        "pair sums exchanged": Bug({"convexity": ge(form.subs(swap, simultaneous=True), norm**2)}),
        "pair sums counted twice": Bug({"convexity": ge(proof.SINGLE + 2 * proof.PAIR, norm**2)}),
        "smaller range": Bug({"range": le(R, proof.BOUND * LESS)}),
        "smaller stated range": Bug({"stated": le(R, S * LESS)}),
        "larger stated range": Bug({"stated from below": ge(R * LESS, S)}),
    }
    return Sweep("upper-d4", (proof.upper_d4.id,), relations, trials, bugs, (None,), (2, 3, 4), max_dim=4)

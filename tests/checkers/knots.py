"""Certificates of knots, for the tests of proofs/verify_upper.py, and an independent account of what they prove."""

import itertools
import json
import math
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from proofs import verify_upper
from proofs.machinery.output.places import ROOT
from tests.checkers.kinds import Json, Kind, edited

FROZEN = ROOT / "proofs" / "certificates" / "upper" / "knots-d4.json"
FROZEN_BOUND, FROZEN_POINTS = Fraction(119474744007269, 100663296000000), 311647  # typed here by hand
Function = Sequence[tuple[Fraction | int | str, Fraction | int | str]]
F = Fraction
ONE = F(1)


# ---- An independent account of the mathematics ----------------------------------------------------------


def at(knots: Function, x: Fraction) -> Fraction:
    """Return the piecewise linear function at x."""
    for (p, f), (q, g) in itertools.pairwise((F(p), F(f)) for p, f in knots):
        if p <= x <= q:
            return f + (g - f) * (x - p) / (q - p)
    raise AssertionError(x)


def twice_integrated(knots: Function, x: Fraction) -> Fraction:
    """phi(x) for phi'' = the function, phi(0) = phi'(0) = 0, by exact Taylor steps from knot to knot."""
    value = slope = F(0)
    for (p, f), (q, g) in itertools.pairwise((F(p), F(f)) for p, f in knots):
        step = min(q, x) - p
        if step <= 0:
            break
        bend = (g - f) / (q - p)
        value += slope * step + f * step**2 / 2 + bend * step**3 / 6
        slope += f * step + bend * step**2 / 2
    return value


def mirrored(pair: Function) -> list[tuple[Fraction, Fraction]]:
    half = [(F(t), F(v)) for t, v in pair]
    return half + [(1 - t, v) for t, v in half[-2::-1]]


def height(single: Function, pair: Function, x: Sequence[Fraction]) -> Fraction:
    """h(x) of the docstring; psi'(0) = 0 instead of psi'(1/2) = 0 adds a linear function of x_1 + ... + x_4."""
    both = mirrored(pair)
    pairs = (twice_integrated(both, x[i] + x[j]) for i, j in itertools.combinations(range(4), 2))
    return sum((twice_integrated(single, entry) for entry in x), F(0)) + sum(pairs, F(0)) / 2


def span(single: Function, pair: Function) -> Fraction:
    """h(e_1) - h(u)."""
    return height(single, pair, [F(1), F(0), F(0), F(0)]) - height(single, pair, [F(1, 4)] * 4)


SIGNS = [(1, *rest) for rest in itertools.product((1, -1), repeat=3)]


def hessian(a: Sequence[Fraction], b: Sequence[Fraction]) -> list[list[Fraction]]:
    """v'Hv as a form in (v_1, v_2, v_3), with v_4 = -v_1 - v_2 - v_3."""
    forms = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (-1, -1, -1), (1, 1, 0), (1, 0, 1), (0, -1, -1)]
    weighted = list(zip([*a, *b], forms, strict=True))
    return [[sum((w * form[i] * form[j] for w, form in weighted), F(0)) for j in range(3)] for i in range(3)]


def determinant(m: Sequence[Sequence[Fraction]]) -> Fraction:
    if not m:
        return F(1)
    minors = ([row[:j] + row[j + 1 :] for row in map(list, m[1:])] for j in range(len(m)))
    return sum(((-1) ** j * m[0][j] * determinant(minor) for j, minor in enumerate(minors)), F(0))


def semidefinite(m: Sequence[Sequence[Fraction]]) -> bool:
    """All principal minors are nonnegative."""
    subsets = (s for k in (1, 2, 3) for s in itertools.combinations(range(3), k))
    return all(determinant([[m[i][j] for j in s] for i in s]) >= 0 for s in subsets)


def dominates(a: Sequence[Fraction], b: Sequence[Fraction]) -> bool:
    """v'Hv >= (s.v)^2 for all signs s and all v with sum 0."""
    form = hessian(a, b)
    for s in SIGNS:
        short = [s[i] - s[3] for i in range(3)]  # s.v in terms of v_1, v_2, v_3
        if not semidefinite([[form[i][j] - short[i] * short[j] for j in range(3)] for i in range(3)]):
            return False
    return True


def worst(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    """Return the least factor by which H must be multiplied; H has to be positive definite."""
    form = hessian(a, b)
    assert all(determinant([row[:k] for row in form[:k]]) > 0 for k in (1, 2, 3))
    largest = F(0)
    for s in SIGNS:
        short = [F(s[i] - s[3]) for i in range(3)]
        bordered = [[*row, x] for row, x in zip(form, short, strict=True)] + [[*short, F(0)]]
        largest = max(largest, -determinant(bordered) / determinant(form))  # short' form^-1 short
    return largest


Planes = list[tuple[tuple[int, ...], int]]


def brute_force(single: Sequence[Fraction], pair: Sequence[Fraction]) -> set[tuple[Fraction, ...]]:
    """Return all points of the simplex where three independent planes meet, by Cramer's rule for every three planes."""
    size = math.lcm(*(p.denominator for p in [*single, *pair]))
    rows: Planes = [(tuple(int(i == j) for j in range(4)), int(p * size)) for i in range(4) for p in single]
    for place in {*pair, *(1 - c for c in pair)}:
        rows += [(row, int(place * size)) for row in ((1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1))]
    # x_4 is size less the others.
    reduced = [([row[i] - row[3] for i in range(3)], value - row[3] * size) for row, value in rows]
    found = set()
    for three in itertools.combinations(reduced, 3):
        (a, b, c), (d, e, f), (g, h, i) = (row for row, _ in three)
        u, v, w = (value for _, value in three)
        det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
        if det:
            px = u * (e * i - f * h) - b * (v * i - f * w) + c * (v * h - e * w)
            py = a * (v * i - f * w) - u * (d * i - f * g) + c * (d * w - v * g)
            pz = a * (e * w - v * h) - b * (d * w - v * g) + u * (d * h - e * g)
            point = [px * det, py * det, pz * det, (size * det - px - py - pz) * det]  # times size det^2
            if min(point) >= 0:
                found.add(tuple(F(entry, size * det**2) for entry in sorted(point)))
    return found


# ---- Small certificates ---------------------------------------------------------------------------------


def certificate(single: Function, pair: Function, bound: Fraction | None = None, factor: Fraction = ONE) -> Json:
    """Return all values times the factor; the bound is the range unless one is given."""
    number = span(single, pair) * factor if bound is None else bound
    first, second = ([[str(F(p)), str(F(v) * factor)] for p, v in knots] for knots in (single, pair))
    return {"format": "tightmax-knots-1", "dimension": 4, "bound": str(number), "single": first, "pair": second}


def constant(value: Fraction | int | str, *places: Fraction | int | str) -> Function:
    return [(place, value) for place in places]


FLAT4, FLAT0 = constant(4, 0, "1/4", 1), constant(0, 0, "1/2")
QUADRATIC = certificate(FLAT4, FLAT0)
GOOD = json.dumps(QUADRATIC)
SHAPES: dict[str, tuple[Function, Function]] = {
    "quadratic": (FLAT4, FLAT0),
    "pairs only": (constant(0, 0, "1/4", 1), constant(4, 0, "1/2")),
    "falling": ([(0, 12), ("1/4", 5), ("1/2", 3), (1, 2)], [(0, "-1/2"), ("1/2", "1/2")]),
    "negative": ([(0, 30), ("1/8", 12), ("1/4", 6), ("3/4", 3), (1, -2)], [(0, -4), ("1/8", "-1/2"), ("1/2", 1)]),
    "thirds": ([(0, 9), ("1/4", 6), ("1/3", 5), (1, 4)], [(0, 0), ("1/3", "-1/7"), ("1/2", "2/11")]),
}
SINGLE, PAIR = json.dumps(QUADRATIC["single"]), json.dumps(QUADRATIC["pair"])


edit = partial(edited, GOOD)
"""The quadratic certificate with a part of its text replaced, as bytes."""


KNOTS = Kind(
    verify_upper, "tightmax-knots-1", GOOD, edit('"bound": "3/2"', '"bound": "1"'),
    accepted="accepted  eps*_4 <= 3/2 (5 points)", rejected="rejected  [bound]  bound is 1; accepted is the range 3/2",
    keys=verify_upper.KEYS, names=verify_upper.KEYS, fixed=("bound",),
)
verdict = KNOTS.verdict

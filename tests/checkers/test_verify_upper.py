"""The trusted checker of upper bounds on eps*_4 decides exactly, and nothing but a proof passes it."""

import dataclasses
import itertools
import json
import math
import os
import random
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs import verify_upper
from proofs.verify_upper import CODES, Accepted, Rejected, Unreadable, check_bytes, check_file, main, strongly_convex

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "proofs" / "verify_upper.py"
FROZEN = ROOT / "proofs" / "certificates" / "upper" / "knots-d4.json"
FROZEN_BOUND, FROZEN_POINTS = Fraction(119474744007269, 100663296000000), 311647  # typed here by hand

Json = dict[str, Any]
Function = Sequence[tuple[Fraction | int | str, Fraction | int | str]]
F = Fraction
ONE = F(1)


def verdict(data: bytes) -> str:
    """The code of the rejection, "accepted" or "unreadable"; the checker may do nothing else."""
    try:
        result = check_bytes(data)
    except Rejected as fault:
        assert fault.code in CODES
        assert fault.reason and fault.reason.isascii() and fault.reason.isprintable()
        assert len(fault.reason) < 2000 and str(fault) == f"[{fault.code}]  {fault.reason}"
        return fault.code
    except Unreadable as fault:
        assert str(fault)
        return "unreadable"
    assert isinstance(result, Accepted)
    return "accepted"


def encode(value: object) -> bytes:
    return json.dumps(value).encode()


# ---- An independent account of the mathematics ----------------------------------------------------------


def at(knots: Function, x: Fraction) -> Fraction:
    """The piecewise linear function at x."""
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
    """The least factor by which H must be multiplied; H has to be positive definite."""
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
    """All points of the simplex where three independent planes meet, by Cramer's rule for every three planes."""
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
    """All values times the factor; the bound is the range unless one is given."""
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
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_accepted_exactly_from_the_least_factor_on(name: str) -> None:
    """The least multiple of a function that is 1-strongly convex, from the independent account of it."""
    single, pair = SHAPES[name]
    points = brute_force([F(p) for p, _ in single], [F(p) for p, _ in pair])
    both = mirrored(pair)
    needed = F(0)
    for x in points:
        a, b = [at(single, entry) for entry in x], [at(both, x[0] + entry) for entry in x[1:]]
        needed = max(needed, worst(a, b))
    bound = span(single, pair) * needed
    assert check_bytes(encode(certificate(single, pair, factor=needed))) == Accepted(bound, len(points))
    assert bound > F(7, 6)  # a true upper bound lies above a true lower bound
    assert verdict(encode(certificate(single, pair, factor=needed * 3))) == "accepted"
    for factor in F(999, 1000), 1 - F(1, 10**12):
        assert verdict(encode(certificate(single, pair, factor=needed * factor))) == "convexity"
    for wrong in bound + F(1, 10**9), bound - F(1, 10**9), -bound, F(0):
        assert verdict(encode(certificate(single, pair, wrong, needed))) == "bound"


def test_the_quadratic_has_bound_three_halves() -> None:
    """h = 2 ||x||^2; ||v||_1^2 <= 4 ||v||_2^2 with equality at (1, 1, -1, -1)."""
    result = check_bytes(GOOD.encode())
    assert result == Accepted(F(3, 2), 5)
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.bound = F(1)  # type: ignore[misc]
    with pytest.raises(Rejected, match=r"at \(0, 0, .*\) v'Hv") as caught:
        check_bytes(encode(certificate(FLAT4, FLAT0, factor=F(999, 1000))))
    assert caught.value.code == "convexity"


def test_harmless_twins() -> None:
    """Other white space, another order of keys, a knot on a straight piece: the same bound."""
    twin = dict(reversed(QUADRATIC.items()))
    assert check_bytes(json.dumps(twin, indent=7).encode()) == Accepted(F(3, 2), 5)
    assert check_bytes(encode(certificate(constant(4, 0, "1/4", "2/3", 1), FLAT0))).bound == F(3, 2)


@pytest.mark.parametrize("seed", range(12))
def test_vertices_are_all_points_where_three_planes_meet(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.choice([4, 8, 12, 20, 30])
    single = sorted({0, size, *rng.sample(range(size + 1), 2)})
    pair = sorted({0, size, *rng.sample(range(size + 1), 1)})  # in halves
    size, single = 2 * size, [2 * p for p in single]
    found = verify_upper.vertices(single, pair, size)
    exact = brute_force([F(p, size) for p in single], [F(c, size) for c in pair])
    assert {tuple(F(x, 2 * size) for x in point) for point in found} == exact
    assert all(sum(point) == 2 * size for point in found) and len(found) >= 4


@pytest.mark.parametrize("seed", range(4))
def test_strongly_convex_is_exact(seed: int) -> None:
    rng, outcomes = random.Random(seed), [0, 0]
    for _ in range(400):
        scale = rng.choice([1, 2, 3, 7])
        a = [rng.randint(-4, 14) * scale + rng.randint(0, scale - 1) for _ in range(4)]
        b = [rng.randint(-3, 5) * scale + rng.randint(0, scale - 1) for _ in range(3)]
        decided = strongly_convex(a, b, scale)
        assert decided == dominates([F(x, scale) for x in a], [F(x, scale) for x in b]), (a, b, scale)
        outcomes[decided] += 1
    assert min(outcomes) >= 40


def test_strongly_convex_is_exact_at_the_threshold() -> None:
    rng, count = random.Random(0), 0
    while count < 100:
        a = [F(rng.randint(1, 60), rng.randint(1, 5)) for _ in range(4)]
        b = [F(rng.randint(-9, 20), 7) for _ in range(3)]
        form = hessian(a, b)
        if not all(determinant([row[:k] for row in form[:k]]) > 0 for k in (1, 2, 3)):
            continue
        count += 1
        factor, scale = worst(a, b), 10**40
        denominator = 420 * factor.numerator * factor.denominator
        for change in F(0), F(1, scale), -F(1, scale):
            values = [x * factor * (1 + change) * denominator * scale for x in [*a, *b]]
            assert all(value.denominator == 1 for value in values)
            decided = strongly_convex([int(x) for x in values[:4]], [int(x) for x in values[4:]], denominator * scale)
            assert decided == (change >= 0)


def test_negative_forms_are_not_convex() -> None:
    """Each of the three conditions of Sylvester is needed."""
    for a, b in [
        ((-9, -9, -9, -9), (0, 0, 0)), ((0, 0, 0, 0), (-9, -9, -9)), ((0, 0, 0, 0), (-9, -9, 9)),
        ((0, 0, 0, 0), (-9, 9, 9)), ((0, 0, 0, 0), (9, -9, -9)), ((0, 0, 0, 0), (9, -9, 9)),
        ((0, 0, 0, 0), (9, 9, -9)), ((0, 0, 0, 0), (0, 0, 0)),
    ]:  # fmt: skip
        assert not strongly_convex(a, b, 1)
        assert not dominates([F(x) for x in a], [F(x) for x in b])


def test_the_hessian_is_that_of_the_function() -> None:
    """Second differences of h along a short line, in the interior of a cell, tend to v'Hv."""
    single, pair = SHAPES["negative"]
    x, v = [F(1, 16), F(3, 16) + F(1, 100), F(1, 4) + F(1, 50)], [F(1), F(2), F(-5)]
    x, v = [*x, 1 - sum(x, F(0))], [*v, F(2)]
    a, b = [at(single, entry) for entry in x], [at(mirrored(pair), x[0] + entry) for entry in x[1:]]
    form = hessian(a, b)
    exact = sum((form[i][j] * v[i] * v[j] for i in range(3) for j in range(3)), F(0))
    t = F(1, 10**6)
    heights = [height(single, pair, [p + k * t * q for p, q in zip(x, v, strict=True)]) for k in (-1, 0, 1)]
    assert abs((heights[0] - 2 * heights[1] + heights[2]) / t**2 - exact) < F(1, 10**3)


# ---- Each code of the closed list -----------------------------------------------------------------------

NINES = "9" * 101
SINGLE, PAIR = json.dumps(QUADRATIC["single"]), json.dumps(QUADRATIC["pair"])


def edit(old: str, new: str) -> bytes:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new).encode()


def with_single(text: str) -> bytes:
    return edit(SINGLE, text)


LONG_VALUES = [[str(F(i, 1024)), f"4/{10**90 + 2 * i + 1}"] for i in range(40)]
FINE = '[["0", "4"], ["1/65537", "4"], ["1/4", "4"], ["1", "4"]]'

# (code, part of the reason, bytes): the parts name the value and what is accepted.
CASES = [
    ("duplicate-key", '2 keys "bound"', edit('"dimension"', '"bound": "3/2", "dimension"')),
    ("duplicate-key", '2 keys "bound"', edit('"dimension"', '"b\\u006fund": "3/2", "dimension"')),
    ("unknown-key", '"note"; accepted are exactly format', edit('"dimension"', '"note": "", "dimension"')),
    ("unknown-key", "\\ud800", edit('"dimension"', '"\\ud800\\n\\u0000": "", "dimension"')),
    ("missing-key", 'key "bound"', edit('"bound": "3/2", ', "")),
    ("missing-key", 'key "bound"', b"{}"),
    ("float", "4.0 occurs; accepted: integers", edit('"dimension": 4', '"dimension": 4.0')),
    ("float", "1e999999999 occurs", edit('"dimension": 4', '"dimension": 1e999999999')),
    ("float", "1.5 occurs", edit('"bound": "3/2"', '"bound": 1.5')),
    ("not-finite", "NaN occurs", edit('"bound": "3/2"', '"bound": NaN')),
    ("not-finite", "-Infinity occurs", edit('"bound": "3/2"', '"bound": -Infinity')),
    ("bool", "dimension is true; accepted is an integer", edit('"dimension": 4', '"dimension": true')),
    ("bool", "bound is false; accepted is a string", edit('"bound": "3/2"', '"bound": false')),
    ("bool", "single[1] is true; accepted is a list", with_single('[["0", "4"], true]')),
    ("bool", "single[0][1] is true", with_single('[["0", true], ["1", "4"]]')),
    ("type", "the file is a list; accepted is an object", b"[1]"),
    ("type", "the file is null", b"null"),
    ("type", 'dimension is "4"; accepted is an integer', edit('"dimension": 4', '"dimension": "4"')),
    ("type", "bound is 1; accepted is a string", edit('"bound": "3/2"', '"bound": 1')),
    ("type", "format is an object", edit('"tightmax-knots-1"', "{}")),
    ("type", "single is null; accepted is a list", with_single("null")),
    ("type", 'single[0] is "04"; accepted is a list', with_single('["04", "14"]')),
    ("type", "single[0][0] is 0; accepted is a string", with_single('[[0, "4"], ["1", "4"]]')),
    ("over-long", "a huge integer", edit('"dimension": 4', f'"dimension": {NINES}')),
    ("over-long", "a huge integer", edit('"dimension": 4', f'"dimension": -{"9" * 5000}')),
    ("over-long", "bound has over 100 digits", edit('"bound": "3/2"', f'"bound": "-{NINES}"')),
    ("over-long", "single[1][1] has over", with_single(f'[["0", "4"], ["1/4", "1/{NINES}"], ["1", "4"]]')),
    ("over-long", "of over 1024 bits", with_single(json.dumps([*LONG_VALUES, ["1/4", "4"], ["1", "4"]]))),
    ("rational", 'bound is "6/4"; accepted is "p"', edit('"bound": "3/2"', '"bound": "6/4"')),
    ("rational", 'bound is "1.5"', edit('"bound": "3/2"', '"bound": "1.5"')),
    ("rational", 'bound is "\\ud835\\udfd9"', edit('"bound": "3/2"', '"bound": "\U0001d7d9"')),
    ("rational", 'bound is "\\udfff"', edit('"bound": "3/2"', '"bound": "\\udfff"')),
    ("rational", 'single[0][0] is "-0"', with_single('[["-0", "4"], ["1/4", "4"], ["1", "4"]]')),
    ("zero-denominator", '"1/0"; accepted are denominators above', edit('"bound": "3/2"', '"bound": "1/0"')),
    ("zero-denominator", 'bound is "0/00"', edit('"bound": "3/2"', '"bound": "0/00"')),
    ("format", '"knots"; accepted is tightmax-knots-1', edit("tightmax-knots-1", "knots")),
    ("format", '"tightmax-moves-1"', edit("tightmax-knots-1", "tightmax-moves-1")),
    ("dimension", "dimension is 3; accepted is 4", edit('"dimension": 4', '"dimension": 3')),
    ("dimension", f"dimension is {NINES[1:]}", edit('"dimension": 4', f'"dimension": {NINES[1:]}')),
    ("knots", "single has 0 knots; accepted are 2", with_single("[]")),
    ("knots", "single has 1 knots", with_single('[["0", "4"]]')),
    ("knots", "single has 257 knots", with_single(json.dumps([["0", "4"]] * 257))),
    ("knots", "single[1] has 3 entries; accepted are two", with_single('[["0", "4"], ["1", "4", "4"]]')),
    ("knots", "single[0] has 0 entries", with_single('[[], ["1", "4"]]')),
    ("knots", "single lacks the knot 1/4", with_single('[["0", "4"], ["1", "4"]]')),
    ("knots", "of single do not increase from 0 to 1;", with_single('[["1/8", "4"], ["1/4", "4"], ["1", "4"]]')),
    ("knots", "of single do not increase", with_single('[["0", "4"], ["1/4", "4"], ["1/2", "4"]]')),
    ("knots", "of single", with_single('[["0", "4"], ["1/4", "4"], ["1/4", "4"], ["1", "4"]]')),
    ("knots", "of single", with_single('[["0", "4"], ["1/2", "4"], ["1/4", "4"], ["1", "4"]]')),
    ("knots", "of pair do not increase from 0 to 1/2", edit(PAIR, '[["0", "0"], ["1", "0"]]')),
    ("grid", "a common denominator above 65536", with_single(FINE)),
    ("bound", "bound is 1; accepted is the range 3/2", edit('"bound": "3/2"', '"bound": "1"')),
    ("bound", "bound is 2; accepted is the range 3/2", edit('"bound": "3/2"', '"bound": "2"')),
    ("bound", "bound is -3/2;", edit('"bound": "3/2"', '"bound": "-3/2"')),
    ("convexity", "at (0, 0, ", encode(certificate(FLAT4, FLAT0, factor=F(1, 2)))),
    ("convexity", "at (", encode(certificate(FLAT4, FLAT0, factor=F(-1)))),
    ("convexity", "at (", encode(certificate(constant(0, 0, "1/4", 1), FLAT0))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "part", "data"), CASES)
def test_each_code(code: str, part: str, data: bytes) -> None:
    assert verdict(data) == code
    with pytest.raises(Rejected) as caught:
        check_bytes(data)
    assert part in caught.value.reason


def test_the_codes_are_a_closed_list() -> None:
    assert [code for code, _ in itertools.groupby(case[0] for case in CASES)] == list(CODES)
    document = (ROOT / "proofs" / "certificates" / "upper" / "FORMAT.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", document.split("## Codes")[1], re.M) == list(CODES)


def test_too_many_vertices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_upper, "MAX_POINTS", 5)
    assert verdict(GOOD.encode()) == "accepted"
    monkeypatch.setattr(verify_upper, "MAX_POINTS", 4)
    with pytest.raises(Rejected, match="over 4 vertices") as caught:
        check_bytes(GOOD.encode())
    assert caught.value.code == "grid"


def test_the_limits_are_reached() -> None:
    """A certificate at the limits on knots and grid is judged, here by its bound, before any costly work."""
    places = [F(i, 2**16) for i in range(254)]
    single = [*((p, F(4)) for p in places), (F(1, 4), F(4)), (F(1), F(4))]
    assert len(single) == verify_upper.MAX_KNOTS
    assert verdict(encode(certificate(single, FLAT0, F(1)))) == "bound"


# ---- Changes of a single number -------------------------------------------------------------------------


def values_and_knots(value: Json) -> Iterator[tuple[str, int, int]]:
    for name in "single", "pair":
        for i in range(len(value[name])):
            yield name, i, 0
            yield name, i, 1


def changed(value: Json, name: str, i: int, j: int, new: Fraction) -> bytes:
    old, value[name][i][j] = value[name][i][j], str(new)
    assert old != str(new)
    data = encode(value)
    value[name][i][j] = old
    return data


def near(value: Json, name: str, i: int, j: int) -> list[Fraction]:
    """A number a little larger and one a little smaller; for a knot a third of the way to its neighbours."""
    column = [F(entry[j]) for entry in value[name]]
    if j == 1:
        return [column[i] + F(1, 10**6), column[i] - F(1, 10**6), -column[i] or F(1)]
    return [column[i] + (column[k] - column[i]) / 3 for k in (i - 1, i + 1) if 0 <= k < len(column)]


def test_changed_numbers_of_the_frozen_certificate_are_rejected() -> None:
    """Its functions are strictly monotone, so that no number can be changed, says certificates/upper/FORMAT.md; here for some."""
    value: Json = json.loads(FROZEN.read_text(encoding="utf-8"))
    for name, sign in ("single", -1), ("pair", 1):
        heights = [F(v) for _, v in value[name]]
        assert all(sign * (g - f) > 0 for f, g in itertools.pairwise(heights))
    count = 0
    places = list(values_and_knots(value))
    assert len(places) == 2 * (119 + 67)
    quarter = [p for p, _ in value["single"]].index("1/4")
    special = [("single", 0, 0), ("single", quarter, 0), ("single", 118, 0), ("pair", 66, 0)]
    for name, i, j in [*special, *random.Random(4).sample(places, 24)]:
        last = len(value[name]) - 1
        fixed = j == 0 and (i in (0, last) or (name, value[name][i][0]) == ("single", "1/4"))
        for new in near(value, name, i, j):
            assert verdict(changed(value, name, i, j, new)) == ("knots" if fixed else "bound"), (name, i, j, new)
            count += 1
    assert count >= 28
    for bound in FROZEN_BOUND + F(1, 10**15), FROZEN_BOUND - F(1, 10**15), F(119, 100):
        assert verdict(encode({**value, "bound": str(bound)})) == "bound"
    for dimension in 3, 5, -4:
        assert verdict(encode({**value, "dimension": dimension})) == "dimension"


def test_the_frozen_certificate_has_no_slack(tmp_path: Path) -> None:
    value: Json = json.loads(FROZEN.read_text(encoding="utf-8"))
    single, pair = ([(F(p), F(v)) for p, v in value[name]] for name in ("single", "pair"))
    assert span(single, pair) == FROZEN_BOUND
    (tmp_path / "small").write_bytes(encode(certificate(single, pair, factor=F(999, 1000))))
    done = run("small", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout.startswith("rejected  [convexity]  at (")


@pytest.mark.parametrize("name", SHAPES)
def test_every_changed_value_changes_the_range(name: str) -> None:
    value = certificate(*SHAPES[name], factor=F(9))
    assert verdict(encode(value)) == "accepted"
    for which, i, _ in itertools.product(("single", "pair"), range(2), range(1)):
        for new in near(value, which, i, 1):
            assert verdict(changed(value, which, i, 1, new)) == "bound"


def test_some_changed_knots_leave_a_proof() -> None:
    """The honest exceptions of certificates/upper/FORMAT.md: equal neighbours, and one other place of a local extremum."""
    flat = certificate(constant(4, 0, "1/4", "1/2", 1), FLAT0)
    assert check_bytes(changed(flat, "single", 2, 0, F(2, 3))).bound == F(3, 2)
    peak = certificate([(0, 5), ("1/4", "51/10"), ("3/8", "107/20"), ("3/4", 5), (1, 5)], FLAT0)
    moved = changed(peak, "single", 2, 0, F(5, 8))
    assert check_bytes(moved).bound == check_bytes(encode(peak)).bound
    for other in F(2, 5), F(1, 2), F(3, 5), F(7, 10):
        assert verdict(changed(peak, "single", 2, 0, other)) == "bound"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.fractions(-9, 9, max_denominator=9), min_size=3, max_size=3), st.lists(
    st.fractions(F(1, 99), F(98, 99), max_denominator=99), min_size=2, max_size=2, unique=True), st.integers(0, 2))
def test_when_a_moved_knot_leaves_the_range(heights: list[Fraction], places: list[Fraction], piece: int) -> None:
    """The criterion of certificates/upper/FORMAT.md, on the two pieces of the weight of a and the one of the weight of b."""
    f, g, k = heights
    start, length, weight, slope = [
        (F(0), F(1, 4), F(0), 3), (F(1, 4), F(3, 4), F(3, 4), -1), (F(0), F(1, 2), F(0), 1)
    ][piece]  # fmt: skip
    old, new = (place * length for place in places)

    def total(place: Fraction) -> Fraction:
        three = [(start, f), (start + place, g), (start + length, k)]
        if piece == 0:
            return span([*three, (1, k)], FLAT0)
        return span([(0, f), *three], FLAT0) if piece == 1 else span(constant(0, 0, "1/4", 1), three)

    same = (f - k) * (3 * weight + slope * (old + new)) + slope * length * (g - k) == 0
    assert (total(old) == total(new)) == same
    if (f <= g <= k or f >= g >= k) and not f == g == k:
        assert not same


# ---- Unreadable -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [
    b"", b" \n", GOOD[:-1].encode(), GOOD.encode() + b"}", GOOD.encode()[:40], b"\xff\xfe",
    GOOD.encode("utf-16"), b"\xef\xbb\xbf" + GOOD.encode(), b"\0" * 9, b"'x'", b"{1: 2}", b"[1,]", b'"\x00"',
    b"[" * 17, b"[" * 10**6, b'{"a":' * 10**5, b"[" * 17 + b"]" * 17, b'{"a": 1.5', b"[NaN", b'{"a": 1, "a": 1',
    b"01", b"+1", b"\xed\xa0\x80", b'"\\x"', b"9" * 5000 + b"x", b'["\\\\", "\\"", ' + b"[" * 16 + b"]" * 17,
])  # fmt: skip
def test_what_is_not_json_is_unreadable(data: bytes) -> None:
    assert verdict(data) == "unreadable"


@pytest.mark.parametrize("data", [
    b'["' + b"[" * 99 + b'"]', b'["\\"' + b"{" * 99 + b'"]', b'["\\\\", "' + b"[" * 99 + b'"]',
    b"[" * 16 + b"1" + b"]" * 16, b"[" + b"[], " * 99 + b"[]]", b'"' + b"\\" * 40 + b'"', b'"\\ud800\\u0000"',
])  # fmt: skip
def test_only_brackets_outside_strings_count_as_nesting(data: bytes) -> None:
    json.loads(data)
    assert verdict(data) == "type"


def test_a_parser_out_of_stack_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_upper, "MAX_DEPTH", 10**9)
    assert verdict(b"[" * 10**6) == "unreadable"


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        check_file(str(tmp_path / "missing"))
    with pytest.raises(Unreadable, match="directory"):
        check_file(str(tmp_path))
    with pytest.raises(Unreadable, match="null byte"):
        check_file("a\0b")
    good = tmp_path / "good.json"
    good.write_text(GOOD)
    monkeypatch.setattr(verify_upper, "MAX_BYTES", len(GOOD))
    check_file(str(good))
    monkeypatch.setattr(verify_upper, "MAX_BYTES", len(GOOD) - 1)
    with pytest.raises(Unreadable, match="larger than"):
        check_file(str(good))


def test_an_endless_file_is_too_large() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero")
    with pytest.raises(Unreadable, match="larger than 1048576 bytes"):
        check_file("/dev/zero")


# ---- The command line -----------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    contents = {"good": GOOD.encode(), "bad": edit('"bound": "3/2"', '"bound": "1"'), "cut": GOOD[:-1].encode()}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name: str(tmp_path / name) for name in contents}


@pytest.mark.parametrize(("names", "status"), [
    (["good"], 0), (["good", "good"], 0), (["bad"], 1), (["good", "bad", "good"], 1), (["cut"], 2),
    (["good", "cut"], 2), (["cut", "bad"], 2), (["bad", "cut"], 2), (["bad", "cut", "good"], 2),
])  # fmt: skip
def test_exit_status(
    files: dict[str, str], names: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([files[name] for name in names]) == status
    out, err = capsys.readouterr()
    line = {
        "good": f"accepted  eps*_4 <= 3/2 (5 points)  {files['good']}\n",
        "bad": f"rejected  [bound]  bound is 1; accepted is the range 3/2  {files['bad']}\n",
        "cut": "",
    }
    assert out == "".join(line[name] for name in names)
    assert [text.endswith(files["cut"]) for text in err.splitlines()] == [True] * names.count("cut")
    assert all(text.startswith("unreadable  not JSON") for text in err.splitlines())


def test_help_codes_and_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert "examples:" in out and "python -I -S proofs/verify_upper.py proofs/" in out and "exit status: 0" in out
    assert main(["--codes"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(CODES)
    for arguments in [], ["--nonsense"], ["--code"]:
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2
        out, err = capsys.readouterr()
        assert out == "" and err.startswith("usage: ")


def test_odd_file_names_keep_to_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in "a\nb", "é", "it's", os.fsdecode(b"\xff"):
        try:
            (tmp_path / name).write_text(GOOD)
        except OSError:
            continue  # not a file name on this system
        assert main([str(tmp_path / name)]) == 0
        out = capsys.readouterr().out
        assert out.count("\n") == 1 and out.isascii()


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-O", str(CHECKER), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


def test_the_checker_stands_alone_and_accepts_the_frozen_certificate(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(7)")  # must not be imported
    done = run(str(FROZEN), files["good"], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"accepted  eps*_4 <= {FROZEN_BOUND} ({FROZEN_POINTS} points)  {FROZEN}",
        f"accepted  eps*_4 <= 3/2 (5 points)  {files['good']}",
    ]
    assert F(11931, 10000) > FROZEN_BOUND  # ln 2 + 1/2 = 1.19314...
    assert run(files["bad"], cwd=tmp_path).returncode == 1
    done = run(files["bad"], files["cut"], "missing", cwd=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 1 and len(done.stderr.splitlines()) == 2
    done = run(cwd=tmp_path)
    assert done.returncode == 2 and done.stderr.startswith("usage: ")


def test_the_checker_is_small_and_imports_only_the_standard_library() -> None:
    source = CHECKER.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 300 and max(map(len, source.splitlines())) <= 120
    imported = re.findall(r"^\s*(?:from|import)\s+(\w+)", source, re.M)
    assert len(imported) >= 5 and set(imported) <= set(sys.stdlib_module_names)
    assert not re.search(r"^\s*assert\b|\b(?:eval|exec|__import__)\(", source, re.M)


def test_run_as_a_script(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["verify_upper.py", files["bad"]])
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(CHECKER), run_name="__main__")
    assert stop.value.code == 1


# ---- Generated input ------------------------------------------------------------------------------------

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from(["tightmax-knots-1", "0", "1", "1/2", "1/4", "-1/2", "1/0", "2/4", "\ud800", "9" * 5000, 4, -1]),
    st.fractions().map(str),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(verify_upper.KEYS) | st.text(max_size=3), inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert verdict(data) != "accepted"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(VALUES)
def test_any_json(value: object) -> None:
    assert verdict(encode(value)) not in {"accepted", "unreadable"}


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data())
def test_a_certificate_with_a_part_replaced(data: st.DataObject) -> None:
    value: Json = json.loads(GOOD)
    target: Any = value
    key: Any = data.draw(st.sampled_from(verify_upper.KEYS))
    while isinstance(target[key], list) and data.draw(st.integers(0, 4)):
        target = target[key]
        key = data.draw(st.sampled_from(range(len(target))))
    target[key] = data.draw(VALUES)
    encoded = encode(value)
    if verdict(encoded) == "accepted":
        assert check_bytes(encoded).bound == F(3, 2)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 12), st.binary(max_size=6))
def test_a_certificate_with_bytes_replaced(position: int, length: int, new: bytes) -> None:
    data = GOOD.encode()[:position] + new + GOOD.encode()[position + length :]
    if verdict(data) == "accepted":
        assert json.loads(data) == json.loads(GOOD)


def test_any_functions_are_judged_as_the_independent_account_says() -> None:
    rng, outcomes = random.Random(1), {"accepted": 0, "convexity": 0}
    for _ in range(24):
        single = [(p, F(rng.randint(0, 60), 4)) for p in sorted({F(0), F(1, 4), F(1), F(rng.randint(1, 7), 8)})]
        pair = [(p, F(rng.randint(-2, 9), 4)) for p in sorted({F(0), F(1, 2), F(rng.randint(1, 4), 8)})]
        both = mirrored(pair)
        points = brute_force([p for p, _ in single], [p for p, _ in pair])
        good = all(dominates([at(single, e) for e in x], [at(both, x[0] + e) for e in x[1:]]) for x in points)
        decided = verdict(encode(certificate(single, pair)))
        assert decided == ("accepted" if good else "convexity")
        outcomes[decided] += 1
    assert min(outcomes.values()) >= 4

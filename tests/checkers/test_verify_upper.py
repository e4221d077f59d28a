"""The trusted checker of upper bounds on eps*_4 decides exactly, and nothing but a proof passes it."""

import dataclasses
import json
import random
from pathlib import Path

import pytest

from proofs import verify_upper
from proofs.verify_upper import Accepted, Rejected, check_bytes, strongly_convex
from tests.checkers.kinds import encode
from tests.checkers.knots import (
    FLAT0,
    FLAT4,
    FROZEN,
    FROZEN_BOUND,
    FROZEN_POINTS,
    GOOD,
    KNOTS,
    QUADRATIC,
    SHAPES,
    F,
    at,
    brute_force,
    certificate,
    constant,
    determinant,
    dominates,
    height,
    hessian,
    mirrored,
    span,
    verdict,
    worst,
)


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
    ]:
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


def test_the_checker_stands_alone_and_accepts_the_frozen_certificate(tmp_path: Path) -> None:
    files = KNOTS.files(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit(7)")  # must not be imported
    done = KNOTS.run(str(FROZEN), files["good"], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"accepted  eps*_4 <= {FROZEN_BOUND} ({FROZEN_POINTS} points)  {FROZEN}",
        f"accepted  eps*_4 <= 3/2 (5 points)  {files['good']}",
    ]
    assert F(11931, 10000) > FROZEN_BOUND  # ln 2 + 1/2 = 1.19314...


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

"""The sweeps over the smoothings: they hold, planted bugs are caught, climbs arrive, magnitudes cover the error."""

import math

import mpmath
import numpy as np
import pytest
import sympy as sp

import tightmax
from numeric_checks.arithmetic import evaluate
from numeric_checks.arithmetic.evaluate import EPS, Shared, exact
from numeric_checks.attacks import conjugacy, faults, gap, registry, smoothness
from numeric_checks.attacks.smoothings import Smoothings
from numeric_checks.attacks.sweep import TEMPERATURES, Setting
from numeric_checks.points import climb, seams
from numeric_checks.points import families as points
from numeric_checks.points.regularisers import regulariser
from numeric_checks.sweeps import block
from proofs.beyond.universal_upper import universal_upper
from symbolic.formulas import universal as upper
from symbolic.notation import Maximum, d, i, t, total, x
from symbolic.relations import le

SWEEPS = ("gap", "smoothness", "cocoercivity", "conjugacy", "temperature", "euclidean")
NEW = SWEEPS[2:]
BUGS = [(name, bug) for name in NEW for bug in registry.sweep(name).bugs]
ONE_SIDED = ("ignored temperature", "forgotten temperature")
"""Bugs that make a relation easier, not harder, at some temperatures."""


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Fewer points a block, so that the suite is quick."""
    monkeypatch.setattr(points, "MAX_ROWS", 18)
    monkeypatch.setattr(points, "MAX_ELEMENTS", 2**11)


def run(name, dim, heat, number=0):
    return block.run_block(block.Key(name, dim, heat, 0, number))


@pytest.mark.parametrize("name", SWEEPS)
@pytest.mark.parametrize(("dim", "heat"), [(2, 1e-8), (3, 7.0), (4, 1e8), (60, 1.0), (900, 1e-3)])
def test_no_counterexample(name, dim, heat):
    found = run(name, dim, heat, number=1)
    assert not found.refuted, found
    assert found.badness < 0.25 and found.points >= 100


@pytest.mark.parametrize(("name", "bug"), BUGS)
@pytest.mark.parametrize(("dim", "heat"), [(3, 1e-3), (40, 7.0)])
def test_planted_bugs_are_caught(name, bug, dim, heat):
    attack = registry.sweep(name)
    wrong = attack.bugs[bug].relations
    assert all(wrong[relation] != attack.relations[relation] for relation in wrong)
    heats = (1e-3, 1e3) if bug in ONE_SIDED else (heat,)
    found = max((run(f"{name}!{bug}", dim, heat) for heat in heats), key=lambda result: result.badness)
    assert found.refuted and found.relation in (wrong or attack.relations)
    assert found.slack is not None and found.slack < -1000 * found.tolerance


@pytest.mark.parametrize(
    ("name", "bug", "relations"),
    [
        ("gap", "raised by 1% of the gap", {"below", "stated gap", "above"}),
        ("smoothness", "98% of the temperature", {"gradient", "hessian"}),
        ("smoothness", "seam at 1.9", {"gradient"}),
        ("cocoercivity", "stale weights", {"convex", "cocoercive", "descent"}),
        ("conjugacy", "lowered by 1% of the gap", {"fenchel"}),
        ("conjugacy", "raised by 1% of the gap", {"attained"}),
        ("conjugacy", "seam at 1.9", {"fenchel"}),
        ("temperature", "exchanged weights", {"same weights"}),
        ("euclidean", "98% of the temperature", {"gradient", "hessian", "firm", "projection"}),
    ],
)
def test_a_faulty_smoothing_breaks_the_relation_that_it_should(name, bug, relations):
    found = run(f"{name}!{bug}", 5, 0.3)
    assert found.refuted and any(found.relation.endswith(relation) for relation in relations)


# The climbs arrive.


def ratios(kind, dim, heat, norms):
    rng = np.random.default_rng([dim, 5])
    at = Setting(rng, dim, heat, Smoothings())
    f = smoothness.function(at, kind)
    for _, family, base in seams.kind_points(at.rng, at.dim, at.temperature, (kind,)):
        if family.endswith("any scale"):
            continue
        v = points.directions(rng, len(base), dim)
        for start in ((base, v), climb.climb_variance(smoothness.function(at, "lse"), base, v)):
            first, second = climb.climb_pairs(rng, f, *start, heat, norms)
            change = norms.weights(f(first)[1] - f(second)[1])
            apart = norms.points(first - second)
            yield from heat * change[apart > 0] / apart[apart > 0]


@pytest.mark.parametrize("kind", ("lse", "universal", "best", "quadratic"))
@pytest.mark.parametrize("dim", (2, 3, 8))
def test_the_climb_reaches_the_constant(kind, dim):
    norms = climb.EUCLIDEAN if kind == "quadratic" else climb.INFINITY
    for heat in (1e-3, 40.0):
        assert 0.99 < max(ratios(kind, dim, heat, norms)) < 1 + 1e-6


@pytest.mark.parametrize("kind", seams.KINDS)
def test_the_climb_reaches_the_gap(kind):
    rng = np.random.default_rng(8)
    for heat in TEMPERATURES:
        for dim in (2, 3, 30):
            at = Setting(rng, dim, heat, Smoothings())
            f = smoothness.function(at, kind)
            top = climb.climb_gap(f, heat * rng.standard_normal((9, dim)))
            reached = f(top)[0] - top.max(axis=1)
            bound = float(seams.unit_gap(kind, dim).subs(d, dim))
            assert np.allclose(reached, heat * bound, rtol=1e-12)
            assert math.isclose(tightmax.worst_gap(dim, kind=kind), bound, rel_tol=1e-14)


@pytest.mark.parametrize("kind", ("universal", "lse"))
def test_the_climb_on_the_simplex_nearly_reaches_the_value(kind):
    rng = np.random.default_rng(2)
    at = Setting(rng, 6, 0.3, Smoothings())
    base = 0.3 * seams.leads(rng, 18, 6)
    q = conjugacy.climbed(at, kind, base).data
    value = at.smoothings.value(base, 0.3, kind).data
    reached = (q * base).sum(axis=1) - 0.3 * regulariser(kind, exact(q)).data
    assert (reached <= value + 1e-12).all()
    if kind == "universal":
        assert ((value - reached) / 0.3).max() < 0.15 and ((value - reached) / 0.3).min() < 1e-3


# The magnitudes.


def reference(row, heat, kind):
    """Value and weights with 60 digits."""
    n = len(row)
    scale = mpmath.mpf(2 if (kind, n) == ("best", 2) else 1)
    kind = {2: "quadratic", 3: "three"}.get(n, "universal") if kind == "best" else kind
    heat, top, place = scale * mpmath.mpf(heat), mpmath.mpf(max(row)), row.index(max(row))
    z = [(mpmath.mpf(entry) - top) / heat for entry in row]
    if kind == "three":
        order = sorted(range(3), key=lambda i: -z[i])
        levels = [z[i] for i in order]
        lam = mpmath.lambertw(mpmath.exp(mpmath.mpf(1) / 3 + levels[2] - levels[1]) / 3).real
        a = max(2 + 2 * lam + levels[1], mpmath.mpf(0)) / 4
        w = [mpmath.mpf(0)] * 3
        for i, share in zip(order, (1 - a, a * (1 - lam) / (1 + lam), 2 * a * lam / (1 + lam)), strict=True):
            w[i] = share
        return top + heat * 2 * a * a, w
    if kind == "quadratic":
        ordered = sorted(z, reverse=True)
        tau = max((mpmath.fsum(ordered[:k]) - 1) / k for k in range(1, n + 1))
        w = [max(entry - tau, mpmath.mpf(0)) for entry in z]
        excess = mpmath.fsum(q * (entry - q / 2) for q, entry in zip(w, z, strict=True)) + mpmath.mpf(1) / 2
        return top + heat * excess, w
    e = [mpmath.exp(entry) for entry in z]
    others = mpmath.fsum(e[:place] + e[place + 1 :])
    if kind == "lse":
        return top + heat * mpmath.log1p(others), [entry / (1 + others) for entry in e]
    if others >= 1:
        return top + heat * (mpmath.log1p(others) - mpmath.log(2) + 0.5), [entry / (1 + others) for entry in e]
    left = max((2 + mpmath.log(others)) / 4, mpmath.mpf(0))
    w = [left * entry / others for entry in e]
    w[place] = 1 - left
    return top + heat * 2 * left**2, w


def awkward(heat, dim):
    """Points of all families and seams, some of them moved."""
    rng = np.random.default_rng([dim, 77])
    at = Setting(rng, dim, heat, Smoothings())
    for _, _, base in seams.kind_points(at.rng, at.dim, at.temperature, ("lse",)):
        yield base[:6]


@pytest.mark.parametrize("kind", seams.KINDS)
@pytest.mark.parametrize(("heat", "dim"), [(1e-8, 2), (0.3, 3), (1.0, 4), (7.0, 9), (1e8, 33)])
def test_the_magnitudes_cover_the_rounding(kind, heat, dim):
    used = []
    for rows in awkward(heat, dim):
        value, weights = Smoothings().both(rows, heat, kind)
        assert np.isfinite(value.magnitude).all() and np.isfinite(weights.magnitude).all()
        for k, row in enumerate(rows.tolist()):
            with mpmath.workdps(60):
                f, w = reference(row, heat, kind)
                off = float(abs(mpmath.mpf(float(value.data[k])) - f))
                offs = [float(abs(mpmath.mpf(float(a)) - b)) for a, b in zip(weights.data[k], w, strict=True)]
            assert off <= EPS * value.magnitude[k] + 1e-300
            assert (np.array(offs) <= EPS * weights.magnitude[k] + 1e-300).all()
            used.append(off / (EPS * value.magnitude[k] + 1e-300))
        assert (weights.magnitude <= 2000).all()
    assert len(used) >= 100 and max(used) > 0.05  # not absurdly large


@pytest.mark.parametrize("kind", seams.KINDS)
def test_exact_maxima_have_no_tolerance_but_that_of_the_number(kind):
    value, weights = Smoothings().both(np.array([[5.0, -900.0, 1.0, 2.5]]), 1e-3, kind)
    assert value.magnitude[0] <= 8 * abs(value.data[0])
    if kind != "lse":
        assert (weights.magnitude[0, 1:] == 0).all()


@pytest.mark.parametrize("kind", seams.KINDS)
def test_the_regulariser_is_that_of_the_theorem(kind):
    rng = np.random.default_rng(4)
    for dim in (2, 3, 5):
        q = rng.dirichlet(np.full(dim, 0.4), 40)
        q = np.concatenate([q, np.eye(dim), np.full((1, dim), 1 / dim)])
        found = regulariser(kind, exact(q)).data
        if kind == "lse":
            expected = [sum(s * math.log(s) for s in row if s) for row in q]
        elif kind == "best" and dim == 3:
            expected = []
            for first, second, third in (-np.sort(-q, axis=1)).tolist():
                a, share = 1 - first, third / (second + third) if third else 0.0
                top = 4 / 3 - math.log(3) + math.log((2 - share) / share) if share else 0.0
                expected.append(2 * a * a - a * (2 + share * top))
        elif kind == "quadratic" or (kind == "best" and dim < 4):
            factor = 2.0 if kind == "best" else 1.0
            expected = [factor * (sum(s * s for s in row) - 1) / 2 for row in q]
        else:
            small, large = (sp.lambdify(upper.x, phi) for phi in (upper.SMALL, upper.LARGE))
            part = lambda s: (small(s) if s <= 0.5 else large(min(s, 1 - 1e-16))) if s else 0.0  # noqa: E731, B023
            expected = [sum(map(part, row)) + math.log(2) - 0.5 for row in q.tolist()]
        assert np.allclose(found, expected, atol=1e-13)


# The evaluator, where it works window by window and remembers.


def test_windows_change_nothing(monkeypatch):
    rng = np.random.default_rng(1)
    values = {"x": rng.standard_normal((3, 50)), "t": 0.3, "d": 50}
    expressions = (
        total(x[i] ** 2) * t,
        Maximum(sp.Abs(x - Maximum(x)) / t),
        total(sp.Abs(x[i] - Maximum(x))),
        total(t),
    )
    whole = [evaluate.measure(expression, values) for expression in expressions]
    for window in (7, 25, 49, 50):
        monkeypatch.setattr(evaluate, "WINDOW", window)
        for expression, one in zip(expressions, whole, strict=True):
            found = evaluate.measure(expression, values)
            assert np.allclose(found.data, one.data, rtol=1e-14) and np.allclose(found.magnitude, one.magnitude)
    with pytest.raises(evaluate.NotEvaluable, match="runs to"):
        evaluate.measure(total(x[i]), {**values, "d": 42})


def test_shared_values_are_computed_once(monkeypatch):
    values = Shared({"x": exact(np.ones((2, 3))), "d": exact(3)})
    evaluate.slack(le(total(x[i]), Maximum(x)), values)
    assert set(values.known) == {total(x[i]), Maximum(x)}
    monkeypatch.setattr(evaluate._Evaluator, "_sum", None)
    assert evaluate.slack(le(total(x[i]), 4), values).tolist() == [1, 1]


def test_the_bounds_are_those_of_the_theorems():
    assert str(gap.BOUNDS["universal"]) == str(universal_upper.statement.claim[0].rhs)
    assert gap.BOUNDS["best of 3"] == sp.Rational(8, 9) and gap.BOUNDS["best of 2"] == sp.Rational(1, 2)


def test_faulty_smoothings_differ_from_the_honest_one():
    base = np.random.default_rng(0).standard_normal((4, 5))
    honest = Smoothings().value_and_weights(base, 0.3, "lse")
    for faulty in (faults.Forgetful(), faults.Raised(part=0.01), faults.Cold(), faults.Stale(), faults.Permuted()):
        found = faulty.value_and_weights(base, 0.3, "lse")
        assert not (np.allclose(found[0], honest[0]) and np.allclose(found[1], honest[1]))


def test_what_is_not_the_least_of_three_is_caught():
    """By its own relation: the sweep tells the worst one of a block, which is another."""
    attack, name = gap.sweep(), "best of 3 least"
    at = Setting(np.random.default_rng(3), 3, 1.0, Smoothings())
    trials = [trial for trial in attack.trials(at) if name in trial.relations]
    slacks = [
        [float(evaluate.measured_slack(relation, trial.values).data.min()) for trial in trials]
        for relation in (attack.relations[name], attack.bugs["wrong constants"].relations[name])
    ]
    assert len(trials) > 20 and min(slacks[0]) > -1e-9 and min(slacks[1]) < -1e-3

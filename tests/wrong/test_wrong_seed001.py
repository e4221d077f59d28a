"""The theorems of source S1 with wrong constants, signs or missing hypotheses fail, and for the right reason."""

import dataclasses

import mpmath
import pytest
import sympy as sp
from sympy import Rational, exp, log

from proofs import registry
from proofs.claims.seed001 import maximum
from proofs.machinery.engine import cas
from proofs.machinery.engine.discharge import discharge
from proofs.surrogates import smooth_absolute_value as absolute
from proofs.surrogates import smooth_max_of_two as pair
from symbolic.relations import Relation, ge, gt, le, lt
from symbolic.steps import Step, Universal
from symbolic.verdict import Grade, Outcome, Verdict
from tests.wrong.planted import swapped, to_solvers

THEOREMS = (
    "softplus-gap", "max-from-absolute", "smooth-absolute-value", "smooth-max-of-two", "softmax-limit",
    "boltzmann-operator",
    "smoothed-minimum", "hinge-to-softmax", "pairwise-losses", "generators", "odd-powers", "odd-power-accuracy",
    "top-sum",
)
ARGUED = {"softplus-gap/tangent", "generators/place", "odd-powers/roots"}
"""Calculus: a function with a positive derivative rises, and a continuous one takes the values between two of its."""
HALF = Rational(1, 2)


def step(id, name):
    return next(s for s in registry.theorem(id).derivation.steps if s.name == name)


def answer(id, changed):
    return discharge(changed, registry.theorem(id).statement)


def refuted(id, changed):
    """A solver finds a rational counterexample, which exact arithmetic confirms."""
    found = answer(id, to_solvers(changed) if changed.goal.claim.sign not in ("=", "!=") else without_form(changed))
    return found.outcome is Outcome.FAILS and "counterexample" in found.detail


def without_form(changed):
    return dataclasses.replace(changed, goal=dataclasses.replace(changed.goal, form=None))


def with_goal(original, **changes):
    return dataclasses.replace(original, goal=dataclasses.replace(original.goal, **changes))


@pytest.mark.parametrize("id", THEOREMS)
def test_as_it_stands_nothing_breaks(session, id):
    judgement = session.theorem(id).judgement
    assert judgement.verdict is Verdict.PROVED, judgement.reason
    assert set(judgement.argued) <= ARGUED and judgement.machine_grade >= Grade.SOLVER


@pytest.mark.parametrize(
    ("id", "name", "old", "new"),
    [
        ("softplus-gap", "half", log(2), log(3)),
        ("softplus-gap", "factor", exp(-pair.k * sp.Symbol("u", real=True)), exp(pair.k * sp.Symbol("u", real=True))),
        ("smooth-absolute-value", "square", absolute.w, 2 * absolute.w),
        ("smooth-absolute-value", "primitive", absolute.k, 2 * absolute.k),
        ("smooth-max-of-two", "dropped", 1 / (pair.p * pair.q) ** 2, 1 / (pair.p * pair.q)),
        ("smooth-max-of-two", "product", pair.FOUR, pair.FOUR - 2),
        ("smooth-max-of-two", "shortcut-sum", exp(2 * pair.k * pair.y), exp(pair.k * pair.y)),
        ("hinge-to-softmax", "target", sp.S.NegativeOne, sp.Integer(-2)),
        ("generators", "exponential", log(registry.theorem("generators").record.__globals__["n"]), log(2)),
    ],
)
def test_a_wrong_formula_is_not_an_identity(id, name, old, new):
    honest = step(id, name)
    goal = dataclasses.replace(honest.goal)
    field = "result" if hasattr(goal, "result") else "rhs"
    changed = dataclasses.replace(goal, **{field: sp.sympify(getattr(goal, field)).xreplace({old: new})})
    if changed == goal:
        changed = dataclasses.replace(goal, lhs=goal.lhs.xreplace({old: new}))
    assert changed != goal, "the change changes nothing"
    found = answer(id, Step(name, "", changed))
    assert found.outcome is Outcome.FAILS and "differ" in found.detail


@pytest.mark.parametrize(
    ("id", "name", "old", "new"),
    [
        ("softmax-limit", "ties", HALF, Rational(1, 3)),
        ("smoothed-minimum", "kink-value", Rational(2, 3), Rational(3, 4)),
        ("hinge-to-softmax", "margin-positive", sp.Integer(2), sp.Integer(3)),
        ("hinge-to-softmax", "outer-below-two", sp.Integer(2), Rational(3, 2)),
        ("generators", "half", sp.Integer(2), Rational(3, 2)),
        ("generators", "powers-grow", sp.Integer(2), sp.Integer(3)),
        ("odd-powers", "positive-below", sp.Integer(2), Rational(3, 2)),
        ("smooth-absolute-value", "below-half", HALF, Rational(1, 3)),
        ("max-from-absolute", "second-gap", HALF, Rational(1, 3)),
        ("top-sum", "worst", HALF, Rational(1, 3)),
        ("top-sum", "smooth", HALF, Rational(1, 3)),
        ("top-sum", "lower", HALF, Rational(2, 3)),
    ],
)
def test_a_wrong_constant_has_a_counterexample(id, name, old, new):
    """The constant is changed on one side only where it would cancel, everywhere else wherever it stands."""
    honest = step(id, name)
    assert not refuted(id, honest)
    hypotheses, claim = honest.goal.hypotheses, honest.goal.claim
    variants = [
        with_goal(honest, claim=swapped(claim, old, new)),
        with_goal(honest, hypotheses=swapped(hypotheses, old, new)),
    ]
    variants += [with_goal(honest, claim=Relation(claim.lhs, claim.sign, claim.rhs.xreplace({old: new})))]
    variants = [v for v in variants if v.goal != honest.goal]
    assert variants, "the constant does not occur"
    assert any(refuted(id, v) for v in variants)


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("softplus-gap", "log-positive"), ("softplus-gap", "positive"), ("softmax-limit", "at-most"),
        ("boltzmann-operator", "gap"),
        ("smoothed-minimum", "value-above"), ("hinge-to-softmax", "never-idle"), ("hinge-to-softmax", "larger-share"),
        ("pairwise-losses", "product-step"),
        ("pairwise-losses", "other-positives"), ("generators", "above"), ("generators", "single"),
        ("odd-powers", "mixed-below"),
        ("odd-powers", "positive-above"), ("odd-power-accuracy", "log-small"), ("odd-power-accuracy", "log-large"),
        ("odd-power-accuracy", "small"),
        ("odd-power-accuracy", "large"), ("smooth-max-of-two", "limit-changes"),
        ("top-sum", "above"), ("top-sum", "one-vertex"), ("top-sum", "mean-entry"), ("top-sum", "strongly-concave"),
    ],
)
def test_the_opposite_sign_has_a_counterexample(id, name):
    honest = step(id, name)
    claim = honest.goal.claim
    flipped = Relation(claim.lhs, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}[claim.sign], claim.rhs)
    wrong = with_goal(honest, claim=flipped)
    assert refuted(id, wrong) and not refuted(id, honest)
    as_written = answer(id, wrong)
    assert as_written.outcome is not Outcome.HOLDS, "the form must not prove the opposite"


@pytest.mark.parametrize(
    ("id", "name", "dropped"),
    [
        ("max-from-absolute", "on-the-half-plane", "P"),
        ("max-from-absolute", "max-left", "h"),
        ("smooth-max-of-two", "limit-changes", "y"),
        ("smooth-max-of-two", "half-plane", "r"),
        ("odd-power-accuracy", "log-small", "1"),
        ("odd-power-accuracy", "log-large", "1"),
        ("odd-power-accuracy", "small", "c"),
        ("generators", "one-more-half", "q"),
        ("smooth-absolute-value", "not-uniform", "h"),
        ("pairwise-losses", "lower-idle", "m"),
    ],
)
def test_without_a_hypothesis_it_is_false(id, name, dropped):
    """Each hypothesis that mentions the word is left out in turn; one of them is needed."""
    honest = step(id, name)
    given = honest.goal.hypotheses
    chosen = [h for h in given if dropped in str(h)]
    assert chosen, "no such hypothesis"
    assert any(refuted(id, with_goal(honest, hypotheses=tuple(g for g in given if g is not h))) for h in chosen)


def test_equation_one_needs_a_nonnegative_sum():
    """With |x + y| = -(x + y), the other half-plane, the printed equation has a counterexample."""
    honest = step("max-from-absolute", "excess")
    x, y, P, Q, m = sp.symbols("x y P Q m", real=True)
    assert refuted("max-from-absolute", with_goal(honest, claim=Relation((P + Q) / 2, "=", m)))
    assert refuted("max-from-absolute", with_goal(honest, claim=Relation((P + Q) / 2 - m, "=", x + y)))


def test_even_powers_are_not_odd():
    k, x = sp.Symbol("k", integer=True, positive=True), sp.Symbol("x", positive=True)
    assert cas.identity((-x) ** (2 * k), -(x ** (2 * k))).outcome is Outcome.FAILS
    assert cas.identity((-x) ** (2 * k + 1), -(x ** (2 * k + 1))).outcome is Outcome.HOLDS


def test_the_boltzmann_examples_need_their_points():
    """At -1, -2, -3 the mean is not below, and the slope at -1 is positive: other points would show nothing."""
    from proofs.surrogates.boltzmann_operator import value

    probe = Step("x", "", step("boltzmann-operator", "not-convex").goal)
    wrong = dataclasses.replace(
        probe, goal=dataclasses.replace(probe.goal, claim=gt(value(-1), (value(0) + value(-2)) / 2))
    )
    assert answer("boltzmann-operator", wrong).outcome is Outcome.FAILS
    falls = dataclasses.replace(probe, goal=dataclasses.replace(probe.goal, claim=lt(1 - 1 + exp(-1), 0)))
    assert answer("boltzmann-operator", falls).outcome is Outcome.FAILS


TEMPERATURES = (mpmath.mpf(1) / 3, 1, 7)
"""Never at k = 1 only."""
PLANE = [(a, b) for a in (-2, -1, 0, mpmath.mpf(1) / 3, 2) for b in (-3, -1, 0, 1, 2)]


def numeric(expr, *symbols):
    return sp.lambdify(symbols, expr, "mpmath")


@pytest.mark.parametrize("k", TEMPERATURES)
def test_the_exact_errors_of_the_equations(k):
    """Every printed smoothing, evaluated, against the error that the theorems give for it."""
    k0, x0, y0 = pair.k, pair.x, pair.y
    soft = lambda v: mpmath.log(1 + mpmath.exp(-v))  # noqa: E731
    with mpmath.workdps(40):
        for a, b in PLANE:
            largest, moduli = max(a, b), max(abs(a), abs(b))
            errors = {
                pair.EIGHT: (moduli, (soft(2 * k * abs(a + b)) + soft(2 * k * abs(a - b))) / (2 * k)),
                pair.NINE: (largest, soft(2 * k * abs(a - b)) / (2 * k) + soft(2 * k * (a + b)) / (2 * k)),
                pair.TEN: (largest, soft(2 * k * abs(a - b)) / (2 * k)),
                pair.ELEVEN: (largest, soft(k * abs(a - b)) / k),
            }
            for equation, (limit, error) in errors.items():
                assert abs(numeric(equation, k0, x0, y0)(k, a, b) - limit - error) < mpmath.mpf(10) ** -30, (
                    equation,
                    a,
                    b,
                )
            six, seven = (
                numeric(e, absolute.k, absolute.x)(k, a) - abs(a) for e in (absolute.WITH_TWO, absolute.WITHOUT)
            )
            assert abs(six - 2 * soft(k * abs(a)) / k) < mpmath.mpf(10) ** -30
            assert abs(seven - soft(2 * k * abs(a)) / k) < mpmath.mpf(10) ** -30 and six >= 2 * seven


LABELLED = ([1, 1, 1], [3, -1, 0], [-2, 5, 4.5, 5], [0, 0])
"""Scores; the first is the target's."""


@pytest.mark.parametrize("scores", LABELLED)
@pytest.mark.parametrize("k", TEMPERATURES)
def test_the_losses_stay_between_their_bounds(k, scores):
    with mpmath.workdps(40):
        target, *others = map(mpmath.mpf, scores)
        exponentials = [mpmath.exp(k * z) for z in (target, *others)]
        loss = -mpmath.log(exponentials[0] / sum(exponentials)) / k
        hinge = max(0, max(others) - target)
        assert 0 < loss - hinge <= mpmath.log(len(scores)) / k + mpmath.mpf(10) ** -35
        if loss < mpmath.log(2) / k:
            assert target - max(others) >= -mpmath.log(mpmath.expm1(k * loss)) / k > 0
        mean = sum(z * e for z, e in zip((target, *others), exponentials, strict=True)) / sum(exponentials)
        assert 0 <= max(target, *others) - mean < mpmath.log(len(scores)) / k


@pytest.mark.parametrize("near", ([0], [1, 1], [0.5, 2, 2]))
@pytest.mark.parametrize("far", ([0], [3, 3], [0.25, 4]))
@pytest.mark.parametrize("k", TEMPERATURES)
def test_neighbourhood_components_against_pairs_and_against_their_hinge(k, near, far):
    with mpmath.workdps(40):
        positives, negatives = (sum(mpmath.exp(-k * mpmath.mpf(z)) for z in part) for part in (near, far))
        loss = mpmath.log(1 + negatives / positives) / k
        pairs = sum(mpmath.log(1 + mpmath.exp(k * (mpmath.mpf(a) - b))) / k for a in near for b in far)
        assert loss <= pairs + mpmath.mpf(10) ** -35
        assert (abs(loss - pairs) < mpmath.mpf(10) ** -35) == (len(near) == len(far) == 1)
        hinge = max(0, mpmath.mpf(min(near)) - min(far))
        assert -mpmath.log(len(near)) / k < loss - hinge <= mpmath.log(1 + len(far)) / k + mpmath.mpf(10) ** -35


def odd_root(total, power):
    return mpmath.sign(total) * abs(total) ** (mpmath.mpf(1) / power)


@pytest.mark.parametrize("k", (1, 3, 40))
def test_the_bounds_of_odd_powers(k):
    power = 2 * k + 1
    with mpmath.workdps(40):
        for a, b in PLANE:
            large, small, root = max(a, b), min(a, b), odd_root(mpmath.mpf(a) ** power + mpmath.mpf(b) ** power, power)
            if small >= 0:
                assert large <= root <= large * (1 + mpmath.mpf(1) / power)
            elif a + b > 0:
                assert 0 < large - root <= large / (1 + power * (large / -small - 1))
            elif a + b == 0:
                assert root == 0
            else:
                assert abs(root + odd_root(mpmath.mpf(-a) ** power + mpmath.mpf(-b) ** power, power)) == 0


@pytest.mark.parametrize("k", (1, 5, 20))
@pytest.mark.parametrize("unit", (Rational(1, 100), 1, 100))
def test_which_of_the_two_formulas_is_nearer_depends_on_the_unit(k, unit):
    power = 2 * k + 1
    with mpmath.workdps(60):
        for a, b in ((1, 1), (1, Rational(1, 2)), (2, Rational(1, 100)), (3, 3), (4, 3), (100, 99)):
            x, y = (
                mpmath.mpf(sp.Rational(a * unit).p) / sp.Rational(a * unit).q,
                mpmath.mpf(sp.Rational(b * unit).p) / sp.Rational(b * unit).q,
            )
            powers = x * ((1 + (y / x) ** power) ** (mpmath.mpf(1) / power) - 1)
            exponentials = mpmath.log1p(mpmath.exp(-k * (x - y))) / k
            if y >= mpmath.mpf(power) / k:
                assert powers >= exponentials
            if mpmath.mpf(2) ** (mpmath.mpf(1) / power) * x <= mpmath.mpf(power) / k:
                assert powers <= exponentials


def test_the_comparison_claim_fails_with_the_two_points_exchanged():
    at = maximum
    printed = ge(at.power_sum(100, Rational(99)), (100 + at.exponential_error(100, Rational(99))) ** at.POWER)
    from proofs.machinery.engine import enclose

    assert enclose.compare(printed).outcome is Outcome.HOLDS
    assert enclose.compare(printed.negation()).outcome is Outcome.FAILS


def test_a_goal_is_not_proved_by_the_form_of_another():
    honest = step("odd-power-accuracy", "small")
    assert isinstance(honest.goal, Universal)
    err, other = sp.symbols("E lambda_e", real=True)
    wrong = with_goal(honest, claim=le(err, other / 2))
    assert answer("odd-power-accuracy", wrong).outcome is not Outcome.HOLDS

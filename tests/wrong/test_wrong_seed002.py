"""Perturbed maxima with wrong constants, signs or hypotheses are not PROVED, and the right step breaks."""

import pytest
import sympy as sp
from sympy import Rational, log

from proofs.perturbed import linear_oracles
from symbolic.relations import eq, ge, gt
from symbolic.verdict import Outcome
from tests.wrong.planted import (
    check_needed,
    check_smaller_constant,
    check_witness_that_fits,
    check_wrong_number,
    check_wrong_sign,
    found,
)

a, b = sp.symbols("a b", real=True)


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("perturbed-maximum", "bounded"),
        ("perturbed-maximum", "below"),
        ("perturbed-maximum", "either-side"),
        ("perturbed-argmax", "lipschitz"),
        ("perturbed-argmax", "gradient-above"),
        ("noise-hypotheses", "score-above"),
        ("perturbed-limits", "markov"),
        ("perturbed-limits", "small-noise"),
        ("perturbed-limits", "much-noise"),
        ("perturbed-limits", "slope-quarter"),
        ("noise-products", "norm-four"),
        ("noise-products", "gumbel-peak"),
        ("noise-products", "least-mean"),
        ("noise-products", "at-least-half"),
        ("asymptotic-normality", "error"),
        ("asymptotic-normality", "linear"),
        ("linear-oracles", "merge-sort-step"),
    ],
)
def test_a_smaller_constant_has_a_counterexample(id, name):
    check_smaller_constant(id, name)


@pytest.mark.parametrize(
    ("id", "name", "number"),
    [
        ("perturbed-maximum", "homogeneous", 0),  # a negative factor turns the order round
        ("perturbed-maximum", "above", 2),  # without centring the maximum can fall
        ("perturbed-argmax", "jumps-base", 1),  # without a positive density the jump may count for nothing
        ("perturbed-argmax", "beyond", 0),
        ("noise-hypotheses", "never-changes", 1),
        ("perturbed-limits", "slope-polynomial", 3),
        ("noise-products", "at-least-half", 1),
        ("fenchel-young-loss", "nonnegative", 0),
        ("fenchel-young-loss", "only-if", 2),  # too long a step does not lower the loss
        ("asymptotic-normality", "outwards", 4),
        ("linear-oracles", "swap", 1),
    ],
)
def test_every_hypothesis_is_needed(id, name, number):
    check_needed(id, name, number)


@pytest.mark.parametrize(
    ("id", "name", "old", "new"),
    [
        ("noise-hypotheses", "ten", sp.Integer(10**28 + 1), sp.Integer(10**26 + 1)),
        ("gumbel-softmax", "gamma-below", Rational(54, 100), Rational(55, 100)),
        ("gumbel-softmax", "gamma-above", Rational(61, 100), Rational(60, 100)),
        ("gumbel-softmax", "not-gibbs", Rational(63, 100), Rational(64, 100)),
        ("perturbed-limits", "slope-at-the-tie", sp.Integer(24), sp.Integer(25)),
        ("noise-products", "uniform-product", Rational(2, 3), Rational(3, 4)),
        ("noise-products", "uniform-difference", Rational(1, 4), Rational(1, 3)),
        ("noise-products", "all-above-half", Rational(1, 2), Rational(2, 3)),
        ("linear-oracles", "negative-cost", Rational(15, 100), Rational(16, 100)),
        ("score-identities", "variance-size", Rational(363, 1000), Rational(364, 1000)),
    ],
)
def test_a_wrong_number_fails(id, name, old, new):
    check_wrong_number(id, name, old, new)


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("perturbed-maximum", "pairing"),
        ("perturbed-argmax", "summation-by-parts"),
        ("perturbed-argmax", "density"),
        ("score-identities", "by-parts"),
        ("score-identities", "jacobian"),
        ("gumbel-softmax", "distribution"),
        ("gumbel-softmax", "winner"),
        ("gumbel-softmax", "rivals"),
        ("perturbed-limits", "slope"),
        ("noise-products", "gumbel-difference"),
        ("fenchel-young-loss", "wrong-scale"),
        ("fenchel-young-loss", "gradient"),
        ("asymptotic-normality", "taylor"),
    ],
)
def test_a_wrong_sign_is_not_an_identity(id, name):
    check_wrong_sign(id, name)


def test_a_wrong_rank_is_found(monkeypatch):
    assert found("linear-oracles", "rankings").detail == "120 cases in exact arithmetic"
    monkeypatch.setattr(linear_oracles, "sorted", lambda order: sorted(order, reverse=True), raising=False)
    result = found("linear-oracles", "rankings")
    assert result.outcome is Outcome.FAILS and "the best for" in result.detail


def test_a_path_that_is_missed_is_found(monkeypatch):
    assert found("linear-oracles", "shortest-paths").detail == "4096 cases in exact arithmetic"
    right = linear_oracles.bellman

    def without_negative_costs(costs):
        return right({edge: abs(cost) for edge, cost in costs.items()})

    monkeypatch.setattr(linear_oracles, "bellman", without_negative_costs)
    result = found("linear-oracles", "shortest-paths")
    assert result.outcome is Outcome.FAILS and "costs" in result.detail


def test_a_method_that_takes_negative_costs_is_not_dijkstras(monkeypatch):
    assert found("linear-oracles", "settling").detail == "4097 cases in exact arithmetic"
    monkeypatch.setattr(linear_oracles, "dijkstra", lambda costs: linear_oracles.bellman(costs)[0])
    result = found("linear-oracles", "settling")
    assert result.outcome is Outcome.FAILS and "costs" in result.detail


@pytest.mark.parametrize(
    ("id", "record"),
    [
        ("S2-27", lambda c: c.refute("p", ge((a - 1) * a * b, 0), "", at={a: 1, b: -log(2)})),
        ("S2-12", lambda c: c.refute("p", gt((a + (a + 2)) / 2 - (a + Rational(1, 2)), 0), "", at={a: 3})),
        ("S2-58", lambda c: c.refute("p", gt(1 / (4 * a), Rational(1, 100)), "", at={a: Rational(1, 100)})),
        ("S2-59", lambda c: c.refute("p", ge(a * (1 - a), Rational(1, 10**8)), "", at={a: Rational(1, 2)})),
        ("S2-73", lambda c: c.refute("p", eq(a, 19), "", at={a: 19})),
    ],
)
def test_a_witness_that_fits_the_printed_sentence_refutes_nothing(monkeypatch, id, record):
    check_witness_that_fits(monkeypatch, id, record)

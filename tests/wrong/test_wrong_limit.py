"""The asymptotic constant with one of its numbers changed: the step that needs the number breaks, and no other one."""

import pytest
import sympy as sp
from sympy import Rational

from proofs.beyond import exact_limit, pointwise_lower
from proofs.beyond.lemmas import limit_pair, limit_signs
from symbolic.formulas import pair
from symbolic.steps import CoqLemma
from symbolic.verdict import Verdict
from tests.wrong.planted import judged, refuted, steps

LIMIT = exact_limit.exact_limit
DECIDED = {name: step for name, step in steps(LIMIT).items() if not isinstance(step.goal, CoqLemma)}
"""All steps but those that Coq decides."""


def broken():
    """The steps that do not hold with whatever the modules say now."""
    now = [step for name, step in steps(LIMIT).items() if name in DECIDED]
    judgement, names = judged(LIMIT, now)
    assert judgement.verdict is not Verdict.PROVED
    return names


def test_the_proof_holds():
    judgement, names = judged(LIMIT, DECIDED.values())
    assert judgement.verdict is Verdict.PROVED and not names


def test_the_power_one_half_is_too_large(monkeypatch):
    """p = 1/2: twice (1 - p) tau is below 1, and the tangent of the parabola is too low."""
    for module in (pair, limit_signs, exact_limit):
        monkeypatch.setattr(module, "POWER", Rational(1, 2))
    names = broken()
    assert "tangent" in names and {"twist-low", "pair-of-others", "ray-down"}.isdisjoint(names)


def test_the_margin_nine_tenths_is_too_large(monkeypatch):
    """tau = 9/10: (K4) and the size of Gamma fail."""
    for module in (pair, limit_signs):
        monkeypatch.setattr(module, "TAU", Rational(9, 10))
    names = broken()
    assert {"twist-low", "tangent"} <= names
    assert refuted(LIMIT, steps(LIMIT)["twist-low"])


def test_a_shift_of_two_is_too_small(monkeypatch):
    """Y = 2 - ln x: only r >= 4 is left, where (K4) does not have the margin 5/6."""
    monkeypatch.setattr(pair, "SHIFT", sp.Integer(2))
    monkeypatch.setattr(exact_limit, "SHIFT", sp.Integer(2))
    names = broken()
    assert {"twist-low", "stretch-high"} <= names
    assert refuted(LIMIT, steps(LIMIT)["twist-low"])


@pytest.mark.parametrize("module", [exact_limit, pointwise_lower])
def test_the_loss_is_more_than_0_0536(monkeypatch, module):
    monkeypatch.setattr(module, "BAR", Rational("0.0536"))
    found = getattr(module, module.__name__.rpartition(".")[2])
    _, names = judged(found, [step for step in steps(found).values() if not isinstance(step.goal, CoqLemma)])
    assert names - {"mean-budget"} == {"loss"}  # the budget is written with the number, too


def test_a_smaller_reserve_does_not_pay_for_small_entries(monkeypatch):
    """5 for 6 in A."""
    monkeypatch.setattr(exact_limit, "RESERVE", 5)
    assert broken() == {"small-entry"}


def test_a_smaller_factor_of_the_pairs_does_not_pay_for_large_entries():
    """kappa = 9/10 (5/2 - ln eta), 9/10 for 1: what the pair has is less, and the squares are too small."""
    need = DECIDED["large-entry"].goal.claim
    assert need.lhs > need.rhs and need.lhs * Rational(9, 10) ** 5 < need.rhs


def test_the_drop_is_not_twice_as_large(monkeypatch):
    honest = pair.drop
    monkeypatch.setattr(pair, "drop", lambda radius: 2 * honest(radius))
    names = broken()
    assert "superharmonic" in names and "drop" in names


def test_the_radius_needs_its_factor_two(monkeypatch):
    """r^2 = Y_1^2 + Y_2^2: g is no longer superharmonic, and its derivatives are other ones."""
    radius = sp.sqrt(pair.Y1**2 + pair.Y2**2)
    wrong = -(pair.Y1 + pair.Y2 + radius) / 2 - sp.log(1 + radius) / 2
    for module in (pair, limit_pair):
        monkeypatch.setattr(module, "RADIUS", radius)
        monkeypatch.setattr(module, "LOG", wrong)
    assert {"pull", "bend", "twist"} <= broken()


@pytest.mark.parametrize(("name", "value"), [("AT_CENTRE", sp.Integer(4)), ("PER_LOG", Rational(3, 20))])
def test_the_rate_is_not_smaller(monkeypatch, name, value):
    """4 for 13/3, and 3/20 for 1/6."""
    monkeypatch.setattr(exact_limit, name, value)
    assert broken() == {{"AT_CENTRE": "constant", "PER_LOG": "per-log"}[name]}


def test_eta_is_at_most_a_fifth(monkeypatch):
    """A quarter for 1/5: the reserve does not pay for an entry of that size, and the bound is another one."""
    monkeypatch.setattr(exact_limit, "CUT", Rational(1, 4))
    assert "small-entry" in broken()

"""The least smoothing of three entries with another constant is not proved: the right step breaks."""

import dataclasses

import pytest
from sympy import Rational

from proofs.beyond import d3_least
from symbolic.relations import le
from symbolic.verdict import Outcome
from tests.wrong.planted import asked, check_needed, check_wrong_number, found, judged, steps

LEAST = d3_least.d3_least


def test_the_steps_hold():
    assert not judged(LEAST, steps(LEAST).values())[1]


def test_the_gap_starts_at_a_third(monkeypatch):
    """From w = 2/5 on the gap is not 0 and the last tie has a kink."""
    monkeypatch.setattr(d3_least, "START", Rational(2, 5))
    recorded = steps(LEAST)
    assert judged(LEAST, [recorded[name] for name in ("start", "tie-first", "tie-last")])[1] == {"start", "tie-last"}


def test_larger_w_bend_too_much():
    """With w up to 2/5 the third entry has too much curvature."""

    def change(goal):
        first, _, last = goal.hypotheses
        return asked(dataclasses.replace(goal, hypotheses=(first, le(5 * d3_least.w, 2), last)))

    result = found("d3-least", "upper-third", change)
    assert result.outcome is Outcome.FAILS and "counterexample" in result.detail


@pytest.mark.parametrize(("name", "number"), [("upper-second", 2), ("never-below", 1), ("root-falls", 2), ("rises", 1)])
def test_no_hypothesis_is_idle(name, number):
    check_needed("d3-least", name, number)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("at-minimum-gap", Rational(8, 9), Rational(9, 10)), ("elsewhere-less", Rational(2, 3), Rational(3, 5))],
)
def test_the_numbers(name, old, new):
    check_wrong_number("d3-least", name, old, new)

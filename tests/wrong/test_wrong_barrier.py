"""The barrier for sums over the entries with other numbers is not PROVED, and the right step breaks."""

import pytest
from sympy import Rational

from proofs.beyond import separable_barrier
from symbolic.verdict import Verdict
from tests.wrong.planted import judged, steps

BARRIER = separable_barrier.separable_barrier


def test_the_barrier_holds():
    judgement, broken = judged(BARRIER, steps(BARRIER).values())
    assert judgement.verdict is Verdict.PROVED and not broken


@pytest.mark.parametrize(
    ("constant", "value", "step"), [("LOW", Rational("0.2098"), "low"), ("HIGH", Rational("0.2097"), "high")]
)
def test_the_decimals_are_as_sharp_as_they_are_printed(monkeypatch, constant, value, step):
    monkeypatch.setattr(separable_barrier, constant, value)
    judgement, broken = judged(BARRIER, [s for n, s in steps(BARRIER).items() if n == step])
    assert judgement.verdict is Verdict.UNKNOWN and broken == {step}


def test_a_potential_may_attain_it(monkeypatch):
    """Less than ln d - (ln 3 - 8/9) is not forced: at three entries the hypotheses hold with equality there."""
    honest = BARRIER.statement.claim[0].slack.subs(BARRIER.statement.witness)
    assert honest.equals(0)
    monkeypatch.setattr(separable_barrier, "LEFT_OVER", separable_barrier.LEFT_OVER + Rational(1, 1000))
    wrong = steps(BARRIER)["centre"]
    _, broken = judged(BARRIER, [wrong])
    assert broken == {"centre"} and wrong.goal.claim.slack.subs(BARRIER.statement.witness).evalf() < -0.0009


def test_four_entries_would_not_give_less_from_a_gap_below_1_176(monkeypatch):
    monkeypatch.setattr(separable_barrier, "FOUR", Rational("1.1765"))
    recorded = [s for n, s in steps(BARRIER).items() if n.startswith("four")]
    judgement, broken = judged(BARRIER, recorded)
    assert judgement.verdict is Verdict.UNKNOWN and broken == {"four-entries", "four-entries-log"}

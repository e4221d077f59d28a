"""The universal bounds with wrong constants are never PROVED, and the step that breaks is the right one."""

import dataclasses

from proofs.machinery.engine.proof import theorem

import pytest
import sympy as sp
from sympy import Rational, log

from proofs.beyond import universal_lower, universal_upper, window
from symbolic.formulas import potentials
from symbolic.formulas.kappa import KAPPA_BOUNDS
from symbolic.relations import ge
from symbolic.steps import Universal
from symbolic.verdict import Verdict
from tests.wrong.planted import judged, refuted, steps, swapped

LOWER, UPPER, WINDOW = universal_lower.universal_lower, universal_upper.universal_upper, window.window


@pytest.mark.parametrize("found", [LOWER, UPPER, WINDOW], ids=str)
def test_with_the_right_constants_nothing_breaks(found):
    judgement, broken = judged(found, steps(found).values())
    assert judgement.verdict is Verdict.PROVED and not broken


@pytest.mark.parametrize(
    ("constant", "value", "breaks", "false"),
    [
        ("CURB", Rational(98, 100), {"case-a-two", "case-b", "bend-left", "bend-middle"}, {"case-a-two", "case-b"}),
        (
            "STEEP",
            Rational(21, 10),
            {"no-entry-large", "case-b", "third-bend", "half-bend"},
            {"no-entry-large", "case-b"},
        ),
    ],
)
def test_the_curvature_of_the_potential_is_pinned(monkeypatch, constant, value, breaks, false):
    """phi'' = (1 - 0.98 m^2)/x, or m = min(x, 1 - 2.1 x): the case analysis has counterexamples."""
    honest = steps(LOWER)
    monkeypatch.setattr(potentials, constant, value)
    wrong = steps(LOWER)
    judgement, broken = judged(LOWER, wrong.values())
    assert judgement.verdict is Verdict.UNKNOWN
    assert breaks <= broken
    for name in false:
        assert refuted(LOWER, wrong[name]) and not refuted(LOWER, honest[name]), name


@pytest.mark.parametrize("constant", ["LEFT", "MIDDLE", "RIGHT"])
def test_the_pieces_of_the_potential_have_to_meet(monkeypatch, constant):
    piece = getattr(potentials, constant)
    monkeypatch.setattr(potentials, constant, piece + Rational(1, 1000))
    judgement, broken = judged(
        LOWER, [s for n, s in steps(LOWER).items() if n.split("-")[0] in ("third", "half", "bend")]
    )
    seams = {"LEFT": {"third-value"}, "MIDDLE": {"third-value", "half-value"}, "RIGHT": {"half-value"}}
    assert judgement.verdict is Verdict.UNKNOWN and broken == seams[constant]


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        (sp.Integer(4), Rational(399, 100), {"bend-right", "one-large"}),
        (Rational(1, 4), Rational(10, 39), {"weight-middle"}),
        (sp.Integer(2), Rational(19, 10), {"far"}),
    ],
    ids=["curvature-3.99", "weight-tau-over-3.9", "seam-at-1.9"],
)
def test_the_universal_smoothing_is_pinned(old, new, names):
    """phi'' = 3.99 - 1/(1-x); w = 1/2 + tau/3.9; the maximum itself from tau = 1.9 on."""
    wrong = steps(UPPER)
    for name in names:
        goal = wrong[name].goal
        if name == "far":  # only the range, not the function
            goal = dataclasses.replace(goal, hypotheses=swapped(goal.hypotheses, old, new))
        elif isinstance(goal, Universal):
            goal = dataclasses.replace(goal, claim=swapped(goal.claim, old, new))
        else:
            goal = dataclasses.replace(goal, result=swapped(goal.result, old, new))
        assert goal != wrong[name].goal, name
        wrong[name] = dataclasses.replace(wrong[name], goal=goal)
    judgement, broken = judged(UPPER, wrong.values())
    assert judgement.verdict is Verdict.UNKNOWN and broken == names
    for name in names:
        if isinstance(wrong[name].goal, Universal):
            assert refuted(UPPER, wrong[name]), name


@pytest.mark.parametrize(
    ("constant", "value", "step"),
    [("LOW", Rational("0.1932"), "printed-low"), ("HIGH", Rational("0.2467"), "printed-high")],
)
def test_the_window_is_printed_as_narrow_as_it_is_proved(monkeypatch, constant, value, step):
    monkeypatch.setattr(window, constant, value)
    judgement, broken = judged(WINDOW, steps(WINDOW).values())
    assert judgement.verdict is Verdict.UNKNOWN and step in broken
    assert judgement.reason.startswith(f"step {step} fails")


def test_kappa_ln_d_fails_at_three():
    """eps*_3 = 8/9 is below kappa ln 3, whatever kappa is between its bounds."""
    claim = ge(Rational(8, 9), KAPPA_BOUNDS[0] * log(3))

    def record(T):
        T.enclose("at-three", claim)

    made = theorem("probe", title="t", source="s", conclusion="c", claim=[claim])(record)
    judgement, broken = judged(made, steps(made).values())
    assert judgement.verdict is Verdict.REFUTED and broken == {"at-three"}

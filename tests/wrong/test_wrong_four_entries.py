"""The optimum of four entries with another constant, or with a bound left out, is not proved: the right step breaks."""

import dataclasses

import pytest
from sympy import Rational

from proofs.beyond import d4_optimum
from proofs.beyond.lemmas import d4_above, d4_curve
from symbolic.formulas import four_entries
from symbolic.relations import ge, le
from symbolic.verdict import Outcome, Verdict
from tests.wrong.planted import asked, check_needed, found, judged, steps

OPTIMUM = d4_optimum.d4_optimum


def test_the_steps_hold():
    _, broken = judged(OPTIMUM, steps(OPTIMUM).values())
    assert not broken


def breaks(names=None):
    """Return the steps that fail with the constants as they are now, among those named or among all."""
    recorded = steps(OPTIMUM)
    judgement, broken = judged(OPTIMUM, [recorded[name] for name in names or recorded])
    assert judgement.verdict is not Verdict.PROVED
    return broken


@pytest.mark.parametrize(
    ("constant", "value", "step"),
    [
        ("LARGE", 197, "two-forms"),
        ("COSINE", Rational(3, 4), "angle"),
        ("BEGIN", d4_optimum.BEGIN + 1, "two-forms"),
        ("LOW", Rational("1.18278429455151"), "printed-low"),
        ("HIGH", Rational("1.18278429455150"), "printed-high"),
    ],
)
def test_the_number_is_pinned(monkeypatch, constant, value, step):
    """197 for 198, arccos(3/4) for arccos(2/3), another a, and decimals that are too sharp."""
    monkeypatch.setattr(d4_optimum, constant, value)
    assert breaks(["angle", "two-forms", "printed-low", "printed-high"]) == {step}


def test_the_curve_ends_at_eight_fifteenths(monkeypatch):
    """With the limit 1/2 of eta at the end of the curve neither parabola bounds it."""
    monkeypatch.setattr(four_entries, "LOW_END", Rational(1, 2))
    names = ("low-barrier", "low-slope", "high-barrier", "high-slope")
    assert breaks(names) == {"low-slope", "high-slope"}


def test_the_cubic_ends_at_b_0(monkeypatch):
    """The cubic a tenth further: it meets neither the curve nor the value."""
    monkeypatch.setattr(d4_curve, "BEGIN", d4_curve.BEGIN * Rational(11, 10))
    names = ("b-start", "seam-value", "seam-slope", "seam-third")
    assert breaks(names) == set(names)


@pytest.mark.parametrize(
    ("name", "number", "relation"),
    [
        ("g-ahead", 5, le(d4_above.d, 9)),  # d up to 9 in place of 1
        ("f-behind", 5, ge(d4_above.ROOM, -1)),
        ("sum-large", 1, le(d4_above.tau, 1)),  # tau up to 1 in place of 1/3
        ("difference-large", 3, le(d4_above.eta, 1)),
        ("y-one", 2, ge(d4_above.eta, 0)),
        ("y-two", 4, ge(d4_above.ell, 0)),
        ("kappa-positive", 3, le(d4_above.eta, 1)),
        ("near-behind", 6, le(d4_above.n * d4_above.u, 9)),
    ],
)
def test_the_ranges_are_needed(name, number, relation):
    """A step with a wider range of tau, eta, ell or of the distances has a counterexample."""

    def change(goal):
        hypotheses = list(goal.hypotheses)
        hypotheses[number] = relation
        return asked(dataclasses.replace(goal, hypotheses=tuple(hypotheses)))

    assert found("d4-optimum", name).outcome is Outcome.HOLDS
    result = found("d4-optimum", name, change)
    assert result.outcome is Outcome.FAILS and "counterexample" in result.detail


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("ell-low", 3), ("ell-high", 2), ("kappa-positive", 3), ("lower-end-floor", 3),  # one of the two parabolas
        ("no-crossing", 0), ("at-the-seam", 4),
        ("t-none", 0), ("t-all", 0), ("axis-c", 1), ("second-b", 2),  # where the pieces are
        ("third-diagonal", 3), ("third-diagonal", 4), ("fourth-diagonal", 1), ("fourth-diagonal", 4),  # sorted, and A_2
        ("too-large", 1), ("too-large", 6), ("too-small", 3), ("not-in-the-middle", 1), ("kink", 1), ("kink-beyond", 0),
        ("kink-beyond", 2), ("room", 3), ("n-small", 2), ("near-behind", 4), ("z-small", 4), ("affine", 5),
    ],
)
def test_no_hypothesis_is_idle(name, number):
    check_needed("d4-optimum", name, number)


def test_the_third_derivative_falls_no_faster():
    """kappa exceeds 0, and not everywhere 19/20."""

    def change(goal):
        tau, eta = d4_above.tau, d4_above.eta
        floor = Rational(19, 20) * (2 - tau) * four_entries.reach(tau, eta)
        return asked(dataclasses.replace(goal, claim=ge(goal.claim.lhs, floor)))

    assert found("d4-optimum", "kappa-positive", change).outcome is Outcome.FAILS

"""The sharper lower bound with another potential or another constant is not PROVED, and the right step breaks."""

import pytest
import sympy as sp
from sympy import Rational

from proofs.beyond import sharper_lower
from symbolic.formulas import sharper_potential
from symbolic.verdict import Verdict
from tests.wrong.planted import judged, refuted, steps

SHARPER = sharper_lower.sharper_lower
x = sharper_potential.x
MILLI = Rational(1, 1000)


def test_the_sharper_bound_holds():
    judgement, broken = judged(SHARPER, steps(SHARPER).values())
    assert judgement.verdict is Verdict.PROVED and not broken


def test_the_potential_has_to_be_raised_beyond_a_third(monkeypatch):
    """With the old g = (1 - 2x)^2 from 1/3 to 2/5 the claim (*) fails, although g is still continuous."""
    honest = steps(SHARPER)
    monkeypatch.setitem(sharper_potential.WEIGHT, "falling", sp.expand((1 - 2 * x) ** 2))
    wrong = steps(SHARPER)
    judgement, broken = judged(SHARPER, wrong.values())
    false = {"case-c-five-flat-falling", "case-c-five-rising-falling"}
    assert judgement.verdict is Verdict.UNKNOWN
    assert {"bend-falling", *false} <= broken
    assert not {"bend-rising-falling", "bend-falling-last"} & broken
    for name in false:
        assert refuted(SHARPER, wrong[name]) and not refuted(SHARPER, honest[name]), name


@pytest.mark.parametrize("piece", ["flat", "rising"])
def test_the_potential_is_not_lower_before_a_third(monkeypatch, piece):
    """g a little smaller on one piece: the seams do not fit, and neither does the second derivative."""
    monkeypatch.setitem(sharper_potential.WEIGHT, piece, sharper_potential.WEIGHT[piece] - MILLI)
    judgement, broken = judged(SHARPER, [s for n, s in steps(SHARPER).items() if "bend" in n])
    before, after = {"flat": ("first", "rising"), "rising": ("flat", "falling")}[piece]
    assert judgement.verdict is Verdict.UNKNOWN
    assert broken == {f"bend-{piece}", f"bend-{before}-{piece}", f"bend-{piece}-{after}"}


@pytest.mark.parametrize("seam", (0, 4))
def test_a_smaller_constant_breaks_a_seam(monkeypatch, seam):
    """Gamma - 1/1000, with as many pieces as one likes shifted along: somewhere phi has a jump and a corner."""
    names = list(sharper_potential.PIECES)
    for name in names[: seam + 1]:
        monkeypatch.setitem(sharper_potential.PIECES, name, sharper_potential.PIECES[name] - MILLI * x)
    monkeypatch.setattr(sharper_potential, "GAMMA", sharper_potential.GAMMA - MILLI)
    monkeypatch.setattr(sharper_potential, "BOUND", sharper_potential.BOUND + MILLI)
    kinds = ("bend", "value", "slope", "centre", "printed")
    judgement, broken = judged(SHARPER, [s for n, s in steps(SHARPER).items() if n.split("-")[0] in kinds])
    at = f"{names[seam]}-{names[seam + 1]}"
    assert judgement.verdict is Verdict.UNKNOWN
    assert broken == {f"value-{at}", f"slope-{at}", "printed-low"}


@pytest.mark.parametrize(
    ("constant", "value", "step"),
    [
        ("LOW", Rational("0.23987"), "printed-low"),
        ("HIGH", Rational("0.23986"), "printed-high"),
        ("WIDTH", Rational("0.0467"), "window-width"),
    ],
)
def test_the_decimals_are_as_sharp_as_they_are_printed(monkeypatch, constant, value, step):
    monkeypatch.setattr(sharper_lower, constant, value)
    judgement, broken = judged(SHARPER, [s for n, s in steps(SHARPER).items() if n.split("-")[0] in step])
    assert judgement.verdict is Verdict.UNKNOWN and broken == {step}

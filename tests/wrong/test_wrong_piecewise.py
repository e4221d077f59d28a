"""The search behind the piecewise lower bound settles no box that it should not, and another potential fails it."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from sympy import Rational

from proofs.beyond import piecewise_lower
from proofs.beyond.lemmas import arrangements
from proofs.beyond.lemmas.arrangements import UNIT, Box, Cell, Search, exchanged, narrowed
from symbolic.formulas import piecewise_potential as potential
from symbolic.verdict import Verdict
from tests.wrong.planted import judged, steps

PIECEWISE = piecewise_lower.piecewise_lower
THIRD, FIFTH = (Fraction(131, 400), Fraction(1, 3)), (Fraction(239, 1200), Fraction(241, 1200))


def with_value(monkeypatch, knot, value):
    """The search with another value of g at one knot."""
    values = list(potential.VALUES)
    values[potential.KNOTS.index(knot)] = value
    monkeypatch.setattr(potential, "VALUES", tuple(values))
    monkeypatch.setattr(potential, "LINES", {name: potential.line(k) for k, name in enumerate(potential.LINES)})
    return Search.of_the_potential()


@pytest.mark.parametrize("around", [THIRD, FIFTH])
def test_the_potential_gives_enough(around):
    search = Search.of_the_potential().over(*around)
    assert search.least >= 0 and search.boxes > 1


@pytest.mark.parametrize(
    ("knot", "value", "around"),
    [(Rational(1, 3), Rational("0.111"), THIRD), (Rational(1, 5), Rational("0.03"), FIFTH)],
)
def test_odd_equal_entries_need_their_square(monkeypatch, knot, value, around):
    """Three or five equal entries have an imbalance as large as an entry: g has to be its square there."""
    assert with_value(monkeypatch, knot, value).over(*around).least < 0


def test_the_intervals_leave_no_imbalance_out():
    found = arrangements.intervals()
    assert found[0][0] == arrangements.LEAST and found[-1][1] == Fraction(1, 3)
    assert all(one[1] == other[0] and one[0] < one[1] for one, other in pairwise(found))


def partitions(total, largest):
    """All ways to write a number as a sum, the largest term first."""
    if total == 0:
        yield ()
    for first in range(min(total, largest), 0, -1):
        for rest in partitions(total - first, first):
            yield (first, *rest)


def arrangements_of(size):
    """Splits of least imbalance of number partitions, with entries of P and X as in case C."""
    for parts in partitions(size, size // 2):
        sums = {0: ()}  # total -> numbers of the terms
        for number, part in enumerate(parts):
            sums |= {total + part: (*chosen, number) for total, chosen in sums.items() if total + part not in sums}
        half = min(total for total in sums if 2 * total >= size)
        delta = Fraction(2 * half - size, size)
        p = [Fraction(parts[number], size) for number in sums[half]]
        n = [Fraction(part, size) for number, part in enumerate(parts) if number not in sums[half]]
        floor = Fraction(potential.KNOTS[0])
        if delta > arrangements.LEAST and min(p) > floor and max(*p, *n) < (1 - floor) / 2:
            yield delta, p, [entry for entry in n if entry >= delta]


def weight(entry):
    """g at an entry."""
    number = sum(Fraction(knot) < entry for knot in potential.KNOTS)
    if number == 0:
        return entry**2
    constant, slope = potential.LINES[f"line-{number}"]
    return Fraction(constant) + Fraction(slope) * entry


def cell(rng, search, entry):
    """An interval in one piece of g around an entry."""
    width = rng.choice([0, Fraction(1, 1000), Fraction(1, 50), 1])
    at = int(entry * UNIT)
    homes = [home for home in search.cells if home.low <= at < home.high]
    home = homes[0] if homes else Cell(0, search.cells[0].low, arrangements.SQUARE)
    spread = int(width * UNIT)
    return Cell(max(home.low, at - spread), min(home.high, at + 1 + spread), home.piece)


@pytest.mark.parametrize("size", [27, 30, 31])
def test_no_box_with_an_arrangement_in_it_is_dropped_or_promised_too_much(size):
    rng, search, seen = random.Random(size), Search.of_the_potential(), 0
    for delta, p, n in arrangements_of(size):
        seen += 1
        have = sum(e * weight(e) for e in p) / (1 + delta) ** 2 + sum(e * weight(e) for e in n) / (1 - delta) ** 2
        assert have >= delta**2 / (1 - delta**2)
        for _ in range(4):
            slack = int(rng.choice([0, Fraction(1, 500), Fraction(1, 30)]) * UNIT)
            low, high = max(int(delta * UNIT) - slack, 0), int(delta * UNIT) + 1 + slack
            box = Box(low, high, tuple(cell(rng, search, e) for e in p), tuple(cell(rng, search, e) for e in n))
            for tighten in (narrowed, exchanged):
                box = tighten(box, whole=True)
                assert box is not None, (delta, p, n)
                assert box.low <= delta * UNIT <= box.high
                for entry, found in zip((*p, *n), (*box.p, *box.n), strict=True):
                    assert found.low <= entry * UNIT <= found.high
                square = Fraction(box.high, UNIT) ** 2
                assert Fraction(*search.surplus(box, whole=True)) * square <= have * (1 - square)
    assert seen > 5


def test_the_bound_is_as_sharp_as_it_is_printed(monkeypatch):
    monkeypatch.setattr(piecewise_lower, "LOST", Rational("0.2339"))
    monkeypatch.setattr(piecewise_lower, "WIDTH", Rational("0.0407"))
    recorded = [step for name, step in steps(PIECEWISE).items() if name in ("gamma", "width")]
    judgement, broken = judged(PIECEWISE, recorded)
    assert judgement.verdict is Verdict.UNKNOWN and broken == {"gamma", "width"}

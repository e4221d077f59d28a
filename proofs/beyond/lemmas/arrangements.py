"""What the entries of a split of least imbalance give at least: an exact search through boxes.

All entries are at most (1 - NINTH)/2, the split into P and N has the least imbalance delta, x(P) - x(N) = delta, and
every entry of P is more than NINTH.  The search shows that the sum of x g over P, divided by (1 + delta)^2, and that
over N, divided by (1 - delta)^2, add up to at least delta^2/(1 - delta^2).  What it uses of the split is this:

    x(P) = (1 + delta)/2 and x(N) = (1 - delta)/2, no entry of P is below delta, no entry above (1 - delta)/2;
    x(S) - x(T) is nowhere between 0 and delta, for S in P and T in N: exchanging them would make a smaller imbalance;
    so if x(S) - x(T) is positive it stays at least delta when the entries of N below delta, the dust, join T one by
    one, and x(S) - x(T) - delta is no less than all the dust.

A box is an interval for delta, one for each entry of P and one for each entry of N that is at least delta; the dust is
what is left of x(N).  Every arrangement of entries lies in a box where each interval lies in one piece of g: the boxes
are listed by the pieces, and no piece of P and no piece of N is left out.  A box is settled if the facts above leave
nothing of it, or if what it gives is enough; otherwise its widest interval is halved.  Lengths are whole numbers of
1/UNIT, g has whole coefficients, and everything that is rounded is rounded to the safe side.

proofs/coq/theories/PiecewiseSearch.v has a search of its own for the same, coarser and proved sound: that one carries
the theorem, this one the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from math import lcm
from typing import NamedTuple

from proofs.machinery.engine import lemma
from symbolic.formulas import piecewise_potential as potential
from symbolic.steps import Case

UNIT = 25200 << 24
"""Every knot is a whole number of 1/UNIT, and so is what 24 halvings make of it."""

LEAST = Fraction(3, 40)
"""Below this imbalance no search is needed."""

STEPS = 14
"""The imbalances from LEAST to 1/3 are searched in so many intervals, each longer than the one before."""

DEEPEST = 60
"""Boxes are halved at most so often one after the other."""

SQUARE = -1
"""The piece where g = x^2."""


class Short(Exception):
    """A box was halved DEEPEST times and does not give enough; the search ends there."""


class Cell(NamedTuple):
    """An interval for an entry, and the piece of g in which it lies."""

    low: int
    high: int
    piece: int


Cells = tuple[Cell, ...]


class Box(NamedTuple):
    """Intervals for the imbalance and for the entries of P and of N, and the most that the dust can be."""

    low: int
    high: int
    p: Cells
    n: Cells
    dust: int = UNIT


def _whole(length: Fraction) -> int:
    scaled = length * UNIT
    if scaled.denominator != 1:
        raise ValueError(f"{length} is no whole number of 1/{UNIT}")
    return int(scaled)


def _totals(cells: Sequence[Cell]) -> tuple[int, int]:
    return sum([cell.low for cell in cells]), sum([cell.high for cell in cells])


def _subsets(cells: Cells, most: int) -> list[tuple[int, int]]:
    """Return the least and the largest total of every subset of up to `most` entries."""
    return [_totals(chosen) for size in range(most + 1) for chosen in combinations(cells, size)]


@dataclass
class Search:
    """The search for one function g; `least` is the smallest surplus of a box that gives enough."""

    cells: Cells
    """The intervals between the knots, up to the largest entry."""
    lines: Sequence[tuple[int, int]]
    """g on them times `scale`: a constant, and a multiple of x."""
    scale: int
    least: Fraction = Fraction(1)
    boxes: int = 0

    @classmethod
    def of_the_potential(cls) -> Search:
        """Return the search for the potential in `symbolic.formulas.piecewise_potential`."""
        top = (1 - Fraction(potential.KNOTS[0])) / 2
        lines = [(Fraction(constant), Fraction(slope)) for constant, slope in potential.LINES.values()]
        scale = lcm(*(part.denominator for line in lines for part in line)) << 24
        ends = [min(Fraction(knot), top) for knot in potential.KNOTS]
        cells = tuple(Cell(_whole(a), _whole(b), k) for k, (a, b) in enumerate(pairwise(ends)))
        return cls(cells, [(int(constant * scale), int(slope * scale)) for constant, slope in lines], scale)

    def over(self, low: Fraction, high: Fraction) -> Search:
        """Search all arrangements whose imbalance is in an interval; `least` is negative if one may fall short."""
        with suppress(Short):
            self.choose_p(Box(_whole(low), _whole(high), (), ()), 0)
        return self

    def line(self, cell: Cell) -> tuple[int, int]:
        """Return a constant c and a slope m such that x g is at least x (c UNIT + m x) / (scale UNIT^2) in the cell."""
        if cell.piece == SQUARE:
            return self.scale * cell.low**2 // UNIT**2, 0
        return self.lines[cell.piece]

    def slope(self, cell: Cell, at: int) -> int:
        """Return the slope of x g there, times scale UNIT."""
        constant, slope = self.line(cell)
        return constant * UNIT + 2 * slope * at

    def entry(self, cell: Cell, price: int) -> int:
        """Return the least x g - price x in the cell, times scale UNIT^2; the price is times scale UNIT."""
        constant, slope = self.line(cell)
        rest = constant * UNIT - price
        found = min(cell.low * (rest + slope * cell.low), cell.high * (rest + slope * cell.high))
        if slope > 0 and 2 * slope * cell.low < -rest < 2 * slope * cell.high:
            return min(found, -(rest**2) // (4 * slope))  # the vertex of the parabola, rounded down
        return found

    def given(self, cells: Cells, low: int, high: int | None) -> int:
        """Return the least sum of x g of entries in the cells, whose total is known, times scale UNIT^2.

        The total is from `low` to `high`, in 1/(2 UNIT), or at least `low` if that is None.  Whatever the price, the
        sum is at least the price times the total and the least of each x g - price x.
        """
        prices = {self.slope(cell, (cell.low + cell.high) // 2) for cell in cells} | {0}
        best = None
        for price in prices:
            if price >= 0 or high is not None:
                total = low if price >= 0 else high
                found = price * (total or 0) // 2 + sum(self.entry(cell, price) for cell in cells)
                best = found if best is None else max(best, found)
        return max(best or 0, 0)

    def surplus(self, box: Box, whole: bool) -> tuple[int, int]:
        """Return what the box gives at least and what it needs at most, by one factor too large; all of N if whole."""
        on_p = self.given(box.p, UNIT + box.low, UNIT + box.high)
        on_n = self.given(box.n, max(UNIT - box.high - 2 * box.dust, 0) if whole else 0, None)
        plus, minus = UNIT + box.high, UNIT - box.low
        return (on_p * minus**2 + on_n * plus**2) * (UNIT - box.high), self.scale * box.high**2 * plus * minus**2

    def enough(self, box: Box, whole: bool) -> bool:
        """Whether all of the box gives enough."""
        gives, needs = self.surplus(box, whole)
        if gives < needs:
            return False
        self.least = min(self.least, Fraction(gives - needs, needs))
        return True

    def settle(self, box: Box, depth: int = 0) -> None:
        """Settle a box in which N has no other entries from delta on, or note by how much it falls short."""
        self.boxes += 1
        for tighten in (narrowed, exchanged):
            found = tighten(box, whole=True)
            if found is None or self.enough(found, whole=True):
                return
            box = found
        if depth == DEEPEST:
            gives, needs = self.surplus(box, whole=True)
            self.least = min(self.least, Fraction(gives - needs, needs))
            raise Short
        for half in halves(box):
            self.settle(half, depth + 1)

    def choose_n(self, box: Box, last: int) -> None:
        """Settle every box with these entries of P: N as it is, and N with one entry more, no piece above the last."""
        found = narrowed(box, whole=False)
        if found is None or self.enough(found, whole=False):
            return
        self.settle(box)
        for piece in range(last, SQUARE - 1, -1):
            cell = self.cells[piece] if piece != SQUARE else Cell(box.low, self.cells[0].low, SQUARE)
            if cell.low <= cell.high:
                self.choose_n(box._replace(n=(*box.n, cell)), piece)

    def choose_p(self, box: Box, first: int) -> None:
        """Settle every box with this interval of imbalances and entries of P from these pieces on."""
        low, high = _totals(box.p)
        if 2 * low > UNIT + box.high:
            return
        if len(box.p) >= 2 and 2 * high >= UNIT + box.low:
            self.choose_n(box, len(self.cells) - 1)
        for piece in range(first, len(self.cells)):
            cell = self.cells[piece]
            if box.low <= cell.high:
                self.choose_p(box._replace(p=(*box.p, cell._replace(low=max(cell.low, box.low)))), piece)


def narrowed(box: Box, whole: bool) -> Box | None:
    """Return what the sums and single entries leave of a box, or None.

    If it is whole, N has no other entries from delta on.
    """
    low, high, p, n = box.low, box.high, list(box.p), list(box.n)
    dust = box.dust
    for _ in range(4):
        before = (low, high, dust, *p, *n)
        least, most = _totals(p)
        low, high = max(low, 2 * least - UNIT), min(high, 2 * most - UNIT, *(cell.high for cell in p))
        top = (UNIT - low + 1) // 2  # of an entry, and of all of N
        least_n, most_n = _totals(n)
        high = min(high, UNIT - 2 * least_n)
        if low > high or least_n > top:
            return None
        dust = min(dust, min(cell.high for cell in p) - low)
        for number, cell in enumerate(p):
            floor = max(cell.low, (UNIT + low) // 2 - (most - cell.high), low)
            p[number] = Cell(floor, min(cell.high, (UNIT + high + 1) // 2 - (least - cell.low), top), cell.piece)
        left = (UNIT - high) // 2 - dust if whole else 0  # of N without the dust
        for number, cell in enumerate(n):
            floor = max(cell.low, left - (most_n - cell.high), low)
            n[number] = Cell(floor, min(cell.high, top - (least_n - cell.low)), cell.piece)
        if most_n < left or any(cell.low > cell.high for cell in (*p, *n)):
            return None
        for one in range(len(p)):
            for other in range(len(n)):
                if (pair := apart(p[one], n[other], low)) is None:
                    return None
                p[one], n[other] = pair
        if before == (low, high, dust, *p, *n):
            break
    return Box(low, high, tuple(p), tuple(n), dust) if dust >= 0 else None


def apart(one: Cell, other: Cell, delta: int) -> tuple[Cell, Cell] | None:
    """Return what is left of the intervals of an entry of P and one of N, if it is not below by less than delta."""
    if other.low > one.high - delta:  # so it is not below at all
        if one.high > other.high:
            one = Cell(one.low, other.high, one.piece)
        if other.low < one.low:
            other = Cell(one.low, other.high, other.piece)
    elif other.high < one.low:  # so it is below by delta at least
        if one.low < other.low + delta:
            one = Cell(other.low + delta, one.high, one.piece)
        if other.high > one.high - delta:
            other = Cell(other.low, one.high - delta, other.piece)
    return None if one.low > one.high or other.low > other.high else (one, other)


def exchanged(box: Box, whole: bool) -> Box | None:
    """Return a box with what all exchanges of several entries leave for the dust, or None if one is impossible."""
    dust = box.dust
    of_n = _subsets(box.n, len(box.n))
    for least, most in _subsets(box.p, len(box.p) - 1)[1:]:
        for low, high in of_n:
            if least > high:  # the exchange takes more than it gives: by delta and by the dust at least
                dust = min(dust, most - low - box.low)
    if dust < 0 or (whole and 2 * _totals(box.n)[1] < UNIT - box.high - 2 * dust):
        return None
    return box._replace(dust=dust)


def halves(box: Box) -> Iterator[Box]:
    """Yield the two halves of a box across its widest interval."""
    widths = [box.high - box.low, *(cell.high - cell.low for cell in (*box.p, *box.n))]
    number = widths.index(max(widths)) - 1
    if number < 0:
        middle = (box.low + box.high) // 2
        yield box._replace(high=middle)
        yield box._replace(low=middle)
        return
    cells = (*box.p, *box.n)
    cell, many = cells[number], len(box.p)
    middle = (cell.low + cell.high) // 2
    for half in (cell._replace(high=middle), cell._replace(low=middle)):
        changed = (*cells[:number], half, *cells[number + 1:])
        yield box._replace(p=changed[:many], n=changed[many:])


def intervals() -> list[tuple[Fraction, Fraction]]:
    """Return the intervals of imbalances from LEAST to 1/3."""
    ends = [LEAST * Fraction(112, 100) ** step for step in range(STEPS)]
    rounded = [Fraction(round(end * 1200), 1200) for end in ends]
    return list(zip(rounded, [*rounded[1:], Fraction(1, 3)], strict=True))


def searched() -> Iterator[Case]:
    """Yield a case for each interval of imbalances: the least surplus of its boxes, relative to what is needed."""
    for low, high in intervals():
        search = Search.of_the_potential().over(low, high)
        yield f"imbalances from {low} to {high}, {search.boxes} boxes", search.least, ">=", Fraction(0)


if __name__ == "__main__":
    lemma.script(__file__)

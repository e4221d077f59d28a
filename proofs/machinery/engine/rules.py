"""The rules of case split and of induction, by which several steps give a relation that none of them gives alone.

Cases are complete where what tells them apart is one expression, its numbers are rational, and the intervals in which
the cases put it cover the line: decided in exact arithmetic. An induction joins its base and its step where its
relation, moved by one term, is what the step claims, and at the start what the base claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

import sympy as sp

from proofs.machinery.engine.assumed import suits
from proofs.machinery.engine.combination import unmet
from proofs.machinery.engine.fact import Fact
from symbolic.partial import Condition
from symbolic.relations import Relation
from symbolic.steps import Induction, Step, Universal

Terms = frozenset[tuple[sp.Expr, sp.Rational]]


class Interval(NamedTuple):
    """The numbers from `low` to `high`, None for no end; `with_low` and `with_high` say whether the ends belong."""

    low: Fraction | None
    with_low: bool
    high: Fraction | None
    with_high: bool


def _fraction(value: sp.Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def axis(hypothesis: Relation) -> tuple[sp.Expr, list[Interval]] | None:
    """Return the expression, without its number and to scale, that a relation speaks of, and where it puts it.

    >>> n = sp.Symbol("n", real=True)
    >>> axis(Relation(2 * n, ">", sp.Integer(3)))
    (n, [Interval(low=Fraction(3, 2), with_low=False, high=None, with_high=False)])
    """
    fact = Fact(hypothesis)
    moving = {term: value for term, value in fact.terms.items() if term != 1}
    if not moving:
        return None
    scale = moving[min(moving, key=sp.default_sort_key)]
    expr = sp.Add(*(value / scale * term for term, value in moving.items()))
    end = _fraction(-fact.terms.get(sp.S.One, sp.S.Zero) / scale)
    if hypothesis.sign == "=":
        return expr, [Interval(end, True, end, True)]
    if hypothesis.sign == "!=":
        return expr, [Interval(None, False, end, False), Interval(end, False, None, False)]
    closed = not hypothesis.strict
    found = Interval(end, closed, None, False) if scale > 0 else Interval(None, False, end, closed)
    return expr, [_among_integers(found) if expr.is_integer else found]


def _among_integers(found: Interval) -> Interval:
    """Return a ray with all the numbers up to the next integer outside of it: no integer lies between."""
    low, with_low, high, with_high = found
    if low is not None:
        return Interval(Fraction(ceil(low) - 1 if with_low else floor(low)), False, None, False)
    assert high is not None
    return Interval(None, False, Fraction(floor(high) + 1 if with_high else ceil(high)), False)


def _met(one: Interval, two: Interval) -> Interval:
    """Return what lies in both."""
    lows = [(i.low, not i.with_low) for i in (one, two) if i.low is not None]
    highs = [(i.high, i.with_high) for i in (one, two) if i.high is not None]
    low, open_low = max(lows, default=(None, True))
    high, with_high = min(highs, default=(None, False))
    return Interval(low, not open_low, high, with_high)


def covers(intervals: Iterable[Interval]) -> bool:
    """Do intervals cover the line?

    >>> up, down = Interval(Fraction(0), True, None, False), Interval(None, False, Fraction(0), False)
    >>> covers([up, down]), covers([up._replace(with_low=False), down])
    (True, False)
    """
    left = [i for i in intervals if i.low is None or i.high is None or i.low <= i.high]
    if any(i.low is None and i.high is None for i in left):
        return True
    starts = [(i.high, i.with_high) for i in left if i.low is None and i.high is not None]
    if not starts:
        return False
    reach, closed = max(starts)
    while True:
        onward = [i for i in left if i.low is not None
                  and (i.low < reach or (i.low == reach and (closed or i.with_low)))]
        if any(i.high is None for i in onward):
            return True
        farther = max(((i.high, i.with_high) for i in onward if i.high is not None), default=(reach, closed))
        if farther <= (reach, closed):
            return False
        reach, closed = farther


def _cases(rest: frozenset[Relation], expr: sp.Expr, cases: Iterable[frozenset[Relation]]) -> list[Interval]:
    """Return where the cases put an expression that need nothing else but `rest`."""
    found = []
    for case in cases:
        places = [place for h in case - rest if (place := axis(h)) is not None and place[0] == expr]
        if places and len(places) == len(case - rest):
            whole = [Interval(None, False, None, False)]
            for _, intervals in places:
                whole = [_met(one, two) for one in whole for two in intervals]
            found += whole
    return found


def split(
    cases: Sequence[frozenset[Relation]], claim: Relation, facts: Iterable[Fact], met: Callable[[Condition], bool]
) -> bool:
    """Do cases, each the hypotheses of a step with this claim that are no facts, leave nothing out?

    Two or more cases that differ in one expression become one without it; then the next expression's turn comes.
    """
    known = set(cases)
    bounds = [f.relation.negation() for f in facts if f.relation.sign not in ("=", "!=")]
    outside = [place for relation in bounds if (place := axis(relation)) is not None]
    while frozenset() not in known:
        found: set[frozenset[Relation]] = set()
        for hypothesis in frozenset().union(*known):
            place = axis(hypothesis)
            if place is None or unmet([hypothesis], claim, met):
                continue
            for rest in {frozenset(h for h in case if (a := axis(h)) is None or a[0] != place[0]) for case in known}:
                intervals = _cases(rest, place[0], known)
                if len(intervals) > 1 and covers(
                    intervals + [i for expr, some in outside if expr == place[0] for i in some]
                ):
                    found.add(rest)
        if found <= known:
            return False
        known |= found
    return True


def induction_fault(joined: Induction, goal: Universal) -> str | None:
    """Return why a base and a step are no induction together, in one line; None where they are.

    The step moves one of its hypotheses to its claim; a letter that is moved by a number counts terms, one by one. The
    base is that hypothesis, or the claim, at the start.
    """
    moves, start = dict(joined.moves), dict(joined.start)
    if set(moves) != set(start) or not moves:
        return "the induction does not say of each letter that moves where it starts"
    for letter, value in moves.items():
        by = sp.expand(value - letter)
        if (by.is_number and by != 1) or (letter.is_integer and value.is_integer is not True):
            return f"one more term takes {letter} to {value}, which is not one more"
        if suits(letter, start[letter]) is False:
            return f"{letter} cannot start at {start[letter]}"
    if any(letter.is_integer for letter in moves) and not any(value == letter + 1 for letter, value in moves.items()):
        return "no letter of the induction moves by one"
    claim, base = Fact(goal.claim), Fact(joined.base)
    before = [given for given in goal.hypotheses if Fact(given.at_once(moves)).same(claim)]
    if not before:
        return f"no hypothesis becomes {goal.claim} by one more term"
    if not any(Fact(relation.at_once(start)).same(base) for relation in (*before, goal.claim)):
        return f"the base {joined.base} is not the relation of the step at the first term"
    return None


def concluded(step: Step, goals: Iterable[object]) -> tuple[tuple[Relation, ...], Relation, sp.Symbol, sp.Expr] | None:
    """Return what an induction on one integer gives: hypotheses, the relation, the integer and where it begins.

    Only an induction in which nothing but that integer moves says its relation of a letter; hypotheses of the step
    that speak of the integer must hold from the start on, and are left for the caller to find among them.
    """
    joined, goal = step.induction, step.goal
    if joined is None or not isinstance(goal, Universal) or len(joined.moves) != 1:
        return None
    (letter, moved), start = joined.moves[0], dict(joined.start)
    if induction_fault(joined, goal) is not None or letter.is_integer is not True or moved != letter + 1:
        return None
    first = start[letter]
    base = Fact(joined.base)
    shown = joined.base in joined.base_given or (joined.base_given, joined.base) in (
        (other.hypotheses, other.claim) for other in goals if isinstance(other, Universal)
    )
    empty = joined.base.lhs == joined.base.rhs and joined.base.allows(0)
    before = next(given for given in goal.hypotheses if Fact(given.at_once(dict(joined.moves))).same(Fact(goal.claim)))
    if not first.is_Integer or not (shown or empty):
        return None
    begin = first if Fact(before.at_once(start)).same(base) else first + 1
    if suits(letter, begin) is not True or any(letter in given.free_symbols() for given in joined.base_given):
        return None
    return (*joined.base_given, *(given for given in goal.hypotheses if given != before)), before, letter, begin

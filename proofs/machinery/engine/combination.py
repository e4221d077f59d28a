"""The rule of transitivity and of sums: a wanted slack is put together from slacks of facts, exactly.

What is wanted holds where its slack is a sum of known slacks, each times a nonnegative rational number (an equality
times any), and of a nonnegative number. The multipliers are found by the simplex method over the rationals, and what
counts is not how they were found: the sum is expanded and must be the wanted slack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import sympy as sp

from proofs.machinery.engine.fact import Fact
from symbolic.partial import Condition, conditions
from symbolic.relations import Relation, ge, gt

MOST = 80
"""So many facts are combined; with more that share terms nothing is concluded."""


def solution(columns: Sequence[Sequence[Fraction]], target: Sequence[Fraction]) -> list[Fraction] | None:
    """Return x >= 0 with sum_j x_j columns[j] = target, or None where there is none.

    The first phase of the simplex method, by Bland's rule, which ends: shapes (n, m) and (m,) give (n,).

    >>> solution([[Fraction(1), Fraction(0)], [Fraction(1), Fraction(1)]], [Fraction(3), Fraction(2)])
    [Fraction(1, 1), Fraction(2, 1)]
    >>> solution([[Fraction(1)]], [Fraction(-1)]) is None
    True
    """
    count, size = len(columns), len(target)
    rows = []
    for i, value in enumerate(target):
        sign = -1 if value < 0 else 1
        units = [Fraction(int(i == k)) for k in range(size)]
        rows.append([*(sign * column[i] for column in columns), *units, sign * value])
    basis = [count + i for i in range(size)]
    while True:
        costs = [sum((row[j] for row, b in zip(rows, basis, strict=True) if b >= count), Fraction(0))
                 for j in range(count)]
        enters = next((j for j, cost in enumerate(costs) if cost > 0), None)
        if enters is None:
            break
        leaves = min((row[-1] / row[enters], b, i) for i, (row, b) in enumerate(zip(rows, basis, strict=True))
                     if row[enters] > 0)[2]
        pivot = [entry / rows[leaves][enters] for entry in rows[leaves]]
        rows = [
            pivot if i == leaves else [a - row[enters] * b for a, b in zip(row, pivot, strict=True)]
            for i, row in enumerate(rows)
        ]
        basis[leaves] = enters
    if any(row[-1] for row, b in zip(rows, basis, strict=True) if b >= count):
        return None
    found = [Fraction(0)] * count
    for row, b in zip(rows, basis, strict=True):
        if b < count:
            found[b] = row[-1]
    return found


def _related(facts: Iterable[Fact], wanted: Fact) -> list[Fact]:
    """Return the order relations and equalities that share terms with what is wanted, directly or through others."""
    left = [fact for fact in facts if fact.relation.sign != "!="]
    reached = set(wanted.terms) - {sp.S.One}
    found: list[Fact] = []
    while near := [fact for fact in left if reached & set(fact.terms)]:
        found += near
        left = [fact for fact in left if fact not in near]
        reached |= {term for fact in near for term in fact.terms} - {sp.S.One}
    return found


def multipliers(facts: Sequence[Fact], wanted: Fact) -> tuple[list[tuple[Fraction, Fact]], Fraction] | None:
    """Return multipliers of facts, and the number left, that add up to the slack of an order relation.

    Equalities may have negative ones. For a strict relation the number or the multiplier of a strict fact is
    positive. None where there are none, and where facts contradict each other.
    """
    used = _related(facts, wanted)
    terms = sorted({sp.S.One, *wanted.terms, *(t for fact in used for t in fact.terms)}, key=sp.default_sort_key)
    if len(used) > MOST or not set(wanted.terms) - {sp.S.One} <= {t for fact in used for t in fact.terms}:
        return None
    signed = [(fact, 1) for fact in used] + [(fact, -1) for fact in used if fact.relation.sign == "="]

    def column(fact: Fact, sign: int, weight: int) -> list[Fraction]:
        values = [fact.terms.get(term, sp.S.Zero) for term in terms]
        return [*(sign * Fraction(int(value.p), int(value.q)) for value in values), Fraction(weight)]

    columns = [column(fact, sign, int(fact.relation.strict)) for fact, sign in signed]
    columns.append([*(Fraction(int(term == 1)) for term in terms), Fraction(1)])
    columns.append(column(wanted, -1, int(not wanted.relation.strict)))
    found = solution(columns, [*(Fraction(0) for _ in terms), Fraction(1)])
    if found is None or found[-1] == 0:
        return None
    scaled = [value / found[-1] for value in found[:-1]]
    return [(sign * value, fact) for value, (fact, sign) in zip(scaled, signed, strict=False) if value], scaled[-1]


def _adds_up(parts: Sequence[tuple[Fraction, Fact]], number: Fraction, wanted: Fact) -> bool:
    """Is the wanted slack that sum, term by term, and has every part the sign that it needs?"""
    if number < 0 or any(value < 0 and fact.relation.sign != "=" for value, fact in parts):
        return False
    if wanted.relation.strict and not (number > 0 or any(value > 0 and fact.relation.strict for value, fact in parts)):
        return False
    total = sp.Add(*(sp.Rational(v.numerator, v.denominator) * fact.slack for v, fact in parts))
    return bool(sp.expand(wanted.slack - total - sp.Rational(number.numerator, number.denominator)) == 0)


def unmet(relations: Iterable[Relation], among: Relation, met: Callable[[Condition], bool]) -> bool:
    """Asks one of the relations for more in order to have a value than another one and what is known?

    A relation says nothing where it has no value, and what has none may cancel in a sum.
    """
    asked = conditions([side for relation in relations for side in (relation.lhs, relation.rhs)])
    return not all(map(met, asked - conditions([among.lhs, among.rhs])))


def combined(facts: Sequence[Fact], wanted: Fact, met: Callable[[Condition], bool]) -> bool:
    """Does the wanted relation follow from facts by transitivity and addition?

    >>> a, b, c = sp.symbols("a b c", real=True)
    >>> combined([Fact(gt(a, b)), Fact(ge(b, c))], Fact(gt(2 * a, 2 * c)), lambda condition: False)
    True
    >>> combined([Fact(ge(a, b)), Fact(ge(b, a))], Fact(Relation(a, "=", b)), lambda condition: False)
    True
    """
    lhs, sign, rhs = wanted.relation.lhs, wanted.relation.sign, wanted.relation.rhs
    if sign == "=":
        return all(combined(facts, Fact(ge(*sides)), met) for sides in ((lhs, rhs), (rhs, lhs)))
    if sign == "!=":
        return any(combined(facts, Fact(gt(*sides)), met) for sides in ((lhs, rhs), (rhs, lhs)))
    found = multipliers(facts, wanted)
    if found is None or not _adds_up(*found, wanted):
        return False
    return not unmet([fact.relation for _, fact in found[0]], wanted.relation, met)

"""A relation in the form in which facts are compared, and what the goal of a step says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import comb, prod

import sympy as sp

from symbolic.relations import Relation, eq
from symbolic.steps import Certified, Derivative, Enclosed, Exact, Goal, Identity, Universal

LARGE = 3000
"""A slack that may have more terms than this is compared as it stands: less follows from it, and nothing false."""


def _terms(expr: sp.Basic) -> int:
    """Return a number that the terms of an expanded expression do not exceed.

    >>> x, y = sp.symbols("x y")
    >>> _terms((x + y) ** 3 * (x - 1))
    8
    """
    if isinstance(expr, sp.Add):
        return sum(map(_terms, expr.args))
    if isinstance(expr, sp.Mul):
        return prod(map(_terms, expr.args))
    if isinstance(expr, sp.Pow) and expr.exp.is_Integer:
        many, times = _terms(expr.base), abs(int(expr.exp))
        return comb(many + times - 1, times) if times < LARGE else LARGE + 1
    return max((_terms(part) for part in expr.args), default=1)


@dataclass(frozen=True)
class Fact:
    """A relation in one form: `slack` is positive (strict), nonnegative, zero (`=`) or not zero (`!=`)."""

    relation: Relation

    @cached_property
    def slack(self) -> sp.Expr:
        """The difference that the sign speaks of, expanded unless it is so large that this takes minutes."""
        relation = self.relation
        slack = relation.slack if relation.sign not in ("=", "!=") else relation.difference
        return sp.expand(slack) if _terms(slack) <= LARGE else slack

    @cached_property
    def terms(self) -> Mapping[sp.Expr, sp.Rational]:
        """The slack as a sum: rational coefficients by term, that of the term 1 being the number."""
        return dict(self.slack.as_coefficients_dict()) if self.slack != 0 else {}

    @cached_property
    def letters(self) -> frozenset[sp.Basic]:
        """The symbols that occur: relations that differ by a number have the same."""
        return frozenset(self.relation.free_symbols())

    @cached_property
    def plain(self) -> bool:
        """Is the relation plain from the signs that its symbols have by themselves?"""
        slack = self.relation.difference if self.relation.sign in ("=", "!=") else self.relation.slack
        match self.relation.sign:
            case "=":
                return bool(self.slack == 0)
            case "!=":
                return slack.is_nonzero is True
            case "<" | ">":
                return slack.is_positive is True
        return slack.is_nonnegative is True

    def same(self, other: Fact) -> bool:
        """Do both say the same of the same difference, whichever side it stands on?

        >>> a, b = sp.symbols("a b", real=True)
        >>> Fact(Relation(a, "<=", b)).same(Fact(Relation(b - a, ">=", sp.S.Zero)))
        True
        """
        mine, theirs = self.relation, other.relation
        if mine.sign in ("=", "!="):
            return mine.sign == theirs.sign and bool(self.slack == other.slack or self.slack == -other.slack)
        return theirs.sign not in ("=", "!=") and mine.strict == theirs.strict and bool(self.slack == other.slack)

    def gives(self, wanted: Fact) -> bool:
        """Does this relation imply the wanted one, by adding a number to its slack?

        >>> n = sp.Symbol("n")
        >>> at_least_3, above_2, at_least_4 = (
        ...     Fact(Relation(n, sign, sp.Integer(k))) for sign, k in ((">=", 3), (">", 2), (">=", 4))
        ... )
        >>> at_least_3.gives(above_2), at_least_3.gives(at_least_4)
        (True, False)
        """
        if self.relation == wanted.relation:
            return True
        if self.letters != wanted.letters:
            return False
        mine, theirs = self.relation.sign, wanted.relation.sign
        rest = wanted.slack - self.slack
        if theirs == "=":
            return mine == "=" and bool(rest == 0 or wanted.slack + self.slack == 0)
        if theirs == "!=":
            same = rest == 0 or wanted.slack + self.slack == 0
            return (mine == "!=" or self.relation.strict) and bool(same)
        if mine == "!=":
            return False
        if mine == "=" and not rest.is_number:
            rest = wanted.slack + self.slack  # an equation has no side
        if not rest.is_number:
            return False
        enough = rest.is_positive if wanted.relation.strict and not self.relation.strict else rest.is_nonnegative
        return enough is True


def said(goal: Goal) -> tuple[tuple[Relation, ...], Relation] | None:
    """Return the hypotheses and the claim of a goal, or None where it carries no relation."""
    match goal:
        case Identity(lhs, rhs):
            return (), eq(lhs, rhs)
        case Derivative(function, variable, order, result):
            return (), eq(sp.Derivative(function, (variable, order)), result)
        case Universal(hypotheses, claim, _):
            return hypotheses, claim
        case Enclosed(claim) | Exact(claim):
            return (), Relation(claim.lhs.doit(), claim.sign, claim.rhs)
        case Certified():
            return (), goal.claim
    return None

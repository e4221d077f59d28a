"""What the steps of a proof give together: a relation is a fact if a step has it under nothing but facts.

A closed step (an enclosure, a certificate, an identity) is a fact. A step "under these hypotheses, this claim" makes
its
claim a fact as soon as each hypothesis is one: a hypothesis of the statement, a fact found before, a claim of a theorem
that is used, or plain from the signs of its symbols. All symbols stand for any numbers that satisfy the hypotheses of
the statement, so that nothing but modus ponens and the arithmetic of one line is used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from symbolic.notation import EpsStar
from symbolic.relations import Relation, eq
from symbolic.statement import Statement
from symbolic.steps import Certified, Derivative, Enclosed, Exact, Goal, Identity, Universal


@dataclass(frozen=True)
class Fact:
    """A relation in one form: `slack` is positive (strict), nonnegative, zero (`=`) or not zero (`!=`)."""

    relation: Relation

    @cached_property
    def slack(self) -> sp.Expr:
        """The expanded difference that the sign speaks of."""
        relation = self.relation
        return sp.expand(relation.slack if relation.sign not in ("=", "!=") else relation.difference)

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
            return mine == "=" and bool(rest == 0 or sp.expand(wanted.slack + self.slack) == 0)
        if theirs == "!=":
            same = rest == 0 or sp.expand(wanted.slack + self.slack) == 0
            return (mine == "!=" or self.relation.strict) and bool(same)
        if mine == "!=":
            return False
        if mine == "=" and not rest.is_number:
            rest = sp.expand(wanted.slack + self.slack)  # an equation has no side
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


class Facts:
    """All that follows from the goals that hold, under the hypotheses of a statement."""

    def __init__(self, statement: Statement, goals: Iterable[Goal], used: Iterable[Statement] = ()) -> None:
        self._found = [Fact(hypothesis) for hypothesis in statement.hypotheses]
        self._used = tuple(used)
        rules = [rule for goal in goals if (rule := said(goal)) is not None]
        rules += [(other.hypotheses, claim) for other in self._used for claim in other.claim]
        self._close(rules)

    def _close(self, rules: list[tuple[tuple[Relation, ...], Relation]]) -> None:
        waiting = rules
        while True:
            left = []
            for hypotheses, claim in waiting:
                if all(self._known(Fact(hypothesis)) for hypothesis in hypotheses):
                    self._found.append(Fact(claim))
                else:
                    left.append((hypotheses, claim))
            if len(left) == len(waiting):
                return
            waiting = left

    def _known(self, wanted: Fact) -> bool:
        return wanted.plain or any(fact.gives(wanted) for fact in self._found)

    def _instances(self, wanted: Relation) -> Iterator[Fact]:
        """Yield the claims of the theorems used about `eps*_d`, with the dimension that is asked for put in."""
        for star in (wanted.lhs - wanted.rhs).atoms(EpsStar):
            for other in self._used:
                for claim in other.claim:
                    letter = claim.lhs.args[0] if isinstance(claim.lhs, EpsStar) else None
                    if isinstance(letter, sp.Symbol):
                        at = {letter: star.args[0]}
                        if all(self._known(Fact(hypothesis.subs(at))) for hypothesis in other.hypotheses):
                            yield Fact(claim.subs(at))

    def holds(self, wanted: Relation) -> bool:
        """Is the relation a fact?"""
        fact = Fact(wanted)
        return self._known(fact) or any(instance.gives(fact) for instance in self._instances(wanted))

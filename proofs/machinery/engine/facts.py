"""What the steps of a proof give together: which relations follow from them by the rules of this folder, and no others.

A closed step (an enclosure, a certificate, an identity) is a fact. By modus ponens a step "under these hypotheses, this
claim" makes its claim a fact as soon as each hypothesis is one: a hypothesis of the statement, a fact found before, a
claim of a theorem that is used, or plain from the signs of its symbols. The other rules have their names and files:
transitivity and sum (`combination`), instantiation (`instances`), case split and induction (`rules`). All symbols stand
for any numbers that satisfy the hypotheses of the statement, and no rule asks a solver.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from proofs.machinery.engine import instances
from proofs.machinery.engine.combination import combined
from proofs.machinery.engine.fact import Fact, said
from proofs.machinery.engine.instances import Rule
from proofs.machinery.engine.rules import concluded, split
from symbolic.partial import Condition
from symbolic.relations import Relation, ge, gt, ne
from symbolic.statement import Statement
from symbolic.steps import Goal, Step, Universal


class Facts:
    """All that follows from the goals that hold, under the hypotheses of a statement."""

    def __init__(
        self, statement: Statement, goals: Iterable[Goal], used: Iterable[Statement] = (), steps: Iterable[Step] = (),
    ) -> None:
        """Close the facts under the rules; `steps` are those of the goals that may join an induction."""
        self._seen: dict[Relation, Fact] = {}
        self._found = [Fact(hypothesis) for hypothesis in statement.hypotheses]
        self._ours = statement.variables
        self._used = tuple(used)
        goals, claimed = tuple(goals), [rule for other in self._used for rule in instances.of_theorem(other)]
        told = [(goal, relations) for goal in goals if (relations := said(goal)) is not None]
        closed = [Rule(*relations) for goal, relations in told if not isinstance(goal, Universal)]
        open_ = [Rule(*relations) for goal, relations in told if isinstance(goal, Universal)]
        joined = [_induction(step, goals, statement, self._used) for step in steps]
        self._rules = [*open_, *claimed, *filter(None, joined)]
        self._close([*closed, *self._rules])

    def _close(self, waiting: list[Rule]) -> None:
        """Apply modus ponens, and where that gives nothing more the rule of cases, until neither gives anything."""
        while waiting:
            left = [rule for rule in waiting if not self._follows(rule)]
            if len(left) == len(waiting):
                left = self._by_cases(left)
            if len(left) == len(waiting):
                return
            waiting = left

    def _follows(self, rule: Rule) -> bool:
        """Make the claim of a rule a fact if its hypotheses are, and its letters are what its theorem says."""
        if not all(self.knows(hypothesis) for hypothesis in rule.hypotheses):
            return False
        if not rule.step and not instances.in_domains(rule, {}, self._ours, self._plainly):
            return False
        self._found.append(self._fact(rule.claim))
        return True

    def _by_cases(self, waiting: list[Rule]) -> list[Rule]:
        """Return the rules that are left when claims that hold in every case have become facts."""
        left = list(waiting)
        for rule in waiting:
            claim = self._fact(rule.claim)
            alike = [other for other in left if other.step and self._fact(other.claim).same(claim)]
            if len(alike) < 2:
                continue
            cases = [frozenset(h for h in other.hypotheses if not self.knows(h)) for other in alike]
            if split(cases, rule.claim, self._found, self._met):
                self._found.append(claim)
                left = [other for other in left if other not in alike]
        return left

    def _fact(self, relation: Relation) -> Fact:
        return self._seen.setdefault(relation, Fact(relation))

    def _plainly(self, relation: Relation) -> bool:
        wanted = self._fact(relation)
        return wanted.plain or any(fact.gives(wanted) for fact in self._found)

    def _met(self, condition: Condition) -> bool:
        """Is it known of an expression that it is as a quotient, a root or a logarithm asks?"""
        kind, expr = condition
        match kind:
            case "nonzero":
                return any(self._plainly(asked) for asked in (ne(expr, 0), gt(expr, 0), gt(0, expr)))
            case "positive":
                return self._plainly(gt(expr, 0))
            case "nonnegative":
                return self._plainly(ge(expr, 0))
        return False

    def knows(self, relation: Relation) -> bool:
        """Is the relation a fact, or a sum of facts?"""
        return self._plainly(relation) or combined(self._found, self._fact(relation), self._met)

    def holds(self, wanted: Relation) -> bool:
        """Is the relation a fact, or does it follow from facts and from instances of what holds for all letters?"""
        if self.knows(wanted):
            return True
        more = [Fact(found) for found in instances.instances(self._rules, wanted, self._ours, self._plainly)]
        fact = Fact(wanted)
        return bool(more) and (
            any(instance.gives(fact) for instance in more) or combined([*self._found, *more], fact, self._met)
        )


def _induction(step: Step, goals: tuple[Goal, ...], statement: Statement, used: tuple[Statement, ...]) -> Rule | None:
    """Return what an induction gives for every integer from its start on, if its step is proved for each of them."""
    found = concluded(step, goals)
    if found is None:
        return None
    hypotheses, relation, letter, begin = found
    reached = ge(letter, begin)
    alone = Facts(replace(statement, hypotheses=(reached,), claim=()), goals, used)
    left = [hypothesis for hypothesis in hypotheses if not alone.knows(hypothesis)]
    if any(letter in hypothesis.free_symbols() for hypothesis in left):
        return None
    return Rule((*left, reached), relation)



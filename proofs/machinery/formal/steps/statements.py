"""What a step says, as a statement of Coq.

Coq's functions are total: 1/0 is 0 there, and so is the logarithm of -1. So a statement says what its expressions ask
for in order to have a value. A relation is claimed together with it: `forall x : R, 0 < x -> x <> 0 /\\ 0 < / x`. An
identity is about the points at which both sides have a value, and a derivative about those near which the function has
one: there it is a premise. An unknown function has as many derivatives as the step takes. What stands under a
hypothesis may lack a value; then the hypothesis says nothing, and a statement that holds all the same says more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import sympy as sp

from symbolic.partial import Condition, conditions
from symbolic.printing.coq import Letters, NotInCoq, assumptions, ordered, relation, term
from symbolic.relations import Relation
from symbolic.statement import Statement
from symbolic.steps import Certified, Derivative, Enclosed, Exact, Goal, Identity, Universal

_ASKED = {"nonzero": "{} <> 0", "nonnegative": "0 <= {}", "positive": "0 < {}"}


@dataclass(frozen=True)
class Said:
    """A statement of Coq: its variables, premises, what must have a value, the claim; and the names of the letters."""

    variables: str
    premises: tuple[str, ...]
    values: tuple[str, ...]
    claim: str
    letters: Letters

    @property
    def text(self) -> str:
        """The statement on one line."""
        return f"{self.variables}{' -> '.join([*self.premises, self.conclusion])}"

    @property
    def conclusion(self) -> str:
        """What follows from the premises."""
        return " /\\ ".join([*self.values, self.claim])


def asked(expressions: Iterable[sp.Expr]) -> list[Condition]:
    """Return what expressions ask for in order to have a value, also under substitutions, sorted."""
    found: set[Condition] = set()
    for kind, expr in conditions(expressions):
        if kind != "defined":
            found.add((kind, expr))
        elif isinstance(expr, sp.Subs):
            found |= {(kind, sp.Subs(e, expr.variables, expr.point)) for kind, e in asked([expr.expr])}
            found |= set(asked(expr.point))
    parts = ordered({expr for _, expr in found}, functions=True)
    return sorted(found, key=lambda condition: (parts.index(condition[1]), condition[0]))


def _asked(expressions: Iterable[sp.Expr], letters: Letters, near: sp.Symbol | None = None) -> list[str]:
    """Return what expressions ask for, as propositions; NEAR a value of a letter, if one is given."""
    found = []
    for kind, expr in asked(expressions):
        strict = kind == "nonnegative" and near is not None and expr.has(near)
        found.append(_ASKED["positive" if strict else kind].format(_place(term(expr, letters))))
    return list(dict.fromkeys(found))


def _place(text: str) -> str:
    """Return a term as a side of a relation; Coq would take a function for all that follows it."""
    return f"({text})" if text.startswith("fun ") else text


def _said(
    letters: Letters, claim: str, premises: Sequence[str] = (), values: Sequence[str] = ()
) -> Said:
    """Return a statement whose parts are printed: only then are all letters known."""
    names = [name for _, name in letters.reals()]
    functions = letters.derivatives()
    variables = f"forall {' '.join(names)} : R, " if names else ""
    smooth = []
    for function, order in sorted(functions.items()):
        all_ = [letters.function(function, k) for k in range(order + 1)]
        variables += f"forall {' '.join(all_)} : R -> R, "
        smooth += [f"(forall u, is_derive {a} u ({b} u))" for a, b in pairwise(all_)]
    return Said(variables, (*smooth, *assumptions(letters), *premises), tuple(values), claim, letters)


def _universal(hypotheses: Sequence[Relation], claim: Relation) -> Said:
    letters = Letters()
    premises = [relation(given, letters) for given in hypotheses]
    said = relation(claim, letters)
    return _said(letters, said, premises, _asked([claim.lhs, claim.rhs], letters))


def _derivative(goal: Derivative) -> Said:
    letters = Letters(functions=True)
    with letters.binding([goal.variable]) as name:
        function = term(goal.function, letters)
    result = term(goal.result, letters)
    at = letters.free(goal.variable, goal.variable.name)
    values = _asked([goal.function, goal.result], letters, goal.variable)
    for unknown in letters.derivatives():
        letters.function(unknown, goal.order)
    if goal.order == 1:
        return _said(letters, f"is_derive (fun {name} => {function}) {at} ({result})", values)
    return _said(letters, f"is_derive_n (fun {name} => {function}) {goal.order} {at} ({result})", values)


def witness(statement: Statement) -> Said:
    """Return that the hypotheses of a statement hold at its witness, and what its letters assume."""
    letters = Letters()
    hypotheses = [relation(given, letters) for given in statement.hypotheses]
    values = _asked([side for given in statement.hypotheses for side in (given.lhs, given.rhs)], letters)
    found = letters.reals()
    if missing := [letter for letter, _ in found if letter not in statement.witness]:
        raise NotInCoq(f"the witness has no value of {missing[0]}")
    names = " ".join(name for _, name in found)
    there = " ".join(f"({term(statement.witness[letter])})" for letter, _ in found)
    holds = " /\\ ".join([*assumptions(letters), *values, *hypotheses])
    return Said("", (), (), f"(fun {names} : R => {holds}) {there}" if found else holds, letters)


def said(goal: Goal) -> Said:
    """Return the statement of a goal; NotInCoq where it has none."""
    match goal:
        case Identity(lhs, rhs):
            letters = Letters()
            claim = f"{term(lhs, letters)} = {term(rhs, letters)}"
            return _said(letters, claim, _asked([lhs, rhs], letters))
        case Derivative():
            return _derivative(goal)
        case Universal(hypotheses, claim, _):
            return _universal(hypotheses, claim)
        case Enclosed(claim) | Exact(claim):
            return _universal((), claim)
        case Certified(_, dimension, bound, _, ">="):
            claim = f"forall eps f, TightMax.Smoothing.smoothing {dimension} eps f -> {term(bound)} <= eps"
            return Said("", (), (), claim, Letters())
    raise NotInCoq(f"a goal of the kind {type(goal).__name__} is no statement about real numbers")

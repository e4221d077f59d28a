"""Are hypotheses about anything at all?  A rational point where they hold, found by trying or by Z3, and then checked.

A step whose hypotheses contradict each other proves whatever it likes.  A point decides by exact arithmetic or by
balls.
It has to respect what the symbols assume (integer, positive, ...).  Functions with a meaning of their own, such as Abs
and sin, have the values that balls give them.  A function that is left abstract, such as f or eps*_d, and an indexed
symbol may have any value, but the same value for equal arguments.  Z3, which knows reals alone, proposes points; its
word that there is one counts without a point only where nothing but reals and their signs is asked of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import flint
import sympy as sp

from proofs.machinery.engine import enclose, smt
from proofs.machinery.engine.assumed import PROPERTIES, drawn, is_abstract, number, suits
from proofs.machinery.engine.balls import CannotEnclose
from symbolic.printing.smtlib import NotPolynomial, script
from symbolic.relations import Relation, eq, ge, gt, le, lt, ne

_TRIES, _MORE, _ANSWERS = 100, 2000, 20
_VALUES: dict[type, Callable[..., Any]] = {
    sp.tan: lambda x: flint.arb(x).tan(),
    sp.sinh: lambda x: flint.arb(x).sinh(),
    sp.cosh: lambda x: flint.arb(x).cosh(),
    sp.tanh: lambda x: flint.arb(x).tanh(),
    sp.atan: lambda x: flint.arb(x).atan(),
    sp.Max: lambda *values: _extreme(values, flint.arb.max, max),
    sp.Min: lambda *values: _extreme(values, flint.arb.min, min),
}
"""The functions with a meaning of their own that are evaluated here, besides those of `enclose`."""

_ENCLOSED = (sp.exp, sp.log, sp.LambertW, sp.sin, sp.cos, sp.Abs)

_SIGNS = {
    "positive": gt, "nonnegative": ge, "negative": lt, "nonpositive": le, "nonzero": ne, "zero": eq,
}
"""What a symbol may assume and Z3 is told."""


def _extreme(values: Sequence[Any], balls: Callable[[Any, Any], Any], exact: Callable[..., Any]) -> Any:
    if all(isinstance(value, flint.fmpq) for value in values):
        return exact(values)
    result = flint.arb(values[0])
    for value in values[1:]:
        result = balls(result, flint.arb(value))
    return result


def _arguments(expr: sp.Basic) -> tuple[sp.Basic, ...]:
    return tuple(expr.indices) if isinstance(expr, sp.Indexed) else tuple(expr.args)


@dataclass(frozen=True)
class _Problem:
    """Relations, and the symbols, abstract values and functions in them, each after what it is made of."""

    relations: tuple[Relation, ...]

    @cached_property
    def nodes(self) -> list[sp.Expr]:
        found: dict[sp.Basic, None] = {}

        def visit(expr: sp.Basic) -> None:
            if expr in found:
                return
            for part in _arguments(expr) if is_abstract(expr) else () if isinstance(expr, sp.Idx) else expr.args:
                visit(part)
            if isinstance(
                expr, sp.Symbol | sp.Idx | sp.Indexed | sp.Function | sp.Max | sp.Min,
            ) and not isinstance(expr, _ENCLOSED):
                found[expr] = None

        for relation in self.relations:
            for side in (relation.lhs, relation.rhs):
                visit(side)
        return list(found)

    @cached_property
    def unknowns(self) -> list[sp.Expr]:
        """What may have any value that its assumptions allow."""
        return sorted((n for n in self.nodes if isinstance(n, sp.Symbol | sp.Idx) or is_abstract(n)), key=sp.sstr)

    @cached_property
    def evaluated(self) -> list[sp.Expr]:
        """The functions whose values balls have to give."""
        return [node for node in self.nodes if not isinstance(node, sp.Symbol | sp.Idx) and not is_abstract(node)]

    def holds(self, proposed: dict[sp.Expr, flint.fmpq]) -> bool:
        """Do all the relations hold at these values of the unknowns, and may the unknowns have them?"""
        values: dict[sp.Expr, Any] = dict(proposed)
        try:
            for node in self.evaluated:
                work = _VALUES.get(type(node))
                if work is None:
                    return False
                values[node] = enclose.at_point(node.args, values, work)
            met = all(_holds(relation, values) for relation in self.relations)
            return met and all(
                _has_value(relation, values)
                for relation in self.relations
            ) and self._allowed(proposed, values)
        except (CannotEnclose, ZeroDivisionError, ValueError, OverflowError):
            return False

    def _allowed(self, proposed: dict[sp.Expr, flint.fmpq], values: dict[sp.Expr, Any]) -> bool:
        if not all(suits(unknown, number(value)) for unknown, value in proposed.items()):
            return False
        seen: dict[Any, list[tuple[list[Any], flint.fmpq]]] = {}
        for unknown in self.unknowns:
            if not is_abstract(unknown):
                continue
            head = unknown.base if isinstance(unknown, sp.Indexed) else unknown.func
            arguments = enclose.at_point(_arguments(unknown), values, lambda *found: found)
            if not all(isinstance(a, flint.fmpq) or a.is_finite() for a in arguments):
                return False
            others = seen.setdefault(head, [])
            for other, there in others:
                if there != proposed[unknown] and len(other) == len(arguments) and all(
                    map(_may_agree, other, arguments)
                ):
                    return False
            others.append((arguments, proposed[unknown]))
        return True

    @cached_property
    def _plain(self) -> dict[sp.Expr, sp.Symbol]:
        """Reals in place of the unknowns, for Z3."""
        return {unknown: sp.Dummy(f"s{i}", real=True) for i, unknown in enumerate(self.unknowns)}

    def reals(self, fixed: dict[sp.Expr, flint.fmpq]) -> list[Relation]:
        """Return the relations and the signs that the unknowns assume, over plain reals; some unknowns have values
        already.

        Raises NotPolynomial where a function has a meaning that Z3 does not know.
        """
        if self.evaluated:
            raise NotPolynomial(f"{self.evaluated[0]} is a function of its own")
        plain = {u: number(fixed[u]) if u in fixed else s for u, s in self._plain.items()}
        found = [Relation(r.lhs.xreplace(plain), r.sign, r.rhs.xreplace(plain)) for r in self.relations]
        for unknown, symbol in plain.items():
            if unknown not in fixed:
                found += [make(symbol, 0) for name, make in _SIGNS.items() if getattr(unknown, f"is_{name}")]
        return found

    def only_reals(self) -> bool:
        """Is a solution over the reals one of the relations, because nothing more is asked of the unknowns?

        An abstract value is a real number of its own if its function has no other, and symbols alone as its arguments.
        """
        abstract = [unknown for unknown in self.unknowns if is_abstract(unknown)]
        heads = [u.base if isinstance(u, sp.Indexed) else u.func for u in abstract]
        alone = all(isinstance(part, sp.Symbol) or part.is_Rational for u in abstract for part in _arguments(u))
        return alone and len(heads) == len(set(heads)) and not any(
            _more_than_real(unknown)
            for unknown in self.unknowns
        )

    def proposed(self, model: dict[str, sp.Rational]) -> dict[sp.Expr, flint.fmpq]:
        """Return the rational values of a model of Z3."""
        return {u: _fraction(model[s.name]) for u, s in self._plain.items() if s.name in model}


def _fraction(value: sp.Rational) -> flint.fmpq:
    return flint.fmpq(int(value.p), int(value.q))


def _may_agree(one: Any, two: Any) -> bool:
    """Are two arguments equal, as far as their balls tell?"""
    if isinstance(one, flint.fmpq) and isinstance(two, flint.fmpq):
        return bool(one == two)
    return bool(flint.arb(one).overlaps(flint.arb(two)))


def _more_than_real(unknown: sp.Expr) -> bool:
    """Does an unknown assume anything besides being real and its sign?"""
    known = {name for name in PROPERTIES if getattr(unknown, f"is_{name}") is not None}
    complex_sign = unknown.is_real is None and any(getattr(unknown, f"is_{name}") is False for name in _SIGNS)
    return bool(known - set(_SIGNS)) or complex_sign or unknown.is_real is False or unknown.is_finite is False


def _holds(relation: Relation, values: dict[sp.Expr, Any]) -> bool:
    sign, _ = enclose.sign_with(relation.difference, values)
    if sign is None:
        return False
    return relation.allows(sign)


def _has_value(relation: Relation, values: dict[sp.Expr, Any]) -> bool:
    """Are both sides defined, also where what is undefined cancels in their difference?"""
    return all(enclose.sign_with(side, values)[1] for side in (relation.lhs, relation.rhs))


def point(relations: Sequence[Relation]) -> dict[sp.Expr, flint.fmpq] | None:
    """Return rational values at which all the relations hold, if trying finds some; the same ones in every run."""
    return _point(_Problem(tuple(relations)), _TRIES, simple=True)


def _draws(problem: _Problem, tries: int, simple: bool) -> Iterator[dict[sp.Expr, flint.fmpq]]:
    chance = random.Random(0)
    for _ in range(tries):
        yield {unknown: drawn(unknown, chance, simple) for unknown in problem.unknowns}


def _point(problem: _Problem, tries: int, simple: bool) -> dict[sp.Expr, flint.fmpq] | None:
    return next((values for values in _draws(problem, tries, simple) if problem.holds(values)), None)


def somewhere(relations: Sequence[Relation]) -> bool:
    """Is a point known where all the relations hold?  Raises smt.SolverMissing where only Z3 could tell."""
    problem = _Problem(tuple(relations))
    if _point(problem, _TRIES, simple=True) is not None:
        return True
    try:
        return _by_z3(problem) is not None
    except (NotPolynomial, smt.SolverFailed):
        return _point(problem, _MORE, simple=False) is not None


def example(relations: Sequence[Relation]) -> str | None:
    """Return rational values at which all the relations hold, as text; they are what the symbols assume, and
    checked.
    """
    problem = _Problem(tuple(relations))
    found = _point(problem, _TRIES, simple=True)
    try:
        found = found or _by_z3(problem)
    except (NotPolynomial, smt.SolverMissing, smt.SolverFailed):
        found = _point(problem, _MORE, simple=False)
    return ", ".join(f"{sp.sstr(unknown)} = {number(value)}" for unknown, value in found.items()) if found else None


def _by_z3(problem: _Problem) -> dict[sp.Expr, flint.fmpq] | None:
    """Real values that Z3 finds and the unknowns may have: nothing said of them (an empty answer) if they are
    irrational.

    It is asked about all unknowns, and then about the others where the integers among them, and the arguments of
    abstract functions, have values that are drawn.
    """
    answer, model = smt.ask_z3(script(problem.reals({}), None))
    if answer == "unsat":
        return None
    if answer == "sat" and problem.only_reals():
        values = problem.proposed(model)
        return values if problem.holds(values) else {}
    arguments = {
        symbol
        for u in problem.unknowns if is_abstract(u)
        for part in _arguments(u)
        for symbol in part.free_symbols
    }
    fixed = [u for u in problem.unknowns if u.is_integer or u in arguments]
    for values in _draws(problem, _ANSWERS, simple=False):
        if problem.holds(tried := {**values, **problem.proposed(model)}):
            return tried
        answer, model = smt.ask_z3(script(problem.reals({unknown: values[unknown] for unknown in fixed}), None))
        if answer == "sat" and problem.holds(tried := {**values, **problem.proposed(model)}):
            return tried
    return None

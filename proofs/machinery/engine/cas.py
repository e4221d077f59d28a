"""Identities and derivatives, by computer algebra over the rationals.

Two reductions decide, points give a second opinion.  An expression counts as zero only when one of two reductions
arrives
at 0 *and* the two sides agree at a rational point where both have a value, each term evaluated by itself (`points`).
The first reduction is exact arithmetic of rational functions (`polynomials`); what it leaves open goes to SymPy's
simplifiers.  An expression counts as nonzero only when a ball at an exact rational point excludes 0, and that point is
the witness.  Anything else is undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sympy as sp

from proofs.machinery.engine import enclose, points
from proofs.machinery.engine.answer import Answer, exact
from proofs.machinery.engine.points import Opinion
from proofs.machinery.engine.polynomials import Field
from symbolic.relations import Relation
from symbolic.verdict import Outcome


def _simplifiers() -> Iterator[Callable[[sp.Expr], sp.Expr]]:
    yield lambda e: sp.expand(e)
    yield lambda e: sp.expand(sp.numer(sp.together(e)))
    yield lambda e: sp.expand(sp.expand_log(sp.powsimp(sp.expand(e))))
    yield lambda e: sp.simplify(sp.expand_log(e, force=False))
    yield lambda e: sp.simplify(e.doit())


def _reduces_to_zero(expr: sp.Expr) -> bool:
    """Does one of SymPy's simplifiers arrive at the integer 0?"""
    return any(simplify(expr) == 0 for simplify in _simplifiers())


def decide(difference: sp.Expr, opinion: Opinion, field: Field) -> Answer:
    """Is the difference 0 wherever both sides are defined?"""
    if opinion.witness is not None:
        return exact(Outcome.FAILS, f"the two sides differ at {opinion.witness}")
    if not opinion.points:
        return exact(
            Outcome.UNDECIDED, "no point is found where both sides have a value, so there is no second opinion",
        )
    if difference.has(sp.Subs, sp.Sum):
        difference = difference.doit()
    if field.vanishes(difference) or _reduces_to_zero(difference):
        return exact(Outcome.HOLDS, "the difference reduces to 0")
    return exact(Outcome.UNDECIDED, f"the difference {sp.sstr(difference)} does not reduce to 0")


def identity(lhs: sp.Expr, rhs: sp.Expr) -> Answer:
    """Is `lhs = rhs` for all values of the variables where both sides are defined?"""
    return decide(lhs - rhs, points.compared([lhs], [rhs]), Field())


def derivative(function: sp.Expr, variable: sp.Symbol, order: int, result: sp.Expr) -> Answer:
    """Is `result` the derivative of `function`, wherever both are defined?"""
    return decide(
        sp.diff(function, variable, order) - result, points.derived(function, variable, order, result), Field(),
    )


def rational(claim: Relation) -> Answer:
    """Return a relation between rational numbers, decided exactly; what cancels must have had a value."""
    difference = claim.difference.doit()
    sides = [side for side in (claim.lhs.doit(), claim.rhs.doit()) if not isinstance(side, sp.Rational)]
    if not isinstance(difference, sp.Rational) or not all(map(enclose.has_value, sides)):
        return exact(Outcome.UNDECIDED, f"{claim} is not between rational numbers")
    holds = claim.allows(int(sp.sign(difference)))
    return exact(Outcome.HOLDS if holds else Outcome.FAILS, f"difference {difference}", refutes=not holds)

"""Are hypotheses about anything at all?  A rational point where they hold, found by trying, or Z3's word that there is one.

A step whose hypotheses contradict each other proves whatever it likes.  A point decides by exact arithmetic or by balls;
functions that no ball encloses, such as eps*_d, count as unknowns, one for every argument.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import flint
import sympy as sp

from proofs.machinery.engine import enclose, smt
from symbolic.printing.smtlib import NotPolynomial, script
from symbolic.relations import Relation

_TRIES, _MORE = 100, 2000
_POSITIVE = tuple(flint.fmpq(p, q) for p, q in ((1, 2), (1, 1), (2, 1), (1, 3), (3, 1), (1, 10), (10, 1), (1, 100)))
_REAL = (*_POSITIVE, *(flint.fmpq(p, q) for p, q in ((0, 1), (-1, 1), (100, 1), (1, 5))))
_WHOLE = tuple(flint.fmpq(p) for p in (1, 2, 3, 5))


def _unknowns(relations: Sequence[Relation]) -> list[sp.Expr]:
    """The symbols, and the functions that stand for unknown values."""
    found: set[sp.Expr] = set()
    todo: list[sp.Basic] = [side for relation in relations for side in (relation.lhs, relation.rhs)]
    while todo:
        expr = todo.pop()
        if isinstance(expr, sp.Symbol | sp.Indexed) or (isinstance(expr, sp.Function) and not isinstance(expr, sp.exp | sp.log)):
            found.add(expr)
        else:
            todo.extend(expr.args)
    return sorted(found, key=sp.sstr)


def _value(unknown: sp.Expr, chance: random.Random, simple: bool) -> flint.fmpq:
    """One of a few numbers that suit most hypotheses, or a fraction between 1/30 and 30 and its opposite."""
    if unknown.is_integer:
        return chance.choice(_WHOLE)
    if simple:
        return chance.choice(_POSITIVE if unknown.is_nonnegative else _REAL)
    value = flint.fmpq(chance.randint(1, 30), chance.randint(1, 30))
    return value if unknown.is_nonnegative or chance.random() < 0.5 else -value


def _holds(relation: Relation, values: dict[sp.Expr, flint.fmpq]) -> bool:
    sign, _ = enclose.sign_with(relation.difference, values)
    if sign is None:
        return False
    return {"=": sign == 0, "!=": sign != 0, "<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[relation.sign]


def point(relations: Sequence[Relation]) -> dict[sp.Expr, flint.fmpq] | None:
    """Rational values at which all the relations hold, if trying finds some; the same ones in every run."""
    return _point(relations, _TRIES, simple=True)


def _point(relations: Sequence[Relation], tries: int, simple: bool) -> dict[sp.Expr, flint.fmpq] | None:
    unknowns, chance = _unknowns(relations), random.Random(0)
    for _ in range(tries):
        values = {unknown: _value(unknown, chance, simple) for unknown in unknowns}
        try:
            if all(_holds(relation, values) for relation in relations):
                return values
        except (enclose.CannotEnclose, ZeroDivisionError):
            continue
    return None


def somewhere(relations: Sequence[Relation]) -> bool:
    """Is a point known where all the relations hold?  Raises smt.SolverMissing where only Z3 could tell."""
    if point(relations) is not None:
        return True
    named = {unknown: sp.Dummy(real=True) for unknown in _unknowns(relations) if not unknown.is_symbol}
    plain = [Relation(r.lhs.xreplace(named), r.sign, r.rhs.xreplace(named)) for r in relations]
    try:
        return smt.ask_z3(script(plain, None))[0] == "sat"
    except (NotPolynomial, smt.SolverFailed):
        return _point(relations, _MORE, simple=False) is not None

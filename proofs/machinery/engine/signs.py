"""Manifest signs: a slack is the sum of terms whose signs are plain to see.

Plain to see means: built by sums, products and quotients from positive rationals, even powers, exponentials, and
expressions that a hypothesis calls positive or nonnegative.  The claim and the form must have a value wherever the
hypotheses hold, and that must be plain to see as well (`partial`): a denominator is nonzero by hypothesis, a
logarithm is of what a hypothesis calls positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sympy as sp

from proofs.machinery.engine import enclose, points
from proofs.machinery.engine.answer import Answer, exact
from proofs.machinery.engine.balls import CannotEnclose
from proofs.machinery.engine.cas import decide
from proofs.machinery.engine.polynomials import Field
from proofs.machinery.engine.quotients import Key
from symbolic.partial import Condition, conditions
from symbolic.printing.expression_text import expression
from symbolic.relations import Relation
from symbolic.verdict import Outcome


def _ray(expr: sp.Expr) -> sp.Expr:
    """Return the expression up to a positive rational factor: expanded, absolute coefficients adding up to 1."""
    expr = sp.expand(expr)
    size = sum(abs(c) for c in expr.as_coefficients_dict().values() if c.is_Rational)
    return expr if size == 0 else sp.expand(expr / size)


def _number_meets(condition: Condition) -> bool:
    """Is a constant as asked, by balls?"""
    kind, value = condition
    if kind == "defined":
        return enclose.has_value(value)
    try:
        sign = enclose.sign(value)
    except (CannotEnclose, ZeroDivisionError):
        return False
    return sign is not None and (sign > 0 or (sign == 0 and kind == "nonnegative") or (sign < 0 and kind == "nonzero"))


class _Signs:
    """What the hypotheses say outright about the sign of an expression.

    Two expressions have the same sign if they are the same up to a positive rational factor: in the field if it reduces
    them, or else as SymPy expands them.
    """

    def __init__(self, hypotheses: Iterable[Relation], field: Field) -> None:
        self._field = field
        self._positive: set[Key | sp.Expr] = set()
        self._nonnegative: set[Key | sp.Expr] = set()
        self._expanded = False
        self._nonzero: set[Key | sp.Expr] = set()
        for relation in hypotheses:
            if relation.sign == "!=":
                self._nonzero |= self._same(relation.difference) | self._same(-relation.difference)
            if relation.sign in ("=", "!="):
                continue
            ray = field.ray(relation.slack)
            self._expanded = self._expanded or ray is None
            found = _ray(relation.slack) if ray is None else ray
            (self._positive if relation.strict else self._nonnegative).add(found)

    def _same(self, expr: sp.Expr) -> set[Key | sp.Expr]:
        """Return the names under which the sign of an expression may be known."""
        ray = self._field.ray(expr)
        return ({ray} if ray is not None else set()) | ({_ray(expr)} if self._expanded or ray is None else set())

    def meets(self, condition: Condition) -> bool:
        """Does an expression plainly satisfy what is asked of it?"""
        kind, expr = condition
        if expr.is_number and not isinstance(expr, sp.Rational):
            return _number_meets(condition)
        match kind:
            case "nonzero":
                return bool(
                    expr.is_nonzero or self._same(expr) & self._nonzero
                ) or self.is_positive(expr) or self.is_positive(-expr)
            case "nonnegative":
                return bool(expr.is_nonnegative) or self.is_nonnegative(expr)
            case "positive":
                return bool(expr.is_positive) or self.is_positive(expr)
        return False

    def _given(self, expr: sp.Expr, among: set[Key | sp.Expr]) -> bool:
        if not among:
            return False
        ray = self._field.ray(expr)
        return (ray is not None and ray in among) or (self._expanded and _ray(expr) in among)

    def _real(self, expr: sp.Expr) -> bool:
        """Has the expression a real value for sure?"""
        return all(self.meets(condition) for condition in conditions([expr]))

    def is_positive(self, expr: sp.Expr) -> bool:
        """Positive for sure: by hypothesis, a positive number, or built from such."""
        if expr.is_Rational:
            return bool(expr > 0)
        if (isinstance(expr, sp.exp) and self._real(expr.args[0])) or self._given(expr, self._positive):
            return True
        if expr.is_Pow and expr.exp.is_Integer:
            return self.is_positive(expr.base)
        if expr.is_Mul:
            return all(self.is_positive(factor) for factor in expr.args)
        if expr.is_Add:
            return any(map(self.is_positive, expr.args)) and all(map(self.is_nonnegative, expr.args))
        return False

    def is_nonnegative(self, expr: sp.Expr) -> bool:
        """Nonnegative for sure: positive, a square, by hypothesis, or built from such."""
        if expr.is_Rational:
            return bool(expr >= 0)
        if self._given(expr, self._nonnegative) or self._given(expr, self._positive):
            return True
        if expr.is_Pow and expr.exp.is_Integer and expr.exp > 0 and expr.exp % 2 == 0:
            return self._real(expr.base)
        if expr.is_Pow and expr.exp.is_Integer and expr.exp > 0:
            return self.is_nonnegative(expr.base)
        if expr.is_Mul or expr.is_Add:
            return all(self.is_nonnegative(part) for part in expr.args)
        return self.is_positive(expr)


def _known(hypotheses: Iterable[Relation], field: Field) -> _Signs:
    """Return the signs that those hypotheses tell which have a value for sure, by what the others of that kind tell."""
    left, known = list(hypotheses), list[Relation]()
    while True:
        signs = _Signs(known, field)
        more = [h for h in left if all(signs.meets(c) for c in conditions([h.lhs, h.rhs]))]
        if not more:
            return signs
        known += more
        left = [h for h in left if h not in more]


def _unmet(signs: _Signs, expressions: Sequence[sp.Expr]) -> Condition | None:
    """Something that the expressions ask for in order to have a value and that is not plain to see."""
    asked = sorted(conditions(expressions), key=lambda condition: (condition[0], sp.default_sort_key(condition[1])))
    return next((condition for condition in asked if not signs.meets(condition)), None)


def manifest(hypotheses: Iterable[Relation], claim: Relation, form: Sequence[sp.Expr]) -> Answer:
    """Is the claim's slack the sum of the terms of `form`, and is the sign of each plain to see?"""
    if claim.sign not in ("<", "<=", ">", ">="):
        return exact(Outcome.UNDECIDED, f"{claim} is not an order relation")
    hypotheses, field, sides = tuple(hypotheses), Field(), (claim.lhs, claim.rhs)
    asked = conditions([side for h in (*hypotheses, claim) for side in (h.lhs, h.rhs)] + list(form))
    field.prepare(
        [*(h.slack for h in hypotheses), *form, *(expr for _, expr in sorted(asked, key=sp.default_sort_key))]
    )
    large, small = sides if claim.sign in (">", ">=") else sides[::-1]
    same = decide(claim.slack - sp.Add(*form), points.compared([large], [small, *form]), field)
    if same.outcome is not Outcome.HOLDS:
        return same
    signs = _known(hypotheses, field)
    unmet = _unmet(signs, [*sides, *form])
    if unmet is not None:
        return exact(
            Outcome.UNDECIDED, f"{expression(unmet[1])} is not plain to be {unmet[0]}, so there may be no value",
        )
    for part in form:
        if not signs.is_nonnegative(part):
            return exact(Outcome.UNDECIDED, f"the sign of {sp.sstr(part)} is not plain to see")
    if claim.strict and not any(signs.is_positive(part) for part in form):
        return exact(Outcome.UNDECIDED, "no term is positive for sure")
    return exact(Outcome.HOLDS, "slack = " + " + ".join(f"({expression(part)})" for part in form))

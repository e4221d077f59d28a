"""Where an expression has a value: what its quotients, roots and logarithms ask of their arguments.

Lowest terms forget it: (x**2 + x*y)/(x + y) is x, except that it is nothing where x + y = 0.  A hypothesis that is
undefined at a point says nothing there, so before it is used in lowest terms it must have a value wherever the claim
has one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import sympy as sp
from sympy.core.function import AppliedUndef

Kind: TypeAlias = Literal["nonzero", "nonnegative", "positive", "defined"]

Condition: TypeAlias = tuple[Kind, sp.Expr]
"""What is asked of an expression; `defined` of one about which nothing else is known."""

_TOTAL = (sp.Add, sp.Mul, sp.exp, sp.Abs, sp.Max, sp.Min, sp.sin, sp.cos, sp.tanh, sp.sinh, sp.cosh, sp.atan)
"""Defined for all real arguments."""


def conditions(expressions: Iterable[sp.Expr]) -> set[Condition]:
    """Return all that the expressions ask for in order to be real numbers."""
    found: set[Condition] = set()
    todo, seen = list(expressions), set()
    while todo:
        expr = todo.pop()
        if expr in seen or not isinstance(expr, sp.Expr):
            continue
        seen.add(expr)
        if isinstance(expr, sp.Pow) and expr.base is not sp.E:
            found |= _power(expr)
        elif isinstance(expr, sp.log):
            found.add(("positive", expr.args[0]))
        elif not _total(expr):
            found.add(("defined", expr))
            continue
        todo += expr.args
    return {condition for condition in found if not _plain_number(condition)}


def _plain_number(condition: Condition) -> bool:
    """A rational number that is as asked."""
    kind, value = condition
    return isinstance(value, sp.Rational) and (
        value > 0 or (kind == "nonnegative" and value == 0) or (kind == "nonzero" and value != 0)
    )


def _power(expr: sp.Pow) -> set[Condition]:
    if not expr.exp.is_integer:
        return {("nonnegative" if expr.exp.is_positive else "positive", expr.base)}
    return set() if expr.exp.is_nonnegative else {("nonzero", expr.base)}


def _total(expr: sp.Expr) -> bool:
    """A symbol, a number, a sum or the like, or a function that is left abstract: defined where its arguments
    are.
    """
    ours = isinstance(expr, sp.Function) and not (type(expr).__module__ or "").startswith("sympy.")
    return bool(expr.is_Atom or ours or isinstance(expr, (*_TOTAL, AppliedUndef, sp.Indexed)))

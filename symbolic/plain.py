"""The prose of a proof, written once in LaTeX, shown as plain text on a terminal."""

from __future__ import annotations

import re
from functools import cache

import sympy as sp
from sympy.printing.str import StrPrinter

from symbolic.latex_tree import formula, pieces, text
from symbolic.notation import decimal
from symbolic.relations import Relation
from symbolic.steps import (
    Argument,
    Certified,
    Derivative,
    Enclosed,
    Exact,
    Finite,
    Goal,
    Identity,
    Universal,
)
from symbolic.terminal import line


@cache
def plain(latex: str) -> str:
    """LaTeX prose as one line of Unicode text; UnknownLatex where it holds what the text cannot show.

    >>> plain(r"the gap is $\\varepsilon \\le \\ln\\frac{1+e^{-\\tau}}{2}$")
    'the gap is ε ≤ ln((1 + e^(-τ))/2)'
    >>> plain(r"$x \\ne \\tilde h$")
    'x ≠ h̃'
    """
    parts = pieces(latex)
    parts[::2] = map(text, parts[::2])
    parts[1::2] = [_formula(part) for part in parts[1::2]]
    return re.sub(r"\s+", " ", "".join(parts)).strip()


@cache
def _formula(latex: str) -> str:
    return line(formula(latex))


class _Printer(StrPrinter):  # type: ignore[misc]
    """SymPy's printer, with decimals where they are exact and values put in at the end."""

    def _print_Rational(self, expr: sp.Rational) -> str:
        return decimal(expr) or str(super()._print_Rational(expr))

    def _print_Subs(self, expr: sp.Subs) -> str:
        values = zip(expr.variables, expr.point, strict=True)
        return f"[{self._print(expr.expr)} at {', '.join(f'{s} = {self._print(v)}' for s, v in values)}]"


def _text(expr: sp.Expr) -> str:
    return str(_Printer().doprint(expr))


def _relation(relation: Relation) -> str:
    return f"{_text(relation.lhs)} {relation.sign} {_text(relation.rhs)}"


def _given(hypotheses: tuple[Relation, ...], claim: Relation) -> str:
    given = ", ".join(map(_relation, hypotheses))
    return f"{given}  =>  {_relation(claim)}" if hypotheses else _relation(claim)


def goal_line(goal: Goal) -> str:
    """A goal on one line; empty for an argument and for a finite computation."""
    match goal:
        case Identity(lhs, rhs):
            return f"{_text(lhs)} = {_text(rhs)}"
        case Derivative(function, variable, order, result):
            return f"d{order if order > 1 else ''}/d{variable} [{_text(function)}] = {_text(result)}"
        case Universal(hypotheses, claim, _):
            return _given(hypotheses, claim)
        case Enclosed(claim) | Exact(claim):
            return _relation(claim)
        case Certified(name, dimension, bound):
            return f"eps*_{dimension} >= {bound}   [{name}]"
        case Finite() | Argument():
            return ""

"""The prose of a proof, written once in LaTeX, shown as plain text on a terminal."""

from __future__ import annotations

import re
from functools import cache

import sympy as sp
from pylatexenc.latex2text import LatexNodes2Text

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


@cache
def plain(latex: str) -> str:
    """LaTeX prose as one line of Unicode text.

    >>> plain(r"the gap is $\\varepsilon \\le \\ln d$")
    'the gap is ε ≤ ln d'
    """
    latex = latex.replace(r"\|", "‖").replace(r"\{", r"\lbrace{}").replace(r"\}", r"\rbrace{}")
    latex = re.sub(r"([0-9A-Za-z}])\\(ln|max)\b", r"\1 \\\2", latex)
    # A space after a macro ends its name in LaTeX; here it is also a space that a reader wants.
    latex = re.sub(r"\\([A-Za-z]+) +(?![{\[])", r"\\\1{} ", latex)
    text = LatexNodes2Text(math_mode="text", strict_latex_spaces=True).latex_to_text(latex)
    return re.sub(r"\s+", " ", text).strip()


def _side(expr: sp.Expr) -> str:
    if isinstance(expr, sp.Subs):
        values = ", ".join(f"{s} = {v}" for s, v in zip(expr.variables, expr.point, strict=True))
        return f"{expr.expr} at {values}"
    text: str = sp.sstr(expr)
    return text


def _given(hypotheses: tuple[Relation, ...], claim: Relation) -> str:
    return f"{', '.join(map(str, hypotheses))}  =>  {claim}" if hypotheses else str(claim)


def goal_line(goal: Goal) -> str:
    """A goal on one line; empty for an argument and for a finite computation."""
    match goal:
        case Identity(lhs, rhs):
            return f"{_side(lhs)} = {_side(rhs)}"
        case Derivative(function, variable, order, result):
            return f"d{order if order > 1 else ''}/d{variable} [{function}] = {result}"
        case Universal(hypotheses, claim, _):
            return _given(hypotheses, claim)
        case Enclosed(claim) | Exact(claim):
            return f"{_side(claim.lhs)} {claim.sign} {_side(claim.rhs)}"
        case Certified(name, dimension, bound):
            return f"eps*_{dimension} >= {bound}   [{name}]"
        case Finite() | Argument():
            return ""

"""The prose of a proof, written once in LaTeX, shown as plain text on a terminal."""

from __future__ import annotations

import re
from functools import cache

import sympy as sp
from pylatexenc.latex2text import LatexNodes2Text
from sympy.printing.str import StrPrinter

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


def _fraction(found: re.Match[str]) -> str:
    """A fraction on one line, in brackets where it would read as something else."""
    above, below = (part if len(part) == 1 or part.isdigit() else f"({part})" for part in found.groups())
    return f"{above}/{below}"


@cache
def plain(latex: str) -> str:
    """LaTeX prose as one line of Unicode text.

    >>> plain(r"the gap is $\\varepsilon \\le \\ln d$")
    'the gap is ε ≤ ln d'
    >>> plain(r"$x \\ne 0$")
    'x ≠ 0'
    """
    latex = re.sub(r"\\frac ?(\d)(\d)", r"\1/\2", latex)
    latex = re.sub(r"\\frac\{([^{}]*)\}\{((?:[^{}]|\{[^{}]*\})*)\}", _fraction, latex)
    latex = latex.replace("''", "″").replace(r"\|", "‖").replace(r"\{", r"\lbrace{}").replace(r"\}", r"\rbrace{}")
    latex = re.sub(r"\\ne\b", r"\\neq", latex)
    latex = re.sub(r"([0-9A-Za-z}])\\(ln|max)\b", r"\1 \\\2", latex)
    # A space after a macro ends its name in LaTeX; here it is also a space that a reader wants.
    latex = re.sub(r"\\([A-Za-z]+) +(?![{\[])", r"\\\1{} ", latex)
    text = LatexNodes2Text(math_mode="text", strict_latex_spaces=True).latex_to_text(latex)
    return re.sub(r"\s+", " ", text).strip()


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

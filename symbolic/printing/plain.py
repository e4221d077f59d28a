"""The prose of a proof, written once in LaTeX, shown as plain text on a terminal."""

from __future__ import annotations

import re
from functools import cache

from symbolic.printing.expression_text import derivative_sign, expression
from symbolic.printing.latex_tree import formula, pieces, text
from symbolic.printing.terminal import line
from symbolic.printing.unknown_latex import UnknownLatex
from symbolic.relations import Relation, Sign
from symbolic.steps import (
    Argument,
    Certified,
    CoqLemma,
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
    """Return LaTeX prose as one line of Unicode text; UnknownLatex where it holds what the text cannot show.

    >>> plain(r"the gap is $\\varepsilon \\le \\ln\\frac{1+e^{-\\tau}}{2}$")
    'the gap is ε ≤ ln((1 + e^(-τ))/2)'
    >>> plain(r"$x \\ne \\tilde h$")
    'x ≠ h̃'
    """
    parts = pieces(latex)
    try:
        parts[::2] = map(text, parts[::2])
        parts[1::2] = [_formula(part) for part in parts[1::2]]
    except UnknownLatex as error:
        raise UnknownLatex(
            f"{error}, in {latex!r}; symbolic/printing/latex_tree.py names what the terminal can show"
        ) from error
    return re.sub(r"\s+", " ", "".join(parts)).strip()


@cache
def _formula(latex: str) -> str:
    return line(formula(latex))


_SIGNS: dict[Sign, str] = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def _relation(relation: Relation) -> str:
    return f"{expression(relation.lhs)} {_SIGNS[relation.sign]} {expression(relation.rhs)}"


def _given(hypotheses: tuple[Relation, ...], claim: Relation) -> str:
    given = ", ".join(map(_relation, hypotheses))
    return f"{given}  ⇒  {_relation(claim)}" if hypotheses else _relation(claim)


def goal_line(goal: Goal) -> str:
    """Return a goal on one line; empty for an argument and for a finite computation."""
    match goal:
        case Identity(lhs, rhs):
            return f"{expression(lhs)} = {expression(rhs)}"
        case Derivative(function, variable, order, result):
            return f"{derivative_sign(variable, order)} [{expression(function)}] = {expression(result)}"
        case Universal(hypotheses, claim, _):
            return _given(hypotheses, claim)
        case Enclosed(claim) | Exact(claim):
            return _relation(claim)
        case Certified(name, dimension, bound):
            return f"ε^*_{dimension} {_SIGNS[goal.sign]} {bound}   [{name}]"
        case Finite() | CoqLemma() | Argument():
            return ""

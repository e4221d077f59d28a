"""The LaTeX of a formula has the value of the expression, and so has the terminal's line of that LaTeX."""

import re

import flint
import pytest
import sympy as sp

from symbolic.notation import LSE, ChainBound, EpsStar, EuclideanEpsStar, Maximum
from symbolic.printing.expression_text import name
from symbolic.printing.latex import formula
from symbolic.printing.latex_tree import formula as tree
from symbolic.printing.plain import plain
from tests.symbolic.formula_reader import Ambiguous, from_text, from_tree
from tests.symbolic.formula_value import number, value
from tests.symbolic.test_goal_text import expressions, goals

BITS = 1600
"""Enough for a sum of 1 and exp(-745)."""

WORDS = {"ln", "failures", "gain", "precision", "minus", "plus", "out", "in"}


class NoArithmetic(ValueError):
    """An expression with more than numbers, sums, products, powers, exponentials and logarithms."""


def ball(expr):
    """The value of an expression where every symbol has the number that the reader gives to its name."""
    match expr:
        case sp.Symbol():
            if expr.name == "e":
                raise NoArithmetic("in LaTeX the letter e is Euler's number")
            return number(name(expr.name))
        case sp.Rational():
            return flint.acb(flint.arb(flint.fmpq(int(expr.p), int(expr.q))))
        case sp.Add():
            return sum(map(ball, expr.args), flint.acb(0))
        case sp.Mul():
            product = flint.acb(1)
            for factor in expr.args:
                product *= ball(factor)
            return product
        case sp.Pow():
            return ball(expr.base) ** ball(expr.exp)
        case sp.exp():
            return ball(expr.args[0]).exp()
        case sp.log():
            return ball(expr.args[0]).log()
    if expr is sp.pi:
        return flint.acb.pi()
    raise NoArithmetic(type(expr).__name__)


def differing(expr):
    """Which of the LaTeX and its text has another value than the expression; empty if both have it."""
    latex = f"${formula(expr)}$"
    saved, flint.ctx.prec = flint.ctx.prec, BITS
    try:
        exact = ball(expr)
        read = {"LaTeX": value(from_tree(tree(latex))), "text": value(from_text(plain(latex), WORDS))}
    finally:
        flint.ctx.prec = saved
    if not exact.is_finite():
        raise NoArithmetic("no finite value at this point")
    small = {what: found.rel_accuracy_bits() > 100 or found.contains(0) for what, found in read.items()}
    return [what for what, found in read.items() if not (exact.overlaps(found) and small[what])]


def test_the_latex_of_every_formula_has_its_value():
    wrong, compared, seen = [], 0, set()
    for place, goal in goals():
        for expr in expressions(goal):
            if expr in seen:
                continue
            seen.add(expr)
            try:
                found = differing(expr)
            except NoArithmetic:
                continue
            except Ambiguous as error:
                found = [str(error)]
            compared += 1
            wrong += [f"{place}: {formula(expr)}: {found}"] if found else []
    assert not wrong, '\n'.join(wrong)
    assert compared > 3200 and len(seen) > 3600


@pytest.mark.parametrize("made", [LSE, Maximum, EpsStar, EuclideanEpsStar, ChainBound])
def test_a_power_of_a_named_function_keeps_its_exponent(made):
    latex = formula(made(sp.Symbol("x")) ** 2)
    assert re.search(r"\\right\)\^\{2\}$", latex), latex
    assert plain(f"${latex}$").endswith(")^2")

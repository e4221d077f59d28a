"""SMT-LIB 2 text of a goal over the reals.

The text is written here and read by the solvers unchanged, so that both answer the same question.
Only polynomials with rational coefficients pass: a quotient, a root, an exponential or a logarithm
is an error, never an approximation.  Name `t = exp(x)` and clear denominators before you come here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import sympy as sp

from symbolic.relations import Relation


class NotPolynomial(ValueError):
    """A term that has no exact counterpart in the logic of real polynomials."""


def _number(value: sp.Rational) -> str:
    text = f"{abs(value.p)}.0" if value.q == 1 else f"(/ {abs(value.p)}.0 {value.q}.0)"
    return f"(- {text})" if value.p < 0 else text


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = {"as", "exists", "forall", "lambda", "let", "match", "par"}


def name(symbol: sp.Symbol) -> str:
    """Return the symbol's name, quoted where SMT-LIB would read it as something else."""
    text = str(symbol.name)
    return text if _PLAIN.fullmatch(text) and text not in _RESERVED else f"|{text}|"


def term(expr: sp.Expr) -> str:
    """Return one polynomial as SMT-LIB text.

    >>> x, y = sp.symbols("x y", real=True)
    >>> term(x**2 - y / 3)
    '(+ (* x x) (* (- (/ 1.0 3.0)) y))'
    """
    if isinstance(expr, sp.Rational):
        return _number(expr)
    if isinstance(expr, sp.Symbol):
        return name(expr)
    if isinstance(expr, sp.Pow) and isinstance(expr.exp, sp.Integer) and int(expr.exp) > 0:
        return "(* " + " ".join([term(expr.base)] * int(expr.exp)) + ")"
    if isinstance(expr, sp.Add | sp.Mul):
        sign = "+" if isinstance(expr, sp.Add) else "*"
        parts = sorted(expr.args, key=sp.default_sort_key)
        return f"({sign} " + " ".join(term(part) for part in parts) + ")"
    raise NotPolynomial(f"{sp.sstr(expr)} is not a polynomial with rational coefficients")


def formula(relation: Relation) -> str:
    """Return one relation as SMT-LIB text."""
    if relation.sign == "!=":
        return f"(not (= {term(relation.lhs)} {term(relation.rhs)}))"
    return f"({relation.sign} {term(relation.lhs)} {term(relation.rhs)})"


def script(hypotheses: Iterable[Relation], denied: Relation | None) -> str:
    """Return the hypotheses, and the negation of `denied` if there is one; satisfiable or not?"""
    hypotheses = tuple(hypotheses)
    symbols: set[sp.Symbol] = set()
    for relation in (*hypotheses, *([denied] if denied is not None else [])):
        symbols |= relation.free_symbols()
    lines = ["(set-logic QF_NRA)"]
    lines += [f"(declare-fun {declared} () Real)" for declared in sorted(map(name, symbols))]
    lines += [f"(assert {formula(relation)})" for relation in hypotheses]
    if denied is not None:
        lines.append(f"(assert {formula(denied.negation())})")
    lines.append("(check-sat)")
    return "\n".join(lines) + "\n"

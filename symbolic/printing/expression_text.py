"""A SymPy expression on one line, in the notation of the prose, with every product written out.

The line can be read back: a letter before a bracket is a function, a dot is a product, `x_i` is an entry, and the
names of the symbols are those of the LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sympy as sp
from sympy.printing.str import StrPrinter

from symbolic.notation import decimal
from symbolic.printing.latex_tree import GREEK

_LETTERS = GREEK | {"epsilon": "ε", "ell": "ℓ"}


def name(symbol: str) -> str:
    """Return the name of a symbol as it is shown: letters in Greek, digits at the end as an index.

    >>> name("epsilon"), name("delta_1"), name("v2"), name("V_minus")
    ('ε', 'δ_1', 'v_2', 'V_minus')
    """
    stem, _, index = re.sub(r"^([A-Za-z]+)(\d+)$", r"\1_\2", symbol).partition("_")
    parts = [_LETTERS.get(part, part) for part in (stem, index)]
    return "_".join(filter(None, parts))


def led_by_positive(terms: Sequence[sp.Expr]) -> list[sp.Expr]:
    """Return the terms of a sum, one without a minus sign first if there is one."""
    lead = next((t for t in terms if not t.could_extract_minus_sign()), terms[0])
    return [lead, *(t for t in terms if t is not lead)]


class _Printer(StrPrinter):  # type: ignore[misc]
    """SymPy's printer, with decimals where they are exact, the signs of the prose, and sums led by a positive term."""

    printmethod = "_terminal"

    def _as_ordered_terms(self, expr: sp.Add, order: object = None) -> list[sp.Expr]:
        return led_by_positive(super()._as_ordered_terms(expr, order=order))

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return name(expr.name)

    def _print_Rational(self, expr: sp.Rational) -> str:
        return decimal(expr) or str(super()._print_Rational(expr))

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        if expr.exp == sp.S.Half and not rational:
            return f"√({self._print(expr.base)})"
        return str(super()._print_Pow(expr, rational=rational)).replace("**", "^").replace("sqrt(", "√(")

    def _print_log(self, expr: sp.log) -> str:
        return f"ln({self._print(expr.args[0])})"

    def _print_Exp1(self, expr: sp.Expr) -> str:
        return "exp(1)"

    def _print_Pi(self, expr: sp.Expr) -> str:
        return "π"

    def _print_LambertW(self, expr: sp.LambertW) -> str:
        branch = self._print(expr.args[1]) if len(expr.args) > 1 else "0"
        return f"W_{branch if branch.isdigit() else f'({branch})'}({self._print(expr.args[0])})"

    def _print_Abs(self, expr: sp.Abs) -> str:
        shown = self._print(expr.args[0])
        return f"abs({shown})" if "|" in shown else f"|{shown}|"

    def _print_Function(self, expr: sp.Expr) -> str:
        return self._applied(expr, 0, self.stringify(expr.args, ", "))

    def _applied(self, function: sp.Expr, primes: int, arguments: str) -> str:
        return f"{name(function.func.__name__)}{chr(39) * primes}({arguments})"

    def _print_Max(self, expr: sp.Max) -> str:
        return f"max({self.stringify(sorted(expr.args, key=sp.default_sort_key), ', ')})"

    def _print_Maximum(self, expr: sp.Expr) -> str:
        return f"max({self._print(expr.args[0])})"

    def _index(self, symbol: str, index: sp.Expr) -> str:
        shown = self._print(index)
        return f"{symbol}_{shown if index.is_Atom and index.is_negative is not True else f'({shown})'}"

    def _print_EpsStar(self, expr: sp.Expr) -> str:
        return self._index("ε^*", expr.args[0])

    def _print_EuclideanEpsStar(self, expr: sp.Expr) -> str:
        return self._index("ε^(2)", expr.args[0])

    def _print_ChainBound(self, expr: sp.Expr) -> str:
        return self._index("L", expr.args[0])

    def _print_IndexedBase(self, expr: sp.IndexedBase) -> str:
        return name(str(expr.label))

    def _print_Indexed(self, expr: sp.Indexed) -> str:
        (index,) = expr.indices
        return self._index(self._print(expr.base), index)

    def _print_Sum(self, expr: sp.Sum) -> str:
        ((index, low, high),) = expr.limits
        first, last = (self._print(end).replace(" ", "") for end in (low, high))
        upto = last if high.is_Atom else f"({last})"
        return f"∑_({self._print(index)}={first})^{upto} ({self._print(expr.function)})"

    def _print_Derivative(self, expr: sp.Derivative) -> str:
        ((variable, order),) = expr.variable_count
        if isinstance(expr.expr, sp.core.function.AppliedUndef) and expr.expr.args == (variable,):
            return self._applied(expr.expr, int(order), self._print(variable))
        return f"{derivative_sign(variable, int(order))} [{self._print(expr.expr)}]"

    def _print_Subs(self, expr: sp.Subs) -> str:
        inner = expr.expr
        if isinstance(inner, sp.Derivative) and expr.variables == inner.expr.args == inner.variables[:1]:
            return self._applied(inner.expr, len(inner.variables), self._print(expr.point[0]))
        values = zip(expr.variables, expr.point, strict=True)
        return f"[{self._print(inner)} at {', '.join(f'{self._print(s)} = {self._print(v)}' for s, v in values)}]"


def derivative_sign(variable: sp.Symbol, order: int) -> str:
    """Return the operator d/dx, or a higher one.

    >>> derivative_sign(sp.Symbol("x"), 2)
    'd^2/dx^2'
    """
    power = f"^{order}" if order > 1 else ""
    return f"d{power}/d{name(variable.name)}{power}"


def expression(expr: sp.Expr) -> str:
    """Return an expression as text.

    >>> x = sp.Symbol("x_1", positive=True)
    >>> expression(sp.log(1 + sp.exp(-x)) / 2 - sp.sqrt(x) / 3)
    'ln(1 + exp(-x_1))/2 - √(x_1)/3'
    >>> expression(2 * x**2 * sp.log(x))
    '2·x_1^2·ln(x_1)'
    """
    return re.sub(r"(?<!\^)\*", "·", _Printer().doprint(expr))

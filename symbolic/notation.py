"""The symbols and functions that the statements share."""

from __future__ import annotations

import sympy as sp

d = sp.Symbol("d", integer=True, positive=True)
"""The dimension, the number of entries of x."""

n, k = sp.symbols("n k", integer=True, positive=True)
"""Numbers of coordinates."""

t = sp.Symbol("t", positive=True)
"""A temperature."""

eps = sp.Symbol("epsilon", positive=True)
"""The gap of a smoothing: max <= f <= max + epsilon."""

i, j = sp.symbols("i j", integer=True, positive=True)
"""Indices of coordinates, from 1 to d."""

x = sp.IndexedBase("x", real=True)
"""A point of R^d."""

v = sp.IndexedBase("v", real=True)
"""A direction in R^d."""

p = sp.IndexedBase("p", real=True)
"""A point of the simplex."""


def _raised(latex: str, exponent: object) -> str:
    """Return a formula to a power, which SymPy hands to the function that is printed."""
    return latex if exponent is None else rf"\left({latex}\right)^{{{exponent}}}"


def _subscript(index: sp.Expr, printer: sp.printing.str.StrPrinter) -> str:
    text: str = printer._print(index)
    return text if index.is_Atom else f"({text})"


class LSE(sp.Function):  # type: ignore[misc]
    """LogSumExp, ln sum_i exp(x_i)."""

    nargs = 1

    def _latex(self, printer: sp.printing.latex.LatexPrinter, exp: object = None) -> str:
        return _raised(rf"\operatorname{{LSE}}({printer._print(self.args[0])})", exp)


class Maximum(sp.Function):  # type: ignore[misc]
    """The largest entry of a vector, max_i x_i."""

    nargs = 1

    def _latex(self, printer: sp.printing.latex.LatexPrinter, exp: object = None) -> str:
        return _raised(rf"\max({printer._print(self.args[0])})", exp)


class EpsStar(sp.Function):  # type: ignore[misc]
    """The least eps for which a 1-smooth eps-smoothing of the maximum of d entries exists."""

    nargs = 1

    def _latex(self, printer: sp.printing.latex.LatexPrinter, exp: object = None) -> str:
        return _raised(rf"\varepsilon^*_{{{printer._print(self.args[0])}}}", exp)

    def _sympystr(self, printer: sp.printing.str.StrPrinter) -> str:
        return f"eps*_{_subscript(self.args[0], printer)}"


class EuclideanEpsStar(sp.Function):  # type: ignore[misc]
    """The least gap of an over-estimate of the maximum that is 1-smooth in the Euclidean norm."""

    nargs = 1

    def _latex(self, printer: sp.printing.latex.LatexPrinter, exp: object = None) -> str:
        return _raised(rf"\varepsilon^{{(2)}}_{{{printer._print(self.args[0])}}}", exp)


class ChainBound(sp.Function):  # type: ignore[misc]
    """The chain bound L_d of the paper: L_1 = 0, L_d = max_k L_k + 2 (1 - k/d)^2."""

    nargs = 1

    def _latex(self, printer: sp.printing.latex.LatexPrinter, exp: object = None) -> str:
        return _raised(rf"L_{{{printer._print(self.args[0])}}}", exp)

    def _sympystr(self, printer: sp.printing.str.StrPrinter) -> str:
        return f"L_{_subscript(self.args[0], printer)}"


kappa = sp.Symbol("kappa", positive=True)
"""The constant of the chain bound, max over 0 < r < 1 of 2 (1-r)^2 / (-ln r) = 0.8145..."""


def total(term: sp.Expr, index: sp.Symbol = i, upto: sp.Expr = d) -> sp.Sum:
    """Return the sum of `term` over `index` from 1 to `upto`."""
    return sp.Sum(term, (index, 1, upto))


def decimal(value: sp.Rational) -> str | None:
    """Return the decimal that equals a rational exactly, for denominators from 1000 that divide a power of ten.

    >>> decimal(sp.Rational(8145, 10**4)), decimal(sp.Rational(-1, 2000)), decimal(sp.Rational(1, 3))
    ('0.8145', '-0.0005', None)
    """
    places, rest = 0, int(value.q)
    if rest < 1000:
        return None
    while 10**places % rest:
        places += 1
        if places > 4 * len(str(rest)):
            return None
    digits = str(abs(int(value.p)) * (10**places // rest)).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def reals(names: str) -> tuple[sp.Symbol, ...]:
    """Real variables, one for each name."""
    return tuple(sp.symbols(names, real=True, seq=True))


def positives(names: str) -> tuple[sp.Symbol, ...]:
    """Positive variables, one for each name."""
    return tuple(sp.symbols(names, positive=True, seq=True))

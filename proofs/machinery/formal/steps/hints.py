"""What Coq is told of exponentials and logarithms: `exp (2 * x) = exp x ^ 2`, `ln (x / y) = ln x - ln y`.

Each is an equation that Coq proves before it uses it, the inner before the outer. Behind them the tactics know nothing
of exponentials but that they are positive, and nothing of logarithms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import gcd, lcm

import sympy as sp

from symbolic.printing.coq import Letters, term

Occurrence = tuple[type, str, sp.Expr]
"""The function, the text of its argument, and the argument."""


def _general(expr: sp.Basic) -> bool:
    """Is it a power that is an exponential of a logarithm in Coq?"""
    return isinstance(expr, sp.Pow) and expr.base is not sp.E and not (
        expr.exp.is_Integer or (expr.exp.is_Rational and expr.exp.q == 2)
    )


def _bare(text: str) -> str:
    """Return a term without brackets around the whole of it."""
    depth = 0
    for k, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if not depth:
            return _bare(text[1:-1]) if c == ")" and k == len(text) - 1 and k else text
    return text


def _abstract(expr: sp.Basic) -> bool:
    """Is it a letter in Coq, whatever it is made of?"""
    ours = isinstance(expr, sp.Function) and not (type(expr).__module__ or "").startswith("sympy.")
    return ours or isinstance(expr, sp.Indexed | sp.Derivative)


def _occurrences(expr: sp.Expr, letters: Letters, at: dict[sp.Basic, sp.Expr]) -> Iterator[Occurrence]:
    """Yield the exponentials, logarithms and sines of an expression, the inner before the outer.

    A substitution is carried out, as Coq does.
    """
    if isinstance(expr, sp.Subs) and not expr.has(sp.Derivative):
        values = [value.subs(at) for value in expr.point]
        texts = [f"({term(value, letters)})" for value in expr.point]
        with letters.standing(expr.variables, texts):
            yield from _occurrences(expr.expr, letters, {**at, **dict(zip(expr.variables, values, strict=True))})
        return
    for argument in expr.args if letters.functions or not _abstract(expr) else ():
        if isinstance(argument, sp.Expr):
            yield from _occurrences(argument, letters, at)
    if isinstance(expr, sp.exp | sp.log | sp.sin) and len(expr.args) == 1:
        yield type(expr), _bare(term(expr.args[0], letters)), expr.args[0].subs(at)
    if _general(expr):
        base, exponent = _bare(term(expr.base, letters)), term(expr.exp, letters)
        yield sp.log, base, expr.base.subs(at)
        yield sp.exp, f"({exponent}) * ln ({base})", (expr.exp * sp.log(expr.base)).subs(at)


def _monomials(value: sp.Expr) -> dict[sp.Expr, sp.Rational]:
    """Return a sum as rational multiples of what does not add up."""
    coefficients = sp.expand(value).as_coefficients_dict().items()
    return {monomial: sp.Rational(c) for monomial, c in coefficients if c.is_Rational and c}


def _product(factors: Iterable[tuple[str, int]]) -> str:
    """Return a product of powers; a factor stands in brackets already where it must."""
    powers = [(f if abs(n) == 1 else f"{f} ^ {abs(n)}", n) for f, n in factors]
    return " * ".join(power if n > 0 else f"/ {power}" for power, n in powers) or "1"


class Hints:
    """The equations about the exponentials and logarithms of some expressions, and their proofs."""

    def __init__(self, expressions: Iterable[sp.Expr], letters: Letters) -> None:
        self._letters = letters
        with letters.unfolding():
            self._found = list(dict.fromkeys(o for expr in expressions for o in _occurrences(expr, letters, {})))
        exponents = [value for kind, _, value in self._found if kind is sp.exp]
        self._units = self._common([*exponents, *self._within(v for kind, _, v in self._found if kind is sp.log)])
        self._letter_of: dict[sp.Expr, sp.Symbol] = {}

    @staticmethod
    def _within(values: Iterable[sp.Expr]) -> Iterator[sp.Expr]:
        """Yield the exponents in what logarithms are taken of, after substitution."""
        for value in values:
            yield from (e.args[0] for e in value.atoms(sp.exp))
            yield from (e.exp * sp.log(e.base) for e in value.atoms(sp.Pow) if _general(e))

    @staticmethod
    def _common(exponents: Iterable[sp.Expr]) -> dict[sp.Expr, sp.Rational]:
        """Return the greatest number whose multiples all coefficients of a monomial are, natural ones if it can be."""
        found: dict[sp.Expr, sp.Rational] = {}
        for value in exponents:
            for monomial, c in _monomials(value).items():
                old = found.get(monomial, abs(c) if monomial.has(sp.log) else c)
                below = lcm(int(old.q), int(c.q))
                sign = -1 if old < 0 and c < 0 else 1
                found[monomial] = sp.Rational(sign * gcd(int(old * below), int(c * below)), below)
        return found

    def _powers(self, value: sp.Expr) -> list[tuple[sp.Expr, int]]:
        """Return the exponents of the exponentials whose powers make up that of a value, and the powers."""
        pairs = sorted(_monomials(value).items(), key=lambda pair: sp.default_sort_key(pair[0]))
        return [(self._units[m] * m, int(c / self._units[m])) for m, c in pairs]

    def _exp(self, exponent: sp.Expr) -> str:
        return f"(exp ({term(exponent, self._letters)}))"

    def equations(self) -> list[tuple[str, str]]:
        """Return the equations and the tactics that prove them, each by those before it."""
        with self._letters.unfolding():
            return [pair for found in self._found if (pair := self._equation(*found)) is not None]

    def _equation(self, kind: type, text: str, value: sp.Expr) -> tuple[str, str] | None:
        if kind is sp.sin:
            return f"sin ({text}) ^ 2 = 1 - cos ({text}) ^ 2", "pythagoras"
        if kind is sp.log:
            return self._logarithm(text, value)
        powers = self._powers(value)
        product = _product((self._exp(exponent), n) for exponent, n in powers)
        return None if product == f"(exp ({text}))" else (f"exp ({text}) = {product}", "exponent")

    def _factors(self, value: sp.Expr) -> list[tuple[sp.Expr, int]]:
        """Return the factors of what a logarithm is taken of, and their powers; exponentials are letters here."""

        def letter(found: sp.Expr) -> sp.Expr:
            exponent = found.args[0] if isinstance(found, sp.exp) else found.exp * sp.log(found.base)
            return sp.Mul(*(self._named(unit) ** n for unit, n in self._powers(exponent)))

        def outer(found: sp.Basic) -> sp.Basic:
            if isinstance(found, sp.exp) or _general(found):
                return letter(found)
            return found.func(*map(outer, found.args)) if found.args else found

        plain = sp.together(outer(value))
        factors: list[tuple[sp.Expr, int]] = []
        for part, sign in zip(sp.fraction(plain), (1, -1), strict=True):
            number, found = sp.factor_list(part) if part.free_symbols else (part, [])
            if not isinstance(number, sp.Rational):
                return [(value, 1)]
            odd = next((k for k, (_, n) in enumerate(found) if n % 2), None)
            if number < 0 and odd is not None:  # one of the factors is negative
                number, found = -number, [(-f if k == odd else f, n) for k, (f, n) in enumerate(found)]
            for integer, way in ((number.p, sign), (number.q, -sign)):
                factors += [(sp.Integer(p), way * n) for p, n in sp.factorint(integer).items() if p != 1]
            factors += [(factor, sign * n) for factor, n in found]
        return factors

    def _named(self, exponent: sp.Expr) -> sp.Symbol:
        return self._letter_of.setdefault(exponent, sp.Dummy(f"w{len(self._letter_of)}", positive=True))

    def _logarithm(self, text: str, value: sp.Expr) -> tuple[str, str] | None:
        try:
            factors = self._factors(value)
        except (sp.PolynomialError, TypeError):  # SymPy does not know how to factor it
            return None
        exponents = {named: exponent for exponent, named in self._letter_of.items()}
        parts, sums = list[tuple[str, int]](), list[str]()
        with self._letters.standing(exponents, map(self._exp, exponents.values())):
            for factor, n in factors:
                parts.append((f"({term(factor, self._letters)})", n))
                one = f"ln {parts[-1][0]}" if factor not in exponents else f"({term(exponents[factor], self._letters)})"
                sums.append(one if n == 1 else f"{n} * {one}" if n > 0 else f"- ({-n}) * {one}")
        if parts == [(f"({text})", 1)]:
            return None
        return f"ln ({text}) = {' + '.join(sums) or '0'}", f"logarithm ({_product(parts)})"

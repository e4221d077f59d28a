"""What Coq is told of exponentials and logarithms: `exp (2 * x) = exp x ^ 2`, `ln (x / y) = ln x - ln y`.

Each is an equation that Coq proves before it uses it. Behind them the tactics know nothing of exponentials but that
they are positive, and nothing of logarithms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import gcd, lcm

import sympy as sp

from symbolic.printing.coq import Letters, NotInCoq, term


def _occurrences(
    expr: sp.Expr, letters: Letters, at: dict[sp.Basic, sp.Expr]
) -> Iterator[tuple[type, str, sp.Expr]]:
    """Yield the exponentials and logarithms of an expression, the outer before the inner, as the function, the text of
    its argument and the argument; a substitution is carried out, as Coq does.
    """
    if isinstance(expr, sp.Subs) and not expr.has(sp.Derivative):
        values = [value.subs(at) for value in expr.point]
        texts = [f"({term(value, letters)})" for value in expr.point]
        with letters.standing(expr.variables, texts):
            yield from _occurrences(expr.expr, letters, {**at, **dict(zip(expr.variables, values))})
        return
    if isinstance(expr, sp.exp | sp.log) and len(expr.args) == 1:
        yield type(expr), term(expr.args[0], letters), expr.args[0].subs(at)
    for argument in expr.args:
        if isinstance(argument, sp.Expr):
            yield from _occurrences(argument, letters, at)


class Hints:
    """The equations about the exponentials and logarithms of some expressions, and their proofs."""

    def __init__(self, expressions: Iterable[sp.Expr], letters: Letters) -> None:
        self._letters = letters
        found = dict.fromkeys(o for expr in expressions for o in _occurrences(expr, letters, {}))
        self._exponentials = {text: value for kind, text, value in found if kind is sp.exp}
        self._logarithms = {text: value for kind, text, value in found if kind is sp.log}
        products = [value for value in self._logarithms.values()]
        inner = [e.args[0] for value in products for e in value.atoms(sp.exp)]
        self._units = self._common([*self._exponentials.values(), *inner])
        self._dummies: dict[sp.Expr, sp.Symbol] = {}

    @staticmethod
    def _monomials(value: sp.Expr) -> dict[sp.Expr, sp.Rational]:
        return {m: sp.Rational(c) for m, c in sp.expand(value).as_coefficients_dict().items() if c.is_Rational and c}

    def _common(self, exponents: Iterable[sp.Expr]) -> dict[sp.Expr, sp.Rational]:
        """Return the greatest number of which every coefficient of a monomial is a natural multiple, if there is one."""
        found: dict[sp.Expr, sp.Rational] = {}
        for value in exponents:
            for monomial, c in self._monomials(value).items():
                old = found.get(monomial, c)
                below = lcm(int(old.q), int(c.q))
                sign = -1 if old < 0 and c < 0 else 1
                found[monomial] = sp.Rational(sign * gcd(int(old * below), int(c * below)), below)
        return found

    def _powers(self, value: sp.Expr) -> list[tuple[sp.Expr, int]]:
        """Return the exponents of the exponentials whose powers make up that of a value, and the powers."""
        pairs = self._monomials(value).items()
        return [(self._units[m] * m, int(c / self._units[m])) for m, c in sorted(pairs, key=sp.default_sort_key)]

    def _product(self, factors: Iterable[tuple[str, int]]) -> str:
        """Return a product of powers; a factor stands in brackets already where it must."""
        shown = [f if n == 1 else f"{f} ^ {n}" if n > 0 else f"/ {f}" if n == -1 else f"/ {f} ^ {-n}" for f, n in factors]
        return " * ".join(shown) or "1"

    def _exp(self, exponent: sp.Expr) -> str:
        return f"exp ({term(exponent, self._letters)})"

    def exponentials(self) -> Iterator[tuple[str, str]]:
        """Yield the equations about exponentials, with their proofs."""
        for text, value in self._exponentials.items():
            product = self._product((self._exp(exponent), n) for exponent, n in self._powers(value))
            if product.replace("(", "").replace(")", "") != f"exp {text}".replace("(", "").replace(")", ""):
                yield f"exp ({text}) = {product}", "exponent"

    def _factors(self, value: sp.Expr) -> list[tuple[sp.Expr, int]]:
        """Return the factors of what a logarithm is taken of, and their powers; exponentials are letters here."""

        def letter(found: sp.exp) -> sp.Expr:
            parts = [
                self._dummies.setdefault(exponent, sp.Dummy(positive=True)) ** n for exponent, n in self._powers(found.args[0])
            ]
            return sp.Mul(*parts)

        plain = sp.together(value.replace(lambda e: isinstance(e, sp.exp), letter))
        factors: list[tuple[sp.Expr, int]] = []
        for part, sign in zip(sp.fraction(plain), (1, -1)):
            number, found = sp.factor_list(part) if part.free_symbols else (part, [])
            if not isinstance(number, sp.Rational):
                raise NotInCoq("no number")
            odd = next((k for k, (_, n) in enumerate(found) if n % 2), None)
            if number < 0 and odd is not None:  # one of the factors is negative
                number, found = -number, [(-f if k == odd else f, n) for k, (f, n) in enumerate(found)]
            factors += [(sp.Integer(p), sign * n) for p, n in sp.factorint(number.p).items()]
            factors += [(sp.Integer(p), -sign * n) for p, n in sp.factorint(number.q).items()]
            factors += [(factor, sign * n) for factor, n in found]
        return factors

    def logarithms(self) -> Iterator[tuple[str, str]]:
        """Yield the equations about logarithms, with their proofs."""
        for text, value in self._logarithms.items():
            try:
                factors = self._factors(value)
            except (NotInCoq, sp.PolynomialError, TypeError):  # SymPy does not know how to factor x**k
                continue
            back = {dummy: exponent for exponent, dummy in self._dummies.items()}
            parts, sums = list[tuple[str, int]](), list[str]()
            for factor, n in factors:
                if factor == 1:
                    continue
                if factor in back:
                    parts.append((self._exp(back[factor]), n))
                    shown = f"({term(back[factor], self._letters)})"
                else:
                    inside = term(factor.subs({d: sp.exp(e) for d, e in back.items()}), self._letters)
                    parts.append((f"({inside})", n))
                    shown = f"ln ({inside})"
                sums.append(shown if n == 1 else f"{n} * {shown}" if n > 0 else f"- ({-n}) * {shown}")
            if len(parts) == 1 and parts[0] == (f"({text})", 1):
                continue
            yield f"ln ({text}) = {' + '.join(sums) or '0'}", f"logarithm ({self._product(parts)})"

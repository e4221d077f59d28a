"""Closed constants: all that the bounds on eps*_d need.

A constant is a rational number plus rational multiples of products of ln a, sqrt a and atan(sqrt a) with positive
rational a.  Constants are read from text, added and multiplied exactly, and enclosed by Arb balls.  The grammar is
closed: numbers, the names that are given, + - * / **, ln and sqrt of a positive rational, and atan of a rational times
a root; no product has two logarithms.  Anything else is refused.  SymPy writes such a text out of a theorem's claim;
reading it does without SymPy, which takes half a second to import.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt

import flint

BITS = 256
"""Precision of the balls: twelve decimals need 60."""

LARGEST_POWER = 8
"""Exponents beyond this are refused, so that no text is slow to read."""

LARGEST_ROOT = 10**6
"""Square factors are taken out of numbers up to this; roots of larger ones are refused."""

MOST_FACTORS = 4
"""Products of more logarithms, roots and arcs than this are refused."""


class NotClosed(ValueError):
    """A text outside the grammar, or an operation that leaves it."""


@dataclass(frozen=True, order=True)
class Factor:
    """ln(argument), sqrt(argument) or, for "atan", atan(sqrt(argument)); the argument is positive.

    Under a root of its own stands a whole number without square factors.
    """

    function: str
    argument: Fraction

    def ball(self) -> flint.arb:
        """Return an enclosure."""
        inside = _ball(self.argument)
        if self.function == "ln":
            return inside.log()
        return inside.sqrt().atan() if self.function == "atan" else inside.sqrt()

    def __str__(self) -> str:
        if self.function != "atan":
            return f"{self.function}({self.argument})"
        return f"atan({_root(self.argument)})"


Product = tuple[Factor, ...]
"""The factors in order, each as often as it is one; a root at most once. Without factors it is 1."""


@dataclass(frozen=True)
class Constant:
    """The sum of coefficient * product; products that are equal are collected, none has the coefficient 0."""

    terms: Mapping[Product, Fraction] = field(default_factory=dict)

    @staticmethod
    def of(value: Fraction | int) -> Constant:
        """Return a rational number.

        >>> str(Constant.of(Fraction(2, 3)))
        '2/3'
        """
        return _collected([((), Fraction(value))])

    @property
    def rational(self) -> Fraction:
        """The rational summand."""
        return self.terms.get((), Fraction(0))

    def decimal(self, digits: int, up: bool) -> str:
        """Return the value with so many decimals, rounded up or down.

        >>> Constant.of(Fraction(2, 3)).decimal(6, up=False), Constant.of(Fraction(-2, 3)).decimal(2, up=True)
        ('0.666666', '-0.66')
        """
        low, high = self.enclosure()
        scaled = (high if up else low) * 10**digits
        units = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
        sign = "-" if units < 0 else ""
        return f"{sign}{abs(units) // 10**digits}.{abs(units) % 10**digits:0{digits}d}"

    @property
    def is_rational(self) -> bool:
        """Has it neither a logarithm nor a root nor an arc?"""
        return not any(self.terms)

    def __add__(self, other: Constant) -> Constant:
        return _collected([*self.terms.items(), *other.terms.items()])

    def __neg__(self) -> Constant:
        return Constant({product: -factor for product, factor in self.terms.items()})

    def __sub__(self, other: Constant) -> Constant:
        return self + -other

    def __mul__(self, other: Constant) -> Constant:
        pairs = [(one, two) for one in self.terms.items() for two in other.terms.items()]
        return _collected([_multiplied((*one[0], *two[0]), one[1] * two[1]) for one, two in pairs])

    def __truediv__(self, other: Constant) -> Constant:
        if not other.is_rational or not other.rational:
            raise NotClosed(f"a quotient by {other}")
        return self * Constant.of(1 / other.rational)

    def __pow__(self, other: Constant) -> Constant:
        power = other.rational
        if not (other.is_rational and power.denominator == 1 and abs(power) <= LARGEST_POWER):
            raise NotClosed(f"the power {self} ** {other}")
        if power < 0 and not (self.is_rational and self.rational):
            raise NotClosed(f"a quotient by {self}")
        base, found = self if power >= 0 else Constant.of(1 / self.rational), Constant.of(1)
        for _ in range(abs(int(power))):
            found = found * base
        return found

    def enclosure(self) -> tuple[Fraction, Fraction]:
        """Rationals below and above it; equal for a rational number."""
        if self.is_rational:
            return self.rational, self.rational
        before, flint.ctx.prec = flint.ctx.prec, BITS
        try:
            ball = flint.arb(0)
            for product, factor in self.terms.items():
                term = _ball(factor)
                for each in product:
                    term *= each.ball()
                ball += term
            middle, radius = _exact(ball.mid()), _exact(ball.rad())
        finally:
            flint.ctx.prec = before
        return middle - radius, middle + radius

    def __float__(self) -> float:
        low, high = self.enclosure()
        return float((low + high) / 2)

    def __str__(self) -> str:
        """Return the terms from the smallest to the largest."""
        ordered = sorted(self.terms.items(), key=lambda term: Constant(dict([term])).enclosure()[0])
        terms = [(_term_text(product, abs(factor)), factor < 0) for product, factor in ordered] or [("0", False)]
        first = f"{'-' if terms[0][1] else ''}{terms[0][0]}"
        return first + "".join(f" {'-' if negative else '+'} {text}" for text, negative in terms[1:])


def _collected(terms: Iterable[tuple[Product, Fraction]]) -> Constant:
    found: dict[Product, Fraction] = {}
    for product, factor in terms:
        found[product] = found.get(product, Fraction(0)) + factor
    return Constant({product: factor for product, factor in found.items() if factor})


def _multiplied(factors: Product, coefficient: Fraction) -> tuple[Product, Fraction]:
    """Return the product in order, with its roots made one, and its coefficient; NotClosed if it is not a constant."""
    others = [each for each in factors if each.function != "sqrt"]
    inside = Fraction(1)
    for each in factors:
        inside *= each.argument if each.function == "sqrt" else 1
    root = _root(inside) if inside != 1 else Constant.of(1)
    (roots, factor), *_ = root.terms.items()
    found = tuple(sorted((*others, *roots)))
    if sum(each.function == "ln" for each in found) > 1:
        raise NotClosed("a product of two logarithms")
    if len(found) > MOST_FACTORS:
        raise NotClosed(f"a product of more than {MOST_FACTORS} logarithms, roots and arcs")
    return found, coefficient * factor


def _root(value: Fraction) -> Constant:
    """Return the square root of a positive rational, square factors taken out.

    >>> str(_root(Fraction(4, 9))), str(_root(Fraction(12))), str(_root(Fraction(1, 5)))
    ('2/3', '2*sqrt(3)', 'sqrt(5)/5')
    """
    inside, outside = value.numerator * value.denominator, Fraction(1, value.denominator)
    whole = isqrt(inside)
    if whole**2 == inside:
        return Constant.of(whole * outside)
    if inside > LARGEST_ROOT:
        raise NotClosed(f"sqrt({value})")
    square = max(k for k in range(1, whole + 1) if inside % k**2 == 0)
    return Constant({(Factor("sqrt", Fraction(inside // square**2)),): square * outside})


def _term_text(product: Product, factor: Fraction) -> str:
    if not product:
        return str(factor)
    powers = [(str(each), product.count(each)) for each in dict.fromkeys(reversed(product))]
    times = "*".join(text if power == 1 else f"{text}**{power}" for text, power in powers)
    before = f"{factor.numerator}*" if factor.numerator != 1 else ""
    over = f"/{factor.denominator}" if factor.denominator != 1 else ""
    return f"{before}{times}{over}"


def _ball(value: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def _exact(point: flint.arb) -> Fraction:
    """Return the rational value of a ball without radius."""
    mantissa, exponent = point.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def constant(text: str, values: Mapping[str, int] | None = None) -> Constant:
    """Return the constant that a text writes, with integers for its names; NotClosed for what is not in the grammar.

    >>> str(constant("ln(d) - ln(2) + 1/2", {"d": 9}))
    '-ln(2) + 1/2 + ln(9)'
    """
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError) as error:
        raise NotClosed(f"{text!r} is not a formula: {error}") from None
    return _value(tree.body, {name: Constant.of(value) for name, value in (values or {}).items()})


def _value(node: ast.expr, values: Mapping[str, Constant]) -> Constant:
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return Constant.of(number)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(_value(left, values), op, _value(right, values))
        case ast.Call(func=ast.Name(id="ln" | "sqrt" | "atan" as name), args=[argument], keywords=[]):
            return _applied(name, _value(argument, values))
    raise NotClosed(f"{ast.unparse(node)!r} is outside the grammar: numbers, names, + - * / **, ln, sqrt and atan")


def _applied(name: str, inside: Constant) -> Constant:
    """Return ln or sqrt of a positive rational, or atan of a rational times a root; NotClosed for another argument."""
    if name == "atan" and len(inside.terms) == 1:
        (product, factor), *_ = inside.terms.items()
        if all(each.function == "sqrt" for each in product):
            square = (inside * inside).rational
            return Constant({(Factor("atan", square),): Fraction(1 if factor > 0 else -1)})
    if name == "atan" or not inside.is_rational or inside.rational <= 0:
        raise NotClosed(f"{name} of {inside}")
    if name == "sqrt":
        return _root(inside.rational)
    return Constant({(Factor("ln", inside.rational),): Fraction(1)} if inside.rational != 1 else {})


def _combined(left: Constant, op: ast.operator, right: Constant) -> Constant:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
        case ast.Pow():
            return left**right
    raise NotClosed(f"the operation {type(op).__name__} is outside the grammar")

"""Closed constants q + c_1 ln a_1 + ... + c_k ln a_k with rational q, c, a: all that the bounds on eps*_d need.

They are read from text, added and multiplied exactly, and enclosed by Arb balls.  The grammar is closed: numbers,
the names that are given, + - * / **, and ln of a positive rational; anything else is refused.  SymPy writes such a
text out of a theorem's claim; reading it does without SymPy, which takes half a second to import.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import flint

BITS = 256
"""Precision of the balls: twelve decimals need 60."""

LARGEST_POWER = 8
"""Exponents beyond this are refused, so that no text is slow to read."""


class NotClosed(ValueError):
    """A text outside the grammar, or an operation that leaves it."""


@dataclass(frozen=True)
class Constant:
    """`rational + sum of factor * ln(argument)`; equal logarithms are collected, none has the factor 0."""

    rational: Fraction
    logs: Mapping[Fraction, Fraction] = field(default_factory=dict)

    def decimal(self, digits: int, up: bool) -> str:
        """Return the value with so many decimals, rounded up or down.

        >>> Constant(Fraction(2, 3)).decimal(6, up=False), Constant(Fraction(-2, 3)).decimal(2, up=True)
        ('0.666666', '-0.66')
        """
        low, high = self.enclosure()
        scaled = (high if up else low) * 10**digits
        units = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
        sign = "-" if units < 0 else ""
        return f"{sign}{abs(units) // 10**digits}.{abs(units) % 10**digits:0{digits}d}"

    @property
    def is_rational(self) -> bool:
        """Has it no logarithm?"""
        return not self.logs

    def _scaled(self, by: Fraction) -> Constant:
        return _collected(self.rational * by, {a: c * by for a, c in self.logs.items()})

    def __add__(self, other: Constant) -> Constant:
        logs = dict(self.logs)
        for argument, factor in other.logs.items():
            logs[argument] = logs.get(argument, Fraction(0)) + factor
        return _collected(self.rational + other.rational, logs)

    def __neg__(self) -> Constant:
        return self._scaled(Fraction(-1))

    def __sub__(self, other: Constant) -> Constant:
        return self + -other

    def __mul__(self, other: Constant) -> Constant:
        if self.is_rational:
            return other._scaled(self.rational)
        if other.is_rational:
            return self._scaled(other.rational)
        raise NotClosed("a product of two logarithms")

    def __truediv__(self, other: Constant) -> Constant:
        if not other.is_rational or not other.rational:
            raise NotClosed(f"a quotient by {other}")
        return self._scaled(1 / other.rational)

    def __pow__(self, other: Constant) -> Constant:
        power = other.rational
        if not (self.is_rational and other.is_rational and power.denominator == 1 and abs(power) <= LARGEST_POWER):
            raise NotClosed(f"the power {self} ** {other}")
        if power < 0 and not self.rational:
            raise NotClosed(f"a quotient by {self}")
        return Constant(self.rational ** int(power))

    def enclosure(self) -> tuple[Fraction, Fraction]:
        """Rationals below and above it; equal for a rational number."""
        if self.is_rational:
            return self.rational, self.rational
        before, flint.ctx.prec = flint.ctx.prec, BITS
        try:
            ball = _ball(self.rational)
            for argument, factor in self.logs.items():
                ball += _ball(factor) * _ball(argument).log()
            middle, radius = _exact(ball.mid()), _exact(ball.rad())
        finally:
            flint.ctx.prec = before
        return middle - radius, middle + radius

    def __float__(self) -> float:
        low, high = self.enclosure()
        return float((low + high) / 2)

    def __str__(self) -> str:
        """Return the terms from the smallest to the largest."""
        terms = [(Constant(Fraction(0), {a: c}), _log_text(a, abs(c)), c < 0) for a, c in self.logs.items()]
        if self.rational or not terms:
            terms.append((Constant(self.rational), str(abs(self.rational)), self.rational < 0))
        terms.sort(key=lambda term: term[0].enclosure()[0])
        first = f"{'-' if terms[0][2] else ''}{terms[0][1]}"
        return first + "".join(f" {'-' if negative else '+'} {text}" for _, text, negative in terms[1:])


def _collected(rational: Fraction, logs: dict[Fraction, Fraction]) -> Constant:
    return Constant(rational, {argument: factor for argument, factor in logs.items() if factor and argument != 1})


def _log_text(argument: Fraction, factor: Fraction) -> str:
    times = f"{factor.numerator}*" if factor.numerator != 1 else ""
    over = f"/{factor.denominator}" if factor.denominator != 1 else ""
    return f"{times}ln({argument}){over}"


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
    return _value(tree.body, {name: Constant(Fraction(value)) for name, value in (values or {}).items()})


def _value(node: ast.expr, values: Mapping[str, Constant]) -> Constant:
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return Constant(Fraction(number))
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(_value(left, values), op, _value(right, values))
        case ast.Call(func=ast.Name(id="ln"), args=[argument], keywords=[]):
            inside = _value(argument, values)
            if not inside.is_rational or inside.rational <= 0:
                raise NotClosed(f"ln of {inside}")
            return _collected(Fraction(0), {inside.rational: Fraction(1)})
    raise NotClosed(f"{ast.unparse(node)!r} is outside the grammar: numbers, names, + - * / ** and ln")


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

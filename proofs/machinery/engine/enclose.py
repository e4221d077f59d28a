"""Closed constants in certified enclosures: Arb balls, and outward-rounded mpmath intervals.

Two engines, because one can be wrong: ``mpmath.iv`` functions return intervals that sometimes miss
the value by a rounding error (mpmath issue 1181), so the second engine widens every transcendental
result outward by a relative 2**(10 - precision).  A comparison holds only when both engines decide
it the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import flint
import mpmath
import sympy as sp

from proofs.machinery.engine.answer import Answer
from symbolic.relations import Relation
from symbolic.verdict import Grade, Outcome

PRECISIONS = (64, 128, 256, 512, 1024, 2048)
"""Bits tried in turn; a comparison that the last cannot decide stays undecided."""


class CannotEnclose(ValueError):
    """A term that is not a closed constant of the supported kind."""


class _Arb:
    """Ball arithmetic of Arb at a given precision."""

    def rational(self, value: sp.Rational) -> Any:
        return flint.arb(flint.fmpq(int(value.p), int(value.q)))

    def exp(self, value: Any) -> Any:
        return value.exp()

    def log(self, value: Any) -> Any:
        return value.log()

    def sqrt(self, value: Any) -> Any:
        return value.sqrt()

    def pi(self) -> Any:
        return flint.arb.pi()

    def lambertw_lower(self, value: Any) -> Any:
        return value.lambertw(-1)

    def exponent(self, value: Any) -> sp.Rational | None:
        return None

    def sign(self, value: Any) -> int | None:
        if not value.is_finite():
            return None
        if value > 0:
            return 1
        if value < 0:
            return -1
        return 0 if value.is_zero() else None


class _AtPoint(_Arb):
    """Rational numbers while they last, then balls: for values at a rational point."""

    def rational(self, value: sp.Rational) -> Any:
        return flint.fmpq(int(value.p), int(value.q))

    def exp(self, value: Any) -> Any:
        return flint.arb(value).exp()

    def log(self, value: Any) -> Any:
        return flint.arb(value).log()

    def sqrt(self, value: Any) -> Any:
        return flint.arb(value).sqrt()

    def lambertw_lower(self, value: Any) -> Any:
        return flint.arb(value).lambertw(-1)

    def exponent(self, value: Any) -> sp.Rational | None:
        return sp.Rational(int(value.p), int(value.q)) if isinstance(value, flint.fmpq) else None

    def sign(self, value: Any) -> int | None:
        if isinstance(value, flint.fmpq):
            return int(value > 0) - int(value < 0)
        found: int | None = super().sign(value)
        return found


class _Intervals:
    """mpmath intervals; every transcendental result is widened outward."""

    def rational(self, value: sp.Rational) -> Any:
        return mpmath.iv.mpf(int(value.p)) / mpmath.iv.mpf(int(value.q))

    def _widen(self, value: Any) -> Any:
        margin = mpmath.iv.mpf(2) ** (10 - mpmath.iv.prec)
        return value * mpmath.iv.mpf([1 - margin.b, 1 + margin.b]) + mpmath.iv.mpf([-margin.b, margin.b])

    def exp(self, value: Any) -> Any:
        return self._widen(mpmath.iv.exp(value))

    def log(self, value: Any) -> Any:
        if not value.a > 0:
            raise CannotEnclose(f"the logarithm of {value}")
        return self._widen(mpmath.iv.log(value))

    def sqrt(self, value: Any) -> Any:
        return self._widen(mpmath.iv.sqrt(value))

    def pi(self) -> Any:
        return self._widen(mpmath.iv.pi)

    def lambertw_lower(self, value: Any) -> Any:
        """The branch W_{-1} by a sign change of w exp(w) - value, decreasing for w < -1."""
        with mpmath.workprec(mpmath.iv.prec + 20):
            guess = mpmath.lambertw(mpmath.mpf(value.mid.a), -1).real
            step = abs(guess) * mpmath.mpf(2) ** (20 - mpmath.iv.prec) + (value.delta.b) * 2**20
            low, high = mpmath.iv.mpf(guess - step), mpmath.iv.mpf(guess + step)
        above = low * self.exp(low) - value
        below = high * self.exp(high) - value
        if not (high.b < -1 and above.a > 0 and below.b < 0):
            raise CannotEnclose(f"W_-1 of {value}")
        return mpmath.iv.mpf([low.a, high.b])

    def exponent(self, value: Any) -> sp.Rational | None:
        return None

    def sign(self, value: Any) -> int | None:
        if value.a > 0:
            return 1
        if value.b < 0:
            return -1
        return 0 if value.a == 0 == value.b else None


def _power(engine: Any, base: Any, exponent: sp.Expr) -> Any:
    if isinstance(exponent, sp.Integer):
        return base ** int(exponent) if exponent >= 0 else engine.rational(sp.S.One) / base ** int(-exponent)
    if isinstance(exponent, sp.Rational) and exponent.q == 2:
        return _power(engine, engine.sqrt(base), sp.Integer(exponent.p))
    if isinstance(exponent, sp.Rational) and isinstance(engine, _AtPoint):
        logarithm = engine.log(base)  # not finite unless the base is positive
        return engine.exp(logarithm * engine.rational(exponent))
    raise CannotEnclose(f"the power {exponent}")


def _value(engine: Any, expr: sp.Expr, known: dict[sp.Expr, Any] | None = None) -> Any:
    """Evaluate an expression, node by node and each node once; an unknown node is an error.

    ``known`` holds the values of the symbols, and those of the nodes that have been evaluated.
    """
    known = {} if known is None else known
    found = known.get(expr)
    if found is None:
        found = known[expr] = _node(engine, expr, known)
    return found


def _node(engine: Any, expr: sp.Expr, known: dict[sp.Expr, Any]) -> Any:
    if isinstance(expr, sp.Rational):
        return engine.rational(expr)
    if expr is sp.E:
        return engine.exp(engine.rational(sp.S.One))
    if expr is sp.pi:
        return engine.pi()
    if isinstance(expr, sp.Add | sp.Mul):
        values = [_value(engine, part, known) for part in expr.args]
        result = values[0]
        for value in values[1:]:
            result = result + value if isinstance(expr, sp.Add) else result * value
        return result
    if isinstance(expr, sp.exp):
        return engine.exp(_value(engine, expr.args[0], known))
    if isinstance(expr, sp.Pow):
        exponent = expr.exp if expr.exp.is_Rational else engine.exponent(_value(engine, expr.exp, known))
        if exponent is None:
            raise CannotEnclose(f"the power {expr.exp}")
        return _power(engine, _value(engine, expr.base, known), exponent)
    if isinstance(expr, sp.log):
        return engine.log(_value(engine, expr.args[0], known))
    if isinstance(expr, sp.LambertW) and len(expr.args) == 2 and expr.args[1] == -1:
        return engine.lambertw_lower(_value(engine, expr.args[0], known))
    raise CannotEnclose(f"{sp.sstr(expr)} is not a closed constant that balls can enclose")


def _at_precision(bits: int, work: Callable[[], Any]) -> Any:
    saved_flint, saved_iv = flint.ctx.prec, mpmath.iv.prec
    flint.ctx.prec, mpmath.iv.prec = bits, bits
    try:
        return work()
    finally:
        flint.ctx.prec, mpmath.iv.prec = saved_flint, saved_iv


def sign(expr: sp.Expr) -> int | None:
    """The sign of a closed constant by Arb alone, or None where no ball decides it."""
    for bits in PRECISIONS[:4]:
        found: int | None = _at_precision(bits, partial(_sign_by, _Arb(), expr))
        if found is not None:
            return found
    return None


def sign_at(expr: sp.Expr, point: Mapping[sp.Symbol, sp.Rational]) -> tuple[int | None, bool]:
    """The sign of an expression at a rational point, or None, by the finest ball that ``sign`` would try.

    The second value says whether the ball is finite, so that the expression is defined there.
    Raises CannotEnclose where a node is unknown, and ZeroDivisionError.
    """
    return sign_with(expr, {symbol: _AtPoint().rational(value) for symbol, value in point.items()})


def sign_with(expr: sp.Expr, values: Mapping[sp.Expr, Any]) -> tuple[int | None, bool]:
    """``sign_at`` with values of symbols, or of whole subexpressions, as rational numbers of FLINT."""
    found: tuple[int | None, bool] = _at_precision(PRECISIONS[3], partial(_sign_with, expr, dict(values)))
    return found


def at_point(parts: Sequence[sp.Expr], values: Mapping[sp.Expr, Any], work: Callable[..., Any]) -> Any:
    """What ``work`` makes of the values of expressions, exact or balls, where ``values`` has those of their parts."""
    return _at_precision(PRECISIONS[3], partial(_worked, work, parts, dict(values)))


def _worked(work: Callable[..., Any], parts: Sequence[sp.Expr], values: dict[sp.Expr, Any]) -> Any:
    engine = _AtPoint()
    return work(*(_value(engine, part, values) for part in parts))


def _sign_with(expr: sp.Expr, values: dict[sp.Expr, Any]) -> tuple[int | None, bool]:
    engine = _AtPoint()
    value = _value(engine, expr, values)
    return engine.sign(value), isinstance(value, flint.fmpq) or bool(value.is_finite())


def _sign_by(engine: Any, expr: sp.Expr) -> int | None:
    found: int | None = engine.sign(_value(engine, expr))
    return found


def _agreed_sign(expr: sp.Expr) -> tuple[int | None, int]:
    for bits in PRECISIONS:
        signs = []
        for engine in (_Arb(), _Intervals()):
            try:
                signs.append(_at_precision(bits, partial(_sign_by, engine, expr)))
            except (CannotEnclose, ZeroDivisionError, ValueError) as error:
                if isinstance(engine, _Arb) and isinstance(error, CannotEnclose):
                    raise
                signs.append(None)
        if signs[0] is not None and signs[0] == signs[1]:
            return signs[0], bits
    return None, PRECISIONS[-1]


def compare(claim: Relation) -> Answer:
    """Decide a relation between closed constants with both engines."""
    try:
        found, bits = _agreed_sign(claim.difference.doit())
    except CannotEnclose as error:
        return Answer(Outcome.UNDECIDED, Grade.ENCLOSED, str(error))
    if found is None:
        return Answer(Outcome.UNDECIDED, Grade.ENCLOSED, f"{bits} bits do not separate the two sides")
    holds = {
        "=": found == 0,
        "!=": found != 0,
        "<": found < 0,
        "<=": found <= 0,
        ">": found > 0,
        ">=": found >= 0,
    }[claim.sign]
    relation = {-1: "below", 0: "equal to", 1: "above"}[found]
    detail = f"both engines: the left side is {relation} the right at {bits} bits"
    return Answer(Outcome.HOLDS if holds else Outcome.FAILS, Grade.ENCLOSED, detail)


def _exact(value: Any) -> Fraction:
    man, exponent = value.man_exp()
    return Fraction(int(man)) * Fraction(2) ** int(exponent)


def rational_bounds(expr: sp.Expr, bits: int = 256) -> tuple[Fraction, Fraction]:
    """Rationals below and above a closed constant, from an Arb ball of ``bits`` bits.

    Raises CannotEnclose when the expression is not a closed constant or its ball is not finite.
    """
    ball = _at_precision(bits, partial(_value, _Arb(), expr))
    if not ball.is_finite():
        raise CannotEnclose(f"{sp.sstr(expr)} has no finite enclosure at {bits} bits")
    middle, radius = _exact(ball.mid()), _exact(ball.rad())
    return middle - radius, middle + radius

"""Closed constants in certified enclosures: Arb balls, and outward-rounded mpmath intervals.

Two engines, because one can be wrong (`balls`).  A comparison holds only when both enclose both sides, and decide it
the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import flint
import sympy as sp

from proofs.machinery.engine.answer import Answer
from proofs.machinery.engine.balls import Arb, AtPoint, CannotEnclose, Intervals, Series, at_precision
from symbolic.relations import Relation
from symbolic.verdict import Grade, Outcome

PRECISIONS = (64, 128, 256, 512, 1024, 2048)
"""Bits tried in turn; a comparison that the last cannot decide stays undecided."""
_LONGEST_SUM = 10_000
_STOPPED = (CannotEnclose, ZeroDivisionError, ValueError, OverflowError)


def _power(engine: Any, base: Any, exponent: sp.Expr) -> Any:
    if isinstance(exponent, sp.Integer):
        return base ** int(exponent) if exponent >= 0 else engine.rational(sp.S.One) / base ** int(-exponent)
    if exponent.q == 2:
        return _power(engine, engine.sqrt(base), sp.Integer(exponent.p))
    logarithm = engine.log(base)  # has no value unless the base is positive
    return engine.exp(logarithm * engine.rational(exponent))


def _value(engine: Any, expr: sp.Expr, known: dict[sp.Expr, Any] | None = None) -> Any:
    """Evaluate an expression, node by node and each node once; an unknown node is an error.

    `known` holds the values of the symbols, and those of the nodes that have been evaluated.
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
    if isinstance(expr, sp.Pow) and expr.base is not sp.E:
        return _any_power(engine, expr, known)
    if isinstance(expr, sp.Sum):
        return _sum(engine, expr, known)
    if isinstance(expr, sp.Subs):
        put_in = {s: _value(engine, value, known) for s, value in zip(expr.variables, expr.point, strict=True)}
        return _value(engine, expr.expr, _with(known, put_in))
    return _function(engine, expr, known)


def _function(engine: Any, expr: sp.Expr, known: dict[sp.Expr, Any]) -> Any:
    kinds = {
        sp.log: engine.log, sp.sin: engine.sin, sp.cos: engine.cos, sp.atan: engine.atan, sp.Abs: engine.absolute,
    }
    if isinstance(expr, sp.exp) or (isinstance(expr, sp.Pow) and expr.base is sp.E):
        return engine.exp(_value(engine, expr.exp, known))
    if type(expr) in kinds and len(expr.args) == 1:
        return kinds[type(expr)](_value(engine, expr.args[0], known))
    if isinstance(expr, sp.LambertW) and len(expr.args) == 2 and expr.args[1] == -1:
        return engine.lambertw_lower(_value(engine, expr.args[0], known))
    raise CannotEnclose(f"{sp.sstr(expr)} is not a closed constant that balls can enclose")


def _any_power(engine: Any, expr: sp.Pow, known: dict[sp.Expr, Any]) -> Any:
    base = _value(engine, expr.base, known)
    if expr.exp.is_Rational:
        return _power(engine, base, expr.exp)
    value = _value(engine, expr.exp, known)
    exponent = engine.exponent(value)
    return engine.exp(engine.log(base) * value) if exponent is None else _power(engine, base, exponent)


def _with(known: dict[sp.Expr, Any], more: Mapping[sp.Expr, Any]) -> dict[sp.Expr, Any]:
    """Return the values of the symbols, some of them changed."""
    return {key: value for key, value in known.items() if isinstance(key, sp.Symbol) and key not in more} | dict(more)


def _sum(engine: Any, expr: sp.Sum, known: dict[sp.Expr, Any]) -> Any:
    """Return a sum, term by term; a sum over no index is 0, and one whose limits run backwards further than that has no
    value.
    """
    if len(expr.limits) != 1 or len(expr.limits[0]) != 3:
        raise CannotEnclose(f"{sp.sstr(expr)} has more than one index, or no limits")
    index, low, high = expr.limits[0]
    points = AtPoint()
    plain = {key: value for key, value in known.items() if isinstance(key, sp.Symbol) and isinstance(value, flint.fmpq)}
    first, last = (points.exponent(_value(points, end, dict(plain))) for end in (low, high))
    if first is None or last is None or first.q != 1 or last.q != 1 or not -1 <= last - first <= _LONGEST_SUM:
        raise CannotEnclose(f"the limits of {sp.sstr(expr)}")
    result = engine.rational(sp.S.Zero)
    for place in range(int(first), int(last) + 1):
        result = result + _value(engine, expr.function, _with(known, {index: engine.rational(sp.Integer(place))}))
    return result


def sign(expr: sp.Expr) -> int | None:
    """Return the sign of a closed constant by Arb alone, or None where no ball decides it."""
    for bits in PRECISIONS[:4]:
        found: int | None = at_precision(bits, partial(_sign_by, Arb(), expr))
        if found is not None:
            return found
    return None


def sign_at(expr: sp.Expr, point: Mapping[sp.Symbol, sp.Rational]) -> tuple[int | None, bool]:
    """Return the sign of an expression at a rational point, or None, by the finest ball that `sign` would try.

    The second value says whether the ball is finite, so that the expression is defined there.
    Raises CannotEnclose where a node is unknown, and ZeroDivisionError.
    """
    return sign_with(expr, {symbol: AtPoint().rational(value) for symbol, value in point.items()})


def sign_with(expr: sp.Expr, values: Mapping[sp.Expr, Any]) -> tuple[int | None, bool]:
    """`sign_at` with values of symbols, or of whole subexpressions, as rational numbers of FLINT."""
    found: tuple[int | None, bool] = at_precision(PRECISIONS[3], partial(_sign_with, [expr], [], dict(values)))
    return found


def difference_at(
    plus: Sequence[sp.Expr], minus: Sequence[sp.Expr], point: Mapping[sp.Symbol, sp.Rational],
) -> tuple[int | None, bool]:
    """Return the sign at a rational point of a sum less another, each term evaluated by itself; do all of them have a
    value?
    """
    values = {symbol: AtPoint().rational(value) for symbol, value in point.items()}
    try:
        found: tuple[int | None, bool] = at_precision(PRECISIONS[3], partial(_sign_with, plus, minus, values))
    except _STOPPED:
        return None, False
    return found


def slope_at(
    function: sp.Expr, variable: sp.Symbol, order: int, result: sp.Expr, point: Mapping[sp.Symbol, sp.Rational]
) -> tuple[int | None, bool]:
    """Return the sign at a rational point of a derivative less `result`, where both have a value.

    The derivative is a coefficient of the power series of the function, which nobody differentiates.
    """
    try:
        found: tuple[int | None, bool] = at_precision(
            PRECISIONS[3], partial(_slope, function, variable, order, result, dict(point)),
        )
    except _STOPPED:
        return None, False
    return found


def _slope(
    function: sp.Expr, variable: sp.Symbol, order: int, result: sp.Expr, point: dict[sp.Symbol, sp.Rational]
) -> tuple[int | None, bool]:
    engine, saved = Series(), flint.ctx.cap
    flint.ctx.cap = order + 1
    try:
        known: dict[sp.Expr, Any] = {symbol: engine.rational(value) for symbol, value in point.items()}
        known[variable] = known.get(variable, engine.rational(sp.S.Zero)) + flint.arb_series([0, 1])
        found = _value(engine, function, known).coeffs()
    finally:
        flint.ctx.cap = saved
    if not all(c.is_finite() for c in found):
        return None, False
    derivative = found[order] * flint.arb(flint.fmpz.fac_ui(order)) if len(found) > order else flint.arb(0)
    there = AtPoint()
    value = _value(there, result, {symbol: there.rational(number) for symbol, number in point.items()})
    return Arb().sign(derivative - flint.arb(value)), there.finite(value)


def at_point(parts: Sequence[sp.Expr], values: Mapping[sp.Expr, Any], work: Any) -> Any:
    """Return what `work` makes of the values of expressions, exact or balls, where `values` has those of their
    parts.
    """
    return at_precision(PRECISIONS[3], partial(_worked, work, parts, dict(values)))


def _worked(work: Any, parts: Sequence[sp.Expr], values: dict[sp.Expr, Any]) -> Any:
    engine = AtPoint()
    return work(*(_value(engine, part, values) for part in parts))


def _sign_with(
    plus: Sequence[sp.Expr], minus: Sequence[sp.Expr], values: dict[sp.Expr, Any],
) -> tuple[int | None, bool]:
    engine = AtPoint()
    result, defined = engine.rational(sp.S.Zero), True
    for terms, factor in ((plus, 1), (minus, -1)):
        for term in terms:
            value = _value(engine, term, values)
            defined = defined and engine.finite(value)
            result = result + factor * value
    return engine.sign(result), defined


def _sign_by(engine: Any, expr: sp.Expr) -> int | None:
    found: int | None = engine.sign(_value(engine, expr))
    return found


def _decided(engine: Any, difference: sp.Expr, sides: Sequence[sp.Expr]) -> int | None:
    """Return the sign of the difference, where the engine encloses both sides as well: what cancels had a value."""
    known: dict[sp.Expr, Any] = {}
    enclosed = all(engine.finite(_value(engine, side, known)) for side in sides)
    found: int | None = engine.sign(_value(engine, difference, known)) if enclosed else None
    return found


def _agreed_sign(claim: Relation) -> tuple[int | None, int]:
    difference, sides = claim.difference.doit(), (claim.lhs, claim.rhs)
    for bits in PRECISIONS:
        signs = []
        for engine in (Arb(), Intervals()):
            try:
                signs.append(at_precision(bits, partial(_decided, engine, difference, sides)))
            except _STOPPED as error:
                if isinstance(engine, Arb) and isinstance(error, CannotEnclose):
                    raise
                signs.append(None)
        if signs[0] is not None and signs[0] == signs[1]:
            return signs[0], bits
    return None, PRECISIONS[-1]


def compare(claim: Relation) -> Answer:
    """Decide a relation between closed constants with both engines."""
    try:
        found, bits = _agreed_sign(claim)
    except CannotEnclose as error:
        return Answer(Outcome.UNDECIDED, Grade.ENCLOSED, str(error))
    if found is None:
        return Answer(Outcome.UNDECIDED, Grade.ENCLOSED, f"{bits} bits do not separate the two sides")
    holds = claim.allows(found)
    relation = {-1: "below", 0: "equal to", 1: "above"}[found]
    detail = f"both engines: the left side is {relation} the right at {bits} bits"
    return Answer(Outcome.HOLDS if holds else Outcome.FAILS, Grade.ENCLOSED, detail, refutes=not holds)


def has_value(expr: sp.Expr) -> bool:
    """Is a closed constant enclosed by both engines?"""
    try:
        return all(
            at_precision(PRECISIONS[1], partial(lambda e: e.finite(_value(e, expr)), engine))
            for engine in (Arb(), Intervals())
        )
    except _STOPPED:
        return False


def _exact(value: Any) -> Fraction:
    man, exponent = value.man_exp()
    return Fraction(int(man)) * Fraction(2) ** int(exponent)


def rational_bounds(expr: sp.Expr, bits: int = 256) -> tuple[Fraction, Fraction]:
    """Rationals below and above a closed constant, from an Arb ball of `bits` bits.

    Raises CannotEnclose when the expression is not a closed constant or its ball is not finite.
    """
    ball = at_precision(bits, partial(_value, Arb(), expr))
    if not ball.is_finite():
        raise CannotEnclose(f"{sp.sstr(expr)} has no finite enclosure at {bits} bits")
    middle, radius = _exact(ball.mid()), _exact(ball.rad())
    return middle - radius, middle + radius

"""The value of a formula that was read, to compare two readings.

Letters stand for numbers, and what is no arithmetic (a norm, an expectation, a sum) for fixed functions of it.
"""

import zlib
from fractions import Fraction as Rational

import flint

BITS = 200


def number(key):
    """A rational number between 1/2 and 2 for a name."""
    seed = zlib.crc32(key.encode())
    return flint.acb(flint.arb(flint.fmpq(seed % 1009 + 700, 1009)))


def value(meaning):
    """The ball of an expression at the point that the names of its symbols choose."""
    match meaning:
        case ("num", text):
            exact = Rational(text)
            return flint.acb(flint.arb(flint.fmpq(exact.numerator, exact.denominator)))
        case ("sym", name):
            return flint.acb(1).exp() if name == "e" else flint.acb.pi() if name == "π" else number(name)
        case ("neg", one):
            return -value(one)
        case ("+", one, other):
            return value(one) + value(other)
        case ("*", one, other):
            return value(one) * value(other)
        case ("/", one, other):
            return value(one) / value(other)
        case ("^", one, other):
            return value(one) ** value(other)
        case ("app", name, args):
            values = [value(arg) for arg in args]
            if name in ("ln", "log", "exp", "sin", "cos", "sinh", "cosh", "tanh", "√") and len(values) == 1:
                return getattr(values[0], {"ln": "log", "√": "sqrt"}.get(name, name))()
            if name == "√" and len(values) == 2:
                return values[1] ** (1 / values[0])
            result = number(f"{name} of {len(values)}")
            for k, one in enumerate(values):
                result += number(f"{name} {k}") * one + one * one / (k + 7)
            return result
    raise TypeError(meaning)


def agree(one, other):
    """Whether two meanings have the same value, in balls small enough to tell."""
    saved, flint.ctx.prec = flint.ctx.prec, BITS
    try:
        balls = [value(one), value(other)]
    finally:
        flint.ctx.prec = saved
    small = all(ball.is_finite() and ball.rel_accuracy_bits() > BITS // 4 for ball in balls)
    return balls[0].overlaps(balls[1]) and (small or one == other)

"""The engines that enclose values: Arb's balls, its power series, rational numbers at a point, and mpmath's intervals.

`mpmath.iv` functions return intervals that sometimes miss the value by a rounding error (mpmath issue 1181), so every
transcendental result of that engine is widened outward by a relative and an absolute 2**(10 - precision).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint
import mpmath
import sympy as sp


class CannotEnclose(ValueError):
    """A term that is not a closed constant of the supported kind."""


class Arb:
    """Ball arithmetic of Arb at a given precision."""

    def rational(self, value: sp.Rational) -> Any:
        """Enclose a rational number."""
        return flint.arb(flint.fmpq(int(value.p), int(value.q)))

    def _ball(self, value: Any) -> Any:
        return value

    def exp(self, value: Any) -> Any:
        """Enclose the exponential."""
        return self._ball(value).exp()

    def log(self, value: Any) -> Any:
        """Enclose the logarithm, which has no value unless the argument is positive."""
        return self._ball(value).log()

    def sqrt(self, value: Any) -> Any:
        """Enclose the root, which has no value if the argument is negative."""
        return self._ball(value).sqrt()

    def sin(self, value: Any) -> Any:
        """Enclose the sine."""
        return self._ball(value).sin()

    def cos(self, value: Any) -> Any:
        """Enclose the cosine."""
        return self._ball(value).cos()

    def atan(self, value: Any) -> Any:
        """Enclose the arctangent."""
        return self._ball(value).atan()

    def absolute(self, value: Any) -> Any:
        """Enclose the absolute value."""
        return abs(value)

    def pi(self) -> Any:
        """Enclose pi."""
        return flint.arb.pi()

    def lambertw_lower(self, value: Any) -> Any:
        """Enclose the branch W_-1."""
        return self._ball(value).lambertw(-1)

    def exponent(self, value: Any) -> sp.Rational | None:
        """Return the value as a rational number, where the engine knows it to be one."""
        return None

    def sign(self, value: Any) -> int | None:
        """Return -1, 0 or 1 where the enclosure tells the sign, else None."""
        if not value.is_finite():
            return None
        if value > 0:
            return 1
        if value < 0:
            return -1
        return 0 if value.is_zero() else None

    def finite(self, value: Any) -> bool:
        """Say whether the value is enclosed, so that the expression is defined."""
        return bool(value.is_finite())


class AtPoint(Arb):
    """Rational numbers while they last, then balls: for values at a rational point."""

    def rational(self, value: sp.Rational) -> Any:
        """Enclose a rational number."""
        return flint.fmpq(int(value.p), int(value.q))

    def _ball(self, value: Any) -> Any:
        return flint.arb(value)

    def exponent(self, value: Any) -> sp.Rational | None:
        """Return the value as a rational number, where the engine knows it to be one."""
        return sp.Rational(int(value.p), int(value.q)) if isinstance(value, flint.fmpq) else None

    def sign(self, value: Any) -> int | None:
        """Return -1, 0 or 1 where the enclosure tells the sign, else None."""
        if isinstance(value, flint.fmpq):
            return int(value > 0) - int(value < 0)
        return super().sign(value)

    def finite(self, value: Any) -> bool:
        """Say whether the value is enclosed, so that the expression is defined."""
        return isinstance(value, flint.fmpq) or super().finite(value)


class Series(Arb):
    """Power series with balls as coefficients: for derivatives at a rational point, which differentiate nothing."""

    def rational(self, value: sp.Rational) -> Any:
        """Enclose a rational number."""
        return flint.arb_series([flint.arb(flint.fmpq(int(value.p), int(value.q)))])

    def pi(self) -> Any:
        """Enclose pi."""
        return flint.arb_series([flint.arb.pi()])

    def absolute(self, value: Any) -> Any:
        """Enclose the absolute value."""
        raise CannotEnclose("an absolute value has a corner")

    def lambertw_lower(self, value: Any) -> Any:
        """Enclose the branch W_-1."""
        raise CannotEnclose("W_-1 as a power series")

    def sign(self, value: Any) -> int | None:
        """Return -1, 0 or 1 where the enclosure tells the sign, else None."""
        return None

    def finite(self, value: Any) -> bool:
        """Say whether the value is enclosed, so that the expression is defined."""
        return all(c.is_finite() for c in value.coeffs())


class Intervals:
    """mpmath intervals; every transcendental result is widened outward."""

    def rational(self, value: sp.Rational) -> Any:
        """Enclose a rational number."""
        return mpmath.iv.mpf(int(value.p)) / mpmath.iv.mpf(int(value.q))

    def _widen(self, value: Any) -> Any:
        margin = mpmath.iv.mpf(2) ** (10 - mpmath.iv.prec)
        return value * mpmath.iv.mpf([1 - margin.b, 1 + margin.b]) + mpmath.iv.mpf([-margin.b, margin.b])

    def exp(self, value: Any) -> Any:
        """Enclose the exponential."""
        return self._widen(mpmath.iv.exp(value))

    def log(self, value: Any) -> Any:
        """Enclose the logarithm, which has no value unless the argument is positive."""
        if not value.a > 0:
            raise CannotEnclose(f"the logarithm of {value}")
        return self._widen(mpmath.iv.log(value))

    def sqrt(self, value: Any) -> Any:
        """Enclose the root, which has no value if the argument is negative."""
        if not value.a >= 0:
            raise CannotEnclose(f"the root of {value}")
        return self._widen(mpmath.iv.sqrt(value))

    def sin(self, value: Any) -> Any:
        """Enclose the sine."""
        return self._widen(mpmath.iv.sin(value))

    def cos(self, value: Any) -> Any:
        """Enclose the cosine."""
        return self._widen(mpmath.iv.cos(value))

    def atan(self, value: Any) -> Any:
        """Enclose the arctangent: tan is less than the value at the lower end and greater at the upper one."""
        with mpmath.workprec(mpmath.iv.prec + 20):
            step = mpmath.mpf(2) ** (14 - mpmath.iv.prec)
            low, high = (mpmath.iv.mpf(mpmath.atan(mpmath.mpf(end)) + by)
                         for end, by in ((value.a, -step), (value.b, step)))
        inside = low.a > -1.57 and high.b < 1.57  # where the cosine is positive
        below = self.sin(low) - mpmath.iv.mpf(value.a) * self.cos(low)
        above = self.sin(high) - mpmath.iv.mpf(value.b) * self.cos(high)
        if not (inside and below.b < 0 and above.a > 0):
            raise CannotEnclose(f"the arctangent of {value}")
        return mpmath.iv.mpf([low.a, high.b])

    def absolute(self, value: Any) -> Any:
        """Enclose the absolute value."""
        return abs(value)

    def pi(self) -> Any:
        """Enclose pi."""
        return self._widen(mpmath.iv.pi)

    def lambertw_lower(self, value: Any) -> Any:
        """Return the branch W_{-1} by a sign change of w exp(w) - value, decreasing for w < -1."""
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
        """Return the value as a rational number, where the engine knows it to be one."""
        return None

    def sign(self, value: Any) -> int | None:
        """Return -1, 0 or 1 where the enclosure tells the sign, else None."""
        if value.a > 0:
            return 1
        if value.b < 0:
            return -1
        return 0 if value.a == 0 == value.b else None

    def finite(self, value: Any) -> bool:
        """Say whether the value is enclosed, so that the expression is defined."""
        return bool(mpmath.isfinite(value.a) and mpmath.isfinite(value.b))


def at_precision(bits: int, work: Callable[[], Any]) -> Any:
    """Return what `work` returns while both libraries compute with so many bits."""
    saved_flint, saved_iv = flint.ctx.prec, mpmath.iv.prec
    flint.ctx.prec, mpmath.iv.prec = bits, bits
    try:
        return work()
    finally:
        flint.ctx.prec, mpmath.iv.prec = saved_flint, saved_iv

"""Where binary64 ends: the numbers that are rounded to 0 and to infinity, in powers of two that are printed as such.

Python's own floating-point numbers say the same:

>>> import math, sys
>>> from sympy import Integer, Rational
>>> largest = int(sys.float_info.max)
>>> HUGE.doit() - largest == Integer(int(math.ulp(sys.float_info.max))) / 2
True
>>> power(-UNDERFLOW).doit() * 2 == Rational(*math.ulp(0.0).as_integer_ratio())
True
>>> times(3, Integer(5)).doit(), power(54)
(40, 2**54)
"""

from sympy import Add, Expr, Mul, Pow


def power(exponent: int) -> Expr:
    """Return a power of two that is printed as one."""
    return Pow(2, exponent, evaluate=False)


def times(exponent: int, value: Expr) -> Expr:
    """Return a power of two times a value, printed so."""
    return Mul(power(exponent), value, evaluate=False)


UNDERFLOW = 1075
"""Positive numbers up to 2^-1075, half the least subnormal binary64 number, are rounded to 0."""
HUGE = Mul(Add(power(54), -1, evaluate=False), power(970), evaluate=False)
"""Numbers from here on are rounded to infinity: the largest binary64 number and half its spacing."""

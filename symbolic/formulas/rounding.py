r"""The errors of a computed LogSumExp in the standard model of floating point, and the constants that bound their
powers.

A relative error b up to CENT is one of at most b/(1 - b) backwards, and ROOM covers that:

>>> from sympy import diff, factor
>>> b = positives("b")[0]
>>> factor(diff(b / (1 - b) / b, b)), 1 / (1 - CENT) <= ROOM
((b - 1)**(-2), True)

The logarithm has the error G = LOG_ERROR, and log1p and the product with t the factor 1 + h, h at most 1/50: SMALL
leaves room besides, even for a hundredth of u where the sum of the other terms is least, 2.  The last addition
multiplies by 1 + u, with u at most 1/200: WIDE covers that.

>>> 2 * (SMALL - ROOM * (1 + Rational(1, 50))) > CENT
True
>>> (1 + Rational(1, 200)) * SMALL <= WIDE
True

What is added is off by LOG_ERROR and by (c + 1)u of ln S itself.  That is linear in ln S, which is between 0 and ln n:
the upper end is the worst, and VALUE_ERROR is that, besides the rounding of the value.

>>> share = (VALUE_ERROR - u * Abs(value)) / (t * u * WIDE)
>>> added = LOG_ERROR / (ROOM * u) + (c + 1) * log(S)
>>> [factor((share - added.subs(log(S), end)).expand()) for end in (0, log(n))]
[(c - 1)*log(n), 0]
"""

from sympy import Abs, Rational, log

from symbolic.notation import k, n, positives, reals, t
from symbolic.relations import Relation, ge, le

u, c, S = positives("u c S")
delta, value, computed = reals("delta f f_c")

CENT, ROOM = Rational(1, 100), Rational(51, 50)
"""How large the sum of the relative errors may be, and by what factor its first-order bound is then exceeded."""

LOG_ERROR = ROOM * u * (2 * (log(n) - log(S)) + c + k + 1)
"""The bound of |ln C - ln S| for a computed sum C of exponentials."""

SMALL, WIDE = Rational(21, 20), Rational(53, 50)
"""The same factor for what is added to the maximum, and for the value."""

VALUE_ERROR = u * Abs(value) + WIDE * t * u * ((c + 1) * log(n) + c + k + 1)
"""The bound of the error of the value."""


def within(value: object, radius: object) -> list[Relation]:
    """The value is between minus the radius and the radius.

    >>> [str(relation) for relation in within(delta, u)]
    ['delta <= u', 'delta >= -u']
    """
    return [le(value, radius), ge(value, -radius)]  # type: ignore[operator]

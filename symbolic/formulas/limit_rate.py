r"""How far the gap of the universal smoothing is above the least one at most, and in terms of M = 6 + 2 ln d.

With eta = M^(-1/5)/5 the reserve costs 6 eta and the pairs 2^(-2/5) (5/2 - ln eta) M^(-1/5); this is below the rate:

>>> from sympy import Integer, N
>>> M = Integer(10) ** 6
>>> eta = M ** Rational(-1, 5) / 5
>>> cost = 6 * eta + Integer(2) ** Rational(-2, 5) * (Rational(5, 2) - log(eta)) * M ** Rational(-1, 5)
>>> N(cost, 4), N(at_size(M), 4)
(0.4043, 0.4187)

The two constants are those of eta = M^(-1/5)/5, rounded up:

>>> power = Integer(2) ** Rational(-2, 5)
>>> Rational(6, 5) + power * (Rational(5, 2) + log(5)) < AT_CENTRE, power / 5 < PER_LOG
(True, True)
>>> RATE == at_size(6 + 2 * log(d))
True
"""

from sympy import Expr, Rational, log, sympify

from symbolic.notation import d

AT_CENTRE, PER_LOG = Rational(13, 3), Rational(1, 6)
"""The rate is M^(-1/5) (AT_CENTRE + PER_LOG ln M)."""


def at_size(size: Expr | int) -> Expr:
    """Return the rate where M is `size`."""
    return sympify(size) ** Rational(-1, 5) * (AT_CENTRE + PER_LOG * log(sympify(size)))


RATE = at_size(6 + 2 * log(d))
"""The rate in dimension d."""

r"""The optimum of four entries: its value, the curve that carries it, and the one function behind both.

The curve has the parameter y in (0, 1/sqrt 5]. With TAU = 2 y^2/(1 + y^2), which runs over (0, 1/3], ETA is the
solution of a linear differential equation that stays finite at TAU = 0, where it is 8/15:

>>> from sympy import Rational, diff, limit, series, simplify, sqrt
>>> ode = TAU * (3 - 2 * TAU) * diff(ETA, y) / diff(TAU, y) + ETA * (3 + (3 - 2 * TAU) ** 2 / (2 - TAU)) - 4
>>> simplify(ode), limit(ETA, y, 0), simplify(ETA.subs(y, START) - ETA_START)
(0, 8/15, 0)
>>> LOW_END, simplify(ANGLE - atan(START) / sqrt(5))
(8/15, 0)

B falls from infinity to B_START, with the slope -ELL/TAU in TAU, and ELL = 2 B_START at its end:

>>> simplify(diff(B, y) + ELL / TAU * diff(TAU, y)), simplify(B.subs(y, START) - B_START)
(0, 0)
>>> simplify(ELL.subs(y, START) - 2 * B_START), simplify(diff(B - ELL / 2 + PRIMITIVE / 4, y))
(0, 0)

OMEGA and SLOPE are omega and its derivative as functions of B, and 1/2 - TAU is the second derivative:

>>> from sympy import expand
>>> expand(simplify((diff(SLOPE, y) - (Rational(1, 2) - TAU) * diff(B, y)).together()))
0
>>> simplify((diff(OMEGA, y) - SLOPE * diff(B, y)).together())
0

Up to B_START OMEGA is a cubic, and they meet with their values and slopes:

>>> simplify(OMEGA.subs(y, START) - CUBIC * B_START**3 / 6), simplify(SLOPE.subs(y, START) - CUBIC * B_START**2 / 2)
(0, 0)

The two printed forms of the value agree:

>>> expand((198 - 24 * ETA_START - 26 * ETA_START**2) / 147 - VALUE)
0
"""

from collections.abc import Sequence

from sympy import Expr, Rational, atan, log, sqrt

from symbolic.notation import positives

(y,) = positives("y")

START = 1 / sqrt(5)
"""Where the curve begins: the largest y."""

ANGLE = atan(START) / sqrt(5)
ETA_START = 48 - 252 * ANGLE
B_START = (6 - 8 * ETA_START) / 7
CUBIC = 1 / (6 * B_START)
"""omega is CUBIC b^3/6 up to B_START."""

VALUE = 4320 * ANGLE - 11232 * ANGLE**2 - 414
"""eps*_4."""

TAU = 2 * y**2 / (1 + y**2)
ETA = (1 + y**2) * ((3 + y**2) * y - (3 - y**2) * (1 + y**2) * atan(y)) / (2 * y**5)


def reach(tau: Expr, eta: Expr) -> Expr:
    """Return half of (3 - 2 tau) ell, which is positive on the curve.

    >>> from sympy import symbols
    >>> tau, eta = symbols("tau eta")
    >>> (reach(tau, eta) - (3 - 2 * tau) * ell(tau, eta) / 2).simplify()
    0
    """
    return 2 - 3 * eta + tau * eta


def ell(tau: Expr, eta: Expr) -> Expr:
    """Return the length of a segment of the family, gamma + b."""
    return 2 * reach(tau, eta) / (3 - 2 * tau)


def slope_by(tau: Expr, eta: Expr, gamma: Expr) -> Expr:
    """Return the derivative of omega at ell - gamma."""
    return (1 - 2 * (1 - tau) * eta - gamma) / 2


def omega_by(tau: Expr, eta: Expr, b: Expr, gamma: Expr, value: Expr) -> Expr:
    """Return omega at b = ell - gamma, such that phi is the largest entry plus 2 eta^2 at the end of its segment.

    >>> from sympy import symbols
    >>> tau, eta, b, c, v = symbols("tau eta b c v")
    >>> gap = phi(b, c, v, omega_by(tau, eta, b, c, v), slope_by(tau, eta, c)) - (2 * b + c + 2 * eta**2)
    >>> gap.simplify()
    0
    """
    linear = 2 * slope_by(tau, eta, gamma)
    return (value + b**2 + b * linear - (2 * b + gamma + 2 * eta**2 - gamma**2 / 2 - gamma * linear)) / 6


def slope(tau: Expr, eta: Expr, b: Expr) -> Expr:
    """Return the derivative of omega at b.

    >>> (slope(TAU, ETA, B) - SLOPE).simplify()
    0
    """
    return slope_by(tau, eta, ell(tau, eta) - b)


def omega(tau: Expr, eta: Expr, b: Expr, value: Expr) -> Expr:
    """Return omega at b.

    >>> (omega(TAU, ETA, B, VALUE) - OMEGA).simplify()
    0
    """
    return omega_by(tau, eta, b, ell(tau, eta) - b, value)


PRIMITIVE = (
    (16 * y**4 * log(y**2 / (1 + y**2)) - 44 * y**2 - 18) / (15 * y**4)
    + 2 * (15 * y**6 + 15 * y**4 + 25 * y**2 + 9) * atan(y) / (15 * y**5)
)

ELL = ell(TAU, ETA)
B = ELL / 2 + (PRIMITIVE.subs(y, START) - PRIMITIVE) / 4
SLOPE = slope(TAU, ETA, B)
OMEGA = omega(TAU, ETA, B, VALUE)


def phi(b: Expr, c: Expr, value: Expr, w0: Expr, w1: Expr) -> Expr:
    """Return the least smoothing at (2b+c, -c, -c, c-2b), out of omega and its derivative at b."""
    return value + b**2 + c**2 / 2 + 2 * w1 * (b + c) - 6 * w0


def taylor(r: Expr, w: Sequence[Expr]) -> tuple[Expr, Expr, Expr, Expr]:
    """Return A_0, ..., A_3: what A_0 + A_1 u + A_2 u^2/2 + A_3 u^3/6 needs to have the derivatives w at u = r.

    >>> from sympy import symbols
    >>> u, r, *w = symbols("u r w:4")
    >>> a = taylor(r, w)
    >>> cubic = a[0] + a[1] * u + a[2] * u**2 / 2 + a[3] * u**3 / 6
    >>> [(cubic.diff(u, k).subs(u, r) - w[k]).simplify() for k in range(4)]
    [0, 0, 0, 0]
    """
    return (
        w[0] - w[1] * r + w[2] * r**2 / 2 - w[3] * r**3 / 6, w[1] - w[2] * r + w[3] * r**2 / 2, w[2] - w[3] * r, w[3],
    )


def cubic(a: Expr, b: Expr, c: Expr, value: Expr, coefficients: Sequence[Expr]) -> Expr:
    """Return Phi_r(a, b, c), a cubic polynomial, from the coefficients of the Taylor polynomial of omega at r.

    At b = r, on the family a = b, it is phi:

    >>> from symbolic.notation import reals
    >>> from sympy import expand
    >>> b, c, v, w0, w1, w2, w3 = reals("b c v w0 w1 w2 w3")
    >>> expand(cubic(b, b, c, v, taylor(b, (w0, w1, w2, w3))) - phi(b, c, v, w0, w1))
    0
    """
    zero, one, two, three = coefficients
    rest = two * (a * c + b * c - a * b) + three * a * b * c
    return value + (a**2 + b**2 + c**2) / 2 - 6 * zero - 2 * one * (a + b - c) + rest


def third(tau: Expr, eta: Expr) -> Expr:
    """Return n, the third derivative of omega.

    >>> from sympy import simplify
    >>> simplify(third(TAU, ETA) * B.diff(y) + TAU.diff(y))
    0
    """
    return tau / ell(tau, eta)


def kappa(tau: Expr, eta: Expr) -> Expr:
    """Return the logarithmic slope tau n'/n of n as a function of tau.

    >>> from sympy import simplify
    >>> simplify(TAU * third(TAU, ETA).diff(y) / TAU.diff(y) / third(TAU, ETA) - kappa(TAU, ETA))
    0
    """
    return (12 - 6 * tau - 21 * eta + 17 * tau * eta - 3 * tau**2 * eta) / ((2 - tau) * reach(tau, eta))


LOW_END = Rational(8, 15)
"""The limit of ETA as TAU tends to 0."""


def barrier(tau: Expr, curved: int) -> Expr:
    """Return a bound of ETA: below it for `curved` = 20, above it for 10.

    What it leaves in the differential equation has one sign on (0, 1/3]:

    >>> from sympy import factor, symbols
    >>> tau = symbols("tau")
    >>> for curved in (20, 10):
    ...     bound = barrier(tau, curved)
    ...     left = tau * (3 - 2 * tau) * bound.diff(tau) + bound * (3 + (3 - 2 * tau) ** 2 / (2 - tau)) - 4
    ...     factor(left)
    -tau**2*(tau + 1)*(56*tau - 99)/(140*(tau - 2))
    -tau**2*(56*tau**2 - 123*tau + 45)/(70*(tau - 2))
    """
    return LOW_END + 4 * tau / 21 + tau**2 / curved

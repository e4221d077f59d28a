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
>>> simplify(ELL.subs(y, START) - 2 * B_START), simplify(diff(B - ELL / 2 + _PRIMITIVE / 4, y))
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


def slope(tau: Expr, eta: Expr, b: Expr) -> Expr:
    """Return the derivative of omega at b.

    >>> (slope(TAU, ETA, B) - SLOPE).simplify()
    0
    """
    return (1 - 2 * (1 - tau) * eta - ell(tau, eta) + b) / 2


def omega(tau: Expr, eta: Expr, b: Expr, value: Expr) -> Expr:
    """Return omega at b, such that phi is the largest entry plus 2 eta^2 at the upper end of its segment.

    >>> from sympy import symbols
    >>> tau, eta, b, v = symbols("tau eta b v")
    >>> c = ell(tau, eta) - b
    >>> gap = phi(b, c, v, omega(tau, eta, b, v), slope(tau, eta, b)) - (2 * b + c + 2 * eta**2)
    >>> gap.simplify()
    0
    """
    gamma, linear = ell(tau, eta) - b, 2 * slope(tau, eta, b)
    return (value + b**2 + b * linear - (2 * b + gamma + 2 * eta**2 - gamma**2 / 2 - gamma * linear)) / 6


_PRIMITIVE = (
    (16 * y**4 * log(y**2 / (1 + y**2)) - 44 * y**2 - 18) / (15 * y**4)
    + 2 * (15 * y**6 + 15 * y**4 + 25 * y**2 + 9) * atan(y) / (15 * y**5)
)

ELL = ell(TAU, ETA)
B = ELL / 2 + (_PRIMITIVE.subs(y, START) - _PRIMITIVE) / 4
SLOPE = slope(TAU, ETA, B)
OMEGA = omega(TAU, ETA, B, VALUE)


def phi(b: Expr, c: Expr, value: Expr, w0: Expr, w1: Expr) -> Expr:
    """Return the least smoothing at (2b+c, -c, -c, c-2b), out of omega and its derivative at b."""
    return value + b**2 + c**2 / 2 + 2 * w1 * (b + c) - 6 * w0


def big_phi(a: Expr, b: Expr, c: Expr, value: Expr, w: tuple[Expr, Expr, Expr]) -> Expr:
    """Return Phi(a, b, c) out of omega and its first two derivatives at b; on a = b it is phi.

    >>> from symbolic.notation import reals
    >>> from sympy import expand
    >>> b, c, v, w0, w1, w2 = reals("b c v w0 w1 w2")
    >>> expand(big_phi(b, b, c, v, (w0, w1, w2)) - phi(b, c, v, w0, w1))
    0
    """
    lead, tail = a - b, b + c
    return value + (a**2 + b**2 + c**2) / 2 + w[2] * lead * tail + 2 * w[1] * (tail - lead) - 6 * w[0]


def ray_slope(a: Expr, b: Expr, c: Expr, w1: Expr, w2: Expr, w3: Expr) -> Expr:
    """Return the derivative of Phi in the direction (1, 1, 1).

    >>> from symbolic.notation import reals
    >>> from sympy import Function, simplify
    >>> a, b, c, v, u = reals("a b c v u")
    >>> w = Function("w")(b + u)
    >>> along = big_phi(a + u, b + u, c + u, v, (w, w.diff(u), w.diff(u, 2)))
    >>> simplify(along.diff(u) - ray_slope(a + u, b + u, c + u, *(w.diff(u, k) for k in (1, 2, 3))))
    0
    """
    return a + b + c + w3 * (a - b) * (b + c) + 2 * w2 * (b + c) - 2 * w1


def excess(a: Expr, b: Expr, c: Expr, value: Expr, w: tuple[Expr, Expr, Expr, Expr]) -> Expr:
    """Return Z, which must not be negative for V to be above the maximum.

    V(t) = Phi + t Phi' + 2 t^2 - (a + b + c + 3 t) has the least value Z/8:

    >>> from sympy import simplify, symbols
    >>> a, b, c, v, t, w0, w1, w2, w3 = symbols("a b c v t w0:4")
    >>> low = big_phi(a, b, c, v, (w0, w1, w2)) + t * ray_slope(a, b, c, w1, w2, w3) + 2 * t**2 - a - b - c - 3 * t
    >>> simplify(low.subs(t, (3 - ray_slope(a, b, c, w1, w2, w3)) / 4) - excess(a, b, c, v, (w0, w1, w2, w3)) / 8)
    0
    """
    return 8 * (big_phi(a, b, c, value, w[:3]) - a - b - c) - (ray_slope(a, b, c, *w[1:]) - 3) ** 2


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


def bend(tau: Expr, eta: Expr) -> Expr:
    """Return the second derivative of n in tau, times a positive number.

    The derivative of eta is that of the differential equation above:

    >>> from sympy import factor, symbols
    >>> tau, eta = symbols("tau eta")
    >>> rate = (4 - eta * (3 + (3 - 2 * tau) ** 2 / (2 - tau))) / (tau * (3 - 2 * tau))
    >>> n = third(tau, eta)
    >>> for _ in range(2):
    ...     n = n.diff(tau) + n.diff(eta) * rate
    >>> factor(n * 2 * tau * (2 - tau) ** 2 * reach(tau, eta) ** 3 / (3 - 2 * tau) - bend(tau, eta))
    0
    """
    return (
        6 * eta**2 * tau**4 - 68 * eta**2 * tau**3 + 285 * eta**2 * tau**2 - 504 * eta**2 * tau + 315 * eta**2
        + 24 * eta * tau**3 - 180 * eta * tau**2 + 426 * eta * tau - 318 * eta + 24 * tau**2 - 88 * tau + 80
    )


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

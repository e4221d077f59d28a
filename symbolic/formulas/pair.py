r"""The pair function of the asymptotic constant: g(x, y) in Y = 5/2 - ln x and r = sqrt(2 Y_1^2 + 2 Y_2^2).

On a logarithmic scale, with g divided out, its first derivative is PULL, and x^2 g_xx/g, x y g_xy/g are `bend` and
`twist`; in the logarithm LOG of g, whose variables run the other way:

>>> from sympy import diff, simplify
>>> simplify(diff(LOG, Y1) + pull(Y1, RADIUS))
0
>>> simplify(diff(LOG, Y1, 2) + pull(Y1, RADIUS) ** 2 - pull(Y1, RADIUS) - bend(Y1, RADIUS))
0
>>> simplify(diff(LOG, Y1, Y2) + pull(Y1, RADIUS) * pull(Y2, RADIUS) - twist(Y1, Y2, RADIUS))
0

The two bends add up to less than nothing, by `drop`:

>>> from sympy import sqrt
>>> simplify(bend(Y1, r) + bend(sqrt(r**2 / 2 - Y1**2), r) + drop(r))
0

`excess` is the value at e_1 = e_2 = 1/2 of what (K4) is about, with w of `stretch` and h of `turn`:

>>> simplify((stretch(r) - 1) ** 2 / 4 + 2 * HALF**2 * turn(r) - excess(r))
0

POWER and TAU fit together, and entries of at most 1 have r >= 2 SHIFT, where `excess` is at most 1 - TAU:

>>> 2 * (1 - POWER) * TAU, excess(2 * SHIFT) <= 1 - TAU
(1, True)
"""

from sympy import Expr, Rational, log, sqrt

from symbolic.notation import positives

Y1, Y2, r = positives("Y_1 Y_2 r")

HALF, SHIFT, POWER, TAU = Rational(1, 2), Rational(5, 2), Rational(2, 5), Rational(5, 6)
"""What is added to -ln x; the power of the sum over pairs; the margin that this power needs in (K4)."""

RADIUS = sqrt(2 * Y1**2 + 2 * Y2**2)

LOG = -(Y1 + Y2 + RADIUS) / 2 - log(1 + RADIUS) / 2
"""The logarithm of g, but for the constant 5."""


def stretch(radius: Expr) -> Expr:
    """Return w, which tends to 1."""
    return (radius + 2) / (radius + 1)


def pull(entry: Expr, radius: Expr) -> Expr:
    """Return alpha = x g_x/g, for the entry with this Y."""
    return HALF + entry / radius * stretch(radius)


def turn(radius: Expr) -> Expr:
    """Return h of Gamma = alpha beta + 2 e_1 e_2 h."""
    return (radius**2 + 4 * radius + 2) / (radius * (radius + 1) ** 2)


def bend(entry: Expr, radius: Expr) -> Expr:
    """Return A = x^2 g_xx/g."""
    share = (entry / radius) ** 2
    w = stretch(radius)
    return share * (w**2 + 2 / (radius + 1) ** 2 + 2 * w / radius) - Rational(1, 4) - w / radius


def twist(one: Expr, two: Expr, radius: Expr) -> Expr:
    """Return Gamma = x y g_xy/g."""
    return pull(one, radius) * pull(two, radius) + 2 * one * two / radius**2 * turn(radius)


def drop(radius: Expr) -> Expr:
    """Return nu = -(A + B)."""
    return (radius + 4) / (2 * radius * (radius + 1) ** 2)


def excess(radius: Expr) -> Expr:
    """Return what (alpha - 1)(beta - 1) + 2 e_1 e_2 h is at most."""
    return (2 * radius + 1) * (radius + 4) / (4 * radius * (radius + 1) ** 2)

r"""The potential of the piecewise lower bound: g is x^2, then linear between knots, then (1 - 2x)^2.

phi'' = (1 - g)/x up to 1/2 and 4 - 1/(1-x) from there.  The knots and the values come from a linear program over
number partitions; nothing rests on where they come from.

>>> from sympy import diff, expand_log, simplify
>>> [simplify(diff(piece, x, 2) - bend(name)) for name, piece in PIECES.items()] == [0] * len(PIECES)
True

g has its values at the knots from both sides, is the square of the first knot at least up to the last but one, and
continuous:

>>> sides = list(zip(KNOTS, VALUES, ["first", *LINES], [*LINES, "last"]))
>>> {WEIGHT[piece].subs(x, at) - value for at, value, *both in sides for piece in both}
{0}
>>> FLOOR == KNOTS[0]**2 == min(VALUES[:-1]), list(LINES.values()) == [line(k) for k in range(len(KNOTS) - 1)]
(True, True)

The pieces are those with these second derivatives and without a line in x, and a line each:

>>> {diff(PIECES[name] - _without_line(name), x, 2) for name in WEIGHT}
{0}
>>> _pieces() == (GAMMA, TAIL, PIECES)
True

They meet with their slopes, and phi vanishes at 0 and at 1:

>>> from itertools import pairwise
>>> def jump(below, above, at, order):
...     return simplify(expand_log((diff(below, x, order) - diff(above, x, order)).subs(x, at), force=True))
>>> {jump(*two, at, order) for two, at in zip(pairwise(PIECES.values()), SEAMS) for order in (0, 1)}
{0}
>>> from sympy import limit
>>> limit(PIECES["first"], x, 0), limit(PIECES["right"], x, 1, "-")
(0, 0)
>>> GAMMA.evalf(6)
0.233913
"""

from itertools import pairwise, starmap

from sympy import Expr, Rational, log

from symbolic.formulas import potentials
from symbolic.formulas.potentials import HALF
from symbolic.notation import positives

x = positives("x")[0]

KNOTS = tuple(
    starmap(
        Rational,
        (
            (9, 80), (2, 15), (1, 7), (3, 20), (9, 50), (1, 5), (11, 50), (6, 25), (27, 100), (3, 10), (1, 3), (2, 5),
            (21, 50), (9, 20),
        ),
    )
)
"""Where g changes its slope."""

FLOOR = KNOTS[0] ** 2
VALUES = (
    FLOOR, FLOOR, *map(Rational, ("0.0208", FLOOR, FLOOR, "0.0406", "0.0212", FLOOR, FLOOR)),
    *map(Rational, ("0.0476", "0.1128", "0.058", "0.0984")), (1 - potentials.STEEP * KNOTS[-1]) ** 2,
)
"""g at the knots."""

SEAMS = (*KNOTS, HALF)
"""Where two pieces meet."""


def line(number: int) -> tuple[Rational, Rational]:
    """Return g between two knots, as a constant and a multiple of x."""
    (a, b), (u, v) = KNOTS[number:number + 2], VALUES[number:number + 2]
    slope = (v - u) / (b - a)
    return u - slope * a, slope


LINES = dict(zip(map("line-{}".format, range(1, len(KNOTS))), map(line, range(len(KNOTS) - 1)), strict=True))
"""g between the knots: constants and multiples of x."""

WEIGHT: dict[str, Expr] = {
    "first": x**2,
    **{name: constant + slope * x for name, (constant, slope) in LINES.items()},
    "last": (1 - potentials.STEEP * x) ** 2,
}
"""g on the pieces of (0, 1/2]."""


def bend(piece: str) -> Expr:
    """Return the second derivative of phi on a piece."""
    return 4 - 1 / (1 - x) if piece == "right" else (1 - WEIGHT[piece]) / x


def _without_line(piece: str) -> Expr:
    """Return a function with the second derivative of a piece."""
    if piece == "first":
        return x * log(x) - x**3 / 6
    if piece == "last":
        return 2 * x**2 - 2 * x**3 / 3
    constant, slope = LINES[piece]
    return (1 - constant) * x * log(x) - slope * x**2 / 2


def _pieces() -> tuple[Expr, Expr, dict[str, Expr]]:
    """Return Gamma, the tail and the pieces: the lines that make them meet, from 0 up and from 1 down."""
    names = list(WEIGHT)
    slope, constant, lines = Rational(0), Rational(0), {"first": (Rational(0), Rational(0))}
    for (below, above), at in zip(pairwise(names), KNOTS, strict=True):
        jump = _without_line(below) - _without_line(above)
        slope += jump.diff(x).subs(x, at)
        constant += (jump - x * jump.diff(x)).subs(x, at)
        lines[above] = (slope.expand(), constant.expand())
    # at 1/2 the last piece, with Gamma x added, meets tail (1 - x) - 2x(1 - x) - (1 - x) ln(1 - x)
    known = _without_line("last") + slope * x + constant + 2 * x * (1 - x) + (1 - x) * log(1 - x)
    value, rise = known.subs(x, HALF), known.diff(x).subs(x, HALF)
    gamma, tail = -(value + rise / 2), value - rise / 2
    found = {
        name: _without_line(name) + ((slope + gamma) * x).expand() + constant
        for name, (slope, constant) in lines.items()
    }
    found["right"] = tail.expand() * (1 - x) - 2 * x * (1 - x) - (1 - x) * log(1 - x)
    return gamma.expand(), tail.expand(), found


GAMMA, TAIL, PIECES = _pieces()

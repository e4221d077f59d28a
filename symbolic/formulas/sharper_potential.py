r"""The potential of the sharper lower bound: the function of one entry in its six pieces.

Each piece has the second derivative that `bend` names:

>>> from sympy import diff, limit, simplify
>>> [simplify(diff(piece, x, 2) - bend(name)) for name, piece in PIECES.items()]
[0, 0, 0, 0, 0, 0]

At every seam value, slope and second derivative of the two sides agree:

>>> from itertools import pairwise
>>> from sympy import expand_log
>>> def jumps(below, above, seam):
...     differences = [diff(below, x, order) - diff(above, x, order) for order in (0, 1, 2)]
...     return [expand_log(difference.subs(x, seam), force=True) for difference in differences]
>>> [[simplify(jump) for jump in jumps(*sides, at)] for sides, at in zip(pairwise(PIECES.values()), SEAMS)]
[[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]

The slope of a piece has a multiple of ln x, the limit of x phi'' at 0.  It jumps at a seam, and for that the line makes
up:

>>> list(WHERE) == list(PIECES), (FIFTH, SEAM, THIRD) == SEAMS[:3]
(True, True)
>>> multiples = [limit(x * bend(name), x, 0) for name in WEIGHT]
>>> made_up = [(after - before) * log(at) for before, after, at in zip(multiples, multiples[1:], SEAMS)]
>>> lines = (FLAT_LINE, RISING_LINE, FALLING_LINE, 0)
>>> jumped = [before - after - jump for before, after, jump in zip(lines, lines[1:], made_up[1:])]
>>> [simplify(expand_log(rest, force=True)) for rest in jumped]
[0, 0, 0]

GAMMA and TAIL are what the two integrations need to meet at 1/2, the one from 0 and the one from 1:

>>> from sympy import integrate, solve, symbols
>>> parts = list(zip((0, *SEAMS), SEAMS, WEIGHT.values()))
>>> def taken(order):
...     return sum(integrate((HALF - x) ** (1 - order) * g / x, (x, low, high)) for low, high, g in parts)
>>> less = [taken(0), taken(1)]
>>> gamma, tail = symbols("gamma tail")
>>> free = x * log(x) + gamma * x - (tail * (1 - x) - 2 * x * (1 - x) - (1 - x) * log(1 - x))
>>> found = solve([diff(free, x, order).subs(x, HALF) - less[order] for order in (0, 1)], [gamma, tail])
>>> [simplify(expand_log(found[name] - known, force=True)) for name, known in ((gamma, GAMMA), (tail, TAIL))]
[0, 0]

The potential vanishes at the vertices, and at the centre it is the bound:

>>> limit(PIECES["first"], x, 0), limit(PIECES["right"], x, 1, "-")
(0, 0)
>>> simplify(-d * PIECES["first"].subs(x, 1 / d) - BOUND)
0
"""

from sympy import Expr, Rational, log

from symbolic.formulas import potentials
from symbolic.formulas.potentials import HALF
from symbolic.notation import d, positives

x = positives("x")[0]
FIFTH, SEAM, THIRD = Rational(1, 5), Rational(22, 75), Rational(1, 3)

WEIGHT = {
    "first": x**2,
    "flat": Rational(1, 25),
    "rising": (48 * x - 13) / 27,
    "falling": (10 * x - 1 - 18 * x**2) / 3,
    "last": (1 - potentials.STEEP * x) ** 2,
}
"""g on the five pieces of (0, 1/2], where phi'' = (1 - g)/x."""

SEAMS = (FIFTH, SEAM, THIRD, Rational(2, 5), HALF)
FALLING_LINE = Rational(4, 3) * log(Rational(5, 2))
RISING_LINE = FALLING_LINE + Rational(4, 27) * log(3)
FLAT_LINE = RISING_LINE + Rational(352, 675) * log(SEAM)
GAMMA = FLAT_LINE + log(5) / 25 - Rational(3203, 5625)
TAIL = Rational(2903, 5625) - log(2)
PIECES = {
    "first": x * log(x) - x**3 / 6 + GAMMA * x,
    "flat": 24 * x * log(x) / 25 + (FLAT_LINE - Rational(6181, 11250)) * x - Rational(2, 375),
    "rising": 40 * x * log(x) / 27 - 8 * x**2 / 9 + (RISING_LINE - Rational(6181, 11250)) * x + Rational(3602, 50625),
    "falling": (4 * x * log(x) - 5 * x**2) / 3 + x**3 + (FALLING_LINE - Rational(2431, 11250)) * x + Rational(53, 5625),
    "last": 2 * x**2 - 2 * x**3 / 3 - 11431 * x / 11250 - Rational(847, 5625),
    "right": TAIL * (1 - x) - 2 * x * (1 - x) - (1 - x) * log(1 - x),
}
WHERE = {
    "first": r"up to $\frac15$",
    "flat": r"from $\frac15$ to $\frac{22}{75}$",
    "rising": r"from $\frac{22}{75}$ to $\frac13$",
    "falling": r"from $\frac13$ to $\frac25$",
    "last": r"from $\frac25$ to $\frac12$",
    "right": r"from $\frac12$ on",
}
BOUND = log(d) - GAMMA + 1 / (6 * d**2)


def bend(piece: str) -> Expr:
    """Return the second derivative of phi on a piece."""
    return 4 - 1 / (1 - x) if piece == "right" else (1 - WEIGHT[piece]) / x

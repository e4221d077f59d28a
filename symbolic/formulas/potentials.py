r"""The potential of the universal lower bound: the function of one entry in its pieces, and the condition on a split.

Each piece has the second derivative that `bends` names:

>>> from sympy import diff, simplify
>>> [simplify(diff(piece, x, 2) - bend) for piece, bend in bends().values()]
[0, 0, 0]

That leaves a multiple of x in each piece, and a constant; 0 at 0 and at 1, and equal values and slopes at the seams:

>>> from sympy import solve, symbols
>>> lost, line, constant, tail = symbols("lost line constant tail")
>>> free = [
...     x * log(x) - x**3 / 6 + lost * x,
...     2 * x**2 - 2 * x**3 / 3 + line * x + constant,
...     tail * (1 - x) - 2 * x * (1 - x) - (1 - x) * log(1 - x),
... ]
>>> jumps = [
...     diff(free[seam] - free[seam + 1], x, order).subs(x, at)
...     for seam, at in ((0, Rational(1, 3)), (1, HALF)) for order in (0, 1)
... ]
>>> found = solve(jumps, [lost, line, constant, tail])
>>> simplify(found[lost] - LOST), simplify(found[tail] - TAIL), found[line], found[constant]
(0, 0, -55/54, -4/27)

So the pieces meet at 1/3 and at 1/2, with the same second derivative besides, because x and 1 - STEEP x do:

>>> list(WHERE) == list(bends()), (curbed(x) - curbed(1 - STEEP * x)).subs(x, Rational(1, 3))
(True, 0)

>>> [simplify((diff(LEFT, x, order) - diff(MIDDLE, x, order)).subs(x, Rational(1, 3))) for order in (0, 1, 2)]
[0, 0, 0]
>>> [simplify((diff(MIDDLE, x, order) - diff(RIGHT, x, order)).subs(x, HALF)) for order in (0, 1, 2)]
[0, 0, 0]

The potential vanishes at the vertices, and at the centre it is the bound:

>>> from sympy import limit
>>> limit(LEFT, x, 0), limit(RIGHT, x, 1, "-")
(0, 0)
>>> from symbolic.notation import d
>>> simplify(-d * LEFT.subs(x, 1 / d) - (log(d) - LOST + 1 / (6 * d**2)))
0

Of (*), the sum over a split is at most 1 exactly if `weight` is at least NEEDED:

>>> on_p = ((1 + delta) / 2 - CURB * SP) / (1 + delta) ** 2
>>> on_n = ((1 - delta) / 2 - CURB * SN) / (1 - delta) ** 2
>>> simplify(1 - on_p - on_n - (weight(SP, SN) - NEEDED))
0
"""

from sympy import Expr, Integer, Rational, log

from symbolic.notation import positives, reals

x, eta, delta = positives("x eta delta")
m, SP, SN = reals("m S_P S_N")
HALF = Rational(1, 2)

LOST = log(3) - Rational(23, 27)
"""By how much the gap is less than that of LogSumExp at most, but for 1/(6 d^2)."""

LEFT = x * log(x) - x**3 / 6 + LOST * x
"""The function of an entry up to 1/3."""

MIDDLE = 2 * x**2 - 2 * x**3 / 3 - 55 * x / 54 - Rational(4, 27)
"""The same from 1/3 to 1/2."""

TAIL = Rational(14, 27) - log(2)

RIGHT = TAIL * (1 - x) - 2 * x * (1 - x) - (1 - x) * log(1 - x)
"""The same from 1/2 on."""

WHERE = {"left": r"up to $\frac13$", "middle": r"from $\frac13$ to $\frac12$", "right": r"from $\frac12$ on"}

CURB, STEEP = Integer(1), Integer(2)
"""phi'' = (1 - CURB m^2)/x with m = min(x, 1 - STEEP x): the tests try other numbers."""


def curbed(slack: Expr) -> Expr:
    """Return the second derivative of phi where the smaller of x and 1 - STEEP x is `slack`."""
    return (1 - CURB * slack**2) / x


def bends() -> dict[str, tuple[Expr, Expr]]:
    """Return each piece of phi with its second derivative."""
    return {
        "left": (LEFT, curbed(x)), "middle": (MIDDLE, curbed(1 - STEEP * x)), "right": (RIGHT, 4 - 1 / (1 - x))
    }


def weight(p: Expr, q: Expr) -> Expr:
    """R, from the sums of x m^2 over P and over N."""
    return CURB * (p / (1 + delta) ** 2 + q / (1 - delta) ** 2)


NEEDED = delta**2 / ((1 + delta) * (1 - delta))
"""What R must be at least, for the imbalance delta of the split."""

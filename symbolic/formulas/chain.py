r"""What moves along the simplex gain: one jump of the chain, and the path through one intermediate point.

A move from a point to points whose mean it is gains half the mean square of the $\ell_1$ distance.

The intermediate point has mass 1, and the centre is 1/n everywhere:

>>> from sympy import simplify, solve, symbols
>>> simplify(k * HIGH + (n - k) * LOW), simplify(k * (HIGH - 1 / n) - EXCESS)
(1, 0)

Back with weight BACK and on to a random vertex of the block with weight 1: the point is then the mean of where it goes.

>>> back = symbols("back")
>>> [found] = solve(back / n + 1 / k - (1 + back) * HIGH, back)
>>> simplify(found - BACK), simplify(BACK / n - (1 + BACK) * LOW)
(0, 0)
"""

from typing import Any

from sympy import Expr

from symbolic.notation import k, n


def gain(k: Any, n: Any) -> Any:
    r"""Return what the jump from n to k coordinates is worth.

    From $1/n$ on n coordinates to $1/k$ on k of them; the others fall to 0:

    >>> from sympy import simplify
    >>> from symbolic.notation import k, n
    >>> distance = k * (1 / k - 1 / n) + (n - k) / n
    >>> simplify(distance**2 / 2 - gain(k, n))
    0
    """
    return 2 * (1 - k / n) ** 2


HIGH, LOW = 1 / (k + 1), 1 / ((k + 1) * (n - k))
"""The two levels of the intermediate point: on a block of k coordinates, and on the n - k others."""

EXCESS = k / (k + 1) - k / n
"""By how much the block of the intermediate point exceeds the block of the centre."""

BACK = n / (k * (n - k - 1))
"""The weight of the move back to the centre, when 1 goes on to the vertices of the block."""


def bound(dimension: Expr, block: Expr) -> Expr:
    """Return the two-level bound with a block of the given size.

    Up with weight 1 + BACK, back with weight BACK, and on to a vertex of the block with weight 1:

    >>> from sympy import simplify
    >>> out = (1 - HIGH) + (k - 1) * HIGH + (n - k) * LOW
    >>> simplify((1 + 2 * BACK) * (2 * EXCESS) ** 2 / 2 + out**2 / 2 - bound(n, k))
    0
    """
    return 2 * (1 - block / dimension) ** 2 + 2 * (block - 1) / (block + 1)

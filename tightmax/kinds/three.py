"""The pointwise least smoothing of three entries.                                   [d3-least]

For x_1 >= x_2 >= x_3, at temperature 1, it is

    x_1 + 2 A^2,  A = max(G - (x_1 - x_2), 0)/4,  G = 2 + 2w,  w e^w = e^(1/3 - (x_2 - x_3))/3,

with the weights 1 - A, A (1-w)/(1+w) and 2wA/(1+w). No smoothing is below it anywhere; w is Lambert's W. The functions
take z = (x - max)/t <= 0, whose largest entry is 0, with shape (..., 3): see `tightmax.engines.agnostic`.
"""

from __future__ import annotations

import numpy as np

from tightmax.arrays import Array, Namespace
from tightmax.kinds.order import back, places, sorted_by

FAR = 2.0**15
"""Entries further below count as this far: the exponential is 0 there in every type, and nothing is infinite."""

BRANCH = 1.2645559648943926
"""e^(4/3)/3: w, as a function of e^-g, has its branch point at -1/BRANCH."""

ABOVE = (0.4652041416953632, 0.2665561823173236, 0.03638647202850809, 0.0005319631867281573, -9.15210866604026e-06)
BELOW = (1.0, 1.3087464343150603, 0.5970056950004073, 0.10925166421476822, 0.006427488466322049)
"""w e^g is the quotient of two polynomials in s = sqrt(1 + BRANCH e^-g) - 1, up to a share of 2e-16.

The root takes the branch point away, so that few terms suffice; `tests.tightmax.test_three` encloses the error.
"""


def gap(n: int) -> float:
    """Return the worst gap at temperature 1: 8/9, where all three entries are equal."""
    return 2 * ((2 + 2 * (1 / 3)) / 4) ** 2  # rounded as the function is there


def lambert(xp: Namespace, e: Array) -> Array:
    """Return the w > 0 with `w exp(w) = e exp(1/3)/3`, for 0 <= e <= 1.

    >>> import math
    >>> w = float(lambert(np, np.float64(0.5)))
    >>> math.isclose(w * math.exp(w), 0.5 * math.exp(1 / 3) / 3, rel_tol=1e-15)
    True
    """
    s = xp.sqrt(1.0 + BRANCH * e) - 1.0
    above, below = ABOVE[-1] * s + ABOVE[-2], BELOW[-1] * s + BELOW[-2]
    for a, b in zip(ABOVE[-3::-1], BELOW[-3::-1], strict=True):
        above, below = above * s + a, below * s + b
    return e * (above / below)


def _lambert(e: Array, s: Array, w: Array) -> None:
    """Write the same into w, step by step in the memory there is; s is used up."""
    np.multiply(e, BRANCH, out=s)
    s += 1.0
    np.sqrt(s, out=s)
    s -= 1.0
    below = BELOW[-1] * s
    np.multiply(s, ABOVE[-1], out=w)
    w += ABOVE[-2]
    below += BELOW[-2]
    for a, b in zip(ABOVE[-3::-1], BELOW[-3::-1], strict=True):
        w *= s
        w += a
        below *= s
        below += b
    w /= below
    w *= e


def _jump(xp: Namespace, first: Array, second: Array, third: Array) -> tuple[Array, Array]:
    """Return A and w of rows in falling order."""
    w = lambert(xp, xp.exp(third - second))
    room = 2.0 + 2.0 * w - (first - second)
    return xp.where(room <= 0.0, 0.0, room) / 4.0, w


def excess_and_weights(xp: Namespace, z: Array) -> tuple[Array, Array]:
    """Return the excess over the maximum 0 and the weights.

    On NumPy, where no derivative is traced, comparisons of columns do what the places do elsewhere.
    """
    z = xp.where(z < -FAR, -FAR, z)
    if xp is np:
        x, y, u = z[..., :1], z[..., 1:2], z[..., 2:]
        low, high = np.minimum(x, y), np.maximum(x, y)
        second = np.maximum(low, np.minimum(high, u))
        a, w = _jump(xp, np.zeros_like(x), second, np.minimum(low, u))
        share = a / (1.0 + w)
        return 2.0 * a * a, np.where(z == 0.0, 1.0 - a, np.where(z == second, share * (1.0 - w), 2.0 * share * w))
    place = places(xp, z)
    first, second, third = sorted_by(xp, place, z)
    a, w = _jump(xp, first, second, third)
    share = a / (1.0 + w)
    return first + 2.0 * a * a, back(xp, place, [1.0 - a, share * (1.0 - w), 2.0 * share * w])


def columns(z: Array, spare: Array, weighted: bool) -> Array:
    """Return the excess of each column of z, shape (3, rows), and put the weights in its place if they are asked for.

    The weights go where they belong by bits: the sign of z says which entry is no largest one, that of z less the
    second which is the last. Choosing between numbers by a condition costs more than all the rest.
    """
    np.maximum(z, -FAR, out=z)
    x, y, u = z
    low, (high, second, w) = np.minimum(x, y), spare
    np.maximum(x, y, out=high)
    np.maximum(low, np.minimum(high, u, out=high), out=second)
    third = np.minimum(low, u, out=low)
    third -= second
    _lambert(np.exp(third, out=third), high, w)
    a = np.add(w, 1.0, out=high)
    a *= 2.0
    a += second
    np.maximum(a, 0.0, out=a)
    a *= 0.25
    excess = np.multiply(a, a, out=third)
    excess *= 2.0
    if weighted:
        z += 0.0  # the sign of a zero is none
        one = 1.0 + w
        share = np.divide(a, one, out=one)
        np.subtract(1.0, a, out=a)
        last = share * w
        last *= 2.0
        share *= np.subtract(1.0, w, out=w)
        _placed(z, second, a, share, last)
    return excess


def _placed(z: Array, second: Array, *weights: Array) -> None:
    """Put the weights of the first, second and third of three entries where these are."""
    bits = np.dtype(f"i{z.itemsize}")
    sign = bits.type(8 * z.itemsize - 1)
    first, middle, last = (weight.view(bits) for weight in weights)
    chosen = z.view(bits)
    lower = np.right_shift(chosen, sign)  # all bits, but none where z is 0
    z -= second
    np.right_shift(chosen, sign, out=chosen)  # all bits where z is below the second
    chosen &= middle ^ last
    chosen ^= first ^ middle
    chosen &= lower
    chosen ^= first


def hessian_vector(xp: Namespace, z: Array, weights: Array, v: Array) -> Array:
    """Return how the weights change along v.

    With the change of A, which is that of G/4 less the lead, the second and third weight are shares of A; these change
    by A G'', G'' = 2w/(1+w)^3, as the second entry leaves the third. All is 0 where A is 0.
    """
    z = xp.where(z < -FAR, -FAR, z)
    place = places(xp, z)
    a, w = _jump(xp, *sorted_by(xp, place, z))
    first, second, third = sorted_by(xp, place, v)
    part, apart = 2.0 * w / (1.0 + w), second - third
    change = (second - first - part * apart) / 4.0
    moved = a * part / (1.0 + w) ** 2 * apart
    product = [-change, change * (1.0 - part) + moved, change * part - moved]
    return back(xp, place, [xp.where(a > 0.0, entry, 0.0 * a) for entry in product])

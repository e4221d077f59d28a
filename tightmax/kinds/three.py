"""The pointwise least smoothing of three entries.                                   [d3-least]

For x_1 >= x_2 >= x_3, at temperature 1, it is

    x_1 + 2 A^2,  A = max(G - (x_1 - x_2), 0)/4,  G = 2 + 2w,  w e^w = e^(1/3 - (x_2 - x_3))/3,

with the weights 1 - A, A (1-w)/(1+w) and 2wA/(1+w). No smoothing is below it anywhere; w is Lambert's W. The functions
take z = (x - max)/t <= 0, whose largest entry is 0, with shape (..., 3): see `tightmax.engines.agnostic`.
"""

from __future__ import annotations

import math

import numpy as np

from tightmax.arrays import Array, Namespace
from tightmax.in_place import bits, divide, where_negative
from tightmax.kinds.order import back, places, sorted_by

FAR = 2.0**15
"""Entries further below count as this far: the exponential is 0 there in every type, and nothing is infinite."""

BRANCH = 0.7907914143471803
"""3 e^(-4/3): w, as a function of e^-g, has its branch point at minus this."""

ABOVE = (22.918275923370388, 21.443315821780946, 4.277132707965713, 0.07848528305781452, -0.0014166200523493273)
BELOW = (18.123554021945232, 45.77965446077653, 37.988113172694355, 11.57907756312499)
"""w e^g is the quotient of two polynomials in the root of BRANCH + e^-g, up to a share of 2e-16: these coefficients,
lowest first, and 1 for the fourth power below.

The root takes the branch point away, so that few terms suffice; `tests.tightmax.test_three` encloses the error.
"""

ABOVE_SINGLE = (2.1840823610415017, 0.24307178091481946, -0.012041404397267768)
BELOW_SINGLE = (1.7250332944531417, 2.949900866949096)
"""The same up to a share of 6e-9, a twentieth of a unit in the last place of single precision."""


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
    root = xp.sqrt(e + BRANCH)
    above, below = ABOVE[-1] * root + ABOVE[-2], root + BELOW[-1]
    for a in ABOVE[-3::-1]:
        above = above * root + a
    for b in BELOW[-2::-1]:
        below = below * root + b
    return e * (above / below)


def _lambert(e: Array, root: Array, below: Array, w: Array) -> None:
    """Write the same into w, step by step in the memory there is; root and below are used up."""
    many, few = (ABOVE, BELOW), (ABOVE_SINGLE, BELOW_SINGLE)
    over, under = few if e.itemsize == 4 else many
    np.add(e, BRANCH, out=root)
    np.sqrt(root, out=root)
    np.multiply(root, over[-1], out=w)
    w += over[-2]
    for a in over[-3::-1]:
        w *= root
        w += a
    np.add(root, under[-1], out=below)
    for b in under[-2::-1]:
        below *= root
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


def closed(x: Array, t: float, top: Array, weights: Array | None, spare: Array, valued: bool) -> Array | None:
    """Write the maximum of each column of x, shape (3, rows), and the weights unless that is None; return the excess
    if it is asked for.

    The numbers in `spare`, shape (8, rows), are used up; the first three columns there may be x. Two entries of x are
    the higher and the lower one of a pair; where the third belongs, below, between or above, says which weight is
    whose.
    """
    a, b, c = x
    second, under_low, gap, low, swapped, under_high, one, w = spare
    if weights is not None:
        where_negative(np.subtract(a, b, out=swapped))
    np.minimum(a, b, out=low)
    high = np.maximum(a, b, out=second)
    np.maximum(high, c, out=top)
    if weights is not None:
        where_negative(np.subtract(c, low, out=under_low))
        where_negative(np.subtract(c, high, out=under_high))
    np.minimum(high, c, out=second)
    third = np.minimum(low, c, out=gap)
    np.maximum(second, low, out=second)
    np.subtract(third, second, out=gap)
    if np.isnan(np.minimum.reduce(gap)):
        np.fmax(gap, -np.inf, out=gap)  # no number where both are -inf
    divide(gap, t)
    lead = np.subtract(top, second, out=second)
    divide(lead, 2.0 * t)
    e = np.exp(gap, out=gap)
    _lambert(e, low, one, w)
    np.add(w, 1.0, out=one)
    np.minimum(lead, one, out=lead)
    twice = np.subtract(one, lead, out=lead)  # of A
    jump = np.multiply(twice, 0.5, out=e)
    excess = np.multiply(twice, jump, out=low) if valued else None
    if weights is None:
        return excess
    w /= one
    last = np.multiply(w, twice, out=w)
    middle = np.subtract(jump, last, out=twice)
    first = np.subtract(1.0, jump, out=jump)
    _place(weights, first, middle, last, bits(swapped), bits(under_low), bits(under_high), bits(one))
    return excess


def row(z: list[float], weighted: bool) -> tuple[float, list[float]]:
    """Return the excess and the weights of one row of numbers; no weights if they are not asked for."""
    place = sorted(range(3), key=z.__getitem__, reverse=True)
    second = max(z[place[1]], -FAR)
    e = math.exp(max(z[place[2]], -FAR) - second)
    root = math.sqrt(e + BRANCH)
    above, below = ABOVE[-1], 1.0
    for a in ABOVE[-2::-1]:
        above = above * root + a
    for b in BELOW[::-1]:
        below = below * root + b
    w = e * (above / below)
    jump = 0.25 * max(2.0 + 2.0 * w + second, 0.0)
    weights = [0.0, 0.0, 0.0] if weighted else []
    if weighted:
        last = 2.0 * w * jump / (1.0 + w)
        weights[place[0]], weights[place[1]], weights[place[2]] = 1.0 - jump, jump - last, last
    return 2.0 * jump * jump, weights


def _place(
    weights: Array, first: Array, middle: Array, last: Array, swapped: Array, under_low: Array, under_high: Array,
    changed: Array,
) -> None:
    """Put the weights of the first, second and third entry where these are, by their bits; what is given is used up."""
    first, middle, last = bits(first), bits(middle), bits(last)
    np.bitwise_xor(first, middle, out=changed)
    under_high &= changed
    of_high = np.bitwise_xor(under_high, middle, out=under_high)  # the first where c is below it, else the second
    middle ^= last
    under_low &= middle
    of_low = np.bitwise_xor(under_low, last, out=under_low)  # the second where c is below it, else the last
    both = np.bitwise_xor(of_high, of_low, out=middle)
    changed ^= last
    np.bitwise_xor(changed, both, out=bits(weights[2]))  # of the three weights, the one that is left
    swapped &= both
    np.bitwise_xor(of_high, swapped, out=bits(weights[0]))
    np.bitwise_xor(of_low, swapped, out=bits(weights[1]))


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

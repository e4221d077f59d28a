"""Number partitioning: signs s with a small imbalance |sum s x|, for every row x of nonnegative numbers.

Up to EXACT entries the imbalance is the least one, but for the rounding of its sums: all signs are tried, or all signs
of one half of the entries meet all signs of the other half.  Above, the largest entries are split exactly, then each
next entry goes against the imbalance so far (longest-first), and exchanges reduce what is left.
"""

from __future__ import annotations

import numpy as np

from numeric_checks.arithmetic.terms import Floats

Signs = Floats
"""Entries +1 and -1."""

EXACT = 20
"""Up to so many entries the split is the best one."""

DIRECT = 12
"""Up to so many entries all signs are tried."""

HEAD = 12
"""In a longer row, so many of the largest entries are split exactly."""

_EXCHANGES = 12

_ENOUGH = 1e-4  # of the mean entry: no exchanges for an imbalance below that


def imbalance(x: Floats, signs: Signs) -> Floats:
    """|sum s x| of every row."""
    return np.asarray(np.abs((signs * x).sum(axis=-1)))


def _all_signs(count: int) -> Signs:
    """Return all 2^count rows of signs."""
    bits = np.arange(2**count)[:, None] >> np.arange(count)
    return 1.0 - 2.0 * (bits & 1)


def best_signs(x: Floats) -> Signs:
    """Return signs of least imbalance, the first one +1."""
    rows, dim = x.shape
    if dim <= DIRECT:
        signs = _all_signs(dim)[: 2 ** (dim - 1)]
        found = signs[np.abs(x @ signs.T).argmin(axis=1)]
        return np.asarray(found * found[:, :1])
    cut = dim // 2
    # The last sign is +1 in the first half of the rows of right: opposite signs give the same imbalance.
    left, right = _all_signs(cut), _all_signs(dim - cut)[: 2 ** (dim - cut - 1)]
    ones, others = x[:, :cut] @ left.T, x[:, cut:] @ right.T
    order = np.argsort(others, axis=1)
    found = np.empty_like(x)
    for row in range(rows):
        ranked = others[row, order[row]]
        at = np.searchsorted(ranked, -ones[row])
        low, high = np.maximum(at - 1, 0), np.minimum(at, len(ranked) - 1)
        below, above = np.abs(ranked[low] + ones[row]), np.abs(ranked[high] + ones[row])
        near = np.where(below < above, low, high)
        best = int(np.argmin(np.minimum(below, above)))
        found[row] = [*left[best], *right[order[row, near[best]]]]
    return np.asarray(found * found[:, :1])


def _against(head: float, tail: Floats) -> Signs:
    """Return signs for a falling tail, each against the imbalance so far, which begins with `head` >= 0."""
    first = int(np.searchsorted(np.cumsum(tail), head, side="right"))
    signs = np.where(np.arange(len(tail)) < first, -1.0, 1.0)
    left = head - tail[:first].sum()
    rest = len(tail) - first
    # From here on the imbalance is at most the next entry: pairs of neighbours against each other, the pair against
    # the imbalance.  Each pair changes it by the small difference of its two entries.
    pairs = tail[first : first + rest - rest % 2].reshape(-1, 2)
    gaps = pairs[:, 0] - pairs[:, 1]
    order = np.argsort(-gaps, kind="stable")
    turn = np.empty(len(gaps))
    if len(gaps) <= 64:
        for at in order:
            turn[at] = -1.0 if left >= 0 else 1.0
            left += turn[at] * gaps[at]
    else:
        turn[order] = np.where(np.arange(len(gaps)) % 2 == 0, -1.0, 1.0)
        left += float((turn * gaps).sum())
    signs[first : first + 2 * len(pairs)] = (turn[:, None] * [1.0, -1.0]).ravel()
    if rest % 2:
        signs[-1] = -1.0 if left > 0 else 1.0
    return signs


def _exchanged(x: Floats, signs: Signs) -> Signs:
    """Return one entry changes its side, or two change places, while that makes the imbalance smaller."""
    enough = _ENOUGH * x.mean() / 2
    for _ in range(_EXCHANGES):
        total = float((signs * x).sum())
        need = abs(total) / 2  # the heavy side must lose this
        if need <= enough:
            break
        heavy, light = np.flatnonzero(signs * total > 0), np.flatnonzero(signs * total <= 0)
        light = light[np.argsort(x[light])]
        falls = np.concatenate([[0.0], x[light]])  # 0: nothing comes back for it
        wanted = x[heavy] - need
        at = np.searchsorted(falls, wanted)
        near = np.stack([np.maximum(at - 1, 0), np.minimum(at, len(falls) - 1)])
        off = np.abs(falls[near] - wanted)
        side, one = np.unravel_index(int(np.argmin(off)), off.shape)
        if off[side, one] >= need:
            break
        signs[heavy[one]] *= -1
        if near[side, one]:
            signs[light[near[side, one] - 1]] *= -1
    return signs


def two_level_signs(many: int, few: int, level: float) -> tuple[float, Signs]:
    """Return the least imbalance, and signs of it, of `few` entries 1 and then `many` entries `level`.

    The ones add up to a = few, few - 2, ..., and the others to b level with b nearest to -a/level of its parity.
    """
    ones = few - 2 * np.arange(few // 2 + 1)
    others = np.clip(many - 2 * np.rint((many - ones / level) / 2), -many, many)
    left = np.abs(ones - others * level)
    best = int(np.argmin(left))
    up, down = (few + int(ones[best])) // 2, (many + int(others[best])) // 2
    signs = np.concatenate([np.where(np.arange(few) < up, 1.0, -1.0), np.where(np.arange(many) < down, -1.0, 1.0)])
    return float(left[best]), signs


def split(x: Floats) -> Signs:
    """Return signs +1 and -1 with a small imbalance in every row; the least one up to EXACT entries."""
    rows, dim = x.shape
    if dim <= EXACT:
        return best_signs(x)
    found = np.empty_like(x)
    order = np.argsort(-x, axis=1)
    for row in range(rows):
        ranked = x[row, order[row]]
        head = best_signs(ranked[None, :HEAD])[0]
        sum_of_head = float((head * ranked[:HEAD]).sum())
        head = head if sum_of_head >= 0 else -head
        signs = np.concatenate([head, _against(abs(sum_of_head), ranked[HEAD:])])
        found[row, order[row]] = _exchanged(ranked, signs)
    return found

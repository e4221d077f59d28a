"""How far sums over the entries go: a linear program proposes g, for phi'' = (1 - g)/x up to 1/2.

    python -m proofs.machinery.search.entry_potentials SIZE...     the constant and g, for steps of 1/SIZE

The lower bounds for every d need R >= delta^2/(1 - delta^2) at every split of least imbalance, and what they prove is
ln d - (ln 2 - 1/2) - integral of (1 - x) g/x.  R is linear in g.  Here g is linear between the multiples of 1/SIZE, and
the condition is asked for at the points whose entries are such multiples, so of all sums over the entries with such a g
none proves less by these moves than the constant that is printed (0.2236 for 30, 0.2243 for 42); what it needs between
those points is more.  Where several splits have the least imbalance, the one that is best for the g before is taken.
This is floating point and decides nothing: piecewise-lower checks a g with fewer knots.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log

import highspy
import numpy as np

from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.whole_numbers import whole
from proofs.machinery.search.points import Floats
from proofs.machinery.search.program import Unsolved

ROUNDS = 8
"""The best splits are chosen again so often at most."""

LARGEST = 48
"""With more steps there are more partitions than a few seconds suffice for."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)


def terms(total: int, largest: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to write a number as a sum of terms up to `largest`, the largest term first."""
    if total == 0:
        yield ()
    for first in range(min(total, largest), 0, -1):
        for rest in terms(total - first, first):
            yield (first, *rest)


def best_splits(parts: Sequence[int]) -> tuple[int, list[tuple[int, ...]]]:
    """Return the least imbalance of a split into two sums, and the terms of every larger side with it."""
    sums: dict[int, set[tuple[int, ...]]] = {0: {()}}
    for part in parts:
        for total, sides in list(sums.items()):
            sums.setdefault(total + part, set()).update({(*side, part) for side in sides})
    half = min(total for total in sums if 2 * total >= sum(parts))
    return 2 * half - sum(parts), sorted(sums[half])


def conditions(size: int) -> list[tuple[float, list[Floats]]]:
    """Return, for every point without an even split, what R needs, and the row of g in R for each best split."""
    found = []
    for parts in terms(size, size // 2):
        reach = 1
        for part in parts:
            reach |= reach << part  # its bits are the sums of subsets
        if reach >> (size // 2) & 1:
            continue
        difference, sides = best_splits(parts)
        delta, rows = difference / size, []
        for side in sides:
            row = np.zeros(size // 2 + 1)
            for part, count in Counter(side).items():
                row[part] += count * part / size / (1 + delta) ** 2
            for part, count in (Counter(parts) - Counter(side)).items():
                row[part] += count * part / size / (1 - delta) ** 2
            rows.append(row)
        found.append((delta**2 / (1 - delta**2), rows))
    return found


def costs(size: int) -> Floats:
    """Return the integral of (1 - x) g/x for the g that is 1 at a multiple of 1/size and 0 at the others."""
    found = np.zeros(size // 2 + 1)
    for low in range(size // 2):
        share = (NODES + 1) / 2
        x = (low + share) / size
        weight = WEIGHTS / 2 / size * (1 - x) / x
        found[low:low + 2] += (weight @ (1 - share), weight @ share)
    found[0] = 0  # g vanishes at 0
    return found


def least(cost: Floats, rows: Floats, needs: Floats) -> Floats:
    """Return the g >= 0 of least cost with rows @ g >= needs; Unsolved if the solver finds none."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    none, many = np.array([], dtype=np.int32), len(cost)
    solver.addCols(many, cost, np.zeros(many), np.ones(many), 0, none, none, np.array([]))
    starts, indices = np.arange(len(rows), dtype=np.int32) * many, np.tile(np.arange(many, dtype=np.int32), len(rows))
    above = np.full(len(rows), highspy.kHighsInf)
    solver.addRows(len(rows), needs, above, rows.size, starts, indices, rows.ravel())
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Unsolved(f"the linear program ended with {solver.modelStatusToString(solver.getModelStatus())}")
    return np.array(solver.getSolution().col_value)


def proposed(size: int) -> tuple[float, Floats]:
    """Return the constant that ln d loses, and g at the multiples of 1/size up to 1/2; size is even."""
    asked, cost = conditions(size), costs(size)
    needs = np.array([need for need, _ in asked])
    steps = np.arange(size // 2 + 1) / size
    g: Floats = np.minimum(steps, 1 - 2 * steps) ** 2
    before = np.inf
    for _ in range(ROUNDS):
        g = least(cost, np.array([max(rows, key=lambda row: float(row @ g)) for _, rows in asked]), needs)
        value = float(cost @ g)
        if value > before - 1e-12:
            break
        before = value
    return log(2) - 0.5 + float(cost @ g), g


def _size(text: str) -> int:
    size = whole(text, 6, LARGEST, "SIZE")
    if size % 2:
        raise BadInput(f"SIZE {size}: an even number from 6 to {LARGEST} is accepted")
    return size


def main(argv: Sequence[str]) -> int:
    """Print the constant and g for each size; the exit status."""
    try:
        for size in [_size(text) for text in argv]:
            constant, g = proposed(size)
            print(f"steps of 1/{size}: {constant:.6f}")
            print("  " + " ".join(f"{k}/{size}:{value:.5f}" for k, value in enumerate(g) if value > 0), flush=True)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The mean of the largest of independent random walks, exactly, and what it proves about the gap."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import comb

from proofs.machinery.engine import lemma
from symbolic.formulas.chain import gain
from symbolic.steps import Case

WALKS = {
    (2, 1): Fraction(1, 8), (2, 2): Fraction(9, 64), (2, 3): Fraction(75, 512), (2, 4): Fraction(1225, 8192),
    (3, 1): Fraction(9, 32), (3, 2): Fraction(81, 256), (3, 3): Fraction(675, 2048),
    (4, 1): Fraction(49, 128), (4, 2): Fraction(7569, 16384), (4, 3): Fraction(1012683, 2097152),
}
"""The bound of d independent walks of n steps, by (d, n)."""


def walk_maximum(entries: int, steps: int) -> Fraction:
    """Return the mean of the largest of independent walks with steps +1 and -1."""
    total, below = 0, 0
    for ups in range(steps + 1):
        upto = below + comb(steps, ups)
        total += (2 * ups - steps) * (upto**entries - below**entries)
        below = upto
    return Fraction(total, 2 ** (steps * entries))


def walk_bound(entries: int, steps: int) -> Fraction:
    """Return what the walks prove about the gap."""
    return walk_maximum(entries, steps) ** 2 / (2 * steps)


def _all_paths(entries: int, steps: int) -> Iterator[int]:
    for path in product((-1, 1), repeat=entries * steps):
        yield max(sum(path[place * steps : (place + 1) * steps]) for place in range(entries))


def walk_values() -> Iterator[Case]:
    """Yield the table, with the mean over all paths taken one by one."""
    for (entries, steps), wanted in WALKS.items():
        mean = Fraction(sum(_all_paths(entries, steps)), 2 ** (entries * steps))
        yield f"the mean at d = {entries}, n = {steps}", walk_maximum(entries, steps), "=", mean
        yield f"the bound at d = {entries}, n = {steps}", walk_bound(entries, steps), "=", wanted


def walks_against_chain() -> Iterator[Case]:
    """Up to 64 steps the bounds grow and stay below the chain bound; closed forms at d = 2 and 3."""
    best = {1: Fraction(0)}
    for entries in (2, 3, 4):
        best[entries] = max(best[k] + gain(Fraction(k), Fraction(entries)) for k in range(1, entries))
        bounds = [walk_bound(entries, steps) for steps in range(1, 65)]
        for steps, (one, more) in enumerate(pairwise(bounds), 1):
            yield f"d = {entries}: {steps} steps and one more", one, "<", more
        yield f"d = {entries}: 64 steps and the chain", bounds[-1], "<", best[entries]
    for steps in range(1, 65):
        central = Fraction(steps * comb(2 * steps, steps), 4**steps)
        yield f"the closed form at d = 2, {steps} steps", walk_maximum(2, steps), "=", central
        yield f"the closed form at d = 3, {steps} steps", walk_maximum(3, steps), "=", Fraction(3, 2) * central


if __name__ == "__main__":
    lemma.script(__file__)

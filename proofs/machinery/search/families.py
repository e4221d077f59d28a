"""Does a family of few dimensions carry the best walk, and along which signs does it go?

    python -m proofs.machinery.search.families

prints, for 4, 5 and 6 entries, the value of the best walk on lattices that allow so many gaps beyond 2h, the others
being 0 or 2h: in the limit of small h it stays where at most so many gaps are not 0.  At 4 entries two such gaps are
enough, those of the family x2 = x3.  At 5 entries three are, and at 6 entries four: one gap more leaves all decimals
printed as they are, and one gap less is worth less on every lattice tried (1.403167 for 1.407513 at 5 entries, h =
1/12; 1.590730 for 1.590909 at 6, h = 1/8).  So families with d - 2 gaps seem to carry the optimum, and none with two
do at 5 entries: their walk is worth 1.402715 at h = 1/6 and 1.403167 at h = 1/12, below the proved bound 1.408484.

Then the program prints the sign vectors of the frozen walks, by the share of the states with as many entries as the
dimension.  All is in floats: an observation, not a bound.
"""

from __future__ import annotations

import json
import re
from collections import Counter

from proofs.machinery.search.searches import WALK
from proofs.machinery.search.walks import Family, Walk

TRIED = {4: (8, 16), 5: (6, 12), 6: (4, 8)}
"""Dimension -> the steps of the lattices."""


def value(dimension: int, steps: int, large: int) -> float:
    """Return the value of the best walk from equal entries with at most so many gaps beyond 2h."""
    walk = Walk(Family(dimension, steps, large, levels=dimension))
    return float(walk.value[walk.first[dimension]])


def patterns(dimension: int) -> Counter[str]:
    """Return how many states of the frozen walk have which signs, largest entry first; s and -s are one.

    Of equal entries those with + come first, which is the other way round for -s.

    >>> patterns(4).most_common(2)
    [('+--+', 123), ('+---', 102)]
    """
    file = json.loads((WALK / f"walk-d{dimension}.json").read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    for state in " ".join(file["states"]).split():
        signs = "".join(re.findall("[+-]+", state.partition("=")[0]))
        if len(signs) == dimension:
            found[signs if signs[0] == "+" else signs.translate(str.maketrans("+-", "-+"))] += 1
    return found


def main() -> None:
    """Print both tables."""
    for dimension, tried in TRIED.items():
        for steps in tried:
            values = [f"{value(dimension, steps, large):.6f}" for large in range(1, dimension)]
            print(f"d = {dimension}  h = 1/{steps}  with 1 ... {dimension - 1} gaps: {'  '.join(values)}", flush=True)
    for dimension in TRIED:
        found = patterns(dimension)
        shares = [f"{signs} {100 * count / found.total():.0f}%" for signs, count in found.most_common(6)]
        print(f"d = {dimension}  {len(found)} sign vectors; most often {', '.join(shares)}")


if __name__ == "__main__":
    main()

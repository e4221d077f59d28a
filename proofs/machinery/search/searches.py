"""The searches behind the certificates `lower/lp-*` and `lower/best-*`, by name.

    python -m proofs.machinery.search.searches            the names
    python -m proofs.machinery.search.searches NAME...    search, and write the certificates where they are kept

The grid searches end in the exact vertex of the linear program; the others move the places and round the weights.
A search uses no random numbers and no clock, so that it gives the same file again; on another processor the last
digits of the floating point arithmetic, and with them the path of a long search, can differ.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proofs.machinery.output.places import CERTIFICATES
from proofs.machinery.search.moves import Moves, write
from proofs.machinery.search.points import grid
from proofs.machinery.search.program import Progress, silent, solve
from proofs.machinery.search.rational import NotExact, certificate, exact, rounded
from proofs.machinery.search.refine import Plan, refine

LOWER = CERTIFICATES / "lower"


@dataclass(frozen=True)
class Search:
    """Where a search starts, a grid with at most `levels` different coordinates, and how it goes on."""

    dimension: int
    denominator: int
    levels: int | None = None
    plan: Plan | None = None

    def moves(self, progress: Progress = silent) -> Moves:
        """The moves found: exact on the grid without a plan, refined and rounded with one."""
        family = grid(self.dimension, self.denominator, self.levels)
        if self.plan is None:
            solution = solve(family, progress=progress)
            try:
                return exact(solution)
            except NotExact as reason:
                progress(f"rounded, because {reason}")
                return rounded(solution)
        start = solve(family, self.plan.tolerance, self.plan.batch)
        progress(f"start: {len(family.places)} places, {start.value:.7f}")
        return rounded(refine(start, self.plan, progress))


SEARCHES: dict[str, Search] = {
    "lp-d4-n16": Search(4, 16),
    "lp-d4-n20": Search(4, 20),
    "lp-d4-n24": Search(4, 24),
    "best-d4": Search(4, 16, None, Plan(rounds=28, keep=200, move=80, tolerance=1e-4, unit=2400)),
    "best-d5": Search(5, 15, None, Plan(rounds=18, keep=150, move=60, tolerance=2e-4)),
    "best-d6": Search(6, 24, 4, Plan(rounds=16, keep=150, move=60, tolerance=2e-4)),
    "best-d7": Search(7, 28, 3, Plan(rounds=16, keep=150, move=60, tolerance=2e-4)),
    "best-d8": Search(8, 32, 3, Plan(rounds=16, keep=150, move=60, tolerance=2e-4)),
    "best-d9": Search(9, 45, 3, Plan(rounds=10, keep=100, move=40, tolerance=5e-4)),
    "best-d10": Search(10, 40, 3, Plan(rounds=10, keep=100, move=40, tolerance=5e-4)),
    "quick-d4": Search(4, 16, None, Plan(rounds=16, keep=110, move=45, tolerance=2e-4)),
    "quick-d5": Search(5, 15, None, Plan(rounds=14, keep=110, move=45, tolerance=3e-4)),
    "quick-d6": Search(6, 24, 4, Plan(rounds=12, keep=110, move=45, tolerance=3e-4)),
}
"""Certificate name -> search. The steps of a plan are fractions of the whole mass 1.

The quick ones are what `tightmax prove --fresh` runs, in about two minutes: they end a little below the best, and
nothing frozen comes from them."""


def find(name: str, progress: Progress = silent) -> str:
    """Search anew; the text of a certificate that the trusted checker accepts."""
    if name not in SEARCHES:
        raise ValueError(f"no search is named {name!r}; accepted: {', '.join(SEARCHES)}")
    return certificate(SEARCHES[name].moves(progress))


def freeze(name: str, folder: Path = LOWER, progress: Progress = silent) -> Path:
    """Search, check, and only then write the certificate, whole or not at all."""
    if name not in SEARCHES:
        raise ValueError(f"no search is named {name!r}; accepted: {', '.join(SEARCHES)}")
    moves = SEARCHES[name].moves(progress)
    certificate(moves)
    target = folder / f"{name}.json"
    write(target, moves)
    return target


def main(names: Sequence[str]) -> int:
    """Freeze the certificates named, with progress on standard error; the exit status."""
    if not names:
        print("\n".join(SEARCHES))
    if unknown := [name for name in names if name not in SEARCHES]:
        print(f"no search is named {unknown[0]!r}; accepted: {', '.join(SEARCHES)}", file=sys.stderr)
        return 2
    try:
        for name in names:
            start = time.perf_counter()
            path = freeze(name, progress=lambda line: print(line, file=sys.stderr, flush=True))
            print(f"{path} in {time.perf_counter() - start:.0f} s", flush=True)
    except KeyboardInterrupt:
        print("interrupted; the certificate in work was not written", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

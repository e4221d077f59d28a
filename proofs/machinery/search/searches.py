"""The searches behind the certificates `lower/lp-*`, `lower/best-*`, `walk/*` and `lattice/*`, by name.

    python -m proofs.machinery.search.searches            the names
    python -m proofs.machinery.search.searches NAME...    search, and write the certificates where they are kept

The grid searches end in the exact vertex of the linear program; the best ones move the places and round the weights.
The walks and the tables are those of policy iteration on a lattice.
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
from proofs.machinery.search.lattice_tables import Lattice
from proofs.machinery.search.moves import Moves, write_text
from proofs.machinery.search.points import grid
from proofs.machinery.search.program import Progress, silent, solve
from proofs.machinery.search.rational import NotExact, certificate, exact, rounded
from proofs.machinery.search.refine import Plan, refine
from proofs.machinery.search.walk_tables import Table
from proofs.machinery.search.walks import Family

LOWER = CERTIFICATES / "lower"
WALK = CERTIFICATES / "walk"
LATTICE = CERTIFICATES / "lattice"


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
    "best-d5": Search(5, 15, None, Plan(rounds=18, keep=150, move=60, tolerance=2e-4)),
    "best-d6": Search(6, 24, 4, Plan(rounds=16, keep=150, move=60, tolerance=2e-4)),
    "best-d7": Search(7, 28, 3, Plan(rounds=16, keep=150, move=60, tolerance=2e-4)),
    "best-d8": Search(8, 32, 3, Plan(rounds=16, keep=150, move=60, tolerance=2e-4)),
    "best-d9": Search(9, 45, 3, Plan(rounds=10, keep=100, move=40, tolerance=5e-4)),
    "best-d10": Search(10, 40, 3, Plan(rounds=10, keep=100, move=40, tolerance=5e-4)),
    "quick-d5": Search(5, 15, None, Plan(rounds=14, keep=110, move=45, tolerance=3e-4)),
    "quick-d6": Search(6, 24, 4, Plan(rounds=12, keep=110, move=45, tolerance=3e-4)),
}
"""Certificate name -> search. The steps of a plan are fractions of the whole mass 1.

The grid alone is an example on which no theorem rests; its linear program is solved exactly, and anew by a test.
The quick ones are what `tightmax prove --fresh` runs, in at most two minutes: they end a little below the best, and
nothing frozen comes from them."""

WALKS: dict[str, Table] = {
    "walk-d4": Table(Family(4, steps=16, large=2, levels=4, span=7.0)),
    "walk-d5": Table(Family(5, steps=18, large=3, levels=5, span=6.0)),
    "walk-d6": Table(Family(6, steps=10, large=3, levels=6, span=6.0)),
    "walk-d7": Table(Family(7, steps=8, large=3, levels=7, span=5.3)),
    "walk-d8": Table(Family(8, steps=6, large=3, levels=8, span=5.4)),
    "walk-d9": Table(Family(9, steps=5, large=2, levels=9)),
    "walk-d10": Table(Family(10, steps=4, large=2, levels=10)),
}
"""Certificate name -> walk: each is as fine as six megabytes of them, all together, allow; half a minute at most."""

LATTICES: dict[str, Lattice] = {
    "lattice-d3": Lattice(3, steps=8, lead=13, span=24),
    "lattice-d4": Lattice(4, steps=12, lead=20, span=36),
    "lattice-d5": Lattice(5, steps=16, lead=26, span=44),
}
"""Certificate name -> table on a lattice; some minutes at most."""

NAMES = (*SEARCHES, *WALKS, *LATTICES)


def find(name: str, progress: Progress = silent) -> str:
    """Search anew; the text of a certificate that the trusted checker accepts."""
    if name in WALKS:
        return WALKS[name].text(progress)
    if name in LATTICES:
        return LATTICES[name].text(progress)
    if name not in SEARCHES:
        raise ValueError(f"no search is named {name!r}; accepted: {', '.join(NAMES)}")
    return certificate(SEARCHES[name].moves(progress))


def freeze(name: str, folder: Path | None = None, progress: Progress = silent) -> Path:
    """Search, check, and only then write the certificate, whole or not at all."""
    text = find(name, progress)
    kept = WALK if name in WALKS else LATTICE if name in LATTICES else LOWER
    target = (folder or kept) / f"{name}.json"
    write_text(target, text)
    return target


def main(names: Sequence[str]) -> int:
    """Freeze the certificates named, with progress on standard error; the exit status."""
    if not names:
        print("\n".join(NAMES))
    if unknown := [name for name in names if name not in NAMES]:
        print(f"no search is named {unknown[0]!r}; accepted: {', '.join(NAMES)}", file=sys.stderr)
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

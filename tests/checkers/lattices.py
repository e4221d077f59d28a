"""Certificates of tables on a lattice, for the tests of proofs/verify_lattice.py, and an independent account."""

import json
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from itertools import accumulate, product

from proofs import verify_lattice
from proofs.machinery.output.places import ROOT
from tests.checkers.kinds import Json, Kind, edited

LATTICE = ROOT / "proofs" / "certificates" / "lattice"
F = Fraction

# What the frozen certificates prove, typed here by hand, rounded up, and their values.
FROZEN = {
    "example-d3": (3, "1", 5), "lattice-d3": (3, "0.890141", 259), "lattice-d4": (4, "1.185258", 8323),
    "lattice-d5": (5, "1.412925", 188595),
}


def frozen(name: str) -> Json:
    value: Json = json.loads((LATTICE / f"{name}.json").read_text(encoding="utf-8"))
    return value


# ---- An independent account of the mathematics ----------------------------------------------------------

Point = tuple[int, ...]


class Table:
    """A file read as FORMAT.md says, as a function on all points of the lattice, in rational numbers."""

    def __init__(self, file: Json) -> None:
        self.dimension: int = file["dimension"]
        self.h, self.unit = F(1, file["steps"]), file["unit"]
        self.lead, self.span = file["lead"], file["span"]
        numbers = [int(word) for line in file["table"] for word in line.split()]
        self.over: dict[Point, int] = {}
        most, short = self.span + 1, False
        for row in product(range(self.lead + 1), *[range(most)] * (self.dimension - 3)):
            if sum(row) < most:
                count = most - sum(row)
                values, numbers = numbers[:count], numbers[count:]
                short = short or len(values) < count
                for _ in range(4):
                    values = list(accumulate(values))
                self.over |= {(*row, gap): value for gap, value in enumerate(values)}
        self.complete = not numbers and not short

    def value(self, point: Sequence[int]) -> Fraction:
        """Return c(hk)."""
        top = max(point)
        falling = sorted((max(k, top - 2 * self.span) for k in point), reverse=True)
        gaps = tuple((falling[i] - falling[i + 1]) // 2 for i in range(len(falling) - 1))
        return self.h * top + (F(self.over[gaps], self.unit) if gaps[0] <= self.lead else 0)

    def good(self, point: Sequence[int]) -> bool:
        """Say whether c is at least the maximum there, and no second difference too large."""
        here = self.value(point)
        for signs in product((1, -1), repeat=self.dimension):
            up, down = ([k + way * s for k, s in zip(point, signs, strict=True)] for way in (1, -1))
            if self.value(up) + self.value(down) - 2 * here > self.h**2:
                return False
        return here >= self.h * max(point)

    def points(self, reach: int) -> list[Point]:
        """Return the falling points with the last entry 0 and the first at most 2 `reach`."""
        found: list[Point] = [(0,)]
        for _ in range(self.dimension - 1):
            found = [(k, *rest) for rest in found for k in range(rest[0], 2 * reach + 1, 2)]
        return found

    def proves(self) -> Fraction | None:
        """Return the bound, or None where the file proves none."""
        if not self.complete or not all(map(self.good, self.points(self.span + 2))):
            return None
        d, zero, slopes = self.dimension, self.value((0,) * self.dimension), []
        for point in self.points(2 ** (d - 2))[1:]:
            mean = F(sum(point), d)
            both = (self.value(point) + self.value([-k for k in point])) / 2
            slopes.append((both - zero) / sum((k - mean) ** 2 for k in point))
        return zero + max(slopes) * F(2 ** (d - 1) * (d - 1), 6)


# ---- Small certificates ---------------------------------------------------------------------------------

GOOD = json.dumps(frozen("example-d3"))
TABLE = '["3 -10 12", "0 0"]'


edit = partial(edited, GOOD)
"""The smallest certificate with a part of its text replaced, as bytes."""


LATTICES = Kind(
    verify_lattice, "tightmax-lattice-1", GOOD, edit('"3 -10', '"2 -10'),
    accepted="accepted  eps*_3 <= 1 (5 values)",
    rejected="rejected  [value]  -8 at gaps (0,); accepted is 0 or more",
    keys=verify_lattice.KEYS, names=verify_lattice.KEYS, fixed=("dimension",), limit=F(8, 9), below=False,
)
verdict = LATTICES.verdict

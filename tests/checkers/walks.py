"""Certificates of walks, for the tests of proofs/verify_walk.py, and an independent account of what they prove."""

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from proofs import verify_walk
from proofs.machinery.output.places import ROOT
from tests.checkers.kinds import Json, Kind, edited

WALK = ROOT / "proofs" / "certificates" / "walk"
F = Fraction

# What the frozen certificates prove, typed here by hand, rounded down, and their states.
FROZEN = {
    "example-d2": (2, "0.499", 1), "walk-d4": (4, "1.182208", 286), "walk-d5": (5, "1.408484", 11605),
    "walk-d6": (6, "1.591929", 24491), "walk-d7": (7, "1.745400", 43178), "walk-d8": (8, "1.876651", 63766),
    "walk-d9": (9, "1.988418", 29446), "walk-d10": (10, "2.088089", 37139),
}
TRUTH = {2: F(1, 2), 3: F(8, 9), 4: F(118278429455151, 10**14)}  # at d = 4 rounded up


def frozen(name: str) -> Json:
    value: Json = json.loads((WALK / f"{name}.json").read_text(encoding="utf-8"))
    return value


# ---- An independent account of the mathematics ----------------------------------------------------------

Point = tuple[Fraction, ...]


def parts(state: str) -> tuple[str, list[int], int]:
    """Return the place of a state, both distances, and the value."""
    left, _, value = state.partition("=")
    place = left.rstrip("0123456789/")
    return place, [int(distance) for distance in (left[len(place) :] or "1/1").split("/")], int(value)


def state(place: str, a: int, b: int, value: int) -> str:
    """Return a state with its distances, also where both are 1."""
    return f"{place}{a}/{b}={value}"


class Walk:
    """A file read as FORMAT.md says: points, signs, distances and values as rational numbers, in real units."""

    def __init__(self, file: Json) -> None:
        self.dimension: int = file["dimension"]
        self.h = F(1, file["steps"])
        self.states: list[tuple[Point, list[int], Fraction, Fraction]] = []
        self.over: dict[Point, Fraction] = {}
        for state in " ".join(file["states"]).split():
            text, (a, b), value = parts(state)
            point: list[Fraction] = []
            signs: list[int] = []
            for number, marks in re.findall(r"(\d+)([-+]*)", text):
                point += [2 * self.h * int(number)] * len(marks)
                signs += [1 if mark == "+" else -1 for mark in marks]
            self.states.append((tuple(point), signs, a * self.h, b * self.h))
            self.over[tuple(point)] = F(value, file["unit"])

    def value(self, point: Sequence[Fraction]) -> Fraction:
        """Return w at any point: the largest entry, and what the first state among its beginnings lies above it."""
        falling = sorted(point, reverse=True)
        for length in range(len(falling), 1, -1):
            shifted = tuple(entry - falling[length - 1] for entry in falling[:length])
            if shifted in self.over:
                return falling[0] + self.over[shifted]
        return falling[0]

    def faults(self) -> list[Point]:
        """Return the states where w is not below what the move gives."""
        found = []
        for point, signs, a, b in self.states:
            up = self.value([x + a * s for x, s in zip(point, signs, strict=True)])
            down = self.value([x - b * s for x, s in zip(point, signs, strict=True)])
            if not self.value(point) < (b * up + a * down) / (a + b) - a * b / 2:
                found.append(point)
        return found

    def proves(self) -> Fraction | None:
        """Return the bound, or None where the file proves none."""
        origin = (F(0),) * self.dimension
        return self.over[origin] if origin in self.over and not self.faults() else None


# ---- Small certificates ---------------------------------------------------------------------------------


def walk(dimension: int, steps: int, unit: int, *states: str) -> Json:
    return {
        "format": "tightmax-walk-2", "dimension": dimension, "steps": steps, "unit": unit, "states": list(states),
    }


GOOD = json.dumps(walk(2, 1, 1000, "0+-=499"))
STATE = '"0+-=499"'
SMALL = walk(3, 2, 1000, "0++-1/3=839", "1+0--2/2=309", "1+-0+1/2=621")


edit = partial(edited, GOOD)
"""The smallest certificate with a part of its text replaced, as bytes."""


WALKS = Kind(
    verify_walk, "tightmax-walk-2", GOOD, edit("499", "500"),
    accepted="accepted  eps*_2 >= 499/1000 (1 states)",
    rejected="rejected  [inequality]  the value 500 at (0, 0); accepted: less than its move gives",
    keys=verify_walk.KEYS, names=verify_walk.KEYS, fixed=("dimension", "states"), limit=F(1, 2),
)
verdict = WALKS.verdict

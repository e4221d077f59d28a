"""The certificate of a walk: the states that it visits from 0, straight runs joined, values rounded down.

Nothing here is trusted: `proofs/verify_walk.py` decides, and shares no code with this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from proofs import verify_walk
from proofs.machinery.search.walks import Family, Walk, sign_vectors

Place = tuple[int, ...]
Signs = tuple[int, ...]
SLACK = 1.5
"""Units by which a value stays below what its move gives: one is lost by rounding down."""
WIDTH = 116
"""Characters of a line of states."""


class Policy:
    """What a walk does at a place, whatever its length."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._numbers: dict[Place, int] = {}
        for gaps in walk.gaps.values():
            self._numbers |= dict(zip(map(tuple, gaps.tolist()), range(len(gaps)), strict=True))
        self._vectors = {length: [tuple(s.tolist()) for s in sign_vectors(length)] for length in walk.gaps}

    def state(self, place: Place) -> tuple[Place, Signs] | None:
        """Return the state that stands for a place, last entry 0, with its signs; None where the walk stops.

        It is the place itself or, if the table lacks it, the same without its last entries.
        """
        for length in range(len(place), 1, -1):
            gaps = tuple((p - q) // 2 for p, q in pairwise(place[:length]))
            if (number := self._numbers.get(gaps)) is not None:
                move = int(self._walk.policy[length][number])
                if move < 0:
                    return None
                signs = self._vectors[length][int(self._walk.moves[length].signs[move])]
                return tuple(p - place[length - 1] for p in place[:length]), signs
        return None


def _same(place: Place, signs: Signs, other: Signs) -> bool:
    """Say whether two sign vectors differ only in the order of equal entries."""
    return sorted(zip(place, signs, strict=True)) == sorted(zip(place, other, strict=True))


def _straight_on(policy: Policy, place: Place, signs: Signs) -> tuple[int, Place]:
    """Return for how many steps the walk stays on a line, and the place where it leaves it."""
    steps = 0
    while True:
        moved = sorted(((p + s, s) for p, s in zip(place, signs, strict=True)), reverse=True)
        place, signs, steps = tuple(p for p, _ in moved), tuple(s for _, s in moved), steps + 1
        there = policy.state(place)
        if there is None or len(there[0]) < len(place):
            return steps, place
        if not (_same(place, signs, there[1]) or _same(place, signs, tuple(-s for s in there[1]))):
            return steps, place


@dataclass(frozen=True)
class Run:
    """A move of several steps from a place along its signs (first) and against them."""

    place: Place
    signs: Signs
    steps: tuple[int, int]
    tops: tuple[int, int]
    """How far the largest entry rises."""
    ends: tuple[Place | None, Place | None]
    """The states where the walk goes on."""


def visited(walk: Walk) -> list[Run]:
    """Return the moves of all states that the walk from equal entries visits."""
    policy = Policy(walk)
    left: list[tuple[Place, Signs]] = []
    found: dict[Place, Run] = {}
    if (start := policy.state((0,) * walk.family.dimension)) is not None:
        left.append(start)
    while left:
        place, signs = left.pop()
        if place in found:
            continue
        runs = [_straight_on(policy, place, way) for way in (signs, tuple(-s for s in signs))]
        nexts = [policy.state(end) for _, end in runs]
        left += [state for state in nexts if state is not None]
        (a, y), (b, z) = runs
        ends = tuple(state and state[0] for state in nexts)
        found[place] = Run(place, signs, (a, b), (y[0] - place[0], z[0] - place[0]), (ends[0], ends[1]))
    return [found[place] for place in sorted(found)]


def values(runs: Sequence[Run], steps: int, unit: int) -> list[int]:
    """Return the values of the states in units, strictly below what their moves give; they need not be positive."""
    number = {run.place: i for i, run in enumerate(runs)}
    h, nowhere = 1 / steps, len(runs)
    a, b = np.array([run.steps for run in runs], dtype=float).T
    up, down = np.array([[nowhere if end is None else number[end] for end in run.ends] for run in runs]).T
    tops = np.array([run.tops for run in runs], dtype=float)
    pay = (h * (b * tops[:, 0] + a * tops[:, 1]) / (a + b) - a * b * h * h / 2) * unit - SLACK
    value, change = np.zeros(nowhere + 1), 1.0
    while change > (SLACK - 1) / 100:
        new = pay + (b * value[up] + a * value[down]) / (a + b)
        change = float(np.abs(new - value[:-1]).max())
        value[:-1] = new
    return [int(v) for v in np.floor(value[:-1])]


def _text(run: Run, value: int) -> str:
    """Return a state as the format writes it: halved entries, each value once with its signs, steps but 1/1, value."""
    levels = groupby(zip(run.place, run.signs, strict=True), key=lambda pair: pair[0])
    place = "".join(
        f"{height // 2}" + "".join(sorted("+" if s > 0 else "-" for _, s in entries)) for height, entries in levels
    )
    steps = "" if run.steps == (1, 1) else f"{run.steps[0]}/{run.steps[1]}"
    return f"{place}{steps}={value}"


def lines(words: Iterable[str]) -> list[str]:
    """Return the words in lines of at most WIDTH characters."""
    found = [""]
    for word in words:
        if len(found[-1]) + len(word) >= WIDTH:
            found.append("")
        found[-1] += f" {word}" if found[-1] else word
    return found


def text(runs: Sequence[Run], family: Family, unit: int) -> str:
    """Return the certificate of a walk; states where the walk might as well stop are left out."""
    found = zip(runs, values(runs, family.steps, unit), strict=True)
    states = lines(_text(run, value) for run, value in found if value > 0)
    fields = [
        f' "dimension": {family.dimension}', f' "format": "{verify_walk.FORMAT}"', f' "steps": {family.steps}',
        ' "states": [\n' + ",\n".join(f'"{line}"' for line in states) + "\n ]", f' "unit": {unit}',
    ]
    return "{\n" + ",\n".join(fields) + "\n}\n"


@dataclass(frozen=True)
class Table:
    """A search for the walk of a family, its values in units of 1/`unit`."""

    family: Family
    unit: int = 10**8

    def text(self, progress: Callable[[str], None]) -> str:
        """Return the certificate found, which the trusted checker accepts."""
        walk = Walk(self.family)
        progress(f"{len(walk.value)} states, {walk.value[walk.first[self.family.dimension]]:.7f}")
        runs = visited(walk)
        found = text(runs, self.family, self.unit)
        accepted = verify_walk.check_bytes(found.encode())
        progress(f"{accepted.states} of them are visited, {float(accepted.bound):.7f}")
        return found

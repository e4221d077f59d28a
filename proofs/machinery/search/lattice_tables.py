"""Tables on a lattice, whose values are upper bounds of the least gap; the least one by policy iteration.

A state is a point of integers in falling order, of one parity, up to a common shift: it is given by the gaps between
neighbouring entries, halved.  What is sought is the least table c >= max with c(x+hs) + c(x-hs) - 2c(x) <= h^2 for
every vector s of signs, where a point whose lowest entries are too far below the largest is taken for the one with
these entries raised.  (Why it bounds the gap of a smoothing: proofs/certificates/lattice/FORMAT.md.)  It is computed in
floats, for a right side that is less by what rounding needs: what comes out is a proposal, and
`proofs/verify_lattice.py`, which shares no code with this module, decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from proofs import verify_lattice
from proofs.machinery.search.walk_tables import lines

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
def gap_rows(places: int, most: int, first: int) -> Ints:
    """Return all rows of so many natural numbers with a sum of at most `most`, the first at most `first`, in order.

    >>> gap_rows(2, 2, 1).tolist()
    [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1]]
    """
    rows = np.arange(min(first, most) + 1)[:, None]
    for _ in range(places - 1):
        left = most - rows.sum(axis=1) + 1
        last = np.concatenate([np.arange(count) for count in left])
        rows = np.column_stack([np.repeat(rows, left, axis=0), last])
    return np.asarray(rows, dtype=np.int64)


@dataclass(frozen=True)
class Lattice:
    """A table of step h = 1/`steps`: leads up to 2h `lead`, entries up to 2h `span` below the largest.

    Its values are counted in 1/`unit`.
    """

    dimension: int
    steps: int
    lead: int
    span: int
    unit: int = 3 * 10**7

    def gaps(self) -> Ints:
        """Return the halved gaps of all states, a row a state."""
        return gap_rows(self.dimension - 1, self.span, self.lead)

    def signs(self) -> Iterator[Ints]:
        """Yield a sign vector of each pair s, -s, but the one that is 1 everywhere."""
        for rest in product((1, -1), repeat=self.dimension - 1):
            if -1 in rest:
                yield np.array((1, *rest))

    def ends(self, points: Ints, signs: Ints, keys: Ints) -> tuple[Ints, Ints]:
        """Return the numbers of the states that a step along the signs leads to, and how far the largest entry rises.

        A state with too large a lead has the last number, that of no row.
        """
        moved = -np.sort(-(points + signs), axis=1)
        raised = np.maximum(moved, moved[:, :1] - 2 * self.span)
        gaps = (raised[:, :-1] - raised[:, 1:]) // 2
        found = np.searchsorted(keys, self.keys(gaps))
        return np.where(gaps[:, 0] > self.lead, len(keys), found), moved[:, 0] - points[:, 0]

    def keys(self, gaps: Ints) -> Ints:
        """Return a number for each row, larger ones for later rows."""
        key = np.zeros(len(gaps), dtype=np.int64)
        for column in gaps.T:
            key = key * (self.span + 1) + column
        return key

    def solve(self, slack: float, sweeps: int = 300, tolerance: float = 1e-10) -> Floats:
        """Return the least table, above the largest entry, with h^2 - 2 `slack` on the right side, from below."""
        gaps, h = self.gaps(), 1 / self.steps
        if not 0 <= slack < h * h / 2:
            raise ValueError(f"slack {slack!r}: at least 0 and less than h^2/2 = {h * h / 2} is accepted")
        keys = self.keys(gaps)
        points = np.zeros((len(gaps), self.dimension), dtype=np.int64)
        points[:, :-1] = 2 * np.cumsum(gaps[:, ::-1], axis=1)[:, ::-1]
        moves = []
        for s in self.signs():
            (up, above), (down, below) = (self.ends(points, way * s, keys) for way in (1, -1))
            ends = [up.astype(np.int32), down.astype(np.int32)]
            moves.append((ends, h * (above + below) / 2 - h * h / 2 + slack))
        value = np.zeros(len(gaps) + 1)
        while True:
            best = np.zeros(len(gaps))
            chosen = [np.full(len(gaps), len(gaps), dtype=np.int32)] * 2
            pay = np.zeros(len(gaps))
            for ends, paid in moves:
                worth = paid + (value[ends[0]] + value[ends[1]]) / 2
                better = worth > best
                best = np.where(better, worth, best)
                chosen = [np.where(better, to, old) for to, old in zip(ends, chosen, strict=True)]
                pay = np.where(better, paid, pay)
            if np.abs(best - value[:-1]).max() < tolerance:
                return best
            value[:-1] = best
            for _ in range(sweeps):
                value[:-1] = np.maximum(pay + (value[chosen[0]] + value[chosen[1]]) / 2, 0)

    def text(self, progress: Callable[[str], None]) -> str:
        """Return the certificate found, which the trusted checker accepts."""
        value = self.solve(slack=1 / self.unit)  # rounding up costs less than this
        progress(f"{len(value)} states, {value[0]:.7f}")
        rounded = np.ceil(value * self.unit).astype(np.int64)
        gaps = self.gaps()
        starts = np.flatnonzero(gaps[:, -1] == 0)
        words: list[str] = []
        for row in np.split(rounded, starts[1:]):
            for _ in range(verify_lattice.ORDER):
                row = np.diff(row, prepend=0)
            words += map(str, row.tolist())
        fields = [
            f' "dimension": {self.dimension}', f' "format": "{verify_lattice.FORMAT}"', f' "lead": {self.lead}',
            f' "span": {self.span}', f' "steps": {self.steps}',
            ' "table": [\n' + ",\n".join(f'"{line}"' for line in lines(words)) + "\n ]", f' "unit": {self.unit}',
        ]
        found = "{\n" + ",\n".join(fields) + "\n}\n"
        accepted = verify_lattice.check_bytes(found.encode())
        progress(f"{accepted.values} values, {float(accepted.bound):.7f}")
        return found

"""Builders of lower-bound certificates: lists of weighted moves, see proofs/certificates/lower/FORMAT.md.

Nothing here is trusted. What these functions write is a proposal; `proofs/verify.py` decides whether it
proves its bound, and shares no code with this module.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

FORMAT = "tightmax-moves-1"
Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Move:
    """Mass that jumps from `start` to the outcomes, each a pair (mass, point).

    >>> u, e, f = ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
    >>> move = Move(u, ((Fraction(1, 2), e), (Fraction(1, 2), f)))
    >>> move.weight, move.gain
    (Fraction(1, 1), Fraction(1, 2))
    """

    start: Point
    outcomes: tuple[tuple[Fraction, Point], ...]

    def __post_init__(self) -> None:
        if not self.outcomes:
            raise ValueError("a move needs at least one outcome, got ()")
        for mass, point in self.outcomes:
            if mass <= 0:
                raise ValueError(f"the mass of an outcome has to be positive, got {mass}")
            if len(point) != len(self.start):
                raise ValueError(f"an outcome has {len(point)} coordinates, the start {len(self.start)}")

    @property
    def weight(self) -> Fraction:
        """The mass that the move takes from its start."""
        return sum((mass for mass, _ in self.outcomes), Fraction(0))

    @property
    def gain(self) -> Fraction:
        """Half the sum of mass times squared l1 distance."""
        squares = (mass * _distance(self.start, point) ** 2 for mass, point in self.outcomes)
        return sum(squares, Fraction(0)) / 2


@dataclass(frozen=True)
class Moves:
    """A list of moves that carries the mass `flow` from the centre of the simplex to its vertices."""

    dimension: int
    flow: Fraction
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        if self.dimension < 2:
            raise ValueError(f"the dimension has to be at least 2, got {self.dimension}")
        if self.flow <= 0:
            raise ValueError(f"the flow has to be positive, got {self.flow}")
        for move in self.moves:
            if len(move.start) != self.dimension:
                raise ValueError(f"a start has {len(move.start)} coordinates, in dimension {self.dimension}")

    @property
    def bound(self) -> Fraction:
        """The lower bound on eps*_dimension that the moves prove if they balance: total gain over flow."""
        return sum((move.gain for move in self.moves), Fraction(0)) / self.flow


def _distance(x: Point, y: Point) -> Fraction:
    return sum((abs(b - a) for a, b in zip(x, y, strict=True)), Fraction(0))


def _rotations(point: Point, block: int) -> list[Point]:
    """Return the cyclic shifts of the first `block` coordinates."""
    head, tail = point[:block], point[block:]
    return [head[-i:] + head[:-i] + tail for i in range(block)]


def _uniform(support: int, dimension: int) -> Point:
    return (Fraction(1, support),) * support + (Fraction(0),) * (dimension - support)


def chain_moves(chain: Sequence[int]) -> Moves:
    """Build the moves of a chain d > ... > 1: from each uniform distribution to the rotations of the next.

    The step from n to k coordinates gains 2 (1 - k/n)^2, and the dimension is the first entry.

    >>> chain_moves([4, 2, 1]).bound, chain_moves([4, 1]).bound
    (Fraction(1, 1), Fraction(9, 8))
    """
    if len(chain) < 2 or chain[-1] != 1 or any(n <= k for n, k in pairwise(chain)):
        raise ValueError(f"a chain has to decrease strictly from d >= 2 down to 1, got {list(chain)}")
    d = chain[0]
    moves = [
        Move(_uniform(n, d), tuple((Fraction(1, n), point) for point in _rotations(_uniform(k, d), n)))
        for n, k in pairwise(chain)
    ]
    return Moves(d, Fraction(1), tuple(moves))


def optimal_chains(dimension: int) -> list[tuple[int, ...]]:
    """Return all chains from `dimension` to 1 with the largest bound, shortest second entry first.

    >>> optimal_chains(6)
    [(6, 1), (6, 2, 1), (6, 3, 1)]
    """
    if dimension < 1:
        raise ValueError(f"the dimension has to be at least 1, got {dimension}")
    best: dict[int, Fraction] = {1: Fraction(0)}
    chains: dict[int, list[tuple[int, ...]]] = {1: [(1,)]}
    for n in range(2, dimension + 1):
        value = {k: best[k] + 2 * (1 - Fraction(k, n)) ** 2 for k in range(1, n)}
        best[n] = max(value.values())
        chains[n] = [(n, *chain) for k in range(1, n) if value[k] == best[n] for chain in chains[k]]
    return chains[dimension]


def two_level_moves(n: int, k: int) -> Moves:
    """Build the two-level moves in dimension n with a block of k coordinates, 1 <= k <= n - 2.

    Let c be the centre, and b equal to 1/(k+1) on the block and uniform elsewhere. From c the mass 1 + l goes
    to the rotations of b; from b the mass l = n / (k (n - k - 1)) goes back to c and the mass 1 on to the
    vertices of the block.
    The bound is 2 (1 - k/n)^2 + 2 (k - 1)/(k + 1).

    >>> two_level_moves(4, 2).bound
    Fraction(7, 6)
    """
    if not 1 <= k <= n - 2:
        raise ValueError(f"the block has to satisfy 1 <= k <= n - 2, got k = {k}, n = {n}")
    c = _uniform(n, n)
    high, low = Fraction(1, k + 1), Fraction(1, (k + 1) * (n - k))
    b = (high,) * k + (low,) * (n - k)
    back = Fraction(n, k * (n - k - 1))
    ahead = [(Fraction(1, k), point) for point in _rotations(_uniform(1, n), k)]
    out = [((1 + back) / n, point) for point in _rotations(b, n)]
    return Moves(n, Fraction(1), (Move(c, tuple(out)), Move(b, ((back, c), *ahead))))


def lower_certificates() -> dict[str, Moves]:
    """Return the certificates of proofs/certificates/lower that this module builds, by the stem of the file."""
    result: dict[str, Moves] = {}
    for d in range(2, 11):
        chains = optimal_chains(d)
        for chain in chains:
            result[f"chain-d{d}" + (f"-{chain[1]}" if len(chains) > 1 else "")] = chain_moves(chain)
    for d in range(4, 9):
        result[f"two-level-d{d}"] = two_level_moves(d, 2)
    return result


def to_json(moves: Moves) -> str:
    """Return the certificate as text: keys sorted, rationals canonical, moves in the given order, a move a line.

    >>> print(to_json(chain_moves([2, 1])), end="")
    {
      "bound": "1/2",
      "dimension": 2,
      "flow": "1",
      "format": "tightmax-moves-1",
      "moves": [
        {"from": ["1/2", "1/2"], "to": [{"mass": "1/2", "point": ["1", "0"]}, {"mass": "1/2", "point": ["0", "1"]}]}
      ]
    }
    """
    fields = [
        f'  "bound": "{moves.bound}"',
        f'  "dimension": {moves.dimension}',
        f'  "flow": "{moves.flow}"',
        f'  "format": "{FORMAT}"',
        '  "moves": [\n' + ",\n".join(f"    {json.dumps(_move(move))}" for move in moves.moves) + "\n  ]",
    ]
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _move(move: Move) -> dict[str, Any]:
    outcomes = [{"mass": str(mass), "point": [*map(str, point)]} for mass, point in move.outcomes]
    return {"from": [*map(str, move.start)], "to": outcomes}


def write(path: str | os.PathLike[str], moves: Moves) -> None:
    """Write the certificate; a reader finds the old file or the whole new one, never a part."""
    write_text(path, to_json(moves))


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write the text of a certificate, whole or not at all."""
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)

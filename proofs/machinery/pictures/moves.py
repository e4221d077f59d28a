"""The figure of the certificates on the simplex: where a mass at the centre goes, until all of it is at vertices.

All numbers are those of the files in `proofs/certificates/lower`. For three entries the simplex is a triangle. For
four it is a tetrahedron, seen along the line through the middles of two opposite edges, so that its outline is a
square. A file with many moves is a net of places, permuted points being one: by their largest entry, and by how much
the second exceeds the fourth, which tells all its places apart.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from proofs.machinery.bounds.figure import drawn
from proofs.machinery.output.places import CERTIFICATES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Point: TypeAlias = tuple[Fraction, ...]
Move: TypeAlias = tuple[Point, Point, Fraction]
"""From where, to where, and the mass that goes there."""

THREE, FOUR, MANY = "chain-d3", "two-level-d4", "lp-d4-n16"
"""The files of the three panels."""

CORNERS = {
    3: np.array([[0.5, 0.75**0.5], [0.0, 0.0], [1.0, 0.0]]),
    4: np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]),
}
"""Where the vertices are drawn."""

OUT, BACK, HOME = "tab:blue", "tab:orange", "0.75"
"""Colours of moves: the largest entry grows, it does not, and to a vertex."""


def read(name: str) -> tuple[list[Move], Fraction]:
    """Return the moves of a certificate and its bound.

    >>> moves, bound = read(THREE)
    >>> len(moves), str(bound)
    (3, '8/9')
    """
    found: dict[str, Any] = json.loads((CERTIFICATES / "lower" / f"{name}.json").read_text(encoding="utf-8"))
    moves = [
        (tuple(map(Fraction, move["from"])), tuple(map(Fraction, end["point"])), Fraction(end["mass"]))
        for move in found["moves"] for end in move["to"]
    ]
    return moves, Fraction(found["bound"])


def places(moves: Sequence[Move]) -> dict[tuple[Point, Point], Fraction]:
    """Return the mass from place to place: points that are permutations of each other are one place."""
    masses: dict[tuple[Point, Point], Fraction] = defaultdict(Fraction)
    for start, end, mass in moves:
        masses[tuple(sorted(start, reverse=True)), tuple(sorted(end, reverse=True))] += mass
    return dict(masses)


def in_net(point: Point) -> tuple[float, float]:
    """Return where a place is drawn in the net.

    >>> in_net((Fraction(1, 2), Fraction(1, 4), Fraction(1, 8), Fraction(1, 8)))
    (0.5, 0.125)
    """
    return float(point[0]), float(point[1] - point[-1])


def at(weights: Sequence[Fraction], corners: np.ndarray) -> np.ndarray:
    """Return where the point with these weights is drawn."""
    where: np.ndarray = np.array([float(weight) for weight in weights]) @ corners
    return where


def _arrow(axes: Any, ends: tuple[Any, Any], colour: str, width: float, bow: float = 0.0) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": width, "shrinkA": 2, "shrinkB": 2}
    axes.annotate("", ends[1], ends[0], arrowprops=style | {"connectionstyle": f"arc3,rad={bow}", "mutation_scale": 9})


def _frame(axes: Any, title: str) -> None:
    axes.set_title(title, fontsize=10, pad=12)
    axes.set(aspect="equal")
    axes.margins(0.15)
    axes.axis("off")


def _colour(start: Point, end: Point) -> str:
    if max(end) == 1:
        return HOME
    return OUT if max(end) > max(start) else BACK


def _whole(axes: Any, moves: Sequence[Move]) -> None:
    """Draw the moves on the whole simplex, every vertex with its name."""
    corners = CORNERS[len(moves[0][0])]
    for i in range(len(corners)):
        for j in range(i):
            behind = (j, i) == (1, 3)  # the edge of the tetrahedron that is seen through it
            axes.plot(*corners[[i, j]].T, ":" if behind else "-", color="0.6", linewidth=0.8, zorder=1)
    for start, end, mass in moves:
        colour = _colour(start, end)
        bow = 0.35 if colour == BACK else 0.0
        ends = at(start, corners), at(end, corners)
        _arrow(axes, ends, "0.35" if colour == HOME else colour, 0.8 + 0.8 * float(mass), bow)
    for point in dict.fromkeys(point for move in moves for point in move[:2]):
        axes.plot(*at(point, corners), "o", color="black", markersize=3.5, zorder=3)
    middle = corners.mean(axis=0)
    for k, corner in enumerate(corners):
        away = 12 * (corner - middle) / np.linalg.norm(corner - middle)
        axes.annotate(rf"$e_{k + 1}$", corner, away, textcoords="offset points", ha="center", va="center")


def _net(axes: Any, found: Mapping[tuple[Point, Point], Fraction]) -> None:
    """Draw the places of a certificate and what goes from one to the other."""
    for (start, end), mass in sorted(found.items(), key=lambda move: _colour(*move[0]) != HOME):
        colour = _colour(start, end)
        width = 0.6 if colour == HOME else 0.5 + 2.0 * float(mass) ** 0.5
        _arrow(axes, (in_net(start), in_net(end)), colour, width, 0.0 if colour == HOME else 0.2)
    for point in {point for pair in found for point in pair}:
        axes.plot(*in_net(point), "o", color="black", markersize=3, zorder=3)
    axes.set(xlabel="largest entry", ylabel="second less fourth", xlim=(0.22, 1.03), ylim=(-0.03, 0.34))


def fill(figure: Figure) -> None:
    """Draw the three panels on an empty figure."""
    three, four, net = figure.subplots(1, 3, width_ratios=(0.8, 0.8, 1.4))
    moves, bound = read(THREE)
    _whole(three, moves)
    three.annotate("$u$", at(moves[0][0], CORNERS[3]), (0, -11), textcoords="offset points", ha="center")
    _frame(three, rf"$d = 3$: $\varepsilon^*_3 \geq {bound}$")
    moves, bound = read(FOUR)
    _whole(four, moves)
    _frame(four, rf"$d = 4$: $\varepsilon^*_4 \geq {bound}$")
    moves, bound = read(MANY)
    found = places(moves)
    _net(net, found)
    net.set_title(
        rf"$d = 4$, {len({start for start, _ in found})} places: $\varepsilon^*_4 \geq {floor(10**4 * bound) / 10**4}$",
        fontsize=10,
    )


def draw(target: Path) -> None:
    """Write the figure; raises what `drawn` of `proofs.machinery.bounds.figure` raises."""
    drawn(target, fill, (8.2, 2.9))

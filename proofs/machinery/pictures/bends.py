"""The figure of the potentials: the second derivatives of the functions of one entry that they are sums of.

Left, for every dimension, x times the second derivative, which is 1 for the entropy. Right, for a few entries, the
second derivative itself; the one of four entries has a function of an entry and one of a pair.
"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from sympy import Expr, Rational, lambdify

from proofs.machinery.bounds.figure import drawn
from proofs.machinery.output.places import CERTIFICATES
from symbolic.formulas import piecewise_potential, potentials, sharper_potential
from symbolic.formulas.universal import LARGE, SMALL, x

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Pieces: TypeAlias = tuple[tuple[float, float, Expr], ...]
"""Where a piece begins and ends, and the second derivative there."""

POINTS = 60
"""In each piece."""

END = 0.75
"""Where all pieces of the left panel end."""

KNOTS = "knots-d4"
"""The certificate of an upper bound for four entries."""

PARTS = {"single": "an entry", "pair": "a pair"}
"""The names in that file of the two second derivatives, and what each is a function of."""

QUADRATIC = {2: Rational(2), 3: Rational(8, 3)}
"""The second derivatives of the optimal functions of two and three entries, which are quadratic."""


def _in_pieces(potential: Any, names: list[str]) -> Pieces:
    """Return the pieces of a potential that is given by its seams."""
    seams = (0.0, *map(float, potential.SEAMS), END)
    return tuple(
        (start, end, potential.bend(name)) for name, (start, end) in zip(names, pairwise(seams), strict=True)
    )


UNIVERSAL: Pieces = ((0.0, 0.5, SMALL.diff(x, 2)), (0.5, END, LARGE.diff(x, 2)))
LOWER: Pieces = tuple(
    (start, end, bend) for (_, bend), (start, end) in zip(
        potentials.bends().values(), ((0.0, 1 / 3), (1 / 3, 0.5), (0.5, END)), strict=True
    )
)
SHARPER = _in_pieces(sharper_potential, list(sharper_potential.PIECES))
PIECEWISE = _in_pieces(piecewise_potential, list(piecewise_potential.PIECES))

LINES = {
    "universal smoothing": (UNIVERSAL, "tab:blue", "-"),
    r"lower bound with $\ln 3 - \frac{23}{27}$": (LOWER, "tab:orange", "--"),
    r"lower bound with $0.23986\dots$": (SHARPER, "tab:red", "-."),
    r"lower bound with $0.234$, $d \geq 9$": (PIECEWISE, "tab:purple", ":"),
}


def curve(pieces: Pieces) -> tuple[np.ndarray, np.ndarray]:
    """Return places from 0 to the end of the last piece, and x phi'' there."""
    places, values = [], []
    for start, end, bend in pieces:
        (letter,) = bend.free_symbols
        at = np.linspace(max(start, 1e-6), end, POINTS)
        places.append(at)
        values.append(lambdify(letter, letter * bend)(at) * np.ones(POINTS))
    return np.concatenate(places), np.concatenate(values)


def knots() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the two second derivatives of the certificate for four entries, by knots and values.

    >>> sorted(knots()), float(knots()["pair"][0][-1])
    (['pair', 'single'], 0.5)
    """
    found: dict[str, Any] = json.loads((CERTIFICATES / "upper" / f"{KNOTS}.json").read_text(encoding="utf-8"))
    parts = {name: np.array([[float(Fraction(number)) for number in knot] for knot in found[name]]) for name in PARTS}
    return {name: (part[:, 0], part[:, 1]) for name, part in parts.items()}


def fill(figure: Figure) -> None:
    """Draw the two panels on an empty figure."""
    left, right = figure.subplots(1, 2)
    left.axhline(1.0, color="0.5", linewidth=0.8, label="entropy")
    for label, (pieces, colour, line) in LINES.items():
        left.plot(*curve(pieces), line, color=colour, label=label)
    left.set(xlabel="$x$", ylabel=r"$x\,\phi''(x)$", xlim=(0, 0.65), ylim=(0.7, 1.02), title="every dimension")
    left.legend(frameon=False, loc="lower left", fontsize=9)
    at, times = curve(UNIVERSAL)
    right.plot(at, 1 / at, color="0.5", linewidth=0.8, label="entropy")
    right.plot(at, times / at, color="tab:blue", label="universal smoothing")
    for (d, value), line in zip(QUADRATIC.items(), (":", "--"), strict=True):
        right.axhline(float(value), color="black", linestyle=line, linewidth=1, label=f"$d = {d}$, optimal")
    for (name, (places, values)), colour in zip(knots().items(), ("tab:green", "tab:olive"), strict=True):
        right.plot(places, values, color=colour, label=f"$d = 4$, of {PARTS[name]}")
    right.set(xlabel="$x$", ylabel=r"$\phi''(x)$", xlim=(0, END), ylim=(-3, 11), title="few entries")
    right.legend(frameon=False, fontsize=9)


def draw(target: Path) -> None:
    """Write the figure; raises what `drawn` of `proofs.machinery.bounds.figure` raises."""
    drawn(target, fill, (8.4, 3.8))

"""The figure of the functions of one entry: x times their second derivative, which is 1 for the entropy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sympy import Expr, lambdify

from proofs.machinery.bounds.figure import new_figure, save
from symbolic.formulas import potentials, sharper_potential
from symbolic.formulas.universal import LARGE, SMALL, x

POINTS = 60
"""In each piece."""

UNIVERSAL = ((0.0, 0.5, SMALL.diff(x, 2)), (0.5, 0.75, LARGE.diff(x, 2)))
LOWER = tuple(
    (start, end, bend) for (_, bend), (start, end) in zip(
        potentials.bends().values(), ((0.0, 1 / 3), (1 / 3, 0.5), (0.5, 0.75)), strict=True
    )
)
_SEAMS = (0.0, *map(float, sharper_potential.SEAMS), 0.75)
SHARPER = tuple(
    (start, end, sharper_potential.bend(piece))
    for piece, start, end in zip(sharper_potential.PIECES, _SEAMS, _SEAMS[1:], strict=False)
)
"""Pieces of each function: where they begin and end, and the second derivative there."""

LINES = {
    r"universal smoothing": (UNIVERSAL, "tab:blue", "-"),
    r"lower bound with $\ln 3 - \frac{23}{27}$": (LOWER, "tab:orange", "--"),
    r"lower bound with $0.23986\dots$": (SHARPER, "tab:red", "-."),
}


def curve(pieces: tuple[tuple[float, float, Expr], ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return places from 0 to 3/4, where all pieces end, and x phi'' there."""
    places, values = [], []
    for start, end, bend in pieces:
        (letter,) = bend.free_symbols
        at = np.linspace(max(start, 1e-6), end, POINTS)
        places.append(at)
        values.append(lambdify(letter, letter * bend)(at) * np.ones(POINTS))
    return np.concatenate(places), np.concatenate(values)


def draw(target: Path) -> None:
    """Write the figure; raises what `new_figure` and `save` of `proofs.machinery.bounds.figure` raise."""
    figure = new_figure(target)
    figure.set_size_inches(7.2, 3.2)
    panel = figure.add_subplot()
    panel.axhline(1.0, color="0.5", linewidth=0.8, label="entropy")
    for label, (pieces, colour, line) in LINES.items():
        panel.plot(*curve(pieces), line, color=colour, label=label)
    panel.set(xlabel="$x$", ylabel=r"$x\,\phi''(x)$", xlim=(0, 0.65), ylim=(0.7, 1.02))
    panel.legend(frameon=False, loc="lower left")
    save(figure, target)

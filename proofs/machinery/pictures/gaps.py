"""The figure of the gaps: the smoothings of two entries along a line, and how far three lie above the maximum of three.

Adding a number to all entries moves a smoothing and the maximum alike: two entries are a line, three a plane, drawn so
that permuting the entries turns and mirrors it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from proofs.machinery.bounds.figure import drawn
from tightmax import smooth_max

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINTS = 201
"""Along each side."""

FAR = 3.2
"""How far the plane goes."""

KINDS = {"lse": "LogSumExp", "universal": "universal", "best": "the least possible"}
"""The panels of three entries."""

STYLES = {"lse": ("tab:orange", "--"), "universal": ("tab:blue", "-")}
"""The lines of two entries; there the universal smoothing is the best one."""

ACROSS = np.array([[1.0, -1.0, 0.0], [1.0, 1.0, -2.0]]) / np.sqrt([[2.0], [6.0]])
"""Two directions of the plane, of length 1 and perpendicular to each other and to (1, 1, 1)."""


def plane(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the points of the plane at coordinates `a` and `b`, shape (..., 3)."""
    points: np.ndarray = np.stack([a, b], axis=-1) @ ACROSS
    return points


def gap(points: np.ndarray, kind: str) -> np.ndarray:
    """Return the gap of a smoothing of temperature 1 at points of shape (..., d)."""
    above: np.ndarray = np.subtract(smooth_max(points, temperature=1.0, kind=kind), points.max(axis=-1))
    return above


def _line(axes: Any) -> None:
    s = np.linspace(-2, 2, POINTS)
    points = np.stack([s, -s], axis=-1)
    axes.plot(s, np.abs(s), color="black", linewidth=1, label="maximum")
    for kind, (colour, line) in STYLES.items():
        label = KINDS[kind] + (", the best" if kind == "universal" else "")
        axes.plot(s, smooth_max(points, temperature=1.0, kind=kind), line, color=colour, label=label)
    axes.set(xlabel="$s$", ylabel="at the point $(s, -s)$", ylim=(0, 2.1))
    axes.set_title(r"$d = 2$: gaps $\ln 2$ and $\frac{1}{2}$", fontsize=10)
    axes.legend(frameon=False, loc="upper center")


def fill(figure: Figure) -> None:
    """Draw the four panels on an empty figure."""
    first, *others = figure.subplots(2, 2).flat
    _line(first)
    side = np.linspace(-FAR, FAR, POINTS)
    a, b = np.meshgrid(side, side)
    points = plane(a, b)
    for axes, (kind, label) in zip(others, KINDS.items(), strict=True):
        found = gap(points, kind)
        shades = axes.contourf(side, side, found, levels=np.linspace(0, 1.1, 12), cmap="viridis")
        axes.contour(side, side, found, levels=[1e-9], colors="white", linewidths=0.8)
        for k in range(3):
            x, y = ACROSS[:, k] / np.linalg.norm(ACROSS[:, k])
            axes.annotate(
                rf"$x_{k + 1}$", (0.88 * FAR * x, 0.88 * FAR * y), color="white", ha="center", va="center", fontsize=9
            )
        axes.set(aspect="equal", xticks=[], yticks=[])
        axes.set_title(rf"$d = 3$, {label}: {found.max():.4f}", fontsize=10)
    figure.colorbar(shades, ax=others, label="above the maximum")


def draw(target: Path) -> None:
    """Write the figure; raises what `drawn` of `proofs.machinery.bounds.figure` raises."""
    drawn(target, fill, (7.2, 5.6))

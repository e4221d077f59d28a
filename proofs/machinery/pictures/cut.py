"""The figure of the smoothings above the maximum, as the largest of d entries moves away from the others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofs.machinery.bounds.figure import drawn
from tightmax import smooth_max

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DIMENSIONS = (3, 100)
"""One panel each."""

FAR, POINTS = 8.0, 321
"""How far the largest entry moves, and at how many places the curves are computed."""

KINDS = {
    "lse": ("LogSumExp", "tab:orange", "-"),
    "universal": ("universal", "tab:blue", "-"),
    "best": ("the least of three", "tab:green", "--"),
}
"""Label, colour and line of each; "best" is drawn for three entries, where it is the pointwise least smoothing."""


def excess(kind: str, d: int, leads: np.ndarray) -> np.ndarray:
    """Return by how much a smoothing of temperature 1 exceeds the maximum at (g, 0, ..., 0), for every lead g."""
    points = np.zeros((leads.size, d))
    points[:, 0] = leads
    above: np.ndarray = np.subtract(smooth_max(points, temperature=1.0, kind=kind), leads)
    return above


def fill(figure: Figure) -> None:
    """Draw the two panels on an empty figure."""
    leads = np.linspace(0, FAR, POINTS)
    for panel, d in zip(figure.subplots(1, len(DIMENSIONS)), DIMENSIONS, strict=True):
        for kind, (label, colour, line) in KINDS.items():
            if kind != "best" or d == 3:
                panel.plot(leads, excess(kind, d, leads), line, color=colour, label=label)
        start = np.log(d - 1)
        for at in (start, start + 2):  # tau = 0 and tau = 2
            panel.axvline(at, color="0.6", linewidth=0.7, linestyle=":")
        panel.set(xlabel="$x_1 - x_2$, where $x_2 = \\dots = x_d$", title=f"$d = {d}$", xlim=(0, FAR), ylim=(0, None))
        panel.legend(frameon=False)
    figure.axes[0].set_ylabel("above the maximum")


def draw(target: Path) -> None:
    """Write the figure; raises what `drawn` of `proofs.machinery.bounds.figure` raises."""
    drawn(target, fill, (7.2, 3.2))

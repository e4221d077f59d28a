"""The figure of LogSumExp over the maximum on the square [-1, 1]^2, and of the gap between them.   [S4-05, S4-06]"""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofs.machinery.bounds.figure import drawn
from tightmax import smooth_max

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINTS = 41
"""Along each side of the square."""


def fill(figure: Figure) -> None:
    """Draw the two panels on an empty figure."""
    side = np.linspace(-1, 1, POINTS)
    x, y = np.meshgrid(side, side)
    upper = smooth_max(np.stack([x, y], axis=-1), temperature=1.0, kind="lse")
    lower = np.maximum(x, y)
    left = figure.add_subplot(1, 2, 1, projection="3d")
    left.plot_surface(x, y, lower, color="tab:blue", alpha=0.7)
    left.plot_surface(x, y, upper, color="tab:orange", alpha=0.5)
    left.set(xlabel="$x$", ylabel="$y$")
    left.set_title("LogSumExp lies above the maximum", fontsize=10)
    left.view_init(elev=22, azim=-62)
    right = figure.add_subplot(1, 2, 2)
    shades = right.contourf(x, y, upper - lower, levels=14, cmap="viridis")
    right.plot(side, side, color="white", linewidth=0.8)
    right.set(xlabel="$x$", ylabel="$y$", aspect="equal")
    right.set_title(rf"the gap: $\ln 2 = {log(2):.4f}$ on the diagonal", fontsize=10)
    figure.colorbar(shades, ax=right, orientation="horizontal")


def draw(target: Path) -> None:
    """Write the figure; raises what `drawn` of `proofs.machinery.bounds.figure` raises."""
    drawn(target, fill, (7.2, 4.4))

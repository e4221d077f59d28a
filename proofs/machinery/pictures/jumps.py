"""The figure of the chain's jumps: from d equal entries to k, and on to 1; what each is worth, and how long it is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from proofs.machinery.bounds.chain_table import chain_sum, chain_table, exact_gain
from proofs.machinery.bounds.figure import drawn
from symbolic.formulas import kappa

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = (2, 3, 4, 6, 10, 100)
"""The dimensions whose optimal chains are drawn, all of them where several tie."""

FAR = 1000
"""The largest dimension whose first jump is shown."""


def rows() -> list[tuple[int, ...]]:
    """Return the chains that are drawn, from the top.

    >>> rows()[3:6]
    [(6, 1), (6, 2, 1), (6, 3, 1)]
    """
    table = chain_table(max(SHOWN))
    return [chain for d in SHOWN for chain in table.exact(d).chains]


def first_jumps(limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Return every d from 2 to `limit` and the part k/d to which an optimal chain from d jumps first."""
    dimensions = np.arange(2, limit + 1)
    return dimensions, chain_table(limit).predecessors[2:] / dimensions


def _chains(axes: Any) -> None:
    """Draw a row a chain: its sizes, its jumps with what each is worth, and the sum."""
    last = max(SHOWN)
    for row, chain in enumerate(rows()):
        axes.plot([1, last], [-row, -row], color="0.92", linewidth=0.8, zorder=0)
        for d, k in pairwise(chain):
            style = {"arrowstyle": "-|>", "color": "tab:blue", "connectionstyle": "arc3,rad=0.25", "shrinkB": 3}
            axes.annotate("", (k, -row), (d, -row), arrowprops=style)
            gain = exact_gain(k, d)
            words = f"{gain}" if gain.denominator < 100 else f"{float(gain):.3f}"
            axes.annotate(words, ((d * k) ** 0.5, -row), (0, 13), textcoords="offset points", ha="center", fontsize=8)
        axes.plot(chain, [-row] * len(chain), "o", color="black", markersize=3.5)
        total = chain_sum(chain)
        words = f"{total}" if chain[0] < last else f"{float(total):.4f}"
        axes.annotate(words, (2.2 * last, -row), ha="left", va="center", fontsize=9)
    sizes = sorted({size for chain in rows() for size in chain})
    axes.set_xscale("log")
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.set_xticks([], minor=True)
    axes.set(xlabel="number of equal entries", xlim=(0.8, 7 * last), ylim=(0.7 - len(rows()), 1), yticks=[])
    axes.set_title("the best chains, their jumps, and the sums", fontsize=10)


def _lengths(axes: Any) -> None:
    """Draw the length of the first jump against the dimension."""
    axes.plot(*first_jumps(FAR), ".", color="tab:blue", markersize=3, label="first jump of a best chain")
    best = 1 / float(sum(kappa.M_BOUNDS) / 2)
    axes.axhline(best, color="tab:red", linewidth=0.9, label=rf"$1/m = {best:.4f}\dots$: worth most for its length")
    axes.set(xscale="log", xlabel="$d$", ylabel="$k/d$", ylim=(0.15, 0.55))
    axes.set_title("where the first jump leads, from $d$ to $k$", fontsize=10)
    axes.legend(frameon=False, loc="upper right", fontsize=9)


def fill(figure: Figure) -> None:
    """Draw the two panels on an empty figure."""
    left, right = figure.subplots(1, 2)
    _chains(left)
    _lengths(right)


def draw(target: Path) -> None:
    """Write the figure; raises what `drawn` of `proofs.machinery.bounds.figure` raises."""
    drawn(target, fill, (8.2, 3.9))

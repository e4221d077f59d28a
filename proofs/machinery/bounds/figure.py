"""The figure of the enclosures: ln d - eps*_d between its proved bounds, against d on a log axis."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs.machinery.bounds.best import Side, bounds, lower_bounds
from proofs.machinery.bounds.claimed import CERTIFIED, frozen
from proofs.machinery.output.bad_input import ToolMissing
from proofs.machinery.output.files import Unwritable, put_in_place
from proofs.machinery.output.progress import Seen, progress
from tightmax.install import how_to_install

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = (".pdf", ".png", ".svg")

NO_DATE: dict[str, dict[str, Any]] = {
    ".svg": dict.fromkeys(("Creator", "Date", "Format", "Type")), ".pdf": {"CreationDate": None},
}
"""Metadata by ending, so that the same figure gives the same file; none at all in an SVG."""

SHOWN = (*range(2, 65), *(round(2 ** (6 + k / 8)) for k in range(1, 81)))
"""Every d to 64, then eight an octave to 65536."""


class FigureMissing(ToolMissing):
    """matplotlib is not installed."""


LINES = {
    "chains (the paper)": (("chain",), ":", "tab:red"),
    "chains with a way back": (("two-level",), "-.", "tab:orange"),
    "sums over fewer entries": (("superadditive",), ".", "tab:brown"),
    "first potential": (("universal-lower",), "--", "tab:cyan"),
    "second potential": (("sharper-lower",), "--", "tab:blue"),
    "third potential, from 9 entries on": (("piecewise-lower",), "--", "tab:pink"),
    "certificates": (CERTIFIED, "o", "tab:purple"),
}
"""Lower bounds on the least gap: label -> theorems, line style or marker, colour."""

SIZE = (9.0, 4.6)
"""Inches."""

APART: dict[str, Any] = {"marker": "_", "linestyle": "", "markersize": 9}
"""How a line is drawn where the dimensions are far apart: its points alone."""

ZOOM = (0.185, 0.265)
"""The part of the vertical axis that the second panel shows: the ends of the window and some room."""


def _saved(d: int, side: Side, up: bool = False) -> float:
    """ln d minus a bound, to plotting accuracy."""
    return log(d) - float(side.decimal(up))


def _points(theorems: Sequence[str], dimensions: Sequence[int]) -> tuple[list[int], list[float]]:
    """Return where the theorems have a lower bound, and what it leaves to save."""
    found: dict[int, float] = {}
    for d in dimensions:
        own = [_saved(d, side) for side in lower_bounds(d) if side.theorem in theorems]
        if own:
            found[d] = min(own)
    return list(found), list(found.values())


def joined(dimensions: Sequence[int]) -> bool:
    """Say whether dimensions are so near each other that lines from one to the next tell nothing false.

    >>> joined(SHOWN), joined(range(2, 10)), joined((3, 10**9)), joined((4,))
    (True, True, False, False)
    """
    ordered = sorted(set(dimensions))
    return len(ordered) > 1 and all(after <= max(here + 1, 1.15 * here) for here, after in pairwise(ordered))


def new_figure(target: Path) -> Figure:
    """Return an empty figure that `target` can hold; Unwritable for other endings, FigureMissing without matplotlib."""
    if target.suffix not in FORMATS:
        raise Unwritable(f"cannot write {str(target)!r}: the ending must be one of {', '.join(FORMATS)}")
    try:
        import matplotlib
    except ImportError as error:
        raise FigureMissing(f"matplotlib not found, which draws figures; {how_to_install('plot')}") from error
    matplotlib.use("agg")
    matplotlib.rcParams |= {"svg.hashsalt": "tightmax", "svg.fonttype": "none"}  # text stays text
    from matplotlib.figure import Figure

    return Figure(figsize=(7.2, 4.4), layout="constrained")


def save(figure: Figure, target: Path) -> None:
    """Write it whole or not at all; the same figure gives the same file. Raises Unwritable."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            draft = Path(folder) / target.name
            figure.savefig(draft, metadata=NO_DATE.get(target.suffix), dpi=150)
            put_in_place(draft, target)
    except OSError as error:
        raise Unwritable(f"cannot write {str(target)!r}: {error.strerror}") from error


def drawn(target: Path, fill: Callable[[Figure], None], size: tuple[float, float]) -> None:
    """Write a figure of a size in inches that `fill` draws; raises what `new_figure` and `save` raise."""
    figure = new_figure(target)
    figure.set_size_inches(size)
    fill(figure)
    save(figure, target)


def draw(target: Path, dimensions: Sequence[int] = SHOWN) -> None:
    """Write the figure; the ending of `target` picks the format.

    Raises Unwritable for an ending that is not in FORMATS or a folder that cannot be written, and
    FigureMissing where matplotlib is not installed.
    """
    with progress(f"the figure {target}", "dimensions") as seen:
        drawn(target, lambda figure: fill(figure, dimensions, seen), SIZE)


def fill(figure: Figure, dimensions: Sequence[int] = SHOWN, seen: Seen = lambda *_: None) -> None:
    """Draw the window, whole and near its ends, on an empty figure; `seen` is told how many dimensions are done."""
    rows = []
    for count, d in enumerate(dimensions):
        seen(count, len(dimensions))
        rows.append(bounds(d))
    x = [row.d for row in rows]
    above = [_saved(row.d, row.lower) for row in rows]
    below = [_saved(row.d, row.upper, up=True) for row in rows]
    lines, close = [], joined(dimensions)
    for label, (theorems, style, colour) in LINES.items():
        marked = style in ("o", ".")
        kind = {"marker": style, "linestyle": "", "markersize": 4} if marked else {"linestyle": style}
        kind = kind if marked or close else APART
        # A certificate bounds all larger dimensions, too; it is shown at its own.
        where = [d for d in dimensions if d in frozen().certificates()] if style == "o" else dimensions
        lines.append((_points(theorems, where), kind | {"color": colour, "label": label}))
    whole, near = figure.subplots(1, 2)
    for axes in (whole, near):
        if close:
            axes.fill_between(x, below, above, color="0.85", label=r"$\ln d - \varepsilon^*_d$ lies here")
        else:
            axes.vlines(x, below, above, color="0.85", linewidth=6, label=r"$\ln d - \varepsilon^*_d$ lies here")
        for points, kind in lines:
            axes.plot(*points, **kind)
        axes.plot(x, below, **({} if close else APART), color="tab:green", label="best smoothing known")
        axes.set(xscale="log", xlabel=r"$d$")
    whole.axhline(0, color="0.4", linewidth=0.8)
    whole.annotate("LogSumExp", (x[-1], 0), xytext=(0, 3), textcoords="offset points", ha="right", fontsize=9)
    whole.set(ylabel=r"saved against LogSumExp, $\ln d - \varepsilon$", ylim=(-0.03, 0.62), title="all bounds")
    near.set(ylim=ZOOM, title="the window")
    figure.suptitle("The best smoothing saves at least the green line against LogSumExp, at most the lowest other")
    figure.legend(*near.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False, fontsize=9)

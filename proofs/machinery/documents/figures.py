"""The figures of the document: what draws them, their captions, and the theorem beside which each is discussed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from proofs.machinery.bounds import figure, four_entries
from proofs.machinery.documents import tree
from proofs.machinery.engine import records
from proofs.machinery.output.progress import progress
from proofs.machinery.pictures import bends, cut, gaps, jumps, moves, surface
from symbolic.printing.latex import prose


@dataclass(frozen=True)
class Drawn:
    """A figure: what draws it into a file, its caption (LaTeX), and the theorem that it stands beside."""

    draw: Callable[[Path], None]
    caption: str
    beside: str


DRAWN = {
    "tree": Drawn(
        tree.draw,
        "What proves what: every theorem by its number, above those that its proof uses. The colour is that of the "
        "chapter; those with a border are the results of the abstract.",
        "scaling",
    ),
    "surface": Drawn(
        surface.draw,
        "LogSumExp over the maximum on $[-1,1]^2$, and the gap between them, which is largest where both entries "
        "are equal.",
        "lse-gap",
    ),
    "moves": Drawn(
        moves.draw,
        "Certificates of lower bounds: a mass at the centre $u$ of the simplex is spread by moves that keep its "
        "mean, until all of it is at vertices. Left, three entries: one move. Middle, four entries, the tetrahedron "
        "seen along the line through the middles of two opposite edges: the mass goes to four points (blue), and "
        "from each of them (shown for one) to two vertices (black) and back to $u$ (orange). Right, a certificate "
        "of many moves; permuted points are one place. The wider an arrow, the more mass; blue where the largest "
        "entry grows, grey to the vertex.",
        "weighted-moves",
    ),
    "jumps": Drawn(
        jumps.draw,
        r"The chain bound. Left: the best chains for $d = 2, 3, 4, 6, 10$ and $100$, three of which tie at 6; a jump "
        r"from $d$ equal entries to $k$ is worth $2(1 - k/d)^2$. Right: where the first jump leads, for every $d$ up "
        r"to 1000. No jump is worth more than $\kappa\ln(d/k)$, and only one of the red line's length is worth as "
        r"much.",
        "kappa",
    ),
    "gaps": Drawn(
        gaps.draw,
        "Two and three entries. Top left: values along $(s, -s)$. The others: by how much a smoothing of three "
        "entries exceeds the maximum, in the plane in which their sum is 0; the largest excess, at the centre, is "
        "above each. Outside the white lines the smoothing is the maximum itself.",
        "d3-optimum",
    ),
    "cut": Drawn(
        cut.draw,
        r"By how much the smoothings exceed the maximum as one entry moves away from the others, which are equal. "
        r"The dotted lines are the ends of the middle range of the universal smoothing: before the first it is "
        r"LogSumExp less $\ln 2 - \frac12$, after the second the maximum itself.",
        "universal-upper",
    ),
    "bends": Drawn(
        bends.draw,
        r"The functions $\phi$ of one entry whose sums are the potentials. Left: $x\phi''$, which is 1 for the "
        r"entropy, of the universal smoothing and of three lower bounds; what lies between a curve and 1 is what "
        r"its bound loses, and from $\frac12$ on all agree. Right: $\phi''$ itself, of the optimal functions for two "
        r"and three entries and of the certificate of an upper bound for four, which adds a function of pairs.",
        "universal-lower",
    ),
    "enclosures": Drawn(
        lambda target: figure.drawn(target, figure.fill, figure.SIZE),
        r"What the best smoothing saves against LogSumExp, $\ln d - \varepsilon^*_d$, between its proved bounds: a "
        r"lower bound on $\varepsilon^*_d$ is an upper end here, so that lower lines are the better theorems, and "
        r"the green line is what the best smoothing known saves, from $d = 6$ on $\ln 2 - \frac12 = 0.1931\dots$ "
        r"Right: the same, near the ends of the window; for large $d$ the three potentials leave $0.24676\dots$, "
        r"$0.23986\dots$ and $0.234$ (\ref{universal-lower}, \ref{sharper-lower}, \ref{piecewise-lower}).",
        "sharper-lower",
    ),
    "regions": Drawn(
        four_entries.draw,
        "Four entries with $x_2 = x_3$. Left: which sign vectors are tight where; right: by how much the smoothing "
        "exceeds the maximum as $x_1$ moves away, for four values of $x_3 - x_4$.",
        "d4-optimum",
    ),
}
"""Figures of the paper by their names."""


def draw_all(out: Path) -> dict[str, str]:
    """Write the figures of the paper into OUT: their captions by name. Without matplotlib there are none."""
    captions = {}
    with progress("tightmax latex", "figures") as seen:
        for number, (name, drawn) in enumerate(DRAWN.items()):
            seen(number, len(DRAWN), name)
            try:
                drawn.draw(out / f"{name}.pdf")
            except figure.FigureMissing as error:
                print(f"tightmax: SKIPPED: the figure {name!r}: {error}", file=sys.stderr)
            else:
                captions[name] = drawn.caption
    return captions


def copy_records(out: Path) -> dict[str, str]:
    """Copy the figures of the recorded experiments into OUT: their captions by name."""
    captions = {}
    found = sorted(records.FOLDER.glob("*.pdf"))
    if not found:  # in an installation from the wheel, which would be too large with them
        skipped = "the figures of the experiments: they are in a checkout of TightMax only"
        print(f"tightmax: SKIPPED: {skipped}", file=sys.stderr)
    for path in found:
        record = records.read(path.stem)
        shutil.copyfile(path, out / path.name)
        captions[path.stem] = rf"The experiment \texttt{{{record.name}}}, {record.outcome}: {record.found}"
    return captions


def figure_tex(name: str, caption: str) -> str:
    """Return the figure `figures/NAME.pdf` with its caption, where it stands: a float would split another theorem."""
    return (
        rf"\begin{{figure}}[H]\centering\includegraphics[width=0.9\linewidth]{{figures/{name}}}"
        rf"\caption{{{prose(caption)}}}\label{{fig:{name}}}\end{{figure}}"
    )


def figures_tex(captions: Mapping[str, str]) -> str:
    """Return figures one after the other, under a heading."""
    if not captions:
        return ""
    shown = [figure_tex(name, caption) for name, caption in captions.items()]
    return "\n".join([r"\clearpage\section{Figures}\label{sec:figures}", *shown, r"\clearpage"]) + "\n"

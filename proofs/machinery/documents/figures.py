"""The figures of the document: what draws them, their captions, and the theorem beside which each is discussed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from proofs.machinery.bounds import figure, four_entries
from proofs.machinery.documents import bends, cut, surface
from proofs.machinery.engine import records
from symbolic.printing.latex import prose


@dataclass(frozen=True)
class Drawn:
    """A figure: what draws it into a file, its caption (LaTeX), and the theorem that it stands beside."""

    draw: Callable[[Path], None]
    caption: str
    beside: str


DRAWN = {
    "surface": Drawn(
        surface.draw,
        r"LogSumExp over the maximum on $[-1,1]^2$, and the gap between them, which is largest where both entries are "
        "equal.",
        "lse-gap",
    ),
    "cut": Drawn(
        cut.draw,
        r"By how much the smoothings exceed the maximum as one entry moves away from the others, which are equal. The "
        r"dotted lines are the ends of the middle range of the universal smoothing: before the first it is LogSumExp "
        r"less $\ln 2 - \frac12$, after the second the maximum itself.",
        "universal-upper",
    ),
    "bends": Drawn(
        bends.draw,
        r"The functions $\phi$ of one entry behind the universal smoothing and the two universal lower bounds: $x$ "
        r"times the second derivative, which is 1 for the entropy. The lower a curve, the smaller the bound at the "
        r"centre; from $\frac12$ on all three agree.",
        "universal-lower",
    ),
    "enclosures": Drawn(
        figure.draw,
        r"What the best smoothing saves against LogSumExp, $\ln d - \varepsilon^*_d$, between its proved bounds: a "
        r"lower bound on $\varepsilon^*_d$ is an upper end here, so that lower lines are the better theorems, and the "
        r"gap of the universal smoothing is the line at $\ln 2 - \frac12 = 0.1931\dots$",
        "sharper-lower",
    ),
    "regions": Drawn(
        four_entries.draw,
        r"Four entries with $x_2 = x_3$. Left: which sign vectors are tight where; right: by how much the smoothing "
        r"exceeds the maximum as $x_1$ moves away, for four values of $x_3 - x_4$.",
        "d4-optimum",
    ),
}
"""Figures of the paper by their names."""


def draw_all(out: Path) -> dict[str, str]:
    """Write the figures of the paper into OUT: their captions by name. Without matplotlib there are none."""
    captions = {}
    for name, drawn in DRAWN.items():
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
    """Return the figure `figures/NAME.pdf` with its caption."""
    return (
        rf"\begin{{figure}}[htbp]\centering\includegraphics[width=\linewidth]{{figures/{name}}}"
        rf"\caption{{{prose(caption)}}}\label{{fig:{name}}}\end{{figure}}"
    )


def figures_tex(captions: Mapping[str, str]) -> str:
    """Return figures one after the other, under a heading."""
    if not captions:
        return ""
    shown = [figure_tex(name, caption) for name, caption in captions.items()]
    return "\n".join([r"\clearpage\section{Figures}\label{sec:figures}", *shown, r"\clearpage"]) + "\n"

"""The figure of what proves what: every theorem by its number, above those that it rests on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from proofs import registry
from proofs.machinery.bounds.figure import drawn
from proofs.machinery.documents import graph
from proofs.machinery.documents.findings import ABSTRACT

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def main_results() -> set[str]:
    """Return the theorems that the abstract of the paper is about."""
    return {id for finding in ABSTRACT for id in finding.by}


def places() -> dict[str, tuple[float, float]]:
    """Return where each theorem stands: its place in its level, from the middle, and the level."""
    return {
        id: (at - (len(level) - 1) / 2, float(height))
        for height, level in enumerate(graph.levels(graph.uses())) for at, id in enumerate(level)
    }


def fill(figure: Figure) -> None:
    """Draw it on an empty figure."""
    axes, where, uses = figure.subplots(), places(), graph.uses()
    wide = max(abs(x) for x, _ in where.values())
    level = {y: max(abs(x) for x, z in where.values() if z == y) for y in {y for _, y in where.values()}}
    # A level with few theorems is spread: a line that passes it by does not run into a theorem.
    where = {id: (x * (0.5 + 0.5 * wide / max(level[y], 1)), y) for id, (x, y) in where.items()}
    for id, used in uses.items():
        for other in used:
            axes.plot(*zip(where[other], where[id], strict=True), color="0.6", linewidth=0.5, zorder=1)
    chapters = list(dict.fromkeys(map(registry.chapter_of, uses)))
    for chapter in chapters:
        ids = [id for id in uses if registry.chapter_of(id) == chapter]
        colour = graph.COLOURS[chapters.index(chapter) % len(graph.COLOURS)]
        x, y = zip(*(where[id] for id in ids), strict=True)
        label, border = re.split("[:,]", chapter)[0], ["black" if id in main_results() else colour for id in ids]
        axes.scatter(x, y, s=130, color=colour, edgecolors=border, linewidths=1.8, zorder=2)
        axes.scatter([], [], s=130, color=colour, label=label)  # a marker of the legend has no border
    for id, number in registry.numbers().items():
        axes.annotate(str(number), where[id], ha="center", va="center", fontsize=6.5, color="white", zorder=3)
    axes.axis("off")
    axes.scatter([], [], s=130, color="white", edgecolors="black", linewidths=1.8, label="Results of the abstract")
    figure.legend(loc="outside lower center", ncols=3, frameon=False, fontsize=8, columnspacing=1.2)


def draw(target: Path) -> None:
    """Write the figure; raises what `drawn` of `proofs.machinery.bounds.figure` raises."""
    drawn(target, fill, (7.4, 4.6))

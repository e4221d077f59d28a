"""What is known of eps*_d as data for the interactive figure, and as a table for those who read without scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import log
from typing import Any

from proofs import registry
from proofs.machinery.bounds.best import DIGITS, LARGEST, bounds, lower_bounds
from proofs.machinery.bounds.figure import SHOWN
from proofs.machinery.output.progress import progress

DIMENSIONS = tuple(sorted({*SHOWN, *(round(2 ** (k / 2)) for k in range(32, 60)), *(10**k for k in range(3, 10))}))
"""Every d to 64, eight an octave to 65536, then two an octave to 10^9, and the powers of ten."""

COMMON = (*range(2, 17), 32, 64, 128, 1024, 10**4, 10**5, 10**6, LARGEST)
"""The dimensions of the printed table."""


def _row(d: int) -> dict[str, Any]:
    best = bounds(d)
    lowers: dict[str, str] = {}
    for side in sorted(lower_bounds(d), key=lambda side: side.exact.enclosure()[0]):
        lowers[side.theorem] = side.decimal(up=False)  # the largest of a theorem stays
    lowers.setdefault("chain", best.chain.decimal(up=False))
    return {
        "d": d,
        "ln": log(d),
        "lower": [best.lower.theorem, best.lower.decimal(up=False)],
        "upper": [best.upper.theorem, best.upper.decimal(up=True)],
        "all": lowers,
    }


def rows() -> list[dict[str, Any]]:
    """Return the bounds at every dimension of the figure."""
    found = []
    with progress("make site", "dimensions") as seen:
        for number, d in enumerate(DIMENSIONS):
            seen(number, len(DIMENSIONS), f"d = {d}")
            found.append(_row(d))
    return found


def script(found: Sequence[dict[str, Any]]) -> str:
    """Return a script that holds the data: a page on a disk may load a script, but fetch nothing."""
    named = {name for row in found for name in (*row["all"], row["lower"][0], row["upper"][0])}
    titles = {id: f"theorems/{id}.html" for id in registry.files() if id in named}
    return f'"use strict";\nconst BOUNDS = {json.dumps({"rows": found, "pages": titles})};\n'


def table(found: Sequence[dict[str, Any]]) -> str:
    """Return the best bounds in a few dimensions as a table."""
    cells = []
    for row in found:
        if row["d"] in COMMON:
            ends = "".join(
                f'<td class="number">{value}</td><td><a href="theorems/{id}.html">{id}</a></td>'
                for id, value in (row["lower"], row["upper"])
            )
            named = f'<th scope="row" class="number">{row["d"]}</th>'
            cells.append(f'<tr>{named}{ends}<td class="number">{row["ln"]:.6f}</td></tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in ("d", "at least", "by", "at most", "by", "ln d"))
    caption = f"Proved bounds on the least gap, rounded outward to {DIGITS} decimals"
    return (
        f'<div class="wide" tabindex="0"><table><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f'<tbody>{"".join(cells)}</tbody></table></div>'
    )

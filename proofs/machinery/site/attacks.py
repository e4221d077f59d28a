"""The worst that the last sweep has found, out of its ledger."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from proofs.machinery.output.places import ROOT

LEDGER = ROOT / "out" / "sweep.jsonl"
"""Where the commands of the README leave the ledger of a sweep."""


def _share(row: dict[str, Any]) -> float:
    """Return by how much of the allowed rounding a block came out below 0; above 1 it refutes."""
    slack, tolerance = row["slack"], row["tolerance"]
    return math.inf if slack is None or tolerance is None else -slack / max(tolerance, 5e-324)


def _told(rows: list[dict[str, Any]]) -> str:
    """Return the worst block of a sweep in a sentence."""
    worst = max(rows, key=_share)
    points = sum(row["points"] for row in rows)
    if (share := _share(worst)) == math.inf:
        return f"a value could not be compared, in {worst['relation']} at d = {worst['dim']}"
    if share <= 0:
        return f"{points} points; the inequalities held with room to spare, the least slack is {worst['slack']:.2g}"
    return (
        f"{points} points; the worst slack is {worst['slack']:.2g}, {share:.2g} of what rounding may do there (more "
        f"than 1 would refute): {worst['relation']}, d = {worst['dim']}, {worst['family']}"
    )


def slacks(lines: Iterable[str]) -> dict[str, str]:
    """Return what a ledger says of each sweep; planted bugs, which must be caught, are left out.

    >>> row = {"sweep": "gap", "slack": -1e-16, "tolerance": 1e-14, "points": 10, "relation": "over", "dim": 3}
    >>> slacks([json.dumps(row | {"family": "equal"})])["gap"][:43]
    '10 points; the worst slack is -1e-16, 0.01 '
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        row = json.loads(line)
        if "!" not in row["sweep"]:
            found.setdefault(row["sweep"], []).append(row)
    return {name: _told(rows) for name, rows in found.items()}


def last(path: Path = LEDGER) -> dict[str, str]:
    """Return what the last sweep of this checkout has found; nothing where none has run."""
    if not path.is_file():
        return {}
    return slacks(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n"))

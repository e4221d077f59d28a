"""What a run tells: a line for each sweep and dimension, the same as JSON, and progress on a terminal."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from numeric_checks.sweeps.block import BlockResult
from numeric_checks.sweeps.plan import Plan, attack
from proofs.machinery.output.progress import progress as shared_progress

Seen = Callable[[BlockResult], None]
Tell = Callable[[str], None]


@dataclass
class Tally:
    """Blocks counted, and the worst of them."""

    blocks: int = 0
    points: int = 0
    entries: int = 0
    refuted: int = 0
    worst: BlockResult | None = None

    def add(self, result: BlockResult) -> None:
        """Count one more block."""
        self.blocks += 1
        self.points += result.points
        self.entries += result.entries
        self.refuted += result.refuted
        if self.worst is None or result.badness > self.worst.badness:
            self.worst = result


def tolerances(result: BlockResult) -> float | None:
    """Return the slack in tolerances: below -1 is a counterexample; None where that is no number."""
    return -result.badness if math.isfinite(result.badness) else None


def summary(tally: Tally) -> dict[str, Any]:
    """Return a tally of one sweep as JSON."""
    worst = tally.worst
    assert worst is not None
    return {
        "sweep": worst.sweep,
        "theorems": list(attack(worst.sweep).theorems),
        "dim": worst.dim,
        "blocks": tally.blocks,
        "points": tally.points,
        "entries": tally.entries,
        "refuted_blocks": tally.refuted,
        "slack": worst.slack,
        "tolerance": worst.tolerance,
        "slack_in_tolerances": tolerances(worst),
        "relation": worst.relation,
        "family": worst.family,
        "temperature": worst.temperature,
        "block": worst.block,
        "point": worst.point,
        "outcome": "refuted" if tally.refuted else "no counterexample",
    }


HOW_TO_READ = (
    "slack: what is left at the worst point before a stated inequality would fail; 0 is touching, and what rounding "
    "alone can bring below 0 is one tolerance, so that below -1 tolerance it is a counterexample"
)
"""What the sign and the unit of a slack are."""


def slack(result: BlockResult) -> str:
    """Return the slack of a block in words."""
    if result.slack is None or result.tolerance is None:
        return "not a finite number"
    ratio = tolerances(result)
    beside = f"{ratio:+.2g} tolerances" if ratio is not None else f"tolerance {result.tolerance:g}"
    return f"{result.slack:+.2e} ({beside})"


def where(result: BlockResult) -> str:
    """Return the relation, the temperature and the family of the worst point of a block."""
    heat = "" if result.temperature is None else f" at t = {result.temperature:g}"
    return f"in {result.relation!r}{heat}, {result.family}"


def line(tally: Tally) -> str:
    """Return one sweep in one dimension: its worst slack and the outcome."""
    worst = tally.worst
    assert worst is not None
    outcome = "no counterexample"
    if worst.refuted:
        outcome = f"refuted at {json.dumps(worst.point, sort_keys=True)}"
    count = f"{tally.points} points, {tally.entries:.2g} entries"
    return f"{worst.sweep:<16} d = {worst.dim:<8} worst slack {slack(worst)} {where(worst)}; {count}; {outcome}"


def planted_line(tally: Tally, count: int, total: int) -> str:
    """Return one planted bug, in all dimensions: whether it was caught, and which of how many it is."""
    worst = tally.worst
    assert worst is not None
    name, _, bug = worst.sweep.partition("!")
    found = f"d = {worst.dim}, slack {slack(worst)} {where(worst)}"
    return f"{count:>3} of {total}  {name:<16} {bug:<26} {'caught' if worst.refuted else 'NOT CAUGHT'}: {found}"


@contextmanager
def progress(plan: Plan, out: TextIO) -> Iterator[tuple[Seen, Tell]]:
    """Blocks or entries done and the worst slack so far; and how to print a line to `out` meanwhile."""

    def tell(text: str) -> None:
        print(text, file=out, flush=True)

    tally, total = Tally(), plan.entries or plan.blocks * plan.round
    planted = any("!" in label for label in plan.labels)
    unit = "entries" if plan.entries is not None else "blocks"
    with shared_progress("tightmax sweep --planted" if planted else "tightmax sweep", unit) as counted:

        def seen(result: BlockResult) -> None:
            tally.add(result)
            counted(tally.blocks if plan.entries is None else tally.entries, total, _so_far(tally))

        yield seen, tell


def _so_far(tally: Tally) -> str:
    worst = tally.worst
    assert worst is not None
    return f"{tally.entries:.3g} entries, worst {-worst.badness:+.2g} tolerances in {worst.sweep}"

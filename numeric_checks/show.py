"""What a run tells: a line for each sweep and dimension, the same as JSON, and progress on a terminal."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from numeric_checks.block import BlockResult
from numeric_checks.plan import Plan, attack

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
    """The slack in tolerances: below -1 is a counterexample; None where that is no number."""
    return -result.badness if math.isfinite(result.badness) else None


def summary(tally: Tally) -> dict[str, Any]:
    """A tally of one sweep as JSON."""
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


def slack(result: BlockResult) -> str:
    """The slack of a block in words."""
    if result.slack is None or result.tolerance is None:
        return "not a finite number"
    ratio = tolerances(result)
    beside = f"{ratio:+.2g} tolerances" if ratio is not None else f"tolerance {result.tolerance:g}"
    return f"{result.slack:+.2e} ({beside})"


def where(result: BlockResult) -> str:
    """The relation, the temperature and the family of the worst point of a block."""
    heat = "" if result.temperature is None else f" at t = {result.temperature:g}"
    return f"in {result.relation!r}{heat}, {result.family}"


def line(tally: Tally) -> str:
    """One sweep in one dimension: its worst slack and the outcome."""
    worst = tally.worst
    assert worst is not None
    outcome = "no counterexample"
    if worst.refuted:
        outcome = f"refuted at {json.dumps(worst.point, sort_keys=True)}"
    count = f"{tally.points} points, {tally.entries:.2g} entries"
    return f"{worst.sweep:<16} d = {worst.dim:<8} worst slack {slack(worst)} {where(worst)}; {count}; {outcome}"


def planted_line(tally: Tally) -> str:
    """One planted bug, in all dimensions: whether it was caught."""
    worst = tally.worst
    assert worst is not None
    name, _, bug = worst.sweep.partition("!")
    found = f"d = {worst.dim}, slack {slack(worst)} {where(worst)}"
    return f"{name:<16} {bug:<26} {'caught' if worst.refuted else 'NOT CAUGHT'}: {found}"


@contextmanager
def progress(plan: Plan, out: TextIO) -> Iterator[tuple[Seen, Tell]]:
    """Blocks, entries and the worst slack so far, on a terminal only; and how to print a line to ``out`` meanwhile."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    def tell(text: str) -> None:
        print(text, file=out, flush=True)

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda result: None, tell
        return
    columns = (BarColumn(20), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        total = plan.entries or plan.blocks * plan.round
        task, tally = bar.add_task("starting", total=total), Tally()

        def seen(result: BlockResult) -> None:
            tally.add(result)
            done = tally.blocks if plan.entries is None else tally.entries
            bar.update(task, completed=done, description=_so_far(tally, plan))

        def tell_above(text: str) -> None:
            console.print(text, markup=False, highlight=False, soft_wrap=True)

        yield seen, tell_above if out.isatty() else tell


def _so_far(tally: Tally, plan: Plan) -> str:
    blocks, entries = f"{tally.blocks}", f"{tally.entries:.3g}"
    if plan.entries is None:
        blocks += f"/{plan.blocks * plan.round}"
    else:
        entries += f" of {plan.entries:.3g}"
    worst = tally.worst
    assert worst is not None
    return f"{blocks} blocks, {entries} entries, worst {-worst.badness:+.2g} tolerances in {worst.sweep}"

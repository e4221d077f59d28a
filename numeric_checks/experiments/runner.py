"""Runs the cells of an experiment on the cores of this machine, and writes what came out."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from numeric_checks.experiments import checkpoint, module_of
from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, finite
from proofs.machinery.output.bad_input import Undecided
from proofs.machinery.output.files import write_json

Seen = Callable[[int, int], None]
"""How many cells are done, of how many."""


def run_cell(module: str, cell: Cell, seed: int) -> Row:
    """Return one cell, in a worker."""
    experiment: Experiment = importlib.import_module(module).EXPERIMENT
    return finite(experiment.run(cell, seed), f"the cell {checkpoint.key(cell)}")


def _done(future: Future[Row], cell: Cell) -> Row:
    try:
        return future.result()
    except BrokenProcessPool:
        raise Undecided("a worker process died, perhaps for want of memory") from None
    except Exception as error:
        reason = " ".join(str(error).split())
        raise Undecided(f"the cell {checkpoint.key(cell)} failed: {type(error).__name__}: {reason}"[:400]) from error


def run(experiment: Experiment, seed: int, folder: Path, pool: ProcessPoolExecutor, seen: Seen) -> Rows:
    """Return all cells with their figures, in order; those that the checkpoint in the folder holds are not run
    again.
    """
    module, cells = module_of(experiment.name), list(experiment.cells())
    program = checkpoint.version(module, experiment.needs)
    with checkpoint.opened(folder / f"{experiment.name}.jsonl", (experiment.name, seed, program)) as done:
        left = [cell for cell in cells if checkpoint.key(cell) not in done.rows]
        futures = {pool.submit(run_cell, module, dict(cell), seed): cell for cell in left}
        seen(len(cells) - len(left), len(cells))
        try:
            for count, future in enumerate(as_completed(futures), len(cells) - len(left) + 1):
                done.write(futures[future], _done(future, futures[future]))
                seen(count, len(cells))
        finally:
            for future in futures:
                future.cancel()
        return [(cell, done.rows[checkpoint.key(cell)]) for cell in cells]


def result(experiment: Experiment, seed: int, rows: Rows) -> dict[str, Any]:
    """Return what came out, as JSON."""
    summary = experiment.summarise(rows)
    return {
        "name": experiment.name,
        "title": experiment.title,
        "command": f"tightmax experiment {experiment.name}" + (f" --seed {seed}" if seed else ""),
        "seed": seed,
        "claims": list(experiment.claims),
        "expected": experiment.expected,
        "outcome": summary.outcome,
        "found": summary.found,
        "figures": finite(summary.figures, f"the summary of {experiment.name}"),
        "rows": [{"cell": dict(cell), "row": dict(row)} for cell, row in rows],
    }


_RECORD = ("name", "command", "seed", "expected", "outcome", "found", "figures")


def record(path: Path, found: dict[str, Any]) -> None:
    """Write the record that `proofs.machinery.engine.records` reads."""
    write_json(str(path), {name: found[name] for name in _RECORD})


def draw(path: Path, experiment: Experiment, rows: Rows) -> None:
    """Write the figure, .svg or .pdf, whole or not at all; the same rows give the same file. Raises Unwritable."""
    import matplotlib
    from matplotlib.figure import Figure

    from proofs.machinery.bounds.figure import save  # here, because the workers do without all that it imports

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams["svg.hashsalt"] = "tightmax"
        figure = Figure(figsize=(8, 4.5), layout="constrained")
        experiment.draw(rows, figure)
        save(figure, path)

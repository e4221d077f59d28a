"""``tightmax sweep``: the numeric attack from the command line.

Exit status 0: no counterexample; 1: a counterexample was found; 2: bad input.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # imported when a sweep is run, so that the other commands start without them
    from numeric_checks.block import BlockResult

HELD, FOUND, USAGE = 0, 1, 2
"""Exit status."""

EXECUTORS = ("local",)
"""Where blocks can run."""


class BadArgument(ValueError):
    """A value on the command line that is not accepted, with what is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``tightmax sweep``; values are checked by `main`, which names what it accepts."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="sweeps, or theorems to attack (default: all)")
    parser.add_argument("--dim", nargs="+", metavar="D", help="dimensions, whole numbers from 2 to 10000000")
    parser.add_argument("--seed", default="0", metavar="N", help="of the random points (default: 0)")
    parser.add_argument(
        "--blocks", default="2", metavar="N", help="blocks of points for each dimension and temperature (default: 2)"
    )
    parser.add_argument("--executor", default="local", metavar="WHERE", help="where blocks run (only: local)")
    parser.add_argument("--ledger", metavar="FILE", help="JSON lines, one a finished block; continued if it exists")
    parser.add_argument("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")


def _whole(option: str, text: str, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and int(text) >= least):
        raise BadArgument(f"{option} {text!r} is not a whole number from {least} on")
    return int(text)


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """How many blocks are finished, on a terminal only."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda count, of: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda count, of: bar.update(task, completed=count, total=of)


def _summary(results: Sequence[BlockResult], theorems: tuple[str, ...]) -> dict[str, Any]:
    """One sweep in one dimension: its worst point and the outcome."""
    worst = max(results, key=lambda result: result.badness)
    return {
        "sweep": worst.sweep,
        "theorems": list(theorems),
        "dim": worst.dim,
        "blocks": len(results),
        "points": sum(result.points for result in results),
        "refuted_blocks": sum(result.refuted for result in results),
        "slack": worst.slack,
        "tolerance": worst.tolerance,
        "relation": worst.relation,
        "family": worst.family,
        "temperature": worst.temperature,
        "block": worst.block,
        "point": worst.point,
        "outcome": "refuted" if worst.refuted else "no counterexample",
    }


def _line(row: dict[str, Any]) -> str:
    known = row["slack"] is not None
    slack = f"{row['slack']:+.2e} (tolerance {row['tolerance']:.1e})" if known else "not a finite number"
    heat = "" if row["temperature"] is None else f" at t = {row['temperature']:g}"
    where = f"in {row['relation']!r}{heat}, {row['family']}"
    outcome = row["outcome"]
    if outcome == "refuted":
        outcome = f"refuted at {json.dumps(row['point'], sort_keys=True)}"
    return f"{row['sweep']:<11} d = {row['dim']:<8} worst slack {slack} {where}; {row['points']} points; {outcome}"


def _run(args: argparse.Namespace) -> int:
    from numeric_checks import registry, run
    from numeric_checks.sweep import check_dims
    from proofs.atomic import check_writable, write_json

    names = [attack for name in args.names for attack in registry.sweeps_for(name)] or registry.ATTACKS
    attacks = [registry.sweep(name) for name in dict.fromkeys(names)]
    dims = check_dims([_whole("--dim", text, 2) for text in args.dim]) if args.dim is not None else None
    seed, blocks = _whole("--seed", args.seed, 0), _whole("--blocks", args.blocks, 1)
    if args.executor not in EXECUTORS:
        raise BadArgument(f"unknown executor {args.executor!r}; known: {', '.join(EXECUTORS)}")
    if args.json is not None:
        check_writable(args.json)
    out = sys.stderr if args.json == "-" else sys.stdout
    ledger = Path(args.ledger) if args.ledger is not None else None
    rows = []
    for attack in attacks:
        with _progress(attack.name) as progress:
            results = run.run_sweep(
                attack.name, dims or attack.dims, seed=seed, blocks=blocks, ledger=ledger, progress=progress
            )
        for dim in dims or attack.dims:
            rows.append(_summary([result for result in results if result.dim == dim], attack.theorems))
            print(_line(rows[-1]), file=out, flush=True)
    held = all(row["outcome"] == "no counterexample" for row in rows)
    if args.json is not None:
        write_json(args.json, {"sweeps": rows, "seed": seed, "blocks": blocks, "ok": held})
    return HELD if held else FOUND


def main(args: argparse.Namespace) -> int:
    """Run the sweeps and print a line for each and each dimension; the exit status."""
    from numeric_checks.ledger import BadLedger
    from numeric_checks.sweep import BadSweep
    from proofs.atomic import Unwritable

    try:
        return _run(args)
    except (BadArgument, BadLedger, BadSweep, Unwritable) as error:
        message = str(error)
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"cannot use {str(error.filename)!r}: {error.strerror}"
    print(f"tightmax sweep: {message}", file=sys.stderr)
    return USAGE

"""`tightmax sweep`: the numeric attack from the command line."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from proofs.machinery.output.bad_input import BadInput, Undecided
from proofs.machinery.output.endings import at_once
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.whole_numbers import GRAMMAR, LONGEST_RANGE, whole, wholes

if TYPE_CHECKING:  # imported when a sweep is run, so that the other commands start without them
    from numeric_checks.sweeps.executors import Execute
    from numeric_checks.sweeps.ledger import Ledger
    from numeric_checks.sweeps.plan import Plan

LARGEST = 10**7
"""The largest dimension of a sweep."""

EXAMPLES = """  tightmax sweep
  tightmax sweep gap --dim 2 1000 --ledger out/sweep.jsonl    the same command goes on after Ctrl-C
  tightmax sweep --dim 1000000 --entries 1e9
  tightmax sweep gap --planted                                every planted bug of a sweep must be caught
  tightmax sweep --replay out/sweep.jsonl                     the worst block of a ledger again
  tightmax sweep --library torch --device cuda
  tightmax sweep --executor dask://HOST:PORT                  after `dask scheduler` and `dask worker HOST:PORT`"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tightmax sweep`; values are checked by `main`, which names what it accepts."""
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="sweeps, or theorems to attack (default: all)")
    help = f"dimensions from 2 to {LARGEST}, lists 2,3 and ranges 2-9 of at most {LONGEST_RANGE} numbers; {GRAMMAR}"
    add("--dim", nargs="+", metavar="D", help=help)
    add("--seed", default="0", metavar="N", help="of the random points (default: 0)")
    add("--blocks", metavar="N", help="blocks of points for each dimension and temperature (default: 2)")
    add("--entries", metavar="N", help="instead of --blocks: go round until N entries are checked in all, e.g. 1e9")
    add("--workers", metavar="N", help="processes of --executor local (default: the cores, or 1 on another device)")
    add("--executor", default="local", metavar="WHERE", help="local (the default), or dask://HOST:PORT, a Dask cluster")
    add("--library", default="numpy", metavar="NAME", help="what computes tightmax: numpy (the default), torch or jax")
    add("--device", default="cpu", metavar="NAME", help="where it computes: cpu (the default), cuda, ...")
    add("--ledger", metavar="FILE", help="JSON lines, one a finished block; continued if it exists")
    add("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")
    planted = "attack the planted bugs, each of which must be caught; a third of all takes 13 minutes of processor time"
    add("--planted", action="store_true", help=planted)
    add(
        "--replay", metavar="LEDGER[:LINE]", help="run that block again, or the refuted ones, or the worst, and compare"
    )


def _plan(args: argparse.Namespace) -> Plan:
    from numeric_checks.attacks import registry
    from numeric_checks.attacks.library import check_library
    from numeric_checks.sweeps import plan

    names = [attack for name in args.names for attack in registry.sweeps_for(name)] or registry.ATTACKS
    dims = wholes(args.dim, 2, LARGEST, "--dim") if args.dim is not None else None
    seed, blocks = whole(args.seed, 0, what="--seed"), whole(args.blocks or "2", 1, what="--blocks")
    entries = whole(args.entries, 1, what="--entries") if args.entries is not None else None
    if args.entries is not None and args.blocks is not None:
        raise BadInput("--entries stands instead of --blocks; give one of them")
    check_library(args.library, args.device)
    labels = plan.planted(dict.fromkeys(names)) if args.planted else names
    return plan.plan(labels, dims, seed=seed, blocks=blocks, entries=entries, library=args.library, device=args.device)


def _workers(args: argparse.Namespace) -> int:
    from proofs.machinery.engine.workers import cores

    if args.workers is not None:
        return whole(args.workers, 1, what="--workers")
    return cores() if args.device == "cpu" else 1


def _files(args: argparse.Namespace) -> None:
    from proofs.machinery.output.files import check_writable

    if args.json is not None:
        check_writable(args.json)
    names = [Path(name).resolve() for name in (args.ledger, args.json) if name not in (None, "-")]
    if len(set(names)) < len(names):
        raise BadInput(f"--ledger and --json are both {args.json!r}; they are two files")


def _attack(plan: Plan, execute: Execute, ledger: Ledger, planted: bool, out: TextIO) -> list[dict[str, Any]]:
    """Run all blocks; print each sweep and dimension, or each planted bug, when its last block is done."""
    from numeric_checks.sweeps import run, show

    tallies: dict[Any, show.Tally] = {}
    rows = []

    with show.progress(plan, out) as (seen, tell):

        def finish() -> None:
            for key in list(tallies):
                tally = tallies.pop(key)
                rows.append(show.summary(tally))
                tell(show.planted_line(tally, len(rows), len(plan.labels)) if planted else show.line(tally))

        for result in run.run_plan(plan, execute, ledger):
            key = result.sweep if planted else (result.sweep, result.dim)
            if plan.entries is None and key not in tallies:
                finish()
            tallies.setdefault(key, show.Tally()).add(result)
            seen(result)
        finish()
    return rows


def _sweep(args: argparse.Namespace) -> int:
    from numeric_checks.sweeps import show
    from numeric_checks.sweeps.executors import executor
    from numeric_checks.sweeps.ledger import opened
    from proofs.machinery.output.files import write_json

    plan, workers, started = _plan(args), _workers(args), time.monotonic()
    _files(args)
    for label, dim in plan.left_out():
        print(f"tightmax sweep: {label} is not made for d = {dim}, and is left out there", file=sys.stderr)
    out = sys.stderr if args.json == "-" else sys.stdout
    with opened(Path(args.ledger) if args.ledger is not None else None) as ledger:
        had = len(ledger)
        with executor(args.executor, workers) as execute:
            rows = _attack(plan, execute, ledger, args.planted, out)
    entries, blocks = (sum(row[what] for row in rows) for what in ("entries", "blocks"))
    resumed = f", {had} blocks of the ledger" if had else ""
    print(f"{entries} entries in {blocks} blocks, {time.monotonic() - started:.1f} s{resumed}", file=sys.stderr)
    print(show.HOW_TO_READ, file=sys.stderr)
    wanted = "refuted" if args.planted else "no counterexample"
    good = all(row["outcome"] == wanted for row in rows)
    if args.json is not None:
        value = {"sweeps": rows, "seed": plan.seed, "library": plan.library, "device": plan.device, "ok": good}
        count = {"blocks": plan.blocks} if plan.entries is None else {"at_least": plan.entries}
        left_out = [{"sweep": label, "dim": dim} for label, dim in plan.left_out()]
        write_json(args.json, value | count | {"entries": entries, "left_out": left_out})
    return MATCHES if good else DIFFERS


def _replay(args: argparse.Namespace) -> int:
    from numeric_checks.sweeps import replay, show
    from numeric_checks.sweeps.executors import executor
    from proofs.machinery.output.files import write_json

    beside = {f"--{name}": vars(args)[name] for name in ("dim", "blocks", "entries", "ledger")}
    given = [name for name, value in beside.items() if value is not None]
    if args.names or args.planted or given:
        given = given or args.names or ["--planted"]
        raise BadInput(f"--replay takes its blocks from {args.replay!r}; leave out {' '.join(given)}")
    _files(args)
    replay.chosen(args.replay)
    out, rows = sys.stderr if args.json == "-" else sys.stdout, []
    with executor(args.executor, _workers(args)) as execute:
        for number, now, same in replay.replayed(args.replay, execute):
            tally = show.Tally()
            tally.add(now)
            rows.append({"line": number, "same": same, **show.summary(tally)})
            told = "the same" if same else "DIFFERENT"
            print(f"line {number}: {told}: {now.key}: slack {show.slack(now)} {show.where(now)}", file=out, flush=True)
    good = all(row["same"] for row in rows)
    if args.json is not None:
        write_json(args.json, {"replayed": rows, "ok": good})
    return MATCHES if good else DIFFERS


def main(args: argparse.Namespace) -> int:
    """Run the sweeps and print a line for each and each dimension; the exit status."""
    with at_once("tightmax sweep"):
        import numeric_checks.attacks.registry  # noqa: F401  SymPy and NumPy come with it
    hint = f"; the same command goes on from {args.ledger!r}" if args.ledger is not None else ""
    try:
        return _replay(args) if args.replay is not None else _sweep(args)
    except Undecided as error:
        raise Undecided(f"{error}{hint}") from error
    except KeyboardInterrupt as stop:
        stop.add_note(hint)
        raise

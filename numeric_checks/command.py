"""``tightmax sweep``: the numeric attack from the command line."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:  # imported when a sweep is run, so that the other commands start without them
    from numeric_checks.executors import Execute
    from numeric_checks.ledger import Ledger
    from numeric_checks.plan import Plan

HELD, FOUND, USAGE, UNDECIDED, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit status."""

EXIT = """exit status:
  0  no counterexample; with --planted: every planted bug was caught; with --replay: every row came out the same
  1  a counterexample; a planted bug that was not caught; a row that came out different
  2  usage or bad input
  3  undecided: a block could not be run, or its worker died; what is finished is in the ledger"""

EXAMPLES = """  tightmax sweep
  tightmax sweep gap --dim 2 1000 --ledger out/sweep.jsonl    the same command goes on after Ctrl-C
  tightmax sweep --dim 1000000 --entries 1e9
  tightmax sweep --planted                                    every planted bug must be caught
  tightmax sweep --replay out/sweep.jsonl                     the worst block of a ledger again
  tightmax sweep --library torch --device cuda
  tightmax sweep --executor dask://HOST:PORT                  after `dask scheduler` and `dask worker HOST:PORT`"""


class BadArgument(ValueError):
    """A value on the command line that is not accepted, with what is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``tightmax sweep``; values are checked by `main`, which names what it accepts."""
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="sweeps, or theorems to attack (default: all)")
    add("--dim", nargs="+", metavar="D", help="dimensions, whole numbers from 2 to 10000000")
    add("--seed", default="0", metavar="N", help="of the random points (default: 0)")
    add("--blocks", metavar="N", help="blocks of points for each dimension and temperature (default: 2)")
    add("--entries", metavar="N", help="instead of --blocks: go round until N entries are checked in all, e.g. 1e9")
    add("--workers", metavar="N", help="processes of --executor local (default: the cores, or 1 on another device)")
    add("--executor", default="local", metavar="WHERE", help="local (the default), or dask://HOST:PORT, a Dask cluster")
    add("--library", default="numpy", metavar="NAME", help="what computes tightmax: numpy (the default), torch or jax")
    add("--device", default="cpu", metavar="NAME", help="where it computes: cpu (the default), cuda, ...")
    add("--ledger", metavar="FILE", help="JSON lines, one a finished block; continued if it exists")
    add("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")
    add("--planted", action="store_true", help="attack the planted bugs, each of which must be caught")
    add(
        "--replay", metavar="LEDGER[:LINE]", help="run that block again, or the refuted ones, or the worst, and compare"
    )


def _whole(option: str, text: str, least: int) -> int:
    """A whole number, as digits or like 1e9."""
    found = re.fullmatch(r"([0-9]{1,18})(?:e([0-9]{1,2}))?", text)
    value = int(found[1]) * 10 ** int(found[2] or 0) if found else -1
    if not least <= value < 10**18:
        shown = repr(text if len(text) <= 40 else f"{text[:37]}...")
        raise BadArgument(f"{option} {shown} is not a whole number from {least} on")
    return value


def _plan(args: argparse.Namespace) -> Plan:
    from numeric_checks import plan, registry
    from numeric_checks.library import check_library

    names = [attack for name in args.names for attack in registry.sweeps_for(name)] or registry.ATTACKS
    dims = [_whole("--dim", text, 2) for text in args.dim] if args.dim is not None else None
    seed, blocks = _whole("--seed", args.seed, 0), _whole("--blocks", args.blocks or "2", 1)
    entries = _whole("--entries", args.entries, 1) if args.entries is not None else None
    if args.entries is not None and args.blocks is not None:
        raise BadArgument("--entries stands instead of --blocks; give one of them")
    check_library(args.library, args.device)
    labels = plan.planted(dict.fromkeys(names)) if args.planted else names
    return plan.plan(labels, dims, seed=seed, blocks=blocks, entries=entries, library=args.library, device=args.device)


def _workers(args: argparse.Namespace) -> int:
    from numeric_checks.workers import cores

    if args.workers is not None:
        return _whole("--workers", args.workers, 1)
    return cores() if args.device == "cpu" else 1


def _files(args: argparse.Namespace) -> None:
    from proofs.atomic import check_writable

    if args.json is not None:
        check_writable(args.json)
    names = [Path(name).resolve() for name in (args.ledger, args.json) if name not in (None, "-")]
    if len(set(names)) < len(names):
        raise BadArgument(f"--ledger and --json are both {args.json!r}; they are two files")


def _attack(plan: Plan, execute: Execute, ledger: Ledger, planted: bool, out: TextIO) -> list[dict[str, Any]]:
    """Run all blocks; print each sweep and dimension, or each planted bug, when its last block is done."""
    from numeric_checks import run, show

    tallies: dict[Any, show.Tally] = {}
    rows = []

    with show.progress(plan, out) as (seen, tell):

        def finish() -> None:
            for key in list(tallies):
                tally = tallies.pop(key)
                rows.append(show.summary(tally))
                tell(show.planted_line(tally) if planted else show.line(tally))

        for result in run.run_plan(plan, execute, ledger):
            key = result.sweep if planted else (result.sweep, result.dim)
            if plan.entries is None and key not in tallies:
                finish()
            tallies.setdefault(key, show.Tally()).add(result)
            seen(result)
        finish()
    return rows


def _sweep(args: argparse.Namespace) -> int:
    from numeric_checks.executors import executor
    from numeric_checks.ledger import opened
    from proofs.atomic import write_json

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
    wanted = "refuted" if args.planted else "no counterexample"
    good = all(row["outcome"] == wanted for row in rows)
    if args.json is not None:
        value = {"sweeps": rows, "seed": plan.seed, "library": plan.library, "device": plan.device, "ok": good}
        count = {"blocks": plan.blocks} if plan.entries is None else {"at_least": plan.entries}
        left_out = [{"sweep": label, "dim": dim} for label, dim in plan.left_out()]
        write_json(args.json, value | count | {"entries": entries, "left_out": left_out})
    return HELD if good else FOUND


def _replay(args: argparse.Namespace) -> int:
    from numeric_checks import replay, show
    from numeric_checks.executors import executor
    from proofs.atomic import write_json

    beside = {f"--{name}": vars(args)[name] for name in ("dim", "blocks", "entries", "ledger")}
    given = [name for name, value in beside.items() if value is not None]
    if args.names or args.planted or given:
        given = given or args.names or ["--planted"]
        raise BadArgument(f"--replay takes its blocks from {args.replay!r}; leave out {' '.join(given)}")
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
    return HELD if good else FOUND


def main(args: argparse.Namespace) -> int:
    """Run the sweeps and print a line for each and each dimension; the exit status."""
    from numeric_checks.executors import BadExecutor, Undecided
    from numeric_checks.ledger import BadLedger
    from numeric_checks.library import Unavailable
    from numeric_checks.sweep import BadSweep
    from proofs.atomic import Unwritable

    status = USAGE
    try:
        return _replay(args) if args.replay is not None else _sweep(args)
    except (BadArgument, BadExecutor, BadLedger, BadSweep, Unavailable, Unwritable) as error:
        message = str(error)
    except Undecided as error:
        message, status = str(error), UNDECIDED
    except KeyboardInterrupt:
        message, status = "interrupted", INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"cannot use {str(error.filename)!r}: {error.strerror}"
    if status != USAGE and args.ledger is not None:
        message += f"; the same command goes on from {args.ledger!r}"
    print(f"tightmax sweep: {message}", file=sys.stderr)
    return status

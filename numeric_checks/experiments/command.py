"""`tightmax experiment`: what no proof decides, from the command line."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs.machinery.output.bad_input import ToolMissing, Undecided
from proofs.machinery.output.endings import at_once
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.progress import progress
from proofs.machinery.output.whole_numbers import whole

if TYPE_CHECKING:  # imported when an experiment is run, so that the other commands start without them
    from numeric_checks.experiments.experiment import Experiment

MOST = 999_999_999
"""The largest seed, and far more workers than any machine has cores."""

EXAMPLES = """  tightmax experiment --list
  tightmax experiment max-of-convex        the same command goes on after Ctrl-C
  tightmax experiment --seed 1 --out out/seed1 --json out/seed1.json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tightmax experiment`; values are checked by `main`, which names what it accepts."""
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="experiments (default: all)")
    add("--list", action="store_true", help="only name the experiments")
    add("--seed", default="0", metavar="N", help="of everything random (default: 0)")
    add("--out", default="out/experiments", metavar="DIR", help="where NAME.json, NAME.svg and the finished cells go")
    add("--workers", metavar="N", help="processes (default: the cores)")
    add("--json", metavar="FILE", help="write all results as one JSON ('-' for standard output)")
    add(
        "--record",
        action="store_true",
        help="for developers: also write the record and the figure in proofs/records",
    )


def _chosen(names: list[str]) -> list[Experiment]:
    """Return the experiments of those names, or all; ToolMissing if a package is missing that one of them needs."""
    from numeric_checks.experiments import EXPERIMENTS, experiment, module_of
    from tightmax.install import how_to_install

    for name in names:
        module_of(name)
    chosen = [experiment(name) for name in dict.fromkeys(names or EXPERIMENTS)]
    for one in chosen:
        if missing := one.missing():
            raise ToolMissing(
                f"{one.name} needs {', '.join(missing)}, not installed here; {how_to_install('experiments')}"
            )
    return chosen


def _list(args: argparse.Namespace) -> int:
    from numeric_checks.experiments import EXPERIMENTS, experiment
    from proofs.machinery.output.files import write_json
    from symbolic.printing.plain import plain

    known = [experiment(name) for name in EXPERIMENTS]
    if args.json is not None:
        rows = [{"name": one.name, "title": one.title, "claims": one.claims, "needs": one.needs} for one in known]
        write_json(args.json, {"experiments": rows})
    if args.json != "-":
        for one in known:
            missing = f"  (needs {', '.join(one.missing())})" if one.missing() else ""
            print(f"{one.name:<22} {plain(one.title)}{missing}")
    return MATCHES


def _folder(args: argparse.Namespace, names: list[str]) -> Path:
    """Return the folder of the results, made if need be; Unwritable before the long work rather than after it."""
    from proofs.machinery.engine.records import FOLDER
    from proofs.machinery.output.files import Unwritable, check_writable

    if args.json is not None:
        check_writable(args.json)
    folder = Path(args.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"cannot write to --out {args.out!r}: {error.strerror}") from None
    for name in names:
        for place in (folder, FOLDER) if args.record else (folder,):
            check_writable(str(place / f"{name}.json"))
            check_writable(str(place / f"{name}.{'svg' if place is folder else 'pdf'}"))
    return folder


def _print(found: dict[str, Any], to_stderr: bool) -> None:
    """The question, the expectation and the outcome."""
    from proofs.machinery.documents.terminal import console
    from symbolic.printing.plain import plain

    out = console(stderr=to_stderr)
    out.print(f"{found['name']}: {plain(found['title'])}", style="bold", markup=False)
    for what in ("expected", "found"):
        out.print(f"  {what:<9} {plain(found[what])}", markup=False)
    out.print(f"  {'outcome':<9} {found['outcome']}", markup=False)


def _run(args: argparse.Namespace) -> int:
    from numeric_checks.experiments import runner
    from proofs.machinery.engine.records import FOLDER
    from proofs.machinery.engine.workers import cores, pool
    from proofs.machinery.output.files import write_json
    from tightmax.install import how_to_install

    seed = whole(args.seed, 0, MOST, "--seed")
    count = whole(args.workers, 1, MOST, "--workers") if args.workers is not None else cores()
    chosen = _chosen(args.names)
    folder, figures, results = _folder(args, [one.name for one in chosen]), find_spec("matplotlib") is not None, []
    if not figures:
        if args.record:
            raise ToolMissing(f"--record draws a figure, and matplotlib is not installed; {how_to_install('plot')}")
        print(f"tightmax experiment: no figures without matplotlib; {how_to_install('plot')}", file=sys.stderr)
    with pool(count) as processes:
        for one in chosen:
            with progress(f"tightmax experiment: {one.name}", "cells") as seen:
                rows = runner.run(one, seed, folder, processes, seen)
            results.append(runner.result(one, seed, rows))
            _print(results[-1], to_stderr=args.json == "-")
            write_json(str(folder / f"{one.name}.json"), results[-1])
            if figures:
                runner.draw(folder / f"{one.name}.svg", one, rows)
            if args.record:
                runner.draw(FOLDER / f"{one.name}.pdf", one, rows)  # for the document
                runner.record(FOLDER / f"{one.name}.json", results[-1])
    if args.json is not None:
        write_json(args.json, {"experiments": results, "seed": seed})
    return MATCHES


def main(args: argparse.Namespace) -> int:
    """Run the experiments, print and write what came out; the exit status."""
    with at_once("tightmax experiment"):
        import numeric_checks.experiments.runner  # noqa: F401  these take a second
        import symbolic.printing.plain  # noqa: F401
    if args.list:
        return _list(args)
    try:
        return _run(args)
    except Undecided as error:
        raise Undecided(f"{error}; the same command goes on") from error
    except KeyboardInterrupt as stop:
        stop.add_note("; the same command goes on")
        raise

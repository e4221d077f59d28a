"""``tightmax experiment``: what no proof decides, from the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # imported when an experiment is run, so that the other commands start without them
    from numeric_checks.experiments.experiment import Experiment

RAN, USAGE, UNDECIDED, INTERRUPTED = 0, 2, 3, 130
"""Exit status."""

EXIT = """exit status:
  0  run to the end, whatever came out
  2  usage or bad input, or a package is missing
  3  undecided: a cell could not be run; what is finished is kept, and the same command goes on"""

EXAMPLES = """  tightmax experiment --list
  tightmax experiment max-of-convex        the same command goes on after Ctrl-C
  tightmax experiment --seed 1 --out out/seed1 --json out/seed1.json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``tightmax experiment``; values are checked by `main`, which names what it accepts."""
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
        help="for developers: also write the record and the figure in proofs/experiments",
    )


def _whole(option: str, text: str, least: int) -> int:
    from numeric_checks.experiments.experiment import BadExperiment

    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= least):
        shown = repr(text if len(text) <= 40 else f"{text[:37]}...")
        raise BadExperiment(f"{option} {shown} is not a whole number from {least} to 999999999")
    return int(text)


def _chosen(names: list[str]) -> list[Experiment]:
    """The experiments of those names, or all; BadExperiment if a package is missing that one of them needs."""
    from numeric_checks.experiments import EXPERIMENTS, experiment, module_of
    from numeric_checks.experiments.experiment import BadExperiment

    for name in names:
        module_of(name)
    chosen = [experiment(name) for name in dict.fromkeys(names or EXPERIMENTS)]
    for one in chosen:
        if missing := one.missing():
            extra = "pip install 'tightmax[experiments]'"
            raise BadExperiment(f"{one.name} needs {', '.join(missing)}, not installed here; {extra}")
    return chosen


def _list(args: argparse.Namespace) -> int:
    from numeric_checks.experiments import EXPERIMENTS, experiment
    from proofs.atomic import write_json
    from symbolic.plain import plain

    known = [experiment(name) for name in EXPERIMENTS]
    if args.json is not None:
        rows = [{"name": one.name, "title": one.title, "claims": one.claims, "needs": one.needs} for one in known]
        write_json(args.json, {"experiments": rows})
    if args.json != "-":
        for one in known:
            missing = f"  (needs {', '.join(one.missing())})" if one.missing() else ""
            print(f"{one.name:<22} {plain(one.title)}{missing}")
    return RAN


def _folder(args: argparse.Namespace, names: list[str]) -> Path:
    """The folder of the results, made if need be; Unwritable before the long work rather than after it."""
    from proofs.atomic import Unwritable, check_writable
    from proofs.experiment_records import FOLDER

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
            check_writable(str(place / f"{name}.svg"))
    return folder


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """How many cells are done, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: None
        return
    columns = (BarColumn(20), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print(found: dict[str, Any], to_stderr: bool) -> None:
    """The question, the expectation and the outcome."""
    from proofs.report import console
    from symbolic.plain import plain

    out = console(stderr=to_stderr)
    out.print(f"{found['name']}: {plain(found['title'])}", style="bold", markup=False)
    for what in ("expected", "found"):
        out.print(f"  {what:<9} {plain(found[what])}", markup=False)
    out.print(f"  {'outcome':<9} {found['outcome']}", markup=False)


def _run(args: argparse.Namespace) -> int:
    from numeric_checks.experiments import runner
    from numeric_checks.experiments.experiment import BadExperiment
    from numeric_checks.workers import cores, pool
    from proofs.atomic import write_json
    from proofs.experiment_records import FOLDER

    seed = _whole("--seed", args.seed, 0)
    count = _whole("--workers", args.workers, 1) if args.workers is not None else cores()
    chosen = _chosen(args.names)
    folder, figures, results = _folder(args, [one.name for one in chosen]), find_spec("matplotlib") is not None, []
    if not figures:
        if args.record:
            raise BadExperiment(
                "--record draws a figure, and matplotlib is not installed; pip install 'tightmax[plot]'"
            )
        print("tightmax experiment: no figures: pip install 'tightmax[plot]' draws them", file=sys.stderr)
    with pool(count) as processes:
        for one in chosen:
            with _progress(one.name) as seen:
                rows = runner.run(one, seed, folder, processes, seen)
            results.append(runner.result(one, seed, rows))
            _print(results[-1], to_stderr=args.json == "-")
            write_json(str(folder / f"{one.name}.json"), results[-1])
            if figures:
                runner.draw(folder / f"{one.name}.svg", one, rows)
            if args.record:
                runner.draw(FOLDER / f"{one.name}.svg", one, rows)
                runner.draw(FOLDER / f"{one.name}.pdf", one, rows)  # TeX reads no .svg
                runner.record(FOLDER / f"{one.name}.json", results[-1])
    if args.json is not None:
        write_json(args.json, {"experiments": results, "seed": seed})
    return RAN


def main(args: argparse.Namespace) -> int:
    """Run the experiments, print and write what came out; the exit status."""
    from numeric_checks.experiments.experiment import BadExperiment
    from numeric_checks.experiments.runner import Undecided
    from proofs.atomic import Unwritable

    status = USAGE
    try:
        return _list(args) if args.list else _run(args)
    except (BadExperiment, Unwritable) as error:
        message = str(error)
    except Undecided as error:
        message, status = f"{error}; the same command goes on", UNDECIDED
    except KeyboardInterrupt:
        message, status = "interrupted; the same command goes on", INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"cannot use {str(error.filename)!r}: {error.strerror}"
    print(f"tightmax experiment: {message}", file=sys.stderr)
    return status

"""``tightmax bench``: value and weights against what a user would otherwise call, in one run.

Exit status 0: measured; 1: an answer was wrong, and nothing was timed; 2: bad input, or a library is missing that
``--require`` or ``--plot`` asks for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from numeric_checks.workers import cores

MEASURED, WRONG, USAGE = 0, 1, 2
"""Exit status."""

EXIT = """exit status:
  0  measured
  1  answers differ by more than rounding explains: wrong answers are not timed
  2  usage or bad input, or a library is missing that --require or --plot needs"""

EXAMPLES = """  tightmax bench
  tightmax bench --shapes 1000x1000 20000x64 --library numpy torch
  tightmax bench --dtype float32 --runs 15 --json out/bench.json --plot out/bench.svg"""

LIBRARIES = ("numpy", "torch", "jax", "entmax")
SHAPES = ((200_000, 4), (20_000, 64), (1000, 1000), (1, 10**6), (1, 10**7))
"""Rows and entries of a row, where `--shapes` does not say."""

MOST = 10**8
"""Entries of an input."""


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:37]}...")


def _whole(text: str) -> int | None:
    """A whole number as written by a person, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _shape(text: str) -> tuple[int, int]:
    """An argparse type: rows x entries of a row."""
    rows, d = (_whole(part) for part in text.split("x")) if text.count("x") == 1 else (None, None)
    if rows is None or d is None or rows < 1 or d < 2 or rows * d > MOST:
        accepted = f"rows from 1 and entries of a row from 2 on, at most {MOST} in all, such as 1000x64, are accepted"
        raise argparse.ArgumentTypeError(f"{_shown(text)} is not a shape: {accepted}")
    return rows, d


def _runs(text: str) -> int:
    """An argparse type: how many rounds."""
    runs = _whole(text)
    if runs is None or not 1 <= runs <= 1000:
        raise argparse.ArgumentTypeError(f"{_shown(text)} is not a whole number from 1 to 1000")
    return runs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``tightmax bench``."""
    shapes = " ".join(f"{rows}x{d}" for rows, d in SHAPES)
    parser.add_argument(
        "--shapes", nargs="+", type=_shape, metavar="NxD", help=f"rows x entries of a row (default: {shapes})"
    )
    parser.add_argument("--library", nargs="+", choices=LIBRARIES, help="only these (default: all that are installed)")
    parser.add_argument("--runs", type=_runs, default=7, metavar="N", help="rounds, in each of which both are timed (default: 7)")
    parser.add_argument("--dtype", choices=("float64", "float32"), default="float64", help="(default: float64)")
    parser.add_argument("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")
    parser.add_argument("--plot", metavar="FILE", help="draw the result (.svg, .pdf, .png; needs matplotlib)")
    parser.add_argument("--require", action="store_true", help="a missing library is an error (exit status 2), not a skip")


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """What is being timed, on a terminal only."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda what: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    # Drawn twice a second only: the bar is a thread that would disturb what it shows.
    with Progress(*columns, console=console, transient=True, refresh_per_second=2) as bar:
        task = bar.add_task("", total=None)
        yield lambda what: bar.update(task, description=what)


def _versions(libraries: Sequence[str]) -> dict[str, str]:
    """The versions of everything that was timed."""
    from importlib.metadata import PackageNotFoundError, version

    from numeric_checks import bench_cases

    names = {"tightmax", "numpy"}.union(*(bench_cases.LIBRARIES[name].needs for name in libraries))
    found = {}
    for name in sorted(names):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def _machine() -> dict[str, Any]:
    """How many cores this process may use, how many of them PyTorch uses, and the version of Python."""
    torch = sys.modules.get("torch")
    threads = torch.get_num_threads() if torch is not None else None
    return {"cores": cores(), "python": sys.version.split()[0], "torch_threads": threads}


def _table(title: str, *names: str) -> Any:
    """An empty table; words to the left, numbers to the right."""
    from rich.table import Table

    made = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="")
    for name in names:
        made.add_column(name, no_wrap=True, justify="left" if name in ("shape", "kind", "mode") else "right")
    return made


def _growth_table(rows: list[dict[str, Any]]) -> Any:
    """A line for each d."""
    cells: dict[tuple[int, int], dict[str, float]] = {}
    for row in rows:
        cells.setdefault((row["d"], row["rows"]), {})[row["kind"]] = row["ns_per_entry"]
    kinds = list(next(iter(cells.values())))
    made = _table("\ngrowth: ns an entry on NumPy, about as many entries in rows of d each time", "d", "rows", *kinds)
    for (d, count), of in cells.items():
        made.add_row(str(d), str(count), *(f"{of[kind]:.2f}" for kind in kinds))
    return made


def _tables(result: dict[str, Any]) -> Iterator[Any]:
    """A table for each library and competitor, and one of the growth."""
    def against(row: dict[str, Any]) -> tuple[str, str]:
        return row["library"], row["against"]

    for library, other in dict.fromkeys(map(against, result["rows"])):
        own = [row for row in result["rows"] if against(row) == (library, other)]
        several = len({row["mode"] for row in own}) > 1
        memory = own[0]["temporaries_in_inputs"] is not None
        first = ("shape", "kind", "mode") if several else ("shape", "kind")
        last = ("memory", "other's") if memory else ()
        made = _table(f"\n{library}, against {other}", *first, "ratio", "quartiles", "ms", "other ms", *last)
        for row in own:
            ratio, seconds, extra = row["ratio"], row["seconds"], row["temporaries_in_inputs"] or {}
            made.add_row(
                "x".join(map(str, row["shape"])), row["kind"], *([row["mode"]] if several else []),
                f"{ratio['median']:.2f}", f"{ratio['q1']:.2f}-{ratio['q3']:.2f}", f"{1e3 * seconds['tightmax']:.2f}",
                f"{1e3 * seconds['other']:.2f}", *(f"{extra[who]:.2f}" for who in ("tightmax", "other") if extra),
            )  # fmt: skip
        yield made
    if result["growth"]:
        yield _growth_table(result["growth"])


def _print(result: dict[str, Any], to_stderr: bool) -> None:
    """The tables, and in one line how to read them."""
    from proofs.report import console

    out = console(stderr=to_stderr)
    if not out.is_terminal:
        out.width = 200
    for table in _tables(result):
        out.print(table)
    notes = "ratio: tightmax is so many times as fast, median of the rounds; ms: least"
    if any(row["temporaries_in_inputs"] for row in result["rows"]):
        notes += "\nmemory: peak beyond input and outputs, in sizes of the input"
    if result["rows"]:
        out.print(f"\n{notes}")
    machine, versions = result["machine"], result["versions"]
    out.print("\n" + ", ".join(f"{name} {found}" for name, found in versions.items()))
    out.print(f"Python {machine['python']}, {machine['cores']} cores")


def _run(args: argparse.Namespace) -> int:
    from numeric_checks import bench_cases, bench_plot, bench_timing
    from proofs.atomic import check_writable, write_json

    if args.json is not None:
        check_writable(args.json)
    if args.plot is not None:
        bench_plot.check_target(args.plot)
    asked, shapes = list(dict.fromkeys(args.library or LIBRARIES)), list(dict.fromkeys(args.shapes or SHAPES))
    skipped = {name: why for name in asked if (why := bench_cases.missing(name)) is not None}
    for name, why in skipped.items():
        print(f"tightmax bench: {'' if args.require else 'skipped '}{name}: {why}", file=sys.stderr)
    if skipped and args.require:
        return USAGE
    present = [name for name in asked if name not in skipped]
    with _progress() as progress:
        rows = bench_timing.measure(present, shapes, args.dtype, args.runs, progress)
        size = max(n * d for n, d in shapes)
        growth = bench_timing.growth(size, args.dtype, args.runs, progress) if "numpy" in asked else []
    result = {
        "rows": rows, "growth": growth, "skipped": skipped, "versions": _versions(present), "machine": _machine(),
        "ratio_is": "seconds of the other over seconds of tightmax",
    }  # fmt: skip
    _print(result, to_stderr=args.json == "-")
    if args.json is not None:
        write_json(args.json, result)
    if args.plot is not None:
        bench_plot.draw(Path(args.plot), result)
    return MEASURED


def main(args: argparse.Namespace) -> int:
    """Measure, print, and write what is asked for; the exit status."""
    from numeric_checks.bench_cases import WrongAnswer
    from numeric_checks.bench_plot import PlotMissing

    try:
        return _run(args)
    except PlotMissing as error:
        message, status = str(error), USAGE
    except WrongAnswer as error:
        message, status = str(error), WRONG
    print(f"tightmax bench: {message}", file=sys.stderr)
    return status

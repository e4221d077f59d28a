"""`tightmax bench`: value and weights against what a user would otherwise call, and against the limit, in one run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from proofs.machinery.output.bad_input import BadInput, ToolMissing, shown
from proofs.machinery.output.endings import at_once, tell
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.progress import progress
from proofs.machinery.output.table import Column, columns_of, table_lines
from proofs.machinery.output.whole_numbers import whole

EXAMPLES = """  tightmax bench
  tightmax bench --quick
  tightmax bench --shapes 1000x1000 20000x64 --library numpy torch
  tightmax bench --dtype float32 --runs 15 --json out/bench.json --plot out/bench.svg"""

LIBRARIES = ("numpy", "torch", "compiled", "jax", "entmax")
SHAPES = ((50_000, 2), (50_000, 3), (100_000, 4), (20_000, 64), (1000, 1000), (10, 50_257))
"""Rows and entries of a row, where `--shapes` does not say."""

QUICK = ((100_000, 4), (1000, 300))
"""The same with `--quick`."""

RUNS = {False: "5", True: "2"}
"""Rounds, where `--runs` does not say: without and with `--quick`."""

GROWTH = 10**6
"""Entries with which the growth is measured, at most."""

MOST = 10**8
"""Entries of an input."""


def _shape(text: str) -> tuple[int, int]:
    """Return rows x entries of a row; BadInput names the text and what is accepted."""
    accepted = f"rows from 1 and entries of a row from 2 on, at most {MOST} in all, such as 1000x64, are accepted"
    try:
        rows, d = (whole(part, least, MOST) for part, least in zip(text.split("x"), (1, 2), strict=True))
    except ValueError:
        rows, d = 0, 0
    if not 1 <= rows * d <= MOST:
        raise BadInput(f"--shapes {shown(text)} is not a shape: {accepted}")
    return rows, d


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tightmax bench`."""
    shapes = " ".join(f"{rows}x{d}" for rows, d in SHAPES)
    parser.add_argument(
        "--shapes", nargs="+", metavar="NxD", help=f"rows x entries of a row (default: {shapes})"
    )
    parser.add_argument("--library", nargs="+", choices=LIBRARIES, help="only these (default: all that are installed)")
    parser.add_argument("--runs", metavar="N", help="rounds, in each of which all are timed in turn (default: 5)")
    few = " ".join(f"{rows}x{d}" for rows, d in QUICK)
    parser.add_argument("--quick", action="store_true", help=f"two rounds, and unless --shapes says more, only {few}")
    parser.add_argument("--dtype", choices=("float64", "float32"), default="float64", help="(default: float64)")
    parser.add_argument("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")
    parser.add_argument("--plot", metavar="FILE", help="draw the result (.svg, .pdf, .png; needs matplotlib)")
    parser.add_argument(
        "--require", action="store_true", help="a missing library is an error (exit status 3), not a skip",
    )


def _versions(libraries: Sequence[str]) -> dict[str, str]:
    """Return the versions of everything that was timed."""
    from importlib.metadata import PackageNotFoundError, version

    from numeric_checks.bench import cases

    names = {"tightmax", "numpy"}.union(*(cases.LIBRARIES[name].needs for name in libraries))
    found = {}
    for name in sorted(names):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def _machine() -> dict[str, Any]:
    """Return how many cores this process may use, how many of them PyTorch uses, and the version of Python."""
    from proofs.machinery.engine.workers import cores

    torch = sys.modules.get("torch")
    threads = torch.get_num_threads() if torch is not None else None
    return {"cores": cores(), "python": sys.version.split()[0], "torch_threads": threads}


WORDS = ("shape", "by", "mode", "kind")
"""Columns whose cells are words."""


def _table(title: str, width: int | None, names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table under its title; words to the left, numbers to the right."""
    cells = list(zip(*rows, strict=True))
    key = next(place for place, name in enumerate(names) if name not in WORDS or place + 1 == len(names))
    if key > 1:  # a table that is split repeats its first column, so the words that name a row are one
        wide = [max(map(len, (name, *column))) for name, column in zip(names[:key], cells[:key], strict=True)]
        together = ["  ".join(f"{text:<{w}}" for text, w in zip(row[:key], wide, strict=True)).rstrip() for row in rows]
        head = "  ".join(f"{name:<{w}}" for name, w in zip(names[:key], wide, strict=True)).rstrip()
        names, cells = (head, *names[key:]), [tuple(together), *cells[key:]]
    named = enumerate(zip(names, cells, strict=True))
    columns = [Column(name, tuple(column), left=not place) for place, (name, column) in named]
    return ["", title, *table_lines(columns, width)]


def _growth_table(rows: list[dict[str, Any]], width: int | None) -> list[str]:
    """Return a line for each d."""
    cells: dict[tuple[int, int], dict[str, float]] = {}
    for row in rows:
        cells.setdefault((row["d"], row["rows"]), {})[row["kind"]] = row["ns_per_entry"]
    kinds = list(next(iter(cells.values())))
    lines = [(str(d), str(count), *(f"{of[kind]:.2f}" for kind in kinds)) for (d, count), of in cells.items()]
    title = "growth: ns an entry on NumPy, about as many entries in rows of d each time"
    return _table(title, width, ("d", "rows", *kinds), lines)


def _main_table(rows: list[dict[str, Any]], width: int | None) -> list[str]:
    """Return a line for each library, shape, kind and what is computed."""
    lines = []
    for row in rows:
        ns, ratio, memory = row["ns_per_entry"], row["ratio"], row["temporaries_in_inputs"]
        by = row["engine"] if row["library"] == "numpy" else f"{row['library']} {row['engine']}"
        lines.append((
            row["input"], by, row["what"], row["kind"], f"{ns['least']:.2f}", f"{ns['q1']:.2f}-{ns['q3']:.2f}",
            row["against"], f"{row['peers_ns_per_entry'][row['against']]:.2f}", f"{ratio['of_least']:.2f}",
            f"{ratio['q1']:.2f}-{ratio['q3']:.2f}", f"{row['times_the_limit']:.1f}",
            "" if memory is None else f"{memory:.2f}",
        ))
    names = (
        "shape", "by", "mode", "kind", "ns", "quartiles", "against", "its ns", "ratio", "its quartiles", "limits",
        "memory",
    )
    return _table("CPU time: ns an entry, the least of all rounds", width, names, lines)


def _tables(result: dict[str, Any], width: int | None) -> Iterator[list[str]]:
    """Yield the table of all contestants, and one of the growth."""
    yield _main_table(result["rows"], width)
    if result["growth"]:
        yield _growth_table(result["growth"], width)


HOW_TO_READ = """
axis 0: the transposed array along its first axis; strided: every other entry of longer rows
by: the engine for NumPy's arrays (fast: compiled code), or the library and how it computes; torch: one thread
against: the fastest other; numpy: five lines of NumPy; compiled: torch.compile; of both, LogSumExp and softmax
gradient: the value and its gradient; ratio: so many times as fast, from the least times; its quartiles: of the rounds
limits: so many times one exponential of every entry, in old memory; memory: peak beyond input and outputs, in inputs"""


def _print(result: dict[str, Any], to_stderr: bool) -> None:
    """The tables, and in one line how to read them."""
    out = sys.stderr if to_stderr else sys.stdout
    lines = [line for table in _tables(result, columns_of(out)) for line in table]
    lines += HOW_TO_READ.splitlines()
    machine, versions = result["machine"], result["versions"]
    lines += ["", ", ".join(f"{name} {found}" for name, found in versions.items())]
    lines.append(f"Python {machine['python']}, {machine['cores']} cores")
    print("\n".join(lines), file=out)


def _compared(args: argparse.Namespace) -> tuple[list[str], dict[str, str]]:
    """Return the libraries to measure, and why the others are skipped; ToolMissing where one is required, or all are
    missing.
    """
    from numeric_checks.bench import cases
    from tightmax.install import how_to_install

    asked = list(dict.fromkeys(args.library or LIBRARIES))
    skipped = {name: why for name in asked if (why := cases.missing(name)) is not None}
    if skipped and args.require:
        raise ToolMissing("; ".join(f"{name}: {why}" for name, why in skipped.items()))
    if len(skipped) == len(asked):
        why = ", ".join(skipped.values())
        raise ToolMissing(f"nothing to compare with: {why}; {how_to_install('bench')}")
    for name, why in skipped.items():
        tell(f"tightmax bench: skipped {name}: {why}")
    return [name for name in asked if name not in skipped], skipped


def _run(args: argparse.Namespace) -> int:
    from numeric_checks.bench import plot, timing
    from proofs.machinery.output.files import check_writable, write_json

    usual = QUICK if args.quick else SHAPES
    shapes = list(dict.fromkeys(map(_shape, args.shapes))) if args.shapes else list(usual)
    runs = whole(RUNS[args.quick] if args.runs is None else args.runs, 1, 1000, "--runs")
    if args.json is not None:
        check_writable(args.json)
    if args.plot is not None:
        plot.check_target(args.plot)
    present, skipped = _compared(args)
    size = min(GROWTH, max(n * d for n, d in shapes))
    lengths = timing.growth_dims(size) if "numpy" in present else []
    pairs = timing.parts(present, shapes)
    with progress("tightmax bench", "parts") as seen:

        def told(before: int) -> Callable[[int, str], None]:
            return lambda done, what: seen(before + done, pairs + len(lengths), what)

        rows = timing.measure(present, shapes, args.dtype, runs, told(0))
        growth = timing.growth(size, args.dtype, runs, told(pairs)) if lengths else []
    result = {
        "rows": rows, "growth": growth, "skipped": skipped, "versions": _versions(present), "machine": _machine(),
        "ratio_is": "CPU seconds of the fastest other over those of tightmax",
    }
    _print(result, to_stderr=args.json == "-")
    if args.json is not None:
        write_json(args.json, result)
    if args.plot is not None:
        plot.draw(Path(args.plot), result)
    return MATCHES


def main(args: argparse.Namespace) -> int:
    """Measure, print, and write what is asked for; the exit status."""
    with at_once("tightmax bench"):
        from numeric_checks.bench.cases import WrongAnswer
    try:
        return _run(args)
    except WrongAnswer as error:
        tell(f"tightmax bench: {error}")
        return DIFFERS

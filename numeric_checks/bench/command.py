"""`tightmax bench`: value and weights against what a user would otherwise call, in one run."""

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
  tightmax bench --shapes 1000x1000 20000x64 --library numpy torch
  tightmax bench --dtype float32 --runs 15 --json out/bench.json --plot out/bench.svg"""

LIBRARIES = ("numpy", "torch", "jax", "entmax")
SHAPES = ((200_000, 4), (20_000, 64), (1000, 1000), (1, 10**6), (1, 10**7))
"""Rows and entries of a row, where `--shapes` does not say."""

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
    parser.add_argument("--runs", default="7", metavar="N", help="rounds, in each of which both are timed (default: 7)")
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


WORDS = ("shape", "kind", "mode")
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


def _limits_table(rows: list[dict[str, Any]], width: int | None) -> list[str]:
    """Return a line for each shape, layout, kind and what is computed."""
    lines = []
    for row in rows:
        ns, peers = row["ns_per_entry"], row["peers_ns_per_entry"]
        lines.append((
            f"{'x'.join(map(str, row['shape']))} {row['layout']}", row["kind"], row["what"], f"{ns['least']:.2f}",
            f"{ns['q1']:.2f}-{ns['q3']:.2f}", *(f"{peers[name]:.2f}" if name in peers else "" for name in PEERS),
            f"{row['times_as_fast_as_best_peer']:.2f}", f"{row['times_the_limit']:.1f}",
        ))
    title = "CPU time: ns an entry on NumPy; peers: five lines of NumPy, SciPy (both: LogSumExp and softmax)"
    names = ("shape", "kind", "mode", "least", "quartiles", *PEERS, "against best", "times limit")
    return _table(title, width, names, lines)


PEERS = ("numpy", "scipy")


def _tables(result: dict[str, Any], width: int | None) -> Iterator[list[str]]:
    """Yield a table for each library and competitor, and one of the growth."""
    def against(row: dict[str, Any]) -> tuple[str, str]:
        return row["library"], row["against"]

    for library, other in dict.fromkeys(map(against, result["rows"])):
        own = [row for row in result["rows"] if against(row) == (library, other)]
        several = len({row["mode"] for row in own}) > 1
        memory = own[0]["temporaries_in_inputs"] is not None
        first = ("shape", "kind", "mode") if several else ("shape", "kind")
        last = ("memory", "other's") if memory else ()
        lines = []
        for row in own:
            ratio, seconds, extra = row["ratio"], row["seconds"], row["temporaries_in_inputs"] or {}
            lines.append((
                "x".join(map(str, row["shape"])), row["kind"], *([row["mode"]] if several else []),
                f"{ratio['median']:.2f}", f"{ratio['q1']:.2f}-{ratio['q3']:.2f}", f"{1e3 * seconds['tightmax']:.2f}",
                f"{1e3 * seconds['other']:.2f}", *(f"{extra[who]:.2f}" for who in ("tightmax", "other") if extra),
            ))
        yield _table(
            f"{library}, against {other}", width, (*first, "ratio", "quartiles", "ms", "other ms", *last), lines,
        )
    if result["limits"]:
        yield _limits_table(result["limits"], width)
    if result["growth"]:
        yield _growth_table(result["growth"], width)


def _print(result: dict[str, Any], to_stderr: bool) -> None:
    """The tables, and in one line how to read them."""
    out = sys.stderr if to_stderr else sys.stdout
    lines = [line for table in _tables(result, columns_of(out)) for line in table]
    if result["rows"]:
        lines += ["", "ratio: tightmax is so many times as fast, median of the rounds; ms: least"]
    if result["limits"]:
        lines.append("against best: so many times as fast as the faster peer; limit: one exponential, in old memory")
    if any(row["temporaries_in_inputs"] for row in result["rows"]):
        lines.append("memory: peak beyond input and outputs, in sizes of the input")
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
    from numeric_checks.bench import limits, plot, timing
    from proofs.machinery.output.files import check_writable, write_json

    shapes = list(dict.fromkeys(map(_shape, args.shapes))) if args.shapes else list(SHAPES)
    runs = whole(args.runs, 1, 1000, "--runs")
    if args.json is not None:
        check_writable(args.json)
    if args.plot is not None:
        plot.check_target(args.plot)
    present, skipped = _compared(args)
    size = max(n * d for n, d in shapes)
    pairs = len(shapes) * len(present)
    lengths = timing.growth_dims(size) if "numpy" in present else []
    near = len(shapes) if "numpy" in present else 0
    with progress("tightmax bench", "timings") as seen:

        def told(before: int) -> Callable[[int, str], None]:
            return lambda done, what: seen(before + done, pairs + near + len(lengths), what)

        rows = timing.measure(present, shapes, args.dtype, runs, told(0))
        edges = limits.measure(shapes, args.dtype, runs, told(pairs)) if near else []
        growth = timing.growth(size, args.dtype, runs, told(pairs + near)) if lengths else []
    result = {
        "rows": rows, "limits": edges, "growth": growth, "skipped": skipped, "versions": _versions(present),
        "machine": _machine(),
        "ratio_is": "seconds of the other over seconds of tightmax",
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

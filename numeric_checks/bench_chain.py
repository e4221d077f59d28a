"""Seconds for the whole chain table, and how much slower the plain quadratic recursion is.

    python -m numeric_checks.bench_chain [--limit D] [--scan D] [--runs N] [--json FILE]

Prints the least time over a few runs for all L_d with d <= 10^6, and the ratio of the quadratic scan to the
table at d = 5000, both timed in this same run. Imports are not timed. Exit status 0, or 2 on bad input.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import NoReturn

import numpy as np

from proofs.atomic import Unwritable, check_writable, write_json
from proofs.chain_table import ERROR, MAX_LIMIT, ChainTable, quadratic_scan


class _OneLineParser(argparse.ArgumentParser):
    """Reports a usage error in one line, with exit status 2."""

    def error(self, message: str) -> NoReturn:
        """Print the message alone and leave."""
        self.exit(2, f"{self.prog}: {message}\n")


def least_seconds(work: Callable[[], object], runs: int) -> float:
    """Return the least wall-clock time of `work()` over the given number of runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def measure(limit: int, scan: int, runs: int) -> dict[str, float | int]:
    """Time the table up to `limit`, and the table against the quadratic scan up to `scan`.

    Raises ArithmeticError if the two differ by more than rounding explains: wrong answers are not timed.
    """
    difference = np.abs(ChainTable(scan).values - quadratic_scan(scan))[1:].max()
    if difference > 2 * ERROR:
        raise ArithmeticError(f"table and quadratic scan differ by {difference:.3g} up to d = {scan}")
    quadratic = least_seconds(lambda: quadratic_scan(scan), runs)
    table = least_seconds(lambda: ChainTable(scan), runs)
    return {
        "limit": limit,
        "runs": runs,
        "seconds": least_seconds(lambda: ChainTable(limit), runs),
        "scan": scan,
        "scan_quadratic_seconds": quadratic,
        "scan_table_seconds": table,
        "scan_ratio": quadratic / table,
    }


def _number(least: int, most: int) -> Callable[[str], int]:
    """Return an argparse type: a whole number from least to most."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return parse


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _OneLineParser(prog="bench_chain", description="Time the chain table and the plain recursion.")
    parser.add_argument("--limit", type=_number(2, MAX_LIMIT), default=MAX_LIMIT, help="table size to time")
    parser.add_argument("--scan", type=_number(2, 50_000), default=5000, help="size of the comparison")
    parser.add_argument("--runs", type=_number(1, 1000), default=5, help="runs; the least time counts")
    parser.add_argument("--json", metavar="FILE", help="also write the figures to FILE")
    return parser.parse_args(argv)


def _print(row: dict[str, float | int]) -> None:
    print(f"all L_d, d <= {row['limit']}: {row['seconds']:.3f} s (least of {row['runs']} runs)")
    print(
        f"d <= {row['scan']}: quadratic scan {row['scan_quadratic_seconds']:.4f} s, "
        f"table {row['scan_table_seconds']:.4f} s, ratio {row['scan_ratio']:.1f}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status."""
    options = _arguments(argv)
    try:
        if options.json is not None:
            check_writable(options.json)
        row = measure(options.limit, options.scan, options.runs)
        _print(row)
        if options.json is not None:
            write_json(options.json, row)
    except Unwritable as error:
        print(f"bench_chain: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

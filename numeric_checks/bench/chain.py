"""Seconds for the whole chain table, and how much slower the plain quadratic recursion is.

    python -m numeric_checks.bench.chain [--limit D] [--scan D] [--runs N] [--json FILE]

Prints the least time over a few runs for all L_d with d <= 10^6, and the ratio of the quadratic scan to the
table at d = 5000, both timed in this same run. Imports are not timed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from proofs.machinery.bounds.chain_table import ERROR, MAX_LIMIT, ChainTable, quadratic_scan
from proofs.machinery.output.endings import ending
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.files import check_writable, write_json
from proofs.machinery.output.parser import parser
from proofs.machinery.output.whole_numbers import whole


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


EXAMPLES = (
    "  python -m numeric_checks.bench.chain\n  python -m numeric_checks.bench.chain --limit 1e5 --scan 1000 --json -"
)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    made = parser(
        "numeric_checks.bench.chain", "python -m numeric_checks.bench.chain",
        "Time the chain table and the plain recursion.", EXAMPLES
    )
    made.add_argument("--limit", default=str(MAX_LIMIT), metavar="D", help=f"table size to time (default: {MAX_LIMIT})")
    made.add_argument("--scan", default="5000", metavar="D", help="size of the comparison (default: 5000)")
    made.add_argument("--runs", default="5", metavar="N", help="runs; the least time counts (default: 5)")
    made.add_argument("--json", metavar="FILE", help="also write the figures to FILE")
    return made.parse_args(argv)


def _print(row: dict[str, float | int]) -> None:
    print(f"all L_d, d <= {row['limit']}: {row['seconds']:.3f} s (least of {row['runs']} runs)")
    print(
        f"d <= {row['scan']}: quadratic scan {row['scan_quadratic_seconds']:.4f} s, "
        f"table {row['scan_table_seconds']:.4f} s, ratio {row['scan_ratio']:.1f}"
    )


def _run(argv: Sequence[str] | None) -> int:
    options = _arguments(argv)
    limit, scan = whole(options.limit, 2, MAX_LIMIT, "--limit"), whole(options.scan, 2, 50_000, "--scan")
    runs = whole(options.runs, 1, 1000, "--runs")
    if options.json is not None:
        check_writable(options.json)
    row = measure(limit, scan, runs)
    if options.json != "-":
        _print(row)
    if options.json is not None:
        write_json(options.json, row)
    return MATCHES


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status."""
    return ending("numeric_checks.bench.chain", lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())

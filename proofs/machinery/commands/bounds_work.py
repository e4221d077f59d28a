"""The work of `tightmax bounds`: a table of enclosures, the same as JSON, and figures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from proofs.machinery.bounds import best as enclosures
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.files import check_writable, write_json
from proofs.machinery.output.progress import progress
from proofs.machinery.output.table import Column, columns_of, table_lines

SHORT = 10**6
"""Fractions with a smaller denominator are printed before their decimals."""

FEW = 16
"""Up to so many dimensions the ties of the chain bound are printed."""


def _lower_cell(row: enclosures.Bounds) -> str:
    exact, decimal = row.lower.exact, row.lower.decimal(up=False)
    if not exact.is_rational or exact.rational.denominator >= SHORT:
        return decimal
    return f"{exact} {'=' if exact.rational == Fraction(decimal) else '>'} {decimal}"


def lines(rows: Sequence[enclosures.Bounds], width: int | None = None) -> list[str]:
    """Return the table and what there is to say below it; the same numbers at every width."""
    columns = [
        Column("d", tuple(str(row.d) for row in rows)),
        Column("lower", tuple(map(_lower_cell, rows)), "lower"),
        Column("by", tuple(row.lower.theorem for row in rows), "lower", left=True),
        Column("upper", tuple(row.upper.decimal(up=True) for row in rows), "upper"),
        Column("by", tuple(row.upper.theorem for row in rows), "upper", left=True),
        Column("chain", tuple(row.chain.decimal(up=False) for row in rows)),
        Column("ln d", tuple(row.lse.decimal(up=True) for row in rows)),
    ]
    found = table_lines(columns, width)
    for row in rows:
        if row.lower == row.upper and not row.lower.exact.is_rational:
            found.append(f"eps*_{row.d} = {row.lower.exact} ({row.lower.theorem})")
        if len(row.chains) > 1 and len(rows) <= FEW:
            tied = "  ".join("-".join(map(str, chain)) for chain in row.chains[:8])
            found.append(f"L_{row.d} = {row.chain.exact} is attained by {len(row.chains)} chains: {tied}")
        if not row.optimal:
            shown = f"the chain shown for d = {row.d} need not be optimal"
            found.append(f"{shown}: L_d is computed up to {enclosures.TABLE}")
    return found


def run(args: argparse.Namespace, dimensions: list[int]) -> int:
    """Draw, print and write."""
    if args.json is not None:
        check_writable(args.json)
    if args.figure is not None:
        from proofs.machinery.bounds import figure

        figure.new_figure(Path(args.figure))
        check_writable(args.figure)
        figure.draw(Path(args.figure), sorted(dimensions) or figure.SHOWN)
    if args.regions is not None:
        from proofs.machinery.bounds import figure, four_entries

        figure.new_figure(Path(args.regions))
        check_writable(args.regions)
        four_entries.draw(Path(args.regions))
    rows = []
    with progress("tightmax bounds", "dimensions") as seen:
        for count, d in enumerate(dimensions):
            seen(count, len(dimensions), f"d = {d}")
            rows.append(enclosures.bounds(d))
    out = sys.stderr if args.json == "-" else sys.stdout
    if rows:
        print("\n".join(lines(rows, columns_of(out))), file=out)
    if args.json is not None:
        write_json(args.json, [row.row() for row in rows])
    return MATCHES

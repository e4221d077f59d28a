"""Run blocks of a ledger again and compare: a block's key determines everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from numeric_checks.sweeps.block import BlockResult
from numeric_checks.sweeps.executors import Execute
from numeric_checks.sweeps.ledger import BadLedger, rows

Row = tuple[int, BlockResult]


def chosen(text: str) -> list[Row]:
    """Return the row of `FILE:LINE`; of `FILE` the worst row and all refuted ones."""
    path, _, number = text.rpartition(":")
    if path and number.isascii() and number.isdigit() and not Path(text).exists():
        found = [row for row in rows(Path(path)) if row[0] == int(number)]
        if not found:
            raise BadLedger(f"{path!r} has no line {number}")
        return found
    worst: Row | None = None
    refuted = []
    for row in rows(Path(text)):
        if row[1].refuted:
            refuted.append(row)
        elif worst is None or row[1].badness > worst[1].badness:
            worst = row
    if not refuted and worst is None:
        raise BadLedger(f"{text!r} has no finished block")
    return refuted or [worst]  # type: ignore[list-item]


def replayed(text: str, execute: Execute) -> Iterator[tuple[int, BlockResult, bool]]:
    """Yield the chosen rows, computed anew, and whether each is the same as in the ledger, the version aside."""
    found = chosen(text)
    for (number, before), now in zip(found, execute(row.key for _, row in found), strict=True):
        yield number, now, replace(before, version="") == replace(now, version="")

"""The ledger of a sweep: JSON lines, one a finished block, in the order of the blocks."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import IO

from numeric_checks.block import BlockResult, Key


class BadLedger(ValueError):
    """A file that is not a ledger of this program."""


def _read(file: IO[bytes], name: str) -> dict[Key, BlockResult]:
    """The finished blocks; a last line that was cut off is removed from the file."""
    data = file.read()
    whole = data[: data.rfind(b"\n") + 1]
    tail, start = data[len(whole) :], b'{"block": '
    found: dict[Key, BlockResult] = {}
    known = {f.name for f in fields(BlockResult)}
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            row = json.loads(line)
            if set(row) != known:
                raise ValueError
            result = BlockResult(**row)
            math.isnan(result.badness)
            found.setdefault(result.key, result)
        except (TypeError, ValueError):
            text = f"line {number} of {name!r} is not a block of a sweep; name another file"
            raise BadLedger(text) from None
    if not (tail.startswith(start) or start.startswith(tail)):
        raise BadLedger(f"the last line of {name!r} is not a block of a sweep; name another file")
    file.truncate(len(whole))
    return found


@contextmanager
def opened(ledger: Path | None) -> Iterator[tuple[IO[bytes] | None, dict[Key, BlockResult]]]:
    """The ledger, ready to be continued, and the blocks that it holds."""
    if ledger is None:
        yield None, {}
        return
    with ledger.open("a+b") as file:
        file.seek(0)
        done = _read(file, str(ledger))
        file.seek(0, 2)
        yield file, done

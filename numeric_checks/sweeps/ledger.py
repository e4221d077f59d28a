"""The ledger of a sweep: JSON lines, one a finished block, in the order of the blocks.

A line is written by one call and straight to the operating system, so that a run that is killed leaves whole
lines, or at worst a last one that is cut off, which the next run removes.
"""

from __future__ import annotations

import errno
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import IO

from numeric_checks.attacks.sweep import BadSweep
from numeric_checks.sweeps.block import BlockResult, Key
from numeric_checks.sweeps.version import version
from proofs.machinery.output.bad_input import BadInput

_FIELDS = {f.name for f in fields(BlockResult)}
_START = b'{"block": '


class BadLedger(BadInput):
    """A file that cannot be used as the ledger, with the reason in one line."""


def parse(line: bytes, number: int, name: str) -> BlockResult:
    """Return one line of a ledger."""
    try:
        row = json.loads(line)
        if set(row) != _FIELDS or not isinstance(row["sweep"], str) or not isinstance(row["entries"], int):
            raise ValueError
        result = BlockResult(**row)
        math.isnan(result.badness)
        hash(result.key)
    except (TypeError, ValueError):
        raise BadLedger(f"line {number} of {name!r} is not a block of a sweep; name another file") from None
    return result


def _current(result: BlockResult) -> bool:
    """Say whether this program would write the same line."""
    try:
        return result.version == version(result.sweep, result.library)
    except (BadSweep, KeyError):
        return False


class Ledger:
    """The finished blocks, on disk or, without a file, nowhere; only their keys are held in memory."""

    def __init__(self, file: IO[bytes] | None = None, name: str = "") -> None:
        self.file, self.name = file, name
        self._at: dict[Key, int] = {}
        if file:
            self._scan(file)

    def _scan(self, file: IO[bytes]) -> None:
        """Find the blocks; remove a last line that was cut off."""
        at, tail = 0, b""
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                tail = line
                break
            result = parse(line, number, self.name)
            if not _current(result):
                raise BadLedger(
                    f"line {number} of {self.name!r} was written by another version of the program; name another file"
                )
            self._at.setdefault(result.key, at)
            at += len(line)
        if not (tail.startswith(_START) or _START.startswith(tail)):
            raise BadLedger(f"the last line of {self.name!r} is not a block of a sweep; name another file")
        if tail:
            file.truncate(at)

    def __contains__(self, key: Key) -> bool:
        return key in self._at

    def __len__(self) -> int:
        return len(self._at)

    def read(self, key: Key) -> BlockResult:
        """Return a finished block."""
        assert self.file
        self.file.seek(self._at[key])
        return parse(self.file.readline(), 0, self.name)

    def write(self, result: BlockResult) -> None:
        """Append a finished block."""
        if self.file:
            line = result.line().encode()
            written = 0
            while written < len(line):
                written += self._put(line[written:])

    def _put(self, data: bytes) -> int:
        assert self.file
        count = self.file.write(data)
        if not count:
            raise OSError(errno.ENOSPC, "no room is left", self.name)
        return count


def _lock(file: IO[bytes], name: str) -> None:
    """Keep a second run away; where files cannot be locked, nothing is done."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BadLedger(f"another run is writing {name!r}; wait for it or name another file") from None
    except (ImportError, OSError):
        return


@contextmanager
def opened(path: Path | None) -> Iterator[Ledger]:
    """Yield the ledger, locked and ready to be continued."""
    if path is None:
        yield Ledger()
        return
    name = str(path)
    if path.exists() and not path.is_file():
        raise BadLedger(f"cannot use {name!r}: it is no ordinary file")
    try:
        raw = path.open("a+b", buffering=0)
    except OSError as error:
        raise BadLedger(f"cannot use {name!r}: {error.strerror or error}") from None
    with raw:
        _lock(raw, name)
        try:
            raw.seek(0)
            ledger = Ledger(raw, name)
        except OSError as error:
            raise BadLedger(f"cannot use {name!r} as a ledger: {error.strerror or error}") from None
        yield ledger


def rows(path: Path) -> Iterator[tuple[int, BlockResult]]:
    """Yield the whole lines of a ledger with their numbers, whichever version wrote them."""
    if path.exists() and not path.is_file():
        raise BadLedger(f"cannot read {str(path)!r}: it is no ordinary file")
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.endswith(b"\n"):
                    yield number, parse(line, number, str(path))
    except OSError as error:
        raise BadLedger(f"cannot read {str(path)!r}: {error.strerror or error}") from None

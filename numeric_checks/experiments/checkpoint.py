"""The finished cells of an experiment: JSON lines, appended as they are done, from which a run that was cut goes on.

Lines of another seed or of another version of the program are kept and not used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import tightmax
from numeric_checks.experiments.experiment import BadExperiment, Cell, Row, finite
from proofs.machinery.engine.cache_keys import needed

_FIELDS = {"cell", "experiment", "row", "seed", "version"}
_START = b'{"cell": '
_HERE = "numeric_checks.experiments"
_FRAMEWORK = {_HERE, *(f"{_HERE}.{name}" for name in ("checkpoint", "command", "experiment", "runner"))}
"""Modules that say which cells are run, where, and how they are shown."""


def key(cell: Cell) -> str:
    """Return a cell as text, the same for equal cells."""
    return json.dumps(dict(cell), sort_keys=True, allow_nan=False)


def _sources(module: str) -> list[Path]:
    """Return the experiment, what it imports of the experiments but for the framework, and tightmax."""
    names = {name for name in needed(module) if name.startswith("numeric_checks.")} - _FRAMEWORK
    specs = [find_spec(name) for name in sorted(names | {module})]
    assert tightmax.__file__ is not None
    own = {Path(spec.origin) for spec in specs if spec is not None and spec.origin is not None}
    return sorted({*own, *Path(tightmax.__file__).parent.rglob("*.py")})


def version(module: str, needs: tuple[str, ...]) -> str:
    """Return a short hash of what the figures depend on beside cell and seed: program text, NumPy, the packages
    needed.
    """
    found = hashlib.sha256()
    for name in ("numpy", *needs):
        try:
            found.update(f"{name} {metadata.version(name)}\n".encode())
        except metadata.PackageNotFoundError:
            found.update(f"{name}\n".encode())
    for path in _sources(module):
        found.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()[:16]


def _parse(line: bytes) -> tuple[tuple[Any, ...], str, dict[str, float]]:
    """Return one whole line: the run that it belongs to, the cell and its figures; ValueError or TypeError if it is
    none.
    """
    found = json.loads(line)
    if not isinstance(found, dict) or set(found) != _FIELDS or not isinstance(found["cell"], dict):
        raise ValueError
    return (found["experiment"], found["seed"], found["version"]), key(found["cell"]), finite(found["row"], "a line")


class Checkpoint:
    """The cells that are finished, by their `key`, and the file to which more are appended."""

    def __init__(self, file: IO[bytes], name: str, run: tuple[str, int, str]) -> None:
        self.file, self.run = file, run
        self.rows: dict[str, dict[str, float]] = {}
        at, tail = 0, b""
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                tail = line
                break
            try:
                of, cell, row = _parse(line)
            except (AttributeError, TypeError, ValueError):
                raise BadExperiment(f"line {number} of {name!r} is not a cell of an experiment; {_ELSE}") from None
            if of == run:
                self.rows[cell] = row
            at += len(line)
        if not (tail.startswith(_START) or _START.startswith(tail)):
            raise BadExperiment(f"the last line of {name!r} is not a cell of an experiment; {_ELSE}")
        if tail:
            file.truncate(at)

    def write(self, cell: Cell, row: Row) -> None:
        """Append a finished cell, by one call and straight to the operating system."""
        experiment, seed, program = self.run
        line = {"cell": dict(cell), "experiment": experiment, "row": dict(row), "seed": seed, "version": program}
        self.file.write((json.dumps(line, sort_keys=True, allow_nan=False) + "\n").encode())
        self.rows[key(cell)] = finite(row, "a cell")


_ELSE = "name another folder with --out"


@contextmanager
def opened(path: Path, run: tuple[str, int, str]) -> Iterator[Checkpoint]:
    """Yield the checkpoint of a run (experiment, seed, version), ready to be continued."""
    if path.exists() and not path.is_file():
        raise BadExperiment(f"cannot use {str(path)!r}: it is no ordinary file; {_ELSE}")
    with path.open("a+b", buffering=0) as file:
        file.seek(0)
        yield Checkpoint(file, str(path), run)

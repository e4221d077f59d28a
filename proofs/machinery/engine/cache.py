"""Results of steps, kept between runs on one machine: what this machine's checkers found for the same key.

The cache proves nothing.  It replays what the backends said here about the same goal with the same sources, files and
versions (`proofs.machinery.engine.cache_keys`), and what is replayed is shown as such.  Only steps that hold are
kept, with the grade
of their kind, never a better one.  It is ignored where `CI` is set and where `TIGHTMAX_CACHE` is `off`; any other
value of `TIGHTMAX_CACHE` names the folder.  A file that cannot be read, or holds anything else, counts as empty; one
that cannot be written is left alone.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs.machinery.output.files import Unwritable, write_text
from proofs.machinery.output.places import PROOFS
from symbolic.verdict import Grade
from tightmax.machinery import cache_folder

PACKAGE = PROOFS
VARIABLE = "TIGHTMAX_CACHE"
FILE = "steps.json"
FORMAT = 1
LARGEST = 64 * 2**20
"""Bytes; a larger file is not read."""
MOST = 20_000
"""Entries kept; those not used for longest are dropped first."""


@dataclass(frozen=True)
class Entry:
    """A step that held: the grade it earned and the line of detail."""

    grade: Grade
    detail: str


def folder(environment: Mapping[str, str] = os.environ, package: Path = PACKAGE) -> Path | None:
    """Return where the cache lies: in the checkout, or else where this system keeps a user's caches; None where it is
    off.
    """
    named = environment.get(VARIABLE, "")
    if named.lower() == "off" or environment.get("CI"):
        return None
    if named:
        return Path(named)
    if (package.parent / "pyproject.toml").is_file():
        return package.parent / ".cache" / "tightmax"
    try:
        return cache_folder(environment)
    except RuntimeError:  # a user without a home
        return None


def _entry(value: Any) -> Entry | None:
    match value:
        case [str(grade), str(detail)] if grade in (Grade.SOLVER.name, Grade.ENCLOSED.name, Grade.EXACT.name):
            return Entry(Grade[grade], detail)
    return None


def _read(path: Path) -> dict[str, Entry]:
    """Return the entries of a file; none where it is missing, damaged or of another format."""
    try:
        if path.stat().st_size > LARGEST:
            return {}
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(value, dict) or value.get("format") != FORMAT or not isinstance(value.get("steps"), dict):
        return {}
    found = {key: _entry(row) for key, row in value["steps"].items()}
    return {key: entry for key, entry in found.items() if entry is not None}


class Cache:
    """The results of one folder; `save` writes what this run has added, beside what others wrote meanwhile."""

    def __init__(self, place: Path) -> None:
        self._path = place / FILE
        self._entries = _read(self._path)
        self._used: dict[str, Entry] = {}
        self._changed = False

    def get(self, key: str) -> Entry | None:
        """Return the result that an earlier run kept under a key; what this run has put is not replayed in it."""
        found = self._entries.get(key)
        if found is not None:
            self._used[key] = found
        return found

    def put(self, key: str, grade: Grade, detail: str) -> None:
        """Keep the result of a step that held."""
        self._used[key] = Entry(grade, detail)
        self._changed = True

    def save(self) -> None:
        """Write the file whole, or leave it as it is; a cache that cannot be written is no error."""
        if not self._changed:
            return
        others = {key: entry for key, entry in _read(self._path).items() if key not in self._used}
        entries = dict([*others.items(), *self._used.items()][-MOST:])
        rows = {key: [entry.grade.name, entry.detail] for key, entry in entries.items()}
        with contextlib.suppress(OSError, Unwritable):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_text(self._path, json.dumps({"format": FORMAT, "steps": rows}, ensure_ascii=False))
            self._changed = False


def opened() -> Cache | None:
    """Return the cache of this checkout or user, or None where it is off."""
    place = folder()
    return None if place is None else Cache(place)

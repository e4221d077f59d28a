"""The project's sources and certificates as they lie on disk at one moment, before the code that they hold is imported.

A result belongs to the code that computed it.  Python reads a module when it is imported; a source that is hashed later
may have been edited in between, and the old code's result would be kept under the new source's key.  So a run looks at
all files once, before it imports what may decide anything, and makes keys from that look alone; where the disk differs
at a later look, it neither replays nor keeps results.

The times of the files count besides their bytes, in nanoseconds.  Python takes a compiled file for fresh where size and
time of the source agree, so that a copy that keeps both runs old code.  Whatever ends that mistake, such as a touch of
the source, also ends what was kept under it.

Standard library only: it is imported before everything else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proofs.machinery.output.places import CERTIFICATES, ROOT

PACKAGES = ("proofs", "symbolic", "tightmax", "numeric_checks")
"""The packages of the project; `proofs` holds the certificates too."""


@dataclass(frozen=True)
class File:
    """One file: its hash, the time of its last change in nanoseconds, and its bytes where it is a source."""

    digest: bytes
    time: int
    text: bytes | None = None


@dataclass(frozen=True)
class Snapshot:
    """The files below a root, by path."""

    root: Path
    files: dict[Path, File]

    def agrees(self) -> bool:
        """Are the files on the disk the same now, with the same times?"""
        return look(self.root).files == self.files


def _file(path: Path) -> File | None:
    try:
        time, data = path.stat().st_mtime_ns, path.read_bytes()
    except OSError:
        return None
    return File(hashlib.sha256(data).digest(), time, data if path.suffix == ".py" else None)


def look(root: Path = ROOT) -> Snapshot:
    """Return the files of this moment."""
    certificates = root / CERTIFICATES.relative_to(ROOT)
    paths = [path for package in PACKAGES for path in (root / package).rglob("*.py")]
    found = {path: _file(path) for path in (*paths, *certificates.rglob("*.json"))}
    return Snapshot(root, {path: file for path, file in found.items() if file is not None})


@cache
def taken() -> Snapshot:
    """Return the snapshot of this process: made by the first call, which belongs before the imports of what it speaks
    of.
    """
    return look()

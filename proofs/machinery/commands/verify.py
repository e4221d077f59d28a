"""`tightmax verify`: the standalone checkers, which need the standard library only."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from types import ModuleType

from proofs import verify, verify_lattice, verify_upper, verify_walk
from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.places import CERTIFICATES
from proofs.machinery.output.progress import progress

EXAMPLES = """  tightmax verify
  tightmax verify proofs/certificates/lower/chain-d3.json
  tightmax verify proofs/certificates                          all certificates in a folder"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax verify`."""
    files = "certificates or folders of them (default: all frozen ones)"
    parser.add_argument("files", nargs="*", metavar="FILE", help=files)


def _in_folder(folder: Path) -> list[str]:
    return sorted(os.path.relpath(path) for path in folder.rglob("*.json"))


def _files(names: list[str]) -> list[str]:
    """Return the certificates named, those of a folder in its place; BadInput for a folder without any."""
    found = []
    for name in names or [str(CERTIFICATES)]:
        own = _in_folder(Path(name)) if name and Path(name).is_dir() else [name]
        if not own:
            raise BadInput(f"no certificate (.json) in the folder {name!r}")
        if not name:
            raise BadInput("FILE '': the name of a certificate is accepted")
        found += own
    return found


OTHERS = (verify_walk, verify_lattice, verify_upper)
"""The checkers of other formats than that of `verify`, which reports all files that name none of these formats."""


def main(args: argparse.Namespace) -> int:
    """Check every file, the quickest formats first; the worst exit status of the checkers."""
    files = [(_checker(file), file) for file in _files(args.files)]
    order = (verify, *OTHERS)
    statuses = [0]
    with progress("tightmax verify", "files") as seen:
        for done, (checker, file) in enumerate(sorted(files, key=lambda pair: order.index(pair[0]))):
            seen(done, len(files), file)
            statuses.append(checker.main(["--", file]))
    return max(statuses)


def _checker(file: str) -> ModuleType:
    """Return the checker of the format that a file says it has; one that cannot be read is for `verify` to report."""
    try:
        with open(file, "rb") as data:
            text = data.read(verify.MAX_BYTES)
    except (OSError, ValueError):
        return verify
    return next((other for other in OTHERS if f'"{other.FORMAT}"'.encode() in text), verify)

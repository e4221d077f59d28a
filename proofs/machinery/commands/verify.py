"""`tightmax verify`: the standalone checkers, which need the standard library only."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from proofs import verify as checker
from proofs import verify_upper as upper_checker
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


def main(args: argparse.Namespace) -> int:
    """Check every file; the worst exit status of the checkers."""
    files = _files(args.files)
    upper = [file for file in files if _names_format(file, upper_checker.FORMAT)]
    statuses = [0]
    with progress("tightmax verify", "files") as seen:
        for done, file in enumerate([*(file for file in files if file not in upper), *upper]):
            seen(done, len(files), file)
            statuses.append((upper_checker if file in upper else checker).main(["--", file]))
    return max(statuses)


def _names_format(file: str, format: str) -> bool:
    """Say whether the file says that it is of this format; one that cannot be read is the lower checker's to report."""
    try:
        with open(file, "rb") as data:
            return f'"{format}"'.encode() in data.read(upper_checker.MAX_BYTES)
    except (OSError, ValueError):
        return False

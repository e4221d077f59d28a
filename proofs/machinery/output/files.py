"""Files that are written whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from proofs.machinery.output.bad_input import BadInput


class Unwritable(BadInput):
    """A file that cannot be written, with the reason in one line."""


def check_writable(target: str) -> None:
    """Fail before the long work, not after it; `-` is standard output."""
    if target == "-":
        return
    if not target:
        raise Unwritable("cannot write '': a file name is accepted")
    path = Path(target)
    folder = path.parent
    if path.is_dir():
        raise Unwritable(f"cannot write {target!r}: it is a folder, a file name is accepted")
    if not folder.is_dir():
        raise Unwritable(f"cannot write {target!r}: the folder {str(folder)!r} does not exist")
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise Unwritable(f"cannot write {target!r}: permission denied")


def put_in_place(draft: str | Path, target: Path) -> None:
    """Give a finished file the name of the target; where that is a link, what it points to is replaced."""
    os.replace(draft, os.path.realpath(target))


def write_text(path: Path, text: str) -> None:
    """Write beside the target and rename, so that nobody sees half a file.

    A device or a pipe is written to as it is: renaming would put an ordinary file in its place.
    """
    path = Path(os.path.realpath(path))
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8") as special:
                special.write(text)
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(name, 0o644)
            put_in_place(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unwritable(f"cannot write {str(path)!r}: {error.strerror}") from error


def write_json(target: str, value: Any) -> None:
    """Ordinary UTF-8 JSON with sorted keys, to a file or, for `-`, to standard output."""
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        write_text(Path(target), text)

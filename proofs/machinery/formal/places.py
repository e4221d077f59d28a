"""Where a published Coq theorem stands: its file and line in the sources."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from proofs.machinery.formal.definitions import STATED
from proofs.machinery.formal.published import theory
from proofs.machinery.formal.words import ATTRIBUTES
from proofs.machinery.output.places import COQ


@cache
def _lines(file: Path) -> dict[str, int]:
    """Return the line on which each lemma and theorem of a file begins."""
    begins = re.compile(rf"^{ATTRIBUTES}(?:{STATED})\s+([A-Za-z_][\w']*)", re.MULTILINE)
    text = file.read_text(encoding="utf-8")
    return {found[found.lastindex or 1]: text.count("\n", 0, found.start()) + 1 for found in begins.finditer(text)}


def place_of(name: str, root: Path = COQ) -> str:
    """Return `proofs/coq/theories/FILE.v:LINE` for a qualified name; empty where the sources do not state it."""
    file = root / "theories" / f"{theory(name)}.v"
    line = _lines(file).get(name.rpartition(".")[2]) if theory(name) and file.is_file() else None
    return f"proofs/coq/theories/{file.name}:{line}" if line is not None else ""

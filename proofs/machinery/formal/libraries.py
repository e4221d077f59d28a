"""The libraries that the Coq files are, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from proofs.machinery.formal.sources import LIBRARIES
from proofs.machinery.formal.words import sentences


def library(path: Path) -> str:
    """Return the logical name of a file: `TightMax.Chain` for `theories/Chain.v`."""
    folder, *rest = path.with_suffix("").parts
    return ".".join([LIBRARIES[folder], *rest])


def requires(text: str) -> set[str]:
    """Return the libraries that a file asks for, by their last name and, where given, with the prefix of `From`."""
    asked: set[str] = set()
    for _, sentence in sentences(text):
        match = re.match(r"(?:From\s+([\w.]+)\s+)?Require\s+(?:Import\s+|Export\s+)?(.*)", sentence, re.DOTALL)
        if match:
            asked.update(f"{match[1]}.{name}" if match[1] else name for name in match[2].split())
    return asked


def without_interval(texts: Mapping[Path, str]) -> list[str]:
    """Return the libraries that load Interval neither themselves nor through another file of the project."""
    asked = {library(path): requires(text) for path, text in texts.items()}

    def names(wanted: str) -> set[str]:
        return {other for other in asked if other == wanted or other.endswith(f".{wanted}")}

    loads = {name for name, wanted in asked.items() if any(w.split(".")[0] == "Interval" for w in wanted)}
    while True:
        more = {n for n, wanted in asked.items() if any(names(w) & loads for w in wanted)} - loads
        if not more:
            return [name for name in asked if name not in loads]
        loads |= more

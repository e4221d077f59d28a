"""What a file of steps says when it is run: it proves nothing alone, and these theorems take its steps."""

from __future__ import annotations

import sys
from pathlib import Path

from proofs import registry
from proofs.machinery.engine.cache_keys import needed
from proofs.machinery.output.exit_status import USAGE
from proofs.machinery.output.places import ROOT


def used_by(file: str) -> list[str]:
    """Return the theorems, in reading order, whose files import this one, directly or through another."""
    module = ".".join(Path(file).resolve().relative_to(ROOT).with_suffix("").parts)
    modules = {id: file.removesuffix(".py").replace("/", ".") for id, file in registry.files().items()}
    return [id for id, theorem in modules.items() if module in needed(theorem)]


def script(file: str) -> None:
    """One line instead of a page, and the exit status of a wrong use."""
    theorems = used_by(file)
    where = "no theorem uses it"
    if theorems:
        where = f"it is part of {', '.join(theorems)}; `tightmax prove --pages {theorems[0]}` shows it there"
    print(f"tightmax: {Path(file).name} proves nothing alone: {where}", file=sys.stderr)
    sys.exit(USAGE)

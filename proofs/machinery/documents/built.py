"""Where a theorem or claim stands in what has been built here: the page of each PDF, and its page of the web site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from proofs import registry
from proofs.machinery.output.places import PAPER, SITE

_LABEL = re.compile(r"^\\newlabel\{(thm|claim):([\w-]+)\}\{\{([^{}]*)\}\{(\d+)\}", re.MULTILINE)
"""What TeX writes of a label: its name, its number and its page."""


def _labels(aux: Path) -> Mapping[str, int]:
    """Return the pages of theorems and claims; not those of theorems that have another number by now."""
    numbers = registry.numbers()
    return {
        id: int(page) for kind, id, number, page in _LABEL.findall(aux.read_text(encoding="utf-8", errors="replace"))
        if kind == "claim" or number == str(numbers.get(id))
    }


def pages_in(folder: Path, id: str) -> dict[str, int]:
    """Return the page of a theorem or claim in every PDF of a folder that has it."""
    found = {}
    for aux in sorted(folder.glob("*.aux")):
        pdf = aux.with_suffix(".pdf")
        if pdf.is_file() and (page := _labels(aux).get(id)) is not None:
            found[pdf.as_posix()] = page
    return found


def pages(id: str) -> dict[str, int]:
    """Return the same for the PDFs that `tightmax latex --pdf` has made in the current folder."""
    return pages_in(PAPER, id)


def site_page(id: str) -> str:
    """Return the place of a theorem or claim in the site, whether it is built or not."""
    return f"{SITE}/theorems/{id}.html" if id in registry.files() else f"{SITE}/claims.html#{id}"


def site_is_built(id: str) -> bool:
    """Say whether that page is there, in the current folder."""
    return Path(site_page(id).partition("#")[0]).is_file()

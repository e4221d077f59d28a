"""What works in a checkout only: it needs files that are not installed."""

from __future__ import annotations

from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.places import ROOT

FILES = ("Makefile", "paper_notes.md", "proofs/coq/_CoqProject")
"""They are in every checkout, and not all of them in an installed package."""


def check_checkout(command: str) -> None:
    """BadInput where this is no checkout."""
    if not all((ROOT / name).is_file() for name in FILES):
        raise BadInput(f"{command} needs a checkout of TightMax: it reads and writes files that are not installed")

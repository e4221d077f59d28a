"""The theorems and claims, in reading order.  Explicit: a file that is not named here is not run."""

from __future__ import annotations

import difflib
import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs.machinery.output.bad_input import BadInput, shown

if TYPE_CHECKING:  # the names of the theorems are read without what their files import
    from proofs.machinery.engine.proof import Theorem

    from proofs.machinery.engine.claim import Claim

CHAPTERS = ("paper", "beyond", "surrogates", "lipschitz", "floating_point", "perturbed")
"""The chapters in reading order: folders of ``proofs``, each of which lists its results in ``THEOREMS``."""

SOURCES = ("seed000", "seed001", "seed002", "seed003", "seed004")
"""The sources that are judged: folders of ``proofs.claims``, each of which lists its files in ``FILES``."""


def _chapter(name: str) -> Any:
    return importlib.import_module(f"proofs.{name}")


@cache
def files() -> dict[str, str]:
    """The file of every theorem, by id and in reading order; nothing but the lists of the chapters is imported."""
    return {name.replace("_", "-"): f"proofs/{chapter}/{name}.py" for chapter in CHAPTERS for name in _chapter(chapter).THEOREMS}


def file_of(id: str) -> str:
    """The file of a theorem, or of the claims that a claim stands among, relative to the checkout."""
    return files().get(id) or next(file for file, found in _claim_files().items() if id in {claim.id for claim in found})


def headings() -> dict[str, str]:
    """The heading of every chapter, by the theorem that opens it."""
    return {_chapter(name).THEOREMS[0].replace("_", "-"): _chapter(name).HEADING for name in CHAPTERS}


class UnknownId(BadInput):
    """An id that names no theorem or claim, or a theorem file that does not fit in."""


@cache
def theorems() -> dict[str, Theorem]:
    """All theorems by id, in reading order; a theorem may use only those before it."""
    found: dict[str, Theorem] = {}
    for id, file in files().items():
        module = file.removesuffix(".py").replace("/", ".")
        theorem: Theorem = getattr(importlib.import_module(module), module.rpartition(".")[2])
        if theorem.id != id:
            raise UnknownId(f"{file} holds {theorem.id!r}, expected {id!r}")
        for used in theorem.statement.uses:
            if used not in found:
                raise UnknownId(f"{theorem.id} uses {used!r}, which does not come before it")
        found[theorem.id] = theorem
    return found


@cache
def _claim_files() -> dict[str, tuple[Claim, ...]]:
    """The claims by the file in which they stand."""
    return {
        f"proofs/claims/{source}/{name}.py": importlib.import_module(f"proofs.claims.{source}.{name}").CLAIMS
        for source in SOURCES
        for name in importlib.import_module(f"proofs.claims.{source}").FILES
    }


@cache
def claims() -> dict[str, Claim]:
    """All claims by id, in the order of their ids."""
    found: dict[str, Claim] = {}
    for here in _claim_files().values():
        for claim in here:
            if claim.id in found:
                raise ValueError(f"claim {claim.id} is declared twice")
            found[claim.id] = claim
    return dict(sorted(found.items()))


def theorem(id: str) -> Theorem:
    """The theorem of that id; UnknownId suggests the nearest ones, or how to register a file of that name."""
    known = theorems()
    if id not in known:
        name = id.replace("-", "_")
        for chapter in CHAPTERS if name.isidentifier() else ():
            file = Path(__file__).parent / chapter / f"{name}.py"
            if file.is_file() and "@theorem(" in file.read_text(encoding="utf-8"):
                list_ = f"THEOREMS in proofs/{chapter}/__init__.py"
                raise UnknownId(f"proofs/{chapter}/{name}.py is no registered theorem: name {name} in {list_}")
        near = difflib.get_close_matches(id[:80], [*known, *claims()], n=3, cutoff=0.5)
        hint = f"nearest: {', '.join(near)}" if near else "`tightmax list` shows all ids"
        raise UnknownId(f"unknown theorem or claim id {shown(id)}; {hint}")
    return known[id]

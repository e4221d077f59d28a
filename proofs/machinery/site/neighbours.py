"""What stands around each theorem: its file, what it uses, what uses it, the claims it decides, its place in Coq."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from proofs import registry
from proofs.machinery.formal.published import theory
from proofs.machinery.output.places import COQ


@dataclass(frozen=True)
class Neighbours:
    """By id of the theorem; files are relative to the checkout."""

    files: dict[str, str]
    uses: dict[str, tuple[str, ...]]
    used_by: dict[str, tuple[str, ...]]
    claims: dict[str, tuple[str, ...]]

    @staticmethod
    def coq_place(name: str) -> str:
        """Return FILE:LINE of a Coq theorem; empty where the sources do not state it."""
        file = theory(name)
        line = _stated(file).get(name.rpartition(".")[2]) if file else None
        return f"proofs/coq/theories/{file}.v:{line}" if line else ""


@cache
def _stated(file: str) -> dict[str, int]:
    path = COQ / "theories" / f"{file}.v"
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := re.match(r"(?:Lemma|Theorem|Corollary|Proposition|Fact|Remark)\s+([A-Za-z_][\w']*)", line):
            found[match[1]] = number
    return found


def neighbours() -> Neighbours:
    """Gather them from the statements."""
    theorems, claims = registry.theorems(), registry.claims()
    uses = {id: theorem.statement.uses for id, theorem in theorems.items()}
    return Neighbours(
        files=registry.files(),
        uses=uses,
        used_by={id: tuple(other for other in theorems if id in uses[other]) for id in theorems},
        claims={
            id: tuple(c.id for c in claims.values() if id in c.statement.uses or c.id in theorem.statement.claims)
            for id, theorem in theorems.items()
        },
    )

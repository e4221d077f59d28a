"""Everything that the project holds about one theorem or claim, gathered from where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.engine.claim import Claim
from proofs.machinery.formal.evidence import evidence
from proofs.machinery.formal.places import place_of
from proofs.machinery.output.places import CERTIFICATES, RECORDS, ROOT
from symbolic.formal import FormalRecord
from symbolic.steps import Certified


@dataclass(frozen=True)
class About:
    """A theorem or claim with its places and neighbours.

    `coq` are pairs of a qualified name and FILE:LINE; `certificates` and `file` are relative to the checkout.
    """

    owner: Theorem | Claim
    file: str
    uses: tuple[str, ...]
    used_by: tuple[str, ...]
    claims: tuple[str, ...]
    certificates: tuple[str, ...]
    formal: FormalRecord | None
    coq: tuple[tuple[str, str], ...]
    attacks: tuple[str, ...]


def used_by(id: str) -> tuple[str, ...]:
    """Return the theorems, in reading order, that use a theorem."""
    return tuple(other.id for other in registry.theorems().values() if id in other.statement.uses)


def claims_of(id: str) -> tuple[str, ...]:
    """Return the claims that a theorem decides: those that name it, and those that it names."""
    named = set(registry.theorem(id).statement.claims)
    return tuple(c.id for c in registry.claims().values() if c.id in named or id in c.statement.uses)


def certificates_of(owner: Theorem | Claim) -> tuple[str, ...]:
    """Return the files of the certificates that its steps rest on, each once."""
    names = (step.goal.name for step in owner.derivation.steps if isinstance(step.goal, Certified))
    files = (CERTIFICATES / f"{name}.json" for name in names)
    return tuple(dict.fromkeys(file.relative_to(ROOT).as_posix() for file in files))


def attacks_on(id: str) -> tuple[str, ...]:
    """Return the sweeps that attack a theorem, by the table of them: the sweeps themselves stand on these proofs."""
    return tuple(name for name, theorems in _attacks().items() if id in theorems)


@cache
def _attacks() -> dict[str, list[str]]:
    table: dict[str, list[str]] = json.loads((RECORDS / "attacks.json").read_text(encoding="utf-8"))
    return table


def about(id: str) -> About:
    """Gather what there is about a theorem or claim; `UnknownId` where the id names none."""
    claim = registry.claims().get(id)
    owner = claim if claim is not None else registry.theorem(id)
    is_theorem = isinstance(owner, Theorem)
    formal = evidence(owner.statement) if is_theorem else None
    return About(
        owner=owner,
        file=registry.file_of(id),
        uses=owner.statement.uses,
        used_by=used_by(id),
        claims=claims_of(id) if is_theorem else (),
        certificates=certificates_of(owner),
        formal=formal,
        coq=tuple((name, place_of(name)) for name in formal.names) if formal is not None else (),
        attacks=attacks_on(id) if is_theorem else (),
    )

"""The volumes of the document by name, and the files of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.documents.claims_tex import ClaimRow, claims_table_tex, errata_tex
from proofs.machinery.documents.core_tex import core_tex
from proofs.machinery.documents.edition import Edition
from proofs.machinery.documents.figures import DRAWN, figure_tex, figures_tex
from proofs.machinery.documents.supplement_tex import section_tex, sources_volume_tex, supplement_tex
from proofs.machinery.documents.tex import theorem_tex
from proofs.machinery.engine.claim import Claim
from proofs.machinery.engine.judged import JudgedClaim
from proofs.machinery.engine.session import Session
from proofs.machinery.output.bad_input import BadInput, shown

CORE, SUPPLEMENT, SOURCES = "core", "supplement", "sources"
"""The paper; the log of all proofs; the claims of the sources with errata and experiments."""


@dataclass
class Material:
    """What the volumes are made of: judged once, drawn once."""

    session: Session
    found: Edition
    captions: Mapping[str, str] = field(default_factory=dict)
    """Those of the figures that are drawn."""
    recorded: Mapping[str, str] = field(default_factory=dict)
    """Those of the experiments."""

    def rows(self) -> list[ClaimRow]:
        """Return all claims as the document shows them."""
        return [claim_row(self.session.claim(id)) for id in registry.claims()]


def claim_row(found: JudgedClaim) -> ClaimRow:
    """Return a claim as the document shows it, with the verdict that it earned."""
    claim, statement = found.owner, found.owner.statement
    return ClaimRow(
        id=claim.id,
        locus=statement.source,
        says=statement.title,
        verdict=found.verdict.value,
        truth=statement.conclusion,
        uses=statement.uses,
        derivation=claim.derivation,
        judgement=found.judgement,
    )


def check_volume(name: str) -> None:
    """BadInput unless there is a volume of that name: one of the three, a chapter, or a theorem."""
    if name in (CORE, SUPPLEMENT, SOURCES, *registry.CHAPTERS) or name in registry.files():
        return
    accepted = f"{CORE}, {SUPPLEMENT}, {SOURCES}, a chapter ({', '.join(registry.CHAPTERS)}) or the id of a theorem"
    raise BadInput(f"--part {shown(name)}: {accepted} is accepted")


def theorems_of(name: str) -> list[str]:
    """Return the ids of the theorems that stand in a volume, in reading order."""
    if name in registry.files():
        return [name]
    every = list(registry.files())
    folder = f"proofs/{name}/"
    return [id for id in every if registry.files()[id].startswith(folder)] if name in registry.CHAPTERS else every


def owners(names: Sequence[str]) -> list[Theorem | Claim]:
    """Return what must be judged for these volumes."""
    found: dict[str, Theorem | Claim] = {}
    for name in names:
        if name in (CORE, SOURCES):
            found |= {**registry.theorems(), **registry.claims()}
        found |= {id: registry.theorem(id) for id in theorems_of(name)}
    return list(found.values())


def _log(id: str, session: Session) -> str:
    theorem, files = registry.theorem(id), registry.files()
    return theorem_tex(theorem.statement, theorem.derivation, session.judge(theorem), registry.numbers()[id], files[id])


def _core(name: str, made: Material) -> dict[str, str]:
    files = registry.files()
    shown = [(theorem, made.session.judge(theorem), files[id]) for id, theorem in registry.theorems().items()]
    return {f"{name}.tex": core_tex(shown, made.rows(), made.captions, made.found, registry.headings(), {})}


def _supplement(name: str, made: Material) -> dict[str, str]:
    ids = theorems_of(name)
    files = {f"theorems/{id}.tex": _log(id, made.session) for id in ids}
    elsewhere = {id: number for id, number in registry.numbers().items() if id not in ids}
    files[f"{name}.tex"] = supplement_tex(ids, made.found, registry.headings(), elsewhere)
    return files


def _sources(name: str, made: Material) -> dict[str, str]:
    rows = made.rows()
    return {
        "claims.tex": claims_table_tex(rows),
        "errata.tex": errata_tex(rows),
        "figures.tex": figures_tex(made.recorded),
        f"{name}.tex": sources_volume_tex(made.found, registry.numbers()),
    }


def _section(name: str, made: Material) -> dict[str, str]:
    theorem = registry.theorem(name)
    used = [registry.theorem(id).statement for id in theorem.statement.uses]
    beside = [figure_tex(key, caption) for key, caption in made.captions.items() if DRAWN[key].beside == name]
    judgement, file = made.session.judge(theorem), registry.files()[name]
    return {f"{name}.tex": section_tex(theorem, judgement, used, registry.numbers(), file, beside)}


def volume_files(name: str, made: Material) -> dict[str, str]:
    """Return the files of a volume by their paths, the main one last."""
    makers: dict[str, Callable[[str, Material], dict[str, str]]] = {CORE: _core, SOURCES: _sources}
    makers |= dict.fromkeys((SUPPLEMENT, *registry.CHAPTERS), _supplement)
    return makers.get(name, _section)(name, made)

"""The lemmas of all steps: of every goal that Coq has words for, its statement and its proof."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofs import registry
from proofs.machinery.formal.steps import scripts
from proofs.machinery.formal.steps.statements import Said, said, witness
from symbolic.printing.coq import NotInCoq
from symbolic.steps import Argument, Certified, CoqLemma, Derivative, Enclosed, Exact, Finite, Goal, Identity, Universal

if TYPE_CHECKING:
    from proofs.machinery.engine.proof import Theorem

WITNESS = "witness"
"""The step that the hypotheses of a theorem hold somewhere, as reports call it."""

KINDS = (
    "identities", "derivatives", "signed sums", "SOLVER", "ENCLOSED", "exact", "certificates", "witnesses", "finite",
    "lemmas by name", "argued",
)


def kind_of(goal: Goal | None) -> str:
    """Return what a report calls the steps of this kind; None is a witness."""
    match goal:
        case None:
            return "witnesses"
        case Universal(_, _, form):
            return "SOLVER" if form is None else "signed sums"
    kinds = {
        Identity: "identities", Derivative: "derivatives", Enclosed: "ENCLOSED", Exact: "exact",
        Certified: "certificates", Finite: "finite", Argument: "argued", CoqLemma: "lemmas by name",
    }
    return kinds[type(goal)]


@dataclass(frozen=True)
class Lemma:
    """A step in Coq. `proof` has a sentence a line."""

    theorem: str
    step: str
    kind: str
    statement: str
    proof: tuple[str, ...]

    @property
    def name(self) -> str:
        """The lemma's name, as a theory may use it."""
        return f"step_{self.theorem}_{self.step}".replace("-", "_")

    @property
    def hash(self) -> str:
        """What the record knows the statement by."""
        return hash_of(self.statement)


def hash_of(statement: str) -> str:
    """Return the hash of a statement: what the kernel has accepted is the statement, whatever proved it."""
    return hashlib.sha256(statement.encode()).hexdigest()[:16]


def goals(theorem: Theorem) -> Iterator[tuple[str, Goal | None]]:
    """Yield the names and goals of a theorem's steps, as reports count them; a witness has no goal of its own."""
    if theorem.statement.hypotheses:
        yield WITNESS, None
    for step in theorem.derivation.steps:
        yield step.name, step.goal


def stated(theorem: Theorem, goal: Goal | None) -> Said | None:
    """Return the Coq statement of a step; None where there is none."""
    try:
        return witness(theorem.statement) if goal is None else said(goal)
    except NotInCoq:
        return None


def lemma(theorem: Theorem, step: str, goal: Goal | None) -> Lemma | None:
    """Return the lemma of a step; None where Coq has no words for it."""
    found = stated(theorem, goal)
    if found is None:
        return None
    try:
        proof = scripts.witness() if goal is None else scripts.script(goal, found)
    except NotInCoq:
        return None
    return Lemma(theorem.id, step, kind_of(goal), found.text, tuple(proof))


def all_lemmas() -> list[Lemma]:
    """Return the lemmas of all theorems, in reading order."""
    found = [lemma(theorem, *pair) for theorem in registry.theorems().values() for pair in goals(theorem)]
    return [made for made in found if made is not None]


def counts() -> dict[str, int]:
    """Return how many steps of each kind there are, in Coq or not."""
    found = dict.fromkeys(KINDS, 0)
    for theorem in registry.theorems().values():
        for _, goal in goals(theorem):
            found[kind_of(goal)] += 1
    return {kind: number for kind, number in found.items() if number}

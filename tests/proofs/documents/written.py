"""The paper as it is written where every step holds: its text does not hang on the run, and no step is discharged."""

from functools import cache

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.documents.claims_tex import ClaimRow
from proofs.machinery.documents.core_tex import core_tex
from proofs.machinery.documents.edition import Edition
from proofs.machinery.documents.figures import DRAWN
from proofs.machinery.documents.supplement_tex import section_tex
from proofs.machinery.engine.claim import Claim
from proofs.machinery.engine.discharge import grade_of
from proofs.machinery.formal.evidence import evidence
from symbolic.verdict import Joined, Judgement, Outcome, StepResult, combine

EDITION = Edition(("The authors",), "2026-01-02", "0123456789ab", "0.1.0")


def judged(owner: Theorem | Claim) -> Judgement:
    """A judgement as if every step held: of the real steps, with the real record of Coq's."""
    steps = [
        StepResult(step.name, Outcome.HOLDS, grade_of(step.goal), "", breaks_claim=False)
        for step in owner.derivation.steps
    ]
    return combine(owner.id, steps, (), evidence(owner.statement), Joined())


def row(claim: Claim) -> ClaimRow:
    statement = claim.statement
    return ClaimRow(
        claim.id, statement.source, statement.title, claim.declared.value, statement.conclusion, statement.uses,
        claim.derivation, judged(claim),
    )


@cache
def core() -> str:
    """The paper, with its figures named."""
    shown = [(theorem, judged(theorem), registry.files()[id]) for id, theorem in registry.theorems().items()]
    captions = {name: drawn.caption for name, drawn in DRAWN.items()}
    rows = [row(claim) for claim in registry.claims().values()]
    return core_tex(shown, rows, captions, EDITION, registry.headings(), {})


def section(id: str) -> str:
    """A theorem alone, without its figure."""
    theorem = registry.theorem(id)
    used = [registry.theorem(other).statement for other in theorem.statement.uses]
    return section_tex(theorem, judged(theorem), used, registry.numbers(), registry.files()[id])

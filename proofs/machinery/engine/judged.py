"""What a session hands out: a theorem or claim beside the judgement of its steps; and what verdict a claim earns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from proofs.machinery.engine.proof import Theorem

from proofs.machinery.engine.claim import Claim, ClaimVerdict
from proofs.machinery.engine.records import BadRecord, read
from symbolic.verdict import Judgement, Outcome, Verdict

Owner = TypeVar("Owner", Theorem, Claim)


@dataclass(frozen=True)
class Judged(Generic[Owner]):
    """A theorem or claim, and what became of its steps."""

    owner: Owner
    judgement: Judgement


@dataclass(frozen=True)
class JudgedClaim(Judged[Claim]):
    """A claim, what became of its steps, and the verdict that this earns."""

    @cached_property
    def verdict(self) -> ClaimVerdict:
        """The verdict that the claim earned, whatever it was declared to have."""
        return earned(self.owner, self.judgement)

    @property
    def declared(self) -> ClaimVerdict:
        """The verdict that the claim was declared to have."""
        return self.owner.declared

    @property
    def as_declared(self) -> bool:
        """Is the one the other?"""
        return self.verdict is self.declared

    @property
    def theorem(self) -> str | None:
        """The id of the theorem that decides the claim, if one does."""
        return next(iter(self.owner.statement.uses), None)


def earned(claim: Claim, judgement: Judgement) -> ClaimVerdict:
    """Return the verdict that the outcome of a claim's steps earns; the declaration cannot add to it.

    Refuting steps hold: REFUTED, or CORRECTED when the true statement is proved beside it.
    A claim that lacks something and whose repaired form is proved: CORRECTED.
    Nothing at all, if nobody has read the claim as it stands.
    """
    refuted, missing = claim.proof.refutations, claim.proof.missing
    alone = not claim.derivation.steps and not claim.statement.uses
    if not judgement.current:
        return ClaimVerdict.UNKNOWN
    if claim.declared in (ClaimVerdict.NOT_A_STATEMENT, ClaimVerdict.NOT_REPRODUCED):
        return claim.declared if missing and alone else ClaimVerdict.UNKNOWN
    if claim.experiment is not None:
        return ClaimVerdict.EXPERIMENT if alone and recorded(claim.experiment) else ClaimVerdict.UNKNOWN
    if judgement.verdict is Verdict.NOT_RUN:
        return ClaimVerdict.NOT_RUN
    if judgement.verdict is not Verdict.PROVED:
        return ClaimVerdict.UNKNOWN
    if not refuted and not missing:
        return ClaimVerdict.PROVED
    corrects = bool(claim.statement.conclusion) and claim.declared is ClaimVerdict.CORRECTED
    if corrects:
        return ClaimVerdict.CORRECTED
    return ClaimVerdict.REFUTED if refuted else ClaimVerdict.UNKNOWN


def recorded(name: str) -> bool:
    """Say whether the experiment of that name has a whole record."""
    try:
        read(name)
    except BadRecord:
        return False
    return True


def undecided(judgement: Judgement) -> bool:
    """Say whether a solver gave up, or a tool was missing, rather than a step failed."""
    return judgement.verdict in (Verdict.UNKNOWN, Verdict.NOT_RUN) and not any(
        s.outcome is Outcome.FAILS for s in judgement.steps
    )

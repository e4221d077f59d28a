"""Run proofs: discharge every step, apply the combining rule, remember what was judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proofs import registry
from proofs.claim import Claim, ClaimVerdict
from proofs.discharge import discharge, witness_result
from proofs.experiment_records import BadRecord, read
from proofs.formal.evidence import evidence
from proofs.proof import Theorem
from symbolic.steps import Step
from symbolic.verdict import Judgement, Outcome, StepResult, Verdict, combine

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class ClaimJudgement:
    """The verdict that a claim earned, and the one it was declared to have."""

    id: str
    verdict: ClaimVerdict
    declared: ClaimVerdict
    theorem: str | None
    judgement: Judgement


def _claim_verdict(claim: Claim, judgement: Judgement) -> ClaimVerdict:
    """The verdict that the outcome of a claim's steps earns; the declaration cannot add to it.

    Refuting steps hold: REFUTED, or CORRECTED when the true statement is proved beside it.
    A claim that lacks something and whose repaired form is proved: CORRECTED.
    """
    refuted, missing = claim.proof.refutations, claim.proof.missing
    alone = not claim.derivation.steps and not claim.statement.uses
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
    """Does the experiment of that name have a whole record?"""
    try:
        read(name)
    except BadRecord:
        return False
    return True


class Session:
    """Judges theorems and claims, each at most once."""

    def __init__(self, fresh: bool = False, progress: Progress | None = None) -> None:
        self.fresh = fresh
        self._progress = progress or (lambda id, step: None)
        self._steps: dict[tuple[str, str], StepResult] = {}
        self._judged: dict[str, Judgement] = {}

    def step(self, owner: Claim | Theorem, step: Step) -> StepResult:
        """The result of one step."""
        key = (owner.id, step.name)
        if key not in self._steps:
            self._progress(owner.id, step.name)
            self._steps[key] = discharge(step, owner.statement, self.fresh)
        return self._steps[key]

    def _judge(self, owner: Claim | Theorem) -> Judgement:
        if owner.id not in self._judged:
            used = [self.theorem(id) for id in owner.statement.uses]
            results = [self.step(owner, step) for step in owner.derivation.steps]
            if owner.statement.hypotheses:
                results.insert(0, witness_result(owner.statement))
            if isinstance(owner, Claim) and not results and used:
                # A claim may be nothing but the theorems it uses: their steps are its steps.
                results = [s for j in used for s in j.steps]
            formal = evidence(owner.statement) if isinstance(owner, Theorem) else None
            self._judged[owner.id] = combine(owner.id, results, used, formal)
        return self._judged[owner.id]

    def theorem(self, id: str) -> Judgement:
        """The judgement of a theorem and, before it, of every theorem it uses."""
        return self._judge(registry.theorem(id))

    def claim(self, id: str) -> ClaimJudgement:
        """The judgement of a claim."""
        claim = registry.claims()[id]
        judgement = self._judge(claim)
        uses = claim.statement.uses
        return ClaimJudgement(
            id, _claim_verdict(claim, judgement), claim.declared, uses[0] if uses else None, judgement
        )

    def judged_theorems(self) -> list[Judgement]:
        """The theorems judged so far, in reading order."""
        return [self._judged[id] for id in registry.theorems() if id in self._judged]

    def judged_claims(self) -> list[ClaimJudgement]:
        """The claims judged so far, by id."""
        return [self.claim(id) for id in registry.claims() if id in self._judged]


def undecided(judgement: Judgement) -> bool:
    """Did a solver give up, or a tool miss, rather than a step fail?"""
    return judgement.verdict in (Verdict.UNKNOWN, Verdict.NOT_RUN) and not any(
        s.outcome is Outcome.FAILS for s in judgement.steps
    )

"""Seed 002: every claim is there, with the verdict that it earns."""

import pytest

from proofs import registry
from proofs.machinery.engine.claim import ClaimVerdict
from proofs.machinery.engine.judged import recorded
from symbolic.steps import Argument

NAMES = {
    "P": "PROVED", "R": "REFUTED", "C": "CORRECTED", "E": "EXPERIMENT", "X": "NOT_REPRODUCED", "N": "NOT_A_STATEMENT",
}
LETTERS = (
    "CPPCPPPPPP NRPCPCPPCP PPPPCPRPCP PCCCPPPPCP PECPXEXXEE"
    " XEEEPNRRRN RPCPPEEXXR XCRXPXXXCN N"
).replace(" ", "")
"""The verdicts of S2-01, S2-02, ..., ten to a group."""
VERDICTS = {f"S2-{k:02d}": ClaimVerdict[NAMES[letter]] for k, letter in enumerate(LETTERS, 1)}
EXPERIMENTS = {
    "S2-42": "warm-starts", "S2-46": "epsilon-sweep", "S2-49": "label-ranking", "S2-50": "label-ranking",
    "S2-52": "shortest-paths", "S2-53": "shortest-paths", "S2-54": "shortest-paths", "S2-66": "one-sample",
    "S2-67": "epsilon-sweep",
}
CLAIMS = {id: claim for id, claim in registry.claims().items() if id.startswith("S2-")}
WITHOUT_STEPS = (ClaimVerdict.EXPERIMENT, ClaimVerdict.NOT_REPRODUCED, ClaimVerdict.NOT_A_STATEMENT)
DATES = {"S2-70", "S2-72", "S2-73"}
"""Claims about the dates of papers, which rest on no theorem."""


def test_every_sentence_has_its_claim():
    assert len(LETTERS) == 81 and set(CLAIMS) == set(VERDICTS)
    assert {id: claim.experiment for id, claim in CLAIMS.items() if claim.experiment} == EXPERIMENTS


@pytest.mark.parametrize("id", VERDICTS)
def test_the_claim_earns_its_verdict(session, id):
    found = session.claim(id)
    assert found.declared is VERDICTS[id]
    if id in EXPERIMENTS and not recorded(EXPERIMENTS[id]):
        assert found.verdict is ClaimVerdict.UNKNOWN
        return
    assert found.verdict is VERDICTS[id], found.judgement.reason
    assert not [name for name in found.judgement.argued if name.startswith(id)]


@pytest.mark.parametrize("id", VERDICTS)
def test_the_verdict_has_a_reason(id):
    claim, verdict = CLAIMS[id], VERDICTS[id]
    steps = claim.derivation.steps
    assert not [step.name for step in steps if isinstance(step.goal, Argument)]
    assert claim.statement.conclusion or verdict is ClaimVerdict.PROVED
    if verdict in WITHOUT_STEPS:
        assert not steps and not claim.statement.uses
        return
    assert claim.statement.uses or id in DATES
    if verdict is ClaimVerdict.PROVED:
        assert not claim.proof.refutations and not claim.proof.missing
    if verdict is ClaimVerdict.REFUTED:
        assert claim.proof.refutations
    if verdict is ClaimVerdict.CORRECTED:
        assert claim.proof.refutations or claim.proof.missing


def test_a_claim_that_is_its_theorem_is_named_by_it():
    bare = [claim for claim in CLAIMS.values() if claim.declared is ClaimVerdict.PROVED and not claim.derivation.steps]
    assert len(bare) > 20
    for claim in bare:
        (used,) = claim.statement.uses
        assert claim.id in registry.theorem(used).statement.claims, claim.id

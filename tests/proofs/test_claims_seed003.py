"""Seeds 003 and 004: every claim is there, with the verdict that it earns."""

import ast

import pytest

from proofs import registry
from proofs.claims.seed004.logsumexp import PRINTED
from proofs.machinery.engine.claim import ClaimVerdict
from symbolic.steps import Argument

P, R, C, N = (ClaimVerdict[name] for name in ("PROVED", "REFUTED", "CORRECTED", "NOT_A_STATEMENT"))
VERDICTS = {
    "S3-01": N, "S3-02": P, "S3-03": C, "S3-04": C, "S3-05": N, "S3-06": P, "S3-07": P, "S3-08": R,
    "S3-09": P, "S3-10": C, "S3-11": C, "S3-12": C, "S3-13": C, "S3-14": P, "S3-15": P, "S3-16": P,
    "S3-17": C, "S3-18": P, "S3-19": P, "S3-20": P, "S3-21": C, "S3-22": P, "S3-23": R, "S3-24": C,
    "S3-25": P, "S3-26": P, "S3-27": C, "S3-28": R, "S3-29": P, "S3-30": C, "S3-31": P, "S3-32": R,
    "S3-33": P, "S3-34": P, "S3-35": C, "S3-36": P, "S3-37": P, "S3-38": P, "S3-39": C, "S3-40": C,
    "S3-41": R, "S3-42": N, "S3-43": P, "S3-44": C, "S3-45": C, "S3-46": R,
    "S4-01": C, "S4-02": N, "S4-03": P, "S4-04": P, "S4-05": C, "S4-06": R, "S4-07": C, "S4-08": C,
    "S4-09": P, "S4-10": N, "S4-11": P, "S4-12": C,
}
CLAIMS = {id: claim for id, claim in registry.claims().items() if id.startswith(("S3-", "S4-"))}
PROVED_BY_THEOREM = {"S3-02", "S3-09", "S3-15", "S3-16", "S3-25", "S3-26", "S3-31", "S3-38"}
"""Claims whose whole proof is the theorem they name."""


def test_every_sentence_has_its_claim():
    assert set(CLAIMS) == set(VERDICTS)
    assert [id for id in VERDICTS if id < "S4"] == [f"S3-{k:02d}" for k in range(1, 47)]
    assert [id for id in VERDICTS if id > "S4"] == [f"S4-{k:02d}" for k in range(1, 13)]


@pytest.mark.parametrize("id", VERDICTS)
def test_the_claim_earns_its_verdict(session, id):
    found = session.claim(id)
    assert found.verdict is VERDICTS[id], found.judgement.reason
    assert not [name for name in found.judgement.argued if name.startswith(id)]


@pytest.mark.parametrize("id", VERDICTS)
def test_the_verdict_has_a_reason(id):
    claim, verdict = CLAIMS[id], VERDICTS[id]
    steps = claim.derivation.steps
    assert not [step.name for step in steps if isinstance(step.goal, Argument)]
    if verdict is N:
        assert claim.proof.missing and not steps and not claim.statement.uses
        return
    assert claim.statement.uses
    assert bool(steps) == (id not in PROVED_BY_THEOREM)
    if verdict is P:
        assert not claim.proof.refutations and not claim.proof.missing
    if verdict is R:
        assert claim.proof.refutations
    if verdict in (R, C):
        assert claim.statement.conclusion, "what is true instead?"


def test_a_claim_that_is_its_theorem_is_named_by_it():
    for id in PROVED_BY_THEOREM:
        named = [used for used in CLAIMS[id].statement.uses if id in registry.theorem(used).statement.claims]
        assert named, id


def test_the_listing_parses_once_it_is_repaired():
    repaired = {
        "= plt.figure()": "fig = plt.figure()",
        "= 200": "N = 200",
        "= ax.plot_surface(X1, X2, Y_up, color='blue')": "surf2 = ax.plot_surface(X1, X2, Y_up, color='blue')",
        '"X1")': 'ax.set_xlabel("X1")',
        "= 10": "ax.dist = 10",
    }
    assert set(repaired) == set(PRINTED)
    for line, whole in repaired.items():
        with pytest.raises(SyntaxError):
            ast.parse(line)
        ast.parse(whole)

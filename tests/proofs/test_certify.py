"""Certify every theorem: one test a step, one a theorem, one a claim.

`pytest -k d3-optimum` certifies that theorem alone.
"""

import re

import pytest

from proofs import registry
from proofs.machinery.engine.claim import ClaimVerdict
from symbolic.steps import Argument, CoqLemma
from symbolic.verdict import Outcome, Verdict

THEOREMS = registry.theorems()
CLAIMS = registry.claims()
STEPS = [(theorem, step) for theorem in THEOREMS.values() for step in theorem.derivation.steps]

FIRST_MILESTONE = [
    "scaling", "shift", "lipschitz-is-not-enough", "duality", "lse-gap",
    "lse-smooth", "lse-conjugate", "softmax-l2", "chain", "superadditive",
    "kappa", "chain-below-kappa", "d2-optimum", "d3-optimum", "euclidean-optimum",
    "quadratics-stop", "d4-chain-not-attained", "two-level",
]


@pytest.mark.parametrize(("theorem", "step"), STEPS, ids=[f"{t.id}::{s.name}" for t, s in STEPS])
def test_step(session, theorem, step):
    result = session.step(theorem, step)
    assert result.outcome is Outcome.HOLDS, result.detail


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=str)
def test_theorem(session, theorem):
    judgement = session.theorem(theorem.id).judgement
    assert judgement.verdict is Verdict.PROVED, judgement.reason
    checked = [s for s in theorem.derivation.steps if not isinstance(s.goal, Argument | CoqLemma)]
    assert len(checked) >= 3, "a theorem with hardly a checked step proves nothing"


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=str)
def test_claim(session, claim):
    found = session.claim(claim.id)
    assert found.verdict is claim.declared, found.judgement.reason


def test_nothing_is_missing():
    assert set(FIRST_MILESTONE) <= set(THEOREMS)
    assert [c for c in CLAIMS if c.startswith("S0-")] == [f"S0-{k:02d}" for k in range(1, 39)]
    assert len(STEPS) >= 200
    undone = {ClaimVerdict.UNKNOWN, ClaimVerdict.NOT_RUN}
    assert not [c.id for c in CLAIMS.values() if c.declared in undone]


def test_step_names_are_plain_words():
    for theorem, step in STEPS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", step.name), (theorem.id, step.name)


def test_claims_named_by_theorems_exist():
    for theorem in THEOREMS.values():
        for id in theorem.statement.claims:
            assert id in CLAIMS, (theorem.id, id)

"""Every sentence of source S1 has its claim, and the verdicts stay what they are."""

import dataclasses

import pytest
from sympy import Rational

from proofs import registry
from proofs.machinery.engine.session import Session
from symbolic.relations import ge
from symbolic.steps import Argument
from symbolic.verdict import Grade

CORRECTED = (5, 7, 8, 9, 16, 17, 30, 34, 42, 43, 44)
REFUTED = (40, 41)
NOT_A_STATEMENT = (1, 15)
VERDICTS = (
    {f"S1-{k:02d}": "PROVED" for k in range(1, 45)}
    | {f"S1-{k:02d}": "CORRECTED" for k in CORRECTED}
    | {f"S1-{k:02d}": "REFUTED" for k in REFUTED}
    | {f"S1-{k:02d}": "NOT_A_STATEMENT" for k in NOT_A_STATEMENT}
)
CLAIMS = {id: claim for id, claim in registry.claims().items() if id.startswith("S1-")}


def test_all_sentences_are_there():
    assert list(CLAIMS) == list(VERDICTS) and len(VERDICTS) == 44


@pytest.mark.parametrize("id", VERDICTS)
def test_the_verdict_is_earned(session, id):
    found = session.claim(id)
    assert found.verdict.value == VERDICTS[id], found.judgement.reason
    assert not [name for name in found.judgement.argued if name.startswith(id)]
    assert found.judgement.machine_grade is None or found.judgement.machine_grade > Grade.ARGUED


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=str)
def test_nothing_is_argued_and_nothing_is_empty(claim):
    steps = claim.derivation.steps
    assert not [s for s in steps if isinstance(s.goal, Argument)]
    assert VERDICTS[claim.id] == "NOT_A_STATEMENT" or steps or claim.statement.uses


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=str)
def test_what_is_wrong_says_what_is_true_instead(claim):
    if VERDICTS[claim.id] in ("REFUTED", "CORRECTED"):
        assert claim.statement.conclusion
        assert claim.proof.refutations or claim.proof.missing


@pytest.mark.parametrize("id", [f"S1-{k}" for k in REFUTED])
def test_a_refutation_with_a_point_where_the_print_is_right_is_not_one(monkeypatch, id):
    """At (2, 1) the sum of cubes is at least the cube of the maximum: that refutes nothing."""
    right = ge(Rational(2) ** 3 + Rational(1) ** 3, Rational(2) ** 3)
    wrong = dataclasses.replace(CLAIMS[id], record=lambda c: c.refute("positive", right, ""))
    monkeypatch.setitem(registry.claims(), id, wrong)
    found = Session().claim(id)
    assert found.verdict.value == "UNKNOWN" and "positive" in found.judgement.reason

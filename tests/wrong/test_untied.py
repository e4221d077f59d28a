"""Attacks whose steps all hold: what is claimed is the goal of none of them, so nothing is proved until somebody reads
it.
"""

import pytest

from proofs import registry
from proofs.machinery.engine.session import Session
from symbolic.verdict import Verdict
from tests.wrong.adversarial import untied
from tests.wrong.adversarial.attack import judged


@pytest.mark.parametrize("attack", untied.ATTACKS, ids=str)
def test_a_claim_that_is_no_step_is_not_proved(attack, monkeypatch):
    verdict, reason, holds = judged(attack, monkeypatch)
    assert holds and verdict is not Verdict.PROVED
    assert attack.reason in reason, reason


@pytest.mark.parametrize("name", untied.EDITED)
def test_a_theorem_with_another_claim_is_not_proved(name, monkeypatch):
    monkeypatch.setitem(registry.theorems(), name, untied.EDITED[name]())
    assert Session().theorem(name).judgement.verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", untied.CLAIMS)
def test_a_sentence_that_no_step_is_about_has_no_verdict(name, monkeypatch):
    declared = untied.CLAIMS[name]
    monkeypatch.setitem(registry.claims(), declared.id, declared)
    assert Session().claim(declared.id).verdict is not declared.declared

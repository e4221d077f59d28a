"""Attacks that are still accepted, because no rule ties a claim to a step; each fails this file on the day it is not."""

import pytest

from proofs import registry
from proofs.machinery.engine.session import Session
from symbolic.verdict import Verdict
from tests.wrong.adversarial import untied
from tests.wrong.adversarial.attack import judged

pytestmark = pytest.mark.xfail(strict=True, reason="a claim need not be the goal of a step")


@pytest.mark.parametrize("attack", untied.ATTACKS, ids=str)
def test_a_claim_that_is_no_step_is_not_proved(attack, monkeypatch):
    assert judged(attack, monkeypatch)[0] is not Verdict.PROVED


@pytest.mark.parametrize("name", untied.EDITED)
def test_a_theorem_with_another_claim_is_not_proved(name, monkeypatch):
    monkeypatch.setitem(registry.theorems(), name, untied.EDITED[name]())
    assert Session().theorem(name).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", untied.CLAIMS)
def test_a_sentence_that_no_step_is_about_has_no_verdict(name, monkeypatch):
    declared = untied.CLAIMS[name]
    monkeypatch.setitem(registry.claims(), declared.id, declared)
    assert Session().claim(declared.id).verdict is not declared.declared

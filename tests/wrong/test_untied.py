"""Attacks whose steps all hold: what is claimed follows from none of them, so nothing is proved until somebody reads
it. Their true neighbours follow by rule.
"""

import pytest

from proofs import registry
from proofs.machinery.engine.session import Session
from symbolic.verdict import Verdict
from tests.wrong.adversarial import untied
from tests.wrong.adversarial.attack import judged
from tests.wrong.adversarial.untied import inductions, instances, splits, sums

KINDS = {"alone": untied, "sums": sums, "instances": instances, "splits": splits, "inductions": inductions}
ALL = [(kind, attack) for kind, module in KINDS.items() for attack in module.ATTACKS]
WRONG = [pytest.param(attack, id=f"{kind}/{attack}") for kind, attack in ALL if attack.reason]
TRUE = [pytest.param(attack, id=f"{kind}/{attack}") for kind, attack in ALL if not attack.reason]


@pytest.mark.parametrize("attack", WRONG)
def test_a_claim_that_follows_from_no_step_is_not_proved(attack, monkeypatch):
    verdict, reason, holds = judged(attack, monkeypatch)
    assert holds and verdict is not Verdict.PROVED, reason
    assert attack.reason in reason, reason


@pytest.mark.parametrize("attack", TRUE)
def test_the_claim_of_the_true_neighbour_follows_by_rule(attack, monkeypatch):
    _, reason, holds = judged(attack, monkeypatch)
    assert holds and reason.startswith("sentence 1 follows from no step by rule"), reason


def test_there_are_attacks_on_every_rule():
    assert all(sum(bool(attack.reason) for attack in module.ATTACKS) >= 5 for module in KINDS.values())


@pytest.mark.parametrize("name", untied.EDITED)
def test_a_theorem_with_another_claim_is_not_proved(name, monkeypatch):
    monkeypatch.setitem(registry.theorems(), name, untied.EDITED[name]())
    assert Session().theorem(name).judgement.verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", untied.CLAIMS)
def test_a_sentence_that_no_step_is_about_has_no_verdict(name, monkeypatch):
    declared = untied.CLAIMS[name]
    monkeypatch.setitem(registry.claims(), declared.id, declared)
    assert Session().claim(declared.id).verdict is not declared.declared

"""Every attack is turned away for the reason that is pinned beside it; its true neighbours are accepted."""

import pytest

from symbolic.verdict import Verdict
from tests.wrong.adversarial import complex_values, domains, inductions, inexact, nowhere, slopes, undefined, vacuous
from tests.wrong.adversarial.attack import judged

KINDS = (undefined, complex_values, inexact, slopes, nowhere, vacuous, domains, inductions)
ALL = [(kind.__name__.rpartition(".")[2], attack) for kind in KINDS for attack in kind.ATTACKS]
WRONG = [pytest.param(attack, id=f"{kind}/{attack}") for kind, attack in ALL if attack.reason]
TRUE = [pytest.param(attack, id=f"{kind}/{attack}") for kind, attack in ALL if not attack.reason]


@pytest.mark.parametrize("attack", WRONG)
def test_an_attack_is_turned_away_for_its_reason(attack, monkeypatch):
    verdict, reason, _ = judged(attack, monkeypatch)
    assert verdict is not Verdict.PROVED
    assert attack.reason in reason, reason


@pytest.mark.parametrize("attack", TRUE)
def test_every_step_of_the_true_neighbour_holds(attack, monkeypatch):
    _, reason, holds = judged(attack, monkeypatch)
    assert holds, reason


def test_there_are_attacks_of_every_kind():
    assert len(WRONG) >= 60 and all(len(kind.ATTACKS) >= 10 for kind in KINDS)

"""Random edits of theorems: `python -m tests.mutants` makes a thousand; here are a few, and a look at its judge of
falsehood.
"""

import pytest
import sympy as sp

from symbolic.notation import reals
from symbolic.relations import eq, ge, gt, le, lt
from tests import mutants

a, b = reals("a b")
n = sp.Symbol("n", integer=True, positive=True)


def test_no_false_edit_stays_proved(session, capsys):
    assert mutants.run(25, 2512, session) == 0
    assert "25 edits, seed 2512: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("hypotheses", "claim"),
    [
        ((), ge(a, 0)), ((gt(a, 0),), gt(a, b)), ((ge(a, 1),), le(a**2, a)), ((), eq((a + b) ** 2, a**2 + b**2)),
        ((), lt(n, 3)),
    ],
)
def test_what_is_false_is_seen(hypotheses, claim):
    assert mutants.false_somewhere(hypotheses, claim)


@pytest.mark.parametrize(
    ("hypotheses", "claim"),
    [
        ((), ge(a**2, 0)), ((gt(a, 0), gt(b, 0)), gt(a * b, 0)), ((gt(a, 0), lt(a, 0)), eq(a, 7)), ((), ge(n, 1)),
        ((), eq(sp.exp(a) * sp.exp(-a), 1)),
    ],
)
def test_what_is_true_is_not_called_false(hypotheses, claim):
    assert not mutants.false_somewhere(hypotheses, claim)

"""Cases and inductions: which intervals cover the line, and which base belongs to which step."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest
import sympy as sp

from proofs import registry
from proofs.machinery.engine.facts import Facts
from proofs.machinery.engine.rules import Interval, axis, covers, induction_fault
from symbolic.notation import reals
from symbolic.relations import eq, ge, gt, le, lt, ne
from symbolic.statement import Statement
from symbolic.steps import Induction, Step, Universal

a, b, S, k = reals("a b S k")
n = sp.Symbol("n", integer=True)
CLAIM = gt(a**2 - a + b**2 + 1, 0)


def statement(*hypotheses):
    return Statement("x", "x", "x", "x", (), hypotheses=hypotheses)


def decided(*cases, given=()):
    return Facts(statement(*given), [Universal(tuple(case), CLAIM) for case in cases]).holds(CLAIM)


@pytest.mark.parametrize(
    "cases",
    [
        [[le(a, 1)], [ge(a, 1)]], [[lt(a, b)], [ge(2 * a, 2 * b)]], [[ne(a, 0)], [eq(3 * a, 0)]],
        [[lt(a, 0)], [ge(a, 0), le(a, 1)], [gt(a, 1)]], [[lt(n, 3)], [eq(n, 3)], [gt(n, 3)]],
        [[le(2 * n, 5)], [ge(n, 3)]], [[le(a, 0), le(b, 0)], [le(a, 0), ge(b, 0)], [ge(a, 0)]],
    ],
)
def test_complete_cases_decide(cases):
    assert decided(*cases)


@pytest.mark.parametrize(
    "cases",
    [
        [[le(a, 1)]], [[lt(a, 1)], [gt(a, 1)]], [[le(a, 1)], [ge(b, 1)]], [[le(a, b)], [ge(a, b + 1)]],
        [[lt(a, 0)], [gt(a, 0), le(a, 1)], [gt(a, 1)]], [[le(a, 2)], [ge(a, 3)]], [[le(n, 2)], [ge(n, 4)]],
        [[le(2 * n, 3)], [ge(n, 3)]], [[le(a, 0), le(b, 0)], [ge(a, 0), ge(b, 0)]], [[le(a, sp.log(2))], [ge(a, 1)]],
        [[ne(a, 0)], [eq(a, 1)]], [[gt(1 / a, 0)], [le(1 / a, 0)]], [[ge(sp.sqrt(a), 1)], [lt(sp.sqrt(a), 1)]],
    ],
)
def test_incomplete_cases_do_not(cases):
    assert not decided(*cases)


def test_a_fact_may_stand_in_for_a_case():
    assert decided([ge(a, 0), le(a, 2)], [gt(a, 2)], given=[ge(a, 0)])
    assert not decided([ge(a, 1), le(a, 2)], [gt(a, 2)], given=[ge(a, 0)])


def test_covering_is_what_points_say():
    chance = Random(0)
    ends = [None, *map(Fraction, range(4))]
    points = [Fraction(p, 2) for p in range(-2, 10)]
    seen = set()
    for _ in range(400):
        drawn = [
            Interval(low, low is not None and chance.random() < 0.6, high, high is not None and chance.random() < 0.6)
            for low, high in (chance.choice([*product(ends, ends)]) for _ in range(chance.randint(1, 5)))
        ]
        among = all(
            any((i.low is None or i.low < x or (i.low == x and i.with_low))
                and (i.high is None or x < i.high or (x == i.high and i.with_high)) for i in drawn)
            for x in points
        )
        assert covers(drawn) is among, drawn
        seen.add(among)
    assert seen == {True, False}


def test_an_axis_is_an_expression_up_to_scale():
    assert axis(ge(2 * a - 4 * b, 6))[0] == axis(lt(b, a / 2))[0]
    assert axis(ge(3, 2)) is None
    assert axis(gt(-2 * a, 3))[1] == [Interval(None, False, Fraction(-3, 2), False)]


def induction(base, given, step, moves, start):
    begun = tuple((letter, sp.sympify(value)) for letter, value in start.items())
    return induction_fault(Induction(base, (), tuple(moves.items()), begun), Universal(given, step))


SUM = ((le(S, k), le(a, 1)), le(S + a, k + 1), {S: S + a, k: k + 1})


def test_base_and_step_of_a_sum():
    assert induction(le(a, 1), *SUM, {S: 0, k: 0}) is None
    assert induction(ge(1, a), *SUM, {S: 0, k: 0}) is None, "read from right to left"
    assert induction(le(b, 3), *SUM, {S: b, k: 3}) is None, "begun with three terms"
    for base in (le(a, 2), lt(a, 1), ge(a, 1), le(b, 1), eq(a, 1)):
        assert "is not the relation of the step" in induction(base, *SUM, {S: 0, k: 0})


def test_every_induction_of_the_project_is_one():
    found = [
        (owner.id, step.name, induction_fault(step.induction, step.goal))
        for owner in [*registry.theorems().values(), *registry.claims().values()]
        for step in owner.derivation.steps if step.induction is not None
    ]
    assert len(found) >= 40 and [one for one in found if one[2] is not None] == []


def joined(first, base, given=(), moved=n + 1):
    f = sp.Function("f", real=True)
    goal = Universal((ge(f(n), n), *given), ge(f(n + 1), n + 1))
    return Step("s-step", "", goal, Induction(base(f), (), ((n, moved),), ((n, sp.sympify(first)),))), f


@pytest.mark.parametrize(("first", "least", "reaches"), [(2, 2, True), (2, 3, True), (3, 2, False)])
def test_an_induction_reaches_from_its_base_on(first, least, reaches):
    grows = Universal((), ge(sp.Function("f", real=True)(n + 1) - sp.Function("f", real=True)(n), 1))
    step, f = joined(first, lambda f: ge(f(sp.Integer(first)), first), [grows.claim])
    base = Universal((), ge(f(sp.Integer(first)), first))
    for goals, found in ([step.goal, base, grows], reaches), ([step.goal, base], False), ([step.goal, grows], False):
        assert Facts(statement(ge(n, least)), goals, (), [step]).holds(ge(f(n), n)) is found

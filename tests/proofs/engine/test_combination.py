"""Sums of facts: the multipliers that are found, and that they are not believed but added up."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest
import sympy as sp

from proofs.machinery.engine import combination
from proofs.machinery.engine.combination import combined, multipliers, solution
from proofs.machinery.engine.fact import LARGE, Fact
from symbolic.notation import reals
from symbolic.relations import eq, ge, gt, le, lt, ne

a, b, c, d = reals("a b c d")


def follows(wanted, *given):
    return combined([Fact(relation) for relation in given], Fact(wanted), lambda condition: False)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (ge(a, c), [ge(a, b), ge(b, c)]), (gt(a, c), [ge(a, b), gt(b, c)]), (gt(a, 0), [ge(a, b), ge(b, 1)]),
        (ge(a + b, c), [ge(2 * a, c), ge(2 * b, c)]), (le(a, 2 * c), [eq(b, 2 * c), le(a, b)]),
        (eq(a, c), [eq(a, b), eq(c, b)]), (eq(a, b), [le(a, b), le(b, a)]), (ne(a, c), [gt(a, b), gt(b, c)]),
        (lt(sp.log(2) * a, 1), [lt(sp.log(2) * a, b), le(b, sp.Rational(9, 10))]), (ge(a, 1), [ge(a, 3)]),
        (ge(a * b, c), [ge((a + 1) * b, c + d), le(b, d)]),
    ],
)
def test_what_adds_up_follows(wanted, given):
    assert follows(wanted, *given)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (ge(a, c), [ge(a, b), ge(c, b)]), (gt(a, c), [ge(a, b), ge(b, c)]), (ge(a - b, c), [ge(a, c), ge(b, 0)]),
        (eq(a, c), [ge(a, b), ge(b, c)]), (ne(a, c), [ge(a, b), ge(b, c)]), (ge(a, c), [ne(a, b), ge(b, c)]),
        (ge(a, 4), [ge(a, 3)]), (ge(a, c), []), (ge(a * c, b * c), [ge(a, b)]), (gt(a, 0), [ge(a, b), ge(b, 0)]),
        (ge(d, 0), [ge(a, 1), le(a, 0)]),
    ],
)
def test_what_does_not_add_up_does_not_follow(wanted, given):
    assert not follows(wanted, *given)


def test_the_multipliers_are_those_of_the_sum():
    found, number = multipliers([Fact(ge(a, 3 * b)), Fact(ge(b, 2))], Fact(ge(2 * a, 11)))
    assert [(value, fact.relation) for value, fact in found] == [(2, ge(a, 3 * b)), (6, ge(b, 2))] and number == 1


def test_wrong_multipliers_are_not_believed(monkeypatch):
    given = [Fact(ge(a, b)), Fact(ge(b, c))]
    monkeypatch.setattr(combination, "multipliers", lambda facts, wanted: ([(Fraction(1), given[0])], Fraction(0)))
    assert not follows(ge(a, c), ge(a, b), ge(b, c))
    monkeypatch.setattr(combination, "multipliers", lambda facts, wanted: ([(Fraction(-1), given[0])], Fraction(0)))
    assert not follows(ge(b, a), ge(a, b)), "a negative multiple turns an inequality round"
    monkeypatch.setattr(combination, "multipliers", lambda facts, wanted: ([(Fraction(1), given[0])], Fraction(0)))
    assert not follows(gt(a, b), ge(a, b)), "nothing in the sum is strict"


def test_a_quotient_that_cancels_has_to_have_a_value():
    given = [Fact(ge(a, 1 / b)), Fact(ge(1 / b, c))]
    assert not combined(given, Fact(ge(a, c)), lambda condition: False)
    assert combined(given, Fact(ge(a, c)), lambda condition: condition == ("nonzero", b))
    assert combined(given, Fact(ge(a + 1 / b, c + 1 / b)), lambda condition: condition == ("nonzero", b))


def test_a_slack_too_large_to_expand_gives_itself_alone():
    large = (a + b + c + d + 1) ** 30
    assert Fact(ge(large, 0)).slack == large and sp.binomial(34, 4) > LARGE
    assert Fact(ge(large, 0)).gives(Fact(ge(large, 0))) and not follows(ge(sp.expand((a + b) ** 2), 0), ge(large, 0))


def test_solutions_solve_and_are_found_where_brute_force_finds_one():
    chance = Random(0)
    for _ in range(60):
        columns = [[Fraction(chance.randint(-2, 2)) for _ in range(3)] for _ in range(4)]
        target = [Fraction(chance.randint(-3, 3)) for _ in range(3)]

        def sums(x, columns=columns):
            return [sum(v * column[i] for v, column in zip(x, columns, strict=True)) for i in range(3)]

        found = solution(columns, target)
        if found is None:
            assert all(sums(x) != target for x in product(range(4), repeat=4))
        else:
            assert min(found) >= 0 and sums(found) == target

"""Cases that leave something out: a point, a gap, a letter, or a point where what tells them apart has no value."""

import sympy as sp

from symbolic.relations import eq, ge, gt, le, lt
from tests.wrong.adversarial.attack import Attacks, a, b, c, n

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
_UNTIED = "claim 1 follows from no step by rule"
HALF = sp.S.Half
CLAIM = gt(a**2 - a + b**2 + 1, 0)
FORM = [(a - HALF) ** 2, 3 * HALF**2, b**2]
OF_N, FORM_N = gt(n**2 - n + 1, 0), [(n - HALF) ** 2, 3 * HALF**2]


def cases(T, *cases_, claim=CLAIM, form=FORM):
    """One claim in several cases; the claim is true besides, and what is at stake is whether the cases say so."""
    for number, case in enumerate(cases_):
        T.forall(f"case-{number}", case, claim, form=form)


@attack("cases a > 0 and a < 0, without a = 0", reason=_UNTIED, claim=[CLAIM])
def without_a_point(T):
    cases(T, [gt(a, 0)], [lt(a, 0)])


@attack("cases a <= 0 and a >= 1", reason=_UNTIED, claim=[CLAIM])
def with_a_gap(T):
    cases(T, [le(a, 0)], [ge(a, 1)])


@attack("cases n <= 1 and n >= 3 of an integer", reason=_UNTIED, claim=[OF_N])
def without_an_integer(T):
    cases(T, [le(n, 1)], [ge(n, 3)], claim=OF_N, form=FORM_N)


@attack("cases a <= 0 and b >= 0", reason=_UNTIED, claim=[CLAIM])
def of_two_letters(T):
    cases(T, [le(a, 0)], [ge(b, 0)])


@attack("three quadrants", reason=_UNTIED, claim=[CLAIM])
def three_quadrants(T):
    cases(T, [le(a, 0), le(b, 0)], [ge(a, 0), le(b, 0)], [ge(a, 0), ge(b, 0)])


@attack("cases of which one asks for more that nobody knows", reason=_UNTIED, claim=[CLAIM])
def one_case_asks_for_more(T):
    cases(T, [le(a, 0)], [ge(a, 0), ge(c, 5)])


@attack("the same case twice", reason=_UNTIED, claim=[CLAIM])
def one_case_twice(T):
    cases(T, [ge(a, 0)], [ge(2 * a, 0)])


@attack("cases with different claims", reason=_UNTIED, claim=[CLAIM])
def different_claims(T):
    T.forall("one", [ge(a, 0)], CLAIM, form=FORM)
    T.forall("two", [le(a, 0)], gt(a**2 - a + c**2 + 1, 0), form=[*FORM[:2], c**2])


@attack("cases 1/a > 0 and 1/a <= 0, which say nothing at a = 0", reason=_UNTIED, claim=[CLAIM])
def cases_without_a_value(T):
    cases(T, [gt(1 / a, 0)], [le(1 / a, 0)])


@attack("cases log b > 0 and log b <= 0, which say nothing for negative b", reason=_UNTIED, claim=[CLAIM])
def logarithms(T):
    cases(T, [gt(sp.log(b), 0)], [le(sp.log(b), 0)])


@honest("cases a <= 0 and a >= 0", claim=[CLAIM])
def two_sides(T):
    cases(T, [le(a, 0)], [ge(a, 0)])


@honest("cases a < b, a = b and a > b", claim=[CLAIM])
def three_ways(T):
    cases(T, [lt(a, b)], [eq(a, b)], [gt(a, b)])


@honest("cases n <= 2 and n >= 3 of an integer", claim=[OF_N])
def integers(T):
    cases(T, [le(n, 2)], [ge(n, 3)], claim=OF_N, form=FORM_N)


@honest("four quadrants", claim=[CLAIM])
def four_quadrants(T):
    cases(T, [le(a, 0), le(b, 0)], [ge(a, 0), le(b, 0)], [ge(a, 0), ge(b, 0)], [le(a, 0), ge(b, 0)])


@honest("cases of what a hypothesis leaves", claim=[CLAIM], hypotheses=[ge(a, 1)], witness={a: 1})
def within_a_hypothesis(T):
    cases(T, [ge(a, 1), le(a, 3)], [gt(a, 3)])

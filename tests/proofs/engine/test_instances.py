"""Values for letters: what a letter may be, which domains are read, and letters that are bound."""

import pytest
import sympy as sp

from proofs.machinery.engine import instances
from proofs.machinery.engine.facts import Facts
from proofs.machinery.engine.instances import Rule, at, inside, of_theorem, suits
from symbolic.notation import EpsStar, d, reals
from symbolic.relations import ge, gt, le
from symbolic.statement import Statement, Variable
from symbolic.steps import Universal

a, b = reals("a b")
n = sp.Symbol("n", integer=True, positive=True)
u, w = sp.Symbol("u", positive=True), sp.Symbol("w", nonnegative=True)
i = sp.Symbol("i", integer=True)
f = sp.Function("f", real=True)
FOUR = sp.Integer(4)


def statement(*claims, hypotheses=(), **more):
    return Statement("x", "x", "x", "x", claims, hypotheses=tuple(hypotheses), **more)


def nothing(relation):
    return False


@pytest.mark.parametrize(
    ("letter", "value", "may"),
    [
        (a, sp.sqrt(2), True), (a, sp.sqrt(-2), False), (u, FOUR, True), (u, sp.S.Zero, False), (u, a, False),
        (u, a**2 + 1, True), (w, a**2, True), (u, a**2, False), (n, n + 1, True), (n, n - 1, False), (n, u, False),
        (n, FOUR / 3, False), (u, n, True), (u, sp.log(2), True), (a, f(a), True), (u, f(a), False), (n, a, False),
    ],
)
def test_what_a_letter_may_be(letter, value, may):
    assert suits(letter, value, nothing) is may


def test_a_sign_may_be_a_known_relation():
    assert suits(u, a, lambda relation: relation == gt(a, 0)) and not suits(u, a, lambda relation: relation == ge(a, 0))
    assert not suits(n, a, lambda relation: relation == gt(a, 0)), "that it is an integer is nobody's relation"


@pytest.mark.parametrize(
    ("domain", "value", "lies"),
    [
        (r"\mathbb{R}", a, True), (r"\{2, 3, \dots\}", FOUR, True), (r"\{2, 3, \dots\}", n, False),
        (r"\{2, 3, \dots\}", n + 1, True), (r"\{2, 3, \dots\}", sp.Rational(5, 2), False),
        (r"\{2, 4, \dots\}", FOUR, False), (r"(0, \infty)", sp.S.Zero, False), (r"[0, \infty)", sp.S.Zero, True),
        (r"[0, 1]", sp.S.One, True), (r"[0, 1)", sp.S.One, False), (r"(-\infty, 0]", -a**2, True),
        (r"(-\infty, 0]", a, False), (r"\Delta_d", FOUR, False), (r"\{\max x\}", FOUR, False), (r"(0, x]", FOUR, False),
    ],
)
def test_which_domains_are_read(domain, value, lies):
    assert inside(domain, value, nothing) is lies


def test_a_theorem_is_used_in_its_domain_only():
    used = statement(ge(EpsStar(d), sp.log(d)), variables=(Variable(d, r"\{4, 5, \dots\}"),))
    assert Facts(statement(), [], [used]).holds(ge(EpsStar(FOUR), sp.log(4)))
    assert not Facts(statement(), [], [used]).holds(ge(EpsStar(sp.Integer(3)), sp.log(3)))
    same = ge(EpsStar(d), sp.log(d))
    assert not Facts(statement(hypotheses=[ge(d, 2)]), [], [used]).holds(same)
    assert Facts(statement(hypotheses=[ge(d, 4)]), [], [used]).holds(same)
    told = (Variable(d, r"\{4, 5, \dots\}"),)
    assert Facts(statement(variables=told), [], [used]).holds(same), "the same letter in the same domain"


def test_a_domain_in_words_is_left_by_no_letter():
    m = sp.Symbol("m", integer=True)
    used = statement(ge(EpsStar(m), 1), hypotheses=[ge(m, 2)], variables=(Variable(m, r"\{\max x\}"),))
    assert not Facts(statement(), [], [used]).holds(ge(EpsStar(FOUR), 1))
    assert not Facts(statement(hypotheses=[ge(m, 2)]), [], [used]).holds(ge(EpsStar(m), 1))
    ours = statement(hypotheses=[ge(m, 2)], variables=(Variable(m, r"\{\max x\}"),))
    assert Facts(ours, [], [used]).holds(ge(EpsStar(m), 1))


@pytest.mark.parametrize(
    ("claim", "hypotheses"),
    [
        (ge(EpsStar(d), a), [ge(d, 2)]), (ge(EpsStar(d), a), [ge(d, 2), ge(a, 0)]), (ge(f(d), 1), [ge(d, 2)]),
        (ge(b - a, EpsStar(d)), [ge(d, 2), le(a, b)]), (ge(EpsStar(d), n), [ge(d, 2)]),
    ],
)
def test_a_letter_that_only_words_explain_is_no_fact_elsewhere(claim, hypotheses):
    used = statement(claim, hypotheses=hypotheses)
    assert of_theorem(used) == []
    assert not Facts(statement(hypotheses=hypotheses), [], [used]).holds(claim)


def test_integers_of_which_a_hypothesis_speaks_are_letters():
    told = statement(ge(EpsStar(d), n), hypotheses=[ge(d, 2), le(n, d)])
    assert [rule.hypotheses for rule in of_theorem(told)] == [told.hypotheses]


def test_what_a_function_is_at_other_letters_is_asked_for():
    step = statement(ge(EpsStar(d), 0), hypotheses=[ge(f(d), 1), ge(f(n), 2), ge(n, 7), ge(a, b)])
    assert of_theorem(step)[0].hypotheses == (ge(f(d), 1), ge(f(n), 2), ge(n, 7))


def test_a_value_at_which_nothing_is_defined_gives_nothing():
    assert at(Rule((), ge(f(n), 1 / (n - 2))), {n: sp.Integer(2)}) is None


def test_hypotheses_of_other_letters_are_left_to_the_witness():
    used = statement(ge(EpsStar(d + 1), EpsStar(d)), hypotheses=[ge(d, 2), ge(n, 7), ge(a, b), ge(b, 1)])
    assert of_theorem(used)[0].hypotheses == (ge(d, 2),)


@pytest.mark.parametrize("value", [i, i + 1])
def test_a_letter_is_not_caught_by_a_sum(value):
    rule = Rule((), ge(f(n) + sp.Sum(sp.Indexed("p", i), (i, 1, n)), 0))
    assert at(rule, {n: value}) is None, "i would be bound"
    assert at(Rule((), ge(f(n), 0)), {n: value})[1] == ge(f(value), 0)


def test_all_letters_are_put_in_at_once():
    assert at(Rule((ge(a, b),), ge(f(a), f(b))), {a: b, b: a}) == ((ge(b, a),), ge(f(b), f(a)))


def test_a_step_is_put_to_use_at_an_expression():
    step = Universal((ge(a, 1),), ge(a**2 - a, 0))
    assert Facts(statement(hypotheses=[ge(b, 0)]), [step]).holds(ge((b + 1) ** 2 - (b + 1), 0))
    assert not Facts(statement(), [step]).holds(ge((b + 1) ** 2 - (b + 1), 0))


def test_an_instance_is_a_link_of_a_sum():
    goals = [Universal((ge(n, 2),), ge(f(n), n + 1)), Universal((), ge(a**2, 0))]
    assert Facts(statement(), goals).holds(ge(f(FOUR) + f(sp.Integer(7)), 12))
    assert not Facts(statement(), goals).holds(ge(f(FOUR) + f(sp.S.One), 7))


def test_candidates_solve_for_the_letter():
    rule = Rule((), ge(f(2 * n + 1), n))
    assert next(instances.candidates(rule, ge(f(sp.Integer(7)), 3))) == {n: 3}
    assert list(instances.instances([rule], ge(f(sp.Integer(6)), 2), (), nothing)) == [], "n = 5/2 is no integer"

"""Steps that say nothing, or that rest on themselves."""

import sympy as sp

from symbolic.relations import eq, ge, gt, le, lt
from tests.wrong.adversarial.attack import Attacks, a, b, c

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
_NOTHING, _ITSELF = "says nothing", "is its own hypothesis"


@attack("Goldbach's conjecture, given Goldbach's conjecture", reason=_ITSELF)
def own_hypothesis(T):
    T.forall("goldbach", [ge(a, b)], ge(a, b), form=[a - b])


@attack("the same by solvers", reason=_ITSELF)
def own_hypothesis_by_solvers(T):
    T.forall("goldbach", [ge(a, b)], ge(a, b))


@attack("the hypothesis read from right to left", reason=_ITSELF)
def mirrored(T):
    T.forall("mirrored", [ge(a, b)], le(b, a), form=[a - b])


@honest("the hypothesis with a term on the other side")
def moved_over(T):
    T.forall("moved", [ge(a, b)], ge(a - b, 0), form=[a - b])


@honest("the hypothesis times two")
def doubled(T):
    T.forall("doubled", [ge(a, b)], ge(2 * a, 2 * b), form=[2 * (a - b)])


@attack("the hypothesis without its strictness", reason=_ITSELF)
def weakened(T):
    T.forall("weakened", [gt(a, b)], ge(a, b), form=[a - b])


@attack("an induction whose base is its hypothesis", reason=_ITSELF)
def base_of_an_induction(T):
    T.forall("terms-base", [le(a, b)], le(a, b), form=b - a)


@attack("a = a", reason=_NOTHING)
def itself(T):
    T.identity("itself", a, a)


@attack("a + b = b + a, which SymPy does before anybody asks", reason=_NOTHING)
def already_equal(T):
    T.identity("sum", a + b, b + a)


@attack("a >= a", reason=_NOTHING)
def not_below_itself(T):
    T.forall("itself", [], ge(a, a), form=[sp.S.Zero])


@attack("a >= a by solvers", reason=_NOTHING)
def not_below_itself_by_solvers(T):
    T.forall("itself", [], ge(a, a))


@attack("1 = 1", reason=_NOTHING)
def one_is_one(T):
    T.exact("one", eq(1, 1))


@attack("log 2 = log 2", reason=_NOTHING)
def constant_is_itself(T):
    T.enclose("itself", eq(sp.log(2), sp.log(2)))


@attack("a hypothesis a = a", reason=_NOTHING)
def empty_hypothesis(T):
    T.forall("empty", [eq(a, a)], ge(b**2, 0), form=[b**2])


@attack("a million cases that a lambda counted", reason="compared nothing that is seen here")
def a_million_cases(T):
    T.finite("cases", lambda: (10**6, None), "a million cases")


@attack("a finite computation without a case", reason="no case was checked")
def no_case(T):
    T.finite("cases", lambda: iter(()), "no case")


def _one_is_one():
    for k in range(1000):
        yield "the same", k, "=", k


def _nothing_much():
    for k in range(1000):
        yield str(k), 0.1 + 0.2, "<", 0.4


def _wrong():
    yield "2 + 2", 2 + 2, "=", 4
    yield "2 + 3", 2 + 3, "=", 4


def _never_said():
    yield "a case", True


def _truth():
    for k in range(1000):
        yield str(k), True, "=", True


@attack("one case a thousand times", reason="is there twice")
def one_case_many_times(T):
    T.finite("cases", _one_is_one, "one case")


@attack("cases in floats", reason="is not exact")
def cases_in_floats(T):
    T.finite("cases", _nothing_much, "floats")


@attack("cases that only say true", reason="is not exact")
def cases_of_truth(T):
    T.finite("cases", _truth, "true is true")


@attack("cases that compare nothing", reason="compared nothing that is seen here")
def cases_without_sides(T):
    T.finite("cases", _never_said, "true")


@attack("2 + 3 = 4 among the cases", reason="2 + 3: 5 = 4 is false")
def a_wrong_case(T):
    T.finite("cases", _wrong, "sums")


@attack("nothing but an argument", reason="no step that a machine has checked")
def argued_alone(T):
    T.argue("goldbach", "extreme values", "It is well known.")


@attack("no step at all", reason="no step that a machine has checked")
def no_step(T):
    T.say("It is well known.")


@attack("a step by the name of the witness", reason="is taken")
def named_like_the_witness(T):
    T.identity("witness", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("two steps of one name", reason="is taken")
def two_of_a_name(T):
    T.identity("step", (a + b) ** 2, a**2 + 2 * a * b + b**2)
    T.identity("step", (a - b) ** 2, a**2 - 2 * a * b + b**2)


@honest("two hypotheses together")
def together(T):
    T.forall("together", [ge(a, b), ge(b, c)], ge(a, c), form=[a - b, b - c])


@honest("from a strict hypothesis, a stricter claim")
def stricter(T):
    T.forall("stricter", [gt(a, 1)], gt(a**2, 1), form=[(a - 1) * (a - 1), 2 * (a - 1)])


@honest("a product of hypotheses")
def product(T):
    T.forall("product", [gt(a, 0), lt(b, 0)], lt(a * b, 0), form=[sp.Mul(a, -b, evaluate=False)])

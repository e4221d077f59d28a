"""Hypotheses that hold nowhere, by every route on which they come in."""

import sympy as sp

from symbolic.relations import eq, ge, gt, le, lt, ne
from tests.wrong.adversarial.attack import Attacks, a, b, c, m, n, u

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
f = sp.Function("f")
_NOWHERE = "no point is found where the hypotheses hold"
_CONTRADICT = "the hypotheses contradict each other"


@attack("under a > 0 and a < -1 everything holds, by a form", reason=_NOWHERE)
def by_a_form(T):
    T.forall("all", [gt(a, 0), gt(-1 - a, 0)], ge(-a * (1 + a) * b**2, 0), form=[a * (-1 - a) * b**2])


@attack("under a > 0 and a < -1 a product is positive", reason=_NOWHERE)
def product_of_both(T):
    T.forall("all", [gt(a, 0), gt(-1 - a, 0)], gt(-a * (1 + a), 0), form=[a * (-1 - a)])


@attack("under a != a a square is nonnegative", reason="says nothing")
def unlike_itself(T):
    T.forall("unlike", [ne(a, a)], ge(b**2, 0), form=[b**2])


@attack("under 1 < 0 everything holds, by solvers", reason=_CONTRADICT)
def by_solvers(T):
    T.forall("all", [lt(a, 0), gt(a, 0)], ge(b, 5))


@attack("the square of a is negative, by solvers", reason=_CONTRADICT)
def negative_square(T):
    T.forall("all", [lt(a**2, 0)], ge(b, 5))


@attack(
    "hypotheses of the statement that hold nowhere", reason="the witness does not satisfy",
    hypotheses=[gt(a, 0), lt(a, 0)], witness={a: 1},
)
def of_the_statement(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack(
    "hypotheses of the statement without a witness", reason="it is not decided whether the witness satisfies",
    hypotheses=[gt(a, 0)],
)
def without_a_witness(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("a witness that is not a number", reason="is a floating-point number", hypotheses=[gt(a, 0)], witness={a: 0.5})
def floating_witness(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack(
    "a witness of another kind than its symbol", reason="cannot be 1/2", hypotheses=[gt(n, 0), lt(n, 1)],
    witness={n: sp.Rational(1, 2)},
)
def witness_between_integers(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("a negative witness of a positive symbol", reason="cannot be -1", hypotheses=[lt(u, 0)], witness={u: -1})
def witness_of_the_wrong_sign(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("no integer lies between 0 and 1", reason=_NOWHERE)
def between_integers(T):
    T.forall("between", [gt(n, 0), lt(n, 1)], ge(n * (1 - n) * b**2, 0), form=[n * (1 - n) * b**2])


@attack("a positive symbol is below 0", reason=_NOWHERE)
def below_a_positive_symbol(T):
    T.forall("below", [gt(-u, 0)], gt(-u * 3, 0), form=[-u * 3])


@attack("a function has two values at one point", reason=_NOWHERE)
def two_values(T):
    T.forall("two", [gt(f(a), 3), gt(-3 - f(a), 0)], gt((f(a) - 3) * (-3 - f(a)), 0), form=[(f(a) - 3) * (-3 - f(a))])


@attack("a function has two values where its arguments agree", reason=_NOWHERE)
def two_values_in_disguise(T):
    T.forall("two", [eq(a, b), gt(f(a) - f(b), 0)], gt(3 * (f(a) - f(b)), 0), form=[3 * (f(a) - f(b))])


@attack("the logarithm is above 1 and below 0", reason=_NOWHERE)
def logarithms(T):
    log = sp.log(u)
    T.forall("logarithm", [gt(u, 0), gt(log, 1), gt(-log, 0)], gt(-1, 0), form=[log - 1, -log])


@attack("a cosine above 2", reason=_NOWHERE)
def cosine(T):
    T.forall(
        "cosine", [gt(sp.cos(a), 2)], gt(b**2 * (sp.cos(a) - 2) + sp.cos(a) - 2, 0),
        form=[b**2 * (sp.cos(a) - 2), sp.cos(a) - 2],
    )


@attack("hypotheses that hold only where the claim has no value", reason="is not plain to be positive")
def away_from_the_claim(T):
    T.forall("away", [ge(a, 0), ge(-a, 0), ge(b, 0)], ge(b * sp.log(1 + a - sp.S.One), b * sp.log(a) - b), form=[b])


@attack("an induction whose step begins nowhere", reason=_NOWHERE)
def induction_from_nowhere(T):
    T.induction(
        "terms", base=ge(a**2, 0), base_form=a**2, given=[ge(c, 1), ge(-c, 0)], step=ge(-1, 0), step_form=[c - 1, -c],
        moves={c: c + 1}, start={c: 1},
        text="",
    )


@attack(
    "a binomial formula for a number that is not rational", reason="no point is found where both sides have a value",
)
def irrational(T):
    k = sp.Symbol("k", irrational=True)
    T.identity("square", (k + b) ** 2, k**2 + 2 * k * b + b**2)


@attack("two integers with a sum of 1/2", reason=_NOWHERE)
def half_a_sum(T):
    T.forall(
        "half", [ge(n + m, sp.Rational(1, 2)), ge(sp.Rational(1, 2) - n - m, 0)], ge(n + m, 0),
        form=[n + m - sp.Rational(1, 2), sp.Rational(1, 2)],
    )


@honest("hypotheses that hold at a root of 2")
def at_a_root(T):
    T.forall("root", [gt(a, 1), gt(2 - a, 0), le(a**2, 2)], gt((a - 1) * (2 - a), 0), form=[(a - 1) * (2 - a)])

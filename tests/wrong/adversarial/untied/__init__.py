"""Proofs whose steps all hold and whose claim is none of them: nothing ties what is said to what is checked."""

import dataclasses

from proofs.machinery.engine.proof import at_least

import sympy as sp

from proofs import registry
from proofs.machinery.engine.claim import Claims, ClaimVerdict
from symbolic.notation import EpsStar
from symbolic.relations import eq, ge, gt, le
from tests.wrong.adversarial.attack import Attacks, a, b, c, u

ATTACKS = Attacks()
attack, claim = ATTACKS, Claims()
_UNTIED = "claim 1 follows from no step by rule"


def three_identities(T):
    T.identity("one", (a + b) ** 2, a**2 + 2 * a * b + b**2)
    T.identity("two", (a - b) ** 2, a**2 - 2 * a * b + b**2)
    T.identity("three", (a + b) * (a - b), a**2 - b**2)


@attack("eps*_4 >= 5, by three identities", reason=_UNTIED, claim=[at_least(4, 5)])
def false_bound(T):
    three_identities(T)


@attack("Goldbach's conjecture, by three identities", reason=_UNTIED, claim=[gt(sp.Function("goldbach")(a), 0)])
def unrelated_steps(T):
    three_identities(T)


@attack(
    "every even number is a sum of two primes, as the prose says", reason=_UNTIED,
    claim=[ge(sp.Function("sums")(a), 1)],
)
def prose_carries_all(T):
    T.say("Let the number be even. It is a sum of two primes, as one sees.")
    three_identities(T)


@attack("there is a K above all real numbers", reason=_UNTIED, claim=[gt(c, a)])
def quantifiers_in_text_alone(T):
    T.say("For every a there is a K, so there is a K for every a:")
    T.forall("above", [ge(c, a + 1)], gt(c, a), form=[c - a - 1, sp.S.One])


@attack("a <= c, by a <= b and d <= c", reason=_UNTIED, claim=[le(a, c)])
def disjoint_chain(T):
    d = sp.Symbol("d", real=True)
    T.forall("one", [le(a + 1, b)], le(a, b), form=[b - a - 1, sp.S.One])
    T.forall("two", [le(d + 1, c)], le(d, c), form=[c - d - 1, sp.S.One])


@attack("a^2 >= 1, of which a^2 >= 0 is proved", reason=_UNTIED, claim=[ge(a**2, 1)])
def weaker_step(T):
    T.forall("weaker", [], ge(a**2, 0), form=[a**2])


@attack("a >= 1 for all a, proved where a >= 2", reason=_UNTIED, claim=[ge(a, 1)])
def more_hypotheses(T):
    T.forall("more", [ge(a, 2)], ge(a, 1), form=[a - 2, sp.S.One])


@attack(
    "every function is differentiable, as the chain rule says", reason="follows from no step by rule",
    claim=[eq(sp.Function("f")(a), sp.Function("f")(a) + u - u)],
)
def every_function(T):
    f = sp.Function("f")
    T.derivative("chain", f(a) ** 2, a, 2 * f(a) * f(a).diff(a))


@attack("the opposite of what is proved", reason=_UNTIED, claim=[le(a**2 + 1, 0)])
def opposite(T):
    T.forall("positive", [], gt(a**2 + 1, 0), form=[a**2, sp.S.One])


CLAIMS = {
    "P = NP": claim("S9-01", ClaimVerdict.PROVED, "nowhere", "P = NP", uses=["scaling"])(lambda c: None),
    "2 + 2 = 4 is refuted": claim("S9-02", ClaimVerdict.REFUTED, "nowhere", "2 + 2 = 4")(
        lambda c: c.refute("sum", eq(5 + 0 * a, 4), "the printed sum is 5")
    ),
}
"""Sentences of a source that no step is about."""


def with_claim(id, relation):
    """A theorem of the project with another claim, no step touched."""
    found = registry.theorem(id)
    return dataclasses.replace(found, statement=dataclasses.replace(found.statement, claim=(relation,)))


EDITED = {
    "upper-d4": lambda: with_claim("upper-d4", le(EpsStar(4), sp.Rational(118, 100))),
    "chain": lambda: with_claim("chain", ge(EpsStar(sp.Symbol("d", integer=True, positive=True)), 5)),
}

"""Sums of relations that do not add up to what is claimed, or whose terms have no value: transitivity gone wrong."""

import sympy as sp

from symbolic.relations import eq, ge, gt, le, lt, ne
from tests.wrong.adversarial.attack import Attacks, a, b, c

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
_UNTIED = "claim 1 follows from no step by rule"
f, g, h = (sp.Function(name, real=True) for name in "fgh")
BELOW, ABOVE = [ge(f(a) - 1, g(a))], [ge(g(a) - 1, h(a))]


def two_links(T):
    """f >= g and g >= h, each from what the statement gives."""
    T.forall("one", BELOW, ge(f(a), g(a)), form=[f(a) - 1 - g(a), sp.S.One])
    T.forall("two", ABOVE, ge(g(a), h(a)), form=[g(a) - 1 - h(a), sp.S.One])


AT = {f(a): 5, g(a): 3, h(a): 1}


@attack("f > h + 2, from f >= g + 1 and g >= h + 1", reason=_UNTIED, claim=[gt(f(a), h(a) + 2)],
        hypotheses=[*BELOW, *ABOVE], witness=AT)
def strict_from_weak(T):
    two_links(T)


@attack("h >= f, from f >= g and g >= h", reason=_UNTIED, claim=[ge(h(a), f(a))], hypotheses=[*BELOW, *ABOVE],
        witness=AT)
def backwards(T):
    two_links(T)


@attack("f(b) >= h(a), from f(a) >= g(a) and g(a) >= h(a)", reason=_UNTIED, claim=[ge(f(b), h(a))],
        hypotheses=[*BELOW, *ABOVE], witness=AT)
def another_point(T):
    two_links(T)


@attack("f - g >= h, subtracting g >= 0 from f >= h", reason=_UNTIED, claim=[ge(f(a) - g(a), h(a))],
        hypotheses=[ge(f(a), h(a) + 1), ge(g(a), 1)], witness={f(a): 5, g(a): 5, h(a): 1})
def negative_multiple(T):
    T.forall("one", [ge(f(a), h(a) + 1)], ge(f(a), h(a)), form=[f(a) - h(a) - 1, sp.S.One])
    T.forall("two", [ge(g(a), 1)], ge(g(a), 0), form=[g(a) - 1, sp.S.One])


@attack("f = g, from f >= g alone", reason=_UNTIED, claim=[eq(f(a), g(a))], hypotheses=BELOW,
        witness={f(a): 5, g(a): 3})
def equality_from_one_side(T):
    T.forall("one", BELOW, ge(f(a), g(a)), form=[f(a) - 1 - g(a), sp.S.One])


@attack("f < h, adding f != g and g < h", reason=_UNTIED, claim=[lt(f(a), h(a))],
        hypotheses=[ne(f(a), g(a)), lt(g(a) + 1, h(a))], witness={f(a): 9, g(a): 3, h(a): 5})
def unequal_is_no_order(T):
    T.forall("two", [lt(g(a) + 1, h(a))], lt(g(a), h(a)), form=[h(a) - g(a) - 1, sp.S.One])


@attack("f(b) >= 0 for all b, from f >= 1/b - 1 and 1 - 1/b >= 0, which say nothing at b = 0", reason=_UNTIED,
        claim=[ge(f(b), 0)], hypotheses=[ge(f(b), 1 / b - 1), ge(1 - 1 / b, 0)], witness={b: 2, f(b): 5})
def no_value_that_cancels(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@honest("f >= h + 2, from f >= g + 1 and g >= h + 1", claim=[ge(f(a), h(a) + 2)], hypotheses=[*BELOW, *ABOVE],
        witness=AT)
def chain(T):
    two_links(T)


@honest("f > h + 1 from two links with a unit to spare", claim=[gt(2 * f(a), 2 * h(a) + 3)],
        hypotheses=[*BELOW, *ABOVE], witness=AT)
def doubled_and_strict(T):
    two_links(T)


@honest("an equality put into an inequality", claim=[le(f(a), 2 * h(a) + c)],
        hypotheses=[eq(g(a), 2 * h(a)), le(f(a) + 1, g(a) + c)], witness={f(a): 0, g(a): 2, h(a): 1, c: 1})
def equality_and_inequality(T):
    T.forall("one", [le(f(a) + 1, g(a) + c)], le(f(a), g(a) + c), form=[g(a) + c - f(a) - 1, sp.S.One])


@honest("f = g, from both sides", claim=[eq(f(a), g(a))], hypotheses=[ge(f(a), g(a)), ge(g(a), f(a))],
        witness={f(a): 3, g(a): 3})
def both_sides(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)

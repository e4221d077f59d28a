"""Values put in for letters that may not have them: outside of a domain, of what it assumes, or of a hypothesis."""

import sympy as sp

from symbolic.notation import EpsStar, d
from symbolic.relations import eq, ge, gt, le
from tests.wrong.adversarial.attack import Attacks, a, b, c, m, n, u

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
_UNTIED = "claim 1 follows from no step by rule"
f = sp.Function("f", real=True)
HALF = sp.Rational(1, 2)
gain, scale, L = sp.symbols("gain c L", real=True)


def smaller(letter, number):
    """(f - 1/2)^2 + letter - number >= 0, as a relation that is not plain from the signs of its symbols."""
    return ge(f(letter) ** 2 - f(letter) + letter, number - HALF**2)


def from_two_on(T):
    T.forall("all", [ge(m, 2)], smaller(m, 2), form=[(f(m) - HALF) ** 2, m - 2])


def for_positive_letters(T):
    T.forall("all", [], gt(f(u) ** 2, f(u) - 1), form=[(f(u) - HALF) ** 2, 3 * HALF**2])


def for_integers(T):
    T.forall("all", [ge(n, 1)], smaller(n, 1), form=[(f(n) - HALF) ** 2, n - 1])


@attack("of f(1), what holds of f(m) for m >= 2", reason=_UNTIED, claim=[smaller(sp.S.One, 2)])
def outside_a_hypothesis(T):
    from_two_on(T)


@attack("of f(3/2), what holds of f(n) for integers n >= 1", reason=_UNTIED, claim=[smaller(3 * HALF, 1)])
def half_an_integer(T):
    for_integers(T)


@attack("of f(a), what holds of f(u) for positive u", reason=_UNTIED, claim=[gt(f(a) ** 2, f(a) - 1)])
def perhaps_negative(T):
    for_positive_letters(T)


@attack("of f(-1), what holds of f(u) for positive u", reason=_UNTIED, claim=[gt(f(-sp.S.One) ** 2, f(-sp.S.One) - 1)])
def negative_number(T):
    for_positive_letters(T)


@attack("of f(b), one hypothesis of two being known", reason=_UNTIED, claim=[ge(f(b), 1)], hypotheses=[ge(b, 3)],
        witness={b: 3})
def one_hypothesis_of_two(T):
    T.forall("all", [ge(f(a), 2), ge(a, 2)], ge(f(a), 1), form=[f(a) - 2, sp.S.One])


@attack("eps*_1 <= ln 1 - ln 2 + 1/2, which universal-upper says for d >= 2", reason=_UNTIED,
        claim=[le(EpsStar(sp.S.One), HALF - sp.log(2))], uses=["universal-upper"])
def dimension_one(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("universal-upper between the dimensions", reason=_UNTIED,
        claim=[le(EpsStar(5 * HALF), sp.log(5 * HALF) - sp.log(2) + HALF)], uses=["universal-upper"])
def dimension_between(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("universal-upper of a real number of entries", reason=_UNTIED,
        claim=[le(EpsStar(c), sp.log(c) - sp.log(2) + HALF)], hypotheses=[ge(c, 2)], witness={c: 2},
        uses=["universal-upper"])
def real_dimension(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("eps*_4 >= 100, with a gain that no move has", reason=_UNTIED, claim=[ge(EpsStar(sp.Integer(4)), 100)],
        uses=["weighted-moves"])
def a_gain_out_of_nowhere(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("eps*_d >= gain/c for every gain, in the letters of weighted-moves", reason=_UNTIED,
        claim=[ge(EpsStar(d), gain / scale)], hypotheses=[ge(d, 2), gt(scale, 0)], witness={d: 2, scale: 1},
        uses=["weighted-moves"], variables=[(d, r"\{2, 3, \dots\}"), (gain, r"\mathbb{R}"), (scale, r"(0, \infty)")])
def letters_that_words_explain(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("b - a >= eps*_d/L wherever a <= b, in the letters of shift, which means two slopes", reason=_UNTIED,
        claim=[le(EpsStar(d) / L, 0)], hypotheses=[ge(d, 2), gt(L, 0), eq(a, b)], witness={d: 2, L: 1, a: 0, b: 0},
        uses=["shift"],
        variables=[(d, r"\{2, 3, \dots\}"), (a, r"\mathbb{R}"), (b, r"\mathbb{R}"), (L, r"(0, \infty)")])
def numbers_that_words_explain(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@attack("eps*_2 = g(0) for every g, which least-smoothing says of the least one", reason=_UNTIED,
        claim=[eq(EpsStar(sp.Integer(2)), sp.Function("g")(sp.S.Zero))], uses=["least-smoothing"])
def function_that_words_explain(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)


@honest("of f(5), what holds of f(m) for m >= 2", claim=[smaller(sp.Integer(5), 2)])
def inside_a_hypothesis(T):
    from_two_on(T)


@honest("of f(a), what holds of f(u) for positive u, where a > 0 is given", claim=[gt(f(a) ** 2, f(a) - 1)],
        hypotheses=[gt(a, 0)], witness={a: 1})
def positive_by_hypothesis(T):
    for_positive_letters(T)


@honest("eps*_4 <= ln 4 - ln 2 + 1/2 by universal-upper", uses=["universal-upper"],
        claim=[le(EpsStar(sp.Integer(4)), sp.log(2) + HALF)])
def dimension_four(T):
    T.identity("logarithm", sp.log(4) * a, 2 * sp.log(2) * a)


@honest("eps*_3 >= 1/2, as eps*_3 >= eps*_2 by superadditive and eps*_2 = 1/2 by d2-optimum",
        uses=["superadditive", "d2-optimum"], claim=[ge(EpsStar(sp.Integer(3)), HALF)])
def one_entry_more(T):
    T.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)

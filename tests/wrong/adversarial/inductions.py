"""Inductions whose base and step do not belong together, or that conclude more than they reach."""

import sympy as sp

from symbolic.relations import ge, gt, le
from tests.wrong.adversarial.attack import Attacks, a, b, n, u

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
_BASE, _STEP, _COUNT = "is not the relation of the step at the first term", "by one more term", "which is not one more"
_NO_START = "does not say of each letter that moves where it starts"
S, k = sp.symbols("S k", real=True)


def terms(T, base, base_given=(), base_form=None, *, moves=None, start=None):
    """A sum of k terms of at most 1 is at most k."""
    T.induction(
        "terms", base=base, base_given=list(base_given), base_form=base_form, given=[le(S, k), le(a, 1)],
        step=le(S + a, k + 1), step_form=[k - S, 1 - a], text="",
        moves={S: S + a, k: k + 1} if moves is None else moves, start={S: 0, k: 0} if start is None else start,
    )


@attack("a base that bounds another number", reason=_BASE)
def another_relation(T):
    terms(T, le(b, 2), [le(b, 1)], [1 - b, sp.S.One])


@attack("a base with the sign turned round", reason=_BASE)
def another_sign(T):
    terms(T, ge(a, 1), [ge(a, 1)])


@attack("a base for two terms", reason=_BASE)
def starts_at_two(T):
    terms(T, le(a, 2), [le(a, 2)])


@attack("a base that is weaker by one", reason=_BASE)
def weaker_by_one(T):
    terms(T, le(a - 1, 1), [le(a, 2)], [2 - a])


@attack("a strict base of a weak step's relation, so that more is begun than goes on", reason=_BASE)
def stricter_base(T):
    terms(T, ge(0, a), [ge(0, a)])


@attack("1 > 1, where both sides are the same and nothing is to be checked", reason="says nothing")
def both_sides_the_same(T):
    T.induction(
        "same", base=gt(a, a), given=[gt(S, k)], step=gt(S + 1, k + 1), step_form=[S - k], text="",
        moves={S: S + 1, k: k + 1}, start={S: a, k: a},
    )


@attack("a step of two terms from one base", reason=_COUNT)
def two_at_a_time(T):
    T.induction(
        "two", base=le(a, 1), base_given=[le(a, 1)], given=[le(S, k), le(a, 1)], step=le(S + 2 * a, k + 2),
        step_form=[k - S, 2 - 2 * a], text="", moves={S: S + 2 * a, k: k + 2}, start={S: 0, k: 0},
    )


@attack("an integer that is doubled, and no letter that counts", reason="no letter of the induction moves by one")
def doubled(T):
    T.induction(
        "doubled", base=ge(a**2 + 1, 1), base_form=[a**2], given=[ge(a**2 + n, 1), ge(n, 0)],
        step=ge(a**2 + 2 * n, 1), step_form=[a**2 + n - 1, n], text="", moves={n: 2 * n}, start={n: 1},
    )


@attack("an integer that moves by a half", reason=_COUNT)
def half_a_step(T):
    T.induction(
        "half", base=ge(a**2 + 1, 1), base_form=[a**2], given=[ge(a**2 + n, 1)],
        step=ge(a**2 + n + sp.S.Half, 1), step_form=[a**2 + n - 1, sp.S.Half], text="", moves={n: n + sp.S.Half},
        start={n: 1},
    )


@attack("a step to another relation than the one that is given", reason=_STEP)
def another_step(T):
    T.induction(
        "other", base=le(a, 1), base_given=[le(a, 1)], given=[le(S, k), le(a, 1)], step=le(S + a, k + 2),
        step_form=[k - S, 1 - a, sp.S.One], text="", moves={S: S + a, k: k + 1}, start={S: 0, k: 0},
    )


@attack("an induction that does not say where it starts", reason=_NO_START)
def without_a_start(T):
    terms(T, le(a, 1), [le(a, 1)], start={S: 0})


@attack("an induction in which nothing moves", reason=_NO_START)
def nothing_moves(T):
    terms(T, le(a, 1), [le(a, 1)], moves={}, start={})


@attack("a start at 0 of a positive number, from which no step is proved", reason="u cannot start at 0")
def start_outside(T):
    T.induction(
        "positive", base=ge(a**2, 0), base_form=[a**2], given=[ge(a**2, -u)], step=ge(a**2, -u - 1),
        step_form=[a**2 + u, sp.S.One], text="", moves={u: u + 1}, start={u: 0},
    )


@honest("a sum of k terms")
def sum_of_terms(T):
    terms(T, le(a, 1), [le(a, 1)])


@honest("the same begun with one term")
def begun_with_one(T):
    terms(T, le(S, 1), [le(S, 1)], start={S: S, k: 1})

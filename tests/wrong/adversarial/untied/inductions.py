"""Inductions that hold, and a claim that they do not reach: what is begun at 2 says nothing of 1."""

import sympy as sp

from symbolic.notation import EpsStar, d
from symbolic.relations import ge, gt
from tests.wrong.adversarial.attack import Attacks, a, n

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
_UNTIED = "claim 1 follows from no step by rule"
f = sp.Function("f", real=True)
GROWS = ge(f(n + 1), f(n) + 1)


SAID = ge(n**2 - 2 * n, 3)


def squares(T, given=1):
    """n^2 - 2n >= 3 from 3 on, by a step that needs n to be large enough."""
    T.induction(
        "squares", base=ge(3, 3), given=[SAID, ge(n, given)], step=ge((n + 1) ** 2 - 2 * (n + 1), 3),
        step_form=[n**2 - 2 * n - 3, 2 * (n - given), sp.Integer(2 * given - 1)], text="", moves={n: n + 1},
        start={n: 3},
    )


@attack("from 2 on, by a base at 3", reason=_UNTIED, claim=[SAID], hypotheses=[ge(n, 2)], witness={n: 2})
def begun_too_late(T):
    squares(T)


@attack("of all integers, by a base at 3", reason=_UNTIED, claim=[SAID])
def begun_somewhere(T):
    squares(T)


@attack("from 3 on, by a step that is proved from 5 on", reason=_UNTIED, claim=[SAID], hypotheses=[ge(n, 3)],
        witness={n: 3})
def step_begins_later(T):
    squares(T, 5)


@attack("f(n) >= n for the n at hand, where f grows at this n alone", reason=_UNTIED, claim=[ge(f(n), n)],
        hypotheses=[ge(n, 1), ge(f(sp.S.One), 1), GROWS], witness={n: 1, f(sp.S.One): 1, f(n): 1, f(n + 1): 2})
def grows_once(T):
    T.induction(
        "growing", base=ge(f(sp.S.One), 1), base_given=[ge(f(sp.S.One), 1)], given=[ge(f(n), n), GROWS],
        step=ge(f(n + 1), n + 1), step_form=[f(n) - n, f(n + 1) - f(n) - 1], text="", moves={n: n + 1}, start={n: 1},
    )


@attack("of a real letter, by an induction on integers", reason=_UNTIED,
        claim=[ge(a**2 - 2 * a, 3)], hypotheses=[ge(a, 3)], witness={a: 3})
def of_a_real_letter(T):
    squares(T)


@attack("with a strict sign", reason=_UNTIED, claim=[gt(n**2 - 2 * n, 3)], hypotheses=[ge(n, 3)],
        witness={n: 3})
def strict(T):
    squares(T)


@honest("from 3 on, by a base at 3", claim=[SAID], hypotheses=[ge(n, 3)], witness={n: 3})
def begun_in_time(T):
    squares(T)


@honest("from 4 on, by a base at 3 and a step from 2 on", claim=[SAID], hypotheses=[ge(n, 4)], witness={n: 4})
def begun_earlier(T):
    squares(T, 2)


@honest(
    "eps*_d >= 1/2 from d = 2 on, as eps* grows by superadditive", uses=["superadditive", "d2-optimum"],
    claim=[ge(EpsStar(d), sp.S.Half)], hypotheses=[ge(d, 2)], witness={d: 2},
)
def along_the_dimensions(T):
    two = ge(EpsStar(sp.Integer(2)), sp.S.Half)
    T.induction(
        "growing", base=two, base_given=[two], given=[ge(EpsStar(d), sp.S.Half), ge(EpsStar(d + 1), EpsStar(d))],
        step=ge(EpsStar(d + 1), sp.S.Half), step_form=[EpsStar(d) - sp.S.Half, EpsStar(d + 1) - EpsStar(d)],
        text="", moves={d: d + 1}, start={d: 2},
    )

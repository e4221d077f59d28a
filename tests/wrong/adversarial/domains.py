"""Letters whose domain, assumptions and names do not agree."""

import sympy as sp

from symbolic.relations import ge, gt, le, lt
from tests.wrong.adversarial.attack import Attacks, a, b, n, u

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
positive_a = sp.Symbol("a", positive=True)
_TWO, _OUTSIDE = "two symbols are called a", "outside of what its symbols assume"


@attack("n >= 1 where n > 0, of an integer, by solvers for reals", reason=_OUTSIDE, claim=[ge(n, 1)])
def integer_for_real_solvers(T):
    T.forall("integer", [gt(n, 0)], ge(n, 1))


@attack("u^2 + u > 0 of a positive symbol, by solvers that do not know it", reason=_OUTSIDE, claim=[gt(u**2 + u, 0)])
def positive_for_real_solvers(T):
    T.forall("positive", [], gt(u**2 + u, 0))


@attack("w >= -1 of a nonnegative symbol, by solvers that do not know it", reason=_OUTSIDE)
def nonnegative_for_real_solvers(T):
    w = sp.Symbol("w", nonnegative=True)
    T.forall("nonnegative", [], ge(w, -1))


@attack("a >= 0 for real a, by a positive symbol of the same name", reason=_TWO)
def two_of_a_name(T):
    T.forall("names", [ge(a, -1)], ge(a + 1 + positive_a, 0), form=[a + 1, positive_a])


@attack("the same in two steps", reason=_TWO, claim=[gt(a, -1)])
def two_of_a_name_in_two_steps(T):
    T.forall("real", [gt(a, 0)], gt(a + 1, 0), form=[a, sp.S.One])
    T.forall("positive", [], gt(3 * positive_a, -1), form=[3 * positive_a, sp.S.One])


@attack("a claim about real a, proved for a positive symbol of that name", reason=_TWO, claim=[gt(a, -1)])
def claim_about_another(T):
    T.forall("positive", [gt(positive_a, 0)], gt(positive_a, -1), form=[positive_a, sp.S.One])


@attack(
    "the hypotheses of the statement are about another a", reason=_TWO, claim=[gt(a, 0)],
    hypotheses=[gt(positive_a, 1)], witness={positive_a: 2},
)
def hypotheses_about_another(T):
    T.forall("real", [gt(a, 1)], gt(a, 0))


@attack("a function of any sign, by a positive one of the same name", reason="two functions are called f")
def two_functions_of_a_name(T):
    f, positive = sp.Function("f", real=True)(a), sp.Function("f", positive=True)(a)
    T.forall("names", [gt(positive, 0), ge(f, b)], gt(f + positive, b), form=[f - b, positive])


@attack("solvers told that two names are one", reason=_TWO)
def names_for_solvers(T):
    T.forall("names", [gt(a, 1), lt(positive_a, 2)], gt(a + 1, 0))


@attack("solver text in a name", reason="is no name")
def text_in_a_name(T):
    T.forall("text", [], ge(sp.Symbol("x| () Real)(assert false)(declare-fun |y", real=True), 0))


@attack("a comment in a name", reason="is no name")
def comment_in_a_name(T):
    T.forall("text", [], ge(sp.Symbol("x) ; ", real=True) ** 3, 0))


@attack("an even number of samples of an even symbol is all odd", reason="the two sides differ")
def even_symbol(T):
    k = sp.Symbol("k", even=True)
    T.identity("even", sp.Pow(-1, k + b - b) * k, -k)


@attack("a negative symbol is its own absolute value", reason="the two sides differ")
def negative_symbol(T):
    w = sp.Symbol("w", negative=True)
    T.identity("negative", sp.sqrt(w**2) * b, w * b)


@attack("a relation of a class of one's own", reason="is no relation")
def own_relation(T):
    from symbolic.relations import Relation

    class Kind(Relation):
        @property
        def slack(self):
            return sp.S.One

        @property
        def difference(self):
            return sp.S.One

    T.forall("kind", [], Kind(-1 - a**2, ">", sp.S.Zero), form=[sp.S.One])


@attack("a relation whose sides are Python numbers", reason="is no expression")
def python_sides(T):
    from symbolic.relations import Relation

    T.exact("sides", Relation(2, "<", 1.5))  # type: ignore[arg-type]


@attack("a relation with a sign of one's own", reason="is no relation")
def own_sign(T):
    from symbolic.relations import Relation

    T.forall("sign", [], Relation(a, ">>", b), form=[a - b])  # type: ignore[arg-type]


@honest("n >= 1 where n >= 1 twice over, of an integer")
def integers_are_reals(T):
    T.forall("integer", [ge(n, 1)], ge(n**2, 1))


@honest("w^2 >= 1 where w >= 1 is said to the solvers")
def sign_said(T):
    T.forall("said", [ge(u, 1)], ge(u**2, 1))


@honest("b below 1 where b^2 is below b")
def plain(T):
    T.forall("plain", [lt(b**2, b)], le(b, 1))

"""Goals without a value: 0/0, denominators that vanish, roots and logarithms of what is negative."""

import sympy as sp

from symbolic.relations import eq, ge, gt, lt, ne
from tests.wrong.adversarial.attack import Attacks, a, b, c, u

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
ZERO = (a + b) ** 2 - a**2 - 2 * a * b - b**2
ALSO_ZERO = (a - b) ** 2 - a**2 + 2 * a * b - b**2
_DEFINED, _PLAIN = "no point is found where both sides have a value", "is not plain to be"


@attack("1 + N/M = 2, where N and M are identically 0", reason=_DEFINED)
def nothing_over_nothing(T):
    T.identity("one", 1 + ZERO / ALSO_ZERO, sp.Integer(2))


@attack("N/M >= 5, where N and M are identically 0", reason=_DEFINED)
def at_least_five(T):
    T.forall("five", [], ge(ZERO / ALSO_ZERO, 5), form=[sp.S.Zero])


@attack("1/M = 7/M, where M is identically 0", reason=_DEFINED)
def poles_alike(T):
    T.identity("alike", 1 / ZERO, 7 / ZERO)


@attack("log M = log(2M), where M is identically 0", reason=_DEFINED)
def logarithm_of_nothing(T):
    T.identity("nothing", sp.log(ZERO), sp.log(2 * ZERO))


@attack("log(-1 - a^2) has a logarithm to itself", reason=_DEFINED)
def logarithm_of_negative(T):
    T.identity("negative", 2 * sp.log(-1 - a**2) + a * (a + 1), a**2 + a + 2 * sp.log(-1 - a**2))


@attack("the square of the root of -1 - a^2 is -1 - a^2, over the reals", reason=_DEFINED)
def root_of_negative(T):
    root = sp.sqrt(-1 - a**2)
    T.identity("negative", sp.Pow(root, 2, evaluate=False) + a**2 * (1 + a), a**3 - 1)


@attack("(a^2 - 1)/(a - 1) > a for all a, a = 1 included", reason=_PLAIN, claim=[gt((a**2 - 1) / (a - 1), a)])
def through_the_hole(T):
    T.forall("hole", [], gt((a**2 - 1) / (a - 1), a), form=[sp.S.One])


@honest(
    "(a^2 - 1)/(a - 1) > a where a is not 1", claim=[gt((a**2 - 1) / (a - 1), a)], hypotheses=[ne(a, 1)],
    witness={a: 2},
)
def beside_the_hole(T):
    T.forall("beside", [ne(a, 1)], gt((a**2 - 1) / (a - 1), a), form=[sp.S.One])


@attack("1/a^2 > 0 for all a, 0 included", reason=_PLAIN)
def inverse_square(T):
    T.forall("square", [], gt(1 / a**2, 0), form=[a**-2])


@attack("a/b >= 0 where b >= 0, b = 0 included", reason=_PLAIN)
def over_nonnegative(T):
    T.forall("over", [ge(a, 0), ge(b, 0)], ge(a / b, 0), form=[a / b])


@attack("log(a)^2 >= 0 for all a", reason=_PLAIN)
def square_of_a_logarithm(T):
    T.forall("logarithm", [], ge(sp.log(a) ** 2, 0), form=[sp.log(a) ** 2])


@attack("log a + 1 > log a for all a", reason=_PLAIN)
def more_than_a_logarithm(T):
    T.forall("more", [], gt(sp.log(a) + 1, sp.log(a)), form=[sp.S.One])


@attack("sqrt(a) + 1 > sqrt(a) for all a", reason=_PLAIN)
def more_than_a_root(T):
    T.forall("more", [], gt(sp.sqrt(a) + 1, sp.sqrt(a)), form=[sp.S.One])


@attack("a hypothesis with 0/0 in it says that b is positive", reason="is not plain to see")
def hypothesis_without_a_value(T):
    hypothesis = gt(b * (a**2 - a * c) / (a - c) / a, 0)
    T.forall("borrowed", [hypothesis], gt(b, 0), form=[b])


@attack("where a = 0 the quotient 1/a is positive", reason=_PLAIN)
def claim_without_a_value(T):
    T.forall("nowhere", [eq(a, 0), gt(a + 1, 0)], gt((a + 1) / a**2, 0), form=[(a + 1) / a**2])


@attack("log(1 - sqrt 2) + 1 > log(1 - sqrt 2) between constants", reason="do not separate")
def constants_without_a_value(T):
    hidden = sp.log(1 - sp.sqrt(2), evaluate=False)
    T.enclose("constants", gt(hidden + 1, hidden))


@attack("1/0 > 0 between constants", reason="is no real number")
def infinite_constant(T):
    T.exact("infinite", gt(sp.Integer(1) / sp.Integer(0), 0))


@attack("infinity is more than 1", reason="is no real number")
def infinity(T):
    T.enclose("infinity", gt(sp.oo, 1))


@attack("the derivative of log(-1 - a^2) is 2a/(1 + a^2)", reason="no point is found")
def slope_of_nothing(T):
    T.derivative("slope", sp.log(-1 - a**2), a, 2 * a / (1 + a**2))


@honest("1/u > 0 for positive u")
def inverse(T):
    T.forall("inverse", [gt(u, 0)], gt(1 / u, 0), form=[1 / u])


@attack("a < b, with a root of b - a - 1 on both sides", reason=_PLAIN)
def borrowed_root(T):
    root = sp.sqrt(b - a - 1)
    T.forall("root", [], lt(root, root + 1), form=[sp.S.One])

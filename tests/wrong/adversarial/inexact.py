"""Numbers that are not exact, and functions whose values nobody here can enclose."""

import sympy as sp

from symbolic.relations import eq, ge, gt, le, lt
from tests.wrong.adversarial.attack import Attacks, a, b, n

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
_FLOAT, _UNKNOWN = "is a floating-point number", "is none of the functions that are decided here"


@attack("1/3 = 0.333 after rounding", reason=_FLOAT)
def rounded_third(T):
    T.identity("third", (a + sp.Float("0.333")) ** 2, a**2 + a * 2 / 3 + sp.Rational(1, 9))


@attack("0.1 + 0.2 = 0.3", reason=_FLOAT)
def tenths(T):
    T.exact("tenths", eq(sp.Float("0.1") + sp.Float("0.2"), sp.Float("0.3")))


@attack("a float in a form", reason=_FLOAT)
def float_in_a_form(T):
    T.forall("form", [], ge(a**2 * sp.Float("0.1") * 10, 0), form=[a**2 * sp.Float("1.0")])


@attack("a float in a hypothesis", reason=_FLOAT)
def float_in_a_hypothesis(T):
    T.forall("given", [ge(a, sp.Float("0.5"))], ge(a, sp.Rational(1, 4)))


@attack("a float as an exponent", reason=_FLOAT)
def float_as_an_exponent(T):
    T.identity("exponent", a**2 * sp.Pow(b, sp.Float("2.0")), (a * b) ** 2)


@attack("a float between constants", reason=_FLOAT)
def float_between_constants(T):
    T.enclose("constants", le(sp.log(2), sp.Float("0.6931471805599453")))


@attack("a float that a derivative hides", reason=_FLOAT)
def float_in_a_derivative(T):
    T.derivative("hidden", a**2 + sp.Float("0.1"), a, 2 * a)


@attack("a float put in for a letter", reason=_FLOAT)
def float_put_in(T):
    T.exact("put-in", eq(4 * a, 2), at={a: sp.Float("0.5")})


@attack("a Python float as a bound", reason=_FLOAT)
def python_float(T):
    T.forall("bound", [], ge(a**2 + 0.5, 0), form=[a**2, sp.Rational(1, 2)])


@attack("a piecewise function that is right where it is sampled", reason=_UNKNOWN)
def piecewise(T):
    T.identity("pieces", sp.Piecewise((a, a < 1000), (0, True)), a)


@attack("0 = the point mass at 0", reason=_UNKNOWN)
def point_mass(T):
    T.identity("mass", a * sp.DiracDelta(a) + b * (b + 1), b**2 + b)


@attack("a divergent integral is -2", reason=_UNKNOWN)
def divergent_integral(T):
    T.exact("integral", eq(sp.Integral(a**-2, (a, -1, 1)), -2))


@attack("a limit that SymPy takes", reason=_UNKNOWN)
def limit(T):
    T.exact("limit", eq(sp.Limit(sp.sin(a) / a, a, 0), 1))


@attack("the integer part", reason=_UNKNOWN)
def integer_part(T):
    T.identity("part", sp.floor(b) * (a + 1), a * sp.floor(b) + sp.floor(b))


@attack("a sum that runs backwards", reason="runs backwards")
def backwards(T):
    i = sp.Symbol("i", integer=True)
    T.exact("sum", eq(sp.Sum(i, (i, 1, -3)), 3))


@attack("1 + ... + n = n(n - 1)/2", reason="the two sides differ")
def triangular(T):
    i = sp.Symbol("i", integer=True)
    T.identity("sum", sp.Sum(i, (i, 1, n)), n * (n - 1) / 2)


@attack("a sum over the negative numbers of an upper limit, which is empty", reason="runs backwards")
def always_backwards(T):
    i, k = sp.symbols("i k", integer=True, positive=True)
    T.identity("sum", sp.Sum(i, (i, 1, -k - 1)) + 1, 1 + k * (k + 1) / 2)


@honest("1 + ... + k = k(k + 1)/2 for every k >= 1")
def triangular_from_one(T):
    i, k = sp.symbols("i k", integer=True, positive=True)
    T.identity("sum", sp.Sum(i, (i, 1, k)), k * (k + 1) / 2)


@attack("log(10^2000 + 1) < log(10^2000), which 2048 bits do not see", reason="do not separate")
def cancellation(T):
    T.enclose("hidden", lt(sp.log(10**2000 + 1), sp.log(10**2000, evaluate=False)))


@attack("log(10^600 + 1) < log(10^600), which 2048 bits see", reason="the left side is above the right")
def smaller_cancellation(T):
    T.enclose("hidden", lt(sp.log(10**600 + 1), sp.log(10**600, evaluate=False)))


@attack("a number that no engine can enclose", reason=_UNKNOWN)
def gamma(T):
    T.enclose("gamma", gt(sp.gamma(sp.Rational(1, 3)), 2))


@attack("a function whose class answers what it likes", reason="is defined outside")
def function_with_opinions(T):
    class Positive(sp.Function):
        is_nonnegative = is_positive = is_real = True

    T.forall("positive", [], gt(Positive(a), 0), form=[Positive(a)])

"""Expressions that look real and are not: i, roots of negative numbers, symbols that nobody calls real."""

import sympy as sp

from symbolic.relations import ge, gt, le
from tests.wrong.adversarial.attack import Attacks, a, b, u

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
z = sp.Symbol("z")


@attack("exp(ia) > 0, which is false at a = pi", reason="I is no real number")
def circle(T):
    T.forall("circle", [], gt(sp.exp(sp.I * a), 0), form=[sp.exp(sp.I * a)])


@attack("exp(sqrt(-1 - a^2)) > 0", reason="no point is found where both sides have a value")
def root_in_an_exponent(T):
    value = sp.exp(sp.sqrt(-1 - a**2))
    T.forall("exponent", [], gt(value, 0), form=[value])


@attack("exp(log(a)) > 0 with a of either sign", reason="is not plain to be")
def logarithm_in_an_exponent(T):
    value = sp.exp(a * sp.log(a))
    T.forall("exponent", [], gt(value, 0), form=[value])


@attack("z^2 >= 0 for a symbol z that is not called real", reason="the symbol z is not real")
def square_of_anything(T):
    T.forall("square", [], ge(z**2, 0), form=[z**2])


@attack("exp(z) > 0 for a symbol z that is not called real", reason="the symbol z is not real")
def exponential_of_anything(T):
    T.forall("exponential", [], gt(sp.exp(z), 0), form=[sp.exp(z)])


@attack("i^2 >= 0 for an imaginary symbol", reason="the symbol w is not real")
def imaginary(T):
    w = sp.Symbol("w", imaginary=True)
    T.forall("square", [], ge(w**4, 0), form=[w**4])


@attack("(-1)^n > 0, as the square of (-1)^(n/2)", reason="is not plain to be")
def half_powers(T):
    k = sp.Symbol("k", integer=True)
    root = sp.Pow(-1, k / 2)
    T.forall("half", [], gt(sp.Pow(-1, k), 0), form=[sp.Mul(root, root, evaluate=False)])


@attack("sqrt(a) sqrt(b) = sqrt(ab) for real a and b", reason="does not reduce to 0")
def product_of_roots(T):
    T.identity("roots", sp.sqrt(a) * sp.sqrt(b), sp.sqrt(a * b))


@attack("log(ab) = log a + log b for real a and b", reason="does not reduce to 0")
def logarithm_of_a_product(T):
    T.identity("logarithms", sp.log(a * b), sp.log(a) + sp.log(b))


@attack("log(a^2) = 2 log a for real a", reason="does not reduce to 0")
def logarithm_of_a_square(T):
    T.identity("logarithms", sp.log(a**2), 2 * sp.log(a))


@attack("the root of a^2 is a", reason="the two sides differ")
def root_of_a_square(T):
    T.identity("root", sp.sqrt(a**2), a)


@attack("a third root of -8 is -2, as on a calculator", reason="do not separate")
def root_of_minus_eight(T):
    T.enclose("root", le(sp.Pow(-8, sp.Rational(1, 3), evaluate=False), -2))


@attack("log(-1) = 3.14... i is at most 4", reason="is no real number")
def logarithm_of_minus_one(T):
    T.enclose("logarithm", le(sp.log(-1), 4))


@honest("exp(sqrt(u)) > 0 for positive u")
def real_exponent(T):
    T.forall("real", [], gt(sp.exp(sp.sqrt(u)), 0), form=[sp.exp(sp.sqrt(u))])


@honest("exp(a) > 0 for real a")
def real_exponential(T):
    T.forall("real", [], gt(sp.exp(a), 0), form=[sp.exp(a)])

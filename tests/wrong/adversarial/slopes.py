"""Derivatives of what has none, and derivatives that say nothing."""

import sympy as sp

from symbolic.relations import ge
from tests.wrong.adversarial.attack import Attacks, a, b, u

ATTACKS = Attacks()
attack, honest = ATTACKS, ATTACKS.honest
f = sp.Function("f")
_UNKNOWN, _JUMP = "is none of the functions that are decided here", "is not differentiable everywhere"


@attack("the unit step has the derivative 0", reason=_UNKNOWN)
def unit_step(T):
    T.derivative("step", sp.Piecewise((0, a < 0), (1, True)), a, sp.S.Zero)


@attack("a derivative of an unknown order", reason="is taken an unknown number of times")
def unknown_order(T):
    n = sp.Symbol("n", integer=True, positive=True)
    T.forall("order", [], ge(sp.Derivative(f(a), (a, n)) ** 2, 0), form=sp.Derivative(f(a), (a, n)) ** 2)


@attack("Heaviside's function has the derivative 0 away from 0", reason=_UNKNOWN)
def heaviside(T):
    T.derivative("step", sp.Heaviside(a), a, sp.DiracDelta(a))


@attack("|a| is differentiable, with the derivative sign a", reason=_UNKNOWN)
def absolute_value(T):
    T.derivative("corner", sp.Abs(a), a, sp.sign(a))


@attack("|a| is differentiable, with the derivative a/|a|", reason=_JUMP)
def absolute_value_by_a_quotient(T):
    T.derivative("corner", sp.Abs(a), a, a / sp.Abs(a))


@attack("the integer part is differentiable", reason=_UNKNOWN)
def integer_part(T):
    T.derivative("floor", sp.floor(a) + a, a, 1 + sp.Derivative(sp.floor(a), a))


@attack("the larger of a and 0 is differentiable", reason=_UNKNOWN)
def rectifier(T):
    T.derivative("relu", sp.Max(a, 0), a, sp.Heaviside(a))


@attack("the 0th derivative of a^2 is a^2", reason="the order 0 is no number of times")
def none_at_all(T):
    T.derivative("none", a**2, a, a**2, order=0)


@attack("the minus first derivative of a is 1", reason="the order -1 is no number of times")
def less_than_none(T):
    T.derivative("less", a, a, sp.S.One, order=-1)


@attack("the derivative of a^2 is the derivative of a^2", reason="is left as a derivative")
def left_as_it_is(T):
    T.derivative("left", a**2 * sp.exp(a), a, sp.Derivative(a**2 * sp.exp(a), a))


@attack("the derivative of f is the derivative of f", reason="is left as a derivative")
def left_abstract(T):
    T.derivative("left", f(a), a, sp.Derivative(f(a), a))


@attack("in a variable that is no symbol", reason="is no variable")
def in_no_variable(T):
    T.derivative("function", f(a) ** 2, f(a), 2 * f(a))


@attack("the derivative of log a is 1/(a + 10^-40)", reason="the two sides differ")
def off_by_little(T):
    T.derivative("little", sp.log(u), u, 1 / (u + sp.Rational(1, 10**40)))


@attack("the derivative of the root of a is twice too large", reason="the two sides differ")
def off_by_a_factor(T):
    T.derivative("factor", sp.sqrt(u), u, 1 / sp.sqrt(u))


@attack("a square of an abstract function grows as the function", reason="the two sides differ")
def chain_rule_without_the_chain(T):
    T.derivative("chain", f(a) ** 2, a, 2 * f(a))


@attack("the chain rule with the inner derivative of another function", reason="the two sides differ")
def chain_rule_of_another(T):
    g = sp.Function("g")
    T.derivative("chain", f(a) * g(a), a, f(a).diff(a) * g(a) + f(a) * f(a).diff(a))


@honest("b^2 does not change with a")
def of_a_constant(T):
    T.derivative("constant", b**2, a, sp.S.Zero)


@honest("the derivative of an exponential is itself")
def exponential(T):
    T.derivative("exponential", sp.exp(a), a, sp.exp(a))


@honest("the chain rule for an abstract function that has a derivative")
def chain_rule(T):
    T.derivative("chain", f(a) ** 2, a, 2 * f(a) * f(a).diff(a))


@honest("the second derivative of a sine")
def sine(T):
    T.derivative("sine", sp.sin(2 * a), a, -4 * sp.sin(2 * a), order=2)

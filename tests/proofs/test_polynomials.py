"""The reduction to rational functions: what it decides, and that it never calls a wrong identity zero."""

import random

import pytest
import sympy as sp

from proofs import registry
from proofs.machinery.engine import cas, enclose, signs
from proofs.machinery.engine.polynomials import Field
from proofs.machinery.engine.quotients import MOST_KERNELS
from symbolic.relations import ge, gt, ne
from symbolic.steps import Identity, Universal
from symbolic.verdict import Outcome

x, y = sp.symbols("x y", real=True)
u, v = sp.symbols("u v", positive=True)
z = sp.Symbol("z")
n = sp.Symbol("n", integer=True, positive=True)
f = sp.Function("f")
THIRD = sp.Rational(1, 3)
LARGE = (x + y + u + v + 1) ** 300


def unevaluated_root(base, exponent):
    return sp.Pow(base, exponent, evaluate=False)


ZERO = {
    "exponentials multiply": sp.exp(x) * sp.exp(y) - sp.exp(x + y),
    "a fine exponential": sp.exp(x / 2) * sp.exp(x / 3) * sp.exp(x / 6) - sp.exp(x),
    "an exponential of a quotient": sp.exp((x + y) / y) - sp.E * sp.exp(x / y),
    "a logarithm of positive factors": sp.log(u * v + u) - sp.log(u) - sp.log(v + 1),
    "one factor positive for sure": sp.log(2 * x) - sp.log(2) - sp.log(x),
    "softplus": sp.log(1 + sp.exp(x)) - x - sp.log(1 + sp.exp(-x)),
    "a logarithm of a root": sp.log(sp.sqrt(1 + u)) - sp.log(1 + u) / 2,
    "a logarithm of a number": sp.log(sp.Rational(12, 5)) - 2 * sp.log(2) - sp.log(3) + sp.log(5),
    "a root to its degree": unevaluated_root(x**3 + 1, THIRD) ** 3 - x**3 - 1,
    "a cube root of a square to the third": unevaluated_root(x**2, THIRD) ** 3 - x**2,
    "nested roots": (sp.sqrt(1 + sp.sqrt(u)) ** 2 - 1) ** 2 - u,
    "a rational denominator": 1 / (sp.sqrt(u) + 1) - (sp.sqrt(u) - 1) / (u - 1),
    "powers of one base": u ** (n + 1) - u * u**n,
    "bases that are powers": 4**x - (2**x) ** 2,
    "arguments in lowest terms": f((x + y) ** 2) - f(x**2 + 2 * x * y + y**2),
    "a rational function": 1 / (1 - x) + 1 / (1 + x) - 2 / (1 - x**2),
}

NOT_SHOWN = {
    "a root of a square": unevaluated_root(x**2, sp.Rational(1, 2)) - x,
    "a cube root of a cube": unevaluated_root(x**3, THIRD) - x,
    "a logarithm of unknown signs": sp.log(x * y) - sp.log(x) - sp.log(y),
    "a logarithm of a square": sp.log(x**2) - 2 * sp.log(x),
    "a logarithm of a complex exponential": sp.log(sp.exp(z), evaluate=False) - z,
    "a logarithm of an opposite": sp.log(u - 1) - sp.log(1 - u),
    "a root of a product": sp.sqrt(x * y) - sp.sqrt(x) * sp.sqrt(y),
    "a root of a quotient": sp.sqrt(1 / x) - 1 / sp.sqrt(x),
    "a power of a power": unevaluated_root(z**2, x) - z ** (2 * x),
    "different functions": f(x) - sp.Function("g")(x),
    "different arguments": f(x) - f(y),
    "a float": sp.Float("0.5") * x**2 + sp.Float("1e-20") * x - x**2 / 2,
    "0/0": sp.Mul(x - x**2 / x, sp.Pow(sp.Add(x, -x, evaluate=False), -1, evaluate=False), evaluate=False),
    "intervals are no numbers": sp.Add(
        sp.AccumBounds(-1, 1) * x, sp.Mul(-1, sp.AccumBounds(-1, 1) * x, evaluate=False), evaluate=False,
    ),
    "infinity": sp.Add(sp.oo, -sp.oo, evaluate=False),
    "too large a power": LARGE * (x + 1) - LARGE * x - LARGE,
}


@pytest.mark.parametrize("expr", ZERO.values(), ids=ZERO)
def test_shown_to_be_zero(expr):
    assert Field().vanishes(expr)


@pytest.mark.parametrize("expr", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_not_shown_to_be_zero(expr):
    assert not Field().vanishes(expr)


def test_a_denominator_that_a_root_makes_zero_is_refused():
    root = unevaluated_root(u + 1, sp.Rational(1, 2))
    zero = sp.Add(sp.Mul(root, root, evaluate=False), -u, -1, evaluate=False)
    assert Field().vanishes(zero)
    assert not Field().vanishes(sp.Mul(zero, sp.Pow(zero, -1, evaluate=False), evaluate=False))
    assert not Field().vanishes(sp.Mul(zero, sp.Pow(x * zero, -2, evaluate=False), evaluate=False))


def test_what_is_defined_nowhere_is_not_left_to_the_reduction(monkeypatch):
    monkeypatch.setattr(cas, "_reduces_to_zero", lambda expr: False)
    below = sp.log(-1 - sp.exp(x))  # no real number anywhere, so no ball says that it is defined
    assert Field().vanishes(below * 2 - below - below + sp.log(-1 - sp.exp(x) + 0) - below)
    assert cas.identity(below * (x + 1), below * x + below).outcome is Outcome.UNDECIDED
    assert cas.identity(
        sp.log(1 + sp.exp(x)) * (x + 1), sp.log(1 + sp.exp(x)) * x + sp.log(1 + sp.exp(x)),
    ).outcome is Outcome.HOLDS


def test_many_kernels_and_no_more():
    symbols = sp.symbols(f"s0:{MOST_KERNELS + 1}")
    some = symbols[:60]
    assert Field().vanishes(sum(some) ** 2 - sp.expand(sum(some) ** 2))
    assert not Field().vanishes(sp.Add(*(s * (x + 1) - s * x - s for s in symbols)))


def test_rays():
    field = Field()
    field.prepare(
        [2 * x - 2 * y, (x - y) / 3, y - x, sp.exp(2 * x) - 1, (sp.exp(x) - 1) * (sp.exp(x) + 1) / 7, sp.S.Zero]
    )
    assert field.ray(2 * x - 2 * y) == field.ray((x - y) / 3) != field.ray(y - x)
    assert field.ray(sp.exp(2 * x) - 1) == field.ray((sp.exp(x) - 1) * (sp.exp(x) + 1) / 7)
    assert field.ray(x**2) != field.ray(x) and field.ray(sp.Float("0.5") * x) is None


def test_rays_of_different_numberings_are_not_compared():
    field = Field()
    field.prepare([sp.exp(x)])
    assert field.ray(sp.exp(x)) is not None
    assert field.ray(sp.exp(x / 2)) is None, "the kernels are numbered anew for a finer root"


CANCELLING = {
    "a factor": ((x**2 + x * y) / (x + y), x, gt(x + y, 0)),
    "another factor": ((x * y - x) / (y - 1), x, ne(y, 1)),
    "the factor's opposite": ((x * y - x) / (y - 1), x, gt(1 - y, 0)),
    "a difference of squares": ((x**2 - 1) / (x + 1), x - 1, gt(2 * x, -2)),
    "a sum of quotients": (x + (y**2 - 1) / (y - 1) - y - 1, x, gt(y, 1)),
    "a quotient in a quotient": (1 / (1 / x + 1 / y), x * y / (x + y), ne(x * y, 0)),
    "the argument of a function": (f((x**2 + x * y) / (x + y)), f(x), gt(x + y, 0)),
    "a root": ((1 + sp.sqrt(x)) ** 2 - 2 * sp.sqrt(x) - 1 + y, x + y, ge(x, 0)),
    "a logarithm": ((1 + sp.log(x)) ** 2 - sp.log(x) ** 2 - 2 * sp.log(x) + y, y + 1, gt(x, 0)),
}


@pytest.mark.parametrize(("long", "short", "more"), CANCELLING.values(), ids=CANCELLING)
def test_a_hypothesis_says_nothing_where_it_has_no_value(long, short, more):
    for form in ([short], [long]):
        assert signs.manifest([ge(long, 0)], ge(short, 0), form).outcome is Outcome.UNDECIDED
    assert "is not plain to be" in signs.manifest([ge(long, 0)], ge(2 * long, 0), [2 * long]).detail
    if more != ne(x * y, 0):  # that x and y are not 0 is not plain to see there
        assert signs.manifest([ge(long, 0), more], ge(short, 0), [short]).outcome is Outcome.HOLDS
        assert signs.manifest([ge(long, 0), more], ge(2 * long, 0), [2 * long]).outcome is Outcome.HOLDS


def test_hypotheses_do_not_vouch_for_each_other():
    one, two = gt((x * y - x) / (y - 1), 0), gt((x * y - x) / x, 0)
    assert signs.manifest([one, two], gt(x, 0), [x]).outcome is Outcome.UNDECIDED
    assert signs.manifest([one, two, ne(x, 0)], gt(x, 0), [x]).outcome is Outcome.HOLDS


def _pairs():
    """Both sides of the identities that the theorems rest on."""
    for owner in registry.theorems().values():
        for step in owner.derivation.steps:
            if isinstance(step.goal, Identity):
                yield step.goal.lhs, step.goal.rhs
            elif isinstance(step.goal, Universal) and step.goal.form is not None:
                yield step.goal.claim.slack, sp.Add(*step.goal.form)


def _changed(expr):
    """The expression with one rational number in it changed, for every one."""
    if isinstance(expr, sp.Rational):
        return [expr + 1 if expr.is_Integer else expr + sp.Rational(1, 7)]
    if isinstance(expr, sp.Subs | sp.Sum | sp.Derivative):
        return []
    args = expr.args
    return [expr.func(*args[:i], new, *args[i + 1 :]) for i in range(len(args)) for new in _changed(args[i])]


def test_no_identity_with_a_wrong_coefficient_holds(monkeypatch):
    monkeypatch.setattr(cas, "_reduces_to_zero", lambda expr: False)
    chance, tried, differ = random.Random(20260101), 0, 0
    pairs = [pair for pair in _pairs() if sp.count_ops(pair[1]) < 60]
    for lhs, rhs in chance.sample(pairs, 150):
        options = _changed(rhs)
        if not options:
            continue
        wrong = chance.choice(options)
        if wrong.has(sp.zoo, sp.nan, sp.I):
            continue
        tried += 1
        assert not Field().vanishes(lhs - wrong), (lhs, wrong)
        differ += cas.identity(lhs, wrong).outcome is Outcome.FAILS
    assert tried >= 100 and differ >= 0.95 * tried


def test_points_agree_with_substitution():
    expr = sp.exp(x) * sp.sqrt(u) / (1 + v**n) - sp.log(u) ** 3 + x ** (-2) + u ** sp.Rational(3, 2) + 2**n
    point = {x: sp.Rational(-3, 7), u: sp.Rational(5, 11), v: sp.Rational(2, 13), n: sp.Integer(5)}
    low, high = enclose.rational_bounds(expr.subs(point))
    for shift, sign in ((high, -1), (low, 1)):
        moved = expr - sp.Rational(shift.numerator, shift.denominator)
        assert enclose.sign_at(moved, point) in ((sign, True), (None, True))
        step = sp.Rational(1, 10**60) * -sign
        assert enclose.sign_at(moved - step, point) == (-step / abs(step), True) or sign
    assert enclose.sign_at(x - x**2, {x: sp.S.One}) == (0, True)
    assert enclose.sign_at(sp.sqrt(x), {x: sp.S.NegativeOne}) == (None, False)
    with pytest.raises(ZeroDivisionError):
        enclose.sign_at(1 / x, {x: sp.S.Zero})
    with pytest.raises(enclose.CannotEnclose):
        enclose.sign_at(f(x), {x: sp.S.One})

"""Singular values, Lipschitz constants and overflow with wrong constants are not PROVED, and the right step breaks."""

import dataclasses

import pytest
import sympy as sp
from sympy import Rational

from proofs import registry
from proofs.lipschitz import singular_values
from proofs.machinery.engine.discharge import discharge
from symbolic.relations import Relation, eq, gt
from symbolic.steps import Universal
from symbolic.verdict import Outcome, Verdict, combine
from tests.wrong.planted import (
    SMALLER,
    asked,
    check_needed,
    check_smaller_constant,
    check_witness_that_fits,
    check_wrong_number,
    check_wrong_sign,
    found,
    steps,
    swapped,
)

a, b, x, y = sp.symbols("a b x y", real=True)


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("lipschitz-slopes", "relu"),
        ("lipschitz-slopes", "square-bounded"),
        ("lipschitz-jacobian", "slit-bounded"),
        ("lipschitz-jacobian", "increment"),
        ("spectral-norm", "admissible"),
        ("composition", "two"),
        ("composition", "layers-step"),
        ("composition", "diagonal"),
        ("spectral-normalisation", "at-most-one"),
        ("spectral-normalisation", "one"),
        ("power-iteration", "below"),
        ("truncated-svd", "unit-above"),
        ("dropout-scaling", "mask"),
        ("dropout-scaling", "one-row"),
        ("dropout-scaling", "sigmoid-below-one"),
    ],
)
def test_a_smaller_constant_has_a_counterexample(id, name):
    check_smaller_constant(id, name)


@pytest.mark.parametrize(
    ("id", "name", "number"),
    [
        ("lipschitz-slopes", "relu", 4),  # without p r = 0 the point is not a value of ReLU
        ("lipschitz-slopes", "square-unbounded", 0),
        ("lipschitz-jacobian", "slit", 1),
        ("spectral-norm", "largest-is-enough-step", 1),
        ("spectral-norm", "square", 0),
        ("spectral-norm", "necessary", 0),
        ("composition", "layers-step", 0),  # a negative constant would turn the inequality round
        ("composition", "depth-step", 3),
        ("spectral-normalisation", "larger-divisor", 3),
        ("power-iteration", "bernoulli", 3),
        ("dropout-scaling", "mask", 1),
        ("dropout-scaling", "relu-above", 1),
        ("max-surrogate", "not-far-above", 1),
        ("max-surrogate", "away", 0),
    ],
)
def test_every_hypothesis_is_needed(id, name, number):
    check_needed(id, name, number)


def test_an_eigenvalue_may_be_zero():
    """What the source says of A'A, that no eigenvalue is 0, fails at the eigenvalue 0."""

    def change(goal):
        weaker = tuple(Relation(h.lhs, ">=" if h.sign == ">" else "<=", h.rhs) for h in goal.hypotheses[1:])
        return asked(Universal((goal.hypotheses[0], *weaker), goal.claim))

    result = found("singular-values", "none-negative", change)
    assert result.outcome is Outcome.FAILS and "lambda = 0" in result.detail


def test_the_power_iteration_does_not_promise_more():
    """With half the bound the quotient can fall short; with the bound it cannot."""
    Q = sp.Symbol("Q", real=True)

    def halved(goal):
        return asked(Universal(goal.hypotheses, swapped(goal.claim, Q, Q / 2)))

    assert found("power-iteration", "above").outcome is Outcome.HOLDS
    result = found("power-iteration", "above", halved)
    assert result.outcome is Outcome.FAILS and "counterexample" in result.detail


@pytest.mark.parametrize(
    ("id", "name", "old", "new"),
    [
        ("lse-overflow", "last-finite", Rational(6243314768165359, 2**43), Rational(6243314768165360, 2**43)),
        ("lse-overflow", "first-infinite", Rational(6243314768165360, 2**43), Rational(6243314768165359, 2**43)),
        ("lse-overflow", "last-positive", Rational(-6554261109157969, 2**43), Rational(-6554261109157970, 2**43)),
        ("lse-overflow", "first-zero", Rational(-6554261109157970, 2**43), Rational(-6554261109157969, 2**43)),
        ("lse-overflow", "between-709", Rational(70978, 100), Rational(70979, 100)),
        ("lse-overflow", "between-745", Rational(74513, 100), Rational(74514, 100)),
        ("lse-overflow", "thirty-seven", sp.Integer(-37), sp.Integer(-36)),
        ("lse-overflow", "thirty-six", sp.Integer(-36), sp.Integer(-37)),
        ("lse-overflow", "at-hundred", sp.Integer(-33), sp.Integer(-32)),
        ("lse-overflow", "at-zero", sp.Integer(-745), sp.Integer(-746)),
        ("max-surrogate", "gap-least", Rational(1269, 10000), Rational(127, 1000)),
        ("max-surrogate", "value-moves", Rational(636, 1000), Rational(637, 1000)),
        ("max-surrogate", "point-moves", Rational(231, 1000), Rational(232, 1000)),
        ("lipschitz-slopes", "sign-matters", sp.Integer(4), sp.Integer(-2)),
        ("dropout-scaling", "one-dropped", sp.Integer(1), sp.Integer(2)),
    ],
)
def test_a_wrong_number_fails(id, name, old, new):
    check_wrong_number(id, name, old, new)


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("singular-values", "row"),
        ("singular-values", "linear"),
        ("spectral-norm", "expand"),
        ("spectral-norm", "one-more-vector"),
        ("lipschitz-slopes", "below-a-line"),
        ("lipschitz-slopes", "third-remainder"),
        ("lipschitz-slopes", "root-slope"),
        ("composition", "multiples"),
        ("lse-overflow", "softmax-shift"),
        ("max-surrogate", "slope"),
    ],
)
def test_a_wrong_sign_is_not_an_identity(id, name):
    check_wrong_sign(id, name)


def test_the_cosine_is_not_below_a_smaller_constant():
    def change(goal):
        return dataclasses.replace(goal, claim=swapped(goal.claim, sp.Integer(1), SMALLER))

    assert found("lipschitz-slopes", "cosine-above").outcome is Outcome.HOLDS
    assert found("lipschitz-slopes", "cosine-above", change).outcome is not Outcome.HOLDS


def test_no_shapes_show_nothing(monkeypatch):
    monkeypatch.setattr(singular_values, "SHAPES", ())
    result = found("singular-values", "characteristic-polynomials")
    assert result.outcome is Outcome.FAILS and "no case" in result.detail


def test_the_power_of_x_in_front_matters(monkeypatch):
    """The two characteristic polynomials of a column differ by a factor x, which has to be there."""
    X, letters = sp.Symbol("x"), sp.symbols("a:2")
    A = sp.Matrix(2, 1, letters)
    small, large = ((B.T * B).charpoly(X).as_expr() for B in (A, A.T))
    assert sp.expand(small - large) != 0 and sp.expand(X * small - large) == 0

    def without_the_factor():
        one, other = (tuple(sp.Poly(p, X, *letters).terms()) for p in (small, large))
        yield "2 rows and 1 columns", one, "=", other

    monkeypatch.setattr(singular_values, "shapes", without_the_factor)
    result = found("singular-values", "characteristic-polynomials")
    assert result.outcome is Outcome.FAILS and "2 rows and 1 columns" in result.detail


@pytest.mark.parametrize(
    ("id", "record"),
    [
        ("S3-28", lambda c: c.refute("p", eq((a * b * x) ** 2 + (b * a * y) ** 2, 1), "", at={a: 1, b: 1, x: 1, y: 0})),
        ("S3-23", lambda c: c.refute("p", gt((2 * x + 2 * y) / x, 0), "", at={x: 1, y: 1})),
        ("S3-46", lambda c: c.refute("p", eq(a * b - b * a, 0), "", at={a: 1, b: 2})),
        ("S4-06", lambda c: c.refute("p", eq(a, 0), "", at={a: 0})),
    ],
)
def test_a_witness_that_fits_the_printed_sentence_refutes_nothing(monkeypatch, id, record):
    check_witness_that_fits(monkeypatch, id, record)


def test_the_helpers_leave_a_true_theorem_true():
    theorem = registry.theorem("composition")
    results = [discharge(step, theorem.statement) for step in steps(theorem).values()]
    assert combine(theorem.id, results).verdict is Verdict.PROVED

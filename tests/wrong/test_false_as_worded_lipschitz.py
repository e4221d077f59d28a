"""What conclusions of the chapters on Lipschitz constants and floating point said once, and where it is false."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from sympy import Rational, exp, log, sqrt

from proofs import registry
from proofs.floating_point import lse_overflow, rounding_softmax
from proofs.lipschitz import dropout_scaling, lipschitz_slopes
from proofs.machinery.engine import smt
from symbolic.sentences import sentences
from symbolic.verdict import Outcome
from tests.wrong.planted import check_needed

p, q, x, y = lipschitz_slopes.p, lipschitz_slopes.q, lipschitz_slopes.x, lipschitz_slopes.y


def test_the_rectifier_is_lipschitz_only_if_p_and_q_are_its_values():
    """(p - q)^2 <= (x - y)^2 was claimed of any four numbers: not of 1, 0, 0, 0."""
    claim = lipschitz_slopes.lipschitz_slopes.statement.claim[0]
    assert smt.forall([], claim).outcome is Outcome.FAILS
    at = {p: 1, q: 0, x: 0, y: 0}
    assert claim.slack.subs(at) < 0 and any(h.slack.subs(at) < 0 for h in lipschitz_slopes.RECTIFIED)


def test_an_unbounded_slope_has_no_least_constant():
    """Of x^2 on the line no constant is admissible, so that there is no least one: K + 1 and 0 refute K."""
    conclusion = lipschitz_slopes.lipschitz_slopes.statement.conclusion
    assert "if some $K$ is admissible" in conclusion
    assert all(Fraction(K + 1) ** 2 > K * (K + 1) for K in range(100))


def test_the_sigmoid_keeps_the_scale_one():
    """q times the sigmoid of x is the sigmoid of qx for q = 1, and at x = 0 for no other q."""
    sigmoid = dropout_scaling.SIGMOID
    for rate in (Rational(1, 2), Rational(99, 100), Rational(1)):
        kept = rate * sigmoid.subs(dropout_scaling.x, 0) == sigmoid.subs(dropout_scaling.x, rate * 0)
        assert kept is (rate == 1)
    assert "and $q < 1$ it does not" in dropout_scaling.dropout_scaling.statement.conclusion


def test_the_digits_of_the_first_number_that_overflows():
    """The first digits were printed as 709.78271289338409, which is rounded; the number goes on ...08678."""
    first = lse_overflow.FIRST_INFINITE
    digits = str(Decimal(int(first.p)) / Decimal(int(first.q)))
    conclusion = lse_overflow.lse_overflow.statement.conclusion
    assert digits.startswith("709.78271289338408") and f"${digits[:18]}" in conclusion
    zero = lse_overflow.FIRST_ZERO
    assert str(Decimal(int(zero.p)) / Decimal(int(zero.q)))[:18] in conclusion
    with pytest.raises(OverflowError):
        math.exp(float(first))


def test_one_entry_leaves_no_gap():
    """LogSumExp of one entry is that entry: the open end of (max x, max x + ln n] needs n >= 2."""
    assert log(exp(Rational(3))) == 3 and log(1) == 0
    assert "let $n \\ge 2$" in lse_overflow.lse_overflow.statement.conclusion


def test_a_product_with_a_rounded_reciprocal_underflows_further():
    """At Z = 1 - u the bound of the quotient, (1 + u)/Z, is passed by that of the product, (1 + u)^2/Z."""
    u = Fraction(1, 100)
    quotient, product = (1 + u) / (1 - u) + 1, (1 + u) ** 2 / (1 - u) + 1
    assert quotient < product <= 3
    theorem = rounding_softmax.rounding_softmax
    assert {"underflow", "underflow-product"} <= {step.name for step in theorem.derivation.steps}


def test_a_sum_less_one_needs_an_order_that_is_kept():
    """Without T_c >= 1, which relative errors do not give (a sum 1 may come out as 1 - u), the step is false."""
    check_needed("rounding-lse", "less-one-above", 3)


def test_the_cases_of_the_universal_smoothing_overlap_where_beta_is_large():
    """At beta = 8 the sum 1 is beyond 1 and before the end of the middle range: the first case has to count."""
    end = exp(-2) * 9
    assert 1 < end < Rational(61, 50)
    assert "for $S_c \\ge 1$, else 0 for" in registry.theorem("rounding-universal").statement.conclusion


def test_a_gradient_that_is_zero_has_no_direction():
    """At the minimum of x^2 + y^2 every slope is 0, and the gradient divided by its norm is 0/0."""
    gradient = (Rational(0), Rational(0))
    assert sqrt(sum(part**2 for part in gradient)) == 0
    assert "if that is not 0" in registry.theorem("lipschitz-jacobian").statement.conclusion


def test_no_sentence_states_nothing():
    """Words that no step could prove are gone."""
    for id in ("power-iteration", "dropout-scaling"):
        said = sentences(registry.theorem(id).statement.conclusion)
        assert not any("decomposition is computed" in sentence or "that is all" in sentence for sentence in said)


def test_a_claim_is_no_hypothesis():
    """The spectral norm's first claim was its own hypothesis."""
    theorem = registry.theorem("spectral-norm").statement
    assert not set(theorem.claim) & set(theorem.hypotheses)

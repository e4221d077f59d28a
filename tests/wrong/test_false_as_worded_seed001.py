"""What conclusions and claims about surrogates once said, and exact points at which it is false."""

from fractions import Fraction

import pytest

from proofs import registry
from proofs.machinery.engine import smt
from proofs.surrogates import smooth_max_of_two as pair
from symbolic.notation import d, positives, reals
from symbolic.relations import ge, gt
from symbolic.verdict import Outcome

M, B = reals("M B")
k = positives("k")[0]


def conclusion(id):
    return registry.theorem(id).statement.conclusion


def test_the_mean_is_not_below_the_maximum_where_nothing_binds_the_letters():
    """The claim was M - B >= 0 for d >= 2 and k > 0 alone: M = 0 and B = 1 break it."""
    found = smt.forall((ge(d, 2), gt(k, 0)), ge(M - B, 0))
    assert found.outcome is Outcome.FAILS and "counterexample" in found.detail
    statement = registry.theorem("boltzmann-operator").statement
    assert statement.claim[0] == ge(M - B, 0), "the same relation, under hypotheses that bind M and B"
    polynomial = tuple(h for h in statement.hypotheses if "log" not in str(h))
    assert smt.forall(polynomial, statement.claim[0]).outcome is Outcome.HOLDS


def test_sharp_growth_needs_a_positive_rate():
    """On {0, 1}: f = 0, F = (1, 0), eta = 1. With mu = -1 f grows by more than mu |x - b|, and |B - b| = 1 > eta/mu."""
    f, F, gap, mu = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(0)), Fraction(1), Fraction(-1)
    b, best = 0, 1
    assert all(f[x] <= F[x] <= f[x] + gap and f[x] >= f[b] + mu * abs(x - b) for x in (0, 1))
    assert f[b] == min(f) and F[best] == min(F) and abs(best - b) > gap / mu
    assert r"If $\mu > 0$ and" in conclusion("smoothed-minimum")


@pytest.mark.parametrize(("positives", "negatives"), [([0], []), ([0, 0], []), ([1, 2, 3], [])])
def test_without_negatives_both_sides_are_equal(positives, negatives):
    """It was said that equality needs one positive and one negative; without negatives both sides are 0."""
    P, Q = sum(Fraction(1, 2) ** D for D in positives), sum((Fraction(1, 2) ** D for D in negatives), Fraction(0))
    product = Fraction(1)
    for near in positives:
        for far in negatives:
            product *= 1 + Fraction(2) ** (near - far)
    assert 1 + Q / P == product == 1, "the exponentials of the two losses, at k = ln 2"
    assert r"For $p \ge 1$ positives and $q \ge 1$ negatives" in conclusion("pairwise-losses")


def test_a_sum_is_not_below_its_largest_term_times_the_number_if_g_falls():
    """The claim of `generators` was sum g(x_i) <= d g(max x) for every function g: g(t) = -t at (0, 1)."""
    assert sum(-Fraction(t) for t in (0, 1)) > 2 * -Fraction(1)


def test_no_claim_is_one_of_its_hypotheses_or_the_same_on_both_sides():
    """Claims of `max-surrogate` were its hypotheses, and a claim of `smooth-max-of-two` was X = X."""
    from proofs.surrogates import THEOREMS

    for name in THEOREMS:
        statement = registry.theorem(name.replace("_", "-")).statement
        assert not set(statement.claim) & set(statement.hypotheses), statement.id
        assert all(claim.lhs != claim.rhs for claim in statement.claim), statement.id
    assert pair.ELEVEN.subs(pair.k, 2 * pair.k) == pair.TEN, "letter by letter, so that it is no claim"


def test_equal_powers_of_zero_are_not_left_out():
    """`odd-powers` asked for x^N > 0 where both numbers are nonnegative; at x = y = 0 it is 0."""
    step = next(s for s in registry.theorem("odd-powers").derivation.steps if s.name == "positive-below")
    at = {symbol: value for symbol in step.goal.claim.free_symbols() for value in [2 if symbol.name == "w" else 0]}
    assert all(bool(h.slack.subs(at) >= 0) for h in step.goal.hypotheses)
    assert not any(h.strict and h.slack.subs(at) <= 0 for h in step.goal.hypotheses)

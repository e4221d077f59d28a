"""The rounding-error bounds with smaller constants are never PROVED, the right step breaks, and what it says is
false.
"""

import math
from fractions import Fraction

from proofs.machinery.engine.proof import theorem

import numpy as np
import pytest
from flint import arb, ctx
from sympy import Rational, exp, log

from proofs.floating_point import rounding_exp, rounding_lse, rounding_softmax, rounding_sum, rounding_universal
from proofs.machinery.engine.discharge import discharge
from symbolic.formulas import rounding
from symbolic.relations import gt, le
from symbolic.steps import Step
from symbolic.verdict import Verdict, combine
from tests.wrong.planted import judged, refuted, steps, swapped

SUM, LSE = rounding_sum.rounding_sum, rounding_lse.rounding_lse
SOFTMAX, UNIVERSAL = rounding_softmax.rounding_softmax, rounding_universal.rounding_universal
EXP = rounding_exp.rounding_exp
U = Rational(1, 2**24)


@pytest.mark.parametrize("found", [SUM, LSE, SOFTMAX, UNIVERSAL], ids=str)
def test_with_the_right_constants_nothing_breaks(found):
    judgement, broken = judged(found, steps(found).values())
    assert judgement.verdict is Verdict.PROVED and not broken and not judgement.argued


@pytest.mark.parametrize(
    ("found", "module", "constant", "value", "breaks", "false"),
    [
        (
            SUM, rounding, "ROOM", Rational(1), {"reciprocal-bound", "above", "below", "claim-below"},
            {"reciprocal-bound", "above", "below"},
        ),
        (
            SUM, rounding, "CENT", Rational(1, 10),
            {"reciprocal-bound", "share-small", "above", "below", "claim-above", "claim-below"}, {"reciprocal-bound"},
        ),
        (LSE, rounding, "SMALL", Rational(103, 100), {"excess", "constant"}, {"excess"}),
        (LSE, rounding, "WIDE", Rational(105, 100), {"constant"}, {"constant"}),
        (SOFTMAX, rounding_softmax, "SMALL", Rational(103, 100), {"ratio-small"}, {"ratio-small"}),
        (SOFTMAX, rounding_softmax, "PLAIN", rounding_softmax.PLAIN - 1, {"logarithm"}, {"logarithm"}),
        (UNIVERSAL, rounding_universal, "LARGE", Rational(11, 10), {"sum"}, {"sum"}),
        (
            UNIVERSAL, rounding_universal, "WIDE", Rational(101, 100), {"excess-near", "excess-middle", "excess-far"},
            {"excess-near"},
        ),
        (EXP, rounding_exp, "HORNER", Rational(2), {"horner-64", "horner-32"}, set()),
        (EXP, rounding_exp, "FIT", Rational(1, 20), {"fit-32"}, set()),
        (EXP, rounding_exp, "C", Rational(12, 5), {"above", "below"}, {"above", "below"}),
    ],
)
def test_a_smaller_constant_breaks_its_step(monkeypatch, found, module, constant, value, breaks, false):
    """Only the named steps break; the last named are false, the others have lost what shows their sign."""
    monkeypatch.setattr(module, constant, value)
    wrong = steps(found)
    judgement, broken = judged(found, wrong.values())
    assert judgement.verdict is Verdict.UNKNOWN
    assert broken == breaks
    assert false <= breaks and all(refuted(found, wrong[name]) for name in false)


def test_the_end_of_the_middle_range_cannot_be_much_earlier():
    step = steps(UNIVERSAL)["end-number"]
    earlier = Step(step.name, step.text, swapped(step.goal, Rational(159, 20), Rational(139, 20)))
    assert step.goal != earlier.goal
    assert judged(UNIVERSAL, [earlier])[1] == {"end-number"}


def probe(record, claim):
    made = theorem("probe", title="t", source="s", conclusion="c", claim=[claim])(record)
    return combine("probe", [discharge(step, made.statement) for step in made.derivation.steps])


def test_the_logarithm_of_n_is_needed():
    """A 1, and a million exponentials e^-14, whose exponents come out smaller by the factor 1 - 2u."""
    n, level = 10**6, Rational(14)
    exact, rounded = 1 + n * exp(-level), 1 + n * exp(-level * (1 - 2 * U))
    off = log(rounded) - log(exact)
    without = le(off, Rational(51, 50) * U * 3)  # no ln n - ln S; c = 1, and k = 1 as if the additions were exact
    assert probe(lambda T: T.enclose("without", without), without).verdict is Verdict.REFUTED
    honest = le(off, Rational(51, 50) * U * (2 * (log(n + 1) - log(exact)) + 3))
    assert probe(lambda T: T.enclose("honest", honest), honest).verdict is Verdict.PROVED


def test_the_depth_of_the_summation_is_needed():
    """Every addition rounds up by u."""
    depth = 40
    off = depth * log(1 + U)
    without = le(off, Rational(51, 50) * U * (2 * log(2) + 2))
    assert probe(lambda T: T.enclose("without", without), without).verdict is Verdict.REFUTED
    tight = gt(off, Rational(99, 100) * U * depth)
    assert probe(lambda T: T.enclose("tight", tight), tight).verdict is Verdict.PROVED


def test_a_lead_of_two_needs_room_at_the_end():
    """Rows whose largest entry is ahead by 2 exactly, while the computed sum of the others is beyond e^-2."""
    rng, beyond = np.random.default_rng(3), 0
    with ctx.workprec(200):
        for _ in range(600):
            others = rng.normal(size=15)
            lead = np.logaddexp.reduce(others) + 2
            z = others - lead
            if sum((arb(level).exp() for level in z.tolist()), arb(0)) <= arb(-2).exp():
                beyond += bool(np.exp(z).sum() > math.exp(-2))
    assert beyond > 0


def test_pairwise_summation_has_the_depth_that_the_bounds_suppose():
    """The worst error of a sum in float32, of numbers that all round one way, is below the depth and far below n."""
    n = 2**16
    x = np.full(n, np.float32(1) + np.float32(2) ** -23)
    error = abs(Fraction(float(x.sum(dtype=np.float32))) / (n * Fraction(float(x[0]))) - 1) * 2**24
    assert error <= 28 + math.log2(n / 16)

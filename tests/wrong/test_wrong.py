"""Deliberately wrong statements are refuted or left unproved, never PROVED, and for the right reason."""

import dataclasses

from proofs.machinery.engine.proof import at_least, theorem

import pytest
import sympy as sp
from sympy import Rational

from proofs import registry
from proofs.machinery.engine.discharge import discharge, witness_result
from symbolic.formulas.kappa import KAPPA_BOUNDS, M_BOUNDS, ratio
from symbolic.notation import EpsStar
from symbolic.relations import eq, ge, gt, le, lt
from symbolic.steps import Step
from symbolic.verdict import Outcome, Verdict, combine
from tests.wrong.planted import swapped


def judged_with(id, old, new):
    """The judgement of a theorem whose steps say `new` where the proof says `old`."""
    original = registry.theorem(id)
    steps = [Step(s.name, s.text, swapped(s.goal, old, new)) for s in original.derivation.steps]
    changed = [s.name for s, o in zip(steps, original.derivation.steps, strict=True) if s.goal != o.goal]
    results = [discharge(step, original.statement) for step in steps]
    assert changed, f"{old} does not occur in {id}: the test would show nothing"
    failing = {r.name for r in results if r.outcome is not Outcome.HOLDS}
    return combine(id, results), failing & set(changed)


KAPPA_LOW, KAPPA_HIGH = KAPPA_BOUNDS
MICRO = Rational(1, 10**6)


@pytest.mark.parametrize(
    ("id", "old", "new", "step"),
    [
        ("d3-optimum", Rational(8, 9), Rational(7, 8), None),
        ("d3-optimum", Rational(8, 9), Rational(9, 10), "lower"),
        ("d2-optimum", Rational(1, 2), Rational(49, 100), None),
        ("d4-chain-not-attained", Rational(7, 6), Rational(6, 5), None),
        ("kappa", KAPPA_LOW, KAPPA_LOW + MICRO, "kappa-above"),
        ("kappa", KAPPA_HIGH, KAPPA_HIGH - MICRO, "kappa-below"),
        ("chain", Rational(9, 8), Rational(5, 4), None),
        ("two-level", Rational(14, 9), Rational(15, 9), None),
    ],
)
def test_a_wrong_constant_breaks_the_proof(id, old, new, step):
    judgement, broken = judged_with(id, old, new)
    assert judgement.verdict is not Verdict.PROVED
    assert broken, judgement.reason
    assert step is None or step in broken


def probe(record, claim, hypotheses=(), witness=None):
    made = theorem(
        "probe", title="t", source="s", conclusion="c", claim=claim, hypotheses=hypotheses, witness=witness
    )(record)
    results = [discharge(step, made.statement) for step in made.derivation.steps]
    if hypotheses:
        results.insert(0, witness_result(made.statement))
    return combine("probe", results)


def test_nine_eighths_is_not_attained_at_four():
    """If eps*_4 were 9/8, the accepted certificate for 7/6 would say 7/6 <= 9/8."""
    claim = le(Rational(7, 6), Rational(9, 8))
    judgement = probe(lambda T: T.exact("attained", claim), [claim, eq(EpsStar(4), Rational(9, 8))])
    assert judgement.verdict is Verdict.REFUTED
    above = at_least(4, Rational(7, 6) + MICRO)
    stronger = probe(lambda T: T.certificate("c", "lower/two-level-d4", above), [above])
    assert stronger.verdict is Verdict.UNKNOWN and "proves eps*_4 >= 7/6" in stronger.reason


def test_a_certificate_for_another_dimension_does_not_count():
    claim = at_least(5, Rational(9, 8))
    judgement = probe(lambda T: T.certificate("c", "lower/chain-d4", claim), [claim])
    assert judgement.verdict is Verdict.UNKNOWN and "eps*_4" in judgement.reason


def test_seven_eighths_at_three_is_refuted_by_the_certificate():
    claim = le(Rational(8, 9), Rational(7, 8))
    assert probe(lambda T: T.exact("upper", claim), [claim]).verdict is Verdict.REFUTED


def test_kappa_is_no_larger():
    """2 (1 - 1/m)^2 / ln m at the root is below kappa + 10^-6: the larger constant is not attained."""
    m = sp.Symbol("m", positive=True)
    at = ratio.subs(m, M_BOUNDS[0])
    claim = ge(at, KAPPA_LOW + MICRO)
    assert probe(lambda T: T.enclose("larger", claim), [claim]).verdict is Verdict.REFUTED
    honest = gt(at, KAPPA_LOW - MICRO)
    assert probe(lambda T: T.enclose("honest", honest), [honest]).verdict is Verdict.PROVED


@pytest.mark.parametrize(("constant", "verdict"), [(Rational(99, 100), Verdict.REFUTED), (Rational(1), Verdict.PROVED)])
def test_logsumexp_is_not_smooth_with_a_smaller_constant(constant, verdict):
    """Three weights, |v_i| <= 1: the variance is at most 1, and not at most 0.99."""
    p, q, a, b, c = sp.symbols("p q a b c", real=True)
    r = 1 - p - q
    box = [bound for z in (a, b, c) for bound in (ge(z, -1), le(z, 1))]
    given = [ge(p, 0), ge(q, 0), ge(r, 0), *box]
    variance = p * a**2 + q * b**2 + r * c**2 - (p * a + q * b + r * c) ** 2
    claim = le(variance, constant)
    form = [p * (1 - a) * (1 + a), q * (1 - b) * (1 + b), r * (1 - c) * (1 + c), (p * a + q * b + r * c) ** 2]

    def record(T):
        T.forall("variance", given, claim, form=form if constant == 1 else None)

    judgement = probe(record, [claim], given, {p: Rational(1, 2), q: Rational(1, 2), a: 1, b: -1, c: 0})
    assert judgement.verdict is verdict, judgement.reason


def test_the_swap_helper_can_see_a_harmless_change():
    judgement, broken = judged_with("kappa", KAPPA_LOW, KAPPA_LOW - MICRO)
    assert judgement.verdict is Verdict.PROVED and not broken


def test_unproved_claims_do_not_earn_their_declared_verdict(session, monkeypatch):
    claim = registry.claims()["S0-16"]
    wrong = dataclasses.replace(claim, record=lambda c: c.refute("x", lt(0, 1), ""))
    monkeypatch.setitem(registry.claims(), "S0-16", wrong)
    from proofs.machinery.engine.session import Session

    found = Session().claim("S0-16")
    assert found.verdict.value == "UNKNOWN" and found.declared.value == "REFUTED"

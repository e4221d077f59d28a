"""The types: relations do not evaluate, verdicts are not truth values, only the rule builds PROVED."""

import dataclasses

from proofs.machinery.engine.proof import Proof, theorem

import pytest
import sympy as sp

from proofs import registry
from proofs.machinery.engine.discharge import discharge, witness_result
from proofs.machinery.engine.session import Session
from symbolic.relations import eq, ge, gt, le, lt
from symbolic.steps import Argument, Finite, Step
from symbolic.verdict import Grade, Judgement, Outcome, StepResult, Verdict, combine

a, b = sp.symbols("a b", real=True)


def build(record, **changes):
    given = {"title": "t", "source": "s", "conclusion": "c", "claim": [ge(a, 0)]}
    return theorem("probe", **(given | changes))(record)


def judge(probe, used=()):
    results = [discharge(step, probe.statement) for step in probe.derivation.steps]
    if probe.statement.hypotheses:
        results.insert(0, witness_result(probe.statement))
    return combine(probe.id, results, used)


def step(outcome=Outcome.HOLDS, grade=Grade.EXACT, name="s", breaks=False):
    return StepResult(name, outcome, grade, breaks_claim=breaks)


def test_a_relation_is_data():
    relation = le(0, sp.log(sp.Symbol("n", positive=True, integer=True)))
    assert str(relation) == "0 <= log(n)"
    with pytest.raises(TypeError, match="not a truth value"):
        bool(relation)
    assert relation.negation().sign == ">" and relation.negation().negation() == relation


@pytest.mark.parametrize("value", [*Verdict, *Outcome])
def test_four_values_are_not_two(value):
    with pytest.raises(TypeError):
        bool(value)


def test_only_the_rule_builds_a_judgement():
    with pytest.raises(TypeError, match="combine"):
        Judgement("x", Verdict.PROVED, Grade.EXACT, Grade.EXACT, (), "", (), 0.0, rule=None)
    honest = combine("x", [step()])
    with pytest.raises(TypeError, match="combine"):
        dataclasses.replace(combine("x", [step(Outcome.FAILS)]), verdict=Verdict.PROVED, rule=object())
    assert honest.verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([], Verdict.UNKNOWN),
        ([step(grade=Grade.ARGUED)], Verdict.UNKNOWN),
        ([step(), step(Outcome.FAILS)], Verdict.UNKNOWN),
        ([step(), step(Outcome.FAILS, breaks=True)], Verdict.REFUTED),
        ([step(), step(Outcome.UNDECIDED)], Verdict.UNKNOWN),
        ([step(), step(Outcome.NOT_RUN)], Verdict.NOT_RUN),
        ([step()], Verdict.PROVED),
    ],
)
def test_the_combining_rule(steps, verdict):
    assert combine("x", steps).verdict is verdict


def test_a_theorem_is_no_better_than_what_it_uses():
    broken = combine("base", [step(Outcome.UNDECIDED)])
    assert combine("x", [step()], [broken]).verdict is Verdict.UNKNOWN
    argued = combine("base", [step(), step(grade=Grade.ARGUED, name="hand-waving")])
    found = combine("x", [step(grade=Grade.SOLVER)], [argued])
    assert (found.verdict, found.grade) == (Verdict.PROVED, Grade.ARGUED)
    assert found.machine_grade is Grade.SOLVER
    assert found.argued == ("base/hand-waving",)


def test_a_broken_claim_is_refuted_and_a_broken_detour_is_not():
    wrong = build(lambda T: T.forall("claim", [], ge(a, 0)))
    assert judge(wrong).verdict is Verdict.REFUTED
    detour = build(lambda T: T.forall("detour", [], gt(a, 1)))
    assert judge(detour).verdict is Verdict.UNKNOWN


def test_a_witness_must_satisfy_the_hypotheses():
    def record(T):
        T.forall("square", [], ge(a**2, 0), form=a**2)

    assert judge(build(record, hypotheses=[gt(a, 0)], witness={a: 1})).verdict is Verdict.PROVED
    assert judge(build(record, hypotheses=[gt(a, 0)], witness={a: -1})).verdict is Verdict.UNKNOWN
    assert judge(build(record, hypotheses=[gt(a, 0), lt(a, 0)], witness={a: 1})).verdict is Verdict.UNKNOWN


def test_a_computation_over_nothing_fails():
    found = discharge(Step("s", "", Finite(lambda: iter(()))), build(lambda T: None).statement)
    assert found.outcome is Outcome.FAILS and "no case" in found.detail


def test_an_argument_is_graded_as_one():
    found = discharge(Step("s", "", Argument("basis")), build(lambda T: None).statement)
    assert found.grade is Grade.ARGUED


def test_recording_refuses_what_says_nothing():
    probe = Proof(build(lambda T: None).statement)
    with pytest.raises(ValueError, match="says nothing"):
        probe.identity("same", a + b, b + a)
    probe.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)
    with pytest.raises(ValueError, match="is taken"):
        probe.identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)
    with pytest.raises(ValueError, match="a certificate proves"):
        probe.certificate("c", "lower/chain-d2", eq(a, 1))


def test_unknown_ids_suggest_the_nearest():
    with pytest.raises(registry.UnknownId, match="kappa"):
        registry.theorem("kapa")
    with pytest.raises(registry.UnknownId, match="tightmax list"):
        registry.theorem("zzz")


def test_a_step_is_discharged_once():
    seen = []
    session = Session(progress=lambda id, name: seen.append((id, name)))
    session.theorem("shift")
    session.theorem("shift")
    assert len(seen) == len(set(seen)) > 0

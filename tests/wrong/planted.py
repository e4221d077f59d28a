"""Faults planted in proofs, for the tests that must see the right step break."""

import dataclasses

from proofs.machinery.engine.proof import Proof

import sympy as sp
from sympy import Rational

from proofs import registry
from proofs.machinery.engine.discharge import discharge
from proofs.machinery.engine.session import Session
from symbolic.relations import Relation
from symbolic.steps import Step, Universal
from symbolic.verdict import Outcome, combine

SMALLER = Rational(99, 100)


def swapped(value, old, new):
    """Everything in a goal with one constant replaced by another, wherever it stands."""
    if isinstance(value, sp.Basic):
        return value.xreplace({old: new, -old: -new})
    if isinstance(value, tuple):
        return tuple(swapped(part, old, new) for part in value)
    if isinstance(value, Relation):
        return Relation(swapped(value.lhs, old, new), value.sign, swapped(value.rhs, old, new))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: swapped(getattr(value, f.name), old, new) for f in dataclasses.fields(value)}
        return type(value)(**fields)
    return value


def steps(found):
    """The steps as the proof records them now, with whatever constants its module has."""
    proof = Proof(found.statement)
    found.record(proof)
    return {step.name: step for step in proof.done().steps}


def judged(found, recorded):
    results = [discharge(step, found.statement) for step in recorded]
    return combine(found.id, results), {r.name for r in results if r.outcome is not Outcome.HOLDS}


def to_solvers(step):
    """The same inequality without its form and its denominators, so that a solver can refute it."""

    def cleared(relation):
        top, bottom = sp.fraction(sp.together(relation.slack))
        return Relation(sp.expand(top * bottom), ">" if relation.strict else ">=", sp.S.Zero)

    goal = step.goal
    return Step(step.name, step.text, Universal(tuple(map(cleared, goal.hypotheses)), cleared(goal.claim)))


def refuted(found, step):
    result = discharge(to_solvers(step), found.statement)
    return result.outcome is Outcome.FAILS and "counterexample" in result.detail


def found(id, name, change=lambda goal: goal):
    """What becomes of one step of a theorem when its goal is changed."""
    theorem = registry.theorem(id)
    step = steps(theorem)[name]
    return discharge(Step(name, step.text, change(step.goal)), theorem.statement)


def asked(goal):
    """The goal without its form, as polynomials, so that a solver may find a counterexample."""
    return to_solvers(Step("s", "", dataclasses.replace(goal, form=None))).goal


def times(factor):
    """The same goal with the larger side of its claim multiplied by the factor."""

    def change(goal):
        claim = goal.claim
        lhs, rhs = (claim.lhs, factor * claim.rhs) if claim.sign in ("<", "<=") else (factor * claim.lhs, claim.rhs)
        return asked(Universal(goal.hypotheses, Relation(lhs, claim.sign, rhs)))

    return change


def without(number):
    """The same goal with one hypothesis left out."""

    def change(goal):
        left = tuple(h for place, h in enumerate(goal.hypotheses) if place != number)
        assert len(left) == len(goal.hypotheses) - 1
        return asked(Universal(left, goal.claim))

    return change


def check_smaller_constant(id, name):
    """The step holds, and with a hundredth off the larger side of its claim it has a counterexample."""
    assert found(id, name).outcome is Outcome.HOLDS
    result = found(id, name, times(SMALLER))
    assert result.outcome is Outcome.FAILS and "counterexample" in result.detail


def check_needed(id, name, number):
    """The step holds, and without one of its hypotheses it has a counterexample."""
    assert found(id, name).outcome is Outcome.HOLDS
    result = found(id, name, without(number))
    assert result.outcome is Outcome.FAILS and "counterexample" in result.detail


def check_witness_that_fits(monkeypatch, id, record):
    """A claim that is refuted only by a step p whose witness fits the sentence is not refuted."""
    declared = registry.claims()[id]
    monkeypatch.setitem(registry.claims(), id, dataclasses.replace(declared, record=record))
    judged = Session().claim(id)
    assert judged.verdict.value == "UNKNOWN" and judged.declared.value == "REFUTED"
    assert "step p fails" in judged.judgement.reason


def check_wrong_number(id, name, old, new):
    """The step holds, and with another number in its claim it fails."""

    def change(goal):
        changed = dataclasses.replace(goal, claim=swapped(goal.claim, old, new))
        assert changed != goal, f"{old} does not occur in {name}"
        return changed

    assert found(id, name).outcome is Outcome.HOLDS
    assert found(id, name, change).outcome is Outcome.FAILS


def check_wrong_sign(id, name):
    """The step holds, and with the sign of its right side turned round it does not."""

    def change(goal):
        if hasattr(goal, "rhs"):
            return dataclasses.replace(goal, rhs=-goal.rhs)
        return dataclasses.replace(goal, result=-goal.result)

    assert found(id, name).outcome is Outcome.HOLDS
    assert found(id, name, change).outcome in (Outcome.FAILS, Outcome.UNDECIDED)

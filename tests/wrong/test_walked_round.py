"""What is built from outside instead of earned: judgements, results of steps, answers of solvers, ids that clash."""

import copy
import dataclasses
import pickle

from proofs.machinery.engine.proof import theorem

import pytest
import sympy as sp

from proofs import registry
from proofs.machinery.engine import smt
from proofs.machinery.engine.claim import Claims, ClaimVerdict
from proofs.machinery.engine.discharge import answer, discharge
from proofs.machinery.engine.session import Session
from symbolic.relations import ge, gt, le, lt
from symbolic.steps import Enclosed, Exact, Step, Universal
from symbolic.verdict import Grade, Judgement, Outcome, StepResult, Verdict, combine

a, b = sp.symbols("a b", real=True)
u = sp.Symbol("u", positive=True)
HOLDS = StepResult("s", Outcome.HOLDS, Grade.EXACT)
UNKNOWN = combine("x", [StepResult("s", Outcome.UNDECIDED, Grade.EXACT)])
FIELDS = {"grade": None, "machine_grade": None, "argued": (), "reason": "", "steps": (), "seconds": 0.0}


def test_a_judgement_is_not_made_from_another():
    with pytest.raises(ValueError, match="rule"):
        dataclasses.replace(UNKNOWN, verdict=Verdict.PROVED)
    with pytest.raises(ValueError, match="rule"):
        dataclasses.replace(combine("x", [HOLDS]), id="goldbach")
    with pytest.raises(dataclasses.FrozenInstanceError):
        UNKNOWN.verdict = Verdict.PROVED


@pytest.mark.parametrize("rule", [None, object(), True])
def test_a_judgement_is_not_built_by_hand(rule):
    with pytest.raises(TypeError, match="combine"):
        Judgement("x", Verdict.PROVED, rule=rule, **FIELDS)


def test_a_judgement_holds_no_key_to_another():
    found = combine("x", [HOLDS])
    assert "rule" not in vars(found) and found == pickle.loads(pickle.dumps(found)) == copy.copy(found)


def test_a_judgement_has_no_subclass():
    with pytest.raises(TypeError, match="subclass"):
        type("Mine", (Judgement,), {"__post_init__": lambda self, rule: None})


@pytest.mark.parametrize(
    ("outcome", "grade"),
    [
        (None, Grade.EXACT), ("holds", Grade.EXACT), (True, Grade.EXACT), (Outcome.HOLDS, 4),
    ],
)
def test_a_step_has_an_outcome_and_the_grade_of_a_step(outcome, grade):
    with pytest.raises(TypeError, match="no outcome and grade of a step"):
        StepResult("s", outcome, grade)


def test_lemmas_of_coq_make_no_theorem_formal():
    found = combine("x", [StepResult("s", Outcome.HOLDS, Grade.FORMAL), StepResult("t", Outcome.HOLDS, Grade.FORMAL)])
    assert found.grade is Grade.EXACT and found.shown_grade == "EXACT"
    assert combine("x", [HOLDS, StepResult("s", Outcome.HOLDS, Grade.FORMAL)]).grade is HOLDS.grade


def test_the_rule_takes_results_and_judgements_alone():
    proved = type(
        "Proved", (), {"verdict": Verdict.PROVED, "argued": (), "grade": Grade.EXACT, "machine_grade": Grade.EXACT},
    )()
    with pytest.raises(TypeError, match="nothing else"):
        combine("x", [HOLDS], [proved])
    with pytest.raises(TypeError, match="nothing else"):
        combine("x", [type("Result", (StepResult,), {})("s", Outcome.HOLDS, Grade.EXACT)])


@pytest.mark.parametrize("outcome", [Outcome.FAILS, Outcome.UNDECIDED, Outcome.NOT_RUN])
def test_no_outcome_but_one_proves(outcome):
    assert combine("x", [HOLDS, StepResult("t", outcome, Grade.EXACT)]).verdict is not Verdict.PROVED


# Three values: what nobody knows refutes nothing.


def judged(record, claimed, hypotheses=(), witness=None):
    made = theorem(
        "probe", title="t", source="s", conclusion="c", claim=[claimed], hypotheses=hypotheses, witness=witness,
    )(record)
    return combine("probe", [discharge(step, made.statement) for step in made.derivation.steps])


def test_solvers_that_give_up_refute_nothing(monkeypatch):
    monkeypatch.setattr(smt, "ask_z3", lambda text: ("unknown", {}))
    monkeypatch.setattr(smt, "ask_cvc5", lambda text: "unknown")
    given = [gt(a * b, 1), lt(a + b, 5)]
    found = judged(lambda T: T.forall("claim", given, ge(a**2, 0)), ge(a**2, 0), given, {a: 1, b: 2})
    assert found.verdict is Verdict.UNKNOWN and "no solver decides" in found.reason


@pytest.mark.parametrize("answers", [("unsat", "unknown"), ("unknown", "unsat")])
def test_one_solver_alone_does_not_call_hypotheses_contradictory(monkeypatch, answers):
    monkeypatch.setattr(smt, "ask_z3", lambda text: (answers[0], {}))
    monkeypatch.setattr(smt, "ask_cvc5", lambda text: answers[1])
    assert smt.satisfiable((gt(a, 0), lt(a, 0))) is None
    found = judged(lambda T: T.forall("claim", [gt(a, 0), lt(a, 0)], ge(b, 0)), ge(b, 0), [gt(a, 0), lt(a, 0)])
    assert found.verdict is Verdict.UNKNOWN


def test_contradictory_hypotheses_refute_nothing():
    given = [gt(a, 0), lt(a, 0)]
    found = judged(lambda T: T.forall("claim", given, ge(b, 0)), ge(b, 0), given)
    assert found.verdict is Verdict.UNKNOWN and "contradict each other" in found.reason


def test_a_form_that_does_not_add_up_refutes_nothing():
    found = judged(lambda T: T.forall("claim", [], ge(a**2, 0), form=[a**2 + 1]), ge(a**2, 0))
    assert found.verdict is Verdict.UNKNOWN and "the two sides differ" in found.reason


def test_a_counterexample_outside_of_the_hypotheses_refutes_nothing():
    found = judged(lambda T: T.forall("claim", [], gt(a + 1, 0)), gt(a + 1, 0), [ge(a, 0)], {a: 0})
    assert found.verdict is Verdict.UNKNOWN and "counterexample" in found.reason


def test_a_counterexample_that_the_symbols_exclude_refutes_nothing():
    found = judged(lambda T: T.forall("claim", [], gt(u**2 + u, 0)), gt(u**2 + u, 0))
    assert found.verdict is Verdict.UNKNOWN and "outside of what its symbols assume" in found.reason


def test_a_counterexample_that_they_allow_does():
    found = judged(lambda T: T.forall("claim", [], gt(u**2 - u, 0)), gt(u**2 - u, 0))
    assert found.verdict is Verdict.REFUTED and "counterexample u = " in found.reason


@pytest.mark.parametrize("goal", [Exact(lt(3, 2)), Enclosed(lt(sp.log(3), 1)), Universal((), ge(a, 1))])
def test_what_is_known_to_be_false_is_refuted(goal):
    assert answer(goal).refutes
    made = theorem("probe", title="t", source="s", conclusion="c", claim=[goal.claim])(lambda T: None)
    assert combine("probe", [discharge(Step("claim", "", goal), made.statement)]).verdict is Verdict.REFUTED


def test_an_undecided_constant_refutes_nothing():
    hidden = sp.log(6) - sp.log(2, evaluate=False) - sp.log(3, evaluate=False)
    assert judged(lambda T: T.enclose("claim", gt(hidden, 0)), gt(hidden, 0)).verdict is Verdict.UNKNOWN


# Ids that clash, and names that are listed twice.


def fresh(monkeypatch):
    for known in (registry.files, registry.theorems, registry._claim_files, registry.claims):
        monkeypatch.setattr(registry, known.__name__, known.__wrapped__)


def test_a_claim_is_not_judged_by_a_theorem_of_its_id(monkeypatch):
    goldbach = Claims()("scaling", ClaimVerdict.PROVED, "nowhere", "Goldbach's conjecture.")(lambda c: None)
    fresh(monkeypatch)
    monkeypatch.setattr(registry, "_claim_files", lambda: {"proofs/claims/seed000/lower.py": (goldbach,)})
    with pytest.raises(registry.UnknownId, match="could be taken for a theorem"):
        registry.claims()


def test_a_theorem_listed_twice_is_not_one(monkeypatch):
    import proofs.paper

    fresh(monkeypatch)
    monkeypatch.setattr(proofs.paper, "THEOREMS", (*proofs.paper.THEOREMS, "scaling"))
    with pytest.raises(registry.UnknownId, match="names scaling: that id is taken"):
        registry.files()


def test_a_theorem_has_no_id_of_a_claim(monkeypatch):
    import proofs.paper

    fresh(monkeypatch)
    monkeypatch.setattr(proofs.paper, "THEOREMS", (*proofs.paper.THEOREMS, "S0_16"))
    with pytest.raises(registry.UnknownId, match="S0_16"):
        registry.files()


def test_a_file_of_claims_listed_twice_is_not_one(monkeypatch):
    import proofs.claims.seed000 as seed

    fresh(monkeypatch)
    monkeypatch.setattr(seed, "FILES", (*seed.FILES, seed.FILES[0]))
    with pytest.raises(registry.UnknownId, match="twice"):
        registry._claim_files()


def test_a_claim_rests_on_its_own_steps(monkeypatch):
    """A claim of another id that uses a theorem has the theorem's steps, and not its name."""
    made = Claims()(
        "S9-99", ClaimVerdict.PROVED, "nowhere", "a true claim", uses=["scaling"],
    )(lambda c: c.forall("s", [le(a, b)], le(a, b)))
    monkeypatch.setitem(registry.claims(), made.id, made)
    found = Session().claim(made.id)
    assert found.verdict is ClaimVerdict.UNKNOWN and "its own hypothesis" in found.judgement.reason

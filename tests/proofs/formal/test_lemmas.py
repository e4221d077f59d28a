"""A step that names a lemma of Coq's: it fails, is argued, or is FORMAL, and never more than the record says."""

import json

from proofs.machinery.engine.proof import BadStep

import pytest

from proofs.machinery.engine.discharge import discharge
from proofs.machinery.engine.session import Session
from proofs.machinery.formal import answers, evidence, golden, sources, stamp
from proofs.machinery.formal.check import Project, check, here, record
from proofs.machinery.formal.problem import Deviation
from symbolic.notation import reals
from symbolic.relations import ge
from symbolic.verdict import Grade, Outcome, combine
from tests.proofs.formal.projects import STATEMENT, needs_coq, project, quiet, recorded, row
from tests.symbolic.test_verdict import build

(a,) = reals("a,")
NAME = "TightMax.Small.small"


def known(root, name=NAME):
    evidence.forget()
    return evidence.lemma(name, root, root.parent / "build")


@pytest.fixture
def root(tmp_path):
    """A small project whose record holds a lemma."""
    found = tmp_path / "coq"
    _, _, value = recorded(found)
    (found / golden.RECORD).write_text(json.dumps(value | {"lemmas": [NAME]}))
    return found


def test_a_lemma_of_the_record_is_formal(root):
    outcome, grade, detail = known(root)
    assert (outcome, grade) == (Outcome.HOLDS, Grade.FORMAL) and f"{NAME}, by the record: Coq has not been" in detail
    (root.parent / "build").mkdir()
    stamp.write(root, root.parent / "build", sources.digest(root), {"scaling": STATEMENT})
    assert known(root)[2] == f"{NAME}, accepted by the kernel here"


@pytest.mark.parametrize("name", ["TightMax.Small.twice", "TightMax.Small.smaller", "TightMax.Large.small"])
def test_what_no_source_states_fails(root, name):
    """A definition, too, is no lemma; and the record does not help."""
    value = json.loads((root / golden.RECORD).read_text())
    (root / golden.RECORD).write_text(json.dumps(value | {"lemmas": [name]}))
    outcome, _, detail = known(root, name)
    assert outcome is Outcome.FAILS and "states no" in detail


def test_a_lemma_in_a_comment_is_not_stated(root):
    with (root / "theories" / "Small.v").open("a") as file:
        file.write("(* Lemma smaller : True. *)\n")
    assert known(root, "TightMax.Small.smaller")[0] is Outcome.FAILS


def test_without_a_record_in_force_a_lemma_is_argued(root):
    value = json.loads((root / golden.RECORD).read_text())
    (root / golden.RECORD).write_text(json.dumps({key: value[key] for key in ("build", "theorems")}))
    assert known(root) == (Outcome.HOLDS, Grade.ARGUED, f"{NAME}: it is not in the record")
    (root / golden.RECORD).write_text(json.dumps(value | {"lemmas": 3}))
    assert known(root)[1] is Grade.ARGUED
    (root / golden.RECORD).write_text(json.dumps(value | {"lemmas": [NAME]}))
    with (root / "theories" / "Vectors.v").open("a") as file:
        file.write("(* changed *)\n")
    outcome, grade, detail = known(root)
    assert (outcome, grade) == (Outcome.HOLDS, Grade.ARGUED) and "sources changed since the record" in detail


@pytest.mark.parametrize("name", ["Chain.chain_step", "TightMax.Chain", "TightMax.Generated.x.y", "TightMax.A.b.c", ""])
def test_a_name_that_is_none_cannot_be_recorded(name):
    with pytest.raises(BadStep, match="is not the name of a lemma"):
        build(lambda T: T.formally("lemma", name, "So it is.")).derivation  # noqa: B018


def test_a_step_with_an_unknown_lemma_proves_nothing():
    def steps(T):
        T.forall("square", [], ge(a**2, 0), form=a**2)
        T.formally("lemma", "TightMax.Chain.no_such_lemma", "So it is.")

    probe = build(steps)
    found = combine("probe", [discharge(step, probe.statement) for step in probe.derivation.steps])
    assert found.grade is None and found.reason == "step lemma fails: theories/Chain.v states no no_such_lemma"


def test_every_lemma_that_is_named_is_stated():
    for name in here().lemmas:
        assert evidence.lemma(name)[0] is Outcome.HOLDS, name


def test_the_record_lists_what_coq_was_asked_about(tmp_path):
    table, found, value = recorded(tmp_path / "coq")
    wanted = golden.record_value(
        table, answers.Answers(found.theorems, found.definitions, {NAME: ()}), {"scaling": STATEMENT},
        row(tmp_path / "coq"),
    )
    assert wanted["lemmas"] == [NAME] and value["lemmas"] == []
    with pytest.raises(Deviation, match="the lemmas that steps name changed"):
        golden.compare_record(tmp_path / "coq" / golden.RECORD, wanted)


@needs_coq
def test_coq_is_asked_about_every_lemma(copied):
    with_lemma = Project(copied.root, copied.build, copied.statements, (NAME,))
    with pytest.raises(Deviation, match="the lemmas that steps name changed"):
        check(with_lemma, say=quiet)
    with pytest.raises(Deviation, match="Coq does not answer"):
        check(Project(copied.root, copied.build, copied.statements, ("TightMax.Small.none",)), say=quiet)
    with pytest.raises(Deviation, match=r"a step names TightMax.Other.x, but TightMax.Other is not there"):
        check(Project(copied.root, copied.build, copied.statements, ("TightMax.Other.x",)), say=quiet)


@needs_coq
def test_a_lemma_with_an_axiom_of_its_own_is_refused(tmp_path):
    proof = (
        "From Coq Require Import Reals ClassicalEpsilon.\nFrom TightMax Require Import Vectors Smoothing.\n"
        "Theorem small : True. Proof. exact I. Qed.\n"
        "Lemma chosen (P : nat -> Prop) : (exists n, P n) -> {n | P n}.\n"
        "Proof. exact (constructive_indefinite_description P). Qed.\n"
    )
    made = project(tmp_path / "coq", proof=proof)
    with pytest.raises(Deviation, match=r"TightMax\.Small\.chosen rests on the axiom"):
        record(Project(made.root, made.build, made.statements, ("TightMax.Small.chosen",)), quiet)


def test_a_formal_theorem_rests_on_no_lemma_of_its_steps():
    """Its argued steps are none, whether the record holds the lemmas that they name or not."""
    judgement = Session().theorem("second-differences").judgement
    assert judgement.grade is Grade.FORMAL and judgement.argued == ()

"""The check with Coq: what it builds, what it asks, and that every difference is one clear line."""

import pytest

from proofs.machinery.formal import __main__ as command
from proofs.machinery.formal import answers, build, coq, evidence, golden
from proofs.machinery.formal.check import check, record
from proofs.machinery.formal.problem import Deviation
from symbolic.formal import FormalTheorem
from tests.proofs.formal.projects import SMALL_PROOF, STATEMENT, needs_coq, project, quiet


def test_assumptions_are_read():
    assert answers.axioms_of("x", "Closed under the global context\n") == ()
    two = "Axioms:\nB.b : forall P : Prop,\n      P\nA.a\n  : nat\n"
    assert answers.axioms_of("x", two) == ("A.a", "B.b")
    for strange in ("", "Axioms:\n", "Theory: Set is impredicative\n", "Axioms:\nx is assumed to be guarded.\n"):
        with pytest.raises(Deviation, match="Print Assumptions"):
            answers.axioms_of("x", strange)
    with pytest.raises(Deviation, match=r"TightMax.A.b rests on the axiom Eqdep.e"):
        answers.check_axioms([FormalTheorem("TightMax.A.b", "True", ("Eqdep.e", answers.ALLOWED[0]))])


def test_a_missing_tool_is_named(capsys, monkeypatch):
    coq.version.cache_clear()
    monkeypatch.setattr(coq.shutil, "which", lambda tool: None)
    assert command.main([]) == 3
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "coq and libcoq-interval" in err and "apt-get install -y --no-install-recommends coq libcoq-interval" in err


def test_a_deviation_is_exit_status_1(capsys, monkeypatch):
    def deviate(*_):
        raise Deviation("first", "second")

    monkeypatch.setattr(coq, "version", lambda: "8.16.1")  # this is about what is found, not about what is installed
    monkeypatch.setattr("proofs.machinery.formal.check.check", deviate)
    assert command.main([]) == 1
    assert capsys.readouterr().err == "proofs.machinery.formal: first\nproofs.machinery.formal: second\n"


@needs_coq
def test_a_small_project_is_recorded_and_checked(small):
    check(small, say=quiet)
    text = (small.root / golden.STATEMENTS).read_text()
    assert "smoothing d e f -> Small.twice e = e + e" in text and "== TightMax.Smoothing.smoothing" in text
    assert "== TightMax.Small.twice\nDefinition twice (x : R) : R := x + x.\n" in text
    assert evidence.evidence(STATEMENT, small.root).counts


@needs_coq
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("twice e = e + e", "twice e = 2 * e", "theories/Small.v line 5 does not compile: .*Unable to unify"),
        ("smoothing d e f -> twice", "smoothing d 1 f -> twice", "TightMax.Small.small is not what"),
        ("R := x + x", "R := 0 + x + x", "does not compile"),
        ("(x : R) : R := x + x", "(y : R) : R := y + y", "TightMax.Small.twice is not what"),
        ("Proof.", "Proof. idtac.", "record.json: the Coq sources changed since the record"),
        ("Theorem small", "Theorem smaller", "Coq does not answer"),
    ],
)
def test_a_changed_source_fails_the_check(copied, old, new, line):
    project(copied.root, SMALL_PROOF.replace(old, new))
    with pytest.raises(Deviation, match=line):
        check(copied, say=quiet)


@needs_coq
def test_an_added_axiom_is_refused(copied):
    proof = SMALL_PROOF.replace("From TightMax", "From Coq Require Import ClassicalEpsilon.\nFrom TightMax", 1)
    project(copied.root, proof.replace("reflexivity.", "destruct (excluded_middle_informative True); reflexivity."))
    before = (copied.root / golden.RECORD).read_bytes()
    with pytest.raises(Deviation, match=r"small rests on the axiom \S*constructive_indefinite_description"):
        record(copied, quiet)
    assert (copied.root / golden.RECORD).read_bytes() == before


@needs_coq
def test_axioms_asked_about_together_are_those_of_each(copied):
    """Whatever is said to be known: too little, too much, of only one, or what is so."""
    added = "Theorem plain : True. Proof. exact I. Qed.\n"
    added += "Theorem decided (P : Prop) : P \\/ ~ P. Proof. apply classic. Qed.\n"
    source = SMALL_PROOF.replace("From TightMax", "From Coq Require Import Classical.\nFrom TightMax", 1) + added
    project(copied.root, source)
    build.build(copied.root, copied.build)
    names = [f"TightMax.Small.{name}" for name in ("small", "plain", "decided")]

    def found(known):
        theorems = answers.answers(copied.build, names, build.standing(copied.build), known=known).theorems
        return {name: theorem.axioms for name, theorem in theorems.items()}

    true = found(None)
    reals, classical = true[names[0]], ("Classical_Prop.classic",)
    assert true == {names[0]: reals, names[1]: (), names[2]: classical} and reals and classical[0] not in reals
    for claimed in (true, {names[1]: ()}, dict.fromkeys(names, ()), dict.fromkeys(names, (*reals, "Eqdep.e"))):
        assert found(claimed) == true


@needs_coq
def test_the_whole_project_is_as_it_is_published(capsys):
    assert command.main([]) == 0, capsys.readouterr().err


def test_the_kernel_check_names_what_is_trusted():
    honest = "* Theory: Set is predicative"
    honest += "\n\n* Axioms:\n    Coq.A.a\n\n* Inductives whose positivity is assumed: <none>\n"
    assert coq._context(honest) == ("Coq.A.a",)
    with pytest.raises(Deviation, match="positivity is assumed"):
        coq._context(honest.replace("assumed: <none>", "assumed: TightMax.X.t"))
    with pytest.raises(Deviation, match="no axioms at all"):
        coq._context("")

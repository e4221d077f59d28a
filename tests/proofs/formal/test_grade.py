"""The grade FORMAL: what it takes, and how reports show it."""

import json
import re
from dataclasses import replace

import pytest

from proofs import registry
from proofs.__main__ import main as tightmax
from proofs.machinery.documents import notes
from proofs.machinery.documents.terminal import summary_lines
from proofs.machinery.documents.tex import theorem_tex
from proofs.machinery.engine.session import Session
from proofs.machinery.formal import answers, evidence
from symbolic.formal import FormalRecord, FormalTheorem
from symbolic.verdict import Grade, Outcome, StepResult, Verdict, combine


def holds(outcome=Outcome.HOLDS, grade=Grade.ENCLOSED, breaks=False):
    return StepResult("s", outcome, grade, breaks_claim=breaks)


def formal(whole=True, skipped="", theorems=True):
    row = (FormalTheorem("TightMax.Small.small_one", "True", answers.ALLOWED[:1]),)
    part = {} if whole else {"part": "the half.", "left": "the other half."}
    names = ("TightMax.Small.small_one",)
    return FormalRecord(whole, names, **part, skipped=skipped, theorems=row if theorems else (), prover="Coq 8.16.1")


def test_formal_raises_the_grade_and_nothing_else():
    plain, found = combine("x", [holds()]), combine("x", [holds()], formal=formal())
    assert (plain.grade, found.grade, found.machine_grade) == (Grade.ENCLOSED, Grade.FORMAL, Grade.ENCLOSED)
    assert combine("y", [holds()], [found]).grade is Grade.ENCLOSED
    argued = combine("x", [holds(), StepResult("a", Outcome.HOLDS, Grade.ARGUED)], formal=formal())
    assert (argued.grade, argued.argued, argued.machine_grade) == (Grade.FORMAL, (), Grade.ENCLOSED)


@pytest.mark.parametrize("record", [formal(whole=False), formal(skipped="why"), formal(theorems=False)])
def test_what_is_partial_or_skipped_raises_no_grade(record):
    found = combine("x", [holds()], formal=record)
    assert (found.verdict, found.grade) == (Verdict.PROVED, Grade.ENCLOSED)


@pytest.mark.parametrize(
    ("outcome", "breaks", "verdict"),
    [
        (Outcome.FAILS, False, Verdict.UNKNOWN),
        (Outcome.FAILS, True, Verdict.REFUTED),
        (Outcome.UNDECIDED, False, Verdict.UNKNOWN),
        (Outcome.NOT_RUN, False, Verdict.NOT_RUN),
    ],
)
def test_formal_proves_nothing_whose_steps_fail(outcome, breaks, verdict):
    found = combine("x", [holds(), holds(outcome, breaks=breaks)], formal=formal())
    assert found.verdict is verdict and found.grade is None
    assert combine("x", [], formal=formal()).verdict is Verdict.UNKNOWN
    assert combine("y", [holds()], [found], formal()).verdict is Verdict.UNKNOWN


def test_formal_by_the_record_alone_says_so():
    record = replace(formal(), recorded="why")
    assert combine("x", [holds()], formal=record).shown_grade == "FORMAL (recorded)"
    assert combine("x", [holds()], formal=formal()).shown_grade == "FORMAL"
    part = replace(formal(whole=False), recorded="why")
    assert combine("x", [holds()], formal=part).shown_grade == "ENCLOSED"
    assert combine("x", []).shown_grade == "-"
    assert combine("y", [holds()], [combine("x", [holds()], formal=record)]).shown_grade == "ENCLOSED"


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        (formal(), "the whole conclusion, by Coq 8.16.1:"),
        (replace(formal(), recorded="50% are"), r"the whole conclusion, by Coq 8.16.1 (50\% are):"),
        (formal(whole=False), "in part, by Coq 8.16.1:"),
        (formal(skipped="50% changed"), r"skipped, 50\% changed:"),
    ],
)
def test_the_document_names_the_coq_theorems(record, wanted):
    theorem = registry.theorem("shift")
    text = theorem_tex(theorem.statement, theorem.derivation, combine("shift", [holds()], formal=record))
    text = text.replace(r"\allowbreak{}", "")
    assert rf"\fact{{Formal}}{{{wanted}" in text and record.left in text
    assert r"\texttt{TightMax.Small.small\_one}" in text


def prove_json(capsys, monkeypatch, found):
    shown = {"scaling": found}
    monkeypatch.setattr("proofs.machinery.engine.session.evidence", lambda statement: shown.get(statement.id))
    tightmax(["prove", "scaling", "shift", "--coq", "--json", "-"])  # what is not formal may wait for a reader
    out, err = capsys.readouterr()
    return {row["id"]: row for row in json.loads(out)["theorems"]}, err


def test_prove_shows_what_is_formal(capsys, monkeypatch):
    rows, shown = prove_json(capsys, monkeypatch, formal())
    assert rows["scaling"]["grade"] == "FORMAL" and rows["shift"]["formal"] is None
    assert rows["scaling"]["machine_grade"] == "EXACT" and "FORMAL" not in str(rows["shift"]["grade"])
    assert rows["scaling"]["formal"]["in_force"] is True and rows["scaling"]["formal"]["covers"] == "whole"
    assert rows["scaling"]["formal"]["theorems"][0]["name"] == "TightMax.Small.small_one"
    assert rows["scaling"]["formal"]["recorded"] is None and "FORMAL (recorded)" not in shown
    assert re.search("FORMAL  +checked EXACT", shown) and "1 of them FORMAL," in shown
    assert "TightMax.Small.small_one" in shown and "axioms: ClassicalDedekindReals" in shown


def test_prove_shows_what_is_recorded(capsys, monkeypatch):
    rows, shown = prove_json(capsys, monkeypatch, replace(formal(), recorded="the reason"))
    assert rows["scaling"]["grade"] == "FORMAL (recorded)" and rows["scaling"]["formal"]["recorded"] == "the reason"
    assert "FORMAL (recorded)  checked EXACT" in shown and "1 of them FORMAL (recorded)," in shown
    assert "FORMAL (recorded), the whole conclusion" in shown and "; recorded: the reason" in shown
    rows, shown = prove_json(capsys, monkeypatch, replace(formal(whole=False), recorded="the reason"))
    assert "FORMAL" not in str(rows["scaling"]["grade"]) and "FORMAL (recorded) in part" in shown
    assert "0 of them FORMAL (recorded) and 1 more in part" in shown


@pytest.mark.parametrize("found", [formal(), replace(formal(), recorded="why")])
def test_the_notes_do_not_depend_on_what_was_built(monkeypatch, found):
    monkeypatch.setattr("proofs.machinery.engine.session.evidence", lambda statement: found)
    judged = [Session().theorem("scaling")]
    assert "| PROVED | FORMAL (recorded) |" in notes.theorem_table(judged)
    [summary, *_] = summary_lines(judged, [], recorded=True)
    assert "1 of them FORMAL (recorded), 0 tied" in summary


def test_prove_shows_what_is_partial_or_skipped(capsys, monkeypatch):
    rows, shown = prove_json(capsys, monkeypatch, formal(whole=False))
    assert "FORMAL" not in str(rows["scaling"]["grade"]) and rows["scaling"]["formal"]["left"] == "the other half."
    assert "FORMAL in part" in shown and "not formal: the other half." in shown
    assert "0 of them FORMAL and 1 more" in shown
    rows, shown = prove_json(capsys, monkeypatch, formal(skipped=evidence.CHANGED))
    assert "FORMAL" not in str(rows["scaling"]["grade"]) and rows["scaling"]["formal"]["skipped"] == evidence.CHANGED
    assert f"FORMAL SKIPPED: {evidence.CHANGED}" in shown and "0 of them FORMAL," in shown

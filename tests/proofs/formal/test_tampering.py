"""Without Coq nothing that was tampered with is FORMAL: it is skipped with a reason, or reported as recorded."""

import json
from dataclasses import replace

import pytest
import sympy as sp

from proofs import registry
from proofs.machinery.formal import answers, golden, sources, stamp
from proofs.machinery.formal.check import here
from symbolic.statement import Variable
from symbolic.verdict import Grade, Outcome, StepResult, combine
from tests.proofs.formal.projects import SMALL_PROOF, STATEMENT, recorded, rewritten, row, shown

FORGED = "forall d : nat, optimum d (ln (INR d))"
NAME = "TightMax.Small.small"


@pytest.fixture
def checked(tmp_path):
    """A small project as `make coq` leaves it: recorded, and with the stamp that everything was as it is published."""
    root = tmp_path / "coq"
    table, found, _ = recorded(root)
    (tmp_path / "build").mkdir()
    stamp.write(root, tmp_path / "build", sources.digest(root), {"scaling": STATEMENT})
    return root, table, found


def forged(found, **changes):
    theorem = replace(found.theorems[NAME], **changes)
    return replace(found, theorems={NAME: theorem})


def change(path, old, new):
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def graded(root, statement=STATEMENT):
    return combine("scaling", [StepResult("s", Outcome.HOLDS, Grade.EXACT)], formal=shown(root, statement)).shown_grade


def test_formal_is_for_what_coq_has_checked_here(checked):
    root, _, _ = checked
    assert shown(root).recorded == "" and graded(root) == "FORMAL"
    (root.parent / "build" / stamp.STAMP).unlink()
    assert "`make coq`" in shown(root).recorded and graded(root) == "FORMAL (recorded)"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sources": 1, "files": 2, "says": 3}'])
def test_a_stamp_that_cannot_be_read_is_none(checked, text):
    (checked[0].parent / "build" / stamp.STAMP).write_text(text)
    assert graded(checked[0]) == "FORMAL (recorded)"


def test_a_forged_statement_in_the_record(checked):
    root, _, _ = checked
    value = json.loads((root / golden.RECORD).read_text())
    value["theorems"]["scaling"]["coq"][0]["statement"] = FORGED
    (root / golden.RECORD).write_text(json.dumps(value))
    assert shown(root).skipped == f"record.json and statements.txt do not say the same of {NAME}"
    assert graded(root) == "EXACT"


def test_a_false_source_with_a_record_to_match(checked):
    root, _, _ = checked
    (root / "theories" / "Small.v").write_text(SMALL_PROOF.replace("e + e.", "3 * e."))
    value = json.loads((root / golden.RECORD).read_text())
    value["build"]["sources"] = sources.digest(root)
    (root / golden.RECORD).write_text(json.dumps(value))
    assert shown(root).recorded == "the Coq sources changed since `make coq`" and graded(root) == "FORMAL (recorded)"
    value["theorems"]["scaling"]["coq"][0]["statement"] = FORGED
    (root / golden.RECORD).write_text(json.dumps(value))
    assert graded(root) == "EXACT"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\nTrue\n", f"\n{FORGED}\n", f"record.json and statements.txt do not say the same of {NAME}"),
        ("twice = ...", "twice = 1", "statements.txt changed since the record"),
        ("sig_not_dec", "classic", f"record.json and statements.txt do not say the same of {NAME}"),
        ("the whole conclusion", "a part", "record.json and statements.txt do not say the same of scaling"),
    ],
)
def test_a_changed_statements_file(checked, old, new, reason):
    root, _, _ = checked
    change(root / golden.STATEMENTS, old, new)
    assert shown(root).skipped == reason and graded(root) == "EXACT"


def test_a_missing_statements_file(checked):
    root, _, _ = checked
    (root / golden.STATEMENTS).unlink()
    assert shown(root).skipped.startswith("statements.txt cannot be read") and graded(root) == "EXACT"


def test_another_theorem_is_published_for_it(checked):
    root, _, _ = checked
    change(root / golden.TABLE, NAME, "TightMax.Vectors.sum_zero")
    assert shown(root).skipped == "published.toml changed since the record"
    value = json.loads((root / golden.RECORD).read_text())
    value["theorems"]["scaling"]["coq"][0]["name"] = "TightMax.Vectors.sum_zero"
    (root / golden.RECORD).write_text(json.dumps(value))
    assert shown(root).skipped == "record.json and statements.txt do not say the same of TightMax.Vectors.sum_zero"
    assert graded(root) == "EXACT"


def test_a_sentence_of_the_table(checked):
    root, table, found = checked
    part = 'covers = "part"\npart = "half of it."\nleft = "the rest."'
    change(root / golden.TABLE, 'covers = "whole"', part)
    table = {"scaling": replace(table["scaling"], whole=False, part="half of it.", left="the rest.")}
    rewritten(root, table, found)
    assert shown(root).in_force and shown(root).recorded == "published.toml changed since `make coq`"
    change(root / golden.TABLE, "the rest.", "nothing.")
    assert shown(root).skipped == "record.json and statements.txt do not say the same of scaling"


def test_all_files_forged_to_match(checked):
    root, table, found = checked
    rewritten(root, table, forged(found, statement=FORGED))
    assert shown(root).recorded == "record.json changed since `make coq`" and graded(root) == "FORMAL (recorded)"


@pytest.mark.parametrize("name", ["Small.v", "Vectors.v"])
def test_a_changed_source(checked, name):
    with (checked[0] / "theories" / name).open("a") as file:
        file.write("(* changed *)\n")
    assert shown(checked[0]).skipped == "the Coq sources changed since the record" and graded(checked[0]) == "EXACT"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "LogSumExp is the best smoothing, d = 1 included"},
        {"variables": (*STATEMENT.variables[:-1], replace(STATEMENT.variables[-1], domain="anywhere"))},
        {"variables": (*STATEMENT.variables[:-1], Variable(sp.Symbol("q", real=True), STATEMENT.variables[-1].domain))},
        {"conclusion": r"$0 \le 1$."},
        {"hypotheses": STATEMENT.claim[:1]},
        {"claim": ()},
        {"uses": ("shift",)},
        {"source": "nowhere"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_changed_statement(checked, changes):
    changed = replace(STATEMENT, **changes)
    assert shown(checked[0], changed).skipped == "the statement changed since the record"
    assert graded(checked[0], changed) == "EXACT"


def test_a_changed_statement_with_a_record_to_match(checked):
    root, table, found = checked
    changed = replace(STATEMENT, title="LogSumExp is the best smoothing")
    value = golden.record_value(table, found, {"scaling": changed}, row(root))
    (root / golden.RECORD).write_text(json.dumps(value))
    assert graded(root, changed) == "FORMAL (recorded)"


def test_the_recorded_files_of_this_project_agree():
    table = here().table()
    record = golden.read_record(sources.COQ / golden.RECORD)
    text = (sources.COQ / golden.STATEMENTS).read_text(encoding="utf-8")
    assert golden.contradiction(record, table, text) == ""
    assert record["build"]["sources"] == sources.digest()
    for id, published in table.items():
        entry = record["theorems"][id]
        assert entry["says"] == golden.says(registry.theorem(id).statement), id
        assert (entry["covers"] == "whole") is published.whole
        assert tuple(row["name"] for row in entry["coq"]) == published.names
        assert {axiom for row in entry["coq"] for axiom in row["axioms"]} <= {*answers.ALLOWED}
    assert record["theorems"].keys() == table.keys()


def test_what_was_reviewed_reads_as_it_did():
    table, record = here().table(), golden.read_record(sources.COQ / golden.RECORD)
    for published in filter(lambda published: published.reviewed, table.values()):
        theorems = golden.theorems_of(record["theorems"][published.id]["coq"])
        assert published.reviewed_pair == golden.pair(registry.theorem(published.id).statement, theorems), published.id

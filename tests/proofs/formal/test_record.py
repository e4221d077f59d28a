"""What the record is worth: it counts while nothing changes, and what differs is named."""

import copy
from dataclasses import replace

import pytest

from proofs import registry
from proofs.__main__ import main as tightmax
from proofs.machinery.formal import golden, sources
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.output.exit_status import USAGE
from tests.proofs.formal.projects import recorded, rewritten, shown


def test_a_record_counts_while_nothing_changes(tmp_path):
    recorded(tmp_path / "coq")
    found = shown(tmp_path / "coq")
    assert found.counts and found.prover == "Coq 8.16.1" and found.sources == sources.digest(tmp_path / "coq")
    assert shown(tmp_path / "coq", registry.theorem("shift").statement) is None


ROW = {"name": "TightMax.Small.small", "statement": "True", "axioms": [], "rests_on": ["TightMax.Small.twice"]}


def skipped(root):
    found = shown(root)
    return "" if found.counts else found.skipped


@pytest.mark.parametrize(
    "name", ["coq/theories/Small.v", "coq/theories/new.v", "coq/_CoqProject", "certificates/lower/new.json"]
)
def test_a_record_of_other_sources_is_skipped(tmp_path, name):
    recorded(tmp_path / "coq")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    with (tmp_path / name).open("a") as file:
        file.write("\n(* changed *)\n")
    assert skipped(tmp_path / "coq") == "the Coq sources changed since the record"


def test_a_record_of_another_writer_of_certificates_is_skipped(tmp_path, monkeypatch):
    recorded(tmp_path / "coq")
    monkeypatch.setattr(sources, "WRITER", tmp_path / "certificates.py")
    (tmp_path / "certificates.py").write_text("# another\n")
    assert skipped(tmp_path / "coq") == "the Coq sources changed since the record"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"says": "another hash"}, "the statement changed since the record"),
        ({"covers": "part"}, "published.toml changed since the record"),
        ({"coq": []}, "published.toml changed since the record"),
        ({"coq": [ROW | {"statement": "x"}]}, "do not say the same of TightMax.Small.small"),
        ({"coq": [ROW | {"rests_on": []}]}, "do not say the same of TightMax.Small.small"),
    ],
)
def test_a_record_of_something_else_is_skipped(tmp_path, changes, reason):
    recorded(tmp_path / "coq", **changes)
    assert reason in skipped(tmp_path / "coq")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"build": {}, "theorems": {}}', '{"build": 1, "theorems": 1}'])
def test_a_broken_record_is_skipped(tmp_path, text):
    recorded(tmp_path / "coq")
    (tmp_path / "coq" / golden.RECORD).write_text(text)
    assert "record.json is not a record" in skipped(tmp_path / "coq")
    (tmp_path / "coq" / golden.RECORD).unlink()
    assert "--record" in skipped(tmp_path / "coq")


@pytest.mark.parametrize("text", ["[scaling", "[scaling]", b"\xff"])
def test_a_broken_table_is_one_line(tmp_path, text, capsys, monkeypatch):
    recorded(tmp_path / "coq")
    (tmp_path / "coq" / golden.TABLE).write_bytes(text if isinstance(text, bytes) else text.encode())
    monkeypatch.setattr("proofs.machinery.engine.session.evidence", lambda _: shown(tmp_path / "coq"))
    assert tightmax(["prove", "scaling"]) == USAGE
    out, err = capsys.readouterr()
    assert err.startswith("tightmax: published.toml: ") and err.count("\n") == 1 and "PROVED" not in out


def test_an_axiom_in_the_record_is_skipped(tmp_path):
    root = tmp_path / "coq"
    table, found, _ = recorded(root)
    theorem = replace(found.theorems["TightMax.Small.small"], axioms=("a.b",))
    rewritten(root, table, replace(found, theorems={theorem.name: theorem}))
    assert skipped(root) == "it rests on the axiom a.b"


def test_a_changed_statement_is_noticed(tmp_path):
    table, found, value = recorded(tmp_path)
    text = golden.statements_text(table, found)
    golden.compare_statements(tmp_path / golden.STATEMENTS, text)
    golden.compare_record(tmp_path / golden.RECORD, value)
    for old, new, line in [
        ("\nTrue\n", "\nFalse\n", "TightMax.Small.small is not what .* recorded 'False', now 'True'"),
        ("twice = ...", "twice = 1", "TightMax.Small.twice is not what"),
        ("rests on: TightMax.Small.twice", "rests on: nothing", "TightMax.Small.small is not what"),
        ("== TightMax.Small.small\n", "== TightMax.Small.other\n", "has no entry TightMax.Small.small"),
        ("sig_not_dec", "classic", "TightMax.Small.small is not what"),
        ("the whole conclusion", "a part", "scaling is not what"),
    ]:
        (tmp_path / golden.STATEMENTS).write_text(text.replace(old, new, 1))
        with pytest.raises(Deviation, match=line):
            golden.compare_statements(tmp_path / golden.STATEMENTS, text)


def test_a_changed_record_is_noticed(tmp_path):
    _, _, value = recorded(tmp_path)
    changed = copy.deepcopy(value)
    changed["build"] |= {"sources": "0", "seconds": 99.0}
    changed["theorems"]["scaling"]["says"] = "0"
    with pytest.raises(Deviation) as problem:
        golden.compare_record(tmp_path / golden.RECORD, changed)
    assert len(problem.value.lines()) == 2
    with pytest.raises(Deviation, match="recorded and not published"):
        golden.compare_record(tmp_path / golden.RECORD, value | {"theorems": {}})

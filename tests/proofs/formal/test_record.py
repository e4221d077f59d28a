"""What the record is worth: it counts while nothing changes, and what differs is named."""

import copy

import pytest

from proofs import registry
from proofs.machinery.formal import evidence, golden, sources
from proofs.machinery.formal.problem import Deviation
from tests.proofs.formal.projects import STATEMENT, recorded


def test_a_record_counts_while_nothing_changes(tmp_path):
    recorded(tmp_path)
    found = evidence.evidence(STATEMENT, tmp_path)
    assert found.counts and found.prover == "Coq 8.16.1" and found.sources == sources.digest(tmp_path)
    assert evidence.evidence(registry.theorem("shift").statement, tmp_path) is None


def skipped(root):
    found = evidence.evidence(STATEMENT, root)
    return not found.counts and found.skipped


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
        ({"coq": [{"name": "TightMax.Small.small", "statement": "x", "axioms": ["a.b"]}]}, "rests on the axiom a.b"),
    ],
)
def test_a_record_of_something_else_is_skipped(tmp_path, changes, reason):
    recorded(tmp_path, **changes)
    found = evidence.evidence(STATEMENT, tmp_path)
    assert not found.counts and reason in found.skipped


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"build": {}, "theorems": {}}', '{"build": 1, "theorems": 1}'])
def test_a_broken_record_is_skipped(tmp_path, text):
    recorded(tmp_path)
    (tmp_path / golden.RECORD).write_text(text)
    assert "record.json is not a record" in evidence.evidence(STATEMENT, tmp_path).skipped
    (tmp_path / golden.RECORD).unlink()
    evidence._record.cache_clear()
    assert "--record" in evidence.evidence(STATEMENT, tmp_path).skipped


def test_a_changed_statement_is_noticed(tmp_path):
    table, found, value = recorded(tmp_path)
    text = golden.statements_text(table, found)
    golden.compare_statements(tmp_path / golden.STATEMENTS, text)
    golden.compare_record(tmp_path / golden.RECORD, value)
    for old, new, line in [
        ("\nTrue\n", "\nFalse\n", "TightMax.Small.small is not what .* recorded 'False', now 'True'"),
        ("twice = ...", "twice = 1", "TightMax.Small.twice is not what"),
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

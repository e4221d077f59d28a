"""The cache of results: it replays only what held, for exactly the same goal, and never stands in anybody's way."""

import json
import os
import subprocess
import sys

import pytest

from proofs import registry
from proofs.__main__ import main
from proofs.machinery.engine import cache as cache_module
from proofs.machinery.engine import cache_keys, snapshot
from proofs.machinery.engine.cache import FILE, Cache, folder, opened
from proofs.machinery.engine.session import Session
from proofs.machinery.output.places import ROOT
from symbolic.steps import Enclosed
from symbolic.verdict import Grade, Outcome
from tests.proofs.test_cache_keys import key


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TIGHTMAX_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def judged(place, id="scaling", **options):
    session = Session(cache=Cache(place), **options)
    return list(session.run([id], workers=0))[-1].judgement


def test_a_second_run_replays(place, monkeypatch):
    first = judged(place)
    assert not any(step.cached for step in first.steps)

    def refused(*arguments):
        raise AssertionError("a step was discharged")

    monkeypatch.setattr("proofs.machinery.engine.session.discharge", refused)
    monkeypatch.setattr("proofs.machinery.engine.session.witness_result", refused)
    second = judged(place)
    assert all(step.cached for step in second.steps)
    assert (first.verdict, first.grade, first.machine_grade) == (second.verdict, second.grade, second.machine_grade)
    for old, new in zip(first.steps, second.steps, strict=True):
        assert (old.name, old.outcome, old.grade, old.detail, old.breaks_claim) == (
            new.name,
            new.outcome,
            new.grade,
            new.detail,
            new.breaks_claim,
        )


def test_an_edit_ends_replaying_and_nothing_is_kept(place, monkeypatch):
    judged(place)
    kept = (place / FILE).read_bytes()
    differing = snapshot.Snapshot(snapshot.taken().root, {**snapshot.taken().files, place: snapshot.File(b"", 0)})
    monkeypatch.setattr(snapshot, "taken", lambda: differing)
    cache_keys._source.cache_clear()
    assert not any(step.cached for step in judged(place).steps)
    assert not any(step.cached for step in Session(cache=Cache(place)).theorem("scaling").judgement.steps)
    judged(place, "scaling")
    assert (place / FILE).read_bytes() == kept


def test_an_edit_during_a_run_keeps_nothing(place, monkeypatch):
    answers = iter([True, False])
    monkeypatch.setattr(snapshot.Snapshot, "agrees", lambda self: next(answers))
    assert judged(place).verdict.value == "PROVED"
    assert not place.exists() and next(answers, None) is None, "looked at before the first key and before the end"


@pytest.mark.parametrize(
    "way",
    [
        "from proofs.__main__ import main; sys.exit(main(['prove', 'scaling']))",
        "sys.argv = ['proofs/paper/scaling.py']; runpy.run_path(sys.argv[0], run_name='__main__')",
    ],
    ids=["command", "file"],
)
def test_the_snapshot_is_taken_before_what_decides_is_imported(way):
    program = (
        "import pathlib, runpy, sys\nlook = pathlib.Path.rglob\n"
        "deciding = ('symbolic.relations', 'symbolic.steps', 'proofs.registry', 'proofs.machinery.engine.discharge')\n"
        "def said(*args):\n    print([name for name in deciding if name in sys.modules], flush=True)\n"
        "    return look(*args)\n"
        f"pathlib.Path.rglob = said\n{way}\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, cwd=ROOT)
    assert done.returncode == 0 and done.stdout.splitlines()[0] == "[]", done


def test_fresh_and_no_cache_replay_nothing(place):
    judged(place)
    assert not any(step.cached for step in judged(place, fresh=True).steps)
    assert not any(step.cached for step in Session().theorem("scaling").judgement.steps)


def test_only_what_holds_is_kept(place, monkeypatch):
    real = Session._discharged

    def failing(self, owner, step):
        result = real(self, owner, step)
        return result if step.name != name else type(result)(step.name, Outcome.UNDECIDED, result.grade, "out of luck")

    name = registry.theorem("scaling").derivation.steps[0].name
    monkeypatch.setattr(Session, "_discharged", failing)
    judged(place)
    monkeypatch.undo()
    again = {step.name: step for step in judged(place).steps}
    assert not again[name].cached and all(step.cached for other, step in again.items() if other != name)


@pytest.mark.parametrize("grade", ["FORMAL", "ARGUED", "SOLVER", "ENCLOSED", "exact", 4, None])
def test_a_grade_that_the_goal_does_not_earn_is_not_replayed(place, grade):
    judged(place)
    value = json.loads((place / FILE).read_text())
    steps = registry.theorem("scaling").derivation.steps
    exact = {
        key(step.goal, "scaling", step.name, "proofs.paper.scaling")
        for step in steps
        if not isinstance(step.goal, Enclosed)
    }
    assert exact & set(value["steps"])
    for entry in exact & set(value["steps"]):
        value["steps"][entry][0] = grade
    (place / FILE).write_text(json.dumps(value))
    found = judged(place)
    for step, result in zip(steps, (s for s in found.steps if s.name != "witness"), strict=True):
        if key(step.goal, "scaling", step.name, "proofs.paper.scaling") in exact and result.grade is Grade.EXACT:
            assert not result.cached


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b'{"format": 2, "steps": {}}', b'{"format": 1}', b'{"format": 1, "steps": []}',
     b"\xff\xfe", b"[" * 100_000,
     b'{"format": 1, "steps": {"a": 1, "b": [], "c": ["EXACT"], "d": ["EXACT", 1], "e": ["EXACT", "", 2]}}'],
)
def test_a_damaged_file_counts_as_empty(place, damage):
    place.mkdir()
    (place / FILE).write_bytes(damage)
    assert cache_module._read(place / FILE) == {}
    assert not any(step.cached for step in judged(place).steps)
    assert all(step.cached for step in judged(place).steps), "and is replaced"


def test_a_cache_that_cannot_be_written_is_left_alone(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert judged(tmp_path / "file").verdict.value == "PROVED"
    assert (tmp_path / "file").read_text() == "not a folder"
    (tmp_path / "folder" / FILE).mkdir(parents=True)
    assert judged(tmp_path / "folder").verdict.value == "PROVED"
    assert os.listdir(tmp_path / "folder") == [FILE], "no part of a file is left"


def test_two_runs_keep_what_both_found(place):
    one, two = Cache(place), Cache(place)
    one.put("a", Grade.EXACT, "first")
    two.put("b", Grade.SOLVER, "second")
    one.save()
    two.save()
    both = Cache(place)
    assert both.get("a").detail == "first" and both.get("b").grade is Grade.SOLVER and both.get("c") is None


def test_what_is_not_used_goes_first(place, monkeypatch):
    monkeypatch.setattr(cache_module, "MOST", 3)
    for name in "abc":
        one = Cache(place)
        one.put(name, Grade.EXACT, "")
        one.save()
    last = Cache(place)
    last.get("a")
    last.put("d", Grade.EXACT, "")
    last.save()
    assert set(json.loads((place / FILE).read_text())["steps"]) == {"c", "a", "d"}


def test_where_the_cache_lies(tmp_path, monkeypatch):
    assert folder({"TIGHTMAX_CACHE": "off"}) is None and folder({"CI": "true"}) is None
    assert folder({"CI": "1", "TIGHTMAX_CACHE": str(tmp_path)}) is None
    assert folder({"TIGHTMAX_CACHE": str(tmp_path)}) == tmp_path
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "pyproject.toml").touch()
    assert folder({}, checkout / "proofs") == checkout / ".cache" / "tightmax"
    for platform, variable in (("linux", "XDG_CACHE_HOME"), ("win32", "LOCALAPPDATA")):
        monkeypatch.setattr(sys, "platform", platform)
        assert (tmp_path / "mine") in folder({variable: str(tmp_path / "mine")}, tmp_path / "site" / "proofs").parents


def test_the_suite_itself_uses_no_cache():
    assert os.environ["TIGHTMAX_CACHE"] == "off" and opened() is None


def test_the_command_says_what_it_replays(place, capsys):
    assert main(["prove", "scaling"]) == 0
    assert "cached" not in capsys.readouterr().out
    assert main(["prove", "scaling", "--json", str(place.parent / "out.json")]) == 0
    out = capsys.readouterr().out.splitlines()
    steps = len(Session().theorem("scaling").judgement.steps)
    assert next(line for line in out if line.startswith("scaling ") and "PROVED" in line).rstrip().endswith("cached")
    assert out[-1] == f"{steps} of {steps} steps from the cache of earlier runs here; --no-cache checks them again"
    rows = json.loads((place.parent / "out.json").read_text())["theorems"][0]["steps"]
    assert all(row["cached"] for row in rows)
    for option in ("--no-cache", "--fresh"):
        assert main(["prove", "scaling", option]) == 0
        assert "cached" not in capsys.readouterr().out

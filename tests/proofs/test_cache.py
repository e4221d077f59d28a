"""The cache of results: it replays only what held, for exactly the same goal, and never stands in anybody's way."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from types import SimpleNamespace

import pytest
import sympy as sp

from proofs import registry
from proofs.__main__ import main
from proofs.machinery.engine import cache as cache_module
from proofs.machinery.engine import cache_keys, schedule, snapshot
from proofs.machinery.engine.cache import FILE, Cache, folder, opened
from proofs.machinery.engine.cache_keys import Keys, NoKey, sources
from proofs.machinery.engine.session import Session
from proofs.machinery.engine.workers import cores
from proofs.machinery.output.places import ROOT
from symbolic.relations import ge, gt
from symbolic.steps import Argument, Certified, Derivative, Enclosed, Finite, Identity, Universal
from symbolic.verdict import Grade, Outcome

x, y = sp.symbols("x y", real=True)
p = sp.Symbol("x", positive=True)
f = sp.Function("f")


def key(goal, owner="one", name="step", module="proofs.paper.kappa"):
    return Keys().step(owner, module, name, goal)


def count():
    return 1, None


count.__module__ = "proofs.paper.two_level"

GOALS = [
    Identity(x + y, y + x + 0 * x),
    Identity(x - y, y - x),
    Identity(p - y, y - p),
    Identity(x * y, x),
    Identity(x, x * y),
    Identity(sp.Integer(12), sp.Integer(3)),
    Identity(sp.Integer(1), sp.Integer(23)),
    Identity(f(x), x),
    Identity(sp.Function("g")(x), x),
    Identity(sp.Function("f", positive=True)(x), x),
    Identity(sp.exp(x), x),
    Identity(sp.Float("0.5") * x, x),
    Identity(sp.Float("0.25") * x, x),
    Derivative(x**2, x, 1, 2 * x),
    Derivative(x**2, x, 2, 2 * x),
    Universal((ge(x, 0),), ge(y, 0)),
    Universal((), ge(y, 0)),
    Universal((ge(x, 0),), gt(y, 0)),
    Universal((ge(x, 0),), ge(y, 0), (y,)),
    Universal((ge(x, 0),), ge(y, 0), (x, y)),
    Universal((ge(x, 0), ge(y, 0)), ge(y, 0), (x, y)),
    Enclosed(ge(x, 0)),
    Enclosed(ge(0, x)),
    Certified("lower/chain-d2", 2, sp.Rational(1, 2)),
    Certified("lower/chain-d3", 2, sp.Rational(1, 2)),
    Certified("lower/chain-d2", 2, sp.Rational(1, 3)),
    Certified("lower/chain-d2", 3, sp.Rational(1, 2)),
]  # fmt: skip


def test_goals_that_differ_have_different_keys():
    found = [key(goal) for goal in GOALS]
    assert None not in found and len(set(found)) == len(GOALS)
    assert found == [key(goal) for goal in GOALS]
    assert key(GOALS[0], owner="two", name="other") == found[0], "where an identity stands does not matter"


def test_dummies_are_told_apart_by_their_first_occurrence():
    def swapped(one, two):
        return key(Universal((ge(f(one), 0),), ge(f(two), f(one))))

    a, b = sp.Dummy("t", real=True), sp.Dummy("t", real=True)
    found = swapped(a, b)
    assert found is not None and found == swapped(b, a) == swapped(sp.Dummy("t", real=True), sp.Dummy("t", real=True))
    others = [swapped(a, a), swapped(a, sp.Dummy("t")), swapped(a, sp.Symbol("t", real=True)), swapped(sp.Symbol("t", real=True), a)]
    assert len({found, *others}) == 5
    keys = Keys()  # hashes that are remembered from one goal say nothing about the numbers in another
    first = Universal((ge(f(b), 0),), ge(f(a), f(b)))
    assert keys.step("", "", "", first) == keys.step("", "", "", Universal((ge(f(a), 0),), ge(f(b), f(a)))) == found


def test_every_step_has_a_key():
    keys = Keys()
    for owner in [*registry.theorems().values(), *registry.claims().values()]:
        for step in owner.derivation.steps:
            assert isinstance(step.goal, Argument) or keys.step(owner.id, owner.record.__module__, step.name, step.goal) is not None


def test_finite_computations_are_told_apart_by_their_place():
    found = {key(Finite(count)), key(Finite(count), owner="two"), key(Finite(count), name="other"), key(Finite(count), module="proofs.beyond.window")}
    assert len(found) == 4 and None not in found


@pytest.mark.parametrize(
    "goal",
    [Argument(), Identity(sp.Wild("x"), x), Certified("lower/none", 2, sp.S.Half), Finite(lambda: (1, None)), Finite(sum)],
    ids=lambda goal: type(goal).__name__,
)
def test_goals_without_a_key(goal):
    assert key(goal) is None


def test_a_function_class_of_a_foreign_module_has_no_key():
    class Strange(sp.Function):
        pass

    assert key(Identity(Strange(x), x)) is None


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project on disk in place of this one, and a hash of what ``proofs.a`` rests on now."""
    texts = {
        "proofs/__init__": "", "proofs/a": "def late():\n    from proofs import b\n", "proofs/b": "import proofs.c\n", "proofs/c": "C = 1\n",
        "proofs/d": "D = 1\n", "proofs/sub/__init__": "from . import deep\n", "proofs/sub/deep": "from ..d import D\n",
        "proofs/sub/other": "from .deep import D\n",
    }  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{name}.py").write_text(text)
    look = snapshot.look
    monkeypatch.setattr(snapshot, "look", lambda root=tmp_path: look(root))

    def now(module="proofs.a", **options):
        cache_keys.forget()
        return sources(module, **options)

    yield SimpleNamespace(root=tmp_path, now=now)
    monkeypatch.undo()
    cache_keys.forget()


def test_sources_that_change_change_the_key(project):
    package, now = project.root / "proofs", project.now
    before = now()
    (package / "d.py").write_text("D = 2\n")
    assert now() == before
    (package / "c.py").write_text("C = 2\n")
    changed = now()
    assert changed != before
    (package / "a.py").write_text("A = 1\n")
    assert now() not in (before, changed)
    with pytest.raises(NoKey):
        sources("proofs.none")


@pytest.mark.parametrize("changed", ["proofs/__init__", "proofs/sub/__init__", "proofs/sub/deep", "proofs/d"])
def test_packages_and_relative_imports_are_among_the_sources(project, changed):
    before = project.now("proofs.sub.other")
    (project.root / f"{changed}.py").write_text("X = 1\n")
    assert project.now("proofs.sub.other") != before


def test_the_time_of_a_source_is_in_the_key_of_a_step_and_not_in_the_version_of_a_sweep(project):
    def both():
        return project.now(), project.now(dated=True)

    plain, dated = both()
    file = project.root / "proofs" / "c.py"
    then = file.stat().st_mtime_ns
    os.utime(file, ns=(then, then + 1))
    assert both()[0] == plain and both()[1] != dated
    os.utime(file, ns=(then, then))
    assert both() == (plain, dated)


def test_keys_come_from_the_snapshot_and_not_from_a_later_look(project):
    before = project.now()
    (project.root / "proofs" / "c.py").write_text("C = 2\n")
    cache_keys._source.cache_clear()
    sources.cache_clear()
    assert sources("proofs.a") == before and not snapshot.taken().agrees()


def test_the_checkers_are_among_the_sources():
    *_, direct = cache_keys._source("proofs.machinery.engine.discharge")
    assert {"proofs.verify", "proofs.machinery.engine.cas", "proofs.machinery.engine.smt"} <= direct
    assert "proofs.machinery.engine.polynomials" in cache_keys._source("proofs.machinery.engine.cas")[2]


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TIGHTMAX_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def judged(place, id="shift", **options):
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
        assert (old.name, old.outcome, old.grade, old.detail, old.breaks_claim) == (new.name, new.outcome, new.grade, new.detail, new.breaks_claim)


def test_an_edit_ends_replaying_and_nothing_is_kept(place, monkeypatch):
    judged(place)
    kept = (place / FILE).read_bytes()
    differing = snapshot.Snapshot(snapshot.taken().root, {**snapshot.taken().files, place: snapshot.File(b"", 0)})
    monkeypatch.setattr(snapshot, "taken", lambda: differing)
    cache_keys._source.cache_clear()
    assert not any(step.cached for step in judged(place).steps)
    assert not any(step.cached for step in Session(cache=Cache(place)).theorem("shift").judgement.steps)
    judged(place, "scaling")
    assert (place / FILE).read_bytes() == kept


def test_an_edit_during_a_run_keeps_nothing(place, monkeypatch):
    answers = iter([True, False])
    monkeypatch.setattr(snapshot.Snapshot, "agrees", lambda self: next(answers))
    assert judged(place).verdict.value == "PROVED"
    assert not place.exists() and next(answers, None) is None, "looked at before the first key and before the end"


@pytest.mark.parametrize("way", ["from proofs.__main__ import main; sys.exit(main(['prove', 'shift']))",
                                 "sys.argv = ['proofs/paper/shift.py']; runpy.run_path(sys.argv[0], run_name='__main__')"], ids=["command", "file"])  # fmt: skip
def test_the_snapshot_is_taken_before_what_decides_is_imported(way):
    program = (
        "import pathlib, runpy, sys\nlook = pathlib.Path.rglob\n"
        "deciding = ('symbolic.relations', 'symbolic.steps', 'proofs.registry', 'proofs.machinery.engine.discharge')\n"
        "def said(*args):\n    print([name for name in deciding if name in sys.modules])\n    return look(*args)\n"
        f"pathlib.Path.rglob = said\n{way}\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, cwd=ROOT)
    assert done.returncode == 0 and done.stdout.splitlines()[0] == "[]", done


def test_fresh_and_no_cache_replay_nothing(place):
    judged(place)
    assert not any(step.cached for step in judged(place, fresh=True).steps)
    assert not any(step.cached for step in Session().theorem("shift").judgement.steps)


def test_only_what_holds_is_kept(place, monkeypatch):
    real = Session._discharged

    def failing(self, owner, step):
        result = real(self, owner, step)
        return result if step.name != name else type(result)(step.name, Outcome.UNDECIDED, result.grade, "out of luck")

    name = registry.theorem("shift").derivation.steps[0].name
    monkeypatch.setattr(Session, "_discharged", failing)
    judged(place)
    monkeypatch.undo()
    again = {step.name: step for step in judged(place).steps}
    assert not again[name].cached and all(step.cached for other, step in again.items() if other != name)


@pytest.mark.parametrize("grade", ["FORMAL", "ARGUED", "SOLVER", "ENCLOSED", "exact", 4, None])
def test_a_grade_that_the_goal_does_not_earn_is_not_replayed(place, grade):
    judged(place)
    value = json.loads((place / FILE).read_text())
    steps = registry.theorem("shift").derivation.steps
    exact = {key(step.goal, "shift", step.name, "proofs.paper.shift") for step in steps if not isinstance(step.goal, Enclosed)}
    assert exact & set(value["steps"])
    for entry in exact & set(value["steps"]):
        value["steps"][entry][0] = grade
    (place / FILE).write_text(json.dumps(value))
    found = judged(place)
    for step, result in zip(steps, (s for s in found.steps if s.name != "witness"), strict=True):
        if key(step.goal, "shift", step.name, "proofs.paper.shift") in exact and result.grade is Grade.EXACT:
            assert not result.cached


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b'{"format": 2, "steps": {}}', b'{"format": 1}', b'{"format": 1, "steps": []}', b"\xff\xfe", b"[" * 100_000,
     b'{"format": 1, "steps": {"a": 1, "b": [], "c": ["EXACT"], "d": ["EXACT", 1], "e": ["EXACT", "", 2]}}'],
)  # fmt: skip
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
    assert main(["prove", "shift"]) == 0
    assert "cached" not in capsys.readouterr().out
    assert main(["prove", "shift", "--json", str(place.parent / "out.json")]) == 0
    out = capsys.readouterr().out.splitlines()
    steps = len(Session().theorem("shift").judgement.steps)
    assert next(line for line in out if line.startswith("shift ") and "PROVED" in line).rstrip().endswith("cached")
    assert out[-1] == f"{steps} of {steps} steps from the cache of earlier runs here; --no-cache checks them again"
    rows = json.loads((place.parent / "out.json").read_text())["theorems"][0]["steps"]
    assert all(row["cached"] for row in rows)
    for option in ("--no-cache", "--fresh"):
        assert main(["prove", "shift", option]) == 0
        assert "cached" not in capsys.readouterr().out


def test_an_id_that_is_named_twice_counts_once(capsys):
    assert main(["prove", "shift", "S0-16", "shift", "S0-16"]) == 0
    out = capsys.readouterr().out
    assert "1 of 1 theorem" in out and out.count("shift  ") == 1, out


def test_a_run_goes_in_order_and_says_how_far_it_is():
    seen = []
    ids = ["shift", "scaling", "S0-16"]
    found = list(Session().run(ids, seen.append, workers=0))
    assert [judged.owner.id for judged in found] == ids
    last = seen[-1]
    assert 0 < seen[0].share < 1 == last.share and all(a.share <= b.share for a, b in pairwise(seen))
    assert [at.steps_done for at in seen] == list(range(1, last.steps + 1))
    assert last.owners_done == last.owners >= 3 and all(a.owners_done <= b.owners_done for a, b in pairwise(seen))
    with pytest.raises(registry.UnknownId):
        next(Session().run(["shift", "nothing"]))


def test_workers_change_nothing_but_the_time():
    ids = ["chain", "shift", "S0-16"]
    alone, shared = (list(Session().run(ids, workers=count)) for count in (0, 1))
    for one, two in zip(alone, shared, strict=True):
        one, two = one.judgement, two.judgement
        assert (one.verdict, one.grade, [(s.name, s.outcome, s.grade, s.detail) for s in one.steps]) == (
            two.verdict, two.grade, [(s.name, s.outcome, s.grade, s.detail) for s in two.steps])  # fmt: skip


def _killed(*arguments):
    os._exit(9)


def test_a_worker_that_dies_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr(schedule, "_there", _killed)
    monkeypatch.setattr(schedule, "workers", lambda tasks, fresh: 1)
    assert main(["prove", "chain", "shift"]) == 3
    assert capsys.readouterr().err == "tightmax: a worker process ended before its steps were discharged (killed, or out of memory)\n"


def test_short_runs_have_no_workers():
    tasks = [(registry.theorem("shift"), step) for step in registry.theorem("shift").derivation.steps]
    assert schedule.workers(tasks, fresh=False) == 0
    long = SimpleNamespace(goal=Finite(count))
    assert schedule.workers([(registry.theorem("shift"), long)] * 20, fresh=False) == min(cores() - 1, schedule.MOST_WORKERS)

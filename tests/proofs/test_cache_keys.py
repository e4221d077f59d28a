"""What the key of a step depends on: the goal, the sources and files that decide it, and nothing else."""

import os
from types import SimpleNamespace

import pytest
import sympy as sp

from proofs import registry
from proofs.machinery.engine import cache_keys, snapshot
from proofs.machinery.engine.cache_keys import Keys, NoKey, sources
from symbolic.relations import ge, gt
from symbolic.steps import Argument, Certified, CoqLemma, Derivative, Enclosed, Finite, Identity, Universal

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
]


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
    others = [
        swapped(a, a),
        swapped(a, sp.Dummy("t")),
        swapped(a, sp.Symbol("t", real=True)),
        swapped(sp.Symbol("t", real=True), a),
    ]
    assert len({found, *others}) == 5
    keys = Keys()  # hashes that are remembered from one goal say nothing about the numbers in another
    first = Universal((ge(f(b), 0),), ge(f(a), f(b)))
    assert keys.step("", "", "", first) == keys.step("", "", "", Universal((ge(f(a), 0),), ge(f(b), f(a)))) == found


def test_every_step_has_a_key():
    keys = Keys()
    for owner in [*registry.theorems().values(), *registry.claims().values()]:
        for step in owner.derivation.steps:
            assert (
                isinstance(step.goal, Argument | CoqLemma)
                or keys.step(owner.id, owner.record.__module__, step.name, step.goal) is not None
            )


def test_finite_computations_are_told_apart_by_their_place():
    found = {
        key(Finite(count)),
        key(Finite(count), owner="two"),
        key(Finite(count), name="other"),
        key(Finite(count), module="proofs.beyond.window"),
    }
    assert len(found) == 4 and None not in found


@pytest.mark.parametrize(
    "goal",
    [
        Argument("basis"),
        CoqLemma("TightMax.Chain.chain_step"),
        Identity(sp.Wild("x"), x),
        Certified("lower/none", 2, sp.S.Half),
        Finite(lambda: (1, None)),
        Finite(sum),
    ],
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
    """A small project on disk in place of this one, and a hash of what `proofs.a` rests on now."""
    texts = {
        "proofs/__init__": "", "proofs/a": "def late():\n    from proofs import b\n", "proofs/b": "import proofs.c\n",
        "proofs/c": "C = 1\n",
        "proofs/d": "D = 1\n", "proofs/sub/__init__": "from . import deep\n", "proofs/sub/deep": "from ..d import D\n",
        "proofs/sub/other": "from .deep import D\n",
    }
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

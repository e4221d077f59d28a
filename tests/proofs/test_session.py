"""A run goes in order, with or without workers, and says how far it is."""

import os
from itertools import pairwise
from types import SimpleNamespace

import pytest

from proofs import registry
from proofs.__main__ import main
from proofs.machinery.engine import schedule
from proofs.machinery.engine.session import Session
from proofs.machinery.engine.workers import cores
from symbolic.steps import Finite
from tests.proofs.test_cache_keys import count


def test_an_id_that_is_named_twice_counts_once(capsys):
    assert main(["prove", "shift", "S0-16", "shift", "S0-16"]) == 0
    out = capsys.readouterr().out
    judged = [line for line in out.splitlines() if line.startswith("shift ") and " PROVED " in line]
    assert "1 of 1 theorem" in out and len(judged) == 1, out


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
            two.verdict, two.grade, [(s.name, s.outcome, s.grade, s.detail) for s in two.steps])


def _killed(*arguments):
    os._exit(9)


def test_a_worker_that_dies_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr(schedule, "_there", _killed)
    monkeypatch.setattr(schedule, "workers", lambda tasks, fresh: 1)
    assert main(["prove", "chain", "shift"]) == 3
    assert (
        capsys.readouterr().err
        == "tightmax: a worker process ended before its steps were discharged (killed, or out of memory)\n"
    )


def test_short_runs_have_no_workers():
    tasks = [(registry.theorem("shift"), step) for step in registry.theorem("shift").derivation.steps]
    assert schedule.workers(tasks, fresh=False) == 0
    long = SimpleNamespace(goal=Finite(count))
    assert schedule.workers([(registry.theorem("shift"), long)] * 20, fresh=False) == min(
        cores() - 1, schedule.MOST_WORKERS
    )

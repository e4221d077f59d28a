"""The certification suite: one session of judgements, what is skipped for want of a library, and the summary of a
run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule

from proofs import registry
from proofs.machinery.engine.claim import ClaimVerdict
from proofs.machinery.engine.session import Session
from tests import optional

os.environ["TIGHTMAX_CACHE"] = "off"  # nor do the commands that a test starts replay what an earlier run found

os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(Path(__file__).parent / ".cache" / "jax"))
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
"""Much of what the tests cost is that JAX compiles thousands of small functions: all processes share what one made."""

SESSION = Session()
"""One session for the whole run: a step is discharged once, whichever test asks for it."""

JUDGED: dict[str, dict[str, object]] = {"theorems": {}, "claims": {}}
"""What other processes of the same run have judged: the line of each theorem, the verdict of each claim."""


@pytest.fixture(scope="session")
def session():
    return SESSION


SHARED = {"session", "sdist"}
"""Fixtures that cost much and are made once in a process: the judgements, and the distributions that are built."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What shares an expensive fixture comes first and together, so that one process of several has all of it.

    A run in several processes begins with an equal part of the list for each, and takes from the end of the longest
    afterwards.
    """
    items.sort(key=lambda item: SHARED.isdisjoint(getattr(item, "fixturenames", ())))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """The doctests of a module that cannot be imported without an optional library are skipped; any other is an
    error.
    """
    report = yield
    named = isinstance(collector, pytest.Module) and not collector.path.name.startswith("test_")  # on the command line
    if report.outcome == "failed" and (named or isinstance(collector, DoctestModule)):
        error = report.call.excinfo.value
        error = error.__cause__ or error  # pytest wraps what an import raised
        if isinstance(error, ModuleNotFoundError) and optional.missing(str(error)):
            report.outcome = "skipped"
            report.longrepr = (str(collector.path), 0, f"Skipped: {error}")
    return report


def _judged() -> dict[str, dict[str, object]]:
    theorems = {}
    for found in SESSION.judged_theorems():
        j = found.judgement
        machine = j.machine_grade.name if j.machine_grade is not None else "-"
        head = f"{j.id:<26}{j.verdict.value:<10}{j.shown_grade:<19}"
        theorems[j.id] = f"{head}checked {machine:<10}{len(j.argued)} argued"
    return {"theorems": theorems, "claims": {found.owner.id: found.verdict.value for found in SESSION.judged_claims()}}


def pytest_sessionfinish(session):
    """A process of a run in several hands over what it has judged."""
    if (handed := getattr(session.config, "workeroutput", None)) is not None:
        handed["judged"] = _judged()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """The process that writes the summary takes it."""
    for kind, found in getattr(node, "workeroutput", {}).get("judged", {}).items():
        JUDGED[kind].update(found)


def pytest_terminal_summary(terminalreporter):
    for kind, found in _judged().items():
        JUDGED[kind].update(found)
    if JUDGED["theorems"]:
        terminalreporter.section("theorems")
        for id in registry.theorems():
            if id in JUDGED["theorems"]:
                terminalreporter.write_line(JUDGED["theorems"][id])
        if JUDGED["claims"]:
            found = list(JUDGED["claims"].values())
            counts = ", ".join(f"{found.count(v.value)} {v.value}" for v in ClaimVerdict if v.value in found)
            terminalreporter.write_line(f"{len(JUDGED['claims'])} claims: {counts}")
    skipped = [
        (report.nodeid, str(report.longrepr[2]))
        for report in terminalreporter.stats.get("skipped", []) if report.longrepr
    ]
    for line in optional.summary([reason for _, reason in skipped]):
        terminalreporter.write_line(line)
    config = terminalreporter.config
    if config.args_source is config.ArgsSource.TESTPATHS and not config.getoption("keyword"):  # the whole suite
        optional.keep(id for id, reason in skipped if optional.missing(reason))

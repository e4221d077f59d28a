"""How much the tests by hypothesis do: the same few inputs in every run of the suite, or ten minutes of new ones.

HYPOTHESIS_PROFILE=long in the environment chooses the second. There is no end to such a search, so that it is cut by
time: the tests that are run share the minutes equally, each goes through one set of random inputs after the other, and
the summary says how many sets there were.
"""

import os
import time

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests.tightmax.in_double import in_double

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "suite")
SECONDS = 600.0
SHARES: dict[str, float] = {}
"""The seconds of each test of a long run, by its id."""

SETS: dict[str, int] = {}
"""How many sets of inputs each has gone through."""

settings.register_profile(
    "suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("long", settings.get_profile("suite"), derandomize=False)


@pytest.fixture(scope="module")
def double():
    """JAX in double precision, for the tests of a file."""
    with in_double():
        yield


@pytest.fixture(scope="session")
def card():
    """Calls a function where kernels for a card are interpreted, with a fused multiplication and addition as there."""
    from tests.tightmax import on_a_card

    with on_a_card.process(on_a_card.begin, True) as called:
        yield called


@pytest.fixture(scope="session")
def plain_card():
    """The same where that rounds twice, as the interpreter has it."""
    from tests.tightmax import on_a_card

    with on_a_card.process(on_a_card.begin, False) as called:
        yield called


def pytest_collection_finish(session):
    """Share the time, if this is a long run."""
    ids = [item.nodeid for item in session.items if is_hypothesis_test(getattr(item, "obj", None))]
    if PROFILE == "long":
        SHARES.update(dict.fromkeys(ids, SECONDS / max(len(ids), 1)))


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """Run a test again, with other inputs, until its time is up."""
    end = time.monotonic() + SHARES.get(pyfuncitem.nodeid, 0.0)
    found = yield
    if pyfuncitem.nodeid in SHARES:
        SETS[pyfuncitem.nodeid] = 1
    while time.monotonic() < end:
        pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames})
        SETS[pyfuncitem.nodeid] += 1
    return found


def pytest_terminal_summary(terminalreporter):
    for name, count in SETS.items():
        terminalreporter.write_line(f"{name}: {count} sets of inputs in {SHARES[name]:.0f} s")

"""Small blocks for the runs of sweeps, but for those in processes of their own."""

from contextlib import nullcontext

import pytest

from numeric_checks.points import families as points
from numeric_checks.sweeps import executors


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Fewer points a block and no processes, so that the suite is quick; `started` has neither."""
    monkeypatch.setattr(points, "MAX_ROWS", 16)
    monkeypatch.setattr(points, "MAX_ELEMENTS", 2**11)
    monkeypatch.setattr(executors, "local", lambda workers: nullcontext(executors.in_process))

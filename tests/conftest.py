"""The certification suite's summary: verdicts and grades at the end of every run."""

import os

import pytest

from proofs.report import claim_counts
from proofs.run import Session

os.environ["TIGHTMAX_CACHE"] = "off"  # nor do the commands that a test starts replay what an earlier run found

SESSION = Session()
"""One session for the whole run: a step is discharged once, whichever test asks for it."""


@pytest.fixture(scope="session")
def session():
    return SESSION


def pytest_terminal_summary(terminalreporter):
    judged = SESSION.judged_theorems()
    if not judged:
        return
    terminalreporter.section("theorems")
    for j in judged:
        grade = j.grade.name if j.grade is not None else "-"
        machine = j.machine_grade.name if j.machine_grade is not None else "-"
        line = f"{j.id:<26}{j.verdict.value:<10}{grade:<10}checked {machine:<10}{len(j.argued)} argued"
        terminalreporter.write_line(line)
    claims = SESSION.judged_claims()
    if claims:
        counts = ", ".join(f"{n} {verdict}" for verdict, n in claim_counts(claims).items())
        terminalreporter.write_line(f"{len(claims)} claims: {counts}")

"""The documents say what the code says."""

import re
from pathlib import Path

from proofs import notes, registry
from proofs.bounds import bounds
from symbolic.verdict import Verdict

ROOT = Path(__file__).resolve().parent.parent


def test_the_tables_are_up_to_date(session):
    text = notes.NOTES.read_text(encoding="utf-8")
    assert notes.rendered(text, session) == text, "run `make notes`"


def test_drift_is_noticed(session):
    text = notes.NOTES.read_text(encoding="utf-8")
    drifted = text.replace("REFUTED", "PROVED", 1)
    assert drifted != text and notes.rendered(drifted, session) != drifted


def test_the_readme_shows_what_is_printed(session):
    text = notes.README.read_text(encoding="utf-8")
    assert notes.readme(text, session) == text, "run `make notes`"
    assert "theorems PROVED, " in text and notes.readme(text.replace(" steps, ", " stepz, "), session) == text
    judged = [session.theorem(id) for id in registry.theorems()]
    assert all(j.verdict is Verdict.PROVED and not j.argued for j in judged)
    for d in (2, 3, 4, 5, 6, 64, 10**6, 10**9):
        row = bounds(d)
        assert re.search(rf"{d} .*{row.lower.decimal(up=False)} .*{row.upper.decimal(up=True)} ", text)


def test_no_source_line_is_left_without_a_legend():
    assert '"Plan n"' in (ROOT / "paper_notes.md").read_text(encoding="utf-8")


def test_the_contributing_example_runs():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    code = "\n".join(line.removeprefix("   ") for line in code.splitlines())
    space = {"__name__": "example"}
    exec(compile(code, "example", "exec"), space)
    from proofs.discharge import discharge
    from symbolic.verdict import combine

    theorem = space["my_result"]
    results = [discharge(step, theorem.statement) for step in theorem.derivation.steps]
    assert combine(theorem.id, results).verdict is Verdict.PROVED

"""The documents say what the code says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from proofs import registry
from proofs.machinery.bounds.best import bounds
from proofs.machinery.documents import notes
from symbolic.verdict import Verdict

ROOT = Path(__file__).resolve().parents[2]


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
    assert "theorems PROVED, " in text
    assert notes.readme(re.sub(r"; (\d+) steps, ", r"; \1 stepz, ", text), session) == text
    judged = [session.theorem(id).judgement for id in registry.theorems()]
    assert all(j.verdict is Verdict.PROVED for j in judged)
    argued = {name for j in judged for name in j.argued}
    assert (f"{len(argued)} steps argued:" if argued else "none argued") in text
    assert f"{sum(bool(j.read) for j in judged)} READ;" in text
    for d in (2, 3, 4, 5, 6, 64, 10**6, 10**9):
        row = bounds(d)
        assert re.search(rf"{d} .*{row.lower.decimal(up=False)} .*{row.upper.decimal(up=True)} ", text)


def test_no_source_line_is_left_without_a_legend():
    text = (ROOT / "paper_notes.md").read_text(encoding="utf-8")
    sources = [theorem.statement.source for theorem in registry.theorems().values()]
    named = {word for source in sources for word in re.findall(r"\bS\d\b", source)}
    assert named and all(f"\n| {word} | " in text for word in named) and '"new"' in text
    assert not any(re.search(r"\b(?:seed|plan) \d", source) for source in sources)


def by_the_book(folder):
    """A copy of the sources with the theorem of CONTRIBUTING, "A theorem in ten minutes", added as the text says."""
    for name in ("proofs", "symbolic", "numeric_checks", "tightmax", "fast", "tests", "pyproject.toml", "conftest.py"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile)(ROOT / name, folder / name)
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    place = re.search(r"1\. Make `(proofs/\w+/\w+\.py)`", text)[1]
    code = re.search(r"   ```python\n(.*?)   ```", text, re.DOTALL)[1]
    (folder / place).write_text("".join(line.removeprefix("   ") for line in code.splitlines(keepends=True)))
    return place, re.search(r'2\. Name it in `THEOREMS` in `(\S+)`.*?add `("\w+",)` at the end', text, re.DOTALL)


def typed(folder, *command):
    # Coverage of the run that this test belongs to has no business in the copy.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=kept | {"PYTHONPATH": str(folder)},
        capture_output=True, text=True, check=False, timeout=300,
    )


def test_a_theorem_in_ten_minutes(tmp_path):
    place, (registry_file, entry) = (found := by_the_book(tmp_path))[0], found[1].groups()
    early = typed(tmp_path, place)
    assert early.returncode == 2 and early.stderr.count("\n") == 1, early.stderr
    assert "THEOREMS" in early.stderr and registry_file in early.stderr
    table = (tmp_path / registry_file).read_text(encoding="utf-8")
    opened, names, rest = re.split(r"(THEOREMS = \(\n(?:    \"\w+\",\n)+)", table, maxsplit=1)
    (tmp_path / registry_file).write_text(f"{opened}{names}    {entry}\n{rest}", encoding="utf-8")
    page = typed(tmp_path, place)
    assert page.returncode == 0 and re.search(r"my-result +PROVED", page.stdout), page.stdout + page.stderr
    certified = typed(tmp_path, "-m", "pytest", "-p", "no:cacheprovider", "-k", "my-result")
    assert certified.returncode == 0, certified.stdout
    assert re.search(r"^[4-9] passed(, \d+ skipped)?, \d+ deselected", certified.stdout, re.MULTILINE), certified.stdout

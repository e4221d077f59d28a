"""`python -m tests.same_results` sees every difference of two states of the project but those that mean nothing."""

import copy
import json
import subprocess
from contextlib import nullcontext

import pytest

from tests import same_results
from tests.same_results import main

STEP = {"name": "square", "outcome": "holds", "grade": "EXACT", "detail": "reduces to 0", "cached": False}
RESULTS = {
    "ok": True,
    "tools": {"sympy": "1.14.0"},
    "theorems": [
        {"id": "one", "conclusion": "a = a", "file": "proofs/one.py", "seconds": 0.1, "grade": "EXACT"}
        | {"steps": [STEP, STEP | {"name": "end"}]},
        {"id": "two", "conclusion": "b = b", "file": "proofs/two.py", "seconds": 0.2, "grade": "SOLVER", "steps": []}
        | {"argued": ["x"], "formal": {"covers": "whole", "build_seconds": 3.5, "prover_here": True}},
    ],
    "claims": [{"id": "S0-01", "theorem": "one", "verdict": "PROVED"}],
}


def compared(tmp_path, capsys, change):
    """The exit status and the lines for these results and a copy that was changed; the change must be one."""
    other = copy.deepcopy(RESULTS)
    change(other)
    assert json.dumps(other) != json.dumps(RESULTS), "the test would show nothing"
    for name, value in (("here", RESULTS), ("there", other)):
        (tmp_path / name).write_text(json.dumps(value))
    status = main([str(tmp_path / "there"), "--here", str(tmp_path / "here")])
    out, err = capsys.readouterr()
    assert err == ""
    *lines, total = out.splitlines()
    assert total == f"2 theorems, 1 claims: {len(lines) or 'no'} differences"
    return status, lines


def elsewhere_and_slower(value):
    value["theorems"][0] |= {"file": "proofs/paper/one.py", "seconds": 9.0}
    value["theorems"][0]["steps"][0]["cached"] = True
    value["theorems"][1]["formal"] |= {"build_seconds": 1.0, "prover_here": False}


def test_files_seconds_and_marks_of_the_cache_are_no_difference(tmp_path, capsys):
    assert compared(tmp_path, capsys, elsewhere_and_slower) == (0, [])


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            lambda v: v["theorems"][0]["steps"][1].update(grade="SOLVER"),
            'theorems/one/steps/end/grade: "EXACT" here, "SOLVER" there',
        ),
        (lambda v: v["theorems"][1].update(conclusion="b < b"), 'theorems/two/conclusion: "b = b" here, "b < b" there'),
        (lambda v: v["theorems"][1].update(conclusion=1), 'theorems/two/conclusion: "b = b" here, 1 there'),
        (lambda v: v["claims"][0].update(verdict="REFUTED"), 'claims/S0-01/verdict: "PROVED" here, "REFUTED" there'),
        (
            lambda v: v["theorems"][1]["formal"].update(covers="part"),
            'theorems/two/formal/covers: "whole" here, "part" there',
        ),
        (lambda v: v["theorems"][1].update(formal=None), 'theorems/two/formal: {"covers": "whole", '),
        (lambda v: v["theorems"][0]["steps"].reverse(), "theorems/one/steps: in another order"),
        (lambda v: v["theorems"][1].update(argued=["x", "y"]), 'theorems/two/argued/1: nothing here, "y" there'),
        (lambda v: v["claims"].append({"id": "S0-02"}), 'claims/S0-02: nothing here, {"id": "S0-02"} there'),
        (lambda v: v["theorems"].pop(0), 'theorems/one: {"id": "one", "conclusion": "a = a", '),
        (lambda v: v.update(ok=1), "ok: true here, 1 there"),
        (lambda v: v["tools"].update(sympy="1.15.0"), 'tools/sympy: "1.14.0" here, "1.15.0" there'),
    ],
)
def test_one_difference_is_one_line(tmp_path, capsys, change, line):
    status, lines = compared(tmp_path, capsys, change)
    assert status == 1 and len(lines) == 1 and lines[0].startswith(line) and len(lines[0]) < 300


def test_a_theorem_and_its_claim_are_two_differences(tmp_path, capsys):
    def change(value):
        elsewhere_and_slower(value)
        value["theorems"][0]["grade"] = None
        value["claims"][0]["theorem"] = "two"

    status, lines = compared(tmp_path, capsys, change)
    assert (status, len(lines)) == (1, 2)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"theorems": []}', None])
def test_what_holds_no_results_is_one_line(tmp_path, capsys, text):
    (tmp_path / "good").write_text(json.dumps(RESULTS))
    if text is not None:
        (tmp_path / "bad").write_text(text)
    assert main([str(tmp_path / "good"), "--here", str(tmp_path / "bad")]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and str(tmp_path / "bad") in err


def test_an_unknown_commit_is_one_line(capsys):
    assert main(["no-such-commit"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1


def test_a_commit_is_checked_out_run_and_removed(tmp_path):
    """A repository whose prove writes what its commit says."""
    (tmp_path / "proofs").mkdir()
    (tmp_path / "proofs" / "__init__.py").touch()

    def git(*arguments):
        options = ["-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false"]
        return subprocess.run(
            ["git", "-C", str(tmp_path), *options, *arguments], check=True, capture_output=True, text=True
        ).stdout

    git("init", "-q")
    for grade in ("EXACT", "SOLVER"):
        wrong = copy.deepcopy(RESULTS)
        wrong["theorems"][0]["grade"] = grade
        text = f"import sys\nopen(sys.argv[-1], 'w').write({json.dumps(wrong)!r})\nsys.exit(1)\n"
        (tmp_path / "proofs" / "__main__.py").write_text(text)
        git("add", ".")
        git("commit", "-qm", grade)
    here = same_results.proved(tmp_path)
    assert list(same_results.differences(here, same_results.proved_at("HEAD", tmp_path))) == []
    assert list(same_results.differences(here, same_results.proved_at("HEAD~1", tmp_path))) == [
        'theorems/one/grade: "SOLVER" here, "EXACT" there'
    ]
    assert len(git("worktree", "list").splitlines()) == 1
    (tmp_path / "proofs" / "__main__.py").write_text("raise SystemExit('out of luck')\n")
    with pytest.raises(same_results.NoResults, match="status 1: out of luck"):
        same_results.proved(tmp_path)


def test_what_a_run_counts_is_shown(tmp_path, monkeypatch):
    (tmp_path / "proofs").mkdir()
    (tmp_path / "proofs" / "__init__.py").touch()
    text = "import sys\nfor k in range(3): print(f'tightmax prove: {k} of 3 theorems', file=sys.stderr)\n"
    text += f"open(sys.argv[-1], 'w').write({json.dumps(RESULTS)!r})\n"
    (tmp_path / "proofs" / "__main__.py").write_text(text)
    told = []
    monkeypatch.setattr(
        same_results, "progress", lambda name, unit: nullcontext(lambda done, total: told.append((name, done, total)))
    )
    assert same_results.proved(tmp_path, "HEAD~1") == RESULTS
    assert told == [("same_results: HEAD~1", k, 3) for k in range(3)]

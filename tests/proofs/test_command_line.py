"""The command line: results, exit status, JSON, and one clear line for bad input."""

import json
import os
import re
import subprocess
import sys
from math import log
from pathlib import Path

import pytest

from proofs import registry
from proofs.__main__ import main
from proofs.machinery.engine import session as runner
from proofs.machinery.output.exit_status import DIFFERS, MATCHES, UNDECIDED, USAGE
from proofs.machinery.output.places import CERTIFICATES
from symbolic.printing.latex import goal_latex
from symbolic.verdict import Grade, Outcome, StepResult

ROOT = Path(__file__).resolve().parents[2]


def run(capsys, *arguments):
    try:
        status = main(list(arguments))
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    return status, out, err


def one_line(err, *wanted):
    assert err.count("\n") == 1 and "Traceback" not in err, err
    for text in wanted:
        assert text in err
    return True


def test_bounds_two_three_four_and_a_million(capsys):
    status, out, _ = run(capsys, "bounds", "2", "3", "4", "1000000", "--json", "-")
    rows = {row["d"]: row for row in json.loads(out)}
    assert status == MATCHES and list(rows) == [2, 3, 4, 1000000]
    assert rows[2]["lower"]["exact"] == rows[2]["upper"]["exact"] == "1/2"
    assert rows[2]["lower"]["decimal"] == rows[2]["upper"]["decimal"] == "0.500000000000"
    assert rows[3]["lower"]["exact"] == rows[3]["upper"]["exact"] == "8/9"
    assert (rows[3]["lower"]["decimal"], rows[3]["upper"]["decimal"]) == ("0.888888888888", "0.888888888889")
    assert rows[4]["lower"]["exact"] == rows[4]["upper"]["exact"]
    assert rows[4]["lower"]["theorem"] == rows[4]["upper"]["theorem"] == "d4-optimum"
    assert (rows[4]["lower"]["decimal"], rows[4]["upper"]["decimal"]) == ("1.182784294551", "1.182784294552")
    assert rows[4]["chain"]["exact"] == "9/8"
    for row in rows.values():
        assert row["lower"]["theorem"] in registry.theorems() and row["upper"]["theorem"] in registry.theorems()
        assert float(row["chain"]["decimal"]) <= float(row["lower"]["decimal"]) <= float(row["upper"]["decimal"])
        assert float(row["upper"]["decimal"]) <= float(row["lse"]["decimal"])


def test_bounds_prints_an_optimum_that_is_no_fraction(capsys):
    status, out, _ = run(capsys, "bounds", "3", "4", "5")
    assert status == MATCHES and out.count("eps*_") == 1
    exact = "-414 - 11232*atan(sqrt(5)/5)**2/5 + 864*sqrt(5)*atan(sqrt(5)/5)"
    assert f"\neps*_4 = {exact} (d4-optimum)\n" in out


def test_bounds_prints_ties(capsys):
    status, out, _ = run(capsys, "bounds", "6")
    assert status == MATCHES
    assert "L_6 = 25/18 is attained by 3 chains: 6-1  6-2-1  6-3-1" in out


def test_bounds_takes_ranges(capsys):
    _, out, _ = run(capsys, "bounds", "2-64", "--json", "-")
    rows = json.loads(out)
    assert [row["d"] for row in rows] == list(range(2, 65))
    for row in rows:
        low, high, d = float(row["lower"]["decimal"]), float(row["upper"]["decimal"]), row["d"]
        assert low <= high <= low + log(1.5) - 19 / 54 - 1 / (6 * d * d) + 1e-11, d


def test_bounds_at_a_billion(capsys):
    status, out, _ = run(capsys, "bounds", "1000000000", "--json", "-")
    (row,) = json.loads(out)
    assert status == MATCHES and row["chain"]["optimal"] is False
    assert 0.1931 < log(10**9) - float(row["upper"]["decimal"]) < log(10**9) - float(row["lower"]["decimal"]) < 0.2468
    assert float(row["chain"]["decimal"]) < 0.81453 * log(10**9)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_the_figure(capsys, tmp_path, ending):
    pytest.importorskip("matplotlib")
    target = tmp_path / f"bounds.{ending}"
    status, _, _ = run(capsys, "bounds", "4", "--figure", str(target))
    assert status == MATCHES and target.stat().st_size > 5000
    if ending == "svg":
        text = target.read_text(encoding="utf-8")
        assert ">chains (the paper)</text>" in text and "<metadata>" not in text, "text stays text"


def test_a_figure_of_a_choice_and_one_of_the_dimensions_named(capsys, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    from proofs.machinery.bounds import figure

    drawn = []
    monkeypatch.setattr(figure, "draw", lambda target, dimensions: drawn.append(list(dimensions)))
    for dimensions in ([], ["4-6", "2"]):
        assert run(capsys, "bounds", *dimensions, "--figure", str(tmp_path / "x.svg"))[0] == MATCHES
    assert drawn == [list(figure.SHOWN), [2, 4, 5, 6]]


def test_latex_without_its_tools_says_so_before_the_work(capsys, monkeypatch, tmp_path):
    from proofs.machinery.documents import pdf

    monkeypatch.setattr(pdf, "Session", lambda **_: pytest.fail("worked"))
    monkeypatch.setattr(pdf.shutil, "which", lambda tool: None)
    pytest.importorskip("matplotlib")
    status, out, err = run(capsys, "latex", "--pdf", "--require", "--out", str(tmp_path / "out"))
    assert status == UNDECIDED and out == "" and one_line(err, "latexmk not found")
    monkeypatch.setattr("proofs.machinery.output.needs.find_spec", lambda name: None if name == "matplotlib" else name)
    status, out, err = run(capsys, "latex", "--require", "--out", str(tmp_path / "out"))
    assert status == UNDECIDED and out == "" and one_line(err, "matplotlib") and not list(tmp_path.iterdir())


def test_latex_of_a_theorem(capsys):
    status, out, _ = run(capsys, "prove", "shift", "--latex")
    assert status == MATCHES and "\\begin{" in out and "theorems PROVED" not in out


def test_a_completion_script_knows_commands_options_and_theorems(capsys):
    pytest.importorskip("shtab")
    status, out, _ = run(capsys, "completion", "bash")
    assert status == MATCHES and all(word in out for word in ("prove", "--figure", "d3-optimum", "experiment"))


def test_a_folder_of_certificates(capsys, tmp_path):
    status, out, _ = run(capsys, "verify", str(CERTIFICATES / "lower"))
    assert status == MATCHES and out.count("accepted") == len(list((CERTIFICATES / "lower").glob("*.json")))
    status, out, err = run(capsys, "verify", str(tmp_path))
    assert status == USAGE and out == "" and one_line(err, str(tmp_path), "no certificate")


def test_a_figure_of_an_unknown_kind(capsys, tmp_path):
    status, out, err = run(capsys, "bounds", "4", "--figure", str(tmp_path / "x.gif"))
    assert status == USAGE and out == "" and one_line(err, "x.gif", ".svg") and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "bad", ["1", "0", "-3", "2.5", "abc", "", "10000000000", "5-3", "2-", "٣", "1e-3", "2-20000", "9" * 5000]
)
def test_bad_dimensions(capsys, bad):
    status, out, err = run(capsys, "bounds", bad)
    assert status == USAGE and out == ""
    assert "Traceback" not in err and err.count("\n") == 1
    assert "2 to 1000000000" in err or "at most 10000 numbers" in err
    if bad:
        assert bad[:10] in err and len(err) < 400


def test_unknown_theorem(capsys):
    status, out, err = run(capsys, "prove", "d3-optimun")
    assert status == USAGE and out == "" and one_line(err, "d3-optimun", "d3-optimum")


@pytest.mark.parametrize("target", ["/nonexistent/folder/out.json", "."])
@pytest.mark.parametrize("command", [["prove", "scaling"], ["bounds", "4"], ["list"]])
def test_unwritable_json(capsys, command, target):
    status, out, err = run(capsys, *command, "--json", target)
    assert status == USAGE and out == "" and one_line(err, target)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(capsys, tmp_path):
    tmp_path.chmod(0o500)
    status, _, err = run(capsys, "list", "--json", str(tmp_path / "x.json"))
    assert status == USAGE and one_line(err, "permission")


def test_prove_some(capsys, tmp_path):
    target = tmp_path / "out.json"
    status, out, _ = run(capsys, "prove", "d2-optimum", "S0-17", "--json", str(target))
    assert status == MATCHES and re.search(r"d2-optimum +PROVED", out)
    value = json.loads(target.read_text())
    assert value["ok"] is True
    (row,) = value["theorems"]
    assert set(row) >= {"id", "claims", "verdict", "grade", "argued", "seconds"}
    (claim,) = value["claims"]
    assert (claim["id"], claim["verdict"], claim["theorem"]) == ("S0-17", "REFUTED", "d2-optimum")
    assert claim["truth"] == "ε^*_2 = 1/2." and claim["says_latex"] == r"The lower bound is $0.6931 \approx \ln 2$."
    assert claim["language"] == "ko" and "0.6931" in claim["original"] and claim["uses"] == ["d2-optimum"]
    assert set(value["tools"]) >= {"python", "sympy", "z3-solver", "cvc5", "python-flint"}
    assert list(tmp_path.iterdir()) == [target]


def test_the_json_of_a_theorem_holds_its_statement_and_its_proof(capsys):
    status, out, _ = run(capsys, "prove", "two-level", "--json", "-")
    (row,) = json.loads(out)["theorems"]
    owner = registry.theorem("two-level")
    assert status == MATCHES and (ROOT / row["file"]).is_file() and row["uses"] == list(owner.statement.uses)
    assert row["title"] == "The two-level lower bound" and row["conclusion_latex"] == owner.statement.conclusion
    assert "$" in row["conclusion_latex"] and "$" not in row["conclusion"] and row["source"] == "new"
    assert set(row["steps"][-1]) == {
        "name",
        "outcome",
        "grade",
        "detail",
        "text",
        "text_latex",
        "goal",
        "goal_latex",
        "cached",
        "kernel",
    }
    named = {step["name"]: step for step in row["steps"]}
    for step in owner.derivation.steps:
        assert named[step.name]["text_latex"] == step.text and named[step.name]["goal_latex"] == goal_latex(step.goal)
    assert any(step["goal"] for step in row["steps"]) and "frac" in "".join(step["goal_latex"] for step in row["steps"])
    assert [item["step"] for item in row["proof"] if "step" in item] == [step.name for step in owner.derivation.steps]
    assert any("say" in item for item in row["proof"])


def test_json_to_standard_output_is_only_json(capsys):
    status, out, err = run(capsys, "prove", "scaling", "--json", "-")
    assert status == MATCHES and json.loads(out)["ok"] is True and "PROVED" in err


def planted(outcome):
    return lambda step, statement, fresh=False: StepResult(step.name, outcome, Grade.SOLVER, "planted")


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(Outcome.FAILS, DIFFERS), (Outcome.UNDECIDED, UNDECIDED), (Outcome.NOT_RUN, UNDECIDED)],
)
def test_exit_status_when_a_step_does_not_hold(capsys, monkeypatch, outcome, status):
    monkeypatch.setattr(runner, "discharge", planted(outcome))
    found, out, _ = run(capsys, "prove", "scaling", "--json", "-")
    assert found == status and json.loads(out)["ok"] is False


def test_interrupt_leaves_no_file(capsys, monkeypatch, tmp_path):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "discharge", interrupt)
    status, _, err = run(capsys, "prove", "scaling", "--json", str(tmp_path / "out.json"))
    assert status == 130 and one_line(err, "interrupted") and not list(tmp_path.iterdir())


def test_fresh_finds_certificates_anew(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("proofs.machinery.engine.discharge.CERTIFICATES", tmp_path)
    status, _, _ = run(capsys, "prove", "weighted-moves")
    assert status == UNDECIDED
    status, _, _ = run(capsys, "prove", "weighted-moves", "--fresh")
    assert status == MATCHES


def test_smt_texts_are_saved(capsys, tmp_path):
    status, _, _ = run(capsys, "prove", "lse-smooth", "--smt", str(tmp_path / "smt"))
    texts = list((tmp_path / "smt").glob("lse-smooth.*.smt2"))
    assert status == MATCHES and texts and all("(check-sat)" in t.read_text() for t in texts)


def test_verify_all_and_some(capsys, tmp_path):
    status, out, _ = run(capsys, "verify")
    assert status == MATCHES and out.count("accepted") == len(list(CERTIFICATES.rglob("*.json"))) >= 27
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    status, out, _ = run(capsys, "verify", str(bad))
    assert status == DIFFERS and "rejected" in out
    status, _, err = run(capsys, "verify", str(tmp_path / "none.json"))
    assert status == USAGE and one_line(err, "none.json")


def test_list(capsys):
    status, out, err = run(capsys, "list", "--json", "-")
    value = json.loads(out)
    assert status == MATCHES and len(value["claims"]) >= 38 and "d3-optimum" in err
    assert [t["id"] for t in value["theorems"]] == list(registry.theorems())


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--nonsense"], ["prove", "--nonsense"], ["bounds"], ["help", "x"]]
)
def test_usage(capsys, arguments):
    status, out, err = run(capsys, *arguments)
    assert status == USAGE and out == "" and one_line(err, "--help")


def test_help_and_version(capsys):
    status, out, _ = run(capsys, "--version")
    assert status == 0 and re.fullmatch(r"tightmax \d+\.\d+\.\d+\n", out)
    for command in ("prove", "list", "bounds", "verify", "latex", "sweep"):
        status, out, _ = run(capsys, command, "--help")
        assert status == 0 and "examples:" in out and "exit status" in out


@pytest.mark.parametrize("name", ["lse-gap", "d4-chain-not-attained"])
def test_scripts_read_like_the_proof(name):
    done = subprocess.run(
        [sys.executable, registry.file_of(name)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert name in done.stdout and "PROVED" in done.stdout and "\x1b[" not in done.stdout


def test_every_proof_file_is_a_script_with_a_docstring():
    for file in registry.files().values():
        text, name = (ROOT / file).read_text(), Path(file).stem
        assert text.startswith(('"""', 'r"""')) and text.endswith(
            f'if __name__ == "__main__":\n    {name}.script()\n'
        ), name


def test_list_summary_counts_claims_by_source(capsys, tmp_path):
    target = tmp_path / "summary.json"
    status, out, _ = run(capsys, "list", "--summary", "--json", str(target))
    rows = json.loads(target.read_text())
    assert status == MATCHES and rows["S0"]["REFUTED"] == 11 and sum(rows["S0"].values()) == 38
    assert out.splitlines()[0].split()[:2] == ["source", "claims"] and any(
        line.startswith("all ") for line in out.splitlines()
    )
    assert out.splitlines()[-5:] == [f"{name}  {heading}" for name, heading in registry.sources().items()]
    assert sum(rows["all"].values()) == len(registry.claims())


def test_the_page_of_a_refuted_claim_says_what_and_why(capsys):
    status, out, _ = run(capsys, "prove", "S0-17", "--pages")
    assert status == MATCHES and "True: ε^*_2 = 1/2." in out
    assert "witness against 1/2 ≥ 0.69305:\n        1/2 < 0.69305" in out


@pytest.mark.parametrize("encoding", ("cp1252", "ascii"))
@pytest.mark.parametrize("command", (["list"], ["prove", "shift", "--pages"]))
def test_letters_that_the_output_cannot_encode_are_spelt(command, encoding):
    """As a redirect does on Windows: the same text, with an escape for each such letter."""
    run_it = [sys.executable, "-m", "tightmax", *command]
    plain, other = (
        subprocess.run(run_it, cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": name}, capture_output=True, check=False)
        for name in ("utf-8", encoding)
    )
    assert other.returncode == plain.returncode == MATCHES and other.stderr == b""
    expected, found = plain.stdout.decode(), other.stdout.decode(encoding)
    expected = expected.encode(encoding, "backslashreplace").decode(encoding)
    assert "\\u03" in found and re.sub(r"[\d.\s]", "", found) == re.sub(r"[\d.\s]", "", expected)  # but for the seconds

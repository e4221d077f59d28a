"""`tightmax experiment`: cells that are run once, whatever cuts the run; what is written, and what is refused."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from numeric_checks import experiments
from numeric_checks.experiments import checkpoint
from numeric_checks.experiments.experiment import Experiment, Summary, finite
from proofs.__main__ import main
from proofs.machinery.engine import records as experiment_records
from tightmax.install import how_to_install

PROBE = '''
"""An experiment that leaves a mark whenever a cell is run."""

import os
from pathlib import Path

from numeric_checks.experiments.experiment import Experiment, Summary

HERE = Path(__file__).parent


def run(cell, seed):
    with open(HERE / "runs", "a") as file:
        file.write(f"{cell['n']}\\n")
    if (HERE / "fail").exists() and cell["n"] == 3:
        raise RuntimeError("no\\nluck")
    return {"square": cell["n"] ** 2 + seed, "root": cell["n"] ** 0.5, "threads": int(os.environ["OMP_NUM_THREADS"])}


def summarise(rows):
    total = sum(row["square"] for _, row in rows)
    return Summary("MIXED", rf"The squares add up to ${total:.0f} \\ge 0$.", {"total": total})


def draw(rows, figure):
    axes = figure.add_subplot()
    axes.plot([cell["n"] for cell, _ in rows], [row["square"] for _, row in rows], label="$n^2$")
    axes.legend()


EXPERIMENT = Experiment(
    "probe", "Squares of $n$", "They are positive.", ("S9-01",), lambda: [{"n": n} for n in range(6)], run,
    summarise, draw
)
'''


@pytest.fixture
def probe(tmp_path, monkeypatch):
    """An experiment in a folder of its own, which worker processes find too; and a place for records."""
    house, records = tmp_path / "house", tmp_path / "records"
    house.mkdir()
    records.mkdir()
    (house / "probe_experiment.py").write_text(PROBE)
    monkeypatch.syspath_prepend(str(house))
    monkeypatch.delitem(sys.modules, "probe_experiment", raising=False)
    monkeypatch.setattr(experiments, "EXPERIMENTS", {"probe": "probe_experiment"})
    monkeypatch.setattr(experiment_records, "FOLDER", records)
    monkeypatch.setattr("proofs.machinery.engine.workers.cores", lambda: 1)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.chdir(tmp_path)
    yield SimpleNamespace(house=house, records=records, out=tmp_path / "out" / "experiments", runs=house / "runs")
    sys.modules.pop("probe_experiment", None)


def run(capsys, *arguments):
    try:
        status = main(["experiment", *arguments])
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    return status, out, err


def refused(capsys, *arguments, names, with_status=2):
    status, out, err = run(capsys, *arguments)
    assert (
        (status, out) == (with_status, "") and err.count("\n") == 1 and err.startswith("tightmax") and len(err) < 300
    ), err
    for text in names:
        assert text in err
    return True


def ran(probe):
    """The cells that were run since the last question."""
    found = sorted(map(int, probe.runs.read_text().split())) if probe.runs.exists() else []
    probe.runs.unlink(missing_ok=True)
    return found


def test_one_run(probe, capsys):
    status, out, err = run(capsys, "probe", "--seed", "2", "--workers", "2", "--json", "all.json")
    assert (status, err) == (0, "") and ran(probe) == [0, 1, 2, 3, 4, 5]
    assert out.split("\n") == [
        "probe: Squares of n", "  expected  They are positive.", "  found     The squares add up to 67 ≥ 0.",
        "  outcome   MIXED", "",
    ]
    found = json.loads((probe.out / "probe.json").read_text())
    assert found["command"] == "tightmax experiment probe --seed 2" and found["figures"] == {"total": 67.0}
    assert [(row["cell"]["n"], row["row"]["square"], row["row"]["threads"]) for row in found["rows"]] == [
        (n, n * n + 2, 1) for n in range(6)
    ]
    assert json.loads(Path("all.json").read_text()) == {"experiments": [found], "seed": 2}
    assert list(probe.records.iterdir()) == []


def test_a_record_is_what_claims_read(probe, capsys):
    pytest.importorskip("matplotlib")
    status, out, err = run(capsys, "--record", "--json", "-")
    assert status == 0 and json.loads(out)["experiments"][0]["name"] == "probe" and "outcome   MIXED" in err
    record = experiment_records.read("probe")
    assert (record.outcome, record.seed, record.figures) == ("MIXED", 0, {"total": 55.0})
    assert record.command == "tightmax experiment probe" and record.found.endswith(r"$55 \ge 0$.")
    assert (probe.records / "probe.pdf").read_bytes().startswith(b"%PDF") and not (probe.records / "probe.svg").exists()
    assert (probe.records / "probe.pdf").read_bytes().startswith(b"%PDF-")


def test_workers_order_and_load_change_nothing(probe, capsys):
    pytest.importorskip("matplotlib")
    for workers in ("1", "3"):
        assert run(capsys, "--workers", workers, "--out", workers)[0] == 0
    for name in ("probe.json", "probe.svg"):
        first, second = (Path(workers, name).read_text() for workers in ("1", "3"))
        assert first == second and "date" not in first


@pytest.mark.parametrize("kept", [0, 1, 2.5, 5.9])
def test_a_run_that_was_cut_goes_on(probe, capsys, kept):
    """What a kill leaves: some whole lines, and perhaps a part of one."""
    assert run(capsys, "--workers", "1")[0] == 0
    whole = (probe.out / "probe.json").read_text()
    path = probe.out / "probe.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    part = lines[int(kept)] if kept < 6 else b""
    path.write_bytes(b"".join(lines[: int(kept)]) + part[: int(len(part) * (kept % 1))])
    done = [json.loads(line)["cell"]["n"] for line in lines[: int(kept)]]
    ran(probe)
    assert run(capsys)[0] == 0 and ran(probe) == [n for n in range(6) if n not in done]
    assert (probe.out / "probe.json").read_text() == whole
    assert run(capsys)[0] == 0 and ran(probe) == []


def test_another_seed_or_program_starts_anew_and_loses_nothing(probe, capsys):
    for arguments, wanted in (((), 6), (("--seed", "1"), 6), ((), 0)):
        assert run(capsys, *arguments)[0] == 0 and len(ran(probe)) == wanted
    (probe.house / "probe_experiment.py").write_text(f"{PROBE}\n# another program\n")
    assert run(capsys)[0] == 0 and len(ran(probe)) == 6
    assert len((probe.out / "probe.jsonl").read_bytes().splitlines()) == 18


def test_a_cell_that_fails_keeps_the_others(probe, capsys):
    (probe.house / "fail").touch()
    status, out, err = run(capsys, "--workers", "1")
    assert (status, out) == (3, "") and err.count("\n") == 1
    assert 'the cell {"n": 3} failed: RuntimeError: no luck; the same command goes on' in err
    (probe.house / "fail").unlink()
    assert {0, 1, 2} <= set(ran(probe))
    assert run(capsys)[0] == 0 and 3 in ran(probe) and (probe.out / "probe.json").exists()


def test_ctrl_c(probe, capsys, monkeypatch):
    def stop(self, cell, row):
        real(self, cell, row)
        raise KeyboardInterrupt

    real = checkpoint.Checkpoint.write
    monkeypatch.setattr(checkpoint.Checkpoint, "write", stop)
    status, out, err = run(capsys, "--workers", "1")
    assert (status, out, err) == (130, "", "tightmax experiment: interrupted; the same command goes on\n")
    monkeypatch.setattr(checkpoint.Checkpoint, "write", real)
    kept = [json.loads(line)["cell"]["n"] for line in (probe.out / "probe.jsonl").read_text().splitlines()]
    assert len(kept) == 1
    ran(probe)
    assert run(capsys)[0] == 0 and kept[0] not in ran(probe)


@pytest.mark.parametrize(
    "text",
    [
        "my notes\n", "my notes", '{"cell": 3}\n',
        '{"cell": [], "experiment": 1, "row": {}, "seed": 0, "version": 0}\n',
        '{"cell": {}, "experiment": 1, "row": {"x": NaN}, "seed": 0, "version": 0}\n',
    ],
)
def test_a_foreign_file_is_refused_and_kept(probe, capsys, text):
    probe.out.mkdir(parents=True)
    (probe.out / "probe.jsonl").write_text(text)
    assert refused(capsys, names=("probe.jsonl", "line", "--out"))
    assert (probe.out / "probe.jsonl").read_text() == text


def test_bad_input_is_one_line(probe, capsys, tmp_path):
    (tmp_path / "file").touch()
    assert refused(capsys, "prob", names=("'prob'", "nearest: probe"))
    assert refused(capsys, "xyz", names=("'xyz'", "known: probe"))
    assert refused(capsys, "--seed", "-1", names=("--seed '-1'", "from 0"))
    assert refused(capsys, "--workers", "0", names=("--workers '0'", "from 1"))
    assert refused(capsys, "--out", "file/x", names=("'file/x'",))
    assert refused(capsys, "--json", "no/x.json", names=("'no/x.json'",))
    assert ran(probe) == [] and not (probe.out / "probe.json").exists()


def test_a_missing_package_is_named_with_the_extra(probe, capsys):
    text = PROBE.replace("summarise, draw\n", 'summarise, draw, ("no_such_module",)\n')
    (probe.house / "probe_experiment.py").write_text(text)
    assert refused(capsys, names=("probe needs no_such_module", how_to_install("experiments")), with_status=3)
    assert "probe" in (listed := run(capsys, "--list"))[1] and "(needs no_such_module)" in listed[1]


def test_without_matplotlib_there_are_no_figures(probe, capsys, monkeypatch):
    from numeric_checks.experiments import command

    monkeypatch.setattr(command, "find_spec", lambda name: None)
    status, out, err = run(capsys)
    assert status == 0 and "outcome" in out and how_to_install("plot") in err and err.count("\n") == 1
    assert not (probe.out / "probe.svg").exists() and (probe.out / "probe.json").exists()
    assert refused(capsys, "--record", names=("--record", how_to_install("plot")), with_status=3)


def test_figures_are_finite_and_outcomes_known():
    with pytest.raises(ValueError, match="'x' of a cell is nan"):
        finite({"x": float("nan")}, "a cell")
    with pytest.raises(ValueError, match="unknown outcome 'PROVED'; known: AGREES, DISAGREES, MIXED"):
        Summary("PROVED", "", {})


OUR_OWN = {"tight-cross-entropy"}
"""Experiments that no source calls for."""


@pytest.mark.parametrize("name", experiments.EXPERIMENTS)
def test_every_experiment_is_whole(name):
    found = experiments.experiment(name)
    assert isinstance(found, Experiment) and found.name == name and found.title and found.expected
    assert bool(found.claims) != (name in OUR_OWN)
    place = f"numeric_checks.experiments.{name.replace('-', '_')}"
    assert experiments.module_of(name) in (place, f"{place}.experiment")
    if found.missing():
        pytest.skip(f"{found.missing()} not installed")
    cells = [checkpoint.key(cell) for cell in found.cells()]
    assert cells and len(set(cells)) == len(cells)


def test_the_version_of_an_experiment_is_that_of_all_that_it_runs():
    """Beside tightmax: its own files, the tools and the experiments that it imports; no others, and no framework."""

    def ours(name):
        here, found = Path(experiments.__file__).parent, checkpoint._sources(experiments.module_of(name))
        return {path.relative_to(here).as_posix() for path in found if path.is_relative_to(here)}

    assert ours("warm-starts") == {
        "warm_starts/__init__.py", "warm_starts/experiment.py", "warm_starts/solvers.py", "shortest_paths.py",
        "tools/__init__.py", "tools/intervals.py", "tools/learning.py", "tools/losses.py",
    }
    assert {"max_of_convex/method.py", "max_of_convex/problems.py"} < ours("max-of-convex")
    assert not any(path.startswith(("warm_starts", "soft_value")) for path in ours("max-of-convex"))


@pytest.mark.parametrize("name", experiments.EXPERIMENTS)
def test_every_record_is_of_its_experiment(name):
    found, record = experiments.experiment(name), experiment_records.read(name)
    assert (record.expected, record.seed, record.command) == (found.expected, 0, f"tightmax experiment {name}")
    assert experiment_records.FOLDER.joinpath(f"{name}.pdf").is_file()

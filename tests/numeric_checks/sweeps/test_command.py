"""`tightmax sweep`: what it prints and writes, and what it refuses."""

import json
import sys
from dataclasses import replace

import pytest

from numeric_checks.attacks import library, registry
from numeric_checks.attacks import sweep as types
from numeric_checks.sweeps import block, executors
from numeric_checks.sweeps import run as running
from numeric_checks.sweeps.show import HOW_TO_READ
from proofs.__main__ import main
from tests.numeric_checks.sweeps.attacked import use
from tightmax.install import how_to_install


def test_dimensions_that_are_too_large_are_left_out(capsys, monkeypatch, tmp_path):
    target = tmp_path / "result.json"
    use(monkeypatch, replace(registry.sweep("chain"), max_dim=10))
    assert run("chain", "--dim", "5", "11", "--json", str(target)) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1 and "chain is not made for d = 11, and is left out there" in err
    assert json.loads(target.read_text())["left_out"] == [{"sweep": "chain", "dim": 11}]
    assert run("chain", "--dim", "11") == 2
    out, err = capsys.readouterr()
    assert out == "" and "the largest is 10" in err and len(err.splitlines()) == 1


def run(*argv):
    return main(["sweep", *argv])


def test_command_prints_a_line_for_each_sweep_and_dimension(capsys, tmp_path):
    target = tmp_path / "result.json"
    argv = ("gap", "chain", "--dim", "3", "2", "--blocks", "1", "--json", str(target))
    assert run(*argv) == 0
    out, err = capsys.readouterr()
    done, how_to_read = err.splitlines()
    assert "entries in 16 blocks" in done and how_to_read == HOW_TO_READ and len(out.splitlines()) == 4
    assert all(line.endswith("no counterexample") for line in out.splitlines())
    text = target.read_text()
    value = json.loads(text)
    assert value["ok"] and [(r["sweep"], r["dim"]) for r in value["sweeps"]] == [
        ("gap", 2), ("gap", 3), ("chain", 2), ("chain", 3),
    ]
    assert text == json.dumps(value, indent=1, sort_keys=True) + "\n"
    assert run(*argv) == 0 and target.read_text() == text


def test_command_with_json_on_stdout(capsys):
    assert run("chain", "--dim", "9", "--blocks", "1", "--json", "-") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["sweeps"][0]["theorems"][0] == "chain" and len(err.splitlines()) == 3


def test_command_reports_a_counterexample(capsys, monkeypatch):
    attack = registry.sweep("chain")
    wrong = attack.bugs["wrong step constant"].relations
    broken = types.Sweep("chain", ("chain",), {**attack.relations, **wrong}, attack.trials, {}, (None,), (6,))
    use(monkeypatch, broken)
    assert run("chain", "--blocks", "1") == 1
    out = capsys.readouterr().out
    assert "refuted at {" in out and '"k": ' in out


def test_command_resumes_its_ledger(capsys, tmp_path):
    ledger = tmp_path / "sweep.jsonl"
    argv = ("gap", "--dim", "2", "--blocks", "1", "--ledger", str(ledger))
    assert run(*argv) == 0
    before = ledger.read_bytes()
    assert run(*argv) == 0 and ledger.read_bytes() == before
    out, err = capsys.readouterr()
    first, second = out.splitlines()
    assert first == second and "7 blocks of the ledger" in err


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["lse-gab"], "unknown sweep 'lse-gab'; nearest: "),
        (["zzzz"], "known: gap, "),
        (["--dim", "1"], "--dim '1': whole numbers from 2 to 10000000"),
        (["singular-values"], "no sweep attacks singular-values; sweeps: gap, "),
        (["--ledger", ""], "--ledger '': a name is accepted"),
        (["--dim", "2.5"], "--dim '2.5'"),
        (["--dim", "-3"], "--dim '-3'"),
        (["--dim", "10000001"], "10000000"),
        (["--blocks", "0"], "--blocks '0'"),
        (["--seed", "x"], "--seed 'x'"),
        (["--entries", "0"], "--entries '0'"),
        (["--entries", "1e99"], "--entries '1e99'"),
        (["--entries", "5", "--blocks", "2"], "--entries stands instead of --blocks"),
        (["--workers", "0"], "--workers '0'"),
        (["--executor", "slurm"], "unknown executor 'slurm'; known: local, dask://HOST:PORT"),
        (["--executor", "dask://host"], "--executor 'dask://host' is not dask://HOST:PORT"),
        (["--executor", "dask:///etc:1"], "dask://HOST:PORT"),
        (["--library", "cupy"], "unknown library 'cupy'; known: numpy"),
        (["--device", "cuda"], "not on 'cuda'; other devices need --library torch or jax"),
        (["--replay", "missing"], "missing"),
        (["gap", "--replay", "ledger"], "--replay takes its blocks from 'ledger'; leave out gap"),
        (["--ledger", "same", "--json", "same"], "'same'"),
        (["--ledger", "."], "cannot use '.'"),
        (["--ledger", "/dev/null"], "no ordinary file"),
        (["--ledger", "missing-folder/ledger"], "missing-folder"),
        (["--json", "missing-folder/result"], "missing-folder"),
    ],
)
def test_command_on_bad_input(argv, message, capsys):
    assert run(*argv) == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and message in err


def test_planted_bugs_from_the_command_line(capsys, monkeypatch):
    assert run("gap", "chain", "--planted", "--dim", "3", "--blocks", "1") == 0
    lines = capsys.readouterr().out.splitlines()
    bugs = [bug for name in ("gap", "chain") for bug in registry.sweep(name).bugs]
    assert len(lines) == len(bugs) and all(f"{bug} " in line for bug, line in zip(bugs, lines, strict=True))
    assert all(" caught: d = 3" in line for line in lines)
    attack = registry.sweep("chain")
    use(monkeypatch, replace(attack, bugs={"none": types.Bug({"step": attack.relations["step"]})}))
    assert run("chain", "--planted", "--dim", "3") == 1
    assert "NOT CAUGHT" in capsys.readouterr().out


def test_replay_compares_with_the_ledger(capsys, tmp_path):
    ledger, target = tmp_path / "ledger.jsonl", tmp_path / "result.json"
    results = running.run_sweep("gap", [2], blocks=1, ledger=ledger)
    worst = max(range(len(results)), key=lambda number: results[number].badness)
    assert run("--replay", str(ledger), "--json", str(target)) == 0
    assert f"line {worst + 1}: the same: gap at d = 2" in capsys.readouterr().out
    assert json.loads(target.read_text())["ok"] is True
    assert run("--replay", f"{ledger}:3") == 0 and "line 3: the same" in capsys.readouterr().out
    assert run("--replay", f"{ledger}:8") == 2 and "has no line 8" in capsys.readouterr().err
    bad = replace(results[2], refuted=True, version="an older one")
    ledger.write_text("".join(result.line() for result in (*results[:2], bad)))
    assert run("--replay", str(ledger)) == 1
    assert "line 3: DIFFERENT" in capsys.readouterr().out


def test_a_block_that_fails_is_one_clear_line(capsys, monkeypatch, tmp_path):
    ledger = tmp_path / "ledger.jsonl"

    def fails(key):
        if key.temperature == 1:
            raise ArithmeticError("no such number\nand more")
        return block.run_block(key)

    monkeypatch.setattr(executors, "run_block", fails)
    assert run("gap", "--dim", "2", "--blocks", "1", "--ledger", str(ledger)) == 3
    err = capsys.readouterr().err
    assert "the block gap at d = 2, t = 1, seed 0, block 0 failed: ArithmeticError: no such number; the same" in err
    assert len(err.splitlines()) == 1 and len(ledger.read_text().splitlines()) == 3


def test_what_is_missing_is_named(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run("gap", "--executor", "dask://127.0.0.1:8786") == 3
    assert how_to_install("dask") in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "jax", None)
    library.prepare.cache_clear()
    assert run("gap", "--dim", "2", "--library", "jax") == 3
    assert how_to_install("jax") in capsys.readouterr().err
    pytest.importorskip("torch")
    assert run("gap", "--dim", "2", "--library", "torch", "--device", "no-such-device") == 2
    out, err = capsys.readouterr()
    assert out == "" and "torch has no device 'no-such-device'" in err and len(err.splitlines()) == 1


def test_a_scheduler_that_does_not_answer(capsys, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "PATIENCE", 1)
    assert run("gap", "--executor", "dask://127.0.0.1:1") == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and "no Dask scheduler answers at 127.0.0.1:1" in err

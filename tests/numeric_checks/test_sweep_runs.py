"""Running the sweeps: blocks in any order and on any worker, ledgers, resuming, the command line."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from numeric_checks.attacks import library, registry
from numeric_checks.attacks import sweep as types
from numeric_checks.points import families as points
from numeric_checks.sweeps import block, executors, version
from numeric_checks.sweeps import ledger as ledgers
from numeric_checks.sweeps import plan as planning
from numeric_checks.sweeps import run as running
from proofs.__main__ import main
from tightmax.install import how_to_install

ROOT = Path(__file__).resolve().parents[2]
KILLS = 3


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Fewer points a block and no processes, so that the suite is quick; `started` has neither."""
    monkeypatch.setattr(points, "MAX_ROWS", 16)
    monkeypatch.setattr(points, "MAX_ELEMENTS", 2**11)
    monkeypatch.setattr(executors, "local", lambda workers: nullcontext(executors.in_process))


def use(monkeypatch, attack):
    """Attack this in the place of every sweep."""
    for module in (registry, block, planning, version):
        monkeypatch.setattr(module, "sweep", lambda _: attack)
    version.version.cache_clear()


def test_one_block_reproduces_bit_by_bit_and_in_any_order():
    first = running.run_sweep("gap", [4, 2, 4], seed=7, blocks=2)
    again = running.run_sweep("gap", [2, 4], seed=7, blocks=2)
    alone = running.run_sweep("gap", [4], seed=7, blocks=2)
    assert first == again and alone == again[len(again) // 2 :]
    assert running.run_sweep("gap", [4], seed=8, blocks=2) != alone
    assert len({result.key for result in first}) == len(first) == 2 * 2 * len(types.TEMPERATURES)
    for name in ("smoothness", "chain"):
        assert running.run_sweep(name, [4], blocks=1) == running.run_sweep(name, [4], blocks=1)


@pytest.mark.parametrize("cut", (1, 40, 3000))
def test_resuming_after_a_cut_gives_the_uninterrupted_ledger(tmp_path, cut):
    whole, part = tmp_path / "whole.jsonl", tmp_path / "part.jsonl"
    results = running.run_sweep("gap", [2, 20], blocks=2, ledger=whole)
    text = whole.read_bytes()
    assert len(text.splitlines()) == len(results)
    part.write_bytes(text[:-cut])
    assert running.run_sweep("gap", [2, 20], blocks=2, ledger=part) == results
    assert part.read_bytes() == text


def test_finished_blocks_are_not_run_again(tmp_path, monkeypatch):
    ledger = tmp_path / "ledger.jsonl"
    results = running.run_sweep("gap", [2], blocks=1, ledger=ledger)
    more = running.run_sweep("gap", [2, 3], blocks=2, seed=0, ledger=ledger)
    assert [r for r in more if r.dim == 2 and r.block == 0] == results
    monkeypatch.setattr(executors, "run_block", None)
    assert running.run_sweep("gap", [3, 2], blocks=2, ledger=ledger) == more and len(more) == 28


def test_an_interrupted_run_keeps_its_finished_blocks(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    made = planning.plan(["gap"], [2], blocks=1)
    with ledgers.opened(ledger) as file:
        first = list(islice(running.run_plan(made, ledger=file), 3))
    assert ledger.read_text() == "".join(result.line() for result in first)
    assert running.run_sweep("gap", [2], blocks=1, ledger=ledger) == running.run_sweep("gap", [2], blocks=1)


def test_the_planted_twin_does_not_pass_for_the_honest_run(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    running.run_sweep("chain", [10], blocks=1, ledger=ledger, planted="wrong step constant")
    assert not any(result.refuted for result in running.run_sweep("chain", [10], blocks=1, ledger=ledger))


@pytest.mark.parametrize("text", ("notes\n", "precious notes", '{"block": 1}\n', "[]\n", "3\n", '{"block": 0}\n{'))
def test_another_file_is_not_taken_for_a_ledger(tmp_path, text):
    path = tmp_path / "notes.txt"
    path.write_text(text)
    with pytest.raises(ledgers.BadLedger, match=r"notes\.txt"):
        running.run_sweep("gap", [2], ledger=path)
    assert path.read_text() == text


@pytest.mark.parametrize("dims", ([], [1], [0], [2.0], [True], ["3"], [2, -4], [10**7 + 1]))
def test_bad_dimensions_are_rejected(dims):
    with pytest.raises(types.BadSweep, match="dimension"):
        running.run_sweep("gap", dims)


def test_other_bad_parameters_are_rejected():
    for changes in ({"blocks": 0}, {"seed": -1}, {"planted": "no such bug"}):
        with pytest.raises(types.BadSweep):
            running.run_sweep("chain", [4], **changes)


def test_a_ledger_of_another_version_is_refused(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    (result,) = running.run_sweep("chain", [10], blocks=1, ledger=ledger)
    assert result.version == version.version("chain", "numpy") != version.version("gap", "numpy")
    for changes in ({"version": "0"}, {"sweep": "no-such-sweep"}, {"sweep": "gap!no such bug"}):
        text = replace(result, **changes).line()
        ledger.write_text(text)
        with pytest.raises(ledgers.BadLedger, match="another version"):
            running.run_sweep("chain", [10], blocks=1, ledger=ledger)
        assert ledger.read_text() == text


def test_a_worker_of_another_version_is_refused(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    old = lambda keys: (replace(result, version="0") for result in executors.in_process(keys))  # noqa: E731
    with ledgers.opened(ledger) as file, pytest.raises(executors.BadExecutor, match="another version"):
        list(running.run_plan(planning.plan(["chain"], [10]), old, file))
    assert ledger.read_bytes() == b""


def test_the_version_follows_the_relations(monkeypatch):
    honest, attack = version.version("chain", "numpy"), registry.sweep("chain")
    wrong = attack.bugs["wrong step constant"].relations
    use(monkeypatch, replace(attack, relations={**attack.relations, **wrong}))
    assert version.version("chain", "numpy") != honest
    version.version.cache_clear()


def test_one_run_at_a_time_writes_a_ledger(tmp_path):
    pytest.importorskip("fcntl")
    ledger = tmp_path / "ledger.jsonl"
    with ledgers.opened(ledger), pytest.raises(ledgers.BadLedger, match=r"another run is writing .*ledger\.jsonl"):
        running.run_sweep("chain", [10], ledger=ledger)
    running.run_sweep("chain", [10], ledger=ledger)


def test_entries_stop_after_a_whole_round(tmp_path):
    ledger = tmp_path / "ledger.jsonl"

    def go(entries):
        made = planning.plan(["gap", "chain"], [2, 5], entries=entries)
        with ledgers.opened(ledger) as file:
            return made.round, list(running.run_plan(made, ledger=file))

    size, once = go(1)
    assert len(once) == size == 2 * (len(types.TEMPERATURES) + 1) and {result.block for result in once} == {0}
    entries = sum(result.entries for result in once)
    assert go(entries)[1] == once
    text = ledger.read_bytes()
    more = go(entries + 1)[1]
    assert len(more) == 2 * size and more[:size] == once and {result.block for result in more[size:]} == {1}
    assert ledger.read_bytes().startswith(text) and len(ledger.read_bytes().splitlines()) == len(more)


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


# The command line.


def run(*argv):
    return main(["sweep", *argv])


def test_command_prints_a_line_for_each_sweep_and_dimension(capsys, tmp_path):
    target = tmp_path / "result.json"
    argv = ("gap", "chain", "--dim", "3", "2", "--blocks", "1", "--json", str(target))
    assert run(*argv) == 0
    out, err = capsys.readouterr()
    assert "entries in 16 blocks" in err and len(err.splitlines()) == 1 and len(out.splitlines()) == 4
    assert all(line.endswith("no counterexample") for line in out.splitlines())
    text = target.read_text()
    value = json.loads(text)
    assert value["ok"] and [(r["sweep"], r["dim"]) for r in value["sweeps"]] == [
        ("gap", 2), ("gap", 3), ("chain", 2), ("chain", 3),
    ]  # fmt: skip
    assert text == json.dumps(value, indent=1, sort_keys=True) + "\n"
    assert run(*argv) == 0 and target.read_text() == text


def test_command_with_json_on_stdout(capsys):
    assert run("chain", "--dim", "9", "--blocks", "1", "--json", "-") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["sweeps"][0]["theorems"][0] == "chain" and len(err.splitlines()) == 2


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


# Real processes: blocks of the usual size on worker processes and clusters.

ARGV = ("chain", "constants", "moves", "split", "--dim", "2", "3", "10", "--blocks", "4")


def started(*argv, **options):
    """The command line in a process of its own."""
    command_line = [sys.executable, "-m", "proofs", "sweep", *map(str, argv)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command_line, cwd=ROOT, env=environment, **pipes, **options)


def finished(process, status=0):
    """Its output, when it and all its workers have let go of the pipes."""
    out, err = process.communicate(timeout=240)
    assert process.returncode == status, err
    assert "Traceback" not in err
    return out, err


def lines(ledger):
    return ledger.read_bytes().count(b"\n") if ledger.exists() else 0


def wait_for(process, ledger, count):
    """Until the ledger has so many lines, or the run is over."""
    while lines(ledger) < count and process.poll() is None:
        time.sleep(0.005)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The ledger of a run on one worker that nobody interrupts."""
    ledger = tmp_path_factory.mktemp("whole") / "ledger.jsonl"
    finished(started(*ARGV, "--workers", 1, "--ledger", ledger))
    return ledger.read_bytes()


@pytest.mark.parametrize("workers", (2, 3))
def test_the_number_of_workers_does_not_matter(whole, tmp_path, workers):
    ledger = tmp_path / "ledger.jsonl"
    finished(started(*ARGV, "--workers", workers, "--ledger", ledger))
    assert ledger.read_bytes() == whole


def kill_and_resume(argv, ledger, kills, most, seed=0):
    """SIGKILL a run again and again, each time up to ``most`` blocks later, then let it finish."""
    rng = random.Random(seed)
    for _ in range(kills):
        process = started(*argv, "--ledger", ledger)
        wait_for(process, ledger, lines(ledger) + rng.randint(0, most))
        time.sleep(rng.uniform(0, 0.2))
        process.kill()
        process.communicate(timeout=60)  # returns when no orphan holds the pipes
    return finished(started(*argv, "--ledger", ledger))


def test_a_run_that_is_killed_and_resumed_gives_the_uninterrupted_ledger(whole, tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    _, err = kill_and_resume((*ARGV, "--workers", 2), ledger, KILLS, most=8)
    assert ledger.read_bytes() == whole and "blocks of the ledger" in err


def hears_ctrl_c():
    """In a new process: a shell may have started the tests in the background, and there Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("after", (0, 3))
def test_ctrl_c_is_one_clear_line(tmp_path, after):
    ledger = tmp_path / "ledger.jsonl"
    argv = ("gap", "--dim", "2", "--blocks", "2000", "--workers", 2, "--ledger", ledger)
    process = started(*argv, start_new_session=True, preexec_fn=hears_ctrl_c)
    while not ledger.exists():
        time.sleep(0.005)
    wait_for(process, ledger, after)
    os.killpg(process.pid, signal.SIGINT)
    _, err = finished(process, 130)
    assert err == f"tightmax sweep: interrupted; the same command goes on from {str(ledger)!r}\n"
    assert lines(ledger) >= after and all(json.loads(line)["sweep"] == "gap" for line in ledger.read_text().splitlines())


def test_a_worker_that_dies_is_one_clear_line(whole, tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    process = started(*ARGV, "--workers", 2, "--ledger", ledger)
    wait_for(process, ledger, 1)
    tasks = Path(f"/proc/{process.pid}/task")
    children = [pid for task in tasks.glob("*/children") for pid in task.read_text().split()]
    if not children:
        finished(process)
        pytest.skip("no list of child processes")
    workers = [pid for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    os.kill(int(workers[0]), signal.SIGKILL)
    _, err = finished(process, 3)
    assert len(err.splitlines()) == 1 and "a worker process died" in err and "goes on from" in err
    assert whole.startswith(ledger.read_bytes())
    finished(started(*ARGV, "--workers", 2, "--ledger", ledger))
    assert ledger.read_bytes() == whole


@pytest.mark.parametrize("name", ("torch", "jax"))
def test_other_libraries_give_no_counterexample(name, tmp_path):
    pytest.importorskip(name)
    target = tmp_path / "result.json"
    argv = ("gap", "smoothness", "--dim", 3, "--blocks", 1, "--workers", 1, "--library", name, "--json", target)
    finished(started(*argv))
    value = json.loads(target.read_text())
    assert value["ok"] is True and (value["library"], value["device"]) == (name, "cpu")


# Dask.


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers with one thread each: the address, and the worker processes."""
    pytest.importorskip("distributed")
    place, processes = tmp_path / "scheduler.json", []

    def dask(*argv):
        command_line = [sys.executable, "-m", "dask", *argv, "--no-dashboard", "--scheduler-file", str(place)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command_line, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
        processes.append(process)
        return process

    dask("scheduler", "--host", "127.0.0.1", "--port", "0")
    workers = [dask("worker", "--no-nanny", "--nthreads", "1") for _ in range(2)]
    while not place.exists():
        assert processes[0].poll() is None
        time.sleep(0.05)
    try:
        yield json.loads(place.read_text())["address"].replace("tcp://", "dask://"), workers
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_gives_the_same_ledger(whole, tmp_path, cluster):
    address, workers = cluster
    ledger = tmp_path / "ledger.jsonl"
    process = started(*ARGV, "--executor", address, "--ledger", ledger)
    wait_for(process, ledger, 5)
    workers[0].kill()
    finished(process)
    assert workers[1].poll() is None and ledger.read_bytes() == whole


def test_a_scheduler_that_does_not_answer(capsys, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "PATIENCE", 1)
    assert run("gap", "--executor", "dask://127.0.0.1:1") == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and "no Dask scheduler answers at 127.0.0.1:1" in err

"""Sweeps in real processes: blocks of the usual size on worker processes and clusters, killed and resumed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
KILLS = 3


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
    """SIGKILL a run again and again, each time up to `most` blocks later, then let it finish."""
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
    assert lines(ledger) >= after and all(
        json.loads(line)["sweep"] == "gap" for line in ledger.read_text().splitlines()
    )


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

"""Running the sweeps: blocks in any order, ledgers, resuming."""

from dataclasses import replace
from itertools import islice

import pytest

from numeric_checks.attacks import registry
from numeric_checks.attacks import sweep as types
from numeric_checks.sweeps import executors, version
from numeric_checks.sweeps import ledger as ledgers
from numeric_checks.sweeps import plan as planning
from numeric_checks.sweeps import run as running
from tests.numeric_checks.sweeps.attacked import use


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

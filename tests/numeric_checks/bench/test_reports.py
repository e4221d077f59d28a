"""`tightmax bench`: what it reports, and what it skips; never how long anything took."""

import json
import math
import os
import subprocess
import sys
from contextlib import nullcontext

import numpy as np
import pytest

from numeric_checks.bench import cases as bench_cases
from numeric_checks.bench import command, timing
from tests.numeric_checks.bench.reports import SMALL, check_rows, one_line, run
from tightmax.engines import compiled
from tightmax.install import how_to_install

# What it reports


@pytest.mark.parametrize("dtype", ("float64", "float32"))
def test_numpy(special, capsys, dtype):
    arguments = ("--library", "numpy", "--shapes", "3x5", "2x40", "--runs", "2", "--dtype", dtype, "--json", "-")
    status, out, err = run(capsys, *arguments)
    result = json.loads(out)
    assert status == 0 and "against: the fastest other" in err and "growth" in err
    assert json.dumps(result, indent=1, sort_keys=True) + "\n" == out
    assert set(result) == {"rows", "growth", "skipped", "versions", "machine", "ratio_is"}
    check_rows(result["rows"], "numpy", [[3, 5], [2, 40]], dtype, 2)
    assert all(row["temporaries_in_inputs"] >= 0 for row in result["rows"] if row["what"] == "both")
    assert next(row["shape"] for row in result["rows"] if row["axis"] == 0) == [5, 3]
    assert [(row["d"], row["rows"]) for row in result["growth"]] == [(4, 20)] * 3 + [(10, 8)] * 3
    assert [row["kind"] for row in result["growth"]] == ["universal", "lse", "quadratic"] * 2
    assert all(row["ns_per_entry"] > 0 for row in result["growth"])
    assert result["skipped"] == {} and set(result["versions"]) == {"numpy", "scipy", "tightmax"}
    assert result["machine"]["cores"] >= 1 and result["machine"]["python"] == sys.version.split()[0]


@pytest.mark.parametrize("library", ("numpy", "torch", "compiled", "jax", "entmax"))
@pytest.mark.parametrize("dtype", ("float64", "float32"))
def test_libraries(library, dtype, capsys):
    for module in bench_cases.LIBRARIES[library].needs.values():
        pytest.importorskip(module)
    if (why := bench_cases.missing(library)) is not None:
        pytest.skip(why)
    status, out, _ = run(
        capsys, "--library", library, "--shapes", "3x5", "40x4", "--dtype", dtype, "--runs", "1", "--json", "-"
    )
    result = json.loads(out)
    assert status == 0 and result["skipped"] == {}
    check_rows(result["rows"], library, [[3, 5], [40, 4]], dtype, 1)
    assert set(bench_cases.LIBRARIES[library].needs) <= set(result["versions"])
    assert bool(result["growth"]) == (library == "numpy")


def test_best_is_timed_where_it_is_another_kind(special, capsys):
    shapes = ("--shapes", "50x2", "50x3", "50x4", "--runs", "1", "--json", "-")
    rows = json.loads(run(capsys, "--library", "numpy", *shapes)[1])["rows"]
    assert {tuple(row["shape"]) for row in rows if row["kind"] == "best"} == {(50, 2), (2, 50), (50, 3), (3, 50)}


def test_quick(special, monkeypatch, capsys):
    monkeypatch.setattr(timing, "growth", lambda *_: [])
    asked = []
    monkeypatch.setattr(timing, "measure", lambda *arguments: asked.append(arguments[:4]) or [])
    monkeypatch.setattr(command, "_print", lambda *_, **__: None)
    for arguments in (("--quick",), ("--quick", "--runs", "4", "--shapes", "3x5"), ()):
        assert run(capsys, "--library", "numpy", *arguments)[0] == 0
    (libraries, shapes, dtype, runs), *others = asked
    assert (libraries, shapes, dtype, runs) == (["numpy"], list(command.QUICK), "float64", 2)
    assert others == [(["numpy"], [(3, 5)], "float64", 4), (["numpy"], list(command.SHAPES), "float64", 5)]


def test_jax_gets_its_setting_back(capsys):
    jax = pytest.importorskip("jax")
    before = jax.config.jax_enable_x64
    assert run(capsys, "--library", "jax", *SMALL)[0] == 0
    assert jax.config.jax_enable_x64 == before


def test_only_the_result_is_printed(special, monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)  # the tables are printed whole
    status, out, err = run(capsys, "--library", "numpy", *SMALL)
    assert status == 0 and err == "" and "\x1b[" not in out
    lines = out.splitlines()
    header = next(line for line in lines if line.startswith("shape"))
    row = next(line for line in lines if line.startswith("5x3 axis 0") or line.startswith("3x5 axis 0"))
    assert row.startswith("3x5 axis 0") and header.index("kind") == row.index("lse") and header.endswith("memory")


def test_on_a_terminal_it_says_what_is_being_timed(special, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    status, out, err = run(capsys, "--library", "numpy", *SMALL)
    assert status == 0 and "growth  d = 10  quadratic" in err and "3x5" in out


def test_the_same_shape_or_library_twice_counts_once(special, capsys):
    arguments = ("--library", "numpy", "numpy", "--shapes", "3x5", "3x5", "--runs", "1", "--json", "-")
    check_rows(json.loads(run(capsys, *arguments)[1])["rows"], "numpy", [[3, 5]], "float64", 1)


def contestants(*names):
    calls = []

    def noted(name):
        return lambda: calls.append(name)

    return [bench_cases.Contestant(name, "both", noted(name)) for name in names], calls


def test_rounds_alternate():
    those, calls = contestants("a", "b")
    assert [len(times) for times in timing.in_turn(those, 3, 0.0)] == [3, 3]
    assert calls == ["a", "a", "b", "b"] * 4  # first the warm-up; in a round a call goes before the timed one


def test_the_ratio_is_that_of_each_round(monkeypatch):
    rounds = iter([[1e-9, 1e-9, 1e-9], [2e-9, 1e-9, 4e-9], [9e-9, 6e-9, 6e-9], [8e-9, 8e-9, 8e-9]])
    x = timing.entries(1, 1, "float64")
    those = [
        bench_cases.Contestant("lse", "value", lambda: (x[:, 0], None), "numpy"),
        *(bench_cases.Contestant(name, "value", lambda: (x[:, 0], None)) for name in ("numpy", "scipy")),
    ]
    library = bench_cases.Library(lambda *_: nullcontext(those), {})
    monkeypatch.setitem(bench_cases.LIBRARIES, "numpy", library)
    monkeypatch.setattr(timing, "in_turn", lambda *_: list(rounds))
    (row,) = timing.measure(["numpy"], [(1, 1)], "float64", 3, lambda *_: None)
    assert row["against"] == "numpy" and row["peers_ns_per_entry"] == pytest.approx({"numpy": 6.0, "scipy": 8.0})
    assert row["ratio"] == pytest.approx({"of_least": 6.0, "q1": 3.0, "median": 4.5, "q3": 5.25})
    assert row["ns_per_entry"]["least"] == pytest.approx(1.0) and row["times_the_limit"] == pytest.approx(1.0)


def test_short_calls_are_repeated(monkeypatch):
    monkeypatch.setattr(timing, "round", lambda x: 5, raising=False)
    those, calls = contestants("a")
    timing.in_turn(those, 2, math.inf)
    assert len(calls) == 2 + 2 * (1 + 5)


def test_the_engine_is_that_which_is_asked_for(monkeypatch):
    monkeypatch.setenv("TIGHTMAX_FAST", "1")
    with bench_cases.engine("numpy"):
        assert compiled.chosen() is None
    assert os.environ["TIGHTMAX_FAST"] == "1"
    monkeypatch.delenv("TIGHTMAX_FAST")
    with bench_cases.engine("fast"):
        assert (compiled.chosen() is not None) == ("fast" in bench_cases.engines())
    assert "TIGHTMAX_FAST" not in os.environ
    compiled.chosen.cache_clear()


def test_temporaries():
    x = np.zeros(2**17)
    assert timing.temporaries(lambda: (np.exp(x), 1.0 + x), x.nbytes) < 0.01

    def wasteful():
        squares = x * x
        return squares + 1.0, x[:1]

    assert 0.99 < timing.temporaries(wasteful, x.nbytes) < 1.01


# What it skips


def test_with_nothing_to_compare_with_nothing_is_measured(nothing, monkeypatch, capsys):
    monkeypatch.setattr(timing, "growth", lambda *_: pytest.fail("measured"))
    status, out, err = run(capsys, *SMALL, "--json", "-")
    assert status == 3 and out == ""
    assert one_line(err, "nothing to compare with", "scipy is not installed", "entmax is not", how_to_install("bench"))


def test_one_missing_library(special, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "entmax", None)
    status, out, err = run(capsys, "--library", "entmax", "numpy", *SMALL)
    assert status == 0 and "3x5" in out and "skipped" not in out
    assert one_line(err, "skipped entmax: entmax is not installed")


def test_a_missing_library_is_an_error_when_it_is_required(nothing, tmp_path, capsys):
    target = tmp_path / "out.json"
    status, out, err = run(capsys, "--library", "torch", "--require", *SMALL, "--json", str(target))
    assert status == 3 and out == "" and one_line(err, "torch is not installed") and not target.exists()


@pytest.mark.parametrize("error", [ImportError("its library is\nbroken"), OSError("its library is"), ImportError()])
def test_a_broken_library_is_skipped(monkeypatch, error):
    def broken(name):
        raise error

    monkeypatch.setattr(bench_cases, "import_module", broken)
    assert bench_cases.missing("torch").startswith("torch cannot be imported: ")
    assert bench_cases.missing("torch").endswith(("its library is", "no reason given"))


def test_no_compiler(monkeypatch):
    monkeypatch.setattr(bench_cases, "import_module", lambda name: None)
    monkeypatch.setattr(bench_cases.shutil, "which", lambda name: None)
    assert bench_cases.missing("compiled") == "torch.compile needs a compiler, one of c++, g++, clang++"
    assert bench_cases.missing("torch") is None


def test_a_library_that_lacks_another(monkeypatch):
    def broken(name):
        raise ModuleNotFoundError("No module named 'other'", name="other")

    monkeypatch.setattr(bench_cases, "import_module", broken)
    assert bench_cases.missing("jax") == "jax cannot be imported: No module named 'other'"


def test_the_other_commands_do_not_load_the_libraries():
    code = (
        "import sys; from proofs.__main__ import main\n"
        "[main([name, '--help']) for name in ('bench', 'sweep', 'prove')]\n"
        "heavy = {'scipy', 'torch', 'jax', 'entmax', 'matplotlib', 'numeric_checks.bench.cases'}\n"
        "assert not heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)

"""`tightmax bench`: what it reports, and what it skips; never how long anything took."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest

from numeric_checks.bench import cases as bench_cases
from numeric_checks.bench import timing
from tests.numeric_checks.bench.reports import SMALL, check_rows, one_line, run
from tightmax.install import how_to_install

# What it reports


@pytest.mark.parametrize("dtype", ("float64", "float32"))
def test_numpy(special, capsys, dtype):
    arguments = ("--library", "numpy", "--shapes", "3x5", "2x40", "--runs", "2", "--dtype", dtype, "--json", "-")
    status, out, err = run(capsys, *arguments)
    result = json.loads(out)
    assert status == 0 and "times as fast" in err and "growth" in err
    assert json.dumps(result, indent=1, sort_keys=True) + "\n" == out
    assert set(result) == {"rows", "limits", "growth", "skipped", "versions", "machine", "ratio_is"}
    assert len(result["limits"]) == 2 * 2 * 3 * 3
    for row in result["limits"]:
        least, best = row["ns_per_entry"]["least"], min(row["peers_ns_per_entry"].values())
        assert set(row["peers_ns_per_entry"]) == {"numpy", "scipy"} and row["ns_per_entry"]["q1"] >= least > 0
        assert row["times_as_fast_as_best_peer"] == best / least
        assert row["times_the_limit"] == least / row["limit_ns_per_entry"]
    check_rows(result["rows"], "numpy", [[3, 5], [2, 40]], dtype, 2)
    for row in result["rows"]:
        assert set(row["temporaries_in_inputs"]) == {"tightmax", "other"}
        assert min(row["temporaries_in_inputs"].values()) >= 0
    assert [(row["d"], row["rows"]) for row in result["growth"]] == [(4, 20)] * 3 + [(10, 8)] * 3
    assert [row["kind"] for row in result["growth"]] == ["universal", "lse", "quadratic"] * 2
    assert all(row["ns_per_entry"] > 0 for row in result["growth"])
    assert result["skipped"] == {} and set(result["versions"]) == {"numpy", "scipy", "tightmax"}
    assert result["machine"]["cores"] >= 1 and result["machine"]["python"] == sys.version.split()[0]


@pytest.mark.parametrize("library", ("numpy", "torch", "jax", "entmax"))
@pytest.mark.parametrize("dtype", ("float64", "float32"))
def test_libraries(library, dtype, capsys):
    for module in bench_cases.LIBRARIES[library].needs.values():
        pytest.importorskip(module)
    status, out, _ = run(
        capsys, "--library", library, "--shapes", "3x5", "40x2", "--dtype", dtype, "--runs", "1", "--json", "-"
    )
    result = json.loads(out)
    assert status == 0 and result["skipped"] == {}
    check_rows(result["rows"], library, [[3, 5], [40, 2]], dtype, 1)
    assert set(bench_cases.LIBRARIES[library].needs) <= set(result["versions"])
    assert bool(result["growth"]) == bool(result["limits"]) == (library == "numpy")


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
    header, limits = (line for line in lines if line.startswith("shape"))
    row = next(line for line in lines if line.startswith("3x5    universal"))
    assert header.index("kind") == row.index("universal") and header.rstrip().endswith("other's")
    row = next(line for line in lines if line.startswith("3x5 columns") and "lse" in line)
    assert limits.index("kind") == row.index("lse") and limits.rstrip().endswith("times limit")


def test_on_a_terminal_it_says_what_is_being_timed(special, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    status, out, err = run(capsys, "--library", "numpy", *SMALL)
    assert status == 0 and "growth  d = 10  quadratic" in err and "3x5" in out


def test_the_same_shape_or_library_twice_counts_once(special, capsys):
    arguments = ("--library", "numpy", "numpy", "--shapes", "3x5", "3x5", "--runs", "1", "--json", "-")
    assert len(json.loads(run(capsys, *arguments)[1])["rows"]) == 2


def test_rounds_alternate(monkeypatch):
    monkeypatch.setattr(timing, "SHORTEST", 0.0)
    calls = []
    found = timing.compare(lambda: calls.append("a"), lambda: calls.append("b"), 3)
    assert calls == ["a", "b"] * 4  # the first are the warm-up
    assert set(found) == {"ratio", "seconds"}


def test_the_ratio_is_that_of_each_round(monkeypatch):
    times = iter((1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 1.0, 9.0, 2.0, 6.0, 4.0, 20.0))
    monkeypatch.setattr(timing, "_seconds", lambda call, repeats: next(times))
    found = timing.compare(list, list, 5)
    assert found["ratio"] == {"median": 3.0, "q1": 2.0, "q3": 5.0}
    assert found["seconds"] == {"tightmax": 1.0, "other": 2.0}


def test_short_calls_are_repeated(monkeypatch):
    calls = []
    monkeypatch.setattr(timing, "SHORTEST", math.inf)
    monkeypatch.setattr(timing, "round", lambda x: 5, raising=False)
    timing.compare(lambda: calls.append(0), lambda: None, 2)
    assert len(calls) == 1 + 3 + 2 * 5


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

"""``tightmax bench``: what it reports, what it skips, what it refuses; never how long anything took."""

import json
import math
import subprocess
import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from numeric_checks.bench import cases as bench_cases
from numeric_checks.bench import plot, timing
from proofs.__main__ import main
from proofs.machinery.output.files import Unwritable
from tightmax import value_and_weights, worst_gap
from tightmax.install import how_to_install

ROW = {
    "library", "kind", "against", "mode", "shape", "dtype", "runs", "ratio", "seconds", "temporaries_in_inputs",
}  # fmt: skip
MODES = {
    "numpy": {("universal", "plain"), ("lse", "plain")},
    "torch": {(kind, mode) for kind in ("universal", "lse") for mode in ("plain", "requires_grad", "backward")},
    "jax": {("universal", "jit"), ("lse", "jit")},
    "entmax": {("quadratic", "plain"), ("quadratic", "requires_grad")},
}
SMALL = ("--shapes", "3x5", "--runs", "1")


def run(capsys, *arguments):
    try:
        status = main(["bench", *arguments])
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    return status, out, err


def one_line(err, *wanted):
    assert err.count("\n") == 1 and err.startswith("tightmax") and "Traceback" not in err and len(err) < 400, err
    for text in wanted:
        assert text in err
    return True


def logsumexp(x, axis):
    top = x.max(axis=axis, keepdims=True)
    return np.log(np.exp(x - top).sum(axis=axis)) + top.squeeze(axis)


def softmax(x, axis):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@pytest.fixture
def special(monkeypatch):
    """A stand-in for scipy.special, so that nothing need be installed."""
    module = ModuleType("scipy.special")
    module.logsumexp, module.softmax = logsumexp, softmax
    monkeypatch.setitem(sys.modules, "scipy", ModuleType("scipy"))
    monkeypatch.setitem(sys.modules, "scipy.special", module)
    return module


@pytest.fixture
def nothing(monkeypatch):
    """No library but NumPy."""
    for module in ("scipy", "scipy.special", "torch", "jax", "entmax"):
        monkeypatch.setitem(sys.modules, module, None)


def check_rows(rows, library, shapes, dtype, runs):
    assert {(row["kind"], row["mode"]) for row in rows} == MODES[library]
    assert len(rows) == len(MODES[library]) * len(shapes)
    for row in rows:
        assert set(row) == ROW and row["library"] == library and row["shape"] in shapes
        assert (row["dtype"], row["runs"]) == (dtype, runs) and row["against"].startswith(("scipy", library))
        ratio, seconds = row["ratio"], row["seconds"]
        assert set(ratio) == {"median", "q1", "q3"} and 0 < ratio["q1"] <= ratio["median"] <= ratio["q3"]
        assert set(seconds) == {"tightmax", "other"} and min(seconds.values()) > 0
        assert (row["temporaries_in_inputs"] is None) == (library != "numpy")


# What it reports

@pytest.mark.parametrize("dtype", ("float64", "float32"))
def test_numpy(special, capsys, dtype):
    arguments = ("--library", "numpy", "--shapes", "3x5", "2x40", "--runs", "2", "--dtype", dtype, "--json", "-")
    status, out, err = run(capsys, *arguments)
    result = json.loads(out)
    assert status == 0 and "times as fast" in err and "growth" in err
    assert json.dumps(result, indent=1, sort_keys=True) + "\n" == out
    assert set(result) == {"rows", "growth", "skipped", "versions", "machine", "ratio_is"}
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
    status, out, _ = run(capsys, "--library", library, "--shapes", "3x5", "40x2", "--dtype", dtype, "--runs", "1", "--json", "-")
    result = json.loads(out)
    assert status == 0 and result["skipped"] == {}
    check_rows(result["rows"], library, [[3, 5], [40, 2]], dtype, 1)
    assert set(bench_cases.LIBRARIES[library].needs) <= set(result["versions"])
    assert bool(result["growth"]) == (library == "numpy")


def test_jax_gets_its_setting_back(capsys):
    jax = pytest.importorskip("jax")
    before = jax.config.jax_enable_x64
    assert run(capsys, "--library", "jax", *SMALL)[0] == 0
    assert jax.config.jax_enable_x64 == before


def test_only_the_result_is_printed(special, capsys):
    status, out, err = run(capsys, "--library", "numpy", *SMALL)
    assert status == 0 and err == "" and "\x1b[" not in out
    lines = out.splitlines()
    (header,) = (line for line in lines if line.startswith("shape"))
    row = next(line for line in lines if line.startswith("3x5    universal"))
    assert header.index("kind") == row.index("universal") and header.rstrip().endswith("other's")


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
        "import sys; from proofs.__main__ import main; [main([name, '--help']) for name in ('bench', 'sweep', 'prove')]\n"
        "assert not {'scipy', 'torch', 'jax', 'entmax', 'matplotlib', 'numeric_checks.bench.cases'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


# What it refuses

@pytest.mark.parametrize("kind", ("universal", "lse"))
@pytest.mark.parametrize("part", ("values", "weights"))
def test_wrong_answers_are_not_timed(special, monkeypatch, tmp_path, capsys, kind, part):
    def wrong(x, *, kind, temperature):
        value, weights = value_and_weights(x, kind=kind, temperature=temperature)
        if kind != planted:
            return value, weights
        return (value + 1e-9, weights) if part == "values" else (value, weights[:, ::-1])

    planted, target = kind, tmp_path / "out.json"
    monkeypatch.setattr(bench_cases, "value_and_weights", wrong)
    monkeypatch.setattr(timing, "compare", lambda *_: {} if planted == "lse" else pytest.fail("timed"))
    status, out, err = run(capsys, "--library", "numpy", *SMALL, "--json", str(target))
    assert status == 1 and out == "" and not target.exists()
    assert one_line(err, part, repr(kind), "scipy.special.logsumexp", "3x5", "not timed")


@pytest.mark.parametrize("bad", (math.nan, math.inf, 1e-3))
def test_wrong_answers_of_the_other_are_seen_too(special, monkeypatch, bad):
    monkeypatch.setattr(special, "softmax", lambda x, axis: softmax(x, axis) + bad)
    x = timing.entries(4, 6, "float64")
    for case in bench_cases.LIBRARIES["numpy"].cases(x):
        with np.errstate(all="ignore"), pytest.raises(bench_cases.WrongAnswer):
            bench_cases.check(case, x)


@pytest.mark.parametrize("dtype", ("float64", "float32"))
@pytest.mark.parametrize("t", (0.01, 0.3, 1.0, 20.0))
@pytest.mark.parametrize("n", (2, 3, 50))
def test_what_is_expected_is_what_the_kinds_compute(special, t, n, dtype):
    x = timing.entries(300, n, dtype) / t  # all three ranges of the universal smoothing
    x[0] = 0.0
    for kind in ("universal", "lse"):
        found = value_and_weights(x, kind=kind, temperature=1.0)
        case = SimpleNamespace(ours=lambda f=found: f, other=lambda: (logsumexp(x, -1), softmax(x, -1)), kind=kind)
        bench_cases.check(case, x)
        gap = np.asarray(found[0] - x.max(-1), float)
        assert gap.min() >= -1e-6 and gap.max() <= worst_gap(n, kind=kind) + 1e-6
    found = value_and_weights(x, kind="quadratic", temperature=1.0)
    bench_cases.check(SimpleNamespace(ours=lambda: found, other=lambda: (None, found[1]), kind="quadratic"), x)


def test_a_quadratic_value_that_does_not_fit_its_weights(special):
    x = timing.entries(4, 6, "float64")
    value, weights = value_and_weights(x, kind="quadratic", temperature=1.0)
    case = bench_cases.Case("", "quadratic", "", "", lambda: (value + 1e-6, weights), lambda: (None, weights))
    with pytest.raises(bench_cases.WrongAnswer, match="the values of 'quadratic'"):
        bench_cases.check(case, x)


# Bad input

@pytest.mark.parametrize("shape", ["10", "10x", "x10", "0x5", "5x1", "-3x4", "3x4x5", "1e-3x2", "٣x4", "10001x10000", "", "9" * 99])
def test_bad_shapes(capsys, shape):
    status, out, err = run(capsys, "--shapes", shape)
    assert status == 2 and out == "" and one_line(err, shape[:37])
    assert not shape or one_line(err, "1000x64", "100000000")


@pytest.mark.parametrize("runs", ["0", "-1", "1001", "2.5", "many", "", "9" * 5000])
def test_bad_runs(capsys, runs):
    status, out, err = run(capsys, "--runs", runs)
    assert status == 2 and out == "" and one_line(err, runs[:37], "from 1 to 1000" if runs else "a value is accepted")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--dtype", "float16"], ("float16", "float64")), (["--library", "cupy"], ("cupy", "entmax")),
        (["--library"], ("--library",)), (["--shapes"], ("--shapes",)), (["stray"], ("stray",)),
        (["--json", "/nonexistent/folder/x.json"], ("/nonexistent/folder/x.json",)), (["--json", "."], ("'.'", "folder")),
    ],
)  # fmt: skip
def test_bad_options(capsys, monkeypatch, arguments, named):
    monkeypatch.setattr(timing, "measure", lambda *_: pytest.fail("measured"))
    status, out, err = run(capsys, *arguments)
    assert status == 2 and out == "" and one_line(err, *named)


@pytest.mark.parametrize("target", ["-", "x.gif", "x", "/nonexistent/folder/x.svg"])
def test_bad_plots(capsys, monkeypatch, tmp_path, target):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(timing, "measure", lambda *_: pytest.fail("measured"))
    status, out, err = run(capsys, "--plot", target)
    assert status == 2 and out == "" and one_line(err, target) and not list(tmp_path.iterdir())


def test_no_matplotlib(capsys, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status, out, err = run(capsys, "--plot", str(tmp_path / "x.svg"))
    assert status == 3 and out == "" and one_line(err, "matplotlib", how_to_install("plot")) and not list(tmp_path.iterdir())


def test_an_interrupt_leaves_no_file(special, capsys, monkeypatch, tmp_path):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(timing, "compare", interrupt)
    status, out, err = run(capsys, "--library", "numpy", *SMALL, "--json", str(tmp_path / "out.json"))
    assert status == 130 and out == "" and one_line(err, "interrupted") and not list(tmp_path.iterdir())


def test_help(capsys):
    status, out, _ = run(capsys, "--help")
    assert status == 0 and "examples:" in out and "exit status" in out and "wrong answers are not timed" in out


# The figure

@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_the_plot(special, capsys, tmp_path, ending):
    pytest.importorskip("matplotlib")
    target, data = tmp_path / f"bench.{ending}", tmp_path / "bench.json"
    arguments = ("--library", "numpy", "--shapes", "3x5", "4x4", "--runs", "2", "--json", str(data), "--plot", str(target))
    assert run(capsys, *arguments)[0] == 0
    drawn = target.read_bytes()
    assert len(drawn) > 2000 and set(tmp_path.iterdir()) == {target, data}
    plot.draw(target, json.loads(data.read_text(encoding="utf-8")))
    assert target.read_bytes() == drawn
    if ending == "svg":
        assert b"<dc:date>" not in drawn
    elif ending == "pdf":
        assert b"CreationDate" not in drawn


def test_a_plot_of_all_libraries_and_of_none(tmp_path):
    pytest.importorskip("matplotlib")
    ratio = {"ratio": {"median": 2.0, "q1": 1.5, "q3": 2.25}, "shape": [3, 5]}
    rows = [
        {"library": library, "kind": kind, "mode": mode, **ratio}
        for library, cases in MODES.items() for kind, mode in sorted(cases)
    ]  # fmt: skip
    for given in ({"rows": rows, "growth": []}, {"rows": [], "growth": []}):
        plot.draw(tmp_path / "x.svg", given)
        assert (tmp_path / "x.svg").stat().st_size > 500


def test_a_plot_that_cannot_be_written(tmp_path):
    pytest.importorskip("matplotlib")
    with pytest.raises(Unwritable, match="cannot write"):
        plot.draw(tmp_path / "missing" / "x.svg", {"rows": [], "growth": []})
    assert not list(tmp_path.iterdir())

"""`tightmax bench`: what it refuses to time, bad input, and the figure."""

import json
import math
import sys

import numpy as np
import pytest

from numeric_checks.bench import cases as bench_cases
from numeric_checks.bench import plot, timing
from proofs.machinery.output.files import Unwritable
from tests.numeric_checks.bench.conftest import softmax
from tests.numeric_checks.bench.reports import MODES, SMALL, one_line, run
from tightmax import value_and_weights, worst_gap
from tightmax.install import how_to_install

# What it refuses


@pytest.mark.parametrize("kind", bench_cases.KINDS)
@pytest.mark.parametrize("part", ("values", "weights"))
def test_wrong_answers_are_not_timed(special, monkeypatch, tmp_path, capsys, kind, part):
    def wrong(x, *, axis, kind, temperature):
        value, weights = value_and_weights(x, axis=axis, kind=kind, temperature=temperature)
        if kind != planted:
            return value, weights
        return (value + 1e-9, weights) if part == "values" else (value, weights[:, ::-1])

    planted, target = kind, tmp_path / "out.json"
    monkeypatch.setattr(bench_cases, "value_and_weights", wrong)
    monkeypatch.setattr(timing, "in_turn", lambda *_: pytest.fail("timed"))
    arguments = ("--library", "numpy", "--shapes", "4x3", "--runs", "1", "--json", str(target))
    status, out, err = run(capsys, *arguments)
    assert status == 1 and out == "" and not target.exists()
    assert one_line(err, part, repr(kind), "4x3", "not timed")


@pytest.mark.parametrize("bad", (math.nan, math.inf, 1e-3))
def test_wrong_answers_of_the_other_are_seen_too(special, monkeypatch, bad):
    monkeypatch.setattr(special, "softmax", lambda x, axis: softmax(x, axis) + bad)
    x = timing.entries(4, 6, "float64")
    with bench_cases.LIBRARIES["numpy"].contestants(x, -1) as those:
        scipy = [one for one in those if one.name == "scipy" and one.what != "value"]
    assert [one.what for one in scipy] == ["both", "weights"]
    for one in scipy:
        with np.errstate(all="ignore"), pytest.raises(bench_cases.WrongAnswer, match="weights of scipy"):
            bench_cases.check(one, x, -1, bench_cases.right("lse", x, -1))


@pytest.mark.parametrize("dtype", ("float64", "float32"))
@pytest.mark.parametrize("t", (0.01, 0.3, 1.0, 20.0))
@pytest.mark.parametrize("n", (2, 3, 50))
def test_what_is_right_is_what_the_kinds_compute(t, n, dtype):
    x = timing.entries(300, n, dtype) / t  # all three ranges of the universal smoothing
    x[0] = 0.0
    for kind in bench_cases.KINDS if n < 4 else bench_cases.KINDS[:-1]:
        for axis, y in ((-1, x), (0, np.ascontiguousarray(x.T))):
            found = value_and_weights(y, axis=axis, kind=kind, temperature=1.0)
            one = bench_cases.Contestant(kind, "both", lambda f=found: f, "numpy")
            bench_cases.check(one, y, axis, bench_cases.right(kind, y, axis))
        gap = np.asarray(found[0] - x.max(-1), float)
        assert gap.min() >= -1e-6 and gap.max() <= worst_gap(n, kind=kind) + 1e-6


def test_a_quadratic_value_that_does_not_fit_its_weights():
    x = timing.entries(4, 6, "float64")
    value, weights = value_and_weights(x, kind="quadratic", temperature=1.0)
    one = bench_cases.Contestant("quadratic", "both", lambda: (value + 1e-6, weights), "numpy")
    with pytest.raises(bench_cases.WrongAnswer, match="the values of 'quadratic'"):
        bench_cases.check(one, x, -1, bench_cases.right("quadratic", x, -1))


# Bad input


@pytest.mark.parametrize(
    "shape", ["10", "10x", "x10", "0x5", "5x1", "-3x4", "3x4x5", "1e-3x2", "٣x4", "10001x10000", "", "9" * 99]
)
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
        (["--json", "/nonexistent/folder/x.json"], ("/nonexistent/folder/x.json",)),
        (["--json", "."], ("'.'", "folder")),
    ],
)
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
    assert (
        status == 3
        and out == ""
        and one_line(err, "matplotlib", how_to_install("plot"))
        and not list(tmp_path.iterdir())
    )


def test_an_interrupt_leaves_no_file(special, capsys, monkeypatch, tmp_path):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(timing, "in_turn", interrupt)
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
    arguments = (
        "--library",
        "numpy",
        "--shapes",
        "3x5",
        "4x4",
        "--runs",
        "2",
        "--json",
        str(data),
        "--plot",
        str(target),
    )
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
    ratio = {"ratio": {"median": 2.0, "q1": 1.5, "q3": 2.25}, "input": "3x5", "engine": "numpy"}
    rows = [
        {"library": library, "kind": kind, "what": what, **ratio}
        for library, cases in MODES.items() for kind, what in sorted(cases)
    ]
    for given in ({"rows": rows, "growth": []}, {"rows": [], "growth": []}):
        plot.draw(tmp_path / "x.svg", given)
        assert (tmp_path / "x.svg").stat().st_size > 500


def test_a_plot_that_cannot_be_written(tmp_path):
    pytest.importorskip("matplotlib")
    with pytest.raises(Unwritable, match="cannot write"):
        plot.draw(tmp_path / "missing" / "x.svg", {"rows": [], "growth": []})
    assert not list(tmp_path.iterdir())

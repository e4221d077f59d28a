"""The compiled kernels against NumPy's way, against mpmath and Arb, in every instruction set that this processor has;
the settings; what is left to NumPy.
"""

import math
import os
import re
import runpy
import subprocess
import sys
from itertools import product
from pathlib import Path

import mpmath
import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.floating_point import rounding_exp
from tests.tightmax.test_layouts import ORDERS, assert_same, entries, expected
from tightmax import lse_enclosure, smooth_max, value_and_weights
from tightmax.enclosure import ELEMENTARY, U
from tightmax.engines import compiled, on_numpy
from tightmax.kinds import resolve

ROOT = Path(__file__).parents[2]
BUILD = runpy.run_path(str(ROOT / "fast" / "build.py"))
KINDS = ("lse", "universal", "quadratic", "best")
LENGTHS = (1, 2, 3, 4, 7, 8, 16, 17, 31, 64, 300)
TYPES = (np.float64, np.float32)
ROUNDOFF = {np.float64: 2.0**-53, np.float32: 2.0**-24}

without = pytest.mark.skipif(not compiled.libraries(), reason="tightmax_fast is not installed")


@pytest.fixture(params=("v2", "v3", "v4", "neon"))
def level(request, monkeypatch):
    """The code for one instruction set, in use."""
    if not compiled.libraries():
        pytest.skip("tightmax_fast is not installed")
    if request.param not in compiled.libraries():
        pytest.skip(f"this processor has no {request.param}")
    monkeypatch.setattr(compiled, "chosen", lambda: compiled.libraries()[request.param])
    monkeypatch.setattr(compiled, "threads", lambda: 1)
    return request.param


def by_numpy(x, mask=None, **how):
    """What NumPy computes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "chosen", lambda: None)
        return value_and_weights(x, where=mask, **how)


def called(level, name, x):
    """One of the functions that the kernels are made of, on whole vectors."""
    handle = compiled.ctypes.CDLL(str(compiled.place()))
    padded = np.zeros(-(-len(x) // 16) * 16, x.dtype)
    padded[: len(x)] = x
    y = np.empty_like(padded)
    pointers = (compiled.ctypes.c_void_p(a.ctypes.data) for a in (padded, y))
    found = handle[f"tightmax_{name}_{x.dtype}_{level}"]
    start, end = pointers
    found(start, compiled.ctypes.c_longlong(len(padded)), end)
    return y[: len(x)]


@without
def test_the_library_is_made_of_this_source():
    assert BUILD["made_of"](compiled.place()) == BUILD["digest"](), "the source has changed: make fast"


def test_what_is_no_library_is_made_of_nothing(tmp_path):
    assert BUILD["made_of"](tmp_path / "none.so") is None
    (tmp_path / "some.so").write_text("not this")
    assert BUILD["made_of"](tmp_path / "some.so") is None


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_as_the_formulas_say(level, kind, order):
    for n, dtype, t, masked in product(LENGTHS, TYPES, (0.3, 1.0, 4.0, 1e30), (False, True)):
        x, mask = entries(150, n, dtype, n)
        mask = mask if masked else None
        smoothing, scale = resolve(kind, n)
        assert on_numpy._way(x, scale * t, mask, smoothing) is compiled.value_and_weights
        right = expected(x, t, mask, kind)
        assert_same(value_and_weights(ORDERS[order](x), temperature=t, kind=kind, where=mask), right, 8, dtype)
        value = smooth_max(ORDERS[order](x), temperature=t, kind=kind, where=mask)
        assert_same((value,), right[:1], 8, dtype)


@pytest.mark.parametrize("kind", KINDS)
def test_axes_and_strides(level, kind):
    rng = np.random.default_rng(5)
    for shape, axis in product(((3, 5, 70), (2, 40, 33), (150, 3, 2)), (0, 1, 2, (0, 1), None)):
        for dtype in TYPES:
            x = rng.standard_normal(shape).astype(dtype)
            for y in (x, np.asfortranarray(x), np.repeat(x, 2, axis=1)[:, ::2], x[::-1, :, ::-1]):
                found = value_and_weights(y, axis=axis, kind=kind, temperature=0.7)
                assert_same(found, by_numpy(y, axis=axis, kind=kind, temperature=0.7), 8, dtype)


def test_the_projection_of_a_row_depends_on_nothing_else(level):
    rng = np.random.default_rng(8)
    for n, count, dtype, t in product((17, 64, 700), (15, 64, 131), TYPES, (0.05, 1.0, 30.0)):
        x = rng.standard_normal((count, n)).astype(dtype)
        value, weights = value_and_weights(x, kind="quadratic", temperature=t)
        found = value_and_weights(np.ascontiguousarray(x.T), axis=0, kind="quadratic", temperature=t)
        assert np.array_equal(found[0], value) and np.array_equal(found[1].T, weights)


NUMBERS = st.one_of(
    st.floats(-50, 50), st.sampled_from((0.0, -0.0, 1.0, 1e30, -1e30, math.inf, -math.inf, math.nan, 5e-324)),
    st.floats(-1e-6, 1e-6),
)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 40).flatmap(lambda n: st.lists(st.lists(NUMBERS, min_size=n, max_size=n), min_size=1, max_size=9)),
    st.sampled_from(KINDS), st.sampled_from(TYPES), st.sampled_from((1e-3, 0.3, 0.5, 1.0, 77.0)),
)
def test_whatever_the_rows_numpy_says_the_same(rows, kind, dtype, t):
    x = np.array(rows).astype(dtype)
    right = by_numpy(x, kind=kind, temperature=t)
    for library in compiled.libraries().values():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compiled, "chosen", lambda library=library: library)
            assert_same(value_and_weights(x, kind=kind, temperature=t), right, 8, dtype)


def test_logsumexp_by_mpmath(level):
    rng = np.random.default_rng(6)
    with mpmath.workdps(60):
        for n, dtype in product((2, 5, 16, 17, 100, 3000), TYPES):
            for spread in (1e-9, 1.0, 30.0, 800.0):
                x = (spread * rng.standard_normal((2, n))).astype(dtype)
                value = smooth_max(x, kind="lse", temperature=1.0)
                for row, found in zip(x.tolist(), value.tolist(), strict=True):
                    exact = mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(entry)) for entry in row))
                    size = 1 + max(abs(entry) for entry in row)
                    assert abs(found - exact) <= 4 * ROUNDOFF[dtype] * size * (1 + math.log(n))


def exponents(dtype):
    rng = np.random.default_rng(7)
    lowest = 708.0 if dtype is np.float64 else 87.0
    half = np.log(2) * (np.arange(-1020 if dtype is np.float64 else -125, 1) + 0.5)  # where the powers of two change
    near = np.concatenate([half + step for step in (-1e-7, 0.0, 1e-7)])
    points = [-rng.uniform(0, lowest, 4000), -(10.0 ** rng.uniform(-30, 1, 1000)), near[near <= 0], [0.0, -0.0]]
    return np.concatenate(points).astype(dtype)


@pytest.mark.parametrize("dtype", TYPES)
def test_the_exponential_is_as_accurate_as_its_theorem_says(level, dtype):
    z = exponents(dtype)
    computed, worst = called(level, "exp", z), 0.0
    with ctx.workprec(120):
        for value, point in zip(computed.tolist(), z.tolist(), strict=True):
            worst = max(worst, float(abs(arb(value) / arb(point).exp() - 1).upper()))
    assert 0.5 * ROUNDOFF[dtype] < worst <= float(rounding_exp.C) * ROUNDOFF[dtype]


@pytest.mark.parametrize("dtype", TYPES)
def test_below_the_normal_numbers_the_exponential_is_off_by_less_than_the_smallest(level, dtype):
    least = float(np.finfo(dtype).smallest_subnormal)
    ends = (-745.1, -708.4) if dtype is np.float64 else (-103.9, -87.4)
    z = np.concatenate([np.linspace(*ends, 999), [-800.0, -1e30, -math.inf]]).astype(dtype)
    z = np.append(z, dtype(math.nan))
    found = called(level, "exp", z)
    assert math.isnan(found[-1]) and np.all(found[-4:-1] == 0)
    with mpmath.workdps(60):
        for value, point in zip(found[:-4].tolist(), z[:-4].tolist(), strict=True):
            assert abs(mpmath.mpf(value) - mpmath.exp(point)) <= least


@pytest.mark.parametrize("name", ("log1p", "log"))
@pytest.mark.parametrize("dtype", TYPES)
def test_the_logarithms_are_as_accurate_as_enclosures_assume(level, name, dtype):
    rng, least = np.random.default_rng(8), -300 if dtype is np.float64 else -37
    powers = 10.0 ** rng.uniform(least, 9, 4000), 2.0 ** np.arange(3.3 * least, 40.0)
    s = np.concatenate([*powers, rng.uniform(0, 9, 3000)])
    s = s if name == "log1p" else np.concatenate([rng.uniform(math.exp(-2), 2, 3000), 10.0 ** rng.uniform(0, 9, 999)])
    s = s.astype(dtype)
    computed = called(level, name, s)
    most = arb(ELEMENTARY / 4 / U * ROUNDOFF[dtype])
    with ctx.workprec(120):
        for value, point in zip(computed.tolist(), s.tolist(), strict=True):
            true = getattr(arb(point), name)()
            assert bool(abs(arb(value) - true) <= most * abs(true)), point


def test_what_enclosures_assume_covers_the_theorem():
    assert float(rounding_exp.C) * U <= ELEMENTARY


@without
def test_values_lie_within_enclosures():
    x = np.random.default_rng(9).standard_normal((200, 50)) * 10
    low, high = lse_enclosure(x)
    value = smooth_max(x, kind="lse", temperature=1.0)
    assert np.all(np.abs(value - low) <= 1e-13 * (1 + np.abs(low))) and np.all(low <= high)


def constants(name):
    source = BUILD["SOURCE"].read_text(encoding="utf-8")
    text = re.search(rf"\b{name}(?:\[\])? = (\{{[^}}]*\}}|[^,;]*)", source)[1]
    return [float.fromhex(number) for number in re.findall(r"0x[0-9a-f.]+p[+-]\d+", text)]


@pytest.mark.parametrize("bits", rounding_exp.FORMATS)
def test_the_theorem_is_about_the_constants_of_the_source(bits):
    form = rounding_exp.FORMATS[bits]
    assert [float(c) for c in form.coefficients] == constants(f"EXP_{bits}")
    assert [float(form.above)] == constants(f"LN2_ABOVE_{bits}")
    assert [float(form.below)] == constants(f"LN2_BELOW_{bits}")
    assert [float(form.inverse)] == constants(f"LOG2E_{bits}")


@pytest.mark.parametrize("bits", rounding_exp.FORMATS)
def test_the_coq_theorem_is_about_the_same_constants(bits):
    form = rounding_exp.FORMATS[bits]
    source = (ROOT / "proofs" / "coq" / "theories" / "ExponentialConstants.v").read_text(encoding="utf-8")
    record = source.partition(f"Definition exponential{bits} ")[2].partition("|}.")[0]
    assert f"digits := {form.bits};" in record and "coefficients := [1; 1;" in record
    found = [float.fromhex(number) for number in re.findall(r"0x[0-9a-f.]+p[+-]\d+", record)]
    assert found == [float(c) for c in (form.inverse, form.above, form.below, *form.coefficients)]


def test_a_kernel_leaves_out_no_largest_weight(level):
    """Near ties, where e^z is 1 and the entry is no largest one."""
    for n, dtype in product((2, 3, 5, 16, 17, 40), TYPES):
        x = np.zeros((70, n), dtype)
        x[:, 1] = -np.finfo(dtype).eps / 8
        for kind in ("lse", "universal"):
            value, weights = value_and_weights(x, kind=kind, temperature=1.0)
            assert np.allclose(weights, 1 / n, rtol=8 * np.finfo(dtype).eps) and np.all(value >= x.max(-1))


def test_the_maximum_comes_out_bit_by_bit(level):
    rng = np.random.default_rng(10)
    for n, dtype in product((2, 3, 4, 16, 17, 1000), TYPES):
        x = rng.standard_normal((99, n)).astype(dtype)
        x[:, n // 2] = 8 + 2 * math.log(n)
        value, weights = value_and_weights(x, kind="universal", temperature=1.0)
        assert np.array_equal(value, x.max(-1)) and np.array_equal(weights, (x == x.max(-1, keepdims=True)))


@pytest.mark.parametrize("n", (3, 16, 17, 200))
def test_a_row_depends_on_no_other_and_on_no_thread(level, n, monkeypatch):
    for kind, dtype, turned in product(KINDS, TYPES, (False, True)):
        x = (3 * np.random.default_rng(n).standard_normal((2**19 // n + 5, n))).astype(dtype)
        x = np.asfortranarray(x) if turned else x
        monkeypatch.setattr(compiled, "threads", lambda: 1)
        alone = value_and_weights(x, kind=kind, temperature=0.3)
        for count, mask in product((2, 3, 7), (None, np.ones(n, bool))):
            monkeypatch.setattr(compiled, "threads", lambda count=count: count)
            several = value_and_weights(x, kind=kind, temperature=0.3, where=mask)
            assert all(np.array_equal(a, b) for a, b in zip(alone, several, strict=True))
        if not turned:  # another order of additions belongs to another order in memory
            some = value_and_weights(x[7:9], kind=kind, temperature=0.3)
            assert all(np.array_equal(a[7:9], b) for a, b in zip(alone, some, strict=True))


def test_long_sums_are_trees(level):
    """Ten million equal terms: one after the other they would be off by a hundredth in single precision."""
    x = np.zeros((1, 10**7), np.float32)
    assert abs(float(smooth_max(x, kind="lse", temperature=1.0)[0]) - math.log(10**7)) < 4e-6
    assert abs(float(smooth_max(x.T[:, [0] * 70], axis=0, kind="lse", temperature=1.0)[0]) - math.log(10**7)) < 4e-6


def test_what_is_left_to_numpy(level):
    lse = resolve("lse", 3)[0]
    assert compiled.possible(np.zeros((2, 3)), lse)
    for x in (np.zeros((2, 3), np.longdouble), np.zeros((2, 3), ">f8"), np.zeros((0, 3)), np.zeros((2, 3), np.float16)):
        assert not compiled.possible(x, lse)
    odd = np.frombuffer(bytes(8 * 6 + 1), np.uint8)[1:].view(np.float64).reshape(2, 3)
    assert odd.flags.aligned or not compiled.possible(odd, lse)
    assert not compiled.possible(np.zeros((2, 4)), resolve("pairs", 4)[0])
    long = np.zeros((1, 2 * compiled.BLOCK))
    assert compiled.possible(long, lse) and not compiled.possible(long, lse, long == 0)  # it would be copied whole
    for x in (np.zeros((2, 3), np.longdouble), np.zeros((2, 3), ">f8"), np.zeros((0, 3)), odd):
        assert np.allclose(smooth_max(x, kind="lse", temperature=1.0), math.log(3))


@pytest.fixture
def anew():
    """Settings are read anew, and again afterwards."""
    found = (compiled.chosen, compiled.threads, compiled.libraries)
    for function in found:
        function.cache_clear()
    yield
    for function in found:
        function.cache_clear()


def test_settings_that_mean_nothing(anew, monkeypatch):
    for name, value, function in (
        ("TIGHTMAX_FAST", "yes", compiled.chosen), ("TIGHTMAX_FAST", "", compiled.chosen),
        ("TIGHTMAX_THREADS", "0", compiled.threads), ("TIGHTMAX_THREADS", "two", compiled.threads),
        ("TIGHTMAX_THREADS", "1.5", compiled.threads),
    ):
        monkeypatch.setenv(name, value)
        with pytest.raises(ValueError, match=f"^{name} must be .*, not '{value}'$"):
            function()
        monkeypatch.delenv(name)
    monkeypatch.setenv("TIGHTMAX_THREADS", "3")
    assert compiled.threads() == 3


def test_a_file_that_is_no_library_is_passed_by(anew, monkeypatch, tmp_path):
    (tmp_path / "kernels.so").write_text("not this")
    monkeypatch.setattr(compiled, "place", lambda: tmp_path / "kernels.so")
    assert compiled.libraries() == {} and compiled.chosen() is None
    assert smooth_max([0.0, 0.0], temperature=1.0) == 0.5


def test_without_a_library_numpy_computes(anew, monkeypatch):
    monkeypatch.setattr(compiled, "place", lambda: None)
    assert compiled.libraries() == {} and smooth_max([0.0, 0.0], temperature=1.0) == 0.5


@without
@pytest.mark.parametrize("on", ("0", "1"))
def test_the_library_can_be_turned_off(on):
    code = "from tightmax.engines import compiled; print(compiled.chosen() is not None)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "TIGHTMAX_FAST": on}, capture_output=True, text=True,
    )
    assert found.stdout.strip() == str(on == "1"), found.stderr


def test_a_compiler_that_is_not_there_is_named(tmp_path):
    for compiler, said in (("no-such-compiler", "cannot be run"), ("false", "fails")):
        found = subprocess.run(
            [sys.executable, str(ROOT / "fast" / "build.py"), str(tmp_path)], capture_output=True, text=True,
            env={**os.environ, "CXX": compiler},
        )
        assert found.returncode == 3 and said in found.stderr and found.stderr.count("\n") == 1
        assert list(tmp_path.iterdir()) == []

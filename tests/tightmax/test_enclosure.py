"""Intervals: the ends are numbers, and LSE lies between them, as Arb says."""

import itertools
import math
import sys
from array import array

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightmax import Enclosure, lse_enclosure, smooth_max
from tightmax.enclosure import ELEMENTARY, gamma

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def arb_lse(row, t):
    """The ball of t ln sum exp(x/t), with enough digits that it does not matter how."""
    with flint.ctx.workprec(2400):
        top = max(row)
        total = sum((((flint.arb(v) - flint.arb(top)) / flint.arb(t)).exp() for v in row), flint.arb(0))
        return flint.arb(top) + flint.arb(t) * total.log()


def holds(low, row, t, high):
    with flint.ctx.workprec(2400):
        value = arb_lse(row, t)
        above = math.isinf(high) or not value > flint.arb(float(high))
        return above and not value < flint.arb(float(low))


def test_the_check_can_fail():
    assert holds(0.69, [0.0, 0.0], 1.0, 0.7)
    assert not holds(0.69, [0.0, 0.0], 1.0, 0.6931471805599453)  # ln 2 is 2.3e-17 more
    assert not holds(0.6931471805599454, [0.0, 0.0], 1.0, 0.7)


def test_an_enclosure_is_two_numbers():
    some = Enclosure(1.0, 1.5)
    assert 1.0 in some and 1.5 in some and np.float64(1.25) in some and 0.999 not in some and math.nan not in some
    assert 0.5 <= some.width < 0.5000001 and some.midpoint == 1.25 and 0.5 <= some.relative_width < 0.5000001
    assert Enclosure(0.0, 0.0).relative_width == 0.0 and Enclosure(0.0, 1.0).relative_width == math.inf
    assert Enclosure(0.0, 1.7e308).midpoint == 0.85e308
    assert some._repr_latex_() == r"$[1,\ 1.5]$" and r"\infty" in Enclosure(1.0, math.inf)._repr_latex_()
    assert eval(repr(some)) == some
    for ends in ((1.0, 0.0), (math.nan, 1.0), (0.0, math.nan)):
        with pytest.raises(ValueError, match="lower must be at most upper"):
            Enclosure(*ends)


def test_the_assumption_on_exp_and_log1p():
    """Points from all binades that LSE meets, and the ends of binades, against Arb."""
    rng = np.random.default_rng(0)
    z = np.concatenate([-rng.uniform(0, 708, 3000), -(10.0 ** rng.uniform(-300, 2.8, 3000)), -np.arange(1.0, 709.0)])
    s = np.concatenate([10.0 ** rng.uniform(-300, 9, 4000), 2.0 ** np.arange(-990.0, 40.0), rng.uniform(0, 9, 2000)])
    with flint.ctx.workprec(120):
        for computed, points, exact in ((np.exp(z), z, "exp"), (np.log1p(s), s, "log1p")):
            for value, point in zip(computed, points, strict=True):
                true = getattr(flint.arb(float(point)), exact)()
                assert bool(abs(flint.arb(float(value)) / true - 1) <= flint.arb(ELEMENTARY)), (exact, point)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(FINITE, st.floats(-50, 50)), min_size=1, max_size=8), st.floats(1e-3, 1e3))
def test_lse_lies_between(row, t):
    for rigorous in (False, True):
        low, high = lse_enclosure(row, temperature=t, rigorous=rigorous)
        assert max(row) <= low <= high and holds(low, row, t, high)


@pytest.mark.parametrize("t", [5e-324, 1e-300, 0.01, 1.0, 37.0, 1e300, 1.7e308])
def test_lse_at_every_scale_of_temperature(t):
    rng = np.random.default_rng(1)
    for size, n in itertools.product((0.0, 0.3, 30.0, 700.0, 1e308), (2, 3, 17)):
        row = rng.uniform(-1, 1, n) * min(size * t, 1.7e308) if size < 1e308 else rng.uniform(-1.7, 1.7, n) * 1e308
        fast, sure = lse_enclosure(row, temperature=t), lse_enclosure(row, temperature=t, rigorous=True)
        assert fast[0] <= sure[0] <= sure[1] <= fast[1]
        assert holds(sure[0], row.tolist(), t, sure[1])


def test_lse_is_tight():
    x = np.random.default_rng(2).standard_normal((50, 1000))
    low, high = lse_enclosure(x)
    assert np.all(low < high) and np.max((high - low) / low) < 1e-14
    low, high = lse_enclosure(x[:3], rigorous=True)
    assert np.array_equal(high, np.nextafter(low, np.inf))
    low, high = lse_enclosure([0.0, -40.0])
    assert low > 0 and (high - low) / low < 1e-13


def test_lse_types_and_axes():
    x = np.random.default_rng(3).standard_normal((3, 4, 5))
    for dtype in (np.float32, np.float16, np.float64):
        low, high = lse_enclosure(x.astype(dtype), axis=(0, 2))
        assert low.dtype == high.dtype == dtype and low.shape == (4,)
        for i in range(4):
            assert holds(low[i], x.astype(dtype)[:, i].ravel().astype(float).tolist(), 1.0, float(high[i]))
    assert lse_enclosure(x, axis=None)[0].shape == () and lse_enclosure(x, axis=1, keepdims=True)[1].shape == (3, 1, 5)
    assert lse_enclosure([3, 4])[0].dtype == np.float64
    low, high = lse_enclosure(np.float32([3e38, 3e38]), temperature=3e38)
    assert low == np.finfo(np.float32).max and high == np.inf


def test_lse_of_a_tensor():
    torch = pytest.importorskip("torch")
    low, high = lse_enclosure(torch.tensor([1.0, 2.0], requires_grad=True))
    assert low.dtype == np.float32 and low < 2.3132617 < high + 1e-6 and low <= high
    assert lse_enclosure(torch.tensor([1.0, 2.0], dtype=torch.bfloat16))[0].dtype == np.float32


@pytest.mark.parametrize("rigorous", [False, True])
def test_lse_at_the_edges(rigorous):
    inf, nan = math.inf, math.nan
    cases = [
        ([], -inf),
        ([-inf, -inf], -inf),
        ([inf, 0], inf),
        ([inf, inf], inf),
        ([nan, inf], nan),
        ([-inf, 2.5], 2.5),
    ]
    for row, value in cases:
        low, high = lse_enclosure(row, rigorous=rigorous)
        assert np.array_equal([low, high], [value, value], equal_nan=True), row
    assert [end.shape for end in lse_enclosure(np.zeros((0, 3)), rigorous=rigorous)] == [(0,), (0,)]
    low, high = lse_enclosure([1.7e308, 1.7e308], temperature=1.7e308, rigorous=rigorous)
    assert low == np.finfo(float).max and high == inf


def test_bad_input_of_lse():
    cases = [
        (ValueError, "temperature must be positive and finite, not 0", {"temperature": 0}),
        (TypeError, "temperature must be a real number, not 'a'", {"temperature": "a"}),
        (ValueError, "axis 1 is out of range", {"axis": 1}),
    ]
    for error, message, given_ in cases:
        with pytest.raises(error, match=message):
            lse_enclosure([1.0], **given_)
    for x in ([1j], ["a"], [None], np.longdouble([1.0])):
        with pytest.raises(TypeError, match=r"x must hold real numbers( of at most 64 bits)?, not"):
            lse_enclosure(x)
    with pytest.raises(ValueError, match=r"beyond 2\*\*53"):
        lse_enclosure([2**53 + 1])
    with pytest.raises(ValueError, match="rows of equal length"):
        lse_enclosure([[1.0], [1.0, 2.0]])
    with pytest.raises(TypeError, match="masked"):
        lse_enclosure(np.ma.array([1.0]))


def test_without_python_flint(monkeypatch):
    monkeypatch.setitem(sys.modules, "flint", None)
    with pytest.raises(ImportError, match="rigorous=True needs python-flint"):
        lse_enclosure([1.0], rigorous=True)


def test_the_error_bound_of_operations_in_a_row():
    assert gamma(0) == 0 and gamma(1) > 2.0**-53 and gamma(10**6) > 10**6 * 2.0**-53 / (1 - 10**6 * 2.0**-53)
    with pytest.raises(ValueError, match="too many"):
        gamma(2**45)


def test_the_middle_of_all_numbers_is_one_of_them():
    assert Enclosure(-math.inf, math.inf).midpoint == 0.0
    assert Enclosure(1.0, math.inf).midpoint in Enclosure(1, math.inf)
    assert Enclosure(-math.inf, 1.0).midpoint in Enclosure(-math.inf, 1.0)


@pytest.mark.parametrize("library", ("torch", "jax.numpy", "dask.array"))
def test_arrays_of_other_libraries(library):
    xp = pytest.importorskip(library)
    x = np.array([1.0, 2.5, -3.0], np.float32)
    assert lse_enclosure(xp.asarray(x)) == lse_enclosure(x)
    if library == "dask.array":
        with pytest.raises(TypeError, match="x has masked chunks"):
            lse_enclosure(xp.ma.masked_greater(xp.asarray(x), 2))
        return
    low, high = lse_enclosure(xp.asarray(x, dtype=xp.bfloat16))
    assert (low, high) == lse_enclosure(x) and low.dtype == np.float32


def test_what_numpy_takes_without_guessing():
    same = lse_enclosure([0.0, 1.0, 2.0])
    for x in (range(3), memoryview(np.arange(3.0)), array("d", [0, 1, 2]), np.arange(3.0).astype(">f8")):
        assert lse_enclosure(x) == same
        assert smooth_max(x, temperature=1.0, kind="lse") == smooth_max([0.0, 1.0, 2.0], temperature=1.0, kind="lse")

    class Table:
        """What a column of pandas has."""

        def to_numpy(self):
            raise AssertionError

        __array__ = to_numpy

    for function in (lse_enclosure, lambda x: smooth_max(x, temperature=1.0)):
        with pytest.raises(TypeError, match=r"not a \S*Table: pass x.to_numpy\(\)"):
            function(Table())

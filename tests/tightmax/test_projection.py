"""The projection to the simplex on NumPy without a sort: few entries near the maximum, many, and many that lie within
rounding of the threshold.
"""

import math
import tracemalloc
from contextlib import nullcontext
from itertools import product

import mpmath
import numpy as np
import pytest

from tests.tightmax.in_double import in_double
from tests.tightmax.test_layouts import assert_same, expected
from tightmax import smooth_argmax, smooth_max, value_and_weights
from tightmax.engines import projection
from tightmax.kinds import QUADRATIC


@pytest.mark.parametrize("n", (17, 64, 1000, 5000))
@pytest.mark.parametrize("dtype", (np.float32, np.float64))
def test_few_entries_near_the_maximum_and_many(dtype, n):
    """From few to all: the whole block at once, until few are left or all that are have weight; no row is sorted."""
    x = 3 * np.random.default_rng(2).standard_normal((50, n)).astype(dtype)
    mask = np.random.default_rng(3).random(x.shape) < 0.8
    x[3], x[4, :5], x[5, 7], x[6, 1:] = -math.inf, -math.inf, math.inf, -math.inf
    mask[6, 0] = True
    for t, where in product((1.0, 10.0, 30.0, 1e3, 1e6), (None, mask)):
        weights = np.empty_like(x)
        with np.errstate(all="ignore"):
            value, left_out = projection.value_and_weights(x, t, where, QUADRATIC, 0.0, weights)
        assert np.array_equal(np.flatnonzero(left_out), (3, 5))
        right = expected(x, t, where, "quadratic")
        assert_same((value[~left_out], weights[~left_out]), tuple(part[~left_out] for part in right), 8, dtype)
        assert np.allclose(weights[~left_out].sum(axis=-1, dtype=float), 1.0, rtol=0, atol=32 * np.finfo(dtype).eps)
        assert_same(value_and_weights(x, kind="quadratic", temperature=t, where=where), right, 8, dtype)


def test_the_least_of_many_levels_of_a_dense_row():
    """Of the first k levels -i/2n the threshold is ((1-k) k/4n - 1)/k; these have weight while k(k-1) < 4n."""
    n = 400
    x = -np.random.default_rng(0).permutation(n) / (2 * n)
    k = max(k for k in range(1, n + 1) if k * (k - 1) < 4 * n)
    tau = ((1 - k) * k / (4 * n) - 1) / k
    weights = smooth_argmax(np.stack([x, x]), kind="quadratic", temperature=1.0)
    assert np.allclose(weights, np.maximum(x - tau, 0.0), rtol=0, atol=1e-16) and (weights[0] > 0).sum() == k


def test_a_threshold_that_rises_slowly_is_found_by_sorting(monkeypatch):
    x = np.array([[0.0, -0.2, -0.7, -0.95, *[-9.0] * 996]])
    right = expected(x, 1.0, None, "quadratic")
    assert not projection.value_and_weights(x, 1.0, None, QUADRATIC, 0.0, None)[1].any()
    assert_same(value_and_weights(x, kind="quadratic", temperature=1.0), right, 8, float)
    monkeypatch.setattr(projection, "FEW", 0)
    assert not projection.value_and_weights(x, 1.0, None, QUADRATIC, 0.0, None)[1].any()
    assert_same(value_and_weights(x, kind="quadratic", temperature=1.0), right, 8, float)
    monkeypatch.setattr(projection, "STEPS", 1)
    dense = np.linspace(-1.0, 0.0, 1000)[None]
    for row in (x, dense):
        assert projection.value_and_weights(row, 1.0, None, QUADRATIC, 0.0, None)[1].all()
        right = expected(row, 1.0, None, "quadratic")
        assert_same(value_and_weights(row, kind="quadratic", temperature=1.0), right, 8, float)


@pytest.mark.parametrize("library", ("numpy", "columns", "torch", "jax"))
@pytest.mark.parametrize("dtype, n, level", [
    (np.float32, 131072, -0.999), (np.float32, 20000, -0.9995), (np.float32, 1000, -0.9999),
    (np.float32, 300000, -0.8), (np.float64, 131072, 1e-12 - 1),
])
def test_many_entries_within_rounding_of_the_threshold(dtype, n, level, library):
    """All but one entry are equal, and above the threshold by less than the type tells there."""
    x = np.full(n, level, dtype)
    x[7] = 0.0
    tau = (float(x[0]) * (n - 1) - 1) / n
    given = np.repeat(x[None], 70 if library == "columns" and n < 10**5 else 1, axis=0)
    if library == "columns":
        value, weights = value_and_weights(np.ascontiguousarray(given.T), kind="quadratic", temperature=1.0, axis=0)
        weights = weights.T
    elif library == "numpy":
        value, weights = value_and_weights(given, kind="quadratic", temperature=1.0)
    else:
        module = pytest.importorskip(library)
        pytest.importorskip("array_api_compat")
        with in_double() if library == "jax" else nullcontext():
            array = (module.from_numpy if library == "torch" else module.numpy.asarray)(given)
            found = value_and_weights(array, kind="quadratic", temperature=1.0)
            value, weights = (np.asarray(part) for part in found)
    off = 16 if library == "jax" else 1  # in sums of single precision
    assert np.allclose(weights[:, 7], -tau, rtol=0, atol=off * np.finfo(dtype).eps)
    right = ((1 + tau) ** 2 + (n - 1) * (float(x[0]) - tau) ** 2) / 2
    assert np.allclose(value, right, rtol=1e-4 if library != "jax" else 0.05, atol=0)


@pytest.mark.parametrize("shape, order", [((10, 300_000), "F"), ((40_000, 64), "F"), ((8, 300_000), "C")])
def test_memory_where_many_entries_are_near_the_maximum(shape, order):
    x = np.random.default_rng(0).normal(size=shape).astype(float, order=order)
    tracemalloc.start()
    try:
        value_and_weights(x, kind="quadratic", temperature=1e3)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2.7 * x.nbytes  # the weights, and at most 1.7 times x


@pytest.mark.parametrize("others", (0, 80_000))
@pytest.mark.parametrize("n", (60, 1000, 20_000, 131_070))
@pytest.mark.parametrize("below", (1e-16, 1e-14, 1e-11, 1e-9, 1e-5))
def test_many_entries_just_below_the_threshold(n, others, below):
    """Two entries have weight; without the many that are next to them in height, rounding would stop below these."""
    x = np.r_[0.0, -0.25, np.full(n, -0.625 - n * below / 1000), np.full(others, -3.0)]
    value, weights = value_and_weights(np.stack([x, x]), kind="quadratic", temperature=1.0)
    assert np.allclose(weights[:, :2], [0.625, 0.375], rtol=0, atol=4e-16) and not weights[:, 2:].any()
    assert np.allclose(value, 0.375**2, rtol=4e-16, atol=0)


@pytest.mark.parametrize("rows", (1, 2, 3))
def test_many_small_squares_are_added_by_halves(rows):
    x = np.r_[0.0, -0.1, np.full(19_998, -0.5499)]
    value = smooth_max(np.stack([x] * rows), kind="quadratic", temperature=1.0)
    with mpmath.workdps(40):
        z = [mpmath.mpf(entry) for entry in x.tolist()]
        tau = (sum(z) - 1) / len(z)
        assert z[-1] > tau
        right = float(((1 + tau) ** 2 + sum((entry - tau) ** 2 for entry in z[1:])) / 2)
    assert np.allclose(value, right, rtol=1e-15, atol=0)

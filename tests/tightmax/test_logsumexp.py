"""LogSumExp and its weights: values against mpmath, several temperatures, every edge."""

import math
from functools import partial

import mpmath
import numpy as np
import pytest

import tightmax
from tightmax import logsumexp

value_and_weights = partial(tightmax.value_and_weights, kind="lse")


TEMPERATURES = (1e-6, 0.01, 0.7, 1.0, 3.0, 1e6)
POINTS = (
    [0.0], [1.0, 1.0], [0.0, -50.0], [3.0, 1.0, 2.0, -7.5], [1e6, 1e6 + 1e-6, 1e6 - 1e-6], [1e-9, -1e-9, 0.0],
    [-1e5, -1e5 + 0.5], [1e300, -1e300], [5.0] * 100,
)


def reference(x, t):
    with mpmath.workdps(80):
        top = mpmath.mpf(max(x))
        terms = [mpmath.exp((mpmath.mpf(entry) - top) / mpmath.mpf(t)) for entry in x]
        total = mpmath.fsum(terms)
        value = top + mpmath.mpf(t) * mpmath.log(total)
        return float(value), [float(term / total) for term in terms], float(value - top)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("x", POINTS, ids=lambda x: f"{len(x)} from {x[0]:g}")
def test_values_and_weights(x, t):
    value, weights, _ = reference(x, t)
    found, shares = value_and_weights(x, temperature=t)
    assert math.isclose(found, value, rel_tol=4e-15, abs_tol=1e-300)
    assert np.allclose(shares, weights, rtol=1e-12, atol=1e-300)
    assert math.isclose(shares.sum(), 1, rel_tol=1e-14)
    assert logsumexp(x, temperature=t) == found


@pytest.mark.parametrize("t", TEMPERATURES)
def test_a_tiny_excess_is_not_lost(t):
    x = [0.0, -50.0 * t, -60.0 * t]
    assert math.isclose(logsumexp(x, temperature=t), reference(x, t)[2], rel_tol=1e-13)


@pytest.mark.parametrize("t", TEMPERATURES)
def test_the_temperature_scales(t):
    x = np.random.default_rng(5).normal(size=(7, 4))
    assert np.allclose(logsumexp(t * x, temperature=t), t * logsumexp(x), rtol=1e-12, atol=0)
    assert np.allclose(logsumexp(np.full(9, 2.0), temperature=t), 2 + t * math.log(9), rtol=1e-14)


@pytest.mark.parametrize("t", (0.05, 1.0, 20.0))
def test_the_weights_are_the_gradient(t):
    x = t * np.array([0.3, -1.0, 0.9])
    step = t * 1e-6
    slopes = [
        (logsumexp(x + step * e, temperature=t) - logsumexp(x - step * e, temperature=t)) / (2 * step)
        for e in np.eye(3)
    ]
    assert np.allclose(slopes, value_and_weights(x, temperature=t)[1], atol=1e-8)


@pytest.mark.parametrize("axis", (0, 1, 2, -1, -2, -3))
def test_axes(axis):
    x = np.random.default_rng(1).normal(size=(2, 3, 4))
    value, weights = value_and_weights(x, axis=axis, temperature=0.3)
    assert np.allclose(value, 0.3 * np.log(np.exp(x / 0.3).sum(axis=axis)))
    assert weights.shape == x.shape and np.allclose(weights.sum(axis=axis), 1)


@pytest.mark.parametrize("t", (1e-6, 1.0, 1e6))
def test_empty_infinite_and_nan(t):
    inf, nan = math.inf, math.nan
    assert logsumexp([], temperature=t) == -inf
    assert logsumexp(np.empty((2, 0)), temperature=t).tolist() == [-inf, -inf]
    assert logsumexp(np.empty((0, 3)), temperature=t).shape == (0,)
    assert value_and_weights(np.empty((2, 0)), temperature=t)[1].shape == (2, 0)
    rows = np.array([[-inf, -inf], [inf, 0.0], [inf, inf], [0.0, -inf], [nan, 0.0], [nan, inf], [inf, -inf]])
    value, weights = value_and_weights(rows, temperature=t)
    assert np.array_equal(value, [-inf, inf, inf, 0.0, nan, nan, inf], equal_nan=True)
    expected = [[0.5, 0.5], [1, 0], [0.5, 0.5], [1, 0], [nan, nan], [nan, nan], [1, 0]]
    assert np.array_equal(weights, expected, equal_nan=True)


@pytest.mark.filterwarnings("error")
def test_the_largest_numbers_do_not_overflow():
    big = np.finfo(float).max
    assert logsumexp([big, -big], temperature=1e-300) == big
    assert value_and_weights([big, -big], temperature=1e-300)[1].tolist() == [1.0, 0.0]
    assert logsumexp([1e-320, 0.0], temperature=5e-324) == 1e-320


@pytest.mark.parametrize("dtype", (np.float16, np.float32, np.float64, np.longdouble))
def test_floating_types_are_kept(dtype):
    x = np.array([[1, 2], [3, 3]], dtype=dtype)
    value, weights = value_and_weights(x, temperature=1e-60)
    assert value.dtype == weights.dtype == dtype
    assert value.tolist() == [2, 3] and weights.tolist() == [[0, 1], [0.5, 0.5]]


def test_integers_give_doubles_and_the_input_is_left_alone():
    x = np.array([[4, 4], [0, 9]])
    assert logsumexp(x).dtype == np.float64
    y = np.array([1.0, 2.0])
    value_and_weights(y, temperature=1.0)
    assert y.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("t", (0, 0.0, -1.0, math.inf, -math.inf, math.nan))
def test_a_bad_temperature_is_named(t):
    for function in (logsumexp, value_and_weights):
        with pytest.raises(ValueError, match="positive and finite") as error:
            function([0.0, 1.0], temperature=t)
        assert repr(t) in str(error.value)


@pytest.mark.parametrize("t", (True, "1", None, 1j, [1.0]))
def test_a_temperature_is_a_real_number(t):
    with pytest.raises(TypeError, match=r"real number|exactly one"):
        logsumexp([0.0, 1.0], temperature=t)


@pytest.mark.parametrize("x", ([1j, 0], ["a"], [None]))
def test_entries_are_real_numbers(x):
    with pytest.raises(TypeError, match="real numbers"):
        logsumexp(x)


def test_a_missing_axis_is_an_error():
    with pytest.raises(ValueError, match="axis"):
        logsumexp([1.0], axis=1)
    with pytest.raises(ValueError, match="axis"):
        logsumexp(3.0)


@pytest.mark.parametrize("t", (1e-3, 1.0, 50.0))
def test_kept_axes_and_masks_are_those_of_the_smooth_maximum(t):
    rng = np.random.default_rng(8)
    x, mask = t * rng.normal(size=(5, 3, 4)), rng.random((5, 3, 4)) < 0.6
    mask[0, 0] = False
    kept = logsumexp(x, axis=(0, 2), keepdims=True, where=mask, temperature=t)
    assert kept.shape == (1, 3, 1)
    rows = [reference(x[:, i][mask[:, i]].tolist(), t)[0] for i in range(3)]
    assert np.allclose(kept[0, :, 0], rows, rtol=1e-13, atol=0)
    assert np.array_equal(logsumexp(x, where=mask, temperature=t), value_and_weights(x, where=mask, temperature=t)[0])
    assert logsumexp(x, where=mask, temperature=t)[0, 0] == -math.inf


def _library(name):
    if name == "jax":
        jax = pytest.importorskip("jax")
        jax.config.update("jax_enable_x64", True)
        return jax.numpy.asarray
    if name == "torch":
        return pytest.importorskip("torch").asarray
    dask = pytest.importorskip("dask.array")
    return lambda x: dask.from_array(x, chunks=2)


@pytest.mark.parametrize("name", ("torch", "jax", "dask"))
def test_masks_and_kept_axes_in_every_library(name):
    pytest.importorskip("array_api_compat")
    own = _library(name)
    rng = np.random.default_rng(9)
    x, mask = rng.normal(size=(6, 4)), rng.random((6, 4)) < 0.5
    mask[2] = False
    found = logsumexp(own(x), keepdims=True, where=own(mask), temperature=0.3)
    assert type(found) is type(own(x)) and tuple(found.shape) == (6, 1)
    assert np.allclose(np.asarray(found), logsumexp(x, keepdims=True, where=mask, temperature=0.3), rtol=1e-14)

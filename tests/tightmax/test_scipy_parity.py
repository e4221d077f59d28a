"""Kind "lse" against scipy.special.logsumexp and softmax, on NumPy, PyTorch and JAX; differences that are meant are
asserted as ours."""

import math

import numpy as np
import pytest

from tightmax import smooth_max, value_and_weights

special = pytest.importorskip("scipy.special")

INF, NAN = math.inf, math.nan


@pytest.fixture(params=("numpy", "torch", "jax"))
def asarray(request):
    """A function that makes an array of the library out of a NumPy array."""
    if request.param == "numpy":
        yield np.asarray
        return
    pytest.importorskip("array_api_compat")
    library = pytest.importorskip(request.param)
    if request.param == "torch":
        yield lambda x: library.from_numpy(np.array(x))
        return
    library.config.update("jax_enable_x64", True)
    yield library.numpy.asarray
    library.config.update("jax_enable_x64", False)


def ours(x, **how):
    value, weights = value_and_weights(x, kind="lse", temperature=1.0, **how)
    return np.asarray(value), np.asarray(weights)


def close(a, b, dtype=float):
    eps = float(np.finfo(dtype).eps)
    return a.shape == np.shape(b) and np.allclose(
        a.astype(float), np.asarray(b, float), rtol=8 * eps, atol=8 * eps, equal_nan=True
    )


def random(*shape, scale=5.0):
    return np.random.default_rng(7).normal(size=shape) * scale


@pytest.mark.parametrize("axis", (0, 1, 2, -1, -2, -3, (0, 1), (2, 0), (-1, -3), (0, 1, 2), None))
@pytest.mark.parametrize("keepdims", (False, True))
def test_axes_and_keepdims(asarray, axis, keepdims):
    x = random(2, 3, 4)
    value, weights = ours(asarray(x), axis=axis, keepdims=keepdims)
    assert close(value, special.logsumexp(x, axis=axis, keepdims=keepdims))
    assert close(weights, special.softmax(x, axis=axis))


@pytest.mark.parametrize(
    ("shape", "axis"),
    [
        ((0,), -1),
        ((0,), None),
        ((0, 3), 0),
        ((0, 3), 1),
        ((0, 3), None),
        ((2, 0, 3), 1),
        ((2, 0, 3), (0, 1)),
        ((2, 0, 3), 2),
    ],
)
@pytest.mark.parametrize("keepdims", (False, True))
def test_arrays_without_entries(asarray, shape, axis, keepdims):
    x = np.empty(shape)
    value, weights = ours(asarray(x), axis=axis, keepdims=keepdims)
    shape_left = np.sum(x, axis=axis, keepdims=keepdims).shape
    assert np.array_equal(value, np.full(shape_left, -INF)) and weights.shape == shape
    if isinstance(axis, int):  # for several axes of such an array SciPy 1.17 ends in an IndexError or in another shape
        assert np.array_equal(value, special.logsumexp(x, axis=axis, keepdims=keepdims))


def test_infinite_and_nan(asarray):
    rows = np.array(
        [
            [-INF, -INF, -INF],
            [INF, 0, 1],
            [INF, INF, 0],
            [INF, -INF, 0],
            [0, -INF, 1],
            [NAN, 0, 1],
            [NAN, INF, 0],
            [-INF, NAN, 0],
        ]
    )
    value, weights = ours(asarray(rows))
    assert np.array_equal(value[[0, 1, 2, 3, 5, 6, 7]], [-INF, INF, INF, INF, NAN, NAN, NAN], equal_nan=True)
    with np.errstate(all="ignore"):
        assert close(value, special.logsumexp(rows, axis=-1))
        shares = special.softmax(rows, axis=-1)
    assert close(weights[4:6], shares[4:6])
    # Where the maximum is infinite, softmax is nan; here the entries that attain it share the weight.
    assert np.isnan(shares[:4]).any(axis=-1).all()
    assert np.allclose(weights[:4], [[1 / 3] * 3, [1, 0, 0], [0.5, 0.5, 0], [1, 0, 0]], rtol=1e-15)


@pytest.mark.parametrize(
    "row",
    [
        [1000.0, 1000.0], [-1000.0, -1000.0], [1000.0, 0.0], [0.0, -1000.0], [1e308, 1e308], [1e308, -1e308],
        [-1e308, -1e308], [1e-310, 0.0], [1e-310, -1e-310, 1e-300], [1e308, 1e-310, -5.0], [0.0] * 1000, [3.5],
        [0.0, -40.0], [0.0, -700.0], [-40.0, 0.0, -41.0], [700.0, 690.0, 0.0, -1e300],
    ],
)
def test_magnitudes(asarray, row):
    x = np.array(row)
    value, weights = ours(asarray(x))
    with np.errstate(all="ignore"):
        assert close(value, special.logsumexp(x)) and close(weights, special.softmax(x))
    # Beside a maximum 0 the result is the excess alone, which both keep however small.
    if x.max() == 0:
        assert math.isclose(value, special.logsumexp(x), rel_tol=1e-14)


def test_without_axes(asarray):
    value, weights = ours(asarray(np.array(2.5)), axis=None)
    assert value == special.logsumexp(2.5) == 2.5 and value.shape == () and weights == special.softmax(2.5) == 1
    assert ours(asarray(np.array(2.5)), axis=())[0] == 2.5
    # One axis of an array that has none is an error here.
    with pytest.raises(ValueError, match="axis -1 is out of range"):
        smooth_max(asarray(np.array(2.5)), kind="lse", temperature=1.0)


@pytest.mark.parametrize("n", (3, 30, 1000))
@pytest.mark.parametrize("dtype", (np.float16, np.float32, np.float64))
def test_floating_types(asarray, dtype, n):
    x = random(20, n).astype(dtype)
    value, weights = ours(asarray(x), axis=-1)
    assert value.dtype == weights.dtype == special.logsumexp(x, axis=-1).dtype == dtype
    exact = x.astype(float)
    # Half precision is computed in single precision here and so nearer to the exact value than SciPy's.
    assert close(value, special.logsumexp(exact, axis=-1), dtype)
    assert np.allclose(weights.astype(float), special.softmax(exact, axis=-1), rtol=0, atol=4 * np.finfo(dtype).eps)


def test_long_doubles():
    x = random(5, 30).astype(np.longdouble)
    value, weights = ours(x)
    assert value.dtype == weights.dtype == special.logsumexp(x, axis=-1).dtype == np.longdouble
    eps = float(np.finfo(np.longdouble).eps)
    assert np.all(np.abs(value - special.logsumexp(x, axis=-1)) <= 8 * eps * np.abs(value))
    assert np.all(np.abs(weights - special.softmax(x, axis=-1)) <= 8 * eps)


@pytest.mark.parametrize("dtype", (np.int8, np.int32, np.int64, np.uint8, bool))
def test_whole_numbers_and_booleans(asarray, dtype):
    x = np.array([[3, 1, 0], [0, 0, 1]]).astype(dtype)
    value, weights = ours(asarray(x))
    # PyTorch's default type is single precision, NumPy's and JAX's (with 64 bits) is double.
    assert value.dtype == weights.dtype and value.dtype in (np.float32, np.float64)
    assert close(value, special.logsumexp(x.astype(float), axis=-1), value.dtype)
    assert close(weights, special.softmax(x.astype(float), axis=-1), value.dtype)


def test_a_mask_is_a_vector_of_factors_0_and_1(asarray):
    x, mask = random(30, 6), np.random.default_rng(1).random((30, 6)) < 0.6
    mask[:, 0] = True
    value, weights = ours(asarray(x), where=asarray(mask))
    assert close(value, special.logsumexp(x, axis=-1, b=mask.astype(float)))
    assert close(weights, special.softmax(np.where(mask, x, -INF), axis=-1))


def test_shifts_and_many_entries(asarray):
    x = random(200_000, scale=1.0)
    value, weights = ours(asarray(x))
    assert math.isclose(value, special.logsumexp(x), rel_tol=1e-14)
    assert np.allclose(weights, special.softmax(x), rtol=1e-12, atol=0)
    assert math.isclose(ours(asarray(x + 1e4))[0], special.logsumexp(x) + 1e4, rel_tol=1e-14)

"""The edges of the smooth maxima on NumPy: empty, infinite, nan, masks, axes, types, the largest and smallest numbers."""

import inspect
import math
import sys
import tracemalloc

import numpy as np
import pytest

from tightmax import (
    hessian_vector,
    logsumexp,
    lse_enclosure,
    perturbed,
    smooth_argmax,
    smooth_max,
    spectral_norm,
    value_and_weights,
    worst_gap,
)

KINDS = ("lse", "universal", "quadratic", "best")
INF, NAN = math.inf, math.nan

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("t", (1e-310, 1e-6, 1.0, 1e6))
@pytest.mark.parametrize("kind", KINDS)
def test_empty_infinite_and_nan(kind, t):
    rows = np.array([[-INF, -INF], [INF, 0.0], [INF, INF], [0.0, -INF], [NAN, 0.0], [NAN, INF], [INF, -INF]])
    value, weights = value_and_weights(rows, kind=kind, temperature=t)
    assert np.array_equal(value, [-INF, INF, INF, 0.0, NAN, NAN, INF], equal_nan=True)
    expected = [[0.5, 0.5], [1, 0], [0.5, 0.5], [1, 0], [NAN, NAN], [NAN, NAN], [1, 0]]
    assert np.array_equal(weights, expected, equal_nan=True)
    assert smooth_max([], kind=kind, temperature=t) == -INF
    empty = value_and_weights(np.empty((2, 0, 3)), axis=1, kind=kind, temperature=t, keepdims=True)
    assert np.array_equal(empty[0], np.full((2, 1, 3), -INF)) and empty[1].shape == (2, 0, 3)
    assert value_and_weights(np.empty((0, 3)), kind=kind, temperature=t)[0].shape == (0,)
    assert smooth_max([], kind=kind, error=0.1) == -INF


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (1, 2, 3, 4, 40))
def test_all_infinite_rows_of_any_length(n, kind):
    for entry in (-INF, INF):
        value, weights = value_and_weights(np.full(n, entry), kind=kind, temperature=0.3)
        assert value == entry and np.allclose(weights, 1 / n)
    x = np.zeros((3, n))
    x[1, 0], x[2, -1] = NAN, -INF
    value, weights = value_and_weights(x, kind=kind, temperature=0.3)
    assert np.isnan(value[1]) and np.isnan(weights[1]).all()
    assert not np.isnan(value[[0, 2]]).any() and not np.isnan(weights[[0, 2]]).any()
    assert n == 1 or weights[2, -1] == 0


@pytest.mark.parametrize("t", (1e-310, 0.2, 5.0))
@pytest.mark.parametrize("kind", KINDS)
def test_masked_entries_do_not_count(kind, t):
    rng = np.random.default_rng(4)
    x, mask = t * rng.normal(size=(60, 5)), rng.random((60, 5)) < 0.6
    x[~mask] = rng.choice([NAN, INF, 1e308, -INF, 0.0], (~mask).sum())
    x[3], mask[3], mask[7:9] = -INF, [True, True, False, False, False], False
    value, weights = value_and_weights(x, where=mask, kind=kind, temperature=t)
    assert np.all(weights[~mask] == 0)
    some = mask.any(axis=1)
    assert np.all(value[~some] == -INF) and np.allclose(weights[some].sum(axis=1), 1)
    assert weights[3].tolist() == [0.5, 0.5, 0, 0, 0]
    fixed = "universal" if kind == "best" else kind  # at n = 5; the rows that are left are shorter
    for row in np.flatnonzero(some):
        left = value_and_weights(x[row][mask[row]], kind=fixed, temperature=t)
        assert np.allclose(value[row], left[0], rtol=1e-14) and np.allclose(weights[row][mask[row]], left[1])
    product = hessian_vector(x, np.where(mask, 1.5, NAN), where=mask, kind=kind, temperature=t)
    assert np.all(product[~mask] == 0) and np.all(np.abs(product[some] * t) < 1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_masks_broadcast_and_true_masks_nothing(kind):
    x = np.arange(12.0).reshape(3, 4)
    f = smooth_max(x, where=np.array([True, False, True, True]), kind=kind, temperature=2.0)
    g = smooth_max(np.where([True, False, True, True], x, -INF), kind=kind, temperature=2.0)
    assert np.array_equal(f, g)
    assert np.array_equal(
        smooth_max(x, where=True, kind=kind, temperature=2.0), smooth_max(x, kind=kind, temperature=2.0)
    )
    assert np.all(smooth_max(x, where=False, kind=kind, temperature=2.0) == -INF)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("axis", (0, 1, 2, -1, -3, (0, 2), (2, 1), (0, 1, 2), None, ()))
def test_axes(axis, kind):
    x = np.random.default_rng(1).normal(size=(2, 3, 4))
    axes = tuple(range(3)) if axis is None else (axis,) if isinstance(axis, int) else axis
    axes = tuple(a % 3 for a in axes)
    rest = [a for a in range(3) if a not in axes]
    flat = x.transpose(*rest, *axes).reshape(*(x.shape[a] for a in rest), -1)
    value, weights = value_and_weights(x, axis=axis, kind=kind, temperature=0.3)
    assert np.array_equal(value, smooth_max(flat, kind=kind, temperature=0.3))
    assert weights.shape == x.shape and np.allclose(weights.sum(axis=axes), 1)
    back = weights.transpose(*rest, *axes).reshape(flat.shape)
    assert np.array_equal(back, smooth_argmax(flat, kind=kind, temperature=0.3))
    kept = smooth_max(x, axis=axis, kind=kind, temperature=0.3, keepdims=True)
    assert kept.shape == tuple(1 if a in axes else x.shape[a] for a in range(3))
    v = np.random.default_rng(2).normal(size=x.shape)
    product = hessian_vector(x, v, axis=axis, kind=kind, temperature=0.3)
    flat_v = v.transpose(*rest, *axes).reshape(flat.shape)
    assert np.array_equal(
        product.transpose(*rest, *axes).reshape(flat.shape), hessian_vector(flat, flat_v, kind=kind, temperature=0.3)
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (2, 3, 4, 20))
def test_the_largest_and_smallest_numbers(n, kind):
    big = np.finfo(float).max
    x = np.full(n, -big)
    x[0] = big
    value, weights = value_and_weights(x, kind=kind, temperature=1e-310)
    assert value == big and weights.tolist() == [1.0] + [0.0] * (n - 1)
    x[1:] = 1e308
    x[0] = 1e308
    value, weights = value_and_weights(x, kind=kind, temperature=1e-310)
    assert value == 1e308 and np.allclose(weights, 1 / n)
    tiny = np.zeros(n)
    tiny[0] = 4e-310
    assert np.isfinite(smooth_argmax(tiny, kind=kind, temperature=1e-310)).all()
    assert smooth_max(tiny, kind=kind, temperature=1e-310) >= 4e-310
    assert np.isfinite(smooth_argmax(x, kind=kind, temperature=1e300)).all()
    assert np.isfinite(hessian_vector(x, np.ones(n), kind=kind, temperature=1e-300)).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", (np.float16, np.float32, np.float64, np.longdouble))
@pytest.mark.parametrize("n", (2, 3, 20))
def test_floating_types_are_kept(n, dtype, kind):
    x = np.random.default_rng(6).normal(size=(50, n)).astype(dtype)
    kept = x.copy()
    value, weights = value_and_weights(x, kind=kind, temperature=0.5)
    assert value.dtype == weights.dtype == dtype and np.array_equal(x, kept)
    exact = value_and_weights(x.astype(float), kind=kind, temperature=0.5)
    eps = max(float(np.finfo(dtype).eps), 2e-16)
    assert np.allclose(value.astype(float), exact[0], rtol=0, atol=12 * eps)
    assert np.allclose(weights.astype(float), exact[1], rtol=0, atol=12 * eps)
    assert smooth_argmax(np.array([1, 1, 0], dtype), kind=kind, temperature=1e-60).tolist() == [0.5, 0.5, 0]
    assert hessian_vector(x, x, kind=kind, temperature=0.5).dtype == dtype


@pytest.mark.parametrize("kind", KINDS)
def test_many_half_precision_entries_do_not_overflow(kind):
    x = np.ones(70_000, np.float16)
    value, weights = value_and_weights(x, kind=kind, temperature=1.0)
    assert math.isclose(value, 1 + worst_gap(70_000, kind=kind), rel_tol=1e-3)
    assert np.allclose(weights.astype(float), 1 / 70_000, rtol=1e-2) and weights.dtype == np.float16


@pytest.mark.parametrize("kind", KINDS)
def test_integers_booleans_lists_and_numbers(kind):
    for x in ([[3, 1], [0, 0]], np.array([[3, 1], [0, 0]], np.int8), np.array([[3, 1], [0, 0]], np.uint64)):
        value, weights = value_and_weights(x, kind=kind, temperature=0.7)
        same = value_and_weights(np.array(x, float), kind=kind, temperature=0.7)
        assert value.dtype == weights.dtype == np.float64
        assert np.array_equal(value, same[0]) and np.array_equal(weights, same[1])
    assert smooth_max([True, False], kind=kind, temperature=0.1, error=None).dtype == np.float64
    assert smooth_max(3.0, axis=(), kind=kind, temperature=1.0) == 3.0
    assert smooth_max(3, axis=None, kind=kind, error=0.1) == 3.0


@pytest.mark.parametrize("kind", KINDS)
def test_layouts_and_blocks_agree(kind):
    x = np.random.default_rng(8).normal(size=(20_000, 7))
    value, weights = value_and_weights(x, kind=kind, temperature=0.7)
    rows = [0, 9361, 9362, 9363, 19_999]
    for row in rows:
        one = value_and_weights(x[row], kind=kind, temperature=0.7)
        assert np.allclose(one[0], value[row], rtol=1e-15) and np.allclose(one[1], weights[row], rtol=1e-13)
    for other in (np.asfortranarray(x), x[::-1][::-1], np.repeat(x, 2, axis=1)[:, ::2]):
        assert np.allclose(smooth_argmax(other, kind=kind, temperature=0.7), weights, rtol=1e-13)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", (16, 4096))
def test_the_buffer_of_the_caller_is_kept_and_does_not_matter(kind, size):
    x = np.random.default_rng(0).standard_normal((70, 1000))
    expected = value_and_weights(x, kind=kind, temperature=0.1)
    before = np.setbufsize(size)
    try:
        found = value_and_weights(x, kind=kind, temperature=0.1)
        assert np.getbufsize() == size
    finally:
        np.setbufsize(before)
    assert all(np.array_equal(a, b) for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize("masked", (False, True))
@pytest.mark.parametrize("kind", ("lse", "universal"))
@pytest.mark.parametrize("shape", ((100_000, 4), (8000, 50), (1, 400_000)))
def test_memory(shape, kind, masked):
    """At most two arrays of the size of x beside x and the weights; in fact one, and less where rows are long."""
    x = np.random.default_rng(0).normal(size=shape)
    mask = x > -1 if masked else None
    value_and_weights(x, where=mask, kind=kind, temperature=0.7)
    tracemalloc.start()
    try:
        value_and_weights(x, where=mask, kind=kind, temperature=0.7)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < (3 if shape[-1] < 16 else 1.5) * x.nbytes


FUNCTIONS = (smooth_max, smooth_argmax, value_and_weights, lambda x, **how: hessian_vector(x, x, **how))


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("x", "advice"),
    [
        ([1j, 0], "real part"),
        (np.array([1, None]), r"astype\(float\)"),
        (["a"], "floating type"),
        (b"a", "floating type"),
        (np.ma.masked_array([1.0, 2.0], [True, False]), "where="),
        (np.array(["2020-01-01"], "datetime64[D]"), "floating type"),
        (None, "array or a list"),
        ({1.0}, "array or a list"),
    ],
)
def test_types_that_are_refused(function, x, advice):
    with pytest.raises(TypeError, match=advice):
        function(x, temperature=1.0)


class Table:
    """What a pandas table has of an array."""

    shape = (1, 2)

    def to_numpy(self):
        return np.zeros(self.shape)

    def __array__(self, dtype=None, copy=None):
        return self.to_numpy()


@pytest.mark.parametrize("without", (False, True))
@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (None, TypeError, "x must be an array or a list of numbers, not None"),
        (Table(), TypeError, r"not a \S*Table: pass x\.to_numpy\(\)"),
        (range(3), TypeError, r"not a range: pass list\(x\)"),
        (print, TypeError, "not a builtin_function_or_method$"),
        ([[1.0, 2.0], [3.0]], ValueError, "x must be an array or a list of rows of equal length"),
        ([1.0, None], TypeError, "x must hold real numbers, not None"),
        ([{"a": 1}], TypeError, "x must hold real numbers, not {'a': 1}"),
        (["1", "2"], TypeError, "x must hold real numbers, not text: convert it to a floating type"),
        ("123", TypeError, "x must hold real numbers, not text"),
    ],
)
def test_what_is_no_array_is_named(monkeypatch, function, x, error, message, without):
    if without:
        monkeypatch.setitem(sys.modules, "array_api_compat", None)
    with pytest.raises(error, match=message):
        function(x, temperature=1.0)


def test_the_other_functions_name_it_as_well():
    for function in (lse_enclosure, spectral_norm):
        with pytest.raises(TypeError, match=r"(x|A) must be an array or a list of numbers, not None"):
            function(None)
        with pytest.raises(TypeError, match="must hold real numbers, not None"):
            function([[1.0, None]])
    with pytest.raises(TypeError, match="theta must be an array or a list of numbers, not None"):
        perturbed.gumbel_max(None, epsilon=1.0)
    with pytest.raises(ValueError, match="theta must be an array or a list of rows of equal length"):
        perturbed.gumbel_max([[1.0, 2.0], [3.0]], epsilon=1.0)
    with pytest.raises(TypeError, match="v must be an array or a list of numbers, not None"):
        hessian_vector([0.0, 1.0], None, temperature=1.0)
    with pytest.raises(ValueError, match="where must be an array or a list of rows of equal length"):
        smooth_max(np.zeros((2, 2)), temperature=1.0, where=[[True], [True, False]])


ONE = (smooth_max, smooth_argmax, value_and_weights, logsumexp, lse_enclosure)


@pytest.mark.parametrize("function", ONE)
def test_the_habits_of_other_libraries_are_answered(function):
    x = np.zeros((2, 3))
    with pytest.raises(TypeError, match=rf"{function.__name__} has no argument dim: write axis=0"):
        function(x, temperature=1.0, dim=0)
    with pytest.raises(TypeError, match="has no argument keepdim: write keepdims=True"):
        function(x, temperature=1.0, keepdim=True)
    with pytest.raises(TypeError, match=r"given by name, axis=\(0, 1\), not \(0, 1\)"):
        function(x, (0, 1), temperature=1.0)
    with pytest.raises(TypeError, match=r"given by name, as axis=-1 or temperature=0.1, not 0.5"):
        function(x, 0.5)
    with pytest.raises(TypeError, match="unexpected keyword argument 'axes'"):
        function(x, axes=0)
    assert str(inspect.signature(function)).startswith("(x: ") and "axis" in inspect.signature(function).parameters


def test_a_third_array_is_answered():
    with pytest.raises(TypeError, match="hessian_vector: all but the array is given by name, axis=1, not 1"):
        hessian_vector(np.zeros(2), np.zeros(2), 1, temperature=1.0)


def test_what_to_give_is_shown():
    with pytest.raises(TypeError) as found:
        smooth_max([1.0, 2.0])
    assert str(found.value) == (
        "give exactly one of temperature and error, not neither: temperature=0.1, say, or error=0.01 "
        "(scipy.special.logsumexp is temperature=1, kind='lse')"
    )


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("bad", (0, -1.0, INF, NAN, -INF))
def test_bad_temperatures_and_errors_are_named(function, bad):
    for name in ("temperature", "error"):
        with pytest.raises(ValueError, match=f"{name} must be positive and finite") as found:
            function([0.0, 1.0], **{name: bad})
        assert repr(bad) in str(found.value)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_bad_arguments_are_named(function):
    x = np.zeros((2, 3))
    with pytest.raises(ValueError, match="'softmax'"):
        function(x, temperature=1, kind="softmax")
    with pytest.raises(ValueError, match="'below'"):
        function(x, temperature=1, side="below")
    for axis in (2, -3, (0, 2)):
        with pytest.raises(ValueError, match=r"axis (2|-3) is out of range for x with 2 axes"):
            function(x, temperature=1, axis=axis)
    with pytest.raises(ValueError, match="twice"):
        function(x, temperature=1, axis=(1, -1))
    for axis in ("0", 1.0):
        with pytest.raises(TypeError, match="axis must be"):
            function(x, temperature=1, axis=axis)
    for how in ({}, {"temperature": 1, "error": 1}):
        with pytest.raises(TypeError, match="exactly one"):
            function(x, **how)
    for how in ({"temperature": "1"}, {"error": True}, {"temperature": [1.0]}, {"error": 1j}):
        with pytest.raises(TypeError, match="real number"):
            function(x, **how)
    with pytest.raises(ValueError, match="does not fit"):
        function(x, temperature=1, where=np.ones((5, 3), bool))
    with pytest.raises(TypeError, match="boolean"):
        function(x, temperature=1, where=np.ones((2, 3)))
    with pytest.raises(ValueError, match="too large for float32"):
        function(x.astype(np.float32), temperature=1e300)
    with pytest.raises(ValueError, match="out of range"):
        function(x[:, :2], error=1.7e308)


def test_bad_arguments_of_the_other_functions():
    with pytest.raises(ValueError, match="does not fit"):
        hessian_vector(np.zeros((2, 3)), np.zeros(4), temperature=1.0)
    for n in (0, -1):
        with pytest.raises(ValueError, match=f"at least 1, not {n}"):
            worst_gap(n)
    with pytest.raises(TypeError, match="integer"):
        worst_gap(2.0)
    with pytest.raises(ValueError, match="kind"):
        worst_gap(1, kind="x")
    with pytest.raises(ValueError, match="positive and finite, not -2"):
        worst_gap(3, temperature=-2)
    assert worst_gap(1) == 0

"""The edges of the smooth maxima on NumPy: empty, infinite, nan, masks, axes, types, the largest and least numbers."""

import math
import tracemalloc

import numpy as np
import pytest

from tightmax import (
    hessian_vector,
    smooth_argmax,
    smooth_max,
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

"""Rows in every order in memory, of every length, with masks and what is not finite, against the formulas for all
libraries, row by row; chunks of Dask that end inside a row; arguments that are looked up.
"""

import math
from itertools import product

import mpmath
import numpy as np
import pytest

from tests.tightmax.rounding_bounds import SOFTMAX, UNIVERSAL_TOP, Bounds
from tightmax import (
    hessian_vector,
    log_weights,
    smooth_argmax,
    smooth_argtop,
    smooth_max,
    smooth_top,
    value_and_weights,
)
from tightmax.engines import agnostic, columns, compiled
from tightmax.kinds import KINDS, resolve
from tightmax.kinds.quadratic import _comparisons

INF, NAN = math.inf, math.nan
OF_EVERY_SORT = (0.0, -0.0, -1.0, -0.3, -3.0, 2.0, 1e30, INF, -INF, NAN)
OFTEN = (0.14, 0.05, 0.2, 0.2, 0.19, 0.2, 0.005, 0.005, 0.005, 0.005)
LENGTHS = (1, 2, 3, 4, 7, 16, 17, 64, 300)
TEMPERATURES = (0.3, 1.0, 1e-42, 1e30)

ORDERS = {
    "rows": lambda x: x,
    "columns": np.asfortranarray,
    "every other": lambda x: np.repeat(x, 2, axis=-1)[..., ::2],
    "backwards": lambda x: np.ascontiguousarray(x[::-1, ::-1])[::-1, ::-1],
}


def entries(count, n, dtype, seed):
    rng = np.random.default_rng(seed)
    ties = rng.choice(OF_EVERY_SORT, (count, n), p=OFTEN)
    free = np.where(np.isfinite(ties), 3 * rng.standard_normal((count, n)), ties)
    return np.where(rng.random((count, 1)) < 0.5, ties, free).astype(dtype), rng.random((count, n)) < 0.8


def expected(x, t, mask, kind):
    smoothing, scale = resolve(kind, x.shape[-1])
    with np.errstate(all="ignore"):
        top, excess, weights = agnostic.excess_and_weights(np, x, scale * t, mask, smoothing)
        return (top + scale * t * excess)[..., 0], weights


def assert_same(found, right, ulps, dtype):
    for one, other in zip(found, right, strict=True):
        assert one.shape == other.shape and one.dtype == other.dtype
        same = (one == other) | (np.isnan(one) & np.isnan(other))
        with np.errstate(all="ignore"):
            off = np.where(same, 0.0, np.abs(one - other) / (np.finfo(dtype).eps * (1 + np.abs(other))))
        assert np.max(off) <= ulps


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("kind", (*(kind for kind in KINDS if kind != "pairs"), "best"))
@pytest.mark.parametrize("n", LENGTHS)
def test_every_order_gives_the_same(n, kind, order):
    for dtype, t, masked in product((np.float64, np.float32), TEMPERATURES, (False, True)):
        x, mask = entries(400, n, dtype, n)
        mask = mask if masked else None
        found = value_and_weights(ORDERS[order](x), temperature=t, kind=kind, where=mask)
        right = expected(x, t, mask, kind)
        assert_same(found, right, 8, dtype)
        assert_same((smooth_max(ORDERS[order](x), temperature=t, kind=kind, where=mask),), right[:1], 8, dtype)
        alone = smooth_argmax(ORDERS[order](x), temperature=t, kind=kind, where=mask)
        assert_same((alone,), found[1:], 2, dtype)


@pytest.mark.parametrize("kind", ("lse", "universal", "quadratic"))
@pytest.mark.parametrize("axis", (0, 1, (0, 2), None))
def test_axes_in_the_middle(kind, axis):
    x = np.random.default_rng(1).standard_normal((5, 70, 300))
    value, weights = value_and_weights(x, axis=axis, kind=kind, temperature=0.5)
    moved = np.moveaxis(x, axis, -1) if isinstance(axis, int) else x.transpose(1, 0, 2) if axis else x
    right = expected(np.ascontiguousarray(moved.reshape(*value.shape, -1)), 0.5, None, kind)
    assert np.allclose(value, right[0], rtol=1e-14, atol=2e-15)  # a value near 0 is the sum of two that cancel
    back = np.moveaxis(weights, axis, -1) if isinstance(axis, int) else weights.transpose(1, 0, 2) if axis else weights
    assert np.allclose(back.reshape(right[1].shape), right[1], rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("kind", ("lse", "universal"))
@pytest.mark.parametrize("n", (17, 40, 300))
@pytest.mark.parametrize("dtype", (np.float64, np.float32))
def test_long_columns_where_one_entry_leads(kind, n, dtype):
    """By as much as makes the sum of the others the end of the middle range of "universal", nearly, and by far more."""
    rng = np.random.default_rng(n)
    x = rng.uniform(-1, 0, (400, n)).astype(dtype)
    rest = np.log(np.exp(x[:, 1:], dtype=float).sum(axis=1))
    lead = 2 + rng.choice([0.0, 1e-4, -1e-4, 1e-3, -1e-3, 0.5, -1.5, 30.0], 400)
    x[:, 0] = rest + lead
    x = rng.permuted(x, axis=1)
    columns_of_x = np.ascontiguousarray(x.T)
    found = value_and_weights(columns_of_x, axis=0, kind=kind, temperature=1.0)
    assert_same((found[0], found[1].T), expected(x, 1.0, None, kind), 8, dtype)
    assert_same((smooth_max(columns_of_x, axis=0, kind=kind, temperature=1.0),), (found[0],), 0, dtype)


def test_long_columns_are_added_in_a_tree():
    tenth = np.float32(0.1)
    e = np.full((10**5, 64), tenth)
    sums = columns._sums(e)
    one_by_one = np.add.reduce(e, axis=0)
    exact = 10**5 * float(tenth)
    assert np.all(np.abs(sums - exact) <= 80 * 2.0**-24 * exact) and np.all(np.abs(one_by_one - exact) > 1e-6 * exact)


@pytest.mark.parametrize("n", range(1, 17))
def test_the_comparisons_sort(n):
    """All rows of zeros and ones: what sorts these sorts everything (the 0-1 principle)."""
    rows = [list(bits) for bits in product((0, 1), repeat=n)] if n <= 12 else [
        [int(bit) for bit in f"{row:0{n}b}"] for row in np.random.default_rng(n).integers(0, 2**n, 3000)
    ]
    for row in rows:
        falling = sorted(row, reverse=True)
        for i, j in _comparisons(n):
            if row[i] < row[j]:
                row[i], row[j] = row[j], row[i]
        assert row == falling


def test_equal_arguments_of_other_types_are_not_looked_up():
    x = np.zeros(3)
    assert smooth_max(x, temperature=1, axis=0) == smooth_max(x, temperature=1.0, axis=0)
    for wrong in ({"temperature": True}, {"temperature": 1.0, "axis": 0.0}, {"temperature": 1.0, "axis": -0.0}):
        with pytest.raises(TypeError):
            smooth_max(x, **wrong)
    with pytest.raises(ValueError, match="out of range"):
        smooth_max(x, temperature=1.0, axis=1)


@pytest.mark.parametrize("kind", ("lse", "universal", "quadratic", "best"))
@pytest.mark.parametrize(
    "shape, chunks", [((7, 300), (3, 100)), ((40,), (7,)), ((3, 5, 60), (2, 5, 7)), ((5, 4), (2, 3))]
)
def test_chunks_that_end_inside_a_row(shape, chunks, kind):
    dask = pytest.importorskip("dask")
    pytest.importorskip("dask.array")
    for dtype, t, masked in product((np.float64, np.float32), (0.3, 1e-42), (False, True)):
        x, mask = (part.reshape(shape) for part in entries(math.prod(shape[:-1]), shape[-1], dtype, 3))
        lazy = dask.array.from_array(x, chunks=chunks)
        where = dask.array.from_array(mask, chunks=shape) if masked else None
        found = dask.compute(
            *value_and_weights(lazy, temperature=t, kind=kind, where=where),
            smooth_max(lazy, temperature=t, kind=kind, where=where), scheduler="sync",
        )
        right = value_and_weights(x, temperature=t, kind=kind, where=mask if masked else None)
        assert_same(tuple(map(np.asarray, found)), (*map(np.asarray, right), np.asarray(right[0])), 8, dtype)


def test_no_chunk_grows_and_none_is_computed_twice():
    dask = pytest.importorskip("dask")
    pytest.importorskip("dask.array")
    seen = []

    def counted(block):
        seen.append(block.shape)
        return block

    x = dask.array.ones((2, 90), chunks=(2, 10)).map_blocks(counted, meta=np.empty((0, 0)))
    value, weights = value_and_weights(x, temperature=1.0)
    assert weights.chunks == x.chunks and value.chunks == ((2,),)
    dask.compute(value, weights, scheduler="sync")
    assert seen == [(2, 10)] * 9


@pytest.mark.parametrize("kind", ("lse", "best"))
@pytest.mark.parametrize("t", (0.25, 1.0))
def test_small_weights_differ_between_orders_by_no_more_than_the_largest_may(kind, t):
    """Single precision, mpmath as the judge. "best" is "universal" here: what the largest entry leaves, l, may cancel.

    An order of the sum decides on the last digits of l, by rounding-universal no more than its bound, and all others
    have the same part of l in every order: so a weight is off by its share of the bound, however small it is.
    """
    x = 3 * np.random.default_rng(7).standard_normal((9000, 40)).astype(np.float32)
    found = {name: value_and_weights(order(x), temperature=t, kind=kind) for name, order in ORDERS.items()}
    spread = np.max([np.abs(other[1] - found["rows"][1]) / np.maximum(other[1], 1e-30) for other in found.values()])
    if kind == "lse":
        assert spread < 1e-6
    elif compiled.chosen() is None:
        assert spread > 1e-5  # else there is nothing to explain
    if kind == "best":
        left = 1 - found["rows"][1].max(axis=-1).astype(float)
        chosen = np.argsort(np.where(left > 0, left, 1.0))[:40].tolist()  # the most cancels there
    else:
        chosen = range(40)
    with mpmath.workdps(50):
        for row in chosen:
            entries = [mpmath.mpf(float(entry)) for entry in x[row]]
            top = entries.index(max(entries))
            terms = [mpmath.exp((entry - entries[top]) / t) for entry in entries]
            others = mpmath.fsum(terms) - 1
            bounds = Bounds(np.float32, 40, t, float(entries[top]), 0.0)
            if kind == "lse":
                true = [term / (1 + others) for term in terms]
            else:
                rest = max(mpmath.mpf(1) / 2 + mpmath.log(others) / 4, 0) if others < 1 else others / (1 + others)
                true = [rest * term / others for term in terms]
                true[top] = 1 - rest
            levels = np.array([float((entry - entries[top]) / t) for entry in entries])
            exact = np.array([float(weight) for weight in true])
            for name, (_, weights) in found.items():
                off = np.array([abs(float(w - right)) for w, right in zip(weights[row].tolist(), true, strict=True)])
                if kind == "lse":
                    within = bounds.of_weights("lse", levels, exact)
                else:
                    share = np.array([float(term / others) for term in terms])
                    share[top] = 1.0
                    within = share * UNIVERSAL_TOP(*bounds.given()) + SOFTMAX(*bounds.given(levels, exact))
                assert np.all(off <= within), (name, row, np.max(off / within))


@pytest.mark.parametrize("axis", (0, 1))
@pytest.mark.parametrize("n", (40, 192, 193, 2304, 3000))
def test_a_tiny_excess_beside_a_maximum_near_zero_is_not_lost(n, axis):
    """As the whole sum less 1, the others would add up to 0; if the value is not near 0, that does not matter."""
    leads = np.array([5.0, 20.0, 40.0, 100.0, 700.0])
    x = np.full((len(leads), n), -np.inf)
    x[:, n // 2], x[:, n - 1], x[:, 3] = 0.0, -leads, -leads - 1
    many = np.repeat(x, 70, axis=0)  # so that columns are wide enough
    value = smooth_max(many if axis else np.ascontiguousarray(many.T), axis=axis, temperature=1.0, kind="lse")
    assert np.allclose(value, np.repeat(np.log1p(np.exp(-leads) * (1 + np.exp(-1))), 70), rtol=1e-14, atol=0)
    away = smooth_max(many + 0.75, axis=1, temperature=0.5, kind="lse", side="centred") + np.log(n) / 4
    right = 0.75 + 0.5 * np.log1p(np.exp(-2 * leads) + np.exp(-2 * leads - 2))
    assert np.allclose(away, np.repeat(right, 70), rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("kind", ("lse", "universal", "quadratic"))
def test_a_nan_in_any_part_of_a_long_row(kind):
    x = np.zeros(2**17 + 5)
    mask = np.arange(x.size) != 7
    for place in (3, 2**17 + 1):
        x[:] = 0.0
        x[place] = np.nan
        value, weights = value_and_weights(x, temperature=1.0, kind=kind, where=mask)
        assert np.isnan(value) and weights[7] == 0.0 and np.isnan(np.delete(weights, 7)).all()


@pytest.mark.parametrize("kind", ("lse", "universal", "quadratic", "best"))
@pytest.mark.parametrize("n", (1, 2, 3, 5, 16, 40, 3000, 65536, 140000))
@pytest.mark.parametrize("order", ORDERS)
def test_value_and_weights_are_those_asked_for_alone(n, kind, order):
    """Bit by bit."""
    x = ORDERS[order](3 * np.random.default_rng(n).standard_normal((70 if n < 4000 else 3, n)))
    value, weights = value_and_weights(x, temperature=1.0, kind=kind)
    assert np.array_equal(value, smooth_max(x, temperature=1.0, kind=kind))
    assert np.array_equal(weights, smooth_argmax(x, temperature=1.0, kind=kind))


@pytest.mark.parametrize("dtype", (np.float32, np.float64))
@pytest.mark.parametrize("spread", (0.01, 0.3))
def test_the_largest_are_as_accurate_along_the_first_axis(dtype, spread):
    x = (np.random.default_rng(5).standard_normal((2, 16_384)) * spread).astype(dtype)
    how, columns = {"k": 15, "temperature": 100.0}, np.ascontiguousarray(x.T)
    assert np.array_equal(smooth_top(columns, axis=0, **how), smooth_top(x, **how))
    assert np.array_equal(smooth_argtop(columns, axis=0, **how).T, smooth_argtop(x, **how))


@pytest.mark.parametrize("kind", ("lse", "universal", "quadratic"))
def test_many_entries_are_added_by_halves_in_every_order(kind):
    """Added in turn, the products of a column lose 40 to 150 times as much."""
    rng = np.random.default_rng(7)
    x, v = rng.random((3, 60_000)) / 10, 1 + rng.random((3, 60_000))
    where = rng.random(x.shape) < 0.9
    x_, v_, where_ = map(np.asfortranarray, (x, v, where))
    rows, columns = ({"temperature": 1.0, "kind": kind, "where": mask} for mask in (where, where_))
    product = hessian_vector(x, v, **rows)
    assert np.max(np.abs(hessian_vector(x_, v_, **columns) - product)) <= 2e-15 * np.max(np.abs(product))
    assert np.array_equal(log_weights(x_, **columns), log_weights(x, **rows))

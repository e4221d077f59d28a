"""`out=`: written and returned, also over the input; refused in one line where it cannot take the result."""

import tracemalloc

import numpy as np
import pytest

import tightmax
from tests.tightmax.problems import KINDS
from tightmax import smooth_argmax, value_and_weights

X = np.random.default_rng(3).normal(size=(4, 3, 5)) * 3
ONE = {  # the functions of one result, and its shape along axis 1
    "smooth_max": (4, 5), "smooth_min": (4, 5), "logsumexp": (4, 5), "smooth_argmax": (4, 3, 5),
    "log_weights": (4, 3, 5),
}


def call(name, x, **how):
    if name != "logsumexp":
        how = {"kind": "universal", **how}
    return getattr(tightmax, name)(x, axis=1, temperature=0.7, **how)


@pytest.mark.parametrize("name", ONE)
@pytest.mark.parametrize("dtype", (np.float64, np.float32, np.longdouble))
def test_the_result_is_written_and_returned(name, dtype):
    out = np.full(ONE[name], np.nan, dtype)
    found = call(name, X, out=out)
    assert found is out and np.array_equal(out, call(name, X).astype(dtype))
    assert call(name, X, out=(out,)) is out


@pytest.mark.parametrize("name", ONE)
def test_no_axis_is_left(name):
    x = np.array([1.0, 2.0, 2.5])
    expected = getattr(tightmax, name)(x, temperature=1.0)
    out = np.empty(np.shape(expected))
    assert getattr(tightmax, name)(x, temperature=1.0, out=out) is out and np.array_equal(out, expected)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", ((7, 3), (300, 40), (3, 70_000), (2, 2)))
@pytest.mark.parametrize("axis", (0, 1))
@pytest.mark.parametrize("name", ("smooth_argmax", "log_weights"))
def test_the_input_may_be_the_output(name, kind, shape, axis):
    x = np.random.default_rng(0).normal(size=shape) * 4
    how = {"kind": kind, "temperature": 0.5, "axis": axis}
    expected = getattr(tightmax, name)(x.copy(), **how)
    assert getattr(tightmax, name)(x, out=x, **how) is x and np.array_equal(x, expected)


def test_a_part_of_the_input_may_be_the_output():
    x = X.copy()
    expected = call("smooth_max", X)
    call("smooth_max", x, out=x[:, 1])
    assert np.array_equal(x[:, 1], expected) and np.array_equal(x[:, 0], X[:, 0])
    row = np.arange(6.0)
    overlapping = tightmax.smooth_argmax(row[:5].copy(), temperature=1.0)
    tightmax.smooth_argmax(row[:5], temperature=1.0, out=row[1:])
    assert np.array_equal(row[1:], overlapping)


def test_two_results():
    value, weights = call("value_and_weights", X)
    into = np.empty((4, 5)), np.empty_like(X)
    found = call("value_and_weights", X, out=into)
    assert found[0] is into[0] and found[1] is into[1]
    assert np.array_equal(into[0], value) and np.array_equal(into[1], weights)
    x = X.copy()
    found = call("value_and_weights", x, out=(None, x))
    assert np.array_equal(found[0], value) and np.array_equal(x, weights)
    kept = np.empty((4, 1, 5))
    call("value_and_weights", X, out=(kept, None), keepdims=True)
    assert np.array_equal(kept[:, 0], value)


def test_logsumexp_with_its_sign():
    b = np.array([1.0, -2.0, 0.5])[:, None]
    value, sign = call("logsumexp", X, b=b, return_sign=True)
    into = np.empty((4, 5)), np.empty((4, 5))
    call("logsumexp", X, b=b, return_sign=True, out=into)
    assert np.array_equal(into[0], value) and np.array_equal(into[1], sign)
    out = np.empty((4, 5))
    assert np.array_equal(call("logsumexp", X, b=abs(b), out=out), call("logsumexp", X, b=abs(b)))


def test_curvature():
    v = np.random.default_rng(1).normal(size=X.shape)
    expected = tightmax.hessian_vector(X, v, temperature=0.5)
    assert tightmax.hessian_vector(X, v, temperature=0.5, out=v) is v and np.array_equal(v, expected)


def test_rows_without_entries():
    out = np.zeros(2)
    assert tightmax.smooth_max(np.empty((2, 0)), temperature=1.0, out=out) is out and np.all(out == -np.inf)


@pytest.mark.parametrize(
    ("out", "error", "message"),
    [
        (np.empty((4, 4)), ValueError, r"out of shape \(4, 4\) does not fit the result of shape \(4, 5\)"),
        (np.empty((1, 4, 5)), ValueError, r"out of shape \(1, 4, 5\) does not fit"),
        (np.empty((4, 5), int), TypeError, "out of type int64 cannot take the result of type float64"),
        (np.empty((4, 5), bool), TypeError, "out of type bool cannot take"),
        ([[0.0] * 5] * 4, TypeError, "out must be a NumPy array, not a list"),
        (np.ma.zeros((4, 5)), TypeError, "out must be a NumPy array, not a MaskedArray"),
        ((np.empty((4, 5)),) * 2, TypeError, "out must be a NumPy array, not a tuple of length 2"),
        (np.broadcast_to(0.0, (4, 5)), ValueError, "out is read-only"),
    ],
)
@pytest.mark.parametrize("name", ("smooth_max", "smooth_min", "logsumexp"))
def test_what_cannot_take_the_result_is_refused(name, out, error, message):
    with pytest.raises(error, match=message) as caught:
        call(name, X, out=out)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("out", "error", "message"),
    [
        (np.empty((4, 5)), TypeError, "out must be a pair of arrays or None, not a ndarray"),
        ((None,) * 3, TypeError, "out must be a pair of arrays or None, not a tuple of length 3"),
        ((None, np.empty((4, 5))), ValueError, r"out\[1\] of shape \(4, 5\) does not fit the result of shape"),
    ],
)
def test_what_is_no_pair_is_refused(out, error, message):
    with pytest.raises(error, match=message):
        call("value_and_weights", X, out=out)


def test_two_results_in_one_place_are_refused():
    both = np.empty((2, 2))
    with pytest.raises(ValueError, match=r"out\[0\] and out\[1\] share memory"):
        tightmax.value_and_weights(np.eye(2), temperature=1.0, out=(both[0], both))


@pytest.mark.parametrize("library", ("torch", "jax.numpy", "dask.array", "array_api_strict"))
@pytest.mark.parametrize("name", (*ONE, "value_and_weights"))
def test_other_libraries_have_no_out(library, name):
    pytest.importorskip("array_api_compat")
    xp = pytest.importorskip(library)
    x = xp.asarray(X.astype(np.float32))
    shown = {"jax.numpy": "jax", "dask.array": "dask"}.get(library, library)
    with pytest.raises(TypeError, match=f"out is for NumPy arrays, and x is an array of {shown}: copy the result"):
        call(name, x, out=x)


def memories(shape, dtype):
    """Memory of a shape in every layout, in some of which weights can be made at once."""
    yield np.zeros(shape, dtype)
    yield np.asfortranarray(np.zeros(shape, dtype))
    yield np.zeros((*shape[:-1], 2 * shape[-1]), dtype)[..., ::2]
    yield np.zeros(shape, dtype)[..., ::-1]
    yield np.zeros(shape, [("small", "i1"), ("number", dtype)])["number"]
    yield np.zeros(shape, np.dtype(dtype).newbyteorder())


@pytest.mark.parametrize("kind", ("lse", "universal", "quadratic", "best"))
@pytest.mark.parametrize("dtype", (np.float64, np.float32))
@pytest.mark.parametrize(("shape", "axis"), [
    ((5, 7), -1), ((5, 7), 0), ((200, 3), -1), ((70, 200), 0), ((3, 90, 80), -1), ((3, 90, 80), 1), ((4, 5, 6), (0, 2)),
    ((2, 70000), -1), ((4, 4), -1), ((4, 4), None), ((9,), -1),
])
def test_weights_are_made_in_the_memory_that_is_given(shape, axis, dtype, kind):
    rng = np.random.default_rng(0)
    x = (3 * rng.standard_normal(shape)).astype(dtype)
    x[rng.random(shape) < 0.02] = rng.choice([np.inf, -np.inf, np.nan, 0.0])
    for mask in (None, rng.random(shape) < 0.9):
        how = {"axis": axis, "kind": kind, "temperature": 0.5, "where": mask}
        value, weights = value_and_weights(x, **how)
        for out in memories(shape, dtype):
            out[...] = 7.0
            assert smooth_argmax(x, **how, out=out) is out
            assert np.allclose(out, weights, rtol=0, atol=32 * np.finfo(dtype).eps, equal_nan=True)
            out[...] = 7.0
            found = value_and_weights(x, **how, out=(None, out))
            assert found[1] is out and np.allclose(found[0], value, rtol=1e-5, atol=1e-5, equal_nan=True)
            assert np.allclose(out, weights, rtol=0, atol=32 * np.finfo(dtype).eps, equal_nan=True)
        for alias in (x.copy(), np.repeat(x, 2, axis=0)):  # all of it, and a part that is moved by a row
            source, out = (alias, alias) if alias.shape == x.shape else (alias[: len(x)], alias[1 : 1 + len(x)])
            right = smooth_argmax(source.copy(), **how)
            assert np.allclose(smooth_argmax(source, **how, out=out), right, rtol=0, atol=1e-5, equal_nan=True)


@pytest.mark.parametrize("function", (smooth_argmax, value_and_weights))
def test_no_other_memory_is_taken(function):
    x = np.random.default_rng(1).standard_normal((40, 50_000))
    ahead = x.copy()
    ahead[0] += 10
    ahead -= tightmax.logsumexp(ahead, axis=0)  # each value is 0, and its sum is made anew
    for source, axis in ((x, -1), (np.asfortranarray(x), -1), (x, 0), (ahead, 0)):
        out = np.empty_like(source)
        given = out if function is smooth_argmax else (None, out)
        function(source, axis=axis, kind="lse", temperature=1.0, out=given)
        tracemalloc.start()
        function(source, axis=axis, kind="lse", temperature=1.0, out=given)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < x.nbytes / 2

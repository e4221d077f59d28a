"""Differences that overflow, numbers that are none, arrays of every sort and setting: the right value or a clear no."""

import math
import warnings

import mpmath
import numpy as np
import pytest

from tightmax import (
    hessian_vector,
    log_weights,
    logsumexp,
    lse_enclosure,
    smooth_argmax,
    smooth_argtop,
    smooth_max,
    smooth_min,
    smooth_top,
    value_and_weights,
    worst_gap,
)

pytestmark = [
    pytest.mark.filterwarnings("error"),
    pytest.mark.filterwarnings("ignore:`torch.jit.*` is deprecated:DeprecationWarning"),  # PyTorch calls it itself
]

KINDS = ("lse", "universal", "quadratic", "best")
INF, NAN = math.inf, math.nan


def library(name):
    """The function that makes an array, in double precision if the library has it."""
    if name == "numpy":
        return np.asarray
    pytest.importorskip("array_api_compat")
    if name == "torch":
        return pytest.importorskip("torch").asarray
    if name == "jax":
        return pytest.importorskip("jax.numpy").asarray
    if name == "dask":
        return pytest.importorskip("dask.array").asarray
    return pytest.importorskip("array_api_strict").asarray


LIBRARIES = ("numpy", "torch", "jax", "dask", "strict")


@pytest.mark.parametrize("name", LIBRARIES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (2, 3, 6))
def test_differences_that_overflow_are_finite_in_temperatures(n, kind, name):
    """The same rows, smaller by a power of two and so out of danger, have the same weights."""
    asarray, big = library(name), float(np.finfo(np.float32).max)
    x = np.random.default_rng(n).uniform(-1, 1, (8, n)).astype(np.float32)
    x[0], x[1, :2] = -1, (1, -1)
    for t in (0.3, 0.02, 1e-3):
        value, weights = value_and_weights(x * np.float32(2**-20), temperature=t * 2**-20, kind=kind)
        # The spacing of float32 is as relative as that of the smaller numbers.
        y = asarray(x * np.float32(2.0**127) * np.float32(0.99))
        found = value_and_weights(y, temperature=t * 2.0**127 * float(np.float32(0.99)), kind=kind)
        assert np.allclose(np.asarray(found[1]), weights, rtol=1e-5, atol=1e-6), (kind, name, t)
        expected = value.astype(float) * 2.0**147 * float(np.float32(0.99))
        inside = abs(expected) < 0.999 * big
        assert inside.any() and np.allclose(np.asarray(found[0])[inside], expected[inside], rtol=1e-5, atol=1e32)
        v = np.ones((8, n), np.float32)
        v[:, 0] = -1
        product = np.asarray(hessian_vector(y, asarray(v), temperature=t * 2.0**127, kind=kind))
        assert np.isfinite(product).all()


@pytest.mark.parametrize("name", LIBRARIES)
@pytest.mark.parametrize("t", (1e-38, 1e-45, 1e-60, 5e-324))
def test_temperatures_that_the_type_rounds_to_zero(t, name):
    x = library(name)(np.asarray([3, 2, 3, 1, -INF], np.float32))
    how = {"temperature": t}
    assert float(smooth_top(x, k=2, **how)) == 6
    assert np.array_equal(np.asarray(smooth_argtop(x, k=3, **how)), [1, 1, 1, 0, 0])
    for kind in ("lse", "universal", "quadratic"):
        logarithms = np.asarray(log_weights(x, kind=kind, **how))
        assert np.allclose(logarithms[::2][:2], math.log(0.5)) and (logarithms[[1, 3, 4]] < -1e37).all()


def test_the_largest_differences_as_the_enclosure_has_them():
    x = [1e308, -1e308]
    low, high = lse_enclosure(x, temperature=1e308)
    value, weights = value_and_weights(x, temperature=1e308, kind="lse")
    assert low <= value <= high and np.allclose(weights, [1 / (1 + math.exp(-2)), 1 / (1 + math.exp(2))], rtol=1e-14)
    assert math.isclose(smooth_max([-1.7e308] * 20, temperature=1e308, kind="lse"), 1e308 * (math.log(20) - 1.7))


@pytest.mark.parametrize("name", LIBRARIES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (2, 3, 6))
def test_a_nan_goes_through_every_derivative(n, kind, name):
    asarray = library(name)
    x, v = np.arange(2.0 * n).reshape(2, n), np.ones((2, n)) * np.arange(n)
    x[1, 0] = NAN
    for found in (
        smooth_max(asarray(x), temperature=1.0, kind=kind), smooth_argmax(asarray(x), temperature=1.0, kind=kind),
        hessian_vector(asarray(x), asarray(v), temperature=1.0, kind=kind),
        smooth_min(asarray(x), temperature=1.0, kind=kind),
    ):
        assert np.isfinite(np.asarray(found)[0]).all() and np.isnan(np.asarray(found)[1]).all()


@pytest.mark.parametrize("kind", ("lse", "universal"))
@pytest.mark.parametrize("lead", (0.0, 0.5, 1.9, 3.0, 20.0, 60.0, 300.0))
def test_curvature_is_accurate_however_far_one_entry_leads(kind, lead):
    """In every entry, relatively, by two hundred digits; nothing is left of "universal" beyond the lead 2."""
    x, v = [0.0, -lead, -lead - 0.7], [0.3, -1.1, 0.4]
    found = hessian_vector(x, v, temperature=1.0, kind=kind)
    with mpmath.workdps(200):
        if kind == "universal" and lead > 0.0:
            s = [mpmath.e ** mpmath.mpf(e) for e in x[1:]]
            tau, share = -mpmath.log(sum(s)), [e / sum(s) for e in s]
            if not 0 < tau < 2:
                pytest.skip("another range of the function")
            mean = sum(p * d for p, d in zip(share, v[1:], strict=True))
            left, change = (2 - tau) / 4, (mpmath.mpf(v[0]) - mean) / 4
            true = [change, *(p * (left * (d - mean) - change) for p, d in zip(share, v[1:], strict=True))]
        else:
            e = [mpmath.e ** mpmath.mpf(entry) for entry in x]
            p = [entry / sum(e) for entry in e]
            mean = sum(a * b for a, b in zip(p, v, strict=True))
            true = [a * (b - mean) for a, b in zip(p, v, strict=True)]
        assert all(abs(a - b) <= 1e-13 * abs(b) for a, b in zip(found.tolist(), true, strict=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", ("f2", "f4", "f8", "i2", "i4", "i8", "u4"))
def test_the_other_byte_order(code, kind):
    x = np.array([[3, 1, 2], [0, 0, 5]])
    other, own = x.astype(np.dtype(code).newbyteorder()), x.astype(code)
    for function in (smooth_max, smooth_argmax, lambda x, **how: hessian_vector(x, x, **how)):
        found, expected = (function(y, temperature=0.7, kind=kind) for y in (other, own))
        assert np.array_equal(found, expected) and found.dtype == expected.dtype and found.dtype.isnative
    da = pytest.importorskip("dask.array")
    pytest.importorskip("array_api_compat")
    assert np.array_equal(smooth_max(da.from_array(other), temperature=0.7, kind=kind).compute(),
                          smooth_max(own, temperature=0.7, kind=kind))


def test_masks_of_every_sort_are_seen():
    ma = np.ma.array([1.0, 5.0], mask=[False, True])
    for x in (ma, [ma, ma], [1.0, np.ma.masked], (ma,)):
        with pytest.raises(TypeError, match="x is a NumPy masked array, or holds one"):
            smooth_max(x, temperature=1.0)
    with pytest.raises(TypeError, match="v is a NumPy masked array"):
        hessian_vector(np.ones(2), ma, temperature=1.0)
    da = pytest.importorskip("dask.array")
    pytest.importorskip("array_api_compat")
    with pytest.raises(TypeError, match=r"x has masked chunks: pass dask.array.ma.filled\(x, 0\)"):
        smooth_max(da.ma.masked_greater(da.arange(10.0), 5), temperature=1.0)
    torch = pytest.importorskip("torch")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        masked = pytest.importorskip("torch.masked").masked_tensor(torch.ones(2), torch.tensor([True, False]))
        nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
        sparse = [torch.eye(3).to_sparse(), torch.eye(3).to_sparse_csr(), torch.eye(3).to_mkldnn()]
    for x, message in ((masked, r"pass x.get_data\(\) and where=x.get_mask\(\)"), (nested, "x is a nested tensor"),
                       *((x, r"x is a tensor of the layout torch\.\w+: pass x.to_dense\(\)") for x in sparse)):
        with pytest.raises(TypeError, match=message):
            smooth_max(x, temperature=1.0)
    scipy = pytest.importorskip("scipy.sparse")
    with pytest.raises(TypeError, match=r"pass x.toarray\(\)"):
        smooth_max(scipy.eye_array(3), temperature=1.0)


def test_arrays_of_two_libraries_are_named():
    torch = pytest.importorskip("torch")
    pytest.importorskip("array_api_compat")
    true = np.array([True, False, True])
    for x, other in ((torch.ones(3), true), (np.ones(3), torch.asarray(true))):
        with pytest.raises(TypeError, match=r"where is a \S+, and x an array of \w+: give both as arrays of one"):
            smooth_max(x, where=other, temperature=1.0)
        with pytest.raises(TypeError, match=r"v is a \S+, and x an array of \w+: give both as arrays of one"):
            hessian_vector(x, other, temperature=1.0)


def test_numbers_beyond_float64():
    for bad in (10**400, -(10**400)):
        with pytest.raises(ValueError, match=r"temperature must be at most 1.79.*, not a number beyond float64"):
            smooth_max([1.0, 2.0], temperature=bad)
    log = 400 * math.log(10)
    for kind, true in ("lse", log), ("universal", log - math.log(2) + 0.5), ("quadratic", 0.5):
        assert math.isclose(worst_gap(10**400, kind=kind), true, rel_tol=1e-15)
    product = hessian_vector(np.ones(3, np.float32), np.array([1e300, 0.0, 0.0]), temperature=1.0)
    assert product.dtype == np.float32  # and no warning


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (2, 3, 6))
def test_tensors_of_every_sort(n, kind):
    torch = pytest.importorskip("torch")
    pytest.importorskip("array_api_compat")
    z = torch.tensor(np.random.default_rng(0).normal(size=(4, n, 2)) @ [1, 1j])
    expected = smooth_max(z.conj().imag.clone(), temperature=1.0, kind=kind)
    assert z.conj().imag.is_neg() and torch.equal(smooth_max(z.conj().imag, temperature=1.0, kind=kind), expected)
    x = z.real.clone()
    with torch.device("meta"):
        found = value_and_weights(x, temperature=1.0, kind=kind)
        shape = smooth_max(torch.empty(4, n), temperature=1.0, kind=kind)
    assert all(torch.equal(a, b) for a, b in zip(found, value_and_weights(x, temperature=1.0, kind=kind), strict=True))
    assert shape.device.type == "meta" and shape.shape == (4,)
    with torch.inference_mode():
        assert torch.equal(smooth_max(x, temperature=1.0, kind=kind), found[0])
    with torch.autograd.set_detect_anomaly(True):
        far = torch.tensor([[-INF] * (n - 1) + [0.0], [INF] + [0.0] * (n - 1)], dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(smooth_max(far, temperature=1.0, kind=kind).sum(), far)
    assert slope.tolist() == [[0.0] * (n - 1) + [1.0], [1.0] + [0.0] * (n - 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_caller_may_have_made_warnings_errors(kind):
    with np.errstate(all="raise"):
        for x in ([1e300, -1e300], [INF, -INF], [1e-320, 0.0], np.array([6e4, -6e4], np.float16)):
            value_and_weights(x, temperature=1e-300, kind=kind)
            hessian_vector(x, x, temperature=1e-3, kind=kind)
            logsumexp(x, b=[1.0, -1.0], return_sign=True)


@pytest.mark.parametrize(("kind", "n"), [("lse", 4), ("universal", 4), ("quadratic", 4), ("best", 3)])
def test_batched_and_mixed_second_derivatives(kind, n):
    torch = pytest.importorskip("torch")
    pytest.importorskip("array_api_compat")
    x = np.random.default_rng(n).normal(size=(3, n))

    def f(row):
        return smooth_max(row, temperature=0.7, kind=kind)

    true = [[hessian_vector(row, e, temperature=0.7, kind=kind) for e in np.eye(n)] for row in x]
    y = torch.tensor(x)
    for found in (
        torch.func.vmap(torch.func.hessian(f))(y), torch.func.vmap(torch.func.jacrev(torch.func.grad(f)))(y),
        torch.stack([torch.autograd.functional.hessian(f, row) for row in y]),
    ):
        assert np.allclose(found, true, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("dtype", (np.float32, np.float64))
def test_a_row_of_one_entry_is_that_entry_at_any_temperature(dtype):
    tiny, large = np.array([3e-2, -7.0], dtype) * np.finfo(dtype).smallest_normal, float(np.finfo(dtype).max)
    assert np.array_equal(smooth_max(tiny[:, None], temperature=large, kind="lse"), tiny)


def test_a_temperature_that_is_too_large_is_named():
    with pytest.raises(ValueError, match=r"^temperature 1\.7e\+308 is too large for float64$"):
        smooth_max([1.0, 2.0], temperature=1.7e308)

"""The smooth maxima on PyTorch, JAX, Dask and a strict standard namespace agree with those on NumPy, and the
gradients of the library with the weights.

Skipped where a library is not installed; NumPy needs none of them.
"""

import math
import subprocess
import sys

import numpy as np
import pytest

from tests.tightmax.in_double import in_double
from tightmax import hessian_vector, smooth_argmax, smooth_max, value_and_weights, worst_gap
from tightmax.engines import on_numpy

KINDS = ("lse", "universal", "quadratic", "best")
INF, NAN = math.inf, math.nan


@pytest.fixture
def torch():
    pytest.importorskip("array_api_compat")
    return pytest.importorskip("torch")


@pytest.fixture
def jax():
    pytest.importorskip("array_api_compat")
    found = pytest.importorskip("jax")
    with in_double():
        yield found


@pytest.fixture(params=("torch", "jax"))
def asarray(request):
    library = request.getfixturevalue(request.param)
    return library.asarray if request.param == "torch" else library.numpy.asarray


def rows(n, t=1.0):
    rng = np.random.default_rng(n)
    return t * rng.normal(size=(40, n)) * 10.0 ** rng.uniform(-2, 1, (40, 1))


def test_numpy_alone_is_enough():
    code = (
        "import sys; sys.modules['array_api_compat'] = None; import numpy, tightmax\nassert "
        "tightmax.smooth_max(numpy.zeros(2), temperature=2.0) == 1.0\nclass Known: __array_namespace__ = None\nclass "
        "Other: pass\nfor x, advice in (Known(), 'install array-api-compat'), (Other(), 'a list of numbers, not a "
        "__main__.Other'):\n    try: tightmax.smooth_max(x, temperature=1.0)\n    except TypeError as error: assert "
        "advice in str(error), error\n    else: raise AssertionError\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (1, 2, 3, 4, 30))
@pytest.mark.parametrize("t", (1e-3, 50.0))
def test_as_on_numpy(asarray, t, n, kind):
    x = rows(n, t)
    array, v = asarray(x), np.random.default_rng(0).normal(size=n)
    for side in ("over", "centred"):
        value, weights = value_and_weights(array, kind=kind, temperature=t, side=side)
        assert type(value) is type(weights) is type(array)
        expected = value_and_weights(x, kind=kind, temperature=t, side=side)
        assert np.allclose(np.asarray(value), expected[0], rtol=1e-14, atol=t * 1e-14)
        assert np.allclose(np.asarray(weights), expected[1], rtol=1e-12, atol=1e-14)
    product = hessian_vector(array, asarray(v), kind=kind, temperature=t)
    assert np.allclose(np.asarray(product), hessian_vector(x, v, kind=kind, temperature=t), rtol=1e-9, atol=1e-12 / t)


@pytest.mark.parametrize("kind", KINDS)
def test_edges(asarray, kind):
    x = np.array([[-INF, -INF], [INF, 0.0], [INF, INF], [0.0, -INF], [NAN, 0.0], [NAN, INF], [1e308, -1e308]])
    for t in (0.2, 1e-310):
        value, weights = value_and_weights(asarray(x), kind=kind, temperature=t)
        assert np.array_equal(np.asarray(value), [-INF, INF, INF, 0, NAN, NAN, 1e308], equal_nan=True)
        expected = value_and_weights(x, kind=kind, temperature=t)[1]
        assert np.array_equal(np.asarray(weights), expected, equal_nan=True)
    assert smooth_max(asarray(np.empty((2, 0))), kind=kind, error=0.1).tolist() == [-INF, -INF]
    y = np.arange(24.0).reshape(2, 3, 4)
    for axis in (0, 1, (0, 2), None):
        value, weights = value_and_weights(asarray(y), axis=axis, kind=kind, temperature=3.0, keepdims=True)
        expected = value_and_weights(y, axis=axis, kind=kind, temperature=3.0, keepdims=True)
        assert value.shape == expected[0].shape and np.allclose(np.asarray(value), expected[0])
        assert np.allclose(np.asarray(weights), expected[1])
    mask = np.array([[True, False, True], [False] * 3, [True] * 3])
    z = np.array([[1.0, NAN, 0.5], [0.0, INF, 0.0], [-INF, 1.0, 1.0]])
    value, weights = value_and_weights(asarray(z), where=asarray(mask), kind=kind, temperature=2.0)
    expected = value_and_weights(z, where=mask, kind=kind, temperature=2.0)
    assert np.allclose(np.asarray(value), expected[0]) and np.allclose(np.asarray(weights), expected[1])
    assert np.all(np.asarray(weights)[~mask] == 0)
    with pytest.raises(TypeError, match="boolean"):
        smooth_max(asarray(z), where=asarray(z), temperature=1.0)
    with pytest.raises(ValueError, match="does not fit"):
        smooth_max(asarray(z), where=asarray(mask[:2]), temperature=1.0)
    with pytest.raises(TypeError, match="real part"):
        smooth_max(asarray(z + 1j), temperature=1.0)


@pytest.mark.parametrize("kind", KINDS)
def test_types_on_torch(torch, kind):
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        value, weights = value_and_weights(torch.ones(70_000, dtype=dtype), kind=kind, temperature=1.0)
        assert value.dtype == weights.dtype == dtype
        assert math.isclose(value, 1 + worst_gap(70_000, kind=kind), rel_tol=1e-2)
    for whole in (torch.tensor([3, 1]), torch.tensor([True, False]), torch.tensor([3, 1], dtype=torch.uint8)):
        assert smooth_argmax(whole, kind=kind, temperature=1.0).dtype == torch.get_default_dtype()


@pytest.mark.parametrize("kind", KINDS)
def test_types_on_jax(jax, kind):
    jnp = jax.numpy
    for dtype in (jnp.float16, jnp.bfloat16, jnp.float32, jnp.float64):
        value, weights = value_and_weights(jnp.ones(70_000, dtype=dtype), kind=kind, temperature=1.0)
        assert value.dtype == weights.dtype == dtype
        assert math.isclose(value, 1 + worst_gap(70_000, kind=kind), rel_tol=1e-2)
    assert smooth_argmax(jnp.asarray([3, 1]), kind=kind, temperature=1.0).dtype == jnp.float64
    jax.config.update("jax_enable_x64", False)
    assert smooth_argmax(jnp.asarray([3, 1]), kind=kind, temperature=1.0).dtype == jnp.float32


AWKWARD = [
    [0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [-INF, 0.0, 0.0], [1e308, -1e308, 0.0], [900.0, 0.0, 0.0], [0.0, -2.0, -INF],
    [5.0, -INF, -INF], [0.5, 0.4, -1e308],
]


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_at_ties_and_infinities(torch, jax, kind):
    t = 0.3
    x = torch.tensor(AWKWARD, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(smooth_max(x, kind=kind, temperature=t).sum(), x)
    assert torch.allclose(slope, smooth_argmax(x, kind=kind, temperature=t), rtol=1e-12, atol=1e-14)
    y = jax.numpy.asarray(AWKWARD)
    slope = jax.grad(lambda y: smooth_max(y, kind=kind, temperature=t).sum())(y)
    assert np.allclose(slope, smooth_argmax(y, kind=kind, temperature=t), rtol=1e-12, atol=1e-14)
    mask = jax.numpy.asarray([True, False, True])
    slope = jax.grad(lambda y: smooth_max(y, where=mask, kind=kind, temperature=t).sum())(y[:2])
    assert np.allclose(slope, smooth_argmax(y[:2], where=mask, kind=kind, temperature=t), rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_the_curvature_at_ties(jax, kind):
    x, v = jax.numpy.asarray([1.0, 1.0, 1.0, 0.9]), jax.numpy.asarray([0.3, -1.0, 0.2, 0.5])

    def slope(y):
        return jax.grad(lambda z: smooth_max(z, kind=kind, temperature=0.7))(y)

    assert np.allclose(jax.jvp(slope, (x,), (v,))[1], hessian_vector(x, v, kind=kind, temperature=0.7), rtol=1e-12)


@pytest.mark.parametrize(
    ("n", "kind"), [(6, "lse"), (6, "universal"), (6, "quadratic"), (2, "best"), (3, "best"), (6, "best")]
)
def test_jax_transformations(jax, n, kind):
    t, x = 0.7, jax.numpy.asarray(rows(n, 0.7))

    def f(row):
        return smooth_max(row, kind=kind, temperature=t)

    def w(row):
        return smooth_argmax(row, kind=kind, temperature=t)

    assert np.allclose(jax.jit(f)(x), f(x), rtol=1e-14, atol=1e-15)
    assert np.allclose(jax.vmap(f)(x), f(x), rtol=1e-14, atol=1e-15)
    assert np.allclose(jax.jit(jax.vmap(jax.grad(f)))(x), w(x), rtol=1e-12, atol=1e-15)
    v = jax.numpy.asarray(np.random.default_rng(1).normal(size=x.shape))
    product = jax.vmap(lambda row, d: jax.jvp(jax.grad(f), (row,), (d,))[1])(x, v)
    assert np.allclose(product, hessian_vector(x, v, kind=kind, temperature=t), rtol=1e-9, atol=1e-12)
    assert np.allclose(jax.jvp(w, (x,), (v,))[1], product, rtol=1e-9, atol=1e-12)
    jitted = jax.jit(lambda y, m: value_and_weights(y, where=m, kind=kind, error=0.2, side="under"))
    mask = jax.numpy.asarray(np.random.default_rng(2).random(x.shape) < 0.8)
    expected = value_and_weights(x, where=mask, kind=kind, error=0.2, side="under")
    assert all(np.allclose(a, b, rtol=1e-13) for a, b in zip(jitted(x, mask), expected, strict=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("axis", (-1, 0, (0, 2), None))
def test_a_strict_standard_namespace(kind, axis):
    """Nothing relies on NumPy or on more than the standard; so does nothing for CuPy, which goes the same way."""
    strict, x = pytest.importorskip("array_api_strict"), rows(60, 0.7).reshape(40, 5, 12)
    mask = np.random.default_rng(1).random(x.shape) < 0.7
    for chosen in (None, mask):
        how = {"axis": axis, "kind": kind, "temperature": 0.7}
        strictly = how | {"where": None if chosen is None else strict.asarray(chosen)}
        value, weights = value_and_weights(strict.asarray(x), **strictly)
        product = hessian_vector(strict.asarray(x), strict.asarray(x), **strictly)
        expected = value_and_weights(x, where=chosen, **how)
        assert np.allclose(np.asarray(value), expected[0], rtol=1e-13)
        assert np.allclose(np.asarray(weights), expected[1], rtol=1e-12, atol=1e-15)
        assert np.allclose(np.asarray(product), hessian_vector(x, x, where=chosen, **how), rtol=1e-9, atol=1e-12)
    assert smooth_max(strict.asarray([3, 1]), kind=kind, temperature=1.0).dtype == strict.float64
    assert smooth_max(strict.asarray([3, 1], dtype=strict.float32), kind=kind, temperature=1.0).dtype == strict.float32


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("axis", (-1, 1, (0, 2), None))
@pytest.mark.parametrize("chunks", ((2, 5, 3), (6, 5, 8), ((1, 5), 2, (3, 1, 4))))
def test_dask(kind, axis, chunks):
    da = pytest.importorskip("dask.array")
    pytest.importorskip("array_api_compat")
    x = rows(6).reshape(-1)[:240].reshape(6, 5, 8)
    mask = np.random.default_rng(1).random(x.shape) < 0.7
    lazy, v = da.from_array(x, chunks=chunks), np.random.default_rng(2).normal(size=x.shape)
    for chosen in (None, mask, mask[0], da.from_array(mask, chunks=(3, 2, 4))):
        how = {"axis": axis, "kind": kind, "temperature": 0.4}
        plain = how | {"where": chosen.compute() if isinstance(chosen, da.Array) else chosen}
        found = value_and_weights(lazy, where=chosen, keepdims=True, **how)
        found = (*found, hessian_vector(lazy, da.from_array(v), where=chosen, **how))
        expected = (*value_and_weights(x, keepdims=True, **plain), hessian_vector(x, v, **plain))
        for a, b in zip(found, expected, strict=True):
            assert isinstance(a, da.Array) and a.shape == b.shape and a.dtype == b.dtype
            assert np.allclose(a.compute(), b, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("masked", (False, True))
def test_dask_joins_no_chunks_of_a_long_row(masked, monkeypatch):
    """Of the kinds that are made of exponentials and of the projection."""
    da = pytest.importorskip("dask.array")
    pytest.importorskip("array_api_compat")
    x = 3 * np.random.default_rng(8).standard_normal(50_000)
    x[7], x[-1] = INF if masked else 11.0, 11.25
    mask = np.arange(50_000) != 7 if masked else None
    lazy, where = da.from_array(x, chunks=1000), None if mask is None else da.from_array(mask, chunks=3000)
    seen = []

    def noted(x, *arguments, **options):
        seen.append(x.size)
        return of_numpy(x, *arguments, **options)

    for kind in ("lse", "universal", "quadratic"):
        expected = value_and_weights(x, temperature=1.0, kind=kind, where=mask)
        of_numpy = on_numpy.value_and_weights
        with monkeypatch.context() as patch:
            patch.setattr(on_numpy, "value_and_weights", noted)
            found = value_and_weights(lazy, temperature=1.0, kind=kind, where=where)
            found = [one.compute(scheduler="synchronous") for one in found]
        assert all(np.allclose(a, b, rtol=1e-14, atol=1e-15) for a, b in zip(found, expected, strict=True))
    assert max(seen, default=0) < 1000


@pytest.mark.parametrize("kind", KINDS)
def test_dask_computes_nothing_early_and_keeps_types(kind):
    da = pytest.importorskip("dask.array")
    pytest.importorskip("array_api_compat")

    def fail(block):
        raise AssertionError

    never = da.ones((4, 6), chunks=2).map_blocks(fail, dtype=float, meta=np.empty((0, 0)))
    value, weights = value_and_weights(never, where=never > 0, kind=kind, error=0.1)
    assert value.shape == (4,) and weights.shape == (4, 6)
    for dtype in (np.float16, np.float32, np.float64):
        many = da.ones(70_000, dtype=dtype, chunks=999)
        value = smooth_max(many, kind=kind, temperature=1.0)
        assert value.dtype == value.compute().dtype == dtype
        assert math.isclose(value.compute(), 1 + worst_gap(70_000, kind=kind), rel_tol=1e-3)
    assert smooth_max(da.arange(4, chunks=2), kind=kind, temperature=1.0).compute().dtype == np.float64
    assert smooth_max(da.ones((2, 0)), kind=kind, temperature=1.0).compute().tolist() == [-INF, -INF]
    with pytest.raises(ValueError, match="compute_chunk_sizes"):
        smooth_max(never[never[:, 0] > 0], kind=kind, temperature=1.0)
    with pytest.raises(TypeError, match="real part"):
        smooth_max(never + 1j, kind=kind, temperature=1.0)


@pytest.mark.parametrize("t", (1e-3, 1.0, 50.0))
@pytest.mark.parametrize("n", (2, 5, 40, 300, 5000))
def test_the_universal_kind_is_the_maximum_where_one_entry_wins(asarray, n, t):
    rng = np.random.default_rng(n)
    others = t * rng.normal(size=(50, n - 1)) * 3
    r = others.max(axis=1) + t * np.log(np.exp((others - others.max(axis=1, keepdims=True)) / t).sum(axis=1))
    lead = np.concatenate([[2 * t * (1 + 1e-13)], t * (2 + 10.0 ** rng.uniform(-12, 2, 49))])
    x = np.column_stack([r + lead, others])
    value, weights = value_and_weights(asarray(x), kind="universal", temperature=t)
    assert np.array_equal(np.asarray(value), x[:, 0])
    assert np.array_equal(np.asarray(weights), np.broadcast_to(np.eye(n)[0], x.shape))

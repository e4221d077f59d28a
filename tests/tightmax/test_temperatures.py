"""Temperatures as data: one for each row, of every library, with the derivatives that temperature-derivative states."""

import math
from importlib import import_module

import numpy as np
import pytest

from tests.tightmax.in_double import in_double
from tightmax import hessian_vector, logsumexp, smooth_argmax, smooth_max, value_and_weights, worst_gap

pytest.importorskip("array_api_compat")

pytestmark = pytest.mark.filterwarnings("error")

CASES = [("lse", 5), ("universal", 5), ("quadratic", 5), ("best", 2), ("best", 3), ("best", 5), ("pairs", 4)]
FAST = CASES[:-1]


def data(n, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(6, n)) * 10.0 ** rng.uniform(-1, 0.5, (6, 1)), 10.0 ** rng.uniform(-1, 1, 6)


def libraries():
    yield "numpy", np.asarray
    others = {"torch": "torch", "jax": "jax.numpy", "strict": "array_api_strict", "dask": "dask.array"}
    for name, module in others.items():
        try:
            yield name, import_module(module).asarray
        except ImportError:
            continue


@pytest.fixture(autouse=True)
def double():
    with in_double():
        yield


@pytest.mark.parametrize(("library", "asarray"), list(libraries()))
@pytest.mark.parametrize("side", ("over", "centred"))
@pytest.mark.parametrize(("kind", "n"), CASES)
def test_each_row_has_its_own(kind, n, side, library, asarray):
    if library == "jax" and kind == "pairs" and side == "centred":
        pytest.skip("compiled once, for the other side")
    x, t = data(n)
    how = {"kind": kind, "side": side}
    expected = [value_and_weights(row, temperature=float(s), **how) for row, s in zip(x, t, strict=True)]
    value, weights = value_and_weights(asarray(x), temperature=asarray(t), **how)
    assert type(value) is type(asarray(x))
    assert np.allclose(np.asarray(value), [one for one, _ in expected], rtol=1e-13, atol=1e-14)
    assert np.allclose(np.asarray(weights), [one for _, one in expected], rtol=1e-11, atol=1e-14)
    v = x[::-1].copy()
    product = hessian_vector(asarray(x), asarray(v), temperature=asarray(t), kind=kind)
    for found, row, d, s in zip(np.asarray(product), x, v, t, strict=True):
        assert np.allclose(found, hessian_vector(row, d, temperature=float(s), kind=kind), rtol=1e-8, atol=1e-12 / s)


@pytest.mark.parametrize(("library", "asarray"), list(libraries()))
def test_axes_masks_edges_and_one_for_all(library, asarray):
    x, mask = np.arange(24.0).reshape(2, 3, 4) % 7, np.arange(24).reshape(2, 3, 4) % 5 > 0
    for axis, shape in ((1, (2, 4)), ((0, 2), (3,)), (None, ()), (-1, (3,)), (0, (1, 4)), (2, ())):
        t = np.random.default_rng(0).uniform(0.5, 2.0, shape)
        axes = range(3) if axis is None else axis if isinstance(axis, tuple) else (axis % 3,)
        rest = [i for i in range(3) if i not in axes]
        rows = [x.shape[i] for i in rest]
        value = smooth_max(asarray(x), where=asarray(mask), axis=axis, temperature=asarray(t), keepdims=True)
        each = np.broadcast_to(t, rows)
        value = np.asarray(value)
        for index in np.ndindex(*rows):
            part = tuple(slice(None) if i not in rest else index[rest.index(i)] for i in range(3))
            kept = tuple(0 if i not in rest else index[rest.index(i)] for i in range(3))
            one = smooth_max(np.ravel(x[part]), where=np.ravel(mask[part]), temperature=float(each[index]))
            assert math.isclose(value[kept], one, rel_tol=1e-13)
    inf, nan = math.inf, math.nan
    z = np.array([[-inf, -inf], [inf, 0.0], [inf, inf], [0.0, -inf], [nan, 0.0], [1e308, -1e308], [5.0, 5.0]])
    masked = np.array([[True, True]] * 6 + [[False, False]])
    for kind in ("universal",) if library == "jax" else ("lse", "universal", "quadratic", "best"):
        for t in (0.2, 1e-310, 1e308 / 2):
            if library == "jax" and t < 1e-300:
                continue  # which it takes for 0
            each = asarray(np.full(7, t))
            value, weights = value_and_weights(asarray(z), where=asarray(masked), temperature=each, kind=kind)
            expected = value_and_weights(z, where=masked, temperature=t, kind=kind)
            assert np.allclose(np.asarray(value), expected[0], rtol=1e-13, equal_nan=True), (kind, t)
            assert np.allclose(np.asarray(weights), expected[1], atol=1e-14, equal_nan=True), (kind, t)


@pytest.mark.parametrize("t", (np.float32(0.5), np.array(0.5), np.array(0.5, np.float16), np.array([0.5, 0.5])))
def test_numbers_in_arrays_are_numbers(t):
    x = np.array([[1.0, 0.9], [0.0, 3.0]])
    assert np.array_equal(smooth_max(x, temperature=t), smooth_max(x, temperature=0.5))
    assert np.array_equal(logsumexp(x, temperature=t), logsumexp(x, temperature=0.5))
    assert smooth_max(x.astype(np.float32), temperature=t).dtype == np.float32


def test_what_is_refused():
    x = np.zeros((3, 2))
    for bad in (0.0, -1.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="temperature must be positive and finite, not"):
            smooth_max(x, temperature=np.array([1.0, bad, 1.0]))
        with pytest.raises(ValueError, match="temperature must be positive and finite, not"):
            smooth_max(x, temperature=np.array(bad))
    with pytest.raises(ValueError, match=r"temperature of shape \(2,\) does not fit the rows of x, \(3,\)"):
        smooth_max(x, temperature=np.ones(2))
    with pytest.raises(ValueError, match=r"temperature of shape \(3, 1\) does not fit the rows of x, \(3,\)"):
        smooth_max(x, temperature=np.ones((3, 1)))
    for array, message in ((np.ones(3, complex), "temperature must hold real numbers, not complex128"),
                           (np.ma.ones(3), "temperature is a NumPy masked array")):
        with pytest.raises(TypeError, match=message):
            smooth_max(x, temperature=array)
    with pytest.raises(TypeError, match="error must be a real number"):
        smooth_max(x, error=np.ones(3))
    with pytest.raises(TypeError, match="exactly one"):
        smooth_max(x, temperature=np.ones(3), error=0.1)
    with pytest.raises(TypeError, match="temperature must be a real number"):
        smooth_max(x, temperature=[1.0, 1.0, 1.0])
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match=r"temperature is a torch.Tensor, and x an array of numpy"):
        smooth_max(x, temperature=torch.ones(3))
    with pytest.raises(TypeError, match=r"temperature is a numpy.ndarray, and x an array of torch"):
        smooth_max(torch.zeros(3, 2), temperature=np.ones(3))


def test_values_that_are_known_later_make_nan():
    torch, jax = pytest.importorskip("torch"), pytest.importorskip("jax")
    for xp in (torch, jax.numpy):
        t = xp.asarray([1.0, 0.0, -1.0, math.inf, math.nan])
        found = np.asarray(smooth_max(xp.zeros((5, 3)), temperature=t))
        assert np.isfinite(found[0]) and np.isnan(found[1:]).all()


def derivative(x, t, kind, side):
    """The formula, from value and weights: f(y) - <y, grad f(y)>, y = x/t, less the gap that the side subtracts."""
    value, weights = value_and_weights(x / t, temperature=1.0, kind=kind, side=side)
    return value - (x / t * weights).sum()


@pytest.mark.parametrize("side", ("over", "under", "centred"))
@pytest.mark.parametrize(("kind", "n"), FAST)
def test_the_derivative_in_the_temperature(kind, n, side):
    torch, jax = pytest.importorskip("torch"), pytest.importorskip("jax")
    x, t = data(n, seed=1)
    expected = np.array([derivative(row, s, kind, side) for row, s in zip(x, t, strict=True)])
    h = 1e-6 * t
    up, down = (smooth_max(x, temperature=t + d, kind=kind, side=side) for d in (h, -h))
    assert np.allclose((up - down) / (2 * h), expected, rtol=1e-5, atol=1e-7)
    low = {"over": 0.0, "under": -1.0, "centred": -0.5}[side] * worst_gap(n, kind=kind)
    assert np.all(low - 1e-12 <= expected) and np.all(expected <= low + worst_gap(n, kind=kind) + 1e-12)
    how = {"kind": kind, "side": side}
    y, s = torch.tensor(x), torch.tensor(t, requires_grad=True)
    (slope,) = torch.autograd.grad(smooth_max(y, temperature=s, **how).sum(), s)
    assert np.allclose(slope, expected, rtol=1e-10, atol=1e-13)
    each = torch.func.vmap(torch.func.grad(lambda y, s: smooth_max(y, temperature=s, **how), argnums=1))
    assert np.allclose(each(y, s.detach()), expected, rtol=1e-10, atol=1e-13)
    found = jax.jit(jax.grad(lambda y, s: smooth_max(y, temperature=s, **how).sum(), argnums=1))(x, t)
    assert np.allclose(found, expected, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize(("kind", "n"), FAST)
def test_gradients_of_both_orders_in_both_arguments(kind, n):
    torch = pytest.importorskip("torch")
    x, t = (torch.tensor(a, requires_grad=True) for a in data(n, seed=2))

    def f(x, t):
        return smooth_max(x, temperature=t, kind=kind)

    assert torch.autograd.gradcheck(f, (x, t), atol=1e-5)
    assert torch.autograd.gradgradcheck(f, (x, t), atol=1e-4)
    assert torch.autograd.gradcheck(lambda x, t: smooth_argmax(x, temperature=t, kind=kind), (x, t), atol=1e-5)
    one = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(f, (x, one), atol=1e-5)
    with torch.autograd.set_detect_anomaly(True):
        far = torch.tensor([[0.0, -math.inf] + [-1e300] * (n - 2)], dtype=torch.float64, requires_grad=True)
        slopes = torch.autograd.grad(f(far, one).sum(), (far, one))
    assert slopes[0].tolist() == [[1.0] + [0.0] * (n - 1)] and slopes[1] == 0


@pytest.mark.parametrize(("kind", "n"), FAST)
def test_annealing_compiles_once(kind, n):
    testing = pytest.importorskip("torch._dynamo.testing")
    torch, jax = pytest.importorskip("torch"), pytest.importorskip("jax")
    x = data(n)[0]
    traces = []

    @jax.jit
    def f(x, t):
        traces.append(1)
        return smooth_max(x, temperature=t, kind=kind)

    for s in (1.0, 0.5, 0.25):
        assert np.allclose(f(x, s), smooth_max(x, temperature=s, kind=kind), rtol=1e-13)
    assert len(traces) == 1
    torch._dynamo.reset()
    counter = testing.CompileCounter()
    g = torch.compile(lambda y, s: smooth_max(y, temperature=s, kind=kind), fullgraph=True, backend=counter)
    for s in (1.0, 0.5, 0.25):
        found = g(torch.tensor(x), torch.tensor(s, dtype=torch.float64))
        assert np.allclose(found, smooth_max(x, temperature=s, kind=kind), rtol=1e-13)
    assert counter.frame_count == 1


@pytest.mark.parametrize("name", ("temperature", "error"))
@pytest.mark.parametrize(("kind", "n"), FAST)
def test_a_number_that_changes_is_one_more_graph_and_no_break(kind, n, name):
    testing = pytest.importorskip("torch._dynamo.testing")
    torch = pytest.importorskip("torch")
    x = torch.tensor(data(n)[0])
    torch._dynamo.reset()
    counter = testing.CompileCounter()

    def f(y, number):
        return smooth_max(y, kind=kind, side="centred", **{name: number})

    g = torch.compile(f, fullgraph=True, backend=counter)
    for number in (0.7, 0.8, 1.3, 0.01, 2.0):
        assert torch.allclose(g(x, number), f(x, number), rtol=1e-13)
    assert counter.frame_count <= 2


def test_a_learned_temperature_decreases_the_loss():
    """The loss is how far the smooth maximum of each row is from one at a temperature that is to be found."""
    torch = pytest.importorskip("torch")
    x = torch.tensor(data(6, seed=3)[0])
    aim = smooth_max(x, temperature=0.37)
    log_t = torch.nn.Parameter(torch.tensor(0.5, dtype=torch.float64))
    step = torch.optim.Adam([log_t], lr=0.1)
    losses = []
    for _ in range(150):
        step.zero_grad()
        loss = ((smooth_max(x, temperature=log_t.exp()) - aim) ** 2).sum()
        loss.backward()
        step.step()
        losses.append(loss.item())
    assert losses[-1] < 1e-4 * losses[0] and math.isclose(log_t.exp().item(), 0.37, rel_tol=0.02)

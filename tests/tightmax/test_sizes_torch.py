"""PyTorch tensors of every size: a few numbers, some, and many are computed in five ways that must agree in all."""

import math

import mpmath
import numpy as np
import pytest

from tightmax import hessian_vector, smooth_argmax, smooth_max, value_and_weights
from tightmax.engines import agnostic, few

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")
on_torch = pytest.importorskip("tightmax.engines.on_torch")
short_on_torch = pytest.importorskip("tightmax.engines.short_on_torch")

pytestmark = pytest.mark.filterwarnings("error")

INF = math.inf

WAYS = {
    "few": (1, True), "some": (600, True), "some by PyTorch": (600, False),
    "many": (4000, True), "many by PyTorch": (4000, False),
}
"""So many copies of four or five rows of five, and whether these may be computed by columns."""


@pytest.fixture(params=WAYS)
def copies(request, monkeypatch):
    number, by_columns = WAYS[request.param]
    if not by_columns:
        monkeypatch.setattr(on_torch, "COLUMNS", 0)
    return number


def test_these_are_three_sizes():
    (one, *_), (some, *_), (many, *_) = WAYS["few"], WAYS["some"], WAYS["many"]
    assert few.possible(5 * one, 5) and not few.possible(4 * some, 5) and not few.possible(4 * many, 5)
    assert 5 * 5 * some <= short_on_torch.MOST < 4 * 5 * many
    assert on_torch.COLUMNS >= 5 * 8


def many(rows, copies):
    return torch.tensor(rows, dtype=torch.float64).repeat(copies, 1)


@pytest.mark.parametrize("gradient", (False, True))
def test_a_tiny_excess_beside_a_maximum_near_zero_is_not_lost(gradient, copies):
    far = np.array([5.0, 30.0, 60.0, 300.0, 700.0])
    x = many([[0.0, -lead, -lead, -INF, -lead - 1] for lead in far], copies).requires_grad_(gradient)
    value = smooth_max(x, temperature=1.0, kind="lse").detach().reshape(copies, -1)
    assert torch.equal(value, value[:1].expand_as(value))
    exact = np.log1p(np.exp(-far) * (2 + math.exp(-1)))
    assert np.allclose(value[0], exact, rtol=2**-51 / agnostic.NEAR, atol=0)  # nearer to 0 it is apart
    both = value_and_weights(x, temperature=1.0, kind="lse")[0].detach()
    assert torch.equal(both.reshape(copies, -1), value)


def test_the_value_is_nowhere_below_the_maximum(copies):
    x = many(np.random.default_rng(0).normal(size=(5, 5)) * np.array([[0.1], [1], [10], [100], [1e5]]), copies)
    for kind in ("lse", "universal"):
        for t in (0.3, 1.0):
            assert (smooth_max(x, temperature=t, kind=kind) >= x.max(-1).values).all()


@pytest.mark.parametrize("lead", (0.5, 20.0, 60.0, 300.0))
def test_second_derivatives_are_accurate_however_far_one_entry_leads(lead, copies):
    row, v = [0.0, -lead, -lead - 0.7, -lead - 0.1, -lead - 2], [0.3, -1.1, 0.4, 0.2, 0.9]
    x = many([row], copies * 5).requires_grad_()
    (slope,) = torch.autograd.grad(smooth_max(x, temperature=1.0, kind="lse").sum(), x, create_graph=True)
    (found,) = torch.autograd.grad(slope, x, many([v], copies * 5))
    with mpmath.workdps(200):
        e = [mpmath.e ** mpmath.mpf(entry) for entry in row]
        p = [entry / sum(e) for entry in e]
        mean = sum(a * b for a, b in zip(p, v, strict=True))
        true = [float(a * (b - mean)) for a, b in zip(p, v, strict=True)]
    assert np.allclose(found, true, rtol=1e-13, atol=0)


@pytest.mark.parametrize("kind", ("lse", "universal"))
def test_what_is_not_finite_decides_its_row_alone(kind, copies):
    rows = [[0.0, 1.0, -INF, 2.0, 0.5], [INF, 0.0, INF, 1.0, 2.0], [-INF] * 5, [math.nan, 1.0, 2.0, INF, 0.0]]
    x = many(rows, copies).requires_grad_()
    expected = value_and_weights(np.array(rows), temperature=0.7, kind=kind)
    value = smooth_max(x, temperature=0.7, kind=kind)
    (slope,) = torch.autograd.grad(value.sum(), x)
    with torch.no_grad():
        weights = smooth_argmax(x, temperature=0.7, kind=kind)
    for found, right in ((value.detach(), expected[0]), (slope, expected[1]), (weights, expected[1])):
        right = np.tile(right, (copies, 1)) if right.ndim > 1 else np.tile(right, copies)
        assert np.allclose(found, right, rtol=1e-13, atol=1e-15, equal_nan=True)


@pytest.mark.parametrize("kind", ("lse", "universal"))
def test_gradients_in_batches(kind, copies):
    """As `torch.autograd` maps over slopes, also where a second derivative follows."""
    x = many(np.random.default_rng(1).normal(size=(5, 5)), copies).requires_grad_()
    slopes = torch.tensor(np.random.default_rng(2).normal(size=(2, len(x))))
    value = smooth_max(x, temperature=0.7, kind=kind)
    weights = smooth_argmax(x.detach(), temperature=0.7, kind=kind)
    for _ in range(2):  # the first leaves what is kept as it is
        (alone,) = torch.autograd.grad(value, x, slopes, is_grads_batched=True, retain_graph=True)
        assert torch.allclose(alone, slopes[..., None] * weights, rtol=1e-12, atol=1e-15)
    (found,) = torch.autograd.grad(value, x, slopes, is_grads_batched=True, create_graph=True)
    assert torch.allclose(found, slopes[..., None] * weights, rtol=1e-12, atol=1e-15)
    v = torch.tensor(np.random.default_rng(3).normal(size=(2, *x.shape)))
    (second,) = torch.autograd.grad(found, x, v)
    product = hessian_vector(x.detach(), (slopes[..., None] * v).sum(0), temperature=0.7, kind=kind)
    assert torch.allclose(second, product, rtol=1e-10, atol=1e-13)


def test_a_transformation_beside_a_tensor_with_a_gradient(copies):
    """The tensor is no argument of what `torch.func` transforms."""
    x = many(np.random.default_rng(1).normal(size=(5, 5)), copies).requires_grad_()
    found = torch.func.vmap(lambda row: smooth_max(x, temperature=0.7) * row)(torch.ones(2, len(x)))
    assert torch.allclose(found, smooth_max(x, temperature=0.7).expand(2, -1), rtol=1e-13)


@pytest.mark.parametrize("kind", ("lse", "universal"))
@pytest.mark.parametrize("twice", (False, True))
def test_a_change_in_place_is_seen_as_by_functions_of_pytorch(twice, kind, copies):
    x = many(np.random.default_rng(1).normal(size=(5, 5)), copies).requires_grad_()
    y = x * 1.0
    value = smooth_max(y, temperature=0.7, kind=kind)
    y.mul_(2.0)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        torch.autograd.grad(value.sum(), x, create_graph=twice)


@pytest.mark.parametrize("kind", ("lse", "universal"))
def test_what_is_kept_for_the_gradient_lasts_as_long_as_for_functions_of_pytorch(kind, copies):
    x = many(np.random.default_rng(1).normal(size=(5, 5)), copies).requires_grad_()
    value = smooth_max(x, temperature=0.7, kind=kind).sum()
    first, second = (torch.autograd.grad(value, x, retain_graph=keep)[0] for keep in (True, False))
    assert torch.equal(first, second)
    with pytest.raises(RuntimeError, match="a second time"):
        torch.autograd.grad(value, x)


@pytest.mark.parametrize("kind", ("lse", "universal"))
@pytest.mark.parametrize("axes", (1, 2, 3))
def test_the_value_may_be_changed_in_place(axes, kind, copies):
    x = many(np.random.default_rng(1).normal(size=(5, 5)), copies)
    x = (x.reshape(-1), x, x.reshape(5, -1, 5))[axes - 1].requires_grad_()
    value = smooth_max(x, temperature=0.7, kind=kind)
    value.mul_(2.0)
    (found,) = torch.autograd.grad(value.sum(), x)
    right = value_and_weights(x.detach().numpy(), temperature=0.7, kind=kind)
    assert np.allclose(value.detach(), 2 * right[0], rtol=1e-13) and np.allclose(found, 2 * right[1], rtol=1e-11)


@pytest.mark.parametrize("dtype", (torch.float32, torch.float64))
def test_weights_where_differences_of_entries_overflow(dtype, copies):
    most = torch.finfo(dtype).max
    x = torch.tensor([[most, -most, 0.0, -most, 0.5 * most]] * 4, dtype=dtype).repeat(copies, 1)
    e = np.exp([0.0, -4.0, -2.0, -4.0, -1.0])
    found = smooth_argmax(x, temperature=most / 2, kind="lse")
    assert np.allclose(found, e / e.sum(), rtol=0, atol=20 * torch.finfo(dtype).eps)


@pytest.mark.parametrize("shape", ((5,), (3, 4, 5), (30, 40, 5), (200, 300, 5)))
@pytest.mark.parametrize("kind", ("lse", "universal"))
def test_any_axes_and_any_order_in_memory(kind, shape):
    x = np.random.default_rng(4).normal(size=shape).astype(np.float32)
    for y in (torch.tensor(x), torch.tensor(x.T.copy()).permute(*reversed(range(len(shape))))):
        leaf = torch.nn.Parameter(y)
        value = smooth_max(leaf, temperature=0.5, kind=kind, side="centred")
        slope = torch.tensor(np.random.default_rng(5).normal(size=value.shape).astype(np.float32))
        (found,) = torch.autograd.grad(value, leaf, slope)
        expected = value_and_weights(x.astype(float), temperature=0.5, kind=kind, side="centred")
        assert value.shape == shape[:-1] and found.shape == shape
        assert np.allclose(value.detach(), expected[0], rtol=1e-6, atol=1e-6)
        assert np.allclose(found, slope.numpy()[..., None] * expected[1], rtol=1e-5, atol=1e-6)


def test_the_caller_may_have_made_warnings_errors():
    with np.errstate(all="raise"):
        for dtype in (torch.float32, torch.float64):
            x = torch.tensor([[1e30, -1e30, 0.0], [0.0, -200.0, 1.0]], dtype=dtype, requires_grad=True)
            for slope in ([1.0, 1.0], [1e30, 1e-40], [INF, math.nan]):
                value = smooth_max(x, temperature=1e-9, kind="lse")
                torch.autograd.grad(value, x, torch.tensor(slope, dtype=dtype))


@pytest.mark.parametrize("rows", (1, 255, 256, 300, 513, 3000, 100_000))
@pytest.mark.parametrize("n", (1, 2, 10, 25))
def test_what_is_given_is_not_written_to(n, rows):
    x = torch.arange(rows * n, dtype=torch.float64).reshape(rows, n) / rows + 5
    before = x.clone()
    for kind in ("lse", "universal", "quadratic", "best"):
        for function in (smooth_max, smooth_argmax, value_and_weights):
            function(x, temperature=0.7, kind=kind)
            function(x.requires_grad_(), temperature=0.7, kind=kind)
            x = x.detach()
            assert torch.equal(x, before)


@pytest.mark.parametrize("shape", ((7, 2100), (18, 2100), (31, 2049), (17, 60)))
def test_columns_that_one_entry_leads(shape):
    x = 0.1 * torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    x[0, :20] += 9.0
    x = x.T
    for kind in ("lse", "universal"):
        right = [torch.from_numpy(part) for part in value_and_weights(x.numpy(), temperature=1.0, kind=kind)]
        y = x.clone(memory_format=torch.preserve_format).requires_grad_()
        value = smooth_max(y, temperature=1.0, kind=kind)
        (slope,) = torch.autograd.grad(value.sum(), y)
        found = value, slope, smooth_argmax(x, temperature=1.0, kind=kind)
        for one, other in zip(found, (*right, right[1]), strict=True):
            assert torch.allclose(one, other, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("n", (31, 32, 64, 65))
@pytest.mark.parametrize("t", (0.25, 0.3, 1.0, 2.0))
@pytest.mark.parametrize("side", ("over", "centred"))
def test_rows_in_single_precision(n, t, side):
    rng = np.random.default_rng(n)
    x = torch.tensor(t * rng.normal(size=(6, n)) * 3, dtype=torch.float32)
    x[1] -= smooth_max(x[1], temperature=t, kind="lse", side=side)  # near 0
    x[2, :3], x[3, 0], x[4, 1] = -INF, INF, math.nan
    x[5] = 1e6 + x[5]
    for rows in (x, x[:1], x[[0, 2, 5]], x[:2], x[3:4], x[4:5]):
        exact, one = smooth_max(rows.double(), temperature=t, kind="lse", side=side), rows.clone().requires_grad_()
        right = smooth_argmax(rows.double(), temperature=t, kind="lse")
        value = smooth_max(one, temperature=t, kind="lse", side=side)
        value.sum().backward()
        for found in (value.detach(), smooth_max(rows, temperature=t, kind="lse", side=side)):
            assert torch.allclose(found.double(), exact, rtol=4e-7, atol=4e-7 * t, equal_nan=True)
        for found in (one.grad, smooth_argmax(rows, temperature=t, kind="lse")):
            assert torch.allclose(found.double(), right, rtol=2e-5, atol=1e-38, equal_nan=True)


@pytest.mark.parametrize("n", (64, 128, 1024, 2048))
@pytest.mark.parametrize("lanes", (4, 8, 16))
def test_many_entries_that_each_addition_could_lose(n, lanes):
    x = torch.full((1, n), -24 * math.log(2), dtype=torch.float32)
    x[:, :lanes] = 0.0
    x += 0.255 - math.log(lanes)  # the value is as near to 0 as it may be for the logarithm of the whole sum
    exact = torch.logsumexp(x.double(), -1)
    for one in (x, x.clone().requires_grad_()):
        value = smooth_max(one, temperature=1.0, kind="lse").detach()
        assert torch.allclose(value.double(), exact, rtol=0, atol=9 * 2**-23)

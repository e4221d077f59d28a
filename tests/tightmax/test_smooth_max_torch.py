"""PyTorch: gradients of every order through tensors in main memory, through transformations and through compilation."""

import math

import numpy as np
import pytest

from tightmax import hessian_vector, smooth_argmax, smooth_max, value_and_weights

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")

KINDS = ("lse", "universal", "quadratic", "best")
INF, NAN = math.inf, math.nan


def rows(n, t=1.0):
    rng = np.random.default_rng(n)
    return t * rng.normal(size=(40, n)) * 10.0 ** rng.uniform(-2, 1, (40, 1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("t", (0.3, 1.0, 4.0))
@pytest.mark.parametrize("n", (2, 3, 5))
def test_torch_gradients(n, t, kind):
    x = torch.tensor(rows(n, t)[:8], requires_grad=True)

    def f(y):
        return smooth_max(y, kind=kind, temperature=t)

    assert torch.autograd.gradcheck(f, (x,), eps=1e-6 * t, atol=1e-5)
    assert torch.autograd.gradgradcheck(f, (x,), eps=1e-6 * t, atol=1e-4)
    (slope,) = torch.autograd.grad(f(x).sum(), x)
    assert torch.allclose(slope, smooth_argmax(x, kind=kind, temperature=t), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_torch_with_and_without_gradients_agree(kind):
    for n in (2, 3, 6, 40):
        x = torch.tensor(rows(n))
        plain = value_and_weights(x, kind=kind, temperature=0.7)
        traced = value_and_weights(x.clone().requires_grad_(), kind=kind, temperature=0.7)
        assert traced[0].requires_grad and not plain[0].requires_grad
        for a, b in zip(plain, traced, strict=True):
            assert torch.allclose(a, b, rtol=1e-13, atol=1e-15)
        mapped = torch.func.vmap(lambda row: smooth_max(row, kind=kind, temperature=0.7))(x)
        slopes = torch.func.vmap(torch.func.grad(lambda row: smooth_max(row, kind=kind, temperature=0.7)))(x)
        assert torch.allclose(mapped, plain[0], rtol=1e-13) and torch.allclose(slopes, plain[1], rtol=1e-12, atol=1e-15)
        assert smooth_max(x[::2].T, axis=0, kind=kind, temperature=0.7).shape == (20,)


@pytest.mark.parametrize("masked", (False, True))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (2, 3, 5, 300))
def test_derivatives_of_the_weights(n, kind, masked):
    x = torch.tensor(rows(n)[: 2 if n > 5 else 8], requires_grad=True)
    mask = torch.tensor(np.random.default_rng(1).random(x.shape) < 0.7) if masked else None

    def f(y):
        return value_and_weights(y, where=mask, kind=kind, temperature=0.8, side="centred")

    assert torch.autograd.gradcheck(f, (x,), eps=1e-6, atol=1e-5, fast_mode=n > 5)
    assert torch.autograd.gradgradcheck(f, (x,), eps=1e-6, atol=1e-4, fast_mode=n > 5)
    v = torch.tensor(np.random.default_rng(2).normal(size=x.shape))
    (found,) = torch.autograd.grad(f(x)[1], x, v)
    assert torch.allclose(found, hessian_vector(x, v, where=mask, kind=kind, temperature=0.8), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("t", (0.3, 1e-310))
@pytest.mark.parametrize("kind", KINDS)
def test_edges_with_gradients(kind, t):
    x = np.array([[-INF, -INF], [INF, 0.0], [INF, INF], [0.0, -INF], [NAN, 0.0], [NAN, INF], [1e308, -1e308]])
    tensor = torch.tensor(x, requires_grad=True)
    value, weights = value_and_weights(tensor, kind=kind, temperature=t)
    expected = value_and_weights(x, kind=kind, temperature=t)
    assert np.array_equal(value.detach(), expected[0], equal_nan=True)
    assert np.array_equal(weights.detach(), expected[1], equal_nan=True)
    (slope,) = torch.autograd.grad(smooth_max(tensor, kind=kind, temperature=t).sum(), tensor)
    assert np.array_equal(slope, expected[1], equal_nan=True)
    empty = torch.empty((2, 0), requires_grad=True)
    assert smooth_max(empty, kind=kind, temperature=t if t > 1e-300 else 1.0).tolist() == [-INF, -INF]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (3, 40, 300))
def test_masked_entries_have_no_gradient(n, kind):
    x, mask = rows(n), np.random.default_rng(1).random((40, n)) < 0.6
    x[~mask] = np.random.default_rng(2).choice([NAN, INF, -INF, 1e308], (~mask).sum())
    mask[3] = False
    tensor = torch.tensor(x, requires_grad=True)
    (slope,) = torch.autograd.grad(
        smooth_max(tensor, where=torch.tensor(mask), kind=kind, temperature=0.3).sum(), tensor
    )
    assert np.all(slope.numpy()[~mask] == 0) and np.allclose(slope.sum(-1), mask.any(-1))
    assert np.allclose(slope, smooth_argmax(x, where=mask, kind=kind, temperature=0.3), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", (torch.float16, torch.bfloat16, torch.float32, torch.float64))
def test_gradients_keep_the_type_and_the_axes(dtype, kind):
    x = torch.tensor(np.random.default_rng(0).normal(size=(3, 4, 5)), dtype=dtype)
    leaf = torch.nn.Parameter(x.clone())
    smooth_max(leaf, axis=(0, 2), kind=kind, temperature=0.5).sum().backward()
    assert leaf.grad.dtype == dtype
    weights = smooth_argmax(x, axis=(0, 2), kind=kind, temperature=0.5)
    assert torch.allclose(leaf.grad.double(), weights.double(), rtol=0, atol=4 * torch.finfo(dtype).eps)
    many = torch.ones(70_000, dtype=dtype, requires_grad=True)
    smooth_max(many, kind=kind, temperature=1.0).backward()
    assert torch.allclose(
        many.grad.double(), torch.tensor(1 / 70_000).double(), rtol=0.01, atol=torch.finfo(dtype).tiny
    )


@pytest.mark.parametrize("kind", KINDS)
def test_transformations(kind):
    x = torch.tensor(rows(6))
    v = torch.tensor(np.random.default_rng(1).normal(size=x.shape))

    def f(y):
        return smooth_max(y, kind=kind, temperature=0.7)

    weights, product = smooth_argmax(x, kind=kind, temperature=0.7), hessian_vector(x, v, kind=kind, temperature=0.7)
    slopes = (weights * v).sum(-1)
    assert torch.allclose(torch.func.jvp(f, (x,), (v,))[1], slopes, rtol=1e-12, atol=1e-14)
    with torch.autograd.forward_ad.dual_level():
        dual = f(torch.autograd.forward_ad.make_dual(x, v))
        assert torch.allclose(torch.autograd.forward_ad.unpack_dual(dual).tangent, slopes, rtol=1e-12, atol=1e-14)
    hessians = torch.func.vmap(torch.func.hessian(f))(x)
    assert torch.allclose((hessians @ v[..., None])[..., 0], product, rtol=1e-9, atol=1e-12)
    with torch.inference_mode():
        assert torch.equal(f(x), smooth_max(x, kind=kind, temperature=0.7))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", KINDS)
def test_compiled(kind):
    def f(y):
        return value_and_weights(y, kind=kind, temperature=0.7)

    x = torch.tensor(rows(6), requires_grad=True)
    compiled = torch.compile(f, fullgraph=False, backend="eager")
    for a, b in zip(compiled(x), f(x), strict=True):
        assert torch.allclose(a, b, rtol=1e-12, atol=1e-15)
    (slope,) = torch.autograd.grad(compiled(x)[0].sum(), x)
    assert torch.allclose(slope, f(x)[1], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", (torch.float32, torch.float64))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", ((9000, 7), (3000, 40), (50, 3000), (1, 300_001)))
def test_large_arrays_and_any_number_of_threads(shape, kind, dtype):
    x = torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(0)) * 3
    expected = value_and_weights(x.numpy(), kind=kind, temperature=0.7)
    threads = torch.get_num_threads()
    found = []
    try:
        for number in (1, 2, 3):
            torch.set_num_threads(number)
            leaf = x.clone().requires_grad_()
            value = smooth_max(leaf, kind=kind, temperature=0.7)
            found.append((value.detach(), torch.autograd.grad(value.sum(), leaf)[0]))
    finally:
        torch.set_num_threads(threads)
    eps = torch.finfo(dtype).eps
    assert np.allclose(found[0][0], expected[0], rtol=8 * eps, atol=16 * eps)
    assert np.allclose(found[0][1], expected[1], atol=40 * eps)
    for value, slope in found[1:]:
        assert torch.equal(value, found[0][0]) and torch.equal(slope, found[0][1])


@pytest.mark.parametrize("dtype", (torch.float32, torch.float64))
@pytest.mark.parametrize("t", (0.25, 1.0, 0.7))
@pytest.mark.parametrize("n", (63, 64, 2048, 2049))
def test_weights_alone(n, t, dtype):
    """At powers of two and rows of middle length they are PyTorch's softmax, unless a maximum is not finite."""
    x = torch.tensor(rows(n, t), dtype=dtype)
    eps = torch.finfo(dtype).eps
    assert np.allclose(
        smooth_argmax(x, kind="lse", temperature=t), smooth_argmax(x.double().numpy(), kind="lse", temperature=t),
        rtol=0, atol=20 * eps,
    )
    x[0, 3], x[1, 5], x[2], x[3, 7] = INF, NAN, -INF, -INF
    found, right = (smooth_argmax(y, kind="lse", temperature=t) for y in (x, x.double().numpy()))
    assert np.allclose(found, right, rtol=0, atol=20 * eps, equal_nan=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_numbers_and_many_agree(kind):
    """Up to a size NumPy's calls are made, beyond it PyTorch's."""
    from tightmax.engines import few, short_on_torch

    sizes = (1, 60, 300)
    most = torch.tensor(np.concatenate([rows(7)] * sizes[-1]), requires_grad=True)
    some = [most[: 40 * size].detach().requires_grad_() for size in sizes]
    assert few.possible(40, 7) and not few.possible(40 * 60, 7)
    assert some[1].numel() <= short_on_torch.MOST < some[2].numel()
    values = [smooth_max(x, kind=kind, temperature=0.7, side="centred") for x in some]
    slopes = [torch.autograd.grad(value.sum(), x)[0] for value, x in zip(values, some, strict=True)]
    for value, slope in zip(values, slopes, strict=True):
        assert torch.allclose(value[:40], values[0], rtol=1e-14, atol=1e-14)
        assert torch.allclose(slope[:40], slopes[0], rtol=1e-13, atol=1e-15)

"""The loss of a classifier: the cross-entropy for LogSumExp, its proved bounds, and where it is exactly 0."""

import math

import numpy as np
import pytest

from tightmax import logsumexp, worst_gap

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")

from tightmax.torch import SmoothMax, TightCrossEntropyLoss, tight_cross_entropy  # noqa: E402

pytestmark = pytest.mark.filterwarnings("error")


def problem(shape, seed=0, classes=5):
    """Logits, class numbers with some that are ignored, and weights."""
    generator = torch.Generator().manual_seed(seed)
    z = 3 * torch.randn(shape, generator=generator, dtype=torch.float64)
    axis = 0 if len(shape) == 1 else 1
    rest = [n for i, n in enumerate(shape) if i != axis]
    y = torch.randint(classes, rest, generator=generator)
    if len(rest):
        y[torch.rand(rest, generator=generator) < 0.3] = 7
    return z, y, torch.rand(classes, generator=generator, dtype=torch.float64) + 0.1


@pytest.mark.parametrize("reduction", ("mean", "sum", "none"))
@pytest.mark.parametrize("share", (0.0, 0.2))
@pytest.mark.parametrize("weighted", (False, True))
@pytest.mark.parametrize("shape", ((5,), (8, 5), (4, 5, 3), (2, 5, 3, 2)))
def test_for_lse_it_is_the_cross_entropy(shape, weighted, share, reduction):
    z, y, weight = problem(shape)
    how = {"weight": weight if weighted else None, "reduction": reduction, "label_smoothing": share}
    z.requires_grad_()
    ours = TightCrossEntropyLoss(kind="lse", ignore_index=7, **how)(z, y)
    theirs = torch.nn.CrossEntropyLoss(ignore_index=7, **how)(z, y)
    assert torch.allclose(ours, theirs, rtol=1e-12, atol=1e-13)
    slopes = [torch.autograd.grad(loss.sum(), z)[0] for loss in (ours, theirs)]
    assert torch.allclose(*slopes, rtol=1e-10, atol=1e-13)
    target = torch.softmax(z.detach()[..., :] * 0.5, dim=0 if z.ndim == 1 else 1)
    ours, theirs = TightCrossEntropyLoss(kind="lse", **how)(z, target), torch.nn.CrossEntropyLoss(**how)(z, target)
    assert torch.allclose(ours, theirs, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("t", (0.3, 1.0, 2.0))
@pytest.mark.parametrize(("kind", "n"), [("best", 2), ("best", 3), ("best", 6), ("universal", 6), ("quadratic", 6)])
def test_the_bounds(kind, n, t):
    z, y, _ = problem((4000, n), classes=n)
    y = y % n
    loss = tight_cross_entropy(z, y, reduction="none", temperature=t, kind=kind)
    right = z.gather(1, y[:, None])[:, 0]
    hinge = z.amax(1) - right
    gap = worst_gap(n, kind=kind, temperature=t)
    assert torch.all(hinge - 1e-12 <= loss) and torch.all(loss <= hinge + gap + 1e-12)
    others = z.scatter(1, y[:, None], -math.inf)
    lead = right - logsumexp(others, axis=1, temperature=t)
    if kind in ("universal", "best"):
        z.requires_grad_()
        total = tight_cross_entropy(z, y, reduction="sum", temperature=t, kind=kind)
        (slope,) = torch.autograd.grad(total, z)
        clear = lead >= (2 * t if n > 3 else 4 * t)
        assert clear.any() and torch.all(slope[clear] == 0) and (n == 3 or torch.all(loss[clear] == 0))
    if n == 6 and kind != "quadratic":
        entropy = logsumexp(z.detach(), axis=1, temperature=t) - right
        assert torch.all(loss <= entropy + 1e-12) and torch.all(loss >= entropy - t * (math.log(2) - 0.5) - 1e-12)
    if n == 2:
        m = lead
        form = torch.where(m >= 2 * t, 0.0, torch.where(m <= -2 * t, -m, (2 * t - m) ** 2 / (8 * t)))
        assert torch.allclose(loss, form, rtol=1e-12, atol=1e-13)


def test_what_is_refused():
    z = torch.zeros(4, 3)
    for how, message in (
        ({"reduction": "average"}, "reduction must be one of mean, sum, none, not 'average'"),
        ({"label_smoothing": 1.5}, "label_smoothing must be between 0 and 1, not 1.5"),
        ({"temperature": -1.0}, "temperature must be positive"),
    ):
        with pytest.raises(ValueError, match=message):
            TightCrossEntropyLoss(**how)
    with pytest.raises(ValueError, match=r"target must hold class numbers of the shape \(4,\) or probabilities"):
        tight_cross_entropy(z, torch.zeros(3, dtype=torch.long))
    with pytest.raises(ValueError, match=r"weight must have the shape \(3,\), not \(4,\)"):
        tight_cross_entropy(z, torch.zeros(4, dtype=torch.long), torch.ones(4))


def test_the_layer_learns_its_temperature_and_is_saved():
    x = torch.randn(50, 6, generator=torch.Generator().manual_seed(0))
    layer, aim = SmoothMax(2.0, learnable=True), SmoothMax(0.5)(x)
    step = torch.optim.Adam(layer.parameters(), lr=0.1)
    for _ in range(150):
        step.zero_grad()
        ((layer(x) - aim) ** 2).mean().backward()
        step.step()
    assert math.isclose(float(layer.temperature.detach()), 0.5, rel_tol=0.05)
    other = SmoothMax(1.0, learnable=True)
    other.load_state_dict(layer.state_dict())
    assert torch.equal(other(x), layer(x))
    mask = torch.ones(50, 6, dtype=torch.bool)
    assert torch.equal(layer(x, mask), layer(x)) and layer(x).shape == (50,)
    assert SmoothMax(1.0, dim=0, keepdim=True)(x).shape == (1, 6)


def test_it_compiles_and_moves():
    loss = TightCrossEntropyLoss(torch.ones(5, dtype=torch.float64), ignore_index=7, label_smoothing=0.1)
    z, y, _ = problem((8, 5))
    compiled = torch.compile(loss, fullgraph=True, backend="eager")
    assert torch.allclose(compiled(z, y), loss(z, y), rtol=1e-13)
    assert loss.to(torch.float32).weight.dtype == torch.float32


@pytest.mark.parametrize("share", (0.0, 0.2))
@pytest.mark.parametrize("kind", ("lse", "best"))
def test_jax_has_the_same_loss(kind, share):
    jax = pytest.importorskip("jax")
    from tightmax.jax import tight_cross_entropy as of_jax

    jax.config.update("jax_enable_x64", True)
    try:
        z, y, weight = problem((8, 5))
        how = {"ignore_index": 7, "label_smoothing": share, "temperature": 0.7, "kind": kind}
        expected = tight_cross_entropy(z, y, weight, reduction="none", **how)
        found = jax.jit(lambda z: of_jax(z, y.numpy(), weight.numpy(), **how))(z.numpy())
        assert np.allclose(found, expected, rtol=1e-12, atol=1e-13)
        soft = torch.softmax(z, 1)
        how.pop("ignore_index")
        expected = tight_cross_entropy(z, soft, reduction="none", **how)
        assert np.allclose(of_jax(z.numpy().T, soft.numpy().T, axis=0, **how), expected, rtol=1e-12, atol=1e-13)
        slope = jax.grad(lambda t: of_jax(z.numpy(), y.numpy(), temperature=t, kind=kind, ignore_index=7).sum())(0.7)
        assert np.isfinite(slope) and slope >= 0
        with pytest.raises(ValueError, match=r"labels must have the shape \(8,\) or \(8, 5\), not \(7,\)"):
            of_jax(z.numpy(), y.numpy()[:7])
    finally:
        jax.config.update("jax_enable_x64", False)

"""Perturbed optimisers with gradients, in PyTorch and JAX: NumPy's estimates of the same seed, the true derivatives.

The true ones are closed forms: of Gumbel noise on the simplex, and of a set of two points under Gaussian noise. All
draws are seeded; a bound of 4 standard errors fails by chance about once in 16000 times an entry.
"""

import math

import numpy as np
import pytest

from tests.tightmax.in_double import in_double
from tests.tightmax.test_perturbed import THETA, two_points
from tightmax.perturbed import (
    FiniteSet,
    Ranking,
    fenchel_young_loss,
    gumbel_argmax,
    gumbel_jacobian,
    maximum,
    perturbed_argmax,
    perturbed_jacobian,
    perturbed_max,
)
from tightmax.perturbed.products import vector_jacobian
from tightmax.perturbed.sampling import plan_for

POINTS = np.array([[1.0, 0.0, 2.0], [-1.0, 1.0, 0.5]])
CASES = [
    (THETA, maximum, {"noise": "gumbel", "control": "vertex"}),
    (np.stack([THETA, 2 * THETA[::-1]]), Ranking(), {"noise": "gaussian", "control": "mean", "antithetic": True}),
    (np.array([0.3, -0.2, 0.1]), FiniteSet(POINTS), {"noise": "gaussian", "control": "none"}),
]
COMMON = {"epsilon": 0.7, "samples": 600, "seed": 5}


def without_control(how):
    return {name: value for name, value in how.items() if name != "control"}


class OnTorch:
    """Value and gradient with PyTorch."""

    @staticmethod
    def functions():
        pytest.importorskip("torch")
        from tightmax.perturbed import torch as ours

        return ours

    @staticmethod
    def gradient(function, theta):
        import torch

        leaf = torch.tensor(theta, requires_grad=True)
        value = function(leaf)
        value.backward()
        return value.item(), leaf.grad.numpy()

    @staticmethod
    def second(function, theta, v):
        import torch

        leaf = torch.tensor(theta, requires_grad=True)
        (slope,) = torch.autograd.grad(function(leaf), leaf, create_graph=True)
        return torch.autograd.grad((slope * torch.tensor(v)).sum(), leaf)[0].numpy()

    array = staticmethod(lambda x: __import__("torch").tensor(x))


class OnJax:
    """The same with JAX, compiled."""

    @staticmethod
    def functions():
        pytest.importorskip("jax")
        from tightmax.perturbed import jax as ours

        return ours

    @staticmethod
    def gradient(function, theta):
        import jax

        value, slope = jax.jit(jax.value_and_grad(function))(theta)
        return float(value), np.asarray(slope)

    @staticmethod
    def second(function, theta, v):
        import jax

        return np.asarray(jax.jit(jax.grad(lambda x: (jax.grad(function)(x) * v).sum()))(theta))

    array = staticmethod(lambda x: __import__("jax").numpy.asarray(x))


@pytest.fixture(params=[OnTorch, OnJax], ids=["torch", "jax"])
def library(request):
    request.param.functions()
    if request.param is OnJax:
        with in_double():
            yield request.param
    else:
        yield request.param


@pytest.mark.parametrize(("theta", "oracle", "how"), CASES)
def test_the_product_is_that_of_the_jacobian(theta, oracle, how):
    v = np.random.default_rng(0).normal(size=theta.shape)
    given = {**COMMON, **how}
    jacobian = perturbed_jacobian(theta, oracle, **given).value
    plan = plan_for(theta, oracle, 0.7, how["noise"], 600, 5, how.get("antithetic", False))
    found = vector_jacobian(plan, v, how["control"], 1)
    assert np.allclose(found, np.einsum("...i,...ij->...j", v, jacobian), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(("theta", "oracle", "how"), CASES)
def test_as_on_numpy(library, theta, oracle, how):
    ours, given = library.functions(), {**COMMON, **how}
    weight = np.random.default_rng(1).normal(size=theta.shape[:-1])
    v = np.random.default_rng(0).normal(size=theta.shape)
    point = perturbed_argmax(theta, oracle, **COMMON, **without_control(how)).value

    value, slope = library.gradient(
        lambda x: (library.array(weight) * ours.perturbed_max(x, oracle, **given)).sum(), theta
    )
    assert np.isclose(value, (weight * perturbed_max(theta, oracle, **given).value).sum(), rtol=1e-13)
    assert np.allclose(slope, weight[..., None] * point, rtol=1e-13)

    jacobian = perturbed_jacobian(theta, oracle, **given).value
    product = np.einsum("...i,...ij->...j", v, jacobian)
    value, slope = library.gradient(
        lambda x: (library.array(v) * ours.perturbed_argmax(x, oracle, **given)).sum(), theta
    )
    assert np.isclose(value, (v * point).sum(), rtol=1e-12) and np.allclose(slope, product, rtol=1e-10, atol=1e-12)

    second = library.second(lambda x: ours.perturbed_max(x, oracle, **given).sum(), theta, v)
    assert np.allclose(second, product, rtol=1e-10, atol=1e-12)

    label = oracle(theta[..., ::-1])
    right = fenchel_young_loss(theta, label, oracle, **given)
    value, slope = library.gradient(
        lambda x: ours.fenchel_young_loss(x, library.array(label), oracle, **given).sum(), theta
    )
    assert np.isclose(value, right.value.value.sum(), rtol=1e-12)
    assert np.allclose(slope, right.gradient.value, rtol=1e-12, atol=1e-13)


def test_the_true_derivatives(library):
    """Off by 4 standard errors at most, which NumPy's estimate of the same draws has."""
    ours, given = library.functions(), {"epsilon": 0.7, "samples": 20_000, "seed": 2}
    softmax, law = gumbel_argmax(THETA, epsilon=0.7), {"noise": "gumbel"}
    _, slope = library.gradient(lambda x: ours.perturbed_max(x, maximum, **given, **law), THETA)
    error = perturbed_argmax(THETA, maximum, **given, **law).standard_error
    assert np.all(np.abs(slope - softmax) < 4 * error) and np.all(error < 0.01)
    _, row = library.gradient(lambda x: ours.perturbed_argmax(x, maximum, **given, **law)[1], THETA)
    error = perturbed_jacobian(THETA, maximum, **given, **law).standard_error[1]
    assert np.all(np.abs(row - gumbel_jacobian(THETA, epsilon=0.7)[1]) < 4 * error) and np.all(error < 0.02)

    theta, oracle = np.array([0.3, -0.2, 0.1]), FiniteSet(POINTS)
    top, point, jacobian = two_points(theta, POINTS, 0.7)
    value, slope = library.gradient(lambda x: ours.perturbed_max(x, oracle, **given), theta)
    assert abs(value - top) < 4 * perturbed_max(theta, oracle, **given).standard_error
    assert np.all(np.abs(slope - point) < 4 * perturbed_argmax(theta, oracle, **given).standard_error)
    _, row = library.gradient(lambda x: ours.perturbed_argmax(x, oracle, **given)[0], theta)
    assert np.all(np.abs(row - jacobian[0]) < 4 * perturbed_jacobian(theta, oracle, **given).standard_error[0])


def test_types_and_refusals(library):
    ours, given = library.functions(), {"epsilon": 0.7, "seed": 0, "samples": 10}
    single = library.array(THETA.astype(np.float32))
    for function in (ours.perturbed_max, ours.perturbed_argmax):
        assert function(single, maximum, **given).dtype == single.dtype
        with pytest.raises(TypeError, match="theta must be a floating"):
            function(library.array(np.array([1, 2])), maximum, **given)
        with pytest.raises(ValueError, match="control must be one of vertex, mean, none, not 'all'"):
            function(single, maximum, control="all", **given)
        with pytest.raises(ValueError, match="samples must be at least 1, not 0"):
            function(single, maximum, **{**given, "samples": 0})
    with pytest.raises(ValueError, match="y must have the shape of theta"):
        ours.fenchel_young_loss(single, single[:2], maximum, **given)


def test_what_only_numbers_show_is_refused_as_by_numpy(library):
    ours, given = library.functions(), {"epsilon": 0.7, "seed": 0, "samples": 10}
    nothing, fine = library.array(np.array([math.nan, 1.0])), library.array(np.array([0.0, 1.0]))
    for function in (ours.perturbed_max, ours.perturbed_argmax):
        with pytest.raises(ValueError, match=r"^theta must be finite, not nan"):
            function(nothing, maximum, **given)
    with pytest.raises(ValueError, match=r"^oracle must return an array of the shape of theta, "):
        ours.perturbed_argmax(fine, lambda theta: theta[..., :1], **given)
    with pytest.raises(ValueError, match=r"^y must lie in the simplex, with the sum 1, not 3.0"):
        ours.fenchel_young_loss(fine, library.array(np.array([2.0, 1.0])), maximum, noise="gumbel", **given)


def test_seeds_that_jax_does_not_hold():
    pytest.importorskip("jax")
    from tightmax.perturbed import jax as ours

    given = {"epsilon": 0.7, "samples": 10}
    with pytest.raises(ValueError, match=rf"^seed must be an integer that JAX holds, .* not {2**70}$"):
        ours.perturbed_max(THETA, maximum, seed=2**70, **given)
    for seed in ([1, 2], np.random.SeedSequence(1)):
        with pytest.raises(TypeError, match=r"^seed must be one integer, not "):
            ours.perturbed_max(THETA, maximum, seed=seed, **given)


@pytest.mark.parametrize("wrong", (None, "a", object()))
def test_jax_names_what_is_no_array(wrong):
    pytest.importorskip("jax")
    from tightmax.perturbed import jax as ours

    given = {"epsilon": 0.7, "samples": 10, "seed": 0}
    with pytest.raises(TypeError, match=r"^y must .*, not "):
        ours.fenchel_young_loss(THETA, wrong, maximum, **given)
    with pytest.raises(TypeError, match=r"^theta must .*, not "):
        ours.fenchel_young_loss(wrong, THETA, maximum, **given)
    with pytest.raises(TypeError, match=r"^y must hold real numbers, not complex"):
        ours.fenchel_young_loss(THETA, 1j * np.asarray(THETA), maximum, **given)


def test_within_torch_func():
    torch = pytest.importorskip("torch")
    from tightmax.perturbed import torch as ours

    def top(theta):
        return ours.perturbed_max(theta, maximum, epsilon=0.7, seed=0, samples=10)

    x = torch.ones(2, 3)
    for run in (lambda: torch.func.vmap(top)(x), lambda: torch.func.grad(lambda y: top(y).sum())(x),
                lambda: top(x.to("meta"))):
        with pytest.raises(TypeError, match=r"^theta is a tensor without numbers") as caught:
            run()
        assert "\n" not in str(caught.value)


def test_a_traced_seed_and_a_mapped_theta():
    jax = pytest.importorskip("jax")
    from tightmax.perturbed import jax as ours

    with in_double():
        traces = []

        @jax.jit
        def slope(theta, seed):
            traces.append(seed)
            return jax.grad(lambda x: ours.perturbed_max(x, maximum, epsilon=0.7, samples=50, seed=seed))(theta)

        for seed in (3, 4):
            right = perturbed_argmax(THETA, maximum, epsilon=0.7, samples=50, seed=seed).value
            assert np.allclose(slope(THETA, seed), right, rtol=1e-13)
        assert len(traces) == 1
        rows = np.stack([THETA, -THETA, 3 * THETA])
        given = {"epsilon": 0.7, "samples": 50, "seed": 1}
        mapped = jax.vmap(jax.grad(lambda x: ours.perturbed_argmax(x, maximum, **given)[0]))(rows)
        right = perturbed_jacobian(rows, maximum, **given).value[:, 0]
        assert np.allclose(mapped, right, rtol=1e-10, atol=1e-12)

"""The smooth maxima in programs that others record: PyTorch's compilers and exporters, JAX's export."""

import numpy as np
import pytest

from tightmax import hessian_vector, smooth_argmax, smooth_max, value_and_weights

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")

pytestmark = [
    pytest.mark.filterwarnings("error"),
    pytest.mark.filterwarnings("ignore:`torch.jit.*` is deprecated:DeprecationWarning"),
]

KINDS = ("lse", "universal", "quadratic", "best")
CASES = [("lse", 5), ("universal", 5), ("quadratic", 5), ("best", 2), ("best", 3), ("best", 5)]


@pytest.fixture(autouse=True)
def forget():
    torch._dynamo.reset()
    yield
    torch._dynamo.reset()


def rows(n, seed=0):
    return torch.tensor(np.random.default_rng(seed).normal(size=(4, n)))


def every(kind, side="over"):
    """What is computed of an array: value and weights on either side, and curvature."""

    def compute(x):
        value, weights = value_and_weights(x, temperature=0.7, kind=kind)
        other = smooth_max(2.0 * x, temperature=0.3, kind=kind, side=side)
        return value, weights, other, hessian_vector(x, x * x, temperature=0.7, kind=kind)

    return compute


def agree(found, expected):
    return all(torch.allclose(a, b, rtol=1e-12, atol=1e-14) for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize("dynamic", (False, True))
@pytest.mark.parametrize(("kind", "n"), CASES)
def test_one_graph_without_a_break(kind, n, dynamic):
    compute, x = every(kind, "centred"), rows(n)
    compiled = torch.compile(compute, fullgraph=True, dynamic=dynamic, backend="eager")
    for y in (x, torch.cat([x, x + 1.0])):
        assert agree(compiled(y), compute(y))


@pytest.mark.parametrize(("kind", "n"), CASES)
def test_gradients_through_one_graph(kind, n):
    x = rows(n).requires_grad_()
    f = torch.compile(lambda y: smooth_max(y, temperature=0.7, kind=kind), fullgraph=True, backend="aot_eager")
    (slope,) = torch.autograd.grad(f(x).sum(), x)
    assert torch.allclose(slope, smooth_argmax(x.detach(), temperature=0.7, kind=kind), rtol=1e-12, atol=1e-14)


class Layer(torch.nn.Module):
    """A model that is one smooth maximum."""

    def __init__(self, kind):
        super().__init__()
        self.compute = every(kind)

    def forward(self, x):
        return self.compute(x)


@pytest.mark.parametrize("strict", (False, True))
@pytest.mark.parametrize("kind", KINDS)
def test_an_export_for_any_number_of_rows_and_entries(kind, strict):
    batch, n = torch.export.Dim("batch"), torch.export.Dim("n", min=4)
    exported = torch.export.export(Layer(kind), (rows(6),), strict=strict, dynamic_shapes=(({0: batch, 1: n}),))
    for x in (rows(6, seed=1), rows(9).repeat(2, 1)):
        assert agree(exported.module()(x), every(kind)(x))


@pytest.mark.parametrize(("kind", "n"), CASES)
def test_what_is_recorded_is_no_number_of_the_example(kind, n):
    compute, x = every(kind), rows(n, seed=1)
    example = torch.zeros_like(x)
    with pytest.warns(torch.jit.TracerWarning):  # that the length is fixed
        traced = torch.jit.trace(compute, example, check_trace=False)
    assert agree(traced(x), compute(x))
    assert agree(torch.fx.experimental.proxy_tensor.make_fx(compute)(example)(x), compute(x))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mode_that_sees_all_operations(kind):
    from torch.utils._python_dispatch import TorchDispatchMode

    class Counting(TorchDispatchMode):
        """Counts the operations."""

        count = 0

        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            Counting.count += 1
            return func(*args, **(kwargs or {}))

    with Counting():
        found = smooth_max(rows(6), temperature=1.0, kind=kind)
    assert Counting.count > 3 and torch.allclose(found, smooth_max(rows(6), temperature=1.0, kind=kind), rtol=1e-13)


@pytest.mark.parametrize("kind", KINDS)
def test_jax_exports_with_symbolic_shapes(kind):
    jax = pytest.importorskip("jax")
    export = pytest.importorskip("jax.export")
    batch, n = export.symbolic_shape("batch, n", constraints=["n >= 4"])
    shape = jax.ShapeDtypeStruct((batch, n), np.float32)

    def compute(x):
        return value_and_weights(x, temperature=0.7, kind=kind)

    exported = export.export(jax.jit(compute))(shape)
    for x in (rows(6), rows(9).repeat(2, 1)):
        x = jax.numpy.asarray(x.numpy(), dtype=np.float32)
        for found, expected in zip(exported.call(x), compute(x), strict=True):
            assert np.allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_a_length_that_stands_for_others_has_no_worst_gap():
    """The side "over" needs none."""
    jax = pytest.importorskip("jax")
    export = pytest.importorskip("jax.export")
    shape = jax.ShapeDtypeStruct(export.symbolic_shape("n", constraints=["n >= 4"]), np.float32)
    with pytest.raises(TypeError, match="side 'under' with error=None needs the length of the axis as a number"):
        export.export(jax.jit(lambda x: smooth_max(x, temperature=0.7, side="under")))(shape)

"""The smoothed sum of the k largest against exact rational arithmetic, in every library, with its derivatives."""

import math
from fractions import Fraction
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tightmax.problems import FEW, INF, NAN, RUN, problems
from tightmax import smooth_argtop, smooth_max, smooth_top

pytest.importorskip("array_api_compat")

pytestmark = pytest.mark.usefixtures("double")


def exact(row, t, k):
    """The value and the weights in rational numbers: T lies between two neighbours of the x_i and x_i - t."""
    x, t = [Fraction(e) for e in row], Fraction(t)

    def weights(threshold):
        return [min(max((e - threshold) / t, Fraction(0)), Fraction(1)) for e in x]

    ends = sorted({*x, *(e - t for e in x)})
    low, high = 0, len(ends) - 1  # the sum falls from n to 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if sum(weights(ends[middle])) >= k else (low, middle)
    a, b = ends[low], ends[high]
    more, less = sum(weights(a)), sum(weights(b))
    threshold = a if more == less else a + (b - a) * (more - k) / (more - less)
    p = weights(threshold)
    assert sum(p) == k
    return sum(q * e for q, e in zip(p, x, strict=True)) - t / 2 * (sum(q * q for q in p) - k), p


@st.composite
def tops(draw, special=False):
    x, mask, t, _, side = draw(problems(special=special))
    return x, mask, t, draw(st.integers(1, x.shape[1])), side


@RUN
@given(problem=tops())
def test_rational_arithmetic_agrees(problem):
    x, _, t, k, _ = problem
    values, weights = smooth_top(x, k=k, temperature=t), smooth_argtop(x, k=k, temperature=t)
    for row, value, found in zip(x.tolist(), values.tolist(), weights.tolist(), strict=True):
        true, p = exact(row, t, k)
        size = max(map(abs, row)) + t
        assert abs(value - float(true)) <= 1e-15 * (k + 2) * size
        assert np.allclose(found, [float(q) for q in p], rtol=0, atol=1e-15 * len(row) * (size / t + 1))
        largest = sum(sorted(row)[-k:])
        assert -1e-15 * (k + 2) * size <= value - largest
        assert value - largest <= t * k * (1 - k / len(row)) / 2 + 1e-15 * (k + 2) * size


def others():
    for name, module in (("torch", "torch"), ("dask", "dask.array"), ("strict", "array_api_strict")):
        try:
            yield name, import_module(module)
        except ImportError:
            continue


@pytest.mark.parametrize(("name", "xp"), list(others()))
@RUN
@given(problem=tops(special=True))
def test_every_library_computes_what_numpy_does(name, xp, problem):
    x, mask, t, k, side = problem
    how = {"k": k, "side": side}
    value = smooth_top(x, where=mask, temperature=t, **how)
    weights = smooth_argtop(x, where=mask, temperature=t, k=k)
    y, chosen = xp.asarray(x), None if mask is None else xp.asarray(mask)
    size = np.where(np.isfinite(x), np.abs(x), 0.0)
    unit = t + (size if mask is None else np.where(mask, size, 0.0)).max(-1)
    for temperature in (t, xp.asarray(np.full(len(x), t))):
        found = np.asarray(smooth_top(y, where=chosen, temperature=temperature, **how))
        finite = np.isfinite(value)
        assert np.array_equal(found[~finite], value[~finite], equal_nan=True), (found, value)
        assert np.all(np.abs(found[finite] - value[finite]) <= (1e-14 * k * unit)[finite]), (found, value)
        shares = np.asarray(smooth_argtop(y, where=chosen, temperature=temperature, k=k))
        assert np.allclose(shares, weights, rtol=0, atol=1e-13, equal_nan=True), (shares, weights)


@FEW
@given(problem=tops(special=True))
def test_jax_computes_what_numpy_does(problem):
    jax = pytest.importorskip("jax")
    x, mask, t, k, _ = problem
    found = jax.jit(lambda y, t: smooth_argtop(y, where=mask, temperature=t, k=k))(x, np.full(len(x), t))
    assert np.allclose(found, smooth_argtop(x, where=mask, temperature=t, k=k), rtol=0, atol=1e-13, equal_nan=True)


@RUN
@given(problem=tops())
def test_the_largest_entry_is_the_quadratic_maximum(problem):
    x, _, t, _, side = problem
    found = smooth_top(x, k=1, temperature=t, side=side)
    assert np.allclose(found, smooth_max(x, temperature=t, kind="quadratic", side=side), rtol=1e-14, atol=1e-14 * t)
    assert np.allclose(
        smooth_top(x, k=x.shape[1], temperature=t, side=side), x.sum(-1), rtol=1e-13, atol=1e-13 * np.abs(x).max()
    )


@RUN
@given(problem=tops(), data=st.data())
def test_the_weights_are_smooth_and_the_value_is_above_its_tangents(problem, data):
    """What top-sum claims of two points."""
    x, _, t, k, _ = problem
    moves = st.lists(st.floats(-3, 3), min_size=x.size, max_size=x.size)
    y = x + t * np.array(data.draw(moves)).reshape(x.shape)
    p, q = (smooth_argtop(points, k=k, temperature=t) for points in (x, y))
    step = np.linalg.norm(y - x, axis=-1)
    size = t + np.maximum(np.abs(x), np.abs(y)).max(-1)
    rounding = 1e-13 * x.shape[1] * size
    assert np.all(t * np.linalg.norm(q - p, axis=-1) <= step + rounding)
    rise = smooth_top(y, k=k, temperature=t) - smooth_top(x, k=k, temperature=t) - np.sum(p * (y - x), axis=-1)
    assert np.all(rise >= -rounding) and np.all(rise <= step**2 / (2 * t) + rounding)


ROWS = {
    "between": [0.3, 0.0, -0.4, 0.15, 0.7], "tie": [0.5, 0.5, 0.5, -1.0, 0.9], "ahead": [5.0, 4.0, 0.5, 0.0, -1.0],
    "gone": [0.3, -INF, 0.15, 0.0, 0.6],
}


@pytest.mark.parametrize("k", (1, 2, 3))
@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("library", ("torch", "jax"))
def test_derivatives(library, name, k):
    """The value's are the weights; theirs, away from kinks, are those of numbers nearby; so is that in t."""
    xp = pytest.importorskip(library)
    t, x, v = 0.8, np.array(ROWS[name]), np.array([0.3, 0.0, 0.7, 2.0, -1.0])
    weights = smooth_argtop(x, k=k, temperature=t)

    def value(x, t):
        return smooth_top(x, k=k, temperature=t)

    def share(x):
        return (smooth_argtop(x, k=k, temperature=t)[np.isfinite(ROWS[name])] * v[np.isfinite(ROWS[name])]).sum()

    step = 1e-6
    of_t = (value(x, t + step) - value(x, t - step)) / (2 * step)
    finite = np.isfinite(x)
    curved = [
        (share(x + step * e) - share(x - step * e)) / (2 * step) if finite[i] else 0.0
        for i, e in enumerate(np.eye(len(x)))
    ]
    if library == "jax":
        slope, in_t = xp.grad(value, argnums=(0, 1))(xp.numpy.asarray(x), t)
        second = xp.grad(lambda x: (xp.grad(value)(x, t)[finite] * v[finite]).sum())(xp.numpy.asarray(x))
        direct = xp.grad(lambda x: (smooth_argtop(x, k=k, temperature=t)[finite] * v[finite]).sum())(x)
    else:
        y = xp.tensor(x, requires_grad=True)
        s = xp.tensor(t, dtype=xp.float64, requires_grad=True)
        slope, in_t = xp.autograd.grad(value(y, s), (y, s), create_graph=True)
        chosen, direction = xp.tensor(finite), xp.tensor(v)[xp.tensor(finite)]
        second = xp.autograd.grad((slope[chosen] * direction).sum(), y, retain_graph=True)[0]
        direct = xp.autograd.grad((smooth_argtop(y, k=k, temperature=t)[chosen] * direction).sum(), y)[0]
        slope, in_t = slope.detach(), in_t.detach()
    assert np.allclose(np.asarray(slope), weights, rtol=0, atol=1e-14)
    assert math.isclose(float(in_t), of_t, abs_tol=1e-8)
    assert np.allclose(np.asarray(direct), curved, rtol=0, atol=1e-8)
    assert np.allclose(np.asarray(second), curved, rtol=0, atol=1e-8)


def test_compiled_and_batched():
    torch = pytest.importorskip("torch")
    x = torch.randn(4, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(0))

    def top(x):
        return smooth_top(x, k=2, temperature=0.7)

    assert torch.allclose(torch.func.vmap(top)(x), top(x), rtol=1e-14)
    assert torch.allclose(torch.compile(top, backend="eager", fullgraph=True)(x), top(x), rtol=1e-14)


@pytest.mark.parametrize(
    ("row", "k", "value", "weights"),
    [
        ([INF, 0.0, 1.0], 2, INF, [1, 0, 1]), ([INF, INF, INF, 0.0], 2, INF, [2 / 3] * 3 + [0]),
        ([-INF, 3.0, -INF], 1, 3.0, [0, 1, 0]), ([-INF, 3.0, -INF], 2, -INF, [0.5, 1, 0.5]),
        ([INF, -INF], 2, NAN, [1, 1]), ([NAN, 1.0, 2.0], 1, NAN, [NAN] * 3),
        ([1e308, -1e308, 0.0], 1, 1e308, [1, 0, 0]),
        ([0.0, 0.0], 1, 0.125, [0.5, 0.5]),
    ],
)
def test_edges(row, k, value, weights):
    assert np.allclose(smooth_top(row, k=k, temperature=0.5), value, rtol=1e-15, equal_nan=True)
    assert np.allclose(smooth_argtop(row, k=k, temperature=0.5), weights, rtol=0, atol=1e-15, equal_nan=True)


def test_masks_axes_errors_and_outputs():
    x = np.array([[3.0, 1.0, NAN, 2.0], [0.0, 0.0, INF, 0.0]])
    mask = np.array([[True, True, False, True]] * 2)
    assert smooth_top(x, k=2, temperature=0.1, where=mask)[0] == 5.0
    assert smooth_argtop(x, k=2, temperature=0.1, where=mask)[0].tolist() == [1, 0, 0, 1]
    assert smooth_top(x, k=4, temperature=0.1, where=mask).tolist() == [-INF] * 2
    assert smooth_argtop(x, k=4, temperature=0.1, where=mask)[1].tolist() == [1, 1, 0, 1]
    y = np.random.default_rng(0).normal(size=(3, 4, 5))
    for axis in (0, 1, (0, 2), None):
        found = smooth_top(y, k=2, temperature=1e-9, axis=axis, keepdims=True)
        moved = np.sort(y.reshape(-1) if axis is None else np.moveaxis(y, axis, range(-np.size(axis), 0)).reshape(
            *(n for i, n in enumerate(y.shape) if i not in np.atleast_1d(axis)), -1), axis=-1)
        assert np.allclose(found.reshape(-1), moved[..., -2:].sum(-1).reshape(-1), rtol=1e-12)
    equal = np.zeros(5)
    for side, part in (("over", 1.0), ("under", 0.0), ("centred", 1.0)):
        assert np.allclose(smooth_top(equal, k=2, error=0.25, side=side), 0.25 * part, rtol=1e-15)
    out = np.empty(2, np.float32)
    assert smooth_top(y[0, :2], k=2, temperature=1.0, out=out) is out
    assert smooth_argtop(y, k=1, temperature=1.0, out=y) is y and np.allclose(y.sum(-1), 1)
    assert smooth_top(np.zeros(4, np.float16), k=2, temperature=1.0).dtype == np.float16
    assert smooth_top([1e308, -1e308], k=1, temperature=1.5e308) < INF


def test_every_whole_number_of_entries_will_do():
    for k in (np.int8(2), np.array(2), pytest.importorskip("torch").tensor(2)):
        assert smooth_top([5.0, 1.0, 4.0, 4.5], k=k, temperature=1.0) == 9.5625


@pytest.mark.parametrize("k", (0, 5, -1, True, 1.0, "2", None))
def test_what_is_no_number_of_entries_is_refused(k):
    with pytest.raises((TypeError, ValueError), match="k must be an integer") as caught:
        smooth_top([1.0, 2.0, 3.0, 4.0], k=k, temperature=1.0)
    assert repr(k) in str(caught.value)


STRANGE = {
    "nan": [0.3, NAN, 0.1, -5.0, INF], "few": [0.3, -INF, -INF, -INF, -INF], "masked": [0.3, 0.2, 0.1, 0.0, -1.0],
    "both": [INF, -INF, -INF, -INF, -INF],
}


@pytest.mark.parametrize("way", ("torch", "torch, a temperature with a gradient", "torch, transformed", "jax"))
@pytest.mark.parametrize("name", STRANGE)
def test_the_gradient_is_the_weights_where_something_is_not_finite(way, name):
    xp = pytest.importorskip(way.partition(",")[0])
    x, mask = np.array(STRANGE[name]), np.array([True, False, False, True, True]) if name == "masked" else None
    k, t = (4 if name == "masked" else 3), 0.8
    weights = smooth_argtop(x, k=k, temperature=t, where=mask)
    value = smooth_top(x, k=k, temperature=t, where=mask)
    if way == "jax":
        import jax

        found, slope = jax.value_and_grad(lambda y: smooth_top(y, k=k, temperature=t, where=mask))(x)
        curved = jax.jacobian(lambda y: smooth_argtop(y, k=k, temperature=t, where=mask))(x)
    else:
        chosen = None if mask is None else xp.from_numpy(mask)
        y = xp.from_numpy(x.copy()).requires_grad_()
        if "transformed" in way:
            slope, found = xp.func.grad_and_value(lambda y: smooth_top(y, k=k, temperature=t, where=chosen))(y.detach())
            curved = xp.func.jacrev(lambda y: smooth_argtop(y, k=k, temperature=t, where=chosen))(y.detach())
        else:
            heat = xp.tensor(t, dtype=y.dtype, requires_grad=True) if "temperature" in way else t
            found = smooth_top(y, k=k, temperature=heat, where=chosen)
            (slope,) = xp.autograd.grad(found, y)
            shares = smooth_argtop(y, k=k, temperature=heat, where=chosen)
            curved = xp.stack([xp.autograd.grad(share, y, retain_graph=True)[0] for share in shares])
    found, slope, curved = (np.asarray(a.detach() if hasattr(a, "detach") else a) for a in (found, slope, curved))
    assert np.array_equal(found, value, equal_nan=True)
    counted = np.isfinite(x) | np.isnan(x)
    if name != "both":  # -inf and inf cancel to nan, which has no gradient
        some = counted if name == "nan" else slice(None)
        assert np.allclose(slope[some], weights[some], rtol=0, atol=1e-14, equal_nan=True), (slope, weights)
    diagonal = np.diagonal(curved)[counted]
    assert np.isnan(diagonal).all() if name == "nan" else np.all(diagonal == 0), curved

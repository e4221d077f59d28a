"""The logarithms of the weights: mpmath as the judge, the same in every library, and their derivatives."""

import math
from importlib import import_module

import mpmath
import numpy as np
import pytest
from hypothesis import example, given

from tests.tightmax.problems import FEW, INF, KINDS, NAN, RUN, problems
from tightmax import hessian_vector, log_weights, smooth_argmax

pytest.importorskip("array_api_compat")

pytestmark = pytest.mark.usefixtures("double")


def true_logarithms(row, t, kind):
    """Of the weights as real numbers; None where tau is so near 2 that rounding decides whether they are 0."""
    top = row.index(max(row))
    z = [(mpmath.mpf(e) - mpmath.mpf(row[top])) / mpmath.mpf(t) for e in row]
    others = mpmath.fsum(mpmath.exp(e) for place, e in enumerate(z) if place != top)
    if kind == "lse" or others >= 1:
        return [e - mpmath.log(1 + others) for e in z]
    tau = -mpmath.log(others) if others else mpmath.inf
    if abs(tau - 2) < 1e-6:
        return None
    left = (2 - tau) / 4
    return [
        (mpmath.log(1 - left) if place == top else e + mpmath.log(left) + tau) if tau < 2
        else (mpmath.mpf(0) if place == top else -mpmath.inf)
        for place, e in enumerate(z)
    ]


@RUN
@given(problem=problems(special=False, kinds=("lse", "universal"), lengths=(2, 3, 4, 7, 17)))
@example(problem=(np.array([[30.0, -700.0]]), None, 1.0, "lse", "over"))
def test_mpmath_agrees(problem):
    x, _, t, kind, _ = problem
    found = log_weights(x, temperature=t, kind=kind)
    with mpmath.workdps(400):
        for row, logarithms in zip(x.tolist(), found.tolist(), strict=True):
            right = true_logarithms(row, t, kind)
            nearest = float(min(700, sorted(max(row) - e for e in row)[1] / t))
            for ours, true in zip(logarithms, right or (), strict=False):
                if true == -mpmath.inf:
                    assert ours == -INF
                else:  # an exponential is off by the rounding of its exponent; near tau = 2 there is no bound at all
                    steep = 1e-9 if kind == "universal" else 4e-16 * (20 + 2 * nearest)
                    subnormal = len(row) * math.ulp(0.0)  # what every exponential below the normal numbers loses
                    least = subnormal if kind == "lse" else 1e-9
                    assert abs(ours - true) <= steep * abs(true) + least, (ours, true)


@RUN
@given(problem=problems())
def test_they_are_the_logarithms_of_the_weights(problem):
    x, mask, t, kind, _ = problem
    for temperature in (t, np.full(len(x), t)):
        weights = smooth_argmax(x, where=mask, temperature=temperature, kind=kind)
        found = log_weights(x, where=mask, temperature=temperature, kind=kind)
        assert found.dtype == np.float64 and np.array_equal(np.isnan(found), np.isnan(weights))
        assert np.allclose(np.exp(found), weights, rtol=1e-9, atol=1e-12, equal_nan=True)
        assert not np.any(found > 0) and not np.any(np.signbit(found) & (found == 0))
        if mask is not None:
            assert np.all(found[~mask] == -INF)


def others():
    for name, module in (("torch", "torch"), ("dask", "dask.array"), ("strict", "array_api_strict")):
        try:
            yield name, import_module(module)
        except ImportError:
            continue


def agree(found, expected):
    assert np.allclose(np.asarray(found), expected, rtol=1e-12, atol=1e-13, equal_nan=True), (found, expected)


@pytest.mark.parametrize(("name", "xp"), list(others()))
@RUN
@given(problem=problems())
def test_every_library_computes_what_numpy_does(name, xp, problem):
    x, mask, t, kind, _ = problem
    expected = log_weights(x, where=mask, temperature=t, kind=kind)
    clear = np.exp(expected) > 1e-9  # where a weight vanishes its logarithm is as steep as that is
    y, chosen = xp.asarray(x), None if mask is None else xp.asarray(mask)
    for temperature in (t, xp.asarray(np.full(len(x), t))):
        found = np.asarray(log_weights(y, where=chosen, temperature=temperature, kind=kind))
        agree(np.where(clear, found, 0), np.where(clear, expected, 0))
        assert np.allclose(np.exp(found), np.exp(expected), rtol=1e-6, atol=1e-12, equal_nan=True)


@FEW
@given(problem=problems())
def test_jax_computes_what_numpy_does(problem):
    jax = pytest.importorskip("jax")
    x, mask, t, kind, _ = problem
    expected = log_weights(x, where=mask, temperature=t, kind=kind)
    found = jax.jit(lambda y: log_weights(y, where=mask, temperature=t, kind=kind))(x)
    assert np.allclose(np.exp(found), np.exp(expected), rtol=1e-6, atol=1e-12, equal_nan=True)


ROWS = {
    "near": [0.3, 0.0, -0.4, 0.1], "middle": [1.9, 0.0, -0.5, 0.2], "far": [0.0, -800.0, -0.6, -900.0],
    "tie": [1.0, 1.0, 0.7, -2.0], "gone": [0.5, -INF, 0.0, 0.1], "lead": [9.0, 0.0, 1.0, -3.0],
}


def derivative(x, v, kind, t):
    """The Hessian times v over the weights, in NumPy; 0 where there is no weight."""
    weights = smooth_argmax(x, temperature=t, kind=kind)
    product = hessian_vector(x, v, temperature=t, kind=kind)
    return np.divide(product, weights, out=np.zeros_like(x), where=weights > 0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("library", ("torch", "jax"))
def test_derivatives_are_those_of_the_weights(library, kind, name):
    xp = pytest.importorskip(library)
    t, x, v = 0.8, 0.8 * np.array(ROWS[name]), np.array([0.3, -1.0, 0.7, 2.0])
    weights = smooth_argmax(x, temperature=t, kind=kind)
    right = np.where(weights > 0, derivative(x, v, kind, t), 0.0)
    if library == "jax":
        found = np.array(xp.jvp(lambda x: log_weights(x, temperature=t, kind=kind), (x,), (v,))[1])
        slope = xp.grad(lambda x: log_weights(x, temperature=t, kind=kind)[0])(x)
        of_t = xp.grad(lambda t: log_weights(x, temperature=t, kind=kind)[0])(t)
    else:
        y = xp.tensor(x, requires_grad=True)
        found = xp.func.jvp(lambda x: log_weights(x, temperature=t, kind=kind), (xp.tensor(x),), (xp.tensor(v),))[1]
        found = found.numpy()
        s = xp.tensor(t, requires_grad=True, dtype=xp.float64)
        slope, of_t = xp.autograd.grad(log_weights(y, temperature=s, kind=kind)[0], (y, s))
    inside = weights > 0
    assert np.allclose(found[inside], right[inside], rtol=1e-9, atol=1e-12)
    assert np.all(np.isfinite(np.asarray(slope)))
    assert np.isclose(float(np.dot(np.asarray(slope), v)), right[0], rtol=1e-9, atol=1e-12)
    step = 1e-6
    numeric = (
        log_weights(x, temperature=t + step, kind=kind)[0] - log_weights(x, temperature=t - step, kind=kind)[0]
    ) / (2 * step)
    assert np.isclose(float(of_t), numeric, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_a_learnt_temperature_and_labels_that_are_ruled_out(kind):
    """An entry at -inf, or masked, leaves no nan in any derivative."""
    torch = pytest.importorskip("torch")
    x = torch.tensor([[0.5, -INF, 0.2, NAN]], dtype=torch.float64, requires_grad=True)
    t = torch.tensor(0.9, dtype=torch.float64, requires_grad=True)
    mask = torch.tensor([True, True, True, False])
    found = log_weights(x, temperature=t, where=mask, kind=kind)
    slopes = torch.autograd.grad(-found[0, 2], (x, t))
    assert all(bool(torch.isfinite(slope).all()) for slope in slopes)
    assert found[0, 1] == -INF and found[0, 3] == -INF


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([INF, 0.0, INF], [-np.log(2), -INF, -np.log(2)]), ([-INF] * 2, [-np.log(2)] * 2), ([INF, -INF], [0.0, -INF]),
        ([1e300, -1e300], [0.0, -INF]), ([3.0], [0.0]), ([], []),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_edges(kind, row, expected):
    found = log_weights(row, temperature=0.5, kind=kind)
    expected = [-2e300 / 0.5 if kind == "lse" and row and row[0] == 1e300 and e == -INF else e for e in expected]
    assert np.allclose(found, expected, rtol=1e-15)


def test_lse_is_the_log_softmax():
    special = pytest.importorskip("scipy.special")
    x = np.random.default_rng(0).normal(size=(50, 9)) * 40
    assert np.allclose(log_weights(x, temperature=1.0, kind="lse"), special.log_softmax(x, axis=-1), rtol=1e-14)
    assert np.allclose(log_weights(x, temperature=1.0, kind="lse", axis=0), special.log_softmax(x, axis=0), rtol=1e-14)


def test_half_precision_keeps_its_type_and_large_temperatures_overflow_nowhere():
    assert log_weights(np.zeros(4, np.float16), temperature=1.0, kind="lse").dtype == np.float16
    for temperature in (1e308, np.array(1e308)):
        found = log_weights([1e308, -1e308], temperature=temperature, kind="lse")
        assert np.allclose(found, [-np.log1p(np.exp(-2.0)), -2 - np.log1p(np.exp(-2.0))], rtol=1e-14)

"""The same input in every library, found by hypothesis, and mpmath as the judge of the values.

Temperatures come as numbers and as data. HYPOTHESIS_PROFILE=long makes a search of ten minutes of this.
"""

from importlib import import_module

import mpmath
import numpy as np
import pytest
from hypothesis import given

from tests.tightmax.problems import FEW, RUN, problems
from tightmax import hessian_vector, smooth_max, value_and_weights, worst_gap

pytest.importorskip("array_api_compat")

pytestmark = pytest.mark.usefixtures("double")


def others():
    for name, module in (
        ("torch", "torch"), ("dask", "dask.array"), ("strict", "array_api_strict"),
    ):
        try:
            yield name, import_module(module)
        except ImportError:
            continue


def agree(found, expected, unit, rtol):
    """Up to rounding: values in temperatures, weights as they are."""
    value, weights = (np.asarray(part) for part in found)
    assert np.allclose(value, expected[0], rtol=rtol, atol=unit * rtol, equal_nan=True), (value, expected[0])
    assert np.allclose(weights, expected[1], rtol=1e3 * rtol, atol=rtol, equal_nan=True), (weights, expected[1])


@pytest.mark.parametrize(("name", "xp"), list(others()))
@RUN
@given(problem=problems())
def test_every_library_computes_what_numpy_does(name, xp, problem):
    x, mask, t, kind, side = problem
    how = {"kind": kind, "side": side}
    expected = value_and_weights(x, where=mask, temperature=t, **how)
    y, chosen = xp.asarray(x), None if mask is None else xp.asarray(mask)
    agree(value_and_weights(y, where=chosen, temperature=t, **how), expected, t, 1e-13)
    each = xp.asarray(np.full(len(x), t))
    agree(value_and_weights(y, where=chosen, temperature=each, **how), expected, t, 1e-13)
    if name == "torch":
        found = value_and_weights(y.clone().requires_grad_(), where=chosen, temperature=t, **how)
        agree([part.detach() for part in found], expected, t, 1e-13)
        rows = xp.func.vmap(lambda row: value_and_weights(row, temperature=t, **how))(y)
        agree(rows, value_and_weights(x, temperature=t, **how), t, 1e-13)


@FEW
@given(problem=problems())
def test_jax_computes_what_numpy_does(problem):
    """Few inputs: each new shape is compiled, operation by operation."""
    jax = pytest.importorskip("jax")
    x, mask, t, kind, side = problem
    how = {"kind": kind, "side": side}
    expected = value_and_weights(x, where=mask, temperature=t, **how)
    y, chosen = jax.numpy.asarray(x), None if mask is None else jax.numpy.asarray(mask)
    jitted = jax.jit(lambda y, t: value_and_weights(y, where=chosen, temperature=t, **how))
    agree(jitted(y, np.full(len(x), t)), expected, t, 1e-13)
    agree(jax.jit(lambda y: value_and_weights(y, where=chosen, temperature=t, **how))(y), expected, t, 1e-13)
    agree(value_and_weights(y, where=chosen, temperature=t, **how), expected, t, 1e-13)


@RUN
@given(problem=problems())
def test_numpy_has_the_same_with_temperatures_as_data(problem):
    x, mask, t, kind, side = problem
    expected = value_and_weights(x, where=mask, temperature=t, kind=kind, side=side)
    found = value_and_weights(x, where=mask, temperature=np.full(len(x), t), kind=kind, side=side)
    agree(found, expected, t, 1e-13)
    v = np.linspace(-1, 1, x.size).reshape(x.shape)
    products = (
        hessian_vector(x, v, where=mask, temperature=s, kind=kind) * t for s in (t, np.full(len(x), t))
    )
    first, second = products
    assert np.allclose(first, second, rtol=1e-9, atol=1e-12, equal_nan=True)


def true_excess(row, t, kind):
    """The smooth maximum of finite entries at a temperature, less the largest entry, in temperatures."""
    top = max(row)
    y = sorted(((mpmath.mpf(e) - mpmath.mpf(top)) / mpmath.mpf(t) for e in row), reverse=True)
    if kind == "lse":
        return mpmath.log(sum(map(mpmath.exp, y)))
    if kind == "quadratic":
        means = [(sum(y[: k + 1]) - 1) / (k + 1) for k in range(len(y))]
        tau = max(means)
        p = [max(e - tau, 0) for e in y]
        return sum(a * b for a, b in zip(p, y, strict=True)) - (sum(a * a for a in p) - 1) / 2
    if len(y) == 1:
        return mpmath.mpf(0)
    r = mpmath.log(sum(map(mpmath.exp, y[1:])))
    tau = y[0] - r
    if tau <= 0:
        return mpmath.log(sum(map(mpmath.exp, y))) - mpmath.log(2) + mpmath.mpf(1) / 2
    return (2 - tau) ** 2 / 8 if tau < 2 else mpmath.mpf(0)


@RUN
@given(problem=problems(special=False))
def test_mpmath_agrees(problem):
    x, _, t, kind, _ = problem
    kind = "universal" if kind == "best" else kind
    value = smooth_max(x, temperature=t, kind=kind)
    with mpmath.workdps(40):
        for row, found in zip(x.tolist(), value.tolist(), strict=True):
            true = mpmath.mpf(max(row)) + mpmath.mpf(t) * true_excess(row, t, kind)
            assert abs(found - true) <= 4e-16 * abs(true) + 1e-14 * t
    spread = worst_gap(x.shape[-1], kind=kind, temperature=t)
    assert np.all(x.max(-1) <= value) and np.all(value <= x.max(-1) + spread + 1e-14 * t + abs(value) * 4e-16)

"""Kind "best" for three entries: Lambert's function, the closed form, and that nothing offered here is below it."""

import itertools
import math

import flint
import numpy as np
import pytest

from tightmax import hessian_vector, smooth_max, value_and_weights, worst_gap
from tightmax.kinds.three import ABOVE, ABOVE_SINGLE, BELOW, BELOW_SINGLE, BRANCH, _lambert, lambert

TEMPERATURES = (1e-6, 0.03, 1.0, 7.0, 1e6)


def rows(t, seed=0, number=300):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(number, 3)) * 10.0 ** rng.uniform(-2, 1, (number, 1))
    x[::5] = np.round(x[::5])
    return t * x


def share_off(above=ABOVE, below=BELOW):
    """The relative error of w is at most this, times 1 + 1e-9: w e^w - e^(1/3 - g)/3 is enclosed on small pieces.

    With w = e R for e = e^-g in [0, 1] and c = e^(1/3)/3, R e^(eR)/c is 1 + off, and w is off by a share
    off/(1 + w), to first order. On each piece the quotient is a polynomial of degree 9 and an enclosed remainder.
    """
    found = []
    with flint.ctx.workprec(160):
        c = (flint.arb(1) / 3).exp() / 3
        start, end = flint.arb(BRANCH).sqrt(), (1 + flint.arb(BRANCH)).sqrt()
        for k in range(200):
            ball = start + (end - start) * (flint.arb(2 * k + 1) / 400 + flint.arb(0, 1) / 400)

            def off(root):
                over, under = (
                    sum((flint.arb(a) * root**i for i, a in enumerate(p)), root * 0) for p in (above, (*below, 1.0))
                )
                e = root * root - flint.arb(BRANCH)
                quotient = over / under
                return quotient * (e * quotient).exp() * (1 / c) - 1

            flint.ctx.cap = 11
            series = [off(flint.arb_series([at, 1])) for at in (ball.mid(), ball)]
            near = flint.arb(0, 1) * ball.rad()
            total = series[1][10]
            for i in reversed(range(10)):
                total = total * near + series[0][i]
            found.append(float(abs(total).upper()))
    return float(np.max(found))  # nan if there is one


def test_the_approximation_of_lambert_is_enclosed():
    """So its own error is at most one unit in the last place; what the operations round is not in it."""
    assert share_off() <= 2.3e-16
    spoilt = (*ABOVE[:2], ABOVE[2] * (1 + 1e-13), *ABOVE[3:])
    assert share_off(spoilt) > 2.3e-16
    assert share_off(ABOVE_SINGLE, BELOW_SINGLE) <= 6.1e-9
    assert share_off(ABOVE_SINGLE, (BELOW_SINGLE[0] * (1 + 1e-9), BELOW_SINGLE[1])) > 6.1e-9


def test_the_coefficients_in_single_precision():
    """They are rounded where they are used: that is part of what a result is off by."""
    e = np.exp(-np.linspace(0, 40, 4001)).astype(np.float32)
    w, root, below = (np.empty_like(e) for _ in range(3))
    _lambert(e, root, below, w)
    assert np.max(np.abs(w / lambert(np, e.astype(np.float64)) - 1)) <= 8 * 2.0**-24


def test_lambert_is_accurate_and_a_third_at_gap_0():
    assert float(lambert(np, np.float64(1.0))) == pytest.approx(1 / 3, abs=1e-16)
    assert lambert(np, np.float64(0.0)) == 0.0
    gaps = np.concatenate([np.linspace(0, 40, 2001), 10.0 ** np.linspace(-16, 2.8, 300)])
    with flint.ctx.workprec(120):
        for e in np.exp(-gaps).tolist():
            exact = (flint.arb(e) * (flint.arb(1) / 3).exp() / 3).lambertw()
            assert abs(flint.arb(float(lambert(np, np.float64(e)))) / exact - 1) <= 8 * 2.0**-53


@pytest.mark.parametrize("t", TEMPERATURES)
def test_the_closed_form(t):
    lambertw = pytest.importorskip("scipy.special").lambertw
    x = rows(t)
    y = -np.sort(-x / t, axis=1)
    w = lambertw(np.exp(1 / 3 - (y[:, 1] - y[:, 2])) / 3).real
    excess = np.maximum(2 + 2 * w - (y[:, 0] - y[:, 1]), 0) ** 2 / 8
    value, weights = value_and_weights(x, temperature=t)
    assert np.allclose((value - x.max(axis=1)) / t, excess, rtol=0, atol=1e-13 * (1 + np.abs(y[:, 0])).max())
    ahead = y[:, 0] - y[:, 1] > 2 + 2 * w + 1e-9
    assert ahead.sum() > 20 and np.array_equal(value[ahead], x.max(axis=1)[ahead])
    assert np.array_equal(np.sort(weights[ahead], axis=1), np.broadcast_to([0.0, 0.0, 1.0], weights[ahead].shape))


@pytest.mark.parametrize("t", TEMPERATURES)
def test_no_smoothing_that_is_offered_is_below_it(t):
    """And the projection with the same gap, the optimum of d3-optimum, is above it somewhere."""
    x = rows(t, seed=1, number=3000)
    rounding = 1e-14 * (np.abs(x).max(axis=1) + t)
    best = smooth_max(x, temperature=t)
    projection = smooth_max(x, kind="quadratic", temperature=8 / 3 * t)
    for other in (projection, *(smooth_max(x, kind=kind, temperature=t) for kind in ("lse", "universal"))):
        assert np.all(best <= other + rounding) and np.any(best < other - 0.01 * t)
    assert math.isclose(worst_gap(3, temperature=t), 8 / 9 * t, rel_tol=1e-15)
    tie = t * np.array([0.0, 0.0, -40.0])
    assert math.isclose(smooth_max(tie, temperature=t), t / 2, rel_tol=1e-12)
    assert math.isclose(smooth_max(tie, kind="quadratic", temperature=8 / 3 * t), 2 / 3 * t, rel_tol=1e-12)


@pytest.mark.parametrize("t", (0.3, 1.0, 20.0))
def test_second_derivatives_along_sign_vectors(t):
    """Along (1, -1, -1), turned to the largest entry, they are all that is allowed; elsewhere no more."""
    x = rows(t, seed=2)
    for signs in itertools.product((-1.0, 1.0), repeat=3):
        v = np.array(signs)
        assert np.all(t * (hessian_vector(x, v, temperature=t) @ v) <= 1 + 1e-12)
    v = np.where(x == x.max(axis=1, keepdims=True), 1.0, -1.0)
    some = (value_and_weights(x, temperature=t)[1].max(axis=1) < 1) & (v.sum(axis=1) == -1)
    bend = t * (hessian_vector(x, v, temperature=t) * v).sum(axis=1)
    assert some.sum() > 50 and np.allclose(bend[some], 1, rtol=1e-12)


def test_masked_and_infinite_entries_leave_the_optimum_of_two():
    x = np.array([[0.3, -0.4, 5.0], [0.3, -0.4, -np.inf]])
    mask = np.array([[True, True, False], [True, True, True]])
    value, weights = value_and_weights(x, where=mask, temperature=0.6)
    pair = value_and_weights(x[:, :2], temperature=0.6)
    assert np.allclose(value, pair[0], rtol=1e-15) and np.allclose(weights[:, :2], pair[1], rtol=1e-15)
    assert np.array_equal(weights[:, 2], [0.0, 0.0])


def test_second_derivatives_at_ties_in_libraries_that_trace_them():
    """Each tie of two or three, where maxima and minima as traced would share second derivatives wrongly."""
    jax = pytest.importorskip("jax")
    pytest.importorskip("array_api_compat")
    jax.config.update("jax_enable_x64", True)
    try:
        for x in ([0.2, 0.2, 0.2], [0.5, 0.5, 0.1], [0.5, 0.1, 0.1], [0.1, 0.5, 0.5]):
            row = jax.numpy.asarray(x)
            traced = jax.hessian(lambda y: smooth_max(y, temperature=0.7))(row)
            found = np.stack([hessian_vector(np.array(x), v, temperature=0.7) for v in np.eye(3)])
            assert np.allclose(traced, found, rtol=1e-11, atol=1e-13)
            beside = np.array(x) + 1e-9 * np.array([0.3, -0.2, 0.9])
            near = np.stack([hessian_vector(beside, v, temperature=0.7) for v in np.eye(3)])
            assert np.allclose(found, near, atol=1e-7)  # the function is C^2 there
    finally:
        jax.config.update("jax_enable_x64", False)

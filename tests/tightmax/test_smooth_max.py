"""The smooth maxima on NumPy: gaps, gradients, curvature, scaling; always at several temperatures."""

import ast
import math
from pathlib import Path

import numpy as np
import pytest

import tightmax
from tightmax import hessian_vector, smooth_argmax, smooth_max, value_and_weights, worst_gap
from tightmax.engines import compiled

KINDS = ("lse", "universal", "quadratic", "best")
INFINITY_KINDS = ("lse", "universal", "best")
SIDES = ("over", "under", "centred")
TEMPERATURES = (1e-6, 0.03, 1.0, 7.0, 1e6)
LENGTHS = (1, 2, 3, 4, 5, 17, 64)
SAVED = math.log(2) - 0.5


def points(n, t, seed=0, rows=200):
    """Random rows at all distances from a tie, with ties and near ties among them."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, n)) * 10.0 ** rng.uniform(-2, 1.5, (rows, 1))
    x[::5] = np.round(x[::5])
    x[1::7, -1] = x[1::7].max(axis=1) + 1e-9
    return t * x


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (*LENGTHS, 1000))
def test_equal_entries_have_the_worst_gap(n, kind, t):
    gap = worst_gap(n, kind=kind, temperature=t)
    value = smooth_max(np.zeros(n), kind=kind, temperature=t)
    assert math.isclose(value, gap, rel_tol=1e-14, abs_tol=0)
    # At 2 the log1p of the compiled kernels is off by a bit, and so is that of NumPy before 2.
    exact = compiled.chosen() is None and np.lib.NumpyVersion(np.__version__) >= "2.0.0"
    assert t != 1 or abs(value - gap) <= (0 if exact else np.spacing(gap))
    weights = smooth_argmax(np.full(n, 3 * t), kind=kind, temperature=t)
    assert np.allclose(weights, 1 / n, rtol=1e-14, atol=0)


@pytest.mark.parametrize("t", TEMPERATURES)
def test_the_gaps_are_the_proved_ones(t):
    proved = {2: 0.5, 3: 8 / 9, 4: math.log(4) - SAVED, 1000: math.log(1000) - SAVED}
    for n, gap in proved.items():
        assert math.isclose(smooth_max(np.full(n, t), temperature=t), t + t * gap, rel_tol=1e-14)
        assert math.isclose(worst_gap(n, kind="lse", temperature=t), t * math.log(n), rel_tol=1e-14)
        assert math.isclose(worst_gap(n, kind="quadratic", temperature=t), t * (1 - 1 / n) / 2, rel_tol=1e-14)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", LENGTHS)
def test_over_under_and_centred(n, kind, t):
    x = points(n, t)
    top, rounding = x.max(axis=1), 1e-14 * (np.abs(x).max(axis=1) + t)
    gap = worst_gap(n, kind=kind, temperature=t)
    over, under, centred = (smooth_max(x, kind=kind, temperature=t, side=side) for side in SIDES)
    assert np.all(over >= top) and np.all(over <= top + gap + rounding)
    assert np.all(under <= top + rounding) and np.all(under >= top - gap - rounding)
    assert np.all(np.abs(centred - top) <= gap / 2 + rounding)
    assert np.allclose(over - gap / 2, centred, rtol=1e-14, atol=rounding.max())
    assert math.isclose(worst_gap(n, kind=kind, temperature=t, side="centred"), gap / 2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("n", (2, 3, 9))
def test_an_error_picks_the_temperature(n, side, kind):
    x = np.vstack([np.zeros(n), np.eye(n)[0] * 100])
    away = smooth_max(x, kind=kind, error=0.01, side=side) - [0, 100]
    assert math.isclose(np.abs(away).max(), 0.01, rel_tol=1e-11)
    t = 0.01 / worst_gap(n, kind=kind, side=side)
    assert np.array_equal(
        smooth_argmax(x, kind=kind, error=0.01, side=side), smooth_argmax(x, kind=kind, temperature=t)
    )


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", LENGTHS)
def test_the_temperature_scales_and_a_shift_shifts(n, kind, t):
    x = points(n, 1.0)
    value, weights = value_and_weights(x, kind=kind, temperature=1.0)
    scaled, same = value_and_weights(t * x, kind=kind, temperature=t)
    assert np.allclose(scaled, t * value, rtol=1e-11, atol=t * 1e-13)
    assert np.allclose(same, weights, rtol=1e-9, atol=1e-13)
    shifted, same = value_and_weights(x + 2.0, kind=kind, temperature=1.0)
    assert np.allclose(shifted, value + 2, rtol=1e-12) and np.allclose(same, weights, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", LENGTHS)
def test_weights_are_a_distribution_in_the_order_of_the_entries(n, kind, t):
    x = points(n, t)
    weights = smooth_argmax(x, kind=kind, temperature=t)
    assert np.all(weights >= 0) and np.allclose(weights.sum(axis=1), 1, rtol=1e-14)
    order = np.argsort(x, axis=1)
    assert np.all(np.diff(np.take_along_axis(weights, order, 1), axis=1) >= -1e-15)
    assert np.array_equal(value_and_weights(x, kind=kind, temperature=t)[1], weights)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", LENGTHS)
def test_the_weights_are_the_gradient(n, kind, t):
    x = t * np.random.default_rng(n).normal(size=(20, n)) * 2
    step = 1e-5 * t
    moved = x[:, None, :] + step * np.eye(n)
    back = x[:, None, :] - step * np.eye(n)
    slopes = (smooth_max(moved, kind=kind, temperature=t) - smooth_max(back, kind=kind, temperature=t)) / (2 * step)
    assert np.allclose(slopes, smooth_argmax(x, kind=kind, temperature=t), atol=1e-5)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", LENGTHS)
def test_the_hessian_is_the_slope_of_the_weights(n, kind, t):
    rng = np.random.default_rng(n)
    x, v = t * rng.normal(size=(200, n)) * 2, rng.uniform(-1, 1, (200, n))
    step = 1e-5 * t
    before, after = (smooth_argmax(x + sign * step * v, kind=kind, temperature=t) for sign in (-1, 1))
    product = t * hessian_vector(x, v, kind=kind, temperature=t)
    off = np.abs(product - t * (after - before) / (2 * step)).max(axis=1)
    assert (off < 1e-4).mean() >= 0.99  # at the rest the second derivative jumps within the step
    assert np.all((product * v).sum(axis=1) >= -1e-13) and np.allclose(product.sum(axis=1), 0, atol=1e-13)
    assert np.allclose(hessian_vector(x, np.ones(n), kind=kind, temperature=t) * t, 0, atol=1e-14)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", LENGTHS)
def test_convex_and_smooth_on_pairs(n, kind, t):
    x, y = points(n, t, seed=1), points(n, t, seed=2)
    y[::2] = x[::2] + 0.01 * (y[::2] - x[::2])
    y[::9] = x[::9] + t * np.sign(y[::9] - 0.1)
    (f, p), (g, q) = (value_and_weights(point, kind=kind, temperature=t) for point in (x, y))
    slack = 1e-13 * (np.abs(x).max(axis=1) + np.abs(y).max(axis=1) + t)
    assert np.all(g - f - (p * (y - x)).sum(axis=1) >= -slack)
    norms = (2, 2) if kind == "quadratic" else (1, np.inf)
    change, move = np.linalg.norm(p - q, norms[0], axis=1), np.linalg.norm(x - y, norms[1], axis=1)
    assert np.all(t * change <= move * (1 + 1e-12) + t * 1e-13)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", INFINITY_KINDS)
@pytest.mark.parametrize("n", (2, 3, 4, 7))
def test_the_smoothness_is_attained(n, kind, t):
    """Two entries far above the rest: moving them apart turns the gradient as fast as is allowed."""
    x = t * np.array([0.0, 0.0, *[-900.0] * (n - 2)])
    v = np.array([1.0, -1.0, *[0.0] * (n - 2)])
    product = hessian_vector(x, v, kind=kind, temperature=t)
    assert math.isclose(np.abs(product).sum() * t, 1.0, rel_tol=1e-12)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("n", (2, 3, 4, 17, 64, 5000))
def test_the_universal_kind_is_the_maximum_where_one_entry_wins(n, t):
    rng = np.random.default_rng(n)
    others = t * rng.normal(size=(50, n - 1)) * 3
    r = others.max(axis=1) + t * np.log(np.exp((others - others.max(axis=1, keepdims=True)) / t).sum(axis=1))
    lead = np.concatenate([[2 * t * (1 + 1e-13)], t * (2 + 10.0 ** rng.uniform(-12, 2, 49))])
    x = np.column_stack([r + lead, others])
    value, weights = value_and_weights(x, kind="universal", temperature=t)
    assert np.array_equal(value, x[:, 0])
    assert np.array_equal(weights, np.broadcast_to(np.eye(n)[0], x.shape))
    x[:, 0] -= 1e-3 * t + lead - 2 * t
    value, weights = value_and_weights(x, kind="universal", temperature=t)
    assert np.all(value > x[:, 0]) and np.all(weights[:, 0] < 1)


@pytest.mark.parametrize("t", TEMPERATURES)
def test_the_closed_form_of_two_entries(t):
    a = np.linspace(-3, 3, 41) * t
    x = np.stack([np.zeros_like(a), a], axis=-1)
    huber = np.maximum(0, a) + t / 2 * np.maximum(0, 1 - np.abs(a) / (2 * t)) ** 2
    for kind in ("best", "universal"):
        assert np.allclose(smooth_max(x, temperature=t, kind=kind), huber, rtol=1e-14, atol=1e-14 * t)


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_entries_does_not_matter(kind):
    x = points(6, 1.0)
    order = np.random.default_rng(3).permutation(6)
    assert np.allclose(smooth_max(x, kind=kind, temperature=0.4), smooth_max(x[:, order], kind=kind, temperature=0.4))
    assert np.allclose(
        smooth_argmax(x, kind=kind, temperature=0.4)[:, order], smooth_argmax(x[:, order], kind=kind, temperature=0.4)
    )


def test_the_engines_know_no_kind():
    """What a kind needs of them stands in its `Smoothing`. One of them looks kinds up by what users call them; the
    kernels for a card take the coefficients of the kind for three entries from it.
    """
    looked_up, coefficients = {"resolve", "subtracted", "unit_gap"}, {"card_functions.py": {"three"}}
    for file in (Path(tightmax.__file__).parent / "engines").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tightmax.kinds"):
                names = {name.name for name in node.names}
                assert names - coefficients.get(file.name, set()) <= {"Smoothing", *looked_up}, file.name

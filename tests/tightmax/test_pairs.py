"""Kind "pairs": the frozen function of upper-d4, its conjugate as computed, and what the theorem says of that."""

import itertools
import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import tightmax
from tightmax import hessian_vector, log_weights, smooth_argmax, smooth_max, value_and_weights, worst_gap
from tightmax.kinds import pair_tables

HOW = {"kind": "pairs"}
TEMPERATURES = (1e-6, 0.03, 1.0, 7.0, 1e6)
CERTIFICATE = Path(__file__).resolve().parents[2] / "proofs" / "certificates" / "upper" / "knots-d4.json"
INF, NAN = math.inf, math.nan


def rows(t, seed=0, number=400):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(number, 4)) * 10.0 ** rng.uniform(-2, 1, (number, 1))
    x[::5] = np.round(x[::5])
    x[1::7, -1] = x[1::7].max(axis=1)
    return t * x


def spline(points, flat_end):
    """The exact value at a rational place of the function with this piecewise linear second derivative."""
    def moments(x):
        value = slope = Fraction(0)
        for (k, a), (end, b) in itertools.pairwise(points):
            if x <= k:
                break
            d = min(x, end) - k
            s = (b - a) / (end - k)
            value += slope * d + a * d**2 / 2 + s * d**3 / 6
            slope += a * d + s * d**2 / 2
        return value, slope

    drift = moments(points[-1][0])[1] if flat_end else Fraction(0)
    return lambda x: moments(x)[0] - drift * x


def exact_h(p):
    """h less its value at the vertices, in rational numbers."""
    given = json.loads(CERTIFICATE.read_text(encoding="utf-8"))
    phi, psi = (
        spline([(Fraction(k), Fraction(v)) for k, v in given[name]], flat)
        for name, flat in (("single", False), ("pair", True))
    )
    p = [Fraction(entry) for entry in p]
    p[0] = 1 - sum(p[1:])
    sums = [min(p[0] + entry, 1 - p[0] - entry) for entry in p[1:]]
    return float(sum(map(phi, p)) + sum(map(psi, sums)) - phi(Fraction(1)) - 3 * psi(Fraction(0)))


def test_the_tables_are_those_of_the_certificate():
    given = json.loads(CERTIFICATE.read_text(encoding="utf-8"))
    for text, name in ((pair_tables.SINGLE, "single"), (pair_tables.PAIR, "pair")):
        assert pair_tables.parsed(text) == [(Fraction(knot), Fraction(value)) for knot, value in given[name]]
        assert all(pair_tables.CELLS % knot.denominator == 0 for knot, _ in pair_tables.parsed(text))
    assert worst_gap(4, **HOW) == float(Fraction(given["bound"]))


@pytest.mark.parametrize("t", TEMPERATURES)
def test_equal_entries_have_the_worst_gap_which_is_less_than_the_universal_one(t):
    assert math.isclose(smooth_max(np.full(4, 3 * t), temperature=t, **HOW), 3 * t + worst_gap(4, temperature=t, **HOW))
    assert np.allclose(smooth_argmax(np.zeros(4), temperature=t, **HOW), 0.25, rtol=1e-14)
    assert 1.18278 * t < worst_gap(4, temperature=t, **HOW) < worst_gap(4, kind="universal", temperature=t) - 0.006 * t
    assert worst_gap(4, side="centred", temperature=t, **HOW) == worst_gap(4, temperature=t, **HOW) / 2


@pytest.mark.parametrize("t", TEMPERATURES)
def test_it_is_the_conjugate(t):
    """The weights attain the value, and no other point of the simplex passes it.

    The rows of a temperature are those of temperature 1, times it: in exact arithmetic these are the same points again,
    so that a few of them tell whether the temperature is used right, and 60 are looked at once.
    """
    x = rows(t, number=60)[:: 1 if t == 1 else 6]
    value, weights = value_and_weights(x, temperature=t, **HOW)
    top = x.max(axis=1)
    rng = np.random.default_rng(3)
    for row, f, p, most in zip(x, value, weights, top, strict=True):
        reached = ((row - most) / t) @ p - exact_h(np.round(p * 2**40) / 2**40)
        assert (f - most) / t == pytest.approx(reached, abs=1e-10)
        for q in (*rng.dirichlet(np.full(4, 0.5), 3), 0.99 * p + 0.01 * rng.dirichlet(np.ones(4))):
            assert ((row - most) / t) @ q - exact_h(np.round(q * 2**40) / 2**40) <= (f - most) / t + 1e-10


@pytest.mark.parametrize("t", TEMPERATURES)
def test_what_the_theorem_says(t):
    x, y = rows(t, seed=1), rows(t, seed=2)
    y[::2] = x[::2] + 0.01 * (y[::2] - x[::2])
    (f, p), (g, q) = (value_and_weights(point, temperature=t, **HOW) for point in (x, y))
    slack = 1e-12 * (np.abs(x).max(axis=1) + np.abs(y).max(axis=1) + t)
    assert np.all(f >= x.max(axis=1)) and np.all(f <= x.max(axis=1) + worst_gap(4, temperature=t, **HOW) + slack)
    assert np.all(g - f - (p * (y - x)).sum(axis=1) >= -slack)
    change, move = np.abs(p - q).sum(axis=1), np.abs(x - y).max(axis=1)
    assert np.all(t * change <= move * (1 + 1e-10) + t * 1e-11)
    assert np.all(p >= 0) and np.allclose(p.sum(axis=1), 1, rtol=1e-14)
    under = smooth_max(x, temperature=t, side="under", **HOW)
    assert np.all(under <= x.max(axis=1) + slack)


@pytest.mark.parametrize("t", (0.03, 1.0, 7.0))
def test_gradient_and_hessian(t):
    rng = np.random.default_rng(5)
    x, v = t * rng.normal(size=(200, 4)) * 2, rng.uniform(-1, 1, (200, 4))
    step = 1e-5 * t
    low, high = (value_and_weights(x + sign * step * v, temperature=t, **HOW) for sign in (-1, 1))
    weights = smooth_argmax(x, temperature=t, **HOW)
    assert np.allclose((high[0] - low[0]) / (2 * step), (weights * v).sum(axis=1), atol=1e-6)
    product = t * hessian_vector(x, v, temperature=t, **HOW)
    off = np.abs(product - t * (high[1] - low[1]) / (2 * step)).max(axis=1)
    assert (off < 1e-3).mean() >= 0.98  # at the rest the second derivative jumps within the step
    assert np.all((product * v).sum(axis=1) >= -1e-12) and np.all(np.abs(product).sum(axis=1) <= 1 + 1e-10)
    for signs in itertools.product((-1.0, 1.0), repeat=4):
        s = np.array(signs)
        assert np.all(t * (hessian_vector(x, s, temperature=t, **HOW) @ s) <= 1 + 1e-10)


def test_rows_of_all_sizes_settle():
    """The last step of Newton's method would move no row by more than rounding: so fewer steps suffice."""
    from tightmax.kinds import pairs

    x = np.concatenate([rows(1.0, seed=seed, number=4000) for seed in range(3)])
    before = smooth_argmax(x, temperature=1.0, **HOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "STEPS", 40)
        assert np.abs(smooth_argmax(x, temperature=1.0, **HOW) - before).max() < 1e-14
        patch.setattr(pairs, "STEPS", 2)
        assert np.abs(smooth_argmax(x, temperature=1.0, **HOW) - before).max() > 1e-4


def test_edges_and_masks():
    x = np.array([[-INF] * 4, [INF, 0, 0, 0], [0, -INF, -INF, -INF], [NAN, 0, 0, 0], [1e308, -1e308, 0, 0.0]])
    for t in (0.3, 1e-310):
        value, weights = value_and_weights(x, temperature=t, **HOW)
        assert np.array_equal(value, [-INF, INF, 0, NAN, 1e308], equal_nan=True)
        one = [1, 0, 0, 0]
        assert np.allclose(weights, [[0.25] * 4, one, one, [NAN] * 4, one], equal_nan=True)
    mask = np.array([True, True, True, False])
    y = rows(0.7, number=30)
    masked = value_and_weights(y, where=mask, temperature=0.7, **HOW)
    lowered = value_and_weights(np.where(mask, y, -INF), temperature=0.7, **HOW)
    assert np.array_equal(masked[0], lowered[0]) and np.array_equal(masked[1], lowered[1])
    assert np.all(masked[1][:, 3] == 0)
    single = value_and_weights(y.astype(np.float32), temperature=0.7, **HOW)
    double = value_and_weights(y.astype(np.float32).astype(float), temperature=0.7, **HOW)
    assert single[0].dtype == single[1].dtype == np.float32
    assert np.allclose(single[0], double[0], atol=2e-6) and np.allclose(single[1], double[1], atol=2e-5)
    assert smooth_max(y.reshape(3, 10, 2, 2), axis=(2, 3), temperature=0.7, **HOW).shape == (3, 10)


def test_logarithms_of_the_weights_of_arrays_of_every_shape():
    x = rows(0.7, number=24)
    weights = smooth_argmax(x, temperature=0.7, **HOW)
    logarithms = log_weights(x, temperature=0.7, **HOW)
    assert np.allclose(np.exp(logarithms), weights, rtol=1e-14, atol=0)
    assert np.array_equal(log_weights(x.reshape(2, 3, 4, 4), temperature=0.7, **HOW), logarithms.reshape(2, 3, 4, 4))
    assert np.array_equal(log_weights(x[0], temperature=0.7, **HOW), logarithms[0])


def test_it_is_for_four_entries_only():
    assert smooth_max([3.0], temperature=1.0, **HOW) == 3 and worst_gap(1, **HOW) == 0
    assert smooth_max([], temperature=1.0, **HOW) == -INF
    for n in (2, 3, 5):
        with pytest.raises(ValueError, match=f"kind 'pairs' smooths the maximum of 4 entries, not of {n}"):
            smooth_max(np.zeros(n), temperature=1.0, **HOW)
        with pytest.raises(ValueError, match="of 4 entries"):
            worst_gap(n, **HOW)
    with pytest.raises(ValueError, match="lse, universal, quadratic, pairs, best"):
        tightmax.worst_gap(4, kind="pair")


def test_other_libraries():
    strict = pytest.importorskip("array_api_strict")
    pytest.importorskip("array_api_compat")
    x = rows(0.7, number=40)
    expected = value_and_weights(x, temperature=0.7, **HOW)
    found = value_and_weights(strict.asarray(x), temperature=0.7, **HOW)
    assert all(np.allclose(np.asarray(a), b, rtol=1e-13, atol=1e-14) for a, b in zip(found, expected, strict=True))
    product = hessian_vector(strict.asarray(x), strict.asarray(x), temperature=0.7, **HOW)
    assert np.allclose(np.asarray(product), hessian_vector(x, x, temperature=0.7, **HOW), rtol=1e-9, atol=1e-11)


def test_dask():
    da = pytest.importorskip("dask.array")
    pytest.importorskip("array_api_compat")
    x = rows(0.7, number=40)
    found = value_and_weights(da.from_array(x, chunks=(7, 3)), temperature=0.7, **HOW)
    expected = value_and_weights(x, temperature=0.7, **HOW)
    assert all(np.allclose(a.compute(), b, rtol=1e-14) for a, b in zip(found, expected, strict=True))


def test_torch():
    torch = pytest.importorskip("torch")
    pytest.importorskip("array_api_compat")
    x = torch.tensor(rows(0.7, number=12)[1::2], requires_grad=True)
    expected = value_and_weights(x.detach().numpy(), temperature=0.7, **HOW)

    def f(y):
        return smooth_max(y, temperature=0.7, **HOW)

    assert torch.allclose(f(x).detach(), torch.tensor(expected[0]), rtol=1e-14)
    (slope,) = torch.autograd.grad(f(x).sum(), x)
    assert torch.allclose(slope, torch.tensor(expected[1]), rtol=1e-12, atol=1e-14)
    y = torch.tensor(np.random.default_rng(4).normal(size=(6, 4)), requires_grad=True)
    assert torch.autograd.gradcheck(f, (y,), eps=1e-6, atol=1e-5)
    assert torch.autograd.gradgradcheck(f, (y,), eps=1e-6, atol=1e-3)
    slopes = torch.func.vmap(torch.func.grad(f))(x.detach())
    assert torch.allclose(slopes, torch.tensor(expected[1]), rtol=1e-10, atol=1e-12)
    v = torch.tensor(np.random.default_rng(6).normal(size=(6, 4)))
    hessians = torch.func.vmap(torch.func.hessian(f))(y.detach())
    product = hessian_vector(y.detach(), v, temperature=0.7, **HOW)
    assert torch.allclose((hessians @ v[..., None])[..., 0], product, rtol=1e-8, atol=1e-10)


@pytest.mark.filterwarnings("error")
def test_torch_compiles_the_steps_and_not_the_tables():
    """Fractions integrated in the graph would take minutes."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("array_api_compat")
    x = torch.tensor(rows(0.7, number=12))
    f = torch.compile(lambda y: smooth_max(y, temperature=0.7, **HOW), fullgraph=True, backend="eager")
    assert torch.allclose(f(x), smooth_max(x, temperature=0.7, **HOW), rtol=1e-14)

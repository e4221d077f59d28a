"""The kernels for a card, on the CPU: interpreted, against NumPy's way in its longest type. Values and weights.

What they are has not been seen on a card: `python -m numeric_checks.gpu` is for that.
"""

import math

import numpy as np
import pytest

from tests.tightmax.test_layouts import assert_same, entries, expected
from tightmax import value_and_weights

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")
pytest.importorskip("triton")

from tests.tightmax import on_a_card  # noqa: E402

KINDS = ("lse", "universal", "quadratic", "best")
TYPES = (np.float32, np.float64)
UNITS = 2.0
SHORT = tuple(range(1, 18))
LONG = (64, 1000, 50257)
TEMPERATURES = (0.7, 1.0, 1e-30, 1e30)


def rows(n, dtype, t, count):
    """Rows of all sorts: wide, narrow, with ties, all alike, and with one entry far ahead."""
    rng = np.random.default_rng(n)
    x = rng.standard_normal((count, n)) * 10.0 ** rng.uniform(-2, 1, (count, 1))
    x[::5, -1] = x[::5].max(axis=-1)
    x[1] = x[1, 0]
    x[2:3, 0] += 30.0
    return (t * x).astype(dtype), rng.random((count, n)) < 0.7


def units_off(found, x, t, mask=None, **options):
    """By how many units values and weights are off at most: eps times what makes them up, as in numeric_checks.gpu."""
    exact = x.astype(np.longdouble)
    value, weights = value_and_weights(exact, temperature=t, where=mask, **options)
    top = np.where(True if mask is None else mask, exact, -np.inf).max(-1)
    sizes = np.maximum(np.maximum(abs(top), t), abs(value)), weights.max(-1, keepdims=True)
    worst = []
    for one, right, size in zip(found, (value, weights), sizes, strict=True):
        right = right.astype(x.dtype)
        assert one.dtype == x.dtype and one.shape == right.shape
        with np.errstate(all="ignore"):
            off = np.abs(one.astype(np.longdouble) - right) / (np.finfo(x.dtype).eps * size)
        worst.append(float(np.where(one == right, 0.0, np.nan_to_num(off, nan=np.inf)).max()))
    return worst


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_value_and_weights(card, kind, dtype):
    for n in SHORT + LONG:
        t = TEMPERATURES[n % 4]
        x, mask = rows(n, dtype, t, 40 if n < 100 else 3)
        for where in (None, mask) if n in (3, 1000) else (mask if n % 2 else None,):
            found, launched = card(on_a_card.call, "value_and_weights", x, where, temperature=t, kind=kind)
            assert launched == (kind != "quadratic" or n < 50257)
            assert max(units_off(found, x, t, where, kind=kind)) <= UNITS, (n, where is None)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_fused_operation_may_round_twice(plain_card, kind, dtype):
    for n in (2, 3, 9, 300):
        x, mask = rows(n, dtype, 0.7, 20)
        found, launched = plain_card(on_a_card.call, "value_and_weights", x, mask, temperature=0.7, kind=kind)
        assert launched and max(units_off(found, x, 0.7, mask, kind=kind)) <= UNITS, n


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_row_in_many_parts(card, kind):
    """The maximum is met late, the sum is nearly at the end of the middle range, or there is nothing but ties."""
    n = 10000
    x = np.linspace(-3.0, 0.0, n)[None].repeat(4, axis=0).astype(np.float32)
    x[1] = 0.0
    x[2, n // 2] = 2.0 + np.log(np.exp(x[2], dtype=float).sum())
    x[3] = np.random.default_rng(0).permutation(x[3])
    found, launched = card(on_a_card.call, "value_and_weights", x, temperature=1.0, kind=kind)
    assert launched == (kind != "quadratic") and max(units_off(found, x, 1.0, kind=kind)) <= UNITS


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_finite_and_ties(card, kind, dtype):
    """As the formulas say, row by row: infinite, no number, masked, tied, far apart."""
    for n, t, masked in ((1, 1.0, True), (2, 0.3, False), (2, 1e-42, True), (3, 1.0, False), (3, 0.3, True),
                         (4, 1e30, True), (16, 0.3, False), (17, 1e-42, False), (300, 1.0, True), (9000, 0.3, True)):
        x, mask = entries(400 if n < 100 else 20 if n < 1000 else 4, n, dtype, n)
        where = mask if masked else None
        (value, weights), launched = card(on_a_card.call, "value_and_weights", x, where, temperature=t, kind=kind)
        normal = t >= np.finfo(dtype).smallest_normal
        assert launched == (normal and (kind != "quadratic" or n < 9000))
        assert_same((value, weights), expected(x, t, where, kind), 8, dtype)
        if n in (3, 4, 9000):
            (alone,), _ = card(on_a_card.call, "smooth_max", x, where, temperature=t, kind=kind)
            assert np.array_equal(alone, value, equal_nan=True)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_without_entries_that_count(card, kind):
    for n in (1, 2, 3, 5, 9000):
        x, mask = np.ones((4, n), np.float32), np.zeros((4, n), bool)
        x[1], mask[2, -1] = -np.inf, True
        mask[1] = True
        (value, weights), _ = card(on_a_card.call, "value_and_weights", x, mask, temperature=0.5, kind=kind)
        assert value.tolist() == [-math.inf, -math.inf, 1.0, -math.inf]
        assert np.allclose(weights[1], 1 / n) and weights[2, -1] == 1.0 and weights.sum() == pytest.approx(2.0)


@pytest.mark.parametrize("n", (5, 50, 9000))
def test_universal_is_the_maximum_bit_by_bit(card, n):
    x, _ = rows(n, np.float32, 1.0, 20 if n < 1000 else 2)
    x[:, 0] = x.max(axis=-1) + 2.01 + math.log(n)
    (value, weights), _ = card(on_a_card.call, "value_and_weights", x, temperature=1.0, kind="universal")
    assert np.array_equal(value, x[:, 0]) and np.array_equal(weights, np.arange(n)[None].repeat(len(x), 0) == 0)


@pytest.mark.parametrize("side", ("under", "centred"))
@pytest.mark.parametrize("kind", KINDS)
def test_sides(card, kind, side):
    for n in (2, 3, 6):
        x, _ = rows(n, np.float64, 1.0, 5)
        found, _ = card(on_a_card.call, "value_and_weights", x, error=0.3, kind=kind, side=side)
        right = value_and_weights(x, error=0.3, kind=kind, side=side)
        for one, other in zip(found, right, strict=True):
            assert np.allclose(one, other, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("order", ("columns", "every other", "a part", "transposed", "three axes", "one row"))
@pytest.mark.parametrize("kind", KINDS)
def test_every_order_in_memory(card, kind, order):
    for n, part in ((3, 2**15), (7, 2**15), (300, 2**15), (300, 2**10)) if kind == "lse" else ((2, 0), (3, 0), (40, 0)):
        x, mask = rows(n, np.float32, 0.7, 40)
        x = np.broadcast_to(x[:1], x.shape) if order == "one row" else x
        where = None if order == "three axes" else mask.T if order == "transposed" else mask
        found, launched = card(on_a_card.call_in_order, order, x, where, part=part, temperature=0.7, kind=kind)
        value, weights = found
        if order == "transposed":
            weights = weights.T
        if order == "three axes":
            value, weights = value.T.reshape(-1), weights.swapaxes(0, 1).reshape(x.shape)
        assert launched
        assert max(units_off((value, weights), x, 0.7, None if where is None else mask, kind=kind)) <= UNITS, n


@pytest.mark.parametrize("kind", KINDS)
def test_a_temperature_for_each_row(card, kind):
    for n in (3, 30):
        x, _ = rows(n, np.float64, 1.0, 12)
        t = np.random.default_rng(n).uniform(0.2, 3.0, 12)
        (value, weights, of_x, of_t), launched = card(on_a_card.at_temperatures, x, t, kind=kind)
        right = [value_and_weights(row, temperature=float(s), kind=kind) for row, s in zip(x, t, strict=True)]
        assert launched and np.allclose(value, [v for v, _ in right], rtol=1e-13)
        assert np.allclose(weights, [w for _, w in right], atol=1e-14) and np.allclose(of_x, weights, atol=1e-14)
        assert np.allclose(of_t, (value - (weights * x).sum(-1)) / t, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ("float16", "bfloat16"))
def test_short_types_are_computed_in_single_precision(card, kind, name):
    x, _ = rows(20, np.float32, 1.0, 10)
    x = torch.tensor(x).to(getattr(torch, name)).float().numpy()
    found, launched = card(on_a_card.half, name, x, temperature=0.7, kind=kind)
    right = value_and_weights(x.astype(float), temperature=0.7, kind=kind)
    eps = torch.finfo(getattr(torch, name)).eps
    for one, other in zip(found, right, strict=True):  # rounded once
        assert launched and (abs(one - other) <= (0.5 + 1e-2) * eps * abs(other) + 1e-6).all()

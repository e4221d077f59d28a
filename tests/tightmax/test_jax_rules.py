"""The rules for derivatives on JAX: value and weights as on NumPy, also compiled and mapped; the derivative of a value
is the weights, that of the weights the Hessian, and the next is right at a point where it is known.
"""

import itertools
import math

import numpy as np
import pytest

from tests.tightmax.in_double import in_double
from tests.tightmax.test_layouts import assert_same, entries
from tightmax import hessian_vector, smooth_argmax, smooth_max, value_and_weights

jax = pytest.importorskip("jax")
pytest.importorskip("array_api_compat")
on_jax = pytest.importorskip("tightmax.engines.on_jax")
KINDS = ("lse", "universal", "quadratic", "best")


@pytest.fixture(autouse=True)
def doubles():
    with in_double():
        yield


@pytest.mark.parametrize("masked", (False, True))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (1, 2, 3, 16, 17, 90))
def test_as_on_numpy(n, kind, masked):
    x, mask = entries(60, n, np.float64, n)
    where = mask if masked else None
    right = value_and_weights(x, temperature=0.7, kind=kind, where=where)
    found = jax.jit(lambda x, mask: value_and_weights(x, temperature=0.7, kind=kind, where=mask))(x, where)
    assert_same(tuple(map(np.asarray, found)), right, 16, np.float64)
    if not masked:
        mapped = jax.vmap(lambda row: smooth_max(row, temperature=0.7, kind=kind))(jax.numpy.asarray(x))
        assert_same((np.asarray(mapped),), right[:1], 16, np.float64)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (2, 3, 9, 40))
def test_the_derivatives(n, kind):
    rng = np.random.default_rng(n)
    x, v = rng.standard_normal((2, n))
    x[1] = x[0]  # a tie
    given = {"temperature": 0.8, "kind": kind}
    gradient = jax.grad(lambda y: smooth_max(y, **given))(x)
    assert np.allclose(gradient, smooth_argmax(x, **given), rtol=1e-13, atol=1e-15)
    right = hessian_vector(x, v, **given)
    for mode in (jax.jacfwd, jax.jacrev):
        assert np.allclose(mode(lambda y: smooth_argmax(y, **given))(x) @ v, right, rtol=1e-11, atol=1e-13)
        assert np.allclose(mode(jax.grad(lambda y: smooth_max(y, **given)))(x) @ v, right, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("masked", (False, True))
@pytest.mark.parametrize("apart", (0, 1, on_jax.SOME, on_jax.SOME + 1, 300))
def test_rows_whose_others_are_added_anew(apart, masked):
    """Few are taken out, many are not; the value of those is a tiny excess over 0."""
    x = np.random.default_rng(apart).standard_normal((300, 40)) + 3.0
    leads = 1.0 + np.arange(apart)
    x[-apart or 300 :, 1:], x[-apart or 300 :, 0] = -math.inf, 0.0
    x[-apart or 300 :, 7] = -leads
    mask = np.broadcast_to(np.arange(40) != 9, x.shape) if masked else None
    right = value_and_weights(x, temperature=1.0, kind="lse", where=mask)
    found = jax.jit(lambda x, mask: value_and_weights(x, temperature=1.0, kind="lse", where=mask))(x, mask)
    assert np.allclose(found[0][-apart or 300 :], np.log1p(np.exp(-leads)), rtol=1e-14, atol=0)
    assert all(np.allclose(a, b, rtol=1e-13, atol=0) for a, b in zip(found, right, strict=True))
    value = jax.jit(lambda x, mask: smooth_max(x, temperature=1.0, kind="lse", where=mask))(x, mask)
    assert np.allclose(value, right[0], rtol=1e-14, atol=0)


@pytest.mark.parametrize("dtype", (np.float32, np.float64))
def test_where_universal_ends_the_sum_decides(dtype):
    """Levels within a few roundings of the end, 2: beyond it the weights of the others are 0 and the excess is 0."""
    steps = np.arange(-40, 41, dtype=dtype) * 4 * np.finfo(dtype).eps
    x = np.full((len(steps), 20), -2.0 - math.log(19.0), dtype) + steps[:, None]
    x[:, 3] = 0.0
    x = np.concatenate([x] * 4)
    right = value_and_weights(x, temperature=1.0, kind="universal")
    found = jax.jit(lambda x: value_and_weights(x, temperature=1.0, kind="universal"))(x)
    assert {bool(zero) for zero in (right[1][:, 0] == 0.0)} == {False, True}
    assert all(np.allclose(a, b, rtol=0, atol=8 * np.finfo(dtype).eps) for a, b in zip(found, right, strict=True))
    assert np.array_equal(np.asarray(found[0])[found[1][:, 0] == 0.0], np.zeros((found[1][:, 0] == 0.0).sum()))


def test_what_is_masked_may_move_anyhow():
    x, mask = np.array([1.0, 2.0, 5.0]), np.array([True, True, False])
    _, moved = jax.jvp(
        lambda y: smooth_max(y, where=mask, temperature=1.0, kind="lse"), (x,), (np.array([1.0, 1.0, math.inf]),)
    )
    assert math.isclose(moved, 1.0, rel_tol=1e-15)


@pytest.mark.parametrize("n", (2, 20))
def test_the_third_derivative_of_lse(n):
    """Of two levels, a and n - 1 times 0, LSE is a + log1p((n-1) e^-a): with p its first weight, p(1-p)(1-2p)."""
    def of(a):
        return smooth_max(jax.numpy.zeros(n).at[0].set(a), temperature=1.0, kind="lse")

    p = 1 / (1 + (n - 1) * math.exp(-0.4))
    assert math.isclose(jax.grad(jax.grad(jax.grad(of)))(0.4), p * (1 - p) * (1 - 2 * p), rel_tol=1e-12)


FORMS = {
    "at once": lambda f: f,
    "compiled": jax.jit,
    "mapped": jax.vmap,
    "mapped, compiled": lambda f: jax.jit(jax.vmap(f)),
}


def special(n):
    """Rows that begin with infinities, nan, ties and what is far apart; in some one entry leads by far, from 0."""
    rest = np.full(n - 3, -3.0)
    of = (0.0, 1.0, math.inf, -math.inf, math.nan, -1e308, 1e308, -40.0)
    rows = [np.append(row, rest) for row in itertools.product(of, repeat=3)]
    rows += [np.append(row, rest - 40.0) for row in ((0.0, -36.0, -50.0), (0.0, -2.0, -50.0), (0.0, -2.1, -4.0))]
    return np.stack([*rows, np.full(n, -math.inf)])


@pytest.mark.parametrize("masked", (False, True))
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ("lse", "universal"))
@pytest.mark.parametrize("n", (3, 17))
def test_special_rows(n, kind, form, masked):
    x = special(n)
    where = np.random.default_rng(n).random(x.shape) < 0.7 if masked else np.full(x.shape, True)
    masks = (where,) if masked else ()
    with np.errstate(all="ignore"):
        value, weights = value_and_weights(x, temperature=0.7, kind=kind, where=where)

    def of(function):
        return FORMS[form](lambda x, mask=None: function(x, temperature=0.7, kind=kind, where=mask))

    def slope(x, mask=None):
        return jax.grad(lambda x: smooth_max(x, temperature=0.7, kind=kind, where=mask).sum())(x)

    both = of(value_and_weights)(x, *masks)
    near = 0.0 if kind == "lse" else 1e-15  # to what is left of the others' weight, 0 at the end of its middle range
    for found in (both[0], of(smooth_max)(x, *masks)):
        assert np.allclose(found, value, rtol=2e-14, atol=near, equal_nan=True)
    for found in (both[1], FORMS[form](slope)(x, *masks)):
        assert np.allclose(found, weights, rtol=2e-14, atol=near, equal_nan=True)


@pytest.mark.parametrize("function", (smooth_max, value_and_weights))
def test_mapped_rows_share_a_condition(function):
    """One for each row would become a choice between two sides that are both computed."""
    mapped = jax.vmap(lambda x: function(x, temperature=0.7, kind="lse"))
    assert "stablehlo.case" in jax.jit(mapped).lower(np.zeros((5, 40))).as_text()


def test_another_temperature_compiles_nothing():
    x = np.zeros((2, 33))
    smooth_max(jax.numpy.asarray(x), temperature=0.5, kind="lse")
    before = on_jax._compiled._cache_size()
    smooth_max(jax.numpy.asarray(x), temperature=0.25, kind="lse")
    assert on_jax._compiled._cache_size() == before

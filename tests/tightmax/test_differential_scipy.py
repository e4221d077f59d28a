"""`logsumexp` with every argument of SciPy's function: against the one that is installed, and in every library.

What is meant to differ is asserted as ours: see the docstring.
"""

import inspect
import math
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tightmax.problems import INF, NAN, RUN
from tightmax import logsumexp

special = pytest.importorskip("scipy.special")

ENTRIES = (-INF, INF, NAN, 0.0, 1.0, -2.0, 700.0, -700.0, 0.3)
FACTORS = (1.0, -1.0, 2.5, 0.5, 0.0, INF, -INF, NAN)

pytestmark = pytest.mark.usefixtures("double")


@st.composite
def calls(draw):
    """x and b of up to three axes, which broadcast together, or no b; and the other arguments."""
    shape = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=3)))

    def array(numbers):
        kept = [n if draw(st.integers(0, 3)) else 1 for n in shape][draw(st.sampled_from((0, 0, 1))):]
        size = math.prod(kept)
        return np.array(draw(st.lists(st.sampled_from(numbers), min_size=size, max_size=size))).reshape(kept)

    x = array(ENTRIES if draw(st.booleans()) else ENTRIES[3:])
    b = array(FACTORS if draw(st.booleans()) else FACTORS[:4]) if draw(st.integers(0, 3)) else None
    axes = range(x.ndim if b is None else max(x.ndim, b.ndim))
    chosen = draw(st.lists(st.sampled_from(axes), min_size=1, unique=True)) if axes else []
    named = (*chosen, *(i - len(axes) for i in chosen), tuple(chosen)) if chosen else ()  # SciPy makes axes for ()
    axis = draw(st.sampled_from((None, *named)))
    return x, b, axis, draw(st.booleans()), draw(st.booleans())


def scipys(x, b, axis, keepdims, return_sign):
    with np.errstate(all="ignore"):
        return special.logsumexp(x, axis=axis, b=b, keepdims=keepdims, return_sign=return_sign)


def cancels(x, b, axis):
    """Whether most digits of a sum cancel, or one is 0 times an infinite number, which here does not count."""
    if np.any((b == 0) & ~np.isfinite(x)):
        return True
    with np.errstate(all="ignore"):
        return bool(np.any(scipys(x, abs(b), axis, True, False) - scipys(x, b, axis, True, True)[0] > 5))


@RUN
@given(call=calls())
def test_scipy_agrees(call):
    x, b, axis, keepdims, return_sign = call
    if b is not None and cancels(x, b, axis):
        return
    found = logsumexp(x, axis=axis, b=b, keepdims=keepdims, return_sign=return_sign)
    expected = scipys(*call)
    pairs = [(found, expected)] if not return_sign else list(zip(found, expected, strict=True))
    for ours, theirs in pairs:
        if x.ndim == 0 and np.ndim(b if b is not None else 0) == 0:
            theirs = np.reshape(theirs, ())  # a number has no axis to be kept, but in SciPy
        assert np.shape(ours) == np.shape(theirs)
        assert np.allclose(ours, theirs, rtol=1e-13, atol=1e-13, equal_nan=True), (ours, theirs)


def libraries():
    for name, module in (
        ("torch", "torch"), ("dask", "dask.array"), ("strict", "array_api_strict"), ("jax", "jax.numpy"),
    ):
        try:
            import_module("array_api_compat")
            yield name, import_module(module)
        except ImportError:
            continue


@pytest.mark.parametrize(("name", "xp"), list(libraries()))
@RUN
@given(call=calls())
def test_every_library_computes_what_numpy_does(name, xp, call):
    x, b, axis, keepdims, return_sign = call
    if name == "jax":
        x, b = np.resize(x, 4), None if b is None else np.resize(b, 4)  # one shape, for each is compiled
        axis = None if axis is None else 0
    if b is not None and cancels(x, b, axis):
        return
    how = {"axis": axis, "keepdims": keepdims, "return_sign": return_sign}
    expected = logsumexp(x, b=b, **how)
    found = logsumexp(xp.asarray(x), b=None if b is None else xp.asarray(b), **how)
    pairs = [(found, expected)] if not return_sign else list(zip(found, expected, strict=True))
    for theirs, ours in pairs:
        assert np.asarray(theirs).shape == np.shape(ours)
        assert np.allclose(np.asarray(theirs), ours, rtol=1e-13, atol=1e-13, equal_nan=True), (theirs, ours)


@pytest.mark.parametrize(("name", "xp"), list(libraries()))
def test_a_sum_that_cancels_is_nothing_or_next_to_it(name, xp):
    x, b = np.array([[0.0, 1.0, -2.0, 5.0]]), np.array([[1.0], [-1.0]])
    found = logsumexp(xp.asarray(x), b=xp.asarray(b), axis=None, return_sign=True)[0]
    assert np.asarray(found) < 5.0 - 33.0


def test_every_argument_of_scipy_is_there():
    theirs = list(inspect.signature(special.logsumexp).parameters)[1:]
    assert theirs and set(theirs) <= set(inspect.signature(logsumexp).parameters)


@pytest.mark.parametrize("b", (None, [1.0, -1.0]))
@pytest.mark.parametrize("x", ([1 + 1j, 2.0], np.zeros(2, np.complex64)))
def test_complex_numbers_are_refused(x, b):
    with pytest.raises(TypeError, match="x must hold real numbers, not complex"):
        logsumexp(x, b=b)
    with pytest.raises(TypeError, match="b must hold real numbers, not complex128"):
        logsumexp([1.0, 2.0], b=x if isinstance(x, list) else x.astype(complex))


@pytest.mark.parametrize(
    ("x", "b", "value", "sign"),
    [
        ([NAN, 1.0], [0.0, 1.0], 1.0, 1), ([INF, 1.0], [0.0, -1.0], 1.0, -1), ([3.0, 4.0], [0.0, 0.0], -INF, 0),
        ([1.0, 700.0, 700.0], [1.0, 1.0, -1.0], 1.0, 1), ([-1e300], [INF], INF, 1), ([-1e300, 0.0], [INF, 1.0], INF, 1),
    ],
)
def test_what_differs_from_scipy(x, b, value, sign):
    found = logsumexp(x, b=b, return_sign=True)
    assert found[0] == value and found[1] == sign


def test_nothing_has_the_sign_0_and_a_number_no_axis():
    assert logsumexp([], return_sign=True) == (-INF, 0)
    assert logsumexp(2.0, axis=None, b=-3.0, return_sign=True) == (2.0 + np.log(3.0), -1)
    with pytest.raises(ValueError, match="axis -1 is out of range"):
        logsumexp(2.0)


def test_the_type_is_that_of_x():
    assert logsumexp(np.float32([1.0, 2.0]), b=np.array([1.0, 2.0])).dtype == np.float32
    assert logsumexp([1, 2], b=[True, False]) == 1.0


def test_factors_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"b of shape \(4,\) does not fit x of shape \(2, 3\)"):
        logsumexp(np.zeros((2, 3)), b=np.ones(4))


def test_x_is_broadcast_to_the_factors():
    b = np.arange(1.0, 7.0).reshape(2, 3)
    assert np.allclose(logsumexp([0.0, 1.0, 2.0], b=b), special.logsumexp([0.0, 1.0, 2.0], axis=-1, b=b), rtol=1e-15)
    assert np.allclose(logsumexp(0.5, axis=0, b=[1.0, 2.0]), 0.5 + np.log(3.0))
    out = np.empty(2)
    assert logsumexp([0.0, 1.0, 2.0], b=b, out=out) is out

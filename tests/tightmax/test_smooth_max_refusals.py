"""What the smooth maxima refuse, in words that say what to give instead."""

import inspect
import math
import sys

import numpy as np
import pytest

from tightmax import (
    hessian_vector,
    logsumexp,
    lse_enclosure,
    perturbed,
    smooth_argmax,
    smooth_max,
    spectral_norm,
    value_and_weights,
    worst_gap,
)

INF, NAN = math.inf, math.nan

pytestmark = pytest.mark.filterwarnings("error")

FUNCTIONS = (smooth_max, smooth_argmax, value_and_weights, lambda x, **how: hessian_vector(x, x, **how))


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("x", "advice"),
    [
        ([1j, 0], "real part"),
        (np.array([1, None]), r"astype\(float\)"),
        (["a"], "floating type"),
        (b"a", "floating type"),
        (np.ma.masked_array([1.0, 2.0], [True, False]), "where="),
        (np.array(["2020-01-01"], "datetime64[D]"), "floating type"),
        (None, "array or a list"),
        ({1.0}, "array or a list"),
    ],
)
def test_types_that_are_refused(function, x, advice):
    with pytest.raises(TypeError, match=advice):
        function(x, temperature=1.0)


class Table:
    """What a pandas table has of an array."""

    shape = (1, 2)

    def to_numpy(self):
        return np.zeros(self.shape)

    def __array__(self, dtype=None, copy=None):
        return self.to_numpy()


@pytest.mark.parametrize("without", (False, True))
@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (None, TypeError, "x must be an array or a list of numbers, not None"),
        (Table(), TypeError, r"not a \S*Table: pass x\.to_numpy\(\)"),
        ({1.0, 2.0}, TypeError, r"not a set: pass list\(x\)"),
        (print, TypeError, "not a builtin_function_or_method$"),
        ([[1.0, 2.0], [3.0]], ValueError, "x must be an array or a list of rows of equal length"),
        ([1.0, None], TypeError, "x must hold real numbers, not None"),
        ([{"a": 1}], TypeError, "x must hold real numbers, not {'a': 1}"),
        (["1", "2"], TypeError, "x must hold real numbers, not text: convert it to a floating type"),
        ("123", TypeError, "x must hold real numbers, not text"),
    ],
)
def test_what_is_no_array_is_named(monkeypatch, function, x, error, message, without):
    if without:
        monkeypatch.setitem(sys.modules, "array_api_compat", None)
    with pytest.raises(error, match=message):
        function(x, temperature=1.0)


def test_the_other_functions_name_it_as_well():
    for function in (lse_enclosure, spectral_norm):
        with pytest.raises(TypeError, match=r"(x|A) must be an array or a list of numbers, not None"):
            function(None)
        with pytest.raises(TypeError, match="must hold real numbers, not None"):
            function([[1.0, None]])
    with pytest.raises(TypeError, match="theta must be an array or a list of numbers, not None"):
        perturbed.gumbel_max(None, epsilon=1.0)
    with pytest.raises(ValueError, match="theta must be an array or a list of rows of equal length"):
        perturbed.gumbel_max([[1.0, 2.0], [3.0]], epsilon=1.0)
    with pytest.raises(TypeError, match="v must be an array or a list of numbers, not None"):
        hessian_vector([0.0, 1.0], None, temperature=1.0)
    with pytest.raises(ValueError, match="where must be an array or a list of rows of equal length"):
        smooth_max(np.zeros((2, 2)), temperature=1.0, where=[[True], [True, False]])


ONE = (smooth_max, smooth_argmax, value_and_weights, logsumexp, lse_enclosure)


@pytest.mark.parametrize("function", ONE)
def test_the_habits_of_other_libraries_are_answered(function):
    x = np.zeros((2, 3))
    with pytest.raises(TypeError, match=rf"{function.__name__} has no argument mask: write where=True"):
        function(x, temperature=1.0, mask=True)
    for ours, theirs in ({"axis": 0}, {"dim": 0}), ({"axis": (0, 1)}, {"dim": (0, 1)}):
        np.testing.assert_equal(function(x, temperature=1.0, **ours), function(x, temperature=1.0, **theirs))
    with pytest.raises(TypeError, match=rf"{function.__name__}: dim is axis: give one of them, not both"):
        function(x, temperature=1.0, dim=0, axis=0)
    with pytest.raises(TypeError, match=r"given by name, axis=\(0, 1\), not \(0, 1\)"):
        function(x, (0, 1), temperature=1.0)
    with pytest.raises(TypeError, match=r"given by name, as axis=-1 or temperature=0.1, not 0.5"):
        function(x, 0.5)
    with pytest.raises(TypeError, match="unexpected keyword argument 'axes'"):
        function(x, axes=0)
    assert str(inspect.signature(function)).startswith("(x: ") and "axis" in inspect.signature(function).parameters


def test_a_third_array_is_answered():
    with pytest.raises(TypeError, match="hessian_vector: all but the array is given by name, axis=1, not 1"):
        hessian_vector(np.zeros(2), np.zeros(2), 1, temperature=1.0)


def test_what_to_give_is_shown():
    with pytest.raises(TypeError) as found:
        smooth_max([1.0, 2.0])
    assert str(found.value) == (
        "give exactly one of temperature and error, not neither: temperature=0.1, say, or error=0.01 "
        "(scipy.special.logsumexp is temperature=1, kind='lse')"
    )


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("bad", (0, -1.0, INF, NAN, -INF))
def test_bad_temperatures_and_errors_are_named(function, bad):
    for name in ("temperature", "error"):
        with pytest.raises(ValueError, match=f"{name} must be positive and finite") as found:
            function([0.0, 1.0], **{name: bad})
        assert repr(bad) in str(found.value)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_bad_arguments_are_named(function):
    x = np.zeros((2, 3))
    with pytest.raises(ValueError, match="'softmax'"):
        function(x, temperature=1, kind="softmax")
    with pytest.raises(ValueError, match="'below'"):
        function(x, temperature=1, side="below")
    for axis in (2, -3, (0, 2)):
        with pytest.raises(ValueError, match=r"axis (2|-3) is out of range for x with 2 axes"):
            function(x, temperature=1, axis=axis)
    with pytest.raises(ValueError, match="twice"):
        function(x, temperature=1, axis=(1, -1))
    for axis in ("0", 1.0):
        with pytest.raises(TypeError, match="axis must be"):
            function(x, temperature=1, axis=axis)
    for how in ({}, {"temperature": 1, "error": 1}):
        with pytest.raises(TypeError, match="exactly one"):
            function(x, **how)
    for how in ({"temperature": "1"}, {"error": True}, {"temperature": [1.0]}, {"error": 1j}):
        with pytest.raises(TypeError, match="real number"):
            function(x, **how)
    with pytest.raises(ValueError, match="does not fit"):
        function(x, temperature=1, where=np.ones((5, 3), bool))
    with pytest.raises(TypeError, match="boolean"):
        function(x, temperature=1, where=np.ones((2, 3)))
    with pytest.raises(ValueError, match="too large for float32"):
        function(x.astype(np.float32), temperature=1e300)
    with pytest.raises(ValueError, match="out of range"):
        function(x[:, :2], error=1.7e308)


def test_bad_arguments_of_the_other_functions():
    with pytest.raises(ValueError, match="does not fit"):
        hessian_vector(np.zeros((2, 3)), np.zeros(4), temperature=1.0)
    for n in (0, -1):
        with pytest.raises(ValueError, match=f"at least 1, not {n}"):
            worst_gap(n)
    with pytest.raises(TypeError, match="integer"):
        worst_gap(2.0)
    with pytest.raises(ValueError, match="kind"):
        worst_gap(1, kind="x")
    with pytest.raises(ValueError, match="positive and finite, not -2"):
        worst_gap(3, temperature=-2)
    assert worst_gap(1) == 0

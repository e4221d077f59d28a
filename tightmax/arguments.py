"""The arguments that all functions share, checked: messages name the value and what is accepted."""

from __future__ import annotations

import math
import numbers
import operator
import sys
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

import numpy as np

from tightmax.arrays import (
    Array,
    Namespace,
    astype,
    beside,
    check_library,
    mask_for,
    namespace_of,
    plain_device,
    promote,
    quiet,
)
from tightmax.axes import Axis, Fold, fold_for
from tightmax.kinds import Smoothing, resolve, subtracted, unit_error, unit_gap

P = ParamSpec("P")
R = TypeVar("R")

ELSEWHERE = {"mask": "where"}
"""Names of arguments in other libraries, and here: what they mean differs."""

SYNONYMS = {"dim": "axis", "keepdim": "keepdims"}
"""PyTorch's names, which are accepted."""

ANY_NAME = {*ELSEWHERE, *SYNONYMS}


def positive(name: str, value: object) -> float:
    """Return a positive finite number; TypeError or ValueError that names what was given."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a real number, not {value!r}")
    try:
        number = float(value)
    except OverflowError:
        raise ValueError(f"{name} must be at most {sys.float_info.max!r}, not a number beyond float64") from None
    if not 0.0 < number < math.inf:  # a comparison, which torch.compile knows how to follow
        raise ValueError(f"{name} must be positive and finite, not {value!r}")
    return number


def by_name(arrays: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function of so many arrays, all else given by name: to what other libraries call it, and to where they
    put it, the answer is its name here.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def checked(*given: P.args, **named: P.kwargs) -> R:
            if len(given) > arrays:
                extra = given[arrays]
                given_by = f"all but the array is given by name, {_spelt(extra)}, not {extra!r}"
                raise TypeError(f"{function.__name__}: {given_by}")
            if not ANY_NAME.isdisjoint(named):
                _rename(function.__name__, named)
            return function(*given, **named)

        return checked

    return decorate


def _rename(function: str, named: dict[str, Any]) -> None:
    """Give the arguments their names here; TypeError that says what is written instead."""
    for name, ours in ELSEWHERE.items():
        if name in named:
            raise TypeError(f"{function} has no argument {name}: write {ours}={named[name]!r}")
    for name, ours in SYNONYMS.items():
        if name in named:
            if ours in named:
                raise TypeError(f"{function}: {name} is {ours}: give one of them, not both")
            named[ours] = named.pop(name)


def by_any_name(arrays: int) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Return `by_name` for functions whose overloads say what they accept: PyTorch's names as well."""
    return by_name(arrays)


def _spelt(extra: object) -> str:
    axis = isinstance(extra, int | tuple) and not isinstance(extra, bool)
    return f"axis={extra!r}" if axis else "as axis=-1 or temperature=0.1"


def count(n: object) -> int:
    """Return a number of entries; TypeError or ValueError that names what was given."""
    try:
        number = operator.index(n)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"n must be an integer, not {n!r}") from None
    if number < 1:
        raise ValueError(f"n must be at least 1, not {n!r}")
    return number


def is_data(temperature: Any) -> bool:
    """Say whether a temperature is an array, of whatever library, and not a number."""
    if isinstance(temperature, float):  # torch.compile does not know what attributes a number has that changes
        return False
    return hasattr(temperature, "dtype") and hasattr(temperature, "shape") and not isinstance(temperature, np.generic)


def temperatures(xp: Namespace, temperature: Any, fold: Fold, dtype: Any) -> Array:
    """Return an array of temperatures in the shape (..., 1) of the folded rows; TypeError or ValueError if it is none.

    The values of NumPy arrays are checked. Those of other libraries may be known only later: what is not positive and
    finite becomes nan, and so does all that is computed with it.
    """
    check_library(xp, "temperature", temperature)
    found, t = namespace_of(temperature, "temperature")
    t = t if found is xp else xp.asarray(t)
    t = astype(xp, promote(xp, t, "temperature")[0], dtype)
    rows = fold.rows
    try:
        t = xp.reshape(xp.broadcast_to(t, rows), (*rows, 1))
    except (ValueError, RuntimeError, TypeError):
        shape = f"{tuple(temperature.shape)} does not fit the rows of x, {rows}"
        raise ValueError(f"temperature of shape {shape}") from None
    sound = (t > 0) & (t < xp.inf)
    if xp is np and not sound.all():
        raise ValueError(f"temperature must be positive and finite, not {t[~sound][0]!s}")
    return t if xp is np else xp.where(sound, t, xp.nan)


def temperature_for(temperature: object, error: object, kind: object, side: object, n: int) -> float:
    """Return the temperature, or the one at which the smooth maximum of n entries is off by at most the error."""
    if (temperature is None) == (error is None):
        given = f"temperature={temperature!r} and error={error!r}"
        if error is None:
            given = "neither: temperature=0.1, say, or error=0.01 "
            given += "(scipy.special.logsumexp is temperature=1, kind='lse')"
        raise TypeError(f"give exactly one of temperature and error, not {given}")
    if error is None:
        return positive("temperature", temperature)
    unit = unit_error(kind, side, n)
    wanted = positive("error", error)
    found = wanted / unit if unit else wanted
    if not 0.0 < found < math.inf:
        raise ValueError(f"error={error!r} needs the temperature {found!r}, which is out of range")
    return found


class Request(NamedTuple):
    """What is asked for, with the axes folded into the last one."""

    xp: Namespace
    x: Array
    mask: Array | None
    fold: Fold
    dtype: object
    smoothing: Smoothing
    temperature: float | Array
    """That of the smoothing, which is the caller's times the scale of the kind; an array has the shape (..., 1)."""
    lowered: float
    """What the side subtracts, in these temperatures."""


PLAIN = (int, float, type(None))
"""The types of arguments that are known by their value and type alone."""

COMPUTED_IN = frozenset({np.dtype(np.float32), np.dtype(np.float64)})
"""The types of NumPy arrays that are looked up."""


def request(
    x: Any, axis: Axis, where: object, temperature: object, error: object, kind: object, side: object
) -> Request:
    """Check everything and bring x into the form that is computed in.

    For arrays of NumPy and tensors without a mask all but x depends on shape and type alone, and is looked up the next
    time.
    """
    numbers = type(temperature) in PLAIN and type(error) in PLAIN and type(axis) is int
    if where is None and numbers and type(kind) is str and type(side) is str:
        if type(x) is np.ndarray:
            if x.dtype in COMPUTED_IN:
                return _with(x, _known(x.dtype, x.shape, axis, temperature, error, kind, side))
        elif plain_device(x) == "cpu" and x.is_floating_point() and x.element_size() >= 4:
            return _with(x, _known(x.dtype, x.shape, axis, temperature, error, kind, side))
    return _request(x, axis, where, temperature, error, kind, side)


def _with(x: Any, known: Request) -> Request:
    """Return the same request for another array."""
    xp, _, _, fold, dtype, smoothing, temperature, lowered = known
    return Request(xp, fold.fold(x), None, fold, dtype, smoothing, temperature, lowered)


@lru_cache(maxsize=1024, typed=True)  # 1, 1.0 and True are equal, and one of them may be refused
def _known(dtype: Any, shape: tuple[int, ...], *given: Any) -> Request:
    """Return the request for an array or a tensor of this shape and type."""
    axis, *others = given
    example: Any
    if isinstance(dtype, np.dtype):
        example = np.broadcast_to(np.zeros((), dtype), shape)
    else:
        example = sys.modules["torch"].zeros((), dtype=dtype, device="cpu").expand(shape)
    return _request(example, axis, None, *others)


def _request(
    x: object, axis: Axis, where: object, temperature: object, error: object, kind: object, side: object
) -> Request:
    """Return the same for arrays and arguments of every sort."""
    xp, array = namespace_of(x)
    if xp is np and is_data(temperature):
        if isinstance(temperature, np.ndarray):
            temperature = temperature[()] if temperature.ndim == 0 else temperature
        else:
            xp, array = beside(temperature, array)
    array, dtype = promote(xp, array)
    fold = fold_for(xp, tuple(array.shape), axis)
    mask = mask_for(xp, where, array)
    smoothing, scale = resolve(kind, fold.length)
    part = subtracted(side)
    if (part or error is not None) and not isinstance(fold.length, int):  # while JAX exports
        needs = f"needs the length of the axis as a number, not {fold.length}"
        raise TypeError(f"side {side!r} with error={error!r} {needs}")
    lowered = unit_gap(kind, fold.length) / scale * part if part else 0.0
    t: Any
    if is_data(temperature) and error is None:
        with quiet(xp):
            t = scale * temperatures(xp, temperature, fold, array.dtype)
    else:
        given = temperature_for(temperature, error, kind, side, fold.length)
        t = scale * given
        if t > float(xp.finfo(array.dtype).max):
            raise ValueError(f"temperature {given!r} is too large for {array.dtype}")
    folded_mask = None if mask is None else fold.fold(mask)
    return Request(xp, fold.fold(array), folded_mask, fold, dtype, smoothing, t, lowered)

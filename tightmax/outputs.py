"""Where results are written: `out=`, as the functions of NumPy have it."""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax.arguments import Request
from tightmax.arrays import Namespace, library

Out = Any
"""An array, or for several results a tuple of arrays or None, or None."""


def one(xp: Namespace, out: Out, shape: tuple[int, ...], dtype: Any) -> Any:
    """Return the array for a result of this shape and type, or None; TypeError or ValueError where it cannot take it.

    That is said before anything is computed.
    """
    if out is None:
        return None
    _numpy_alone(xp)
    array = out[0] if isinstance(out, tuple) and len(out) == 1 else out
    _check("out", array, shape, np.dtype(dtype))
    return array


def pair(xp: Namespace, out: Out, shapes: tuple[tuple[int, ...], tuple[int, ...]], dtype: Any) -> tuple[Any, Any]:
    """Return the same for two results; either may be None."""
    if out is None:
        return None, None
    _numpy_alone(xp)
    if not isinstance(out, tuple) or len(out) != 2:
        raise TypeError(f"out must be a pair of arrays or None, not {_said(out)}")
    for place, (array, shape) in enumerate(zip(out, shapes, strict=True)):
        if array is not None:
            _check(f"out[{place}]", array, shape, np.dtype(dtype))
    first, second = out
    if first is not None and second is not None and np.shares_memory(first, second):
        raise ValueError("out[0] and out[1] share memory: give one array for each result")
    return first, second


def _numpy_alone(xp: Namespace) -> None:
    if xp is not np:
        name = library(xp)
        raise TypeError(f"out is for NumPy arrays, and x is an array of {name}: copy the result where you want it")


def _check(name: str, array: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
    if not isinstance(array, np.ndarray) or isinstance(array, np.ma.MaskedArray):
        raise TypeError(f"{name} must be a NumPy array, not {_said(array)}")
    if array.shape != shape:
        raise ValueError(f"{name} of shape {array.shape} does not fit the result of shape {shape}")
    if not np.can_cast(dtype, array.dtype, "same_kind"):
        raise TypeError(f"{name} of type {array.dtype} cannot take the result of type {dtype}")
    if not array.flags.writeable:
        raise ValueError(f"{name} is read-only")


def _said(given: object) -> str:
    return f"a {type(given).__name__}" + (f" of length {len(given)}" if isinstance(given, tuple) else "")


def memory(out: Any, asked: Request) -> Any:
    """Return `out` as rows, if weights can be made there at once: in their type, apart from all that they are made of,
    each in memory of its own; None where they must be made elsewhere, and copied.
    """
    if type(out) is not np.ndarray or not out.flags.aligned or out.dtype != asked.x.dtype or not _apart(out):
        return None
    if any(given is not None and np.may_share_memory(out, given) for given in (asked.x, asked.mask)):
        return None
    rows = asked.fold.fold(out)
    return rows if np.may_share_memory(rows, out) else None


def _apart(array: Any) -> bool:
    """Say whether no two entries share memory: each step is longer than all shorter ones together."""
    reach = array.itemsize
    for stride, count in sorted(zip(map(abs, array.strides), array.shape, strict=True)):
        if count > 1 and stride < reach:
            return False
        reach = max(reach, stride * count)
    return True


def written(array: Any, out: Any) -> Any:
    """Return the result, in `out` if that is given.

    It is complete by then, so that `out` may share memory with whatever it was computed from: see `memory`.
    """
    if out is None:
        return array
    if isinstance(array, np.ndarray) and array.strides == out.strides and array.ctypes.data == out.ctypes.data:
        return out  # made there
    with np.errstate(all="ignore"):
        np.copyto(out, array, casting="same_kind")
    return out

"""Where results are written: `out=`, as the functions of NumPy have it."""

from __future__ import annotations

from typing import Any

import numpy as np

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


def written(array: Any, out: Any) -> Any:
    """Return the result, in `out` if that is given.

    It is complete by then, so that `out` may share memory with whatever it was computed from.
    """
    if out is None:
        return array
    with np.errstate(all="ignore"):
        np.copyto(out, array, casting="same_kind")
    return out

"""Steps on NumPy in the memory there is: one pass over a column costs as much as another, so few are taken.

Choosing between numbers by a condition costs as much as ten other steps where the condition is as good as random;
choosing by bits does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

import numpy as np

from tightmax.arrays import Array

SMALLEST_POWER = 100
"""Powers of two up to this one, and down to its inverse, have an inverse in every type."""


LINE = 64
"""Bytes of a line of the cache, and of the longest register: numbers that lie across two cost twice as much."""


_KEPT = local()


@contextmanager
def workspace(count: int, length: int, dtype: np.dtype[Any]) -> Iterator[Array]:
    """Lend memory for so many columns of numbers, each of which begins where a line of the cache does.

    A thread keeps what it had last: new memory costs the system a page fault for each page.
    """
    pitch = -(-length * dtype.itemsize // LINE) * LINE
    memory = _KEPT.__dict__.pop("memory", None)  # whoever comes in between has its own
    if memory is None or len(memory) < count * pitch + LINE:
        memory = np.empty(count * pitch + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    whole = memory[start : start + count * pitch].view(dtype).reshape(count, pitch // dtype.itemsize)
    try:
        yield whole[:, :length]
    finally:
        _KEPT.memory = memory


MANY = 16
"""Longer rows are put in order before their entries are added."""


def side_by_side(x: Any) -> Any:
    """Return x, or a copy with the entries of a row side by side: NumPy adds these by halves, others in turn.

    None, for what is not there, stays None.
    """
    if x is None or x.shape[-1] <= MANY or x.strides[-1] == x.itemsize:
        return x
    return np.ascontiguousarray(x)


def divide(z: Array, by: float) -> None:
    """Divide z by a positive number; by a power of two as a product, which is exact as well and faster."""
    fraction, power = math.frexp(by)
    if fraction == 0.5 and abs(power) <= SMALLEST_POWER:
        if by != 1.0:
            z *= 1.0 / by
    else:
        z /= by


def bits(z: Array) -> Array:
    """Return the same memory as integers."""
    return z.view(np.dtype(f"i{z.itemsize}"))


def where_negative(z: Array) -> Array:
    """Turn numbers into all bits, where they are negative, and none elsewhere; -0.0 counts as negative."""
    sign: Any = bits(z)
    np.right_shift(sign, sign.dtype.type(8 * z.itemsize - 1), out=sign)
    return sign

"""The smoothings on NumPy arrays by compiled code, where it is there: `make fast`, or the distribution tightmax-fast.

The library is one file of plain functions, called through pointers: see fast/tightmax_fast/kernels.cpp. It has code for
several instruction sets, and says itself which of them this processor has. Rows whose maximum is not finite, or that
hold a nan, are left to NumPy. So is all if the library is not there, or if the environment says TIGHTMAX_FAST=0.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from threading import local
from typing import TYPE_CHECKING, Any

import numpy as np

from tightmax.kinds import Smoothing

if TYPE_CHECKING:  # what few need is imported where they do
    from pathlib import Path

ABI = 1
"""What the functions are called with: another number in the library means other arguments."""

LEVELS = {4: ("v4", "v3", "v2"), 3: ("v3", "v2"), 2: ("v2",), 1: ("neon",), 0: ()}
"""The instruction sets that a processor has, the fastest first, by what the library calls its level."""

BLOCK = 2**17
"""So many masked entries are copied at once; threads get at least as many."""

ROWS = 64
"""Parts have at least so many rows: fewer, if they lie side by side, would be added in another order."""

NOTHING = np.zeros(0, bool)


class Library:
    """The functions for one instruction set, by the name of the type of the entries."""

    def __init__(self, handle: ctypes.CDLL, level: str) -> None:
        self.level = level
        pointer, number, real, kind = ctypes.c_void_p, ctypes.c_longlong, ctypes.c_double, ctypes.c_int
        self.smooth = {}
        for name in ("float64", "float32"):
            function = handle[f"tightmax_{name}_{level}"]
            function.argtypes = (
                pointer, number, number, number, number, real, kind, real, real, pointer, pointer, number, number,
            )
            function.restype = kind
            self.smooth[np.dtype(name)] = function


def place() -> Path | None:
    """Return the library's file: that of the installed distribution, else the one that `make fast` builds."""
    from importlib.util import find_spec
    from pathlib import Path

    installed = find_spec("tightmax_fast")
    folders = [Path(folder) for folder in (installed.submodule_search_locations or ())] if installed else []
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "fast" / "build.py").exists():
        folders.append(checkout / "fast" / "tightmax_fast")
    return next((folder / "kernels.so" for folder in folders if (folder / "kernels.so").exists()), None)


@cache
def libraries() -> dict[str, Library]:
    """Return the functions for each instruction set of this processor, the fastest first; none without the library."""
    file = place()
    if file is None:
        return {}
    try:
        handle = ctypes.CDLL(str(file))
        if handle.tightmax_abi() != ABI:
            return {}
        return {level: Library(handle, level) for level in LEVELS.get(handle.tightmax_level(), ())}
    except (OSError, AttributeError):  # not of this platform, or something else of the same name
        return {}


@cache
def chosen() -> Library | None:
    """Return what is used; None where NumPy computes. ValueError for settings that mean nothing."""
    asked = os.environ.get("TIGHTMAX_FAST", "1")
    if asked not in ("0", "1"):
        raise ValueError(f"TIGHTMAX_FAST must be 0 or 1, not {asked!r}")
    return None if asked == "0" else next(iter(libraries().values()), None)


@cache
def threads() -> int:
    """Return how many threads there may be: one, unless TIGHTMAX_THREADS says more; ValueError if it is no number."""
    asked = os.environ.get("TIGHTMAX_THREADS", "1")
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= 4096):
        raise ValueError(f"TIGHTMAX_THREADS must be a number from 1 to 4096, not {asked!r}")
    return int(asked)


_MORE = local()


@contextmanager
def up_to(count: int) -> Iterator[None]:
    """Let what this thread asks for be computed by so many threads: a library that has threads of its own says so."""
    _MORE.count = count
    try:
        yield
    finally:
        del _MORE.count


def allowed() -> int:
    """Return how many threads there may be now."""
    return max(threads(), getattr(_MORE, "count", 1))


def possible(rows: Any, smoothing: Smoothing, masks: Any = None) -> bool:
    """Say whether these rows are computed here. Masked ones are copied, which the longest are not to be as a whole."""
    library = chosen()
    return (
        library is not None and rows.dtype in library.smooth and rows.flags.aligned and rows.size > 0
        and (masks is None or rows.shape[-1] <= BLOCK) and smoothing.kernel is not None
    )


def value_and_weights(
    rows: Any, t: float, masks: Any, smoothing: Smoothing, lowered: float, weights: Any
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and which rows are left out; write the weights.

    The weights are None if they are not asked for. Every row is computed by one thread, all alike.
    """
    library, number = chosen(), smoothing.kernel
    assert library is not None and number is not None
    count, n = rows.shape
    value = np.empty(count, rows.dtype)
    end = 0.0 if smoothing.end is None else smoothing.end(n, float(np.finfo(rows.dtype).eps))

    def part(start: int, stop: int) -> None:
        x = rows[start:stop] if masks is None else np.where(masks[start:stop], rows[start:stop], -np.inf)
        made = None if weights is None else weights[start:stop]
        _call(library, number, x, t, end, lowered, value[start:stop], made)

    several = allowed()
    parts = several if masks is None else max(several, -(-rows.size // BLOCK))
    parts = max(1, min(parts, rows.size // BLOCK, count // ROWS))
    ends = [count * place // parts for place in range(parts + 1)]
    if several > 1 and parts > 1:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(several, parts)) as pool:
            list(pool.map(part, ends[:-1], ends[1:]))
    else:
        for start, stop in pairwise(ends):
            part(start, stop)
    finite = np.isfinite(value)
    return value, NOTHING if finite.all() else ~finite


def _call(
    library: Library, number: int, x: Any, t: float, end: float, lowered: float, value: Any, weights: Any
) -> None:
    size = x.itemsize
    across, along = x.strides
    wr, wc = (0, 0) if weights is None else weights.strides
    failed = library.smooth[x.dtype](
        x.ctypes.data, len(x), x.shape[1], across // size, along // size, t, number, end, lowered,
        value.ctypes.data, None if weights is None else weights.ctypes.data, wr // size, wc // size,
    )
    if failed:
        raise MemoryError(f"no memory for rows of {x.shape[1]} entries")

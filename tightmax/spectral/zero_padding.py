"""Convolutions with zeros around: copies without dilation, each as a matrix or between its torus and itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from tightmax.enclosure import TINY, gamma
from tightmax.spectral.bounds import leading_vector, ratio_down
from tightmax.spectral.dense import dense_enclosure
from tightmax.spectral.torus import Sizes, by_remainders, norm_on_torus

DENSE = 600
"""Zero-padded layers with so few inputs or outputs are handled as a dense matrix."""

DENSE_ENTRIES = 2**27
"""So many entries such a matrix may have: 1 GB."""

LANCZOS_ENTRIES = 2**28
"""So many entries the vectors of a Lanczos iteration may have together: 2 GB."""


class Line(NamedTuple):
    """One axis of a layer with zeros: output b, below `outputs`, is the sum over the taps q of what they see at the
    place `stride * b + q`, which counts from `low` to `high`; the taps are those of the kernel from `first` to `last`.
    """

    outputs: int
    low: int
    high: int
    first: int
    last: int
    stride: int

    @property
    def size(self) -> int:
        """How many places count."""
        return self.high - self.low + 1

    @property
    def around(self) -> int:
        """A multiple of the stride so large that no tap sees a place again that it sees from the other side."""
        span = self.stride * (self.outputs - 1) + self.last - self.first + 1
        return -(-span // self.stride) * self.stride

    def within(self, other: Line) -> bool:
        """Say whether the matrix of this axis is a part of the matrix of another, some outputs further on."""
        least = max(0, -((self.low - other.low) // self.stride))
        return least <= min(other.outputs - self.outputs, (other.high - self.high) // self.stride)

    def seen(self, tap: int) -> tuple[slice, slice]:
        """Return the outputs for which a tap sees a place that counts, and these places, from `low` on."""
        start = max(0, -((tap - self.low) // self.stride))
        stop = min(self.outputs, (self.high - tap) // self.stride + 1)
        place = self.stride * start + tap - self.low
        count = max(stop - start, 0)
        return slice(start, start + count), slice(place, place + self.stride * count, self.stride)


def _copies(taps: int, size: int, stride: int, apart: int) -> list[Line]:
    """Return the interlaced copies without dilation of which an axis with zeros consists; none where no tap sees
    anything, and none that is a part of another.

    Two outputs see a place both if their distance is a multiple of d/g, g the common divisor of stride and dilation d.
    Those of one remainder see places of one remainder by d, of which the stride is s/g.
    """
    outer = -(-size // stride)
    stride = stride if outer > 1 else 1
    offset = apart * (taps - 1) // 2
    first = max(0, -(((outer - 1) * stride - offset) // apart))
    last = min(taps - 1, (size - 1 + offset) // apart)
    if first > last:
        return []
    begin = apart * first - offset
    if first == last:
        apart = 1  # below twice the size, then, if there is more than one tap
    common = math.gcd(stride, apart)
    step, between = stride // common, apart // common
    remainder = np.arange(min(between, outer))
    base = stride * remainder + begin
    outputs = (outer - 1 - remainder) // between + 1
    low, high = -(base // apart), (size - 1 - base) // apart
    reach = step * (outputs - 1)
    least, most = np.maximum(low - reach, 0), np.minimum(high, last - first)
    low, high = np.maximum(low, least), np.minimum(high, reach + most)
    rows = np.stack([outputs, low + first, high + first, least + first, most + first])
    rows = np.unique(rows[:, (least <= most) & (low <= high)], axis=1)
    found: list[Line] = []
    for row in sorted(rows.T.tolist(), reverse=True):  # those of more outputs first
        line = Line(row[0], row[1], row[2], row[3], row[4], step)
        if not any(line.within(other) for other in found):
            found.append(line)
    return found


def norm_with_zeros(taps: Any, sizes: Sizes, strides: Sizes, apart: Sizes) -> tuple[float, float] | None:
    """Return both ends for a layer with zeros around, largest entry in [1/2, 1); None where no tap sees anything."""
    lines = [_copies(*axis) for axis in zip(taps.shape[2:], sizes, strides, apart, strict=True)]
    ends = [_of_copy(taps, copy) for copy in product(*lines)]
    return (max(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def _of_copy(taps: Any, lines: tuple[Line, ...]) -> tuple[float, float]:
    """Return both ends for one copy of a layer with zeros."""
    taps = taps[(slice(None), slice(None), *(slice(line.first, line.last + 1) for line in lines))]
    if not taps.any():
        return 0.0, 0.0
    rows = len(taps) * math.prod(line.outputs for line in lines)
    if min(rows, taps.shape[1] * math.prod(line.size for line in lines)) <= DENSE:
        places = [_places(line) for line in lines]
        if rows * taps.shape[1] * math.prod(map(len, places)) <= DENSE_ENTRIES:
            dense = dense_enclosure(_as_matrix(taps, lines, places))
            return dense.lower, dense.upper
    first, second, third = lines
    strides = first.stride, second.stride, third.stride
    wide = first.around, second.around, third.around
    upper = norm_on_torus(*by_remainders(taps, wide, strides, (1, 1, 1)))[1]
    return _lower_end(taps, lines), upper


def _moves(taps: Any, lines: tuple[Line, ...]) -> Iterator[tuple[Any, Any, Any]]:
    """Yield what each tap multiplies by, for which outputs, and the inputs that it sees there."""
    for q in np.ndindex(taps.shape[2:]):
        seen = [line.seen(tap + line.first) for line, tap in zip(lines, q, strict=True)]
        outputs, inputs = zip(*seen, strict=True)
        yield taps[(slice(None), slice(None), *q)], (slice(None), *outputs), (slice(None), *inputs)


def _apply(taps: Any, x: Any, lines: tuple[Line, ...]) -> Any:
    """Return the outputs of a copy for inputs (in, l, h, w)."""
    y = np.zeros((len(taps), *(line.outputs for line in lines)))
    for tap, outputs, inputs in _moves(taps, lines):
        y[outputs] += np.tensordot(tap, x[inputs], 1)
    return y


def _apply_transposed(taps: Any, y: Any, lines: tuple[Line, ...]) -> Any:
    """Return the transposed map of what has the shape of the outputs."""
    x = np.zeros((taps.shape[1], *(line.size for line in lines)))
    for tap, outputs, inputs in _moves(taps, lines):
        x[inputs] += np.tensordot(tap.T, y[outputs], 1)
    return x


def _lower_end(taps: Any, lines: tuple[Line, ...]) -> float:
    """Return the lower end for a copy with zeros, from the map itself."""
    shape = (taps.shape[1], *(line.size for line in lines))
    steps = max(2, min(20, LANCZOS_ENTRIES // (2 * math.prod(shape))))
    x = leading_vector(
        lambda v: _apply_transposed(taps, _apply(taps, v.reshape(shape), lines), lines).ravel(),
        math.prod(shape), steps, 6,
    ).reshape(shape)
    terms = math.prod(taps.shape[1:])
    e = _apply(np.abs(taps), np.abs(x), lines) * gamma(terms) * (1 + gamma(terms + 8)) + 4 * terms * TINY
    return ratio_down(_apply(taps, x, lines).ravel(), e.ravel(), x.ravel())


def _places(line: Line) -> Any:
    """Return the places of an axis that some tap sees."""
    found = np.zeros(line.size, bool)
    for tap in range(line.first, line.last + 1):
        found[line.seen(tap)[1]] = True
    return np.flatnonzero(found)


def _as_matrix(taps: Any, lines: tuple[Line, ...], places: list[Any]) -> Any:
    """Return the map of what lies at these places as a matrix; its entries are those of the kernel: nothing rounds."""
    found = np.zeros((len(taps), *(line.outputs for line in lines), taps.shape[1], *map(len, places)))
    for tap, outputs, inputs in _moves(taps, lines):
        p = np.meshgrid(*(np.arange(some.start, some.stop) for some in outputs[1:]), indexing="ij")
        seen = (np.arange(some.start, some.stop, some.step) for some in inputs[1:])
        at: Any = np.meshgrid(*map(np.searchsorted, places, seen), indexing="ij")
        found[(slice(None), *p, slice(None), *at)] = tap
    return found.reshape(-1, taps.shape[1] * math.prod(map(len, places)))

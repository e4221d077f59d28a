"""Oracles: each gives the y in its set Y that maximises <theta, y>, for all leading axes of theta at once.

An oracle is any function from an array theta of shape (..., n) to an array of the same shape; only linear objectives
are asked for, so Y may be any set.   [S2-03, S2-07, S2-79]   Where several y are best, any of them is right. Those
with a state are objects, so that process pools can copy them. Paths are in `tightmax.perturbed.paths`. The estimators
give an oracle an array of its own, into which it may write, and copy what it returns, which may be one buffer for all.
The oracles here refuse nan and masked arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from tightmax.arrays import numpy_from
from tightmax.perturbed.noise import Floats

Oracle = Callable[[Floats], npt.NDArray[np.generic]]

WORKING_ENTRIES = 2**18
"""How many numbers are worked on at a time: 2 MB, which stay in the cache."""


def entries(name: str, array: object, axes: int = 1) -> Floats:
    """Finite real numbers in an array of at least so many axes, none of them empty; TypeError or ValueError if not."""
    given = real(name, array)
    if given.ndim < axes or 0 in given.shape:
        shape = "(..., n)" if axes == 1 else "(k, n)"
        raise ValueError(f"{name} must have the shape {shape} with no axis of length 0, not {given.shape}")
    numbers = given.astype(np.float64)
    if not np.isfinite(numbers).all():
        raise ValueError(f"{name} must be finite, not {numbers[~np.isfinite(numbers)][0]}")
    return numbers


def real(name: str, array: object) -> npt.NDArray[Any]:
    """Return real numbers as a NumPy array in their own type; TypeError for what holds others."""
    if getattr(array, "requires_grad", False):
        raise TypeError(f"{name} requires a gradient, which is not followed here: pass {name}.detach()")
    given = numpy_from(name, array)
    if given.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, not {given.dtype}")
    return given


def thetas(theta: object) -> Floats:
    """Return what an oracle is given, in an array of shape (..., n); TypeError or ValueError for others and for nan."""
    array = real("theta", theta).astype(np.float64, copy=False)
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(f"theta must have the shape (..., n), not {array.shape}: at least one entry")
    if np.isnan(array).any():
        raise ValueError("theta must hold numbers that can be compared, not nan")
    return array


def rows_of(theta: object, n: int, holds: str) -> tuple[Floats, tuple[int, ...]]:
    """Return the thetas as rows of n entries, and their shape; ValueError unless there are n, as the set needs."""
    array = thetas(theta)
    if array.shape[-1] != n:
        raise ValueError(f"theta must have the shape (..., {n}), for {holds}, not {array.shape}")
    return array.reshape(-1, n), array.shape


def maximum(theta: object) -> Floats:
    """Return the corner of the simplex that maximises <theta, y>: 1 at a largest entry, 0 elsewhere.   [S2-37]

    theta has the shape (..., n), and so has the result; O(n).

    >>> maximum([[1.0, 3.0, 2.0], [5.0, 0.0, 0.0]]).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    """
    array = thetas(theta)
    y = np.zeros(array.shape)
    np.put_along_axis(y, array.argmax(axis=-1, keepdims=True), 1.0, axis=-1)
    return y


class Ranking:
    """The permutahedron, which is spanned by all orders of the given weights; by default these are the ranks 1, ..., n.

    The result has the largest weight where theta is largest, and so on down: the rearrangement inequality. theta has
    the shape (..., n), and so has the result; O(n log n).   [S2-38]

    >>> Ranking()([0.3, 2.0, -1.0]).tolist()
    [2.0, 3.0, 1.0]
    >>> Ranking(weights=[1, 0, 0])([0.3, 2.0, -1.0]).tolist()  # the maximum
    [0.0, 1.0, 0.0]
    """

    def __init__(self, weights: object = None) -> None:
        self.weights = None if weights is None else np.sort(entries("weights", weights), axis=-1)
        if self.weights is not None and self.weights.ndim != 1:
            raise ValueError(f"weights must have the shape (n,), not {self.weights.shape}")

    def __call__(self, theta: object) -> Floats:
        """Return the order of the weights that maximises <theta, y>."""
        array = thetas(theta)
        n = array.shape[-1]
        weights = np.arange(1.0, n + 1) if self.weights is None else self.weights
        rows, shape = rows_of(array, weights.size, f"{weights.size} weights")
        order = rows.argsort(axis=-1)
        order += n * np.arange(len(rows))[:, None]
        y = np.empty(rows.size)
        y[order] = weights
        return y.reshape(shape)


class FiniteSet:
    """A finite set Y of k points, an array of shape (k, n), tried one by one: O(k n).   [S2-07]

    theta has the shape (..., n), and so has the result. Of several best points the first is given.

    >>> FiniteSet([[0, 0], [1, 1], [3, -1]])([[1.0, 2.0], [-1.0, -1.0]]).tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """

    def __init__(self, points: object) -> None:
        self.points = entries("points", points, axes=2)
        if self.points.ndim != 2:
            raise ValueError(f"points must have the shape (k, n), not {self.points.shape}")

    def __call__(self, theta: object) -> Floats:
        """Return the point that maximises <theta, y>."""
        k, n = self.points.shape
        rows, shape = rows_of(theta, n, f"points of {n} entries")
        if not np.isfinite(rows).all():  # times an entry 0 it has no value
            raise ValueError(f"theta must be finite for a set of points, not {rows[~np.isfinite(rows)][0]}")
        step = max(1, WORKING_ENTRIES // k)
        best = [(rows[i : i + step] @ self.points.T).argmax(axis=-1) for i in range(0, len(rows), step)]
        y: Floats = self.points[np.concatenate(best)] if best else rows
        return y.reshape(shape)

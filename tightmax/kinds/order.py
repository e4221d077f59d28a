"""The entries of a row in falling order, and back, such that derivatives of every order are right at ties as well.

Maxima and minima will not do: where two entries tie, their derivatives are shared between the two, which is right for
the gradient of a symmetric function and wrong for its second derivatives. Here each entry has one place.
"""

from __future__ import annotations

import numpy as np

from tightmax.arrays import Array, Namespace


def columns(z: Array) -> list[Array]:
    """Return the entries of the rows, each with shape (..., 1)."""
    return [z[..., i : i + 1] for i in range(z.shape[-1])]


def joined(xp: Namespace, entries: list[Array]) -> Array:
    """Return the rows of these entries. NumPy has the Array API's function for this from version 2 on only."""
    return np.concatenate(entries, axis=-1) if xp is np else xp.concat(entries, axis=-1)


def places(xp: Namespace, z: Array) -> Array:
    """Return the place of each entry in falling order, from 0 on; of equal entries the first comes first."""
    entries = columns(z)
    found = []
    for i, own in enumerate(entries):
        before = xp.zeros_like(own)
        for j, other in enumerate(entries):
            if i != j:
                before = before + xp.where(other >= own if j < i else other > own, xp.ones_like(own), 0.0)
        found.append(before)
    return joined(xp, found)


def sorted_by(xp: Namespace, place: Array, z: Array) -> list[Array]:
    """Return the entries in the order of their places, each with shape (..., 1)."""
    return [xp.sum(xp.where(place == k, z, 0.0), axis=-1, keepdims=True) for k in range(z.shape[-1])]


def back(xp: Namespace, place: Array, ordered: list[Array]) -> Array:
    """Return the entries where they came from: the first at place 0, and so on."""
    result = xp.where(place == 0, ordered[0], ordered[-1])
    for k, entry in enumerate(ordered[1:-1], start=1):
        result = xp.where(place == k, entry, result)
    return result

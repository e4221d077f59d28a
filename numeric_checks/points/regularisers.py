"""The functions h on the simplex whose conjugates are the kinds, with 0 at the vertices and their rounding.

Entropy, the function of universal-upper (an entry above 1/2 costs `2s^2 - 2s - (1-s) ln(1-s)`, the others
`s ln s` each, up to constants), and squares.
"""

from __future__ import annotations

import numpy as np

from numeric_checks.arithmetic.evaluate import Measured
from numeric_checks.arithmetic.terms import Floats, summation_magnitude
from tightmax.kinds import BEST_SCALES
from tightmax.kinds.universal import SAVED

TINY = 1e-300


def _entropy_terms(s: Floats) -> Floats:
    """s ln s, where 0 ln 0 = 0."""
    return np.asarray(s * np.log(np.maximum(s, TINY)))


def _slope(s: Floats) -> Floats:
    """Return how much s ln s changes with s, at most, for s not below TINY."""
    return np.asarray(1 - np.log(np.maximum(s, TINY)))


def regulariser(kind: str, q: Measured) -> Measured:
    """Return h at points (rows, n) of the simplex."""
    n = q.data.shape[-1]
    if kind == "quadratic" or (kind == "best" and n in BEST_SCALES):
        scale = BEST_SCALES[n] if kind == "best" else 1.0
        squares = np.einsum("ij,ij->i", q.data, q.data)
        off = 2 * np.einsum("ij,ij->i", q.data, q.magnitude) + (summation_magnitude(n) + 4) * squares + 1
        return Measured(scale * (squares - 1) / 2, scale * off)
    terms = _entropy_terms(q.data)
    off = (summation_magnitude(n) + 4) * -terms + q.magnitude * _slope(q.data)
    if kind == "lse":
        return Measured(terms.sum(axis=1), off.sum(axis=1))
    return _universal(q, terms, off)


def _universal(q: Measured, terms: Floats, off: Floats) -> Measured:
    n = q.data.shape[1]
    place = q.data.argmax(axis=1)[:, None]
    s, off_s = (np.take_along_axis(part, place, 1)[:, 0] for part in (q.data, q.magnitude))
    sums, offs = terms.sum(axis=1), off.sum(axis=1)
    rest = q.data.copy()
    np.put_along_axis(rest, place, 0.0, 1)
    left = rest.sum(axis=1)
    off_left = q.magnitude.sum(axis=1) - off_s + summation_magnitude(n) * left
    np.put_along_axis(terms, place, 0.0, 1)
    np.put_along_axis(off, place, 0.0, 1)
    large = terms.sum(axis=1) - _entropy_terms(left) - 2 * s * left  # (1-s) is the sum of the others
    off_large = off.sum(axis=1) + off_left * (_slope(left) + 2) + 4 * np.abs(_entropy_terms(left)) + 4 * s * left
    off_large += 2 * left * off_s
    data = np.where(s > 0.5, large, sums + SAVED)
    return Measured(data, np.where(s > 0.5, off_large, offs + 1) + 2 * np.abs(data))

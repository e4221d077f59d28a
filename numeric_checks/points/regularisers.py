"""The functions h on the simplex whose conjugates are the kinds, with 0 at the vertices and their rounding.

Entropy, the function of universal-upper (an entry above 1/2 costs `2s^2 - 2s - (1-s) ln(1-s)`, the others
`s ln s` each, up to constants), squares, and for "best" of three entries, with A = 1 - p_1 and sigma = p_3/A,
`2 A^2 - A (2 + sigma (4/3 - ln 3 + ln((2 - sigma)/sigma)))`.
"""

from __future__ import annotations

import numpy as np

from numeric_checks.arithmetic.evaluate import Measured
from numeric_checks.arithmetic.terms import Floats, summation_magnitude
from tightmax.kinds import QUADRATIC, resolve
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
    smoothing, scale = resolve(kind, n)
    if smoothing is QUADRATIC:
        squares = np.einsum("ij,ij->i", q.data, q.data)
        off = 2 * np.einsum("ij,ij->i", q.data, q.magnitude) + (summation_magnitude(n) + 4) * squares + 1
        return Measured(scale * (squares - 1) / 2, scale * off)
    if kind == "best" and n == 3:
        return _three(q)
    terms = _entropy_terms(q.data)
    off = (summation_magnitude(n) + 4) * -terms + q.magnitude * _slope(q.data)
    if kind == "lse":
        return Measured(terms.sum(axis=1), off.sum(axis=1))
    return _universal(q, terms, off)


def _three(q: Measured) -> Measured:
    """In terms of A and p_3: `2 A^2 - 2 A - p_3 (4/3 - ln 3) - p_3 ln(2 A - p_3) + p_3 ln p_3`."""
    place = np.argsort(-q.data, axis=1, kind="stable")
    second, third = (np.take_along_axis(q.data, place, 1)[:, k] for k in (1, 2))
    _, off_second, off_third = (np.take_along_axis(q.magnitude, place, 1)[:, k] for k in range(3))
    a, off_a = second + third, off_second + off_third + second + third
    both, off_both = 2 * second + third, 2 * off_second + off_third + 3 * a  # 2 A - p_3
    slope = 4 / 3 - np.log(3) + np.log(np.maximum(both, TINY))
    data = 2 * a * a - 2 * a - third * slope + _entropy_terms(third)
    off = (4 * a + 2) * off_a + off_third * (np.abs(slope) + _slope(third)) + off_both  # p_3 is at most 2 A - p_3
    off += 12 * (a + third * np.abs(slope) + np.abs(_entropy_terms(third)))
    return Measured(data, off)


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

"""How far the values and weights of tightmax may be off by rounding.

All magnitudes are those of `numeric_checks.arithmetic.evaluate`: to first order the computed number is off by at most
the magnitude times half the machine epsilon. With z = (x - max)/t <= 0, each exponential is off by a share of
`2 |z| + EXP`: two roundings of z, and the function itself. What is said of a sum is `summation_magnitude`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from numeric_checks.arithmetic.evaluate import EPS, Measured
from numeric_checks.arithmetic.terms import Floats, summation_magnitude
from tightmax.kinds import QUADRATIC, resolve
from tightmax.kinds.three import lambert

EXP = 4
"""Of an exponential or a logarithm alone: two units in the last place."""

LAMBERT = 40
"""Of `tightmax.kinds.three.lambert` alone: about twenty operations one after another, on numbers of one sign."""

END = math.exp(-2)
"""The sum S of the other exponentials where kind "universal" becomes the maximum."""


class Levels(NamedTuple):
    """Points and their entries below the maximum, in temperatures."""

    x: Floats
    far: Floats
    top: Floats
    value: Floats
    weights: Floats
    temperature: float


def measured(x: Floats, value: Floats, weights: Floats, temperature: float, kind: str) -> tuple[Measured, Measured]:
    """Return value and weights with the magnitudes of their rounding, for finite x of shape (..., n)."""
    n = x.shape[-1]
    scale = resolve(kind, n)[1]
    kind = {2: "quadratic", 3: "three"}.get(n, "universal") if kind == "best" else kind
    top = x.max(axis=-1, keepdims=True)
    far = top - x
    far /= scale * temperature
    at = Levels(x, far, top[..., 0], value, weights, scale * temperature)
    functions = {"lse": _lse, "universal": _universal, "quadratic": _quadratic, "three": _three}
    off_value, off_weights = functions[kind](at)
    return Measured(value, off_value + np.abs(value)), Measured(weights, off_weights)


def _lse(at: Levels) -> tuple[Floats, Floats]:
    mean = np.einsum("...i,...i->...", at.weights, at.far)
    sums = summation_magnitude(at.far.shape[-1])
    off = at.far * 2
    off += (2 * mean + sums + 2 * EXP + 2)[..., None]
    off *= at.weights
    return 2 * at.temperature * mean + (sums + 2 * EXP + 2) * (at.value - at.top), off


def _universal(at: Levels) -> tuple[Floats, Floats]:
    """In the middle range 1 - w is 1/2 + ln(S)/4, and S is off by a share; the sum also contains the largest
    entry.
    """
    n, t = at.far.shape[-1], at.temperature
    sums = summation_magnitude(n)
    e = np.exp(-at.far)
    others = np.maximum(e.sum(axis=-1) - 1.0, 0.0)
    snapped = (16 + 8 * math.log2(n)) * 2
    share = sums * (1 + 1 / np.maximum(others, END)) + 2 * (math.log(n) + 2) + 2 * EXP  # mean depth: ln n + 2 at most
    ahead = others < 1.0
    left = np.where(ahead, 1.0 - at.weights.max(axis=-1), 0.0)
    gone = ahead & (left == 0)
    off_left = (share + EXP) / 4 + left + np.where(gone, snapped / 4, 0.0)
    off_left[gone & (others < END * (1 - 2 * EPS * (share + snapped)))] = 0.0  # 2 temperatures ahead, beyond doubt
    mean = np.where(ahead, 0.0, np.einsum("...i,...i->...", at.weights, at.far))
    excess = at.value - at.top
    near = 2 * t * mean + (sums + 2 * EXP + 2) * (excess + t)
    middle = t * (4 * left * off_left + EPS * off_left**2) + 4 * excess
    off = at.far * 2
    off += np.where(ahead, share + EXP + 2, 2 * mean + sums + 2 * EXP + 2)[..., None]
    off *= at.weights
    e *= np.where(ahead, off_left / np.maximum(others, END), 0.0)[..., None]
    off += e
    place = at.x.argmax(axis=-1)[..., None]
    largest = np.where(ahead, off_left + np.where(off_left > 0, 1.0, 0.0), np.take_along_axis(off, place, -1)[..., 0])
    np.put_along_axis(off, place, largest[..., None], -1)
    return np.where(ahead, middle, near), off


def _quadratic(at: Levels) -> tuple[Floats, Floats]:
    """The threshold is a sum of k entries, over k; all of them together are k times the largest weight, less
    1.
    """
    far, weights, t = at.far, at.weights, at.temperature
    sums = summation_magnitude(far.shape[-1])
    depth = 5.0  # roundings of z, with those of the scaled temperature
    first = weights.max(axis=-1)
    count = np.count_nonzero(weights, axis=-1)
    off_tau = (depth + sums) * np.maximum(first - 1 / np.maximum(count, 1), 0.0) + 3 * first + 1
    bound = first * (1 + 4 * EPS * (depth + sums + 4))
    off = np.minimum(far, 1.0)
    off *= depth
    off += off_tau[..., None]
    off += weights
    off *= far <= bound[..., None]
    mean = np.einsum("...i,...i->...", weights, np.minimum(far, 1.0))
    excess = t * (1 - first) * 2 * off_tau + depth * t * mean + (sums + 6) * (at.value - at.top)
    return excess + t * EPS * off_tau**2, off


def _three(at: Levels) -> tuple[Floats, Floats]:
    """Each level is off by twice its size; so w is off by a share, and A by what G and the lead are."""
    place = np.argsort(at.far, axis=-1, kind="stable")
    _, second, third = np.moveaxis(np.minimum(np.take_along_axis(at.far, place, -1), 800.0), -1, 0)
    w = lambert(np, np.exp(second - third))
    off_w = w * (2 * (second + third) + (third - second) + EXP + LAMBERT)
    a = np.maximum(2 + 2 * w - second, 0.0) / 4
    off_a = (2 * off_w + 2 * second + 4 * (2 + 2 * w) + 4) / 4
    off_a = np.where(2 + 2 * w - second < -8 * EPS * off_a, 0.0, off_a)  # the maximum itself, beyond doubt
    off = np.empty(at.far.shape)
    share = [off_a + np.where(off_a > 0, 1.0, 0.0), off_a + a * (2 * off_w + 6), 2 * (w * off_a + a * (off_w + 6 * w))]
    np.put_along_axis(off, place, np.stack(share, axis=-1), -1)
    excess = at.temperature * (4 * a * off_a + 2 * EPS * off_a**2)
    return excess + 6 * (at.value - at.top), off


def of_hessian(x: Floats, v: Floats, product: Floats, temperature: float, kind: str) -> Measured:
    """Return the product of the Hessian and v with its rounding, where the second derivative does not jump.

    Its entries are shares times differences of entries of v: the shares of all by softmax, or, where kind "universal"
    has one entry ahead, of the others alone.
    """
    n = x.shape[-1]
    size = np.abs(v).max(axis=-1, keepdims=True) / temperature
    sums = summation_magnitude(n)
    if resolve(kind, n)[0] is QUADRATIC:
        return Measured(product, np.where(product != 0, (sums + 12) * size, 0.0))
    if kind == "best" and n == 3:
        return Measured(product, np.where(product != 0, 2 * LAMBERT * size, 0.0))
    far = x.max(axis=-1, keepdims=True) - x
    far /= temperature
    off = np.exp(-far)
    total = off.sum(axis=-1, keepdims=True)
    off /= total if kind == "lse" else np.maximum(total - 1.0, END)
    far *= 4
    far += 4 * math.log(n) + 10 * sums + 24
    off *= far
    off *= size
    return Measured(product, off)

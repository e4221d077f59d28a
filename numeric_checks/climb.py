"""Ascents towards the worst case: from a point of attack to one where a relation has less slack."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numeric_checks.evaluate import Floats
from numeric_checks.points import LARGE, Random

Function = Callable[[Floats], tuple[Floats, Floats]]
"""Value and weights of points (rows, d)."""


def steps_for(dim: int) -> int:
    """How many moves an ascent makes: fewer in large dimensions, where each is dear."""
    return 18 if dim < LARGE else 3


def climb_variance(f: Function, x: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Ascend to a large variance of a sign vector v under the softmax of x/t.

    For signs the variance is 1 - (sum p v)^2.  First the flip that brings the sum nearest to 0, again and
    again; then x is shifted where v = 1, so that both signs get half of the mass, which is the maximum.
    """
    x, v = x.copy(), np.where(v < 0, -1.0, 1.0)
    row = np.arange(len(x))
    _, weights = f(x)
    for _ in range(min(steps_for(x.shape[1]), x.shape[1])):
        mean = (weights * v).sum(axis=1, keepdims=True)
        after = np.abs(mean - 2 * weights * v)
        best = after.argmin(axis=1)
        flip = after[row, best] < np.abs(mean[:, 0])
        v[row[flip], best[flip]] *= -1
    one_sided = np.abs(v.sum(axis=1)) == x.shape[1]
    v[one_sided, 0] *= -1
    upper = f(np.where(v > 0, x, -np.inf))[0]
    lower = f(np.where(v < 0, x, -np.inf))[0]
    return np.where(v > 0, x + (lower - upper)[:, None], x), v


def climb_pairs(rng: Random, f: Function, x: Floats, v: Floats, temperature: float) -> tuple[Floats, Floats]:
    """Ascend to a pair x, y = x + s v whose gradients differ much: flip an entry of v, or halve the step s."""
    row = np.arange(len(x))
    weights = f(x)[1]

    def ratio(y: Floats) -> Floats:
        apart = np.abs(x - y).max(axis=1)
        change = np.abs(weights - f(y)[1]).sum(axis=1) * temperature
        return np.asarray(np.divide(change, apart, out=np.zeros_like(apart), where=apart > 0))

    step = temperature * 10.0 ** rng.uniform(-4, 1, (len(x), 1))
    best = ratio(x + step * v)
    for turn in range(steps_for(x.shape[1])):
        new_v, new_step = v.copy(), step
        if turn % 3 == 2:
            new_step = step / 2
        else:
            new_v[row, rng.integers(0, x.shape[1], len(x))] *= -1
        found = ratio(x + new_step * new_v)
        better = (found > best)[:, None]
        v, step, best = np.where(better, new_v, v), np.where(better, new_step, step), np.maximum(found, best)
    return x, x + step * v

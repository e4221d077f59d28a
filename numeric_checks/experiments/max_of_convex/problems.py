"""Maxima of many convex functions at random, with their least values known to more digits than are needed.

Both are of the form `F(x) = max_i (<a_i, x> + b_i) + (mu/2) |x|^2` on a set onto which it is easy to project: with mu
> 0 on all of R^p ("quadratic": each function is a convex quadratic), or with mu = 0 on the box [-1, 1]^p ("affine").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

FAMILIES = ("quadratic", "affine")
VARIABLES = 20
CURVATURE = 0.1
"""mu of the family "quadratic"."""


class Unsolved(ArithmeticError):
    """A least value that could not be bracketed."""


@dataclass(frozen=True)
class Problem:
    """d functions of p variables."""

    slopes: Array
    """(d, p): the a_i."""
    offsets: Array
    """(d,): the b_i."""
    curvature: float
    """mu."""

    @property
    def boxed(self) -> bool:
        """Whether the variables are kept in [-1, 1]."""
        return self.curvature == 0

    def project(self, x: Array) -> Array:
        """Return the nearest point of the set."""
        return np.clip(x, -1.0, 1.0) if self.boxed else x

    def value(self, x: Array) -> float:
        """F, the true maximum."""
        return float(np.max(self.slopes @ x + self.offsets) + self.curvature / 2 * (x @ x))


def random_problem(family: str, d: int, index: int, seed: int) -> Problem:
    """Slopes of length about 1 in all directions, and offsets that are normal with deviation 1."""
    random = np.random.default_rng((seed, FAMILIES.index(family), d, index))
    slopes = random.normal(size=(d, VARIABLES)) / np.sqrt(VARIABLES)
    return Problem(slopes, random.normal(size=d), CURVATURE if family == "quadratic" else 0.0)


def least(problem: Problem) -> float:
    """Return the least value of F, from below; Unsolved unless a point was found where F is that up to 1e-9."""
    below, above = _least_affine(problem) if problem.boxed else _least_quadratic(problem)
    if not above - below <= 1e-9:
        raise Unsolved(f"the least value is only known to be from {below} to {above}")
    return below


def _least_affine(problem: Problem) -> tuple[float, float]:
    """Return the linear program; from its multipliers w on the simplex the bound <w, b> - |A^T w|_1 below."""
    from scipy.optimize import linprog

    d, p = problem.slopes.shape
    rows = np.hstack([problem.slopes, -np.ones((d, 1))])
    bounds = [(-1.0, 1.0)] * p + [(None, None)]
    found = linprog(np.r_[np.zeros(p), 1.0], A_ub=rows, b_ub=-problem.offsets, bounds=bounds, method="highs")
    if not found.success:
        raise Unsolved(found.message)
    weights = np.maximum(0.0, -found.ineqlin.marginals)
    weights /= weights.sum()
    below = weights @ problem.offsets - np.abs(weights @ problem.slopes).sum()
    return float(below), problem.value(problem.project(found.x[:p]))


def _least_quadratic(problem: Problem) -> tuple[float, float]:
    """Return the dual, max of <w, b> - |A^T w|^2 / (2 mu) on the simplex, on few functions, to which the largest is
    added.
    """
    mu, values = problem.curvature, problem.offsets
    support, weights = [int(np.argmax(values))], np.ones(1)
    below, above = -np.inf, np.inf
    for _ in range(50 * VARIABLES):
        pull = weights @ problem.slopes[support]
        x = -pull / mu
        below = max(below, float(weights @ problem.offsets[support] - pull @ pull / (2 * mu)))
        above = min(above, problem.value(x))
        new = int(np.argmax(problem.slopes @ x + problem.offsets))
        if new in support:
            break
        support, weights = _corrected(problem, [*support, new], np.append(weights, 0.0))
    return below, above


def _corrected(problem: Problem, support: list[int], weights: Array) -> tuple[list[int], Array]:
    """Return the best weights of these functions; those that come out with none are dropped on the way."""
    while True:
        slopes, offsets = problem.slopes[support], problem.offsets[support]
        step, whole = _ascent(slopes, offsets, problem.curvature, weights)
        shrinking = step < 0
        reach = np.min(-weights[shrinking] / step[shrinking]) if shrinking.any() else np.inf
        if whole and reach > 1:
            return support, weights + step
        weights = weights + reach * step
        weights[int(np.argmin(np.where(shrinking, weights, np.inf)))] = 0.0
        keep = weights > 0
        support, weights = [i for i, kept in zip(support, keep, strict=True) if kept], weights[keep]


def _ascent(slopes: Array, offsets: Array, mu: float, weights: Array) -> tuple[Array, bool]:
    """Return where the dual rises, among weights of the same sum: the step to its top, or a direction in which there is
    none.
    """
    if len(offsets) == 1:
        return np.zeros(1), True
    plane = np.linalg.svd(np.ones((1, len(offsets))))[2][1:].T
    curves, axes = np.linalg.eigh(plane.T @ slopes @ slopes.T @ plane / mu)
    slope = axes.T @ plane.T @ (offsets - slopes @ (weights @ slopes) / mu)
    flat = curves <= 1e-12 * curves.max()
    endless = np.where(flat, slope, 0.0)
    if np.max(np.abs(endless)) > 1e-9 * np.max(np.abs(offsets)):
        return plane @ axes @ endless, False
    return plane @ axes @ np.where(flat, 0.0, slope / np.where(flat, 1.0, curves)), True

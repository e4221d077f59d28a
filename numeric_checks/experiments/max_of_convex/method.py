"""Nesterov's smoothing: an accelerated method on a smooth maximum, with steps that come from its guarantee.

*Why the steps are right.* Let `f(x) = S_t(A x + b)` with a smooth maximum S_t that is 1/t-smooth from the infinity
norm
to the 1-norm, and M the largest Euclidean length of a row of A. Then `|A^T w|_2 <= M |w|_1` and `|A x|_inf <= M
|x|_2`,
so that `|grad f(x) - grad f(y)|_2 <= M |w(Ax + b) - w(Ay + b)|_1 <= (M / t) |A (x - y)|_inf <= (M^2 / t) |x - y|_2`.
"""

from __future__ import annotations

import numpy as np

import tightmax
from numeric_checks.experiments.max_of_convex.problems import Problem

MOST = 2_000_000
"""Iterations."""


class NotReached(ArithmeticError):
    """The accuracy was not reached."""


def temperature(problem: Problem, accuracy: float, kind: str) -> float:
    """At which the smoothing is at most half the accuracy above the maximum."""
    return accuracy / (2 * tightmax.worst_gap(len(problem.offsets), kind=kind))


def smoothness(problem: Problem, t: float) -> float:
    """Return a Lipschitz constant of the gradient of the smoothed problem in the Euclidean norm."""
    return float(np.max(np.sum(problem.slopes**2, axis=1))) / t + problem.curvature


def iterations(problem: Problem, accuracy: float, least: float, kind: str) -> int:
    """Return how many steps from 0 until the true maximum is within the accuracy of its least value.

    With curvature Nesterov's constant momentum, without it the momentum of FISTA; one product with A and one with its
    transpose a step.
    """
    t = temperature(problem, accuracy, kind)
    step = 1 / smoothness(problem, t)
    slopes, mu = problem.slopes, problem.curvature
    root = np.sqrt(mu * step)
    x = ahead = np.zeros(slopes.shape[1])
    levels = levels_ahead = problem.offsets
    age = 1.0
    for count in range(MOST):
        if levels.max() + mu / 2 * (x @ x) - least <= accuracy:
            return count
        weights = tightmax.smooth_argmax(levels_ahead, temperature=t, kind=kind)
        new = problem.project(ahead - step * (weights @ slopes + mu * ahead))
        new_levels = slopes @ new + problem.offsets
        older = (1 + np.sqrt(1 + 4 * age * age)) / 2
        momentum = (1 - root) / (1 + root) if mu else (age - 1) / older
        # A y + b for the point y ahead without another product, because y is an affine combination.
        ahead, levels_ahead = new + momentum * (new - x), new_levels + momentum * (new_levels - levels)
        x, levels, age = new, new_levels, older
    raise NotReached(f"not within {accuracy} in {MOST} steps with {kind!r}")

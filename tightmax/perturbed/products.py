"""Products of the Jacobian of the perturbed argmax with a vector, and what a derivative needs of one run of draws.

Every function here takes a plan that is checked already, and NumPy arrays; those for PyTorch and JAX call them.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from tightmax.perturbed.estimate import Argmax, Maximum, baseline_for
from tightmax.perturbed.moments import Moments, of_rows
from tightmax.perturbed.noise import Floats
from tightmax.perturbed.sampling import Draws, Plan


@dataclass(frozen=True, eq=False)
class Product:
    """<v, y*(theta + eps z) - baseline> nu'(z) / eps, whose mean is the Jacobian's product with v from the left."""

    v: Floats
    baseline: Floats | float

    def __call__(self, draws: Draws) -> Moments:
        """Return the moments of a block."""
        signed = [
            sign * np.einsum("...i,...i->...", y - self.baseline, self.v)
            for sign, y in zip(draws.signs, draws.answers, strict=True)
        ]
        return of_rows((sum(signed[1:], signed[0]) / len(signed))[..., None] * draws.score)


def maximum_and_argmax(plan: Plan, control: str, workers: int | Executor) -> tuple[Floats, Floats]:
    """Return the estimates of F_eps, of shape (...), and of its gradient y_eps, of shape (..., n), from one run."""
    top, point = plan.run((Maximum(baseline_for(plan, control, workers)), Argmax()), workers)
    return top.value, point.value


def argmax(plan: Plan, workers: int | Executor) -> Floats:
    """Return the estimate of y_eps alone."""
    return plan.run((Argmax(),), workers)[0].value


def vector_jacobian(plan: Plan, v: Floats, control: str, workers: int | Executor) -> Floats:
    """Return the estimate of v^T J for each row, J = E y*(theta + eps Z) nu'(Z)^T / eps.   [S2-23, score-identities]

    v and the result have the shape of theta. With the same seed it is v^T times what `perturbed_jacobian` gives, up to
    rounding, in memory for n numbers a row instead of n^2.
    """
    base = baseline_for(plan, control, workers)
    return plan.run((Product(v, 0.0 if base is None else base),), workers)[0].value

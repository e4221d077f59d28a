"""The Fenchel-Young loss of a perturbed maximum, and its gradient, without a Jacobian.   [S2-26 to S2-31]"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from tightmax.perturbed.estimate import Argmax, Maximum, baseline_for
from tightmax.perturbed.exact import negative_entropy
from tightmax.perturbed.moments import Estimate
from tightmax.perturbed.noise import Floats, Gumbel, Noise
from tightmax.perturbed.oracles import Oracle, entries, maximum
from tightmax.perturbed.sampling import Plan, plan_for, workers_for


@dataclass(frozen=True, eq=False)
class Loss:
    """A Fenchel-Young loss, estimated.

    value: of shape (...). gradient: with respect to theta, of shape (..., n). complete: whether the value holds the
    part eps Omega(y); if not, it is the loss less that constant, which theta does not change, and may be negative.
    """

    value: Estimate
    gradient: Estimate
    complete: bool


def fenchel_young_loss(
    theta: object, y: object, oracle: Oracle, *, epsilon: float, seed: object, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> Loss:
    """Return estimate L(theta; y) = F_eps(theta) + eps Omega(y) - <theta, y> and its gradient y_eps(theta) - y.

    *Statement.* Omega is the conjugate of F_1, not of F_eps: then L >= 0, convex in theta, and 0 exactly where
    y_eps(theta) = y.   [S2-26 to S2-30]   Where y is a corner of conv Y, as labels are, L only tends to 0.   [S2-29]

    Omega has no closed form in general, and a step of training does not need it: the value is then L - eps Omega(y),
    and `complete` is False. For the oracle `maximum` with Gumbel noise, centred or not, Omega is the sum of y ln y,
    up to the constant of the noise, and the value is L: at a corner y the cross-entropy times eps.

    theta and y have the shape (..., n). Other arguments and errors as in `tightmax.perturbed.estimate`; the control
    is that of the value, as the gradient has none. ValueError if y has another shape than theta, or for a complete
    loss is not in the simplex.

    >>> loss = fenchel_young_loss([2.0, 0.0], [1.0, 0.0], maximum, epsilon=1.0, noise="gumbel", samples=10_000, seed=0)
    >>> bool(abs(loss.value.value - np.log(1 + np.exp(-2))) < 4 * loss.value.standard_error), loss.complete
    (True, True)
    """
    plan = plan_for(theta, oracle, epsilon, noise, samples, seed, antithetic)
    label, constant = constant_for(plan, y)
    pool = workers_for(workers)
    quantities = (Maximum(baseline_for(plan, control, pool)), Argmax())
    top, point = plan.run(quantities, pool)
    value = top.value - np.einsum("...i,...i->...", plan.theta, label) + constant
    return Loss(replace(top, value=value), replace(point, value=point.value - label), is_complete(plan))


def is_complete(plan: Plan) -> bool:
    """Say whether Omega is known: for Gumbel noise on the simplex."""
    return plan.oracle is maximum and isinstance(plan.noise, Gumbel)


def constant_for(plan: Plan, y: object) -> tuple[Floats, Floats]:
    """Return y as an array, and what the loss adds for it alone, of shape (...): eps Omega(y) less the mean of the
    noise, or 0 where Omega is not known. ValueError if y has another shape than theta, or is not in the simplex.
    """
    label = entries("y", y)
    if label.shape != plan.theta.shape:
        raise ValueError(f"y must have the shape of theta, {plan.theta.shape}, not {label.shape}")
    if not is_complete(plan):
        return label, np.zeros(label.shape[:-1])
    constant: Floats = plan.epsilon * (negative_entropy(y) - plan.noise.mean)
    return label, constant

"""The perturbed maximum, its gradient the perturbed argmax, and the Jacobian of that, by unbiased Monte Carlo.

With F(theta) the maximum of <theta, y> over Y, y*(theta) where it is attained, and noise Z of density exp(-nu(z)):
F_eps(theta) = E F(theta + eps Z) is convex and differentiable, and epsilon is its temperature, as
F_eps(theta) = eps F_1(theta / eps).   [S2-09]

*Arguments* of all estimators. theta: finite numbers of shape (..., n), each row perturbed independently. oracle: see
`tightmax.perturbed.oracles`. epsilon > 0. noise: "gaussian", "gumbel" (centred), "standard-gumbel", or an object.
samples: oracle calls for each row. seed: an integer >= 0, a sequence of these or a numpy SeedSequence; the same seed
gives the same draws, so take another one for each step of a training. antithetic: draw z and -z together, for symmetric
noise and an even number of samples. workers: how many threads, or a `concurrent.futures.Executor`, such as a process
pool for an oracle that holds the interpreter lock; the result is the same bit by bit. Memory: about 2 MB an array and a
worker, or one draw where that is more.

*Control variates* leave the mean as it is. control="vertex" uses y*(theta), one more oracle call, best where epsilon is
small; "mean" uses the mean of y over an independent pilot run of samples // 8 more calls, best where epsilon is large;
"none" uses nothing.

*Errors.* ValueError and TypeError, one line that names the value and what is accepted; also if the oracle returns
another shape than that of theta, or what is not finite.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from tightmax.perturbed.moments import Estimate, Moments, of_products, of_rows
from tightmax.perturbed.noise import Floats, Noise
from tightmax.perturbed.oracles import Oracle
from tightmax.perturbed.sampling import Draws, Plan, ask, plan_for, workers_for

CONTROLS = ("vertex", "mean", "none")
PILOT = 8
"""A pilot run has this part of the samples."""


@dataclass(frozen=True, eq=False)
class Maximum:
    """F(theta + eps z), less eps <baseline, z - mean>, which has mean 0."""

    baseline: Floats | None

    def __call__(self, draws: Draws) -> Moments:
        """Return the moments of a block."""
        rows = sum(draws.values[1:], draws.values[0]) / len(draws.values)
        if self.baseline is not None and len(draws.values) == 1:  # in a pair it cancels
            centred = draws.z - draws.plan.noise.mean
            rows = rows - draws.plan.epsilon * np.einsum("...i,...i->...", centred, self.baseline)
        return of_rows(rows)


@dataclass(frozen=True, eq=False)
class Argmax:
    """y*(theta + eps z)."""

    def __call__(self, draws: Draws) -> Moments:
        """Return the moments of a block."""
        if len(draws.answers) == 1:
            return of_rows(draws.answers[0])
        return of_rows((draws.answers[0] + draws.answers[1]) / 2)


@dataclass(frozen=True, eq=False)
class Gradient:
    """(F(theta + eps z) - baseline) nu'(z) / eps."""

    baseline: Floats | float

    def __call__(self, draws: Draws) -> Moments:
        """Return the moments of a block."""
        signed = [sign * (value - self.baseline) for sign, value in zip(draws.signs, draws.values, strict=True)]
        return of_rows((sum(signed[1:], signed[0]) / len(signed))[..., None] * draws.score)


@dataclass(frozen=True, eq=False)
class Jacobian:
    """(y*(theta + eps z) - baseline) nu'(z)^T / eps."""

    baseline: Floats | float

    def __call__(self, draws: Draws) -> Moments:
        """Return the moments of a block."""
        signed = [sign * (y - self.baseline) for sign, y in zip(draws.signs, draws.answers, strict=True)]
        return of_products(sum(signed[1:], signed[0]) / len(signed), draws.score)


def baseline_for(plan: Plan, control: object, workers: int | Executor) -> Floats | None:
    """Return the point of conv Y that a control variate uses; ValueError that names an unknown control."""
    if not isinstance(control, str) or control not in CONTROLS:
        raise ValueError(f"control must be one of {', '.join(CONTROLS)}, not {control!r}")
    if control == "none":
        return None
    if control == "vertex":
        return ask(plan.oracle, plan.theta)
    samples = max(1, plan.samples // (PILOT * plan.pairing)) * plan.pairing
    return replace(plan, samples=samples, stream=1).run((Argmax(),), workers)[0].value


def perturbed_max(
    theta: object, oracle: Oracle, *, epsilon: float, seed: object, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> Estimate:
    """Return estimate F_eps(theta) = E max over y in Y of <theta + eps Z, y>, of shape (...).   [S2-09, S2-24]

    *Statement.* For noise of mean 0, `0 <= F_eps - F <= eps F_1(0)`.   [S2-63]   With Gumbel noise on the simplex,
    F_eps(theta) is eps LSE(theta/eps), plus eps times Euler's gamma if not centred: `gumbel_max`.   [S2-32]

    *Control.* eps <c, Z - E Z> is subtracted, with c = y*(theta) or the mean of the pilot run; for Gaussian noise
    c = E y*(theta + eps Z), which the latter estimates, is the best choice. Arguments and errors: see the module.

    >>> from tightmax.perturbed import maximum
    >>> found = perturbed_max([1.0, 0.0], maximum, epsilon=0.5, noise="gumbel", samples=40_000, seed=0)
    >>> bool(abs(found.value - 0.5 * np.log(np.exp(2) + 1)) < 4 * found.standard_error)
    True
    """
    plan = plan_for(theta, oracle, epsilon, noise, samples, seed, antithetic)
    pool = workers_for(workers)
    return plan.run((Maximum(baseline_for(plan, control, pool)),), pool)[0]


def perturbed_argmax(
    theta: object, oracle: Oracle, *, epsilon: float, seed: object, samples: int = 1000,
    noise: str | Noise = "gaussian", antithetic: bool = False, workers: int | Executor = 1,
) -> Estimate:
    """Return estimate y_eps(theta) = E y*(theta + eps Z), the gradient of F_eps, of shape (..., n).   [S2-10, S2-40]

    *Statement.* It lies in the relative interior of conv Y.   [S2-18]   As eps tends to 0 it tends to y*(theta) where
    that is the only maximiser, to a mean over the maximisers at a tie, and as eps grows to y_1(0), whatever theta.
    [S2-19, S2-20]   With Gumbel noise on the simplex it is the softmax of theta/eps: `gumbel_argmax`.   [S2-32]
    Arguments and errors: see the module.

    >>> from tightmax.perturbed import Ranking
    >>> perturbed_argmax([0.1, 5.0, 0.0], Ranking(), epsilon=1e-3, samples=100, seed=0).value.tolist()
    [2.0, 3.0, 1.0]
    """
    plan = plan_for(theta, oracle, epsilon, noise, samples, seed, antithetic)
    return plan.run((Argmax(),), workers_for(workers))[0]


def perturbed_gradient(
    theta: object, oracle: Oracle, *, epsilon: float, seed: object, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> Estimate:
    """Return estimate y_eps(theta) from the values of the maximum alone, as E F(theta + eps Z) nu'(Z)/eps.   [S2-22]

    *Statement.* It has the mean of `perturbed_argmax`, shape (..., n), and a larger variance as a rule.

    *Control.* <theta, c> is subtracted from F, with c as in `perturbed_max`; without it the variance grows like eps**-2
    as eps tends to 0.   [S2-25]   Arguments and errors: see the module.

    >>> from tightmax.perturbed import maximum
    >>> found = perturbed_gradient([2.0, 0.0], maximum, epsilon=1.0, noise="gumbel", samples=40_000, seed=0)
    >>> bool(np.all(abs(found.value - np.array([0.8808, 0.1192])) < 4 * found.standard_error))
    True
    """
    plan = plan_for(theta, oracle, epsilon, noise, samples, seed, antithetic)
    pool = workers_for(workers)
    base = baseline_for(plan, control, pool)
    value = 0.0 if base is None else np.einsum("...i,...i->...", plan.theta, base)
    return plan.run((Gradient(value),), pool)[0]


def perturbed_jacobian(
    theta: object, oracle: Oracle, *, epsilon: float, seed: object, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> Estimate:
    """Return estimate the Jacobian of y_eps, E y*(theta + eps Z) nu'(Z)^T / eps, of shape (..., n, n).   [S2-23]

    *Statement.* Entry (i, j) is the derivative of y_eps[i] with respect to theta[j]; the true matrix is symmetric and
    nonnegative definite, being the Hessian of F_eps, and 0 along directions orthogonal to Y - Y. For Gumbel noise on
    the simplex it is (diag p - p p^T)/eps: `gumbel_jacobian`.

    *Control.* c is subtracted from y, with c as in `perturbed_max`; then, as eps tends to 0 off ties, the variance
    tends to 0 instead of growing like eps**-2.   [S2-25]   Arguments and errors: see the module.

    >>> from tightmax.perturbed import maximum
    >>> found = perturbed_jacobian([0.0, 0.0], maximum, epsilon=1.0, noise="gumbel", samples=40_000, seed=0)
    >>> bool(np.all(abs(found.value - [[0.25, -0.25], [-0.25, 0.25]]) < 4 * found.standard_error))
    True
    """
    plan = plan_for(theta, oracle, epsilon, noise, samples, seed, antithetic)
    pool = workers_for(workers)
    base = baseline_for(plan, control, pool)
    return plan.run((Jacobian(0.0 if base is None else base),), pool)[0]

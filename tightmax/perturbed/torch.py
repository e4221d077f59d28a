"""The perturbed maximum, argmax and Fenchel-Young loss as functions of PyTorch tensors, with their gradients.

The gradient of the maximum is the argmax, estimated from the same draws   [perturbed-argmax]; that of the argmax is the
product of its Jacobian, as a mean over the noise with the score   [score-identities]; that of the loss is y_eps - y.
The oracle is NumPy's: nothing is asked of its derivative, which is 0 wherever it has one.

*Arguments* as in `tightmax.perturbed.estimate`, but theta is a floating tensor of shape (..., n), on any device; draws
and oracle run on the CPU in double precision, and the result has the type and the device of theta. The same seed gives
the draws of NumPy's functions, and the backward pass uses those of the forward pass: give another seed at each step of
a training. A gradient is an estimate, unbiased as that of NumPy is; `perturbed_max` may be derived twice, the others
once. Batches are leading axes.

*Errors.* As in `tightmax.perturbed.estimate`; TypeError for what is no floating tensor, and within `torch.func`.

>>> from tightmax.perturbed import maximum
>>> theta = torch.tensor([2.0, 0.0], dtype=torch.float64, requires_grad=True)
>>> perturbed_max(theta, maximum, epsilon=1.0, noise="gumbel", samples=10_000, seed=0).backward()
>>> [round(float(entry), 2) for entry in theta.grad]  # the softmax is 0.881 and 0.119
[0.88, 0.12]
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.autograd.function import once_differentiable

from tightmax.perturbed import products
from tightmax.perturbed.estimate import CONTROLS
from tightmax.perturbed.losses import constant_for
from tightmax.perturbed.noise import Floats, Noise
from tightmax.perturbed.oracles import Oracle
from tightmax.perturbed.sampling import Plan, plan_for, workers_for

__all__ = ["fenchel_young_loss", "perturbed_argmax", "perturbed_max"]


@dataclass(frozen=True, eq=False)
class _How:
    """The plan at theta, and what else a run needs."""

    plan: Plan
    control: str
    workers: int | Executor

    @classmethod
    def at(
        cls, theta: torch.Tensor, oracle: Oracle, epsilon: object, noise: object, samples: object, seed: object,
        antithetic: object, control: str, workers: object,
    ) -> _How:
        """Check what is given."""
        if not isinstance(theta, torch.Tensor) or not theta.is_floating_point():
            given = theta.dtype if isinstance(theta, torch.Tensor) else type(theta).__name__
            raise TypeError(f"theta must be a floating tensor, not {given}")
        if not isinstance(control, str) or control not in CONTROLS:
            raise ValueError(f"control must be one of {', '.join(CONTROLS)}, not {control!r}")
        plan = plan_for(theta.detach(), oracle, epsilon, noise, samples, seed, antithetic)
        return cls(plan, control, workers_for(workers))


def _like(found: Floats, theta: torch.Tensor) -> torch.Tensor:
    return torch.from_numpy(np.array(found)).to(dtype=theta.dtype, device=theta.device)


class _Argmax(torch.autograd.Function):
    """y_eps, whose backward pass is the score function's product."""

    @staticmethod
    def forward(ctx: Any, theta: torch.Tensor, how: _How) -> torch.Tensor:
        """Estimate it."""
        ctx.how = how
        return _like(products.argmax(how.plan, how.workers), theta)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, slope: torch.Tensor) -> tuple[torch.Tensor, None]:
        """Return slope^T J, from the draws of the forward pass."""
        how, v = ctx.how, slope.detach().cpu().double().numpy()
        return _like(products.vector_jacobian(how.plan, v, how.control, how.workers), slope), None


class _Maximum(torch.autograd.Function):
    """F_eps, whose backward pass is y_eps."""

    @staticmethod
    def forward(ctx: Any, theta: torch.Tensor, how: _How) -> torch.Tensor:
        """Estimate it, and keep the argmax of the same draws."""
        value, point = products.maximum_and_argmax(how.plan, how.control, how.workers)
        ctx.how = how
        ctx.save_for_backward(theta, _like(point, theta))
        return _like(value, theta)

    @staticmethod
    def backward(ctx: Any, slope: torch.Tensor) -> tuple[torch.Tensor, None]:
        """Return the argmax times the slope."""
        theta, point = ctx.saved_tensors
        if torch.is_grad_enabled():  # the derivative of this one may be asked for
            apply: Any = _Argmax.apply
            point = apply(theta, ctx.how)
        return slope[..., None] * point, None


def perturbed_max(
    theta: torch.Tensor, oracle: Oracle, *, epsilon: float, seed: object, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> torch.Tensor:
    """Return the estimate of F_eps(theta) = E max over y in Y of <theta + eps Z, y>, of shape (...).

    Its gradient is that of `perturbed_argmax` with the same seed; statement in `tightmax.perturbed.perturbed_max`.
    """
    apply: Any = _Maximum.apply
    found: torch.Tensor = apply(
        theta, _How.at(theta, oracle, epsilon, noise, samples, seed, antithetic, control, workers)
    )
    return found


def perturbed_argmax(
    theta: torch.Tensor, oracle: Oracle, *, epsilon: float, seed: object, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> torch.Tensor:
    """Return the estimate of y_eps(theta) = E y*(theta + eps Z), of shape (..., n).

    The gradient of <v, y_eps> is v^T times what `tightmax.perturbed.perturbed_jacobian` gives for the same seed and
    control, up to rounding.

    >>> from tightmax.perturbed import maximum
    >>> theta = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    >>> found = perturbed_argmax(theta, maximum, epsilon=1.0, noise="gumbel", samples=40_000, seed=0)
    >>> found[0].backward()
    >>> [round(float(entry), 1) for entry in 4 * theta.grad]  # the Jacobian has the row (1/4, -1/4)
    [1.0, -1.0]
    """
    apply: Any = _Argmax.apply
    found: torch.Tensor = apply(
        theta, _How.at(theta, oracle, epsilon, noise, samples, seed, antithetic, control, workers)
    )
    return found


def fenchel_young_loss(
    theta: torch.Tensor, y: torch.Tensor, oracle: Oracle, *, epsilon: float, seed: object, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> torch.Tensor:
    """Return the estimate of F_eps(theta) + eps Omega(y) - <theta, y>, of shape (...), with the gradient y_eps - y.

    Without eps Omega(y), which theta does not change, unless that is known: statement in
    `tightmax.perturbed.fenchel_young_loss`. y has the shape of theta and counts as a constant.
    """
    how = _How.at(theta, oracle, epsilon, noise, samples, seed, antithetic, control, workers)
    given = y.detach() if isinstance(y, torch.Tensor) else y
    label, constant = constant_for(how.plan, given)
    apply: Any = _Maximum.apply
    top: torch.Tensor = apply(theta, how)
    return top - (theta * _like(label, theta)).sum(-1) + _like(np.asarray(constant), theta)

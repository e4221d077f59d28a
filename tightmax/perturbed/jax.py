"""The perturbed maximum, argmax and Fenchel-Young loss as functions of JAX arrays, with rules for their gradients.

The gradient of the maximum is the argmax, estimated from the same draws   [perturbed-argmax]; that of the argmax is the
product of its Jacobian, as a mean over the noise with the score   [score-identities]; that of the loss is y_eps - y.
The oracle is NumPy's and is called back, on the CPU in double precision, also under `jax.jit`.

*Arguments* as in `tightmax.perturbed.estimate`, but theta is a floating array of shape (..., n), and the result has its
type; the seed is an integer, which may be traced: so another one at each step of a training compiles nothing again. The
same seed gives the draws of NumPy's functions, and the backward pass uses those of the forward pass. In reverse mode
`perturbed_max` may be derived twice, the others once; forward mode is refused by JAX. `jax.vmap` over theta is one
call with one more leading axis, over the seed it is refused.

*Errors.* As in `tightmax.perturbed.estimate`, at once; of what is traced, JAX reports them when the program runs.

>>> import jax
>>> from tightmax.perturbed import maximum
>>> def top(theta):
...     return perturbed_max(theta, maximum, epsilon=1.0, noise="gumbel", samples=10_000, seed=0)
>>> [round(float(entry), 2) for entry in jax.grad(top)(jnp.asarray([2.0, 0.0]))]  # the softmax is 0.881 and 0.119
[0.88, 0.12]
"""

from __future__ import annotations

import numbers
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tightmax.arrays import numpy_from
from tightmax.perturbed import products
from tightmax.perturbed.estimate import CONTROLS
from tightmax.perturbed.losses import constant_for
from tightmax.perturbed.noise import Floats, Noise
from tightmax.perturbed.oracles import Oracle
from tightmax.perturbed.sampling import Plan, plan_for, workers_for

__all__ = ["fenchel_young_loss", "perturbed_argmax", "perturbed_max"]

Array = Any


@dataclass(frozen=True, eq=False)
class _How:
    """What a run needs but theta and the seed."""

    oracle: Oracle
    epsilon: float
    noise: str | Noise
    samples: int
    antithetic: bool
    control: str
    workers: int | Executor

    def plan(self, theta: Any, seed: Any) -> Plan:
        """Return the plan at these numbers."""
        seeds = np.asarray(seed)
        if seeds.size != 1:
            raise ValueError(f"one seed is accepted, not {seeds.size} of them: vmap over theta alone")
        return plan_for(
            np.asarray(theta), self.oracle, self.epsilon, self.noise, self.samples, int(seeds.reshape(())),
            self.antithetic,
        )

    def called(self, function: Callable[..., Any], shapes: Any, *given: Array) -> Any:
        """Return what the function of NumPy arrays gives, once there are numbers: at once, if they are there.

        So errors are those of the function, which JAX would wrap into its own.
        """
        if not any(isinstance(one, jax.core.Tracer) for one in given):
            return jax.tree.map(jnp.asarray, function(*map(np.asarray, given)))
        return jax.pure_callback(function, shapes, *given, vmap_method="expand_dims")

    def argmax(self, theta: Array, seed: Array) -> Array:
        """Estimate y_eps."""
        def found(theta: Any, seed: Any) -> Floats:
            return products.argmax(self.plan(theta, seed), self.workers).astype(theta.dtype)

        return self.called(found, jax.ShapeDtypeStruct(theta.shape, theta.dtype), theta, seed)

    def both(self, theta: Array, seed: Array) -> tuple[Array, Array]:
        """Estimate F_eps and y_eps from the same draws."""
        def found(theta: Any, seed: Any) -> tuple[Floats, Floats]:
            value, point = products.maximum_and_argmax(self.plan(theta, seed), self.control, self.workers)
            return np.asarray(value, theta.dtype), point.astype(theta.dtype)

        shapes = tuple(jax.ShapeDtypeStruct(shape, theta.dtype) for shape in (theta.shape[:-1], theta.shape))
        value, point = self.called(found, shapes, theta, seed)
        return value, point

    def product(self, theta: Array, seed: Array, v: Array) -> Array:
        """Estimate v^T J."""
        def found(theta: Any, seed: Any, v: Any) -> Floats:
            theta, v = np.broadcast_arrays(theta, v)
            plan = self.plan(theta, seed)
            return products.vector_jacobian(
                plan, np.asarray(v, np.float64), self.control, self.workers
            ).astype(theta.dtype)

        return self.called(found, jax.ShapeDtypeStruct(theta.shape, theta.dtype), theta, seed, v)


def _rules(how: _How) -> tuple[Callable[..., Array], Callable[..., Array]]:
    """Return F_eps and y_eps as functions of theta and the seed that JAX can derive in reverse mode."""

    @jax.custom_vjp
    def argmax(theta: Array, seed: Array) -> Array:
        return how.argmax(theta, seed)

    @jax.custom_vjp
    def both(theta: Array, seed: Array) -> tuple[Array, Array]:
        return how.both(theta, seed)

    @jax.custom_vjp
    def maximum(theta: Array, seed: Array) -> Array:
        return how.both(theta, seed)[0]

    def kept(theta: Array, seed: Array) -> Any:
        return (theta, seed)

    argmax.defvjp(
        lambda theta, seed: (how.argmax(theta, seed), kept(theta, seed)),
        lambda known, v: (how.product(known[0], known[1], v), None),
    )
    both.defvjp(
        lambda theta, seed: (how.both(theta, seed), kept(theta, seed)),
        lambda known, slopes: (
            slopes[0][..., None] * argmax(*known) + how.product(known[0], known[1], slopes[1]), None
        ),
    )
    # The argmax that the first derivative keeps is itself derived for the second one: so it comes from a rule.
    maximum.defvjp(both, lambda point, slope: (slope[..., None] * point, None))
    return maximum, argmax


def _array(name: str, given: Any) -> Array:
    """Return real numbers as an array of JAX; TypeError, which names the argument, for what holds none."""
    array = given if isinstance(given, jax.Array) else numpy_from(name, given)
    if not any(jnp.issubdtype(array.dtype, kind) for kind in (jnp.floating, jnp.integer, jnp.bool_)):
        raise TypeError(f"{name} must hold real numbers, not {array.dtype}")
    return jnp.asarray(array)


def _checked(
    theta: Array, oracle: Oracle, epsilon: Any, noise: Any, samples: Any, seed: Any, antithetic: Any, control: Any,
    workers: Any,
) -> tuple[_How, Array, Array]:
    """Check what is known before there are numbers; return theta and the seed as arrays."""
    array = _array("theta", theta)
    if not jnp.issubdtype(array.dtype, jnp.floating):
        raise TypeError(f"theta must be a floating array, not {array.dtype}")
    if not isinstance(control, str) or control not in CONTROLS:
        raise ValueError(f"control must be one of {', '.join(CONTROLS)}, not {control!r}")
    known = 0 if isinstance(seed, jax.Array) else seed
    plan_for(np.zeros(array.shape), oracle, epsilon, noise, samples, known, antithetic)
    if not isinstance(seed, (jax.Array, np.ndarray, numbers.Integral)):
        raise TypeError(f"seed must be one integer, not {seed!r}")
    try:
        number = jnp.asarray(seed)
    except OverflowError:
        most = jnp.iinfo(jnp.asarray(0).dtype).max
        raise ValueError(f"seed must be an integer that JAX holds, at most {most} as it is set, not {seed!r}") from None
    if number.ndim or not jnp.issubdtype(number.dtype, jnp.integer):
        raise TypeError(f"seed must be one integer, not {number.dtype} of the shape {number.shape}")
    return _How(oracle, epsilon, noise, samples, antithetic, control, workers_for(workers)), array, number


def perturbed_max(
    theta: Array, oracle: Oracle, *, epsilon: float, seed: int | Array, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> Array:
    """Return the estimate of F_eps(theta) = E max over y in Y of <theta + eps Z, y>, of shape (...).

    Its gradient is that of `perturbed_argmax` with the same seed; statement in `tightmax.perturbed.perturbed_max`.
    """
    how, array, number = _checked(theta, oracle, epsilon, noise, samples, seed, antithetic, control, workers)
    return _rules(how)[0](array, number)


def perturbed_argmax(
    theta: Array, oracle: Oracle, *, epsilon: float, seed: int | Array, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> Array:
    """Return the estimate of y_eps(theta) = E y*(theta + eps Z), of shape (..., n).

    The gradient of <v, y_eps> is v^T times what `tightmax.perturbed.perturbed_jacobian` gives for the same seed and
    control, up to rounding.
    """
    how, array, number = _checked(theta, oracle, epsilon, noise, samples, seed, antithetic, control, workers)
    return _rules(how)[1](array, number)


def fenchel_young_loss(
    theta: Array, y: Array, oracle: Oracle, *, epsilon: float, seed: int | Array, samples: int = 1000,
    noise: str | Noise = "gaussian", control: str = "vertex", antithetic: bool = False, workers: int | Executor = 1,
) -> Array:
    """Return the estimate of F_eps(theta) + eps Omega(y) - <theta, y>, of shape (...), with the gradient y_eps - y.

    Without eps Omega(y), which theta does not change, unless that is known: statement in
    `tightmax.perturbed.fenchel_young_loss`. y has the shape of theta and counts as a constant; it may be traced.
    """
    how, array, number = _checked(theta, oracle, epsilon, noise, samples, seed, antithetic, control, workers)
    label = jax.lax.stop_gradient(_array("y", y))
    if label.shape != array.shape:
        raise ValueError(f"y must have the shape of theta, {array.shape}, not {label.shape}")

    def constant(label: Any) -> Floats:
        plan = plan_for(np.zeros(label.shape), oracle, epsilon, noise, samples, 0, antithetic)
        return np.asarray(constant_for(plan, label)[1], array.dtype)

    added = how.called(constant, jax.ShapeDtypeStruct(array.shape[:-1], array.dtype), label)
    return _rules(how)[0](array, number) - (array * label.astype(array.dtype)).sum(-1) + added

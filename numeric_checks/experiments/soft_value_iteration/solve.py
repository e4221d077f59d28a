"""The fixed point of soft value iteration, and what a policy is worth, both without iterating for long."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import tightmax
from numeric_checks.experiments.soft_value_iteration.models import Model

Array = NDArray[Any]

ROUNDS = 200


class NoFixedPoint(ArithmeticError):
    """Newton's method did not settle."""


def greedy(q: Array) -> tuple[Array, Array]:
    """Return the largest of each row, and the weights that are 1 on the first entry that attains it."""
    weights = np.zeros_like(q)
    weights[np.arange(len(q)), q.argmax(axis=-1)] = 1.0
    return q.max(axis=-1), weights


def soft(q: Array, t: float | None, kind: str) -> tuple[Array, Array]:
    """Return a smooth maximum of each row at temperature t, and its weights; without a temperature, `greedy`."""
    return greedy(q) if t is None else tightmax.value_and_weights(q, temperature=t, kind=kind)


def fixed_point(model: Model, gamma: float, t: float | None = None, kind: str = "best") -> Array:
    """Return the V with V(s) = smooth max over a of Q(s, a; V): the limit of soft value iteration, by Newton's method.

    The operator is a convex gamma-contraction that grows with V, so that from the first step on the iterates rise to
    the fixed point; without a temperature this is policy iteration.
    """
    value, scale = np.zeros(len(model.reward)), 1.0
    for _ in range(ROUNDS):
        target, policy = soft(model.q(value, gamma), t, kind)
        scale = max(1.0, float(np.max(np.abs(target))))
        if np.max(np.abs(target - value)) <= 1e-14 * scale / (1 - gamma):
            return value
        value = value + np.linalg.solve(np.eye(len(value)) - gamma * model.moves(policy), target - value)
    raise NoFixedPoint(f"no fixed point in {ROUNDS} rounds at t = {t}, kind {kind!r}, gamma = {gamma}")


def worth(model: Model, policy: Array, gamma: float) -> Array:
    """Return the values of the states under a policy: one linear system."""
    found: Array = np.linalg.solve(
        np.eye(len(policy)) - gamma * model.moves(policy), np.sum(policy * model.reward, axis=-1)
    )
    return found

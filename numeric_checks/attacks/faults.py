"""Faulty smoothings: planted bugs that the honest points of a sweep must find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks.smoothings import Smoothings
from numeric_checks.attacks.sweep import Bug


class Forgetful(Smoothings):
    """Computes at temperature 1, whatever is asked."""

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """Return those at temperature 1."""
        return super().value_and_weights(x, 1.0, kind)

    def side_value(self, x: Floats, temperature: float, kind: str, side: str) -> Floats:
        """Return that at temperature 1."""
        return super().side_value(x, 1.0, kind, side)

    def hessian_vector(self, x: Floats, v: Floats, temperature: float, kind: str) -> Floats:
        """Return that at temperature 1."""
        return super().hessian_vector(x, v, 1.0, kind)


@dataclass(frozen=True)
class Raised(Smoothings):
    """Values that are off by a part of the gap."""

    part: float = 0.0

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """Return a raised value and right weights."""
        value, weights = super().value_and_weights(x, temperature, kind)
        return value + self.part * super().worst_gap(x.shape[-1], temperature, kind), weights

    def side_value(self, x: Floats, temperature: float, kind: str, side: str) -> Floats:
        """Return a raised value."""
        raised = self.part * super().worst_gap(x.shape[-1], temperature, kind)
        return super().side_value(x, temperature, kind, side) + raised


class Cold(Smoothings):
    """Weights at 0.98 of the temperature, with the right values."""

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """Return the right value."""
        value, _ = super().value_and_weights(x, temperature, kind)
        return value, super().value_and_weights(x, 0.98 * temperature, kind)[1]

    def hessian_vector(self, x: Floats, v: Floats, temperature: float, kind: str) -> Floats:
        """Return that at a lower temperature."""
        return super().hessian_vector(x, v, 0.98 * temperature, kind)


class Stale(Smoothings):
    """Every row has the weights of the row before; a single row those of its entries in the opposite order."""

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """Return the right value."""
        value, weights = super().value_and_weights(x, temperature, kind)
        return value, np.roll(weights, 1, axis=0) if len(weights) > 1 else weights[:, ::-1].copy()


class Permuted(Smoothings):
    """The weights of the first and of the last entry are exchanged."""

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """Return the right value."""
        value, weights = super().value_and_weights(x, temperature, kind)
        weights = weights.copy()
        weights[..., [0, -1]] = weights[..., [-1, 0]]
        return value, weights


class Stretched(Smoothings):
    """Values that are 0.1% too large, so that a shift of the entries moves them by too much."""

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """Return the right weights."""
        value, weights = super().value_and_weights(x, temperature, kind)
        return 1.001 * value, weights


class EarlySeam(Smoothings):
    """Kind "universal" is the maximum already where the largest entry is 1.9 temperatures ahead."""

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """Return the maximum beyond 1.9 temperatures."""
        value, weights = super().value_and_weights(x, temperature, kind)
        if kind != "universal":
            return value, weights
        ahead = weights.max(axis=-1) > 0.5 + 1.9 / 4
        hot = (x == x.max(axis=-1, keepdims=True)).astype(np.float64)
        return np.where(ahead, x.max(axis=-1), value), np.where(ahead[..., None], hot, weights)


def bug(faulty: Callable[..., Smoothings], **changes: float) -> Bug:
    """Return the bug that a smoothing of that class is."""
    return Bug(smoothings=lambda honest: faulty(honest.library, honest.device, **changes))

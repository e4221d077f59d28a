"""The functions of tightmax that the sweeps attack, on any library and device, with the magnitude of their rounding.

Points are drawn by NumPy in the same way everywhere, so that a library or a device does not change what is attacked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import tightmax
from numeric_checks.arithmetic.evaluate import Measured
from numeric_checks.arithmetic.rounding import measured, of_hessian
from numeric_checks.arithmetic.terms import Floats

GAP_ROUNDINGS = 4
"""Magnitude of a worst gap in units of it: a logarithm, a sum, the scale of the kind and the temperature."""

LIBRARIES = ("numpy", "torch", "jax")
"""Libraries in which the functions can be computed."""


@dataclass(frozen=True)
class Smoothings:
    """Value and weights as tightmax computes them with one library on one device, in double precision.

    A planted bug is a subclass: what it overrides is measured as if it were right.
    """

    library: str = "numpy"
    device: str = "cpu"

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """Return the two of `tightmax.value_and_weights` as NumPy arrays, for x of shape (..., n)."""
        value, weights = tightmax.value_and_weights(self._there(x), temperature=temperature, kind=kind)
        return self._back(value), self._back(weights)

    def side_value(self, x: Floats, temperature: float, kind: str, side: str) -> Floats:
        """`tightmax.smooth_max` of a side as a NumPy array."""
        return self._back(tightmax.smooth_max(self._there(x), temperature=temperature, kind=kind, side=side))

    def hessian_vector(self, x: Floats, v: Floats, temperature: float, kind: str) -> Floats:
        """`tightmax.hessian_vector` as a NumPy array."""
        there = (self._there(x), self._there(v))
        return self._back(tightmax.hessian_vector(*there, temperature=temperature, kind=kind))

    def worst_gap(self, n: int, temperature: float, kind: str, side: str = "over") -> float:
        """`tightmax.worst_gap`."""
        return float(tightmax.worst_gap(n, temperature=temperature, kind=kind, side=side))

    def gap(self, n: int, temperature: float, kind: str, side: str = "over", part: float = 1.0) -> Measured:
        """Return the worst gap with the magnitude of its rounding; of a side, the gap that it is this part of."""
        gap = self.worst_gap(n, temperature, kind, side) / part
        return Measured(np.array([gap]), np.array([GAP_ROUNDINGS * gap]))

    def _there(self, x: Floats) -> Any:
        if self.library == "torch":
            import torch

            return torch.asarray(x, device=self.device)
        if self.library == "jax":
            import jax

            jax.config.update("jax_enable_x64", True)
            return jax.device_put(x, jax.devices(self.device)[0])
        return x

    def _back(self, array: Any) -> Floats:
        return np.asarray(array.cpu() if self.library == "torch" else array)

    def both(self, x: Floats, temperature: float, kind: str) -> tuple[Measured, Measured]:
        """Return value and weights with the magnitudes of their rounding, for finite x."""
        return measured(x, *self.value_and_weights(x, temperature, kind), temperature, kind)

    def weights(self, x: Floats, temperature: float, kind: str) -> Measured:
        """Return the weights with the magnitude of their rounding."""
        return self.both(x, temperature, kind)[1]

    def value(self, x: Floats, temperature: float, kind: str) -> Measured:
        """Return the value with the magnitude of its rounding."""
        return self.both(x, temperature, kind)[0]

    def lowered(self, x: Floats, over: Measured, temperature: float, kind: str, side: str) -> Measured:
        """Return the value of a side with the magnitude of its rounding, where `over` is the value itself.

        The gap is multiplied by the part that the side subtracts, and subtracted: two roundings more.
        """
        value = self.side_value(x, temperature, kind, side)
        gap = tightmax.worst_gap(x.shape[-1], temperature=temperature, kind=kind)
        return Measured(value, over.magnitude + (GAP_ROUNDINGS + 2) * gap + np.abs(value))

    def curvature(self, x: Floats, v: Floats, temperature: float, kind: str) -> Measured:
        """Return the product of the Hessian and v with the magnitude of its rounding."""
        return of_hessian(x, v, self.hessian_vector(x, v, temperature, kind), temperature, kind)

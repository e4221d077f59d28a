"""The functions of tightmax that the sweeps attack, on any library and device, with the magnitude of their rounding.

Points are drawn by NumPy in the same way everywhere, so that a library or a device does not change what is attacked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import tightmax
from numeric_checks.evaluate import Floats, Measured, summation_magnitude

LIBRARIES = ("numpy", "torch", "jax")
"""Libraries in which the functions can be computed."""


@dataclass(frozen=True)
class Smoothings:
    """Value and weights as tightmax computes them with one library on one device, in double precision."""

    library: str = "numpy"
    device: str = "cpu"

    def value_and_weights(self, x: Floats, temperature: float, kind: str) -> tuple[Floats, Floats]:
        """The two of `tightmax.value_and_weights` as NumPy arrays, for x of shape (..., n)."""
        value, weights = tightmax.value_and_weights(self._there(x), temperature=temperature, kind=kind)
        return self._back(value), self._back(weights)

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

    def weights(self, x: Floats, temperature: float, kind: str) -> Measured:
        """The weights with the magnitude of their rounding."""
        weights = self.value_and_weights(x, temperature, kind)[1]
        far, mean = _below(x, weights, temperature)
        return Measured(weights, weights * (4 * (far + mean) + 2 * summation_magnitude(x.shape[-1]) + 4))

    def value(self, x: Floats, temperature: float, kind: str) -> Measured:
        """The value with the magnitude of its rounding."""
        value, weights = self.value_and_weights(x, temperature, kind)
        _, mean = _below(x, weights, temperature)
        excess = (2 * summation_magnitude(x.shape[-1]) + 4) * (value - x.max(axis=-1))
        return Measured(value, 4 * temperature * mean[..., 0] + excess + 2 * np.abs(value))


def _below(x: Floats, weights: Floats, temperature: float) -> tuple[Floats, Floats]:
    """How far each entry is below the maximum, in temperatures, and the mean of that under the weights."""
    far = np.where(weights > 0, x.max(axis=-1, keepdims=True) - x, 0.0) / temperature
    return far, (weights * far).sum(axis=-1, keepdims=True)

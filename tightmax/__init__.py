"""Smooth maxima as array functions, with proved worst gaps: tighter than LogSumExp at the same smoothness.

Every function takes arrays of shape (..., n), works along one axis or several and has a temperature t > 0: the
smoothing at temperature t is `t f(x/t)`, with t times the gap and 1/t times the smoothness of f.

>>> import tightmax as tm
>>> x = [3.0, 2.5, 0.0, -1.0]
>>> float(tm.smooth_max(x, temperature=0.1)), round(float(tm.logsumexp(x, temperature=0.1)), 6)
(3.0, 3.000672)
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:  # the commands answer Ctrl-C as soon as this is imported, which typing would make later
    from typing import Any

    from tightmax.api import (
        hessian_vector,
        smooth_argmax,
        smooth_max,
        smooth_min,
        value_and_weights,
        worst_gap,
    )
    from tightmax.enclosure import Enclosure, lse_enclosure
    from tightmax.logarithms import log_weights
    from tightmax.spectral import conv_spectral_norm, product_bound, sampled_lower_bound, spectral_norm
    from tightmax.top import smooth_argtop, smooth_top
    from tightmax.weighted import logsumexp

__version__ = "0.1.0"

__all__ = [
    "Enclosure",
    "conv_spectral_norm",
    "hessian_vector",
    "log_weights",
    "logsumexp",
    "lse_enclosure",
    "product_bound",
    "sampled_lower_bound",
    "smooth_argmax",
    "smooth_argtop",
    "smooth_max",
    "smooth_min",
    "smooth_top",
    "spectral_norm",
    "value_and_weights",
    "worst_gap",
]

_HOME = {
    "api": ("hessian_vector", "smooth_argmax", "smooth_max", "smooth_min", "value_and_weights", "worst_gap"),
    "enclosure": ("Enclosure", "lse_enclosure"),
    "logarithms": ("log_weights",),
    "spectral": ("conv_spectral_norm", "product_bound", "sampled_lower_bound", "spectral_norm"),
    "top": ("smooth_argtop", "smooth_top"),
    "weighted": ("logsumexp",),
}
"""The module of each name. It is imported when the name is first asked for: `tightmax --version` needs no NumPy."""


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            found = globals()[name] = getattr(import_module(f"tightmax.{module}"), name)
            return found
    if name in ("jax", "perturbed", "spectral", "torch"):
        return import_module(f"tightmax.{name}")
    raise AttributeError(f"module 'tightmax' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

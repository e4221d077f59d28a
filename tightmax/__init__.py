"""Smooth maxima as array functions, with proved worst gaps: tighter than LogSumExp at the same smoothness.

Every function takes arrays of shape (..., n), works along one axis or several and has a temperature t > 0: the
smoothing at temperature t is ``t f(x/t)``, with t times the gap and 1/t times the smoothness of f.

>>> x = [3.0, 2.5, 0.0, -1.0]
>>> float(smooth_max(x, temperature=0.1)), round(float(logsumexp(x, temperature=0.1)), 6)
(3.0, 3.000672)
"""

from tightmax.api import hessian_vector, smooth_argmax, smooth_max, value_and_weights, worst_gap
from tightmax.enclosure import Enclosure, lse_enclosure
from tightmax.logsumexp import logsumexp
from tightmax.spectral import conv_spectral_norm, product_bound, sampled_lower_bound, spectral_norm

__all__ = [
    "Enclosure",
    "conv_spectral_norm",
    "hessian_vector",
    "logsumexp",
    "lse_enclosure",
    "product_bound",
    "sampled_lower_bound",
    "smooth_argmax",
    "smooth_max",
    "spectral_norm",
    "value_and_weights",
    "worst_gap",
]

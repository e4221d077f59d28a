"""Smooth maxima as array functions.

Every function takes arrays of shape (..., n), works along one axis and has a temperature t > 0: the
smoothing at temperature t is ``t f(x/t)``, with t times the gap and 1/t times the smoothness of f.
"""

from tightmax.logsumexp import logsumexp, value_and_weights

__all__ = ["logsumexp", "value_and_weights"]

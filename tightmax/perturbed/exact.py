"""What Gumbel noise gives on the simplex in closed form: LogSumExp, softmax and its Jacobian.   [S2-32]

theta has the shape (..., n); epsilon > 0 is the temperature. TypeError and ValueError that name the value.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tightmax import api
from tightmax.arguments import positive
from tightmax.perturbed.noise import Floats
from tightmax.perturbed.oracles import entries, real


def gumbel_max(theta: object, *, epsilon: float, centred: bool = True) -> Floats:
    """Return E max_i (theta_i + eps G_i) = eps LSE(theta/eps), plus eps times Euler's gamma if G is not centred.

    >>> round(float(gumbel_max([0.0, 0.0], epsilon=2.0)), 12)  # 2 ln 2
    1.38629436112
    >>> round(float(gumbel_max([0.0], epsilon=2.0, centred=False)), 12)  # 2 gamma
    1.154431329803
    """
    array: Any = entries("theta", theta)
    value: Floats = api.smooth_max(array, temperature=epsilon, kind="lse")
    return value if centred else value + positive("epsilon", epsilon) * np.euler_gamma


def gumbel_argmax(theta: object, *, epsilon: float) -> Floats:
    """Return E of the corner of the simplex where theta + eps G is largest: the softmax of theta/eps.

    >>> gumbel_argmax([1.0, 1.0, -1e9], epsilon=0.1).tolist()
    [0.5, 0.5, 0.0]
    """
    array: Any = entries("theta", theta)
    weights: Floats = api.smooth_argmax(array, temperature=epsilon, kind="lse")
    return weights


def gumbel_jacobian(theta: object, *, epsilon: float) -> Floats:
    """Return the Jacobian of `gumbel_argmax`: (diag p - p p^T)/eps, of shape (..., n, n).

    >>> gumbel_jacobian([0.0, 0.0], epsilon=0.5).tolist()
    [[0.5, -0.5], [-0.5, 0.5]]
    """
    p = gumbel_argmax(theta, epsilon=epsilon)
    diagonal: Floats = p[..., None] * np.eye(p.shape[-1])
    return (diagonal - p[..., :, None] * p[..., None, :]) / epsilon


def negative_entropy(y: object) -> Floats:
    """Return Omega(y) = sum of y ln y, the conjugate of LSE, for y in the simplex; ValueError for other y.

    In the simplex up to the rounding of the type given: the sum may differ from 1 by 1e-9 in float64 and by 16 eps in
    shorter types, and an entry may be below 0 by 1e-12 or eps, which counts as 0.

    >>> float(negative_entropy([1.0, 0.0])), round(float(negative_entropy([0.5, 0.5])), 6)
    (0.0, -0.693147)
    """
    array, given = entries("y", y), real("y", y).dtype
    eps = float(np.finfo(given).eps) if given.kind == "f" else 0.0
    if (array < -max(eps, 1e-12)).any():
        raise ValueError(f"y must lie in the simplex, with entries >= 0, not {array.min()}")
    total = array.sum(axis=-1)
    off = abs(total - 1) > max(16 * eps, 1e-9)
    if off.any():
        raise ValueError(f"y must lie in the simplex, with the sum 1, not {total[off].flat[0]}")
    result: Floats = np.sum(array * np.log(np.where(array > 0, array, 1.0)), axis=-1)
    return result

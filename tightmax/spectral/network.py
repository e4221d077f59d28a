"""Lipschitz constants of small networks: the product of the layers' norms above, Jacobians at sampled points below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from tightmax.arguments import positive
from tightmax.enclosure import Enclosure, gamma, real_array
from tightmax.spectral.bounds import apply_down, ratio_down
from tightmax.spectral.dense import check_finite, matrix, spectral_norm


def product_bound(layers: Sequence[Any], /, *, activations: float | Sequence[float] = 1.0) -> float:
    """Return an upper bound of the Lipschitz constant of a network.                [S3-28, S3-31, S3-33, S3-39]

    *Statement.* `x -> W_d s_{d-1}(W_{d-1} ... s_1(W_1 x + b_1) ...) + b_d` is Lipschitz with the product of
    `spectral_norm(W_i).upper` and the Lipschitz constants of the s_i, Euclidean norms; products are rounded up.
    It is an upper bound and in general not the least one: diag(0, 1) after diag(1, 0) is 0.

    *Parameters.* layers: matrices as `tightmax.spectral_norm` takes them, or `Enclosure` objects, such as
    `tightmax.conv_spectral_norm` returns. activations: the constants of the s_i, one number for all or d - 1 of
    them; 1 for ReLU, leaky ReLU, tanh and absolute value, 1/4 for the sigmoid.

    *Errors.* As `tightmax.spectral_norm`; ValueError without layers, for constants that are not positive and finite,
    and where their number is not d - 1.

    >>> round(product_bound([[[0.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 0.0]]]), 9)
    1.0
    """
    if len(layers) == 0:
        raise ValueError("layers must have at least one layer, not none")
    single = isinstance(activations, (int, float, np.number))
    each: Any = [activations] * (len(layers) - 1) if single else activations
    constants: Sequence[Any] = list(each)
    if len(constants) != len(layers) - 1:
        raise ValueError(
            f"activations must be {len(layers) - 1} numbers for {len(layers)} layers, not {len(constants)}"
        )
    factors = [layer.upper if isinstance(layer, Enclosure) else spectral_norm(layer).upper for layer in layers]
    factors += [positive("activations", constant) for constant in constants]
    if 0.0 in factors:
        return 0.0
    bound = 1.0
    for factor in factors:
        bound = math.nextafter(bound * factor, math.inf)
    return bound


def sampled_lower_bound(layers: Sequence[Any], points: Any, /, *, biases: Sequence[Any] | None = None) -> float:
    """Return a lower bound of the Lipschitz constant of a ReLU network.                         [S3-27, S3-28, S3-34]

    *Statement.* Near a point where no ReLU is at its kink the network is affine, with the Jacobian
    `J = W_d D_{d-1} ... D_1 W_1`, D_i the masks; its constant is at least sigma_1(J), so at least `||J v||/||v||`.
    The bound is the largest of these over the points. Rounding errors are followed through the layers; points at
    which the sign of some preactivation is not certain are left out, so 0 may be returned.

    *Shapes.* layers: matrices (n_i, n_{i-1}), ReLU between them. points: (count, n_0). biases: one vector (n_i) per
    layer, or None for zeros.

    *Errors.* As `tightmax.spectral_norm`; ValueError for shapes that do not fit.

    >>> sampled_lower_bound([[[1.0], [-1.0]], [[1.0, 1.0]]], [[2.0], [-3.0]]) <= 1.0  # |x|
    True
    """
    weights = [matrix("layers", layer) for layer in layers]
    if not weights:
        raise ValueError("layers must have at least one layer, not none")
    for a, b in pairwise(weights):
        if a.shape[0] != b.shape[1]:
            raise ValueError(f"layers of shapes {a.shape} and {b.shape} do not fit after each other")
    samples = matrix("points", points)
    if samples.shape[1] != weights[0].shape[1]:
        raise ValueError(f"points of shape {samples.shape} do not fit a first layer of shape {weights[0].shape}")
    shifts = _biases(biases, weights)
    best = 0.0
    with np.errstate(all="ignore"):
        for point in samples:
            masks = _masks(weights, shifts, point)
            if masks is not None:
                best = max(best, _jacobian_norm_down(weights, masks))
    return best


def _biases(biases: Sequence[Any] | None, weights: list[Any]) -> list[Any]:
    """Return one vector per layer."""
    if biases is None:
        return [np.zeros(len(w)) for w in weights]
    vectors = [real_array("biases", b)[0] for b in biases]
    shapes = [v.shape for v in vectors]
    if shapes != [(len(w),) for w in weights]:
        raise ValueError(f"biases of shapes {shapes} do not fit layers with {[len(w) for w in weights]} outputs")
    for vector in vectors:
        check_finite("biases", vector)
    return vectors


def _masks(weights: list[Any], shifts: list[Any], point: Any) -> list[Any] | None:
    """Return which ReLUs are active at a point, None unless all signs are certain."""
    y, e = point, np.zeros_like(point)
    masks = []
    for w, shift in zip(weights[:-1], shifts[:-1], strict=True):
        y, e = apply_down(w, y, e, w.shape[1])
        y = y + shift
        e = (e + gamma(2) * np.abs(y)) * (1 + gamma(4))
        if not (np.abs(y) > e).all():
            return None
        masks.append(y > 0)
        y, e = np.where(y > 0, y, 0.0), np.where(y > 0, e, 0.0)
    return masks


def _jacobian_norm_down(weights: list[Any], masks: list[Any]) -> float:
    """Return a lower bound of the norm of the Jacobian with these masks."""
    jacobian = weights[0]
    for w, mask in zip(weights[1:], masks, strict=True):
        jacobian = w @ (mask[:, None] * jacobian)
    if not np.isfinite(jacobian).all():
        return 0.0
    v = np.linalg.svd(jacobian, full_matrices=False)[2][0]
    y, e = apply_down(weights[0], v, np.zeros_like(v), len(v))
    for w, mask in zip(weights[1:], masks, strict=True):
        y, e = apply_down(w, mask * y, mask * e, w.shape[1])
    return ratio_down(y, e, v)

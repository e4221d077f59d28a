"""The loss of a classifier by a smooth maximum, for PyTorch and JAX alike: f(z) - z[target], and its weighted means."""

from __future__ import annotations

from typing import Any

from tightmax.api import smooth_max
from tightmax.arrays import Array, Namespace

REDUCTIONS = ("mean", "sum", "none")
"""What may be done with the losses of the rows."""


def checked_smoothing(label_smoothing: float) -> float:
    """Return the share of the label that is spread over all classes; ValueError unless it is in [0, 1]."""
    if not 0.0 <= label_smoothing <= 1.0:
        raise ValueError(f"label_smoothing must be between 0 and 1, not {label_smoothing!r}")
    return label_smoothing


def checked_reduction(reduction: str) -> str:
    """Return the reduction; ValueError that names an unknown one."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction must be one of {', '.join(REDUCTIONS)}, not {reduction!r}")
    return reduction


def losses(z: Array, *, axis: int, temperature: Any, kind: str) -> Array:
    """Return what each class would lose as the target: f(z) - z[class], in the shape of z."""
    return smooth_max(z, axis=axis, keepdims=True, temperature=temperature, kind=kind) - z


def of_labels(
    xp: Namespace, each: Array, one: Array, weight: Array, counts: Array, share: float, weights: Array, axis: int
) -> tuple[Array, Array]:
    """Return the loss of each row and what a weighted mean divides by, from the losses of all classes.

    one: of the target. weight: its weight. counts: whether the row does. share: of the label that is spread. weights:
    of all classes, in a shape that broadcasts.
    """
    zero = 0.0 * one
    total = one * weight
    if share:
        spread = xp.sum(each * weights, axis=axis)
        total = (1.0 - share) * total + share / each.shape[axis] * spread
    return xp.where(counts, total, zero), xp.where(counts, weight, 0.0 * weight)

"""What JAX's training code reaches for: the loss that a smooth maximum gives a classifier, as a function of arrays."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from tightmax import classification
from tightmax.arrays import Array

__all__ = ["tight_cross_entropy"]


def tight_cross_entropy(
    logits: Array, labels: Array, weight: Array | None = None, *, axis: int = -1, ignore_index: int = -100,
    label_smoothing: float = 0.0, temperature: Any = 1.0, kind: str = "best",
) -> Array:
    """Return f(z) - z[label] for each row of logits z, f being a smooth maximum.

    *Statement* and advice as in `tightmax.torch.tight_cross_entropy`: between max(z) - z[label] and that plus the worst
    gap; for "lse" at temperature 1 the cross-entropy.

    *Arrays.* logits (..., n), labels (...) of class numbers, or probabilities in the shape of the logits; axis: that of
    the classes. weight (n): one for each class, which its rows are multiplied by. A row with the label `ignore_index`
    has the loss 0. The temperature may be traced, also one for each row. The result has the shape (...).

    *Errors.* As `tightmax.smooth_max`; ValueError for labels or weights that do not fit.

    >>> import jax
    >>> z = jnp.asarray([[4.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    >>> tight_cross_entropy(z, jnp.asarray([0, 3])).tolist()[0]
    0.0
    >>> float(jax.grad(lambda z: tight_cross_entropy(z, jnp.asarray([0, 3])).sum())(z)[1, 3])
    -0.75
    """
    share = classification.checked_smoothing(label_smoothing)
    logits = jnp.moveaxis(jnp.asarray(logits), axis, -1)
    labels = jnp.asarray(labels)
    n = logits.shape[-1]
    each = classification.losses(logits, axis=-1, temperature=temperature, kind=kind)
    weights = jnp.ones(n, each.dtype) if weight is None else jnp.asarray(weight)
    if weights.shape != (n,):
        raise ValueError(f"weight must have the shape ({n},), not {weights.shape}")
    if jnp.issubdtype(labels.dtype, jnp.floating):
        labels = jnp.moveaxis(labels, axis, -1)
        if labels.shape != logits.shape:
            raise ValueError(f"labels must have the shape {logits.shape[:-1]} or {logits.shape}, not {labels.shape}")
        return (each * ((1.0 - share) * labels + share / n) * weights).sum(-1)
    if labels.shape != logits.shape[:-1]:
        raise ValueError(f"labels must have the shape {logits.shape[:-1]} or {logits.shape}, not {labels.shape}")
    counts = labels != ignore_index
    safe = jnp.where(counts, labels, 0)
    one = jnp.take_along_axis(each, safe[..., None], -1)[..., 0]
    return classification.of_labels(jnp, each, one, weights[safe], counts, share, weights, -1)[0]

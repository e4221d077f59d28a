"""Small PyTorch tensors, whose numbers cost less than to check the arguments as usual: these are looked up.

A few numbers are computed by NumPy, each of whose calls costs less, more of them by PyTorch. The exponentials are kept
for the gradient. What is unusual, or not finite, or near 0, is left to the way that is right for everything.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import torch

from tightmax.engines import agnostic, few, on_numpy, on_torch
from tightmax.kinds import resolve, subtracted, unit_gap

MOST = 2**16
"""Up to so many entries."""

FUSED = 2**11
"""Beyond so many entries PyTorch's softmax is faster than a few steps on NumPy."""

WIDE = 2**5, 2**6
"""Rows of single precision from the first length on are the fastest by PyTorch's softmax. It adds each lane
of its vectors in order: of longer rows than the second length too many roundings could meet.
"""

TEMPERATURES = (1e-30, 1e30)
"""Between these, single precision holds the temperature, and what it is multiplied by, as normal numbers."""


def smooth_max(x: torch.Tensor, temperature: object, kind: object, side: object) -> torch.Tensor | None:
    """Return the smooth maximum along the last axis, or None where that is for the other way."""
    how = _request(x, temperature, kind, side)
    if how is None:
        return None
    if x.requires_grad and torch.is_grad_enabled():
        value: torch.Tensor | None = _apply(x, how)
        return value
    found = _computed(x.detach(), how)
    return None if found is None else found[0]


def smooth_argmax(x: torch.Tensor, temperature: object, kind: object, side: object) -> torch.Tensor | None:
    """Return the weights, if no gradient follows x, or None as well."""
    how = _request(x, temperature, kind, side)
    if how is None or (x.requires_grad and torch.is_grad_enabled()):
        return None
    if how.smoothing.softmax and x.numel() > FUSED:
        return on_torch.softmax(x.detach(), how.t)
    found = _computed(x.detach(), how)
    if found is None:
        return None
    e = found[1]
    if isinstance(e, on_torch.Shares):
        return on_torch.weights_of(e, None, out=e.e).reshape(x.shape)
    if isinstance(e, torch.Tensor):
        return e
    return torch.from_numpy(few.weights(found, how.n).reshape(x.shape))


def _request(x: torch.Tensor, temperature: object, kind: object, side: object) -> few.How | None:
    """Return what is computed, or None where x is large, or the arguments are not the usual ones."""
    if type(temperature) is not float or type(kind) is not str or type(side) is not str:
        return None
    if not x.ndim or not 0 < x.numel() <= MOST or x.is_neg():
        return None
    return _how(x.dtype, x.shape[-1], temperature, kind, side)


@lru_cache(maxsize=1024)
def _how(dtype: torch.dtype, n: int, temperature: float, kind: str, side: str) -> few.How | None:
    """Return what is computed of such rows; None for what is refused, or is not of exponentials."""
    low, high = TEMPERATURES
    if dtype not in (torch.float32, torch.float64) or not low <= temperature <= high or not 0 < n <= on_torch.CHUNK:
        return None
    try:
        smoothing, scale = resolve(kind, n)
        part = subtracted(side)
    except ValueError:
        return None
    if smoothing.shares is None:
        return None
    return few.How(smoothing, scale * temperature, unit_gap(kind, n) / scale * part if part else 0.0, n)


def _computed(x: torch.Tensor, how: few.How) -> few.Found | None:
    """Return value, e and total as `few.values_and_weights` does, the value as a tensor; or all are tensors, or the
    weights are `Shares`.
    """
    n, size, softmax = how.n, x.element_size(), how.smoothing.softmax
    if softmax and size == 4 and WIDE[0] <= n <= WIDE[1] and on_torch.is_exact(how.t):
        found = _fused(x, how)
        if found is not None:
            return found
    if few.possible(x.numel() // n, n):
        found = few.values_and_weights(x.numpy(), how)
    elif n * size <= on_torch.COLUMNS:
        found = _by_columns(x.numpy(), how)
    else:
        return _softmax(x, how) if softmax else _of_shares(x, how)
    if found is None:
        return None
    value, e, total = found
    return torch.from_numpy(value if x.ndim == 2 else value.reshape(x.shape[:-1])), e, total


def _softmax(x: torch.Tensor, how: few.How) -> few.Found | None:
    """Return the same of the kind whose weights are the softmax, or None where a value is near 0 or not finite."""
    _, t, lowered, _ = how
    top = torch.amax(x, -1, keepdim=True)
    e = x - top
    if t != 1.0:
        e.div_(t)
    total = e.exp_().sum(-1)
    value = total.log()
    if lowered:
        value.sub_(lowered)
    if t != 1.0:
        value.mul_(t)
    return (value, e, total) if _is_far(value.add_(top.squeeze(-1)), t) else None


def _fused(x: torch.Tensor, how: few.How) -> few.Found | None:
    """Return the same, the weights made by PyTorch: the largest is one over the sum."""
    _, t, lowered, _ = how
    weights = torch.softmax(x if t == 1.0 else x / t, -1)
    less = torch.amax(weights, -1).log_()
    if lowered:
        less.add_(lowered)
    value = torch.amax(x, -1).sub_(less, alpha=t)
    return (value, weights, None) if _is_far(value, t) else None


def _is_far(value: torch.Tensor, t: float) -> bool:
    """Say whether no value is near 0, or a nan."""
    near = agnostic.NEAR * t
    return bool(value.min().item() >= near or value.abs().min().item() >= near)


@np.errstate(all="ignore")
def _by_columns(x: Any, how: few.How) -> few.Found | None:
    """Return the same of many short rows, or None where a value is not finite."""
    value, weights = on_numpy.value_and_weights(x, how.t, None, how.smoothing, how.lowered)
    value = value.ravel()
    return (value, weights.ravel(), None) if math.isfinite(value.dot(value)) else None


@np.errstate(all="ignore")
def _of_shares(x: torch.Tensor, how: few.How) -> few.Found | None:
    """Return the same of any such kind, or None where a maximum is not finite."""
    smoothing, t, lowered, n = how
    rows = x if x.ndim == 2 else x.reshape(-1, n)
    top = torch.amax(rows, -1, keepdim=True)
    e = torch.empty(rows.shape, dtype=x.dtype, device=x.device)  # in order, whatever the order of x
    torch.sub(rows, top, out=e)
    if t != 1.0:
        e.div_(t)
    total = e.exp_().sum(-1, keepdim=True)
    if not total.sum().item() < math.inf:
        return None
    value, shares = on_torch.of_each_row(on_torch.How(None, t, smoothing, lowered, False), rows, None, top, e, total)
    return value.resize_(x.shape[:-1]), shares, None  # in place: a view could not be changed by the caller


class _Value(torch.autograd.Function):
    """The value of each row, with its gradient."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, how: few.How) -> torch.Tensor | None:
        """Keep the weights."""
        found = _computed(x.detach(), how)
        if found is None:
            return None
        value, *weights = found
        ctx.how, ctx.few = how, None
        if type(weights[0]) is np.ndarray:
            ctx.few = weights
            ctx.save_for_backward(x)
        elif isinstance(weights[0], on_torch.Shares):
            ctx.save_for_backward(x, *weights[0])
        else:
            ctx.save_for_backward(x, *weights)
        return value

    @staticmethod
    def backward(ctx: Any, slope: torch.Tensor) -> tuple[torch.Tensor, None]:
        """Return the weights times the slope."""
        how = ctx.how
        x, *kept = ctx.saved_tensors  # an error if x has changed, or if nothing is kept for another time
        if torch.is_grad_enabled() or torch._C._are_functorch_transforms_active():
            return slope.unsqueeze(-1) * _differentiable(x, how), None
        if ctx.few is not None:
            e, total = ctx.few
            try:
                of_rows = slope.numpy(force=True).ravel()
            except RuntimeError:  # several slopes at once, `is_grads_batched`, have no array
                weights = few.weights((None, e.copy(), total), how.n)
                return slope.unsqueeze(-1) * torch.from_numpy(weights.reshape(x.shape)), None
            return torch.from_numpy(few.weights((None, e, total), how.n, of_rows).reshape(x.shape)), None
        if how.smoothing.softmax:
            e, total = kept
            return e * (slope if total is None else slope / total).unsqueeze(-1), None
        found = on_torch.weights_of(on_torch.Shares(*kept), None, slope=slope.reshape(-1, 1))
        return found.reshape(x.shape), None


_apply: Any = super(torch.autograd.Function, _Value).apply
"""Without another look for transformations."""


def _differentiable(x: torch.Tensor, how: few.How) -> torch.Tensor:
    """Return the weights with their derivative."""
    from array_api_compat import torch as xp

    rows = x.reshape(-1, how.n)
    weights = on_torch.differentiable(rows, None, on_torch.How(xp, how.t, how.smoothing, how.lowered, True))
    return weights.reshape(x.shape)

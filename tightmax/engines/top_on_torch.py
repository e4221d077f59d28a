"""The smoothed sum of the k largest on PyTorch tensors in main memory, by NumPy, with gradients of every order.

The gradient of the value is the weights; their derivative, symmetric, is a projection over the temperature: of a
direction the part on the entries with a weight strictly between 0 and 1, less its mean there. Where two of these ranges
meet it is that of one of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from tightmax.engines import top_rows


def value(x: torch.Tensor, t: float, mask: Any, k: int, lowered: float) -> torch.Tensor:
    """Return the value of each row less `t * lowered`, shape (..., 1)."""
    if x.requires_grad and torch.is_grad_enabled():
        apply: Any = _Value.apply
        found: torch.Tensor = apply(x, t, mask, k, lowered)
        return found
    return _by_numpy(x, t, mask, k, lowered, weighted=False)[0]


def weights(x: torch.Tensor, t: float, mask: Any, k: int) -> torch.Tensor:
    """Return the gradient of the value."""
    if x.requires_grad and torch.is_grad_enabled():
        apply: Any = _Weights.apply
        found: torch.Tensor = apply(x, t, mask, k)
        return found
    return _by_numpy(x, t, mask, k, 0.0, weighted=True)[1]


@np.errstate(all="ignore")
def _by_numpy(x: torch.Tensor, t: float, mask: Any, k: int, lowered: float, *, weighted: bool) -> tuple[Any, Any]:
    chosen = None if mask is None else mask.numpy()
    found = top_rows.in_blocks(x.detach().resolve_neg().numpy(), t, chosen, k, lowered, weighted=weighted)
    return torch.from_numpy(found[0]), torch.from_numpy(found[1]) if weighted else None


class _Value(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, t: float, mask: Any, k: int, lowered: float) -> torch.Tensor:
        found: tuple[torch.Tensor, torch.Tensor] = _by_numpy(x, t, mask, k, lowered, weighted=True)
        ctx.how = t, mask, k
        ctx.save_for_backward(x, found[1])
        return found[0]

    @staticmethod
    def backward(ctx: Any, *slopes: Any) -> tuple[torch.Tensor, None, None, None, None]:
        x, found = ctx.saved_tensors
        if torch.is_grad_enabled():  # the derivative of this one may be asked for
            found = weights(x, *ctx.how)
        return found * slopes[0], None, None, None, None


class _Weights(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, t: float, mask: Any, k: int) -> torch.Tensor:
        found: torch.Tensor = _by_numpy(x, t, mask, k, 0.0, weighted=True)[1]
        ctx.t = t
        ctx.save_for_backward(x, found)
        return found

    @staticmethod
    def backward(ctx: Any, *slopes: Any) -> tuple[torch.Tensor, None, None, None]:
        x, found = ctx.saved_tensors
        inside = (found > 0) & (found < 1) & x.isfinite()  # equal infinite entries share what is left, and do not move
        some = slopes[0].where(inside, 0.0)
        mean = some.sum(-1, keepdim=True) / inside.sum(-1, keepdim=True).clamp(min=1)
        moved = (some - mean).where(inside, 0.0) / ctx.t
        return moved.where(~found.isnan(), torch.nan), None, None, None

"""The smoothings on PyTorch tensors in main memory, with gradients of every order.

The value keeps the exponentials for its gradient, which is one multiplication; the gradient of the weights is the
product of the symmetric Hessian and what comes in. Tensors that `torch.func` or `torch.compile` follows, or that are
on another device, go the way of all libraries in `tightmax.engines.agnostic`.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import torch

from tightmax.engines import agnostic, compiled, few, on_numpy
from tightmax.kinds import Smoothing

BLOCK = 2**20
"""Bytes of a block of rows for each thread: several steps in a row find it in the cache."""

LONG = 256
"""From this length on, finding the largest entry of every row costs less than another pass over all."""

CHUNK = 2**14
"""Longer rows are summed in chunks, so that the sum does not depend on the number of threads."""

FEW = 2**15
"""Up to so many numbers PyTorch uses one thread."""

COLUMNS = 48
"""Rows of up to so many bytes are faster column by column, as NumPy's are computed."""

FUSED = (64, 2048)
"""PyTorch's softmax is fast from this length of rows on, and adds one after the other too many numbers beyond."""


class Shares(NamedTuple):
    """The weights as a product: e times the factor of the row, but `top` where e is 1, at the places in one dimension,
    which are in these rows.

    No factor: e as it is. Without the places, they are where the floor of e is not 0, unless top is the factor.
    """

    e: Any
    factor: torch.Tensor | None = None
    top: torch.Tensor | None = None
    places: torch.Tensor | None = None
    rows: torch.Tensor | None = None


class How(NamedTuple):
    """The arguments that are no tensors."""

    xp: Any
    t: float
    smoothing: Smoothing
    lowered: float
    weighted: bool


def value_and_weights(
    xp: Any, x: torch.Tensor, t: float, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for."""
    how = How(xp, t, smoothing, lowered, weighted)
    x = x.resolve_neg()
    if x.ndim == 2:  # a reshape that changes nothing would still be an operation to derive
        return _of_rows(x, mask, how)
    value, weights = _of_rows(x.reshape(-1, x.shape[-1]), None if mask is None else mask.reshape(-1, x.shape[-1]), how)
    return value.reshape(*x.shape[:-1], 1), None if weights is None else weights.reshape(x.shape)


def softmax(x: torch.Tensor, t: float) -> torch.Tensor | None:
    """Return the softmax of x/t along the last axis, or None where a maximum is not finite.

    PyTorch's own is the fastest and as accurate in rows of middle length, whose sums are short.
    """
    if FUSED[0] <= x.shape[-1] <= FUSED[1] and is_exact(t):
        found = torch.softmax(x if t == 1.0 else x / t, -1)
        return found if math.isfinite(found[..., 0].sum()) else None  # what is not finite makes its whole row nan
    rows = x.reshape(-1, x.shape[-1])
    found = torch.empty(rows.shape, dtype=x.dtype, device=x.device)
    for part in _parts(rows):
        own = found[part]
        torch.sub(rows[part], torch.amax(rows[part], -1, keepdim=True), out=own)
        if t != 1.0:
            own.div_(t)
        total = _sum(own.exp_())
        if not math.isfinite(total.sum()):
            return None
        own.mul_(total.reciprocal_())
    return found.reshape(x.shape)


def is_exact(t: float) -> bool:
    """Say whether x/t has the digits of x, so that differences are as accurate after the division as before."""
    return math.frexp(t)[0] == 0.5 and 1.0 <= 1.0 / t < math.inf


def _of_rows(x: torch.Tensor, mask: Any, how: How) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return the same for two axes."""
    if x.requires_grad and torch.is_grad_enabled():
        return _smooth(x, mask, how)
    value, shares = _value_and_shares(x.detach(), mask, how, keep=how.weighted)
    return value, weights_of(shares, mask, out=shares.e) if how.weighted else None


def _smooth(x: torch.Tensor, mask: Any, how: How) -> tuple[Any, Any]:
    """`_Smooth` on these arguments; PyTorch has no type for that."""
    apply: Any = _Smooth.apply
    value, weights = apply(x, mask, how)
    return value, weights


class _Smooth(torch.autograd.Function):
    """Value and weights, or the value and None."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, mask: Any, how: How) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Keep the weights, or what they are made of."""
        value, shares = _value_and_shares(x.detach(), mask, how, keep=True)
        weights = weights_of(shares, mask, out=shares.e) if how.weighted else None
        ctx.how = how
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, mask, *(Shares(weights) if how.weighted else shares))
        return value, weights

    @staticmethod
    def backward(ctx: Any, *slopes: Any) -> tuple[torch.Tensor | None, None, None]:
        """Return the weights times the first slope and the Hessian times the second."""
        (of_value, of_weights), how = slopes, ctx.how
        x, mask, *kept = ctx.saved_tensors
        shares = Shares(*kept)
        if torch.is_grad_enabled() and not how.weighted:  # the derivative of this one may be asked for
            shares = Shares(differentiable(x, mask, how))
        result = None if of_value is None else weights_of(shares, mask, slope=of_value)
        if of_weights is not None:
            second = agnostic.hessian_vector(how.xp, x, of_weights, how.t, mask, how.smoothing, shares.e)
            result = second if result is None else result + second
        return result, None, None


def differentiable(x: torch.Tensor, mask: Any, how: How) -> torch.Tensor:
    """Return the weights of rows with their derivative, also while `torch.func` is active."""
    weights: torch.Tensor
    if torch._C._are_functorch_transforms_active():
        weights = agnostic.excess_and_weights(how.xp, x, how.t, mask, how.smoothing)[2]
    else:
        weights = _smooth(x, mask, how._replace(weighted=True))[1]
    return weights


def weights_of(shares: Shares, mask: Any, *, slope: Any = None, out: Any = None) -> torch.Tensor:
    """Return the weights, each times the slope of its row if there is one, in the memory of `out` if that is given."""
    e, factor, top, places, rows = shares
    weights: torch.Tensor = e
    if factor is None or top is None:  # made, and masked
        return weights if slope is None else weights * slope
    same = top is factor
    if slope is not None:
        factor, top = factor * slope, top if same else top * slope
    if not same and places is None:
        weights = _placed_by_floor(e, factor, top, out)
    else:
        weights = e * factor if out is None else _times(e, factor, out)
    if places is not None:
        weights = weights.view(-1).index_copy_(0, places, top.view(-1).index_select(0, rows)).view(e.shape)
    return weights if mask is None else weights.masked_fill_(~mask, 0.0)


def _times(e: torch.Tensor, factor: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
    """e times the factor of the row; `out` may be e. The last block first: it is still in the cache."""
    for part in reversed(_parts(e)):
        torch.mul(e[part], factor[part], out=out[part])
    return out


def _placed_by_floor(e: torch.Tensor, factor: torch.Tensor, top: torch.Tensor, out: Any) -> torch.Tensor:
    """Return the same for many short rows: e is 1 where its floor is not 0."""
    more = top - factor
    several = torch._C._functorch.is_legacy_batchedtensor(factor)  # slopes at once, `is_grads_batched`
    if several or torch._C._are_functorch_transforms_active():
        return e * factor + torch.floor(e) * more
    out = torch.empty_like(e) if out is None else out
    parts = _parts(e)
    ones = torch.empty_like(e[parts[0]])
    for part in reversed(parts):
        block = e[part]
        floor = torch.floor(block, out=ones[: block.shape[0]])  # before e is overwritten
        torch.mul(block, factor[part], out=out[part]).addcmul_(floor, more[part])
    return out


def _parts(x: torch.Tensor) -> list[slice]:
    """Return the blocks of rows."""
    rows, n = x.shape
    step = max(1, BLOCK * torch.get_num_threads() // (x.element_size() * n))
    return [slice(start, start + step) for start in range(0, rows, step)]


@np.errstate(all="ignore")  # some steps are NumPy's
def _value_and_shares(x: torch.Tensor, mask: Any, how: How, *, keep: bool) -> tuple[Any, Shares]:
    """Return the value of each row, and of what the weights are made; that is empty unless it is kept."""
    smoothing, t, n = how.smoothing, how.t, x.shape[-1]
    quick = x.numel() > 0 and few.possible(len(x), n) and agnostic.is_normal(torch, x, t)
    if smoothing.shares is None or compiled.chosen() is not None or (n * x.element_size() <= COLUMNS and not quick):
        chosen = None if mask is None else mask.numpy()
        with compiled.up_to(torch.get_num_threads()):
            found = on_numpy.value_and_weights(x.numpy(), t, chosen, smoothing, how.lowered, weighted=keep)
        value, e = (None if array is None else torch.from_numpy(array) for array in found)
        return value, Shares(e)
    if quick:
        rows = x.numpy() if mask is None else np.where(mask.numpy(), x.numpy(), -np.inf)
        made = few.values_and_weights(rows, few.How(smoothing, t, how.lowered, n))
        if made is not None:
            e = torch.from_numpy(few.weights(made, n).reshape(x.shape)) if keep else None
            return torch.from_numpy(made[0][:, None]), Shares(e)
    top, e, total = _exponentials(how.xp, x, mask, t, keep=keep)
    return of_each_row(how, x, mask, top, e, total)


def of_each_row(
    how: How, x: torch.Tensor, mask: Any, top: torch.Tensor, e: Any, total: torch.Tensor
) -> tuple[torch.Tensor, Shares]:
    """Return value and shares: by NumPy where the rows are few, since a step with few numbers costs it less."""
    smoothing, t, lowered, n = how.smoothing, how.t, how.lowered, x.shape[-1]
    assert smoothing.apart is not None and smoothing.shares is not None
    xp: Any = torch if len(x) > FEW else np
    tops, sums = (top, total) if xp is torch else (top.numpy(), total.numpy())
    others = sums - 1.0
    apart = smoothing.apart(xp, others)
    value: Any = None
    if smoothing.softmax:
        value = total.log() if xp is torch else total.log().numpy()  # PyTorch's, as in `short_on_torch`
        value = tops + t * (value - lowered if lowered else value)
        apart = apart & (abs(value) < t * agnostic.NEAR)  # else the error of the logarithm is small against the value
        factor = first = 1.0 / sums
    rows = _where(apart)
    if len(rows):
        chosen = x.index_select(0, rows), None if mask is None else mask.index_select(0, rows)
        some = _exponentials(how.xp, *chosen, t, keep=True)[1] if e is None else e.index_select(0, rows)
        alone = _sum(some.frac_())  # one entry of these is 1, whose fractional part is 0
        if xp is torch:
            others.index_copy_(0, rows, alone)
        else:
            others[rows.numpy()] = alone.numpy()
    if len(rows) or value is None:
        excess, factor, first = smoothing.shares(xp, others, n)
        more = tops + t * (excess - lowered if lowered else excess)
        value = more if value is None else xp.where(apart, more, value)
    if xp is np:
        same = first is factor
        value, factor = torch.from_numpy(value), torch.from_numpy(factor)
        first = factor if same else torch.from_numpy(first)
    if first is factor or e is None:
        return value, Shares(e, factor, first)
    rows = _where(torch.ne(factor, first))
    if n < LONG and len(rows) > len(x) // 4:
        return value, Shares(e, factor, first)
    some = e if len(rows) == len(x) else e.index_select(0, rows)
    places = rows * n + torch.from_numpy(np.argmax(some.numpy(), axis=-1))
    return value, Shares(e, factor, first, places, rows)


def _where(rows: Any) -> torch.Tensor:
    """Return the numbers of the rows where this holds."""
    if isinstance(rows, torch.Tensor):
        if len(rows) > FEW:
            return rows[:, 0].nonzero()[:, 0]
        rows = rows.numpy()
    return torch.from_numpy(np.flatnonzero(rows))


def _exponentials(
    xp: Any, x: torch.Tensor, mask: Any, t: float, *, keep: bool
) -> tuple[torch.Tensor, Any, torch.Tensor]:
    """Return the maximum of each row, e^z, which is None unless it is kept, and the sum of that."""
    parts = _parts(x)
    some = x if keep or not parts else x[parts[0]]
    e = torch.empty(some.shape, dtype=x.dtype, device=x.device)  # a default device does not move x
    top, total = (torch.empty((len(x), 1), dtype=x.dtype, device=x.device) for _ in range(2))

    def levels(part: slice) -> tuple[torch.Tensor, torch.Tensor, Any]:
        rows, chosen = x[part], None if mask is None else mask[part]
        return rows, e[part] if keep else e[: len(rows)], chosen

    for part in parts:
        source, z, chosen = levels(part)
        if chosen is not None:
            source = z.copy_(source).masked_fill_(~chosen, -torch.inf)
        largest = torch.amax(source, -1, keepdim=True, out=top[part])
        torch.sub(source, largest, out=z)
        if t != 1.0:
            z.div_(t)
        total[part] = _sum(z.exp_())
    if not agnostic.is_normal(torch, x, t) or math.isnan(total.sum()):  # nan: a maximum is not finite
        for part in parts:
            source, z, chosen = levels(part)
            total[part] = _sum(torch.exp(agnostic.levels(xp, source, top[part], t, chosen), out=z))
    return top, e if keep else None, total


def _sum(e: torch.Tensor) -> torch.Tensor:
    """Return the sum of each row."""
    n = e.shape[-1]
    if n <= CHUNK:
        return e.sum(-1, keepdim=True)
    whole = n // CHUNK * CHUNK
    chunks = e[:, :whole].view(len(e), whole // CHUNK, CHUNK)
    return chunks.sum(-1).sum(-1, keepdim=True) + e[:, whole:].sum(-1, keepdim=True)

"""The smoothings on PyTorch tensors on a card of NVIDIA's, by kernels written in Triton.

They have been run by Triton's interpreter on the CPU, and compiled for cards, but not run on one: there was none where
they were written. `python -m numeric_checks.gpu` says in one run what holds on a card.

A row that fits into one program is read once: its maximum, the sum of e^z over all entries but one largest, the value
and the weights. A longer one is read in parts, each of which has three numbers: its maximum, how often that occurs, and
the sum of the others, held up to date entry by entry. Value and shares are made of these; the weights are a second
pass. The derivative of a value is a pass of the same kernel, which computes the exponentials anew rather than to read
them: the value keeps three numbers a row. How the bits of a row come about depends on it and how it lies in memory.

What is not computed here (kind "pairs"; the projection of long rows; temperatures that the type does not hold as normal
numbers) goes the way of all libraries, and so do derivatives of the weights, and all that `torch.func` or
`torch.compile` follows. float16 and bfloat16 come as float32: they are converted before and after.
"""

from __future__ import annotations

import struct
import warnings
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, NamedTuple

import torch
import triton

from tightmax.engines import agnostic, card_kernels
from tightmax.engines.card_functions import OF_QUADRATIC, OF_THREE
from tightmax.kinds import Smoothing

TILE = 2**12
"""Bytes of the entries of a program that has several rows, or a part of one: 8 numbers of four bytes a thread."""

WHOLE = 2**15
"""Bytes of a row that one program computes; longer ones are cut into parts."""

PART = 2**15
"""Bytes of a part."""

MANY = 1024
"""Parts of a row: where there would be more, they are longer."""

ABREAST = 32
"""So many rows side by side are read at once: a warp reads its bytes together."""

WARP = 2**11
"""Bytes of the entries of a warp where a row has several."""

NUMBERS = {torch.float32: 4, torch.float64: 8}
"""The types that are computed here, and their bytes."""


class _How(NamedTuple):
    """The arguments that are no tensors."""

    xp: Any
    t: float
    smoothing: Smoothing
    lowered: float
    weighted: bool


class _Shape(NamedTuple):
    """The rows and the columns of a program, its warps, and whether it has whole rows."""

    rows: int
    block: int
    warps: int
    whole: bool


def possible(x: torch.Tensor, t: float, smoothing: Smoothing) -> bool:
    """Say whether these rows are computed here."""
    if x.dtype not in NUMBERS or smoothing.kernel is None or x.numel() == 0 or not agnostic.is_normal(torch, x, t):
        return False
    if smoothing.kernel == OF_QUADRATIC.value and triton.next_power_of_2(x.shape[-1]) * x.element_size() > WHOLE:
        return False
    return not x.is_cuda or works(x.device.index, smoothing)


@cache
def works(device: int, smoothing: Smoothing) -> bool:
    """Say whether the kernel of a kind can be built and run on a card; why not, in a warning, once."""
    if torch.version.cuda is None:  # another maker's card goes by the same name
        return False
    try:
        x = torch.zeros((1, 3), device=torch.device("cuda", device))
        _launch(x, None, _How(None, 1.0, smoothing, 0.0, True), keep=False)
    except Exception as error:  # no compiler on this machine, a card that Triton does not know, ...
        reason = str(error).partition("\n")[0] or type(error).__name__
        warnings.warn(f"no kernels on cuda:{device}, PyTorch computes step by step: {reason}", stacklevel=2)
        return False
    return True


def value_and_weights(
    xp: Any, x: torch.Tensor, t: float, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for.

    ValueError for a mask on another device.
    """
    how = _How(xp, t, smoothing, lowered, weighted)
    if mask is not None and mask.device != x.device:
        raise ValueError(f"where is on the device {mask.device}, and x on {x.device}: give both on one device")
    x = x.resolve_neg()
    if x.ndim == 2:
        return _of_rows(x, mask, how)
    value, weights = _of_rows(x.reshape(-1, x.shape[-1]), None if mask is None else mask.reshape(-1, x.shape[-1]), how)
    return value.reshape(*x.shape[:-1], 1), None if weights is None else weights.reshape(x.shape)


def _of_rows(x: torch.Tensor, mask: Any, how: _How) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return the same for two axes."""
    if x.requires_grad and torch.is_grad_enabled():
        return _smooth(x, mask, how)
    value, weights, _ = _launch(x.detach(), mask, how, keep=False)
    return value, weights


def _smooth(x: torch.Tensor, mask: Any, how: _How) -> tuple[Any, Any]:
    """`_Smooth` on these arguments; PyTorch has no type for that."""
    apply: Any = _Smooth.apply
    value, weights = apply(x, mask, how)
    return value, weights


class _Smooth(torch.autograd.Function):
    """Value and weights, or the value and None."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, mask: Any, how: _How) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Keep the weights if they are made, else three numbers a row."""
        keep = how.smoothing.shares is not None and not how.weighted
        value, weights, kept = _launch(x.detach(), mask, how if keep else how._replace(weighted=True), keep=keep)
        ctx.how = how
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, mask, kept, weights)
        return value, weights if how.weighted else None

    @staticmethod
    def backward(ctx: Any, *slopes: Any) -> tuple[torch.Tensor | None, None, None]:
        """Return the weights times the first slope and the Hessian times the second."""
        (of_value, of_weights), how = slopes, ctx.how
        x, mask, kept, weights = ctx.saved_tensors
        result = None
        if of_value is not None:
            if torch.is_grad_enabled() and not how.weighted:  # the derivative of this one may be asked for
                weights = _smooth(x, mask, how._replace(weighted=True))[1]
            result = _sloped(x.detach(), mask, kept, of_value, how) if weights is None else weights * of_value
        if of_weights is not None:
            second = agnostic.hessian_vector(how.xp, x, of_weights, how.t, mask, how.smoothing, weights)
            result = second if result is None else result + second
        return result, None, None


def _launch(
    x: torch.Tensor, mask: Any, how: _How, *, keep: bool
) -> tuple[torch.Tensor, torch.Tensor | None, torch.Tensor | None]:
    """Return the value of each row, the weights if they are asked for, and three numbers a row if these are kept."""
    (rows, n), kind = x.shape, how.smoothing.kernel
    value = torch.empty((rows, 1), dtype=x.dtype, device=x.device)
    weights = torch.empty_like(x) if how.weighted else None
    kept = torch.empty((3, rows), dtype=x.dtype, device=x.device) if keep else None
    end = 0.0 if how.smoothing.end is None else how.smoothing.end(n, float(torch.finfo(x.dtype).eps))
    t, ends = _temperatures(how.t, x.dtype), (_bits(end), _bits(how.lowered))
    strides = (*_strides(x), *_strides(mask), *_strides(weights))
    shape = _shape(x, how.smoothing)
    how_run: dict[str, Any] = {"num_warps": shape.warps, "enable_fp_fusion": False}
    with _on(x):
        if how.smoothing.kernel == OF_THREE.value:
            of_three = card_kernels.of_three[(-(-rows // shape.rows),)]
            of_three(x, mask, value, weights, rows, *strides, *t, ends[1], ROWS=shape.rows, **how_run)
        elif shape.whole:
            of_whole_rows = card_kernels.of_whole_rows[(-(-rows // shape.rows),)]
            of_whole_rows(
                x, mask, value, kept, weights, rows, n, *strides, *t, *ends,
                KIND=kind, ROWS=shape.rows, BLOCK=shape.block, **how_run,
            )
        else:
            length = min(PART // x.element_size(), triton.next_power_of_2(n))
            length = max(length, triton.next_power_of_2(-(-n // MANY)))
            count = -(-n // length)
            parts = torch.empty((3, rows, count), dtype=x.dtype, device=x.device)
            card_kernels.of_parts[(-(-rows // shape.rows) * count,)](
                x, mask, parts, rows, n, *strides[:4], *t, length, count, ROWS=shape.rows, BLOCK=shape.block, **how_run
            )
            if kept is None and weights is not None:
                kept = torch.empty((3, rows), dtype=x.dtype, device=x.device)
            card_kernels.of_joined_parts[(rows,)](
                parts, value, kept, rows, count, *t, *ends, KIND=kind, BLOCK=triton.next_power_of_2(count),
                num_warps=1, enable_fp_fusion=False,
            )
            if weights is not None:
                _weigh(x, mask, kept, None, weights, t)
    return value, weights, kept


def _sloped(x: torch.Tensor, mask: Any, kept: torch.Tensor, slope: torch.Tensor, how: _How) -> torch.Tensor:
    """Return the weights times the slope of each row, from what was kept."""
    result = torch.empty_like(x)
    with _on(x):
        _weigh(x, mask, kept, slope, result, _temperatures(how.t, x.dtype))
    return result


def _weigh(
    x: torch.Tensor, mask: Any, kept: Any, slope: Any, weights: torch.Tensor, t: tuple[int, int, int]
) -> None:
    """Write the weights, times the slope of each row if there is one."""
    rows, n = x.shape
    shape = _shape(x, None)
    blocks = -(-n // shape.block)
    strides = (*_strides(x), *_strides(mask), *_strides(weights), 0 if slope is None else slope.stride(0))
    card_kernels.of_shares[(-(-rows // shape.rows) * blocks,)](
        x, mask, kept, slope, weights, rows, n, *strides, *t, blocks,
        ROWS=shape.rows, BLOCK=shape.block, num_warps=shape.warps, enable_fp_fusion=False,
    )


def _shape(x: torch.Tensor, smoothing: Smoothing | None) -> _Shape:
    """Return the shape of a program: for this kind, or for a pass in which every entry stands alone."""
    size, n = x.element_size(), x.shape[-1]
    kind = None if smoothing is None else smoothing.kernel
    tile = TILE // size
    if kind == OF_THREE.value:
        return _Shape(tile // 4, 4, 4, True)
    block = triton.next_power_of_2(n)
    abreast = ABREAST if x.stride(0) == 1 and x.stride(1) != 1 else 1
    whole = smoothing is not None and abreast * block * size <= WHOLE
    if kind == OF_QUADRATIC.value and not whole:
        abreast, whole = 1, True
    if not whole:
        block = min(block, tile // abreast)
    rows = max(abreast, tile // block)
    return _Shape(rows, block, max(4, rows * block * size // WARP), whole)


def _strides(x: torch.Tensor | None) -> tuple[int, int]:
    return (0, 0) if x is None else (x.stride(0), x.stride(1))


def _bits(a: float) -> int:
    """Return the bits of a number."""
    return int(struct.unpack("<q", struct.pack("<d", a))[0])


@lru_cache(maxsize=256)
def _temperatures(t: float, dtype: torch.dtype) -> tuple[int, int, int]:
    """Return the temperature and, in two parts, what levels are multiplied by, 1/t: their bits."""
    inverse = 1 / Fraction(t)
    first = float(inverse)
    if dtype == torch.float32:
        first = struct.unpack("<f", struct.pack("<f", first))[0]
    return _bits(t), _bits(first), _bits(float(inverse - Fraction(first)))


def _on(x: torch.Tensor) -> AbstractContextManager[Any]:
    """Return a context in which the card of x is the one that kernels run on."""
    return torch.cuda.device(x.device) if x.is_cuda else nullcontext()

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

import math
import struct
import warnings
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, NamedTuple

import torch
import triton
import triton.language as tl

from tightmax.engines import agnostic
from tightmax.kinds import LSE, QUADRATIC, THREE, Smoothing
from tightmax.kinds import three as of_three

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

LN2_ABOVE_64, LN2_BELOW_64 = tl.constexpr(float.fromhex("0x1.62e42fee00000p-1")), tl.constexpr(
    float.fromhex("0x1.a39ef35793c76p-33")
)
LOG2E_64, MAGIC_64 = tl.constexpr(float.fromhex("0x1.71547652b82fep+0")), tl.constexpr(1.5 * 2.0**52)
EXP_64 = tl.constexpr(tuple(map(float.fromhex, (
    "0x1.ad9bf1206a78dp-26", "0x1.28ad7530c533bp-22", "0x1.71df0f497a23cp-19", "0x1.a01999f8d0b32p-16",
    "0x1.a01a0136d2994p-13", "0x1.6c16c1843ea5dp-10", "0x1.1111111124b16p-7", "0x1.5555555550790p-5",
    "0x1.555555555550bp-3", "0x1.000000000000ap-1", "1", "1",
))))
LN2_ABOVE_32, LN2_BELOW_32 = tl.constexpr(float.fromhex("0x1.62e000p-1")), tl.constexpr(
    float.fromhex("0x1.0bfbe8p-15")
)
LOG2E_32, MAGIC_32 = tl.constexpr(float.fromhex("0x1.715476p+0")), tl.constexpr(1.5 * 2.0**23)
EXP_32 = tl.constexpr(tuple(map(float.fromhex, (
    "0x1.6a4fe6p-10", "0x1.12398cp-7", "0x1.5558aep-5", "0x1.555492p-3", "0x1.fffffcp-2", "1", "1",
))))
"""The exponential of rounding-exp, whose constants these are, the coefficient of the highest power first."""

ATANH_64 = tl.constexpr(tuple(2.0 / (2 * i + 3) for i in reversed(range(11))))
ATANH_32 = tl.constexpr(tuple(2.0 / (2 * i + 3) for i in reversed(range(4))))
"""2 atanh s is s (2 + (2/3) s^2 + (2/5) s^4 + ...): enough of these for s^2 <= 0.0295."""

ROOT_64, ROOT_32 = tl.constexpr(0x3FE6A09E667F3BCD), tl.constexpr(0x3F3504F3)
"""The bits of 1/sqrt 2."""

BRANCH = tl.constexpr(of_three.BRANCH)
ABOVE_64, BELOW_64 = tl.constexpr(of_three.ABOVE[::-1]), tl.constexpr((1.0, *of_three.BELOW[::-1]))
ABOVE_32 = tl.constexpr(of_three.ABOVE_SINGLE[::-1])
BELOW_32 = tl.constexpr((1.0, *of_three.BELOW_SINGLE[::-1]))

FAR_64, FAR_32 = tl.constexpr(-745.5), tl.constexpr(-103.985)
"""e^z is 0 there and below: entries so many temperatures below the maximum count as being there."""

INF = tl.constexpr(math.inf)
OF_LSE, OF_QUADRATIC = tl.constexpr(LSE.kernel), tl.constexpr(QUADRATIC.kernel)


# ---- what the kernels are made of


@triton.jit
def _number(bits: tl.tensor, like: tl.tensor) -> tl.tensor:
    """The number of these 64 bits in the type of `like`: one that is passed as a float arrives in single precision."""
    return bits.to(tl.int64).to(tl.float64, bitcast=True).to(like.dtype.element_ty)


@triton.jit
def _horner(r: tl.tensor, C: tl.constexpr, LAST: tl.constexpr) -> tl.tensor:
    s = tl.full(r.shape, C[0], r.dtype)
    for i in tl.static_range(1, LAST + 1):
        s = tl.fma(s, r, tl.full(r.shape, C[i], r.dtype))
    return s


@triton.jit
def _quotient(a: tl.tensor, b: tl.tensor) -> tl.tensor:
    """a/b, rounded once: without saying so it would be less accurate in single precision."""
    if b.dtype == tl.float32:
        return tl.math.div_rn(a.to(tl.float32), b)
    else:
        return a / b


@triton.jit
def _exponential(z: tl.tensor) -> tl.tensor:
    """e^z for z <= 0, not below FAR.   [rounding-exp]   A nan stays one."""
    if z.dtype == tl.float64:
        shifted = tl.fma(z, tl.full(z.shape, LOG2E_64, z.dtype), tl.full(z.shape, MAGIC_64, z.dtype))
        k = shifted - MAGIC_64
        r = tl.fma(-k, tl.full(z.shape, LN2_ABOVE_64, z.dtype), z)
        r = tl.fma(-k, tl.full(z.shape, LN2_BELOW_64, z.dtype), r)
        p = _horner(r, EXP_64, 11)
        whole = shifted.to(tl.int64, bitcast=True) - 0x4338000000000000
        half = whole >> 1  # 2^k in two factors: it may be no number of the type while p 2^k is one
        first = ((half + 1023) << 52).to(tl.float64, bitcast=True)
        return p * first * ((whole - half + 1023) << 52).to(tl.float64, bitcast=True)
    else:
        shifted = tl.fma(z, tl.full(z.shape, LOG2E_32, z.dtype), tl.full(z.shape, MAGIC_32, z.dtype))
        k = shifted - MAGIC_32
        r = tl.fma(-k, tl.full(z.shape, LN2_ABOVE_32, z.dtype), z)
        r = tl.fma(-k, tl.full(z.shape, LN2_BELOW_32, z.dtype), r)
        p = _horner(r, EXP_32, 6)
        whole = shifted.to(tl.int32, bitcast=True) - 0x4B400000
        half = whole >> 1
        first = ((half + 127) << 23).to(tl.float32, bitcast=True)
        return p * first * ((whole - half + 127) << 23).to(tl.float32, bitcast=True)


@triton.jit
def _series(square: tl.tensor) -> tl.tensor:
    """(2 atanh s - 2 s)/s^3."""
    if square.dtype == tl.float64:
        return _horner(square, ATANH_64, 10)
    else:
        return _horner(square, ATANH_32, 3)


@triton.jit
def _logarithm(y: tl.tensor, x: tl.tensor, ONE_MORE: tl.constexpr) -> tl.tensor:
    """ln y, or ln(1 + x) for y = 1 + x rounded; y is positive and normal.

    y = 2^k m with m between 1/sqrt 2 and sqrt 2, f = m - 1, s = f/(2 + f), and ln m = 2 atanh s = f - (h - s (h + R))
    with h = f^2/2 and R = 2 s^2/3 + 2 s^4/5 + ...
    """
    if y.dtype == tl.float64:
        bits = y.to(tl.int64, bitcast=True)
        k = (bits - ROOT_64) >> 52
        m = (bits - (k << 52)).to(tl.float64, bitcast=True)
        above, below = LN2_ABOVE_64, LN2_BELOW_64
    else:
        bits = y.to(tl.int32, bitcast=True)
        k = (bits - ROOT_32) >> 23
        m = (bits - (k << 23)).to(tl.float32, bitcast=True)
        above, below = LN2_ABOVE_32, LN2_BELOW_32
    f = m - 1.0
    whole = k.to(y.dtype)
    low = whole * below
    if ONE_MORE:  # what the sum has lost
        f = tl.where(k == 0, x, f)
        low += tl.where(k == 0, 0.0, _quotient(x - (y - 1.0), y))
    h = 0.5 * f * f
    s = _quotient(f, f + 2.0)
    square = s * s
    return whole * above - ((h - (s * (h + square * _series(square)) + low)) - f)


@triton.jit
def _levels(x: tl.tensor, top: tl.tensor, far: tl.tensor, inverse: tl.tensor, rest: tl.tensor) -> tl.tensor:
    """(x - top)/t, 0 where x is the top, which may be infinite. inverse + rest is 1/t in twice as many digits."""
    below = tl.where(x == top, 0.0, x - top)
    below = tl.where(below < far, far, below)
    return tl.fma(below, tl.broadcast_to(inverse, below.shape), below * rest)


@triton.jit
def _share(x: tl.tensor, top: tl.tensor, t: tl.tensor, inverse: tl.tensor, rest: tl.tensor) -> tl.tensor:
    """e^((x - top)/t)."""
    if x.dtype == tl.float64:
        return _exponential(_levels(x, top, t * FAR_64, inverse, rest))
    else:
        return _exponential(_levels(x, top, t * FAR_32, inverse, rest))


@triton.jit
def _shares(others: tl.tensor, end: tl.tensor, KIND: tl.constexpr) -> tuple[tl.tensor, tl.tensor, tl.tensor]:
    """From the sum of e^z over all but one largest: the excess, and what e^z is multiplied by, that of a largest apart.

    The formulas are those of `tightmax.kinds.lse` and `tightmax.kinds.universal`.
    """
    if KIND == OF_LSE:
        total = others + 1.0
        factor = _quotient(tl.full(total.shape, 1.0, total.dtype), total)
        first = factor
        excess = _logarithm(total, others, True)
    else:
        c = tl.minimum(tl.maximum(others, tl.broadcast_to(end, others.shape)), 1.0)
        m = tl.maximum(0.5 * others + 0.5, 1.0)
        both = c * m
        log = _logarithm(both, both, False)
        left = tl.where(c > end, 0.5 + 0.25 * tl.minimum(log, 0.0), 0.0)
        excess = 2.0 * left * left + tl.maximum(log, 0.0)
        factor = _quotient(left, both)
        first = _quotient(1.0 - left, m)
    known = others == others
    return tl.where(known, excess, others), tl.where(known, factor, others), tl.where(known, first, others)


@triton.jit
def _entries(
    x: tl.tensor, mask: tl.tensor, row: tl.tensor, col: tl.tensor, rows: tl.tensor, n: tl.tensor,
    rs: tl.tensor, cs: tl.tensor, mr: tl.tensor, mc: tl.tensor,
) -> tuple[tl.tensor, tl.tensor]:
    """The entries, and which of them count; -inf where none does."""
    there = (row[:, None] < rows) & (col[None, :] < n)
    found = tl.load(x + row[:, None] * rs + col[None, :] * cs, mask=there, other=-INF)
    if mask is not None:
        there = there & (tl.load(mask + row[:, None] * mr + col[None, :] * mc, mask=there, other=0) != 0)
        found = tl.where(there, found, -INF)
    return found, there


@triton.jit
def _projected(
    z: tl.tensor, counts: tl.tensor, ties: tl.tensor
) -> tuple[tl.tensor, tl.tensor]:
    """The excess of the projection to the simplex, and its threshold, found from below: a step but the last leaves
    entries out.
    """
    tau = 0.0 * ties - 1.0
    going = 1
    while going > 0:
        inside = counts & (z > tau[:, None])
        total = tl.sum(tl.where(inside, z, 0.0), axis=1)
        mean = _quotient(total - 1.0, tl.sum(inside.to(z.dtype), axis=1))
        going = tl.max((mean > tau).to(tl.int32), axis=0)
        tau = tl.where(mean > tau, mean, tau)
    weights = tl.where(counts & (z > tau[:, None]), z - tau[:, None], 0.0)
    squares = tl.sum(tl.where(z == 0.0, 0.0, weights * weights), axis=1)
    return 0.5 * ((1.0 + tau) * (1.0 + tau) + tl.maximum(ties - 1.0, 0.0) * (tau * tau) + squares), tau


# ---- the kernels


@triton.jit(do_not_specialize=("rows", "t", "inverse", "rest", "end", "lowered"))
def _of_whole_rows(
    x: tl.tensor, mask: tl.tensor, value: tl.tensor, kept: tl.tensor, weights: tl.tensor,
    rows: tl.tensor, n: tl.tensor, rs: tl.tensor, cs: tl.tensor, mr: tl.tensor, mc: tl.tensor, wr: tl.tensor,
    wc: tl.tensor, t: tl.int64, inverse: tl.int64, rest: tl.int64, end: tl.int64, lowered: tl.int64,
    KIND: tl.constexpr, ROWS: tl.constexpr, BLOCK: tl.constexpr,
) -> None:
    """Value, shares and weights of rows that fit into a program; shares and weights if there is room for them."""
    t, inverse, rest = _number(t, x), _number(inverse, x), _number(rest, x)
    row = tl.program_id(0).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    col = tl.arange(0, BLOCK).to(tl.int64)
    found, counts = _entries(x, mask, row, col, rows, n, rs, cs, mr, mc)
    top = tl.max(found, axis=1)
    largest = counts & (found == top[:, None])
    ties = tl.sum(largest.to(found.dtype), axis=1)
    if KIND == OF_QUADRATIC:
        z = _levels(found, top[:, None], -2.0 * t, inverse, rest)
        lost = tl.sum(tl.where(counts & (found != found), found, 0.0), axis=1)  # nan if there is one
        excess, tau = _projected(z, counts, ties)
        excess += lost
        made = tl.where(z > tau[:, None], z - tau[:, None], 0.0) + lost[:, None]
    else:
        e = _share(found, top[:, None], t, inverse, rest)
        others = tl.sum(tl.where(counts & (found != top[:, None]), e, 0.0), axis=1) + tl.maximum(ties - 1.0, 0.0)
        excess, factor, first = _shares(others, _number(end, x), KIND)
        made = tl.where(largest, first[:, None], e * factor[:, None])
        if kept is not None:
            size = rows.to(tl.int64)
            tl.store(kept + row, top, mask=row < rows)
            tl.store(kept + size + row, factor, mask=row < rows)
            tl.store(kept + 2 * size + row, first, mask=row < rows)
    excess -= _number(lowered, x)
    tl.store(value + row, tl.fma(excess, tl.broadcast_to(t, top.shape), top), mask=row < rows)
    if weights is not None:
        there = (row[:, None] < rows) & (col[None, :] < n)
        tl.store(weights + row[:, None] * wr + col[None, :] * wc, tl.where(counts, made, 0.0), mask=there)


@triton.jit(do_not_specialize=("rows", "length", "count", "t", "inverse", "rest"))
def _of_parts(
    x: tl.tensor, mask: tl.tensor, parts: tl.tensor, rows: tl.tensor, n: tl.tensor,
    rs: tl.tensor, cs: tl.tensor, mr: tl.tensor, mc: tl.tensor, t: tl.int64, inverse: tl.int64, rest: tl.int64,
    length: tl.tensor, count: tl.tensor, ROWS: tl.constexpr, BLOCK: tl.constexpr,
) -> None:
    """Of each part of each row: the maximum, how often it occurs, and the sum of e^z over the others.

    Every lane has these three numbers of the entries that it has seen, one exponential an entry; then they are joined.
    """
    t, inverse, rest = _number(t, x), _number(inverse, x), _number(rest, x)
    place = tl.program_id(0).to(tl.int64)
    part = place % count
    row = place // count * ROWS + tl.arange(0, ROWS)
    top = tl.full((ROWS, BLOCK), -INF, x.dtype.element_ty)
    ties = tl.full((ROWS, BLOCK), 0.0, x.dtype.element_ty)
    others = tl.full((ROWS, BLOCK), 0.0, x.dtype.element_ty)
    for start in range(0, length, BLOCK):
        col = part * length + start + tl.arange(0, BLOCK)
        found, counts = _entries(x, mask, row, col, rows, n, rs, cs, mr, mc)
        higher, same = found > top, found == top
        e = _share(tl.where(higher, top, found), tl.where(higher, found, top), t, inverse, rest)
        others = tl.where(higher, (others + ties) * e, tl.where(same | (counts == 0), others, others + e))
        ties = tl.where(higher, 1.0, ties + (same & counts).to(ties.dtype))
        top = tl.where(higher, found, top)
    most = tl.max(top, axis=1)
    same = top == most[:, None]
    lower = tl.where(same, others, (others + ties) * _share(top, most[:, None], t, inverse, rest))
    at = parts + row * count + part
    size = rows.to(tl.int64) * count
    tl.store(at, most, mask=row < rows)
    tl.store(at + size, tl.sum(tl.where(same, ties, 0.0), axis=1), mask=row < rows)
    tl.store(at + 2 * size, tl.sum(lower, axis=1), mask=row < rows)


@triton.jit(do_not_specialize=("rows", "count", "t", "inverse", "rest", "end", "lowered"))
def _of_joined_parts(
    parts: tl.tensor, value: tl.tensor, kept: tl.tensor, rows: tl.tensor, count: tl.tensor, t: tl.int64,
    inverse: tl.int64, rest: tl.int64, end: tl.int64, lowered: tl.int64, KIND: tl.constexpr, BLOCK: tl.constexpr,
) -> None:
    """Value and shares of a row from the numbers of its parts."""
    t, inverse, rest = _number(t, parts), _number(inverse, parts), _number(rest, parts)
    row = tl.program_id(0).to(tl.int64) + tl.arange(0, 1)
    col = tl.arange(0, BLOCK).to(tl.int64)
    at = parts + row[:, None] * count + col[None, :]
    size = rows.to(tl.int64)
    there = (row[:, None] < rows) & (col[None, :] < count)
    tops = tl.load(at, mask=there, other=-INF)
    ties = tl.load(at + size * count, mask=there, other=0.0)
    others = tl.load(at + 2 * size * count, mask=there, other=0.0)
    top = tl.max(tops, axis=1)
    same = tops == top[:, None]
    lower = tl.where(same, others, (others + ties) * _share(tops, top[:, None], t, inverse, rest))
    more = tl.maximum(tl.sum(tl.where(same, ties, 0.0), axis=1) - 1.0, 0.0)
    excess, factor, first = _shares(tl.sum(lower, axis=1) + more, _number(end, parts), KIND)
    excess -= _number(lowered, parts)
    tl.store(value + row, tl.fma(excess, tl.broadcast_to(t, top.shape), top))
    if kept is not None:
        tl.store(kept + row, top)
        tl.store(kept + size + row, factor)
        tl.store(kept + 2 * size + row, first)


@triton.jit(do_not_specialize=("rows", "sr", "blocks", "t", "inverse", "rest"))
def _of_shares(
    x: tl.tensor, mask: tl.tensor, kept: tl.tensor, slope: tl.tensor, weights: tl.tensor,
    rows: tl.tensor, n: tl.tensor, rs: tl.tensor, cs: tl.tensor, mr: tl.tensor, mc: tl.tensor, wr: tl.tensor,
    wc: tl.tensor, sr: tl.tensor, t: tl.int64, inverse: tl.int64, rest: tl.int64, blocks: tl.tensor,
    ROWS: tl.constexpr, BLOCK: tl.constexpr,
) -> None:
    """The weights from the shares of each row, times the slope of the row if there is one."""
    t, inverse, rest = _number(t, x), _number(inverse, x), _number(rest, x)
    place = tl.program_id(0).to(tl.int64)
    row = place // blocks * ROWS + tl.arange(0, ROWS)
    col = place % blocks * BLOCK + tl.arange(0, BLOCK)
    found, counts = _entries(x, mask, row, col, rows, n, rs, cs, mr, mc)
    top = tl.load(kept + row, mask=row < rows, other=0.0)
    size = rows.to(tl.int64)
    factor = tl.load(kept + size + row, mask=row < rows, other=0.0)
    first = tl.load(kept + 2 * size + row, mask=row < rows, other=0.0)
    if slope is not None:
        steep = tl.load(slope + row * sr, mask=row < rows, other=0.0)
        factor, first = factor * steep, first * steep
    made = _share(found, top[:, None], t, inverse, rest) * factor[:, None]
    made = tl.where(found == top[:, None], first[:, None], made)
    there = (row[:, None] < rows) & (col[None, :] < n)
    tl.store(weights + row[:, None] * wr + col[None, :] * wc, tl.where(counts, made, 0.0), mask=there)


@triton.jit
def _entry(
    x: tl.tensor, mask: tl.tensor, row: tl.tensor, rows: tl.tensor, rs: tl.tensor, mr: tl.tensor
) -> tuple[tl.tensor, tl.tensor]:
    """One entry of each row, and whether it counts."""
    there = row < rows
    found = tl.load(x + row * rs, mask=there, other=-INF)
    if mask is not None:
        there = there & (tl.load(mask + row * mr, mask=there, other=0) != 0)
        found = tl.where(there, found, -INF)
    return found, there


@triton.jit(do_not_specialize=("rows", "t", "inverse", "rest", "lowered"))
def _of_three(
    x: tl.tensor, mask: tl.tensor, value: tl.tensor, weights: tl.tensor, rows: tl.tensor, rs: tl.tensor, cs: tl.tensor,
    mr: tl.tensor, mc: tl.tensor, wr: tl.tensor, wc: tl.tensor, t: tl.int64, inverse: tl.int64, rest: tl.int64,
    lowered: tl.int64, ROWS: tl.constexpr,
) -> None:
    """Value and weights of rows of three entries, by the formulas of `tightmax.kinds.three`."""
    t, inverse, rest = _number(t, x), _number(inverse, x), _number(rest, x)
    row = tl.program_id(0).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    if mask is None:
        a, of_a = _entry(x, mask, row, rows, rs, mr)
        b, of_b = _entry(x + cs, mask, row, rows, rs, mr)
        c, of_c = _entry(x + 2 * cs, mask, row, rows, rs, mr)
    else:
        a, of_a = _entry(x, mask, row, rows, rs, mr)
        b, of_b = _entry(x + cs, mask + mc, row, rows, rs, mr)
        c, of_c = _entry(x + 2 * cs, mask + 2 * mc, row, rows, rs, mr)
    lost = tl.where(a != a, a, 0.0) + tl.where(b != b, b, 0.0) + tl.where(c != c, c, 0.0)
    top = tl.maximum(tl.maximum(a, b), c)
    far = -1024.0 * t
    a = tl.where(of_a, _levels(a, top, far, inverse, rest), -1024.0)
    b = tl.where(of_b, _levels(b, top, far, inverse, rest), -1024.0)
    c = tl.where(of_c, _levels(c, top, far, inverse, rest), -1024.0)
    low, high = tl.minimum(a, b), tl.maximum(a, b)
    second = tl.maximum(low, tl.minimum(high, c))
    gap = tl.minimum(low, c) - second
    if x.dtype.element_ty == tl.float64:
        e = _exponential(tl.maximum(gap, tl.full(gap.shape, FAR_64, gap.dtype)))
        root = tl.sqrt(e + BRANCH)
        w = e * (_horner(root, ABOVE_64, 4) / _horner(root, BELOW_64, 4))
    else:  # in double precision from here on: the square of what is a sum of several numbers is wanted
        e = _exponential(tl.maximum(gap, tl.full(gap.shape, FAR_32, gap.dtype))).to(tl.float64)
        root = tl.sqrt(e + BRANCH)
        w = e * (_horner(root, ABOVE_32, 2) / _horner(root, BELOW_32, 2))
    jump = 0.25 * tl.maximum(2.0 + 2.0 * w + second, 0.0)
    share = jump / (1.0 + w)
    excess = 2.0 * jump * jump + lost - _number(lowered, x)
    tl.store(value + row, top + t * excess, mask=row < rows)
    if weights is not None:
        first, middle, last = 1.0 - jump + lost, share * (1.0 - w) + lost, 2.0 * share * w + lost
        at = weights + row * wr
        made = tl.where(a == 0.0, first, tl.where(a == second, middle, last))
        tl.store(at, tl.where(of_a, made, 0.0), mask=row < rows)
        made = tl.where(b == 0.0, first, tl.where(b == second, middle, last))
        tl.store(at + wc, tl.where(of_b, made, 0.0), mask=row < rows)
        made = tl.where(c == 0.0, first, tl.where(c == second, middle, last))
        tl.store(at + 2 * wc, tl.where(of_c, made, 0.0), mask=row < rows)


# ---- how they are called


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
    if x.dtype not in NUMBERS or smoothing.kernel is None or x.numel() == 0 or t < torch.finfo(x.dtype).smallest_normal:
        return False
    if smoothing is QUADRATIC and triton.next_power_of_2(x.shape[-1]) * x.element_size() > WHOLE:
        return False
    return not x.is_cuda or works(x.device.index)


@cache
def works(device: int) -> bool:
    """Say whether kernels can be built and run on a card; why not, in a warning, once."""
    if torch.version.cuda is None:  # another maker's card goes by the same name
        return False
    try:
        x = torch.zeros((1, 2), device=torch.device("cuda", device))
        _launch(x, None, _How(None, 1.0, LSE, 0.0, True), keep=False)
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
        if how.smoothing is THREE:
            of_three = _of_three[(-(-rows // shape.rows),)]
            of_three(x, mask, value, weights, rows, *strides, *t, ends[1], ROWS=shape.rows, **how_run)
        elif shape.whole:
            of_whole_rows = _of_whole_rows[(-(-rows // shape.rows),)]
            of_whole_rows(
                x, mask, value, kept, weights, rows, n, *strides, *t, *ends,
                KIND=kind, ROWS=shape.rows, BLOCK=shape.block, **how_run,
            )
        else:
            length = max(PART // x.element_size(), triton.next_power_of_2(-(-n // MANY)))
            count = -(-n // length)
            parts = torch.empty((3, rows, count), dtype=x.dtype, device=x.device)
            _of_parts[(-(-rows // shape.rows) * count,)](
                x, mask, parts, rows, n, *strides[:4], *t, length, count, ROWS=shape.rows, BLOCK=shape.block, **how_run
            )
            if kept is None and weights is not None:
                kept = torch.empty((3, rows), dtype=x.dtype, device=x.device)
            _of_joined_parts[(rows,)](
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
    _of_shares[(-(-rows // shape.rows) * blocks,)](
        x, mask, kept, slope, weights, rows, n, *strides, *t, blocks,
        ROWS=shape.rows, BLOCK=shape.block, num_warps=shape.warps, enable_fp_fusion=False,
    )


def _shape(x: torch.Tensor, smoothing: Smoothing | None) -> _Shape:
    """Return the shape of a program: for this kind, or for a pass in which every entry stands alone."""
    size, n = x.element_size(), x.shape[-1]
    tile = TILE // size
    if smoothing is THREE:
        return _Shape(tile // 4, 4, 4, True)
    block = triton.next_power_of_2(n)
    abreast = ABREAST if x.stride(0) == 1 and x.stride(1) != 1 else 1
    whole = smoothing is not None and abreast * block * size <= WHOLE
    if smoothing is QUADRATIC and not whole:
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

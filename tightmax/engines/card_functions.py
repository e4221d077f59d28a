"""What the kernels for a card are made of, in Triton: exponential, logarithms, shares, the projection; masked entries.

Every multiplication with an addition that may be one operation says so, and the compiler joins no others; divisions and
roots are rounded once. A function sees whole blocks of numbers, in the type of the entries.
"""

from __future__ import annotations

import math

import triton
import triton.language as tl

from tightmax.kinds import three as of_three

LN2_ABOVE_64 = tl.constexpr(float.fromhex("0x1.62e42fee00000p-1"))
LN2_BELOW_64 = tl.constexpr(float.fromhex("0x1.a39ef35793c76p-33"))
LOG2E_64 = tl.constexpr(float.fromhex("0x1.71547652b82fep+0"))
EXP_64 = tl.constexpr(tuple(map(float.fromhex, (
    "0x1.ad9bf1206a78dp-26", "0x1.28ad7530c533bp-22", "0x1.71df0f497a23cp-19", "0x1.a01999f8d0b32p-16",
    "0x1.a01a0136d2994p-13", "0x1.6c16c1843ea5dp-10", "0x1.1111111124b16p-7", "0x1.5555555550790p-5",
    "0x1.555555555550bp-3", "0x1.000000000000ap-1", "1", "1",
))))
LN2_ABOVE_32 = tl.constexpr(float.fromhex("0x1.62e000p-1"))
LN2_BELOW_32 = tl.constexpr(float.fromhex("0x1.0bfbe8p-15"))
LOG2E_32 = tl.constexpr(float.fromhex("0x1.715476p+0"))
EXP_32 = tl.constexpr(tuple(map(float.fromhex, (
    "0x1.6a4fe6p-10", "0x1.12398cp-7", "0x1.5558aep-5", "0x1.555492p-3", "0x1.fffffcp-2", "1", "1",
))))
"""The exponential of rounding-exp, whose constants these are, the coefficient of the highest power first."""

MAGIC_64, MAGIC_32 = tl.constexpr(1.5 * 2.0**52), tl.constexpr(1.5 * 2.0**23)
"""Added to a number these make it whole, in the last bits of the sum."""

ATANH_64 = tl.constexpr(tuple(2.0 / (2 * i + 3) for i in reversed(range(11))))
ATANH_32 = tl.constexpr(tuple(2.0 / (2 * i + 3) for i in reversed(range(4))))
"""2 atanh s is s (2 + (2/3) s^2 + (2/5) s^4 + ...): enough of these for s^2 <= 0.0295."""

ROOT_64, ROOT_32 = tl.constexpr(0x3FE6A09E667F3BCD), tl.constexpr(0x3F3504F3)
"""The bits of 1/sqrt 2."""

BRANCH = tl.constexpr(of_three.BRANCH)
ABOVE_64, BELOW_64 = tl.constexpr(of_three.ABOVE[::-1]), tl.constexpr((1.0, *of_three.BELOW[::-1]))
ABOVE_32 = tl.constexpr(of_three.ABOVE_SINGLE[::-1])
BELOW_32 = tl.constexpr((1.0, *of_three.BELOW_SINGLE[::-1]))
"""What `tightmax.kinds.three` has, the coefficient of the highest power first."""

FAR_64, FAR_32 = tl.constexpr(-745.5), tl.constexpr(-103.985)
"""e^z is 0 there and below: entries so many temperatures below the maximum count as being there."""

INF = tl.constexpr(math.inf)
"""Kernels know no number that is not declared like these."""

OF_LSE, OF_QUADRATIC, OF_THREE = tl.constexpr(0), tl.constexpr(2), tl.constexpr(3)
"""What the kinds are called here: the numbers of `Smoothing.kernel`, as in fast/tightmax_fast/kernels.cpp."""


@triton.jit
def number(bits: tl.tensor, like: tl.tensor) -> tl.tensor:
    """The number of these 64 bits in the type of `like`: one that is passed as a float arrives in single precision."""
    return bits.to(tl.int64).to(tl.float64, bitcast=True).to(like.dtype.element_ty)


@triton.jit
def horner(r: tl.tensor, C: tl.constexpr, LAST: tl.constexpr) -> tl.tensor:
    """The polynomial with the coefficients C_0 ... C_LAST, that of the highest power first."""
    s = tl.full(r.shape, C[0], r.dtype)
    for i in tl.static_range(1, LAST + 1):
        s = tl.fma(s, r, tl.full(r.shape, C[i], r.dtype))
    return s


@triton.jit
def quotient(a: tl.tensor, b: tl.tensor) -> tl.tensor:
    """a/b, rounded once: without saying so it would be less accurate in single precision."""
    if b.dtype == tl.float32:
        return tl.math.div_rn(a.to(tl.float32), b)
    else:
        return a / b


@triton.jit
def exponential(z: tl.tensor) -> tl.tensor:
    """e^z for z <= 0, not below FAR.   [rounding-exp]   A nan stays one."""
    if z.dtype == tl.float64:
        shifted = tl.fma(z, tl.full(z.shape, LOG2E_64, z.dtype), tl.full(z.shape, MAGIC_64, z.dtype))
        k = shifted - MAGIC_64
        r = tl.fma(-k, tl.full(z.shape, LN2_ABOVE_64, z.dtype), z)
        r = tl.fma(-k, tl.full(z.shape, LN2_BELOW_64, z.dtype), r)
        p = horner(r, EXP_64, 11)
        whole = shifted.to(tl.int64, bitcast=True) - 0x4338000000000000
        half = whole >> 1  # 2^k in two factors: it may be no number of the type while p 2^k is one
        first = ((half + 1023) << 52).to(tl.float64, bitcast=True)
        return p * first * ((whole - half + 1023) << 52).to(tl.float64, bitcast=True)
    else:
        shifted = tl.fma(z, tl.full(z.shape, LOG2E_32, z.dtype), tl.full(z.shape, MAGIC_32, z.dtype))
        k = shifted - MAGIC_32
        r = tl.fma(-k, tl.full(z.shape, LN2_ABOVE_32, z.dtype), z)
        r = tl.fma(-k, tl.full(z.shape, LN2_BELOW_32, z.dtype), r)
        p = horner(r, EXP_32, 6)
        whole = shifted.to(tl.int32, bitcast=True) - 0x4B400000
        half = whole >> 1
        first = ((half + 127) << 23).to(tl.float32, bitcast=True)
        return p * first * ((whole - half + 127) << 23).to(tl.float32, bitcast=True)


@triton.jit
def series(square: tl.tensor) -> tl.tensor:
    """(2 atanh s - 2 s)/s^3."""
    if square.dtype == tl.float64:
        return horner(square, ATANH_64, 10)
    else:
        return horner(square, ATANH_32, 3)


@triton.jit
def logarithm(y: tl.tensor, x: tl.tensor, ONE_MORE: tl.constexpr) -> tl.tensor:
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
        low += tl.where(k == 0, 0.0, quotient(x - (y - 1.0), y))
    h = 0.5 * f * f
    s = quotient(f, f + 2.0)
    square = s * s
    return whole * above - ((h - (s * (h + square * series(square)) + low)) - f)


@triton.jit
def levels(x: tl.tensor, top: tl.tensor, far: tl.tensor, inverse: tl.tensor, rest: tl.tensor) -> tl.tensor:
    """(x - top)/t, 0 where x is the top, which may be infinite. inverse + rest is 1/t in twice as many digits."""
    below = tl.where(x == top, 0.0, x - top)
    below = tl.where(below < far, far, below)
    return tl.fma(below, tl.broadcast_to(inverse, below.shape), below * rest)


@triton.jit
def share(x: tl.tensor, top: tl.tensor, t: tl.tensor, inverse: tl.tensor, rest: tl.tensor) -> tl.tensor:
    """e^((x - top)/t)."""
    if x.dtype == tl.float64:
        return exponential(levels(x, top, t * FAR_64, inverse, rest))
    else:
        return exponential(levels(x, top, t * FAR_32, inverse, rest))


@triton.jit
def shares(others: tl.tensor, end: tl.tensor, KIND: tl.constexpr) -> tuple[tl.tensor, tl.tensor, tl.tensor]:
    """From the sum of e^z over all but one largest: the excess, and what e^z is multiplied by, that of a largest apart.

    The formulas are those of `tightmax.kinds.lse` and `tightmax.kinds.universal`.
    """
    if KIND == OF_LSE:
        total = others + 1.0
        factor = quotient(tl.full(total.shape, 1.0, total.dtype), total)
        first = factor
        excess = logarithm(total, others, True)
    else:
        c = tl.minimum(tl.maximum(others, tl.broadcast_to(end, others.shape)), 1.0)
        m = tl.maximum(0.5 * others + 0.5, 1.0)
        both = c * m
        log = logarithm(both, both, False)
        left = tl.where(c > end, 0.5 + 0.25 * tl.minimum(log, 0.0), 0.0)
        excess = 2.0 * left * left + tl.maximum(log, 0.0)
        factor = quotient(left, both)
        first = quotient(1.0 - left, m)
    known = others == others
    return tl.where(known, excess, others), tl.where(known, factor, others), tl.where(known, first, others)


@triton.jit
def entries(
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
def projected(
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
        mean = quotient(total - 1.0, tl.sum(inside.to(z.dtype), axis=1))
        going = tl.max((mean > tau).to(tl.int32), axis=0)
        tau = tl.where(mean > tau, mean, tau)
    weights = tl.where(counts & (z > tau[:, None]), z - tau[:, None], 0.0)
    squares = tl.sum(tl.where(z == 0.0, 0.0, weights * weights), axis=1)
    return 0.5 * ((1.0 + tau) * (1.0 + tau) + tl.maximum(ties - 1.0, 0.0) * (tau * tau) + squares), tau

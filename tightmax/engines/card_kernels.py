"""The kernels for a card, in Triton: a program has several rows, or a part of one; see `tightmax.engines.on_cuda`.

Numbers come as their 64 bits, and places are counted in 64 bits: a tensor may have more entries than 32 can count.
"""

from __future__ import annotations

import triton
import triton.language as tl

from tightmax.engines.card_functions import (
    ABOVE_32,
    ABOVE_64,
    BELOW_32,
    BELOW_64,
    BRANCH,
    FAR_32,
    FAR_64,
    INF,
    OF_QUADRATIC,
    entries,
    exponential,
    horner,
    levels,
    number,
    projected,
    share,
    shares,
)


@triton.jit(do_not_specialize=("rows", "t", "inverse", "rest", "end", "lowered"))
def of_whole_rows(
    x: tl.tensor, mask: tl.tensor, value: tl.tensor, kept: tl.tensor, weights: tl.tensor,
    rows: tl.tensor, n: tl.tensor, rs: tl.tensor, cs: tl.tensor, mr: tl.tensor, mc: tl.tensor, wr: tl.tensor,
    wc: tl.tensor, t: tl.int64, inverse: tl.int64, rest: tl.int64, end: tl.int64, lowered: tl.int64,
    KIND: tl.constexpr, ROWS: tl.constexpr, BLOCK: tl.constexpr,
) -> None:
    """Value, shares and weights of rows that fit into a program; shares and weights if there is room for them."""
    t, inverse, rest = number(t, x), number(inverse, x), number(rest, x)
    row = tl.program_id(0).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    col = tl.arange(0, BLOCK).to(tl.int64)
    found, counts = entries(x, mask, row, col, rows, n, rs, cs, mr, mc)
    top = tl.max(found, axis=1)
    largest = counts & (found == top[:, None])
    ties = tl.sum(largest.to(found.dtype), axis=1)
    if KIND == OF_QUADRATIC:
        z = levels(found, top[:, None], -2.0 * t, inverse, rest)
        lost = tl.sum(tl.where(counts & (found != found), found, 0.0), axis=1)  # nan if there is one
        excess, tau = projected(z, counts, ties)
        excess += lost
        made = tl.where(z > tau[:, None], z - tau[:, None], 0.0) + lost[:, None]
    else:
        e = share(found, top[:, None], t, inverse, rest)
        others = tl.sum(tl.where(counts & (found != top[:, None]), e, 0.0), axis=1) + tl.maximum(ties - 1.0, 0.0)
        excess, factor, first = shares(others, number(end, x), KIND)
        made = tl.where(largest, first[:, None], e * factor[:, None])
        if kept is not None:
            size = rows.to(tl.int64)
            tl.store(kept + row, top, mask=row < rows)
            tl.store(kept + size + row, factor, mask=row < rows)
            tl.store(kept + 2 * size + row, first, mask=row < rows)
    excess -= number(lowered, x)
    tl.store(value + row, tl.fma(excess, tl.broadcast_to(t, top.shape), top), mask=row < rows)
    if weights is not None:
        there = (row[:, None] < rows) & (col[None, :] < n)
        tl.store(weights + row[:, None] * wr + col[None, :] * wc, tl.where(counts, made, 0.0), mask=there)


@triton.jit(do_not_specialize=("rows", "length", "count", "t", "inverse", "rest"))
def of_parts(
    x: tl.tensor, mask: tl.tensor, parts: tl.tensor, rows: tl.tensor, n: tl.tensor,
    rs: tl.tensor, cs: tl.tensor, mr: tl.tensor, mc: tl.tensor, t: tl.int64, inverse: tl.int64, rest: tl.int64,
    length: tl.tensor, count: tl.tensor, ROWS: tl.constexpr, BLOCK: tl.constexpr,
) -> None:
    """Of each part of each row: the maximum, how often it occurs, and the sum of e^z over the others.

    Every lane has these three numbers of the entries that it has seen, one exponential an entry; then they are joined.
    """
    t, inverse, rest = number(t, x), number(inverse, x), number(rest, x)
    place = tl.program_id(0).to(tl.int64)
    part = place % count
    row = place // count * ROWS + tl.arange(0, ROWS)
    top = tl.full((ROWS, BLOCK), -INF, x.dtype.element_ty)
    ties = tl.full((ROWS, BLOCK), 0.0, x.dtype.element_ty)
    others = tl.full((ROWS, BLOCK), 0.0, x.dtype.element_ty)
    for start in range(0, length, BLOCK):
        col = part * length + start + tl.arange(0, BLOCK)
        found, counts = entries(x, mask, row, col, rows, n, rs, cs, mr, mc)
        higher, same = found > top, found == top
        e = share(tl.where(higher, top, found), tl.where(higher, found, top), t, inverse, rest)
        others = tl.where(higher, (others + ties) * e, tl.where(same | (counts == 0), others, others + e))
        ties = tl.where(higher, 1.0, ties + (same & counts).to(ties.dtype))
        top = tl.where(higher, found, top)
    most = tl.max(top, axis=1)
    same = top == most[:, None]
    lower = tl.where(same, others, (others + ties) * share(top, most[:, None], t, inverse, rest))
    at = parts + row * count + part
    size = rows.to(tl.int64) * count
    tl.store(at, most, mask=row < rows)
    tl.store(at + size, tl.sum(tl.where(same, ties, 0.0), axis=1), mask=row < rows)
    tl.store(at + 2 * size, tl.sum(lower, axis=1), mask=row < rows)


@triton.jit(do_not_specialize=("rows", "count", "t", "inverse", "rest", "end", "lowered"))
def of_joined_parts(
    parts: tl.tensor, value: tl.tensor, kept: tl.tensor, rows: tl.tensor, count: tl.tensor, t: tl.int64,
    inverse: tl.int64, rest: tl.int64, end: tl.int64, lowered: tl.int64, KIND: tl.constexpr, BLOCK: tl.constexpr,
) -> None:
    """Value and shares of a row from the numbers of its parts."""
    t, inverse, rest = number(t, parts), number(inverse, parts), number(rest, parts)
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
    lower = tl.where(same, others, (others + ties) * share(tops, top[:, None], t, inverse, rest))
    more = tl.maximum(tl.sum(tl.where(same, ties, 0.0), axis=1) - 1.0, 0.0)
    excess, factor, first = shares(tl.sum(lower, axis=1) + more, number(end, parts), KIND)
    excess -= number(lowered, parts)
    tl.store(value + row, tl.fma(excess, tl.broadcast_to(t, top.shape), top))
    if kept is not None:
        tl.store(kept + row, top)
        tl.store(kept + size + row, factor)
        tl.store(kept + 2 * size + row, first)


@triton.jit(do_not_specialize=("rows", "sr", "blocks", "t", "inverse", "rest"))
def of_shares(
    x: tl.tensor, mask: tl.tensor, kept: tl.tensor, slope: tl.tensor, weights: tl.tensor,
    rows: tl.tensor, n: tl.tensor, rs: tl.tensor, cs: tl.tensor, mr: tl.tensor, mc: tl.tensor, wr: tl.tensor,
    wc: tl.tensor, sr: tl.tensor, t: tl.int64, inverse: tl.int64, rest: tl.int64, blocks: tl.tensor,
    ROWS: tl.constexpr, BLOCK: tl.constexpr,
) -> None:
    """The weights from the shares of each row, times the slope of the row if there is one."""
    t, inverse, rest = number(t, x), number(inverse, x), number(rest, x)
    place = tl.program_id(0).to(tl.int64)
    row = place // blocks * ROWS + tl.arange(0, ROWS)
    col = place % blocks * BLOCK + tl.arange(0, BLOCK)
    found, counts = entries(x, mask, row, col, rows, n, rs, cs, mr, mc)
    top = tl.load(kept + row, mask=row < rows, other=0.0)
    size = rows.to(tl.int64)
    factor = tl.load(kept + size + row, mask=row < rows, other=0.0)
    first = tl.load(kept + 2 * size + row, mask=row < rows, other=0.0)
    if slope is not None:
        steep = tl.load(slope + row * sr, mask=row < rows, other=0.0)
        factor, first = factor * steep, first * steep
    made = share(found, top[:, None], t, inverse, rest) * factor[:, None]
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
def of_three(
    x: tl.tensor, mask: tl.tensor, value: tl.tensor, weights: tl.tensor, rows: tl.tensor, rs: tl.tensor, cs: tl.tensor,
    mr: tl.tensor, mc: tl.tensor, wr: tl.tensor, wc: tl.tensor, t: tl.int64, inverse: tl.int64, rest: tl.int64,
    lowered: tl.int64, ROWS: tl.constexpr,
) -> None:
    """Value and weights of rows of three entries, by the formulas of `tightmax.kinds.three`."""
    t, inverse, rest = number(t, x), number(inverse, x), number(rest, x)
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
    a = tl.where(of_a, levels(a, top, far, inverse, rest), -1024.0)
    b = tl.where(of_b, levels(b, top, far, inverse, rest), -1024.0)
    c = tl.where(of_c, levels(c, top, far, inverse, rest), -1024.0)
    low, high = tl.minimum(a, b), tl.maximum(a, b)
    second = tl.maximum(low, tl.minimum(high, c))
    gap = tl.minimum(low, c) - second
    if x.dtype.element_ty == tl.float64:
        e = exponential(tl.maximum(gap, tl.full(gap.shape, FAR_64, gap.dtype)))
        root = tl.sqrt(e + BRANCH)
        w = e * (horner(root, ABOVE_64, 4) / horner(root, BELOW_64, 4))
    else:  # in double precision from here on: the square of what is a sum of several numbers is wanted
        e = exponential(tl.maximum(gap, tl.full(gap.shape, FAR_32, gap.dtype))).to(tl.float64)
        root = tl.sqrt(e + BRANCH)
        w = e * (horner(root, ABOVE_32, 2) / horner(root, BELOW_32, 2))
    jump = 0.25 * tl.maximum(2.0 + 2.0 * w + second, 0.0)
    part = jump / (1.0 + w)
    excess = 2.0 * jump * jump + lost - number(lowered, x)
    tl.store(value + row, top + t * excess, mask=row < rows)
    if weights is not None:
        first, middle, last = 1.0 - jump + lost, part * (1.0 - w) + lost, 2.0 * part * w + lost
        at = weights + row * wr
        made = tl.where(a == 0.0, first, tl.where(a == second, middle, last))
        tl.store(at, tl.where(of_a, made, 0.0), mask=row < rows)
        made = tl.where(b == 0.0, first, tl.where(b == second, middle, last))
        tl.store(at + wc, tl.where(of_b, made, 0.0), mask=row < rows)
        made = tl.where(c == 0.0, first, tl.where(c == second, middle, last))
        tl.store(at + 2 * wc, tl.where(of_c, made, 0.0), mask=row < rows)

"""Convolutions on a torus: the largest singular value over the frequencies, between two certified ends."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from tightmax.enclosure import TINY, U, gamma
from tightmax.spectral.bounds import SLACK, matrix_ratio_down, stack_norm_up

STACK_ENTRIES = 2_000_000
"""So many entries of symbols are handled at a time."""

FREQUENCIES = 2**26
"""So many frequencies a layer may have, and with zeros so many inputs and outputs: others are refused."""

Sizes = tuple[int, int, int]
"""A number for each of three axes; those that a layer does not have count 1."""

PI = 3141592653589793238462643383279502884197169399375
"""The integer part of pi times 10^48."""

ONE = 1 << 160
"""What stands for 1 where roots of unity are computed in integers."""


def check_count(name: str, count: int, sizes: Sizes) -> None:
    """ValueError if there are more frequencies, or inputs or outputs, than can be handled."""
    if count > FREQUENCIES:
        shape = tuple(n for n in sizes if n > 1)
        raise ValueError(f"size must leave at most {FREQUENCIES} {name}, not {count} on the grid {shape}")


def by_remainders(taps: Any, sizes: Sizes, strides: Sizes, apart: Sizes) -> tuple[Any, Sizes]:
    """Return a kernel and sizes of stride and dilation 1 with the same norm on the torus; strides divide its sides.

    Tap q of output p is at place s p + d q: at place p + floor(d q / s) among those with the remainder of d q by s,
    which are channels of their own. With g the common divisor of s and d, it is the remainder of q by s/g that decides
    on that of d q, and s/g taps further on the place is d/g further on. Where the first of them is, is of no account:
    moving all places of a channel alike is unitary. On the torus with n/s places the multiples of d/g are those of its
    common divisor with n/s, so that as many interlaced copies of the same layer are left.
    """
    counts = []
    for axis, (n, s, d) in enumerate(zip(sizes, strides, apart, strict=True), start=2):
        common = math.gcd(s, d)
        step, length = min(s // common, taps.shape[axis]), taps.shape[axis]
        rounds = -(-length // step)
        ends = [(0, 0)] * taps.ndim
        ends[axis] = (0, rounds * step - length)
        taps = np.pad(taps, ends)
        taps = taps.reshape(*taps.shape[:axis], rounds, step, *taps.shape[axis + 1 :])
        taps = np.moveaxis(taps, axis + 1, 2)
        taps = taps.reshape(taps.shape[0], -1, *taps.shape[3:])
        counts.append(n // s // math.gcd(n // s, d // common))
    return taps, (counts[0], counts[1], counts[2])


def _root(j: int, n: int) -> tuple[int, int]:
    """Return `e^{2 pi i j / n}` in integers, by Taylor series."""
    angle = ONE * 2 * PI * j // (n * 10**48)
    term, sums = ONE, [0, 0]
    for k in range(1, 80):
        sums[(k - 1) % 2] += term if (k - 1) % 4 < 2 else -term
        term = term * angle // (k << 160)
    return sums[0], sums[1]


def roots_of_unity(n: int) -> Any:
    """Return `e^{2 pi i j / n}` for j < n, each component within 2^-53: products of two of about 2 sqrt(n) of them."""
    step = math.isqrt(n - 1) + 1
    near = [_root(j, n) for j in range(step)]
    found = np.empty(n, complex)
    for start in range(0, n, step):
        c, s = _root(start, n)
        found[start : start + step] = [
            complex((a * c - b * s) / ONE**2, (a * s + b * c) / ONE**2) for a, b in near[: n - start]
        ]
    return found


def _symbols(taps: Any, roots: list[Any]) -> Iterator[Any]:
    """Real matrices with the singular values of S(f), a stack at a time.

    roots: those of unity for each axis. S(-f) is the complex conjugate of S(f), so half of the frequencies is enough.
    """
    out, ins, *lengths = taps.shape
    sizes = [len(root) for root in roots]
    flat = taps.reshape(out * ins, -1).T
    grid = (sizes[0] // 2 + 1, *sizes[1:])
    chunk = max(1, STACK_ENTRIES // max(4 * out * ins, math.prod(lengths)))
    for start in range(0, math.prod(grid), chunk):
        some = np.unravel_index(np.arange(start, min(start + chunk, math.prod(grid))), grid)
        first, second, third = (
            root[np.outer(f, np.arange(k)) % n] for root, f, k, n in zip(roots, some, lengths, sizes, strict=True)
        )
        waves = (first[:, :, None] * second[:, None, :])[..., None] * third[:, None, None, :]
        waves = waves.reshape(len(some[0]), -1)
        real = (np.ascontiguousarray(waves.real) @ flat).reshape(-1, out, ins)
        imaginary = (np.ascontiguousarray(waves.imag) @ flat).reshape(-1, out, ins)
        upper_half = np.concatenate([real, -imaginary], axis=2)
        yield np.concatenate([upper_half, np.concatenate([imaginary, real], axis=2)], axis=1)


def _symbol_error(taps: Any, sizes: Sizes) -> float:
    """Return how far the computed S(f) may be off in norm.

    A root is off by 2u, a product of two by 8u, of three by 16u: each multiplication rounds by less than 3u. The roots
    of an axis of length 1 are exactly 1. Hence each component of S is off by (8u + gamma) sum |kernel|, or by 16u.
    """
    roots = 8 * U if min(sizes) == 1 else 16 * U
    moduli = np.abs(taps).sum(axis=(2, 3, 4))
    norm = math.sqrt(float((moduli**2).sum()) + TINY * taps.size) * (1 + gamma(taps.size + 16))
    return float(2 * (roots + gamma(math.prod(taps.shape[2:]) + 8)) * norm + 8 * TINY * taps.size)


def norm_on_torus(taps: Any, sizes: Sizes) -> tuple[float, float]:
    """Return both ends for circular padding and stride 1, largest entry in [1/2, 1)."""
    out, ins, *lengths = taps.shape
    check_count("frequencies", math.prod(sizes), sizes)
    if out < ins:
        return norm_on_torus(taps.swapaxes(0, 1), sizes)
    grow = math.prod(lengths).bit_length() + 1  # |S(f)| < 2^grow, entry by entry: keep below 1 in what follows
    roots = [roots_of_unity(n) for n in sizes]
    best, guess = None, -1.0
    for stack in _symbols(taps, roots):
        norms = np.linalg.norm(stack[:, :out, :ins] + 1j * stack[:, out:, :ins], 2, axis=(-2, -1))
        if float(norms.max()) > guess:
            guess, best = float(norms.max()), stack[int(norms.argmax())]
    assert best is not None
    x = np.linalg.svd(best)[2][0]
    upper, off = 0.0, _symbol_error(taps, sizes)
    for stack in _symbols(taps, roots):
        upper = max(upper, math.ldexp(stack_norm_up(np.ldexp(stack, -grow), math.ldexp(guess, -grow)), grow))
    lower = math.ldexp(matrix_ratio_down(np.ldexp(best, -grow), x, best.shape[1]), grow)
    return max((lower - off) * (1 - SLACK), 0.0), (upper + off) * (1 + SLACK)

"""Enclosures of the operator norm of convolution layers: the largest singular value over the frequencies."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator
from typing import Any

import numpy as np

from tightmax.enclosure import TINY, Enclosure, U, gamma, real_array
from tightmax.spectral.bounds import (
    SLACK,
    leading_vector,
    matrix_ratio_down,
    ratio_down,
    scale_of,
    stack_norm_up,
    unscaled,
)
from tightmax.spectral.dense import check_finite, dense_enclosure

DENSE = 600
"""Zero-padded layers with so few inputs or outputs are handled as a dense matrix."""

STACK_ENTRIES = 2_000_000
"""So many entries of symbols are handled at a time."""

PI = 3141592653589793238462643383279502884197169399375
"""The integer part of pi times 10^48."""


@np.errstate(all="ignore")  # an underflow is expected, and bounded
def conv_spectral_norm(kernel: Any, size: Any, *, padding: str = "circular") -> Enclosure:
    """Return an enclosure of the operator norm of a convolution layer with stride 1.                        [S3-37]

    *Statement.* The norm is that of the linear map from inputs (in, h, w) to outputs (out, h, w), Euclidean on both
    sides, without bias, `y[o, p] = sum_{i, q} kernel[o, i, q] x[i, p + q - offset]` (as in PyTorch, not flipped).
    It is *not* sigma_1 of the kernel reshaped to a matrix, which may be smaller. Of a grouped layer the kernel does not
    say so: its norm is the largest of those of the groups, each with its own part of the kernel; asked for the whole
    kernel at once, the upper end holds for the layer as well, and the lower one does not.

    *Why.* "circular": the discrete Fourier transform, which is unitary, splits the map into one out x in matrix per
    frequency, `S(f) = sum_q kernel[:, :, q] e^{2 pi i f.q}`, and the norm is the largest sigma_1(S(f)). All S(f) are
    certified at once with the same K, as real matrices [[Re, -Im], [Im, Re]], see `tightmax.spectral.bounds`; the
    rounding errors of the roots of unity (integer arithmetic) and of the sums are added. "zero": the map is a
    compression of the circular one on the torus (h + kh - 1, w + kw - 1), whose norm is therefore an upper bound; the
    lower end is `||Tx||/||x||` for the map T itself. The two differ by the effect of the border, about (k/h)^2
    relatively; layers with at most 600 inputs or outputs are certified as dense matrices instead, to 1e-10.

    *Arrays.* kernel: (out, in, kh, kw) with size (h, w), or (out, in, k) with size h. padding: "circular" or "zero",
    which are PyTorch's padding="same" with padding_mode "circular" and "zeros".

    *Errors.* As `tightmax.spectral_norm`; ValueError for kernels of other shapes, sizes that do not fit or are not
    positive, and other paddings.

    >>> norm = conv_spectral_norm([[[1.0, 1.0, 1.0]]], 8)
    >>> 3.0 in norm, norm.relative_width < 1e-12
    (True, True)
    """
    taps, sizes = _checked(kernel, size, padding)
    if not taps.any():
        return Enclosure(0.0, 0.0)
    exponent = scale_of(taps)
    taps = np.ldexp(taps, -exponent)
    if padding == "circular":
        lower, upper = _torus(taps, sizes)
    else:
        inner = min(taps.shape[:2]) * math.prod(sizes)
        if inner <= DENSE:
            dense = dense_enclosure(_as_matrix(taps, sizes))
            lower, upper = dense.lower, dense.upper
        else:
            upper = _torus(taps, tuple(n + k - 1 for n, k in zip(sizes, taps.shape[2:], strict=True)))[1]
            lower = _zero_padded_down(taps, sizes)
    lost = TINY * taps.size * (exponent > 0)  # entries that underflow when the kernel is scaled
    return unscaled(max(lower - lost, 0.0), upper + lost, exponent)


def _checked(kernel: Any, size: Any, padding: str) -> tuple[Any, tuple[int, int]]:
    """Return the kernel with two spatial axes, and the two sizes."""
    if padding not in ("circular", "zero"):
        raise ValueError(f"padding must be 'circular' or 'zero', not {padding!r}")
    taps = real_array("kernel", kernel)[0]
    if taps.ndim not in (3, 4) or 0 in taps.shape:
        raise ValueError(f"kernel must have shape (out, in, k) or (out, in, kh, kw), not {taps.shape}")
    check_finite("kernel", taps)
    given = tuple(size) if isinstance(size, (tuple, list)) else (size,)
    try:
        sizes = tuple(operator.index(n) for n in given)
    except TypeError:
        raise TypeError(f"size must be an integer or a tuple of integers, not {size!r}") from None
    if len(sizes) != taps.ndim - 2 or min(sizes, default=0) < 1:
        raise ValueError(f"size must be {taps.ndim - 2} positive integers for this kernel, not {size!r}")
    return (taps, (sizes[0], sizes[1])) if taps.ndim == 4 else (taps[:, :, None], (1, sizes[0]))


def roots_of_unity(n: int) -> Any:
    """Return `e^{2 pi i j / n}` for j < n, each component within 2^-53: by Taylor series in integers of 160 bits."""
    one = 1 << 160
    found = []
    for j in range(n):
        angle = one * 2 * PI * j // (n * 10**48)
        term, sums = one, [0, 0]
        for k in range(1, 80):
            sums[(k - 1) % 2] += term if (k - 1) % 4 < 2 else -term
            term = term * angle // (k << 160)
        found.append(complex(sums[0] / one, sums[1] / one))
    return np.array(found)


def _symbols(taps: Any, sizes: tuple[int, ...]) -> Iterator[Any]:
    """Real matrices with the singular values of S(f), a stack at a time.

    S(-f) is the complex conjugate of S(f), so half of the frequencies is enough.
    """
    out, ins, kh, kw = taps.shape
    h, w = sizes
    first, second = roots_of_unity(h), roots_of_unity(w)
    flat = taps.reshape(out * ins, kh * kw).T
    pairs = np.stack(np.meshgrid(np.arange(h // 2 + 1), np.arange(w), indexing="ij"), axis=-1).reshape(-1, 2)
    chunk = max(1, STACK_ENTRIES // (4 * out * ins))
    for start in range(0, len(pairs), chunk):
        f, g = pairs[start : start + chunk].T
        rows = first[np.outer(f, np.arange(kh)) % h]
        columns = second[np.outer(g, np.arange(kw)) % w]
        waves = (rows[:, :, None] * columns[:, None, :]).reshape(len(f), kh * kw)
        real = (np.ascontiguousarray(waves.real) @ flat).reshape(-1, out, ins)
        imaginary = (np.ascontiguousarray(waves.imag) @ flat).reshape(-1, out, ins)
        upper_half = np.concatenate([real, -imaginary], axis=2)
        yield np.concatenate([upper_half, np.concatenate([imaginary, real], axis=2)], axis=1)


def _symbol_error(taps: Any) -> float:
    """Return how far the computed S(f) may be off in norm.

    A root is off by 2u, a product of two by 8u, hence each component of S by (8u + gamma) sum |kernel|.
    """
    moduli = np.abs(taps).sum(axis=(2, 3))
    norm = math.sqrt(float((moduli**2).sum()) + TINY * taps.size) * (1 + gamma(taps.size + 16))
    return float(2 * (8 * U + gamma(math.prod(taps.shape[2:]) + 8)) * norm + 8 * TINY * taps.size)


def _torus(taps: Any, sizes: tuple[int, ...]) -> tuple[float, float]:
    """Return both ends for circular padding, largest entry in [1/2, 1)."""
    out, ins, kh, kw = taps.shape
    if out < ins:
        return _torus(taps.swapaxes(0, 1), sizes)
    grow = (kh * kw).bit_length() + 1  # |S(f)| < 2^grow, entry by entry: keep below 1 in what follows
    best, guess = None, -1.0
    for stack in _symbols(taps, sizes):
        norms = np.linalg.norm(stack[:, :out, :ins] + 1j * stack[:, out:, :ins], 2, axis=(-2, -1))
        if float(norms.max()) > guess:
            guess, best = float(norms.max()), stack[int(norms.argmax())]
    assert best is not None
    x = np.linalg.svd(best)[2][0]
    upper, off = 0.0, _symbol_error(taps)
    for stack in _symbols(taps, sizes):
        upper = max(upper, math.ldexp(stack_norm_up(np.ldexp(stack, -grow), math.ldexp(guess, -grow)), grow))
    lower = math.ldexp(matrix_ratio_down(np.ldexp(best, -grow), x, best.shape[1]), grow)
    return max((lower - off) * (1 - SLACK), 0.0), (upper + off) * (1 + SLACK)


def _offsets(taps: Any) -> tuple[int, int]:
    return (taps.shape[2] - 1) // 2, (taps.shape[3] - 1) // 2


def _correlate(taps: Any, x: Any, before: tuple[int, int]) -> Any:
    """Return the zero-padded map for inputs (in, h, w), with so many zeros before the first row and column."""
    kh, kw = taps.shape[2:]
    h, w = x.shape[1:]
    padded = np.pad(x, ((0, 0), *((b, k - 1 - b) for b, k in zip(before, (kh, kw), strict=True))))
    y = np.zeros((taps.shape[0], h * w))
    for a in range(kh):
        for b in range(kw):
            y += taps[:, :, a, b] @ padded[:, a : a + h, b : b + w].reshape(len(x), h * w)
    return y.reshape(-1, h, w)


def _zero_padded_down(taps: Any, sizes: tuple[int, int]) -> float:
    """Return the lower end for zero padding, from the map itself."""
    before = _offsets(taps)
    after = (taps.shape[2] - 1 - before[0], taps.shape[3] - 1 - before[1])
    turned = np.ascontiguousarray(taps[:, :, ::-1, ::-1].swapaxes(0, 1))
    shape = (taps.shape[1], *sizes)

    def square(v: Any) -> Any:
        return _correlate(turned, _correlate(taps, v.reshape(shape), before), after).ravel()

    x = leading_vector(square, math.prod(shape), 20, 6).reshape(shape)
    terms = math.prod(taps.shape[1:])
    e = _correlate(np.abs(taps), np.abs(x), before) * gamma(terms) * (1 + gamma(terms + 8)) + 4 * terms * TINY
    return ratio_down(_correlate(taps, x, before).ravel(), e.ravel(), x.ravel())


def _as_matrix(taps: Any, sizes: tuple[int, int]) -> Any:
    """Return the zero-padded map as a matrix; its entries are those of the kernel, so nothing is rounded."""
    out, ins, kh, kw = taps.shape
    h, w = sizes
    top, left = _offsets(taps)
    found = np.zeros((out, h, w, ins, h, w))
    for a in range(kh):
        for b in range(kw):
            rows = np.arange(max(0, top - a), min(h, h + top - a))
            columns = np.arange(max(0, left - b), min(w, w + left - b))
            r, c = np.meshgrid(rows, columns, indexing="ij")
            found[:, r, c, :, r + a - top, c + b - left] = taps[:, :, a, b]
    return found.reshape(out * h * w, ins * h * w)

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

Sizes = tuple[int, int, int]
"""A number for each of three axes; those that a layer does not have count 1."""

PI = 3141592653589793238462643383279502884197169399375
"""The integer part of pi times 10^48."""


@np.errstate(all="ignore")  # an underflow is expected, and bounded
def conv_spectral_norm(
    kernel: Any, size: Any, *, padding: str = "circular", stride: Any = 1, dilation: Any = 1, groups: int = 1
) -> Enclosure:
    """Return an enclosure of the operator norm of a convolution layer in one, two or three dimensions.     [S3-37]

    *Statement.* The norm is that of the linear map from inputs (in, h, w) to outputs, Euclidean on both sides,
    without bias, `y[o, p] = sum_{i, q} kernel[o, i, q] x[i, s p + d q - offset]` (as in PyTorch, not flipped) with
    the stride s, the dilation d and offset = floor(d (k - 1) / 2), for p = 0, ..., ceil(h / s) - 1; likewise for
    (in, n) and (in, l, h, w). It is *not* sigma_1 of the kernel reshaped to a matrix, which may be smaller.

    *Why.* "circular": the discrete Fourier transform, which is unitary, splits the map into one out x in matrix per
    frequency, `S(f) = sum_q kernel[:, :, q] e^{2 pi i f.q}`, and the norm is the largest sigma_1(S(f)). All S(f)
    are certified at once with the same K, as real matrices [[Re, -Im], [Im, Re]], see `tightmax.spectral.bounds`;
    the rounding errors of the roots of unity (integer arithmetic) and of the sums are added. "zero": the map is a
    compression of the circular one on the torus (h + kh - 1, w + kw - 1), whose norm is therefore an upper bound;
    the lower end is `||Tx||/||x||` for the map T itself. The two differ by the effect of the border, about (k/h)^2
    relatively; layers with at most 600 inputs or outputs are certified as dense matrices instead, to 1e-10.

    A dilated layer is one whose kernel has zeros between. The groups of a grouped layer act on channels of their
    own, so that its norm is the largest of theirs. A layer of stride s sees s^2 (s, s^3) images, one for each
    remainder of the places by s: sorting the inputs by remainder is unitary, and what is left has stride 1 on the
    torus (h/s, w/s), with s^2 times as many input channels; so it needs a torus whose sides s divides. With zeros
    the torus is enlarged to such a one; with "circular" and another size there is no such splitting, and it is
    refused.

    *Arrays.* kernel: (out, in / groups, kh, kw) with size (h, w); (out, in / groups, k) with size n; or (out, in /
    groups, kl, kh, kw) with size (l, h, w). stride and dilation: one integer, or one for each axis. padding:
    "circular" or "zero", which are PyTorch's padding="same" with padding_mode "circular" and "zeros"; for an odd d
    (k - 1) PyTorch pads by one more at the end than at the beginning, as here, and with a stride only where padding
    is given as a number.

    *Errors.* As `tightmax.spectral_norm`; ValueError for kernels of other shapes, sizes, strides or dilations that
    do not fit or are not positive, groups that do not divide the outputs, and other paddings.

    >>> norm = conv_spectral_norm([[[1.0, 1.0, 1.0]]], 8)
    >>> 3.0 in norm, norm.relative_width < 1e-12
    (True, True)
    >>> conv_spectral_norm([[[1.0, 1.0]]], 8, stride=2).upper < 1.41421356238  # the square root of 2: no overlap
    True
    """
    taps, sizes, strides = _checked(kernel, size, padding, stride, dilation)
    number = _positive("groups", groups)
    if len(taps) % number:
        raise ValueError(f"groups must divide the number of outputs, {len(taps)}, not {groups!r}")
    found = [_of_group(part, sizes, strides, padding) for part in np.split(taps, number)]
    return Enclosure(max(one.lower for one in found), max(one.upper for one in found))


def _of_group(taps: Any, sizes: Sizes, strides: Sizes, padding: str) -> Enclosure:
    """Return the enclosure for one group, whose kernel has three spatial axes."""
    if not taps.any():
        return Enclosure(0.0, 0.0)
    exponent = scale_of(taps)
    taps = np.ldexp(taps, -exponent)
    if padding == "circular":
        lower, upper = _torus(*_by_remainders(taps, sizes, strides))
    else:
        outer = tuple(-(-n // s) for n, s in zip(sizes, strides, strict=True))
        if min(taps.shape[0] * math.prod(outer), taps.shape[1] * math.prod(sizes)) <= DENSE:
            dense = dense_enclosure(_as_matrix(taps, sizes, strides))
            lower, upper = dense.lower, dense.upper
        else:
            wide = tuple(
                -(-(n + k - 1) // s) * s for n, k, s in zip(sizes, taps.shape[2:], strides, strict=True)
            )
            upper = _torus(*_by_remainders(taps, wide, strides))[1]
            lower = _zero_padded_down(taps, sizes, strides)
    lost = TINY * taps.size * (exponent > 0)  # entries that underflow when the kernel is scaled
    return unscaled(max(lower - lost, 0.0), upper + lost, exponent)


def _positive(name: str, value: Any) -> int:
    """Return a positive integer; TypeError or ValueError that names what was given."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {value!r}") from None
    if number < 1 or isinstance(value, bool):
        raise ValueError(f"{name} must be at least 1, not {value!r}")
    return number


def _of_each_axis(name: str, given: Any, axes: int) -> Sizes:
    """Return one positive integer for each axis, and 1 for those that the kernel does not have."""
    several = tuple(given) if isinstance(given, (tuple, list)) else (given,) * axes
    if len(several) != axes:
        raise ValueError(f"{name} must be one integer or {axes}, one for each axis, not {given!r}")
    numbers = [_positive(name, one) for one in several] + [1] * (3 - axes)
    return numbers[0], numbers[1], numbers[2]


def _checked(kernel: Any, size: Any, padding: str, stride: Any, dilation: Any) -> tuple[Any, Sizes, Sizes]:
    """Return the kernel with three spatial axes and the zeros of its dilation, the three sizes and the strides."""
    if padding not in ("circular", "zero"):
        raise ValueError(f"padding must be 'circular' or 'zero', not {padding!r}")
    taps = real_array("kernel", kernel)[0]
    if taps.ndim not in (3, 4, 5) or 0 in taps.shape:
        accepted = "(out, in, k), (out, in, kh, kw) or (out, in, kl, kh, kw)"
        raise ValueError(f"kernel must have shape {accepted}, not {taps.shape}")
    check_finite("kernel", taps)
    given = tuple(size) if isinstance(size, (tuple, list)) else (size,)
    try:
        numbers = [operator.index(n) for n in given]
    except TypeError:
        raise TypeError(f"size must be an integer or a tuple of integers, not {size!r}") from None
    axes = taps.ndim - 2
    if len(numbers) != axes or min(numbers, default=0) < 1:
        raise ValueError(f"size must be {axes} positive integers for this kernel, not {size!r}")
    numbers += [1] * (3 - axes)
    sizes = numbers[0], numbers[1], numbers[2]
    strides = _of_each_axis("stride", stride, axes)
    if padding == "circular" and any(n % s for n, s in zip(sizes, strides, strict=True)):
        raise ValueError(f"stride must divide size for circular padding: {stride!r} does not divide {size!r}")
    apart = _of_each_axis("dilation", dilation, axes)
    taps = taps.reshape(*taps.shape, *(1,) * (3 - axes))
    spread = np.zeros((*taps.shape[:2], *((k - 1) * d + 1 for k, d in zip(taps.shape[2:], apart, strict=True))))
    spread[:, :, :: apart[0], :: apart[1], :: apart[2]] = taps
    return spread, sizes, strides


def _by_remainders(taps: Any, sizes: Sizes, strides: Sizes) -> tuple[Any, Sizes]:
    """Return a kernel and sizes of stride 1 with the same norm on the torus, whose sides the strides divide.

    Place s p + q of an input is place p + floor(q / s) among those with the remainder of q. An offset would move them
    all alike, which is unitary.
    """
    if strides == (1, 1, 1):
        return taps, sizes
    out, ins = taps.shape[:2]
    counts = tuple(-(-k // s) for k, s in zip(taps.shape[2:], strides, strict=True))
    found = np.zeros((out, ins, *strides, *counts))
    for q in np.ndindex(taps.shape[2:]):
        place, remainder = zip(*(divmod(a, s) for a, s in zip(q, strides, strict=True)), strict=True)
        found[(slice(None), slice(None), *remainder, *place)] = taps[(slice(None), slice(None), *q)]
    first, second, third = (n // s for n, s in zip(sizes, strides, strict=True))
    return found.reshape(out, ins * math.prod(strides), *counts), (first, second, third)


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


def _symbols(taps: Any, sizes: Sizes) -> Iterator[Any]:
    """Real matrices with the singular values of S(f), a stack at a time.

    S(-f) is the complex conjugate of S(f), so half of the frequencies is enough.
    """
    out, ins, *lengths = taps.shape
    roots = [roots_of_unity(n) for n in sizes]
    flat = taps.reshape(out * ins, -1).T
    axes = [np.arange(sizes[0] // 2 + 1), np.arange(sizes[1]), np.arange(sizes[2])]
    frequencies = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    chunk = max(1, STACK_ENTRIES // (4 * out * ins))
    for start in range(0, len(frequencies), chunk):
        some = frequencies[start : start + chunk].T
        first, second, third = (
            root[np.outer(f, np.arange(k)) % n] for root, f, k, n in zip(roots, some, lengths, sizes, strict=True)
        )
        waves = (first[:, :, None] * second[:, None, :])[..., None] * third[:, None, None, :]
        waves = waves.reshape(some.shape[1], -1)
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


def _torus(taps: Any, sizes: Sizes) -> tuple[float, float]:
    """Return both ends for circular padding and stride 1, largest entry in [1/2, 1)."""
    out, ins, *lengths = taps.shape
    if out < ins:
        return _torus(taps.swapaxes(0, 1), sizes)
    grow = math.prod(lengths).bit_length() + 1  # |S(f)| < 2^grow, entry by entry: keep below 1 in what follows
    best, guess = None, -1.0
    for stack in _symbols(taps, sizes):
        norms = np.linalg.norm(stack[:, :out, :ins] + 1j * stack[:, out:, :ins], 2, axis=(-2, -1))
        if float(norms.max()) > guess:
            guess, best = float(norms.max()), stack[int(norms.argmax())]
    assert best is not None
    x = np.linalg.svd(best)[2][0]
    upper, off = 0.0, _symbol_error(taps, sizes)
    for stack in _symbols(taps, sizes):
        upper = max(upper, math.ldexp(stack_norm_up(np.ldexp(stack, -grow), math.ldexp(guess, -grow)), grow))
    lower = math.ldexp(matrix_ratio_down(np.ldexp(best, -grow), x, best.shape[1]), grow)
    return max((lower - off) * (1 - SLACK), 0.0), (upper + off) * (1 + SLACK)


def _offsets(taps: Any) -> Sizes:
    first, second, third = ((k - 1) // 2 for k in taps.shape[2:])
    return first, second, third


def _correlate(taps: Any, x: Any, before: Sizes) -> Any:
    """Return the zero-padded map of stride 1 for inputs (in, l, h, w); before: how many zeros come first on each axis.
    """
    lengths, sizes = taps.shape[2:], x.shape[1:]
    padded = np.pad(x, ((0, 0), *((b, k - 1 - b) for b, k in zip(before, lengths, strict=True))))
    y = np.zeros((taps.shape[0], math.prod(sizes)))
    for q in np.ndindex(lengths):
        seen = padded[(slice(None), *(slice(a, a + n) for a, n in zip(q, sizes, strict=True)))]
        y += taps[(slice(None), slice(None), *q)] @ seen.reshape(len(x), -1)
    return y.reshape(-1, *sizes)


def _zero_padded_down(taps: Any, sizes: Sizes, strides: Sizes) -> float:
    """Return the lower end for zero padding, from the map itself: that of stride 1, of which some places are kept."""
    before = _offsets(taps)
    first, second, third = (k - 1 - b for k, b in zip(taps.shape[2:], before, strict=True))
    turned = np.ascontiguousarray(taps[:, :, ::-1, ::-1, ::-1].swapaxes(0, 1))
    shape = (taps.shape[1], *sizes)
    kept = (slice(None), *(slice(None, None, s) for s in strides))

    def square(v: Any) -> Any:
        image = np.zeros((taps.shape[0], *sizes))
        image[kept] = _correlate(taps, v.reshape(shape), before)[kept]
        return _correlate(turned, image, (first, second, third)).ravel()

    x = leading_vector(square, math.prod(shape), 20, 6).reshape(shape)
    terms = math.prod(taps.shape[1:])
    e = _correlate(np.abs(taps), np.abs(x), before) * gamma(terms) * (1 + gamma(terms + 8)) + 4 * terms * TINY
    return ratio_down(_correlate(taps, x, before)[kept].ravel(), e[kept].ravel(), x.ravel())


def _as_matrix(taps: Any, sizes: Sizes, strides: Sizes) -> Any:
    """Return the zero-padded map as a matrix; its entries are those of the kernel, so nothing is rounded."""
    out, ins = taps.shape[:2]
    before = _offsets(taps)
    found = np.zeros((out, *sizes, ins, *sizes))
    for q in np.ndindex(taps.shape[2:]):
        moves = [a - b for a, b in zip(q, before, strict=True)]
        places = [np.arange(max(0, -m), min(n, n - m)) for m, n in zip(moves, sizes, strict=True)]
        p = np.meshgrid(*places, indexing="ij")
        seen = [place + m for place, m in zip(p, moves, strict=True)]
        found[(slice(None), *p, slice(None), *seen)] = taps[(slice(None), slice(None), *q)]
    found = found[(slice(None), *(slice(None, None, s) for s in strides))]
    return found.reshape(-1, ins * math.prod(sizes))

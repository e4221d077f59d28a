"""Enclosures of the operator norm of convolution layers: the largest singular value over the frequencies."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from tightmax.enclosure import TINY, Enclosure, real_array
from tightmax.spectral.bounds import scale_of, unscaled
from tightmax.spectral.dense import check_finite
from tightmax.spectral.torus import Sizes, by_remainders, check_count, norm_on_torus
from tightmax.spectral.zero_padding import norm_with_zeros


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
    relatively; layers with at most 600 inputs or outputs are certified as dense matrices instead, to 1e-10, if these
    have at most 2^27 entries.

    A dilated layer consists of interlaced copies without dilation, one for each remainder of the places by d, or on a
    torus by the common divisor of d and the side; the groups of a grouped layer act on channels of their own. The norm
    is the largest of theirs. A layer of stride s sees s^2 (s, s^3) images, one for each
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
    do not fit or are not positive, groups that do not divide the outputs, other paddings, and sizes of more than 2^26
    frequencies (of a copy, if the layer is dilated), inputs or outputs.

    >>> norm = conv_spectral_norm([[[1.0, 1.0, 1.0]]], 8)
    >>> 3.0 in norm, norm.relative_width < 1e-12
    (True, True)
    >>> conv_spectral_norm([[[1.0, 1.0]]], 8, stride=2).upper < 1.41421356238  # the square root of 2: no overlap
    True
    """
    taps, sizes, strides, apart = _checked(kernel, size, padding, stride, dilation)
    number = _positive("groups", groups)
    if len(taps) % number:
        raise ValueError(f"groups must divide the number of outputs, {len(taps)}, not {groups!r}")
    found = [_of_group(part, sizes, strides, apart, padding) for part in np.split(taps, number)]
    return Enclosure(max(one.lower for one in found), max(one.upper for one in found))


def _of_group(taps: Any, sizes: Sizes, strides: Sizes, apart: Sizes, padding: str) -> Enclosure:
    """Return the enclosure for one group, whose kernel has three spatial axes."""
    if not taps.any():
        return Enclosure(0.0, 0.0)
    exponent = scale_of(taps)
    taps = np.ldexp(taps, -exponent)
    if padding == "circular":
        lower, upper = norm_on_torus(*by_remainders(taps, sizes, strides, apart))
    else:
        check_count("inputs or outputs", max(taps.shape[:2]) * math.prod(sizes), sizes)
        ends = norm_with_zeros(taps, sizes, strides, apart)
        if ends is None:
            return Enclosure(0.0, 0.0)
        lower, upper = ends
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


def _checked(kernel: Any, size: Any, padding: str, stride: Any, dilation: Any) -> tuple[Any, Sizes, Sizes, Sizes]:
    """Return the kernel with three spatial axes, the three sizes, the strides and the dilations."""
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
    return taps.reshape(*taps.shape, *(1,) * (3 - axes)), sizes, strides, apart

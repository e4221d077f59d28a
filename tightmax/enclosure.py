"""Guaranteed intervals: two numbers with the true value between them, rounding errors included; LSE as such a pair."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tightmax.arguments import by_name, positive
from tightmax.array_types import Values
from tightmax.arrays import numpy_from
from tightmax.axes import Axis, fold_for

U: float = 2.0**-53
"""The unit roundoff: a rounded operation errs by at most this, relatively, unless it underflows."""

TINY: float = 2.0**-1022
"""More than what an underflow loses, also where subnormal numbers are flushed to zero."""

ELEMENTARY: float = 2.0**-50
"""Assumed of NumPy's exp and log1p: the relative error of a normal result, 4 units in the last place."""

LARGEST = float(np.finfo(np.float64).max)


def gamma(k: int) -> float:
    """Return a bound of k u/(1 - k u), the relative error of k rounded operations in any order."""
    if k > 2**44:
        raise ValueError(f"{k} operations in a row are too many for the error bounds; at most 2**44 are accepted")
    return 1.01 * k * U


@dataclass(frozen=True)
class Enclosure:
    """Two numbers, lower <= upper, with the true value between them.

    >>> root = Enclosure(1.41, 1.42)
    >>> 2**0.5 in root, round(root.width, 3), root
    (True, 0.01, Enclosure(lower=1.41, upper=1.42))
    >>> Enclosure(2, 1)
    Traceback (most recent call last):
    ValueError: lower must be at most upper, not lower=2, upper=1
    """

    lower: float
    upper: float

    def __post_init__(self) -> None:
        if not self.lower <= self.upper:
            raise ValueError(f"lower must be at most upper, not lower={self.lower!r}, upper={self.upper!r}")

    @property
    def width(self) -> float:
        """The upper end less the lower one, rounded up."""
        return 0.0 if self.lower == self.upper else math.nextafter(self.upper - self.lower, math.inf)

    @property
    def relative_width(self) -> float:
        """The width over the lower end: 0 for a point, infinite where the lower end is not positive."""
        if self.lower == self.upper:
            return 0.0
        return self.width / self.lower if self.lower > 0 else math.inf

    @property
    def midpoint(self) -> float:
        """A number about half-way, never outside."""
        middle = 0.5 * self.lower + 0.5 * self.upper
        return 0.0 if math.isnan(middle) else min(max(middle, self.lower), self.upper)  # between -inf and inf: 0

    def __contains__(self, value: Any) -> bool:
        return bool(self.lower <= value <= self.upper)

    def _repr_latex_(self) -> str:
        ends = (f"{end:.17g}" if math.isfinite(end) else r"\infty" for end in (self.lower, self.upper))
        return "$[" + r",\ ".join(ends) + "]$"


@by_name(1)
def lse_enclosure(
    x: Any, /, *, temperature: float = 1.0, axis: Axis = -1, keepdims: bool = False, rigorous: bool = False
) -> tuple[Values, Values]:
    """Return (lower, upper) with `lower <= t ln sum_i exp(x_i / t) <= upper` along an axis.   [S4-03, S4-12]

    *Statement.* The bounds hold for the real number that the formula names at exactly these floating-point entries
    and this temperature t. Also `max <= lower`.

    *Why.* With M the maximum, z_i = (x_i - M)/t and one largest entry left out, the value is
    `M + t log1p(sum e^{z_i})`. Every entry carries its own error: computed z_i is off by 2u |z_i|, so e^{z_i} by the
    factor e^{2u |z_i|}; the sum is a binary tree, so it errs by ceil(log2 n) u; what underflows is added. u = 2^-53.
    The last operations are rounded outwards.

    *What is assumed.* By default, that NumPy's exp and log1p are within 4 units in the last place (the tests compare
    them with Arb). With `rigorous=True` nothing of NumPy's: Arb does the arithmetic, python-flint is needed, and the
    ends are the nearest floating-point numbers outside; slow, one row at a time.

    *Arrays.* x has shape (..., n), the two results have that shape without `axis`, as NumPy arrays. Types float64,
    float32, float16 are kept (computed in float64, then rounded outwards), bfloat16 gives float32, integers up to 2^53
    give float64. Arrays of other libraries are copied into NumPy's, without their gradients.

    *Edges.* No entries, or all -inf: (-inf, -inf). An entry +inf: (inf, inf). A nan: (nan, nan). A value beyond the
    largest number of the type has that number below and inf above.

    *Errors.* TypeError for complex, object, text or extended types and a temperature that is no real number;
    ValueError for one that is not positive and finite, for larger integers and an axis that is not there;
    ImportError for `rigorous=True` without python-flint.

    >>> low, high = lse_enclosure([0.0, 0.0])
    >>> bool(low <= 0.6931471805599453 <= high), bool(high - low < 1e-14)
    (True, True)
    >>> low, high = lse_enclosure([[1000.0, 1000.0], [0.0, -1e300]], temperature=0.5, rigorous=True)
    >>> low.tolist(), high.tolist()
    ([1000.34657359028, 0.0], [1000.3465735902801, 5e-324])
    """
    t = positive("temperature", temperature)
    array, dtype = real_array("x", x)
    fold = fold_for(np, array.shape, axis)
    rows = np.ascontiguousarray(fold.fold(array))
    ends = _arb_ends(rows, t) if rigorous else _float_ends(rows, t)
    low, high = (fold.reduced(end[..., None], keepdims) for end in ends)
    return _outward(low, dtype, -np.inf)[()], _outward(high, dtype, np.inf)[()]


def real_array(name: str, x: Any) -> tuple[Any, Any]:
    """Return the entries as float64, exactly, and the type they had; TypeError or ValueError that says why not."""
    array = numpy_from(name, x)
    kind = array.dtype.kind
    if kind not in "biuf" or array.dtype.itemsize > 8:
        raise TypeError(f"{name} must hold real numbers of at most 64 bits, not {array.dtype}")
    if kind in "iu" and array.size and max(-int(array.min()), int(array.max())) > 2**53:
        raise ValueError(f"{name} holds integers beyond 2**53, which float64 rounds: divide them first")
    return array.astype(np.float64), array.dtype.newbyteorder("=") if kind == "f" else np.dtype(np.float64)


def _outward(end: Any, dtype: Any, away: float) -> Any:
    """Return the end in its type, moved away from the value where the conversion went the other way."""
    with np.errstate(all="ignore"):
        typed = end.astype(dtype)
        wrong = typed.astype(np.float64) > end if away < 0 else typed.astype(np.float64) < end
        return np.where(wrong, np.nextafter(typed, dtype.type(away)), typed)


def _tree_sum(a: Any) -> Any:
    """Return the sum along the last axis, by halves: ceil(log2 n) additions on every path."""
    while a.shape[-1] > 1:
        half = a.shape[-1] // 2
        pairs = a[..., :half] + a[..., half : 2 * half]
        a = np.concatenate([pairs, a[..., 2 * half :]], axis=-1)
    return a[..., 0]


def _float_ends(x: Any, t: float) -> tuple[Any, Any]:
    """Return both ends in float64, for the last axis: the statement and its reasons are in `lse_enclosure`."""
    n = x.shape[-1]
    if n == 0:
        return np.full(x.shape[:-1], -np.inf), np.full(x.shape[:-1], -np.inf)
    with np.errstate(all="ignore"):
        top = x.max(axis=-1)
        z = (x - top[..., None]) / t
        z = np.where(np.isfinite(z), z, (x / 2 - top[..., None] / 2) / (t / 2))  # the difference may have overflowed
        z = np.maximum(z, -800.0)  # e^-800 counts as what underflows, and so does e^-inf
        # 2.1 u |z| + 2^-50 and what the next products round; e^{2.1 u 800} - 1 < 2.11 u 800.
        slack = 2.2 * U * -z + (ELEMENTARY + 8 * U)
        e = np.exp(z)
        np.put_along_axis(e, x.argmax(axis=-1)[..., None], 0.0, axis=-1)
        tree = gamma(math.ceil(math.log2(n)) + 8)
        above = (_tree_sum(e * (1 + slack)) + 4 * n * TINY) * (1 + tree)
        below = np.maximum(_tree_sum(e * (1 - slack)) * (1 - tree) - 4 * n * TINY, 0.0)
        below = np.where(below < 2.0**-1000, 0.0, below)
        outer = ELEMENTARY + 8 * U
        high = np.nextafter(t * (np.log1p(above) * (1 + outer)), np.inf)
        high = np.where((x > -np.inf).sum(axis=-1) > 1, np.nextafter(top + high, np.inf), top)
        low = np.minimum(np.nextafter(t * (np.log1p(below) * (1 - outer)), -np.inf), LARGEST)
        low = np.maximum(np.minimum(np.nextafter(top + low, -np.inf), LARGEST), top)
        plain = np.isfinite(top)
        return np.where(plain, low, top), np.where(plain, high, top)


def _arb_ends(x: Any, t: float) -> tuple[Any, Any]:
    """Return both ends by ball arithmetic, one row at a time."""
    try:
        import flint
    except ImportError:
        raise ImportError("rigorous=True needs python-flint: pip install python-flint") from None
    low, high = np.empty(x.shape[:-1]), np.empty(x.shape[:-1])
    for index in np.ndindex(*x.shape[:-1]):
        row = x[index]
        top = float(row.max()) if row.size else -math.inf
        if not math.isfinite(top):
            low[index] = high[index] = top
            continue
        with flint.ctx.workprec(192):
            others = [float(v) for i, v in enumerate(row) if i != row.argmax() and v > -math.inf]
            total = sum((((flint.arb(v) - flint.arb(top)) / flint.arb(t)).exp() for v in others), flint.arb(0))
            value = flint.arb(top) + flint.arb(t) * total.log1p()
            low[index] = max(_float_end(value.lower(), -math.inf), top)
            high[index] = _float_end(value.upper(), math.inf) if others else top
    return low, high


def _float_end(ball: Any, away: float) -> float:
    """Return the nearest floating-point number on the outer side of a ball without radius."""
    mantissa, exponent = (int(part) for part in ball.man_exp())
    size = mantissa.bit_length() + exponent
    if mantissa and size > 1100:
        return away if (mantissa > 0) == (away > 0) else math.copysign(LARGEST, mantissa)
    # Below 2^-1200 only the sign matters.
    number = Fraction(mantissa) * Fraction(2) ** exponent if size > -1200 else Fraction((mantissa > 0) * 2 - 1, 2**1200)
    number = number if mantissa else Fraction(0)
    try:
        found = number.numerator / number.denominator
    except OverflowError:
        found = math.inf if number > 0 else -math.inf
    if math.isinf(found):
        return found if (found > 0) == (away > 0) else math.copysign(LARGEST, found)
    wrong = Fraction(found) > number if away < 0 else Fraction(found) < number
    return math.nextafter(found, away) if wrong else found

"""The picture of d4-optimum: the regions of the smoothing of four entries on the family x_2 = x_3, and its values.

All formulas are those of the theorem (`symbolic.formulas.four_entries`), in 60 digits. A point of the family is given
by two gaps: the lead g = x_1 - x_2 and the rest z = x_3 - x_4, both nonnegative, so that b = (g + z)/4 and
c = (g - z)/4. As g grows at fixed z, it meets

* the cubic core, g + z <= 4 b_0, where every sign vector with two entries 1 is tight;
* the segments g + z = 4b, along which only (1, -1, -1, 1) is, up to the interface g = 2 ell;
* the jump, where x_1 moves alone and the second derivative along it is 1/4;
* from g = 2 ell + 4 eta on, the maximum itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mpmath
from sympy import lambdify

from proofs.machinery.bounds.figure import drawn
from symbolic.formulas import four_entries as four

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DIGITS = 60
"""For large z the formulas cancel, as y^-5."""

CORE = float(4 * four.B_START)
"""The length of the two sides of the cubic core, in g and in z."""

STEEPEST = 1 / mpmath.mpf(5) ** 0.5
"""The parameter y where the curve begins."""

RESTS = (0.0, 0.3, 0.8, 3.0)
"""The z whose values are drawn."""

FAR = 3.2
"""How far the picture goes in g and z."""


@cache
def _curve() -> Any:
    """Return the function of y that gives b, ell, eta, omega' and omega there."""
    return lambdify(four.y, (four.B, four.ELL, four.ETA, four.SLOPE, four.OMEGA), "mpmath", cse=True)


@cache
def _numbers() -> tuple[Any, Any, Any]:
    """Return b_0, k and the value of the theorem."""
    with mpmath.workdps(DIGITS):
        return tuple(mpmath.mpf(number.evalf(DIGITS)) for number in (four.B_START, four.CUBIC, four.VALUE))


def _solved(size: Any, wanted: Any) -> Any:
    """Return the y in (0, 1/sqrt 5] at which a quantity that falls in y has a value, by regula falsi in ln y."""
    top = mpmath.log(STEEPEST)
    found = mpmath.findroot(
        lambda log_y: size(*_curve()(mpmath.exp(log_y))) - wanted, (top - 12, top), solver="anderson", tol=1e-40
    )
    return mpmath.exp(found)


@dataclass(frozen=True)
class Ray:
    """What is met as x_1 grows: the lead where the jump begins, and where the maximum does."""

    begins: float
    ends: float


def ray(z: float) -> Ray:
    """Return the two leads at the rest z >= 0: the interface has `z = 2(2b - ell)` and the lead 2 ell.

    >>> at = ray(3.0)
    >>> round(at.begins, 3), round(at.ends, 3)  # for large z they tend to 8/15 and 8/3
    (0.542, 2.696)
    """
    with mpmath.workdps(DIGITS):
        y = _solved(lambda b, ell, *_: 2 * (2 * b - ell), mpmath.mpf(z)) if z else STEEPEST
        _, ell, eta, *_ = _curve()(y)
        return Ray(float(2 * ell), float(2 * ell + 4 * eta))


def excess(g: float, z: float, at: Ray) -> float:
    """Return by how much the smoothing exceeds the maximum, where `at` is the ray of z.

    >>> round(excess(0.0, 0.0, ray(0.0)), 12)
    1.182784294552
    """
    if g >= at.begins:
        return max(at.ends - g, 0.0) ** 2 / 8
    with mpmath.workdps(DIGITS):
        b, c = (mpmath.mpf(g) + z) / 4, (mpmath.mpf(g) - z) / 4
        start, cubic, value = _numbers()
        w0, w1 = cubic * b**3 / 6, cubic * b**2 / 2
        if b > start:
            *_, w1, w0 = _curve()(_solved(lambda b, *_: b, b))
        return float(four.phi(b, c, value, w0, w1) - (2 * b + c))


def interface(count: int = 80) -> list[tuple[float, float, float]]:
    """Return z and the leads of its ray, from the corner of the core on: the curve itself, without solving."""
    found = []
    with mpmath.workdps(DIGITS):
        for k in range(count):
            b, ell, eta, *_ = _curve()(STEEPEST * mpmath.exp(-mpmath.mpf(k) / 24))
            found.append((float(2 * (2 * b - ell)), float(2 * ell), float(2 * ell + 4 * eta)))
    return [point for point in found if point[0] <= FAR] + [next(point for point in found if point[0] > FAR)]


def draw(target: Path, rests: Sequence[float] = RESTS) -> None:
    """Write the figure; the ending of `target` picks the format. Raises as `proofs.machinery.bounds.figure.draw`."""
    drawn(target, lambda figure: fill(figure, rests), (9.6, 4.4))


def fill(figure: Figure, rests: Sequence[float] = RESTS) -> None:
    """Draw the two panels on an empty figure."""
    regions, values = figure.subplots(1, 2)
    _regions(regions)
    _values(values, rests)


def _regions(axes: Any) -> None:
    """The plane of z and g."""
    curve = interface()
    z, begins, ends = (list(column) for column in zip(*curve, strict=True))
    axes.fill_between([0, *z], [0, *([0] * len(z))], [begins[0], *begins], color="tab:blue", alpha=0.12)
    axes.fill_between(z, begins, ends, color="tab:orange", alpha=0.18)
    axes.fill([0, CORE, 0], [0, 0, CORE], color="tab:green", alpha=0.45)
    for rest, lead, _ in curve[::2]:  # g + z = 4b, as far as the interface
        axes.plot([rest + lead, rest], [0, lead], color="tab:blue", linewidth=0.6)
    axes.plot(z, begins, color="black", linewidth=1.6)
    axes.plot(z, ends, color="tab:red", linewidth=1.2)
    axes.annotate("core", (CORE / 4, CORE / 4), ha="center", va="center", fontsize=9)
    axes.annotate(r"segments $(1,-1,-1,1)$", (1.7, 0.2), ha="center", fontsize=9, backgroundcolor="white")
    axes.annotate("interface", (2.3, 0.6), fontsize=9)
    axes.annotate(r"$x_1$ jumps", (1.6, 1.6), ha="center", fontsize=9)
    axes.annotate("the maximum itself", (1.6, 2.95), ha="center", fontsize=9)
    axes.set(
        xlabel=r"$x_3 - x_4$", ylabel=r"$x_1 - x_2$", xlim=(0, FAR), ylim=(0, FAR), aspect="equal",
        title=r"$x_2 = x_3$: what is tight",
    )


def _values(axes: Any, rests: Sequence[float], count: int = 60) -> None:
    """The excess over the maximum against g, for some z."""
    for number, z in enumerate(rests):
        at = ray(z)
        leads = [FAR * k / count for k in range(count + 1)]
        colour = f"C{number}"
        axes.plot(leads, [excess(g, z, at) for g in leads], color=colour, label=rf"$x_3 - x_4 = {z:g}$")
        axes.plot([at.begins], [excess(at.begins, z, at)], "o", color=colour, markersize=4)
        axes.plot([at.ends], [0.0], "|", color=colour, markersize=9)
    axes.plot([], [], "o", color="0.4", markersize=4, label="interface")
    axes.plot([], [], "|", color="0.4", markersize=9, label="from here on the maximum")
    top = float(_numbers()[2])
    axes.axhline(top, color="0.5", linewidth=0.7, linestyle=":")
    axes.annotate(r"$\varepsilon^*_4$", (FAR, top), xytext=(0, 3), textcoords="offset points", ha="right")
    axes.set(xlabel=r"$x_1 - x_2$", ylabel="above the maximum", xlim=(0, FAR), ylim=(0, 1.28), title="the smoothing")
    axes.legend(frameon=False, fontsize=9)

"""The kinds of smooth maximum by name, and the worst gap of each.

A kind is a smoothing and a scale c: at temperature t it is the smoothing at temperature c t.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tightmax.arrays import Array, Namespace
from tightmax.kinds import lse, pairs, quadratic, three, universal

Shares = Callable[[Namespace, Array, int], tuple[Array, Array, Array]]
Columns = Callable[[Array, Array, Array | None, bool], Array | None]
Row = Callable[[list[float], bool], tuple[float, list[float]]]
Closed = Callable[[Array, float, Array, Array | None, Array, bool], Array | None]


@dataclass(frozen=True)
class Smoothing:
    """One smooth maximum at temperature 1, as functions of z = x - max, and its worst gap for n entries."""

    gap: Callable[[int], float]
    excess_and_weights: Callable[[Namespace, Array], tuple[Array, Array]]
    hessian_vector: Callable[[Namespace, Array, Array, Array], Array]
    shares: Shares | None = None
    """Of a kind that is made of exponentials: excess, factor and weight of the largest entry, from their sum."""
    apart: Callable[[Namespace, Array], Array] | None = None
    """Of the same: where their sum, the largest one left out, must be computed without it."""
    columns: Columns | None = None
    """The excess of every column of z, shape (n, rows), on NumPy, if the last argument asks for it, with the weights
    written to the third argument unless that is None. That may be z, which is used up, and so is the second, with as
    many rows as `engines.columns` gives. Such rows are computed column by column, if they are short.
    """
    closed: Closed | None = None
    """Of columns of `few` entries on NumPy, by a closed form: writes their maxima, and the weights unless that is None,
    and returns the excess if it is asked for. Takes the entries themselves, the temperature, where to write, `spare`
    columns to use up, the first of which may be the entries, and whether it is asked for.
    """
    row: Row | None = None
    """Excess and weights of one row of numbers, whose largest is 0, without arrays; no weights if not asked for."""
    few: int = 0
    spare: int = 0
    near: bool = False
    """Whether it is the projection to the simplex, where entries a temperature below the maximum have no weight."""
    softmax: bool = False
    """Whether the weights are the softmax of x/t, for which a library may have a function of its own."""
    log_weights: Callable[[Namespace, Array], Array] | None = None
    """The logarithms of the weights, where they are more accurate than those of the weights as numbers."""
    kernel: int | None = None
    """Its number in the library of compiled kernels, if it is there."""
    end: Callable[[int, float], float] | None = None
    """The sum of all exponentials but the largest below which it is the maximum, for n entries of a type by its eps."""


LSE = Smoothing(
    lse.gap, lse.excess_and_weights, lse.hessian_vector, lse.shares, lse.apart, lse.columns,
    lse.closed, lse.row, few=2, spare=5, softmax=True, log_weights=lse.log_weights, kernel=0,
)
UNIVERSAL = Smoothing(
    universal.gap, universal.excess_and_weights, universal.hessian_vector, universal.shares, universal.apart,
    universal.columns, universal.closed, universal.row, few=2, spare=2,
    log_weights=universal.log_weights, kernel=1, end=universal.end,
)
QUADRATIC = Smoothing(
    quadratic.gap, quadratic.excess_and_weights, quadratic.hessian_vector, columns=quadratic.columns,
    closed=quadratic.closed, row=quadratic.row, few=2, spare=2, near=True, kernel=2,
)
THREE = Smoothing(
    three.gap, three.excess_and_weights, three.hessian_vector, closed=three.closed, row=three.row, few=3, spare=8,
    kernel=3,
)
PAIRS = Smoothing(pairs.gap, pairs.excess_and_weights, pairs.hessian_vector)
"""The smoothings: the modules of their names say what they compute, THREE for three entries only, PAIRS for four."""

KINDS = {"lse": LSE, "universal": UNIVERSAL, "quadratic": QUADRATIC, "pairs": PAIRS}
"""By the name that users give; "best" is one of them, for each n another: see `resolve`."""

BEST = {2: (QUADRATIC, 2.0), 3: (THREE, 1.0)}
"""The smoothing and the scale of kind "best" for so many entries; for others it is UNIVERSAL. [d2-optimum, d3-least]"""

SIDES = {"over": 0.0, "under": 1.0, "centred": 0.5}
"""Which part of the worst gap is subtracted."""


def resolve(kind: object, n: int) -> tuple[Smoothing, float]:
    """Return the smoothing and the scale of a kind for n entries; ValueError that names an unknown kind."""
    if kind == "best":
        for few, found in BEST.items():  # compared, for a length that stands for others has no hash
            if n == few:
                return found
        return UNIVERSAL, 1.0
    if kind == "pairs" and n != 4:
        if n > 1:
            raise ValueError(f"kind 'pairs' smooths the maximum of 4 entries, not of {n}")
        return UNIVERSAL, 1.0
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join((*KINDS, 'best'))}, not {kind!r}")
    return KINDS[kind], 1.0


def subtracted(side: object) -> float:
    """Return which part of the worst gap a side subtracts; ValueError that names an unknown side."""
    if not isinstance(side, str) or side not in SIDES:
        raise ValueError(f"side must be one of {', '.join(SIDES)}, not {side!r}")
    return SIDES[side]


def unit_gap(kind: object, n: int) -> float:
    """Return how far the over-estimate at temperature 1 may be above the maximum of n entries (none: 0)."""
    smoothing, scale = resolve(kind, n)
    return scale * smoothing.gap(n) if n > 1 else 0.0


def unit_error(kind: object, side: object, n: int) -> float:
    """Return how far the smooth maximum at temperature 1 may be from the maximum of n entries, on either side."""
    part = subtracted(side)
    return unit_gap(kind, n) * max(part, 1 - part)

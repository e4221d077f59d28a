"""Quotients of polynomials in kernels: the arithmetic below `polynomials`.

A ring has as many variables as there are kernels, so far; a kernel that finds no place asks for a larger ring.  Roots
carry the equation `kernel**degree = power`, by which polynomials are reduced before one is called zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import flint

Ratio: TypeAlias = tuple[Any, Any]
"""A numerator and a denominator, polynomials of one ring."""

Key: TypeAlias = tuple[Any, ...]

LARGEST_PRODUCT = 2_000_000
"""Products of so many terms are left undecided."""
MOST_KERNELS = 240


class Undecided(Exception):
    """The reduction does not apply: a float, a zero denominator, or too large an expression."""


class Again(Exception):
    """The ring was chosen too small, or a root too coarse: the conversion starts again with a better choice."""


@dataclass
class Kernel:
    """What is known of a kernel: its reality and sign, and `kernel**degree = power` for a root.

    A kernel with an `exponent` is positive and equal to `base**exponent` (without a base: to exp(exponent)).
    """

    real: bool = False
    positive: bool = False
    nonnegative: bool = False
    degree: int = 0
    power: Ratio | None = None
    exponent: Ratio | None = None
    base: Ratio | None = None


class Ring:
    """A polynomial ring over the rationals and what is known of its variables, the kernels."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.clear()

    def clear(self) -> None:
        """A ring of the present size without kernels."""
        self.ring = flint.fmpq_mpoly_ctx.get([f"k{i}" for i in range(self.size)], flint.Ordering.degrevlex)
        self._gens = self.ring.gens()
        self.one, self.zero = self.ring.constant(1), self.ring.constant(0)
        self._index: dict[Key, int] = {}
        self.kernels: list[Kernel] = []

    def times(self, left: Any, right: Any) -> Any:
        """Return the product, unless it is too large."""
        if len(left) * len(right) > LARGEST_PRODUCT:
            raise Undecided("the product is too large")
        return left * right

    def sum(self, parts: Iterable[Ratio]) -> Ratio:
        """Return the sum, over a least common denominator."""
        n, d = self.zero, self.one
        for p, q in parts:
            if q == d:
                n = n + p
            elif q.is_one():
                n = n + self.times(p, d)
            else:
                common = d.gcd(q)
                left, right = q / common, d / common
                n, d = self.times(n, left) + self.times(p, right), self.times(d, left)
        return n, d

    def product(self, parts: Iterable[Ratio]) -> Ratio:
        """Return the product; nothing is cancelled."""
        n, d = self.one, self.one
        for p, q in parts:
            n, d = self.times(n, p), d if q.is_one() else self.times(d, q)
        return n, d

    def to(self, ratio: Ratio, exponent: int) -> Ratio:
        """Return a whole power; a negative one of 0 is refused."""
        n, d = ratio if exponent >= 0 else (ratio[1], ratio[0])
        if exponent < 0 and self.reduced(d)[0].is_zero():
            raise Undecided("a denominator is 0")
        power = abs(exponent)
        for poly in (n, d):
            terms = len(poly)
            if terms > 1 and (power > 400 or math.comb(terms + power - 1, power) > LARGEST_PRODUCT // 10):
                raise Undecided(f"the power {exponent} is too large")
        return n**power, d**power

    def lowest(self, ratio: Ratio) -> Ratio:
        """Return the quotient in lowest terms, its denominator with leading coefficient 1; a denominator 0 is
        refused.
        """
        (n, above), (d, below) = self.reduced(ratio[0]), self.reduced(ratio[1])
        if d.is_zero():
            raise Undecided("a denominator is 0")
        n, d = self.times(n, below), self.times(d, above)
        if not d.is_constant():
            common = n.gcd(d)
            n, d = n / common, d / common
        lead = d.leading_coefficient()
        return n / lead, d / lead

    def key(self, ratio: Ratio) -> Key:
        """Return the quotient, in lowest terms, as a value that can be compared and looked up, in a ring of any
        size.
        """

        def term(monomial: tuple[int, ...], factor: Any) -> tuple[tuple[tuple[int, int], ...], int, int]:
            return tuple((i, e) for i, e in enumerate(monomial) if e), int(factor.p), int(factor.q)

        return tuple(tuple(sorted(term(*pair) for pair in part.terms())) for part in ratio)

    def reduced(self, poly: Any) -> tuple[Any, Any]:
        """Return a factor times the polynomial, after `kernel**degree = power` for every root, outermost first; the
        factor.
        """
        multiplier = self.one
        for i in range(len(self.kernels) - 1, -1, -1):
            kernel = self.kernels[i]
            if kernel.power is None or poly.degrees()[i] < kernel.degree:
                continue
            n, d = kernel.power
            pieces: dict[int, dict[tuple[int, ...], Any]] = {}
            for monomial, coefficient in poly.terms():
                whole, rest = divmod(int(monomial[i]), kernel.degree)
                pieces.setdefault(whole, {})[(*monomial[:i], rest, *monomial[i + 1 :])] = coefficient
            top, total = max(pieces), self.zero
            for whole, terms in pieces.items():
                factor = self.times(n**whole, d ** (top - whole))
                total = total + self.times(self.ring.from_dict(terms), factor)
            poly, multiplier = total, self.times(multiplier, d**top)
        return poly, multiplier

    def kernel(self, key: Key, facts: Kernel) -> Any:
        """Return the variable of a kernel, with what is known of it when it is new."""
        if key not in self._index:
            place = len(self.kernels)
            if place >= self.size:
                if self.size >= MOST_KERNELS:
                    raise Undecided("too many kernels")
                self.size = min(4 * self.size, MOST_KERNELS)
                raise Again
            self._index[key] = place
            self.kernels.append(facts)
        return self._gens[self._index[key]]

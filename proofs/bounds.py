"""The best proved enclosure of eps*_d, with the theorem behind each side."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt

import sympy as sp

from proofs.backends.enclose import rational_bounds
from proofs.chain_table import ChainTable, chain_table

LARGEST = 10**6
"""The largest dimension that ``tightmax bounds`` answers."""

SMALL = 4096
"""Up to here a small chain table is enough, and it is made at once."""

FACTORS = 12
"""Superadditivity is tried with factors up to this."""

DIGITS = 12
"""Decimals printed, rounded outward."""


@dataclass(frozen=True)
class Side:
    """One proved bound: its exact value and the theorem that proves it."""

    exact: sp.Expr
    theorem: str

    def decimal(self, up: bool) -> str:
        """The value with DIGITS decimals, rounded up or down."""
        low, high = _enclosure(self.exact)
        scaled = (high if up else low) * 10**DIGITS
        units = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
        sign = "-" if units < 0 else ""
        return f"{sign}{abs(units) // 10**DIGITS}.{abs(units) % 10**DIGITS:0{DIGITS}d}"

    def row(self, up: bool) -> dict[str, str]:
        """The JSON object of this side."""
        text = sp.sstr(self.exact).replace("log", "ln")
        return {"exact": text, "decimal": self.decimal(up), "theorem": self.theorem}


@dataclass(frozen=True)
class Bounds:
    """``lower <= eps*_d <= upper``, beside the paper's chain bound and LogSumExp's gap ln d."""

    d: int
    lower: Side
    upper: Side
    chain: Side
    lse: Side
    chains: tuple[tuple[int, ...], ...]

    def row(self) -> dict[str, object]:
        """The JSON object of this dimension."""
        chain: dict[str, object] = {**self.chain.row(up=False), "chains": [list(c) for c in self.chains]}
        return {
            "d": self.d,
            "lower": self.lower.row(up=False),
            "upper": self.upper.row(up=True),
            "chain": chain,
            "lse": self.lse.row(up=True),
        }


def _enclosure(value: sp.Expr) -> tuple[Fraction, Fraction]:
    if isinstance(value, sp.Rational):
        exact = Fraction(int(value.p), int(value.q))
        return exact, exact
    return rational_bounds(value)


def _rational(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)


def two_level(d: int, k: int) -> Fraction:
    """The bound of the theorem two-level, 2 (1 - k/d)^2 + 2 (k-1)/(k+1), for 1 <= k <= d - 1."""
    return 2 * Fraction(d - k, d) ** 2 + Fraction(2 * (k - 1), k + 1)


def _best_two_level(d: int) -> Fraction:
    # Every k is a proved bound; the best is near sqrt(d), where the two terms balance.
    return max(two_level(d, k) for k in range(1, min(d - 1, isqrt(d) + 2) + 1))


@cache
def _combined(d: int) -> tuple[Fraction, str]:
    """The best of the chain, the two-level bound and eps*_d >= eps*_a + eps*_b for ab <= d."""
    options = [
        (_table(SMALL if d <= SMALL else LARGEST).exact(d).value, "chain"),
        (_best_two_level(d), "two-level"),
    ]
    for a in range(2, min(FACTORS, d // 2) + 1):
        options.append((_combined(a)[0] + _combined(d // a)[0], "superadditive"))
    return max(options, key=lambda option: option[0])


@cache
def _table(limit: int) -> ChainTable:
    return chain_table(limit)


def bounds(d: int) -> Bounds:
    """The best proved enclosure of eps*_d for 2 <= d <= 10^6 (ValueError names what is accepted)."""
    if isinstance(d, bool) or not isinstance(d, int) or not 2 <= d <= LARGEST:
        raise ValueError(f"dimension {d!r}: a whole number from 2 to {LARGEST} is accepted")
    best = _table(SMALL if d <= SMALL else LARGEST).exact(d)
    chain = Side(_rational(best.value), "chain")
    lse = Side(sp.log(d), "lse-gap")
    universal = Side(sp.log(d) - sp.log(2) + sp.Rational(1, 2), "universal-upper")
    exact = {2: ("d2-optimum", sp.Rational(1, 2)), 3: ("d3-optimum", sp.Rational(8, 9))}
    if d in exact:
        id, optimum = exact[d]
        return Bounds(d, Side(optimum, id), Side(optimum, id), chain, lse, best.chains)
    value, id = _combined(d)
    return Bounds(d, Side(_rational(value), id), universal, chain, lse, best.chains)

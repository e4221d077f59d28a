"""The best proved enclosure of eps*_d, with the theorem behind each side.

No formula is typed here: the bounds that hold for every d are read from the claims of their theorems.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt

import sympy as sp

from proofs import registry
from proofs.backends.enclose import rational_bounds
from proofs.chain_table import ChainTable, chain_sum, chain_table
from proofs.kappa import M_BOUNDS
from proofs.lower_certificates import BEST
from proofs.two_level import bound as two_level
from symbolic.notation import EpsStar
from symbolic.notation import d as dimension
from symbolic.relations import Sign

LARGEST = 10**9
"""The largest dimension that ``tightmax bounds`` answers."""

TABLE = 10**6
"""Up to here the chain bound is exact; beyond, a chain is exhibited that need not be optimal."""

SMALL = 4096
"""Up to here a small chain table is enough, and it is made at once."""

COMBINED = 128
"""Up to here superadditivity is tried; beyond, the universal bound is ahead of every sum."""

DIGITS = 12
"""Decimals printed, rounded outward."""


@dataclass(frozen=True)
class Side:
    """One proved bound: its exact value and the theorem that proves it."""

    exact: sp.Expr
    theorem: str

    def decimal(self, up: bool) -> str:
        """The value with DIGITS decimals, rounded up or down."""
        low, high = enclosure(self.exact)
        scaled = (high if up else low) * 10**DIGITS
        units = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
        sign = "-" if units < 0 else ""
        return f"{sign}{abs(units) // 10**DIGITS}.{abs(units) % 10**DIGITS:0{DIGITS}d}"

    def row(self, up: bool) -> dict[str, object]:
        """The JSON object of this side."""
        text = sp.sstr(self.exact).replace("log", "ln")
        return {"exact": text, "decimal": self.decimal(up), "theorem": self.theorem}


@dataclass(frozen=True)
class Bounds:
    """``lower <= eps*_d <= upper``, beside the chain bound and LogSumExp's gap ln d.

    ``chains`` are all optimal chains for d <= TABLE; beyond, the one chain exhibited (``optimal`` is false).
    """

    d: int
    lower: Side
    upper: Side
    chain: Side
    lse: Side
    chains: tuple[tuple[int, ...], ...]
    optimal: bool

    def row(self) -> dict[str, object]:
        """The JSON object of this dimension."""
        chains = [list(chain) for chain in self.chains]
        return {
            "d": self.d,
            "lower": self.lower.row(up=False),
            "upper": self.upper.row(up=True),
            "chain": self.chain.row(up=False) | {"chains": chains, "optimal": self.optimal},
            "lse": self.lse.row(up=True),
        }


def enclosure(value: sp.Expr) -> tuple[Fraction, Fraction]:
    """Rationals below and above a closed constant; equal for a rational number."""
    if isinstance(value, sp.Rational):
        exact = Fraction(int(value.p), int(value.q))
        return exact, exact
    return rational_bounds(value)


def _rational(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)


def _stated(id: str, sign: Sign, d: int) -> Side:
    """The bound on eps*_d that a theorem for every d claims."""
    for relation in registry.theorem(id).statement.claim:
        if relation.lhs == EpsStar(dimension) and relation.sign == sign:
            return Side(relation.rhs.subs(dimension, d), id)
    raise ValueError(f"{id} has no claim of the form eps*_d {sign} ...")


def _best_two_level(d: int) -> sp.Rational:
    # Every k is a proved bound; the best is near sqrt(d), where its two terms balance.
    near = range(max(1, isqrt(d) - 2), min(d - 1, isqrt(d) + 2) + 1)
    return max(two_level(sp.Integer(d), sp.Integer(k)) for k in near)


@cache
def _table(limit: int) -> ChainTable:
    return chain_table(limit)


def _chains(d: int) -> tuple[Fraction, tuple[tuple[int, ...], ...], bool]:
    """The chain bound and its optimal chains; beyond the table, jumps to the integer nearest to d/m."""
    head: list[int] = []
    while d > TABLE:
        head.append(d)
        d = round(d / Fraction(int(M_BOUNDS[0].p), int(M_BOUNDS[0].q)))
    table = _table(SMALL if d <= SMALL else TABLE)
    if not head:
        best = table.exact(d)
        return best.value, best.chains, True
    chain = (*head, *table.chain(d))
    return chain_sum(chain), (chain,), False


@cache
def lower_bounds(d: int) -> tuple[Side, ...]:
    """Every proved lower bound: chain, two-level, universal, certificates, sums eps*_a + eps*_b with ab <= d."""
    if d == 2 or d == 3:
        return (_stated_optimum(d),)
    options = [
        Side(_rational(_chains(d)[0]), "chain"),
        Side(_best_two_level(d), "two-level"),
        _stated("universal-lower", ">=", d),
        _stated("sharper-lower", ">=", d),
    ]
    options += [Side(bound, "d4-best" if e == 4 else "lower-certificates") for e, (_, bound) in BEST.items() if e <= d]
    for a in range(2, isqrt(d) + 1 if d <= COMBINED else 0):
        options.append(Side(_lower(a).exact + _lower(d // a).exact, "superadditive"))
    return tuple(options)


@cache
def _lower(d: int) -> Side:
    return max(lower_bounds(d), key=lambda side: enclosure(side.exact)[0])


def _stated_optimum(d: int) -> Side:
    for relation in registry.theorem(f"d{d}-optimum").statement.claim:
        if relation.lhs == EpsStar(d) and relation.sign == "=":
            return Side(relation.rhs, f"d{d}-optimum")
    raise ValueError(f"d{d}-optimum does not claim the value of eps*_{d}")


def _upper(d: int) -> Side:
    """The universal smoothing, or at d = 4 the better one by pair sums."""
    if d == 4:
        return next(Side(r.rhs, "upper-d4") for r in registry.theorem("upper-d4").statement.claim if r.lhs == EpsStar(4))
    return _stated("universal-upper", "<=", d)


def bounds(d: int) -> Bounds:
    """The best proved enclosure of eps*_d for 2 <= d <= 10^9 (ValueError names what is accepted)."""
    if isinstance(d, bool) or not isinstance(d, int) or not 2 <= d <= LARGEST:
        raise ValueError(f"dimension {d!r}: a whole number from 2 to {LARGEST} is accepted")
    value, chains, optimal = _chains(d)
    upper = _stated_optimum(d) if d in (2, 3) else _upper(d)
    chain, lse = Side(_rational(value), "chain"), Side(sp.log(d), "lse-gap")
    return Bounds(d, _lower(d), upper, chain, lse, chains, optimal)

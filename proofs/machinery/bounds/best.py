"""The best proved enclosure of eps*_d, with the theorem behind each side.

No formula is typed here: the bounds are the claims of their theorems, read from `bounds.json` without SymPy.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt

from proofs.machinery.bounds.chain_table import ChainTable, chain_sum, chain_table
from proofs.machinery.bounds.claimed import frozen
from proofs.machinery.bounds.closed_form import Constant, constant
from proofs.machinery.output.bad_input import Contradiction

LARGEST = 10**9
"""The largest dimension that `tightmax bounds` answers."""

TABLE = 10**6
"""Up to here the chain bound is exact; beyond, a chain is exhibited that need not be optimal."""

SMALL = 4096
"""Up to here a small chain table is enough, and it is made at once."""

COMBINED = 128
"""Up to here superadditivity is tried; beyond, the universal bound is ahead of every sum."""

OPTIMA = (2, 3, 4)
"""The dimensions where eps*_d itself is known: by the theorems d2-optimum, d3-optimum, d4-optimum."""

KNOTTED = 9
"""From this dimension on piecewise-lower claims its bound."""

DIGITS = 12
"""Decimals printed, rounded outward."""


@dataclass(frozen=True)
class Side:
    """One proved bound: its exact value and the theorem that proves it."""

    exact: Constant
    theorem: str

    def decimal(self, up: bool) -> str:
        """Return the value with DIGITS decimals, rounded up or down."""
        return self.exact.decimal(DIGITS, up)

    def row(self, up: bool) -> dict[str, object]:
        """Return the JSON object of this side."""
        return {"exact": str(self.exact), "decimal": self.decimal(up), "theorem": self.theorem}


@dataclass(frozen=True)
class Bounds:
    """`lower <= eps*_d <= upper`, beside the chain bound and LogSumExp's gap ln d.

    `chains` are all optimal chains for d <= TABLE; beyond, the one chain exhibited (`optimal` is false).
    """

    d: int
    lower: Side
    upper: Side
    chain: Side
    lse: Side
    chains: tuple[tuple[int, ...], ...]
    optimal: bool

    def row(self) -> dict[str, object]:
        """Return the JSON object of this dimension."""
        chains = [list(chain) for chain in self.chains]
        return {
            "d": self.d,
            "lower": self.lower.row(up=False),
            "upper": self.upper.row(up=True),
            "chain": self.chain.row(up=False) | {"chains": chains, "optimal": self.optimal},
            "lse": self.lse.row(up=True),
        }


def _stated(id: str, sign: str, d: int) -> Side:
    """Return the bound on eps*_d that a theorem for every d claims."""
    return Side(constant(frozen().of(id, sign, "d"), {"d": d}), id)


def _best_two_level(d: int) -> Constant:
    # Every k is a proved bound; the best is near sqrt(d), where its two terms balance.
    near = range(max(1, isqrt(d) - 2), min(d - 1, isqrt(d) + 2) + 1)
    formula = frozen().of("two-level", ">=", "n")
    return max((constant(formula, {"n": d, "k": k}) for k in near), key=lambda found: found.rational)


@cache
def _table(limit: int) -> ChainTable:
    return chain_table(limit)


def _chains(d: int) -> tuple[Fraction, tuple[tuple[int, ...], ...], bool]:
    """Return the chain bound and its optimal chains; beyond the table, jumps to the integer nearest to d/m."""
    head: list[int] = []
    while d > TABLE:
        head.append(d)
        d = round(d / Fraction(frozen().jump[0]))
    table = _table(SMALL if d <= SMALL else TABLE)
    if not head:
        best = table.exact(d)
        return best.value, best.chains, True
    chain = (*head, *table.chain(d))
    return chain_sum(chain), (chain,), False


@cache
def lower_bounds(d: int) -> tuple[Side, ...]:
    """Return every proved lower bound: chain, two-level, universal, certificates, sums eps*_a + eps*_b with ab <= d.

    Where the optimum is known it is among them; at d = 2 and 3, where there is no certificate, it is the only one.
    """
    if d == 2 or d == 3:
        return (_stated_optimum(d),)
    options = [
        *([_stated_optimum(d)] if d in OPTIMA else []),
        Side(Constant.of(_chains(d)[0]), "chain"),
        Side(_best_two_level(d), "two-level"),
        _stated("universal-lower", ">=", d),
        _stated("sharper-lower", ">=", d),
        *([_stated("piecewise-lower", ">=", d)] if d >= KNOTTED else []),
    ]
    options += [Side(constant(bound), id) for e, (id, bound) in frozen().certificates().items() if e <= d]
    for a in range(2, isqrt(d) + 1 if d <= COMBINED else 0):
        options.append(Side(_lower(a).exact + _lower(d // a).exact, "superadditive"))
    return tuple(options)


@cache
def _lower(d: int) -> Side:
    return max(lower_bounds(d), key=lambda side: side.exact.enclosure()[0])


def _stated_optimum(d: int) -> Side:
    return Side(constant(frozen().of(f"d{d}-optimum", "=", str(d))), f"d{d}-optimum")


def _upper(d: int) -> Side:
    """Return the optimum where it is known, and else the least upper bound: of the universal smoothing, or claimed."""
    if d in OPTIMA:
        return _stated_optimum(d)
    claims = [claim for claim in frozen().claims if (claim.dimension, claim.sign) == (str(d), "<=")]
    options = [_stated("universal-upper", "<=", d), *(Side(constant(c.bound), c.theorem) for c in claims)]
    return min(options, key=lambda side: side.exact.enclosure()[1])


def _not_crossed(d: int, lower: Side, upper: Side) -> Side:
    """Return the lower end, if it is not above the upper one; Contradiction names both theorems where it is."""
    if lower.exact.enclosure()[0] > upper.exact.enclosure()[1]:
        ends = (
            f"{lower.theorem} claims at least {lower.decimal(up=False)}, {upper.theorem} at most "
            f"{upper.decimal(up=True)}"
        )
        raise Contradiction(f"eps*_{d}: {ends}")
    return lower


def bounds(d: int) -> Bounds:
    """Return the best proved enclosure of eps*_d for 2 <= d <= 10^9 (ValueError names what is accepted)."""
    if isinstance(d, bool) or not isinstance(d, int) or not 2 <= d <= LARGEST:
        raise ValueError(f"dimension {d!r}: a whole number from 2 to {LARGEST} is accepted")
    value, chains, optimal = _chains(d)
    upper = _upper(d)
    chain, lse = Side(Constant.of(value), "chain"), Side(constant("ln(d)", {"d": d}), "lse-gap")
    return Bounds(d, _not_crossed(d, _lower(d), upper), upper, chain, lse, chains, optimal)

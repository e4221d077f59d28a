"""Relations stored as data: a left side, a sign, a right side.

SymPy's own relationals evaluate themselves: `Le(0, log(n))` becomes `True` before anybody has
proved anything, and `evaluate=False` does not survive `subs`.  A relation here never evaluates;
asking for its truth value raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import sympy as sp

Sign = Literal["=", "!=", "<", "<=", ">", ">="]

LATEX: dict[Sign, str] = {"=": "=", "!=": r"\neq", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge"}
"""The signs as LaTeX."""

_NEGATION: dict[Sign, Sign] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}

_MIRROR: dict[Sign, Sign] = {"=": "=", "!=": "!=", "<": ">", ">=": "<=", ">": "<", "<=": ">="}


@dataclass(frozen=True)
class Relation:
    """`lhs sign rhs`, not evaluated."""

    lhs: sp.Expr
    sign: Sign
    rhs: sp.Expr

    def __bool__(self) -> bool:
        raise TypeError(f"the relation {self} is data, not a truth value; discharge it")

    def __str__(self) -> str:
        return f"{sp.sstr(self.lhs)} {self.sign} {sp.sstr(self.rhs)}"

    def _repr_latex_(self) -> str:
        """Notebook display."""
        return f"${sp.latex(self.lhs)} {LATEX[self.sign]} {sp.latex(self.rhs)}$"

    @property
    def difference(self) -> sp.Expr:
        """`lhs - rhs`."""
        return self.lhs - self.rhs

    @property
    def slack(self) -> sp.Expr:
        """The expression that the relation says is positive or nonnegative (for an order relation)."""
        return self.difference if self.sign in (">", ">=") else -self.difference

    @property
    def strict(self) -> bool:
        """True for `<` and `>`."""
        return self.sign in ("<", ">")

    def mirrored(self) -> Relation:
        """Return the same relation, read from right to left."""
        return Relation(self.rhs, _MIRROR[self.sign], self.lhs)

    def negation(self) -> Relation:
        """Return the relation that holds exactly where this one fails."""
        return Relation(self.lhs, _NEGATION[self.sign], self.rhs)

    def allows(self, sign: int) -> bool:
        """Does the relation hold where `lhs - rhs` has this sign (-1, 0 or 1)?"""
        return {
            "=": sign == 0, "!=": sign != 0, "<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0,
        }[self.sign]

    def subs(self, values: Mapping[sp.Expr, sp.Expr]) -> Relation:
        """Return both sides with values put in."""
        return Relation(self.lhs.subs(values), self.sign, self.rhs.subs(values))

    def at_once(self, values: Mapping[sp.Symbol, sp.Expr]) -> Relation:
        """Return both sides with values put in for all letters at once, so that a and b may change places."""
        return Relation(
            self.lhs.subs(values, simultaneous=True), self.sign, self.rhs.subs(values, simultaneous=True)
        )

    def free_symbols(self) -> set[sp.Symbol]:
        """Return the symbols that occur."""
        return set(self.lhs.free_symbols | self.rhs.free_symbols)


def _make(lhs: object, sign: Sign, rhs: object) -> Relation:
    return Relation(sp.sympify(lhs), sign, sp.sympify(rhs))


def eq(lhs: object, rhs: object) -> Relation:
    """`lhs = rhs`."""
    return _make(lhs, "=", rhs)


def ne(lhs: object, rhs: object) -> Relation:
    """`lhs != rhs`."""
    return _make(lhs, "!=", rhs)


def lt(lhs: object, rhs: object) -> Relation:
    """`lhs < rhs`."""
    return _make(lhs, "<", rhs)


def le(lhs: object, rhs: object) -> Relation:
    """`lhs <= rhs`.

    >>> print(le(0, sp.log(sp.Symbol("n", integer=True, positive=True))))
    0 <= log(n)
    """
    return _make(lhs, "<=", rhs)


def gt(lhs: object, rhs: object) -> Relation:
    """`lhs > rhs`."""
    return _make(lhs, ">", rhs)


def ge(lhs: object, rhs: object) -> Relation:
    """`lhs >= rhs`."""
    return _make(lhs, ">=", rhs)

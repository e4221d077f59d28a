"""What symbols assume (real, integer, positive, ...), and values that they may have."""

from __future__ import annotations

import random

import flint
import sympy as sp

SIGNS = ("positive", "nonnegative", "negative", "nonpositive", "nonzero", "zero")
PROPERTIES = (
    "rational", "irrational", "integer", "noninteger", "even", "odd", "prime", "composite", "algebraic",
    "transcendental", *SIGNS,
)
"""All that SymPy lets a symbol assume besides being real."""

_POSITIVE = tuple(flint.fmpq(p, q) for p, q in ((1, 2), (1, 1), (2, 1), (1, 3), (3, 1), (1, 10), (10, 1), (1, 100)))
_REAL = (*_POSITIVE, *(flint.fmpq(p, q) for p, q in ((0, 1), (-1, 1), (100, 1), (1, 5))))
_WHOLE = tuple(flint.fmpq(p) for p in (1, 2, 3, 5, 0, -1, 4, 10))


def is_abstract(expr: sp.Basic) -> bool:
    """Say whether it is an unknown function of its arguments (one made by name has no module), or an indexed symbol."""
    return isinstance(expr, sp.Indexed) or (
        isinstance(expr, sp.Function) and not (type(expr).__module__ or "").startswith("sympy.")
    )


def number(value: flint.fmpq) -> sp.Rational:
    """FLINT's rational number as SymPy's."""
    return sp.Rational(int(value.p), int(value.q))


def suits(unknown: sp.Expr, value: sp.Expr) -> bool | None:
    """Does a number have all the properties that an unknown assumes?  None where SymPy does not know."""
    if unknown.is_real is False or unknown.is_finite is False:
        return False
    known: bool | None = True
    for name in PROPERTIES:
        asked, found = getattr(unknown, f"is_{name}"), getattr(value, f"is_{name}")
        if asked is not None and found is not asked:
            if found is not None:
                return False
            known = None
    return known


def drawn(unknown: sp.Expr, chance: random.Random, simple: bool) -> flint.fmpq:
    """Return one of a few numbers that suit most hypotheses, or a fraction between 1/30 and 30 and its opposite."""
    if unknown.is_integer:
        choices = _WHOLE[: 4 if unknown.is_positive else 5 if unknown.is_nonnegative else None]
        return chance.choice(choices) if simple else flint.fmpq(
            chance.randint(0 if unknown.is_nonnegative else -30, 30)
        )
    if simple:
        found = chance.choice(_POSITIVE if unknown.is_nonnegative else _REAL)
    else:
        found = flint.fmpq(chance.randint(1, 30), chance.randint(1, 30))
        found = found if unknown.is_nonnegative or chance.random() < 0.5 else -found
    return -abs(found) if unknown.is_nonpositive else found



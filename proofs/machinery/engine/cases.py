"""Finite computations: the computation names its cases and both sides of each, the comparison and the count are made
here.

A computation that says only how many cases it has checked has decided by itself, and is not believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy as sp

from proofs.machinery.engine.answer import Answer, exact, in_one_line
from proofs.machinery.output.bad_input import ToolMissing
from symbolic.relations import Sign
from symbolic.steps import Finite
from symbolic.verdict import Outcome

_SHOWN = 100


class _NoCase(Exception):
    """What a computation yields is no case that can be compared."""


def _is_number(side: object) -> bool:
    return type(side) in (int, Fraction) or isinstance(side, sp.Rational)


def _is_exact(side: object) -> bool:
    """An exact number, a word, nothing, or a tuple of such."""
    return side is None or type(side) is str or _is_number(side) or (type(side) is tuple and all(map(_is_exact, side)))


def _compared(lhs: Any, sign: Sign, rhs: Any) -> bool:
    match sign:
        case "=":
            return bool(lhs == rhs)
        case "!=":
            return bool(lhs != rhs)
        case "<":
            return bool(lhs < rhs)
        case "<=":
            return bool(lhs <= rhs)
        case ">":
            return bool(lhs > rhs)
    return bool(lhs >= rhs)


def _short(side: object) -> str:
    text = str(side)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _failing(found: object, names: set[str]) -> str | None:
    """Return why a case fails, or None; its name is taken from now on."""
    if not isinstance(found, tuple) or len(found) != 4:
        raise _NoCase("a case is a name, a side, a sign and a side: the computation compared nothing that is seen here")
    name, lhs, sign, rhs = found
    if type(name) is not str or name in names:
        raise _NoCase(f"the case {name!r} is there twice, or is no text")
    names.add(name)
    numbers = _is_number(lhs) and _is_number(rhs)
    if not _is_exact(lhs) or not _is_exact(rhs) or sign not in (
        ("=", "!=", "<", "<=", ">", ">=") if numbers else ("=", "!=")
    ):
        raise _NoCase(f"case {name}: {_short(lhs)} {sign} {_short(rhs)} is not exact")
    return None if _compared(lhs, sign, rhs) else f"{name}: {_short(lhs)} {sign} {_short(rhs)} is false"


def _all(cases: Iterable[object]) -> Answer:
    names: set[str] = set()
    for found in cases:
        failure = _failing(found, names)
        if failure is not None:
            return exact(Outcome.FAILS, failure)
    if not names:
        return exact(Outcome.FAILS, "no case was checked")
    return exact(Outcome.HOLDS, f"{len(names)} case{'s' * (len(names) != 1)} in exact arithmetic")


def finite(goal: Finite) -> Answer:
    """Do all the cases of a finite computation hold?"""
    try:
        found = goal.compute()
        if isinstance(found, tuple | str) or not isinstance(found, Iterable):
            raise _NoCase("the computation says how it ended: it compared nothing that is seen here")
        return _all(found)
    except ToolMissing as error:
        return exact(Outcome.NOT_RUN, str(error))
    except _NoCase as error:
        return exact(Outcome.UNDECIDED, str(error))
    except Exception as error:  # of whatever kind: a computation that stops has decided nothing
        return exact(Outcome.UNDECIDED, f"the computation stopped: {in_one_line(error)}")

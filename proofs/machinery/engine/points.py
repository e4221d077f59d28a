"""The second opinion about an identity or a derivative: both sides at rational points, each term evaluated by itself.

Rational arithmetic and balls know nothing of SymPy's simplifications, and a derivative is read off a power series.  A
point counts where every term has a finite value there.  A function that is left abstract, such as f or eps*_d, is
replaced
by a polynomial (or something positive), and then by another: an identity that holds for all functions holds for these.
Where no point counts, there is no second opinion, and the goal stays undecided.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import sympy as sp

from proofs.machinery.engine import enclose
from proofs.machinery.engine.assumed import drawn, is_abstract, number, suits

_SAMPLES, _INSTANCES, _TRIES = 4, 2, 150
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)

Point: TypeAlias = dict[sp.Symbol, sp.Rational]


@dataclass(frozen=True)
class Opinion:
    """A point where the two sides differ, if one was met, and the number of points at which they could be compared."""

    witness: str | None
    points: int


def _sample(symbols: Sequence[sp.Symbol], seed: int) -> Point:
    """Return a rational point without relations between its numbers."""
    point = {}
    for place, symbol in enumerate(symbols):
        prime = _PRIMES[(place + 5 * seed) % len(_PRIMES)]
        other = _PRIMES[(3 * place + 7 * seed + 4) % len(_PRIMES)]
        if symbol.is_integer:
            point[symbol] = sp.Integer(prime + seed if symbol.is_nonnegative or seed != 3 else -prime)
        else:
            sign = -1 if not symbol.is_nonnegative and (place + seed) % 2 else 1
            point[symbol] = sp.Rational(sign * prime, other)
    return point


def _drawn(symbols: Sequence[sp.Symbol]) -> Iterator[Point]:
    """Yield rational points that the symbols may have: without relations first, then whatever chance offers, always the
    same.
    """
    chance = random.Random(0)
    for seed in range(_TRIES if symbols else 1):
        simple = bool(seed % 2)
        point = _sample(symbols, seed) if seed < _SAMPLES else {s: number(drawn(s, chance, simple)) for s in symbols}
        if all(suits(symbol, value) for symbol, value in point.items()):
            yield point


def _instance(expr: sp.Expr, seed: int) -> sp.Expr:
    """Return a function of the same arguments, another one for every name and seed, with the sign that the name
    assumes.
    """
    head = expr.base if isinstance(expr, sp.Indexed) else expr.func
    arguments = expr.indices if isinstance(expr, sp.Indexed) else expr.args
    chance = random.Random(f"{head}/{len(arguments)}/{seed}")
    inner = sum(
        (sp.Rational(chance.randint(-9, 9) or 1, power**2 + 6) * x**power for x in arguments for power in range(1, 5)),
        sp.Rational(chance.randint(1, 9), 7),
    )
    if expr.is_positive or expr.is_nonnegative:
        return 1 + inner**2
    return -1 - inner**2 if expr.is_negative or expr.is_nonpositive else inner


def _outer(found: sp.Derivative) -> sp.Expr:
    """Return a derivative in a function, as in phi'(g(w)), is one in a letter for which that function is put in."""
    letter = sp.Dummy("letter", real=True)
    slope = sp.Derivative(found.expr.xreplace({found.variables[0]: letter}), (letter, found.derivative_count))
    return sp.Subs(slope, letter, found.variables[0])


def _concrete(expr: sp.Expr, seed: int) -> sp.Expr:
    """Return the expression with an instance of every abstract function, and its derivatives taken."""
    expr = expr.replace(lambda e: isinstance(e, sp.Derivative) and not isinstance(e.variables[0], sp.Symbol), _outer)
    filled = expr.replace(is_abstract, lambda found: _instance(found, seed))
    return filled.replace(lambda e: isinstance(e, sp.Derivative), lambda e: e.doit())


def _opinion(
    parts: Sequence[sp.Expr],
    work: Callable[[Sequence[sp.Expr], Mapping[sp.Symbol, sp.Rational]], tuple[int | None, bool]],
) -> Opinion:
    """Return what a comparison of these parts says at the first points where they have values."""
    symbols = sorted(
        set().union(*(part.free_symbols for part in parts)), key=lambda s: (str(s.name), sp.default_sort_key(s)),
    )
    symbols = [s for s in symbols if isinstance(s, sp.Symbol)]
    abstract = any(
        map(is_abstract, set().union(*(part.atoms(sp.Function, sp.Indexed, sp.Derivative) for part in parts)))
    )
    filled = [] if abstract else [list(parts)]
    count = 0
    for point in _drawn(symbols):
        seed = min(count, _INSTANCES - 1) if abstract else 0
        if seed >= len(filled):
            filled.append([_concrete(part, seed) for part in parts])
        sign, defined = work(filled[seed], point)
        if sign:
            return Opinion(", ".join(f"{s.name} = {value}" for s, value in point.items()) or "no variables", count + 1)
        count += defined
        if count >= _SAMPLES:
            break
    return Opinion(None, count)


def compared(plus: Iterable[sp.Expr], minus: Iterable[sp.Expr]) -> Opinion:
    """Is the sum of some terms that of others?"""
    plus, minus = tuple(plus), tuple(minus)

    def work(parts: Sequence[sp.Expr], point: Mapping[sp.Symbol, sp.Rational]) -> tuple[int | None, bool]:
        return enclose.difference_at(parts[: len(plus)], parts[len(plus) :], point)

    return _opinion((*plus, *minus), work)


def derived(function: sp.Expr, variable: sp.Symbol, order: int, result: sp.Expr) -> Opinion:
    """Is a function's derivative the result?"""

    def work(parts: Sequence[sp.Expr], point: Mapping[sp.Symbol, sp.Rational]) -> tuple[int | None, bool]:
        return enclose.slope_at(parts[0], variable, order, parts[1], point)

    return _opinion((function, result), work)

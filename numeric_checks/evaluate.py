"""The relations of a Statement on arrays, each with a bound on its own rounding.

The sweeps, the LaTeX and the solvers read the same expression: no formula is typed twice.  Vectors
(``sp.IndexedBase``) are arrays of shape (..., n), scalars are arrays of shape (...), and everything
broadcasts.  Beside every number a *magnitude* is carried: to first order the computed number is off by at
most the magnitude times half the machine epsilon, if each input is off by one rounding.  So a violation of
a relation counts only beyond ``SAFETY * EPS * magnitude``.  A formula with a node that is not listed here
raises `NotEvaluable`; nothing is guessed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from symbolic.notation import LSE, ChainBound, Maximum
from symbolic.relations import Relation

Floats = NDArray[np.floating[Any]]

EPS = float(np.finfo(np.float64).eps)
"""The machine epsilon of double precision, 2^-52."""

SAFETY = 4
"""A violation counts beyond SAFETY * EPS * magnitude: eight times the first-order bound on the rounding."""


class NotEvaluable(ValueError):
    """An expression that this evaluator does not know, or a symbol without a value."""


@dataclass(frozen=True)
class Measured:
    """An array and the magnitude of its error; give inputs so when they are off by more than one rounding."""

    data: Floats
    magnitude: Floats


def exact(data: ArrayLike) -> Measured:
    """An input that is the very number, not a rounded one."""
    array = np.asarray(data, dtype=np.float64)
    return Measured(array, np.zeros_like(array))


Values = Mapping[str, "ArrayLike | Measured | Callable[[Floats], Measured]"]
"""Values by name: of a symbol or a vector, or, by its class name, the table behind a function of integers."""


@dataclass(frozen=True)
class _Term:
    """A measured array, and what its last axis runs over: nothing (""), a vector ("vector") or an index."""

    data: Floats
    magnitude: Floats
    over: str = ""


def summation_magnitude(length: int) -> float:
    """How many roundings a sum along a contiguous last axis carries; NumPy adds in blocks, then pairwise."""
    return min(length, 20.0 + math.log2(max(length, 1)))


def _align(terms: list[_Term]) -> list[_Term]:
    """Give scalars a last axis where they meet a vector."""
    kinds = {term.over for term in terms if term.over}
    if len(kinds) > 1:
        raise NotEvaluable(f"one term mixes {' and '.join(sorted(kinds))}")
    if not kinds:
        return terms
    over = kinds.pop()
    return [a if a.over else _Term(a.data[..., None], a.magnitude[..., None], over) for a in terms]


def _plus(a: _Term, b: _Term) -> _Term:
    data = a.data + b.data
    return _Term(data, a.magnitude + b.magnitude + np.abs(data), a.over)


def _add(terms: list[_Term]) -> _Term:
    return reduce(_plus, _align(terms))


def _times(a: _Term, b: _Term) -> _Term:
    data = a.data * b.data
    return _Term(data, np.abs(a.data) * b.magnitude + np.abs(b.data) * a.magnitude + np.abs(data), a.over)


def _multiply(terms: list[_Term]) -> _Term:
    return reduce(_times, _align(terms))


def _power(base: _Term, exponent: sp.Expr) -> _Term:
    if not isinstance(exponent, sp.Rational):
        raise NotEvaluable(f"the exponent {exponent} is not a rational number")
    e = int(exponent) if exponent.is_Integer else float(exponent)
    data = np.float_power(base.data, e)
    slope = abs(e) * np.abs(np.float_power(base.data, e - 1))
    return _Term(data, slope * base.magnitude + 2 * np.abs(data), base.over)


def _log(a: _Term) -> _Term:
    data = np.log(a.data)
    return _Term(data, a.magnitude / np.abs(a.data) + 2 * np.abs(data), a.over)


def _exp(a: _Term) -> _Term:
    data = np.exp(a.data)
    return _Term(data, data * (a.magnitude + 2), a.over)


def _absolute(a: _Term) -> _Term:
    return _Term(np.abs(a.data), a.magnitude, a.over)


def _vector(a: _Term, name: str) -> _Term:
    if a.over != "vector":
        raise NotEvaluable(f"{name} is taken of a vector, not of {a.over or 'a number'}")
    return a


def _maximum(a: _Term) -> _Term:
    a = _vector(a, "Maximum")
    return _Term(a.data.max(axis=-1), a.magnitude.max(axis=-1))


def _lse(a: _Term) -> _Term:
    """LogSumExp moves by no more than its argument, and rounds by itself."""
    a = _vector(a, "LSE")
    top = a.data.max(axis=-1, keepdims=True)
    far = np.where(np.isfinite(top), top - a.data, 0.0)
    e = np.exp(-far)
    sums = e.sum(axis=-1)
    excess = np.log(sums)
    mean = (e * far).sum(axis=-1) / sums
    data = top[..., 0] + excess
    magnitude = 4 * mean + 2 * summation_magnitude(e.shape[-1]) + 4 + 2 * np.abs(data)
    return _Term(data, a.magnitude.max(axis=-1) + magnitude)


_UNARY: dict[type, Callable[[_Term], _Term]] = {
    sp.log: _log, sp.exp: _exp, sp.Abs: _absolute, LSE: _lse, Maximum: _maximum,
}  # fmt: skip


class _Evaluator:
    """Walks one expression with one set of values."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def run(self, expr: sp.Expr, index: str = "") -> _Term:
        """The value of a node; ``index`` is the summation index that is bound here."""
        if isinstance(expr, sp.Rational | sp.NumberSymbol):
            number = np.asarray(float(expr))
            return _Term(number, np.abs(number))
        if isinstance(expr, sp.IndexedBase):
            return self._named(str(expr.label), "vector")
        if isinstance(expr, sp.Indexed):
            return self._entry(expr, index)
        if isinstance(expr, sp.Symbol):
            return self._named(expr.name, "")
        if isinstance(expr, sp.Sum):
            return self._sum(expr)
        if isinstance(expr, ChainBound):
            return self._table(expr, index)
        if isinstance(expr, sp.Pow):
            return _power(self.run(expr.base, index), expr.exp)
        if isinstance(expr, sp.Add | sp.Mul):
            parts = [self.run(part, index) for part in expr.args]
            return _add(parts) if isinstance(expr, sp.Add) else _multiply(parts)
        if expr.func in _UNARY:
            return _UNARY[expr.func](self.run(expr.args[0], index))
        raise NotEvaluable(f"{type(expr).__name__} in {sp.sstr(expr)} is not known here")

    def _named(self, name: str, over: str) -> _Term:
        if name not in self.values or callable(self.values[name]):
            raise NotEvaluable(f"{name} has no value")
        value: Any = self.values[name]
        if isinstance(value, Measured):
            return _Term(value.data, value.magnitude, over)
        data = np.asarray(value, dtype=np.float64)
        if over and not data.ndim:
            raise NotEvaluable(f"{name} is a vector, its value is a number")
        return _Term(data, np.abs(data), over)

    def _entry(self, expr: sp.Indexed, index: str) -> _Term:
        whole = self._named(str(expr.base.label), "vector")
        if len(expr.indices) == 1 and str(expr.indices[0]) == index:
            return _Term(whole.data, whole.magnitude, index)
        if len(expr.indices) == 1 and isinstance(expr.indices[0], sp.Integer):
            at = int(expr.indices[0]) - 1
            if 0 <= at < whole.data.shape[-1]:
                return _Term(whole.data[..., at], whole.magnitude[..., at])
        raise NotEvaluable(f"{expr} is no entry that is known here")

    def _sum(self, expr: sp.Sum) -> _Term:
        if len(expr.limits) != 1 or expr.limits[0][1] != 1:
            raise NotEvaluable(f"{sp.sstr(expr)}: only one index, from 1 on")
        index, _, upto = expr.limits[0]
        length = self.run(upto).data
        term = self.run(expr.function, index.name)
        if term.over == "":
            return _multiply([self.run(upto), term])
        if term.over != index.name or np.any(length != term.data.shape[-1]):
            raise NotEvaluable(f"{sp.sstr(expr)} runs to {length}, the entries are {term.data.shape[-1]}")
        rounding = summation_magnitude(term.data.shape[-1]) * np.abs(term.data).sum(axis=-1)
        return _Term(term.data.sum(axis=-1), term.magnitude.sum(axis=-1) + rounding)

    def _table(self, expr: sp.Expr, index: str) -> _Term:
        name, argument = type(expr).__name__, self.run(expr.args[0], index)
        table = self.values.get(name)
        if not callable(table):
            raise NotEvaluable(f"{name} has no table")
        if np.any(argument.data != np.rint(argument.data)):
            raise NotEvaluable(f"{sp.sstr(expr)} is taken of a number that is not an integer")
        found = table(argument.data)
        return _Term(found.data, found.magnitude, argument.over)


def _measured(term: _Term) -> Measured:
    data, magnitude = np.broadcast_arrays(term.data, term.magnitude)
    return Measured(np.asarray(data, dtype=np.float64), np.asarray(magnitude, dtype=np.float64))


def measure(expr: sp.Expr, values: Values) -> Measured:
    """The expression on arrays, with the magnitude of its rounding."""
    with np.errstate(all="ignore"):
        term = _Evaluator(values).run(expr)
    return _measured(term)


def evaluate(expr: sp.Expr, values: Values) -> Floats:
    """The expression on arrays.

    >>> from symbolic.notation import LSE, Maximum, i, t, total, x
    >>> evaluate(t * LSE(x / t) - Maximum(x), {"x": [[0, 0], [1, 9]], "t": 2.0}).round(4).tolist()
    [1.3863, 0.0363]
    >>> float(evaluate(total(x[i] ** 2), {"x": [1, 2, 3], "d": 3}))
    14.0
    """
    return measure(expr, values).data


def measured_slack(relation: Relation, values: Values) -> Measured:
    """The slack of an order relation, >= 0 where it holds, with the magnitude of its rounding."""
    if relation.sign not in ("<", "<=", ">", ">="):
        raise NotEvaluable(f"{relation} has no slack; only order relations have one")
    sides = (relation.lhs, relation.rhs)
    low, high = sides if relation.sign in ("<", "<=") else sides[::-1]
    with np.errstate(all="ignore"):
        walk = _Evaluator(values)
        a, b = walk.run(high), walk.run(low)
        if a.over or b.over:
            raise NotEvaluable(f"{relation} compares vectors")
        found = _plus(a, _Term(-b.data, b.magnitude))
    return _measured(found)


def slack(relation: Relation, values: Values) -> Floats:
    """The slack of an order relation: >= 0 where it holds, up to rounding.

    >>> from symbolic.notation import t
    >>> from symbolic.relations import le
    >>> slack(le(t, 1), {"t": [0.25, 2.0]}).tolist()
    [0.75, -1.0]
    """
    return measured_slack(relation, values).data

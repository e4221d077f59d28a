"""The relations of a Statement on arrays, each with a bound on its own rounding.

The sweeps, the LaTeX and the solvers read the same expression: no formula is typed twice.  Vectors
(`sp.IndexedBase`) are arrays of shape (..., n), scalars are arrays of shape (...), and everything
broadcasts.  Beside every number a *magnitude* is carried: to first order the computed number is off by at
most the magnitude times half the machine epsilon, if each input is off by one rounding.  So a violation of
a relation counts only beyond `SAFETY * EPS * magnitude`.  A formula with a node that is not listed here
raises `NotEvaluable`; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeVar

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from numeric_checks.arithmetic import terms
from numeric_checks.arithmetic.terms import Floats, NotEvaluable, Term, summation_magnitude
from symbolic.notation import LSE, ChainBound, Maximum
from symbolic.relations import Relation

EPS = float(np.finfo(np.float64).eps)
"""The machine epsilon of double precision, 2^-52."""

WINDOW = 2**15
"""Sums and maxima of longer vectors are taken window by window, so that what lies between stays in the cache."""

SAFETY = 4
"""A violation counts beyond SAFETY * EPS * magnitude: eight times the first-order bound on the rounding."""


@dataclass(frozen=True)
class Measured:
    """An array and the magnitude of its error; give inputs so when they are off by more than one rounding."""

    data: Floats
    magnitude: Floats


def exact(data: ArrayLike) -> Measured:
    """Return an input that is the very number, not a rounded one."""
    array = np.asarray(data, dtype=np.float64)
    return Measured(array, np.broadcast_to(np.float64(0.0), array.shape))


_Part = TypeVar("_Part")

Values = Mapping[str, "ArrayLike | Measured | Callable[[Floats], Measured]"]
"""Values by name: of a symbol or a vector, or, by its class name, the table behind a function of integers."""


class Shared(dict[str, Any]):
    """Values of which every sum, maximum and LogSumExp is computed once, whichever relation asks for it."""

    def __init__(self, *values: Mapping[str, Any], **more: Any) -> None:
        super().__init__(*values, **more)
        self.known: dict[sp.Expr, Term] = {}


_UNARY: dict[type, Callable[[Term], Term]] = {
    sp.log: terms.logarithm,
    sp.exp: terms.exponential,
    sp.atan: terms.arctangent,
    sp.Abs: terms.absolute,
}
_REDUCING = (sp.Sum, Maximum, LSE)


def _data(value: Any) -> Any:
    return value.data if isinstance(value, Measured) else value


class _Evaluator:
    """Walks one expression with one set of values."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.known: dict[sp.Expr, Term] = values.known if isinstance(values, Shared) else {}
        self.windows: dict[str, slice] = {}

    def run(self, expr: sp.Expr, index: str = "") -> Term:
        """Return the value of a node; `index` is the summation index that is bound here."""
        if not isinstance(expr, _REDUCING):
            return self._node(expr, index)
        if expr not in self.known:  # it does not depend on the index: that of another sum is refused
            self.known[expr] = self._node(expr, index)
        return self.known[expr]

    def _node(self, expr: sp.Expr, index: str) -> Term:
        if isinstance(expr, sp.Rational | sp.NumberSymbol):
            number = np.asarray(float(expr))
            return Term(number, np.abs(number))
        if isinstance(expr, sp.IndexedBase):
            return self._named(str(expr.label), "vector")
        if isinstance(expr, sp.Indexed):
            return self._entry(expr, index)
        if isinstance(expr, sp.Symbol):
            return self._named(expr.name, "")
        if isinstance(expr, sp.Sum):
            return self._sum(expr)
        if isinstance(expr, Maximum):
            return self._maximum(expr, index)
        if isinstance(expr, LSE):
            return self._by_windows(expr.args[0], "vector", 0, terms.logsumexp, index)[0]
        if isinstance(expr, ChainBound):
            return self._table(expr, index)
        if isinstance(expr, sp.Pow):
            return terms.power(self.run(expr.base, index), expr.exp)
        if isinstance(expr, sp.Add | sp.Mul):
            parts = [self.run(part, index) for part in expr.args]
            return terms.add(parts) if isinstance(expr, sp.Add) else terms.multiply(parts)
        if expr.func in _UNARY:
            return _UNARY[expr.func](self.run(expr.args[0], index))
        raise NotEvaluable(f"{type(expr).__name__} in {sp.sstr(expr)} is not known here")

    def _named(self, name: str, over: str) -> Term:
        if name not in self.values or callable(self.values[name]):
            raise NotEvaluable(f"{name} has no value")
        value: Any = self.values[name]
        data = value.data if isinstance(value, Measured) else np.asarray(value, dtype=np.float64)
        if over and not data.ndim:
            raise NotEvaluable(f"{name} is a vector, its value is a number")
        window = self.windows.get(over)
        if window is not None:
            data = data[..., window]
        if isinstance(value, Measured):
            return Term(data, value.magnitude if window is None else value.magnitude[..., window], over)
        return Term(data, np.abs(data), over)

    def _entry(self, expr: sp.Indexed, index: str) -> Term:
        name = str(expr.base.label)
        if len(expr.indices) == 1 and str(expr.indices[0]) == index:
            return self._named(name, index)
        whole = self._named(name, "one entry")
        if len(expr.indices) == 1 and isinstance(expr.indices[0], sp.Integer):
            at = int(expr.indices[0]) - 1
            if 0 <= at < whole.data.shape[-1]:
                return Term(whole.data[..., at], whole.magnitude[..., at])
        raise NotEvaluable(f"{expr} is no entry that is known here")

    def _sum(self, expr: sp.Sum) -> Term:
        if len(expr.limits) != 1 or expr.limits[0][1] != 1:
            raise NotEvaluable(f"{sp.sstr(expr)}: only one index, from 1 on")
        index, _, upto = expr.limits[0]
        length = self.run(upto).data
        rounding = summation_magnitude(int(length.max()))

        def part(term: Term) -> tuple[Term, int]:
            if term.over == "":
                return terms.multiply([self.run(upto), term]), 0
            if term.over != index.name:
                raise NotEvaluable(f"{sp.sstr(expr)} runs to {length}, the entries are {term.data.shape[-1]}")
            data = np.ascontiguousarray(term.data)  # rows are summed in pairs only where their entries lie side by side
            magnitude = term.magnitude.sum(axis=-1) + rounding * np.abs(data).sum(axis=-1)
            return Term(data.sum(axis=-1), magnitude), data.shape[-1]

        parts = self._by_windows(expr.function, index.name, int(length.max()), part)
        entries = sum(number for _, number in parts)
        if entries and np.any(length != entries):
            raise NotEvaluable(f"{sp.sstr(expr)} runs to {length}, the entries are {entries}")
        return reduce(terms.join, (term for term, _ in parts)) if entries else parts[0][0]

    def _maximum(self, expr: sp.Expr, index: str) -> Term:
        lengths = {np.shape(_data(self.values.get(str(a.label))))[-1:] for a in expr.atoms(sp.IndexedBase)}
        length = max((shape[0] for shape in lengths), default=0) if len(lengths) == 1 and () not in lengths else 0

        def part(term: Term) -> Term:
            term = terms.as_vector(term, "Maximum")
            return Term(term.data.max(axis=-1), term.magnitude.max(axis=-1))

        parts = self._by_windows(expr.args[0], "vector", length, part, index)
        data = np.max([term.data for term in parts], axis=0)
        return Term(data, np.max([term.magnitude for term in parts], axis=0))

    def _by_windows(
        self, expr: sp.Expr, over: str, length: int, part: Callable[[Term], _Part], index: str | None = None
    ) -> list[_Part]:
        """Return what `part` makes of an expression over a vector, one window of the vector after the other."""
        starts = list(range(0, length, WINDOW)) or [0]
        outer, parts = self.windows.get(over), []
        try:
            for start, stop in zip(starts, [*starts[1:], None], strict=True):
                self.windows[over] = slice(start, stop)
                parts.append(part(self.run(expr, over if index is None else index)))
        finally:
            self.windows[over] = slice(None) if outer is None else outer
        return parts

    def _table(self, expr: sp.Expr, index: str) -> Term:
        name, argument = type(expr).__name__, self.run(expr.args[0], index)
        table = self.values.get(name)
        if not callable(table):
            raise NotEvaluable(f"{name} has no table")
        if np.any(argument.data != np.rint(argument.data)):
            raise NotEvaluable(f"{sp.sstr(expr)} is taken of a number that is not an integer")
        found = table(argument.data)
        return Term(found.data, found.magnitude, argument.over)


def _measured(term: Term) -> Measured:
    data, magnitude = np.broadcast_arrays(term.data, term.magnitude)
    return Measured(np.asarray(data, dtype=np.float64), np.asarray(magnitude, dtype=np.float64))


def measure(expr: sp.Expr, values: Values) -> Measured:
    """Return the expression on arrays, with the magnitude of its rounding."""
    with np.errstate(all="ignore"):
        term = _Evaluator(values).run(expr)
    return _measured(term)


def evaluate(expr: sp.Expr, values: Values) -> Floats:
    """Return the expression on arrays.

    >>> from symbolic.notation import LSE, Maximum, i, t, total, x
    >>> evaluate(t * LSE(x / t) - Maximum(x), {"x": [[0, 0], [1, 9]], "t": 2.0}).round(4).tolist()
    [1.3863, 0.0363]
    >>> float(evaluate(total(x[i] ** 2), {"x": [1, 2, 3], "d": 3}))
    14.0
    """
    return measure(expr, values).data


def measured_slack(relation: Relation, values: Values) -> Measured:
    """Return the slack of an order relation, >= 0 where it holds, with the magnitude of its rounding."""
    if relation.sign not in ("<", "<=", ">", ">="):
        raise NotEvaluable(f"{relation} has no slack; only order relations have one")
    sides = (relation.lhs, relation.rhs)
    low, high = sides if relation.sign in ("<", "<=") else sides[::-1]
    with np.errstate(all="ignore"):
        walk = _Evaluator(values)
        a, b = walk.run(high), walk.run(low)
        if a.over or b.over:
            raise NotEvaluable(f"{relation} compares vectors")
        found = terms.plus(a, Term(-b.data, b.magnitude))
    return _measured(found)


def slack(relation: Relation, values: Values) -> Floats:
    """Return the slack of an order relation: >= 0 where it holds, up to rounding.

    >>> from symbolic.notation import t
    >>> from symbolic.relations import le
    >>> slack(le(t, 1), {"t": [0.25, 2.0]}).tolist()
    [0.75, -1.0]
    """
    return measured_slack(relation, values).data

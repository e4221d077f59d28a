"""Arrays with the magnitude of their rounding, and what is computed with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


class NotEvaluable(ValueError):
    """An expression that this evaluator does not know, or a symbol without a value."""


@dataclass(frozen=True)
class Term:
    """A measured array, and what its last axis runs over: nothing (""), a vector ("vector") or an index."""

    data: Floats
    magnitude: Floats
    over: str = ""


def summation_magnitude(length: int) -> float:
    """Return how many roundings a sum along a contiguous last axis carries; NumPy adds in blocks, then pairwise."""
    return min(length, 20.0 + math.log2(max(length, 1)))


def align(terms: list[Term]) -> list[Term]:
    """Give scalars a last axis where they meet a vector."""
    kinds = {term.over for term in terms if term.over}
    if len(kinds) > 1:
        raise NotEvaluable(f"one term mixes {' and '.join(sorted(kinds))}")
    if not kinds:
        return terms
    over = kinds.pop()
    return [a if a.over else Term(a.data[..., None], a.magnitude[..., None], over) for a in terms]


def plus(a: Term, b: Term) -> Term:
    """Return a sum of two."""
    data = a.data + b.data
    return Term(data, a.magnitude + b.magnitude + np.abs(data), a.over)


def add(terms: list[Term]) -> Term:
    """Return the sum of all."""
    return reduce(plus, align(terms))


def times(a: Term, b: Term) -> Term:
    """Return a product of two."""
    data = a.data * b.data
    return Term(data, np.abs(a.data) * b.magnitude + np.abs(b.data) * a.magnitude + np.abs(data), a.over)


def multiply(terms: list[Term]) -> Term:
    """Return the product of all."""
    return reduce(times, align(terms))


def power(base: Term, exponent: sp.Expr) -> Term:
    """Return a rational power."""
    if not isinstance(exponent, sp.Rational):
        raise NotEvaluable(f"the exponent {exponent} is not a rational number")
    e = int(exponent) if exponent.is_Integer else float(exponent)
    if e == 2:
        return Term(base.data * base.data, 2 * np.abs(base.data) * base.magnitude + base.data * base.data, base.over)
    data = np.float_power(base.data, e)
    slope = abs(e) * np.abs(np.float_power(base.data, e - 1))
    return Term(data, slope * base.magnitude + 2 * np.abs(data), base.over)


def logarithm(a: Term) -> Term:
    """Return the natural logarithm."""
    data = np.log(a.data)
    return Term(data, a.magnitude / np.abs(a.data) + 2 * np.abs(data), a.over)


def arctangent(a: Term) -> Term:
    """Return the arc tangent."""
    data = np.arctan(a.data)
    return Term(data, a.magnitude / (1 + a.data * a.data) + 2 * np.abs(data), a.over)


def exponential(a: Term) -> Term:
    """Return the exponential."""
    data = np.exp(a.data)
    return Term(data, data * (a.magnitude + 2), a.over)


def absolute(a: Term) -> Term:
    """Return the absolute value."""
    return Term(np.abs(a.data), a.magnitude, a.over)


def as_vector(a: Term, name: str) -> Term:
    """Return the term, if it is a vector."""
    if a.over != "vector":
        raise NotEvaluable(f"{name} is taken of a vector, not of {a.over or 'a number'}")
    return a


def logsumexp(a: Term) -> Term:
    """LogSumExp moves by no more than its argument, and rounds by itself."""
    a = as_vector(a, "LSE")
    top = a.data.max(axis=-1, keepdims=True)
    far = np.where(np.isfinite(top), top - a.data, 0.0)
    e = np.exp(-far)
    sums = e.sum(axis=-1)
    excess = np.log(sums)
    mean = (e * far).sum(axis=-1) / sums
    data = top[..., 0] + excess
    magnitude = 4 * mean + 2 * summation_magnitude(e.shape[-1]) + 4 + 2 * np.abs(data)
    return Term(data, a.magnitude.max(axis=-1) + magnitude)


def join(a: Term, b: Term) -> Term:
    """Return the sum of two parts of one sum, whose rounding is counted already."""
    return Term(a.data + b.data, a.magnitude + b.magnitude)

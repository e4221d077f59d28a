"""What an attack is made of: relations, points of attack, and planted bugs that the same points must find."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, Values
from numeric_checks.attacks.smoothings import Smoothings
from proofs.machinery.output.bad_input import BadInput
from symbolic.relations import Relation

MAX_DIM = 10**7
"""The largest dimension of a sweep."""

SMALLER = sp.Rational(99, 100)
"""By what planted bugs change a constant: a hundredth off."""

TEMPERATURES = (1e-8, 1e-3, 0.3, 1.0, 7.0, 1e3, 1e8)
"""Every smoothing is attacked at all of these; at temperature 1 alone a forgotten temperature hides."""


class BadSweep(BadInput):
    """A sweep, a dimension or a count that does not exist."""


def check_dims(dims: Iterable[object]) -> list[int]:
    """Return the dimensions in order, each once; BadSweep unless all are integers from 2 to MAX_DIM."""
    found = set()
    for dim in dims:
        accepted = f"a dimension is a whole number from 2 to {MAX_DIM}, not {dim!r}"
        try:
            number = operator.index(dim)  # type: ignore[arg-type]
        except TypeError:
            raise BadSweep(accepted) from None
        if isinstance(dim, bool) or not 2 <= number <= MAX_DIM:
            raise BadSweep(accepted)
        found.add(number)
    if not found:
        raise BadSweep("no dimension is given, and a sweep of nothing finds nothing")
    return sorted(found)


@dataclass(frozen=True)
class Setting:
    """Where a block attacks: all that its points may depend on."""

    rng: np.random.Generator
    dim: int
    temperature: float
    """1 in a sweep without temperatures."""
    smoothings: Smoothings
    """The functions of tightmax that are under attack."""


@dataclass(frozen=True)
class Trial:
    """Points of one family, as values of the symbols of the relations that they attack."""

    relations: tuple[str, ...]
    family: str
    values: Values

    @property
    def entries(self) -> int:
        """How many numbers the points are made of: those of the largest array."""
        arrays = (value for value in self.values.values() if not callable(value))
        return max(np.size(value.data if isinstance(value, Measured) else value) for value in arrays)


@dataclass(frozen=True)
class Bug:
    """A planted bug: false relations in the place of true ones, or a smoothing that computes something else."""

    relations: Mapping[str, Relation] = field(default_factory=dict)
    smoothings: Callable[[Smoothings], Smoothings] | None = None


@dataclass(frozen=True)
class Sweep:
    """Relations and the points that attack them."""

    name: str
    theorems: tuple[str, ...]
    """Ids of the theorems whose statements, or consequences of them, are attacked."""
    relations: Mapping[str, Relation]
    trials: Callable[[Setting], Iterator[Trial]]
    bugs: Mapping[str, Bug]
    temperatures: tuple[float | None, ...] = TEMPERATURES
    dims: tuple[int, ...] = (2, 3, 4, 16, 64, 1000)
    max_dim: int = MAX_DIM
    """The largest dimension that the attack is made for; in larger ones it is left out."""

"""Steps of a proof: one machine-sized goal each, a lemma of Coq's, or an argument that no machine has checked.

A step is data.  Recording a proof discharges nothing; `proofs.machinery.engine.discharge` does, goal by goal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import sympy as sp

from symbolic.notation import EpsStar
from symbolic.relations import Relation, Sign

Case: TypeAlias = tuple[str, object, Sign, object]
"""One case of a finite computation: its name, and two sides to be compared."""


@dataclass(frozen=True)
class Identity:
    """`lhs` and `rhs` are the same function of their variables."""

    lhs: sp.Expr
    rhs: sp.Expr


@dataclass(frozen=True)
class Derivative:
    """The derivative of `function` in `variable`, taken `order` times, is `result`."""

    function: sp.Expr
    variable: sp.Symbol
    order: int
    result: sp.Expr


@dataclass(frozen=True)
class Universal:
    """For all reals: `hypotheses` imply `claim`.

    With `form`, the claim's slack is identically the sum of its terms, and each term is built from
    squares, hypotheses and positive numbers, so that its sign is plain to see: exact.  Without it,
    the negation goes to two solvers.
    """

    hypotheses: tuple[Relation, ...]
    claim: Relation
    form: tuple[sp.Expr, ...] | None = None


@dataclass(frozen=True)
class Enclosed:
    """A relation between closed constants, decided by enclosing both sides."""

    claim: Relation


@dataclass(frozen=True)
class Exact:
    """A relation between rational numbers."""

    claim: Relation


@dataclass(frozen=True)
class Certified:
    """A frozen certificate in `proofs/certificates` that proves `eps*_dimension >= bound`, or `<=`."""

    name: str
    dimension: int
    bound: sp.Rational
    search: Callable[[], str] | None = None
    sign: Literal[">=", "<="] = ">="

    @property
    def claim(self) -> Relation:
        """The relation that the certificate proves."""
        return Relation(EpsStar(sp.Integer(self.dimension)), self.sign, self.bound)


@dataclass(frozen=True)
class Finite:
    """A finite computation in exact arithmetic.

    `compute` yields its cases: a name, a side, a sign and a side, both of them exact (numbers, or tuples of numbers
    and words).  It decides none of them.  No cases is a failure.
    """

    compute: Callable[[], Iterable[Case]]


@dataclass(frozen=True)
class Argument:
    """Prose that rests on a cited fact of `symbolic.cited`: counted and listed in every report."""

    fact: str


@dataclass(frozen=True)
class CoqLemma:
    """Prose that says what a lemma of `proofs/coq/theories` says, by its qualified name."""

    name: str


Goal = Identity | Derivative | Universal | Enclosed | Exact | Certified | Finite | CoqLemma | Argument


@dataclass(frozen=True)
class Prose:
    """A sentence of the page, between the steps."""

    text: str


@dataclass(frozen=True)
class Induction:
    """How the step of an induction goes on: one of its hypotheses, with `moves` put in, must be what it claims.

    `start` is where the letters that move begin: there the moved relation, or the one before it, must be `base`, which
    holds under `base_given`.
    """

    base: Relation
    base_given: tuple[Relation, ...]
    moves: tuple[tuple[sp.Symbol, sp.Expr], ...]
    start: tuple[tuple[sp.Symbol, sp.Expr], ...]


@dataclass(frozen=True)
class Step:
    """A named goal; `text` says why it is there (LaTeX); `induction` joins the step of an induction to its base."""

    name: str
    text: str
    goal: Goal
    induction: Induction | None = None


@dataclass(frozen=True)
class Derivation:
    """A proof as it is read: prose and steps, in order."""

    items: tuple[Prose | Step, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps alone."""
        return tuple(item for item in self.items if isinstance(item, Step))

"""A statement as data: everything that LaTeX, the solvers, the reports and the sweeps read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy as sp

from symbolic.relations import Relation


@dataclass(frozen=True)
class Variable:
    """A variable and where it lives; `domain` is LaTeX without dollars, such as `\\mathbb{R}^d`."""

    symbol: sp.Expr
    domain: str


@dataclass(frozen=True)
class Statement:
    """One result.

    `conclusion` is the claim in words (LaTeX), `claim` the same as relations; `witness` is a
    point at which every hypothesis holds, so that the statement is not about nothing.  `ends` says of each sentence
    of the conclusion where it ends: see `proofs.machinery.engine.tie`.
    """

    id: str
    title: str
    source: str
    conclusion: str
    claim: tuple[Relation, ...]
    variables: tuple[Variable, ...] = ()
    hypotheses: tuple[Relation, ...] = ()
    witness: Mapping[sp.Expr, sp.Expr] = field(default_factory=dict)
    claims: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def _repr_markdown_(self) -> str:
        """Notebook display: the title and the claim in words."""
        return f"**{self.title}.** {self.conclusion}"

"""What the theorems claim about eps*_d, frozen as text in `bounds.json`.

The texts are made out of the claims of the theorems and nowhere typed; `make notes` writes the file anew and a test
compares it with the claims.  Reading it needs the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs.machinery.output.bad_input import Contradiction

if TYPE_CHECKING:
    from proofs.machinery.engine.session import Session
    from symbolic.relations import Relation

FILE = Path(__file__).with_name("bounds.json")

CERTIFIED = ("lower-certificates", "walk-certificates")
"""The theorems that claim lower bounds in single dimensions by certificates."""

THEOREMS = (
    "d2-optimum", "d3-optimum", "d4-optimum", "lattice-certificates", *CERTIFIED, "two-level", "universal-lower",
    "sharper-lower", "piecewise-lower", "universal-upper",
)
"""The theorems whose claims are read, in the order of the file."""


@dataclass(frozen=True)
class Claimed:
    """`eps*_dimension sign bound`; the dimension is a number or a letter, the bound a text in that letter and k."""

    theorem: str
    dimension: str
    sign: str
    bound: str


@dataclass(frozen=True)
class Frozen:
    """All claims, and the two decimals between which the best ratio of a long chain's jumps lies."""

    claims: tuple[Claimed, ...]
    jump: tuple[str, str]

    def of(self, theorem: str, sign: str, dimension: str = "") -> str:
        """Return the bound that a theorem claims, in that dimension if there are several; ValueError if it does not."""
        for claim in self.claims:
            if (claim.theorem, claim.sign) == (theorem, sign) and dimension in ("", claim.dimension):
                return claim.bound
        raise ValueError(f"{theorem} has no claim of the form eps*_{dimension or 'd'} {sign} ...")

    def certificates(self) -> dict[int, tuple[str, str]]:
        """Dimension -> the theorem of its best certificate, and the bound."""
        found = [c for c in self.claims if c.theorem in CERTIFIED and c.sign == ">="]
        best = sorted(found, key=lambda claim: Fraction(claim.bound))  # the last of a dimension stays
        return {int(claim.dimension): (claim.theorem, claim.bound) for claim in best}

    def text(self) -> str:
        """Return the file."""
        value: dict[str, Any] = {
            "about": "What the theorems claim about eps*_d; written by `make notes` out of their claims, read by "
            "proofs/machinery/bounds/best.py.",
            "claims": [vars(claim) for claim in self.claims],
            "best_jump": list(self.jump),
        }
        return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


@cache
def frozen() -> Frozen:
    """Return what the file says."""
    value = json.loads(FILE.read_text(encoding="utf-8"))
    return Frozen(tuple(Claimed(**row) for row in value["claims"]), (value["best_jump"][0], value["best_jump"][1]))


def _tied(session: Session, id: str) -> Iterator[Relation]:
    """Yield the claims of a theorem, each after a look at what it rests on."""
    from proofs import registry

    judgement, statement = session.theorem(id).judgement, registry.theorem(id).statement
    for number, relation in enumerate(statement.claim, 1):
        if judgement.verdict.value != "PROVED" or f"claim {number}" in judgement.own_read:
            raise Contradiction(f"{id} claims {relation}, and no step, certificate or Coq theorem says so")
        yield relation


def from_theorems(session: Session) -> Frozen:
    """Return the same out of the theorems: this needs SymPy.

    A claim counts only if its theorem is PROVED and the claim is tied to what is checked: Coq has accepted the whole
    conclusion, or the claim follows from the steps by rule.  Contradiction names one that is not.
    """
    import sympy as sp

    from symbolic.formulas.kappa import M_BOUNDS
    from symbolic.notation import EpsStar

    claims = [
        Claimed(id, str(relation.lhs.args[0]), relation.sign, sp.sstr(relation.rhs).replace("log", "ln"))
        for id in THEOREMS
        for relation in _tied(session, id)
        if isinstance(relation.lhs, EpsStar)
    ]
    low, high = (f"{bound.p}/{bound.q}" for bound in M_BOUNDS)
    return Frozen(tuple(claims), (low, high))

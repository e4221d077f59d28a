"""Claims of the source texts: each ends in a verdict that its own steps and theorems earn."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from proofs.machinery.engine.proof import Named, Proof, Values

import sympy as sp

from proofs.machinery.engine.records import BadRecord, read
from proofs.machinery.engine.source_text import original
from symbolic.relations import Relation
from symbolic.statement import Statement
from symbolic.steps import Derivation


class ClaimVerdict(enum.Enum):
    """What a claim of a source text turns out to be."""

    PROVED = "PROVED"
    REFUTED = "REFUTED"
    CORRECTED = "CORRECTED"
    EXPERIMENT = "EXPERIMENT"
    NOT_REPRODUCED = "NOT_REPRODUCED"
    NOT_A_STATEMENT = "NOT_A_STATEMENT"
    UNKNOWN = "UNKNOWN"
    NOT_RUN = "NOT_RUN"

    def __bool__(self) -> bool:
        raise TypeError("a verdict has several values; compare it with `is`")


PROVED, REFUTED, CORRECTED = ClaimVerdict.PROVED, ClaimVerdict.REFUTED, ClaimVerdict.CORRECTED


class ClaimProof(Proof):
    """A proof about a printed sentence: it may also refute what is printed."""

    def __init__(self, statement: Statement) -> None:
        super().__init__(statement)
        self.refutations: list[tuple[str, Relation]] = []
        self.missing: list[str] = []

    def refute(self, name: str, printed: Relation, text: str, at: Values | None = None) -> None:
        """Refute `printed`, what the source says with proved values put in: its negation must hold.

        Rational numbers are compared exactly, other constants by enclosures; `at` puts values into the left side.
        """
        self.refutations.append((name, printed))
        denied = printed.negation()
        put_in = denied.lhs.subs(at) if at else denied.lhs
        rational = isinstance((put_in - denied.rhs).doit(), sp.Rational)
        (self.exact if rational else self.enclose)(name, denied, text, at=at)

    def lacks(self, text: str) -> None:
        """Record what the printed sentence leaves out, so that it cannot hold or fail as it stands."""
        self.missing.append(text)
        self.say(f"As printed: {text}")


@dataclass(frozen=True)
class Claim(Named):
    """A claim: where it stands, what it says in our words, and the verdict that its proof must earn."""

    declared: ClaimVerdict
    record: Callable[[ClaimProof], None]
    experiment: str | None = None
    """The experiment that was run on the claim, if nothing but one can tell."""

    @property
    def original(self) -> str:
        """The sentence of the source, word for word and in its language; empty where no sentence says it."""
        return original(self.id)

    @cached_property
    def proof(self) -> ClaimProof:
        """The recorded proof."""
        proof = ClaimProof(self.statement)
        self.record(proof)
        return proof

    @cached_property
    def derivation(self) -> Derivation:
        """The recorded proof as it is read."""
        return self.proof.done()


class Claims:
    """The claims of one file, in reading order: calling it, or one of its methods, declares the next one."""

    def __init__(self) -> None:
        self.declared: list[Claim] = []

    def __call__(
        self, id: str, verdict: ClaimVerdict, locus: str, says: str, *, truth: str = "", uses: Sequence[str] = ()
    ) -> Callable[[Callable[[ClaimProof], None]], Claim]:
        """Declare a claim: where it stands, what it `says`, the `truth` if that differs, theorems used."""
        statement = Statement(
            id=id, title=says, source=locus, conclusion=truth, claim=(), claims=(id,), uses=tuple(uses)
        )
        return lambda record: self._add(Claim(statement, verdict, record))

    def _add(self, claim: Claim) -> Claim:
        self.declared.append(claim)
        return claim

    def by_theorem(self, id: str, locus: str, says: str, *theorems: str, truth: str = "") -> Claim:
        """Declare a claim whose whole proof is a theorem that names it; what else that rests on comes behind it."""
        return self(id, PROVED, locus, says, truth=truth, uses=theorems)(lambda c: c.say("This is the theorem."))

    def not_a_statement(self, id: str, locus: str, says: str, reason: str) -> Claim:
        """Declare a sentence that nothing could prove or refute, with the reason."""
        return self(id, ClaimVerdict.NOT_A_STATEMENT, locus, says, truth=reason)(lambda c: c.lacks(reason))

    def not_reproduced(self, id: str, locus: str, says: str, reason: str) -> Claim:
        """Declare a report of an experiment or of the literature that this project did not check, with the reason."""
        return self(id, ClaimVerdict.NOT_REPRODUCED, locus, says, truth=reason)(lambda c: c.lacks(reason))

    def experiment(self, id: str, locus: str, says: str, name: str) -> Claim:
        """Declare a claim that only an experiment can tell: the outcome of the one of that name, as it is recorded."""
        try:
            found = read(name)
            truth = f"{found.outcome.capitalize()}. {found.found} (Run again: {found.command}.)"
        except BadRecord as error:
            truth = f"{error}."
        statement = Statement(id=id, title=says, source=locus, conclusion=truth, claim=(), claims=(id,))
        return self._add(Claim(statement, ClaimVerdict.EXPERIMENT, lambda c: c.say(truth), experiment=name))

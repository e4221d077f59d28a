"""How an attack is written down, and how the engine judges it: as any other theorem."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from proofs.machinery.engine.proof import Proof, Theorem, theorem

import sympy as sp

from proofs import registry
from proofs.machinery.engine.session import Session
from symbolic.relations import Relation, eq
from symbolic.verdict import Outcome, Verdict

a, b, c = sp.symbols("a b c", real=True)
u, v = sp.symbols("u v", positive=True)
n, m = sp.symbols("n m", integer=True)


@dataclass(frozen=True)
class Attack:
    """A proof that must not be accepted, and words of the reason why it is not (empty: a proof that must be
    accepted).
    """

    name: str
    why: str
    reason: str
    record: Callable[[Proof], None]
    claim: tuple[Relation, ...]
    hypotheses: tuple[Relation, ...]
    witness: Mapping[sp.Expr, object]
    uses: tuple[str, ...] = ()
    variables: tuple[tuple[sp.Expr, str], ...] = ()

    def __str__(self) -> str:
        return self.name

    @property
    def theorem(self) -> Theorem:
        """The attack as a theorem file would declare it."""
        return theorem(
            f"attack-{self.name}", title=self.why, source="an attack", conclusion=self.why, claim=self.claim,
            hypotheses=self.hypotheses, witness=self.witness, uses=self.uses, variables=self.variables,
        )(self.record)


class Attacks(list[Attack]):
    """The attacks of one kind, each declared by decorating the function that records its proof."""

    def __call__(
        self, why: str, *, reason: str, claim: Sequence[Relation] = (), hypotheses: Sequence[Relation] = (),
        witness: Mapping[sp.Expr, object] | None = None, uses: Sequence[str] = (),
        variables: Sequence[tuple[sp.Expr, str]] = (),
    ) -> Callable[[Callable[[Proof], None]], Attack]:
        """`why` says what would be proved; `reason` is pinned: these words must be in the reason of the verdict."""

        def declared(record: Callable[[Proof], None]) -> Attack:
            name = record.__name__.replace("_", "-")
            given = tuple(claim) or (eq(a + b, b + a + 0 * c),)
            self.append(
                Attack(name, why, reason, record, given, tuple(hypotheses), witness or {},
                    tuple(uses), tuple(variables))
            )
            return self[-1]

        return declared

    def honest(
        self, why: str, *, claim: Sequence[Relation] = (), hypotheses: Sequence[Relation] = (),
        witness: Mapping[sp.Expr, object] | None = None, uses: Sequence[str] = (),
        variables: Sequence[tuple[sp.Expr, str]] = (),
    ) -> Callable[[Callable[[Proof], None]], Attack]:
        """Return the neighbour of an attack that is true and must be accepted, or else the rule refuses too much."""
        return self(
            why, reason="", claim=claim, hypotheses=hypotheses, witness=witness, uses=uses, variables=variables,
        )


def judged(attack: Attack, monkeypatch) -> tuple[Verdict | None, str, bool]:
    """Return the verdict, its reason, and whether all steps hold; no verdict where the proof cannot even be written
    down.
    """
    made = attack.theorem
    monkeypatch.setitem(registry.theorems(), made.id, made)
    try:
        judgement = Session().theorem(made.id).judgement
    except (ValueError, TypeError) as error:
        return None, str(error), False
    return judgement.verdict, judgement.reason, all(step.outcome is Outcome.HOLDS for step in judgement.steps)

"""How a proof is written: the `theorem` decorator and the `Proof` that a proof function fills.

A proof function records prose and steps; nothing is discharged while it runs.  The verdict comes
from `proofs.machinery.engine.session`, which discharges every step and applies the combining rule.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import sympy as sp

from proofs.machinery.engine import proper
from proofs.machinery.formal.published import theory
from proofs.machinery.output.bad_input import BadInput
from symbolic.cited import FACTS
from symbolic.notation import EpsStar
from symbolic.relations import Relation, ge
from symbolic.statement import Statement, Variable
from symbolic.steps import (
    Argument,
    Case,
    Certified,
    CoqLemma,
    Derivation,
    Derivative,
    Enclosed,
    Exact,
    Finite,
    Goal,
    Identity,
    Induction,
    Prose,
    Step,
    Universal,
)

Form: TypeAlias = sp.Expr | Sequence[sp.Expr]


Values: TypeAlias = Mapping[sp.Symbol, sp.Expr | int]


def _at(claim: Relation, values: Values | None) -> Relation:
    """Return the relation with values put into its left side, the formula kept for the reader."""
    if not values:
        return claim
    return Relation(sp.Subs(claim.lhs, tuple(values), tuple(values.values())), claim.sign, claim.rhs)


def _parts(form: Form | None) -> tuple[sp.Expr, ...] | None:
    return None if form is None else (form,) if isinstance(form, sp.Expr) else tuple(form)


def _pairs(values: Values) -> tuple[tuple[sp.Symbol, sp.Expr], ...]:
    return tuple((letter, sp.sympify(value)) for letter, value in values.items())


class BadStep(BadInput, ValueError):
    """A step that cannot be recorded, in one line."""


class Proof:
    """Records a proof, item by item.  Every step has a name, unique in its proof, and a reason."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._items: list[Prose | Step] = []
        self._names = {"witness"}  # the check of the statement's hypotheses goes by that name
        self._letters: dict[str, sp.Symbol] = {}

    def _add(self, name: str, text: str, goal: Goal, induction: Induction | None = None) -> None:
        if name in self._names or not name.replace("-", "").isalnum():
            raise BadStep(f"{self.statement.id}: step name {name!r} is taken or not a plain word")
        for part in proper.expressions(goal):
            for letter in proper.letters(part) if isinstance(part, sp.Expr) else ():
                if self._letters.setdefault(letter.name, letter) != letter:
                    raise BadStep(f"{self.statement.id}: step {name}: two symbols are called {letter}")
        self._names.add(name)
        self._items.append(Step(name, text, goal, induction))

    def say(self, text: str) -> None:
        """A sentence that names things or says what comes next; what it would infer is a step."""
        self._items.append(Prose(text))

    def argue(self, name: str, fact: str, text: str) -> None:
        """A step that rests on a cited fact, by its name in `symbolic.cited`; counted and listed in every report."""
        if fact not in FACTS:
            raise BadStep(f"{self.statement.id}: {fact!r} is not among the facts that may be cited: {', '.join(FACTS)}")
        self._add(name, text, Argument(fact))

    def formally(self, name: str, lemma: str, text: str) -> None:
        """A step that Coq has proved: `lemma` is its qualified name, such as `TightMax.Chain.chain_step`."""
        if not theory(lemma):
            like = "'TightMax.Chain.chain_step'"
            raise BadStep(f"{self.statement.id}: {lemma!r} is not the name of a lemma such as {like}")
        self._add(name, text, CoqLemma(lemma))

    def identity(self, name: str, lhs: sp.Expr, rhs: sp.Expr, text: str = "") -> None:
        """Both sides are the same function of their variables; SymPy must have something to do."""
        lhs, rhs = sp.sympify(lhs), sp.sympify(rhs)
        if lhs == rhs:
            raise BadStep(f"{self.statement.id}: the identity {name} is {lhs} = {rhs}, which says nothing")
        self._add(name, text, Identity(lhs, rhs))

    def derivative(
        self, name: str, function: sp.Expr, variable: sp.Symbol, result: sp.Expr, text: str = "", order: int = 1
    ) -> None:
        """`result` is the derivative of `function` in `variable`."""
        self._add(name, text, Derivative(sp.sympify(function), variable, order, sp.sympify(result)))

    def forall(
        self,
        name: str,
        hypotheses: Sequence[Relation],
        claim: Relation,
        text: str = "",
        form: Form | None = None,
    ) -> None:
        """The hypotheses imply the claim for all reals.

        With `form`, one expression or several that add up to the claim's slack: by that identity
        and plain signs, exactly.  (SymPy merges a sum of sums; list its terms to keep them apart.)
        Without it, by two solvers.
        """
        self._add(name, text, Universal(tuple(hypotheses), claim, _parts(form)))

    def enclose(self, name: str, claim: Relation, text: str = "", at: Values | None = None) -> None:
        """A comparison of closed constants, by balls; `at` puts constants into the left side."""
        self._add(name, text, Enclosed(_at(claim, at)))

    def exact(self, name: str, claim: Relation, text: str = "", at: Values | None = None) -> None:
        """A comparison of rational numbers; `at` puts numbers into the left side."""
        self._add(name, text, Exact(_at(claim, at)))

    def certificate(
        self, name: str, file: str, bound: Relation, text: str = "", search: Callable[[], str] | None = None
    ) -> None:
        """`eps*_d >= bound`, or `<=`, by the frozen certificate `file`; `search` finds it anew."""
        star = bound.lhs
        if not isinstance(star, EpsStar) or bound.sign not in (">=", "<="):
            raise BadStep(f"{self.statement.id}: step {name}: a certificate proves eps*_d >= q or <= q, not {bound}")
        self._add(name, text, Certified(file, int(star.args[0]), sp.Rational(bound.rhs), search, bound.sign))

    def finite(self, name: str, compute: Callable[[], Iterable[Case]], text: str) -> None:
        """A finite exact computation: `compute` yields its cases, each a name, a side, a sign and a side."""
        self._add(name, text, Finite(compute))

    def induction(
        self,
        name: str,
        base: Relation,
        given: Sequence[Relation],
        step: Relation,
        text: str,
        *,
        moves: Mapping[sp.Symbol, sp.Expr | int],
        start: Mapping[sp.Symbol, sp.Expr | int],
        base_given: Sequence[Relation] = (),
        base_form: Form | None = None,
        step_form: Form | None = None,
    ) -> None:
        """Induction on a number of terms: the base case, and one more term under `given`.

        `moves` says what becomes of the letters that one more term changes, `start` what they are at first: one of
        `given` must become `step` by the moves, and `base` must be that relation at the start, before or after the
        first move (`proofs.machinery.engine.rules`). Where the base case is what is given of one term, or both of its
        sides are the same, there is nothing to check, and no step says so.
        """
        joined = Induction(base, tuple(base_given), _pairs(moves), _pairs(start))
        empty = base.lhs == base.rhs and base.allows(0)
        said = f"{text} One term."
        if base in base_given or empty:
            said = f"{text} For one term {'this is given' if base in base_given else 'both sides are the same'}."
            said += " One more term:"
        else:
            self.forall(f"{name}-base", base_given, base, said, form=base_form)
            said = "One more term."
        self._add(f"{name}-step", said, Universal(tuple(given), step, _parts(step_form)), joined)

    def done(self) -> Derivation:
        """Return the recorded proof."""
        return Derivation(tuple(self._items))


@dataclass(frozen=True)
class Named:
    """What has a statement goes by the statement's id, and shows the statement in a notebook."""

    statement: Statement

    @property
    def id(self) -> str:
        """The permanent name, such as `d3-optimum` or `S0-16`."""
        return self.statement.id

    def __str__(self) -> str:
        return self.id

    def _repr_markdown_(self) -> str:
        return self.statement._repr_markdown_()


@dataclass(frozen=True)
class Theorem(Named):
    """A statement and the function that records its proof.

    `sketch` is the idea in a few sentences of LaTeX, for a reader: it may infer what the steps prove and refers to
    theorems as \\ref{id}. It is no part of the proof: no verdict, reading or record of Coq's hangs on it.
    """

    record: Callable[[Proof], None]
    sketch: str = ""

    @property
    def fault(self) -> str | None:
        """What is wrong with the statement, if anything is: a letter without a meaning, say."""
        return proper.of_statement(self.statement)

    @cached_property
    def derivation(self) -> Derivation:
        """The proof, recorded once."""
        proof = Proof(self.statement)
        self.record(proof)
        return proof.done()

    def script(self) -> None:
        """Running the file is the command `tightmax prove --pages ID`, with its options and its exit status."""
        name = Path(sys.argv[0]).stem
        if name.replace("_", "-") != self.id:
            print(
                f"tightmax: {sys.argv[0]} holds the theorem {self.id!r}, but its name calls for "
                f"{name.replace('_', '-')!r}",
                file=sys.stderr,
            )
            sys.exit(2)
        sys.argv[1:] = ["prove", "--pages", self.id, *sys.argv[1:]]
        runpy.run_module("proofs", run_name="__main__", alter_sys=True)


def at_least(dimension: sp.Expr | int, bound: sp.Expr | int) -> Relation:
    """`eps*_dimension >= bound`."""
    return ge(EpsStar(sp.sympify(dimension)), bound)


def theorem(
    id: str,
    *,
    title: str,
    source: str,
    conclusion: str,
    claim: Sequence[Relation],
    variables: Sequence[tuple[sp.Expr, str]] = (),
    hypotheses: Sequence[Relation] = (),
    witness: Mapping[sp.Expr, object] | None = None,
    claims: Sequence[str] = (),
    uses: Sequence[str] = (),
    ends: Sequence[str] = (),
    sketch: str = "",
) -> Callable[[Callable[[Proof], None]], Theorem]:
    """Attach a statement, and the idea of its proof, to the function that records the proof."""
    statement = Statement(
        id=id,
        title=title,
        source=source,
        conclusion=conclusion,
        claim=tuple(claim),
        variables=tuple(Variable(symbol, domain) for symbol, domain in variables),
        hypotheses=tuple(hypotheses),
        witness={key: sp.sympify(value) for key, value in (witness or {}).items()},
        claims=tuple(claims),
        uses=tuple(uses),
        ends=tuple(ends),
    )
    return lambda record: Theorem(statement, record, sketch)

"""The tie between what is printed and what is checked: where each claim and each sentence of a conclusion ends.

`claim=` is relations. Each must be a fact (`proofs.machinery.engine.facts`): the goal of a step that holds, or what
steps and claims of used theorems give by the rules that are named there. `ends=` has one entry for every sentence of
the conclusion:

* "claim 1" or "claim 1, claim 2": the sentence says these relations and no more; tied if they are facts;
* names of steps, or "other-theorem", or "other-theorem/step": these are what the sentence rests on, and a reader joins
  them: READ, unless Coq has accepted the whole conclusion;
* "setting": the sentence names things and asserts nothing.

What a reader joins counts only while their reading is current (`proofs.machinery.engine.readings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofs.machinery.engine.proof import Theorem

from proofs.machinery.engine.facts import Facts
from symbolic.sentences import sentences
from symbolic.statement import Statement
from symbolic.steps import Step
from symbolic.verdict import Outcome, StepResult

SETTING = "setting"


@dataclass(frozen=True)
class End:
    """A sentence of a conclusion, what it ends in, and whether a machine has tied the two."""

    sentence: str
    targets: tuple[str, ...]
    tied: bool


@dataclass(frozen=True)
class Tie:
    """What became of the claims and sentences of a statement: `loose` names those that a reader must join."""

    claims: tuple[bool, ...]
    ends: tuple[End, ...]

    @property
    def loose(self) -> tuple[str, ...]:
        """Return "claim 1", "sentence 2", ...: the parts that no machine has tied, numbered from 1."""
        claims = [f"claim {number}" for number, tied in enumerate(self.claims, 1) if not tied]
        return (*claims, *(f"sentence {number}" for number, end in enumerate(self.ends, 1) if not end.tied))


def targets(entry: str) -> tuple[str, ...]:
    """Return the names that an entry of `ends` lists.

    >>> targets("claim 1, chord")
    ('claim 1', 'chord')
    """
    return tuple(name.strip() for name in entry.split(","))


def _number(target: str, statement: Statement) -> int | None:
    """Return the number of a claim, from 0, if the target is one."""
    word, _, digits = target.partition(" ")
    number = int(digits) - 1 if word == "claim" and digits.isdigit() else -1
    return number if 0 <= number < len(statement.claim) else None


def faults(theorem: Theorem, others: Sequence[Theorem]) -> list[str]:
    """Return what is wrong with `ends`, in one line each: a sentence without an entry, a target that does not exist."""
    statement = theorem.statement
    cut = sentences(statement.conclusion)
    if statement.ends and len(statement.ends) != len(cut):
        return [f"{theorem.id}: {len(cut)} sentences, and {len(statement.ends)} entries of ends="]
    steps = {step.name for step in theorem.derivation.steps}
    steps |= {f"{other.id}/{step.name}" for other in others for step in other.derivation.steps}
    known = steps | {other.id for other in others} | {SETTING}
    return [
        f"{theorem.id}: sentence {place} ends in {target!r}, which is no step, claim or used theorem"
        for place, entry in enumerate(statement.ends, 1)
        for target in targets(entry)
        if target not in known and _number(target, statement) is None
    ]


def tie(theorem: Theorem, results: Sequence[StepResult], used: Sequence[Statement]) -> Tie:
    """Return what the steps that hold, and the claims of the used theorems, make of a statement."""
    statement = theorem.statement
    hold = {found.name for found in results if found.outcome is Outcome.HOLDS}
    steps: list[Step] = [step for step in theorem.derivation.steps if step.name in hold]
    facts = Facts(statement, [step.goal for step in steps], used, steps)
    claims = tuple(facts.holds(claim) for claim in statement.claim)
    cut = sentences(statement.conclusion)
    ends = []
    for place, sentence in enumerate(cut):
        names = targets(statement.ends[place]) if place < len(statement.ends) else ()
        numbers = [_number(name, statement) for name in names]
        tied = names == (SETTING,) or (bool(names) and all(n is not None and claims[n] for n in numbers))
        ends.append(End(sentence, names, tied))
    return Tie(claims, tuple(ends))

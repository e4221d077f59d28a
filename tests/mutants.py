"""Random edits of the theorems: one that makes a statement or a step false must not leave its theorem PROVED.

    python -m tests.mutants                      1000 edits, seed 0
    python -m tests.mutants --count 50 --seed 7  others

An edit changes a number, a sign, a side or a letter of one relation, or drops a hypothesis: of a claim, of a hypothesis
of the statement, or of a step. The edited theorem is judged like any other. Whether the edit made something false is
decided apart from that, by evaluating both sides at random points. Printed are the counts, and every edit that is still
PROVED with the reason why it may be. Exit status: 0 none of these is false, 1 some is.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from proofs.machinery.engine.proof import Theorem

import numpy as np
import sympy as sp

from proofs import registry
from proofs.machinery.engine.discharge import discharge
from proofs.machinery.engine.session import Session, joined
from proofs.machinery.formal.evidence import evidence
from proofs.machinery.output.progress import progress
from symbolic.relations import Relation
from symbolic.statement import Statement
from symbolic.steps import Derivation, Derivative, Enclosed, Exact, Identity, Step, Universal
from symbolic.verdict import Judgement, Outcome, StepResult, Verdict, combine

POINTS = 4000
SIGNS = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "!=", "!=": "="}
CLEAR = 1e-7
"""By how much, relative to its sides, a relation must fail at a point before it counts as false."""


@dataclass(frozen=True)
class Edit:
    """An edited theorem: what was changed, and the implication that the change is about."""

    theorem: Theorem
    what: str
    hypotheses: tuple[Relation, ...]
    claim: Relation
    step: Step | None = None


def _numbers(expr: sp.Basic) -> list[sp.Rational]:
    return sorted((n for n in expr.atoms(sp.Rational) if abs(n) > 1), key=sp.default_sort_key)


def _expression(rng: Random, expr: sp.Expr) -> sp.Expr:
    """Return the expression with one number or one letter replaced."""
    numbers, letters = _numbers(expr), sorted(expr.free_symbols, key=str)
    letters = [letter for letter in letters if type(letter) is sp.Symbol]
    if numbers and (rng.random() < 0.7 or len(letters) < 2):
        old = rng.choice(numbers)
        return expr.xreplace(
            {old: rng.choice([old + 1, old - 1, old * sp.Rational(101, 100), old * sp.Rational(9, 10), -old])}
        )
    if len(letters) > 1:
        old, new = rng.sample(letters, 2)
        return expr.xreplace({old: new})
    return rng.choice([expr + sp.Rational(1, 10), expr * sp.Rational(11, 10), -expr])


def _relation(rng: Random, relation: Relation) -> Relation:
    """Return the relation with one thing in it changed."""
    kind = rng.randrange(4)
    if kind == 0:
        return replace(relation, sign=SIGNS[relation.sign])
    if kind == 1:
        return replace(relation, lhs=_expression(rng, relation.lhs))
    return replace(relation, rhs=_expression(rng, relation.rhs))


def _with(theorem: Theorem, statement: Statement, step: Step | None = None) -> Theorem:
    """Return the theorem with another statement, or with another step of the same name."""
    made = Theorem(statement, theorem.record)
    items = tuple(
        step if step is not None and getattr(i, "name", "") == step.name else i
        for i in theorem.derivation.items
    )
    made.__dict__["derivation"] = Derivation(items)
    return made


def _of_statement(rng: Random, theorem: Theorem) -> Edit | None:
    statement = theorem.statement
    claims, hypotheses = list(statement.claim), list(statement.hypotheses)
    place = rng.randrange(len(claims) + len(hypotheses)) if claims else 0
    if not claims:
        return None
    if place < len(claims):
        claims[place] = _relation(rng, claims[place])
        what, told = f"claim {place + 1}: {claims[place]}", claims[place]
    elif rng.random() < 0.4:
        what, told = f"without {hypotheses.pop(place - len(claims))}", claims[0]
    else:
        hypotheses[place - len(claims)] = changed = _relation(rng, hypotheses[place - len(claims)])
        what, told = f"hypothesis {changed}", claims[0]
    edited = replace(statement, claim=tuple(claims), hypotheses=tuple(hypotheses))
    return None if edited == statement else Edit(_with(theorem, edited), what, tuple(hypotheses), told)


def _of_step(rng: Random, theorem: Theorem) -> Edit | None:
    steps = [
        s
        for s in theorem.derivation.steps if isinstance(s.goal, Universal | Enclosed | Exact | Identity | Derivative)
    ]
    if not steps:
        return None
    step = rng.choice(steps)
    goal, hypotheses = step.goal, ()
    match goal:
        case Universal():
            place = rng.randrange(len(goal.hypotheses) + 2)
            if place < len(goal.hypotheses):
                kept = [h for i, h in enumerate(goal.hypotheses) if i != place]
                if rng.random() < 0.5:
                    kept.insert(place, _relation(rng, goal.hypotheses[place]))
                goal = replace(goal, hypotheses=tuple(kept))
            else:
                goal = replace(goal, claim=_relation(rng, goal.claim))
            hypotheses, claim = goal.hypotheses, goal.claim
        case Enclosed() | Exact():
            goal = replace(goal, claim=_relation(rng, goal.claim))
            claim = goal.claim
        case Identity():
            goal = replace(goal, rhs=_expression(rng, goal.rhs))
            claim = Relation(goal.lhs, "=", goal.rhs)
        case _:
            goal = replace(goal, result=_expression(rng, goal.result))
            claim = Relation(sp.Derivative(goal.function, (goal.variable, goal.order)), "=", goal.result)
    if goal == step.goal:
        return None
    edited = replace(step, goal=goal)
    return Edit(_with(theorem, theorem.statement, edited), f"step {step.name}: {claim}", hypotheses, claim, edited)


def edits(rng: Random, count: int) -> Iterator[Edit]:
    """So many edits of theorems, half of them of steps."""
    theorems = list(registry.theorems().values())
    made = 0
    while made < count:
        try:
            edit = rng.choice([_of_statement, _of_step])(rng, rng.choice(theorems))
        except ValueError:  # the edit is no expression: a derivative of negative order, say
            continue
        if edit is not None:
            made += 1
            yield edit


def judged(edit: Edit, session: Session) -> Judgement:
    """Return the edited theorem, judged by the project's own rule; only the edited step is discharged anew."""
    theorem = edit.theorem
    known = {result.name: result for result in session.theorem(theorem.id).judgement.steps}
    results: list[StepResult] = [known[name] for name in ("witness",) if name in known and theorem.statement.hypotheses]
    for step in theorem.derivation.steps:
        changed = edit.step is not None and step.name == edit.step.name
        results.append(discharge(step, theorem.statement) if changed else known[step.name])
    formal = evidence(theorem.statement)
    used = [session.theorem(id).judgement for id in theorem.statement.uses]
    return combine(theorem.id, results, used, formal, joined(theorem, results, used, formal))


def _values(rng: Any, letter: sp.Symbol) -> Any:
    size = rng.choice([0.1, 1.0, 3.0, 10.0], POINTS)
    found = rng.normal(size=POINTS) * size
    found = np.abs(found) if letter.is_nonnegative else found
    return np.floor(found) + (1 if letter.is_positive else 0) if letter.is_integer else found


def false_somewhere(hypotheses: Sequence[Relation], claim: Relation, seed: int = 0) -> bool:
    """Is there a random point at which the hypotheses hold and the claim fails clearly?"""
    rng = np.random.default_rng(seed)
    letters = sorted({s for r in (*hypotheses, claim) for s in r.free_symbols()}, key=str)
    if any(type(letter) is not sp.Symbol for letter in letters):
        return False
    values = [_values(rng, letter) for letter in letters]
    hold = np.ones(POINTS, bool)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            for relation in (*hypotheses, claim):
                sides = [sp.lambdify(letters, side.doit(), "numpy")(*values) for side in (relation.lhs, relation.rhs)]
                left, right = (np.broadcast_to(np.asarray(side, float), (POINTS,)) for side in sides)
                room = (right - left) / (1 + np.abs(left) + np.abs(right))
                room = -room if relation.sign in (">", ">=") else room
                clear = {"=": -np.abs(room), "!=": np.abs(room) - CLEAR}.get(relation.sign, room)
                if relation is claim:
                    return bool(np.any(hold & np.isfinite(clear) & (clear < -CLEAR)))
                hold &= np.isfinite(clear) & (clear >= 0)
    except Exception:  # a function that NumPy does not have, say: then nothing is known
        return False
    return False


def run(count: int, seed: int, session: Session | None = None) -> int:
    """Judge the edits, print what became of them, and return how many false ones are still PROVED.

    The theorems as they stand are judged by the session, if one is given that may have judged them already.
    """
    session, counts, survivors, wrong = session or Session(), Counter[str](), [], 0
    with progress("mutants", "edits") as seen:
        for number, edit in enumerate(edits(Random(seed), count)):
            seen(number, count, edit.theorem.id)
            found = judged(edit, session)
            false = false_somewhere(edit.hypotheses, edit.claim)
            counts[f"{'false at a point' if false else 'not seen to be false'}, {found.verdict.value}"] += 1
            if found.verdict is Verdict.PROVED:
                result = next((r for r in found.steps if edit.step is not None and r.name == edit.step.name), None)
                why = f"the step still holds: {result.detail}" if result is not None else "the claims still follow"
                assert result is None or result.outcome is Outcome.HOLDS
                survivors.append(f"{'FALSE ' if false else ''}{edit.theorem.id}, {edit.what}\n    {why}")
                wrong += false
    print("\n".join(survivors))
    print(f"\n{count} edits, seed {seed}: " + "; ".join(f"{n} {what}" for what, n in sorted(counts.items())))
    return wrong


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.splitlines()[0])
    asked.add_argument("--count", type=int, default=1000, metavar="N", help="how many edits (1000)")
    asked.add_argument("--seed", type=int, default=0, metavar="S", help="of the random choices (0)")
    given = asked.parse_args()
    sys.exit(1 if run(given.count, given.seed) else 0)

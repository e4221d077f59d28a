"""Discharge one step: hand its goal to the backend that decides goals of that kind."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

from proofs import verify, verify_lattice, verify_upper, verify_walk
from proofs.machinery.engine import cas, cases, enclose, proper, rules, satisfiable, signs, smt
from proofs.machinery.engine.answer import Answer, exact, in_one_line
from proofs.machinery.formal import evidence
from proofs.machinery.output.bad_input import ToolMissing
from proofs.machinery.output.places import CERTIFICATES
from symbolic.printing.expression_text import expression
from symbolic.relations import Relation
from symbolic.statement import Statement
from symbolic.steps import (
    Argument,
    Certified,
    CoqLemma,
    Derivative,
    Enclosed,
    Exact,
    Finite,
    Goal,
    Identity,
    Step,
    Universal,
)
from symbolic.verdict import Grade, Outcome, StepResult


def certificate_path(name: str) -> Path:
    """Return the file of a frozen certificate named like `lower/chain-d4`."""
    return CERTIFICATES / f"{name}.json"


@dataclass(frozen=True)
class Found:
    """What a checker says that a certificate proves, and how much of it there was to check."""

    dimension: int
    sign: str
    bound: Fraction
    counted: str


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _lower(data: bytes) -> Found:
    accepted = verify.check_bytes(data)
    return Found(accepted.dimension, ">=", accepted.bound, _counted(accepted.moves, "move"))


def _upper(data: bytes) -> Found:
    """The format of these upper bounds knows no dimension but four."""
    accepted = verify_upper.check_bytes(data)
    return Found(4, "<=", accepted.bound, _counted(accepted.points, "point"))


def _walk(data: bytes) -> Found:
    accepted = verify_walk.check_bytes(data)
    return Found(accepted.dimension, ">=", accepted.bound, _counted(accepted.states, "state"))


def _lattice(data: bytes) -> Found:
    accepted = verify_lattice.check_bytes(data)
    return Found(accepted.dimension, "<=", accepted.bound, _counted(accepted.values, "value"))


CHECKERS = {
    "lower": ("verify.py", _lower), "upper": ("verify_upper.py", _upper), "walk": ("verify_walk.py", _walk),
    "lattice": ("verify_lattice.py", _lattice),
}
"""Folder of a certificate -> the file that checks it, and how it is asked."""
UNREADABLE = (verify.Unreadable, verify_upper.Unreadable, verify_walk.Unreadable, verify_lattice.Unreadable)
REJECTED = (verify.Rejected, verify_upper.Rejected, verify_walk.Rejected, verify_lattice.Rejected)


@cache
def _frozen(folder: str, path: str) -> Found:
    """Return what a frozen certificate proves, checked once in a run, however many steps read it."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise verify.Unreadable(f"cannot be read: {error.strerror}") from None
    return CHECKERS[folder][1](data)


def _searched(search: Callable[[], str]) -> bytes | Answer:
    """Return a certificate found anew, or why there is none: a search that stops is no fault of the bound."""
    try:
        return search().encode()
    except ToolMissing as error:
        return exact(Outcome.NOT_RUN, str(error))
    except Exception as error:
        return exact(Outcome.UNDECIDED, f"the search stopped: {in_one_line(error)}")


def _certificate(goal: Certified, fresh: bool) -> Answer:
    """Return what the checker of the certificate's folder says."""
    folder = goal.name.partition("/")[0]
    if folder not in CHECKERS:
        return exact(Outcome.NOT_RUN, f"{goal.name}: no checker is for the folder {folder!r}")
    checker, check = CHECKERS[folder]
    try:
        data = _searched(goal.search) if fresh and goal.search is not None else None
        if isinstance(data, Answer):
            return data
        found = _frozen(folder, str(certificate_path(goal.name))) if data is None else check(data)
    except UNREADABLE as error:
        return exact(Outcome.NOT_RUN, f"{goal.name}: {error}")
    except REJECTED as error:
        return exact(Outcome.FAILS, f"{goal.name}: rejected [{error.code}] {error.reason}")
    wanted = Fraction(int(goal.bound.p), int(goal.bound.q))
    enough = found.bound <= wanted if goal.sign == "<=" else found.bound >= wanted
    if (found.dimension, found.sign) != (goal.dimension, goal.sign) or not enough:
        proved = f"eps*_{found.dimension} {found.sign} {found.bound}"
        return exact(Outcome.FAILS, f"{goal.name} proves {proved}, not eps*_{goal.dimension} {goal.sign} {wanted}")
    return exact(Outcome.HOLDS, f"{goal.name}: {found.counted} accepted by {checker}")


def _by_solvers(hypotheses: tuple[Relation, ...], claim: Relation) -> Answer:
    """Return the solvers' answer; they know nothing of what symbols assume, so a counterexample is looked for that
    respects it.
    """
    found = smt.forall(hypotheses, claim)
    if found.outcome is Outcome.UNDECIDED and (at := satisfiable.example([*hypotheses, claim.negation()])) is not None:
        return replace(found, outcome=Outcome.FAILS, detail=f"counterexample {at}", refutes=True)
    return found


def _universal(goal: Universal) -> Answer:
    """Return the solvers' answer, or the signs of the form; it counts only under hypotheses that are about
    something.
    """
    hypotheses, claim, form = goal.hypotheses, goal.claim, goal.form
    found = _by_solvers(hypotheses, claim) if form is None else signs.manifest(hypotheses, claim, form)
    if found.outcome is not Outcome.HOLDS or not hypotheses:
        return found
    try:
        if satisfiable.somewhere(hypotheses):
            return found
    except smt.SolverMissing as error:
        return replace(found, outcome=Outcome.NOT_RUN, detail=str(error))
    return replace(found, outcome=Outcome.UNDECIDED, detail="no point is found where the hypotheses hold")


def answer(goal: Goal, fresh: bool = False) -> Answer:
    """Return the backend's answer about a goal; `fresh` finds certificates anew instead of reading them.

    A goal that is not `proper` is not asked about, and so is undecided.
    """
    fault = proper.fault(goal)
    if fault is not None:
        return Answer(Outcome.UNDECIDED, grade_of(goal), fault)
    match goal:
        case Identity(lhs, rhs):
            return cas.identity(lhs, rhs)
        case Derivative(function, variable, order, result):
            return cas.derivative(function, variable, order, result)
        case Universal():
            return _universal(goal)
        case Enclosed(claim):
            return enclose.compare(claim)
        case Exact(claim):
            return cas.rational(claim)
        case Certified():
            return _certificate(goal, fresh)
        case Finite():
            return cases.finite(goal)
        case CoqLemma(name):
            return Answer(*evidence.lemma(name))
        case Argument(fact):
            return Answer(Outcome.HOLDS, Grade.ARGUED, f"argued, not checked by a machine: {fact}")


def _claimed(goal: Goal, statement: Statement) -> bool:
    """Is the goal the statement's own claim under the statement's own hypotheses, so that what refutes one refutes
    both?
    """
    match goal:
        case Universal(hypotheses, claim, _):
            return claim in statement.claim and set(hypotheses) == set(statement.hypotheses)
        case Exact(claim) | Enclosed(claim):
            return claim in statement.claim
    return False


def _loose(step: Step, statement: Statement) -> str | None:
    """Return why a step whose goal holds does not belong to its statement, or to the base of its induction."""
    found = proper.clash(step.goal, statement)
    if found is None and step.induction is not None and isinstance(step.goal, Universal):
        found = rules.induction_fault(step.induction, step.goal)
    return found


def discharge(step: Step, statement: Statement, fresh: bool = False) -> StepResult:
    """Discharge a step of the proof of `statement`."""
    start = time.perf_counter()
    found = answer(step.goal, fresh)
    if found.outcome is Outcome.HOLDS and (fault := _loose(step, statement)) is not None:
        found = Answer(Outcome.UNDECIDED, found.grade, fault)
    return StepResult(
        name=step.name,
        outcome=found.outcome,
        grade=found.grade,
        detail=found.detail,
        seconds=time.perf_counter() - start,
        breaks_claim=found.refutes and _claimed(step.goal, statement),
    )


def grade_of(goal: Goal) -> Grade:
    """Return the grade that a goal of this kind earns when it holds."""
    match goal:
        case Argument():
            return Grade.ARGUED
        case Universal(_, _, None):
            return Grade.SOLVER
        case Enclosed():
            return Grade.ENCLOSED
        case CoqLemma():
            return Grade.FORMAL
    return Grade.EXACT


def replayed(step: Step, statement: Statement, detail: str) -> StepResult:
    """Return the result of a step that this machine's checkers have found to hold for the same goal."""
    fault = _loose(step, statement)  # neither the statement nor the induction is in the key of the goal
    outcome = Outcome.HOLDS if fault is None else Outcome.UNDECIDED
    return StepResult(step.name, outcome, grade_of(step.goal), fault or detail, cached=True)


def _at_witness(hypothesis: Relation, statement: Statement) -> Answer:
    """Does a hypothesis hold at the witness?  By rational arithmetic where that decides, by enclosures elsewhere."""
    there = hypothesis.subs(statement.witness)
    found = cas.rational(there)
    return enclose.compare(there) if found.outcome is Outcome.UNDECIDED else found


def witness_result(statement: Statement) -> StepResult:
    """Every hypothesis of the statement holds at its witness: the statement is not about nothing."""
    start = time.perf_counter()
    outcome, grade, detail = Outcome.HOLDS, Grade.EXACT, "no hypotheses"
    fault = proper.of_relations(statement.hypotheses) or proper.of_witness(statement.witness)
    if fault is not None:
        return StepResult("witness", Outcome.UNDECIDED, grade, fault, time.perf_counter() - start)
    for hypothesis in statement.hypotheses:
        found = _at_witness(hypothesis, statement)
        grade = min(grade, found.grade)
        detail = (
            f"at {', '.join(f'{expression(key)} = {expression(value)}' for key, value in statement.witness.items())}"
        )
        if found.outcome is not Outcome.HOLDS:
            fails = found.outcome is Outcome.FAILS
            said = "the witness does not satisfy" if fails else "it is not decided whether the witness satisfies"
            outcome, grade, detail = found.outcome, found.grade, f"{said} {hypothesis}: {found.detail}"
            break
    return StepResult("witness", outcome, grade, detail, time.perf_counter() - start)

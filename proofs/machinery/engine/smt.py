"""Goals over the reals for two solvers: Z3 and cvc5 read the same SMT-LIB text.

A goal holds only when both answer unsat on its negation and a solver finds the hypotheses alone
satisfiable.  A rational model of the negation is put back into the goal exactly before it is
reported as a counterexample.  Effort is bounded by the solvers' own resource counters, never by
seconds, so that an answer does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from proofs.machinery.engine import cas
from proofs.machinery.engine.answer import Answer
from proofs.machinery.engine.assumed import suits
from symbolic.printing.smtlib import NotPolynomial, script
from symbolic.relations import Relation
from symbolic.verdict import Grade, Outcome

Z3_RESOURCES = 200_000_000
CVC5_RESOURCES = 20_000_000


class SolverMissing(RuntimeError):
    """A solver that is not installed."""


class SolverFailed(RuntimeError):
    """A solver that stopped with an error of its own instead of an answer."""


def ask_z3(text: str) -> tuple[str, dict[str, sp.Rational]]:
    """Z3's answer (sat, unsat or unknown) and, when sat, the rational part of its model."""
    try:
        import z3
    except ImportError as error:
        raise SolverMissing("z3-solver is not installed") from error
    solver = z3.SolverFor("QF_NRA")
    solver.set("rlimit", Z3_RESOURCES)
    try:
        solver.from_string(text)
        answer = str(solver.check())
    except z3.Z3Exception as error:
        raise SolverFailed(f"Z3: {error}") from error
    model: dict[str, sp.Rational] = {}
    if answer == "sat":
        found = solver.model()
        for declared in found.decls():
            value = found[declared]
            if z3.is_rational_value(value):
                model[declared.name()] = sp.Rational(value.numerator_as_long(), value.denominator_as_long())
    return answer, model


def ask_cvc5(text: str) -> str:
    """cvc5's answer: sat, unsat or unknown."""
    try:
        import cvc5
    except ImportError as error:
        raise SolverMissing("cvc5 is not installed") from error
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    solver.setOption("rlimit", str(CVC5_RESOURCES))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "goal")
    answer = "unknown"
    try:
        while not (command := parser.nextCommand()).isNull():
            answer = str(command.invoke(solver, parser.getSymbolManager())).strip() or answer
    except RuntimeError as error:
        raise SolverFailed(f"cvc5: {error}") from error
    return answer if answer in ("sat", "unsat") else "unknown"


def _counterexample(
    hypotheses: tuple[Relation, ...], claim: Relation, model: Mapping[str, sp.Rational]
) -> str | None:
    """Return the model as text, if exact arithmetic confirms that it breaks the goal."""
    point = _point(hypotheses, claim, model)
    for relation in (*hypotheses, claim.negation()):
        if cas.rational(relation.subs(point)).outcome is not Outcome.HOLDS:
            return None
    return ", ".join(f"{s.name} = {point[s]}" for s in sorted(point, key=lambda s: str(s.name)))


def _point(
    hypotheses: tuple[Relation, ...], claim: Relation, model: Mapping[str, sp.Rational],
) -> dict[sp.Symbol, sp.Rational]:
    symbols = claim.free_symbols().union(*(h.free_symbols() for h in hypotheses))
    return {s: model.get(str(s.name), sp.S.Zero) for s in symbols}


def _solver(outcome: Outcome, detail: str) -> Answer:
    return Answer(outcome, Grade.SOLVER, detail)


def satisfiable(hypotheses: tuple[Relation, ...]) -> bool | None:
    """Are there values for which all the hypotheses hold?  False only where both solvers say no; None where they give
    up.
    """
    text = script(hypotheses, None)
    first = ask_z3(text)[0]
    second = first if first == "sat" else ask_cvc5(text)
    if "sat" in (first, second):
        return True
    return False if first == second == "unsat" else None


def _broken(hypotheses: tuple[Relation, ...], claim: Relation, model: Mapping[str, sp.Rational]) -> Answer:
    """Return what a model of the negation shows: a counterexample, or no more than that the goal is not true of all
    reals.
    """
    witness = _counterexample(hypotheses, claim, model)
    if witness is None:
        return _solver(Outcome.UNDECIDED, "Z3 answers sat with a model that is not rational")
    if not all(suits(symbol, value) for symbol, value in _point(hypotheses, claim, model).items()):
        return _solver(
            Outcome.UNDECIDED, f"it fails at {witness}, outside of what its symbols assume; a hypothesis has to say so",
        )
    return Answer(Outcome.FAILS, Grade.SOLVER, f"counterexample {witness}", refutes=True)


def forall(hypotheses: tuple[Relation, ...], claim: Relation) -> Answer:
    """Do the hypotheses imply the claim for all real values?"""
    try:
        text = script(hypotheses, claim)
    except NotPolynomial as error:
        return _solver(Outcome.UNDECIDED, str(error))
    try:
        first, model = ask_z3(text)
        if first == "sat":
            return _broken(hypotheses, claim, model)
        second = ask_cvc5(text)
        about = satisfiable(hypotheses) if hypotheses else True
    except SolverMissing as error:
        return _solver(Outcome.NOT_RUN, str(error))
    except SolverFailed as error:
        return _solver(Outcome.UNDECIDED, " ".join(str(error).split()))
    if about is False:
        return _solver(Outcome.FAILS, "the hypotheses contradict each other")
    if about is None:
        return _solver(Outcome.UNDECIDED, "no solver decides whether the hypotheses hold anywhere")
    if first == second == "unsat":
        return _solver(Outcome.HOLDS, "Z3 and cvc5: unsat")
    return _solver(Outcome.UNDECIDED, f"Z3: {first}, cvc5: {second}")

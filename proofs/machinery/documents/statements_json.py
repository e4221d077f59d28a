"""What `tightmax prove --json` writes: statements, proofs and verdicts, with every formula as text and as LaTeX."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.engine.claim import Claim
from proofs.machinery.engine.judged import Judged, JudgedClaim
from proofs.machinery.engine.source_text import source_texts
from proofs.machinery.formal.coq import present
from symbolic.formal import FormalRecord
from symbolic.printing.latex import goal_latex
from symbolic.printing.plain import goal_line, plain
from symbolic.steps import Prose, Step
from symbolic.verdict import StepResult


def tools() -> dict[str, str]:
    """Return the versions of what took part."""
    found = {"python": sys.version.split()[0]}
    for name in ("sympy", "mpmath", "z3-solver", "cvc5", "python-flint", "numpy"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def _stated(owner: Theorem | Claim) -> dict[str, Any]:
    """Return the statement, in words and as LaTeX."""
    statement = owner.statement
    return {
        "title": plain(statement.title),
        "title_latex": statement.title,
        "conclusion": plain(statement.conclusion),
        "conclusion_latex": statement.conclusion,
        "source": plain(statement.source),
        "uses": list(statement.uses),
    }


def _step_row(found: StepResult, step: Step | None) -> dict[str, Any]:
    """Return a step: what it says, its goal, and what discharged it.  A witness of the hypotheses has a result only."""
    row: dict[str, Any] = {
        "name": found.name, "outcome": found.outcome.value, "grade": found.grade.name, "detail": found.detail,
        "cached": found.cached, "kernel": found.kernel or None,
    }
    if step is None:
        return row | {"text": "", "text_latex": "", "goal": "", "goal_latex": ""}
    return row | {
        "text": plain(step.text),
        "text_latex": step.text,
        "goal": goal_line(step.goal),
        "goal_latex": goal_latex(step.goal),
    }


def _proof_rows(owner: Theorem | Claim, results: tuple[StepResult, ...]) -> list[dict[str, Any]]:
    steps = {step.name: step for step in owner.derivation.steps}
    return [_step_row(found, steps.get(found.name)) for found in results]


def _outline(owner: Theorem | Claim) -> list[dict[str, str]]:
    """Return the proof in its order: sentences, and the names of the steps between them."""
    return [
        {"say": plain(item.text), "say_latex": item.text} if isinstance(item, Prose) else {"step": item.name}
        for item in owner.derivation.items
    ]


def theorem_row(found: Judged[Theorem]) -> dict[str, Any]:
    """Return the JSON object of a theorem."""
    theorem, judgement = found.owner, found.judgement
    return {
        "id": theorem.id,
        **_stated(theorem),
        "sketch": plain(theorem.sketch),
        "sketch_latex": theorem.sketch,
        "file": registry.file_of(theorem.id),
        "claims": list(theorem.statement.claims),
        "verdict": judgement.verdict.value,
        "grade": judgement.shown_grade if judgement.grade is not None else None,
        "machine_grade": judgement.machine_grade.name if judgement.machine_grade is not None else None,
        "argued": list(judgement.argued),
        "read": list(judgement.read),
        "ends": list(theorem.statement.ends),
        "formal": _formal_row(judgement.formal) if judgement.formal is not None else None,
        "seconds": round(judgement.seconds, 3),
        "proof": _outline(theorem),
        "steps": _proof_rows(theorem, judgement.steps),
    }


def _formal_row(formal: FormalRecord) -> dict[str, Any]:
    return {
        "covers": "whole" if formal.whole else "part",
        "in_force": formal.in_force,
        "skipped": formal.skipped or None,
        "recorded": formal.recorded or None,
        "part": formal.part or None,
        "left": formal.left or None,
        "theorems": [
            {"name": t.name, "statement": t.statement, "axioms": list(t.axioms), "rests_on": list(t.rests_on)}
            for t in formal.theorems
        ],
        "names": list(formal.names),
        "prover": formal.prover,
        "prover_here": present(),
        "sources": formal.sources,
        "build_seconds": formal.seconds,
    }


def claim_row(found: JudgedClaim) -> dict[str, Any]:
    """Return the JSON object of a claim: in our words, in those of its source, and what holds instead, if anything."""
    claim, statement = found.owner, found.owner.statement
    return {
        "id": claim.id,
        "where": plain(statement.source),
        "says": plain(statement.title),
        "says_latex": statement.title,
        "original": claim.original,
        "language": source_texts()[claim.id.partition("-")[0]].language,
        "truth": plain(statement.conclusion),
        "truth_latex": statement.conclusion,
        "uses": list(statement.uses),
        "verdict": found.verdict.value,
        "theorem": found.theorem,
    }

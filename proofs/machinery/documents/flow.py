"""A proof as running text, to be read with a pencil: sentences joined, formulas in the line, a mark on every step.

The mark behind a formula says what discharged the step (`proofs.machinery.documents.preamble.MARKS`). What shows a
sign is left out: a reader sees it, or looks it up in the supplement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from proofs.machinery.documents.preamble import MARKS
from symbolic.printing.latex import LINE, display, formula, prose, related, relation_latex, width
from symbolic.relations import LATEX
from symbolic.steps import (
    Certified,
    Derivation,
    Derivative,
    Enclosed,
    Exact,
    Goal,
    Identity,
    Prose,
    Step,
    Universal,
)
from symbolic.verdict import Outcome, StepResult

_PART = re.compile(r"^((?:The|[IVX]+\.) [^.,$]{1,60})[.,]\s*")
"""How a part of a proof begins: a Roman number and a few words, or a few words."""

WIDEST = 2 * LINE
"""A longer formula is left to the supplement where the sentence before it says the same in its own letters."""


def _goal(goal: Goal) -> str:
    """Return a goal as a formula without dollars; empty where there is none."""
    match goal:
        case Identity(lhs, rhs):
            return f"{formula(lhs)} = {formula(rhs)}"
        case Derivative(function, variable, order, result):
            power = f"^{{{order}}}" if order > 1 else ""
            operator = rf"\tfrac{{d{power}}}{{d{formula(variable)}{power}}}"
            return rf"{operator}\left({formula(function)}\right) {LATEX['=']} {formula(result)}"
        case Universal(hypotheses, claim, _):
            given = r",\ ".join(map(relation_latex, hypotheses))
            return relation_latex(claim) + (rf"\ \text{{ if }}\ {given}" if given else "")
        case Enclosed(claim) | Exact(claim):
            return relation_latex(claim)
        case Certified():
            return relation_latex(goal.claim)
        case _:
            return ""


def _in_lines(goal: Goal) -> str:
    """Return a long formula, displayed on several lines."""
    match goal:
        case Identity(lhs, rhs):
            return display(related(lhs, "=", rhs))
        case Universal(hypotheses, claim, _):
            given = r",\ ".join(map(relation_latex, hypotheses))
            under = f"if ${given}$ then\n" if given else ""
            return under + display(related(claim.lhs, claim.sign, claim.rhs))
        case _:
            return display(_goal(goal))


def _mark(step: Step, result: StepResult | None) -> str:
    """Return the mark of a step; a step that does not hold is marked by its outcome."""
    if result is None or result.outcome is not Outcome.HOLDS:
        outcome = "NOT RUN" if result is None else result.outcome.value.upper().replace("_", " ")
        return rf"\mk{{bad}}{{{outcome}}}"
    return rf"\mk{{{result.grade.name}}}{{{MARKS[result.grade]}}}"


def _ended(follows: str) -> str:
    """Return the mark of punctuation between a formula and the text that follows."""
    if not follows or re.match(r"[A-Z(]|\\text|\$[A-Z\\|]", follows):
        return "."
    return ","


def _sentence(step: Step, result: StepResult | None, follows: str) -> str:
    text, shown, mark = prose(step.text).strip(), _goal(step.goal), _mark(step, result)
    wide = width(shown) > WIDEST
    if not shown or (wide and "$" in text):
        return f"{text}{mark}"
    if wide:
        return f"{text}{mark} {_in_lines(step.goal)}"
    if text.endswith("."):
        text = f"{text[:-1]}:"
    return f"{text} ${shown}${mark}{_ended(follows)}".strip()


def _paragraph(text: str) -> str:
    """Return how a paragraph begins; the name of a part stands out."""
    found = _PART.match(text)
    return rf"\textbf{{{found[1]}.}} {text[found.end():]}" if found else text


def running_proof(derivation: Derivation, results: Sequence[StepResult]) -> str:
    """Return the proof as paragraphs: each begins with what is said between the steps."""
    by_name = {result.name: result for result in results}
    items, paragraphs = derivation.items, [""]
    for k, item in enumerate(items):
        if isinstance(item, Prose):
            paragraphs.append(_paragraph(prose(item.text)))
            continue
        if _PART.match(item.text):
            paragraphs.append("")
        following = items[k + 1] if k + 1 < len(items) else None
        follows = following.text if isinstance(following, Step) else ""
        said = _sentence(item, by_name.get(item.name), follows)
        paragraphs[-1] = f"{paragraphs[-1]} {said}" if paragraphs[-1] else _paragraph(said)
    return "\n\n".join(rf"\say{{{paragraph}}}" for paragraph in paragraphs if paragraph)

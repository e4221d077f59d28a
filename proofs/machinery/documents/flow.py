"""A proof as running text, to be read with a pencil: sentences joined, formulas in the line, a mark on every step.

The mark behind a formula says what discharged the step (`proofs.machinery.documents.preamble.MARKS`). What shows a
sign is left out: a reader sees it, or looks it up in the supplement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from proofs.machinery.documents.preamble import MARKS
from symbolic.printing.latex import LINE, display, formula, prose, related, relation_latex, width
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

_PART = re.compile(r"^((?:The|[IVX]+\.) [^.,$]{1,60}[.,])\s*")
"""How a part of a proof begins: a Roman number and a few words, or a few words."""

WIDEST = LINE + 6
"""A wider claim does not stand in a line."""

DEEPEST = 3
"""Nor one with groups inside of groups inside of groups: fractions in fractions, values put into quotients."""


def _claim(goal: Goal) -> str:
    """Return what a goal claims as a formula without dollars; empty where there is none."""
    match goal:
        case Identity(lhs, rhs):
            return f"{formula(lhs)} = {formula(rhs)}"
        case Derivative(function, variable, order, result):
            power = f"^{{{order}}}" if order > 1 else ""
            operator = rf"\tfrac{{d{power}}}{{d{formula(variable)}{power}}}"
            return rf"{operator}\left({formula(function)}\right) = {formula(result)}"
        case Universal(_, claim, _) | Enclosed(claim) | Exact(claim):
            return relation_latex(claim)
        case Certified():
            return relation_latex(goal.claim)
        case _:
            return ""


def _given(goal: Goal) -> str:
    """Return the hypotheses of a goal, with what leads to them."""
    if not isinstance(goal, Universal) or not goal.hypotheses:
        return ""
    return rf" if ${', '.join(map(relation_latex, goal.hypotheses))}$".replace(", ", r"$, $")


def depth(latex: str) -> int:
    """Return how deep the groups of a formula lie within each other.

    >>> depth("a + b"), depth(r"\\frac{a}{b_{2}}")
    (0, 2)
    """
    deepest = now = 0
    for character in latex:
        now += (character == "{") - (character == "}")
        deepest = max(deepest, now)
    return deepest


def _displayed(goal: Goal) -> str:
    """Return a claim that is too large for a line, displayed."""
    match goal:
        case Identity(lhs, rhs):
            return display(related(lhs, "=", rhs))
        case Universal(_, claim, _):
            return display(related(claim.lhs, claim.sign, claim.rhs))
        case _:
            return display(_claim(goal))


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
    """Return a step as part of a sentence; where its formula is large and the text has one, the text alone."""
    text, claim, mark = prose(step.text).strip(), _claim(step.goal), _mark(step, result)
    large = width(claim) > WIDEST or depth(claim) > DEEPEST
    if not claim or (large and "$" in text):
        return f"{re.sub(':$', ';' if follows[:1].islower() else '.', text)}{mark}"
    if text.endswith("."):
        text = f"{text[:-1]}:"
    if large:
        return f"{text}{mark}{_given(step.goal)}{' then' if _given(step.goal) else ''} {_displayed(step.goal)}"
    return f"{text} ${claim}${_given(step.goal)}{mark}{_ended(follows)}".strip()


def _paragraph(text: str) -> str:
    """Return how a paragraph begins; the name of a part stands out."""
    found = _PART.match(text)
    return rf"\textbf{{{found[1]}}} {text[found.end():]}" if found else text


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

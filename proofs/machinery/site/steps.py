"""The steps of a proof as HTML: what each says, its formula, and, folded, what discharged it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from proofs.machinery.site.mathml import display, mathml, prose
from symbolic.printing.latex import formula, goal_latex
from symbolic.steps import Argument, Certified, CoqLemma, Derivation, Finite, Prose, Step, Universal
from symbolic.verdict import Outcome, StepResult

MOST_TERMS = 40
"""A slack of more terms than this is not written out: the file of the proof has them."""

HOW = {
    "Identity": "The difference of both sides reduces to 0, and both agree at rational points.",
    "Derivative": "Differentiated symbolically, and compared with a power series at rational points.",
    "Enclosed": "Both sides enclosed by Arb balls and by intervals rounded outward; both decide.",
    "Exact": "Compared in rational arithmetic.",
    "Certified": "The standalone checker accepts the certificate.",
    "Finite": "Computed in exact arithmetic, case by case.",
    "CoqLemma": "The kernel of Coq has accepted the lemma.",
    "Argument": "A cited fact; no machine has checked it.",
}
"""What decides a goal of each kind, in a sentence."""


def badge(label: str) -> str:
    """Return a verdict or a grade in its colour.

    >>> badge("NOT_RUN")
    '<span class="badge NOT_RUN">NOT RUN</span>'
    """
    kind = label.partition(" ")[0].strip(",")
    return f'<span class="badge {kind}">{escape(label.replace("_", " "))}</span>'


def _how(step: Step) -> str:
    """Return in a sentence what decides a step."""
    if not isinstance(step.goal, Universal):
        return HOW[type(step.goal).__name__]
    if step.goal.form is None:
        return "Z3 and cvc5 both find the negation unsatisfiable."
    return "The slack of the inequality is a sum of terms whose signs are plain to see:"


def _terms(step: Step) -> str:
    """Return the terms that add up to the slack of an inequality."""
    form = step.goal.form if isinstance(step.goal, Universal) else None
    if form is None:
        return ""
    if len(form) > MOST_TERMS:
        return f"<p>{len(form)} terms, written out in the file of the proof.</p>"
    items = "".join(f'<li tabindex="0">{mathml(formula(term))}</li>' for term in form)
    return f'<ul class="terms">{items}</ul>'


def _detail(step: Step, result: StepResult) -> str:
    """Return the line that the checker left; nothing where it repeats what is said of its kind."""
    detail = result.detail
    if isinstance(step.goal, Universal) and step.goal.form is not None and result.outcome is Outcome.HOLDS:
        return ""
    return f"<p><code>{escape(detail, quote=False)}</code></p>" if detail else ""


def _names(step: Step) -> str:
    """Return the lemma or the certificate that a step names."""
    match step.goal:
        case CoqLemma(name) | Certified(name):
            return f"<p><code>{escape(name)}</code></p>"
        case Argument(fact):
            return f"<p>Cited: {escape(fact)}.</p>"
    return ""


def _evidence(step: Step, result: StepResult) -> str:
    """Return the fold: the grade is always seen, the rest when it is opened."""
    marks = badge(result.grade.name)
    if result.kernel:
        marks += f" {badge(result.kernel)}"
    if result.outcome is not Outcome.HOLDS:
        marks += f" {badge(result.outcome.value.upper())}"
    inside = f"<p>{_how(step)}</p>{_terms(step)}{_names(step)}{_detail(step, result)}"
    return f"<details><summary>{marks}</summary>{inside}</details>"


def _step(step: Step, result: StepResult | None) -> str:
    latex = goal_latex(step.goal)
    shown = display(latex) if latex and not isinstance(step.goal, Finite) else ""
    found = _evidence(step, result) if result is not None else badge("NOT_RUN")
    name = escape(step.name)
    return (
        f'<div class="step" id="step-{name}"><p><b>{name}.</b> {prose(step.text)}</p>{shown}{found}</div>'
    )


def proof(derivation: Derivation, results: Sequence[StepResult], anchors: bool = True) -> str:
    """Return sentences and steps in order; without `anchors` for a page that holds several proofs."""
    by_name = {result.name: result for result in results}
    blocks = [
        f"<p>{prose(item.text)}</p>" if isinstance(item, Prose) else _step(item, by_name.get(item.name))
        for item in derivation.items
    ]
    text = "\n".join(blocks)
    return text if anchors else text.replace(' id="step-', ' data-step="')

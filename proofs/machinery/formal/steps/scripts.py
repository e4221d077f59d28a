"""The proof of a step's lemma: a short script of the tactics in `proofs/coq/steps/StepTactics.v`, one for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sympy as sp

from proofs.machinery.formal.sources import generated
from proofs.machinery.formal.steps.hints import Hints
from proofs.machinery.formal.steps.statements import Said, asked
from symbolic.printing.coq import Letters, NotInCoq, term
from symbolic.steps import Certified, Derivative, Enclosed, Exact, Goal, Identity, Universal


class _Told:
    """The equations that a script asserts first, and the tactic that uses them."""

    def __init__(self, expressions: Sequence[sp.Expr], letters: Letters, logarithms: bool = True) -> None:
        self.asserted, rewritten = list[str](), ""
        equations = [e for e in Hints(expressions, letters).equations() if logarithms or not e[0].startswith("ln ")]
        for k, (said, tactic) in enumerate(equations, 1):
            self.asserted.append(f"assert (E{k} : {said}) by ({rewritten}{tactic}).")
            rewritten = f"rewrite ?E{k}; {rewritten}"
        self.equal = f"{rewritten}equal"


def _start(said: Said) -> str:
    names = said.variables.replace("forall ", "").replace(" : R -> R, ", " ").replace(" : R, ", " ").strip()
    unfolded = "; unfold Rpower in *" if "Rpower" in said.text else ""
    return f"intros{' ' * bool(names)}{names}; intros; cbv beta in *{unfolded}."


def _identity(goal: Identity, said: Said) -> list[str]:
    told = _Told([goal.lhs, goal.rhs], said.letters)
    return [_start(said), *told.asserted, f"{told.equal}."]


def _derivative(goal: Derivative, said: Said) -> list[str]:
    """Return the script: from the first derivative on, each is that of the one before it near the point."""
    letters, variable = said.letters, goal.variable
    told = _Told([goal.function, goal.result], letters, logarithms=False)
    before = [sp.diff(goal.function, (variable, k)) for k in range(1, goal.order)]
    lines = [_start(said), *told.asserted]
    last = f"derivative ltac:({told.equal})."
    name = letters.free(variable, variable.name)
    with letters.binding([variable]):
        shown = [term(slope, letters) for slope in before]
        conditions = [(kind, expr) for kind, expr in asked([goal.function, *before]) if expr.has(variable)]
        forms = {"nonzero": "{} <> 0", "nonnegative": "0 < {}", "positive": "0 < {}"}
        near = " /\\ ".join([*(forms[kind].format(term(expr, letters)) for kind, expr in conditions), "True"])
    pattern = f"({' & '.join('?' for _ in range(len(conditions) + 1))})" if conditions else "_"
    enter = f"apply (filter_imp (fun {name} => {near})); [intros ? {pattern} | near]."
    for slope in reversed(shown):
        lines.append(f"apply step_derive with (g := fun {name} => {slope}); [| {last[:-1]}].")
        lines.append(enter)
    return [*lines, *["simpl is_derive_n."] * bool(shown), last]


def _powers(parts: Sequence[sp.Expr]) -> set[sp.Pow]:
    return {found for part in parts for found in part.atoms(sp.Pow)}


def _signed(goal: Universal, said: Said) -> list[str]:
    """Return the script: the slack is the sum of the form, whose terms have their signs."""
    assert goal.form is not None
    claim, letters = goal.claim, said.letters
    large, small = (claim.lhs, claim.rhs) if claim.sign in (">", ">=") else (claim.rhs, claim.lhs)
    if isinstance(small, sp.Abs) and any(found.exp.is_negative and found.has(small) for found in _powers(goal.form)):
        return [_start(said), "values; modulus."]
    parts = [term(part, letters) for part in goal.form]
    told = _Told([large, small, *goal.form], letters)
    total = " + ".join(f"({part})" for part in parts)
    lines = [_start(said), "values.", *told.asserted]
    lines.append(f"assert (slack : {term(large, letters)} - ({term(small, letters)}) = {total}) by ({told.equal}).")
    for k, part in enumerate(parts, 1):
        if claim.strict:
            lines.append(f"first [assert (T{k} : 0 < {part}) by pos | assert (T{k} : 0 <= {part}) by nonneg].")
        else:
            lines.append(f"assert (T{k} : 0 <= {part}) by nonneg.")
    return [*lines, "concluded slack."]


def script(goal: Goal, said: Said) -> list[str]:
    """Return the proof of a goal's statement, a line a sentence."""
    match goal:
        case Identity():
            return _identity(goal, said)
        case Derivative():
            return _derivative(goal, said)
        case Universal(_, _, None):
            return [_start(said), "solver."]
        case Universal():
            return _signed(goal, said)
        case Enclosed():
            return [_start(said), "values; numbers."]
        case Exact(claim):
            told = _Told([claim.lhs, claim.rhs], said.letters)
            if claim.sign == "=":
                return [_start(said), "values.", *told.asserted, f"first [{told.equal} | rationals]."]
            return [_start(said), "values; rationals."]
        case Certified(name):
            tactic = "by_walk" if name.startswith("walk/") else "by_certificate"
            return [f"{tactic} TightMax.Generated.{generated(Path(f'{name}.json')).stem}.bound."]
    raise NotInCoq("no script")


def witness() -> list[str]:
    """Return the proof that the hypotheses hold at the witness."""
    return ["cbv beta; repeat split; rationals."]

"""The proof of a step's lemma: a short script of the tactics in `proofs/coq/steps/StepTactics.v`, one for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import sympy as sp

from proofs.machinery.formal.steps.hints import Hints
from proofs.machinery.formal.steps.statements import Said, asked
from symbolic.printing.coq import Letters, NotInCoq, term
from symbolic.statement import Statement
from symbolic.steps import Certified, Derivative, Enclosed, Exact, Goal, Identity, Universal


class _Told:
    """The equations that a script asserts first, and the tactic that uses them."""

    def __init__(self, expressions: Sequence[sp.Expr], letters: Letters, only_exponentials: bool = False) -> None:
        hints = Hints(expressions, letters)
        exponentials = [(f"E{k}", *pair) for k, pair in enumerate(hints.exponentials(), 1)]
        rewritten = "".join(f"rewrite ?{name}; " for name, _, _ in exponentials)
        logarithms = [] if only_exponentials else [(f"L{k}", said, f"{rewritten}{tactic}") for k, (said, tactic) in zip(count(1), hints.logarithms())]
        self.asserted = [f"assert ({name} : {said}) by ({tactic})." for name, said, tactic in exponentials + logarithms]
        self.equal = "".join(f"rewrite ?{name}; " for name, _, _ in logarithms) + rewritten + "equal"


def _start(said: Said) -> str:
    names = said.variables.replace("forall ", "").replace(" : R -> R, ", " ").replace(" : R, ", " ").strip()
    return f"intros {names}; intros; cbv beta in *." if names else "intros; cbv beta in *."


def _identity(goal: Identity, said: Said) -> list[str]:
    told = _Told([goal.lhs, goal.rhs], said.letters)
    return [_start(said), *told.asserted, f"{told.equal}."]


def _derivative(goal: Derivative, said: Said) -> list[str]:
    """Return the script: from the first derivative on, each is that of the one before it near the point."""
    letters, variable = said.letters, goal.variable
    told = _Told([goal.function, goal.result], letters, only_exponentials=True)
    before = [sp.diff(goal.function, (variable, k)) for k in range(1, goal.order)]
    lines = [_start(said), *told.asserted]
    last = f"derivative ltac:({told.equal})."
    name = letters.free(variable, variable.name)
    with letters.binding([variable]):
        shown = [term(slope, letters) for slope in before]
        conditions = [(kind, expr) for kind, expr in asked([goal.function, *before]) if expr.has(variable)]
        forms = {"nonzero": "{} <> 0", "nonnegative": "0 < {}", "positive": "0 < {}"}
        near = " /\\ ".join([*(forms[kind].format(term(expr, letters)) for kind, expr in conditions), "True"])
    hypotheses = " ".join(f"C{k}" for k in range(1, len(conditions) + 2))
    pattern = f"({' & '.join(hypotheses.split())})" if conditions else "_"
    enter = f"apply (filter_imp (fun {name} => {near})); [intros {name}_ {pattern} | near]."
    for slope in reversed(shown):
        lines.append(f"apply step_derive with (g := fun {name} => {slope}); [| {last[:-1]}].")
        lines.append(enter)
    return [*lines, *["simpl is_derive_n."] * bool(shown), last]


def _signed(goal: Universal, said: Said) -> list[str]:
    """Return the script: the slack is the sum of the form, whose terms have their signs."""
    assert goal.form is not None
    claim, letters = goal.claim, said.letters
    large, small = (claim.lhs, claim.rhs) if claim.sign in (">", ">=") else (claim.rhs, claim.lhs)
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
    return [*lines, "lra."]


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
            return [f"intros e; apply TightMax.Certificate.below_optimum, TightMax.Generated.{name.split('/')[1].replace('-', '_')}.bound."]
    raise NotInCoq("no script")


def witness(statement: Statement, said: Said) -> list[str]:
    """Return the proof that the hypotheses hold somewhere: at the witness."""
    found = []
    for letter, _ in said.letters.reals():
        if letter not in statement.witness:
            raise NotInCoq(f"the witness has no value of {letter}")
        found.append(f"exists ({term(statement.witness[letter])})")
    return [f"{'; '.join(found)}; cbv beta.", "repeat split; rationals."]

"""A small document with all that may break one: odd characters, long formulas, steps that fail."""

from pathlib import Path

from proofs.machinery.engine.proof import Theorem

import sympy as sp

from proofs import registry
from proofs.machinery.documents.claims_tex import ClaimRow, claims_table_tex, errata_tex
from proofs.machinery.documents.core_tex import core_tex
from proofs.machinery.documents.edition import Edition
from proofs.machinery.documents.figures import figures_tex
from proofs.machinery.documents.supplement_tex import section_tex, sources_volume_tex, supplement_tex
from proofs.machinery.documents.tex import theorem_tex
from symbolic.relations import ge, gt, le, ne
from symbolic.statement import Statement, Variable
from symbolic.steps import (
    Argument,
    Certified,
    CoqLemma,
    Derivation,
    Derivative,
    Enclosed,
    Exact,
    Finite,
    Identity,
    Prose,
    Step,
    Universal,
)
from symbolic.verdict import Grade, Judgement, Outcome, StepResult, combine
from tests.symbolic.awkward import LONG_PRODUCT, LONG_SUM, LONG_WORD, NASTY

a, b, s, t, w = sp.symbols("a b s t w", real=True)
LONG_POWER = sp.exp(LONG_SUM)
EDITION = Edition(("A group & friends", "Jo Doe"), "2026-01-02", "abc_1, with changes", "0.1")
IDS = ("first", "second", "third")
NUMBERS = {id: number for number, id in enumerate(IDS, 1)}


def nothing() -> tuple[int, str | None]:
    return 1, None


def results(steps: tuple[Step, ...], outcome: Outcome = Outcome.HOLDS) -> list[StepResult]:
    grades = {Argument: Grade.ARGUED, CoqLemma: Grade.FORMAL, Universal: Grade.SOLVER, Enclosed: Grade.ENCLOSED}
    return [
        StepResult(step.name, outcome, grades.get(type(step.goal), Grade.EXACT), detail, breaks_claim=False)
        for step, detail in zip(steps, [NASTY, LONG_WORD] * len(steps), strict=False)
    ]


def toy_proof() -> Derivation:
    f = sp.Function("f")
    goals = [
        Identity((a + b) ** 2, a**2 + 2 * a * b + b**2),
        Identity(LONG_PRODUCT, LONG_POWER),
        Derivative(f(w) ** 2, w, 2, 2 * sp.Derivative(f(w), w) ** 2),
        Derivative(LONG_SUM + w, w, 1, sp.Integer(1)),
        Universal((), ge(a**2, 0)),
        Universal((gt(t, 0), le(a, b)), le(t * a, t * b), (t * (b - a),)),
        Universal((gt(t, 0), le(LONG_SUM, b), le(LONG_POWER, LONG_SUM)), le(t * LONG_SUM, LONG_PRODUCT)),
        Universal((gt(t, 0),), le(t * a, t * b), (LONG_SUM, -a, b + a, LONG_PRODUCT, LONG_POWER)),
        Enclosed(ne(sp.log(2), sp.pi)),
        Exact(ge(sp.Rational(10**60 + 1, 10**59 + 7), 9)),
        Certified("lower/chain_d4", 4, sp.Rational(9, 8)),
        Finite(nothing),
        Argument("basis"),
        CoqLemma("TightMax.Chain.chain_step"),
    ]
    steps = [Step(f"step-{k}", r"because $x_1 \le 5\%$ & 23 % of #1,", goal) for k, goal in enumerate(goals)]
    return Derivation((Prose("First ε ≤ 1 in a_b, then 7 % & more:"), *steps))


def statement(id: str, uses: tuple[str, ...] = ()) -> Statement:
    return Statement(
        id=id,
        title=r"The gap $\varepsilon$ & what 100 % of it costs",
        source="notes_1 & 2",
        conclusion=r"If $t > 0$ then $f \le \varepsilon$, for ε ≤ 1 in 23 % of all a_b.",
        claim=(ge(LONG_SUM, LONG_PRODUCT), le(t * a, sp.log(2))),
        variables=(Variable(t, r"(0, \infty)"), Variable(a, r"\mathbb{R}"), Variable(b, r"\mathbb{R}")),
        hypotheses=(gt(t, 0), le(LONG_SUM, LONG_PRODUCT)),
        witness={t: sp.Integer(3)},
        claims=("S0-12", "S0_13"),
        uses=uses,
    )


def toy() -> tuple[list[Statement], list[Judgement], list[ClaimRow]]:
    proof = toy_proof()
    first = combine("first", results(proof.steps))
    second = combine("second", results(proof.steps, Outcome.FAILS), [first])
    third = combine("third", results(proof.steps), [first])
    verdicts = ("PROVED", "REFUTED", "CORRECTED", "EXPERIMENT", "NOT_REPRODUCED", "NOT_A_STATEMENT", "UNKNOWN")
    rows = [
        ClaimRow(f"S0-{k:02}", "Table, $d = 2$ & 3", "At most 23 % of ε ≤ $x_1$ in a_b #1.", verdict,
                 r"It is $\ln 2$ & 5 %.", ("first", "third") if k % 2 else (), proof, third)
        for k, verdict in enumerate([*verdicts, "NOT_RUN"] * 6)
    ]
    uses: tuple[tuple[str, ...], ...] = ((), ("first",), ("first",))
    ids = ("first", "second", "third")
    return [statement(id, u) for id, u in zip(ids, uses, strict=True)], [first, second, third], rows


def theorem(stated: Statement) -> Theorem:
    return Theorem(stated, lambda proof: proof._items.extend(toy_proof().items))


def toy_files() -> dict[str, str]:
    """All kinds of volumes: the paper, the log, the sources, and a theorem alone."""
    statements, judgements, rows = toy()
    proof, files = toy_proof(), {}
    for one, judgement in zip(statements, judgements, strict=True):
        files[f"theorems/{one.id}.tex"] = theorem_tex(one, proof, judgement, NUMBERS[one.id], "proofs/a_b.py")
    shown = [(theorem(one), judgement, "proofs/a_b.py") for one, judgement in zip(statements, judgements, strict=True)]
    files["core.tex"] = core_tex(shown, rows, {}, EDITION, {"first": "A part & more"}, registry.numbers())
    files["supplement.tex"] = supplement_tex(IDS, EDITION, {"first": "A part & more"}, {})
    files["claims.tex"], files["errata.tex"] = claims_table_tex(rows), errata_tex(rows)
    files["figures.tex"] = figures_tex({})
    files["sources.tex"] = sources_volume_tex(EDITION, NUMBERS)
    files["third.tex"] = section_tex(shown[2][0], judgements[2], statements[:1], NUMBERS, "proofs/a_b.py")
    return files


def save(out: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, encoding="ascii")

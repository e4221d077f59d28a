"""The LaTeX document: nothing in the data may break it, and the check of its log can fail."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sympy as sp

from proofs.machinery.documents.pdf import LatexMissing, compile_pdf, log_problems
from proofs.machinery.documents.tex import ClaimRow, claims_table_tex, errata_tex, figures_tex, main_tex, theorem_tex
from proofs.machinery.engine.session import Session
from symbolic.printing.latex import LINE, escape, formula, goal_latex, prose, related, relation_latex, width
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

ROOT = Path(__file__).resolve().parents[2]
NASTY = r"50% of x_1 & #2, $3, ^up, ~tilde, {braces} \backslash, ε ≤ ∞, ℝ, é, ‖v‖, 日 -- << \emph"
LONG_WORD = "slack=" + "*(b-a)*(c+d)" * 40 + "1234567890" * 30
a, b, s, t, w = sp.symbols("a b s t w", real=True)
LONG_SUM = sp.Add(*(sp.Symbol(f"y_{k}") * sp.Symbol(f"zeta_{k}") ** 2 / (k + 3) for k in range(30)))
LONG_PRODUCT = 3 * t * LONG_SUM**2 * (LONG_SUM + 1) / 7
LONG_POWER = sp.exp(LONG_SUM)


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


def toy_files() -> dict[str, str]:
    statements, judgements, rows = toy()
    proof = toy_proof()
    files = {f"theorems/{s.id}.tex": theorem_tex(s, proof, j) for s, j in zip(statements, judgements, strict=True)}
    files["main.tex"] = main_tex([s.id for s in statements], judgements, rows)
    files["claims.tex"], files["errata.tex"], files[
        "figures.tex"
    ] = claims_table_tex(rows), errata_tex(rows), figures_tex({})
    return files


def save(out: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, encoding="ascii")


needs_tex = pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed")


# Text


def test_plain_text_is_escaped() -> None:
    assert escape("a_b & 5% #1 $x$ {y}") == r"a\_b \& 5\% \#1 \$x\$ \{y\}"
    assert escape("\\^~") == r"\textbackslash{}\textasciicircum{}\textasciitilde{}"
    assert escape("a -- b << c") == r"a -{}- b <{}< c"


@pytest.mark.parametrize("text", [NASTY, LONG_WORD, "ε ≤ ∞ 日"])
def test_text_becomes_ascii(text: str) -> None:
    assert escape(text).isascii()
    assert prose(text).isascii()


def test_prose_keeps_its_formulas_and_guards_the_rest() -> None:
    assert prose(r"23 % of $a_1^2$ and a_b") == r"23 \% of $a_1^2$ and a\_b"
    assert prose(r"23\,\% & \(a_1 & b\)") == r"23\,\% \& \(a_1 & b\)"
    assert prose("ε ≤ 1") == r"\ensuremath{\varepsilon} \ensuremath{\leq} 1"


# Formulas


def test_a_sum_is_led_by_a_positive_term() -> None:
    assert formula(-a + b) == "b - a"
    assert formula(-a - b) == "- a - b"


def test_relations_keep_sides_that_would_evaluate() -> None:
    assert relation_latex(ge(2, 1)) == r"2 \ge 1"
    assert relation_latex(ne(a, 0)) == r"a \neq 0"


def test_epsilon_is_the_one_of_the_prose_and_words_stand_upright() -> None:
    assert formula(sp.Symbol("epsilon")) == r"\varepsilon"
    assert formula(sp.Symbol("gain")) == r"\mathrm{gain}"
    assert formula(sp.Symbol("V_minus")) == r"V_{\mathrm{minus}}"
    assert formula(sp.Symbol("L_in")) == r"L_{\mathrm{in}}"
    assert formula(sp.Symbol("xi_1") * sp.Symbol("mu")) == r"\mu \xi_{1}"


def test_values_put_in_do_not_bring_in_another_formula() -> None:
    # SymPy calls the two equal, because at 1 they are built from the same numbers.
    one, other = sp.Subs(a**2 + b**2, (a, b), (1, 1)), sp.Subs(s**2 + t**2, (s, t), (1, 1))
    assert one == other
    assert formula(one).count("a") and not formula(other).count("a^")
    assert formula(other).startswith(r"\left. s^{2} + t^{2}")


@pytest.mark.parametrize("expr", [LONG_SUM, 3 * t * LONG_SUM, LONG_SUM / 2 - t])
def test_long_formulas_are_broken_and_lose_no_term(expr: sp.Expr) -> None:
    shown = related(expr, "=", sp.Integer(0))
    assert shown.count(r"\\") >= 3
    assert all(shown.count(f"y_{{{k}}}") == 1 for k in range(30))
    assert all(width(line) <= LINE + 10 for line in shown.splitlines()[1:-1])


def test_short_implications_stand_on_one_line_and_long_ones_do_not() -> None:
    short = goal_latex(Universal((gt(t, 0),), le(t * a, t * b)))
    assert r"\text{if } t > 0" in short and r"\given" not in short
    long = goal_latex(Universal((gt(t, 0), le(LONG_SUM, b)), le(t * a, t * b)))
    assert long.startswith("\\given{\n\\begin{gather*}\n\\fit{t > 0} \\\\\n\\fit{\\begin{aligned}")


# The document


def test_every_verdict_and_grade_has_a_colour() -> None:
    files = toy_files()
    defined = set(re.findall(r"\\(?:definecolor|colorlet)\{(\w+)\}", files["main.tex"]))
    used = set(re.findall(r"\\stamp\{(\w+)\}", "".join(files.values())))
    assert {"PROVED", "UNKNOWN", "ARGUED", "FAILS", "NOTASTATEMENT"} <= used <= defined


def test_a_theorem_that_is_not_proved_has_no_proof() -> None:
    files = toy_files()
    assert r"\begin{proof}[What was tried]" in files["theorems/second.tex"]
    assert r"\stamp{UNKNOWN}" in files["theorems/second.tex"]
    assert r"\begin{proof}" + "\n" in files["theorems/first.tex"]


def test_errata_hold_the_wrong_claims_only() -> None:
    _, _, rows = toy()
    text = errata_tex(rows)
    for row in rows:
        assert (f"subsection*{{{row.id}\\quad" in text) == (row.verdict in ("REFUTED", "CORRECTED"))


def test_the_theorem_names_what_it_rests_on() -> None:
    text = toy_files()["theorems/third.tex"]
    assert r"\fact{Argued}{step-12; \thmref{thm:first}: step-12}" in text
    assert r"\fact{Uses}{\thmref{thm:first}}" in text


@pytest.mark.parametrize("seed", ["1", "2"])
def test_two_renders_are_equal(seed: str) -> None:
    code = "import sys; from tests.symbolic.test_latex import toy_files as f; sys.stdout.write(repr(f()))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
    )
    assert run.stdout == repr(toy_files())


# The log


@pytest.mark.parametrize(
    "line",
    [
        "! Undefined control sequence.",
        "./theorems/first.tex:12: Undefined control sequence.",
        "Overfull \\hbox (10.1pt too wide) in paragraph at lines 3--4",
        "Overfull \\vbox (23.4pt too high) has occurred while \\output is active []",
        "LaTeX Warning: Reference `thm:nowhere' on page 1 undefined on input line 7.",
        "LaTeX Warning: Label `thm:first' multiply defined.",
        "pdfTeX warning (dest): name{thm:x} has been referenced but does not exist, replaced by a fixed one",
    ],
)
def test_a_bad_line_of_the_log_is_a_problem(line: str) -> None:
    assert log_problems(f"This is pdfTeX\n{line}\n[1]\n") == [line]


def test_a_clean_log_has_no_problem() -> None:
    log = "Overfull \\hbox (9.9pt too wide) in paragraph at lines 3--4\nLaTeX Font Warning: Size undefined\n"
    assert log_problems(log) == []


def test_missing_latexmk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LatexMissing, match=r"^latexmk not found: .*texlive-latex-recommended.*latexmk$"):
        compile_pdf(tmp_path)


# Compiled


@pytest.mark.tex
@needs_tex
def test_the_toy_document_compiles_twice_to_the_same_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    pdfs = []
    for name in ("one", "other"):
        save(tmp_path / name, toy_files())
        compiled = compile_pdf(tmp_path / name)
        assert compiled.problems == ()
        assert compiled.pdf is not None
        pdfs.append(compiled.pdf.read_bytes())
    assert pdfs[0].startswith(b"%PDF-") and pdfs[0] == pdfs[1]


@pytest.mark.tex
@needs_tex
@pytest.mark.parametrize(
    ("planted", "found", "has_pdf"),
    [
        (r"\noindent\hbox to 1.2\textwidth{a\hfil b}", "Overfull", True),
        (r"See Theorem~\ref{thm:nowhere}.", "thm:nowhere", True),
        (r"\nosuchmacro", "Undefined control sequence", False),
        (r"x_1", "Missing $", False),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, planted: str, found: str, has_pdf: bool) -> None:
    files = toy_files()
    files["errata.tex"] += planted + "\n"
    save(tmp_path, files)
    compiled = compile_pdf(tmp_path)
    assert any(found in problem for problem in compiled.problems)
    assert (compiled.pdf is not None) == has_pdf


@pytest.mark.tex
@needs_tex
def test_the_whole_document_compiles_without_a_problem(tmp_path: Path, session: Session) -> None:
    from proofs import registry
    from proofs.machinery.documents.pdf import write_document

    theorems, claims = list(registry.theorems().values()), list(registry.claims().values())
    assert theorems and claims
    out = tmp_path / "paper"
    written = write_document(out, session, theorems, claims)
    assert len(written) == len(theorems) + 4
    assert {path.stem for path in (out / "figures").iterdir()} >= {"max-of-convex", "soft-value-iteration"}
    compiled = compile_pdf(out)
    assert compiled.problems == ()
    assert compiled.pdf is not None and compiled.pdf.stat().st_size > 100_000


def test_a_file_in_the_way_is_one_clear_line(tmp_path: Path) -> None:
    from proofs.machinery.documents.pdf import write_document
    from proofs.machinery.output.files import Unwritable

    (tmp_path / "paper").write_text("")
    with pytest.raises(Unwritable, match="cannot write"):
        write_document(tmp_path / "paper", Session(), [], [])

"""Formulas, prose and steps as LaTeX: what is plain text is escaped, no term gets lost, long lines are broken."""

import pytest
import sympy as sp

from symbolic.printing.latex import (
    LINE,
    escape,
    formula,
    goal_latex,
    proof_items,
    prose,
    related,
    relation_latex,
    width,
)
from symbolic.relations import ge, gt, le, ne
from symbolic.steps import Derivation, Exact, Step, Universal
from symbolic.verdict import Grade, Outcome, StepResult
from tests.symbolic.awkward import LONG_SUM, LONG_WORD, NASTY

a, b, s, t, w = sp.symbols("a b s t w", real=True)


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


def shown(detail: str) -> str:
    step = Step("a", "so", Exact(ge(sp.Integer(2), 1)))
    result = StepResult("a", Outcome.HOLDS, Grade.EXACT, detail, breaks_claim=False)
    return proof_items(Derivation((step,)), [result])


def test_of_a_number_that_fills_lines_the_first_digits_are_shown() -> None:
    assert "difference 123456789012..." in shown("difference 1234567890" + "1234567890" * 8)
    assert "difference 12345678901234567890" in shown("difference 12345678901234567890")


def test_a_long_sum_is_left_to_its_file() -> None:
    step = Step("a", "so", Universal((), ge(LONG_SUM**2, 0), (LONG_SUM, 2 * LONG_SUM)))
    result = StepResult("a", Outcome.HOLDS, Grade.EXACT, "", breaks_claim=False)
    left = proof_items(Derivation((step,)), [result], "proofs/a_b.py")
    assert r"a sum of 2 terms, none of them negative: \texttt{proofs/a\_b.py}" in left
    assert "aligned" in proof_items(Derivation((step,)), [result]) and "none of them" not in shown("x")

"""Formulas, prose and the steps of a proof as LaTeX.  Every formula comes from the data.

Prose (`title`, `source`, `conclusion`, `text`) is LaTeX already; names and details are plain
text and get escaped.  The output is ASCII and depends on nothing but the input.  The macros it uses
(`\\fit`, `\\step`, `\\badge`, ...) are defined in `proofs.machinery.documents.preamble`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import sympy as sp
from pylatexenc.latexencode import UnicodeToLatexEncoder
from sympy.printing.latex import LatexPrinter

from symbolic.notation import decimal
from symbolic.printing.expression_text import led_by_positive
from symbolic.relations import LATEX, Relation, Sign
from symbolic.steps import (
    Argument,
    Certified,
    CoqLemma,
    Derivation,
    Derivative,
    Enclosed,
    Exact,
    Finite,
    Goal,
    Identity,
    Prose,
    Step,
    Universal,
)
from symbolic.verdict import Outcome, StepResult

LINE = 62
"""A formula of more characters than this, as set, is broken into lines."""

_DIGITS = re.compile(r"([0-9]{12})[0-9]{18,}")
"""A number of thirty digits or more, of which twelve are shown: what a step prints of it is no part of its goal."""

LONGEST = 4
"""A sum of more lines than this, which shows a sign, is left to the file that it stands in."""

_SPECIAL = {c: f"\\{c}" for c in "{}$&#_%"} | {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_MATH = re.compile(r"(?<!\\)(\$\$?.*?(?<!\\)\$\$?|\\\(.*?\\\)|\\\[.*?\\\])", re.DOTALL)
REFERENCE = re.compile(r"\\ref\{([a-z0-9-]+)\}")
"""A theorem that prose refers to, by its id."""

_PATH = re.compile(r"(?<![\w/{.])((?:proofs|symbolic|numeric\\_checks|tests|docs)/[\w/\\-]*\.(?:py|md|toml))\b")
"""A file of this project, as prose names it, with its underscores escaped."""
_IN_TITLE = re.compile(r"\bln \w+(?: - [\d./]+)?|\bo\(1\)|(?<![\w.])\d+/\d+|\bd\b(?!-)")
"""What is a formula in a title that is written without dollars."""

_encoder = UnicodeToLatexEncoder(non_ascii_only=True, unknown_char_policy="unihex", unknown_char_warning=False)


def to_ascii(latex: str) -> str:
    """Return LaTeX with macros for all that is not ASCII; they work in text and in formulas."""
    return latex if latex.isascii() else str(_encoder.unicode_to_latex(latex))


def _escape_word(word: str) -> str:
    pieces = re.split(r"(?<=[*/+=(),_^-])(?=.)", word) if len(word) > 20 else [word]
    text = r"\allowbreak{}".join("".join(_SPECIAL.get(c, c) for c in piece) for piece in pieces)
    text = re.sub(r"(?<=[0-9]{24})(?=[0-9])", r"\\allowbreak{}", text)
    return re.sub(r"([-<>,'`])(?=\1)", r"\1{}", text)  # no dashes or quotes where none were meant


def escape(text: str) -> str:
    """Plain text as LaTeX; long words may break after operators.

    >>> escape("50% of x_1 & ~y")
    '50\\\\% of x\\\\_1 \\\\& \\\\textasciitilde{}y'
    """
    return to_ascii(" ".join(_escape_word(word) for word in text.split()))


def prose(latex: str) -> str:
    """Return LaTeX prose made safe: bare `%` and `#`, and outside formulas `&`, `_` and `^`, are text.

    >>> prose("at most 23 % of $x_1$ in a_b")
    'at most 23 \\\\% of $x_1$ in a\\\\_b'

    A reference becomes a link to the theorem of that id.

    >>> prose(r"by \\ref{lse-gap}")
    'by \\\\thmref{thm:lse-gap}'

    A file is set as code. In formulas a maximum that something is added to is no operator before a sign, and dots
    before a product stay on the line.

    >>> prose(r"proofs/verify\\_upper.py and $f \\le \\max + 1\\dots \\cdot 2$")
    '\\\\texttt{proofs/verify\\\\_upper.py} and $f \\\\le {\\\\max} + 1\\\\ldots \\\\cdot 2$'
    """
    parts = _MATH.split(REFERENCE.sub(lambda found: theorem_reference(found[1]), latex))
    outside = (re.sub(r"(?<!\\)([&_])", r"\\\1", part) for part in parts[::2])
    outside = (re.sub(r"(?<!\\)\^", r"\\textasciicircum{}", part) for part in outside)
    parts[::2] = [_PATH.sub(r"\\texttt{\1}", part) for part in outside]
    inside = (re.sub(r"\\(max|min)(?=\s*[-+])", r"{\\\1}", part) for part in parts[1::2])
    parts[1::2] = [re.sub(r"\\dots(?=\s*\\cdot)", r"\\ldots", part) for part in inside]
    return to_ascii(re.sub(r"(?<!\\)([%#])", r"\\\1", "".join(parts)))


def titled(title: str) -> str:
    """Return a title as LaTeX prose, with what it says in plain letters of numbers set as formulas.

    >>> titled("less ln d - 0.2097, up to o(1), for every d")
    'less $\\\\ln d - 0.2097$, up to $o(1)$, for every $d$'
    >>> titled("The least gap is 1/2")
    'The least gap is $\\\\frac{1}{2}$'
    """
    parts = _MATH.split(title)
    parts[::2] = [_IN_TITLE.sub(lambda found: f"${_title_formula(found[0])}$", part) for part in parts[::2]]
    return prose("".join(parts))


def _title_formula(text: str) -> str:
    return re.sub(r"(\d+)/(\d+)", r"\\frac{\1}{\2}", text.replace("ln ", r"\ln "))


class _Printer(LatexPrinter):  # type: ignore[misc]
    """SymPy's printer, with a sum led by a positive term and long names upright."""

    def _as_ordered_terms(self, expr: sp.Add, order: object = None) -> list[sp.Expr]:
        return led_by_positive(super()._as_ordered_terms(expr, order=order))

    def _print_Rational(self, expr: sp.Rational) -> str:
        return decimal(expr) or str(super()._print_Rational(expr))

    def _print_Symbol(self, expr: sp.Symbol, style: str = "plain") -> str:
        name = super()._print_Symbol(expr, style).replace(r"\epsilon", r"\varepsilon")
        return re.sub(r"(?<![\\A-Za-z])([A-Za-z]{2,})(?![A-Za-z])", r"\\mathrm{\1}", name)


_printer = _Printer({"ln_notation": True})


def formula(expr: sp.Expr) -> str:
    """Return an expression as a formula, without dollars.

    Nothing with values put in is cached: for SymPy two such expressions are equal as soon as the values make them so,
    and one would be shown in the place of the other.
    """
    return _set(expr) if expr.has(sp.Subs) else _cached(expr)


def _set(expr: sp.Expr) -> str:
    return to_ascii(_printer.doprint(expr))


_cached = cache(_set)


def relation_latex(relation: Relation) -> str:
    """Return a relation as a formula, without dollars.

    >>> relation_latex(Relation(sp.Symbol("x"), ">=", sp.Integer(0)))
    'x \\\\ge 0'
    """
    return f"{formula(relation.lhs)} {LATEX[relation.sign]} {formula(relation.rhs)}"


def width(latex: str) -> int:
    """About how many characters a formula takes as set; of a plain fraction only the longer part counts."""
    for _ in range(2):
        latex = re.sub(r"[_^]\{([^{}]*)\}", r"\1", latex)
        latex = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", lambda m: max(m[1], m[2], key=len), latex)
    latex = re.sub(r"\\(left|right|biggl|biggr|frac|sqrt|operatorname|mathrm|mathbb|[,;!: ])", "", latex)
    return len(re.sub(r"[{}_^\s]", "", re.sub(r"\\[a-zA-Z]+", "m", latex)))


def _wrapped(before: str, pieces: Sequence[str]) -> list[str]:
    """Pieces of a sum in brackets, after a factor or an operator."""
    first = rf"{before} \biggl({pieces[0]}".strip()
    return [first, *pieces[1:-1], rf"{pieces[-1]} \biggr)"] if len(pieces) > 1 else [rf"{first} \biggr)"]


def _pieces(expr: sp.Expr) -> list[str]:
    """Return a formula in pieces that a line may end after: the terms of its sums."""
    whole = formula(expr)
    if width(whole) <= LINE:
        return [whole]
    if isinstance(expr, sp.Add):
        return _terms(_printer._as_ordered_terms(expr))
    sums = [f for f in expr.args if isinstance(f, sp.Add)]
    if isinstance(expr, sp.Mul) and sums:
        inner = max(sums, key=lambda f: width(formula(f)))
        rest = sp.Mul(*(f for f in expr.args if f is not inner))
        return _wrapped("-" if rest == -1 else formula(rest), _pieces(inner))
    if isinstance(expr, sp.Derivative) and sums:
        operator = whole.removesuffix(rf"\left({formula(expr.expr)}\right)")
        return _wrapped(operator, _pieces(expr.expr)) if operator != whole else [whole]
    return [whole]


def _terms(terms: Sequence[sp.Expr]) -> list[str]:
    """Return the terms of a sum in pieces, all but the first with their sign."""
    found: list[str] = []
    for term in terms:
        pieces = _pieces(term)
        if isinstance(term, sp.Add) and len(terms) > 1:
            bracketed = rf"\left({pieces[0]}\right)"
            pieces = [bracketed] if len(pieces) == 1 else _wrapped("", pieces)
        if found and not pieces[0].startswith("-"):
            pieces[0] = f"+ {pieces[0]}"
        found += pieces
    return found


def _lines(pieces: Sequence[str]) -> list[str]:
    """Pieces on lines of about the same length, at most `LINE` characters where they allow it."""
    whole = width(" ".join(pieces))
    aim = whole / -(-whole // LINE) if whole else 0
    lines = [""]
    for text in pieces:
        after = width(f"{lines[-1]} {text}")
        if lines[-1] and (after > LINE or after - aim > aim - width(lines[-1])):
            lines.append(text)
        else:
            lines[-1] = f"{lines[-1]} {text}".strip()
    return lines


def related(lhs: sp.Expr, sign: Sign, rhs: sp.Expr) -> str:
    """`lhs sign rhs`, on several lines where one would be too long."""
    whole = f"{formula(lhs)} {LATEX[sign]} {formula(rhs)}"
    if width(whole) <= LINE:
        return whole
    left, right = _lines(_pieces(lhs)), _lines(_pieces(rhs))
    rows = [f"& {left[0]}", *(rf"& \quad {{}}{line}" for line in left[1:])]
    if len(left) == 1 and width(left[0]) <= LINE // 4:
        rows = [f"{left[0]} {LATEX[sign]}{{}} & {right[0]}"]
    else:
        rows.append(f"{LATEX[sign]}{{}} & {right[0]}")
    rows += [rf"& \quad {{}}{line}" for line in right[1:]]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def display(*formulas: str) -> str:
    """Displayed formulas, one below the other."""
    if len(formulas) == 1:
        return f"\\[\\fit{{{formulas[0]}}}\\]"
    return "\\begin{gather*}\n" + " \\\\\n".join(f"\\fit{{{f}}}" for f in formulas) + "\n\\end{gather*}"


def listing(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def conditions(relations: Sequence[Relation]) -> str:
    """Conditions in running text, or displayed where one of them is long."""
    short = [r for r in relations if width(relation_latex(r)) <= LINE]
    if len(short) == len(relations):
        return listing([f"${relation_latex(r)}$" for r in relations]) + ","
    rows = [r",\quad ".join(map(relation_latex, short))] if short else []
    return "\n" + display(*rows, *(related(r.lhs, r.sign, r.rhs) for r in relations if r not in short)) + "\n"


def _implication(hypotheses: Sequence[Relation], claim: Relation) -> str:
    shown = related(claim.lhs, claim.sign, claim.rhs)
    if not hypotheses:
        return display(shown)
    given = r",\; ".join(map(relation_latex, hypotheses))
    if width(given) + width(shown) <= LINE - 6 and "aligned" not in shown:
        return display(rf"{shown} \qquad\text{{if }} {given}")
    return f"\\given{{{conditions(hypotheses)}}}\n{display(shown)}"


def goal_latex(goal: Goal) -> str:
    """Return a goal as displayed formulas; empty for an argument and for a finite computation."""
    match goal:
        case Identity(lhs, rhs):
            return display(related(lhs, "=", rhs))
        case Derivative(function, variable, order, result):
            return display(related(sp.Derivative(function, (variable, order)), "=", result))
        case Universal(hypotheses, claim, _):
            return _implication(hypotheses, claim)
        case Enclosed(claim) | Exact(claim):
            return display(related(claim.lhs, claim.sign, claim.rhs))
        case Certified():
            return display(relation_latex(goal.claim))
        case Finite() | CoqLemma() | Argument():
            return ""


def stamp(label: str) -> str:
    """Return a verdict or grade in its colour."""
    label = label.replace("_", " ")
    return rf"\stamp{{{label.replace(' ', '')}}}{{{label}}}"


def _slack(form: Sequence[sp.Expr], file: str = "") -> str:
    """Return the terms that add up to a slack, each of a sign that is plain to see; a long sum by the file of it."""
    lines = _lines(_terms(form))
    if file and len(lines) > LONGEST:
        count = f"a sum of {len(form)} terms, none of them negative" if len(form) > 1 else "a product, not negative"
        return rf"the slack is {count}: \texttt{{{escape(file)}}}"
    if len(lines) == 1 and width(lines[0]) <= LINE:
        return rf"the slack is $\displaystyle {lines[0]}$"
    rows = " \\\\\n".join(rf"& {{}}{line}" for line in lines)
    return f"the slack is\\\\[3pt]\\fit{{\\begin{{aligned}}\n{rows}\n\\end{{aligned}}}}"


def _badge(step: Step, result: StepResult | None, file: str) -> str:
    """Return what discharged a step: its grade and one line of detail."""
    if result is None:
        return rf"\badge{{{stamp('NOT_RUN')}}}{{}}"
    marks, detail = stamp(result.grade.name), escape(_DIGITS.sub(r"\1...", result.detail))
    if result.outcome is not Outcome.HOLDS:
        marks += " " + stamp(result.outcome.value.upper())
    elif isinstance(step.goal, Argument):
        detail = "not checked by a machine"
    elif isinstance(step.goal, Universal) and step.goal.form is not None:
        detail = _slack(step.goal.form, file)
    if result.kernel:
        marks += f" {result.kernel}"
    return rf"\badge{{{marks}}}{{{detail}}}"


def proof_items(derivation: Derivation, results: Sequence[StepResult], file: str = "") -> str:
    """Prose and steps in order, each step with its formula and with what discharged it; `file` is the proof's."""
    by_name = {r.name: r for r in results}
    blocks = []
    for item in derivation.items:
        if isinstance(item, Prose):
            blocks.append(f"\\say{{{prose(item.text)}}}")
            continue
        lines = [rf"\step{{{escape(item.name)}}}{{{prose(item.text)}}}", goal_latex(item.goal)]
        blocks.append("\n".join(filter(None, [*lines, _badge(item, by_name.get(item.name), file)])))
    return "\n\n".join(blocks)


def theorem_reference(id: str) -> str:
    """Return a link to a theorem of the document."""
    return rf"\thmref{{thm:{id}}}"

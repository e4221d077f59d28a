"""The terminal's text says what the LaTeX says: nothing is lost, and every formula that is arithmetic has its value."""

import re
import unicodedata

import pytest

from proofs import registry
from symbolic.printing import latex_tree
from symbolic.printing.latex_tree import formula
from symbolic.printing.plain import plain
from symbolic.printing.unknown_latex import UnknownLatex
from tests.symbolic.formula_reader import Ambiguous, from_text, from_tree
from tests.symbolic.formula_value import agree
from tests.symbolic.prose_strings import ACCENT, formulas, names, strings

WORDS = names() | {atom.text for atom in latex_tree._ATOMS.values() if atom.text.isascii() and atom.text.isalpha()}


def groups(latex, opening):
    """What stands in braces after each place where `opening` matches."""
    for found in re.finditer(opening + r"\{", latex):
        depth, start = 1, found.end()
        for k in range(start, len(latex)):
            if latex[k - 1] != "\\":
                depth += (latex[k] == "{") - (latex[k] == "}")
            if not depth:
                yield latex[start:k]
                break


def compound(inside):
    """Whether a group holds more than one token, so that it must be bracketed where it stands on the line."""
    inside = re.sub(
        rf"\\(?:mathrm|operatorname|text|mathbb|mathbf|mathcal)\{{\w+\}}|{ACCENT.pattern} ?\{{?\\?\w+\}}?", "w", inside,
    )
    return len(re.findall(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[^\s{}]", inside)) > 1


def lost(latex, text):
    """What the LaTeX of a formula has and its text has not; the source is counted as it is written."""
    source = latex.strip("$").replace(r"\_", "")
    marks = [c for c in unicodedata.normalize("NFD", text) if c in latex_tree._ACCENTS.values()]
    accents = len(marks) + len(re.findall(r"\b(?:tilde|bar|hat)\(", text))
    counts = {
        "accents": (len(ACCENT.findall(source)), accents),
        "indices": (source.count("_"), text.count("_")),
        "exponents": (source.count("^"), text.count("^")),
        "primes": (source.count("'"), text.count("'")),
        "fractions": (source.count("/") + len(re.findall(r"\\[td]?frac", source)), text.count("/")),
        "roots": (source.count(r"\sqrt"), text.count("√")),
        "signs": (
            len(re.findall(r"[-+=<>]|\\(?:le|ge|ne|approx|pm)\b", source)),
            len(re.findall("[-+=<>≤≥≠≈±]", text)),
        ),
        "brackets closed": (sum(map(text.count, "([{⟨⌊")), sum(map(text.count, ")]}⟩⌋"))),
    }
    wrong = {what: pair for what, pair in counts.items() if pair[0] != pair[1]}
    for sign in "^_":
        bracketed = sum(map(compound, groups(source, re.escape(sign))))
        if text.count(f"{sign}(") < bracketed:
            wrong[f"brackets after {sign}"] = (bracketed, text.count(f"{sign}("))
    return wrong


def test_every_string_has_a_text():
    unknown = []
    for place, latex in strings():
        try:
            text = plain(latex)
        except UnknownLatex as error:
            unknown.append(f"{place}: {error}")
        else:
            assert not re.search(r"[\\$]|  ", text), place
    assert not unknown


def test_nothing_of_a_formula_is_lost():
    wrong = {latex: found for latex in formulas() if (found := lost(latex, plain(latex)))}
    assert not wrong


def test_the_text_of_every_formula_has_the_value_of_its_latex():
    """The tree and the line are read apart, and compared in ball arithmetic at a rational point."""
    differ, unread = [], []
    for latex in formulas():
        text = plain(latex)
        try:
            same = agree(from_tree(formula(latex)), from_text(text, WORDS))
        except Ambiguous as error:
            unread.append(f"{latex}, on the terminal {text}: {error}")
        else:
            if not same:
                differ.append(f"{latex} is not {text}")
    assert not differ
    assert not unread
    assert len(formulas()) > 3400


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"$\tilde h = h + \ln 2 - \frac12$", "h̃ = h + ln 2 - 1/2"),
        (r"$\ln\frac{1+e^{-\tau}}{2} + \frac12$", "ln((1 + e^(-τ))/2) + 1/2"),
        (r"$\frac{e^{-\tau}}2$", "e^(-τ)/2"),
        (r"$\frac{2e^{kx}}{1+e^{kx}} - 1$", "2e^(kx)/(1 + e^(kx)) - 1"),
        (r"$(x^{2k+1} + y^{2k+1})^{1/(2k+1)}$", "(x^(2k+1) + y^(2k+1))^(1/(2k+1))"),
        (r"$J_wg_w(x_i)(\bar y_{\varepsilon,M} - y_i)$", "J_w g_w(x_i)(ȳ_(ε,M) - y_i)"),
        (r"$n^{-3/2}$ and $W_{-1}$", "n^(-3/2) and W_(-1)"),
        (r"$O(d\log d)$, $x\ln x$", "O(d log d), x ln x"),
        (r"$y + t\,g(x) - t\tilde h(q)$, $tg(x)$, $sh(1)$", "y + t g(x) - t h̃(q), t g(x), s h(1)"),
        (r"$\frac12x$, $\frac1k\ln 2$", "(1/2)x, (1/k) ln 2"),
        (r"$\frac{\frac12}{3}$, $x_12$, $x^2y$", "(1/2)/3, x_1 2, x^2 y"),
        (r"$\varepsilon^*_d$, $y_\varepsilon^*$, $x^2_i$, $f''(x)$", "ε^*_d, y^*_ε, x_i^2, f''(x)"),
        (r"$\bar{ab}^2$, $\hat\theta_n$, ${x^2}^3$", "bar(ab)^2, θ̂_n, (x^2)^3"),
        (r"$\sqrt{n}H$, $\sqrt{4\pi}$, $\sqrt[3]{x}^2$", "√n H, √(4π), root_3(x)^2"),
        (r"$\theta + c\mathbf{1} \in \mathbb{R}^d$", "θ + c𝟏 ∈ ℝ^d"),
        (r"$|x|+\|y-z\|_1^2\langle u,\cdot\rangle$", "|x| + ‖y - z‖_1^2 ⟨u, ·⟩"),
        (
            r"$\sum_{i=1}^n\frac{1}{x_i}$, $\max_{i \ne t}z_i$, $\lim\frac1kx$",
            "∑_(i=1)^n 1/x_i, max_(i≠t) z_i, lim (1/k)x",
        ),
        (r"$\left\{\binom{n}{k}\right\}$", "{binom(n, k)}"),
        (r"at most 5 % of \emph{all}~``words'' --- or 1--2\,\%", "at most 5 % of all “words” — or 1–2 %"),
        ("a_b & #1, 2 < 3", "a_b & #1, 2 < 3"),
    ],
)
def test_the_notation(latex, text):
    assert plain(latex) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("latex", "false"),
    [
        (r"$\tilde h = h + 1$", "h = h + 1"),
        (r"$\ln\frac{1+x}{2}$", "ln1 + x/2"),
        (r"$e^{-\tau/2}$", "e^-τ/2"),
        (r"$e^{-\tau}/2$", "e^(-τ/2)"),
        (r"$\frac12x$", "1/2x"),
        (r"$\frac1k\ln 2$", "1/k ln 2"),
        (r"$x^2y$", "x^2y"),
        (r"$J_wg_w$", "J_wg_w"),
        (r"$d\log d$", "dlog d"),
        (r"$\bar y_{\varepsilon,M}$", "y_ε,M"),
        (r"$c\mathbf{1}$", "c1"),
        (r"$a - (b - c)$", "a - b - c"),
        (r"$f''(x)$", "f'(x)"),
        (r"$\|x\|$", "|x|"),
    ],
)
def test_a_false_text_is_noticed(latex, false):
    try:
        same = agree(from_tree(formula(latex)), from_text(false, WORDS))
    except Ambiguous:
        same = False
    assert not same
    assert agree(from_tree(formula(latex)), from_text(plain(latex), WORDS))


@pytest.mark.parametrize(
    ("latex", "false", "what"),
    [
        (r"$\tilde h$", "h", "accents"),
        (r"$x^{a+b}$", "x^a+b", "brackets after ^"),
        (r"$x_{ij}$", "x_ij", "brackets after _"),
        (r"$\frac{a}{b}$", "ab", "fractions"),
        (r"$x_1$", "x1", "indices"),
        (r"$(a$", "(a", "brackets closed"),
    ],
)
def test_a_loss_is_noticed(latex, false, what):
    assert what in lost(latex, false)


@pytest.mark.parametrize(
    ("latex", "named"),
    [
        (r"$\mathfrak{g}$", r"\\mathfrak"),
        (r"\foo{bar}", "foo"),
        (r"$\begin{cases}x\end{cases}$", "cases"),
        (r"$x^$", r"\^"),
        (r"$x_1_2$", "_"),
        (r"$^2$", "nothing that carries"),
        (r"$\frac{1}$", "frac"),
        (r"$\frac{1$", "not well formed"),
        (r"$x ? y$", r"\?"),
    ],
)
def test_unknown_latex_is_refused_by_name(latex, named):
    with pytest.raises(UnknownLatex, match=named):
        plain(latex)


def test_unknown_latex_in_a_proof_is_one_clear_line(monkeypatch, capsys):
    from dataclasses import replace

    from proofs.__main__ import main

    claim = registry.claims()["S2-38"]
    sloppy = replace(claim, statement=replace(claim.statement, title=r"It costs $\mathfrak{O}(d)$."))
    monkeypatch.setattr(registry, "claims", lambda: {"S2-38": sloppy})
    assert main(["list"]) == 2
    out = capsys.readouterr()
    assert re.fullmatch(r"tightmax: no plain text is known for \\mathfrak, in 'It costs .*\n", out.err)


def test_what_was_printed_falsely_is_printed_right():
    claims = registry.claims()
    assert plain(claims["S1-28"].statement.title).endswith("2e^(kx)/(1 + e^(kx)) - 1.")
    assert "(x^(2k+1) + y^(2k+1))^(1/(2k+1))" in plain(claims["S1-41"].statement.title)
    assert "J_w g_w(x_i)(ȳ_(ε,M) - y_i)" in plain(claims["S2-43"].statement.title)
    assert "O(d log d)" in plain(claims["S2-38"].statement.title)
    assert "R_C M_μ" in plain(claims["S2-16"].statement.title)
    said = [plain(item.text) for item in registry.theorem("universal-upper").derivation.items]
    assert any("h̃ = h + ln 2 - 1/2" in text for text in said)
    assert any("ln((1 + e^(-τ))/2) + 1/2" in text for text in said)

"""Formulas in Markdown stay formulas: what GitHub is given says what the LaTeX says, and breaks no table."""

import re

import pytest

from proofs.machinery.documents import notes
from symbolic.printing.latex_tree import pieces
from symbolic.printing.markdown import markdown
from symbolic.printing.plain import plain
from tests.symbolic.prose_strings import strings

MATH = re.compile(r"\$`([^`]*)`\$|(?<!\\)\$((?:[^$\\`]|\\.)+)\$")


def found(text):
    """The formulas of Markdown, as LaTeX with dollars."""
    return [f"${one or other}$" for one, other in MATH.findall(text)]


def rows(text):
    """The cells of every row of every table."""
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| ")]


def test_every_formula_is_found_again_and_says_the_same():
    for place, latex in strings():
        text = markdown(latex)
        assert [plain(one) for one in found(text)] == [plain(one) for one in pieces(latex)[1::2]], place
        assert "|" not in text, place
        rest = MATH.sub("", text)
        assert not re.search(r"(?<!\\)[$*_`<]", rest), place


def test_a_formula_stands_between_spaces_or_punctuation():
    """Beside a letter or a digit a dollar is no sign of a formula."""
    for place, latex in strings():
        text = markdown(latex)
        for one in MATH.finditer(text):
            assert not text[: one.start()][-1:].isalnum() and not text[one.end() :][:1].isalnum(), place


def test_what_markdown_would_change_is_kept_from_it():
    for _, latex in strings():
        for one in MATH.finditer(markdown(latex)):
            if one[2]:
                assert not re.search(r"\\[^A-Za-z]|[*<>~`|]|[^A-Za-z0-9]_|_[^A-Za-z0-9]", one[2]), one[0]


def test_the_notes_show_the_formulas_of_their_sources():
    text = notes.NOTES.read_text(encoding="utf-8")
    shown = found(text)
    assert len(shown) > 450
    for one in shown:
        assert plain(one), one
    for name in ("theorems", "claims", "errata"):
        part = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)[1]
        cells = rows(part)
        assert len({len(row) for row in cells}) == 1, name
        for row in cells:
            for cell in row:
                rest = MATH.sub("", re.sub(r"(?<!\$)`[^`]*`(?!\$)", "", cell))
                assert not re.search(r"(?<!\\)\$|\\[A-Za-z]", rest), cell


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"the gap is $\frac12$, $x_1$", r"the gap is $\frac12$, $x_1$"),
        (r"$\varepsilon^*_d$", r"$`\varepsilon^*_d`$"),
        (r"$|x| < \|Ax\|_1$", r"$`\vert x\vert < \Vert Ax\Vert_1`$"),
        (r"$a\,b$, $\{1\}$", r"$`a\,b`$, $`\{1\}`$"),
        ("Y_up * 2 < 3 [1]", r"Y\_up \* 2 &lt; 3 \[1\]"),
        (r"5\% of \emph{all}", "5% of all"),
    ],
)
def test_the_form(latex, text):
    assert markdown(latex) == text

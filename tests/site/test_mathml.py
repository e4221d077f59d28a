"""Formulas as MathML: all of the project's have one, and what has none is refused by name."""

from xml.etree import ElementTree

import pytest

from proofs import registry
from symbolic.printing.latex import goal_latex

mathml = pytest.importorskip("proofs.machinery.site.mathml", exc_type=ModuleNotFoundError)


def shape(latex, display=False):
    return ElementTree.fromstring(mathml.mathml(latex, display))


@pytest.mark.parametrize("latex", (r"\unheardof{x}", r"\frac{1", r"\left( x"))
def test_what_is_not_understood_is_refused(latex):
    with pytest.raises(mathml.BadFormula, match="has no MathML"):
        mathml.mathml(latex)


def test_a_function_stands_off_its_argument_and_what_is_before_it():
    row = [child.tag for child in shape(r"2\ln d")[0]]
    assert row == ["mn", "mspace", "mi", "mspace", "mi"]
    assert "mspace" not in [child.tag for child in shape(r"\ln(d)")[0]]


def test_a_sign_is_a_prefix_where_nothing_stands_before_it():
    signs = {sign.get("form") for sign in shape(r"(-a) = -b").iter("mo") if sign.text == "−"}
    assert signs == {"prefix"}
    assert [sign.get("form") for sign in shape("(a)-b").iter("mo") if sign.text == "−"] == [None]


def test_an_upright_name_is_one_word():
    assert [letter.text for letter in shape(r"\mathrm{LSE}(x)").iter("mi")] == ["LSE", "x"]


def test_the_index_of_a_maximum_stands_below_it_in_a_display_only():
    assert shape(r"\max_q x", display=True).find(".//munder") is not None
    assert shape(r"\max_q x").find(".//munder") is None


def test_a_formula_of_several_lines_is_a_table():
    found = shape("\\begin{aligned}\na &= b \\\\\n&\\quad {}+ c\n\\end{aligned}", display=True)
    assert len(found.findall(".//mtr")) == 2 and "&" not in "".join(found.itertext())


def test_less_than_and_ampersands_are_escaped():
    assert mathml.prose("R&D: $a < b$").startswith("R&amp;D: <math>")
    assert "<mo>&lt;</mo>" in mathml.prose("$a < b$")


@pytest.mark.parametrize("id", ("d3-optimum", "universal-lower", "d4-optimum", "lse-smooth", "perturbed-limits"))
def test_every_goal_of_a_theorem_has_a_formula(id):
    goals = [latex for step in registry.theorem(id).derivation.steps if (latex := goal_latex(step.goal))]
    assert goals
    for latex in goals:
        shown = mathml.display(latex)
        ElementTree.fromstring(f"<div>{shown}</div>")
        assert "<math" in shown and "\\" not in shown

"""Whole numbers from the command line, closed constants, and tables that cut nothing."""

import json
import re
from fractions import Fraction
from math import log

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from proofs.__main__ import main
from proofs.machinery.bounds import claimed
from proofs.machinery.bounds.best import bounds
from proofs.machinery.bounds.closed_form import NotClosed, constant
from proofs.machinery.commands import bounds_work
from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.table import Column, table_lines
from proofs.machinery.output.whole_numbers import LONGEST_RANGE, whole, wholes


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1000"], [1000]), (["1e6"], [10**6]), (["10^9"], [10**9]), (["1_000"], [1000]), (["2,3"], [2, 3]),
        (["2-6"], [2, 3, 4, 5, 6]), (["2", "2", "3,2"], [2, 3]), (["1e1-12"], [10, 11, 12]), (["2^3,5-6"], [8, 5, 6]),
        ([f"2-{LONGEST_RANGE + 1}"], list(range(2, LONGEST_RANGE + 2))),
    ],
)
def test_the_ways_to_write_a_number(texts, numbers):
    assert wholes(texts, 2, 10**9, "dimension") == numbers


@pytest.mark.parametrize(
    "text",
    [
        "", "1", "1.5", "-3", "+3", " 3", "3 ", "1e-3", "1e", "e3", "1__000", "10_00", "_100", "2^^3", "2,", ",2",
        "2--3",
        "2-3-4", "3-2", "10^10", "1e99", "9" * 5000, "٣", "²", "0x10", "1E3", "2-1e", "10**9",
    ],
)
def test_all_else_is_refused_by_name(text):
    with pytest.raises(BadInput, match="dimension") as refused:
        wholes([text], 2, 10**9, "dimension")
    assert text[:30] in str(refused.value) and "2 to 1000000000" in str(refused.value) and len(str(refused.value)) < 300


def test_the_length_of_a_range_is_named():
    with pytest.raises(BadInput, match=f"at most {LONGEST_RANGE} numbers, this one has {LONGEST_RANGE + 1}"):
        wholes([f"2-{LONGEST_RANGE + 2}"], 2, 10**9, "dimension")


def test_one_number_has_its_limits():
    assert whole("7", 7, 7) == 7
    with pytest.raises(BadInput, match=r"--width '6' is not a whole number from 7 to 8"):
        whole("6", 7, 8, "--width")
    with pytest.raises(BadInput, match=r"from 1 on"):
        whole("0", 1)


@given(st.text(max_size=12))
def test_no_text_is_anything_but_a_number_or_refused(text):
    try:
        numbers = wholes([text], 2, 100, "dimension")
    except BadInput:
        return
    assert numbers and all(2 <= number <= 100 for number in numbers) and re.fullmatch(r"[0-9_e^,-]+", text)


# Closed constants.


@pytest.mark.parametrize(
    "text",
    [
        "ln(2)", "1/2 - ln(3)/27", "ln(9) - 2*ln(3)", "-4*ln(5/2)/3 + 2**3", "(2/3)**-2 * ln(7)", "ln(1)", "3 - 3",
        "sqrt(5)**2 - sqrt(20)/7 + sqrt(4/9)", "sqrt(2)*sqrt(6) - 2*sqrt(3)", "(1 - sqrt(2))**3", "atan(-sqrt(3))",
        "atan(2/3)*sqrt(2)*ln(3)", "(1 + atan(sqrt(5)/5))**2", "(sqrt(2) - ln(3))*(sqrt(2) + 1)", "ln(2)**0",
        "atan(sqrt(2)/2) - atan(1/sqrt(4))",
    ],
)
def test_a_constant_has_the_value_that_sympy_gives_it(text):
    found, expected = constant(text), sp.sympify(text, locals={"ln": sp.log})
    low, high = found.enclosure()
    assert sp.Rational(low.numerator, low.denominator) - sp.Rational(1, 10**60) < expected.evalf(70)
    assert abs(expected.evalf(70) - sp.Rational(high.numerator, high.denominator)) < sp.Rational(1, 10**60)
    assert constant(str(found)) == found
    assert float(found) == pytest.approx(float(expected), abs=1e-15)
    assert sp.simplify(sp.sympify(str(found), locals={"ln": sp.log}) - expected) == 0


@pytest.mark.parametrize(
    "text",
    [
        "x", "ln(x)", "1.5", "True", "'a'", "ln(2)*ln(3)", "1/ln(2)", "ln(2)**2", "2**ln(2)", "ln(0)", "ln(-1)", "1/0",
        "0**-1",
        "2**(1/2)", "2**999", "exp(1)", "ln(2, 3)", "sqrt(-1)", "sqrt(0)", "sqrt(ln(2))",
        "sqrt(1 + sqrt(2))", "sqrt(1000003)", "atan(ln(2))", "atan(1 + sqrt(2))", "atan(0)", "atan(1, 2)", "1/sqrt(2)",
        "sqrt(2)**-1", "ln(2)**-1", "atan(2)**5", "ln(sqrt(2))", "tan(1)",
        "ln(x=2)", "ln(*[2])", "[1]", "1 if 1 else 2", "1 < 2", "1 // 2",
        "~1",
        "ln(ln(2))", "__import__('os')", "(lambda: 1)()", "", "1 +", "1; 2", "d.real",
    ],
)
def test_what_is_outside_the_grammar_is_refused(text):
    with pytest.raises(NotClosed):
        constant(text, {"d": 2})


def test_a_wrong_constant_shows():
    assert constant(
        "ln(d) + 1/d", {"d": 4},
    ).enclosure()[0] < Fraction(164, 100) < constant("ln(5)").enclosure()[0] + Fraction(4, 100)
    assert constant("ln(2) - ln(2)").enclosure() == (0, 0) and constant("ln(2) - ln(4)/2").enclosure()[0] < 0


# The bounds: what is frozen is what the theorems claim.


def test_the_frozen_bounds_are_the_claims_of_the_theorems(session):
    made = claimed.from_theorems(session)
    assert claimed.FILE.read_text(encoding="utf-8") == made.text(), "run `make notes`"
    assert claimed.frozen() == made and {claim.theorem for claim in made.claims} == set(claimed.THEOREMS)


def test_each_frozen_text_is_its_claim():
    from proofs import registry
    from symbolic.notation import EpsStar

    letters = {"d": sp.Symbol("d"), "n": sp.Symbol("n"), "k": sp.Symbol("k"), "ln": sp.log}
    rows = iter(claimed.frozen().claims)
    for id in claimed.THEOREMS:
        for relation in registry.theorem(id).statement.claim:
            if isinstance(relation.lhs, EpsStar):
                row = next(rows)
                plain = relation.rhs.subs({symbol: letters[symbol.name] for symbol in relation.rhs.free_symbols})
                assert (row.theorem, row.sign) == (id, relation.sign)
                assert sp.simplify(sp.sympify(row.bound, locals=letters) - plain) == 0
    assert next(rows, None) is None


@pytest.mark.parametrize("d", [2, 3, 4, 5, 6, 17, 64, 100, 1000, 10**6, 10**9])
def test_the_exact_text_of_a_bound_is_its_decimal(d):
    row = bounds(d).row()
    for side, up in (("lower", False), ("upper", True), ("chain", False), ("lse", True)):
        value = sp.sympify(row[side]["exact"], locals={"ln": sp.log}).evalf(40)
        decimal = sp.Rational(row[side]["decimal"])
        assert 0 <= (decimal - value if up else value - decimal) < sp.Rational(1, 10**12)


def test_the_texts_are_those_that_sympy_wrote():
    assert bounds(64).row()["lower"]["exact"] == "-718723/3072000 + ln(64)"
    assert bounds(64).row()["upper"]["exact"] == "-ln(2) + 1/2 + ln(64)" and float(bounds(9).lse.exact) == log(9)


# Tables.


DIMENSIONS = (2, 3, 4, 10**9)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200, None])
def test_no_number_is_cut_at_any_width(width):
    rows = [bounds(d) for d in DIMENSIONS]
    lines = bounds_work.lines(rows, width)
    table = [line for line in lines if not line.startswith(("the chain", "L_", "eps*_"))]
    words = " ".join(lines).split()
    for row in rows:
        wanted = [
            row.lower.decimal(up=False), row.upper.decimal(up=True), row.chain.decimal(up=False),
            row.lse.decimal(up=True),
        ]
        for word in (str(row.d), *wanted, row.lower.theorem, row.upper.theorem):
            assert word in words
    assert "8/9" in words and "…" not in "".join(lines) and "..." not in "".join(lines)
    assert width is None or all(len(line) <= width for line in table)
    assert "" not in table or table.count("") == sum(line.split()[:1] == ["d"] for line in table) - 1


def test_a_table_that_fits_is_one_and_never_wider_than_it_must_be():
    cells = [Column("key", ("a", "bb"), left=True), Column("one", ("1", "2"), "g"), Column("two", ("33333", "4"), "g")]
    assert table_lines(cells) == table_lines(cells, 15) == ["key  one    two", "a      1  33333", "bb     2      4"]
    assert table_lines(cells, 14)[0] == "key = a" and all(len(line) <= 14 for line in table_lines(cells, 14))


def test_a_terminal_or_columns_says_how_wide_and_a_pipe_does_not(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert main(["bounds", "1e9"]) == 0 and len(capsys.readouterr().out.splitlines()[0]) > 80
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["bounds", "1e9"]) == 0 and len(capsys.readouterr().out.splitlines()[0]) <= 60
    assert main(["list", "--summary"]) == 0
    out = capsys.readouterr().out
    assert "NOT_A_STATEMENT" in out and "NOT_REPRODUCED" in out and max(map(len, out.splitlines())) <= 60


def test_every_dimension_once_and_json_as_before(capsys):
    assert main(["bounds", "4,2", "1_000", "4", "--json", "-"]) == 0
    assert [row["d"] for row in json.loads(capsys.readouterr().out)] == [4, 2, 1000]

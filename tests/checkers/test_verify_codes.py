"""Each code with which proofs/verify.py rejects, its reasons, and sums that look right and prove nothing."""

import json
import re
from fractions import Fraction

import pytest

from proofs.machinery.search import moves as builders
from proofs.verify import CODES, Accepted, Rejected, check_bytes
from tests.checkers.kinds import encode
from tests.checkers.moves import CENTRE, D2, DOWN, GOOD, LOWER, MOVES, UP, edit, verdict

NINES = "9" * 4001


# (code, part of the reason, bytes): the parts name the value and what is accepted.
CASES = [
    ("duplicate-key", '2 keys "flow"', edit('"flow": "1"', '"flow": "1", "flow": "1"')),
    ("duplicate-key", '2 keys "mass"', edit(UP, UP.replace('"mass"', '"mass": "1/2", "m\\u0061ss"'))),
    ("unknown-key", '"note"; accepted are exactly format', edit('"flow"', '"note": "", "flow"')),
    ("unknown-key", "\\ud800", edit('"flow"', '"\\ud800\\n": "", "flow"')),
    ("unknown-key", '"why"; accepted are exactly from, to', edit('"from"', '"why": "", "from"')),
    ("missing-key", 'the file: key "bound"', edit('"bound": "1/2", ', "")),
    ("missing-key", 'moves[0].to[1]: key "mass"', edit(DOWN, '{"point": ["0", "1"]}')),
    ("float", "2.0 occurs; accepted: integers", edit('"dimension": 2', '"dimension": 2.0')),
    ("float", "1e999999999 occurs", edit('"dimension": 2', '"dimension": 1e999999999')),
    ("float", "0.5 occurs", edit(UP, UP.replace('"1/2"', "0.5"))),
    ("not-finite", "NaN occurs", edit('"dimension": 2', '"dimension": NaN')),
    ("not-finite", "-Infinity occurs", edit('"bound": "1/2"', '"bound": -Infinity')),
    ("bool", "dimension is true; accepted is an integer", edit('"dimension": 2', '"dimension": true')),
    ("bool", "bound is false; accepted is a string", edit('"bound": "1/2"', '"bound": false')),
    ("type", "the file is a list; accepted is an object", b"[1]"),
    ("type", "the file is null", b"null"),
    ("type", 'dimension is "2"; accepted is an integer', edit('"dimension": 2', '"dimension": "2"')),
    ("type", "bound is 1; accepted is a string", edit('"bound": "1/2"', '"bound": 1')),
    ("type", "format is an object", edit('"tightmax-moves-1"', "{}")),
    ("type", 'moves[0].to[0] is "x"; accepted is an object', edit(UP, '"x"')),
    ("type", "moves[0].from[1] is a list", edit(CENTRE, '["1/2", ["1/2"]]')),
    ("over-long", "a huge integer", edit('"dimension": 2', f'"dimension": {NINES}')),
    ("over-long", "bound has over 4000 digits", edit('"bound": "1/2"', f'"bound": "-{NINES}"')),
    ("over-long", "flow has over 4000 digits", edit('"flow": "1"', f'"flow": "1/{NINES}"')),
    ("rational", 'bound is "2/4"; accepted is "p"', edit('"bound": "1/2"', '"bound": "2/4"')),
    ("rational", 'flow is "\\ud835\\udfd9"', edit('"flow": "1"', '"flow": "\U0001d7d9"')),
    ("zero-denominator", '"1/0"; accepted are denominators above', edit('"bound": "1/2"', '"bound": "1/0"')),
    ("zero-denominator", 'bound is "0/00"', edit('"bound": "1/2"', '"bound": "0/00"')),
    ("format", '"moves"; accepted is tightmax-moves-1', edit("tightmax-moves-1", "moves")),
    ("format", '"tightmax-moves-2"', edit("tightmax-moves-1", "tightmax-moves-2")),
    ("dimension", "dimension is 1; accepted is 2 ... 10000", edit('"dimension": 2', '"dimension": 1')),
    ("dimension", "dimension is -2;", edit('"dimension": 2', '"dimension": -2')),
    ("dimension", "dimension is 10001;", edit('"dimension": 2', '"dimension": 10001')),
    ("trivial", 'bound is "0"; accepted is a rational above 0', edit('"bound": "1/2"', '"bound": "0"')),
    ("trivial", 'flow is "-1";', edit('"flow": "1"', '"flow": "-1"')),
    ("empty", "moves is an empty list", (D2 % "").encode()),
    ("empty", "moves[0].to is an empty list", edit(UP + ", " + DOWN, "")),
    ("empty", "moves[0].from is an empty list", edit(CENTRE, "[]")),
    ("length", "moves[0].from has 3 coordinates; accepted are 2", edit(CENTRE, '["1/3", "1/3", "1/3"]')),
    ("length", "moves[0].to[0].point has 1 coordinates", edit('["1", "0"]', '["1"]')),
    ("negative", "to[0].point has the coordinate -1; accepted is 0", edit('["1", "0"]', '["2", "-1"]')),
    ("sum", "coordinates of moves[0].from add up to 2/3; accepted is 1", edit(CENTRE, '["1/3", "1/3"]')),
    ("mass", 'moves[0].to[0].mass is "0"', edit(UP, UP.replace('"1/2"', '"0"'))),
    ("mass", 'moves[0].to[1].mass is "-1/2"', edit(DOWN, DOWN.replace('"1/2"', '"-1/2"'))),
    ("stationary", "moves[0].to[0].point is the", edit(UP, '{"mass": "5", "point": ["1/2", "1/2"]}, ' + UP)),
    ("duplicate-outcome", "moves[0].to[1].point occurs", edit(UP, (UP + ", " + UP).replace("1/2", "1/4"))),
    ("mean", "moves[0] moves coordinate 0 of the mean by 1/12", edit(UP, UP.replace("1/2", "2/3"))),
    ("mean", "moves[0]", edit(CENTRE, '["1", "0"]').replace(UP.encode() + b", ", b"")),  # from a vertex
    ("flow", "net flow out of (1/2, 1/2) is 1; accepted: 2", edit('"flow": "1"', '"flow": "2"')),
    ("bound", "bound is 7/12; accepted is gain / flow = 1/2", edit('"bound": "1/2"', '"bound": "7/12"')),
    ("bound", "bound is 1/3; accepted is gain / flow = 1/2", edit('"bound": "1/2"', '"bound": "1/3"')),
]


def test_the_unedited_text_is_accepted() -> None:
    assert check_bytes(GOOD.encode()) == Accepted(2, Fraction(1, 2), 1)
    assert check_bytes(b" \n" + GOOD.encode() + b"\r\n\t") == Accepted(2, Fraction(1, 2), 1)


@pytest.mark.parametrize(("code", "part", "data"), CASES)
def test_rejection_has_its_code_and_reason(code: str, part: str, data: bytes) -> None:
    with pytest.raises(Rejected) as caught:
        check_bytes(data)
    assert (caught.value.code, verdict(data)) == (code, code)
    assert part in caught.value.reason


def test_the_closed_list_is_exactly_what_is_exercised_written_and_documented() -> None:
    assert {code for code, _, _ in CASES} == set(CODES)
    source = MOVES.path.read_text(encoding="utf-8").split("class Rejected", 1)[1]
    for code in CODES:
        assert f'"{code}"' in source
    raised = set(re.findall(r'(?:Rejected|fault)\("([a-z-]+)"', source))
    assert raised <= set(CODES) and len(raised) >= 15
    page = (LOWER / "FORMAT.md").read_text(encoding="utf-8")
    table = page.split("## Codes and exit status", 1)[1]
    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.M) == list(CODES)


@pytest.mark.parametrize("text", [
    "", " ", "+1", "-0", "00", "01", "1/1", "3/1", "2/4", "0/5", "1/02", "1/-2", "1.5", "1e3", "1_0", " 1",
    "1 ", "1\n", "½", "١", "1/2/3", "/2", "1/", "--1", "0x1", "inf", "nan", "1\x00", "\ud800",
])
def test_a_rational_has_one_spelling(text: str) -> None:
    assert verdict(edit('"bound": "1/2"', f'"bound": {json.dumps(text)}')) == "rational"


@pytest.mark.parametrize("text", ["1", "7", "1/3", "22/7", "9" * 4000, "1/1" + "0" * 3999])
def test_canonical_rationals_are_read(text: str) -> None:
    assert verdict(edit('"bound": "1/2"', f'"bound": "{text}"')) == "bound"


def test_sums_that_would_take_too_long_are_rejected() -> None:
    terms = [f"1/{10**3999 + i}" for i in range(1, 40, 2)]
    value = json.loads(GOOD)
    value["dimension"] = len(terms)
    value["moves"][0]["from"] = terms
    assert verdict(encode(value)) == "over-long"


def test_computed_numbers_too_long_to_print_are_described() -> None:
    data = edit('"bound": "1/2"', '"bound": "1/%s"' % ("9" * 4000))
    with pytest.raises(Rejected, match="bound is a rational of more than 200 bits; accepted is gain"):
        check_bytes(data)


def test_flow_that_misses_an_orbit_is_rejected() -> None:
    # The first stops at an interior place, the second does not start at the centre. Long points are cut.
    stop = builders.Moves(9, Fraction(1), (builders.chain_moves([9, 3, 1]).moves[0],))
    with pytest.raises(Rejected, match=r"net flow out of \(.*, \.\.\.\)") as caught:
        check_bytes(builders.to_json(stop).encode())
    assert caught.value.code == "flow"
    start = builders.Moves(9, Fraction(1), (builders.chain_moves([9, 3, 1]).moves[1],))
    assert verdict(builders.to_json(start).encode()) == "flow"


def test_gain_from_an_unbalanced_interior_place_is_rejected() -> None:
    """Right at centre and vertex, and every mean right, yet the file claims eps*_2 >= 33/64."""
    value = json.loads(GOOD)
    outcomes = [{"mass": "1/4", "point": ["1/8", "7/8"]}, {"mass": "1/4", "point": ["3/8", "5/8"]}]
    value["moves"].append({"from": ["1/4", "3/4"], "to": outcomes})
    value["bound"] = str(Fraction(1, 2) + Fraction(1, 2) * Fraction(1, 4) ** 2 / 2)
    with pytest.raises(Rejected, match=r"net flow out of \(3/4, 1/4\) is 1/2; accepted: 0") as caught:
        check_bytes(encode(value))
    assert caught.value.code == "flow"


def test_permutation_of_the_start_is_an_allowed_outcome() -> None:
    """A move within one place is sound; the balance sees to it that its gain is paid for."""
    value = json.loads(GOOD)
    outcomes = [{"mass": "1", "point": ["3/4", "1/4"]}, {"mass": "2", "point": ["0", "1"]}]
    value["moves"].append({"from": ["1/4", "3/4"], "to": outcomes})
    assert verdict(encode(value)) == "flow"
    # Fed from the centre, it is part of a proof: 2 arrives at the place of (1/4, 3/4), 3 leaves, 1 returns.
    value["flow"] = "2"
    inner = [{"mass": "1", "point": ["1/4", "3/4"]}, {"mass": "1", "point": ["3/4", "1/4"]}]
    value["moves"][0]["to"] = inner
    assert check_bytes(encode(value)) == Accepted(2, Fraction(1, 2), 2)

"""Each code with which proofs/verify_walk.py rejects, its reasons, and its limits."""

import itertools
import re

import pytest

from proofs import verify_walk
from proofs.verify_walk import CODES, Rejected, check_bytes
from tests.checkers.kinds import encode
from tests.checkers.walks import GOOD, SMALL, STATE, WALK, edit, verdict, walk

NINES = "9" * 19


def with_state(text: str) -> bytes:
    return edit(STATE, text)


def with_place(text: str) -> bytes:
    return edit('"0+-"', f'"{text}"')


# (code, part of the reason, bytes): the parts name the value and what is accepted.
CASES = [
    ("duplicate-key", "a key given twice", edit('"steps"', '"unit": 1000, "steps"')),
    ("duplicate-key", "a key given twice", edit('"steps"', '"un\\u0069t": 1000, "steps"')),
    ("keys", '"note"; accepted are exactly format', edit('"steps"', '"note": "", "steps"')),
    ("keys", "\\ud800", edit('"steps"', '"\\ud800\\n\\u0000": "", "steps"')),
    ("keys", 'key "unit"', edit('"unit": 1000, ', "")),
    ("keys", "key", b"{}"),
    ("number", "1.0 occurs; accepted: positive integers", edit('"steps": 1', '"steps": 1.0')),
    ("number", "1e999999999 occurs", edit("499", "1e999999999")),
    ("number", "NaN occurs", edit("499", "NaN")),
    ("number", "-Infinity occurs", edit("499", "-Infinity")),
    ("number", "a huge integer", edit("499", NINES)),
    ("number", "a huge integer", edit("499", "-" + "9" * 5000)),
    ("number", "dimension is 0; accepted is 1 or more", edit('"dimension": 2', '"dimension": 0')),
    ("number", "steps is -1", edit('"steps": 1', '"steps": -1')),
    ("number", "unit is 0", edit('"unit": 1000', '"unit": 0')),
    ("number", "states[0][1] is 0", with_state('["0+-", 0, 1, 499]')),
    ("number", "states[0][2] is -1", with_state('["0+-", 1, -1, 499]')),
    ("number", "states[0][3] is 0", with_state('["0+-", 1, 1, 0]')),
    ("type", "the file is a list; accepted is an object", b"[1]"),
    ("type", "the file is null", b"null"),
    ("type", "dimension is true; accepted is an integer", edit('"dimension": 2', '"dimension": true')),
    ("type", 'steps is "1"', edit('"steps": 1', '"steps": "1"')),
    ("type", "format is an object", edit('"tightmax-walk-1"', "{}")),
    ("type", "states is an object; accepted is a list", edit(f"[{STATE}]", "{}")),
    ("type", "states[0] is 7; accepted is a list", with_state("7")),
    ("type", "states[0] has 3 entries; accepted are place, a, b and value", with_state('["0+-", 1, 1]')),
    ("type", "states[0] has 0 entries", with_state("[]")),
    ("type", "states[0][0] is 0; accepted is a string", with_state("[0, 1, 1, 499]")),
    ("type", 'states[0][3] is "\\u00e9"', with_state('["0+-", 1, 1, "\u00e9"]')),
    ("format", "accepted is tightmax-walk-1", edit("tightmax-walk-1", "tightmax-moves-1")),
    ("dimension", "dimension is 1; accepted is 2 ... 64", edit('"dimension": 2', '"dimension": 1')),
    ("dimension", "dimension is 65", edit('"dimension": 2', '"dimension": 65')),
    *(("place", f'"{text}"; accepted is a place', with_place(text)) for text in (
        "", "+-", "0-+", "0", "00+-", "0+-0", "1+-", "0+1-", "1+1-0+-", "0+ -", "1+0+-0-", "-0+-", "0+-x", "01+0-",
        "1++0", f"{NINES}+0-",
    )),
    ("length", "states[0][0] has 1 entries; accepted are 2 ... 2", with_place("0+")),
    ("length", "has 3 entries; accepted are 2 ... 2", with_place("0+--")),
    ("duplicate-state", "states[1] is where another is", edit(STATE, f'{STATE}, ["0--", 1, 1, 1]')),
    ("start", "no state has 2 equal entries", with_place("1+0-")),
    ("start", "no state has 3 equal entries", edit('"dimension": 2', '"dimension": 3')),
    ("start", "no state has 2 equal entries", edit(STATE, "")),
    ("inequality", "the value of states[0] is too large; accepted", edit("499", "500")),
    ("inequality", "the value of states[1] is too large", encode(
        walk(3, 2, 1000, *map(tuple, SMALL["states"][:1]), ("1+0--", 2, 2, 320), *map(tuple, SMALL["states"][2:])))),
    ("inequality", "states[0]", edit('"0+-", 1, 1', '"0+-", 1, 2')),
]


@pytest.mark.parametrize(("code", "part", "data"), CASES)
def test_each_code(code: str, part: str, data: bytes) -> None:
    assert verdict(data) == code
    with pytest.raises(Rejected) as caught:
        check_bytes(data)
    assert part in caught.value.reason and str(caught.value) == f"[{code}]  {caught.value.reason}"


def test_the_codes_are_a_closed_list() -> None:
    assert [code for code, _ in itertools.groupby(case[0] for case in CASES)] == list(CODES)
    document = (WALK / "FORMAT.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", document.split("## Codes")[1], re.M) == list(CODES)


def test_the_limits_are_reached() -> None:
    most = verify_walk.MAX_DIMENSION
    large = walk(most, 1, 10**17, ("0" + "+" * 32 + "-" * 32, 1, 1, 5 * 10**16 - 1))
    assert check_bytes(encode(large)).dimension == most
    assert verdict(encode({**large, "dimension": most + 1})) == "dimension"
    assert verdict(GOOD.replace("1000", "9" * 18).encode()) == "accepted"

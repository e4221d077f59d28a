"""Each code with which proofs/verify_walk.py rejects, its reasons, and its limits."""


import pytest

from proofs import verify_walk
from proofs.verify_walk import check_bytes
from tests.checkers.kinds import encode
from tests.checkers.walks import GOOD, SMALL, STATE, WALK, WALKS, edit, verdict, walk

NINES = "9" * 19


def with_state(text: str) -> bytes:
    return edit(STATE, text)


def with_place(text: str) -> bytes:
    return edit('"0+-=', f'"{text}=')


# (code, part of the reason, bytes): the parts name the value and what is accepted.
CASES = [
    ("duplicate-key", "a key given twice", edit('"steps"', '"unit": 1000, "steps"')),
    ("duplicate-key", "a key given twice", edit('"steps"', '"un\\u0069t": 1000, "steps"')),
    ("keys", '"note"; accepted are exactly format', edit('"steps"', '"note": "", "steps"')),
    ("keys", "\\ud800", edit('"steps"', '"\\ud800\\n\\u0000": "", "steps"')),
    ("keys", 'key "unit"', edit('"unit": 1000, ', "")),
    ("keys", "key", b"{}"),
    ("number", "1.0 occurs; accepted: positive integers", edit('"steps": 1', '"steps": 1.0')),
    ("number", "1e999999999 occurs", edit("1000", "1e999999999")),
    ("number", "NaN occurs", edit("1000", "NaN")),
    ("number", "-Infinity occurs", edit("1000", "-Infinity")),
    ("number", "a huge integer", edit("1000", NINES)),
    ("number", "a huge integer", edit("1000", "-" + "9" * 5000)),
    ("number", "dimension is 0; accepted is 1 or more", edit('"dimension": 2', '"dimension": 0')),
    ("number", "steps is -1", edit('"steps": 1', '"steps": -1')),
    ("number", "unit is 0", edit('"unit": 1000', '"unit": 0')),
    ("type", "the file is a list; accepted is an object", b"[1]"),
    ("type", "the file is null", b"null"),
    ("type", "dimension is true; accepted is an integer", edit('"dimension": 2', '"dimension": true')),
    ("type", 'steps is "1"', edit('"steps": 1', '"steps": "1"')),
    ("type", "format is an object", edit('"tightmax-walk-2"', "{}")),
    ("type", "states is an object; accepted is a list", edit(f"[{STATE}]", "{}")),
    ("type", "states[0] is 7; accepted is a string", with_state("7")),
    ("type", "states[0] is a list; accepted is a string", with_state('["0+-", 1, 1, 499]')),
    ("type", "states[1] is null", with_state(f"{STATE}, null")),
    ("format", "accepted is tightmax-walk-2", edit("tightmax-walk-2", "tightmax-walk-1")),
    ("dimension", "dimension is 1; accepted is 2 ... 64", edit('"dimension": 2', '"dimension": 1')),
    ("dimension", "dimension is 65", edit('"dimension": 2', '"dimension": 65')),
    *(("state", f'"{text[:8]}', with_place(text)) for text in (
        "", "+-", "0-+", "0", "00+-", "0+-0", "1+-", "0+1-", "1+1-0+-", "1+0+-0-", "-0+-", "0+-x", "01+0-", "1++0",
        f"{NINES}+0-", "0+-1", "0+-0/1", "0+-1/0", "0+-01/1", "0+-1/-1", "0+-1/1/1", f"0+-{NINES}/1", "0+-=1", "0+",
        "0+--", "1+0+-", "\\u0660+-", "\\ud800",
    )),
    ("state", '"0+-1/1"; accepted: as', edit("=499", "1/1")),
    *(("state", f'"0+-={text[:40]}', edit("499", text)) for text in ("", "0", "-1", "0499", "1.0", "+1", "1e3", NINES)),
    ("state", '"0+"; accepted: as 3+1+--0-4/5=7, falling to 0, with 2 ... 2 signs', with_state('"0+ -=499"')),
    ("duplicate-state", '"0--=1" is where another is', edit(STATE, f'{STATE}, "0--=1"')),
    ("duplicate-state", '"0--=1" is where another is', with_state('"0+-=499 0--=1"')),
    ("start", "no state has 2 equal entries", with_place("1+0-")),
    ("start", "no state has 3 equal entries", edit('"dimension": 2', '"dimension": 3')),
    ("start", "no state has 2 equal entries", edit(STATE, "")),
    ("start", "no state has 2 equal entries", with_state('"", " "')),
    ("inequality", "the value 500 at (0, 0); accepted: less", edit("499", "500")),
    ("inequality", "the value 320 at (1, 0, 0)", encode(
        walk(3, 2, 1000, SMALL["states"][0], "1+0--2/2=320", SMALL["states"][2]))),
    ("inequality", "the value 499 at (0, 0)", edit('"0+-=', '"0+-1/2=')),
]


@pytest.mark.parametrize(("code", "part", "data"), CASES)
def test_each_code(code: str, part: str, data: bytes) -> None:
    WALKS.rejects(data, code, part)


def test_the_codes_are_a_closed_list() -> None:
    WALKS.lists([code for code, _, _ in CASES], WALK / "FORMAT.md")


def test_the_limits_are_reached() -> None:
    most = verify_walk.MAX_DIMENSION
    large = walk(most, 1, 10**17, f"0{'+' * 32}{'-' * 32}={5 * 10**16 - 1}")
    assert check_bytes(encode(large)).dimension == most
    assert verdict(encode({**large, "dimension": most + 1})) == "dimension"
    assert verdict(GOOD.replace("1000", "9" * 18).encode()) == "accepted"

"""Each code with which proofs/verify_upper.py rejects, its reasons, and its limits."""

import json

import pytest

from proofs import verify_upper
from proofs.machinery.output.places import ROOT
from proofs.verify_upper import Rejected, check_bytes
from tests.checkers.kinds import encode
from tests.checkers.knots import FLAT0, FLAT4, GOOD, KNOTS, PAIR, SINGLE, F, certificate, constant, edit, verdict

# ---- Each code of the closed list -----------------------------------------------------------------------

NINES = "9" * 101


def with_single(text: str) -> bytes:
    return edit(SINGLE, text)


LONG_VALUES = [[str(F(i, 1024)), f"4/{10**90 + 2 * i + 1}"] for i in range(40)]
FINE = '[["0", "4"], ["1/65537", "4"], ["1/4", "4"], ["1", "4"]]'

# (code, part of the reason, bytes): the parts name the value and what is accepted.
CASES = [
    ("duplicate-key", '2 keys "bound"', edit('"dimension"', '"bound": "3/2", "dimension"')),
    ("duplicate-key", '2 keys "bound"', edit('"dimension"', '"b\\u006fund": "3/2", "dimension"')),
    ("unknown-key", '"note"; accepted are exactly format', edit('"dimension"', '"note": "", "dimension"')),
    ("unknown-key", "\\ud800", edit('"dimension"', '"\\ud800\\n\\u0000": "", "dimension"')),
    ("missing-key", 'key "bound"', edit('"bound": "3/2", ', "")),
    ("missing-key", 'key "bound"', b"{}"),
    ("float", "4.0 occurs; accepted: integers", edit('"dimension": 4', '"dimension": 4.0')),
    ("float", "1e999999999 occurs", edit('"dimension": 4', '"dimension": 1e999999999')),
    ("float", "1.5 occurs", edit('"bound": "3/2"', '"bound": 1.5')),
    ("not-finite", "NaN occurs", edit('"bound": "3/2"', '"bound": NaN')),
    ("not-finite", "-Infinity occurs", edit('"bound": "3/2"', '"bound": -Infinity')),
    ("bool", "dimension is true; accepted is an integer", edit('"dimension": 4', '"dimension": true')),
    ("bool", "bound is false; accepted is a string", edit('"bound": "3/2"', '"bound": false')),
    ("bool", "single[1] is true; accepted is a list", with_single('[["0", "4"], true]')),
    ("bool", "single[0][1] is true", with_single('[["0", true], ["1", "4"]]')),
    ("type", "the file is a list; accepted is an object", b"[1]"),
    ("type", "the file is null", b"null"),
    ("type", 'dimension is "4"; accepted is an integer', edit('"dimension": 4', '"dimension": "4"')),
    ("type", "bound is 1; accepted is a string", edit('"bound": "3/2"', '"bound": 1')),
    ("type", "format is an object", edit('"tightmax-knots-1"', "{}")),
    ("type", "single is null; accepted is a list", with_single("null")),
    ("type", 'single[0] is "04"; accepted is a list', with_single('["04", "14"]')),
    ("type", "single[0][0] is 0; accepted is a string", with_single('[[0, "4"], ["1", "4"]]')),
    ("over-long", "a huge integer", edit('"dimension": 4', f'"dimension": {NINES}')),
    ("over-long", "a huge integer", edit('"dimension": 4', f'"dimension": -{"9" * 5000}')),
    ("over-long", "bound has over 100 digits", edit('"bound": "3/2"', f'"bound": "-{NINES}"')),
    ("over-long", "single[1][1] has over", with_single(f'[["0", "4"], ["1/4", "1/{NINES}"], ["1", "4"]]')),
    ("over-long", "of over 1024 bits", with_single(json.dumps([*LONG_VALUES, ["1/4", "4"], ["1", "4"]]))),
    ("rational", 'bound is "6/4"; accepted is "p"', edit('"bound": "3/2"', '"bound": "6/4"')),
    ("rational", 'bound is "1.5"', edit('"bound": "3/2"', '"bound": "1.5"')),
    ("rational", 'bound is "\\ud835\\udfd9"', edit('"bound": "3/2"', '"bound": "\U0001d7d9"')),
    ("rational", 'bound is "\\udfff"', edit('"bound": "3/2"', '"bound": "\\udfff"')),
    ("rational", 'single[0][0] is "-0"', with_single('[["-0", "4"], ["1/4", "4"], ["1", "4"]]')),
    ("zero-denominator", '"1/0"; accepted are denominators above', edit('"bound": "3/2"', '"bound": "1/0"')),
    ("zero-denominator", 'bound is "0/00"', edit('"bound": "3/2"', '"bound": "0/00"')),
    ("format", '"knots"; accepted is tightmax-knots-1', edit("tightmax-knots-1", "knots")),
    ("format", '"tightmax-moves-1"', edit("tightmax-knots-1", "tightmax-moves-1")),
    ("dimension", "dimension is 3; accepted is 4", edit('"dimension": 4', '"dimension": 3')),
    ("dimension", f"dimension is {NINES[1:]}", edit('"dimension": 4', f'"dimension": {NINES[1:]}')),
    ("knots", "single has 0 knots; accepted are 2", with_single("[]")),
    ("knots", "single has 1 knots", with_single('[["0", "4"]]')),
    ("knots", "single has 257 knots", with_single(json.dumps([["0", "4"]] * 257))),
    ("knots", "single[1] has 3 entries; accepted are two", with_single('[["0", "4"], ["1", "4", "4"]]')),
    ("knots", "single[0] has 0 entries", with_single('[[], ["1", "4"]]')),
    ("knots", "single lacks the knot 1/4", with_single('[["0", "4"], ["1", "4"]]')),
    ("knots", "of single do not increase from 0 to 1;", with_single('[["1/8", "4"], ["1/4", "4"], ["1", "4"]]')),
    ("knots", "of single do not increase", with_single('[["0", "4"], ["1/4", "4"], ["1/2", "4"]]')),
    ("knots", "of single", with_single('[["0", "4"], ["1/4", "4"], ["1/4", "4"], ["1", "4"]]')),
    ("knots", "of single", with_single('[["0", "4"], ["1/2", "4"], ["1/4", "4"], ["1", "4"]]')),
    ("knots", "of pair do not increase from 0 to 1/2", edit(PAIR, '[["0", "0"], ["1", "0"]]')),
    ("grid", "a common denominator above 65536", with_single(FINE)),
    ("bound", "bound is 1; accepted is the range 3/2", edit('"bound": "3/2"', '"bound": "1"')),
    ("bound", "bound is 2; accepted is the range 3/2", edit('"bound": "3/2"', '"bound": "2"')),
    ("bound", "bound is -3/2;", edit('"bound": "3/2"', '"bound": "-3/2"')),
    ("convexity", "at (0, 0, ", encode(certificate(FLAT4, FLAT0, factor=F(1, 2)))),
    ("convexity", "at (", encode(certificate(FLAT4, FLAT0, factor=F(-1)))),
    ("convexity", "at (", encode(certificate(constant(0, 0, "1/4", 1), FLAT0))),
]


@pytest.mark.parametrize(("code", "part", "data"), CASES)
def test_each_code(code: str, part: str, data: bytes) -> None:
    KNOTS.rejects(data, code, part)


def test_the_codes_are_a_closed_list() -> None:
    KNOTS.lists([code for code, _, _ in CASES], ROOT / "proofs" / "certificates" / "upper" / "FORMAT.md")


def test_too_many_vertices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_upper, "MAX_POINTS", 5)
    assert verdict(GOOD.encode()) == "accepted"
    monkeypatch.setattr(verify_upper, "MAX_POINTS", 4)
    with pytest.raises(Rejected, match="over 4 vertices") as caught:
        check_bytes(GOOD.encode())
    assert caught.value.code == "grid"


def test_the_limits_are_reached() -> None:
    """A certificate at the limits on knots and grid is judged, here by its bound, before any costly work."""
    places = [F(i, 2**16) for i in range(254)]
    single = [*((p, F(4)) for p in places), (F(1, 4), F(4)), (F(1), F(4))]
    assert len(single) == verify_upper.MAX_KNOTS
    assert verdict(encode(certificate(single, FLAT0, F(1)))) == "bound"

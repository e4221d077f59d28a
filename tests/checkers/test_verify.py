"""The trusted checker accepts the frozen certificates and rejects every change of a single number in them."""

import copy
import dataclasses
import itertools
import json
import math
import os
import random
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs import verify
from proofs.machinery.search import moves as builders
from proofs.verify import CODES, Accepted, Rejected, Unreadable, check_bytes, check_file, main

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "proofs" / "verify.py"
LOWER = ROOT / "proofs" / "certificates" / "lower"

# What the frozen certificates prove, typed here by hand.
FROZEN = {
    "chain-d2": (2, "1/2"), "chain-d3": (3, "8/9"), "chain-d4": (4, "9/8"), "chain-d5": (5, "32/25"),
    "chain-d6-1": (6, "25/18"), "chain-d6-2": (6, "25/18"), "chain-d6-3": (6, "25/18"),
    "chain-d7": (7, "680/441"), "chain-d8": (8, "481/288"), "chain-d9": (9, "16/9"),
    "chain-d10": (10, "841/450"),
    "two-level-d4": (4, "7/6"), "two-level-d5": (5, "104/75"), "two-level-d6": (6, "14/9"),
    "two-level-d7": (7, "248/147"), "two-level-d8": (8, "43/24"),
}

Json = dict[str, Any]


def frozen(name: str) -> Json:
    value: Json = json.loads((LOWER / f"{name}.json").read_text(encoding="utf-8"))
    return value


def encode(value: object) -> bytes:
    return json.dumps(value).encode()


def verdict(data: bytes) -> str:
    """The code of the rejection, "accepted" or "unreadable"; the checker may do nothing else."""
    try:
        result = check_bytes(data)
    except Rejected as fault:
        assert fault.code in CODES
        assert fault.reason and fault.reason.isascii() and fault.reason.isprintable()
        assert len(fault.reason) < 2000
        return fault.code
    except Unreadable as fault:
        assert str(fault)
        return "unreadable"
    assert isinstance(result, Accepted)
    return "accepted"


# ---- The frozen certificates ----------------------------------------------------------------------------


def test_frozen_certificates_are_the_expected_ones() -> None:
    found = {path.stem for pattern in ("chain-*.json", "two-level-*.json") for path in LOWER.glob(pattern)}
    assert found == set(FROZEN) == set(builders.lower_certificates())
    assert len(FROZEN) == 16


@pytest.mark.parametrize("name", FROZEN)
def test_frozen_certificate_is_accepted(name: str) -> None:
    dimension, bound = FROZEN[name]
    result = check_file(str(LOWER / f"{name}.json"))
    assert result == Accepted(dimension, Fraction(bound), len(frozen(name)["moves"]))
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.bound = Fraction(9)  # type: ignore[misc]
    # The smoothing of universal-upper has gap ln d - ln 2 + 1/2: no true lower bound lies above.
    assert result.bound < math.log(dimension) - math.log(2) + 0.5 + 1e-12


@pytest.mark.parametrize("name", FROZEN)
def test_frozen_certificate_is_what_the_builder_writes(name: str) -> None:
    text = (LOWER / f"{name}.json").read_text(encoding="utf-8")
    assert text == builders.to_json(builders.lower_certificates()[name])


def test_every_accepted_certificate_in_the_folder() -> None:
    paths = sorted(LOWER.glob("*.json"))
    assert len(paths) >= 16
    for path in paths:
        check_file(str(path))


SEARCHED = sorted(path.stem for pattern in ("lp-*.json", "best-*.json") for path in LOWER.glob(pattern))


@pytest.mark.parametrize("name", SEARCHED)
def test_searched_certificates_reject_changed_numbers(name: str) -> None:
    """The same for certificates of thousands of numbers, at places drawn anew for each name but always the same."""
    value, rng = frozen(name), random.Random(name)
    paths = list(places(value))
    assert len(paths) >= 400
    drawn = [*rng.sample(paths, 60 if len(paths) < 2000 else 4), ("bound",), ("flow",), ("dimension",)]
    for path in drawn:
        old: Any = value
        for part in path:
            old = old[part]
        for new in sorted(mutants(old)[0], key=str)[: 3 if len(paths) < 2000 else 1]:
            assert verdict(changed(value, path, new)) in EXPECTED[kind(path)], (path, old, new)


@pytest.mark.parametrize("name", [name for name in SEARCHED if name.startswith("lp-")])
def test_searched_certificates_have_harmless_twins(name: str) -> None:
    value, rng = frozen(name), random.Random(name)
    original = check_bytes(encode(value))
    for twin in (scaled(value, Fraction(355, 113)), shuffled(value, rng)):
        assert check_bytes(encode(twin)) == original


# ---- Every single number, changed -----------------------------------------------------------------------


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every number of a certificate."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))
    elif path != ("format",):
        yield path


def kind(path: tuple[str | int, ...]) -> str:
    """The key that a number belongs to; the coordinates of a point count as "point"."""
    key = next(part for part in reversed(path) if isinstance(part, str))
    return "point" if key == "from" else key


def changed(value: Json, path: tuple[str | int, ...], new: object) -> bytes:
    """The certificate with the number at this path replaced."""
    target: Any = value
    for part in path[:-1]:
        target = target[part]
    old, target[path[-1]] = target[path[-1]], new
    data = encode(value)
    target[path[-1]] = old
    return data


def mutants(old: str | int) -> tuple[set[str | int], set[str | int]]:
    """Other values near this one, and other spellings of the same value."""
    if isinstance(old, int):
        return {old - 1, old + 1, -old}, {f"{old}"}
    number = Fraction(old)
    p, q = number.numerator, number.denominator
    near = Fraction(p + 1, q), Fraction(p, q + 1), -number
    values: set[str | int] = {str(new) for new in near if new != number}
    return values, {f"+{old}", f"{2 * p}/{2 * q}", f"-{old}" if p <= 0 else f"0{old}", f" {old}"}


EXPECTED = {
    "point": {"sum", "negative"}, "mass": {"mean", "mass"}, "flow": {"flow", "trivial"},
    "bound": {"bound", "trivial"}, "dimension": {"length", "dimension"},
}


@pytest.mark.parametrize("name", FROZEN)
def test_every_changed_number_is_rejected(name: str) -> None:
    value = frozen(name)
    paths = list(places(value))
    # Counted in another way: the quoted rationals of the text, and the dimension.
    assert len(paths) == len(re.findall(r'"[0-9/]+"', json.dumps(value))) + 1
    assert {kind(path) for path in paths} == set(EXPECTED)
    count = 0
    for path in paths:
        old: Any = value
        for part in path:
            old = old[part]
        values, spellings = mutants(old)
        assert len(values) >= (1 if old == "0" else 2)
        for new in values:
            assert verdict(changed(value, path, new)) in EXPECTED[kind(path)], (path, old, new)
            count += 1
        for new in spellings:
            assert verdict(changed(value, path, new)) in {"rational", "type"}, (path, old, new)
    # Of the near values of 0 one differs from it, of any other number at least two.
    assert count >= 2 * len(paths) - json.dumps(value).count('"0"') > 0


@pytest.mark.parametrize("name", FROZEN)
def test_left_out_and_repeated_parts_are_rejected(name: str) -> None:
    value = frozen(name)
    for i, move in enumerate(value["moves"]):
        fewer, more = copy.deepcopy(value), copy.deepcopy(value)
        del fewer["moves"][i]
        more["moves"].append(move)
        assert verdict(encode(fewer)) in {"flow", "empty"}
        assert verdict(encode(more)) in {"flow"}
        for j, outcome in enumerate(move["to"]):
            fewer, more = copy.deepcopy(value), copy.deepcopy(value)
            del fewer["moves"][i]["to"][j]
            more["moves"][i]["to"].append(outcome)
            assert verdict(encode(fewer)) == "mean"
            assert verdict(encode(more)) == "duplicate-outcome"


# ---- Harmless changes -----------------------------------------------------------------------------------


def scaled(value: Json, factor: Fraction) -> Json:
    result = copy.deepcopy(value)
    result["flow"] = str(Fraction(result["flow"]) * factor)
    for move in result["moves"]:
        for outcome in move["to"]:
            outcome["mass"] = str(Fraction(outcome["mass"]) * factor)
    return result


def shuffled(value: Any, rng: random.Random) -> Any:
    """The same with keys, moves and outcomes in another order, and the coordinates of each move permuted."""
    moves = []
    for move in value["moves"]:
        order = rng.sample(range(value["dimension"]), value["dimension"])
        to = [{"point": [o["point"][i] for i in order], "mass": o["mass"]} for o in move["to"]]
        moves.append({"to": rng.sample(to, len(to)), "from": [move["from"][i] for i in order]})
    items = list({**value, "moves": rng.sample(moves, len(moves))}.items())
    return dict(rng.sample(items, len(items)))


@pytest.mark.parametrize("name", FROZEN)
def test_harmless_twins_are_accepted(name: str) -> None:
    value, rng = frozen(name), random.Random(name)
    original = check_bytes(encode(value))
    twins = [scaled(value, Fraction(3, 7)), scaled(value, Fraction(10**6)), scaled(value, Fraction(1, 10**6))]
    twins += [shuffled(value, rng) for _ in range(5)]
    twins.append(shuffled(scaled(value, Fraction(355, 113)), rng))
    assert len(twins) == 9 and all(twin != value for twin in twins[:3])
    for twin in twins:
        assert check_bytes(encode(twin)) == original
    assert check_bytes(json.dumps(value, indent=7).encode()) == original
    for key in "flow", "moves":  # half of a rescaling is no rescaling
        half = {**value, key: scaled(value, Fraction(3, 7))[key]}
        assert verdict(encode(half)) == "flow"


# ---- Each code of the closed list -----------------------------------------------------------------------

D2 = '{"format": "tightmax-moves-1", "dimension": 2, "bound": "1/2", "flow": "1", "moves": [%s]}'
UP, DOWN = '{"mass": "1/2", "point": ["1", "0"]}', '{"mass": "1/2", "point": ["0", "1"]}'
GOOD = D2 % ('{"from": ["1/2", "1/2"], "to": [' + UP + ", " + DOWN + "]}")
CENTRE = '["1/2", "1/2"]'
NINES = "9" * 4001


def edit(old: str, new: str) -> bytes:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new).encode()


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
    source = CHECKER.read_text(encoding="utf-8").split("class Rejected", 1)[1]
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
])  # fmt: skip
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


# ---- Unreadable -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [
    b"", b" \n", GOOD[:-1].encode(), GOOD.encode() + b"}", GOOD.encode()[:40], b"\xff\xfe",
    GOOD.encode("utf-16"), b"\xef\xbb\xbf" + GOOD.encode(), b"\0" * 9, b"'x'", b"{1: 2}", b"[1,]", b'"\x00"',
    b"[" * 17, b"[" * 10**6, b'{"a":' * 10**5, b"[" * 17 + b"]" * 17, b'{"a": 1.5', b"[NaN",
    b"01", b"+1", b"\xed\xa0\x80", b'"\\x"',
    b'["\\\\", "\\"", ' + b"[" * 16 + b"]" * 17,
])  # fmt: skip
def test_what_is_not_json_is_unreadable(data: bytes) -> None:
    assert verdict(data) == "unreadable"


@pytest.mark.parametrize("data", [
    b'["' + b"[" * 99 + b'"]', b'["\\"' + b"{" * 99 + b'"]', b'["\\\\", "' + b"[" * 99 + b'"]',
    b"[" * 16 + b"1" + b"]" * 16, b"[" + b"[], " * 99 + b"[]]", b'"' + b"\\" * 40 + b'"',
])  # fmt: skip
def test_only_brackets_outside_strings_count_as_nesting(data: bytes) -> None:
    json.loads(data)
    assert verdict(data) == "type"


def test_a_parser_out_of_stack_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MAX_DEPTH", 10**9)
    assert verdict(b"[" * 10**6) == "unreadable"


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        check_file(str(tmp_path / "missing"))
    with pytest.raises(Unreadable, match="directory"):
        check_file(str(tmp_path))
    with pytest.raises(Unreadable, match="null byte"):
        check_file("a\0b")
    good = tmp_path / "good.json"
    good.write_text(GOOD)
    monkeypatch.setattr(verify, "MAX_BYTES", len(GOOD))
    check_file(str(good))
    monkeypatch.setattr(verify, "MAX_BYTES", len(GOOD) - 1)
    with pytest.raises(Unreadable, match="larger than"):
        check_file(str(good))


def test_no_permission(tmp_path: Path) -> None:
    good = tmp_path / "good.json"
    good.write_text(GOOD)
    good.chmod(0)
    if os.access(good, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(Unreadable, match="Permission"):
        check_file(str(good))


def test_an_endless_file_is_too_large() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero")
    with pytest.raises(Unreadable, match="larger than 33554432 bytes"):
        check_file("/dev/zero")


# ---- The command line -----------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    good, bad = GOOD.encode(), edit('"bound": "1/2"', '"bound": "1"')
    contents = {"good": good, "bad": bad, "cut": good[:-1]}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name: str(tmp_path / name) for name in contents}


@pytest.mark.parametrize(("names", "status"), [
    (["good"], 0), (["good", "good"], 0), (["bad"], 1), (["good", "bad", "good"], 1), (["cut"], 2),
    (["good", "cut"], 2), (["cut", "bad"], 2), (["bad", "cut"], 2), (["bad", "cut", "good"], 2),
])  # fmt: skip
def test_exit_status(
    files: dict[str, str], names: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([files[name] for name in names]) == status
    out, err = capsys.readouterr()
    line = {
        "good": f"accepted  eps*_2 >= 1/2  {files['good']}\n",
        "bad": f"rejected  [bound]  bound is 1; accepted is gain / flow = 1/2  {files['bad']}\n",
        "cut": "",
    }
    assert out == "".join(line[name] for name in names)
    assert [text.endswith(files["cut"]) for text in err.splitlines()] == [True] * names.count("cut")
    assert all(text.startswith("unreadable  not JSON") for text in err.splitlines())


def test_help_codes_and_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert "examples:" in out and "python -I -S proofs/verify.py proofs/" in out and "exit status: 0" in out
    assert main(["--codes"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(CODES)
    for arguments in [], ["--nonsense"], ["--code"]:
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2
        out, err = capsys.readouterr()
        assert out == "" and err.startswith("usage: ")


def test_odd_file_names_keep_to_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in "a\nb", "é", "it's", os.fsdecode(b"\xff"):
        try:
            (tmp_path / name).write_text(GOOD)
        except OSError:
            continue  # not a file name on this system
        assert main([str(tmp_path / name)]) == 0
        out = capsys.readouterr().out
        assert out.count("\n") == 1 and out.isascii()


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(CHECKER), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def test_the_checker_stands_alone(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(7)")  # must not be imported
    paths = [str(LOWER / f"{name}.json") for name in FROZEN]
    done = run(*paths, cwd=tmp_path)
    expected = [f"accepted  eps*_{d} >= {b}  {p}" for (d, b), p in zip(FROZEN.values(), paths, strict=True)]
    assert (done.returncode, done.stderr, done.stdout.splitlines()) == (0, "", expected)
    assert run(files["bad"], cwd=tmp_path).returncode == 1
    done = run(files["bad"], files["cut"], "missing", cwd=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 1 and len(done.stderr.splitlines()) == 2
    done = run(cwd=tmp_path)
    assert done.returncode == 2 and done.stderr.startswith("usage: ")


def test_the_checker_is_small_and_imports_only_the_standard_library() -> None:
    source = CHECKER.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 300
    imported = re.findall(r"^\s*(?:from|import)\s+(\w+)", source, re.M)
    assert len(imported) >= 5 and set(imported) <= set(sys.stdlib_module_names)
    assert not re.search(r"^\s*assert\b|\b(?:eval|exec|__import__)\(", source, re.M)


def test_run_as_a_script(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["verify.py", files["bad"]])
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(CHECKER), run_name="__main__")
    assert stop.value.code == 1


# ---- Generated input ------------------------------------------------------------------------------------

NAMES = ["format", "dimension", "bound", "flow", "moves", "from", "to", "mass", "point"]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from(["tightmax-moves-1", "0", "1", "1/2", "-1/2", "1/0", "2/4", "\ud800", "9" * 5000, 2, -1]),
    st.fractions().map(str),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert verdict(data) != "accepted"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(VALUES)
def test_any_json(value: object) -> None:
    assert verdict(encode(value)) not in {"accepted", "unreadable"}


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data())
def test_a_certificate_with_a_part_replaced(data: st.DataObject) -> None:
    """What is still accepted proves no more than the truth: 1/2 at d = 2."""
    value = json.loads(GOOD)
    target, key = value, data.draw(st.sampled_from(NAMES[:5]))
    while isinstance(target[key], dict | list) and data.draw(st.integers(0, 4)):
        target = target[key]
        key = data.draw(st.sampled_from(list(target) if isinstance(target, dict) else range(len(target))))
    target[key] = data.draw(VALUES)
    encoded = encode(value)
    if verdict(encoded) == "accepted":
        assert check_bytes(encoded) == Accepted(2, Fraction(1, 2), 1)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 12), st.binary(max_size=6))
def test_a_certificate_with_bytes_replaced(at: int, length: int, new: bytes) -> None:
    data = GOOD.encode()[:at] + new + GOOD.encode()[at + length :]
    if verdict(data) == "accepted":
        assert json.loads(data) == json.loads(GOOD)


# ---- The builders ---------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.sets(st.integers(2, 12), min_size=1, max_size=4))
def test_every_chain_is_accepted_with_its_bound(support: set[int]) -> None:
    chain = [*sorted(support, reverse=True), 1]
    bound = sum((2 * (1 - Fraction(k, n)) ** 2 for n, k in itertools.pairwise(chain)), Fraction(0))
    built = builders.chain_moves(chain)
    assert check_bytes(builders.to_json(built).encode()) == Accepted(chain[0], bound, len(chain) - 1)
    assert built.bound == bound < math.log(chain[0]) - math.log(2) + 0.5 + 1e-12


def test_all_two_level_moves_are_accepted_with_their_bound() -> None:
    pairs = [(n, k) for n in range(3, 11) for k in range(1, n - 1)]
    assert len(pairs) == 36
    for n, k in pairs:
        bound = 2 * (1 - Fraction(k, n)) ** 2 + 2 * Fraction(k - 1, k + 1)
        assert check_bytes(builders.to_json(builders.two_level_moves(n, k)).encode()) == Accepted(n, bound, 2)


def test_optimal_chains() -> None:
    assert builders.optimal_chains(1) == [(1,)]
    assert builders.optimal_chains(4) == [(4, 1)]
    with pytest.raises(ValueError, match="got 0"):
        builders.optimal_chains(0)


@pytest.mark.parametrize("chain", [[], [1], [2], [2, 2, 1], [2, 3, 1], [3, 2], [3, 1, 1]])
def test_chain_names_the_bad_value(chain: list[int]) -> None:
    with pytest.raises(ValueError, match=re.escape(f"got {chain}")):
        builders.chain_moves(chain)


@pytest.mark.parametrize(("n", "k"), [(4, 0), (4, 3), (4, -1), (2, 1)])
def test_two_level_names_the_bad_value(n: int, k: int) -> None:
    with pytest.raises(ValueError, match=f"k = {k}, n = {n}"):
        builders.two_level_moves(n, k)


def test_light_types_name_the_bad_value() -> None:
    half, one = Fraction(1, 2), Fraction(1)
    with pytest.raises(ValueError, match="at least one outcome"):
        builders.Move((half, half), ())
    with pytest.raises(ValueError, match="got 0"):
        builders.Move((half, half), ((Fraction(0), (one, Fraction(0))),))
    with pytest.raises(ValueError, match="1 coordinates, the start 2"):
        builders.Move((half, half), ((one, (one,)),))
    with pytest.raises(ValueError, match="got 1"):
        builders.Moves(1, one, ())
    with pytest.raises(ValueError, match="got -1"):
        builders.Moves(2, -one, ())
    with pytest.raises(ValueError, match="2 coordinates, in dimension 3"):
        builders.Moves(3, one, builders.chain_moves([2, 1]).moves)
    move = builders.chain_moves([2, 1]).moves[0]
    assert (move.weight, move.gain) == (1, half)


def test_write_replaces_the_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.json"
    builders.write(path, builders.chain_moves([2, 1]))
    builders.write(str(path), builders.chain_moves([3, 1]))
    assert check_file(str(path)).bound == Fraction(8, 9)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        builders.write(path, builders.chain_moves([2, 1]))
    assert check_file(str(path)).bound == Fraction(8, 9)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.json"]

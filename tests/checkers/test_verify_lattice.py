"""The trusted checker of tables on a lattice decides exactly, and nothing but a proof passes it."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from proofs.verify_lattice import MAX_DIMENSION, check_bytes, check_file
from tests.checkers.kinds import encode
from tests.checkers.lattice_mutants import MUTANTS
from tests.checkers.lattices import FROZEN, GOOD, LATTICE, LATTICES, TABLE, F, Table, edit, frozen, verdict

NINES = "9" * 19
CASES = [
    ("duplicate-key", "a key given twice", edit('"steps"', '"unit": 4, "steps"')),
    ("keys", '"note"; accepted are exactly format', edit('"steps"', '"note": "", "steps"')),
    ("keys", 'key "unit"', edit('"unit": 4, ', "")),
    ("number", "1.0 occurs; accepted: positive integers", edit('"steps": 1', '"steps": 1.0')),
    ("number", "NaN occurs", edit('"unit": 4', '"unit": NaN')),
    ("number", "a huge integer", edit('"unit": 4', f'"unit": {NINES}')),
    ("number", "steps is -1", edit('"steps": 1', '"steps": -1')),
    ("number", "lead is 0", edit('"lead": 1', '"lead": 0')),
    *(("number", f'"{word[:20]}', edit("12", word)) for word in ("x", "+1", "1.0", NINES, "\\u0661", "--1", "-")),
    ("type", "the file is a list; accepted is an object", b"[1]"),
    ("type", "unit is true; accepted is an integer", edit('"unit": 4', '"unit": true')),
    ("type", "table is an object; accepted is a list", edit(TABLE, "{}")),
    ("type", "table[0] is 7; accepted is a string", edit(TABLE, "[7]")),
    ("type", "table[2] is null", edit('"0 0"]', '"0", null]')),
    ("format", "accepted is tightmax-lattice-1", edit("tightmax-lattice-1", "tightmax-walk-2")),
    ("dimension", "dimension is 2; accepted is 3 ... 6", edit('"dimension": 3', '"dimension": 2')),
    ("dimension", "dimension is 7", edit('"dimension": 3', '"dimension": 7')),
    ("lead", "lead is 2; accepted is less than span, 2", edit('"lead": 1', '"lead": 2')),
    ("count", "3 values and 1; accepted are all", edit('"0 0"', '"0"')),
    ("count", "0 values and 0", edit(TABLE, "[]")),
    ("count", "0 values and 5", edit('"span": 2', '"span": 999999999999')),
    ("count", "more than 5 numbers", edit('"0 0"', '"0 0 0"')),
    ("value", "-8 at gaps (0,); accepted is 0 or more", edit('"3 -10', '"2 -10')),
    ("difference", "gaps (0, 0); accepted: at most h^2", edit("3 -10 12", "2 -6 7")),
    ("difference", "gaps (0, 1)", edit("0 0", "0 1")),
]


@pytest.mark.parametrize(("code", "part", "data"), CASES)
def test_each_code(code: str, part: str, data: bytes) -> None:
    LATTICES.rejects(data, code, part)


def test_the_codes_are_a_closed_list() -> None:
    LATTICES.lists([code for code, _, _ in CASES], LATTICE / "FORMAT.md")


def test_the_frozen_tables_are_the_expected_ones() -> None:
    assert {path.stem for path in LATTICE.glob("*.json")} == set(FROZEN)
    assert sum(path.stat().st_size for path in LATTICE.glob("*.json")) < 1.5e6


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_table_is_accepted(name: str) -> None:
    """With the bound typed by hand; the independent account agrees where it is quick enough."""
    dimension, bound, values = FROZEN[name]
    result = check_file(str(LATTICE / f"{name}.json"))
    assert (result.dimension, result.values) == (dimension, values)
    assert Fraction(bound) - F(1, 10**6) < result.bound <= Fraction(bound)
    if values < 1000:
        assert Table(frozen(name)).proves() == result.bound


def test_the_checker_stands_alone(tmp_path: Path) -> None:
    files = LATTICES.files(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit(7)")  # must not be imported
    done = LATTICES.run(str(LATTICE / "lattice-d3.json"), files["good"], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.startswith("accepted  eps*_3 <= ") and "(259 values)" in first
    assert second == f"accepted  eps*_3 <= 1 (5 values)  {files['good']}"


def test_equality_is_enough_and_less_is_not() -> None:
    """At the origin the two ends are 2 and 0, so that 3 is the least value, in units of 1/4."""
    assert verdict(GOOD.encode()) == "accepted"
    assert verdict(edit("3 -10 12", "2 -6 7")) == "difference"  # 2, 2, 2
    assert verdict(edit("3 -10 12", "4 -14 18")) == "accepted"  # 4, 2, 2: worse, but true


def test_harmless_twins() -> None:
    file = json.loads(GOOD)
    twin = {**dict(reversed(file.items())), "table": ["", " 3 -10", "12 0\n0\t"]}
    assert check_bytes(json.dumps(twin, indent=7).encode()) == check_bytes(GOOD.encode())
    assert check_bytes(encode({**file, "unit": 8, "table": ["6 -20 24 0 0"]})) == check_bytes(GOOD.encode())


def test_changed_tables_are_rejected_or_true() -> None:
    """A few hundred of those that `python -m tests.checkers.lattice_mutants` makes."""
    outcomes = MUTANTS.attack(seed=7, count=300)
    assert outcomes["accepted"] >= 10 and outcomes["difference"] >= 30 and len(outcomes) >= 6


def test_the_smallest_table_is_that_of_the_page() -> None:
    text = (LATTICE / "FORMAT.md").read_text(encoding="utf-8")
    assert f"    {GOOD}\n" in text and check_bytes(GOOD.encode()).bound == 1 and MAX_DIMENSION == 6

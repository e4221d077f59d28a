"""The trusted checker of walks decides exactly, and nothing but a proof passes it."""

import copy
import json
import random
from fractions import Fraction
from pathlib import Path

import pytest

from proofs import verify_walk
from proofs.verify_walk import Accepted, check_bytes, check_file
from tests.checkers.kinds import Json, encode
from tests.checkers.walk_mutants import MUTANTS
from tests.checkers.walks import FROZEN, GOOD, SMALL, TRUTH, WALK, WALKS, F, Walk, frozen, verdict, walk


def test_the_frozen_walks_are_the_expected_ones() -> None:
    assert {path.stem for path in WALK.glob("*.json")} == set(FROZEN)
    assert sum(path.stat().st_size for path in WALK.glob("*.json")) < 6e6
    for path in WALK.glob("*.json"):
        assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 120


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_walk_is_accepted(name: str) -> None:
    """With the bound typed by hand; the independent account agrees at the first state and at some others."""
    dimension, bound, states = FROZEN[name]
    result = check_file(str(WALK / f"{name}.json"))
    assert (result.dimension, result.states) == (dimension, states)
    assert Fraction(bound) <= result.bound < Fraction(bound) + F(1, 10**6)
    assert result.bound < TRUTH.get(dimension, F(3))
    account = Walk(frozen(name))
    assert account.over[(F(0),) * dimension] == result.bound
    account.states = random.Random(dimension).sample(account.states, min(states, 300))
    assert account.faults() == []


def test_the_checker_stands_alone(tmp_path: Path) -> None:
    files = WALKS.files(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit(7)")  # must not be imported
    done = WALKS.run(str(WALK / "walk-d4.json"), files["good"], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.startswith("accepted  eps*_4 >= ") and "(286 states)" in first
    assert second == f"accepted  eps*_2 >= 499/1000 (1 states)  {files['good']}"


def largest(file: Json, i: int) -> int:
    """Return the largest value of a state below what its move gives, the other values being as they are."""
    account = Walk(file)
    point, signs, a, b = account.states[i]
    ends = [[x + way * s for x, s in zip(point, signs, strict=True)] for way in (a, -b)]
    assert point not in {tuple(sorted(e, reverse=True)) for e in ends}
    up, down = map(account.value, ends)
    room = ((b * up + a * down) / (a + b) - a * b / 2 - max(point)) * file["unit"]
    return -((-room.numerator) // room.denominator) - 1


@pytest.mark.parametrize("i", range(3))
def test_accepted_exactly_up_to_what_the_move_gives(i: int) -> None:
    file = copy.deepcopy(SMALL)
    best, left = largest(file, i), file["states"][i].rpartition("=")[0]
    file["states"][i] = f"{left}={best}"
    assert verdict(encode(file)) == "accepted"
    file["states"][i] = f"{left}={best + 1}"
    assert verdict(encode(file)) == "inequality" and Walk(file).faults()


def test_equality_is_not_enough() -> None:
    """Two states that hand the walk to each other for ever could otherwise be worth anything."""
    for unit, value in (2, 1), (1000, 500):
        assert verdict(encode(walk(2, 1, unit, f"0+-={value}"))) == "inequality"
    assert verdict(encode(walk(2, 1, 10**17, f"0+-={5 * 10**16 - 1}"))) == "accepted"
    assert verdict(encode(walk(2, 1, 1, "0++=9"))) == "inequality"  # stays where it is, and pays


def test_an_entry_far_below_counts_as_absent() -> None:
    """Beyond the table comes the table of fewer entries, and then the largest entry: never the nearest state."""
    values = {(0, 0): 5, (3, 0): 2, (1, 1, 0): 7, (0,) * 3: 9}
    states = {place: ("", 1, 1, value) for place, value in values.items()}
    found = {
        (0, 0, 0): 9, (1, 1, 0): 7, (2, 2, 0): 5, (2, 2, 1): 7, (3, 0, 0): 2, (4, 1, 1): 2, (4, 1, 0): 2, (4, 0, 0): 0,
        (9, 0): 0, (1, 0, 0): 0,
    }
    for place, value in found.items():
        assert verify_walk._moved(place, "-" * len(place), "+", 1, states) == (place[0], value)
    moved = verify_walk._moved((0, 0, 0), "++-", "+", 1, states)
    assert moved == (1, 7)  # sorted again after the move


def test_harmless_twins() -> None:
    expected = Accepted(3, F(839, 1000), 3)
    twin = {**dict(reversed(SMALL.items())), "states": SMALL["states"][::-1]}
    assert check_bytes(encode(SMALL)) == check_bytes(json.dumps(twin, indent=7).encode()) == expected
    assert check_bytes(encode({**SMALL, "states": ["", "\n\t".join(SMALL["states"]) + " "]})) == expected
    finer = walk(3, 4, 1000, "0++-2/6=839", "2+0--4/4=309", "2+-0+2/4=621")
    assert check_bytes(encode(finer)) == expected  # the same points on a lattice twice as fine
    larger = {**SMALL, "states": [*SMALL["states"], "0+-2/2=499"]}
    assert check_bytes(encode(larger)).states == 4  # a state that nothing leads to


def test_changed_walks_are_rejected_or_true() -> None:
    """A few hundred of those that `python -m tests.checkers.walk_mutants` makes."""
    outcomes = MUTANTS.attack(seed=7, count=400)
    assert outcomes["accepted"] >= 40 and outcomes["inequality"] >= 80 and len(outcomes) >= 7


def test_the_smallest_walk_is_that_of_the_page() -> None:
    text = (WALK / "FORMAT.md").read_text(encoding="utf-8")
    assert f"    {GOOD}\n" in text and frozen("example-d2") == json.loads(GOOD)

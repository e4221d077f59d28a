"""The trusted checker accepts the frozen certificates and rejects every change of a single number in them."""

import copy
import dataclasses
import json
import math
import random
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from proofs.machinery.search import moves as builders
from proofs.verify import Accepted, check_bytes, check_file
from tests.checkers.kinds import Json, encode
from tests.checkers.moves import FROZEN, LOWER, MOVES, frozen, verdict

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
    """Yield the path of every number of a certificate."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))
    elif path != ("format",):
        yield path


def kind(path: tuple[str | int, ...]) -> str:
    """Return the key that a number belongs to; the coordinates of a point count as "point"."""
    key = next(part for part in reversed(path) if isinstance(part, str))
    return "point" if key == "from" else key


def changed(value: Json, path: tuple[str | int, ...], new: object) -> bytes:
    """Return the certificate with the number at this path replaced."""
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
    "point": {"sum", "negative"},
    "mass": {"mean", "mass"},
    "flow": {"flow", "trivial"},
    "bound": {"bound", "trivial"},
    "dimension": {"length", "dimension"},
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
    """Return the same with keys, moves and outcomes in another order, and the coordinates of each move permuted."""
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


def test_the_checker_stands_alone(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(7)")  # must not be imported
    paths = [str(LOWER / f"{name}.json") for name in FROZEN]
    done = MOVES.run(*paths, cwd=tmp_path)
    expected = [f"accepted  eps*_{d} >= {b}  {p}" for (d, b), p in zip(FROZEN.values(), paths, strict=True)]
    assert (done.returncode, done.stderr, done.stdout.splitlines()) == (0, "", expected)

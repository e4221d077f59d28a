"""A certificate of knots with a number changed: which changes leave a proof, and that all others are rejected."""

import itertools
import json
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.verify_upper import check_bytes
from tests.checkers.kinds import Json, encode
from tests.checkers.knots import FLAT0, FROZEN, FROZEN_BOUND, KNOTS, SHAPES, F, certificate, constant, span, verdict

# ---- Changes of a single number -------------------------------------------------------------------------


def values_and_knots(value: Json) -> Iterator[tuple[str, int, int]]:
    for name in "single", "pair":
        for i in range(len(value[name])):
            yield name, i, 0
            yield name, i, 1


def changed(value: Json, name: str, i: int, j: int, new: Fraction) -> bytes:
    old, value[name][i][j] = value[name][i][j], str(new)
    assert old != str(new)
    data = encode(value)
    value[name][i][j] = old
    return data


def near(value: Json, name: str, i: int, j: int) -> list[Fraction]:
    """Return a number a little larger and one a little smaller; for a knot a third of the way to its neighbours."""
    column = [F(entry[j]) for entry in value[name]]
    if j == 1:
        return [column[i] + F(1, 10**6), column[i] - F(1, 10**6), -column[i] or F(1)]
    return [column[i] + (column[k] - column[i]) / 3 for k in (i - 1, i + 1) if 0 <= k < len(column)]


def test_changed_numbers_of_the_frozen_certificate_are_rejected() -> None:
    """Its functions are strictly monotone, so that no number can be changed, says its FORMAT.md; here for some."""
    value: Json = json.loads(FROZEN.read_text(encoding="utf-8"))
    for name, sign in ("single", -1), ("pair", 1):
        heights = [F(v) for _, v in value[name]]
        assert all(sign * (g - f) > 0 for f, g in itertools.pairwise(heights))
    count = 0
    places = list(values_and_knots(value))
    assert len(places) == 2 * (119 + 67)
    quarter = [p for p, _ in value["single"]].index("1/4")
    special = [("single", 0, 0), ("single", quarter, 0), ("single", 118, 0), ("pair", 66, 0)]
    for name, i, j in [*special, *random.Random(4).sample(places, 24)]:
        last = len(value[name]) - 1
        fixed = j == 0 and (i in (0, last) or (name, value[name][i][0]) == ("single", "1/4"))
        for new in near(value, name, i, j):
            assert verdict(changed(value, name, i, j, new)) == ("knots" if fixed else "bound"), (name, i, j, new)
            count += 1
    assert count >= 28
    for bound in FROZEN_BOUND + F(1, 10**15), FROZEN_BOUND - F(1, 10**15), F(119, 100):
        assert verdict(encode({**value, "bound": str(bound)})) == "bound"
    for dimension in 3, 5, -4:
        assert verdict(encode({**value, "dimension": dimension})) == "dimension"


def test_the_frozen_certificate_has_no_slack(tmp_path: Path) -> None:
    value: Json = json.loads(FROZEN.read_text(encoding="utf-8"))
    single, pair = ([(F(p), F(v)) for p, v in value[name]] for name in ("single", "pair"))
    assert span(single, pair) == FROZEN_BOUND
    (tmp_path / "small").write_bytes(encode(certificate(single, pair, factor=F(999, 1000))))
    done = KNOTS.run("small", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout.startswith("rejected  [convexity]  at (")


@pytest.mark.parametrize("name", SHAPES)
def test_every_changed_value_changes_the_range(name: str) -> None:
    value = certificate(*SHAPES[name], factor=F(9))
    assert verdict(encode(value)) == "accepted"
    for which, i, _ in itertools.product(("single", "pair"), range(2), range(1)):
        for new in near(value, which, i, 1):
            assert verdict(changed(value, which, i, 1, new)) == "bound"


def test_some_changed_knots_leave_a_proof() -> None:
    """The honest exceptions of its FORMAT.md: equal neighbours, and one other place of a local extremum."""
    flat = certificate(constant(4, 0, "1/4", "1/2", 1), FLAT0)
    assert check_bytes(changed(flat, "single", 2, 0, F(2, 3))).bound == F(3, 2)
    peak = certificate([(0, 5), ("1/4", "51/10"), ("3/8", "107/20"), ("3/4", 5), (1, 5)], FLAT0)
    moved = changed(peak, "single", 2, 0, F(5, 8))
    assert check_bytes(moved).bound == check_bytes(encode(peak)).bound
    for other in F(2, 5), F(1, 2), F(3, 5), F(7, 10):
        assert verdict(changed(peak, "single", 2, 0, other)) == "bound"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(st.fractions(-9, 9, max_denominator=9), min_size=3, max_size=3),
    st.lists(st.fractions(F(1, 99), F(98, 99), max_denominator=99), min_size=2, max_size=2, unique=True),
    st.integers(0, 2),
)
def test_when_a_moved_knot_leaves_the_range(heights: list[Fraction], places: list[Fraction], piece: int) -> None:
    """The criterion of its FORMAT.md, on the two pieces of the weight of a and the one of the weight of b."""
    f, g, k = heights
    start, length, weight, slope = [
        (F(0), F(1, 4), F(0), 3), (F(1, 4), F(3, 4), F(3, 4), -1), (F(0), F(1, 2), F(0), 1)
    ][piece]
    old, new = (place * length for place in places)

    def total(place: Fraction) -> Fraction:
        three = [(start, f), (start + place, g), (start + length, k)]
        if piece == 0:
            return span([*three, (1, k)], FLAT0)
        return span([(0, f), *three], FLAT0) if piece == 1 else span(constant(0, 0, "1/4", 1), three)

    same = (f - k) * (3 * weight + slope * (old + new)) + slope * length * (g - k) == 0
    assert (total(old) == total(new)) == same
    if (f <= g <= k or f >= g >= k) and not f == g == k:
        assert not same

"""The search for walks: it finds the frozen ones again, and they rise to the optimum with the square of the step."""

from itertools import pairwise
from pathlib import Path

import pytest

from proofs.machinery.search import searches
from proofs.machinery.search.walk_tables import Table
from proofs.machinery.search.walks import Family, Walk
from proofs.verify_walk import check_file
from tests.checkers.walks import FROZEN, TRUTH, WALK


def value(dimension: int, steps: int) -> float:
    """Return the value of the best walk on the full lattice, from the origin."""
    walk = Walk(Family(dimension, steps, large=dimension, levels=dimension, span=4.0 * dimension, slack=2.0))
    return float(walk.value[walk.first[dimension]])


def test_two_entries_are_exact_on_every_lattice() -> None:
    for steps in 1, 2, 5:
        assert value(2, steps) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize(("dimension", "steps"), [(3, (4, 8, 16)), (4, (2, 4, 8))])
def test_the_values_rise_to_the_optimum_with_the_square_of_the_step(dimension: int, steps: tuple[int, ...]) -> None:
    lost = [float(TRUTH[dimension]) - value(dimension, n) for n in steps]
    assert min(lost) > 0
    for coarse, fine in pairwise(lost):
        assert 2.5 < coarse / fine < 6  # twice as fine: about four times as near


def test_a_frozen_walk_is_found_anew() -> None:
    found = searches.find("walk-d4")
    assert found == (WALK / "walk-d4.json").read_text(encoding="utf-8")


def test_every_frozen_walk_has_its_search() -> None:
    assert set(searches.WALKS) == set(FROZEN) - {"example-d2"}
    for name, table in searches.WALKS.items():
        assert table.family.dimension == FROZEN[name][0]


def test_freeze_writes_an_accepted_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(searches.WALKS, "small", Table(Family(3, 2, large=2, levels=3), 1000))
    path = searches.freeze("small", tmp_path)
    assert check_file(str(path)).dimension == 3 and list(tmp_path.iterdir()) == [path]

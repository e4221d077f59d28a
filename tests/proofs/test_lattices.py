"""The search for tables on a lattice: their values rise to the optimum, and what they prove falls to it."""

from itertools import pairwise

import pytest

from proofs.machinery.search import searches
from proofs.machinery.search.lattice_tables import Lattice
from proofs.verify_lattice import check_bytes
from tests.checkers.lattices import FROZEN, LATTICE
from tests.checkers.walks import TRUTH


def table(dimension: int, steps: int) -> Lattice:
    """Return the search for a table that is cut off far out."""
    return Lattice(dimension, steps, lead=2 * steps, span=4 * steps, unit=10**8)


def test_two_entries_are_exact_on_every_lattice() -> None:
    for steps in 1, 2, 5:
        assert table(2, steps).solve(slack=0)[0] == pytest.approx(0.5, abs=1e-8)


@pytest.mark.parametrize(("dimension", "steps"), [(3, (4, 8, 16)), (4, (2, 4, 8))])
def test_the_values_rise_to_the_optimum_and_the_bounds_fall_with_the_square_of_the_step(
    dimension: int, steps: tuple[int, ...]
) -> None:
    truth = float(TRUTH[dimension])
    below = [truth - float(table(dimension, n).solve(slack=0)[0]) for n in steps]
    above = [float(check_bytes(table(dimension, n).text(lambda _: None).encode()).bound) - truth for n in steps]
    for left in below, above:
        assert min(left) > 0
        for coarse, fine in pairwise(left):
            assert 2.5 < coarse / fine < 6  # twice as fine: about four times as near


def test_slack_is_less_than_a_step_costs() -> None:
    with pytest.raises(ValueError, match=r"slack 1\.0: at least 0 and less than"):
        Lattice(3, 1, 1, 2, unit=1).text(lambda _: None)


def test_a_frozen_table_is_found_anew() -> None:
    assert searches.find("lattice-d3") == (LATTICE / "lattice-d3.json").read_text(encoding="utf-8")


def test_every_frozen_table_has_its_search() -> None:
    assert set(searches.LATTICES) == set(FROZEN) - {"example-d3"}
    for name, lattice in searches.LATTICES.items():
        assert lattice.dimension == FROZEN[name][0]

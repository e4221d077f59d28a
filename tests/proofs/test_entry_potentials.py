"""What the linear program proposes for sums over the entries: points of equality, and what is refused."""

from math import log

import numpy as np
import pytest

from proofs.machinery.search import entry_potentials
from proofs.machinery.search.entry_potentials import best_splits, conditions, costs, least, main, proposed
from symbolic.formulas import piecewise_potential, sharper_potential


def test_the_best_splits():
    assert best_splits((4, 4, 4)) == (4, [(4, 4)])
    assert best_splits((3, 3, 2, 2, 2))[0] == 0
    assert best_splits((5, 5, 2)) == (2, [(5, 2)])


def test_three_equal_entries_need_their_square():
    (needed,) = [need for need, rows in conditions(6) if rows[0][2] > 0]
    assert needed == pytest.approx((1 / 3) ** 2 / (1 - (1 / 3) ** 2))
    constant, g = proposed(6)
    assert g == pytest.approx([0, 0, 1 / 9, 0]) and constant > log(2) - 0.5


@pytest.mark.parametrize(("size", "value"), [(12, 0.217583), (30, 0.2236), (42, 0.224311)])
def test_what_sums_over_the_entries_lose(size, value):
    constant, g = proposed(size)
    assert constant == pytest.approx(value, abs=2e-6)
    assert all(max(float(row @ g) for row in rows) >= need - 1e-9 for need, rows in conditions(size))
    assert constant < float(piecewise_potential.GAMMA) < float(sharper_potential.GAMMA)


def test_the_cost_is_that_of_the_constant():
    """For g = 1 at all multiples of 1/100 from 0.2 to 0.4, up to the two flanks: the integral of 1/x - 1."""
    cost = costs(100)
    inner = cost[20:41].sum()
    assert log(2) - 0.2 < inner < log(2) - 0.2 + cost[20] + cost[40]


def test_without_conditions_nothing_is_needed():
    assert not least(np.array([1.0, 2.0]), np.zeros((1, 2)), np.array([0.0])).any()


@pytest.mark.parametrize(("size", "said"), [("7", "even number"), ("4", "from 6 to 48"), ("x", "SIZE")])
def test_bad_sizes_are_refused_in_one_line(size, said, capsys):
    assert main([size]) == 2
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1


def test_the_command_prints_the_constant(capsys):
    assert main(["6"]) == 0
    assert "steps of 1/6: 0." in capsys.readouterr().out
    assert entry_potentials.LARGEST >= 42

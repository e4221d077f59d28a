"""The figures of the paper: the curves are those of the theorems, and a figure is drawn the same twice."""

from math import log

import numpy as np
import pytest

from proofs import registry
from proofs.machinery.documents import bends, cut
from proofs.machinery.documents.figures import DRAWN


@pytest.mark.parametrize("d", cut.DIMENSIONS)
def test_the_excess_is_that_of_the_theorems(d):
    leads = np.linspace(0, 12, 49)
    lse, universal = cut.excess("lse", d, leads), cut.excess("universal", d, leads)
    tau = leads - log(d - 1)
    assert lse == pytest.approx(np.log1p((d - 1) * np.exp(-leads)), abs=1e-12)
    assert universal[tau <= 0] == pytest.approx(lse[tau <= 0] - (log(2) - 0.5), abs=1e-12)
    middle = (tau >= 0) & (tau <= 2)
    assert universal[middle] == pytest.approx((2 - tau[middle]) ** 2 / 8, abs=1e-12)
    assert np.all(universal[tau >= 2] == 0)


def test_the_least_smoothing_of_three_is_below_the_universal_one():
    leads = np.linspace(0, 4, 33)
    least = cut.excess("best", 3, leads)
    assert least[0] == pytest.approx(8 / 9, abs=1e-12) and np.all(least <= cut.excess("universal", 3, leads) + 1e-12)
    assert least == pytest.approx(np.maximum(8 / 3 - leads, 0) ** 2 / 8, abs=1e-12)


def test_the_second_derivatives_are_continuous_and_ordered():
    for pieces in (bends.UNIVERSAL, bends.LOWER, bends.SHARPER):
        places, values = bends.curve(pieces)
        assert [end for _, end, _ in pieces][:-1] == [start for start, _, _ in pieces][1:]
        assert places[0] < 1e-5 and places[-1] == 0.75 and np.abs(np.diff(values)).max() < 0.05
    universal, lower, sharper = (bends.curve(pieces) for pieces in (bends.UNIVERSAL, bends.LOWER, bends.SHARPER))
    at = np.linspace(0.01, 0.74, 100)
    on = [np.interp(at, *one) for one in (universal, lower, sharper)]
    assert np.all(on[1] <= on[0] + 1e-3) and np.all(on[2] <= on[0] + 1e-3) and np.mean(on[2] - on[1]) > 0


@pytest.mark.parametrize("name", ["cut", "bends"])
def test_a_figure_is_drawn_the_same_twice(tmp_path, name):
    pytest.importorskip("matplotlib")
    for target in ("one.svg", "other.svg"):
        DRAWN[name].draw(tmp_path / target)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()
    assert (tmp_path / "one.svg").stat().st_size > 5000


def test_figures_stand_beside_theorems():
    assert {drawn.beside for drawn in DRAWN.values()} <= set(registry.files())

"""The figures of the paper: the curves are those of the theorems, and a figure is drawn the same twice."""

import re
from fractions import Fraction
from itertools import pairwise
from math import log

import numpy as np
import pytest

from proofs import registry
from proofs.machinery.bounds import figure
from proofs.machinery.bounds.chain_table import chain_table, exact_gain
from proofs.machinery.documents import graph, tree
from proofs.machinery.documents.figures import DRAWN
from proofs.machinery.pictures import bends, cut, gaps, jumps, moves
from symbolic.formulas.kappa import KAPPA_BOUNDS, M_BOUNDS


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
    for pieces in (bends.UNIVERSAL, bends.LOWER, bends.SHARPER, bends.PIECEWISE):
        places, values = bends.curve(pieces)
        assert [end for _, end, _ in pieces][:-1] == [start for start, _, _ in pieces][1:]
        assert places[0] < 1e-5 and places[-1] == 0.75 and np.abs(np.diff(values)).max() < 0.05
    universal, lower, sharper = (bends.curve(pieces) for pieces in (bends.UNIVERSAL, bends.LOWER, bends.SHARPER))
    at = np.linspace(0.01, 0.74, 100)
    on = [np.interp(at, *one) for one in (universal, lower, sharper)]
    assert np.all(on[1] <= on[0] + 1e-3) and np.all(on[2] <= on[0] + 1e-3) and np.mean(on[2] - on[1]) > 0


def test_the_quadratic_functions_bend_as_much_as_they_must():
    """v'Hv >= ||v||_1^2 for all v with sum 0 is decided at those with entries of two values."""
    for v in ((1, -1), (2, -1, -1)):
        assert bends.QUADRATIC[len(v)] * sum(entry**2 for entry in v) == sum(map(abs, v)) ** 2


@pytest.mark.parametrize("name", [moves.THREE, moves.FOUR, moves.MANY])
def test_the_arrows_are_the_moves_of_a_certificate(name):
    found, bound = moves.read(name)
    for start in {start for start, *_ in found}:
        ends = [(end, mass) for other, end, mass in found if other == start]
        for k, entry in enumerate(start):
            assert sum(mass * (end[k] - entry) for end, mass in ends) == 0
    gain = sum(mass * sum(abs(a - b) for a, b in zip(start, end, strict=True)) ** 2 for start, end, mass in found)
    assert gain / 2 == bound
    merged = moves.places(found)
    assert sum(merged.values()) == sum(mass for *_, mass in found)
    assert sum(mass for (_, end), mass in merged.items() if end[0] == 1) == 1


def test_the_net_tells_all_places_apart():
    found = moves.places(moves.read(moves.MANY)[0])
    every = {point for pair in found for point in pair}
    assert len({moves.in_net(point) for point in every}) == len(every) > 15
    net, home = [moves.in_net(point) for point in every], moves.in_net((Fraction(1), *[Fraction(0)] * 3))
    assert max(net) == home == (1.0, 0.0) and min(net) == (0.25, 0.0)


def test_the_tetrahedron_is_seen_as_a_square():
    """The square is the tetrahedron seen along the line of the middles of e_1 e_3, in front, and e_2 e_4, behind."""
    corners = moves.CORNERS[4]
    assert np.allclose(corners[0] + corners[2], corners[1] + corners[3])
    sides = [np.linalg.norm(corners[k] - corners[k - 1]) for k in range(4)]
    assert np.allclose(sides, 1) and np.allclose((corners[0] - corners[2]) @ (corners[1] - corners[3]), 0)


def test_the_chains_that_are_drawn_are_the_best_ones():
    for chain in jumps.rows():
        assert sum(exact_gain(k, d) for d, k in pairwise(chain)) == chain_table(max(jumps.SHOWN)).exact(chain[0]).value
    assert [chain[0] for chain in jumps.rows()].count(6) == 3


def test_no_jump_is_worth_more_than_that_of_the_line():
    dimensions, parts = jumps.first_jumps(jumps.FAR)
    worth = 2 * (1 - parts) ** 2 / -np.log(parts)
    sizes = dimensions * parts
    assert np.all(worth <= float(KAPPA_BOUNDS[1])) and np.all(np.abs(sizes - np.rint(sizes)) < 1e-9)
    best = 1 / float(M_BOUNDS[0])
    assert 2 * (1 - best) ** 2 / -log(best) == pytest.approx(float(KAPPA_BOUNDS[0]), abs=1e-12)


def test_the_plane_is_seen_without_distortion():
    assert np.allclose(gaps.ACROSS @ gaps.ACROSS.T, np.eye(2)) and np.allclose(gaps.ACROSS.sum(axis=1), 0)
    a, b = np.random.default_rng(1).normal(size=(2, 50))
    points = gaps.plane(a, b)
    assert np.allclose(points @ gaps.ACROSS.T, np.stack([a, b], axis=-1))
    for kind, most in (("lse", log(3)), ("universal", log(3) - log(2) + 0.5), ("best", 8 / 9)):
        assert gaps.gap(np.zeros(3), kind) == pytest.approx(most, abs=1e-12)
        assert np.all(gaps.gap(points, kind) <= most)


def test_the_tree_has_every_theorem_above_what_it_uses(tmp_path):
    pytest.importorskip("matplotlib")
    where = tree.places()
    assert set(where) == set(registry.files()) and len(set(where.values())) == len(where)
    assert all(where[other][1] < where[id][1] for id, used in graph.uses().items() for other in used)
    assert {"d4-optimum", "exact-limit"} <= tree.main_results() <= set(where)
    tree.draw(tmp_path / "tree.svg")
    text = (tmp_path / "tree.svg").read_text(encoding="utf-8")
    shown = {int(number) for number in re.findall(r">(\d+)</text>", text)}
    assert shown == set(registry.numbers().values())


def test_the_window_says_how_to_read_it_and_names_no_theorem_by_its_id(tmp_path):
    pytest.importorskip("matplotlib")
    figure.draw(tmp_path / "window.svg", (2, 5, 100, 1000))
    words = re.findall(r">([^<>]+)</text>", (tmp_path / "window.svg").read_text(encoding="utf-8"))
    assert any("at least the green line" in word for word in words) and "the window" in words
    assert not set(words) & {id for id in registry.files() if "-" in id}
    text = (tmp_path / "window.svg").read_text(encoding="utf-8")
    assert "FillBetweenPolyCollection" not in text and "LineCollection" in text  # nothing between 100 and 1000
    figure.draw(tmp_path / "window.svg", range(2, 12))
    assert "FillBetweenPolyCollection" in (tmp_path / "window.svg").read_text(encoding="utf-8")
    assert figure.ZOOM[0] < log(2) - 0.5 and figure.ZOOM[1] > 0.23987


@pytest.mark.parametrize("name", ["cut", "bends", "moves", "jumps", "gaps", "tree"])
def test_a_figure_is_drawn_the_same_twice(tmp_path, name):
    pytest.importorskip("matplotlib")
    for target in ("one.svg", "other.svg"):
        DRAWN[name].draw(tmp_path / target)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()
    assert (tmp_path / "one.svg").stat().st_size > 5000


def test_figures_stand_beside_theorems():
    assert {drawn.beside for drawn in DRAWN.values()} <= set(registry.files())

"""The attacks on the simplex: h and its potentials, number partitioning, martingales, and the bounds side by side."""

import json
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from numeric_checks.arithmetic.evaluate import EPS, measured_slack
from numeric_checks.attacks import constants, martingale, moves, registry, split, strong_convexity, upper_d4
from numeric_checks.attacks.smoothings import Smoothings
from numeric_checks.attacks.sweep import Setting
from numeric_checks.points import families as points
from numeric_checks.points import partition, simplex
from numeric_checks.points.normal import ERROR, normal_maximum
from numeric_checks.sweeps import run as running
from proofs import registry as proved
from proofs.beyond.lemmas.random_walks import walk_bound
from proofs.machinery.output.places import RECORDS
from symbolic.formulas.universal import SAVED

SWEEPS = ("strong-convexity", "moves", "split", "martingale", "constants", "upper-d4", "exact-limit")
EXACT_ONLY = "exact certificates, accepted by a checker: there is nothing to sample"
NOT_YET = "its function is not in the library yet, whose sweeps attack every kind"
NOT_ATTACKED = {
    "d4-optimum": NOT_YET,
    "lower-certificates": EXACT_ONLY,
    "walks": EXACT_ONLY,
    "walk-certificates": EXACT_ONLY,
    "lattices": EXACT_ONLY,
    "lattice-certificates": EXACT_ONLY,
    "d4-chain-not-attained": EXACT_ONLY,
    "separable-barrier": "about every function with phi'' <= 1/x at once: the two in use are attacked in split",
}
"""Theorems that no sweep attacks, and why."""
ATTACKED_CHAPTERS = ("paper", "beyond")
"""The chapters that are about the best smoothing; the others rebuild the sources, whose claims have witnesses of their
own, and the rounding, which tests/tightmax/test_smooth_max_accuracy.py attacks.
"""


def theorems_of_the_sweeps():
    """The ids of the theorems in those chapters."""
    folders = tuple(f"proofs/{chapter}/" for chapter in ATTACKED_CHAPTERS)
    return {id for id, file in proved.files().items() if file.startswith(folders)}


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Fewer points a block, so that the suite is quick."""
    monkeypatch.setattr(points, "MAX_ROWS", 16)
    monkeypatch.setattr(points, "MAX_ELEMENTS", 2**11)


def trials_of(name, dim, seed=0):
    """The trials of one block, with the relations of the sweep."""
    attack = registry.sweep(name)
    at = Setting(np.random.default_rng(seed), dim, 1.0, Smoothings())
    return [(attack.relations[name], name, trial) for trial in attack.trials(at) for name in trial.relations]


def least_slack(name, dim, relation, seed=0):
    """The least slack of a relation in one block."""
    found = [
        measured_slack(rel, trial.values).data for rel, name, trial in trials_of(name, dim, seed) if name == relation
    ]
    return min(float(data.min()) for data in found)


def test_every_theorem_is_attacked_or_has_a_reason_not_to_be():
    attacked = {id for name in registry.ATTACKS for id in registry.sweep(name).theorems}
    assert attacked <= set(proved.theorems())
    assert theorems_of_the_sweeps() - attacked == set(NOT_ATTACKED)


def test_the_reports_know_what_is_attacked():
    """`proofs/records/attacks.json` is `json.dumps(attacked(), indent=1)` of `numeric_checks.attacks.registry`."""
    assert json.loads((RECORDS / "attacks.json").read_text(encoding="utf-8")) == registry.attacked()


def test_the_file_of_an_attack_names_its_theorems():
    """As modules, so that `grep -lw d3_optimum numeric_checks/attacks/*.py` finds it, as CONTRIBUTING says."""
    for name in registry.ATTACKS:
        text = Path(registry.__file__).with_name(f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
        unnamed = {id for id in registry.sweep(name).theorems if not re.search(rf"\b{id.replace('-', '_')}\b", text)}
        assert not unnamed, f"{name}: {sorted(unnamed)}"
    assert len(theorems_of_the_sweeps()) >= 30


HONEST = [
    (name, dim)
    for name, dims in {
        "strong-convexity": (2, 3, 4, 5, 17, 64, 1001), "moves": (2, 3, 4, 5, 17, 64, 1001),
        "split": (2, 3, 4, 5, 7, 13, 21, 50, 1001), "martingale": (2, 3, 4, 6, 33, 150),
        "constants": (2, 3, 4, 5, 10, 1000, 10**6, 10**7), "upper-d4": (2, 3, 4),
        "exact-limit": (2, 3, 4, 9, 40),
    }.items()
    for dim in dims
]


@pytest.mark.parametrize(("name", "dim"), HONEST)
def test_no_counterexample(name, dim):
    results = running.run_sweep(name, [dim], seed=1, blocks=1)
    assert results and not any(result.refuted for result in results)
    # The tolerance is no excuse: the worst violation is far below it.
    assert max(result.badness for result in results) < 0.25


BUGS = [(name, bug) for name in SWEEPS for bug in registry.sweep(name).bugs]


@pytest.mark.parametrize(("name", "bug"), BUGS)
def test_planted_bugs_are_caught_for_the_right_reason(name, bug):
    attack = registry.sweep(name)
    wrong = attack.bugs[bug].relations
    assert wrong and all(wrong[relation] != attack.relations[relation] for relation in wrong)
    caught = []
    for dim in (4,) if name == "upper-d4" else (4, 40):
        results = [result for result in running.run_sweep(name, [dim], blocks=1, planted=bug) if result.refuted]
        assert results, dim
        caught += results
    assert {result.relation for result in caught} <= set(wrong)
    assert all(result.slack < -1000 * result.tolerance for result in caught)


# How near the climbs come to equality.


@pytest.mark.parametrize("dim", (3, 5, 16, 65))
def test_the_hessian_and_the_two_points_reach_equality(dim):
    for relation in ("balanced", "one large", "two points", "quadratic"):
        assert abs(least_slack("strong-convexity", dim, relation)) < 1e-6, relation
    assert abs(least_slack("moves", dim, "move")) < 1e-12
    assert abs(least_slack("moves", dim, "second difference")) < 1e-6


def test_the_directions_are_what_they_are_said_to_be():
    rng = np.random.default_rng(5)
    share = simplex.shares(rng, "exponential", 40, 6)
    first, others = strong_convexity.theta_rows(rng, share)
    assert np.allclose(first + others.sum(axis=1), 0, atol=1e-15)
    assert np.allclose(np.abs(first) + np.abs(others).sum(axis=1), 1) and (np.abs(first) <= 0.5).all()
    assert (first == 0.5).any()
    v = simplex.halves(rng.exponential(size=(40, 6)), simplex.both_signs(rng.uniform(size=(40, 6)) < 0.2))
    assert np.allclose(v.sum(axis=1), 0, atol=1e-15) and np.allclose(np.abs(v).sum(axis=1), 1)
    for shape in simplex.SHAPES:
        point = simplex.balanced(rng, shape, 20, 5)
        assert point.max() <= 0.5 and point.min() > 0 and np.allclose(point.sum(axis=1), 1)


def test_h_is_that_of_the_proof():
    points_of = np.array([[0.25] * 4, [0.7, 0.1, 0.1, 0.1], [0.5, 0.5, 0, 0], [1, 0, 0, 0]])
    expected = [-math.log(4), 2 * 0.49 - 1.4 - 0.3 * math.log(0.3) + 0.5 - math.log(2) + 0.3 * math.log(0.1)]
    found = simplex.universal(np.maximum(points_of, simplex.TINY)).data
    assert np.allclose(found, [*expected, -math.log(2), -float(SAVED)], atol=1e-15)
    assert np.allclose(martingale.value(points_of), found, atol=1e-15)


@pytest.mark.parametrize("dim", (3, 4, 5, 7))
def test_the_splits_reach_equality(dim):
    for relation in ("no entry large", "needed", "sharper needed", "piecewise needed", "cheap", "sharper cheap"):
        assert abs(least_slack("split", dim, relation)) < 1e-14, relation
    assert 0 <= least_slack("split", dim, "least entry") + 1e-15 < 1e-3


def test_the_climb_of_the_split_gets_nearer():
    rng = np.random.default_rng(2)
    start = simplex.balanced(rng, "exponential", 45, 5)
    worth = lambda at: split._ratio(at, partition.split(at), "")[:: len(split.POTENTIALS)]  # noqa: E731
    end = split.climb(rng, start)
    assert np.allclose(end.sum(axis=1), 1) and end.max() <= 0.5
    assert (worth(end) >= worth(start) - 1e-12).all()
    assert np.median(worth(end)) > 10 * np.median(worth(start)) and 0.8 < worth(end).max() < 1 + 1e-9


def test_weights_of_the_potentials():
    at = np.array([[0.1, 0.25, 0.3, 0.35, 0.45, 0.5]])
    exact_at = simplex.measured(at, 6)
    plain = np.minimum(at, 1 - 2 * at) ** 2
    assert np.allclose(split.weight("", exact_at).data, plain, atol=1e-15)
    sharper = [0.01, 0.04, (48 * 0.3 - 13) / 27, (3.5 - 1 - 18 * 0.35**2) / 3, 0.01, 0]
    assert np.allclose(split.weight("sharper ", exact_at).data, [sharper], atol=1e-15)
    piecewise = [0.01, (9 / 80) ** 2, 0.0476, 0.1128 - 0.0548 / 4, 0.01, 0]
    assert np.allclose(split.weight("piecewise ", exact_at).data, [piecewise], atol=1e-15)


# Number partitioning.


def brute(row):
    """The least imbalance in exact arithmetic: all sums of signed entries, as integers over a power of two."""
    first, *others = (int(Fraction(float(entry)) * 2**100) for entry in row)
    sums = [first]
    for entry in others:
        sums = [at + sign * entry for at in sums for sign in (1, -1)]
    return min(abs(at) for at in sums) / 2**100


@pytest.mark.parametrize("dim", (2, 3, 6, 9, 13))
def test_partition_is_exact_in_small_dimensions(dim):
    rng = np.random.default_rng(dim)
    for draw in (
        rng.exponential(size=(3, dim)),
        rng.integers(1, 9, (3, dim)) / 1.0,
        10.0 ** rng.uniform(-9, 0, (3, dim)),
    ):
        signs = partition.split(draw)
        assert set(np.unique(signs)) <= {-1.0, 1.0} and (signs[:, 0] == 1).all()
        assert np.allclose(
            partition.imbalance(draw, signs), [brute(row) for row in draw], atol=4 * dim * EPS * draw.max()
        )


def test_partition_of_both_kinds_agrees():
    rng = np.random.default_rng(0)
    draw = rng.exponential(size=(4, 12))
    direct = partition.imbalance(draw, partition.best_signs(draw))
    wide = np.concatenate([draw, np.zeros((4, 2))], axis=1)
    assert np.allclose(partition.imbalance(wide, partition.best_signs(wide)), direct, atol=1e-15)


@pytest.mark.parametrize("dim", (21, 64, 999, 20000))
def test_partition_is_good_in_large_dimensions(dim):
    rng = np.random.default_rng(dim)
    for draw in (rng.exponential(size=(2, dim)), 1.0 / np.arange(1, dim + 1)[None]):
        signs = partition.split(draw)
        assert set(np.unique(signs)) == {-1.0, 1.0}
        assert (partition.imbalance(draw, signs) < 0.2 * draw.mean(axis=1)).all()
    assert partition.imbalance(np.ones((1, dim)), partition.split(np.ones((1, dim)))) == dim % 2


def test_partition_of_two_levels_is_exact():
    rng = np.random.default_rng(4)
    for _ in range(100):
        dim = int(rng.integers(3, 12))
        few, level = int(rng.integers(1, dim)), float(10 ** rng.uniform(-2, 0))
        row = np.where(np.arange(dim) < few, 1.0, level)[None]
        left, signs = partition.two_level_signs(dim - few, few, level)
        assert partition.imbalance(row, signs[None])[0] == pytest.approx(left, abs=1e-13)
        assert left == pytest.approx(partition.imbalance(row, partition.best_signs(row))[0], abs=1e-13)


def test_a_light_tail_leaves_the_split_of_the_others():
    rng = np.random.default_rng(6)
    few = simplex.balanced(rng, "exponential", 12, 5)
    wide, signs = split.with_tail(rng, few, 13)
    assert np.allclose(wide.sum(axis=1), 1)
    assert np.allclose(
        partition.imbalance(wide, signs), partition.imbalance(wide, partition.best_signs(wide)), atol=1e-14
    )


# Martingales.


def test_the_walk_is_a_martingale_to_a_vertex():
    rng = np.random.default_rng(1)
    at = simplex.balanced(rng, "exponential", 50, 6)
    one, other, gain = martingale._step(at, 0.7)
    assert np.allclose((one + other) / 2, at) and min(one.min(), other.min()) >= 0
    assert np.allclose(np.abs(one - at).sum(axis=1) ** 2 / 2, gain)
    heavy = simplex.dominated(rng.uniform(0.01, 0.5, 50), simplex.shares(rng, "exponential", 50, 5))
    one, other, chance, gain = martingale._jump(heavy, heavy.argmax(axis=1))
    assert np.allclose((1 - chance)[:, None] * one + chance[:, None] * other, heavy) and (one.max(axis=1) == 1).all()
    eta = 1 - heavy.max(axis=1)
    assert np.allclose(gain, eta * (1 - 2 * eta))


@pytest.mark.parametrize("dim", (2, 3, 4, 8, 100))
def test_the_walk_loses_little(dim):
    found = martingale.walk(np.random.default_rng(dim), dim, 200, 0.2)
    loss, error = martingale.losses(found)
    assert -1e-12 <= loss < {2: 1e-12, 3: 0.03, 4: 0.03}.get(dim, 0.05) and error < 0.01
    assert abs(found.rises.mean() - (math.log(dim) - float(SAVED))) < 0.5


def test_a_walk_that_is_cut_off_still_ends_at_a_vertex(monkeypatch):
    monkeypatch.setattr(martingale, "MAX_STEPS", 0)
    found = martingale.walk(np.random.default_rng(0), 4, 10, 0.5)
    assert np.allclose(found.gains, 2 * (3 / 4) ** 2)  # one jump from the centre, as in the chain bound
    assert np.allclose(found.rises, math.log(4) - float(SAVED))


def test_pairing_balances_many_entries():
    rng = np.random.default_rng(3)
    at = np.concatenate([simplex.shares(rng, shape, 10, 300) for shape in ("exponential", "power law", "two levels")])
    signs = martingale.longest_first(at)
    assert set(np.unique(signs)) == {-1.0, 1.0}
    best = partition.imbalance(at, partition.split(at))
    assert (partition.imbalance(at, signs) <= best + 0.01).all()


@pytest.mark.parametrize(("dim", "mean"), [(2, 1 / math.sqrt(math.pi)), (3, 1.5 / math.sqrt(math.pi))])
def test_the_mean_of_the_largest_normal(dim, mean):
    assert abs(normal_maximum(dim) - mean) < ERROR
    assert 2 * float(walk_bound(dim, 64)) < mean**2 < 2 * float(walk_bound(dim, 64)) * 1.02


def test_the_mean_of_the_largest_of_many_normals():
    grid = np.linspace(-9, 12, 40001)
    below = 1 - np.array([math.erfc(at / math.sqrt(2)) / 2 for at in grid])
    density = 1000 * np.exp(-(grid**2) / 2) / math.sqrt(2 * math.pi) * below**999
    assert abs(normal_maximum(1000) - np.trapezoid(grid * density, grid)) < ERROR
    assert 5.0 < normal_maximum(10**7) < 5.5


# Constants and d = 4.


def test_the_best_bounds_are_those_of_the_command_line():
    from proofs.machinery.bounds.best import bounds

    dims = np.array([2, 3, 4, 5, 7, 10, 11, 16, 64, 1000, 10**6])
    low, high = constants.best_lower(dims).data, constants.best_upper(dims).data
    for dim, below, above in zip(dims.tolist(), low, high, strict=True):
        best = bounds(dim)
        assert above == pytest.approx(float(best.upper.exact), abs=1e-13)
        assert below <= float(best.lower.exact) + 1e-13
        assert below == pytest.approx(float(best.lower.exact), abs=1e-13) or best.lower.theorem == "superadditive"


def test_the_range_of_the_certificate_is_computed_anew():
    assert abs(upper_d4.whole_range().data[0] - upper_d4.stated()) < 1e-12


def test_the_climb_at_four_entries_comes_near():
    rng = np.random.default_rng(0)
    corners = upper_d4.corners(rng, 200)
    assert np.allclose(corners.sum(axis=1), 1) and corners.min() >= 0
    rho, v = upper_d4.worst(corners)
    assert 0.9999 < rho.max() <= 1 and np.allclose(v.sum(axis=-1), 0, atol=1e-12)
    assert 0 < least_slack("upper-d4", 4, "convexity") < 1e-3
    end = upper_d4.climb(rng, simplex.shares(rng, "exponential", 20, 4))
    assert upper_d4.worst(end)[0].max(axis=1).min() > 0.99


def test_moves_measure_lengths():
    one, other = np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]])
    found = moves.distance(one, other)
    assert found.data[0] == 0.5 and found.magnitude[0] > 0

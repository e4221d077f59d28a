"""The experiments that learn: gradients, solvers, intervals, one small cell of each, and what each rule concludes."""

import math

import numpy as np
import pytest

pytest.importorskip("scipy")

from numeric_checks.experiments import (
    digits,
    epsilon_sweep,
    experiment,
    label_ranking,
    one_sample,
    shortest_paths,
    tight_cross_entropy,
)
from numeric_checks.experiments.tools import intervals, learning, losses
from numeric_checks.experiments.tools.learning import Network, Schedule
from numeric_checks.experiments.warm_starts import experiment as warm_starts
from numeric_checks.experiments.warm_starts import solvers
from tightmax.perturbed.oracles import maximum

ALL = (epsilon_sweep, label_ranking, shortest_paths, one_sample, warm_starts, digits, tight_cross_entropy)


@pytest.fixture
def rng():
    return np.random.default_rng(7)


# Models and losses


@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (4, 6, 5, 1)])
@pytest.mark.parametrize("shape", [(8,), (2, 3)])
def test_the_gradient_of_a_network_is_right(rng, sizes, shape):
    network, x = Network(sizes, rng), rng.normal(size=(*shape, 4))
    for intercepts in network.parameters[1::2]:
        intercepts += rng.normal(size=intercepts.shape)  # a network may start in a corner of ReLU
    direction = rng.normal(size=(*shape, sizes[-1]))
    found = network.backward(network.forward(x)[1], direction)
    for parameter, gradient in zip(network.parameters, found, strict=True):
        assert gradient.shape == parameter.shape
        for index in [tuple(rng.integers(parameter.shape)) for _ in range(4)]:
            values, kept = [], parameter[index]
            for step in (1e-6, -1e-6):
                parameter[index] = kept + step
                values.append((network.forward(x)[0] * direction).sum())
            parameter[index] = kept
            assert gradient[index] == pytest.approx((values[0] - values[1]) / 2e-6, rel=1e-5, abs=1e-7)


def test_adam_takes_its_first_step_with_the_rate_and_training_fits_a_line(rng):
    parameters = [np.zeros(2)]
    learning.Adam(parameters).step([np.array([3.0, -0.1])], 0.01)
    assert parameters[0] == pytest.approx([-0.01, 0.01], rel=1e-5)
    x = rng.normal(size=(50, 2))
    network, epochs = Network((2, 1), rng), []
    targets = x @ np.array([[1.0], [-2.0]]) + 0.5
    schedule = Schedule(800, 10, 0.05)
    learning.train(network, x, losses.squared(targets), schedule, rng, lambda: epochs.append(1))
    assert network.scores(x) == pytest.approx(targets, abs=1e-2) and len(epochs) == 160


def test_the_gradients_of_the_smooth_losses_are_right(rng):
    scores, labels, index = rng.normal(size=(1, 4)), np.eye(4)[[2]], np.array([0])

    def logistic(s):
        return math.log(np.exp(s).sum()) - s[0, 2]

    def distance(s):
        return ((s - labels) ** 2).sum() / 2

    for loss, value in ((losses.cross_entropy(labels), logistic), (losses.squared(labels), distance)):
        steps = 1e-6 * np.eye(4)[:, None]
        slopes = [(value(scores + e) - value(scores - e)) / 2e-6 for e in steps]
        assert loss(scores, index, rng)[0] == pytest.approx(slopes, abs=1e-8)


@pytest.mark.parametrize("epsilon", [0.5, 2.0])
def test_with_gumbel_noise_the_fenchel_young_gradient_is_that_of_cross_entropy(rng, epsilon):
    scores, labels, index = rng.normal(size=(3, 5)), np.eye(5)[[0, 3, 3]], np.array([2, 1, 0])
    found = losses.fenchel_young(maximum, labels, epsilon, 40_000, "gumbel")(scores, index, rng)
    assert found == pytest.approx(losses.cross_entropy(labels)(scores / epsilon, index, rng), abs=0.015)


def test_black_box_interpolation_moves_to_the_label_and_rests_there(rng):
    labels, index = np.eye(3)[[1, 0]], np.array([0, 1])
    scores = np.array([[1.0, 0.0, -1.0], [1.0, 0.0, -1.0]])
    found = losses.blackbox(maximum, labels, 2.0)(scores, index, rng)
    assert found.tolist() == [[0.5, -0.5, 0.0], [0.0, 0.0, 0.0]]
    assert losses.blackbox(maximum, labels, 0.1)(scores, index, rng).tolist() == [[0.0] * 3] * 2


# Intervals


def test_an_interval_is_students():
    found = intervals.interval([0.0, 2.0])
    assert (found.mean, found.high) == (1.0, pytest.approx(1 + 12.7062047, rel=1e-7))
    assert found.mean - found.low == pytest.approx(found.high - found.mean)
    wider = intervals.interval([0.0, 2.0], overlap=0.5)
    assert wider.high - 1 == pytest.approx((found.high - 1) * math.sqrt(2))
    with pytest.raises(ValueError, match="at least 2 repetitions, not 1"):
        intervals.interval([1.0])


def test_an_interval_covers_as_often_as_it_says(rng):
    covered = [(f := intervals.interval(sample)).low < 0 < f.high for sample in rng.normal(size=(2000, 6))]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)


def test_differences_are_of_the_same_repetitions():
    assert intervals.difference({0: 3.0, 1: 5.0}, {1: 4.0, 0: 2.0}).low == pytest.approx(1.0)
    with pytest.raises(ValueError, match="not the same"):
        intervals.difference({0: 1.0, 1: 2.0}, {0: 1.0, 2: 2.0})


def test_the_choice_looks_at_validation_alone():
    rows = [
        ({"a": 1, "b": b}, {"validation": v, "test": t}) for b, v, t in ((0, 0.5, 0.1), (1, 0.5, 0.9), (2, 0.4, 1.0))
    ]
    assert intervals.choose(rows, ["a"], lambda row: row["validation"])[(1,)][1]["test"] == 0.1


# Solvers


def test_the_sorts_sort_and_count(rng):
    scores = rng.normal(size=40).tolist()
    order = np.argsort(scores).tolist()
    for sort in (solvers.insertion_sort, solvers.merge_sort):
        assert sort(scores, range(40))[0] == order
    assert solvers.insertion_sort(scores, order)[1] == 39
    assert solvers.insertion_sort(scores, order[::-1])[1] == 40 * 39 // 2
    assert solvers.merge_sort([1.0, 0.0, 2.0, 3.0], range(4)) == ([1, 0, 2, 3], 4)


@pytest.mark.parametrize("epsilon", [0.0, 0.3, 5.0])
def test_warm_cold_and_dijkstra_find_the_same_distances(rng, epsilon):
    near, size = solvers.neighbours(6), 36
    assert sum(map(len, near)) == 2 * (2 * 6 * 5 + 2 * 5 * 5)
    costs = rng.uniform(1, 9, size=size)
    tree, _ = solvers.dijkstra(costs.tolist(), near)
    noisy = np.maximum(costs + epsilon * rng.normal(size=size), 0.1).tolist()
    (exact, _), _ = solvers.dijkstra(noisy, near)
    cold, warm = solvers.label_correcting(noisy, near), solvers.label_correcting(noisy, near, tree)
    assert cold[0][0] == pytest.approx(exact) and warm[0][0] == pytest.approx(exact)
    if not epsilon:
        assert warm[1] == size - 1 + sum(map(len, near))


def cheapest(costs):
    """The least cost over all paths right, down or both, one by one."""
    n = len(costs)
    moves = {(0, 1), (1, 0), (1, 1)}

    def walk(i, j):
        if (i, j) == (n - 1, n - 1):
            return costs[i, j]
        return costs[i, j] + min(walk(i + a, j + b) for a, b in moves if i + a < n and j + b < n)

    return walk(0, 0)


def test_paths_are_optimal_and_no_ratio_is_below_1(rng, monkeypatch):
    monkeypatch.setattr(shortest_paths, "SIDE", 4)
    monkeypatch.setattr(shortest_paths, "PATH", shortest_paths.GridDag((4, 4)))
    maps = shortest_paths.Maps(5, rng.normal(size=(5, shortest_paths.FEATURES)), rng)
    assert maps.optimum == pytest.approx([cheapest(c.reshape(4, 4)) for c in maps.costs])
    assert maps.ratios(-maps.costs).tolist() == [1.0] * 5
    assert (maps.ratios(rng.normal(size=maps.costs.shape)) >= 1 - 1e-12).all()
    assert maps.ratios(maps.costs).max() > 1.5


# The experiments


def small(monkeypatch):
    """All experiments on little data for few steps."""
    monkeypatch.setattr(epsilon_sweep, "SCHEDULE", Schedule(20, 16, 0.01))
    monkeypatch.setattr(label_ranking, "STEPS", 10)
    monkeypatch.setattr(one_sample, "STEPS", 10)
    monkeypatch.setattr(one_sample, "CALLS", 200)
    monkeypatch.setattr(digits, "STEPS", 20)
    monkeypatch.setattr(tight_cross_entropy, "STEPS", 20)
    for name, value in (("EPOCHS", 2), ("TRAINING", 20), ("VALIDATION", 5), ("TEST", 5)):
        monkeypatch.setattr(shortest_paths, name, value)


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.EXPERIMENT.name)
def test_a_cell_is_finite_and_the_same_again(module, monkeypatch):
    for name in module.EXPERIMENT.needs:
        pytest.importorskip(name)
    small(monkeypatch)
    cells = module.EXPERIMENT.cells()
    assert len({tuple(sorted(cell.items())) for cell in cells}) == len(cells)
    for cell in (cells[0], cells[-1]):
        row = module.EXPERIMENT.run(cell, 3)
        assert row and all(math.isfinite(value) for value in row.values())
        assert row == module.EXPERIMENT.run(cell, 3)
    assert module.EXPERIMENT.run(cells[0], 4) != module.EXPERIMENT.run(cells[0], 3)
    assert experiment(module.EXPERIMENT.name) is module.EXPERIMENT


@pytest.mark.parametrize("epsilon", [0.01, 0.5, 20.0])
def test_epsilon_is_the_scale_of_the_scores(rng, epsilon, monkeypatch):
    scores, labels, index = rng.normal(size=(6, 4)), np.eye(4), rng.integers(4, size=6)
    plain = losses.fenchel_young(maximum, labels, 1.0, 50)(scores, index, np.random.default_rng(1))
    scaled = epsilon_sweep._scaled(losses.fenchel_young(maximum, labels, epsilon, 50), epsilon)
    assert scaled(scores, index, np.random.default_rng(1)) == pytest.approx(epsilon * plain)
    small(monkeypatch)
    rows = [epsilon_sweep.run({"arm": arm, "exponent": 0, "repetition": 0}, 0) for arm in ("fixed", "scaled")]
    assert rows[0] == rows[1]


def test_all_losses_rank_what_is_exact(rng, monkeypatch):
    monkeypatch.setattr(label_ranking, "STEPS", 500)
    for loss in label_ranking.LOSSES:
        monkeypatch.setitem(label_ranking.SETTINGS, loss, label_ranking.SETTINGS[loss][2:3])
        row = label_ranking.run({"sigma": 0.0, "repetition": 0, "loss": loss}, 3)
        assert row["spearman"] > 0.95
    ranks = label_ranking.RANKS(rng.normal(size=(4, label_ranking.LABELS)))
    assert label_ranking.spearman(ranks, ranks) == pytest.approx(1) == -label_ranking.spearman(ranks, -ranks)


def rows_of(module, row):
    """Made-up rows: what `row` says of each cell, and a little that differs between repetitions."""
    found = []
    for cell in module.EXPERIMENT.cells():
        shift = 1e-4 * (int(cell.get("repetition", cell.get("split", 0))) % 3)
        found.append((cell, {name: value + shift for name, value in row(cell).items()}))
    return found


def sweep(small_train):
    """Accuracies with a hump in the middle; on training data the small end is given."""

    def row(cell):
        test = 0.9 - 0.01 * abs(cell["exponent"])
        return {"train": small_train if cell["exponent"] < -5 else test, "validation": test, "test": test}

    return row


def ranking(values, exact):
    return lambda cell: {"spearman": values[cell["loss"]], "exact": exact, "validation": 0.5}


def paths(speeds, last):
    """The ratio is 1 from the given epoch on, the accuracy always the last."""

    def row(cell):
        after = [f"ratio_{e}" for e in range(1, shortest_paths.EPOCHS + 1)]
        ratios = {name: 1.0 if e > speeds[cell["loss"]] else 1.5 for e, name in enumerate(after)}
        return ratios | {f"accuracy_{e + 1}": last for e in range(len(after))} | {"validation": 1.2}

    return row


def one(classification, ranks):
    lost = {"classification": classification, "ranking": ranks}
    return lambda cell: {"validation": 0.5, "test": 0.9 - lost[cell["task"]] * (cell["samples"] == 1)}


def warm(ranks, grid):
    first = {"ranking": ranks, "paths": grid}
    return lambda cell: {
        "part": first[cell["problem"]] + 0.02 * (cell["exponent"] + 6), "part_other": 1.0,
        "cold": 1.0, "warm": 1.0, "other": 1.0,
    }


def numbers(gaussian, gumbel):
    lead = {"cross-entropy": 0.0, "gaussian": gaussian, "gumbel": gumbel}
    return lambda cell: {"train": 1.0, "validation": 0.9, "test": 0.9 + lead[cell["loss"]]}


def losses_of(accuracy, nll):
    """What the universal smoothing adds to each measure."""
    lead = {"accuracy": accuracy, "nll": nll}
    return lambda cell: {
        name: 0.5 + lead.get(name, 0.0) * (cell["kind"] == "universal")
        for name in (*tight_cross_entropy.MEASURES, "idle", "validation")
    }


FAST, SLOW = 3, 20
PATHS = {"Fenchel-Young": FAST, "squared": SLOW, "black-box": SLOW, "costs": SLOW}
RANKS = {"Fenchel-Young": 0.9, "squared": 0.8, "black-box": 0.8}
RULES = [
    (epsilon_sweep, sweep(0.8), "AGREES"),
    (epsilon_sweep, sweep(1.0), "MIXED"),
    (epsilon_sweep, lambda cell: {"train": 0.9, "validation": 0.9, "test": 0.9}, "DISAGREES"),
    (label_ranking, ranking(RANKS, 0.99), "AGREES"),
    (label_ranking, ranking(RANKS, 0.8), "MIXED"),
    (label_ranking, ranking(RANKS | {"squared": 0.91, "black-box": 0.91}, 0.8), "DISAGREES"),
    (shortest_paths, paths(PATHS, 0.99), "AGREES"),
    (shortest_paths, paths(PATHS | {"black-box": FAST}, 0.99), "MIXED"),
    (shortest_paths, paths(dict.fromkeys(PATHS, 99), 0.5), "DISAGREES"),
    (one_sample, one(0.002, 0.003), "AGREES"),
    (one_sample, one(0.002, 0.03), "MIXED"),
    (one_sample, one(0.02, 0.03), "DISAGREES"),
    (warm_starts, warm(0.1, 0.5), "AGREES"),
    (warm_starts, warm(0.1, 0.95), "MIXED"),
    (digits, numbers(0.001, -0.001), "AGREES"),
    (digits, numbers(0.001, -0.03), "DISAGREES"),
    (tight_cross_entropy, losses_of(0.001, 0.02), "AGREES"),
    (tight_cross_entropy, losses_of(0.001, 0.0), "MIXED"),
    (tight_cross_entropy, losses_of(-0.03, 0.02), "DISAGREES"),
    (tight_cross_entropy, losses_of(0.0, -0.02), "DISAGREES"),
]


@pytest.mark.parametrize(("module", "row", "outcome"), RULES, ids=lambda x: getattr(x, "__name__", str(x))[-24:])
def test_the_rule_decides(module, row, outcome):
    found = module.EXPERIMENT.summarise(rows_of(module, row))
    assert found.outcome == outcome
    assert found.figures and all(math.isfinite(value) for value in found.figures.values())
    assert found.found.count("$") % 2 == 0 and found.found.isascii()


def test_a_warm_start_that_never_pays_disagrees():
    flat = rows_of(warm_starts, lambda cell: dict.fromkeys(("part", "part_other"), 1.0))
    assert warm_starts.EXPERIMENT.summarise(flat).outcome == "DISAGREES"


def test_wide_intervals_over_few_splits_decide_nothing():
    rows = [
        (cell, row | {"test": row["test"] + (0.05 if cell["split"] % 2 else -0.05) * (cell["loss"] == "gaussian")})
        for cell, row in rows_of(digits, numbers(0.0, 0.0))
    ]
    assert digits.EXPERIMENT.summarise(rows).outcome == "MIXED"


@pytest.mark.parametrize(("module", "row"), [pytest.param(m, r, id=m.EXPERIMENT.name) for m, r, _ in RULES[::3]])
def test_the_figure_has_names_on_its_axes(module, row):
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    figure = Figure()
    module.EXPERIMENT.draw(rows_of(module, row), figure)
    assert any(axes.get_legend() for axes in figure.axes)
    assert all(axes.get_xlabel() and axes.get_ylabel() for axes in figure.axes)
